"""Words and numbers as every text, figure and message of the course writes them."""

from importlib.metadata import metadata


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


def how_to_install() -> str:
    """Say how to install the course, with the address that stands in `pyproject.toml`."""
    addresses = metadata("digitlib").get_all("Project-URL", [])
    address = next(line for line in addresses if line.startswith("Repository")).split(", ")[1]
    return (
        "Run `make lab` in a clone of the course, or: "
        f'pip install "digitlib[course] @ git+{address}"'
    )
