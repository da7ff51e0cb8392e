"""training_bytes: the memory that training takes."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise, Misconception, zeros
from .reference import draw

ALEXNET = (62_378_344, 781_736)  # parameters, and activations of one picture


def by_torch(parameters, activations, batch, states=1, itemsize=4):
    """What PyTorch's optimizers keep after a step: SGD, SGD with momentum, Adam."""
    import torch

    dtype = {2: torch.float16, 4: torch.float32, 8: torch.float64}[itemsize]
    weights = torch.nn.Parameter(torch.empty(parameters, dtype=dtype, device="meta"))
    weights.grad = torch.empty_like(weights)
    optimizer = (
        torch.optim.Adam([weights]) if states == 2 else torch.optim.SGD([weights], 0.1, momentum=0.9 * states)
    )
    optimizer.step()
    kept = [
        value for value in optimizer.state[weights].values() if getattr(value, "numel", int)() == parameters
    ]
    maps = torch.empty(batch, activations, dtype=dtype, device="meta")
    return sum(tensor.nbytes for tensor in (weights, weights.grad, *kept, maps))


def one_by_one(parameters, activations, batch, states=1, itemsize=4):
    weights = gradients = parameters
    numbers = weights + gradients + states * parameters
    return itemsize * (numbers + batch * activations)


def in_copies(parameters, activations, batch, states=1, itemsize=4):
    copies = 2 + states
    return copies * parameters * itemsize + activations * batch * itemsize


def counted(formula):
    """A wrong count, from the parameters p, the activations a, the batch n, the states s and the bytes b."""
    return lambda parameters, activations, batch, states=1, itemsize=4: formula(
        parameters, activations, batch, states, itemsize
    )


TRAINING_BYTES = Exercise(
    name="training_bytes",
    points=3,
    optional=True,
    cases=(
        Case("LeNet-5, 64 pictures", (61_706, 8_094, 64), group="momentum, float32"),
        Case("AlexNet, 128 pictures", (*ALEXNET, 128), group="momentum, float32"),
        Case(
            "random numbers",
            lambda rng: draw(rng, (100, 999), (1_000, 9_999), (5, 99)),
            group="momentum, float32",
        ),
        Case("plain gradient descent", (61_706, 8_094, 64, 0), group="other optimizers"),
        Case("two states, as in Adam", (*ALEXNET, 32, 2), group="other optimizers"),
        Case(
            "random numbers, two states",
            lambda rng: (*draw(rng, (100, 999), (1_000, 9_999), (5, 99)), 2),
            group="other optimizers",
        ),
        Case("two bytes for each number", (*ALEXNET, 128), {"itemsize": 2}, group="other numbers"),
        Case(
            "random numbers in float64",
            lambda rng: (*draw(rng, (100, 999), (1_000, 9_999), (5, 99)), 0, 8),
            group="other numbers",
        ),
    ),
    oracle=by_torch,
    alternatives=(one_by_one, in_copies),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "numbers, not bytes",
            counted(lambda p, a, n, s, b: (2 + s) * p + n * a),
            "These are the numbers that are kept. Each takes `itemsize` bytes.",
        ),
        Misconception(
            "gradients forgotten",
            counted(lambda p, a, n, s, b: b * ((1 + s) * p + n * a)),
            "Each weight has a gradient, too: as many numbers again.",
        ),
        Misconception(
            "the optimizer's numbers forgotten",
            counted(lambda p, a, n, s, b: b * (2 * p + n * a)),
            "The optimizer keeps `states` numbers for each weight: its momentum, for instance.",
        ),
        Misconception(
            "weights alone",
            counted(lambda p, a, n, s, b: b * (p + n * a)),
            "Besides the weights there are their gradients, and what the optimizer keeps.",
        ),
        Misconception(
            "one picture only",
            counted(lambda p, a, n, s, b: b * ((2 + s) * p + a)),
            "The maps of all pictures in the batch are kept until the backward pass.",
        ),
        Misconception(
            "weights for each picture",
            counted(lambda p, a, n, s, b: n * b * ((2 + s) * p + a)),
            "All pictures of a batch share the weights. Only the activations are kept for each picture.",
        ),
        Misconception(
            "a gradient for each picture",
            counted(lambda p, a, n, s, b: b * ((1 + s + n) * p + n * a)),
            "The gradients of a batch are added up as they come: one number for each weight.",
        ),
        Misconception(
            "activations forgotten",
            counted(lambda p, a, n, s, b: b * (2 + s) * p),
            "The backward pass needs what came out of each layer, for each picture of the batch.",
        ),
        Misconception(
            "activations counted twice",
            counted(lambda p, a, n, s, b: b * ((2 + s) * p + 2 * n * a)),
            "You count the gradients of the activations, too. They are not kept: each is freed at once.",
            [counted(lambda p, a, n, s, b: b * (2 + s) * (p + n * a))],
        ),
        Misconception(
            "four bytes for every number",
            counted(lambda p, a, n, s, b: 4 * ((2 + s) * p + n * a)),
            "You count 4 bytes for each number. That is float32, only the default: multiply by `itemsize`.",
        ),
        Misconception(
            "states multiplied",
            counted(lambda p, a, n, s, b: b * (2 * s * p + n * a)),
            "The optimizer's numbers come in addition to weights and gradients: 2 + states, not 2 * states.",
        ),
        Misconception(
            "states not for each weight",
            counted(lambda p, a, n, s, b: b * (2 * p + s + n * a)),
            "The optimizer keeps `states` numbers for each parameter: states * parameters in all.",
        ),
        Misconception(
            "four bytes for every activation",
            counted(lambda p, a, n, s, b: b * (2 + s) * p + 4 * n * a),
            "Weights, gradients and states have `itemsize` bytes; your activations have 4 always.",
        ),
        Misconception(
            "four bytes for every weight",
            counted(lambda p, a, n, s, b: 4 * (2 + s) * p + b * n * a),
            "The activations have `itemsize` bytes; your weights, gradients and states have 4 always.",
        ),
        Misconception(
            "no gradients without states",
            counted(lambda p, a, n, s, b: b * ((2 + s if s else 1) * p + n * a)),
            "With states=0 you leave the gradients out. Plain gradient descent needs them as well.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "What is kept for each weight, and what for each picture?",
        "For each weight: the weight, its gradient, and `states` numbers. For each picture: `activations`.",
        "`itemsize * ((2 + states) * parameters + batch * activations)`.",
    ),
)
