"""Right and wrong answers to the exercises of 08_counting, written from the notebook alone."""

import math
from functools import reduce

import numpy as np
from answers import right, wrong


# ---- given by the notebook, and right versions of its exercises ----
def conv(channels, kernel_size, stride=1, padding=0, dilation=1, groups=1):
    window = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "dilation": dilation}
    return {"kind": "conv", "channels": channels, "groups": groups, **window}


def pool(kernel_size, stride):
    return {"kind": "pool", "kernel_size": kernel_size, "stride": stride, "padding": 0, "dilation": 1}


def linear(outputs):
    return {"kind": "linear", "outputs": outputs}


def output_size(n, kernel_size, stride=1, padding=0, dilation=1):
    span = dilation * (kernel_size - 1) + 1
    if stride < 1 or span > n + 2 * padding:
        raise ValueError(f"a window of {span} with stride {stride} does not fit into {n} + 2 * {padding}")
    return (n + 2 * padding - span) // stride + 1


def linear_params(inputs, outputs, bias=True):
    return inputs * outputs + (outputs if bias else 0)


def conv_params(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"{groups} groups do not divide {in_channels} and {out_channels}")
    return out_channels * (in_channels // groups) * kernel_size**2 + (out_channels if bias else 0)


def conv_macs(in_channels, out_channels, kernel_size, output_size, groups=1):
    oh, ow = output_size
    return oh * ow * out_channels * (in_channels // groups) * kernel_size**2


def output_shape(layer, shape):
    if layer["kind"] == "linear":
        return (layer["outputs"],)
    if len(shape) != 3:
        raise ValueError(f"{layer['kind']} needs (C, H, W), got {shape}")
    try:
        oh, ow = (
            output_size(n, layer["kernel_size"], layer["stride"], layer["padding"], layer["dilation"])
            for n in shape[1:]
        )
    except ValueError as error:
        raise ValueError(f"{layer['kind']} got {shape}: {error}") from None
    return (layer["channels"] if layer["kind"] == "conv" else shape[0], oh, ow)


# ---- linear_params ----
@right("linear_params", "weights, plus outputs if bias")
def _(inputs, outputs, bias=True):
    return inputs * outputs + (outputs if bias else 0)


@right("linear_params", "each output has inputs weights, and one more with a bias")
def _(inputs, outputs, bias=True):
    return (inputs + bool(bias)) * outputs


@right("linear_params", "adds up output by output")
def _(inputs, outputs, bias=True):
    total = 0
    for _ in range(outputs):
        total += inputs
        if bias:
            total += 1
    return total


@wrong("linear_params", "the default of bias is False")
def _(inputs, outputs, bias=False):
    return inputs * outputs + (outputs if bias else 0)


@wrong("linear_params", "a bias for each weight: twice the weights")
def _(inputs, outputs, bias=True):
    return inputs * outputs * (2 if bias else 1)


# ---- locally_connected_params ----
@right("locally_connected_params", "one formula")
def _(in_channels, out_channels, kernel_size, output_size):
    oh, ow = output_size
    return (in_channels * kernel_size**2 + 1) * out_channels * oh * ow


@right("locally_connected_params", "counts in a loop over all positions")
def _(in_channels, out_channels, kernel_size, output_size):
    total = 0
    for _ in range(output_size[0]):
        for _ in range(output_size[1]):
            total += out_channels * in_channels * kernel_size * kernel_size
            total += out_channels
    return total


@right("locally_connected_params", "a linear layer for each position")
def _(in_channels, out_channels, kernel_size, output_size):
    return math.prod(output_size) * linear_params(in_channels * kernel_size * kernel_size, out_channels)


@wrong("locally_connected_params", "a bias for each weight")
def _(in_channels, out_channels, kernel_size, output_size):
    return 2 * in_channels * kernel_size**2 * out_channels * output_size[0] * output_size[1]


# ---- conv_params ----
@right("conv_params", "each filter sees in_channels // groups")
def _(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if in_channels % groups != 0 or out_channels % groups != 0:
        raise ValueError("groups must divide both")
    weights = out_channels * (in_channels // groups) * kernel_size * kernel_size
    return weights + out_channels if bias else weights


@right("conv_params", "sum over the groups")
def _(in_channels, out_channels, kernel_size, groups=1, bias=True):
    for c in (in_channels, out_channels):
        if c % groups:
            raise ValueError(f"{groups} does not divide {c}")
    total = 0
    for _ in range(groups):
        total += (in_channels // groups) * (out_channels // groups) * kernel_size**2
    if bias:
        total += out_channels
    return total


@right("conv_params", "size of the weight's shape, checked with divmod")
def _(in_channels, out_channels, kernel_size, groups=1, bias=True):
    part, rest = divmod(in_channels, groups)
    if rest or divmod(out_channels, groups)[1]:
        raise ValueError("not divisible")
    shape = (out_channels, part, kernel_size, kernel_size)
    return math.prod(shape) + bool(bias) * out_channels


@wrong("conv_params", "it is tested whether groups divides the sum of both numbers of channels")
def _(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if (in_channels + out_channels) % groups:
        raise ValueError("groups")
    return out_channels * (in_channels // groups) * kernel_size**2 + (out_channels if bias else 0)


# ---- conv_macs ----
@right("conv_macs", "weights times positions")
def _(in_channels, out_channels, kernel_size, output_size, groups=1):
    return conv_params(in_channels, out_channels, kernel_size, groups, bias=False) * math.prod(output_size)


@right("conv_macs", "each number of the output needs in_channels // groups * k * k")
def _(in_channels, out_channels, kernel_size, output_size, groups=1):
    oh, ow = output_size
    each = (in_channels // groups) * kernel_size * kernel_size
    return out_channels * oh * ow * each


@right("conv_macs", "a sum over the groups")
def _(in_channels, out_channels, kernel_size, output_size, groups=1):
    i, o = in_channels // groups, out_channels // groups
    return sum(i * o * kernel_size**2 * output_size[0] * output_size[1] for _ in range(groups))


# ---- receptive_field ----
@right("receptive_field", "from below, with the step")
def _(layers):
    field, step = 1, 1
    for layer in layers:
        field += layer["dilation"] * (layer["kernel_size"] - 1) * step
        step *= layer["stride"]
    return field


@right("receptive_field", "from above: how many inputs n outputs see")
def _(layers):
    n = 1
    for layer in reversed(layers):
        n = (n - 1) * layer["stride"] + layer["dilation"] * (layer["kernel_size"] - 1) + 1
    return n


@right("receptive_field", "recursion")
def _(layers):
    def sees(n, rest):
        if not rest:
            return n
        *rest, last = rest
        return sees((n - 1) * last["stride"] + (last["kernel_size"] - 1) * last["dilation"] + 1, rest)

    return sees(1, list(layers))


@right("receptive_field", "a sum with a product of the strides below")
def _(layers):
    return 1 + sum(
        (b["kernel_size"] - 1) * b["dilation"] * math.prod(a["stride"] for a in layers[:k])
        for k, b in enumerate(layers)
    )


@wrong("receptive_field", "no layers: 0 instead of 1")
def _(layers):
    if not layers:
        return 0
    field, step = 1, 1
    for x in layers:
        field += x["dilation"] * (x["kernel_size"] - 1) * step
        step *= x["stride"]
    return field


@wrong("receptive_field", "return inside the loop: only the first layer counts")
def _(layers):
    field, step = 1, 1
    for x in layers:
        field += x["dilation"] * (x["kernel_size"] - 1) * step
        step *= x["stride"]
        return field
    return field


@wrong("receptive_field", "the strides of pooling layers count, those of convolutions do not")
def _(layers):
    field, step = 1, 1
    for x in layers:
        field += x["dilation"] * (x["kernel_size"] - 1) * step
        if x["kind"] == "pool":
            step *= x["stride"]
    return field


# ---- stack_or_large ----
@right("stack_or_large", "(size - 1) // 2 layers")
def _(channels, size=7):
    return (size - 1) // 2 * 9 * channels**2, size**2 * channels**2


@right("stack_or_large", "adds layers until the field is as large")
def _(channels, size=7):
    field, stack = 1, 0
    while field < size:
        field += 2
        stack += 3 * 3 * channels * channels
    return stack, channels * channels * size * size


@right("stack_or_large", "with conv_params and without biases")
def _(channels, size=7):
    n = size // 2
    return n * conv_params(channels, channels, 3, bias=False), conv_params(channels, channels, size, bias=False)


# ---- output_shape ----
@right("output_shape", "with output_size, its error repeated with kind and shape")
def _(layer, shape):
    if layer["kind"] == "linear":
        return (layer["outputs"],)
    if len(shape) != 3:
        raise ValueError(f"a {layer['kind']} layer cannot take the shape {shape}")
    options = [layer[name] for name in ("kernel_size", "stride", "padding", "dilation")]
    try:
        size = [output_size(n, *options) for n in shape[1:]]
    except ValueError:
        raise ValueError(f"a {layer['kind']} layer does not fit into {shape}") from None
    return (layer.get("channels", shape[0]), *size)


@right("output_shape", "own arithmetic")
def _(layer, shape):
    kind = layer["kind"]
    if kind == "linear":
        return (layer["outputs"],)
    if len(shape) != 3:
        raise ValueError(f"{kind}: expected (C, H, W), got {shape}")
    c, h, w = shape
    span = (layer["kernel_size"] - 1) * layer["dilation"] + 1
    oh = (h + 2 * layer["padding"] - span) // layer["stride"] + 1
    ow = (w + 2 * layer["padding"] - span) // layer["stride"] + 1
    if oh < 1 or ow < 1:
        raise ValueError(f"{kind}: no window fits into {shape}")
    return (layer["channels"] if kind == "conv" else c, oh, ow)


@right("output_shape", "by match, counts the positions with range")
def _(layer, shape):
    match layer:
        case {"kind": "linear", "outputs": outputs}:
            return (outputs,)
        case {"kernel_size": k, "stride": s, "padding": p, "dilation": d}:
            if len(shape) != 3:
                raise ValueError(f"{layer['kind']} got {shape}")
            places = [len(range(0, n + 2 * p - d * (k - 1), s)) for n in shape[1:]]
            if 0 in places:
                raise ValueError(f"{layer['kind']} got {shape}")
            return ((layer["channels"] if layer["kind"] == "conv" else shape[0]), places[0], places[1])


@wrong("output_shape", "an exact fit is refused")
def _(layer, shape):
    out = output_shape(layer, shape)
    if layer["kind"] != "linear":
        span = (layer["kernel_size"] - 1) * layer["dilation"] + 1
        if span >= min(shape[1:]) + 2 * layer["padding"]:
            raise ValueError(f"{layer['kind']} got {shape}")
    return out


# ---- count ----
def counted(layers, shape, bytes_of=lambda s: 4 * math.prod(s), params=None, macs=None):
    table = []
    for layer in layers:
        out = output_shape(layer, shape)
        p = m = 0
        if layer["kind"] == "conv":
            a = shape[0], layer["channels"], layer["kernel_size"]
            p, m = conv_params(*a, layer["groups"]), conv_macs(*a, out[1:], layer["groups"])
        elif layer["kind"] == "linear":
            n = math.prod(shape)
            p, m = linear_params(n, out[0]), n * out[0]
        p = p if params is None else params(layer, shape, out, p)
        m = m if macs is None else macs(layer, shape, out, m)
        table.append({"shape": out, "parameters": p, "macs": m, "bytes": bytes_of(out)})
        shape = out
    return table


@right("count", "one pass with the functions above")
def _(layers, shape):
    table = []
    for layer in layers:
        into, shape = shape, output_shape(layer, shape)
        if layer["kind"] == "conv":
            c, k, g = layer["channels"], layer["kernel_size"], layer["groups"]
            parameters, macs = conv_params(into[0], c, k, g), conv_macs(into[0], c, k, shape[1:], g)
        elif layer["kind"] == "linear":
            inputs = math.prod(into)
            parameters = linear_params(inputs, layer["outputs"])
            macs = inputs * layer["outputs"]
        else:
            parameters = macs = 0
        table.append({"shape": shape, "parameters": parameters, "macs": macs, "bytes": 4 * math.prod(shape)})
    return table


@right("count", "first all shapes, then the rows")
def _(layers, shape):
    shapes = [tuple(shape)]
    for layer in layers:
        shapes.append(output_shape(layer, shapes[-1]))

    def row(layer, a, b):
        weights = 0
        if layer["kind"] == "linear":
            weights = reduce(lambda p, q: p * q, a) * b[0]
        if layer["kind"] == "conv":
            weights = a[0] * b[0] * layer["kernel_size"] ** 2 // layer["groups"]
        size = b[0] if len(b) == 1 else b[0] * b[1] * b[2]
        positions = size // b[0]
        return {
            "shape": b,
            "parameters": weights + b[0] * (weights > 0),
            "macs": weights * positions,
            "bytes": size * 4,
        }

    return [row(*triple) for triple in zip(layers, shapes, shapes[1:])]


@right("count", "recursion over the layers")
def _(layers, shape):
    def go(rest, s):
        if not rest:
            return []
        return counted(rest[:1], s) + go(rest[1:], output_shape(rest[0], s))

    return go(layers, shape)


@wrong("count", "pooling has no row")
def _(layers, shape):
    return [row for row, layer in zip(counted(layers, shape), layers) if layer["kind"] != "pool"]


# ---- find_the_biases ----
right("find_the_biases", "as computed")({"row": "fc6", "missing": 9192, "total": 62378344})
right("find_the_biases", "as sums")({"row": "fc6", "missing": 4096 + 4096 + 1000, "total": 62_369_152 + 9_192})
right("find_the_biases", "NumPy integers")(
    {"row": "fc6", "missing": np.sum([4096, 4096, 1000]), "total": np.int64(62378344)}
)
wrong("find_the_biases", "only the biases of fc6 are counted as missing")(
    {"row": "fc6", "missing": 4096, "total": 62369152 + 4096}
)
wrong("find_the_biases", "the total is the lecture's")({"row": "fc6", "missing": 9192, "total": 62369152})
wrong("find_the_biases", "the missing ones are subtracted from the total")(
    {"row": "fc6", "missing": 9192, "total": 62369152 - 9192}
)
wrong("find_the_biases", "the first row is thought to be conv1")({"row": "conv1", "missing": 9192, "total": 62378344})
wrong("find_the_biases", "the biases of fc8 are forgotten")({"row": "fc6", "missing": 8192, "total": 62377344})
wrong("find_the_biases", "the total in millions, rounded")({"row": "fc6", "missing": 9192, "total": 62.4})
wrong("find_the_biases", "not filled in")({"row": ..., "missing": ..., "total": ...})
wrong("find_the_biases", "the last wrong row instead of the first")({"row": "fc8", "missing": 9192, "total": 62378344})
wrong("find_the_biases", "biases of the inputs: 9216 + 4096 + 4096")(
    {"row": "fc6", "missing": 17408, "total": 62369152 + 17408}
)

# ---- spot_the_column ----
two = {"conv1": "both", "conv2": "two", "conv3": "both", "conv4": "one", "conv5": "two", "size": 5}
right("spot_the_column", "as computed")(dict(two))
right("spot_the_column", "NumPy integer as size")({**two, "size": np.int64(5)})
right("spot_the_column", "size as a float")({**two, "size": 5.0})
wrong("spot_the_column", "the lecture's 11 is believed")({**two, "size": 11})
wrong("spot_the_column", "conv1 belongs to one GPU only")({**two, "conv1": "one"})
wrong("spot_the_column", "conv2 and conv5 are thought to belong to one GPU")({**two, "conv2": "one", "conv5": "one"})
wrong("spot_the_column", "conv4 belongs to two GPUs")({**two, "conv4": "two"})
wrong("spot_the_column", "conv3 belongs to one GPU only")({**two, "conv3": "one"})
wrong("spot_the_column", "conv3 belongs to two GPUs")({**two, "conv3": "two"})
wrong("spot_the_column", "one and two exchanged everywhere")(
    {**two, "conv2": "one", "conv4": "two", "conv5": "one"}
)
wrong("spot_the_column", "conv4 belongs to both")({**two, "conv4": "both"})
wrong("spot_the_column", "conv5 belongs to both")({**two, "conv5": "both"})
wrong("spot_the_column", "not filled in")(
    {"conv1": ..., "conv2": ..., "conv3": ..., "conv4": ..., "conv5": ..., "size": ...}
)


# ---- training_bytes ----
@right("training_bytes", "one formula")
def _(parameters, activations, batch, states=1, itemsize=4):
    return itemsize * (parameters * (2 + states) + activations * batch)


@right("training_bytes", "a sum of four terms")
def _(parameters, activations, batch, states=1, itemsize=4):
    weights = gradients = parameters
    return sum([weights, gradients, states * parameters, batch * activations]) * itemsize


@right("training_bytes", "with a loop over copies of the parameters")
def _(parameters, activations, batch, states=1, itemsize=4):
    total = 0
    for _ in range(2 + states):
        total += parameters * itemsize
    for _ in range(batch):
        total += activations * itemsize
    return total


@wrong("training_bytes", "the gradients are freed: none if states is 0")
def _(parameters, activations, batch, states=1, itemsize=4):
    return itemsize * (parameters * (2 + states if states else 1) + activations * batch)


@wrong("training_bytes", "activations are always 4 bytes, only the rest has itemsize")
def _(parameters, activations, batch, states=1, itemsize=4):
    return itemsize * parameters * (2 + states) + 4 * activations * batch
