"""What Python's and NumPy's own errors tell about the mistake behind them."""

from __future__ import annotations

import re

from .reply import Raised
from .torch_errors import KNOWN_OF_TORCH

KNOWN: tuple[tuple[str, str, str, str], ...] = (  # type, words of its message, name, advice
    (
        "ValueError",
        r"truth value of an array",
        "an array taken for True or False",
        "`if array:` asks for one answer, and an array has many. "
        "Is something there at all: `is not None`. Is it so everywhere, or anywhere: `.all()`, `.any()`.",
    ),
    (
        "ValueError",
        r"could not be broadcast|broadcast input array|shape mismatch|not aligned|mismatch in its core dim",
        "shapes that do not fit",
        "Two arrays meet whose shapes do not fit. Print both shapes just before that line.",
    ),
    (
        "ValueError",
        r"cannot reshape array of size 0 .*(newaxis|-1)",
        "an empty array stopped by a -1",
        "Where there are no elements NumPy cannot work out what a -1 in `reshape` stands for. "
        "Write the number itself.",
    ),
    (
        "ValueError",
        r"cannot reshape",
        "another number of elements",
        "A reshape keeps all elements: the new sizes, multiplied, must give as many as there are.",
    ),
    (
        "ValueError",
        r"inhomogeneous",
        "rows of different lengths",
        "An array is made of parts that differ in shape. Print the shapes of the parts.",
    ),
    (
        "ValueError",
        r"setting an array element with a sequence",
        "an array where one number has room",
        "A single entry of an array is to hold a whole array. Has the result an axis too few?",
    ),
    (
        "ValueError",
        r"values to unpack",
        "another number of values than names",
        "Left of `=` are more or fewer names than values on the right. How many axes has the array here?",
    ),
    (
        "IndexError",
        r"out of bounds|out of range",
        "index out of range",
        "An index is as large as the axis, or larger. The last one is the length minus 1: "
        "where does the loop end, and does the index belong to this axis?",
    ),
    (
        "IndexError",
        r"too many indices",
        "more indices than axes",
        "The array has fewer axes than indices were given. Print its shape just before that line.",
    ),
    (
        "IndexError",
        r"only integers",
        "an index that is no whole number",
        "An index must be a whole number: `/` gives a float, `//` a whole number.",
    ),
    (
        "ValueError",
        r"axes don't match array|invalid number of (axes|dimensions)",
        "another number of axes",
        "`transpose` takes a number for each axis of the array, that of the batch too. Print its shape.",
    ),
    (
        "ValueError",
        r"need at least one array",
        "an empty list joined",
        "A list of arrays is to be joined, and it is empty: there was nothing to loop over. "
        "Make an array of the right shape first, then fill it.",
    ),
    (
        "ValueError",
        r"negative dimensions",
        "a negative size",
        "An array is made with a size below 0. Print the sizes just before that line.",
    ),
    (
        "TypeError",
        r"not supported between instances of '(tuple|list)'|'(tuple|list)' object cannot be interpreted"
        r"|bad operand type for .*: '(tuple|list)'|argument must be .* not '(tuple|list)'",
        "a pair or list where a number was needed",
        "A tuple or list is used as if it were one number. Take its numbers apart first: `a, b = pair`.",
    ),
    (
        "TypeError",
        r"cannot be interpreted as an integer|only integer scalar arrays|slice indices must be integers",
        "a whole number was needed",
        "`/` gives a float even where it divides evenly; for sizes and indices use `//`.",
    ),
    (
        "TypeError",
        r"NoneType",
        "None where a value was needed",
        "Something is None here: an option that was not given, or a function that returns nothing.",
    ),
    (
        "TypeError",
        r"positional argument|unexpected keyword|missing \d+ required|multiple values for argument",
        "other arguments than the call has",
        "A function is called with other arguments than it takes. Compare its `def` line with the call.",
    ),
    (
        "TypeError",
        r"unsupported operand type.*'(tuple|list)'|can't multiply sequence|can only concatenate",
        "a pair or list where a number was needed",
        "Arithmetic meets a tuple or list. Take its numbers apart first: `a, b = pair`.",
    ),
    (
        "TypeError",
        r"'(generator|zip|map|enumerate|filter|iterator)' (has no len|object is not subscriptable)",
        "an iterator taken for a list",
        "What comes can be gone through once, by `for`. It has no length and no index: count in the loop.",
    ),
    (
        "TypeError",
        r"not subscriptable|cannot unpack non-iterable|object is not iterable|has no len",
        "a number where a pair or an array was needed",
        "A single number is unpacked or indexed. If one int may stand for both axes, make a pair of it "
        "first; if an array was meant, make one.",
    ),
    (
        "TypeError",
        r"cannot cast|Cannot cast",
        "a dtype that cannot hold the result",
        "The array that takes the result has an integer dtype. Begin with floats: `np.zeros(shape)`.",
    ),
    (
        "TypeError",
        r"only (length-1|size-1|0-dimensional) arrays can be converted",
        "an array where one number was needed",
        "A function for single numbers, such as those of `math`, or `int` and `float`, was given an array. "
        "NumPy's functions take arrays: `np.exp`, `np.sqrt`.",
    ),
    (
        "OverflowError",
        r"",
        "a number too large for its dtype",
        "A dtype such as uint8 holds 0 to 255 only. Turn the array into floats first.",
    ),
    (
        "UnboundLocalError",
        r"",
        "a name used before it has a value",
        "On this way through the function the name gets no value. Is it set inside an `if` or a loop only?",
    ),
    (
        "NameError",
        r"is not defined",
        "a name that does not exist",
        "Is it spelt as where it was made? Was the cell that makes it run?",
    ),
    (
        "ZeroDivisionError",
        r"",
        "divided by zero",
        "The divisor is 0 in this call: which of the arguments makes it so?",
    ),
    (
        "RecursionError",
        r"",
        "calls itself too often",
        "Python lets about a thousand calls wait for each other. Does the function end at all? If so, keep a "
        "list of what is still to do, and work through it in a loop.",
    ),
    (
        "AttributeError",
        r"'NoneType' object has no attribute",
        "None where a value was needed",
        "Something is None here: a search that found nothing, or a function that returns nothing.",
    ),
    (
        "AttributeError",
        r"has no attribute",
        "an attribute that does not exist",
        "An object is asked for something that it does not have. Is its name right, and is it the object "
        "that was meant, or a list where an array was meant? `np.asarray(...)` makes an array.",
    ),
)


def explain_error(error: Raised) -> tuple[str, str] | None:
    """The name of the mistake behind an error that Python or a library raised, and advice; or None."""
    for kind, words, name, advice in (*KNOWN_OF_TORCH, *KNOWN):
        if kind in error.types[:1] and re.search(words, error.message):
            return name, advice
    return None
