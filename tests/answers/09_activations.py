"""Right and wrong answers to the exercises of 09_activations, written from the notebook alone."""

import numpy as np
from answers import right, wrong


def relu_right(x):
    return np.maximum(x, 0), (np.asarray(x) > 0).astype(float)


# ---- sigmoid ----
@right("sigmoid", "exp of minus the size, two cases with where")
def _(x):
    x = np.asarray(x, float)
    e = np.exp(-np.abs(x))
    y = np.where(x >= 0, 1, e) / (1 + e)
    return y, y * (1 - y)


@right("sigmoid", "by tanh")
def _(x):
    y = 0.5 * (1 + np.tanh(np.asarray(x, dtype=float) / 2))
    return y, y * (1 - y)


@right("sigmoid", "masks and two formulas")
def _(x):
    x = np.array(x, dtype=np.float64)
    y = np.empty(x.shape)
    up = x >= 0
    y[up] = 1 / (1 + np.exp(-x[up]))
    y[~up] = np.exp(x[~up]) / (1 + np.exp(x[~up]))
    return y, y - y**2


@right("sigmoid", "logaddexp")
def _(x):
    x = np.asarray(x, float)
    return np.exp(-np.logaddexp(0, -x)), np.exp(-np.logaddexp(0, -x) - np.logaddexp(0, x))


@wrong("sigmoid", "x is clipped to -5 to 5")
def _(x):
    x = np.clip(np.asarray(x, float), -5, 5)
    y = 1 / (1 + np.exp(-x))
    return y, y * (1 - y)


# ---- tanh ----
@right("tanh", "np.tanh, 1 - y * y")
def _(x):
    y = np.tanh(np.asarray(x, float))
    return y, 1 - y * y


@right("tanh", "from exp(-2 |x|)")
def _(x):
    x = np.asarray(x, float)
    e = np.exp(-2 * np.abs(x))
    y = np.sign(x) * (1 - e) / (1 + e)
    return y, 4 * e / (1 + e) ** 2


@right("tanh", "(1 + y)(1 - y), number by number")
def _(x):
    x = np.asarray(x, float)
    y, slope = np.empty(x.shape), np.empty(x.shape)
    for i in np.ndindex(x.shape):
        y[i] = np.tanh(x[i])
        slope[i] = (1 + y[i]) * (1 - y[i])
    return y, slope


@wrong("tanh", "values kept in the type of x: whole numbers are cut off")
def _(x):
    y = np.tanh(np.asarray(x, float)).astype(np.asarray(x).dtype)
    return y, 1 - y**2


# ---- relu ----
@right("relu", "maximum and a comparison")
def _(x):
    return np.maximum(x, 0), (x > 0).astype(float)


@right("relu", "where")
def _(x):
    on = x > 0
    return np.where(on, x, 0), np.where(on, 1.0, 0.0)


@right("relu", "copy with a mask")
def _(x):
    y, slope = np.array(x), np.ones(np.shape(x))
    y[x < 0] = 0
    slope[x <= 0] = 0
    return y, slope


# ---- leaky_relu ----
@right("leaky_relu", "where twice")
def _(x, leak=0.01):
    return np.where(x > 0, x, leak * x), np.where(x > 0, 1.0, leak)


@right("leaky_relu", "slope first, value is slope times x")
def _(x, leak=0.01):
    slope = np.full(np.shape(x), float(leak))
    slope[x > 0] = 1
    return slope * x, slope


@right("leaky_relu", "sum of two parts")
def _(x, leak=0.01):
    on = (x > 0) * 1.0
    return np.maximum(x, 0) + leak * np.minimum(x, 0), on + leak * (1 - on)


@wrong("leaky_relu", "whole numbers stay whole: what leaks is cut off to 0")
def _(x, leak=0.01):
    y = x.copy()
    y[x <= 0] = (leak * x[x <= 0]).astype(x.dtype)
    return y, np.where(x > 0, 1.0, leak)


@wrong("leaky_relu", "the default of leak is 0.1")
def _(x, leak=0.1):
    return np.where(x > 0, x, leak * x), np.where(x > 0, 1.0, leak)


