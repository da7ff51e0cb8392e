# %% [markdown]
# # 02 · Edges: designed and learned
#
# **Goal.** Know the filters that people designed, find the edges of a photograph with them, and then let a
# filter be found by examples.
#
# **You will write** `to_gray`, `box_kernel`, `gaussian_kernel`, `separable_correlate2d`, `sobel`, `gradient`,
# `learn_kernel`, and for a stretch `thin_edges` and `edge_map`. **Needs** chapter 01.
# **Takes** about 60 minutes, the stretch 40 more.

# %%
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils import check, data, demo, explorers, hint, plots, progress

china, flower = data.photograph("china"), data.photograph("flower")

# %% [markdown]
# This is the correlation that you wrote in chapter 01, made fast: NumPy lays out all windows at once, and
# `einsum` multiplies each with the kernel and adds. Use it wherever you like in this chapter.


# %%
def correlate2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide `kernel` (m, n) over `image` (H, W), multiply and add: floats (H - m + 1, W - n + 1)."""
    windows = sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("hwmn,mn->hw", windows, kernel)


# %% [markdown]
# ## Why edges
#
# Here is one temple on a dull day and on a bright one: every pixel differs by 120. Anything that compares
# pixels would call these two different pictures. Under each you see the same filter's answer to it, red and
# blue where the brightness changes. How much will the two answers differ?


# %% demo
@demo
def two_days():
    dull = 0.5 * china[:, :, 1]
    bright = dull + 120
    kernel = np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]])
    _, axes = plt.subplots(2, 2, figsize=(9.5, 6.4), layout="constrained")
    for image, name, (above, below) in zip([dull, bright], ["a dull day", "a bright day"], axes.T):
        above.imshow(image, cmap="gray", vmin=0, vmax=255)
        above.set(title=name, xticks=[], yticks=[])
        plots.signed(correlate2d(image, kernel), ax=below, title="where it changes from left to right")


# %% [markdown]
# Not at all: the two lower pictures are equal, number for number. You still see the temple in them, and the
# light is gone. That is why so much of seeing begins with edges, in programs and in animals: in 1959 David
# Hubel and Torsten Wiesel found cells in a cat's brain that answer to edges of one direction (Nobel Prize
# 1981).
#
# ## By hand: an edge and its sign
#
# Take the smallest picture that has an edge, `10 10 10 0 0 0` in each of six rows, and a kernel with the
# rows `1 0 -1`. At the first place it covers `10 10 10` in each row: 10 + 10 + 10 on the left, minus 10 +
# 10 + 10 on the right, is 0. One step further it covers `10 10 0`: 30 - 0 = 30. Work out the other two
# before you run the cell.

# %%
step = np.tile([10, 10, 10, 0, 0, 0], (6, 1))
kernel = np.tile([1, 0, -1], (3, 1))

correlate2d(step, kernel)

# %% [markdown]
# Every row is `0 30 30 0`: nothing where the picture is flat, 30 where a window straddles the edge. Now
# mirror the picture, so that dark is on the left. What becomes of the 30?


# %% demo
@demo
def light_to_dark_and_back():
    _, axes = plt.subplots(1, 4, figsize=(10.5, 2.9), layout="constrained", width_ratios=[6, 4, 6, 4])
    for image, (left, right), name in zip(
        [step, step[:, ::-1]], axes.reshape(2, 2), ["light to dark", "dark to light"]
    ):
        plots.numbers(image, ax=left, title=name, highlight=(1, 1, 3, 3))
        plots.numbers(correlate2d(image, kernel), ax=right, title="answer", highlight=(1, 1, 1, 1))


# %% [markdown]
# It becomes -30. The frames show one window and the number that it leads to. So the answer has a size, which
# says how steep the edge is, and a sign, which says on which side the light is: positive here means that the
# light is on the left. Remember the sign; it will tell you the direction of an edge later.
#
# ## From colour to grey
#
# A photograph has three numbers in each pixel, and an edge is a change of brightness. Your eyes find green
# much brighter than an equally strong blue, so brightness is a *weighted* sum. The weights that television
# agreed on (the standard ITU-R 601) are
#
# $$\text{gray} = 0.299 \cdot \text{red} + 0.587 \cdot \text{green} + 0.114 \cdot \text{blue}$$
#
# ### `to_gray`
# 5 min · ★★★
#
# Turn a colour image into a grey one. Keep its range: 0 to 255 stays 0 to 255, 0 to 1 stays 0 to 1. Do it
# without a loop over pixels.


# %% exercise="to_gray"
def to_gray(rgb: np.ndarray) -> np.ndarray:
    """Turn a colour image into its brightness, with the weights of ITU-R 601.

    rgb: (H, W, 3), uint8 or float; red, green, blue.
    Returns floats (H, W) in the same range: 0.299 red + 0.587 green + 0.114 blue.
    Raises ValueError where `rgb` is not of shape (H, W, 3).
    """
    ### BEGIN SOLUTION
    if rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError(f"a colour image has shape (H, W, 3); got {rgb.shape}")
    return rgb @ np.array([0.299, 0.587, 0.114])
    ### END SOLUTION


# %% check="to_gray"
check(to_gray)

# %% [markdown]
# Try it on the flower. Which parts should come out darker than in the plain mean of the channels, which
# brighter?


# %% demo
@demo
def two_greys():
    plots.images(
        [flower, to_gray(flower), flower.mean(axis=2)],
        titles=["the photograph", "your to_gray", "plain mean of the channels"],
    )


# %% [markdown]
# In the weighted version the yellow middle of the flower, red and green together, is brighter, and everything
# that lives on blue is darker. From here on we work in grey.
#
# ## The kernel zoo
#
# For forty years people invented kernels by thinking about what nine numbers would do. These five are in
# every textbook. Before you run the cell, look only at the numbers: which of them sum to 1, which to 0? Which
# will blur, and which will show nothing but edges?


# %% demo
@demo
def the_zoo():
    zoo = {name: k for name, k in data.kernels().items() if name != "identity"}
    plots.kernels(zoo)
    for photo in (china, flower):
        gray = to_gray(photo)[60:360, 120:420]
        _, axes = plt.subplots(1, 5, figsize=(10, 2.3), layout="constrained")
        for (name, k), ax in zip(zoo.items(), axes):
            answer, edges = correlate2d(gray, k), k.sum() < 0.5
            reach = np.quantile(np.abs(answer), 0.99)
            low, high = (-reach, reach) if edges else (0, 255)
            ax.imshow(answer, cmap=plots.SIGNED if edges else "gray", vmin=low, vmax=high)
            ax.set(title=name, xticks=[], yticks=[])


# %% [markdown]
# The box and emboss kernels sum to 1, so what they make is still a photograph: blurred, or lit from one
# corner as if it were pressed into metal. The other three sum to 0: where the photograph is flat they
# answer 0 (white), and only changes are left. Top Sobel is blind to the temple's upright posts, left Sobel
# to its level eaves. In both, the two sides of one thing have opposite colours, as in `0 30 30 0` and `0
# -30 -30 0`.
#
# ## See it: a kernel of your own
#
# Nine sliders are a kernel, and the photograph answers. Start from the identity, then pull the middle up and
# one neighbour down by the same amount. What will a flat piece of sky do?


# %% demo
@demo
def your_own_kernel():
    return explorers.kernel_sliders(china)


# %% [markdown]
# Sky stays as it is while the sum is 1, and it vanishes when the sum is 0. Whatever else the numbers do,
# their sum decides that.
#
# ### A question to answer in words
#
# Take a kernel whose weights sum to $s$, and a part of an image where every pixel has the same brightness
# $b$. What is the output there? Say in two or three sentences why blur kernels sum to 1 and edge kernels to
# 0.

# %% [markdown] answer="sum_of_weights" points=2
# ### BEGIN SOLUTION
# Every product is a weight times the same $b$, so the output is $b$ times the sum of the weights, $s \cdot
# b$. With $s = 1$ a flat area keeps its brightness, so a blurred photograph is neither brighter nor darker
# than the original. With $s = 0$ a flat area gives 0 however bright it is, so only changes are left, and
# adding a constant to the whole image changes nothing.
# ### END SOLUTION

# %% [markdown]
# ### What happens at the border?
#
# A 3x3 kernel needs a neighbour on every side, so the outermost pixels get no answer: 6x6 became 4x4. One way
# out is to put a ring of zeros around the image first. Here are the numbers 1 to 9, padded to 5x5, and the
# answer is 3x3 again; then the same with the kernel moving two pixels at a time (*stride* 2).

# %%
count = np.arange(1, 10).reshape(3, 3)
tens = np.array([[10, 20, 30], [40, 50, 60], [30, 20, 10]])
padded = correlate2d(np.pad(count, 1), tens)
padded

# %%
padded[::2, ::2]

# %% [markdown]
# Only the 1370 in the middle saw nine real pixels. Padding and stride are half of chapter 03; in this
# chapter we do without, and let every 3x3 kernel cost us one pixel on each side.
#
# ## Blur
#
# Photographs are noisy, and noise is full of little edges. Averaging neighbours takes it away, and the
# simplest average gives all neighbours the same weight.
#
# ### `box_kernel`
# 3 min · ★★
#
# Make the kernel that takes the plain mean of size by size pixels. A box filter turns the step
# `10 10 10 0 0 0` into `10 6.67 3.33 0`: a ramp instead of a cliff.


# %% exercise="box_kernel"
def box_kernel(size: int) -> np.ndarray:
    """Make a kernel of equal weights that sum to 1.

    size: length of a side in pixels, odd or even.
    Returns floats (size, size).
    Raises ValueError where size is below 1.
    """
    ### BEGIN SOLUTION
    if size < 1:
        raise ValueError(f"a kernel has at least 1 pixel; got size {size}")
    return np.full((size, size), 1 / size**2)
    ### END SOLUTION


# %% check="box_kernel"
check(box_kernel)

# %% [markdown]
# A box forgets where its middle is: a pixel in the far corner counts as much as the one in the centre. A
# Gaussian bell lets the weight fall off gently with the distance. With $x$ and $y$ counted from the middle
# pixel, and with the standard deviation $\sigma$ in pixels, a weight is proportional to
#
# $$\exp\left(-\frac{x^2 + y^2}{2 \sigma^2}\right)$$
#
# ### `gaussian_kernel`
# 10 min · ★★★
#
# Compute these weights and scale them so that they sum to exactly 1. Only odd sizes have a middle pixel, so
# refuse the others with an error that says so.


# %% exercise="gaussian_kernel"
def gaussian_kernel(size: int, sigma: float) -> np.ndarray:
    """Make a Gaussian kernel whose weights sum to 1.

    size: length of a side in pixels, odd. sigma: standard deviation in pixels.
    Returns floats (size, size), proportional to exp(-(x**2 + y**2) / (2 * sigma**2)) around the middle pixel.
    Raises ValueError where size is not odd (or below 1), or sigma is not above 0.
    """
    ### BEGIN SOLUTION
    if size < 1 or size % 2 == 0:
        raise ValueError(f"only an odd size has a middle pixel; got size {size}")
    if sigma <= 0:
        raise ValueError(f"sigma is a length in pixels and above 0; got {sigma}")
    x = np.arange(size) - size // 2
    weights = np.exp(-(x[:, None] ** 2 + x**2) / (2 * sigma**2))
    return weights / weights.sum()
    ### END SOLUTION


# %% check="gaussian_kernel"
check(gaussian_kernel)

# %% [markdown]
# Both kernels below are 15 by 15, drawn small over what they do to a piece of the flower. Look at the thin
# lines between the petals: which of the two blurs leaves a trace of its own shape?


# %% demo
@demo
def box_against_bell():
    gray = to_gray(flower)[90:330, 220:460]
    kernels = {"box, size 15": box_kernel(15), "Gaussian, size 15, sigma 3.5": gaussian_kernel(15, 3.5)}
    _, axes = plt.subplots(1, 3, figsize=(10, 3.5), layout="constrained")
    plots.image(gray, ax=axes[0], title="the photograph")
    for (name, k), ax in zip(kernels.items(), axes[1:]):
        ax.imshow(correlate2d(gray, k), cmap="gray", vmin=0, vmax=255)
        ax.set(title=name, xticks=[], yticks=[])
        small = ax.inset_axes((0.74, 0.74, 0.24, 0.24))
        small.imshow(k, cmap="magma", vmin=0)
        small.set(xticks=[], yticks=[])


# %% [markdown]
# The box leaves faint straight bars and doubled lines, because its weight ends abruptly. The bell is the same
# in all directions and leaves nothing but softness.
#
# ## Two passes instead of one
#
# A 31x31 kernel costs 961 multiplications for each pixel. But the Gaussian has a secret: it is a column times
# a row, `kernel[i, j] = column[i] * row[j]`. Such a kernel is called *separable*, and one may first slide the
# column down over the image, then the row along the result: 31 + 31 = 62 multiplications. The left Sobel
# kernel is separable too, and you can read off what it does: blur down, compare left with right.

# %%
np.outer([1, 2, 1], [1, 0, -1])

# %% [markdown]
# ### `separable_correlate2d`
# 10 min · ★★
#
# Correlate in two passes with a column and a row. The result must be the same as with the full kernel
# `np.outer(column, row)`, but the full kernel may not appear anywhere.


# %% exercise="separable_correlate2d"
def separable_correlate2d(image: np.ndarray, column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Correlate an image with the kernel `column[i] * row[j]` in two passes.

    image: (H, W). column: (m,), slides down. row: (n,), slides to the right.
    Returns floats (H - m + 1, W - n + 1), for m + n multiplications a pixel instead of m * n.
    """
    ### BEGIN SOLUTION
    down = correlate2d(image, column[:, None])
    return correlate2d(down, row[None, :])
    ### END SOLUTION


