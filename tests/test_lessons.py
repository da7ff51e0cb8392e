"""The build, on a course of one tiny lesson."""

import inspect
import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course_utils import exercises, lessons
from course_utils.checks.exercise import Chapter, Exercise
from course_utils.checks.guess import Guess
from course_utils.lessons import LessonError

LESSON = '''\
# %% [markdown]
# # A tiny lesson

# %%
from course_utils import check, demo, guess

# %% guess="twice_three"
guess("twice_three", ...)

# %% [markdown] reveal
# ### What `2 * 3` is
# *Six*, since $3 + 3 = 6$.

# %% exercise="double"
def double(x: float) -> float:
    """Twice `x`."""
    ### BEGIN SOLUTION
    twice = 2 * x
    return twice
    ### END SOLUTION


# %% check="double"
check(double)

# %% exercise="by_hand"
by_hand = ...
### BEGIN SOLUTION
by_hand = 21
### END SOLUTION

# %% check="by_hand"
check("by_hand", by_hand)

# %% [markdown] answer="why_double" points=2
# ### BEGIN SOLUTION
# Because half is too little.
# ### END SOLUTION

# %% demo
@demo
def the_doubles():
    return double(3)


# %%
x = 1

# %%
x = 1
'''
CHAPTER = "01_tiny"
RELEASE = Path("notebooks", CHAPTER, f"{CHAPTER}.ipynb")
SOURCE = Path("build", "source", CHAPTER, f"{CHAPTER}.ipynb")


def exercise(name, points=3):
    return Exercise(name, points, cases=(), oracle=lambda x: 2 * x, misconceptions=(), hints=())


TWICE_THREE = Guess("twice_three", "What is twice 3?", 6, {9: "That is its square."}, "3 + 3 is 6.")
ASKED = (exercise("double"), exercise("by_hand", 1.5))


@pytest.fixture
def course(tmp_path, root, monkeypatch):
    """A course with the tiny lesson, not built yet."""
    return make_course(tmp_path / "course", root, monkeypatch)


def make_course(folder, root, monkeypatch, asked=ASKED):
    chapter = Chapter(CHAPTER, "Tiny", asked, guesses=(TWICE_THREE,), written=("why_double",))
    monkeypatch.setattr(exercises, "chapters", lambda: {CHAPTER: chapter})
    (folder / "solutions").mkdir(parents=True)
    (folder / "solutions" / f"{CHAPTER}.py").write_text(LESSON)
    shutil.copy(root / "nbgrader_config.py", folder)
    return folder


def edit(course, old, new):
    path = course / "solutions" / f"{CHAPTER}.py"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def cells(path):
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


# What is built


def test_a_function_s_solution_becomes_a_stub_that_raises(course):
    lessons.build(course)
    assert cells(course / RELEASE)["double"].source == (
        'def double(x: float) -> float:\n    """Twice `x`."""\n'
        "    # YOUR CODE HERE\n    raise NotImplementedError()"
    )


def test_a_value_s_solution_becomes_a_stub_that_does_not_raise(course):
    lessons.build(course)
    assert cells(course / RELEASE)["by_hand"].source == "by_hand = ...\n# YOUR CODE HERE"


def test_a_written_answer_becomes_a_place_to_answer(course):
    lessons.build(course)
    assert cells(course / RELEASE)["answer-why_double"].source == "YOUR ANSWER HERE"


def test_a_guess_is_released_as_it_is_and_left_out_when_grading(course):
    lessons.build(course)
    cell = cells(course / RELEASE)["guess-twice_three"]
    assert cell.source == 'guess("twice_three", ...)'
    assert cell.metadata == {"course": {"demo": True}}


def test_a_reveal_is_folded_under_its_first_line_and_holds_markdown(course):
    lessons.build(course)
    [reveal] = [cell for cell in cells(course / RELEASE).values() if "<details>" in cell.source]
    assert reveal.source == (
        "<details>\n<summary>What <code>2 * 3</code> is</summary>\n\n*Six*, since $3 + 3 = 6$.\n\n</details>"
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("**A bold line**\n\nText.", "A bold line"),
        ("## A heading <b>\nText.", "A heading &lt;b&gt;"),
        ("Text.\nMore.", "What the picture shows"),
        ("**Bold**, then text.\nText.", "What the picture shows"),
    ],
)
def test_a_fold_is_called_by_its_first_line_where_that_is_a_title(course, text, title):
    commented = text.replace("\n", "\n# ")
    edit(
        course, "# ### What `2 * 3` is\n# *Six*, since $3 + 3 = 6$.", f"# {commented}".replace("# \n", "#\n")
    )
    lessons.build(course)
    [reveal] = [cell for cell in cells(course / RELEASE).values() if "<details>" in cell.source]
    assert f"<summary>{title}</summary>\n\n" in reveal.source


