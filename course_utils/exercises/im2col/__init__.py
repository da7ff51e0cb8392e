"""05_im2col: convolution is a matrix product."""

from ...checks.exercise import Chapter
from .conv2d_im2col import CONV2D_IM2COL
from .guesses import GUESSES
from .im2col import IM2COL
from .im2col_bytes import IM2COL_BYTES

CHAPTER = Chapter(
    "05_im2col",
    "Convolution is a matrix product",
    (IM2COL, IM2COL_BYTES, CONV2D_IM2COL),
    guesses=GUESSES,
)