# %% check="separable_correlate2d"
check(separable_correlate2d)

# %% [markdown]
# Now the clock. Both ways blur the whole temple with wider and wider Gaussians. From m * n to m + n: what
# shape will the two curves have?


# %% demo
@demo
def the_price_of_a_kernel():
    from time import perf_counter

    gray, sizes, times = to_gray(china), range(3, 28, 4), {"full kernel": [], "two passes": []}
    for size in sizes:
        kernel = gaussian_kernel(size, size / 5)
        line = kernel.sum(axis=0)
        started = perf_counter()
        full = correlate2d(gray, kernel)
        between = perf_counter()
        passes = separable_correlate2d(gray, line, line)
        times["full kernel"].append(1000 * (between - started))
        times["two passes"].append(1000 * (perf_counter() - between))
        assert np.allclose(full, passes)
    _, ax = plt.subplots(figsize=(6.5, 3.2), layout="constrained")
    for (name, values), colour in zip(times.items(), ["tab:orange", "tab:blue"]):
        ax.plot(sizes, values, "o-", color=colour)
        ax.annotate(name, (sizes[-1], values[-1]), xytext=(8, -3), textcoords="offset points", color=colour)
    ax.set(xlabel="side of the kernel in pixels", ylabel="milliseconds", xticks=sizes, xlim=(2, 33))
    ax.spines[["top", "right"]].set_visible(False)


