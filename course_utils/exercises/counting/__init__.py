"""08_counting: where the parameters are, and where the work is."""

from __future__ import annotations

from ...checks.exercise import Chapter
from .conv_macs import CONV_MACS
from .conv_params import CONV_PARAMS
from .count import COUNT
from .find_the_biases import FIND_THE_BIASES
from .guesses import GUESSES
from .linear_params import LINEAR_PARAMS
from .locally_connected_params import LOCALLY_CONNECTED_PARAMS
from .output_shape import OUTPUT_SHAPE
from .receptive_field import RECEPTIVE_FIELD
from .spot_the_column import SPOT_THE_COLUMN
from .stack_or_large import STACK_OR_LARGE
from .training_bytes import TRAINING_BYTES

CHAPTER = Chapter(
    "08_counting",
    "Counting",
    (
        LINEAR_PARAMS,
        LOCALLY_CONNECTED_PARAMS,
        CONV_PARAMS,
        CONV_MACS,
        RECEPTIVE_FIELD,
        STACK_OR_LARGE,
        OUTPUT_SHAPE,
        COUNT,
        FIND_THE_BIASES,
        SPOT_THE_COLUMN,
        TRAINING_BYTES,
    ),
    guesses=GUESSES,
)
