"""The race of chapters 05 and 06, forward and backward: `python benchmarks/convolution.py`.

Every way computes the same layer, float32, in one run, on one thread; rounds go through all ways in turn and
the best of each counts. What is printed are ratios to PyTorch's CPU convolution in its default layout. The
solutions are those of the lessons: there is no second copy of them here. Loops are timed on a part of the
outputs, which all cost the same. The compiled im2col has the layout and the loops of CS231n's; it is
compiled on the spot and left out where there is no C compiler.
"""
# ruff: noqa: E402 - the number of threads is read when NumPy and PyTorch are imported

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import ctypes
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich import box
from rich.console import Console
from rich.table import Table

from course_utils import lessons

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 30
PART = 8  # loops compute 8 x 8 outputs of one filter

C_SOURCE = """
void im2col(const float *x, float *cols, int N, int C, int H, int W, int K, int S, int OH, int OW) {
    for (int c = 0; c < C; c++)
        for (int u = 0; u < K; u++)
            for (int v = 0; v < K; v++)
                for (int i = 0; i < OH; i++)
                    for (int j = 0; j < OW; j++)
                        for (int n = 0; n < N; n++)
                            cols[((((c * K + u) * K + v) * OH + i) * OW + j) * (long)N + n] =
                                x[((n * C + c) * H + i * S + u) * (long)W + j * S + v];
}
void col2im(const float *cols, float *x, int N, int C, int H, int W, int K, int S, int OH, int OW) {
    for (int n = 0; n < N; n++)
        for (int c = 0; c < C; c++)
            for (int u = 0; u < K; u++)
                for (int v = 0; v < K; v++)
                    for (int i = 0; i < OH; i++)
                        for (int j = 0; j < OW; j++)
                            x[((n * C + c) * H + i * S + u) * (long)W + j * S + v] +=
                                cols[((((c * K + u) * K + v) * OH + i) * OW + j) * (long)N + n];
}
"""


class Compiled:
    """A convolution layer over a compiled im2col: columns (C*k*k, OH*OW*N), the batch innermost."""

    def __init__(self, compiler: str, folder: Path) -> None:
        source, library = folder / "im2col.c", folder / "im2col.so"
        source.write_text(C_SOURCE, encoding="utf-8")
        subprocess.run([compiler, "-O3", "-shared", "-fPIC", str(source), "-o", str(library)], check=True)
        self.functions = ctypes.CDLL(str(library))

    def _call(self, name: str, *arrays: np.ndarray, numbers: tuple[int, ...]) -> None:
        pointers = [array.ctypes.data_as(ctypes.c_void_p) for array in arrays]
        getattr(self.functions, name)(*pointers, *numbers)

    def _columns(self, x: np.ndarray, w: np.ndarray, stride: int, padding: int) -> tuple:
        padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
        (n, c, height, width), k = padded.shape, w.shape[2]
        oh, ow = (height - k) // stride + 1, (width - k) // stride + 1
        cols = np.empty((c * k * k, oh * ow * n), np.float32)
        numbers = (n, c, height, width, k, stride, oh, ow)
        self._call("im2col", padded, cols, numbers=numbers)
        return cols, padded, numbers

    def forward(self, x: Any, w: Any, b: Any, stride: int, padding: int) -> np.ndarray:
        """The maps (N, F, OH, OW)."""
        cols, _, (n, *_, oh, ow) = self._columns(x, w, stride, padding)
        y = w.reshape(len(w), -1) @ cols + b[:, None]
        return np.ascontiguousarray(y.reshape(len(w), oh, ow, n).transpose(3, 0, 1, 2))

    def backward(self, dy: Any, x: Any, w: Any, stride: int, padding: int) -> tuple:
        """The gradients dx, dw, db."""
        cols, padded, numbers = self._columns(x, w, stride, padding)
        grads = dy.transpose(1, 2, 3, 0).reshape(len(w), -1)
        dpadded = np.zeros_like(padded)
        self._call("col2im", w.reshape(len(w), -1).T @ grads, dpadded, numbers=numbers)
        height, width = x.shape[2:]
        dx = dpadded[:, :, padding : padding + height, padding : padding + width]
        return dx, (grads @ cols.T).reshape(w.shape), grads.sum(1)


