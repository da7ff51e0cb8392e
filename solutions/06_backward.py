# %% [markdown]
# # 06 · The way back
#
# **Goal.** Find the gradients of a convolution layer, and prove that they are right.
#
# **You will write** `backward_by_hand`, `col2im`, `numeric_gradient` and `conv2d_backward`. **Needs**
# chapters [03](../03_learning/03_learning.ipynb) and [05](../05_im2col/05_im2col.ipynb). **Takes** about 75
# minutes.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import check, data, demo, explorers, guess, hint, plots, progress

# %% [markdown]
# These are the functions of chapter 05. You will use them here as they are.


# %%
def pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def map_size(size, kernel_size, stride=1, padding=0, dilation=1):
    """Return (OH, OW) for a picture of `size` (H, W); ValueError if no window fits."""
    axes = list(zip(size, *map(pair, (kernel_size, stride, padding, dilation)), strict=True))
    for n, k, s, p, d in axes:
        if min(k, s, d) < 1 or p < 0 or n + 2 * p < d * (k - 1) + 1:
            raise ValueError(f"size {n}, kernel {k}, stride {s}, padding {p}, dilation {d}: no window fits")
    return tuple((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in axes)


def pad2d(x, padding):
    """Put zeros around x (N, C, H, W)."""
    ph, pw = pair(padding)
    return np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))


def windows(x, kernel_size, stride=1, dilation=1):
    """Return every window of x (N, C, H, W) as a view (N, C, OH, OW, kh, kw): no number is copied."""
    map_size(x.shape[2:], kernel_size, stride, 0, dilation)
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    reach = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    seen = np.lib.stride_tricks.sliding_window_view(x, reach, axis=(2, 3), writeable=True)
    return seen[:, :, ::sh, ::sw, ::dh, ::dw]


def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    """The patches of x (N, C, H, W) as columns: (N, C*kh*kw, OH*OW)."""
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, oh * ow)


def conv2d_im2col(x, w, b=None, stride=1, padding=0, dilation=1):
    """The layer: x (N, C, H, W), w (F, C, kh, kw), b (F,) or None -> y (N, F, OH, OW)."""
    y = w.reshape(len(w), -1) @ im2col(x, w.shape[2:], stride, padding, dilation)
    y = y if b is None else y + b[:, None]
    return y.reshape(len(x), len(w), *map_size(x.shape[2:], w.shape[2:], stride, padding, dilation))


# %% [markdown]
# ## Why: a slope for every weight
#
# In chapter 03 one weight was wrong, and its slope told which way to change it. A layer has hundreds of
# weights. At the end of the network is one number, the loss $L$, and each weight needs a slope of its own,
# $\partial L / \partial w$. You could move one weight after another and run the whole network each time. It
# is far better to find all slopes in one run, from the loss backwards.
#
# ## Nine pixels, four outputs
#
# Take the numbers 1 to 9 and the kernel 10, 20, 30, 40. There are four outputs, one for each window.

# %%
x = np.arange(1.0, 10).reshape(1, 1, 3, 3)
w = np.array([[10.0, 20], [30, 40]]).reshape(1, 1, 2, 2)
y = conv2d_im2col(x, w)
y

# %% [markdown]
# The weight 10 will now be changed a little. How many outputs change?

# %% guess="outputs_of_a_weight"
guess("outputs_of_a_weight", ...)

# %% [markdown]
# And how many outputs change if only the 2 in the upper row of the picture is changed?

# %% guess="outputs_of_a_pixel"
guess("outputs_of_a_pixel", ...)

# %% [markdown]
# Add 0.1 to the weight, then to the pixel, and see by how much each output changes.

# %%
larger_weight, larger_pixel = w.copy(), x.copy()
larger_weight[0, 0, 0, 0] += 0.1
larger_pixel[0, 0, 0, 1] += 0.1
(conv2d_im2col(x, larger_weight) - y).round(6), (conv2d_im2col(larger_pixel, w) - y).round(6)

# %% [markdown] reveal
# **What the numbers say**
#
# All outputs change with the weight: by 0.1 times the pixels 1, 2, 4 and 5, which it is multiplied with. With
# the pixel only the two upper outputs change: by 0.1 times its weight in each window, 20 and 10.

