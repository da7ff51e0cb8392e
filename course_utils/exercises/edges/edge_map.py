"""`edge_map`: thin edges from two thresholds (Canny)."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise
from .edge_map_chains import AROUND, grow, strength
from .edge_map_mistakes import MISTAKES, by_labels
from .reference import STEP, bars, disc, gradient, waves
from .reference import thin as thin_edges


def in_rounds(image, low, high):
    strengths = strength(image)
    edges, candidates = strengths >= high, strengths >= low
    while not np.array_equal(edges, grown := grow(edges, candidates)):
        edges = grown
    return edges


def by_walking(image, low, high):
    strengths = np.float32(strength(image))
    weak = {(int(r), int(c)) for r, c in np.argwhere(strengths >= low)}
    waiting = [(int(r), int(c)) for r, c in np.argwhere(strengths >= high)]
    edges = np.zeros(strengths.shape, dtype=bool)
    while waiting:
        row, column = waiting.pop()
        edges[row, column] = True
        for place in [(row + down, column + right) for down, right in AROUND]:
            if place in weak:
                weak.remove(place)
                waiting.append(place)
    return edges


def grown_in_rounds(image, low, high):
    strength = thin_edges(*gradient(image))
    edges = strength >= high
    while True:
        near_an_edge = np.lib.stride_tricks.sliding_window_view(np.pad(edges, 1), (3, 3)).any(axis=(2, 3))
        grown = edges | (near_an_edge & (strength >= low))
        if (grown == edges).all():
            return edges
        edges = grown


def fading(height=14) -> np.ndarray:
    """A step that fades from row to row, and on the right a weak step that nothing strong touches."""
    image = np.zeros((height, 16))
    image[:, :5] = np.arange(2 * height, 0, -2)[:, None]
    image[:, 11:] = 5
    return image


def two_chains() -> np.ndarray:
    """Two steps, one that fades and one that grows; each has one pixel above 100."""
    heights, image = np.arange(28, 0, -2)[:, None], np.zeros((14, 17))
    image[:, :5], image[:, 11:] = heights, heights[::-1]
    return image


def fading_at_random(rng):
    return fading(int(rng.integers(15, 30)))[::-1], 20.0, float(rng.integers(70, 90))


def thresholds(image, *shares):
    """Thresholds below which lie these shares of the strengths; each well between two of them."""
    strengths = np.unique(strength(image).round(9))[1:]
    middles = (strengths[1:] + strengths[:-1]) / 2
    return [float(middles[int(share * len(middles))]) for share in shares]


def fading_disc(rng):
    """A ring of edges, strong on one side and weak on the other."""
    faded = disc(20, 24) * np.linspace(0.1, 1, 24) ** rng.uniform(1, 2)
    return faded, *thresholds(faded, 0.4, 0.95)


def long_chain(rng):
    """A weak upright step of 3500 pixels, strong near its lower end."""
    heights = np.full(3500, rng.uniform(6, 8))
    heights[3300 + rng.integers(150) :][:4] = 50
    return heights[:, None] * (np.arange(5) < 2), 20, 150


def waves_with_thresholds(rng, shares=(0.35, 0.85), scale=1.0):
    image = scale * waves(rng)
    return image, *thresholds(image, *shares)


def one_threshold(rng):
    return waves_with_thresholds(rng, (0.6, 0.6))


SIDE_BY_SIDE = waves_with_thresholds(np.random.default_rng(13))  # weak lines beside strong ones

EDGE_MAP = Exercise(
    name="edge_map",
    points=5,
    optional=True,
    cases=(
        Case("10 10 10 0 0 0, both thresholds 40", (STEP, 40, 40), group="one threshold", dtype="bool"),
        Case("no strong edge anywhere", (STEP, 41, 41), group="one threshold", dtype="bool"),
        Case("random upright bars", bars(then=(60, 60)), group="one threshold", dtype="bool"),
        Case("random waves, one threshold", one_threshold, group="one threshold", dtype="bool"),
        Case("a step that fades away", (fading(), 18.0, 80.0), group="straight chains", dtype="bool"),
        Case("two steps", (two_chains(), 22, 100), group="straight chains", dtype="bool"),
        Case("a step that grows", fading_at_random, group="straight chains", dtype="bool"),
        Case("a disc with a dark side", fading_disc, group="bent chains", dtype="bool"),
        Case("a chain of 3500 pixels", long_chain, group="long chains", dtype="bool"),
        Case("a disc, uint8", (disc(20, 26), 150, 700), group="any image", dtype="bool"),
        Case("the same, low thresholds", (disc(20, 26), 0.3, 1.5), group="any image", dtype="bool"),
        Case("weak edges beside strong ones", SIDE_BY_SIDE, group="any image", dtype="bool"),
        Case("random waves", waves_with_thresholds, group="any image", dtype="bool"),
        Case(
            "random waves of small numbers",
            lambda rng: waves_with_thresholds(rng, scale=0.001),
            group="any image",
            dtype="bool",
        ),
    ),
    oracle=by_labels,
    alternatives=(in_rounds, by_walking),
    another_way=(
        grown_in_rounds,
        "It needs no list of places: in each round all edges take their weak neighbours along. It looks at "
        "every pixel in every round, so long chains take time.",
    ),
    misconceptions=MISTAKES,
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
    seconds=20.0,
)
