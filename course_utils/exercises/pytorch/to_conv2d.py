"""to_conv2d: one's own weights in PyTorch's layer."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array, seeded, tensor
from .reference import drawn
from .to_conv2d_mistakes import MISTAKES, empty


def trained(layer, x):
    """The parameters of a layer after one step of gradient descent on the mean square of what it gives."""
    import torch

    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    layer(torch.tensor(x)).square().mean().backward()
    optimizer.step()
    return tuple(parameter.detach().numpy().copy() for parameter in layer.parameters())


def by_functional(w, b, stride=1, padding=0):
    """A module of one's own around the function: independent of `nn.Conv2d`."""
    import torch

    class Layer(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = torch.nn.Parameter(torch.tensor(w, dtype=torch.float32))
            self.bias = torch.nn.Parameter(torch.tensor(b, dtype=torch.float32))

        def forward(self, x):
            return torch.nn.functional.conv2d(x, self.weight, self.bias, stride, padding)

    return Layer()


def by_state_dict(w, b, stride=1, padding=0):
    import torch

    layer = torch.nn.Conv2d(w.shape[1], w.shape[0], w.shape[2:], stride, padding)
    layer.load_state_dict({"weight": torch.from_numpy(w), "bias": torch.from_numpy(b)})
    return layer


def by_parameter(w, b, stride=1, padding=0):
    import torch

    layer = empty(w, stride, padding)
    layer.weight = torch.nn.Parameter(torch.tensor(w, dtype=torch.float32))
    layer.bias = torch.nn.Parameter(torch.tensor(b, dtype=torch.float32))
    return layer


def by_data(w, b, stride=1, padding=0):
    import torch

    layer = empty(w, stride, padding)
    layer.weight.data, layer.bias.data = torch.tensor(w).float(), torch.tensor(b).float()
    return layer


def case(name, group, made, judged, **values):
    """A case with known random numbers, in which a layer is made and used."""
    return steps(name, f"start = seeded(1)\nlayer = to_conv2d({made})\n{judged}", group, **values)


def single(*shape):
    return lambda rng: rng.normal(size=shape).astype(np.float32)


OUTPUT = "array(layer(tensor(x)))"

TO_CONV2D = Exercise(
    name="to_conv2d",
    points=6,
    cases=(
        case(
            "one kernel on the numbers 0 to 8",
            "the same outputs",
            "w, b",
            OUTPUT,
            w=np.array([[[[1.0, 2], [3, 4]]]]),
            b=np.array([10.0]),
            x=np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3),
        ),
        case(
            "two filters of three channels",
            "the same outputs",
            "w, b",
            OUTPUT,
            w=drawn(2, 3, 4, 3),
            b=drawn(2),
            x=single(2, 3, 6, 7),
        ),
        case(
            "stride 2",
            "stride and padding",
            "w, b, stride=2",
            OUTPUT,
            w=drawn(3, 2, 3, 3),
            b=drawn(3),
            x=single(1, 2, 7, 8),
        ),
        case(
            "stride (2, 1), padding (0, 2)",
            "stride and padding",
            "w, b, (2, 1), (0, 2)",
            OUTPUT,
            w=drawn(2, 2, 3, 3),
            b=drawn(2),
            x=single(1, 2, 6, 6),
        ),
        case(
            "a step of training, then your own w again",
            "copies that learn",
            "w, b",
            "trained(layer, x)\nw\nb",
            w=single(2, 1, 2, 3),
            b=single(2),
            x=single(2, 1, 4, 5),
        ),
    ),
    oracle=by_functional,
    tools=(array, tensor, seeded, trained),
    alternatives=(by_state_dict, by_parameter, by_data),
    another_way=(
        by_state_dict,
        "A state dict names all numbers of a module. Whole networks are saved and loaded in this way.",
    ),
    misconceptions=MISTAKES,
    hints=(
        "Make the layer first, from the shape of w; then put your numbers into its `weight` and `bias`.",
        "A parameter is changed in place by `copy_`, and only where no gradients are recorded: "
        "`with torch.no_grad():`.",
        "`nn.Conv2d(in_channels, out_channels, (kh, kw), stride, padding)`, then "
        "`layer.weight.copy_(torch.from_numpy(w))`, and the bias alike.",
    ),
)
