"""Wrong answers to `edge_map` in which other strengths meet the thresholds.

What several of them are made from comes first.
"""

from __future__ import annotations

import numpy as np

from ...checks.exercise import misconception
from .edge_map_chains import all_edges, connected, strength
from .reference import gradient, thin


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


@blurred.also
def blurred_by_a_gaussian(image, low, high):
    pixels, line = np.pad(np.asarray(image, float), 1, mode="edge"), np.array([1, 2, 1]) / 4
    windows = np.lib.stride_tricks.sliding_window_view(pixels, (3, 3))
    return all_edges(np.einsum("hwmn,m,n->hw", windows, line, line), low, high)


@misconception("scaled before the thresholds")
def scaled(image, low, high):
    """The pixels or the magnitudes are divided, by 255 or by 8 for example, before they meet the thresholds.
    The thresholds are for the pixels as they are.
    """
    return all_edges(image / 255 if image.dtype == np.uint8 else image, low, high)


@scaled.also
def magnitudes_divided_by_8(image, low, high):
    return from_strengths(lambda strengths: strengths / 8)(image, low, high)


@scaled.also
def magnitudes_divided_by_4(image, low, high):
    return from_strengths(lambda strengths: strengths / 4)(image, low, high)


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


@misconception("weak pixels not thinned")
def over_removed_pixels(image, low, high):
    """The strong pixels are thinned, but the chains also take pixels along that `thin_edges` removed. Both
    thresholds are for what it leaves.
    """
    magnitude, strong = gradient(image)[0], strength(image) >= high
    return connected(strong, strong | (np.minimum(magnitude, np.nextafter(high, 0)) >= low))


@misconception("diagonals mirrored")
def by_mirrored_diagonals(image, low, high):
    """The edges are thinned along the wrong diagonal: rows count downwards, so pi/4 points to the lower
    right. Use your `thin_edges` with the orientation as it is.
    """
    magnitude, orientation = gradient(image)
    strengths = thin(magnitude, -orientation)
    return connected(strengths >= high, strengths >= low)


@misconception("uint8 overflow")
def in_uint8(image, low, high):
    """Differences of uint8 wrap around: 10 - 20 is 246. Turn the image into floats first."""
    across, down = image[:, :-2] - image[:, 2:], image[:-2] - image[2:]
    gx = across[:-2] + 2.0 * across[1:-1] + across[2:]
    gy = down[:, :-2] + 2.0 * down[:, 1:-1] + down[:, 2:]
    strengths = thin(np.hypot(gx, gy), np.arctan2(gy, gx))
    return connected(strengths >= high, strengths >= low)
