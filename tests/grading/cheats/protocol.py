# Each cell speaks to the grader past the kernel, or keeps the kernel from speaking. Each has a kernel of its own.

# %% Messages on the grader's sockets, signed with the kernel's key, in every wrong form
# fails: they are passed over
import json

kernel = get_ipython().kernel
parent = kernel.get_parent()
nested = []
for _ in range(400):
    nested = [nested]
for kind, content in [
    ("stream", {"name": "stdout", "text": nested}),
    ("stream", {"name": {}, "text": 3}),
    ("stream", []),
    ("display_data", {"data": {"text/plain": 3, "image/png": "iVBORw0KGgo=\"><script>alert(1)</script>"}}),
    ("display_data", {"data": {"text/html": "<script>alert(1)</script>", "image/svg+xml": "<svg/onload=alert(1)>"}}),
    ("error", {"ename": nested, "evalue": None, "traceback": 7}),
    ("status", {"execution_state": nested}),
    ("clear_output", {}),
    ("no such kind", 2.0),
]:
    kernel.session.send(kernel.iopub_socket, kind, json.dumps(content).encode(), parent=parent)

# %% Idle messages and replies, sent before the work is done
# fails: an early reply is one without an answer
# shows: has not the form of one
import json

kernel = get_ipython().kernel
head = kernel.get_parent()["header"]
client = head["session"].encode()
first = int(head["msg_id"].rpartition("_")[2])
kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent=kernel.get_parent())
for number in range(first, first + 5):
    parent = {"header": {**head, "msg_id": f"{head['msg_id'].rpartition('_')[0]}_{number}"}}
    for content in ([], None, "2.0", {"status": "ok", "user_expressions": [2.0]}):
        text = json.dumps(content).encode()
        kernel.session.send(kernel.shell_stream, "execute_reply", text, parent=parent, ident=client)

# %% One message with parts without end
# fails: the grader's own memory is watched, too
# shows: Stopped
import zmq

part = bytes(2**20)
socket = get_ipython().kernel.iopub_thread.socket
for _ in range(600):
    socket.send(part, zmq.SNDMORE, copy=False)
socket.send(b"")
import time

time.sleep(60)

# %% A flood of messages
# fails: few of them wait for the grader, the others are lost
# shows:
kernel = get_ipython().kernel
for _ in range(20_000):
    kernel.session.send(
        kernel.iopub_socket, "stream", {"name": "stdout", "text": "flood"}, parent=kernel.get_parent()
    )

# %% All sockets closed
# fails: a kernel that is silent is ended
# shows: ended the kernel
import os

for number in range(3, 256):
    try:
        os.close(number)
    except OSError:
        pass

# %% Another connection file, another key
# fails: the file cannot be written, and a message with another key is passed over
# shows: ended the kernel
import sys

kernel = get_ipython().kernel
path = sys.argv[-1]
try:
    open(path, "w").close()
except OSError:
    kernel.session.key = b"another"

# %% Terminal escapes, HTML and halves of characters in what is printed and shown
# fails: only text and PNG are kept, as text and PNG
from IPython.display import HTML, SVG, Javascript, display

print("\x1b]0;title\x07\x1b[2J\x1b[31mred <script>alert(1)</script>", "\udcff\ud800".encode("utf-8", "surrogatepass"))
display(HTML("<script>alert(1)</script>"), Javascript("alert(1)"), SVG("<svg xmlns='http://www.w3.org/2000/svg'/>"))

# %% Greetings without sense for whoever connects, and a heartbeat of one's own
# fails: what is sent has to be taken in time; no heartbeat is asked for
# shows:
import os
import socket
import threading


def greet(listener):
    while True:
        guest, _ = listener.accept()
        guest.send(b"\xff" + bytes(8) + b"\x7f\x03" + b"\xff" * 200)


for number in range(3, 256):
    try:
        if not os.readlink(f"/proc/self/fd/{number}").startswith("socket:"):
            continue
        one = socket.socket(fileno=os.dup(number))
        if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            threading.Thread(target=greet, args=(one,), daemon=True).start()
        else:
            one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
