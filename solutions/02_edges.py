# %% [markdown]
# # 02 · Edges: designed and learned
#
# **Goal.** Know the filters that people designed, find the edges of a photograph with them, and then let
# a filter be found by examples.
#
# **You will write** `to_gray`, `box_kernel`, `gaussian_kernel`, `separable_correlate2d`, `sobel`,
# `gradient`, `learn_kernel`, and for a stretch `thin_edges` and `edge_map`. **Needs** chapter 01.
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
# In chapter 01 you found an X by its pieces. What are the pieces of a photograph? Here is one temple on a
# dull day and on a bright one: every pixel differs by 120, and whoever compares pixels calls them two
# different pictures. Under each stands the answer of one small filter, red and blue where the brightness
# changes from left to right. How much do you expect the two answers to differ?


# %% demo
@demo
def two_days():
    dull = china[40:320, 60:430, 1] // 2
    bright = dull + 120
    kernel = np.tile([1, 0, -1], (3, 1))
    _, axes = plt.subplots(2, 2, figsize=(10, 8), layout="constrained")
    plots.gallery({"a dull day": dull, "a bright day": bright}, axes[0])
    answers = {"its changes": correlate2d(dull, kernel), "its changes, too": correlate2d(bright, kernel)}
    plots.gallery(answers, axes[1], signed=True)


# %% [markdown]
# *Above, the same temple in dark and in pale grey. Below, twice the same drawing: roof, posts and windows
# in thin red and blue lines on white.*
#
# Not at all: the two lower pictures are equal, number for number. The light is gone from them, and the
# temple is still there. That is why so much of seeing begins with edges, in programs as in the cells that
# Hubel and Wiesel found.
#
# ## By hand: an edge and its sign
#
# Take the smallest picture that has an edge, `10 10 10 0 0 0` in each of six rows, and a kernel with `1 0
# -1` in each of three. At the first place the window covers `10 10 10` in each row: the left column gives
# 10 + 10 + 10, the right one takes it away again, and the answer is 0. One step further it covers `10 10
# 0`: 30 − 0 = 30. Work out the two places that are left, then run the cell.

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
    toys = {"light to dark": step, "dark to light": step[:, ::-1]}
    for (name, image), (left, right) in zip(toys.items(), axes.reshape(2, 2)):
        plots.numbers(image, left, title=name, highlight=(1, 1, 3, 3))
        plots.numbers(correlate2d(image, kernel), right, title="answer", highlight=(1, 1, 1, 1), signed=True)


# %% [markdown]
# *Two pairs of tables, image and answer: the rows 0 30 30 0 with the middle in red, and for the mirrored
# image 0 −30 −30 0 with the middle in blue. A frame marks one window, and the number that it leads to.*
#
# It becomes −30. So an answer has a size, which says how much the brightness changes, and a sign, which
# says on which side the light is: positive here means on the left. Remember the sign; further down it
# will turn into a direction.
#
# ## From colour to grey
#
# A photograph has three numbers in each pixel, and an edge is a change of brightness. Your eyes find
# green much brighter than an equally strong blue, so brightness is a *weighted* sum. The weights that
# television agreed on (the standard ITU-R 601) are
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
# What do the weights change? The third picture is your grey minus the plain mean of the three channels,
# red where yours is brighter. Which parts of the photograph will be red, which blue?


# %% demo
@demo
def weighted_or_plain():
    gray = to_gray(flower)
    _, axes = plt.subplots(1, 3, figsize=(10.5, 2.6), layout="constrained")
    plots.gallery({"the photograph": flower, "your to_gray": gray}, axes[:2])
    plots.gallery({"to_gray minus plain mean": gray - flower.mean(axis=2)}, axes[2:], signed=True)


# %% [markdown]
# *An orange dahlia before dark teal leaves, in colour, in grey, and as the difference: petals deep red,
# leaves pale red, with a few blue patches among the leaves and in the heart of the flower.*
#
# Almost everything gains, because almost everything here has more green than blue in it, the petals most
# of all. Only the bluest leaves lose, and the depths of the flower, where red is nearly alone. From here
# on we work in grey.
#
# ## The kernel zoo
#
# For decades people invented kernels by thinking about what nine numbers would do. These five are
# classics. Before you run the cell, look only at the numbers in the first row: which kernels sum to 1,
# and which to 0? Which will blur, and which will leave nothing but edges?