def test_the_source_holds_solutions_and_hidden_tests_and_the_release_neither(course):
    lessons.build(course)
    seed = (course / "grading" / "seed").read_text().strip()
    assert f"check(double, seed={seed})" in cells(course / SOURCE)["check-double"].source
    assert f'check("by_hand", by_hand, seed={seed})' in cells(course / SOURCE)["check-by_hand"].source
    assert "twice = 2 * x" in cells(course / SOURCE)["double"].source
    assert cells(course / RELEASE)["check-double"].source == "check(double)"
    assert seed not in (course / RELEASE).read_text()


def test_the_metadata_is_what_nbgrader_s_schema_3_asks(course):
    from nbgrader.nbgraderformat.v3 import MetadataValidatorV3

    lessons.build(course)
    for path in (SOURCE, RELEASE):
        notebook = nbformat.read(course / path, as_version=4)
        nbformat.validate(notebook)
        MetadataValidatorV3().validate_nb(notebook)


@pytest.mark.parametrize(
    ("name", "grade", "solution", "locked", "points"),
    [
        ("double", False, True, False, None),
        ("check-double", True, False, True, 3),
        ("check-by_hand", True, False, True, 1.5),
        ("answer-why_double", True, True, False, 2),
    ],
)
def test_nbgrader_learns_what_each_cell_is(course, name, grade, solution, locked, points):
    lessons.build(course)
    role = cells(course / RELEASE)[name].metadata.nbgrader
    assert (role.grade, role.solution, role.locked, role.get("points")) == (
        grade,
        solution,
        locked,
        points,
    )
    assert role.grade_id == name


def test_no_metadata_of_jupytext_stay_and_only_demos_and_guesses_are_labelled(course):
    lessons.build(course)
    notebook = nbformat.read(course / RELEASE, as_version=4)
    plain = [cell.metadata for cell in notebook.cells[1:] if "nbgrader" not in cell.metadata]
    assert [metadata for metadata in plain if metadata] == [{"course": {"demo": True}}] * 2
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"


def test_the_build_tells_which_notebooks_changed(course):
    assert lessons.build(course) == [course / RELEASE]
    assert lessons.build(course) == []
    edit(course, "# # A tiny lesson", "# # A small lesson")
    assert lessons.build(course) == [course / RELEASE]


def test_building_again_from_another_folder_gives_the_same_bytes(course, tmp_path, root, monkeypatch):
    lessons.build(course)
    elsewhere = make_course(tmp_path / "else where", root, monkeypatch)
    lessons.build(elsewhere)
    assert (elsewhere / "grading" / "seed").read_text() != (course / "grading" / "seed").read_text()
    assert (elsewhere / RELEASE).read_bytes() == (course / RELEASE).read_bytes()


def test_nbgrader_s_own_command_makes_the_same_bytes_and_fills_the_gradebook(course):
    lessons.build(course)
    built = (course / RELEASE).read_bytes()
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", CHAPTER, "--force"]
    subprocess.run(command, cwd=course, check=True, capture_output=True)
    assert (course / RELEASE).read_bytes() == built
    assert (course / "grading" / "gradebook.db").exists()


def test_the_build_leaves_no_gradebook_behind(course):
    lessons.build(course)
    assert [path.name for path in (course / "grading").iterdir()] == ["seed"]


def test_ids_are_unique_and_stay_when_a_cell_is_inserted_above(course):
    lessons.build(course)
    before = list(cells(course / RELEASE))
    assert len(before) == len(nbformat.read(course / RELEASE, as_version=4).cells)
    edit(course, "# %%\nfrom", "# %%\nimport math\n\n# %%\nfrom")
    lessons.build(course)
    after = list(cells(course / RELEASE))
    assert [identity for identity in after if identity in before] == before
    assert len(after) == len(before) + 1