def best(ways: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Seconds of each way: all in turn, so that a busy moment hurts all alike, and the best of each."""
    seconds = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for name, run in ways.items():
            start = time.perf_counter()
            run()
            seconds[name] = min(seconds[name], time.perf_counter() - start)
    return seconds


def forward_ways(lesson: dict, compiled: Compiled | None, x: Any, w: Any, b: Any, s: int, p: int) -> dict:
    """Every way to compute the maps."""
    tensors = [torch.from_numpy(array) for array in (x, w, b)]
    last = [tensor.to(memory_format=torch.channels_last) for tensor in tensors[:2]]
    seen = lesson["windows"](lesson["pad2d"](x, p), w.shape[2:], s)
    conv2d = torch.nn.functional.conv2d
    ways = {
        "PyTorch": lambda: conv2d(*tensors, s, p).numpy(),
        "PyTorch, channels last": lambda: conv2d(*last, tensors[2], s, p).numpy(),
        "conv2d_im2col": lambda: lesson["conv2d_im2col"](x, w, b, s, p),
        "view and tensordot": lambda: (
            np.ascontiguousarray(np.tensordot(w, seen, axes=([1, 2, 3], [1, 4, 5])).swapaxes(0, 1))
            + b[:, None, None]
        ),
    }
    if compiled:
        ways["compiled im2col"] = lambda: compiled.forward(x, w, b, s, p)
    return ways


def backward_ways(lesson: dict, compiled: Compiled | None, dy: Any, x: Any, w: Any, s: int, p: int) -> dict:
    """Every way to compute the three gradients."""
    leaves = [torch.from_numpy(array).requires_grad_() for array in (x, w, dy[0, :, 0, 0].copy())]
    y, grad = torch.nn.functional.conv2d(*leaves, s, p), torch.from_numpy(dy)
    ways = {
        "PyTorch": lambda: [g.numpy() for g in torch.autograd.grad(y, leaves, grad, retain_graph=True)],
        "conv2d_backward": lambda: lesson["conv2d_backward"](dy, x, w, s, p),
    }
    if compiled:
        ways["compiled im2col"] = lambda: compiled.backward(dy, x, w, s, p)
    return ways


def slow_ways(lesson: dict, x: Any, w: Any, b: Any, s: int, p: int) -> dict[str, float]:
    """Seconds of the two slow ways: einsum without `optimize`, and the loops of chapter 04."""
    outputs = lesson["conv2d_im2col"](x, w, b, s, p).size
    part = lesson["pad2d"](x[:1], p)[:, :, : w.shape[2] + PART - 1, : w.shape[3] + PART - 1]
    seen = lesson["windows"](lesson["pad2d"](x, p), w.shape[2:], s)
    loops = best({"loops": lambda: lesson["conv2d"](part, w[:1], b[:1])}, 10)["loops"]
    einsum = best({"einsum": lambda: np.einsum("ncijuv,fcuv->nfij", seen, w)}, 2)["einsum"]
    return {"view and einsum": einsum, "conv2d (loops)": loops / PART**2 * outputs}


def agree(ways: dict[str, Callable[[], Any]]) -> None:
    """Stop unless all ways give PyTorch's result, up to rounding."""
    expected = ways["PyTorch"]()
    for name, run in ways.items():
        for one, other in zip(run(), expected, strict=True):
            if np.abs(one - other).max() > 1e-4 * np.abs(other).max():
                sys.exit(f"{name} and PyTorch disagree: nothing is measured.")


def sgemm(size: int = 1024) -> float:
    """Billions of float32 operations a second that NumPy's matrix product reaches here."""
    matrix = np.random.default_rng(0).normal(size=(size, size)).astype(np.float32)
    return 2 * size**3 / best({"product": lambda: matrix @ matrix}, 10)["product"] / 1e9


def measure(lesson: dict, compiled: Compiled | None, name: str) -> tuple[dict, dict, float]:
    """Seconds forward and backward of every way, and the billions of operations forward."""
    x, w, b, s, p = lesson["layer"](name)
    y = lesson["conv2d_im2col"](x, w, b, s, p)
    dy = np.random.default_rng(1).normal(size=y.shape).astype(np.float32)
    forward = forward_ways(lesson, compiled, x, w, b, s, p)
    backward = backward_ways(lesson, compiled, dy, x, w, s, p)
    agree(forward)
    agree(backward)
    operations = 2 * y.size * w[0].size / 1e9
    return best(forward, ROUNDS) | slow_ways(lesson, x, w, b, s, p), best(backward, ROUNDS), operations


def report(title: str, columns: dict[str, dict[str, float]], operations: dict[str, float]) -> Table:
    """Ratios to PyTorch, a row for each way; PyTorch itself in milliseconds and operations a second."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for header in ("", *(name.replace(", ", "\n") for name in columns)):
        table.add_column(header, justify="right" if header else "left")
    ratios = {
        way: [f"{s[way] / s['PyTorch']:.2f}" for s in columns.values()]
        for way in next(iter(columns.values()))
    }
    ratios["PyTorch"] = ["1"] * len(columns)
    for way, cells in ratios.items():
        table.add_row(way, *cells)
    table.add_section()
    table.add_row("PyTorch, ms", *(f"{1000 * seconds['PyTorch']:.2f}" for seconds in columns.values()))
    table.add_row(
        "PyTorch, GFLOP/s", *(f"{operations[name] / s['PyTorch']:.0f}" for name, s in columns.items())
    )
    return table


def main() -> None:
    """Measure and print."""
    torch.set_num_threads(1)
    lesson: dict[str, Any] = {}
    for chapter in ("04_conv_layer", "05_im2col", "06_backward"):
        lesson |= lessons.solved(chapter, ROOT)
    console = Console(width=150)
    compiler = shutil.which("cc")
    with tempfile.TemporaryDirectory() as folder:
        compiled = Compiled(compiler, Path(folder)) if compiler else None
        found = {name: measure(lesson, compiled, name) for name in lesson["LAYERS"]}
    if compiled is None:
        console.print("Skipped: compiled im2col (there is no C compiler, cc).")
    forward, backward = ({name: each[side] for name, each in found.items()} for side in (0, 1))
    console.print(f"One thread, float32, best of {ROUNDS}. NumPy's sgemm here: {sgemm():.0f} GFLOP/s.")
    console.print(
        report("Forward: time as a multiple of PyTorch's", forward, {n: f[2] for n, f in found.items()})
    )
    console.print(
        report("Backward: time as a multiple of PyTorch's", backward, {n: 2 * f[2] for n, f in found.items()})
    )


if __name__ == "__main__":
    main()
