import math

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from answers import right, wrong


# The notebook's own correlate2d, for the answers that call it.
def correlate2d(image, kernel):
    windows = sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("hwmn,mn->hw", windows, kernel)


# ---------------------------------------------------------------- learn_kernel


@right("learn_kernel", "the derivative as a correlation of the image with the error")
def _(image, target, steps, lr):
    h, w = target.shape
    kernel = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        kernel -= lr * 2 / error.size * correlate2d(image, error)
    return kernel


@right("learn_kernel", "loops over the weights")
def _(image, target, steps, lr):
    h, w = target.shape
    image, target = image.astype(float), target.astype(float)
    m, n = image.shape[0] - h + 1, image.shape[1] - w + 1
    kernel = np.zeros((m, n))
    for _ in range(steps):
        output = np.zeros((h, w))
        for a in range(m):
            for b in range(n):
                output += kernel[a, b] * image[a : a + h, b : b + w]
        error = output - target
        slope = np.array([[2 * np.mean(error * image[a : a + h, b : b + w]) for b in range(n)] for a in range(m)])
        kernel = kernel - lr * slope
    return kernel


@right("learn_kernel", "linear regression with a matrix of flat windows")
def _(image, target, steps, lr):
    shape = tuple(s - t + 1 for s, t in zip(image.shape, target.shape))
    A = sliding_window_view(image.astype(float), shape).reshape(target.size, -1)
    y = target.astype(float).ravel()
    w = np.zeros(A.shape[1])
    for _ in range(steps):
        w = w - lr * 2 / len(y) * (A.T @ (A @ w - y))
    return w.reshape(shape)


@right("learn_kernel", "recursion over the steps")
def _(image, target, steps, lr):
    if steps == 0:
        return np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))

    def step(kernel, left):
        if left == 0:
            return kernel
        error = correlate2d(image, kernel) - target.astype(float)
        return step(kernel - lr * 2 * correlate2d(image, error) / target.size, left - 1)

    while steps > 100:
        kernel, steps = step(kernel, 100), steps - 100
    return step(kernel, steps)


@right("learn_kernel", "windows once, einsum for output and derivative")
def _(image, target, steps, lr):
    kh = image.shape[0] - target.shape[0] + 1
    kw = image.shape[1] - target.shape[1] + 1
    windows = sliding_window_view(np.asarray(image, dtype=float), (kh, kw))
    kernel = np.zeros((kh, kw))
    for _ in range(steps):
        error = np.einsum("hwmn,mn->hw", windows, kernel) - target
        derivative = np.einsum("hw,hwmn->mn", 2 * error, windows) / error.size
        kernel -= lr * derivative
    return kernel


@right("learn_kernel", "the normal matrices computed once: slope = 2 (G k - b) / N")
def _(image, target, steps, lr):
    shape = (image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1)
    A = np.array([win.ravel() for row in sliding_window_view(image.astype(float), shape) for win in row])
    G, b = A.T @ A, A.T @ target.astype(float).ravel()
    k = np.zeros(b.shape)
    for _ in range(steps):
        k -= lr * 2 * (G @ k - b) / target.size
    return k.reshape(shape)


def _learn(image, target, steps, lr, slope=None, start=None):
    h, w = target.shape
    kernel = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    if start is not None:
        kernel = start(kernel)
    slope = slope or (lambda image, error: 2 * correlate2d(image, error) / error.size)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            kernel = kernel - lr * slope(image, correlate2d(image, kernel) - target)
    return kernel


@wrong("learn_kernel", "the 2 of the derivative is missing")
def _(image, target, steps, lr):
    return _learn(image, target, steps, lr, lambda x, e: correlate2d(x, e) / e.size)


@wrong("learn_kernel", "sum in place of mean: not divided by N")
def _(image, target, steps, lr):
    return _learn(image, target, steps, lr, lambda x, e: 2 * correlate2d(x, e))


@wrong("learn_kernel", "divided by the number of weights in place of the number of outputs")
def _(image, target, steps, lr):
    weights = (image.shape[0] - target.shape[0] + 1) * (image.shape[1] - target.shape[1] + 1)
    return _learn(image, target, steps, lr, lambda x, e: 2 * correlate2d(x, e) / weights)


@wrong("learn_kernel", "divided by the number of pixels of the image")
def _(image, target, steps, lr):
    return _learn(image, target, steps, lr, lambda x, e: 2 * correlate2d(x, e) / x.size)


@wrong("learn_kernel", "uphill: + lr in place of - lr")
def _(image, target, steps, lr):
    return _learn(image, target, steps, -lr)


