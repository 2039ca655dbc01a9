"""The command line, as a shell sees it: output, exit codes, and faults without a traceback."""

import os
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image

import digitlib.commands
from digitlib import report
from digitlib.arguments import build_parser
from digitlib.cli import main
from digitlib.errors import DataError, TrainingError

COMMANDS = ("train", "evaluate", "predict", "doctor")


@pytest.fixture
def no_mnist(monkeypatch, tmp_path):
    """An empty home without a network: the offline sample is used."""
    monkeypatch.delenv("DIGITLIB_DATA", raising=False)
    monkeypatch.setenv("DIGITLIB_OFFLINE", "1")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("DIGITLIB_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def photo(tmp_path):
    """A picture of a 1: dark ink on light paper."""
    paper = np.full((200, 160), 235, dtype=np.uint8)
    paper[40:160, 74:88] = 30
    Image.fromarray(paper).save(tmp_path / "one.png")
    return tmp_path / "one.png"


def start(*arguments, **options) -> subprocess.Popen:
    """Start `python -m digitlib` in a process of its own."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-m", "digitlib", *map(str, arguments)]
    return subprocess.Popen(command, **{**pipes, **options})


def run(*arguments, variables=None) -> subprocess.CompletedProcess:
    process = start(*arguments, env={**os.environ, **(variables or {})})
    stdout, stderr = process.communicate(timeout=120)
    return subprocess.CompletedProcess(
        arguments, process.returncode, stdout.decode(), stderr.decode()
    )


def assert_told(code: int, errors: str, words: str):
    """A foreseen fault: exit code 1 and a few lines that begin with the program's name."""
    assert code == 1
    assert errors.startswith("digitlib: ")
    assert re.search(words, errors), errors
    assert "Traceback" not in errors
    assert errors.count("\n") <= 6


# Help and usage


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_with_examples_that_parse(capsys, command):
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    assert "example" in text
    examples = re.findall(r"^  digitlib (.+?)(?:   .*)?$", text, re.MULTILINE)
    assert examples
    for example in examples:
        chosen = build_parser().parse_args(example.split())
        assert callable(chosen.run), example


def test_help_lists_every_command(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    assert all(command in text for command in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["train", "--seed", "-1"],
        ["train", "--seed", "4294967296"],
        ["train", "--seed", "one"],
        ["train", "--epochs", "0"],
        ["train", "--lesson", "--full"],
        ["train", "--restart"],
        ["train", "--restart", "--lesson"],
        ["evaluate", "--limit", "0"],
        ["predict", "a.png", "b.png"],
        ["doctor", "who"],
    ],
)
def test_wrong_usage_exits_with_2(capsys, arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: digitlib" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "--seed", "abc"],
        ["train", "--epochs", "1.5"],
        ["predict", "--seed", ""],
    ],
)
def test_what_is_no_number_is_told_in_plain_words(capsys, arguments):
    with pytest.raises(SystemExit):
        main(arguments)
    errors = capsys.readouterr().err
    assert f"argument {arguments[1]}: {arguments[2]!r} is not a whole number\n" in errors
    assert "_" not in errors.splitlines()[-1], "no names from inside the program"


