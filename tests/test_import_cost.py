"""`import digitlib` is quick, and the ground floor needs NumPy and Pillow alone."""

import subprocess
import sys

import pytest

MAX_SECONDS = 0.3
HEAVY = {"tensorflow", "keras", "matplotlib", "sklearn", "scipy", "skimage", "ipywidgets", "pandas"}
GROUND_FLOOR = ["framing", "network.predictor", "pad.drawing", "data.samples", "files", "errors"]


def _run(program: str) -> str:
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_import_is_quick():
    # Processor time, the best of three: other programs on this machine do not count.
    program = (
        "import time; t = time.process_time(); import digitlib; print(time.process_time() - t)"
    )
    assert min(float(_run(program)) for _ in range(3)) < MAX_SECONDS


@pytest.mark.parametrize("module", ["", *(f".{name}" for name in GROUND_FLOOR)])
def test_ground_floor_imports_nothing_heavy(module):
    loaded = set(_run(f"import digitlib{module}, sys; print(*sys.modules)").split())
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    "work",
    [
        "digitlib.load_predictor().predict([[[9, 1], [9, 9], [9, 30]]])",
        "try: digitlib.load_pen_strokes()\nexcept digitlib.errors.DataError: pass",
    ],
)
def test_reading_strokes_imports_nothing_heavy(work):
    """Neither a drawing nor, where they are on this machine, the pen strokes."""
    program = f"import digitlib, sys\n{work}\nprint(*sys.modules)"
    assert set(_run(program).split()) & (HEAVY | {"pooch", "tqdm"}) == set()
