"""Write files whole or not at all, and know where the trained networks lie."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from digitlib.errors import DigitlibError


@contextmanager
def atomic_path(
    path: str | os.PathLike, error: type[DigitlibError] | None = None
) -> Iterator[Path]:
    """Yield a temporary path near `path`; on success rename it onto `path`, else remove it.

    A reader therefore sees the old file or the new one, never half of either. The temporary
    file has the name of `path`, in a folder of its own, because Keras and NumPy look at names.
    With `error` a full disk or a forbidden folder (OSError) is told as that error, with what to
    do.
    """
    with atomic_paths([path], error) as (temporary,):
        yield temporary


@contextmanager
def atomic_paths(
    paths: Sequence[str | os.PathLike], error: type[DigitlibError] | None = None
) -> Iterator[list[Path]]:
    """Do the same for files of one folder that belong together, such as two of a network.

    None is renamed before all are written, and nobody ever finds an old file beside a new one,
    not even after a power cut: the worst that can be missing for a moment, or after a crash in
    that moment, is a file other than the first. So name first the one that people read most.
    """
    targets = [Path(path) for path in paths]
    folder = targets[0].parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=folder) as name:
            temporaries = [Path(name, target.name) for target in targets]
            yield temporaries
            _replace_all(temporaries, targets)
    except OSError as fault:
        if error is None:
            raise
        raise error(
            f"{' and '.join(map(str, targets))} cannot be written ({fault.strerror or fault}). "
            "What was there is unchanged. "
            "Make room, fix the folder's permissions, or choose another folder."
        ) from fault


def _replace_all(temporaries: list[Path], targets: list[Path]) -> None:
    """Rename each file onto its target, with every old file but the first put aside before."""
    with ExitStack() as put_back:
        for temporary, target in zip(temporaries[1:], targets[1:], strict=True):
            if target.exists():
                aside = temporary.with_name(f"old-{target.name}")
                os.replace(target, aside)
                put_back.callback(os.replace, aside, target)
        os.replace(temporaries[0], targets[0])
        put_back.pop_all()  # the first is new, so the other old ones must not return
    for temporary, target in zip(temporaries[1:], targets[1:], strict=True):
        os.replace(temporary, target)


def models_folder() -> Path:
    """Return the folder of trained networks.

    `DIGITLIB_MODELS` names it; else it is `models/` of the checkout; else the copy that was
    installed with the package.
    """
    if named := os.environ.get("DIGITLIB_MODELS"):
        return Path(named).expanduser()
    package = Path(__file__).resolve().parent
    checkout = package.parent / "models"
    if (package.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return package / "_models"
