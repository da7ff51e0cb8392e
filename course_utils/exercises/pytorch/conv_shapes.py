"""conv_shapes: what three layers of PyTorch's manual make of a batch, without running them."""

from __future__ import annotations

from typing import Any

from ...checks.exercise import Case, Exercise, Misconception

OPTIONS: dict[str, dict[str, Any]] = {
    "stride": {"kernel_size": 3, "stride": 2},
    "pairs": {"kernel_size": (3, 5), "stride": (2, 1), "padding": (4, 2)},
    "dilation": {"kernel_size": (3, 5), "stride": (2, 1), "padding": (4, 2), "dilation": (3, 1)},
}
RIGHT = {"stride": (20, 33, 24, 49), "pairs": (20, 33, 28, 100), "dilation": (20, 33, 26, 100)}


def by_torch(part):
    import torch

    layer = torch.nn.Conv2d(16, 33, **OPTIONS[part], device="meta")
    return tuple(layer(torch.zeros(20, 16, 50, 100, device="meta")).shape)


def slip(name, advice, **wrong):
    """Some of the three shapes are wrong in one way; forms with each of them alone."""
    forms = [{**RIGHT, **wrong}, *({**RIGHT, part: shape} for part, shape in wrong.items() if len(wrong) > 1)]
    return Misconception(name, forms[0], advice, forms[1:])


def changed(change):
    """All three shapes, changed in the same way."""
    return {part: change(shape) for part, shape in RIGHT.items()}


CONV_SHAPES = Exercise(
    name="conv_shapes",
    points=3,
    cases=tuple(Case(part, (part,), group=part) for part in OPTIONS),
    oracle=by_torch,
    alternatives=(RIGHT, {part: list(shape) for part, shape in RIGHT.items()}),
    misconceptions=(
        slip(
            "channels last",
            "PyTorch's order is (N, C, H, W): the channels come right after the batch.",
            **changed(lambda shape: (shape[0], *shape[2:], shape[1])),
        ),
        slip(
            "channels of the input",
            "The layer gives 33 channels, its second argument; 16 come in.",
            **changed(lambda shape: (shape[0], 16, *shape[2:])),
        ),
        slip(
            "without the batch",
            "The batch of 20 is missing: it stays as it is.",
            **changed(lambda shape: shape[1:]),
        ),
        slip(
            "height and width exchanged",
            "Height and width are in the other order: the pictures are 50 high and 100 wide.",
            **changed(lambda shape: (*shape[:2], shape[3], shape[2])),
        ),
        slip(
            "rounded up",
            "A window that does not fit in full has no output: round down.",
            stride=(20, 33, 25, 50),
            pairs=(20, 33, 29, 100),
            dilation=(20, 33, 27, 100),
        ),
        slip(
            "the + 1 forgotten",
            "One output is missing along each axis: the window at the beginning counts, too.",
            stride=(20, 33, 23, 48),
            pairs=(20, 33, 27, 99),
            dilation=(20, 33, 25, 99),
        ),
        slip(
            "padding counted once",
            "Padding is added on both sides of an axis.",
            pairs=(20, 33, 26, 98),
            dilation=(20, 33, 24, 98),
        ),
        slip(
            "dilation times the kernel size",
            "A dilated kernel of size k spans d (k - 1) + 1 pixels, not d k: three taps have two gaps.",
            dilation=(20, 33, 25, 100),
        ),
        slip(
            "dilation ignored",
            "The kernel reaches further: its taps are 3 rows apart.",
            dilation=RIGHT["pairs"],
        ),
        slip(
            "stride 1",
            "The stride is ignored.",
            stride=(20, 33, 48, 98),
            pairs=(20, 33, 56, 100),
            dilation=(20, 33, 52, 100),
        ),
        Misconception(
            "all zeros",
            dict.fromkeys(OPTIONS, (0, 0, 0, 0)),
            "All sizes are 0: nothing is computed yet.",
        ),
    ),
    hints=(
        "Batch and channels need no formula. Height and width are the `output_size` of chapter 04.",
        "A pair belongs to height and width, in this order: for the height of `pairs` the kernel size is 3, "
        "the stride 2, the padding 4.",
        "`output_size(50, 3, 2, 4)` and `output_size(100, 5, 1, 2)` are height and width of `pairs`.",
    ),
)
