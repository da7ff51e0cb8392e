"""conv_macs: the multiply-accumulates of a convolution."""

from __future__ import annotations

import math

from ...checks.exercise import Case, Exercise, Misconception, zeros
from .reference import draw


def by_torch(in_channels, out_channels, kernel_size, output_size, groups=1):
    """What PyTorch's own counter says of a convolution that runs; it counts each one as two operations."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        layer = torch.nn.Conv2d(in_channels, out_channels, kernel_size, groups=groups)
        layer(torch.empty(1, in_channels, *(n + kernel_size - 1 for n in output_size)))
    return counter.get_total_flops() // 2


def output_by_output(in_channels, out_channels, kernel_size, output_size, groups=1):
    outputs = out_channels * output_size[0] * output_size[1]
    return outputs * (in_channels // groups) * kernel_size**2


def weights_times_positions(in_channels, out_channels, kernel_size, output_size, groups=1):
    weights = out_channels * in_channels // groups * kernel_size * kernel_size
    return weights * math.prod(output_size)


def counted(formula):
    """A wrong count, from the channels c and f, the side k, the output's rows and columns, the groups g."""
    return lambda in_channels, out_channels, kernel_size, output_size, groups=1: formula(
        in_channels, out_channels, kernel_size, *output_size, groups
    )


def random_layer(rng):
    groups, c, f, k = draw(rng, (2, 6), (2, 20), (21, 40), (2, 9))
    return groups * c, groups * f, k, draw(rng, (5, 30), (31, 60)), groups


CONV_MACS = Exercise(
    name="conv_macs",
    points=4,
    cases=(
        Case("one 3 x 3 filter on grey, 4 x 5 outputs", (1, 1, 3, (4, 5)), group="one group"),
        Case("LeNet-5's first layer", (1, 6, 5, (28, 28)), group="one group"),
        Case("AlexNet's first layer", (3, 96, 11, (55, 55)), group="one group"),
        Case("AlexNet's second layer", (96, 256, 5, (27, 27)), group="one group"),
        Case("random numbers", lambda rng: random_layer(rng)[:4], group="one group"),
        Case("AlexNet's second layer, two GPUs", (96, 256, 5, (27, 27), 2), group="groups"),
        Case("a group for each channel", (16, 32, 3, (9, 7), 16), group="groups"),
        Case("random groups", random_layer, group="groups", dtype="int"),
    ),
    oracle=by_torch,
    alternatives=(output_by_output, weights_times_positions),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "weights, not multiplications",
            counted(lambda c, f, k, oh, ow, g: f * c // g * k * k),
            "That is how many weights there are. Each weight is used once at every position of the output.",
        ),
        Misconception(
            "not a whole number",
            counted(lambda c, f, k, oh, ow, g: oh * ow * f * (c / g) * k * k),
            "The value is right, but `/` makes a float, and a count is a whole number: divide with `//`.",
        ),
        Misconception(
            "biases counted",
            counted(lambda c, f, k, oh, ow, g: oh * ow * f * (c // g * k * k + 1)),
            "You count an addition of the bias for each output. By custom only the products are counted.",
            [counted(lambda c, f, k, oh, ow, g: oh * ow * f * c // g * k * k + f)],
        ),
        Misconception(
            "multiplications and additions apart",
            counted(lambda c, f, k, oh, ow, g: 2 * oh * ow * f * c // g * k * k),
            "You count each product and its addition as two. A multiply-accumulate is both, and counts once.",
        ),
        Misconception(
            "depth forgotten",
            counted(lambda c, f, k, oh, ow, g: oh * ow * f * k * k),
            "Each output multiplies the whole depth of its window: in_channels / groups channels.",
        ),
        Misconception(
            "one filter only",
            counted(lambda c, f, k, oh, ow, g: oh * ow * c // g * k * k),
            "This is the work of one filter. There are `out_channels` of them.",
            [counted(lambda c, f, k, oh, ow, g: oh * ow * c * k * k)],
        ),
        Misconception(
            "a side instead of an area",
            counted(lambda c, f, k, oh, ow, g: oh * ow * f * c // g * k),
            "`kernel_size` is the side of the window: it has kernel_size * kernel_size pixels.",
        ),
        Misconception(
            "`groups` ignored",
            counted(lambda c, f, k, oh, ow, g: oh * ow * f * c * k * k),
            "You let each filter span all channels. In groups, it sees only the channels of its own group.",
        ),
        Misconception(
            "one group only",
            counted(lambda c, f, k, oh, ow, g: oh * ow * (f // g) * (c // g) * k * k),
            "This is the work of one group. There are `groups` of them.",
        ),
        Misconception(
            "multiplied by the groups",
            counted(lambda c, f, k, oh, ow, g: oh * ow * f * c * g * k * k),
            "Groups make each filter thinner: divide the channels that it sees by `groups`.",
        ),
        Misconception(
            "rows only",
            counted(lambda c, f, k, oh, ow, g: oh * f * c // g * k * k),
            "You count the positions of one column. There are OH * OW positions.",
            [counted(lambda c, f, k, oh, ow, g: ow * f * c // g * k * k)],
        ),
        Misconception(
            "a square output",
            counted(lambda c, f, k, oh, ow, g: oh * oh * f * c // g * k * k),
            "The output has OH rows and OW columns, which may differ: use both.",
            [counted(lambda c, f, k, oh, ow, g: ow * ow * f * c // g * k * k)],
        ),
        Misconception(
            "the input's size",
            counted(lambda c, f, k, oh, ow, g: (oh + k - 1) * (ow + k - 1) * f * c // g * k * k),
            "You count a window for every pixel of the input. There is one for each position of the output.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "How many multiplications does one number of the output need?",
        "As many as a filter has weights. How many numbers does the output have?",
        "`out_channels * oh * ow * (in_channels // groups) * kernel_size**2`, with `oh, ow = output_size`.",
    ),
)
