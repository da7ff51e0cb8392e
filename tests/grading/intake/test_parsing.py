"""Cells are read in any encoding, format and damage."""

import json

import pytest
from tiny_course import (
    CROP,
    SOLUTIONS,
    at,
    cause,
    code,
    filled,
    mend,
    put,
    read,
    solved,
    sources,
    told,
)

from course_utils.grading.intake import parsing
from course_utils.grading.intake.refusal import Refused, Sizes

pytestmark = pytest.mark.usefixtures("tiny_course")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_a_notebook_in_another_encoding_is_mended(folder, encoding, name):
    notebook = filled(SOLUTIONS | {"answer-why": "Because of the naïve “half”."})
    put(folder, json.dumps(notebook, ensure_ascii=False).encode(encoding))
    submission = read(folder)
    assert sources(submission)["answer-why"] == "Because of the naïve “half”."
    assert submission.mended == (f"the notebook is written in {name}, not in UTF-8",)


def test_latin_1_is_the_last_resort(folder):
    notebook = filled(SOLUTIONS | {"answer-why": "é\x81"})
    put(folder, json.dumps(notebook, ensure_ascii=False).encode("latin-1"))
    assert "Latin-1" in told(read(folder))


def test_nul_characters_are_left_out(folder):
    put(folder, json.dumps(filled(SOLUTIONS | {"crop": CROP + "\0"})).encode() + b"\0" * 512)
    submission = read(folder)
    assert solved(submission)
    assert submission.mended == ("NUL characters were left out",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\0" * 100, "holds nothing but NUL bytes"),
        (b"PK\x03\x04...", "is a ZIP archive, not a notebook"),
        (b"%PDF-1.7", "is a PDF, not a notebook"),
        (b"<!doctype html>", "is a web page, not a notebook"),
        (b"import numpy", "not JSON: expecting value at line 1, column 1 (character 1)"),
        (b'{"cells": [}', "not JSON: expecting value at line 1, column 12 (character 12)"),
        (b'{"cells": []', "not JSON: it ends in the middle, at character 12"),
        (b"[" * 1_000_001, "has 1,000,001 lists and objects, more than the 1,000,000 that it may have"),
        (b"[" * 900_000, "not a notebook: its JSON is nested too deeply"),
        (b'{"a":' * 900_000, "not a notebook: its JSON is nested too deeply"),
        (b"[1, 2]", "not a notebook: it has no list of cells"),
        (b'{"cells": {}}', "not a notebook: it has no list of cells"),
        (b'{"cells": []}', "holds no exercise of 01_tiny"),
    ],
)
def test_what_is_no_notebook_is_refused_with_its_cause(folder, content, said):
    put(folder, content)
    assert cause(folder) == said


WHOLE = json.dumps(filled())[:-1] + ', "more": [true, false, null, -1.5e+10, 1E-5, "\\\\ \\" \\u00e9 \\n"]}'


def test_half_a_file_is_refused_with_the_place_where_it_ends():
    assert json.loads(WHOLE)["more"][-1] == '\\ " é \n'
    for length in range(1, len(WHOLE)):
        with pytest.raises(Refused, match="it ends in the middle, at character"):
            parsing.parse(WHOLE[:length], Sizes())


def test_a_number_of_a_million_digits_is_no_matter(folder):
    notebook = filled()
    put(folder, json.dumps(notebook)[:-1] + ', "n": ' + "1" * 1_000_000 + "}")
    assert solved(read(folder))


def test_a_tab_or_line_end_within_a_text_is_no_matter(folder):
    put(folder, json.dumps(filled()).replace("\\n", "\n"))
    assert solved(read(folder))


def test_outputs_and_attachments_are_left_out():
    notebook = filled()
    notebook["cells"][at(notebook, "check-crop")]["outputs"] = [{"output_type": "execute_result", "data": 5}]
    notebook["cells"][at(notebook, "answer-why")]["attachments"] = {"a.png": {"image/png": "..."}}
    submission = mend(notebook)
    assert submission.text == mend(filled()).text
    assert submission.mended == ("what was pasted into 1 cell: left out",)


def test_nbformat_3_is_upgraded():
    cells = [
        {"cell_type": "code", "input": cell["source"], "metadata": cell["metadata"], "language": "python"}
        if cell["cell_type"] == "code"
        else {key: cell[key] for key in ("cell_type", "source", "metadata")}
        for cell in filled()["cells"]
    ]
    submission = mend({"nbformat": 3, "worksheets": [{"cells": cells[:5]}, {"cells": cells[5:]}]})
    assert submission.text == mend(filled()).text
    assert submission.mended == ("the format is older than nbformat 4: upgraded",)


def test_what_is_no_cell_is_left_out():
    notebook = filled()
    notebook["cells"] += [7, None, {"cell_type": "code", "source": {"a": 1}}]
    submission = mend(notebook)
    assert submission.text == mend(filled()).text
    assert submission.mended == ("3 cells without a readable text: left out",)


def test_sources_may_be_lists_of_lines():
    notebook = filled()
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    assert mend(notebook).text == mend(filled()).text


def test_a_notebook_of_too_many_cells_is_refused():
    with pytest.raises(Refused, match=r"^has 2,001 cells, more than the 2,000 that a submission may have$"):
        mend({"cells": [code("")] * 2001})


def test_a_cell_that_is_too_long_is_left_out_and_the_rest_is_read():
    notebook = filled()
    notebook["cells"].append(code("x" * 1_000_001))
    submission = mend(notebook)
    assert solved(submission)
    assert submission.mended == ("1 cell of more than 1,000,000 characters: left out",)


@pytest.mark.parametrize(
    "source",
    [
        "(" * 1000 + ")" * 1000,
        "-" * 4_000 + "1",
        "a" + ".b" * 2_000,
        "crop = " + "1+" * 2_000 + "1",
        "\0",
        "if 1:\n" * 90,
        "a: " + " " * 900_000,
        "a" * 900_000,
        " " * 900_000 + "%",
    ],
    ids=range(9),
)
def test_a_text_that_is_hard_to_parse_is_kept_as_it_is(source):
    notebook = filled(SOLUTIONS | {"crop": source + "\ndef crop(x): ..."})
    assert sources(mend(notebook))["crop"] == source.replace("\0", "") + "\ndef crop(x): ..."


def test_a_cell_of_too_many_lines_is_left_out(folder):
    notebook = filled()
    notebook["cells"].append(
        {"cell_type": "code", "id": "own", "metadata": {}, "source": "#\n" * 5_000, "outputs": []}
    )
    put(folder, notebook)
    submission = read(folder)
    assert submission.mended == ("1 cell of more than 5,000 lines: left out",)
    assert solved(submission)