def test_version(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"digitlib {digitlib.__version__}\n"


def test_help_is_quick_and_imports_nothing_heavy():
    code = (
        "import sys; from digitlib.arguments import build_parser; build_parser().format_help();"
        "print(sorted({'tensorflow', 'sklearn', 'matplotlib', 'PIL'} & set(sys.modules)))"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert process.stdout == "[]\n"


# predict


def test_predict_reads_a_picture(photo, capsys):
    assert main(["predict", str(photo)]) == 0
    text = capsys.readouterr().out
    assert "one.png: 160 x 200 pixels" in text
    assert "Read as: 1\n" in text
    table = re.findall(r"^  (\d) +(?:over |under )?([\d.]+)%", text, re.MULTILINE)
    assert [digit for digit, _ in table] == list("0123456789")
    assert sum(float(percent) for _, percent in table) == pytest.approx(100, abs=1)
    assert "100.0%" not in text


def test_predict_saves_a_figure_and_makes_the_folder_as_its_help_says(photo, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["predict", "--help"])
    assert "missing folders are made" in " ".join(capsys.readouterr().out.split())
    target = tmp_path / "new folder" / "seen.png"
    assert main(["predict", str(photo), "--save", str(target)]) == 0
    assert f"Saved {target}" in capsys.readouterr().out
    with Image.open(target) as figure:
        assert figure.format == "PNG"
        assert figure.width > 500


def test_predict_chooses_by_seed(no_mnist, capsys):
    outputs = []
    for seed in ("7", "7", "8"):
        assert main(["predict", "--seed", seed]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1] != outputs[2]
    assert "NOT MNIST" in outputs[0]
    assert re.search(r"Test digit \d+ of offline sample, labelled \d", outputs[0])


def test_predict_says_when_it_is_no_digit(tmp_path, capsys):
    Image.new("L", (100, 100), 255).save(tmp_path / "blank.png")
    assert main(["predict", str(tmp_path / "blank.png")]) == 0
    text = capsys.readouterr().out
    assert "Read as: blank" in text
    assert "%" not in text, "no probabilities of a digit that nobody drew"


def test_predict_opens_a_window_only_where_there_is_one(photo, monkeypatch, capsys):
    """A display and a person at the terminal are both needed."""
    shown = []
    monkeypatch.setattr("PIL.Image.Image.show", lambda image: shown.append(image))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    for display, options, expected in ((False, [], 0), (True, ["--no-window"], 0), (True, [], 1)):
        monkeypatch.setattr(digitlib.commands, "has_display", lambda answer=display: answer)
        assert main(["predict", str(photo), *options]) == 0
        assert len(shown) == expected


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("absent.png", "absent.png.*does not exist"),
        (".", "is a folder"),
        ("text.png", "cannot be read as a picture"),
        ("empty.png", "is empty"),
        ("../../etc/no such file", "does not exist"),
        ("name\x00.png", "cannot be opened|does not exist"),
    ],
)
def test_predict_tells_what_is_wrong_with_a_path(tmp_path, monkeypatch, capsys, image, words):
    (tmp_path / "text.png").write_text("this is a text")
    (tmp_path / "empty.png").touch()
    monkeypatch.chdir(tmp_path)
    code = main(["predict", image])
    assert_told(code, capsys.readouterr().err, words)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (".", "is a folder"),
        ("seen.exe", r"does not end in \.png"),
        ("one.png/seen.png", "cannot be written"),
    ],
)
def test_predict_checks_where_to_save_first(photo, monkeypatch, capsys, target, words):
    monkeypatch.chdir(photo.parent)
    code = main(["predict", str(photo), "--save", target])
    captured = capsys.readouterr()
    assert_told(code, captured.err, words)
    assert captured.out == "", "told before any work"
    assert [path.name for path in photo.parent.iterdir()] == ["one.png"]


def test_no_permission(photo, monkeypatch, capsys):
    """Injected, because a superuser may read everything."""

    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied", str(photo))

    monkeypatch.setattr("builtins.open", refuse)
    code = main(["predict", str(photo)])
    monkeypatch.undo()
    assert_told(code, capsys.readouterr().err, "one.png may not be read")


@pytest.mark.parametrize("model", ["absent.npz", ".", "one.png"])
def test_wrong_model_file(photo, monkeypatch, capsys, model):
    monkeypatch.chdir(photo.parent)
    code = main(["predict", str(photo), "--model", model])
    assert_told(code, capsys.readouterr().err, re.escape(model))


# train


