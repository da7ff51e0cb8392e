"""Explorers: move a control, and see what the idea of the lesson does to a picture.

Each explorer is a module with two functions: `compute`, which is pure, and `show`, the widget around it.
Lessons call `show` by the name of its module: `explorers.pixels(photo)`. All explorers look alike: controls,
below them what they show, and a line that says what to look for.
"""

from course_utils.explorers.activation_curves import show as activation_curves
from course_utils.explorers.augmentation import show as augmentation
from course_utils.explorers.col2im_walk import show as col2im_walk
from course_utils.explorers.conv_arithmetic import show as conv_arithmetic
from course_utils.explorers.drawing_pad import show as drawing_pad
from course_utils.explorers.edge_threshold import show as edge_threshold
from course_utils.explorers.filter_walk import show as filter_walk
from course_utils.explorers.first_layer import show as first_layer
from course_utils.explorers.gradient_descent import show as gradient_descent
from course_utils.explorers.im2col_patches import show as im2col_patches
from course_utils.explorers.kernel_sliders import show as kernel_sliders
from course_utils.explorers.kernel_walk import show as kernel_walk
from course_utils.explorers.network_maps import show as network_maps
from course_utils.explorers.pixel_swaps import show as pixel_swaps
from course_utils.explorers.pixels import show as pixels
from course_utils.explorers.pooling_walk import show as pooling_walk
from course_utils.explorers.receptive_fields import show as receptive_fields
from course_utils.explorers.shift_invariance import show as shift_invariance
from course_utils.explorers.signal_histograms import show as signal_histograms
from course_utils.explorers.weight_sharing import show as weight_sharing

__all__ = [
    "activation_curves",
    "augmentation",
    "col2im_walk",
    "conv_arithmetic",
    "drawing_pad",
    "edge_threshold",
    "filter_walk",
    "first_layer",
    "gradient_descent",
    "im2col_patches",
    "kernel_sliders",
    "kernel_walk",
    "network_maps",
    "pixel_swaps",
    "pixels",
    "pooling_walk",
    "receptive_fields",
    "shift_invariance",
    "signal_histograms",
    "weight_sharing",
]
