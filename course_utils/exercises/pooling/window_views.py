"""All windows at once: one view of the picture for each place in the window."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import by_columns, normal
from ..reference import pair, tensor
from .advice import ONE_WINDOW_TOO_FEW
from .reference import TOY, sizes, torch_max, views, windows


def use_views(target, x, kernel_size, stride):
    """The views in one array, or their sizes where these differ; and whether all look at x's memory."""
    views = list(target(x, kernel_size, stride))
    shapes = dict.fromkeys(np.shape(view) for view in views)
    together = np.array(views) if len(shapes) < 2 else f"views of shapes {', '.join(map(str, shapes))}"
    return together, all(np.shares_memory(view, x) for view in views)


def unfolded(x, kernel_size, stride):
    import torch

    columns = torch.nn.functional.unfold(tensor(x), kernel_size, stride=stride).numpy()
    out = torch_max(x, kernel_size, stride).shape[2:]
    return columns.reshape(*x.shape[:2], -1, *out).transpose(2, 0, 1, 3, 4), True


def in_one_array(x, kernel_size, stride):
    every = windows(x, kernel_size, stride)
    return tuple(every[..., u, v] for u, v in np.ndindex(every.shape[4:]))


def by_strides(x, kernel_size, stride):
    kernel, (sh, sw), out = sizes(x, kernel_size, stride)
    shape, steps = (*x.shape[:2], *out), np.multiply(x.strides, (1, 1, sh, sw))
    return [np.lib.stride_tricks.as_strided(x[:, :, u:, v:], shape, steps) for u, v in np.ndindex(kernel)]


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

    Return one array for each place in the window: it holds the pixel at this place of all windows.
    """
    every = windows(x, kernel_size, stride)
    return [every[:, :, i, j] for i, j in np.ndindex(every.shape[2:4])]


@misconception("views that run to the edge")
def to_the_edge(x, kernel_size, stride):
    """The views differ in size. Stop each one after OH rows and OW columns."""
    kernel, (sh, sw), _ = sizes(x, kernel_size, stride)
    return [x[:, :, u::sh, v::sw] for u, v in np.ndindex(kernel)]


@misconception("all views stop at the same row")
def same_end(x, kernel_size, stride):
    """The views differ in size. A view that starts u rows later must also stop u rows later."""
    kernel, (sh, sw), (oh, ow) = sizes(x, kernel_size, stride)
    return [x[:, :, u : oh * sh : sh, v : ow * sw : sw] for u, v in np.ndindex(kernel)]


@same_end.also
def end_of_the_first_view(x, kernel_size, stride):
    (h, w), ((kh, kw), (sh, sw), _) = x.shape[2:], sizes(x, kernel_size, stride)
    return [x[:, :, u : h - kh + 1 : sh, v : w - kw + 1 : sw] for u, v in np.ndindex(kh, kw)]


@misconception("strides swapped")
def strides_swapped(x, kernel_size, stride):
    """You swap the two strides: the first is for the rows, the second for the columns."""
    return views(x, kernel_size, pair(stride)[::-1])


@strides_swapped.also
def swapped_in_the_slice(x, kernel_size, stride):
    kernel, (sh, sw), (oh, ow) = sizes(x, kernel_size, stride)
    return [x[:, :, u : u + oh * sh : sw, v : v + ow * sw : sh] for u, v in np.ndindex(kernel)]


@misconception("one window too few", advice=ONE_WINDOW_TOO_FEW)
def one_window_too_few(x, kernel_size, stride):
    return [view[:, :, :-1, :-1] for view in views(x, kernel_size, stride)]


@misconception("no error where no window fits")
def no_error(x, kernel_size, stride):
    """The views are right. But some input makes no sense: a window larger than the picture, or stride 0.

    Raise a ValueError that names the numbers.
    """
    (h, w), (kh, kw), (sh, sw) = x.shape[2:], pair(kernel_size), np.maximum(pair(stride), 1)
    down, right = max(h - kh + 1, 0), max(w - kw + 1, 0)
    return [x[:, :, u : u + down : sh, v : v + right : sw] for u, v in np.ndindex(kh, kw)]


WINDOW_VIEWS = Exercise(
    name="window_views",
    points=3,
    cases=(
        Case("the lesson's numbers", (TOY, 2, 2), group="views"),
        Case("two pictures, not square", normal((2, 3, 4, 6), then=(2, 2)), group="views"),
        Case("a row and a column left over", normal((1, 2, 5, 7), then=(2, 2)), group="views"),
        Case("windows that overlap", normal((1, 2, 7, 5), then=(3, 2)), group="overlap and pairs"),
        Case(
            "window (3, 2), stride (2, 1)",
            normal((1, 2, 7, 5), then=((3, 2), (2, 1))),
            group="overlap and pairs",
        ),
        Case("gaps between windows", normal((1, 1, 8, 8), then=(2, 3)), group="overlap and pairs"),
        Case("one window only", normal((2, 1, 3, 3), then=(3, 3)), group="bad input"),
        Case(
            "a view that is not contiguous",
            by_columns((2, 3, 4, 6), then=(2, 2)),
            group="overlap and pairs",
        ),
        Case("a window larger than the picture", (TOY, 5, 1), raises=ValueError, group="bad input"),
        Case("stride 0", (TOY, 2, 0), raises=ValueError, group="bad input"),
    ),
    oracle=unfolded,
    drive=use_views,
    returns=("the views", "whether all look at the memory of x"),
    alternatives=(views, in_one_array, by_strides),
    forbidden=("torch", "scipy"),
    misconceptions=(
        copies,
        column_by_column,
        one_array_for_each_window,
        Misconception(
            "stride ignored",
            lambda x, kernel_size, stride: views(x, kernel_size, 1),
            "Your windows move by 1. Take every `stride`-th pixel, with the third number of a slice.",
        ),
        to_the_edge,
        same_end,
        strides_swapped,
        Misconception(
            "the last window's pixels only",
            lambda x, kernel_size, stride: views(x, kernel_size, stride)[:-1],
            "The last place in the window is missing. There are kh * kw places.",
        ),
        one_window_too_few,
        no_error,
        zeros(unfolded),
    ),
    hints=(
        "Look at place (0, 0), the upper left pixel of every window. Where in x are these pixels?",
        "They are `stride` apart: `x[:, :, ::sh, ::sw]`, up to the last window. "
        "For place (u, v) the view starts at row u and column v.",
        "`x[:, :, u : u + oh * sh : sh, v : v + ow * sw : sw]` with `oh = (h - kh) // sh + 1`, "
        "for all `u, v in np.ndindex(kh, kw)`, in a list.",
    ),
)
