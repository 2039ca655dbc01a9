"""What a pad shows, as calls that a view overrides; by itself it shows nothing."""

from typing import Any

from digitlib.pad.reader import Reading


class PadView:
    """The calls with which `PadControl` tells its view what has changed."""

    def _show_ink(self) -> None:
        """Show all strokes afresh."""

    def _show_new_ink(self, num_new: int) -> None:
        """Show the last `num_new` points of the last stroke."""

    def _show_finished_ink(self) -> None:
        """Show the last stroke as it stays, now that it has ended."""

    def _show_reading(self, reading: Reading) -> None:
        """Show a reading."""

    def _show_samples(self, samples: list[Any]) -> None:
        """Show what has been kept."""

    def _show_message(self, message: str) -> None:
        """Show one sentence, or none for ""."""

    def _show_goodbye(self) -> None:
        """Show that the pad has quit."""