# %% [markdown]
# The full kernel's time grows with the square of its side, the two passes' with the side itself. At 3x3 there
# is little to gain. That is one reason why networks stack small kernels instead of using one large one: in
# chapter 06 you will count this.
#
# ## Edges with a direction
#
# Irwin Sobel's kernels of 1968 compare one side with the other and blur across, so that one noisy pixel does
# not make an edge. Our two, with the signs that you saw in the zoo, are
#
# $$\text{left} = \begin{bmatrix} 1 & 0 & -1 \\ 2 & 0 & -2 \\ 1 & 0 & -1 \end{bmatrix} \qquad
# \text{top} = \begin{bmatrix} 1 & 2 & 1 \\ 0 & 0 & 0 \\ -1 & -2 & -1 \end{bmatrix}$$
#
# ### `sobel`
# 5 min · ★★★
#
# Return two maps: `gx`, positive where the light is on the left, and `gy`, positive where the light is above.
# The image may be uint8, and its numbers must not wrap around.


# %% exercise="sobel"
def sobel(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Correlate an image with the left and the top Sobel kernel, without padding.

    image: (H, W), uint8 or float.
    Returns (gx, gy), floats of shape (H - 2, W - 2) each: gx > 0 where light lies left of dark,
    gy > 0 where light lies above dark.
    """
    ### BEGIN SOLUTION
    left = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    return correlate2d(image, left), correlate2d(image, left.T)
    ### END SOLUTION


# %% check="sobel"
check(sobel)

# %% [markdown]
# The toy step first: its rows become `0 40 40 0`. Then the flower, a round thing lit from above. Where will
# `gx` be red, where blue, and where will it see nothing at all?


# %% demo
@demo
def two_maps():
    gx, gy = sobel(step)
    print("gx of the step:", gx[0], "  gy of the step:", gy[0])
    _, axes = plt.subplots(1, 2, figsize=(10.5, 3.6), layout="constrained")
    for values, name, ax in zip(sobel(to_gray(flower)), ["gx: light on the left", "gy: light above"], axes):
        plots.signed(values, ax=ax, title=name)


# %% [markdown]
# Petals that end on their right side in the dark are red in `gx`, those that end on their left side are blue.
# Edges that run level appear only in `gy`. Each map is blind to one direction; together they see all.
#
# The two numbers of a pixel are the sides of a right triangle, an arrow that points from light to dark. Its
# length says how steep the edge is, its angle where it faces:
#
# $$\text{magnitude} = \sqrt{g_x^2 + g_y^2} \qquad \text{orientation} = \operatorname{atan2}(g_y, g_x)$$
#
# ### `gradient`
# 5 min · ★★★
#
# Return both, the orientation in radians. Rows count downwards, so 0 points right, $\pi/2$ down, and $\pi$
# left. (In mathematics the gradient points uphill, to the light. Ours points downhill, because of the signs
# of the kernels; the length is the same.)


# %% exercise="gradient"
def gradient(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Measure how steeply the brightness falls, and in which direction.

    image: (H, W), uint8 or float.
    Returns (magnitude, orientation), floats of shape (H - 2, W - 2) each: sqrt(gx**2 + gy**2), and the angle
    of the arrow (gx, gy) in radians from -pi to pi; 0 points right, pi / 2 points down.
    """
    ### BEGIN SOLUTION
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx)
    ### END SOLUTION


