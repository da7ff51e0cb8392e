# %% [markdown]
# # 05 · Convolution is a matrix product
#
# **Goal.** Make a convolution layer much faster by writing it as one matrix product.
#
# **You will write** `im2col`, `im2col_bytes` and `conv2d_im2col`; an open problem at the end is optional.
# **Needs** [chapter 04](../04_conv_layer/04_conv_layer.ipynb). **Takes** about 60 minutes.

# %%
import timeit

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import hsv_to_rgb

from course_utils import check, data, demo, explorers, guess, hint, plots, progress

# %% [markdown]
# ## Why: loops are slow
#
# So far the convolution layer computes one output after another: a window times a filter, added up, plus the
# bias. The first layer of AlexNet has 96 filters of 11 × 11, and its picture has 227 × 227 pixels in 3
# colours. With stride 4 these are 55 · 55 · 96 = 290,400 outputs. How long do loops in Python take for this
# one layer and one picture: `"milliseconds"`, `"seconds"` or `"hours"`?

# %% guess="loops_of_alexnet"
guess("loops_of_alexnet", ...)


# %%
def conv2d_loops(x, w, b):
    """Compute a layer of stride 1, no padding: x (N, C, H, W), w (F, C, kh, kw), b (F,) -> (N, F, OH, OW)."""
    (n, _, height, width), (f, _, kh, kw) = x.shape, w.shape
    y = np.zeros((n, f, height - kh + 1, width - kw + 1), x.dtype)
    for picture, kernel, i, j in np.ndindex(*y.shape):
        y[picture, kernel, i, j] = np.sum(x[picture, :, i : i + kh, j : j + kw] * w[kernel]) + b[kernel]
    return y


def milliseconds(function, repeats=5):
    """Measure how long a call takes: the best of several, because other programs only make it slower."""
    return 1000 * min(timeit.repeat(function, number=1, repeat=repeats))


# %% demo
@demo
def one_layer_of_alexnet():
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(1, 3, 31, 31)), rng.normal(size=(2, 3, 11, 11))
    each = milliseconds(lambda: conv2d_loops(x, w, np.zeros(2)), repeats=3) / (21 * 21 * 2)
    layer = each * 55 * 55 * 96 / 1000
    print(f"{1000 * each:.1f} microseconds for one output, {layer:.1f} s for the layer,")
    print(f"{layer * 1.2e6 / 86400:.0f} days for one pass over ImageNet's 1.2 million pictures.")


# %% [markdown] reveal
# **Where the time goes**
#
# Almost none of it is arithmetic: 363 multiplications take a processor a small part of a microsecond. But
# Python starts several NumPy calls for each output, and each call costs about a microsecond, however small
# the window is. So give the processor all windows in one call.

# %% [markdown]
# ## Patches are columns
#
# Take the numbers 1 to 9 and the kernel 10, 20, 30, 40 of chapter 01. Write the kernel, row by row, as one
# long row, and each patch in the same order, but as a column. Then all outputs are one product:
#
# $$\begin{pmatrix} 10 & 20 & 30 & 40 \end{pmatrix}
# \begin{pmatrix} 1 & 2 & 4 & 5 \\ 2 & 3 & 5 & 6 \\ 4 & 5 & 7 & 8 \\ 5 & 6 & 8 & 9 \end{pmatrix}
# = \begin{pmatrix} 370 & 470 & 670 & 770 \end{pmatrix}$$

# %%
image = np.arange(1.0, 10).reshape(3, 3)
kernel = np.array([[10.0, 20], [30, 40]])

columns = np.stack([image[0:2, 0:2], image[0:2, 1:3], image[1:3, 0:2], image[1:3, 1:3]]).reshape(4, 4).T
kernel.reshape(1, 4) @ columns, conv2d_loops(image[None, None], kernel[None, None], np.zeros(1))

# %% [markdown]
# The product and the loops give the same numbers. The matrix of columns is called **im2col**, image to
# columns. With more channels, a column contains the patch of the first channel, then that of the second, and
# so on. Next comes a picture with two channels, the numbers 1 to 16 and 101 to 116 in rows of 4, and windows
# of 2 × 2. How many columns contain the 6? Guess, then click a corner, the 2 and the 6.

