"""one_cycle: a learning rate that rises, and falls to 0."""

from __future__ import annotations

import math

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros


def sine_squared(done, total, peak, warm=0.25, start=0.04):
    """Half a wave of a cosine is the square of a sine."""
    part = done / total
    if part >= 1:
        return 0.0
    if part < warm:
        low = peak * start
        return low + (peak - low) * math.sin(math.pi / 2 * part / warm) ** 2
    return peak * math.sin(math.pi / 2 * (1 - part) / (1 - warm)) ** 2


def rate(
    done,
    total,
    peak,
    warm=0.25,
    start=0.04,
    *,
    wave=lambda part: (1 - math.cos(math.pi * part)) / 2,
    last=0.0,
    clamp=True,
    falls=True,
    rises=True,
    fall=None,
    climb=None,
    after=None,
    early=0.0,
    rest=lambda warm: 1 - warm,
):
    """The rate, right unless it is told otherwise.

    wave : from 0 to 1; fall : that of the second part. climb : of the first part, from start to 1.
    after : the share of the peak after the end. early : epochs too early. rest : of the second part.
    """
    if after is not None and done > total:
        return peak * after(start)
    part = min(done / total, 1.0) if clamp else done / total
    if part < warm:
        share = wave(part / warm)
        return peak * (climb(start, share) if climb else start + (1 - start) * share) if rises else peak
    if not falls:
        return peak
    if early:
        part = min(part / (1 - early / total), 1.0) if total > early else 1.0
        return peak * (1 - wave(min((done / total - warm) / (1 - early / total - warm), 1.0)))
    return peak * (1 - (1 - last) * (fall or wave)((part - warm) / rest(warm)))


def by_complex(done, total, peak, warm=0.25, start=0.04):
    """One wave from low to high for each part."""
    done, summit = min(done, total), warm * total
    if done < summit:
        turn, low, high = done / summit, peak * start, peak
    else:
        turn, low, high = 1 - (done - summit) / (total - summit), 0.0, peak
    return (high + low) / 2 - (high - low) / 2 * math.cos(math.pi * turn)


@misconception("warm-up counted in steps")
def in_steps(done, total, peak, warm=0.25, start=0.04):
    """`warm` is a share of the whole training, and you compare it with `done` itself."""
    if done < warm:
        return rate(done / warm, 1.0, peak, 1.0, start)
    return rate(done, total, peak, 0.0, start)


@misconception("the second part starts from 0")
def jumps(done, total, peak, warm=0.25, start=0.04):
    """Your rate jumps at the summit: in the second part the wave begins where the first part ends, at
    `warm`.
    """
    part = min(done / total, 1.0)
    return rate(done, total, peak, warm, start) if part < warm else rate(part, 1.0, peak, 0.0, start)


def known(name, advice, *changes):
    first, *others = (lambda *args, change=change: rate(*args, **change) for change in changes)
    return Misconception(name, first, advice, others)


def drawn(low, high):
    """A training of random length, so far done from the share low to the share high."""

    def draw(rng):
        total = rng.uniform(5, 40)
        warm, start = rng.uniform(0.2, 0.45), rng.uniform(0.02, 0.3)
        return rng.uniform(low, high) * total, total, rng.uniform(0.01, 0.9), warm, start

    return draw


