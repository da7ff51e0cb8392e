"""Right and wrong answers to the exercises of 11_pytorch, written from the notebook alone."""

import random
import re

import numpy as np
import torch
from answers import right, wrong
from torch import nn
from torch.nn import functional as F

# ---- given by the notebook, and a right `expand` ----
LAYERS = ("INPUT", "CONV", "RELU", "POOL", "FC")


def words(pattern):
    found = [(match[0], match.start()) for match in re.finditer(r"->|[A-Z]+|\d+|\S", pattern)]
    return [*found, ("", len(pattern))]


def take(tokens, *allowed):
    word, place = tokens.pop(0)
    if word not in allowed and not ("number" in allowed and word.isdigit()):
        wanted = " or ".join(name or "the end" for name in allowed)
        raise ValueError(f"character {place}: {word or 'the end'} cannot stand here, only {wanted}")
    return word


def row(tokens, one):
    names = part(tokens, one)
    while tokens[0][0] == "->":
        take(tokens, "->")
        names += part(tokens, one)
    return names


def part(tokens, one):
    word = take(tokens, "[", *LAYERS)
    if word != "[":
        return one(word)
    names = row(tokens, one)
    take(tokens, "]")
    take(tokens, "*")
    return names * int(take(tokens, "number"))


def expanded(pattern, one=lambda word: [word]):
    tokens = words(pattern)
    names = row(tokens, one)
    take(tokens, "")
    return names


# ---- to_conv2d ----
@right("to_conv2d", "new parameters, the size of the kernel as a list")
def _(w, b, stride=1, padding=0):
    out_channels, in_channels, *size = w.shape
    layer = nn.Conv2d(in_channels, out_channels, size, stride=stride, padding=padding)
    layer.weight = nn.Parameter(torch.tensor(w, dtype=torch.float32))
    layer.bias = nn.Parameter(torch.tensor(b, dtype=torch.float32))
    return layer


@wrong("to_conv2d", "a tensor in place of a parameter")
def _(w, b, stride=1, padding=0):
    layer = nn.Conv2d(w.shape[1], w.shape[0], w.shape[2:], stride=stride, padding=padding)
    layer.weight = torch.from_numpy(w).float()
    layer.bias = torch.from_numpy(b).float()
    return layer


@wrong("to_conv2d", "shares the memory of w where w is float32")
def _(w, b, stride=1, padding=0):
    layer = nn.Conv2d(w.shape[1], w.shape[0], w.shape[2:], stride=stride, padding=padding)
    layer.weight.data = torch.as_tensor(w, dtype=torch.float32)
    layer.bias.data = torch.as_tensor(b, dtype=torch.float32)
    return layer


# ---- conv_shapes ----
right("conv_shapes", "lists")({"stride": [20, 33, 24, 49], "pairs": [20, 33, 28, 100], "dilation": [20, 33, 26, 100]})
wrong("conv_shapes", "rounded up")({"stride": (20, 33, 25, 50), "pairs": (20, 33, 28, 100), "dilation": (20, 33, 26, 100)})

# ---- expand ----
right("expand", "two functions that call each other")(expanded)


@wrong("expand", "a string in place of a list")
def _(pattern):
    return expanded(pattern, one=lambda word: word)


@wrong("expand", "groups replaced in the text")
def _(pattern):
    while found := re.search(r"\[([^\[\]]*)\]\*(\d+)", pattern):
        pattern = pattern[: found.start()] + " -> ".join([found[1]] * int(found[2])) + pattern[found.end() :]
    return pattern.split(" -> ")


# ---- from_pattern ----
def lazily(pattern, channels, features, classes):
    names = expanded(pattern)
    layers, left = [], names.count("FC")
    for name in names:
        if name == "CONV":
            layers.append(nn.LazyConv2d(channels, 3, padding=1))
        elif name == "RELU":
            layers.append(nn.ReLU())
        elif name == "POOL":
            layers.append(nn.MaxPool2d(2))
            channels *= 2
        elif name == "FC":
            layers += [nn.Flatten()] * (left == names.count("FC"))
            left -= 1
            layers.append(nn.LazyLinear(features if left else classes))
    return nn.Sequential(*layers)


@right("from_pattern", "lazy layers, and a picture for them")
def _(pattern, shape, channels, features, classes):
    network = lazily(pattern, channels, features, classes)
    network(torch.zeros(2, *shape))
    return network


@wrong("from_pattern", "lazy layers that saw no picture")
def _(pattern, shape, channels, features, classes):
    return lazily(pattern, channels, features, classes)


@wrong("from_pattern", "the last layer replaced, whatever it is")
def _(pattern, shape, channels, features, classes):
    network = lazily(pattern, channels, features, features)
    network(torch.zeros(2, *shape))
    return nn.Sequential(*network[:-1], nn.Linear(network[-1].in_features, classes))


# ---- evaluate ----
def tested(model, batches):
    loss = hits = count = 0
    for x, y in batches:
        scores = model(x)
        loss += len(y) * nn.CrossEntropyLoss()(scores, y)
        hits += (scores.argmax(1) == y).sum()
        count += len(x)
    return loss / count, hits / count


@right("evaluate", "each part gets its own mode back")
def _(model, batches):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        loss, accuracy = tested(model, batches)
    for module, mode in modes:
        module.training = mode
    return float(loss), float(accuracy)


@wrong("evaluate", "tensors, and always in training mode afterwards")
def _(model, batches):
    model.eval()
    with torch.no_grad():
        result = tested(model, batches)
    model.train()
    return result


@wrong("evaluate", "with gradients")
def _(model, batches):
    mode = model.training
    model.eval()
    loss, accuracy = tested(model, batches)
    model.train(mode)
    return loss.item(), accuracy.item()


# ---- train_one_epoch ----
@right("train_one_epoch", "gradients cleared before and after")
def _(model, batches, optimizer):
    model.train()
    total = count = 0
    optimizer.zero_grad()
    for x, y in batches:
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@wrong("train_one_epoch", "tested afterwards, on batches that are used up")
def _(model, batches, optimizer):
    model.train()
    for x, y in batches:
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.step()
    return tested(model, batches)[0].item()


@wrong("train_one_epoch", "in the mode in which the model comes")
def _(model, batches, optimizer):
    total = count = 0
    for x, y in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


# ---- set_seed ----
@wrong("set_seed", "a new generator of NumPy")
def _(seed):
    random.seed(seed)
    np.random.default_rng(seed)
    torch.manual_seed(seed)


# ---- scramble ----
@right("scramble", "written into zeros, by the order turned around")
def _(images, order):
    new = torch.zeros(*images.shape[:2], len(order))
    new[:, :, torch.argsort(order)] = images.flatten(2)
    return new.reshape(images.shape)


@wrong("scramble", "written into zeros, by the order")
def _(images, order):
    new = torch.zeros(*images.shape[:2], len(order))
    new[:, :, order] = images.flatten(2)
    return new.reshape(images.shape)


@wrong("scramble", "pixel by pixel in the pictures that are read")
def _(images, order):
    width = images.shape[3]
    for k in range(len(order)):
        images[:, :, k // width, k % width] = images[:, :, order[k] // width, order[k] % width]
    return images


@wrong("scramble", "the channels in one row")
def _(images, order):
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)