# %% check="gradient"
check(gradient)

# %% [markdown]
# Length and angle fit into one picture: let the brightness be the length and the colour the angle. The disc
# on the right is a white ball in the dark, as a legend. Which colour will the upper left rim of a petal have?


# %% demo
@demo
def the_colour_of_a_direction():
    from matplotlib.colors import hsv_to_rgb

    down, right = np.mgrid[-60:61, -60:61]
    ball = 255 / (1 + np.exp((np.hypot(down, right) - 42) / 3))
    pictures = []
    for gray in (correlate2d(to_gray(flower), gaussian_kernel(5, 1)), ball):
        magnitude, orientation = gradient(gray)
        hue = orientation / (2 * np.pi) % 1
        value = np.clip(magnitude / np.quantile(magnitude, 0.98), 0, 1)
        pictures.append(hsv_to_rgb(np.dstack([hue, np.full_like(hue, 0.85), value])))
    _, axes = plt.subplots(1, 2, figsize=(10, 4.9), layout="constrained", width_ratios=[3.4, 1])
    for picture, ax, name in zip(pictures, axes, ["the flower: colour is direction", "a white ball"]):
        ax.imshow(picture)
        ax.set(title=name, xticks=[], yticks=[])


# %% [markdown]
# Each petal has one colour on one flank and the opposite colour on the other, as the ball has on opposite
# sides. Of the light nothing is left: only where something ends, and which way it faces.
#
# ## See it: how much is an edge?
#
# A magnitude is a number; *edge* is a yes or no. Somebody has to choose the threshold. Try to find one that
# keeps the temple's roof and drops the leaves of the trees.


