"""What the oracles of this chapter share: sizes, zeros around an image, the order of the axes, toy data."""

from __future__ import annotations

from functools import wraps

import numpy as np

from ..reference import pair, tensor

ONE_TO_NINE = np.arange(1.0, 10).reshape(1, 1, 3, 3)
TENS = np.array([[10.0, 20, 30], [40, 50, 60], [30, 20, 10]]).reshape(1, 1, 3, 3)
COUNTED = np.arange(24.0).reshape(1, 3, 2, 4)  # three channels of 2 x 4 pixels


# How many positions a window has along one axis


def as_size(target, *args, **kwargs):
    """Call the learner's function; TypeError where its result cannot be the size of an array."""
    size = target(*args, **kwargs)
    if isinstance(size, float | np.floating):
        raise TypeError(f"{size} is a float; np.zeros and range need an int, which `//` gives")
    return size


def torch_size(n, kernel_size, stride=1, padding=0, dilation=1):
    import torch

    row, kernel = torch.zeros(1, 1, n), torch.zeros(1, 1, kernel_size)
    return torch.nn.functional.conv1d(row, kernel, None, stride, padding, dilation).shape[-1]


def size_by_counting(n, kernel_size, stride=1, padding=0, dilation=1):
    taps = range(0, dilation * kernel_size, dilation)
    starts = range(-padding, n + padding - taps[-1], stride)
    if not starts:
        raise ValueError("no window fits")
    return len(starts)


def room(n, kernel_size, padding=0, dilation=1):
    """How many pixels a window of stride 1 can move from its first position to its last."""
    return n + 2 * padding - dilation * (kernel_size - 1) - 1


def where_a_window_fits(size):
    """Decorate a (wrong) `output_size`: it raises a ValueError where it should, and counts elsewhere."""

    @wraps(size)
    def checked(n, kernel_size, stride=1, padding=0, dilation=1):
        if room(n, kernel_size, padding, dilation) < 0 or stride < 1:
            raise ValueError("no window fits")
        return size(n, kernel_size, stride, padding, dilation)

    return checked


@where_a_window_fits
def lecture_size(n, kernel_size, stride=1, padding=0, dilation=1):
    """The formula of one of the lectures behind this course: right only without dilation, or by luck."""
    return (n + 2 * padding - (dilation * kernel_size - 1) - 1) // stride + 1


# Images


def zero_pad(x, padding):
    """Put zeros around images (N, C, H, W). padding: one number or (for H, for W)."""
    height, width = pair(padding)
    return np.pad(x, [(0, 0), (0, 0), (height, height), (width, width)])


def spread(x, depth, axis=1):
    """Repeat a single channel `depth` times, as NumPy's broadcasting does where nothing stops it."""
    return np.repeat(x, depth, axis) if x.shape[axis] == 1 else x


def channels_last(x):
    return tensor(x).permute(0, 2, 3, 1).numpy()


def channels_first(x):
    return tensor(x).permute(0, 3, 1, 2).numpy()