@wrong("learn_kernel", "starts from ones")
def _(image, target, steps, lr):
    return _learn(image, target, steps, lr, start=np.ones_like)


@wrong("learn_kernel", "starts from small random numbers")
def _(image, target, steps, lr):
    return _learn(
        image, target, steps, lr, start=lambda k: np.random.default_rng(0).normal(scale=0.01, size=k.shape)
    )


@wrong("learn_kernel", "one step too few")
def _(image, target, steps, lr):
    return _learn(image, target, max(steps - 1, 0), lr)


@wrong("learn_kernel", "one step too many: range(steps + 1)")
def _(image, target, steps, lr):
    return _learn(image, target, steps + 1, lr)


@wrong("learn_kernel", "the return is inside the loop: one step only, None for zero steps")
def _(image, target, steps, lr):
    for _ in range(steps):
        return _learn(image, target, 1, lr)


@wrong("learn_kernel", "the error is turned by 180 degrees (a true convolution)")
def _(image, target, steps, lr):
    return _learn(image, target, steps, lr, lambda x, e: 2 * correlate2d(x, e[::-1, ::-1]) / e.size)


@wrong("learn_kernel", "the learned kernel is turned by 180 degrees at the end")
def _(image, target, steps, lr):
    return _learn(image, target, steps, lr)[::-1, ::-1]


@wrong("learn_kernel", "the kernel has always 3 by 3 weights")
def _(image, target, steps, lr):
    k = _learn(image, target, steps, lr)
    out = np.zeros((3, 3))
    a, b = min(3, k.shape[0]), min(3, k.shape[1])
    out[:a, :b] = k[:a, :b]
    return out


@wrong("learn_kernel", "H - h + 1 for both sides of the kernel: right for square kernels")
def _(image, target, steps, lr):
    side = image.shape[0] - target.shape[0] + 1
    kernel = np.zeros((side, side))
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        kernel -= lr * 2 * correlate2d(image, error) / error.size
    return kernel


@wrong("learn_kernel", "lr is ignored (0.1 always)")
def _(image, target, steps, lr):
    return _learn(image, target, steps, 0.1)


@wrong("learn_kernel", "lr becomes smaller with each step")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    for t in range(steps):
        error = correlate2d(image, kernel) - target
        kernel -= lr / (1 + 0.1 * t) * 2 * correlate2d(image, error) / error.size
    return kernel


@wrong("learn_kernel", "the error is computed once, before the loop")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    error = correlate2d(image, kernel) - target
    for _ in range(steps):
        kernel -= lr * 2 * correlate2d(image, error) / error.size
    return kernel


@wrong("learn_kernel", "the weights change one after another, each with the error after the change before")
def _(image, target, steps, lr):
    h, w = target.shape
    x = image.astype(float)
    kernel = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    with np.errstate(all="ignore"):
        for _ in range(steps):
            for a in range(kernel.shape[0]):
                for b in range(kernel.shape[1]):
                    error = correlate2d(x, kernel) - target
                    kernel[a, b] -= lr * 2 * np.mean(error * x[a : a + h, b : b + w])
    return kernel


@wrong("learn_kernel", "the exact solution by least squares, steps and lr ignored")
def _(image, target, steps, lr):
    shape = (image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1)
    A = sliding_window_view(image.astype(float), shape).reshape(target.size, -1)
    return np.linalg.lstsq(A, target.astype(float).ravel(), rcond=None)[0].reshape(shape)


@wrong("learn_kernel", "difference quotient with h = 1e-4, one-sided: not exact")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))

    def loss(k):
        return np.mean((correlate2d(image, k) - target) ** 2)

    for _ in range(steps):
        slope, here = np.zeros(kernel.shape), loss(kernel)
        for index in np.ndindex(kernel.shape):
            other = kernel.copy()
            other[index] += 1e-4
            slope[index] = (loss(other) - here) / 1e-4
        kernel -= lr * slope
    return kernel


@wrong("learn_kernel", "the mean absolute error's derivative: sign of the error")
def _(image, target, steps, lr):
    return _learn(image, target, steps, lr, lambda x, e: correlate2d(x, np.sign(e)) / e.size)


@wrong("learn_kernel", "all weights get the mean derivative: only one number is learned")
def _(image, target, steps, lr):
    def slope(x, e):
        g = 2 * correlate2d(x, e) / e.size
        return np.full(g.shape, g.mean())

    return _learn(image, target, steps, lr, slope)


@wrong("learn_kernel", "the kernel and the loss as a tuple")
def _(image, target, steps, lr):
    k = _learn(image, target, steps, lr)
    return k, float(np.mean((correlate2d(image, k) - target) ** 2))


