"""All windows at once: one view of the picture for each position in the window."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from ..draws import by_columns, normal
from ..reference import pair, tensor
from .reference import TOY, sizes, torch_max, views, windows
from .window_views_mistakes import MISTAKES


def use_views(target, x, kernel_size, stride):
    """The views in one array.

    Where x lies column by column in memory, also whether all views look at x's memory.
    """
    views = target(x, kernel_size, stride)
    views = views if isinstance(views, np.ndarray) else list(views)
    shapes = ", ".join(dict.fromkeys(str(np.shape(view)) for view in views))
    if "), (" in shapes:
        raise ValueError(f"a list of views of one shape was asked for; yours have the shapes {shapes}")
    together = np.array(views)
    if x.flags.c_contiguous:
        return together
    return together, all(np.shares_memory(view, x) for view in views)


def unfolded(x, kernel_size, stride):
    import torch

    columns = torch.nn.functional.unfold(tensor(x), kernel_size, stride=stride).numpy()
    out = torch_max(x, kernel_size, stride).shape[2:]
    together = columns.reshape(*x.shape[:2], -1, *out).transpose(2, 0, 1, 3, 4)
    return together if x.flags.c_contiguous else (together, True)


def in_one_array(x, kernel_size, stride):
    every = windows(x, kernel_size, stride)
    return tuple(every[..., u, v] for u, v in np.ndindex(every.shape[4:]))


def by_strides(x, kernel_size, stride):
    kernel, (sh, sw), out = sizes(x, kernel_size, stride)
    shape, steps = (*x.shape[:2], *out), np.multiply(x.strides, (1, 1, sh, sw))
    return [np.lib.stride_tricks.as_strided(x[:, :, u:, v:], shape, steps) for u, v in np.ndindex(kernel)]


def by_sliding_windows(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if min(sh, sw) < 1:
        raise ValueError(f"stride ({sh}, {sw}) must be at least 1")
    seen = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(2, 3))
    return [seen[:, :, ::sh, ::sw, u, v] for u, v in np.ndindex(kh, kw)]


WINDOW_VIEWS = Exercise(
    name="window_views",
    points=5,
    cases=(
        Case("the lesson's numbers", (TOY, 2, 2), group="side by side"),
        Case("two pictures, not square", normal((2, 3, 4, 6), then=(2, 2)), group="side by side"),
        Case("a row and a column left over", normal((1, 2, 5, 7), then=(2, 2)), group="side by side"),
        Case("two rows and columns left over", normal((1, 2, 8, 11), then=(3, 3)), group="side by side"),
        Case("windows that overlap", normal((1, 2, 7, 5), then=(3, 2)), group="overlap and gaps"),
        Case("windows that move by 1", normal((2, 1, 4, 5), then=(2, 1)), group="overlap and gaps"),
        Case("gaps between windows", normal((1, 1, 9, 7), then=(2, 3)), group="overlap and gaps"),
        Case("window (3, 2), stride (2, 1)", normal((1, 2, 8, 5), then=((3, 2), (2, 1))), group="pairs"),
        Case("window (2, 3), stride (1, 4)", normal((2, 2, 4, 9), then=((2, 3), (1, 4))), group="pairs"),
        Case("a window higher than x is wide", normal((1, 2, 5, 3), then=((4, 2), (1, 1))), group="pairs"),
        Case("a window wider than x is high", normal((1, 2, 3, 5), then=((2, 4), (1, 1))), group="pairs"),
        Case("not contiguous in memory", by_columns((2, 3, 4, 6), then=(2, 2)), group="memory"),
        Case("one window only", normal((2, 1, 3, 3), then=(3, 3)), group="limits"),
        Case("a window too high", (np.ones((1, 1, 3, 6)), (4, 2), 1), raises=ValueError, group="limits"),
        Case("a window too wide", (np.ones((1, 1, 6, 3)), (2, 4), 1), raises=ValueError, group="limits"),
        Case("stride 0 for the rows", (TOY, 2, (0, 1)), raises=ValueError, group="limits"),
        Case("stride 0 for the columns", (TOY, 2, (1, 0)), raises=ValueError, group="limits"),
        Case("stride -1", (TOY, 2, -1), raises=ValueError, group="limits"),
    ),
    oracle=unfolded,
    drive=use_views,
    returns=("the views", "whether all look at the memory of x"),
    another_way=(
        by_sliding_windows,
        "NumPy makes the windows for stride 1, and the slice skips some: no size has to be calculated.",
    ),
    alternatives=(views, in_one_array, by_strides),
    forbidden=("torch", "scipy"),
    misconceptions=(*MISTAKES, zeros(lambda *args: np.array(views(*args)))),
    hints=(
        "Look at position (0, 0), the upper left pixel of every window. Where in x are these pixels?",
        "They are `stride` apart: `x[:, :, ::sh, ::sw]`, up to the last window. "
        "For position (u, v) the view starts at row u and column v.",
        "`x[:, :, u : u + oh * sh : sh, v : v + ow * sw : sw]` with `oh = (h - kh) // sh + 1`, "
        "for all `u, v in np.ndindex(kh, kw)`, in a list.",
    ),
)
