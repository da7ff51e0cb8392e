# %% [markdown]
# # 08 · Counting
#
# **Goal.** Say where the parameters of a network are, where its work is, and how much of the picture one of
# its outputs sees.
#
# **You will write** `linear_params`, `locally_connected_params`, `conv_params`, `conv_macs`,
# `receptive_field`, `stack_or_large`, `output_shape`, `count` and `find_the_biases`, and, if you like,
# `spot_the_column` and `training_bytes`. **Needs** chapters [04](../04_conv_layer/04_conv_layer.ipynb) and
# [07](../07_pooling/07_pooling.ipynb). **Takes** about 75 minutes. The optional exercises take 20 minutes
# more.

# %%
import math

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from course_utils import check, data, demo, explorers, guess, hint, mine, plots, progress

# %% [markdown]
# ## Why: one layer for a small photograph
#
# Why not let every output see the whole picture? In a **fully connected** layer, each output has a weight
# for every number that goes in. Take a picture of 256 by 256 pixels in colour, and 1,000 outputs, one for
# each kind of thing that might be in it. How many *million* weights is that?

# %% guess="one_layer"
guess("one_layer", ...)

# %% [markdown]
# ### `linear_params`
# 2 min · ★★
#
# Count them for any fully connected layer. PyTorch calls it `Linear`.


# %% exercise="linear_params"
def linear_params(inputs: int, outputs: int, bias: bool = True) -> int:
    """Count the parameters of a fully connected layer: its weights and, unless bias is False, its biases.

    inputs, outputs: how many numbers go in and come out.
    """
    ### BEGIN SOLUTION
    return outputs * (inputs + bias)
    ### END SOLUTION


# %% check="linear_params"
check(linear_params)


# %% demo
@demo
def a_weight_for_every_number():
    for name, inputs in {
        "28 x 28 in grey": 28 * 28,
        "200 x 200 in colour": 200 * 200 * 3,
        "256 x 256 in colour": 256 * 256 * 3,
    }.items():
        one, layer = linear_params(inputs, 1, bias=False), linear_params(inputs, 1000, bias=False)
        print(f"{name:20} {one:8,} weights for one output, {layer:12,} for 1,000: {4 * layer / 1e6:6.1f} MB")


# %% [markdown]
# The digits of 28 by 28 are no problem. The photograph is: nearly 200 million weights in a single layer, all
# to be learned from examples.
#
# ## Five inputs, five outputs
#
# A convolution makes two changes. First, an output sees only its neighbourhood: $h_3$ sees $x_2$, $x_3$ and
# $x_4$. That is a **locally connected** layer. Then all outputs use the same kernel: the weights are
# **shared**. With 5 inputs, 5 outputs and a kernel of size 3, how many weights are there to be learned?

# %% guess="shared_weights"
guess("shared_weights", ...)


# %% demo
@demo
def who_sees_whom():
    h, x = np.indices((5, 5))
    near = abs(x - h) <= 1
    which = {
        "fully connected": 5 * h + x + 1,
        "locally connected": near * near.cumsum().reshape(5, 5),
        "shared": near * (x - h + 2),
    }
    _, axes = plt.subplots(1, 3, figsize=(9.5, 3.4), layout="constrained")
    for ax, (name, weights) in zip(axes, which.items(), strict=True):
        ax.imshow(np.ma.masked_equal(weights, 0), cmap="rainbow", alpha=0.6)
        for row, column in np.argwhere(weights):
            ax.text(column, row, weights[row, column], ha="center", va="center")
        ax.set(title=name, xticks=range(5), xticklabels=[f"x{i}" for i in range(1, 6)])
        ax.set(yticks=range(5), yticklabels=[f"h{i}" for i in range(1, 6)])


# %% [markdown] reveal
# **What the tables show**
#
# Three tables of 5 by 5, with a row for each output and a column for each input. Each cell says which
# weight connects the two; an empty one means none. Equal colours are equal weights. Fully connected: 25
# weights, all different. Locally connected: a band along the diagonal with 13 different weights; the
# outputs at both ends have one neighbour less. Shared: the same band, but only the weights 1, 2 and 3,
# again and again.

# %% [markdown]
# ### `locally_connected_params`
# 3 min · ★★
#
# Now in two dimensions, with channels. Let every position of the output have its own filters and its own
# biases.


