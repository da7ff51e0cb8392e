"""00_start: an image is an array."""

from ...checks.exercise import Chapter
from .crop import CROP
from .guesses import GUESSES
from .normalise import NORMALISE

CHAPTER = Chapter("00_start", "How this course works", (CROP, NORMALISE), guesses=GUESSES)
