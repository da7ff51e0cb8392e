# %% [markdown]
# # 12 · LeNet-5 on MNIST
#
# **Goal.** Write LeNet-5, train it until it reads at least 99 of 100 digits, and look at what is left.
#
# **You will write** `LeNet5`, `predict`, `one_cycle`, `turn_and_shift`, `augment`, `confusion_matrix`,
# `worst_mistakes` and `layer_outputs`. **Needs** chapters [08](../08_counting/08_counting.ipynb),
# [10](../10_numpy_cnn/10_numpy_cnn.ipynb) and [11](../11_pytorch/11_pytorch.ipynb). **Takes** about 75
# minutes.

# %%
import timeit
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from course_utils import check, data, demo, explorers, guess, hint, plots, progress

# %% [markdown]
# ## Why: a network that reads what you write
#
# LeNet-5, of 1998, was made for handwriting, and soon read the amounts on cheques. It has 61,706 parameters.
# The course has one with trained weights. Draw a digit in the pad, or press *example* a few times.


# %% demo
@demo
def draw_a_digit():
    return explorers.drawing_pad()


# %% [markdown] reveal
# First there is what the network sees: your drawing, 20 pixels high, in the middle of 32 by 32. Beside it, a
# bar for each digit. Below, the six maps of the first convolution show strokes of one direction each, red for
# a match and blue for its opposite; the sixteen maps of the second one are smaller, and few people can read
# them. The sentence at the end says which digit is the most likely one.

# %% [markdown]
# Now draw the letter X. What percentage do its ten probabilities add up to?

# %% guess="sure_of_no_digit"
guess("sure_of_no_digit", ...)

# %% [markdown]
# ## The layers
#
# LeCun called convolutions C, pooling S and linear layers F. Without padding, a kernel of 5 leaves 5 − 1 = 4
# rows and columns fewer; each pooling halves a map.
#
# | layer | takes | gives | kernels |
# | --- | --- | --- | --- |
# | C1 | 1 × 32 × 32 | 6 × 28 × 28 | 5 × 5 |
# | S2 | 6 × 28 × 28 | 6 × 14 × 14 | |
# | C3 | 6 × 14 × 14 | 16 × 10 × 10 | 5 × 5 |
# | S4 | 16 × 10 × 10 | 16 × 5 × 5 | |
# | C5 | 16 × 5 × 5 | 120 maps | 5 × 5 |
# | F6 | 120 | 84 | |
# | output | 84 | 10 | |
#
# What size do the maps of C5 have: `"5 by 5"`, `"3 by 3"` or `"1 by 1"`?

# %% guess="maps_of_c5"
guess("maps_of_c5", ...)

# %% [markdown]
# ### `LeNet5`
# 7 min · ★★★
#
# The form of 1998 has tanh and average pooling; its modern twin has ReLU and max pooling, with the same
# parameters. (The original pooled with weights and left out some links of C3. Nobody does this any more.)


# %% exercise="LeNet5"
class LeNet5(nn.Module):
    """LeNet-5: ink (N, 1, 32, 32) from 0 to 1 becomes scores (N, 10).

    The layers of the table, with biases. C1, C3, C5 and F6 are followed by the activation, tanh or, if
    modern, ReLU. S2 and S4 come after it and pool 2 by 2: the mean or, if modern, the largest. The output has
    no activation.
    """

    def __init__(self, modern: bool = False) -> None:
        ### BEGIN SOLUTION
        super().__init__()
        self.c1, self.c3, self.c5 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5), nn.Conv2d(16, 120, 5)
        self.f6, self.output = nn.Linear(120, 84), nn.Linear(84, 10)
        self.bend = torch.relu if modern else torch.tanh
        self.pool = F.max_pool2d if modern else F.avg_pool2d
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        x = self.pool(self.bend(self.c1(x)), 2)
        x = self.pool(self.bend(self.c3(x)), 2)
        x = self.bend(self.c5(x)).flatten(1)
        return self.output(self.bend(self.f6(x)))
        ### END SOLUTION


# %% check="LeNet5"
check(LeNet5)


