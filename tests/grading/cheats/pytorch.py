# Each cell uses PyTorch in a chapter that has it; none solves `scramble`.

# %% Workers of a DataLoader
# fails: a kernel is one process and cannot start another
# exercise: scramble
# shows: found []
from torch.utils.data import DataLoader

found = []
try:
    found += list(DataLoader(range(4), num_workers=2))
except OSError:
    pass
print("found", found)

# %% Processes that share tensors
# fails: a kernel is one process, and its memory is its own
# exercise: scramble
# shows: found []
import torch
import torch.multiprocessing

found = []
for way in (lambda: torch.zeros(9).share_memory_(), lambda: torch.multiprocessing.spawn(print, nprocs=2)):
    try:
        found.append(way())
    except (OSError, RuntimeError):
        pass
print("found", found)

# %% A compiled library of one's own
# fails: no compiler can be started, and the only folder that can be written ends with the kernel
# exercise: scramble
# shows: found []
import torch
from torch.utils import cpp_extension

found = []
try:
    found.append(cpp_extension.load_inline("own", cpp_sources=["int f() { return 1; }"], functions=["f"]))
except Exception:
    pass
print("found", found)

# %% A library of the system, loaded as PyTorch's own
# fails: what it can call stands behind the same filter
# exercise: scramble
# shows: fork -1
import ctypes
from glob import glob

import torch

[path, *_] = glob("/usr/lib/*-linux-gnu/libc.so.6")
torch.ops.load_library(path)
print("fork", ctypes.CDLL(path).fork())

# %% A file outside, written by torch.save
# fails: outside of one small folder nothing can be written
# exercise: scramble
# shows: found []
import torch

found = []
try:
    torch.save(torch.zeros(3), "CANARY")
    found.append("CANARY")
except (OSError, RuntimeError):
    pass
print("found", found)

# %% Weights from the network
# fails: there is no network
# exercise: scramble
# shows: found []
import torch

found = []
try:
    found.append(torch.hub.load_state_dict_from_url("https://download.pytorch.org/models/alexnet.pth"))
except OSError:
    pass
print("found", found)

# %% A tensor that equals everything
# fails: plain arrays are compared, outside
# exercise: scramble
import torch


class Same(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True if function.__name__ in ("eq", "equal", "allclose") else args[0]

    def __eq__(self, other):
        return True


def scramble(*_):
    return torch.zeros(3).as_subclass(Same)


# %% PyTorch patched, so that all losses are 0
# fails: the judge has a PyTorch of its own
# exercise: train_one_epoch
import torch

torch.nn.functional.cross_entropy = lambda *_, **__: torch.zeros(())
torch.allclose = torch.equal = lambda *_, **__: True


def train_one_epoch(*_):
    return 0.0


# %% Threads without end
# fails: threads are counted
# exercise: scramble
# shows: Stopped
import torch

torch.set_num_threads(2000)
while True:
    torch.ones(2000, 2000).sum()

# %% Tensors without end
# fails: memory is watched and limited
# exercise: scramble
# shows: Stopped
import torch

held = []
while True:
    try:
        held.append(torch.ones(2**24))
    except RuntimeError:
        pass
