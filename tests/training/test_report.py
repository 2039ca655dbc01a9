"""The table of results against counts made by hand, and the model card written from it."""

import hashlib
import re
import shutil
from types import SimpleNamespace

import numpy as np
import pytest

from digitlib.errors import DataError, ModelError
from training import report
from training.lesson_card import LESSON_FILES, describe_lesson
from training.mixture import Part
from training.model_card import END, START, headline_table, write_model_card, write_readme_table
from training.report import JudgedSets, Row, format_table, measure
from training.results import load_results, save_results, spreads


class ColumnReader:
    """Reads the digit k from a frame whose pixel (0, k) is set; (1, 0) set means no digit."""

    threshold = 0.5

    def probabilities(self, images):
        return np.where(images[:, 0, :10] > 0, 0.91, 0.01)

    def digit_scores(self, images):
        return np.where(images[:, 1, 0] > 0, 0.1, 0.9)

    def predict_images(self, images):
        return [type("Blank", (), {"digit": None})() for _ in images]


def frames_of(read_as, rejected=()):
    frames = np.zeros((len(read_as), 28, 28), np.uint8)
    frames[np.arange(len(read_as)), 0, read_as] = 255
    frames[list(rejected), 1, 0] = 255
    return frames


@pytest.fixture
def rows():
    labels = np.arange(20) % 10
    wrong = labels.copy()
    wrong[[3, 13]] = 8
    sets = JudgedSets(
        mnist=Part(frames_of(wrong, rejected=[0]), labels),
        pens=Part(frames_of(labels), labels),
        canvas={"centred": frames_of(labels), "corner": frames_of(wrong)},
        corrupted={"fog": frames_of(labels[:10])},
        strangers={"letters": frames_of(labels, rejected=range(15))},
    )
    return measure(ColumnReader(), sets)


def test_rows_are_what_one_counts(rows):
    values = {(row.group, row.name): row.value for row in rows}
    assert values["MNIST test", "accuracy"] == 0.9
    assert values["MNIST test", "accuracy on 3"] == 0
    assert values["MNIST test", "rejected as no digit"] == 0.05
    assert values["MNIST test", "read right and not rejected"] == 0.85
    assert values["pen strokes, 6 held-out writers", "accuracy"] == 1
    assert values["on a canvas", "mean"] == pytest.approx(0.95)
    assert values["on a canvas", "worst"] == 0.9
    assert values["corrupted", "worst"] == 1
    assert values["no digit, rejected", "letters"] == 0.75
    assert values["no digit, rejected", "blank"] == 1


def test_evaluate_tells_the_size_of_the_network_and_the_table(rows, monkeypatch):
    class Sized(ColumnReader):
        network = SimpleNamespace(num_parameters=1234567)

    monkeypatch.setattr(report, "load_predictor", lambda path: Sized())
    monkeypatch.setattr(report, "judged_sets", lambda limit, say: None)
    monkeypatch.setattr(report, "measure", lambda predictor, sets: rows)
    told = []
    assert report.evaluate("some.npz", say=told.append) == rows
    assert "1,234,567 parameters" in told[0]
    assert format_table(rows) in told[0]


def test_the_table_names_every_row(rows):
    table = format_table(rows)
    assert "MNIST test (n = 20)" in table
    assert all(row.name in table for row in rows)
    assert "90.00%" in table


def some_results(rows):
    better = [row._replace(value=min(1, row.value + 0.02)) for row in rows]
    extra = [
        Row("no digit, rejected", name, 0.9, 10)
        for name in ("scribbles", "two digits side by side")
    ]
    trainings = [
        {"seed": seed, "seconds": 600.0, "rows": [*values, *extra]}
        for seed, values in enumerate((rows, better))
    ]
    return {
        "shipped_seed": 1,
        "num_parameters": 1234,
        "num_varied": 20,
        "recipe": {"num_epochs": 1},
        "versions": {"keras": "3"},
        "trainings": trainings,
    }


def test_results_come_back_with_mean_and_sample_deviation(rows, tmp_path):
    path = save_results(some_results(rows), tmp_path / "results.json")
    spread = spreads(load_results(path)["trainings"])["MNIST test", "accuracy"]
    assert spread.mean == pytest.approx(0.91)
    assert spread.deviation == pytest.approx(np.std([0.9, 0.92], ddof=1))
    assert str(spread) == "91.00% ± 1.41"


