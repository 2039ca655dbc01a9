"""The command line, as a shell sees it: output, exit codes, and faults without a traceback."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image

import digitlib
from digitlib import report
from digitlib.cli import COMMANDS, NO_DIGIT, PARSER, main
from digitlib.errors import DataError, TrainingError
from digitlib.evaluation.scores import MNIST, NON_DIGITS, PENS, Row
from digitlib.network.predictor import Prediction
from digitlib.report import describe_reading


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
        chosen = PARSER.parse_args(example.split())
        assert callable(chosen.run), example


def test_without_a_command_the_help_lists_them_all(capsys):
    assert main([]) == 0
    text = capsys.readouterr().out
    assert text.startswith("usage: digitlib")
    assert all(command in text for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("fly", "there is no command 'fly'.$"),
        ("trian", "Did you mean train?$"),
        ("predict --sed 3", "Did you mean --seed?$"),
        ("doctor who", "cannot use who here.$"),
        ("train --full", "cannot use --full here.$"),
        ("train --seed -1", "'-1' is not a whole number from 0 to 4294967295$"),
        ("train --seed 4294967296", "'4294967296' is not a whole number from 0 to 4294967295$"),
        ("train --seed one", "argument --seed: 'one' is not a whole number"),
        ("train --epochs 0", "'0' is not a whole number from 1 to 1000$"),
        ("train --epochs 1.5", "'1.5' is not a whole number"),
        ("evaluate --limit 0", "'0' is not a whole number from 1 to 10000$"),
        ("predict a.png b.png --save c.png", "--save goes with one IMAGE$"),
        ("export", "are required: --format$"),
        ("export --format tflit", "choose from"),
        ("export --format page --precision int8", "--precision goes with --format litert$"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_is_right(capsys, arguments, words):
    with pytest.raises(SystemExit) as caught:
        main(arguments.split())
    assert caught.value.code == 2
    errors = capsys.readouterr().err
    assert errors.startswith("usage: digitlib")
    assert re.search(words.replace("?", r"\?"), errors.strip()), errors


def test_help_is_quick_and_imports_nothing_heavy():
    code = (
        "import sys; from digitlib.cli import PARSER; PARSER.format_help();"
        "print(sorted({'tensorflow', 'sklearn', 'matplotlib', 'PIL'} & set(sys.modules)))"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert process.stdout == "[]\n"


def test_predict_reads_a_picture(photo, capsys):
    assert main(["predict", str(photo)]) == 0
    text = capsys.readouterr().out
    assert "one.png: 160 x 200 pixels" in text
    assert "Read as: 1\n" in text
    table = re.findall(r"^  (\d) +(?:over |under )?([\d.]+)%", text, re.MULTILINE)
    assert [digit for digit, _ in table] == list("0123456789")
    assert sum(float(percent) for _, percent in table) == pytest.approx(100, abs=1)
    assert "100.0%" not in text


def test_predict_saves_a_figure_and_makes_the_folder(photo, tmp_path, capsys):
    target = tmp_path / "new folder" / "seen.png"
    assert main(["predict", str(photo), "--save", str(target)]) == 0
    assert f"Saved {target}" in capsys.readouterr().out
    with Image.open(target) as figure:
        assert figure.format == "PNG"
        assert figure.width > 500
        drawn = np.asarray(figure.convert("L"))[:, : figure.width // 4]
    assert drawn.mean() > 200, "a photo is shown as it is, dark on light"


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
    assert main(["predict", str(tmp_path / "blank.png")]) == NO_DIGIT == 3
    text = capsys.readouterr().out
    assert "Read as: blank" in text
    assert "%" not in text, "no probabilities of a digit that nobody drew"


def test_predict_reads_several_pictures_and_goes_on_after_a_bad_one(photo, tmp_path, capsys):
    blank, absent = tmp_path / "blank.png", tmp_path / "absent.png"
    Image.new("L", (100, 100), 255).save(blank)
    assert main(["predict", str(photo), str(blank)]) == NO_DIGIT
    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r".*one.png: 160 x 200 pixels: 1 \(.*%\)", lines[0])
    assert lines[1].endswith("blank.png: 100 x 100 pixels: blank")
    code = main(["predict", str(absent), str(photo), str(blank)])
    captured = capsys.readouterr()
    assert_told(code, captured.err, "absent.png does not exist")
    assert captured.out.splitlines() == lines


def test_predict_prints_json(photo, no_mnist, capsys):
    assert main(["predict", str(photo), str(photo), "--json"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == second
    assert (first["digit"], first["reason"]) == (1, None)
    assert sum(first["probabilities"]) == pytest.approx(1, abs=1e-4)
    assert 0.5 < first["digit_score"] <= 1
    main(["predict", "--json", "--seed", "7"])
    captured = capsys.readouterr()
    assert json.loads(captured.out)["digit"] in range(10), "the notice is not in the JSON"
    assert "NOT MNIST" in captured.err


def test_the_reading_shows_the_picture_and_bars_that_claim_no_certainty():
    image = np.zeros((28, 28), dtype=np.uint8)
    image[4:6, 10] = image[26, 27] = 255
    lines = describe_reading("A 4", Prediction(4, np.eye(10)[4], image)).split("\n")
    picture, bars = lines[2:16], lines[-10:]
    assert [len(line) for line in picture] == [28] * 14
    assert picture[2] == " " * 10 + "@" + " " * 17
    assert picture[13] == " " * 27 + "=", "half of two rows is a middle shade"
    assert "".join(picture).strip(" @=") == ""
    assert (bars[0], bars[4]) == ("  0  under 0.1%", "  4  over 99.9%  " + "#" * 40)


def test_predict_opens_a_window_only_where_there_is_one(photo, monkeypatch, capsys):
    shown = []
    monkeypatch.setattr("PIL.Image.Image.show", lambda image: shown.append(image))
    for possible, options, expected in (
        (False, [], 0),
        (True, ["--no-window"], 0),
        (True, ["--json"], 0),
        (True, [str(photo)], 0),
        (True, [], 1),
    ):
        monkeypatch.setattr(report, "can_open_window", lambda answer=possible: answer)
        assert main(["predict", str(photo), *options]) == 0
        assert len(shown) == expected


@pytest.mark.parametrize(
    ("platform", "variables", "watched", "expected"),
    [
        ("linux", {}, True, False),
        ("linux", {"DISPLAY": ":0"}, True, True),
        ("linux", {"DISPLAY": ":0"}, False, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True, True),
        ("darwin", {"SSH_CONNECTION": "1.2.3.4"}, True, False),
        ("win32", {}, True, True),
    ],
)
def test_a_window_needs_a_display_and_somebody_at_the_terminal(
    monkeypatch, platform, variables, watched, expected
):
    pytest.importorskip("matplotlib", reason="a window needs Matplotlib")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: watched, raising=False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert report.can_open_window() is expected


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("absent.png", "absent.png.*does not exist"),
        (".", "is a folder"),
        ("text.png", "cannot be read as a picture"),
        ("empty.png", "is empty"),
        ("../../etc/no such file", "does not exist"),
        ("name\x00.png", "cannot be opened|does not exist"),
        ("--model=absent.npz", "absent.npz"),
        ("--model=.", "is not a file"),
        ("--model=text.png", "text.png"),
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
        ("seen.exe", r"does not end in \.(png|npz|html)"),
        ("one.png/seen.SUFFIX", "cannot be written"),
    ],
)
@pytest.mark.parametrize("command", ["predict one.png --save", "train --output", "page"])
def test_where_to_save_is_checked_first(photo, monkeypatch, capsys, command, target, words):
    monkeypatch.chdir(photo.parent)
    suffix = {"predict": "png", "train": "npz", "page": "html"}[command.split()[0]]
    code = main([*command.split(), target.replace("SUFFIX", suffix)])
    captured = capsys.readouterr()
    assert_told(code, captured.err, words)
    assert captured.out == "", "told before any work"
    assert [path.name for path in photo.parent.iterdir()] == ["one.png"]


def test_train_the_lesson_and_use_it(no_mnist, models, photo, capsys):
    """On the offline sample: ten short epochs, saved, judged, and read back."""
    pytest.importorskip("tensorflow", reason="training needs TensorFlow")
    (models / "my_cnn.npz").write_bytes(b"trained on MNIST")
    assert main(["train", "--epochs", "10", "--seed", "3"]) == 0
    text = capsys.readouterr().out
    assert "NOT MNIST" in text
    assert "Epoch 10: loss" in text
    accuracy = re.search(r"Test accuracy on 359 digits of offline sample: ([\d.]+)%", text)
    assert float(accuracy[1]) > 30
    saved = models / "my_sample_cnn.npz"
    assert f"Saved {saved}, trained on the offline sample; my_cnn.npz is for MNIST\n" in text
    assert (models / "my_cnn.npz").read_bytes() == b"trained on MNIST"
    assert saved.with_suffix(".weights.h5").is_file()
    assert main(["predict", str(photo), "--model", str(saved)]) == 0


def test_evaluate_prints_a_table_or_says_how_to_get_the_data(no_mnist, monkeypatch, capsys):
    code = main(["evaluate"])
    assert_told(code, capsys.readouterr().err, "DIGITLIB_DATA")
    images, labels = digitlib.load_digits()[2:4]
    few = dict.fromkeys((MNIST, PENS), (images[:40], labels[:40]))
    monkeypatch.setattr(report, "load_test_digits", lambda: few)
    no_digits = dict.fromkeys(NON_DIGITS, images[:2])
    monkeypatch.setattr("digitlib.evaluation.scores.load_non_digits", lambda: no_digits)
    assert main(["evaluate", "--limit", "2"]) == 0
    text = capsys.readouterr().out
    for heading in (f"{MNIST} (n = 40)", f"{PENS} (n = 40)", "on a canvas (n = 2)", "corrupted"):
        assert f"\n{heading}" in text


def test_evaluate_saves_figures(tmp_path, monkeypatch, capsys):
    """The measuring itself is tested above and in test_scores.py."""
    pytest.importorskip("matplotlib", reason="figures need it")
    few = digitlib.Mnist(*(array[:40] for array in digitlib.load_digits()[:4]))
    few.y_test[0] = (few.y_test[0] + 1) % 10  # an error to show
    rows = [Row("on a canvas", "centred", 0.9, 10)]
    monkeypatch.setattr(report, "evaluate", lambda *given: rows)
    monkeypatch.setattr(digitlib, "load_mnist", lambda: few)
    assert main(["evaluate", "--figures", str(tmp_path / "report")]) == 0
    names = sorted(path.name for path in (tmp_path / "report").iterdir())
    assert names == ["confusion.png", "errors.png", "hardships.png", "reliability.png"]
    assert f"Saved {tmp_path / 'report' / 'errors.png'}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (DataError("no data here"), 1, "^digitlib: no data here\n$"),
        (TrainingError("the loss is NaN"), 1, "^digitlib: the loss is NaN\n$"),
        (OSError(28, "No space left on device", "a.npz"), 1, "a.npz: No space left on device"),
        (
            ModuleNotFoundError("", name="keras.layers"),
            1,
            r'make lab.*pip install "digitlib\[course\] @ git\+https:',
        ),
        (KeyboardInterrupt(), 130, "Stopped"),
        (ZeroDivisionError(), None, "^$"),  # a bug is not dressed up as a wrong input
    ],
)
def test_faults_and_their_exit_codes(monkeypatch, capsys, fault, code, words):
    def fail():
        raise fault

    monkeypatch.setattr("digitlib.doctor.main", fail)
    if code is None:
        with pytest.raises(ZeroDivisionError):
            main(["doctor"])
    else:
        assert main(["doctor"]) == code
    assert re.search(words, capsys.readouterr().err)


def test_any_locale(tmp_path, photo):
    variables = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    name = tmp_path / "Zahl \N{EURO SIGN} \u4e03.png"
    name.write_bytes(photo.read_bytes())
    process = run("predict", name, variables=variables)
    assert process.returncode == 0, process.stderr
    assert "Read as: 1" in process.stdout
    process = run("predict", tmp_path / "\u4e03 fehlt.png", variables=variables)
    assert_told(process.returncode, process.stderr, "does not exist")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows closes pipes in another way")
def test_closed_output_pipe(photo):
    buffered = {**os.environ, "PYTHONUNBUFFERED": ""}
    reader, writer = os.pipe()
    os.close(reader)
    process = start("predict", photo, stdout=writer, env=buffered)
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
    assert errors.strip() == "digitlib: Stopped. Everything that was saved before is whole."
    assert list(tmp_path.iterdir()) == []
