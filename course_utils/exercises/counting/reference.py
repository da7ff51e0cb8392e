"""What the oracles of this chapter share: layers as plain data and in PyTorch, and three networks."""

from __future__ import annotations

import math

WINDOW = ("kernel_size", "stride", "padding", "dilation")


def conv(channels, kernel_size, stride=1, padding=0, dilation=1, groups=1):
    window = dict(zip(WINDOW, (kernel_size, stride, padding, dilation), strict=True))
    return {"kind": "conv", "channels": channels, "groups": groups, **window}


def pool(kernel_size, stride):
    return {"kind": "pool", **dict(zip(WINDOW, (kernel_size, stride, 0, 1), strict=True))}


def linear(outputs):
    return {"kind": "linear", "outputs": outputs}


LENET5 = [conv(6, 5), pool(2, 2), conv(16, 5), pool(2, 2), linear(120), linear(84), linear(10)]
CLASSIFIER = [linear(4096), linear(4096), linear(1000)]


def alexnet(groups):
    """AlexNet: `groups` is 1 for one GPU and 2 for two, which share the maps of three layers."""
    return [
        conv(96, 11, stride=4),
        pool(3, 2),
        conv(256, 5, padding=2, groups=groups),
        pool(3, 2),
        conv(384, 3, padding=1),
        conv(384, 3, padding=1, groups=groups),
        conv(256, 3, padding=1, groups=groups),
        pool(3, 2),
        *CLASSIFIER,
    ]


def torch_layer(layer, shape):
    """The layer in PyTorch for an input of this shape, on the device "meta": numbers take no memory there."""
    import torch

    with torch.device("meta"):
        if layer["kind"] == "linear":
            return torch.nn.Linear(math.prod(shape), layer["outputs"])
        window = {name: layer[name] for name in WINDOW}
        if layer["kind"] == "pool":
            return torch.nn.MaxPool2d(**window)
        return torch.nn.Conv2d(shape[0], layer["channels"], groups=layer["groups"], **window)


def torch_shape(layer, shape):
    import torch

    x = torch.empty(1, *shape, device="meta")
    found = torch_layer(layer, shape)(x.flatten(1) if layer["kind"] == "linear" else x)
    return tuple(found.shape[1:])


def torch_count(module):
    """The parameters of a module of PyTorch."""
    return sum(parameter.numel() for parameter in module.parameters())


def windows(n, layer):
    """How many windows of a layer fit along n pixels."""
    reach = layer["dilation"] * (layer["kernel_size"] - 1) + 1
    room = n + 2 * layer["padding"] - reach
    if room < 0:
        raise ValueError(f"no window fits: {n} pixels, {layer}")
    return room // layer["stride"] + 1


def shape_after(layer, shape):
    """The same as `torch_shape`, by the formula."""
    if layer["kind"] == "linear":
        return (layer["outputs"],)
    if len(shape) != 3:
        raise ValueError(f"{layer['kind']} needs maps (C, H, W), but comes after {shape}")
    depth = layer["channels"] if layer["kind"] == "conv" else shape[0]
    return (depth, windows(shape[1], layer), windows(shape[2], layer))


def draw(rng, *ranges):
    """One whole number from each range (low, high), both included."""
    return tuple(int(rng.integers(low, high + 1)) for low, high in ranges)