# %% guess="copies_of_a_pixel"
guess("copies_of_a_pixel", ...)


# %% demo
@demo
def columns_and_patches():
    x = np.stack([np.arange(1.0, 17).reshape(4, 4), np.arange(101.0, 117).reshape(4, 4)])
    return explorers.im2col_patches(x, kernel_size=2)


# %% [markdown] reveal
# **What the explorer shows**
#
# Two tables of 4 by 4, one for each channel, and beside them a matrix of 8 rows and 9 columns. A frame
# outlines a patch, in both channels, and its column: four numbers of the first channel, then four of the
# second. The chosen pixel and its copies are yellow. A corner has one copy, the 2 has two, and the 6 has
# four, each at another height. A pixel is copied once for every window that sees it. Keep that in mind; it is
# the price of the method, and the key to its gradient.

# %% [markdown]
# ## Every window, without a copy
#
# You are given three functions. The first two come from chapter 04 and take pairs here: `map_size`, which is
# `output_size` for both sides of a picture, and `pad2d`. `windows` is new. It returns a *view*: an array that
# has no memory of its own, and reads the memory of `x` in other steps.


# %%
def pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def map_size(size, kernel_size, stride=1, padding=0, dilation=1):
    """Return (OH, OW) for a picture of `size` (H, W); ValueError if no window fits."""
    axes = list(zip(size, *map(pair, (kernel_size, stride, padding, dilation)), strict=True))
    for n, k, s, p, d in axes:
        if min(k, s, d) < 1 or p < 0 or n + 2 * p < d * (k - 1) + 1:
            raise ValueError(f"size {n}, kernel {k}, stride {s}, padding {p}, dilation {d}: no window fits")
    return tuple((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in axes)


def pad2d(x, padding):
    """Put zeros around x (N, C, H, W)."""
    ph, pw = pair(padding)
    return np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))


# %%
def windows(x, kernel_size, stride=1, dilation=1):
    """Return every window of x (N, C, H, W) as a view (N, C, OH, OW, kh, kw): no number is copied."""
    map_size(x.shape[2:], kernel_size, stride, 0, dilation)
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    reach = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    seen = np.lib.stride_tricks.sliding_window_view(x, reach, axis=(2, 3), writeable=True)
    return seen[:, :, ::sh, ::sw, ::dh, ::dw]


seen = windows(image[None, None], 2)
seen.shape, seen[0, 0, 1, 0]

# %% [markdown]
# This is the window in row 1, column 0, of the numbers 1 to 9. They lie in memory row by row, 8 bytes each.
# From a window to the one *below* it, by how many bytes does each number move?

# %% guess="bytes_to_the_window_below"
guess("bytes_to_the_window_below", ...)

# %%
seen.strides[2:]

# %% [markdown] reveal
# **What the steps mean**
#
# These are the steps in bytes to the next output row, the next output column, the next kernel row, and the
# next kernel column. Two axes walk over the same memory: a step down in the output is a step down in the
# kernel. A view also works the other way round: if you write into it, you write into `x`.

# %% [markdown]
# ### `im2col`
# 10 min · ★★★
#
# Write every patch as a column, in the layout of PyTorch's `unfold`. Any code that gives the right numbers
# will do; with `windows` it needs no loop.


# %% exercise="im2col"
def im2col(x: np.ndarray, kernel_size, stride=1, padding=0, dilation=1) -> np.ndarray:
    """Write the patches of pictures as columns.

    x: (N, C, H, W), N may be 0. kernel_size, stride, padding, dilation: an int, or a pair (rows, columns).
    Returns (N, C*kh*kw, OH*OW), in the dtype of x. Down a column run the axes (C, kh, kw), with kw fastest;
    from column to column run (OH, OW), with OW fastest: to the right, then down.
    Raises ValueError if no window fits (`map_size` and `windows` do).
    """
    ### BEGIN SOLUTION
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, oh * ow)
    ### END SOLUTION


# %% check="im2col"
check(im2col)

