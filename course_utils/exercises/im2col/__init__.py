"""05_im2col: convolution is a matrix product, and so is its gradient."""

from ...checks.exercise import Chapter
from .col2im import COL2IM
from .conv2d_backward import CONV2D_BACKWARD
from .conv2d_im2col import CONV2D_IM2COL
from .im2col import IM2COL
from .im2col_bytes import IM2COL_BYTES
from .numeric_gradient import NUMERIC_GRADIENT

CHAPTER = Chapter(
    "05_im2col",
    "Convolution is a matrix product",
    (IM2COL, IM2COL_BYTES, CONV2D_IM2COL, COL2IM, NUMERIC_GRADIENT, CONV2D_BACKWARD),
)
