"""One image correlated with each of several kernels: a stack of maps."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from .reference import PIECES, X, correlate, correlate_by_loops


def by_scipy(image, kernels):
    return np.stack([correlate(image, kernel) for kernel in kernels])


def by_einsum(image, kernels):
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernels.shape[1:])
    return np.einsum("ijmn,kmn->kij", windows, kernels)


def by_matrix_product(image, kernels):
    windows = sliding_window_view(image.astype(float), kernels.shape[1:])
    columns = windows.reshape(-1, kernels[0].size).T
    return (kernels.reshape(len(kernels), -1) @ columns).reshape(len(kernels), *windows.shape[:2])


def grey_values(rng):
    return rng.integers(0, 256, size=(12, 9), dtype=np.uint8), rng.normal(size=(2, 3, 3))


def bytes_only(rng):
    pixels, weights = rng.integers(0, 256, (6, 5)), rng.integers(0, 9, (2, 2, 3))
    return pixels.astype(np.uint8), weights.astype(np.uint8)


@misconception("one kernel after the other")
def chained(image, kernels):
    """Each kernel slides over the map of the kernel before. All of them slide over the image itself."""
    (_, m, n), maps = kernels.shape, [image]
    for kernel in kernels:
        maps.append(correlate(np.pad(maps[-1], ((0, m - 1), (0, n - 1))) if len(maps) > 1 else image, kernel))
    return np.stack(maps[1:])


@chained.also
def chained_around(image, kernels):
    (_, m, n), maps = kernels.shape, [image]
    around = (((m - 1) // 2, m // 2), ((n - 1) // 2, n // 2))
    for kernel in kernels:
        maps.append(correlate(np.pad(maps[-1], around) if len(maps) > 1 else image, kernel))
    return np.stack(maps[1:])


FEATURE_MAPS = Exercise(
    name="feature_maps",
    points=3,
    cases=(
        Case("the X and its three pieces", (X, PIECES / 9), group="the X"),
        Case("the X and random pieces", lambda rng: (X, rng.normal(size=(3, 3, 3))), group="the X"),
        Case("four kernels, a wide image", normal((4, 8), (4, 2, 3)), group="any shape"),
        Case("a photograph's grey values", grey_values, group="any shape"),
        Case("uint8 image and uint8 kernels", bytes_only, group="any shape"),
        Case("one kernel", normal((6, 6), (1, 3, 3)), group="one kernel"),
    ),
    oracle=by_scipy,
    alternatives=(
        by_einsum,
        by_matrix_product,
        lambda image, kernels: [correlate_by_loops(image, kernel) for kernel in kernels],
    ),
    another_way=(
        by_einsum,
        "It has no loop. `windows[i, j]` is the window at (i, j), and `einsum` is given the formula: "
        "multiply, and add over m and n, the letters that are missing on the right of the arrow.",
    ),
    misconceptions=(
        Misconception(
            "maps added up",
            lambda image, kernels: by_scipy(image, kernels).sum(axis=0),
            "You added the maps together, or gave all kernels to `correlate2d` at once, which adds them up. "
            "Keep them apart, one for each kernel: shape (K, h, w).",
        ),
        Misconception(
            "maps averaged",
            lambda image, kernels: by_scipy(image, kernels).mean(axis=0),
            "You took the mean of the maps. Keep them apart, one for each kernel: shape (K, h, w).",
        ),
        Misconception(
            "maps one below the other",
            lambda image, kernels: np.concatenate(by_scipy(image, kernels)),
            "Your maps lie one below the other in a single tall one, as `np.concatenate` puts them. "
            "`np.stack` gives them an axis of their own: (K, h, w).",
        ),
        Misconception(
            "maps side by side",
            lambda image, kernels: np.hstack(by_scipy(image, kernels)),
            "Your maps lie side by side in a single wide one, as `np.hstack` puts them. "
            "`np.stack` gives them an axis of their own: (K, h, w).",
        ),
        Misconception(
            "kernels taken along the last axis",
            lambda image, kernels: by_scipy(image, np.moveaxis(kernels, -1, 0)),
            "Kernel k is `kernels[k]`: the first axis counts the kernels. You count them along the last one.",
        ),
        Misconception(
            "maps in reverse order",
            lambda image, kernels: by_scipy(image, kernels)[::-1],
            "The maps are right, but in reverse order: `maps[0]` belongs to `kernels[0]`.",
        ),
        Misconception(
            "kernel axis last",
            lambda image, kernels: np.moveaxis(by_scipy(image, kernels), 0, -1),
            "Your shape is (h, w, K). The axis of the kernels comes first, as in `kernels`: with "
            "(K, h, w), `maps[0]` is a picture.",
        ),
        Misconception(
            "only the last kernel kept",
            lambda image, kernels: by_scipy(image, kernels)[-1],
            "You return one map, that of the last kernel: the loop overwrites the others. Collect all maps.",
        ),
        Misconception(
            "the same map again and again",
            lambda image, kernels: np.stack([correlate(image, kernels[0])] * len(kernels)),
            "All your maps belong to the first kernel: use `kernels[k]` in the loop, not `kernels[0]`.",
        ),
        Misconception(
            "last kernel missing",
            lambda image, kernels: by_scipy(image, kernels)[:-1],
            "The last map is missing: `range(K - 1)` ends at K - 2, `range(K)` at K - 1.",
        ),
        Misconception(
            "one kernel loses its axis",
            lambda image, kernels: np.squeeze(by_scipy(image, kernels)),
            "With one kernel the shape is still (1, h, w): whoever calls your function should not need to "
            "know how many kernels there were.",
        ),
        Misconception(
            "only the best match of each map",
            lambda image, kernels: by_scipy(image, kernels).max(axis=(1, 2)),
            "You return one number for each kernel, the largest of its map. Return "
            "the whole maps: shape (K, h, w).",
        ),
        Misconception(
            "negative values cut off",
            lambda image, kernels: np.maximum(by_scipy(image, kernels), 0),
            "Negative values became 0. That step (it is called ReLU) comes later; a map keeps its signs.",
        ),
        chained,
        Misconception(
            "flipped kernels",
            lambda image, kernels: by_scipy(image, kernels[:, ::-1, ::-1]),
            "Your maps are true convolutions: each kernel is turned by 180 degrees. Use "
            "`correlate2d`, which does not turn it.",
        ),
        zeros(by_scipy),
    ),
    hints=(
        "You have written the function for one kernel. `kernels[0]` is the first of them.",
        "Call `correlate2d` once for each kernel, and make one array out of the list of maps.",
        "`np.stack(list_of_maps)` puts the new axis first. A list comprehension makes the list.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage"),
)
