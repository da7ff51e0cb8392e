# Each cell tries to end the kernel, or to take all there is. The next cells run in a new one.

# %% `os._exit`
# fails: a new kernel takes its place, and earlier cells run again
# shows: Stopped
import os

os._exit(0)

# %% `SystemExit` and `KeyboardInterrupt` in a cell
# fails: they end the cell
try:
    raise KeyboardInterrupt
except KeyboardInterrupt:
    print("tried")
raise SystemExit

# %% SIGKILL, to itself
# fails: a new kernel takes its place
# shows: Stopped
import os

os.kill(os.getpid(), 9)

# %% A jump to address 0
# fails: a new kernel takes its place
# shows: Stopped
import ctypes

ctypes.string_at(0)

# %% SIGINT ignored, then an endless loop
# fails: a kernel that does not stop is ended
# shows: Stopped
import signal
import time

signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    time.sleep(0.1)

# %% An endless loop in C
# fails: a kernel that does not stop is ended
# shows: Stopped
sum(range(10**15))

# %% Stopping itself by a signal
# fails: a kernel that is silent is ended
# shows: Stopped
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)

# %% An endless regular expression
# fails: it is interrupted, or its kernel is ended
# shows: Stopped
import re

re.match("(a*)*(a*)*$", "a" * 40 + "b")

# %% An endless loop
# fails: it is interrupted
# shows: Stopped
while True:
    pass

# %% An endless generator
# fails: it is interrupted
# shows: Stopped
any(number < 0 for number in iter(int, 1))
