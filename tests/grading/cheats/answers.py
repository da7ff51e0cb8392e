# Each cell defines a `crop` that is not a solution, but looks like one to a careless check.

# %% The public cases, by heart
# fails: each group of cases has one that is drawn from a seed only the grader knows
BY_HEART = {
    (1, 2, 2, 3): [[9, 10, 11], [15, 16, 17]],
    (0, 0, 3, 2): [[1, 2], [7, 8], [13, 14]],
    (2, 3, 3, 3): None,
}
BY_HEART[2, 3, 3, 3] = [[16, 17, 18], [22, 23, 24], [28, 29, 30]]


def crop(image, *window):
    if window in BY_HEART:
        return np.array(BY_HEART[window])
    raise ValueError


# %% Nothing but errors
# fails: each group of cases has one that no error can pass
def crop(*_):
    raise ValueError


# %% Right only the first time
# fails: points are for groups of cases
calls = []


def crop(image, top, left, height, width):
    calls.append(1)
    return image[top : top + height, left : left + width] if len(calls) == 1 else None


# %% Right only where the same input comes twice
# fails: no input comes twice
seen = set()


def crop(image, top, left, height, width):
    known = image.tobytes() in seen
    seen.add(image.tobytes())
    return image[top : top + height, left : left + width] if known and height == 4 else None


# %% The judge's inputs, edited so that zeros would be right
# fails: what the kernel holds is a copy
def crop(image, top, left, height, width):
    image[...] = 0
    return np.zeros((height, width, *image.shape[2:]), image.dtype)


# %% Zeros in half precision, to be let off by its rounding
# exercise: normalise
# fails: half precision excuses no difference (it did: this earned full marks until it was tried)
def normalise(image):
    return np.zeros(image.shape, np.float16)


# %% A gigantic array
# fails: it is too large to send
def crop(*_):
    return np.broadcast_to(1.0, (10**6, 10**6))


# %% An array larger than the memory
# fails: the sandbox limits memory, and the error is the learner's
def crop(*_):
    return np.ones((10**6, 10**5))


# %% A memory map
# fails: an array that is not exactly an `ndarray` arrives as the name of its type
def crop(*_):
    return np.memmap("map", np.uint8, "w+", shape=(2, 3))


# %% A lazy object that computes when it is looked at
# fails: only plain data travels
class Lazy:
    def __array__(self, *_, **__):
        return np.zeros((2, 3))

    def __repr__(self):
        return "<script>alert(1)</script>"


crop = lambda *_: Lazy()


# %% An array of objects
# fails: nothing is pickled; it arrives as the name of its dtype
class Bomb:
    def __reduce__(self):
        return print, ("unpickled",)


crop = lambda *_: np.array([[Bomb()] * 3] * 2, object)

# %% A record array, a masked array, a generator, one after the other
# fails: none of them is plain data
import itertools

kinds = itertools.cycle([np.zeros(2, "f8,i4"), np.ma.masked_all((2, 3)), (x for x in [1, 2]), {1, 2}])
crop = lambda *_: next(kinds)

# %% nan, infinity and negative infinity
# fails: each differs from every number
import itertools

odd = itertools.cycle([np.nan, np.inf, -np.inf])
crop = lambda image, top, left, height, width: np.full((height, width, *image.shape[2:]), next(odd))

# %% A list that contains itself
# fails: it cannot be sent
loop = []
loop.append(loop)
crop = lambda *_: loop

# %% Numbers beyond every type
# fails: a value that is not a NumPy number is wrong
crop = lambda *_: [[10**400, -(10**30), 1e308]] * 2

# %% A long text among numbers
# fails: a list of numbers holds numbers
crop = lambda *_: ["x" * 10**5] + [0] * 10**5

# %% `exit`, `SystemExit` and `KeyboardInterrupt` in the call
# fails: the call has failed, and the check goes on
import itertools
import sys

ways = itertools.cycle([sys.exit, exit, quit])


def crop(*_):
    next(ways)()
    raise KeyboardInterrupt


# %% A search of all memory for what is expected
# fails: the kernel knows no expected value
# shows: found []
import gc
import sys


def crop(image, top, left, height, width):
    frame, values = sys._getframe(1), []
    while frame is not None:
        values += frame.f_locals.values()
        frame = frame.f_back
    values += gc.get_objects()
    near = [v for v in values if type(v) is np.ndarray and v.shape[:2] == (height, width)]
    return near[-1] if near else None


print(
    "found",
    [o for o in gc.get_objects() if type(o).__name__ in ("Exercise", "Case", "Misconception", "Chapter")],
)

# %% A forbidden function, fetched by its name
# fails: `getattr` with a name in quotes is a use of that name
# exercise: correlate2d
# shows: It uses `numpy.correlate`
def correlate2d(image, kernel):
    rows = [[getattr(np, "correlate")(line, taps) for taps in kernel] for line in image]
    height = len(image) - len(kernel) + 1
    return np.array([sum(rows[i + k][k] for k in range(len(kernel))) for i in range(height)])
