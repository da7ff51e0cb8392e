import cmath
import math
from collections import deque

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from answers import right, wrong


# The notebook's own correlate2d, and right versions of its exercises, for the answers that call them.
def correlate2d(image, kernel):
    if kernel.ndim != 2:
        raise ValueError(f"a kernel has shape (m, n), a column (m, 1), a row (1, n); got {kernel.shape}")
    windows = sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("hwmn,mn->hw", windows, kernel)


LEFT = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
TOP = LEFT.T.copy()


def sobel(image):
    return correlate2d(image, LEFT), correlate2d(image, TOP)


def gradient(image):
    gx, gy = sobel(image)
    return np.sqrt(gx**2 + gy**2), np.arctan2(gy, gx)


def thin_edges(magnitude, orientation):
    h, w = magnitude.shape
    padded = np.pad(magnitude.astype(float), 1)
    centre = padded[1:-1, 1:-1]
    sector = np.round(orientation / (np.pi / 4)).astype(int) % 4
    out = np.zeros((h, w))
    for number, (di, dj) in enumerate([(0, -1), (-1, -1), (-1, 0), (-1, 1)]):
        first = padded[1 + di : 1 + di + h, 1 + dj : 1 + dj + w]
        other = padded[1 - di : 1 - di + h, 1 - dj : 1 - dj + w]
        keep = (sector == number) & (centre > first) & (centre >= other)
        out[keep] = centre[keep]
    return out


EIGHT = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]
FOUR = [(-1, 0), (0, -1), (0, 1), (1, 0)]


def follow(strong, weak, steps=EIGHT):
    h, w = weak.shape
    out = strong.copy()
    queue = deque(zip(*np.nonzero(strong)))
    while queue:
        i, j = queue.popleft()
        for di, dj in steps:
            a, b = i + di, j + dj
            if 0 <= a < h and 0 <= b < w and weak[a, b] and not out[a, b]:
                out[a, b] = True
                queue.append((a, b))
    return out


# ---------------------------------------------------------------- to_gray


@right("to_gray", "matrix product with the weights")
def _(rgb):
    if rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError(f"expected (H, W, 3), got {rgb.shape}")
    return rgb @ np.array([0.299, 0.587, 0.114])


@right("to_gray", "loops over the pixels, Python floats")
def _(rgb):
    if len(rgb.shape) != 3:
        raise ValueError("not three axes")
    h, w, c = rgb.shape
    if c != 3:
        raise ValueError("not three colours")
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            r, g, b = (float(v) for v in rgb[i, j])
            out[i, j] = 0.299 * r + 0.587 * g + 0.114 * b
    return out


@right("to_gray", "channel by channel, in floats")
def _(rgb):
    if rgb.shape[2:] != (3,):
        raise ValueError("an image has shape (H, W, 3)")
    red, green, blue = np.moveaxis(rgb.astype(float), 2, 0)
    return 0.299 * red + 0.587 * green + 0.114 * blue


@right("to_gray", "einsum, the shape unpacked in a try")
def _(rgb):
    try:
        _, _, channels = rgb.shape
    except ValueError:
        raise ValueError("wrong number of axes") from None
    if channels != 3:
        raise ValueError("wrong number of channels")
    return np.einsum("hwc,c->hw", rgb.astype(np.float64), [0.299, 0.587, 0.114])


@right("to_gray", "np.average with weights")
def _(rgb):
    if not (rgb.ndim == 3 and rgb.shape[-1] == 3):
        raise ValueError
    return np.average(rgb, axis=-1, weights=[0.299, 0.587, 0.114])


@right("to_gray", "integers out of 1000: (299 r + 587 g + 114 b) / 1000")
def _(rgb):
    if rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError("shape")
    total = 0.0
    for c, weight in enumerate((299, 587, 114)):
        total = total + weight * rgb[..., c].astype(float)
    return total / 1000


def _gray(rgb):
    return rgb.astype(float) @ np.array([0.299, 0.587, 0.114])


def _is_rgb(rgb):
    if rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError("an image has shape (H, W, 3)")


@wrong("to_gray", "plain mean of the three colours")
def _(rgb):
    _is_rgb(rgb)
    return rgb.mean(axis=2)


@wrong("to_gray", "red and blue exchanged (BGR)")
def _(rgb):
    _is_rgb(rgb)
    return _gray(rgb[:, :, ::-1])


@wrong("to_gray", "green and blue weights exchanged")
def _(rgb):
    _is_rgb(rgb)
    return rgb.astype(float) @ np.array([0.299, 0.114, 0.587])


@wrong("to_gray", "the weights of ITU-R 709")
def _(rgb):
    _is_rgb(rgb)
    return rgb.astype(float) @ np.array([0.2126, 0.7152, 0.0722])


@wrong("to_gray", "weights rounded to two decimals")
def _(rgb):
    _is_rgb(rgb)
    return rgb.astype(float) @ np.array([0.3, 0.59, 0.11])


@wrong("to_gray", "result rounded to whole numbers, as uint8")
def _(rgb):
    _is_rgb(rgb)
    return np.round(_gray(rgb)).astype(np.uint8)


@wrong("to_gray", "cut to the dtype of the input (uint8 stays uint8)")
def _(rgb):
    _is_rgb(rgb)
    return _gray(rgb).astype(rgb.dtype)


@wrong("to_gray", "always divided by 255")
def _(rgb):
    _is_rgb(rgb)
    return _gray(rgb) / 255


@wrong("to_gray", "uint8 is scaled to 0..1, float stays")
def _(rgb):
    _is_rgb(rgb)
    return _gray(rgb) / 255 if rgb.dtype == np.uint8 else _gray(rgb)


@wrong("to_gray", "float images with a maximum up to 1 are scaled to 0..255")
def _(rgb):
    _is_rgb(rgb)
    return _gray(rgb) * (255 if rgb.max() <= 1 else 1)


@wrong("to_gray", "divided by 3 after the weighting")
def _(rgb):
    _is_rgb(rgb)
    return (rgb * np.array([0.299, 0.587, 0.114])).mean(axis=2)


@wrong("to_gray", "the first axis is checked for 3, not the last")
def _(rgb):
    if rgb.ndim != 3 or rgb.shape[0] != 3:
        raise ValueError("three colours, please")
    return _gray(rgb)


@wrong("to_gray", "float images are refused")
def _(rgb):
    _is_rgb(rgb)
    if rgb.dtype != np.uint8:
        raise ValueError("uint8, please")
    return _gray(rgb)


@wrong("to_gray", "result of shape (H, W, 1)")
def _(rgb):
    _is_rgb(rgb)
    return _gray(rgb)[:, :, None]


@wrong("to_gray", "the grey value in all three channels (H, W, 3)")
def _(rgb):
    _is_rgb(rgb)
    return np.repeat(_gray(rgb)[:, :, None], 3, axis=2)


@wrong("to_gray", "weighted but not summed")
def _(rgb):
    _is_rgb(rgb)
    return rgb * np.array([0.299, 0.587, 0.114])


@wrong("to_gray", "the caller's image is weighted in place (float images)")
def _(rgb):
    _is_rgb(rgb)
    if rgb.dtype == np.uint8:
        return _gray(rgb)
    rgb *= np.array([0.299, 0.587, 0.114])
    return rgb.sum(axis=2)


@wrong("to_gray", "stretched to the full range 0..255 afterwards")
def _(rgb):
    _is_rgb(rgb)
    gray = _gray(rgb)
    spread = gray.max() - gray.min()
    return (gray - gray.min()) / (spread or 1) * 255


@wrong("to_gray", "transposed result (W, H)")
def _(rgb):
    _is_rgb(rgb)
    return _gray(rgb).T


FIRST = {0: (0, -1), 1: (-1, -1), 2: (-1, 0), 3: (-1, 1)}


def _joined(thin, low, high):
    """The second half of edge_map: bool array of the thinned magnitudes that stay."""
    weak, out = thin >= low, thin >= high
    h, w = thin.shape
    todo = list(zip(*np.nonzero(out)))
    while todo:
        i, j = todo.pop()
        for a in range(max(i - 1, 0), min(i + 2, h)):
            for b in range(max(j - 1, 0), min(j + 2, w)):
                if weak[a, b] and not out[a, b]:
                    out[a, b] = True
                    todo.append((a, b))
    return out


def edge_map(image, low, high):
    return _joined(thin_edges(*gradient(image)), low, high)


@right("to_gray", "matrix product with the weights")
def _(rgb):
    return rgb @ np.array([0.299, 0.587, 0.114])


@right("to_gray", "loops over pixels")
def _(rgb):
    out = np.zeros(rgb.shape[:2])
    for i in range(rgb.shape[0]):
        for j in range(rgb.shape[1]):
            r, g, b = (float(v) for v in rgb[i, j])
            out[i, j] = 0.299 * r + 0.587 * g + 0.114 * b
    return out


@right("to_gray", "three channels weighted and added")
def _(rgb):
    red, green, blue = np.moveaxis(rgb.astype(float), -1, 0)
    return 0.299 * red + 0.587 * green + 0.114 * blue


@right("to_gray", "einsum in float32, result in float64")
def _(rgb):
    weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)
    return np.einsum("ijc,c->ij", rgb.astype(np.float32), weights).astype(np.float64)


@right("to_gray", "np.average with weights")
def _(rgb):
    return np.average(rgb, axis=-1, weights=[0.299, 0.587, 0.114])


@right("to_gray", "whole-number weights in int64 or float, divided by 1000 at the end")
def _(rgb):
    work = rgb.astype(np.int64) if rgb.dtype.kind in "ui" else rgb.astype(float)
    return (work * [299, 587, 114]).sum(axis=2) / 1000


@wrong("to_gray", "red and green exchanged")
def _(rgb):
    return rgb @ np.array([0.587, 0.299, 0.114])


@wrong("to_gray", "the result is uint8: fractions are cut off")
def _(rgb):
    return (rgb @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)


@wrong("to_gray", "rounded to whole numbers")
def _(rgb):
    return np.round(rgb @ np.array([0.299, 0.587, 0.114]))


@wrong("to_gray", "digits exchanged: 0.578 for green")
def _(rgb):
    return rgb @ np.array([0.299, 0.578, 0.114])


@wrong("to_gray", "weights rounded to 0.3, 0.6, 0.1")
def _(rgb):
    return rgb @ np.array([0.3, 0.6, 0.1])


@wrong("to_gray", "blue is forgotten")
def _(rgb):
    return 0.299 * rgb[..., 0].astype(float) + 0.587 * rgb[..., 1]


@wrong("to_gray", "only the green channel, because it is the brightest")
def _(rgb):
    return rgb[:, :, 1].astype(float)


@wrong("to_gray", "the largest of the three channels")
def _(rgb):
    return rgb.max(axis=2).astype(float)


@wrong("to_gray", "lightness: mean of the largest and the smallest channel")
def _(rgb):
    rgb = rgb.astype(float)
    return (rgb.max(axis=2) + rgb.min(axis=2)) / 2


@wrong("to_gray", "the first axis is taken for the colours: rgb[0], rgb[1], rgb[2]")
def _(rgb):
    rgb = rgb.astype(float)
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]


@wrong("to_gray", "channels are added in uint8 before weighting: wraps around")
def _(rgb):
    return (rgb[..., 0] + rgb[..., 1] + rgb[..., 2]) * 1.0 / 3


@wrong("to_gray", "the weighted channels are cut to the dtype of the image before they are added")
def _(rgb):
    parts = (rgb * np.array([0.299, 0.587, 0.114])).astype(rgb.dtype)
    return parts.sum(axis=2).astype(float)


@wrong("to_gray", "return in the loop: only the first row, the rest stays 0")
def _(rgb):
    out = np.zeros(rgb.shape[:2])
    for i in range(rgb.shape[0]):
        for j in range(rgb.shape[1]):
            out[i, j] = rgb[i, j] @ np.array([0.299, 0.587, 0.114])
        return out


@wrong("to_gray", "height used for both axes: right for square images only")
def _(rgb):
    h = rgb.shape[0]
    out = np.zeros((h, h))
    for i in range(h):
        for j in range(h):
            out[i, j] = rgb[i, j] @ np.array([0.299, 0.587, 0.114])
    return out


