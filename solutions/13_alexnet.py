# %% [markdown]
# # 13 · AlexNet
#
# **Goal.** Build the network that began deep learning for images, and find out what each of its tricks is
# worth.
#
# **You will write** `local_response_norm`, `AlexNet`, `init_weights`, `random_crop_flip`, `pca_colour`,
# `reduce_on_stall`, `top_k_error` and `ensemble`, and, if you like, `ten_crop`. **Needs** chapters
# [08](../08_counting/08_counting.ipynb) and [11](../11_pytorch/11_pytorch.ipynb), and PyTorch; a GPU helps.
# **Takes** about 70 minutes; the optional exercise takes 8 more.

# %%
import time

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from course_utils import check, data, demo, explorers, guess, hint, plots, progress

TRAINED = {}  # the networks of this lesson, by their names

# %% [markdown]
# ## Why: 26% became 17%
#
# In 2012 a challenge asked for the class of photographs: 1,000 classes, 1.2 million pictures to learn from.
# The best programs missed the right class in 26% of all cases, with five answers allowed. Then came a
# convolutional network with 17%. It had no new idea in it: it was large, it ran on two GPUs, and it had a bag
# of tricks. You will build it, and take the tricks out one by one.
#
# The whole network and its photographs need a GPU. Without one, the same code works at a **reduced size**:

# %% demo
from course_utils import training

DEVICE = training.pick_device()
ON_GPU = DEVICE.type == "cuda"
SIZE, SLIM, EPOCHS, BATCH, RATE = (227, 1, 30, 256, 0.02) if ON_GPU else (67, 8, 18, 32, 0.02)
where = training.name_of(DEVICE)
print(f"on {where}: pictures of {SIZE} pixels, channels divided by {SLIM}, {EPOCHS} epochs")


def pictures():
    """Photographs of Imagenette on a GPU; else coloured digits, which need no download."""
    if ON_GPU:
        try:
            return data.load_imagenette(256, "train"), data.load_imagenette(256, "test")
        except data.NotAtHand as error:
            print(f"{error}\nSo coloured digits stand in.")
    return data.load_coloured_digits(76, "train"), data.load_coloured_digits(76, "test")


train, test = pictures()
PHOTOS = "digits" not in train.name

# %% [markdown]
# ## The network
#
# This is the table of the single-GPU version. Check the first row: (227 − 11) / 4 + 1 = 55.
#
# | layer | maps | parameters |
# | --- | --- | --- |
# | conv1 11 × 11, stride 4; ReLU | 55 × 55 × 96 | 34,944 |
# | max pooling 3 × 3, stride 2; normalisation | 27 × 27 × 96 | 0 |
# | conv2 5 × 5, padding 2; ReLU | 27 × 27 × 256 | 614,656 |
# | max pooling 3 × 3, stride 2; normalisation | 13 × 13 × 256 | 0 |
# | conv3 3 × 3, padding 1; ReLU | 13 × 13 × 384 | 885,120 |
# | conv4 3 × 3, padding 1; ReLU | 13 × 13 × 384 | 1,327,488 |
# | conv5 3 × 3, padding 1; ReLU | 13 × 13 × 256 | 884,992 |
# | max pooling 3 × 3, stride 2 | 6 × 6 × 256 | 0 |
# | fc6; ReLU; dropout 0.5 | 4,096 | 37,752,832 |
# | fc7; ReLU; dropout 0.5 | 4,096 | 16,781,312 |
# | fc8 | 1,000 | 4,097,000 |
#
# What percentage of the 62,378,344 parameters is in fc6, fc7 and fc8?

# %% guess="most_of_alexnet"
guess("most_of_alexnet", ...)

# %% [markdown]
# ### `local_response_norm`
# 5 min · ★
#
# In the brain, an excited neuron calms its neighbours. Here a number is divided by a measure of how strong
# the same place is in the neighbouring maps. Take three channels 1, 2, 0 at one pixel, with size 3, alpha 3,
# beta 1 and k 1. The middle one sees 1 + 4 + 0: it becomes 2 / (1 + 3/3 · 5) = 1/3.


