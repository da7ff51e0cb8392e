# %% [markdown]
# # 02 · Edges: filters that people design
#
# **Goal.** Find the edges of a photograph with filters that people designed.
#
# **You will write** `to_gray`, `box_kernel`, `gaussian_kernel`, `separable_correlate2d`, `sobel` and
# `gradient`; optional: `thin_edges` and `edge_map`. **Needs** chapter 01. **Takes** about 80 minutes, and
# about 80 more with the optional part.

# %%
from time import perf_counter

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
# In chapter 01 you found an X by its pieces. What are the pieces of a photograph? Take one temple on a dull
# day and on a bright one: every pixel differs by 120. A kernel with the rows `1 0 -1` slides over both. What
# will be the largest difference between the two outputs?

# %% guess="two_days"
guess("two_days", ...)


# %% demo
@demo
def two_days():
    dull = china[40:320, 60:430, 1] // 2
    bright = dull + 120
    kernel = np.tile([1, 0, -1], (3, 1))
    outputs = {"its output": correlate2d(dull, kernel), "its output, too": correlate2d(bright, kernel)}
    _, axes = plt.subplots(2, 2, figsize=(10, 8), layout="constrained")
    plots.gallery({"a dull day": dull, "a bright day": bright}, axes[0])
    plots.gallery(outputs, axes[1], signed=True)
    print("largest difference:", np.abs(np.subtract(*outputs.values())).max())


# %% [markdown] reveal
# Above, the same temple in dark and in pale grey. Below, the same drawing twice: posts, roof tiles and the
# outline in red and blue lines on white. Red means that the light is on the left, blue that it is on the
# right. The two lower pictures are equal, number for number.
#
# The light is gone, and the temple is still there. That is why so much of seeing begins with edges.

# %% [markdown]
# ## By hand: an edge and its sign
#
# Take a small picture with one edge, `10 10 10 0 0 0` in each of six rows, and the same kernel, three rows of
# `1 0 -1`. At the first position the window covers `10 10 10` in each row: the left column adds 30, the right
# column subtracts 30, and the output is 0. One step further it covers `10 10 0`: 30 − 0 = 30. Compute the two
# remaining positions, then run the cell.

# %%
step = np.tile([10, 10, 10, 0, 0, 0], (6, 1))
kernel = np.tile([1, 0, -1], (3, 1))

correlate2d(step, kernel)

# %% [markdown]
# Now mirror the picture: its rows are `0 0 0 10 10 10`, and dark is on the left. What does the window over
# `0 0 10` give?

# %% guess="dark_on_the_left"
guess("dark_on_the_left", ...)

# %%
correlate2d(step[:, ::-1], kernel)

# %% [markdown] reveal
# **What the two numbers of an edge are**
#
# Its size says how much the brightness changes, and its sign says on which side the light is: here positive
# means on the left. Where the picture is flat, the output is 0. Remember the sign: later it becomes a
# direction.

# %% [markdown]
# ## From colour to grey
#
# A photograph has three numbers in each pixel, and an edge is a change of brightness. To your eyes green is
# much brighter than an equally strong blue, so brightness is a *weighted* sum, with weights that television
# has used for decades.
#
# ### `to_gray`
# 5 min · ★★★
#
# NumPy can weight all pixels at once.


# %% exercise="to_gray"
def to_gray(rgb: np.ndarray) -> np.ndarray:
    """Turn a colour image into its brightness, with the weights of ITU-R 601.

    rgb: (H, W, 3), uint8 or float; red, green, blue.
    Returns floats (H, W) in the same range: 0.299 red + 0.587 green + 0.114 blue.
    """
    ### BEGIN SOLUTION
    return rgb @ np.array([0.299, 0.587, 0.114])
    ### END SOLUTION


# %% check="to_gray"
check(to_gray)

