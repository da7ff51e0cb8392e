# %% [markdown]
# # 01 · Convolution by hand
#
# **Goal.** Find a shape in a picture, wherever it is, by sliding a small window over it.
#
# **You will write** `match`, `by_hand`, `correlate2d`, `feature_maps`, `shift`, `shift_equivariance` and
# `convolve2d`. **Needs** chapter 00. **Takes** 90 to 100 minutes, with a place for a break.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import check, data, demo, explorers, guess, hint, plots, progress

# %% [markdown]
# ## Why: an X that moves
#
# Take a picture of 9 by 9 pixels, with +1 for ink and −1 for paper: the ink is on both diagonals, from row 1
# to row 7. You see an X. How could a program see it? The first idea is to keep this picture, compare it with
# any other, and count the pixels that are equal. Try this on four more X's (moved by one column, smaller,
# tilted, drawn with thicker strokes) and on an O. Before you run the cells, guess: which of the five has the
# fewest pixels in common with the first X?

# %%
X = data.letter_x()
pictures = {
    "the X": X,
    "moved": data.letter_x(shift=(0, 1)),
    "smaller": data.letter_x(scale=0.7),
    "tilted": data.letter_x(tilt=12),
    "thicker": data.letter_x(thick=1.5),
    "an O": data.letter_o(),
}


# %% demo
@demo
def equal_pixels():
    _, axes = plt.subplots(2, 3, figsize=(7, 5.2), layout="constrained")
    for ax, (name, picture) in zip(axes.flat, pictures.items(), strict=True):
        plots.image(picture, ax, title=f"{name}: {np.sum(picture == X)} of 81")
        ax.set(xticks=[], yticks=[], xlabel="", ylabel="")


# %% [markdown]
# *Six small pictures, ink in white, each with the number of pixels in which it equals the first.*
#
# The X that moved by one column has 55 pixels in common with the first, and the O has 60: by this count the O
# is the better X. Translation, scaling, rotation and the thickness of a stroke each change many pixels, but
# they do not change what you call an X. That is why matching whole pictures is hard.
#
# ## Pieces
#
# Look at the X through a hole of 3 by 3 pixels. Wherever the X is, you will find the same three pieces.

# %%
pieces = data.features()
names = ["falling stroke", "crossing", "rising stroke"]


# %% demo
@demo
def three_pieces():
    plots.kernels(dict(zip(names, pieces, strict=True)))


# %% [markdown]
# *Three tables of 3 by 3: ones on the falling diagonal, on both diagonals, on the rising diagonal; −1
# elsewhere.*
#
# How well does a piece match a patch of the picture? Multiply pixel by pixel. Where both agree, the product
# is 1 · 1 = 1 or (−1) · (−1) = 1; where they do not, it is −1. Then take the mean. Here is the upper left
# corner of the X, and the falling stroke.


# %% demo
@demo
def a_match_by_hand():
    corner = X[0:3, 0:3]
    plots.kernels({"patch": corner, "feature": pieces[0], "products": corner * pieces[0]})


# %% [markdown]
# *The products are eight ones and a single −1, at the upper left, where the picture has no ink.*
#
# They add up to 8 − 1 = 7. There are 9 of them, so the match is 7/9 = 0.777..., which is good. A perfect
# match is 1, the exact opposite is −1, and a number near 0 means that the two have nothing to do with each
# other.
#
# ### `match`
# 5 min · ★★★
#
# Write this as a function, for a patch and a feature of any shape, not only 3 by 3, and for any numbers, not
# only ±1.


# %% exercise="match"
def match(patch: np.ndarray, feature: np.ndarray) -> float:
    """Compute how well a patch of an image matches a feature: the mean of the products.

    patch, feature: (m, n). Returns a number; for pixels of ±1 it lies between −1 and 1.
    """
    ### BEGIN SOLUTION
    return np.mean(patch * feature)
    ### END SOLUTION


# %% check="match"
check(match)