# %% exercise="local_response_norm"
def local_response_norm(
    x: torch.Tensor, size: int = 5, alpha: float = 1e-4, beta: float = 0.75, k: float = 2.0
) -> torch.Tensor:
    """x / (k + alpha / size * s) ** beta, where s is the sum of squares over `size` neighbouring channels.

    x: (N, C, H, W); size: odd. The window of channel c has c in its middle; channels that do not exist
    count 0. Do not use PyTorch's own function.
    """
    ### BEGIN SOLUTION
    half, channels = size // 2, x.shape[1]
    squares = F.pad(x * x, (0, 0, 0, 0, half, half))
    strength = sum(squares[:, start : start + channels] for start in range(size))
    return x / (k + alpha / size * strength) ** beta
    ### END SOLUTION


# %% check="local_response_norm"
check(local_response_norm)

# %% [markdown]
# ### `AlexNet`
# 9 min · ★★★
#
# With groups=2 the network is that of the paper: two GPUs hold half of the maps each, and see each other's
# only in conv3 and in the linear layers. `slim` makes it small enough for any computer.


# %% exercise="AlexNet"
class AlexNet(nn.Module):
    """Pictures (N, 3, size, size) -> scores (N, classes).

    slim: divide all channels, and the 4,096, by this. groups: of conv2, conv4 and conv5.
    size: with 227 the last maps are 6 by 6; with other sizes fc6 has other inputs.
    """

    def __init__(self, classes: int = 1000, slim: int = 1, groups: int = 1, size: int = 227) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        a, b, c, d, hidden = (n // slim for n in (96, 256, 384, 256, 4096))
        side = (size - 11) // 4 + 1
        for _ in range(3):
            side = (side - 3) // 2 + 1
        self.conv1 = nn.Conv2d(3, a, 11, stride=4)
        self.conv2 = nn.Conv2d(a, b, 5, padding=2, groups=groups)
        self.conv3 = nn.Conv2d(b, c, 3, padding=1)
        self.conv4 = nn.Conv2d(c, c, 3, padding=1, groups=groups)
        self.conv5 = nn.Conv2d(c, d, 3, padding=1, groups=groups)
        self.fc6, self.fc7 = nn.Linear(d * side * side, hidden), nn.Linear(hidden, hidden)
        self.fc8 = nn.Linear(hidden, classes)
        self.drop = nn.Dropout(0.5)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The scores, before a softmax."""
        ### BEGIN SOLUTION
        x = local_response_norm(F.max_pool2d(F.relu(self.conv1(x)), 3, 2))
        x = local_response_norm(F.max_pool2d(F.relu(self.conv2(x)), 3, 2))
        x = F.relu(self.conv4(F.relu(self.conv3(x))))
        x = F.max_pool2d(F.relu(self.conv5(x)), 3, 2).flatten(1)
        x = self.drop(F.relu(self.fc6(x)))
        return self.fc8(self.drop(F.relu(self.fc7(x))))
        ### END SOLUTION


# %% check="AlexNet"
check(AlexNet)

# %% [markdown]
# ### `init_weights`
# 3 min · ★★
#
# A ReLU that is never on learns nothing. So the paper gives some layers a bias of 1 at the start.


# %% exercise="init_weights"
def init_weights(model: nn.Module) -> None:
    """Change the weights of a model like AlexNet in place, to those of the paper.

    Its layers with weights are nn.Conv2d and nn.Linear, five and three, and come in this order from
    `model.modules()`. Weights: normal, mean 0, standard deviation 0.01. Biases: 1 in the second, fourth and
    fifth convolution and in the linear layers but the last; 0 elsewhere.
    """
    ### BEGIN SOLUTION
    layers = [layer for layer in model.modules() if isinstance(layer, nn.Conv2d | nn.Linear)]
    for number, layer in enumerate(layers, 1):
        nn.init.normal_(layer.weight, std=0.01)
        nn.init.constant_(layer.bias, 1.0 if number in (2, 4, 5, 6, 7) else 0.0)
    ### END SOLUTION


# %% check="init_weights"
check(init_weights)

# %% [markdown]
# Here is a network with an eighth of the channels. It trains for eight epochs, once with the paper's weights
# and once with He's, of chapter 09. With the paper's weights: `"it learns as fast"`, `"it learns faster"` or
# `"it does not learn"`?

# %% guess="papers_start"
guess("papers_start", ...)


# %%
def he_weights(model):
    """He's start: spread sqrt(2 / inputs), biases 0."""
    for layer in model.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)


