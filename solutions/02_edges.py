# %% [markdown]
# # 02 · Edges: filters that people design
#
# **Goal.** Know the filters that people designed, and find the edges of a photograph with them.
#
# **You will write** `to_gray`, `box_kernel`, `gaussian_kernel`, `separable_correlate2d`, `sobel`, `gradient`,
# and in an optional section `thin_edges` and `edge_map`. **Needs** chapter 01. **Takes** about 75 minutes;
# the optional section takes 55 more.

# %%
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils import check, data, demo, explorers, guess, hint, plots, progress

china, flower = data.photograph("china"), data.photograph("flower")

# %% [markdown]
# This is the correlation that you wrote in chapter 01, but fast: NumPy lays out all windows at once, and
# `einsum` multiplies each by the kernel and adds up. Use it wherever you like in this chapter.


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
# dull day and on a bright one: every pixel differs by 120. Below each is the response of one small filter,
# red and blue where the brightness changes from left to right. How much do you expect the two responses to
# differ?


# %% demo
@demo
def two_days():
    dull = china[40:320, 60:430, 1] // 2
    bright = dull + 120
    kernel = np.tile([1, 0, -1], (3, 1))
    _, axes = plt.subplots(2, 2, figsize=(10, 8), layout="constrained")
    plots.gallery({"a dull day": dull, "a bright day": bright}, axes[0])
    responses = {"its changes": correlate2d(dull, kernel), "its changes, too": correlate2d(bright, kernel)}
    plots.gallery(responses, axes[1], signed=True)


# %% [markdown]
# *Above, the same temple in dark and in pale grey. Below, the same drawing twice: roof, posts and windows in
# thin red and blue lines on white.*
#
# They do not differ at all: the two lower pictures are equal, number for number. The light is gone, and the
# temple is still there. That is why so much of seeing begins with edges, in programs and in the brain: in
# 1959 Hubel and Wiesel found cells in the brain of a cat that respond to edges, each to one direction.
#
# ## By hand: an edge and its sign
#
# Take a small picture with one edge, `10 10 10 0 0 0` in each of six rows, and a kernel with `1 0 -1` in each
# of three rows. At the first position the window covers `10 10 10` in each row: the left column adds 30, the
# right column subtracts 30, and the result is 0. One step further it covers `10 10 0`: 30 − 0 = 30. Compute
# the two remaining positions, then run the cell.

# %%
step = np.tile([10, 10, 10, 0, 0, 0], (6, 1))
kernel = np.tile([1, 0, -1], (3, 1))

correlate2d(step, kernel)

# %% [markdown]
# Every row is `0 30 30 0`: nothing where the picture is flat, 30 where a window straddles the edge. Now
# mirror the picture, so that dark is on the left. What happens to the 30?

# %%
correlate2d(step[:, ::-1], kernel)

# %% [markdown]
# It becomes −30. So a response has a size, which says how much the brightness changes, and a sign, which says
# on which side the light is: here positive means on the left. Remember the sign; further down it will become
# a direction.
#
# ## From colour to grey
#
# A photograph has three numbers in each pixel, and an edge is a change of brightness. To your eyes green is
# much brighter than an equally strong blue, so brightness is a *weighted* sum. The weights that television
# uses (the standard ITU-R 601) are
#
# $$\text{gray} = 0.299 \cdot \text{red} + 0.587 \cdot \text{green} + 0.114 \cdot \text{blue}$$
#
# ### `to_gray`
# 5 min · ★★★
#
# Turn a colour image into a grey one. Keep its range: 0 to 255 stays 0 to 255, 0 to 1 stays 0 to 1. NumPy can
# weight all pixels at once.


