"""Answers of learners to the exercises of chapter 06, right and wrong."""
import itertools

import numpy as np
from answers import right, wrong
from answers.given import pair, map_size, pad2d, windows, conv2d_loops, im2col, offsets, col2im, layer, backward, gradient
from numpy.lib.stride_tricks import as_strided, sliding_window_view


# ---------------------------------------------------------------- col2im


@right("col2im", "a loop over the kernel, slices added up")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (kh, kw), (ph, pw) = output_size, pair(kernel_size), pair(padding)
    (sh, sw), (dh, dw) = pair(stride), pair(dilation)
    oh, ow = map_size((H, W), kernel_size, stride, padding, dilation)
    N, rows, positions = cols.shape
    if rows % (kh * kw) != 0 or positions != oh * ow:
        raise ValueError(f"{cols.shape} does not belong to {output_size}")
    C = rows // (kh * kw)
    parts = cols.reshape(N, C, kh, kw, oh, ow)
    x = np.zeros((N, C, H + 2 * ph, W + 2 * pw), dtype=cols.dtype)
    for u in range(kh):
        for v in range(kw):
            x[:, :, u * dh : u * dh + oh * sh : sh, v * dw : v * dw + ow * sw : sw][:, :, :oh, :ow] += parts[:, :, u, v]
    return x[:, :, ph : ph + H, pw : pw + W]


@right("col2im", "a loop over the positions, patches added")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = map(pair, (kernel_size, stride, padding, dilation))
    c, rest = divmod(cols.shape[1], kh * kw)
    if rest or cols.shape[2] != oh * ow:
        raise ValueError("wrong columns")
    x = np.zeros((len(cols), c, output_size[0] + 2 * ph, output_size[1] + 2 * pw), cols.dtype)
    for l in range(oh * ow):
        i, j = l // ow, l % ow
        r = slice(i * sh, i * sh + dh * (kh - 1) + 1, dh)
        s = slice(j * sw, j * sw + dw * (kw - 1) + 1, dw)
        x[:, :, r, s] += cols[:, :, l].reshape(len(cols), c, kh, kw)
    return x[:, :, ph : x.shape[2] - ph, pw : x.shape[3] - pw].copy()


