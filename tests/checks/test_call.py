"""A call is written as it would be typed, as far as that can be read."""

from __future__ import annotations

import numpy as np

from course_utils import exercises
from course_utils.checks.call import call_text
from course_utils.checks.request import Request


def written(name: str, *args: object) -> str:
    return call_text(exercises.find(name), Request(args, {}))


def test_numbers_and_pairs_are_written_out() -> None:
    assert written("conv_macs", 3, 96, 11, (55, 55)) == "conv_macs(3, 96, 11, (55, 55))"


def test_a_large_array_is_named_with_its_shape() -> None:
    call = written("conv1x1", np.zeros((2, 3, 9, 9)), np.eye(3), np.zeros(3))
    assert call.startswith("conv1x1(x (2, 3, 9, 9) float64, [[1, 0, 0]")


def test_a_long_list_is_named_with_its_length() -> None:
    layer = {"kind": "linear", "outputs": 1000}
    assert written("count", [layer], (5,)) == "count([{'kind': 'linear', 'outputs': 1000}], (5,))"
    assert written("count", [layer] * 99, (5,)) == "count(layers (list of 99), (5,))"
