# %% [markdown]
# # 09 · Activations and a good start
#
# **Goal.** Know what bends the line between two layers, what turns scores into a loss, and how large the
# first random weights must be, so that a deep network learns at all.
#
# **You will write** `sigmoid`, `tanh`, `relu`, `softmax`, `cross_entropy`, `spot_the_fan`, `init_std`,
# `signal` and `dead_fraction`, and, if you like, `leaky_relu`, `elu` and `maxout`. **Needs** chapters
# [03](../03_learning/03_learning.ipynb) and [06](../06_backward/06_backward.ipynb). **Takes** about 70
# minutes; the three optional exercises take 20 more.

# %%
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

from course_utils import check, data, demo, explorers, guess, hint, plots, progress

# %% [markdown]
# ## Why: layers that become one
#
# A linear layer multiplies its input by a matrix. So does a convolution, as chapter 05 showed. Here are two
# such layers, one after the other: three numbers become four, and four become two.

# %%
rng = np.random.default_rng(0)
w1, w2, x = rng.normal(size=(4, 3)), rng.normal(size=(2, 4)), rng.normal(size=3)
w2 @ (w1 @ x), (w2 @ w1) @ x

# %% [markdown]
# The two results are equal. Now stack 100 linear layers. How many linear layers do you need to compute the
# same?

# %% guess="linear_layers"
guess("linear_layers", ...)

# %% [markdown] reveal
# **Why, and what helps**
#
# The product of all matrices is one matrix. However deep the network is, it can only draw straight lines.
# So between two layers something must bend the line: an **activation**, a function that is applied to each
# number alone.

# %% [markdown]
# ## Five scores
#
# What a layer computes, before the activation, is called a *score*. Five of them run through this lesson
# and its checks: −2, −1, 0, 1, 2. The activation of chapter 03 was the **sigmoid**, $y = 1 / (1 + e^{-x})$.

# %%
five = np.array([-2.0, -1, 0, 1, 2])
(1 / (1 + np.exp(-five))).round(2)

# %% [markdown]
# On the way back, the chain rule needs the slope of the curve at each score. Where is the sigmoid steepest?
# Guess its slope there.

# %% guess="steepest_sigmoid"
guess("steepest_sigmoid", ...)

# %% [markdown]
# ### `sigmoid`
# 5 min · ★★★
#
# All activations of this lesson return two arrays: the value and the slope. The formula above has a trap:
# try it with −1000, and read the warning. Find a form that never takes the exponential of a large number.


# %% exercise="sigmoid"
def sigmoid(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sigmoid y = 1 / (1 + exp(-x)) and its slope, dy/dx, for each number of x.

    x: any shape, floats or int64 of any size; no NumPy warning even for -1000 and 1000.
    Returns two arrays of floats in the shape of x: value and slope.
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(x))  # at most 1
    y = np.where(x < 0, small, 1) / (1 + small)
    return y, y * (1 - y)
    ### END SOLUTION


# %% check="sigmoid"
check(sigmoid)

# %% [markdown]
# The sigmoid squashes every number into the range from 0 to 1. Far from 0 it is nearly flat: it
# **saturates**. On its way back through ten layers, a gradient is multiplied by ten slopes. In the best
# case all of them are as large as a slope of the sigmoid can be. What is left of the gradient: `"about a
# half"`, `"about a thousandth"` or `"about a millionth"`?

# %% guess="ten_sigmoids"
guess("ten_sigmoids", ...)


# %% demo
@demo
def what_is_left():
    layers = np.arange(1, 11)
    _, ax = plt.subplots(figsize=(6, 3.2), layout="constrained")
    for x in (0.0, 2.0, 5.0):
        slope = sigmoid(np.array([x]))[1]
        ax.semilogy(layers, slope**layers, marker="o", label=f"all scores are {x:g}")
    ax.set(xlabel="layers with a sigmoid", ylabel="what is left of the gradient", xticks=layers)
    ax.legend(frameon=False)