# %% demo
@demo
def one_threshold():
    return explorers.edge_threshold(gradient(to_gray(china))[0])


# %% [markdown]
# There is none. A low threshold draws every leaf and makes fat lines, a high one breaks the roof into pieces.
#
# ## Stretch: lines one pixel thin
#
# In 1986 John Canny put two ideas on top of the gradient, and his edges are still in every image library. You
# may skip this section and go on with "A kernel that nobody designed"; nothing later needs it.
#
# *First idea.* The step `0 40 40 0` marks one edge twice. Walk across an edge, in the direction of the
# gradient, and keep a pixel only where it is the maximum. Round the orientation to the nearest multiple of
# 45 degrees: it then points to two of the eight neighbours, one on each side. Keep a pixel that is **larger**
# than the one of the two that comes first in reading order (above, or to the left in the same row) and **at
# least as large** as the other, so that of two equal ones the first stays.
#
# ### `thin_edges`
# 20 min · ★
#
# Keep the maxima, and set everything else to 0. Neighbours outside the image count as 0. For the step, each
# row becomes `0 40 0 0`.


# %% exercise="thin_edges"
def thin_edges(magnitude: np.ndarray, orientation: np.ndarray) -> np.ndarray:
    """Keep a magnitude where it is a maximum across the edge (non-maximum suppression).

    magnitude, orientation: (H, W); radians, 0 points right, pi / 2 down; theta and theta + pi are the same here.
    Returns floats (H, W): the magnitude where it is larger than the neighbour along the gradient that comes
    first in reading order, and at least as large as the opposite one; else 0.
    """
    ### BEGIN SOLUTION
    direction = np.round(orientation / (np.pi / 4)).astype(int) % 4
    padded = np.pad(magnitude, 1)
    thin = np.zeros(magnitude.shape)
    for number, (down, right) in enumerate([(0, 1), (1, 1), (1, 0), (1, -1)]):
        before = np.roll(padded, (down, right), axis=(0, 1))[1:-1, 1:-1]
        after = np.roll(padded, (-down, -right), axis=(0, 1))[1:-1, 1:-1]
        keep = (direction == number) & (magnitude > before) & (magnitude >= after)
        thin[keep] = magnitude[keep]
    return thin
    ### END SOLUTION


