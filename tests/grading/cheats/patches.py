# Each cell changes something in the kernel in the hope that a check then passes. `crop` stays unwritten.

# %% `check` replaced by a function that gives full marks
# fails: the grader does not call `check`; it judges from outside
import course_utils
import course_utils.learner


class Full(float):
    points = out_of = 2.0
    outcome = "passed"

    def _repr_mimebundle_(self, **_):
        return {"text/plain": "2", "application/vnd.course.score+json": {"points": 2, "outcome": "passed"}}


check = course_utils.check = course_utils.learner.check = lambda *_, **__: Full(2)

# %% The judge, patched in `sys.modules`
# fails: that judge never runs; the one that decides is in the grader's process
import sys

import course_utils.checks.judge as judge

judge.compare = judge._compare = judge._verdict = lambda *_, **__: None
for name in ("compare", "exercise", "score", "card"):
    sys.modules[f"course_utils.checks.{name}"] = judge

# %% NumPy's own assertions, patched
# fails: nothing is asserted in the kernel
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *_, **__: None
np.allclose = np.array_equal = np.isclose = lambda *_, **__: True

# %% NumPy's arithmetic, patched
# fails: the comparison is made with the grader's NumPy
np.abs = np.absolute = np.isnan = lambda *_, **__: np.zeros(1)


# %% A result whose `__eq__`, `__array__` and `__class__` lie
# fails: only plain data travels, so the object arrives as the name of its type
class Liar:
    __class__ = np.ndarray
    shape = property(lambda self: (2, 3))
    dtype = np.dtype(float)

    def __eq__(self, other):
        return True

    def __array__(self, *_, **__):
        return np.ones((2, 3))

    def __array_function__(self, *_, **__):
        return True

    def __getattr__(self, name):
        return lambda *_, **__: self


crop = lambda *_: Liar()


# %% A subclass of `ndarray` with methods that lie
# fails: an array that is not exactly an `ndarray` arrives as the name of its type
class Lying(np.ndarray):
    def __eq__(self, other):
        return np.True_

    def __sub__(self, other):
        return np.zeros(self.shape)

    def tobytes(self, *_):
        return b""


crop = lambda image, *_: np.zeros(6).view(Lying)

# %% An AST transformer that replaces calls of `check` by full marks
# fails: the cell of a check is not run, so no transformer sees it
import ast


class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()

    def visit_Call(self, node):
        return ast.Constant(2.0) if getattr(node.func, "id", "") == "check" else node


get_ipython().ast_transformers.append(Drop())

# %% An input transformer that rewrites the text of cells
# fails: the cell of a check is not run, so no transformer sees it
get_ipython().input_transformers_cleanup.append(
    lambda lines: ["2.0\n"] if any("check(" in line for line in lines) else lines
)

# %% `run_cell`, patched
# fails: the grader's question goes past it; whatever it answers is compared with the truth
shell = get_ipython()
run_cell, run_async = shell.run_cell, shell.run_cell_async
shell.run_cell = lambda code, *a, **k: run_cell(code.replace("assert", "#"), *a, **k)
shell.run_cell_async = lambda code, *a, **k: run_async(code.replace("assert", "#"), *a, **k)

# %% Hooks before and after cells that put an answer in place
# fails: they can put in place only what they know, and they know no answer
shell = get_ipython()
stub = crop


def put(*_):
    if shell.user_ns["crop"] is stub:
        shell.user_ns["crop"] = lambda image, *_: image


shell.events.register("pre_run_cell", put), shell.events.register("post_run_cell", put)

# %% `np` replaced in the globals of whoever calls
# fails: the callers in the kernel only carry data; the judge's globals are elsewhere
import sys
import types


def crop(*_):
    fake = types.SimpleNamespace(asarray=lambda *_: 0, testing=np.testing)
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__", "").startswith("course_utils"):
            frame.f_globals["np"] = fake if "probe" not in frame.f_globals["__name__"] else np
        frame = frame.f_back
    return 0


# %% `builtins.__import__`, patched
# fails: it serves fakes to the kernel only
import builtins

found = builtins.__import__
builtins.__import__ = lambda name, *a, **k: found("types" if "judge" in name else name, *a, **k)

# %% A tracer that rewrites the local variables of its callers
# fails: no caller in the kernel holds a verdict
import sys
import threading


def trace(frame, event, arg):
    if frame.f_code.co_name in ("answer", "judge", "_verdict"):
        frame.f_locals.update(outcome="passed", fault=None, error=None)
    return trace


sys.settrace(trace), threading.settrace(trace), sys.setprofile(lambda *_: None)
sys.settrace(None)

# %% A thread that patches again and again
# fails: whenever it patches, it does so in the kernel
import threading
import time


def patch():
    import course_utils

    while True:
        course_utils.check = lambda *_, **__: 2.0
        time.sleep(0.01)


threading.Thread(target=patch, daemon=True).start()

# %% A forged number, card and score as output
# fails: outputs of a cell are never read for points; points come from the judge
from IPython.display import display

print("2.0")
display(
    {"text/plain": "2.0", "application/vnd.course.score+json": {"points": 2.0, "exercise": "crop"}}, raw=True
)
2.0

# %% A check of one's own, with nan, inf and negative points
# fails: a cell that is not in the release is an ordinary cell
(
    display({"text/plain": "nan"}, raw=True),
    display({"text/plain": "inf"}, raw=True),
    display({"text/plain": "-9"}, raw=True),
)

# %% A frozen clock, so that patience never ends
# fails: the grader has a clock of its own
import threading

time.monotonic = time.perf_counter = time.time = lambda: 0.0
threading._time = lambda: 0.0

# %% Strings of Python, changed in memory
# fails: it is the kernel's memory
import ctypes
import sys

word = sys.intern("not attempted")
ctypes.memmove(id(word) + sys.getsizeof("") - 1, b"passed", 6)

# %% What runs at exit
# fails: at its end a kernel is killed, and nothing that it could write remains
import atexit

atexit.register(lambda: open("/tmp/verdict", "w").write("2.0"))
