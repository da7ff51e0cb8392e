"""What several exercises of this chapter share: autograd, and a col2im that can be made wrong."""

from __future__ import annotations

import numpy as np

from ..im2col.reference import ONE_TO_NINE, TENS
from ..reference import cropped, grid, pair, taps, tensor

__all__ = [
    "ONE_TO_NINE",
    "TENS",
    "autograd",
    "col2im",
    "columns_put_back",
    "crop_nothing",
    "crop_one_end",
    "overwrite",
]


def autograd(dy, x, w, stride=1, padding=0, dilation=1):
    """PyTorch's gradients of the convolution layer: dx, dw, db."""
    import torch

    x, w = tensor(x).requires_grad_(), tensor(w).requires_grad_()
    b = torch.zeros(len(w), dtype=torch.float64, requires_grad=True)
    y = torch.nn.functional.conv2d(x, w, b, stride, padding, dilation)
    return tuple(part.numpy() for part in torch.autograd.grad(y, (x, w, b), tensor(dy)))


def col2im(cols, output_size, kernel_size, stride=1, padding=0, dilation=1, *, put=np.add, crop=cropped):
    """Pictures from columns, one slice for each place of the kernel; wrong with another `put` or `crop`."""
    (kh, kw), (ph, pw), (h, w) = map(pair, (kernel_size, padding, output_size))
    oh, ow = grid(output_size, kernel_size, stride, padding, dilation)
    parts = cols.reshape(len(cols), cols.shape[1] // (kh * kw), kh, kw, oh, ow)
    x = np.zeros((*parts.shape[:2], h + 2 * ph, w + 2 * pw), cols.dtype)
    for i, j, under in taps(output_size, kernel_size, stride, padding, dilation):
        x[under] = put(x[under], parts[:, :, i, j])
    return crop(x, padding)


def columns_put_back(cols, output_size, kernel_size, stride=1, padding=0, dilation=1, *, back):
    """The right windows, put back with another stride or dilation: `back` has their names."""
    (kh, kw), (ph, pw), (h, w) = map(pair, (kernel_size, padding, output_size))
    oh, ow = grid(output_size, kernel_size, stride, padding, dilation)
    parts = cols.reshape(len(cols), cols.shape[1] // (kh * kw), kh, kw, oh, ow)
    x = np.zeros((*parts.shape[:2], h + 2 * ph, w + 2 * pw), cols.dtype)
    steps = {"stride": stride, "dilation": dilation, **back}
    (sh, sw), (dh, dw) = pair(steps["stride"]), pair(steps["dilation"])
    for i, j in np.ndindex(kh, kw):
        under = x[:, :, i * dh :, j * dw :][:, :, : oh * sh : sh, : ow * sw : sw]
        under += parts[:, :, i, j]
    return cropped(x, padding)


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
