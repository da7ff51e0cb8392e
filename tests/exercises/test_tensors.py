"""Arrays go into PyTorch and come out, and a network is filled alike whatever its layers are called."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.checks.exercise import Exercise
from course_utils.checks.judge import judge_here
from course_utils.checks.steps import steps
from course_utils.exercises.tensors import array, fill, seeded, sizes, tensor

DOUBLE = Exercise(
    name="double",
    points=1,
    cases=(
        steps("a layer", "array(fill(double(2))(tensor(x)))", x=np.eye(2)),
        steps("its parameters", "sizes(double(2))"),
        steps("its own numbers", "seeded(1)\narray(list(double(2).parameters()))"),
    ),
    oracle=lambda n: nn.Sequential(nn.Linear(n, 2 * n)),
    misconceptions=(),
    hints=(),
    tools=(tensor, array, fill, sizes, seeded),
)


class Named(nn.Module):
    """The same layer under another name."""

    def __init__(self, n: int) -> None:
        super().__init__()
        self.twice = nn.Linear(n, 2 * n)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.twice(x)


def test_a_network_is_judged_by_what_it_computes_not_by_its_names() -> None:
    assert judge_here(DOUBLE, Named).outcome == "passed"
    assert judge_here(DOUBLE, lambda n: nn.Linear(n, 2 * n, bias=False)).outcome == "wrong"


def test_what_is_no_module_is_another_kind_of_answer() -> None:
    assert judge_here(DOUBLE, lambda n: "a layer").mistake == "another kind of answer"


def test_a_change_in_place_reaches_the_array_and_what_comes_back_is_a_copy() -> None:
    x = np.arange(3, dtype=np.float32)
    made = tensor(x)
    made += 1
    back = array({"a": (made, [made.long()], 7)})
    made += 1
    assert (x.tolist(), back["a"][0].tolist(), back["a"][2]) == ([2, 3, 4], [1, 2, 3], 7)
    assert (back["a"][0].dtype, back["a"][1][0].dtype) == (np.float32, np.int64)


def test_an_array_is_no_tensor() -> None:
    with pytest.raises(TypeError, match="a tensor was asked for"):
        array([np.zeros(2)])