# %% demo
@demo
def where_the_parameters_are():
    for name, layer in LeNet5().named_children():
        print(f"{name:8} {sum(w.numel() for w in layer.parameters()):7,}")
    print(f"in all   {sum(w.numel() for w in LeNet5().parameters()):7,}")


# %% [markdown]
# ## Answers
#
# Pictures are bytes of 28 by 28. `ink` makes of them what the network takes: a margin of 2, and ink from
# 0 to 1. It puts them where the network is, on the processor or on a GPU.


# %%
def ink(images, model):
    """Bytes (N, 28, 28) become ink (N, 1, 32, 32) from 0 to 1, on the model's device."""
    x = torch.as_tensor(images, device=next(model.parameters()).device)
    return F.pad(x[:, None] / 255, (2, 2, 2, 2))


some = data.load_test_digits()

# %% [markdown]
# ### `predict`
# 5 min · ★★★
#
# A network gives scores; a reader wants an answer, and how sure it is.


# %% exercise="predict"
def predict(model: nn.Module, x: torch.Tensor, batch_size: int = 500) -> tuple[torch.Tensor, torch.Tensor]:
    """Let a model answer: the class of the highest score, and its probability by softmax.

    x: (N, ...), N at least 1. The model sees at most batch_size pictures at a time, in its mode for use;
    afterwards it has the mode that it came with. No gradients are recorded.
    Returns answers, whole numbers (N,), and confidences (N,) from 0 to 1.
    """
    ### BEGIN SOLUTION
    was = model.training
    model.eval()
    with torch.no_grad():
        scores = torch.cat([model(part) for part in x.split(batch_size)])
    model.train(was)
    confidences, answers = scores.softmax(1).max(1)
    return answers, confidences
    ### END SOLUTION


# %% check="predict"
check(predict)

# %% [markdown]
# A new LeNet-5, its weights drawn by chance, reads the 500 digits that come with the course. What percentage
# will be right?

# %% guess="before_training"
guess("before_training", ...)


# %%
def share_right(model, images, labels):
    """The share of the pictures that a model reads correctly."""
    answers, _ = predict(model, ink(images, model))
    return (answers.cpu().numpy() == labels).mean()


# %% demo
@demo
def before_training(seed=0):
    torch.manual_seed(seed)
    model = LeNet5()
    answers, confidences = predict(model, ink(some.images, model))
    print(f"{share_right(model, some.images, some.labels):.1%} of {len(some.labels)} digits are right,")
    print(f"its answers are {sorted(set(answers.tolist()))}, its mean confidence {confidences.mean():.2f}.")


# %% [markdown]
# ## A rate that rises and falls
#
# At the beginning the weights are far from good, and a large step throws them anywhere; at the end a large
# step jumps over the valley. In between, large steps save time. So the rate rises and then falls, along two
# half waves of a cosine: flat at the beginning, at the summit and at the end.
#
# ### `one_cycle`
# 4 min · ★★


# %% exercise="one_cycle"
def one_cycle(done: float, total: float, peak: float, warm: float = 0.25, start: float = 0.04) -> float:
    """Compute the learning rate when `done` of `total` epochs are done.

    The rate rises from start * peak to peak until the share `warm` of all epochs is done, and then falls to
    0, each time along half a wave of a cosine. Once `done` is above `total` it stays 0. 0 < warm < 1.
    """
    ### BEGIN SOLUTION
    part = min(done / total, 1)
    if part < warm:
        return peak * (start + (1 - start) * (1 - np.cos(np.pi * part / warm)) / 2)
    return peak * (1 + np.cos(np.pi * (part - warm) / (1 - warm))) / 2
    ### END SOLUTION


# %% check="one_cycle"
check(one_cycle)


# %% demo
@demo
def the_rate():
    done = np.linspace(0, 3, 200)
    _, ax = plt.subplots(figsize=(5.5, 2.4), layout="constrained")
    ax.plot(done, [one_cycle(k, 3, 0.008) for k in done])
    ax.set(xlabel="epochs done", ylabel="rate", ylim=(0, None))


# %% [markdown] reveal
# The curve begins a little above 0, rises in the shape of an S to 0.008 at three quarters of the first epoch,
# and falls in a longer S to 0 at the end of the third.