# %% [markdown]
# ## From matching a piece to sliding it
#
# You do not know in advance where a piece is, so look everywhere: move the window to every position where it
# fits, and write down one number for each. This is the whole chapter, and the heart of every convolutional
# network. Call the image $I$ and the numbers of the window the *kernel* $K$:
#
# $$S[i, j] = \sum_m \sum_n I[i + m,\, j + n] \; K[m, n]$$
#
# The proper name of this operation is **cross-correlation**. Most people and frameworks call it convolution;
# you will see what the difference is, and why it rarely matters. The formula has no division, because any
# factor can go into the kernel: to match, use `piece / 9`.

# %%
to_16 = np.arange(1, 17).reshape(4, 4)
step = np.array([[-1, 1], [0, 1]])


# %% demo
@demo
def the_first_position_of_the_window():
    _, axes = plt.subplots(1, 2, figsize=(5, 3), width_ratios=[4, 2], layout="constrained")
    plots.numbers(to_16, axes[0], title="image", highlight=(0, 0, 2, 2))
    plots.numbers(step, axes[1], title="kernel")


# %% [markdown]
# *The numbers 1 to 16 in four rows, with a frame around 1, 2, 5 and 6; beside it the kernel, −1 and 1 over 0
# and 1.*
#
# The window is at (0, 0). It multiplies four pairs of numbers and adds up the products:
#
# $$S[0, 0] = 1 \cdot (-1) + 2 \cdot 1 + 5 \cdot 0 + 6 \cdot 1 = 7$$
#
# ### `by_hand`
# 10 min · ★★
#
# Take a pencil before you write a loop. How many positions does a window of width 2 have in four columns, and
# how many in three? Then compute both outputs completely, each as a list of rows, like `[[1, 2], [3, 4]]`:
#
# 1. "1 to 16": the image and the kernel above; the output begins with the 7;
# 2. "1 to 9": the image `[[1, 2, 3], [4, 5, 6], [7, 8, 9]]` and the kernel `[[10, 20], [30, 40]]`.

# %% exercise="by_hand"
by_hand = {"1 to 16": ..., "1 to 9": ...}
### BEGIN SOLUTION
by_hand["1 to 16"] = [[7, 8, 9], [11, 12, 13], [15, 16, 17]]
by_hand["1 to 9"] = [[370, 470], [670, 770]]
### END SOLUTION

# %% check="by_hand"
check("by_hand", by_hand)

# %% [markdown]
# ### `correlate2d`
# 20 min · ★★★
#
# Now let the computer do it, for an image and a kernel of any shape. Loop over the positions of the output;
# inside the loop, use NumPy or two more loops, as you like. Three things are easy to overlook: the image and
# the kernel need not be square, the pixels may be `uint8` (after 255 they start again at 0, without any
# warning), and a kernel that does not fit has no output.


