# Each cell forges the probe's replies to the grader, which still compares them with the right answers.

# %% The probe, patched to call every reply passed
# fails: a reply has no field for a verdict, and an unknown outcome cannot be read
import json

from course_utils.checks import probe

honest = probe.answer
DICT = {"outcome": "passed", "value": 2.0, "points": 2.0}


def answer(target, request, stub=crop):
    return json.dumps({"dict": DICT}) if target is stub else honest(target, request)


probe.answer = answer

# %% The probe, patched to return its own question
# fails: the arguments are no answer
from course_utils.checks import wire, probe
from course_utils.checks.reply import Reply

probe.answer = lambda target, request, stub=crop: (
    Reply("returned", wire.loads(request)["args"][0]).dumps() if target is stub else honest(target, request)
)

# %% `wire.dumps`, patched to add points
# fails: what is not asked for is not read

dumps = wire.dumps
wire.dumps = lambda value, *rest: dumps(value | {"points": 2.0} if type(value) is dict else value, *rest)

# %% The value of the probe, a text that breaks out of its quotes
# fails: it is never evaluated; anything but the letters of base64 is unreadable
import base64


class Quote(bytes):
    def decode(self, *_):
        return Text()


class Text(str):
    def __repr__(self):
        return "'' or __import__('os').system('touch /tmp/broken-out')"


encode = base64.b64encode
base64.b64encode = lambda data, *rest, stub=crop: Quote() if crop is stub else encode(data, *rest)


# %% Replies of every wrong form
# fails: anything that does not have the form of a reply is unreadable
import itertools

from course_utils.checks import probe

one = {"array": ["<f8", [1], "AAAAAAAAAAA="]}
texts = {"types": {"tuple": ["E"]}, "message": "", "function": "", "number": 0, "line": ""}
base = {"outcome": "returned", "value": None, "error": {"dict": texts}, "changed": {"tuple": []}}
base |= {"printed": "", "uses": {"tuple": []}}
forms = itertools.cycle(
    json.dumps({"dict": base | form})
    for form in (
        {"outcome": "unwritten", "value": {"array": ["<f8", [2], "A" * 20 + "="]}},
        {"value": {"alien": []}},
        {"value": {"float": 10**400}},
        {"value": {"array": ["(1,f8", [1], ""]}},
        {"value": {"array": ["<f8", [2**70], ""]}},
        {"value": {"list": ["x" * 10**5] + [0] * 10**5}},
        {"outcome": "unreadable", "value": "\ud800" * 10**6},
        {"changed": {"tuple": ["<script>" * 999] * 999}},
    )
)
probe.answer = lambda target, request, stub=crop: next(forms) if target is stub else honest(target, request)

# %% A reply that says of itself that it came late, with an array for an excuse
# fails: a late reply says yes or no
from course_utils.checks import probe

late = json.dumps({"dict": base | {"outcome": "late", "value": {"list": [one, one]}}})
probe.answer = lambda target, request, stub=crop: late if target is stub else honest(target, request)

# %% A reply of twenty million empty lists
# fails: a message has a limit, and beyond it the kernel is taken for silent
# shows: did not stop when interrupted
from course_utils.checks import probe

probe.answer = lambda target, request, stub=crop: "[[]," * 10**7 if target is stub else honest(target, request)

# %% A request's reply in the form of a list
# fails: it is unreadable
shell = get_ipython()
expressions = shell.user_expressions
shell.user_expressions = lambda asked, stub=crop: (
    ["points", 2.0] if crop is stub else expressions(asked)
)

# %% Names that the solution uses, and arguments it changed, hidden from the grader
# fails: here, because the values are wrong; with right values this works (see below)
from course_utils.checks import probe

probe.names_used, probe._changed = lambda _: (), lambda *_: ()

# %% A reply of two million numbers, each of which would be judged
# fails: a reply has a limit of values
# shows: values where at most
from course_utils.checks import probe

many = json.dumps({"dict": base | {"value": {"list": [0] * 2_200_000}}}, separators=(",", ":"))
probe.answer = lambda target, request, stub=crop: many if target is stub else honest(target, request)
