"""LeNet5: the network of 1998, and its modern twin."""

from __future__ import annotations

from typing import Any

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array, fill, seeded, sizes, tensor
from .lenet5_mistakes import MISTAKES


def losses(network: Any, x: Any, labels: Any, rate: float, count: int) -> list[float]:
    """The losses of a few plain steps."""
    import torch

    optimiser = torch.optim.SGD(network.parameters(), lr=rate)
    found = []
    for _ in range(count):
        loss = torch.nn.functional.cross_entropy(network(x), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        found.append(loss.item())
    return found


def by_functions(modern=False):
    import torch
    from torch.nn import functional

    class ByFunctions(torch.nn.Module):
        """C5 as a linear layer: on maps of its own size a convolution is one."""

        def __init__(self):
            super().__init__()
            self.c = torch.nn.ModuleList([torch.nn.Conv2d(1, 6, 5), torch.nn.Conv2d(6, 16, 5)])
            self.f = torch.nn.ModuleList(torch.nn.Linear(*pair) for pair in ((400, 120), (120, 84), (84, 10)))

        def forward(self, x):
            bend = torch.relu if modern else torch.tanh
            for layer in self.c:
                maps = bend(layer(x))
                x = functional.max_pool2d(maps, 2) if modern else functional.avg_pool2d(maps, 2)
            x = x.flatten(1)
            for layer in self.f[:-1]:
                x = bend(layer(x))
            return self.f[-1](x)

    return ByFunctions()


def by_hand(modern=False):
    from torch import nn

    bend, pool = (nn.ReLU, nn.MaxPool2d) if modern else (nn.Tanh, nn.AvgPool2d)
    maps = nn.Conv2d(1, 6, 5), bend(), pool(2), nn.Conv2d(6, 16, 5), bend(), pool(2)
    rest = nn.Conv2d(16, 120, 5), bend(), nn.Flatten(), nn.Linear(120, 84), bend(), nn.Linear(84, 10)
    return nn.Sequential(*maps, *rest)


def oracle(modern=False):
    """The course's own, which it trains."""
    from ...models import LeNet5

    return LeNet5(modern)


def ink(*shape):
    return lambda rng: rng.random(shape)


def labels(count):
    return lambda rng: rng.integers(0, 10, count)


def form(group, made):
    """The cases of one form."""
    return (
        steps(
            f"its parameters, {group}",
            f"sizes({made})\nseed = seeded(1)\narray(fill({made})(tensor(x)))",
            group,
            x=ink(1, 1, 32, 32),
        ),
        steps(
            f"a batch, {group}",
            f"seed = seeded(1)\narray(fill({made})(tensor(x)))",
            group,
            x=ink(2, 1, 32, 32),
        ),
    )


LENET5 = Exercise(
    name="LeNet5",
    points=8,
    cases=(
        *form("the form of 1998", "LeNet5()"),
        *form("the modern form", "LeNet5(modern=True)"),
        *(
            steps(
                f"two steps of training, {group}",
                f"seed = seeded(1)\nlosses(fill({made}), tensor(x), tensor(y), 0.1, 2)",
                "learning",
                x=ink(4, 1, 32, 32),
                y=labels(4),
            )
            for group, made in (("1998", "LeNet5()"), ("modern", "LeNet5(modern=True)"))
        ),
    ),
    oracle=oracle,
    tools=(tensor, array, fill, sizes, losses, seeded),
    alternatives=(by_functions, by_hand),
    another_way=(
        by_functions,
        "C5 has maps of 1 by 1, so it is a linear layer of 400 inputs. Networks for larger pictures keep the "
        "convolution: it slides.",
    ),
    misconceptions=MISTAKES,
    hints=(
        "Make the five layers in `__init__`, after `super().__init__()`. Which numbers does each take, and "
        "how many does it give?",
        "`nn.Conv2d(1, 6, 5)`, `nn.Conv2d(6, 16, 5)`, `nn.Conv2d(16, 120, 5)`, then two `nn.Linear`. C5 "
        "gives (N, 120, 1, 1): `flatten(1)`.",
        "Keep `self.bend = torch.relu if modern else torch.tanh` and the same for the pooling "
        "(`F.max_pool2d`, `F.avg_pool2d`); then `x = self.pool(self.bend(self.c1(x)), 2)`, and so on.",
    ),
)