# %% [markdown]
# ## Train
#
# MNIST has 60,000 digits for training and 10,000 for the test. It was mixed from two collections of NIST; the
# postal codes that are often named belonged to an older network, of 1989. Where MNIST cannot be had,
# scikit-learn's 1,797 digits stand in. The line above the curve says which ones you have: far fewer digits,
# and a test by other writers, mean a lower score.


# %%
@cache
def digits():
    """The digits for training and those for the test."""
    return data.load_mnist("train", fallback="digits"), data.load_mnist("test", fallback="digits")


readers = []  # the networks that you trained, the newest at the end


def newest():
    """The network that you trained last; a new one if there is none."""
    return readers[-1] if readers else LeNet5(modern=True)


# %% [markdown]
# The loop is that of chapter 11; here the course's own `fit` runs it, with a live curve. It takes your
# network, your rate and, later, your `augment`. All pictures lie in one tensor, ready for the device.

# %% demo
from course_utils import training


def train(model, count=None, augment=None, peak=0.008, show=True):
    """Train a model on the first `count` digits; return the history."""
    known, new = digits()
    times = -(-6_000 // len(known.labels[:count]))  # an epoch shows few digits several times
    images, labels = (np.tile(part[:count], [times] + [1] * (part.ndim - 1)) for part in known)
    epochs, place = 3, training.pick_device()
    model = training.placed(model, place)
    options = {"device": place, "padding": 2, "channels_last": True}
    size = 128 if times == 1 else 32
    batches = training.Batches(images, labels, size, shuffle=True, augment=augment, **options)
    return training.fit(
        model,
        batches,
        training.Batches(new.images, new.labels, 1000, **options),
        epochs=epochs,
        optimiser=torch.optim.AdamW(model.parameters(), peak, weight_decay=0.01),
        rate=lambda done, losses: one_cycle(done, epochs, peak),
        show=show,
    )


# %% demo
@demo
def both_forms(seed=0):
    for modern in (False, True):
        torch.manual_seed(seed)
        model = LeNet5(modern)
        history = train(model)
        readers.append(model)
        form, place = "modern" if modern else "1998", training.name_of(training.pick_device())
        print(f"{form}: {history.accuracy:.2%} of {digits()[1].name}, {history.seconds:.0f} s on {place}.")


# %% [markdown] reveal
# Two curves for each form: the loss of the training digits, and that of the test digits, on a logarithmic
# scale. The training loss falls all the time. The test loss falls less, and at some point no more: from there
# on the network learns its digits by heart. With the few digits of the stand-in this begins at once.

# %% [markdown]
# ## More digits out of those you have
#
# A digit that is turned by a few degrees, or moved by a pixel, is the same digit, but other numbers. If the
# training shows it in many such ways, the network cannot cling to single pixels.
#
# How is a picture turned? The obvious way: compute where each pixel goes, round, and write it there. A digit
# is turned like this, by 45 degrees. What will you see: `"a smooth picture"`, `"holes"` or `"a picture twice
# as large"`?

# %% guess="pixels_forward"
guess("pixels_forward", ...)


# %% demo
@demo
def pixel_by_pixel(degrees=45):
    picture = max(some.images, key=np.sum)
    c, s = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    turned = np.zeros((28, 28))
    for row, column in np.ndindex(28, 28):
        x, y = column - 13.5, row - 13.5
        new = np.round([c * y - s * x + 13.5, c * x + s * y + 13.5]).astype(int)
        if (0 <= new).all() and (new < 28).all():
            turned[tuple(new)] = picture[row, column]
    plots.gallery({"a digit": picture, "each pixel moved": turned / 255})


# %% [markdown] reveal
# On the left the digit, white on black; on the right the same digit, turned, with black dots spread over it
# like holes in a net: no pixel was rounded to these places.

# %% [markdown]
# So go backwards. For each pixel of the *output*, compute where it comes from. That place lies between four
# pixels; blend them. `F.affine_grid` computes the places: for each picture it takes a matrix of 2 by 3, and
# multiplies it with (x, y, 1). Its x goes from −1 on the left to 1 on the right, its y from −1 at the top to
# 1 at the bottom. `F.grid_sample` blends.
#
# By hand: a picture that moves to the right by a quarter of its width takes its output at x from the input at
# x − 0.5. So the matrix has the rows (1, 0, −0.5) and (0, 1, 0).
#
# ### `turn_and_shift`
# 8 min · ★★


# %% exercise="turn_and_shift"
def turn_and_shift(
    x: torch.Tensor, degrees: torch.Tensor, down: torch.Tensor, right: torch.Tensor
) -> torch.Tensor:
    """Turn each picture about its middle, against the clock, and then shift it.

    x: floats (N, C, H, W), square. degrees, down, right: (N,), one for each picture; shifts are in pixels.
    Returns (N, C, H, W), blended (bilinear); what comes in is 0. Use `align_corners=False` in both functions.
    """
    ### BEGIN SOLUTION
    angle = torch.deg2rad(degrees)
    c, s = angle.cos(), angle.sin()
    tx, ty = 2 * right / x.shape[3], 2 * down / x.shape[2]
    rows = torch.stack([c, -s, s * ty - c * tx], 1), torch.stack([s, c, -s * tx - c * ty], 1)
    grid = F.affine_grid(torch.stack(rows, 1), x.shape, align_corners=False)
    return F.grid_sample(x, grid, align_corners=False)
    ### END SOLUTION


# %% check="turn_and_shift"
check(turn_and_shift)

# %% [markdown]
# ### `augment`
# 4 min · ★★
#
# Why the generator? The same seed then gives the same training, even after a break.


# %% exercise="augment"
def augment(
    x: torch.Tensor, generator: torch.Generator, shift: int = 2, degrees: float = 10.0
) -> torch.Tensor:
    """Turn and shift each picture by amounts of its own, drawn by chance.

    x: (N, C, H, W), bytes or floats, on any device. generator: of random numbers, on the CPU.
    First the angles are drawn, from -degrees to degrees, by `torch.rand(N, ...)`; then the shifts, whole
    numbers from -shift to shift, by one `torch.randint(..., (2, N), ...)`: its rows are down and right.
    Returns floats (N, C, H, W), made by `turn_and_shift`.
    """
    ### BEGIN SOLUTION
    angles = degrees * (2 * torch.rand(len(x), generator=generator) - 1)
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    return turn_and_shift(x.float(), angles.to(x.device), down.to(x.device), right.to(x.device))
    ### END SOLUTION


# %% check="augment"
check(augment)


# %% demo
@demo
def eight_ways_to_write_it():
    same = torch.as_tensor(some.images[:1, None]).expand(8, -1, -1, -1)
    made = augment(same, torch.Generator().manual_seed(0))
    plots.gallery({f"{k}": picture[0].numpy() / 255 for k, picture in enumerate(made)})


# %% [markdown] reveal
# Eight times the same digit, each a little turned and moved, no two alike. The edges of the strokes are a
# little softer than before: this is the blending.

# %% [markdown]
# Now 500 digits only. An epoch shows each of them twelve times: always the same, or turned and shifted anew
# each time. What does this do to the loss on the *training* digits: `"it ends lower"`, `"it ends higher"` or
# `"it does not change"`?

# %% guess="loss_with_augment"
guess("loss_with_augment", ...)


# %% demo
@demo
def five_hundred_digits(seed=0):
    for name, change in (("without", None), ("with", augment)):
        torch.manual_seed(seed)
        history = train(LeNet5(modern=True), 500, change, show=False)
        told = f"training loss {history.epochs[-1].train_loss:.4f}, test loss {history.test_losses[-1]:.4f}"
        print(f"{name:7} augment: {told}, {history.accuracy:.2%} of {digits()[1].name}")


# %% [markdown]
# And with all digits that you have:


# %% demo
@demo
def all_digits_augmented(seed=0):
    torch.manual_seed(seed)
    model = LeNet5(modern=True)
    history = train(model, augment=augment)
    readers.append(model)
    print(f"{history.accuracy:.2%} of {digits()[1].name}")


# %% [markdown] reveal
# The two curves are closer together than without augmentation: the training digits are now harder than those
# of the test, so for a while their loss is even the larger one. If yours are the 60,000 of MNIST, little is
# gained: nearly every small turn and shift is among them already.

# %% [markdown]
# ## Which digit is taken for which
#
# One number says how many answers are wrong. A table says more: row 4, column 9 counts the fours that were
# read as a nine. By hand, for three classes: labels 0, 1, 1, 1, 2 and answers 0, 1, 2, 2, 2 give the rows
# 1 0 0, then 0 1 2, then 0 0 1.
#
# ### `confusion_matrix`
# 3 min · ★★★


# %% exercise="confusion_matrix"
def confusion_matrix(labels: np.ndarray, answers: np.ndarray, classes: int = 10) -> np.ndarray:
    """Count each pair of a true class and an answer.

    labels, answers: (N,), int64, from 0 to classes - 1.
    Returns whole numbers (classes, classes): rows are true classes, columns are answers.
    """
    ### BEGIN SOLUTION
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, answers), 1)
    return counts
    ### END SOLUTION