def batches(of, size, change=None):
    """Batches of 67 or 227 pixels, standardised; `change` augments those of the training part."""
    middle = training.centre_crops(SIZE)
    scaled = train.images[::10].reshape(-1, 3) / 255
    return training.Batches(
        of.tensor(), of.labels, size, device=DEVICE, shuffle=of is train, augment=change or middle,
        channels_last=True, standard=(scaled.mean(0), scaled.std(0)),
    )  # fmt: skip


# %% demo
@demo
def two_starts(epochs=8):
    for name, start in (("the paper's", init_weights), ("He's", he_weights)):
        training.set_seed(0)
        model = AlexNet(10, slim=8, size=SIZE)
        start(model)
        model = training.placed(model, DEVICE)
        optimiser = torch.optim.SGD(model.parameters(), RATE, momentum=0.9, weight_decay=5e-4)
        history = training.fit(
            model, batches(train, 32), batches(test, 360), epochs=epochs, optimiser=optimiser, show=False
        )
        losses = ", ".join(f"{epoch.train_loss:.3f}" for epoch in history.epochs)
        print(f"{name} weights: training loss {losses}")
    print(f"Whoever knows nothing has log 10 = {np.log(10):.3f}.")


# %% [markdown] reveal
# **What the losses show**
#
# The spread 0.01 was made for layers with thousands of inputs. In a narrow network each layer makes its
# numbers smaller, so all pictures have nearly the same scores, and hardly any gradient comes back: the loss
# stays at log 10. He's spread suits any width. It waits at log 10, too, but then the loss falls.


# %% [markdown]
# ## A thousand pictures out of one
#
# 62 million parameters can learn every picture by heart. So the network never sees the same picture twice.
#
# ### `random_crop_flip`
# 5 min · ★★★


# %% exercise="random_crop_flip"
def random_crop_flip(
    x: torch.Tensor, size: int, generator: torch.Generator, mirror: bool = True
) -> torch.Tensor:
    """Cut a square of `size` pixels out of each picture, and mirror it with a probability of one half.

    x: (N, C, H, W) of any dtype, on any device; returns (N, C, size, size). Each picture has a place of its
    own, and all places are equally likely. mirror=False: none is mirrored. All random numbers come from
    `generator`, which draws on the CPU.
    """
    ### BEGIN SOLUTION
    n, _, h, w = x.shape
    top = torch.randint(h - size + 1, (n,), generator=generator).tolist()
    left = torch.randint(w - size + 1, (n,), generator=generator).tolist()
    crops = torch.stack([p[:, i : i + size, j : j + size] for p, i, j in zip(x, top, left)])
    flip = (torch.rand(n, generator=generator) < 0.5) & mirror
    return torch.where(flip.to(x.device)[:, None, None, None], crops.flip(3), crops)
    ### END SOLUTION


# %% check="random_crop_flip"
check(random_crop_flip)

# %% [markdown]
# The paper mirrors half of its photographs. Is that a good idea for digits, too: `"yes"` or `"no"`?

# %% guess="mirrored_digits"
guess("mirrored_digits", ...)

# %% [markdown]
# ### `pca_colour`
# 3 min · ★
#
# A thing stays the same thing in other light. The colours of all pixels differ along three **axes**, the
# eigenvectors of their covariance: mostly along bright and dark. Each picture moves along these axes by drawn
# numbers.


# %% exercise="pca_colour"
def pca_colour(
    x: torch.Tensor, values: torch.Tensor, vectors: torch.Tensor, draws: torch.Tensor
) -> torch.Tensor:
    """Add to all pixels of picture n: the sum over the axes k of draws[n, k] * values[k] * axis k.

    x: (N, 3, H, W); values: (3,), eigenvalues; vectors: (3, 3), the axes are its columns; draws: (N, 3).
    Returns a new tensor in the shape of x.
    """
    ### BEGIN SOLUTION
    added = (draws * values) @ vectors.T
    return x + added[:, :, None, None]
    ### END SOLUTION


