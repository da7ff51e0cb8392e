# Each cell looks for an answer, a secret or a way out. What it finds, it prints.

# %% Importing the exercises with their oracles
# fails: they are not in the sandbox
# shows: found []
import importlib

found = []
for name in ("exercises", "exercises.start", "grading", "lessons", "cli", "grading.session"):
    try:
        found.append(importlib.import_module(f"course_utils.{name}"))
    except ImportError:
        pass
print("found", found)

# %% Files of the course: oracles, solutions, seed, gradebook, source notebooks, other students, caches
# fails: no file of them is in the sandbox
# shows: found []
import os

wanted = ("seed", "00_start.py", "00_start.ipynb", "lessons.py", "provisioner.py", "im2col.py", "im2col.cpython-311.pyc")
found = [
    os.path.join(folder, file)
    for folder, _, files in os.walk("/")
    if not folder.startswith(("/proc", "/sys"))
    for file in files
    if file in wanted or (file == "gradebook.db" and "nbgrader/tests" not in folder)
]
print("found", found)

# %% Links to the source notebook, read or left behind for the grader
# fails: a link leads nowhere in the sandbox, and no file leaves it
# shows: found []
import os

found = []
for target in ("CANARY", "/proc/1/root/CANARY", "/proc/1/cwd/CANARY"):
    try:
        os.symlink(target, "link.ipynb")
        found.append(open("link.ipynb").read())
    except OSError:
        os.unlink("link.ipynb")
for way in (os.link,):
    try:
        found.append(way("CANARY", "hard.ipynb"))
    except OSError:
        pass
print("found", found)

# %% Writing to a file outside
# fails: it is not there, and nothing but one folder can be written
# shows: found []
found = []
for path in ("CANARY", "/proc/1/root/CANARY", "/course/course_utils/checks/wire.py", "/bin/sh"):
    try:
        found.append(open(path, "a").write("2.0"))
    except OSError:
        pass
print("found", found)

# %% The environment, of the kernel and of the sandbox itself
# fails: it is made anew, and holds nothing of the grader's
# shows: found []
import os

texts = [open(f"/proc/{number}/environ").read() for number in ("self", "1")]
print("found", [t for t in texts if "SECRET" in t] + [name for name in os.environ if "SECRET" in name])

# %% Processes, and what they have open
# fails: there are two, the kernel and the first of its sandbox; they have no file of the grader open
# shows: found []
import os

found = [int(name) for name in os.listdir("/proc") if name.isdigit() and name not in ("1", str(os.getpid()))]
for number in ("self", "1"):
    for name in os.listdir(f"/proc/{number}/fd"):
        try:
            path = os.readlink(f"/proc/{number}/fd/{name}")
        except OSError:
            continue
        if not path.startswith(("pipe:", "socket:", "anon_inode:", "/dev/null", "/tmp/", "/proc")):
            found.append(path)
print("found", found)

# %% The way to the repository by `/proc/self/mountinfo` and the paths of imports
# fails: names of folders can be read, what is in them cannot
# shows: found []
import os
import sys

paths = [line.split()[3] for line in open("/proc/self/mountinfo")] + sys.path
above = {os.path.dirname(path) for path in paths if "course_utils" in path}
print("found", [file for folder in above if os.path.isdir(folder) for file in os.listdir(folder)
                if file in ("solutions", "build", "grading", "exercises")])

# %% Memory of other processes
# fails: only the first process of the sandbox can be read, and it holds no secret
# shows: found []
import os

found = []
for number in {int(name) for name in os.listdir("/proc") if name.isdigit()} - {1, os.getpid()}:
    try:
        found.append(open(f"/proc/{number}/mem", "rb"))
    except OSError:
        pass
print("found", found)

# %% Sockets of any family
# fails: none can be made
# shows: found []
import socket

found = []
for family in socket.AddressFamily:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            found.append(socket.socket(family, kind))
        except OSError:
            pass
print("found", found)

# %% Programs: git, curl, another Python
# fails: no process can be started
# shows: found []
import os
import subprocess

found = []
for program in ("git", "curl", "/usr/bin/python3"):
    try:
        found.append(subprocess.run([program, "--version"], capture_output=True))
    except OSError:
        pass
print("found", found)

# %% A detached process that waits for the gradebook
# fails: no process can be started, and the sandbox ends with the kernel
# shows: found []
import os

found = []
for way in (os.fork, os.forkpty, lambda: os.posix_spawn("/bin/sh", ["sh"], {})):
    try:
        if not (number := way()):
            os._exit(0)
        found.append(number)
    except OSError:
        pass
print("found", found)

# %% PyTorch, SciPy and others, imported by name
# fails: in a NumPy chapter they are not in the sandbox
# shows: found []
import importlib

found = []
for name in ("torch", "scipy.signal", "scipy.ndimage", "cv2", "skimage", "jax", "PIL.ImageFilter", "sklearn.datasets"):
    try:
        found.append(importlib.import_module(name))
    except ImportError:
        pass
print("found", found)

# %% PyTorch and SciPy, by their files: other Pythons, compiled parts loaded by `ctypes`
# fails: their files are not in the sandbox either
# shows: found []
import ctypes
import os
import sys

found = []
for folder, folders, files in os.walk("/"):
    if folder.startswith("/proc"):
        folders.clear()
        continue
    for file in files:
        if file.startswith(("libtorch", "_sigtools", "_nd_image", "_signaltools", "cv2.", "libopencv")):
            try:
                found.append(ctypes.CDLL(os.path.join(folder, file)))
            except OSError:
                pass
print("found", found)

# %% A module named as one of the course's, beside the notebook
# fails: it fools the kernel alone
import importlib
import sys

for name in ("numpy.py", "course_utils.py", "sitecustomize.py"):
    with open(name, "w") as file:
        file.write("def check(*_): return 2.0\ndef __getattr__(name): return check\n")
sys.path.insert(0, ".")
importlib.invalidate_caches()

# %% The secret seed, from the questions it made
# fails: the questions are known, but not their answers
# shows: found []
import gc

texts = [o for o in gc.get_objects() if type(o) is dict and "seed" in o and "cases" in o]
print("found", texts)