# %% [markdown]
# ## The chain rule
#
# The loss depends on a weight **only through the outputs**. Write $dy_{ij} = \partial L / \partial y_{ij}$
# for the slope of the loss with respect to output $[i, j]$; it comes from the layers that follow. The **chain
# rule** says: multiply along each path from the weight to the loss, and add over all paths.
#
# $$\frac{\partial L}{\partial w} = \sum_{ij} \frac{\partial L}{\partial y_{ij}} \cdot
# \frac{\partial y_{ij}}{\partial w}$$
#
# By hand, with $dy_{ij} = 1$ for every output: the weight 10 has a path through each window. There it meets
# the pixels 1, 2, 4 and 5, so its gradient is 1 · 1 + 1 · 2 + 1 · 4 + 1 · 5 = 12. The pixel 2 has two paths,
# with the weights 20 and 10, so its gradient is 30. What is the gradient of the pixel in the middle?

# %% guess="middle_pixel"
guess("middle_pixel", ...)

# %% [markdown]
# ### `backward_by_hand`
# 7 min · ★★★
#
# Now $dy$ is `[[1, 0], [2, -1]]`. Take a sheet of paper, and find the gradient of the picture (`dx`, 3 by 3),
# of the kernel (`dw`, 2 by 2), and of the bias (`db`, one number), which is added to each output. Write the
# first two as lists of rows, `[[1, 2], [3, 4]]`, or as arrays.

# %% exercise="backward_by_hand"
backward_by_hand = {"dx": ..., "dw": ..., "db": ...}
### BEGIN SOLUTION
backward_by_hand["dx"] = [[10, 20, 0], [50, 70, -20], [60, 50, -40]]
backward_by_hand["dw"] = [[4, 6], [10, 12]]
backward_by_hand["db"] = 2
### END SOLUTION

# %% check="backward_by_hand"
check("backward_by_hand", backward_by_hand)

# %% [markdown]
# ## From outputs to columns, from columns to pixels
#
# Now in code. In chapter 05 the layer was a matrix product: for filter $f$, window $l$, and $k$ running down
# a column, $y_{fl} = \sum_k W_{fk}\, \text{cols}_{kl} + b_f$. So an entry $\text{cols}_{kl}$ acts on the
# outputs of all filters in window $l$, with the factors $W_{fk}$. The chain rule adds over these paths:
#
# $$d\text{cols}_{kl} = \sum_f W_{fk}\, dy_{fl}$$
#
# This is a matrix product again, $W^T \cdot dy$. In our example there is one filter, so column $l$ of
# $d\text{cols}$ is the kernel times the $dy$ of its window.

# %%
dy = np.array([[1.0, 0], [2, -1]])
dcols = w.reshape(1, 4).T @ dy.reshape(1, 4)
dcols

# %% [markdown]
# One step is left, from the columns to the picture. On the way forward each pixel was **copied** into several
# columns. All copies act on the loss, so **the gradient of a pixel is the sum over its copies**. Press *next
# step* and watch the columns go back. Then see what happens to the pixel in the middle if overlaps are
# overwritten.


# %% demo
@demo
def the_gradient_flows_back():
    return explorers.col2im_walk(w[0, 0], dy)


# %% [markdown] reveal
# **What the walk shows**
#
# Four tables: `dy`, the kernel, the columns, and the gradient of the picture, which is empty at first. Each
# step frames one column and puts it back on its window, as a square of 2 by 2. The middle pixel is in all
# four windows: it gets 40, 0, 40 and −10, together 70. If overlaps are overwritten, only the −10 is left.

# %% [markdown]
# ### `col2im`
# 10 min · ★★★
#
# Put every column back as the patch that it came from, and add where patches overlap. At the end, cut the
# padding off. A loop over the positions in the kernel is fast enough. This is PyTorch's `fold`.


