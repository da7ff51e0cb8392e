"""02_edges: filters that people design."""

from ...checks.exercise import Chapter
from .box_kernel import BOX_KERNEL
from .edge_map import EDGE_MAP
from .gaussian_kernel import GAUSSIAN_KERNEL
from .gradient import GRADIENT
from .guesses import GUESSES
from .separable_correlate2d import SEPARABLE_CORRELATE2D
from .sobel import SOBEL
from .thin_edges import THIN_EDGES
from .to_gray import TO_GRAY

CHAPTER = Chapter(
    "02_edges",
    "Edges: filters that people design",
    (
        TO_GRAY,
        BOX_KERNEL,
        GAUSSIAN_KERNEL,
        SEPARABLE_CORRELATE2D,
        SOBEL,
        GRADIENT,
        THIN_EDGES,
        EDGE_MAP,
    ),
    guesses=GUESSES,
    written=("sum_of_weights",),
)
