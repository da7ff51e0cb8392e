"""The judge: one answer in, one score out."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import textwrap
from typing import Any

import numpy as np
import pytest

from course_utils.checks import Case, Exercise, Misconception, Score, answer, wire, zeros
from course_utils.checks.exercise import Measure
from course_utils.checks.judge import is_right, judge, judge_here
from course_utils.checks.reply import Reply
from course_utils.checks.request import Request

IMAGE = np.arange(12.0).reshape(3, 4)
pytestmark = pytest.mark.filterwarnings("ignore:the matrix subclass")


def double(image):
    return 2 * np.asarray(image, float)


def checked_double(image):
    if np.ndim(image) != 2:
        raise ValueError("not an image")
    return double(image)


EXERCISE = Exercise(
    name="double",
    points=3,
    cases=(
        Case("a small image", (IMAGE,), group="values"),
        Case("a random image", lambda rng: (rng.normal(size=(4, 5)),), group="random"),
        Case("no image", (np.arange(3.0),), raises=ValueError, group="errors"),
        Case("one pixel", (np.array([[3.0]]),), group="errors"),
    ),
    oracle=checked_double,
    misconceptions=(
        Misconception("squared", lambda image: image**2, "You squared."),
        Misconception("no error", double, "Raise a ValueError."),
        zeros(checked_double),
    ),
    hints=("a", "b", "c"),
    forbidden=("scipy", "numpy.multiply"),
    seconds=0.5,
)


def score(target: Any, exercise: Exercise = EXERCISE, seed: int = 0) -> Score:
    return judge_here(exercise, target, seed)


def fault(target: Any) -> tuple[str, str]:
    result = score(target)
    assert result.outcome == "wrong"
    assert result.failure is not None
    return result.failure.fault.kind, result.failure.fault.sentence


def test_a_right_answer_earns_everything() -> None:
    result = score(checked_double)
    assert (result.outcome, float(result), result.passed) == ("passed", 3, 4)


def test_whether_it_is_right_can_be_asked_alone_and_ends_at_the_first_fault() -> None:
    calls = []

    def wrong(image):
        calls.append(image)
        return -double(image)

    assert is_right(EXERCISE, checked_double)
    assert not is_right(EXERCISE, double)
    assert not is_right(EXERCISE, wrong)
    assert len(calls) == 1


def test_groups_earn_their_share_and_the_mistake_is_named_too() -> None:
    result = score(double)
    assert (float(result), result.mistake) == (2, "no error")


def test_of_two_mistakes_the_one_in_the_first_failing_group_is_named() -> None:
    assert score(lambda image: image**2 if image.shape == IMAGE.shape else image).mistake == "squared"


def test_the_first_failing_case_is_shown_with_its_call() -> None:
    failure = score(lambda image: image**2).failure
    assert failure is not None
    assert (failure.case, failure.number) == ("a small image", 1)
    assert failure.call.startswith("double([[0, 1, 2, 3], [4")
    assert failure.fault.worst == (2, 3)
    np.testing.assert_array_equal(failure.args[0], IMAGE)


def test_a_stub_is_not_attempted() -> None:
    def stub(image):
        raise NotImplementedError

    assert score(stub).outcome == "not attempted"


def test_a_stub_that_another_function_needs_is_named() -> None:
    def helper(image):
        raise NotImplementedError

    result = score(lambda image: helper(image))
    assert result.failure is not None
    assert "needs your `helper`" in result.failure.fault.sentence


def in_place(image):
    image *= 2
    return image


def endless(image):
    while True:
        pass


def endless_and_stubborn(image):
    while True:
        try:
            while True:
                pass
        except BaseException:
            return double(image)


def prints(image):
    print(double(image))


def raises_deep_inside(image):
    return np.linalg.inv(image)


def leaves(image):
    sys.exit(3)


def interrupts(image):
    raise KeyboardInterrupt


def uses_scipy(image):
    import scipy.ndimage as nd

    return nd.zoom(image, 2)


def uses_alias(image):
    return np.multiply(image, 2)


@pytest.mark.parametrize(
    ("target", "kind", "part"),
    [
        (in_place, "changed its input", "`image`"),
        (endless, "too slow", "0.5 seconds"),
        (endless_and_stubborn, "too slow", "0.5 seconds"),
        (prints, "printed, not returned", "return"),
        (lambda image: None, "nothing returned", "return"),
        (lambda image: 1 / 0, "exception", "ZeroDivisionError"),
        (raises_deep_inside, "exception", "line"),
        (leaves, "exception", "SystemExit"),
        (interrupts, "exception", "KeyboardInterrupt"),
        (lambda: 1, "exception", "TypeError"),
        (lambda image: (row for row in image), "wrong type", "generator"),
        (lambda image: "text", "wrong type", "'text'"),
        (lambda image: {"a": 1}, "wrong type", "dict"),
        (lambda image: np.asmatrix(2 * image), "wrong type", "matrix"),
        (lambda image: [[1, 2], [3]], "rows of different lengths", "have different lengths"),
        (lambda image: (2 * image).T, "wrong shape", "wrong order"),
        (lambda image: (2 * image)[:-1, :-1], "wrong shape", "one too few"),
        (lambda image: 2j * image, "wrong dtype", "complex"),
        (lambda image: (2 * image).astype(object), "wrong type", "object"),
        (lambda image: image * np.nan, "not a number", "nan"),
        (lambda image: image, "wrong values", "expected 22, got 11"),
        (lambda image: np.zeros((10_000, 10_000)), "wrong type", "bytes"),
        (uses_scipy, "forbidden", "scipy"),
        (uses_alias, "forbidden", "numpy.multiply"),
    ],
)
def test_what_is_wrong_is_said_as_itself(target: Any, kind: str, part: str) -> None:
    found, sentence = fault(target)
    assert found == kind
    assert part in sentence


def test_an_error_is_reported_at_the_learners_own_line() -> None:
    assert "return np.linalg.inv(image)" in fault(raises_deep_inside)[1]


def test_what_was_printed_is_shown() -> None:
    result = score(prints)
    assert result.failure is not None
    assert result.failure.printed.startswith("[[")


@pytest.mark.parametrize(
    "target",
    [
        lambda image: checked_double(image).tolist(),
        lambda image: checked_double(image)[::-1][::-1],
        lambda image: checked_double(image).astype(np.float32),
        lambda image: np.asfortranarray(checked_double(image)),
        lambda image: [list(row) for row in checked_double(image)],
    ],
)
def test_right_values_pass_in_any_honest_form(target: Any) -> None:
    assert score(target).outcome == "passed", score(target)


def test_returning_the_input_itself_is_no_fault_where_it_is_right() -> None:
    exercise = Exercise("same", 1, [Case("any", (IMAGE,))], lambda image: image, (), ())
    assert score(lambda image: image, exercise).outcome == "passed"


def test_a_torch_tensor_is_told_how_to_become_an_array() -> None:
    torch = pytest.importorskip("torch")
    assert ".numpy()" in fault(lambda image: torch.from_numpy(2 * image))[1]


def test_values_are_checked_by_key_and_dots_are_not_attempted() -> None:
    exercise = Exercise(
        "by_hand",
        2,
        [Case("first", ("first",), group="first"), Case("second", ("second",), group="second")],
        lambda key: {"first": np.array([1, 2]), "second": np.array([3, 4])}[key],
        [Misconception("counted from 2", {"first": [2, 3], "second": [4, 5]}, "Count from 1.")],
        (),
    )
    assert score(..., exercise).outcome == "not attempted"
    assert score({"first": ..., "second": ...}, exercise).outcome == "not attempted"
    half = score({"first": [1, 2], "second": ...}, exercise)
    assert (half.outcome, float(half)) == ("wrong", 1)
    assert float(score({"first": [1, 2], "second": (3, 4)}, exercise)) == 2
    assert score({"first": [2, 3], "second": ...}, exercise).mistake == "counted from 2"


def test_a_drive_uses_what_a_plain_call_cannot() -> None:
    def drive(target, x):
        return target(lambda v: v**2, x)

    exercise = Exercise("apply", 1, [Case("square", (3.0,))], lambda x: x**2, (), (), drive=drive)
    assert score(lambda f, x: f(x), exercise).outcome == "passed"


def test_a_demanded_dtype_is_demanded() -> None:
    exercise = Exercise("bytes", 1, [Case("any", (IMAGE,), dtype="uint8")], lambda image: image, (), ())
    assert score(lambda image: image.astype(np.uint8), exercise).outcome == "passed"
    result = score(lambda image: image, exercise)
    assert result.failure is not None
    assert result.failure.fault.kind == "wrong dtype"


@pytest.mark.parametrize(
    ("value", "outcome"), [(7, "passed"), (np.int32(7), "passed"), (7.0, "wrong"), (True, "wrong")]
)
def test_a_whole_number_is_an_int_of_any_kind(value: Any, outcome: str) -> None:
    exercise = Exercise("count", 1, [Case("seven", (), dtype="int")], lambda: 7, (), ())
    assert score(lambda: value, exercise).outcome == outcome


PARTS = Exercise(
    "parts",
    3,
    [
        Case("one", (IMAGE,), group="one", parts=("one",)),
        Case("two", (IMAGE,), group="two", parts=("two",)),
        Case("both", (IMAGE + 1,), group="both"),
    ],
    lambda image: (2 * image, 3 * image),
    (),
    (),
    returns=("one", "two"),
)


def test_a_mistake_in_one_part_costs_only_the_groups_that_are_about_it() -> None:
    result = score(lambda image: (2 * image, -3 * image), PARTS)
    assert [group.points for group in result.groups] == [1, 0, 0]
    assert result.failure is not None
    assert (result.failure.fault.part, result.mistake) == ("two", "sign turned around")


def test_a_case_about_one_part_still_asks_for_all_of_them() -> None:
    assert float(score(lambda image: (2 * image,), PARTS)) == 0
    assert float(score(lambda image: [2 * image, 3 * image], PARTS)) == 3


def measured(speed: Any, factor: float = 2.0) -> Score:
    exercise = Exercise(
        "race",
        1,
        [Case("a race", (IMAGE,)), Case("no race", (np.zeros(2),), raises=ValueError)],
        lambda image: (checked_double(image), 20.0),
        (),
        (),
        returns=("y", "speed"),
        measured={"speed": Measure("times the loops", "not a product", "Loops are slow.")},
    )
    return score(lambda image: (checked_double(image) * factor / 2, speed), exercise)


def test_a_measure_is_said_as_measured_and_as_asked() -> None:
    result = measured(7.0)
    assert (result.outcome, result.mistake) == ("wrong", "not a product")
    assert result.advice == "Loops are slow."
    assert result.failure is not None
    assert result.failure.fault.sentence == "7 times the loops measured, 20 asked."
    assert measured(530.0).note == "530 times the loops; 20 were asked."


def test_a_measure_counts_only_where_the_answer_is_right_and_is_a_number() -> None:
    assert measured(530.0, factor=3).mistake == "off by a factor"
    for odd in ("fast", float("nan"), None, [1]):
        assert measured(odd).outcome == "wrong"


def test_the_learners_random_numbers_are_left_alone() -> None:
    np.random.seed(5)
    expected = np.random.rand()
    np.random.seed(5)
    score(checked_double)
    assert np.random.rand() == expected


@pytest.mark.parametrize(
    "reply", ["", "{", "[]", "null", '{"dict": {}}', '{"array": ["O", [1], ""]}', "x" * 100]
)
def test_a_reply_that_makes_no_sense_is_a_wrong_answer(reply: str) -> None:
    result = judge(EXERCISE, lambda request: Reply.read(reply))
    assert (result.outcome, float(result)) == ("wrong", 0)


PROBE = """
import sys
from course_utils.checks.probe import answer

