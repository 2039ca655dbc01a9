"""The figures of the course: each function takes arrays and returns a Matplotlib Figure."""
