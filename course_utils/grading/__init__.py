"""Grading of notebooks that nobody has read.

`intake` reads submissions and mends them, `session` runs one of them in a kernel of the `sandbox` and judges
it from outside, and `gradebook` writes what came of it.
"""
