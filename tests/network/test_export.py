"""Files for other engines give NumPy's answers, and what goes wrong is told."""

import builtins

import numpy as np
import pytest

from digitlib.cli import main
from digitlib.errors import ModelError
from digitlib.files import models_folder
from digitlib.network import export
from digitlib.network.numpy_cnn import Layer, Network
from digitlib.network.predictor import load_predictor

RNG = np.random.default_rng(0)
FRAMES = RNG.integers(0, 256, (40, 28, 28)).astype(np.uint8)
FRAMES[0], FRAMES[1] = 0, 255


def layer(*shape, kind="convolution", **settings) -> Layer:
    weights = RNG.normal(0, shape[-2] ** -0.5, shape).astype(np.float32)
    return Layer(kind, weights, RNG.normal(size=shape[-1]).astype(np.float32), **settings)


# Odd sizes, a kernel with no middle, pixels that pooling drops, a temperature.
SMALL = Network(
    (
        layer(5, 4, 1, 3, padding="same", pool=3),
        layer(2, 3, 3, 5),
        layer(8 * 7 * 5, 10, kind="dense"),
    ),
    temperature=2.0,
)
LINEAR = Network((layer(28 * 28, 10, kind="dense"),))
NETWORKS = {"small": SMALL, "linear": LINEAR, "shipped": load_predictor().network}


@pytest.mark.parametrize("name", NETWORKS)
def test_onnx_answers_as_numpy_does(name, tmp_path):
    onnx = pytest.importorskip("onnx")
    path = tmp_path / "net.onnx"
    check = export.export_onnx(NETWORKS[name], path, FRAMES)
    assert (check.same, check.number) == (40, 40)
    assert check.shift < 1e-3
    onnx.checker.check_model(onnx.load(path), full_check=True)


@pytest.mark.parametrize("name", NETWORKS)
def test_litert_answers_as_numpy_does(name, tmp_path):
    path = tmp_path / "net.tflite"
    check = export.export_litert(NETWORKS[name], path, FRAMES)
    assert (check.same, check.number) == (40, 40)
    logits = export.run_litert(path.read_bytes(), FRAMES[:7])
    expected = NETWORKS[name].logits(FRAMES[:7]) / NETWORKS[name].temperature
    np.testing.assert_allclose(logits, expected, atol=1e-3)


def test_fewer_bits_make_smaller_files_that_read_digits_alike(tmp_path, digits):
    sizes = {}
    for precision in export.PRECISIONS:
        path = tmp_path / f"{precision}.tflite"
        check = export.export_litert(
            NETWORKS["shipped"], path, digits.x_test[:100], precision=precision
        )
        sizes[precision] = path.stat().st_size
        assert check.same >= 98
    assert sizes["float16"] < 0.6 * sizes["float32"]
    assert sizes["int8"] < 0.35 * sizes["float32"]


def test_a_file_that_answers_otherwise_is_not_written(tmp_path, monkeypatch):
    pytest.importorskip("onnxruntime")
    monkeypatch.setattr(export, "_ink", lambda frames: frames.astype(np.float32) / 2550)
    target = tmp_path / "net.onnx"
    target.write_text("an older file")
    with pytest.raises(ModelError, match="would not answer as NumPy does.*Nothing was written"):
        export.export_onnx(SMALL, target, FRAMES)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["an older file"]


def test_an_unknown_precision_is_refused(tmp_path):
    with pytest.raises(ValueError, match="int4.*float32"):
        export.export_litert(SMALL, tmp_path / "net.tflite", FRAMES, precision="int4")


def test_a_missing_package_is_named(tmp_path, monkeypatch, capsys):
    real = builtins.__import__

    def without_onnx(name, *rest, **options):
        if name.partition(".")[0] == "onnx":
            raise ModuleNotFoundError("No module named 'onnx'", name="onnx")
        return real(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", without_onnx)
    target = tmp_path / "net.onnx"
    assert main(["export", "--format", "onnx", "--output", str(target)]) == 1
    assert "onnx is not installed. Run: pip install" in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.parametrize(
    ("kind", "suffix"), [("onnx", "onnx"), ("litert", "tflite"), ("page", "html")]
)
def test_the_command_writes_a_network_of_ones_own(kind, suffix, tmp_path, capsys):
    if kind == "onnx":
        pytest.importorskip("onnxruntime")
    target, own = tmp_path / "folder" / f"net.{suffix}", str(models_folder() / "lesson_cnn.npz")
    assert main(["export", "--format", kind, "--output", str(target), "--model", own]) == 0
    assert target.stat().st_size > 150_000
    told = capsys.readouterr().out
    assert f"Saved {target}" in told
    assert kind == "page" or "300 of 300" in told


def test_a_bad_target_is_told_before_the_work(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    for target, told in (
        ("net.onnx", "does not end in .tflite"),
        ("file/net.tflite", "cannot be written"),
    ):
        assert main(["export", "--format", "litert", "--output", str(tmp_path / target)]) == 1
        assert told in capsys.readouterr().err
