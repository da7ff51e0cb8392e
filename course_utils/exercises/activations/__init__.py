"""09_activations: what bends the line, and how to start."""

from ...checks.exercise import Chapter
from .cross_entropy import CROSS_ENTROPY
from .dead_fraction import DEAD_FRACTION
from .elu import ELU
from .guesses import GUESSES
from .init_std import INIT_STD
from .leaky_relu import LEAKY_RELU
from .maxout import MAXOUT
from .relu import RELU
from .sigmoid import SIGMOID
from .signal import SIGNAL
from .softmax import SOFTMAX
from .spot_the_fan import SPOT_THE_FAN
from .tanh import TANH

CHAPTER = Chapter(
    "09_activations",
    "Activations and a good start",
    (
        SIGMOID,
        TANH,
        RELU,
        LEAKY_RELU,
        ELU,
        MAXOUT,
        SOFTMAX,
        CROSS_ENTROPY,
        SPOT_THE_FAN,
        INIT_STD,
        SIGNAL,
        DEAD_FRACTION,
    ),
    guesses=GUESSES,
)
