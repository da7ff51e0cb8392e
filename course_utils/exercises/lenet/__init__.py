"""12_lenet: LeNet-5 reads MNIST."""

from ...checks.exercise import Chapter
from .augment import AUGMENT
from .confusion_matrix import CONFUSION_MATRIX
from .guesses import GUESSES
from .layer_outputs import LAYER_OUTPUTS
from .lenet5 import LENET5
from .one_cycle import ONE_CYCLE
from .predict import PREDICT
from .turn_and_shift import TURN_AND_SHIFT
from .worst_mistakes import WORST_MISTAKES

CHAPTER = Chapter(
    "12_lenet",
    "LeNet-5 on MNIST",
    (
        LENET5,
        PREDICT,
        ONE_CYCLE,
        TURN_AND_SHIFT,
        AUGMENT,
        CONFUSION_MATRIX,
        WORST_MISTAKES,
        LAYER_OUTPUTS,
    ),
    libraries=("torch",),
    guesses=GUESSES,
)
