"""What people get wrong in `sgd_step`."""

from __future__ import annotations

from ...checks.exercise import Misconception, misconception


def in_place(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v *= momentum
        v -= lr * (dw + weight_decay * w)
        w += v


@misconception("parameters replaced instead of changed in place")
def replaced(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """`w = w + v` makes a new array, and the layer keeps its old one: nothing is learned. `w += v` changes
    the array itself.
    """
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - lr * (dw + weight_decay * w)
        w = w + v


@misconception("velocity not kept")
def not_kept(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """The velocities stay as they were, so there is no momentum in the next step: change them in place,
    too.
    """
    for (w, dw), v in zip(parameters, velocities, strict=True):
        w += momentum * v - lr * (dw + weight_decay * w)


@not_kept.also
def neither_kept(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v = momentum * v - lr * (dw + weight_decay * w)
        w = w + v


@misconception("velocity replaced instead of changed in place")
def velocity_replaced(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """`velocities[k] = ...` puts a new array into the list, and the one that you were given stays as it was.
    Change the array itself: `v *= momentum`, or `v[...] = ...`.
    """
    for number, (w, dw) in enumerate(parameters):
        velocities[number] = momentum * velocities[number] - lr * (dw + weight_decay * w)
        w += velocities[number]


@misconception("the rate outside of the velocity")
def pytorch(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """Your velocity adds up gradients, and the rate multiplies it at the end. PyTorch does that. In AlexNet's
    formula the rate is inside, so a smaller rate does not slow down what moves already.
    """
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v + dw + weight_decay * w
        w -= lr * v


@pytorch.also
def downhill_velocity(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - dw - weight_decay * w
        w += lr * v


@misconception("dampened gradient")
def dampened(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """You multiply the gradient by 1 - momentum. That is another average; here it counts in full."""
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - (1 - momentum) * lr * (dw + weight_decay * w)
        w += v


@misconception("the old velocity used")
def old_velocity(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """You move the weights before you change the velocity. First v, then w += v with the new one."""
    for (w, dw), v in zip(parameters, velocities, strict=True):
        decay = weight_decay * w
        w += v
        v[...] = momentum * v - lr * (dw + decay)


@misconception("decay without the rate")
def decay_without_rate(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """The weight decay has to be multiplied by the rate, like the gradient."""
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - lr * dw - weight_decay * w
        w += v


@misconception("decay added to dw")
def decay_into_gradient(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """Your `dw` changes: the weight decay is added to the array itself, and the next step adds it again.
    Write `dw + weight_decay * w`, not `dw += ...`.
    """
    for (w, dw), v in zip(parameters, velocities, strict=True):
        dw += weight_decay * w
        v[...] = momentum * v - lr * dw
        w += v


@misconception("decay outside of the velocity")
def decoupled(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """Your weight decay shrinks w directly. Here it is a part of the velocity: v takes dw and the decay."""
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - lr * dw
        w += v
        w -= lr * weight_decay * w


@decoupled.also
def decoupled_before(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - lr * dw
        w += v - lr * weight_decay * w


@misconception("gradients cleared")
def cleared(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """You set the gradients to 0 here. Whoever computes them clears them: `fit` will."""
    in_place(parameters, velocities, lr, momentum, weight_decay)
    for _, dw in parameters:
        dw[...] = 0


@misconception("first pair only")
def first_only(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """Only the first pair is changed: is something returned inside the loop?"""
    in_place(parameters[:1], velocities[:1], lr, momentum, weight_decay)


def scaled(**changes):
    """A step in which one of the numbers is changed first."""

    def wrong(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
        numbers = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
        in_place(parameters, velocities, **{**numbers, **{k: f(numbers[k]) for k, f in changes.items()}})

    return wrong


MISTAKES = (
    replaced,
    velocity_replaced,
    not_kept,
    pytorch,
    dampened,
    old_velocity,
    decay_without_rate,
    decay_into_gradient,
    decoupled,
    cleared,
    first_only,
    Misconception("uphill", scaled(lr=lambda n: -n), "The step goes uphill: the gradient is subtracted."),
    Misconception(
        "another default of `momentum`",
        lambda parameters, velocities, lr, momentum=0.0, weight_decay=0.0: in_place(
            parameters, velocities, lr, momentum, weight_decay
        ),
        "Where `momentum` is given your step is right. Where it is not, it should be 0.9.",
    ),
    Misconception("momentum ignored", scaled(momentum=lambda n: 0), "The old velocity counts nothing."),
    Misconception(
        "momentum of 0.9 always",
        scaled(momentum=lambda n: 0.9),
        "`momentum` is an argument, and 0.9 only its default.",
    ),
    Misconception("weight decay ignored", scaled(weight_decay=lambda n: 0), "`weight_decay` is not used."),
    Misconception(
        "weight decay with the wrong sign",
        scaled(weight_decay=lambda n: -n),
        "Your weight decay makes weights larger. It pulls them towards 0, like a gradient of w itself.",
    ),
    Misconception(
        "all zeros",
        lambda parameters, velocities, *args, **options: [
            array.fill(0) for array in (*(w for w, _ in parameters), *velocities)
        ],
        "Weights and velocities are all 0 after your step.",
    ),
)