def test_the_notebook_of_a_lesson_that_is_gone_goes_too(course):
    lessons.build(course)
    (course / "solutions" / f"{CHAPTER}.py").unlink()
    assert lessons.stale(course) == [f"{RELEASE.as_posix()} has no lesson any more."]
    lessons.build(course)
    assert not (course / RELEASE).parent.exists()
    assert not (course / SOURCE).parent.exists()


def test_the_build_folder_never_holds_text_that_nbgrader_would_release(course):
    lessons.build(course)
    text = course / SOURCE.with_suffix(".py")
    text.write_text(LESSON)
    lessons.build(course)
    assert not text.exists()
    assert (course / SOURCE).exists()


def test_a_wrong_lesson_changes_nothing(course):
    lessons.build(course)
    built = (course / RELEASE).read_bytes()
    edit(course, 'check="double"', 'check="triple"')
    with pytest.raises(LessonError):
        lessons.build(course)
    assert (course / RELEASE).read_bytes() == built


def test_a_course_that_is_published_gets_badges_and_one_that_is_not_gets_none(course):
    lessons.build(course)
    assert "course-badges" not in cells(course / RELEASE)
    assert 'address=""' in cells(course / RELEASE)["course-setup"].source
    project = course / "pyproject.toml"
    project.write_text('[tool.course]\nrepository = "https://github.com/someone/course"\n')
    lessons.build(course)
    built = cells(course / RELEASE)
    assert list(built)[2] == "course-badges"  # below the title
    assert 'address="git+https://github.com/someone/course"' in built["course-setup"].source
    project.write_text('[tool.course]\nrepository = "github.com/someone/course"\n')
    with pytest.raises(LessonError, match="it begins with https://"):
        lessons.build(course)


# The gates fire