def test_train_the_lesson_and_use_it(no_mnist, models, photo, capsys):
    """On the offline sample: ten short epochs, saved, judged, and read back."""
    pytest.importorskip("tensorflow", reason="training needs TensorFlow")
    (models / "my_cnn.npz").write_bytes(b"trained on MNIST")
    assert main(["train", "--epochs", "10", "--seed", "3"]) == 0
    text = capsys.readouterr().out
    assert "NOT MNIST" in text
    assert "Epoch 10: training loss" in text
    accuracy = re.search(r"Test accuracy on 359 digits of offline sample: ([\d.]+)%", text)
    assert float(accuracy[1]) > 30
    saved = models / "my_sample_cnn.npz"
    assert f"Saved {saved}, trained on the offline sample; my_cnn.npz is for MNIST\n" in text
    assert (models / "my_cnn.npz").read_bytes() == b"trained on MNIST"
    assert main(["predict", str(photo), "--model", str(saved)]) == 0


def test_train_on_mnist_writes_the_file_that_the_notebooks_look_for(
    models, root, monkeypatch, capsys
):
    pytest.importorskip("tensorflow", reason="training needs TensorFlow")
    from digitlib.data.offline_sample import load_sample

    digits = digitlib.data.mnist.Digits(*load_sample(), name="MNIST", notice="")
    monkeypatch.setattr("digitlib.data.mnist.load_digits", lambda: digits)
    assert main(["train", "--epochs", "1"]) == 0
    assert f"Saved {models / 'my_cnn.npz'}\n" in capsys.readouterr().out
    assert [path.name for path in models.iterdir()] == ["my_cnn.npz"]
    for name in ("02_train_a_cnn", "03_evaluate_honestly", "04_draw_a_digit"):
        assert "my_cnn" in (root / f"notebooks/{name}.ipynb").read_text(encoding="utf-8")


def test_train_full_hands_its_choices_over(tmp_path, monkeypatch, capsys):
    training = pytest.importorskip("training.recipe", reason="training needs TensorFlow")
    calls = []

    def recorded(*arguments, **options):
        calls.append((arguments, options))
        return training.Training(None, 1.0, 0.5, {"mnist accuracy": 0.5})

    monkeypatch.setattr(training, "train_full", recorded)
    target = tmp_path / "mine"
    command = ["train", "--full", "--seed", "4", "--epochs", "2", "--restart"]
    assert main([*command, "--output", str(target)]) == 0
    ((seed, folder), options) = calls[0]
    assert (seed, folder, options["resume"]) == (4, target, False)
    assert options["recipe"].num_epochs == 2
    assert "50.00%" in capsys.readouterr().out


def test_train_checks_where_to_save_first(tmp_path, capsys):
    (tmp_path / "file").touch()
    for target, words in (
        (tmp_path, "is a folder"),
        (tmp_path / "network.h5", r"does not end in \.npz"),
        (tmp_path / "file" / "network.npz", "cannot be written"),
    ):
        code = main(["train", "--output", str(target)])
        assert_told(code, capsys.readouterr().err, words)
    code = main(["train", "--full", "--output", str(tmp_path / "file")])
    assert_told(code, capsys.readouterr().err, "cannot be written")


# evaluate


def test_evaluate_without_data_says_how_to_get_them(no_mnist, capsys):
    code = main(["evaluate"])
    assert_told(code, capsys.readouterr().err, "DIGITLIB_DATA")


def test_evaluate_hands_its_choices_over_and_saves_figures(tmp_path, monkeypatch, capsys):
    """The measuring itself is tested in test_scores.py; it takes minutes."""
    pytest.importorskip("matplotlib", reason="figures need it")
    rows = [report.Row("on a canvas", "centred", 0.9, 10)]
    calls = []
    monkeypatch.setattr(report, "evaluate", lambda *given: calls.append(given) or rows)
    monkeypatch.setattr(report, "load_mnist", few_digits)
    assert main(["evaluate", "--limit", "5", "--figures", str(tmp_path / "report")]) == 0
    assert calls == [(None, 5)]
    names = sorted(path.name for path in (tmp_path / "report").iterdir())
    assert names == ["confusion.png", "errors.png", "hardships.png", "reliability.png"]
    output = capsys.readouterr().out
    assert all(f"Saved {tmp_path / 'report' / name}" in output for name in names)


