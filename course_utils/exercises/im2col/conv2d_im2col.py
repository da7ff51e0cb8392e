"""conv2d_im2col: the convolution layer as one matrix product, and faster than loops."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Measure, zeros
from ..draws import normal
from ..reference import grid, im2col, pair, torch_conv2d
from ..reference import padded as pad2d  # as learners call it
from .conv2d_im2col_mistakes import MISTAKES, conv2d
from .reference import ONE_TO_NINE, TENS, TWO_CHANNELS

FASTER = 20  # times the loops


def race(target, x, w, *others, times_the_loops=None):
    """The maps; where it is a race, also how many times as fast as loops they are.

    What counts is the processor's time of the whole process, so a busy machine slows nobody down, and no
    thread works for free. Each call gets other numbers, in the same array or in a new one, and at the end
    come the numbers of the case, so nobody wins by remembering.
    """
    if times_the_loops is None:
        return target(x, w, *others)

    import time

    numbers, rng, kept = x.copy(), np.random.default_rng(0), []

    def loops(x, w):
        (n, _, height, width), (filters, _, kh, kw) = x.shape, w.shape
        maps = np.zeros((n, filters, height - kh + 1, width - kw + 1))
        for m, f, i, j in np.ndindex(*maps.shape):
            maps[m, f, i, j] = np.sum(x[m, :, i : i + kh, j : j + kw] * w[f])
        return maps

    def seconds(function):
        return min(batch(function) for _ in range(3))  # what is slow once was a first call, or bad luck

    def batch(function):
        used, calls = 0.0, 0
        while used < 0.01 and calls < 200:  # a function that does nothing would be called for ever
            for own in (True, False):
                x[...] = rng.normal(size=x.shape)
                given = x if own else x.copy()
                kept.append(given)  # so that no other array gets its address
                start = time.process_time()
                function(given, w)
                used += time.process_time() - start
                calls += 1
        return used / calls

    speed = 0.0
    for attempt in range(4):
        speed = max(speed, seconds(loops) / seconds(target))
        if speed >= times_the_loops or (attempt and speed < times_the_loops / 4):
            break
    x[...] = numbers
    return target(x, w), float(f"{speed:.2g}")


def torch_race(x, w, b=None, stride=1, padding=0, dilation=1, times_the_loops=None):
    y = torch_conv2d(x, w, b, stride, padding, dilation).astype(np.result_type(x, w))
    return y if times_the_loops is None else (y, float(times_the_loops))


def by_tensordot(x, w, b=None, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = w.shape[2:], pair(stride), pair(dilation)
    reach = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    seen = np.lib.stride_tricks.sliding_window_view(pad2d(x, padding), reach, axis=(2, 3))
    seen = seen[:, :, ::sh, ::sw, ::dh, ::dw]  # (N, C, OH, OW, kh, kw)
    y = np.tensordot(seen, w, axes=([1, 4, 5], [1, 2, 3]))  # (N, OH, OW, F)
    y = y.transpose(0, 3, 1, 2)
    return y if b is None else y + b[:, None, None]


def picture_by_picture(x, w, b=None, stride=1, padding=0, dilation=1):
    geometry = (w.shape[2:], stride, padding, dilation)
    bias = 0 if b is None else np.reshape(b, (-1, 1))
    y = [np.dot(w.reshape(len(w), -1), im2col(picture[None], *geometry)[0]) + bias for picture in x]
    return np.reshape(y, (len(x), len(w), *grid(x.shape[2:], *geometry)))


CONV2D_IM2COL = Exercise(
    name="conv2d_im2col",
    points=10,
    cases=(
        Case("1 to 9 with a 2 x 2 kernel", (ONE_TO_NINE, TENS), group="values"),
        Case(
            "one filter, two channels",
            (TWO_CHANNELS, np.arange(8.0).reshape(1, 2, 2, 2)),
            group="values",
        ),
        Case("two pictures, four filters", normal((2, 3, 5, 7), (4, 3, 3, 2)), group="values"),
        Case("1 to 9, bias 100", (ONE_TO_NINE, TENS, np.array([100.0])), group="bias"),
        Case("two pictures, four biases", normal((2, 3, 5, 7), (4, 3, 3, 2), (4,)), group="bias"),
        Case("as many biases as columns", normal((2, 2, 4, 3), (6, 2, 2, 2), (6,)), group="bias"),
        Case(
            "padding 1, stride 2",
            normal((2, 2, 5, 6), (3, 2, 3, 3), then=(None, 2, 1)),
            group="stride, padding, dilation",
        ),
        Case(
            "dilation 2",
            normal((1, 2, 6, 5), (2, 2, 2, 2), then=(None, 1, 0, 2)),
            group="stride, padding, dilation",
        ),
        Case(
            "kernel (3, 2), stride (2, 3), padding (3, 1), dilation (2, 3)",
            normal((2, 4, 8, 12), (3, 4, 3, 2), then=(None, (2, 3), (3, 1), (2, 3))),
            group="stride, padding, dilation",
        ),
        Case(
            "whole numbers, halves for weights",
            lambda rng: (rng.integers(-9, 9, size=(1, 2, 4, 5)), rng.integers(-9, 9, size=(2, 2, 2, 2)) / 2),
            group="unusual and bad input",
        ),
        Case(
            "float32",
            normal((2, 2, 4, 4), (2, 2, 3, 3), dtype=np.float32),
            dtype="float32",
            group="unusual and bad input",
        ),
        Case(
            "float32 with biases",
            normal((2, 2, 4, 4), (2, 2, 3, 3), (2,), dtype=np.float32),
            dtype="float32",
            group="unusual and bad input",
        ),
        Case(
            "an empty batch", (np.zeros((0, 3, 5, 5)), np.ones((2, 3, 3, 3))), group="unusual and bad input"
        ),
        Case("one window only", normal((1, 2, 3, 3), (2, 2, 3, 3)), group="unusual and bad input"),
        *(
            Case(name, normal(x, w), raises=ValueError, group="unusual and bad input")
            for name, x, w in (
                ("more channels in x", (1, 3, 5, 5), (2, 2, 3, 3)),
                ("more channels in w", (1, 2, 5, 5), (2, 3, 3, 3)),
                ("one channel in x, three in w", (2, 1, 5, 5), (2, 3, 3, 3)),
                ("higher than the picture", (1, 2, 3, 5), (2, 2, 4, 3)),
                ("wider than the picture", (1, 2, 5, 3), (2, 2, 3, 4)),
            )
        ),
        Case(  # so small that NumPy multiplies in one thread: on a busy machine several wait for each other
            "the race against loops",
            normal((2, 3, 20, 20), (4, 3, 3, 3)),
            kwargs={"times_the_loops": FASTER},
            group="speed",
        ),
    ),
    oracle=torch_race,
    drive=race,
    returns=("y", "speed"),
    measured={
        "speed": Measure(
            "times the loops",
            "right, but too slow",
            "The maps are right. Now compute all outputs of a picture with one matrix product: "
            "a loop over the outputs or over the windows starts NumPy again for each of them.",
        )
    },
    alternatives=(
        conv2d,
        by_tensordot,
        picture_by_picture,
        lambda x, w, *others: conv2d(x.astype(np.float32), w.astype(np.float32), *others).astype(np.float32),
    ),
    another_way=(
        by_tensordot,
        "You name the axes to multiply and add over (C, kh, kw), and `tensordot` makes the columns and the "
        "matrix product itself. There is less to get wrong, but it does not show how it works.",
    ),
    forbidden=("torch", "scipy"),
    misconceptions=(*MISTAKES, zeros(torch_conv2d)),
    hints=(
        "Each output is a kernel times a patch, added up: a row times a column. All kernels are the rows of "
        "one matrix, all patches the columns of another.",
        "`w.reshape(len(w), -1)` has the shape (F, C*kh*kw), `im2col(x, ...)` has (N, C*kh*kw, OH*OW); "
        "`@` multiplies every picture's columns at once.",
        "`y = w.reshape(len(w), -1) @ im2col(x, w.shape[2:], stride, padding, dilation)`, add `b[:, None]`, "
        "and reshape to (N, F, OH, OW) with the (OH, OW) of `map_size`.",
    ),
)
