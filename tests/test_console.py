"""Digits and numbers as plain text, for any terminal."""

import io
import sys

import numpy as np
import pytest

from digitlib.console import bar_table, has_display, picture_as_text, survive_any_locale


def test_picture_keeps_its_place_and_shades():
    image = np.zeros((28, 28), dtype=np.uint8)
    image[4:6, 10] = 255
    image[26, 27] = 255
    lines = picture_as_text(image).split("\n")
    assert [len(line) for line in lines] == [28] * 14
    assert lines[2] == " " * 10 + "@" + " " * 17
    assert lines[13] == " " * 27 + "=", "half of two rows is a middle shade"
    assert "".join(lines).strip(" @=") == ""


def test_bars_are_proportional():
    probabilities = np.zeros(10)
    probabilities[[3, 7]] = 0.25, 0.75
    lines = bar_table(probabilities).split("\n")
    assert lines[3] == "  3       25.0%  " + "#" * 10
    assert lines[7] == "  7       75.0%  " + "#" * 30
    assert lines[0] == "  0  under 0.1%"


def test_bars_claim_no_certainty():
    table = bar_table(np.eye(10)[4])
    assert "  4  over 99.9%  " + "#" * 40 in table.split("\n")
    assert "100.0%" not in table


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("darwin", {"SSH_CONNECTION": "1.2.3.4"}, False),
        ("win32", {}, True),
    ],
)
def test_display(monkeypatch, platform, variables, expected):
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert has_display() is expected


def test_letters_that_a_terminal_lacks_become_escapes(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    survive_any_locale()
    print("1 ± 2", flush=True)
    assert raw.getvalue() == b"1 \\xb1 2\n"
