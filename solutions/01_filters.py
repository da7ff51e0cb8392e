# %% [markdown]
# # 01 · Convolution by hand
#
# **Goal.** Find a shape in a picture, wherever it is, by sliding a small window over it.
#
# **You will write** `match`, `by_hand`, `correlate2d`, `feature_maps`, `shift`, `shift_equivariance` and
# `convolve2d`. **Needs** chapter 00. **Takes** about 100 minutes, with a good place for a break.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import check, data, demo, explorers, guess, hint, plots, progress

# %% [markdown]
# ## Why: an X that moves
#
# You see an X at a glance. A program could keep a picture of an X, lay it on any other picture, and count the
# pixels that are equal. Here is an X of 9 by 9 pixels, with +1 for ink and −1 for paper, and five more
# pictures. Which of the five has the *fewest* pixels in common with the first X: `"moved"` (by one column),
# `"smaller"`, `"tilted"`, `"thicker"` (drawn with thicker strokes) or `"an O"`?

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

# %% guess="fewest_equal_pixels"
guess("fewest_equal_pixels", ...)


# %% demo
@demo
def equal_pixels():
    _, axes = plt.subplots(2, 3, figsize=(7, 5.2), layout="constrained")
    for ax, (name, picture) in zip(axes.flat, pictures.items(), strict=True):
        plots.image(picture, ax, title=f"{name}: {np.sum(picture == X)} of 81")
        ax.set(xticks=[], yticks=[], xlabel="", ylabel="")


# %% [markdown] reveal
# **What the pictures show, and why matching them is hard**
#
# Six small pictures, ink in white on black. The X that moved has 55 pixels in common with the first, and the
# O has 60: by this count, the O is the better X. A smaller X loses only 4 pixels, a tilted one 16, a thicker
# one 20. All four changes cost pixels, and none of them changes what you call an X.

# %% [markdown]
# ## Pieces
#
# Look at the X through a hole of 3 by 3 pixels. Wherever the X is, you will find these three pieces.

# %%
pieces = data.features()
names = ["falling stroke", "crossing", "rising stroke"]


# %% demo
@demo
def three_pieces():
    plots.kernels(dict(zip(names, pieces, strict=True)))


# %% [markdown] reveal
# Three tables of 3 by 3. The ones are on the falling diagonal, on both diagonals, and on the rising diagonal;
# the other numbers are −1.

# %% [markdown]
# How well does a piece match a patch of the picture? Multiply pixel by pixel. Where both agree, the product
# is 1 · 1 = 1 or (−1) · (−1) = 1; where they do not, it is −1. Here are the products of the falling stroke
# and the upper left corner of the X, where the first pixel is paper.

# %%
X[0:3, 0:3] * pieces[0]

# %% [markdown]
# They add up to 7, and there are 9 of them, so the match is 7/9 = 0.78. A perfect match is 1, the
# exact opposite is −1, and a number near 0 means that the two have little to do with each other. Now lay the
# falling stroke on the middle of the X, where the pixels are those of the crossing. What is the match there?
# (You may write a fraction, such as `1/2`.)

# %% guess="stroke_on_the_crossing"
guess("stroke_on_the_crossing", ...)

# %% [markdown]
# ### `match`
# 3 min · ★★★
#
# Write this as a function, for any shape and for any numbers, not only ±1.


# %% exercise="match"
def match(patch: np.ndarray, feature: np.ndarray) -> float:
    """Compute how well a patch of an image matches a feature: the mean of the products.

    patch, feature: (m, n), floats or int64. Returns a number; for pixels of ±1 it lies between −1 and 1.
    """
    ### BEGIN SOLUTION
    return np.mean(patch * feature)
    ### END SOLUTION


# %% check="match"
check(match)

# %% [markdown]
# ## From matching a piece to sliding it
#
# You do not know in advance where a piece is, so look everywhere: move a window to every position where it
# fits, and write down one number for each. This is the heart of every convolutional network. The numbers of
# the window are called the *kernel*, or the filter. Multiply and add; there is no division, because any
# factor can go into the kernel: to match, use `piece / 9`.

# %%
to_16 = np.arange(1, 17).reshape(4, 4)
step = np.array([[-1, 1], [0, 1]])
to_16[0:2, 0:2] * step

# %% [markdown]
# At its first position the window holds 1, 2 and, in the row below, 5, 6. The four products add up to
#
# $$\text{output}[0, 0] = 1 \cdot (-1) + 2 \cdot 1 + 5 \cdot 0 + 6 \cdot 1 = 7$$
#
# Then the window moves by one pixel, and so on; it stays inside the image of 4 by 4. How many numbers does
# the output have when the window has been everywhere?

# %% guess="positions_of_the_window"
guess("positions_of_the_window", ...)

