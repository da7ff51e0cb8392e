"""01_filters: convolution by hand."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..checks.exercise import Case, Chapter, Exercise, Misconception, zeros
from ..data import features, letter_x

X = letter_x()
PIECES = features()
TO_16 = np.arange(1.0, 17).reshape(4, 4)
TO_9 = np.arange(1.0, 10).reshape(3, 3)
TO_6 = np.arange(1.0, 7).reshape(2, 3)
CHESS = np.array([[1.0, 0, 1], [0, 1, 0]])
STEP = np.array([[-1.0, 1], [0, 1]])
TENS = np.array([[10.0, 20], [30, 40]])
PLATE = np.array([[10.0, 20, 30], [40, 50, 60], [30, 20, 10]])


# match


def _ink(rng):
    return rng.choice([-1.0, 1.0], size=(3, 3))


def _match_as_vectors(patch, feature):
    return np.vdot(np.asarray(patch, dtype=float), np.asarray(feature, dtype=float)) / np.size(feature)


def _match_by_loops(patch, feature):
    pairs = [(p, f) for row, line in zip(patch, feature, strict=True) for p, f in zip(row, line, strict=True)]
    return sum(float(p) * float(f) for p, f in pairs) / len(pairs)


MATCH = Exercise(
    name="match",
    points=2,
    cases=(
        Case("a stroke on itself", (X[1:4, 1:4], PIECES[0]), group="pieces of the X"),
        Case("the corner of the X", (X[:3, :3], PIECES[0]), group="pieces of the X"),
        Case("a stroke on the crossing", (X[3:6, 3:6], PIECES[0]), group="pieces of the X"),
        Case("the opposite", (-PIECES[1], PIECES[1]), group="pieces of the X"),
        Case("random ink", lambda rng: (_ink(rng), PIECES[2]), group="pieces of the X"),
        Case("1 to 6 with ones and zeros", (TO_6, CHESS), group="any shape"),
        Case("two rows, five columns", lambda rng: tuple(rng.normal(size=(2, 2, 5))), group="any shape"),
        Case("one pixel", (np.array([[3.0]]), np.array([[-2.0]])), group="any shape"),
    ),
    oracle=_match_as_vectors,
    alternatives=(_match_by_loops, lambda patch, feature: np.einsum("ij,ij", patch, feature) / feature.size),
    misconceptions=(
        Misconception(
            "sum without dividing",
            lambda patch, feature: np.sum(patch * feature),
            "You add up the products, but do not divide by how many there are: "
            "a perfect match of 3 x 3 pixels should be 1, yours is 9.",
        ),
        Misconception(
            "divided by a side, not the area",
            lambda patch, feature: np.sum(patch * feature) / len(feature),
            "You divide by the number of rows. Each pixel gives one product: divide by the number of pixels.",
        ),
        Misconception(
            "divided by 9, whatever the shape",
            lambda patch, feature: np.sum(patch * feature) / 9,
            "You divide by 9, which is right for 3 x 3 pixels only. Divide by the number of pixels that this "
            "patch has.",
        ),
        Misconception(
            "divided with //",
            lambda patch, feature: np.sum(patch * feature) // feature.size,
            "`//` divides and rounds down to a whole number: 7 // 9 is 0, and 7 / 9 is 0.777...",
        ),
        Misconception(
            "count of equal pixels",
            lambda patch, feature: np.sum(patch == feature),
            "You count the pixels that are equal. Multiply instead: "
            "a pixel that disagrees then takes 1 away, and greys count in part.",
        ),
        Misconception(
            "share of equal pixels",
            lambda patch, feature: np.mean(patch == feature),
            "You take the share of equal pixels, from 0 to 1. The mean of the products goes from -1 to 1: "
            "a pixel that disagrees takes something away.",
        ),
        Misconception(
            "mean difference",
            lambda patch, feature: np.mean(np.abs(patch - feature)),
            "You measure how far the two are apart, so that a perfect match gives 0. "
            "Multiply the pixels instead of subtracting them.",
        ),
        Misconception(
            "matrix product",
            lambda patch, feature: np.mean(patch @ feature),
            "`@` is the matrix product: rows times columns. Here each pixel meets the one pixel at its own "
            "place: `*`.",
        ),
        Misconception(
            "cut to two decimals",
            lambda patch, feature: np.trunc(100 * np.mean(patch * feature)) / 100,
            "Your number is cut after two decimals. Return all of it; rounding is for showing.",
        ),
        Misconception(
            "counted from 1",
            lambda patch, feature: np.sum(patch[1:, 1:] * feature[1:, 1:]) / feature.size,
            "The first row and the first column are missing: rows and columns are counted from 0.",
        ),
        zeros(_match_as_vectors),
    ),
    hints=(
        "Where patch and feature agree, what is the product of the two pixels? And where they disagree?",
        "Multiply pixel by pixel (`*`, not `@`), add everything up, divide by the number of pixels.",
        "The number of pixels is `feature.size`. Adding up and dividing by the count has a name: `np.mean`.",
    ),
)


# by_hand

IN_COLUMNS = (
    "Your numbers are right, but they stand in columns. One step of the window to the right "
    "is one step to the right in the answer."
)

BY_HAND_ANSWERS = {
    "1 to 16": np.array([[7, 8, 9], [11, 12, 13], [15, 16, 17]]),
    "1 to 9": np.array([[370, 470], [670, 770]]),
}


def _by_scipy(key):
    image, kernel = {"1 to 16": (TO_16, STEP), "1 to 9": (TO_9, TENS)}[key]
    return _correlate_by_scipy(image, kernel)


BY_HAND = Exercise(
    name="by_hand",
    points=2,
    cases=(
        Case("the numbers 1 to 16", ("1 to 16",), group="1 to 16"),
        Case("the numbers 1 to 9", ("1 to 9",), group="1 to 9"),
    ),
    oracle=_by_scipy,
    alternatives=(
        {key: answer.tolist() for key, answer in BY_HAND_ANSWERS.items()},
        {key: answer.astype(np.float32) for key, answer in BY_HAND_ANSWERS.items()},
    ),
    misconceptions=(
        Misconception(
            "flipped kernel",
            {"1 to 16": [[0, 1, 2], [4, 5, 6], [8, 9, 10]], "1 to 9": [[230, 330], [530, 630]]},
            "You turned the kernel by 180 degrees first; that is the true convolution, which comes later. "
            "Here the kernel lies on the image as it is written.",
        ),
        Misconception(
            "kernel's rows and columns swapped",
            {"1 to 16": [[3, 4, 5], [7, 8, 9], [11, 12, 13]], "1 to 9": [[350, 450], [650, 750]]},
            "The kernel's two mixed corners changed places. Its first row lies on the upper row of the "
            "window.",
        ),
        Misconception(
            "rows and columns of the answer swapped",
            {"1 to 16": BY_HAND_ANSWERS["1 to 16"].T, "1 to 9": BY_HAND_ANSWERS["1 to 9"].T},
            IN_COLUMNS,
        ),
        Misconception(
            "divided as in match",
            {key: answer / 4 for key, answer in BY_HAND_ANSWERS.items()},
            "You divide by the number of pixels, as `match` does. Here only multiply and add.",
        ),
        Misconception(
            "windows that do not overlap",
            {"1 to 16": [[7, 9], [15, 17]], "1 to 9": [[370]]},
            "Your window jumps by its own width. It moves by one pixel at a time, so that windows overlap.",
        ),
        Misconception(
            "one row and column too few",
            {"1 to 16": [[7, 8], [11, 12]], "1 to 9": [[370]]},
            "The last row and column are missing: the window may go on until its edge touches the image's "
            "edge. "
            "A 2 x 2 window has three places beside each other in four columns.",
        ),
        Misconception(
            "zeros added around",
            {
                "1 to 16": [[7, 8, 9, -4], [11, 12, 13, -8], [15, 16, 17, -12], [1, 1, 1, -16]],
                "1 to 9": [[370, 470, 210], [670, 770, 360], [220, 250, 90]],
            },
            "Your window hangs over the edge, where you took zeros. Keep it inside the image.",
        ),
        Misconception(
            "all zeros",
            {"1 to 16": np.zeros((3, 3)), "1 to 9": np.zeros((2, 2))},
            "Your arrays have the right shapes, but all entries are 0. Work out a few numbers first.",
        ),
    ),
    hints=(
        "Two columns in four: the window starts at 0, 1 or 2, so there are three places.",
        'In "1 to 16" the window next holds 2, 3, 6 and 7: -1*2 + 1*3 + 0*6 + 1*7 = 8. The second row begins '
        "with the window 5, 6, 9 and 10.",
        'For "1 to 9" the window first holds 1, 2, 4 and 5: 10*1 + 20*2 + 30*4 + 40*5 = 370. The three other '
        "windows begin at 2, at 4 and at 5: two answers in the first row, two in the second.",
    ),
)


# correlate2d


def _correlate_by_scipy(image, kernel):
    from scipy.signal import correlate2d

    return correlate2d(np.asarray(image, dtype=float), np.asarray(kernel, dtype=float), mode="valid")


def _fits(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError(
            f"a kernel of shape {kernel.shape} does not fit into an image of shape {image.shape}"
        )


def _correlate_by_views(image, kernel):
    _fits(image, kernel)
    windows = sliding_window_view(np.asarray(image, dtype=float), kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, np.asarray(kernel, dtype=float))


def _correlate_by_four_loops(image, kernel):
    _fits(image, kernel)
    rows, columns = (n - k + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    result = [[0.0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            for m in range(kernel.shape[0]):
                for n in range(kernel.shape[1]):
                    result[i][j] += float(image[i + m, j + n]) * float(kernel[m, n])
    return result


def _correlate_by_shifted_sums(image, kernel):
    _fits(image, kernel)
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns), np.float32)
    for (m, n), weight in np.ndenumerate(kernel):
        result += np.float32(weight) * image[m : m + rows, n : n + columns].astype(np.float32)
    return result


def _each_window(image, kernel, weigh, rows=None, columns=None):
    """`weigh(window, kernel)` at every place of the window; as many of them as it says."""
    _fits(image, kernel)
    height, width = kernel.shape
    rows = image.shape[0] - height + 1 if rows is None else rows
    columns = image.shape[1] - width + 1 if columns is None else columns
    result = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            result[i, j] = weigh(image[i : i + height, j : j + width], kernel)
    return result


def _in_uint8(window, kernel):
    total = 0
    for pixel, weight in zip(window.flat, kernel.flat, strict=True):
        total = total + pixel * weight
    return total


def _swapped_in_slices(image, kernel):
    _fits(image, kernel)
    (w, h), (kw, kh) = image.shape, kernel.shape
    result = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            result[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return result


def _swapped_in_loops(image, kernel):
    _fits(image, kernel)
    (w, h), (kw, kh) = image.shape, kernel.shape
    places = [(i, j) for i in range(h - kh + 1) for j in range(w - kw + 1)]
    sums = [sum(image[i + m, j + n] * kernel[m, n] for m in range(kh) for n in range(kw)) for i, j in places]
    return np.reshape(sums, (h - kh + 1, w - kw + 1))


def _in_columns(image, kernel):
    upright = _correlate_by_views(image, kernel)
    result = np.zeros(upright.shape)
    for (i, j), value in np.ndenumerate(upright):
        result[j, i] = value
    return result


def _with_sides(image, kernel, image_sides, kernel_sides):
    """The loops of a solution that is mistaken about the sides of the image or the kernel."""
    (h, w), (kh, kw) = image_sides, kernel_sides
    result = np.zeros((h - kh + 1, w - kw + 1))
    for i, j in np.ndindex(result.shape):
        result[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return result


def _square_kernel(image, kernel):
    _fits(image, kernel)
    return _with_sides(image.astype(float), kernel, image.shape, (kernel.shape[0], kernel.shape[0]))


def _square_image(image, kernel):
    _fits(image, kernel)
    return _with_sides(image.astype(float), kernel, (image.shape[0], image.shape[0]), kernel.shape)


def _always_three(image, kernel):
    _fits(image, kernel)
    return _with_sides(image.astype(float), kernel, image.shape, (3, 3))


def _always_three_in_loops(image, kernel):
    _fits(image, kernel)
    rows, columns = image.shape[0] - 2, image.shape[1] - 2
    result = np.zeros((rows, columns))
    for i, j, m, n in np.ndindex(rows, columns, 3, 3):
        result[i, j] += float(image[i + m, j + n]) * float(kernel[m, n])
    return result


def _equal_size_refused(image, kernel):
    if kernel.shape[0] >= image.shape[0] or kernel.shape[1] >= image.shape[1]:
        raise ValueError("the kernel does not fit into the image")
    return _correlate_by_views(image, kernel)


def _kernel_swapped(image, kernel):
    turned = [[float(kernel[n, m]) for n in range(kernel.shape[1])] for m in range(kernel.shape[0])]
    return _correlate_by_views(image, np.array(turned))


def _one_too_large(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 2, image.shape[1] - kernel.shape[1] + 2
    return _each_window(image, kernel, lambda window, kernel: np.sum(window * kernel), rows, columns)


def _one_too_small(image, kernel):
    return _correlate_by_views(image, kernel)[:-1, :-1]


def _in_the_images_shape(image, kernel):
    result = _correlate_by_views(image, kernel)
    rows, columns = (n - m for n, m in zip(image.shape, result.shape, strict=True))
    return np.pad(result, ((0, rows), (0, columns)))


def _at_every_pixel(image, kernel):
    rows, columns = image.shape
    places = [(i, j) for i in range(rows) for j in range(columns)]
    sums = [sum(image[i + m, j + n] * weight for (m, n), weight in np.ndenumerate(kernel)) for i, j in places]
    return np.reshape(sums, image.shape)


def _same_size(image, kernel):
    from scipy.signal import correlate2d

    _fits(image, kernel)
    return correlate2d(image.astype(float), kernel.astype(float), mode="same")


def _in_the_images_dtype(image, kernel):
    result = _correlate_by_views(image, kernel)
    return result.astype(np.int64).astype(image.dtype) if image.dtype.kind == "u" else result


def _into_the_image(image, kernel):
    result = _correlate_by_views(image, kernel)
    image[: result.shape[0], : result.shape[1]] = result
    return image[: result.shape[0], : result.shape[1]]


def _no_overlap(image, kernel):
    return _correlate_by_views(image, kernel)[:: kernel.shape[0], :: kernel.shape[1]]


def _any_kernel(image, kernel):
    rows, columns = (max(n - k + 1, 0) for n, k in zip(image.shape, kernel.shape, strict=True))
    return _correlate_by_views(image, kernel) if rows and columns else np.zeros((rows, columns))


THREE = (
    "Right for kernels of 3 x 3 only: a 3 is written into your code. Take the sides from the kernel: "
    "`kh, kw = kernel.shape`."
)
SWAPPED = (
    "Right on square images only. The first axis counts rows: `h, w = image.shape`, and the same for the "
    "kernel; "
    "`i` and `m` run down (h), `j` and `n` run right (w)."
)

CORRELATE2D = Exercise(
    name="correlate2d",
    points=8,
    cases=(
        Case("1 to 9 doubled, a kernel of one pixel", (TO_9, np.array([[2.0]])), group="worked numbers"),
        Case("1 to 16, kernel [[-1, 1], [0, 1]]", (TO_16, STEP), group="worked numbers"),
        Case("1 to 9, kernel [[10, 20], [30, 40]]", (TO_9, TENS), group="worked numbers"),
        Case("1 to 9 with zeros around, a 3 x 3 kernel", (np.pad(TO_9, 1), PLATE), group="worked numbers"),
        Case("a piece of the X", (X, PIECES[0] / 9), group="worked numbers"),
        Case(
            "a random kernel on 1 to 16",
            lambda rng: (TO_16, rng.integers(-9, 10, size=(2, 2)).astype(float)),
            group="worked numbers",
        ),
        Case(
            "a wide image",
            lambda rng: (rng.normal(size=(5, 9)), rng.normal(size=(3, 3))),
            group="any shape",
        ),
        Case(
            "a tall image, a wide kernel",
            lambda rng: (rng.normal(size=(8, 6)), rng.normal(size=(2, 4))),
            group="any shape",
        ),
        Case(
            "a single row",
            (np.array([[3.0, 1, 4, 1, 5, 9]]), np.array([[1.0, 0, -1]])),
            group="any shape",
        ),
        Case(
            "a kernel of one pixel",
            lambda rng: (rng.normal(size=(4, 3)), np.array([[-2.0]])),
            group="any shape",
        ),
        Case(
            "whole numbers, a kernel of fractions",
            lambda rng: (rng.integers(0, 256, size=(6, 7), dtype=np.uint8), np.full((3, 3), 1 / 9)),
            group="any dtype",
        ),
        Case(
            "uint8 image and uint8 kernel",
            lambda rng: (
                rng.integers(100, 256, size=(5, 6), dtype=np.uint8),
                np.array([[1, 2], [3, 4]], np.uint8),
            ),
            group="any dtype",
        ),
        Case(
            "a kernel as large as the image",
            lambda rng: (rng.normal(size=(3, 4)), rng.normal(size=(3, 4))),
            group="limits",
        ),
        Case("a kernel one row too high", (TO_9, np.ones((4, 2))), raises=ValueError, group="limits"),
        Case("a kernel one column too wide", (TO_9, np.ones((2, 4))), raises=ValueError, group="limits"),
    ),
    oracle=_correlate_by_scipy,
    alternatives=(_correlate_by_views, _correlate_by_four_loops, _correlate_by_shifted_sums),
    misconceptions=(
        Misconception(
            "flipped kernel",
            lambda image, kernel: _correlate_by_views(image, kernel[::-1, ::-1]),
            "Your result is the true convolution: the kernel is turned by 180 degrees. "
            "`correlate2d` lays the kernel on the image as it is: `I[i + m, j + n] * K[m, n]`.",
        ),
        Misconception(
            "kernel's rows and columns swapped",
            _kernel_swapped,
            "You use `K[n, m]` where `K[m, n]` was meant: "
            "`m` counts rows in the kernel and in the window, `n` counts columns in both.",
        ),
        Misconception("rows and columns of the answer swapped", _in_columns, IN_COLUMNS),
        Misconception("height and width swapped", _swapped_in_slices, SWAPPED),
        Misconception("height and width swapped, pixel by pixel", _swapped_in_loops, SWAPPED),
        Misconception(
            "image taken for square",
            _square_image,
            "Right for square images only: you use the number of rows for the columns too. "
            "The shape has both: `h, w = image.shape`.",
        ),
        Misconception(
            "kernel taken for square",
            _square_kernel,
            "Right for square kernels only: the number of rows of the kernel is used for its columns too. "
            "The shape has both: `kh, kw = kernel.shape`.",
        ),
        Misconception("3 written into the code", _always_three, THREE),
        Misconception(
            "output one too small",
            _one_too_small,
            "The last row and column are missing. A window of 3 has 8 places in 10 pixels, not 7: `h - kh + "
            "1`.",
        ),
        Misconception(
            "output one too large",
            _one_too_large,
            "Your last windows hang over the edge, and NumPy cut them off. "
            "The window has `h - kh + 1` places from top to bottom, so `range(h - kh + 1)`.",
        ),
        Misconception(
            "output of the image's shape",
            _in_the_images_shape,
            "Your output was made in the shape of the image, so that its last rows and columns stay 0. "
            "The window has only h - kh + 1 places from top to bottom, and w - kw + 1 from left to right.",
        ),
        Misconception(
            "window leaves the image",
            _at_every_pixel,
            "An index runs past the edge: a window that starts in the last row has no room for its second "
            "one. "
            "The last start is `h - kh`, so there are `h - kh + 1` of them; the output is smaller than the "
            "image.",
        ),
        Misconception("3 written into the loops", _always_three_in_loops, THREE),
        Misconception(
            "zeros added around",
            _same_size,
            "Your output is as large as the image, with zeros taken where the window hangs over the edge. "
            "Here the window stays inside; `correlate2d` adds nothing.",
        ),
        Misconception(
            "products overflow in uint8",
            lambda image, kernel: _each_window(image, kernel, lambda window, kernel: np.sum(window * kernel)),
            "A uint8 ends at 255 and starts again at 0, so uint8 times uint8 loses everything above. "
            "Turn the image into floats before you multiply.",
        ),
        Misconception(
            "sum overflows in uint8",
            lambda image, kernel: _each_window(image, kernel, _in_uint8),
            "A uint8 ends at 255 and starts again at 0; your running sum is a uint8 as soon as one is added "
            "to it. "
            "Turn the image into floats before you multiply.",
        ),
        Misconception(
            "result in the image's dtype",
            _in_the_images_dtype,
            "Your output array took over the dtype of the image, which has no room for fractions, "
            "negative numbers or sums above 255. Make it with `np.zeros(shape)`: that is float64.",
        ),
        Misconception(
            "product without sum",
            lambda image, kernel: _each_window(
                image.astype(float), kernel, lambda window, kernel: window[-1, -1] * kernel[-1, -1]
            ),
            "Only the last product of each window is left: you wrote `=` where `+=` was meant, or forgot to "
            "add up.",
        ),
        Misconception(
            "divided as in match",
            lambda image, kernel: _correlate_by_views(image, kernel) / kernel.size,
            "You divide by the number of pixels, as `match` does. `correlate2d` only multiplies and adds.",
        ),
        Misconception(
            "matrix product",
            lambda image, kernel: _each_window(
                image.astype(float), kernel, lambda window, kernel: np.sum(window @ kernel)
            ),
            "`@` is the matrix product: rows times columns. Here each pixel meets the one number that lies "
            "on it: `*`.",
        ),
        Misconception(
            "windows that do not overlap",
            _no_overlap,
            "Your window jumps by its own size. It moves by one pixel at a time, so that windows overlap.",
        ),
        Misconception(
            "writes into the image",
            _into_the_image,
            "Your results are stored in the image itself, so that the caller's picture is lost. "
            "A slice of an array is a view, not a copy: make a new array with `np.zeros`.",
        ),
        Misconception(
            "kernel as large as the image refused",
            _equal_size_refused,
            "A kernel as large as the image still fits, at one place. Refuse what is larger: `>`, not `>=`.",
        ),
        Misconception(
            "kernel too large let through",
            _any_kernel,
            "All values are right. But your function lets this kernel through, which does not fit: raise a "
            "ValueError where it is too high or too wide. One of the two is enough (`or`), and the number of "
            "pixels (`size`) does not tell.",
        ),
        zeros(_correlate_by_scipy),
    ),
    hints=(
        "How many places has a window of height 3 in an image of height 5? Draw them. "
        "That number is the height of the output.",
        "Make an output of zeros of shape (h - kh + 1, w - kw + 1). For each place (i, j) in it, take the "
        "window of "
        "the image that starts there, multiply it by the kernel, and add up.",
        "The window is `image[i:i + kh, j:j + kw]` and the output `np.sum(window * kernel)`. "
        "Before the loops: `image = np.asarray(image, dtype=float)`, and a ValueError if kh > h or kw > w.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage", "numpy.convolve", "numpy.correlate", "numpy.fft"),
)


# feature_maps


def _maps_by_scipy(image, kernels):
    return np.stack([_correlate_by_scipy(image, kernel) for kernel in kernels])


def _maps_by_einsum(image, kernels):
    return np.einsum("ijmn,kmn->kij", sliding_window_view(image, kernels.shape[1:]), kernels)


def _maps_as_a_matrix_product(image, kernels):
    windows = sliding_window_view(image, kernels.shape[1:])
    columns = windows.reshape(-1, kernels[0].size).T
    return (kernels.reshape(len(kernels), -1) @ columns).reshape(len(kernels), *windows.shape[:2])


FEATURE_MAPS = Exercise(
    name="feature_maps",
    points=3,
    cases=(
        Case("the X and its three pieces", (X, PIECES / 9), group="the X"),
        Case("the X and random pieces", lambda rng: (X, rng.normal(size=(3, 3, 3))), group="the X"),
        Case(
            "one kernel",
            lambda rng: (rng.normal(size=(6, 5)), rng.normal(size=(1, 3, 2))),
            group="any number",
        ),
        Case(
            "four kernels, a wide image",
            lambda rng: (rng.normal(size=(4, 8)), rng.normal(size=(4, 2, 3))),
            group="any number",
        ),
        Case(
            "a photograph's grey values",
            lambda rng: (rng.integers(0, 256, size=(12, 9), dtype=np.uint8), rng.normal(size=(2, 3, 3))),
            group="any number",
        ),
    ),
    oracle=_maps_by_scipy,
    alternatives=(
        _maps_by_einsum,
        _maps_as_a_matrix_product,
        lambda image, kernels: [_correlate_by_four_loops(image, kernel) for kernel in kernels],
    ),
    misconceptions=(
        Misconception(
            "maps added up",
            lambda image, kernels: _maps_by_scipy(image, kernels).sum(axis=0),
            "You added the maps together, or gave all kernels to `correlate2d` at once, which adds them up. "
            "Keep them apart, one for each kernel: shape (K, h, w).",
        ),
        Misconception(
            "maps averaged",
            lambda image, kernels: _maps_by_scipy(image, kernels).mean(axis=0),
            "You took the mean of the maps. Keep them apart, one for each kernel: shape (K, h, w).",
        ),
        Misconception(
            "maps one below the other",
            lambda image, kernels: np.concatenate(_maps_by_scipy(image, kernels)),
            "Your maps lie one below the other in a single tall one, as `np.concatenate` puts them. "
            "`np.stack` gives them an axis of their own: (K, h, w).",
        ),
        Misconception(
            "maps in reverse order",
            lambda image, kernels: _maps_by_scipy(image, kernels)[::-1],
            "The maps are right, but in reverse order: `maps[0]` belongs to `kernels[0]`.",
        ),
        Misconception(
            "kernel axis last",
            lambda image, kernels: np.moveaxis(_maps_by_scipy(image, kernels), 0, -1),
            "Your shape is (h, w, K). The maps come first, as the kernels do: (K, h, w), so that `maps[0]` "
            "is a picture.",
        ),
        Misconception(
            "only the last kernel kept",
            lambda image, kernels: _maps_by_scipy(image, kernels)[-1],
            "One map came back, that of the last kernel: the others were overwritten in the loop. Collect "
            "them.",
        ),
        Misconception(
            "the same map again and again",
            lambda image, kernels: np.stack([_correlate_by_scipy(image, kernels[0])] * len(kernels)),
            "All your maps belong to the first kernel: use `kernels[k]` in the loop, not `kernels[0]`.",
        ),
        Misconception(
            "last kernel missing",
            lambda image, kernels: (
                _maps_by_scipy(image, kernels)[:-1] if len(kernels) > 1 else np.zeros((0, 4, 4))
            ),
            "One map is missing, the last: `range(K)` ends at K - 1 already.",
        ),
        Misconception(
            "one kernel loses its axis",
            lambda image, kernels: np.squeeze(_maps_by_scipy(image, kernels)),
            "With one kernel the shape is still (1, h, w): whoever calls you should not need to know how "
            "many there were.",
        ),
        Misconception(
            "only the best match of each map",
            lambda image, kernels: _maps_by_scipy(image, kernels).max(axis=(1, 2)),
            "One number came back for each kernel, the largest of its map. Return the whole maps: "
            "shape (K, h, w).",
        ),
        Misconception(
            "negative values cut off",
            lambda image, kernels: np.maximum(_maps_by_scipy(image, kernels), 0),
            "Negative values became 0. That step (it is called ReLU) comes later; a map keeps its signs.",
        ),
        Misconception(
            "flipped kernels",
            lambda image, kernels: _maps_by_scipy(image, kernels[:, ::-1, ::-1]),
            "Your maps are true convolutions: `convolve2d` where `correlate2d` was meant.",
        ),
        zeros(_maps_by_scipy),
    ),
    hints=(
        "You have written the function for one kernel. `kernels[0]` is the first of them.",
        "Call `correlate2d` once for each kernel, and make one array out of the list of maps.",
        "`np.stack(list_of_maps)` puts the new axis first. A list comprehension makes the list.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage"),
)


# shift


def _shift_by_scipy(image, dy, dx):
    from scipy.ndimage import shift

    return shift(np.asarray(image, dtype=float), (dy, dx), order=0)


def _shift_by_padding(image, dy, dx):
    (h, w), down, right = image.shape, abs(dy), abs(dx)
    framed = np.pad(image, ((down, down), (right, right)))
    return framed[down - dy : down - dy + h, right - dx : right - dx + w]


def _shift_by_loops(image, dy, dx):
    h, w = len(image), len(image[0])
    return [
        [image[i - dy][j - dx] if 0 <= i - dy < h and 0 <= j - dx < w else 0 for j in range(w)]
        for i in range(h)
    ]


def _shift_with_edges(image, dy, dx):
    rows = np.clip(np.arange(image.shape[0]) - dy, 0, image.shape[0] - 1)
    columns = np.clip(np.arange(image.shape[1]) - dx, 0, image.shape[1] - 1)
    return image[np.ix_(rows, columns)]


def _shift_one_way(image, dy, dx):
    result = np.zeros(image.shape)
    result[dy:, dx:] = image[: image.shape[0] - dy, : image.shape[1] - dx]
    return result


def _shift_up_to_minus_zero(image, dy, dx):
    result = np.zeros(image.shape)
    result[dy:, dx:] = image[:-dy, :-dx]
    return result


def _shift_down_and_right_only(image, dy, dx):
    result = np.zeros(image.shape)
    target = result[dy:, dx:]
    target[...] = image[: target.shape[0], : target.shape[1]]
    return result


def _shift_if(image, dy, dx, there):
    """Two loops that take the pixel at (r, c) of the image where `there` says so."""
    result = np.zeros(image.shape)
    for i, j in np.ndindex(image.shape):
        if there(i - dy, j - dx, *image.shape):
            result[i, j] = image[i - dy, j - dx]
    return result


ONE_WAY = (
    "Right for moves down and right. Where dy is negative, a slice such as `[dy:]` means something else: "
    "it counts from the end."
)

SHIFT = Exercise(
    name="shift",
    points=2,
    cases=(
        Case("1 to 16, one down", (TO_16, 1, 0), group="down and right"),
        Case("1 to 16, one down and two right", (TO_16, 1, 2), group="down and right"),
        Case("not at all", (TO_9, 0, 0), group="down and right"),
        Case("one right", lambda rng: (rng.normal(size=(3, 5)), 0, 1), group="down and right"),
        Case("up and left", lambda rng: (rng.normal(size=(5, 7)), -2, -1), group="any direction"),
        Case("up and right", lambda rng: (rng.normal(size=(7, 4)), -1, 2), group="any direction"),
        Case("out of sight", (TO_9, 0, 4), group="any direction"),
    ),
    oracle=_shift_by_scipy,
    alternatives=(_shift_by_padding, _shift_by_loops),
    misconceptions=(
        Misconception(
            "negative index",
            lambda image, dy, dx: _shift_if(image, dy, dx, lambda r, c, h, w: r < h and c < w),
            "What leaves the image below or to the right comes in on the other side: i - dy may be negative, "
            "and a negative index counts from the end. Ask for `0 <= i - dy < h`, and the same for columns.",
        ),
        Misconception(
            "first row and column lost",
            lambda image, dy, dx: _shift_if(image, dy, dx, lambda r, c, h, w: 0 < r < h and 0 < c < w),
            "The first row and column of the image are lost: its indices begin at 0, so `0 <=`, not `0 <`.",
        ),
        Misconception(
            "comes in again on the other side",
            lambda image, dy, dx: np.roll(image, (dy, dx), axis=(0, 1)),
            "What leaves the image on one side comes in on the other, as `np.roll` does. It should be gone; "
            "zeros come in.",
        ),
        Misconception(
            "up instead of down",
            lambda image, dy, dx: _shift_by_padding(image, -dy, -dx),
            "Your image moves the other way: what was at (0, 0) belongs at (dy, dx).",
        ),
        Misconception(
            "dy and dx swapped",
            lambda image, dy, dx: _shift_by_padding(image, dx, dy),
            "`dy` counts rows down, the first axis; `dx` counts columns to the right, the second.",
        ),
        Misconception(
            "larger than before",
            lambda image, dy, dx: np.pad(image, ((max(dy, 0), max(-dy, 0)), (max(dx, 0), max(-dx, 0)))),
            "Zeros were added, but nothing was cut off. The result has the shape of the image.",
        ),
        Misconception(
            "edge repeated",
            _shift_with_edges,
            "Where the image moved away you repeat its edge. Put zeros there.",
        ),
        Misconception("negative moves forgotten", _shift_one_way, ONE_WAY),
        Misconception("negative moves forgotten, without an error", _shift_down_and_right_only, ONE_WAY),
        Misconception(
            "a slice up to -0",
            _shift_up_to_minus_zero,
            "A slice `[:-dx]` leaves out the last dx columns, but `[:-0]` is `[:0]`: nothing is left. "
            "Write `[:w - dx]`, and think of negative moves too.",
        ),
        Misconception(
            "one step too far",
            lambda image, dy, dx: _shift_by_padding(image, dy + 1, dx + 1),
            "Everything is one pixel too far down and right: `shift(image, 0, 0)` should change nothing.",
        ),
        zeros(_shift_by_scipy),
    ),
    hints=(
        "Which pixel of the old image should appear at (i, j) of the new one?",
        "The pixel at (i - dy, j - dx), if there is one there; else 0. Two loops and one `if` will do.",
        "Or in one piece: put `abs(dy)` rows and `abs(dx)` columns of zeros around with `np.pad`, "
        "then cut out a window of the old size that starts at row `abs(dy) - dy`, column `abs(dx) - dx`.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage"),
)


# shift_equivariance


def _sides(image, kernel, dy, dx):
    before = _correlate_by_scipy(image, kernel)
    rows, columns = np.indices(before.shape)
    kept = (rows >= dy) & (rows < before.shape[0] + dy) & (columns >= dx) & (columns < before.shape[1] + dx)
    return _correlate_by_scipy(_shift_by_scipy(image, dy, dx), kernel), _shift_by_scipy(before, dy, dx), kept


def _tell_kind(target, image, kernel, dy, dx):
    sides = target(image, kernel, dy, dx)
    if sides is None or sides is ...:
        return sides
    if not isinstance(sides, tuple | list) or len(sides) != 3:
        got = len(sides) if isinstance(sides, tuple | list) else f"one {type(sides).__name__}"
        raise TypeError(f"3 arrays were asked for, as in `return one, other, safe`; {got} came back")
    return *sides, np.asarray(sides[2]).dtype == bool


def _sides_and_kind(image, kernel, dy, dx):
    return _tell_kind(_sides, image, kernel, dy, dx)


def _plateau(rng):
    """A bright square on black, which a map answers with zeros of its own."""
    return np.pad(np.full((3, 3), rng.uniform(1, 9)), 3), rng.normal(size=(2, 2)), -1, 2


def _sides_by_ones(image, kernel, dy, dx):
    after = _correlate_by_views(image, kernel)
    safe = _shift_by_padding(np.ones(after.shape, bool), dy, dx)
    return (
        _correlate_by_views(_shift_by_padding(image, dy, dx), kernel),
        _shift_by_padding(after, dy, dx),
        safe,
    )


def _sides_as_lists(image, kernel, dy, dx):
    after = _correlate_by_four_loops(image, kernel)
    inside = _shift_by_loops([[1] * len(after[0])] * len(after), dy, dx)
    safe = [[bool(place) for place in row] for row in inside]
    moved = np.array(_shift_by_loops(image, dy, dx))
    return [_correlate_by_four_loops(moved, kernel), _shift_by_loops(after, dy, dx), safe]


def _sides_rolled(image, kernel, dy, dx):
    moved, after = (np.roll(a, (dy, dx), axis=(0, 1)) for a in (image, _correlate_by_scipy(image, kernel)))
    return _correlate_by_scipy(moved, kernel), after, _sides(image, kernel, dy, dx)[2]


def _with_safe(safe):
    """The right sides, with another idea of where they must agree."""

    def sides(image, kernel, dy, dx):
        left, right, _ = _sides(image, kernel, dy, dx)
        return left, right, safe(left, right, kernel, dy, dx)

    return sides


def _safe_as_the_image(image, kernel, dy, dx):
    left, right, _ = _sides(image, kernel, dy, dx)
    return left, right, _shift_by_padding(np.ones(image.shape, bool), dy, dx)


def _inside(left, right, kernel, dy, dx):
    return _shift_by_padding(np.ones(left.shape, bool), dy, dx)


def _safe_by_slices(left, right, kernel, dy, dx):
    safe = np.zeros(left.shape, bool)
    safe[dy:, dx:] = True
    return safe


def _safe_below_and_right(left, right, kernel, dy, dx):
    return _safe_by_slices(left, right, kernel, abs(dy), abs(dx))


def _safe_without_the_kernels_reach(left, right, kernel, dy, dx):
    reach = [d + int(np.sign(d)) * (k - 1) for d, k in zip((dy, dx), kernel.shape, strict=True)]
    return _shift_by_padding(np.ones(left.shape, bool), *reach)


def _safe_on_all_sides(left, right, kernel, dy, dx):
    return _inside(left, right, kernel, dy, dx) & _inside(left, right, kernel, -dy, -dx)


def _safe_less_one(left, right, kernel, dy, dx):
    return _shift_by_padding(np.ones(left.shape, bool), dy + int(np.sign(dy)), dx + int(np.sign(dx)))


SHIFT_EQUIVARIANCE = Exercise(
    name="shift_equivariance",
    points=3,
    cases=(
        Case("the X, one down and two right", (X, PIECES[0] / 9, 1, 2), group="down and right"),
        Case(
            "far down",
            lambda rng: (rng.normal(size=(8, 5)), rng.normal(size=(2, 3)), 3, 1),
            group="down and right",
        ),
        Case(
            "not at all",
            lambda rng: (rng.normal(size=(4, 5)), rng.normal(size=(2, 2)), 0, 0),
            group="any direction",
        ),
        Case(
            "up", lambda rng: (rng.normal(size=(7, 6)), rng.normal(size=(3, 2)), -2, 0), group="any direction"
        ),
        Case(
            "down and left",
            lambda rng: (rng.normal(size=(6, 9)), rng.normal(size=(2, 3)), 1, -2),
            group="any direction",
        ),
        Case("a bright square on black", _plateau, group="any direction"),
    ),
    oracle=_sides_and_kind,
    drive=_tell_kind,
    returns=("moved, then filtered", "filtered, then moved", "safe", "whether safe is bool"),
    alternatives=(_sides_by_ones, _sides_as_lists),
    misconceptions=(
        Misconception(
            "comes in again on the other side",
            _sides_rolled,
            "What leaves on one side comes in on the other, as `np.roll` does. Use your `shift`: zeros come "
            "in.",
        ),
        Misconception(
            "sides swapped",
            lambda *args: (*_sides(*args)[1::-1], _sides(*args)[2]),
            "The two sides changed places. First comes the one that moves the image and then filters it.",
        ),
        Misconception(
            "one side twice",
            lambda *args: (_sides(*args)[0], _sides(*args)[0], _sides(*args)[2]),
            "Both of your sides move the image first. The second one filters first and then moves the map.",
        ),
        Misconception(
            "up instead of down",
            lambda image, kernel, dy, dx: _sides(image, kernel, -dy, -dx),
            "Everything moves the other way: positive `dy` is down, positive `dx` is right.",
        ),
        Misconception(
            "safe everywhere",
            _with_safe(lambda left, right, kernel, dy, dx: np.ones(left.shape, bool)),
            "Both sides are right, but they do not agree everywhere: look at the rows and columns "
            "where zeros came in.",
        ),
        Misconception(
            "safe as large as the image",
            _safe_as_the_image,
            "Both sides are right. But `safe` has the shape of the image; it picks out places of the map, "
            "which is smaller.",
        ),
        Misconception(
            "safe is not bool",
            _with_safe(lambda *args: _inside(*args).astype(float)),
            "All values are right. But `safe` holds ones and zeros, and only an array of bool can pick out "
            "places, as in `difference[safe]`: compare it with 1, or make it with `dtype=bool`.",
        ),
        Misconception(
            "True and False swapped",
            _with_safe(lambda *args: ~_inside(*args)),
            "Both sides are right, but True and False changed places: `safe` is True where the moved map "
            "shows a place of the old one.",
        ),
        Misconception(
            "safe where the number is not zero",
            _with_safe(lambda left, right, *rest: right != 0),
            "Both sides are right. But a map may hold zeros of its own, as here, where the image is black. "
            "Find the places from `dy` and `dx` alone.",
        ),
        Misconception(
            "strip always on top and on the left",
            _with_safe(_safe_below_and_right),
            "Right for moves down and right. A move up leaves its strip at the bottom, "
            "a move left on the right.",
        ),
        Misconception(
            "safe where the numbers agree",
            _with_safe(lambda left, right, kernel, dy, dx: np.isclose(left, right)),
            "You compare the numbers; two of them may agree by chance, for instance where both are 0. "
            "Find the places from `dy` and `dx` alone: where did the moved map bring its own numbers?",
        ),
        Misconception(
            "unsafe on all sides",
            _with_safe(_safe_on_all_sides),
            "Both sides are right. But zeros come in on one side only, the one that the image moves away "
            "from.",
        ),
        Misconception(
            "one row and column too careful",
            _with_safe(_safe_less_one),
            "Both sides are right, and so is the strip, but it is one too wide: a move by dy spoils |dy| "
            "rows of the map.",
        ),
        Misconception(
            "kernel's reach taken off too",
            _with_safe(_safe_without_the_kernels_reach),
            "Both sides are right. But the map is smaller than the image already, and its window starts at "
            "(i, j) "
            "and reaches down and right from there: a move by dy spoils |dy| rows of the map, whatever the "
            "kernel.",
        ),
        Misconception(
            "negative moves forgotten",
            _with_safe(_safe_by_slices),
            "Right for moves down and right. `safe[dy:]` means something else when dy is negative: "
            "it counts from the end.",
        ),
        zeros(_sides),
    ),
    hints=(
        "You have both functions. The two sides differ only in the order in which they are called.",
        "`safe` is True where the moved map shows a place of the old one. What becomes of a map of ones?",
        "`shift(np.ones(result.shape), dy, dx) == 1`, with `result` the map of the image as it was.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage"),
)


# convolve2d


def _convolve_by_scipy(image, kernel, mode="full"):
    from scipy.signal import convolve2d

    return convolve2d(np.asarray(image, dtype=float), np.asarray(kernel, dtype=float), mode=mode)


def _padded(image, rows, columns):
    return np.pad(image, ((rows, rows), (columns, columns)))


def _convolve(image, kernel, mode="full", turn=lambda kernel: kernel[::-1, ::-1], extra=-1):
    """A convolution that turns the kernel as it likes and adds `extra` more zeros than the kernel is long."""
    if mode == "full":
        image = _padded(image, kernel.shape[0] + extra, kernel.shape[1] + extra)
    return _correlate_by_views(image, turn(kernel))


def _convolve_by_stamps(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    result = np.zeros((h + kh - 1, w + kw - 1))
    for (i, j), pixel in np.ndenumerate(image):
        result[i : i + kh, j : j + kw] += pixel * kernel
    return result if mode == "full" else result[kh - 1 : h, kw - 1 : w]


def _convolve_by_fourier(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    shape = (h + kh - 1, w + kw - 1)
    product = np.fft.rfft2(image, shape) * np.fft.rfft2(kernel, shape)
    result = np.fft.irfft2(product, shape)
    return result if mode == "full" else result[kh - 1 : h, kw - 1 : w]


def _always_valid(image, kernel, mode="full"):
    return _convolve(image, kernel, "valid")


def _same_size_for_full(image, kernel, mode="full"):
    return _convolve_by_scipy(image, kernel, "same" if mode == "full" else mode)


def _padded_by_one(image, kernel, mode="full"):
    return _convolve(np.pad(image, 1) if mode == "full" else image, kernel, "valid")


def _padded_by_half(image, kernel, mode="full"):
    if mode == "full":
        image = _padded(image, kernel.shape[0] // 2, kernel.shape[1] // 2)
    return _convolve(image, kernel, "valid")


def _padded_by_height(image, kernel, mode="full"):
    return _convolve(np.pad(image, kernel.shape[0] - 1) if mode == "full" else image, kernel, "valid")


def _padding_swapped(image, kernel, mode="full"):
    if mode == "full":
        image = _padded(image, kernel.shape[1] - 1, kernel.shape[0] - 1)
    return _convolve(image, kernel, "valid")


def _pair(rng):
    return rng.normal(size=(4, 6)), rng.normal(size=(3, 2))


CONVOLVE2D = Exercise(
    name="convolve2d",
    points=4,
    cases=(
        Case("1 to 16, kernel [[-1, 1], [0, 1]]", (TO_16, STEP, "valid"), group="valid"),
        Case(
            "a tall image, a wide kernel",
            lambda rng: (rng.normal(size=(7, 5)), rng.normal(size=(2, 4)), "valid"),
            group="valid",
        ),
        Case("one bright pixel", (np.pad([[1.0]], 1), TO_9), group="full: it commutes"),
        Case("1 to 16 with 10 to 40", (TO_16, TENS), group="full: it commutes"),
        Case("10 to 40 with 1 to 16: the same", (TENS, TO_16), group="full: it commutes"),
        Case("two random arrays", lambda rng: _pair(rng), group="full: it commutes"),
        Case("two random arrays, swapped", lambda rng: _pair(rng)[::-1], group="full: it commutes"),
    ),
    oracle=_convolve_by_scipy,
    alternatives=(_convolve_by_stamps, _convolve_by_fourier),
    misconceptions=(
        Misconception(
            "kernel not flipped",
            lambda image, kernel, mode="full": _convolve(image, kernel, mode, turn=lambda kernel: kernel),
            "Your result is the cross-correlation. In a convolution the kernel is turned by 180 degrees "
            "first; "
            "without that it does not commute: swapping image and kernel turns your result around.",
        ),
        Misconception(
            "flipped top to bottom only",
            lambda image, kernel, mode="full": _convolve(image, kernel, mode, turn=np.flipud),
            "Both axes are flipped: `kernel[::-1, ::-1]`. Yours is flipped from top to bottom only.",
        ),
        Misconception(
            "flipped left to right only",
            lambda image, kernel, mode="full": _convolve(image, kernel, mode, turn=np.fliplr),
            "Both axes are flipped: `kernel[::-1, ::-1]`. Yours is flipped from left to right only.",
        ),
        Misconception(
            "kernel transposed",
            lambda image, kernel, mode="full": _convolve(image, kernel, mode, turn=np.transpose),
            "Rows and columns of your kernel changed places. Flipping keeps its shape and turns it by 180 "
            "degrees.",
        ),
        Misconception(
            "kernel turned by 90 degrees",
            lambda image, kernel, mode="full": _convolve(image, kernel, mode, turn=np.rot90),
            "Your kernel is turned by 90 degrees. A convolution turns it by 180: `np.rot90(kernel, 2)`, or "
            "`kernel[::-1, ::-1]`.",
        ),
        Misconception(
            "image flipped, not the kernel",
            lambda image, kernel, mode="full": _convolve(image[::-1, ::-1], kernel, mode, turn=lambda k: k),
            "You flipped the image, so that your result stands on its head. Flip the kernel.",
        ),
        Misconception(
            "no zeros in full mode",
            _always_valid,
            'In mode "full" every place counts where kernel and image share at least one pixel. '
            "Put kh - 1 rows and kw - 1 columns of zeros on each side first.",
        ),
        Misconception(
            "always full",
            lambda image, kernel, mode="full": _convolve(image, kernel, "full"),
            'Right for mode "full". In mode "valid" the kernel stays inside the image: add no zeros then.',
        ),
        Misconception(
            "half a kernel of zeros",
            _padded_by_half,
            "You add kh // 2 rows and kw // 2 columns of zeros on each side: an odd kernel then keeps "
            "the size of the image. In full mode it takes kh - 1 and kw - 1.",
        ),
        Misconception(
            "as many columns of zeros as rows",
            _padded_by_height,
            "You add kh - 1 zeros on all four sides. To the left and right it takes kw - 1: "
            "the kernel need not be square.",
        ),
        Misconception(
            "zeros for the same size",
            _same_size_for_full,
            'Your "full" result is as large as the image; it should be h + kh - 1 by w + kw - 1. '
            "Put kh - 1 rows and kw - 1 columns of zeros on each side.",
        ),
        Misconception(
            "one row of zeros, whatever the kernel",
            _padded_by_one,
            "One row and column of zeros on each side is right for a 2 x 2 kernel only: it takes kh - 1 and "
            "kw - 1.",
        ),
        Misconception(
            "one row of zeros too many",
            lambda image, kernel, mode="full": _convolve(image, kernel, mode, extra=0),
            "The outermost windows see nothing but zeros. Add kh - 1 rows on each side, not kh: "
            "one row of the kernel must touch the image.",
        ),
        Misconception(
            "padding swapped",
            _padding_swapped,
            "You add kw - 1 rows and kh - 1 columns of zeros. Rows belong to the height: kh - 1.",
        ),
        zeros(_convolve_by_scipy),
    ),
    hints=(
        "You already have a function that does nearly all of it. What has to happen to the kernel first?",
        "`kernel[::-1, ::-1]` is flipped along both axes. In full mode the image first gets a border of "
        "zeros, "
        "so wide that the kernel's last row still touches the image's first.",
        "`np.pad(image, ((kh - 1, kh - 1), (kw - 1, kw - 1)))` in full mode, "
        "then `return correlate2d(image, kernel[::-1, ::-1])`.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage", "numpy.convolve", "numpy.correlate"),
)


CHAPTER = Chapter(
    "01_filters",
    "Convolution by hand",
    (MATCH, BY_HAND, CORRELATE2D, FEATURE_MAPS, SHIFT, SHIFT_EQUIVARIANCE, CONVOLVE2D),
)
