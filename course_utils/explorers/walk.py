"""The window steps over the image: multiply, add up, write down, one step on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.panel import OWN, Panel, given, named_as, side_by_side, stepper, table, written

LARGEST_IMAGE, LARGEST_KERNEL = 16, 5  # pixels a side that can still be read


class Step(NamedTuple):
    """One position of the window: where it lies, what is in it, the output and how far it is filled in."""

    row: int
    column: int
    window: np.ndarray  # (m, n), the pixels under the kernel
    kernel: np.ndarray  # (m, n), as it lies on them
    output: np.ndarray  # (h, w)
    done: np.ndarray  # bool (h, w), where the window has been


def compute(
    image: np.ndarray, kernel: np.ndarray, step: int, flip: bool = False, average: bool = False
) -> Step:
    """Return the walk of a kernel (m, n) over an image (H, W) after `step` steps, row by row.

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
    """Write one step out: the products, row by row of the window, and what they add up to."""
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
    """Step a kernel, whose numbers can be changed, over a small image and see each sum written out.

    Several kernels of one shape, by their names, come with a menu; the walk begins with the first.
    With `average` each sum is divided by the size of the kernel, as in matching.
    Raises ValueError where the image is larger than 16x16, or a kernel than 5x5 or than the image.
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
            table(now.kernel, "turned kernel" if flip.value else "kernel"),  # both fit: nothing moves
            table(now.output, f"output {now.output.shape}", window=here, filled=now.done),
        )
        return tables + written(arithmetic(now, mean.value))

    panel = Panel(
        {"step": step, "flip": flip, "divide": mean, **cells},
        draw,
        "which pixels of the window are multiplied by which numbers, and where the output is largest.",
        arranged=[
            drive,
            widgets.HBox(
                [_grid(list(cells.values()), width), widgets.VBox([*menu, flip, mean])],
                layout=widgets.Layout(flex_flow="row wrap"),
            ),
        ],
    )
    panel.offer(choice, named)
    return panel


def _factor(value: float) -> str:
    """Write a factor, in brackets where it has a sign."""
    return f"({plots.number(value)})" if value < 0 else plots.number(value)


def _checked(image: np.ndarray, named: Mapping[str, np.ndarray]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    image, named = given(image), {name: given(kernel) for name, kernel in named.items()}
    parts = [("image", image, LARGEST_IMAGE), *(("kernel", each, LARGEST_KERNEL) for each in named.values())]
    for name, array, largest in parts:
        if array.ndim != 2 or max(array.shape) > largest:
            raise ValueError(
                f"window_walk writes every number down, so its {name} has two axes of at most {largest}; "
                f"got shape {array.shape}. Take a crop of it."
            )
    shapes = list(dict.fromkeys(kernel.shape for kernel in named.values()))
    if len(shapes) != 1:
        raise ValueError(f"the kernels of window_walk have one shape; got {shapes or 'no kernel'}.")
    if shapes[0][0] > image.shape[0] or shapes[0][1] > image.shape[1]:
        raise ValueError(f"the kernel, {shapes[0]}, does not fit into the image, {image.shape}.")
    return image.astype(float), {name: kernel.astype(float) for name, kernel in named.items()}


def _cell(name: str, value: float) -> widgets.FloatText:
    """Return the box of one number; its name takes no room, but screen readers say it."""
    return widgets.FloatText(
        value, description=name, style={"description_width": "0px"}, layout=widgets.Layout(width="68px")
    )


def _grid(cells: list[widgets.FloatText], columns: int) -> widgets.VBox:
    """Lay the cells of the kernel out as the matrix that they are."""
    box = widgets.GridBox(cells, layout=widgets.Layout(grid_template_columns=f"repeat({columns}, 72px)"))
    return widgets.VBox([widgets.HTML("the kernel: change its numbers"), box])