@wrong("learn_kernel", "the kernels of all steps as a list")
def _(image, target, steps, lr):
    return [_learn(image, target, t, lr) for t in range(1, steps + 1)]


@wrong("learn_kernel", "the weights are int")
def _(image, target, steps, lr):
    return _learn(image, target, steps, lr).astype(int)


@wrong("learn_kernel", "the image is scaled to mean 0 and deviation 1 inside the function")
def _(image, target, steps, lr):
    x = image.astype(float)
    return _learn((x - x.mean()) / (x.std() or 1), target, steps, lr)


@wrong("learn_kernel", "the derivative is scaled to length 1 before the step")
def _(image, target, steps, lr):
    def slope(x, e):
        g = 2 * correlate2d(x, e) / e.size
        return g / (np.linalg.norm(g) or 1)

    return _learn(image, target, steps, lr, slope)


@wrong("learn_kernel", "momentum of 0.9")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    speed = np.zeros(kernel.shape)
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        speed = 0.9 * speed - lr * 2 * correlate2d(image, error) / error.size
        kernel = kernel + speed
    return kernel


@wrong("learn_kernel", "fails for steps = 0: the kernel is created in the loop")
def _(image, target, steps, lr):
    for t in range(steps):
        if t == 0:
            kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
        error = correlate2d(image, kernel) - target
        kernel = kernel - lr * 2 * correlate2d(image, error) / error.size
    return kernel


@wrong("learn_kernel", "stops as soon as the loss is below 0.01")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        if np.mean(error**2) < 0.01:
            break
        kernel = kernel - lr * 2 * correlate2d(image, error) / error.size
    return kernel


@wrong("learn_kernel", "the kernel is scaled to sum 1 at the end")
def _(image, target, steps, lr):
    k = _learn(image, target, steps, lr)
    return k / k.sum() if k.sum() else k


@wrong("learn_kernel", "the mean is taken over the rows only: divided by h, not by h * w")
def _(image, target, steps, lr):
    return _learn(image, target, steps, lr, lambda x, e: 2 * correlate2d(x, e) / e.shape[0])


@wrong("learn_kernel", "the root of the mean squared error is minimised")
def _(image, target, steps, lr):
    def slope(x, e):
        root = np.sqrt(np.mean(e**2))
        return correlate2d(x, e) / e.size / (root or 1)

    return _learn(image, target, steps, lr, slope)


@wrong("learn_kernel", "the caller's target is overwritten by the error")
def _(image, target, steps, lr):
    k = _learn(image, target, steps, lr)
    target -= correlate2d(image, k).astype(target.dtype)
    return k

# More answers, written later: what they share, and those that do something new.


def sigmoid(score):
    return 1 / (1 + np.exp(-score))


# ---------------------------------------- squared_error


@right("squared_error", "both as float, then the mean of the squares")
def _(found, wanted):
    return np.mean((found.astype(float) - wanted.astype(float)) ** 2)


@right("squared_error", "a loop over all numbers in plain Python")
def _(found, wanted):
    total = 0.0
    for f, w in zip(found.ravel().tolist(), wanted.ravel().tolist()):
        total += (f - w) * (f - w)
    return total / found.size


@wrong("squared_error", "the sum of the squares, not their mean")
def _(found, wanted):
    return np.sum((found.astype(float) - wanted) ** 2)


@wrong("squared_error", "absolute differences in place of squares")
def _(found, wanted):
    return np.mean(np.abs(found.astype(float) - wanted))


@wrong("squared_error", "the root of the mean squared error is returned")
def _(found, wanted):
    return np.sqrt(np.mean((found.astype(float) - wanted) ** 2))


@wrong("squared_error", "uint8 is subtracted as uint8, so negative differences wrap around")
def _(found, wanted):
    return np.mean((found - wanted) ** 2)


@wrong("squared_error", "converted to float only after the subtraction: uint8 differences have wrapped already")
def _(found, wanted):
    return np.mean((found - wanted).astype(float) ** 2)


@wrong("squared_error", "converted to int8, so pixels from 128 on become negative")
def _(found, wanted):
    if found.dtype == np.uint8:
        found = found.astype(np.int8)
    if wanted.dtype == np.uint8:
        wanted = wanted.astype(np.int8)
    return np.mean((found.astype(float) - wanted) ** 2)


@wrong("squared_error", "the differences are right, but they are squared in int16 if the input is uint8: large squares overflow")
def _(found, wanted):
    if found.dtype == np.uint8 and wanted.dtype == np.uint8:
        found, wanted = found.astype(np.int16), wanted.astype(np.int16)
    return float(np.mean((found - wanted) ** 2))