# %% [markdown]
# ### `by_hand`
# 10 min · ★★
#
# Take a pencil before you write a loop. Compute both outputs completely, each as a list of rows, like
# `[[1, 2], [3, 4]]`:
#
# 1. "1 to 16": the image and the kernel above (the output begins with the 7);
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
# 15 min · ★★★
#
# Now let the computer do it, for an image and a kernel of any shape. Loop over the positions of the output;
# inside the loop, use NumPy or two more loops, as you like. Three things are easy to overlook: the image and
# the kernel need not be square, the pixels may be `uint8` (after 255 they start again at 0), and a kernel
# that does not fit has no output. The proper name of this operation is **cross-correlation**.


# %% exercise="correlate2d"
def correlate2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide a kernel over an image: cross-correlation, at every position where the kernel is inside.

    image: (h, w), kernel: (kh, kw), of any real dtype; neither is changed.
    Returns (h - kh + 1, w - kw + 1): S[i, j] = sum over m, n of image[i + m, j + n] kernel[m, n].
    Raises ValueError if the kernel is higher or wider than the image.
    `np.correlate` and `np.convolve` are not allowed: they would do the work.
    """
    ### BEGIN SOLUTION
    image = np.asarray(image, dtype=float)
    (h, w), (kh, kw) = image.shape, kernel.shape
    if kh > h or kw > w:
        raise ValueError(f"the kernel {kernel.shape} does not fit into the image {image.shape}")
    result = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            result[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return result
    ### END SOLUTION


# %% check="correlate2d"
check(correlate2d)

# %% [markdown]
# ## See it: the window walks over the X
#
# Below, the falling stroke slides over the X and is matched at each position. The falling line of the X is 7
# pixels long. How many perfect matches, how many ones, will there be in the output?

# %% guess="ones_in_the_map"
guess("ones_in_the_map", ...)


# %% demo
@demo
def walk_over_the_x():
    return explorers.kernel_walk(X, dict(zip(names, pieces, strict=True)), average=True)


# %% [markdown] reveal
# **What the walk shows**
#
# An image of 9 by 9, a kernel of 3 by 3, and an output of 7 by 7, which is filled in while the window walks.
# Its first row is 0.78, −0.11, 0.11, 0.33, 0.56, −0.11, 0.33, and its diagonal 0.78, 1, 1, 0.56, 1, 1, 0.78:
# at the ends the stroke of the X stops, and in the middle the other stroke crosses.

# %% [markdown]
# Tick "flip the kernel", which turns it by 180 degrees: nothing changes, for any of the three pieces. Why?
# Change a number in a corner of the kernel, and see.
#
# ### `feature_maps`
# 3 min · ★★★
#
# One kernel gives one map: it says where its piece is. Several kernels give a stack of maps, and this stack
# is what one layer of a network passes on to the next.


# %% exercise="feature_maps"
def feature_maps(image: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """Correlate one image with each of K kernels.

    image: (H, W), kernels: (K, m, n), of any real dtype.
    Returns the maps (K, h, w), in the order of the kernels: maps[k] is the cross-correlation of the
    image with kernels[k].
    """
    ### BEGIN SOLUTION
    return np.stack([correlate2d(image, kernel) for kernel in kernels])
    ### END SOLUTION


# %% check="feature_maps"
check(feature_maps)

# %% [markdown]
# Here come the three maps of the X. The crossing matches perfectly in the centre of the X. Move it by only
# one pixel to the side: what will its map say there, `"almost a match"`, `"nothing to do with it"` or
# `"almost the opposite"`?

# %% guess="beside_the_crossing"
guess("beside_the_crossing", ...)


# %% demo
@demo
def three_maps():
    maps = feature_maps(X, pieces / 9)
    _, axes = plt.subplots(1, 3, figsize=(12, 4.2), layout="constrained")
    for ax, name, found in zip(axes, names, maps, strict=True):
        plots.numbers(found, ax, title=name)


# %% [markdown] reveal
# **What the three maps show**
#
# Three maps of 7 by 7; red is a match, blue is the opposite. The ones are on the falling diagonal, in the
# centre only, and on the rising diagonal. The four neighbours of the 1 in the centre are −0.78, the most
# negative numbers of all three maps. Each map says where its piece is and forgets the rest.

# %% [markdown]
# This is a good moment for a break.
#
# ## What moves, and what stays
#
# If the X moves, what happens to its maps? First, you need a function that moves an image.
#
# ### `shift`
# 7 min · ★★


# %% exercise="shift"
def shift(image: np.ndarray, down: int, right: int) -> np.ndarray:
    """Move an image in its frame: down and right, or up and left if the numbers are negative.

    image: (h, w). Returns (h, w): the pixel at [i, j] is image[i - down, j - right]
    if there is such a pixel, otherwise 0. What leaves the frame is lost.
    """
    ### BEGIN SOLUTION
    h, w = image.shape
    result = np.zeros((h, w))
    for i in range(max(0, down), min(h, h + down)):
        for j in range(max(0, right), min(w, w + right)):
            result[i, j] = image[i - down, j - right]
    return result
    ### END SOLUTION


# %% check="shift"
check(shift)

# %% [markdown]
# Move the image and then filter it, or filter it and then move the map: are the two results equal? The X
# moves two rows down and one column to the right, as with your `shift`. Where will the two results differ:
# `"nowhere"`, `"at the top and on the left"`, `"at the bottom and on the right"` or `"everywhere"`?

# %% guess="where_they_differ"
guess("where_they_differ", ...)

# %% [markdown]
# ### `shift_equivariance`
# 7 min · ★★★
#
# Write a function that returns both results, so that you can compare them. It also returns `safe`, an array
# of True and False, which marks the positions where the two must agree, whatever the image and the kernel.


# %% exercise="shift_equivariance"
def shift_equivariance(
    image: np.ndarray, kernel: np.ndarray, down: int, right: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute both sides of: filtering a moved image = moving the filtered image.

    image: (h, w), kernel: (kh, kw). Filtering is cross-correlation; moving is `shift`.
    Returns three arrays (h - kh + 1, w - kw + 1): moved, then filtered; filtered, then moved; and `safe`,
    of bool: True where the second shows a number of the map before it moved, even if that number is 0,
    and False where zeros came in.
    """
    ### BEGIN SOLUTION
    result = correlate2d(image, kernel)
    moved_first = correlate2d(shift(image, down, right), kernel)
    filtered_first = shift(result, down, right)
    safe = shift(np.ones(result.shape), down, right) == 1
    return moved_first, filtered_first, safe
    ### END SOLUTION