def few_digits():
    """Return some digits of the offline sample in place of MNIST."""
    from digitlib.data.offline_sample import load_sample

    return digitlib.Mnist(*(array[:40] for array in load_sample()))


def test_evaluate_checks_the_folder_first(photo, capsys):
    code = main(["evaluate", "--figures", str(photo)])
    assert_told(code, capsys.readouterr().err, "cannot be written")


# Faults that any command may meet


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (DataError("no data here"), 1, "^digitlib: no data here\n$"),
        (TrainingError("the loss is NaN"), 1, "^digitlib: the loss is NaN\n$"),
        (OSError(28, "No space left on device", "a.npz"), 1, "a.npz: No space left on device"),
        (ModuleNotFoundError("", name="keras.layers"), 1, r'pip install "digitlib\[train\]"'),
        (KeyboardInterrupt(), 130, "Stopped"),
    ],
)
def test_faults_and_their_exit_codes(monkeypatch, capsys, fault, code, words):
    def fail(chosen):
        raise fault

    monkeypatch.setattr(digitlib.commands, "doctor", fail)
    assert main(["doctor"]) == code
    assert re.search(words, capsys.readouterr().err)


def test_a_fault_that_is_not_foreseen_shows_itself(monkeypatch):
    """A bug must not be dressed up as a wrong input."""

    def fail(chosen):
        raise ZeroDivisionError

    monkeypatch.setattr(digitlib.commands, "doctor", fail)
    with pytest.raises(ZeroDivisionError):
        main(["doctor"])


def test_module_runs_as_a_program(photo):
    process = run("predict", photo)
    assert process.returncode == 0
    assert "Read as: 1" in process.stdout
    assert process.stderr == ""


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1:strict"},
    ],
)
def test_any_locale(tmp_path, photo, variables):
    name = tmp_path / "Zahl \N{EURO SIGN} \u4e03.png"
    name.write_bytes(photo.read_bytes())
    process = run("predict", name, variables=variables)
    assert process.returncode == 0, process.stderr
    assert "Read as: 1" in process.stdout
    process = run("predict", tmp_path / "\u4e03 fehlt.png", variables=variables)
    assert_told(process.returncode, process.stderr, "does not exist")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows closes pipes in another way")
@pytest.mark.parametrize("arguments", [("predict", "PHOTO"), ("--help",), ("train", "--help")])
def test_closed_output_pipe(photo, arguments):
    arguments = [str(photo) if argument == "PHOTO" else argument for argument in arguments]
    buffered = {**os.environ, "PYTHONUNBUFFERED": ""}
    reader, writer = os.pipe()
    os.close(reader)
    process = start(*arguments, stdout=writer, env=buffered)
    os.close(writer)
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows delivers Ctrl-C to whole consoles")
def test_ctrl_c(tmp_path):
    """Stop a download that hangs, as one does: with Ctrl-C."""
    from loopback import serve

    with serve({"mnist.npz": b"x"}) as server:
        code = (
            "import sys, digitlib.data.mnist as data, digitlib.data.download as download\n"
            "download.PATIENCE = 60\n"
            f"data.MNIST_SOURCES[:] = [download.Source(('{server.url}/hang/mnist.npz',))]\n"
            "from digitlib.cli import main; sys.exit(main(['predict']))"
        )
        variables = {
            **{"DIGITLIB_OFFLINE": "0", "DIGITLIB_DATA": "", "NO_PROXY": "127.0.0.1"},
            **{"DIGITLIB_CACHE": str(tmp_path), "KERAS_HOME": str(tmp_path)},
        }
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, **variables},
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 60
        while not server.requests and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.strip() == "digitlib: Stopped. What was saved before is whole."
    assert list(tmp_path.iterdir()) == []
