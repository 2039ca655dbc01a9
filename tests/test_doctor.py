"""The doctor finds each fault that is put there, and names its remedy."""

import importlib.util
import json
import os
import re
import subprocess
import sys

import pytest
from packaging.requirements import Requirement

from digitlib import doctor
from digitlib.doctor import Check


def test_required_packages_are_those_of_the_course():
    names = {package.name for package in doctor.required_packages()}
    assert {"numpy", "pillow", "tensorflow", "ipycanvas", "jupyterlab", "seaborn"} <= names
    assert not {"pytest", "digitlib", "onnxruntime", "Hershey-Fonts"} & names


@pytest.mark.parametrize(
    ("bounds", "version", "ok"),
    [
        (">=0.14,<0.15", "0.14.3", True),
        ("==2.*", "2.21", True),
        ("~=2.20.1", "2.21", False),
        ("!=2.21", "2.21.0", False),
        (">=2.21", "2.21.0rc1", False),
        (">=2.21", "2.22.0rc1", True),
    ],
)
def test_a_package_of_another_version_is_a_fault(monkeypatch, bounds, version, ok):
    monkeypatch.setattr(doctor, "required_packages", lambda: [Requirement(f"keras{bounds}")])
    monkeypatch.setattr("importlib.metadata.version", lambda name: version)
    check = doctor.check_packages()
    assert check.ok is ok
    assert ok or f"keras is {version}, but " in check.detail


def test_an_old_python_is_a_fault(monkeypatch):
    monkeypatch.setattr(doctor.sys, "version_info", (3, 10, 4))
    check = doctor.check_python()
    assert not check.ok
    assert "python.org" in check.remedy


def test_a_missing_package_is_a_fault_with_a_remedy_that_works(monkeypatch):
    packages = [Requirement("no-such-package>=1"), Requirement("pillow>=1")]
    monkeypatch.setattr(doctor, "required_packages", lambda: packages)
    check = doctor.check_packages()
    assert (check.ok, check.detail) == (False, "no-such-package is missing")
    assert "`make lab` in a clone" in check.remedy
    assert 'pip install "digitlib[course] @ git+https://github.com/' in check.remedy


@pytest.mark.parametrize(
    ("system", "machine", "words"),
    [
        ("darwin", "x86_64", "not made for Macs with an Intel processor.*Colab"),
        ("win32", "ARM64", "not made for Windows on ARM.*Colab"),
        ("darwin", "arm64", "make lab"),
        ("linux", "x86_64", "make lab"),
    ],
)
def test_where_there_is_no_tensorflow_it_says_what_to_use(monkeypatch, system, machine, words):
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == "tensorflow" else find(name)
    )
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr(doctor.sys, "platform", system)
    check = doctor.check_tensorflow()
    assert (check.ok, check.detail) == (False, "is not installed")
    assert re.search(words, check.remedy)


@pytest.mark.parametrize(
    ("outcome", "detail", "remedy"),
    [
        (subprocess.CompletedProcess([], 1, "", "Trace\nImportError: x"), "x", "reinstall"),
        (subprocess.CompletedProcess([], -4, "", ""), "exit code -4", "reinstall"),
        (subprocess.TimeoutExpired("python", 120), "did not start in 120 s", "busy or slow"),
    ],
)
def test_a_tensorflow_that_does_not_start_is_a_fault(monkeypatch, outcome, detail, remedy):
    def run(*arguments, **options):
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(doctor.subprocess, "run", run)
    check = doctor.check_tensorflow()
    assert not check.ok
    assert detail in check.detail
    assert remedy in check.remedy


@pytest.fixture
def no_data(monkeypatch, tmp_path):
    """Caches without data, and no word of the user."""
    for name in ("DIGITLIB_CACHE", "KERAS_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))
    for name in ("DIGITLIB_DATA", "DIGITLIB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("absent", "which does not exist"),
        ("empty", "holds no (mnist.npz|pendigits-orig.tra.Z).*holds no pendigits"),
        ("damaged", "mnist.npz"),
        ("damaged/mnist.npz", "mnist.npz"),
    ],
)
def test_a_named_place_without_good_data_is_a_fault(no_data, monkeypatch, tmp_path, name, words):
    for folder in ("empty", "damaged"):
        (tmp_path / folder).mkdir()
    (tmp_path / "damaged" / "mnist.npz").write_bytes(b"not a dataset")
    monkeypatch.setenv("DIGITLIB_DATA", str(tmp_path / name))
    check = doctor.check_data()
    assert not check.ok
    assert re.search(words, check.detail)
    assert str(tmp_path / name) in check.detail
    assert "OFFLINE" not in check.detail, "the user never set it"
    assert "a folder that holds mnist.npz and pendigits-orig.tra.Z" in check.remedy


def test_data_that_are_not_here_yet_are_no_fault_but_named(no_data):
    check = doctor.check_data()
    assert check.ok
    assert "mnist.npz and pendigits-orig.tra.Z will be downloaded" in check.detail
    assert "without internet" in check.detail
    assert not os.environ.get("DIGITLIB_OFFLINE")
    for offline, told in (("0", "will be downloaded"), ("1", "nothing will be downloaded")):
        os.environ["DIGITLIB_OFFLINE"] = offline
        assert told in doctor.check_data().detail


def test_data_that_are_here_are_fine(mnist):
    check = doctor.check_data()
    assert check.ok
    assert "MNIST" in check.detail or "pendigits" in check.detail


def test_a_missing_network_is_a_fault(models, monkeypatch):
    check = doctor.run_check(doctor.check_model)
    assert not check.ok
    assert str(models) in check.detail
    monkeypatch.delenv("DIGITLIB_MODELS")
    assert doctor.check_model().ok


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ("^4.0.0", ""),
        ("^3.0.0 || ^4.0.0", ""),
        ("~4.6.6", ""),
        (None, ""),
        ("^3.0.0", "manager 3.1.2 is made for JupyterLab 3, but this is 4.6.6"),
    ],
)
def test_a_widget_for_another_jupyterlab_is_a_fault(monkeypatch, tmp_path, bounds, words):
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *names: [str(tmp_path)])
    monkeypatch.setattr("importlib.metadata.version", lambda name: "4.6.6")
    check = doctor.check_widget()
    assert "lacks ipycanvas; JupyterLab lacks @jupyter-widgets" in check.detail
    assert "reinstall" in check.remedy
    for name in ("ipycanvas", "@jupyter-widgets/jupyterlab-manager"):
        package = {"name": name, "version": "3.1.2"}
        if bounds and "manager" in name:
            package["dependencies"] = {"@jupyterlab/application": bounds}
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "package.json").write_text(json.dumps(package))
    check = doctor.check_widget()
    assert check.ok is not bool(words)
    assert words in check.detail


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


def test_main_prints_faults_and_each_remedy_once(monkeypatch, capsys):
    def check_python():
        return Check("Python", True, "3.13.0", "x")

    def check_data():
        return Check("Data", False, "gone", "Fetch it.")

    def check_disk():
        raise OSError("the disk is gone")

    monkeypatch.setattr(doctor, "CHECKS", (check_python, check_data, check_data, check_disk))
    assert doctor.main() == 1
    out = capsys.readouterr().out
    assert "ok     Python" in out
    assert out.count("FAULT  Data") == 2
    assert out.count("To fix it: Fetch it.") == 1
    assert re.search(r"FAULT  Disk +OSError: the disk is gone\n.*make lab", out)
    assert out.endswith("3 to fix.\n")
    monkeypatch.setattr(doctor, "CHECKS", (check_python,))
    assert doctor.main() == 0
    assert "All is well." in capsys.readouterr().out
