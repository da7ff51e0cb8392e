"""receptive_field: how many pixels in a row one output sees, through all layers."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .reference import LENET5, alexnet, conv, draw, pool


def by_gradient(layers):
    """Which pixels get a gradient from the first output of a real network whose weights are all 1."""
    import torch

    reach = 1
    for layer in reversed(layers):  # long enough a row for one output
        reach = (reach - 1) * layer["stride"] + layer["dilation"] * (layer["kernel_size"] - 1) + 1
    x = torch.ones(1, 1, 2 * reach + 5, dtype=torch.float64, requires_grad=True)
    y = x
    for layer in layers:
        ones = torch.ones(1, 1, layer["kernel_size"], dtype=torch.float64)
        y = torch.nn.functional.conv1d(y, ones, stride=layer["stride"], dilation=layer["dilation"])
    [gradient] = torch.autograd.grad(y[0, 0, 0], x)
    seen = gradient[0, 0].nonzero()
    return int(seen.max() - seen.min()) + 1


def backwards(layers):
    n = 1  # a row of n outputs
    for layer in layers[::-1]:
        n = (n - 1) * layer["stride"] + layer["dilation"] * (layer["kernel_size"] - 1) + 1
    return n


def pixel_by_pixel(layers):
    seen = {0}
    for layer in layers[::-1]:
        taps = range(layer["kernel_size"])
        seen = {place * layer["stride"] + tap * layer["dilation"] for place in seen for tap in taps}
    return max(seen) + 1


def grown(step, start=1, end=lambda field: field):
    """A wrong function: `step(field, jump, k, s, d)` gives the next field and jump."""

    def wrong(layers):
        field, jump = start, 1
        for layer in layers:
            window = layer["kernel_size"], layer["stride"], layer["dilation"]
            field, jump = step(field, jump, *window)
        return end(field)

    return wrong


right_step = lambda field, jump, k, s, d: (field + d * (k - 1) * jump, jump * s)  # noqa: E731


@misconception("pooling skipped")
def pooling_skipped(layers):
    """Pooling layers are left out. They have windows and strides, too, and let an output see more."""
    return backwards([layer for layer in layers if layer["kind"] == "conv"])


@misconception("windows of pooling skipped")
def pooling_without_window(layers):
    """You take the stride of a pooling layer, but not its window, which sees several numbers, too."""
    return backwards([{**layer, "kernel_size": 1} if layer["kind"] == "pool" else layer for layer in layers])


@misconception("padding counted")
def padding_counted(layers):
    """Padding does not change how far an output sees; it only puts zeros where the picture ends."""
    return backwards(layers) + 2 * sum(layer["padding"] for layer in layers)


@padding_counted.also
def padding_subtracted(layers):
    return backwards(layers) - 2 * sum(layer["padding"] for layer in layers)


@misconception("the last layer only")
def last_only(layers):
    """This is what an output sees of the layer before it. Go on to the picture, through all layers."""
    return backwards(layers[-1:])


@last_only.also
def last_kernel(layers):
    return layers[-1]["kernel_size"] if layers else 1


def random_layers(rng):
    """Four layers with windows and strides of several sizes; a pooling layer is among them."""
    layers = [
        conv(*draw(rng, (2, 9), (2, 7), (1, 3), (0, 3))),
        pool(*draw(rng, (2, 4), (2, 3))),
        conv(*draw(rng, (2, 9), (2, 5), (2, 3), (1, 2))),
        conv(*draw(rng, (2, 9), (2, 5))),
    ]
    return (layers,)


def random_dilations(rng):
    kernels, strides, dilations = (
        draw(rng, (2, 4), (2, 5), (2, 3)),
        draw(rng, (1, 3), (2, 3), (1, 2)),
        (2, 3, 5),
    )
    window = zip(kernels, strides, dilations, strict=True)
    return ([conv(4, k, stride=s, dilation=d) for k, s, d in window],)


def random_kernels(rng):
    return ([conv(8, k, padding=p) for k, p in zip(draw(rng, (2, 9), (3, 7)), (1, 2), strict=True)],)


RECEPTIVE_FIELD = Exercise(
    name="receptive_field",
    points=6,
    cases=(
        Case("one layer of 3 x 3", ([conv(8, 3)],), group="stride 1"),
        Case("three layers of 3 x 3", ([conv(8, 3, padding=1)] * 3,), group="stride 1"),
        Case("5 x 5, then 3 x 3", ([conv(8, 5), conv(8, 3)],), group="stride 1"),
        Case("no layer: a pixel sees itself", ([],), group="stride 1"),
        Case("random kernels", random_kernels, group="stride 1"),
        Case(
            "3 x 3 with stride 2, then 3 x 3", ([conv(8, 3, stride=2), conv(8, 3)],), group="stride, pooling"
        ),
        Case(
            "3 x 3, then 3 x 3 with stride 2", ([conv(8, 3), conv(8, 3, stride=2)],), group="stride, pooling"
        ),
        Case("LeNet-5, before its linear layers", (LENET5[:4],), group="stride, pooling"),
        Case("AlexNet, before its linear layers", (alexnet(1)[:8],), group="stride, pooling"),
        Case("random layers", random_layers, group="stride, pooling"),
        Case(
            "dilations 1, 2 and 4",
            ([conv(8, 3), conv(8, 3, dilation=2), conv(8, 3, dilation=4)],),
            group="dilation",
        ),
        Case("a kernel of 1 has no gaps", ([conv(8, 1, dilation=5), conv(8, 3)],), group="dilation"),
        Case("random dilations", random_dilations, group="dilation"),
    ),
    oracle=by_gradient,
    another_way=(
        backwards,
        "It goes from one output back to the picture: each layer turns a row of n outputs into the row of "
        "numbers that they see. The step between neighbours is not needed then.",
    ),
    alternatives=(backwards, pixel_by_pixel),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "stride ignored",
            grown(lambda field, jump, k, s, d: (field + d * (k - 1), 1)),
            "Without strides this is right. After a stride of 2, neighbours on the map see places that are 2 "
            "pixels apart, so each further window grows in steps of 2.",
        ),
        Misconception(
            "kernels added",
            grown(lambda field, jump, k, s, d: (field + d * k * jump, jump * s), start=0),
            "Two windows of 3 see 5 pixels, not 6: they overlap. Each layer adds its kernel size minus 1.",
            [
                grown(lambda field, jump, k, s, d: (field + k, jump), start=0),
                grown(lambda field, jump, k, s, d: (field + d * k * jump, jump * s)),
                grown(lambda field, jump, k, s, d: (field + d * k, jump), start=0),
            ],
        ),
        Misconception(
            "kernels multiplied",
            grown(lambda field, jump, k, s, d: (field * (d * (k - 1) + 1), jump)),
            "Two windows of 3 see 5 pixels, not 9: neighbouring windows overlap. Add, do not multiply.",
            [grown(lambda field, jump, k, s, d: (field * k, jump))],
        ),
        Misconception(
            "a stride that counts too early",
            grown(lambda field, jump, k, s, d: (field + d * (k - 1) * jump * s, jump * s)),
            "A layer's own stride does not change what one of its outputs sees. It matters to the layers "
            "after it: multiply the step after the field has grown.",
        ),
        Misconception(
            "strides not multiplied",
            grown(lambda field, jump, k, s, d: (field + d * (k - 1) * jump, s)),
            "You use the stride of the layer before alone. The strides of all layers before multiply.",
            [grown(lambda field, jump, k, s, d: (field + d * (k - 1) * jump, jump + s - 1))],
        ),
        Misconception(
            "dilation ignored",
            grown(lambda field, jump, k, s, d: (field + (k - 1) * jump, jump * s)),
            "A dilated window reaches farther: kernel_size - 1 gaps, each `dilation` pixels long.",
        ),
        Misconception(
            "the lecture's dilation",
            grown(lambda field, jump, k, s, d: (field + (d * k - 1) * jump, jump * s)),
            "`dilation * kernel_size - 1` is the slip of lesson 04: dilation stretches the gaps only, "
            "dilation * (kernel_size - 1).",
        ),
        Misconception(
            "dilation handed on",
            grown(lambda field, jump, k, s, d: (field + d * (k - 1) * jump, jump * s * d)),
            "Dilation spreads its own layer's window only. The step between neighbours grows by strides.",
        ),
        pooling_skipped,
        pooling_without_window,
        padding_counted,
        last_only,
        Misconception(
            "one pixel too few",
            grown(right_step, start=0),
            "Begin with 1: before the first layer, a pixel sees itself.",
        ),
        Misconception(
            "an area, not a side",
            grown(right_step, end=lambda field: field**2),
            "This is how many pixels the square has. Return its side.",
        ),
        Misconception(
            "layers in reverse order",
            lambda layers: grown(right_step)(layers[::-1]),
            "The order matters: a stride acts on the layers after it. Begin at the picture.",
        ),
        Misconception(
            "the step, not the field",
            grown(lambda field, jump, k, s, d: (field * s, jump)),
            "This is how far apart neighbouring outputs look. How many pixels does one of them see?",
        ),
        Misconception(
            "nothing seen without layers",
            lambda layers: backwards(layers) if layers else 0,
            "With layers this is right. Without any a pixel sees itself: 1.",
        ),
        Misconception(
            "the first layer only",
            lambda layers: backwards(layers[:1]),
            "Only the first layer counts: does the loop end too early, with a `return` in it?",
        ),
        Misconception(
            "strides of one kind only",
            lambda layers: backwards(
                [layer if layer["kind"] == "pool" else {**layer, "stride": 1} for layer in layers]
            ),
            "Strides of one kind of layer are not used. Convolutions and pooling both move by strides.",
            [
                lambda layers: backwards(
                    [layer if layer["kind"] == "conv" else {**layer, "stride": 1} for layer in layers]
                )
            ],
        ),
        zeros(by_gradient),
    ),
    hints=(
        "Draw a row of pixels, and above it the outputs of two layers of kernel 3: with stride 1, then 2.",
        "Keep two numbers: the field, and the step in pixels between neighbours on the current map. A layer "
        "adds its gaps times the step; then its stride multiplies the step.",
        "`field, step = 1, 1`; for each layer `field += dilation * (kernel_size - 1) * step`, then "
        "`step *= stride`.",
    ),
)