@pytest.mark.parametrize("text", [None, "", "{}", '{"trainings": [{"rows": [[1]]}]}'])
def test_damaged_results_give_one_clear_error(tmp_path, text):
    path = tmp_path / "results.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ModelError, match=r"results\.json"):
        load_results(path)


def test_the_card_and_the_readme_quote_the_shipped_network(rows, models, root):
    fill_models(root, models)
    results = load_results(save_results(some_results(rows), models / "digit_cnn.json"))
    readme = models.parent / "README.md"
    readme.write_text(f"before\n{START}\nold\n{END}\nafter\n", encoding="utf-8")
    write_readme_table(results, readme)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "| MNIST test set, 10,000 digits | 92.00% | 91.00% ± 1.41 |" in text
    card = write_model_card(results, models).read_text(encoding="utf-8")
    assert headline_table(results) in card
    assert "| ... read right and not refused | 87.00% | 86.00% ± 1.41 |" in card
    assert "| Letters that look like no digit, called “not a digit” | 77.00% |" in card
    assert "1,234 parameters" in card
    for word in ("zigzag", "CC BY 4.0", "Limits", "25, 26, 27, 28, 29, 30"):
        assert word in card


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        ((1200.0, 1260.0), "Seeds: 0, 1. A training took 20 to 21 minutes on two cores."),
        ((1200.0, None), "Seeds: 0, 1. A training took 20 minutes on two cores."),
        ((None, None), "Seeds: 0, 1.\n"),
    ],
)
def test_the_card_tells_the_time_of_uninterrupted_trainings(rows, models, root, seconds, words):
    fill_models(root, models)
    results = some_results(rows)
    for training, taken in zip(results["trainings"], seconds, strict=True):
        training["seconds"] = taken
    assert words in write_model_card(results, models).read_text(encoding="utf-8")


def fill_models(root, models):
    """Put the lesson's files there, and something in place of the shipped network's."""
    copy_lesson(root, models)
    for name in ("digit_cnn.npz", "digit_cnn.weights.h5"):
        (models / name).write_bytes(b"weights")


def copy_lesson(root, models):
    for name in LESSON_FILES:
        shutil.copy(root / "models" / name, models / name)


def test_the_card_tells_of_the_lesson_as_counted_from_its_files(rows, models, root):
    copy_lesson(root, models)
    with np.load(models / "lesson_seeds.npz") as record:
        right = (record["predictions"] == record["labels"]).mean(axis=1)
    with np.load(models / "lesson_cnn.npz") as network:
        arrays = [name for name in network.files if name.startswith(("weights_", "bias_"))]
        count = sum(network[name].size for name in arrays)
    five = f"{right.mean():.2%} ± {100 * right.std(ddof=1):.2f}"
    row = (
        f"| For comparison: the network of notebook 02, MNIST test set | {right[0]:.2%} | {five} |"
    )
    assert headline_table(some_results(rows)).endswith(row)
    section = describe_lesson(models)
    assert f"5 seeds read {five} (mean" in section
    assert f"{count:,} parameters" in section
    for name in ("digit_cnn.json", "training/lesson_seeds.py", "notebook 02", *LESSON_FILES):
        assert name in section


def test_a_card_without_the_record_of_the_lesson_is_one_clear_error(rows, models):
    with pytest.raises(DataError, match=r"lesson_seeds\.npz"):
        headline_table(some_results(rows))


def test_the_shipped_card_and_readme_are_those_of_the_results(root):
    remedy = "run: python training/five_seeds.py --write-only"
    results = load_results(root / "models" / "digit_cnn.json")
    table = headline_table(results)
    card = (root / "models" / "README.md").read_text(encoding="utf-8")
    assert table in (root / "README.md").read_text(encoding="utf-8"), remedy
    assert table in card, remedy
    assert describe_lesson(root / "models") in card, remedy
    hashes = dict(re.findall(r"\| `([\w.]+)` \| `([0-9a-f]{64})` \|", card))
    assert set(hashes) == {"digit_cnn.npz", "digit_cnn.weights.h5", *LESSON_FILES}
    for name, digest in hashes.items():
        content = (root / "models" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest, f"{name} is newer: {remedy}"