# %% [markdown] reveal
# Three straight lines fall on a logarithmic axis. With all scores at 0, where the sigmoid is steepest, ten
# layers leave 0.25 to the power of 10, which is about 1e-6. With scores of 2 they leave 1e-10, with scores
# of 5 about 2e-22. The weights of the first layers hardly change: this is the **vanishing gradient**.

# %% [markdown]
# ### `tanh`
# 2 min · ★★
#
# The values of the sigmoid are all positive, so the next layer never sees a mean of 0. **tanh** is a
# sigmoid that was stretched and moved: its values lie around 0, from −1 to 1. NumPy has it; its slope is up
# to you.


# %% exercise="tanh"
def tanh(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The hyperbolic tangent of each number of x, and its slope.

    x: any shape, floats or int64 of any size; no NumPy warning even for -1000 and 1000.
    Returns two arrays of floats in the shape of x: value and slope.
    """
    ### BEGIN SOLUTION
    y = np.tanh(x)
    return y, 1 - y**2
    ### END SOLUTION


# %% check="tanh"
check(tanh)

# %% [markdown]
# ### `relu`
# 2 min · ★★★
#
# Both curves need an exponential, and both saturate. The **rectified linear unit** does neither where it is
# on: it keeps a positive number as it is, and turns any other into 0. In 2012 the authors of AlexNet saw a
# small network reach the same training error six times faster with ReLU than with tanh.


# %% exercise="relu"
def relu(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Keep what is positive, and turn the rest into 0; with the slope.

    x: any shape, floats or int64.
    Returns two arrays in the shape of x: value and slope. At 0 the slope is that of the left side.
    """
    ### BEGIN SOLUTION
    return np.maximum(x, 0), (x > 0) * 1.0
    ### END SOLUTION


# %% check="relu"
check(relu)

# %% [markdown]
# Here are your three curves. Choose one, move the score, and look at its slope. Which of the three lets
# most of a gradient through ten layers if all scores are 2: `"sigmoid"`, `"tanh"` or `"relu"`?

# %% guess="through_ten_layers"
guess("through_ten_layers", ...)


# %% demo
@demo
def curves_and_slopes():
    return explorers.activation_curves({"sigmoid": sigmoid, "tanh": tanh, "relu": relu}, at=2.0)


# %% [markdown] reveal
# The solid line is the curve, the dashed line its slope, and an orange tangent touches the curve at the
# score. At a score of 2 the slope of the sigmoid is 0.10 and that of tanh 0.07, so ten layers leave next to
# nothing. The slope of ReLU is 1, and the whole gradient passes. At −2 its slope is 0, and nothing passes:
# this is its price. And its values do not lie around 0: none is negative.

# %% [markdown]
# ### `leaky_relu`, `elu` and `maxout` (optional)
# 2, 4 and 4 min · ★
#
# Three answers to the flat side of ReLU: let a little through, bend into a floor, or take the larger one of
# two (or more) linear functions.


# %% exercise="leaky_relu"
def leaky_relu(x: np.ndarray, leak: float = 0.01) -> tuple[np.ndarray, np.ndarray]:
    """Keep what is positive, and multiply the rest by the leak; with the slope.

    x: any shape, floats or int64. leak: from 0 to 1.
    Returns two arrays in the shape of x: value and slope. At 0 the slope is that of the left side.
    """
    ### BEGIN SOLUTION
    return np.maximum(x, leak * x), np.where(x > 0, 1, leak)
    ### END SOLUTION


# %% check="leaky_relu"
check(leaky_relu)


# %% exercise="elu"
def elu(x: np.ndarray, alpha: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Keep what is positive; the rest becomes alpha (exp(x) - 1); with the slope.

    x: any shape, floats or int64 of any size; no NumPy warning even for -1000 and 1000.
    Returns two arrays in the shape of x: value and slope. At 0 the slope is that of the left side.
    """
    ### BEGIN SOLUTION
    y = np.where(x > 0, x, alpha * (np.exp(np.minimum(x, 0)) - 1))
    return y, np.where(x > 0, 1, y + alpha)
    ### END SOLUTION


# %% check="elu"
check(elu)


# %% exercise="maxout"
def maxout(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The largest of K linear functions, w[k] · x + b[k], for each of N points.

    x: (N, D), floats or int64. w: (K, D). b: (K,).
    Returns the value (N,), and the slope (N, D): the gradient of each value with respect to its point.
    """
    ### BEGIN SOLUTION
    scores = x @ w.T + b
    return scores.max(axis=1), w[scores.argmax(axis=1)]
    ### END SOLUTION


# %% check="maxout"
check(maxout)

# %% [markdown]
# ## From scores to a loss
#
# The last layer gives a picture one score for each class, called **logits**. `softmax` turns them into
# probabilities: it takes the exponential of each logit and divides by their sum. The logits 0, 1 and 2
# become 0.09, 0.24 and 0.67. What do 1000, 1001 and 1002 become: `"the same"`, `"nearly 0, 0 and 1"` or
# `"nearly a third each"`?

# %% guess="logits_of_1000"
guess("logits_of_1000", ...)

# %% [markdown]
# ### `softmax`
# 4 min · ★★★


# %% exercise="softmax"
def softmax(logits: np.ndarray) -> np.ndarray:
    """Turn the logits of each picture into probabilities: p_c = exp(logit_c) / sum of exp(logit_k) over k.

    logits: (N, C), floats or int64 of any size; no NumPy warning even for 1000.
    Returns floats (N, C).
    """
    ### BEGIN SOLUTION
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% check="softmax"
check(softmax)

# %% [markdown]
# The loss of a picture is minus the logarithm of the probability that its right class gets, as in chapter
# 03. It is called the **cross-entropy**. A network that has learned nothing gives each of ten classes the
# same probability. What is its loss?

# %% guess="loss_of_a_new_network"
guess("loss_of_a_new_network", ...)

# %% [markdown]
# ### `cross_entropy`
# 8 min · ★★★
#
# By hand: a picture has the probabilities 1/4, 1/4 and 1/2, and the right class is the last one. Its loss
# is −log(1/2) = 0.69, and the gradient with respect to its three logits is 1/4, 1/4 and −1/2. You met this
# rule in `train_reader`. The logarithm of a probability that was rounded to 0 is minus infinity, so do not
# compute it from your `softmax`.


# %% exercise="cross_entropy"
def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean over all pictures of -log(p), p the softmax probability of the label; and its gradient.

    logits: (N, C), floats or int64 of any size; no NumPy warning even for 1000.
    labels: (N,), whole numbers from 0 to C - 1.
    Returns the loss and its gradient with respect to the logits, (N, C).
    Raises ValueError if a label is out of range.
    """
    ### BEGIN SOLUTION
    n, c = logits.shape
    if labels.min() < 0 or labels.max() >= c:
        raise ValueError(f"labels must be from 0 to {c - 1}, got {labels.min()} to {labels.max()}")
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[np.arange(n), labels].mean(), (np.exp(log_p) - np.eye(c)[labels]) / n
    ### END SOLUTION


# %% check="cross_entropy"
check(cross_entropy)

# %% [markdown]
# ## How large are the first weights?
#
# Weights start at random. A score is a sum: one product of an input and a weight for each input. If all are
# independent, with mean 0, then the mean squares of the products **add up**. Take a layer with 100 inputs
# of spread 1 and weights with a standard deviation of 0.01. What is the spread (the standard deviation) of
# its scores?

# %% guess="spread_of_a_score"
guess("spread_of_a_score", ...)

# %% [markdown]
# ### `spot_the_fan`
# 4 min · ★★
#
# A lecture says: draw the weights of a ReLU layer with a standard deviation of $\sqrt{2 / n}$, where $n$ is
# the number of its *outputs*. Test it on AlexNet's first fully connected layer, from 9,216 inputs to 4,096
# outputs. The inputs have a mean square of 1. What is the mean square of a score if $n$ counts the inputs,
# and what if it counts the outputs? And which $n$ is right for a convolution whose weights are (256, 96, 5,
# 5), that is (filters, channels, height, width)?

# %% exercise="spot_the_fan"
spot_the_fan = {"inputs": ..., "outputs": ..., "conv": ...}
### BEGIN SOLUTION
spot_the_fan["inputs"] = 2
spot_the_fan["outputs"] = 4.5
spot_the_fan["conv"] = 96 * 5 * 5
### END SOLUTION

# %% check="spot_the_fan"
check("spot_the_fan", spot_the_fan)

# %% [markdown]
# ReLU turns half of the scores into 0, and halves their mean square. So with $n$ inputs the mean square is
# 1 again, layer after layer. The number of inputs is called the **fan-in**, that of outputs the
# **fan-out**.
#
# ### `init_std`
# 2 min · ★★
#
# Two rules carry the names of their authors: Xavier Glorot (2010, for tanh) and Kaiming He (2015, for
# ReLU).


# %% exercise="init_std"
def init_std(fan_in: int, fan_out: int, kind: str) -> float:
    """The standard deviation of the first weights of a layer.

    kind: "zeros": 0. "small": 0.01. "xavier": the variance is 1 / n, where n is the mean of fan_in and
    fan_out. "he": the variance is 2 / n, where n is fan_in.
    """
    ### BEGIN SOLUTION
    if kind == "xavier":
        return np.sqrt(2 / (fan_in + fan_out))
    if kind == "he":
        return np.sqrt(2 / fan_in)
    return {"zeros": 0.0, "small": 0.01}[kind]
    ### END SOLUTION


# %% check="init_std"
check(init_std)

# %% [markdown]
# ### `signal`
# 4 min · ★★★
#
# Now send a batch through a deep network, and measure what arrives.


# %% exercise="signal"
def signal(x: np.ndarray, weights: list[np.ndarray], activation) -> np.ndarray:
    """The spread (standard deviation) of all values of a layer, after its activation, for each layer.

    x: (N, D), a batch, floats or int64. weights: an array (outputs, inputs) for each layer.
    activation: takes scores and returns value and slope, as your `relu` does.
    Returns floats, one for each layer.
    """
    ### BEGIN SOLUTION
    spreads = []
    for w in weights:
        x, _ = activation(x @ w.T)
        spreads.append(x.std())
    return np.array(spreads)
    ### END SOLUTION


# %% check="signal"
check(signal)

# %% [markdown]
# The next cell draws twenty layers of 100 units with four initialisations, for tanh and for ReLU. Here
# Xavier's variance is half of He's, and with ReLU the spread is divided by $\sqrt 2$ in every layer. By how
# much is it divided in twenty layers: `"about 1.4"`, `"about 28"` or `"about a thousand"`?

# %% guess="xavier_after_twenty"
guess("xavier_after_twenty", ...)


# %%
def draw(widths, kind, seed=0):
    """The first weights of a network whose layers have these widths: normal numbers, no biases."""
    rng = np.random.default_rng(seed)
    layers = pairwise(widths)
    return [rng.normal(scale=init_std(into, out, kind), size=(out, into)) for into, out in layers]


# %% demo
@demo
def what_arrives():
    batch = np.random.default_rng(1).normal(size=(500, 100))
    _, axes = plt.subplots(1, 2, figsize=(9, 3.4), sharey=True, layout="constrained")
    for ax, activation in zip(axes, (tanh, relu)):
        for kind in ("small", "xavier", "he"):
            ax.semilogy(range(1, 21), signal(batch, draw([100] * 21, kind), activation), label=kind)
        large = [30 * w for w in draw([100] * 21, "small")]
        ax.semilogy(range(1, 21), signal(batch, large, activation), label="0.3, too large", linestyle="--")
        ax.set(title=activation.__name__, xlabel="layer", xticks=range(2, 21, 3))
    axes[0].set(ylabel="spread", ylim=(1e-6, 1e6))
    axes[0].legend(frameon=False)


# %% [markdown] reveal
# Left tanh, right ReLU, spreads on a logarithmic axis. Small weights (0.01) lose nine tenths of the signal
# per layer or more, and leave the picture after five or six layers. With ReLU the curve of Xavier sinks in
# a straight line to a thousandth, that of He stays flat, and weights of 0.3 grow twofold per layer. With
# tanh nothing grows above 1: the curve of Xavier sinks slowly, and that of He stays flat. The curve of 0.3
# is flat, too, but there most values are close to −1 or 1, where the slope of tanh is nearly 0. So a flat
# curve is needed, but it is not enough.

# %% [markdown]
# A spread is one number for a whole layer. Look at the values themselves: move the slider from weights that
# are too small to weights that are too large, for each of the activations.


# %% demo
@demo
def histograms_by_depth():
    return explorers.signal_histograms({"tanh": tanh, "relu": relu, "sigmoid": sigmoid})


# %% [markdown] reveal
# Eight histograms, one for each layer. With tanh and small weights everything gathers at 0; with large ones
# two towers stand at −1 and 1. Near 0.14 all layers look alike. With ReLU a tall bar at 0 holds half of the
# values; the others keep their spread near 0.14, shrink below it and grow above it. The values of the
# sigmoid gather around 0.5, or pile up at 0 and 1 if the weights are large. Their mean is not 0: this is
# one reason why few networks use it inside.

# %% [markdown]
# ## Which network still learns?
#
# Real digits, 8 by 8 pixels, and a network of matrices. It uses your activations, your loss and your first
# weights.

# %%
pictures, labels = data.digits()
pictures, labels, new, new_labels = pictures[:1437], labels[:1437], pictures[1437:], labels[1437:]
mean, spread = pictures.mean(), pictures.std()  # of the digits that it learns from
pictures, new = ((p.reshape(len(p), 64) - mean) / spread for p in (pictures, new))


# %%
def forward(x, weights, activation):
    """Return the logits, the inputs of all layers, and the slopes of all activations."""
    inputs, slopes = [x], []
    for w in weights[:-1]:
        y, slope = activation(inputs[-1] @ w.T)
        inputs.append(y)
        slopes.append(slope)
    return inputs[-1] @ weights[-1].T, inputs, slopes


def share_right(weights, activation):
    """The share of new digits that are read correctly."""
    return np.mean(forward(new, weights, activation)[0].argmax(axis=1) == new_labels)


# %% [markdown]
# On the way back, the gradient passes each activation by a factor: the slope that you computed on the way
# forward.


# %%
def learn(weights, activation, steps, lr):
    """Train on batches of 100 digits; return the new weights, and the loss before each step."""
    rng, weights, losses = np.random.default_rng(0), list(weights), []
    for _ in range(steps):
        batch = rng.integers(len(labels), size=100)
        logits, inputs, slopes = forward(pictures[batch], weights, activation)
        loss, gradient = cross_entropy(logits, labels[batch])
        losses.append(loss)
        for k in reversed(range(len(weights))):
            dw = gradient.T @ inputs[k]
            if k > 0:
                gradient = gradient @ weights[k] * slopes[k - 1]
            weights[k] = weights[k] - lr * dw
    return weights, losses


# %% [markdown]
# First a small network: 16 hidden units with tanh, and ten outputs. All weights start at 0.1, instead of at
# random. After 200 steps, how many different units are there among the 16?

# %% guess="different_units"
guess("different_units", ...)


# %% demo
@demo
def all_alike():
    starts = {f"all {c:g}": [np.full((16, 64), c), np.full((10, 16), c)] for c in (0.0, 0.1)}
    starts["random, Xavier"] = draw([64, 16, 10], "xavier")
    _, axes = plt.subplots(3, 1, figsize=(8, 4.6), layout="constrained")
    for ax, (name, start) in zip(axes, starts.items()):
        weights, _ = learn(start, tanh, steps=200, lr=0.1)
        count = len(np.unique(weights[0].round(9), axis=0))
        print(f"{name:14} {count:2} different units, {share_right(weights, tanh):.0%} of new digits right")
        plots.gallery({f"{name}: weights of the 16 units": weights[0]}, [ax], signed=True)


# %% [markdown] reveal
# Each picture has 16 rows, one for each hidden unit, and 64 columns, one for each pixel. From zeros nothing
# moves at all: the hidden values are 0, so all gradients are 0. From 0.1 the weights change, but all 16
# rows stay equal: equal units get equal gradients. This is **symmetry**, and only random weights break it:
# in the third picture all rows differ.

# %% [markdown]
# Now a deep network: 20 hidden layers of 64 units with ReLU, the same batches, the same rate. Only the
# first weights differ. Which of the four still learn: `"all but zeros"`, `"Xavier and He"` or `"only He"`?

# %% guess="which_still_learn"
guess("which_still_learn", ...)


# %% demo
@demo
def four_starts(activation=relu, lr=0.02):
    _, ax = plt.subplots(figsize=(7.5, 3.6), layout="constrained")
    for kind, style in zip(("zeros", "small", "xavier", "he"), ("-", "--", ":", "-")):
        weights, losses = learn(draw([64] + [64] * 20 + [10], kind), activation, steps=400, lr=lr)
        ax.plot(np.convolve(losses, np.full(10, 0.1), "valid"), style, label=kind, linewidth=2)
        loss, right = np.mean(losses[-10:]), share_right(weights, activation)
        print(f"{kind:6} loss {loss:.3f}, {right:.0%} of new digits right")
    ax.set(xlabel="step", ylabel="loss, mean of ten steps", ylim=(0, None))
    ax.legend(frameon=False)


# %% [markdown] reveal
# Three of the lines lie on top of each other at 2.3, the loss of a network that knows nothing. The fourth,
# that of He, jumps now and then, and falls below 0.1. With the weights of Xavier the signal loses a factor
# of about 1.4 per layer, and twenty layers leave a thousandth of it: on the way forward, and again on the
# way back. A factor of $\sqrt 2$ in the first weights decides whether this network learns.
#
# Change the first line of the demo: with `activation=tanh` the network of Xavier learns, too. With
# `activation=sigmoid` none does.

# %% [markdown]
# ## Units that die
#
# ReLU has a price. A unit whose score is negative for every picture gives 0 and has slope 0, so its weights
# get no gradient. Unless the layers before it change, it can never come back: it is **dead**.
#
# ### `dead_fraction`
# 3 min · ★★


# %% exercise="dead_fraction"
def dead_fraction(activations: np.ndarray) -> float:
    """The fraction of units that are 0 for all pictures and, in a convolution layer, at all positions.

    activations: what ReLU gave for a batch: (N, C), or (N, C, H, W) where a unit is one of the C channels.
    """
    ### BEGIN SOLUTION
    others = (0, *range(2, activations.ndim))
    return np.mean((activations == 0).all(axis=others))
    ### END SOLUTION


# %% check="dead_fraction"
check(dead_fraction)

# %% [markdown]
# One hidden layer of 100 ReLU units learns for 100 steps, with three rates: 0.3, 1 and 3. With the largest
# rate, how many units are dead at the end: `"none"`, `"about ten"` or `"nearly all"`?

# %% guess="dead_units"
guess("dead_units", ...)


# %% demo
@demo
def a_step_too_far():
    for lr in (0.3, 1, 3):
        weights, _ = learn(draw([64, 100, 10], "he"), relu, steps=100, lr=lr)
        dead = dead_fraction(forward(pictures, weights, relu)[1][1])
        print(f"rate {lr:3}: {dead:4.0%} of the units are dead, {share_right(weights, relu):.0%} right")


# %% [markdown] reveal
# **What the numbers say**
#
# With 0.3 no unit dies, with 1 some do, and the network still reads well. With 3 the steps are so large
# that nearly all units land on the side where every score is negative. No later step brings them back,
# because their gradient is 0. So look at the dead fraction when a loss stops falling. A smaller rate, or a
# leak, is the remedy.

# %% [markdown]
# ## Recap
#
# - Without an activation a deep network is one linear layer. Sigmoid and tanh saturate, and then the
#   gradient vanishes; ReLU lets it pass where it is on, but its units can die.
# - Softmax and cross-entropy belong together: subtract the largest logit first, and the gradient is
#   probability minus label.
# - Weights start at random, to break the symmetry, with a variance of 2 / fan-in for ReLU. Then the signal
#   arrives at the last layer, and the gradient at the first.
#
# **Next:** all pieces are there: convolution, pooling, activation, loss, and a way to start. What does it
# take to make one network of them that reads digits? Continue with [chapter
# 10](../10_numpy_cnn/10_numpy_cnn.ipynb).
