"""Right and wrong answers to the exercises of 10_numpy_cnn, written from the notebook alone."""

import numpy as np
from answers import right, wrong
from numpy.lib.stride_tricks import sliding_window_view


# ---- given by the notebook, and right versions of earlier exercises ----
class Layer:
    def parameters(self):
        return [(self.w, self.dw), (self.b, self.db)] if hasattr(self, "w") else []


def conv2d_im2col(x, w, b=None, stride=1, padding=0):
    x = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    views = sliding_window_view(x, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    y = np.einsum("ncijuv,fcuv->nfij", views, w)
    return y if b is None else y + b[:, None, None]


def conv2d_backward(dy, x, w, stride=1, padding=0):
    xp = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    oh, ow = dy.shape[2:]
    for u in range(w.shape[2]):
        for v in range(w.shape[3]):
            at = (slice(None), slice(None), slice(u, u + stride * (oh - 1) + 1, stride), slice(v, v + stride * (ow - 1) + 1, stride))
            dw[:, :, u, v] = np.einsum("nfij,ncij->fc", dy, xp[at])
            dxp[at] += np.einsum("nfij,fc->ncij", dy, w[:, :, u, v])
    h, wd = x.shape[2:]
    return dxp[:, :, padding : padding + h, padding : padding + wd], dw, dy.sum(axis=(0, 2, 3))


def squares(x, k):
    n, c, h, w = x.shape
    return x[:, :, : h // k * k, : w // k * k].reshape(n, c, h // k, k, w // k, k)


# ---- ReLU ----
class GoodReLU(Layer):
    def forward(self, x):
        self.on = x > 0
        return np.maximum(x, 0)

    def backward(self, dy):
        return dy * self.on


@right("ReLU", "a mask")
class _(Layer):
    def forward(self, x):
        self.mask = x > 0
        return np.where(self.mask, x, 0)

    def backward(self, dy):
        return np.where(self.mask, dy, 0)


@right("ReLU", "remembers x")
class _(Layer):
    def forward(self, x):
        self.x = x.copy()
        return np.maximum(0, x)

    def backward(self, dy):
        dx = np.array(dy)
        dx[self.x <= 0] = 0
        return dx


@right("ReLU", "number by number, remembers the output")
class _(Layer):
    def forward(self, x):
        self.y = np.array([max(0, v) for v in x.ravel()]).reshape(x.shape)
        return self.y.copy()

    def backward(self, dy):
        return dy * (self.y > 0).astype(float)


@wrong("ReLU", "backward returns only the mask, not times dy")
class _(GoodReLU):
    def backward(self, dy):
        return self.on.astype(float)


@wrong("ReLU", "the first x of a batch decides for all pictures")
class _(GoodReLU):
    def forward(self, x):
        self.on = x[:1] > 0
        return np.maximum(x, 0)


# ---- Flatten ----
class GoodFlatten(Layer):
    def forward(self, x):
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, dy):
        return dy.reshape(self.shape)


@right("Flatten", "reshape and back")
class _(Layer):
    def forward(self, x):
        self.shape = x.shape
        return x.reshape(x.shape[0], np.prod(x.shape[1:], dtype=int))

    def backward(self, dy):
        return dy.reshape(self.shape)


@right("Flatten", "remembers the maps' shape, the batch size comes from dy")
class _(Layer):
    def forward(self, x):
        n, *self.rest = x.shape
        return np.array([picture.ravel() for picture in x])

    def backward(self, dy):
        return dy.reshape(len(dy), *self.rest)


@right("Flatten", "concatenates rows")
class _(Layer):
    def forward(self, x):
        self.came = n, c, h, w = x.shape
        return np.concatenate([x[:, k, i] for k in range(c) for i in range(h)], axis=1)

    def backward(self, dy):
        return np.stack(np.split(dy, self.came[1], axis=1), axis=1).reshape(self.came)


@wrong("Flatten", "order='F' in forward")
class _(GoodFlatten):
    def forward(self, x):
        self.shape = x.shape
        return x.reshape(len(x), -1, order="F")


@wrong("Flatten", "the mean of each map instead: global average")
class _(GoodFlatten):
    def forward(self, x):
        self.shape = x.shape
        return x.mean(axis=(2, 3))


@wrong("Flatten", "backward returns x itself, not dy in its shape")
class _(GoodFlatten):
    def forward(self, x):
        self.x = x
        return x.reshape(len(x), -1)

    def backward(self, dy):
        return self.x


@wrong("Flatten", "the width of the maps is kept as self.w: parameters() takes it for weights, and fails")
class _(Layer):
    def forward(self, x):
        self.n, self.c, self.h, self.w = x.shape
        return x.reshape(self.n, -1)

    def backward(self, dy):
        return dy.reshape(self.n, self.c, self.h, self.w)


# ---- MaxPool2d ----
class GoodPool(Layer):
    def __init__(self, kernel_size):
        self.kernel_size = kernel_size

    def forward(self, x):
        self.x = x
        return squares(x, self.kernel_size).max(axis=(3, 5))

    def share(self, windows):
        """One-hot: where each window's gradient goes; windows (..., k * k)."""
        return np.eye(windows.shape[-1])[windows.argmax(axis=-1)]

    def backward(self, dy):
        k, (n, c, h, w) = self.kernel_size, self.x.shape
        s = squares(self.x, k).transpose(0, 1, 2, 4, 3, 5)
        d = self.share(s.reshape(*s.shape[:4], k * k)) * dy[..., None]
        dx = np.zeros(self.x.shape)
        d = d.reshape(s.shape).transpose(0, 1, 2, 4, 3, 5)
        dx[:, :, : h // k * k, : w // k * k] = d.reshape(n, c, h // k * k, w // k * k)
        return dx


@right("MaxPool2d", "reshape into squares")
class _(GoodPool):
    pass


@right("MaxPool2d", "loops over all windows")
class _(Layer):
    def __init__(self, kernel_size):
        self.kernel_size = kernel_size

    def forward(self, x):
        k = self.kernel_size
        self.x = x
        n, c, h, w = x.shape
        y = np.zeros((n, c, h // k, w // k), dtype=x.dtype)
        for a, b, i, j in np.ndindex(y.shape):
            y[a, b, i, j] = x[a, b, i * k : i * k + k, j * k : j * k + k].max()
        return y

    def backward(self, dy):
        k = self.kernel_size
        dx = np.zeros(self.x.shape)
        for a, b, i, j in np.ndindex(dy.shape):
            window = self.x[a, b, i * k : i * k + k, j * k : j * k + k]
            u, v = divmod(int(window.argmax()), k)
            dx[a, b, i * k + u, j * k + v] += dy[a, b, i, j]
        return dx


@right("MaxPool2d", "views with steps; remembers x and y")
class _(Layer):
    def __init__(self, kernel_size):
        self.kernel_size = kernel_size

    def views(self, x):
        k = self.kernel_size
        oh, ow = x.shape[2] // k, x.shape[3] // k
        return [x[:, :, u : oh * k : k, v : ow * k : k] for u in range(k) for v in range(k)]

    def forward(self, x):
        self.x = x
        self.y = np.max(np.stack(self.views(x)), axis=0)
        return self.y

    def backward(self, dy):
        dx, free = np.zeros(self.x.shape), np.ones(dy.shape, bool)
        for here, there in zip(self.views(self.x), self.views(dx)):
            won = free & (here == self.y)
            there[...] = np.where(won, dy, 0)
            free &= ~won
        return dx


@wrong("MaxPool2d", "several largest numbers: the last one gets the gradient")
class _(GoodPool):
    def share(self, windows):
        k2 = windows.shape[-1]
        return np.eye(k2)[k2 - 1 - windows[..., ::-1].argmax(axis=-1)]


@wrong("MaxPool2d", "several largest numbers share the gradient")
class _(GoodPool):
    def share(self, windows):
        top = windows == windows.max(axis=-1, keepdims=True)
        return top / top.sum(axis=-1, keepdims=True)


@wrong("MaxPool2d", "the windows move by 1: they overlap")
class _(GoodPool):
    def forward(self, x):
        self.x = x
        k = self.kernel_size
        return sliding_window_view(x, (k, k), axis=(2, 3)).max(axis=(4, 5))


@wrong("MaxPool2d", "the stride is always 2")
class _(GoodPool):
    def forward(self, x):
        self.x = x
        k = self.kernel_size
        return sliding_window_view(x, (k, k), axis=(2, 3))[:, :, ::2, ::2].max(axis=(4, 5))


@wrong("MaxPool2d", "the maxima start at 0: negative windows give 0")
class _(GoodPool):
    def forward(self, x):
        self.x = x
        return np.maximum(squares(x, self.kernel_size).max(axis=(3, 5)), 0)


@wrong("MaxPool2d", "backward returns ones at the largest numbers, dy is not used")
class _(GoodPool):
    def backward(self, dy):
        return super().backward(np.ones(dy.shape))


# ---- Linear ----
class GoodLinear(Layer):
    def __init__(self, inputs, outputs, rng):
        self.w = rng.normal(scale=np.sqrt(2 / inputs), size=(outputs, inputs))
        self.b, self.dw, self.db = np.zeros(outputs), np.zeros((outputs, inputs)), np.zeros(outputs)

    def forward(self, x):
        self.x = x
        return x @ self.w.T + self.b

    def backward(self, dy):
        self.dw += dy.T @ self.x
        self.db += dy.sum(axis=0)
        return dy @ self.w


@right("Linear", "matrix products")
class _(GoodLinear):
    pass


@right("Linear", "standard_normal and einsum")
class _(Layer):
    def __init__(self, inputs, outputs, rng):
        self.w = rng.standard_normal((outputs, inputs)) * (2 / inputs) ** 0.5
        self.b = np.zeros(outputs)
        self.dw, self.db = np.zeros_like(self.w), np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return np.einsum("ni,oi->no", x, self.w) + self.b

    def backward(self, dy):
        self.dw += np.einsum("no,ni->oi", dy, self.x)
        self.db += np.einsum("no->o", dy)
        return np.einsum("no,oi->ni", dy, self.w)


@right("Linear", "row by row")
class _(Layer):
    def __init__(self, inputs, outputs, rng):
        self.w = rng.normal(0, np.sqrt(2) / np.sqrt(inputs), (outputs, inputs))
        self.b = np.zeros(outputs)
        self.dw = np.zeros(self.w.shape)
        self.db = np.zeros(self.b.shape)

    def forward(self, x):
        self.x = x.copy()
        return np.array([self.w @ row + self.b for row in x]).reshape(len(x), len(self.b))

    def backward(self, dy):
        dx = np.zeros(self.x.shape)
        for n in range(len(dy)):
            self.dw[...] += np.outer(dy[n], self.x[n])
            self.db[...] += dy[n]
            dx[n] = dy[n] @ self.w
        return dx


@wrong("Linear", "db is the sum of all dy, one number for all outputs")
class _(GoodLinear):
    def backward(self, dy):
        self.dw += dy.T @ self.x
        self.db += dy.sum()
        return dy @ self.w


@wrong("Linear", "b and db are the same array: self.b = self.db = zeros")
class _(GoodLinear):
    def __init__(self, inputs, outputs, rng):
        super().__init__(inputs, outputs, rng)
        self.b = self.db = np.zeros(outputs)


@wrong("Linear", "w has the shape (inputs, outputs)")
class _(Layer):
    def __init__(self, inputs, outputs, rng):
        self.w = rng.normal(scale=np.sqrt(2 / inputs), size=(inputs, outputs))
        self.b, self.dw, self.db = np.zeros(outputs), np.zeros((inputs, outputs)), np.zeros(outputs)

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, dy):
        self.dw += self.x.T @ dy
        self.db += dy.sum(axis=0)
        return dy @ self.w.T


@wrong("Linear", "np.random instead of the rng that was given")
class _(GoodLinear):
    def __init__(self, inputs, outputs, rng):
        super().__init__(inputs, outputs, rng)
        self.w = np.random.normal(scale=np.sqrt(2 / inputs), size=(outputs, inputs))


@wrong("Linear", "the biases start at random, too")
class _(GoodLinear):
    def __init__(self, inputs, outputs, rng):
        super().__init__(inputs, outputs, rng)
        self.b = rng.normal(scale=np.sqrt(2 / inputs), size=outputs)


@wrong("Linear", "the weights are uniform, not normal, with the right deviation")
class _(GoodLinear):
    def __init__(self, inputs, outputs, rng):
        super().__init__(inputs, outputs, rng)
        a = np.sqrt(6 / inputs)
        self.w = rng.uniform(-a, a, size=(outputs, inputs))


@wrong("Linear", "Xavier's deviation instead of He's: sqrt(1 / fan-in)")
class _(GoodLinear):
    def __init__(self, inputs, outputs, rng):
        super().__init__(inputs, outputs, rng)
        self.w = self.w / np.sqrt(2)


# ---- Conv2d ----
class GoodConv(Layer):
    def __init__(self, in_channels, out_channels, kernel_size, rng, stride=1, padding=0):
        self.stride, self.padding = stride, padding
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        self.w = rng.normal(scale=np.sqrt(2 / (in_channels * kernel_size**2)), size=shape)
        self.b, self.dw, self.db = np.zeros(out_channels), np.zeros(shape), np.zeros(out_channels)

    def forward(self, x):
        self.x = x
        return conv2d_im2col(x, self.w, self.b, self.stride, self.padding)

    def backward(self, dy):
        dx, dw, db = conv2d_backward(dy, self.x, self.w, self.stride, self.padding)
        self.dw += dw
        self.db += db
        return dx


@right("Conv2d", "with the earlier functions")
class _(GoodConv):
    pass


@right("Conv2d", "own loops over the window's positions, standard_normal")
class _(Layer):
    def __init__(self, in_channels, out_channels, kernel_size, rng, stride=1, padding=0):
        self.w = rng.standard_normal((out_channels, in_channels, kernel_size, kernel_size))
        self.w *= np.sqrt(2 / self.w[0].size)
        self.b = np.zeros(out_channels)
        self.dw, self.db = np.zeros_like(self.w), np.zeros_like(self.b)
        self.k, self.s, self.p = kernel_size, stride, padding

    def at(self, u, v, oh, ow):
        s = self.s
        return (slice(None), slice(None), slice(u, u + s * oh - s + 1, s), slice(v, v + s * ow - s + 1, s))

    def forward(self, x):
        p, self.shape = self.p, x.shape
        self.x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        oh, ow = ((n - self.k) // self.s + 1 for n in self.x.shape[2:])
        y = np.zeros((len(x), len(self.w), oh, ow)) + self.b.reshape(1, -1, 1, 1)
        for u in range(self.k):
            for v in range(self.k):
                y += np.einsum("ncij,fc->nfij", self.x[self.at(u, v, oh, ow)], self.w[:, :, u, v])
        return y

    def backward(self, dy):
        dx = np.zeros(self.x.shape)
        for u in range(self.k):
            for v in range(self.k):
                at = self.at(u, v, *dy.shape[2:])
                self.dw[:, :, u, v] += np.einsum("nfij,ncij->fc", dy, self.x[at])
                dx[at] += np.einsum("nfij,fc->ncij", dy, self.w[:, :, u, v])
        self.db += dy.sum((0, 2, 3))
        p, (h, w) = self.p, self.shape[2:]
        return dx[:, :, p : p + h, p : p + w]


@right("Conv2d", "picture by picture")
class _(GoodConv):
    def forward(self, x):
        self.x = x
        return np.concatenate([conv2d_im2col(x[n : n + 1], self.w, self.b, self.stride, self.padding) for n in range(len(x))])

    def backward(self, dy):
        parts = []
        for n in range(len(dy)):
            dx, dw, db = conv2d_backward(dy[n : n + 1], self.x[n : n + 1], self.w, self.stride, self.padding)
            self.dw += dw
            self.db += db
            parts.append(dx)
        return np.concatenate(parts)


@wrong("Conv2d", "the fan-in is the number of channels, without the window")
class _(GoodConv):
    def __init__(self, in_channels, out_channels, kernel_size, rng, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, rng, stride, padding)
        self.w = self.w * kernel_size


@wrong("Conv2d", "the fan-in is the window, without the channels")
class _(GoodConv):
    def __init__(self, in_channels, out_channels, kernel_size, rng, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, rng, stride, padding)
        self.w = self.w * np.sqrt(in_channels)


@wrong("Conv2d", "stride and padding are exchanged")
class _(GoodConv):
    def forward(self, x):
        self.x = x
        return conv2d_im2col(x, self.w, self.b, self.padding or 1, self.stride)


@wrong("Conv2d", "db is the sum over the pictures at the first position only")
class _(GoodConv):
    def backward(self, dy):
        dx, dw, db = conv2d_backward(dy, self.x, self.w, self.stride, self.padding)
        self.dw += dw
        self.db += dy[:, :, 0, 0].sum(axis=0)
        return dx


@wrong("Conv2d", "dw itself is returned in place of dx")
class _(GoodConv):
    def backward(self, dy):
        dx, dw, db = conv2d_backward(dy, self.x, self.w, self.stride, self.padding)
        self.dw += dw
        self.db += db
        return dw


@wrong("Conv2d", "dw begins as a copy of w, not as zeros")
class _(GoodConv):
    def __init__(self, in_channels, out_channels, kernel_size, rng, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, rng, stride, padding)
        self.dw = self.w.copy()


@wrong("Conv2d", "w has the channels first: (in_channels, out_channels, k, k), transposed for use")
class _(GoodConv):
    def __init__(self, in_channels, out_channels, kernel_size, rng, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, rng, stride, padding)
        self.w = self.w.swapaxes(0, 1).copy()
        self.dw = np.zeros(self.w.shape)

    def forward(self, x):
        self.x = x
        return conv2d_im2col(x, self.w.swapaxes(0, 1), self.b, self.stride, self.padding)

    def backward(self, dy):
        dx, dw, db = conv2d_backward(dy, self.x, self.w.swapaxes(0, 1), self.stride, self.padding)
        self.dw += dw.swapaxes(0, 1)
        self.db += db
        return dx


# ---- Sequential ----
class GoodSequential(Layer):
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dy):
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

    def parameters(self):
        return [pair for layer in self.layers for pair in layer.parameters()]


@right("Sequential", "loops")
class _(GoodSequential):
    pass


@right("Sequential", "reduce and sum")
class _(Layer):
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        from functools import reduce

        return reduce(lambda a, layer: layer.forward(a), self.layers, x)

    def backward(self, dy):
        from functools import reduce

        return reduce(lambda d, layer: layer.backward(d), self.layers[::-1], dy)

    def parameters(self):
        return sum((layer.parameters() for layer in self.layers), [])


@right("Sequential", "by indices, extend")
class _(Layer):
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for k in range(len(self.layers)):
            x = self.layers[k].forward(x)
        return x

    def backward(self, dy):
        k = len(self.layers) - 1
        while k >= 0:
            dy = self.layers[k].backward(dy)
            k -= 1
        return dy

    def parameters(self):
        pairs = []
        for layer in self.layers:
            pairs.extend(layer.parameters())
        return pairs


@wrong("Sequential", "the first layer is left out on the way back")
class _(GoodSequential):
    def backward(self, dy):
        for layer in self.layers[:0:-1]:
            dy = layer.backward(dy)
        return dy


@wrong("Sequential", "parameters without the gradients")
class _(GoodSequential):
    def parameters(self):
        return [w for layer in self.layers for w, _ in layer.parameters()]


@wrong("Sequential", "parameters from the last layer to the first are repeated twice")
class _(GoodSequential):
    def parameters(self):
        pairs = super().parameters()
        return pairs + pairs[::-1]


@wrong("Sequential", "return in the loop of forward: only the first layer")
class _(GoodSequential):
    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
            return x


@wrong("Sequential", "the last layer is left out in forward")
class _(GoodSequential):
    def forward(self, x):
        for layer in self.layers[:-1]:
            x = layer.forward(x)
        return x


# ---- softmax_cross_entropy ----
def softmax_cross_entropy(logits, labels):
    n, c = logits.shape
    if np.any((labels < 0) | (labels >= c)):
        raise ValueError(f"labels must be from 0 to {c - 1}")
    z = logits - logits.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    d = np.exp(logp)
    d[np.arange(n), labels] -= 1
    return -logp[np.arange(n), labels].mean(), d / n


@right("softmax_cross_entropy", "shifted logits, log of the sum")
def _(logits, labels):
    n, c = logits.shape
    if labels.min() < 0 or labels.max() > c - 1:
        raise ValueError("label out of range")
    z = logits - np.max(logits, axis=1, keepdims=True)
    sums = np.exp(z).sum(axis=1)
    loss = np.mean(np.log(sums) - z[np.arange(n), labels])
    d = np.exp(z) / sums[:, None]
    d[np.arange(n), labels] -= 1
    return float(loss), d / n


@right("softmax_cross_entropy", "a loop over the pictures")
def _(logits, labels):
    n, c = logits.shape
    total, d = 0.0, np.zeros((n, c))
    for i in range(n):
        if not 0 <= labels[i] < c:
            raise ValueError(f"label {labels[i]} of picture {i}")
        z = logits[i].astype(float) - logits[i].max()
        p = np.exp(z) / np.exp(z).sum()
        total += np.log(np.exp(z).sum()) - z[labels[i]]
        d[i] = (p - (np.arange(c) == labels[i])) / n
    return total / n, d


@right("softmax_cross_entropy", "one-hot, logaddexp")
def _(logits, labels):
    n, c = logits.shape
    if not np.isin(labels, np.arange(c)).all():
        raise ValueError("bad label")
    hot = (labels[:, None] == np.arange(c)).astype(float)
    logp = logits - np.logaddexp.reduce(logits.astype(float), axis=1)[:, None]
    return -np.sum(hot * logp) / n, (np.exp(logp) - hot) / n


@wrong("softmax_cross_entropy", "one largest for the whole batch is subtracted: rows far below break")
def _(logits, labels):
    n, c = logits.shape
    if np.any((labels < 0) | (labels >= c)):
        raise ValueError("label")
    e = np.exp(logits - logits.max())
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n), labels]).mean()
    p[np.arange(n), labels] -= 1
    return loss, p / n


