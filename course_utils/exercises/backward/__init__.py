"""06_backward: the gradients of the convolution layer."""

from ...checks.exercise import Chapter
from .backward_by_hand import BACKWARD_BY_HAND
from .col2im import COL2IM
from .conv2d_backward import CONV2D_BACKWARD
from .guesses import GUESSES
from .numeric_gradient import NUMERIC_GRADIENT

CHAPTER = Chapter(
    "06_backward",
    "The way back",
    (BACKWARD_BY_HAND, COL2IM, NUMERIC_GRADIENT, CONV2D_BACKWARD),
    guesses=GUESSES,
)