# %% demo
@demo
def the_zoo():
    zoo = {name: k for name, k in data.kernels().items() if name != "identity"}
    pieces = to_gray(china)[50:250, 150:350], to_gray(flower)[110:310, 215:415]
    _, axes = plt.subplots(3, 5, figsize=(10.5, 6.6), layout="constrained")
    plots.kernels(zoo, axes[0])
    for piece, row in zip(pieces, axes[1:]):
        for k, ax in zip(zoo.values(), row):
            answer, only_changes = correlate2d(piece, k), k.sum() < 0.5
            shown = answer if only_changes else np.clip(answer, 0, 255).astype(np.uint8)
            plots.gallery({"": shown}, [ax], signed=only_changes)


# %% [markdown]
# *Five columns: box, emboss, outline, top Sobel, left Sobel. Each has its nine numbers, then a roof of
# the temple and the heart of the dahlia as that kernel sees them.*
#
# Box and emboss sum to 1, so what they make is still a photograph: a soft one, and one that looks pressed
# into metal and lit from a corner. The other three sum to 0: they answer 0 (white) wherever the
# photograph is flat, and only changes are left. Top Sobel hardly sees the upright posts, left Sobel
# hardly the level eaves. And a petal has a red side and a blue one, as the toy had 30 and −30.
#
# ## See it: a kernel of your own
#
# Nine sliders are a kernel, and the photograph answers. Start from the identity, then pull the middle up
# and one neighbour down by the same amount. What will a flat piece of sky do?


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
# $b$. What is the output there? Say in two or three sentences why blur kernels sum to 1 and edge kernels
# to 0.

# %% [markdown] answer="sum_of_weights" points=2
# ### BEGIN SOLUTION
# Every product is a weight times the same $b$, so the output is $b$ times the sum of the weights, $s \cdot
# b$. With $s = 1$ a flat area keeps its brightness, so a blurred photograph is neither brighter nor darker
# than the original. With $s = 0$ a flat area gives 0 however bright it is, so only changes are left, and
# adding a constant to the whole image changes nothing.
# ### END SOLUTION

# %% [markdown]
# ## Blur
#
# Photographs are noisy, and noise is full of little edges. Averaging neighbours takes it away, and the
# simplest average gives all neighbours the same weight.
#
# ### `box_kernel`
# 3 min · ★★
#
# Make the kernel that takes the plain mean of size by size pixels. A box filter turns the step `10 10 10
# 0 0 0` into `10 6.67 3.33 0`: a ramp instead of a cliff.


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
# Gaussian bell lets the weight fall off gently with the distance. With $x$ and $y$ counted from the
# middle pixel, and with the standard deviation $\sigma$ in pixels, a weight is proportional to
#
# $$\exp\left(-\frac{x^2 + y^2}{2 \sigma^2}\right)$$
#
# ### `gaussian_kernel`
# 10 min · ★★★
#
# Compute these weights and scale them so that they sum to exactly 1. Only odd sizes have a middle pixel,
# so refuse the others with an error that says so.


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
# Both kernels below are 15 by 15; each is drawn small over what it makes of the dahlia. Look at the dark
# lines between the petals: which of the two blurs leaves a trace of its own shape?


# %% demo
@demo
def box_against_bell():
    piece = to_gray(flower)[90:330, 220:460]
    kernels = {"box, 15 by 15": box_kernel(15), "Gaussian, 15 by 15, sigma 3.5": gaussian_kernel(15, 3.5)}
    _, axes = plt.subplots(1, 3, figsize=(10.5, 3.7), layout="constrained")
    plots.gallery({"the photograph": piece}, axes[:1])
    for (name, k), ax in zip(kernels.items(), axes[1:]):
        plots.gallery({name: correlate2d(piece, k)}, [ax])
        corner = ax.inset_axes((0.74, 0.74, 0.24, 0.24))
        corner.imshow(k, cmap="magma", vmin=0)
        corner.set(xticks=[], yticks=[])


# %% [markdown]
# *The dahlia sharp; through the box, with a faint grid in its heart; through the bell, smooth. In the
# corners an even square, and a bright spot that fades in all directions.*
#
# The box leaves little squares and doubled lines in the heart of the flower, because its weight ends
# abruptly. The bell fades out, the same in all directions, and leaves nothing but softness.
#
# ## Two passes instead of one
#
# A 31x31 kernel costs 961 multiplications for each pixel. But the Gaussian has a secret: it is a column
# times a row, `kernel[i, j] = column[i] * row[j]`. Such a kernel is called *separable*, and one may first
# slide the column down over the image, then the row along the result: 31 + 31 = 62 multiplications. The
# left Sobel kernel is separable too, and its two parts tell what it does: blur downwards, compare left
# with right.

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
# Now the clock. Both ways blur the whole temple, with wider and wider bells, and give the same numbers.
# One costs m times n, the other m plus n: what shape will the two curves have?


