"""A submission is run within bounds, keeps what it earned, and cannot say what its marks are.

Student code runs in the sandbox only.
"""

import pickle
from collections.abc import Mapping
from dataclasses import replace

import nbformat
import needs
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils import exercises
from course_utils.cells import Role
from course_utils.checks.probe import reply_of
from course_utils.checks.reply import Reply
from course_utils.checks.request import Request
from course_utils.grading import assembly, session, supervised
from course_utils.grading.apart.client import TookTooLong
from course_utils.grading.job import Bounds, Job, JobResult, Part
from course_utils.grading.kernel import OVER, Gone, Slow
from course_utils.grading.sandbox.limits import Limits, MiB

PATIENT = Bounds(cell=120, total=3600, grace=120, output=2_000)  # a busy machine is slow
LIMITS = Limits(memory=400 * MiB)
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
    return new_code_cell(f"check({name})", metadata=Role("check", name, 2).metadata())


def exercise(name: str, source: str) -> NotebookNode:
    return new_code_cell(source, metadata=Role("exercise", name).metadata())


def run(
    *cells: str | NotebookNode, bounds: Bounds = PATIENT, solutions: Mapping[str, str] | None = None
) -> tuple[JobResult, list[NotebookNode]]:
    """The result of a notebook of these cells, and the cells after the first, with their outputs."""
    made = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in ("import numpy as np", *cells)]
    text = nbformat.writes(new_notebook(cells=made))
    result = session.run(Job(text, "00_start", 20_251, bounds, LIMITS, solutions=solutions or {}))
    return result, nbformat.reads(result.notebook, as_version=4).cells[1:]


def shown(cell: NotebookNode) -> str:
    return "".join(
        out.get("text") or out.get("evalue") or out.get("data", {}).get("text/plain", "")
        for out in cell.outputs
    )


# Marks


@needs.a_sandbox
def test_a_check_shows_points_as_nbgrader_reads_them_and_a_card():
    result, cells = run(SOLVED, check("crop"), check("normalise"))
    assert [score["outcome"] for score in result.scores] == ["passed", "wrong"]
    data = cells[1].outputs[0].data
    assert float(data["text/plain"]) == result.scores[0]["points"] == result.scores[0]["out_of"]
    assert "course-check passed" in data["text/html"]


RESTING = NORMALISE.replace("np.asarray(image, float)", "np.asarray(crop(image, 0, 0, *image.shape), float)")
TRANSPOSED = CROP.format("return image.T")


@needs.a_sandbox
def test_what_rests_on_a_wrong_answer_earns_follow_through_points_where_they_are_given():
    cells = (
        exercise("crop", TRANSPOSED),
        check("crop"),
        exercise("normalise", RESTING),
        check("normalise"),
        "print(crop(np.ones((2, 3)), 0, 0, 1, 1).shape)",
    )
    without, _ = run(*cells)
    assert [score["points"] for score in without.scores] == [0, 0]
    given, shown_cells = run(*cells, solutions={"crop": SOLVED, "normalise": NORMALISE})
    assert [score["points"] for score in given.scores] == [0, 2]
    assert [score["followed_through"] for score in given.scores] == [0, 2]
    assert given.scores[1]["because_of"] == "crop"
    assert "2 follow-through points: judged with a right `crop`" in given.notes[-1]
    assert float(shown_cells[3].outputs[0].data["text/plain"]) == 2
    assert shown(shown_cells[4]).strip() == "(3, 2)", "nothing of the second judging is shown"


@needs.a_sandbox
def test_a_wrong_answer_of_ones_own_earns_no_follow_through_points():
    wrong = RESTING.replace("image.max() - image.min()", "image.max()")
    cells = (exercise("crop", TRANSPOSED), check("crop"), exercise("normalise", wrong), check("normalise"))
    given, _ = run(*cells, solutions={"crop": SOLVED, "normalise": NORMALISE})
    assert given.scores[1]["followed_through"] == 0
    assert given.scores[1]["because_of"] is None


@needs.a_sandbox
def test_an_answer_that_rests_on_nothing_is_not_judged_with_the_courses():
    cells = (exercise("crop", TRANSPOSED), check("crop"))
    given, _ = run(*cells, solutions={"crop": SOLVED, "normalise": NORMALISE})
    assert given.scores[0]["points"] == 0


def untimed(scores):
    """Scores without how long their checks took."""
    return [{name: value for name, value in score.items() if name != "seconds"} for score in scores]


@needs.a_sandbox
def test_the_same_job_has_the_same_scores():
    cells = (CROP.format("return image[top:height, left:width]"), check("crop"))
    assert untimed(run(*cells)[0].scores) == untimed(run(*cells)[0].scores)


def test_jobs_and_results_can_be_sent_to_another_machine():
    job, result = Job("{}", "00_start", 1), JobResult("{}", ({"points": 1.0},), ("note",), 0.5)
    assert pickle.loads(pickle.dumps((job, result))) == (job, result)


