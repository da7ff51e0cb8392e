"""Wrong answers to `edge_map`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception, zeros
from .edge_map_chains import (
    all_edges,
    connected,
    four_neighbours,
    from_the_first,
    in_reading_order,
    not_thinned,
    only_those_found,
    rounds,
    strength,
    through_removed_pixels,
    weak_too,
    wrapped,
)
from .reference import gradient, gradient_by_scipy, thin


def by_labels(image, low, high):
    strengths = thin(*gradient_by_scipy(image))
    return connected(strengths >= high, strengths >= low)


def of_strengths(mistake):
    """A wrong edge map, as a function of the thinned magnitudes and the thresholds."""
    return lambda image, low, high: mistake(strength(image), low, high)


def from_strengths(change):
    """A wrong edge map, from other strengths: a function of the thinned magnitudes."""

    def wrong(image, low, high):
        strengths = change(strength(image))
        return connected(strengths >= high, strengths >= low)

    return wrong


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


@misconception("between the thresholds")
def between(image, low, high):
    """You keep what lies between `low` and `high`, and drop the strongest edges of all."""
    strengths = strength(image)
    return (strengths >= low) & (strengths <= high)


@between.also
def below_high(image, low, high):
    strengths = strength(image)
    return (strengths >= low) & (strengths < high)


@misconception("equal thresholds refused")
def with_a_gap(image, low, high):
    """The edges are right, but `low` may be as large as `high`: 0 < low <= high."""
    if low >= high:
        raise ValueError("low is not below high")
    return all_edges(image, low, high)


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


MISTAKES = (
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
        "No pixel is an edge in your result: was the array never filled, or does no strength reach `high`?",
    ),
    ones_and_zeros,
    magnitudes,
    with_a_border,
)