# %% exercise="correlate2d"
def correlate2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide a kernel over an image: cross-correlation, at every position where the kernel is inside.

    image: (h, w), kernel: (kh, kw), of any real dtype; neither is changed.
    Returns (h - kh + 1, w - kw + 1): S[i, j] = sum over m, n of I[i + m, j + n] K[m, n].
    Raises ValueError if the kernel is higher or wider than the image.
    """
    ### BEGIN SOLUTION
    image = np.asarray(image, dtype=float)
    (h, w), (kh, kw) = image.shape, kernel.shape
    if kh > h or kw > w:
        raise ValueError(
            f"a kernel of shape {kernel.shape} does not fit into an image of shape {image.shape}"
        )
    result = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            result[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return result
    ### END SOLUTION


# %% check="correlate2d"
check(correlate2d)

# %% [markdown]
# The output is smaller than the image, because the window must stay inside. A border of zeros makes up for
# this: 3 by 3 becomes 5 by 5, and the output is 3 by 3 again. Check one number of the output in your head;
# the first is the easiest.


# %% demo
@demo
def with_a_border_of_zeros():
    padded = np.pad(np.arange(1, 10).reshape(3, 3), 1)
    kernel = np.array([[10, 20, 30], [40, 50, 60], [30, 20, 10]])
    _, axes = plt.subplots(1, 3, figsize=(9, 3.2), width_ratios=[5, 3, 3], layout="constrained")
    plots.numbers(padded, axes[0], title="1 to 9, zeros around", highlight=(0, 0, 3, 3))
    plots.numbers(kernel, axes[1], title="kernel")
    plots.numbers(correlate2d(padded, kernel), axes[2], title="output")


# %% [markdown]
# *The output's rows are 300, 600, 500; 800, 1370, 1000; 1060, 1540, 940.*
#
# If the window moves by two pixels instead of one, only every second row and column is left: 300 and 500
# above 1060 and 940. The border is called *padding*, and the length of a step is called *stride*; chapter 04
# is about both.
#
# ## See it: the window walks over the X
#
# Below, the falling stroke slides over the X. Where in the output will the ones appear? Guess first, then
# press the play button. Then choose the crossing in the menu, and find its position.


# %% demo
@demo
def walk_over_the_x():
    return explorers.kernel_walk(X, dict(zip(names, pieces, strict=True)), average=True)


# %% [markdown]
# The ones are on a falling line, but not in its middle and not at its ends. In the middle (0.56) the other
# stroke crosses; at the ends (0.78) the stroke of the X stops, and one pixel of the piece is on paper. The
# first row of the output for the falling stroke is 0.78, −0.11, 0.11, 0.33, 0.56, −0.11, 0.33. Go back to
# this kernel and tick "flip the kernel", which turns it by 180 degrees: nothing changes. Why does nothing
# change for this kernel, nor for the other two? Change one number in a corner, and see.
#
# ### `feature_maps`
# 5 min · ★★★
#
# One kernel gives one map: it says where its piece is. Several kernels give a stack of maps, and this stack
# is what one layer of a network passes on to the next.


# %% exercise="feature_maps"
def feature_maps(image: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """Correlate one image with each of several kernels.

    image: (H, W), kernels: (K, m, n). Returns the maps (K, h, w), in the order of the kernels:
    maps[k] is the cross-correlation of the image with kernels[k].
    """
    ### BEGIN SOLUTION
    return np.stack([correlate2d(image, kernel) for kernel in kernels])
    ### END SOLUTION


# %% check="feature_maps"
check(feature_maps)

# %% [markdown]
# Here are the three maps of the X. Each piece is divided by 9, so a perfect match is 1. Red is a match, blue
# is the opposite. What will the second map look like, the one of the crossing?


# %% demo
@demo
def three_maps():
    maps = feature_maps(X, pieces / 9)
    _, axes = plt.subplots(1, 3, figsize=(12, 4.2), layout="constrained")
    for ax, name, found in zip(axes, names, maps, strict=True):
        plots.numbers(found, ax, title=name)


# %% [markdown]
# *Three maps of 7 by 7: dark red ones on the falling diagonal, in the centre only, and on the rising
# diagonal.*
#
# Each map says where its piece is and forgets the rest. Together they describe an X: a falling line, a rising
# line, and a crossing in the middle. So take each picture from the beginning and find the *best* match of
# each piece, anywhere in it. What will you get for the moved X, and what for the O?


# %% demo
@demo
def best_match_anywhere():
    best = [feature_maps(picture, pieces / 9).max(axis=(1, 2)) for picture in pictures.values()]
    _, ax = plt.subplots(figsize=(6, 3.2), layout="constrained")
    plots.numbers(np.array(best), ax, title="best match", signed=True)
    ax.set(aspect="auto", xlabel="", ylabel="")
    ax.set_xticks(range(len(names)), names)
    ax.set_yticks(range(len(pictures)), list(pictures))


# %% [markdown]
# *A table of six pictures and three pieces. The X, the moved and the smaller one: 1, 1, 1. Tilted: 0.78, 1,
# 0.78. Thicker: 0.33 three times. The O: 1, 0.56, 1.*
#
# Now moving and shrinking change nothing, a small tilt changes a little, and the O has no crossing. All three
# matches must be high: the sum cannot tell the pictures apart, because it is the same for the O and the
# tilted X. Where to draw the line is itself something to learn. And the thick X is lost, because our pieces
# are thin; keep that in mind.
#
# ## What moves, and what stays
#
# The moved X had the same best matches, because its maps had moved with it. One kernel works at all
# positions: a network need not learn a new X for each corner. Now say this exactly, and find out where it
# fails.
#
# ### `shift`
# 10 min · ★★
#
# First, move an image: down by `dy` rows and right by `dx` columns, or up and left if they are negative.
# Pixels that leave the picture are lost, and zeros come in.


# %% exercise="shift"
def shift(image: np.ndarray, dy: int, dx: int) -> np.ndarray:
    """Move an image in its frame.

    image: (h, w). Returns (h, w): the pixel at [i, j] is image[i - dy, j - dx]
    if there is such a pixel, otherwise 0.
    """
    ### BEGIN SOLUTION
    h, w = image.shape
    result = np.zeros((h, w))
    for i in range(max(0, dy), min(h, h + dy)):
        for j in range(max(0, dx), min(w, w + dx)):
            result[i, j] = image[i - dy, j - dx]
    return result
    ### END SOLUTION


# %% check="shift"
check(shift)

# %% [markdown]
# ### `shift_equivariance`
# 10 min · ★★★
#
# Move the image and then filter it, or filter it and then move the map: the results should be equal. This is
# called *equivariance*. Where will they differ? Guess first. Then return both results, and a bool array
# `safe`: True where the moved map shows a number of the old map, even if that number is 0; False where zeros
# came in. For a map that moves down by one row:
#
# ```
# map        moved      safe
# 5 0 7      0 0 0      False False False
# 2 9 1      5 0 7      True  True  True
# 4 0 3      2 9 1      True  True  True
# ```


# %% exercise="shift_equivariance"
def shift_equivariance(
    image: np.ndarray, kernel: np.ndarray, dy: int, dx: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute both sides of: filtering a moved image = moving the filtered image.

    image: (h, w), kernel: (kh, kw). Filtering is cross-correlation; moving is `shift`
    by dy rows and dx columns. Returns three arrays (h - kh + 1, w - kw + 1):
    moved, then filtered; filtered, then moved; and `safe`, of bool, True where the second
    shows a number of the map before it moved.
    """
    ### BEGIN SOLUTION
    result = correlate2d(image, kernel)
    moved_first = correlate2d(shift(image, dy, dx), kernel)
    filtered_first = shift(result, dy, dx)
    safe = shift(np.ones(result.shape), dy, dx) == 1
    return moved_first, filtered_first, safe
    ### END SOLUTION