# %% [markdown]
# ## The kernel zoo
#
# For decades people invented kernels by thinking about what nine numbers would do. Five classics will slide
# over a roof of the temple and the heart of a dahlia. Two of them look alike: left Sobel has the rows `1 0
# −1`, `2 0 −2`, `1 0 −1`, and top Sobel has the rows `1 2 1`, `0 0 0`, `−1 −2 −1`. Which one is blind to the
# temple's upright posts: `"left Sobel"` or `"top Sobel"`?

# %% guess="blind_to_posts"
guess("blind_to_posts", ...)


# %% demo
@demo
def the_zoo():
    zoo = {name: k for name, k in data.kernels().items() if name != "identity"}
    pieces = to_gray(china)[50:250, 150:350], to_gray(flower)[110:310, 215:415]
    _, axes = plt.subplots(3, 5, figsize=(10.5, 6.6), layout="constrained")
    plots.kernels(zoo, axes[0])
    for piece, row in zip(pieces, axes[1:]):
        for k, ax in zip(zoo.values(), row):
            output, only_changes = correlate2d(piece, k), k.sum() < 0.5
            shown = output if only_changes else np.clip(output, 0, 255).astype(np.uint8)
            plots.gallery({"": shown}, [ax], signed=only_changes)


# %% [markdown] reveal
# Five columns: box (nine times 1/9), emboss (−2 −1 0, −1 1 1, 0 1 2), outline (an 8, with −1 all around it),
# top Sobel, left Sobel. Below the numbers of each are temple and dahlia as that kernel sees them.
#
# Box and emboss sum to 1, and their output is still a photograph: a soft one, and one that looks pressed into
# metal. The other three sum to 0: they are white wherever the photograph is flat. Along a post the brightness
# does not change from top to bottom, so top Sobel does not see it. Left Sobel sees the posts, but not the
# white ledge below them. And a petal has a red side and a blue side, the two signs of an edge.

# %% [markdown]
# ## See it: a kernel of your own
#
# Nine sliders set a kernel, and the photograph answers. Choose `identity` in the menu, then set the middle
# slider, `k[1, 1]`, to 3, and the one on its right, `k[1, 2]`, to −2. What does this kernel make of a flat
# piece of sky with brightness 200?

# %% guess="a_flat_sky"
guess("a_flat_sky", ...)


# %% demo
@demo
def your_own_kernel():
    return explorers.kernel_sliders(china)


# %% [markdown] reveal
# On the left the photograph in grey, on the right what the kernel makes of it. With 3 and −2 the sky looks as
# before, and upright edges are sharper. As long as the sum is 1, flat areas keep their brightness. If the sum
# is 0, they vanish, and only edges are left, in red and blue.

# %% [markdown]
# ### A question to answer in words
# 3 min · ★★
#
# Take a kernel whose weights sum to $s$, and a part of an image where every pixel has the same brightness
# $b$. What is the output there? Explain in two or three sentences why a blur sums to 1 and an edge kernel to
# 0.

# %% [markdown] answer="sum_of_weights" points=2
# ### BEGIN SOLUTION
# The output is $s \cdot b$. A blur keeps the brightness of flat areas, so $s = 1$. An edge kernel gives 0
# there, however bright they are, so $s = 0$.
# ### END SOLUTION

# %% [markdown] reveal
# **After you have written: a model answer, and three lines to judge yours by**
#
# Each product is a weight times the same $b$, so the output is $b$ times the sum of the weights, $s \cdot b$.
# A blurred photograph should be as bright as the original, so $s = 1$. An edge kernel should answer only to
# changes, so a flat area must give 0, whatever its brightness: $s = 0$.
#
# - Does yours say what the output is, for any $s$ and $b$, and where it comes from?
# - Does it say what would happen to a photograph if a blur summed to another number?
# - Does it say why the brightness of a flat area must not matter to an edge kernel?

# %% [markdown]
# ## Blur
#
# Photographs are noisy, and noise is full of little edges. Averaging over neighbours removes most of it, and
# the simplest average gives all neighbours the same weight: it turns the row `10 10 10 0 0 0` into
# `10 6.67 3.33 0`, a ramp instead of a cliff.
#
# ### `box_kernel`
# 3 min · ★★