@wrong("squared_error", "the square of the mean difference, not the mean of the squares")
def _(found, wanted):
    return np.mean(found.astype(float) - wanted) ** 2


@wrong("squared_error", "the difference of the mean squares: found**2 - wanted**2")
def _(found, wanted):
    return np.mean(found.astype(float) ** 2 - wanted.astype(float) ** 2)


@wrong("squared_error", "an additional factor of one half")
def _(found, wanted):
    return 0.5 * np.mean((found.astype(float) - wanted) ** 2)


@wrong("squared_error", "divided by the number of rows (len), not by the number of all numbers")
def _(found, wanted):
    return np.sum((found.astype(float) - wanted) ** 2) / len(found)


@wrong("squared_error", "the mean along the first axis only: an array is returned for images")
def _(found, wanted):
    return np.mean((found.astype(float) - wanted) ** 2, axis=0)


@wrong("squared_error", "the squares are returned, no mean at all")
def _(found, wanted):
    return (found.astype(float) - wanted) ** 2


@wrong("squared_error", "differences are not squared")
def _(found, wanted):
    return np.mean(found.astype(float) - wanted)


@wrong("squared_error", "the variance of the differences: a constant difference costs nothing")
def _(found, wanted):
    return np.var(found.astype(float) - wanted)


@wrong("squared_error", "divided by size - 1")
def _(found, wanted):
    return np.sum((found.astype(float) - wanted) ** 2) / max(found.size - 1, 1)


@wrong("squared_error", "printed, and None returned")
def _(found, wanted):
    print(np.mean((found.astype(float) - wanted) ** 2))


@wrong("squared_error", "cut off to a whole number")
def _(found, wanted):
    return int(np.mean((found.astype(float) - wanted) ** 2))


@wrong("squared_error", "return stands in the loop: only the first number (or row) counts")
def _(found, wanted):
    for f, w in zip(found.astype(float), wanted.astype(float)):
        return float(np.mean((f - w) ** 2))


@wrong("squared_error", "a matrix product of the difference with itself where a square is meant (square images only)")
def _(found, wanted):
    d = found.astype(float) - wanted
    return np.mean(d @ d)


@wrong("squared_error", "found is changed in place if it is a float array")
def _(found, wanted):
    d = found.astype(float, copy=False)
    d -= wanted
    return np.mean(d**2)


# ---------------------------------------- slope


@right("slope", "the mean of 2 error x")
def _(w, x, target):
    return np.mean(2 * (w * x - target) * x)


@right("slope", "a loop")
def _(w, x, target):
    total = 0.0
    for pixel, wanted in zip(x, target):
        error = w * float(pixel) - float(wanted)
        total += 2 * error * float(pixel)
    return total / len(x)


@wrong("slope", "the factor 2 is missing")
def _(w, x, target):
    return np.mean((w * x - target) * x)


@wrong("slope", "the sum, not the mean")
def _(w, x, target):
    return np.sum(2 * (w * x - target) * x)


@wrong("slope", "the wrong sign: target minus output")
def _(w, x, target):
    return np.mean(2 * (target - w * x) * x)


@wrong("slope", "not multiplied by the pixel (inner derivative forgotten)")
def _(w, x, target):
    return np.mean(2 * (w * x - target))


@wrong("slope", "multiplied by the weight in place of the pixel")
def _(w, x, target):
    return np.mean(2 * (w * x - target) * w)


@wrong("slope", "multiplied by the target in place of the pixel")
def _(w, x, target):
    return np.mean(2 * (w * x - target) * target)


@wrong("slope", "mean error times mean pixel, not the mean of the products")
def _(w, x, target):
    return 2 * np.mean(w * x - target) * np.mean(x)


@wrong("slope", "w is ignored: the slope at w = 0")
def _(w, x, target):
    return np.mean(-2 * target * x)


@wrong("slope", "forward difference with step 1: the slope half a step farther on")
def _(w, x, target):
    return np.mean(((w + 1) * x - target) ** 2) - np.mean((w * x - target) ** 2)


@wrong("slope", "forward difference with step 0.001: slightly wrong")
def _(w, x, target):
    h = 1e-3
    return (np.mean(((w + h) * x - target) ** 2) - np.mean((w * x - target) ** 2)) / h


@wrong("slope", "one slope for each pixel is returned, not their mean")
def _(w, x, target):
    return 2 * (w * x - target) * x


@wrong("slope", "returns the weight after a step with rate 0.1")
def _(w, x, target):
    return w - 0.1 * np.mean(2 * (w * x - target) * x)


