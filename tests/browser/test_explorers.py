"""The explorers respond in a real JupyterLab, in a real browser."""

import pytest
from pages import TOKEN, chromium, jupyterlab

pytestmark = pytest.mark.slow
CELLS = (
    "from course_utils import data, explorers\nphoto = data.photograph('flower')",
    "explorers.kernel_walk(data.letter_x(), data.features()[0], average=True)",
    "explorers.pixels(photo)",
    "explorers.kernel_sliders(photo)",
    "explorers.edge_threshold(photo)",
    "explorers.drawing_pad()",
)


@pytest.fixture(scope="module")
def page(tmp_path_factory, root):
    """A notebook of all explorers in Chromium, all its cells run."""
    nbformat = pytest.importorskip("nbformat")
    home = tmp_path_factory.mktemp("home")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, home / "explorers.ipynb")
    with jupyterlab(home, home, root) as address, chromium() as page:
        page.goto(f"{address}/lab/tree/explorers.ipynb?token={TOKEN}")
        page.get_by_text("| Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.get_by_text("Look for:").nth(len(CELLS) - 2).wait_for()
        yield page


def nudge(page, slider):
    """Move the slider of that name one step to the right, by the keyboard."""
    label = page.get_by_text(slider, exact=True)
    label.locator("xpath=..").locator(".noUi-handle").focus()
    page.keyboard.press("ArrowRight")


def test_the_window_moves_on_at_the_press_of_a_button(page):
    page.get_by_role("button", name="next step").click()
    page.get_by_text("output[0, 1]").wait_for()


def test_the_arithmetic_follows_a_changed_cell_of_the_kernel(page):
    cell = page.get_by_label("k[0, 0]")
    cell.fill("7")
    cell.press("Enter")
    page.get_by_text("(−1) × 7").wait_for()


def test_the_crop_follows_its_slider(page):
    nudge(page, "row")
    page.get_by_alt_text("The picture, [214:222, 320:328] framed").wait_for()


def test_the_photograph_responds_to_a_chosen_kernel(page):
    page.get_by_label("kernel", exact=True).select_option("emboss")
    page.get_by_alt_text("The photograph's response to: emboss").wait_for()


def test_the_edges_follow_the_threshold(page):
    before = page.get_by_text("% of the pixels are edges").inner_text()
    nudge(page, "threshold")
    page.wait_for_function(
        "before => ![...document.querySelectorAll('[role=status]')].some(e => e.innerText === before)",
        arg=before,
    )


def test_the_pad_is_read_after_the_press_of_a_key(page):
    page.get_by_role("button", name="example").press("Enter")
    page.get_by_text("It reads a 0").wait_for()
    page.get_by_role("button", name="clear").press("Enter")
    page.get_by_text("Draw a digit on the pad").wait_for()
