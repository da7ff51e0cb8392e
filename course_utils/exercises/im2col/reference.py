"""What several exercises of this chapter share: toy pictures, col2im, and columns in another order."""

from __future__ import annotations

import numpy as np

from ..reference import cropped, grid, pair, patches, taps

ONE_TO_NINE = np.arange(1.0, 10).reshape(1, 1, 3, 3)
TENS = np.array([[10.0, 20], [30, 40]]).reshape(1, 1, 2, 2)
TWO_CHANNELS = np.arange(1.0, 25).reshape(1, 2, 3, 4)


def reordered(*axes):
    """An im2col that writes the axes (N, C, kh, kw, OH, OW) in another order, in the right shape."""

    def wrong(x, *geometry):
        found = patches(x, *geometry)
        n, c, kh, kw, oh, ow = found.shape
        return found.transpose(axes).reshape(n, c * kh * kw, oh * ow)

    return wrong


axes_not_moved = reordered(0, 1, 4, 5, 2, 3)  # cut as (N, C, OH, OW, kh, kw), the order of the windows


def col2im(cols, output_size, kernel_size, stride=1, padding=0, dilation=1, *, put=np.add, crop=cropped):
    """Pictures from columns, one slice for each place of the kernel; wrong with another `put` or `crop`."""
    (kh, kw), (ph, pw), (h, w) = map(pair, (kernel_size, padding, output_size))
    oh, ow = grid(output_size, kernel_size, stride, padding, dilation)
    parts = cols.reshape(len(cols), cols.shape[1] // (kh * kw), kh, kw, oh, ow)
    x = np.zeros((*parts.shape[:2], h + 2 * ph, w + 2 * pw), cols.dtype)
    for i, j, under in taps(output_size, kernel_size, stride, padding, dilation):
        x[under] = put(x[under], parts[:, :, i, j])
    return crop(x, padding)


def overwrite(old, new):
    """For `put`: what was there before is lost."""
    return new


def crop_nothing(x, padding):
    """For `crop`: the padding stays."""
    return x


def crop_one_end(x, padding):
    """For `crop`: all the padding is cut off at the bottom and on the right."""
    ph, pw = pair(padding)
    return x[:, :, : x.shape[2] - 2 * ph, : x.shape[3] - 2 * pw]
