"""Networks like LeNet-5 in which something is wrong, out of PyTorch's layers."""

from __future__ import annotations


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
    maps_bias=True,
    last_bias=True,
    pools=2,
    bends=None,
):
    """A LeNet-5 out of PyTorch's layers, right unless it is told otherwise.

    bend, pool : names of another activation and pooling. pool_first : the activation after the pooling.
    without : layers whose activation is left out. end : a layer after the last one. tail : whether there
    is F6.
    """
    from torch import nn

    bend = bends(modern) if bends else getattr(nn, bend or ("ReLU" if modern else "Tanh"))
    pool = getattr(nn, pool or ("MaxPool2d" if modern else "AvgPool2d"))
    c1, c3, c5, f6 = widths
    bias_of_maps = bias and maps_bias

    def bent(layer):
        return [] if layer in without else [bend()]

    def halved(layer):
        pooled = pools(layer, modern) if callable(pools) else pool(pools)
        return [pooled, *bent(layer)] if pool_first else [*bent(layer), pooled]

    full = (
        [nn.Linear(c5, f6, bias), *bent("f6"), nn.Linear(f6, 10, bias and last_bias)]
        if tail
        else [nn.Linear(c5, 10)]
    )
    return nn.Sequential(
        nn.Conv2d(1, c1, 5, padding=padding, bias=bias_of_maps),
        *halved("c1"),
        nn.Conv2d(c1, c3, 5, bias=bias_of_maps),
        *halved("c3"),
        nn.Conv2d(c3, c5, 5, bias=bias_of_maps),
        *bent("c5"),
        nn.Flatten(),
        *full,
        *([end] if end else []),
    )


def ended(layer, *args):
    """A network with one more layer at its end."""

    def wrong(modern=False):
        from torch import nn

        return built(modern, end=getattr(nn, layer)(*args))

    return wrong


def around(change):
    """A right network; `change` takes it and the pictures, and gives the result."""

    def wrong(modern=False):
        import torch

        class Changed(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.network = built(modern)

            def forward(self, x):
                return change(self.network, x)

        return Changed()

    return wrong


def bending(function, modern_too=False):
    """A class of layers that compute a function, for the form of 1998 or for both."""

    def bends(modern):
        from torch import nn

        class Bend(nn.Module):
            def forward(self, x):
                return function(x)

        return nn.ReLU if modern and not modern_too else Bend

    return bends


def summed(layer, modern):
    from torch import nn

    return nn.MaxPool2d(2) if modern else nn.AvgPool2d(2, divisor_override=1)


def overlapping(layer, modern):
    from torch import nn

    return (nn.MaxPool2d if modern else nn.AvgPool2d)(3, 2, 1)


def mixed(layer, modern):
    from torch import nn

    return (nn.MaxPool2d if modern and layer == "c1" else nn.AvgPool2d)(2)


def leaky(modern):
    from torch import nn

    return nn.LeakyReLU if modern else nn.Tanh


def dropped(modern=False):
    from torch import nn

    network = built(modern)
    return nn.Sequential(*network[:-1], nn.Dropout(0.5), network[-1])


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
