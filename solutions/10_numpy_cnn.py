# %% [markdown]
# # 10 · A network out of your own layers
#
# **Goal.** Build a convolutional network from your own functions, make sure that it is right, and train it.
#
# **You will write** the layers `ReLU`, `Flatten`, `MaxPool2d`, `Linear`, `Conv2d` and `Sequential`,
# `softmax_cross_entropy`, `sgd_step`, `fit` and `standardise`. **Needs** chapters
# [05](../05_im2col/05_im2col.ipynb), [06](../06_backward/06_backward.ipynb),
# [07](../07_pooling/07_pooling.ipynb) and [09](../09_activations/09_activations.ipynb). **Takes** about 100
# minutes.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import check, data, demo, explorers, guess, hint, mine, plots, progress
from course_utils.live import LossCurve

# %% [markdown]
# ## What you have already
#
# These five functions come from earlier lessons. Where your own passed its check, you get your own; else the
# course's. Unfold a line to see the code. The comments say what goes in and what comes out.

# %%
conv2d_im2col = mine("conv2d_im2col")  # (x, w, b, stride, padding) -> y
conv2d_backward = mine("conv2d_backward")  # (dy, x, w, stride, padding) -> dx, dw, db
max_pool2d = mine("max_pool2d")  # (x, kernel_size) -> y
max_pool2d_backward = mine("max_pool2d_backward")  # (dy, x, kernel_size) -> dx
numeric_gradient = mine("numeric_gradient")  # (f, x) -> the gradient of f at x, in the shape of x

# %% [markdown]
# ## Why: functions forget
#
# On the way back `conv2d_backward` needs the x that came in on the way forward. With one layer you could keep
# it in a variable. With twelve layers you want each layer to remember its own x, its own weights and their
# gradients. So a **layer** is an object with two methods: `forward(x)` returns the output and remembers what
# the way back will need; `backward(dy)` takes the gradient of the loss with respect to the output, adds what
# the weights get to `dw` and `db`, and returns the gradient with respect to x.
#
# This is given. `parameters` returns the arrays themselves, not copies: whoever changes them changes
# the layer.


# %%
class Layer:
    """What all layers share. Weights, where there are any, are `w` and `b`; their gradients `dw` and `db`."""

    def parameters(self):
        """The pairs (array, its gradient) of this layer; an empty list if it learns nothing."""
        return [(self.w, self.dw), (self.b, self.db)] if hasattr(self, "w") else []


# %% [markdown]
# ### `ReLU`
# 2 min · ★★★
#
# In numbers: for x = −2, 0, 3 the output is 0, 0, 3. If dy is 10, 20, 30, then dx is 0, 0, 30. A check of a
# class is a small story in steps; if something is wrong, its card shows the steps up to there.


