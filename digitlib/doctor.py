"""Check the environment, and say how to fix each fault: `digitlib doctor`."""

import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

import digitlib
from digitlib.data.download import is_offline
from digitlib.errors import DataError
from digitlib.files import models_folder
from digitlib.wording import how_to_install

OLDEST_PYTHON = (3, 11)
DATA_FILES = {"mnist.npz": "load_mnist", "pendigits-orig.tra.Z": "load_pen_strokes"}
NO_TENSORFLOW = {
    ("darwin", "x86_64"): "Macs with an Intel processor",
    ("win32", "ARM64"): "Windows on ARM",
}
START_SECONDS = 120


@dataclass(frozen=True)
class Check:
    """What was checked, whether it is fine, what was seen, and what to do if it is not."""

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
    """Check that every package of the course is installed, in a version that it works with."""
    required, faults = list(required_packages()), []
    for package in required:
        try:
            version = importlib.metadata.version(package.name)
        except importlib.metadata.PackageNotFoundError:
            faults.append(f"{package.name} is missing")
            continue
        if not package.specifier.contains(version, prereleases=True):
            faults.append(f"{package.name} is {version}, but {package.specifier} is needed")
    detail = "; ".join(faults) or f"all {len(required)} are installed"
    return Check("Packages", not faults, detail, how_to_install())


def required_packages() -> Iterator[Requirement]:
    """Yield each package that the course needs, with the versions that it works with."""
    for package in map(Requirement, importlib.metadata.requires("digitlib") or []):
        marker, extras = package.marker, ("", "pad", "train", "course")
        wanted = marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)
        if wanted and package.name != "digitlib":
            yield package


def check_tensorflow() -> Check:
    """Start TensorFlow in a process of its own, so that a crash there is seen and not shared."""
    if importlib.util.find_spec("tensorflow") is None:
        place = NO_TENSORFLOW.get((sys.platform, platform.machine()))
        elsewhere = (
            f"TensorFlow 2.20 and later are not made for {place}. Open the notebooks in Colab. "
            "Drawing works here without it: the pad, the page and `digitlib predict`"
        )
        remedy = elsewhere if place else how_to_install()
        return Check("TensorFlow", False, "is not installed", remedy)
    command = [sys.executable, "-c", "import tensorflow, keras; print(keras.__version__)"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=START_SECONDS)
    except subprocess.TimeoutExpired:
        busy = "Close other programs and try again: this machine is busy or slow"
        return Check("TensorFlow", False, f"did not start in {START_SECONDS} s", busy)
    if run.returncode != 0:
        last = (run.stderr.strip().splitlines() or [f"exit code {run.returncode}"])[-1]
        remedy = "pip install --force-reinstall tensorflow (needs a 64-bit system with AVX)"
        return Check("TensorFlow", False, f"does not start: {last}", remedy)
    version = importlib.metadata.version("tensorflow")
    return Check("TensorFlow", True, f"{version} with Keras {run.stdout.strip()} starts")


def check_data() -> Check:
    """Look for MNIST and the pen strokes on this machine, without a download."""
    faults, both = _faults_of_data(), " and ".join(DATA_FILES)
    place = Path(os.environ.get("DIGITLIB_DATA", "")).expanduser()
    # A named file holds one of the two data sets and says nothing about the other one.
    whole = not place.is_file()
    told = [fault for name, fault in faults.items() if whole or place.suffix == Path(name).suffix]
    if not faults:
        return Check("Data", True, "MNIST and the pen strokes are here, and their content is right")
    if told and os.environ.get("DIGITLIB_DATA"):
        remedy = f"Set DIGITLIB_DATA to a folder that holds {both}, or unset it"
        return Check("Data", False, " ".join(dict.fromkeys(told)), remedy)
    fetched = "will be downloaded when needed (12 MB in all)"
    if is_offline():
        fetched = "are not here, and DIGITLIB_OFFLINE is set: nothing will be downloaded"
    detail = (
        f"{' and '.join(faults)} {fetched}. A class without "
        f"internet puts {both} into one folder and sets DIGITLIB_DATA to it; without them the "
        "notebooks use smaller samples, and say so"
    )
    return Check("Data", True, detail)


def _faults_of_data() -> dict[str, str]:
    """Return what is wrong with each file of data that cannot be read offline."""
    faults, before = {}, os.environ.get("DIGITLIB_OFFLINE", "")
    os.environ["DIGITLIB_OFFLINE"] = "1"
    try:
        for name, load in DATA_FILES.items():
            try:
                getattr(digitlib, load)()
            except DataError as error:
                # That nothing was downloaded is no news: the user did not forbid it.
                lines = [line for line in str(error).splitlines() if "OFFLINE" not in line]
                faults[name] = lines[0]
    finally:
        os.environ["DIGITLIB_OFFLINE"] = before  # empty means the same as unset
    return faults


def check_model() -> Check:
    """Let the shipped network read a drawn 1."""
    bar = [[[140.0, 40.0], [140.0, 140.0], [140.0, 240.0]]]
    digit = digitlib.load_predictor().predict(bar).digit
    remedy = f"Restore {models_folder()}: git checkout -- models, or install digitlib again"
    return Check("Network", digit == 1, f"reads a drawn 1 as {digit}", remedy)


def check_widget() -> Check:
    """Check that JupyterLab has the pad's browser side, made for its own version."""
    from jupyter_core.paths import jupyter_path

    lab, faults = importlib.metadata.version("jupyterlab"), []
    for name in ("ipycanvas", "@jupyter-widgets/jupyterlab-manager"):
        files = [Path(folder, name, "package.json") for folder in jupyter_path("labextensions")]
        found = next((file for file in files if file.is_file()), None)
        if found is None:
            faults.append(f"JupyterLab lacks {name}")
            continue
        package = json.loads(found.read_text(encoding="utf-8"))
        bounds = package.get("dependencies", {}).get("@jupyterlab/application", "")
        majors = re.findall(r"(?:^|[\s^~=v])(\d+)", bounds)  # as in "^3.0.0 || ^4.0.0"
        if majors and lab.split(".")[0] not in majors:
            made_for = f"is made for JupyterLab {' or '.join(majors)}, but this is {lab}"
            faults.append(f"{name} {package.get('version')} {made_for}")
    packages = "ipycanvas ipywidgets jupyterlab_widgets"
    remedy = f"pip install --upgrade --force-reinstall {packages}, then reload the page"
    detail = "; ".join(faults) or "JupyterLab can show the pad"
    return Check("Widget", not faults, detail, remedy)


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


def run_check(check: Callable[[], Check]) -> Check:
    """Run a check; one that fails to run is a fault like any other."""
    try:
        return check()
    # Whatever is broken here, the other checks must still be made and this one reported.
    except Exception as error:
        name = check.__name__.removeprefix("check_").capitalize()
        return Check(name, False, f"{type(error).__name__}: {error}", how_to_install())


CHECKS: tuple[Callable[[], Check], ...] = (
    *(check_python, check_packages, check_tensorflow, check_data),
    *(check_model, check_widget, check_kernel),
)


def main() -> int:
    """Print the findings, each remedy once; return 0 if all is well, else 1."""
    checks, told = [run_check(check) for check in CHECKS], set()
    for check in checks:
        print(f"{'ok   ' if check.ok else 'FAULT'}  {check.name:<11} {check.detail}")
        if not check.ok and check.remedy not in told:
            print(f"{'':20}To fix it: {check.remedy}")
            told.add(check.remedy)
    faults = sum(not check.ok for check in checks)
    print(f"{faults} to fix." if faults else "All is well.")
    return int(faults > 0)
