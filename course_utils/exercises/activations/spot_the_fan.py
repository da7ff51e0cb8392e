"""spot_the_fan: what happens if the n of sqrt(2 / n) counts outputs instead of inputs."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception

FC6 = (4096, 9216)  # outputs, inputs
CONV2 = (256, 96, 5, 5)


def part_of_the_answer(part):
    if part == "conv":
        import torch

        return torch.nn.Conv2d(CONV2[1], CONV2[0], CONV2[2:], device="meta").weight[0].numel()
    n = {"inputs": FC6[1], "outputs": FC6[0]}[part]
    return FC6[1] * np.sqrt(2 / n) ** 2


RIGHT = {"inputs": 2, "outputs": 4.5, "conv": 2400}


def slip(name, part, values, advice):
    """One of the three numbers is wrong, one of these."""
    first, *others = ({**RIGHT, part: value} for value in values)
    return Misconception(name, first, advice, others)


SPOT_THE_FAN = Exercise(
    name="spot_the_fan",
    points=3,
    cases=(
        Case("n counts the inputs", ("inputs",), group="inputs"),
        Case("n counts the outputs", ("outputs",), group="outputs"),
        Case("the right n of a convolution", ("conv",), group="conv"),
    ),
    oracle=part_of_the_answer,
    alternatives=(RIGHT, {"inputs": 2.0, "outputs": 9 / 2, "conv": np.int64(2400)}),
    misconceptions=(
        Misconception("all zeros", {"inputs": 0, "outputs": 0, "conv": 0}, "0 is not an answer yet."),
        Misconception(
            "inputs and outputs exchanged",
            {"inputs": 2 * 4096 / 9216, "outputs": 2, "conv": 2400},
            "A score is a sum over the inputs of the layer, so there are 9,216 products in it.",
            others=[{"inputs": 4.5, "outputs": 2, "conv": 2400}, {"inputs": 4.5, "outputs": 2, "conv": 6400}],
        ),
        slip(
            "after ReLU",
            "inputs",
            [1],
            "This is the mean square after ReLU, which removes half of it. The score is asked for, before "
            "ReLU.",
        ),
        slip(
            "the weight, not the score",
            "inputs",
            [2 / 9216, round(2 / 9216, 6)],
            "This is the mean square of a weight. A score adds up 9,216 products.",
        ),
        slip(
            "the spread, not the mean square",
            "inputs",
            [np.sqrt(2), 1.41, 1.414],
            "This is the square root of the mean square. Leave the root out.",
        ),
        slip(
            "after ReLU, with the outputs",
            "outputs",
            [2.25],
            "This is the mean square after ReLU, which removes half of it. The score is asked for, before "
            "ReLU.",
        ),
        slip(
            "as if the layer were square",
            "outputs",
            [2],
            "It would be 2 if there were as many outputs as inputs. Here 9,216 products are added up, each "
            "with "
            "a mean square of 2 / 4,096.",
        ),
        slip(
            "turned over",
            "outputs",
            [2 * 4096 / 9216, round(2 * 4096 / 9216, 2), round(2 * 4096 / 9216, 3)],
            "You add up 4,096 products. A score has a product for each input: 9,216.",
        ),
        slip(
            "the root of the mean square",
            "outputs",
            [np.sqrt(4.5), 2.12, 2.121],
            "This is the square root of the mean square. Leave the root out.",
        ),
        slip(
            "channels counted, not numbers",
            "conv",
            [96],
            "These are the input channels. Each output number also sees 5 by 5 positions of each of them.",
        ),
        slip(
            "fan-out",
            "conv",
            [6400, 256],
            "This counts the filters: the outputs. How many numbers does one output number look at?",
        ),
        slip(
            "one channel only",
            "conv",
            [25],
            "A filter spans all 96 channels, not one.",
        ),
        slip(
            "all weights",
            "conv",
            [614400],
            "These are the weights of all 256 filters. One output number is made by one filter.",
        ),
        slip(
            "the bias counted",
            "conv",
            [2401],
            "The bias is not multiplied by an input: leave it out.",
        ),
    ),
    hints=(
        "A score is a sum of products, one for each input. The mean squares of independent products add up.",
        "Each product has a mean square of 1 times that of a weight, (sqrt(2 / n)) ** 2 = 2 / n. How many "
        "products are there, whatever n is?",
        "9,216 * 2 / n, for n = 9,216 and for n = 4,096. And a filter of the convolution has 96 channels "
        "of 5 "
        "by 5 weights.",
    ),
)
