"""Figures of knowing when not to answer: coverage and risk, refusals, worse pictures, costs."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from digitlib.plots import kinds, style
from digitlib.plots.drawing import PEOPLE
from digitlib.plots.kinds import LOOKS, Score
from digitlib.plots.style import new_figure, show_image


def compare_shares(
    series: Mapping[str, Mapping[str, Score]],
    title: str,
    xlabel: str,
    notes: Mapping[str, str] | None = None,
) -> Figure:
    """Draw several shares with their intervals in each row: `series[name][row]`.

    `notes[row]` stands on the right of its row.
    """
    rows = list(dict.fromkeys(row for scores in series.values() for row in scores))
    figure, axes = new_figure(1, 1, 7.6, 0.34 * len(rows) + 1.4, title)
    for place, (name, scores) in enumerate(series.items()):
        shift = 0.22 * (place - (len(series) - 1) / 2)
        places = [rows.index(row) + shift for row in scores]
        look = kinds.WAYS.get(name, LOOKS[place])
        kinds.draw_intervals(axes, scores, places, name, look)
    kinds.name_rows(axes, rows)
    axes.tick_params(axis="y", pad=10)
    axes.set_xlabel(xlabel)
    beside = {"transform": axes.get_yaxis_transform(), "clip_on": False}
    for name, color in PEOPLE.values():
        if name in rows:
            axes.plot(-0.012, rows.index(name), "|", color=color, ms=13, mew=4, **beside)
            axes.get_yticklabels()[rows.index(name)].set_fontweight("bold")
    for row, note in (notes or {}).items():
        axes.text(1.02, rows.index(row), note, va="center", fontsize=9, **beside)
        figure.say(f"{row}: {note}.")
    kinds.legend_below(figure)
    return figure


def risk_coverage(
    curves: Mapping[str, Sequence[np.ndarray]],
    chosen: Mapping[str, Mapping[str, tuple[float, float]]],
    promise: float,
) -> Figure:
    """Draw the share of wrong answers against the share answered, each with its interval.

    `curves[name]` is coverage, risk, and both ends of the risk's interval, each (n,);
    `chosen[threshold][name]` is the coverage and risk that a threshold gave; `promise` is the
    risk that was promised. All are shares, 0 to 1.
    """
    figure, axes = new_figure(1, 1, 7.4, 3.7, "What silence buys, and what it costs")
    for look, (name, curve) in zip(LOOKS, curves.items(), strict=False):
        coverage, risk, low, high = 100 * np.array(curve)
        axes.fill_between(coverage, low, high, color=look["color"], alpha=0.18, lw=0)
        axes.plot(coverage, risk, color=look["color"], ls=look["ls"], label=name)
        figure.say(f"{name}: from {risk[0]:.2f}% wrong at {coverage[0]:.0f}% answered")
        figure.say(f"to {risk[-1]:.2f}% wrong at {coverage[-1]:.0f}%.")
    for marker, (threshold, points) in zip("os", chosen.items(), strict=False):
        places = 100 * np.array(list(points.values()))
        axes.plot(*places.T, marker, ms=8, mfc="white", mec="black", mew=1.6, label=threshold)
        told = (
            f"{name} {r:.2f}% wrong at {c:.0f}%"
            for name, (c, r) in zip(points, places, strict=True)
        )
        figure.say(f"{threshold}: {', '.join(told)}.")
    axes.axhline(100 * promise, color=style.GREY, ls=":", label=f"the promise: {promise:.1%}")
    axes.set(xlabel="answered (%)", ylabel="wrong among the answers (%)", ylim=(0, None))
    axes.legend(loc="upper left")
    return figure


def roc_curves(curves: Mapping[str, tuple[np.ndarray, np.ndarray]], working_point: float) -> Figure:
    """Draw non-digits caught against digits refused, shares (n,), on two scales.

    `working_point` is the share of digits, 0 to 1, that one can afford to refuse.
    """
    title = "The same curves twice: how many non-digits does a refusal catch?"
    figure, panels = new_figure(1, 2, 7.8, 3.7, title, sharey=True)
    for axes in panels:
        for look, (name, (false, caught)) in zip(LOOKS, curves.items(), strict=False):
            line = {"color": look["color"], "ls": look["ls"], "label": name}
            axes.plot(100 * false, 100 * caught, **line)
        axes.axvline(100 * working_point, color=style.GREY, ls=":", label="the working point")
    panels[0].set(xlabel="digits refused (%)", ylabel="non-digits caught (%)", ylim=(-3, 103))
    panels[1].set(xlabel="digits refused (%), log scale", xscale="log", xlim=(0.1, 100))
    panels[1].set_xticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    for name, (false, caught) in curves.items():
        share = caught[np.searchsorted(false, working_point, side="right") - 1]
        figure.say(f"{name}: {share:.0%} caught where {working_point:.1%} of digits are refused.")
    kinds.legend_below(figure)
    return figure


def worse_pictures(
    pictures: Mapping[str, np.ndarray], answers: Mapping[str, Sequence[str]], title: str
) -> Figure:
    """Draw one digit harmed in several ways, `pictures[way]` (28, 28), with what networks say.

    `answers[network]` holds a text for each picture.
    """
    below = ["\n".join(texts) for texts in zip(*answers.values(), strict=True)]
    heads = "; below each picture: " + ", then ".join(answers)
    return kinds.gallery(
        list(pictures.values()), title + heads, len(pictures), 1.5, list(pictures), below
    )


def small_changes(
    rows: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]],
    answers: Sequence[str],
    title: str,
) -> Figure:
    """Draw a digit, a change (h, w) in units of full ink, and their sum, a row for each change.

    `answers` are what is read before, and after each change.
    """
    figure, grid = new_figure(len(rows), 3, 6.4, 2.25 * len(rows) + 0.3, title, squeeze=False)
    for panels, (name, (before, change, after)), answer in zip(
        grid, rows.items(), answers[1:], strict=True
    ):
        show_image(panels[0], before, "the digit", vmax=1)
        show_image(panels[1], change, f"+ {name}", **kinds.signed_scale(np.ones(1), room=0.5))
        show_image(panels[2], after, "= what the network sees", vmax=1)
        panels[0].set_xlabel(f"read as {answers[0]}")
        panels[1].set_xlabel(
            f"orange +{change.max():.2f}, purple \N{MINUS SIGN}{-change.min():.2f}"
        )
        panels[2].set_xlabel(f"read as {answer}")
        figure.say(f"A digit, read as {answers[0]}. With {name}, {change.max():.2f} in a pixel,")
        figure.say(f"it looks much the same, and is read as {answer}.")
    return figure


def cost_curves(
    coverage: np.ndarray,
    costs: Mapping[str, np.ndarray],
    chosen: Mapping[str, tuple[float, float]],
) -> Figure:
    """Draw the mean cost of a digit (n,), in questions to a person, against the share answered.

    `chosen[case]` is the cheapest coverage (0 to 1) and its cost.
    """
    figure, axes = new_figure(1, 1, 7.4, 3.4, "Which threshold is the cheapest?")
    for look, (case, values) in zip(LOOKS, costs.items(), strict=False):
        share, cost = chosen[case]
        axes.plot(100 * coverage, values, color=look["color"], ls=look["ls"], label=case)
        axes.plot(100 * share, cost, look["marker"], color=look["color"], ms=9)
        figure.say(f"{case}: cheapest at {share:.1%} answered, where a digit costs {cost:.2f};")
        figure.say(f"{values[-1]:.2f} if everything is answered.")
    axes.axhline(1, color=style.GREY, ls=":", label="a person reads everything")
    axes.set(yscale="log", xlabel="answered by the network (%)")
    axes.set_ylabel("mean cost of a digit\n(1: asking a person; log scale)")
    axes.legend(loc="upper left")
    return figure
