"""Mistakes that people make in a layer that makes one number of each window."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception
from ..reference import pair
from .advice import ONE_WINDOW_TOO_FEW
from .reference import padded, stride_of, windows


def slips_of_a_layer(reduce, border, verb):
    """Mistakes in a layer that makes a number of each window by `reduce`; the padding's value is `border`.

    verb : what it does with a window, e.g. "averages over".
    """

    def of(every):
        return reduce(every, axis=(4, 5))

    def right(x, kernel_size, stride=None, padding=0):
        return of(windows(padded(x, padding, border), kernel_size, stride))

    def every_axis_padded(x, kernel_size, stride=None, padding=0):
        wide = np.pad(np.asarray(x, float), pair(padding)[0], constant_values=border)
        return of(windows(wide, kernel_size, stride))

    def one_side(first):
        def padded_there(x, kernel_size, stride=None, padding=0):
            sides = [(p, 0) if first else (0, p) for p in pair(padding)]
            wide = np.pad(np.asarray(x, float), [(0, 0), (0, 0), *sides], constant_values=border)
            return of(windows(wide, kernel_size, stride))

        return padded_there

    def stride_not_in_the_index(x, kernel_size, stride=None, padding=0):
        _, _, oh, ow, _, _ = windows(wide := padded(x, padding, border), kernel_size, stride).shape
        return of(windows(wide, kernel_size, 1)[:, :, :oh, :ow])

    def kernel_size_in_the_index(x, kernel_size, stride=None, padding=0):
        wide, (kh, kw) = padded(x, padding, border), pair(kernel_size)
        _, _, oh, ow, _, _ = windows(wide, kernel_size, stride).shape
        y = np.zeros((*wide.shape[:2], oh, ow))
        for i, j in np.ndindex(oh, ow):
            y[:, :, i, j] = reduce(wide[:, :, i * kh : i * kh + kh, j * kw : j * kw + kw], axis=(2, 3))
        return y

    def smaller_windows(x, kernel_size, stride=None, padding=0):
        every = windows(padded(x, padding, border), kernel_size, stride)
        return of(every[..., : max(every.shape[4] - 1, 1), : max(every.shape[5] - 1, 1)])

    def without(position):
        def some_positions(x, kernel_size, stride=None, padding=0):
            every = windows(padded(x, padding, border), kernel_size, stride)
            pixels = every.reshape(*every.shape[:4], every.shape[4] * every.shape[5])
            return reduce(np.delete(pixels, position, axis=4), axis=4)

        return some_positions

    def corners(x, kernel_size, stride=None, padding=0):
        every = windows(padded(x, padding, border), kernel_size, stride)
        return reduce(np.stack([every[..., 0, 0], every[..., -1, -1]], axis=-1), axis=4)

    def rounded_up(x, kernel_size, stride=None, padding=0):
        wide, (kh, kw), (sh, sw) = (
            padded(x, padding, border),
            pair(kernel_size),
            stride_of(kernel_size, stride),
        )
        _, _, oh, ow, _, _ = windows(wide, kernel_size, stride).shape
        oh, ow = oh + ((wide.shape[2] - kh) % sh > 0), ow + ((wide.shape[3] - kw) % sw > 0)
        y = np.zeros((*wide.shape[:2], oh, ow))
        for i, j in np.ndindex(oh, ow):
            y[:, :, i, j] = reduce(wide[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw], axis=(2, 3))
        return y

    def one_number_a_window(x, kernel_size, stride=None, padding=0):
        every = windows(padded(x, padding, border), kernel_size, stride)
        if not every.size:
            return np.zeros(every.shape[:4])
        return np.broadcast_to(reduce(every, axis=(0, 1, 4, 5)), every.shape[:4])

    def exchanged(x, kernel_size, stride=None, padding=0):
        return right(x, pair(kernel_size)[::-1], stride_of(kernel_size, stride), padding)

    def other_padding(change):
        def layer(x, kernel_size, stride=None, padding=0):
            return right(x, kernel_size, stride, change(*pair(padding)))

        return layer

    def one_stride(axis):
        def layer(x, kernel_size, stride=None, padding=0):
            return right(x, kernel_size, stride_of(kernel_size, stride)[axis], padding)

        return layer

    def over_axis(axis):
        def layer(x, kernel_size, stride=None, padding=0):
            every = windows(padded(x, padding, border), kernel_size, stride)
            flat = every.reshape(*every.shape[:4], every.shape[4] * every.shape[5])
            return reduce(np.moveaxis(flat, 4, 0), axis=axis)

        return layer

    def unreduced(x, kernel_size, stride=None, padding=0):
        every = windows(padded(x, padding, border), kernel_size, stride)
        return np.moveaxis(every.reshape(*every.shape[:4], every.shape[4] * every.shape[5]), 4, 0)

    def all_channels(keep):
        def one_map(*args):
            y = right(*args)
            together = reduce(y, axis=1, keepdims=keep != "gone")
            return np.broadcast_to(together, y.shape) if keep == "all" else together

        return one_map

    over_everything = Misconception(
        "all pictures and channels in one",
        one_number_a_window,
        f"At each position your layer {verb} the windows of all pictures and channels together. "
        "Only the pixels of one window belong together: the last two axes.",
    )
    over_everything.also(lambda *args: reduce(right(*args), axis=(0, 1)))
    return (
        Misconception(
            "one number for everything",
            lambda *args: reduce(windows(padded(args[0], (*args, None, 0)[3] or 0, border), *args[1:3])),
            f"Your layer {verb} everything and returns one number. Each window has its own.",
        ),
        over_everything,
        Misconception(
            "channels pooled together",
            all_channels("all"),
            f"Your layer {verb} the channels too. Pool each channel by itself.",
            [all_channels("one"), all_channels("gone")],
        ),
        Misconception(
            "every axis padded",
            every_axis_padded,
            "You pad all four axes, so there are new pictures and channels. Pad H and W only: "
            "`np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)], ...)`.",
        ),
        Misconception(
            "axes of `kernel_size` exchanged",
            exchanged,
            "`kernel_size` is a pair, (kh, kw): kh rows, kw columns. You use them the other way round.",
        ),
        Misconception(
            "axes of `padding` exchanged",
            other_padding(lambda ph, pw: (pw, ph)),
            "`padding` is a pair: the first number is for the rows, the second for the columns. "
            "You use them the other way round.",
        ),
        Misconception(
            "one number of `padding` for both axes",
            other_padding(lambda ph, pw: ph),
            "`padding` is a pair: the first number is for the rows, the second for the columns. "
            "You use one of them for both.",
            [other_padding(lambda ph, pw: pw)],
        ),
        Misconception(
            "`padding` used twice",
            other_padding(lambda ph, pw: (2 * ph, 2 * pw)),
            "Your border is twice as wide as `padding` says: it goes on each side once.",
        ),
        Misconception(
            "one number of `stride` for both axes",
            one_stride(0),
            "The stride is a pair, also where it comes from the kernel size: the first number is for the "
            "rows, the second for the columns. You use one of them for both.",
            [one_stride(1)],
        ),
        Misconception(
            "over another axis",
            over_axis(1),
            f"Your layer {verb} another axis than that of the positions in the window. "
            "In the list of views this is the first one: axis=0.",
            [over_axis(2), over_axis(-1), over_axis(-2)],
        ),
        Misconception(
            "all pixels of each window",
            unreduced,
            "You return kh * kw numbers for each window, the views themselves. Make one number of them.",
        ),
        Misconception(
            "padded on one side only",
            one_side(True),
            "The padding goes on both sides of the picture: above and below, left and right.",
            [one_side(False)],
        ),
        Misconception(
            "windows in other positions",
            stride_not_in_the_index,
            "You return the right number of windows, but they start at the wrong pixels: "
            "window (i, j) starts at row i * sh and column j * sw.",
            [kernel_size_in_the_index],
        ),
        Misconception(
            "part of the window left out",
            smaller_windows,
            "Your windows lack a pixel, or a row and a column of pixels. A window has kh * kw pixels: "
            "rows i * sh up to, and without, i * sh + kh.",
            [without(-1), without(0), corners],
        ),
        Misconception(
            "partial windows kept",
            rounded_up,
            "You keep windows that extend beyond the border. Only whole windows count: round down.",
        ),
        Misconception("one window too few", lambda *args: right(*args)[:, :, :-1, :-1], ONE_WINDOW_TOO_FEW),
    )
