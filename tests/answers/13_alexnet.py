"""Right and wrong answers to the exercises of 13_alexnet, written from the notebook alone."""

import copy
import math
import random

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from answers import right, wrong


# ================================================================ local_response_norm
def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """A right version, for AlexNet."""
    half = size // 2
    squares = F.pad(x * x, (0, 0, 0, 0, half, half))
    s = sum(squares[:, j : j + x.shape[1]] for j in range(size))
    return x / (k + alpha / size * s) ** beta


right("local_response_norm", "shifted slices of the padded squares")(local_response_norm)


@right("local_response_norm", "loops over channels")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    out = torch.empty_like(x)
    channels = x.shape[1]
    for c in range(channels):
        low, high = max(0, c - size // 2), min(channels, c + size // 2 + 1)
        s = x[:, low:high].pow(2).sum(1)
        out[:, c] = x[:, c] / (k + alpha / size * s) ** beta
    return out


@right("local_response_norm", "unfold of the channel axis")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    n, c, h, w = x.shape
    zeros = x.new_zeros(n, size // 2, h, w)
    s = torch.cat([zeros, x**2, zeros], 1).unfold(1, size, 1).sum(-1)
    return x * (k + alpha * s / size).pow(-beta)


@right("local_response_norm", "a band matrix and einsum")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    place = torch.arange(x.shape[1], device=x.device)
    band = ((place[:, None] - place).abs() <= (size - 1) // 2).to(x.dtype)
    s = torch.einsum("cd,ndhw->nchw", band, x.square())
    return x / torch.pow(k + alpha / size * s, beta)


@right("local_response_norm", "a convolution along the channels")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    n, c, h, w = x.shape
    squares = x.square().permute(0, 2, 3, 1).reshape(-1, 1, c)
    s = F.conv1d(squares, torch.ones(1, 1, size, dtype=x.dtype, device=x.device), padding=size // 2)
    s = s.reshape(n, h, w, c).permute(0, 3, 1, 2)
    return x / (k + alpha / size * s) ** beta


def _window(x, size, left=None, right_=None):
    left = size // 2 if left is None else left
    right_ = size // 2 if right_ is None else right_
    c = x.shape[1]
    return torch.stack([x[:, max(0, j - left) : max(0, min(c, j + right_ + 1))].sum(1) for j in range(c)], 1)


@wrong("local_response_norm", "size is ignored: always 5 channels")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return local_response_norm(x, 5, alpha, beta, k)


@wrong("local_response_norm", "the window ends one channel too early: range without + 1")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return x / (k + alpha / size * _window(x**2, size, size // 2, size // 2 - 1)) ** beta


@wrong("local_response_norm", "the channel itself is left out of the sum")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return x / (k + alpha / size * (_window(x**2, size) - x**2)) ** beta


@wrong("local_response_norm", "the square of the sum, not the sum of the squares")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return x / (k + alpha / size * _window(x, size) ** 2) ** beta


@wrong("local_response_norm", "the power is multiplied: (...) * beta")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return x / ((k + alpha / size * _window(x**2, size)) * beta)


@wrong("local_response_norm", "the quotient has the power beta: (x / (...)) ** beta")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return (x / (k + alpha / size * _window(x**2, size))) ** beta


@wrong("local_response_norm", "default alpha is 1e-3")
def _(x, size=5, alpha=1e-3, beta=0.75, k=2.0):
    return local_response_norm(x, size, alpha, beta, k)


@wrong("local_response_norm", "at the ends the mean is over the channels that exist, not over size")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    number = _window(torch.ones_like(x), size)
    return x / (k + alpha / number * _window(x**2, size)) ** beta


@wrong("local_response_norm", "channels that do not exist count as the outermost one, not as 0")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    c = x.shape[1]
    places = [torch.arange(c).add(j).clamp(0, c - 1) for j in range(-(size // 2), size // 2 + 1)]
    s = sum((x**2)[:, place] for place in places)
    return x / (k + alpha / size * s) ** beta


@wrong("local_response_norm", "the sum is over all channels, not over `size` of them")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return x / (k + alpha / size * (x**2).sum(1, keepdim=True)) ** beta


@wrong("local_response_norm", "x is changed in place")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    s = _window(x**2, size)
    with torch.no_grad():
        x /= (k + alpha / size * s) ** beta
    return x


@wrong("local_response_norm", "a negative low end wraps round: the first channels get an empty sum")
def _(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    half = size // 2
    s = torch.stack([(x[:, c - half : c + half + 1] ** 2).sum(1) for c in range(x.shape[1])], 1)
    return x / (k + alpha / size * s) ** beta


# ================================================================ AlexNet
class _Norm(nn.Module):
    def forward(self, x):
        return local_response_norm(x)


@right("AlexNet", "features and classifier as Sequential")
class _(nn.Module):
    def __init__(self, classes=1000, slim=1, groups=1, size=227):
        super().__init__()
        a, b, c, d = 96 // slim, 256 // slim, 384 // slim, 4096 // slim
        self.features = nn.Sequential(
            nn.Conv2d(3, a, 11, stride=4), nn.ReLU(), nn.MaxPool2d(3, 2), _Norm(),
            nn.Conv2d(a, b, 5, padding=2, groups=groups), nn.ReLU(), nn.MaxPool2d(3, 2), _Norm(),
            nn.Conv2d(b, c, 3, padding=1), nn.ReLU(),
            nn.Conv2d(c, c, 3, padding=1, groups=groups), nn.ReLU(),
            nn.Conv2d(c, b, 3, padding=1, groups=groups), nn.ReLU(), nn.MaxPool2d(3, 2),
        )
        side = (size - 11) // 4 + 1
        for _k in range(3):
            side = (side - 3) // 2 + 1
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Linear(b * side * side, d), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(d, d), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(d, classes),
        )

    def forward(self, x):
        return self.classifier(self.features(x))


@right("AlexNet", "named layers and the functional form")
class _(nn.Module):
    def __init__(self, classes=1000, slim=1, groups=1, size=227):
        super().__init__()
        maps = [n // slim for n in (96, 256, 384, 384, 256)]
        self.conv1 = nn.Conv2d(3, maps[0], 11, 4)
        self.conv2 = nn.Conv2d(maps[0], maps[1], 5, 1, 2, groups=groups)
        self.conv3 = nn.Conv2d(maps[1], maps[2], 3, 1, 1)
        self.conv4 = nn.Conv2d(maps[2], maps[3], 3, 1, 1, groups=groups)
        self.conv5 = nn.Conv2d(maps[3], maps[4], 3, 1, 1, groups=groups)
        with torch.no_grad():
            inputs = self.maps(torch.zeros(1, 3, size, size)).numel()
        self.fc6 = nn.Linear(inputs, 4096 // slim)
        self.fc7 = nn.Linear(4096 // slim, 4096 // slim)
        self.fc8 = nn.Linear(4096 // slim, classes)

    def maps(self, x):
        x = local_response_norm(F.max_pool2d(F.relu(self.conv1(x)), 3, 2))
        x = local_response_norm(F.max_pool2d(F.relu(self.conv2(x)), 3, 2))
        x = F.relu(self.conv4(F.relu(self.conv3(x))))
        return F.max_pool2d(F.relu(self.conv5(x)), 3, 2)

    def forward(self, x):
        x = self.maps(x).flatten(1)
        x = F.dropout(F.relu(self.fc6(x)), 0.5, self.training)
        x = F.dropout(F.relu(self.fc7(x)), 0.5, self.training)
        return self.fc8(x)


@right("AlexNet", "a table and a loop, ModuleLists")
class _(nn.Module):
    TABLE = ((96, 11, 4, 0, 0, "PN"), (256, 5, 1, 2, 1, "PN"), (384, 3, 1, 1, 0, ""), (384, 3, 1, 1, 1, ""), (256, 3, 1, 1, 1, "P"))

    def __init__(self, classes=1000, slim=1, groups=1, size=227):
        super().__init__()
        self.convs, self.fcs, last = nn.ModuleList(), nn.ModuleList(), 3
        for maps, kernel, stride, padding, grouped, after in self.TABLE:
            self.convs.append(nn.Conv2d(last, maps // slim, kernel, stride, padding, groups=groups if grouped else 1))
            last = maps // slim
            size = (size + 2 * padding - kernel) // stride + 1
            if "P" in after:
                size = (size - 3) // 2 + 1
        widths = [last * size**2, 4096 // slim, 4096 // slim, classes]
        for inputs, outputs in zip(widths, widths[1:]):
            self.fcs.append(nn.Linear(inputs, outputs))
        self.drop = nn.Dropout()

    def forward(self, x):
        for conv, row in zip(self.convs, self.TABLE):
            x = conv(x).relu()
            if "P" in row[-1]:
                x = F.max_pool2d(x, kernel_size=3, stride=2)
            if "N" in row[-1]:
                x = local_response_norm(x)
        x = x.reshape(len(x), -1)
        for k, fc in enumerate(self.fcs):
            x = fc(x)
            if k < 2:
                x = self.drop(torch.relu(x))
        return x


@right("AlexNet", "helper functions for blocks, one Sequential")
class _(nn.Module):
    def __init__(self, classes=1000, slim=1, groups=1, size=227):
        super().__init__()

        def conv(a, b, kernel, g=1, **options):
            first = a if a == 3 else a // slim
            return [nn.Conv2d(first, b // slim, kernel, groups=g, **options), nn.ReLU(inplace=True)]

        def pool():
            return nn.MaxPool2d(kernel_size=3, stride=2)

        def fc(a, b):
            return [nn.Linear(a, b), nn.ReLU(inplace=True), nn.Dropout(p=0.5)]

        convs = [
            *conv(3, 96, 11, stride=4), pool(), _Norm(), *conv(96, 256, 5, groups, padding=2), pool(), _Norm(),
            *conv(256, 384, 3, padding=1), *conv(384, 384, 3, groups, padding=1),
            *conv(384, 256, 3, groups, padding=1), pool(), nn.Flatten(),
        ]
        with torch.no_grad():
            inputs = nn.Sequential(*convs)(torch.zeros(2, 3, size, size)).shape[1]
        wide = 4096 // slim
        self.net = nn.Sequential(*convs, *fc(inputs, wide), *fc(wide, wide), nn.Linear(wide, classes))

    def forward(self, x):
        return self.net(x)


@right("AlexNet", "the number of last maps by one formula, layers in a ModuleDict")
class _(nn.Module):
    def __init__(self, classes=1000, slim=1, groups=1, size=227):
        super().__init__()
        a, b, c, wide = (n // slim for n in (96, 256, 384, 4096))
        one = (size - 11) // 4 + 1
        side = (((one - 1) // 2 - 1) // 2 - 1) // 2
        self.layers = nn.ModuleDict(
            {
                "conv1": nn.Conv2d(3, a, 11, 4),
                "conv2": nn.Conv2d(a, b, 5, padding="same", groups=groups),
                "conv3": nn.Conv2d(b, c, 3, padding="same"),
                "conv4": nn.Conv2d(c, c, 3, padding="same", groups=groups),
                "conv5": nn.Conv2d(c, b, 3, padding="same", groups=groups),
                "fc6": nn.Linear(b * side * side, wide),
                "fc7": nn.Linear(wide, wide),
                "fc8": nn.Linear(wide, classes),
            }
        )
        self.pool, self.drop = nn.MaxPool2d(3, 2), nn.Dropout(0.5)

    def forward(self, x):
        for name, layer in self.layers.items():
            x = layer(x.flatten(1) if name == "fc6" else x)
            if name != "fc8":
                x = torch.clamp(x, min=0)
            if name in ("conv1", "conv2", "conv5"):
                x = self.pool(x)
            if name in ("conv1", "conv2"):
                x = local_response_norm(x)
            if name in ("fc6", "fc7"):
                x = self.drop(x)
        return x


class _Alex(nn.Module):
    """A right network with screws to turn for the wrong answers below."""

    pads = (0, 2, 1, 1, 1)
    stride = 4
    grouped = (2, 4, 5)
    bias = True
    pooling = (3, 2)
    drops = (6, 7)
    norms = (1, 2)
    quiet = ()  # layers without a ReLU

    def widths(self, classes, slim):
        return [96 // slim, 256 // slim, 384 // slim, 384 // slim, 256 // slim, 4096 // slim, 4096 // slim, classes]

    def __init__(self, classes=1000, slim=1, groups=1, size=227):
        super().__init__()
        w = self.widths(classes, slim)
        last = 3
        for k, kernel in enumerate((11, 5, 3, 3, 3), 1):
            layer = nn.Conv2d(
                last, w[k - 1], kernel, self.stride if k == 1 else 1, self.pads[k - 1],
                groups=groups if k in self.grouped else 1, bias=self.bias,
            )
            setattr(self, f"conv{k}", layer)
            last = w[k - 1]
        with torch.no_grad():
            inputs = self.inputs(size, last)
        self.fc6 = nn.Linear(inputs, w[5], bias=self.bias)
        self.fc7 = nn.Linear(w[5], w[6], bias=self.bias)
        self.fc8 = nn.Linear(w[6], w[7], bias=self.bias)

    def inputs(self, size, maps):
        return self.maps(torch.zeros(1, 3, size, size)).numel()

    def act(self, x):
        return x.relu()

    def pool(self, x):
        return F.max_pool2d(x, *self.pooling)

    def after(self, k, x):
        return local_response_norm(self.pool(x)) if k in self.norms else self.pool(x)

    def maps(self, x):
        for k in range(1, 6):
            x = getattr(self, f"conv{k}")(x)
            x = x if k in self.quiet else self.act(x)
            x = self.after(k, x) if k in (1, 2, 5) else x
        return x

    def drop(self, x):
        return F.dropout(x, 0.5, self.training)

    def forward(self, x):
        x = self.maps(x).flatten(1)
        for k in (6, 7):
            x = getattr(self, f"fc{k}")(x)
            x = x if k in self.quiet else self.act(x)
            x = self.drop(x) if k in self.drops else x
        return self.fc8(x)


@wrong("AlexNet", "dropout in use, too: F.dropout without self.training")
class _(_Alex):
    def drop(self, x):
        return F.dropout(x, 0.5)


@wrong("AlexNet", "the normalisation also follows the last pooling")
class _(_Alex):
    norms = (1, 2, 5)


@wrong("AlexNet", "conv1 has padding 2, as in other libraries")
class _(_Alex):
    pads = (2, 2, 1, 1, 1)


@wrong("AlexNet", "no ReLU after fc7")
class _(_Alex):
    quiet = (7,)


@wrong("AlexNet", "slim does not divide the 4,096")
class _(_Alex):
    def widths(self, classes, slim):
        return [*super().widths(classes, slim)[:5], 4096, 4096, classes]


@wrong("AlexNet", "groups is ignored")
class _(_Alex):
    grouped = ()


@wrong("AlexNet", "size is ignored: fc6 always has inputs for 6 by 6 maps")
class _(_Alex):
    def inputs(self, size, maps):
        return maps * 6 * 6


@wrong("AlexNet", "default groups is 2, the network of the paper")
class _(_Alex):
    def __init__(self, classes=1000, slim=1, groups=2, size=227):
        super().__init__(classes, slim, groups, size)


@wrong("AlexNet", "the normalisation with k = 1: not the default of the exercise")
class _(_Alex):
    def after(self, k, x):
        return local_response_norm(self.pool(x), k=1.0) if k in self.norms else self.pool(x)


# ================================================================ init_weights
@right("init_weights", "two lists by kind")
def _(model):
    convs = [m for m in model.modules() if isinstance(m, nn.Conv2d)]
    linear = [m for m in model.modules() if isinstance(m, nn.Linear)]
    for layer in convs + linear:
        nn.init.normal_(layer.weight, 0, 0.01)
        nn.init.zeros_(layer.bias)
    for layer in [convs[1], convs[3], convs[4], *linear[:-1]]:
        nn.init.ones_(layer.bias)


@right("init_weights", "one list of biases for the eight layers")
def _(model):
    layers = [m for m in model.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for layer, bias in zip(layers, (0, 1, 0, 1, 1, 1, 1, 0)):
        layer.weight.data.normal_(0.0, 0.01)
        layer.bias.data.fill_(bias)


@right("init_weights", "counting the convolutions, torch.no_grad")
@torch.no_grad()
def _(model):
    number, last = 0, None
    for layer in model.modules():
        if isinstance(layer, nn.Conv2d):
            number += 1
            layer.bias.fill_(1 if number in (2, 4, 5) else 0)
        elif isinstance(layer, nn.Linear):
            layer.bias.fill_(1)
            last = layer
        else:
            continue
        layer.weight.copy_(0.01 * torch.randn_like(layer.weight))
    last.bias.zero_()


@right("init_weights", "with model.apply and a list")
def _(model):
    found = []
    for layer in model.modules():
        if type(layer) in (nn.Conv2d, nn.Linear):
            found.append(layer)
    ones = {1, 3, 4, 5, 6}
    for k, layer in enumerate(found):
        torch.nn.init.normal_(layer.weight, mean=0.0, std=0.01)
        torch.nn.init.constant_(layer.bias, float(k in ones))


@right("init_weights", "NumPy draws, copied into the weights")
def _(model):
    rng = np.random.default_rng(torch.randint(2**31, ()).item())
    kinds = {nn.Conv2d: [0.0, 1.0, 0.0, 1.0, 1.0], nn.Linear: [1.0, 1.0, 0.0]}
    with torch.no_grad():
        for layer in model.modules():
            if type(layer) in kinds:
                drawn = rng.normal(0, 0.01, tuple(layer.weight.shape))
                layer.weight.copy_(torch.from_numpy(drawn))
                layer.bias[:] = kinds[type(layer)].pop(0)


def _init(model, biases=(0, 1, 0, 1, 1, 1, 1, 0), draw=None, kinds=(nn.Conv2d, nn.Linear), layers=None):
    layers = [m for m in model.modules() if isinstance(m, kinds)] if layers is None else layers
    with torch.no_grad():
        for layer, bias in zip(layers, biases):
            (draw or (lambda w: w.normal_(0, 0.01)))(layer.weight)
            if bias is not None:
                layer.bias.fill_(bias)


@wrong("init_weights", "biases of 1 in the third and fifth convolution: the indices 2 and 4")
def _(model):
    _init(model, (0, 0, 1, 0, 1, 1, 1, 0))


@wrong("init_weights", "the fifth convolution has the bias 0")
def _(model):
    _init(model, (0, 1, 0, 1, 0, 1, 1, 0))


@wrong("init_weights", "uniform from -0.01 to 0.01, not normal")
def _(model):
    _init(model, draw=lambda w: w.uniform_(-0.01, 0.01))


@wrong("init_weights", "He's spread, sqrt(2 / inputs)")
def _(model):
    _init(model, draw=lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu"))


@wrong("init_weights", "the biases are not set at all, only the weights drawn")
def _(model):
    _init(model, [None] * 8)


@wrong("init_weights", "the same seed for each layer: all weights begin with the same numbers")
def _(model):
    def draw(w):
        w.copy_(0.01 * torch.randn(w.shape, generator=torch.Generator().manual_seed(0)))

    _init(model, draw=draw)


@wrong("init_weights", "the parameters cannot be trained afterwards: requires_grad is off")
def _(model):
    _init(model)
    for parameter in model.parameters():
        parameter.requires_grad_(False)


@wrong("init_weights", "return in the loop: only the first layer is changed")
def _(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.normal_(layer.weight, 0, 0.01)
            nn.init.zeros_(layer.bias)
            return


# ================================================================ random_crop_flip
@right("random_crop_flip", "a loop over the pictures")
def _(x, size, generator, mirror=True):
    n, c, h, w = x.shape
    out = []
    for picture in x:
        i = int(torch.randint(0, h - size + 1, (1,), generator=generator))
        j = int(torch.randint(0, w - size + 1, (1,), generator=generator))
        cut = picture[:, i : i + size, j : j + size]
        if mirror and torch.rand(1, generator=generator).item() < 0.5:
            cut = cut.flip(-1)
        out.append(cut)
    return torch.stack(out)


@right("random_crop_flip", "index arrays for rows and columns")
def _(x, size, generator, mirror=True):
    n, _, h, w = x.shape
    top = torch.randint(h - size + 1, (n, 1), generator=generator)
    left = torch.randint(w - size + 1, (n, 1), generator=generator)
    steps = torch.arange(size)
    rows, columns = top + steps, left + steps
    if mirror:
        turn = torch.rand(n, 1, generator=generator) < 0.5
        columns = torch.where(turn, columns.flip(1), columns)
    rows, columns = rows.to(x.device), columns.to(x.device)
    pictures = torch.arange(n, device=x.device)[:, None, None]
    return x[pictures, :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)


@right("random_crop_flip", "unfold: all windows as a view, one chosen")
def _(x, size, generator, mirror=True):
    windows = x.unfold(2, size, 1).unfold(3, size, 1)
    n, c, rows, columns = windows.shape[:4]
    place = torch.randint(rows * columns, (n,), generator=generator)
    flips = torch.randint(2, (n,), generator=generator).bool() if mirror else torch.zeros(n, dtype=torch.bool)
    cut = torch.stack([windows[k, :, p // columns, p % columns] for k, p in enumerate(place.tolist())])
    return torch.where(flips.to(x.device)[:, None, None, None], cut.flip(3), cut)


@right("random_crop_flip", "gather twice")
def _(x, size, generator, mirror=True):
    n, c, h, w = x.shape
    down = torch.randint(0, h - size + 1, (n, 1), generator=generator) + torch.arange(size)
    along = torch.randint(0, w - size + 1, (n, 1), generator=generator) + torch.arange(size)
    if mirror:
        chosen = torch.bernoulli(torch.full((n,), 0.5), generator=generator) == 1
        along[chosen] = along[chosen].flip(-1)
    down, along = down.to(x.device), along.to(x.device)
    x = x.gather(2, down[:, None, :, None].expand(n, c, size, w))
    return x.gather(3, along[:, None, None, :].expand(n, c, size, size))


@right("random_crop_flip", "filling an empty tensor, mirrored first where chance says so")
def _(x, size, generator, mirror=True):
    n, c, h, w = x.shape
    new = x.new_empty(n, c, size, size)
    draws = torch.rand(n, 3, generator=generator, dtype=torch.float64)
    for k in range(n):
        i, j = int(draws[k, 0] * (h - size + 1)), int(draws[k, 1] * (w - size + 1))
        picture = torch.flip(x[k], dims=[2]) if mirror and draws[k, 2] >= 0.5 else x[k]
        new[k] = picture[:, i : i + size, j : j + size]
    return new


def _crop(x, size, generator, mirror=True, top=None, left=None, flips=None, dims=(-1,)):
    """The right one with screws to turn for the wrong answers below."""
    n, c, h, w = x.shape
    i = torch.randint(h - size + 1, (n,), generator=generator) if top is None else top
    j = torch.randint(w - size + 1, (n,), generator=generator) if left is None else left
    f = torch.rand(n, generator=generator) < 0.5 if flips is None else flips
    out = []
    for k in range(n):
        cut = x[k, :, int(i[k]) : int(i[k]) + size, int(j[k]) : int(j[k]) + size]
        out.append(cut.flip(dims) if mirror and f[k] else cut)
    return torch.stack(out)


@wrong("random_crop_flip", "turned upside down in place of mirrored")
def _(x, size, generator, mirror=True):
    return _crop(x, size, generator, mirror, dims=(-2,))


@wrong("random_crop_flip", "mirrors every picture")
def _(x, size, generator, mirror=True):
    return _crop(x, size, generator, mirror, flips=torch.ones(len(x), dtype=torch.bool))


@wrong("random_crop_flip", "mirrors by randn < 0.5: about 69 of 100 pictures")
def _(x, size, generator, mirror=True):
    return _crop(x, size, generator, mirror, flips=torch.randn(len(x), generator=generator) < 0.5)


@wrong("random_crop_flip", "the generator is ignored: global random numbers")
def _(x, size, generator, mirror=True):
    return _crop(x, size, None, mirror)


@wrong("random_crop_flip", "always the middle")
def _(x, size, generator, mirror=True):
    n, c, h, w = x.shape
    return _crop(x, size, generator, mirror, torch.full((n,), (h - size) // 2), torch.full((n,), (w - size) // 2))


@wrong("random_crop_flip", "returns floats whatever came")
def _(x, size, generator, mirror=True):
    return _crop(x.float(), size, generator, mirror)


@wrong("random_crop_flip", "mirrors the pictures that came in, in place")
def _(x, size, generator, mirror=True):
    if mirror:
        for k in torch.nonzero(torch.rand(len(x), generator=generator) < 0.5).flatten().tolist():
            x[k] = x[k].flip(-1)
    return _crop(x, size, generator, False)


@wrong("random_crop_flip", "a picture as large as the square is refused with a ValueError")
def _(x, size, generator, mirror=True):
    if size >= min(x.shape[-2:]):
        raise ValueError("size is too large")
    return _crop(x, size, generator, mirror)


# ================================================================ pca_colour
@right("pca_colour", "a product of matrices")
def _(x, values, vectors, draws):
    return x + ((draws * values) @ vectors.T)[:, :, None, None]


@right("pca_colour", "einsum")
def _(x, values, vectors, draws):
    change = torch.einsum("nk,k,ck->nc", draws, values, vectors)
    return x + change.reshape(-1, 3, 1, 1)


@right("pca_colour", "loops over pictures and axes")
def _(x, values, vectors, draws):
    new = x.clone()
    for n in range(len(x)):
        for k in range(3):
            new[n] += (draws[n, k] * values[k] * vectors[:, k])[:, None, None]
    return new


@right("pca_colour", "vectors scaled with a diagonal matrix")
def _(x, values, vectors, draws):
    scaled = vectors @ torch.diag(values)
    change = torch.stack([scaled @ draw for draw in draws])
    return torch.add(x, change.unsqueeze(-1).unsqueeze(-1))


@right("pca_colour", "channel by channel, broadcasting")
def _(x, values, vectors, draws):
    weights = draws * values[None]
    channels = [x[:, c] + (weights * vectors[c]).sum(1).view(-1, 1, 1) for c in range(3)]
    return torch.stack(channels, dim=1)


@wrong("pca_colour", "the eigenvalues are left out")
def _(x, values, vectors, draws):
    return x + (draws @ vectors.T)[:, :, None, None]


@wrong("pca_colour", "x is changed in place")
def _(x, values, vectors, draws):
    x += ((draws * values) @ vectors.T)[:, :, None, None]
    return x


@wrong("pca_colour", "all pictures get the mean of the draws")
def _(x, values, vectors, draws):
    return x + ((draws.mean(0, keepdim=True) * values) @ vectors.T)[:, :, None, None]


@wrong("pca_colour", "multiplies the pixels in place of adding")
def _(x, values, vectors, draws):
    return x * ((draws * values) @ vectors.T)[:, :, None, None]


@wrong("pca_colour", "subtracts in place of adding")
def _(x, values, vectors, draws):
    return x - ((draws * values) @ vectors.T)[:, :, None, None]


@wrong("pca_colour", "the result is cut to 0 to 1")
def _(x, values, vectors, draws):
    return (x + ((draws * values) @ vectors.T)[:, :, None, None]).clamp(0, 1)


@wrong("pca_colour", "only the first axis is used")
def _(x, values, vectors, draws):
    return x + (draws[:, :1] * values[0] * vectors[:, 0])[:, :, None, None]


@wrong("pca_colour", "no axes at all: draws * values is added to the channels")
def _(x, values, vectors, draws):
    return x + (draws * values)[:, :, None, None]


@wrong("pca_colour", "new numbers are drawn, the given draws are not used")
def _(x, values, vectors, draws):
    return x + ((torch.randn_like(draws) * values) @ vectors.T)[:, :, None, None]


@wrong("pca_colour", "the change is added twice")
def _(x, values, vectors, draws):
    change = ((draws * values) @ vectors.T)[:, :, None, None]
    return x + change + change


@wrong("pca_colour", "the change is added along the columns of the picture: fails unless W is 3")
def _(x, values, vectors, draws):
    return x + ((draws * values) @ vectors.T)[:, None, None, :]


@wrong("pca_colour", "the draws are transposed: works for three pictures only")
def _(x, values, vectors, draws):
    return x + ((draws.T * values) @ vectors.T)[:, :, None, None]


@wrong("pca_colour", "the eigenvalues are divided by their sum first")
def _(x, values, vectors, draws):
    return x + ((draws * values / values.sum()) @ vectors.T)[:, :, None, None]


# ================================================================ reduce_on_stall
@right("reduce_on_stall", "a loop with best and count")
def _(losses, rate=0.01, factor=0.1, patience=3):
    best, bad = math.inf, 0
    for loss in losses:
        if loss < best:
            best, bad = loss, 0
        else:
            bad += 1
            if bad == patience:
                rate, bad = rate * factor, 0
    return rate


@right("reduce_on_stall", "runs of bad epochs: one cut for every `patience` in a run")
def _(losses, rate=0.01, factor=0.1, patience=3):
    cuts, run = 0, 0
    for k, loss in enumerate(losses):
        good = all(loss < earlier for earlier in losses[:k])
        if good:
            cuts += run // patience
            run = 0
        else:
            run += 1
    cuts += run // patience
    return rate * factor**cuts


@right("reduce_on_stall", "recursion over the losses")
def _(losses, rate=0.01, factor=0.1, patience=3):
    def go(k, best, bad, rate):
        if bad == patience:
            return go(k, best, 0, factor * rate)
        if k == len(losses):
            return rate
        if losses[k] < best:
            return go(k + 1, losses[k], 0, rate)
        return go(k + 1, best, bad + 1, rate)

    return go(0, float("inf"), 0, rate)


@right("reduce_on_stall", "NumPy: running minimum and groups")
def _(losses, rate=0.01, factor=0.1, patience=3):
    losses = np.asarray(losses, dtype=float)
    before = np.minimum.accumulate(np.concatenate([[np.inf], losses]))[:-1]
    good = losses < before
    group = np.cumsum(good)
    bad = np.bincount(group, weights=~good).astype(int) if len(losses) else np.zeros(1, int)
    return float(rate * factor ** int((bad // patience).sum()))


@right("reduce_on_stall", "a string of marks, split")
def _(losses, rate=0.01, factor=0.1, patience=3):
    marks = "".join("+" if loss < min([math.inf, *losses[:k]]) else "-" for k, loss in enumerate(losses))
    for run in marks.split("+"):
        for _ in range(len(run) // patience):
            rate = rate * factor
    return rate


@wrong("reduce_on_stall", "compares with the loss of the epoch before, not with the best")
def _(losses, rate=0.01, factor=0.1, patience=3):
    last, bad = math.inf, 0
    for loss in losses:
        if loss < last:
            bad = 0
        else:
            bad += 1
            if bad == patience:
                rate, bad = rate * factor, 0
        last = loss
    return rate


@wrong("reduce_on_stall", "the count does not begin again after a cut: one cut for each run of bad epochs")
def _(losses, rate=0.01, factor=0.1, patience=3):
    best, bad = math.inf, 0
    for loss in losses:
        if loss < best:
            best, bad = loss, 0
        else:
            bad += 1
            if bad == patience:
                rate = rate * factor
    return rate


@wrong("reduce_on_stall", "cuts one epoch late: more than `patience` bad epochs")
def _(losses, rate=0.01, factor=0.1, patience=3):
    best, bad = math.inf, 0
    for loss in losses:
        if loss < best:
            best, bad = loss, 0
        else:
            bad += 1
            if bad > patience:
                rate, bad = rate * factor, 0
    return rate


@wrong("reduce_on_stall", "the best loss is forgotten after a cut")
def _(losses, rate=0.01, factor=0.1, patience=3):
    best, bad = math.inf, 0
    for loss in losses:
        if loss < best:
            best, bad = loss, 0
        else:
            bad += 1
            if bad == patience:
                rate, bad, best = rate * factor, 0, math.inf
    return rate


@wrong("reduce_on_stall", "the rate is divided by factor: it grows")
def _(losses, rate=0.01, factor=0.1, patience=3):
    best, bad = math.inf, 0
    for loss in losses:
        if loss < best:
            best, bad = loss, 0
        else:
            bad += 1
            if bad == patience:
                rate, bad = rate / factor, 0
    return rate


def _stall(losses, rate, factor, patience):
    best, bad = math.inf, 0
    for loss in losses:
        if loss < best:
            best, bad = loss, 0
        else:
            bad += 1
            if bad == patience:
                rate, bad = rate * factor, 0
    return rate


@wrong("reduce_on_stall", "patience is ignored: always 3")
def _(losses, rate=0.01, factor=0.1, patience=3):
    return _stall(losses, rate, factor, 3)


@wrong("reduce_on_stall", "default patience is 10")
def _(losses, rate=0.01, factor=0.1, patience=10):
    return _stall(losses, rate, factor, patience)


@wrong("reduce_on_stall", "default rate is 0.1")
def _(losses, rate=0.1, factor=0.1, patience=3):
    return _stall(losses, rate, factor, patience)


@wrong("reduce_on_stall", "the first epoch counts as bad: best begins with its loss")
def _(losses, rate=0.01, factor=0.1, patience=3):
    best, bad = min(losses[:1], default=0), 0
    for loss in losses:
        if loss < best:
            best, bad = loss, 0
        else:
            bad += 1
            if bad == patience:
                rate, bad = rate * factor, 0
    return rate


@wrong("reduce_on_stall", "best begins at 1, so larger first losses count as bad")
def _(losses, rate=0.01, factor=0.1, patience=3):
    best, bad = 1.0, 0
    for loss in losses:
        if loss < best:
            best, bad = loss, 0
        else:
            bad += 1
            if bad == patience:
                rate, bad = rate * factor, 0
    return rate


@wrong("reduce_on_stall", "an epoch is good only if it is better by 1%")
def _(losses, rate=0.01, factor=0.1, patience=3):
    best, bad = math.inf, 0
    for loss in losses:
        if loss < best * 0.99:
            best, bad = loss, 0
        else:
            bad += 1
            if bad == patience:
                rate, bad = rate * factor, 0
    return rate


@wrong("reduce_on_stall", "returns the rates of all epochs as a list")
def _(losses, rate=0.01, factor=0.1, patience=3):
    return [_stall(losses[: k + 1], rate, factor, patience) for k in range(len(losses))]


@wrong("reduce_on_stall", "the losses are read from the newest to the oldest")
def _(losses, rate=0.01, factor=0.1, patience=3):
    return _stall(losses[::-1], rate, factor, patience)


@wrong("reduce_on_stall", "the list of losses is emptied: pop")
def _(losses, rate=0.01, factor=0.1, patience=3):
    best, bad = math.inf, 0
    while losses:
        loss = losses.pop(0)
        if loss < best:
            best, bad = loss, 0
        else:
            bad += 1
            if bad == patience:
                rate, bad = rate * factor, 0
    return rate


@wrong("reduce_on_stall", "a cut takes the share `factor` away: times 1 - factor, not times factor")
def _(losses, rate=0.01, factor=0.1, patience=3):
    return _stall(losses, rate, 1 - factor, patience)


@wrong("reduce_on_stall", "after a cut the bad loss of that epoch becomes the new best")
def _(losses, rate=0.01, factor=0.1, patience=3):
    best, bad = math.inf, 0
    for loss in losses:
        if loss < best:
            bad = 0
        else:
            bad += 1
        best = loss if bad == 0 or bad >= patience else best
        if bad == patience:
            rate, bad = rate * factor, 0
    return rate


# ================================================================ top_k_error
@right("top_k_error", "topk and any")
def _(scores, labels, k=5):
    best = scores.topk(k, dim=1).indices
    hits = (best == labels[:, None]).any(1)
    return 1 - hits.double().mean().item()


@right("top_k_error", "the rank: how many scores are higher")
def _(scores, labels, k=5):
    own = scores.gather(1, labels[:, None])
    return ((scores > own).sum(1) >= k).double().mean().item()


@right("top_k_error", "argsort and a loop")
def _(scores, labels, k=5):
    misses = 0
    for row, label in zip(scores.argsort(dim=1, descending=True).tolist(), labels.tolist()):
        misses += label not in row[:k]
    return misses / len(labels)


@right("top_k_error", "the k-th highest score as a limit")
def _(scores, labels, k=5):
    limit = torch.sort(scores, dim=-1).values[:, -k]
    return float((scores[torch.arange(len(labels)), labels] < limit).float().mean())


@right("top_k_error", "NumPy, argpartition")
def _(scores, labels, k=5):
    scores, labels = scores.numpy(), labels.numpy()
    best = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    return float(np.mean([label not in row for row, label in zip(best, labels)]))


@right("top_k_error", "one-hot of the best, summed")
def _(scores, labels, k=5):
    best = torch.zeros_like(scores).scatter_(1, scores.topk(k).indices, 1.0)
    return 1.0 - (best * F.one_hot(labels, scores.shape[1])).sum().item() / len(labels)


def _hits(scores, labels, k):
    return (scores.topk(k, dim=1).indices == labels[:, None]).any(1)


@wrong("top_k_error", "k is ignored: top-1")
def _(scores, labels, k=5):
    return 1 - _hits(scores, labels, 1).double().mean().item()


@wrong("top_k_error", "in per cent")
def _(scores, labels, k=5):
    return 100 * (1 - _hits(scores, labels, k).double().mean().item())


@wrong("top_k_error", "the k lowest scores")
def _(scores, labels, k=5):
    return 1 - _hits(-scores, labels, k).double().mean().item()


@wrong("top_k_error", "one class too few: k - 1 answers")
def _(scores, labels, k=5):
    return 1 - _hits(scores, labels, k - 1).double().mean().item()


@wrong("top_k_error", "returns a tensor, not a float")
def _(scores, labels, k=5):
    return 1 - _hits(scores, labels, k).double().mean()


@wrong("top_k_error", "the hits are divided by N * k")
def _(scores, labels, k=5):
    return 1 - (scores.topk(k, dim=1).indices == labels[:, None]).double().mean().item()


@wrong("top_k_error", "the values of the best scores are compared with the labels, not their classes")
def _(scores, labels, k=5):
    return 1 - (scores.topk(k, dim=1).values == labels[:, None]).any(1).double().mean().item()


@wrong("top_k_error", "the classes behind the k best ones: [k : 2k] of the sorted order")
def _(scores, labels, k=5):
    best = scores.argsort(1, descending=True)[:, k : 2 * k]
    return 1 - (best == labels[:, None]).any(1).double().mean().item()


@wrong("top_k_error", "return in the loop: only the first picture")
def _(scores, labels, k=5):
    for row, label in zip(scores.topk(k, dim=1).indices, labels):
        return float(label not in row)


@wrong("top_k_error", "a label among the best k of any picture counts as a hit")
def _(scores, labels, k=5):
    return 1 - torch.isin(labels, scores.topk(k, dim=1).indices).double().mean().item()


@wrong("top_k_error", "divides by the number of classes, not of pictures")
def _(scores, labels, k=5):
    return (~_hits(scores, labels, k)).sum().item() / scores.shape[1]


@wrong("top_k_error", "prints the error and returns None")
def _(scores, labels, k=5):
    print(1 - _hits(scores, labels, k).double().mean().item())


@wrong("top_k_error", "the scores that came in are changed: the best is set to -inf each time")
def _(scores, labels, k=5):
    hits = torch.zeros(len(labels), dtype=torch.bool)
    for _k in range(k):
        best = scores.argmax(1)
        hits |= best == labels
        scores[torch.arange(len(labels)), best] = -math.inf
    return 1 - hits.double().mean().item()


@wrong("top_k_error", "the last picture is left out")
def _(scores, labels, k=5):
    return 1 - _hits(scores[:-1], labels[:-1], k).double().sum().item() / max(1, len(labels) - 1)


# ================================================================ ten_crop
@right("ten_crop", "a list of corners")
def _(x, size):
    h, w = x.shape[-2:]
    corners = [(0, 0), (0, w - size), (h - size, 0), (h - size, w - size), ((h - size) // 2, (w - size) // 2)]
    five = [x[:, :, i : i + size, j : j + size] for i, j in corners]
    return torch.stack(five + [cut.flip(-1) for cut in five], 1)


@right("ten_crop", "filling an empty tensor")
def _(x, size):
    n, c, h, w = x.shape
    out = x.new_empty(n, 10, c, size, size)
    bottom, right_ = h - size, w - size
    for k, (i, j) in enumerate(((0, 0), (0, right_), (bottom, 0), (bottom, right_), (bottom // 2, right_ // 2))):
        out[:, k] = x[..., i : i + size, j : j + size]
        out[:, k + 5] = torch.flip(out[:, k], dims=(3,))
    return out


@right("ten_crop", "unfold: all windows as a view")
def _(x, size):
    windows = x.unfold(2, size, 1).unfold(3, size, 1)
    rows, columns = windows.shape[2] - 1, windows.shape[3] - 1
    i = torch.tensor([0, 0, rows, rows, rows // 2])
    j = torch.tensor([0, columns, 0, columns, columns // 2])
    five = windows[:, :, i, j].transpose(1, 2)
    return torch.cat([five, five.flip(4)], dim=1)


@right("ten_crop", "picture by picture with narrow")
def _(x, size):
    def cuts(picture):
        h, w = picture.shape[1:]
        for i, j in [(0, 0), (0, 1), (1, 0), (1, 1), (None, None)]:
            i = (h - size) // 2 if i is None else i * (h - size)
            j = (w - size) // 2 if j is None else j * (w - size)
            yield picture.narrow(1, i, size).narrow(2, j, size)

    out = []
    for picture in x:
        five = torch.stack(list(cuts(picture)))
        out.append(torch.cat((five, five[..., torch.arange(size - 1, -1, -1)])))
    return torch.stack(out)


@right("ten_crop", "index arrays")
def _(x, size):
    n, c, h, w = x.shape
    step = torch.arange(size)
    rows = torch.stack([step, step, step + h - size, step + h - size, step + (h - size) // 2])
    columns = torch.stack([step, step + w - size, step, step + w - size, step + (w - size) // 2])
    rows, columns = torch.cat([rows, rows]), torch.cat([columns, columns.flip(1)])
    return x[:, :, rows[:, :, None], columns[:, None, :]].permute(0, 2, 1, 3, 4)


def _ten(x, size, corners=None, mirror=lambda five: [cut.flip(-1) for cut in five], order=range(5)):
    h, w = x.shape[-2:]
    corners = corners or [
        (0, 0), (0, w - size), (h - size, 0), (h - size, w - size), ((h - size) // 2, (w - size) // 2)
    ]
    five = [x[:, :, i : i + size, j : j + size] for i, j in corners]
    five = [five[k] for k in order]
    return torch.stack(five + mirror(five), 1)


@wrong("ten_crop", "the middle comes first")
def _(x, size):
    return _ten(x, size, order=(4, 0, 1, 2, 3))


@wrong("ten_crop", "the mirror images are turned upside down, not left to right")
def _(x, size):
    return _ten(x, size, mirror=lambda five: [cut.flip(-2) for cut in five])


@wrong("ten_crop", "each square is followed by its mirror image")
def _(x, size):
    out = _ten(x, size)
    return out[:, [0, 5, 1, 6, 2, 7, 3, 8, 4, 9]]


@wrong("ten_crop", "the mirror images come in reversed order")
def _(x, size):
    return _ten(x, size, mirror=lambda five: [cut.flip(-1) for cut in five[::-1]])


@wrong("ten_crop", "the shape is (10, N, C, size, size)")
def _(x, size):
    return _ten(x, size).transpose(0, 1)


@wrong("ten_crop", "the shape is (N, C, 10, size, size)")
def _(x, size):
    return _ten(x, size).transpose(1, 2)


@wrong("ten_crop", "the middle is rounded up: (H - size + 1) // 2")
def _(x, size):
    h, w = x.shape[-2:]
    a, b = h - size, w - size
    return _ten(x, size, [(0, 0), (0, b), (a, 0), (a, b), ((a + 1) // 2, (b + 1) // 2)])


@wrong("ten_crop", "the squares at the bottom and right are one pixel too early: H - size - 1")
def _(x, size):
    h, w = x.shape[-2:]
    a, b = max(0, h - size - 1), max(0, w - size - 1)
    return _ten(x, size, [(0, 0), (0, b), (a, 0), (a, b), ((h - size) // 2, (w - size) // 2)])


@wrong("ten_crop", "the middle uses the rows' place for the columns, too")
def _(x, size):
    h, w = x.shape[-2:]
    a, b = h - size, w - size
    return _ten(x, size, [(0, 0), (0, b), (a, 0), (a, b), (a // 2, a // 2)])


@wrong("ten_crop", "the channels are reversed in place of the columns")
def _(x, size):
    return _ten(x, size, mirror=lambda five: [cut.flip(1) for cut in five])


@wrong("ten_crop", "fails for an exact fit: the bottom squares are x[-(H - size):], which needs a rest")
def _(x, size):
    h, w = x.shape[-2:]
    top, left = x[:, :, : -(h - size)], x[..., : -(w - size)]
    five = [
        top[..., : -(w - size)], top[..., w - size :], left[:, :, h - size :], x[:, :, h - size :, w - size :],
        x[:, :, (h - size) // 2 : (h - size) // 2 + size, (w - size) // 2 : (w - size) // 2 + size],
    ]
    return torch.stack(five + [cut.flip(-1) for cut in five], 1)


@wrong("ten_crop", "the mean of the ten squares")
def _(x, size):
    return _ten(x.float(), size).mean(1)


@wrong("ten_crop", "the whole picture scaled to size takes the place of the middle square")
def _(x, size):
    out = _ten(x, size).clone()
    small = F.interpolate(x.float(), (size, size)).to(x.dtype)
    out[:, 4], out[:, 9] = small, small.flip(-1)
    return out


# ================================================================ ensemble
@right("ensemble", "softmax and mean")
def _(scores):
    return scores.softmax(-1).mean(0)


@right("ensemble", "a loop over the networks")
def _(scores):
    total = torch.zeros_like(scores[0])
    for network in scores:
        total = total + F.softmax(network, dim=1)
    return total / len(scores)


@right("ensemble", "exp by hand with the highest taken off, einsum")
def _(scores):
    powers = torch.exp(scores - scores.amax(dim=2, keepdim=True))
    return torch.einsum("mnc,mn->nc", powers, 1 / powers.sum(2)) / scores.shape[0]


@right("ensemble", "logsumexp over the networks, then exp")
def _(scores):
    logs = F.log_softmax(scores, dim=2)
    return torch.exp(logs.logsumexp(dim=0) - math.log(len(scores)))


@right("ensemble", "a list of probabilities, stacked")
def _(scores):
    return torch.stack([nn.Softmax(dim=-1)(each) for each in scores.unbind(0)], dim=-1).mean(dim=-1)


@wrong("ensemble", "the mean of the scores, without softmax")
def _(scores):
    return scores.mean(0)


@wrong("ensemble", "softmax over the networks")
def _(scores):
    return scores.softmax(0).mean(0)


@wrong("ensemble", "the mean over the pictures, not over the networks: (M, C)")
def _(scores):
    return scores.softmax(-1).mean(1)


@wrong("ensemble", "the product of the probabilities")
def _(scores):
    return scores.softmax(-1).prod(0)


@wrong("ensemble", "the mean of the log probabilities")
def _(scores):
    return scores.log_softmax(-1).mean(0)


@wrong("ensemble", "the median of the probabilities")
def _(scores):
    return scores.softmax(-1).median(0).values


@wrong("ensemble", "the class with the highest mean, (N,), not the probabilities")
def _(scores):
    return scores.softmax(-1).mean(0).argmax(-1)


@wrong("ensemble", "only the last network: the loop overwrites")
def _(scores):
    for network in scores:
        mean = network.softmax(-1)
    return mean


@wrong("ensemble", "the axis of the networks stays: (1, N, C)")
def _(scores):
    return scores.softmax(-1).mean(0, keepdim=True)


@wrong("ensemble", "the sigmoid in place of softmax")
def _(scores):
    return scores.sigmoid().mean(0)


@wrong("ensemble", "the scores that came in are changed in place")
def _(scores):
    scores -= scores.amax(-1, keepdim=True)
    return scores.softmax(-1).mean(0)


@wrong("ensemble", "divided by the number of pictures, not of networks: len of the wrong axis")
def _(scores):
    return scores.softmax(-1).sum(0) / scores.shape[1]


@wrong("ensemble", "always divided by 7, the networks of the lesson")
def _(scores):
    return scores.softmax(-1).sum(0) / 7


@wrong("ensemble", "a running mean that halves each time, so the last network counts most")
def _(scores):
    mean = scores[0].softmax(-1)
    for network in scores[1:]:
        mean = (mean + network.softmax(-1)) / 2
    return mean


