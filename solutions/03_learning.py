# %% [markdown]
# # 03 · Learning
#
# **Goal.** Let examples choose the numbers of a kernel, and train a reader of letters and digits.
#
# **You will write** `squared_error`, `slope`, `learn_kernel`, `best_match`, `read` and `train_reader`.
# **Needs** chapters 01 and 02, and derivatives as at school. **Takes** about 80 minutes.

# %%
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils import check, data, demo, explorers, guess, hint, plots, progress

# %% [markdown]
# This is the correlation that you wrote in chapter 01, but fast. Use it wherever you like in this chapter.


# %%
def correlate2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide `kernel` (m, n) over `image` (H, W), multiply and add: floats (H - m + 1, W - n + 1)."""
    windows = sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("hwmn,mn->hw", windows, kernel)


LOOK = {"tilt": 25, "thick": 2.4}  # of letters: degrees to either side, pixels

# %% [markdown]
# ## Why: nobody can design everything
#
# In chapter 01 you found an X by three small pieces. But these pieces were designed for thin, upright
# letters. Here are some X's and O's that are moved, resized, tilted, and drawn with thin or thick pens. Which
# 3 by 3 pieces would you design for them?


# %% demo
@demo
def letters_of_all_kinds():
    pictures, labels = data.letters(12, seed=3, **LOOK)
    _, axes = plt.subplots(2, 6, figsize=(9, 3.4), layout="constrained")
    for picture, label, ax in zip(pictures, labels, axes.flat):
        plots.gallery({"OX"[label]: picture}, [ax])


# %% [markdown] reveal
# Twelve pictures of 9 by 9 pixels, six X's and six O's. Some are thin and some are two pixels thick, some X's
# are tilted, and no two are alike. A thick X fills whole corners; a small thick O
# is a disc with a hole of one pixel.

# %% [markdown]
# Nobody needs to design these pieces. A computer can find them, if you can tell it **how wrong** it is, and
# **which way is better**.
#
# ## How wrong: one number
#
# ### `squared_error`
# 2 min · ★★★
#
# Some output was found, another one was wanted. Make one number of all the differences: the *loss*.


# %% exercise="squared_error"
def squared_error(found: np.ndarray, wanted: np.ndarray) -> float:
    """The mean squared error: the mean of the squares of all differences.

    found, wanted: arrays of one shape, uint8 or float.
    """
    ### BEGIN SOLUTION
    return float(np.mean((found.astype(float) - wanted) ** 2))
    ### END SOLUTION


# %% check="squared_error"
check(squared_error)

# %% [markdown]
# ## Which way is better: one weight
#
# Take the smallest kernel there is, one weight $w$, and an image of two pixels, `1 2`. The output is $w$
# times each pixel. The target is `3 6`. Start at $w = 0$: the output is `0 0`, and the loss is the mean of 9
# and 36, which is 22.5. Should $w$ grow or shrink? The derivative of the loss tells.
#
# By hand: the errors are −3 and −6. The derivative of a squared error is twice the error times its pixel: 2 ·
# (−3) · 1 = −6 and 2 · (−6) · 2 = −24. The loss is a mean, so its slope is the mean of these two, −15. A
# negative slope means: the loss falls when $w$ grows.
#
# ### `slope`
# 6 min · ★★★
#
# Write it for any weight, any pixels and any targets.


# %% exercise="slope"
def slope(w: float, x: np.ndarray, target: np.ndarray) -> float:
    """The derivative of the loss with respect to the weight, where the output is w * x.

    x, target: (N,), floats or int64. The loss is the mean squared error of w * x and target.
    """
    ### BEGIN SOLUTION
    error = w * x - target
    return float(np.mean(2 * error * x))
    ### END SOLUTION


# %% check="slope"
check(slope)

# %% [markdown]
# **Gradient descent** takes a step against the slope: the new $w$ is the old one minus a *rate* times the
# slope. With a rate of 0.1, where is $w$ after the first step from 0, where the slope is −15?

# %% guess="after_one_step"
guess("after_one_step", ...)

# %% [markdown]
# The next picture shows the loss for every $w$, and a ball that makes these steps. With a small rate it rolls
# down. With a large rate it jumps to the other side, and from some rate on it climbs out. From which rate on?

# %% guess="largest_rate"
guess("largest_rate", ...)


# %% demo
@demo
def one_weight():
    return explorers.gradient_descent(np.array([1.0, 2]), np.array([3.0, 6]))


# %% [markdown] reveal
# **What the ball does**
#
# The loss is a parabola with its lowest point at $w = 3$. With rate 0.1 half of the way is left after each
# step: 0, 1.5, 2.25, ... With 0.2 the first step lands exactly on 3. With 0.3 the ball overshoots, but less
# each time. With 0.4 it jumps between 0 and 6 forever, and with any larger rate it leaves the picture.

# %% [markdown]
# ## Nine weights
#
# Now suppose that nobody told you Sobel's numbers. All you have is an example: an image, and the *target*,
# the filter's output for it. A kernel has nine weights. What does each of them meet on its way over the
# image? Here is the question in small: a kernel of 2 by 2 weights, an image of 4 by 4, an output of 3 by 3.
# How many pixels does one weight meet?

# %% guess="pixels_of_a_weight"
guess("pixels_of_a_weight", ...)


# %% demo
@demo
def what_a_weight_meets():
    _, axes = plt.subplots(1, 4, figsize=(10, 2.8), layout="constrained")
    for (m, n), ax in zip(np.ndindex(2, 2), axes):
        plots.numbers(np.arange(16).reshape(4, 4), ax, f"kernel[{m}, {n}] meets", highlight=(m, n, 3, 3))


# %% [markdown] reveal
# Four copies of a table with the numbers 0 to 15. In each a square of 3 by 3 is framed: at the upper left for
# kernel[0, 0], at the upper right for kernel[0, 1], then at the lower left and at the lower right. A weight
# meets one pixel for each output: as many as the output has, and they lie in one block.

# %% [markdown]
# So each weight is just like the one weight above: its block of the image is its `x`, and the error at each
# output is multiplied by the pixel of the block that belongs to it. Only the error is another one: all
# weights make an output together, so they share its error, and `slope`, which computes the error of a single
# weight, does not fit. A kernel of 3 by 3 has more weights, that is all.
#
# ### `learn_kernel`
# 15 min · ★★★
#
# Start from a kernel of zeros. Do `steps` steps: compute the output and its error, then the slope of every
# weight, then change all weights at once. You may loop over the weights; but look at the sums for a moment.
# All nine of them together are something you have written before.


# %% exercise="learn_kernel"
def learn_kernel(image: np.ndarray, target: np.ndarray, steps: int, lr: float) -> np.ndarray:
    """Find a kernel from an example of what it does, by gradient descent from zeros.

    image: (H, W). target: (h, w), the output of the unknown kernel for the image.
    steps: how often all weights change, each time by -lr times the derivative of the mean squared error.
    Returns floats (H - h + 1, W - w + 1): the kernel after the last step.
    """
    ### BEGIN SOLUTION
    kernel = np.zeros((image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1))
    for _ in range(steps):
        error = correlate2d(image, kernel) - target
        kernel -= lr * 2 / error.size * correlate2d(image, error)
    return kernel
    ### END SOLUTION


# %% check="learn_kernel"
check(learn_kernel)

# %% [markdown]
# Now give your function a piece of the temple, 64 by 64 pixels, scaled to mean 0 and standard deviation 1,
# and its output under left Sobel. Sobel's numbers are not in your code. After how many steps are all nine
# numbers right to two decimals?

# %% guess="steps_to_sobel"
guess("steps_to_sobel", ...)


# %% demo
@demo
def sobel_again(name="left Sobel", lr=0.1, after=(0, 1, 10, 100, 250, 1000)):
    piece = data.photograph("china")[100:164, 200:264] @ (0.299, 0.587, 0.114)
    piece = (piece - piece.mean()) / piece.std()
    target = correlate2d(piece, data.kernels()[name])
    found = {f"step {steps}": learn_kernel(piece, target, steps, lr) for steps in after}
    plots.kernels(found)
    losses = [squared_error(correlate2d(piece, kernel), target) for kernel in found.values()]
    _, ax = plt.subplots(figsize=(6.5, 2.8), layout="constrained")
    ax.plot(after, losses, "o-", color="tab:blue")
    ax.set(xscale="symlog", yscale="log", xlabel="steps", ylabel="loss", xticks=after, xticklabels=after)
    ax.minorticks_off()


# %% [markdown] reveal
# Six kernels: zeros, then a rough Sobel at step 10, then at step 250 1 2 1 on the left and −1 −2 −1 on the
# right. Below, the loss falls from about 8 to a hundred-thousandth at step 250, and further after it.
#
# Put another name of the zoo in the first line of the demo (outline is slower). Then try `lr=0.3, after=(0,
# 1, 3, 10, 20)`: for a few steps it goes well, then each jump lands higher on the other side, like the ball.

# %% [markdown]
# One more experiment: the only example is the step of chapter 02, six rows of `10 10 10 0 0 0`, with the
# target `0 40 40 0`. What will be learned: `"Sobel's numbers"`, `"another kernel with the same output"` or
# `"nothing"`?

# %% guess="learned_from_a_step"
guess("learned_from_a_step", ...)


# %% demo
@demo
def learn_from_a_step():
    step = np.tile([10, 10, 10, 0, 0, 0], (6, 1))
    target = correlate2d(step, data.kernels()["left Sobel"])
    kernel = learn_kernel(step, target, steps=5000, lr=0.002)
    _, axes = plt.subplots(1, 2, figsize=(6, 2.8), layout="constrained", width_ratios=[3, 4])
    plots.numbers(kernel.round(6), axes[0], title="learned from the step")
    plots.numbers(correlate2d(step, kernel).round(6), axes[1], title="its output", signed=True)


# %% [markdown] reveal
# The learned kernel has 1.33, 0, −1.33 in all three rows. The rows of its output are 0 40 40 0, as they
# should be.
#
# All rows of the picture are equal, so nothing in it says that the middle row should count double. A network
# learns what the examples show, and no more. Keep this in mind for every network that you will ever train.

# %% [markdown]
# ## From matches to an answer
#
# Back to X and O, first the thin and upright ones. For each of the three pieces (falling stroke, crossing,
# rising stroke) take the best match anywhere in the picture: three numbers for a picture. For the X all
# three are 1. In the O of chapter 01, how large is the best match of the crossing?

# %% guess="crossing_in_an_o"
guess("crossing_in_an_o", ...)

# %% [markdown]
# ### `best_match`
# 3 min · ★★★


# %% exercise="best_match"
def best_match(image: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """How well each kernel matches the image at its best position.

    image: (H, W), uint8 or float. kernels: (K, m, n). A match is the mean of the products, as in chapter 01.
    Returns (K,): the maximum of each kernel's map of matches.
    """
    ### BEGIN SOLUTION
    return np.array([correlate2d(image, kernel).max() / kernel.size for kernel in kernels])
    ### END SOLUTION


# %% check="best_match"
check(best_match)


# %% demo
@demo
def three_numbers():
    print("X", best_match(data.letter_x(), data.features()).round(2))
    print("O", best_match(data.letter_o(), data.features()).round(2))


# %% [markdown]
# A reader weighs these numbers: a *score* is their weighted sum plus a *bias*. A large score should mean an
# X, a small one an O. The **sigmoid** makes a probability of it: near 1 for large scores, near 0 for small
# ones, and 0.5 at 0.
#
# ### `read`
# 2 min · ★★★


# %% exercise="read"
def read(features: np.ndarray, weights: np.ndarray, bias: float) -> np.ndarray:
    """The probability that each picture is an X: the sigmoid 1 / (1 + exp(-score)) of its score.

    features: (N, K), a row for each picture, floats or int64. weights: (K,), the same.
    The score: weighted sum of a row, plus bias. Returns (N,).
    """
    ### BEGIN SOLUTION
    return 1 / (1 + np.exp(-(features @ weights + bias)))
    ### END SOLUTION


# %% check="read"
check(read)

# %% [markdown]
# ### `train_reader`
# 12 min · ★★★
#
# Who sets the weights? Examples again. The *label* of a picture is 1 for an X and 0 for an O. The loss of a
# picture is minus the logarithm of the probability that the reader gives to the right letter: 0 if it is sure
# and right, huge if it is sure and wrong. This loss and the sigmoid fit together so well that the slope with
# respect to the score is simply the error, **probability minus label**. From there on it is `slope` again:
# what is each weight multiplied with, and what the bias? (This is called *logistic regression*.)


# %% exercise="train_reader"
def train_reader(features: np.ndarray, labels: np.ndarray, steps: int, lr: float) -> tuple[np.ndarray, float]:
    """Learn the weights and the bias of `read` by gradient descent, both from zeros.

    features: (N, K), not changed. labels: (N,), 1 or 0.
    The loss is the mean over all pictures. A step changes weights and bias by -lr times their slopes.
    Returns weights (K,) and bias after the last step.
    """
    ### BEGIN SOLUTION
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = read(features, weights, bias) - labels
        weights -= lr * error @ features / len(labels)
        bias -= lr * error.mean()
    return weights, float(bias)
    ### END SOLUTION


# %% check="train_reader"
check(train_reader)

# %% [markdown]
# ## Letters that it has never seen
#
# Train on 300 letters, then read 1,000 *new* ones: only those count. With thin and upright letters the
# designed pieces do very well. Now the letters from the top of this lesson, tilted and thick: what percentage
# of the new ones will be right? (Guessing blindly is right in 50 % of the cases.)

# %% guess="thick_and_tilted"
guess("thick_and_tilted", ...)


# %%
def features_of(pictures, kernels):
    """The best matches of all pictures, (N, K)."""
    return np.array([best_match(picture, kernels) for picture in pictures])


def share_right(pictures, labels, kernels, weights, bias):
    """How many of the pictures are read correctly, as a fraction."""
    return np.mean((read(features_of(pictures, kernels), weights, bias) > 0.5) == labels)


# %% demo
@demo
def designed_pieces():
    for name, look in (("thin and upright", {}), ("tilted and thick", LOOK)):
        known, new = data.letters(300, seed=0, **look), data.letters(1000, seed=1, **look)
        reader = train_reader(features_of(known[0], data.features()), known[1], steps=3000, lr=2)
        print(f"{name}: {share_right(*new, data.features(), *reader):.1%} of 1,000 new letters are right")


# %% [markdown]
# ## Kernels that nobody designed
#
# The designed pieces fail, so learn the pieces, too. A best match is the mean of the products of a kernel and
# **one patch** of the picture, the best one. So a weight of the kernel is multiplied with a pixel of that
# patch, and its slope is your error times the reader's weight times that pixel. The code below is the loop of
# `train_reader` with four new lines: three find the best patches, and the last one changes the kernels. It
# uses your `train_reader` for a start, and your `read` for every error.


# %%
def learn_all(pictures, labels, kernels, steps, lr=1.0):
    """Train kernels (K, m, n) and reader together; returns kernels, weights and bias."""
    shape, size = kernels.shape, kernels[0].size
    windows = sliding_window_view(pictures, shape[1:], axis=(1, 2)).reshape(len(pictures), -1, size)
    kernels, everyone = kernels.reshape(-1, size).copy(), np.arange(len(pictures))[:, None]
    weights, bias = train_reader((windows @ kernels.T / size).max(axis=1), labels, 300, lr)
    for _ in range(steps):
        matches = windows @ kernels.T / size  # new
        patches = windows[everyone, matches.argmax(axis=1)]  # new: (N, K, size), each kernel's best patch
        features = matches.max(axis=1)  # new
        error = (read(features, weights, bias) - labels) / len(labels)
        # new: the slope has a factor 1 / size; it is left out, which is a rate `size` times as large
        kernels -= lr * np.einsum("n,k,nkp->kp", error, weights, patches)
        weights, bias = weights - lr * error @ features, bias - lr * error.sum()
    return kernels.reshape(shape), weights, bias


def learned(known, new, steps=400):
    """Learn three kernels of 5 by 5, from random ones; print what they read, and draw them."""
    before = np.random.default_rng(0).normal(scale=0.1, size=(3, 5, 5))
    for name, count in (("random kernels", 0), ("learned kernels", steps)):
        kernels, weights, bias = learn_all(*known, before, count)
        right = share_right(*new, kernels, weights, bias)
        print(f"{name}: {right:.1%} of {len(new[1]):,} new pictures are right")
    shown = {f"before {n}": kernel for n, kernel in enumerate(before)}
    shown |= {f"after {n}, weight {plots.number(weight)}": kernels[n] for n, weight in enumerate(weights)}
    plots.gallery(shown, plt.subplots(1, 6, figsize=(11, 2.2), layout="constrained")[1], signed=True)


# %% demo
@demo
def learned_pieces():
    learned(data.letters(300, seed=0, **LOOK), data.letters(1000, seed=1, **LOOK))


# %% [markdown] reveal
# Six squares of 5 by 5, red for ink and blue for paper. Before, they are noise. After, kernel 0 is blue in
# the middle and red around it, a piece of a ring; its weight is negative, so it speaks for an O. Kernel 1 is
# darkest along a rising stroke and in one corner; its weight is positive, so it speaks for an X. Kernel 2 has
# a small weight, so it is hardly used. Nobody designed them.

# %% [markdown]
# Letters that a program draws are easy. So here are real digits: 4 and 9, written by hand, 8 by 8 pixels
# each. Half of them are for training, and the other half is for the test. Nothing in the code changes.


# %% demo
@demo
def real_digits(one=4, other=9):
    pictures, digits = data.digits(one, other)
    pictures, labels = pictures / 8 - 1, (digits == one).astype(int)
    _, axes = plt.subplots(1, 8, figsize=(11, 1.7), layout="constrained")
    for picture, digit, ax in zip(pictures, digits, axes):
        plots.gallery({str(digit): picture}, [ax])
    half = len(labels) // 2
    learned((pictures[:half], labels[:half]), (pictures[half:], labels[half:]))


# %% [markdown] reveal
# Above, eight digits, blurred and clumsy. Below, the kernels before and after. Kernel 0 has ink at the top
# and a gap at the left of the middle, like the lower half of a 9; its weight is negative, so it is for a 9.
# Kernel 1 has paper at the top and ink below, like the open top of a 4; its weight is positive. Kernel 2
# has a smaller weight and counts less. Try other digits: put 1 and 7, or 3 and 5, in the first line.

# %% [markdown]
# ## Recap
#
# - A loss says how wrong, its slope says which way is better, and gradient descent takes many small steps. A
#   rate that is too large climbs instead.
# - The slope of a weight is the error times what the weight is multiplied with, averaged over all places
#   where it is used. For a kernel that is a correlation again.
# - What is learned is what the examples show. Only pictures that were not trained on tell how good it is.
#
# **Next:** one kernel, one channel and no border. What changes if the image has three channels, if we want
# ten kernels at once, and if the kernel may start outside the image or move two pixels at a time? Continue
# with chapter 04.
