"""What several exercises of this chapter say about the same mistake."""

ANSWER_TRANSPOSED = (
    "Your numbers are right, but rows and columns of the answer are swapped. When the window moves one step "
    "to the right, you also move one step to the right in the answer."
)
NO_OVERLAP = "Your window jumps by its own size. It should move by one pixel at a time: the windows overlap."