# %% exercise="ReLU"
class ReLU(Layer):
    """max(0, x) for every number of x, an array of any shape. The slope at exactly 0 is 0."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, in the shape of x, and remember what `backward` needs."""
        ### BEGIN SOLUTION
        self.on = x > 0
        return x * self.on
        ### END SOLUTION

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx for the x of the last `forward`."""
        ### BEGIN SOLUTION
        return dy * self.on
        ### END SOLUTION


# %% check="ReLU"
check(ReLU)

# %% [markdown]
# ### `Flatten`
# 2 min · ★★
#
# Between maps and a linear layer stands a layer that only changes the shape.


# %% exercise="Flatten"
class Flatten(Layer):
    """Maps (N, C, H, W) become rows (N, C*H*W), in the order of memory."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C*H*W)."""
        ### BEGIN SOLUTION
        self.shape = x.shape
        return x.reshape(len(x), -1)
        ### END SOLUTION

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx in the shape of the last x. The last batch of an epoch may be smaller than the others."""
        ### BEGIN SOLUTION
        return dy.reshape(self.shape)
        ### END SOLUTION


# %% check="Flatten"
check(Flatten)

# %% [markdown]
# ### `MaxPool2d`
# 2 min · ★★
#
# From here on you use functions of earlier lessons.


# %% exercise="MaxPool2d"
class MaxPool2d(Layer):
    """The largest number of each window of kernel_size by kernel_size; the windows do not overlap."""

    def __init__(self, kernel_size: int) -> None:
        self.kernel_size = kernel_size

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, H // kernel_size, W // kernel_size)."""
        ### BEGIN SOLUTION
        self.x = x
        return max_pool2d(x, self.kernel_size)
        ### END SOLUTION

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx, in the dtype of dy: the gradient of each window for its first largest number."""
        ### BEGIN SOLUTION
        return max_pool2d_backward(dy, self.x, self.kernel_size).astype(dy.dtype, copy=False)
        ### END SOLUTION


# %% check="MaxPool2d"
check(MaxPool2d)

# %% [markdown]
# ### `Linear`
# 4 min · ★★★
#
# Now weights. Gradients **add up**: `backward` changes `dw` and `db` in place, by `+=`. How large should the
# weights be at the beginning? If each output is a sum of *fan-in* products, He's answer keeps the size of the
# numbers from layer to layer.


# %% exercise="Linear"
class Linear(Layer):
    """y = x @ w.T + b for rows x (N, inputs); w (outputs, inputs), b (outputs,)."""

    def __init__(self, inputs: int, outputs: int, rng: np.random.Generator) -> None:
        """Make w of normal numbers from rng with He's deviation sqrt(2 / fan-in); b, dw and db are zeros."""
        ### BEGIN SOLUTION
        self.w = rng.normal(0, np.sqrt(2 / inputs), (outputs, inputs))
        self.b = np.zeros(outputs)
        self.dw, self.db = np.zeros_like(self.w), np.zeros_like(self.b)
        ### END SOLUTION

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, outputs)."""
        ### BEGIN SOLUTION
        self.x = x
        return x @ self.w.T + self.b
        ### END SOLUTION

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Add the gradients of w and b to dw and db; return dx (N, inputs)."""
        ### BEGIN SOLUTION
        self.dw += dy.T @ self.x
        self.db += dy.sum(axis=0)
        return dy @ self.w
        ### END SOLUTION


# %% check="Linear"
check(Linear)

# %% [markdown]
# ### `Conv2d`
# 4 min · ★★★
#
# The fan-in of a convolution: how many numbers flow into one output?


# %% exercise="Conv2d"
class Conv2d(Layer):
    """The convolution layer: w (out_channels, in_channels, kernel_size, kernel_size), b (out_channels,)."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        rng: np.random.Generator,
        stride: int = 1,
        padding: int = 0,
    ) -> None:
        """Make w of normal numbers from rng, with He's deviation; b, dw and db are zeros."""
        ### BEGIN SOLUTION
        fan_in = in_channels * kernel_size**2
        self.w = rng.normal(0, np.sqrt(2 / fan_in), (out_channels, in_channels, kernel_size, kernel_size))
        self.b = np.zeros(out_channels)
        self.dw, self.db = np.zeros_like(self.w), np.zeros_like(self.b)
        self.stride, self.padding = stride, padding
        ### END SOLUTION

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, out_channels, OH, OW) for x (N, in_channels, H, W)."""
        ### BEGIN SOLUTION
        self.x = x
        return conv2d_im2col(x, self.w, self.b, self.stride, self.padding)
        ### END SOLUTION

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Add the gradients of w and b to dw and db; return dx, in the shape of the last x."""
        ### BEGIN SOLUTION
        dx, dw, db = conv2d_backward(dy, self.x, self.w, self.stride, self.padding)
        self.dw += dw
        self.db += db
        return dx
        ### END SOLUTION


# %% check="Conv2d"
check(Conv2d)

# %% [markdown]
# ### `Sequential`
# 3 min · ★★★
#
# Layers in a row are a layer again: they have a `forward`, a `backward` and `parameters`.


