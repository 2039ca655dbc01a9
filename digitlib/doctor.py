"""Look over the environment, and say of each fault how to mend it: `digitlib doctor`."""

import importlib.metadata
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import digitlib
from digitlib.data.download import is_offline
from digitlib.errors import DataError
from digitlib.files import models_folder

INSTALL = "Run `make lab` in the course's folder, or: pip install 'digitlib[course]'"
OLDEST_PYTHON = (3, 11)
EXTRAS_OF_THE_COURSE = ("pad", "train", "course")
START_SECONDS = 120


@dataclass(frozen=True)
class Check:
    """What was looked at, whether it is well, what was seen, and what to do if it is not."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def check_python() -> Check:
    """Check the version of Python."""
    wanted = ".".join(map(str, OLDEST_PYTHON))
    remedy = f"Install Python {wanted} or newer from https://www.python.org/downloads/"
    return Check("Python", sys.version_info >= OLDEST_PYTHON, sys.version.split()[0], remedy)


def check_packages() -> Check:
    """Check that every package of the course is installed, and in a version it works with."""
    faults, count = [], 0
    for name, bounds in required_packages():
        count += 1
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            faults.append(f"{name} is missing")
            continue
        if not within(version, bounds):
            faults.append(f"{name} is {version}, wanted is {bounds}")
    detail = "; ".join(faults) or f"all {count} are there"
    return Check("Packages", not faults, detail, INSTALL)


def required_packages() -> Iterator[tuple[str, str]]:
    """Yield the name and the version bounds of each package that the course needs."""
    for line in importlib.metadata.requires("digitlib") or []:
        requirement, _, marker = line.partition(";")
        extra = re.search(r"extra == ['\"](\w+)['\"]", marker)
        name, bounds = re.fullmatch(r"([\w.-]+)(?:\[.*\])?\s*(.*)", requirement.strip()).groups()
        if name != "digitlib" and (extra is None or extra[1] in EXTRAS_OF_THE_COURSE):
            yield name, bounds


def within(version: str, bounds: str) -> bool:
    """Whether `version` keeps to `bounds`, such as `>=0.14,<0.15`; only >= and < are known."""
    number = _release(version)
    for bound in filter(None, re.split(r"[,\s]+", bounds)):
        sign, limit = re.fullmatch(r"(>=|<)(.+)", bound).groups()
        if (number < _release(limit)) != (sign == "<"):
            return False
    return True


def _release(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, without what follows: 2.21.0rc1 gives (2, 21)."""
    numbers = [int(part) for part in re.match(r"\d+(\.\d+)*", version)[0].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def check_tensorflow() -> Check:
    """Start TensorFlow in a process of its own, so that a crash is seen and not shared."""
    command = [sys.executable, "-c", "import tensorflow, keras; print(keras.__version__)"]
    remedy = "pip install --force-reinstall tensorflow (needs a 64-bit system with AVX)"
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=START_SECONDS)
    except subprocess.TimeoutExpired:
        busy = "Close other programs and try again: this machine is busy or slow"
        return Check("TensorFlow", False, f"did not start in {START_SECONDS} s", busy)
    if run.returncode != 0:
        last = (run.stderr.strip().splitlines() or [f"exit code {run.returncode}"])[-1]
        return Check("TensorFlow", False, f"does not start: {last}", remedy)
    version = importlib.metadata.version("tensorflow")
    return Check("TensorFlow", True, f"{version} with Keras {run.stdout.strip()} starts")


def check_data() -> Check:
    """Look for MNIST on this machine, without a download."""
    named = os.environ.get("DIGITLIB_DATA")
    remedy = "Set DIGITLIB_DATA to a folder that holds MNIST's mnist.npz, or unset it."
    if named and (fault := _fault_of_place(Path(named).expanduser())):
        return Check("Data", False, f"DIGITLIB_DATA names {named}, {fault}", remedy)
    try:
        with _offline():
            digitlib.load_mnist()
    except DataError as error:
        if named and not named.endswith(".Z"):  # a file of pen strokes says nothing of MNIST
            return Check("Data", False, str(error).splitlines()[0], remedy)
        sample = "DIGITLIB_OFFLINE is set, so the notebooks use the offline sample"
        what_now = sample if is_offline() else "the first notebook downloads it (11 MB)"
        return Check("Data", True, f"MNIST is not here yet; {what_now}")
    return Check("Data", True, "MNIST is on this machine and its content is right")