# %% exercise="to_gray"
def to_gray(rgb: np.ndarray) -> np.ndarray:
    """Turn a colour image into its brightness, with the weights of ITU-R 601.

    rgb: (H, W, 3), uint8 or float; red, green, blue.
    Returns floats (H, W) in the same range: 0.299 red + 0.587 green + 0.114 blue.
    Raises ValueError if `rgb` is not of shape (H, W, 3).
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
            response, only_changes = correlate2d(piece, k), k.sum() < 0.5
            shown = response if only_changes else np.clip(response, 0, 255).astype(np.uint8)
            plots.gallery({"": shown}, [ax], signed=only_changes)


# %% [markdown]
# *Five columns: box, emboss, outline, top Sobel, left Sobel. Each has its nine numbers, then a roof of the
# temple and the heart of the dahlia as that kernel sees them.*
#
# Box and emboss sum to 1, so their result is still a photograph: a soft one, and one that looks pressed into
# metal. The other three sum to 0: their response is 0 (white) wherever the photograph is flat, and only
# changes are left. Top Sobel hardly sees the vertical posts, and left Sobel hardly sees the horizontal eaves.
# And a petal has a red side and a blue side, like the 30 and the −30 of the toy.
#
# ## See it: a kernel of your own
#
# Nine sliders set a kernel, and the photograph responds. Choose `identity` in the menu, then move the middle
# slider up and one of its neighbours down by the same amount. What will happen to a flat piece of sky?


# %% demo
@demo
def your_own_kernel():
    return explorers.kernel_sliders(china)


# %% [markdown]
# The sky stays as it is as long as the sum is 1, and it vanishes when the sum is 0.
#
# ### A question to answer in words
#
# Take a kernel whose weights sum to $s$, and a part of an image where every pixel has the same brightness
# $b$. What is the output there? Explain in two or three sentences why a blur sums to 1 and an edge kernel to
# 0.

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
# Photographs are noisy, and noise is full of little edges. Averaging over neighbours removes most of it, and
# the simplest average gives all neighbours the same weight.
#
# ### `box_kernel`
# 3 min · ★★
#
# Make the kernel that computes the plain mean of size by size pixels. A 3x3 box turns the rows of the step
# into `10 6.67 3.33 0`: a ramp instead of a cliff.


# %% exercise="box_kernel"
def box_kernel(size: int) -> np.ndarray:
    """Make a kernel of equal weights that sum to 1.

    size: length of a side in pixels, odd or even.
    Returns floats (size, size).
    Raises ValueError if size is below 1.
    """
    ### BEGIN SOLUTION
    if size < 1:
        raise ValueError(f"a kernel has at least 1 pixel; got size {size}")
    return np.full((size, size), 1 / size**2)
    ### END SOLUTION


# %% check="box_kernel"
check(box_kernel)

# %% [markdown]
# In a box a pixel in the far corner counts as much as the one in the centre. In a Gaussian the weight
# decreases with the distance, like a bell. With $x$ and $y$ counted from the middle pixel, and with the
# standard deviation $\sigma$ in pixels, a weight is proportional to
#
# $$\exp\left(-\frac{x^2 + y^2}{2 \sigma^2}\right)$$
#
# By hand, for 3 by 3 pixels and $\sigma = 1$: exp(0) = 1 in the middle, exp(−1/2) = 0.607 at its four sides,
# exp(−1) = 0.368 in the corners. Their sum is 4.898, and after division by this sum the weights are 0.204,
# 0.124 and 0.075.
#
# ### `gaussian_kernel`
# 10 min · ★★★
#
# Compute these weights and scale them so that they sum to exactly 1. Only odd sizes have a middle pixel: for
# other sizes raise an error that says so. A sigma that is not above 0 is an error too.


# %% exercise="gaussian_kernel"
def gaussian_kernel(size: int, sigma: float) -> np.ndarray:
    """Make a Gaussian kernel whose weights sum to 1.

    size: length of a side in pixels, odd. sigma: standard deviation in pixels.
    Returns floats (size, size), proportional to exp(-(x**2 + y**2) / (2 * sigma**2)) around the middle pixel.
    Raises ValueError if size is not odd (or below 1), or sigma is not above 0.
    """
    ### BEGIN SOLUTION
    if size < 1 or size % 2 == 0:
        raise ValueError(f"only an odd size has a middle pixel; got size {size}")
    if sigma <= 0:
        raise ValueError(f"sigma is a length in pixels and has to be above 0; got {sigma}")
    x = np.arange(size) - size // 2
    weights = np.exp(-(x[:, None] ** 2 + x**2) / (2 * sigma**2))
    return weights / weights.sum()
    ### END SOLUTION


# %% check="gaussian_kernel"
check(gaussian_kernel)

# %% [markdown]
# Here are two tests for both kernels, which have the same spread (a standard deviation of 2.6 pixels). The
# upper row shows a few stars, each one pixel wide: what will happen to a star? The lower row shows how left
# Sobel sees the dahlia after random numbers were added to its pixels: how much of the flower will be left,
# without a blur and with one?


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
# Below, edges full of speckles; after either blur there are clean lines of rim and petals.*
#
# A star becomes the kernel itself: the box ends abruptly and leaves its square on everything, while the
# Gaussian fades out. Every grain of noise was an edge. A blur averages the grains away, because they are
# bright or dark at random; the petals stay, because their pixels agree. The price is that lines become wider.
#
# ## Two passes instead of one
#
# A 31x31 kernel costs 961 multiplications for each pixel. But exp(−(x² + y²)) is exp(−x²) times exp(−y²), so
# a Gaussian is a column times a row: `kernel[i, j] = column[i] * row[j]`. Such a kernel is called
# *separable*: you can correlate with the column first, and then correlate the result with the row, which
# takes only 62 multiplications. Left Sobel is separable too: it blurs downwards and compares left with right.
# Outline is not, because all its rows would have to be multiples of one row.

# %%
np.outer([1, 2, 1], [1, 0, -1])

# %% [markdown]
# ### `separable_correlate2d`
# 10 min · ★★
#
# Correlate in two passes, with a column and with a row. The result must be the same as with the full kernel
# `np.outer(column, row)`. The check refuses `np.outer`; do not build that kernel in another way either.


# %% exercise="separable_correlate2d"
def separable_correlate2d(image: np.ndarray, column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Correlate an image with the kernel `column[i] * row[j]` in two passes.

    image: (H, W). column: (m,), slides down. row: (n,), slides to the right.
    Returns floats (H - m + 1, W - n + 1), with m + n multiplications for each pixel instead of m * n.
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
# Irwin Sobel's kernels of 1968 compare one side with the other and blur along the edge, so that one noisy
# pixel does not make an edge. With the signs that you saw in the zoo, the two kernels are
#
# $$\text{left} = \begin{bmatrix} 1 & 0 & -1 \\ 2 & 0 & -2 \\ 1 & 0 & -1 \end{bmatrix} \qquad
# \text{top} = \begin{bmatrix} 1 & 2 & 1 \\ 0 & 0 & 0 \\ -1 & -2 & -1 \end{bmatrix}$$
#
# ### `sobel`
# 5 min · ★★★
#
# Return two maps: `gx`, positive where the light is on the left, and `gy`, positive where the light is above.
# The image may be uint8; the given `correlate2d` converts it to floats, so nothing wraps around.


# %% exercise="sobel"
def sobel(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Correlate an image with the left and the top Sobel kernel, without padding.

    image: (H, W), uint8 or float.
    Returns (gx, gy), floats of shape (H - 2, W - 2) each: gx > 0 where light is left of dark,
    gy > 0 where light is above dark.
    """
    ### BEGIN SOLUTION
    left = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    return correlate2d(image, left), correlate2d(image, left.T)
    ### END SOLUTION


