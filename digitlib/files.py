"""Write files whole or not at all, and know where the trained networks lie."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from digitlib.errors import DigitlibError

PARTIAL = ".partial-"  # how every temporary name begins


@contextmanager
def atomic_path(
    path: str | os.PathLike, error: type[DigitlibError] | None = None
) -> Iterator[Path]:
    """Yield a temporary path beside `path`; on success rename it onto `path`, else remove it.

    A reader therefore sees the old file or the new one, never half of either. The temporary
    name keeps the suffixes of `path`, because Keras and NumPy look at them. With `error` a full
    disk or a forbidden folder (OSError) is told as that error, with what to do.
    """
    with atomic_paths([path], error) as (temporary,):
        yield temporary


@contextmanager
def atomic_paths(
    paths: Sequence[str | os.PathLike], error: type[DigitlibError] | None = None
) -> Iterator[list[Path]]:
    """Do the same for files that belong together, such as a network's `.weights.h5` and `.npz`.

    None is renamed before all are written, and nobody ever finds an old file beside a new one,
    not even after a power cut: the worst that can be missing for a moment, or after a crash in
    that moment, is a file other than the first. So name first the one that people read most.
    """
    targets = [Path(path) for path in paths]
    try:
        with ExitStack() as stack:
            temporaries = [stack.enter_context(_temporary(target)) for target in targets]
            yield temporaries
            _replace_all(temporaries, targets)
    except OSError as fault:
        if error is None:
            raise
        names = " and ".join(str(_final(target)) for target in targets)
        raise error(
            f"{names} cannot be written ({fault.strerror or fault}). "
            "What was there is unchanged. "
            "Make room, fix the folder's permissions, or choose another folder."
        ) from fault


@contextmanager
def _temporary(target: Path) -> Iterator[Path]:
    """Make an empty file under a temporary name beside `target`; clear it away at the end."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=PARTIAL, suffix=f"-{target.name}", dir=target.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _replace_all(temporaries: list[Path], targets: list[Path]) -> None:
    """Rename each file onto its target, with every old file but the first put aside before."""
    aside = {target: target.with_name(f"{PARTIAL}old-{target.name}") for target in targets[1:]}
    for temporary in temporaries:
        # mkstemp makes files that only their owner may read; a saved network is for everyone.
        os.chmod(temporary, 0o644)
    with ExitStack() as put_back:
        for target, old in aside.items():
            if target.exists():
                os.replace(target, old)
                put_back.callback(os.replace, old, target)
        os.replace(temporaries[0], targets[0])
        put_back.pop_all()  # the first is new, so the other old ones must not return
    for temporary, target in zip(temporaries[1:], targets[1:], strict=True):
        os.replace(temporary, target)
        aside[target].unlink(missing_ok=True)


def _final(path: Path) -> Path:
    """Return the path under which people know a file that may have a temporary name."""
    if not path.name.startswith(PARTIAL):
        return path
    return path.with_name(path.name.removeprefix(PARTIAL).partition("-")[2])


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