# %% check="shift_equivariance"
check(shift_equivariance)

# %% [markdown]
# The X moves two rows down and one column to the right, once before the filter and once after it. Were you
# right?


# %% demo
@demo
def both_sides():
    moved_first, filtered_first, safe = shift_equivariance(X, pieces[0] / 9, dy=2, dx=1)
    difference = filtered_first - moved_first
    _, axes = plt.subplots(1, 3, figsize=(12, 4.2), layout="constrained")
    plots.numbers(moved_first, axes[0], title="moved, then filtered")
    plots.numbers(filtered_first, axes[1], title="filtered, then moved")
    plots.numbers(difference, axes[2], title="difference", highlight=(2, 1, 5, 6))
    print("largest difference where it is safe:", np.abs(difference[safe]).max())


# %% [markdown]
# *Three maps of 7 by 7. The difference is 0 everywhere in the frame, which is the safe part: rows 2 to 6,
# columns 1 to 6. In the two rows above and the column to the left most numbers are not 0.*
#
# Inside the frame both results agree, for every image and every kernel. Outside the frame they differ: in the
# first result the windows there see the zeros that came in and a part of the picture, while the second result
# has only zeros there. Filtering treats all positions alike, except at the border.
#
# An equivariant map still moves. To say "there is an X", wherever it is, a network throws positions away:
# negative matches become 0 (ReLU; some lectures call it normalisation), and only the largest number of every
# 2 by 2 square is kept (max pooling). Chapter 07 does this with the three maps above.
#
# This is a good moment for a break.
#
# ## Convolution, properly
#
# A true convolution turns the kernel by 180 degrees and then slides it:
#
# $$C[i, j] = \sum_m \sum_n I[i - m,\, j - n] \; K[m, n]$$
#
# where $I$ is 0 outside the image. The minus signs turn the kernel. With the numbers from above,
#
# $$C[1, 1] = 6 \cdot (-1) + 5 \cdot 1 + 2 \cdot 0 + 1 \cdot 1 = 0$$
#
# is the result of the window 1, 2, 5, 6, which gave 7 before, with the turned kernel `[[1, 0], [1, -1]]`. (If
# only positions inside the image count, as in the mode `"valid"` below, it is the entry [0, 0].) The turn
# looks like a whim, but it buys an algebra: you can swap the image and the kernel, as in $a \cdot b = b \cdot
# a$. (If you swap them in a cross-correlation, the result is turned.) For this, all positions count where the
# two share at least one pixel. This is the mode `"full"`, with a border of zeros as in the figure further up:
# a 4 by 4 image and a 2 by 2 kernel give 5 by 5.
#
# ### `convolve2d`
# 10 min · ★★
#
# There are two modes, and they have the names that SciPy uses: in `"valid"` the kernel stays inside the
# image, as before; in `"full"` it takes every position where at least one pixel is shared. You may use what
# you have written; typing in the formula is the harder way. The check swaps image and kernel to see whether
# your function is commutative.


