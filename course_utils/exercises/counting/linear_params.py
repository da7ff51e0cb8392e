"""linear_params: the weights and biases of a fully connected layer."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .reference import draw, torch_count


def by_torch(inputs, outputs, bias=True):
    import torch

    return torch_count(torch.nn.Linear(inputs, outputs, bias=bias, device="meta"))


def one_more_input(inputs, outputs, bias=True):
    return (inputs + bias) * outputs


def neuron_by_neuron(inputs, outputs, bias=True):
    return sum(inputs + (1 if bias else 0) for _ in range(outputs))


def weights_and_biases(inputs, outputs, bias=True):
    return inputs * outputs + (outputs if bias else 0)


@misconception("biases forgotten")
def no_biases(inputs, outputs, bias=True):
    """These are the weights. Each output has a bias, too, which is learned as they are."""
    return inputs * outputs


@misconception("biases always counted")
def always_biases(inputs, outputs, bias=True):
    """With biases the number is right. With `bias=False` there are none: count the weights alone."""
    return inputs * outputs + outputs


@misconception("a single bias")
def single_bias(inputs, outputs, bias=True):
    """You count one bias for the whole layer. Each output has a bias of its own."""
    return inputs * outputs + bool(bias)


@misconception("a bias for each input")
def bias_of_inputs(inputs, outputs, bias=True):
    """A bias is added to an output, so there are as many biases as outputs, not as inputs."""
    return inputs * outputs + inputs * bool(bias)


@misconception("added instead of multiplied")
def added(inputs, outputs, bias=True):
    """Each output has a weight for every input: multiply the two numbers."""
    return inputs + outputs + outputs * bool(bias)


@added.also
def added_without_biases(inputs, outputs, bias=True):
    return inputs + outputs


LINEAR_PARAMS = Exercise(
    name="linear_params",
    points=2,
    cases=(
        Case("5 inputs, 3 outputs", (5, 3), group="with biases"),
        Case("MNIST to 10 digits", (784, 10), group="with biases"),
        Case("AlexNet's last layer", (4096, 1000), group="with biases"),
        Case("random numbers", lambda rng: draw(rng, (20, 999), (2, 19)), group="with biases"),
        Case("5 inputs, 5 outputs, no bias", (5, 5, False), group="without biases"),
        Case("256 x 256 in colour to 1,000 classes", (196_608, 1000, False), group="without biases"),
        Case(
            "random numbers, no bias",
            lambda rng: (*draw(rng, (20, 999), (2, 19)), False),
            group="without biases",
        ),
        Case("with biases, for comparison", (7, 4, True), group="without biases"),
    ),
    oracle=by_torch,
    alternatives=(one_more_input, neuron_by_neuron, weights_and_biases),
    forbidden=("torch",),
    misconceptions=(
        no_biases,
        always_biases,
        single_bias,
        bias_of_inputs,
        added,
        Misconception(
            "one output only",
            lambda inputs, outputs, bias=True: inputs + bool(bias),
            "This is what a single output needs. Each of the outputs needs as much.",
        ),
        Misconception(
            "weights and biases multiplied",
            lambda inputs, outputs, bias=True: inputs * outputs * (outputs if bias else 1),
            "Biases are parameters beside the weights: add them.",
        ),
        Misconception(
            "a bias for each weight",
            lambda inputs, outputs, bias=True: inputs * outputs * (2 if bias else 1),
            "You count as many biases as weights. Each output has one bias.",
        ),
        Misconception(
            "another default of `bias`",
            lambda inputs, outputs, bias=False: inputs * outputs + outputs * bool(bias),
            "Where `bias` is given the result is right. Where it is not, there are biases: the default "
            "is True.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "How many arrows lead to one output?",
        "One comes from each input, and each has a weight. With a bias, there is one number more.",
        "`inputs * outputs`, and `+ outputs` if there is a bias.",
    ),
)
