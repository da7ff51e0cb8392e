"""Wrong answers to `edge_map` in which the chains of weak pixels end too early, or never.

What all of them are made from comes first.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...checks.exercise import misconception
from .reference import gradient, thin

CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
AROUND = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]


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


def all_edges(image, low, high):
    strengths = strength(image)
    return connected(strengths >= high, strengths >= low)


@misconception("edges not thinned")
def not_thinned(image, low, high):
    """The edges are several pixels wide: apply the thresholds to what `thin_edges` leaves."""
    magnitude, _ = gradient(image)
    return connected(magnitude >= high, magnitude >= low)


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


@misconception("strong pixels missing")
def only_those_found(image, low, high):
    """The weak pixels that are connected to strong ones are there, but the strong ones are not. They belong
    to the edge too.
    """
    return all_edges(image, low, high) & ~(strength(image) >= high)


@misconception("diagonal neighbours forgotten")
def four_neighbours(image, low, high):
    """Chains break at diagonal steps: a pixel has eight neighbours, not four."""
    strengths = strength(image)
    return connected(strengths >= high, strengths >= low, CROSS)


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


@misconception("too few walks over the image")
def in_reading_order(image, low, high):
    """You walk over the image once or twice, row by row, forwards or backwards. A chain that winds is found
    only if you come back: look at the neighbours of each pixel that was just added.
    """
    strengths = strength(image)
    edges = np.pad(strengths >= high, 1)
    for row, column in np.argwhere(strengths >= low):
        edges[row + 1, column + 1] |= edges[row : row + 3, column : column + 3].any()
    return edges[1:-1, 1:-1]


@in_reading_order.also
def forwards_and_backwards(image, low, high):
    strengths = strength(image)
    edges, places = np.pad(strengths >= high, 1), np.argwhere(strengths >= low)
    for row, column in (*places, *places[::-1]):
        edges[row + 1, column + 1] |= edges[row : row + 3, column : column + 3].any()
    return edges[1:-1, 1:-1]


@misconception("strong pixels anywhere in the row or column")
def in_the_same_line(image, low, high):
    """A weak pixel counts in yours if a strong one is anywhere in its row or column. They must be connected,
    from pixel to neighbouring pixel.
    """
    strengths = strength(image)
    strong = strengths >= high
    reached = strong.any(axis=0) | strong.any(axis=1, keepdims=True)
    return strong | (strengths >= low) & reached


@misconception("chains end before the border")
def border_left_out(image, low, high):
    """The outermost pixels do not join a chain. They may: only neighbours outside the array do not count."""
    inside = np.pad(np.ones(np.subtract(strength(image).shape, 2), bool), 1)
    strong = strength(image) >= high
    edges, weak = strong, (strength(image) >= low) & inside
    while not np.array_equal(edges, grown := grow(edges, weak)):
        edges = grown
    return edges


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


@wrapped.also
def wrapped_up_and_left(image, low, high):
    weak, edges = strength(image) >= low, strength(image) >= high
    waiting = list(map(tuple, np.argwhere(edges)))
    while waiting:
        row, column = waiting.pop()
        for place in ((row + down, column + right) for down, right in AROUND):
            if place[0] < len(weak) and place[1] < weak.shape[1] and weak[place] and not edges[place]:
                edges[place] = True
                waiting.append((place[0] % len(weak), place[1] % weak.shape[1]))
    return edges
