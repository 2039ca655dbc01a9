"""Words and numbers as every text, figure and message of the course writes them."""


def a_digit(digit: int) -> str:
    """Write a digit with its article: a 7, an 8."""
    return f"{'an' if digit == 8 else 'a'} {digit}"


def percent(probability: float) -> str:
    """Write a probability, 0 to 1, with one decimal: 12.3%, over 99.9%, under 0.1%."""
    if probability > 0.999:
        return "over 99.9%"
    if probability < 0.001:
        return "under 0.1%"
    return f"{probability:.1%}"