@wrong("leaky_relu", "`leak or 0.01`: a leak of 0 is replaced by the default")
def _(x, leak=0.01):
    leak = leak or 0.01
    return np.where(x > 0, x, leak * x), np.where(x > 0, 1.0, leak)


# ---- elu ----
@right("elu", "expm1 of the negative part")
def _(x, alpha=1.0):
    low = np.minimum(np.asarray(x, float), 0)
    return np.where(x > 0, x, alpha * np.expm1(low)), np.where(x > 0, 1.0, alpha * np.exp(low))


@right("elu", "masks")
def _(x, alpha=1.0):
    x = np.asarray(x, dtype=float)
    y, slope = x.copy(), np.ones(x.shape)
    rest = x <= 0
    y[rest] = alpha * (np.exp(x[rest]) - 1)
    slope[rest] = alpha * np.exp(x[rest])
    return y, slope


@right("elu", "slope from the value: y + alpha")
def _(x, alpha=1.0):
    x = np.asarray(x, float)
    floor = alpha * (np.exp(np.minimum(x, 0)) - 1)
    return np.maximum(x, 0) + floor, np.where(x > 0, 1.0, floor + alpha)


@wrong("elu", "alpha multiplies positive numbers, too")
def _(x, alpha=1.0):
    low = np.minimum(np.asarray(x, float), 0)
    return alpha * np.where(x > 0, x, np.exp(low) - 1), alpha * np.where(x > 0, 1.0, np.exp(low))


# ---- maxout ----
@right("maxout", "matrix product, argmax")
def _(x, w, b):
    scores = x @ w.T + b
    return scores.max(axis=1), w[scores.argmax(axis=1)].astype(float)


@right("maxout", "loops")
def _(x, w, b):
    values, slopes = np.zeros(len(x)), np.zeros(x.shape)
    for n in range(len(x)):
        best = -np.inf
        for k in range(len(w)):
            score = sum(w[k, d] * x[n, d] for d in range(x.shape[1])) + b[k]
            if score > best:
                best, values[n], slopes[n] = score, score, w[k]
    return values, slopes


@right("maxout", "einsum and a one-hot mask")
def _(x, w, b):
    scores = np.einsum("nd,kd->nk", x.astype(float), w) + b
    hot = np.eye(len(w))[scores.argmax(axis=1)]
    return (scores * hot).sum(axis=1), hot @ w


@wrong("maxout", "the largest over the points: axis 0")
def _(x, w, b):
    scores = x @ w.T + b
    return scores.max(axis=0), w[scores.argmax(axis=0) % len(w)]


@wrong("maxout", "only two functions: the others are never looked at")
def _(x, w, b):
    scores = (x @ w.T + b)[:, :2]
    return scores.max(axis=1), w[scores.argmax(axis=1)]


@wrong("maxout", "the largest in size: argmax of abs")
def _(x, w, b):
    scores = x @ w.T + b
    k = np.abs(scores).argmax(axis=1)
    return scores[np.arange(len(x)), k], w[k]


