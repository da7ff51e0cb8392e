"""count: the table of a network: shapes, parameters, multiply-accumulates and bytes, layer by layer."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise
from .count_mistakes import MISTAKES, by_filters, with_biases_by_kind
from .reference import LENET5, alexnet, conv, draw, linear, pool, torch_count, torch_layer

COLUMNS = ("parameters", "macs", "bytes", "shape")


def by_columns(target, layers, shape):
    """Call the learner's function, and give its table as columns; (120,) becomes (120, 0, 0)."""
    table = list(target(layers, shape))
    for number, row in enumerate(table):
        if not isinstance(row, dict) or {"parameters", "macs", "bytes", "shape"} - set(row):
            raise TypeError(
                f"row {number} should be a dictionary with the keys 'shape', 'parameters', 'macs', 'bytes'"
            )
    shapes = [[*row["shape"], 0, 0][:3] for row in table]
    return (*([row[name] for row in table] for name in ("parameters", "macs", "bytes")), shapes)


def by_torch(layers, shape):
    """Hooks on a real network note what comes out of each layer."""
    import torch

    parameters, macs, sizes, shapes = [], [], [], []

    def note(module, _inputs, output):
        weight = getattr(module, "weight", None)
        parameters.append(torch_count(module))
        macs.append(0 if weight is None else output.numel() * weight[0].numel())
        sizes.append(output.to(torch.float32).nbytes)
        shapes.append([*output.shape[1:], 0, 0][:3])

    x = torch.empty(1, *shape, device="meta")
    for layer in layers:
        module = torch_layer(layer, tuple(x.shape[1:]))
        module.register_forward_hook(note)
        x = module(x.flatten(1) if layer["kind"] == "linear" else x)
    return parameters, macs, sizes, shapes


def random_network(rng):
    c, f, h, w, k, groups = draw(rng, (1, 4), (5, 9), (40, 50), (51, 60), (2, 5), (2, 3))
    layers = [
        conv(groups * f, k, stride=2, padding=1),
        pool(3, 2),
        conv(groups * (f + 1), 3, dilation=2, groups=groups),
        linear(*draw(rng, (20, 50))),
        linear(*draw(rng, (2, 10))),
    ]
    return layers, (c, h, w)


def cases(group):
    """The same networks for each column of the table."""
    return (
        Case(f"LeNet-5: {group}", (LENET5, (1, 32, 32)), group=group, parts=(group,)),
        Case(f"AlexNet on one GPU: {group}", (alexnet(1), (3, 227, 227)), group=group, parts=(group,)),
        Case(f"AlexNet on two GPUs: {group}", (alexnet(2), (3, 227, 227)), group=group, parts=(group,)),
        Case(f"two linear layers: {group}", ([linear(7), linear(3)], (5,)), group=group, parts=(group,)),
        Case(f"a random network: {group}", random_network, group=group, parts=(group,)),
    )


COUNT = Exercise(
    name="count",
    points=6,
    cases=tuple(case for column in COLUMNS for case in cases(column)),
    oracle=by_torch,
    returns=COLUMNS,
    drive=by_columns,
    alternatives=(by_filters, with_biases_by_kind),
    forbidden=("torch",),
    misconceptions=MISTAKES,
    hints=(
        "What does a layer need to know of the one before it?",
        "Keep `shape` up to date in the loop: the shape before a layer tells its channels or inputs, the "
        "shape after it the positions and the bytes. A linear layer reads `math.prod(shape)` numbers.",
        "`out = output_shape(layer, shape)`; linear: `linear_params(math.prod(shape), layer['outputs'])` and "
        "`math.prod(shape) * layer['outputs']`; conv: `conv_params(shape[0], layer['channels'], "
        "layer['kernel_size'], layer['groups'])`, `conv_macs` with `out[1:]`; pooling: 0, 0; `shape = out`.",
    ),
)
