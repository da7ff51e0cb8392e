# %% [markdown]
# # 05 · Convolution is a matrix product
#
# **Goal.** Make a convolution layer hundreds of times faster by writing it as one matrix product.
#
# **You will write** `im2col`, `im2col_bytes` and `conv2d_im2col`. **Needs** chapter 04. **Takes** about 60
# minutes.

# %%
import timeit

import matplotlib.pyplot as plt
import numpy as np

from course_utils import check, demo, explorers, guess, hint, progress

# %% [markdown]
# ## Why: loops are slow
#
# Here is the convolution layer of chapter 04 in its simplest form, without stride or padding. Each output is
# one window times one filter, added up, plus the bias. How long would AlexNet's first layer take, with 96
# filters of 11 × 11 on a picture of 227 × 227? With stride 4 it has 55 · 55 · 96 = 290,400 outputs, and the
# loop pays for each of them. Guess: a millisecond, or a second?


# %%
def conv2d_loops(x, w, b):
    """Compute one output after another: x (N, C, H, W), w (F, C, kh, kw), b (F,) -> y (N, F, OH, OW)."""
    (n, _, height, width), (f, _, kh, kw) = x.shape, w.shape
    y = np.zeros((n, f, height - kh + 1, width - kw + 1), x.dtype)
    for picture, filter, i, j in np.ndindex(*y.shape):
        y[picture, filter, i, j] = np.sum(x[picture, :, i : i + kh, j : j + kw] * w[filter]) + b[filter]
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
    seconds = each * 55 * 55 * 96 / 1000
    print(f"{1000 * each:.1f} microseconds for one output, {seconds:.1f} s for the layer,")
    print(f"{seconds * 1.2e6 / 86400:.0f} days for one pass over ImageNet's 1.2 million pictures.")


# %% [markdown]
# Almost none of this time is arithmetic. A processor multiplies and adds tens of numbers in a nanosecond. But
# Python starts several NumPy calls for each window, and these cost microseconds. So give the processor all
# windows at once.
#
# ## Patches are columns
#
# Take the numbers 1 to 9 and the kernel 10, 20, 30, 40 of chapter 01. Write the kernel, row by row, as one
# long row. Write each patch under the window in the same order, but as a column. Then every output is a row
# times a column, and all outputs are one product:
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
# The product and the loops give the same four numbers. The matrix of columns is called **im2col**, image to
# columns. If there are more channels, a column contains the patch of the first channel, then that of the
# second, and so on. Click a column or a patch. Before you do, guess: how many columns contain the 6 in the
# middle of the first channel?


# %% demo
@demo
def columns_and_patches():
    x = np.stack([np.arange(1.0, 17).reshape(4, 4), np.arange(101.0, 117).reshape(4, 4)])
    return explorers.im2col_patches(x, kernel_size=2)


# %% [markdown]
# Four columns contain it, at a different height each: it is once in every corner of a window. A pixel is
# copied once for every window that sees it. Keep that in mind; it is the price of the method, and the key to
# its gradient.
#
# ## Every window, without a copy
#
# You need the windows of a picture as an array. NumPy can make an array that copies nothing: a *view*, which
# reads the same memory with other steps. `map_size` and `pad2d` are your functions from chapter 04, and now
# they take pairs, too.


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
    if min(ph, pw) < 0:
        raise ValueError(f"padding cannot be negative, got {padding}")
    return np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))


def windows(x, kernel_size, stride=1, dilation=1):
    """Return every window of x (N, C, H, W) as a view (N, C, OH, OW, kh, kw): no number is copied."""
    map_size(x.shape[2:], kernel_size, stride, 0, dilation)
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    reach = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    seen = np.lib.stride_tricks.sliding_window_view(x, reach, axis=(2, 3), writeable=True)
    return seen[:, :, ::sh, ::sw, ::dh, ::dw]


# %% [markdown]
# Here are all windows of the numbers 1 to 9. You see the window in row 1, column 0, then the shape, and then
# the steps in memory, in bytes: to the next output row, the next output column, the next row and the next
# column of the kernel.

# %%
seen = windows(image[None, None], 2)
seen[0, 0, 1, 0], seen.shape, seen.strides[2:]

# %% [markdown]
# Two axes walk over the same memory: a step to the right in the output is 8 bytes, and so is a step to the
# right in the kernel. A view also works the other way round: if you write into it, you write into `x`.
#
# ### `im2col`
# 10 min · ★★★
#
# Write every patch as a column. Down a column run the axes (C, kh, kw), with kw fastest; from column to
# column run (OH, OW), with OW fastest: to the right, then down. This is the layout of PyTorch's `unfold`. Any
# code that gives the right numbers will do; with `windows` it needs no loop.


