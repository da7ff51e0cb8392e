"""What people get wrong in `layer_outputs`."""

from __future__ import annotations

from typing import Any

from ...checks.exercise import Misconception, misconception


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


def in_mode(training, back):
    """The right outputs, of a model that is put into this mode; back: whether it gets its own mode back."""

    def wrong(model, names, x):
        was = model.training
        model.train(training)
        found = right(model, names, x)
        if back:
            model.train(was)
        return found

    return wrong


@misconception("parameters frozen")
def frozen(model, names, x):
    """Afterwards the parameters of the model take no gradients, so it cannot learn. Use `torch.no_grad()`."""
    model.requires_grad_(False)
    return right(model, names, x)


@misconception("not all hooks removed")
def some_left(model, names, x):
    """Some of your hooks stay in the model. Remove each, after the run and before the `return`."""
    found = right(model, names, x)
    model.get_submodule(names[-1]).register_forward_hook(lambda *args: None)
    return found


@some_left.also
def first_removed(model, names, x):
    found = right(model, names, x)
    for name in names[1:]:
        model.get_submodule(name).register_forward_hook(lambda *args: None)
    return found


@misconception("outputs of other layers, too")
def more_layers(model, names, x):
    """Your dict has layers that were not asked for. Hook the layers of `names` alone."""
    return right(model, [name for name, _ in model.named_modules() if name], x)


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


MISTAKES = (
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
    Misconception(
        "the mode changed",
        in_mode(False, True),
        "You put the model into another mode. Run it as it is: a layer such as dropout gives something "
        "else then.",
        [in_mode(mode, back) for mode in (False, True) for back in (False, True)][1:],
    ),
    frozen,
    some_left,
    more_layers,
    late_names,
    several_runs,
    as_list,
    every_layer,
    all_zeros,
)
