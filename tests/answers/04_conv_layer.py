"""Answers of learners to the exercises of chapter 04, right and wrong."""
import math
from fractions import Fraction

import numpy as np
from answers import right, wrong
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def pair(value):
    return (value, value) if np.isscalar(value) else tuple(value)


def output_size(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1:
        raise ValueError(f"stride {stride} is below 1")
    if n + 2 * padding < dilation * (kernel_size - 1) + 1:
        raise ValueError(f"a window of {kernel_size} (dilation {dilation}) does not fit {n} + 2 * {padding}")
    return (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


def pad2d(x, padding):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"negative padding {padding}")
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * ph, w + 2 * pw), x.dtype)
    out[:, :, ph : ph + h, pw : pw + w] = x
    return out


def conv2d_one(x, w, b=0.0):
    if x.shape[0] != w.shape[0]:
        raise ValueError("channels differ")
    oh, ow = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1
    if oh < 1 or ow < 1:
        raise ValueError("filter does not fit")
    y = np.zeros((oh, ow))
    for i in range(oh):
        for j in range(ow):
            y[i, j] = np.sum(x[:, i : i + w.shape[1], j : j + w.shape[2]] * w) + b
    return y


def prepare(x, w, stride, padding, dilation):
    """All that is common to many answers of conv2d: the checks, the padded x, the sizes, the pairs."""
    (sh, sw), (dh, dw) = pair(stride), pair(dilation)
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, w has {w.shape[1]}")
    xp = pad2d(x, padding)
    oh = output_size(xp.shape[2], w.shape[2], sh, 0, dh)
    ow = output_size(xp.shape[3], w.shape[3], sw, 0, dw)
    return xp, oh, ow, sh, sw, dh, dw


def cut(xp, w, i, j, sh, sw, dh, dw):
    """The windows (N, C, kh, kw) of the output position i, j."""
    kh, kw = w.shape[2:]
    rows = slice(i * sh, i * sh + dh * (kh - 1) + 1, dh)
    cols = slice(j * sw, j * sw + dw * (kw - 1) + 1, dw)
    return xp[:, :, rows, cols]


# ---------------------------------------------------------------- output_size


@right("output_size", "the formula with floor division, both checks before it")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if room < 0:
        raise ValueError(f"kernel {kernel_size}, dilation {dilation} is wider than {n} + 2 * {padding}")
    return room // stride + 1


@right("output_size", "counts the positions in a while loop")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1:
        raise ValueError("stride")
    last = (kernel_size - 1) * dilation
    count = 0
    while last < n + 2 * padding:
        count += 1
        last += stride
    if count == 0:
        raise ValueError("no window fits")
    return count


@right("output_size", "len of a range of starting points")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride <= 0:
        raise ValueError(f"stride {stride}")
    reach = dilation * (kernel_size - 1) + 1
    starts = range(-padding, n + padding - reach + 1, stride)
    if not starts:
        raise ValueError(f"reach {reach} > {n + 2 * padding}")
    return len(starts)


@right("output_size", "math.floor of a Fraction, and the check on the result")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1:
        raise ValueError("stride below 1")
    result = math.floor(Fraction(n + 2 * padding - dilation * (kernel_size - 1) - 1, stride) + 1)
    if result < 1:
        raise ValueError(f"no window of {kernel_size} fits in {n} with padding {padding}")
    return result


