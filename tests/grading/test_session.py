"""A submission is run within bounds, keeps what it earned, and cannot say what its marks are.

Student code runs in the sandbox only.
"""

import base64
import pickle

import nbformat
import needs
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.grading import session
from course_utils.grading.outputs import Outputs
from course_utils.grading.sandbox import Limits, MiB
from course_utils.grading.session import Bounds, Job, Result

BOUNDS = Bounds(cell=2, total=60, output=2_000)
LIMITS = Limits(memory=400 * MiB, processor=40)
CROP = "def crop(image, top, left, height, width):\n    {}"
RIGHT = """\
if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]"""
SOLVED = CROP.format(RIGHT)
NORMALISE = """\
def normalise(image):
    image = np.asarray(image, float)
    span = image.max() - image.min()
    return (image - image.min()) / (span if span else 1.0)"""


def check(name: str) -> NotebookNode:
    about = {"grade": True, "solution": False, "grade_id": f"check-{name}", "points": 2}
    return new_code_cell(f"check({name})", metadata={"nbgrader": about})


def run(*cells: str | NotebookNode, bounds: Bounds = BOUNDS) -> tuple[Result, list[NotebookNode]]:
    """The result of a notebook of these cells, and the cells after the first, with their outputs."""
    made = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in ("import numpy as np", *cells)]
    text = nbformat.writes(new_notebook(cells=made))
    result = session.run(Job(text, "00_start", 20_251, bounds, LIMITS))
    return result, nbformat.reads(result.notebook, as_version=4).cells[1:]


def shown(cell: NotebookNode) -> str:
    return "".join(
        out.get("text") or out.get("evalue") or out.get("data", {}).get("text/plain", "")
        for out in cell.outputs
    )


# Outputs, without a kernel


def kept(limit: int, *messages: tuple[str, dict]) -> list[NotebookNode]:
    outputs = Outputs(limit)
    for kind, content in messages:
        outputs.add(kind, content)
    return outputs.result()


def test_text_within_the_bound_stays_as_it_is():
    [stream] = kept(
        10, ("stream", {"name": "stdout", "text": "12345"}), ("stream", {"name": "stdout", "text": "6"})
    )
    assert (stream.name, stream.text) == ("stdout", "123456")


def test_of_longer_text_the_first_and_last_characters_are_kept_and_the_rest_counted():
    pieces = [("stream", {"name": "stdout", "text": f"{number:04}"}) for number in range(1000)]
    [stream] = kept(16, *pieces)
    assert stream.text == "00000001\n... 3,984 characters left out ...\n09980999"


def test_a_shown_value_is_text_and_picture_only_and_never_a_result_that_could_be_a_mark():
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n....").decode()
    data = {
        "text/plain": "24",
        "text/html": "<b>",
        "image/svg+xml": "<svg>",
        "image/png": png,
        "text/latex": "$x$",
        "application/javascript": "alert(1)",
    }
    [output] = kept(1000, ("execute_result", {"data": data, "execution_count": 1}))
    assert output.output_type == "display_data"
    assert output.data == {"text/plain": "24", "image/png": png}


@pytest.mark.parametrize(
    "picture",
    ["bm8gcGljdHVyZQ==", 'iVBORw0KGgo="><script>alert(1)</script>', "", 7, "\udc80"],
    ids=["no picture", "markup", "empty", "number", "surrogate"],
)
def test_a_picture_that_is_none_is_dropped(picture):
    assert kept(1000, ("display_data", {"data": {"image/png": picture}})) == []


def test_many_values_together_stay_within_the_bound():
    value = ("display_data", {"data": {"text/plain": "x" * 400}})
    assert len(kept(2_000, *[value] * 1000)) < 10


def test_of_a_traceback_the_last_lines_are_kept():
    content = {"ename": "E", "evalue": "v", "traceback": [str(number) for number in range(1000)]}
    [error] = kept(10_000, ("error", content))
    assert error.traceback[-1] == "999"
    assert len(error.traceback) < 100


# Marks


@needs.a_sandbox
def test_a_check_shows_points_as_nbgrader_reads_them_and_a_card():
    result, cells = run(SOLVED, check("crop"), check("normalise"))
    assert [score["outcome"] for score in result.scores] == ["passed", "wrong"]
    data = cells[1].outputs[0].data
    assert float(data["text/plain"]) == result.scores[0]["points"] == result.scores[0]["out_of"]
    assert "course-check passed" in data["text/html"]


@needs.a_sandbox
def test_the_same_job_has_the_same_scores():
    cells = (CROP.format("return image[top:height, left:width]"), check("crop"))
    assert run(*cells)[0].scores == run(*cells)[0].scores


def test_jobs_and_results_can_be_sent_to_another_machine():
    job, result = Job("{}", "00_start", 1), Result("{}", ({"points": 1.0},), ("note",), 0.5)
    assert pickle.loads(pickle.dumps((job, result))) == (job, result)


@needs.a_sandbox
def test_demos_and_checks_are_not_run_as_cells():
    demo = new_code_cell("seen = 'demo'", metadata={"course": {"demo": True}})
    answer = new_markdown_cell("an answer")
    _, cells = run("def check(*_): print('ran')\nseen = None", demo, answer, check("crop"), "seen")
    assert shown(cells[0]) == shown(cells[1]) == shown(cells[4]) == ""
    assert "ran" not in shown(cells[3])


# Kernels that end


