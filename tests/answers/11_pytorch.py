"""Right and wrong answers to the exercises of 11_pytorch, written from the notebook alone."""

import random
import re

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from answers import right, wrong

# ---------------------------------------------------------------- given by the notebook
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


def expand(pattern):
    """A right version, for from_pattern."""

    def row(tokens):
        names = part(tokens)
        while tokens[0][0] == "->":
            take(tokens, "->")
            names += part(tokens)
        return names

    def part(tokens):
        word = take(tokens, *LAYERS, "[")
        if word != "[":
            return [word]
        inside = row(tokens)
        take(tokens, "]")
        take(tokens, "*")
        return inside * int(take(tokens, "number"))

    tokens = words(pattern)
    names = row(tokens)
    take(tokens, "")
    return names


# ================================================================ to_conv2d
def _layer(w, b, stride, padding, **more):
    out, inn, kh, kw = w.shape
    layer = nn.Conv2d(inn, out, (kh, kw), stride=stride, padding=padding, **more)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(w))
        if layer.bias is not None:
            layer.bias.copy_(torch.tensor(b))
    return layer


@right("to_conv2d", "copy_ under no_grad")
def _(w, b, stride=1, padding=0):
    layer = nn.Conv2d(w.shape[1], w.shape[0], w.shape[2:], stride, padding)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(w))
        layer.bias.copy_(torch.from_numpy(b))
    return layer


@right("to_conv2d", "new nn.Parameters")
def _(w, b, stride=1, padding=0):
    out, inn, kh, kw = w.shape
    layer = nn.Conv2d(inn, out, kernel_size=(kh, kw), stride=stride, padding=padding)
    layer.weight = nn.Parameter(torch.tensor(w, dtype=torch.float32))
    layer.bias = nn.Parameter(torch.tensor(b, dtype=torch.float32))
    return layer


@right("to_conv2d", "load_state_dict")
def _(w, b, stride=1, padding=0):
    layer = nn.Conv2d(w.shape[1], w.shape[0], tuple(w.shape[2:]), stride=stride, padding=padding)
    layer.load_state_dict({"weight": torch.tensor(w).float(), "bias": torch.tensor(b).float()})
    return layer


@right("to_conv2d", "astype, which copies, and .data")
def _(w, b, stride=1, padding=0):
    layer = nn.Conv2d(w.shape[1], w.shape[0], (w.shape[2], w.shape[3]), stride=stride, padding=padding)
    layer.weight.data = torch.from_numpy(w.astype(np.float32))
    layer.bias.data = torch.from_numpy(b.astype(np.float32))
    return layer


@right("to_conv2d", "one number after the other, pairs by hand")
def _(w, b, stride=1, padding=0):
    def pair(value):
        return (value, value) if isinstance(value, int) else tuple(value)

    out, inn, kh, kw = w.shape
    layer = nn.Conv2d(inn, out, (kh, kw), pair(stride), pair(padding))
    with torch.no_grad():
        for f in range(out):
            layer.bias[f] = float(b[f])
            for place in np.ndindex(inn, kh, kw):
                layer.weight[(f, *place)] = float(w[(f, *place)])
    return layer


@right("to_conv2d", "a layer in float64 first, then .float()")
def _(w, b, stride=1, padding=0):
    layer = nn.Conv2d(w.shape[1], w.shape[0], w.shape[2:], stride, padding, dtype=torch.float64)
    for parameter, values in zip(layer.parameters(), (w, b)):
        parameter.data.copy_(torch.tensor(values))
    return layer.float()


@wrong("to_conv2d", "the bias is not copied: it stays the random one of PyTorch")
def _(w, b, stride=1, padding=0):
    layer = nn.Conv2d(w.shape[1], w.shape[0], w.shape[2:], stride, padding)
    layer.weight.data = torch.tensor(w, dtype=torch.float32)
    return layer


@wrong("to_conv2d", "in_channels and out_channels are exchanged: only works if they are equal")
def _(w, b, stride=1, padding=0):
    inn, out, kh, kw = w.shape
    layer = nn.Conv2d(inn, out, (kh, kw), stride, padding)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(w))
        layer.bias.copy_(torch.tensor(b))
    return layer


@wrong("to_conv2d", "the stride is ignored")
def _(w, b, stride=1, padding=0):
    return _layer(w, b, 1, padding)


@wrong("to_conv2d", "the stride is given as the padding, too; the padding is lost")
def _(w, b, stride=1, padding=0):
    return _layer(w, b, stride, stride)


@wrong("to_conv2d", "a pair for the stride is taken as (columns, rows)")
def _(w, b, stride=1, padding=0):
    return _layer(w, b, stride if isinstance(stride, int) else tuple(stride)[::-1], padding)


@wrong("to_conv2d", "pairs are refused: int() is applied to stride and padding")
def _(w, b, stride=1, padding=0):
    return _layer(w, b, int(stride), int(padding))


@wrong("to_conv2d", "the kernels are flipped")
def _(w, b, stride=1, padding=0):
    return _layer(w[:, :, ::-1, ::-1].copy(), b, stride, padding)


@wrong("to_conv2d", "cannot be trained: the parameters do not require gradients")
def _(w, b, stride=1, padding=0):
    layer = nn.Conv2d(w.shape[1], w.shape[0], w.shape[2:], stride, padding)
    layer.weight = nn.Parameter(torch.tensor(w, dtype=torch.float32), requires_grad=False)
    layer.bias = nn.Parameter(torch.tensor(b, dtype=torch.float32), requires_grad=False)
    return layer


@wrong("to_conv2d", "holds no copies if w and b are float32 already: from_numpy(...).float() shares their memory")
def _(w, b, stride=1, padding=0):
    layer = nn.Conv2d(w.shape[1], w.shape[0], w.shape[2:], stride, padding)
    layer.weight.data = torch.from_numpy(w).float()
    layer.bias.data = torch.from_numpy(b).float()
    return layer


@wrong("to_conv2d", "the numbers go through half precision: they are off in the fourth digit")
def _(w, b, stride=1, padding=0):
    return _layer(w.astype(np.float16).astype(np.float32), b.astype(np.float16).astype(np.float32), stride, padding)


