"""The command line: `digitlib train, evaluate, predict, doctor`.

Exit codes: 0 all is well, 1 a fault told in a line or two, 2 wrong usage, 130 stopped by Ctrl-C.
"""

import os
import sys
from collections.abc import Sequence

from digitlib.arguments import build_parser
from digitlib.console import survive_any_locale
from digitlib.errors import DigitlibError

INTERRUPTED = 130  # what shells report for a program that Ctrl-C stopped

# Which extra of the project brings a package that may be missing.
EXTRAS = {
    **dict.fromkeys(("tensorflow", "keras", "scipy", "skimage", "sklearn"), "train"),
    **dict.fromkeys(("matplotlib", "seaborn"), "course"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; faults that are foreseen show no traceback."""
    survive_any_locale()
    try:
        return _parse_and_run(arguments)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough. Nothing more can be written, and Python
        # must not try to when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _say("Stopped. What was saved before is whole.", INTERRUPTED)
    except DigitlibError as fault:
        return _say(str(fault), 1)
    except ModuleNotFoundError as fault:
        package = (fault.name or "").partition(".")[0]
        if package not in EXTRAS:
            raise
        remedy = f'pip install "digitlib[{EXTRAS[package]}]"'
        return _say(f"This command needs {package}. Install it with: {remedy}", 1)
    except OSError as fault:
        place = f"{fault.filename}: " if fault.filename else ""
        return _say(f"{place}{fault.strerror or fault}", 1)


def _parse_and_run(arguments: Sequence[str] | None) -> int:
    """Run the chosen command, and write out its text here, where a closed pipe is caught."""
    try:
        chosen = build_parser().parse_args(arguments)
        return chosen.run(chosen)
    finally:
        sys.stdout.flush()


def _say(text: str, code: int) -> int:
    """Write one message to stderr and return the exit code."""
    print(f"digitlib: {text}", file=sys.stderr)
    return code