# %% exercise="box_kernel"
def box_kernel(size: int) -> np.ndarray:
    """Make a kernel of equal weights that sum to 1.

    size: length of a side in pixels, odd or even, at least 1.
    Returns floats (size, size).
    """
    ### BEGIN SOLUTION
    return np.full((size, size), 1 / size**2)
    ### END SOLUTION


# %% check="box_kernel"
check(box_kernel)

# %% [markdown]
# In a box a pixel in the far corner counts as much as the one in the centre. In a *Gaussian* the weight falls
# with the distance, like a bell. By hand, for 3 by 3 pixels and $\sigma = 1$: exp(0) = 1 in the middle,
# exp(−1/2) = 0.607 at its four sides, exp(−1) = 0.368 in the corners. These nine numbers add up to 4.898.
# After division by this sum they are 0.204, 0.124 and 0.075.
#
# ### `gaussian_kernel`
# 10 min · ★★★


# %% exercise="gaussian_kernel"
def gaussian_kernel(size: int, sigma: float) -> np.ndarray:
    """Make a Gaussian kernel whose weights sum to 1.

    size: length of a side in pixels, odd. sigma: standard deviation in pixels.
    Returns floats (size, size), proportional to exp(-(x**2 + y**2) / (2 * sigma**2)), where x and y are
    counted from the middle pixel.
    Raises ValueError if size is not odd (it has no middle pixel) or below 1, or if sigma is not above 0.
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
# lower row of the figure shows how left Sobel sees the dahlia after random numbers were added to its pixels.
# The upper row is a black sky with a few stars, each one pixel large. What will the box make of a star: `"a
# smaller star"`, `"a soft round spot"` or `"a grey square"`?

# %% guess="star_in_a_box"
guess("star_in_a_box", ...)


# %% demo
@demo
def box_against_bell():
    rng = np.random.default_rng(4)
    stars = 1000.0 * (rng.random((90, 110)) > 0.997)
    noisy = to_gray(flower)[70:340, 140:470] + rng.normal(scale=30, size=(270, 330))
    kernels = {"as it is": np.ones((1, 1)), "box": box_kernel(9), "Gaussian": gaussian_kernel(17, 2.6)}
    _, axes = plt.subplots(2, 3, figsize=(10.5, 5.8), layout="constrained")
    for (name, k), (above, below) in zip(kernels.items(), axes.T):
        plots.gallery({name: correlate2d(stars, k)}, [above])
        edges = correlate2d(correlate2d(noisy, k), data.kernels()["left Sobel"])
        plots.gallery({"edges": edges}, [below], signed=True)


# %% [markdown] reveal
# Above, white dots on black; through the box each is a grey square, through the Gaussian a soft round spot.
# Below, edges full of specks; after either blur, rim and petals are clear lines on a pale background.
#
# A star shows the kernel itself: the box ends abruptly and leaves its square on everything, while the
# Gaussian fades out. Every grain of noise is an edge. A blur averages the grains away, because they are
# bright or dark at random; the petals stay, because their pixels agree. The price: lines become wider.

# %% [markdown]
# ## Two passes instead of one
#
# A kernel of 31 by 31 costs 31 · 31 = 961 multiplications for each pixel. But exp(−(x² + y²)) is exp(−x²)
# times exp(−y²): a Gaussian is a column of weights times a row of weights. Such a kernel is called
# *separable*, and two passes are enough, one with the column and one with the row. How many multiplications
# for each pixel are left, if both have 31 weights?

# %% guess="passes_of_31"
guess("passes_of_31", ...)

# %% [markdown]
# ### `separable_correlate2d`
# 10 min · ★★
#
# Do not build the full kernel: the check refuses `np.outer`.


# %% exercise="separable_correlate2d"
def separable_correlate2d(image: np.ndarray, column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Correlate an image with the kernel `column[i] * row[j]` in two passes.

    image: (H, W). column: (m,), slides down. row: (n,), slides to the right. Each may be uint8 or float.
    Returns floats (H - m + 1, W - n + 1), with m + n multiplications for each pixel instead of m * n.
    """
    ### BEGIN SOLUTION
    down = correlate2d(image, column[:, None])
    return correlate2d(down, row[None, :])
    ### END SOLUTION


