"""Words that the texts of the pad and of the figures share."""


def a_digit(digit: int) -> str:
    """Write a digit with its article: a 7, an 8."""
    return f"{'an' if digit == 8 else 'a'} {digit}"