# %% check="thin_edges"
check(thin_edges)

# %% [markdown]
# *Second idea: two thresholds.* A pixel of at least `high` is surely an edge. A pixel of at least `low` is an
# edge only if a chain of such pixels, each one of the eight neighbours of the next, leads from it to a sure
# one. A weak piece of a roof hangs on to a strong one; a weak leaf hangs on to nothing.
#
# ### `edge_map`
# 20 min · ★
#
# Put it all together: gradient, thin edges, two thresholds. The photograph has 270,000 pixels, so your
# function should not look at all of them again for every step of a chain.


# %% exercise="edge_map"
def edge_map(image: np.ndarray, low: float, high: float) -> np.ndarray:
    """Find edges one pixel thin, with two thresholds on the thinned gradient (Canny, 1986).

    image: (H, W). low, high: thresholds in the units of the magnitude, 0 < low <= high.
    Returns bool (H - 2, W - 2): True where the thinned magnitude is >= high, or is >= low and connected to
    such a place through pixels >= low (eight neighbours).
    Raises ValueError where not 0 < low <= high.
    """
    ### BEGIN SOLUTION
    if not 0 < low <= high:
        raise ValueError(f"thresholds need 0 < low <= high; got {low} and {high}")
    strength = np.pad(thin_edges(*gradient(image)), 1)
    edges = strength >= high
    waiting = list(np.argwhere(edges))
    while waiting:
        row, column = place = waiting.pop()
        around = slice(row - 1, row + 2), slice(column - 1, column + 2)
        found = (strength[around] >= low) & ~edges[around]
        edges[around] |= found
        waiting.extend(np.argwhere(found) + place - 1)
    return edges[1:-1, 1:-1]
    ### END SOLUTION


