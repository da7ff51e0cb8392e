"""conv2d_backward: the three gradients of the convolution layer."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..advice import needs_a_picture
from ..draws import normal
from ..reference import cropped, grid, im2col, padded, pair, taps
from .reference import (
    ONE_TO_NINE,
    TENS,
    autograd,
    col2im,
    columns_put_back,
    crop_nothing,
    crop_one_end,
    overwrite,
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


def by_taps(dy, x, w, stride=1, padding=0, dilation=1):
    pictures = padded(x, padding)
    dx, dw = np.zeros(pictures.shape), np.zeros(w.shape)
    for i, j, under in taps(x.shape[2:], w.shape[2:], stride, padding, dilation):
        dw[:, :, i, j] = np.tensordot(dy, pictures[under], axes=([0, 2, 3], [0, 2, 3]))
        dx[under] += np.tensordot(dy, w[:, :, i, j], axes=([1], [0])).transpose(0, 3, 1, 2)
    return cropped(dx, padding), dw, dy.sum((0, 2, 3))


def by_outputs(dy, x, w, stride=1, padding=0, dilation=1):
    refuse_other_shapes(dy, x, w, stride, padding, dilation)
    (sh, sw), (dh, dw), (kh, kw) = pair(stride), pair(dilation), w.shape[2:]
    pictures = padded(x, padding)
    dx, dweights = np.zeros(pictures.shape), np.zeros(w.shape)
    for n, f, i, j in np.ndindex(*dy.shape):
        under = np.s_[:, i * sh + dh * np.arange(kh)[:, None], j * sw + dw * np.arange(kw)]
        dweights[f] += dy[n, f, i, j] * pictures[n][under]
        dx[n][under] += dy[n, f, i, j] * w[f]
    return cropped(dx, padding), dweights, dy.sum((0, 2, 3))


@misconception("any dy of as many numbers taken")
def any_dy(*layer):
    """A `dy` of shape (2, 4, 1, 9) is accepted where (2, 4, 3, 3) is right, because a reshape only counts
    the numbers. Compare `dy.shape` with the shape of `y` first.
    """
    return backward(*layer, refuse=lambda *layer: None)


@misconception("gradient of a flipped kernel")
def dw_flipped(*layer):
    """`dw` is turned by 180 degrees: it is the gradient of a flipped kernel. Here the layer flips nothing,
    so nothing has to be turned back.
    """
    dx, dw, db = backward(*layer)
    return dx, dw[:, :, ::-1, ::-1], db


@misconception("flipped kernel on the way to dx")
def dx_flipped(dy, x, w, *geometry):
    """You computed `dx` with the kernel turned by 180 degrees. That flip belongs to another formula,
    the one that slides over `dy`; `col2im(rows.T @ dy)` needs none.
    """
    _, dw, db = backward(dy, x, w, *geometry)
    return backward(dy, x, w[:, :, ::-1, ::-1], *geometry)[0], dw, db


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


@misconception("`dy` forgotten in the bias gradient")
def dy_forgotten_in_db(*layer):
    """A bias acts on each output by 1, and each output on the loss by its number in `dy`. So the gradient of
    the bias is the sum of `dy` over its map and the batch.
    """
    return changed(layer, db=np.ones_like)


@dy_forgotten_in_db.also
def outputs_counted_in_db(*layer):
    return changed(layer, db=lambda db: np.full_like(db, layer[0].size / max(len(db), 1)))


@misconception("dx times x")
def dx_times_x(*layer):
    """You multiply `dx` by `x`. A pixel passes on weight times pixel, and the slope of that is the weight."""
    return changed(layer, dx=lambda dx: dx * layer[1])


@misconception("bias gradient a mean")
def bias_gradient_a_mean(dy, *others):
    """The bias is in every output once, so the gradients of the outputs add up: a sum, not a mean."""
    dx, dw, _ = backward(dy, *others)
    return dx, dw, dy.sum((0, 2, 3)) / max(1, dy[:, 0].size)


@bias_gradient_a_mean.also
def mean_over_the_map(dy, *others):
    dx, dw, _ = backward(dy, *others)
    return dx, dw, dy.mean((2, 3)).sum(0)


@misconception("kernel gradient still a matrix")
def dw_still_a_matrix(*layer):
    """`dw` has the shape of `w.reshape(F, -1)`; cut it back into the shape of `w`."""
    dx, dw, db = backward(*layer)
    return dx, dw.reshape(len(dw), -1), db


@misconception("kernel gradient before that of the picture")
def dw_before_dx(*layer):
    """The gradients are right, but their order is not: return `dx, dw, db`."""
    dx, dw, db = backward(*layer)
    return dw, dx, db


def not_passed_on(name):
    """The misconception that one of the three numbers does not reach `col2im`."""
    usual = {"stride": 1, "padding": 0, "dilation": 1}[name]

    def fold(cols, output_size, kernel_size, stride, padding, dilation):
        numbers = {"stride": stride, "padding": padding, "dilation": dilation, name: usual}
        return col2im(cols, output_size, kernel_size, **numbers)

    return Misconception(
        f"no {name} for the columns",
        partial(backward, fold=fold),
        f"`{name}` does not reach `im2col` or `col2im`, so the columns have another size. "
        "Both need all four: kernel size, stride, padding and dilation.",
    )


def put_back(name):
    """The misconception that the columns go back to the picture with another stride or dilation."""

    def fold(cols, output_size, kernel_size, stride, padding, dilation):
        return columns_put_back(cols, output_size, kernel_size, stride, padding, dilation, back={name: 1})

    return Misconception(
        f"no {name} on the way back",
        partial(backward, fold=fold),
        f"Only `dx` is wrong: on the way back to the pixels the {name} is missing. "
        "Each number goes back to the pixel it was copied from.",
    )


CONV2D_BACKWARD = Exercise(
    name="conv2d_backward",
    points=8,
    cases=(
        *(
            Case(f"{name}: {part}", draw, group=part, parts=(part,))
            for part in ("dx", "dw", "db")
            for name, draw in (
                ("1 to 9 with a 2 x 2 kernel, dy of ones", (np.ones((1, 1, 2, 2)), ONE_TO_NINE, TENS)),
                ("one picture, two filters", normal((1, 2, 3, 4), (1, 3, 5, 5), (2, 3, 3, 2))),
                ("a batch of three", normal((3, 4, 3, 2), (3, 2, 4, 4), (4, 2, 2, 3))),
            )
        ),
        *(
            Case(name, normal(dy, x, w, then=options), group="stride, padding, dilation", parts=("dx", "dw"))
            for name, dy, x, w, options in (
                ("padding 1", (2, 3, 4, 5), (2, 2, 4, 5), (3, 2, 3, 3), (1, 1)),
                ("stride 2, the last row left out", (1, 2, 2, 2), (1, 2, 6, 6), (2, 2, 3, 3), (2,)),
                ("dilation 2", (2, 2, 3, 2), (2, 1, 5, 4), (2, 1, 2, 2), (1, 0, 2)),
                (
                    "kernel (3, 2), stride (2, 3), padding (1, 2), dilation (2, 3)",
                    (2, 3, 3, 4),
                    (2, 2, 8, 10),
                    (3, 2, 3, 2),
                    ((2, 3), (1, 2), (2, 3)),
                ),
            )
        ),
        Case("a single window", normal((1, 2, 1, 1), (1, 2, 3, 3), (2, 2, 3, 3)), group="unusual input"),
        Case(
            "whole numbers in dy",
            lambda rng: (
                rng.integers(-9, 9, size=(2, 2, 2, 3)),
                rng.normal(size=(2, 2, 3, 4)),
                rng.normal(size=(2, 2, 2, 2)),
            ),
            group="unusual input",
        ),
        Case(
            "an empty batch",
            (np.zeros((0, 2, 2, 2)), np.zeros((0, 1, 3, 3)), np.ones((2, 1, 2, 2))),
            group="unusual input",
        ),
        Case(
            "dy of the right shape",
            normal((2, 3, 2, 3), (2, 2, 3, 4), (3, 2, 2, 2)),
            group="bad input",
            parts=("db",),
        ),
        *(
            Case(name, normal(dy, (2, 2, 5, 5), (4, 2, 3, 3)), raises=ValueError, group="bad input")
            for name, dy in (
                ("dy too small", (2, 4, 2, 2)),
                ("dy too large", (2, 4, 4, 4)),
                ("dy of one row, with as many numbers", (2, 4, 1, 9)),
                ("dy of one column, with as many numbers", (2, 4, 9, 1)),
                ("dy of one picture, x of two", (1, 4, 3, 3)),
                ("dy of three pictures, x of two", (3, 4, 3, 3)),
                ("dy of one map, w of four", (2, 1, 3, 3)),
                ("dy of five maps, w of four", (2, 5, 3, 3)),
            )
        ),
    ),
    oracle=autograd,
    returns=("dx", "dw", "db"),
    alternatives=(backward, by_taps, by_outputs),
    forbidden=("torch", "scipy"),
    misconceptions=(
        needs_a_picture(backward),
        any_dy,
        dw_flipped,
        dx_flipped,
        Misconception(
            "overlap overwritten instead of added",
            partial(backward, fold=partial(col2im, put=overwrite)),
            "A pixel seen by several windows gets a gradient from each: `col2im` must add, not overwrite.",
        ),
        Misconception(
            "padding cut off at one end",
            partial(backward, fold=partial(col2im, crop=crop_one_end)),
            "`dx` is shifted: cut `padding` rows off the top as well, not twice as many off the bottom.",
        ),
        Misconception(
            "padding left on dx",
            partial(backward, fold=partial(col2im, crop=crop_nothing)),
            "`dx` has the shape of the padded picture; it must have that of `x`.",
        ),
        batch_summed_away,
        mean_over_batch,
        one_picture_only,
        kernel_gradient_of_each_picture,
        batch_and_filters_mixed,
        last_picture_only,
        dy_forgotten_in_db,
        dx_times_x,
        put_back("stride"),
        put_back("dilation"),
        Misconception(
            "bias gradient of every picture",
            lambda dy, *others: (*backward(dy, *others)[:2], dy.sum((2, 3))),
            "A filter has one bias for all pictures: sum `dy` over the batch as well.",
        ),
        Misconception(
            "bias gradient of every place",
            lambda dy, *others: (*backward(dy, *others)[:2], dy.sum(0)),
            "A filter has one bias for the whole map: sum `dy` over its rows and columns as well.",
        ),
        bias_gradient_a_mean,
        dw_still_a_matrix,
        dw_before_dx,
        not_passed_on("stride"),
        not_passed_on("padding"),
        not_passed_on("dilation"),
        Misconception(
            "every output counted alike",
            lambda dy, *others: backward(np.ones_like(dy), *others),
            "That is the gradient of the sum of all outputs. `dy` says how much each output counts.",
        ),
        zeros(autograd),
    ),
    hints=(
        "The forward pass is `y = rows @ cols`, with the columns of `im2col`. "
        "What are the gradients of a matrix product with respect to its two factors?",
        "With `dy` as (N, F, OH*OW): dw = dy @ colsᵀ, summed over the batch; dcols = rowsᵀ @ dy; "
        "`col2im` leads back from columns to pixels.",
        "`dx = col2im(rows.T @ grads, x.shape[2:], ...)`, "
        "`dw = (grads @ im2col(x, ...).transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)`, "
        "`db = dy.sum(axis=(0, 2, 3))`.",
    ),
)