@wrong("slope", "return in the loop: the first pixel only")
def _(w, x, target):
    total = 0
    for pixel, wanted in zip(x, target):
        total += 2 * (w * pixel - wanted) * pixel
        return total / len(x)


@wrong("slope", "always divided by 2, as in the example of two pixels")
def _(w, x, target):
    return np.sum(2 * (w * x - target) * x) / 2


@wrong("slope", "divided by N - 1")
def _(w, x, target):
    return np.sum(2 * (w * x - target) * x) / max(len(x) - 1, 1)


@wrong("slope", "the absolute value of the slope")
def _(w, x, target):
    return abs(np.mean(2 * (w * x - target) * x))


@wrong("slope", "the error is squared once more: 2 error^2 x")
def _(w, x, target):
    return np.mean(2 * (w * x - target) ** 2 * x)


@wrong("slope", "returns the loss, not its slope")
def _(w, x, target):
    return np.mean((w * x - target) ** 2)


@wrong("slope", "only the sign of the error counts (derivative of the absolute error)")
def _(w, x, target):
    return np.mean(np.sign(w * x - target) * x)


@wrong("slope", "no return")
def _(w, x, target):
    result = np.mean(2 * (w * x - target) * x)


@wrong("slope", "x is multiplied by w in place: the caller's pixels change, and the slope is w times too large")
def _(w, x, target):
    x *= w
    return np.mean(2 * (x - target) * x)


@wrong("slope", "cut off to a whole number")
def _(w, x, target):
    return int(np.mean(2 * (w * x - target) * x))


# ---------------------------------------- learn_kernel


@right("learn_kernel", "the gradient is a correlation of image and error")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        kernel -= lr * 2 * correlate2d(image, error) / error.size
    return kernel


@right("learn_kernel", "a loop over the weights, with their blocks")
def _(image, target, steps, lr):
    (H, W), (h, w) = image.shape, target.shape
    m, n = H - h + 1, W - w + 1
    kernel = np.zeros((m, n))
    for _ in range(steps):
        output = np.zeros((h, w))
        for u in range(m):
            for v in range(n):
                output += kernel[u, v] * image[u : u + h, v : v + w]
        error = output - target
        slopes = np.zeros((m, n))
        for u in range(m):
            for v in range(n):
                slopes[u, v] = np.mean(2 * error * image[u : u + h, v : v + w])
        kernel = kernel - lr * slopes
    return kernel


@wrong("learn_kernel", "the gradient is flipped by 180 degrees")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        kernel -= lr * 2 * correlate2d(image, error)[::-1, ::-1] / error.size
    return kernel


@wrong("learn_kernel", "always a kernel of 3 by 3")
def _(image, target, steps, lr):
    kernel = np.zeros((3, 3))
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        kernel -= lr * 2 * correlate2d(image, error) / error.size
    return kernel


@wrong("learn_kernel", "the kernel is returned transposed")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        kernel -= lr * 2 * correlate2d(image, error) / error.size
    return kernel.T


@wrong("learn_kernel", "stops early when the loss is below 0.001, so not all steps are made")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        if np.mean(error**2) < 1e-3:
            break
        kernel -= lr * 2 * correlate2d(image, error) / error.size
    return kernel


@wrong("learn_kernel", "the rate decays from step to step")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    for step in range(steps):
        error = correlate2d(image, kernel) - target
        kernel -= lr / (1 + 0.01 * step) * 2 * correlate2d(image, error) / error.size
    return kernel


@wrong("learn_kernel", "every weight gets the slope of weight [0, 0]: the same block for all")
def _(image, target, steps, lr):
    h, w = target.shape
    kernel = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        kernel -= lr * np.mean(2 * error * image[:h, :w])
    return kernel


@wrong("learn_kernel", "the kernel is rounded to two decimals at the end")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        kernel -= lr * 2 * correlate2d(image, error) / error.size
    return kernel.round(2)


@wrong("learn_kernel", "kernel and list of losses are returned together")
def _(image, target, steps, lr):
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    losses = []
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        losses.append(np.mean(error**2))
        kernel -= lr * 2 * correlate2d(image, error) / error.size
    return kernel, losses


# ---------------------------------------- best_match


@right("best_match", "correlate2d for each kernel, maximum over size")
def _(image, kernels):
    return np.array([correlate2d(image, k).max() / k.size for k in kernels])


@right("best_match", "all windows at once with einsum")
def _(image, kernels):
    K, m, n = kernels.shape
    seen = sliding_window_view(image.astype(float), (m, n))
    return np.einsum("ijuv,kuv->kij", seen, kernels).max(axis=(1, 2)) / (m * n)


