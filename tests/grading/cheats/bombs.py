# Each cell tries to use up a resource. If a kernel was ended, the next cells run in a new one.

# %% A fork bomb
# fails: a kernel is one process and cannot start another
# shows: found []
import os

found = []
for _ in range(1000):
    try:
        found.append(os.fork())
    except OSError:
        pass
print("found", found)

# %% A thread bomb
# fails: threads are counted
# shows: Stopped
import threading

while True:
    try:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    except RuntimeError:
        pass

# %% A memory bomb
# fails: memory is watched and limited
# shows: Stopped
held = []
while True:
    try:
        held.append(b"x" * 2**24)
    except MemoryError:
        pass

# %% Memory without an address
# fails: it is refused
# shows: found []
import os

found = []
for way in (lambda: os.memfd_create("x"), lambda: os.truncate("/dev/shm/x", 2**30)):
    try:
        found.append(way())
    except OSError:
        pass
print("found", found)

# %% A file of a gigabyte
# fails: files and the folder they lie in are limited
import os

try:
    with open("big", "wb") as file:
        for _ in range(1024):
            file.write(bytes(2**20))
except OSError:
    os.unlink("big")

# %% A million files
# fails: files are counted
# shows: Stopped
number = 0
while True:
    try:
        open(f"/tmp/work/{(number := number + 1)}", "w").close()
    except OSError:
        pass

# %% A print of a gigabyte
# fails: memory is watched; shorter prints are cut
# shows: Stopped
while True:
    try:
        print("x" * 2**30)
    except MemoryError:
        pass

# %% A print too large for a message
# fails: that output is lost, and the grader listens again
# shows: too large to be kept
print("x" * 2**23)

# %% Prints without end, from a thread that goes on
# fails: of each stream the first and last characters are kept, and each cell keeps its own
# shows:
import threading


def talk():
    while True:
        print("talk " * 100)


threading.Thread(target=talk, daemon=True).start()

# %% A recursion without end
# fails: it is an error of its cell, or the end of its kernel
# shows:
import sys

sys.setrecursionlimit(10**6)


def down(depth):
    return [down(depth + 1)] * 2


try:
    down(0)
except (RecursionError, MemoryError):
    print("tried")

# %% Threads without end, under a name that says "Threads: 1"
# fails: threads are counted as the operating system lists them
# shows: too many threads
import ctypes
import threading

ctypes.CDLL(None).prctl(15, b"x\nThreads:\t1")
while True:
    try:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    except RuntimeError:
        pass

# %% Memory, after the first thread has ended alone
# fails: memory can be read from any thread that still runs
# shows: out of memory
import ctypes
import os
import threading
import time


def hoard():
    time.sleep(0.2)
    held = []
    while True:
        try:
            held.append(b"x" * 2**24)
        except MemoryError:
            pass


threading.Thread(target=hoard).start()
ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[os.uname().machine], 0)

# %% Locks on bytes of files, which take memory of the operating system
# fails: no byte of a file can be locked
# shows: found []
import fcntl

found = []
with open("locked", "wb") as file:
    for place in range(0, 2_000, 2):
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
            found.append(place)
        except OSError:
            pass
print("found", found)

# %% Staying, when the machine runs out of memory, while others have to go
# fails: nothing below `/proc` can be written
# shows: found []
found = []
for name in ("self/oom_score_adj", "1/oom_score_adj", "1/mem", "self/comm"):
    try:
        open(f"/proc/{name}", "r+b").close()
        found.append(name)
    except OSError:
        pass
print("found", found)

# %% More cores than one
# fails: a kernel has one core, which its threads share, and cannot take another
# shows: found 1
import os

try:
    os.sched_setaffinity(0, range(os.cpu_count()))
except OSError:
    print("found", len(os.sched_getaffinity(0)))
