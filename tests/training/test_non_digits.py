"""Drawings that are no digit: framed, varied, and split between training and judging."""

import numpy as np
import pytest

from training import glyphs, non_digits, scribbles


def check_frames(frames, count):
    assert frames.shape == (count, 28, 28)
    assert frames.dtype == np.uint8
    assert (frames.max(axis=(1, 2)) > 100).all(), "every frame holds ink"


@pytest.mark.parametrize("make", scribbles.SCRIBBLES, ids=lambda make: make.__name__)
def test_scribbles_are_finite_strokes_that_differ(make):
    first, second = make(np.random.default_rng(0)), make(np.random.default_rng(1))
    for stroke in (*first, *second):
        assert stroke.shape == (len(stroke), 2)
        assert np.isfinite(stroke).all()
    assert len(first) != len(second) or any(
        a.shape != b.shape or (a != b).any() for a, b in zip(first, second, strict=True)
    )


def test_every_kind_is_framed(digits):
    rng = np.random.default_rng(0)
    for make in (non_digits.scribble_frames, non_digits.shape_frames, non_digits.letter_frames):
        check_frames(make(24, rng), 24)
    check_frames(non_digits.pair_frames(digits.x_train, 24, rng), 24)
    check_frames(non_digits.nondigit_frames(digits.x_train, 40, seed=0), 40)


def test_one_seed_gives_one_mixture(digits):
    first, again, other = (
        non_digits.nondigit_frames(digits.x_train, 20, seed=seed) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_pairs_are_wider_than_high(digits):
    frames = non_digits.pair_frames(digits.x_train, 40, np.random.default_rng(0))
    widths = frames.any(axis=1).sum(axis=1)
    heights = frames.any(axis=2).sum(axis=1)
    assert np.median(widths / heights) > 1.2


def test_judging_uses_other_fonts_and_other_scribbles():
    assert not set("OoQDIlZzSsBbGgq0123456789") & set(glyphs.LETTERS), "they look like digits"
    assert not set(glyphs.OUTLINE_FONTS) & set(glyphs.HELD_OUT_OUTLINE_FONTS)
    assert not set(glyphs.STROKE_FONTS) & set(glyphs.HELD_OUT_STROKE_FONTS)
    assert not set(scribbles.SCRIBBLES) & set(non_digits.UNSEEN_SCRIBBLES)


def test_what_a_network_is_judged_on_is_framed(digits):
    for frames in non_digits.unseen_non_digits(digits.x_test, count=15).values():
        check_frames(frames, 15)
