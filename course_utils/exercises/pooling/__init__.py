"""07_pooling: throwing away on purpose."""

from __future__ import annotations

from ...checks.exercise import Chapter
from .avg_pool2d import AVG_POOL2D
from .avg_pool2d_backward import AVG_POOL2D_BACKWARD
from .channel_max_pool import CHANNEL_MAX_POOL
from .global_avg_pool2d import GLOBAL_AVG_POOL2D
from .guesses import GUESSES
from .kept_fraction import KEPT_FRACTION
from .max_pool2d import MAX_POOL2D
from .max_pool2d_backward import MAX_POOL2D_BACKWARD
from .max_pool2d_ceil import MAX_POOL2D_CEIL
from .pool_by_hand import POOL_BY_HAND
from .shift_tolerance import SHIFT_TOLERANCE
from .window_views import WINDOW_VIEWS

CHAPTER = Chapter(
    "07_pooling",
    "Pooling",
    (
        POOL_BY_HAND,
        WINDOW_VIEWS,
        MAX_POOL2D,
        MAX_POOL2D_CEIL,
        KEPT_FRACTION,
        AVG_POOL2D,
        GLOBAL_AVG_POOL2D,
        CHANNEL_MAX_POOL,
        SHIFT_TOLERANCE,
        MAX_POOL2D_BACKWARD,
        AVG_POOL2D_BACKWARD,
    ),
    written=("why_pool",),
    guesses=GUESSES,
)
