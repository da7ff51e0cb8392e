"""What several pooling exercises share: toy data, cases, PyTorch's layers, and windows."""

from __future__ import annotations

import numpy as np

from ... import data
from ...checks.exercise import Case
from ..draws import by_columns, normal
from ..reference import correlate, pair, tensor

TOY = np.array([[12.0, 20, 30, 0], [8, 12, 2, 0], [34, 70, 37, 4], [112, 100, 25, 12]]).reshape(1, 1, 4, 4)
TOY_GRADIENT = np.array([[[[1.0, 2], [3, 4]]]])  # the gradient by the 2 x 2 outputs for TOY

UNUSUAL_INPUT = (  # for any pooling layer
    Case("float16", normal((1, 2, 4, 4), then=(2, 2), dtype=np.float16), group="unusual input"),
    Case("a view that is not contiguous", by_columns((2, 3, 6, 4), then=(2, 2)), group="unusual input"),
    Case("an empty batch", (np.zeros((0, 3, 4, 4)), 2, 2), group="unusual input"),
)


def maps_of_the_x():
    """How well each of the three pieces matches the X at every position: (1, 3, 7, 7)."""
    return np.stack([correlate(data.letter_x(), piece) for piece in data.features()])[None] / 9


def torch_max(x, kernel_size, stride=None, padding=0):
    """PyTorch's max pooling of an array."""
    import torch

    return torch.nn.functional.max_pool2d(tensor(x), kernel_size, stride, padding).numpy()


def torch_max_ceil(x, kernel_size, stride=None, padding=0):
    """PyTorch's max pooling of an array in ceil mode."""
    import torch

    return torch.nn.functional.max_pool2d(tensor(x), kernel_size, stride, padding, ceil_mode=True).numpy()


def torch_avg(x, kernel_size, stride=None, padding=0):
    """PyTorch's average pooling of an array."""
    import torch

    return torch.nn.functional.avg_pool2d(tensor(x), kernel_size, stride, padding).numpy()


def torch_gradient(layer, dy, x, kernel_size, stride=None, padding=0, **options):
    """The gradient by x that PyTorch's autograd finds for a pooling layer, such as "max_pool2d"."""
    import torch

    x = tensor(x).requires_grad_()
    y = getattr(torch.nn.functional, layer)(x, kernel_size, stride, padding, **options)
    return torch.autograd.grad(y, x, tensor(dy))[0].numpy()


def stride_of(kernel_size, stride):
    """The stride as a pair: the kernel size where it is None."""
    return pair(kernel_size if stride is None else stride)


def sizes(x, kernel_size, stride=None):
    """(kh, kw), (sh, sw) and (OH, OW); ValueError where no window fits."""
    (h, w), (kh, kw), (sh, sw) = x.shape[2:], pair(kernel_size), stride_of(kernel_size, stride)
    if min(sh, sw) < 1 or kh > h or kw > w:
        raise ValueError(f"windows of {kh} x {kw} with stride ({sh}, {sw}) do not fit into {h} x {w}")
    return (kh, kw), (sh, sw), ((h - kh) // sh + 1, (w - kw) // sw + 1)


def windows(x, kernel_size, stride=None):
    """All windows, (N, C, OH, OW, kh, kw); ValueError where none fits."""
    kernel, (sh, sw), _ = sizes(x, kernel_size, stride)
    return np.lib.stride_tricks.sliding_window_view(x, kernel, axis=(2, 3))[:, :, ::sh, ::sw]


def views(x, kernel_size, stride):
    """For each position in the window the view of x that holds this pixel of all windows, by slices."""
    (kh, kw), (sh, sw), _ = sizes(x, kernel_size, stride)
    down, right = x.shape[2] - kh + 1, x.shape[3] - kw + 1
    return [x[:, :, u : u + down : sh, v : v + right : sw] for u, v in np.ndindex(kh, kw)]


def padded(x, padding, value):
    """Floats with a border of that value; ValueError where the padding is negative."""
    ph, pw = pair(padding)
    return np.pad(np.asarray(x, float), [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=value)


def unpadded(x, padding):
    """The array without its border."""
    ph, pw = pair(padding)
    return x[:, :, ph : x.shape[2] - ph, pw : x.shape[3] - pw]


def refuse_padding(kernel_size, padding):
    """Raise ValueError where the padding is more than half the window."""
    if np.any(2 * np.array(pair(padding)) > pair(kernel_size)):
        raise ValueError(f"padding {padding} is more than half the window of {kernel_size}")


def each_window(dy, dx, kernel_size, stride, padding, put):
    """Go through the windows of a padded dx: `put` writes the gradient of each. Returns dx without padding.

    Windows that reach beyond the border are cut off there, as slices are.
    """
    (kh, kw), (sh, sw) = pair(kernel_size), stride_of(kernel_size, stride)
    for n, c, i, j in np.ndindex(dy.shape):
        window = (n, c, slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
        if dx[window].size:
            put(window, dy[n, c, i, j])
    return unpadded(dx, padding)
