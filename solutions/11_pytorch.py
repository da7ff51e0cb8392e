# %% [markdown]
# # 11 · The same network in PyTorch
#
# **Goal.** Build and train your network with PyTorch, and know what each line of it does.
#
# **You will write** `to_conv2d`, `conv_shapes`, `expand`, `from_pattern`, `evaluate`, `train_one_epoch`,
# `set_seed` and `scramble`. **Needs** chapters [04](../04_conv_layer/04_conv_layer.ipynb),
# [05](../05_im2col/05_im2col.ipynb) and [10](../10_numpy_cnn/10_numpy_cnn.ipynb), and PyTorch.
# **Takes** about 80 minutes.

# %%
import random
import re
import timeit

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from course_utils import check, data, demo, explorers, guess, hint, mine, plots, progress

# %% [markdown]
# ## Why: the same layers, faster, and without a backward
#
# A **tensor** is an array that can do two things more: it can lie on a graphics processor, and it remembers
# how it was computed. So nobody has to write a `backward`. Take one weight, w = 2, one input, x = 3, and the
# target 1. The output is 6, the squared error is (6 − 1)² = 25, and its slope is 2 · (6 − 1) · 3 = 30.

# %%
w = torch.tensor(2.0, requires_grad=True)
loss = (w * 3 - 1) ** 2
loss.backward()
print("loss", loss.item(), "slope", w.grad.item())

# %% [markdown]
# Run the last three of these lines again, and leave w as it is. What is `w.grad` then?

# %% guess="gradient_twice"
guess("gradient_twice", ...)


# %% demo
@demo
def once_more():
    w = torch.tensor(2.0, requires_grad=True)
    for _ in range(2):
        loss = (w * 3 - 1) ** 2
        loss.backward()
        print("slope", w.grad.item())


# %% [markdown]
# ### `to_conv2d`
# 5 min · ★★★
#
# Does PyTorch compute what you computed? Put your own weights into its layer. `nn.Conv2d(in_channels,
# out_channels, kernel_size, stride, padding)` makes one, with drawn numbers in its parameters `weight` and
# `bias`. PyTorch's pictures and parameters are float32, NumPy's arrays are float64. (On the cards of this
# lesson, `tensor` makes a tensor of an array, and `array` makes an array of a tensor again.)


# %% exercise="to_conv2d"
def to_conv2d(w: np.ndarray, b: np.ndarray, stride=1, padding=0) -> nn.Conv2d:
    """Make PyTorch's convolution layer with these weights.

    w: (out_channels, in_channels, KH, KW). b: (out_channels,). stride, padding: an int, or a pair (rows,
    columns). Returns a layer in float32 that can be trained. It has numbers of its own: w and b stay as they
    are, also when the layer is trained.
    """
    ### BEGIN SOLUTION
    layer = nn.Conv2d(w.shape[1], w.shape[0], w.shape[2:], stride, padding)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(w))
        layer.bias.copy_(torch.from_numpy(b))
    return layer
    ### END SOLUTION


# %% check="to_conv2d"
check(to_conv2d)

# %%
conv2d_im2col = mine("conv2d_im2col")

# %% [markdown]
# Your fastest convolution in NumPy is that of chapter 05. Both layers get the same weights and the same
# eight pictures of 32 by 32. How large will the largest difference be: `"exactly 0"`, `"about a millionth"`
# or `"about a hundredth"`?

# %% guess="same_numbers"
guess("same_numbers", ...)


# %% demo
@demo
def side_by_side(repeats=5):
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(8, 16, 32, 32)), rng.normal(0, 0.1, (32, 16, 3, 3)), rng.normal(size=32)
    layer, as_tensor = to_conv2d(w, b, padding=1), torch.from_numpy(x).float()
    ways = {
        "your NumPy": lambda: conv2d_im2col(x, w, b, padding=1),
        "PyTorch": lambda: layer(as_tensor).detach().numpy(),
    }
    outputs = {name: way() for name, way in ways.items()}
    seconds = {name: min(timeit.repeat(way, number=1, repeat=repeats)) for name, way in ways.items()}
    for name in ways:
        print(f"{name:10} {1000 * seconds[name]:7.2f} ms")
    print(f"PyTorch is {seconds['your NumPy'] / seconds['PyTorch']:.0f} times as fast.")
    print(f"The largest difference is {np.abs(outputs['your NumPy'] - outputs['PyTorch']).max():.1e}.")


