"""conv_params: the weights and biases of a convolution, also in groups."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .reference import draw, torch_count


def by_torch(in_channels, out_channels, kernel_size, groups=1, bias=True):
    import torch

    return torch_count(
        torch.nn.Conv2d(in_channels, out_channels, kernel_size, groups=groups, bias=bias, device="meta")
    )


def must_divide(in_channels, out_channels, groups):
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"{groups} groups do not divide {in_channels} and {out_channels} channels")


def filter_by_filter(in_channels, out_channels, kernel_size, groups=1, bias=True):
    must_divide(in_channels, out_channels, groups)
    depth = in_channels // groups
    return out_channels * (depth * kernel_size**2 + bias)


def group_by_group(in_channels, out_channels, kernel_size, groups=1, bias=True):
    (c, left), (f, over) = divmod(in_channels, groups), divmod(out_channels, groups)
    if left or over:
        raise ValueError(f"{in_channels} and {out_channels} channels do not make {groups} groups")
    weights = f * c * kernel_size * kernel_size
    return groups * (weights + f * bias)


def counted(formula):
    """A wrong count, from the channels c and f, the side k, the groups g, and 1 or 0 for the bias."""

    def wrong(in_channels, out_channels, kernel_size, groups=1, bias=True):
        must_divide(in_channels, out_channels, groups)
        return formula(in_channels, out_channels, kernel_size, groups, int(bool(bias)))

    return wrong


@misconception("no error where groups do not divide the channels")
def no_error(in_channels, out_channels, kernel_size, groups=1, bias=True):
    """The counts are right. But channels cannot be shared out unevenly: if `groups` does not divide both
    numbers of channels, raise a ValueError that names the numbers.
    """
    return out_channels * (in_channels // groups * kernel_size**2 + bool(bias))


@no_error.also
def only_inputs_must_divide(in_channels, out_channels, kernel_size, groups=1, bias=True):
    must_divide(in_channels, groups, groups)
    return out_channels * (in_channels // groups * kernel_size**2 + bool(bias))


@no_error.also
def only_outputs_must_divide(in_channels, out_channels, kernel_size, groups=1, bias=True):
    must_divide(groups, out_channels, groups)
    return out_channels * (in_channels // groups * kernel_size**2 + bool(bias))


@no_error.also
def only_the_sum_must_divide(in_channels, out_channels, kernel_size, groups=1, bias=True):
    must_divide(in_channels + out_channels, groups, groups)
    return out_channels * (in_channels // groups * kernel_size**2 + bool(bias))


def random_groups(rng):
    groups, c, f, k = draw(rng, (2, 6), (2, 20), (21, 40), (2, 9))
    return groups * c, groups * f, k, groups


CONV_PARAMS = Exercise(
    name="conv_params",
    points=5,
    cases=(
        Case("one 3 x 3 filter on a colour picture", (3, 1, 3), group="one group"),
        Case("ten 5 x 5 filters on a colour picture", (3, 10, 5), group="one group"),
        Case("AlexNet's first layer", (3, 96, 11), group="one group"),
        Case("AlexNet's second layer, one GPU", (96, 256, 5), group="one group"),
        Case("random numbers", lambda rng: draw(rng, (2, 40), (41, 99), (2, 9)), group="one group"),
        Case("AlexNet's second layer, two GPUs", (96, 256, 5, 2), group="groups"),
        Case("AlexNet's fourth layer, two GPUs", (384, 384, 3, 2), group="groups"),
        Case("6 groups of 2 channels", (12, 18, 3, 6), group="groups"),
        Case("a group for each channel", (16, 32, 3, 16), group="groups"),
        Case("random groups", random_groups, group="groups", dtype="int"),
        Case("no bias", (3, 10, 5, 1, False), group="without biases"),
        Case("no bias, by its name", (96, 256, 5), {"bias": False}, group="without biases"),
        Case("random groups, no bias", lambda rng: (*random_groups(rng), False), group="without biases"),
        Case("3 groups of 2 channels", (6, 9, 3, 3), group="bad input"),
        Case("random groups that divide", random_groups, group="bad input"),
        Case("2 groups, 3 channels in", (3, 10, 5, 2), raises=ValueError, group="bad input"),
        Case("2 groups, 3 channels in, 9 out", (3, 9, 3, 2), raises=ValueError, group="bad input"),
        Case("2 groups, 9 channels out", (6, 9, 3, 2), raises=ValueError, group="bad input"),
    ),
    oracle=by_torch,
    another_way=(
        group_by_group,
        "It says what groups are: several small layers side by side, each with its own channels.",
    ),
    alternatives=(filter_by_filter, group_by_group),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "not a whole number",
            counted(lambda c, f, k, g, b: f * (c / g * k * k + b)),
            "The value is right, but `/` makes a float, and a count is a whole number: divide with `//`.",
        ),
        no_error,
        Misconception(
            "biases forgotten",
            counted(lambda c, f, k, g, b: f * c // g * k * k),
            "These are the weights. Each filter has a bias, too.",
        ),
        Misconception(
            "biases always counted",
            counted(lambda c, f, k, g, b: f * (c // g * k * k + 1)),
            "With biases the number is right. With `bias=False` there are none: count the weights alone.",
        ),
        Misconception(
            "a single bias",
            counted(lambda c, f, k, g, b: f * c // g * k * k + b),
            "You count one bias for the whole layer. Each filter has a bias of its own.",
        ),
        Misconception(
            "a bias for each channel of a filter",
            counted(lambda c, f, k, g, b: f * c // g * (k * k + b)),
            "A filter adds up over all its channels, then adds one bias: one for each filter.",
        ),
        Misconception(
            "a bias for each input channel",
            counted(lambda c, f, k, g, b: f * c // g * k * k + b * c),
            "A bias belongs to a filter, so there are `out_channels` of them, not `in_channels`.",
        ),
        Misconception(
            "depth forgotten",
            counted(lambda c, f, k, g, b: f * (k * k + b)),
            "A filter always spans the full depth: it has a weight for each channel of its window.",
        ),
        Misconception(
            "one filter only",
            counted(lambda c, f, k, g, b: c // g * k * k + b),
            "This is what one filter needs. There are `out_channels` of them.",
        ),
        Misconception(
            "a side instead of an area",
            counted(lambda c, f, k, g, b: f * (c // g * k + b)),
            "`kernel_size` is the side of the window: it has kernel_size * kernel_size pixels.",
        ),
        Misconception(
            "`groups` ignored",
            counted(lambda c, f, k, g, b: f * (c * k * k + b)),
            "You let each filter span all channels. In groups, it sees only the channels of its own group.",
        ),
        Misconception(
            "biases divided by the groups",
            counted(lambda c, f, k, g, b: f * (c * k * k + b) // g),
            "The weights become fewer by `groups`, but not the biases: each filter still has one.",
        ),
        Misconception(
            "one group only",
            counted(lambda c, f, k, g, b: f // g * (c // g * k * k + b)),
            "This is one group: a share of the filters on a share of the channels. There are `groups` such.",
        ),
        Misconception(
            "filters divided twice",
            counted(lambda c, f, k, g, b: f // g * (c // g) * k * k + b * f),
            "The weights are those of one group only. There are `groups` groups.",
        ),
        Misconception(
            "multiplied by the groups",
            counted(lambda c, f, k, g, b: f * (c * g * k * k + b)),
            "Groups make each filter thinner: divide the channels that it sees by `groups`.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "How many weights does one filter have, and how many filters are there?",
        "In groups, a filter spans `in_channels // groups` channels. Each filter has one bias.",
        "`out_channels * (in_channels // groups * kernel_size**2 + bias)`, after a ValueError if "
        "`in_channels % groups or out_channels % groups`.",
    ),
)
