"""How the networks of the lessons learn."""