# %% [markdown] reveal
# **Why the difference is not 0**
#
# float32 keeps about seven digits, float64 about sixteen, and each output is a sum of 144 products. "Equal"
# means equal up to rounding, for people who compare networks too.

# %% [markdown]
# ### `conv_shapes`
# 3 min · ★★
#
# These are the three examples of PyTorch's manual. The batch has the shape (20, 16, 50, 100), and every layer
# has 33 filters. Compute the three shapes (N, C, H, W), as tuples or lists, without running the layers. The
# cell below the check runs them.

# %%
LAYERS_OF_THE_MANUAL = {
    "stride": {"kernel_size": 3, "stride": 2},
    "pairs": {"kernel_size": (3, 5), "stride": (2, 1), "padding": (4, 2)},
    "dilation": {"kernel_size": (3, 5), "stride": (2, 1), "padding": (4, 2), "dilation": (3, 1)},
}

# %% exercise="conv_shapes"
conv_shapes = {"stride": ..., "pairs": ..., "dilation": ...}
### BEGIN SOLUTION
conv_shapes["stride"] = (20, 33, 24, 49)
conv_shapes["pairs"] = (20, 33, 28, 100)
conv_shapes["dilation"] = (20, 33, 26, 100)
### END SOLUTION

# %% check="conv_shapes"
check("conv_shapes", conv_shapes)


# %% demo
@demo
def ask_pytorch():
    for name, options in LAYERS_OF_THE_MANUAL.items():
        y = nn.Conv2d(16, 33, **options)(torch.zeros(20, 16, 50, 100))
        print(f"{name:10} {tuple(y.shape)}")


# %% [markdown]
# ## A network from a pattern
#
# Most networks of the first years follow one pattern: a few convolutions, then pooling, all of this a few
# times, then linear layers. A lecture writes it as
#
# `INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC`
#
# FC is a fully connected layer. A group in brackets is repeated, here twice or three times, and may hold
# groups. Written out, a pattern is a row of names, without brackets and numbers. How many names are in this
# one? INPUT counts.

# %% guess="pattern_length"
guess("pattern_length", ...)

# %% [markdown]
# Two helpers are given. `words` finds the words of a pattern and where each begins; the last one is empty and
# stands for the end. `take` takes the first word away, and refuses it if it is not allowed there.

# %%
LAYERS = ("INPUT", "CONV", "RELU", "POOL", "FC")


def words(pattern):
    """Find the words of a pattern: a list of pairs (word, place); the last one is ("", the length)."""
    found = [(match[0], match.start()) for match in re.finditer(r"->|[A-Z]+|\d+|\S", pattern)]
    return [*found, ("", len(pattern))]


def take(tokens, *allowed):
    """Take the first word away and return it. "number" allows any number."""
    word, place = tokens.pop(0)
    if word not in allowed and not ("number" in allowed and word.isdigit()):
        wanted = " or ".join(name or "the end" for name in allowed)
        raise ValueError(f"character {place}: {word or 'the end'} cannot stand here, only {wanted}")
    return word


words("[CONV -> RELU]*2")

# %% [markdown]
# ### `expand`
# 10 min · ★★


