"""output_shape: what a layer makes of a shape, and whether it fits."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .reference import conv, draw, linear, pool, shape_after, torch_shape, windows


def counted_starts(layer, shape):
    if layer["kind"] == "linear":
        return (layer["outputs"],)
    if len(shape) < 3:
        raise ValueError(f"{layer['kind']} needs three axes, but gets {shape}")
    beyond = 2 * layer["padding"] - layer["dilation"] * (layer["kernel_size"] - 1)
    sizes = [len(range(0, n + beyond, layer["stride"])) for n in shape[1:]]
    if 0 in sizes:
        raise ValueError(f"no window of {layer['kind']} fits into {shape}")
    return [layer.get("channels", shape[0]), *sizes]


def maps(layer, shape, **changed):
    """The shape after a convolution or a pooling of which something was misread."""
    if layer["kind"] == "linear":
        return (layer["outputs"],)
    return shape_after({**layer, **changed}, shape)


def misread(change):
    """A wrong function: `change(layer, shape, right)` of maps; linear layers and errors stay right."""

    def wrong(layer, shape):
        right = shape_after(layer, shape)
        return right if layer["kind"] == "linear" else change(layer, shape, right)

    return wrong


def as_linear(change):
    """A wrong function: `change(layer, shape)` of linear layers; maps stay right."""
    return lambda layer, shape: (
        change(layer, shape) if layer["kind"] == "linear" else shape_after(layer, shape)
    )


@misconception("no error after a linear layer")
def no_error(layer, shape):
    """The shapes are right. But a convolution or pooling needs maps, (C, H, W). If it comes after a linear
    layer, raise a ValueError that names the layer and the shape.
    """
    if layer["kind"] == "linear":
        return (layer["outputs"],)
    depth, *sizes = shape
    return (layer.get("channels", depth), *(windows(n, layer) for n in sizes))


@misconception("not whole numbers")
def not_whole(layer, shape):
    """The sizes are right, but they are floats, and an array has whole numbers of rows and columns."""
    right = shape_after(layer, shape)
    return right if layer["kind"] == "linear" else (right[0], float(right[1]), float(right[2]))


@misconception("no `channels` in a pooling layer")
def channels_of_pooling(layer, shape):
    """A pooling layer has no entry "channels": it keeps the channels that come in, `shape[0]`."""
    right = shape_after(layer, shape)
    return right if layer["kind"] == "linear" else (layer["channels"], *right[1:])


@misconception("rounded up")
def rounded_up(layer, shape):
    """A last window that would extend beyond the border does not count: `output_size` rounds down."""
    right = shape_after(layer, shape)
    if layer["kind"] == "linear":
        return right
    larger = [n + layer["stride"] - 1 for n in shape[1:]]
    return (right[0], *(windows(n, layer) for n in larger))


def random_conv(rng):
    c, f, h, w, k, s, p, d = draw(rng, (1, 9), (10, 30), (30, 50), (51, 70), (2, 5), (2, 4), (1, 3), (2, 3))
    return conv(f, k, s, p, d), (c, h, w)


def random_pool(rng):
    c, h, w, k, s = draw(rng, (1, 30), (20, 40), (41, 60), (4, 6), (2, 3))
    return pool(k, s), (c, h, w)


OUTPUT_SHAPE = Exercise(
    name="output_shape",
    points=5,
    cases=(
        Case("LeNet-5's first layer", (conv(6, 5), (1, 32, 32)), group="convolution"),
        Case("AlexNet's first layer", (conv(96, 11, stride=4), (3, 227, 227)), group="convolution"),
        Case(
            "padding 2 keeps the size", (conv(256, 5, padding=2, groups=2), (96, 27, 27)), group="convolution"
        ),
        Case("rows and columns differ", (conv(4, 3, stride=2), (3, 9, 14)), group="convolution"),
        Case("dilation 2", (conv(8, 3, dilation=2), (3, 11, 15)), group="convolution"),
        Case("a window as wide as the map", (conv(16, 5), (6, 9, 5)), group="convolution"),
        Case("a random convolution", random_conv, group="convolution", dtype="int"),
        Case("2 x 2, stride 2", (pool(2, 2), (6, 28, 28)), group="pooling"),
        Case("AlexNet's pooling", (pool(3, 2), (96, 55, 55)), group="pooling"),
        Case("3 x 3, stride 3", (pool(3, 3), (5, 9, 15)), group="pooling"),
        Case("a last column is left over", (pool(2, 2), (5, 8, 7)), group="pooling"),
        Case("a random pooling", random_pool, group="pooling"),
        Case("after maps", (linear(120), (16, 5, 5)), group="linear"),
        Case("after another linear layer", (linear(84), (120,)), group="linear"),
        Case(
            "a random linear layer",
            lambda rng: (linear(*draw(rng, (2, 999))), draw(rng, (2, 9), (2, 9), (10, 20))),
            group="linear",
        ),
        Case("a convolution that fits", random_conv, group="bad input"),
        Case(
            "a convolution after a linear layer", (conv(6, 5), (120,)), raises=ValueError, group="bad input"
        ),
        Case("pooling after a linear layer", (pool(2, 2), (84,)), raises=ValueError, group="bad input"),
        Case("a window wider than the map", (conv(16, 5), (6, 9, 4)), raises=ValueError, group="bad input"),
    ),
    oracle=torch_shape,
    alternatives=(counted_starts, shape_after),
    forbidden=("torch",),
    misconceptions=(
        not_whole,
        no_error,
        channels_of_pooling,
        rounded_up,
        Misconception(
            "pooling by its stride alone",
            misread(
                lambda layer, shape, right: (
                    right
                    if layer["kind"] == "conv"
                    else (right[0], *(n // layer["stride"] for n in shape[1:]))
                )
            ),
            "You divide the size by the stride. Windows larger than the stride fit less often: `output_size` "
            "works for pooling, too.",
        ),
        Misconception(
            "pooling halves always",
            misread(
                lambda layer, shape, right: (
                    right if layer["kind"] == "conv" else (right[0], *(n // 2 for n in shape[1:]))
                )
            ),
            "Your pooling layers halve the size always. It depends on `kernel_size` and `stride`: "
            "`output_size` works for pooling, too.",
        ),
        Misconception(
            "channels kept by a convolution",
            misread(lambda layer, shape, right: (shape[0], *right[1:])),
            "A convolution gives a map for each of its filters: their number is `layer['channels']`.",
        ),
        Misconception(
            "channels last",
            misread(lambda layer, shape, right: (*right[1:], right[0])),
            "The sizes are right, but the channels come first: (C, H, W).",
        ),
        Misconception(
            "rows and columns swapped",
            misread(lambda layer, shape, right: (right[0], right[2], right[1])),
            "Rows and columns changed places. Keep their order: (C, H, W).",
        ),
        Misconception(
            "a square map",
            misread(lambda layer, shape, right: (right[0], right[1], right[1])),
            "You compute one size and use it for both axes. Rows and columns may differ.",
            [misread(lambda layer, shape, right: (right[0], right[2], right[2]))],
        ),
        Misconception(
            "the size is kept",
            misread(lambda layer, shape, right: (right[0], *shape[1:])),
            "Height and width shrink, too: `output_size` says how many windows fit.",
        ),
        Misconception(
            "stride ignored",
            misread(lambda layer, shape, right: maps(layer, shape, stride=1)),
            "You move the window by one pixel. Hand the stride to `output_size`.",
        ),
        Misconception(
            "padding ignored",
            lambda layer, shape: maps(layer, shape, padding=0),
            "There are too few windows: hand the padding to `output_size`.",
        ),
        Misconception(
            "dilation ignored",
            misread(lambda layer, shape, right: maps(layer, shape, dilation=1)),
            "There are too many windows: a dilated one reaches farther. Hand the dilation to `output_size`.",
        ),
        Misconception(
            "padding and dilation ignored",
            lambda layer, shape: maps(layer, shape, padding=0, dilation=1),
            "Hand all four to `output_size`: kernel_size, stride, padding, dilation.",
        ),
        Misconception(
            "a number, not a shape",
            as_linear(lambda layer, shape: layer["outputs"]),
            "A linear layer gives one axis. Its shape is a tuple of one number: `(outputs,)`, with a comma.",
        ),
        Misconception(
            "one axis too many after a linear layer",
            as_linear(lambda layer, shape: (layer["outputs"], 1, 1)),
            "A linear layer gives a row of numbers, not maps: its shape is `(outputs,)`.",
            [as_linear(lambda layer, shape: (1, layer["outputs"]))],
        ),
        Misconception(
            "the batch counted as an axis",
            lambda layer, shape: (1, *shape_after(layer, shape)),
            "The shape is that of one picture: (C, H, W), or (outputs,). Leave the batch out.",
        ),
        zeros(torch_shape),
    ),
    hints=(
        "Which of the three kinds of layer change the number of channels, and which change the size?",
        "`output_size(n, kernel_size, stride, padding, dilation)` works for one axis: call it for H and "
        "for W. Pooling keeps the channels.",
        "For maps: raise a ValueError if `len(shape) != 3`; then `layer.get('channels', shape[0])` is the "
        "new depth, followed by one `output_size(...)` for each number of `shape[1:]`.",
    ),
)
