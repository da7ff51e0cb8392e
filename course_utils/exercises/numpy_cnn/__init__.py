"""10_numpy_cnn: a network out of one's own layers."""

from ...checks.exercise import Chapter
from .conv2d import CONV2D
from .fit import FIT
from .flatten import FLATTEN
from .guesses import GUESSES
from .linear import LINEAR
from .max_pool2d import MAX_POOL2D
from .relu import RELU
from .sequential import SEQUENTIAL
from .sgd_step import SGD_STEP
from .softmax_cross_entropy import SOFTMAX_CROSS_ENTROPY
from .standardise import STANDARDISE

CHAPTER = Chapter(
    "10_numpy_cnn",
    "A network out of your own layers",
    (
        RELU,
        FLATTEN,
        MAX_POOL2D,
        LINEAR,
        CONV2D,
        SEQUENTIAL,
        SOFTMAX_CROSS_ENTROPY,
        SGD_STEP,
        FIT,
        STANDARDISE,
    ),
    guesses=GUESSES,
)