# %% [markdown] reveal
# **An example of `safe`**
#
# A map that moves down by one row:
#
# ```
# map        moved      safe
# 5 0 7      0 0 0      False False False
# 2 9 1      5 0 7      True  True  True
# 4 0 3      2 9 1      True  True  True
# ```

# %% check="shift_equivariance"
check(shift_equivariance)


# %% demo
@demo
def both_sides():
    moved_first, filtered_first, safe = shift_equivariance(X, pieces[0] / 9, 2, 1)
    difference = filtered_first - moved_first
    _, axes = plt.subplots(1, 3, figsize=(12, 4.2), layout="constrained")
    plots.numbers(moved_first, axes[0], title="moved, then filtered")
    plots.numbers(filtered_first, axes[1], title="filtered, then moved")
    plots.numbers(difference, axes[2], title="difference; safe in the frame", highlight=(2, 1, 5, 6))
    print("largest difference where it is safe:", np.abs(difference[safe]).max())


# %% [markdown] reveal
# **What the maps show**
#
# Three maps of 7 by 7. The third is 0 everywhere in its frame, the safe part: rows 2 to 6, columns 1 to 6.
# Most numbers outside of the frame are not 0: in the first result the windows there see the zeros that came
# in and a part of the picture, while the second has only zeros there.

# %% [markdown]
# If the image moves, its map moves along: this is called *equivariance*. One kernel works at all positions,
# so a network need not learn a new X for each corner. It treats all positions alike, except at the border.
#
# ## Convolution, properly
#
# Most people and most frameworks call your `correlate2d` a convolution. To see the difference, take an image
# that is 0 everywhere, with a single 1 in its centre. It is 5 by 5, and the kernel has the rows 1, 2, 3 and
# 4, 5, 6 and 7, 8, 9. What is the first number of the *cross-correlation*, at the upper left?

# %% guess="one_bright_pixel"
guess("one_bright_pixel", ...)

# %% [markdown]
# A true convolution turns the kernel by 180 degrees, and then slides it. In the example further up, the
# window 1, 2, 5, 6 and the kernel `[[-1, 1], [0, 1]]` gave 7. The turned kernel is `[[1, 0], [1, -1]]`, and
# it gives 1 · 1 + 2 · 0 + 5 · 1 + 6 · (−1) = 0. Why would anybody do this? Because then you can swap the
# image and the kernel, as in $a \cdot b = b \cdot a$.
#
# ### `convolve2d`
# 5 min · ★★
#
# The two modes have the names that SciPy uses. You may use what you have written. The check swaps image and
# kernel, to see whether your function is commutative.


