"""Exercises of notebook 02: count weights, find a learning rate, and weigh an explanation."""

from collections.abc import Mapping

from digitlib.exercises._exercise import NotYet, Sheet, as_number, expect

_SHEET = Sheet()
check, hint, solution = _SHEET.check, _SHEET.hint, _SHEET.solution


def _num_weights(size, channels, filters):
    return size * size * channels * filters


@_SHEET.exercise(_num_weights)
def _check_num_weights(num_weights) -> str:
    """The figure says how many weights the second convolution has. Which numbers of that layer
    give this count when you multiply them?
    """
    for size, channels, filters in ((5, 1, 16), (3, 16, 64), (3, 64, 128), (1, 7, 2)):
        answer = as_number(num_weights(size, channels, filters))
        right = _num_weights(size, channels, filters)
        asked = f"{filters} filters of {size} x {size} over {channels} channels"
        mistakes = {
            f"{asked}: every filter looks at every channel; you counted one.": size**2 * filters,
            f"{asked}: you counted biases too; these layers have none.": right + filters,
            f"{asked}: a filter has {size} rows and {size} columns.": size * channels * filters,
        }
        told = f"{asked} hold {right:,} weights, and your function says {answer:,g}."
        expect(answer, right, mistakes, told)
    return "The size of the picture does not matter: the same few weights are used everywhere."


def _results():
    # Shares of the validation digits of MNIST on one machine. Yours may differ a little.
    return {0.00001: 0.171, 0.0001: 0.841, 0.001: 0.961, 0.01: 0.938, 0.1: 0.905, 1.0: 0.309}
    # With too small a rate, one epoch is over before the weights have got anywhere. With too large
    # a rate, the steps leap across the valley. In between, the score changes far less.
    # This is one seed and one short training: the best rate of a longer one may be another.


@_SHEET.exercise(_results)
def _check_results(results) -> str:
    """Is your best rate the smallest or the largest that you have tried? Then you do not know
    yet what lies beyond it. Rates ten times apart are close enough.
    """
    results = results() if callable(results) else results
    if not isinstance(results, Mapping):
        raise NotYet("give a dictionary: learning rate -> share of the validation digits.")
    shares = {as_number(rate): as_number(share) for rate, share in results.items()}
    if not all(0 <= share <= 1 for share in shares.values()):
        raise NotYet("a share lies between 0 and 1; did you write a percentage?")
    if len(shares) < 4:
        raise NotYet(f"that is {len(shares)} of at least 4 learning rates.")
    lowest, highest = min(shares), max(shares)
    if lowest <= 0:
        raise NotYet(f"a learning rate of {lowest:g} never goes downhill.")
    if highest / lowest < 99:
        raise NotYet("your rates lie close together; the largest should be 100 times the smallest.")
    best = max(shares, key=shares.get)
    if best in (lowest, highest):
        end = "smallest" if best == lowest else "largest"
        raise NotYet(f"the best one, {best:g}, is the {end} you tried. Try further that way.")
    return f"The best of your rates is {best:g}, and it is worse on both sides. Was it your guess?"


_SHEET.open_question(
    "For each half of the friend's explanation: which figure shows it, and what was changed, "
    "alone, to get that figure?",
    """
    Looked at, but not measured: that the filters are edges. We saw bands in some of them and
    gave them a name. The printed number says only that neighbouring weights became more alike.
    [1 point: seeing is not measuring]
    Tested: whether the first filters must be learned. With random first filters, everything else
    as before, the network made only a few more errors. So "edges are what it takes" cannot be
    right as it stands. [1 point: names the control and what it showed]
    Not tested: that it reads well because of edges. With all filters random it was far worse, so
    learning the filters matters somewhere; that does not say what the learned ones look for.
    [1 point: keeps the two controls apart]
    To find out: fix 16 edge filters made by hand in the first layer, and in a second network 16
    filters that are no edges; train the rest, several seeds each; compare the errors on the
    validation part, with intervals. [1 point: changes one thing, several seeds, fair digits]
    """,
    points=4,
)
