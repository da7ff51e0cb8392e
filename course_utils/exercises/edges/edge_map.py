"""`edge_map`: thin edges from two thresholds (Canny)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .reference import STEP, bars, disc, gradient, gradient_by_scipy, thin, waves
from .reference import thin as thin_edges

CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
AROUND = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]


def by_labels(image, low, high):
    strengths = thin(*gradient_by_scipy(image))
    return connected(strengths >= high, strengths >= low)


def connected(strong, weak, structure=None):
    """The pieces of strong and weak pixels that hold a strong one."""
    from scipy.ndimage import label

    pieces, _ = label(strong | weak, structure=np.ones((3, 3)) if structure is None else structure)
    return np.isin(pieces, pieces[strong]) & (pieces > 0)


def strength(image):
    """The thinned magnitudes; they are kept, for every mistake begins with them."""
    image = np.ascontiguousarray(image)
    return _strength(image.tobytes(), image.dtype.str, image.shape).copy()


@lru_cache(maxsize=32)
def _strength(data, dtype, shape):
    return thin(*gradient(np.frombuffer(data, dtype).reshape(shape)))


def grow(edges, weak):
    """One round: the edges take their weak neighbours along."""
    height, width = edges.shape
    padded = np.pad(edges, 1)
    near = [padded[1 + down :, 1 + right :][:height, :width] for down, right in AROUND]
    return edges | (np.any(near, axis=0) & weak)


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


def of_strengths(mistake):
    """A wrong edge map, as a function of the thinned magnitudes and the thresholds."""
    return lambda image, low, high: mistake(strength(image), low, high)


def from_strengths(change):
    """A wrong edge map, from other strengths: a function of the thinned magnitudes."""

    def wrong(image, low, high):
        strengths = change(strength(image))
        return connected(strengths >= high, strengths >= low)

    return wrong


def all_edges(image, low, high):
    strengths = strength(image)
    return connected(strengths >= high, strengths >= low)


@misconception("edges not thinned")
def not_thinned(image, low, high):
    """The edges are several pixels wide: apply the thresholds to what `thin_edges` leaves."""
    magnitude, _ = gradient(image)
    return connected(magnitude >= high, magnitude >= low)


@misconception("a plain threshold on the gradient")
def plain_threshold(image, low, high):
    """This is every pixel where the gradient's magnitude is at least `high`: the edges are not thinned, and
    the weak pixels that are connected to strong ones are missing.
    """
    return gradient(image)[0] >= high


@misconception("strong pixels not thinned")
def strong_not_thinned(image, low, high):
    """The strong pixels are those of the gradient, so the strong edges are several pixels wide. Both
    thresholds are for what `thin_edges` leaves.
    """
    return connected(gradient(image)[0] >= high, strength(image) >= low)


@misconception("chains through removed pixels")
def through_removed_pixels(image, low, high):
    """Your chains also run through pixels that `thin_edges` removed. Thin the magnitudes first; after that
    only what is left counts.
    """
    strengths = strength(image)
    return connected(strengths >= high, gradient(image)[0] >= low) & (strengths >= low)


@through_removed_pixels.also
def thinned_at_the_end(image, low, high):
    return not_thinned(image, low, high) & (strength(image) > 0)


@through_removed_pixels.also
def edges_thinned(image, low, high):
    magnitude, orientation = gradient(image)
    return thin(magnitude * not_thinned(image, low, high), orientation) > 0


@misconception("between the thresholds")
def between(image, low, high):
    """You keep what lies between `low` and `high`, and drop the strongest edges of all."""
    strengths = strength(image)
    return (strengths >= low) & (strengths <= high)


@between.also
def below_high(image, low, high):
    strengths = strength(image)
    return (strengths >= low) & (strengths < high)


@misconception("strong pixels missing")
def only_those_found(image, low, high):
    """The weak pixels that are connected to strong ones are there, but the strong ones are not. They belong
    to the edge too.
    """
    return all_edges(image, low, high) & ~(strength(image) >= high)


@misconception("equal thresholds refused")
def with_a_gap(image, low, high):
    """The edges are right, but `low` may be as large as `high`: 0 < low <= high."""
    if low >= high:
        raise ValueError("low is not below high")
    return all_edges(image, low, high)


@misconception("diagonal neighbours forgotten")
def four_neighbours(image, low, high):
    """Chains break at diagonal steps: a pixel has eight neighbours, not four."""
    strengths = strength(image)
    return connected(strengths >= high, strengths >= low, CROSS)


@misconception("exactly at the threshold")
def only_above(image, low, high):
    """A pixel that is exactly as strong as a threshold counts as well: use `>=`, not `>`."""
    strengths = strength(image)
    return connected(strengths > high, strengths > low)


@only_above.also
def only_above_low(image, low, high):
    strengths = strength(image)
    return connected(strengths >= high, strengths > low)


@only_above.also
def only_above_high(image, low, high):
    strengths = strength(image)
    return connected(strengths > high, strengths >= low)


@misconception("all the weak pixels")
def weak_too(image, low, high):
    """Every pixel of at least `low` is there, even in a chain that touches no strong pixel: such a chain is
    noise.
    """
    return strength(image) >= low


@weak_too.also
def weak_if_any_is_strong(image, low, high):
    strengths = strength(image)
    return (strengths >= low) & (strengths >= high).any()


def rounds(number):
    """A wrong edge map, in which a chain has at most that many weak pixels."""

    def wrong(image, low, high):
        strengths = strength(image)
        edges = strengths >= high
        for _ in range(number):
            edges = grow(edges, strengths >= low)
        return edges

    return wrong


@misconception("one walk in reading order")
def in_reading_order(image, low, high):
    """You walk over the image once, row by row. A chain that runs upwards, or to the left, is found only if
    you come back: look at the neighbours of each pixel that was just added.
    """
    strengths = strength(image)
    edges = np.pad(strengths >= high, 1)
    for row, column in np.argwhere(strengths >= low):
        edges[row + 1, column + 1] |= edges[row : row + 3, column : column + 3].any()
    return edges[1:-1, 1:-1]


@misconception("only the first strong pixel followed")
def from_the_first(image, low, high):
    """Only the chain of the first strong pixel is followed to its end. Begin with all strong pixels."""
    strengths = strength(image)
    first = np.zeros(strengths.shape, bool)
    first.flat[np.argmax(strengths >= high)] = (strengths >= high).any()
    return connected(first, strengths >= low) | (strengths >= high)


@from_the_first.also
def nothing_but_the_first(image, low, high):
    strengths = strength(image)
    first = np.zeros(strengths.shape, bool)
    first.flat[np.argmax(strengths >= high)] = (strengths >= high).any()
    return connected(first, strengths >= low)


@misconception("chains go on at the opposite border")
def wrapped(image, low, high):
    """A chain that ends at the border goes on at the opposite one: an index of -1 is the last row or column.
    Pad with zeros, or look whether the neighbour is inside.
    """
    weak = strength(image) >= low
    edges = strength(image) >= high
    waiting = list(map(tuple, np.argwhere(edges)))
    while waiting:
        row, column = waiting.pop()
        for down, right in AROUND:
            place = (row + down) % len(weak), (column + right) % weak.shape[1]
            if weak[place] and not edges[place]:
                edges[place] = True
                waiting.append(place)
    return edges


@misconception("numbers instead of True and False")
def ones_and_zeros(image, low, high):
    """The right pixels are marked, but with numbers such as 1 or 255, and `~` cannot invert these. Start
    from `strength >= high`, or from `np.zeros(shape, dtype=bool)`.
    """
    return all_edges(image, low, high) * 1.0


@ones_and_zeros.also
def in_white(image, low, high):
    return all_edges(image, low, high) * np.uint8(255)


@ones_and_zeros.also
def as_bytes(image, low, high):
    return all_edges(image, low, high).astype(np.uint8)


@misconception("magnitudes instead of True and False")
def magnitudes(image, low, high):
    """The right pixels are there, with their magnitudes. Asked for is True or False: is it an edge?"""
    return strength(image) * all_edges(image, low, high)


@misconception("padded to the size of the image")
def with_a_border(image, low, high):
    """The edges are right, with a border around them. Without it the shape is (H - 2, W - 2)."""
    return np.pad(all_edges(image, low, high), 1)


@misconception("thresholds taken as fractions")
def fractions(image, low, high):
    """The strengths are divided by the largest one (or scaled to 0 to 255) before they meet the thresholds.
    The thresholds are in the units of the magnitude: compare it as it is.
    """
    return from_strengths(lambda strengths: strengths / (strengths.max() or 1))(image, low, high)


@fractions.also
def fractions_of_255(image, low, high):
    return from_strengths(lambda strengths: 255 * strengths / (strengths.max() or 1))(image, low, high)


@fractions.also
def thresholds_times_the_largest(image, low, high):
    largest = strength(image).max()
    return all_edges(image, low * largest, high * largest)


@misconception("blurred first")
def blurred(image, low, high):
    """The image is blurred before the edges are taken. That is done before the call, if at all."""
    pixels = np.pad(np.asarray(image, float), 1, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(pixels, (3, 3))
    return all_edges(windows.mean(axis=(2, 3)), low, high)


@misconception("pixels scaled first")
def scaled(image, low, high):
    """The pixels are scaled before the edges are taken, uint8 to 0 to 1 for example. The thresholds are for
    the pixels as they are.
    """
    return all_edges(image / 255 if image.dtype == np.uint8 else image, low, high)


@scaled.also
def always_scaled(image, low, high):
    return all_edges(image / 255, low, high)


@scaled.also
def scaled_to_1(image, low, high):
    return all_edges(image / image.max(), low, high)


@misconception("magnitude and orientation exchanged")
def exchanged(image, low, high):
    """`gradient` returns the magnitude first, and `thin_edges` takes it first. In yours they have changed
    places, so angles meet the thresholds.
    """
    strengths = thin(*gradient(image)[::-1])
    return connected(strengths >= high, strengths >= low)


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
    misconceptions=(
        not_thinned,
        plain_threshold,
        strong_not_thinned,
        through_removed_pixels,
        between,
        only_those_found,
        with_a_gap,
        Misconception(
            "only the strong pixels",
            of_strengths(lambda strengths, low, high: strengths >= high),
            "Only pixels of at least `high` are there. Weak ones that are connected to them belong to the "
            "edge too.",
        ),
        weak_too,
        Misconception(
            "only one step from a strong pixel",
            rounds(1),
            "Weak pixels next to a strong one are there, but the chain stops after one step: a pixel that "
            "was just added takes its weak neighbours along.",
        ),
        Misconception(
            "chains cut off after some steps",
            rounds(10),
            "Your chains end after a fixed number of steps. Go on until no pixel is added any more.",
            [rounds(number) for number in (2, 5, 20, 100)],
        ),
        four_neighbours,
        only_above,
        in_reading_order,
        from_the_first,
        wrapped,
        fractions,
        blurred,
        scaled,
        exchanged,
        Misconception(
            "all zeros",
            zeros(by_labels).wrong,
            "No pixel is an edge in your result: was the array never filled, or does no strength reach "
            "`high`?",
        ),
        ones_and_zeros,
        magnitudes,
        with_a_border,
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
    seconds=20.0,
)
