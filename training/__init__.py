"""What makes the shipped network: its recipe, its data, its report and its model card."""
