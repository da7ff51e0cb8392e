"""Wrong answers to `conv2d_backward` in which the pictures of a batch get mixed, averaged or lost.

The right answer that all of them are made from comes first.
"""

from __future__ import annotations

import math

import numpy as np

from ...checks.exercise import misconception
from ..reference import grid, im2col
from .reference import (
    col2im,
)


def refuse_other_shapes(dy, x, w, *geometry):
    if dy.shape != (len(x), len(w), *grid(x.shape[2:], w.shape[2:], *geometry)):
        raise ValueError(f"dy {dy.shape} does not fit x {x.shape} and w {w.shape}")


def flat(dy):
    """Each map as one row: (N, F, OH*OW)."""
    return dy.reshape(*dy.shape[:2], math.prod(dy.shape[2:]))


def backward(dy, x, w, stride=1, padding=0, dilation=1, *, fold=col2im, refuse=refuse_other_shapes):
    """The gradients from the columns; wrong with another `fold`, or if it does not `refuse` a wrong dy."""
    refuse(dy, x, w, stride, padding, dilation)
    geometry = (w.shape[2:], stride, padding, dilation)
    rows, grads = w.reshape(len(w), -1), flat(dy)
    dx = fold(rows.T @ grads, x.shape[2:], *geometry)
    dw = np.einsum("nfl,nrl->fr", grads, im2col(x, *geometry))
    return dx, dw.reshape(w.shape), dy.sum((0, 2, 3))


@misconception("batch summed away")
def batch_summed_away(dy, *others):
    """You add up the pictures of the batch before you go back, so all get the same `dx`.
    Only `dw` and `db` are sums over the batch: the pictures share the weights, but each has its own pixels.
    """
    _, dw, db = backward(dy, *others)
    together = np.broadcast_to(dy.sum(0, keepdims=True), dy.shape)
    return backward(together, *others)[0], dw, db


def changed(layer, dx=None, dw=None, db=None):
    """The right gradients, some of them changed."""
    right = backward(*layer)
    return tuple(
        part if change is None else change(part) for part, change in zip(right, (dx, dw, db), strict=True)
    )


@misconception("mean over the batch")
def mean_over_batch(*layer):
    """You divide by the number of pictures. `dw` and `db` are sums over the batch, and each picture has its
    own `dx`; if the loss is a mean, `dy` has that factor already.
    """
    return changed(layer, dw=by_pictures(layer), db=by_pictures(layer))


def by_pictures(layer):
    return lambda part: part / max(1, len(layer[0]))


for names in ("dw", "db", "dx", ("dx", "dw"), ("dx", "dw", "db")):
    mean_over_batch.also(
        lambda *layer, names=names: changed(
            layer, **dict.fromkeys([names] if isinstance(names, str) else names, by_pictures(layer))
        )
    )


def dw_of_each_picture(dy, x, w, *geometry):
    """The gradients of the kernels before the sum over the batch: (N, F, C*kh*kw)."""
    return flat(dy) @ im2col(x, w.shape[2:], *geometry).transpose(0, 2, 1)


@misconception("one picture only")
def one_picture_only(dy, x, w, *geometry):
    """One picture works, a batch does not. Each picture has its own `dw`, (N, F, C*kh*kw) in all.
    The pictures share `w`, so sum over axis 0, then cut the sum into the shape of `w`.
    """
    dx, _, db = backward(dy, x, w, *geometry)
    return dx, dw_of_each_picture(dy, x, w, *geometry).reshape(w.shape), db  # the ValueError of a batch


@misconception("kernel gradient of each picture")
def kernel_gradient_of_each_picture(dy, x, w, *geometry):
    """`dw` has an axis for the pictures. The pictures share `w`, so their gradients add up: sum over it."""
    dx, _, db = backward(dy, x, w, *geometry)
    return dx, dw_of_each_picture(dy, x, w, *geometry).reshape(len(x), *w.shape), db


def mixed(dy):
    """Batch and filters in the wrong order: (N, F) numbers cut as if they were (F, N)."""
    return dy.reshape(dy.shape[1], len(dy), *dy.shape[2:]).swapaxes(0, 1)


@misconception("batch and filters mixed")
def batch_and_filters_mixed(dy, *others):
    """`dy` has the axes (N, F, OH, OW). A reshape to (F, N*OH*OW) leaves the numbers where they are, so
    pictures and filters get mixed: move the axes first, `dy.swapaxes(0, 1)`, or keep N in front.
    """
    dx, dw, _ = backward(mixed(dy), *others)
    return dx, dw, dy.sum((0, 2, 3))


@batch_and_filters_mixed.also
def mixed_in_dw(dy, *others):
    dx, _, db = backward(dy, *others)
    return dx, backward(mixed(dy), *others)[1], db


@misconception("gradient of one picture")
def last_picture_only(*layer):
    """This is the gradient of a single picture of the batch. The pictures share weights and biases, so what
    they give adds up: `+=` in a loop over them, or a sum over axis 0.
    """
    return changed(layer, dw=of_pictures(layer, 1, np.s_[-1:]))


def of_pictures(layer, part, which):
    """Part 1 (dw) or 2 (db) of the gradients of some pictures."""
    dy, x, *others = layer
    return lambda whole: backward(dy[which], x[which], *others)[part]


for which in (np.s_[:1], np.s_[-1:]):
    last_picture_only.also(lambda *layer, which=which: changed(layer, db=of_pictures(layer, 2, which)))
    last_picture_only.also(
        lambda *layer, which=which: changed(
            layer, dw=of_pictures(layer, 1, which), db=of_pictures(layer, 2, which)
        )
    )


@last_picture_only.also
def first_picture_only(*layer):
    return changed(layer, dw=of_pictures(layer, 1, np.s_[:1]))