# %% exercise="locally_connected_params"
def locally_connected_params(
    in_channels: int, out_channels: int, kernel_size: int, output_size: tuple[int, int]
) -> int:
    """Count the parameters of a layer that looks through windows, as a convolution does, but shares nothing.

    in_channels, out_channels: of the layer. kernel_size: the side of its square windows.
    output_size: (OH, OW). Each number of the output (out_channels, OH, OW) has its own weights and bias.
    """
    ### BEGIN SOLUTION
    return out_channels * math.prod(output_size) * (in_channels * kernel_size**2 + 1)
    ### END SOLUTION


# %% check="locally_connected_params"
check(locally_connected_params)

# %% [markdown]
# ### `conv_params`
# 4 min · ★★★
#
# And now shared. AlexNet was trained on two GPUs, each with half of the maps. In some layers a filter sees
# only the maps of its own GPU. These are **groups**: the channels are divided into `groups` equal parts, the
# filters too, and each part of the filters sees its own part of the channels.


# %% exercise="conv_params"
def conv_params(
    in_channels: int, out_channels: int, kernel_size: int, groups: int = 1, bias: bool = True
) -> int:
    """Count the parameters of a convolution: its weights and, unless bias is False, a bias for each filter.

    kernel_size: the side of the square windows. groups: into how many parts channels and filters are divided.
    Returns an int. Raises ValueError if groups does not divide both numbers of channels.
    """
    ### BEGIN SOLUTION
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"{groups} groups do not divide {in_channels} and {out_channels} channels")
    return out_channels * (in_channels // groups * kernel_size**2 + bias)
    ### END SOLUTION


# %% check="conv_params"
check(conv_params)

# %% [markdown]
# A lecture compares the three ways to compute 96 maps of 55 by 55 from 3 maps of the same size, with windows
# of 11 by 11. How many times as many parameters does the locally connected layer have as the shared one?

# %% guess="local_times_shared"
guess("local_times_shared", ...)


# %% demo
@demo
def three_ways():
    shared = conv_params(3, 96, 11)
    for name, parameters in {
        "fully connected": linear_params(55 * 55 * 3, 55 * 55 * 96),
        "locally connected": locally_connected_params(3, 96, 11, (55, 55)),
        "shared": shared,
    }.items():
        print(f"{name:18} {parameters:13,} parameters, {parameters // shared:6,} times as many as shared")


# %% [markdown]
# ## The work
#
# The shared layer has far fewer parameters than the locally connected one. And its multiplications? Are they
# `"3,025 times fewer"`, `"just as many"` or `"three times fewer"`?

# %% guess="work_of_sharing"
guess("work_of_sharing", ...)

# %% [markdown]
# Count them. In the three copies of the X, coloured pixels are those that the current output sees. They all
# have one colour, which stands for their set of weights: when a colour comes again, so do the weights. Press
# *next step* several times, and follow the counts.


# %% demo
@demo
def follow_the_counts():
    return explorers.weight_sharing(data.letter_x())


# %% [markdown] reveal
# **What the three copies show**
#
# Fully connected: the whole picture is coloured, in a new colour at each step, and the weights grow by 81
# each time. Locally connected: a window of 3 by 3 moves and changes its colour; the weights grow by 9.
# Shared: the same window keeps its colour, and the weights stay at 9. But each output multiplies all the
# pixels that it sees, so the multiplications of the last two are the same at every step.

# %% [markdown]
# ### `conv_macs`
# 3 min · ★★★
#
# Work is counted in **multiply-accumulates** (MACs): one product, added to a sum, is one. Adding the bias is
# not counted.


# %% exercise="conv_macs"
def conv_macs(
    in_channels: int, out_channels: int, kernel_size: int, output_size: tuple[int, int], groups: int = 1
) -> int:
    """Count the multiply-accumulates of a convolution, for one picture.

    output_size: (OH, OW). The others are as in conv_params, and groups divides both numbers of channels.
    """
    ### BEGIN SOLUTION
    return conv_params(in_channels, out_channels, kernel_size, groups, bias=False) * math.prod(output_size)
    ### END SOLUTION


# %% check="conv_macs"
check(conv_macs)


# %% demo
@demo
def parameters_and_work():
    size = (55, 55)
    macs = conv_macs(3, 96, 11, size)
    for name, parameters in {
        "locally connected": locally_connected_params(3, 96, 11, size),
        "shared": conv_params(3, 96, 11),
    }.items():
        print(f"{name:18} {parameters:11,} parameters, {macs:,} multiply-accumulates")


# %% [markdown] reveal
# **What sharing is good for, then**
#
# It saves memory, not time. And it saves examples: what the kernel learns at one position it knows at all of
# them, so there is less to learn, and less that can be learned by heart. This is called **regularisation**.

# %% [markdown]
# ## What one output sees
#
# In the toy, $h_3$ sees three inputs. Let another such layer follow: $g_3$ sees $h_2$, $h_3$ and $h_4$, and
# through them $x_1$ to $x_5$. These are its **receptive field**. Three layers of 3 by 3, with stride 1: how
# many pixels in a row does one output of the last layer see?

# %% guess="sees_after_three"
guess("sees_after_three", ...)

# %% [markdown]
# Now let each of the three layers have stride 2. How many pixels in a row does one output see?

# %% guess="sees_after_strides"
guess("sees_after_strides", ...)

# %% [markdown]
# Choose a network, and go up layer by layer. Which pixels does the framed output see?


# %% demo
@demo
def go_up():
    return explorers.receptive_fields()


# %% [markdown] reveal
# **What the rows show**
#
# The lowest row is the picture, above it a row for each layer. Lines go from an output to the numbers that
# it sees, and from these further down. With stride 1 the field grows by 2 with each layer: 3, 5, 7. With
# stride 2 it grows faster and faster: 3, 7, 15, because neighbours of the map above are 2, then 4 pixels
# apart. Dilations of 1, 2 and 4 reach 15 as well, without making the map smaller.

# %% [markdown]
# Layers are easiest to count as plain data. Each one is a dictionary; these three functions write them.


# %%
def conv(channels, kernel_size, stride=1, padding=0, dilation=1, groups=1):
    """Describe a convolution that gives `channels` maps."""
    window = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "dilation": dilation}
    return {"kind": "conv", "channels": channels, "groups": groups, **window}