@needs.a_sandbox
def test_what_was_earned_before_and_after_a_cell_that_ends_the_kernel_counts():
    result, cells = run(
        SOLVED,
        check("crop"),
        "kept = 1",
        "import os; os._exit(0)",
        NORMALISE,
        check("normalise"),
        "print(kept)",
    )
    assert [score["outcome"] for score in result.scores] == ["passed", "passed"]
    assert len(result.notes) == 1
    assert result.notes[0].startswith("a cell after `crop` ended the kernel")
    assert shown(cells[3]) == result.notes[0]
    assert shown(cells[6]) == "1\n"


@needs.a_sandbox
def test_a_call_that_ends_the_kernel_costs_its_own_exercise_only():
    result, cells = run(
        CROP.format("import os; os._exit(0)"), NORMALISE, check("crop"), check("normalise"), "print('on')"
    )
    assert [score["outcome"] for score in result.scores] == ["wrong", "passed"]
    assert result.scores[0]["fault"] == "crashed"
    assert shown(cells[4]) == "on\n"


@needs.a_sandbox
def test_a_kernel_that_eats_memory_is_ended_with_that_cause():
    result, _ = run("hoard = [bytes([n % 256]) * 2**24 for n in range(100)]", SOLVED, check("crop"))
    assert result.notes == ("cell 2 ended the kernel: out of memory",)
    assert result.scores[0]["outcome"] == "passed"


@needs.a_sandbox
def test_a_cell_that_fails_is_noted_by_the_exercise_that_it_belongs_to():
    about = {"grade_id": "crop", "solution": True, "grade": False}
    own = new_code_cell("def crop(image", metadata={"nbgrader": about})
    result, _ = run("1 / 0", own, check("crop"), "{}['nothing']")
    first, second, third = result.notes
    assert first == "cell 2 ended with ZeroDivisionError: division by zero"
    assert second.startswith("the cell of `crop` ended with SyntaxError")
    assert third == "a cell after `crop` ended with KeyError: 'nothing'"


@needs.a_sandbox
def test_a_kernel_that_ends_too_often_is_not_replaced_and_that_is_said_once(monkeypatch):
    monkeypatch.setattr(session, "RESTARTS", 1)
    deadly = "import os; os._exit(0)"
    result, cells = run(deadly, deadly, "print('late')", "print('late')", SOLVED, check("crop"))
    assert result.notes[-1] == "the kernel ended too often: not run are cell 4 and what follows"
    assert shown(cells[3]) == "not run, for the kernel ended too often"
    assert result.scores[0]["points"] == 0


# Cells that do not end


@needs.a_sandbox
def test_a_cell_that_never_ends_is_stopped_and_what_it_defined_stays():
    result, cells = run("begun = 1\nwhile True: pass", SOLVED, check("crop"), "print(begun)")
    assert result.notes == ("cell 2 was stopped after 2 s",)
    assert result.scores[0]["outcome"] == "passed"
    assert shown(cells[3]) == "1\n"


@needs.a_sandbox
def test_a_cell_that_does_not_heed_an_interrupt_is_ended_and_the_rest_graded(monkeypatch):
    monkeypatch.setattr(session, "GRACE", 1.0)
    stubborn = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    result, _ = run(stubborn, SOLVED, check("crop"))
    assert result.notes == ("cell 2 ended the kernel: it did not stop when interrupted",)
    assert result.scores[0]["outcome"] == "passed"


@needs.a_sandbox
def test_when_the_time_of_the_submission_is_over_the_rest_is_not_run_and_earned_marks_stay():
    bounds = Bounds(cell=60, total=5, output=2_000)
    result, cells = run(
        SOLVED,
        check("crop"),
        "while True: pass",
        "print('late')",
        NORMALISE,
        check("normalise"),
        bounds=bounds,
    )
    assert [score["outcome"] == "passed" for score in result.scores] == [True, False]
    assert "late" not in shown(cells[3])
    assert result.notes[0].startswith("a cell after `crop` was stopped after")
    over = "the time for the whole notebook is over"
    assert result.notes[1:] == (f"{over}: not run are a cell after `crop` and what follows",)
    assert shown(cells[3]) == shown(cells[4]) == f"not run, for {over}"
    assert over in result.scores[1]["sentence"]


# Floods and forgeries


@needs.a_sandbox
def test_a_flood_of_output_is_cut_and_costs_nothing():
    result, cells = run("for _ in range(200): print('x' * 20_000)", SOLVED, check("crop"))
    assert len(shown(cells[0])) <= BOUNDS.output + 200
    assert result.scores[0]["outcome"] == "passed"


@needs.a_sandbox
def test_warnings_and_standard_error_cost_nothing():
    result, cells = run(
        "import sys, warnings\nwarnings.warn('old'); print('oh', file=sys.stderr)", SOLVED, check("crop")
    )
    assert "oh" in shown(cells[0])
    assert result.scores[0]["outcome"] == "passed"


@needs.a_sandbox
@pytest.mark.parametrize(
    "forged",
    [
        "'not base64!'",
        '\'{"outcome": "returned", "value": 24}\'',
        "'x' * 10**7",
        "None",
        "24",
    ],
)
def test_a_forged_reply_of_the_probe_earns_nothing(forged):
    patch = f"import course_utils.checks.probe as probe\nprobe.answer = lambda *_: {forged}"
    result, _ = run(SOLVED, patch, check("crop"))
    assert result.scores[0]["points"] == 0


@needs.a_sandbox
def test_a_forged_reply_of_the_kernel_earns_nothing():
    patch = """
kernel = get_ipython().kernel
async def do_execute(*_, **__):
    data = {"text/plain": "'eyJwb2ludHMiOiAyNH0='"}
    return {"status": "ok", "user_expressions": {"reply": {"status": "ok", "data": data}}, "points": 24}
kernel.do_execute = do_execute
"""
    result, _ = run(SOLVED, patch, check("crop"))
    assert result.scores[0]["points"] == 0