# %% exercise="convolve2d"
def convolve2d(image: np.ndarray, kernel: np.ndarray, mode: str = "full") -> np.ndarray:
    """Convolve an image with a kernel: the kernel is turned by 180 degrees and then slides.

    image: (h, w), kernel: (kh, kw), of any real dtype. The image is surrounded by zeros.
    Returns, in mode "full": (h + kh - 1, w + kw - 1), each position where kernel and image overlap;
    in mode "valid": (h - kh + 1, w - kw + 1), each position where the kernel is inside.
    In mode "full": C[i, j] = sum over m, n of image[i - m, j - n] kernel[m, n].
    `np.correlate` and `np.convolve` are not allowed: they would do the work.
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
# A convolution stamps the kernel on every pixel, stronger where the pixel is brighter, and adds up the
# stamps. A cross-correlation stamps the turned kernel. Networks *learn* their kernels, and can just as well
# learn them turned: that is why frameworks leave out the turn, and still say convolution. (Our three pieces
# look the same after the turn, so the walk over the X did not change.)
#
# ## Noughts and crosses
#
# Back to the X that moved, and to the O that looked more like an X. Take all six pictures from the
# beginning, and find the *best* match of each piece, anywhere in the picture. In which piece does the O fall
# short: `"falling stroke"`, `"crossing"` or `"rising stroke"`?

# %% guess="what_the_o_lacks"
guess("what_the_o_lacks", ...)


# %% demo
@demo
def best_match_anywhere():
    for name, picture in pictures.items():
        print(f"{name:8}", feature_maps(picture, pieces / 9).max(axis=(1, 2)).round(2))


# %% [markdown] reveal
# **What the numbers say**
#
# Moving and shrinking change nothing any more, a small tilt changes a little, and the O has no crossing. All
# three must be high: their sum is the same for the O and the tilted X. And the thick X is lost, because our
# pieces are thin.
#
# The largest number of a map throws away *where* it was. Networks do this in small steps: negative matches
# become 0 (ReLU; some lectures call it normalisation), and only the largest number of every 2 by 2 square is
# kept (max pooling), as you will do in chapter 07.

# %% [markdown]
# So your functions can read a game of noughts and crosses. Each mark is moved, shrunk and tilted by chance.
# Write down a game of your own, if you like, with a space for an empty square.

# %%
game = ["XOX", "OX ", "X O"]

rng = np.random.default_rng()
board = np.zeros((29, 29))
for row, column in np.ndindex(3, 3):
    move, size, tilt = rng.integers(-1, 2, size=2), rng.uniform(0.7, 1), rng.uniform(-12, 12)
    marks = {
        "X": data.letter_x(shift=move, scale=size, tilt=tilt),
        "O": data.letter_o(shift=move, scale=size),
        " ": np.full((9, 9), -1.0),
    }
    board[10 * row : 10 * row + 9, 10 * column : 10 * column + 9] = marks[game[row][column]]


# %% demo
@demo
def read_the_game():
    maps = feature_maps(board, pieces / 9)
    _, axes = plt.subplots(1, 2, figsize=(7, 3.6), layout="constrained")
    plots.image(board, axes[0], title="the board")
    plots.image(board / 4, axes[1], title="what your program reads")
    for row, column in np.ndindex(3, 3):
        top, left = 10 * row, 10 * column
        falling, crossing, rising = maps[:, top : top + 7, left : left + 7].max(axis=(1, 2))
        mark = "X" if crossing > 0.9 else "O" if max(falling, rising) > 0.5 else ""
        axes[1].text(left + 4, top + 4, mark, color="orange", size=36, ha="center", va="center")


# %% [markdown] reveal
# **What the pictures show**
#
# On the left a board with grey lines and white marks on black, each a little different. On the right the same
# board in grey, with an orange letter on each mark. One sweep of three kernels over the whole board is
# enough. In each square, a perfect crossing makes an X; otherwise, more than half of a stroke makes an O. The
# two limits, 0.9 and 0.5, were found by trying.

# %% [markdown]
# ## Who chooses the pieces?
#
# Try to break the reader: let the X's tilt by up to 20 degrees, or draw them with `thick=1.5`. The pieces
# fail, because a person designed them for thin, upright X's. The best known of such hand-made features are
# called SIFT and HoG. Nature has features, too: in 1959 David Hubel and Torsten Wiesel found cells in the
# visual cortex of a cat that respond to a bright bar in one direction at one position, and to nothing else
# (Nobel Prize 1981).
#
# A convolutional network *learns* its kernels from examples, in layers: low-level features such as edges,
# mid-level features such as corners and textures, high-level features such as eyes and wheels. Only the
# numbers in the kernels differ. The code that you wrote today stays as it is.
#
# ## Recap
#
# - Matching is multiplying, adding up and dividing. Sliding a match over an image is cross-correlation, and
#   gives a map.
# - If the image moves, its map moves along (equivariance), except at the border.
# - True convolution turns the kernel by 180 degrees first, and is commutative. Networks learn their kernels,
#   and leave out the turn.
#
# **Next:** a photograph has no strokes, but it has edges. Which kernel finds them? Continue with chapter 02.