def _fault_of_place(place: Path) -> str:
    """Say why data cannot be read from a place that the user named; "" if they may be there."""
    if place.is_dir():
        return "" if (place / "mnist.npz").is_file() else "which holds no mnist.npz"
    if not place.is_file():
        return "which does not exist"
    return "" if place.suffix in {".npz", ".Z"} else "which is no .npz file"


@contextmanager
def _offline() -> Iterator[None]:
    before = os.environ.get("DIGITLIB_OFFLINE")
    os.environ["DIGITLIB_OFFLINE"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["DIGITLIB_OFFLINE"]
        else:
            os.environ["DIGITLIB_OFFLINE"] = before


def check_model() -> Check:
    """Let the shipped network read a drawn 1."""
    bar = [[[140.0, 40.0], [140.0, 140.0], [140.0, 240.0]]]
    digit = digitlib.load_predictor().predict(bar).digit
    remedy = f"Restore {models_folder()}: git checkout -- models, or install digitlib again."
    return Check("Network", digit == 1, f"reads a drawn 1 as {digit}", remedy)


def check_widget() -> Check:
    """Look for the parts of the drawing pad that run in the browser."""
    from jupyter_core.paths import jupyter_path

    folders = [Path(folder) for folder in jupyter_path("labextensions")]
    wanted = ("ipycanvas", "@jupyter-widgets/jupyterlab-manager")
    missing = [
        name for name in wanted if not any((f / name / "package.json").is_file() for f in folders)
    ]
    detail = f"JupyterLab lacks {', '.join(missing)}" if missing else "JupyterLab can show the pad"
    remedy = "pip install --force-reinstall ipycanvas jupyterlab_widgets, then reload the page"
    return Check("Widget", not missing, detail, remedy)


def check_kernel() -> Check:
    """Check that notebooks run in this Python and not in another one."""
    from jupyter_client.kernelspec import KernelSpecManager

    program = KernelSpecManager().get_kernel_spec("python3").argv[0]
    # Jupyter puts its own Python in place of a bare name. Folders are compared and not what the
    # names lead to, because the Pythons of two virtual environments may lead to the same one.
    bare = program in ("python", "python3")
    here = bare or Path(program).parent == Path(sys.executable).parent
    remedy = "python -m ipykernel install --sys-prefix --name python3"
    return Check("Kernel", here, f"notebooks run in {'this Python' if here else program}", remedy)


CHECKS: tuple[Callable[[], Check], ...] = (
    check_python,
    check_packages,
    check_tensorflow,
    check_data,
    check_model,
    check_widget,
    check_kernel,
)


def diagnose() -> list[Check]:
    """Run every check; one that fails to run is a fault like any other."""
    return [_run(check) for check in CHECKS]


def _run(check: Callable[[], Check]) -> Check:
    name = check.__name__.removeprefix("check_").capitalize()
    try:
        return check()
    # Whatever is broken here, the other checks must still be made and this one reported.
    except Exception as error:
        return Check(name, False, f"{type(error).__name__}: {error}", INSTALL)


def main() -> int:
    """Print the findings; return 0 if all is well, else 1."""
    checks = diagnose()
    for check in checks:
        print(f"{'ok   ' if check.ok else 'FAULT'}  {check.name:<11} {check.detail}")
        if not check.ok:
            print(f"{'':20}To mend it: {check.remedy}")
    faults = sum(not check.ok for check in checks)
    print("All is well." if not faults else f"{faults} to mend.")
    return 1 if faults else 0