# %% [markdown]
# ### `im2col_bytes`
# 5 min · ★★
#
# What does it cost? Compute how many bytes the columns take, before anybody makes them.


# %% exercise="im2col_bytes"
def im2col_bytes(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4) -> int:
    """Compute the memory that the columns of pictures take, in bytes.

    shape: (N, C, H, W), N may be 0. itemsize: bytes of one number, 4 for float32.
    Returns a whole number, an int.
    """
    ### BEGIN SOLUTION
    n, c, height, width = shape
    kh, kw = pair(kernel_size)
    oh, ow = map_size((height, width), kernel_size, stride, padding, dilation)
    return n * c * kh * kw * oh * ow * itemsize
    ### END SOLUTION


# %% check="im2col_bytes"
check(im2col_bytes)

# %% [markdown]
# Four layers follow us from here: one like LeNet's, one of a modern network, and the second and the first of
# AlexNet. The last has a kernel of 11 × 11 and a stride of 4. Roughly how many times as much memory as the
# picture do its columns take?

# %% guess="price_of_alexnet"
guess("price_of_alexnet", ...)

# %%
LAYERS = {  # name: shape of x, shape of w, stride, padding
    "16 pictures 3×32×32, six 5×5": ((16, 3, 32, 32), (6, 3, 5, 5), 1, 0),
    "64 pictures 3×32×32, 32 of 3×3": ((64, 3, 32, 32), (32, 3, 3, 3), 1, 1),
    "4 pictures 96×27×27, 256 of 5×5": ((4, 96, 27, 27), (256, 96, 5, 5), 1, 2),
    "1 picture 3×227×227, 96 of 11×11": ((1, 3, 227, 227), (96, 3, 11, 11), 4, 0),
}


def layer(name):
    """Return random float32 x, w and b of a layer, its stride and its padding."""
    shape, w_shape, stride, padding = LAYERS[name]
    rng = np.random.default_rng(0)
    arrays = (rng.normal(size=size).astype(np.float32) for size in (shape, w_shape, w_shape[0]))
    return *arrays, stride, padding


# %% demo
@demo
def the_price():
    for name, (shape, w_shape, stride, padding) in LAYERS.items():
        pictures, columns = 4 * np.prod(shape), im2col_bytes(shape, w_shape[2:], stride, padding)
        print(f"{name:33s} {columns / 1e6:5.2f} MB: {columns / pictures:4.1f} times the pictures")


# %% [markdown] reveal
# **What sets the price**
#
# In the third layer, with stride 1 and padding 2, there are as many windows as pixels, so each weight of the
# kernel costs one copy of the picture: exactly 25. The first has no padding, so its border is seen less
# often: 19.1. The fourth leaves out 15 of 16 windows: about 121/16. The price is the kernel size over the
# stride, squared.

# %% [markdown]
# ### `conv2d_im2col`
# 15 min · ★★★
#
# Now write the layer. All filters are the rows of one matrix, and all patches of a picture are the columns of
# another. Part of the points are for speed: your function has to be at least 20 times as fast as
# `conv2d_loops`, for two pictures of 3 by 20 by 20 and four filters of 3 by 3. The check measures the
# processor's time of both, on numbers that change from call to call, and its card says what it measured.


# %% exercise="conv2d_im2col"
def conv2d_im2col(x: np.ndarray, w: np.ndarray, b=None, stride=1, padding=0, dilation=1) -> np.ndarray:
    """Compute the convolution layer of chapter 04 as a matrix product.

    x: (N, C, H, W), N may be 0. w: (F, C, kh, kw). b: (F,) or None.
    Returns y: (N, F, OH, OW); float32 in, float32 out.
    Raises ValueError if no window fits, or x and w differ in C.
    """
    ### BEGIN SOLUTION
    cols = im2col(x, w.shape[2:], stride, padding, dilation)
    y = w.reshape(len(w), -1) @ cols
    if b is not None:
        y += b[:, None]
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    return y.reshape(len(x), len(w), oh, ow)
    ### END SOLUTION


# %% check="conv2d_im2col"
check(conv2d_im2col)

