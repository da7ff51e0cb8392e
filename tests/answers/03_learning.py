import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

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
