"""The names that a text defines are found."""

import pytest

from course_utils.grading.intake.definitions import defined


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(x): y = 1", {"f"}),
        ("@cache\nasync def f(): ...", {"f"}),
        ("class A:\n    b = 1", {"A"}),
        ("a, (b, *c) = 1, (2, 3)\nd: int = 4", {"a", "b", "c", "d"}),
        ("if True:\n    def f(): ...", {"f"}),
        ("import a.b, c as d\nfrom e import f", {"a", "d", "f"}),
        ("[x for x in y]\nz == 3", set()),
        ('"""\ndef f(): ...\n"""', set()),
        ("%matplotlib inline\n!pip install x\nf = 1", {"f"}),
        ("def f(:\nx = 3\ny == 2\n  z = 3\nasync def g(", {"f", "x", "g"}),
    ],
)
def test_the_names_that_a_cell_defines_are_found(source, names):
    assert defined(source) == names