# %% [markdown]
# ## The race
#
# How many multiplications does your matrix product make, compared with the loops: `"fewer"`, `"as many"` or
# `"more"`?

# %% guess="multiplications_of_the_product"
guess("multiplications_of_the_product", ...)

# %% [markdown]
# Five ways compute the same layers from the same numbers (float32): the loops; the view of all windows, given
# to `np.einsum`, without and with its option `optimize`; your columns; and PyTorch. Plain `einsum` copies
# nothing, and your function copies every pixel many times. For the second layer of AlexNet, will plain
# `einsum` be `"faster"` than your columns, `"about as fast"` or `"slower"`?

# %% guess="einsum_against_columns"
guess("einsum_against_columns", ...)


# %%
def contenders(x, w, b, stride, padding):
    """Return five ways to compute a layer, and the share of it that each computes: loops take too long."""
    import torch

    padded, (kh, kw) = pad2d(x, padding), w.shape[2:]
    seen, part = windows(padded, (kh, kw), stride), padded[:1, :, : kh + 7, : kw + 7]
    outputs = len(x) * len(w) * seen.shape[2] * seen.shape[3]
    tensors = [torch.from_numpy(array) for array in (x, w, b)]
    return {
        "loops": (lambda: conv2d_loops(part, w[:1], b[:1]), 64 / outputs),
        "einsum": (lambda: np.einsum("ncijuv,fcuv->nfij", seen[:1], w), 1 / len(x)),
        "optimized": (lambda: np.einsum("ncijuv,fcuv->nfij", seen, w, optimize=True), 1),
        "yours": (lambda: conv2d_im2col(x, w, b, stride, padding), 1),
        "PyTorch": (lambda: torch.nn.functional.conv2d(*tensors, stride, padding), 1),
    }


# %% demo
@demo
def race():
    _, ax = plt.subplots(figsize=(9, 3.6), layout="constrained")
    for number, name in enumerate(LAYERS):
        times = {}
        for who, (run, share) in contenders(*layer(name)).items():
            times[who] = milliseconds(run, repeats=1 if who == "einsum" else 8) / share
            ax.plot(times[who], number, "o", color=f"C{len(times)}", label=None if number else who)
        if number == 0:
            print(f"{'milliseconds':33s}", *(f"{who:>10s}" for who in times), "   loops/yours")
        factor = times["loops"] / times["yours"]
        print(f"{name:33s}", *(f"{each:10.2f}" for each in times.values()), f"{factor:13.0f}")
    ax.set(xscale="log", xlabel="milliseconds for the layer (logarithmic)", ylim=(3.5, -0.5))
    ax.set_yticks(range(len(LAYERS)), LAYERS)
    ax.legend(ncols=5, loc="lower center", bbox_to_anchor=(0.35, 1.0), frameon=False, columnspacing=1)


# %% [markdown] reveal
# **What the race shows**
#
# A table of milliseconds, and how many times as fast as the loops you are. In the figure each layer has a row
# of five dots on a logarithmic axis. In the three larger layers plain `einsum` and the loops are to the right
# of the others, which make matrix products: with `optimize`, `einsum` sees that the sum *is* one. Who of the
# three leads depends on the layer and on the machine. Run the cell again, and they may change places, most of
# all in the first layer, where starting to work on several cores can take longer than the work. You multiply
# as often as the loops. What differs is how the numbers reach the processor: a matrix product is the
# best-tuned routine there is, and a few lines of NumPy can call it.

# %% [markdown]
# ## Memory order
#
# A processor fetches memory in lines of 64 bytes, 16 float32 at a time, and is fast if it uses all of them.
# Your `im2col` writes each patch as a column. Is it `"faster"`, `"about as fast"` or `"slower"` to write each
# patch as a row?

# %% guess="patches_as_rows"
guess("patches_as_rows", ...)


# %% demo
@demo
def memory_order():
    x, w, _, stride, padding = layer("64 pictures 3×32×32, 32 of 3×3")
    seen = windows(pad2d(x, padding), w.shape[2:], stride)
    for what, axes in {"columns": (0, 1, 4, 5, 2, 3), "rows": (0, 2, 3, 1, 4, 5)}.items():
        print(f"patches as {what:7s} {milliseconds(seen.transpose(axes).copy):6.2f} ms")