def pool(kernel_size, stride):
    """Describe a pooling layer."""
    return {"kind": "pool", "kernel_size": kernel_size, "stride": stride, "padding": 0, "dilation": 1}


def linear(outputs):
    """Describe a fully connected layer."""
    return {"kind": "linear", "outputs": outputs}


LENET5 = [conv(6, 5), pool(2, 2), conv(16, 5), pool(2, 2), linear(120), linear(84), linear(10)]
LENET5[:2]

# %% [markdown]
# ### `receptive_field`
# 8 min · ★★★
#
# Compute it. If you are stuck, draw the rows of the explorer on paper, for stride 1 and for stride 2.


# %% exercise="receptive_field"
def receptive_field(layers: list[dict]) -> int:
    """Count how many pixels in a row one output of the last layer sees, far from the border.

    layers: convolutions and pooling layers, as `conv` and `pool` describe them, the first one first. Pixels
    between the first and the last that are seen count, even if dilation skips them. No layers: 1.
    """
    ### BEGIN SOLUTION
    field, step = 1, 1  # the step: how many pixels neighbours on the current map are apart
    for layer in layers:
        field += layer["dilation"] * (layer["kernel_size"] - 1) * step
        step *= layer["stride"]
    return field
    ### END SOLUTION


# %% check="receptive_field"
check(receptive_field)

# %% [markdown]
# ### `stack_or_large`
# 3 min · ★★
#
# Some networks have a few large kernels, others many of 3 by 3. A stack of 3 by 3 layers can see as much as a
# single large one. Who needs fewer weights? All layers have C channels in and C channels out. Do not count
# biases.


# %% exercise="stack_or_large"
def stack_or_large(channels: int, size: int = 7) -> tuple[int, int]:
    """Count the weights of a stack of 3 x 3 layers and of one size x size layer that sees as much.

    channels: C, in and out of every layer. size: odd, at least 3. All layers have stride 1, and no biases.
    Returns (weights of the stack, weights of the large layer).
    """
    ### BEGIN SOLUTION
    layers = size // 2
    return layers * conv_params(channels, channels, 3, bias=False), (size * channels) ** 2
    ### END SOLUTION


# %% check="stack_or_large"
check(stack_or_large)


# %% demo
@demo
def the_same_field():
    for size in (3, 5, 7, 11):
        stack, large = stack_or_large(64, size)
        print(f"{size:2} x {size:2}, 64 channels: stack {stack:8,} weights, one layer {large:8,}")


