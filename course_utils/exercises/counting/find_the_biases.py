"""find_the_biases: what a lecture's table of AlexNet's parameters leaves out."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise, Misconception
from .reference import alexnet, torch_count, torch_layer, torch_shape

NAMES = ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8")
LECTURE = (34_944, 614_656, 885_120, 1_327_488, 884_992, 37_748_736, 16_777_216, 4_096_000)
RIGHT = {"row": "fc6", "missing": 9_192, "total": 62_378_344}


def part_of_the_answer(part):
    counts, shape = [], (3, 227, 227)
    for layer in alexnet(1):
        if layer["kind"] != "pool":
            counts.append(torch_count(torch_layer(layer, shape)))
        shape = torch_shape(layer, shape)
    if part == "total":
        return sum(counts)
    if part == "missing":
        return sum(counts) - sum(LECTURE)
    return next(name for name, own, told in zip(NAMES, counts, LECTURE, strict=True) if own != told)


def slip(name, part, values, advice):
    """One of the three parts is wrong, one of these."""
    first, *others = ({**RIGHT, part: value} for value in values)
    return Misconception(name, first, advice, others)


FIND_THE_BIASES = Exercise(
    name="find_the_biases",
    points=3,
    cases=(
        Case("the first row that is too small", ("row",), group="row"),
        Case("how many parameters are missing", ("missing",), group="missing"),
        Case("the true total", ("total",), group="total"),
    ),
    oracle=part_of_the_answer,
    alternatives=(RIGHT, {"row": "FC6", "missing": 9192.0, "total": 62_378_344.0}),
    misconceptions=(
        slip(
            "a convolution blamed",
            "row",
            ["conv1", "conv2", "conv3", "conv4", "conv5"],
            "This row is right, with its biases. Put your own `parameters` beside the lecture's, row by row.",
        ),
        slip(
            "a later row",
            "row",
            ["fc7", "fc8"],
            "This row is too small indeed, but another one is before it.",
        ),
        slip(
            "more than one row",
            "row",
            ["fc6, fc7, fc8", "fc"],
            "Name the first wrong row alone, as it is called in the lecture's table.",
        ),
        slip(
            "one row only",
            "missing",
            [4096, 1000],
            "This is missing from one row. Look for others.",
        ),
        slip(
            "two rows only",
            "missing",
            [8192, 5096],
            "This is missing from two rows. There is a third.",
        ),
        slip(
            "all biases",
            "missing",
            [10_568],
            "So many biases AlexNet has in all. The lecture counts those of the convolutions.",
        ),
        slip(
            "the biases that are there",
            "missing",
            [1376],
            "These are the biases of the convolutions, which the lecture counts. The others are missing.",
        ),
        slip(
            "inputs, not outputs",
            "missing",
            [9216, 17_408],
            "These are numbers of inputs. A bias belongs to an output.",
        ),
        slip(
            "negative",
            "missing",
            [-9192],
            "The number is right, but how many are missing is not negative: your total minus the lecture's.",
        ),
        slip(
            "the lecture's total",
            "total",
            [62_369_152],
            "This is the lecture's sum. Add what is missing.",
        ),
        slip(
            "subtracted instead of added",
            "total",
            [62_359_960],
            "The lecture's total is too small: add what is missing.",
        ),
        slip(
            "every bias added",
            "total",
            [62_379_720],
            "You add the biases of the convolutions once more. The lecture counts them already.",
        ),
        slip(
            "the two GPUs' total",
            "total",
            [60_965_224],
            "This is the network on two GPUs. The lecture's table is about one.",
        ),
        slip(
            "rounded",
            "total",
            [62.4, 62.38, 62_400_000, 62_378_000],
            "This is the total, rounded. Write all of its digits.",
        ),
        Misconception(
            "all zeros",
            {"row": "", "missing": 0, "total": 0},
            "Nothing is found yet: print your own table beside the lecture's.",
        ),
    ),
    hints=(
        "Print your own `parameters` and the lecture's, row by row. Which differ?",
        "Your table has rows for pooling; leave out those with 0 parameters. Then subtract row by row.",
        "The rows of the three linear layers lack 4096, 4096 and 1000: their biases.",
    ),
)
