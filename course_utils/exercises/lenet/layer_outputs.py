"""layer_outputs: what layers inside of a network give, by hooks."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array, tensor
from .layer_outputs_mistakes import MISTAKES


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
            self.runs, self.modes = 0, []

        def forward(self, x):
            self.runs += 1
            self.modes.append(self.training)
            return self.flat(self.pool(self.body(x)))

    return Network()


def hooks(model):
    """How many hooks a model has, in all of its modules."""
    return sum(len(module._forward_hooks) + len(module._forward_pre_hooks) for module in model.modules())


def can_learn(model):
    """Whether all parameters of a model are ready for gradients."""
    return all(parameter.requires_grad for parameter in model.parameters())


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
            "found['pool'].requires_grad\nmodel.modes\nmodel.training\ncan_learn(model)",
            "no traces",
            w=drawn(2, 1, 3, 3),
            x=drawn(2, 1, 6, 6),
        ),
        steps(
            "a model in use",
            "model = network(w).eval()\narray(layer_outputs(model, ['pool'], tensor(x)))\nmodel.modes\n"
            "model.training\nhooks(model)",
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
    tools=(tensor, array, network, hooks, can_learn),
    alternatives=(by_stack, by_objects),
    misconceptions=MISTAKES,
    hints=(
        "PyTorch calls a hook, a function of (module, inputs, output), each time the module has run. Let it "
        "write into a dict.",
        "`handle = model.get_submodule(name).register_forward_hook(hook)`; after the run, `handle.remove()`. "
        "Each hook needs a name of its own.",
        "`def hook(module, inputs, output, name=name): found[name] = output.clone()`, in a loop over the "
        "names; then `with torch.no_grad(): model(x)`.",
    ),
)