@right("output_size", "upper bound by ceil division")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    ones = n + 2 * padding - dilation * (kernel_size - 1)
    if stride < 1 or ones < 1:
        raise ValueError(f"{n=} {kernel_size=} {stride=} {padding=} {dilation=}")
    return -(-ones // stride)


@right("output_size", "np.floor and int")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if not stride >= 1:
        raise ValueError(f"bad stride: {stride}")
    if dilation * (kernel_size - 1) + 1 > n + 2 * padding:
        raise ValueError("window wider than the input")
    return int(np.floor((n + 2 * padding - dilation * (kernel_size - 1) - 1) / stride + 1))


@wrong("output_size", "the dilation is ignored")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1 or n + 2 * padding < kernel_size:
        raise ValueError("does not fit")
    return (n + 2 * padding - kernel_size) // stride + 1


@wrong("output_size", "the lecture's formula, d k - 1 in place of d (k - 1)")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - (dilation * kernel_size - 1) - 1
    if stride < 1 or room < 0:
        raise ValueError("does not fit")
    return room // stride + 1


@wrong("output_size", "the padding is counted once, not on both sides")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or room < 0:
        raise ValueError("does not fit")
    return room // stride + 1


@wrong("output_size", "rounds to the nearest in place of down")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or room < 0:
        raise ValueError("does not fit")
    return round(room / stride) + 1


@wrong("output_size", "rounds up in place of down")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or room < 0:
        raise ValueError("does not fit")
    return math.ceil(room / stride) + 1


@wrong("output_size", "the + 1 at the end is missing")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or room < 0:
        raise ValueError("does not fit")
    return room // stride


@wrong("output_size", "the + 1 is added before the division")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or room < 0:
        raise ValueError("does not fit")
    return (room + 1) // stride


@wrong("output_size", "returns a float, not an int")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or room < 0:
        raise ValueError("does not fit")
    return np.floor(room / stride) + 1


@wrong("output_size", "true division without a floor")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or room < 0:
        raise ValueError("does not fit")
    result = room / stride + 1
    return int(result) if result == int(result) else result


@wrong("output_size", "does not check that the window fits: returns 0 or less")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1:
        raise ValueError("stride")
    return (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


@wrong("output_size", "an exact fit is refused")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1 or n + 2 * padding <= dilation * (kernel_size - 1) + 1:
        raise ValueError("does not fit")
    return (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


@wrong("output_size", "the check of the fit forgets the dilation")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1 or n + 2 * padding < kernel_size:
        raise ValueError("does not fit")
    return (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


@wrong("output_size", "the check of the fit forgets the padding: refuses windows wider than the bare input")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1 or n < dilation * (kernel_size - 1) + 1:
        raise ValueError("does not fit")
    return (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


@wrong("output_size", "the check of the fit allows one pixel too many and returns 0: result < 0 in place of < 1")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1:
        raise ValueError("stride")
    result = (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1
    if result < 0:
        raise ValueError("no window fits")
    return result


@wrong("output_size", "int() rounds toward 0, so with a stride a window slightly too wide makes 1 position")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1:
        raise ValueError("stride")
    result = int((n + 2 * padding - dilation * (kernel_size - 1) - 1) / stride) + 1
    if result < 1:
        raise ValueError("no window fits")
    return result


@wrong("output_size", "the stride is not checked: ZeroDivisionError for 0, nonsense below")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if room < 0:
        raise ValueError("does not fit")
    return room // stride + 1


@wrong("output_size", "only a stride of 0 is refused, negative strides pass")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride == 0 or room < 0:
        raise ValueError("does not fit")
    return room // stride + 1


@wrong("output_size", "raises AssertionError, not ValueError, if the window does not fit")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1:
        raise ValueError("stride")
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    assert room >= 0, "the window does not fit"
    return room // stride + 1


@wrong("output_size", "returns 0, without an error, if no window fits")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1:
        raise ValueError("stride")
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    return max(0, room // stride + 1)


@wrong("output_size", "raises if the stride does not divide the way exactly")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1:
        raise ValueError("stride")
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if room < 0 or room % stride:
        raise ValueError("does not fit")
    return room // stride + 1


@wrong("output_size", "refuses a stride larger than the window")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or stride > kernel_size or room < 0:
        raise ValueError("does not fit")
    return room // stride + 1


@wrong("output_size", "prints the number and returns None")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or room < 0:
        raise ValueError("does not fit")
    print(room // stride + 1)


@wrong("output_size", "the error is returned, not raised")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or room < 0:
        return ValueError("does not fit")
    return room // stride + 1


@wrong("output_size", "the order of the options is exchanged: padding before stride")
def _(n, kernel_size, padding=0, stride=1, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or room < 0:
        raise ValueError("does not fit")
    return room // stride + 1


@wrong("output_size", "d - 1 zeros between the pixels are counted behind the last pixel too (k d in the check only)")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1 or n + 2 * padding < dilation * kernel_size:
        raise ValueError("does not fit")
    return (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


# ---------------------------------------------------------------- spot_dilation

right("spot_dilation", "the three numbers")({"reach": 5, "size": 5, "stride": 3})
right("spot_dilation", "another order of the keys")({"stride": 3, "size": 5, "reach": 5})
right("spot_dilation", "numpy integers")({"reach": np.int64(5), "size": np.int32(5), "stride": np.int64(3)})
right("spot_dilation", "computed with dict() and output_size")(
    dict(
        reach=2 * (3 - 1) + 1,
        size=output_size(11, 3, 2, 1, 2),
        stride=next(s for s in range(1, 99) if (11 + 2 - 5 - 1) // s == (11 + 2 - 4 - 1) // s),
    )
)
_answer = {"reach": ..., "size": ..., "stride": ...}
_answer["reach"] = len(range(0, 5))
_answer["size"] = int(len(np.arange(13)[: 13 - 4 : 2]))
_answer["stride"] = min({3, 5, 6, 7})
right("spot_dilation", "filled in, one after the other")(_answer)

wrong("spot_dilation", "reach 6: d k, with the gap behind the last pixel")({"reach": 6, "size": 5, "stride": 3})
wrong("spot_dilation", "reach 4: the distance from the first to the last, one end not included")(
    {"reach": 4, "size": 5, "stride": 3}
)
wrong("spot_dilation", "reach 3: the pixels used, not the pixels spanned")({"reach": 3, "size": 5, "stride": 3})
wrong("spot_dilation", "reach 7: dilation 2 read as two pixels between")({"reach": 7, "size": 5, "stride": 3})
wrong("spot_dilation", "reach 9: the area of the window, 3 times 3")({"reach": 9, "size": 5, "stride": 3})
wrong("spot_dilation", "size 4: the lecture's number")({"reach": 5, "size": 4, "stride": 3})
wrong("spot_dilation", "size 25: all outputs, not the length")({"reach": 5, "size": 25, "stride": 3})
wrong("spot_dilation", "size as a pair (5, 5)")({"reach": 5, "size": (5, 5), "stride": 3})
wrong("spot_dilation", "stride 2: the stride of the example")({"reach": 5, "size": 5, "stride": 2})
wrong("spot_dilation", "stride 1: thinks that without stride nothing is wrong")({"reach": 5, "size": 5, "stride": 1})
wrong("spot_dilation", "stride 4: 3 has been overlooked")({"reach": 5, "size": 5, "stride": 4})
wrong("spot_dilation", "stride 5: not the smallest")({"reach": 5, "size": 5, "stride": 5})
wrong("spot_dilation", "stride 9: only where both formulas give 1")({"reach": 5, "size": 5, "stride": 9})
wrong("spot_dilation", "the stride was not filled in")({"reach": 5, "size": 5, "stride": ...})
wrong("spot_dilation", "nothing was filled in")({"reach": ..., "size": ..., "stride": ...})
wrong("spot_dilation", "the key stride is missing")({"reach": 5, "size": 5})
wrong("spot_dilation", "a list in place of a dict")([5, 5, 3])
wrong("spot_dilation", "numbers as text")({"reach": "5", "size": "5", "stride": "3"})
wrong("spot_dilation", "all the strides that work, not the smallest")({"reach": 5, "size": 5, "stride": [3, 5, 6, 7, 9]})
wrong("spot_dilation", "the key is Reach with a capital letter")({"Reach": 5, "size": 5, "stride": 3})
wrong("spot_dilation", "size and stride exchanged")({"reach": 5, "size": 3, "stride": 5})
wrong("spot_dilation", "None for the size")({"reach": 5, "size": None, "stride": 3})

# ---------------------------------------------------------------- same_padding


@right("same_padding", "half of d (k - 1), odd numbers refused")
def _(kernel_size, dilation=1):
    total = dilation * (kernel_size - 1)
    if total % 2:
        raise ValueError(f"kernel {kernel_size} with dilation {dilation} needs {total / 2} zeros")
    return total // 2


@right("same_padding", "divmod")
def _(kernel_size, dilation=1):
    half, rest = divmod(dilation * (kernel_size - 1), 2)
    if rest != 0:
        raise ValueError("not symmetrical")
    return half


@right("same_padding", "tries all paddings with output_size")
def _(kernel_size, dilation=1):
    n = dilation * kernel_size + 5
    for p in range(dilation * kernel_size + 1):
        if output_size(n, kernel_size, padding=p, dilation=dilation) == n:
            return p
    raise ValueError("no padding keeps the size")


@right("same_padding", "the check by words: an even kernel and an odd dilation")
def _(kernel_size, dilation=1):
    if kernel_size % 2 == 0 and dilation % 2 == 1:
        raise ValueError("an even window with an odd dilation has no middle")
    return dilation * (kernel_size - 1) // 2


@right("same_padding", "float, is_integer, int")
def _(kernel_size, dilation=1):
    p = (kernel_size - 1) * dilation / 2
    if not p.is_integer():
        raise ValueError(f"{p} zeros")
    return int(p)


@right("same_padding", "the middle of the list of pixels of the window")
def _(kernel_size, dilation=1):
    seen = [dilation * u for u in range(kernel_size)]
    steps = list(range(seen[-1] + 1))
    if len(steps) & 1 == 0:
        raise ValueError("there is no middle pixel")
    return steps[len(steps) // 2]


@wrong("same_padding", "kernel_size // 2 for all: no dilation, no error")
def _(kernel_size, dilation=1):
    return kernel_size // 2


@wrong("same_padding", "the dilation is ignored")
def _(kernel_size, dilation=1):
    if kernel_size % 2 == 0:
        raise ValueError("even")
    return (kernel_size - 1) // 2


@wrong("same_padding", "returns a float")
def _(kernel_size, dilation=1):
    if dilation * (kernel_size - 1) % 2:
        raise ValueError("odd")
    return dilation * (kernel_size - 1) / 2


@wrong("same_padding", "refuses every even kernel, even if the dilation makes it possible")
def _(kernel_size, dilation=1):
    if kernel_size % 2 == 0:
        raise ValueError("even")
    return dilation * (kernel_size - 1) // 2


@wrong("same_padding", "half of d k, not of d (k - 1)")
def _(kernel_size, dilation=1):
    if dilation * (kernel_size - 1) % 2:
        raise ValueError("odd")
    return dilation * kernel_size // 2


@wrong("same_padding", "the lecture's formula: half of d k - 1")
def _(kernel_size, dilation=1):
    if (dilation * kernel_size - 1) % 2:
        raise ValueError("odd")
    return (dilation * kernel_size - 1) // 2


@wrong("same_padding", "returns the zeros of both sides together")
def _(kernel_size, dilation=1):
    if dilation * (kernel_size - 1) % 2:
        raise ValueError("odd")
    return dilation * (kernel_size - 1)


@wrong("same_padding", "rounds down before it multiplies: 4 with dilation 2 makes 2, not 3")
def _(kernel_size, dilation=1):
    if dilation * (kernel_size - 1) % 2:
        raise ValueError("odd")
    return (kernel_size - 1) // 2 * dilation


@wrong("same_padding", "d times k // 2: 4 with dilation 2 makes 4, not 3")
def _(kernel_size, dilation=1):
    if dilation * (kernel_size - 1) % 2:
        raise ValueError("odd")
    return kernel_size // 2 * dilation


@wrong("same_padding", "searches too few paddings: only those smaller than the kernel")
def _(kernel_size, dilation=1):
    n = 100
    for p in range(kernel_size):
        if n + 2 * p - dilation * (kernel_size - 1) == n:
            return p
    raise ValueError("no padding")


@wrong("same_padding", "returns a pair (left, right)")
def _(kernel_size, dilation=1):
    if dilation * (kernel_size - 1) % 2:
        raise ValueError("odd")
    return dilation * (kernel_size - 1) // 2, dilation * (kernel_size - 1) // 2


@wrong("same_padding", "refuses every even dilation")
def _(kernel_size, dilation=1):
    if kernel_size % 2 == 0 and dilation % 2 or dilation % 2 == 0:
        raise ValueError("no such number")
    return dilation * (kernel_size - 1) // 2


@wrong("same_padding", "refuses a kernel of 1, whose padding is 0")
def _(kernel_size, dilation=1):
    p, rest = divmod(dilation * (kernel_size - 1), 2)
    if rest or not p:
        raise ValueError("no such number")
    return p


@wrong("same_padding", "the default dilation is 2")
def _(kernel_size, dilation=2):
    if dilation * (kernel_size - 1) % 2:
        raise ValueError("odd")
    return dilation * (kernel_size - 1) // 2


@wrong("same_padding", "the dilation is added in place of multiplied")
def _(kernel_size, dilation=1):
    total = kernel_size - 1 + 2 * (dilation - 1)
    if total % 2:
        raise ValueError("odd")
    return total // 2


@wrong("same_padding", "an odd padding is refused: p itself must be even")
def _(kernel_size, dilation=1):
    if dilation * (kernel_size - 1) // 2 % 2 or dilation * (kernel_size - 1) % 2:
        raise ValueError("odd")
    return dilation * (kernel_size - 1) // 2


# ---------------------------------------------------------------- pad2d


@right("pad2d", "np.pad, which refuses negative widths by itself")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])


@right("pad2d", "zeros of the new shape, x written into the middle")
def _(x, padding):
    ph, pw = pair(padding)
    if min(ph, pw) < 0:
        raise ValueError(f"padding is negative: {padding}")
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=x.dtype)
    out[..., ph : ph + h, pw : pw + w] = x
    return out


@right("pad2d", "np.concatenate, first rows, then columns")
def _(x, padding):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError("negative")
    n, c, h, w = x.shape
    band = np.zeros((n, c, ph, w), x.dtype)
    x = np.concatenate([band, x, band], axis=2)
    band = np.zeros((n, c, h + 2 * ph, pw), x.dtype)
    return np.concatenate([band, x, band], axis=-1)


@right("pad2d", "loops over every pixel")
def _(x, padding):
    ph, pw = (padding, padding) if isinstance(padding, (int, np.integer)) else padding
    if ph < 0 or pw < 0:
        raise ValueError("negative")
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * ph, W + 2 * pw)).astype(x.dtype)
    for n in range(N):
        for c in range(C):
            for i in range(H):
                for j in range(W):
                    out[n, c, i + ph, j + pw] = x[n, c, i, j]
    return out


@right("pad2d", "one pixel at a time, by recursion")
def _(x, padding):
    def grow(x, axis, p):
        if p == 0:
            return x
        zeros = np.zeros_like(x, shape=x.shape[:axis] + (1,) + x.shape[axis + 1 :])
        return grow(np.concatenate([zeros, x, zeros], axis), axis, p - 1)

    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError("negative")
    return grow(grow(x, 2, ph), 3, pw)


@right("pad2d", "fancy index into an array of zeros with np.ix_")
def _(x, padding):
    ph, pw = np.broadcast_to(padding, 2).tolist()
    if any(p < 0 for p in (ph, pw)):
        raise ValueError(f"negative padding {ph, pw}")
    out = np.zeros(np.array(x.shape) + [0, 0, 2 * ph, 2 * pw], x.dtype)
    out[np.ix_(*(range(s, s + m) for s, m in zip((0, 0, ph, pw), x.shape)))] = x
    return out


@wrong("pad2d", "all four axes are padded")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, [(ph, ph), (ph, ph), (ph, ph), (pw, pw)])


@wrong("pad2d", "the pair is exchanged: W first, then H")
def _(x, padding):
    pw, ph = pair(padding)
    return np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])


@wrong("pad2d", "the first number of the pair for both axes")
def _(x, padding):
    p, _ = pair(padding)
    return np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)])


@wrong("pad2d", "zeros only on the upper and left side, all of them")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, [(0, 0), (0, 0), (2 * ph, 0), (2 * pw, 0)])


@wrong("pad2d", "a pair is taken as (before, after) for both axes")
def _(x, padding):
    a, b = pair(padding)
    return np.pad(x, [(0, 0), (0, 0), (a, b), (a, b)])


@wrong("pad2d", "only p zeros in all: the output grows by p, not 2 p")
def _(x, padding):
    ph, pw = pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("negative")
    return np.pad(x, [(0, 0), (0, 0), (ph, 0), (pw, 0)])


@wrong("pad2d", "the dtype becomes float64")
def _(x, padding):
    ph, pw = pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("negative")
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    out[:, :, ph : ph + h, pw : pw + w] = x
    return out


@wrong("pad2d", "integer zeros: fractions are cut off")
def _(x, padding):
    ph, pw = pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("negative")
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=int)
    out[:, :, ph : ph + h, pw : pw + w] = x
    return out


@wrong("pad2d", "repeats the edge in place of zeros")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)], mode="edge")


@wrong("pad2d", "out[ph:-ph, pw:-pw]: fails for padding 0")
def _(x, padding):
    ph, pw = pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("negative")
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * ph, w + 2 * pw), x.dtype)
    out[:, :, ph:-ph, pw:-pw] = x
    return out


@wrong("pad2d", "padding 0 is refused")
def _(x, padding):
    ph, pw = pair(padding)
    if min(ph, pw) <= 0:
        raise ValueError("padding must be positive")
    return np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])


