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

from course_utils import check, data, demo, explorers, hint, plots, progress

# %% [markdown]
# ## A picture is an array
#
# A computer has no pictures, only numbers. A grey picture is a table with one number for each pixel, its
# brightness. Rows come first and are counted from the top; columns come second and are counted from the
# left. So `image[1, 4]` is in the second row and the fifth column.

# %%
image = np.arange(1, 31).reshape(5, 6)
image

# %%
image[1, 4], image.shape

# %% [markdown]
# Here is the same table, drawn: the larger the number, the brighter the cell. Find the pixel that you just
# read; it has a frame. (`@demo` runs the function below it at once; you only run the cell.)


# %% demo
@demo
def the_same_table():
    plots.numbers(image, highlight=(1, 4, 1, 1))


# %% [markdown]
# A photograph is no different, it only has more pixels. In colour each pixel has three numbers (red, green,
# blue), from 0 to 255, so the array has three axes: rows, columns, colours.

# %%
photo = data.photograph("china")
photo.shape, photo.dtype

# %% [markdown]
# `uint8` is an integer of 8 bits. After 255 it starts again at 0, without any warning. What result do you
# expect here?

# %%
np.array([200, 255], dtype=np.uint8) + np.array([100, 1], dtype=np.uint8)

# %% [markdown]
# 300 became 44, and 256 became 0. Keep that in mind whenever you calculate with pixels.
#
# Here is the photograph.


# %% demo
@demo
def the_photograph():
    plots.image(photo, title="427 rows, 640 columns, 3 colours")


# %% [markdown]
# ## See it: pixels
#
# Move the window over the roof. Before you do, guess: what will the numbers look like when the window is on
# an edge between bright and dark?


# %% demo
@demo
def look_at_pixels():
    return explorers.pixels(photo, 96, 172)


# %% [markdown]
# On an edge the numbers jump from one row or column to the next, and in the sky they hardly change. An edge
# is nothing more than that, and in chapter 02 you will find all of them.
#
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


# %% [markdown]
# ## Break it on purpose
#
# It is best to meet your first orange card when nothing depends on it. This cell defines a `crop` with a
# mistake and checks it. What is wrong with it? Guess before you run the cell, then read the card from top to
# bottom.


# %% demo
@demo
def a_mistake_on_purpose():
    def crop(image, top, left, height, width):
        return image[left : left + width, top : top + height]

    return check(crop)


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
# What is it good for? On the left is a piece of the sky, almost all of one grey. On the right is the same
# piece after your function. Before you run the cell: what do you expect to see in an empty sky?


# %% demo
@demo
def what_was_hidden():
    sky = photo[0:60, 350:640, 0]
    _, axes = plt.subplots(1, 2, figsize=(9, 2.4), layout="constrained")
    plots.image(sky, ax=axes[0], title=f"as it is: {sky.min()} to {sky.max()}")
    plots.image(normalise(sky), ax=axes[1], title="normalised: 0 to 1")


# %% [markdown]
# Clouds, and small squares: the photograph was stored as a JPEG, which works in blocks of 8 by 8 pixels.
# Both were in the numbers all the time.
#
# ## Where you are
#
# `progress()` lists all chapters and exercises with your best results. They are kept in a small file in the
# folder above this one, so they are still there tomorrow.


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
