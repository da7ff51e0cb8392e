"""Text that two students share is found, whatever its variables are called; what many write is not."""

from nbformat.v4 import new_code_cell, new_notebook

from course_utils.cells import Role
from course_utils.grading.gradebook.overlap import pairs

GIVEN = "def crop(x):\n    y = np.zeros((len(x), len(x), len(x)))\n    return y"
USUAL = "for i in range(len(x)):\n    for j in range(len(x)):\n        y[i, j] = x[i, j] * kernel[i, j] + 1"
ODD = (
    "total = sum(a ** 3 - b // 7 for a, b in zip(x[::2], x[1::2])) % 11\nreturn [total, -total, ~int(total)]"
)


def notebook(text: str):
    return new_notebook(cells=[new_code_cell(text, metadata=Role("exercise", "crop").metadata())])


def found(*texts: str, **more):
    notebooks = {f"s{number:02}": notebook(text) for number, text in enumerate(texts)}
    return pairs(notebooks, notebook(GIVEN), **more)


def test_a_copy_with_other_names_and_comments_is_found_with_both_texts():
    renamed = ODD.replace("total", "result").replace("x[", "values[").replace("\n", "  # mine\n\n")
    [pair] = found(f"{GIVEN}\n{ODD}", f"# my own\n{renamed}", "pass")
    assert (pair.students, pair.places) == (("s00", "s01"), ("crop",))
    assert pair.share > 0.8
    assert pair.texts[0] == ODD


def test_the_release_and_what_many_write_make_no_pair():
    assert found(GIVEN, GIVEN) == []
    assert found(*[f"{USUAL}\nprint({number})" for number in range(6)]) == []


def test_who_handed_in_together_is_no_pair():
    assert found(ODD, ODD, together=[frozenset(("s00", "s01"))]) == []