@wrong("pad2d", "compares the padding itself with 0: a pair gives TypeError")
def _(x, padding):
    if padding < 0:
        raise ValueError("negative")
    ph, pw = pair(padding)
    return np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])


@wrong("pad2d", "pairs only: an int gives TypeError")
def _(x, padding):
    ph, pw = padding
    return np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])


@wrong("pad2d", "stacks the padded pictures: fails for an empty batch")
def _(x, padding):
    ph, pw = pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("negative")
    return np.stack([np.pad(picture, [(0, 0), (ph, ph), (pw, pw)]) for picture in x])


@wrong("pad2d", "only the first picture of the batch is filled in")
def _(x, padding):
    ph, pw = pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("negative")
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * ph, w + 2 * pw), x.dtype)
    out[:1, :, ph : ph + h, pw : pw + w] = x[:1]
    return out


@wrong("pad2d", "only the first channel is copied, into all channels")
def _(x, padding):
    ph, pw = pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("negative")
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * ph, w + 2 * pw), x.dtype)
    out[:, :, ph : ph + h, pw : pw + w] = x[:, :1]
    return out


@wrong("pad2d", "H is padded, W is not")
def _(x, padding):
    ph, pw = pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("negative")
    return np.pad(x, [(0, 0), (0, 0), (ph, ph), (0, 0)])


@wrong("pad2d", "axes of length 1 are lost by squeeze")
def _(x, padding):
    ph, pw = pair(padding)
    return np.squeeze(np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)]))


@wrong("pad2d", "pads the first two axes, as if x were (H, W, N, C)")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, [(ph, ph), (pw, pw), (0, 0), (0, 0)])


@wrong("pad2d", "ones around the pictures in place of zeros")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=1)


# ---------------------------------------------------------------- conv2d_one


@right("conv2d_one", "two loops, one line inside")
def _(x, w, b=0.0):
    if x.shape[0] != w.shape[0]:
        raise ValueError(f"{x.shape[0]} channels and {w.shape[0]}")
    _, kh, kw = w.shape
    h, width = x.shape[1] - kh + 1, x.shape[2] - kw + 1
    if h <= 0 or width <= 0:
        raise ValueError("the filter does not fit")
    y = np.empty((h, width))
    for i, j in np.ndindex(h, width):
        y[i, j] = np.sum(x[:, i : i + kh, j : j + kw] * w) + b
    return y


@right("conv2d_one", "sliding_window_view and einsum")
def _(x, w, b=0.0):
    if len(x) != len(w):
        raise ValueError("channels")
    if x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("too large")
    seen = sliding_window_view(x, w.shape[1:], axis=(1, 2))
    return np.einsum("cijuv,cuv->ij", seen, w) + b


@right("conv2d_one", "sliding_window_view over all three axes refuses a window that does not fit; tensordot")
def _(x, w, b=0.0):
    if x.shape[0] != w.shape[0]:
        raise ValueError("channels")
    return np.tensordot(sliding_window_view(x, w.shape)[0], w, axes=3) + b


@right("conv2d_one", "adds shifted pictures, one for each weight")
def _(x, w, b=0.0):
    C, H, W = x.shape
    D, kh, kw = w.shape
    if C != D or kh > H or kw > W:
        raise ValueError("shapes do not match")
    y = np.full((H - kh + 1, W - kw + 1), float(b))
    for c in range(C):
        for u in range(kh):
            for v in range(kw):
                y += x[c, u : u + H - kh + 1, v : v + W - kw + 1] * w[c, u, v]
    return y


@right("conv2d_one", "nested lists and the built-in sum, turned into an array")
def _(x, w, b=0.0):
    if x.shape[0] != w.shape[0] or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("does not fit")
    (C, kh, kw), (_, H, W) = w.shape, x.shape
    weights = [(c, u, v) for c in range(C) for u in range(kh) for v in range(kw)]
    return np.array(
        [
            [sum(x[c, i + u, j + v] * w[c, u, v] for c, u, v in weights) + b for j in range(W - kw + 1)]
            for i in range(H - kh + 1)
        ]
    )


@right("conv2d_one", "as_strided, patches as rows, matrix product")
def _(x, w, b=0.0):
    if x.shape[0] != w.shape[0]:
        raise ValueError("channels")
    C, kh, kw = w.shape
    oh, ow = x.shape[1] - kh + 1, x.shape[2] - kw + 1
    if oh < 1 or ow < 1:
        raise ValueError("fit")
    x = np.ascontiguousarray(x)
    sc, sh, sw = x.strides
    rows = as_strided(x, (oh, ow, C, kh, kw), (sh, sw, sc, sh, sw)).reshape(oh * ow, -1)
    return (rows @ w.reshape(-1)).reshape(oh, ow) + b


@wrong("conv2d_one", "the kernel is flipped in H and W")
def _(x, w, b=0.0):
    return conv2d_one(x, w[:, ::-1, ::-1], b)


@wrong("conv2d_one", "the channels of the filter are in reverse order")
def _(x, w, b=0.0):
    return conv2d_one(x, w[::-1], b)


@wrong("conv2d_one", "the first channel only")
def _(x, w, b=0.0):
    if x.shape[0] != w.shape[0]:
        raise ValueError("channels")
    return conv2d_one(x[:1], w[:1], b)


@wrong("conv2d_one", "one map for each channel: the channels are not added up")
def _(x, w, b=0.0):
    if x.shape[0] != w.shape[0]:
        raise ValueError("channels")
    return np.stack([conv2d_one(x[c : c + 1], w[c : c + 1], b) for c in range(len(x))])


@wrong("conv2d_one", "the bias is added once for each channel")
def _(x, w, b=0.0):
    if x.shape[0] != w.shape[0]:
        raise ValueError("channels")
    return sum(conv2d_one(x[c : c + 1], w[c : c + 1], b) for c in range(len(x)))


@wrong("conv2d_one", "the bias is added to every product: kh kw C times")
def _(x, w, b=0.0):
    y = conv2d_one(x, w)
    for i, j in np.ndindex(*y.shape):
        y[i, j] = np.sum(x[:, i : i + w.shape[1], j : j + w.shape[2]] * w + b)
    return y


@wrong("conv2d_one", "the bias is forgotten")
def _(x, w, b=0.0):
    return conv2d_one(x, w)


@wrong("conv2d_one", "the bias is subtracted")
def _(x, w, b=0.0):
    return conv2d_one(x, w, -b)


@wrong("conv2d_one", "the map is made in the dtype of x: with integers the sums are cut off")
def _(x, w, b=0.0):
    return conv2d_one(x, w, b).astype(x.dtype)


@wrong("conv2d_one", "the mean of the products in place of the sum")
def _(x, w, b=0.0):
    y = conv2d_one(x, w)
    return y / w.size + b


@wrong("conv2d_one", "the last row and column of positions are missing (H - kh)")
def _(x, w, b=0.0):
    return conv2d_one(x, w, b)[:-1, :-1]


@wrong("conv2d_one", "kh is used for both axes of the window: only square filters work")
def _(x, w, b=0.0):
    if x.shape[0] != w.shape[0]:
        raise ValueError("channels")
    k = w.shape[1]
    if k > x.shape[1] or k > x.shape[2]:
        raise ValueError("fit")
    y = np.zeros((x.shape[1] - k + 1, x.shape[2] - k + 1))
    for i, j in np.ndindex(*y.shape):
        y[i, j] = np.sum(x[:, i : i + k, j : j + k] * w) + b
    return y


@wrong("conv2d_one", "the output is transposed")
def _(x, w, b=0.0):
    return conv2d_one(x, w, b).T


@wrong("conv2d_one", "the filter is transposed in H and W")
def _(x, w, b=0.0):
    return conv2d_one(x, w.transpose(0, 2, 1), b)


@wrong("conv2d_one", "a filter of exactly the size of the picture is refused")
def _(x, w, b=0.0):
    if w.shape[1] >= x.shape[1] or w.shape[2] >= x.shape[2]:
        raise ValueError("does not fit")
    return conv2d_one(x, w, b)


@wrong("conv2d_one", "the return is inside the loop: only the first row is filled")
def _(x, w, b=0.0):
    y = np.zeros_like(conv2d_one(x, w))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            y[i, j] = np.sum(x[:, i : i + w.shape[1], j : j + w.shape[2]] * w) + b
        return y