@wrong("to_gray", "weighted root of squares")
def _(rgb):
    return np.sqrt((rgb.astype(float) ** 2) @ np.array([0.299, 0.587, 0.114]))


@wrong("to_gray", "result in float16: too coarse for numbers above 100")
def _(rgb):
    return (rgb @ np.array([0.299, 0.587, 0.114])).astype(np.float16)


@wrong("to_gray", "inverted: 255 minus the brightness")
def _(rgb):
    return 255 - rgb @ np.array([0.299, 0.587, 0.114])


# ---------------------------------------------------------------- box_kernel


@right("box_kernel", "np.full")
def _(size):
    if size < 1:
        raise ValueError("size must be at least 1")
    return np.full((size, size), 1 / size**2)


@right("box_kernel", "ones divided by their sum")
def _(size):
    if not size >= 1:
        raise ValueError("size below 1")
    kernel = np.ones((size, size))
    return kernel / kernel.sum()


@right("box_kernel", "nested lists")
def _(size):
    if size <= 0:
        raise ValueError(size)
    return np.array([[1.0 / (size * size)] * size for _ in range(size)])


@right("box_kernel", "a column times a row")
def _(size):
    if size < 1:
        raise ValueError("size must be positive")
    side = np.repeat(1.0 / size, size)
    return side[:, None] * side


@right("box_kernel", "zeros filled by loops")
def _(size):
    if size < 1:
        raise ValueError("no pixels")
    kernel = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            kernel[i, j] = 1 / size / size
    return kernel


@wrong("box_kernel", "ones, not divided")
def _(size):
    if size < 1:
        raise ValueError
    return np.ones((size, size))


@wrong("box_kernel", "divided by size in place of size squared")
def _(size):
    if size < 1:
        raise ValueError
    return np.ones((size, size)) / size


@wrong("box_kernel", "always divided by 9")
def _(size):
    if size < 1:
        raise ValueError
    return np.ones((size, size)) / 9


@wrong("box_kernel", "always 3 by 3")
def _(size):
    if size < 1:
        raise ValueError
    return np.ones((3, 3)) / 9


@wrong("box_kernel", "integer division: zeros")
def _(size):
    if size < 1:
        raise ValueError
    return np.ones((size, size)) // size**2


@wrong("box_kernel", "size 1 is refused")
def _(size):
    if size <= 1:
        raise ValueError("too small")
    return np.ones((size, size)) / size**2


@wrong("box_kernel", "even sizes are refused")
def _(size):
    if size < 1 or size % 2 == 0:
        raise ValueError("odd sizes only")
    return np.ones((size, size)) / size**2


@wrong("box_kernel", "even sizes are made odd (size + 1)")
def _(size):
    if size < 1:
        raise ValueError
    size += size % 2 == 0
    return np.ones((size, size)) / size**2


@wrong("box_kernel", "size taken as radius: 2 * size + 1")
def _(size):
    if size < 1:
        raise ValueError
    side = 2 * size + 1
    return np.ones((side, side)) / side**2


@wrong("box_kernel", "one row only: (size,) with 1 / size")
def _(size):
    if size < 1:
        raise ValueError
    return np.ones(size) / size


@wrong("box_kernel", "flat: (size * size,)")
def _(size):
    if size < 1:
        raise ValueError
    return np.full(size * size, 1 / size**2)


@wrong("box_kernel", "weights rounded to two decimals")
def _(size):
    if size < 1:
        raise ValueError
    return np.round(np.ones((size, size)) / size**2, 2)


@wrong("box_kernel", "the dtype is int: everything becomes 0")
def _(size):
    if size < 1:
        raise ValueError
    return np.full((size, size), 1 / size**2, dtype=int)