# %% [markdown] reveal
# **Why order matters**
#
# The numbers are the same, but columns are copied in runs of OW neighbours, a whole row of the output, and
# rows in runs of kw neighbours, here 3. Columns have another advantage: filters times columns come out in the
# order (F, OH, OW), and nothing has to be moved afterwards.

# %% [markdown]
# ## Sixteen directions
#
# What can you do with a fast layer? In its first layer AlexNet learned many filters that are small waves,
# each in a direction of its own. Take 16 such waves, over half a turn. Each pixel of a photograph gets the
# colour of the wave that responds most to it: red for a vertical wave, and from wave to wave on through
# yellow, green, cyan, blue and violet, back to red. Vertical posts will be red. Which colour will the
# horizontal edges of the roofs have: `"red"`, `"green"` or `"cyan"`?

# %% guess="colour_of_horizontal_edges"
guess("colour_of_horizontal_edges", ...)

# %%
down, right = np.mgrid[-5:6, -5:6]
turns = np.arange(16)[:, None, None] * np.pi / 16
waves = np.cos((right * np.cos(turns) + down * np.sin(turns)) * 2 * np.pi / 7)
waves = (waves * np.exp(-(right**2 + down**2) / 12)).astype(np.float32)
waves -= waves.mean(axis=(1, 2), keepdims=True)


# %% demo
@demo
def the_temple_in_sixteen_directions():
    photo = data.photograph("china")
    x, w = photo.mean(axis=2, dtype=np.float32)[None, None] / 255, waves[:, None]
    start = timeit.default_timer()
    y = conv2d_im2col(x, w)
    seconds = timeit.default_timer() - start
    each = milliseconds(lambda: conv2d_loops(x[..., :18, :18], w[:1], np.zeros(1))) / 64
    print(f"{y.size:,} outputs in {seconds:.2f} s; the loops would take {each * y.size / 1000:.0f} s.")

    strength, winner = np.abs(y[0]).max(axis=0), np.abs(y[0]).argmax(axis=0)
    bright = np.clip(strength / np.quantile(strength, 0.98), 0, 1)
    colours = hsv_to_rgb(np.stack([winner / 16, np.ones_like(bright), bright], axis=-1))
    _, axes = plt.subplots(1, 2, figsize=(11, 3.8), layout="constrained")
    plots.gallery({"the photograph": photo[5:-5, 5:-5], "the direction of every edge": colours}, axes)


# %% [markdown] reveal
# **What the pictures show**
#
# On the right the temple is drawn in bright lines on black. The posts are red, the horizontal edges of the
# roofs cyan. The top roof falls to both sides: its left edge is green, its right edge blue. The sky has no
# direction and stays black; the leaves have all directions, and all colours.

# %% [markdown]
# ## An open problem (optional)
#
# A phone takes photographs of 3000 × 4000 pixels. With one kernel of 15 × 15 the columns of one channel
# take 10.7 GB, in float32. Most computers cannot hold that, and yet they blur such photographs in seconds.
# Find a way: all the outputs, but little memory. There is no signature, no check and no single answer. You
# have solved it if
#
# - on a small picture your result equals that of `conv2d_im2col`;
# - on the large one it needs less than 500 MB beyond the picture and the result (`tracemalloc` measures it);
# - you can say which of two ways is faster on your machine, and why you think so.

# %% [markdown] reveal
# **Two ideas, if you are stuck**
#
# You do not need all columns at the same time: how many output rows fit into 500 MB? Or turn the loop around:
# instead of one window after another, take one *weight* after another. Which pixels does it meet?

# %% [markdown]
# ## Recap
#
# - Patches as columns turn a convolution into one matrix product, which is what processors do best.
# - The price is memory: a pixel is copied once for every window that sees it.
# - Columns rather than rows, because memory is read in lines; and the product comes out in the right order.
#
# **Next:** to learn, a layer needs gradients. Each pixel was copied into several columns: what does that mean
# on the way back? Continue with [chapter 06](../06_backward/06_backward.ipynb).
