"""A kernel slides over an image: at each step multiply, add up, write the sum down, and move on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.panel import OWN, Panel, given, named_as, stepper
from course_utils.explorers.pieces import side_by_side, table, written

LARGEST_IMAGE, LARGEST_KERNEL = 16, 5  # pixels a side; larger ones cannot be read


class Step(NamedTuple):
    """One position of the window: where it is, its pixels, the output and how far it is filled in."""

    row: int
    column: int
    window: np.ndarray  # (m, n), the pixels under the kernel
    kernel: np.ndarray  # (m, n), flipped if asked for
    output: np.ndarray  # (h, w)
    done: np.ndarray  # bool (h, w), the outputs computed so far


def compute(
    image: np.ndarray, kernel: np.ndarray, step: int, flip: bool = False, average: bool = False
) -> Step:
    """Return the state of a kernel (m, n) that slides over an image (H, W), row by row, after `step` steps.

    `flip` turns the kernel by 180 degrees (true convolution); `average` divides each sum by m * n (matching).
    """
    from scipy.signal import convolve2d, correlate2d

    output = (convolve2d if flip else correlate2d)(image, kernel, mode="valid")
    if average:
        output = output / kernel.size
    row, column = divmod(step, output.shape[1])
    window = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
    done = np.arange(output.size).reshape(output.shape) <= step
    return Step(row, column, window, kernel[::-1, ::-1] if flip else kernel, output, done)


def arithmetic(step: Step, average: bool = False) -> str:
    """Write out one step: the products, one line for each row of the window, and their sum."""
    times = " \N{MULTIPLICATION SIGN} "
    rows = [
        " + ".join(_factor(pixel) + times + _factor(weight) for pixel, weight in row)
        for row in np.stack([step.window, step.kernel], axis=-1)
    ]
    if average:
        rows[0], rows[-1] = f"({rows[0]}", f"{rows[-1]}) / {step.kernel.size}"
    total = plots.number(step.output[step.row, step.column])
    products = "\n    + ".join(rows)
    return f"output[{step.row}, {step.column}]\n    = {products}\n    = {total}"


def show(image: np.ndarray, kernel: np.ndarray | Mapping[str, np.ndarray], average: bool = False) -> Panel:
    """Step a kernel over a small image, and see how each sum is computed; its weights can be changed.

    Several kernels of one shape, given by name, come with a menu; the first is used at the start.
    With `average` each sum is divided by the size of the kernel, as in matching.
    Raises ValueError if the image is larger than 16x16, or if a kernel is larger than 5x5 or than the image.
    """
    named = dict(kernel) if isinstance(kernel, Mapping) else {"as given": kernel}
    image, named = _checked(image, named)
    first = next(iter(named.values()))
    height, width = first.shape
    steps = (image.shape[0] - height + 1) * (image.shape[1] - width + 1)
    cells = {
        f"k[{row}, {column}]": _cell(f"k[{row}, {column}]", value)
        for (row, column), value in np.ndenumerate(first)
    }
    choice = widgets.Dropdown(options=[*named, OWN], description="kernel")
    menu = [choice] if len(named) > 1 else []
    step, drive = stepper(steps)
    flip = widgets.Checkbox(False, description="flip the kernel", indent=False)
    mean = widgets.Checkbox(average, description=f"divide by {first.size}", indent=False)

    def draw() -> str:
        weights = np.array([cell.value for cell in cells.values()]).reshape(first.shape)
        now = compute(image, weights, step.value, flip.value, mean.value)
        choice.value = named_as(weights, named)
        here = (now.row, now.column, 1, 1)
        tables = side_by_side(
            table(image, f"image {image.shape}", window=(now.row, now.column, height, width)),
            table(now.kernel, "flipped kernel" if flip.value else "kernel"),
            table(now.output, f"output {now.output.shape}", window=here, filled=now.done),
        )
        return tables + written(arithmetic(now, mean.value))

    panel = Panel(
        {"step": step, "flip": flip, "divide": mean, **cells},
        draw,
        "which pixels of the window are multiplied by which weights, and where the output is largest.",
        arranged=[
            drive,
            widgets.HBox(
                [
                    _grid(list(cells.values()), width),
                    widgets.VBox([*menu, flip, mean], layout=widgets.Layout(margin="0 0 0 20px")),
                ],
                layout=widgets.Layout(flex_flow="row wrap"),
            ),
        ],
    )
    panel.offer(choice, named)
    return panel


def _factor(value: float) -> str:
    """Write a factor, in brackets if it is negative."""
    return f"({plots.number(value)})" if value < 0 else plots.number(value)


def _checked(image: np.ndarray, named: Mapping[str, np.ndarray]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    image, named = given(image), {name: given(kernel) for name, kernel in named.items()}
    parts = [("image", image, LARGEST_IMAGE), *(("kernel", each, LARGEST_KERNEL) for each in named.values())]
    for name, array, largest in parts:
        if array.ndim != 2 or max(array.shape) > largest:
            raise ValueError(
                f"kernel_walk shows every number, so its {name} has two axes of at most {largest} pixels; "
                f"got shape {array.shape}. Take a crop of it."
            )
    shapes = list(dict.fromkeys(kernel.shape for kernel in named.values()))
    if len(shapes) != 1:
        raise ValueError(f"kernel_walk needs kernels of one shape; got {shapes or 'no kernel'}.")
    if shapes[0][0] > image.shape[0] or shapes[0][1] > image.shape[1]:
        raise ValueError(f"the kernel, {shapes[0]}, does not fit into the image, {image.shape}.")
    return image.astype(float), {name: kernel.astype(float) for name, kernel in named.items()}


def _cell(name: str, value: float) -> widgets.FloatText:
    """Return the input of one number; its name takes no room, but screen readers say it."""
    return widgets.FloatText(
        value, description=name, style={"description_width": "0px"}, layout=widgets.Layout(width="68px")
    )


def _grid(cells: list[widgets.FloatText], columns: int) -> widgets.VBox:
    """Arrange the inputs of the kernel as a matrix."""
    box = widgets.GridBox(cells, layout=widgets.Layout(grid_template_columns=f"repeat({columns}, 72px)"))
    return widgets.VBox([widgets.HTML("the kernel: change its weights"), box])