BY_HAND = LESSON[LESSON.index('# %% exercise="by') : LESSON.index('# %% check="by')]
CHECK_BY_HAND = LESSON[LESSON.index('# %% check="by') : LESSON.index("# %% [markdown] answer")]
BY_HAND_SOLUTION = "### BEGIN SOLUTION\nby_hand = 21\n### END SOLUTION\n"
GUESS = '# %% guess="twice_three"\nguess("twice_three", ...)\n'
GUESS_AGAIN = GUESS + "# again\n"
AGAIN = '# %% check="by_hand"\ncheck("by_hand", 1)\n'
WRONG = {  # what is replaced by what, where the error stands, what it says
    "an exercise nobody knows": (
        'exercise="double"',
        'exercise="dbl"',
        'exercise="dbl"',
        "no exercise 'dbl'",
    ),
    "a misspelt word": ("# %% demo", "# %% dmeo", "# %% dmeo", "unknown marker dmeo:"),
    "a misspelt key": (
        'exercise="double"',
        'exersise="double"',
        'exersise="double"',
        "unknown marker exersise='double':",
    ),
    "one marker too many": ('check="double"', 'check="double" points=3', 'check="double"', "unknown marker"),
    "no check": ('# %% check="double"\ncheck(double)\n', "", 'exercise="double"', "no check cell below"),
    "no exercise": (BY_HAND, "", 'check="by_hand"', "no exercise cell above"),
    "neither of them": (BY_HAND + CHECK_BY_HAND, "", "# %% [markdown]", "exercise 'by_hand' of this chapter"),
    "two lines of check": ("check(double)\n", "check(double)\nprint()\n", 'check="double"', "is one line"),
    "a check of another": ("check(double)", "check(triple)", 'check="double"', "is one line"),
    "a check of another value": ('check("by_hand"', 'check("double"', 'check="by_hand"', "is one line"),
    "a check with a seed": ("check(double)", "check(double, seed=1)", 'check="double"', "is one line"),
    "a check in prose": ('%% check="d', '%% [markdown] check="d', 'check="double"', "is for code cells"),
    "an answer in code": ("[markdown] answer", "answer", "answer=", "is for markdown cells"),
    "an answer without points": (" points=2", "", "answer=", "has no points"),
    "an answer worth nothing": (" points=2", " points=0", "answer=", "has no points"),
    "an answer worth a word": (" points=2", ' points="two"', "answer=", "has no points"),
    "a guess nobody knows": ('guess="twice', 'guess="thrice', 'guess="thrice', "no guess 'thrice_three'"),
    "a guess without its cell": (GUESS, "", "# %% [mark", "guess 'twice_three' of this chapter has no cell"),
    "a guess that is made": ('three", ...)', 'three", 6)', 'guess="twice', "is one line, guess"),
    "a guess of another": ('guess("twice', 'guess("thrice', 'guess="twice', "is one line, guess"),
    "a guess in prose": ("%% guess", "%% [markdown] guess", "guess=", "is for code cells"),
    "a guess that stands twice": ("# %% demo\n@demo", GUESS_AGAIN, GUESS_AGAIN, "stands further up already"),
    "a reveal in code": ("[markdown] reveal", "reveal", "reveal", "is for markdown cells"),
    "an empty reveal": ("# *Six*, since $3 + 3 = 6$.\n", "", "# %% [markdown] reveal", "nothing to show"),
    "a misspelt reveal": ("reveal", "revael", "# %% [markdown] revael", "unknown marker revael:"),
    "no BEGIN": ("    ### BEGIN SOLUTION\n", "", "    ### END", "unbalanced"),
    "no END": ("    ### END SOLUTION\n", "", 'exercise="double"', "without END SOLUTION"),
    "BEGIN within BEGIN": ("    twice = 2 * x\n", "    #### BEGIN SOLUTION\n", "    ####", "unbalanced"),
    "an exercise without solution": (BY_HAND_SOLUTION, "", 'exercise="by_hand"', "have a solution"),
    "a solution elsewhere": ("@demo\n", BY_HAND_SOLUTION, "# %% demo", "other cells have not"),
    "a hidden test": ("@demo\n", "### BEGIN HIDDEN TESTS\n", "### BEGIN HIDDEN", "writes the hidden tests"),
    "a check that stands twice": ("# %% demo\n@demo", AGAIN, AGAIN, "stands further up already"),
    "text before the first cell": ("# %% [mark", "import os\n# %% [mark", "import os", "begins with '# %%'"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_lesson_is_refused_with_file_and_line(course, mistake):
    old, new, place, says = WRONG[mistake]
    edit(course, old, new)
    text = (course / "solutions" / f"{CHAPTER}.py").read_text()
    line = text[: text.index(place)].count("\n") + 1
    with pytest.raises(LessonError, match=rf"^solutions/01_tiny\.py:{line}: .*{says}"):
        lessons.build(course)


def test_an_exercise_without_points_is_refused(tmp_path, root, monkeypatch):
    asked = (exercise("double", points=0), exercise("by_hand"))
    course = make_course(tmp_path / "course", root, monkeypatch, asked)
    with pytest.raises(LessonError, match=r"01_tiny\.py:14: exercise 'double' has no points"):
        lessons.build(course)


def test_a_lesson_of_no_chapter_is_refused(course):
    (course / "solutions" / "99_more.py").write_text(LESSON)
    with pytest.raises(LessonError, match=r"99_more\.py:1: course_utils/exercises has no chapter '99_more'"):
        lessons.build(course)


def test_a_spoilt_seed_is_refused(course):
    (course / "grading").mkdir()
    (course / "grading" / "seed").write_text("a secret")
    with pytest.raises(LessonError, match=r"grading/seed:1: expected the seed"):
        lessons.build(course)


def test_a_fresh_build_is_not_stale(course):
    lessons.build(course)
    assert lessons.stale(course) == []


def test_a_release_that_was_never_built_is_stale(course):
    assert lessons.stale(course) == [f"{RELEASE.as_posix()} is not what solutions/{CHAPTER}.py builds."]
    assert not (course / "grading").exists()


@pytest.mark.parametrize("change", ["lesson", "release"])
def test_a_change_on_either_side_is_stale(course, change):
    lessons.build(course)
    if change == "lesson":
        edit(course, "# # A tiny lesson", "# # A small lesson")
    else:
        (course / RELEASE).write_text((course / RELEASE).read_text().replace("A tiny", "A small"))
    assert lessons.stale(course) == [f"{RELEASE.as_posix()} is not what solutions/{CHAPTER}.py builds."]


def spoil(path, identity, **changes):
    notebook = json.loads(path.read_text())
    cell = next(cell for cell in notebook["cells"] if cell["id"] == identity)
    cell.update(changes)
    path.write_text(json.dumps(notebook))


OUTPUT = {"output_type": "stream", "name": "stdout", "text": ["42\n"]}
LEAKS = {
    "a solution": (lambda path: shutil.copy(path.parents[2] / SOURCE, path), "tells a line of a solution"),
    "one line of a solution": (
        lambda path: spoil(path, "double", source=["def double(x):\n", "    twice = 2 * x"]),
        "tells a line of a solution, 'twice = 2 * x'",
    ),
    "a solution in the metadata": (
        lambda path: spoil(path, "double", metadata={"answer": "return twice"}),
        "tells a line of a solution, 'return twice'",
    ),
    "a model answer": (
        lambda path: spoil(path, "answer-why_double", source="Because half is too little."),
        "tells a line of a solution",
    ),
    "a hidden test": (
        lambda path: spoil(path, "check-double", source="check(double, seed=123)"),
        "tells what only graders see",
    ),
    "an output": (lambda path: spoil(path, "double", outputs=[OUTPUT]), "holds the output of cell double"),
    "a count": (lambda path: spoil(path, "double", execution_count=1), "counts the runs of cell double"),
    "text": (lambda path: path.with_suffix(".py").write_text("x"), "01_tiny.py does not belong in a release"),
    "bytecode": (lambda path: path.with_name("x.pyc").write_text("x"), "x.pyc does not belong"),
    "a checkpoint": (
        lambda path: (
            (path.parent / ".ipynb_checkpoints").mkdir(),
            shutil.copy(path, path.parent / ".ipynb_checkpoints"),
        ),
        "does not belong",
    ),
    "a link": (lambda path: path.with_name("link").symlink_to(path.parents[2] / "build"), "link is a link"),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_the_leak_gate_sees(course, leak):
    lessons.build(course)
    assert lessons.leaks(course / "notebooks", course) == []
    put, says = LEAKS[leak]
    put(course / RELEASE)
    assert says in " ".join(lessons.leaks(course / "notebooks", course))


def test_a_line_that_a_solution_shares_with_the_rest_is_no_leak(course):
    edit(
        course, "    return twice\n", "    return (\n        twice\n    )\n    raise NotImplementedError()\n"
    )
    lessons.build(course)
    assert lessons.leaks(course / "notebooks", course) == []


def test_a_build_that_leaks_releases_nothing(course):
    config = course / "nbgrader_config.py"
    keep_solutions = "\nc.GenerateAssignment.preprocessors = []\n"
    config.write_text(config.read_text() + keep_solutions)
    with pytest.raises(LessonError, match="nothing is released"):
        lessons.build(course)
    assert not (course / "notebooks").exists()


# What the tests of the exercises use


def test_solved_gives_the_solutions_and_their_text(course):
    names = lessons.solved(CHAPTER, course)
    assert names["double"](4) == 8
    assert names["by_hand"] == 21
    assert "twice = 2 * x" in inspect.getsource(names["double"])
    assert "the_doubles" not in names


def test_solved_runs_the_demos_when_asked(course):
    assert "the_doubles" in lessons.solved(CHAPTER, course, demos=True)


def test_stubs_gives_what_is_not_solved_yet(course):
    lessons.build(course)
    names = lessons.stubs(CHAPTER, course)
    assert names["by_hand"] is ...
    assert "# YOUR CODE HERE" in inspect.getsource(names["double"])
    with pytest.raises(NotImplementedError):
        names["double"](4)


# Lessons in JupyterLab


def test_a_lesson_saved_as_a_notebook_in_jupyterlab_keeps_every_byte_but_the_place_of_reveal(course, root):
    from jupyter_server.services.contents.largefilemanager import LargeFileManager
    from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class

    shutil.copy(root / "jupytext.toml", course)
    shutil.copytree(root / "solutions", course / "solutions", dirs_exist_ok=True)
    before = {path.name: path.read_bytes() for path in (course / "solutions").iterdir()}
    manager = build_sync_jupytext_contents_manager_class(LargeFileManager)(root_dir=str(course))
    for name in before:
        notebook = manager.get(f"solutions/{name}", type="notebook")["content"]
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        for cell in notebook.cells:
            cell.metadata.update(trusted=True, editable=True, execution={"iopub": "now"})
        manager.save({"type": "notebook", "content": notebook}, f"solutions/{name}")
    moved = (b"# %% reveal [markdown]", b"# %% [markdown] reveal")  # jupytext's place for a bare word
    after = {path.name: path.read_bytes().replace(*moved) for path in (course / "solutions").iterdir()}
    assert after == before
