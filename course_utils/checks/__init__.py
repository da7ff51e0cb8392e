"""The checks engine: what an exercise is, how an answer is probed and judged, and the card that says so.

It knows no lesson and no chapter; `course_utils.exercises` holds those.
"""

from .card import Card
from .exercise import Case, Chapter, Exercise, Misconception, misconception, zeros
from .guess import Guess
from .guess_card import GuessCard
from .probe import answer
from .score import Score

__all__ = [
    "Card",
    "Case",
    "Chapter",
    "Exercise",
    "Guess",
    "GuessCard",
    "Misconception",
    "Score",
    "answer",
    "misconception",
    "zeros",
]