@right("col2im", "np.add.at with index arrays")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (ph, pw) = output_size, pair(padding)
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    n, k, l = cols.shape
    if k % (kh * kw) or l != oh * ow:
        raise ValueError("the columns do not fit")
    c, u, v = (a.reshape(-1, 1) for a in np.indices((k // (kh * kw), kh, kw)))
    i, j = (a.reshape(1, -1) for a in np.indices((oh, ow)))
    x = np.zeros((n, k // (kh * kw), H + 2 * ph, W + 2 * pw), cols.dtype)
    np.add.at(x, (slice(None), c, i * sh + u * dh, j * sw + v * dw), cols)
    return x[:, :, ph : ph + H, pw : pw + W]


@right("col2im", "one number at a time, those in the padding skipped")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    H, W = output_size
    oh, ow = map_size((H, W), kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = map(pair, (kernel_size, stride, padding, dilation))
    if cols.shape[1] % (kh * kw) or cols.shape[2] != oh * ow:
        raise ValueError("do not belong")
    x = np.zeros((cols.shape[0], cols.shape[1] // (kh * kw), H, W), cols.dtype)
    for k, l in np.ndindex(*cols.shape[1:]):
        c, u, v = k // (kh * kw), k // kw % kh, k % kw
        row, column = l // ow * sh + u * dh - ph, l % ow * sw + v * dw - pw
        if 0 <= row < H and 0 <= column < W:
            x[:, c, row, column] += cols[:, k, l]
    return x


@right("col2im", "im2col of the numbers of the pixels tells where each entry came from; add.at on flat pictures")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    H, W = output_size
    numbers = 1 + np.arange(H * W).reshape(1, 1, H, W)
    origin = im2col(numbers, kernel_size, stride, padding, dilation)[0]
    weights = len(origin)
    if cols.shape[1] % weights or cols.shape[2] != origin.shape[1]:
        raise ValueError("the columns do not belong to this size")
    n, c = cols.shape[0], cols.shape[1] // weights
    flat = np.zeros((H * W + 1, n, c), cols.dtype)
    parts = cols.reshape(n, c, weights, origin.shape[1]).transpose(2, 3, 0, 1)
    np.add.at(flat, origin, parts)
    return flat[1:].transpose(1, 2, 0).reshape(n, c, H, W)


@wrong("col2im", "patches overwrite each other: = in place of +=")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (kh, kw), (ph, pw) = output_size, pair(kernel_size), pair(padding)
    oh, ow = map_size((H, W), kernel_size, stride, padding, dilation)
    n, rest, positions = cols.shape
    if rest % (kh * kw) or positions != oh * ow:
        raise ValueError("size")
    parts = cols.reshape(n, rest // (kh * kw), kh, kw, oh, ow)
    x = np.zeros((*parts.shape[:2], H + 2 * ph, W + 2 * pw), cols.dtype)
    for u, v, r, s in offsets(kernel_size, stride, dilation, oh, ow):
        x[:, :, r, s] = parts[:, :, u, v]
    return x[:, :, ph : ph + H, pw : pw + W]


@wrong("col2im", "index arrays with +=, which adds only one of several copies")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (ph, pw) = output_size, pair(padding)
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    n, k, l = cols.shape
    if k % (kh * kw) or l != oh * ow:
        raise ValueError("the columns do not fit")
    c, u, v = (a.reshape(-1, 1) for a in np.indices((k // (kh * kw), kh, kw)))
    i, j = (a.reshape(1, -1) for a in np.indices((oh, ow)))
    x = np.zeros((n, k // (kh * kw), H + 2 * ph, W + 2 * pw), cols.dtype)
    x[:, c, i * sh + u * dh, j * sw + v * dw] += cols
    return x[:, :, ph : ph + H, pw : pw + W]


@wrong("col2im", "the mean of the copies in place of their sum")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    total = col2im(cols, output_size, kernel_size, stride, padding, dilation)
    count = col2im(np.ones_like(cols), output_size, kernel_size, stride, padding, dilation)
    return (total / np.maximum(count, 1)).astype(cols.dtype)


@wrong("col2im", "the padding is not cut off")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (ph, pw) = output_size, pair(padding)
    map_size((H, W), kernel_size, stride, padding, dilation)
    return col2im(cols, (H + 2 * ph, W + 2 * pw), kernel_size, stride, 0, dilation)


@wrong("col2im", "x[:, :, p:-p, p:-p]: padding 0 makes an empty picture")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (ph, pw) = output_size, pair(padding)
    map_size((H, W), kernel_size, stride, padding, dilation)
    x = col2im(cols, (H + 2 * ph, W + 2 * pw), kernel_size, stride, 0, dilation)
    return x[:, :, ph:-ph, pw:-pw]


@wrong("col2im", "the padding is cut off at the lower right only")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (ph, pw) = output_size, pair(padding)
    map_size((H, W), kernel_size, stride, padding, dilation)
    return col2im(cols, (H + 2 * ph, W + 2 * pw), kernel_size, stride, 0, dilation)[:, :, :H, :W]


@wrong("col2im", "cut by the padding of H on both axes")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (ph, pw) = output_size, pair(padding)
    map_size((H, W), kernel_size, stride, padding, dilation)
    return col2im(cols, (H + 2 * ph, W + 2 * pw), kernel_size, stride, 0, dilation)[:, :, ph : ph + H, ph : ph + W]


@wrong("col2im", "output_size is read as (W, H)")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    return col2im(cols, output_size[::-1], kernel_size, stride, padding, dilation)


@wrong("col2im", "output_size is taken as the size of the map (OH, OW)")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = map(pair, (kernel_size, stride, padding, dilation))
    H = (output_size[0] - 1) * sh + dh * (kh - 1) + 1 - 2 * ph
    W = (output_size[1] - 1) * sw + dw * (kw - 1) + 1 - 2 * pw
    return col2im(cols, (H, W), kernel_size, stride, padding, dilation)


@wrong("col2im", "the result is float64 whatever the columns are")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    return col2im(cols.astype(float), output_size, kernel_size, stride, padding, dilation)


@wrong("col2im", "down a column kh is fastest")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    kh, kw = pair(kernel_size)
    map_size(output_size, kernel_size, stride, padding, dilation)
    if cols.shape[1] % (kh * kw):
        raise ValueError("size")
    parts = cols.reshape(cols.shape[0], cols.shape[1] // (kh * kw), kw, kh, cols.shape[2]).swapaxes(2, 3)
    return col2im(parts.reshape(cols.shape), output_size, kernel_size, stride, padding, dilation)


@wrong("col2im", "the patches are flipped")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    kh, kw = pair(kernel_size)
    map_size(output_size, kernel_size, stride, padding, dilation)
    if cols.shape[1] % (kh * kw):
        raise ValueError("size")
    parts = cols.reshape(cols.shape[0], cols.shape[1] // (kh * kw), kh * kw, cols.shape[2])[:, :, ::-1]
    return col2im(parts.reshape(cols.shape), output_size, kernel_size, stride, padding, dilation)


@wrong("col2im", "the stride is ignored: the columns are put side by side from the upper left, in runs of OW")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (kh, kw), (ph, pw) = output_size, pair(kernel_size), pair(padding)
    oh, ow = map_size((H, W), kernel_size, stride, padding, dilation)
    n, rest, positions = cols.shape
    if rest % (kh * kw) or positions != oh * ow:
        raise ValueError("size")
    parts = cols.reshape(n, rest // (kh * kw), kh, kw, oh, ow)
    x = np.zeros((*parts.shape[:2], H + 2 * ph, W + 2 * pw), cols.dtype)
    for u, v, r, s in offsets(kernel_size, 1, dilation, oh, ow):
        x[:, :, r, s] += parts[:, :, u, v]
    return x[:, :, ph : ph + H, pw : pw + W]


@wrong("col2im", "the dilation is ignored when the patches are put back")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (kh, kw), (ph, pw) = output_size, pair(kernel_size), pair(padding)
    oh, ow = map_size((H, W), kernel_size, stride, padding, dilation)
    n, rest, positions = cols.shape
    if rest % (kh * kw) or positions != oh * ow:
        raise ValueError("size")
    parts = cols.reshape(n, rest // (kh * kw), kh, kw, oh, ow)
    x = np.zeros((*parts.shape[:2], H + 2 * ph, W + 2 * pw), cols.dtype)
    for u, v, r, s in offsets(kernel_size, stride, 1, oh, ow):
        x[:, :, r, s] += parts[:, :, u, v]
    return x[:, :, ph : ph + H, pw : pw + W]


@wrong("col2im", "no check of the number of positions: too many columns are cut off, too few filled with zeros")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    fixed = np.zeros((*cols.shape[:2], oh * ow), cols.dtype)
    n = min(cols.shape[2], oh * ow)
    fixed[:, :, :n] = cols[:, :, :n]
    return col2im(fixed, output_size, kernel_size, stride, padding, dilation)


@wrong("col2im", "only one direction of the check: too many columns are accepted")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    if cols.shape[2] < oh * ow:
        raise ValueError("too few columns")
    return col2im(cols[:, :, : oh * ow], output_size, kernel_size, stride, padding, dilation)


@wrong("col2im", "rows that are no multiple of kh*kw: the rest is cut off without an error")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    kh, kw = pair(kernel_size)
    c = cols.shape[1] // (kh * kw)
    return col2im(cols[:, : c * kh * kw], output_size, kernel_size, stride, padding, dilation)


@wrong("col2im", "AssertionError for columns that do not belong to the size")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    assert cols.shape[2] == oh * ow, "wrong number of columns"
    return col2im(cols, output_size, kernel_size, stride, padding, dilation)


@wrong("col2im", "C from reshape(n, -1, ...): an empty batch fails")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    kh, kw = pair(kernel_size)
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    parts = cols.reshape(len(cols), -1, kh * kw, oh * ow)
    return col2im(parts.reshape(cols.shape), output_size, kernel_size, stride, padding, dilation)


@wrong("col2im", "the channels are added up: (N, 1, H, W)")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    return col2im(cols, output_size, kernel_size, stride, padding, dilation).sum(axis=1, keepdims=True, dtype=cols.dtype)


@wrong("col2im", "pictures smaller than output_size if the stride leaves pixels out")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (kh, kw), (sh, sw), (dh, dw) = output_size, *map(pair, (kernel_size, stride, dilation))
    ph, pw = pair(padding)
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    x = col2im(cols, output_size, kernel_size, stride, padding, dilation)
    return x[:, :, : (oh - 1) * sh + dh * (kh - 1) + 1 - ph, : (ow - 1) * sw + dw * (kw - 1) + 1 - pw]


@wrong("col2im", "the result is right, but the columns are set to 0 in place")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    x = col2im(cols, output_size, kernel_size, stride, padding, dilation)
    cols -= cols
    return x


# ---------------------------------------------------------------- numeric_gradient


@right("numeric_gradient", "two copies for each entry")
def _(f, x):
    h = 1e-5
    g = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


@right("numeric_gradient", "in place, the old value put back")
def _(f, x):
    h = 1e-5
    g = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        if x.ndim == 0:
            old = float(old)
        x[i] = old + h
        plus = float(f(x))
        x[i] = old - h
        minus = float(f(x))
        x[i] = old
        g[i] = (plus - minus) / (2 * h)
    return g


@right("numeric_gradient", "unit vectors, one row of an identity at a time")
def _(f, x):
    units = np.eye(x.size).reshape(x.size, *x.shape)
    values = [(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in units]
    return np.array(values, dtype=float).reshape(x.shape)


@right("numeric_gradient", "flat index on a work copy, step 1e-6")
def _(f, x):
    work = np.array(x)
    g = np.zeros(x.size)
    for k in range(x.size):
        before = work.flat[k]
        work.flat[k] = before + 1e-6
        g[k] = f(work)
        work.flat[k] = before - 1e-6
        g[k] -= f(work)
        work.flat[k] = before
    return (g / 2e-6).reshape(x.shape)


@right("numeric_gradient", "nditer with multi_index, step 1e-4, divided by the step that was really made")
def _(f, x):
    g = np.zeros(x.shape, dtype=np.float64)
    it = np.nditer(x, flags=["multi_index", "zerosize_ok"])
    for value in it:
        e = np.zeros(x.shape)
        e[it.multi_index] = 1e-4
        a, b = x + e, x - e
        g[it.multi_index] = (f(a) - f(b)) / (a[it.multi_index] - b[it.multi_index])
    return g


@right("numeric_gradient", "recursion over the first axis")
def _(f, x):
    def slope(at):
        if len(at) == x.ndim:
            e = np.zeros(x.shape)
            e[at] = 1e-5
            return (f(x + e) - f(x - e)) / 2e-5
        return [slope((*at, i)) for i in range(x.shape[len(at)])]

    return np.array(slope(()), dtype=float).reshape(x.shape)


@wrong("numeric_gradient", "a step to one side only")
def _(f, x):
    h = 1e-5
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        up = x.copy()
        up[i] += h
        g[i] = (f(up) - f(x)) / h
    return g


@wrong("numeric_gradient", "divided by h, not by 2 h")
def _(f, x):
    return 2 * gradient(f, x)


@wrong("numeric_gradient", "divided by 2 * h without brackets: / 2 * h")
def _(f, x):
    h = 1e-5
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / 2 * h
    return g


@wrong("numeric_gradient", "the sign is wrong: minus before plus")
def _(f, x):
    return -gradient(f, x)


@wrong("numeric_gradient", "all entries are moved at once: the same number everywhere")
def _(f, x):
    h = 1e-5
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


@wrong("numeric_gradient", "the changed entries are never put back: x is lower by h afterwards")
def _(f, x):
    h = 1e-5
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        x[i] += h
        plus = f(x)
        x[i] -= 2 * h
        g[i] = (plus - f(x)) / (2 * h)
    return g


@wrong("numeric_gradient", "x += h, x -= 2 h, x += h: rounding leaves x a little changed")
def _(f, x):
    h = 1e-5
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        x[i] += h
        plus = f(x)
        x[i] -= 2 * h
        minus = f(x)
        x[i] += h
        g[i] = (plus - minus) / (2 * h)
    return g


@wrong("numeric_gradient", "h = 1e-13: as small as possible, so only rounding is left")
def _(f, x):
    return gradient(f, x, 1e-13)


@wrong("numeric_gradient", "h = 0.01: too large")
def _(f, x):
    return gradient(f, x, 1e-2)


@wrong("numeric_gradient", "rounded to two decimals, since the derivative is only approximate")
def _(f, x):
    return np.round(gradient(f, x), 2)


@wrong("numeric_gradient", "f gets a flat copy: it does not have the shape of x")
def _(f, x):
    return gradient(lambda flat: f(flat), x.ravel().copy()).reshape(x.shape)


@wrong("numeric_gradient", "the result is flat")
def _(f, x):
    return gradient(f, x).ravel()


@wrong("numeric_gradient", "one axis only: loops over the rows and moves whole rows")
def _(f, x):
    h = 1e-5
    g = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


@wrong("numeric_gradient", "two axes only: other shapes fail")
def _(f, x):
    h = 1e-5
    g = np.zeros(x.shape)
    rows, columns = x.shape
    for i in range(rows):
        for j in range(columns):
            up, down = x.copy(), x.copy()
            up[i, j] += h
            down[i, j] -= h
            g[i, j] = (f(up) - f(down)) / (2 * h)
    return g


@wrong("numeric_gradient", "the return is in the loop: only the first entry is computed")
def _(f, x):
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[i] += 1e-5
        down[i] -= 1e-5
        g[i] = (f(up) - f(down)) / 2e-5
        return g
    return g


@wrong("numeric_gradient", "writes into x.reshape(-1), a copy if x is not contiguous: then the gradient is 0")
def _(f, x):
    h = 1e-5
    flat = x.reshape(-1)
    g = np.zeros(x.size)
    for k in range(x.size):
        old = flat[k]
        flat[k] = old + h
        plus = f(x)
        flat[k] = old - h
        minus = f(x)
        flat[k] = old
        g[k] = (plus - minus) / (2 * h)
    return g.reshape(x.shape)


@wrong("numeric_gradient", "up = x without a copy: the step down starts from the step up, which makes half the slope")
def _(f, x):
    h = 1e-5
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        up = x
        up[i] += h
        plus = f(up)
        down = x
        down[i] -= h
        g[i] = (plus - f(down)) / (2 * h)
    return g


@wrong("numeric_gradient", "a flat list of numbers, not an array in the shape of x")
def _(f, x):
    return gradient(f, x).ravel().tolist()


@wrong("numeric_gradient", "works in float32, in which a step of 1e-5 leaves few digits")
def _(f, x):
    return gradient(lambda a: f(a.astype(np.float32).astype(float)), x).astype(np.float32)


@wrong("numeric_gradient", "the last entry is left out: range(x.size - 1)")
def _(f, x):
    g = gradient(f, x)
    if x.size:
        g.flat[-1] = 0
    return g


@wrong("numeric_gradient", "a step relative to the entry: h x, nothing where x is 0")
def _(f, x):
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        e = np.zeros(x.shape)
        e[i] = 1e-5 * x[i]
        if e[i]:
            g[i] = (f(x + e) - f(x - e)) / (2 * e[i])
    return g


@wrong("numeric_gradient", "the absolute value of the slope")
def _(f, x):
    return np.abs(gradient(f, x))


@wrong("numeric_gradient", "the length of the gradient: one number")
def _(f, x):
    return np.linalg.norm(gradient(f, x))


# ---------------------------------------------------------------- conv2d_backward


@right("conv2d_backward", "the formulas as matrix products, summed over the batch")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    size = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    if dy.shape != (x.shape[0], w.shape[0], *size):
        raise ValueError(f"dy has the shape {dy.shape}")
    cols = im2col(x, w.shape[2:], stride, padding, dilation)
    rows = w.reshape(w.shape[0], w[0].size)
    flat = dy.reshape(*dy.shape[:2], size[0] * size[1])
    dw = (flat @ cols.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    dx = col2im(rows.T @ flat, x.shape[2:], w.shape[2:], stride, padding, dilation)
    return dx, dw, flat.sum(axis=(0, 2))


@right("conv2d_backward", "a loop over the pictures")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    if dy.shape != (len(x), len(w), oh, ow):
        raise ValueError("shape of dy")
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for n in range(len(x)):
        d = dy[n].reshape(len(w), oh * ow)
        cols = im2col(x[n : n + 1], w.shape[2:], stride, padding, dilation)[0]
        dw += (d @ cols.T).reshape(w.shape)
        db += d.sum(axis=1)
        dcols = w.reshape(len(w), -1).T @ d
        dx[n] = col2im(dcols[None], x.shape[2:], w.shape[2:], stride, padding, dilation)[0]
    return dx, dw, db


@right("conv2d_backward", "loops over all outputs: each adds its share")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw_) = pair(stride), pair(padding), pair(dilation)
    kh, kw = w.shape[2:]
    oh, ow = map_size(x.shape[2:], (kh, kw), stride, padding, dilation)
    if dy.shape != (x.shape[0], w.shape[0], oh, ow):
        raise ValueError("dy")
    xp = pad2d(x, padding).astype(float)
    dxp, dw, db = np.zeros_like(xp), np.zeros(w.shape), np.zeros(w.shape[0])
    for n, f, i, j in np.ndindex(*dy.shape):
        r = slice(i * sh, i * sh + dh * (kh - 1) + 1, dh)
        s = slice(j * sw, j * sw + dw_ * (kw - 1) + 1, dw_)
        dw[f] += dy[n, f, i, j] * xp[n, :, r, s]
        dxp[n, :, r, s] += dy[n, f, i, j] * w[f]
        db[f] += dy[n, f, i, j]
    return dxp[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]], dw, db


@right("conv2d_backward", "windows and tensordot for dw, a loop over the kernel for dx")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    xp = pad2d(x, padding)
    seen = windows(xp, w.shape[2:], stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    if dy.shape != (n, w.shape[0], oh, ow):
        raise ValueError(f"expected {(n, w.shape[0], oh, ow)}, got {dy.shape}")
    dw = np.tensordot(dy, seen, axes=([0, 2, 3], [0, 2, 3]))
    dxp = np.zeros(xp.shape, np.result_type(dy, w))
    for u, v, r, s in offsets((kh, kw), stride, dilation, oh, ow):
        dxp[:, :, r, s] += np.einsum("nfij,fc->ncij", dy, w[:, :, u, v])
    ph, pw = pair(padding)
    return dxp[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]], dw, np.einsum("nfij->f", dy)


@right("conv2d_backward", "dx as a full correlation of the spread dy with the flipped kernel")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dq) = pair(stride), pair(padding), pair(dilation)
    (kh, kw), (H, W) = w.shape[2:], x.shape[2:]
    oh, ow = map_size((H, W), (kh, kw), stride, padding, dilation)
    if dy.shape != (x.shape[0], w.shape[0], oh, ow):
        raise ValueError("dy has another shape than y")
    eh, ew = dh * (kh - 1), dq * (kw - 1)
    spread = np.zeros((*dy.shape[:2], H + 2 * ph + eh, W + 2 * pw + ew))
    spread[:, :, eh : eh + sh * (oh - 1) + 1 : sh, ew : ew + sw * (ow - 1) + 1 : sw] = dy
    dxp = np.einsum("nfijuv,fcuv->ncij", windows(spread, (kh, kw), 1, dilation), w[:, :, ::-1, ::-1], optimize=True)
    dx = dxp[:, :, ph : ph + H, pw : pw + W]
    seen = windows(pad2d(x, padding), (kh, kw), stride, dilation)
    dw = np.einsum("nfij,ncijuv->fcuv", dy, seen, optimize=True)
    return dx, dw, dy.sum((0, 2, 3))


@wrong("conv2d_backward", "dw is the mean over the batch")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return dx, dw / max(1, len(x)), db


@wrong("conv2d_backward", "dw of the first picture only")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, _, db = backward(dy, x, w, stride, padding, dilation)
    return dx, backward(dy[:1], x[:1], w, stride, padding, dilation)[1], db


@wrong("conv2d_backward", "db of the last picture only: = in place of += in the loop")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, _ = backward(dy, x, w, stride, padding, dilation)
    return dx, dw, dy[-1:].sum(axis=(0, 2, 3))


@wrong("conv2d_backward", "db is not summed over the batch: (N, F)")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, _ = backward(dy, x, w, stride, padding, dilation)
    return dx, dw, dy.sum(axis=(2, 3))


@wrong("conv2d_backward", "db is the mean over the positions")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return dx, dw, db / (dy.shape[2] * dy.shape[3])


@wrong("conv2d_backward", "db is one number, the sum of all of dy")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return dx, dw, db.sum()


@wrong("conv2d_backward", "db is 1 for each filter: dy was forgotten")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return dx, dw, np.ones_like(db)


@wrong("conv2d_backward", "db has the axes (F, 1, 1)")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return dx, dw, db[:, None, None]


@wrong("conv2d_backward", "dw is flipped")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return dx, dw[:, :, ::-1, ::-1], db


@wrong("conv2d_backward", "dx with a flipped kernel")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    _, dw, db = backward(dy, x, w, stride, padding, dilation)
    return backward(dy, x, w[:, :, ::-1, ::-1], stride, padding, dilation)[0], dw, db


@wrong("conv2d_backward", "dx is summed over the batch, the same for each picture")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return np.broadcast_to(dx.sum(axis=0), dx.shape), dw, db


@wrong("conv2d_backward", "dx is divided by the number of pictures")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return dx / max(1, len(dx)), dw, db


@wrong("conv2d_backward", "the order is dw, dx, db")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return dw, dx, db


@wrong("conv2d_backward", "only dx and dw are returned")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    return backward(dy, x, w, stride, padding, dilation)[:2]


@wrong("conv2d_backward", "dw is not brought back into the shape of w: (F, C*kh*kw)")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return dx, dw.reshape(w.shape[0], w[0].size), db


@wrong("conv2d_backward", "dx keeps its padding")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return backward(dy, pad2d(x, padding), w, stride, 0, dilation)[0], dw, db


@wrong("conv2d_backward", "the stride is not passed to col2im and im2col: dy of a layer with stride is refused")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    return backward(dy, x, w, 1, padding, dilation)


@wrong("conv2d_backward", "the dilation is forgotten in dx only")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    (kh, kw), (dh, dq), (ph, pw) = w.shape[2:], pair(dilation), pair(padding)
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    dxp = np.zeros(pad2d(x, padding).shape, dx.dtype)
    for u, v, r, s in offsets((kh, kw), stride, 1, *dy.shape[2:]):
        dxp[:, :, r, s] += np.einsum("nfij,fc->ncij", dy, w[:, :, u, v])
    return dxp[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]], dw, db


@wrong("conv2d_backward", "the copies are not added in dx: = in place of +=")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    ph, pw = pair(padding)
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    dxp = np.zeros(pad2d(x, padding).shape, dx.dtype)
    for u, v, r, s in offsets(w.shape[2:], stride, dilation, *dy.shape[2:]):
        dxp[:, :, r, s] = np.einsum("nfij,fc->ncij", dy, w[:, :, u, v])
    return dxp[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]], dw, db


@wrong("conv2d_backward", "dw without the padding's shift: x is not padded for dw, but cut off at the end")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    ph, pw = pair(padding)
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    shifted = np.pad(x, ((0, 0), (0, 0), (0, 2 * ph), (0, 2 * pw)))
    return dx, backward(dy, shifted, w, stride, 0, dilation)[1], db


@wrong("conv2d_backward", "a dy with OH and OW exchanged is accepted: only the number of positions is checked")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    if dy.shape[:2] != (len(x), len(w)) or dy.shape[2] * dy.shape[3] != oh * ow:
        raise ValueError("dy")
    return backward(dy.reshape(len(x), len(w), oh, ow), x, w, stride, padding, dilation)


@wrong("conv2d_backward", "a dy of one picture is broadcast over the batch")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    if len(dy) == 1:
        dy = np.repeat(dy, len(x), axis=0)
    return backward(dy, x, w, stride, padding, dilation)


@wrong("conv2d_backward", "a larger dy is cut to the shape of y, no error")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    return backward(dy[: len(x), : len(w), :oh, :ow], x, w, stride, padding, dilation)


@wrong("conv2d_backward", "an empty batch fails: np.stack of no dx")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    _, dw, db = backward(dy, x, w, stride, padding, dilation)
    dx = np.stack([backward(dy[n : n + 1], x[n : n + 1], w, stride, padding, dilation)[0][0] for n in range(len(x))])
    return dx, dw, db


@wrong("conv2d_backward", "dx is multiplied by x")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = backward(dy, x, w, stride, padding, dilation)
    return dx * x, dw, db


@wrong("conv2d_backward", "dy is changed in place: scaled by the number of pictures")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    gradients = backward(dy, x, w, stride, padding, dilation)
    dy /= max(2, len(dy))
    return gradients


@wrong("conv2d_backward", "a dictionary of gradients in place of a tuple")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    return dict(zip(("dx", "dw", "db"), backward(dy, x, w, stride, padding, dilation)))


@wrong("conv2d_backward", "IndexError if dy does not have the shape of y")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    if dy.shape != (len(x), len(w), *map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)):
        raise IndexError("shape of dy")
    return backward(dy, x, w, stride, padding, dilation)

# More answers, written later: what they share, and those that do something new.


DX, DW = [[10, 20, 0], [50, 70, -20], [60, 50, -40]], [[4, 6], [10, 12]]


def shape_of_y(x, w, stride, padding, dilation):
    return (len(x), len(w), *map_size(x.shape[2:], w.shape[2:], stride, padding, dilation))


def gradients(dy, x, w, stride=1, padding=0, dilation=1):
    """A right answer, for those that differ from it in one place."""
    geometry = stride, padding, dilation
    if dy.shape != shape_of_y(x, w, *geometry):
        raise ValueError("dy does not have the shape of y")
    n, f, oh, ow = dy.shape
    flat = dy.reshape(n, f, oh * ow)
    dx = col2im(w.reshape(f, w[0].size).T @ flat, x.shape[2:], w.shape[2:], *geometry)
    dw = (flat @ im2col(x, w.shape[2:], *geometry).transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    return dx, dw, flat.sum(axis=(0, 2))


# ---------------------------------------- backward_by_hand


right("backward_by_hand", "lists of whole numbers")(
    {"dx": [[10, 20, 0], [50, 70, -20], [60, 50, -40]], "dw": [[4, 6], [10, 12]], "db": 2}
)


right("backward_by_hand", "arrays of floats")(
    {"dx": np.array(DX, float), "dw": np.array(DW, float), "db": 2.0}
)


wrong("backward_by_hand", "dx: where windows overlap the last one overwrites, nothing is added")(
    {"dx": [[10, 0, 0], [20, -10, -20], [60, -30, -40]], "dw": DW, "db": 2}
)


wrong("backward_by_hand", "dy taken as all ones, as in the example of the text")(
    {"dx": [[10, 30, 20], [40, 100, 60], [30, 70, 40]], "dw": [[12, 16], [24, 28]], "db": 4}
)


wrong("backward_by_hand", "dx: the kernel turned by 180 degrees")(
    {"dx": [[40, 30, 0], [100, 30, -30], [40, 0, -10]], "dw": DW, "db": 2}
)


wrong("backward_by_hand", "db is the number of outputs, dy is not looked at")({"dx": DX, "dw": DW, "db": 4})


wrong("backward_by_hand", "db is the mean of dy")({"dx": DX, "dw": DW, "db": 0.5})


wrong("backward_by_hand", "db given for each output, not as one number")(
    {"dx": DX, "dw": DW, "db": [[1, 0], [2, -1]]}
)


wrong("backward_by_hand", "minus lost everywhere: the last dy taken as +1")(
    {"dx": [[10, 20, 0], [50, 90, 20], [60, 110, 40]], "dw": [[14, 18], [26, 30]], "db": 4}
)


wrong("backward_by_hand", "dx transposed")({"dx": np.array(DX).T.tolist(), "dw": DW, "db": 2})


wrong("backward_by_hand", "dw transposed")({"dx": DX, "dw": [[4, 10], [6, 12]], "db": 2})


wrong("backward_by_hand", "dw turned by 180 degrees")({"dx": DX, "dw": [[12, 10], [6, 4]], "db": 2})


wrong("backward_by_hand", "dw is the mean over the four windows")(
    {"dx": DX, "dw": [[1, 1.5], [2.5, 3]], "db": 2}
)


wrong("backward_by_hand", "the middle pixel: the window with dy -1 is forgotten, 80 for 70")(
    {"dx": [[10, 20, 0], [50, 80, -20], [60, 50, -40]], "dw": DW, "db": 2}
)


wrong("backward_by_hand", "the middle pixel: 10 subtracted twice, 60 for 70 (a slip)")(
    {"dx": [[10, 20, 0], [50, 60, -20], [60, 50, -40]], "dw": DW, "db": 2}
)


wrong("backward_by_hand", "dx and dw exchanged")({"dx": DW, "dw": DX, "db": 2})


wrong("backward_by_hand", "dw: dy transposed, 2 taken for the upper right window")(
    {"dx": DX, "dw": [[1 + 2 * 2 - 5, 2 + 2 * 3 - 6], [4 + 2 * 5 - 8, 5 + 2 * 6 - 9]], "db": 2}
)


wrong("backward_by_hand", "dx: dy transposed, 2 taken for the upper right window")(
    {"dx": [[10, 40, 40], [30, 90, 60], [0, -30, -40]], "dw": DW, "db": 2}
)


wrong("backward_by_hand", "dx divided by the number of windows that see the pixel")(
    {"dx": [[10, 10, 0], [25, 17.5, -10], [60, 25, -40]], "dw": DW, "db": 2}
)


wrong("backward_by_hand", "db left out: still dots")({"dx": DX, "dw": DW, "db": ...})


wrong("backward_by_hand", "db: the key is missing")({"dx": DX, "dw": DW})


wrong("backward_by_hand", "dx is only 2 by 2: the gradient of the outputs times the kernel")(
    {"dx": [[10, 0], [60, -40]], "dw": DW, "db": 2}
)


wrong("backward_by_hand", "dw: the sign of one entry is wrong, 5 + 16 + 9 for 5 + 16 - 9")(
    {"dx": DX, "dw": [[4, 6], [10, 30]], "db": 2}
)


wrong("backward_by_hand", "signs of all gradients turned, as for a step downhill")(
    {"dx": (-np.array(DX)).tolist(), "dw": (-np.array(DW)).tolist(), "db": -2}
)


# ---------------------------------------- col2im


@right("col2im", "a loop over kernel positions, slices with steps")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    return col2im(cols, output_size, kernel_size, stride, padding, dilation)


@right("col2im", "loops over windows and kernel positions, window by window")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    height, width = output_size
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    dh, dw = pair(dilation)
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    if cols.ndim != 3 or cols.shape[1] % (kh * kw) or cols.shape[2] != oh * ow:
        raise ValueError("wrong shape of cols")
    channels = cols.shape[1] // (kh * kw)
    out = np.zeros((cols.shape[0], channels, height, width), dtype=cols.dtype)
    for c in range(channels):
        for u in range(kh):
            for v in range(kw):
                row = (c * kh + u) * kw + v
                for i in range(oh):
                    for j in range(ow):
                        y, x = i * sh + u * dh - ph, j * sw + v * dw - pw
                        if 0 <= y < height and 0 <= x < width:
                            out[:, c, y, x] += cols[:, row, i * ow + j]
    return out


@wrong("col2im", "adds into the view of all windows at once: where windows overlap, only one of them counts")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (h, w), (kh, kw), (ph, pw) = output_size, pair(kernel_size), pair(padding)
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    n, c = len(cols), cols.shape[1] // (kh * kw)
    if c * kh * kw != cols.shape[1] or cols.shape[2] != oh * ow:
        raise ValueError("cols")
    out = np.zeros((n, c, h + 2 * ph, w + 2 * pw), cols.dtype)
    seen = windows(out, kernel_size, stride, dilation)
    seen[...] = seen.copy() + cols.reshape(n, c, kh, kw, oh, ow).transpose(0, 1, 4, 5, 2, 3)
    return out[:, :, ph : ph + h, pw : pw + w]


@wrong("col2im", "cuts [ph:-ph] only `if padding`, both axes: a pair with one 0, such as (1, 0), gives nothing")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (h, w), (ph, pw) = output_size, pair(padding)
    out = col2im(cols, (h + 2 * ph, w + 2 * pw), kernel_size, stride, 0, dilation)
    if ph or pw:
        out = out[:, :, ph:-ph, pw:-pw]
    return out


@wrong("col2im", "down a column, the channel is taken as fastest: (kh, kw, C) for (C, kh, kw)")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    kh, kw = pair(kernel_size)
    n, k, l = cols.shape
    if k % (kh * kw):
        raise ValueError("cols")
    turned = cols.reshape(n, kh * kw, k // (kh * kw), l).transpose(0, 2, 1, 3).reshape(n, k, l)
    return col2im(turned, output_size, kernel_size, stride, padding, dilation)


@wrong("col2im", "the columns are taken to run down first, then to the right (OH fastest)")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    n, k, l = cols.shape
    if l != oh * ow:
        raise ValueError("cols")
    turned = cols.reshape(n, k, ow, oh).transpose(0, 1, 3, 2).reshape(n, k, l)
    return col2im(turned, output_size, kernel_size, stride, padding, dilation)


@wrong("col2im", "the two numbers of a stride pair are exchanged")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (h, w), (kh, kw), (sw, sh), (ph, pw), (dh, dw) = map(
        pair, (output_size, kernel_size, stride, padding, dilation)
    )
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    n, k, l = cols.shape
    if k % (kh * kw) or l != oh * ow:
        raise ValueError("cols")
    patches = cols.reshape(n, k // (kh * kw), kh, kw, oh, ow)
    out = np.zeros((n, k // (kh * kw), h + 2 * ph, w + 2 * pw), cols.dtype)
    for u in range(kh):
        for v in range(kw):
            out[:, :, u * dh : u * dh + oh * sh : sh, v * dw : v * dw + ow * sw : sw] += patches[:, :, u, v]
    return out[:, :, ph : ph + h, pw : pw + w]


@wrong("col2im", "one dilation for both axes: the first of a pair")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    return col2im(cols, output_size, kernel_size, stride, padding, pair(dilation)[0])


@wrong("col2im", "options must be plain numbers: a pair is a TypeError")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    h, w = output_size
    k, s, p, d = kernel_size, stride, padding, dilation
    oh, ow = (h + 2 * p - d * (k - 1) - 1) // s + 1, (w + 2 * p - d * (k - 1) - 1) // s + 1
    n, rows, l = cols.shape
    if oh < 1 or ow < 1 or rows % (k * k) or l != oh * ow:
        raise ValueError("cols")
    out = np.zeros((n, rows // (k * k), h + 2 * p, w + 2 * p), cols.dtype)
    patches = cols.reshape(n, rows // (k * k), k, k, oh, ow)
    for u in range(k):
        for v in range(k):
            out[:, :, u * d : u * d + s * oh : s, v * d : v * d + s * ow : s] += patches[:, :, u, v]
    return out[:, :, p : p + h, p : p + w]


@wrong("col2im", "no check: reshape finds the channels, so columns of another picture may pass (twice as many)")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (h, w), (kh, kw), (sh, sw), (ph, pw), (dh, dw) = map(
        pair, (output_size, kernel_size, stride, padding, dilation)
    )
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    if len(cols) == 0:
        return np.zeros((0, cols.shape[1] // (kh * kw), h, w), cols.dtype)
    patches = cols.reshape(len(cols), -1, kh, kw, oh, ow)
    out = np.zeros((len(cols), patches.shape[1], h + 2 * ph, w + 2 * pw), cols.dtype)
    for u, v in np.ndindex(kh, kw):
        out[:, :, u * dh : u * dh + oh * sh : sh, v * dw : v * dw + ow * sw : sw] += patches[:, :, u, v]
    return out[:, :, ph : ph + h, pw : pw + w]


@wrong("col2im", "the check is an assert: AssertionError for ValueError")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(output_size, kernel_size, stride, padding, dilation)
    assert cols.shape[1] % np.prod(pair(kernel_size)) == 0, "channels"
    assert cols.shape[2] == oh * ow, "windows"
    return col2im(cols, output_size, kernel_size, stride, padding, dilation)


@wrong("col2im", "only the first picture of the batch is put back, the others stay 0")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    out = col2im(cols, output_size, kernel_size, stride, padding, dilation)
    out[1:] = 0
    return out


@wrong("col2im", "returns (N, C, H*W): the pictures are not reshaped")
def _(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    out = col2im(cols, output_size, kernel_size, stride, padding, dilation)
    return out.reshape(out.shape[0], out.shape[1], out.shape[2] * out.shape[3])


@wrong("col2im", "the default stride is the kernel size, as in pooling, not 1")
def _(cols, output_size, kernel_size, stride=None, padding=0, dilation=1):
    return col2im(cols, output_size, kernel_size, kernel_size if stride is None else stride, padding, dilation)


# ---------------------------------------- numeric_gradient


@right("numeric_gradient", "np.ndindex with two copies")
def _(f, x):
    h = 1e-5
    grad = np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        plus, minus = x.copy(), x.copy()
        plus[at] += h
        minus[at] -= h
        grad[at] = (f(plus) - f(minus)) / (2 * h)
    return grad


@right("numeric_gradient", "in place with np.nditer, the old value is put back")
def _(f, x):
    h, grad = 1e-5, np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index", "zerosize_ok"], op_flags=["readwrite"])
    if x.size == 0:
        return grad
    while not it.finished:
        at = it.multi_index
        old = x[at]
        x[at] = old + h
        up = f(x)
        x[at] = old - h
        down = f(x)
        x[at] = old
        grad[at] = (up - down) / (2 * h)
        it.iternext()
    return grad


@wrong("numeric_gradient", "np.zeros_like(x).ravel() is written to: for a transposed x a copy, the gradient stays 0")
def _(f, x):
    h, grad = 1e-5, np.zeros_like(x)
    flat = grad.ravel()
    for i, at in enumerate(np.ndindex(x.shape)):
        plus, minus = x.copy(), x.copy()
        plus[at] += h
        minus[at] -= h
        flat[i] = (f(plus) - f(minus)) / (2 * h)
    return grad


@wrong("numeric_gradient", "np.nditer runs in memory order: the entries of a transposed x's gradient are misplaced")
def _(f, x):
    h, values = 1e-5, []
    it = np.nditer(x, flags=["multi_index", "zerosize_ok"])
    for _ in it:
        step = np.zeros(x.shape)
        step[it.multi_index] = h
        values.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(values, dtype=float).reshape(x.shape)


@wrong("numeric_gradient", "no copies: plus and minus are both x, so their difference is 0")
def _(f, x):
    h, grad = 1e-5, np.zeros(x.shape)
    for at in np.ndindex(x.shape):
        old = x[at]
        plus = x
        minus = x
        plus[at] = old + h
        minus[at] = old - h
        grad[at] = (f(plus) - f(minus)) / (2 * h)
        x[at] = old
    return grad


@wrong("numeric_gradient", "after each entry x is set to 0 there, not to its old value")
def _(f, x):
    h, grad = 1e-5, np.zeros(x.shape)
    at_work = x.copy()
    for at in np.ndindex(x.shape):
        at_work[at] = x[at] + h
        up = f(at_work)
        at_work[at] = x[at] - h
        down = f(at_work)
        at_work[at] = 0
        grad[at] = (up - down) / (2 * h)
    return grad


@wrong("numeric_gradient", "all slopes are added up: one number is returned")
def _(f, x):
    h, total = 1e-5, 0.0
    for at in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[at] = h
        total += (f(x + step) - f(x - step)) / (2 * h)
    return total


@wrong("numeric_gradient", "the gradient is rounded to three places")
def _(f, x):
    h, grad = 1e-5, np.zeros(x.shape)
    for at in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[at] = h
        grad[at] = (f(x + step) - f(x - step)) / (2 * h)
    return grad.round(3)


@wrong("numeric_gradient", "the gradient is printed, None returned")
def _(f, x):
    h, grad = 1e-5, np.zeros(x.shape)
    for at in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[at] = h
        grad[at] = (f(x + step) - f(x - step)) / (2 * h)
    print(grad)


# ---------------------------------------- conv2d_backward


@right("conv2d_backward", "matrix products over columns, then col2im")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    geometry = stride, padding, dilation
    if dy.shape != shape_of_y(x, w, *geometry):
        raise ValueError("dy does not have the shape of y")
    n, f, oh, ow = dy.shape
    cols = im2col(x, w.shape[2:], *geometry)
    flat = dy.reshape(n, f, oh * ow)
    dcols = w.reshape(f, w[0].size).T @ flat
    dx = col2im(dcols, x.shape[2:], w.shape[2:], *geometry)
    dw = (flat @ cols.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    return dx, dw, flat.sum(axis=(0, 2))


@right("conv2d_backward", "loops over pictures, filters and windows")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw_) = pair(stride), pair(padding), pair(dilation)
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    if dy.shape != (x.shape[0], w.shape[0], oh, ow):
        raise ValueError(f"dy has shape {dy.shape}")
    padded = pad2d(x, padding).astype(float)
    dpad, dw, db = np.zeros(padded.shape), np.zeros(w.shape), np.zeros(len(w))
    (kh, kw), (height, width) = w.shape[2:], x.shape[2:]
    for n in range(len(x)):
        for f in range(len(w)):
            for i in range(oh):
                for j in range(ow):
                    rows = slice(i * sh, i * sh + dh * (kh - 1) + 1, dh)
                    columns = slice(j * sw, j * sw + dw_ * (kw - 1) + 1, dw_)
                    dpad[n, :, rows, columns] += dy[n, f, i, j] * w[f]
                    dw[f] += dy[n, f, i, j] * padded[n, :, rows, columns]
                    db[f] += dy[n, f, i, j]
    return dpad[:, :, ph : ph + height, pw : pw + width], dw, db


@wrong("conv2d_backward", "db is the mean over pictures and positions")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = gradients(dy, x, w, stride, padding, dilation)
    return dx, dw, dy.mean(axis=(0, 2, 3)) if len(x) else db


@wrong("conv2d_backward", "db keeps its axes: (1, F, 1, 1) for (F,)")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = gradients(dy, x, w, stride, padding, dilation)
    return dx, dw, dy.sum(axis=(0, 2, 3), keepdims=True)


@wrong("conv2d_backward", "db counts the outputs of a filter: dy is taken as 1")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = gradients(dy, x, w, stride, padding, dilation)
    return dx, dw, np.full(len(w), float(dy[:, 0].size))


@wrong("conv2d_backward", "w.reshape(-1, F) in place of the transpose: the weights are mixed up in dx")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    geometry = stride, padding, dilation
    if dy.shape != shape_of_y(x, w, *geometry):
        raise ValueError("dy")
    n, f, oh, ow = dy.shape
    flat, cols = dy.reshape(n, f, oh * ow), im2col(x, w.shape[2:], *geometry)
    dx = col2im(w.reshape(-1, f) @ flat, x.shape[2:], w.shape[2:], *geometry)
    dw = (flat @ cols.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    return dx, dw, flat.sum(axis=(0, 2))


@wrong("conv2d_backward", "the columns are reshaped in place of transposed: dw is mixed up")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    geometry = stride, padding, dilation
    dx, _, db = gradients(dy, x, w, *geometry)
    n, f, oh, ow = dy.shape
    cols = im2col(x, w.shape[2:], *geometry)
    dw = (dy.reshape(n, f, oh * ow) @ cols.reshape(n, oh * ow, cols.shape[1])).sum(axis=0)
    return dx, dw.reshape(w.shape), db


@wrong("conv2d_backward", "dilation is ignored")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    return gradients(dy, x, w, stride, padding)


@wrong("conv2d_backward", "the pair of the padding is exchanged: columns first")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    return gradients(dy, x, w, stride, pair(padding)[::-1], dilation)


@wrong("conv2d_backward", "only OH and OW are checked: a dy of one picture is taken for each picture of the batch")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    expected = shape_of_y(x, w, stride, padding, dilation)
    if dy.shape[2:] != expected[2:]:
        raise ValueError("dy")
    return gradients(np.broadcast_to(dy, expected), x, w, stride, padding, dilation)


@wrong("conv2d_backward", "a dy of another shape is broadcast, if it can be, in place of an error")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    full = dy + np.zeros(shape_of_y(x, w, stride, padding, dilation))
    return gradients(full, x, w, stride, padding, dilation)


@wrong("conv2d_backward", "the check is an assert: AssertionError for ValueError")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    assert dy.shape == shape_of_y(x, w, stride, padding, dilation), "wrong shape"
    return gradients(dy, x, w, stride, padding, dilation)


@wrong("conv2d_backward", "the ValueError is returned, not raised")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    if dy.shape != shape_of_y(x, w, stride, padding, dilation):
        return ValueError("dy does not have the shape of y")
    return gradients(dy, x, w, stride, padding, dilation)


@wrong("conv2d_backward", "dx comes from the first filter only")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    _, dw, db = gradients(dy, x, w, stride, padding, dilation)
    return gradients(dy[:, :1], x, w[:1], stride, padding, dilation)[0], dw, db


@wrong("conv2d_backward", "the gradients have the dtype of dy: cut to whole numbers if dy is of whole numbers")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    return tuple(each.astype(dy.dtype) for each in gradients(dy, x, w, stride, padding, dilation))


@wrong("conv2d_backward", "overlaps are overwritten in dx")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    _, dw, db = gradients(dy, x, w, stride, padding, dilation)
    padded = np.zeros(pad2d(x, padding).shape)
    (ph, pw), (h, wide) = pair(padding), x.shape[2:]
    seen = windows(padded, w.shape[2:], stride, dilation)
    seen[...] = np.einsum("nfij,fcuv->ncijuv", dy, w)
    return padded[:, :, ph : ph + h, pw : pw + wide], dw, db


@wrong("conv2d_backward", "dy.shape is assigned: the caller's array changes its shape")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    geometry = stride, padding, dilation
    if dy.shape != shape_of_y(x, w, *geometry):
        raise ValueError("dy")
    n, f, oh, ow = dy.shape
    dy.shape = n, f, oh * ow
    dx = col2im(w.reshape(f, w[0].size).T @ dy, x.shape[2:], w.shape[2:], *geometry)
    dw = (dy @ im2col(x, w.shape[2:], *geometry).transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    return dx, dw, dy.sum(axis=(0, 2))


@wrong("conv2d_backward", "dw is divided by the number of windows")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = gradients(dy, x, w, stride, padding, dilation)
    return dx, dw / (dy.shape[2] * dy.shape[3]), db


@wrong("conv2d_backward", "the gradient of the bias has no dy of the second and later pictures")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, dw, db = gradients(dy, x, w, stride, padding, dilation)
    return dx, dw, dy[:1].sum(axis=(0, 2, 3))


@wrong("conv2d_backward", "dw is not summed over the batch: (N, F, C, kh, kw)")
def _(dy, x, w, stride=1, padding=0, dilation=1):
    dx, _, db = gradients(dy, x, w, stride, padding, dilation)
    seen = windows(pad2d(x, padding), w.shape[2:], stride, dilation)
    return dx, np.einsum("nfij,ncijuv->nfcuv", dy, seen), db
