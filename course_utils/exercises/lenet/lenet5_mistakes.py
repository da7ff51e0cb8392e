"""What people get wrong in LeNet-5, each as a network out of PyTorch's layers."""

from __future__ import annotations

from ...checks.exercise import Misconception


def built(
    modern=False,
    *,
    bend=None,
    pool=None,
    pool_first=False,
    without=(),
    end=None,
    bias=True,
    widths=(6, 16, 120, 84),
    tail=True,
    padding=0,
):
    """A LeNet-5 out of PyTorch's layers, right unless it is told otherwise.

    bend, pool : names of another activation and pooling. pool_first : the activation after the pooling.
    without : layers whose activation is left out. end : a layer after the last one. tail : whether there
    is F6.
    """
    from torch import nn

    bend = getattr(nn, bend or ("ReLU" if modern else "Tanh"))
    pool = getattr(nn, pool or ("MaxPool2d" if modern else "AvgPool2d"))
    c1, c3, c5, f6 = widths

    def bent(layer):
        return [] if layer in without else [bend()]

    def halved(layer):
        return [pool(2), *bent(layer)] if pool_first else [*bent(layer), pool(2)]

    full = [nn.Linear(c5, f6, bias), *bent("f6"), nn.Linear(f6, 10, bias)] if tail else [nn.Linear(c5, 10)]
    return nn.Sequential(
        nn.Conv2d(1, c1, 5, padding=padding, bias=bias),
        *halved("c1"),
        nn.Conv2d(c1, c3, 5, bias=bias),
        *halved("c3"),
        nn.Conv2d(c3, c5, 5, bias=bias),
        *bent("c5"),
        nn.Flatten(),
        *full,
        *([end] if end else []),
    )


def known(name, advice, *forms):
    """A misconception: wrong networks, each by what is wrong with it."""
    first, *others = (form if callable(form) else _built(form) for form in forms)
    return Misconception(name, first, advice, others)


def _built(changes):
    return lambda modern=False: built(modern, **changes)


def ended(layer, *args):
    """A network with one more layer at its end."""

    def wrong(modern=False):
        from torch import nn

        return built(modern, end=getattr(nn, layer)(*args))

    return wrong


def all_zeros(modern=False):
    import torch

    class Zeros(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.network = built(modern)

        def forward(self, x):
            return self.network(x) * 0

    return Zeros()


def one_picture(modern=False):
    """A network that joins the pictures of a batch."""
    import torch

    class OnePicture(torch.nn.Module):
        def __init__(self):
            super().__init__()
            network = built(modern)
            self.maps, self.rest = network[:8], network[9:]

        def forward(self, x):
            return self.rest(self.maps(x)[:1].flatten().reshape(1, -1))

    return OnePicture()


def _bend(modern):
    from torch import nn

    return nn.ReLU() if modern else nn.Tanh()


def without_gradients(modern=False):
    import torch

    class Detached(torch.nn.Module):
        def __init__(self):
            super().__init__()
            network = built(modern)
            self.maps, self.rest = network[:8], network[8:]

        def forward(self, x):
            return self.rest(self.maps(x).detach())

    return Detached()


MISTAKES = (
    known(
        "a margin in C1",
        "C1 has a padding of 2, as in lesson 10, whose pictures were 28 by 28. These are 32 by 32: the "
        "margin is there already.",
        {"padding": 2},
    ),
    known(
        "softmax at the end",
        "Your last layer gives probabilities. Give the scores: PyTorch's cross-entropy has a softmax inside, "
        "and two of them make learning slow.",
        ended("Softmax", 1),
        ended("LogSoftmax", 1),
    ),
    known(
        "an activation at the end",
        "Your scores went through an activation. A score may be any number, so the last layer has none.",
        ended("Tanh"),
        ended("ReLU"),
        lambda modern=False: built(modern, end=_bend(modern)),
    ),
    known(
        "always the form of 1998",
        "`modern=True` changes nothing. With it, the network has ReLU and max pooling.",
        lambda modern=False: built(False),
    ),
    known(
        "always the modern form",
        "The network has ReLU and max pooling even without `modern=True`. The form of 1998 has tanh and "
        "average pooling.",
        lambda modern=False: built(True),
    ),
    known(
        "the two forms exchanged",
        "The forms are exchanged: modern means ReLU and max pooling, 1998 means tanh and average pooling.",
        lambda modern=False: built(not modern),
    ),
    known(
        "max pooling in 1998",
        "Your form of 1998 has max pooling. It had average pooling; only the modern form takes the largest.",
        {"pool": "MaxPool2d"},
    ),
    known(
        "average pooling in both forms",
        "Both of your forms have average pooling. The modern form takes the largest number of each window.",
        {"pool": "AvgPool2d"},
    ),
    known(
        "ReLU in both forms",
        "Both of your forms have ReLU. The form of 1998 has tanh.",
        {"bend": "ReLU"},
    ),
    known("tanh in both forms", "Both of your forms have tanh. The modern form has ReLU.", {"bend": "Tanh"}),
    known(
        "a sigmoid for tanh",
        "Your form of 1998 has a sigmoid. Tanh is its twin around 0, from -1 to 1.",
        lambda modern=False: built(modern, bend=None if modern else "Sigmoid"),
        {"bend": "Sigmoid"},
    ),
    known(
        "pooling before the activation",
        "You pool first and bend afterwards. For the mean of four numbers the order matters: the activation "
        "comes first.",
        {"pool_first": True},
    ),
    known(
        "no activation after C5",
        "C5 has no activation. Without one, C5 and F6 together are a single linear layer.",
        {"without": ("c5",)},
    ),
    known(
        "no activation after F6",
        "F6 has no activation. Without one, F6 and the output together are a single linear layer.",
        {"without": ("f6",)},
    ),
    known(
        "no activation after the linear layers",
        "Neither C5 nor F6 has an activation, so all from C5 to the output is a single linear layer.",
        {"without": ("c5", "f6")},
    ),
    known(
        "no activation after a convolution",
        "One of the first two convolutions has no activation. All layers but the last have one.",
        {"without": ("c1",)},
        {"without": ("c3",)},
        {"without": ("c1", "c3")},
    ),
    known(
        "no activation at all",
        "There is no activation anywhere, so the scores are almost a linear function of the pixels.",
        {"without": ("c1", "c3", "c5", "f6")},
    ),
    known("no biases", "Your layers have no biases; `bias=True` is the default.", {"bias": False}),
    known(
        "F6 left out",
        "The layer of 84 units is missing: 120 numbers go to F6, and its 84 to the output.",
        {"tail": False},
    ),
    known(
        "other numbers of maps",
        "The numbers of maps or units are others: they are 6, 16, 120, 84 and 10.",
        {"widths": (6, 16, 84, 120)},
        {"widths": (16, 6, 120, 84)},
        {"widths": (6, 12, 120, 84)},
    ),
    known(
        "one picture for the whole batch",
        "Only one picture of the batch gets scores. `flatten(1)` keeps the first axis, that of the pictures.",
        one_picture,
    ),
    known(
        "cut off from the gradient",
        "The scores are right, but the convolutions do not learn: something in `forward` (`detach`, "
        "`no_grad`, `.data`, `.numpy()`) stops the gradient.",
        without_gradients,
    ),
    Misconception(
        "all zeros",
        all_zeros,
        "Your scores have the right shape, but all of them are 0.",
    ),
)