@needs.a_sandbox
def test_demos_and_checks_are_not_run_as_cells():
    demo = new_code_cell("seen = 'demo'", metadata=Role("demo").metadata())
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
def test_exit_in_a_call_or_a_cell_costs_nothing_that_comes_after_it():
    result, cells = run(
        CROP.format("exit()"), check("crop"), NORMALISE, "exit()", check("normalise"), "print(1)"
    )
    assert [score["outcome"] for score in result.scores] == ["wrong", "passed"]
    assert [note.partition(":")[2] for note in result.notes] == [" `exit` was called"] * 2
    assert shown(cells[5]) == "1\n"


@needs.a_sandbox
def test_a_kernel_that_eats_memory_is_ended_and_the_rest_graded():
    hoard = """
hoard = []
while True:
    try:
        hoard.append(b"x" * 2**24)
    except MemoryError:
        pass
"""
    result, _ = run(hoard, SOLVED, check("crop"))
    [note] = result.notes
    assert note.startswith("cell 2")
    assert result.scores[0]["outcome"] == "passed"


@needs.a_sandbox
def test_a_cell_that_fails_is_noted_by_the_exercise_that_it_belongs_to():
    own = new_code_cell("def crop(image", metadata=Role("exercise", "crop").metadata())
    result, _ = run("1 / 0", own, check("crop"), "{}['nothing']")
    first, second, third = result.notes
    assert first == "cell 2 ended with ZeroDivisionError: division by zero"
    assert second.startswith("the cell of `crop` ended with SyntaxError")
    assert third == "a cell after `crop` ended with KeyError: 'nothing'"


@needs.a_sandbox
def test_a_kernel_that_ends_too_often_is_not_replaced_and_that_is_said_once():
    deadly, once = "import os; os._exit(0)", replace(PATIENT, restarts=1)
    result, cells = run(deadly, deadly, "print('late')", "print('late')", SOLVED, check("crop"), bounds=once)
    assert result.notes[-1] == "the kernel ended too often: not run are cell 4 and what follows"
    assert shown(cells[3]) == "not run, for the kernel ended too often"
    assert result.scores[0]["points"] == 0


# Cells that do not end


@needs.a_sandbox
def test_a_cell_that_never_ends_is_stopped_and_what_it_defined_stays():
    cells = ("begun = 1\nwhile True: pass", SOLVED, check("crop"), "print(begun)")
    result, cells = run(*cells, bounds=replace(PATIENT, cell=2))
    [note] = result.notes
    assert note.startswith("cell 2")
    assert result.scores[0]["outcome"] == "passed"
    assert shown(cells[3]) == "1\n"


@needs.a_sandbox
def test_a_cell_that_does_not_heed_an_interrupt_is_ended_and_the_rest_graded():
    stubborn = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    result, _ = run(stubborn, SOLVED, check("crop"), bounds=replace(PATIENT, cell=2, grace=1))
    [note] = result.notes
    assert note.startswith("cell 2")
    assert result.scores[0]["outcome"] == "passed"


@needs.a_sandbox
def test_when_the_time_is_over_nothing_runs_and_that_is_said_once():
    late = replace(PATIENT, total=0.001)
    result, cells = run("print('late')", SOLVED, check("crop"), bounds=late)
    assert result.notes == (f"{OVER}: not run are cell 1 and what follows",)
    assert shown(cells[0]) == shown(cells[1]) == f"not run, for {OVER}"
    assert OVER in result.scores[0]["sentence"]
    assert result.scores[0]["points"] == 0


class Honest:
    """Stands in for a kernel: runs honest code here, until a cell that never ends takes all the time."""

    alive, cause = True, ""

    def __init__(self) -> None:
        self.names: dict[str, object] = {}

    def execute(self, code: str, outputs: object) -> None:
        if not self.alive:
            raise Gone(OVER)
        if "while True" in code:
            self.alive = False
            raise Slow("5 s")
        exec(code, self.names)

    def probe(self, target: str, request: Request) -> Reply:
        if not self.alive:
            raise Gone(OVER)
        return reply_of(self.names[target], request)


def test_when_the_time_is_over_earned_marks_stay():
    one = session.Session(Honest(), PATIENT, seed=20_251)
    one.execute(f"import numpy as np\n{SOLVED}\n{NORMALISE}", "cell 1")
    before = one.judge(exercises.find("crop"), "crop")
    one.execute("while True: pass", "cell 2")
    one.execute("print('late')", "cell 3")
    after = one.judge(exercises.find("normalise"), "normalise")
    assert (before.outcome, before.points) == ("passed", before.out_of)
    assert (after.outcome, after.points) == ("wrong", 0)
    assert one.notes == ["cell 2 was stopped after 5 s", f"{OVER}: not run are cell 3 and what follows"]


