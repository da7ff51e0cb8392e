"""spot_the_column: which of a lecture's numbers belong to AlexNet on one GPU, and which to it on two."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise, Misconception
from .reference import alexnet, torch_count, torch_layer, torch_shape

LECTURE = {"conv1": 35, "conv2": 307, "conv3": 884, "conv4": 1_300, "conv5": 442}  # in thousands
RIGHT = {"conv1": "both", "conv2": "two", "conv3": "both", "conv4": "one", "conv5": "two", "size": 5}


def convolutions(groups):
    """The convolutions of AlexNet in PyTorch."""
    shape, found = (3, 227, 227), []
    for layer in alexnet(groups)[:7]:
        if layer["kind"] == "conv":
            found.append(torch_layer(layer, shape))
        shape = torch_shape(layer, shape)
    return dict(zip(LECTURE, found, strict=True))


def part_of_the_answer(part):
    one, two = convolutions(1), convolutions(2)
    if part == "size":
        return one["conv2"].kernel_size[0]
    told = 1_000 * LECTURE[part]
    fits = {
        name: abs(torch_count(layers[part]) - told) < 0.03 * told
        for name, layers in {"one": one, "two": two}.items()
    }
    return "both" if all(fits.values()) else next(name for name, fit in fits.items() if fit)


def slip(name, parts, advice):
    """Some of the parts are wrong."""
    first, *others = ({**RIGHT, part: value} for part, value in parts)
    return Misconception(name, first, advice, others)


SPOT_THE_COLUMN = Exercise(
    name="spot_the_column",
    points=3,
    optional=True,
    cases=(
        *(Case(f"35K, {name}", (name,), group="rows that agree") for name in ("conv1",)),
        Case("884K, conv3", ("conv3",), group="rows that agree"),
        Case("307K, conv2", ("conv2",), group="rows that differ"),
        Case("1.3M, conv4", ("conv4",), group="rows that differ"),
        Case("442K, conv5", ("conv5",), group="rows that differ"),
        Case("the size of conv2's filters", ("size",), group="size"),
    ),
    oracle=part_of_the_answer,
    alternatives=(
        RIGHT,
        {**{key: str(value).upper() for key, value in RIGHT.items()}, "size": 5.0},
    ),
    misconceptions=(
        slip(
            "a layer without groups",
            [("conv1", "one"), ("conv1", "two"), ("conv3", "one"), ("conv3", "two")],
            "The layers conv1 and conv3 have one group in both networks, so their numbers are the same.",
        ),
        slip(
            "two GPUs taken for one",
            [("conv2", "one"), ("conv5", "one")],
            "On one GPU this layer has twice as many weights. Print both tables.",
        ),
        Misconception(
            "two rows of two GPUs taken for one",
            {**RIGHT, "conv2": "one", "conv5": "one"},
            "On one GPU conv2 and conv5 have twice as many weights as the lecture says. Print both tables.",
        ),
        slip(
            "one GPU taken for two",
            [("conv4", "two")],
            "In two groups conv4 has 664K parameters. Without groups it has twice as many.",
        ),
        slip(
            "a layer in groups taken for both",
            [("conv2", "both"), ("conv4", "both"), ("conv5", "both")],
            "This layer has two groups on two GPUs, so the two networks differ in it.",
        ),
        slip(
            "the lecture's filters",
            [("size", 11)],
            "With 11 x 11 filters conv2 would have more than a million parameters, even in two groups. Solve "
            "for the size.",
        ),
        slip(
            "filters of another layer",
            [("size", 3), ("size", 7)],
            "Which size gives conv2 its 307K parameters? Try `conv_params(96, 256, size, 2)`.",
        ),
        Misconception(
            "one and two exchanged",
            {**RIGHT, "conv2": "one", "conv4": "two", "conv5": "one"},
            'You exchanged "one" and "two": groups halve the weights, and 307K is the smaller one of conv2.',
        ),
        Misconception(
            "all on one GPU",
            {**dict.fromkeys(LECTURE, "one"), "size": 5},
            "On one GPU conv2 has 614,656 parameters, and the lecture says 307K.",
        ),
        Misconception(
            "all on two GPUs",
            {**dict.fromkeys(LECTURE, "two"), "size": 5},
            "On two GPUs conv4 has 663,936 parameters, and the lecture says 1.3M.",
        ),
        Misconception(
            "all on both",
            {**dict.fromkeys(LECTURE, "both"), "size": 5},
            "In three layers the two networks differ. Print both tables.",
        ),
        Misconception(
            "numbers, not words",
            {**RIGHT, "conv2": 2, "conv4": 1, "conv5": 2},
            'Write the words "one", "two" and "both", with their quotes.',
            [{**RIGHT, "conv2": "2", "conv4": "1", "conv5": "2"}],
        ),
        Misconception(
            "all zeros",
            {**dict.fromkeys(LECTURE, ""), "size": 0},
            "Nothing is filled in yet: write one of the three words for each row.",
        ),
    ),
    hints=(
        "Print the parameters of `alexnet(1)` and of `alexnet(2)`.",
        'A row in which both agree is "both". The lecture rounds, and leaves out some biases.',
        "Groups halve conv2, conv4 and conv5. 307K and 442K are halves, 1.3M is not. "
        "`conv_params(96, 256, 5, 2)` is 307,456.",
    ),
)
