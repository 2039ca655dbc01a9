"""What makes the shipped network: its recipe, its data, its results and its model card."""
