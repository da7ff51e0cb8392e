"""What people get wrong in `count`, and the table by the numbers of filters, from which it is derived."""

from __future__ import annotations

import math
from itertools import accumulate, pairwise

from ...checks.exercise import Misconception, misconception
from .reference import shape_after


def weights_of(layer, shape):
    """The weights of one output and the number of filters: (0, 0) of pooling."""
    if layer["kind"] == "pool":
        return 0, 0
    if layer["kind"] == "linear":
        return math.prod(shape), layer["outputs"]
    return shape[0] // layer["groups"] * layer["kernel_size"] ** 2, layer["channels"]


def row(shape, parameters, macs, itemsize=4):
    size = itemsize * math.prod(shape)
    return {"shape": shape, "parameters": parameters, "macs": macs, "bytes": size}


def shapes_of(layers, shape):
    return [shape, *(shape := shape_after(layer, shape) for layer in layers)]


def by_filters(layers, shape):
    table = []
    for layer in layers:
        weights, filters = weights_of(layer, shape)
        shape = shape_after(layer, shape)
        positions = math.prod(shape[1:])
        table.append(row(shape, filters * (weights + 1), filters * weights * positions))
    return table


def with_biases_by_kind(layers, shape):
    table = []
    for layer, (before, after) in zip(layers, pairwise(shapes_of(layers, shape)), strict=True):
        weights, filters = weights_of(layer, before)
        biases = 0 if layer["kind"] == "pool" else after[0]
        table.append(row(list(after), weights * filters + biases, weights * math.prod(after)))
    return table


def changed(change):
    """A wrong table: `change(row, layer, shape before, right row)` gives the entries that are not right."""

    def wrong(layers, shape):
        shapes = shapes_of(layers, shape)
        rows = zip(by_filters(layers, shape), layers, shapes, strict=False)
        return [{**right, **change(right, layer, before)} for right, layer, before in rows]

    return wrong


def macs_from_parameters(right, layer, before):
    positions = math.prod(right["shape"][1:])
    return {"macs": right["parameters"] * positions}


def weights_alone(right, layer, before):
    weights, filters = weights_of(layer, before)
    return {"parameters": weights * filters}


def no_biases_of_linear(right, layer, before):
    return weights_alone(right, layer, before) if layer["kind"] == "linear" else {}


def all_groups(right, layer, before):
    g = layer.get("groups", 1)
    weights, filters = weights_of(layer, before)
    return {"parameters": filters * (g * weights + 1), "macs": right["macs"] * g}


def channels_only(right, layer, before):
    if layer["kind"] != "linear":
        return {}
    return {"parameters": layer["outputs"] * (before[0] + 1), "macs": layer["outputs"] * before[0]}


def pooling_with_weights(right, layer, before):
    if layer["kind"] != "pool":
        return {}
    weights = before[0] * layer["kernel_size"] ** 2
    return {"parameters": before[0] * (weights + 1), "macs": weights * math.prod(right["shape"])}


def comparisons_of_pooling(right, layer, before):
    if layer["kind"] != "pool":
        return {}
    return {"macs": layer["kernel_size"] ** 2 * math.prod(right["shape"])}


def positions_of_the_input(right, layer, before):
    if layer["kind"] != "conv":
        return {}
    weights, filters = weights_of(layer, before)
    return {"macs": weights * filters * math.prod(before[1:])}


@misconception("running totals")
def running_totals(layers, shape):
    """Each row holds the sum of all rows so far. Give each layer's own numbers; `sum` adds them up later."""
    table = by_filters(layers, shape)
    names = ("parameters", "macs", "bytes")
    totals = [list(accumulate(line[name] for line in table)) for name in names]
    return [
        {**line, **dict(zip(names, numbers, strict=True))}
        for line, *numbers in zip(table, *totals, strict=True)
    ]


@misconception("the new shape too early")
def shape_too_early(layers, shape):
    """You count with the shape that comes out of a layer, as if it went in. Its channels, or inputs, are
    those of the shape before: keep both until the row is written.
    """
    table = []
    for layer, after in zip(layers, shapes_of(layers, shape)[1:], strict=True):
        weights, filters = weights_of(layer, after)
        table.append(row(after, filters * (weights + 1), weights * math.prod(after)))
    return table


@misconception("all zeros")
def all_zeros(layers, shape):
    """There is a row for each layer, but its numbers are all 0: they were never counted."""
    return [row((0,), 0, 0) for _ in layers]


