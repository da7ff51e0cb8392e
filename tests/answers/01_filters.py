import math

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from answers import right, wrong


# Right versions of the notebook's own functions, for the answers that call them.
def correlate2d(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    image, kernel = image.astype(float), kernel.astype(float)
    out = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return out


def shift(image, dy, dx):
    out = np.zeros_like(image)
    h, w = image.shape
    for i in range(h):
        for j in range(w):
            if 0 <= i - dy < h and 0 <= j - dx < w:
                out[i, j] = image[i - dy, j - dx]
    return out


# ---------------------------------------------------------------- match


@right("match", "mean of the products, in floats")
def _(patch, feature):
    return float(np.mean(patch.astype(float) * feature.astype(float)))


@right("match", "two loops, a total and a division")
def _(patch, feature):
    total = 0.0
    rows, columns = patch.shape
    for i in range(rows):
        for j in range(columns):
            total += float(patch[i, j]) * float(feature[i, j])
    return total / (rows * columns)


@right("match", "dot product of the flat arrays, divided by the size")
def _(patch, feature):
    a, b = np.asarray(patch, dtype=float).ravel(), np.asarray(feature, dtype=float).ravel()
    return a @ b / a.size


@right("match", "einsum with optimize off")
def _(patch, feature):
    m, n = feature.shape
    return np.einsum("mn,mn->", patch.astype(np.float64), feature.astype(np.float64)) / (m * n)


@right("match", "zip over lists and math.fsum")
def _(patch, feature):
    products = [float(p) * float(f) for p, f in zip(patch.flat, feature.flat)]
    return math.fsum(products) / len(products)


@right("match", "trace of a matrix product")
def _(patch, feature):
    return float(np.trace(patch.astype(float) @ feature.astype(float).T)) / patch.size


@wrong("match", "sum in place of mean")
def _(patch, feature):
    return float(np.sum(patch.astype(float) * feature.astype(float)))


@wrong("match", "always divided by 9")
def _(patch, feature):
    return float(np.sum(patch.astype(float) * feature.astype(float))) / 9


@wrong("match", "share of equal pixels in place of the mean of the products")
def _(patch, feature):
    return float(np.mean(patch == feature))


@wrong("match", "mean of the rows only: an array, not a number")
def _(patch, feature):
    return np.mean(patch.astype(float) * feature, axis=0)


@wrong("match", "divided by the number of rows squared (works for square patches)")
def _(patch, feature):
    return float(np.sum(patch.astype(float) * feature)) / len(patch) ** 2


@wrong("match", "matrix product in place of the product pixel by pixel")
def _(patch, feature):
    return float(np.mean(patch.astype(float) @ feature.astype(float).T))


@wrong("match", "product of the means")
def _(patch, feature):
    return float(patch.mean() * feature.mean())


@wrong("match", "integer division of the sum")
def _(patch, feature):
    return np.sum(patch.astype(float) * feature.astype(float)) // patch.size


@wrong("match", "only the signs are compared: right for ±1 only")
def _(patch, feature):
    return float(np.mean(np.sign(patch) * np.sign(feature)))


@wrong("match", "cosine: divided by the lengths of both (equal to the mean for ±1 only)")
def _(patch, feature):
    a, b = patch.astype(float).ravel(), feature.astype(float).ravel()
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-300))


@wrong("match", "the feature is turned by 180 degrees first")
def _(patch, feature):
    return float(np.mean(patch.astype(float) * feature[::-1, ::-1]))


@wrong("match", "absolute value of the match")
def _(patch, feature):
    return abs(float(np.mean(patch.astype(float) * feature)))


@wrong("match", "cut to [-1, 1]")
def _(patch, feature):
    return float(np.clip(np.mean(patch.astype(float) * feature), -1, 1))


@wrong("match", "negative matches become 0")
def _(patch, feature):
    return max(0.0, float(np.mean(patch.astype(float) * feature)))


@wrong("match", "the return is in the outer loop: only the first row is added up")
def _(patch, feature):
    total = 0.0
    for i in range(patch.shape[0]):
        for j in range(patch.shape[1]):
            total += float(patch[i, j]) * float(feature[i, j])
        return total / patch.size


@wrong("match", "loops over three rows and columns only")
def _(patch, feature):
    total = 0.0
    for i in range(min(3, patch.shape[0])):
        for j in range(min(3, patch.shape[1])):
            total += float(patch[i, j]) * float(feature[i, j])
    return total / patch.size


@wrong("match", "divided by size - 1")
def _(patch, feature):
    return float(np.sum(patch.astype(float) * feature)) / max(patch.size - 1, 1)


@wrong("match", "the products are computed in int: fractions of the pixels are lost")
def _(patch, feature):
    return float(np.mean(patch.astype(int) * feature.astype(int)))


@wrong("match", "rounded to three decimals")
def _(patch, feature):
    return round(float(np.mean(patch.astype(float) * feature)), 3)


@wrong("match", "mean of 1 - |patch - feature|, right for ±1 only")
def _(patch, feature):
    return float(np.mean(1 - np.abs(patch.astype(float) - feature)))


@wrong("match", "changes the patch in place (patch *= feature)")
def _(patch, feature):
    patch *= feature
    return float(patch.mean())


@wrong("match", "prints the match, returns None")
def _(patch, feature):
    print(np.mean(patch.astype(float) * feature))


@wrong("match", "the last row and column are left out by range(m - 1)")
def _(patch, feature):
    m, n = patch.shape
    total = 0.0
    for i in range(m - 1):
        for j in range(n - 1):
            total += float(patch[i, j]) * float(feature[i, j])
    return total / (m * n)


@right("match", "np.mean of the products in float")
def _(patch, feature):
    return np.mean(patch.astype(float) * feature)


@right("match", "scalar product of the flattened arrays")
def _(patch, feature):
    a, b = np.ravel(patch).astype(float), np.ravel(feature).astype(float)
    return float(a @ b) / a.size


@right("match", "einsum")
def _(patch, feature):
    return float(np.einsum("ij,ij->", patch.astype(np.float64), feature.astype(np.float64)) / patch.size)


@right("match", "lists and zip")
def _(patch, feature):
    products = [a * b for p, f in zip(patch.tolist(), feature.tolist()) for a, b in zip(p, f)]
    return sum(products) / len(products)


@right("match", "mean of the means of the rows")
def _(patch, feature):
    return np.multiply(patch, feature, dtype=float).mean(axis=1).mean()


@wrong("match", "divided by the number of rows only: len(patch)")
def _(patch, feature):
    return float(np.sum(patch.astype(float) * feature)) / len(patch)


@wrong("match", "share of equal minus share of different pixels: right for ±1 only")
def _(patch, feature):
    return float(np.mean(np.where(patch == feature, 1.0, -1.0)))


@wrong("match", "matrix product instead of pixel by pixel")
def _(patch, feature):
    return float(np.mean(patch.astype(float) @ feature.astype(float)))


@wrong("match", "the products themselves, not averaged")
def _(patch, feature):
    return patch.astype(float) * feature


@wrong("match", "the feature is transposed (wrong or a crash)")
def _(patch, feature):
    return float(np.mean(patch.astype(float) * feature.T))


@wrong("match", "mean of the absolute products")
def _(patch, feature):
    return float(np.mean(np.abs(patch.astype(float) * feature)))


@wrong("match", "rounded to two digits, as in the text (0.78)")
def _(patch, feature):
    return round(float(np.mean(patch.astype(float) * feature)), 2)


