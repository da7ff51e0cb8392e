"""layer_outputs: what layers inside of a network give, by hooks."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...checks.exercise import Exercise, Misconception, misconception
from ...checks.steps import steps
from ..tensors import array, tensor


def network(w):
    """A network for the check, which counts its runs; `body.bend` changes in place what `body.conv` gave."""
    import torch
    from torch import nn

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            conv = nn.Conv2d(1, len(w), w.shape[-1], dtype=torch.float64)
            with torch.no_grad():
                for parameter, values in zip(conv.parameters(), (w, np.linspace(-1, 1, len(w))), strict=True):
                    parameter.copy_(torch.tensor(values))
            self.body = nn.Sequential()
            self.body.add_module("conv", conv)
            self.body.add_module("bend", nn.ReLU(inplace=True))
            self.pool = nn.AvgPool2d(2)
            self.flat = nn.Flatten()
            self.runs = 0

        def forward(self, x):
            self.runs += 1
            return self.flat(self.pool(self.body(x)))

    return Network()


def hooks(model):
    """How many hooks a model has, in all of its modules."""
    return sum(len(module._forward_hooks) + len(module._forward_pre_hooks) for module in model.modules())


def right(
    model, names, x, *, keep=lambda y: y.detach().clone(), part=1, removed=True, last=False, grad=False
):
    """The outputs, right unless it is told otherwise.

    keep : what of an output is kept. part : 1 for the output of a layer, 0 for its input. last : only the
    last name. grad : whether gradients are recorded.
    """
    import torch

    found: dict[str, Any] = {}
    handles = []
    for name in names[-1:] if last else names:

        def hook(module, x, y, name=name):
            found[name] = keep((x[0], y)[part])

        handles.append(model.get_submodule(name).register_forward_hook(hook))
    with torch.set_grad_enabled(grad):
        model(x)
    if removed:
        for handle in handles:
            handle.remove()
    return found


def by_stack(model, names, x):
    """All hooks in one ExitStack, removed even where the model fails."""
    import contextlib

    import torch

    found, modules = {}, dict(model.named_modules())  # type: ignore[var-annotated]

    def write_down(name):
        return lambda module, inputs, output: found.__setitem__(name, output.clone())

    with contextlib.ExitStack() as stack, torch.no_grad():
        for name in names:
            stack.callback(modules[name].register_forward_hook(write_down(name)).remove)
        model(x)
    return {name: found[name] for name in names}


def by_objects(model, names, x):
    """A hook may be any object that can be called: each keeps its own output."""
    import torch

    class Keep:
        def __init__(self, layer):
            self.handle = layer.register_forward_hook(self)

        def __call__(self, layer, inputs, output):
            self.output = output.clone()

    keeps = {name: Keep(model.get_submodule(name)) for name in names}
    with torch.no_grad():
        model(x)
    for keep in keeps.values():
        keep.handle.remove()
    return {name: keep.output for name, keep in keeps.items()}


@misconception("one name for all hooks")
def late_names(model, names, x):
    """Every hook writes under the last name: a function made in a loop sees the loop's variable as it is at
    the end. Give the name as a default, `def hook(module, x, y, name=name)`.
    """
    outputs = right(model, names, x)
    return {names[-1]: list(outputs.values())[-1]} if names else {}


@misconception("a run for each name")
def several_runs(model, names, x):
    """You run the model once for each name. All hooks can listen to one run."""
    return {name: right(model, [name], x)[name] for name in names}


@misconception("a list for the dict")
def as_list(model, names, x):
    """You return the outputs alone. A dict was asked for, with the names of the layers as keys."""
    return list(right(model, names, x).values())


@misconception("outputs of every layer")
def every_layer(model, names, x):
    """Every name has the same output. `model.get_submodule(name)` is the layer of that name."""
    import torch

    with torch.no_grad():
        y = model(x)
    return {name: y.clone() for name in names}


@misconception("all zeros")
def all_zeros(model, names, x):
    """Your results have the right shapes, but every entry is 0."""
    return {name: output * 0 for name, output in right(model, names, x, removed=False).items()}


def known(name, advice, *changes):
    first, *others = (lambda *args, change=change: right(*args, **change) for change in changes)
    return Misconception(name, first, advice, others)


def drawn(*shape):
    return lambda rng: rng.normal(size=shape)


MADE = "model = network(w)\n"

LAYER_OUTPUTS = Exercise(
    name="layer_outputs",
    points=5,
    cases=(
        steps(
            "the pooled maps",
            MADE + "array(layer_outputs(model, ['pool'], tensor(x)))",
            "outputs",
            w=np.ones((1, 1, 2, 2)),
            x=np.arange(9.0).reshape(1, 1, 3, 3),
        ),
        steps(
            "three layers of a network",
            MADE + "array(layer_outputs(model, ['pool', 'body.bend', 'flat'], tensor(x)))\nmodel.runs",
            "outputs",
            w=drawn(3, 1, 3, 3),
            x=drawn(2, 1, 6, 6),
        ),
        steps(
            "the model afterwards",
            MADE + "found = layer_outputs(model, ['pool', 'flat'], tensor(x))\narray(found)\nhooks(model)\n"
            "found['pool'].requires_grad",
            "no traces",
            w=drawn(2, 1, 3, 3),
            x=drawn(2, 1, 6, 6),
        ),
        steps(
            "a layer before one that works in place",
            MADE + "array(layer_outputs(model, ['body.conv'], tensor(x)))",
            "a copy",
            w=drawn(3, 1, 3, 3),
            x=drawn(2, 1, 6, 6),
        ),
    ),
    oracle=by_stack,
    tools=(tensor, array, network, hooks),
    alternatives=(by_stack, by_objects),
    misconceptions=(
        known(
            "hooks left behind",
            "The outputs are right, but your hooks stay in the model and go on writing. Keep what "
            "`register_forward_hook` returns, and call its `remove()`.",
            {"removed": False},
        ),
        known(
            "the input of the layer",
            "You keep what comes into a layer. A hook gets the module, its inputs and its output: take the "
            "third.",
            {"part": 0},
        ),
        known(
            "not copied",
            "Only the layer before the in-place ReLU is wrong: it was changed after your hook had seen it. "
            "Keep a copy, `y.clone()`.",
            {"keep": lambda y: y.detach()},
            {"keep": lambda y: y},
        ),
        known(
            "gradients recorded",
            "The outputs are right, but PyTorch keeps everything that a way back would need. Compute under "
            "`torch.no_grad()`.",
            {"grad": True, "keep": lambda y: y.clone()},
        ),
        known(
            "only the first picture",
            "You keep one picture of the batch. Keep the whole output.",
            {"keep": lambda y: y[0].detach().clone()},
            {"keep": lambda y: y[:1].detach().clone()},
        ),
        known(
            "the mean of the output",
            "You keep the mean of each output. Keep the whole output.",
            {"keep": lambda y: y.detach().mean()},
        ),
        late_names,
        several_runs,
        as_list,
        every_layer,
        all_zeros,
    ),
    hints=(
        "PyTorch calls a hook, a function of (module, inputs, output), each time the module has run. Let it "
        "write into a dict.",
        "`handle = model.get_submodule(name).register_forward_hook(hook)`; after the run, `handle.remove()`. "
        "Each hook needs a name of its own.",
        "`def hook(module, inputs, output, name=name): found[name] = output.clone()`, in a loop over the "
        "names; then `with torch.no_grad(): model(x)`.",
    ),
)