# %% check="sobel"
check(sobel)

# %% [markdown]
# The rows of the toy step become `0 40 40 0`. In the zoo you saw what each map is blind to: left Sobel to
# horizontal edges, top Sobel to vertical ones. Together they see all edges.
#
# The two numbers of a pixel are the sides of a right triangle. Together they are an arrow that points from
# light to dark. Its length says how steep the edge is, and its angle says which way the edge faces:
#
# $$\text{magnitude} = \sqrt{g_x^2 + g_y^2} \qquad \text{orientation} = \operatorname{atan2}(g_y, g_x)$$
#
# ### `gradient`
# 5 min · ★★★
#
# Return both; the orientation is in radians. `np.arctan2` takes the vertical part first, as the formula does.
# With gx to the right and gy downwards, in the direction in which rows are counted, 0 points right, $\pi/2$
# down, and $\pm\pi$ left. (In mathematics the gradient points uphill, towards the light. Ours points
# downhill, because of the signs of the kernels; the length is the same.)


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
# One picture can show both: the brightness is the length, and the colour is the angle. The white ball on the
# right is the legend: its edges face in all directions. Which colours will the dahlia's petals have?


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
# *The dahlia in glowing lines on black. Its rim runs through all the colours of the rainbow, like the ring on
# the right: red faces right, violet up, cyan left, green and yellow down.*
#
# The whole flower is a ring like the ball's, and every petal is a small one. Light and colour are gone. What
# is left is where something ends, and which way it faces.
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
# There is none. A low threshold draws thick lines and every leaf; a high one breaks the roof into pieces.
#
# ## Stretch: lines one pixel thin
#
# **You may skip this section** (55 minutes) and go on with "What people built on edges": nothing later needs
# it. In 1986 John Canny added two ideas to the gradient, and his edges are still in every image library.
#
# *First idea.* The row `0 40 40 0` shows one edge twice. Walk across the edge, in the direction of the
# gradient, and keep a pixel only if it is the maximum. Round the orientation to the nearest multiple of 45
# degrees: along it every pixel has two of its eight neighbours, one on each side. Keep a pixel that is
# **larger** than the neighbour that comes first in reading order (above, or to the left in the same row) and
# **at least as large** as the other. So if two are equal, the first one stays.
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
    first in reading order, and at least as large as the opposite one; otherwise 0.
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
# *Second idea: two thresholds.* A pixel of at least `high` is certainly an edge. A pixel of at least `low` is
# an edge only if a chain of such pixels connects it to a certain one, where each pixel of the chain is one of
# the eight neighbours of the next. A weak piece of a roof is connected to a strong one; a loose speck is
# connected to nothing.
#
# ### `edge_map`
# 25 min · ★
#
# Put it all together: gradient, thin edges, two thresholds. The photograph has 270,000 pixels, so it is
# better to follow the chains than to look at all pixels again in every step.


