"""The network: in plain NumPy, in Keras, and the predictor that reads with it."""