# %% exercise="convolve2d"
def convolve2d(image: np.ndarray, kernel: np.ndarray, mode: str = "full") -> np.ndarray:
    """Convolve an image with a kernel: the kernel is turned by 180 degrees and then slides.

    image: (h, w), kernel: (kh, kw). The image is surrounded by zeros.
    Returns, in mode "full": (h + kh - 1, w + kw - 1), each position where kernel and image overlap;
    in mode "valid": (h - kh + 1, w - kw + 1), each position where the kernel is inside.
    """
    ### BEGIN SOLUTION
    kh, kw = kernel.shape
    if mode == "full":
        image = np.pad(image, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    return correlate2d(image, kernel[::-1, ::-1])
    ### END SOLUTION


# %% check="convolve2d"
check(convolve2d)

# %% [markdown]
# The shortest way to see the difference is an image with a single bright pixel. Both outputs show the kernel;
# which of them shows it upright?


# %% demo
@demo
def one_bright_pixel():
    pixel = np.pad([[1]], 2)
    kernel = np.arange(1, 10).reshape(3, 3)
    _, axes = plt.subplots(1, 3, figsize=(9, 3.2), width_ratios=[5, 3, 3], layout="constrained")
    plots.numbers(pixel, axes[0], title="image")
    plots.numbers(convolve2d(pixel, kernel, mode="valid"), axes[1], title="convolution")
    plots.numbers(correlate2d(pixel, kernel), axes[2], title="cross-correlation")


# %% [markdown]
# *Convolution gives 1 to 9 in reading order, cross-correlation 9 to 1.*
#
# A convolution stamps the kernel on every pixel, stronger where the pixel is brighter, and adds up the
# stamps. A correlation stamps the turned kernel. A network *learns* its kernels, and can just as well learn
# them turned: that is why frameworks leave out the turn, and still say convolution. This also answers the
# question from the walk over the X: if you turn the falling stroke by 180 degrees, you get the same kernel.
#
# ## Who chooses the pieces?
#
# In 1959 David Hubel and Torsten Wiesel found cells in the visual cortex of a cat that respond to a bright
# bar in one direction at one position, and to nothing else: pieces, and maps of them (Nobel Prize 1981). For
# decades people then designed such features by hand; the best known are SIFT and HoG. Your features were
# designed by hand too, and they failed with a thick X: somebody would have to think of thick pieces, and of
# curved ones, and of fur.
#
# A convolutional network *learns* its kernels from examples, in layers: low-level features such as edges and
# spots, mid-level features such as corners and textures made of those, and high-level features such as eyes
# and wheels. Only the numbers in the kernels differ. The code that you wrote today stays as it is.
#
# ## Recap
#
# - Matching is multiplying, adding up and dividing; sliding a match over an image is cross-correlation, and
#   gives a map.
# - If the image moves, its map moves along (equivariance), except at the border.
# - True convolution turns the kernel by 180 degrees first, and is commutative. Networks learn their kernels,
#   and do not care.
#
# **Next:** which kernel finds the edges in a photograph, and could you find it without designing it? Chapter
# 02.
