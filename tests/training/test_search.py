"""The search keeps its study in a file, goes on with it, and is judged against twins."""

import json

import pytest

pytest.importorskip("optuna")
from training import search


class Judge:
    """Score by the learning rate alone, with a little luck of the seed."""

    def __call__(self, seed, learning_rate, batch_size, **_):
        return 1 - abs(learning_rate - 0.01), 0.5 + seed / 1000


def test_two_searches_share_a_study_and_the_record_has_its_controls(tmp_path, monkeypatch):
    monkeypatch.setattr(search, "Judge", Judge)
    journal = tmp_path / "study.journal"
    search.search(journal, worker=0, num_trials=5)
    assert len(search.open_study(journal).trials) == 5
    search.search(journal, worker=1, num_trials=3)
    study = search.open_study(journal)
    assert [trial.user_attrs["worker"] for trial in study.trials] == [0] * 5 + [1] * 3
    search.record(tmp_path / "search.json", study)
    found = json.loads((tmp_path / "search.json").read_text())
    assert len(found["trials"]) == 8
    assert len(found["twins"]) == search.NUM_TRIALS
    assert set(found["importances"]) == {"learning_rate", "batch_size", "lucky_number"}
    assert sum(found["importances"].values()) == pytest.approx(1)
    assert len(found["best_again"]) == len(found["lesson_again"]) == search.NUM_AGAIN