# %% check="edge_map"
check(edge_map)

# %% [markdown]
# The temple from a plain threshold, and from your edge map after a gentle blur. What happened to the leaves?


# %% demo
@demo
def a_line_drawing():
    gray = correlate2d(to_gray(china), gaussian_kernel(7, 1.4))
    magnitude, _ = gradient(gray)
    drawings = {
        "magnitude at least 120": magnitude >= 120,
        "edge_map(gray, 60, 200)": edge_map(gray, 60, 200),
    }
    _, axes = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    for (name, edges), ax in zip(drawings.items(), axes):
        ax.imshow(~edges, cmap="gray", interpolation="antialiased")
        ax.set(title=name, xticks=[], yticks=[])


# %% [markdown]
# Roof, posts and steps have become lines that one could have drawn with a pen. Two kernels, a blur, a rule
# and two thresholds, and all of it was chosen by people.
#
# ## What people built on edges
#
# An edge is a *low-level feature*: a few pixels. Parts such as eyes, wheels or window frames are
# *mid-level*, faces, cars and temples *high-level*. Until 2012 programs that named what is in a picture
# stood on features made by hand. SIFT (Lowe, 1999) describes the surroundings of a striking point by how
# often each orientation occurs; HoG (Dalal and Triggs, 2005) does so for every cell of a grid, and found
# pedestrians with it. The cell below is a small HoG: your gradient, counted in nine directions in squares
# of 16 pixels.


# %% demo
@demo
def a_small_hog():
    magnitude, orientation = gradient(correlate2d(to_gray(flower), gaussian_kernel(5, 1)))
    side, bins = 16, 9
    number = np.floor(orientation % np.pi / np.pi * bins).astype(int) % bins
    lines, weights = [], []
    for row in range(0, magnitude.shape[0] - side, side):
        for column in range(0, magnitude.shape[1] - side, side):
            cell = slice(row, row + side), slice(column, column + side)
            histogram = np.bincount(number[cell].ravel(), magnitude[cell].ravel(), minlength=bins)
            for angle, weight in zip((np.arange(bins) + 0.5) * np.pi / bins + np.pi / 2, histogram):
                reach = np.array([np.cos(angle), np.sin(angle)]) * side / 2
                centre = np.array([column, row]) + side / 2
                lines.append([centre - reach, centre + reach])
                weights.append(weight)
    shade = np.clip(np.array(weights) / np.quantile(weights, 0.98), 0, 1)
    _, axes = plt.subplots(1, 2, figsize=(10.5, 3.8), layout="constrained")
    plots.image(flower, ax=axes[0], title="the photograph")
    axes[1].add_collection(plt.matplotlib.collections.LineCollection(lines, colors="white", alpha=shade))
    axes[1].set(title="what HoG keeps of it", xlim=(0, 640), ylim=(427, 0), xticks=[], yticks=[])
    axes[1].set(aspect="equal", facecolor="black")


# %% [markdown]
# Each little star shows which way the edges of its square run. The flower is still there, from a thousand
# histograms. Years of good thought went into such descriptions: how many directions, which squares, how to
# normalise. Could all that have been found another way?
#
# ## A kernel that nobody designed
#
# Suppose that you do not know Sobel's numbers. What you have is examples: an image, and what the filter made
# of it. Start with a kernel of zeros, measure how far its output is from the target, and change each weight
# a little in the direction that makes this smaller; then again. The *loss* is the mean squared error over all
# N outputs,
#
# $$L = \frac{1}{N} \sum_{i, j} \text{error}[i, j]^2, \qquad
# \text{error} = \text{correlate2d}(\text{image}, \text{kernel}) - \text{target}$$
#
# ### `learn_kernel`
# 15 min · ★★★
#
# Do `steps` steps of gradient descent: each subtracts `lr` (the learning rate) times the derivative of $L$
# with respect to each weight. Work out this derivative on paper first, for one weight `kernel[m, n]`: by
# which pixels is it multiplied? The sum that you get is an old friend.


