"""Ten digits as strokes, for the drawing pad: points (x, y) from 0 to 1, y downwards."""

from __future__ import annotations

import math

Stroke = list[list[float]]


def _arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> Stroke:
    """A part of an ellipse around (x, y); the angles are degrees, 0 to the right, 90 down."""
    steps = max(2, round(abs(end - start) / 12))
    angles = [math.radians(start + (end - start) * k / steps) for k in range(steps + 1)]
    return [[round(x + rx * math.cos(a), 3), round(y + ry * math.sin(a), 3)] for a in angles]


EXAMPLES: list[list[Stroke]] = [
    [_arc(0.5, 0.5, 0.2, 0.3, -90, 270)],
    [[[0.42, 0.3], [0.52, 0.2], [0.5, 0.8]]],
    [[*_arc(0.5, 0.36, 0.18, 0.16, 190, 380), [0.32, 0.8], [0.7, 0.79]]],
    [[*_arc(0.48, 0.35, 0.18, 0.15, 210, 440), *_arc(0.48, 0.65, 0.2, 0.16, -80, 150)]],
    [[[0.42, 0.2], [0.3, 0.56], [0.7, 0.56]], [[0.6, 0.32], [0.58, 0.8]]],
    [[[0.66, 0.21], [0.4, 0.21], [0.37, 0.47], *_arc(0.48, 0.62, 0.19, 0.18, -110, 140)]],
    [[[0.58, 0.2], [0.42, 0.4], *_arc(0.5, 0.63, 0.16, 0.17, 190, -170)]],
    [[[0.3, 0.22], [0.7, 0.22], [0.46, 0.8]]],
    [[*_arc(0.5, 0.35, 0.15, 0.15, 90, -270), *_arc(0.5, 0.66, 0.18, 0.16, -90, 270)]],
    [[*_arc(0.49, 0.37, 0.16, 0.16, 0, -360), [0.65, 0.4], [0.58, 0.8]]],
]  # the digits from 0 to 9
