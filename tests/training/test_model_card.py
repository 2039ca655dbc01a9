"""The results of several trainings, and the tables of the card and the README made of them."""

import re
import shutil

import numpy as np
import pytest

from digitlib.errors import ModelError
from digitlib.evaluation.scores import Row
from training import __main__ as command
from training.five_seeds import load_results, save_results, spreads
from training.model_card import (
    HASHED,
    HEADLINES,
    all_tables,
    describe_lesson,
    fill,
    hashes,
    headline_table,
    how_trained,
    people_table,
    write_card,
)


@pytest.fixture
def results():
    """Two made-up trainings; the better one ships."""
    names = [(group, name) for group, name, _ in HEADLINES]
    return {
        "shipped_seed": 1,
        "num_parameters": 1234,
        "num_varied": 20,
        "recipe": {"num_epochs": 1},
        "versions": {"keras": "3"},
        "people": {"some people": [["a", 100, 100], ["b", 90, 100], ["c", 50, 50]]},
        "trainings": [
            {"seed": seed, "seconds": 600.0, "rows": [Row(*name, value, 10) for name in names]}
            for seed, value in enumerate((0.9, 0.92))
        ],
    }


def test_results_come_back_with_mean_and_sample_deviation(results, tmp_path):
    path = save_results(results, tmp_path / "results.json")
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


def test_card_and_readme_are_filled_between_their_marks(results, models, root, tmp_path):
    for name in (*HASHED, "README.md"):
        shutil.copy(root / "models" / name, models / name)
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- results -->\nold\n<!-- end of results -->\nafter\n")
    before = (models / "README.md").read_text(encoding="utf-8")
    write_card(results, models, readme)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "| MNIST test set, 10,000 digits | 92.00% | 91.00% ± 1.41 |" in text
    card = (models / "README.md").read_text(encoding="utf-8")
    assert headline_table(results, models) in card
    assert "| letters | 92.00% | 91.00% ± 1.41 |" in card
    assert "| 99.61% |" not in card, "nothing of the old tables is left"
    assert outside_marks(card) == outside_marks(before)


def test_people_are_counted_and_their_interval_holds_the_share(results):
    *_, line = people_table(results["people"]).splitlines()
    name, people, share, interval, most, least = line.strip("| ").split(" | ")
    assert (name, people, share, most, least) == ("some people", "3", "96.00%", "2 of 3", "90.0%")
    low, high = (float(part.strip("%")) for part in interval.split(" to "))
    assert 89 < low < 96 < high <= 100


def outside_marks(page: str) -> str:
    return re.sub(r"<!-- (.+?) -->.*?<!-- end of \1 -->", "", page, flags=re.DOTALL)


def test_a_page_without_its_marks_is_left_alone(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("<!-- results -->")
    with pytest.raises(ValueError, match="end of results"):
        fill(page, {"results": "table"})
    assert page.read_text() == "<!-- results -->"


@pytest.mark.parametrize(
    ("seconds", "told"), [(1260, " A training took 20 to 21"), (None, " A training took 20 min")]
)
def test_the_time_of_uninterrupted_trainings_is_told(results, seconds, told):
    results["trainings"][0]["seconds"] = 1200.0
    results["trainings"][1]["seconds"] = seconds
    assert f"Seeds: 0, 1.{told}" in how_trained(results)
    results["trainings"][0]["seconds"] = None
    assert ("minutes" in how_trained(results)) == (seconds is not None)


def test_the_lesson_is_described_as_counted_from_its_files(results, root):
    models = root / "models"
    with np.load(models / "lesson_seeds.npz") as record:
        right = (record["predictions"] == record["labels"]).mean(axis=1)
    with np.load(models / "lesson_cnn.npz") as network:
        arrays = [name for name in network.files if name.startswith(("weights_", "bias_"))]
        count = sum(network[name].size for name in arrays)
    five = f"{right.mean():.2%} ± {100 * right.std(ddof=1):.2f}"
    row = (
        f"| For comparison: the network of notebook 02, MNIST test set | {right[0]:.2%} | {five} |"
    )
    assert headline_table(results, models).endswith(row)
    assert f"5 seeds read {five} (mean" in describe_lesson(models)
    assert f"{count:,} parameters" in describe_lesson(models)


def test_the_shipped_card_and_readme_are_those_of_the_results(root):
    remedy = "run: python -m training card"
    models = root / "models"
    results = load_results(models / "digit_cnn.json")
    card = (models / "README.md").read_text(encoding="utf-8")
    table = headline_table(results, models)
    assert table in (root / "README.md").read_text(encoding="utf-8"), remedy
    people = people_table(results["people"])
    for part in (table, people, all_tables(results), how_trained(results), describe_lesson(models)):
        assert part in card, remedy
    assert hashes(models) in card, f"a file is newer: {remedy}"
    assert f"It has {results['num_parameters']:,} parameters" in card
    assert f"use {results['num_varied']:,} digits of MNIST's test part" in card


def test_commands_are_listed_and_wrong_ones_refused(capsys):
    for arguments in (["--help"], ["train", "--help"]):
        with pytest.raises(SystemExit, match="0"):
            command.main(arguments)
    assert "five-seeds" in capsys.readouterr().out
    for arguments in ([], ["rest"], ["train", "--epochs", "0"]):
        with pytest.raises(SystemExit, match="2"):
            command.main(arguments)


def test_a_foreseen_fault_is_told_in_a_line(models, capsys):
    assert command.main(["card"]) == 1
    assert "digit_cnn.json" in capsys.readouterr().err
