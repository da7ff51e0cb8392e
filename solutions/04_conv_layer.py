# %% [markdown]
# # 04 · The convolution layer
#
# **Goal.** Know the convolution layer to the last pixel: padding, stride, dilation, and the depth that
# every filter spans.
#
# **You will write** `output_size`, `spot_dilation`, `same_padding`, `pad2d`, `conv2d_one`, `conv2d`,
# `conv1x1`, `to_channels_last` and `from_channels_last`. **Needs** chapters 01 and
# 02. **Takes** about 100 minutes, in two sittings if you like: the second begins with "Four axes".

# %%
import time

import matplotlib.pyplot as plt
import numpy as np

from course_utils import check, data, demo, explorers, guess, hint, plots, progress

# %% [markdown]
# ## Why: the border is lost
#
# A window of 3 by 3 slides over a picture of 7 by 7. A pixel in a corner is seen by one window only. How many
# windows see the pixel in the middle?

# %% guess="windows_in_the_middle"
guess("windows_in_the_middle", ...)


# %% demo
@demo
def how_often_a_pixel_is_seen():
    seen = np.zeros((7, 7), dtype=int)
    for i, j in np.ndindex(5, 5):
        seen[i : i + 3, j : j + 3] += 1
    plots.numbers(seen, title="windows that see a pixel")


# %% [markdown] reveal
# **What the table shows**
#
# 7 by 7 numbers: 1 in the corners, 9 in the inner 3 by 3, smaller numbers between them. The middle counts
# nine times as much as a corner.

# %% [markdown]
# And the output is only 5 by 5: the next layer turns it into 3 by 3, the one after that into a single pixel,
# and then the network ends. A layer needs a way to keep the size (padding), a way to reduce it on purpose
# (stride), and a way to look farther (dilation).
#
# ## Where does a window fit?
#
# One axis is enough, because rows and columns are independent. A row has `n` pixels, and the window has `k`.
# The first window starts at pixel 0, the last one at pixel n − k, which makes n − k + 1 positions: windows of
# 3 have 5 positions in 7 pixels.
#
# - **Stride** `s`: the window moves by s pixels. A last move that does not fit is not made.
# - **Padding** `p`: p zeros are added on each side before the window starts.
# - **Dilation** `d`: the pixels of the window are d apart. With d = 1 they are side by side.

# %%
{dilation: [0, dilation, 2 * dilation] for dilation in (1, 2, 3)}

# %% [markdown]
# These are the pixels that the first window of 3 sees, for dilation 1, 2 and 3.
#
# ### See it
#
# Each line below the row of pixels is one position of the window. Start with 7 pixels and windows of 3. What
# is the smallest stride that leaves a pixel out?

# %% guess="stride_that_leaves_out"
guess("stride_that_leaves_out", ...)


# %% demo
@demo
def where_windows_fit():
    return explorers.conv_arithmetic(formula=False)


# %% [markdown] reveal
# **What the picture shows**
#
# A row of pixels, and below it a line for each position of the window; beside it a square picture, with the
# number of windows that see each pixel. Stride 3 leaves the last pixel out, because 3 does not divide 7 − 3;
# stride 4 jumps over the one in the middle. Seven pixels stay seven if (kernel, padding) is (1, 0), (3, 1) or
# (5, 2); with dilation 2 it is (1, 0), (2, 1), (3, 2), (4, 3) or (5, 4).

# %% [markdown]
# ### `output_size`
# 10 min · ★★★
#
# Every framework computes this number in every layer, and most shape errors of your life will be about it.
# You find the formula: change one slider at a time, and let this table test your idea.
#
# | n | kernel | stride | padding | dilation | positions |
# | --- | --- | --- | --- | --- | --- |
# | 7 | 3 | 1 | 0 | 1 | 5 |
# | 7 | 3 | 2 | 0 | 1 | 3 |
# | 7 | 3 | 3 | 0 | 1 | 2 |
# | 7 | 3 | 1 | 1 | 1 | 7 |
# | 7 | 3 | 1 | 0 | 2 | 3 |
# | 227 | 11 | 4 | 0 | 1 | 55 |
#
# If no window fits, there is no output: then raise an error that says which numbers do not fit.


