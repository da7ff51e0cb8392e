"""Wrong answers to `window_views`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..reference import pair
from .advice import ONE_WINDOW_TOO_FEW
from .reference import sizes, views, windows


def ending(end):
    """Views that end elsewhere: `end` says where, from the position, the number of windows and the rest."""

    def slices(x, kernel_size, stride):
        (kh, kw), (sh, sw), (oh, ow) = sizes(x, kernel_size, stride)
        h, w = x.shape[2:]
        return [
            x[:, :, u : end(u, oh, sh, kh, h) : sh, v : end(v, ow, sw, kw, w) : sw]
            for u, v in np.ndindex(kh, kw)
        ]

    return slices


@misconception("copies")
def copies(x, kernel_size, stride):
    """The numbers are right, but they are copies.

    A slice with steps, `x[:, :, a:b:s, c:d:t]`, looks at the memory of x itself, and costs nothing.
    """
    return [view.copy() for view in views(x, kernel_size, stride)]


@misconception("column by column")
def column_by_column(x, kernel_size, stride):
    """You go down the window's columns. Go along its rows: (0, 0), (0, 1), and so on."""
    (kh, kw), every = pair(kernel_size), windows(x, kernel_size, stride)
    return [every[..., u, v] for v in range(kw) for u in range(kh)]


@misconception("windows instead of views")
def one_array_for_each_window(x, kernel_size, stride):
    """You return one array for each window.

    Return one array for each position in the window: it holds the pixel at this position of all windows.
    """
    every = windows(x, kernel_size, stride)
    return [every[:, :, i, j] for i, j in np.ndindex(every.shape[2:4])]


@misconception("strides swapped")
def strides_swapped(x, kernel_size, stride):
    """You swap the two strides: the first is for the rows, the second for the columns."""
    return views(x, kernel_size, pair(stride)[::-1])


@strides_swapped.also
def swapped_in_the_slice(x, kernel_size, stride):
    kernel, (sh, sw), (oh, ow) = sizes(x, kernel_size, stride)
    return [x[:, :, u : u + oh * sh : sw, v : v + ow * sw : sh] for u, v in np.ndindex(kernel)]


@misconception("the first axes instead of the last")
def first_axes(x, kernel_size, stride):
    """You slice the axes N and C. Rows and columns are the last two axes: `x[:, :, a:b, c:d]`."""
    kernel, (sh, sw), (oh, ow) = sizes(x, kernel_size, stride)
    return [x[u : u + oh * sh : sh, v : v + ow * sw : sw] for u, v in np.ndindex(kernel)]


@misconception("a list in a list")
def nested(x, kernel_size, stride):
    """The views are right, but they are in lists of lists. Return one list of kh * kw arrays."""
    (kh, kw), flat = pair(kernel_size), views(x, kernel_size, stride)
    return [flat[u * kw : u * kw + kw] for u in range(kh)]


def some(which):
    """Only some of the views."""
    return lambda x, kernel_size, stride: which(views(x, kernel_size, stride), pair(kernel_size)[1])


positions_left_out = Misconception(
    "positions left out",
    some(lambda found, kw: found[:kw]),
    "Some views are missing: there are kh * kw of them. Does a `return` stand inside a loop, "
    "or does a loop end too early?",
    [
        some(lambda found, kw: found[:1]),
        some(lambda found, kw: found[:-1]),
        some(lambda found, kw: found[1:]),
        some(lambda found, kw: found[:: kw + 1]),
        some(lambda found, kw: [found[0], found[-1]]),
    ],
)
same_end = Misconception(
    "all views stop at the same row",
    ending(lambda u, out, s, k, n: out * s),
    "A view that starts u rows later must also stop u rows later: `u : u + oh * sh : sh`. The columns alike.",
    [ending(lambda u, out, s, k, n: n - k + 1), ending(lambda u, out, s, k, n: n - k)],
)


@misconception("last position first")
def last_position_first(x, kernel_size, stride):
    """The views come in the opposite order. The first one holds the upper left pixel of each window."""
    return views(x, kernel_size, stride)[::-1]


@misconception("positions as far apart as windows")
def positions_far_apart(x, kernel_size, stride):
    """Your view of position (u, v) starts at row `u * sh`. The positions in a window are neighbours: start at
    row u and column v. Only the windows are sh and sw apart.
    """
    kernel, (sh, sw), (oh, ow) = sizes(x, kernel_size, stride)
    return [
        x[:, :, u * sh : u * sh + oh * sh : sh, v * sw : v * sw + ow * sw : sw] for u, v in np.ndindex(kernel)
    ]


MISTAKES = (
    last_position_first,
    positions_far_apart,
    copies,
    column_by_column,
    one_array_for_each_window,
    Misconception(
        "the kernel size as the stride",
        lambda x, kernel_size, stride: views(x, kernel_size, kernel_size),
        "Your windows always lie side by side. They move by `stride`, and may overlap.",
    ),
    Misconception(
        "views that run to the edge",
        ending(lambda u, out, s, k, n: n),
        "The views differ in size. Stop each one after OH rows and OW columns.",
    ),
    same_end,
    Misconception(
        "one window too many",
        ending(lambda u, out, s, k, n: u + (out + ((n - k) % s > 0)) * s),
        "You round up, or count one too many. Only whole windows count: OH is rounded down.",
        [ending(lambda u, out, s, k, n: u + (out + 1) * s)],
    ),
    Misconception(
        "views that stop too early",
        ending(lambda u, out, s, k, n: u + out),
        "A view takes OH rows that are sh apart, so it ends oh * sh rows after its first row, not oh.",
    ),
    Misconception(
        "views without steps",
        lambda x, kernel_size, stride: [
            x[
                :,
                :,
                u : u + sizes(x, kernel_size, stride)[2][0],
                v : v + sizes(x, kernel_size, stride)[2][1],
            ]
            for u, v in np.ndindex(pair(kernel_size))
        ],
        "Your views hold neighbours. Window i starts at row i * sh: take every sh-th row and every sw-th "
        "column, with the third number of a slice.",
    ),
    strides_swapped,
    first_axes,
    nested,
    positions_left_out,
    Misconception(
        "one window too few",
        lambda x, kernel_size, stride: [view[:, :, :-1, :-1] for view in views(x, kernel_size, stride)],
        ONE_WINDOW_TOO_FEW,
    ),
)
