"""Guess first, then look: a question that the learner commits to before a figure answers it."""

import html

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
NO_GUESS = "You made no guess. Make one first next time: a surprise is easier to remember."


class Guess:
    """A choice of one among `choices`; display it in a cell, and `reveal` it after the figure.

    Where widgets cannot be shown, as on a page on the web, the choices are shown as a list.
    """

    def __init__(self, *choices: str):
        """Offer at least two choices; raise ValueError for fewer."""
        if len(choices) < 2:
            raise ValueError("A guess needs at least two choices.")
        self.choices = choices
        self.choice: str | None = None

    def choose(self, choice: str) -> None:
        """Commit to one of the choices; raise ValueError for anything else."""
        if choice not in self.choices:
            raise ValueError(f"{choice!r} is not one of {', '.join(self.choices)}.")
        self.choice = choice

    def reveal(self) -> None:
        """Print the guess beside what has just been seen."""
        print(f"Your guess was: {self.choice}." if self.choice else NO_GUESS)

    def _repr_mimebundle_(self, **kwargs) -> dict:
        """Return the live buttons, and for readers without a kernel the choices as a list."""
        rows = "".join(f"<li>{html.escape(choice)}</li>" for choice in self.choices)
        data = {"text/plain": " / ".join(self.choices), "text/html": f"<ul>{rows}</ul>"}
        try:
            import ipywidgets
        except ImportError:
            return data
        self._buttons = ipywidgets.ToggleButtons(options=self.choices, index=None)
        self._buttons.observe(lambda change: self.choose(change["new"]), names="value")
        return data | {WIDGET_VIEW: self._buttons.get_view_spec()}
