"""The doctor finds each fault that is put there, and names its remedy."""

import subprocess
import sys

import pytest

from digitlib import doctor
from digitlib.doctor import Check, within


@pytest.mark.parametrize(
    ("version", "bounds", "expected"),
    [
        ("2.21.0", ">=2.20", True),
        ("2.20", ">=2.20.0", True),
        ("2.9.1", ">=2.20", False),
        ("0.14.3", ">=0.14,<0.15", True),
        ("0.15.0", ">=0.14,<0.15", False),
        ("0.15", "<0.15,>=0.14", False),
        ("2.22.0rc1", ">=2.22", True),
        ("1.0", "", True),
    ],
)
def test_within_reads_bounds(version, bounds, expected):
    assert within(version, bounds) is expected


def test_required_packages_are_those_of_the_course():
    names = {name for name, _ in doctor.required_packages()}
    assert {"numpy", "pillow", "tensorflow", "ipycanvas", "jupyterlab", "seaborn"} <= names
    assert "pytest" not in names


def test_an_old_python_is_a_fault(monkeypatch):
    monkeypatch.setattr(doctor.sys, "version_info", (3, 10, 4))
    check = doctor.check_python()
    assert not check.ok
    assert "python.org" in check.remedy


def test_a_missing_and_an_old_package_are_faults(monkeypatch):
    packages = [("no-such-package", ">=1"), ("numpy", ">=99"), ("pillow", ">=1")]
    monkeypatch.setattr(doctor, "required_packages", lambda: packages)
    check = doctor.check_packages()
    assert not check.ok
    assert "no-such-package is missing" in check.detail
    assert "wanted is >=99" in check.detail
    assert "pillow" not in check.detail
    assert "make lab" in check.remedy


def _python_that(monkeypatch, outcome):
    def run(*args, **kwargs):
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(doctor.subprocess, "run", run)


@pytest.mark.parametrize(
    ("outcome", "detail", "remedy"),
    [
        (subprocess.CompletedProcess([], 1, "", "Trace\nImportError: x"), "x", "reinstall"),
        (subprocess.CompletedProcess([], -4, "", ""), "exit code -4", "reinstall"),
        (subprocess.TimeoutExpired("python", 120), "did not start in 120 s", "busy or slow"),
    ],
)
def test_a_tensorflow_that_does_not_start_is_a_fault(monkeypatch, outcome, detail, remedy):
    _python_that(monkeypatch, outcome)
    check = doctor.check_tensorflow()
    assert not check.ok
    assert detail in check.detail
    assert remedy in check.remedy


def test_data_that_are_elsewhere_than_named_are_a_fault(monkeypatch, tmp_path):
    (tmp_path / "mnist.npz").write_bytes(b"not a dataset")
    monkeypatch.setenv("DIGITLIB_DATA", str(tmp_path))
    check = doctor.check_data()
    assert not check.ok
    assert "DIGITLIB_DATA" in check.remedy


@pytest.fixture
def no_data(monkeypatch, tmp_path):
    """Caches without MNIST, and no word of the user."""
    for name in ("DIGITLIB_CACHE", "KERAS_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("DIGITLIB_DATA", "DIGITLIB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("absent", "does not exist"),
        ("folder", "holds no mnist.npz"),
        ("notes.txt", "is no .npz file"),
    ],
)
def test_a_place_without_data_is_a_fault(no_data, monkeypatch, tmp_path, name, words):
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.txt").touch()
    monkeypatch.setenv("DIGITLIB_DATA", str(tmp_path / name))
    check = doctor.check_data()
    assert not check.ok
    assert words in check.detail
    assert name in check.detail
    assert "OFFLINE" not in check.detail, "the user never set it"
    assert "Set DIGITLIB_DATA to a folder" in check.remedy


def test_a_file_of_pen_strokes_is_no_fault(no_data, monkeypatch, tmp_path):
    (tmp_path / "pens.Z").touch()
    monkeypatch.setenv("DIGITLIB_DATA", str(tmp_path / "pens.Z"))
    assert doctor.check_data().ok


def test_data_that_are_not_here_yet_are_no_fault(no_data, monkeypatch):
    check = doctor.check_data()
    assert check.ok
    assert "downloads it" in check.detail
    assert "DIGITLIB_OFFLINE" not in doctor.os.environ
    monkeypatch.setenv("DIGITLIB_OFFLINE", "1")
    check = doctor.check_data()
    assert check.ok
    assert "the offline sample" in check.detail


def test_data_that_are_here_are_well(mnist):
    check = doctor.check_data()
    assert check.ok
    assert "content is right" in check.detail


def test_the_shipped_network_is_well(monkeypatch):
    monkeypatch.delenv("DIGITLIB_MODELS", raising=False)
    assert doctor.check_model().ok


def test_a_missing_network_is_a_fault(models):
    check = doctor._run(doctor.check_model)
    assert not check.ok
    assert str(models) in check.detail


def test_a_missing_widget_is_a_fault(monkeypatch, tmp_path):
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *names: [str(tmp_path)])
    check = doctor.check_widget()
    assert not check.ok
    assert "ipycanvas" in check.detail
    assert "reinstall" in check.remedy
    for name in ("ipycanvas", "@jupyter-widgets/jupyterlab-manager"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "package.json").write_text("{}")
    assert doctor.check_widget().ok


@pytest.mark.parametrize(
    ("program", "ok"),
    [("python", True), (sys.executable, True), ("/opt/other/bin/python", False)],
)
def test_a_kernel_of_another_python_is_a_fault(monkeypatch, program, ok):
    class Spec:
        argv = (program, "-m", "ipykernel_launcher")

    monkeypatch.setattr(
        "jupyter_client.kernelspec.KernelSpecManager.get_kernel_spec", lambda self, name: Spec
    )
    check = doctor.check_kernel()
    assert check.ok is ok
    assert "ipykernel install" in check.remedy


def test_a_check_that_breaks_is_a_fault_with_a_remedy():
    def check_something():
        raise OSError("the disk is gone")

    check = doctor._run(check_something)
    assert check == Check("Something", False, "OSError: the disk is gone", doctor.INSTALL)


def test_diagnose_runs_every_check(monkeypatch):
    monkeypatch.setattr(doctor, "CHECKS", (doctor.check_python, doctor.check_kernel))
    assert [check.name for check in doctor.diagnose()] == ["Python", "Kernel"]


def test_main_prints_faults_and_remedies(monkeypatch, capsys):
    checks = [Check("Python", True, "3.13.0", "x"), Check("Data", False, "gone", "Fetch it.")]
    monkeypatch.setattr(doctor, "diagnose", lambda: checks)
    assert doctor.main() == 1
    out = capsys.readouterr().out
    assert "ok     Python" in out
    assert "FAULT  Data" in out
    assert "To mend it: Fetch it." in out
    monkeypatch.setattr(doctor, "diagnose", lambda: checks[:1])
    assert doctor.main() == 0
    assert "All is well." in capsys.readouterr().out