ONE_CYCLE = Exercise(
    name="one_cycle",
    points=4,
    cases=(
        Case("the beginning", (0, 8, 0.01), group="the way up"),
        Case("half of the way up", (1, 8, 0.01), group="the way up"),
        Case("a third of the way up", (1.0, 12, 0.5), group="the way up"),
        Case("the way up, drawn", drawn(0.02, 0.18), group="the way up"),
        Case("the summit", (2, 8, 0.01), group="the way down"),
        Case("half of the way down", (5, 8, 0.01), group="the way down"),
        Case("a third of the way down", (4, 8, 0.01), group="the way down"),
        Case("the way down, drawn", drawn(0.5, 0.95), group="the way down"),
        Case("the end", (8, 8, 0.01), group="the end"),
        Case("after the end", (9, 8, 0.01), group="the end"),
        Case("just before the end", drawn(0.9, 0.97), group="the end"),
    ),
    oracle=sine_squared,
    alternatives=(sine_squared, by_complex),
    misconceptions=(
        known(
            "straight lines",
            "Your rate rises and falls along straight lines. The waves of a cosine are calm at both ends.",
            {"wave": lambda part: part},
        ),
        known(
            "a straight line down",
            "Your rate falls along a straight line. It falls along half a wave of a cosine, as it rises.",
            {"fall": lambda part: part},
        ),
        known(
            "a whole wave",
            "You use a whole wave, from 0 to 2 pi, which comes back. Half a wave, to pi, goes one way.",
            {"wave": lambda part: (1 - math.cos(2 * math.pi * part)) / 2},
        ),
        known(
            "the way up turned around",
            "In the first part your rate falls. It rises: mind the sign of the cosine.",
            {"climb": lambda start, share: start + (1 - start) * (1 - share)},
        ),
        known(
            "the peak added to the start",
            "At the summit your rate is above the peak: the way up is peak - start * peak long.",
            {"climb": lambda start, share: start + share},
        ),
        known(
            "the second part too slow",
            "Your second part lasts longer than it should, so it does not reach 0: its length is 1 - warm.",
            {"rest": lambda warm: 1.0},
            {"rest": lambda warm: 1.0, "after": lambda start: 0.0},
        ),
        known(
            "another rate after the end",
            "Once `done` is above `total` the rate is 0.",
            {"after": lambda start: start},
            {"after": lambda start: 1.0},
        ),
        known(
            "0 too early",
            "Your rate is 0 one epoch before the end.",
            {"early": 1.0},
        ),
        known(
            "no way up",
            "Your rate begins at the peak. It begins at `start * peak` and rises.",
            {"rises": False},
        ),
        known(
            "no way down",
            "Your rate stays at the peak. After `warm` of the training it falls.",
            {"falls": False},
        ),
        known(
            "it rises again after the end",
            "After the end your rate rises again, with the cosine. It stays 0 there.",
            {"clamp": False},
        ),
        known(
            "a quarter of a wave",
            "You use a quarter of a cosine, which is steep at one end. Half a wave, from 0 to pi, is flat at "
            "both.",
            {"wave": lambda part: 1 - math.cos(math.pi / 2 * part)},
            {"wave": lambda part: math.sin(math.pi / 2 * part)},
        ),
        known(
            "degrees for radians",
            "The cosine gets 180, where it needs pi: it counts in radians.",
            {"wave": lambda part: (1 - math.cos(180 * part)) / 2},
        ),
        known(
            "half a wave not scaled",
            "1 minus a cosine goes from 0 to 2. Halve it.",
            {"wave": lambda part: 1 - math.cos(math.pi * part)},
        ),
        Misconception(
            "starts from 0",
            lambda done, total, peak, warm=0.25, start=0.04: rate(done, total, peak, warm, 0.0),
            "Your rate begins at 0, and the first step does nothing. It begins at `start * peak`.",
        ),
        Misconception(
            "start is the rate itself",
            lambda done, total, peak, warm=0.25, start=0.04: rate(done, total, peak, warm, start / peak),
            "You take `start` for a rate. It is a share of the peak: `start * peak`.",
        ),
        Misconception(
            "down to the start",
            lambda done, total, peak, warm=0.25, start=0.04: rate(
                done, total, peak, warm, start, last=start, after=lambda start: 0.0
            ),
            "At the end your rate is where it began. It falls to 0.",
            [
                lambda done, total, peak, warm=0.25, start=0.04: rate(
                    done, total, peak, warm, start, last=start
                )
            ],
        ),
        Misconception(
            "the summit in another place",
            lambda done, total, peak, warm=0.25, start=0.04: rate(done, total, peak, 1 - warm, start),
            "Your summit is where the share 1 - `warm` is done. The rate rises for the share `warm`.",
        ),
        Misconception(
            "the summit at a whole epoch",
            lambda done, total, peak, warm=0.25, start=0.04: rate(
                done, total, peak, max(math.floor(warm * total), 1e-9) / total, start
            ),
            "You round the summit to a whole epoch. It is at `warm * total`, wherever that is.",
            [
                lambda done, total, peak, warm=0.25, start=0.04: rate(
                    done, total, peak, max(round(warm * total), 1e-9) / total, start
                )
            ],
        ),
        Misconception(
            "a share of the peak",
            lambda done, total, peak, warm=0.25, start=0.04: rate(done, total, 1.0, warm, start),
            "You return a share of the peak. Multiply it by `peak`.",
        ),
        Misconception(
            "the summit in the middle",
            lambda done, total, peak, warm=0.25, start=0.04: rate(done, total, peak, 0.5, start),
            "Your summit is in the middle of the training. It is where the share `warm` is done.",
        ),
        in_steps,
        jumps,
        zeros(sine_squared),
    ),
    hints=(
        "Which share of the training is done? Before `warm` the rate rises, after it it falls.",
        "A wave that rises from 0 to 1 while p goes from 0 to 1 is (1 - cos(pi p)) / 2. What is p in each "
        "part?",
        "`part = min(done / total, 1)`. On the way up p is `part / warm`, on the way down `(part - warm) / "
        "(1 - warm)`; up: `peak * (start + (1 - start) * wave)`, down: `peak * (1 - wave)`.",
    ),
)