# %% check="pca_colour"
check(pca_colour)


# %%
def augmentation(of, spread=0.1):
    """A function (pictures as bytes, generator) -> pictures as bytes: crop, mirror, colour."""
    values, vectors = (each.to(DEVICE) for each in training.colour_axes(of.tensor()))

    def change(x, generator):
        x = random_crop_flip(x, SIZE, generator, mirror=PHOTOS)
        draws = spread * torch.randn(len(x), 3, generator=generator).to(x.device)
        return (255 * pca_colour(x / 255, values, vectors, draws)).round().clamp(0, 255).to(torch.uint8)

    return change


# %% demo
@demo
def one_picture_many_times():
    change, generator = augmentation(train, spread=0.5), torch.Generator().manual_seed(0)
    copies = train.tensor(DEVICE)[:1].repeat(6, 1, 1, 1)
    made = change(copies, generator).permute(0, 2, 3, 1).cpu().numpy()
    plots.gallery({"original": train.images[0]} | {f"copy {k + 1}": each for k, each in enumerate(made)})


# %% [markdown] reveal
# **What the pictures show**
#
# The same picture seven times. Each copy is cut at another place, so its content moves by a few pixels, and
# each has a slightly different colour. Five times the paper's spread was used here, because 0.1 can hardly be
# seen.

# %% [markdown]
# Choose the crop, the mirror and the light yourself.


# %% demo
@demo
def the_explorer_of_augmentation():
    return explorers.augmentation(data.photograph("flower"))


# %% [markdown] reveal
# **What the explorer shows**
#
# Left, the photograph with the crop framed; right, the crop as the network gets it. Axis 3 makes the picture
# lighter or darker, with a little of its main colour. The other axes change the colour and hardly the light.


# %% [markdown]
# ## Training
#
# ### `reduce_on_stall`
# 4 min · ★★★
#
# The authors watched the validation loss, and divided the rate by 10 whenever it no longer fell: by hand,
# three times in six days. Write the rule down.


# %% exercise="reduce_on_stall"
def reduce_on_stall(losses: list[float], rate: float = 0.01, factor: float = 0.1, patience: int = 3) -> float:
    """The rate after these losses, the oldest first; `rate` is the first one.

    An epoch is bad if its loss is not below the best one before. After `patience` bad epochs in a row the
    rate is multiplied by `factor`, and the count begins again at 0; the best loss stays. A better loss sets
    the count to 0, too.
    """
    ### BEGIN SOLUTION
    best, bad = float("inf"), 0
    for loss in losses:
        best, bad = (loss, 0) if loss < best else (best, bad + 1)
        if bad == patience:
            rate, bad = rate * factor, 0
    return rate
    ### END SOLUTION


# %% check="reduce_on_stall"
check(reduce_on_stall)

# %% [markdown]
# Now everything comes together: your network, your augmentation, your schedule, and the step of the paper
# with momentum 0.9 and weight decay 0.0005. On a GPU most layers compute in bfloat16, numbers of 16 bits.


# %% demo
@demo
def train_it():
    training.set_seed(1)
    model = AlexNet(len(train.classes), slim=SLIM, size=SIZE)
    he_weights(model)
    model = training.placed(model, DEVICE)
    history = training.fit(
        model,
        batches(train, BATCH, augmentation(train)),
        batches(test, 256),
        epochs=EPOCHS,
        optimiser=torch.optim.SGD(model.parameters(), RATE, momentum=0.9, weight_decay=5e-4),
        rate=lambda done, losses: reduce_on_stall(losses, RATE, patience=2),
        precision=training.best_precision(DEVICE),
    )
    TRAINED["your AlexNet"] = model
    _, ax = plt.subplots(figsize=(6, 2.2), layout="constrained")
    ax.step(range(1, EPOCHS + 1), [epoch.rate for epoch in history.epochs], where="mid")
    ax.set(title="the schedule", xlabel="epoch", ylabel="learning rate", yscale="log")
    ax.set(xticks=range(2, EPOCHS + 1, 2), ylim=(RATE / 500, 2 * RATE))


