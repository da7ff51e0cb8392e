"""Wrong answers to `conv2d_backward`, and what they are made from."""

from __future__ import annotations

from functools import partial

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..advice import needs_a_picture
from .conv2d_backward_batches import (
    backward,
    batch_and_filters_mixed,
    batch_summed_away,
    changed,
    kernel_gradient_of_each_picture,
    last_picture_only,
    mean_over_batch,
    one_picture_only,
)
from .reference import (
    col2im,
    columns_put_back,
    crop_nothing,
    crop_one_end,
    overwrite,
)


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


MISTAKES = (
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
)
