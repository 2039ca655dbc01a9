"""Two devices, and two processes over loopback, train one network: their checksums agree."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path):
    """A function that runs `python -m training.distributed` on the offline sample."""
    offline = {
        "DIGITLIB_OFFLINE": "1",
        "KERAS_HOME": str(tmp_path),
        "DIGITLIB_CACHE": str(tmp_path),
    }
    variables = {name: value for name, value in os.environ.items() if name != "DIGITLIB_DATA"}

    def run(*options):
        command = [sys.executable, "-m", "training.distributed", "--steps", "7", *options]
        ran = subprocess.run(
            command, env=variables | offline, cwd=ROOT, capture_output=True, text=True
        )
        lines = [json.loads(one) for one in ran.stdout.splitlines() if one.startswith("{")]
        return ran, lines

    return run


def test_two_processes_and_two_devices_train_the_same_network(run):
    ran, workers = run("--workers", "2")
    assert ran.returncode == 0, ran.stderr
    assert sorted(worker["worker"] for worker in workers) == [0, 1]
    assert {worker["replicas"] for worker in workers} == {2}
    assert workers[0]["checksum"] == workers[1]["checksum"]
    assert workers[0]["loss"] == workers[1]["loss"]
    _, [devices] = run("--devices", "2")
    assert devices["checksum"] == pytest.approx(workers[0]["checksum"], rel=1e-5)
    # The control: on its own, a process takes other steps.
    _, [alone] = run()
    assert alone["checksum"] != pytest.approx(workers[0]["checksum"], rel=1e-5)


def test_fit_of_keras_fails_and_nobody_waits_for_ever(run):
    ran, lines = run("--workers", "2", "--fit")
    assert ran.returncode == 1
    assert "PerReplica" in ran.stderr, "fit works now: say so in notebook 09"
    assert lines == []
