"""`edge_map`: thin edges from two thresholds (Canny)."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .reference import STEP, bars, gradient, gradient_by_scipy, thin, waves
from .reference import thin as thin_edges


def by_labels(image, low, high):
    from scipy.ndimage import label

    strengths = thin(*gradient_by_scipy(image))
    pieces, _ = label(strengths >= low, structure=np.ones((3, 3)))
    return np.isin(pieces, pieces[strengths >= high])


def raise_unless_ordered(low, high):
    if not 0 < low <= high:
        raise ValueError(f"0 < low <= high is needed, got {low} and {high}")


def strength(image):
    return thin(*gradient(image))


def grow(strengths, low, high, rounds=None, neighbours=None):
    """Hysteresis in rounds: in each, the edges take their weak neighbours along."""
    neighbours = np.ones((3, 3), bool) if neighbours is None else neighbours
    edges, candidates = strengths >= high, strengths >= low
    for _ in range(edges.size if rounds is None else rounds):
        near = (sliding_window_view(np.pad(edges, 1), (3, 3)) & neighbours).any(axis=(2, 3))
        if (edges == (candidates & near | edges)).all():
            break
        edges = candidates & near | edges
    return edges


def in_rounds(image, low, high):
    raise_unless_ordered(low, high)
    return grow(strength(image), low, high)


def by_walking(image, low, high):
    raise_unless_ordered(low, high)
    strengths = np.float32(strength(image))
    weak = {(int(r), int(c)) for r, c in np.argwhere(strengths >= low)}
    waiting = [(int(r), int(c)) for r, c in np.argwhere(strengths >= high)]
    edges = np.zeros(strengths.shape, dtype=bool)
    while waiting:
        row, column = waiting.pop()
        edges[row, column] = True
        for place in [(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)]:
            if place in weak:
                weak.remove(place)
                waiting.append(place)
    return edges


def grown_in_rounds(image, low, high):
    if not 0 < low <= high:
        raise ValueError(f"the thresholds must satisfy 0 < low <= high; got {low} and {high}")
    strength = thin_edges(*gradient(image))
    edges = strength >= high
    while True:
        near_an_edge = sliding_window_view(np.pad(edges, 1), (3, 3)).any(axis=(2, 3))
        grown = edges | (near_an_edge & (strength >= low))
        if (grown == edges).all():
            return edges
        edges = grown


@misconception("between the thresholds")
def between(image, low, high):
    """You keep what lies between `low` and `high`, and drop the strongest edges of all."""
    strengths = strength(image)
    return (strengths >= low) & (strengths <= high)


@misconception("equal thresholds refused")
def with_a_gap(image, low, high):
    """The edges are right, but `low` may be as large as `high`: 0 < low <= high."""
    if not 0 < low < high:
        raise ValueError("low is not below high")
    return grow(strength(image), low, high)


@misconception("diagonal neighbours forgotten")
def four_neighbours(image, low, high):
    """Chains break at diagonal steps: a pixel has eight neighbours, not four."""
    cross = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], bool)
    return grow(strength(image), low, high, neighbours=cross)


@misconception("exactly at the threshold")
def only_above(image, low, high):
    """A pixel that is exactly as strong as a threshold counts as well: use `>=`, not `>`."""
    just_above_low, just_above_high = (np.nextafter(float(threshold), np.inf) for threshold in (low, high))
    return grow(strength(image), just_above_low, just_above_high)


@misconception("numbers instead of True and False")
def ones_and_zeros(image, low, high):
    """The right pixels are marked, but with numbers such as 1 or 255, and `~` cannot invert these. Start
    from `strength >= high`, or from `np.zeros(shape, dtype=bool)`.
    """
    return in_rounds(image, low, high) * 1.0


@ones_and_zeros.also
def in_white(image, low, high):
    return grow(strength(image), low, high) * np.uint8(255)


def fading() -> np.ndarray:
    """A step that fades from row to row, and on the right a weak step that nothing strong touches."""
    image = np.zeros((14, 16))
    image[:, :5] = np.arange(28, 0, -2)[:, None]
    image[:, 11:] = 5
    return image


def waves_with_thresholds(rng):
    image = waves(rng)
    strengths = strength(image)
    low, high = np.quantile(strengths[strengths > 0], [0.35, 0.85])
    return image, float(low), float(high)


EDGE_MAP = Exercise(
    name="edge_map",
    points=5,
    optional=True,
    cases=(
        Case("10 10 10 0 0 0, thresholds 20 and 40", (STEP, 20, 40), group="thresholds", dtype="bool"),
        Case("a step that fades away", (fading(), 18.0, 80.0), group="chains", dtype="bool"),
        Case("random waves", waves_with_thresholds, group="chains", dtype="bool"),
        Case("random upright bars", bars(then=(60, 160)), group="thresholds", dtype="bool"),
        Case("no strong edge anywhere", (STEP, 20, 41), group="thresholds", dtype="bool"),
        Case("both thresholds equal", (STEP, 40, 40), group="thresholds", dtype="bool"),
        Case("low above high", (STEP, 40, 20), raises=ValueError, group="thresholds"),
        Case("low of 0", (STEP, 0, 20), raises=ValueError, group="thresholds"),
    ),
    oracle=by_labels,
    alternatives=(in_rounds, by_walking),
    another_way=(
        grown_in_rounds,
        "It needs no list of places: in each round all edges take their weak neighbours along. It looks at "
        "every pixel in every round, so long chains take time.",
    ),
    misconceptions=(
        Misconception(
            "edges not thinned",
            lambda image, low, high: grow(gradient(image)[0], low, high),
            "The edges are several pixels wide: apply the thresholds to what `thin_edges` leaves.",
        ),
        Misconception(
            "a plain threshold on the gradient",
            lambda image, low, high: gradient(image)[0] >= high,
            "This is every pixel where the gradient's magnitude is at least `high`: the edges are not "
            "thinned, and the weak pixels that are connected to strong ones are missing.",
        ),
        between,
        with_a_gap,
        Misconception(
            "only the strong pixels",
            lambda image, low, high: strength(image) >= high,
            "Only pixels of at least `high` are there. Weak ones that are connected to them belong to the "
            "edge too.",
        ),
        Misconception(
            "all the weak pixels",
            lambda image, low, high: strength(image) >= low,
            "Every pixel of at least `low` is there, even in a chain that touches no strong pixel: such a "
            "chain is noise.",
        ),
        Misconception(
            "only one step from a strong pixel",
            lambda image, low, high: grow(strength(image), low, high, rounds=1),
            "Weak pixels next to a strong one are there, but the chain stops after one step: a pixel that "
            "was just added takes its weak neighbours along.",
        ),
        four_neighbours,
        only_above,
        zeros(by_labels),
        ones_and_zeros,
        Misconception(
            "any thresholds accepted",
            lambda image, low, high: grow(strength(image), low, high),
            "The edges are right, but thresholds that are not 0 < low <= high must raise a ValueError.",
        ),
    ),
    hints=(
        "Start from the strong pixels and let them take their weak neighbours along, and these theirs.",
        "Keep a list of pixels whose neighbours you have not looked at yet. At the start it holds the strong "
        "pixels; a weak neighbour that you find joins the edge and the list. Stop when the list is empty.",
        "`strength = np.pad(thin_edges(*gradient(image)), 1)`; `edges = strength >= high`; "
        "`waiting = list(np.argwhere(edges))`. While it is not empty, pop `row, column`, look at the 3x3 "
        "block around it, mark what is `>= low` and not yet marked, and append those places. "
        "Return `edges[1:-1, 1:-1]`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch"),
)
