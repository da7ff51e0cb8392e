"""backward_by_hand: the three gradients of a tiny layer, with pencil and paper."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception
from .reference import ONE_TO_NINE, TENS, autograd

DY = np.array([[1, 0], [2, -1]])
DX = np.array([[10, 20, 0], [50, 70, -20], [60, 50, -40]])
DW = np.array([[4, 6], [10, 12]])
SEEN = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])  # how many windows see each pixel


def by_torch(part):
    found = dict(zip(("dx", "dw", "db"), autograd(DY.reshape(1, 1, 2, 2), ONE_TO_NINE, TENS), strict=True))
    return found[part][0] if part == "db" else found[part][0, 0]


def answer(dx=DX, dw=DW, db=2):
    return {"dx": dx, "dw": dw, "db": db}


BACKWARD_BY_HAND = Exercise(
    name="backward_by_hand",
    points=3,
    cases=(
        Case("the gradient of the picture", ("dx",), group="dx"),
        Case("the gradient of the kernel", ("dw",), group="dw"),
        Case("the gradient of the bias", ("db",), group="db"),
    ),
    oracle=by_torch,
    alternatives=(
        answer(DX.tolist(), DW.tolist(), 2),
        answer(DX.astype(np.float32), DW.astype(np.float32), 2.0),
    ),
    misconceptions=(
        Misconception(
            "every output counted alike",
            answer([[10, 30, 20], [40, 100, 60], [30, 70, 40]], [[12, 16], [24, 28]], 4),
            "These are the gradients for `dy` of ones. Here the outputs count 1, 0, 2 and -1: "
            "multiply what each output passes back by its number in `dy`.",
        ),
        Misconception(
            "overlap overwritten instead of added",
            answer([[10, 0, 0], [20, -10, -20], [60, -30, -40]]),
            "Where windows overlap, you kept only what the last window passes back. "
            "A pixel acts on the loss through each window that sees it: add what they pass back.",
            others=[answer([[10, 20, 0], [20, -10, -20], [60, -30, -40]])],
        ),
        Misconception(
            "overlap averaged",
            answer(DX / SEEN),
            "You divided by the number of windows that see a pixel. The chain rule adds; it takes no mean.",
        ),
        Misconception(
            "flipped kernel on the way to dx",
            answer([[40, 30, 0], [100, 30, -30], [40, 0, -10]]),
            "You turned the kernel by 180 degrees before you laid it back. Each weight passes back to the "
            "pixel that it was multiplied with, so the kernel lies as it did on the way forward.",
        ),
        Misconception(
            "gradient of a flipped kernel",
            answer(dw=DW[::-1, ::-1]),
            "Your `dw` is turned by 180 degrees. Its first entry belongs to the weight 10, which meets "
            "1, 2, 4 and 5.",
        ),
        Misconception(
            "sign of dy lost",
            answer([[10, 20, 0], [50, 90, 20], [60, 110, 40]], [[14, 18], [26, 30]], 4),
            "The last output counts -1. If it grows, the loss becomes smaller: what it passes back is "
            "subtracted.",
        ),
        Misconception(
            "rows and columns swapped",
            answer(DX.T, DW.T),
            "Rows and columns of an answer are swapped. Its second number belongs to the upper right.",
            [answer(dx=DX.T), answer(dw=DW.T)],
        ),
        Misconception(
            "rows and columns of dy swapped",
            answer([[10, 40, 40], [30, 90, 60], [0, -30, -40]], [[0, 2], [6, 8]]),
            "You swapped rows and columns of `dy`: its 0 belongs to the window at the upper right, which is "
            "2, 3, 5 and 6, and its 2 to the window at the lower left.",
            [answer([[10, 40, 40], [30, 90, 60], [0, -30, -40]]), answer(dw=[[0, 2], [6, 8]])],
        ),
        Misconception(
            "kernel gradient a mean",
            answer(dw=DW / 4),
            "You divided `dw` by the number of windows. A weight acts on the loss through each of them: add.",
        ),
        Misconception(
            "dy times the kernel",
            answer(dx=[[10, 0], [60, -40]]),
            "You multiplied `dy` and the kernel number by number. Each number of `dy` goes back to all four "
            "pixels of its window: lay the whole kernel there, times this number.",
        ),
        Misconception(
            "dy times the pixels",
            answer(dw=[[1, 0], [8, -5]]),
            "You multiplied `dy` by the first window number by number. A weight meets a pixel in each of the "
            "four windows: add up all four products.",
        ),
        Misconception(
            "bias gradient of each output",
            answer(db=DY),
            "You return the gradient at each output. One bias is added to all of them, so add these up.",
        ),
        Misconception(
            "gradients with the opposite sign",
            answer(-DX, -DW, -2),
            "Every sign is the wrong way round. A gradient points uphill; only a step of descent turns it "
            "around.",
        ),
        Misconception(
            "bias gradient a mean",
            answer(db=0.5),
            "The bias is added to each output, so its gradient is the sum of `dy`, not the mean.",
        ),
        Misconception(
            "bias counted once per output",
            answer(db=4),
            "The bias is in four outputs, but they do not count alike: add up the numbers of `dy`.",
        ),
        Misconception(
            "all zeros",
            answer(np.zeros((3, 3)), np.zeros((2, 2)), 0),
            "The shapes are right, but all entries are 0. Begin with the first entry of `dw`.",
        ),
    ),
    hints=(
        "For `dw[0, 0]`: the weight 10 meets the pixels 1, 2, 4 and 5, one in each window. Multiply each of "
        "them by the number in `dy` of its window, and add.",
        "For `dx`: put the kernel on an empty picture at each of the four windows, times the number in `dy` "
        "of that window. Add where the copies overlap.",
        "`dw[0, 0]` = 1*1 + 0*2 + 2*4 - 1*5 = 4. `dx[1, 0]` = 1*30 + 2*10 = 50, from the two windows at the "
        "left. `db` is the sum of `dy`.",
    ),
)