# %% [markdown] reveal
# **Who wins**
#
# The stack, from 5 by 5 on: for 7 by 7 it has $27 C^2$ weights, the large layer $49 C^2$. The stack has a
# second advantage. After each layer comes a ReLU, so three layers bend the line three times, and a single one
# only once.

# %% [markdown]
# ## A whole network
#
# Now every layer of a network, in one table. This needs the shape after each layer, and `output_size` from
# chapter 04 knows the sizes.

# %%
output_size = mine("output_size")

# %% [markdown]
# ### `output_shape`
# 5 min · ★★★
#
# What does a layer make of a shape? A layer that does not fit should say so, with its own kind and the shape
# that it got, so that whoever reads the message can see which two do not go together.


# %% exercise="output_shape"
def output_shape(layer: dict, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Find the shape that comes out of a layer, for one picture.

    layer: as `conv`, `pool` or `linear` describe it. shape: of what goes in, (C, H, W) or (inputs,).
    Returns (channels, OH, OW) for a convolution, (C, OH, OW) for pooling, and (outputs,) for a linear layer,
    which reads all numbers of its input, whatever their shape.
    Raises ValueError if a convolution or pooling does not get (C, H, W), or if no window fits.
    """
    ### BEGIN SOLUTION
    if layer["kind"] == "linear":
        return (layer["outputs"],)
    if len(shape) != 3:
        raise ValueError(f"{layer['kind']} needs maps, (C, H, W), but what comes before gives {shape}")
    window = [layer[name] for name in ("kernel_size", "stride", "padding", "dilation")]
    return (layer.get("channels", shape[0]), *(output_size(n, *window) for n in shape[1:]))
    ### END SOLUTION


# %% check="output_shape"
check(output_shape)

# %% [markdown]
# ### `count`
# 7 min · ★★★
#
# One row for each layer. Use what you have written.


# %% exercise="count"
def count(layers: list[dict], shape: tuple[int, ...]) -> list[dict]:
    """Count everything in a network, layer by layer, for one picture.

    layers: as `conv`, `pool` and `linear` describe them. shape: of the picture, (C, H, W).
    Returns a list with a dictionary for each layer: "shape", what comes out; "parameters", weights and
    biases; "macs", multiply-accumulates; "bytes", of what comes out, with 4 bytes for each number.
    Pooling has neither parameters nor multiply-accumulates.
    """
    ### BEGIN SOLUTION
    table = []
    for layer in layers:
        out, parameters, macs = output_shape(layer, shape), 0, 0
        if layer["kind"] == "linear":
            inputs = math.prod(shape)
            parameters, macs = linear_params(inputs, *out), inputs * out[0]
        elif layer["kind"] == "conv":
            filters = shape[0], layer["channels"], layer["kernel_size"]
            parameters = conv_params(*filters, layer["groups"])
            macs = conv_macs(*filters, out[1:], layer["groups"])
        table.append({"shape": out, "parameters": parameters, "macs": macs, "bytes": 4 * math.prod(out)})
        shape = out
    return table
    ### END SOLUTION


# %% check="count"
check(count)

# %% [markdown]
# Here is LeNet-5, which read the digits on bank cheques in 1998.


# %%
def show(layers, shape):
    """Print the table of a network, and its sums."""
    table = count(layers, shape)
    print(f"{'':7}{'shape':>15}{'parameters':>12}{'macs':>15}{'bytes':>11}")
    for layer, row in zip(layers, table, strict=True):
        numbers = f"{row['parameters']:12,}{row['macs']:15,}{row['bytes']:11,}"
        print(f"{layer['kind']:7}{row['shape']!s:>15}{numbers}")
    sums = [sum(row[name] for row in table) for name in ("parameters", "macs", "bytes")]
    print(f"{'sum':7}{'':15}{sums[0]:12,}{sums[1]:15,}{sums[2]:11,}")


# %% demo
@demo
def lenet5():
    show(LENET5, (1, 32, 32))


# %% [markdown] reveal
# **What the table says**
#
# 61,706 parameters. The third layer has 2,416 here. In the network of 1998 most of its filters saw only some
# of the 6 maps, and it had 1,516.

# %% [markdown]
# ## Where are the 62 million?
#
# AlexNet won the ImageNet competition of 2012. It has five convolutions, then three linear layers. First a
# guess: how many *percent* of its parameters are in the five convolutions?

# %% guess="share_of_parameters"
guess("share_of_parameters", ...)

# %% [markdown]
# And how many percent of its multiply-accumulates?

# %% guess="share_of_work"
guess("share_of_work", ...)


# %%
def alexnet(groups=1):
    """Describe AlexNet: on one GPU with groups=1; on two GPUs, which share three layers, with groups=2."""
    return [
        conv(96, 11, stride=4),
        pool(3, 2),
        conv(256, 5, padding=2, groups=groups),
        pool(3, 2),
        conv(384, 3, padding=1),
        conv(384, 3, padding=1, groups=groups),
        conv(256, 3, padding=1, groups=groups),
        pool(3, 2),
        linear(4096),
        linear(4096),
        linear(1000),
    ]


# %% demo
@demo
def the_table_of_alexnet():
    show(alexnet(), (3, 227, 227))


# %% demo
@demo
def where_they_are():
    table = [row for row in count(alexnet(), (3, 227, 227)) if row["parameters"]]
    names = ["conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"]
    _, ax = plt.subplots(figsize=(8.5, 3.6), layout="constrained")
    for side, (column, label) in enumerate({"parameters": "parameters", "macs": "work"}.items()):
        total = sum(row[column] for row in table)
        share = [100 * row[column] / total for row in table]
        print(f"{label:10} {sum(share[:5]):5.1f} % in the convolutions, {sum(share[5:]):5.1f} % after them")
        bars = ax.bar(np.arange(8) + 0.4 * side - 0.2, share, 0.38, label=label, color=f"C{side}")
        ax.bar_label(bars, fmt="%.0f", fontsize=8)
    ax.set(xticks=range(8), xticklabels=names, ylabel="percent of the whole network")
    ax.legend(frameon=False)


# %% [markdown] reveal
# **What the bars show**
#
# Two bars for each of the eight layers. The work is high on the left, with conv2 alone at 39 %, and nearly
# nothing on the right. The parameters are the other way round: fc6 has 61 % and fc7 27 % of them, and no
# convolution more than 3 %. So whoever wants a *smaller* network looks at the linear layers, and whoever
# wants a *faster* one at the convolutions.

# %% [markdown]
# How far does an output of each of these layers see? Your `receptive_field` knows. Here are the fields on a
# photograph of 227 by 227.


# %% demo
@demo
def fields_on_a_photograph():
    ax = plots.image(data.photograph("china")[60:287, 100:327], title="what one output sees")
    names = ["conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"]
    for number, name in enumerate(names, 1):
        side = receptive_field(alexnet()[:number])
        corner = (227 - side) / 2
        print(f"{name} {side:3}", end="   ")
        if name.startswith("conv"):
            ax.add_patch(Rectangle((corner, corner), side, side, fill=False, color=plots.HIGHLIGHT, lw=2))
            line = {"arrowstyle": "-", "color": plots.HIGHLIGHT}
            ax.annotate(name, (corner + side, corner), (229, corner), va="center", arrowprops=line)


# %% [markdown] reveal
# **What the frames show**
#
# A temple, and five square frames around its middle; a thin line leads from each one to its name. The
# smallest, of conv1, has 11 pixels: an edge fits into it. conv2 sees 51 pixels, conv3 99, conv4 131, and
# conv5 163, most of the picture. After the last pooling it is 195. Only the linear layers see all of it.

# %% [markdown]
# ### `find_the_biases`
# 3 min · ★★
#
# A lecture has a table of AlexNet's parameters, too. Something is missing in it.

# %%
lecture = {
    "conv1": 34_944,
    "conv2": 614_656,
    "conv3": 885_120,
    "conv4": 1_327_488,
    "conv5": 884_992,
    "fc6": 37_748_736,
    "fc7": 16_777_216,
    "fc8": 4_096_000,
}
print(f"The lecture's total: {sum(lecture.values()):,}")

# %% [markdown]
# Compare it with your own table. Which is the first row that is wrong (its name, in quotes)? How many
# parameters are missing in all? What is the true total?

# %% exercise="find_the_biases"
find_the_biases = {"row": ..., "missing": ..., "total": ...}
### BEGIN SOLUTION
find_the_biases["row"] = "fc6"
find_the_biases["missing"] = 4096 + 4096 + 1000
find_the_biases["total"] = sum(lecture.values()) + find_the_biases["missing"]
### END SOLUTION

# %% check="find_the_biases"
check("find_the_biases", find_the_biases)

# %% [markdown] reveal
# **The lecture's mistake**
#
# The convolutions are counted with their biases, the linear layers without. It is one part in 7,000, and
# nobody notices. But a program that loads the weights would.

# %% [markdown]
# ### `spot_the_column`
# 5 min · ★ · **optional**
#
# Another lecture gives the parameters of the five convolutions as 35K, 307K, 884K, 1.3M and 442K, and says
# that the second layer has filters of 11 by 11. Some of these numbers belong to AlexNet on one GPU, some to
# AlexNet on two GPUs, some to both. For each layer write `"one"`, `"two"` or `"both"`. Then find the true
# size of the second layer's filters. (A thousand biases more or less do not matter here.)

# %% exercise="spot_the_column"
spot_the_column = {"conv1": ..., "conv2": ..., "conv3": ..., "conv4": ..., "conv5": ..., "size": ...}
### BEGIN SOLUTION
spot_the_column = {
    "conv1": "both",
    "conv2": "two",
    "conv3": "both",
    "conv4": "one",
    "conv5": "two",
    "size": 5,
}
### END SOLUTION

# %% check="spot_the_column"
check("spot_the_column", spot_the_column)

# %% [markdown]
# ## Does it fit into memory?
#
# ### `training_bytes`
# 5 min · ★ · **optional**
#
# Training needs more memory than the weights. Each weight has a gradient, and the optimizer keeps some
# numbers for each weight: none in plain gradient descent, 1 with momentum, 2 in Adam. And for the way back,
# everything that came out of a layer is kept, for every picture of the batch: the **activations**.


# %% exercise="training_bytes"
def training_bytes(parameters: int, activations: int, batch: int, states: int = 1, itemsize: int = 4) -> int:
    """Count the bytes that training keeps: weights, gradients, the optimizer's numbers, activations.

    parameters: of the network. activations: how many numbers come out of all its layers, for one picture.
    batch: how many pictures. states: how many numbers the optimizer keeps for each parameter.
    itemsize: bytes of each number. Gradients of activations are not counted; they are freed at once.
    """
    ### BEGIN SOLUTION
    return itemsize * ((2 + states) * parameters + batch * activations)
    ### END SOLUTION


# %% check="training_bytes"
check(training_bytes)


# %% demo
@demo
def alexnet_in_training():
    table = count(alexnet(), (3, 227, 227))
    parameters = sum(row["parameters"] for row in table)
    activations = sum(row["bytes"] for row in table) // 4
    for batch in (1, 128, 1024):
        whole = training_bytes(parameters, activations, batch)
        maps = training_bytes(0, activations, batch)
        print(f"{batch:5} pictures: {whole / 1e9:5.2f} GB, of which activations {maps / whole:4.0%}")


# %% [markdown]
# ## An open problem (optional)
#
# Make AlexNet small. Change its list of layers so that it has less than a tenth of the parameters, no more
# work, and still 1,000 outputs. All five convolutions stay as they are. There is no check, and no single
# answer; `measure` tells how good yours is.


# %%
def measure(layers):
    """Compare a network with AlexNet."""
    old, new = count(alexnet(), (3, 227, 227)), count(layers, (3, 227, 227))
    for name in ("parameters", "macs"):
        before, after = sum(row[name] for row in old), sum(row[name] for row in new)
        print(f"{name:10} {after:13,}, {after / before:6.1%} of AlexNet's")


# %%
# Your network:

# %% [markdown] reveal
# **One way among many**
#
# `[*alexnet()[:7], pool(13, 1), linear(1000)]`: a pooling window as large as the map, which is the global
# average pooling of chapter 07, and a single linear layer. It has 4,004,200 parameters, 6.4 % of AlexNet's.
# The networks after AlexNet did just this, and they read pictures better.

# %% [markdown]
# ## Recap
#
# - A fully connected layer has a weight for every pair of input and output. A convolution shares its weights
#   between all positions: this saves parameters and examples, but no multiplications.
# - In AlexNet most parameters are in the linear layers, and most of the work is in the convolutions.
# - A layer adds its gaps times the step to the receptive field, and its stride multiplies the step.
#
# **Next:** a stack of convolutions without anything between them is a single convolution. What bends the line
# between two layers, and which numbers should the weights start with? Continue with
# [chapter 09](../09_activations/09_activations.ipynb).