# %% demo
@demo
def the_price_of_a_kernel():
    from timeit import repeat

    def milliseconds(function, *args):
        return 1000 * min(repeat(lambda: function(*args), number=1, repeat=3))

    gray, sizes, full, passes = to_gray(china), range(3, 28, 6), [], []
    for size in sizes:
        kernel = gaussian_kernel(size, size / 5)
        line = kernel.sum(axis=0)
        assert np.allclose(correlate2d(gray, kernel), separable_correlate2d(gray, line, line))
        full.append(milliseconds(correlate2d, gray, kernel))
        passes.append(milliseconds(separable_correlate2d, gray, line, line))
    _, ax = plt.subplots(figsize=(6.5, 3.2), layout="constrained")
    for name, times, colour in [("full kernel", full, "tab:orange"), ("two passes", passes, "tab:blue")]:
        ax.plot(sizes, times, "o-", color=colour)
        ax.annotate(name, (27.7, times[-1]), va="center", color=colour)
    ax.set(xlabel="side of the kernel in pixels", ylabel="milliseconds", xticks=sizes, xlim=(2, 34))
    ax.spines[["top", "right"]].set_visible(False)


# %% [markdown]
# *The time of the full kernel climbs more and more steeply; that of the two passes stays near the
# ground.*
#
# The full kernel pays for every weight, 729 of them at 27 by 27; the two passes pay for 54. At 3 by 3 it
# is 9 against 6, and there is little to gain. Not every kernel is a column times a row: try it with
# outline.
#
# ## Edges with a direction
#
# Irwin Sobel's kernels of 1968 compare one side with the other and blur across, so that one noisy pixel
# does not make an edge. Our two, with the signs that you saw in the zoo, are
#
# $$\text{left} = \begin{bmatrix} 1 & 0 & -1 \\ 2 & 0 & -2 \\ 1 & 0 & -1 \end{bmatrix} \qquad
# \text{top} = \begin{bmatrix} 1 & 2 & 1 \\ 0 & 0 & 0 \\ -1 & -2 & -1 \end{bmatrix}$$
#
# ### `sobel`
# 5 min · ★★★
#
# Return two maps: `gx`, positive where the light is on the left, and `gy`, positive where the light is
# above. The image may be uint8, and its numbers must not wrap around.


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
# The rows of the toy step become `0 40 40 0`. Now the dahlia, bright before a dark ground: on which side
# of it will `gx` be red, where blue, and where will it see nothing at all?


# %% demo
@demo
def two_maps():
    _, axes = plt.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    maps = sobel(to_gray(flower)[70:370, 140:470])
    for values, name, ax in zip(maps, ["gx: light on the left", "gy: light above"], axes):
        plots.signed(values, ax, title=name)


# %% [markdown]
# *Two maps of the dahlia on white. In gx the left rim is blue and the right rim red; in gy the upper rim
# is blue and the lower one red.*
#
# On the right rim light lies left of dark, so `gx` is red there; on the left rim it is blue. At the very
# top and bottom `gx` sees nothing, and `gy` sees most. Each map is blind to one direction, and together
# they see them all.
#
# The two numbers of a pixel are the sides of a right triangle, an arrow that points from light to dark.
# Its length says how steep the edge is, its angle where it faces:
#
# $$\text{magnitude} = \sqrt{g_x^2 + g_y^2} \qquad \text{orientation} = \operatorname{atan2}(g_y, g_x)$$
#
# ### `gradient`
# 5 min · ★★★
#
# Return both, the orientation in radians. Rows count downwards, so 0 points right, $\pi/2$ down, and
# $\pi$ left. (In mathematics the gradient points uphill, to the light. Ours points downhill, because of
# the signs of the kernels; the length is the same.)


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
# Length and angle fit into one picture: the brightness is the length, the colour the angle. The white
# ball on the right is the legend: its edges face in all directions. Which colours will the dahlia's
# petals have?


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
        plots.gallery({name: picture}, [ax])


# %% [markdown]
# *The dahlia in glowing lines on black, its rim running through all the colours of the rainbow as the
# ring on the right does: red faces right, violet up, cyan left, green and yellow down.*
#
# The whole flower is a ring like the ball's, and so is every petal, small. Nothing is left of light and
# colour: only where something ends, and which way it faces.
#
# ## See it: how much is an edge?
#
# A magnitude is a number; *edge* is a yes or no. Somebody has to choose the threshold. Try to find one
# that keeps the temple's roof and drops the leaves of the trees.


# %% demo
@demo
def one_threshold():
    return explorers.edge_threshold(gradient(to_gray(china))[0])


