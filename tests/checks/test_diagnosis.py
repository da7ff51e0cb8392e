"""A name is true: it explains a fault, and contradicts no case that passed."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import numpy as np
import pytest
from test_judge import EXERCISE, checked_double, double, score

from course_utils.checks import Case, Misconception, diagnosis, verdict

double_and_one = Misconception("one more", lambda image: 2 * image + 1, "One too many.")


def refusing(image):
    raise ValueError("not this one")


def test_of_two_errors_of_one_type_only_the_same_one_is_named() -> None:
    def bad_shapes(image):
        return image + np.ones((7, 7))  # a ValueError of NumPy's own

    known = dataclasses.replace(
        EXERCISE,
        misconceptions=(Misconception("cannot reshape", lambda image: image.reshape(7, -1), "No."),),
    )
    assert score(bad_shapes, known).mistake == "shapes that do not fit"
    assert score(lambda image: image.reshape(7, -1), known).mistake == "cannot reshape"


def test_somebodys_own_raise_is_not_taken_for_an_error_of_numpy() -> None:
    def double(image):
        if image.ndim == 2:
            raise ValueError("no")
        return 2 * image

    known = dataclasses.replace(
        EXERCISE,
        misconceptions=(Misconception("cannot reshape", lambda image: image.reshape(7, -1), "No."),),
    )
    assert score(double, known).mistake == "right input refused"


def test_a_mistake_about_a_missing_error_is_not_seen_where_the_error_is_raised() -> None:
    def careful_but_wrong(image):
        return checked_double(image) + (image.size == 1)

    assert score(careful_but_wrong).mistake is None


def test_a_mistake_that_returns_nothing_in_some_cases_is_recognised() -> None:
    def in_the_loop(image):
        for row in image:
            return 2 * np.broadcast_to(row, image.shape)

    known = dataclasses.replace(
        EXERCISE,
        cases=(*EXERCISE.cases[:2], Case("no rows", (np.zeros((0, 3)),))),
        misconceptions=(Misconception("return in the loop", in_the_loop, "No."),),
    )
    assert score(lambda image: in_the_loop(image), known).mistake == "return in the loop"


@pytest.mark.parametrize("value", [1j, [1, [2, 3]], (2.0, [1, [2, 3]]), {"root": None}, object()])
def test_a_mistake_whose_results_are_no_numbers_explains_nothing(value: Any) -> None:
    known = dataclasses.replace(
        EXERCISE, misconceptions=(Misconception("no numbers", lambda image: value, "No."), double_and_one)
    )
    assert score(lambda image: 2 * image + 1, known).mistake == "one more"
    assert score(lambda image: 3.0, known).mistake is None


def test_all_calls_that_let_bad_input_through_are_listed() -> None:
    refused = (Case(name, (np.ones(1),), raises=ValueError) for name in ("too small", "too flat"))
    exercise = dataclasses.replace(EXERCISE, cases=(*EXERCISE.cases[:2], *refused), misconceptions=())
    found = score(lambda image: 2 * image, exercise)
    assert found.mistake == "bad input let through"
    assert "2 calls should end in a ValueError" in (found.advice or "")
    assert (found.advice or "").endswith("they end without one: too small, too flat.")


def test_where_only_an_error_is_missing_no_argument_was_misread() -> None:
    def largest(x, padding=0):
        if padding > 1:
            raise ValueError("too much padding")
        return np.pad(x, padding, constant_values=-np.inf).max(axis=1)

    exercise = dataclasses.replace(
        EXERCISE,
        cases=(
            Case("a border", (np.arange(6.0).reshape(2, 3), 1)),
            Case("too much", (np.ones((2, 3)), 2), raises=ValueError),
        ),
        oracle=largest,
        misconceptions=(),
    )

    def unchecked(x, padding=0):
        return np.pad(x, padding, constant_values=-np.inf).max(axis=1)

    assert score(unchecked, exercise).mistake == "bad input let through"


def test_a_listed_mistake_is_not_named_where_it_contradicts_a_right_case() -> None:
    def squares_large_ones(image):
        return image**2 if image.size > 1 else checked_double(image)

    assert score(squares_large_ones).mistake is None  # 3 was doubled rightly, not squared


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (lambda image: 1 / 0, "divided by zero"),
        (lambda image: re.search("x", "").end(), "None where a value was needed"),
        (lambda image: image[99], "index out of range"),
        (lambda image: double(image) if image else image, "an array taken for True or False"),
        (lambda image: [a for a, b in image], "another number of values than names"),
        (lambda image: np.zeros(3).__setitem__(0, image), "an array where one number has room"),
        (lambda image: refusing(image), "a call refused"),
        (lambda image: missing, "a name that does not exist"),  # noqa: F821
        (lambda: 1, "other arguments than the call has"),
        (lambda image: (2, 1) < 0 or image, "a pair or list where a number was needed"),
        (lambda image: np.zeros(((2, 1), 3)), "a pair or list where a number was needed"),
        (lambda image: image.ndim[0], "a number where a pair or an array was needed"),
        (lambda image: image.transpose(1, 2, 0), "another number of axes"),
        (lambda image: np.stack([]), "an empty list joined"),
        (lambda image: image[:0].reshape(0, -1), "an empty array stopped by a -1"),
        (lambda image: np.zeros((-1, 2)), "a negative size"),
        (lambda image: None, "nothing returned"),
        (lambda image: print(image), "printed, not returned"),
    ],
)
def test_an_error_is_named_for_what_it_is(target, name: str) -> None:
    assert score(target).mistake == name


def test_a_refused_right_call_is_named() -> None:
    def double(image):
        if image.ndim != 2 or image.shape[0] < 2:
            raise ValueError("too small")
        return 2 * image

    assert score(double).mistake == "right input refused"


@pytest.mark.parametrize(
    ("raised", "name"), [(TypeError, "another exception"), (None, "error returned, not raised")]
)
def test_errors_that_were_asked_for_and_came_out_otherwise_are_named(raised, name: str) -> None:
    def double(image):
        if image.ndim != 2:
            if raised:
                raise raised("not an image")
            return ValueError("not an image")
        return 2 * image

    assert score(double).mistake == name


def test_an_answer_of_another_dtype_is_named_for_its_own() -> None:
    in_uint8 = dataclasses.replace(
        EXERCISE,
        cases=tuple(dataclasses.replace(case, dtype="float64") for case in EXERCISE.cases[:2]),
        misconceptions=(
            Misconception("always half", lambda image: double(image).astype(np.float16), "float16 is small."),
            Misconception("always float32", lambda image: double(image).astype(np.float32), "That is less."),
        ),
    )
    assert score(lambda image: double(image).astype(np.float32), in_uint8).mistake == "always float32"
    assert score(lambda image: double(image).astype(np.longdouble), in_uint8).mistake == "wrong dtype"


def broken(*args: Any, **kwargs: Any) -> None:
    raise TypeError("a fault of ours")


def test_a_fault_of_ours_in_the_diagnosis_costs_the_name_only(monkeypatch) -> None:
    monkeypatch.setattr(diagnosis.patterns, "explain", broken)
    result = score(lambda image: np.sin(image))
    assert (result.outcome, result.mistake) == ("wrong", None)
    assert "fault of the course" in (result.note or "")


def test_a_fault_of_ours_in_the_verdict_is_said_as_ours(monkeypatch) -> None:
    monkeypatch.setattr(verdict, "compare", broken)
    result = score(checked_double)
    assert (result.outcome, float(result)) == ("not judged", 0)
    assert result.failure is not None
    assert "not of your answer" in result.failure.fault.sentence


def test_a_pattern_of_one_group_is_not_said_of_the_others() -> None:
    cases = [dataclasses.replace(case, group=str(number)) for number, case in enumerate(EXERCISE.cases[:2])]
    two = dataclasses.replace(EXERCISE, points=2, cases=cases, misconceptions=())
    large = EXERCISE.cases[1].draw(np.random.default_rng(0))[0].shape

    def turned_or_bent(image):
        return np.sin(image) if image.shape == large else -2 * image

    result = score(turned_or_bent, two)
    assert result.mistake == "sign turned around"
    assert 'This is about "0"; other groups fail in another way.' in result.advice
    assert "This is about" not in score(lambda image: -2 * image, two).advice


def test_an_error_in_a_later_case_is_named_where_the_numbers_say_nothing() -> None:
    def double(image):
        return np.sin(image) if image.shape == (3, 4) else image @ np.ones((7, 7))

    assert score(double).mistake == "shapes that do not fit"


def test_zeros_in_one_group_are_not_called_all_zeros() -> None:
    def double(image):
        return 0.0 * image if image.shape == (3, 4) else np.sin(image)

    assert score(double).mistake is None


def test_a_missing_error_is_not_called_a_mistake_that_would_change_the_right_results() -> None:
    def ones(image):
        return np.ones((2, 2))

    def checked_ones(image):
        if np.ndim(image) != 2:
            raise ValueError("not an image")
        return ones(image)

    def twos(image):
        return 2 * ones(image) if np.ndim(image) == 2 else ones(image)

    known = dataclasses.replace(
        EXERCISE, oracle=checked_ones, misconceptions=(Misconception("doubled", twos, "No."),)
    )
    assert score(ones, known).mistake == "bad input let through"