def right(image):
    import numpy as np
    if image.ndim != 2:
        raise ValueError("not an image")
    return 2 * image

def squared(image):
    return image ** 2

def stub(image):
    raise NotImplementedError

target = globals()[sys.argv[1]]
for line in sys.stdin:
    print(answer(target, line), flush=True)
oracles = ("scipy", "torch", "sklearn", "course_utils.exercises")
banned = [name for name in sys.modules if name.startswith(oracles)]
assert not banned, banned
"""


@pytest.mark.parametrize(
    ("name", "outcome", "mistake"),
    [("right", "passed", None), ("squared", "wrong", "squared"), ("stub", "not attempted", None)],
)
def test_probes_in_another_process_give_the_same_verdicts(
    name: str, outcome: str, mistake: str | None, tmp_path: Any
) -> None:
    (tmp_path / "student.py").write_text(textwrap.dedent(PROBE))
    command = [sys.executable, str(tmp_path / "student.py"), name]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(request: Request) -> Reply:
            assert json.loads(request.dumps())  # nothing but JSON
            print(request.dumps(), file=process.stdin, flush=True)
            return Reply.read(process.stdout.readline())

        result = judge(EXERCISE, ask)
        process.stdin.close()
        assert process.wait(20) == 0
    assert (result.outcome, result.mistake) == (outcome, mistake)


def test_requests_hold_no_answer() -> None:
    seen: list[str] = []

    def ask(request: Request) -> Reply:
        seen.append(request.dumps())
        return Reply.read(answer(checked_double, seen[-1]))

    judge(EXERCISE, ask)
    assert all(set(wire.loads(text)) == vars(Request(())).keys() for text in seen)


BY_HAND = Exercise(
    "by_hand",
    1,
    [Case("first", ("first",))],
    lambda key: np.array([1, 2]),
    [Misconception("counted from 2", {"first": [2, 3]}, "Count from 1.")],
    (),
)


def test_a_value_that_was_to_be_found_is_not_given_away() -> None:
    result = score({"first": [1, 7]}, BY_HAND)
    assert result.failure is not None
    assert result.failure.fault.sentence == "Not right yet. The entry at [1] is furthest off."
    assert result.failure.fault.expected is None
    assert result.failure.call == "by_hand['first']"


def test_a_value_that_is_driven_is_not_given_away_either() -> None:
    def drive(target, key):
        return target[key]

    result = score({"first": [1, 7]}, dataclasses.replace(BY_HAND, drive=drive))
    assert result.failure is not None
    assert result.failure.fault.expected is None
    assert result.failure.call == "by_hand('first')"


def test_what_calls_a_forbidden_library_has_no_other_mistake() -> None:
    assert score(lambda image: np.multiply(image, image)).mistake == "forbidden"


def test_a_list_of_the_right_numbers_passes_with_a_word_of_warning() -> None:
    result = score(lambda image: checked_double(image).tolist())
    assert result.outcome == "passed"
    assert "list" in (result.note or "")
    assert score(checked_double).note is None


def test_a_value_may_be_written_as_a_list() -> None:
    assert score({"first": [1, 2]}, BY_HAND).note is None


def test_ones_own_error_in_a_right_call_is_told_apart() -> None:
    def double(image):
        if image.shape[0] >= 3:
            raise ValueError("too large")
        return 2 * image

    assert "yet your `raise` was reached" in fault(double)[1]


def test_an_error_in_a_function_that_it_calls_is_told_apart() -> None:
    def strict(image):
        if image.shape[0] >= 3:
            raise ValueError("too large")
        return double(image)

    assert "A call of `strict` was refused" in fault(strict)[1]


def test_an_error_that_is_returned_instead_of_raised_is_told() -> None:
    def polite(image):
        return ValueError("no image") if image.ndim != 2 else double(image)

    assert "without `return`" in fault(polite)[1]


def test_points_are_told_by_group() -> None:
    assert [(g.name, g.points, g.out_of) for g in score(double).groups] == [
        ("values", 1, 1),
        ("random", 1, 1),
        ("errors", 0, 1),
    ]


def test_guards_without_the_work_are_not_an_attempt() -> None:
    def guarded(image):
        if np.ndim(image) != 2:
            raise ValueError("no image")
        raise NotImplementedError

    assert score(guarded).outcome == "not attempted"


def test_numbers_that_look_alike_are_shown_in_full() -> None:
    kind, sentence = fault(lambda image: checked_double(image) + 3e-5 * (image == 11))
    assert kind == "wrong values"
    assert "expected 22.0, got 22.00003" in sentence


def test_work_in_float32_is_right_work() -> None:
    assert score(lambda image: checked_double(image.astype(np.float32)).astype(float)).outcome == "passed"
    assert score(lambda image: checked_double(image).astype(np.float32)).outcome == "passed"
    assert score(lambda image: checked_double(image).astype(np.float16)).outcome == "wrong"
    precise = dataclasses.replace(EXERCISE, precise=True)
    assert (
        score(lambda image: checked_double(image.astype(np.float32)).astype(float), precise).outcome
        == "wrong"
    )


def test_a_count_is_exact_however_large() -> None:
    exercise = Exercise("count", 1, [Case("many", (62_378_344,))], lambda n: n, (), ())
    assert score(lambda n: n, exercise).outcome == "passed"
    assert score(lambda n: n + 1, exercise).outcome == "wrong"


def stacked(target, images):
    return np.stack(target(images))


def equal_images(images):
    if len(images) < 2:
        raise ValueError("one image only")
    return [image[:2] for image in images]


STACKED = Exercise(
    "equal_images",
    2,
    [
        Case("two images", ([IMAGE, IMAGE[:2]],), group="images"),
        Case("one image", ([IMAGE],), raises=ValueError, group="errors"),
    ],
    lambda images: np.stack(equal_images(images)),
    (),
    (),
    drive=stacked,
)


def test_an_error_of_the_drive_is_not_taken_for_the_learners() -> None:
    assert float(score(equal_images, STACKED)) == 2
    result = score(lambda images: [image[: len(images) * 9] for image in images] or 1 / 0, STACKED)
    assert result.failure is not None
    assert "cannot be used in the way that the exercise says" in result.failure.fault.sentence
    ragged = score(
        lambda images: [np.zeros(2), np.zeros(3)], STACKED
    )  # np.stack raises a ValueError of its own
    assert float(ragged) == 0


def test_a_list_in_place_of_a_tuple_is_as_good() -> None:
    exercise = Exercise("two", 1, [Case("any", (IMAGE,))], lambda image: (image, -image), (), ())
    result = score(lambda image: [image, -image], exercise)
    assert (result.outcome, result.note) == ("passed", None)