# %% [markdown]
# There is none. A low threshold draws every leaf and fat lines, a high one breaks the roof into pieces.
#
# ## Stretch: lines one pixel thin
#
# In 1986 John Canny put two ideas on top of the gradient, and his edges are still in every image library.
# You may skip this section and go on with "A kernel that nobody designed"; nothing later needs it.
#
# *First idea.* The step `0 40 40 0` marks one edge twice. Walk across an edge, in the direction of the
# gradient, and keep a pixel only where it is the maximum. Round the orientation to the nearest multiple
# of 45 degrees: it then points to two of the eight neighbours, one on each side. Keep a pixel that is
# **larger** than the one of the two that comes first in reading order (above, or to the left in the same
# row) and **at least as large** as the other, so that of two equal ones the first stays.
#
# ### `thin_edges`
# 20 min · ★
#
# Keep the maxima, and set everything else to 0. Neighbours outside the image count as 0. For the step,
# each row becomes `0 40 0 0`.


# %% exercise="thin_edges"
def thin_edges(magnitude: np.ndarray, orientation: np.ndarray) -> np.ndarray:
    """Keep a magnitude where it is a maximum across the edge (non-maximum suppression).

    magnitude, orientation: (H, W); radians, 0 points right, pi / 2 down; opposite directions count as one.
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
# *Second idea: two thresholds.* A pixel of at least `high` is surely an edge. A pixel of at least `low`
# is an edge only if a chain of such pixels, each one of the eight neighbours of the next, leads from it
# to a sure one. A weak piece of a roof hangs on to a strong one; a weak leaf hangs on to nothing.
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
# On the left a plain threshold, on the right your edge map, both after a gentle blur. Look at the bushes
# in front: what happened to their leaves?


# %% demo
@demo
def a_line_drawing():
    gray = correlate2d(to_gray(china), gaussian_kernel(7, 1.4))
    plain, thin = gradient(gray)[0] >= 120, edge_map(gray, 60, 200)
    _, axes = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    plots.gallery({"magnitude >= 120": ~plain, "edge_map(gray, 60, 200)": ~thin}, axes)


# %% [markdown]
# *The temple as a drawing: on the left in thick strokes with many specks around, on the right in lines
# one pixel thin with few specks.*
#
# Most leaves hang on to nothing strong and are gone. The lines of the temple are thin now, and go on
# where they are faint. It took two kernels, a blur, a rule and two thresholds, and people chose every one
# of them.
#
# ## What people built on edges
#
# An edge is a *low-level* feature, a matter of a few pixels. Wheels and window frames are *mid-level*,
# cars and temples *high-level*. Until 2012 the best programs for naming what is in a picture climbed this
# ladder on features made by hand. SIFT (Lowe, 1999) describes the surroundings of a striking point by how
# often each orientation occurs in them; HoG (Dalal and Triggs, 2005) counts orientations in every square
# of a grid, and found people in the street with it. Here is a small HoG from your gradient, nine
# directions in squares of 16 pixels. Will you still know the flower?


# %% demo
@demo
def a_small_hog():
    from matplotlib.collections import LineCollection

    magnitude, orientation = gradient(correlate2d(to_gray(flower), gaussian_kernel(5, 1)))
    side, bins = 16, 9
    number = (orientation % np.pi / np.pi * bins).astype(int) % bins
    # An edge runs at a right angle to its gradient.
    along = (np.arange(bins) + 0.5) * np.pi / bins + np.pi / 2
    reaches = side / 2 * np.stack([np.cos(along), np.sin(along)], axis=1)
    lines, weights = [], []
    for row, column in np.ndindex(magnitude.shape[0] // side, magnitude.shape[1] // side):
        square = np.s_[side * row : side * (row + 1), side * column : side * (column + 1)]
        weights.extend(np.bincount(number[square].ravel(), magnitude[square].ravel(), minlength=bins))
        centre = side * (np.array([column, row]) + 0.5)
        lines.extend((centre - reach, centre + reach) for reach in reaches)
    brightness = np.clip(weights / np.quantile(weights, 0.98), 0, 1)
    _, axes = plt.subplots(1, 2, figsize=(10.5, 3.8), layout="constrained")
    plots.gallery({"the photograph": flower, "what HoG keeps of it": np.zeros_like(flower)}, axes)
    axes[1].add_collection(LineCollection(lines, colors="white", alpha=brightness))


# %% [markdown]
# *The dahlia beside a black field of small white stars; along the rim of the flower each star is a stroke
# that follows the rim.*
#
# Each star shows which way the edges in its square run. A thousand histograms, and the flower is still
# there. Years of thought went into such descriptions: how many directions, squares of which size, what to
# normalise. Could the computer have found all that by itself?
#
# ## A kernel that nobody designed
#
# Suppose that nobody told you Sobel's numbers. What you have is an example: an image, and what the filter
# made of it. Start from a kernel of zeros, see how far its output is from the target, change every weight
# a little so that it comes closer, and repeat. How far is measured by the *loss*, the mean squared error
# over all $N$ outputs:
#
# $$L = \frac{1}{N} \sum_{i, j} \text{error}[i, j]^2, \qquad
# \text{error} = \text{correlate2d}(\text{image}, \text{kernel}) - \text{target}$$
#
# ### `learn_kernel`
# 15 min · ★★★
#
# Make `steps` steps of gradient descent. A step takes from each weight the derivative of $L$ with respect
# to it, times `lr`, the learning rate. Find the derivative on paper first, for one weight `kernel[m, n]`:
# with which pixels is it multiplied on its way over the image? The sum that you arrive at is an old
# friend.


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
# The old friend is correlation itself, this time of the image with the error. It will come back in
# chapter 04 as the backward pass of a layer.
#
# Now give your function a piece of the temple, 64 by 64 pixels, and what left Sobel makes of it. Sobel's
# numbers stand nowhere in your code. How many steps will it take to find them?


# %% demo
@demo
def sobel_again():
    piece = to_gray(china)[100:164, 200:264]
    piece = (piece - piece.mean()) / piece.std()
    target = correlate2d(piece, data.kernels()["left Sobel"])
    found = {steps: learn_kernel(piece, target, steps, lr=0.1) for steps in (0, 1, 3, 10, 30, 100, 300)}
    losses = [((correlate2d(piece, kernel) - target) ** 2).mean() for kernel in found.values()]
    plots.kernels({f"{steps} step{'s' * (steps != 1)}": found[steps] for steps in (0, 1, 10, 100, 300)})
    _, ax = plt.subplots(figsize=(6.5, 2.8), layout="constrained")
    ax.plot(list(found), losses, "o-", color="tab:blue")
    ax.set(yscale="log", xlabel="steps", ylabel="loss")
    ax.spines[["top", "right"]].set_visible(False)


# %% [markdown]
# *Five kernels: zeros; small numbers, positive on the left; a rough Sobel; almost Sobel; and Sobel, 1 2 1
# on the left and −1 −2 −1 on the right. Below, the loss, falling from about 10 to a millionth.*
#
# After ten steps you can see what it will be, plus on the left and minus on the right; after 300 the
# numbers of 1968 stand there to two decimals. Put another kernel of the zoo in the place of left Sobel.
# Then try a learning rate of 0.3: steps too long jump across the valley, and land higher on the other
# side each time.
#
# One more experiment: the step that began this chapter as the only example, with the target `0 40 40 0`.
# Will Sobel's numbers come out again?


# %% demo
@demo
def too_little_to_learn_from():
    target = correlate2d(step, data.kernels()["left Sobel"])
    kernel = learn_kernel(step, target, steps=5000, lr=0.002)
    answer = correlate2d(step, kernel).round(6)
    _, axes = plt.subplots(1, 3, figsize=(9, 2.8), layout="constrained", width_ratios=[3, 4, 4])
    plots.numbers(target, axes[1], title="target", signed=True)
    plots.numbers(kernel.round(6), axes[0], title="learned from the step")
    plots.numbers(answer, axes[2], title="what it answers", signed=True)


# %% [markdown]
# *The learned kernel has 1.33, 0, −1.33 in all three rows. Target and answer are the same: 0 40 40 0.*
#
# The answer is perfect, and the kernel is not Sobel's: all its rows are equal. All rows of the picture
# are equal too, so nothing in it can tell that the middle row should count double. What is learned is
# what the examples show and no more. Keep this in mind for every network that you will ever train.


# %% demo
@demo
def so_far():
    return progress()


# %% [markdown]
# ## Recap
#
# - A kernel that sums to 1 keeps brightness and blurs (box, Gaussian). One that sums to 0 answers only to
#   change (outline, Sobel), and the sign of its answer says on which side the light is.
# - gx and gy together are an arrow at each pixel, with magnitude and orientation. A separable kernel is a
#   column times a row: two cheap passes instead of a dear one.
# - A kernel can be found from examples: output, error, gradient, a small step, and again. The gradient
#   with respect to the weights is a correlation too.
#
# **Next:** one kernel, one channel, no border. What changes when the image has three channels, when we
# want ten kernels at once, and when the kernel may start outside the image or take two pixels at a time?
# Continue with chapter 03.