# %% exercise="col2im"
def col2im(cols: np.ndarray, output_size, kernel_size, stride=1, padding=0, dilation=1) -> np.ndarray:
    """Add up the columns of `im2col` into pictures.

    cols: (N, C*kh*kw, OH*OW), float32 or float64, N may be 0. output_size: (H, W) of the pictures.
    Returns (N, C, H, W), in the dtype of cols: each pixel is the sum of its copies in the columns.
    Raises ValueError if the columns do not belong to pictures of this size.
    """
    ### BEGIN SOLUTION
    (h, w), (kh, kw), (ph, pw) = output_size, pair(kernel_size), pair(padding)
    x = np.zeros((len(cols), cols.shape[1] // (kh * kw), h + 2 * ph, w + 2 * pw), cols.dtype)
    seen = windows(x, kernel_size, stride, dilation)
    n, c, oh, ow = seen.shape[:4]
    patches = cols.reshape(n, c, kh, kw, oh, ow)
    for i, j in np.ndindex(kh, kw):
        seen[..., i, j] += patches[:, :, i, j]
    return x[:, :, ph : ph + h, pw : pw + w]
    ### END SOLUTION


# %% check="col2im"
check(col2im)

# %% [markdown]
# Columns of ones, put back, count how many windows see a pixel. Windows of 3 by 3 move by 2 over a picture of
# 6 by 6. How many of them see a pixel of the last row?

# %% guess="last_row"
guess("last_row", ...)


# %% demo
@demo
def how_often_seen():
    _, axes = plt.subplots(1, 3, figsize=(9.5, 3.4), layout="constrained")
    for ax, (stride, padding) in zip(axes, [(1, 0), (2, 0), (1, 1)], strict=True):
        cols = np.ones_like(im2col(np.zeros((1, 1, 6, 6)), 3, stride, padding))
        counts = col2im(cols, (6, 6), 3, stride, padding)[0, 0]
        plots.numbers(counts, ax, title=f"stride {stride}, padding {padding}", like=np.arange(10.0)[None])


# %% [markdown] reveal
# Three tables of 6 by 6. Stride 1: 1 in the corners, 9 in the middle. Stride 2: mostly 1, but 2 and 4 where
# windows overlap, and 0 in the whole last row and column. Padding 1: 4 in the corners, 6 along the border, 9
# inside. Where the count is 0, the gradient is 0, whatever the pixel is: the layer never looks there.

# %% [markdown]
# ## Trust, but measure
#
# A wrong gradient rarely crashes: the network just learns badly. So check every gradient against a slow and
# simple one. A derivative is nearly a difference over a small step $h$, divided by the step; $e_i$ moves
# entry $i$ alone:
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2h}$$
#
# How small should $h$ be? The next picture shows the error for $f = \sin$ at $x = 1$, with steps to one side
# and to both sides. Which step is best for both sides: `"near 1e-2"`, `"near 1e-5"` or `"near 1e-15"`?

# %% guess="best_step"
guess("best_step", ...)


# %% demo
@demo
def how_small_a_step():
    h = 10.0 ** -np.arange(0.5, 16, 0.1)
    forward = (np.sin(1 + h) - np.sin(1)) / h
    central = (np.sin(1 + h) - np.sin(1 - h)) / (2 * h)
    _, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
    ax.loglog(h, np.abs(forward - np.cos(1)), label="one side: (f(x + h) − f(x)) / h")
    ax.loglog(h, np.abs(central - np.cos(1)), label="both sides: (f(x + h) − f(x − h)) / 2h")
    ax.set(xlabel="step h", ylabel="error of the derivative")
    ax.grid(alpha=0.3)
    ax.legend(frameon=False)


# %% [markdown] reveal
# Two curves in the shape of a V, on logarithmic axes. With one side the best step is near 1e-8, and the error
# there is also near 1e-8. With both sides the best step is near 1e-5, and the error is hundreds of times
# smaller. From right to left the error first falls with $h$, or with $h^2$ if you step to both sides. Then it
# rises again: the two values of $f$ agree in so many digits that their difference is only rounding.

# %% [markdown]
# ### `numeric_gradient`
# 8 min · ★★
#
# Do that for an array of any shape, one entry at a time. `f` takes the array and returns a number. Leave
# `x` as you found it.


# %% exercise="numeric_gradient"
def numeric_gradient(f, x: np.ndarray) -> np.ndarray:
    """Compute the gradient of a function by central differences, (f(x + h e_i) - f(x - h e_i)) / (2h).

    h = 1e-5; anything from 1e-6 to 1e-4 is accepted.
    f: takes an array like x (x itself will do), returns a number. x: float64, any shape, in any order in
    memory (it may be a transposed array); afterwards it is as before, to the last bit.
    Returns the gradient, in the shape of x.
    """
    ### BEGIN SOLUTION
    h = 1e-5
    gradient = np.zeros_like(x)
    for at in np.ndindex(*x.shape):
        value = x[at]
        x[at] = value + h
        above = f(x)
        x[at] = value - h
        gradient[at] = (above - f(x)) / (2 * h)
        x[at] = value
    return gradient
    ### END SOLUTION


# %% check="numeric_gradient"
check(numeric_gradient)

# %% [markdown]
# ### `conv2d_backward`
# 12 min · ★★★
#
# Now all three gradients of the layer, for a given `dy`. You know $d\text{cols}$ and the way from columns to
# pixels. A weight $W_{fk}$ meets the entries $\text{cols}_{kl}$ of all windows $l$, and a bias is added to
# every output of its filter: find these two sums by the chain rule as well.
#
# A batch has several pictures. One of them alone gives a weight the gradient 3, another one alone 5. What is
# the gradient of this weight if both pictures are in one batch?

# %% guess="batch_of_two"
guess("batch_of_two", ...)


# %% exercise="conv2d_backward"
def conv2d_backward(dy, x, w, stride=1, padding=0, dilation=1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute the gradients of the convolution layer.

    dy: (N, F, OH, OW), the gradient of the loss with respect to y, floats or int64. N may be 0.
    x: (N, C, H, W). w: (F, C, kh, kw).
    Returns dx, dw, db, with their decimals, in the shapes of x, w and b: (N, C, H, W), (F, C, kh, kw), (F,).
    Raises ValueError if dy does not have the shape of y.
    """
    ### BEGIN SOLUTION
    n, f, oh, ow = dy.shape
    geometry = w.shape[2:], stride, padding, dilation
    if dy.shape != (len(x), len(w), *map_size(x.shape[2:], *geometry)):
        raise ValueError(f"dy {dy.shape} is not the gradient of a layer of x {x.shape} and w {w.shape}")
    rows, grads = w.reshape(f, -1), dy.reshape(n, f, oh * ow)
    dx = col2im(rows.T @ grads, x.shape[2:], *geometry)
    dw = (grads @ im2col(x, *geometry).transpose(0, 2, 1)).sum(axis=0)
    return dx, dw.reshape(w.shape), dy.sum(axis=(0, 2, 3))
    ### END SOLUTION


# %% check="conv2d_backward"
check(conv2d_backward)

# %% [markdown]
# ## The gradient check
#
# The check compared your gradients with PyTorch's. You do not need PyTorch to be sure: compare with your
# `numeric_gradient`. This needs a loss whose gradient with respect to $y$ is exactly `dy`: `sum(dy * y)`.
# What counts is the error *relative* to the size of the gradients. In float64 the line is clear: below 1e-7
# they agree; above 1e-4 something is wrong.


# %%
def relative_error(one, other):
    """Return the length of the difference over the sum of the lengths: 0 if equal, 1 if opposite."""
    return np.linalg.norm(one - other) / (np.linalg.norm(one) + np.linalg.norm(other))


def verdict(error):
    return "they agree" if error < 1e-7 else "look closer" if error < 1e-4 else "there is a mistake"


# %% demo
@demo
def gradient_check():
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(2, 3, 6, 5)), rng.normal(size=(4, 3, 3, 2)), rng.normal(size=4)
    geometry = (2, 1), (1, 0), (1, 2)
    dy = rng.normal(size=conv2d_im2col(x, w, b, *geometry).shape)
    loss = lambda x, w, b: np.sum(dy * conv2d_im2col(x, w, b, *geometry))
    numeric = {
        "dx": numeric_gradient(lambda at: loss(at, w, b), x),
        "dw": numeric_gradient(lambda at: loss(x, at, b), w),
        "db": numeric_gradient(lambda at: loss(x, w, at), b),
    }
    gradients = conv2d_backward(dy, x, w, *geometry)
    for (name, other), gradient in zip(numeric.items(), gradients, strict=True):
        error = relative_error(gradient, other)
        print(f"{name} {gradient.shape!s:14s} relative error {error:.1e}: {verdict(error)}")
    flipped = relative_error(gradients[1][:, :, ::-1, ::-1], gradients[1])
    print(f"dw with a flipped kernel, for comparison: {flipped:.1e}: {verdict(flipped)}")


# %% [markdown]
# There is nothing in between: a gradient is right, or it is far off. Only one thing can mislead this check: a
# **kink**. ReLU is $\max(0, x)$: its slope is 0 on the left and 1 on the right. At 0 it has no slope, and
# PyTorch uses 0. What is the central difference at exactly 0?

# %% guess="slope_at_the_kink"
guess("slope_at_the_kink", ...)


# %% demo
@demo
def near_a_kink():
    for value in (1.0, 1e-3, 2e-6, 0.0, -2e-6):
        at = np.array([value])
        numeric, exact = numeric_gradient(lambda x: np.maximum(0, x).sum(), at), (at > 0).astype(float)
        error = relative_error(numeric, exact)
        print(f"x = {value:6.0e}: {numeric[0]:.2f} and {exact[0]:.0f}, error {error:.0e}: {verdict(error)}")


# %% [markdown] reveal
# **What the lines say**
#
# Far from the kink both agree. At 2e-6 they differ, because the step of 1e-5 reaches across the kink: the
# difference sees a part of each side. At 0 it says 0.5, the mean of both slopes. If a check fails in a few
# entries only, look first whether they lie at a kink, and move them away from it.

# %% [markdown]
# ## A picture found by its gradient
#
# So far, gradients changed weights. But you have `dx`, too: it says how to change the *picture*. Here is a
# puzzle. Somebody keeps a photograph secret, and shows only its edges: the maps of left and topSobel. Start
# from plain grey, compute its maps, and let your `conv2d_backward` tell each pixel how to change. What will
# appear?


# %% demo
@demo
def a_picture_from_its_edges(steps=(0, 10, 100, 1000), lr=1.5):
    secret = data.photograph("flower")[60:324:3, 150:414:3].mean(axis=2)[None, None] / 255
    w = np.stack([data.kernels()["left Sobel"], data.kernels()["top Sobel"]])[:, None] / 8
    maps, x = conv2d_im2col(secret, w), np.full(secret.shape, 0.5)
    found = {}
    for step in range(max(steps) + 1):
        error = conv2d_im2col(x, w) - maps
        if step in steps:
            found[f"step {step}, loss {np.mean(error**2):.0e}"] = x[0, 0].copy()
        x -= lr * conv2d_backward(error, x, w)[0]
    plots.gallery({"left Sobel": maps[0, 0], "top Sobel": maps[0, 1]}, signed=True)
    plots.gallery(found | {"the secret": secret[0, 0]}, like=secret[0, 0])


# %% [markdown] reveal
# Above, two maps with thin red and blue lines. Below, the picture at four steps, and the secret: a dahlia. At
# first it is plain grey. After 10 steps the flower is there, flat and grey; after 100 its background is still
# too bright; after 1,000 it looks like the secret, dark background included. The maps hold no brightness,
# only its changes. Each pixel follows its own gradient, the sum over all windows that see it, until all the
# edges are right.

# %% [markdown]
# ## Recap
#
# - The chain rule: multiply along each path to the loss, and add over all paths.
# - What was copied on the way forward is added on the way back: `im2col` becomes `col2im`, and a shared
#   weight sums over all windows and all pictures.
# - Check every gradient against central differences in float64. A relative error above 1e-4 is a mistake, or
#   a kink.
#
# **Next:** the maps are as large as the picture, and nobody needs most of what is in them. What can you throw
# away on purpose? Continue with [chapter 07](../07_pooling/07_pooling.ipynb).