# %% exercise="learn_kernel"
def learn_kernel(image: np.ndarray, target: np.ndarray, steps: int, lr: float) -> np.ndarray:
    """Find a kernel from an example of what it does, by gradient descent from zeros.

    image: (H, W). target: (h, w), what the unknown kernel made of the image.
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
# The old friend is the correlation itself, now of the image with the error. You will meet this again as the
# backward pass of a convolution layer.
#
# Now give it a piece of the temple, 64 by 64 pixels, and what the left Sobel kernel makes of it. The numbers
# of Sobel are nowhere in your function. How many steps will it take to find them?


# %% demo
@demo
def sobel_again():
    piece = to_gray(china)[100:164, 200:264]
    piece = (piece - piece.mean()) / piece.std()
    target = correlate2d(piece, data.kernels()["left Sobel"])
    known = {steps: learn_kernel(piece, target, steps, lr=0.1) for steps in (0, 1, 10, 30, 100, 300, 1000)}
    losses = [((correlate2d(piece, kernel) - target) ** 2).mean() for kernel in known.values()]
    plots.kernels({f"{steps} steps": known[steps] for steps in (0, 1, 10, 100, 1000)})
    _, ax = plt.subplots(figsize=(6.5, 2.8), layout="constrained")
    ax.plot(list(known), losses, "o-", color="tab:blue")
    ax.set(xscale="symlog", yscale="log", xlabel="steps", ylabel="mean squared error")
    ax.spines[["top", "right"]].set_visible(False)


# %% [markdown]
# The pattern is there after a few steps: plus on the left, minus on the right. The fine tuning takes longer,
# and after 1,000 steps the numbers of 1968 stand there to two decimals. Try it with another kernel of the zoo
# as the target, or with a learning rate of 0.3: too long a step jumps over the valley and climbs out of it.
#
# One more experiment, with the step that began this chapter as the only example. Its answer is `0 40 40 0`.
# Will Sobel's numbers come out again?


# %% demo
@demo
def too_few_examples():
    target = correlate2d(step, data.kernels()["left Sobel"])
    kernel = learn_kernel(step, target, steps=5000, lr=0.002)
    _, axes = plt.subplots(1, 3, figsize=(9, 2.8), layout="constrained", width_ratios=[3, 4, 4])
    plots.numbers(kernel.round(2), ax=axes[0], title="learned from the step")
    plots.numbers(target, ax=axes[1], title="target")
    plots.numbers(correlate2d(step, kernel).round(2) + 0.0, ax=axes[2], title="its own answer")


# %% [markdown]
# The answer is right to the last decimal, and the kernel is a different one: all its rows are equal. In this
# picture all rows are equal too, so nothing in it says that the middle row should count double. What is
# learned is what the examples show, no more: keep that in mind for every network that you will ever train.


# %% demo
@demo
def so_far():
    return progress()


# %% [markdown]
# ## Recap
#
# - A kernel that sums to 1 keeps brightness and blurs (box, Gaussian); one that sums to 0 answers only to
#   change (outline, Sobel), and the sign of the answer says on which side the light is.
# - A separable kernel is a column times a row: two cheap passes instead of one dear one. gx and gy together are an
#   arrow for each pixel, with magnitude and orientation.
# - A kernel can be found from examples: output, error, gradient, a small step, again. The gradient for the
#   weights is a correlation too.
#
# **Next:** one kernel, one channel, no border. What changes when the image has three channels, when we want
# ten kernels at once, and when the kernel may start outside the image or take two pixels at a time? Continue
# with chapter 03.
