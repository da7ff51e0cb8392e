"""04_conv_layer: padding, stride, dilation, channels."""

from ...checks.exercise import Chapter
from .conv1x1 import CONV1X1
from .conv2d import CONV2D
from .conv2d_one import CONV2D_ONE
from .from_channels_last import FROM_CHANNELS_LAST
from .guesses import GUESSES
from .output_size import OUTPUT_SIZE
from .pad2d import PAD2D
from .same_padding import SAME_PADDING
from .spot_dilation import SPOT_DILATION
from .to_channels_last import TO_CHANNELS_LAST

CHAPTER = Chapter(
    "04_conv_layer",
    "The convolution layer",
    (
        OUTPUT_SIZE,
        SPOT_DILATION,
        SAME_PADDING,
        PAD2D,
        CONV2D_ONE,
        CONV2D,
        CONV1X1,
        TO_CHANNELS_LAST,
        FROM_CHANNELS_LAST,
    ),
    guesses=GUESSES,
)