# %% check="separable_correlate2d"
check(separable_correlate2d)

# %% [markdown]
# Counting says 15.5 times fewer multiplications. How many times faster is it, on the clock of this machine?


# %% demo
@demo
def two_passes_against_one():
    gray, bell = to_gray(china), gaussian_kernel(31, 5)
    line = bell.sum(axis=0)  # of a Gaussian that sums to 1, this is both the column and the row
    start = perf_counter()
    one = correlate2d(gray, bell)
    middle = perf_counter()
    two = separable_correlate2d(gray, line, line)
    first, second = middle - start, perf_counter() - middle
    print(f"one pass {1000 * first:.0f} ms, two passes {1000 * second:.0f} ms, measured just now")
    print(f"{first / second:.1f} times faster; the largest difference is {abs(one - two).max():.0e}")


# %% [markdown] reveal
# **Why the clock does not say 15.5**
#
# A computer also has to fetch the numbers that it multiplies, and this may take longer than multiplying. How
# much longer depends on the machine and on the way the arrays lie in memory. So count first, then measure.

# %% [markdown]
# ## Edges with a direction
#
# Irwin Sobel's kernels of 1968 compare one side with the other and blur along the edge, so that one noisy
# pixel does not make an edge. You saw both in the zoo. One is blind to level edges and the other to upright
# ones; together they see all edges.
#
# ### `sobel`
# 5 min · ★★★