# ---- softmax ----
@right("softmax", "subtract the largest of each row")
def _(logits):
    z = np.asarray(logits, float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@right("softmax", "row by row")
def _(logits):
    rows = []
    for row in logits:
        e = [np.exp(float(v) - float(max(row))) for v in row]
        rows.append([v / sum(e) for v in e])
    return np.array(rows, dtype=float).reshape(logits.shape)


@right("softmax", "logaddexp.reduce")
def _(logits):
    z = logits.astype(float)
    return np.exp(z - np.logaddexp.reduce(z, axis=1)[:, None])


@right("softmax", "transposed, so that broadcasting needs no keepdims")
def _(logits):
    z = logits.T.astype(float)
    e = np.exp(z - z.max(axis=0))
    return (e / e.sum(axis=0)).T


@wrong("softmax", "divided by the sum of the whole batch")
def _(logits):
    z = np.asarray(logits, float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum()


@wrong("softmax", "no exponential: logits divided by their sum")
def _(logits):
    z = np.asarray(logits, float) - np.min(logits, axis=1, keepdims=True) + 1
    return z / z.sum(axis=1, keepdims=True)


@wrong("softmax", "a small epsilon of 1e-3 in the denominator: rows do not sum to 1")
def _(logits):
    z = np.asarray(logits, float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / (e.sum(axis=1, keepdims=True) + 1e-3)


# ---- cross_entropy ----
def parts(logits, labels):
    z = np.asarray(logits, float)
    z = z - z.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return logp, np.arange(len(labels))


def in_range(logits, labels):
    if np.min(labels) < 0 or np.max(labels) >= logits.shape[1]:
        raise ValueError("label out of range")


@right("cross_entropy", "log probabilities, then minus 1 at the labels")
def _(logits, labels):
    n, c = logits.shape
    if ((labels < 0) | (labels >= c)).any():
        raise ValueError(f"labels must be 0 to {c - 1}")
    z = logits - logits.max(axis=1, keepdims=True).astype(float)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    gradient = np.exp(logp)
    gradient[np.arange(n), labels] -= 1
    return float(-logp[np.arange(n), labels].mean()), gradient / n


@right("cross_entropy", "one-hot labels")
def _(logits, labels):
    n, c = logits.shape
    if not all(0 <= k < c for k in labels):
        raise ValueError("label out of range")
    hot = np.eye(c)[labels]
    z = logits.astype(float)
    logp = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    return -(hot * logp).sum() / n, (np.exp(logp) - hot) / n


@right("cross_entropy", "picture by picture")
def _(logits, labels):
    loss, gradient = 0.0, np.zeros(logits.shape)
    for n, (row, label) in enumerate(zip(logits.astype(float), labels)):
        if label < 0 or label >= len(row):
            raise ValueError(f"label {label}")
        e = np.exp(row - row.max())
        loss += np.log(e.sum()) - (row[label] - row.max())
        gradient[n] = e / e.sum()
        gradient[n, label] -= 1
    return loss / len(labels), gradient / len(labels)


# ---- spot_the_fan ----
right("spot_the_fan", "as computed")({"inputs": 2, "outputs": 4.5, "conv": 2400})
right("spot_the_fan", "floats and products")({"inputs": 2.0, "outputs": 9216 * 2 / 4096, "conv": 96 * 5 * 5})
right("spot_the_fan", "NumPy numbers")(
    {"inputs": np.float64(2), "outputs": np.float64(4.5), "conv": np.prod((96, 5, 5))}
)
wrong("spot_the_fan", "the number of filters for the convolution")({"inputs": 2, "outputs": 4.5, "conv": 256})
wrong("spot_the_fan", "only the channels for the convolution")({"inputs": 2, "outputs": 4.5, "conv": 96})
wrong("spot_the_fan", "the outputs of the convolution: 256 times 25")({"inputs": 2, "outputs": 4.5, "conv": 6400})
wrong("spot_the_fan", "inputs and outputs exchanged")({"inputs": 4.5, "outputs": 2, "conv": 2400})
wrong("spot_the_fan", "after ReLU: halved")({"inputs": 1, "outputs": 2.25, "conv": 2400})
wrong("spot_the_fan", "the spread, not the mean square")({"inputs": 2**0.5, "outputs": 4.5**0.5, "conv": 2400})
wrong("spot_the_fan", "the fraction upside down: 2 * 4096 / 9216")(
    {"inputs": 2, "outputs": 2 * 4096 / 9216, "conv": 2400}
)
wrong("spot_the_fan", "all weights of the convolution")({"inputs": 2, "outputs": 4.5, "conv": 256 * 96 * 25})
wrong("spot_the_fan", "a window of one channel: 25")({"inputs": 2, "outputs": 4.5, "conv": 25})
wrong("spot_the_fan", "the variance of a weight, 2 / n, not the score's")(
    {"inputs": 2 / 9216, "outputs": 2 / 4096, "conv": 2400}
)
wrong("spot_the_fan", "not filled in")({"inputs": ..., "outputs": ..., "conv": ...})


# ---- init_std ----
@right("init_std", "if for if")
def _(fan_in, fan_out, kind):
    if kind == "zeros":
        return 0.0
    if kind == "small":
        return 0.01
    if kind == "xavier":
        return (2 / (fan_in + fan_out)) ** 0.5
    return (2 / fan_in) ** 0.5


@right("init_std", "a dictionary of variances")
def _(fan_in, fan_out, kind):
    n = np.mean([fan_in, fan_out])
    return float(np.sqrt({"zeros": 0, "small": 1e-4, "xavier": 1 / n, "he": 2 / fan_in}[kind]))


@right("init_std", "match")
def _(fan_in, fan_out, kind):
    match kind:
        case "zeros":
            return 0
        case "small":
            return 0.01
        case "xavier":
            return 1 / np.sqrt((fan_in + fan_out) / 2)
        case "he":
            return np.sqrt(2) / np.sqrt(fan_in)


@wrong("init_std", "the mean of the fans is rounded down to a whole number")
def _(fan_in, fan_out, kind):
    n = (fan_in + fan_out) // 2
    return {"zeros": 0, "small": 0.01, "xavier": (1 / n) ** 0.5, "he": (2 / fan_in) ** 0.5}[kind]


@wrong("init_std", "Xavier with the geometric mean of the fans")
def _(fan_in, fan_out, kind):
    return {"zeros": 0, "small": 0.01, "xavier": (fan_in * fan_out) ** -0.25, "he": (2 / fan_in) ** 0.5}[kind]


# ---- signal ----
@right("signal", "a loop")
def _(x, weights, activation):
    spreads = []
    for w in weights:
        x = activation(x @ w.T)[0]
        spreads.append(x.std())
    return np.array(spreads)


@right("signal", "einsum in float, spread from mean squares")
def _(x, weights, activation):
    x, out = np.asarray(x, float), np.empty(len(weights))
    for k, w in enumerate(weights):
        x, _ = activation(np.einsum("nd,od->no", x, w))
        out[k] = np.sqrt(((x - x.mean()) ** 2).mean())
    return out


@right("signal", "recursion")
def _(x, weights, activation):
    if not weights:
        return np.array([])
    value, _slope = activation((weights[0] @ x.T).T)
    rest = _signal(value, weights[1:], activation)
    return np.concatenate([[value.std()], rest])


def _signal(x, weights, activation):
    out = []
    for w in weights:
        x = activation(x @ w.T)[0]
        out.append(np.std(x))
    return np.array(out, dtype=float)


def _steps(x, weights, activation, measure):
    out = []
    for w in weights:
        z = x @ w.T
        y, s = activation(z)
        out.append(measure(x, z, y, s))
        x = y
    return np.array(out)


@wrong("signal", "every layer gets the first batch, not what the layer before gave")
def _(x, weights, activation):
    def one(w):
        z = x @ w.T if w.shape[1] == x.shape[1] else np.zeros((len(x), len(w)))
        return activation(z)[0].std()

    return np.array([one(w) for w in weights])


@wrong("signal", "the spread of what goes into each layer, not of what comes out")
def _(x, weights, activation):
    return _steps(x, weights, activation, lambda x, z, y, s: x.std())


@wrong("signal", "always relu, whatever the activation")
def _(x, weights, activation):
    return _signal(x, weights, relu_right)


# ---- dead_fraction ----
@right("dead_fraction", "all axes but the second")
def _(activations):
    axes = tuple(a for a in range(activations.ndim) if a != 1)
    return float((activations == 0).all(axis=axes).mean())


@right("dead_fraction", "units as rows")
def _(activations):
    units = np.moveaxis(activations, 1, 0).reshape(activations.shape[1], -1)
    return np.mean(units.max(axis=1) == 0)


@right("dead_fraction", "a loop over the units")
def _(activations):
    dead = 0
    for c in range(activations.shape[1]):
        if not np.any(activations[:, c]):
            dead += 1
    return dead / activations.shape[1]


@wrong("dead_fraction", "nearly 0 counts as dead: np.isclose with atol 1e-2")
def _(activations):
    axes = (0,) if activations.ndim == 2 else (0, 2, 3)
    return np.mean(np.isclose(activations, 0, atol=1e-2).all(axis=axes))


@wrong("dead_fraction", "channels last: the units are the last axis")
def _(activations):
    return np.mean((activations == 0).reshape(-1, activations.shape[-1]).all(axis=0))


@wrong("dead_fraction", "dead in half of the pictures: the median is 0")
def _(activations):
    units = np.moveaxis(activations, 1, 0).reshape(activations.shape[1], -1)
    return np.mean(np.median(units, axis=1) == 0)
