"""01_filters: convolution by hand."""

from ...checks.exercise import Chapter
from .by_hand import BY_HAND
from .convolve2d import CONVOLVE2D
from .correlate2d import CORRELATE2D
from .feature_maps import FEATURE_MAPS
from .guesses import GUESSES
from .match import MATCH
from .shift import SHIFT
from .shift_equivariance import SHIFT_EQUIVARIANCE

CHAPTER = Chapter(
    "01_filters",
    "Convolution by hand",
    (MATCH, BY_HAND, CORRELATE2D, FEATURE_MAPS, SHIFT, SHIFT_EQUIVARIANCE, CONVOLVE2D),
    guesses=GUESSES,
)
