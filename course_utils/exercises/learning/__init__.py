"""03_learning: kernels and a reader that examples have found."""

from ...checks.exercise import Chapter
from .best_match import BEST_MATCH
from .guesses import GUESSES
from .learn_kernel import LEARN_KERNEL
from .read import READ
from .slope import SLOPE
from .squared_error import SQUARED_ERROR
from .train_reader import TRAIN_READER

CHAPTER = Chapter(
    "03_learning",
    "Learning",
    (SQUARED_ERROR, SLOPE, LEARN_KERNEL, BEST_MATCH, READ, TRAIN_READER),
    guesses=GUESSES,
)
