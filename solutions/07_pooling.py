# %% [markdown]
# # 07 · Pooling
#
# **Goal.** Make maps smaller on purpose, and know what is thrown away, what is gained, and how a gradient
# finds its way back.
#
# **You will write** `pool_by_hand`, `window_views`, `max_pool2d`, `kept_fraction`, `avg_pool2d`,
# `global_avg_pool2d`, `channel_max_pool`, `shift_tolerance`, `max_pool2d_backward` and `avg_pool2d_backward`,
# and, if you like, `max_pool2d_ceil`. **Needs** chapters 01 and 04 to 06. **Takes** about 3 hours, best in
# two sittings: the second begins with "What survives a shift". The optional exercise takes 20 minutes more.

# %%
import timeit
from functools import reduce

import matplotlib.pyplot as plt
import numpy as np

from course_utils import check, data, demo, explorers, guess, hint, mine, plots, progress

# %% [markdown]
# ## Why: a map says too much
#
# In chapter 01 three pieces of an X slid over its picture and made three maps of 7 by 7. Here they are again,
# as a batch of one picture with three channels.

# %%
X, pieces = data.letter_x(), data.features()


def matches(picture, kernels=pieces):
    """Compute how well each 3 by 3 kernel matches the picture at every position: (1, K, H - 2, W - 2)."""
    windows = np.lib.stride_tricks.sliding_window_view(picture, (3, 3))
    return np.einsum("ijuv,kuv->kij", windows, kernels)[None] / 9


maps = matches(X)
maps.shape

# %% [markdown]
# Now the X moves to the right by a single pixel. To you it is the same X. How many of the 49 numbers of its
# first map will stay the same?

# %% guess="numbers_that_stay"
guess("numbers_that_stay", ...)


# %% demo
@demo
def one_pixel_to_the_right():
    moved = matches(data.letter_x(shift=(0, 1)))
    _, axes = plt.subplots(1, 2, figsize=(9, 4.4), layout="constrained")
    plots.numbers(maps[0, 0], axes[0], title="the falling stroke")
    plots.numbers(moved[0, 0], axes[1], title="after one pixel", like=maps[0, 0])
    print(f"{np.isclose(maps, moved)[0, 0].sum()} of 49 numbers are the same.")


# %% [markdown] reveal
# Two maps of 7 by 7. In both, large numbers run down a falling line; in the second map the line is one column
# further right. Only three of the 49 numbers are the same at the same position.

# %% [markdown]
# A layer that reads such a map number by number sees something new whenever the X moves. Knowing roughly
# where a stroke is would be enough. That is pooling: keep the best of a small region, and forget where it
# was.
#
# ## The largest of each square
#
# A window of 2 by 2 moves by 2, so that the squares are side by side. Keep the largest number of each.


