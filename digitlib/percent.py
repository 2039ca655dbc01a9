"""Write probabilities in per cent, without a certainty that no network has."""


def percent(probability: float) -> str:
    """Write a probability, 0 to 1, with one decimal: 12.3%, over 99.9%, under 0.1%."""
    if probability > 0.999:
        return "over 99.9%"
    if probability < 0.001:
        return "under 0.1%"
    return f"{probability:.1%}"