# %% exercise="edge_map"
def edge_map(image: np.ndarray, low: float, high: float) -> np.ndarray:
    """Find edges one pixel thin, with two thresholds on the thinned gradient (Canny, 1986).

    image: (H, W). low, high: thresholds in the units of the magnitude, 0 < low <= high.
    Returns bool (H - 2, W - 2): True where the thinned magnitude is >= high, or is >= low and connected to
    such a pixel through pixels >= low (eight neighbours).
    Raises ValueError unless 0 < low <= high.
    """
    ### BEGIN SOLUTION
    if not 0 < low <= high:
        raise ValueError(f"the thresholds must satisfy 0 < low <= high; got {low} and {high}")
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
# On the left is a plain threshold, on the right your edge map, both after a gentle blur. What will happen to
# the faint posts of the temple, and what to the leaves?


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
# The faint posts are connected to strong eaves, so they are complete now. Loose specks on the slope are
# connected to nothing strong, so they are gone. The trees stay: their leaves are strong, and connected to
# each other.
#
# ## What people built on edges
#
# An edge is a *low-level* feature: a few pixels are enough for it. Wheels and window frames are *mid-level*,
# cars and temples *high-level*. Until 2012 programs climbed this ladder with features that people had
# designed; then AlexNet, a network that learns its features, won the ImageNet contest. SIFT (Lowe, 1999) and
# HoG (Dalal and Triggs, 2005) count how often each orientation occurs, HoG in every square of a grid. Will
# you still see the flower?


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
# A thousand small histograms, and the flower is still there. But people chose the number of directions and
# the size of the squares, just as they chose the weights of grey, the Gaussian and its sigma, Sobel's numbers
# and the threshold. Could the computer have found all this by itself?
#
# ## Recap
#
# - A kernel that sums to 1 keeps the brightness, as the blurs do (box, Gaussian). A kernel that sums to 0
#   responds only to change (outline, Sobel), and the sign of its response says on which side the light is.
# - gx and gy together are an arrow at each pixel, with magnitude and orientation.
# - A separable kernel is a column times a row: two cheap passes instead of an expensive one.
#
# **Next:** people chose all these numbers. Can the computer find them from examples? Continue with chapter
# 03.