# %% exercise="sobel"
def sobel(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Correlate an image with the left and the top Sobel kernel, without padding.

    image: (H, W), uint8 or float. The left kernel has the rows 1 0 -1, 2 0 -2, 1 0 -1; the top kernel has
    the rows 1 2 1, 0 0 0, -1 -2 -1.
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
# The two numbers of a pixel are the sides of a right triangle. Together they are an arrow that points from
# light to dark: gx to the right, gy downwards, as rows are counted. Its length says how steep the edge is,
# and its angle says which way the edge faces.
#
# ### `gradient`
# 5 min · ★★★
#
# `np.arctan2` takes the vertical part first.


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
# (In mathematics the gradient points uphill, towards the light. Ours points downhill, because of the signs of
# the kernels.) Now take a white ball on black. What is the orientation at the lowest point of its rim, in
# degrees, from −180 to 180?

# %% guess="foot_of_the_ball"
guess("foot_of_the_ball", ...)


# %% demo
@demo
def the_colour_of_a_direction():
    down, right = np.mgrid[-60:61, -60:61]
    ball = 255 / (1 + np.exp((np.hypot(down, right) - 42) / 3))
    soft = correlate2d(to_gray(flower), gaussian_kernel(5, 1))
    _, axes = plt.subplots(1, 2, figsize=(10, 4.9), layout="constrained", width_ratios=[3.4, 1])
    plots.directions(*gradient(soft), axes[0], "the flower: colour is direction")
    plots.directions(*gradient(ball), axes[1], "a white ball")


# %% [markdown] reveal
# The brightness shows the magnitude, the colour shows the orientation. The ball is a glowing ring on black:
# red on the right (0 degrees), yellow-green at the bottom, cyan on the left, blue and violet at the top. The
# rim of the dahlia runs through the same colours, and every petal is a small piece of such a ring. Light and
# colour are gone. What is left is where something ends, and which way it faces.

# %% [markdown]
# ## See it: how much is an edge?
#
# A magnitude is a number; *edge* is a yes or no, so somebody has to choose a threshold. Which one keeps the
# outline of the temple's roofs in one piece and drops the leaves of the trees: `"a low one"`, `"a high one"`
# or `"no threshold"`? Guess, then look for it.

# %% guess="roof_without_leaves"
guess("roof_without_leaves", ...)


# %% demo
@demo
def one_threshold():
    return explorers.edge_threshold(gradient(to_gray(china))[0])


# %% [markdown] reveal
# On the left the magnitude in grey, on the right the edges in white. A low threshold draws thick lines and
# every leaf. A high one breaks the roofs into pieces, and even then some leaves are left.

# %% [markdown]
# ## What people built on edges, with your own photograph
#
# Edges are *low-level* features: a few pixels are enough. Wheels and windows are *mid-level*, cars and
# temples *high-level*. Until 2012 programs climbed this ladder with designed features: SIFT (Lowe, 1999) and
# HoG (Dalal and Triggs, 2005) count how often each orientation occurs, HoG in every square of a grid. Will
# you still see the flower?
#
# Then put a photograph of yours into the folder of this notebook (drag it into the list of files on the
# left), and write its name in place of `None`, for example `"cat.jpg"`. Any picture file will do.


# %% demo
@demo
def my_photograph(file=None):
    photo = flower if file is None else data.picture(file)
    magnitude, orientation = gradient(correlate2d(to_gray(photo), gaussian_kernel(5, 1)))
    pencil = 255 - np.clip(2 * magnitude, 0, 255)
    _, axes = plt.subplots(1, 3, figsize=(12, 3.2), layout="constrained")
    plots.gallery({"the photograph": photo, "drawn with a pencil": pencil}, axes[:2])
    plots.strokes(magnitude, orientation, side=16, bins=9, ax=axes[2], title="what HoG keeps of it")


# %% [markdown] reveal
# On the left the dahlia, or your photograph. In the middle its magnitude, dark on white, like a drawing in
# pencil. On the right a black field of white stars, one for each square of 16 by 16 pixels; along the rim of
# the flower each star is a bright stroke that follows the rim.
#
# A thousand small histograms, and the flower is still there. But people chose the number of orientations and
# the size of the squares, as they chose the weights of grey, the sigma, Sobel's numbers and the threshold.

# %% [markdown]
# ## Optional: lines one pixel thin
#
# Nothing later needs this part (about 80 minutes); you may go on with the open problem below. No single
# threshold was good, so in 1986 John Canny added two ideas, and his edges are still in every image library.
# *First idea:* a row such as `0 40 40 0` shows one edge twice. Walk across the edge, in the direction of the
# gradient, and keep a pixel only if it is the maximum. So each pixel is compared with two of its eight
# neighbours: which two, if its orientation is 45 degrees: `"upper left and lower right"`, `"upper right and
# lower left"` or `"left and right"`?

# %% guess="neighbours_at_45"
guess("neighbours_at_45", ...)


# %% demo
@demo
def which_neighbours():
    _, axes = plt.subplots(1, 4, figsize=(10, 2.8), layout="constrained")
    for degrees, ax in zip((0, 45, 90, 135), axes):
        plots.neighbours(degrees, ax)


# %% [markdown] reveal
# Four squares of 3 by 3 pixels, with arrows from the middle to the two neighbours. At 0 (or 180) degrees they
# are left and right; at 45 (or −135) upper left and lower right; at 90 (or −90) above and below; at 135 (or
# −45) upper right and lower left. In each pair the one that comes first in reading order is called "first".

# %% [markdown]
# ### `thin_edges`
# 20 min · ★ · optional
#
# With the rule below, each row of the small step becomes `0 40 0 0`: of two equal neighbours one stays.


# %% exercise="thin_edges"
def thin_edges(magnitude: np.ndarray, orientation: np.ndarray) -> np.ndarray:
    """Keep a magnitude where it is a maximum across the edge (non-maximum suppression).

    magnitude, orientation: (H, W); radians, 0 points right, pi / 2 down. Round the orientation to the nearest
    multiple of 45 degrees; opposite directions count as one. Neighbours outside the image count as 0.
    Returns floats (H, W): the magnitude where it is larger than the neighbour along the gradient that comes
    first in reading order (above, or left in the same row) and at least as large as the other one; else 0.
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
# *Second idea: two thresholds.* A pixel of at least `high` is certainly an edge. A weaker one, of at least
# `low`, is an edge only if a chain of such pixels connects it to a certain one. A weak piece of a roof is
# connected to a strong one; a loose speck is connected to nothing.
#
# ### `edge_map`
# 20 min · ★ · optional
#
# Put it all together. The photograph has 270,000 pixels, so it is better to follow the chains than to look at
# all pixels again in every step.


# %% exercise="edge_map"
def edge_map(image: np.ndarray, low: float, high: float) -> np.ndarray:
    """Find edges one pixel thin, with two thresholds on the thinned gradient (Canny, 1986).

    image: (H, W), uint8 or float. low, high: thresholds in the units of the magnitude, 0 < low <= high.
    Returns bool (H - 2, W - 2): True where the thinned magnitude is >= high, or is >= low and connected to
    such a pixel by a chain of any length, of thinned pixels >= low (eight neighbours).
    """
    ### BEGIN SOLUTION
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
# On the left is a plain threshold, on the right your edge map, both after a gentle blur. Which of these will
# be gone on the right: `"the posts of the lower gallery"`, `"single specks on the slope"` or `"the leaves of
# the trees"`?

# %% guess="gone_from_the_drawing"
guess("gone_from_the_drawing", ...)


# %% demo
@demo
def a_line_drawing():
    gray = correlate2d(to_gray(china), gaussian_kernel(7, 1.4))
    plain, thin = gradient(gray)[0] >= 100, edge_map(gray, 50, 150)
    _, axes = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    plots.gallery({"magnitude >= 100": ~plain, "edge_map(gray, 50, 150)": ~thin}, axes)


# %% [markdown] reveal
# The temple as a drawing: on the left in thick strokes that break off, with specks all over the slope; on the
# right in lines one pixel thin. The faint posts of the lower gallery are connected to strong eaves, and they
# are whole now; those of the upper gallery are whole only at its right end. Single specks are gone. Leaves
# stay, on the slope as well: they are strong, and connected to each other.

# %% [markdown]
# ## An open problem
#
# There is a picture in which your functions see nothing: the X of chapter 01 in orange on blue, two colours
# of exactly the same brightness.

# %%
ink = np.kron(data.letter_x(), np.ones((8, 8))) > 0
secret = np.where(ink[..., None], (249, 130, 0), (30, 193, 250)).astype(np.uint8)


# %% demo
@demo
def a_secret():
    gray = to_gray(secret)
    shown = {"secret": secret, "in grey": gray.astype(np.uint8), "its magnitude": gradient(gray)[0].round(6)}
    plots.gallery(shown)


# %% [markdown] reveal
# An orange X on light blue; a square of one even grey; a black square.

# %% [markdown]
# Write a function that sees this X. Nobody gives you a name, arguments or a check: what should it take, and
# what should it return? Three questions to judge it by: Does it draw the outline of the X and nothing else?
# If all three channels of a picture are equal, does it find what `gradient` finds? What does it add to the
# flower, and what to your own photograph?

# %%
# Your function:

# %% [markdown] reveal
# **One way among many**
#
# Compute the gradient of each channel, and at each pixel keep the one with the largest magnitude. HoG's
# authors did it like this. Adding the three magnitudes is another way. Adding gx and gy of the three channels
# is not as good: changes in opposite directions cancel, as here, where red falls while blue rises.

# %% [markdown]
# ## Recap
#
# - A kernel that sums to 1 keeps the brightness, as the blurs do (box, Gaussian). A kernel that sums to 0
#   responds only to change (outline, Sobel), and the sign of its output says on which side the light is.
# - gx and gy together are an arrow at each pixel, with magnitude and orientation.
# - A separable kernel is a column times a row: two cheap passes instead of an expensive one.
#
# **Next:** people chose all these numbers. Can the computer find them from examples? Continue with chapter
# 03.
