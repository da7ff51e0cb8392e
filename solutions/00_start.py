# %% [markdown]
# # 00 · How this course works
#
# **Goal.** Read an array as a picture, and a check as a friend.
#
# **You will write** `crop` and `normalise`. **Needs** a little Python and NumPy. **Takes** about 20
# minutes.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import check, data, demo, explorers, guess, hint, plots, progress

# %% [markdown]
# ## A picture is an array
#
# A computer has no pictures, only numbers. A grey picture is a table with one number for each pixel, its
# brightness. Rows come first and are counted from the top; columns come second and are counted from the
# left. So `image[1, 4]` is in the second row and the fifth column.

# %%
image = np.arange(1, 31).reshape(5, 6)
image

# %% [markdown]
# **Guess first.** Run the cell above and look at its table. Which number will `image[1, 4]` be? Put your
# number in place of the dots below and run that cell, before you go on. A guess costs nothing and is not
# graded. You will remember an answer better if you have tried to find it yourself.

# %% guess="pixel_1_4"
guess("pixel_1_4", ...)

# %%
image[1, 4], image.shape

# %% [markdown]
# Here is the same table, drawn: the larger the number, the brighter the cell. Find the pixel that you just
# read; it has a frame. (`@demo` runs the function below it at once; you only run the cell.)


# %% demo
@demo
def the_same_table():
    plots.numbers(image, title="image", highlight=(1, 4, 1, 1))


# %% [markdown] reveal
# **What the picture shows**
#
# A table of 5 rows and 6 columns. It grows brighter from the 1 at the top left, row by row, to the 30 at the
# bottom right. The frame is around the 11, in row 1 and column 4, both counted from 0. Boxes that can be
# opened, like this one, say what a picture shows, for everyone who cannot see it, and why.

# %% [markdown]
# A photograph is no different, it only has more pixels. In colour each pixel has three numbers (red, green,
# blue), from 0 to 255, so the array has three axes: rows, columns, colours. How many numbers are there in a
# colour photograph of 427 rows and 640 columns?

# %% guess="numbers_of_a_photograph"
guess("numbers_of_a_photograph", ...)

# %%
photo = data.photograph("china")
photo.shape, photo.dtype, photo.size

# %% [markdown]
# `uint8` is an integer of 8 bits. After 255 it starts again at 0, without any warning. What is 200 + 100 in
# `uint8`?

# %% guess="sum_in_uint8"
guess("sum_in_uint8", ...)

# %%
np.array([200, 255], dtype=np.uint8) + np.array([100, 1], dtype=np.uint8)

# %% [markdown] reveal
# **Why these two numbers**
#
# 300 became 44, and 256 became 0: 256 is taken away, because 8 bits can hold no more than 255. Remember this
# whenever you calculate with pixels.

# %% [markdown]
# Here is the photograph.


# %% demo
@demo
def the_photograph():
    plots.image(photo, title="427 rows, 640 columns, 3 colours")


# %% [markdown] reveal
# A Chinese tower with four roofs of orange tiles, one above the other, and red walls. Behind it are a lake
# and a pale blue sky with a few thin clouds; in front of it are trees.

# %% [markdown]
# ## See it: pixels
#
# The next picture has a window that you can move over the photograph, and it writes out the pixels of the
# window. At first the window lies on an edge, where the bright sky meets the dark rim of the roof. What is
# the largest difference between two red values that are neighbours there?

# %% guess="step_on_an_edge"
guess("step_on_an_edge", ...)


# %% demo
@demo
def look_at_pixels():
    return explorers.pixels(photo, 96, 172)


# %% [markdown] reveal
# **What the numbers show**
#
# The window holds 8 by 8 pixels, a piece of the upper roof's left slope. At its left the sky is bright,
# around 230. On the edge the numbers fall from one column to the next, once from 229 to 51, and
# they rise again behind it. Move the window into the sky: there, neighbours differ by 1 or 2. An edge is
# nothing more than that, and in chapter 02 you will find all of them.

# %% [markdown]
# ## Your first exercise
#
# The cell below contains a function without a body. Read what the function promises, replace `raise
# NotImplementedError()` with your own code, and run the cell. Then run the cell below it: `check` calls your
# function with examples and compares the results with the right ones. The line above each exercise says how
# long it may take and how important it is: three stars mean that later chapters build on it.
#
# ### `crop`
# 10 min · ★★★
#
# Cut a window out of an image. Write the slice first and run the check; it will tell you what is still
# missing. You raise an error like this: `raise ValueError("the window leaves the image")`.


# %% exercise="crop"
def crop(image: np.ndarray, top: int, left: int, height: int, width: int) -> np.ndarray:
    """Cut a window out of an image.

    image: (H, W) or (H, W, 3). The window starts at row `top` and column `left`.
    Returns the window: (height, width) or (height, width, 3).
    Raises ValueError if the window leaves the image.
    """
    ### BEGIN SOLUTION
    bottom, right = top + height, left + width
    if top < 0 or left < 0 or bottom > image.shape[0] or right > image.shape[1]:
        raise ValueError(f"the window [{top}:{bottom}, {left}:{right}] leaves the image {image.shape[:2]}")
    return image[top:bottom, left:right]
    ### END SOLUTION


