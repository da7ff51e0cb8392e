"""What people get wrong in `local_response_norm`."""

from __future__ import annotations

from ...checks.exercise import Misconception, misconception


def strength(x, size, first=None):
    """The sum of squares of the channels from c + first to c + first + size - 1, for every channel c."""
    import torch

    first = -(size // 2) if first is None else first
    total = torch.zeros_like(x)
    for c in range(x.shape[1]):
        near = range(max(c + first, 0), min(c + first + size, x.shape[1]))
        for other in near:
            total[:, c] += x[:, other] ** 2
    return total


def channel_by_channel(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return x / (k + alpha * strength(x, size) / size) ** beta


@misconception("alpha not divided by the size")
def undivided(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """You multiply the sum by alpha itself. This is the formula as the paper prints it. PyTorch's, and ours,
    divides alpha by `size`: it is about the mean of the squares.
    """
    return x / (k + alpha * strength(x, size)) ** beta


@misconception("PyTorch's k")
def torchs_k(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """You add 1. That is PyTorch's default for k; AlexNet's is 2, and k is an argument."""
    return channel_by_channel(x, size, alpha, beta, 1.0)


@misconception("neighbours in space")
def in_space(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """Your neighbours are pixels of the same map. Here they are the same pixel of other maps: axis 1."""
    import torch

    mean = torch.nn.functional.avg_pool2d(x * x, size, 1, size // 2)
    return x / (k + alpha * mean) ** beta


@misconception("channels in a circle")
def around(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """The first channel gets the last one as its neighbour: `roll` goes around. At the ends a channel has
    fewer
    neighbours.
    """
    total = sum(x.roll(shift, 1) ** 2 for shift in range(-(size // 2), size // 2 + 1))
    return x / (k + alpha / size * total) ** beta


@misconception("channels on one side only")
def before(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """Your window begins or ends at the channel itself. It has `size // 2` channels on each side."""
    return x / (k + alpha / size * strength(x, size, 1 - size)) ** beta


@before.also
def after(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return x / (k + alpha / size * strength(x, size, 0)) ** beta


@misconception("divided by the neighbours that exist")
def by_existing(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """At the first and last channels you divide by the number of neighbours that exist. Divide by `size`
    in all
    channels.
    """
    import torch

    count = strength(torch.ones_like(x), size)
    return x / (k + alpha * strength(x, size) / count) ** beta


@misconception("not squared")
def not_squared(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """You add the numbers, or their absolute values. The strength is a sum of squares."""
    return x / (k + alpha / size * strength(x.abs().sqrt(), size)) ** beta


@not_squared.also
def added(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return x / (k + alpha / size * plain(x, size)) ** beta


@not_squared.also
def added_then_positive(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return x / (k + alpha / size * plain(x, size).abs()) ** beta


@misconception("exponent forgotten")
def no_exponent(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """You divide by the bracket itself. It is raised to the power `beta` first."""
    return x / (k + alpha / size * strength(x, size))


@misconception("all channels")
def every_channel(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """Your sum runs over all channels. It runs over `size` of them, around the channel itself."""
    return x / (k + alpha / size * (x * x).sum(1, keepdim=True)) ** beta


@misconception("multiplied instead of divided")
def multiplied(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """Strong neighbours make your result larger. They make it smaller: divide."""
    return x * (k + alpha / size * strength(x, size)) ** beta


def of_sum(combine):
    """Another way to put x, the sum and the numbers together."""

    def wrong(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
        return combine(x, alpha / size * strength(x, size), beta, k)

    return wrong


def of_window(window):
    """Another sum: of x and the size."""

    def wrong(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
        return x / (k + alpha / size * window(x, size)) ** beta

    return wrong


def plain(x, size):
    """The sum of the numbers themselves."""
    signs = [x.roll(-shift, 1) for shift in range(-(size // 2), size // 2 + 1)]
    for shift, part in zip(range(-(size // 2), size // 2 + 1), signs, strict=True):
        if shift > 0:
            part[:, max(x.shape[1] - shift, 0) :] = 0
        elif shift < 0:
            part[:, :-shift] = 0
    return sum(signs)


def repeated(x, size):
    """The window over the outermost channels again and again."""
    places = [min(max(c, 0), x.shape[1] - 1) for c in range(-(size // 2), x.shape[1] + size // 2)]
    return (x[:, places] ** 2).unfold(1, size, 1).sum(-1)


def in_a_row(x, size):
    import torch

    return torch.nn.functional.pad(x**2, (size // 2, size // 2)).unfold(3, size, 1).sum(-1)


def wrapped(x, size):
    import torch

    half = size // 2
    return torch.stack([(x[:, c - half : c + half + 1] ** 2).sum(1) for c in range(x.shape[1])], 1)


@misconception("in the same copy")
def one_after_the_other(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """You write into the tensor that you read, so later channels see numbers that are divided already.
    Compute all sums from x.
    """
    out = x.clone()
    for c in range(x.shape[1]):
        near = (out[:, max(0, c - size // 2) : c + size // 2 + 1] ** 2).sum(1)
        out[:, c] = out[:, c] / (k + alpha / size * near) ** beta
    return out


MORE = (
    Misconception(
        "`size` channels on each side",
        of_window(lambda x, size: strength(x, 2 * size + 1, -size)),
        "Your window has `size` channels on each side. It has `size` in all: `size // 2` on each side.",
    ),
    Misconception(
        "the window one too short",
        of_window(lambda x, size: strength(x, size - 1, -(size // 2))),
        "A channel is missing at one end of your window: does a range end one too early?",
        [of_window(lambda x, size: strength(x, size - 1, 1 - size // 2))],
    ),
    Misconception(
        "the channel itself left out",
        of_window(lambda x, size: strength(x, size) - x**2),
        "The channel c itself is not in your sum. It is in the middle of its window.",
    ),
    Misconception(
        "the square of the sum",
        of_window(lambda x, size: plain(x, size) ** 2),
        "You add first, and square the sum. Square each number, then add.",
    ),
    Misconception(
        "the outermost channel repeated",
        of_window(repeated),
        "At the ends you take the outermost channel again. Channels that do not exist count 0.",
    ),
    Misconception(
        "neighbours in a row",
        of_window(in_a_row),
        "Your neighbours are pixels of the same row. Here they are the same pixel of other maps: axis 1.",
        [of_window(lambda x, size: in_a_row(x.transpose(2, 3), size).transpose(2, 3))],
    ),
    Misconception(
        "a window that begins below 0",
        of_window(wrapped),
        "A slice that begins below 0 counts from the end, and is empty here: the first channels lose their "
        "sum. Use `max(0, ...)`, or pad.",
    ),
    Misconception(
        "multiplied by beta",
        of_sum(lambda x, s, beta, k: x / ((k + s) * beta)),
        "You multiply by `beta`. It is an exponent: `** beta`.",
    ),
    Misconception(
        "k outside of the power",
        of_sum(lambda x, s, beta, k: x / (k + s**beta)),
        "Only the sum is raised to the power `beta`. The whole bracket is, with k in it.",
    ),
    Misconception(
        "the quotient to the power",
        of_sum(lambda x, s, beta, k: (x / (k + s)) ** beta),
        "The whole quotient is raised to the power `beta`. Only what is below x is.",
    ),
    one_after_the_other,
)


MISTAKES = (
    undivided,
    torchs_k,
    in_space,
    around,
    before,
    by_existing,
    not_squared,
    *MORE,
    no_exponent,
    every_channel,
    multiplied,
    Misconception(
        "all zeros", lambda x, *args, **options: x * 0, "Your result has the right shape, but is all 0."
    ),
)
