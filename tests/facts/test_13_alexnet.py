"""The numbers that chapter 13 teaches, computed anew with the lesson's own solutions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from course_utils import data, lessons, training
from course_utils.exercises import find_guess

SHAPES = {
    "conv1": (96, 55, 55),
    "conv2": (256, 27, 27),
    "conv3": (384, 13, 13),
    "conv4": (384, 13, 13),
    "conv5": (256, 13, 13),
    "fc6": (4096,),
    "fc7": (4096,),
    "fc8": (1000,),
}


@pytest.fixture(scope="module")
def lesson(root: Path) -> dict[str, Any]:
    return lessons.solved("13_alexnet", root)


def on_paper(lesson, **layout) -> nn.Module:
    with torch.device("meta"):
        return lesson["AlexNet"](**layout)


def counted(model: nn.Module) -> dict[str, int]:
    found = {name: sum(each.numel() for each in layer.parameters()) for name, layer in model.named_children()}
    return {name: count for name, count in found.items() if count}


def test_the_parameters_of_both_layouts(lesson) -> None:
    whole, grouped = counted(on_paper(lesson)), counted(on_paper(lesson, groups=2))
    assert list(whole.values())[:5] == [34_944, 614_656, 885_120, 1_327_488, 884_992]
    assert list(grouped.values())[:5] == [34_944, 307_456, 885_120, 663_936, 442_624]
    assert list(whole.values())[5:] == list(grouped.values())[5:] == [37_752_832, 16_781_312, 4_097_000]
    assert (sum(whole.values()), sum(grouped.values())) == (62_378_344, 60_965_224)
    connected = sum(whole[name] for name in ("fc6", "fc7", "fc8"))
    assert find_guess("most_of_alexnet").answer == round(100 * connected / sum(whole.values()))


def test_the_table_of_the_lesson_has_these_parameters(lesson, root: Path) -> None:
    text = (root / "solutions" / "13_alexnet.py").read_text(encoding="utf-8")
    for name, count in counted(on_paper(lesson)).items():
        row = next(line for line in text.splitlines() if line.startswith(f"# | {name}"))
        assert row.endswith(f"| {count:,} |")
        maps = " × ".join(f"{side:,}" for side in (*SHAPES[name][1:], SHAPES[name][0]))
        assert f"| {maps} |" in row


def test_the_shapes_and_the_multiplications(lesson) -> None:
    model, shapes, macs = on_paper(lesson), {}, {}

    def note(layer: nn.Module, _: tuple, y: torch.Tensor) -> None:
        name = next(name for name, each in model.named_children() if each is layer)
        shapes[name] = tuple(y.shape[1:])
        macs[name] = layer.weight[0].numel() * y[0].numel()

    for name, layer in model.named_children():
        if name in SHAPES:
            layer.register_forward_hook(note)
    with torch.device("meta"):
        model(torch.zeros(1, 3, 227, 227))
    assert shapes == SHAPES
    assert list(macs.values())[:5] == [105_415_200, 447_897_600, 149_520_384, 224_280_576, 149_520_384]
    assert sum(macs.values()) == 1_135_256_096


def test_three_channels_by_hand(lesson) -> None:
    x = torch.tensor([1.0, 2, 0]).reshape(1, 3, 1, 1)
    made = lesson["local_response_norm"](x, size=3, alpha=3.0, beta=1.0, k=1.0)
    assert made[0, 1].item() == pytest.approx(1 / 3)


def test_a_network_that_guesses_has_a_top_5_error_of_a_half(lesson) -> None:
    generator = torch.Generator().manual_seed(0)
    scores = torch.rand(20_000, 10, generator=generator)
    labels = torch.randint(10, (20_000,), generator=generator)
    found = 100 * lesson["top_k_error"](scores, labels)
    assert found == pytest.approx(find_guess("best_of_five").answer, abs=1)


def test_a_slim_network_does_not_start_with_the_papers_weights(lesson) -> None:
    """The signal of the last layer is hardly larger than that of its input picture's noise."""
    spreads = {}
    x = torch.randn(64, 3, 67, 67, generator=torch.Generator().manual_seed(0))
    for start in ("init_weights", "he_weights"):
        torch.manual_seed(0)
        model = lesson["AlexNet"](10, slim=8, size=67).eval()
        lesson[start](model)
        with torch.inference_mode():
            spreads[start] = model(x).std(dim=0).mean().item()
    assert spreads["init_weights"] < 1e-4 < 0.05 < spreads["he_weights"]


def test_the_augmentation_keeps_bytes_and_moves_the_picture(lesson) -> None:
    digits = data.load_coloured_digits(76, "test")
    lesson.update(SIZE=67, PHOTOS=False, DEVICE=torch.device("cpu"), training=training)
    change = lesson["augmentation"](digits)
    x = digits.tensor()[:4]
    made = change(x, torch.Generator().manual_seed(0))
    assert (made.dtype, made.shape) == (torch.uint8, (4, 3, 67, 67))
    again = change(x, torch.Generator().manual_seed(0))
    assert torch.equal(made, again)
