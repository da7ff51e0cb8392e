"""The names that a function uses are found, through aliases and helpers."""

from __future__ import annotations

import linecache

import numpy as np
import numpy.linalg as la

from course_utils.checks.sources import names_used, source_of


def helper(x):
    return la.norm(x)


def direct(x):
    return np.fft.fft(x)


def through_a_helper(x):
    return helper(x) + through_a_helper.__name__.count("x")


def local_import(x):
    from scipy import signal as s

    return s.correlate2d(x, x)


class Layer:
    def forward(self, x):
        return np.einsum("ij->j", x)


def test_attributes_of_modules() -> None:
    assert "numpy.fft.fft" in names_used(direct)


def test_helpers_are_followed() -> None:
    assert "numpy.linalg.norm" in names_used(through_a_helper)


def by_its_name(x):
    return getattr(np.fft, "fft")(x)  # noqa: B009 - as somebody would write it who hides a name


def test_a_name_in_quotes_is_seen() -> None:
    assert "numpy.fft.fft" in names_used(by_its_name)


def test_imports_inside_are_seen() -> None:
    assert {"scipy.signal", "scipy.signal.correlate2d"} <= set(names_used(local_import))


def test_classes_have_sources_too() -> None:
    assert "numpy.einsum" in names_used(Layer)


def test_without_a_source_there_are_no_names() -> None:
    assert names_used(np.sum) == ()
    assert names_used(3) == ()
    assert names_used(eval("lambda x: x")) == ()


def test_a_class_of_a_notebook_is_found_by_its_methods() -> None:
    """A notebook's classes belong to no file; inspect finds nothing of them."""
    cell = """\
import numpy.fft as f
class A:
    x = 1

class A:
    def go(self, x):
        return f.fft(x)
"""
    linecache.cache["<cell 7>"] = (len(cell), None, cell.splitlines(keepends=True), "<cell 7>")
    scope = {"__name__": "__main__"}
    exec(compile(cell, "<cell 7>", "exec"), scope)
    assert source_of(scope["A"]).startswith("class A:\n    def go")
    assert "numpy.fft.fft" in names_used(scope["A"])
