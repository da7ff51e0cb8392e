# %% [markdown]
# # 05 · Convolution is a matrix product
#
# **Goal.** Make a convolution layer hundreds of times faster by writing it as one matrix product, and find
# its gradient the same way.
#
# **You will write** `im2col`, `im2col_bytes`, `conv2d_im2col`, `col2im`, `numeric_gradient` and
# `conv2d_backward`. **Needs** chapter 04. **Takes** about 75 minutes.

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
# ## The way back
#
# To learn, a network needs gradients. The loss is one number, and $dy = \partial\,\text{loss} / \partial y$,
# which has the shape of $y$, comes from the layers that follow. For one picture, with filter $f$, position
# $l$, and $k$ running down a column,
#
# $$y_{fl} = \sum_k W_{fk}\, \text{cols}_{kl} + b_f$$
#
# So $W_{fk}$ acts on the output of its filter at every position $l$, with the factor $\text{cols}_{kl}$; an
# entry $\text{cols}_{kl}$ acts on the output of every filter, with the factor $W_{fk}$; and $b_f$ acts on the
# output of its filter at every position, with the factor 1. Each effect on $y_{fl}$ counts $dy_{fl}$ in the
# loss. Add them up:
# 1. Each effect counts $dy_{fl}$ in the loss. Add them up:
#
# $$dW_{fk} = \sum_l dy_{fl}\, \text{cols}_{kl} \qquad
# d\text{cols}_{kl} = \sum_f W_{fk}\, dy_{fl} \qquad db_f = \sum_l dy_{fl}$$
#
# The first two are matrix products again, $dW = dy \cdot \text{cols}^T$ and $d\text{cols} = W^T \cdot dy$. Do
# the shapes agree? Take the example from above, with $dy = 1$ for every output: then the first entry of $dW$
# is the sum of the pixels that meet the first weight, 1 + 2 + 4 + 5.

# %%
dy = np.ones((1, 4))
dy @ columns.T, (kernel.reshape(1, 4).T @ dy).shape

# %% [markdown]
# One step is left: from the gradient of the columns to the gradient of the picture. A pixel is in several
# columns and acts through each of them, so its gradient is the **sum** over all entries that are copies of
# it.
#
# ### `col2im`
# 15 min · ★★★
#
# Put every column back as the patch that it came from, and add where patches overlap. At the end, cut the
# padding off. A loop over the positions in the kernel is fast enough. This is PyTorch's `fold`.