@wrong("match", "whole-number division: sum // size")
def _(patch, feature):
    return float(np.sum(patch.astype(float) * feature) // patch.size)


@wrong("match", "mean of the differences squared")
def _(patch, feature):
    return float(np.mean((patch.astype(float) - feature) ** 2))


@wrong("match", "divided by the sum of the feature")
def _(patch, feature):
    s = float(np.sum(feature, dtype=float))
    return float(np.sum(patch.astype(float) * feature)) / (s if s else 1.0)


# ---------------------------------------------------------------- by_hand

right("by_hand", "lists of ints, written out")(
    {"1 to 16": [[7, 8, 9], [11, 12, 13], [15, 16, 17]], "1 to 9": [[370, 470], [670, 770]]}
)
right("by_hand", "floats in place of ints")(
    {"1 to 16": [[7.0, 8.0, 9.0], [11.0, 12.0, 13.0], [15.0, 16.0, 17.0]], "1 to 9": [[370.0, 470.0], [670.0, 770.0]]}
)
right("by_hand", "written as sums of products")(
    {
        "1 to 9": [
            [1 * 10 + 2 * 20 + 4 * 30 + 5 * 40, 2 * 10 + 3 * 20 + 5 * 30 + 6 * 40],
            [4 * 10 + 5 * 20 + 7 * 30 + 8 * 40, 5 * 10 + 6 * 20 + 8 * 30 + 9 * 40],
        ],
        "1 to 16": [[-1 + 2 + 6, -2 + 3 + 7, -3 + 4 + 8], [-5 + 6 + 10, 12, 13], [15, 16, -11 + 12 + 16]],
    }
)
right("by_hand", "from NumPy with tolist()")(
    {
        "1 to 16": (1 + np.arange(1, 17).reshape(4, 4)[1:, 1:]).tolist(),
        "1 to 9": (100 * np.arange(1, 10).reshape(3, 3)[:2, :2] + 270).tolist(),
    }
)
right("by_hand", "rows built with range, made into lists")(
    {
        "1 to 16": [list(range(start, start + 3)) for start in (7, 11, 15)],
        "1 to 9": [list(range(start, start + 101, 100)) for start in (370, 670)],
    }
)

wrong("by_hand", "true convolution: both kernels turned by 180 degrees")(
    {"1 to 16": [[0, 1, 2], [4, 5, 6], [8, 9, 10]], "1 to 9": [[230, 330], [530, 630]]}
)
wrong("by_hand", "both kernels transposed")(
    {"1 to 16": [[10, 11, 12], [14, 15, 16], [18, 19, 20]], "1 to 9": [[350, 450], [650, 750]]}
)
wrong("by_hand", "both outputs transposed")(
    {"1 to 16": [[7, 11, 15], [8, 12, 16], [9, 13, 17]], "1 to 9": [[370, 670], [470, 770]]}
)
wrong("by_hand", "the step to the next row counted as one, as if the window went on from the last position")(
    {"1 to 16": [[7, 8, 9], [10, 11, 12], [13, 14, 15]], "1 to 9": [[370, 470], [570, 670]]}
)
wrong("by_hand", "the minus sign of the first kernel is forgotten")(
    {"1 to 16": [[9, 12, 15], [21, 24, 27], [33, 36, 39]], "1 to 9": [[370, 470], [670, 770]]}
)
wrong("by_hand", "mean in place of sum: divided by 4")(
    {"1 to 16": [[1.75, 2.0, 2.25], [2.75, 3.0, 3.25], [3.75, 4.0, 4.25]], "1 to 9": [[92.5, 117.5], [167.5, 192.5]]}
)
wrong("by_hand", "only two positions in four columns (one too few)")(
    {"1 to 16": [[7, 8], [11, 12]], "1 to 9": [[370, 470], [670, 770]]}
)
wrong("by_hand", "the window moves by two pixels")({"1 to 16": [[7, 9], [15, 17]], "1 to 9": [[370]]})
wrong("by_hand", "zeros around at the right and bottom: the output is as large as the image")(
    {
        "1 to 16": [[7, 8, 9, -4], [11, 12, 13, -8], [15, 16, 17, -12], [1, 1, 1, -16]],
        "1 to 9": [[370, 470, 210], [670, 770, 330], [230, 260, 90]],
    }
)
wrong("by_hand", "one slip in the arithmetic: 760 for 770")(
    {"1 to 16": [[7, 8, 9], [11, 12, 13], [15, 16, 17]], "1 to 9": [[370, 470], [670, 760]]}
)
wrong("by_hand", "the last number of the first output is off by one")(
    {"1 to 16": [[7, 8, 9], [11, 12, 13], [15, 16, 18]], "1 to 9": [[370, 470], [670, 770]]}
)
wrong("by_hand", "only the first output, the second is left as dots")(
    {"1 to 16": [[7, 8, 9], [11, 12, 13], [15, 16, 17]], "1 to 9": ...}
)
wrong("by_hand", "the key of the second output is missing")({"1 to 16": [[7, 8, 9], [11, 12, 13], [15, 16, 17]]})
wrong("by_hand", "the two outputs exchanged")(
    {"1 to 9": [[7, 8, 9], [11, 12, 13], [15, 16, 17]], "1 to 16": [[370, 470], [670, 770]]}
)
wrong("by_hand", "right numbers, but flat lists in place of lists of rows")(
    {"1 to 16": [7, 8, 9, 11, 12, 13, 15, 16, 17], "1 to 9": [370, 470, 670, 770]}
)
wrong("by_hand", "only the first number of each output")({"1 to 16": [[7]], "1 to 9": [[370]]})
wrong("by_hand", "the products of the first window, not added up")(
    {"1 to 16": [[-1, 2], [0, 6]], "1 to 9": [[10, 40], [120, 200]]}
)
wrong("by_hand", "only the first row of each output")({"1 to 16": [[7, 8, 9]], "1 to 9": [[370, 470]]})
wrong("by_hand", "the rows from bottom to top")(
    {"1 to 16": [[15, 16, 17], [11, 12, 13], [7, 8, 9]], "1 to 9": [[670, 770], [370, 470]]}
)
wrong("by_hand", "the second kernel with 20 and 30 exchanged")(
    {"1 to 16": [[7, 8, 9], [11, 12, 13], [15, 16, 17]], "1 to 9": [[350, 450], [650, 750]]}
)
wrong("by_hand", "full mode: a border of zeros all around the 3 by 3 image")(
    {
        "1 to 16": [[7, 8, 9], [11, 12, 13], [15, 16, 17]],
        "1 to 9": [[40, 110, 180, 90], [180, 370, 470, 210], [360, 670, 770, 330], [140, 230, 260, 90]],
    }
)
wrong("by_hand", "each window is multiplied by the kernel's first column only")(
    {"1 to 16": [[-1, -2, -3], [-5, -6, -7], [-9, -10, -11]], "1 to 9": [[130, 170], [250, 290]]}
)


right("by_hand", "written as the four products")(
    {
        "1 to 16": [[7, 8, 9], [11, 12, 13], [15, 16, 17]],
        "1 to 9": [
            [1 * 10 + 2 * 20 + 4 * 30 + 5 * 40, 2 * 10 + 3 * 20 + 5 * 30 + 6 * 40],
            [4 * 10 + 5 * 20 + 7 * 30 + 8 * 40, 5 * 10 + 6 * 20 + 8 * 30 + 9 * 40],
        ],
    }
)


right("by_hand", "computed with correlate2d, made into lists")(
    {
        "1 to 16": correlate2d(np.arange(1, 17).reshape(4, 4), np.array([[-1, 1], [0, 1]])).tolist(),
        "1 to 9": correlate2d(np.arange(1, 10).reshape(3, 3), np.array([[10, 20], [30, 40]])).tolist(),
    }
)


right("by_hand", "list comprehension, the other key first")(
    {
        "1 to 9": [[370 + 300 * i + 100 * j for j in range(2)] for i in range(2)],
        "1 to 16": [list(range(7 + 4 * i, 10 + 4 * i)) for i in range(3)],
    }
)


wrong("by_hand", "the mean of the products instead of their sum")(
    {"1 to 16": [[1.75, 2, 2.25], [2.75, 3, 3.25], [3.75, 4, 4.25]], "1 to 9": [[92.5, 117.5], [167.5, 192.5]]}
)


wrong("by_hand", "the second output is divided by the sum of its kernel (100)")(
    {"1 to 16": [[7, 8, 9], [11, 12, 13], [15, 16, 17]], "1 to 9": [[3.7, 4.7], [6.7, 7.7]]}
)


wrong("by_hand", "one position too few in each direction")(
    {"1 to 16": [[7, 8], [11, 12]], "1 to 9": [[370]]}
)


wrong("by_hand", "the weight 0 counts as 1")(
    {"1 to 16": [[12, 14, 16], [20, 22, 24], [28, 30, 32]], "1 to 9": [[370, 470], [670, 770]]}
)


wrong("by_hand", "a slip in one number: 12 instead of 13")(
    {"1 to 16": [[7, 8, 9], [11, 12, 12], [15, 16, 17]], "1 to 9": [[370, 470], [670, 770]]}
)


wrong("by_hand", "nothing is filled in")({"1 to 16": ..., "1 to 9": ...})


wrong("by_hand", "as large as the image: zeros around it at the bottom and on the right")(
    {
        "1 to 16": [[7, 8, 9, -4], [11, 12, 13, -8], [15, 16, 17, -12], [1, 1, 1, -16]],
        "1 to 9": [[370, 470, 210], [670, 770, 330], [220, 250, 90]],
    }
)


wrong("by_hand", "numbers as text")(
    {"1 to 16": [["7 8 9"], ["11 12 13"], ["15 16 17"]], "1 to 9": [["370 470"], ["670 770"]]}
)


wrong("by_hand", "a zero forgotten: the second with the kernel 1 2 3 4")(
    {"1 to 16": [[7, 8, 9], [11, 12, 13], [15, 16, 17]], "1 to 9": [[37, 47], [67, 77]]}
)


wrong("by_hand", "the last row is missing in the first output")(
    {"1 to 16": [[7, 8, 9], [11, 12, 13]], "1 to 9": [[370, 470], [670, 770]]}
)


wrong("by_hand", "windows added up without a kernel")(
    {"1 to 16": [[14, 18, 22], [30, 34, 38], [46, 50, 54]], "1 to 9": [[12, 16], [24, 28]]}
)

# ---------------------------------------------------------------- correlate2d


@right("correlate2d", "two loops and np.sum, in floats")
def _(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    image = image.astype(float)
    out = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            out[i, j] = (image[i : i + kh, j : j + kw] * kernel).sum()
    return out


@right("correlate2d", "four loops and Python floats, lists")
def _(image, kernel):
    h, w, kh, kw = *image.shape, *kernel.shape
    if not (kh <= h and kw <= w):
        raise ValueError(f"{kernel.shape} does not fit into {image.shape}")
    rows = []
    for i in range(h - kh + 1):
        row = []
        for j in range(w - kw + 1):
            total = 0.0
            for m in range(kh):
                for n in range(kw):
                    total += float(image[i + m, j + n]) * float(kernel[m, n])
            row.append(total)
        rows.append(row)
    return np.array(rows)


@right("correlate2d", "sliding_window_view (which raises ValueError itself) and einsum")
def _(image, kernel):
    windows = sliding_window_view(image.astype(np.float64), kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, kernel.astype(np.float64))


@right("correlate2d", "loops over the kernel, adds shifted slices of the image")
def _(image, kernel):
    oh, ow = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    if oh < 1 or ow < 1:
        raise ValueError("the kernel is larger than the image")
    out = np.zeros((oh, ow))
    for (m, n), weight in np.ndenumerate(kernel):
        out += image[m : m + oh, n : n + ow].astype(float) * float(weight)
    return out


@right("correlate2d", "as_strided, tensordot over the two last axes")
def _(image, kernel):
    if any(k > s for k, s in zip(kernel.shape, image.shape)):
        raise ValueError("does not fit")
    x = np.ascontiguousarray(image, dtype=float)
    shape = tuple(s - k + 1 for s, k in zip(x.shape, kernel.shape))
    windows = as_strided(x, shape + kernel.shape, x.strides * 2, writeable=False)
    return np.tensordot(windows, kernel.astype(float), axes=2)


@right("correlate2d", "int64 for integers (result int), float64 otherwise")
def _(image, kernel):
    kh, kw = kernel.shape
    if kh > image.shape[0] or kw > image.shape[1]:
        raise ValueError("the kernel does not fit")
    kind = np.int64 if image.dtype.kind in "iub" and kernel.dtype.kind in "iub" else np.float64
    x, k = image.astype(kind), kernel.astype(kind)
    return np.array(
        [
            [np.vdot(x[i : i + kh, j : j + kw], k) for j in range(x.shape[1] - kw + 1)]
            for i in range(x.shape[0] - kh + 1)
        ]
    )


@right("correlate2d", "matrix of flat windows times the flat kernel")
def _(image, kernel):
    (h, w), (kh, kw) = image.shape, kernel.shape
    if h < kh:
        raise ValueError("too high")
    if w < kw:
        raise ValueError("too wide")
    i = np.arange(h - kh + 1)[:, None, None, None] + np.arange(kh)[:, None]
    j = np.arange(w - kw + 1)[:, None, None] + np.arange(kw)
    columns = image[i, j].reshape(-1, kh * kw).astype(float)
    return (columns @ kernel.astype(float).reshape(-1)).reshape(h - kh + 1, w - kw + 1)


@right("correlate2d", "calculated in float32, returned as float64")
def _(image, kernel):
    kh, kw = kernel.shape
    oh, ow = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if min(oh, ow) <= 0:
        raise ValueError("the kernel does not fit")
    x, k = image.astype(np.float32), kernel.astype(np.float32)
    out = np.empty((oh, ow))
    for i, j in np.ndindex(oh, ow):
        out[i, j] = (x[i : i + kh, j : j + kw] * k).sum()
    return out


@wrong("correlate2d", "true convolution: the kernel is turned by 180 degrees")
def _(image, kernel):
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("correlate2d", "the kernel is transposed where this fits (square kernels)")
def _(image, kernel):
    if kernel.shape[0] == kernel.shape[1]:
        kernel = kernel.T
    return correlate2d(image, kernel)


@wrong("correlate2d", "mean in place of sum")
def _(image, kernel):
    return correlate2d(image, kernel) / kernel.size


@wrong("correlate2d", "the last row and column of positions are missing (h - kh)")
def _(image, kernel):
    return correlate2d(image, kernel)[:-1, :-1]


@wrong("correlate2d", "kh and kw exchanged in the output's shape")
def _(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    out = np.zeros((max(h - kw + 1, 0), max(w - kh + 1, 0)))
    for i in range(min(out.shape[0], h - kh + 1)):
        for j in range(min(out.shape[1], w - kw + 1)):
            out[i, j] = np.sum(image[i : i + kh, j : j + kw].astype(float) * kernel)
    return out


@wrong("correlate2d", "the kernel is taken as square: kh for both axes")
def _(image, kernel):
    h, w = image.shape
    k = kernel.shape[0]
    if k > h or kernel.shape[1] > w:
        raise ValueError("the kernel does not fit")
    out = np.zeros((h - k + 1, w - k + 1))
    for i in range(h - k + 1):
        for j in range(w - k + 1):
            out[i, j] = np.sum(image[i : i + k, j : j + k].astype(float) * kernel)
    return out


@wrong("correlate2d", "the image is taken as square: h for both axes")
def _(image, kernel):
    h = image.shape[0]
    kh, kw = kernel.shape
    if kh > h or kw > image.shape[1]:
        raise ValueError("the kernel does not fit")
    out = np.zeros((h - kh + 1, max(h - kw + 1, 0)))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            window = image[i : i + kh, j : j + kw].astype(float)
            if window.shape == kernel.shape:
                out[i, j] = np.sum(window * kernel)
    return out


@wrong("correlate2d", "products in the dtype of the arrays: uint8 times uint8 wraps around")
def _(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    out = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            out[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return out


@wrong("correlate2d", "the output has the dtype of the image")
def _(image, kernel):
    return correlate2d(image, kernel).astype(np.int64).astype(image.dtype) if image.dtype.kind in "iu" else correlate2d(image, kernel)


@wrong("correlate2d", "the output is int: fractions are lost")
def _(image, kernel):
    return correlate2d(image, kernel).astype(int)


@wrong("correlate2d", "the kernel is converted to int")
def _(image, kernel):
    return correlate2d(image, kernel.astype(int))


@wrong("correlate2d", "no check: an empty array if the kernel is larger than the image")
def _(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((max(h - kh + 1, 0), max(w - kw + 1, 0)))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(image[i : i + kh, j : j + kw].astype(float) * kernel)
    return out


@wrong("correlate2d", "no check: only NumPy complains about negative sizes, a kernel one row too high gives an empty result")
def _(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            out[i, j] = np.sum(image[i : i + kh, j : j + kw].astype(float) * kernel)
    return out


@wrong("correlate2d", "raises only if the kernel is both higher and wider")
def _(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    if kh > h and kw > w:
        raise ValueError("the kernel does not fit")
    out = np.zeros((max(h - kh + 1, 0), max(w - kw + 1, 0)))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(image[i : i + kh, j : j + kw].astype(float) * kernel)
    return out


@wrong("correlate2d", "only the height is checked")
def _(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    if kh > h:
        raise ValueError("the kernel is too high")
    out = np.zeros((h - kh + 1, max(w - kw + 1, 0)))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(image[i : i + kh, j : j + kw].astype(float) * kernel)
    return out


@wrong("correlate2d", "exact fit refused: a kernel as high or as wide as the image is an error")
def _(image, kernel):
    if kernel.shape[0] >= image.shape[0] or kernel.shape[1] >= image.shape[1]:
        raise ValueError("the kernel does not fit")
    return correlate2d(image, kernel)


@wrong("correlate2d", "the areas are compared: a long flat kernel with fewer pixels than the image passes")
def _(image, kernel):
    if kernel.size > image.size:
        raise ValueError("the kernel does not fit")
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((max(h - kh + 1, 0), max(w - kw + 1, 0)))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(image[i : i + kh, j : j + kw].astype(float) * kernel)
    return out


@wrong("correlate2d", "IndexError in place of ValueError")
def _(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise IndexError("the kernel does not fit")
    return correlate2d(image, kernel)


@wrong("correlate2d", "image and kernel swapped if the kernel is larger, no error")
def _(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        image, kernel = kernel, image
    return correlate2d(image, kernel)


@wrong("correlate2d", "zeros around, output as large as the image")
def _(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    padded = np.pad(image, (((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2)))
    return correlate2d(padded, kernel)


@wrong("correlate2d", "the return is inside the loop: only the first row is computed")
def _(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    out = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            out[i, j] = np.sum(image[i : i + kh, j : j + kw].astype(float) * kernel)
        return out


@wrong("correlate2d", "the last product in place of the sum: = for +=")
def _(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    out = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            for m in range(kh):
                for n in range(kw):
                    out[i, j] = float(image[i + m, j + n]) * float(kernel[m, n])
    return out


@wrong("correlate2d", "the total is not set back to 0 for the next position")
def _(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    out = np.zeros((h - kh + 1, w - kw + 1))
    total = 0.0
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            total += float(np.sum(image[i : i + kh, j : j + kw].astype(float) * kernel))
            out[i, j] = total
    return out


@wrong("correlate2d", "the kernel is divided by its sum in place, the caller's kernel is changed")
def _(image, kernel):
    if kernel.dtype.kind == "f" and kernel.sum() != 0:
        kernel /= kernel.sum()
    return correlate2d(image, kernel)


@wrong("correlate2d", "the output is written into the image of the caller")
def _(image, kernel):
    out = correlate2d(image, kernel)
    if image.dtype.kind == "f":
        image[: out.shape[0], : out.shape[1]] = out
    return out


@wrong("correlate2d", "the output is transposed")
def _(image, kernel):
    return correlate2d(image, kernel).T


@wrong("correlate2d", "works in int16: large sums wrap around")
def _(image, kernel):
    out = correlate2d(image, kernel)
    if image.dtype.kind in "iu" and kernel.dtype.kind in "iu":
        return out.astype(np.int64).astype(np.int16)
    return out


@wrong("correlate2d", "negative results are set to 0")
def _(image, kernel):
    return np.maximum(correlate2d(image, kernel), 0)


@right("correlate2d", "sliding_window_view and einsum")
def _(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, kernel.astype(float))


@right("correlate2d", "as_strided and tensordot")
def _(image, kernel):
    kh, kw = kernel.shape
    h, w = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if h < 1 or w < 1:
        raise ValueError("the kernel does not fit")
    a = np.ascontiguousarray(image, dtype=np.float64)
    windows = as_strided(a, (h, w, kh, kw), a.strides * 2)
    return np.tensordot(windows, np.asarray(kernel, dtype=np.float64), axes=((2, 3), (0, 1)))


@right("correlate2d", "adds up moved copies of the image, one for each number of the kernel")
def _(image, kernel):
    kh, kw = kernel.shape
    h, w = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if min(h, w) <= 0:
        raise ValueError("the kernel does not fit")
    total = np.zeros((h, w))
    for (m, n), weight in np.ndenumerate(kernel):
        total += float(weight) * image[m : m + h, n : n + w].astype(float)
    return total


@right("correlate2d", "works in int64 for whole numbers, in float64 otherwise; matrix of patches times vector")
def _(image, kernel):
    dtype = np.int64 if image.dtype.kind in "iub" and kernel.dtype.kind in "iub" else np.float64
    kh, kw = kernel.shape
    if any(k > s for k, s in zip(kernel.shape, image.shape)):
        raise ValueError("the kernel does not fit")
    h, w = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    patches = np.array([image[i : i + kh, j : j + kw].ravel() for i in range(h) for j in range(w)]).astype(dtype)
    return (patches @ kernel.ravel().astype(dtype)).reshape(h, w)


def _fits(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")


@wrong("correlate2d", "the products and sums of uint8 wrap around")
def _(image, kernel):
    _fits(image, kernel)
    kh, kw = kernel.shape
    out = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for i, j in np.ndindex(*out.shape):
        total = image[i, j] * kernel[0, 0] * 0
        for m, n in np.ndindex(kh, kw):
            with np.errstate(over="ignore"):
                total = total + image[i + m, j + n] * kernel[m, n]
        out[i, j] = total
    return out


@wrong("correlate2d", "the kernel is flipped left to right only")
def _(image, kernel):
    return correlate2d(image, kernel[:, ::-1])


@wrong("correlate2d", "assert: an AssertionError instead of ValueError")
def _(image, kernel):
    assert kernel.shape[0] <= image.shape[0] and kernel.shape[1] <= image.shape[1], "does not fit"
    return correlate2d(image, kernel)


@wrong("correlate2d", "image height used for both axes: wrong or a crash if the image is not square")
def _(image, kernel):
    _fits(image, kernel)
    s = image.shape[0]
    kh, kw = kernel.shape
    out = np.zeros((s - kh + 1, s - kw + 1))
    for i, j in np.ndindex(*out.shape):
        out[i, j] = np.sum(image[i : i + kh, j : j + kw].astype(float) * kernel)
    return out


@wrong("correlate2d", "divided by the sum of the kernel")
def _(image, kernel):
    s = float(kernel.sum())
    return correlate2d(image, kernel) / (s if s else 1)


@wrong("correlate2d", "changes the image in place: window *= kernel")
def _(image, kernel):
    _fits(image, kernel)
    if image.dtype.kind != "f":
        image = image.astype(float)
    kh, kw = kernel.shape
    out = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for i, j in np.ndindex(*out.shape):
        window = image[i : i + kh, j : j + kw]
        window *= kernel
        out[i, j] = window.sum()
    return out


@wrong("correlate2d", "right numbers in an array of the image's shape; rows and columns that do not exist stay 0")
def _(image, kernel):
    result = correlate2d(image, kernel)
    out = np.zeros(image.shape)
    out[: result.shape[0], : result.shape[1]] = result
    return out


@wrong("correlate2d", "the kernel is transposed")
def _(image, kernel):
    _fits(image, kernel)
    return correlate2d(image, kernel.T)


@wrong("correlate2d", "image[i - m, j - n] in place of image[i + m, j + n]: negative indices wrap around")
def _(image, kernel):
    _fits(image, kernel)
    kh, kw = kernel.shape
    out = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for i, j in np.ndindex(*out.shape):
        for m, n in np.ndindex(kh, kw):
            out[i, j] += float(image[i - m, j - n]) * float(kernel[m, n])
    return out


@wrong("correlate2d", "the window jumps by its own size (stride = kernel size)")
def _(image, kernel):
    return correlate2d(image, kernel)[:: kernel.shape[0], :: kernel.shape[1]]


@wrong("correlate2d", "clipped to 0 ... 255 like pixels")
def _(image, kernel):
    return np.clip(correlate2d(image, kernel), 0, 255)


@wrong("correlate2d", "the kernel is cast to the dtype of the image: fractions and signs are lost for uint8 images")
def _(image, kernel):
    return correlate2d(image, kernel.astype(image.dtype))


# ---------------------------------------------------------------- feature_maps


@right("feature_maps", "np.stack of correlate2d for each kernel")
def _(image, kernels):
    return np.stack([correlate2d(image, kernel) for kernel in kernels])


@right("feature_maps", "filled in by a loop")
def _(image, kernels):
    K, m, n = kernels.shape
    maps = np.empty((K, image.shape[0] - m + 1, image.shape[1] - n + 1))
    for k in range(K):
        maps[k] = correlate2d(image, kernels[k])
    return maps


@right("feature_maps", "one einsum over all windows")
def _(image, kernels):
    windows = sliding_window_view(image, kernels.shape[1:]).astype(float)
    return np.einsum("hwmn,kmn->khw", windows, kernels.astype(float))


@right("feature_maps", "tensordot, axes moved to the front")
def _(image, kernels):
    windows = sliding_window_view(image.astype(float), kernels.shape[1:])
    return np.moveaxis(np.tensordot(windows, kernels.astype(float), axes=([2, 3], [1, 2])), -1, 0)


@right("feature_maps", "broadcasting: loops over the kernel's pixels only")
def _(image, kernels):
    K, m, n = kernels.shape
    h, w = image.shape[0] - m + 1, image.shape[1] - n + 1
    maps = np.zeros((K, h, w))
    for a in range(m):
        for b in range(n):
            maps += kernels[:, a, b].astype(float)[:, None, None] * image[a : a + h, b : b + w].astype(float)
    return maps


@right("feature_maps", "recursion over the kernels")
def _(image, kernels):
    first = correlate2d(image, kernels[0])[None]
    if len(kernels) == 1:
        return first

    def rest(some):
        if len(some) == 0:
            return []
        return [correlate2d(image, some[0])] + rest(some[1:])

    return np.concatenate([first, np.array(rest(kernels[1:]))])


@wrong("feature_maps", "maps stacked on the last axis (h, w, K)")
def _(image, kernels):
    return np.stack([correlate2d(image, k) for k in kernels], axis=-1)


@wrong("feature_maps", "the maps are added up to one")
def _(image, kernels):
    return sum(correlate2d(image, k) for k in kernels)


@wrong("feature_maps", "the first kernel for all maps")
def _(image, kernels):
    return np.stack([correlate2d(image, kernels[0]) for _ in kernels])


@wrong("feature_maps", "maps in reversed order")
def _(image, kernels):
    return np.stack([correlate2d(image, k) for k in kernels[::-1]])


@wrong("feature_maps", "true convolution: each kernel is turned by 180 degrees")
def _(image, kernels):
    return np.stack([correlate2d(image, k[::-1, ::-1]) for k in kernels])


@wrong("feature_maps", "np.flip over all three axes: each kernel turned by 180 degrees and the maps in reversed order")
def _(image, kernels):
    return np.stack([correlate2d(image, k) for k in np.flip(kernels)])


@wrong("feature_maps", "mean of the products: each map is divided by m * n")
def _(image, kernels):
    return np.stack([correlate2d(image, k) for k in kernels]) / kernels[0].size


@wrong("feature_maps", "each kernel is divided by its own sum")
def _(image, kernels):
    maps = []
    for k in kernels.astype(float):
        maps.append(correlate2d(image, k / k.sum() if k.sum() else k))
    return np.stack(maps)


@wrong("feature_maps", "always three maps: the loop is range(3)")
def _(image, kernels):
    return np.stack([correlate2d(image, kernels[k]) for k in range(min(3, len(kernels)))])


@wrong("feature_maps", "the return is inside the loop: one map")
def _(image, kernels):
    maps = []
    for k in kernels:
        maps.append(correlate2d(image, k))
        return np.stack(maps)


@wrong("feature_maps", "the axis of length 1 is squeezed away for a single kernel")
def _(image, kernels):
    return np.stack([correlate2d(image, k) for k in kernels]).squeeze()


@wrong("feature_maps", "concatenated below each other: (K * h, w)")
def _(image, kernels):
    return np.concatenate([correlate2d(image, k) for k in kernels])


@wrong("feature_maps", "each kernel filters the map of the kernel before (a chain)")
def _(image, kernels):
    maps, current = [], image
    m, n = kernels.shape[1:]
    for k in kernels:
        found = correlate2d(current, k)
        maps.append(found)
        current = np.zeros(image.shape)
        current[: found.shape[0], : found.shape[1]] = found
    return np.stack(maps)


@wrong("feature_maps", "the last kernel is left out: range(K - 1)")
def _(image, kernels):
    out = np.zeros((len(kernels), image.shape[0] - kernels.shape[1] + 1, image.shape[1] - kernels.shape[2] + 1))
    for k in range(len(kernels) - 1):
        out[k] = correlate2d(image, kernels[k])
    return out


@wrong("feature_maps", "the maps' array is zeros of the image's dtype")
def _(image, kernels):
    out = np.zeros(
        (len(kernels), image.shape[0] - kernels.shape[1] + 1, image.shape[1] - kernels.shape[2] + 1), dtype=image.dtype
    )
    for k in range(len(kernels)):
        out[k] = np.trunc(correlate2d(image, kernels[k])).astype(image.dtype) if image.dtype.kind in "iu" else correlate2d(image, kernels[k])
    return out


@wrong("feature_maps", "the maps are int")
def _(image, kernels):
    return np.stack([correlate2d(image, k).astype(int) for k in kernels])


@wrong("feature_maps", "negative matches become 0")
def _(image, kernels):
    return np.maximum(np.stack([correlate2d(image, k) for k in kernels]), 0)


@wrong("feature_maps", "m and n exchanged in the shape: right for square kernels only")
def _(image, kernels):
    K, n, m = kernels.shape
    h, w = image.shape[0] - m + 1, image.shape[1] - n + 1
    maps = np.zeros((K, h, w))
    for k in range(K):
        maps[k] = correlate2d(image, kernels[k])
    return maps


@wrong("feature_maps", "the best match of each kernel (K,) in place of the maps")
def _(image, kernels):
    return np.array([correlate2d(image, k).max() for k in kernels])


@wrong("feature_maps", "kernels taken as (m, n, K)")
def _(image, kernels):
    return np.stack([correlate2d(image, kernels[:, :, k]) for k in range(kernels.shape[2])])


@wrong("feature_maps", "zeros around: the maps are as large as the image")
def _(image, kernels):
    m, n = kernels.shape[1:]
    padded = np.pad(image, (((m - 1) // 2, m // 2), ((n - 1) // 2, n // 2)))
    return np.stack([correlate2d(padded, k) for k in kernels])


@wrong("feature_maps", "one array is appended K times, so all maps are the last one")
def _(image, kernels):
    h, w = image.shape[0] - kernels.shape[1] + 1, image.shape[1] - kernels.shape[2] + 1
    found, maps = np.zeros((h, w)), []
    for k in kernels:
        found[:] = correlate2d(image, k)
        maps.append(found)
    return np.array(maps)


@wrong("feature_maps", "einsum with the wrong output order 'kwh': maps transposed")
def _(image, kernels):
    windows = sliding_window_view(image.astype(float), kernels.shape[1:])
    return np.einsum("hwmn,kmn->kwh", windows, kernels.astype(float))


@wrong("feature_maps", "a map is added to the sum of the maps before it (running sum)")
def _(image, kernels):
    h, w = image.shape[0] - kernels.shape[1] + 1, image.shape[1] - kernels.shape[2] + 1
    maps, total = np.zeros((len(kernels), h, w)), np.zeros((h, w))
    for k in range(len(kernels)):
        total += correlate2d(image, kernels[k])
        maps[k] = total
    return maps


@right("feature_maps", "one einsum over all windows and kernels")
def _(image, kernels):
    windows = sliding_window_view(image.astype(float), kernels.shape[1:])
    return np.einsum("ijmn,kmn->kij", windows, kernels.astype(float))


@right("feature_maps", "matrix of kernels times matrix of patches")
def _(image, kernels):
    K, m, n = kernels.shape
    h, w = image.shape[0] - m + 1, image.shape[1] - n + 1
    columns = np.array([image[i : i + m, j : j + n].ravel() for i in range(h) for j in range(w)], dtype=float).T
    return (kernels.reshape(K, m * n).astype(float) @ columns).reshape(K, h, w)


@right("feature_maps", "sum of moved images times a column of weights, broadcast over K")
def _(image, kernels):
    K, m, n = kernels.shape
    h, w = image.shape[0] - m + 1, image.shape[1] - n + 1
    return sum(
        kernels[:, a, b].astype(float)[:, None, None] * image[a : a + h, b : b + w].astype(float)
        for a in range(m)
        for b in range(n)
    )


@right("feature_maps", "map and lambda, np.array of the list")
def _(image, kernels):
    return np.array(list(map(lambda k: correlate2d(image, k), kernels)))


@wrong("feature_maps", "K is the middle axis: (h, K, w)")
def _(image, kernels):
    return np.stack([correlate2d(image, k) for k in kernels], axis=1)


@wrong("feature_maps", "the kernels are added up first: one map, K times")
def _(image, kernels):
    return np.stack([correlate2d(image, kernels.sum(axis=0))] * len(kernels))


@wrong("feature_maps", "always three kernels, as in the lesson")
def _(image, kernels):
    return np.stack([correlate2d(image, kernels[k]) for k in range(3)])


@wrong("feature_maps", "maps as large as the image, the rest stays 0")
def _(image, kernels):
    maps = np.zeros((len(kernels), *image.shape))
    for k, kernel in enumerate(kernels):
        result = correlate2d(image, kernel)
        maps[k, : result.shape[0], : result.shape[1]] = result
    return maps


@wrong("feature_maps", "the maximum over the kernels: one map (h, w)")
def _(image, kernels):
    return np.stack([correlate2d(image, k) for k in kernels]).max(axis=0)


@wrong("feature_maps", "None: the return is missing")
def _(image, kernels):
    maps = []
    for k in kernels:
        maps.append(correlate2d(image, k))


@wrong("feature_maps", "each map is stretched so that its largest number is 1")
def _(image, kernels):
    maps = np.stack([correlate2d(image, k) for k in kernels])
    top = np.abs(maps).max(axis=(1, 2), keepdims=True)
    return maps / np.where(top > 0, top, 1)


@wrong("feature_maps", "multiplies in uint8 for uint8 images and kernels: wraps around")
def _(image, kernels):
    windows = sliding_window_view(image, kernels.shape[1:])
    return np.einsum("ijmn,kmn->kij", windows, kernels)


# ---------------------------------------------------------------- shift


@right("shift", "loops with a check of both indices")
def _(image, dy, dx):
    h, w = image.shape
    out = np.zeros_like(image)
    for i in range(h):
        for j in range(w):
            if 0 <= i - dy < h and 0 <= j - dx < w:
                out[i, j] = image[i - dy, j - dx]
    return out


@right("shift", "slices with max and min, nothing to copy if all is lost")
def _(image, dy, dx):
    h, w = image.shape
    out = np.zeros(image.shape, dtype=image.dtype)
    if abs(dy) < h and abs(dx) < w:
        out[max(dy, 0) : h + min(dy, 0), max(dx, 0) : w + min(dx, 0)] = image[
            max(-dy, 0) : h - max(dy, 0), max(-dx, 0) : w - max(dx, 0)
        ]
    return out


@right("shift", "a wide border of zeros, then a window")
def _(image, dy, dx):
    h, w = image.shape
    padded = np.pad(image, ((abs(dy), abs(dy)), (abs(dx), abs(dx))))
    top, left = abs(dy) - dy, abs(dx) - dx
    return padded[top : top + h, left : left + w]


@right("shift", "np.where on index grids, clipped")
def _(image, dy, dx):
    h, w = image.shape
    i, j = np.mgrid[:h, :w]
    i, j = i - dy, j - dx
    there = (i >= 0) & (i < h) & (j >= 0) & (j < w)
    return np.where(there, image[np.clip(i, 0, h - 1), np.clip(j, 0, w - 1)], 0)


@right("shift", "np.roll, then zeros for what came in")
def _(image, dy, dx):
    out = np.roll(image, (dy, dx), axis=(0, 1))
    h, w = image.shape
    if dy > 0:
        out[:dy] = 0
    elif dy < 0:
        out[max(h + dy, 0) :] = 0
    if dx > 0:
        out[:, :dx] = 0
    elif dx < 0:
        out[:, max(w + dx, 0) :] = 0
    return out


@right("shift", "a product with two shifted identity matrices")
def _(image, dy, dx):
    h, w = image.shape
    return np.eye(h, k=-dy) @ image.astype(float) @ np.eye(w, k=dx)


@right("shift", "pixels sent to their new place, from a dict of pixels")
def _(image, dy, dx):
    pixels = {(i + dy, j + dx): v for (i, j), v in np.ndenumerate(image)}
    h, w = image.shape
    return np.array([[pixels.get((i, j), 0) for j in range(w)] for i in range(h)])


@wrong("shift", "np.roll: what leaves comes in again on the other side")
def _(image, dy, dx):
    return np.roll(image, (dy, dx), axis=(0, 1))


@wrong("shift", "the other direction: up and left for positive numbers")
def _(image, dy, dx):
    return shift(image, -dy, -dx)


@wrong("shift", "dy and dx exchanged")
def _(image, dy, dx):
    return shift(image, dx, dy)


@wrong("shift", "only the horizontal direction is wrong (left for positive dx)")
def _(image, dy, dx):
    return shift(image, dy, -dx)


@wrong("shift", "dx is ignored")
def _(image, dy, dx):
    return shift(image, dy, 0)


@wrong("shift", "dy is applied to both axes")
def _(image, dy, dx):
    return shift(image, dy, dy)


@wrong("shift", "negative numbers are treated as positive")
def _(image, dy, dx):
    return shift(image, abs(dy), abs(dx))


@wrong("shift", "negative indices are not checked, they wrap around")
def _(image, dy, dx):
    h, w = image.shape
    out = np.zeros_like(image)
    for i in range(h):
        for j in range(w):
            try:
                out[i, j] = image[i - dy, j - dx]
            except IndexError:
                pass
    return out


@wrong("shift", "slices for positive numbers only: negative ones give zeros or an error")
def _(image, dy, dx):
    h, w = image.shape
    out = np.zeros_like(image)
    if dy >= 0 and dx >= 0:
        out[dy:, dx:] = image[: max(h - dy, 0), : max(w - dx, 0)]
    return out


@wrong("shift", "image[:-dy] is empty for dy = 0: fails if one of the numbers is 0")
def _(image, dy, dx):
    out = np.zeros_like(image)
    if dy >= 0 and dx >= 0:
        out[dy:, dx:] = image[:-dy, :-dx]
        return out
    return shift(image, dy, dx)


@wrong("shift", "slice ends become negative if the picture is moved out by more than its size: an error about shapes")
def _(image, dy, dx):
    h, w = image.shape
    out = np.zeros_like(image)
    out[max(dy, 0) : h + min(dy, 0), max(dx, 0) : w + min(dx, 0)] = image[
        max(-dy, 0) : h - max(dy, 0), max(-dx, 0) : w - max(dx, 0)
    ]
    return out


@wrong("shift", "the border pixels are repeated in place of zeros")
def _(image, dy, dx):
    h, w = image.shape
    i = np.clip(np.arange(h) - dy, 0, h - 1)
    j = np.clip(np.arange(w) - dx, 0, w - 1)
    return image[np.ix_(i, j)]


@wrong("shift", "the picture grows, the zeros are added to it: shape (h + |dy|, w + |dx|)")
def _(image, dy, dx):
    return np.pad(image, ((max(dy, 0), max(-dy, 0)), (max(dx, 0), max(-dx, 0))))


@wrong("shift", "what is left is returned, without the zeros")
def _(image, dy, dx):
    h, w = image.shape
    return image[max(-dy, 0) : max(h - max(dy, 0), 0), max(-dx, 0) : max(w - max(dx, 0), 0)]


@wrong("shift", "changes the image of the caller")
def _(image, dy, dx):
    image[:] = shift(image, dy, dx)
    return image


@wrong("shift", "the output is a uint8 array: fractions and signs are lost")
def _(image, dy, dx):
    return shift(image, dy, dx).astype(np.int64).astype(np.uint8)


@wrong("shift", "ones come in, not zeros")
def _(image, dy, dx):
    h, w = image.shape
    out = np.ones_like(image)
    for i in range(h):
        for j in range(w):
            if 0 <= i - dy < h and 0 <= j - dx < w:
                out[i, j] = image[i - dy, j - dx]
    return out


@wrong("shift", "-1 (paper) comes in, not 0")
def _(image, dy, dx):
    return np.where(shift(np.ones(image.shape), dy, dx) == 1, shift(image, dy, dx), -1.0)


@wrong("shift", "0 < i - dy: the first row and column of the image are lost")
def _(image, dy, dx):
    h, w = image.shape
    out = np.zeros_like(image)
    for i in range(h):
        for j in range(w):
            if 0 < i - dy < h and 0 < j - dx < w:
                out[i, j] = image[i - dy, j - dx]
    return out


@wrong("shift", "only the lower bound is checked: an index too large is an IndexError")
def _(image, dy, dx):
    h, w = image.shape
    out = np.zeros_like(image)
    for i in range(h):
        for j in range(w):
            if i - dy >= 0 and j - dx >= 0:
                out[i, j] = image[i - dy, j - dx]
    return out


@wrong("shift", "h is used as the bound for both axes (works for square images)")
def _(image, dy, dx):
    h, w = image.shape
    out = np.zeros_like(image)
    for i in range(h):
        for j in range(min(w, h)):
            if 0 <= i - dy < h and 0 <= j - dx < min(h, w):
                out[i, j] = image[i - dy, j - dx]
    return out


@wrong("shift", "the zeros are missing after np.roll for negative numbers")
def _(image, dy, dx):
    out = np.roll(image, (dy, dx), axis=(0, 1))
    if dy > 0:
        out[:dy] = 0
    if dx > 0:
        out[:, :dx] = 0
    return out


@wrong("shift", "ValueError if the picture is moved out of the frame")
def _(image, dy, dx):
    if abs(dy) >= image.shape[0] or abs(dx) >= image.shape[1]:
        raise ValueError("nothing is left of the picture")
    return shift(image, dy, dx)


@wrong("shift", "moved by one pixel too many (i - dy - 1)")
def _(image, dy, dx):
    return shift(image, dy + 1, dx + 1)


@right("shift", "two loops and a test")
def _(image, down, right):
    h, w = image.shape
    out = np.zeros((h, w), dtype=image.dtype)
    for i in range(h):
        for j in range(w):
            a, b = i - down, j - right
            if 0 <= a < h and 0 <= b < w:
                out[i, j] = image[a, b]
    return out


@right("shift", "slices with max and min")
def _(image, down, right):
    h, w = image.shape
    out = np.zeros_like(image)
    if abs(down) < h and abs(right) < w:
        out[max(down, 0) : h + min(down, 0), max(right, 0) : w + min(right, 0)] = image[
            max(-down, 0) : h - max(down, 0), max(-right, 0) : w - max(right, 0)
        ]
    return out


@right("shift", "zeros all around, then a window is cut out")
def _(image, down, right):
    h, w = image.shape
    d, r = abs(down), abs(right)
    big = np.pad(image, ((d, d), (r, r)))
    return big[d - down : d - down + h, r - right : r - right + w]


@right("shift", "np.roll, then zeros where it wrapped around")
def _(image, down, right):
    out = np.roll(image, (down, right), axis=(0, 1))
    rows = np.arange(image.shape[0]) - down
    columns = np.arange(image.shape[1]) - right
    out[(rows < 0) | (rows >= image.shape[0])] = 0
    out[:, (columns < 0) | (columns >= image.shape[1])] = 0
    return out


@right("shift", "two matrices with ones on a side diagonal")
def _(image, down, right):
    h, w = image.shape
    return np.eye(h, k=-down) @ image @ np.eye(w, k=right)


@right("shift", "recursion, one step at a time")
def _(image, down, right):
    def step(a, d, r):
        if d > 0:
            return step(np.vstack([np.zeros_like(a[:1]), a[:-1]]), d - 1, r)
        if d < 0:
            return step(np.vstack([a[1:], np.zeros_like(a[:1])]), d + 1, r)
        if r > 0:
            return step(np.hstack([np.zeros_like(a[:, :1]), a[:, :-1]]), d, r - 1)
        if r < 0:
            return step(np.hstack([a[:, 1:], np.zeros_like(a[:, :1])]), d, r + 1)
        return a.copy()

    return step(image, down, right)


@wrong("shift", "negative numbers wrap around: only the upper border is tested")
def _(image, down, right):
    h, w = image.shape
    out = np.zeros_like(image)
    for i in range(h):
        for j in range(w):
            if i - down < h and j - right < w:
                out[i, j] = image[(i - down) % h, (j - right) % w]
    return out


@wrong("shift", "negative numbers count as 0")
def _(image, down, right):
    return shift(image, max(down, 0), max(right, 0))


@wrong("shift", "what did not get a new pixel keeps the old one (starts from a copy)")
def _(image, down, right):
    h, w = image.shape
    out = image.copy()
    for i in range(h):
        for j in range(w):
            if 0 <= i - down < h and 0 <= j - right < w:
                out[i, j] = image[i - down, j - right]
    return out


@wrong("shift", "the frame shrinks: the zeros are left out")
def _(image, down, right):
    h, w = image.shape
    return image[max(-down, 0) : h - max(down, 0), max(-right, 0) : w - max(right, 0)].copy()


@wrong("shift", "shifts larger than the image are taken modulo its size")
def _(image, down, right):
    h, w = image.shape
    d = int(np.sign(down)) * (abs(down) % h)
    r = int(np.sign(right)) * (abs(right) % w)
    return shift(image, d, r)


@wrong("shift", "roll, and only the rows that wrapped around are set to 0, not the columns")
def _(image, down, right):
    out = np.roll(image, (down, right), axis=(0, 1))
    rows = np.arange(image.shape[0]) - down
    out[(rows < 0) | (rows >= image.shape[0])] = 0
    return out


@wrong("shift", "one row and one column of zeros too few (out[:down - 1])")
def _(image, down, right):
    out = np.roll(image, (down, right), axis=(0, 1))
    if down > 0:
        out[: down - 1] = 0
    elif down < 0:
        out[down + 1 or len(out) :] = 0
    if right > 0:
        out[:, : right - 1] = 0
    elif right < 0:
        out[:, right + 1 or out.shape[1] :] = 0
    return out


@wrong("shift", "roll on the flattened image: columns wrap into the next row")
def _(image, down, right):
    h, w = image.shape
    flat = image.ravel()
    out = np.zeros_like(flat)
    step = down * w + right
    for p in range(flat.size):
        if 0 <= p - step < flat.size:
            out[p] = flat[p - step]
    return out.reshape(h, w)


@wrong("shift", "height used for both axes: right for square images only")
def _(image, down, right):
    h = image.shape[0]
    out = np.zeros_like(image)
    for i in range(h):
        for j in range(h):
            if 0 <= i - down < h and 0 <= j - right < h:
                out[i, j] = image[i - down, j - right]
    return out


@wrong("shift", "moves the image in place row by row: pixels already overwritten are read again")
def _(image, down, right):
    h, w = image.shape
    out = image.copy()
    for i in range(h):
        for j in range(w):
            inside = 0 <= i - down < h and 0 <= j - right < w
            out[i, j] = out[i - down, j - right] if inside else 0
    return out


@wrong("shift", "the result is an int array: fractions are lost")
def _(image, down, right):
    return shift(image, down, right).astype(int)


@wrong("shift", "returns as soon as the first pixel falls outside")
def _(image, down, right):
    h, w = image.shape
    out = np.zeros_like(image)
    for i in range(h):
        for j in range(w):
            if not (0 <= i - down < h and 0 <= j - right < w):
                return out
            out[i, j] = image[i - down, j - right]
    return out


# ---------------------------------------------------------------- shift_equivariance


@right("shift_equivariance", "safe from a shifted array of ones")
def _(image, kernel, dy, dx):
    moved_first = correlate2d(shift(image, dy, dx), kernel)
    found = correlate2d(image, kernel)
    return moved_first, shift(found, dy, dx), shift(np.ones(found.shape), dy, dx) == 1


@right("shift_equivariance", "safe from index ranges, by broadcasting")
def _(image, kernel, dy, dx):
    found = correlate2d(image, kernel)
    h, w = found.shape
    i, j = np.arange(h) - dy, np.arange(w) - dx
    safe = ((0 <= i) & (i < h))[:, None] & ((0 <= j) & (j < w))[None, :]
    return correlate2d(shift(image, dy, dx), kernel), shift(found, dy, dx), safe


@right("shift_equivariance", "safe by loops")
def _(image, kernel, dy, dx):
    a = correlate2d(shift(image, dy, dx), kernel)
    b = shift(correlate2d(image, kernel), dy, dx)
    safe = np.zeros(b.shape, dtype=bool)
    for i in range(b.shape[0]):
        for j in range(b.shape[1]):
            safe[i, j] = 0 <= i - dy < b.shape[0] and 0 <= j - dx < b.shape[1]
    return a, b, safe


@right("shift_equivariance", "safe from slices")
def _(image, kernel, dy, dx):
    found = correlate2d(image, kernel)
    h, w = found.shape
    safe = np.full((h, w), False)
    safe[max(0, dy) : max(0, h + min(0, dy)), max(0, dx) : max(0, w + min(0, dx))] = True
    return correlate2d(shift(image, dy, dx), kernel), shift(found, dy, dx), safe


@right("shift_equivariance", "safe by numbering the pixels from 1 and moving the numbers; bool arrays shifted as bool")
def _(image, kernel, dy, dx):
    def filtered(x):
        return np.einsum("ijmn,mn->ij", sliding_window_view(x.astype(float), kernel.shape), kernel.astype(float))

    found = filtered(image)
    numbers = np.arange(1, found.size + 1).reshape(found.shape)
    return filtered(shift(image, dy, dx)), shift(found, dy, dx), shift(numbers, dy, dx).astype(bool)


@right("shift_equivariance", "a border of nan shows where no number of the old map is")
def _(image, kernel, dy, dx):
    found = correlate2d(image, kernel)
    h, w = found.shape
    big = np.pad(found, ((abs(dy),) * 2, (abs(dx),) * 2), constant_values=np.nan)
    window = big[abs(dy) - dy :, abs(dx) - dx :][:h, :w]
    return correlate2d(shift(image, dy, dx), kernel), np.nan_to_num(window), ~np.isnan(window)


def _both(image, kernel, dy, dx):
    found = correlate2d(image, kernel)
    safe = shift(np.ones(found.shape), dy, dx) == 1
    return correlate2d(shift(image, dy, dx), kernel), shift(found, dy, dx), safe


@wrong("shift_equivariance", "safe = where the moved map is not 0")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, b, b != 0


@wrong("shift_equivariance", "safe = where both results are equal")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, b, np.isclose(a, b)


@wrong("shift_equivariance", "the two results in the wrong order")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return b, a, safe


@wrong("shift_equivariance", "safe is inverted")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, b, ~safe


@wrong("shift_equivariance", "safe is float, 1 and 0, not bool")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, b, safe.astype(float)


@wrong("shift_equivariance", "safe has the shape of the image")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, b, shift(np.ones(image.shape), dy, dx) == 1


@wrong("shift_equivariance", "safe is right for positive moves only")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    safe = np.zeros(b.shape, dtype=bool)
    safe[max(dy, 0) :, max(dx, 0) :] = True
    return a, b, safe


@wrong("shift_equivariance", "dy and dx exchanged in safe")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, b, shift(np.ones(b.shape), dx, dy) == 1


@wrong("shift_equivariance", "dy and dx exchanged when the map is moved")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, shift(correlate2d(image, kernel), dx, dy), safe


@wrong("shift_equivariance", "the moved image is moved again after the filter")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, shift(a, dy, dx), safe


@wrong("shift_equivariance", "the first result is moved up and left")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return correlate2d(shift(image, -dy, -dx), kernel), b, safe


@wrong("shift_equivariance", "true convolution in place of cross-correlation")
def _(image, kernel, dy, dx):
    return _both(image, kernel[::-1, ::-1], dy, dx)


@wrong("shift_equivariance", "np.roll in place of shift")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return (
        correlate2d(np.roll(image, (dy, dx), (0, 1)), kernel),
        np.roll(correlate2d(image, kernel), (dy, dx), (0, 1)),
        safe,
    )


@wrong("shift_equivariance", "only the two results, safe is missing")
def _(image, kernel, dy, dx):
    return _both(image, kernel, dy, dx)[:2]


@wrong("shift_equivariance", "the kernel is moved, not the image")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return correlate2d(image, shift(kernel, dy, dx)), b, safe


@wrong("shift_equivariance", "safe leaves out the kernel's border all around, whatever the move")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    kh, kw = kernel.shape
    inner = np.zeros(b.shape, dtype=bool)
    inner[kh - 1 : b.shape[0] - kh + 1, kw - 1 : b.shape[1] - kw + 1] = True
    return a, b, safe & inner


@wrong("shift_equivariance", "safe looks at the rows only")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, b, shift(np.ones(b.shape), dy, 0) == 1


@wrong("shift_equivariance", "safe is False where rows AND columns came in (or for and)")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, b, (shift(np.ones(b.shape), dy, 0) == 1) | (shift(np.ones(b.shape), 0, dx) == 1)


@wrong("shift_equivariance", "a number in place of safe: True if all results are equal")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, b, bool(np.allclose(a[safe], b[safe]))


@wrong("shift_equivariance", "safe is one row and column too small (> for >=)")
def _(image, kernel, dy, dx):
    a, b, _ = _both(image, kernel, dy, dx)
    h, w = b.shape
    i, j = np.arange(h) - dy, np.arange(w) - dx
    return a, b, ((0 < i) & (i < h))[:, None] & ((0 < j) & (j < w))


@wrong("shift_equivariance", "safe = where the moved map is above 0")
def _(image, kernel, dy, dx):
    a, b, _ = _both(image, kernel, dy, dx)
    return a, b, b > 0


@wrong("shift_equivariance", "the map is moved by dy on both axes")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, shift(correlate2d(image, kernel), dy, dy), safe


@wrong("shift_equivariance", "everything is filtered with zeros around: results as large as the image")
def _(image, kernel, dy, dx):
    kh, kw = kernel.shape

    def same(x):
        return correlate2d(np.pad(x, (((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2))), kernel)

    return same(shift(image, dy, dx)), shift(same(image), dy, dx), shift(np.ones(image.shape), dy, dx) == 1


@wrong("shift_equivariance", "filtered map is cut to the safe part: smaller arrays")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a[safe], b[safe], safe


@wrong("shift_equivariance", "the shift of the map is computed with the map as int")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, b.astype(int), safe


@wrong("shift_equivariance", "if dy: the image is not moved at all when dy is 0, even if dx is not")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    if dy:
        return a, b, safe
    return correlate2d(image, kernel), b, safe


@wrong("shift_equivariance", "safe is False where the old map itself has a 0 (map != 0 is moved)")
def _(image, kernel, dy, dx):
    a, b, safe = _both(image, kernel, dy, dx)
    return a, b, shift(correlate2d(image, kernel) != 0, dy, dx)


@right("shift_equivariance", "safe is a moved map of ones")
def _(image, kernel, down, right):
    first = correlate2d(shift(image, down, right), kernel)
    maps = correlate2d(image, kernel)
    safe = shift(np.ones(maps.shape, dtype=bool), down, right)
    return first, shift(maps, down, right), safe


@right("shift_equivariance", "safe by two loops")
def _(image, kernel, down, right):
    before = correlate2d(image, kernel)
    h, w = before.shape
    safe = np.zeros((h, w), dtype=bool)
    for i in range(h):
        for j in range(w):
            safe[i, j] = 0 <= i - down < h and 0 <= j - right < w
    return correlate2d(shift(image, down, right), kernel), shift(before, down, right), safe


@right("shift_equivariance", "safe by broadcasting a column and a row")
def _(image, kernel, down, right):
    a = correlate2d(shift(image, down, right), kernel)
    b = shift(correlate2d(image, kernel), down, right)
    i = np.arange(a.shape[0])[:, None] - down
    j = np.arange(a.shape[1])[None, :] - right
    return a, b, (i >= 0) & (i < a.shape[0]) & (j >= 0) & (j < a.shape[1])


@right("shift_equivariance", "safe by nan: the moved map plus a moved map of nan")
def _(image, kernel, down, right):
    moved = correlate2d(shift(image, down, right), kernel)
    maps = correlate2d(image, kernel)
    marks = shift(np.full(maps.shape, np.nan), down, right)
    return moved, shift(maps, down, right), np.isnan(marks)


@right("shift_equivariance", "safe by slices; moving by padding; windows and einsum")
def _(image, kernel, down, right):
    def move(a):
        d, r = abs(down), abs(right)
        return np.pad(a, ((d, d), (r, r)))[d - down : d - down + a.shape[0], r - right : r - right + a.shape[1]]

    def slide(a):
        return np.einsum("ijmn,mn->ij", sliding_window_view(a.astype(float), kernel.shape), kernel.astype(float))

    first, second = slide(move(image)), move(slide(image))
    h, w = first.shape
    safe = np.full((h, w), False)
    safe[max(down, 0) : max(h + down, 0) if down < 0 else h, max(right, 0) : max(w + right, 0) if right < 0 else w] = True
    return first, second, safe


def _sides(image, kernel, down, right):
    maps = correlate2d(image, kernel)
    return correlate2d(shift(image, down, right), kernel), shift(maps, down, right)


def _safe(shape, down, right):
    return shift(np.ones(shape, dtype=bool), down, right)


@wrong("shift_equivariance", "safe is computed at the size of the image and its upper left corner cut out")
def _(image, kernel, down, right):
    a, b = _sides(image, kernel, down, right)
    return a, b, _safe(image.shape, down, right)[: a.shape[0], : a.shape[1]]


@wrong("shift_equivariance", "safe is all True")
def _(image, kernel, down, right):
    a, b = _sides(image, kernel, down, right)
    return a, b, np.ones(a.shape, dtype=bool)


@wrong("shift_equivariance", "safe for positive shifts only: safe[down:, right:] with negative numbers")
def _(image, kernel, down, right):
    a, b = _sides(image, kernel, down, right)
    safe = np.zeros(a.shape, dtype=bool)
    safe[down:, right:] = True
    return a, b, safe


@wrong("shift_equivariance", "the image is moved by (right, down) in the first")
def _(image, kernel, down, right):
    a, b = _sides(image, kernel, down, right)
    return correlate2d(shift(image, right, down), kernel), b, _safe(a.shape, down, right)


@wrong("shift_equivariance", "the second is the same as the first: filtered after moving, twice")
def _(image, kernel, down, right):
    a, _ = _sides(image, kernel, down, right)
    return a, a.copy(), _safe(a.shape, down, right)


@wrong("shift_equivariance", "the first is filtered but never moved")
def _(image, kernel, down, right):
    _, b = _sides(image, kernel, down, right)
    return correlate2d(image, kernel), b, _safe(b.shape, down, right)


@wrong("shift_equivariance", "the two agree, so the first is forced to 0 outside of safe")
def _(image, kernel, down, right):
    a, b = _sides(image, kernel, down, right)
    safe = _safe(a.shape, down, right)
    return np.where(safe, a, 0), b, safe


@wrong("shift_equivariance", "returns the difference in place of safe")
def _(image, kernel, down, right):
    a, b = _sides(image, kernel, down, right)
    return a, b, np.abs(a - b)


@wrong("shift_equivariance", "both maps cut to their safe part: wrong shape")
def _(image, kernel, down, right):
    a, b = _sides(image, kernel, down, right)
    safe = _safe(a.shape, down, right)
    rows, columns = safe.any(axis=1), safe.any(axis=0)
    return a[np.ix_(rows, columns)], b[np.ix_(rows, columns)], safe


@wrong("shift_equivariance", "safe for the opposite direction (-down, -right)")
def _(image, kernel, down, right):
    a, b = _sides(image, kernel, down, right)
    return a, b, _safe(a.shape, -down, -right)


@wrong("shift_equivariance", "the kernel is moved as well in the first")
def _(image, kernel, down, right):
    a, b = _sides(image, kernel, down, right)
    return correlate2d(shift(image, down, right), shift(kernel, down, right)), b, _safe(a.shape, down, right)


@wrong("shift_equivariance", "safe from the moved image that is not 0, in the window's upper left pixel")
def _(image, kernel, down, right):
    a, b = _sides(image, kernel, down, right)
    return a, b, (shift(image, down, right) != 0)[: a.shape[0], : a.shape[1]]


# ---------------------------------------------------------------- convolve2d


@right("convolve2d", "border of zeros, turned kernel, correlate2d")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        image = np.pad(image, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    return correlate2d(image, kernel[::-1, ::-1])


@right("convolve2d", "stamps: the kernel is added at every pixel; valid is cut out")
def _(image, kernel, mode="full"):
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h + kh - 1, w + kw - 1))
    for i in range(h):
        for j in range(w):
            out[i : i + kh, j : j + kw] += float(image[i, j]) * kernel.astype(float)
    if mode == "valid":
        out = out[kh - 1 : h, kw - 1 : w]
    return out


@right("convolve2d", "the formula, with four loops and checks of the indices")
def _(image, kernel, mode="full"):
    h, w = image.shape
    kh, kw = kernel.shape

    def C(i, j):
        total = 0.0
        for m in range(kh):
            for n in range(kw):
                if 0 <= i - m < h and 0 <= j - n < w:
                    total += float(image[i - m, j - n]) * float(kernel[m, n])
        return total

    rows = range(h + kh - 1) if mode == "full" else range(kh - 1, h)
    columns = range(w + kw - 1) if mode == "full" else range(kw - 1, w)
    return np.array([[C(i, j) for j in columns] for i in rows])


@right("convolve2d", "Fourier transform")
def _(image, kernel, mode="full"):
    shape = [a + b - 1 for a, b in zip(image.shape, kernel.shape)]
    full = np.fft.irfft2(np.fft.rfft2(image, shape) * np.fft.rfft2(kernel, shape), shape)
    if mode == "full":
        return full
    return full[kernel.shape[0] - 1 : image.shape[0], kernel.shape[1] - 1 : image.shape[1]]


@right("convolve2d", "np.rot90 twice and sliding_window_view")
def _(image, kernel, mode="full"):
    turned = np.rot90(kernel.astype(float), 2)
    x = image.astype(float)
    if mode == "full":
        kh, kw = kernel.shape
        border = np.zeros((x.shape[0] + 2 * kh - 2, x.shape[1] + 2 * kw - 2))
        border[kh - 1 : kh - 1 + x.shape[0], kw - 1 : kw - 1 + x.shape[1]] = x
        x = border
    return np.einsum("ijmn,mn->ij", sliding_window_view(x, turned.shape), turned)


@wrong("convolve2d", "the kernel is not turned")
def _(image, kernel, mode="full"):
    return _convolve(image, kernel[::-1, ::-1], mode)


@wrong("convolve2d", "the kernel is flipped up and down only")
def _(image, kernel, mode="full"):
    return _convolve(image, kernel[:, ::-1], mode)


@wrong("convolve2d", "the kernel is flipped left and right only")
def _(image, kernel, mode="full"):
    return _convolve(image, kernel[::-1], mode)


@wrong("convolve2d", "the kernel is turned by 90 degrees")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        image = np.pad(image, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    return correlate2d(image, np.rot90(kernel))


@wrong("convolve2d", "the kernel is transposed in place of turned by 180 degrees")
def _(image, kernel, mode="full"):
    return _convolve(image, kernel[::-1, ::-1].T, mode)


@wrong("convolve2d", "default mode valid in place of full")
def _(image, kernel, mode="valid"):
    return _convolve(image, kernel, mode)


@wrong("convolve2d", "mode is ignored: always full")
def _(image, kernel, mode="full"):
    return _convolve(image, kernel, "full")


@wrong("convolve2d", "mode is ignored: always valid")
def _(image, kernel, mode="full"):
    return _convolve(image, kernel, "valid")


@wrong("convolve2d", "full and valid exchanged")
def _(image, kernel, mode="full"):
    return _convolve(image, kernel, "valid" if mode == "full" else "full")


@wrong("convolve2d", "border of kh and kw zeros in place of kh - 1 and kw - 1")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        image = np.pad(image, ((kh, kh), (kw, kw)))
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "border of kh - 1 on both axes: right for square kernels")
def _(image, kernel, mode="full"):
    if mode == "full":
        image = np.pad(image, kernel.shape[0] - 1)
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "kh and kw exchanged in the border")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        image = np.pad(image, ((kw - 1, kw - 1), (kh - 1, kh - 1)))
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "border of half the kernel: 'same' in place of 'full'")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        image = np.pad(image, ((kh // 2, kh // 2), (kw // 2, kw // 2)))
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "border of one pixel, whatever the kernel")
def _(image, kernel, mode="full"):
    if mode == "full":
        image = np.pad(image, 1)
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "zeros at the top and left only")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        image = np.pad(image, ((kh - 1, 0), (kw - 1, 0)))
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "the border repeats the pixels (mode edge), no zeros")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        image = np.pad(image, ((kh - 1, kh - 1), (kw - 1, kw - 1)), mode="edge")
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "full fails with ValueError if the kernel is larger than the image")
def _(image, kernel, mode="full"):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel is larger than the image")
    return _convolve(image, kernel, mode)


@wrong("convolve2d", "valid is cut out of full with [kh - 1 : -(kh - 1)]: empty for kernels of one row or column")
def _(image, kernel, mode="full"):
    full = _convolve(image, kernel, "full")
    if mode == "full":
        return full
    kh, kw = kernel.shape
    return full[kh - 1 : -(kh - 1), kw - 1 : -(kw - 1)]


@wrong("convolve2d", "valid keeps one row and column too many at the end of full")
def _(image, kernel, mode="full"):
    full = _convolve(image, kernel, "full")
    if mode == "full":
        return full
    kh, kw = kernel.shape
    return full[kh - 1 : image.shape[0] + 1, kw - 1 : image.shape[1] + 1]


@wrong("convolve2d", "valid is the upper left corner of full")
def _(image, kernel, mode="full"):
    full = _convolve(image, kernel, "full")
    if mode == "full":
        return full
    return full[: image.shape[0] - kernel.shape[0] + 1, : image.shape[1] - kernel.shape[1] + 1]


@wrong("convolve2d", "the result is turned, not the kernel")
def _(image, kernel, mode="full"):
    return _convolve(image, kernel[::-1, ::-1], mode)[::-1, ::-1]


@wrong("convolve2d", "image and kernel are both turned")
def _(image, kernel, mode="full"):
    return _convolve(image[::-1, ::-1], kernel, mode)


@wrong("convolve2d", "the turn is done in full mode only")
def _(image, kernel, mode="full"):
    return _convolve(image, kernel if mode == "full" else kernel[::-1, ::-1], mode)


@wrong("convolve2d", "negative indices wrap around in the formula: image[i - m, j - n]")
def _(image, kernel, mode="full"):
    h, w = image.shape
    kh, kw = kernel.shape
    if mode == "valid":
        return _convolve(image, kernel, mode)
    out = np.zeros((h + kh - 1, w + kw - 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for m in range(kh):
                for n in range(kw):
                    if i - m < h and j - n < w and i - m >= -h and j - n >= -w:
                        out[i, j] += float(image[i - m, j - n]) * float(kernel[m, n])
    return out


@wrong("convolve2d", "the kernel is turned in place: the caller's kernel is changed")
def _(image, kernel, mode="full"):
    kernel[:] = kernel[::-1, ::-1].copy()
    return _convolve(image, kernel[::-1, ::-1], mode)


@wrong("convolve2d", "divided by the sum of the kernel's weights")
def _(image, kernel, mode="full"):
    total = float(np.abs(kernel).sum())
    return _convolve(image, kernel, mode) / (total or 1.0)


@wrong("convolve2d", "nothing is returned in mode valid: the return is inside the if")
def _(image, kernel, mode="full"):
    if mode == "full":
        return _convolve(image, kernel, mode)
    _convolve(image, kernel, mode)


@right("convolve2d", "stamps the kernel on every pixel, valid is cut out of full")
def _(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    out = np.zeros((h + kh - 1, w + kw - 1))
    for i in range(h):
        for j in range(w):
            out[i : i + kh, j : j + kw] += float(image[i, j]) * kernel.astype(float)
    return out if mode == "full" else out[kh - 1 : h, kw - 1 : w]


@right("convolve2d", "the formula with four loops")
def _(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    C = np.zeros((h + kh - 1, w + kw - 1))
    for i in range(C.shape[0]):
        for j in range(C.shape[1]):
            for m in range(kh):
                for n in range(kw):
                    if 0 <= i - m < h and 0 <= j - n < w:
                        C[i, j] += float(image[i - m, j - n]) * float(kernel[m, n])
    if mode == "valid":
        C = C[kh - 1 : kh - 1 + h - kh + 1, kw - 1 : kw - 1 + w - kw + 1]
    return C


@right("convolve2d", "Fourier transform")
def _(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    size = (h + kh - 1, w + kw - 1)
    out = np.fft.irfft2(np.fft.rfft2(image, size) * np.fft.rfft2(kernel, size), size)
    return out if mode == "full" else out[kh - 1 : h, kw - 1 : w]


@right("convolve2d", "windows and einsum, flip by np.flip")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    p, q = (kh - 1, kw - 1) if mode == "full" else (0, 0)
    big = np.zeros((image.shape[0] + 2 * p, image.shape[1] + 2 * q))
    big[p : p + image.shape[0], q : q + image.shape[1]] = image
    return np.einsum("ijmn,mn->ij", sliding_window_view(big, (kh, kw)), np.flip(kernel))


def _full(image, ph, pw):
    return np.pad(image.astype(float), ((ph, ph), (pw, pw)))


@wrong("convolve2d", "the kernel is not turned: cross-correlation")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        image = _full(image, kh - 1, kw - 1)
    return correlate2d(image, kernel)


@wrong("convolve2d", "the kernel is flipped up and down only")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        image = _full(image, kh - 1, kw - 1)
    return correlate2d(image, kernel[::-1])


@wrong("convolve2d", "the kernel is flipped left and right only")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        image = _full(image, kh - 1, kw - 1)
    return correlate2d(image, np.fliplr(kernel))


@wrong("convolve2d", "the kernel is turned by 90 degrees: rot90 once")
def _(image, kernel, mode="full"):
    kernel = np.rot90(kernel)
    kh, kw = kernel.shape
    if mode == "full":
        image = _full(image, kh - 1, kw - 1)
    return correlate2d(image, kernel)


@wrong("convolve2d", "the kernel is transposed instead of turned")
def _(image, kernel, mode="full"):
    kernel = kernel.T
    kh, kw = kernel.shape
    if mode == "full":
        image = _full(image, kh - 1, kw - 1)
    return correlate2d(image, kernel)


@wrong("convolve2d", "the mode is ignored: always full")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    return correlate2d(_full(image, kh - 1, kw - 1), kernel[::-1, ::-1])


@wrong("convolve2d", "the mode is ignored: always valid")
def _(image, kernel, mode="full"):
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "the default is valid")
def _(image, kernel, mode="valid"):
    kh, kw = kernel.shape
    if mode == "full":
        image = _full(image, kh - 1, kw - 1)
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "the two modes exchanged")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "valid":
        image = _full(image, kh - 1, kw - 1)
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "always two zeros around, as for 3 by 3 kernels")
def _(image, kernel, mode="full"):
    if mode == "full":
        image = _full(image, 2, 2)
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "wraps around: np.roll in place of zeros, the size of the image")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "valid":
        return correlate2d(image, kernel[::-1, ::-1])
    big = np.zeros((image.shape[0], image.shape[1]))
    for m in range(kh):
        for n in range(kw):
            big += float(kernel[m, n]) * np.roll(image.astype(float), (m, n), axis=(0, 1))
    return big


@wrong("convolve2d", "both the image and the kernel are turned: the output is turned")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    image = image[::-1, ::-1]
    if mode == "full":
        image = _full(image, kh - 1, kw - 1)
    return correlate2d(image, kernel)


@wrong("convolve2d", "turned in full mode, not in valid mode")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        return correlate2d(_full(image, kh - 1, kw - 1), kernel[::-1, ::-1])
    return correlate2d(image, kernel)


@wrong("convolve2d", "turned in valid mode, not in full mode")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        return correlate2d(_full(image, kh - 1, kw - 1), kernel)
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "a kernel larger than the image is refused in full mode")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if kh > image.shape[0] or kw > image.shape[1]:
        raise ValueError("the kernel does not fit")
    if mode == "full":
        image = _full(image, kh - 1, kw - 1)
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "valid is cut out of full one row and column too late: out[kh:, kw:]")
def _(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    out = correlate2d(_full(image, kh - 1, kw - 1), kernel[::-1, ::-1])
    return out if mode == "full" else out[kh : kh + h - kh + 1, kw : kw + w - kw + 1]


@wrong("convolve2d", "valid is cut out of full at the upper left corner")
def _(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    out = correlate2d(_full(image, kh - 1, kw - 1), kernel[::-1, ::-1])
    return out if mode == "full" else out[: h - kh + 1, : w - kw + 1]


@wrong("convolve2d", "valid has the size of the image: the middle of full")
def _(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    out = correlate2d(_full(image, kh - 1, kw - 1), kernel[::-1, ::-1])
    top, left = (kh - 1) // 2, (kw - 1) // 2
    return out if mode == "full" else out[top : top + h, left : left + w]


@wrong("convolve2d", "the formula without a test for the border: negative indices wrap around, output h + kh - 1")
def _(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    if mode == "valid":
        return correlate2d(image, kernel[::-1, ::-1])
    out = np.zeros((h + kh - 1, w + kw - 1))
    for i, j in np.ndindex(*out.shape):
        for m, n in np.ndindex(kh, kw):
            if i - m < h and j - n < w:
                out[i, j] += float(image[i - m, j - n]) * float(kernel[m, n])
    return out


@wrong("convolve2d", "divided by the number of kernel entries")
def _(image, kernel, mode="full"):
    kh, kw = kernel.shape
    if mode == "full":
        image = _full(image, kh - 1, kw - 1)
    return correlate2d(image, kernel[::-1, ::-1]) / kernel.size


@wrong("convolve2d", "the output is a whole-number array: fractions are cut off")
def _(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    out = np.zeros((h + kh - 1, w + kw - 1))
    for i, j in np.ndindex(h, w):
        out[i : i + kh, j : j + kw] += float(image[i, j]) * kernel.astype(float)
    out = out.astype(int)
    return out if mode == "full" else out[kh - 1 : h, kw - 1 : w]


@wrong("convolve2d", "stamping overwrites instead of adding (= for +=)")
def _(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    out = np.zeros((h + kh - 1, w + kw - 1))
    for i, j in np.ndindex(h, w):
        out[i : i + kh, j : j + kw] = float(image[i, j]) * kernel
    return out if mode == "full" else out[kh - 1 : h, kw - 1 : w]


@wrong("convolve2d", "full pads by the size of the image (h - 1, w - 1) instead of the size of the kernel")
def _(image, kernel, mode="full"):
    if mode == "full":
        h, w = image.shape
        return correlate2d(_full(image, h - 1, w - 1), kernel[::-1, ::-1])
    return correlate2d(image, kernel[::-1, ::-1])


@wrong("convolve2d", "the stamps are added up in the dtype of the image: uint8 wraps around")
def _(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    dtype = np.result_type(image, kernel)
    out = np.zeros((h + kh - 1, w + kw - 1), dtype=dtype)
    for i, j in np.ndindex(h, w):
        out[i : i + kh, j : j + kw] += image[i, j] * kernel
    return out if mode == "full" else out[kh - 1 : h, kw - 1 : w]
