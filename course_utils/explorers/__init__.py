"""Pictures that answer: move a control, see what the idea of the lesson does.

Each explorer is a module with a pure function `compute` and the widget around it, `show`; lessons call
`show` by the names below. All look alike: controls, under them what they show, and what to look for.
"""

from course_utils.explorers.columns import show as column_patches
from course_utils.explorers.crop import show as pixels
from course_utils.explorers.depth import show as depth_walk
from course_utils.explorers.geometry import show as conv_geometry
from course_utils.explorers.pool import show as pool_walk
from course_utils.explorers.shift import show as pool_shift
from course_utils.explorers.sliders import show as kernel_sliders
from course_utils.explorers.threshold import show as edge_threshold
from course_utils.explorers.walk import show as window_walk

__all__ = [
    "column_patches",
    "conv_geometry",
    "depth_walk",
    "edge_threshold",
    "kernel_sliders",
    "pixels",
    "pool_shift",
    "pool_walk",
    "window_walk",
]
