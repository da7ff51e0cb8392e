"""LeNet-5 has the shapes and the parameters of the lectures, in both forms."""

from __future__ import annotations

import pytest
import torch

from course_utils.models import LeNet5


@pytest.mark.parametrize("modern", [False, True])
def test_parameters_of_each_layer(modern: bool) -> None:
    counts = [
        sum(parameter.numel() for parameter in layer.parameters()) for layer in LeNet5(modern).children()
    ]
    assert counts == [156, 2_416, 48_120, 10_164, 850]
    assert sum(counts) == 61_706


@pytest.mark.parametrize("modern", [False, True])
def test_shapes_of_each_layer(modern: bool) -> None:
    model, shapes = LeNet5(modern), []
    for layer in model.children():
        layer.register_forward_hook(lambda _layer, _x, y: shapes.append(tuple(y.shape[1:])))
    assert model(torch.zeros(2, 1, 32, 32)).shape == (2, 10)
    assert shapes == [(6, 28, 28), (16, 10, 10), (120, 1, 1), (84,), (10,)]