@all_zeros.also
def only_shapes(layers, shape):
    return [{**row(after, 0, 0), "bytes": 0} for after in shapes_of(layers, shape)[1:]]


@misconception("every layer gets the picture")
def shape_not_handed_on(layers, shape):
    """Each layer is counted as if it saw the picture itself. It sees what the layer before it gives: at the
    end of the loop, `shape` becomes the new shape.
    """
    return [by_filters([layer], shape)[0] for layer in layers]


MISTAKES = (
    running_totals,
    shape_not_handed_on,
    shape_too_early,
    Misconception(
        "the linear layers' biases forgotten",
        changed(no_biases_of_linear),
        "The convolutions are right, but the linear layers have biases, too: one for each output.",
    ),
    Misconception(
        "biases forgotten",
        changed(weights_alone),
        "These are the weights alone. Count the biases, too: one for each filter or output.",
    ),
    Misconception(
        "maps not flattened",
        changed(channels_only),
        "A linear layer after maps reads every number of them: C * H * W inputs, not C.",
    ),
    Misconception(
        "`groups` ignored",
        changed(all_groups),
        "The entry `groups` of a convolution is not used: hand it to `conv_params` and `conv_macs`.",
    ),
    Misconception(
        "groups ignored in the multiply-accumulates",
        changed(lambda right, layer, before: {"macs": right["macs"] * layer.get("groups", 1)}),
        "The parameters are right. But groups save work, too: hand `groups` to `conv_macs`.",
    ),
    Misconception(
        "groups ignored in the parameters",
        changed(lambda right, layer, before: {"parameters": all_groups(right, layer, before)["parameters"]}),
        "The multiply-accumulates are right. But groups save weights, too: hand them to `conv_params`.",
    ),
    Misconception(
        "pooling counted like a convolution",
        changed(pooling_with_weights),
        "Pooling has no weights, so it has 0 parameters and 0 multiply-accumulates.",
    ),
    Misconception(
        "no rows for pooling",
        lambda layers, shape: [
            row
            for row, layer in zip(by_filters(layers, shape), layers, strict=True)
            if layer["kind"] != "pool"
        ],
        "Pooling layers have no row in your table. Each layer has one; that of pooling has 0 parameters.",
    ),
    Misconception(
        "comparisons of pooling counted",
        changed(comparisons_of_pooling),
        "Pooling compares numbers, but multiplies none: its multiply-accumulates are 0.",
    ),
    Misconception(
        "positions of the input",
        changed(positions_of_the_input),
        "You count a window for every pixel of the input. `conv_macs` needs the size of the output.",
    ),
    Misconception(
        "biases counted as work",
        changed(macs_from_parameters),
        "You count the biases among the multiply-accumulates. Biases are only added: take the weights.",
        [
            changed(
                lambda right, layer, before: (
                    {"macs": right["parameters"]} if layer["kind"] == "linear" else {}
                )
            ),
            changed(
                lambda right, layer, before: (
                    macs_from_parameters(right, layer, before) if layer["kind"] == "conv" else {}
                )
            ),
        ],
    ),
    Misconception(
        "multiplications and additions apart",
        changed(lambda right, layer, before: {"macs": 2 * right["macs"]}),
        "You count each product and its addition as two. A multiply-accumulate is both, and counts once.",
    ),
    Misconception(
        "work of the linear layers forgotten",
        changed(lambda right, layer, before: {"macs": 0} if layer["kind"] == "linear" else {}),
        "Linear layers multiply, too: each weight is used once.",
    ),
    Misconception(
        "numbers, not bytes",
        changed(lambda right, layer, before: {"bytes": right["bytes"] // 4}),
        "These are the numbers that come out of each layer. Each takes 4 bytes.",
    ),
    Misconception(
        "eight bytes for every number",
        changed(lambda right, layer, before: {"bytes": 2 * right["bytes"]}),
        "You count 8 bytes for each number, as in float64. Networks are trained in float32: 4 bytes.",
    ),
    Misconception(
        "bytes of the input",
        changed(lambda right, layer, before: {"bytes": 4 * math.prod(before)}),
        "You count what goes into each layer. Count what comes out of it.",
    ),
    Misconception(
        "bytes of the parameters",
        changed(lambda right, layer, before: {"bytes": 4 * right["parameters"]}),
        "These are the bytes of the parameters. Count the numbers that come out of each layer.",
    ),
    Misconception(
        "shape of the input",
        changed(lambda right, layer, before: {"shape": before}),
        "You note the shape that goes into each layer. Note the shape that comes out.",
    ),
    all_zeros,
)