@wrong("best_match", "the sum of the products, not their mean")
def _(image, kernels):
    return np.array([correlate2d(image, k).max() for k in kernels])


@wrong("best_match", "the largest absolute value: a perfect opposite counts as a match")
def _(image, kernels):
    return np.array([np.abs(correlate2d(image, k)).max() / k.size for k in kernels])


@wrong("best_match", "the minimum of the map")
def _(image, kernels):
    return np.array([correlate2d(image, k).min() / k.size for k in kernels])


@wrong("best_match", "the position of the best match (argmax), not its value")
def _(image, kernels):
    return np.array([correlate2d(image, k).argmax() for k in kernels])


@wrong("best_match", "the best starts at 0, so kernels with negative matches only get 0")
def _(image, kernels):
    best = np.zeros(len(kernels))
    for k, kernel in enumerate(kernels):
        for value in correlate2d(image, kernel).ravel() / kernel.size:
            best[k] = max(best[k], value)
    return best


@wrong("best_match", "the last row and the last column of positions are never looked at")
def _(image, kernels):
    K, m, n = kernels.shape
    best = np.full(K, -np.inf)
    for k in range(K):
        for i in range(max(image.shape[0] - m, 1)):
            for j in range(max(image.shape[1] - n, 1)):
                best[k] = max(best[k], np.mean(image[i : i + m, j : j + n].astype(float) * kernels[k]))
    return best


@wrong("best_match", "one number for all kernels: the best of all")
def _(image, kernels):
    return np.max([correlate2d(image, k).max() / k.size for k in kernels])


@wrong("best_match", "the whole maps are returned, (K, h, w)")
def _(image, kernels):
    return np.array([correlate2d(image, k) / k.size for k in kernels])


@wrong("best_match", "the mean of the map in place of its maximum")
def _(image, kernels):
    return np.array([correlate2d(image, k).mean() / k.size for k in kernels])


@wrong("best_match", "the kernels are turned by 180 degrees")
def _(image, kernels):
    return np.array([correlate2d(image, k[::-1, ::-1]).max() / k.size for k in kernels])


@wrong("best_match", "divided by kernels.size, the number of weights of all kernels")
def _(image, kernels):
    return np.array([correlate2d(image, k).max() / kernels.size for k in kernels])


@wrong("best_match", "always divided by 9")
def _(image, kernels):
    return np.array([correlate2d(image, k).max() / 9 for k in kernels])


@wrong("best_match", "divided by m * m: right for square kernels only")
def _(image, kernels):
    m = kernels.shape[1]
    return np.array([correlate2d(image, k).max() / (m * m) for k in kernels])


@wrong("best_match", "the kernels are converted to the image's dtype: for uint8 the weights are cut off or wrap around")
def _(image, kernels):
    with np.errstate(all="ignore"):
        kernels = kernels.astype(np.int64).astype(image.dtype) if image.dtype == np.uint8 else kernels
    return np.array([correlate2d(image, k.astype(float)).max() / k.size for k in kernels])


@wrong("best_match", "the result has the image's dtype: fractions (and signs) are lost for uint8")
def _(image, kernels):
    best = np.zeros(len(kernels), dtype=image.dtype)
    for k, kernel in enumerate(kernels):
        value = correlate2d(image, kernel).max() / kernel.size
        best[k] = int(value) % 256 if image.dtype == np.uint8 else value
    return best


