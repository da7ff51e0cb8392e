# %% [markdown]
# # 02 · Edges: designed and learned
#
# **Goal.** Know the filters that people designed, find the edges of a photograph with them, and then let a
# filter be found by examples.
#
# **You will write** `to_gray`, `box_kernel`, `gaussian_kernel`, `separable_correlate2d`, `sobel`, `gradient`,
# `learn_kernel`, and for a stretch `thin_edges` and `edge_map`. **Needs** chapter 01, and for `learn_kernel`
# derivatives as at school. **Takes** about 95 minutes; the stretch, which you may skip, 55 more.

# %%
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils import check, data, demo, explorers, hint, plots

china, flower = data.photograph("china"), data.photograph("flower")

# %% [markdown]
# This is the correlation that you wrote in chapter 01, made fast: NumPy lays out all windows at once, and
# `einsum` multiplies each with the kernel and adds. Use it wherever you like in this chapter.


# %%
def correlate2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide `kernel` (m, n) over `image` (H, W), multiply and add: floats (H - m + 1, W - n + 1)."""
    if kernel.ndim != 2:
        raise ValueError(f"a kernel has shape (m, n), a column (m, 1), a row (1, n); got {kernel.shape}")
    windows = sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("hwmn,mn->hw", windows, kernel)


# %% [markdown]
# ## Why edges
#
# In chapter 01 you found an X by its pieces. What are the pieces of a photograph? Here is one temple on a
# dull day and on a bright one: every pixel differs by 120. Under each stands the answer of one small filter,
# red and blue where the brightness changes from left to right. How much do you expect the two answers to
# differ?


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
# *Above, the same temple in dark and in pale grey. Below, twice the same drawing: roof, posts and windows in
# thin red and blue lines on white.*
#
# Not at all: the two lower pictures are equal, number for number. The light is gone from them, and the temple
# is still there. That is why so much of seeing begins with edges, in programs as in the brain: in 1959 Hubel
# and Wiesel found cells behind a cat's eyes that answer to edges of one direction each.
#
# ## By hand: an edge and its sign
#
# Take the smallest picture that has an edge, `10 10 10 0 0 0` in each of six rows, and a kernel with `1 0 -1`
# in each of three. At the first place the window covers `10 10 10` in each row: the left column adds 30, the
# right one takes it away again, and the answer is 0. One step further it covers `10 10 0`: 30 − 0 = 30. Work
# out the two places that are left, then run the cell.

# %%
step = np.tile([10, 10, 10, 0, 0, 0], (6, 1))
kernel = np.tile([1, 0, -1], (3, 1))

correlate2d(step, kernel)

# %% [markdown]
# Every row is `0 30 30 0`: nothing where the picture is flat, 30 where a window straddles the edge. Now
# mirror the picture, so that dark is on the left. What becomes of the 30?

# %%
correlate2d(step[:, ::-1], kernel)

# %% [markdown]
# It becomes −30. So an answer has a size, which says how much the brightness changes, and a sign, which says
# on which side the light is: positive here means on the left. Remember the sign; further down it will turn
# into a direction.
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
# Turn a colour image into a grey one. Keep its range: 0 to 255 stays 0 to 255, 0 to 1 stays 0 to 1. NumPy can
# weigh all pixels at once.


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
# ## The kernel zoo
#
# For decades people invented kernels by thinking about what nine numbers would do. These five are classics.
# Run the cell, cover the two lower rows, and look at the numbers first: which kernels sum to 1, and which to
# 0? Which will blur, and which will leave nothing but edges?


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
# *Five columns: box, emboss, outline, top Sobel, left Sobel. Each has its nine numbers, then a roof of the
# temple and the heart of the dahlia as that kernel sees them.*
#
# Box and emboss sum to 1, so what they make is still a photograph: a soft one, and one that looks pressed
# into metal. The other three sum to 0: they answer 0 (white) wherever the photograph is flat, and only
# changes are left. Top Sobel hardly sees the upright posts, left Sobel hardly the level eaves. And a petal
# has a red side and a blue one, as the toy had 30 and −30.
#
# ## See it: a kernel of your own
#
# Nine sliders are a kernel, and the photograph answers. Choose `identity` in the list, then pull the middle
# up and one neighbour down by the same amount. What will a flat piece of sky do?


# %% demo
@demo
def your_own_kernel():
    return explorers.kernel_sliders(china)


# %% [markdown]
# Sky stays as it is while the sum is 1, and it vanishes when the sum is 0.
#
# ### A question to answer in words
#
# Take a kernel whose weights sum to $s$, and a part of an image where every pixel has the same brightness
# $b$. What is the output there? Say in two or three sentences why a blur sums to 1 and an edge kernel to 0.

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
# Photographs are noisy, and noise is full of little edges. Averaging neighbours takes most of it away, and
# the simplest average gives all neighbours the same weight.
#
# ### `box_kernel`
# 3 min · ★★
#
# Make the kernel that takes the plain mean of size by size pixels. A 3x3 box turns the rows of the step into
# `10 6.67 3.33 0`: a ramp instead of a cliff.


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
# In a box a pixel in the far corner counts as much as the one in the centre. A Gaussian bell lets the weight
# fall off with the distance. With $x$ and $y$ counted from the middle pixel, and with the standard deviation
# $\sigma$ in pixels, a weight is proportional to
#
# $$\exp\left(-\frac{x^2 + y^2}{2 \sigma^2}\right)$$
#
# By hand, for 3 by 3 pixels and $\sigma = 1$: exp(0) = 1 in the middle, exp(−1/2) = 0.607 at its four sides,
# exp(−1) = 0.368 in the corners. Their sum is 4.898; divided by it they are 0.204, 0.124 and 0.075.
#
# ### `gaussian_kernel`
# 10 min · ★★★
#
# Compute these weights and scale them so that they sum to exactly 1. Only odd sizes have a middle pixel, so
# refuse the others with an error that says so, and a sigma that is not above 0 too.


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
# Two tests for both kernels, with the same spread (a standard deviation of 2.6 pixels). Above, a few stars,
# each one pixel wide: what will become of one? Below, the dahlia with random numbers added to its pixels, as
# left Sobel sees it: how much of the flower will be left, before a blur and after?


# %% demo
@demo
def box_against_bell():
    rng = np.random.default_rng(4)
    stars = 1000.0 * (rng.random((90, 110)) > 0.997)
    noisy = to_gray(flower)[70:340, 140:470] + rng.normal(scale=30, size=(270, 330))
    kernels = {"as it is": np.ones((1, 1)), "box": box_kernel(9), "Gaussian": gaussian_kernel(17, 2.6)}
    _, axes = plt.subplots(2, 3, figsize=(10.5, 5.8), layout="constrained")
    for (name, k), (above, below) in zip(kernels.items(), axes.T, strict=True):
        plots.gallery({name: correlate2d(stars, k)}, [above])
        edges = correlate2d(correlate2d(noisy, k), data.kernels()["left Sobel"])
        plots.gallery({"edges": edges}, [below], signed=True)


# %% [markdown]
# *Above, white dots on black; through the box each is a grey square, through the Gaussian a soft round spot.
# Below, edges full of speckles; after either blur the clean lines of rim and petals.*
#
# A star becomes the kernel itself: the box ends abruptly and leaves its square on everything, the bell fades
# out. Every grain of noise was an edge. A blur averages the grains away, because they point up and down at
# random; the petals stay, because their pixels agree. The price: lines become wider.
#
# ## Two passes instead of one
#
# A 31x31 kernel costs 961 multiplications a pixel. But exp(−(x² + y²)) is exp(−x²) times exp(−y²), so a
# Gaussian is a column times a row: `kernel[i, j] = column[i] * row[j]`. Such a kernel is called *separable*,
# and one may first slide the column down, then the row along the result: only 62 multiplications. Left Sobel
# is separable too: blur downwards, compare left with right. Outline is not: all rows would have to be
# multiples of one row.

# %%
np.outer([1, 2, 1], [1, 0, -1])

# %% [markdown]
# ### `separable_correlate2d`
# 10 min · ★★
#
# Correlate in two passes with a column and a row. The result must be the same as with the full kernel
# `np.outer(column, row)`. The check refuses `np.outer`; do not build that kernel by other means either.


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
# The image may be uint8; the given `correlate2d` makes floats of it, so that nothing wraps around.


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
# The rows of the toy step become `0 40 40 0`. In the zoo you saw what each map is blind to: left Sobel
# to level edges, top Sobel to upright ones. Together they see them all.
#
# The two numbers of a pixel are the sides of a right triangle, an arrow that points from light to dark. Its
# length says how steep the edge is, its angle where it faces:
#
# $$\text{magnitude} = \sqrt{g_x^2 + g_y^2} \qquad \text{orientation} = \operatorname{atan2}(g_y, g_x)$$
#
# ### `gradient`
# 5 min · ★★★
#
# Return both, the orientation in radians. `np.arctan2` takes the vertical part first, as the formula does.
# With gx to the right and gy downwards, as rows count, 0 points right, $\pi/2$ down, and $\pm\pi$ left. (In
# mathematics the gradient points uphill, to the light. Ours points downhill, because of the signs of the
# kernels; the length is the same.)


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
# Length and angle fit into one picture: the brightness is the length, the colour the angle. The white ball on
# the right is the legend: its edges face in all directions. Which colours will the dahlia's petals have?


# %% demo
@demo
def the_colour_of_a_direction():
    down, right = np.mgrid[-60:61, -60:61]
    ball = 255 / (1 + np.exp((np.hypot(down, right) - 42) / 3))
    soft = correlate2d(to_gray(flower), gaussian_kernel(5, 1))
    _, axes = plt.subplots(1, 2, figsize=(10, 4.9), layout="constrained", width_ratios=[3.4, 1])
    plots.directions(*gradient(soft), axes[0], "the flower: colour is direction")
    plots.directions(*gradient(ball), axes[1], "a white ball")


# %% [markdown]
# *The dahlia in glowing lines on black, its rim running through all the colours of the rainbow as the ring on
# the right does: red faces right, violet up, cyan left, green and yellow down.*
#
# The whole flower is a ring like the ball's, and so is every petal, small. Nothing is left of light and
# colour: only where something ends, and which way it faces.
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
# There is none. A low threshold draws every leaf and fat lines, a high one breaks the roof into pieces.
#
# ## Stretch: lines one pixel thin
#
# **You may skip this section** (55 minutes) and go on with "What people built on edges": nothing later needs
# it. In 1986 John Canny put two ideas on top of the gradient, and his edges are still in every image library.
#
# *First idea.* The step `0 40 40 0` marks one edge twice. Walk across an edge, in the direction of the
# gradient, and keep a pixel only where it is the maximum. Round the orientation to the nearest multiple of 45
# degrees: it then points to two of the eight neighbours, one on each side. Keep a pixel that is **larger**
# than the one of the two that comes first in reading order (above, or to the left in the same row) and **at
# least as large** as the other, so that of two equal ones the first stays.
#
# ### `thin_edges`
# 30 min · ★
#
# Keep the maxima, and set everything else to 0. Neighbours outside the image count as 0. For the step, each
# row becomes `0 40 0 0`.


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
# *Second idea: two thresholds.* A pixel of at least `high` is surely an edge. A pixel of at least `low` is an
# edge only if a chain of such pixels, each one of the eight neighbours of the next, leads from it to a sure
# one. A weak piece of a roof hangs on to a strong one; a loose speck hangs on to nothing.
#
# ### `edge_map`
# 25 min · ★
#
# Put it all together: gradient, thin edges, two thresholds. The photograph has 270,000 pixels, so better
# follow the chains than look at all pixels again for every step.


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
# On the left a plain threshold, on the right your edge map, both after a gentle blur. What will become of the
# faint posts of the temple, what of the leaves?


# %% demo
@demo
def a_line_drawing():
    gray = correlate2d(to_gray(china), gaussian_kernel(7, 1.4))
    plain, thin = gradient(gray)[0] >= 100, edge_map(gray, 50, 150)
    _, axes = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    plots.gallery({"magnitude >= 100": ~plain, "edge_map(gray, 50, 150)": ~thin}, axes)


# %% [markdown]
# *The temple as a drawing: on the left in thick strokes that break off, with specks all over the slope; on
# the right in lines one pixel thin, posts and railings whole, the slope partly empty, the trees full.*
#
# The faint posts hang on to strong eaves, and are whole now; loose specks on the slope hang on to nothing
# strong, and are gone. The trees stay: their leaves are strong, and hang on to each other.
#
# ## What people built on edges
#
# An edge is a *low-level* feature, a matter of a few pixels. Wheels and window frames are *mid-level*, cars
# and temples *high-level*. Until 2012, when a network that learns its features (AlexNet) won the ImageNet
# contest, programs climbed this ladder on features made by hand. SIFT (Lowe, 1999) and HoG (Dalal and Triggs,
# 2005) count how often each orientation occurs, HoG in every square of a grid. Is the flower still there?


# %% demo
@demo
def a_small_hog():
    _, axes = plt.subplots(1, 2, figsize=(10.5, 3.8), layout="constrained")
    plots.gallery({"the photograph": flower}, axes[:1])
    soft = correlate2d(to_gray(flower), gaussian_kernel(5, 1))
    plots.strokes(*gradient(soft), side=16, bins=9, ax=axes[1], title="what HoG keeps of it")


# %% [markdown]
# *The dahlia beside a black field of small white stars; along the rim of the flower each star is a stroke
# that follows the rim.*
#
# A thousand small histograms, and the flower is still there. But people chose how many directions and which
# squares, as they chose the weights of grey, the bell and its sigma, Sobel's numbers and the threshold. Could
# the computer have found all that by itself?
#
# ## A kernel that nobody designed
#
# Suppose that nobody told you Sobel's numbers. What you have is an example: an image, and what the filter
# made of it. Start from a kernel of zeros, see how far its output is from the target, change every weight a
# little so that it comes closer, and repeat. How far is measured by the *loss*, the mean squared error over
# all $N$ outputs:
#
# $$L = \frac{1}{N} \sum_{i, j} \text{error}[i, j]^2, \qquad
# \text{error} = \text{correlate2d}(\text{image}, \text{kernel}) - \text{target}$$
#
# The slopes of $L$ tell which way is closer. (Together they are called *gradient* too, but it is another one:
# that of the loss over the weights, not that of the brightness over the image.)
#
# By hand, with one weight $w$ and two pixels: the image is `1 2`, the target `3 6`. At $w = 0$ the errors are
# −3 and −6. The derivative of an error's square is twice the error times its pixel: 2 · (−3) · 1 = −6 and
# 2 · (−6) · 2 = −24, in the mean −15. With a *learning rate* of 0.1 the weight becomes 0 − 0.1 · (−15) = 1.5.
# The next step leads to 2.25, and on towards 3.
#
# ### `learn_kernel`
# 25 min · ★★★
#
# Make `steps` steps of gradient descent: a step takes from each weight the derivative of $L$ with respect to
# it, times `lr`. Find the derivative on paper first, for one weight `kernel[m, n]`: with which pixels is it
# multiplied on its way over the image? The sum that you arrive at is an old friend. (A difference quotient is
# right to some seven digits only; the check wants them all.)


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
# The old friend is correlation itself, this time of the image with the error. It will come back in chapter 05
# as the backward pass of a layer.
#
# Now give your function a piece of the temple, 64 by 64 pixels, shifted and scaled to mean 0 and standard
# deviation 1, and what left Sobel makes of it. Sobel's numbers stand nowhere in your code. How many steps
# will it take to find them?


# %% demo
@demo
def sobel_again(name="left Sobel", lr=0.1, after=(0, 1, 10, 100, 300)):
    piece = to_gray(china)[100:164, 200:264]
    piece = (piece - piece.mean()) / piece.std()
    target = correlate2d(piece, data.kernels()[name])
    found = {f"step {steps}": learn_kernel(piece, target, steps, lr) for steps in after}
    plots.kernels(found)
    losses = [((correlate2d(piece, kernel) - target) ** 2).mean() for kernel in found.values()]
    _, ax = plt.subplots(figsize=(6.5, 2.8), layout="constrained")
    ax.plot(after, losses, "o-", color="tab:blue")
    ax.set(xscale="symlog", yscale="log", xlabel="steps", ylabel="loss", xticks=after, xticklabels=after)
    ax.spines[["top", "right"]].set_visible(False)


# %% [markdown]
# *Five kernels, from zeros over a rough Sobel at step 10 to 1 2 1 on the left and −1 −2 −1 on the right.
# Below, the loss, falling from about 8 to a millionth.*
#
# After ten steps you can see what it will be; after 300 the numbers of 1968 stand there to two decimals. Put
# another name of the zoo in the first line (outline is slower). Then try `lr=0.3, after=(0, 1, 3, 10, 20)`:
# it goes well for a few steps, then each jump lands higher on the other side of the valley.
#
# One more experiment: the step that began this chapter as the only example, with the target `0 40 40 0`. Its
# numbers are not scaled: with pixels of 10 a slope is a hundred times as steep as with pixels of 1, so `lr`
# has to be small and the steps many. Will Sobel's numbers come out again?


# %% demo
@demo
def too_little_to_learn_from():
    target = correlate2d(step, data.kernels()["left Sobel"])
    kernel = learn_kernel(step, target, steps=5000, lr=0.002)
    answer = correlate2d(step, kernel).round(6)
    _, axes = plt.subplots(1, 2, figsize=(6, 2.8), layout="constrained", width_ratios=[3, 4])
    plots.numbers(kernel.round(6), axes[0], title="learned from the step")
    plots.numbers(answer, axes[1], title="what it answers", signed=True)


# %% [markdown]
# *The learned kernel has 1.33, 0, −1.33 in all three rows. The rows of the answer are 0 40 40 0.*
#
# The answer is perfect, and the kernel is not Sobel's: all its rows are equal. All rows of the picture are
# equal too, so nothing in it can tell that the middle row should count double. What is learned is what the
# examples show and no more. Keep this in mind for every network that you will ever train.
#
# ## Recap
#
# - A kernel that sums to 1 keeps brightness and blurs (box, Gaussian). One that sums to 0 answers only to
#   change (outline, Sobel), and the sign of its answer says on which side the light is.
# - gx and gy together are an arrow at each pixel, with magnitude and orientation. A separable kernel is a
#   column times a row: two cheap passes instead of a dear one.
# - A kernel can be found from examples: output, error, gradient, a small step, and again. The gradient with
#   respect to the weights is a correlation too.
#
# **Next:** one kernel, one channel, no border. What changes when the image has three channels, when we want
# ten kernels at once, and when the kernel may start outside the image or take two pixels at a time? Continue
# with chapter 04.
