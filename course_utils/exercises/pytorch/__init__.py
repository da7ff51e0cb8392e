"""11_pytorch: the same network in PyTorch."""

from ...checks.exercise import Chapter
from .conv_shapes import CONV_SHAPES
from .evaluate import EVALUATE
from .expand import EXPAND
from .from_pattern import FROM_PATTERN
from .guesses import GUESSES
from .scramble import SCRAMBLE
from .set_seed import SET_SEED
from .to_conv2d import TO_CONV2D
from .train_one_epoch import TRAIN_ONE_EPOCH

CHAPTER = Chapter(
    "11_pytorch",
    "The same network in PyTorch",
    (
        TO_CONV2D,
        CONV_SHAPES,
        EXPAND,
        FROM_PATTERN,
        EVALUATE,
        TRAIN_ONE_EPOCH,
        SET_SEED,
        SCRAMBLE,
    ),
    libraries=("torch",),
    guesses=GUESSES,
)