# %% exercise="Sequential"
class Sequential(Layer):
    """A network: layers, one after the other."""

    def __init__(self, *layers: Layer) -> None:
        self.layers = layers

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return what the last layer gives."""
        ### BEGIN SOLUTION
        for layer in self.layers:
            x = layer.forward(x)
        return x
        ### END SOLUTION

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return the gradient with respect to the input of the first layer."""
        ### BEGIN SOLUTION
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy
        ### END SOLUTION

    def parameters(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return the pairs of all layers, in one list."""
        ### BEGIN SOLUTION
        return [pair for layer in self.layers for pair in layer.parameters()]
        ### END SOLUTION


# %% check="Sequential"
check(Sequential)

# %% [markdown]
# ## LeNet-5
#
# With these six classes you can write the network of 1998 down, almost as in the paper.


# %%
def lenet5(rng):
    """LeNet-5 for pictures of 28 by 28, with ReLU and max pooling."""
    return Sequential(
        Conv2d(1, 6, 5, rng, padding=2), MaxPool2d(2), ReLU(),
        Conv2d(6, 16, 5, rng), MaxPool2d(2), ReLU(),
        Flatten(),
        Linear(400, 120, rng), ReLU(),
        Linear(120, 84, rng), ReLU(),
        Linear(84, 10, rng),
    )  # fmt: skip


def shapes(network, x):
    """Print what every layer makes of x, and how many numbers it learns; say which two do not fit."""
    before = "the picture"
    for layer in network.layers:
        name, came = type(layer).__name__, x.shape[1:]
        try:
            x = layer.forward(x)
        except ValueError:
            own = getattr(layer, "w", np.zeros(0)).shape
            raise ValueError(f"{name}, w {own}, cannot take the {came} that {before} gives") from None
        learned = sum(w.size for w, _ in layer.parameters())
        print(f"{name:10} {came!s:>14} -> {x.shape[1:]!s:14} {learned:8,}")
        before = name
    print(f"in all {sum(w.size for w, _ in network.parameters()):,} numbers to learn")


# %% [markdown]
# Which of its layers has the most parameters: `"the first convolution"`, `"the second convolution"`, `"the
# first linear layer"` or `"the last layer"`?

# %% guess="most_parameters"
guess("most_parameters", ...)


# %% demo
@demo
def layer_by_layer():
    shapes(lenet5(np.random.default_rng(0)), np.zeros((1, 1, 28, 28)))


# %% [markdown]
# The commonest mistake in a new network is a wrong number between two layers. Here is one; `shapes` says
# where.


# %% demo
@demo
def two_that_do_not_fit(seed=0):
    rng = np.random.default_rng(seed)
    try:
        shapes(
            Sequential(Conv2d(1, 6, 5, rng), MaxPool2d(2), Flatten(), Linear(400, 10, rng)),
            np.ones((1, 1, 28, 28)),
        )
    except ValueError as error:
        print("ValueError:", error)


# %% [markdown]
# ## One number for how wrong
#
# The last layer gives ten numbers for each picture, the *logits*. **Softmax** makes probabilities of a row
# of logits $z$: $p_c = e^{z_c} / \sum_k e^{z_k}$. The loss of a picture is minus the logarithm of the
# probability of its right class. By hand: for two classes with the logits 0 and 0, both have the probability
# 0.5, and the loss is −log 0.5 = 0.69. The gradient with respect to each logit is $p_c$, minus 1 for the
# right class: 0.5 and −0.5. This is the "probability minus label" of chapter 03.
#
# ### `softmax_cross_entropy`
# 10 min · ★★★
#
# Logits of 1000 must not overflow.


# %% exercise="softmax_cross_entropy"
def softmax_cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """Compute the mean loss of a batch, and its gradient with respect to the logits.

    logits: (N, C). labels: (N,), whole numbers from 0 to C - 1.
    Returns the loss, one number, and dlogits (N, C): the loss is a mean, so each picture has a share of 1/N.
    Raises ValueError for a label outside 0 to C - 1.
    """
    ### BEGIN SOLUTION
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError(
            f"labels go from {labels.min()} to {labels.max()}; there are {logits.shape[1]} classes"
        )
    rows = np.arange(len(labels))
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, labels] -= 1
    return float(-log_p[rows, labels].mean()), dlogits / len(labels)
    ### END SOLUTION


# %% check="softmax_cross_entropy"
check(softmax_cross_entropy)

# %% [markdown]
# ## The ladder
#
# A network with a mistake rarely stops. It learns, a little worse, and you search for days. So climb before
# you train: four rungs, and each one finds other mistakes. **Rung 1: are the gradients right?** In a small
# network, compare every `dw` with differences, as in chapter 06.


# %%
def gradient_check(network, images, labels):
    """The largest relative error of all gradients of a network: below 1e-6 they are right."""
    pairs, errors = network.parameters(), []
    for _, dw in pairs:
        dw[...] = 0
    network.backward(softmax_cross_entropy(network.forward(images), labels)[1])
    for w, dw in pairs:
        kept = w.copy()

        def loss(changed, w=w):
            w[...] = changed
            return softmax_cross_entropy(network.forward(images), labels)[0]

        numeric = numeric_gradient(loss, kept.copy())
        w[...] = kept
        errors.append(np.linalg.norm(dw - numeric) / (np.linalg.norm(dw) + np.linalg.norm(numeric)))
    return max(errors)


def rung(number, what, passed, otherwise):
    """Print whether a rung of the ladder holds."""
    print(f"rung {number}: {what}:", "it holds" if passed else f"STOP. {otherwise}")


# %% demo
@demo
def rung_1(seed=0):
    rng = np.random.default_rng(seed)
    small = Sequential(Conv2d(1, 2, 3, rng, padding=1), ReLU(), MaxPool2d(2), Flatten(), Linear(18, 3, rng))
    error = gradient_check(small, rng.normal(size=(4, 1, 6, 6)), np.array([0, 1, 2, 1]))
    rung(1, f"relative error {error:.0e}", error < 1e-6, "A backward does not belong to its forward.")


# %% [markdown]
# **Rung 2: is the first loss right?** Before any training, a network of ten classes should find all of them
# equally likely. What is its loss then?

# %% guess="first_loss"
guess("first_loss", ...)


# %%
def quiet_end(network):
    """Make the last layer's weights ten times smaller, in place."""
    network.layers[-1].w[...] *= 0.1
    return network


# %% demo
@demo
def rung_2(seed=0):
    rng = np.random.default_rng(seed)
    noise, labels = rng.normal(size=(100, 1, 28, 28)), np.arange(100) % 10
    for name, network in (("as it is", lenet5(rng)), ("with a quiet end", quiet_end(lenet5(rng)))):
        loss, _ = softmax_cross_entropy(network.forward(noise), labels)
        near = abs(loss - np.log(10)) < 0.2
        rung(
            2,
            f"first loss {loss:.2f}, {name}",
            near,
            "The network is sure of something before it has learned.",
        )


# %% [markdown] reveal
# **Why the first one stops**
#
# He's rule is made for layers that are followed by ReLU. After the last layer there is none, and the logits
# come out too large: the network begins sure, and wrong. With weights ten times smaller all classes begin
# equal. Nothing was broken, and a few steps of training would repair it. But now you know the first loss
# before you see it, and if it is another one, a mistake is in the layers, in the loss or in the labels.

# %% [markdown]
# ## Learning
#
# ### `sgd_step`
# 5 min · ★★★
#
# AlexNet's rule. Each array $w$ has a velocity $v$ of its shape, like a ball that rolls: a share of its old
# velocity stays (*momentum*), and *weight decay* pulls every weight a little towards 0.
#
# $$v \leftarrow \text{momentum} \cdot v - \text{lr} \cdot (dw + \text{weight decay} \cdot w), \qquad w
# \leftarrow w + v$$


# %% exercise="sgd_step"
def sgd_step(
    parameters: list[tuple[np.ndarray, np.ndarray]],
    velocities: list[np.ndarray],
    lr: float,
    momentum: float = 0.9,
    weight_decay: float = 0.0,
) -> None:
    """Do one step of gradient descent with momentum and weight decay.

    parameters: pairs (w, dw). velocities: one array for each pair, in the shape of w.
    Changes the arrays w and v themselves, and nothing else; returns nothing.
    """
    ### BEGIN SOLUTION
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v *= momentum
        v -= lr * (dw + weight_decay * w)
        w += v
    ### END SOLUTION


# %% check="sgd_step"
check(sgd_step)

# %% [markdown]
# ### `fit`
# 15 min · ★★★
#
# An *epoch* is one round through all pictures, in a new random order, batch after batch. The rate falls in a
# straight line, so that the end is calm. If the rate is too large, the loss explodes: then stop, and say so.


# %% exercise="fit"
def fit(
    network,
    images: np.ndarray,
    labels: np.ndarray,
    epochs: int,
    lr: float,
    rng: np.random.Generator,
    batch_size: int = 64,
    momentum: float = 0.9,
    weight_decay: float = 0.0,
    report=None,
) -> list[float]:
    """Train a network in place; return the losses of all steps.

    images: (N, ...). labels: (N,). Each epoch takes a new order, `rng.permutation(N)`, in batches of
    batch_size; the last one may be smaller. Each step clears the gradients (`dw[...] = 0`), runs forward and
    backward, and makes an `sgd_step` with the rate lr * (1 - s / steps); s = 0, 1, ... counts the steps of
    all epochs. report: a function that is told the loss of each step, or None.
    Raises FloatingPointError, with a sentence that names lr, as soon as a loss is not below 1000.
    """
    ### BEGIN SOLUTION
    parameters, losses = network.parameters(), []
    velocities = [np.zeros_like(w) for w, _ in parameters]
    steps = epochs * -(-len(images) // batch_size)
    for _ in range(epochs):
        order = rng.permutation(len(images))
        for at in range(0, len(images), batch_size):
            chosen = order[at : at + batch_size]
            loss, dlogits = softmax_cross_entropy(network.forward(images[chosen]), labels[chosen])
            if not loss < 1000:
                raise FloatingPointError(
                    f"loss {loss:.3g} in step {len(losses) + 1}: lr={lr} is too large, try a tenth"
                )
            for _, dw in parameters:
                dw[...] = 0
            network.backward(dlogits)
            sgd_step(parameters, velocities, lr * (1 - len(losses) / steps), momentum, weight_decay)
            losses.append(loss)
            if report:
                report(loss)
    return losses
    ### END SOLUTION


# %% check="fit"
check(fit)


# %% [markdown]
# Take ten pictures, and train a network for 100 steps on nothing but these ten. What percentage of them
# will it read then?

# %% guess="ten_pictures"
guess("ten_pictures", ...)

# %% [markdown]
# **Rung 3: can it learn ten pictures by heart?**


# %%
def share_right(network, images, labels):
    """The share of the pictures that a network reads correctly, 500 at a time."""
    answers = [network.forward(images[at : at + 500]).argmax(axis=1) for at in range(0, len(images), 500)]
    return np.mean(np.concatenate(answers) == labels)


def reader(rng, classes, width=8):
    """A small network for pictures of 8 by 8 or 9 by 9."""
    return quiet_end(Sequential(
        Conv2d(1, width, 3, rng, padding=1), ReLU(), MaxPool2d(2),
        Conv2d(width, 2 * width, 3, rng, padding=1), ReLU(), MaxPool2d(2),
        Flatten(), Linear(8 * width, classes, rng),
    ))  # fmt: skip


# %% demo
@demo
def rung_3(seed=0):
    rng = np.random.default_rng(seed)
    images, labels = data.letters(10, seed=0, tilt=25, thick=2.4)
    network = reader(rng, classes=2)
    losses = fit(network, images[:, None], labels, epochs=100, lr=0.05, rng=rng, batch_size=10)
    share = share_right(network, images[:, None], labels)
    rung(3, f"loss {losses[-1]:.4f}, {share:.0%} right", share == 1, "It cannot even learn by heart.")


# %% [markdown]
# ## Rung 4: X or O
#
# Now train. These are the tilted and thick letters of chapter 03: there, three designed pieces could hardly
# read them, and nine learned kernels could. The letters of the test are new ones. Where is the loss largest?


# %% demo
@demo
def x_or_o(lr=0.05, seed=0):
    rng = np.random.default_rng(seed)
    images, labels = data.letters(600, seed=0, tilt=25, thick=2.4)
    new, answers = data.letters(1000, seed=1, tilt=25, thick=2.4)
    network = reader(rng, classes=2)
    report = LossCurve(steps=20 * 19, title="X or O")
    fit(network, images[:, None], labels, epochs=20, lr=lr, rng=rng, batch_size=32, report=report)
    share = share_right(network, new[:, None], answers)
    rung(
        4, f"{share:.1%} of 1,000 new letters are right", share > 0.99, "It learned, but not what you wanted."
    )


# %% [markdown] reveal
# **What the curve shows**
#
# The loss of each step, pale, and the mean of the last 20. It is not largest at the very beginning: it
# begins at 0.7, jumps to more than 1, and only then falls. The rate is a little too large for the first
# steps, and they land too far away. They come back by themselves. With `x_or_o(lr=0.01)` nothing jumps, but
# the loss falls more slowly. The curves of the next digits begin with such a jump, too.

# %% [markdown]
# What if the rate is 100 times as large, 5 for 0.05? `"it falls 100 times faster"`, `"it stays where it was"`
# or `"it explodes within a few steps"`: which of them does the loss do?

# %% guess="rate_too_large"
guess("rate_too_large", ...)


# %% demo
@demo
def far_too_fast(lr=5, seed=0):
    rng = np.random.default_rng(seed)
    images, labels = data.letters(600, seed=0, tilt=25, thick=2.4)
    told = []
    try:
        fit(
            reader(rng, 2),
            images[:, None],
            labels,
            epochs=20,
            lr=lr,
            rng=rng,
            batch_size=32,
            report=told.append,
        )
    except FloatingPointError as error:
        print("FloatingPointError:", error)
    print(f"{len(told)} steps, the first losses {np.round(told[:6], 1)}, the last one {told[-1]:.3f}")


# %% [markdown] reveal
# **And between 0.05 and 5?**
#
# Try `far_too_fast(lr=0.5)`, a rate 10 times too large. The loss jumps up, comes back, and stays near 0.693
# for ever. This is log 2, the loss of a network that finds both letters equally likely. The large steps have
# pushed its weights to a place where the second ReLU gives 0 for every picture, and no gradient comes back
# through it: the network has died. No error tells you. So remember: with a loss that stays at log C, nothing
# is learned.


# %% [markdown]
# ## Real digits
#
# ### `standardise`
# 2 min · ★★
#
# Networks like numbers around 0, of size 1. The test pictures stand for pictures that nobody has seen yet.


# %% exercise="standardise"
def standardise(train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shift and scale both parts alike, so that the training part has mean 0 and standard deviation 1.

    train, test: (N, ...), floats or grey values. One mean and one deviation for all pixels, without a look at
    the test part. Returns both parts as floats.
    """
    ### BEGIN SOLUTION
    mean, std = train.mean(), train.std()
    return (train - mean) / std, (test - mean) / std
    ### END SOLUTION


# %% check="standardise"
check(standardise)

# %% [markdown]
# That was the last exercise. From here on your network works for you.
#
# scikit-learn's 1,797 digits were written by 13 people, more or less one after the other. You can keep 360 of
# them for the test in two ways: picked at random, or the last ones, mostly by writers of whom the network has
# seen no other digit. Which test gives the lower score: `"digits picked at random"`, `"digits of other
# writers"`, or `"there is no difference"`?

# %% guess="other_hands"
guess("other_hands", ...)


# %% demo
@demo
def two_tests():
    images, labels = data.digits()
    orders = {
        "digits picked at random": np.random.default_rng(7).permutation(len(images)),
        "digits of other writers": np.arange(len(images)),
    }
    for name, order in orders.items():
        known, new = order[:-360], order[-360:]
        train, test = standardise(images[known, None], images[new, None])
        rng = np.random.default_rng(0)
        network, report = reader(rng, classes=10, width=16), LossCurve(steps=15 * 45, title=name)
        fit(network, train, labels[known], 15, 0.05, rng, batch_size=32, weight_decay=5e-4, report=report)
        print(f"{name}: {share_right(network, test, labels[new]):.1%} of 360 are right")


# %% [markdown]
# What happens to a digit on its way through the layers? Move through them. What does ReLU leave, what does
# pooling leave, and how do you read the answer in the last layer?


# %% demo
@demo
def inside_your_network():
    images, labels = data.digits()
    train, test = standardise(images[:-360, None], images[-360:, None])
    rng = np.random.default_rng(0)
    network = reader(rng, classes=10, width=8)
    fit(network, train, labels[:-360], 10, 0.05, rng, batch_size=32)
    return explorers.network_maps(network, test, labels[-360:])


# %% [markdown] reveal
# The first layer makes eight maps of a digit, red above 0 and blue below; several are red along one side of
# the strokes, or along one part of them. After ReLU no blue is left, and after pooling a map has 4 by 4
# numbers, later 2 by 2: where exactly a stroke was can no longer be seen, only which strokes there were.
# The last layer gives ten numbers, one for each digit from 0 to 9, and the reddest one is the answer.

# %% [markdown]
# ## MNIST
#
# Your LeNet-5, 60,000 digits, two rounds, and 10,000 digits that it has never seen. What percentage of these
# will it read?

# %% guess="mnist_score"
guess("mnist_score", ...)


# %%
def in_single_precision(network):
    """Keep the network's numbers as float32: half the memory, and about twice as fast.

    One layer that returns float64 is enough to make all layers before it compute in float64 again.
    """
    for layer in network.layers:
        for name in ("w", "b", "dw", "db"):
            if hasattr(layer, name):
                setattr(layer, name, getattr(layer, name).astype(np.float32))
    return network


# %% demo
@demo
def mnist(seed=0, epochs=None, lr=0.05):
    known, new = data.load_mnist("train", fallback="digits"), data.load_mnist("test", fallback="digits")
    epochs = epochs or (2 if len(known.images) > 10_000 else 20)
    train, test = (images[:, None] / np.float32(255) for images in (known.images, new.images))
    rng = np.random.default_rng(seed)
    network = in_single_precision(quiet_end(lenet5(rng)))
    report = LossCurve(steps=epochs * -(-len(train) // 64), title=f"LeNet-5 on {known.name}")
    fit(network, train, known.labels, epochs, lr, rng, report=report)
    print(f"{known.name}: {epochs} rounds through {len(train):,} digits.", end=" ")
    print(f"{share_right(network, test, new.labels):.2%} of {len(test):,} new ones are right")
    hand_made = {name: data.kernels()[name] for name in ("left Sobel", "top Sobel", "outline")}
    learned = {f"learned {k}": kernel for k, kernel in enumerate(network.layers[0].w[:, 0])}
    plots.gallery(hand_made | learned, signed=True)
    wrong = np.flatnonzero(network.forward(test).argmax(axis=1) != new.labels)[:6]
    read = network.forward(test[wrong]).argmax(axis=1)
    plots.gallery(
        {
            f"{n}: a {new.labels[k]}, read as {r}": new.images[k]
            for n, (k, r) in enumerate(zip(wrong, read), 1)
        }
    )


# %% [markdown] reveal
# Above, the loss: it begins at 2.3, falls fast in the first two hundred steps, and is near 0 at the end. In
# the middle three kernels that people designed, 3 by 3, and your six, 5 by 5, that nobody designed. Several
# have red on one side and blue on the other, in a direction of their own: edges again, like Sobel's. The last
# row shows digits that were read wrongly. Some of them would make you hesitate, too.
#
# Where MNIST is not at hand, the first lines say so, and scikit-learn's small digits stand in. They are few
# and coarse: the score is lower than the one you guessed, and the six kernels look more like noise.

# %% [markdown]
# ## Recap
#
# - A layer remembers what its way back needs, adds up its gradients, and hands out its arrays themselves. So
#   a network is a list.
# - Climb the ladder before you train: gradients against differences, first loss against log C, ten pictures
#   by heart.
# - What prepares the pictures is learned from the training part alone, and a test is as honest as the way it
#   was picked.
#
# **Next:** all of this exists in a library, tested by thousands, and much faster. Does it compute the same as
# yours? Put your weights into PyTorch and see: [chapter 11](../11_pytorch/11_pytorch.ipynb).
