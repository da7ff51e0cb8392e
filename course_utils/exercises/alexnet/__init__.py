"""13_alexnet: the network of 2012, and what each of its tricks is worth."""

from ...checks.exercise import Chapter
from .alexnet import ALEXNET
from .ensemble import ENSEMBLE
from .guesses import GUESSES
from .init_weights import INIT_WEIGHTS
from .local_response_norm import LOCAL_RESPONSE_NORM
from .pca_colour import PCA_COLOUR
from .random_crop_flip import RANDOM_CROP_FLIP
from .reduce_on_stall import REDUCE_ON_STALL
from .ten_crop import TEN_CROP
from .top_k_error import TOP_K_ERROR

CHAPTER = Chapter(
    "13_alexnet",
    "AlexNet",
    (
        LOCAL_RESPONSE_NORM,
        ALEXNET,
        INIT_WEIGHTS,
        RANDOM_CROP_FLIP,
        PCA_COLOUR,
        REDUCE_ON_STALL,
        TOP_K_ERROR,
        TEN_CROP,
        ENSEMBLE,
    ),
    libraries=("torch",),
    guesses=GUESSES,
)
