"""standardise: mean 0 and standard deviation 1, by the training part alone."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros


def by_torch(train, test):
    import torch

    x, y = (torch.from_numpy(np.array(part, dtype=float)) for part in (train, test))
    std, mean = torch.std_mean(x, correction=0)
    return ((x - mean) / std).numpy(), ((y - mean) / std).numpy()


def plainly(train, test):
    mean, std = train.mean(), train.std()
    return (train - mean) / std, (test - mean) / std


def by_moments(train, test):
    x, y = train.astype(float), test.astype(float)
    mean = x.sum() / x.size
    std = (((x - mean) ** 2).sum() / x.size) ** 0.5
    return (x - mean) / std, (y - mean) / std


@misconception("statistics of all data")
def of_all(train, test):
    """You take mean and deviation from both parts together. The test pictures stand for those that nobody has
    seen yet: nothing of them may flow into the training.
    """
    every = np.concatenate([train, test])
    return (train - every.mean()) / every.std(), (test - every.mean()) / every.std()


@misconception("each part by its own statistics")
def each_by_itself(train, test):
    """The test part is scaled by its own mean and deviation. The network learned with the training's: use the
    same two numbers for both.
    """
    return plainly(train, train)[0], plainly(test, test)[0]


@misconception("test part left as it is")
def test_untouched(train, test):
    """The test part is not scaled. The network would see numbers that it never met: use the same two
    numbers.
    """
    return plainly(train, test)[0], test * 1.0


@misconception("variance for the standard deviation")
def by_variance(train, test):
    """You divide by the variance. The standard deviation is its root."""
    return (train - train.mean()) / train.var(), (test - train.mean()) / train.var()


@misconception("a mean for each pixel")
def for_each_pixel(train, test):
    """You compute a mean and a deviation for each pixel. Two numbers for all of them were asked for."""
    mean, std = train.mean(axis=0), train.std(axis=0)
    with np.errstate(all="ignore"):
        return (train - mean) / std, (test - mean) / std


@for_each_pixel.also
def for_each_pixel_safely(train, test):
    mean, std = train.mean(axis=0), train.std(axis=0) + 1e-12
    return (train - mean) / std, (test - mean) / std


@misconception("a mean for each picture")
def for_each_picture(train, test):
    """Each picture is scaled by its own mean and deviation. Two numbers for all of them were asked for."""

    def own(x):
        axes = tuple(range(1, x.ndim))
        return (x - x.mean(axis=axes, keepdims=True)) / x.std(axis=axes, keepdims=True)

    return own(train), own(test)


@misconception("mean not subtracted")
def only_divided(train, test):
    """You only divide. Subtract the mean first."""
    return train / train.std(), test / train.std()


@misconception("only centred")
def only_centred(train, test):
    """You only subtract the mean. Divide by the standard deviation as well."""
    return train - train.mean(), test - train.mean()


@misconception("from 0 to 1")
def to_unit_range(train, test):
    """You scaled to the range from 0 to 1, as in lesson 00. Mean 0 and standard deviation 1 were asked
    for.
    """
    low, high = float(train.min()), float(train.max())
    return (train - low) / (high - low), (test - low) / (high - low)


def by_other(mean=lambda train: train.mean(), std=lambda train: train.std()):
    """A wrong function: by another mean or another deviation of the training part."""

    def wrong(train, test):
        return tuple((part.astype(float) - mean(train)) / std(train) for part in (train, test))

    return wrong


def pictures(train, test):
    """Draws two parts, of which the second is brighter, as floats."""
    return lambda rng: (rng.normal(0.3, 0.7, train), rng.normal(1, 2, test))


def grey(train, test):
    """Draws two parts, of which the second is brighter, in uint8."""
    return lambda rng: (
        rng.integers(0, 200, train, dtype=np.uint8),
        rng.integers(50, 256, test, dtype=np.uint8),
    )


STANDARDISE = Exercise(
    name="standardise",
    points=2,
    cases=(
        Case("0, 2 and 4", (np.array([[0.0, 4]]), np.array([[2.0, 8]])), group="floats"),
        Case("two parts", pictures((5, 1, 4, 4), (3, 1, 4, 4)), group="floats"),
        Case("grey values of uint8", grey((6, 3, 3), (4, 3, 3)), group="grey values"),
    ),
    oracle=by_torch,
    returns=("train", "test"),
    alternatives=(plainly, by_moments),
    forbidden=("torch", "sklearn"),
    misconceptions=(
        of_all,
        each_by_itself,
        test_untouched,
        by_variance,
        for_each_pixel,
        for_each_picture,
        only_divided,
        only_centred,
        to_unit_range,
        Misconception(
            "the mean in the dtype of the pictures",
            by_other(mean=lambda train: train.mean().astype(train.dtype)),
            "With floats this is right. With whole numbers your mean loses its fraction: leave it a float.",
            [by_other(mean=lambda train: np.round(train.mean()).astype(train.dtype))],
        ),
        Misconception(
            "a constant added to the deviation",
            by_other(std=lambda train: train.std() + 0.1),
            "Your deviation is a little too large: is a constant added to it?",
            [
                by_other(std=lambda train, epsilon=epsilon: train.std() + epsilon)
                for epsilon in (0.001, 0.01, 1)
            ],
        ),
        zeros(by_torch),
    ),
    hints=(
        "Which pictures may you look at before the training ends?",
        "Two numbers, the mean and the standard deviation of `train`, are used for both parts.",
        "`mean, std = train.mean(), train.std()`, then `(part - mean) / std` for each part.",
    ),
)
