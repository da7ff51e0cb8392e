"""What nbgrader alone makes of the cheats that are harmless in a sandbox of one's own: `python stock.py`.

Each cheat runs as nbgrader runs it: in an ordinary kernel, its check after it, points read from the output.
All that happens inside an outer bubblewrap, which sees this machine read-only, without network, and ends
after some minutes; only folders in memory can be written. The result is `cheats/stock.json`.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

from catalogue import ALL, Cheat

from course_utils.cells import Role

HERE = Path(__file__).resolve()
MEASURED = ("answers", "forged", "patches", "theft")  # the others harm whoever runs them
GIVEN = "image = np.arange(1, 31).reshape(5, 6)\nexpected = image[1:3, 2:5]\n"
STYLES = (  # of tests in a check cell; points of the best are taken
    "assert np.array_equal(crop(image, 1, 2, 2, 3), expected)",
    "assert np.all(crop(image, 1, 2, 2, 3) == expected)",
    "np.testing.assert_allclose(crop(image, 1, 2, 2, 3), expected)",
)
VIEW = "--ro-bind / / --dev /dev --proc /proc --tmpfs /tmp --tmpfs /var/tmp --chdir /tmp"
VARIABLES = {"HOME": "/tmp", "PATH": "/usr/bin:/bin", "COURSE_PROGRESS": "off", "OMP_NUM_THREADS": "1"}
LIMITS = "prlimit --nproc=400 --as=8000000000 --fsize=100000000 --cpu=300"
NOTHING = "bwrap --unshare-all --die-with-parent --new-session --cap-drop ALL --clearenv"
OUTER = [
    *NOTHING.split(),
    *VIEW.split(),
    *(word for pair in VARIABLES.items() for word in ("--setenv", *pair)),
    *LIMITS.split(),
]


def measure() -> dict[str, dict[str, float | str]]:
    """Points that each cheat earns from tests that assert and from `check`; or that it found something."""
    return {cheat.tries: _measure(cheat) for cheat in ALL if cheat.file in MEASURED}


def _measure(cheat: Cheat) -> dict[str, float | str]:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from nbformat.v4 import new_code_cell, new_notebook
    from nbgrader.utils import determine_grade

    graded = Role("check", "stock", 2).metadata()
    attempt = cheat.code.replace("CANARY", str(HERE.parents[2] / "solutions/00_start.py"))
    cells = [
        new_code_cell("import numpy as np\nfrom course_utils import check"),
        new_code_cell(f"def {cheat.exercise}(*_): return 0"),
        new_code_cell(attempt),
        *(new_code_cell(GIVEN + test, metadata=graded) for test in STYLES),
        new_code_cell(f"check({cheat.exercise})", metadata=graded),
    ]
    try:
        NotebookClient(new_notebook(cells=cells), allow_errors=True, timeout=20).execute()
    except (DeadKernelError, CellTimeoutError):
        return {"asserts": 0.0, "check": 0.0}
    said = "".join(output.get("text", "") for output in cells[2].outputs)
    if cheat.shows.startswith("found"):
        return {"found": "nothing" if cheat.shows in said else "found"}
    *asserts, check = (determine_grade(cell, logging.getLogger())[0] or 0.0 for cell in cells[3:])
    return {"asserts": max(asserts), "check": check}


if __name__ == "__main__":
    if sys.argv[1:] == ["inside"]:
        print(json.dumps(measure(), indent=1, ensure_ascii=False))
    else:
        inside = [*OUTER, sys.executable, HERE, "inside"]
        done = subprocess.run(inside, stdout=subprocess.PIPE, text=True, timeout=900, check=True)
        (HERE.parent / "cheats" / "stock.json").write_text(done.stdout)