@wrong("best_match", "a border of zeros is put around the image, so windows outside count, too")
def _(image, kernels):
    m, n = kernels.shape[1:]
    image = np.pad(image, ((m // 2, m // 2), (n // 2, n // 2)))
    return np.array([correlate2d(image, k).max() / k.size for k in kernels])


@wrong("best_match", "matches are clipped to -1 ... 1")
def _(image, kernels):
    return np.array([np.clip(correlate2d(image, k).max() / k.size, -1, 1) for k in kernels])


@wrong("best_match", "pixels of uint8 are divided by 255")
def _(image, kernels):
    if image.dtype == np.uint8:
        image = image / 255
    return np.array([correlate2d(image, k).max() / k.size for k in kernels])


@wrong("best_match", "each match is divided by the lengths of patch and kernel (cosine), not a plain mean of products")
def _(image, kernels):
    m, n = kernels.shape[1:]
    seen = sliding_window_view(image.astype(float), (m, n))
    length = np.sqrt((seen**2).sum(axis=(2, 3))) + 1e-12
    return np.array([(np.einsum("ijuv,uv->ij", seen, k) / length / (np.linalg.norm(k) + 1e-12)).max() for k in kernels])


@wrong("best_match", "shape (K, 1) in place of (K,)")
def _(image, kernels):
    return np.array([[correlate2d(image, k).max() / k.size] for k in kernels])


@wrong("best_match", "return in the loop: only the first kernel")
def _(image, kernels):
    best = []
    for k in kernels:
        best.append(correlate2d(image, k).max() / k.size)
        return np.array(best)


@wrong("best_match", "non-overlapping windows: the window jumps by its own size")
def _(image, kernels):
    m, n = kernels.shape[1:]
    return np.array([correlate2d(image, k)[::m, ::n].max() / k.size for k in kernels])


# ---------------------------------------- read


@right("read", "matrix times vector")
def _(features, weights, bias):
    return 1 / (1 + np.exp(-(features @ weights + bias)))


@right("read", "a loop over pictures with math.exp, in two branches")
def _(features, weights, bias):
    result = np.zeros(len(features))
    for i, row in enumerate(features):
        score = bias
        for f, w in zip(row, weights):
            score += float(f) * float(w)
        result[i] = 1 / (1 + math.exp(-score)) if score >= 0 else math.exp(score) / (1 + math.exp(score))
    return result


@wrong("read", "the minus in the exponent is missing")
def _(features, weights, bias):
    return 1 / (1 + np.exp(features @ weights + bias))


@wrong("read", "the bias is missing")
def _(features, weights, bias):
    return 1 / (1 + np.exp(-(features @ weights)))


@wrong("read", "minus stands before the weighted sum only: the bias has the wrong sign")
def _(features, weights, bias):
    return 1 / (1 + np.exp(-features @ weights + bias))


@wrong("read", "the bias is added to each product, so it counts K times")
def _(features, weights, bias):
    return 1 / (1 + np.exp(-np.sum(features * weights + bias, axis=1)))


@wrong("read", "the bias is added after the sigmoid")
def _(features, weights, bias):
    return 1 / (1 + np.exp(-(features @ weights))) + bias


@wrong("read", "yes or no in place of a probability")
def _(features, weights, bias):
    return sigmoid(features @ weights + bias) > 0.5


@wrong("read", "the score, without the sigmoid")
def _(features, weights, bias):
    return features @ weights + bias


@wrong("read", "precedence: 1 / 1 + exp(-score)")
def _(features, weights, bias):
    return 1 / 1 + np.exp(-(features @ weights + bias))


@wrong("read", "tanh in place of the sigmoid")
def _(features, weights, bias):
    return np.tanh(features @ weights + bias)


@wrong("read", "softmax over the pictures of the batch")
def _(features, weights, bias):
    e = np.exp(features @ weights + bias - np.max(features @ weights + bias))
    return e / e.sum()


@wrong("read", "the mean of the products in place of the weighted sum")
def _(features, weights, bias):
    return sigmoid(np.mean(features * weights, axis=1) + bias)


@wrong("read", "products are not summed: (N, K)")
def _(features, weights, bias):
    return sigmoid(features * weights + bias)


@wrong("read", "summed over everything: one number for all pictures")
def _(features, weights, bias):
    return sigmoid(np.sum(features * weights) + bias)


@wrong("read", "exp(score) / (1 + exp(score)): nan for very large scores")
def _(features, weights, bias):
    with np.errstate(all="ignore"):
        e = np.exp(features @ weights + bias)
        return e / (1 + e)


@wrong("read", "scores are clipped to -5 ... 5")
def _(features, weights, bias):
    return sigmoid(np.clip(features @ weights + bias, -5, 5))


@wrong("read", "shape (N, 1) in place of (N,)")
def _(features, weights, bias):
    return sigmoid(features @ weights[:, None] + bias)


@wrong("read", "powers of 2 in place of e")
def _(features, weights, bias):
    return 1 / (1 + 2.0 ** -(features @ weights + bias))


@wrong("read", "rounded to 2 decimals")
def _(features, weights, bias):
    return sigmoid(features @ weights + bias).round(2)


@wrong("read", "only the first picture is read")
def _(features, weights, bias):
    return np.array([sigmoid(row @ weights + bias) for row in features[:1]])


@wrong("read", "the weights are normalised to sum 1 (a weighted mean)")
def _(features, weights, bias):
    total = weights.sum()
    return sigmoid(features @ weights / (total if total else 1) + bias)


@wrong("read", "features are transposed: works for N = K only, and is wrong there")
def _(features, weights, bias):
    return sigmoid(weights @ features + bias)


@wrong("read", "`exp(-abs(score))` for stability, but without the second branch: never below one half")
def _(features, weights, bias):
    return 1 / (1 + np.exp(-np.abs(features @ weights + bias)))


# ---------------------------------------- train_reader


@right("train_reader", "vectorised")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return weights, bias


@right("train_reader", "loops over pictures and weights")
def _(features, labels, steps, lr):
    N, K = features.shape
    weights, bias = np.zeros(K), 0.0
    for _ in range(steps):
        dw, db = np.zeros(K), 0.0
        for i in range(N):
            error = 1 / (1 + math.exp(-(float(np.dot(features[i], weights)) + bias))) - float(labels[i])
            for k in range(K):
                dw[k] += error * features[i, k] / N
            db += error / N
        weights -= lr * dw
        bias -= lr * db
    return weights, bias


@wrong("train_reader", "sums in place of means for both slopes")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * features.T @ error
        bias = bias - lr * error.sum()
    return weights, bias


@wrong("train_reader", "the weights' slope is a mean, the bias's slope a sum")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.sum()
    return weights, bias


@wrong("train_reader", "a factor 2, as for the squared error")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = 2 * (sigmoid(features @ weights + bias) - labels)
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "label minus probability, and still minus lr: uphill")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = labels - sigmoid(features @ weights + bias)
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "the bias is never trained and stays 0")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * features.T @ error / len(labels)
    return weights, bias


@wrong("train_reader", "the bias is trained but not used for the score")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights) - labels
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "the slope of the squared error: error times p (1 - p)")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        p = sigmoid(features @ weights + bias)
        error = (p - labels) * p * (1 - p)
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "yes/no answers in place of probabilities in the error (perceptron)")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = (sigmoid(features @ weights + bias) > 0.5).astype(float) - labels
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "the weights change first, and the bias uses the error of the new weights")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        weights = weights - lr * features.T @ (sigmoid(features @ weights + bias) - labels) / len(labels)
        bias = bias - lr * np.mean(sigmoid(features @ weights + bias) - labels)
    return weights, bias