# %% check="confusion_matrix"
check(confusion_matrix)

# %% [markdown]
# What do the numbers in row 4 add up to: `"all digits that are a 4"`, `"all digits that were read as a 4"` or
# `"all mistakes"`?

# %% guess="row_of_4"
guess("row_of_4", ...)


# %%
def answers_to_the_test():
    """Labels, answers and confidences of your newest network for all test digits."""
    model, (_, new) = newest(), digits()
    answers, confidences = predict(model, ink(new.images, model))
    return new.labels, answers.cpu().numpy(), confidences.cpu().numpy()


# %% demo
@demo
def the_matrix():
    labels, answers, _ = answers_to_the_test()
    counts = confusion_matrix(labels, answers)
    mistakes = counts - np.diag(np.diag(counts))
    plots.numbers(counts, title="rows: true, columns: read as", like=mistakes)
    label, answer = np.unravel_index(mistakes.argmax(), mistakes.shape)
    print(f"{digits()[1].name}: {np.trace(counts):,} of {len(labels):,} are right.")
    print(f"Most often a {label} is read as a {answer}: {mistakes[label, answer]} times.")


# %% [markdown] reveal
# Nearly all digits are on the diagonal. The cells beside it are coloured by how many mistakes they hold. The
# table is not symmetric: a 4 may be read as a 9 more often than a 9 as a 4. Most pairs are alike to our eyes,
# too: 4 and 9, 3 and 5, 7 and 2.

