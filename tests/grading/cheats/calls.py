# Each cell defines a `crop` that does not return normally when it is called.

# %% A call that ends the kernel
# fails: the exercise has failed, the others are judged in a new kernel
# shows: ended the whole kernel
import os

crop = lambda *_: os._exit(3)

# %% A call that takes all memory
# fails: the exercise has failed, the others are judged in a new kernel
# shows: ended the whole kernel | Not finished
def crop(*_):
    held = []
    while True:
        try:
            held.append(b"x" * 2**24)
        except MemoryError:
            pass


# %% A call that never ends
# fails: the time for a check is limited, and a late call ends it
def crop(*_):
    while True:
        pass


# %% A call that never ends, in C
# fails: a kernel that does not answer is ended
# shows: ended the whole kernel
crop = lambda *_: sum(range(10**15))

# %% A call that hangs only the third time
# fails: points are for groups of cases
calls = []


def crop(image, top, left, height, width):
    calls.append(1)
    while len(calls) == 3:
        pass
    return image[top : top + height, left : left + width]


# %% A call that cannot be given up: every exception is caught
# fails: a late call ends the check
def crop(*_):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


# %% A slow drip: every call waits a little
# fails: each call has its time, and the whole notebook has one
import time

crop = lambda *_: time.sleep(0.3)