# %% exercise="im2col"
def im2col(x: np.ndarray, kernel_size, stride=1, padding=0, dilation=1) -> np.ndarray:
    """Write the patches of pictures as columns.

    x: (N, C, H, W), N may be 0. kernel_size, stride, padding, dilation: an int, or a pair (rows, columns).
    Returns (N, C*kh*kw, OH*OW), in the dtype of x.
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

    shape: (N, C, H, W). itemsize: bytes of one number, 4 for float32.
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
# Four layers follow us through this chapter: one like LeNet's, one of a modern network, and the second and
# the first of AlexNet. For which of them do the columns take the most memory, compared with the pictures?

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
        print(f"{name:33s} {pictures / 1e6:5.2f} MB, as columns {columns / 1e6:5.2f} MB: ", end="")
        print(f"{columns / pictures:4.1f} times as much")


# %% [markdown]
# It is the third. Its kernel has 25 weights, and with stride 1 and padding 2 there are as many windows as
# pixels: exactly 25 times as much. The first has no padding, so its border is seen less often: 25 · 28²
# entries for 32² pixels make 19.1. The fourth has 121 weights, but its stride of 4 leaves out 15 of 16
# windows, and 121/16 is about 7. The price is the kernel size over the stride, squared.
#
# ### `conv2d_im2col`
# 15 min · ★★★
#
# Now write the layer. All filters are the rows of one matrix, and all patches of a picture are the columns of
# another. Part of the points are for speed: your function has to be at least 20 times as fast as
# `conv2d_loops`; the check times both.


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
# Here are five ways to compute the same layer from the same numbers (float32): the loops; your columns; the
# view of all windows, given to `np.einsum` and to `np.tensordot`; and PyTorch. Will your function be nearer
# to PyTorch or to the loops?


# %%
def contenders(x, w, b, stride, padding):
    """Return the five ways; the loops compute only 64 outputs, since nobody wants to wait for all."""
    import torch

    seen = windows(pad2d(x, padding), w.shape[2:], stride)
    part = pad2d(x[:1], padding)[..., : w.shape[2] + 7, : w.shape[3] + 7]
    tensors = [torch.from_numpy(array) for array in (x, w, b)]
    return {
        "64 loops": lambda: conv2d_loops(part, w[:1], b[:1]),
        "view and einsum": lambda: np.einsum("ncijuv,fcuv->nfij", seen, w),
        "view and tensordot": lambda: np.tensordot(w, seen, axes=([1, 2, 3], [1, 4, 5])),
        "your conv2d_im2col": lambda: conv2d_im2col(x, w, b, stride, padding),
        "PyTorch": lambda: torch.nn.functional.conv2d(*tensors, stride, padding),
    }


# %% demo
@demo
def race():
    _, ax = plt.subplots(figsize=(9, 3.6), layout="constrained")
    for number, name in enumerate(LAYERS):
        times = {}
        for who, run in contenders(*layer(name)).items():
            times[who] = milliseconds(run, repeats=1 if "einsum" in who else 8)
        outputs = conv2d_im2col(*layer(name)).size
        times = {"loops": times.pop("64 loops") * outputs / 64} | times
        for colour, (who, each) in enumerate(times.items()):
            ax.plot(each, number, "o", color=f"C{colour}", markersize=9, label=who if number == 0 else None)
    ax.set(xscale="log", xlabel="milliseconds for the layer (logarithmic)")
    ax.set_yticks(range(len(LAYERS)), LAYERS)
    ax.invert_yaxis()
    ax.grid(axis="x", alpha=0.3)
    ax.legend(ncols=5, loc="lower center", bbox_to_anchor=(0.35, 1.0), frameon=False, columnspacing=1)


# %% [markdown]
# *Each of the four layers has a row of five dots on a logarithmic axis. PyTorch, your columns and tensordot
# are on the left, in changing order; einsum is ten to several hundred times slower; the loops are always
# last.*
#
# A few lines of NumPy come within a small factor of a library that hundreds of people have tuned, and
# sometimes they are ahead of it. All of this speed comes from the matrix product, the best-tuned routine
# there is. `tensordot` copies the windows into columns too, so it is as fast; `einsum` does not.
#
# ## Memory order
#
# Why is `einsum` so slow, and why do we use columns? A processor fetches memory in lines of 64 bytes, 16
# float32 at a time, and is fast if it uses all of them. Guess which takes longer: to write the patches as
# columns, or as rows?


# %% demo
@demo
def memory_order():
    x, w, _, stride, padding = layer("64 pictures 3×32×32, 32 of 3×3")
    seen = windows(pad2d(x, padding), w.shape[2:], stride)
    lines = {
        "patches as columns (C, kh, kw, OH, OW)": seen.transpose(0, 1, 4, 5, 2, 3).copy,
        "patches as rows (OH, OW, C, kh, kw)": seen.transpose(0, 2, 3, 1, 4, 5).copy,
        "einsum": lambda: np.einsum("ncijuv,fcuv->nfij", seen, w),
        "einsum, optimize=True": lambda: np.einsum("ncijuv,fcuv->nfij", seen, w, optimize=True),
    }
    for what, run in lines.items():
        print(f"{what:40s} {milliseconds(run):6.2f} ms")


# %% [markdown]
# Rows cost several times as much as columns, although the numbers are the same. Columns are copied in runs of
# OW neighbours, a whole row of the output; rows are copied in runs of kw neighbours, here 3. And `rows @
# cols` has the order (F, OH, OW), so nothing has to be moved afterwards.
#
# `einsum` without `optimize` runs one loop over all seven letters: it does one multiplication at a time, and
# does not reuse what it has fetched. With `optimize=True` it sees that the sum *is* a matrix product and
# calls that. PyTorch has a second order too, channels last, with all channels of a pixel side by side: it is
# faster for some layers and slower for others.
#
# ## Recap
#
# - Patches as columns turn a convolution into one matrix product, which is what processors do best.
# - The price is memory: a pixel is copied once for every window that sees it, about kernel size over stride,
#   squared, times as many numbers.
# - Columns rather than rows, because memory is read in lines; and the product comes out in the right order.
#
# **Next:** to learn, a layer needs gradients. Each pixel was copied into several columns: what does that mean
# on the way back? Continue with chapter 06.