# ---- sgd_step ----
def sgd_step(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities):
        v *= momentum
        v -= lr * (dw + weight_decay * w)
        w += v


@right("sgd_step", "in place with operators")
def _(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v *= momentum
        v -= lr * (dw + weight_decay * w)
        w += v


@right("sgd_step", "with [...]")
def _(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for k in range(len(parameters)):
        w, dw = parameters[k]
        velocities[k][...] = momentum * velocities[k] - lr * (dw + weight_decay * w)
        w[...] = w + velocities[k]


@right("sgd_step", "number by number")
def _(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities):
        for i in np.ndindex(w.shape):
            v[i] = momentum * v[i] - lr * (dw[i] + weight_decay * w[i])
            w[i] = w[i] + v[i]


@wrong("sgd_step", "the velocity in the list is replaced, the array itself is not changed")
def _(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for k, (w, dw) in enumerate(parameters):
        velocities[k] = momentum * velocities[k] - lr * (dw + weight_decay * w)
        w += velocities[k]


@wrong("sgd_step", "lr is left out of the velocity and multiplied when the weights move: v has another size")
def _(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities):
        v[...] = momentum * v - (dw + weight_decay * w)
        w += lr * v


@wrong("sgd_step", "dw is changed, too: dw += weight_decay * w")
def _(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities):
        dw += weight_decay * w
        v[...] = momentum * v - lr * dw
        w += v


@wrong("sgd_step", "the decay is taken from w after it moved: w shrinks outside of the velocity")
def _(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities):
        v[...] = momentum * v - lr * dw
        w += v
        w -= lr * weight_decay * w


@wrong("sgd_step", "the default of momentum is 0")
def _(parameters, velocities, lr, momentum=0.0, weight_decay=0.0):
    sgd_step(parameters, velocities, lr, momentum, weight_decay)


# ---- fit ----
@right("fit", "two loops")
def _(network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None):
    n, pairs, losses = len(images), network.parameters(), []
    velocities = [np.zeros_like(w) for w, _ in pairs]
    steps = epochs * -(-n // batch_size)
    for _ in range(epochs):
        order = rng.permutation(n)
        for at in range(0, n, batch_size):
            batch = order[at : at + batch_size]
            for _, dw in pairs:
                dw[...] = 0
            loss, dy = softmax_cross_entropy(network.forward(images[batch]), labels[batch])
            if not loss < 1000:
                raise FloatingPointError(f"the loss is {loss}: the rate {lr} is too large")
            network.backward(dy)
            sgd_step(pairs, velocities, lr * (1 - len(losses) / steps), momentum, weight_decay)
            losses.append(loss)
            if report is not None:
                report(loss)
    return losses


@right("fit", "shuffled copies, a counter, np.ceil")
def _(network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None):
    per_epoch = int(np.ceil(len(images) / batch_size))
    v = [0 * w for w, _ in network.parameters()]
    losses, s = [], 0
    while s < epochs * per_epoch:
        if s % per_epoch == 0:
            order = rng.permutation(len(images))
            x, t = images[order], labels[order]
        k = s % per_epoch * batch_size
        for _w, dw in network.parameters():
            dw[...] = 0
        logits = network.forward(x[k : k + batch_size])
        loss, dlogits = softmax_cross_entropy(logits, t[k : k + batch_size])
        if np.isnan(loss) or loss >= 1000:
            raise FloatingPointError(f"With a rate of {lr} the loss explodes.")
        network.backward(dlogits)
        sgd_step(network.parameters(), v, lr=lr * (1 - s / (epochs * per_epoch)), momentum=momentum, weight_decay=weight_decay)
        losses.append(float(loss))
        if report:
            report(loss)
        s += 1
    return losses


@right("fit", "a generator of batches, array_split of the order")
def _(network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None):
    def batches():
        for _ in range(epochs):
            order = rng.permutation(len(images))
            yield from np.split(order, range(batch_size, len(images), batch_size))

    steps = epochs * len(range(0, len(images), batch_size))
    velocities = [np.zeros(w.shape, w.dtype) for w, _ in network.parameters()]
    losses = []
    for s, batch in enumerate(batches()):
        for _, dw in network.parameters():
            dw[...] = 0
        loss, d = softmax_cross_entropy(network.forward(images[batch]), labels[batch])
        if not (loss < 1000):
            raise FloatingPointError(f"rate {lr}: too large, the loss is {loss}")
        if report is not None:
            report(loss)
        network.backward(d)
        sgd_step(network.parameters(), velocities, lr * (1 - s / steps), momentum, weight_decay)
        losses.append(loss)
    return losses


def training(
    network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None, *,
    clear=True, rate=None, order=None, last=True, stop="raise", keep="steps", fresh=None, mixed=True, sentence=None,
    too_large=lambda loss: not loss < 1000, steps=None,
):
    """A training loop with switches, from which the wrong answers below are made."""
    n, pairs, losses = len(images), network.parameters(), []
    velocities = [np.zeros_like(w) for w, _ in pairs]
    steps = epochs * -(-n // batch_size) if steps is None else steps
    rate = rate or (lambda s, steps, epoch: lr * (1 - s / steps))
    once, s = rng.permutation(n) if order == "once" else None, 0
    for epoch in range(epochs):
        if fresh == "epoch":
            velocities = [np.zeros_like(w) for w, _ in pairs]
        picked = once if order == "once" else np.arange(n) if order == "none" else rng.permutation(n)
        if order == "choice":
            picked = rng.integers(n, size=n)
        for at in range(0, n if last else n - batch_size + 1, batch_size):
            if fresh == "step":
                velocities = [np.zeros_like(w) for w, _ in pairs]
            batch = picked[at : at + batch_size]
            for _, dw in pairs:
                if clear:
                    dw[...] = 0
            known = labels[batch] if mixed else labels[at : at + batch_size]
            loss, dy = softmax_cross_entropy(network.forward(images[batch]), known)
            if too_large(loss):
                if stop == "break":
                    return losses
                if stop == "value":
                    raise ValueError(f"the rate {lr} is too large")
                raise FloatingPointError(sentence or f"the rate {lr} is too large")
            network.backward(dy)
            sgd_step(pairs, velocities, rate(s, steps, epoch), momentum, weight_decay)
            losses.append(loss)
            s += 1
            if report is not None:
                report(loss)
    if keep == "epochs":
        k = len(losses) // epochs
        return [float(np.mean(losses[e * k : e * k + k])) for e in range(epochs)]
    return losses


def fit_like(text, **switches):
    @wrong("fit", text)
    def _(network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None):
        return training(network, images, labels, epochs, lr, rng, batch_size, momentum, weight_decay, report, **switches)


fit_like("a last batch that is smaller is left out", last=False)
fit_like("the labels are not put into the order of the pictures", mixed=False)
fit_like("the velocities start at 0 in each epoch", fresh="epoch")


@wrong("fit", "loss > 1000: nan is not noticed")
def _(network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None):
    return training(
        network, images, labels, epochs, lr, rng, batch_size, momentum, weight_decay, report,
        too_large=lambda loss: loss >= 1000,
    )


fit_like("no error at all: an exploding loss goes on", too_large=lambda loss: False)
fit_like("it stops without an error, and returns the losses so far", stop="break")
fit_like("the sentence does not name the rate", sentence="the loss explodes")
fit_like("one loss for each epoch", keep="epochs")


@wrong("fit", "s counts from 1: the last rate is 0")
def _(network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None):
    return training(
        network, images, labels, epochs, lr, rng, batch_size, momentum, weight_decay, report,
        rate=lambda s, steps, epoch: lr * (1 - (s + 1) / steps),
    )


@wrong("fit", "the steps are counted with N // batch_size, rounded down")
def _(network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None):
    return training(
        network, images, labels, epochs, lr, rng, batch_size, momentum, weight_decay, report,
        steps=max(1, epochs * (len(images) // batch_size)),
    )


@wrong("fit", "momentum is not passed on")
def _(network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None):
    return training(network, images, labels, epochs, lr, rng, batch_size, 0.9, weight_decay, report)


@wrong("fit", "another rng: always the same orders, whatever rng was given")
def _(network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None):
    rng = np.random.default_rng(0)
    return training(network, images, labels, epochs, lr, rng, batch_size, momentum, weight_decay, report)


@wrong("fit", "batch_size is ignored: always 64")
def _(network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None):
    return training(network, images, labels, epochs, lr, rng, 64, momentum, weight_decay, report)


fit_like("pictures drawn with replacement, not a permutation", order="choice")


# ---- standardise ----
@right("standardise", "mean and std of train")
def _(train, test):
    m, s = train.mean(), train.std()
    return (train - m) / s, (test - m) / s


@right("standardise", "in float, a helper")
def _(train, test):
    train, test = np.array(train, float), np.array(test, float)
    mean = train.sum() / train.size
    deviation = np.sqrt(np.sum((train - mean) ** 2) / train.size)

    def scale(x):
        return (x - mean) / deviation

    return scale(train), scale(test)


@right("standardise", "on copies with operators in place")
def _(train, test):
    a, b = train.astype(np.float64), test.astype(np.float64)
    m = np.mean(a)
    a -= m
    b -= m
    s = np.std(a)
    a /= s
    b /= s
    return a, b


@wrong("standardise", "a mean and a deviation for each pixel (axis 0)")
def _(train, test):
    m, s = train.mean(axis=0), train.std(axis=0) + 1e-12
    return (train - m) / s, (test - m) / s


@wrong("standardise", "the mean is put into the type of train: grey values lose its fraction")
def _(train, test):
    m = train.mean().astype(train.dtype)
    return (train.astype(float) - m) / train.std(), (test.astype(float) - m) / train.std()


@wrong("standardise", "a constant of 0.1 is added to the deviation")
def _(train, test):
    return (train - train.mean()) / (train.std() + 0.1), (test - train.mean()) / (train.std() + 0.1)