# %% [markdown]
# ## The worst mistakes
#
# ### `worst_mistakes`
# 3 min · ★★
#
# A wrong answer with little confidence is honest. The others are worth a look.


# %% exercise="worst_mistakes"
def worst_mistakes(
    labels: np.ndarray, answers: np.ndarray, confidences: np.ndarray, count: int = 6
) -> np.ndarray:
    """Find the wrong answers of the highest confidence.

    All three are (N,); no two confidences are equal.
    Returns places from 0 to N - 1, the surest mistake first: `count` of them, or all if there are fewer.
    """
    ### BEGIN SOLUTION
    wrong = np.flatnonzero(labels != answers)
    return wrong[np.argsort(-confidences[wrong])][:count]
    ### END SOLUTION


# %% check="worst_mistakes"
check(worst_mistakes)


# %% demo
@demo
def sure_and_wrong():
    labels, answers, sure = answers_to_the_test()
    worst = worst_mistakes(labels, answers, sure)
    images = digits()[1].images
    plots.gallery({f"{labels[k]}, read as {answers[k]}\n{sure[k]:.1%} sure": images[k] for k in worst})


# %% [markdown] reveal
# Six digits, white on black, the surest mistake on the left. Above each: what it is, what your network read,
# and how sure it was. Some lack a stroke, some are blots. With a few of them one may ask whether the label is
# right: somebody had to decide, and people do not always agree either.

# %% [markdown]
# ## Look inside
#
# ### `layer_outputs`
# 5 min · ★★
#
# You want the maps of a layer, but `forward` returns only the scores, and you cannot rewrite every network.
# PyTorch lets you listen: `layer.register_forward_hook(hook)` calls `hook(layer, inputs, output)` each time
# the layer has run, until `remove()` of what it returned is called.