# %% demo
@demo
def squares_side_by_side():
    first = np.array([[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
    _, axes = plt.subplots(1, 2, figsize=(5.6, 3), width_ratios=[4, 2], layout="constrained")
    plots.numbers(first, axes[0], title="a map", highlight=(0, 2, 2, 2))
    plots.numbers(np.array([[6, 8], [3, 4]]), axes[1], "its maxima", (0, 1, 1, 1), like=first)


# %% [markdown] reveal
# A table of 4 by 4 with a frame around its upper right square, 2, 4, 7 and 8; the maxima are 6 and 8 over 3
# and 4, the 8 framed.

# %% [markdown]
# There are no weights, so there is nothing to learn. Average pooling is the same with means.
#
# ### `pool_by_hand`
# 5 min · ★★
#
# Now it is your turn, with other numbers: find the largest number and the mean of each square, as lists of
# two rows, such as `[[1, 2], [3, 4]]`, or as arrays. The numbers come from a lecture, which has one of the
# eight results wrong, but only a little.

# %%
toy = np.array([[12.0, 20, 30, 0], [8, 12, 2, 0], [34, 70, 37, 4], [112, 100, 25, 12]]).reshape(1, 1, 4, 4)
toy[0, 0]

# %% exercise="pool_by_hand"
pool_by_hand = {"max": ..., "average": ...}
### BEGIN SOLUTION
pool_by_hand["max"] = [[20, 30], [112, 37]]
pool_by_hand["average"] = [[13, 8], [79, 19.5]]
### END SOLUTION

# %% check="pool_by_hand"
check("pool_by_hand", pool_by_hand)

# %% [markdown] reveal
# **The lecture's mistake**
#
# It rounds 19.5 to 20. In a table that is harmless, but in a network it is not: a rounded number does not
# change when its inputs change a little, so nothing could be learned through it.

# %% [markdown]
# ## All windows at once
#
# You could loop over the windows, as in chapter 04, and wait. Here is another way. A 2 by 2 window has only
# four positions. Take the upper left pixel of *every* window: together they are a small picture, 12 and 30
# over 34 and 37. Now take the upper right pixel of every window. Which number is at the lower left of *that*
# small picture?

# %% guess="upper_right_pixels"
guess("upper_right_pixels", ...)


# %% demo
@demo
def four_positions():
    _, axes = plt.subplots(1, 5, figsize=(9.5, 2.6), width_ratios=[4, 2, 2, 2, 2], layout="constrained")
    plots.numbers(toy[0, 0], axes[0], title="the map")
    for ax, (u, v) in zip(axes[1:], np.ndindex(2, 2), strict=True):
        plots.numbers(toy[0, 0, u::2, v::2], ax, title=f"position ({u}, {v})", like=toy[0, 0])


# %% [markdown] reveal
# The table of 4 by 4, and four of 2 by 2: 12, 30, 34, 37; then 20, 0, 70, 4; then 8, 2, 112, 25; then 12, 0,
# 100, 12.

# %% [markdown]
# Put the four on top of each other: the largest number at each position gives the pooled map. And a slice
# with steps, `x[..., ::2]`, copies nothing. It is a *view*: another way to read the same memory.
# Options are numbers or pairs, as before:

# %%
Size = int | tuple[int, int]  # for both axes, or one for H and one for W


def pair(value: Size) -> tuple[int, int]:
    """Return (value, value) for a single number, and a pair as it is."""
    return (value, value) if np.isscalar(value) else tuple(value)


# %% [markdown]
# ### `window_views`
# 10 min · ★★★
#
# Return these views for windows of any size and stride. Do not copy. All views have the same size, even if
# the last rows and columns of the picture are too few for another window. The sizes, and the test that a
# window fits, are there already.


# %% exercise="window_views"
def window_views(x: np.ndarray, kernel_size: Size, stride: Size) -> list[np.ndarray]:
    """Look at all windows at once, through one view of x for each position in the window.

    x: (N, C, H, W); kernel_size (kh, kw) and stride (sh, sw), or one number for both.
    Returns kh kw views (N, C, OH, OW) of x: view u kw + v holds x[n, c, i sh + u, j sw + v] at [n, c, i, j],
    where OH = (H - kh) // sh + 1, OW = (W - kw) // sw + 1.
    Raises ValueError if no window fits, or the stride is below 1.
    """
    (h, w), (kh, kw), (sh, sw) = x.shape[2:], pair(kernel_size), pair(stride)
    if kh > h or kw > w or min(sh, sw) < 1:
        raise ValueError(f"windows of {kh} x {kw} with stride ({sh}, {sw}) do not fit into {h} x {w}")
    ### BEGIN SOLUTION
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    return [x[:, :, u : u + oh * sh : sh, v : v + ow * sw : sw] for u, v in np.ndindex(kh, kw)]
    ### END SOLUTION


# %% check="window_views"
check(window_views)

# %% [markdown]
# ### `max_pool2d`
# 15 min · ★★★
#
# Write PyTorch's layer. Padding must never win, so it is −∞, not 0. (`reduce`, imported above, combines a
# whole list, two at a time: `reduce(max, [3, 5, 4])` is 5.)


# %% exercise="max_pool2d"
def max_pool2d(x: np.ndarray, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> np.ndarray:
    """Keep the largest number of each window.

    x: (N, C, H, W), N may be 0, integers or floats. Options are numbers or (for H, for W).
    stride None: the kernel size.
    Returns (N, C, OH, OW), in any dtype that holds it: OH = (H + 2 padding - kh) / sh + 1, rounded down.
    Raises ValueError if no window fits, stride < 1, padding < 0 or padding > half the window.
    """
    ### BEGIN SOLUTION
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError(f"padding ({ph}, {pw}) is more than half the window of {kh} x {kw}")
    if ph or pw:  # np.pad refuses negative numbers
        x = np.pad(x * 1.0, [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=-np.inf)
    return reduce(np.maximum, window_views(x, kernel_size, kernel_size if stride is None else stride))
    ### END SOLUTION


# %% check="max_pool2d"
check(max_pool2d)

# %% [markdown]
# Here are the three maps of the X, pooled. 7 is odd, so the last row and column would be lost; one more row
# and column of −∞ complete their windows. Each map shrinks from 49 numbers to 16. Will you still see which
# stroke it is?


# %% demo
@demo
def pooled_maps_of_the_x():
    _, axes = plt.subplots(1, 3, figsize=(9, 3.2), layout="constrained")
    complete = np.pad(maps, [(0, 0), (0, 0), (0, 1), (0, 1)], constant_values=-np.inf)
    pooled = max_pool2d(complete, 2)[0]
    for ax, name, numbers in zip(axes, ["falling", "crossing", "rising"], pooled, strict=True):
        plots.numbers(numbers, ax, title=name, like=maps[0, 0])


# %% [markdown] reveal
# Three tables of 4 by 4. Falling: 1 at (0, 0), (1, 1) and (2, 2), 0.78 at (3, 3). Crossing: a single 1 at
# (1, 1). Rising: 1 at (2, 0), (2, 1), (1, 2) and (0, 2), 0.78 at its ends in the corners. The others are 0.56
# at most. So you do see which stroke it is.

# %% [markdown]
# Next, the middle map, "crossing", step by step. Its largest number, 1, is exactly in the middle. With
# windows of 2 by 2 and stride 1, how many numbers of the pooled map will be 1?

# %% guess="ones_with_stride_1"
guess("ones_with_stride_1", ...)

# %% [markdown]
# Press *next step* a few times. Then set the stride to 1, and go to the last step.


# %% demo
@demo
def pool_step_by_step():
    return explorers.pooling_walk(maps[0, 1])


# %% [markdown] reveal
# The map of 7 by 7, a frame around one window, and the pooled map, which is filled in step by step. With
# stride 1 the pooled map is nearly as large, 6 by 6. The 1 is in four windows, and appears four times.
# Pooling with stride 1 blurs where things are, and makes the map hardly smaller.

# %% [markdown]
# ### `max_pool2d_ceil`
# 10 min · ★ · **optional**, nothing later needs it
#
# What was done for the X, PyTorch does with `ceil_mode=True`: a last window that extends beyond the border
# counts too, with the pixels that it has. Do it for any window, stride and padding.


# %% exercise="max_pool2d_ceil"
def max_pool2d_ceil(
    x: np.ndarray, kernel_size: Size, stride: Size | None = None, padding: Size = 0
) -> np.ndarray:
    """Keep the largest number of each window, even if a last window extends beyond the border.

    x, options: as in max_pool2d. It is called only where `max_pool2d` raises no error.
    Returns (N, C, OH, OW): OH = (H + 2 padding - kh) / sh + 1, rounded up. But a last window counts only if
    it starts before row H + padding, counted with the padding; for columns likewise.
    """
    ### BEGIN SOLUTION
    stride, border = kernel_size if stride is None else stride, []
    for n, k, s, p in zip(x.shape[2:], pair(kernel_size), pair(stride), pair(padding), strict=True):
        missing = -(n + 2 * p - k) % s
        border.append((p, p + missing if p + missing < k else p))
    x = np.pad(x * 1.0, [(0, 0), (0, 0), *border], constant_values=-np.inf)
    return max_pool2d(x, kernel_size, stride)
    ### END SOLUTION


# %% check="max_pool2d_ceil"
check(max_pool2d_ceil)

# %% [markdown]
# ## Why it is fast
#
# Your function contains no loop over windows, only one over the positions in a window. Take 64 pictures with
# 32 channels of 32 by 32, two million numbers. On one processor core, who is faster: `"you"` or `"PyTorch"`?

# %% guess="who_is_faster"
guess("who_is_faster", ...)


# %% demo
@demo
def a_race_with_pytorch():
    import torch

    x = np.random.default_rng(0).random((64, 32, 32, 32), dtype=np.float32)
    channels_first = torch.from_numpy(x)
    channels_last = channels_first.to(memory_format=torch.channels_last)
    layers = {
        "your max_pool2d": lambda: max_pool2d(x, 2),
        "PyTorch": lambda: torch.nn.functional.max_pool2d(channels_first, 2),
        "PyTorch, channels last in memory": lambda: torch.nn.functional.max_pool2d(channels_last, 2),
    }
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    times = {name: 1000 * min(timeit.repeat(run, number=1, repeat=15)) for name, run in layers.items()}
    torch.set_num_threads(threads)
    for name, time in times.items():
        print(f"{name:32} {time:6.2f} ms, {time / times['your max_pool2d']:5.1f} times yours")


# %% [markdown] reveal
# **How a few lines of NumPy can win**
#
# The views give the processor three long, simple tasks, each of which compares two arrays. PyTorch goes
# window by window. With the channels side by side in memory it can compare many channels at once, and is much
# faster: the work is the same, but the order of the memory is not. Is your function the slowest? Look whether
# it pads where there is nothing to pad, or loops over windows.

# %% [markdown]
# ## How much is thrown away?
#
# Pooling 2 by 2 with stride 2 throws away exactly 75 % of the numbers. AlexNet uses 3 by 3 windows with
# stride 2, which overlap. How many percent of the numbers are left in a large map, where the border hardly
# counts?

# %% guess="kept_by_alexnet"
guess("kept_by_alexnet", ...)

# %% [markdown]
# ### `kept_fraction`
# 5 min · ★★
#
# What fraction of the numbers is left after pooling? Ignore the border, as if the map had no end.


# %% exercise="kept_fraction"
def kept_fraction(kernel_size: Size, stride: Size | None = None) -> float:
    """Compute which fraction of a large map's numbers is left after pooling.

    kernel_size, stride: as in max_pool2d. Returns outputs per input, between 0 and 1.
    """
    ### BEGIN SOLUTION
    sh, sw = pair(kernel_size if stride is None else stride)
    return 1 / (sh * sw)
    ### END SOLUTION


# %% check="kept_fraction"
check(kept_fraction)

# %% [markdown]
# A real map has a border. It has 50 rows, and the windows are 3 by 3 with stride 2: how many rows are left?

# %% guess="rows_left"
guess("rows_left", ...)


# %% demo
@demo
def sizes_that_are_left():
    x = np.zeros((20, 16, 50, 100), np.float32)
    for options in [(2,), (3, 2), ((3, 2), (2, 1))]:
        print(f"max_pool2d(x, {', '.join(map(str, options))}): {max_pool2d(x, *options).shape}")


# %% [markdown] reveal
# **What the sizes say**
#
# 3 by 3 with stride 2 leaves 24 rows and 49 columns. Pictures and channels are as many as before: channels
# are never mixed. TensorFlow has the channels last and would say (20, 24, 49, 16).

# %% [markdown]
# ## Averages
#
# ### `avg_pool2d`
# 5 min · ★★
#
# Here the padding is zeros, and they count: the mean is always over kh · kw numbers, as in PyTorch by
# default. Be careful with bytes: 200 + 200 is 144 in `uint8`.


# %% exercise="avg_pool2d"
def avg_pool2d(x: np.ndarray, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> np.ndarray:
    """Take the mean of each window, including the zeros of the padding.

    x: (N, C, H, W), N may be 0, integers or floats; options as in max_pool2d, but always valid ones.
    Returns floats (N, C, OH, OW).
    """
    ### BEGIN SOLUTION
    ph, pw = pair(padding)
    x = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    return np.mean(window_views(x, kernel_size, kernel_size if stride is None else stride), axis=0)
    ### END SOLUTION


# %% check="avg_pool2d"
check(avg_pool2d)

# %% [markdown]
# The mean is a fair summary, and it keeps the brightness. But a filter's response is rarely meant to be fair:
# one perfect match beside three positions without any is worth 1, not 0.25. So layers inside a network take
# the largest.
#
# ### `global_avg_pool2d`
# 3 min · ★★
#
# At the end of a network, though, the mean comes back: one number for each map, whatever its size. It
# replaces the step that flattens all pixels into one long vector, and with it millions of weights.


# %% exercise="global_avg_pool2d"
def global_avg_pool2d(x: np.ndarray) -> np.ndarray:
    """Take the mean of each map. x: (N, C, H, W), N may be 0, integers or floats. Returns floats (N, C)."""
    ### BEGIN SOLUTION
    return x.mean(axis=(2, 3))
    ### END SOLUTION


# %% check="global_avg_pool2d"
check(global_avg_pool2d)

# %% [markdown]
# ## Pooling over channels
#
# Pooling in space forgets *where*. Pooling over channels forgets *which*: if four filters look for the same
# edge in four directions, the largest of their responses says "an edge", whatever its direction.
#
# ### `channel_max_pool`
# 5 min · ★★
#
# Divide C channels into `groups` groups of neighbours. At every pixel, keep the largest number of each group.


# %% exercise="channel_max_pool"
def channel_max_pool(x: np.ndarray, groups: int) -> np.ndarray:
    """Keep the largest of each group of channels, at every pixel.

    x: (N, C, H, W), N may be 0. The first C / groups channels are the first group, and so on.
    C is a multiple of groups. Returns (N, groups, H, W).
    """
    ### BEGIN SOLUTION
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w).max(axis=2)
    ### END SOLUTION


# %% check="channel_max_pool"
check(channel_max_pool)

# %% [markdown]
# Four Sobel kernels, each turned by another 90 degrees, respond to a temple. Then the temple is turned by 90
# degrees, and the responses are turned back. Which will be the same as before, the map of one kernel or the
# map that is pooled over all four: `"both"`, `"only the pooled map"` or `"neither"`?

# %% guess="turned_temple"
guess("turned_temple", ...)


# %% demo
@demo
def turn_the_picture():
    sobel = data.kernels()["left Sobel"]
    turned = np.stack([np.rot90(sobel, k) for k in range(4)])
    temple = data.photograph("china")[20:320:2, 80:380:2].mean(axis=2)
    before, after = matches(temple, turned), matches(np.rot90(temple), turned)
    shown = {
        "one kernel": before[0, 0],
        "one kernel, picture turned": np.rot90(after[0, 0], -1),
        "pooled": channel_max_pool(before, 1)[0, 0],
        "pooled, picture turned": np.rot90(channel_max_pool(after, 1)[0, 0], -1),
    }
    plots.gallery(shown, like=np.array([[0, 45]]))


# %% [markdown] reveal
# Four maps of the temple. The single kernel shows the left edges of columns before the turn, and the edges of
# roofs after it. The two pooled maps are equal, and show both.

# %% [markdown]
# Nobody has to choose such kernels by hand. If pictures can be turned, a network with pooled groups can learn
# a kernel for each turn.
#
# ## What survives a shift (second sitting)
#
# Back to the X that moved. It is shifted to the right by 1, and its map is pooled. Partial windows count, as
# they did for the X above: windows of 2 by 2 leave 4 by 4 numbers, and 44 % of these stay the same. Windows
# of 3 by 3 leave 3 by 3 numbers. What percentage of them stays the same: `"more"`, `"as many"` or `"fewer"`?

# %% guess="windows_of_3"
guess("windows_of_3", ...)

# %% [markdown]
# Shift the X to the right by 1, and try every window; partial windows count. The orange numbers have changed.


# %% demo
@demo
def slide_by_a_pixel():
    return explorers.shift_invariance(X, pieces[0])


# %% [markdown] reveal
# The picture of the X, its map, and the pooled map, with changed numbers in orange. After the shift, windows
# of 2 leave 16 numbers, and 44 % of them stay the same. With windows of 3 it is only 33 %. But that is this X
# with these windows: it matters where they begin and end. If only whole windows count, 56 % and 75 % stay.
# Windows of 4 hide the shift, but leave only 4 numbers of 49. Most networks choose 2.

# %% [markdown]
# ### `shift_tolerance`
# 5 min · ★★
#
# Put a number on it. The picture moves to the right by `dx` columns, and the columns that leave on the right
# come in on the left, so that nothing else changes. Pool it before and after: what fraction of the pooled
# numbers is the same? `pool` is a function from pictures to pooled pictures.


# %% exercise="shift_tolerance"
def shift_tolerance(x: np.ndarray, pool, dx: int) -> float:
    """Compute how much of a pooled map survives when the picture moves.

    x: (N, C, H, W), integers or floats. pool: a function from x to its pooled maps, such as
    `lambda x: max_pool2d(x, 2)`.
    Returns the fraction of pooled numbers that stay the same (up to rounding: `np.isclose`) when x moves
    right by dx columns; the columns that leave on the right come in on the left.
    """
    ### BEGIN SOLUTION
    moved = np.roll(x, dx, axis=3)
    return np.mean(np.isclose(pool(moved), pool(x)))
    ### END SOLUTION


# %% check="shift_tolerance"
check(shift_tolerance)

# %% [markdown]
# A photograph moves by one pixel, and is pooled with windows from 1 to 12, by the largest and by the mean. A
# window of one pixel changes nothing, so both curves begin at the same point. For which of them will the
# fraction that survives grow with the window: `"for both"`, `"only for the largest"` or `"only for the
# mean"`?

# %% guess="which_survive"
guess("which_survive", ...)

# %% [markdown]
# The cell also prints by how much a pooled number changes on average, on a scale from 0 to 255.

# %%
photo = data.photograph("china")[:420, :636].mean(axis=2).round()[None, None]


# %% demo
@demo
def what_survives():
    sizes = [1, 2, 3, 4, 6, 8, 12]
    _, ax = plt.subplots(figsize=(5.5, 3.4), layout="constrained")
    for name, layer in {"largest": max_pool2d, "mean": avg_pool2d}.items():
        pools = [lambda x, k=k, layer=layer: layer(x, k) for k in sizes]
        survives = [shift_tolerance(photo, pool, dx=1) for pool in pools]
        changes = [np.abs(pool(np.roll(photo, 1, axis=3)) - pool(photo)).mean() for pool in pools]
        ax.plot(sizes, survives, marker="o", label=name)
        print(f"{name:8} survives ", *(f"{share:6.2f}" for share in survives))
        print(f"{name:8} changes by", *(f"{change:5.1f} " for change in changes))
    ax.set(xlabel="window and stride, in pixels", ylabel="fraction that survives", ylim=(0, 1), xticks=sizes)
    ax.legend(frameon=False)


# %% [markdown] reveal
# Both curves begin at 0.27. The largest rises to 0.49 at 2, 0.67 at 4 and 0.84 at 12; the mean falls to 0.15
# at 2 and nearly 0 at 12.
#
# The largest often stays exactly the same, and when it does not, it jumps. A mean nearly always changes, but
# by less: with 2 by 2 windows by 7.5, and the largest by 8.6. So 2 by 2 hides a small shift only in part:
# half of the numbers change. A network becomes tolerant of shifts little by little, layer upon layer, and
# each time it pays with three quarters of the numbers.

# %% [markdown]
# ### A question for you
# 5 min · ★★
#
# A convolution with stride 2 makes maps as small as pooling does, and computes only a quarter of the numbers
# that a convolution with stride 1 would. Many newer networks do just that. What does max pooling do that such
# a convolution cannot, and what are the advantages of the convolution? Write two or three sentences.
#
# A person grades this answer, not a program, so there is no hint.

# %% [markdown] answer="why_pool" points=2
# ### BEGIN SOLUTION
# Max pooling looks at all four positions of a square and keeps the best match, so a feature that moves inside
# its square gives the same output. A convolution with stride 2 skips three of the four positions. It costs a
# quarter, and its weights are learned, so the network decides what is kept.
# ### END SOLUTION

# %% [markdown] reveal
# **After you have written: a model answer, and three lines to judge yours by**
#
# Max pooling looks at all four positions of each square and keeps the best match, so a feature that moves by
# a pixel inside its square gives the same output. A convolution with stride 2 never computes the other three
# positions, and can miss a feature that only they would have found. But it costs a quarter, and its weights
# are learned: the network itself chooses what to keep, while pooling has one fixed rule.
#
# - Does yours say what happens to the other three positions of each square?
# - Does it say what this means for a feature that moves by one pixel?
# - Does it name the price, or who decides what is kept: a fixed rule or learned weights?

# %% [markdown]
# ## Your functions read
#
# In chapter 04 you saw the first filters of LeNet-5. The whole network is made of functions that you have
# written: convolution, pooling, convolution, pooling, one more convolution that sees all that is left, and
# two matrix products. Between them, `np.maximum(x, 0)` turns negative numbers into 0. The weights come with
# the course; your `conv2d_im2col` comes from chapter 05.

# %%
conv2d_im2col, w = mine("conv2d_im2col"), data.lenet_weights()


def lenet(x):
    """Give each of ten digits a score. x: ink from 0 to 1, (N, 1, 32, 32). Returns (N, 10)."""
    x = max_pool2d(np.maximum(conv2d_im2col(x, w["c1.weight"], w["c1.bias"]), 0), 2)  # (N, 6, 14, 14)
    x = max_pool2d(np.maximum(conv2d_im2col(x, w["c3.weight"], w["c3.bias"]), 0), 2)  # (N, 16, 5, 5)
    x = np.maximum(conv2d_im2col(x, w["c5.weight"], w["c5.bias"]), 0).reshape(-1, 120)
    x = np.maximum(x @ w["f6.weight"].T + w["f6.bias"], 0)  # (N, 84)
    return x @ w["output.weight"].T + w["output.bias"]


# %% [markdown]
# The digit with the highest score is the answer. LeNet-5 learned from 60,000 digits, and here are 500 others,
# by hands that it may never have seen. How many of the 500 will it read correctly?

# %% guess="digits_read"
guess("digits_read", ...)


# %% demo
@demo
def five_hundred_digits():
    images, labels = data.load_test_digits()
    ink = np.pad(images / 255, [(0, 0), (2, 2), (2, 2)])[:, None]
    start = timeit.default_timer()
    answers = lenet(ink).argmax(axis=1)
    seconds = timeit.default_timer() - start
    wrong = np.flatnonzero(answers != labels)
    print(f"{len(labels) - len(wrong)} of {len(labels)} digits read correctly, in {seconds:.1f} seconds.")
    shown = np.concatenate([wrong[:3], np.flatnonzero(answers == labels)[:3]])
    plots.gallery({f"picture {n}: a {labels[n]}, read as {answers[n]}": images[n] for n in shown})


# %% [markdown] reveal
# 497 are right. The pictures are the three that are wrong, and three that are right. A thick 4, whose right
# part is one blot, is read as a 6; a 5 without its upper stroke, as a 3; a 9 that is open at the top, as a 4.
# Would you have read them?
#
# Pooling happens twice: from 28 by 28 to 14 by 14, and from 10 by 10 to 5 by 5. This is part of why it does
# not matter where exactly somebody puts a stroke.

# %% [markdown]
# Where do such weights come from? From gradients, and these must find their way through every layer, pooling
# included.
#
# ## The way back
#
# How would the loss change if a number grew a little? For the outputs of the layer you know it: `dy`, one
# number for each window. For its inputs you have to find it. Take the toy, with 1, 2, 3, 4 as `dy`. Its first
# window holds 12 and 20 over 8 and 12. What is the gradient of the first 12?

# %% guess="gradient_of_the_12"
guess("gradient_of_the_12", ...)


# %% demo
@demo
def where_the_gradient_goes():
    import torch

    x, dy = torch.tensor(toy, requires_grad=True), np.array([[1.0, 2], [3, 4]])
    torch.nn.functional.max_pool2d(x, 2).backward(torch.tensor(dy)[None, None])
    dx = x.grad[0, 0].numpy()
    _, axes = plt.subplots(1, 3, figsize=(9, 3), width_ratios=[4, 2, 4], layout="constrained")
    plots.numbers(toy[0, 0], axes[0], title="x")
    plots.numbers(dy, axes[1], title="dy", like=dx)
    plots.numbers(dx, axes[2], title="dx")


# %% [markdown] reveal
# `dx` is 0, except for 1 where x is 20, 2 where it is 30, 3 where it is 112 and 4 where it is 37. In a window
# only the largest pixel matters. If it grows a little, so does the output; if the others change a little,
# nothing happens.

# %% [markdown]
# Windows may overlap. A pixel is the largest in two windows, whose `dy` are 3 and 5. What is its gradient?

# %% guess="winner_of_two"
guess("winner_of_two", ...)

# %% [markdown]
# ### `max_pool2d_backward`
# 20 min · ★★★
#
# Several pixels of a window may be the largest. After ReLU, which turns every negative number into 0, this is
# the rule rather than the exception. The docstring says which of them gets the gradient, as in PyTorch. You
# can write into views, and the array behind them changes.


# %% exercise="max_pool2d_backward"
def max_pool2d_backward(
    dy: np.ndarray, x: np.ndarray, kernel_size: Size, stride: Size | None = None, padding: Size = 0
) -> np.ndarray:
    """Send the gradient of each window to its largest pixel, the first one if there are several.

    dy: (N, C, OH, OW), the gradient of the loss with respect to y = max_pool2d(x, kernel_size, stride,
    padding). x: (N, C, H, W), N may be 0, integers or floats. Shapes and options always fit.
    Returns floats dx (N, C, H, W), the gradient of the loss with respect to x.
    """
    ### BEGIN SOLUTION
    windows = kernel_size, kernel_size if stride is None else stride
    (h, w), (ph, pw) = x.shape[2:], pair(padding)
    x = np.pad(x.astype(float), [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=-np.inf)
    y, dx = max_pool2d(x, *windows), np.zeros_like(x)
    waiting = np.full(y.shape, True)
    for pixel, gradient in zip(window_views(x, *windows), window_views(dx, *windows), strict=True):
        found = waiting & (pixel == y)
        gradient += np.where(found, dy, 0)
        waiting &= ~found
    return dx[:, :, ph : ph + h, pw : pw + w]
    ### END SOLUTION


# %% check="max_pool2d_backward"
check(max_pool2d_backward)

# %% [markdown]
# ### `avg_pool2d_backward`
# 10 min · ★★
#
# In a mean every pixel has the same weight, whatever its value. So x itself is not needed, only its shape.


# %% exercise="avg_pool2d_backward"
def avg_pool2d_backward(
    dy: np.ndarray, shape: tuple[int, ...], kernel_size: Size, stride: Size | None = None, padding: Size = 0
) -> np.ndarray:
    """Divide the gradient of each window evenly among its pixels.

    dy: (N, C, OH, OW), integers or floats, the gradient of the loss with respect to
    y = avg_pool2d(x, kernel_size, stride, padding). shape: the shape of x, (N, C, H, W), N may be 0. Shapes
    and options always fit.
    Returns floats dx of this shape, the gradient of the loss with respect to x.
    """
    ### BEGIN SOLUTION
    (n, c, h, w), (ph, pw) = shape, pair(padding)
    dx = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    views = window_views(dx, kernel_size, kernel_size if stride is None else stride)
    for gradient in views:
        gradient += dy / len(views)
    return dx[:, :, ph : ph + h, pw : pw + w]
    ### END SOLUTION


# %% check="avg_pool2d_backward"
check(avg_pool2d_backward)

# %% [markdown]
# Trust, but measure, as in chapter 06. There every entry of x was moved by itself. Here is a faster check:
# move all entries at the same time, in a random direction. By the chain rule, the loss must then change by
# the sum of gradient times direction.


# %% demo
@demo
def gradient_check(h=1e-5):
    rng = np.random.default_rng(0)
    x, dy, windows = rng.normal(size=(2, 3, 7, 6)), rng.normal(size=(2, 3, 4, 3)), (3, 2, 1)
    direction = rng.normal(size=x.shape)
    of_max = max_pool2d_backward(dy, x, *windows)
    of_mean = avg_pool2d_backward(dy, x.shape, *windows)
    for name, pool, dx in [
        ("max", max_pool2d, of_max),
        ("average", avg_pool2d, of_mean),
        ("average taken for max", max_pool2d, of_mean),
    ]:
        difference = pool(x + h * direction, *windows) - pool(x - h * direction, *windows)
        change = np.sum(dy * difference) / (2 * h)
        print(f"{name:22} measured {change:12.8f}, your gradient says {np.sum(dx * direction):12.8f}")


# %% [markdown]
# If the two numbers agree in the first two lines, your gradients are right; the third line is a mistake made
# on purpose. A **kink** can mislead such a check, as in chapter 06. Here is one: all four pixels of a window
# are 0, a tie. Move only the first one, up and down. What is the central difference?

# %% guess="difference_at_a_tie"
guess("difference_at_a_tie", ...)


# %% demo
@demo
def a_tie(h=1e-5):
    ties, step = np.zeros((1, 1, 2, 2)), h * np.array([[1.0, 0], [0, 0]]).reshape(1, 1, 2, 2)
    difference = (max_pool2d(ties + step, 2) - max_pool2d(ties - step, 2)).item() / (2 * h)
    gradient = max_pool2d_backward(np.ones((1, 1, 1, 1)), ties, 2)[0, 0, 0, 0]
    print(f"central difference {difference:.2f}, your gradient {gradient:.2f}")


# %% [markdown] reveal
# **Is your backward pass wrong, then?**
#
# No. If any of the four pixels grows, the maximum grows too; if one shrinks, nothing happens. So the
# central difference says one half for each of them. There is no right answer at a kink, only a rule. Ours is
# PyTorch's: the first one gets it all.

# %% [markdown]
# ## An open problem (optional)
#
# Find a better way to halve a map. Three numbers measure it: by how much the pooled photograph changes when
# the photograph moves by one pixel (less is better), how much is left of a single 1 among zeros (more is
# better), and what becomes of an even grey of 7 (it must stay 7, up to the border).


# %%
def measure(name, pool):
    """Print what a layer, a function of x (N, C, H, W), does to a shift, a single 1 and an even grey."""
    dot, grey = np.zeros((1, 1, 8, 8)), np.full((1, 1, 8, 8), 7.0)
    dot[..., 3, 3] = 1
    change = np.abs(pool(np.roll(photo, 1, axis=3)) - pool(photo)).mean()
    rest = f"the 1 becomes {pool(dot).max():.2f}, grey {pool(grey).min():.2f} to {pool(grey).max():.2f}"
    print(f"{name:8} {pool(photo).shape[2:]}: changes by {change:.1f}, {rest}")


# %% demo
@demo
def what_you_have():
    measure("largest", lambda x: max_pool2d(x, 2))
    measure("mean", lambda x: avg_pool2d(x, 2))


# %% [markdown]
# Can one layer be better than the mean in the first two numbers, and keep the grey? There is no signature, no
# check, and no single answer. You have solved it if
#
# - the halved photograph has the same size as above;
# - `measure` prints a smaller change than for the mean, a larger rest of the 1, and grey 7.00 to 7.00;
# - you can say which of your steps makes the shift harmless, and what it costs.

# %%
# Your layer:

# %% [markdown] reveal
# **One way among many**
#
# Max pooling does two things: it takes the largest, and it skips every second window. Only the skipping
# makes a shift visible. So take the largest with stride 1, blur the result a little (weights 1, 2, 1 over 4,
# in both directions, with the border repeated), and only then keep every second row and column. This is from
# Zhang's *Making Convolutional Networks Shift-Invariant Again* (2019). It costs four times as many maxima,
# and a blur.

# %% [markdown]
# ## Recap
#
# - Max pooling keeps the best match of a small region and forgets where in the region it was. It has no
#   parameters, and 2 by 2 throws away 75 %.
# - Views with steps show all windows at once. With them each layer is a few lines, forward and backward,
#   and fast.
# - The gradient goes to the largest pixel, the first one if there are several; for a mean it goes to all of
#   them alike. Where windows overlap, gradients are added.
#
# **Next:** pooling has no parameters at all, a convolution has a few hundred. So where are the 62 million of
# AlexNet? Continue with [chapter 08](../08_counting/08_counting.ipynb).
