"""Digits and numbers as plain text, for any terminal."""

import sys

import numpy as np
import pytest

from digitlib.terminal import bar_table, can_open_window, picture_as_text


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
    ("platform", "variables", "watched", "expected"),
    [
        ("linux", {}, True, False),
        ("linux", {"DISPLAY": ":0"}, True, True),
        ("linux", {"DISPLAY": ":0"}, False, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True, True),
        ("darwin", {}, True, True),
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
    assert can_open_window() is expected