# %% [markdown] reveal
# **What the curves show**
#
# Above, the loss of the training part and of the test. The training loss is measured with half of the units
# dropped, so it is often the higher one. Below, the rate: it falls in steps, each after two epochs in which
# the test loss was no better, and then the loss often falls at once. If your test loss never stalled, the
# rate is a flat line.

# %% [markdown]
# ## What the first layer has learned
#
# Each filter of the first layer has 11 × 11 pixels in red, green and blue, so it can be shown as a picture.
# What will those of a network that was trained on photographs look like: `"edges and blobs of colour"`,
# `"small pictures of objects"` or `"noise"`?

# %% guess="ninety_six"
guess("ninety_six", ...)


# %%
def first_filters():
    """The filters of your network's first layer, (C, 3, 11, 11)."""
    if "your AlexNet" not in TRAINED:
        raise ValueError("train your network first, in the cell `train_it` above.")
    layers = TRAINED["your AlexNet"].modules()
    return next(layer for layer in layers if isinstance(layer, nn.Conv2d)).weight.detach().cpu()


def as_a_sheet(filters, columns=12):
    """All filters in one picture, each scaled to its own largest weight, with 0 as grey."""
    filters = 0.5 + filters / (2 * filters.abs().amax((1, 2, 3), keepdim=True))
    rows = -(-len(filters) // columns)
    padded = torch.ones(rows * columns, 3, 13, 13)
    padded[: len(filters), :, 1:12, 1:12] = filters
    return padded.view(rows, columns, 3, 13, 13).permute(0, 3, 1, 4, 2).reshape(rows * 13, -1, 3).numpy()


# %% demo
@demo
def the_filters():
    filters = first_filters()
    _, ax = plt.subplots(figsize=(9, 0.4 + 0.75 * -(-len(filters) // 12)), layout="constrained")
    ax.imshow(as_a_sheet(filters))
    ax.set(title=f"{len(filters)} filters of the first layer, trained on {train.name}", xticks=[], yticks=[])


# %% [markdown] reveal
# **What the picture shows**
#
# On photographs and with 96 filters: stripes and edges in many directions, most of them grey, and soft blobs
# of colour. After a short training on coloured digits, most of the twelve filters still look like the noise
# that they began as; one or two may have become an edge. Clear filters need many pictures and many epochs.

# %% [markdown]
# Choose a filter, and see where in a photograph it answers. The first one is the smoothest, the least like
# noise.


# %% demo
@demo
def the_explorer_of_the_first_layer():
    return explorers.first_layer(data.photograph("china"), first_filters().numpy())


# %% [markdown] reveal
# **What the explorer shows**
#
# Left, a filter; in the middle, a temple with the window of the strongest answer framed; right, the response
# at every fourth pixel. A filter that has learned an edge answers along edges of its own direction. One that
# still is noise answers mostly to light and dark.


# %% [markdown]
# ## How wrong is it?
#
# ### `top_k_error`
# 3 min · ★★★
#
# A photograph of a dog on a sofa has one label. So the challenge allowed five answers. A network that guesses
# at random among 10 classes: what is its top-5 error, in per cent?

# %% guess="best_of_five"
guess("best_of_five", ...)


# %% exercise="top_k_error"
def top_k_error(scores: torch.Tensor, labels: torch.Tensor, k: int = 5) -> float:
    """The share of pictures, from 0 to 1, whose label is not among the k classes with the highest scores.

    scores: (N, C); labels: (N,), int64; no two scores of a picture are equal.
    """
    ### BEGIN SOLUTION
    best = scores.topk(k, dim=1).indices
    return 1 - (best == labels[:, None]).any(dim=1).double().mean().item()
    ### END SOLUTION


# %% check="top_k_error"
check(top_k_error)

# %% [markdown]
# ### `ten_crop` (optional)
# 4 min · ★
#
# The authors tested each photograph ten times, and averaged.


# %% exercise="ten_crop"
def ten_crop(x: torch.Tensor, size: int) -> torch.Tensor:
    """Ten squares out of each picture: (N, C, H, W) -> (N, 10, C, size, size).

    First top left, top right, bottom left, bottom right and the middle, at (H - size) // 2 and
    (W - size) // 2. Then the mirror image of each of these five squares, in the same order.
    """
    ### BEGIN SOLUTION
    h, w = x.shape[2] - size, x.shape[3] - size
    places = [(0, 0), (0, w), (h, 0), (h, w), (h // 2, w // 2)]
    crops = [x[:, :, i : i + size, j : j + size] for i, j in places]
    return torch.stack(crops + [crop.flip(3) for crop in crops], dim=1)
    ### END SOLUTION


# %% check="ten_crop"
check(ten_crop)

# %% [markdown]
# ### `ensemble`
# 2 min · ★★


# %% exercise="ensemble"
def ensemble(scores: torch.Tensor) -> torch.Tensor:
    """The mean of the probabilities that several networks give: scores (M, N, C) -> (N, C)."""
    ### BEGIN SOLUTION
    return scores.softmax(dim=2).mean(dim=0)
    ### END SOLUTION


# %% check="ensemble"
check(ensemble)


# %%
@torch.inference_mode()
def scores_of(model):
    """The scores of all pictures of the test, on the CPU."""
    model.eval()
    return torch.cat([model(x).float().cpu() for x, _ in batches(test, 256)])


# %% [markdown]
# ## What is each trick worth?
#
# Six trainings, a minute or two in all: one to compare with, and five in which one trick is changed. They are
# short, with one seed each, so a difference of a few per cent is chance. `training.train_alexnet` is your
# network and your training, with switches. Without a GPU the network is narrow and has no time, and dropout
# would cost it more than all else; so it is left out there, and one of the five has it.


# %% demo
@demo
def ablation(epochs=20 if ON_GPU else 8):
    usual, other = (0.5, 0.0) if ON_GPU else (0.0, 0.5)
    variants = {
        "all tricks" if ON_GPU else "all tricks but dropout": {},
        "tanh for ReLU": {"activation": "tanh"},
        "no normalisation": {"norm": False},
        "pooling without overlap": {"overlap": False},
        "no dropout" if ON_GPU else "with dropout": {"dropout": other},
        "no augmentation": {},
    }
    print(f"top-1 and top-5 error on {test.name}, after {epochs} epochs")
    for name, change in variants.items():
        model, history = training.train_alexnet(
            train, test, size=SIZE, slim=SLIM, epochs=epochs, rate=RATE, batch_size=BATCH, mirror=PHOTOS,
            device=DEVICE, precision=training.best_precision(DEVICE), compile=False, show=False,
            augment=name != "no augmentation", tricks={"dropout": usual, **change},
        )  # fmt: skip
        TRAINED[name] = model
        scores, labels = scores_of(model), torch.as_tensor(test.labels)
        first, fifth = top_k_error(scores, labels, 1), top_k_error(scores, labels, 5)
        print(f"{name:24} {first:6.1%} {fifth:6.1%}   training loss {history.epochs[-1].train_loss:.2f}")


# %% [markdown] reveal
# **How to read the table**
#
# A trick against learning by heart, such as dropout or augmentation, makes the training loss higher: it makes
# the task harder. It pays only where a network would otherwise learn everything by heart, with many
# parameters and many epochs. In a short training of a small network it costs more than it gives. And a trick
# changes which rate is good: without the normalisation all numbers are larger, and the same rate may be so
# large that nothing is learned (a training loss near 2.30).
#
# For the whole network the paper says: ReLU learns several times faster than tanh; the normalisation is worth
# 1.4% of top-1 error, overlapping pooling 0.4%, and the colours more than 1%.

# %% [markdown]
# All these networks see the same test. Their probabilities are averaged: how good is the average, most often?
# `"as good as their mean"`, `"as good as the best of them"` or `"better than the best of them"`?

# %% guess="whom_to_trust"
guess("whom_to_trust", ...)


# %% demo
@demo
def seven_networks():
    labels = torch.as_tensor(test.labels)
    all_scores = {name: scores_of(model) for name, model in TRAINED.items()}
    if len(all_scores) < 2:
        raise ValueError("run the two trainings above first: they fill TRAINED.")
    averaged = ensemble(torch.stack(list(all_scores.values())))
    _, ax = plt.subplots(figsize=(7, 3), layout="constrained")
    for name, scores in {**all_scores, "the average": averaged}.items():
        style = {"color": "black", "linewidth": 2.5} if name == "the average" else {}
        ax.plot(
            range(1, 6),
            [100 * top_k_error(scores, labels, k) for k in range(1, 6)],
            "o-",
            label=name,
            **style,
        )
    ax.set(xlabel="answers allowed, k", ylabel="top-k error (%)", ylim=(0, None), xticks=range(1, 6))
    ax.set_title(f"{len(all_scores)} networks and their average")
    ax.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))


# %% [markdown] reveal
# **What the curves show**
#
# Each curve falls: more answers, fewer errors. The black one is the average of all networks. Look whether it
# is the lowest: it can stay behind the best one where others have hardly learned. Seven equally good networks
# of the paper went from 18.2% to 15.4%.

# %% [markdown]
# ## At full speed
#
# A fast GPU waits most of the time, unless everything else keeps up. The lines below measure the same step in
# several ways, here and now.


# %% demo
@demo
def speeds(steps=20 if ON_GPU else 4):
    ways = {"plain": ("float32", False, False), "channels last": ("float32", True, False)}
    ways["bfloat16, too"] = ("bfloat16", True, False)
    if ON_GPU:
        ways["compiled, too"] = ("bfloat16", True, True)
    first = None
    for name, (precision, last, compiled) in ways.items():
        model = AlexNet(10, slim=SLIM, size=SIZE).to(DEVICE)
        model = training.placed(model, DEVICE) if last else model
        optimiser = torch.optim.SGD(model.parameters(), 1e-3, momentum=0.9)
        x = torch.randn(BATCH, 3, SIZE, SIZE, device=DEVICE)
        x = x.to(memory_format=torch.channels_last) if last else x
        pairs = [(x, torch.zeros(BATCH, dtype=torch.long, device=DEVICE))] * steps
        called = torch.compile(model) if compiled else model
        for _ in range(2):  # the first round is for warming up
            start = time.perf_counter()
            training.train_one_epoch(called, pairs, optimiser, precision=precision)
            seconds = time.perf_counter() - start
        first = first or seconds
        print(f"{name:16} {steps * BATCH / seconds:9,.0f} pictures/s, {first / seconds:.2f} times plain")


# %% [markdown]
# Channels last is a layout in memory in which convolutions need not rearrange anything. bfloat16 has half of
# the bits, and matrix units that are many times faster on a GPU; a processor without such units gets slower.
# A compiler joins small steps, such as your normalisation, into one. It fails where there is no compiler or
# the GPU is old, and it wastes time where shapes change.
#
# The same training runs without a notebook, and on several GPUs. Each has its share of every batch, and the
# gradients are averaged:
#
# ```sh
# torchrun --nproc-per-node 2 -m course_utils.train alexnet --data imagenette --checkpoint alexnet.pt
# ```

# %% [markdown]
# ## Recap
#
# - AlexNet is what you know already, only larger: 62,378,344 parameters, most of them in three linear
#   layers, and 1,135,256,096 multiply-accumulates for one picture, most of them in five convolutions.
# - First weights have to suit the width. Augmentation and dropout fight learning by heart; they cost time,
#   and pay in large networks.
# - A trick is worth what a run without it says, with more than one seed.
#
# **This was the last lesson.** You began with a window of nine pixels, slid by hand over an X. You end with
# the network that made everybody else begin. What came after it, deeper and with fewer parameters, is made of
# parts that you have all written yourself. Take your own pictures, a folder for each class, and see what it
# learns:
#
# ```sh
# python -m course_utils.train alexnet --data my_pictures
# ```
#
# Thank you for coming all the way. Goodbye, and have fun.


# %% demo
@demo
def what_you_have_done():
    return progress()