# %% exercise="layer_outputs"
def layer_outputs(model: nn.Module, names: list[str], x: torch.Tensor) -> dict[str, torch.Tensor]:
    """Run a model once, as it is, and return what the layers of these names gave.

    names: as in `model.named_modules()`, e.g. "c1" or "body.conv"; `model.get_submodule(name)` is the layer.
    Returns copies, which a later layer that works in place cannot change, without gradients. No hook stays in
    the model.
    """
    ### BEGIN SOLUTION
    found, handles = {}, []
    for name in names:

        def hook(layer, inputs, output, name=name):
            found[name] = output.clone()

        handles.append(model.get_submodule(name).register_forward_hook(hook))
    with torch.no_grad():
        model(x)
    for handle in handles:
        handle.remove()
    return found
    ### END SOLUTION


# %% check="layer_outputs"
check(layer_outputs)


# %% demo
@demo
def the_maps_of_a_digit(which=0):
    model = newest()
    names = [name for name, layer in model.named_modules() if isinstance(layer, nn.Conv2d)][:2]
    outputs = layer_outputs(model, names, ink(some.images[which : which + 1], model))
    first, second = (output[0].cpu().numpy() for output in outputs.values())
    plots.gallery({f"map {k}": maps for k, maps in enumerate(first)}, signed=True)
    plots.gallery({f"map {k}": maps for k, maps in enumerate(second[:8])}, signed=True)


# %% [markdown] reveal
# Above, the six maps of your first convolution: the digit is still there in each, as red or blue edges
# on one side of a stroke, and in some maps inverted. Below, eight of the sixteen maps of the second one, 10
# by 10. The digit can hardly be recognised; each map says where a certain combination of edges was found.

# %% [markdown]
# ## Your network reads your hand
#
# The same pad as at the beginning, but now every part of what answers is yours: the layers, the schedule, the
# augmentation, the weights. Draw.


# %% demo
@demo
def your_own_reader():
    return explorers.drawing_pad(newest())


# %% [markdown] reveal
# As above: the pad, what the network sees, ten bars and the maps, now those of your own kernels. Does it
# misread you more often than the course's network did? That one saw MNIST thirty times.

# %% [markdown]
# ## Is it fast? (optional)
#
# Two tricks make large networks faster: half as many bits for each number, and a compiler. Do they help a
# network this small? The cell measures a few steps in each way, here and now. A compiler needs up to a minute
# for its work, so it runs only if you call `speeds(compiled=True)`.


# %% demo
@demo
def speeds(compiled=False, steps=20):
    known, _ = digits()
    ways = {"float32": ("float32", lambda m: m), "bfloat16": ("bfloat16", lambda m: m)}
    if compiled:
        ways["compiled"] = ("float32", torch.compile)
    first = None
    for name, (precision, prepare) in ways.items():
        model = LeNet5(modern=True)
        optimiser, called = torch.optim.AdamW(model.parameters()), prepare(model)
        batches = training.Batches(known.images[: 128 * steps], known.labels[: 128 * steps], 128, padding=2)
        took = []
        for _ in range(3):  # the first round is for warming up
            start = timeit.default_timer()
            training.train_one_epoch(called, batches, optimiser, precision=precision)
            took.append((timeit.default_timer() - start) / len(batches))
        first = first or min(took[1:])
        print(f"{name:9} {1000 * min(took[1:]):6.1f} ms a step, {min(took[1:]) / first:.2f} times float32")


# %% [markdown]
# ## Recap
#
# - LeNet-5 is two convolutions that look, two poolings that forgive small shifts, and three layers that
#   decide. How well it reads, your own run has told you.
# - The rate rises and falls. Augmentation invents what few digits do not show, and asks each output pixel
#   where it comes from.
# - Accuracy is one number. The confusion matrix, the worst mistakes and the maps say what it hides.
#
# **Next:** ten digits, one channel, 61,706 parameters. What does it take to tell a thousand kinds of things
# apart, in colour? Sixty-two million parameters, a GPU, and some tricks of 2012:
# [chapter 13](../13_alexnet/13_alexnet.ipynb).
