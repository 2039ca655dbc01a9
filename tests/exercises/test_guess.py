"""A guess is committed to before it is revealed, with and without widgets."""

import sys

import pytest

from digitlib.exercises.guess import NO_GUESS, WIDGET_VIEW, Guess


def test_a_choice_is_kept_and_revealed(capsys):
    guess = Guess("few", "many")
    guess.choose("many")
    guess.reveal()
    assert capsys.readouterr().out == "Your guess was: many.\n"


def test_whoever_did_not_guess_is_told_so(capsys):
    Guess("few", "many").reveal()
    assert capsys.readouterr().out == f"{NO_GUESS}\n"


def test_pressing_a_button_chooses():
    guess = Guess("few", "many")
    assert WIDGET_VIEW in guess._repr_mimebundle_()
    guess._buttons.value = "few"
    assert guess.choice == "few"


def test_without_widgets_the_choices_are_still_shown(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    shown = Guess("a < b", "a > b")._repr_mimebundle_()
    assert shown["text/html"] == "<ul><li>a &lt; b</li><li>a &gt; b</li></ul>"
    assert WIDGET_VIEW not in shown


@pytest.mark.parametrize("choices", [(), ("only one",)])
def test_a_guess_needs_alternatives(choices):
    with pytest.raises(ValueError, match="at least two"):
        Guess(*choices)


def test_another_answer_is_refused():
    with pytest.raises(ValueError, match="'some' is not one of few, many"):
        Guess("few", "many").choose("some")
