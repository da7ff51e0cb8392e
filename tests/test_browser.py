"""The explorers answer in a real JupyterLab, in a real browser."""

import os
import queue
import re
import shutil
import subprocess
import sys
import threading

import pytest

pytestmark = pytest.mark.slow
CELLS = (
    "from course_utils import data, explorers\nphoto = data.photograph('flower')",
    "explorers.window_walk(data.letter_x(), data.features()[0], average=True)",
    "explorers.pixels(photo)",
    "explorers.kernel_sliders(photo)",
    "explorers.edge_threshold(photo)",
)


@pytest.fixture(scope="module")
def lab(tmp_path_factory, root):
    """The address of a JupyterLab with a notebook of all explorers, with a home folder of its own."""
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")
    nbformat = pytest.importorskip("nbformat")
    home = tmp_path_factory.mktemp("home")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, home / "explorers.ipynb")
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--ServerApp.root_dir={home}",
    ]
    settings = {"HOME": str(home), "PYTHONPATH": str(root), "JUPYTER_TOKEN": "browser-test"}
    with subprocess.Popen(
        command, cwd=home, env={**os.environ, **settings}, stderr=subprocess.PIPE, text=True
    ) as server:
        addresses = queue.Queue()

        def listen():  # to the end, so that the server never waits for a reader
            for line in server.stderr:
                for port in re.findall(r"http://127\.0\.0\.1:(\d+)/lab", line):
                    addresses.put(f"http://127.0.0.1:{port}/lab/tree/explorers.ipynb?token=browser-test")

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        try:
            yield addresses.get(timeout=60)
        finally:
            server.terminate()
            listener.join()


@pytest.fixture(scope="module")
def page(lab):
    """The notebook in Chromium, all its cells run."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": 3000})
        page.set_default_timeout(60_000)
        page.goto(lab)
        page.get_by_text("| Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.get_by_text("Look for:").nth(len(CELLS) - 2).wait_for()
        yield page
        browser.close()


def nudge(page, slider):
    """Move the slider of that name one step to the right, by the keyboard."""
    label = page.get_by_text(slider, exact=True)
    label.locator("xpath=..").locator(".noUi-handle").focus()
    page.keyboard.press("ArrowRight")


def test_the_window_walks_on_at_the_press_of_a_button(page):
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


def test_the_photograph_answers_to_a_chosen_kernel(page):
    page.get_by_label("kernel", exact=True).select_option("emboss")
    page.get_by_alt_text("The photograph's answer to: emboss").wait_for()


def test_the_edges_follow_the_threshold(page):
    before = page.get_by_text("% of the pixels are edges").inner_text()
    nudge(page, "threshold")
    page.wait_for_function(
        "before => ![...document.querySelectorAll('[role=status]')].some(e => e.innerText === before)",
        arg=before,
    )