# %% exercise="col2im"
def col2im(cols: np.ndarray, output_size, kernel_size, stride=1, padding=0, dilation=1) -> np.ndarray:
    """Add up the columns of `im2col` into pictures.

    cols: (N, C*kh*kw, OH*OW), N may be 0. output_size: (H, W) of the pictures.
    Returns (N, C, H, W), in the dtype of cols: each pixel is the sum of its copies in the columns.
    Raises ValueError if the columns do not belong to pictures of this size.
    """
    ### BEGIN SOLUTION
    (h, w), (kh, kw), (ph, pw) = output_size, pair(kernel_size), pair(padding)
    x = np.zeros((len(cols), cols.shape[1] // (kh * kw), h + 2 * ph, w + 2 * pw), cols.dtype)
    seen = windows(x, kernel_size, stride, dilation)
    n, c, oh, ow = seen.shape[:4]
    patches = cols.reshape(n, c, kh, kw, oh, ow)
    for i, j in np.ndindex(kh, kw):
        seen[..., i, j] += patches[:, :, i, j]
    return x[:, :, ph : ph + h, pw : pw + w]
    ### END SOLUTION


# %% check="col2im"
check(col2im)

# %% [markdown]
# Columns of ones, put back, count how many windows see a pixel. Before you look: which pixels of a 6 × 6
# picture are seen least by windows of 3 × 3, and how often is a pixel in the middle seen?


# %% demo
@demo
def how_often_seen():
    _, axes = plt.subplots(1, 3, figsize=(9, 3.2), layout="constrained")
    for ax, (stride, padding) in zip(axes, [(1, 0), (2, 0), (1, 1)], strict=True):
        cols = np.ones_like(im2col(np.zeros((1, 1, 6, 6)), 3, stride, padding))
        counts = col2im(cols, (6, 6), 3, stride, padding)[0, 0]
        ax.imshow(counts, cmap="gray", vmin=0, vmax=9)
        for (row, column), count in np.ndenumerate(counts):
            ax.text(column, row, f"{count:.0f}", ha="center", va="center", color="wk"[int(count > 4)])
        ax.set(title=f"stride {stride}, padding {padding}", xlabel="column", ylabel="row")


# %% [markdown]
# *Three tables of 6 × 6 in one scale of grey. Stride 1: black corners, white in the middle. Stride 2: dark,
# its last row and column black. Padding 1: white in the middle, brighter at the border than the first.*
#
# Corners are seen once, the middle nine times; padding gives the border more weight. With stride 2 no window
# sees the last row and column: whatever their pixels are, the gradient there is 0.
#
# ## Trust, but measure
#
# A wrong gradient rarely crashes: the network just learns badly. So check every gradient against a slow,
# simple one. A derivative is nearly the difference over a small step $h$, divided by the step:
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2h}$$
#
# How small should it be? Here is the error for $f = \sin$ at $x = 1$, with steps to one side and with steps
# to both sides. Where do you expect the best step: as small as possible?


# %% demo
@demo
def how_small_a_step():
    h = 10.0 ** -np.arange(0.5, 16, 0.1)
    forward = (np.sin(1 + h) - np.sin(1)) / h
    central = (np.sin(1 + h) - np.sin(1 - h)) / (2 * h)
    _, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
    ax.loglog(h, np.abs(forward - np.cos(1)), label="one side: (f(x + h) − f(x)) / h")
    ax.loglog(h, np.abs(central - np.cos(1)), label="both sides: (f(x + h) − f(x − h)) / 2h")
    ax.set(xlabel="step h", ylabel="error of the derivative")
    ax.grid(alpha=0.3)
    ax.legend(frameon=False)


# %% [markdown]
# *Two V-shaped curves over the step: one side is best near h = 1e-8; both sides are best near h = 1e-5, and
# far better.*
#
# From right to left, the error first falls with $h$, or with $h^2$ if you step to both sides. Then it rises
# again: the two values of $f$ agree in so many digits that their difference is only rounding. So step to both
# sides, by 1e-5, in float64. (A linear layer forgives large steps, because its graph has no bends; a ReLU
# does not.)
#
# ### `numeric_gradient`
# 10 min · ★★
#
# Do that for an array of any shape, one entry at a time. `f` takes the array and returns a number. Leave
# `x` as you found it.


# %% exercise="numeric_gradient"
def numeric_gradient(f, x: np.ndarray) -> np.ndarray:
    """Compute the gradient of a function by central differences, (f(x + h e_i) - f(x - h e_i)) / (2h).

    h = 1e-5; anything from 1e-6 to 1e-4 is accepted.
    f: takes an array like x, returns a number. x: float64, any shape; unchanged afterwards.
    Returns the gradient, in the shape of x.
    """
    ### BEGIN SOLUTION
    h = 1e-5
    gradient = np.zeros_like(x)
    for at in np.ndindex(*x.shape):
        value = x[at]
        x[at] = value + h
        above = f(x)
        x[at] = value - h
        gradient[at] = (above - f(x)) / (2 * h)
        x[at] = value
    return gradient
    ### END SOLUTION


# %% check="numeric_gradient"
check(numeric_gradient)

# %% [markdown]
# ### `conv2d_backward`
# 15 min · ★★★
#
# Now compute all three gradients of the layer, for a given `dy`. The formulas above are for one picture. The
# pictures of a batch share their weights and biases but not their pixels: think about what that means for
# each of the three.


# %% exercise="conv2d_backward"
def conv2d_backward(dy, x, w, stride=1, padding=0, dilation=1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute the gradients of the convolution layer.

    dy: (N, F, OH, OW), the gradient of the loss with respect to y. N may be 0.
    x: (N, C, H, W). w: (F, C, kh, kw).
    Returns dx, dw, db, in the shapes of x, w and b: (N, C, H, W), (F, C, kh, kw), (F,).
    Raises ValueError if dy does not have the shape of y.
    """
    ### BEGIN SOLUTION
    n, f, oh, ow = dy.shape
    geometry = w.shape[2:], stride, padding, dilation
    if dy.shape != (len(x), len(w), *map_size(x.shape[2:], *geometry)):
        raise ValueError(f"dy {dy.shape} is not the gradient of a layer of x {x.shape} and w {w.shape}")
    rows, grads = w.reshape(f, -1), dy.reshape(n, f, oh * ow)
    dx = col2im(rows.T @ grads, x.shape[2:], *geometry)
    dw = (grads @ im2col(x, *geometry).transpose(0, 2, 1)).sum(axis=0)
    return dx, dw.reshape(w.shape), dy.sum(axis=(0, 2, 3))
    ### END SOLUTION


# %% check="conv2d_backward"
check(conv2d_backward)

# %% [markdown]
# ## The gradient check
#
# The check compared your gradients with PyTorch's. But you do not need PyTorch to be sure: compare with your
# `numeric_gradient`. For this you need a loss whose gradient with respect to $y$ is exactly `dy`: `sum(dy *
# y)`. What counts is the error *relative* to the size of the gradients, and in float64 the line is clear:
# below 1e-7 they agree; above 1e-4 something is wrong.


# %%
def relative_error(one, other):
    """Return the length of the difference over the sum of the lengths: 0 if equal, 1 if opposite."""
    return np.linalg.norm(one - other) / (np.linalg.norm(one) + np.linalg.norm(other))


def verdict(error):
    return "they agree" if error < 1e-7 else "look closer" if error < 1e-4 else "there is a mistake"


# %% demo
@demo
def gradient_check():
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(2, 3, 6, 5)), rng.normal(size=(4, 3, 3, 2)), rng.normal(size=4)
    geometry = (2, 1), (1, 0), (1, 2)
    dy = rng.normal(size=conv2d_im2col(x, w, b, *geometry).shape)
    loss = lambda x, w, b: np.sum(dy * conv2d_im2col(x, w, b, *geometry))
    numeric = {
        "dx": numeric_gradient(lambda at: loss(at, w, b), x),
        "dw": numeric_gradient(lambda at: loss(x, at, b), w),
        "db": numeric_gradient(lambda at: loss(x, w, at), b),
    }
    gradients = conv2d_backward(dy, x, w, *geometry)
    for (name, other), gradient in zip(numeric.items(), gradients, strict=True):
        error = relative_error(gradient, other)
        print(f"{name} {gradient.shape!s:14s} relative error {error:.1e}: {verdict(error)}")
    flipped = relative_error(gradients[1][:, :, ::-1, ::-1], gradients[1])
    print(f"dw with a flipped kernel, for comparison: {flipped:.1e}: {verdict(flipped)}")


# %% [markdown]
# Three errors are far below 1e-7, a typical mistake gives 0.7, and there is nothing in between. Whenever you
# write a backward pass, from here to chapter 10, begin with these few lines.
#
# ## Recap
#
# - Patches as columns turn a convolution into one matrix product, which is what processors do best. The price
#   is memory: a pixel is copied once for every window that sees it.
# - Columns are better than rows, because memory is read in lines; and the product has the right order.
# - In the backward pass `im2col` becomes `col2im`: what was copied is added. The gradients of what the
#   pictures share are sums over the batch, and a numeric gradient makes sure that they are right.
#
# **Next:** the maps are as large as the picture, and nobody needs most of what is in them. What can you throw
# away on purpose? Continue with chapter 07.
