"""AlexNet has the shapes, the parameters and the multiplications of the lectures, in both layouts."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course_utils.models.alexnet import AlexNet, LocalResponseNorm, init_weights, last_side, parameters

WHOLE = [34_944, 614_656, 885_120, 1_327_488, 884_992]
GROUPED = [34_944, 307_456, 885_120, 663_936, 442_624]
CONNECTED = [37_752_832, 16_781_312, 4_097_000]
SHAPES = [
    (96, 55, 55),
    (96, 27, 27),
    (96, 27, 27),
    (256, 27, 27),
    (256, 13, 13),
    (256, 13, 13),
    (384, 13, 13),
    (384, 13, 13),
    (256, 13, 13),
    (256, 6, 6),
    (4096,),
    (4096,),
    (1000,),
]


def traced(**layout) -> tuple[list, list]:
    """The layers that a picture passes, and the shapes of their results; no number is computed."""
    layers, shapes = [], []

    def note(layer: nn.Module, _: tuple, y: torch.Tensor) -> None:
        layers.append(layer)
        shapes.append(tuple(y.shape[1:]))

    with torch.device("meta"):
        model = AlexNet(**layout)
        for layer in model.children():
            if not isinstance(layer, nn.Dropout):
                layer.register_forward_hook(note)
        model(torch.zeros(1, 3, 227, 227))
    return layers, shapes


@pytest.mark.parametrize(("groups", "convs"), [(1, WHOLE), (2, GROUPED)])
def test_parameters_of_each_layer(groups: int, convs: list[int]) -> None:
    layers, _ = traced(groups=groups)
    counts = [sum(each.numel() for each in layer.parameters()) for layer in layers]
    assert [count for count in counts if count] == convs + CONNECTED
    assert parameters(groups=groups) == {1: 62_378_344, 2: 60_965_224}[groups]


@pytest.mark.parametrize("overlap", [True, False])
def test_shapes_of_each_layer(overlap: bool) -> None:
    assert traced(overlap=overlap)[1] == SHAPES


def test_multiplications_of_each_layer() -> None:
    layers, shapes = traced()
    macs = [
        layer.weight[0].numel() * torch.Size(shape).numel()
        for layer, shape in zip(layers, shapes, strict=True)
        if isinstance(layer, nn.Conv2d | nn.Linear)
    ]
    assert macs[:5] == [105_415_200, 447_897_600, 149_520_384, 224_280_576, 149_520_384]
    assert sum(macs) == 1_135_256_096


def test_the_normalisation_is_pytorchs() -> None:
    x = 100 * torch.randn(2, 7, 3, 4, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(LocalResponseNorm(7)(x), F.local_response_norm(x, 5, 1e-4, 0.75, 2.0), rtol=1e-5)


def test_first_weights_of_the_paper_and_of_he() -> None:
    model = init_weights(AlexNet(10, slim=8, size=67))
    biases = {
        name: layer.bias.unique().tolist() for name, layer in model.named_children() if hasattr(layer, "bias")
    }
    assert biases == {
        name: [1.0] if name in ("conv2", "conv4", "conv5", "fc6", "fc7") else [0.0] for name in biases
    }
    assert model.fc7.weight.std().item() == pytest.approx(0.01, rel=0.02)
    init_weights(model, "he")
    assert model.fc7.weight.std().item() == pytest.approx((2 / 512) ** 0.5, rel=0.02)
    assert all(layer.bias.abs().max() == 0 for layer in (model.conv2, model.fc7))


def test_smaller_pictures_and_what_is_too_small() -> None:
    assert [last_side(size) for size in (67, 98, 99, 227)] == [1, 1, 2, 6]
    with pytest.raises(ValueError, match="67 pixels or more"):
        AlexNet(size=66)
    with pytest.raises(ValueError, match="slim=3"):
        AlexNet(slim=3)
    assert AlexNet(5, slim=16, size=67)(torch.zeros(2, 3, 67, 67)).shape == (2, 5)


def test_each_trick_can_be_switched_off() -> None:
    model = AlexNet(5, slim=16, size=67, norm=False, overlap=False, dropout=0.0, activation="tanh")
    x = torch.randn(2, 3, 67, 67, generator=torch.Generator().manual_seed(0))
    assert torch.equal(model(x), model(x))
    assert model.activation is torch.tanh