# %% exercise="expand"
def expand(pattern: str) -> list[str]:
    """Write a pattern out: a list of the layers' names, in their order.

    A pattern is a row of parts with "->" between them. A part is one of LAYERS, or a group "[...]*number",
    where a pattern stands in the brackets. With the number 0 a group is left out. Spaces have no meaning.
    Raises ValueError if a word cannot stand where it is, or if something follows the pattern. The message
    has the place of that word; the place of the end is the length of the pattern.
    """
    ### BEGIN SOLUTION
    tokens = words(pattern)

    def row():
        layers = []
        while True:
            word = take(tokens, "[", *LAYERS)
            if word == "[":
                inner = row()
                take(tokens, "]")
                take(tokens, "*")
                layers += inner * int(take(tokens, "number"))
            else:
                layers.append(word)
            if tokens[0][0] != "->":
                return layers
            take(tokens, "->")

    layers = row()
    take(tokens, "")
    return layers
    ### END SOLUTION


# %% check="expand"
check(expand)

# %% [markdown]
# A picture of 32 by 32 in colour goes through the pattern above. A CONV keeps height and width, a POOL halves
# both. The first convolutions have 16 filters, and those after a POOL have twice as many as those before it.
# How many numbers reach the first FC?

# %% guess="first_linear_layer"
guess("first_linear_layer", ...)

# %% [markdown]
# ### `from_pattern`
# 8 min · ★★★
#
# Now the layers themselves.


# %% exercise="from_pattern"
def from_pattern(
    pattern: str, shape: tuple[int, int, int], channels: int, features: int, classes: int
) -> nn.Sequential:
    """Build a network from a pattern.

    shape: of a picture, (C, H, W). CONV is 3 by 3 with padding 1; it has `channels` filters, after each POOL
    twice as many as before it. POOL is max pooling, 2 by 2. FC has `features` outputs, and the last FC
    `classes`. One nn.Flatten comes right before the first FC. INPUT adds no layer. A pattern may have no FC;
    behind an FC there is no CONV and no POOL.
    Raises ValueError for what `expand` refuses, with the place.
    """
    ### BEGIN SOLUTION
    names, layers = expand(pattern), []
    (depth, height, width), inputs = shape, None
    for k, name in enumerate(names):
        if name == "CONV":
            layers.append(nn.Conv2d(depth, channels, 3, padding=1))
            depth = channels
        elif name == "RELU":
            layers.append(nn.ReLU())
        elif name == "POOL":
            layers.append(nn.MaxPool2d(2))
            channels, height, width = channels * 2, height // 2, width // 2
        elif name == "FC":
            if inputs is None:
                layers.append(nn.Flatten())
                inputs = depth * height * width
            outputs = features if "FC" in names[k + 1 :] else classes
            layers.append(nn.Linear(inputs, outputs))
            inputs = outputs
    return nn.Sequential(*layers)
    ### END SOLUTION


# %% check="from_pattern"
check(from_pattern)


# %% demo
@demo
def layer_by_layer():
    pattern = "INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC"
    network, x = from_pattern(pattern, (3, 32, 32), 16, 128, 10), torch.zeros(1, 3, 32, 32)
    for layer in network:
        x = layer(x)
        learned = sum(parameter.numel() for parameter in layer.parameters())
        if learned:
            print(f"{type(layer).__name__:8}{tuple(x.shape[1:])!s:>14}{learned:10,}")
    print(f"in all {sum(parameter.numel() for parameter in network.parameters()):,} parameters")


# %% [markdown]
# ## Testing and training
#
# A test comes in batches, and the last batch is often smaller. Say, four pictures with a mean loss of 1, and
# then a single picture with a loss of 6. What is the mean loss of the five?

# %% guess="short_last_batch"
guess("short_last_batch", ...)

# %% [markdown]
# ### `evaluate`
# 5 min · ★★★
#
# Some layers behave differently while they learn: dropout drops, batch normalisation uses the mean of the
# batch. So a model has two modes, `model.train()` and `model.eval()`, and `model.training` says which one is
# on. And in a test nobody goes back, so nothing needs to be remembered for it: `torch.no_grad()`. (On the
# cards, `reader(w)` is a small model whose scores are x @ w, and `pairs(x, y, 4)` are batches of four.)