def test_what_an_answer_prints_when_it_is_checked_is_not_shown():
    one = session.Session(Honest(), PATIENT, seed=20_251)
    one.execute(f"import numpy as np\n{CROP.format('print(image); return image')}", "cell 1")
    score = one.judge(exercises.find("crop"), "crop")
    assert score.failure is not None
    assert {failure.printed for failure in score.failures} == {""}


# Faults of ours


def broken(*_: object, **__: object) -> None:
    raise TypeError("a fault of ours")


@pytest.mark.parametrize("part", ["draw", "oracle"])
def test_a_fault_of_ours_leaves_that_exercise_to_a_person_and_the_others_are_judged(part):
    crop = exercises.find("crop")
    case = replace(crop.cases[0], args=broken if part == "draw" else crop.cases[0].args)
    faulty = replace(crop, cases=[case, *crop.cases[1:]], oracle=broken if part == "oracle" else crop.oracle)
    one = session.Session(Honest(), PATIENT, seed=20_251)
    one.execute(f"import numpy as np\n{SOLVED}\n{NORMALISE}", "cell 1")
    scores = [one.judge(faulty, "crop"), one.judge(exercises.find("normalise"), "normalise")]
    assert [score.outcome for score in scores] == ["not judged", "passed"]
    assert "a fault of the course, not" in str(assembly.card_of(scores[0]))
    assert one.notes == ["`crop` could not be judged, by a fault of the course: it waits for you"]


def test_judging_that_does_not_end_is_left_to_a_person_and_the_others_are_judged():
    def endless(*_: object, **__: object) -> None:
        while True:
            pass

    faulty = replace(exercises.find("crop"), oracle=endless)
    one = session.Session(Honest(), replace(PATIENT, judging=0.2), seed=20_251)
    one.execute(f"import numpy as np\n{SOLVED}\n{NORMALISE}", "cell 1")
    assert one.judge(faulty, "crop").outcome == "not judged"
    one = session.Session(Honest(), PATIENT, seed=20_251)
    one.execute(f"import numpy as np\n{NORMALISE}", "cell 1")
    assert one.judge(exercises.find("normalise"), "normalise").outcome == "passed"


def test_of_a_submission_that_took_too_long_what_was_earned_stays(monkeypatch):
    cells = ["x = 1", check("crop"), "while True: pass", check("normalise")]
    made = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    earned = {"exercise": "crop", "points": 5.0, "outcome": "passed"}
    parts = [Part(0, (), None, ()), Part(1, (), earned, ("a note",))]

    def late(*_: object, seconds: float, **__: object) -> None:
        raise TookTooLong(seconds, parts)

    monkeypatch.setattr(supervised, "call", late)
    result = supervised.run(Job(nbformat.writes(new_notebook(cells=made)), "00_start", 1))
    assert [score["points"] for score in result.scores] == [5, 0]
    assert result.notes == (
        "a note",
        "the grading of it took too long: not run are a cell after `crop` and what follows",
    )
    assert "took too long" in str(nbformat.reads(result.notebook, as_version=4).cells[3].outputs)


@needs.a_sandbox
def test_a_submission_in_a_process_of_its_own_has_the_same_result():
    cells = [new_code_cell(f"import numpy as np\n{SOLVED}"), check("crop")]
    job = Job(nbformat.writes(new_notebook(cells=cells)), "00_start", 20_251, PATIENT, LIMITS)
    apart, here = supervised.run(job), session.run(job)
    assert (untimed(apart.scores), apart.notes) == (untimed(here.scores), here.notes)
    assert apart.scores[0]["outcome"] == "passed"


def test_a_notebook_shows_so_much_however_many_cells_show_all_that_one_may():
    class Loud(Honest):
        def execute(self, code, outputs):
            outputs.add("stream", {"name": "stdout", "text": "x" * 10**6})

    one = session.Session(Loud(), replace(PATIENT, output=50_000, outputs=200_000), seed=1)
    sizes = [len(str(one.execute("", f"cell {number}"))) for number in range(100)]
    assert sizes[0] > 50_000
    assert sum(sizes) < 200_000 + 50_000 + 100 * 2 * session.LEAST


def test_a_card_that_cannot_be_drawn_costs_no_points(monkeypatch):
    one = session.Session(Honest(), PATIENT, seed=20_251)
    one.execute(f"import numpy as np\n{TRANSPOSED}", "cell 1")
    score = one.judge(exercises.find("crop"), "crop")
    monkeypatch.setattr("course_utils.checks.card._arrays", lambda score: broken() if score.groups else [])
    card = assembly.card_of(replace(score, points=1.0))
    assert "1 of 5 points" in card["text/html"]
    assert "cannot be shown here" in card["text/html"]


# Floods and forgeries


@needs.a_sandbox
def test_a_flood_of_output_is_cut_and_costs_nothing():
    result, cells = run("for _ in range(200): print('x' * 20_000)", SOLVED, check("crop"))
    assert len(shown(cells[0])) <= PATIENT.output + 200
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