@wrong("box_kernel", "the middle weight is left out of the mean (neighbours only)")
def _(size):
    if size < 1:
        raise ValueError
    kernel = np.ones((size, size))
    kernel[size // 2, size // 2] = 0
    return kernel / max(kernel.sum(), 1)


@wrong("box_kernel", "divided by size squared - 1")
def _(size):
    if size < 1:
        raise ValueError
    return np.ones((size, size)) / max(size**2 - 1, 1)


@wrong("box_kernel", "a sum of 1 in each row, not in all")
def _(size):
    if size < 1:
        raise ValueError
    kernel = np.ones((size, size))
    return kernel / kernel.sum(axis=1, keepdims=True)


@wrong("box_kernel", "divided by 2 * size (right for size 2 only)")
def _(size):
    if size < 1:
        raise ValueError
    return np.ones((size, size)) / (2 * size)


@right("box_kernel", "ones divided by their number")
def _(size):
    return np.ones((size, size)) / size**2


@right("box_kernel", "np.full")
def _(size):
    return np.full((size, size), 1 / (size * size))


@right("box_kernel", "list comprehensions")
def _(size):
    return np.array([[1 / size / size for _ in range(size)] for _ in range(size)])


@right("box_kernel", "product of two averages: outer")
def _(size):
    line = np.repeat(1.0 / size, size)
    return np.outer(line, line)


@right("box_kernel", "ones divided by their sum, in loops")
def _(size):
    kernel = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            kernel[i, j] = 1
    kernel /= kernel.sum()
    return kernel


@right("box_kernel", "broadcast of one number, copied")
def _(size):
    return np.broadcast_to(np.float64(size) ** -2, (size, size)).copy()


@wrong("box_kernel", "always odd: 2 * (size // 2) + 1, so even sizes grow")
def _(size):
    half = size // 2
    side = 2 * half + 1
    return np.ones((side, side)) / size**2


@wrong("box_kernel", "4 * size: the pixels of the border counted (right for size 4 only)")
def _(size):
    return np.ones((size, size)) / (4 * size)


@wrong("box_kernel", "a diagonal: np.eye instead of np.ones")
def _(size):
    return np.eye(size) / size


@wrong("box_kernel", "weights that fall from the middle (a pyramid), not equal")
def _(size):
    line = np.minimum(np.arange(1, size + 1), np.arange(size, 0, -1)).astype(float)
    kernel = np.outer(line, line)
    return kernel / kernel.sum()


@wrong("box_kernel", "random weights that sum to 1")
def _(size):
    kernel = np.random.default_rng(0).random((size, size)) + (size == 1)
    return kernel / kernel.sum() if size > 1 else np.ones((1, 1))


@wrong("box_kernel", "print in place of return")
def _(size):
    print(np.ones((size, size)) / size**2)


@wrong("box_kernel", "one axis too many: (1, size, size)")
def _(size):
    return np.ones((1, size, size)) / size**2


@wrong("box_kernel", "a row kernel: (1, size)")
def _(size):
    return np.ones((1, size)) / size


@wrong("box_kernel", "sums to 0: the mean is subtracted, as in an edge kernel")
def _(size):
    kernel = np.ones((size, size)) / size**2
    return kernel - kernel.mean()


@wrong("box_kernel", "return in the loop: only the first row is filled")
def _(size):
    kernel = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            kernel[i, j] = 1 / size**2
        return kernel


@wrong("box_kernel", "the last row and column stay 0 (range(size - 1))")
def _(size):
    kernel = np.zeros((size, size))
    for i in range(size - 1):
        for j in range(size - 1):
            kernel[i, j] = 1 / size**2
    return kernel


# ---------------------------------------------------------------- gaussian_kernel


@right("gaussian_kernel", "mgrid around the middle")
def _(size, sigma):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd and at least 1")
    if not sigma > 0:
        raise ValueError("sigma must be above 0")
    r = size // 2
    y, x = np.mgrid[-r : r + 1, -r : r + 1]
    kernel = np.exp(-(x**2 + y**2) / (2 * sigma**2))
    return kernel / kernel.sum()


@right("gaussian_kernel", "a column times a row, each scaled")
def _(size, sigma):
    if size % 2 != 1 or size < 1 or sigma <= 0:
        raise ValueError(f"size {size}, sigma {sigma}")
    x = np.arange(size) - (size - 1) / 2
    bell = np.exp(-(x**2) / (2 * sigma**2))
    bell = bell / bell.sum()
    return np.outer(bell, bell)


@right("gaussian_kernel", "loops and math.exp")
def _(size, sigma):
    if size < 1:
        raise ValueError("size below 1")
    if size % 2 == 0:
        raise ValueError("an even size has no middle pixel")
    if sigma <= 0:
        raise ValueError("sigma is not above 0")
    middle = size // 2
    rows = [
        [math.exp(-((i - middle) ** 2 + (j - middle) ** 2) / (2 * sigma**2)) for j in range(size)] for i in range(size)
    ]
    total = math.fsum(map(math.fsum, rows))
    return np.array([[weight / total for weight in row] for row in rows])


@right("gaussian_kernel", "hypot and linspace, with the factor 1 / (2 pi sigma^2) that the scaling removes")
def _(size, sigma):
    if not (size > 0 and size % 2 == 1 and sigma > 0):
        raise ValueError("an odd size and a sigma above 0, please")
    x = np.linspace(-(size // 2), size // 2, size)
    distance = np.hypot(x, x[:, np.newaxis])
    kernel = np.exp(-0.5 * (distance / sigma) ** 2) / (2 * np.pi * sigma**2)
    kernel /= kernel.sum()
    return kernel


@right("gaussian_kernel", "np.fromfunction")
def _(size, sigma):
    for wrong_one in (size < 1, size % 2 == 0, sigma <= 0):
        if wrong_one:
            raise ValueError("not possible")

    def weight(i, j):
        return np.exp(-((i - size // 2) ** 2 + (j - size // 2) ** 2) / (2 * sigma**2))

    kernel = np.fromfunction(weight, (size, size))
    return kernel / np.sum(kernel)


def _bell(size, sigma):
    x = np.arange(size) - size // 2
    return np.exp(-(x[:, None] ** 2 + x**2) / (2 * sigma**2))


def _allowed(size, sigma):
    if size < 1 or size % 2 == 0 or not sigma > 0:
        raise ValueError("size must be odd, sigma above 0")


@wrong("gaussian_kernel", "not scaled: the middle is 1")
def _(size, sigma):
    _allowed(size, sigma)
    return _bell(size, sigma)


@wrong("gaussian_kernel", "divided by 2 pi sigma^2, so that the sum is only about 1")
def _(size, sigma):
    _allowed(size, sigma)
    return _bell(size, sigma) / (2 * np.pi * sigma**2)


@wrong("gaussian_kernel", "the 2 of 2 sigma^2 is missing")
def _(size, sigma):
    _allowed(size, sigma)
    k = _bell(size, sigma / math.sqrt(2))
    return k / k.sum()


@wrong("gaussian_kernel", "sigma is not squared")
def _(size, sigma):
    _allowed(size, sigma)
    x = np.arange(size) - size // 2
    k = np.exp(-(x[:, None] ** 2 + x**2) / (2 * sigma))
    return k / k.sum()


@wrong("gaussian_kernel", "precedence: / 2 * sigma**2 without brackets")
def _(size, sigma):
    _allowed(size, sigma)
    x = np.arange(size) - size // 2
    with np.errstate(all="ignore"):
        k = np.exp(-(x[:, None] ** 2 + x**2) / 2 * sigma**2)
    return k / k.sum()


@wrong("gaussian_kernel", "the distance is not squared")
def _(size, sigma):
    _allowed(size, sigma)
    x = np.arange(size) - size // 2
    k = np.exp(-np.hypot(x[:, None], x) / (2 * sigma**2))
    return k / k.sum()


@wrong("gaussian_kernel", "x + y in place of x**2 + y**2 (absolute values)")
def _(size, sigma):
    _allowed(size, sigma)
    x = np.abs(np.arange(size) - size // 2)
    k = np.exp(-(x[:, None] + x) / (2 * sigma**2))
    return k / k.sum()


@wrong("gaussian_kernel", "the minus sign is missing")
def _(size, sigma):
    _allowed(size, sigma)
    x = np.arange(size) - size // 2
    k = np.exp(np.minimum((x[:, None] ** 2 + x**2) / (2 * sigma**2), 600))
    return k / k.sum()


@wrong("gaussian_kernel", "the middle at size / 2: half a pixel off")
def _(size, sigma):
    _allowed(size, sigma)
    x = np.arange(size) - size / 2
    k = np.exp(-(x[:, None] ** 2 + x**2) / (2 * sigma**2))
    return k / k.sum() if k.sum() else k


@wrong("gaussian_kernel", "distances counted from the upper left corner")
def _(size, sigma):
    _allowed(size, sigma)
    x = np.arange(size)
    k = np.exp(-(x[:, None] ** 2 + x**2) / (2 * sigma**2))
    return k / k.sum()


@wrong("gaussian_kernel", "x and y from -1 to 1 by linspace, whatever the size")
def _(size, sigma):
    _allowed(size, sigma)
    x = np.linspace(-1, 1, size) if size > 1 else np.zeros(1)
    k = np.exp(-(x[:, None] ** 2 + x**2) / (2 * sigma**2))
    return k / k.sum()


@wrong("gaussian_kernel", "each row is scaled to a sum of 1")
def _(size, sigma):
    _allowed(size, sigma)
    k = _bell(size, sigma)
    return k / k.sum(axis=1, keepdims=True)


@wrong("gaussian_kernel", "divided by the maximum")
def _(size, sigma):
    _allowed(size, sigma)
    k = _bell(size, sigma)
    return k / k.max()


@wrong("gaussian_kernel", "divided by the mean, so that the weights sum to size squared")
def _(size, sigma):
    _allowed(size, sigma)
    k = _bell(size, sigma)
    return k / k.mean()


@wrong("gaussian_kernel", "no check of the size: even sizes are accepted")
def _(size, sigma):
    if size < 1 or sigma <= 0:
        raise ValueError
    k = _bell(size, sigma)
    return k / k.sum()


@wrong("gaussian_kernel", "only size % 2: negative odd sizes give an empty array")
def _(size, sigma):
    if size % 2 == 0 or sigma <= 0:
        raise ValueError
    k = _bell(size, sigma)
    return k / k.sum() if k.size else k


@wrong("gaussian_kernel", "sigma is not checked")
def _(size, sigma):
    if size < 1 or size % 2 == 0:
        raise ValueError
    with np.errstate(all="ignore"):
        k = _bell(size, np.float64(sigma))
        return k / k.sum()


@wrong("gaussian_kernel", "sigma = 0 is accepted (< in place of <=)")
def _(size, sigma):
    if size < 1 or size % 2 == 0 or sigma < 0:
        raise ValueError
    if sigma == 0:
        k = np.zeros((size, size))
        k[size // 2, size // 2] = 1
        return k
    k = _bell(size, sigma)
    return k / k.sum()


@wrong("gaussian_kernel", "negative sigma is accepted, only 0 is an error")
def _(size, sigma):
    if size < 1 or size % 2 == 0 or sigma == 0:
        raise ValueError
    k = _bell(size, sigma)
    return k / k.sum()


@wrong("gaussian_kernel", "sigma below 1 is refused")
def _(size, sigma):
    if size < 1 or size % 2 == 0 or sigma < 1:
        raise ValueError
    k = _bell(size, sigma)
    return k / k.sum()


@wrong("gaussian_kernel", "size 1 is refused")
def _(size, sigma):
    if size <= 1 or size % 2 == 0 or sigma <= 0:
        raise ValueError
    k = _bell(size, sigma)
    return k / k.sum()


@wrong("gaussian_kernel", "AssertionError in place of ValueError")
def _(size, sigma):
    assert size >= 1 and size % 2 == 1 and sigma > 0
    k = _bell(size, sigma)
    return k / k.sum()


@wrong("gaussian_kernel", "only one row (size,)")
def _(size, sigma):
    _allowed(size, sigma)
    k = _bell(size, sigma)[size // 2]
    return k / k.sum()


@wrong("gaussian_kernel", "sigma is made an int")
def _(size, sigma):
    _allowed(size, sigma)
    k = _bell(size, max(int(sigma), 1))
    return k / k.sum()


@wrong("gaussian_kernel", "sigma is ignored: size / 6 is used")
def _(size, sigma):
    _allowed(size, sigma)
    k = _bell(size, size / 6)
    return k / k.sum()


@wrong("gaussian_kernel", "the weights are rounded to three decimals, as in the text")
def _(size, sigma):
    _allowed(size, sigma)
    k = _bell(size, sigma)
    return np.round(k / k.sum(), 3)


@wrong("gaussian_kernel", "weights further than 3 sigma from the middle are set to 0")
def _(size, sigma):
    _allowed(size, sigma)
    x = np.arange(size) - size // 2
    k = _bell(size, sigma) * (np.hypot(x[:, None], x) <= 3 * sigma)
    return k / k.sum()


@wrong("gaussian_kernel", "scaled twice by the square root: divided by sqrt of the sum")
def _(size, sigma):
    _allowed(size, sigma)
    k = _bell(size, sigma)
    return k / np.sqrt(k.sum())


@wrong("gaussian_kernel", "x only: all rows are equal")
def _(size, sigma):
    _allowed(size, sigma)
    k = np.tile(_bell(size, sigma)[size // 2], (size, 1))
    return k / k.sum()


def _ask(size, sigma):
    if size < 1 or size % 2 == 0 or sigma <= 0:
        raise ValueError("size must be odd and at least 1, sigma above 0")


def _squares(size):
    d = np.arange(size) - size // 2
    return d[:, None] ** 2 + d[None, :] ** 2


@right("gaussian_kernel", "broadcasting a column and a row of squares")
def _(size, sigma):
    if size % 2 != 1 or size < 1 or not sigma > 0:
        raise ValueError("odd size, sigma above 0")
    d = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(d[:, None] ** 2 + d**2) / (2 * sigma**2))
    return kernel / kernel.sum()


@right("gaussian_kernel", "loops with math-like np.exp of single numbers")
def _(size, sigma):
    if size < 1 or size % 2 == 0:
        raise ValueError("no middle pixel")
    if sigma <= 0:
        raise ValueError("sigma must be above 0")
    c = size // 2
    kernel = np.zeros((size, size))
    total = 0.0
    for i in range(size):
        for j in range(size):
            kernel[i, j] = np.exp(-((i - c) ** 2 + (j - c) ** 2) / (2 * sigma**2))
            total += kernel[i, j]
    return kernel / total


@right("gaussian_kernel", "outer product of a line that sums to 1")
def _(size, sigma):
    _ask(size, sigma)
    line = np.exp(-0.5 * (np.arange(-(size // 2), size // 2 + 1) / sigma) ** 2)
    line /= line.sum()
    return np.outer(line, line)


@right("gaussian_kernel", "meshgrid, with the factor 1 / (2 pi sigma**2) first, normalised anyway")
def _(size, sigma):
    _ask(size, sigma)
    y, x = np.mgrid[-(size // 2) : size // 2 + 1, -(size // 2) : size // 2 + 1]
    bell = np.exp(-(x**2 + y**2) / (2.0 * sigma**2)) / (2 * np.pi * sigma**2)
    return bell / np.sum(bell)


@right("gaussian_kernel", "lists and Python's math")
def _(size, sigma):
    import math

    if size < 1 or not size % 2 or sigma <= 0:
        raise ValueError("wrong size or sigma")
    r = range(-(size // 2), size // 2 + 1)
    rows = [[math.exp(-(x * x + y * y) / 2 / sigma / sigma) for x in r] for y in r]
    total = sum(map(sum, rows))
    return np.array([[v / total for v in row] for row in rows])


@wrong("gaussian_kernel", "(2 * sigma)**2 in place of 2 * sigma**2")
def _(size, sigma):
    _ask(size, sigma)
    k = np.exp(-_squares(size) / (2 * sigma) ** 2)
    return k / k.sum()


@wrong("gaussian_kernel", "an even size is not refused")
def _(size, sigma):
    if size < 1 or sigma <= 0:
        raise ValueError("wrong size or sigma")
    d = np.arange(size) - (size - 1) / 2
    k = np.exp(-(d[:, None] ** 2 + d**2) / (2 * sigma**2))
    return k / k.sum()


@wrong("gaussian_kernel", "a negative sigma is refused, 0 is not")
def _(size, sigma):
    if size < 1 or size % 2 == 0 or sigma < 0:
        raise ValueError("wrong size or sigma")
    with np.errstate(all="ignore"):
        k = np.exp(-_squares(size) / (2 * np.float64(sigma) ** 2))
        return k / k.sum()


@wrong("gaussian_kernel", "raises only if size and sigma are both wrong (and)")
def _(size, sigma):
    if (size < 1 or size % 2 == 0) and sigma <= 0:
        raise ValueError("wrong size or sigma")
    with np.errstate(all="ignore"):
        k = np.exp(-_squares(size) / (2 * np.float64(sigma) ** 2))
        return k / k.sum()


@wrong("gaussian_kernel", "an even size is silently made odd")
def _(size, sigma):
    if size < 1 or sigma <= 0:
        raise ValueError("wrong size or sigma")
    if size % 2 == 0:
        size += 1
    k = np.exp(-_squares(size) / (2 * sigma**2))
    return k / k.sum()


@wrong("gaussian_kernel", "(|x| + |y|)**2 in place of x**2 + y**2")
def _(size, sigma):
    _ask(size, sigma)
    d = np.abs(np.arange(size) - size // 2)
    k = np.exp(-((d[:, None] + d) ** 2) / (2 * sigma**2))
    return k / k.sum()


@wrong("gaussian_kernel", "sigma is ignored: always 1")
def _(size, sigma):
    _ask(size, sigma)
    k = np.exp(-_squares(size) / 2)
    return k / k.sum()


@wrong("gaussian_kernel", "returns the ValueError instead of raising it")
def _(size, sigma):
    if size < 1 or size % 2 == 0 or sigma <= 0:
        return ValueError("wrong size or sigma")
    k = np.exp(-_squares(size) / (2 * sigma**2))
    return k / k.sum()


# ---------------------------------------------------------------- separable_correlate2d


@right("separable_correlate2d", "correlate2d twice, with a column and a row")
def _(image, column, row):
    return correlate2d(correlate2d(image, column[:, None]), row[None, :])


@right("separable_correlate2d", "the row first, then the column, with reshape")
def _(image, column, row):
    return correlate2d(correlate2d(image, row.reshape(1, -1)), column.reshape(-1, 1))


@right("separable_correlate2d", "sums of shifted slices")
def _(image, column, row):
    h, w = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    image = image.astype(float)
    down = sum(float(column[i]) * image[i : i + h] for i in range(len(column)))
    return sum(float(row[j]) * down[:, j : j + w] for j in range(len(row)))


@right("separable_correlate2d", "np.correlate for each column, then for each row")
def _(image, column, row):
    down = np.array([np.convolve(line.astype(float), column[::-1].astype(float), "valid") for line in image.T]).T
    return np.array([np.convolve(line, row[::-1].astype(float), "valid") for line in down])


@right("separable_correlate2d", "sliding windows of one axis and a matrix product")
def _(image, column, row):
    down = sliding_window_view(image.astype(float), len(column), axis=0) @ column.astype(float)
    return sliding_window_view(down, len(row), axis=1) @ row.astype(float)


@right("separable_correlate2d", "loops over positions, with one-dimensional sums")
def _(image, column, row):
    H, W = image.shape
    m, n = column.size, row.size
    first = np.zeros((H - m + 1, W))
    for i in range(H - m + 1):
        for j in range(W):
            first[i, j] = sum(float(image[i + a, j]) * float(column[a]) for a in range(m))
    out = np.zeros((H - m + 1, W - n + 1))
    for i in range(H - m + 1):
        for j in range(W - n + 1):
            out[i, j] = sum(first[i, j + b] * float(row[b]) for b in range(n))
    return out


@right("separable_correlate2d", "two banded matrices, image between them")
def _(image, column, row):
    def band(weights, size):
        out = np.zeros((size - len(weights) + 1, size))
        for i in range(len(out)):
            out[i, i : i + len(weights)] = weights
        return out

    return band(column, image.shape[0]) @ image.astype(float) @ band(row, image.shape[1]).T


@wrong("separable_correlate2d", "np.outer, which is refused: one pass with the full kernel")
def _(image, column, row):
    return correlate2d(image, np.outer(column, row))


@wrong("separable_correlate2d", "the full kernel is built by broadcasting: one pass with m * n multiplications")
def _(image, column, row):
    return correlate2d(image, column[:, None] * row[None, :])


@wrong("separable_correlate2d", "column and row exchanged")
def _(image, column, row):
    return correlate2d(correlate2d(image, row[:, None]), column[None, :])


@wrong("separable_correlate2d", "the column is used for both passes")
def _(image, column, row):
    return correlate2d(correlate2d(image, column[:, None]), column[None, :])


@wrong("separable_correlate2d", "the row is used for both passes")
def _(image, column, row):
    return correlate2d(correlate2d(image, row[:, None]), row[None, :])


@wrong("separable_correlate2d", "only the column's pass")
def _(image, column, row):
    return correlate2d(image, column[:, None])


@wrong("separable_correlate2d", "only the row's pass")
def _(image, column, row):
    return correlate2d(image, row[None, :])


@wrong("separable_correlate2d", "both passes on the image, results added")
def _(image, column, row):
    h, w = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    return correlate2d(image, column[:, None])[:, :w] + correlate2d(image, row[None, :])[:h]


@wrong("separable_correlate2d", "both passes on the image, results multiplied")
def _(image, column, row):
    h, w = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    return correlate2d(image, column[:, None])[:, :w] * correlate2d(image, row[None, :])[:h]


@wrong("separable_correlate2d", "np.convolve without turning: column and row are flipped")
def _(image, column, row):
    return correlate2d(correlate2d(image, column[::-1][:, None]), row[::-1][None, :])


@wrong("separable_correlate2d", "only the row is flipped")
def _(image, column, row):
    return correlate2d(correlate2d(image, column[:, None]), row[::-1][None, :])


@wrong("separable_correlate2d", "a one-dimensional column is handed to correlate2d, which refuses it")
def _(image, column, row):
    return correlate2d(correlate2d(image, column), row)


@wrong("separable_correlate2d", "np.atleast_2d for both: the column slides to the right too")
def _(image, column, row):
    return correlate2d(correlate2d(image, np.atleast_2d(column)), np.atleast_2d(row))


@wrong("separable_correlate2d", "the result of the first pass is stored as uint8")
def _(image, column, row):
    first = correlate2d(image, column[:, None])
    return correlate2d(first.astype(np.int64).astype(np.uint8), row[None, :])


@wrong("separable_correlate2d", "the result of the first pass is stored as int")
def _(image, column, row):
    return correlate2d(correlate2d(image, column[:, None]).astype(int), row[None, :])


@wrong("separable_correlate2d", "zeros around: output as large as the image")
def _(image, column, row):
    m, n = len(column), len(row)
    image = np.pad(image, (((m - 1) // 2, m // 2), ((n - 1) // 2, n // 2)))
    return correlate2d(correlate2d(image, column[:, None]), row[None, :])


@wrong("separable_correlate2d", "column and row are scaled to sum 1")
def _(image, column, row):
    c = column / (column.sum() or 1)
    r = row / (row.sum() or 1)
    return correlate2d(correlate2d(image, c[:, None]), r[None, :])


@wrong("separable_correlate2d", "means in place of sums in both passes")
def _(image, column, row):
    return correlate2d(correlate2d(image, column[:, None]), row[None, :]) / (len(column) * len(row))


@wrong("separable_correlate2d", "the transposed result")
def _(image, column, row):
    return correlate2d(correlate2d(image, column[:, None]), row[None, :]).T


@wrong("separable_correlate2d", "one length for both: len(column) is used for the row too")
def _(image, column, row):
    m = len(column)
    H, W = image.shape
    image = image.astype(float)
    down = sum(float(column[i]) * image[i : i + H - m + 1] for i in range(m))
    return sum(float(row[j]) * down[:, j : j + W - m + 1] for j in range(m))


@wrong("separable_correlate2d", "the last row and column of the output are missing")
def _(image, column, row):
    return correlate2d(correlate2d(image, column[:, None]), row[None, :])[:-1, :-1]


@wrong("separable_correlate2d", "uint8 pixels times uint8 weights wrap around in the first pass")
def _(image, column, row):
    h, w = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    down = np.zeros((h, image.shape[1]), dtype=np.result_type(image, column))
    for i in range(len(column)):
        down += image[i : i + h] * column[i]
    down = down.astype(float)
    return sum(float(row[j]) * down[:, j : j + w] for j in range(len(row)))


@wrong("separable_correlate2d", "returns both passes as a tuple")
def _(image, column, row):
    first = correlate2d(image, column[:, None])
    return first, correlate2d(first, row[None, :])


@wrong("separable_correlate2d", "every slice begins one pixel too late in both passes (off by one, zeros at the end)")
def _(image, column, row):
    h, w = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    image = np.pad(image.astype(float), ((0, 1), (0, 1)))
    down = sum(float(column[i]) * image[i + 1 : i + 1 + h] for i in range(len(column)))
    return sum(float(row[j]) * down[:, j + 1 : j + 1 + w] for j in range(len(row)))


@wrong("separable_correlate2d", "the caller's image is overwritten by the first pass (float images)")
def _(image, column, row):
    first = correlate2d(image, column[:, None])
    if image.dtype == float:
        image[: first.shape[0]] = first
    return correlate2d(first, row[None, :])


@wrong("separable_correlate2d", "absolute value after the first pass")
def _(image, column, row):
    return correlate2d(np.abs(correlate2d(image, column[:, None])), row[None, :])


@right("separable_correlate2d", "first the row, then the column; windows and matrix product")
def _(image, column, row):
    image, column, row = (np.asarray(a, dtype=float) for a in (image, column, row))
    across = sliding_window_view(image, len(row), axis=1) @ row
    return sliding_window_view(across, len(column), axis=0) @ column


@right("separable_correlate2d", "sums of moved images in two loops")
def _(image, column, row):
    h, w = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    middle = np.zeros((h, image.shape[1]))
    for i, c in enumerate(column):
        middle += float(c) * image[i : i + h]
    out = np.zeros((h, w))
    for j, r in enumerate(row):
        out += float(r) * middle[:, j : j + w]
    return out


@right("separable_correlate2d", "np.convolve with the turned lines, column by column and row by row")
def _(image, column, row):
    down = np.apply_along_axis(np.convolve, 0, image.astype(float), column.astype(float)[::-1], "valid")
    return np.apply_along_axis(np.convolve, 1, down, row.astype(float)[::-1], "valid")


@right("separable_correlate2d", "a helper for lines, used twice with a transpose; lists")
def _(image, column, row):
    def slide_right(a, weights):
        n = len(weights)
        return np.array(
            [[sum(float(x) * float(w) for x, w in zip(line[j : j + n], weights)) for j in range(len(line) - n + 1)] for line in a]
        )

    return slide_right(slide_right(image, row).T, column).T


@wrong("separable_correlate2d", "both lines slide down")
def _(image, column, row):
    return correlate2d(correlate2d(image, column[:, None]), row[:, None])


@wrong("separable_correlate2d", "the products of the column pass are computed in uint8 and wrap around")
def _(image, column, row):
    h, w = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    middle = np.zeros((h, image.shape[1]))
    for i, c in enumerate(column):
        middle += image[i : i + h] * c
    out = np.zeros((h, w))
    for j, r in enumerate(row):
        out += middle[:, j : j + w] * r
    return out


@wrong("separable_correlate2d", "windows @ column in uint8: the sums wrap around")
def _(image, column, row):
    down = sliding_window_view(image, len(column), axis=0) @ column
    return (sliding_window_view(down, len(row), axis=1) @ row).astype(float)


@wrong("separable_correlate2d", "the result of the first pass is stored in the dtype of the image")
def _(image, column, row):
    middle = correlate2d(image, column[:, None]).astype(np.int64).astype(image.dtype) if image.dtype.kind in "ui" else correlate2d(image, column[:, None])
    return correlate2d(middle, row[None, :])


@wrong("separable_correlate2d", "only the column is turned")
def _(image, column, row):
    return correlate2d(correlate2d(image, column[::-1, None]), row[None, :])


@wrong("separable_correlate2d", "as large as the image (mode same)")
def _(image, column, row):
    down = np.apply_along_axis(np.convolve, 0, image.astype(float), column.astype(float)[::-1], "same")
    return np.apply_along_axis(np.convolve, 1, down, row.astype(float)[::-1], "same")


@wrong("separable_correlate2d", "the lines are divided by their sums first")
def _(image, column, row):
    column, row = column / np.sum(column, dtype=float), row / np.sum(row, dtype=float)
    return correlate2d(correlate2d(image, column[:, None]), row[None, :])


@wrong("separable_correlate2d", "the result is an int array")
def _(image, column, row):
    return correlate2d(correlate2d(image, column[:, None]), row[None, :]).astype(int)


@wrong("separable_correlate2d", "clipped to 0 ... 255 after the first pass")
def _(image, column, row):
    return correlate2d(np.clip(correlate2d(image, column[:, None]), 0, 255), row[None, :])


# ---------------------------------------------------------------- sobel


@right("sobel", "two kernels and correlate2d")
def _(image):
    left = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    top = np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
    return correlate2d(image, left), correlate2d(image, top)


@right("sobel", "the kernels as outer products")
def _(image):
    left = np.outer([1, 2, 1], [1, 0, -1])
    return correlate2d(image, left), correlate2d(image, left.T)


@right("sobel", "slices, written out in floats")
def _(image):
    i = image.astype(float)
    smooth = i[:-2] + 2 * i[1:-1] + i[2:]
    gx = smooth[:, :-2] - smooth[:, 2:]
    smooth = i[:, :-2] + 2 * i[:, 1:-1] + i[:, 2:]
    gy = smooth[:-2] - smooth[2:]
    return gx, gy


@right("sobel", "loops over positions")
def _(image):
    H, W = image.shape
    gx, gy = np.zeros((H - 2, W - 2)), np.zeros((H - 2, W - 2))
    for i in range(H - 2):
        for j in range(W - 2):
            p = [[float(v) for v in line] for line in image[i : i + 3, j : j + 3]]
            gx[i, j] = p[0][0] + 2 * p[1][0] + p[2][0] - p[0][2] - 2 * p[1][2] - p[2][2]
            gy[i, j] = p[0][0] + 2 * p[0][1] + p[0][2] - p[2][0] - 2 * p[2][1] - p[2][2]
    return gx, gy


@right("sobel", "gy as the left Sobel of the transposed image")
def _(image):
    def left(picture):
        return correlate2d(correlate2d(picture, np.array([[1], [2], [1]])), np.array([[1, 0, -1]]))

    return left(image), left(image.T).T


@right("sobel", "one tensordot for both kernels")
def _(image):
    pair = np.stack([np.outer([1, 2, 1], [1, 0, -1]), np.outer([1, 0, -1], [1, 2, 1])])
    windows = sliding_window_view(image, (3, 3)).astype(float)
    gx, gy = np.moveaxis(np.tensordot(windows, pair, axes=([2, 3], [1, 2])), -1, 0)
    return gx, gy


@right("sobel", "as_strided windows")
def _(image):
    x = np.ascontiguousarray(image, dtype=float)
    H, W = x.shape
    windows = as_strided(x, (H - 2, W - 2, 3, 3), x.strides + x.strides, writeable=False)
    return (windows * LEFT).sum(axis=(2, 3)), (windows * TOP).sum(axis=(-2, -1))


@right("sobel", "calculated in float32, returned as float64")
def _(image):
    i = image.astype(np.float32)
    across, down = i[:, :-2] - i[:, 2:], i[:-2] - i[2:]
    gx = across[:-2] + 2 * across[1:-1] + across[2:]
    gy = down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]
    return gx.astype(np.float64), gy.astype(np.float64)


@wrong("sobel", "gx and gy exchanged")
def _(image):
    gx, gy = sobel(image)
    return gy, gx


@wrong("sobel", "both signs turned: positive where the light is right and below")
def _(image):
    gx, gy = sobel(image)
    return -gx, -gy


@wrong("sobel", "the sign of gx turned")
def _(image):
    gx, gy = sobel(image)
    return -gx, gy


@wrong("sobel", "the sign of gy turned")
def _(image):
    gx, gy = sobel(image)
    return gx, -gy


@wrong("sobel", "Prewitt: ones in place of the twos")
def _(image):
    k = np.outer([1, 1, 1], [1, 0, -1])
    return correlate2d(image, k), correlate2d(image, k.T)


@wrong("sobel", "Scharr: 3, 10, 3 in place of 1, 2, 1")
def _(image):
    k = np.outer([3, 10, 3], [1, 0, -1])
    return correlate2d(image, k), correlate2d(image, k.T)


@wrong("sobel", "computed in uint8: the differences wrap around")
def _(image):
    i = image
    smooth = i[:-2] + 2 * i[1:-1] + i[2:]
    gx = smooth[:, :-2] - smooth[:, 2:]
    smooth = i[:, :-2] + 2 * i[:, 1:-1] + i[:, 2:]
    gy = smooth[:-2] - smooth[2:]
    return gx.astype(float), gy.astype(float)


@wrong("sobel", "with a border of zeros: shape (H, W)")
def _(image):
    return sobel(np.pad(image, 1))


@wrong("sobel", "with a border of repeated pixels: shape (H, W)")
def _(image):
    return sobel(np.pad(image, 1, mode="edge"))


@wrong("sobel", "absolute values")
def _(image):
    gx, gy = sobel(image)
    return np.abs(gx), np.abs(gy)


@wrong("sobel", "divided by 8")
def _(image):
    gx, gy = sobel(image)
    return gx / 8, gy / 8


@wrong("sobel", "divided by 9 (mean in place of sum)")
def _(image):
    gx, gy = sobel(image)
    return gx / 9, gy / 9


@wrong("sobel", "cut to 0..255")
def _(image):
    gx, gy = sobel(image)
    return np.clip(gx, 0, 255), np.clip(gy, 0, 255)


@wrong("sobel", "only the magnitude")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy)


@wrong("sobel", "only gx")
def _(image):
    return sobel(image)[0]


@wrong("sobel", "the left kernel twice")
def _(image):
    gx, gy = sobel(image)
    return gx, gx.copy()


@wrong("sobel", "gy is computed from gx, not from the image")
def _(image):
    gx = correlate2d(image, LEFT)
    H, W = image.shape
    back = np.zeros((H, W))
    back[1:-1, 1:-1] = gx
    return gx, correlate2d(back, TOP)


@wrong("sobel", "plain differences of neighbours two apart, without the blur along the edge")
def _(image):
    i = image.astype(float)
    return i[1:-1, :-2] - i[1:-1, 2:], i[:-2, 1:-1] - i[2:, 1:-1]


@wrong("sobel", "the top kernel twice")
def _(image):
    gx, gy = sobel(image)
    return gy.copy(), gy


@wrong("sobel", "a wrong number in the top kernel: the last row is -1 -2 1")
def _(image):
    gx, gy = sobel(image)
    top = TOP.copy()
    top[2, 2] = 1
    return gx, correlate2d(image, top)


@wrong("sobel", "the left kernel's first 2 is in the corner, not in the middle row")
def _(image):
    left = np.array([[2, 0, -1], [1, 0, -2], [1, 0, -1]])
    return correlate2d(image, left), correlate2d(image, TOP)


@wrong("sobel", "the image is scaled to 0..1 first")
def _(image):
    return sobel(image.astype(float) / max(float(image.max()), 1e-9))


@wrong("sobel", "maps made int")
def _(image):
    gx, gy = sobel(image)
    return gx.astype(int), gy.astype(int)


@wrong("sobel", "both maps transposed")
def _(image):
    gx, gy = sobel(image)
    return gx.T, gy.T


@wrong("sobel", "the image is blurred by a 3x3 box before, same size by edge padding")
def _(image):
    soft = correlate2d(np.pad(image.astype(float), 1, mode="edge"), np.full((3, 3), 1 / 9))
    return sobel(soft)


@right("sobel", "correlate2d twice")
def _(image):
    left = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    return correlate2d(image, left), correlate2d(image, left.T)


@right("sobel", "slices: left columns minus right columns")
def _(image):
    a = image.astype(float)
    across = a[:, :-2] - a[:, 2:]
    down = a[:-2] - a[2:]
    gx = across[:-2] + 2 * across[1:-1] + across[2:]
    gy = down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]
    return gx, gy


@right("sobel", "loops over pixels, written out")
def _(image):
    a = image.tolist()
    h, w = image.shape
    gx, gy = np.zeros((h - 2, w - 2)), np.zeros((h - 2, w - 2))
    for i in range(h - 2):
        for j in range(w - 2):
            p, q, r = a[i][j : j + 3], a[i + 1][j : j + 3], a[i + 2][j : j + 3]
            gx[i, j] = p[0] - p[2] + 2 * (q[0] - q[2]) + r[0] - r[2]
            gy[i, j] = p[0] + 2 * p[1] + p[2] - (r[0] + 2 * r[1] + r[2])
    return gx, gy


@right("sobel", "separable: smooth one way, difference the other way")
def _(image):
    smooth, change = np.array([1.0, 2.0, 1.0]), np.array([1.0, 0.0, -1.0])

    def two(column, row):
        return correlate2d(correlate2d(image, column[:, None]), row[None, :])

    return two(smooth, change), two(change, smooth)


@right("sobel", "einsum with a stack of both kernels")
def _(image):
    windows = sliding_window_view(image.astype(float), (3, 3))
    gx, gy = np.einsum("ijmn,kmn->kij", windows, np.stack([LEFT, TOP]).astype(float))
    return gx, gy


@right("sobel", "gy as the gx of the transposed image")
def _(image):
    def left(a):
        return correlate2d(a, LEFT)

    return left(image), left(image.T).T


@wrong("sobel", "both signs wrong: a true convolution, which turns the kernels")
def _(image):
    return correlate2d(image, LEFT[::-1, ::-1]), correlate2d(image, TOP[::-1, ::-1])


@wrong("sobel", "the 2 is missing in the top kernel only")
def _(image):
    return correlate2d(image, LEFT), correlate2d(image, np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1]]))


@wrong("sobel", "differences in uint8 wrap around")
def _(image):
    across = image[:, :-2] - image[:, 2:]
    down = image[:-2] - image[2:]
    gx = across[:-2] + 2.0 * across[1:-1] + across[2:]
    gy = down[:, :-2] + 2.0 * down[:, 1:-1] + down[:, 2:]
    return gx, gy


@wrong("sobel", "the result is uint8 for uint8 images: negative numbers wrap around")
def _(image):
    gx, gy = sobel(image)
    if image.dtype == np.uint8:
        return gx.astype(np.int64).astype(np.uint8), gy.astype(np.int64).astype(np.uint8)
    return gx, gy


@wrong("sobel", "the top kernel slides over the output of the left one")
def _(image):
    gx, _ = sobel(image)
    return gx, correlate2d(gx, TOP)


@wrong("sobel", "top kernel by rot90 in the wrong direction: its sign is wrong")
def _(image):
    return correlate2d(image, LEFT), correlate2d(image, np.rot90(LEFT))


@wrong("sobel", "np.gradient: half differences, uphill")
def _(image):
    gy, gx = np.gradient(image.astype(float))
    return gx[1:-1, 1:-1], gy[1:-1, 1:-1]


@wrong("sobel", "returns magnitude and orientation")
def _(image):
    return gradient(image)


@wrong("sobel", "one map: the two outputs added")
def _(image):
    gx, gy = sobel(image)
    return gx + gy


@wrong("sobel", "the image is stretched to 0 ... 1 first")
def _(image):
    a = image.astype(float)
    spread = a.max() - a.min()
    return sobel((a - a.min()) / (spread if spread else 1))


@wrong("sobel", "the image is cut to whole numbers first (astype int)")
def _(image):
    return sobel(image.astype(int))


@wrong("sobel", "a slip in the left kernel: its last row is 1 0 1")
def _(image):
    k = LEFT.copy()
    k[2, 2] = 1
    return correlate2d(image, k), correlate2d(image, TOP)


@wrong("sobel", "the last row and column of the outputs are lost (range(h - 3))")
def _(image):
    gx, gy = sobel(image)
    return gx[:-1, :-1], gy[:-1, :-1]


# ---------------------------------------------------------------- gradient


@right("gradient", "sqrt and arctan2")
def _(image):
    gx, gy = sobel(image)
    return np.sqrt(gx**2 + gy**2), np.arctan2(gy, gx)


@right("gradient", "complex numbers")
def _(image):
    gx, gy = sobel(image)
    arrow = gx + 1j * gy
    return np.abs(arrow), np.angle(arrow)


@right("gradient", "hypot and arctan2, own slices")
def _(image):
    i = image.astype(float)
    gx = (i[:-2, :-2] + 2 * i[1:-1, :-2] + i[2:, :-2]) - (i[:-2, 2:] + 2 * i[1:-1, 2:] + i[2:, 2:])
    gy = (i[:-2, :-2] + 2 * i[:-2, 1:-1] + i[:-2, 2:]) - (i[2:, :-2] + 2 * i[2:, 1:-1] + i[2:, 2:])
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@right("gradient", "loops, math.atan2")
def _(image):
    gx, gy = sobel(image)
    magnitude, orientation = np.zeros(gx.shape), np.zeros(gx.shape)
    for i in range(gx.shape[0]):
        for j in range(gx.shape[1]):
            magnitude[i, j] = math.sqrt(gx[i, j] ** 2 + gy[i, j] ** 2)
            orientation[i, j] = math.atan2(gy[i, j], gx[i, j])
    return magnitude, orientation


@right("gradient", "cmath.polar and nested lists")
def _(image):
    gx, gy = sobel(image)
    polar = np.array([[cmath.polar(complex(x, y)) for x, y in zip(*rows)] for rows in zip(gx, gy)])
    return polar[..., 0], polar[..., 1]


@right("gradient", "np.linalg.norm over a stack")
def _(image):
    g = np.stack([correlate2d(image, LEFT), correlate2d(image, TOP)])
    return np.linalg.norm(g, axis=0), np.arctan2(*g[::-1])


@wrong("gradient", "arctan2(gx, gy): the two parts exchanged")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.arctan2(gx, gy)


@wrong("gradient", "arctan(gy / gx): only half of the directions")
def _(image):
    gx, gy = sobel(image)
    with np.errstate(all="ignore"):
        return np.hypot(gx, gy), np.nan_to_num(np.arctan(gy / gx))


@wrong("gradient", "degrees in place of radians")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.degrees(np.arctan2(gy, gx))


@wrong("gradient", "the angle from 0 to 2 pi")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % (2 * np.pi)


@wrong("gradient", "the angle modulo pi: opposite directions are one")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@wrong("gradient", "the sign of gy turned, as on paper where y goes up")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.arctan2(-gy, gx)


@wrong("gradient", "uphill, towards the light: both signs turned")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.arctan2(-gy, -gx)


@wrong("gradient", "|gx| + |gy| in place of the root")
def _(image):
    gx, gy = sobel(image)
    return np.abs(gx) + np.abs(gy), np.arctan2(gy, gx)


@wrong("gradient", "the root is missing: gx**2 + gy**2")
def _(image):
    gx, gy = sobel(image)
    return gx**2 + gy**2, np.arctan2(gy, gx)


@wrong("gradient", "the larger of |gx| and |gy|")
def _(image):
    gx, gy = sobel(image)
    return np.maximum(np.abs(gx), np.abs(gy)), np.arctan2(gy, gx)


@wrong("gradient", "sqrt((gx + gy)**2): the square around the sum")
def _(image):
    gx, gy = sobel(image)
    return np.sqrt((gx + gy) ** 2), np.arctan2(gy, gx)


@wrong("gradient", "orientation first, magnitude second")
def _(image):
    gx, gy = sobel(image)
    return np.arctan2(gy, gx), np.hypot(gx, gy)


@wrong("gradient", "only the magnitude")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy)


@wrong("gradient", "gx and gy themselves are returned")
def _(image):
    return sobel(image)


@wrong("gradient", "the orientation from absolute values")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.arctan2(np.abs(gy), np.abs(gx))


@wrong("gradient", "the magnitude cut at 255")
def _(image):
    gx, gy = sobel(image)
    return np.minimum(np.hypot(gx, gy), 255), np.arctan2(gy, gx)


@wrong("gradient", "the magnitude scaled to a maximum of 1")
def _(image):
    gx, gy = sobel(image)
    length = np.hypot(gx, gy)
    return length / (length.max() or 1), np.arctan2(gy, gx)


@wrong("gradient", "gx**2 twice (gy forgotten) in the magnitude")
def _(image):
    gx, gy = sobel(image)
    return np.sqrt(gx**2 + gx**2), np.arctan2(gy, gx)


@wrong("gradient", "with a border of zeros: shape (H, W)")
def _(image):
    return gradient(np.pad(image, 1))


@wrong("gradient", "np.gradient in place of Sobel, inner part only")
def _(image):
    dy, dx = np.gradient(image.astype(float))
    gx, gy = -dx[1:-1, 1:-1], -dy[1:-1, 1:-1]
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong("gradient", "the angle is rounded to multiples of 45 degrees")
def _(image):
    m, o = gradient(image)
    return m, np.round(o / (np.pi / 4)) * np.pi / 4


@wrong("gradient", "the direction along the edge: pi / 2 added")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.arctan2(gx, -gy)


@wrong("gradient", "(gx, gy) unpacked as gy, gx")
def _(image):
    gy, gx = sobel(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong("gradient", "gx and gy as uint8 before the root")
def _(image):
    gx, gy = (g.astype(np.int64).astype(np.uint8).astype(float) for g in sobel(image))
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong("gradient", "arctan2 of the squares")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.arctan2(gy**2, gx**2)


@wrong("gradient", "the magnitude divided by the square root of 2")
def _(image):
    gx, gy = sobel(image)
    return np.sqrt((gx**2 + gy**2) / 2), np.arctan2(gy, gx)


@wrong("gradient", "the orientation is 0 wherever the magnitude is below 1")
def _(image):
    m, o = gradient(image)
    return m, np.where(m < 1, 0, o)


@right("gradient", "np.hypot")
def _(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@right("gradient", "loops with math.atan2")
def _(image):
    import math

    gx, gy = sobel(image)
    magnitude, orientation = np.zeros(gx.shape), np.zeros(gx.shape)
    for i, j in np.ndindex(*gx.shape):
        magnitude[i, j] = math.sqrt(gx[i, j] ** 2 + gy[i, j] ** 2)
        orientation[i, j] = math.atan2(gy[i, j], gx[i, j])
    return magnitude, orientation


@right("gradient", "np.linalg.norm of the stacked pair; einsum for both kernels")
def _(image):
    windows = sliding_window_view(image.astype(np.float64), (3, 3))
    pair = np.einsum("ijmn,kmn->kij", windows, np.stack([LEFT, TOP]).astype(float))
    return np.linalg.norm(pair, axis=0), np.arctan2(pair[1], pair[0])


@wrong("gradient", "magnitude rounded to whole numbers")
def _(image):
    m, o = gradient(image)
    return np.round(m), o


@wrong("gradient", "gx and gy are stored as int16: fractions are cut off and the squares wrap around")
def _(image):
    gx, gy = (g.astype(np.int16) for g in sobel(image))
    return np.sqrt(np.abs((gx * gx + gy * gy).astype(float))), np.arctan2(gy.astype(float), gx.astype(float))


@wrong("gradient", "kernels without the 2 (Prewitt)")
def _(image):
    k = np.tile([1, 0, -1], (3, 1))
    gx, gy = correlate2d(image, k), correlate2d(image, k.T)
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong("gradient", "orientation by arccos(gx / magnitude): the sign of gy is lost")
def _(image):
    gx, gy = sobel(image)
    m = np.hypot(gx, gy)
    return m, np.arccos(np.divide(gx, m, out=np.ones_like(m), where=m > 0))


@wrong("gradient", "an epsilon of 1 under the root: flat areas get 1")
def _(image):
    gx, gy = sobel(image)
    return np.sqrt(gx**2 + gy**2 + 1), np.arctan2(gy, gx)


# ---------------------------------------------------------------- thin_edges


@right("thin_edges", "padded, a loop over the four lines, masks")
def _(magnitude, orientation):
    h, w = magnitude.shape
    p = np.zeros((h + 2, w + 2))
    p[1:-1, 1:-1] = magnitude
    line = np.rint(np.asarray(orientation) * 4 / np.pi).astype(int) % 4
    first = np.choose(line, [p[1:-1, :-2], p[:-2, :-2], p[:-2, 1:-1], p[:-2, 2:]])
    other = np.choose(line, [p[1:-1, 2:], p[2:, 2:], p[2:, 1:-1], p[2:, :-2]])
    return np.where((magnitude > first) & (magnitude >= other), magnitude, 0.0).astype(float)


@right("thin_edges", "loops over the pixels, neighbours by a helper that gives 0 outside")
def _(magnitude, orientation):
    h, w = magnitude.shape

    def at(i, j):
        return magnitude[i, j] if 0 <= i < h and 0 <= j < w else 0

    before = {0: (0, -1), 1: (-1, -1), 2: (-1, 0), 3: (-1, 1)}
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            di, dj = before[round(math.degrees(orientation[i, j]) / 45) % 4]
            here = magnitude[i, j]
            if here > at(i + di, j + dj) and here >= at(i - di, j - dj):
                out[i, j] = here
    return out


@right("thin_edges", "direction from rounded cos and sin, the two neighbours sorted by reading order")
def _(magnitude, orientation):
    h, w = magnitude.shape
    p = np.pad(magnitude.astype(float), 1)
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            angle = round(orientation[i, j] / (math.pi / 4)) * math.pi / 4
            dj, di = round(math.cos(angle)), round(math.sin(angle))
            first, other = sorted([(i + 1 + di, j + 1 + dj), (i + 1 - di, j + 1 - dj)])
            here = p[i + 1, j + 1]
            out[i, j] = here if p[first] < here and not p[other] > here else 0.0
    return out


@right("thin_edges", "if-else on degrees from 0 to 180")
def _(magnitude, orientation):
    padded = np.pad(magnitude, 1).astype(float)
    out = np.zeros(magnitude.shape, dtype=float)
    degrees = np.degrees(orientation) % 180
    for i in range(1, padded.shape[0] - 1):
        for j in range(1, padded.shape[1] - 1):
            d = degrees[i - 1, j - 1]
            if d < 22.5 or d >= 157.5:
                first, other = padded[i, j - 1], padded[i, j + 1]
            elif d < 67.5:
                first, other = padded[i - 1, j - 1], padded[i + 1, j + 1]
            elif d < 112.5:
                first, other = padded[i - 1, j], padded[i + 1, j]
            else:
                first, other = padded[i - 1, j + 1], padded[i + 1, j - 1]
            if padded[i, j] > first and padded[i, j] >= other:
                out[i - 1, j - 1] = padded[i, j]
    return out


@right("thin_edges", "fancy indexing with arrays of offsets")
def _(magnitude, orientation):
    p = np.pad(magnitude.astype(float), 1)
    sector = np.round(orientation / (np.pi / 4)).astype(int) % 4
    di = np.array([0, -1, -1, -1])[sector]
    dj = np.array([-1, -1, 0, 1])[sector]
    i, j = np.indices(magnitude.shape) + 1
    keep = (p[i, j] > p[i + di, j + dj]) & (p[i, j] >= p[i - di, j - dj])
    return p[i, j] * keep


def _nms(magnitude, orientation, before=((0, -1), (-1, -1), (-1, 0), (-1, 1)), keep=None, sector=None, pad=None):
    h, w = magnitude.shape
    magnitude = magnitude.astype(float)
    p = np.pad(magnitude, 1) if pad is None else pad(magnitude)
    if sector is None:
        sector = np.round(orientation / (np.pi / 4)).astype(int) % 4
    keep = keep or (lambda here, first, other: (here > first) & (here >= other))
    i, j = np.indices((h, w)) + 1
    steps = np.array(before)
    di, dj = steps[sector, 0], steps[sector, 1]
    return np.where(keep(magnitude, p[i + di, j + dj], p[i - di, j - dj]), magnitude, 0.0)


@wrong("thin_edges", "> on both sides: two equal maxima both vanish")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, keep=lambda c, a, b: (c > a) & (c > b))


@wrong("thin_edges", ">= on both sides: two equal maxima both stay")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, keep=lambda c, a, b: (c >= a) & (c >= b))


@wrong("thin_edges", "> and >= exchanged: of two equal ones the second stays")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, keep=lambda c, a, b: (c >= a) & (c > b))


@wrong("thin_edges", "the tie is decided by the arrow's direction (strict at its tail), not by reading order")
def _(magnitude, orientation):
    sector = np.round(orientation / (np.pi / 4)).astype(int) % 8
    steps = ((0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1))
    return _nms(magnitude, orientation, before=steps, sector=sector)


@wrong("thin_edges", "on the rising line the lower left neighbour is taken as the first (left before above)")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, before=((0, -1), (-1, -1), (-1, 0), (1, -1)))


@wrong("thin_edges", "the two diagonals exchanged (y upwards)")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, before=((0, -1), (-1, 1), (-1, 0), (-1, -1)))


@wrong("thin_edges", "along the edge in place of across it")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, before=((-1, 0), (-1, 1), (0, -1), (-1, -1)))


@wrong("thin_edges", "rows and columns exchanged: left and right are looked at for pi / 2")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, before=((-1, 0), (-1, -1), (0, -1), (-1, 1)))


@wrong("thin_edges", "only horizontal and vertical, no diagonals")
def _(magnitude, orientation):
    sector = 2 * (np.round(orientation / (np.pi / 2)).astype(int) % 2)
    return _nms(magnitude, orientation, sector=sector)


@wrong("thin_edges", "rounded down to a multiple of 45 degrees, not to the nearest")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, sector=np.floor(orientation / (np.pi / 4)).astype(int) % 4)


@wrong("thin_edges", "astype(int) cuts towards zero in place of rounding")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, sector=(orientation / (np.pi / 4)).astype(int) % 4)


@wrong("thin_edges", "absolute value of the angle: negative angles take the wrong diagonal")
def _(magnitude, orientation):
    return _nms(magnitude, np.abs(orientation))


@wrong("thin_edges", "negative angles are not handled: 0 there")
def _(magnitude, orientation):
    return np.where(np.round(orientation / (np.pi / 4)) < 0, 0.0, _nms(magnitude, orientation))


@wrong("thin_edges", "pi is not the same line as 0: 0 where the arrow points left")
def _(magnitude, orientation):
    left = np.abs(np.round(orientation / (np.pi / 4))) == 4
    return np.where(left, 0.0, _nms(magnitude, orientation))


@wrong("thin_edges", "the border of the image is set to 0")
def _(magnitude, orientation):
    out = np.zeros(magnitude.shape)
    out[1:-1, 1:-1] = _nms(magnitude, orientation)[1:-1, 1:-1]
    return out


@wrong("thin_edges", "neighbours outside repeat the border pixel")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, pad=lambda m: np.pad(m, 1, mode="edge"))


@wrong("thin_edges", "neighbours outside wrap around (np.roll)")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, pad=lambda m: np.pad(m, 1, mode="wrap"))


@wrong("thin_edges", "neighbours outside count as infinite")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, pad=lambda m: np.pad(m, 1, constant_values=np.inf))


@wrong("thin_edges", "smaller output (H - 2, W - 2)")
def _(magnitude, orientation):
    return _nms(magnitude, orientation)[1:-1, 1:-1]


@wrong("thin_edges", "a bool mask in place of the magnitudes")
def _(magnitude, orientation):
    return _nms(magnitude, orientation) > 0


@wrong("thin_edges", "1.0 for a kept pixel in place of its magnitude")
def _(magnitude, orientation):
    return (_nms(magnitude, orientation) > 0).astype(float)


@wrong("thin_edges", "suppressed in place while walking: later pixels see zeros, and the input is changed")
def _(magnitude, orientation):
    h, w = magnitude.shape
    steps = [(0, -1), (-1, -1), (-1, 0), (-1, 1)]

    def at(i, j):
        return magnitude[i, j] if 0 <= i < h and 0 <= j < w else 0

    for i in range(h):
        for j in range(w):
            di, dj = steps[round(float(orientation[i, j]) / (math.pi / 4)) % 4]
            if not (magnitude[i, j] > at(i + di, j + dj) and magnitude[i, j] >= at(i - di, j - dj)):
                magnitude[i, j] = 0
    return magnitude


@wrong("thin_edges", "suppressed on a copy while walking: later pixels see zeros where a neighbour was suppressed")
def _(magnitude, orientation):
    h, w = magnitude.shape
    m = magnitude.astype(float)
    steps = [(0, -1), (-1, -1), (-1, 0), (-1, 1)]

    def at(i, j):
        return m[i, j] if 0 <= i < h and 0 <= j < w else 0

    for i in range(h):
        for j in range(w):
            di, dj = steps[round(float(orientation[i, j]) / (math.pi / 4)) % 4]
            if not (m[i, j] > at(i + di, j + dj) and m[i, j] >= at(i - di, j - dj)):
                m[i, j] = 0
    return m


@wrong("thin_edges", "maximum of all eight neighbours, the orientation is ignored")
def _(magnitude, orientation):
    m = magnitude.astype(float)
    h, w = m.shape
    p = np.pad(m, 1)
    keep = np.ones((h, w), dtype=bool)
    for di, dj in EIGHT:
        other = p[1 + di : 1 + di + h, 1 + dj : 1 + dj + w]
        keep &= (m > other) if (di, dj) < (0, 0) else (m >= other)
    return np.where(keep, m, 0.0)


@wrong("thin_edges", "the angle taken as degrees")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, sector=np.round(orientation / 45).astype(int) % 4)


@wrong("thin_edges", "kept if larger than one of the two neighbours (or in place of and)")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, keep=lambda c, a, b: (c > a) | (c >= b))


@wrong("thin_edges", "only the first neighbour is compared")
def _(magnitude, orientation):
    return _nms(magnitude, orientation, keep=lambda c, a, b: c > a)


@wrong("thin_edges", "magnitudes made int")
def _(magnitude, orientation):
    return _nms(magnitude.astype(int), orientation).astype(int)


@wrong("thin_edges", "angles between 157.5 and 180 degrees fall into no case and are dropped")
def _(magnitude, orientation):
    degrees = np.degrees(orientation) % 180
    return np.where((degrees >= 157.5), 0.0, _nms(magnitude, orientation))


@right("thin_edges", "loops over pixels with a table of neighbours")
def _(magnitude, orientation):
    h, w = magnitude.shape
    out = np.zeros((h, w))

    def at(i, j):
        return float(magnitude[i, j]) if 0 <= i < h and 0 <= j < w else 0.0

    first = [(0, -1), (-1, -1), (-1, 0), (-1, 1)]
    for i in range(h):
        for j in range(w):
            s = int(np.round(np.degrees(orientation[i, j]) / 45)) % 4
            a, b = first[s]
            m = at(i, j)
            if m > at(i + a, j + b) and m >= at(i - a, j - b):
                out[i, j] = m
    return out


@right("thin_edges", "padded image, one mask for each of four directions")
def _(magnitude, orientation):
    m = np.asarray(magnitude, dtype=float)
    h, w = m.shape
    p = np.pad(m, 1)
    k = np.rint(orientation * 4 / np.pi) % 4
    out = np.zeros_like(m)
    for s, a, b in ((0, 0, -1), (1, -1, -1), (2, -1, 0), (3, -1, 1)):
        first, second = p[1 + a : h + 1 + a, 1 + b : w + 1 + b], p[1 - a : h + 1 - a, 1 - b : w + 1 - b]
        out += np.where((k == s) & (m > first) & (m >= second), m, 0)
    return out


@right("thin_edges", "index arrays: one look-up for all first and all second neighbours")
def _(magnitude, orientation):
    m = magnitude.astype(float)
    p = np.pad(m, 1)
    s = np.round(orientation / (np.pi / 4)).astype(int) % 4
    di, dj = np.array([0, -1, -1, -1])[s], np.array([-1, -1, 0, 1])[s]
    i, j = np.indices(m.shape) + 1
    keep = (m > p[i + di, j + dj]) & (m >= p[i - di, j - dj])
    return np.where(keep, m, 0.0)


@right("thin_edges", "np.select over the four pairs of moved copies")
def _(magnitude, orientation):
    m = magnitude.astype(float)
    h, w = m.shape

    def moved(a, b):
        out = np.zeros((h, w))
        out[max(-a, 0) : h - max(a, 0), max(-b, 0) : w - max(b, 0)] = m[max(a, 0) : h + min(a, 0), max(b, 0) : w + min(b, 0)]
        return out

    degrees = np.mod(np.round(np.rad2deg(orientation) / 45) * 45, 180)
    cases = [degrees == d for d in (0, 45, 90, 135)]
    first = np.select(cases, [moved(0, -1), moved(-1, -1), moved(-1, 0), moved(-1, 1)])
    second = np.select(cases, [moved(0, 1), moved(1, 1), moved(1, 0), moved(1, -1)])
    return m * ((m > first) & (m >= second))


@right("thin_edges", "steps of an arrow: rounded cos and sin of the rounded angle, sorted into reading order")
def _(magnitude, orientation):
    h, w = magnitude.shape
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            angle = np.round(orientation[i, j] / (np.pi / 4)) * (np.pi / 4)
            dj, di = int(np.rint(np.cos(angle))), int(np.rint(np.sin(angle)))
            pair = sorted([(i + di, j + dj), (i - di, j - dj)])
            first, second = (float(magnitude[a, b]) if 0 <= a < h and 0 <= b < w else 0.0 for a, b in pair)
            if magnitude[i, j] > first and magnitude[i, j] >= second:
                out[i, j] = magnitude[i, j]
    return out


def _thin(magnitude, orientation, table=FIRST, test=None, sector=None, mode="constant", fill=0.0):
    """A frame for the mistakes below: each changes one thing."""
    m = magnitude.astype(float)
    h, w = m.shape
    s = np.round(orientation / (np.pi / 4)).astype(int) % 4 if sector is None else sector
    big = np.pad(m, 1, constant_values=fill) if mode == "constant" else np.pad(m, 1, mode=mode)
    test = test or (lambda m, one, two: (m > one) & (m >= two))
    out = np.zeros((h, w))
    for k, (a, b) in table.items():
        one = big[1 + a : 1 + a + h, 1 + b : 1 + b + w]
        two = big[1 - a : 1 - a + h, 1 - b : 1 - b + w]
        keep = (s == k) & test(m, one, two)
        out[keep] = m[keep]
    return out


@wrong("thin_edges", "only the second neighbour is compared")
def _(magnitude, orientation):
    return _thin(magnitude, orientation, test=lambda m, a, b: m >= b)


@wrong("thin_edges", "first is where the arrow points: the tie falls the other way for opposite directions")
def _(magnitude, orientation):
    s = np.round(orientation / (np.pi / 4)).astype(int) % 8
    table = {0: (0, 1), 1: (1, 1), 2: (1, 0), 3: (1, -1), 4: (0, -1), 5: (-1, -1), 6: (-1, 0), 7: (-1, 1)}
    return _thin(magnitude, orientation, table, sector=s)


@wrong("thin_edges", "opposite directions are not one: negative angles never match and give 0")
def _(magnitude, orientation):
    return _thin(magnitude, orientation, sector=np.round(orientation / (np.pi / 4)).astype(int))


@wrong("thin_edges", "180 degrees forgotten: sector 4 matches nothing and gives 0 (negative angles are raised by pi first)")
def _(magnitude, orientation):
    o = np.where(orientation < 0, orientation + np.pi, orientation)
    return _thin(magnitude, orientation, sector=np.round(o / (np.pi / 4)).astype(int))


@wrong("thin_edges", "maximum of all eight neighbours instead of two")
def _(magnitude, orientation):
    m = magnitude.astype(float)
    most = sliding_window_view(np.pad(m, 1), (3, 3)).max(axis=(2, 3))
    return np.where(m == most, m, 0)


@wrong("thin_edges", "negative indices: the upper and left neighbours of border pixels come from the other side, the lower and right ones are 0")
def _(magnitude, orientation):
    h, w = magnitude.shape
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            a, b = FIRST[int(np.round(orientation[i, j] / (np.pi / 4))) % 4]
            m = magnitude[i, j]
            one = magnitude[i + a, j + b] if i + a < h and j + b < w else 0
            two = magnitude[i - a, j - b] if i - a < h and j - b < w else 0
            if m > one and m >= two:
                out[i, j] = m
    return out


# ---------------------------------------------------------------- edge_map


@right("edge_map", "breadth first from the strong pixels")
def _(image, low, high):
    if not 0 < low <= high:
        raise ValueError("0 < low <= high, please")
    thin = thin_edges(*gradient(image))
    return follow(thin >= high, thin >= low)


@right("edge_map", "depth first with a stack of pixels")
def _(image, low, high):
    if low <= 0 or high < low:
        raise ValueError(f"low {low}, high {high}")
    magnitude, orientation = gradient(image)
    thin = thin_edges(magnitude, orientation)
    padded = np.pad(thin >= low, 1)
    stack = [(i + 1, j + 1) for i, j in np.argwhere(thin >= high)]
    found = np.zeros(padded.shape, dtype=bool)
    while stack:
        i, j = stack.pop()
        if found[i, j]:
            continue
        found[i, j] = True
        stack += [(a, b) for a in (i - 1, i, i + 1) for b in (j - 1, j, j + 1) if padded[a, b] and not found[a, b]]
    return found[1:-1, 1:-1]


@right("edge_map", "grows by dilation until nothing changes")
def _(image, low, high):
    if not (low > 0 and low <= high):
        raise ValueError("thresholds")
    thin = thin_edges(*gradient(image))
    weak, edges = thin >= low, thin >= high
    h, w = thin.shape
    while True:
        p = np.pad(edges, 1)
        grown = np.zeros_like(edges)
        for a in range(3):
            for b in range(3):
                grown |= p[a : a + h, b : b + w]
        grown &= weak
        if (grown == edges).all():
            return edges
        edges = grown


@right("edge_map", "union-find over the weak pixels")
def _(image, low, high):
    if low > high or not low > 0:
        raise ValueError("thresholds")
    thin = thin_edges(*gradient(image))
    pixels = {(int(i), int(j)) for i, j in np.argwhere(thin >= low)}
    parent = {p: p for p in pixels}

    def root(p):
        while parent[p] != p:
            parent[p] = parent[parent[p]]
            p = parent[p]
        return p

    for i, j in pixels:
        for q in ((i, j + 1), (i + 1, j - 1), (i + 1, j), (i + 1, j + 1)):
            if q in pixels:
                parent[root((i, j))] = root(q)
    certain = {root(p) for p in pixels if thin[p] >= high}
    out = np.zeros(thin.shape, dtype=bool)
    for p in pixels:
        out[p] = root(p) in certain
    return out


@right("edge_map", "frontier of sets")
def _(image, low, high):
    if not 0 < low <= high:
        raise ValueError
    thin = thin_edges(*gradient(image))
    weak = set(map(tuple, np.argwhere(thin >= low).tolist()))
    frontier = set(map(tuple, np.argwhere(thin >= high).tolist()))
    out = np.full(thin.shape, False)
    while frontier:
        weak -= frontier
        for p in frontier:
            out[p] = True
        frontier = {(i + a, j + b) for i, j in frontier for a in (-1, 0, 1) for b in (-1, 0, 1)} & weak
    return out


def _thresholds(low, high):
    if not 0 < low <= high:
        raise ValueError("0 < low <= high, please")


@wrong("edge_map", "only the high threshold")
def _(image, low, high):
    _thresholds(low, high)
    return thin_edges(*gradient(image)) >= high


@wrong("edge_map", "only the low threshold")
def _(image, low, high):
    _thresholds(low, high)
    return thin_edges(*gradient(image)) >= low


@wrong("edge_map", "four neighbours in place of eight")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    return follow(thin >= high, thin >= low, FOUR)


@wrong("edge_map", "one step only: weak pixels beside a strong one, no chains")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    h, w = thin.shape
    p = np.pad(thin >= high, 1)
    near = np.zeros((h, w), dtype=bool)
    for a in range(3):
        for b in range(3):
            near |= p[a : a + h, b : b + w]
    return near & (thin >= low)


@wrong("edge_map", "one walk in reading order: chains that run upwards or to the left are lost")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    out = np.pad(thin >= high, 1)
    for i in range(thin.shape[0]):
        for j in range(thin.shape[1]):
            if thin[i, j] >= low and out[i : i + 3, j : j + 3].any():
                out[i + 1, j + 1] = True
    return out[1:-1, 1:-1]


@wrong("edge_map", "the magnitude is not thinned")
def _(image, low, high):
    _thresholds(low, high)
    magnitude, _ = gradient(image)
    return follow(magnitude >= high, magnitude >= low)


@wrong("edge_map", "chains may run through pixels that were thinned away")
def _(image, low, high):
    _thresholds(low, high)
    magnitude, orientation = gradient(image)
    thin = thin_edges(magnitude, orientation)
    return follow(thin >= high, magnitude >= low) & (thin >= low)


@wrong("edge_map", "strong pixels from the magnitude before the thinning")
def _(image, low, high):
    _thresholds(low, high)
    magnitude, orientation = gradient(image)
    thin = thin_edges(magnitude, orientation)
    return follow(magnitude >= high, thin >= low)


@wrong("edge_map", "> high in place of >= high")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    return follow(thin > high, thin >= low)


@wrong("edge_map", "> low in place of >= low")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    return follow(thin >= high, thin > low)


@wrong("edge_map", "low = high is refused")
def _(image, low, high):
    if not 0 < low < high:
        raise ValueError
    thin = thin_edges(*gradient(image))
    return follow(thin >= high, thin >= low)


@wrong("edge_map", "floats 1.0 and 0.0 in place of bool")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    return follow(thin >= high, thin >= low).astype(float)


@wrong("edge_map", "the magnitudes of the edges in place of bool")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    return np.where(follow(thin >= high, thin >= low), thin, 0.0)


@wrong("edge_map", "a border of False brings it back to (H, W)")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    return np.pad(follow(thin >= high, thin >= low), 1)


@wrong("edge_map", "thresholds as fractions of the largest magnitude")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    thin = thin / (thin.max() or 1)
    return follow(thin >= high, thin >= low)


@wrong("edge_map", "magnitude scaled to 0..255 before the thresholds")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    thin = thin * 255 / (thin.max() or 1)
    return follow(thin >= high, thin >= low)


@wrong("edge_map", "the image is blurred first (3x3 box, edge repeated)")
def _(image, low, high):
    _thresholds(low, high)
    soft = correlate2d(np.pad(image.astype(float), 1, mode="edge"), np.full((3, 3), 1 / 9))
    thin = thin_edges(*gradient(soft))
    return follow(thin >= high, thin >= low)


@wrong("edge_map", "all weak pixels are kept as soon as there is any strong one")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    return (thin >= low) & bool((thin >= high).any())


@wrong("edge_map", "only the weak pixels that were reached, the strong ones are missing")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    return follow(thin >= high, thin >= low) & ~(thin >= high)


@wrong("edge_map", "indices -1 wrap around: chains go on at the opposite border")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    weak, out = thin >= low, thin >= high
    h, w = thin.shape
    stack = [tuple(p) for p in np.argwhere(out)]
    while stack:
        i, j = stack.pop()
        for di, dj in EIGHT:
            a, b = (i + di) % h, (j + dj) % w
            if weak[a, b] and not out[a, b]:
                out[a, b] = True
                stack.append((a, b))
    return out


@wrong("edge_map", "recursion: RecursionError for long chains, as in a photograph")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    h, w = thin.shape
    out = np.zeros((h, w), dtype=bool)

    def visit(i, j):
        if 0 <= i < h and 0 <= j < w and thin[i, j] >= low and not out[i, j]:
            out[i, j] = True
            for di, dj in EIGHT:
                visit(i + di, j + dj)

    for i, j in np.argwhere(thin >= high):
        visit(int(i), int(j))
    return out


@wrong("edge_map", "grows ten times only: long chains are cut")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    h, w = thin.shape
    weak, out = thin >= low, thin >= high
    for _ in range(10):
        p = np.pad(out, 1)
        out = weak & np.any([p[a : a + h, b : b + w] for a in range(3) for b in range(3)], axis=0)
    return out


@wrong("edge_map", "orientation and magnitude handed to the thinning in the wrong order")
def _(image, low, high):
    _thresholds(low, high)
    magnitude, orientation = gradient(image)
    thin = thin_edges(orientation, magnitude)
    return follow(thin >= high, thin >= low)


@wrong("edge_map", "the frontier starts with the first strong pixel only")
def _(image, low, high):
    _thresholds(low, high)
    thin = thin_edges(*gradient(image))
    strong = thin >= high
    start = np.zeros_like(strong)
    if strong.any():
        start.flat[np.argmax(strong)] = True
    return follow(start, thin >= low) | strong


@wrong("edge_map", "uint8 images are scaled to 0..1 first")
def _(image, low, high):
    _thresholds(low, high)
    if image.dtype == np.uint8:
        image = image / 255
    thin = thin_edges(*gradient(image))
    return follow(thin >= high, thin >= low)


@right("edge_map", "a stack of certain pixels")
def _(image, low, high):
    thin = thin_edges(*gradient(image))
    out, weak = thin >= high, thin >= low
    stack = [tuple(p) for p in np.argwhere(out)]
    while stack:
        i, j = stack.pop()
        for a in (-1, 0, 1):
            for b in (-1, 0, 1):
                y, x = i + a, j + b
                if 0 <= y < out.shape[0] and 0 <= x < out.shape[1] and weak[y, x] and not out[y, x]:
                    out[y, x] = True
                    stack.append((y, x))
    return out


@right("edge_map", "a queue on a padded array")
def _(image, low, high):
    thin = np.pad(thin_edges(*gradient(image)), 1)
    seen = thin >= high
    queue = deque(map(tuple, np.argwhere(seen)))
    steps = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b]
    while queue:
        i, j = queue.popleft()
        for a, b in steps:
            if not seen[i + a, j + b] and thin[i + a, j + b] >= low:
                seen[i + a, j + b] = True
                queue.append((i + a, j + b))
    return seen[1:-1, 1:-1]


@right("edge_map", "grows the whole array by one pixel until nothing changes")
def _(image, low, high):
    thin = thin_edges(*gradient(image))
    weak, out = thin >= low, thin >= high
    h, w = out.shape
    while True:
        big = np.pad(out, 1)
        grown = np.zeros_like(out)
        for a in range(3):
            for b in range(3):
                grown |= big[a : a + h, b : b + w]
        grown &= weak
        if np.array_equal(grown, out):
            return out
        out = grown


@right("edge_map", "groups of weak pixels by union-find; groups with a strong one stay")
def _(image, low, high):
    thin = thin_edges(*gradient(image))
    h, w = thin.shape
    weak = thin >= low
    parent = np.arange(h * w)

    def root(p):
        while parent[p] != p:
            parent[p] = parent[parent[p]]
            p = parent[p]
        return p

    for i, j in np.argwhere(weak):
        for a, b in ((0, 1), (1, -1), (1, 0), (1, 1)):
            y, x = i + a, j + b
            if y < h and 0 <= x < w and weak[y, x]:
                parent[root(y * w + x)] = root(i * w + j)
    strong = {root(i * w + j) for i, j in np.argwhere(thin >= high)}
    out = np.zeros((h, w), dtype=bool)
    for i, j in np.argwhere(weak):
        out[i, j] = root(i * w + j) in strong
    return out


@right("edge_map", "sets of positions, a new front in each round")
def _(image, low, high):
    thin = thin_edges(*gradient(image))
    weak = {(int(i), int(j)) for i, j in np.argwhere(thin >= low)}
    front = {(int(i), int(j)) for i, j in np.argwhere(thin >= high)}
    out = np.zeros(thin.shape, dtype=bool)
    weak -= front
    while front:
        for p in front:
            out[p] = True
        front = {(i + a, j + b) for i, j in front for a in (-1, 0, 1) for b in (-1, 0, 1)} & weak
        weak -= front
    return out


def _parts(image):
    return thin_edges(*gradient(image))


@wrong("edge_map", "two sweeps, forwards and backwards: long winding chains are lost")
def _(image, low, high):
    thin = _parts(image)
    out = thin >= high
    spots = [tuple(p) for p in np.argwhere(thin >= low)]
    for order in (spots, spots[::-1]):
        for i, j in order:
            if out[max(i - 1, 0) : i + 2, max(j - 1, 0) : j + 2].any():
                out[i, j] = True
    return out


@wrong("edge_map", "certain pixels from the thinned magnitude, but the chains go over the magnitude that is not thinned")
def _(image, low, high):
    m, o = gradient(image)
    return _joined(np.where(thin_edges(m, o) >= high, m, np.minimum(m, np.nextafter(high, 0))), low, high)


@wrong("edge_map", "the magnitude is divided by 8 before the thresholds")
def _(image, low, high):
    return _joined(_parts(image) / 8, low, high)


@wrong("edge_map", "blurs the image with a small Gaussian first, as Canny did")
def _(image, low, high):
    a = np.pad(image.astype(float), 1, mode="edge")
    line = np.array([0.25, 0.5, 0.25])
    a = correlate2d(correlate2d(a, line[:, None]), line[None, :])
    return _joined(_parts(a), low, high)


@wrong("edge_map", "255 and 0 as uint8 instead of bool")
def _(image, low, high):
    return (255 * _joined(_parts(image), low, high)).astype(np.uint8)


@wrong("edge_map", "inverted: True where there is no edge, as it is drawn")
def _(image, low, high):
    return ~_joined(_parts(image), low, high)


@wrong("edge_map", "weak pixels of a chain may be any pixel >= low with a certain one in the same row or column")
def _(image, low, high):
    thin = _parts(image)
    strong = thin >= high
    reach = strong.any(axis=0)[None, :] | strong.any(axis=1)[:, None]
    return strong | ((thin >= low) & reach)


@wrong("edge_map", "the border is left out: chains through the outermost pixels break")
def _(image, low, high):
    thin = _parts(image)
    out = thin >= high
    weak = thin >= low
    h, w = thin.shape
    todo = list(zip(*np.nonzero(out)))
    while todo:
        i, j = todo.pop()
        for a in range(max(i - 1, 1), min(i + 2, h - 1)):
            for b in range(max(j - 1, 1), min(j + 2, w - 1)):
                if weak[a, b] and not out[a, b]:
                    out[a, b] = True
                    todo.append((a, b))
    return out


@wrong("edge_map", "the chain wraps around: index -1 is the other side of the image")
def _(image, low, high):
    thin = _parts(image)
    weak, out = thin >= low, thin >= high
    h, w = thin.shape
    todo = list(zip(*np.nonzero(out)))
    while todo:
        i, j = todo.pop()
        for a in (i - 1, i, i + 1):
            for b in (j - 1, j, j + 1):
                if a < h and b < w and weak[a, b] and not out[a, b]:
                    out[a, b] = True
                    todo.append((a % h, b % w))
    return out


@wrong("edge_map", "thinned with 45 and 135 degrees exchanged")
def _(image, low, high):
    m, o = gradient(image)
    return _joined(thin_edges(m, -o), low, high)


@wrong("edge_map", "a uint8 image is subtracted in uint8: the gradient wraps around")
def _(image, low, high):
    across, down = image[:, :-2] - image[:, 2:], image[:-2] - image[2:]
    gx = across[:-2] + 2.0 * across[1:-1] + across[2:]
    gy = down[:, :-2] + 2.0 * down[:, 1:-1] + down[:, 2:]
    return _joined(thin_edges(np.hypot(gx, gy), np.arctan2(gy, gx)), low, high)
