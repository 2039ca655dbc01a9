"""Where digits come from: MNIST, pen strokes, the offline sample, and saved drawings."""
