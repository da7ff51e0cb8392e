"""A mutation tester for the checks: right answers are changed in small ways, and each change must be refused.

    make mutants ARGS="max_pool2d 01"

A mutant is a right answer (a solution, or an alternative of an exercise) with one change that people make by
mistake. The check kills a mutant when it does not give it all points. A mutant that survives shows that a
case is missing; or it is right as well, and then `equivalent/07_pooling/max_pool2d.txt` lists it, as it is
printed, under the reason::

    the height is never below the kernel's
        if h < kh:  ->  if h <= kh:
"""