# %% check="crop"
check(crop)

# %% [markdown]
# A card appears. Green: everything is right. Orange: something is wrong, and the card shows the first example
# that failed, what was expected, and what your function returned. If the card knows the mistake, it tells you
# its name. Grey: there is no answer yet. The examples come in groups, and a group earns its points if all its
# examples are right. If there is a red error below your own cell, the check still sees your last version.
#
# Your function now cuts a roof out of the photograph.


# %% demo
@demo
def the_roof():
    plots.image(crop(photo, 80, 110, 150, 220), title="crop(photo, 80, 110, 150, 220)")


# %% [markdown] reveal
# The two upper roofs of the tower and the red walls below each of them. The crop has 150 rows and 220
# columns, and its own rows and columns are counted from 0 again.

# %% [markdown]
# ## Break it on purpose
#
# It is best to meet your first orange card when nothing depends on it. The cell below the guess defines a
# `crop` with a mistake and checks it. Read its slices. Which mistake will the card name: `"height and width
# swapped"`, `"rows and columns swapped"` or `"counted from 1"`?

# %% guess="mistake_on_purpose"
guess("mistake_on_purpose", ...)


# %% demo
@demo
def a_mistake_on_purpose():
    def crop(image, top, left, height, width):
        return image[left : left + width, top : top + height]

    return check(crop)


# %% [markdown] reveal
# **What the card says**
#
# From top to bottom: the points, the name of the mistake with one sentence about it, the first example that
# went wrong, how it was called, what is wrong with the result, and the two results side by side. The slice
# for the rows uses `left` and `width`, and the slice for the columns uses `top` and `height`.

# %% [markdown]
# Try mistakes of your own: change the slice, leave out the `return`, print instead of returning, write an
# endless loop. Nothing can break; your best result is kept. If a card is not enough, call your function again
# with the arguments that failed: `score = check(crop)`, then `crop(*score.args)`.
#
# ## When you are stuck
#
# Each exercise has three hints: `hint("crop")` shows the first, `hint("crop", 2)` the second too, and
# `hint("crop", 3)` all of them. A hint costs nothing.


# %% demo
@demo
def a_first_hint():
    return hint("crop")


# %% [markdown]
# ### `normalise`
# 5 min · ★★
#
# Pictures come with all sorts of ranges: 0 to 255, or 0 to 4095 from a scanner. Stretch the values so that
# the smallest becomes 0 and the largest becomes 1:
#
# $$\text{out}[i, j] = \frac{\text{image}[i, j] - \min}{\max - \min}$$


# %% exercise="normalise"
def normalise(image: np.ndarray) -> np.ndarray:
    """Stretch the values of an image to [0, 1].

    image: (H, W), uint8 or float.
    Returns (H, W): 0 for the smallest value, 1 for the largest; zeros if all values are equal.
    """
    ### BEGIN SOLUTION
    low, high = float(image.min()), float(image.max())
    if high == low:
        return np.zeros(image.shape)
    return (image - low) / (high - low)
    ### END SOLUTION


# %% check="normalise"
check(normalise)

# %% [markdown]
# What is it good for? Take the upper right corner of the photograph, a piece of sky that is almost one grey.
# What will you see after your function has stretched it: `"one even grey"`, `"random dots"` or `"clouds"`?

# %% guess="stretched_sky"
guess("stretched_sky", ...)


# %% demo
@demo
def what_was_hidden():
    sky = photo[0:60, 350:640, 0]
    _, axes = plt.subplots(1, 2, figsize=(9, 2.4), layout="constrained")
    plots.image(sky, ax=axes[0], title=f"as it is: {sky.min()} to {sky.max()}")
    plots.image(normalise(sky), ax=axes[1], title="normalised: 0 to 1")


# %% [markdown] reveal
# On the left the piece as it is: its red values run from 211 to 255, so it is almost white. On the right the
# same piece, normalised: dark at the left, and two bright streaks of cloud at the right. There are small
# squares, too: the photograph was stored as a JPEG, which works in blocks of 8 by 8 pixels. Streaks and
# squares were in the numbers all the time.

# %% [markdown]
# ## Where you are
#
# `progress()` lists all chapters and exercises with your best results, and counts your guesses. They are kept
# in a small file in the folder above this one, so they are still there tomorrow. Colab, Kaggle and Binder
# take their machine away after some hours, with all files. There, save your progress before you leave, and
# bring it back the next time:
#
# ```python
# from course_utils import download_progress, upload_progress
#
# download_progress()  # saves your results and functions as course_progress.zip
# upload_progress()  # brings them back on the next machine
# ```


# %% demo
@demo
def so_far():
    return progress()


# %% [markdown]
# ## Recap
#
# - A picture is an array: rows first, counted from the top; columns, counted from the left; colours last.
# - Write, run the cell, run the check, read the card. `hint("name")` helps, `progress()` shows what is next.
# - uint8 numbers end at 255 and start again at 0: convert them to floats before you add.
#
# **Next:** you find an X in a picture at a glance. What would a computer have to do, with nothing but these
# numbers? Continue with chapter 01.