@wrong("conv2d_one", "the size is kept: x is padded with zeros")
def _(x, w, b=0.0):
    kh, kw = w.shape[1:]
    conv2d_one(x, w)
    return conv2d_one(np.pad(x, [(0, 0), (kh // 2, (kh - 1) // 2), (kw // 2, (kw - 1) // 2)]), w, b)


@wrong("conv2d_one", "the output has a third axis (1, OH, OW)")
def _(x, w, b=0.0):
    return conv2d_one(x, w, b)[None]


@wrong("conv2d_one", "the bias has no default")
def _(x, w, b):
    return conv2d_one(x, w, b)


@wrong("conv2d_one", "moves by the filter's size: windows side by side")
def _(x, w, b=0.0):
    return conv2d_one(x, w, b)[:: w.shape[1], :: w.shape[2]]


# ---------------------------------------------------------------- conv2d


@right("conv2d", "loops over n, o, i, j and sums of slices")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    xp, oh, ow, sh, sw, dh, dw = prepare(x, w, stride, padding, dilation)
    y = np.zeros((x.shape[0], w.shape[0], oh, ow))
    for n in range(x.shape[0]):
        for o in range(w.shape[0]):
            for i in range(oh):
                for j in range(ow):
                    patch = xp[n, :, i * sh :: dh, j * sw :: dw][:, : w.shape[2], : w.shape[3]]
                    y[n, o, i, j] = (patch * w[o]).sum() + (0 if b is None else b[o])
    return y


@right("conv2d", "loops over i and j, tensordot for n and o")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    xp, oh, ow, *steps = prepare(x, w, stride, padding, dilation)
    y = np.empty((len(x), len(w), oh, ow))
    for i, j in np.ndindex(oh, ow):
        y[:, :, i, j] = np.tensordot(cut(xp, w, i, j, *steps), w, axes=([1, 2, 3], [1, 2, 3]))
    if b is not None:
        y += b[:, None, None]
    return y


@right("conv2d", "sliding_window_view with steps and einsum, all checks written out")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = map(pair, (stride, padding, dilation))
    if min(sh, sw) < 1:
        raise ValueError(f"stride {stride}")
    if min(ph, pw) < 0:
        raise ValueError(f"padding {padding}")
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    x = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    reach = dh * (w.shape[2] - 1) + 1, dw * (w.shape[3] - 1) + 1
    if x.shape[2] < reach[0] or x.shape[3] < reach[1]:
        raise ValueError("no window fits")
    seen = sliding_window_view(x, reach, axis=(2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    y = np.einsum("ncijuv,ocuv->noij", seen, w, optimize=True)
    return y if b is None else y + np.reshape(b, (1, -1, 1, 1))


@right("conv2d", "adds the contribution of each weight, a strided slice")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    xp, oh, ow, sh, sw, dh, dw = prepare(x, w, stride, padding, dilation)
    y = np.zeros((x.shape[0], oh, ow, w.shape[0]))
    for u in range(w.shape[2]):
        for v in range(w.shape[3]):
            part = xp[:, :, u * dh : u * dh + sh * (oh - 1) + 1 : sh, v * dw : v * dw + sw * (ow - 1) + 1 : sw]
            y += part.transpose(0, 2, 3, 1) @ w[:, :, u, v].T
    if b is not None:
        y = y + b
    return y.transpose(0, 3, 1, 2)


@right("conv2d", "conv2d_one with a filter blown up by zeros, then every s-th output")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    xp, oh, ow, sh, sw, dh, dw = prepare(x, w, stride, padding, dilation)
    big = np.zeros((*w.shape[:2], dh * (w.shape[2] - 1) + 1, dw * (w.shape[3] - 1) + 1))
    big[:, :, ::dh, ::dw] = w
    y = np.zeros((x.shape[0], w.shape[0], oh, ow))
    for n, o in np.ndindex(*y.shape[:2]):
        y[n, o] = conv2d_one(xp[n], big[o], 0.0 if b is None else b[o])[::sh, ::sw]
    return y


@right("conv2d", "index arrays, patches as columns, one matrix product")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    xp, oh, ow, sh, sw, dh, dw = prepare(x, w, stride, padding, dilation)
    i = sh * np.arange(oh)[None, :] + dh * np.arange(w.shape[2])[:, None]
    j = sw * np.arange(ow)[None, :] + dw * np.arange(w.shape[3])[:, None]
    cols = xp[:, :, i[:, None, :, None], j[None, :, None, :]]
    cols = cols.reshape(x.shape[0], w[0].size, oh * ow)
    y = w.reshape(w.shape[0], w[0].size).astype(float) @ cols
    bias = np.zeros(w.shape[0]) if b is None else np.asarray(b)
    return (y + bias[:, None]).reshape(x.shape[0], w.shape[0], oh, ow)


@right("conv2d", "float32 stays float32, all others become float64; einsum at each position")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    xp, oh, ow, *steps = prepare(x, w, stride, padding, dilation)
    kind = np.float32 if x.dtype == w.dtype == np.float32 else np.float64
    y = np.zeros((len(x), len(w), oh, ow), kind)
    for i in range(oh):
        for j in range(ow):
            y[..., i, j] = np.einsum("ncuv,ocuv->no", cut(xp, w, i, j, *steps).astype(kind), w)
    if b is not None and np.any(b):
        y += b.reshape(-1, 1, 1)
    return y


@wrong("conv2d", "the stride is ignored")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if min(pair(stride)) < 1:
        raise ValueError("stride")
    return full(x, w, b, 1, padding, dilation)


def full(x, w, b=None, stride=1, padding=0, dilation=1, y_dtype=float):
    """A right conv2d, to put mistakes around."""
    xp, oh, ow, *steps = prepare(x, w, stride, padding, dilation)
    y = np.zeros((len(x), len(w), oh, ow), y_dtype)
    for i, j in np.ndindex(oh, ow):
        y[:, :, i, j] = np.einsum("ncuv,ocuv->no", cut(xp, w, i, j, *steps), w)
    return y if b is None else y + b[:, None, None]


@wrong("conv2d", "the pair of the stride is exchanged")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return full(x, w, b, pair(stride)[::-1], padding, dilation)


@wrong("conv2d", "the first number of the stride for both axes")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return full(x, w, b, pair(stride)[0], padding, dilation)


@wrong("conv2d", "the pair of the padding is exchanged")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return full(x, w, b, stride, pair(padding)[::-1], dilation)


@wrong("conv2d", "the padding is applied twice")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return full(pad2d(x, padding), w, b, stride, padding, dilation)


@wrong("conv2d", "the padding is ignored")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if min(pair(padding)) < 0:
        raise ValueError("padding")
    return full(x, w, b, stride, 0, dilation)


@wrong("conv2d", "the dilation is ignored")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return full(x, w, b, stride, padding)


@wrong("conv2d", "the dilation is used in the size of the output, but not in the windows")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    xp, oh, ow, sh, sw, dh, dw = prepare(x, w, stride, padding, dilation)
    y = full(x, w, b, stride, padding)
    return y[:, :, :oh, :ow]


@wrong("conv2d", "the pair of the dilation is exchanged")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return full(x, w, b, stride, padding, pair(dilation)[::-1])


@wrong("conv2d", "the windows start at i, not at i s: the stride shortens the output only")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    xp, oh, ow, *_ = prepare(x, w, stride, padding, dilation)
    return full(x, w, b, 1, padding, dilation)[:, :, :oh, :ow]


@wrong("conv2d", "the kernel is flipped")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return full(x, w[:, :, ::-1, ::-1], b, stride, padding, dilation)


@wrong("conv2d", "if b: fails for an array of more than one bias")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = full(x, w, None, stride, padding, dilation)
    if b:
        y += b[:, None, None]
    return y


@wrong("conv2d", "b is None is not handled")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = full(x, w, None, stride, padding, dilation)
    for o in range(len(w)):
        y[:, o] += b[o]
    return y


@wrong("conv2d", "the bias is ignored")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return full(x, w, None, stride, padding, dilation)


@wrong("conv2d", "the first bias for all filters")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = full(x, w, None, stride, padding, dilation)
    return y if b is None else y + b[0]


@wrong("conv2d", "y + b: the bias runs along the columns of the output")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = full(x, w, None, stride, padding, dilation)
    return y if b is None else y + b


@wrong("conv2d", "the bias is added once for each channel of the input")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    return sum(full(x[:, c : c + 1], w[:, c : c + 1], b, stride, padding, dilation) for c in range(x.shape[1]))


@wrong("conv2d", "the output has the dtype of x: integer pictures cut the sums off")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return full(x, w, b, stride, padding, dilation).astype(x.dtype)


@wrong("conv2d", "no check of the channels: a picture of one channel is broadcast")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] == 1:
        x = np.repeat(x, w.shape[1], axis=1)
    return full(x, w, b, stride, padding, dilation)


@wrong("conv2d", "no check of the channels of w: a filter of one channel is used for all channels")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if w.shape[1] == 1:
        w = np.broadcast_to(w, (w.shape[0], x.shape[1], *w.shape[2:]))
    return full(x, w, b, stride, padding, dilation)


@wrong("conv2d", "a stride of 0 gives ZeroDivisionError")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if 0 in pair(stride):
        _ = x.shape[2] // 0
    return full(x, w, b, stride, padding, dilation)


@wrong("conv2d", "the stride is checked for H only; for W a stride below 1 is taken as 1")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    sh, sw = pair(stride)
    return full(x, w, b, (sh, max(1, sw)), padding, dilation)


@wrong("conv2d", "no window fits: an empty output, no error")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    (sh, sw), (dh, dw) = pair(stride), pair(dilation)
    if x.shape[1] != w.shape[1] or min(sh, sw) < 1:
        raise ValueError("channels or stride")
    xp = pad2d(x, padding)
    room = xp.shape[2] - dh * (w.shape[2] - 1) - 1, xp.shape[3] - dw * (w.shape[3] - 1) - 1
    if min(room) < 0:
        return np.zeros((len(x), len(w), max(0, room[0] // sh + 1), max(0, room[1] // sw + 1)))
    return full(x, w, b, stride, padding, dilation)


@wrong("conv2d", "the fit is checked before the padding: a filter larger than the bare picture is refused")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if w.shape[2] > x.shape[2] or w.shape[3] > x.shape[3]:
        raise ValueError("does not fit")
    return full(x, w, b, stride, padding, dilation)


@wrong("conv2d", "an empty batch fails: np.stack of no pictures")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return np.stack([full(picture[None], w, b, stride, padding, dilation)[0] for picture in x])


@wrong("conv2d", "return in the loop over the batch: only the first picture is computed")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = np.zeros_like(full(x, w, b, stride, padding, dilation))
    for n in range(len(x)):
        y[n] = full(x[n : n + 1], w, b, stride, padding, dilation)[0]
        return y
    return y


@wrong("conv2d", "channels last: (N, OH, OW, O)")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return full(x, w, b, stride, padding, dilation).transpose(0, 2, 3, 1)


@wrong("conv2d", "w is read as (C, O, kh, kw)")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return full(x, w.transpose(1, 0, 2, 3), b, stride, padding, dilation)


@wrong("conv2d", "the axis of the batch is lost if there is one picture")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = full(x, w, b, stride, padding, dilation)
    return y[0] if len(y) == 1 else y


@wrong("conv2d", "the bias is added before the padding's zeros: to x, not to y")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if b is None:
        return full(x, w, b, stride, padding, dilation)
    y = [full(x + b[o], w[o : o + 1], None, stride, padding, dilation) for o in range(len(w))]
    return np.concatenate(y, axis=1)


@wrong("conv2d", "the output size is rounded up: a last window that does not fit sees zeros")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    xp, oh, ow, sh, sw, dh, dw = prepare(x, w, stride, padding, dilation)
    more = (-(xp.shape[2] - dh * (w.shape[2] - 1) - 1) % sh, -(xp.shape[3] - dw * (w.shape[3] - 1) - 1) % sw)
    xp = np.pad(xp, ((0, 0), (0, 0), (0, more[0]), (0, more[1])))
    return full(xp, w, b, stride, 0, dilation)


# ---------------------------------------------------------------- conv1x1


@right("conv1x1", "einsum, channels checked, bias with two new axes")
def _(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, w has {w.shape[1]}")
    return np.einsum("oc,ncij->noij", w, x) + b[:, None, None]


@right("conv1x1", "channels last and @, which refuses other channels by itself")
def _(x, w, b):
    return (x.transpose(0, 2, 3, 1) @ w.T + b).transpose(0, 3, 1, 2)


@right("conv1x1", "tensordot (ValueError for other channels) and moveaxis")
def _(x, w, b):
    return np.moveaxis(np.tensordot(w, x, axes=(1, 1)), 0, 1) + b.reshape(1, -1, 1, 1)


@right("conv1x1", "loops over pictures and pixels, w @ v + b")
def _(x, w, b):
    N, C, H, W = x.shape
    if C != w.shape[1]:
        raise ValueError("channels")
    y = np.zeros((N, w.shape[0], H, W))
    for n in range(N):
        for i in range(H):
            for j in range(W):
                y[n, :, i, j] = w @ x[n, :, i, j] + b
    return y


@right("conv1x1", "broadcasting over a fifth axis, then sum")
def _(x, w, b):
    if w.shape[-1] != x.shape[1]:
        raise ValueError("channels")
    return (w[None, :, :, None, None] * x[:, None]).sum(axis=2) + np.expand_dims(b, (1, 2))


@right("conv1x1", "loop over the channels, maps added up")
def _(x, w, b):
    n, c, h, width = x.shape
    if w.shape != (w.shape[0], c):
        raise ValueError("channels differ")
    y = np.zeros((n, len(w), h, width)) + np.asarray(b, float)[:, None, None]
    for o in range(len(w)):
        for k in range(c):
            y[:, o] += w[o, k] * x[:, k]
    return y


@right("conv1x1", "flat pixels with known sizes (no -1) and matmul")
def _(x, w, b):
    n, c, h, width = x.shape
    y = np.matmul(w, x.reshape(n, c, h * width)) + b[:, np.newaxis]
    return y.reshape(n, len(w), h, width)


def ones(x, w, b):
    """A right conv1x1, to put mistakes around."""
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    return np.einsum("oc,ncij->noij", w, x) + b[:, None, None]


@wrong("conv1x1", "the bias is missing")
def _(x, w, b):
    return ones(x, w, 0 * b)


@wrong("conv1x1", "the first bias for all maps")
def _(x, w, b):
    return ones(x, w, 0 * b) + b[0]


@wrong("conv1x1", "+ b runs along the columns: wrong or an error, unless W and O agree")
def _(x, w, b):
    return ones(x, w, 0 * b) + b


@wrong("conv1x1", "b[:, None] runs along the rows")
def _(x, w, b):
    return ones(x, w, 0 * b) + b[:, None]


@wrong("conv1x1", "all the biases are added to every map")
def _(x, w, b):
    return ones(x, w, 0 * b) + b.sum()


@wrong("conv1x1", "w is transposed: x has to have O channels")
def _(x, w, b):
    if x.shape[1] != w.shape[0]:
        raise ValueError("channels")
    return np.einsum("co,ncij->noij", w, x) + b[:, None, None]


@wrong("conv1x1", "the output has the channels last")
def _(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    return np.einsum("oc,ncij->nijo", w, x) + b


@wrong("conv1x1", "the output is (O, N, H, W): tensordot without moving the axis")
def _(x, w, b):
    return np.tensordot(w, x, axes=(1, 1)) + b[:, None, None, None]


@wrong("conv1x1", "reshape in place of a transpose after tensordot: right shape, wrong order")
def _(x, w, b):
    y = np.tensordot(w, x, axes=(1, 1))
    return y.reshape(x.shape[0], w.shape[0], *x.shape[2:]) + b[:, None, None]


@wrong("conv1x1", "H and W are exchanged in the output")
def _(x, w, b):
    return ones(x, w, b).swapaxes(2, 3)


@wrong("conv1x1", "the mean over the channels in place of the sum")
def _(x, w, b):
    return ones(x, w / w.shape[1], b)


@wrong("conv1x1", "the bias is added for each channel: C times")
def _(x, w, b):
    return ones(x, w, b * w.shape[1])


@wrong("conv1x1", "the channels are not added up: (N, O, C, H, W)")
def _(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    return np.einsum("oc,ncij->nocij", w, x) + b[:, None, None, None]


@wrong("conv1x1", "the result has the dtype of x: integer pictures cut fractions off")
def _(x, w, b):
    return ones(x, w, b).astype(x.dtype)


@wrong("conv1x1", "checks O against C: refuses layers with another number of maps")
def _(x, w, b):
    if x.shape[1] != w.shape[0]:
        raise ValueError("channels")
    return ones(x, w, b)


@wrong("conv1x1", "only the first picture, in all places")
def _(x, w, b):
    y = ones(x, w, b)
    y[:] = y[:1]
    return y


@wrong("conv1x1", "the batch is added up: einsum lost the n")
def _(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    return np.einsum("oc,ncij->oij", w, x) + b[:, None, None]


@wrong("conv1x1", "in place: x is overwritten by the weighted channels")
def _(x, w, b):
    y = ones(x, w, b)
    if x.dtype.kind == "f":
        x *= w[-1][:, None, None]
    return y


@wrong("conv1x1", "the bias is added to x before the product")
def _(x, w, b):
    y = ones(x, w, 0 * b)
    return y + (w.sum(axis=1) * b)[:, None, None]


@wrong("conv1x1", "the order of the channels is reversed (BGR)")
def _(x, w, b):
    return ones(x[:, ::-1], w, b)


# ---------------------------------------------------------------- to_channels_last


@right("to_channels_last", "transpose")
def _(x):
    return x.transpose(0, 2, 3, 1)


@right("to_channels_last", "moveaxis")
def _(x):
    return np.moveaxis(x, 1, -1)


@right("to_channels_last", "two exchanges of neighbours, copied")
def _(x):
    return x.swapaxes(1, 2).swapaxes(2, 3).copy()


@right("to_channels_last", "einsum")
def _(x):
    return np.einsum("nchw->nhwc", x)


@right("to_channels_last", "a stack of the channels on a new last axis")
def _(x):
    return np.stack([x[:, c] for c in range(x.shape[1])], axis=-1)


@right("to_channels_last", "loops into an empty array of the same dtype")
def _(x):
    n, c, h, w = x.shape
    out = np.empty((n, h, w, c), x.dtype)
    for k in range(c):
        out[:, :, :, k] = x[:, k, :, :]
    return out


@right("to_channels_last", "reshape to a table of channels and pixels, its transpose, reshape back")
def _(x):
    n, c, h, w = x.shape
    return x.reshape(n, c, h * w).transpose(0, 2, 1).reshape(n, h, w, c)


@wrong("to_channels_last", "reshape: right shape, wrong order")
def _(x):
    n, c, h, w = x.shape
    return x.reshape(n, h, w, c)


@wrong("to_channels_last", ".T turns all axes around: (W, H, C, N)")
def _(x):
    return x.T


@wrong("to_channels_last", "swapaxes(1, 3): (N, W, H, C), pictures transposed")
def _(x):
    return x.swapaxes(1, 3)


@wrong("to_channels_last", "the other direction: (N, W, C, H)")
def _(x):
    return x.transpose(0, 3, 1, 2)


@wrong("to_channels_last", "H and W exchanged, then forced into the shape by reshape: (N, H, W, C) with wrong order")
def _(x):
    n, c, h, w = x.shape
    return x.swapaxes(1, 3).reshape(n, h, w, c)


@wrong("to_channels_last", "nothing happens: x as it is")
def _(x):
    return x


@wrong("to_channels_last", "the result of transpose is thrown away: x as it is")
def _(x):
    np.transpose(x, (0, 2, 3, 1))
    return x.copy()


@wrong("to_channels_last", "no return: None")
def _(x):
    x = x.transpose(0, 2, 3, 1)


@wrong("to_channels_last", "moves the batch to the end: (C, H, W, N)")
def _(x):
    return np.moveaxis(x, 0, -1)


@wrong("to_channels_last", "three axes only: the batch is lost, first picture")
def _(x):
    return x[0].transpose(1, 2, 0)


@wrong("to_channels_last", "the channels are reversed on the way (RGB to BGR)")
def _(x):
    return x.transpose(0, 2, 3, 1)[..., ::-1]


@wrong("to_channels_last", "squeeze: axes of length 1 are lost")
def _(x):
    return x.transpose(0, 2, 3, 1).squeeze()


@wrong("to_channels_last", "reshape in Fortran order")
def _(x):
    n, c, h, w = x.shape
    return x.reshape((n, h, w, c), order="F")


@wrong("to_channels_last", "pictures upside down")
def _(x):
    return x.transpose(0, 2, 3, 1)[:, ::-1]


@wrong("to_channels_last", "always three channels: more are dropped, fewer fail")
def _(x):
    return np.stack([x[:, 0], x[:, 1], x[:, 2]], axis=-1)


@wrong("to_channels_last", "swapaxes(1, 2): (N, H, C, W)")
def _(x):
    return x.swapaxes(1, 2)


@wrong("to_channels_last", "changes the shape of x itself too (x.shape = ...)")
def _(x):
    out = x.transpose(0, 2, 3, 1).copy()
    n, c, h, w = x.shape
    x.shape = (n, h, w, c)
    return out


@wrong("to_channels_last", "uint8 for all: fractions are lost")
def _(x):
    return x.transpose(0, 2, 3, 1).astype(np.uint8)


@wrong("to_channels_last", "ravel and resize: the numbers in the old order in a new shape")
def _(x):
    out = np.empty((x.shape[0], x.shape[2], x.shape[3], x.shape[1]), x.dtype)
    out.flat = x.flat
    return out


# ---------------------------------------------------------------- from_channels_last


@right("from_channels_last", "transpose")
def _(x):
    return np.transpose(x, (0, 3, 1, 2))


@right("from_channels_last", "moveaxis")
def _(x):
    return np.moveaxis(x, 3, 1)


@right("from_channels_last", "rollaxis, contiguous copy")
def _(x):
    return np.ascontiguousarray(np.rollaxis(x, 3, 1))


@right("from_channels_last", "a channel after the other into zeros of the same dtype")
def _(x):
    out = np.zeros((x.shape[0], x.shape[3], x.shape[1], x.shape[2]), dtype=x.dtype)
    for c in range(x.shape[-1]):
        out[:, c] = x[..., c]
    return out


@right("from_channels_last", "argsort of the way there, so that it is the inverse")
def _(x):
    return x.transpose(np.argsort((0, 2, 3, 1)))


@right("from_channels_last", "the way there, twice: it has three steps until the axes are back")
def _(x):
    for _ in range(2):
        x = x.transpose(0, 2, 3, 1)
    return x


@wrong("from_channels_last", "the same permutation as on the way there: (N, W, C, H)")
def _(x):
    return x.transpose(0, 2, 3, 1)


@wrong("from_channels_last", "reshape: right shape, wrong order")
def _(x):
    n, h, w, c = x.shape
    return x.reshape(n, c, h, w)


@wrong("from_channels_last", "swapaxes(1, 3): (N, C, W, H)")
def _(x):
    return np.swapaxes(x, 1, 3)


@wrong("from_channels_last", ".T: (C, W, H, N)")
def _(x):
    return x.T


@wrong("from_channels_last", "the channels go to the very front: (C, N, H, W)")
def _(x):
    return np.moveaxis(x, -1, 0)


@wrong("from_channels_last", "the axes 2 and 3 exchanged: (N, H, C, W)")
def _(x):
    return x.swapaxes(2, 3)


@wrong("from_channels_last", "nothing happens")
def _(x):
    return x


@wrong("from_channels_last", "no return: None")
def _(x):
    np.moveaxis(x, 3, 1)


@wrong("from_channels_last", "prints the result")
def _(x):
    print(x.transpose(0, 3, 1, 2))


@wrong("from_channels_last", "the first picture only")
def _(x):
    return x[:1].transpose(0, 3, 1, 2)


@wrong("from_channels_last", "swapaxes(1, 3) and reshape to the right shape: wrong order")
def _(x):
    n, h, w, c = x.shape
    return x.swapaxes(1, 3).reshape(n, c, h, w)


@wrong("from_channels_last", "pictures mirrored left to right")
def _(x):
    return x.transpose(0, 3, 1, 2)[..., ::-1]


@wrong("from_channels_last", "channels in reverse order")
def _(x):
    return x.transpose(0, 3, 1, 2)[:, ::-1]


@wrong("from_channels_last", "decides by the size which axis has the channels: leaves x alone if axis 1 is at most 4")
def _(x):
    return x if x.shape[1] <= 4 else x.transpose(0, 3, 1, 2)


@wrong("from_channels_last", "the return is in the loop: only the first channel is filled")
def _(x):
    out = np.zeros((x.shape[0], x.shape[3], x.shape[1], x.shape[2]), x.dtype)
    for c in range(x.shape[3]):
        out[:, c] = x[..., c]
        return out


@wrong("from_channels_last", "channels averaged: (N, 1, H, W)")
def _(x):
    return x.mean(axis=3, keepdims=True).transpose(0, 3, 1, 2)


@wrong("from_channels_last", "pictures of one channel lose that axis")
def _(x):
    return x[..., 0] if x.shape[3] == 1 else x.transpose(0, 3, 1, 2)


@wrong("from_channels_last", "right numbers, but divided by 255 if they are bytes")
def _(x):
    return x.transpose(0, 3, 1, 2) / 255 if x.dtype == np.uint8 else x.transpose(0, 3, 1, 2)

# More answers, written later: what they share, and those that do something new.


def message(n, k, s, p, d):
    return f"n = {n}, kernel_size = {k}, stride = {s}, padding = {p}, dilation = {d} do not fit"


def conv_core(x, w, b, stride, padding, dilation):
    """A right layer without any checks; for wrong answers that prepare their arguments wrongly."""
    (sh, sw), (dh, dw) = pair(stride), pair(dilation)
    x = pad2d(x, padding).astype(float)
    reach = dh * (w.shape[2] - 1) + 1, dw * (w.shape[3] - 1) + 1
    seen = sliding_window_view(x, reach, axis=(2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    y = np.einsum("ncijuv,ocuv->noij", seen, w)
    return y if b is None else y + np.asarray(b)[:, None, None]


def checked(x, w, stride, padding, dilation):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"channels {x.shape[1]} and {w.shape[1]}")
    return tuple(
        output_size(n, k, s, p, d)
        for n, k, s, p, d in zip(x.shape[2:], w.shape[2:], pair(stride), pair(padding), pair(dilation))
    )


# ---------------------------------------- output_size


@right("output_size", "the formula")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    way = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1:
        raise ValueError(f"stride {stride} is below 1")
    if way < 0:
        raise ValueError(message(n, kernel_size, stride, padding, dilation))
    return way // stride + 1


@right("output_size", "walk and count in a while loop")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    if stride < 1:
        raise ValueError(message(n, kernel_size, stride, padding, dilation))
    count, start = 0, -padding
    while start + dilation * (kernel_size - 1) <= n - 1 + padding:
        count += 1
        start += stride
    if count == 0:
        raise ValueError(message(n, kernel_size, stride, padding, dilation))
    return count


@wrong("output_size", "dilation counted as the number of skipped pixels: span k + d (k - 1)")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    way = n + 2 * padding - kernel_size - (dilation - 1 if dilation == 1 else dilation) * (kernel_size - 1)
    if stride < 1 or way < 0:
        raise ValueError(message(n, kernel_size, stride, padding, dilation))
    return way // stride + 1


@wrong("output_size", "the stride is ignored")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    way = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or way < 0:
        raise ValueError(message(n, kernel_size, stride, padding, dilation))
    return way + 1


@wrong("output_size", "stride 1 is refused: <= 1")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    way = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride <= 1 or way < 0:
        raise ValueError(message(n, kernel_size, stride, padding, dilation))
    return way // stride + 1


@wrong("output_size", "AssertionError in place of ValueError")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    way = n + 2 * padding - dilation * (kernel_size - 1) - 1
    assert stride >= 1 and way >= 0, message(n, kernel_size, stride, padding, dilation)
    return way // stride + 1


@wrong("output_size", "the exception is returned, not raised")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    way = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or way < 0:
        return ValueError(message(n, kernel_size, stride, padding, dilation))
    return way // stride + 1


@wrong("output_size", "the default padding is kernel_size // 2, not 0")
def _(n, kernel_size, stride=1, padding=None, dilation=1):
    padding = kernel_size // 2 if padding is None else padding
    way = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or way < 0:
        raise ValueError(message(n, kernel_size, stride, padding, dilation))
    return way // stride + 1


@wrong("output_size", "padding and dilation stand in the other order as (positional) parameters")
def _(n, kernel_size, stride=1, dilation=1, padding=0):
    way = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or way < 0:
        raise ValueError(message(n, kernel_size, stride, padding, dilation))
    return way // stride + 1


@wrong("output_size", "non-overlapping windows: the window moves by stride times its size")
def _(n, kernel_size, stride=1, padding=0, dilation=1):
    way = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if stride < 1 or way < 0:
        raise ValueError(message(n, kernel_size, stride, padding, dilation))
    return way // (stride * kernel_size) + 1


# ---------------------------------------- spot_dilation


right("spot_dilation", "plain numbers")({"reach": 5, "size": 5, "stride": 3})


right("spot_dilation", "other order of the keys")({"stride": 3, "size": 5, "reach": 5})


wrong("spot_dilation", "reach is the whole padded row")({"reach": 13, "size": 5, "stride": 3})


wrong("spot_dilation", "size without dilation: 6")({"reach": 5, "size": 6, "stride": 3})


wrong("spot_dilation", "size with stride 1: 9")({"reach": 5, "size": 9, "stride": 3})


wrong("spot_dilation", "size without flooring")({"reach": 5, "size": 4.5, "stride": 3})


wrong("spot_dilation", "the key size is missing")({"reach": 5, "stride": 3})


wrong("spot_dilation", "reach and stride are exchanged")({"reach": 3, "size": 5, "stride": 5})


wrong("spot_dilation", "the keys are misspelt with capitals")({"Reach": 5, "Size": 5, "Stride": 3})


wrong("spot_dilation", "None for all")({"reach": None, "size": None, "stride": None})


# ---------------------------------------- same_padding


@right("same_padding", "half of d (k - 1)")
def _(kernel_size, dilation=1):
    return dilation * (kernel_size - 1) // 2


@right("same_padding", "try paddings until the size stays")
def _(kernel_size, dilation=1):
    padding = 0
    while output_size(1000, kernel_size, padding=padding, dilation=dilation) < 1000:
        padding += 1
    return padding


@wrong("same_padding", "the dilation is ignored")
def _(kernel_size, dilation=1):
    return (kernel_size - 1) // 2


@wrong("same_padding", "the lecture's formula: (d k - 1) // 2")
def _(kernel_size, dilation=1):
    return (dilation * kernel_size - 1) // 2


@wrong("same_padding", "dilation as the number of skipped pixels: (d + 1) (k - 1) / 2 for d > 1")
def _(kernel_size, dilation=1):
    step = 1 if dilation == 1 else dilation + 1
    return step * (kernel_size - 1) // 2


@wrong("same_padding", "the dilation is added, not multiplied")
def _(kernel_size, dilation=1):
    return (kernel_size - 1) // 2 + dilation - 1


@wrong("same_padding", "a table for 3, 5 and 7 only")
def _(kernel_size, dilation=1):
    return {3: 1, 5: 2, 7: 3}[kernel_size] * dilation


@wrong("same_padding", "at least 1, also for a window of one pixel")
def _(kernel_size, dilation=1):
    return max(1, dilation * (kernel_size - 1) // 2)


@wrong("same_padding", "round() before stretching: half to even, wrong for a window of 4")
def _(kernel_size, dilation=1):
    return round((kernel_size - 1) / 2) * dilation


@wrong("same_padding", "returns the word same")
def _(kernel_size, dilation=1):
    return "same"


@wrong("same_padding", "printed, not returned")
def _(kernel_size, dilation=1):
    print(dilation * (kernel_size - 1) // 2)


@wrong("same_padding", "off by one: half of d (k - 1) + 2")
def _(kernel_size, dilation=1):
    return (dilation * (kernel_size - 1) + 2) // 2


@wrong("same_padding", "the dilation is applied twice")
def _(kernel_size, dilation=1):
    reach = dilation * (kernel_size - 1) + 1
    return dilation * (reach - 1) // 2


@wrong("same_padding", "dilation without a default")
def _(kernel_size, dilation):
    return dilation * (kernel_size - 1) // 2


@wrong("same_padding", "divided by the dilation, as if it shrank the window")
def _(kernel_size, dilation=1):
    return (kernel_size - 1) // 2 // dilation


# ---------------------------------------- pad2d


@right("pad2d", "zeros, then a slice with computed ends")
def _(x, padding):
    ph, pw = pair(padding)
    n, c, h, w = x.shape
    result = np.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=x.dtype)
    result[:, :, ph : ph + h, pw : pw + w] = x
    return result


@right("pad2d", "np.pad")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)], mode="constant")


@wrong("pad2d", "float32 becomes float64, other dtypes stay: zeros of Python floats are added")
def _(x, padding):
    ph, pw = pair(padding)
    y = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    return y.astype(float) if np.issubdtype(x.dtype, np.floating) else y


@wrong("pad2d", "zeros at the bottom and at the right only, all of them there")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, ((0, 0), (0, 0), (0, 2 * ph), (0, 2 * pw)))


@wrong("pad2d", "all four axes are padded: more pictures and more channels")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, ((ph, ph), (pw, pw), (ph, ph), (pw, pw)))


@wrong("pad2d", "the channel axis is padded in place of W")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, ((0, 0), (pw, pw), (ph, ph), (0, 0)))


@wrong("pad2d", "padding is taken as the total of both sides, halved for each")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, ((0, 0), (0, 0), (ph // 2, ph - ph // 2), (pw // 2, pw - pw // 2)))


@wrong("pad2d", "np.array of a list of pictures: wrong shape (0,) for N = 0")
def _(x, padding):
    ph, pw = pair(padding)
    return np.array([np.pad(picture, ((0, 0), (ph, ph), (pw, pw))) for picture in x], dtype=x.dtype)


@wrong("pad2d", "only the first channel is copied, the others stay zero")
def _(x, padding):
    ph, pw = pair(padding)
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=x.dtype)
    out[:, :1, ph : ph + h, pw : pw + w] = x[:, :1]
    return out


@wrong("pad2d", "the frame lies inside: the size stays, and the outermost pixels become 0")
def _(x, padding):
    ph, pw = pair(padding)
    out = np.zeros_like(x)
    h, w = x.shape[2:]
    out[:, :, ph : h - ph, pw : w - pw] = x[:, :, ph : h - ph, pw : w - pw]
    return out


@wrong("pad2d", "width computed from the height: works for square pictures only")
def _(x, padding):
    ph, pw = pair(padding)
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * ph, h + 2 * pw), dtype=x.dtype)
    out[:, :, ph : ph + h, pw : pw + h] = x
    return out


@wrong("pad2d", "only the first picture is returned")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))[:1]


@wrong("pad2d", "channels-last order assumed: axes 1 and 2 are padded")
def _(x, padding):
    ph, pw = pair(padding)
    return np.pad(x, ((0, 0), (ph, ph), (pw, pw), (0, 0)))


# ---------------------------------------- conv2d_one


@right("conv2d_one", "two loops")
def _(x, w, b=0.0):
    oh, ow = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1
    y = np.zeros((oh, ow))
    for i in range(oh):
        for j in range(ow):
            y[i, j] = np.sum(x[:, i : i + w.shape[1], j : j + w.shape[2]].astype(float) * w) + b
    return y


@right("conv2d_one", "sliding_window_view and einsum")
def _(x, w, b=0.0):
    seen = sliding_window_view(x.astype(float), w.shape[1:], axis=(1, 2))
    return np.einsum("cijuv,cuv->ij", seen, w) + b


@wrong("conv2d_one", "the first slice of the filter is used for every channel")
def _(x, w, b=0.0):
    seen = sliding_window_view(x.astype(float), w.shape[1:], axis=(1, 2))
    return np.einsum("cijuv,uv->ij", seen, w[0]) + b


@wrong("conv2d_one", "the mean over the channels, not the sum")
def _(x, w, b=0.0):
    seen = sliding_window_view(x.astype(float), w.shape[1:], axis=(1, 2))
    return np.einsum("cijuv,cuv->ij", seen, w) / len(w) + b


@wrong("conv2d_one", "the output has the dtype of x: fractions are cut off for whole pixels")
def _(x, w, b=0.0):
    kh, kw = w.shape[1:]
    y = np.zeros((x.shape[1] - kh + 1, x.shape[2] - kw + 1), dtype=np.int64 if x.dtype.kind in "iu" else x.dtype)
    for i, j in np.ndindex(*y.shape):
        y[i, j] = np.sum(x[:, i : i + kh, j : j + kw].astype(float) * w) + b
    return y


@wrong("conv2d_one", "the filter is converted to the dtype of x: its fractions are lost for whole pixels")
def _(x, w, b=0.0):
    seen = sliding_window_view(x, w.shape[1:], axis=(1, 2)).astype(float)
    return np.einsum("cijuv,cuv->ij", seen, w.astype(np.int64) if x.dtype.kind in "iu" else w) + b


@wrong("conv2d_one", "the right shape, but the last row and column are never filled")
def _(x, w, b=0.0):
    kh, kw = w.shape[1:]
    y = np.zeros((x.shape[1] - kh + 1, x.shape[2] - kw + 1))
    for i in range(y.shape[0] - 1):
        for j in range(y.shape[1] - 1):
            y[i, j] = np.sum(x[:, i : i + kh, j : j + kw].astype(float) * w) + b
    return y


@wrong("conv2d_one", "kh is used for both sides: right for square filters only")
def _(x, w, b=0.0):
    k = w.shape[1]
    y = np.zeros((x.shape[1] - k + 1, x.shape[2] - k + 1))
    for i, j in np.ndindex(*y.shape):
        y[i, j] = np.sum(x[:, i : i + k, j : j + k].astype(float) * w) + b
    return y


@wrong("conv2d_one", "patch *= w works in x itself: the picture changes, and later windows are wrong")
def _(x, w, b=0.0):
    kh, kw = w.shape[1:]
    y = np.zeros((x.shape[1] - kh + 1, x.shape[2] - kw + 1))
    if x.dtype.kind in "iu":
        x = x.astype(float)
    for i, j in np.ndindex(*y.shape):
        patch = x[:, i : i + kh, j : j + kw]
        patch *= w
        y[i, j] = patch.sum() + b
    return y


@wrong("conv2d_one", "negative outputs become 0 (ReLU)")
def _(x, w, b=0.0):
    seen = sliding_window_view(x.astype(float), w.shape[1:], axis=(1, 2))
    return np.maximum(np.einsum("cijuv,cuv->ij", seen, w) + b, 0)


@wrong("conv2d_one", "the default of b is 1, as in the example")
def _(x, w, b=1.0):
    seen = sliding_window_view(x.astype(float), w.shape[1:], axis=(1, 2))
    return np.einsum("cijuv,cuv->ij", seen, w) + b


@wrong("conv2d_one", "whole numbers in, whole numbers out: the dtype of the result is int if x, w and b are")
def _(x, w, b=0.0):
    seen = sliding_window_view(x.astype(float), w.shape[1:], axis=(1, 2))
    y = np.einsum("cijuv,cuv->ij", seen, w) + b
    return y.astype(int) if x.dtype.kind in "iu" and w.dtype.kind in "iu" else y


@wrong("conv2d_one", "products of uint8 pixels with a uint8 filter wrap around at 256")
def _(x, w, b=0.0):
    kh, kw = w.shape[1:]
    y = np.zeros((x.shape[1] - kh + 1, x.shape[2] - kw + 1))
    if x.dtype == np.uint8 and w.dtype.kind in "iu":
        w = w.astype(np.uint8)
    for i, j in np.ndindex(*y.shape):
        y[i, j] = np.sum(x[:, i : i + kh, j : j + kw] * w) + b
    return y


# ---------------------------------------- conv2d


@right("conv2d", "loops over positions, patches with steps, einsum")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, w has {w.shape[1]}")
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    kh, kw = w.shape[2:]
    oh = output_size(x.shape[2], kh, sh, ph, dh)
    ow = output_size(x.shape[3], kw, sw, pw, dw)
    xp = pad2d(x, padding).astype(float)
    y = np.zeros((x.shape[0], w.shape[0], oh, ow))
    for i in range(oh):
        for j in range(ow):
            patch = xp[:, :, i * sh : i * sh + dh * (kh - 1) + 1 : dh, j * sw : j * sw + dw * (kw - 1) + 1 : dw]
            y[:, :, i, j] = np.einsum("ncuv,ocuv->no", patch, w)
    if b is not None:
        y += b[None, :, None, None]
    return y


@right("conv2d", "loops over everything up to a sum, bias zeros if None")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if w.shape[1] != x.shape[1]:
        raise ValueError("different channels")
    b = np.zeros(len(w)) if b is None else b
    stride, padding, dilation = pair(stride), pair(padding), pair(dilation)
    sizes = [output_size(x.shape[2 + a], w.shape[2 + a], stride[a], padding[a], dilation[a]) for a in (0, 1)]
    x = pad2d(x, padding)
    rows, columns = np.arange(w.shape[2]) * dilation[0], np.arange(w.shape[3]) * dilation[1]
    y = np.zeros((len(x), len(w), *sizes))
    for n, o, i, j in np.ndindex(*y.shape):
        patch = x[n][:, (rows + i * stride[0])[:, None], columns + j * stride[1]]
        y[n, o, i, j] = np.sum(patch.astype(float) * w[o]) + b[o]
    return y


@wrong("conv2d", "`if b.any()` without a check for None: fails without a bias")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    checked(x, w, stride, padding, dilation)
    y = conv_core(x, w, None, stride, padding, dilation)
    if b.any():
        y = y + b[:, None, None]
    return y


@wrong("conv2d", "the bias is added before the padding, to the pixels")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    checked(x, w, stride, padding, dilation)
    if b is not None:
        return conv_core(x.astype(float) + b.mean(), w, None, stride, padding, dilation)
    return conv_core(x, w, None, stride, padding, dilation)


@wrong("conv2d", "pairs of dilation do not work, only single numbers")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    checked(x, w, stride, padding, (int(dilation), int(dilation)))
    return conv_core(x, w, b, stride, padding, dilation)


@wrong("conv2d", "no check of the channels: one channel is broadcast over the filter's (or the other way round)")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    kh, kw = w.shape[2:]
    oh, ow = output_size(x.shape[2], kh, sh, ph, dh), output_size(x.shape[3], kw, sw, pw, dw)
    x = pad2d(x, padding).astype(float)
    y = np.zeros((len(x), len(w), oh, ow))
    for n, o, i, j in np.ndindex(*y.shape):
        y[n, o, i, j] = np.sum(x[n, :, i * sh :, j * sw :][:, : dh * (kh - 1) + 1 : dh, : dw * (kw - 1) + 1 : dw] * w[o])
    return y if b is None else y + b[:, None, None]


@wrong("conv2d", "only too few channels are refused: superfluous channels of x are dropped silently")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] < w.shape[1]:
        raise ValueError("too few channels")
    x = x[:, : w.shape[1]]
    checked(x, w, stride, padding, dilation)
    return conv_core(x, w, b, stride, padding, dilation)


@wrong("conv2d", "TypeError in place of ValueError if the channels differ")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] != w.shape[1]:
        raise TypeError("channels differ")
    checked(x, w, stride, padding, dilation)
    return conv_core(x, w, b, stride, padding, dilation)


@wrong("conv2d", "no error if no window fits: an empty output")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] != w.shape[1] or min(pair(stride)) < 1:
        raise ValueError("bad input")
    reach = [d * (k - 1) + 1 for d, k in zip(pair(dilation), w.shape[2:])]
    if any(r > n + 2 * p for r, n, p in zip(reach, x.shape[2:], pair(padding))):
        return np.zeros((len(x), len(w), 0, 0))
    return conv_core(x, w, b, stride, padding, dilation)


@wrong("conv2d", "kernel axes are transposed: right for symmetric filters only, wrong shape for others")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    w = w.transpose(0, 1, 3, 2)
    checked(x, w, stride, padding, dilation)
    return conv_core(x, w, b, stride, padding, dilation)


@wrong("conv2d", "the pictures of a batch are added up")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    checked(x, w, stride, padding, dilation)
    y = conv_core(x, w, b, stride, padding, dilation)
    return np.broadcast_to(y.sum(axis=0, keepdims=True), y.shape).copy() if len(y) else y


@wrong("conv2d", "the output is made with the dtype of x: fractions are cut off for whole pixels")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    checked(x, w, stride, padding, dilation)
    y = conv_core(x, w, b, stride, padding, dilation)
    return y.astype(np.int64) if x.dtype.kind in "iu" else y


@wrong("conv2d", "default padding 1 in place of 0")
def _(x, w, b=None, stride=1, padding=1, dilation=1):
    checked(x, w, stride, padding, dilation)
    return conv_core(x, w, b, stride, padding, dilation)


@wrong("conv2d", "padding and dilation are exchanged in the order of the parameters")
def _(x, w, b=None, stride=1, dilation=1, padding=0):
    checked(x, w, stride, padding, dilation)
    return conv_core(x, w, b, stride, padding, dilation)


@wrong("conv2d", "the dilation also multiplies the stride")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    oh, ow = checked(x, w, stride, padding, dilation)
    s = tuple(a * d for a, d in zip(pair(stride), pair(dilation)))
    return conv_core(x, w, b, s, padding, dilation)


@wrong("conv2d", "a layer without its last position when the stride divides exactly: range ends one early")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    checked(x, w, stride, padding, dilation)
    y = conv_core(x, w, b, 1, padding, dilation)
    return y[:, :, : max(y.shape[2] - 1, 1) : pair(stride)[0], : max(y.shape[3] - 1, 1) : pair(stride)[1]]


# ---------------------------------------- conv1x1


@right("conv1x1", "einsum")
def _(x, w, b):
    return np.einsum("oc,ncij->noij", w, x.astype(float)) + b[:, None, None]


@right("conv1x1", "tensordot and moveaxis")
def _(x, w, b):
    return np.moveaxis(np.tensordot(x.astype(float), w, axes=(1, 1)) + b, -1, 1)


@wrong("conv1x1", "the matrix is transposed: right for symmetric w only, an error if C is not O")
def _(x, w, b):
    return np.einsum("co,ncij->noij", w, x.astype(float)) + b[:, None, None]


@wrong("conv1x1", "channels last, then a reshape in place of a transpose: the numbers are mixed up")
def _(x, w, b):
    y = x.transpose(0, 2, 3, 1) @ w.T.astype(float) + b
    return y.reshape(x.shape[0], w.shape[0], x.shape[2], x.shape[3])


@wrong("conv1x1", "x.reshape(N, H, W, C) in place of a transpose: colours of different pixels")
def _(x, w, b):
    n, c, h, wd = x.shape
    y = x.reshape(n, h, wd, c).astype(float) @ w.T + b
    return y.transpose(0, 3, 1, 2)


@wrong("conv1x1", "x.reshape(C, -1) mixes pictures and channels for more than one picture")
def _(x, w, b):
    n, c, h, wd = x.shape
    y = w.astype(float) @ x.reshape(c, -1) + b[:, None]
    return y.reshape(len(w), n, h, wd).transpose(1, 0, 2, 3)


@wrong("conv1x1", "reshape(N, O, H, W) of an array in the order (O, N, H, W)")
def _(x, w, b):
    n, c, h, wd = x.shape
    y = np.tensordot(w.astype(float), x, axes=(1, 1)) + b[:, None, None, None]
    return y.reshape(n, len(w), h, wd)


@wrong("conv1x1", "whole pixels make a whole result: fractions are cut off")
def _(x, w, b):
    y = np.einsum("oc,ncij->noij", w, x.astype(float)) + b[:, None, None]
    return y.astype(int) if x.dtype.kind in "iu" else y


@wrong("conv1x1", "x and w are multiplied as uint8 / small integers, and wrap around")
def _(x, w, b):
    wx = w.astype(x.dtype) if x.dtype.kind in "iu" and w.dtype.kind in "iu" else w
    return np.einsum("oc,ncij->noij", wx, x) + b[:, None, None].astype(float)


@wrong("conv1x1", "only the first picture")
def _(x, w, b):
    return np.einsum("oc,cij->oij", w, x[0].astype(float))[None] + b[:, None, None]


@wrong("conv1x1", "only the first filter: one map, shape (N, 1, H, W)")
def _(x, w, b):
    return np.einsum("c,ncij->nij", w[0], x.astype(float))[:, None] + b[0]


@wrong("conv1x1", "channels are not summed: only w[o, o] is used where einsum repeats a letter (C = O only)")
def _(x, w, b):
    return np.einsum("oo,noij->noij", w, x.astype(float)) + b[:, None, None]


@wrong("conv1x1", "scaled in place: x is changed behind the caller's back, and later filters see it (float input)")
def _(x, w, b):
    x = x.astype(float, copy=False)
    y = np.zeros((x.shape[0], len(w), *x.shape[2:])) + b[:, None, None]
    for o in range(len(w)):
        part = x
        part *= w[o][:, None, None]
        y[:, o] += part.sum(axis=1)
    return y


@wrong("conv1x1", "a batch without pictures fails: np.stack of an empty list")
def _(x, w, b):
    return np.stack([np.einsum("oc,cij->oij", w, picture.astype(float)) + b[:, None, None] for picture in x])


@wrong("conv1x1", "the bias is subtracted")
def _(x, w, b):
    return np.einsum("oc,ncij->noij", w, x.astype(float)) - b[:, None, None]


@wrong("conv1x1", "weights are normalised so that each row sums to one")
def _(x, w, b):
    w = w / (w.sum(axis=1, keepdims=True) + 1e-12)
    return np.einsum("oc,ncij->noij", w, x.astype(float)) + b[:, None, None]


@wrong("conv1x1", "the picture is squeezed for N = 1: shape (O, H, W)")
def _(x, w, b):
    y = np.einsum("oc,ncij->noij", w, x.astype(float)) + b[:, None, None]
    return y[0] if len(y) == 1 else y


# ---------------------------------------- to_channels_last


@right("to_channels_last", "transpose")
def _(x):
    return x.transpose(0, 2, 3, 1)


@right("to_channels_last", "moveaxis")
def _(x):
    return np.moveaxis(x, 1, -1)


@wrong("to_channels_last", "swapaxes(2, 3): only rows and columns exchanged")
def _(x):
    return np.swapaxes(x, 2, 3)


@wrong("to_channels_last", "the batch axis goes to the end, too: (H, W, C, N)")
def _(x):
    return x.transpose(2, 3, 1, 0)


@wrong("to_channels_last", "np.stack over the pictures: an error for an empty batch")
def _(x):
    return np.stack([picture.transpose(1, 2, 0) for picture in x])


@wrong("to_channels_last", "np.array of a list: wrong shape for an empty batch")
def _(x):
    return np.array([np.moveaxis(picture, 0, -1) for picture in x], dtype=x.dtype)


@wrong("to_channels_last", "if the last axis has length 3, it is taken for channels-last already and returned as it is")
def _(x):
    return x if x.shape[-1] == 3 else x.transpose(0, 2, 3, 1)


@wrong("to_channels_last", "exactly three channels are copied, whatever C is")
def _(x):
    n, c, h, w = x.shape
    y = np.zeros((n, h, w, 3), dtype=x.dtype)
    for k in range(min(c, 3)):
        y[..., k] = x[:, k]
    return y


@wrong("to_channels_last", "the axes are exchanged in the loop: y[n, j, i, c], for square pictures without an error")
def _(x):
    N, C, H, W = x.shape
    y = np.zeros((N, H, W, C), dtype=x.dtype)
    for n, c, i, j in np.ndindex(N, C, H, W):
        y[n, j, i, c] = x[n, c, i, j]
    return y


@wrong("to_channels_last", "the shape of x itself is overwritten in place, and x returned")
def _(x):
    n, c, h, w = x.shape
    x.shape = (n, h, w, c)
    return x


@wrong("to_channels_last", "scaled to 0 ... 1 by 255")
def _(x):
    return x.transpose(0, 2, 3, 1) / 255


# ---------------------------------------- from_channels_last


@right("from_channels_last", "transpose")
def _(x):
    return np.transpose(x, (0, 3, 1, 2))


@right("from_channels_last", "moveaxis")
def _(x):
    return np.moveaxis(x, 3, 1)


@wrong("from_channels_last", "only the first picture: (C, H, W)")
def _(x):
    return x[0].transpose(2, 0, 1)


@wrong("from_channels_last", "np.stack over pictures: an error for an empty batch")
def _(x):
    return np.stack([np.moveaxis(picture, 2, 0) for picture in x])


@wrong("from_channels_last", "only the first channel")
def _(x):
    return x[..., :1].transpose(0, 3, 1, 2)


@wrong("from_channels_last", "three channels at most: an alpha channel is dropped")
def _(x):
    return x[..., :3].transpose(0, 3, 1, 2)


@wrong("from_channels_last", "if axis 1 has length 3 (or 1), it is taken for channels-first already")
def _(x):
    return x if x.shape[1] in (1, 3) else x.transpose(0, 3, 1, 2)


@wrong("from_channels_last", "pictures are turned upside down")
def _(x):
    return x.transpose(0, 3, 1, 2)[:, :, ::-1]


@wrong("from_channels_last", "the numbers are cut off to integers")
def _(x):
    return x.transpose(0, 3, 1, 2).astype(int)


@wrong("from_channels_last", "squeezed: axes of length 1 disappear")
def _(x):
    return np.squeeze(x.transpose(0, 3, 1, 2))


@wrong("from_channels_last", "batch and channels are merged: (N * C, H, W)")
def _(x):
    n, h, w, c = x.shape
    return x.transpose(0, 3, 1, 2).reshape(n * c, h, w)


@wrong("from_channels_last", "the loop fills square pictures transposed: y[n, c] = x[n, :, :, c].T")
def _(x):
    N, H, W, C = x.shape
    y = np.empty((N, C, H, W), x.dtype)
    for n in range(N):
        for c in range(C):
            y[n, c] = x[n, :, :, c].T
    return y


@wrong("from_channels_last", "a list of pictures in place of an array")
def _(x):
    return [picture.transpose(2, 0, 1) for picture in x]


@wrong("from_channels_last", "the sides are read as (N, W, H, C): right axis moved, then reshaped to (N, C, W, H)")
def _(x):
    n, w, h, c = x.shape
    return x.transpose(0, 3, 1, 2).reshape(n, c, h, w)


@wrong("from_channels_last", "moveaxis(x, 2, 1): rows and columns exchanged, channels stay last")
def _(x):
    return np.moveaxis(x, 2, 1)
