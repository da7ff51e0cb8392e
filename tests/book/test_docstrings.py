"""Docstrings as reStructuredText."""

from __future__ import annotations

from course_utils.book.docstrings import arguments, as_rst, shown


def test_each_argument_is_an_item_and_headings_are_bold():
    lines = [
        "Check.",
        "",
        "Parameters",
        "----------",
        "target : your function,",
        "    or its name.",
        "",
        "End.",
    ]
    assert as_rst(lines, {"target"}) == [
        *(
            "Check.",
            "",
            "**Parameters**",
            "",
            "",
            "* **target**: your function,",
            "  or its name.",
            "",
            "End.",
        )
    ]


def test_two_names_share_a_line_and_other_words_before_a_colon_are_text():
    lines = ["Correlate.", "", "image, kernel: arrays.", "stride: in pixels.", "", "Source: a paper."]
    assert as_rst(lines, {"image", "kernel", "stride"}) == [
        *(
            "Correlate.",
            "",
            "",
            "* **image, kernel**: arrays.",
            "* **stride**: in pixels.",
            "",
            "Source: a paper.",
        )
    ]


def test_what_takes_no_arguments_has_none():
    assert list(arguments(lambda x, y=1: x)) == ["x", "y"]
    assert list(arguments(3)) == []


def test_what_stands_for_a_missing_argument_is_not_shown():
    assert shown(None, "", "", None, None, "(target=_MISSING, *, seed=0)", None) == (
        "(target, *, seed=0)",
        None,
    )
    assert shown(None, "", "", None, None, None, None) == (None, None)