# %% exercise="evaluate"
def evaluate(model: nn.Module, batches) -> tuple[float, float]:
    """Test a model.

    model: `model(x)` gives the scores (N, classes); all its parts are in one mode.
    batches: pairs (x, y), to be gone through once; x: a batch of pictures, y: (N,) their labels. The last
    batch may be smaller.
    Returns the mean cross-entropy over all pictures, and the fraction of them that is read correctly.
    The test runs in the mode of `model.eval()`, without gradients. After the last batch the model goes back
    to the mode in which it came.
    """
    ### BEGIN SOLUTION
    was_training = model.training
    model.eval()
    loss = right = count = 0
    with torch.no_grad():
        for x, y in batches:
            scores = model(x)
            loss += F.cross_entropy(scores, y, reduction="sum").item()
            right += (scores.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return loss / count, right / count
    ### END SOLUTION


# %% check="evaluate"
check(evaluate)

# %% [markdown]
# ### `train_one_epoch`
# 5 min · ★★★
#
# The `fit` of chapter 10, without your `backward`. The optimizer knows the parameters and the rate:
# `optimizer.zero_grad()` clears the gradients, `optimizer.step()` changes the parameters.


# %% exercise="train_one_epoch"
def train_one_epoch(model: nn.Module, batches, optimizer: torch.optim.Optimizer) -> float:
    """Train a model for one epoch: one step for every batch, along the gradient of its mean cross-entropy.

    batches: as in `evaluate`. Switch the model to training mode first: it may come in the other mode. It may
    also come with gradients from before.
    Returns the mean loss over all pictures, each as it was before the step of its batch.
    """
    ### BEGIN SOLUTION
    model.train()
    total = count = 0
    for x, y in batches:
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
    ### END SOLUTION


# %% check="train_one_epoch"
check(train_one_epoch)

# %% [markdown]
# ### `set_seed`
# 2 min · ★★
#
# First weights, the order of the pictures, dropout: all of this is drawn. Who compares two networks wants to
# draw the same again.


# %% exercise="set_seed"
def set_seed(seed: int) -> None:
    """Start the global random numbers of Python, NumPy and PyTorch with this seed."""
    ### BEGIN SOLUTION
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    ### END SOLUTION


# %% check="set_seed"
check(set_seed)

# %% [markdown]
# The rest of a training is given. Its optimizer, Adam, fits the size of the step to each weight.


# %%
def batches_of(x, y, size=64, shuffle=False):
    """Cut pictures and labels into batches; with `shuffle` in a new order."""
    order = torch.randperm(len(x)) if shuffle else torch.arange(len(x))
    return [(x[chosen], y[chosen]) for chosen in order.split(size)]


def fit(pattern, train, test, epochs, seed=0, channels=16, features=128):
    """Train a network from a pattern; return it, and its accuracy on the test after each epoch."""
    set_seed(seed)
    network = from_pattern(pattern, tuple(train[0].shape[1:]), channels, features, 10)
    optimizer, scores = torch.optim.Adam(network.parameters(), lr=0.003), []
    for _ in range(epochs):
        train_one_epoch(network, batches_of(*train, shuffle=True), optimizer)
        scores.append(evaluate(network, batches_of(*test, size=500))[1])
    return network, scores


# %% [markdown]
# ## Who sees a picture?
#
# ### `scramble`
# 2 min · ★★
#
# Now an experiment. Take all pictures apart, and put the pixels back in another order: a random one, but the
# same for all pictures. Nothing is lost, and no person can read them any more.


# %% exercise="scramble"
def scramble(images: torch.Tensor, order: torch.Tensor) -> torch.Tensor:
    """Give the pixels of all pictures a new order, the same for each picture and channel.

    images: (N, C, H, W). order: (H*W,), each number from 0 to H*W - 1 once. Pixels are counted row by row.
    Returns new pictures in the shape of images: pixel k of each is pixel order[k] of the old one.
    """
    ### BEGIN SOLUTION
    return images.flatten(2)[:, :, order].reshape(images.shape)
    ### END SOLUTION


# %% check="scramble"
check(scramble)


# %%
def tensors(images, labels):
    """Pictures (N, H, W) as a tensor (N, 1, H, W) from 0 to 1, and their labels."""
    x = torch.tensor(images[:, None] / images.max(), dtype=torch.float32)
    return x, torch.tensor(labels, dtype=torch.int64)


def digits_in_two():
    """scikit-learn's digits as tensors: 1,437 to learn from, and 360 for the test."""
    images, labels = data.digits()
    order = np.random.default_rng(7).permutation(len(images))
    return [tensors(images[part], labels[part]) for part in (order[:-360], order[-360:])]


def a_random_order(x, seed=0):
    """One random order of the pixels of a picture."""
    return torch.randperm(x[0, 0].numel(), generator=torch.Generator().manual_seed(seed))


# %% demo
@demo
def before_and_after():
    x, y = tensors(*data.digits())
    new = scramble(x, a_random_order(x))
    for pictures, name in ((x, "{}"), (new, "{}, scrambled")):
        plots.gallery({name.format(y[k]): pictures[k, 0].numpy() for k in range(5)})


# %% [markdown] reveal
# **What the pictures show**
#
# Above, the digits 0 to 4, in 8 by 8 pixels. Below, the same five: as many dark and light pixels as before,
# but spread over the square like noise. The pixels that were dark in every digit are dark again, all at other
# places, the same in all five.

# %% [markdown]
# Two networks: `INPUT -> [FC -> RELU]*2 -> FC` is fully connected; `INPUT -> [CONV -> RELU -> POOL]*2 -> FC`
# is convolutional. Each is trained on digits as they are, and once more on scrambled digits; test pictures
# are scrambled in the same order. What does scrambling do to the score of the *fully connected* network:
# `"it falls"`, `"it stays"` or `"it rises"`?

# %% guess="mlp_scrambled"
guess("mlp_scrambled", ...)

# %% [markdown]
# And the *convolutional* network: when the digits are scrambled, does it read `"fewer digits"`, `"as many
# digits"` or `"more digits"`?

# %% guess="cnn_scrambled"
guess("cnn_scrambled", ...)

# %%
PATTERNS = {
    "fully connected": "INPUT -> [FC -> RELU]*2 -> FC",
    "convolutional": "INPUT -> [CONV -> RELU -> POOL]*2 -> FC",
}
TRAINED = {}  # networks that the explorer below asks


def experiment(train, test, epochs, seeds):
    """Train both networks on both kinds of pictures.

    Returns {(network, kind): test errors, one for each seed}, and {name: network} of the last seed.
    """
    order, errors, networks = a_random_order(train[0]), {}, {}
    for kind in ("as they are", "scrambled"):
        if kind == "scrambled":
            train, test = ((scramble(x, order), y) for x, y in (train, test))
        for name, pattern in PATTERNS.items():
            fits = [fit(pattern, train, test, epochs, seed) for seed in seeds]
            scores = [after_each_epoch[-1] for _, after_each_epoch in fits]
            errors[name, kind] = [100 * (1 - score) for score in scores]
            networks[f"{name}, {kind}"] = fits[-1][0]
            told = ", ".join(f"{score:.2%}" for score in scores)
            print(f"{name:16} {kind:12} {told}   mean {np.mean(scores):.2%}")
    return errors, networks


def bars(errors, title):
    """Draw the test errors: a bar for their mean, a dot for each seed."""
    _, ax = plt.subplots(figsize=(6.5, 3.4), layout="constrained")
    for side, kind in enumerate(("as they are", "scrambled")):
        places = np.arange(len(PATTERNS)) + 0.38 * side - 0.19
        every = [errors[network, kind] for network in PATTERNS]
        ax.bar(places, np.mean(every, axis=1), 0.36, label=kind, color=f"C{side}", alpha=0.6)
        for place, row in zip(places, every, strict=True):
            ax.plot(place + 0.08 * (np.arange(len(row)) - (len(row) - 1) / 2), row, "k.")
            ax.text(place, 0.1, f"{np.mean(row):.1f}", ha="center")
    ax.set(xticks=range(len(PATTERNS)), xticklabels=PATTERNS, ylabel="percent read wrongly", title=title)
    ax.legend(frameon=False)


# %% demo
@demo
def the_digits_of_scikit_learn(epochs=15, seeds=(0, 1, 2)):
    errors, networks = experiment(*digits_in_two(), epochs, seeds)
    TRAINED.update(networks)
    bars(errors, "8 by 8 digits of scikit-learn")


# %% [markdown] reveal
# **What the bars show**
#
# Two pairs of bars, with a dot for each of three seeds. The bars of the fully connected network are equally
# high, up to the scatter of the dots: it reads scrambled digits as well as others. On digits as they are, the
# convolutional network has the lower bar. On scrambled ones its bar is the highest: its advantage is gone.
#
# **Why.** A fully connected layer has a weight for every pixel, and nothing in it says that two pixels are
# neighbours. If the pixels change places, the same weights in another order do the same work. A convolution
# looks at neighbours, and scrambled neighbours have nothing to do with each other. A rule of thumb: if your
# data would be as useful after swapping its columns, do not use a convolutional network.

# %% [markdown]
# Two of the four networks have learned nothing but scrambled digits. How many digits do these two read when
# the digits are *not* scrambled: `"nearly all"`, `"about half"` or `"hardly any"`?

# %% guess="plain_digits"
guess("plain_digits", ...)

# %% [markdown]
# Scramble the test digits yourself, one swap of two pixels after the other, and ask all four networks. Behind
# the name of each stand the digits that it has learned. After which swap do you give up?


# %% demo
@demo
def swap_by_swap():
    _, (x, y) = digits_in_two()
    return explorers.pixel_swaps(x, y, a_random_order(x), TRAINED)


# %% [markdown] reveal
# **What the explorer shows**
#
# Left, a digit as it is now; right, four bars, one for each network. Without a swap, the two networks that
# have learned digits as they are read nearly all of them, and the other two hardly any. After a dozen swaps,
# the fully connected one reads about half of the digits, and the convolutional one two thirds. Halfway, none
# of the four reads half of them. After the last swap you see noise, and the two that have learned this noise
# read it. No network has learned what a digit is. Each has learned digits in one order of pixels.

# %% [markdown]
# Is it the same with MNIST, on pictures of 28 by 28? This takes the first 10,000 of its pictures. Where MNIST
# cannot be had, the next cell says so, and the bars above must do.


# %% demo
@demo
def the_digits_of_mnist(epochs=2, seeds=(0,)):
    known, new = data.load_mnist("train", fallback="digits"), data.load_mnist("test", fallback="digits")
    if len(known.images) < 10_000:
        print("Without MNIST there is nothing new to see here.")
        return
    train, test = tensors(known.images[:10_000], known.labels[:10_000]), tensors(new.images, new.labels)
    errors, _ = experiment(train, test, epochs, seeds)
    bars(errors, f"{known.name}, {len(train[0]):,} pictures to learn from, {epochs} epochs")


# %% [markdown] reveal
# **What the bars show**
#
# The same two pairs, on the larger pictures of MNIST. The fully connected network does not care again. The
# convolutional one makes several times as many mistakes as before, and now it is the worse of the two: a
# kernel sees nine strangers, and pooling throws away three numbers of every four.

# %% [markdown]
# ## Recap
#
# - PyTorch computes what you computed, up to rounding, and goes back by itself. Gradients add up until you
#   clear them.
# - A mean over pictures is not the mean of the means of batches. A test has its own mode, and needs no
#   gradients.
# - A convolution lives from neighbours. Where neighbours mean nothing, it has no advantage.
#
# **Next:** with these tools, LeNet-5 on all 60,000 digits, and a drawing pad that it reads:
# [chapter 12](../12_lenet/12_lenet.ipynb).