@wrong("train_reader", "a step after each single picture (stochastic), not after all")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        for row, label in zip(features, labels):
            error = sigmoid(row @ weights + bias) - label
            weights = weights - lr * error * row / len(labels)
            bias = bias - lr * error / len(labels)
    return weights, bias


@wrong("train_reader", "one step too few")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(1, steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "the weights start from ones")
def _(features, labels, steps, lr):
    weights, bias = np.ones(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "features are multiplied by the error in place: the caller's features change")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        features *= error[:, None]
        weights = weights - lr * features.mean(axis=0)
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "right result, but the caller's features were divided in place (by N) and not put back")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    features /= len(labels)
    for _ in range(steps):
        error = sigmoid(len(labels) * (features @ weights) + bias) - labels
        weights = weights - lr * features.T @ error
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "features are standardised first, so the weights belong to other features")
def _(features, labels, steps, lr):
    features = (features - features.mean(axis=0)) / (features.std(axis=0) + 1e-12)
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "returned in the wrong order: bias, weights")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return bias, weights


@wrong("train_reader", "only the weights are returned")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return weights


@wrong("train_reader", "one array of K + 1 numbers, bias last, in place of two things")
def _(features, labels, steps, lr):
    x = np.column_stack([features, np.ones(len(features))])
    theta = np.zeros(x.shape[1])
    for _ in range(steps):
        theta -= lr * x.T @ (sigmoid(x @ theta) - labels) / len(labels)
    return theta


@wrong("train_reader", "the column of ones stands first, but the last number is returned as the bias")
def _(features, labels, steps, lr):
    x = np.column_stack([np.ones(len(features)), features])
    theta = np.zeros(x.shape[1])
    for _ in range(steps):
        theta -= lr * x.T @ (sigmoid(x @ theta) - labels) / len(labels)
    return theta[:-1], theta[-1]


@wrong("train_reader", "the weights' slope is divided by N * K (features.size), not by N")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * features.T @ error / features.size
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "every weight gets the same slope: the mean over pictures and features")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * np.mean(features * error[:, None])
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "stops as soon as all training pictures are right")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        p = sigmoid(features @ weights + bias)
        if np.all((p > 0.5) == labels):
            break
        weights = weights - lr * features.T @ (p - labels) / len(labels)
        bias = bias - lr * np.mean(p - labels)
    return weights, bias


@wrong("train_reader", "the loop's return: one step only")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
        return weights, bias


@wrong("train_reader", "a little weight decay (regularisation) that nobody asked for")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - labels
        weights = weights - lr * (features.T @ error / len(labels) + 0.01 * weights)
        bias = bias - lr * error.mean()
    return weights, bias


@wrong("train_reader", "labels are turned into +1 and -1 before the error")
def _(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = sigmoid(features @ weights + bias) - (2.0 * labels - 1)
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
    return weights, bias