# %% exercise="output_size"
def output_size(n: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Count the positions of a window along one axis, as an int.

    n: pixels of the input; padding: zeros on each side; dilation: from one pixel of the window to the next.
    Raises ValueError if the window is wider than the padded input, or the stride is below 1.
    """
    ### BEGIN SOLUTION
    reach = dilation * (kernel_size - 1) + 1
    room = n + 2 * padding - reach
    if room < 0 or stride < 1:
        raise ValueError(f"a window of {reach} pixels does not fit: {n} + 2 * {padding}, stride {stride}")
    return room // stride + 1
    ### END SOLUTION


# %% check="output_size"
check(output_size)

# %% [markdown] reveal
# **The formula**
#
# $$\left\lfloor \frac{n + 2p - d\,(k - 1) - 1}{s} \right\rfloor + 1$$
#
# k pixels have k − 1 gaps between them, and dilation stretches the gaps, not the pixels: a window spans
# d (k − 1) + 1 pixels. What is left of the padded row is the way that the window can go.

# %% [markdown]
# ### `spot_dilation`
# 5 min · ★★
#
# One of the lectures behind this course has a different formula:
#
# $$\left\lfloor \frac{n + 2p - (d\,k - 1) - 1}{s} \right\rfloor + 1$$
#
# Its example has 11 by 11 pixels and k = 3, p = 1, s = 2, d = 2, and the result is an output of 4 by 4.
# PyTorch says 5 by 5. Take a pencil, draw the row with its padding, and find three numbers:
#
# 1. "reach": the number of pixels from the first to the last one of a window, both included;
# 2. "size": the length of the output, 4 or 5;
# 3. "stride": the smallest stride with which the lecture's formula would have been right in its example.

# %% exercise="spot_dilation"
spot_dilation = {"reach": ..., "size": ..., "stride": ...}
### BEGIN SOLUTION
spot_dilation["reach"] = 5
spot_dilation["size"] = 5
spot_dilation["stride"] = 3
### END SOLUTION

# %% check="spot_dilation"
check("spot_dilation", spot_dilation)

# %% [markdown]
# Without dilation the two formulas are the same, and a large stride may round their difference away. That is
# why nobody noticed. A formula that is right in all the cases you happen to try is the most expensive kind of
# wrong.
#
# ### `same_padding`
# 5 min · ★★
#
# Networks like layers that keep the size: `padding="same"`, with stride 1. For windows of 3, 5 and 7 this is
# a padding of 1, 2 and 3. What is it with dilation? And what is it for a window of 4 with dilation 2? (With
# dilation 1 a window of 4 has none: it would need one and a half zeros on each side.)


# %% exercise="same_padding"
def same_padding(kernel_size: int, dilation: int = 1) -> int:
    """Find the padding with which a window of stride 1 keeps the size of its input.

    Returns the number of zeros on each side, an int. It is called only where there is such a number.
    """
    ### BEGIN SOLUTION
    return dilation * (kernel_size - 1) // 2
    ### END SOLUTION


# %% check="same_padding"
check(same_padding)

# %% [markdown]
# ## Four axes
#
# From here on every array of pictures has four axes, in the order of PyTorch: **N, C, H, W**. A batch has N
# pictures. Each has C channels (red, green and blue at first, feature maps later), of height H and width W. A
# single grey picture is `(1, 1, H, W)`, and a batch without pictures, N = 0, is a batch too.
#
# Options like padding may be one number for both axes, or a pair: first for H, then for W. This helper turns
# either into a pair; use it where you like.


# %%
def pair(value):
    """Return (value, value) for a single number, and a pair as it is."""
    return (value, value) if np.isscalar(value) else tuple(value)


pair(2), pair((4, 2))

# %% [markdown]
# ### `pad2d`
# 5 min · ★★
#
# Put zeros around every channel of every picture. The dtype stays the same. Do it without `np.pad` if you
# would like to see how little there is to it.


# %% exercise="pad2d"
def pad2d(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    """Put zeros around pictures.

    x: (N, C, H, W), N may be 0. padding: zeros on each side, one number or (for H, for W).
    Returns (N, C, H + 2 ph, W + 2 pw), of the dtype of x.
    """
    ### BEGIN SOLUTION
    ph, pw = pair(padding)
    n, c, h, w = x.shape
    padded = np.zeros((n, c, h + 2 * ph, w + 2 * pw), x.dtype)
    padded[:, :, ph : ph + h, pw : pw + w] = x
    return padded
    ### END SOLUTION


# %% check="pad2d"
check(pad2d)

# %% [markdown]
# ## A filter spans the full depth
#
# A colour picture has three channels. A 3 by 3 filter for it has not 9 but 3 · 3 · 3 = 27 weights, a block
# that spans all channels, and one bias that is added at the end: 28 **parameters**, the numbers that training
# will set. The filter slides over H and W only, because it has no room to move in depth. So one filter makes
# **one** map, however many channels go in.

# %%
channels = np.stack([np.arange(9.0).reshape(3, 3), np.eye(3), np.full((3, 3), 2.0)])
block = np.array([[[1.0, 0], [0, 1]], [[1, 1], [1, 1]], [[0, 1], [-1, 0]]])


# %% demo
@demo
def a_filter_has_a_slice_for_each_channel():
    _, axes = plt.subplots(2, 3, figsize=(6, 4.6), height_ratios=[3, 2], layout="constrained")
    for c in range(3):
        plots.numbers(channels[c], axes[0, c], title=f"channel {c}", highlight=(0, 0, 2, 2))
        plots.numbers(block[c], axes[1, c], title=f"filter, channel {c}", signed=True)


# %% [markdown] reveal
# **What the picture shows**
#
# Three channels of 3 by 3: the numbers 0 to 8, the identity, twos; their upper left 2 by 2 windows are
# framed. Below, the filter's three slices: ones on the diagonal; ones everywhere; 1 at the upper right
# and −1 at the lower left.

# %% [markdown]
# With a bias of 1 the first output is
#
# $$\underbrace{0 \cdot 1 + 4 \cdot 1}_{\text{channel 0: } 4}
# + \underbrace{1 + 0 + 0 + 1}_{\text{channel 1: } 2}
# + \underbrace{2 \cdot 1 - 2 \cdot 1}_{\text{channel 2: } 0} + 1 = 7$$

# %%
np.sum(channels[:, 0:2, 0:2] * block) + 1

# %% [markdown]
# ### `conv2d_one`
# 10 min · ★★★
#
# One picture, one filter, one map; stride 1, no padding. Loop over the output positions only, with one line
# inside the loop.


# %% exercise="conv2d_one"
def conv2d_one(x: np.ndarray, w: np.ndarray, b: float = 0.0) -> np.ndarray:
    """Slide one filter over one picture, through its full depth.

    x: (C, H, W), w: (C, kh, kw), no larger than the picture, floats or int64; b: the bias.
    Returns floats y (H - kh + 1, W - kw + 1):
    y[i, j] = sum over c, u, v of x[c, i + u, j + v] w[c, u, v], plus b.
    """
    ### BEGIN SOLUTION
    (height, width), (kh, kw) = x.shape[1:], w.shape[1:]
    y = np.zeros((output_size(height, kh), output_size(width, kw)))
    for i, j in np.ndindex(y.shape):
        y[i, j] = np.sum(x[:, i : i + kh, j : j + kw] * w) + b
    return y
    ### END SOLUTION


# %% check="conv2d_one"
check(conv2d_one)

# %% [markdown]
# Now take the same walk with two filters, with padding and stride. The zeros are already there: 5 by 5 pixels
# have become 7 by 7, and grey cells are the padding. How many numbers will the two maps hold at the end?

# %% guess="numbers_of_the_walk"
guess("numbers_of_the_walk", ...)


# %% demo
@demo
def two_filters_three_channels():
    rng = np.random.default_rng(3)
    x, w = rng.integers(0, 3, size=(3, 5, 5)), rng.integers(-1, 2, size=(2, 3, 3, 3))
    return explorers.filter_walk(x, w, b=np.array([1, 0]), stride=2, padding=1)


# %% [markdown] reveal
# **What the walk shows**
#
# Three channels of 7 by 7, the window framed at the same position in each; below, the filter's three slices
# with the sum of this step; at the bottom two maps of 3 by 3 that fill up. Nine positions and two filters
# make 18 numbers. Each is three small sums, one for each channel, and a bias.

# %% [markdown]
# The number of *filters* is the number of channels that the next layer gets.
#
# ## The whole layer
#
# N pictures, F filters: `w` has the shape (F, C, kh, kw), `b` the shape (F,), and the output is (N, F,
# OH, OW).
#
# $$y[n, f, i, j] = b[f] + \sum_c \sum_u \sum_v x[n, c,\; i s + u d,\; j s + v d] \; w[f, c, u, v]$$
#
# where x already includes its zeros. Here are numbers that you know from chapter 01, as a batch of one
# picture with one channel.

# %%
one_to_nine = np.arange(1.0, 10).reshape(1, 1, 3, 3)
tens = np.array([[[[10.0, 20, 30], [40, 50, 60], [30, 20, 10]]]])


# %% demo
@demo
def where_we_began():
    _, axes = plt.subplots(1, 2, figsize=(6.5, 3.2), width_ratios=[5, 3], layout="constrained")
    plots.numbers(np.pad(one_to_nine[0, 0], 1), axes[0], title="1 to 9, padding 1", highlight=(2, 2, 3, 3))
    plots.numbers(tens[0, 0], axes[1], title="kernel")


# %% [markdown] reveal
# **What the picture shows**
#
# 1 to 9 with a border of zeros; the frame is around the window at the lower right, with 5, 6, 8, 9 and five
# zeros. The kernel's rows are 10, 20, 30; 40, 50, 60; 30, 20, 10. With stride 1 the frame is the ninth
# position; with stride 2 it is the fourth and last. Its sum is 5 · 10 + 6 · 20 + 8 · 40 + 9 · 50 = 940.

# %% [markdown]
# ### `conv2d`
# 25 min · ★★★
#
# Write the layer as PyTorch has it. Loop over the positions i and j of the output, over n and f too if you
# like, and over nothing else. You may use what you wrote above; `output_size` refuses most of the bad input
# for you.


# %% exercise="conv2d"
def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
) -> np.ndarray:
    """Apply a convolution layer to a batch of pictures.

    x: (N, C, H, W), floats or int64, N may be 0; w: (F, C, kh, kw); b: (F,) or None for no bias.
    stride, padding, dilation: one number or (for H, for W).
    Returns floats (N, F, OH, OW), with OH and OW as computed by `output_size`.
    Raises ValueError if the channels differ, no window fits, or stride < 1.
    """
    ### BEGIN SOLUTION
    (sh, sw), (dh, dw), (kh, kw) = pair(stride), pair(dilation), w.shape[2:]
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"filters of depth {w.shape[1]} cannot span {x.shape[1]} channels")
    b = np.zeros(len(w)) if b is None else b
    x = pad2d(x, padding)
    oh = output_size(x.shape[2], kh, stride=sh, dilation=dh)
    ow = output_size(x.shape[3], kw, stride=sw, dilation=dw)
    y = np.zeros((len(x), len(w), oh, ow))
    for n, f, i, j in np.ndindex(y.shape):
        window = x[n, :, i * sh :: dh, j * sw :: dw][:, :kh, :kw]
        y[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return y
    ### END SOLUTION


# %% check="conv2d"
check(conv2d)

# %% [markdown]
# First the small numbers: all nine outputs of stride 1, and the four of stride 2. Where will the four stand
# among the nine: in the upper left, in the corners, or nowhere, they are new numbers?

# %% guess="four_among_nine"
guess("four_among_nine", ...)


# %% demo
@demo
def nine_outputs_or_four():
    _, axes = plt.subplots(1, 2, figsize=(6, 3), width_ratios=[3, 2], layout="constrained")
    plots.numbers(conv2d(one_to_nine, tens, padding=1)[0, 0], axes[0], title="padding 1")
    plots.numbers(conv2d(one_to_nine, tens, padding=1, stride=2)[0, 0], axes[1], title="padding 1, stride 2")


# %% [markdown] reveal
# **What the tables show**
#
# Padding 1: 300, 600, 500; 800, 1370, 1000; 1060, 1540, 940. With stride 2 its four corners are left: 300,
# 500; 1060, 940. Stride 2 is stride 1 with outputs left out: three in four, if the picture is large.

# %% [markdown]
# Now take layers of the size that people use, and say the shapes before you run the cell: ten filters of 5 by
# 5 with padding 2 on 32 by 32 colour pixels; two layers of PyTorch's manual; AlexNet's first layer, 96
# filters of 11 by 11 with stride 4 on 227 by 227 colour pixels. How many parameters has that last one?

# %% guess="parameters_of_alexnets_first"
guess("parameters_of_alexnets_first", ...)


# %% demo
@demo
def layers_of_real_size():
    rng = np.random.default_rng(0)
    layers = {
        "ten 5 x 5, padding 2": ((3, 32, 32), (10, 3, 5, 5), {"padding": 2}),
        "PyTorch's manual, stride 2": ((16, 50, 100), (33, 16, 3, 3), {"stride": 2}),
        "its pairs": ((16, 50, 100), (33, 16, 3, 5), {"stride": (2, 1), "padding": (4, 2)}),
        "AlexNet's first layer": ((3, 227, 227), (96, 3, 11, 11), {"stride": 4}),
    }
    for name, (shape, filters, options) in layers.items():
        x, w, b = rng.normal(size=(1, *shape)), rng.normal(size=filters), np.zeros(filters[0])
        start = time.perf_counter()
        y = conv2d(x, w, b, **options)
        seconds = time.perf_counter() - start
        print(f"{name:28} {y.shape!s:17} {w.size + b.size:6,} parameters {seconds:5.2f} s")


# %% [markdown] reveal
# **Count them**
#
# Ten filters have (5 · 5 · 3 + 1) · 10 = 760 parameters, AlexNet's (11 · 11 · 3 + 1) · 96 = 34,944, whatever
# the size of the picture. A batch of 20 has 20 in front of its shape, and not one parameter more.

# %% [markdown]
# Look at the seconds: they are for *one* picture, and AlexNet saw 1.2 million of them, ninety times.
#
# Dilation looks farther with the same weights. Below is a photograph, and a filter for vertical edges with
# dilations of 1, 3 and 9. What will happen to a thin column at dilation 9: it is blurred, it is drawn twice,
# or it disappears?

# %% guess="thin_column_dilated"
guess("thin_column_dilated", ...)


# %% demo
@demo
def the_same_nine_weights():
    photo = data.photograph("china")[0:380:2, 100:500:2].mean(axis=2)[None, None]
    left = data.kernels()["left Sobel"][None, None]
    _, axes = plt.subplots(2, 2, figsize=(9, 6.8), layout="constrained")
    plots.gallery({"the photograph": photo[0, 0]}, [axes[0, 0]])
    for ax, d in zip(axes.ravel()[1:], (1, 3, 9), strict=True):
        y = conv2d(photo, left, padding=same_padding(3, d), dilation=d)
        plots.gallery({f"dilation {d}, {y.shape[2]} x {y.shape[3]}": y[0, 0]}, [ax], signed=True)


# %% [markdown] reveal
# **What the maps show**
#
# The photograph of the tower, and three maps of its size. At dilation 1 there are thin red and blue lines on
# every column and tile, at 3 thicker ones. At 9 the building is there twice, once in red and a little to the
# right of it in blue, with a broad band at the border. Nothing is blurred: the filter skips what lies between
# its pixels. It draws each line twice, with its left side and with its right side, 2 d pixels apart. The
# price is the same: nine weights. Look at the border: the zeros outside look like a dark frame, and a frame
# is an edge.

# %% [markdown]
# ## One pixel at a time
#
# The smallest window is 1 by 1. It sees no neighbours, but it still sees C numbers: the channels of one
# pixel.
#
# ### `conv1x1`
# 10 min · ★★
#
# A **linear layer** multiplies a vector by a matrix and adds a bias, `w @ v + b`. A 1 by 1 convolution is
# such a layer, the same one at every pixel. Write it without calling `conv2d`; it needs no loop either. One
# way among several is `np.einsum`: `np.einsum("ij,jk->ik", p, q)` is `p @ q`. It multiplies where letters
# agree, and sums over the letter that is missing after the arrow.


# %% exercise="conv1x1"
def conv1x1(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Apply one linear layer to the channels of every pixel.

    x: (N, C, H, W), floats or int64, N may be 0; w: (F, C); b: (F,).
    Returns floats y (N, F, H, W): y[n, f, i, j] = sum over c of w[f, c] x[n, c, i, j], plus b[f].
    """
    ### BEGIN SOLUTION
    return np.einsum("oc,nchw->nohw", w, x) + b[:, None, None]
    ### END SOLUTION


# %% check="conv1x1"
check(conv1x1)

# %% [markdown]
# Go from three channels to two: brightness (with the weights of chapter 02), and how much redder a pixel is
# than it is green. Where will this difference be negative: on the petals, on the leaves, or nowhere?

# %% guess="where_redder_is_negative"
guess("where_redder_is_negative", ...)


# %% demo
@demo
def colours_mixed_anew():
    flower = data.photograph("flower")[::2, ::2].transpose(2, 0, 1)[None] / 255
    mix = np.array([[0.299, 0.587, 0.114], [1, -1, 0]])
    grey, redder = conv1x1(flower, mix, np.zeros(2))[0]
    _, axes = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    plots.gallery({"0.299 R + 0.587 G + 0.114 B": grey}, axes[:1])
    plots.gallery({"R − G": redder}, axes[1:], signed=True)


# %% [markdown] reveal
# **What the two maps show**
#
# On the left the dahlia in grey on black; on the right its petals in red, and the leaves around them in blue:
# leaves have more green than red. No pixel looked at its neighbour, and yet the flower is cut out.

# %% [markdown]
# A filter can compare channels, while in grey a petal and a bright leaf can be the same. Networks use 1 by 1
# layers to mix maps, and to turn 256 channels into 64 before an expensive layer.
#
# ## The other order
#
# TensorFlow, image files and Matplotlib put the channels last: (N, H, W, C). The numbers are the same, but
# their order in memory is not. Here is a little array with 2 channels of 1 by 3 pixels: 1, 2, 3 and
# 10, 20, 30. The first pixel has one number of each channel. A `reshape` makes the right shape; is the first
# pixel then 1 and 10, 1 and 2, or 10 and 20?

# %% guess="first_pixel_reshaped"
guess("first_pixel_reshaped", ...)

# %%
two_channels = np.array([[[[1, 2, 3]], [[10, 20, 30]]]])
two_channels.shape, two_channels.reshape(1, 1, 3, 2)

# %% [markdown] reveal
# **What a reshape does**
#
# The first pixel should be (1, 10), and is (1, 2). A `reshape` cuts the sequence of numbers in other places
# and never reorders it: the shape is right, but the colours belong to different pixels.

# %% [markdown]
# ### `to_channels_last` and `from_channels_last`
# 5 min · ★★


# %% exercise="to_channels_last"
def to_channels_last(x: np.ndarray) -> np.ndarray:
    """Reorder pictures (N, C, H, W), N may be 0, into (N, H, W, C)."""
    ### BEGIN SOLUTION
    return x.transpose(0, 2, 3, 1)
    ### END SOLUTION


# %% check="to_channels_last"
check(to_channels_last)


# %% exercise="from_channels_last"
def from_channels_last(x: np.ndarray) -> np.ndarray:
    """Reorder pictures (N, H, W, C), N may be 0, into (N, C, H, W)."""
    ### BEGIN SOLUTION
    return x.transpose(0, 3, 1, 2)
    ### END SOLUTION


# %% check="from_channels_last"
check(from_channels_last)

# %% [markdown] reveal
# **TensorFlow in one box**
#
# Keras, the face of TensorFlow, is channels-last, and its `Conv2D` has two kinds of padding, `"valid"` (none)
# and `"same"`. For the layers of PyTorch's manual, a batch of 20 × 50 × 100 × 16 becomes 20 × 24 × 49 × 33,
# 20 × 28 × 100 × 33, and, with dilation (3, 1), 20 × 52 × 100 × 33. The last two have a padding of 4 and 2,
# which is neither none nor "same": there you add zeros by hand first. And since Keras refuses a stride above
# 1 together with a dilation above 1, the last one has stride 1.

# %% [markdown]
# ## Six filters that nobody designed
#
# People designed every filter that you have seen so far. Here are six that nobody did: the first layer of
# **LeNet-5**, a network that reads handwritten digits. Its weights began as random numbers and were learned
# from 60,000 digits; in chapter 12 you will train such a network yourself.

# %%
weights = data.lenet_weights()
w, b = weights["c1.weight"], weights["c1.bias"]
w.shape, b.shape


# %% demo
@demo
def six_learned_filters():
    plots.gallery({f"filter {o}": w[o, 0] for o in range(6)}, signed=True)


# %% [markdown] reveal
# **What the picture shows**
#
# Six squares of 5 by 5, red above 0 and blue below. Filter 1 has a red stroke that falls from the upper left
# to the middle, filter 5 one that rises to the right. Filter 3 is blue on the right and pale red on the
# left; filter 4 is blue at the bottom and red above it. The other two are harder to describe.

# %% [markdown]
# Now your `pad2d` and your `conv2d` let them look at a 4 and a 7. Both digits are from a test set: LeNet-5
# never saw them while it learned. Which filter will hardly notice the upright stroke of the 4?

# %% guess="blind_to_uprights"
guess("blind_to_uprights", ...)


# %% demo
@demo
def what_the_filters_see():
    digits = data.load_test_digits()
    ink = pad2d(digits.images[[8, 0], None] / 255, 2)  # from 0, paper, to 1, ink
    maps = conv2d(ink, w, b)
    _, axes = plt.subplots(2, 7, figsize=(10, 3.4), layout="constrained")
    for picture, its_maps, row in zip(ink, maps, axes, strict=True):
        plots.gallery({"ink": picture[0]}, row[:1])
        plots.gallery({f"filter {o}": its_maps[o] for o in range(6)}, row[1:], signed=True)
    print(f"{ink.shape} becomes {maps.shape}.")


# %% [markdown] reveal
# **What the filters see**
#
# A 4 and a 7, white on black, and six maps of 28 by 28 for each. The even colour around a digit is the bias.
# Filter 3 draws the upright strokes, blue along the left side and red along the right side, and hardly
# notices the level stroke of the 4. Filter 4 does the opposite: it draws level strokes, blue above and red
# below, and the uprights are pale. Filter 5 is strongest on the top of the 7, which rises.
#
# So the network found the edge filters of chapter 02 again, and nobody told it that edges are useful.

# %% [markdown]
# ## Recap
#
# - A window spans d (k − 1) + 1 pixels and has ⌊(n + 2p − d (k − 1) − 1)/s⌋ + 1 positions; "same" padding is
#   half of d (k − 1).
# - A filter spans the full depth and makes one map; F filters have F (C kh kw + 1) parameters, whatever
#   the size of the picture.
# - Arrays are (N, C, H, W); a `reshape` never moves an axis.
#
# **Next:** your AlexNet layer needs the time that was printed above for one picture; PyTorch needs
# milliseconds for it, and does exactly the same multiplications. Where did the time go? Continue with
# chapter 05.