@wrong("to_conv2d", "the stride is also used as the dilation")
def _(w, b, stride=1, padding=0):
    return _layer(w, b, stride, padding, dilation=stride)


@wrong("to_conv2d", "w is overwritten: it becomes zero after copying")
def _(w, b, stride=1, padding=0):
    layer = _layer(w, b, stride, padding)
    w -= w
    return layer


# ================================================================ conv_shapes
right("conv_shapes", "tuples")({"stride": (20, 33, 24, 49), "pairs": (20, 33, 28, 100), "dilation": (20, 33, 26, 100)})
right("conv_shapes", "computed with the formula")(
    {
        "stride": (20, 33, (50 - 3) // 2 + 1, (100 - 3) // 2 + 1),
        "pairs": (20, 33, (50 + 2 * 4 - 3) // 2 + 1, (100 + 2 * 2 - 5) // 1 + 1),
        "dilation": (20, 33, (50 + 2 * 4 - (3 * 2 + 1)) // 2 + 1, 100 + 2 * 2 - 5 + 1),
    }
)
right("conv_shapes", "the keys in another order")(
    {"dilation": (20, 33, 26, 100), "pairs": (20, 33, 28, 100), "stride": (20, 33, 24, 49)}
)
right("conv_shapes", "torch.Size, which is a tuple")(
    {
        "stride": torch.Size([20, 33, 24, 49]),
        "pairs": torch.Size([20, 33, 28, 100]),
        "dilation": torch.Size([20, 33, 26, 100]),
    }
)
_S, _P, _D = (20, 33, 24, 49), (20, 33, 28, 100), (20, 33, 26, 100)
for _told, _value in (
    ("stride: rounded up, 25 and 50", {"stride": (20, 33, 25, 50), "pairs": _P, "dilation": _D}),
    ("stride: the + 1 is missing", {"stride": (20, 33, 23, 48), "pairs": _P, "dilation": _D}),
    ("pairs: the + 1 is missing", {"stride": _S, "pairs": (20, 33, 27, 99), "dilation": _D}),
    ("stride: not divided by the stride", {"stride": (20, 33, 48, 98), "pairs": _P, "dilation": _D}),
    ("all: the 16 input channels in place of the 33 filters",
     {"stride": (20, 16, 24, 49), "pairs": (20, 16, 28, 100), "dilation": (20, 16, 26, 100)}),
    ("all: filters before the batch", {"stride": (33, 20, 24, 49), "pairs": (33, 20, 28, 100), "dilation": (33, 20, 26, 100)}),
    ("all: rows and columns exchanged", {"stride": (20, 33, 49, 24), "pairs": (20, 33, 100, 28), "dilation": (20, 33, 100, 26)}),
    ("all: the batch size is left out", {"stride": (33, 24, 49), "pairs": (33, 28, 100), "dilation": (33, 26, 100)}),
    ("all: channels last", {"stride": (20, 24, 49, 33), "pairs": (20, 28, 100, 33), "dilation": (20, 26, 100, 33)}),
    ("pairs: the padding counted on one side only", {"stride": _S, "pairs": (20, 33, 26, 98), "dilation": _D}),
    ("pairs: the padding's pair exchanged, 2 for rows and 4 for columns", {"stride": _S, "pairs": (20, 33, 26, 104), "dilation": _D}),
    ("pairs: the stride of the rows used for the columns, too", {"stride": _S, "pairs": (20, 33, 28, 50), "dilation": _D}),
    ("pairs: the stride's pair exchanged", {"stride": _S, "pairs": (20, 33, 56, 50), "dilation": _D}),
    ("pairs: no padding", {"stride": _S, "pairs": (20, 33, 24, 96), "dilation": _D}),
    ("dilation is ignored: the same as pairs", {"stride": _S, "pairs": _P, "dilation": (20, 33, 28, 100)}),
    ("dilation: a kernel of 3 with dilation 3 is taken as 9 wide", {"stride": _S, "pairs": _P, "dilation": (20, 33, 25, 100)}),
    ("dilation: used for the columns, too", {"stride": _S, "pairs": _P, "dilation": (20, 33, 26, 92)}),
    ("dilation: the pair exchanged, 1 for rows and 3 for columns", {"stride": _S, "pairs": _P, "dilation": (20, 33, 28, 92)}),
    ("dilation: the spread kernel is one too long, 8", {"stride": _S, "pairs": _P, "dilation": (20, 33, 26, 99)}),
    ("dilation: is still ... (not filled in)", {"stride": _S, "pairs": _P, "dilation": ...}),
    ("dilation is missing", {"stride": _S, "pairs": _P}),
    ("dilation: rounded up, 27", {"stride": _S, "pairs": _P, "dilation": (20, 33, 27, 100)}),
    ("pairs and dilation are exchanged", {"stride": _S, "pairs": _D, "dilation": _P}),
):
    wrong("conv_shapes", _told)(_value)


# ================================================================ expand
@right("expand", "recursive descent with take")
def _(pattern):
    def row():
        names = part()
        while tokens[0][0] == "->":
            tokens.pop(0)
            names = names + part()
        return names

    def part():
        word = take(tokens, *LAYERS, "[")
        if word in LAYERS:
            return [word]
        inside = row()
        take(tokens, "]")
        take(tokens, "*")
        return inside * int(take(tokens, "number"))

    tokens = words(pattern)
    names = row()
    take(tokens, "")
    return names


@right("expand", "a stack and no recursion")
def _(pattern):
    tokens, stack, wants_part = words(pattern), [[]], True
    while True:
        if wants_part:
            word = take(tokens, *LAYERS, "[")
            if word == "[":
                stack.append([])
            else:
                stack[-1].append(word)
                wants_part = False
        else:
            word = take(tokens, "->", *(["]"] if len(stack) > 1 else [""]))
            if word == "":
                return stack[0]
            if word == "->":
                wants_part = True
            else:
                take(tokens, "*")
                inside = stack.pop()
                stack[-1].extend(inside * int(take(tokens, "number")))


@right("expand", "recursion over positions, own error messages")
def _(pattern):
    tokens = words(pattern)

    def bad(k):
        return ValueError(f"bad pattern: '{tokens[k][0]}' at {tokens[k][1]}")

    def parse(k):
        out = []
        while True:
            word = tokens[k][0]
            if word in LAYERS:
                out.append(word)
                k += 1
            elif word == "[":
                inside, k = parse(k + 1)
                for wanted in ("]", "*"):
                    if tokens[k][0] != wanted:
                        raise bad(k)
                    k += 1
                if not tokens[k][0].isdigit():
                    raise bad(k)
                for _ in range(int(tokens[k][0])):
                    out.extend(inside)
                k += 1
            else:
                raise bad(k)
            if tokens[k][0] != "->":
                return out, k
            k += 1

    names, k = parse(0)
    if tokens[k][0] != "":
        raise bad(k)
    return names


@right("expand", "a small state machine for the grammar, then replacing innermost groups")
def _(pattern):
    state, depth = "part", 0
    for word, place in words(pattern):
        if state == "part" and word in LAYERS:
            state = "after"
        elif state == "part" and word == "[":
            depth += 1
        elif state == "after" and word == "->":
            state = "part"
        elif state == "after" and word == "]" and depth:
            depth, state = depth - 1, "star"
        elif state == "star" and word == "*":
            state = "number"
        elif state == "number" and word.isdigit():
            state = "after"
        elif not (state == "after" and word == "" and depth == 0):
            raise ValueError(f"the word at {place} cannot stand there")
    text = " ".join(word for word, _ in words(pattern) if word != "->")
    while "[" in text:
        text = re.sub(r"\[([^\[\]]*)\] \* (\d+)", lambda m: (m[1] + " ") * int(m[2]), text, count=1)
    return text.split()


@right("expand", "a generator with yield from")
def _(pattern):
    tokens = words(pattern)

    def parts():
        while True:
            word = take(tokens, "[", *LAYERS)
            if word == "[":
                inside = list(parts())
                take(tokens, "]")
                take(tokens, "*")
                for _ in range(int(take(tokens, "number"))):
                    yield from inside
            else:
                yield word
            if tokens[0][0] != "->":
                return
            take(tokens, "->")

    names = list(parts())
    take(tokens, "")
    return names


def _expand(pattern, times=int, group=None, arrow=True, end=True, layers=LAYERS, single=None, tokens=None):
    """The right parser with screws to turn for the wrong answers below."""
    tokens = words(pattern) if tokens is None else tokens
    group = group or (lambda inside, n: inside * n)

    def row():
        names = part()
        while tokens[0][0] == "->" or (not arrow and tokens[0][0] in (*LAYERS, "[")):
            if tokens[0][0] == "->":
                take(tokens, "->")
            names = names + part()
        return names

    def part():
        word = take(tokens, *layers, "[")
        if word != "[":
            return [word]
        inside = row()
        take(tokens, "]")
        take(tokens, "*")
        return group(inside, times(take(tokens, "number")))

    names = row()
    if end:
        take(tokens, "")
    return names


@wrong("expand", "a group comes once more than the number says")
def _(pattern):
    return _expand(pattern, times=lambda word: int(word) + 1)


@wrong("expand", "of a number only the first digit is used")
def _(pattern):
    return _expand(pattern, times=lambda word: int(word[0]))


@wrong("expand", "only the last layer of a group is repeated")
def _(pattern):
    return _expand(pattern, group=lambda inside, n: inside[:-1] + inside[-1:] * n if n else [])


@wrong("expand", "INPUT is left out of the list")
def _(pattern):
    return [name for name in _expand(pattern) if name != "INPUT"]


@wrong("expand", "the ValueError does not tell the place")
def _(pattern):
    try:
        return _expand(pattern)
    except ValueError:
        raise ValueError("this pattern is bad") from None


@wrong("expand", "the place is the number of the word, not of the character")
def _(pattern):
    tokens = [(word, k) for k, (word, _) in enumerate(words(pattern))]
    return _expand(pattern, tokens=tokens)


@wrong("expand", "spaces are taken out first, so the place is that in the pattern without spaces")
def _(pattern):
    return _expand(pattern.replace(" ", ""))


@wrong("expand", "the error is returned, not raised")
def _(pattern):
    try:
        return _expand(pattern)
    except ValueError as error:
        return error


@wrong("expand", "prints the list and returns None")
def _(pattern):
    print(_expand(pattern))


@wrong("expand", "unknown layers such as TANH are accepted")
def _(pattern):
    names = [word for word, _ in words(pattern) if re.fullmatch("[A-Z]+", word)]
    return _expand(pattern, layers=(*LAYERS, *names))


@wrong("expand", "a group without *number is accepted, and comes once")
def _(pattern):
    tokens = words(pattern)

    def row():
        names = part()
        while tokens[0][0] == "->":
            tokens.pop(0)
            names = names + part()
        return names

    def part():
        word = take(tokens, *LAYERS, "[")
        if word != "[":
            return [word]
        inside = row()
        take(tokens, "]")
        if tokens[0][0] != "*":
            return inside
        take(tokens, "*")
        return inside * int(take(tokens, "number"))

    names = row()
    take(tokens, "")
    return names


@wrong("expand", "a single layer may be repeated without brackets: CONV*2 is accepted")
def _(pattern):
    tokens = words(pattern)

    def row():
        names = part()
        while tokens[0][0] == "->":
            tokens.pop(0)
            names = names + part()
        return names

    def part():
        word = take(tokens, *LAYERS, "[")
        inside = [word]
        if word == "[":
            inside = row()
            take(tokens, "]")
        elif tokens[0][0] != "*":
            return inside
        take(tokens, "*")
        return inside * int(take(tokens, "number"))

    names = row()
    take(tokens, "")
    return names


@wrong("expand", "an empty pattern gives an empty list, not a ValueError")
def _(pattern):
    return _expand(pattern) if pattern.strip() else []


@wrong("expand", "no group in a group: only innermost brackets are allowed, nested ones raise")
def _(pattern):
    tokens, out = words(pattern), []
    while True:
        if take(tokens, *LAYERS, "[") == "[":
            raise_at = [take(tokens, *LAYERS)]
            while take(tokens, "->", "]") == "->":
                raise_at.append(take(tokens, *LAYERS))
            take(tokens, "*")
            out += raise_at * int(take(tokens, "number"))
        else:
            out.append(words(pattern)[len(words(pattern)) - len(tokens) - 1][0])
        if take(tokens, "->", "") == "":
            return out


@wrong("expand", "a group with the number 0 is skipped unread: mistakes in it are not found")
def _(pattern):
    shorter = re.sub(r"\[[^\[\]]*\]\s*\*\s*0(?!\d)", "[INPUT]*0", pattern)
    try:
        names = _expand(shorter)
    except ValueError:
        return _expand(pattern)
    return names


@wrong("expand", "the inner number is applied twice for groups in groups: the outer repeats as often as the inner, too")
def _(pattern):
    def group(inside, n):
        group.depth.append(n)
        return inside * n * (group.depth[-2] if len(group.depth) > 1 else 1)

    group.depth = []
    return _expand(pattern, group=group)


@wrong("expand", "lower case is accepted: conv is read as CONV")
def _(pattern):
    return _expand(pattern.upper())


# ================================================================ from_pattern
@right("from_pattern", "one loop with the shape carried along")
def _(pattern, shape, channels, features, classes):
    c, h, w = shape
    names = expand(pattern)
    layers, flat, left = [], None, names.count("FC")
    for name in names:
        if name == "CONV":
            layers.append(nn.Conv2d(c, channels, 3, padding=1))
            c = channels
        elif name == "RELU":
            layers.append(nn.ReLU())
        elif name == "POOL":
            layers.append(nn.MaxPool2d(2))
            h, w, channels = h // 2, w // 2, 2 * channels
        elif name == "FC":
            if flat is None:
                layers.append(nn.Flatten())
                flat = c * h * w
            left -= 1
            out = features if left else classes
            layers.append(nn.Linear(flat, out))
            flat = out
    return nn.Sequential(*layers)


@right("from_pattern", "asks the layers so far for their output's shape")
def _(pattern, shape, channels, features, classes):
    names, network, pools = expand(pattern), nn.Sequential(), 0
    last = max((k for k, name in enumerate(names) if name == "FC"), default=-1)
    x, flat = torch.zeros(1, *shape), False
    for k, name in enumerate(names):
        new = []
        if name == "CONV":
            new = [nn.Conv2d(x.shape[1], channels * 2**pools, (3, 3), stride=1, padding=(1, 1))]
        elif name == "POOL":
            new, pools = [nn.MaxPool2d(2, 2)], pools + 1
        elif name == "RELU":
            new = [nn.ReLU()]
        elif name == "FC":
            outputs = classes if k == last else features
            new = [nn.Linear(x[0].numel(), outputs)] if flat else [nn.Flatten(), nn.Linear(x[0].numel(), outputs)]
            flat = True
        for layer in new:
            network.append(layer)
            with torch.no_grad():
                x = layer(x)
    return network


@right("from_pattern", "lazy layers and one run with zeros")
def _(pattern, shape, channels, features, classes):
    names = expand(pattern)
    linear = [features] * (names.count("FC") - 1) + [classes]
    first, layers = True, []
    for k, name in enumerate(names):
        if name == "CONV":
            layers.append(nn.LazyConv2d(channels * 2 ** names[:k].count("POOL"), 3, padding=1))
        elif name == "RELU":
            layers.append(nn.ReLU())
        elif name == "POOL":
            layers.append(nn.MaxPool2d(2))
        elif name == "FC":
            layers += [nn.Flatten()] if first else []
            layers.append(nn.LazyLinear(linear.pop(0)))
            first = False
    network = nn.Sequential(*layers)
    with torch.no_grad():
        network(torch.zeros(2, *shape))
    return network


@right("from_pattern", "a dictionary of makers, backwards for the last FC")
def _(pattern, shape, channels, features, classes):
    names = expand(pattern)
    state = {"c": shape[0], "size": list(shape[1:]), "filters": channels, "inputs": 0}

    def conv():
        layer = nn.Conv2d(state["c"], state["filters"], kernel_size=3, padding="same")
        state["c"] = state["filters"]
        return [layer]

    def pool():
        state["size"] = [n // 2 for n in state["size"]]
        state["filters"] *= 2
        return [nn.MaxPool2d(kernel_size=2)]

    def fc(outputs):
        before = []
        if not state["inputs"]:
            before, state["inputs"] = [nn.Flatten()], state["c"] * int(np.prod(state["size"]))
        layer = nn.Linear(state["inputs"], outputs)
        state["inputs"] = outputs
        return [*before, layer]

    layers = []
    for k, name in enumerate(names):
        if name == "FC":
            layers += fc(features if "FC" in names[k + 1 :] else classes)
        else:
            layers += {"INPUT": list, "CONV": conv, "POOL": pool, "RELU": lambda: [nn.ReLU()]}[name]()
    return nn.Sequential(*layers)


@right("from_pattern", "two parts: the convolutions, then the linear layers")
def _(pattern, shape, channels, features, classes):
    names = expand(pattern)
    cut = names.index("FC") if "FC" in names else len(names)
    network, c, pools = nn.Sequential(), shape[0], 0
    for name in names[:cut]:
        if name == "CONV":
            out = channels << pools
            network.append(nn.Conv2d(c, out, 3, 1, 1))
            c = out
        elif name == "POOL":
            network.append(nn.MaxPool2d((2, 2)))
            pools += 1
        elif name == "RELU":
            network.append(nn.ReLU(inplace=True))
    if cut == len(names):
        return network
    network.append(nn.Flatten(1))
    inputs, todo = c * (shape[1] >> pools) * (shape[2] >> pools), names[cut:].count("FC")
    for name in names[cut:]:
        if name == "FC":
            todo -= 1
            outputs = classes if todo == 0 else features
            network.append(nn.Linear(inputs, outputs))
            inputs = outputs
        elif name == "RELU":
            network.append(nn.ReLU(inplace=True))
    return network


def _build(pattern, shape, channels, features, classes, *, pad=1, kernel=3, grow="pool", pool=None, halve=None,
           flatten=True, outputs=None, relu=nn.ReLU, bias=True, start=None, sizes=None, names=None, more=()):
    """The right builder with screws to turn for the wrong answers below."""
    c, h, w = shape
    c = start or c
    names = expand(pattern) if names is None else names
    layers, flat, total, seen = [], None, names.count("FC"), 0
    halve = halve or (lambda n: n // 2)
    filters, pools = channels, 0
    for name in names:
        if name == "CONV":
            layers.append(nn.Conv2d(c, filters, kernel, padding=pad, bias=bias))
            c = filters
            h, w = h + 2 * pad - kernel + 1, w + 2 * pad - kernel + 1
            filters = 2 * filters if grow == "conv" else filters
        elif name == "RELU":
            layers += [relu()] if relu else []
        elif name == "POOL":
            layers.append(pool() if pool else nn.MaxPool2d(2))
            h, w, pools = halve(h), halve(w), pools + 1
            if grow == "pool" or (grow == "once" and pools == 1):
                filters *= 2
            elif grow == "plus":
                filters += channels
        elif name == "FC":
            if flat is None:
                layers += [nn.Flatten()] if flatten else []
                flat = sizes(c, h, w) if sizes else c * h * w
            seen += 1
            out = outputs(seen, total) if outputs else (classes if seen == total else features)
            layers.append(nn.Linear(flat, out, bias=bias))
            flat = out
    return nn.Sequential(*layers, *more)


@wrong("from_pattern", "CONV is 5 by 5 with padding 2")
def _(pattern, shape, channels, features, classes):
    return _build(pattern, shape, channels, features, classes, kernel=5, pad=2)


@wrong("from_pattern", "the filters are doubled after each CONV, not after POOL")
def _(pattern, shape, channels, features, classes):
    return _build(pattern, shape, channels, features, classes, grow="conv")


@wrong("from_pattern", "after each POOL `channels` filters more, in place of twice as many: 16, 32, 48")
def _(pattern, shape, channels, features, classes):
    return _build(pattern, shape, channels, features, classes, grow="plus")


@wrong("from_pattern", "two POOLs without a CONV between them double the filters only once")
def _(pattern, shape, channels, features, classes):
    names = expand(pattern)
    c, h, w = shape
    layers, flat, left, pooled = [], None, names.count("FC"), False
    for name in names:
        if name == "CONV":
            channels = 2 * channels if pooled else channels
            pooled = False
            layers.append(nn.Conv2d(c, channels, 3, padding=1))
            c = channels
        elif name == "RELU":
            layers.append(nn.ReLU())
        elif name == "POOL":
            layers.append(nn.MaxPool2d(2))
            h, w, pooled = h // 2, w // 2, True
        elif name == "FC":
            if flat is None:
                layers.append(nn.Flatten())
                flat = c * h * w
            left -= 1
            layers.append(nn.Linear(flat, features if left else classes))
            flat = features
    return nn.Sequential(*layers)


@wrong("from_pattern", "POOL takes the mean, not the maximum")
def _(pattern, shape, channels, features, classes):
    return _build(pattern, shape, channels, features, classes, pool=lambda: nn.AvgPool2d(2))


@wrong("from_pattern", "POOL rounds up: odd maps become larger than half")
def _(pattern, shape, channels, features, classes):
    return _build(
        pattern, shape, channels, features, classes,
        pool=lambda: nn.MaxPool2d(2, ceil_mode=True), halve=lambda n: -(-n // 2),
    )


@wrong("from_pattern", "every FC has `features` outputs, the last one too")
def _(pattern, shape, channels, features, classes):
    return _build(pattern, shape, channels, features, classes, outputs=lambda seen, total: features)


@wrong("from_pattern", "the first FC has `classes` outputs, the others `features`")
def _(pattern, shape, channels, features, classes):
    return _build(
        pattern, shape, channels, features, classes, outputs=lambda seen, total: classes if seen == 1 else features
    )


@wrong("from_pattern", "the inputs of the first FC are counted without the channels: H * W")
def _(pattern, shape, channels, features, classes):
    return _build(pattern, shape, channels, features, classes, sizes=lambda c, h, w: h * w)


@wrong("from_pattern", "the picture always has three channels, whatever shape says")
def _(pattern, shape, channels, features, classes):
    return _build(pattern, shape, channels, features, classes, start=3)


@wrong("from_pattern", "INPUT adds an nn.Identity")
def _(pattern, shape, channels, features, classes):
    network = _build(pattern, shape, channels, features, classes)
    return nn.Sequential(*[nn.Identity()] * expand(pattern).count("INPUT"), *network)


@wrong("from_pattern", "RELU becomes a LeakyReLU")
def _(pattern, shape, channels, features, classes):
    return _build(pattern, shape, channels, features, classes, relu=lambda: nn.LeakyReLU(0.01))


@wrong("from_pattern", "the last FC is found as the last word: with a RELU after it, it has `features` outputs")
def _(pattern, shape, channels, features, classes):
    last = expand(pattern)[-1] == "FC"
    return _build(
        pattern, shape, channels, features, classes,
        outputs=lambda seen, total: classes if last and seen == total else features,
    )


@wrong("from_pattern", "a bad pattern gives an empty network, no ValueError")
def _(pattern, shape, channels, features, classes):
    try:
        return _build(pattern, shape, channels, features, classes)
    except ValueError:
        return nn.Sequential()


@wrong("from_pattern", "a list of layers is returned, not an nn.Sequential")
def _(pattern, shape, channels, features, classes):
    return list(_build(pattern, shape, channels, features, classes))


@wrong("from_pattern", "a softmax follows at the end")
def _(pattern, shape, channels, features, classes):
    return _build(pattern, shape, channels, features, classes, more=[nn.Softmax(1)])


@wrong("from_pattern", "layers of equal shape are one and the same layer: repeated CONVs and FCs share their weights")
def _(pattern, shape, channels, features, classes):
    made = {}
    for_each = []
    for layer in _build(pattern, shape, channels, features, classes):
        for_each.append(made.setdefault(repr(layer), layer))
    return nn.Sequential(*for_each)


@wrong("from_pattern", "nn.Flatten comes after the first FC, not before it")
def _(pattern, shape, channels, features, classes):
    layers = list(_build(pattern, shape, channels, features, classes))
    for k, layer in enumerate(layers):
        if isinstance(layer, nn.Flatten):
            layers[k], layers[k + 1] = layers[k + 1], layers[k]
            break
    return nn.Sequential(*layers)


# ================================================================ evaluate
@right("evaluate", "sums of batches, weighted by their sizes")
def _(model, batches):
    mode = model.training
    model.eval()
    loss, hits, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            scores = model(x)
            loss += F.cross_entropy(scores, y).item() * len(y)
            hits += (scores.argmax(1) == y).sum().item()
            count += len(y)
    model.train(mode)
    return loss / count, hits / count


@right("evaluate", "all scores together, decorated with no_grad, try and finally")
@torch.no_grad()
def _(model, batches):
    before = model.training
    model.train(False)
    try:
        scores, labels = zip(*((model(x), y) for x, y in batches))
    finally:
        model.train(before)
    scores, labels = torch.cat(scores), torch.cat(labels)
    loss = nn.CrossEntropyLoss()(scores, labels)
    return float(loss), float((scores.argmax(dim=1) == labels).double().mean())


@right("evaluate", "log_softmax and gather, inference_mode")
def _(model, batches):
    before = model.training
    model.eval()
    losses, right_ones = [], []
    with torch.inference_mode():
        for x, y in batches:
            logs = torch.log_softmax(model(x), dim=-1)
            losses += (-logs.gather(1, y[:, None])[:, 0]).tolist()
            right_ones += (logs.max(1).indices == y).tolist()
    if before:
        model.train()
    return sum(losses) / len(losses), sum(right_ones) / len(right_ones)


@right("evaluate", "reduction='sum', set_grad_enabled by hand")
def _(model, batches):
    mode, grad = model.training, torch.is_grad_enabled()
    model.eval()
    torch.set_grad_enabled(False)
    try:
        total = np.zeros(3)
        for x, y in batches:
            scores = model(x)
            total += [
                F.cross_entropy(scores, y, reduction="sum").item(),
                torch.eq(scores.argmax(-1), y).sum().item(),
                y.shape[0],
            ]
    finally:
        torch.set_grad_enabled(grad)
        model.train(mode)
    return float(total[0] / total[2]), float(total[1] / total[2])


@right("evaluate", "NumPy, stable softmax by hand, picture by picture")
def _(model, batches):
    mode = model.training
    model.eval()
    losses, hits = [], []
    for x, y in batches:
        with torch.no_grad():
            scores = model(x).cpu().numpy().astype(float)
        for row, label in zip(scores, y.tolist()):
            row = row - row.max()
            losses.append(np.log(np.exp(row).sum()) - row[label])
            hits.append(int(row.argmax()) == label)
    model.train(mode)
    return float(np.mean(losses)), float(np.mean(hits))


def _rows(model, batches):
    """For wrong answers: (losses, hits) of each batch, in the right mode and without gradients."""
    mode = model.training
    model.eval()
    with torch.no_grad():
        out = []
        for x, y in batches:
            scores = model(x)
            out.append((F.cross_entropy(scores, y, reduction="none"), (scores.argmax(1) == y).float()))
    model.train(mode)
    return out


@wrong("evaluate", "the fraction is the mean of the fractions of batches")
def _(model, batches):
    rows = _rows(model, batches)
    losses = torch.cat([loss for loss, _ in rows])
    return losses.mean().item(), sum(hit.mean().item() for _, hit in rows) / len(rows)


@wrong("evaluate", "the fraction is given in per cent")
def _(model, batches):
    rows = _rows(model, batches)
    return torch.cat([l for l, _ in rows]).mean().item(), 100 * torch.cat([h for _, h in rows]).mean().item()


@wrong("evaluate", "the fraction read wrongly in place of correctly")
def _(model, batches):
    rows = _rows(model, batches)
    return torch.cat([l for l, _ in rows]).mean().item(), 1 - torch.cat([h for _, h in rows]).mean().item()


@wrong("evaluate", "the model stays in the mode that it has: dropout goes on in the test")
def _(model, batches):
    loss, hits, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            scores = model(x)
            loss += F.cross_entropy(scores, y, reduction="sum").item()
            hits += (scores.argmax(1) == y).sum().item()
            count += len(y)
    return loss / count, hits / count


@wrong("evaluate", "afterwards always training mode, even if the model came in eval mode")
def _(model, batches):
    rows = _rows(model, batches)
    model.train()
    return torch.cat([l for l, _ in rows]).mean().item(), torch.cat([h for _, h in rows]).mean().item()


@wrong("evaluate", "returns tensors, not floats")
def _(model, batches):
    rows = _rows(model, batches)
    return torch.cat([l for l, _ in rows]).mean(), torch.cat([h for _, h in rows]).mean()


@wrong("evaluate", "asks for len(batches): fails for a generator")
def _(model, batches):
    number = len(batches)
    rows = _rows(model, batches)
    assert len(rows) == number
    return torch.cat([l for l, _ in rows]).mean().item(), torch.cat([h for _, h in rows]).mean().item()


@wrong("evaluate", "softmax twice: once by hand, once in cross_entropy")
def _(model, batches):
    mode = model.training
    model.eval()
    with torch.no_grad():
        scores, labels = zip(*[(model(x).softmax(1), y) for x, y in batches])
    model.train(mode)
    scores, labels = torch.cat(scores), torch.cat(labels)
    return F.cross_entropy(scores, labels).item(), (scores.argmax(1) == labels).float().mean().item()


@wrong("evaluate", "only the last batch counts: the loss and hits are overwritten")
def _(model, batches):
    rows = _rows(model, batches)
    return rows[-1][0].mean().item(), rows[-1][1].mean().item()


@wrong("evaluate", "divides by the number of batches times the size of the first one")
def _(model, batches):
    rows = _rows(model, batches)
    n = len(rows) * len(rows[0][0])
    return sum(l.sum().item() for l, _ in rows) / n, sum(h.sum().item() for _, h in rows) / n


@wrong("evaluate", "the fraction is a whole number: integer division")
def _(model, batches):
    rows = _rows(model, batches)
    hits = torch.cat([h for _, h in rows])
    return torch.cat([l for l, _ in rows]).mean().item(), float(int(hits.sum()) // len(hits))


@wrong("evaluate", "mean squared error of the probabilities in place of cross-entropy")
def _(model, batches):
    mode = model.training
    model.eval()
    with torch.no_grad():
        scores, labels = zip(*[(model(x), y) for x, y in batches])
    model.train(mode)
    scores, labels = torch.cat(scores), torch.cat(labels)
    wanted = F.one_hot(labels, scores.shape[1]).float()
    return F.mse_loss(scores.softmax(1), wanted).item(), (scores.argmax(1) == labels).float().mean().item()


@wrong("evaluate", "the requires_grad of the parameters is switched off and not on again")
def _(model, batches):
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    rows = _rows(model, batches)
    return torch.cat([l for l, _ in rows]).mean().item(), torch.cat([h for _, h in rows]).mean().item()


# ================================================================ train_one_epoch
@right("train_one_epoch", "the usual loop")
def _(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


@right("train_one_epoch", "collects losses of single pictures")
def _(model, batches, optimizer):
    model.train(True)
    losses = []
    for x, y in batches:
        each = nn.CrossEntropyLoss(reduction="none")(model(x), y)
        optimizer.zero_grad(set_to_none=True)
        each.mean().backward()
        optimizer.step()
        losses.append(each.detach())
    return torch.cat(losses).mean().item()


@right("train_one_epoch", "the sum divided by the size, log_softmax by hand")
def _(model, batches, optimizer):
    model.train()
    total = count = 0
    for x, y in batches:
        logs = model(x).log_softmax(dim=1)
        loss = -logs[torch.arange(len(y)), y].sum()
        optimizer.zero_grad()
        (loss / len(y)).backward()
        optimizer.step()
        total, count = total + loss.item(), count + len(y)
    return total / count


@right("train_one_epoch", "autograd.grad, gradients set by hand, zero_grad before and after")
def _(model, batches, optimizer):
    model.train()
    sums = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = F.nll_loss(torch.log_softmax(model(x), 1), y)
        parameters = [p for p in model.parameters() if p.requires_grad]
        for p, slope in zip(parameters, torch.autograd.grad(loss, parameters)):
            p.grad = slope
        optimizer.step()
        optimizer.zero_grad()
        sums.append((loss.item(), x.shape[0]))
    return sum(a * n for a, n in sums) / sum(n for _, n in sums)


@right("train_one_epoch", "np.average with weights")
def _(model, batches, optimizer):
    model.train()

    def one_step(x, y):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item(), len(x)

    losses, sizes = zip(*[one_step(x, y) for x, y in batches])
    return float(np.average(losses, weights=sizes))


@wrong("train_one_epoch", "zero_grad only after each step: gradients from before the epoch spoil the first step")
def _(model, batches, optimizer):
    model.train()
    total = count = 0
    for x, y in batches:
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total, count = total + loss.item() * len(y), count + len(y)
    return total / count


@wrong("train_one_epoch", "zero_grad between backward and step: nothing is learned")
def _(model, batches, optimizer):
    model.train()
    total = count = 0
    for x, y in batches:
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total, count = total + loss.item() * len(y), count + len(y)
    return total / count


@wrong("train_one_epoch", "backward is missing")
def _(model, batches, optimizer):
    model.train()
    total = count = 0
    for x, y in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        optimizer.step()
        total, count = total + loss.item() * len(y), count + len(y)
    return total / count


@wrong("train_one_epoch", "returns the mean of the means of batches")
def _(model, batches, optimizer):
    model.train()
    losses = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


@wrong("train_one_epoch", "returns the loss of the last batch only")
def _(model, batches, optimizer):
    model.train()
    for x, y in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


@wrong("train_one_epoch", "returns the loss of each batch as it is after its step")
def _(model, batches, optimizer):
    model.train()
    total = count = 0
    for x, y in batches:
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.step()
        with torch.no_grad():
            total += F.cross_entropy(model(x), y).item() * len(y)
        count += len(y)
    return total / count


@wrong("train_one_epoch", "returns a tensor, not a float")
def _(model, batches, optimizer):
    model.train()
    total, count = torch.zeros(()), 0
    for x, y in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total, count = total + loss.detach() * len(y), count + len(y)
    return total / count


@wrong("train_one_epoch", "only one step, at the end of the epoch, along the sum of all gradients")
def _(model, batches, optimizer):
    model.train()
    optimizer.zero_grad()
    total = count = 0
    for x, y in batches:
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        total, count = total + loss.item() * len(y), count + len(y)
    optimizer.step()
    return total / count


@wrong("train_one_epoch", "softmax before cross_entropy, which has its own")
def _(model, batches, optimizer):
    model.train()
    total = count = 0
    for x, y in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x).softmax(1), y)
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(y), count + len(y)
    return total / count


@wrong("train_one_epoch", "asks for len(batches): fails for a generator")
def _(model, batches, optimizer):
    model.train()
    total = count = 0
    number = len(batches)
    for _k, (x, y) in zip(range(number), batches):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(y), count + len(y)
    return total / count


@wrong("train_one_epoch", "the sum over the pictures is divided by the number of batches")
def _(model, batches, optimizer):
    model.train()
    total = number = 0
    for x, y in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total, number = total + loss.item() * len(y), number + 1
    return total / number


@wrong("train_one_epoch", "makes an SGD optimizer of its own with rate 0.01, the given one is not used")
def _(model, batches, optimizer):
    model.train()
    own = torch.optim.SGD(model.parameters(), lr=0.01)
    total = count = 0
    for x, y in batches:
        own.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        own.step()
        total, count = total + loss.item() * len(y), count + len(y)
    return total / count


# ================================================================ set_seed
@right("set_seed", "three calls")
def _(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


@right("set_seed", "a loop over the three functions")
def _(seed):
    for start in (random.seed, np.random.seed, torch.manual_seed):
        start(seed)


@right("set_seed", "states of new generators put into the global ones")
def _(seed):
    random.setstate(random.Random(seed).getstate())
    np.random.set_state(np.random.RandomState(seed).get_state())
    torch.set_rng_state(torch.Generator().manual_seed(seed).get_state())


@right("set_seed", "with the GPUs, too")
def _(seed: int) -> None:
    torch.random.manual_seed(seed)
    torch.cuda.manual_seed_all(seed)
    np.random.seed(seed=seed)
    random.seed(a=seed)


@right("set_seed", "torch's default generator directly")
def _(seed):
    torch.default_generator.manual_seed(seed)
    random.seed(int(seed), version=2)
    np.random.seed(int(seed))


@wrong("set_seed", "NumPy's random numbers are forgotten")
def _(seed):
    random.seed(seed)
    torch.manual_seed(seed)


@wrong("set_seed", "only PyTorch is started")
def _(seed):
    torch.manual_seed(seed)


@wrong("set_seed", "np.random.RandomState makes a new generator; NumPy's global one is not started")
def _(seed):
    random.seed(seed)
    np.random.RandomState(seed)
    torch.manual_seed(seed)


@wrong("set_seed", "random.Random(seed) makes a new generator; Python's global one is not started")
def _(seed):
    random.Random(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


@wrong("set_seed", "the seed 0 starts nothing: `if seed:`")
def _(seed):
    if seed:
        random.seed(seed)
        np.random.seed(seed)
        torch.manual_seed(seed)


@wrong("set_seed", "np.random.seed() without the seed: NumPy starts anywhere")
def _(seed):
    random.seed(seed)
    np.random.seed()
    torch.manual_seed(seed)


@wrong("set_seed", "only the GPU's random numbers of PyTorch are started, not those of the processor")
def _(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.cuda.manual_seed_all(seed)


@wrong("set_seed", "return in the loop: only Python is started")
def _(seed):
    for start in (random.seed, np.random.seed, torch.manual_seed):
        start(seed)
        return


_started = []


@wrong("set_seed", "NumPy gets a seed that Python draws, not this one")
def _(seed):
    random.seed(seed)
    np.random.seed(random.randrange(2**32))
    torch.manual_seed(seed)


@wrong("set_seed", "Python gets the seed as a string, which is another start")
def _(seed):
    random.seed(str(seed))
    np.random.seed(seed)
    torch.manual_seed(seed)


@wrong("set_seed", "only reads PyTorch's seed: torch.initial_seed()")
def _(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(torch.initial_seed())


# ================================================================ scramble
@right("scramble", "flatten and index")
def _(images, order):
    return images.flatten(2)[:, :, order].view(images.shape)


@right("scramble", "index_select")
def _(images, order):
    n, c, h, w = images.shape
    return torch.index_select(images.reshape(n, c, h * w), 2, order).reshape(n, c, h, w)


@right("scramble", "gather with an expanded index")
def _(images, order):
    flat = images.flatten(start_dim=-2)
    return flat.gather(-1, order.expand(flat.shape)).unflatten(-1, images.shape[-2:])


@right("scramble", "loops over places")
def _(images, order):
    new = torch.empty_like(images)
    width = images.shape[3]
    for k, old in enumerate(order.tolist()):
        new[:, :, k // width, k % width] = images[:, :, old // width, old % width]
    return new


@right("scramble", "NumPy's take and back")
def _(images, order):
    pixels = images.detach().numpy().reshape(*images.shape[:2], -1)
    return torch.from_numpy(np.take(pixels, order.numpy(), axis=2).reshape(images.shape))


@right("scramble", "rows and columns as index arrays")
def _(images, order):
    h, w = images.shape[-2:]
    place = order.reshape(h, w)
    return images[:, :, torch.div(place, w, rounding_mode="floor"), place % w]


@right("scramble", "writing to the places of the inverse order")
def _(images, order):
    inverse = torch.argsort(order)
    new = torch.zeros_like(images).flatten(2)
    new[:, :, inverse] = images.flatten(2)
    return new.reshape(images.shape)


@wrong("scramble", "pixels are counted column by column")
def _(images, order):
    turned = images.transpose(2, 3)
    return turned.flatten(2)[:, :, order].view(turned.shape).transpose(2, 3)


@wrong("scramble", "each channel its own order: channel c is moved on by c")
def _(images, order):
    flat = images.flatten(2)
    return torch.stack([flat[:, c, order.roll(c)] for c in range(images.shape[1])], 1).view(images.shape)


@wrong("scramble", "the result is flat: (N, C, H*W)")
def _(images, order):
    return images.flatten(2)[:, :, order]


@wrong("scramble", "works for square pictures only: H for both sides")
def _(images, order):
    n, c, h, _w = images.shape
    return images.reshape(n, c, h * h)[:, :, order].reshape(n, c, h, h)


@wrong("scramble", "only the first picture gets the new order")
def _(images, order):
    new = images.clone()
    new[0] = images[0].flatten(1)[:, order].view(images.shape[1:])
    return new


@wrong("scramble", "only the first channel is returned")
def _(images, order):
    return images.flatten(2)[:, :1, order].view(len(images), 1, *images.shape[2:])


@wrong("scramble", "the order is applied twice")
def _(images, order):
    return images.flatten(2)[:, :, order][:, :, order].view(images.shape)


@wrong("scramble", "channels and pixels are mixed: the channel is the fastest axis when flattened")
def _(images, order):
    n, c, h, w = images.shape
    return images.permute(0, 2, 3, 1).reshape(n, c, h * w)[:, :, order].reshape(n, c, h, w)


@wrong("scramble", "returns a NumPy array, not a tensor")
def _(images, order):
    return images.flatten(2)[:, :, order].view(images.shape).numpy()


@wrong("scramble", "the pictures change places with the channels: (C, N, H, W)")
def _(images, order):
    return images.flatten(2)[:, :, order].view(images.shape).transpose(0, 1)


@wrong("scramble", "the rows get a new order as a whole, the columns too: pixels of a row stay together")
def _(images, order):
    h, w = images.shape[2:]
    rows = order[order < h]
    columns = order[order < w]
    return images[:, :, rows][:, :, :, columns]


@wrong("scramble", "pixels are swapped one after the other in the copy, so already moved ones move again")
def _(images, order):
    new = images.clone().flatten(2)
    for k, old in enumerate(order.tolist()):
        new[:, :, k] = new[:, :, old]
    return new.view(images.shape)


@wrong("scramble", "return in the loop: a single picture comes back")
def _(images, order):
    for picture in images:
        return picture.flatten(1)[:, order].view(picture.shape)


# ================================================================ of a learner
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
