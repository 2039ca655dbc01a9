"""What the commands show: how a digit was read, and how a network did on every test set."""

import importlib.util
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

import digitlib
from digitlib.files import atomic_path
from digitlib.wording import percent

SHADES = " .:-=+*#%@"  # from no ink to full ink
BAR_WIDTH = 40  # characters


def describe_reading(title: str, prediction) -> str:
    """Return several lines: the title, the picture that the network saw, answer and bars."""
    # A letter is about twice as high as wide, so two rows of pixels share a line.
    pairs = prediction.image.reshape(14, 2, 28).mean(axis=1)
    levels = np.round(pairs / 255 * (len(SHADES) - 1)).astype(int)
    answer = prediction.reason if prediction.digit is None else prediction.digit
    lines = [title, "", *("".join(SHADES[level] for level in row) for row in levels)]
    lines += ["", f"Read as: {answer}"]
    if prediction.image.any():
        lines.append("")
        for digit, probability in enumerate(map(float, prediction.probabilities)):
            bar = "#" * round(BAR_WIDTH * probability)
            lines.append(f"  {digit}  {percent(probability):>10}  {bar}".rstrip())
    return "\n".join(lines)


def json_line(title: str, prediction) -> str:
    """Return one line of JSON: the title, digit (or null), reason, probabilities and score."""
    return json.dumps(
        {
            "picture": title,
            "digit": prediction.digit,
            "reason": prediction.reason,
            "probabilities": [round(float(value), 6) for value in prediction.probabilities],
            "digit_score": round(prediction.digit_score, 6),
        }
    )


def can_open_window() -> bool:
    """Tell whether somebody watches who could see a window, and Matplotlib can draw for it."""
    if sys.platform in {"win32", "darwin"}:
        display = not os.environ.get("SSH_CONNECTION")
    else:
        display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(display and sys.stdout.isatty() and importlib.util.find_spec("matplotlib"))


def draw_reading(prediction, picture: np.ndarray, path: str | None, window: bool) -> None:
    """Draw picture, frame and probabilities; save the figure, or open it in a window, or both."""
    from PIL import Image

    from digitlib.plots import reading, use_course_style

    use_course_style()
    stream = io.BytesIO()
    reading(prediction, picture).savefig(stream, format="png", dpi=150)
    if path:
        with atomic_path(path) as temporary:
            temporary.write_bytes(stream.getvalue())
    if window:
        # Pillow hands the picture to the system's own viewer and does not wait for it.
        Image.open(stream).show()


def evaluate(model: str | os.PathLike | None = None, limit: int | None = 2_000) -> list:
    """Score the network at `model` (the shipped one by default), print the table, return its rows.

    Raises DataError without MNIST or the pen strokes.
    """
    from digitlib.evaluation.scores import format_table, judged_sets, score

    predictor, digits = digitlib.load_predictor(model), load_test_digits()
    print("Putting digits on a canvas and corrupting them ...")
    rows = score(predictor, judged_sets(digits, limit))
    parameters = f"{predictor.network.num_parameters:,} parameters"
    print(f"\nThe network: {parameters}, batch normalisation folded in\n\n{format_table(rows)}")
    if model is None:
        print("\nHow much five trainings of this recipe differ: see models/README.md.")
    return rows


def load_test_digits() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the framed digits and labels of MNIST's test part and of the six held-out writers."""
    from digitlib.data import TEST_WRITERS, by_writer
    from digitlib.evaluation.scores import MNIST, PENS
    from digitlib.framing import frame_strokes

    mnist, pens = digitlib.load_mnist(), by_writer(digitlib.load_pen_strokes(), TEST_WRITERS)
    frames = np.array([frame_strokes(digit.strokes) for digit in pens])
    labels = np.array([digit.label for digit in pens])
    return {MNIST: (mnist.x_test, mnist.y_test), PENS: (frames, labels)}


def save_figures(rows: Sequence, model: str | os.PathLike | None, folder: Path) -> Iterator[Path]:
    """Draw the rows of `evaluate`, and the network's answers on MNIST's test part.

    Writes four PNG files, each whole or not at all, and yields their paths as they are written.
    """
    from digitlib import evaluation, plots
    from digitlib.evaluation.scores import CANVAS, CORRUPTED

    plots.use_course_style()
    mnist = digitlib.load_mnist()
    probabilities = digitlib.load_predictor(model).probabilities(mnist.x_test)
    answers, confidence = probabilities.argmax(1), probabilities.max(1)
    worst = evaluation.worst_errors(probabilities, mnist.y_test)[:32]
    shown = (mnist.x_test[worst], mnist.y_test[worst], answers[worst], confidence[worst])
    harder = {
        f"{group}: {name}": (value, evaluation.wilson_interval(round(value * number), number))
        for group, name, value, number in rows
        if group in (CANVAS, CORRUPTED) and name not in ("mean", "worst")
    }
    figures = {
        "hardships": plots.intervals(harder, "Test digits made harder to read"),
        "confusion": plots.confusion_matrix(evaluation.confusion(mnist.y_test, answers)),
        "reliability": plots.reliability_diagram(
            evaluation.reliability(probabilities, mnist.y_test)
        ),
    }
    if len(worst):
        title = "The most confident errors on the test digits"
        figures["errors"] = plots.error_gallery(*shown, title)
    for name, figure in figures.items():
        path = folder / f"{name}.png"
        with atomic_path(path) as temporary:
            figure.savefig(temporary, dpi=150, format="png")
        yield path
