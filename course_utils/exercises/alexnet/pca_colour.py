"""pca_colour: each picture in slightly other light."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise, Misconception, misconception
from ...checks.steps import steps
from ..tensors import array, tensor
from .reference import drawn


def by_einsum(x, values, vectors, draws):
    import torch

    return x + torch.einsum("ck,k,nk->nc", vectors, values, draws)[:, :, None, None]


def axis_by_axis(x, values, vectors, draws):
    made = x.clone()
    for number in range(len(x)):
        for channel in range(3):
            for axis in range(3):
                made[number, channel] += draws[number, axis] * values[axis] * vectors[channel, axis]
    return made


def by_product(x, values, vectors, draws):
    return x + ((draws * values) @ vectors.T).reshape(-1, 3, 1, 1)


def lit(x, colours):
    """Pictures with a colour added to each, (N, 3)."""
    return x + colours[:, :, None, None]


@misconception("rows for columns")
def rows(x, values, vectors, draws):
    """The axes are the columns of `vectors`, as `eigh` returns them. You used its rows."""
    return lit(x, (draws * values) @ vectors)


@misconception("values left out")
def no_values(x, values, vectors, draws):
    """All axes count the same in your result. Each is multiplied by its value: much along the axis along
    which
    the colours differ most.
    """
    return lit(x, draws @ vectors.T)


@misconception("root of the values")
def roots(x, values, vectors, draws):
    """You take the root of the values. The paper multiplies by the eigenvalues themselves."""
    return lit(x, (draws * values.sqrt()) @ vectors.T)


@misconception("one colour for the batch")
def one_for_all(x, values, vectors, draws):
    """All pictures get the colour of the first. `draws` has a row for each picture."""
    return lit(x, ((draws * values) @ vectors.T)[:1].expand(len(x), 3))


@misconception("one number for all axes")
def one_number(x, values, vectors, draws):
    """You use the first number of each row for all three axes. Each axis has its own."""
    return lit(x, (draws[:, :1] * values) @ vectors.T)


@misconception("multiplied")
def multiplied(x, values, vectors, draws):
    """You multiply the pixels. The colour is added."""
    return x * (1 + (draws * values) @ vectors.T)[:, :, None, None]


@misconception("darker for lighter")
def subtracted(x, values, vectors, draws):
    """You subtract the colour. It is added."""
    return lit(x, -(draws * values) @ vectors.T)


@misconception("axes left out")
def no_axes(x, values, vectors, draws):
    """You add the numbers to red, green and blue themselves, without the axes: `vectors` is not used."""
    return lit(x, draws * values)


@misconception("grey light")
def grey(x, values, vectors, draws):
    """All three channels get the same number. Each axis has a red, a green and a blue part."""
    return lit(x, ((draws * values) @ vectors.T).sum(1, keepdim=True).expand(len(x), 3))


@misconception("strongest axis only")
def strongest(x, values, vectors, draws):
    """Only the last axis counts in your result. All three do."""
    return lit(x, draws[:, 2:] * values[2] * vectors[:, 2])


def changing(draws=lambda d: d, values=lambda v: v, times=1.0, where=slice(None), mix=lambda c: c):
    """A right answer with one part changed."""

    def wrong(x, v, vectors, d):
        made = x.clone()
        colours = mix(times * (draws(d) * values(v)) @ vectors.T)
        made[where] += colours[:, :, None, None].expand(x.shape)[where]
        return made

    return wrong


def of_its_own(d):
    import torch

    return torch.randn(d.shape, dtype=d.dtype, generator=torch.Generator().manual_seed(0))


MORE = (
    Misconception(
        "blue first",
        changing(mix=lambda c: c.flip(1)),
        "Red and blue are exchanged: row 0 of `vectors` is for channel 0.",
    ),
    Misconception(
        "mean for sum", changing(times=1 / 3), "You take the mean over the three axes. The sum was asked for."
    ),
    Misconception("added twice", changing(times=2.0), "The colour is added two times."),
    Misconception(
        "the first pixel only",
        changing(where=(slice(None), slice(None), slice(1), slice(1))),
        "Only the first pixel changes. All pixels of a picture get the colour.",
    ),
    Misconception(
        "values from the last to the first",
        changing(values=lambda v: v.flip(0)),
        "You use the values in the opposite order. values[k] belongs to the axis k, column k of `vectors`.",
    ),
    Misconception(
        "draws transposed",
        changing(draws=lambda d: d.T if d.shape[0] == d.shape[1] else d),
        "Rows and columns of `draws` are exchanged: its rows are pictures.",
    ),
    Misconception(
        "the last picture left out",
        changing(where=slice(-1)),
        "The last picture stays as it was: does a loop end too early?",
    ),
    Misconception(
        "only the first picture",
        changing(where=slice(1)),
        "Only the first picture changes: is the `return` inside the loop?",
    ),
    Misconception(
        "values divided by their sum",
        changing(values=lambda v: v / v.sum()),
        "You divide the values by their sum. They are used as they are.",
    ),
    Misconception(
        "values squared", changing(values=lambda v: v**2), "You square the values. They are used as they are."
    ),
)


def axes(rng):
    """Three axes at right angles, as columns."""
    return np.linalg.qr(rng.normal(size=(3, 3)))[0]


CALL = "array(pca_colour(tensor(x), tensor(values), tensor(vectors), tensor(draws)))"

PCA_COLOUR = Exercise(
    name="pca_colour",
    points=4,
    cases=(
        steps(
            "one grey pixel",
            CALL,
            x=np.full((1, 3, 1, 1), 0.5),
            values=np.array([0.0, 0.1, 0.3]),
            vectors=np.array([[0.0, 0.8, 0.6], [1.0, 0.0, 0.0], [0.0, -0.6, 0.8]]),
            draws=np.array([[5.0, 1.0, 1.0]]),
        ),
        steps(
            "three pictures",
            CALL,
            x=drawn(3, 3, 2, 4),
            values=lambda rng: rng.uniform(0.1, 2, 3),
            vectors=axes,
            draws=drawn(3, 3),
        ),
        steps(
            "the pictures stay as they are",
            f"t = tensor(x)\n{CALL.replace('tensor(x)', 't')}\narray(t)",
            x=drawn(2, 3, 3, 2),
            values=lambda rng: rng.uniform(0.1, 2, 3),
            vectors=axes,
            draws=drawn(2, 3),
        ),
    ),
    oracle=by_einsum,
    alternatives=(axis_by_axis, by_product),
    misconceptions=(
        rows,
        no_values,
        roots,
        one_for_all,
        one_number,
        multiplied,
        subtracted,
        no_axes,
        grey,
        strongest,
        *MORE,
        Misconception("all zeros", lambda x, *args: x * 0, "Your pictures are black."),
        Misconception("unchanged", lambda x, *args: x + 0, "These are the pictures that you were given."),
    ),
    hints=(
        "What is added is the same for all pixels of a picture: three numbers, red, green and blue.",
        "`draws * values` is (N, 3): how far to go along each axis. The axes are the columns of `vectors`.",
        "`added = (draws * values) @ vectors.T`, and `added[:, :, None, None]` fits all pixels.",
    ),
    another_way=(by_einsum, "`einsum` names the axes, so nothing has to be transposed."),
    tools=(tensor, array),
)
