"""The book of a course with one lesson, read in a browser; and a book that is refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from urllib.request import url2pathname

import needs
import pytest

from course_utils import lessons
from course_utils.book import making

INDEX = """# A book

```{toctree}
:glob:
notebooks/*/*
```
"""


def need_the_extra() -> None:
    """Skip a test where Sphinx, the theme or MathJax is missing."""
    for name in making.NEEDED:
        pytest.importorskip(name, reason=f"the extra [book] is not installed: {name} is missing")


def course(folder: Path, root: Path, index: str, *chapters: str) -> Path:
    """A course with these lessons, and with the book's settings."""
    need_the_extra()
    shutil.copytree(root / "book", folder / "book")
    shutil.rmtree(folder / "book" / "api")
    (folder / "book" / "index.md").write_text(index, "utf-8")
    for chapter in chapters:
        (folder / "solutions").mkdir(exist_ok=True)
        shutil.copy(root / "solutions" / f"{chapter}.py", folder / "solutions")
        shutil.copytree(root / "notebooks" / chapter, folder / "notebooks" / chapter)
    return folder


@pytest.fixture
def page(tmp_path: Path, root: Path) -> Iterator[Any]:
    """The page of lesson 00 in Chromium; what the browser said and asked for is in `said` and `asked`."""
    with needs.chromium() as browser:
        folder = course(tmp_path, root, INDEX, "00_start")
        first = making.make(folder, say=lambda line: None)
        page = browser.new_page()
        page.set_default_timeout(300_000)  # ms: a busy machine is slow
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.extend([message.text] * (message.type == "error")))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(first.as_uri())
        page.get_by_role("link", name="00 · How this course works").first.click()
        page.locator("mjx-container svg").first.wait_for()
        yield page


@pytest.mark.slow
def test_the_book_of_a_lesson_is_whole_and_needs_no_network(page: Any, root: Path) -> None:
    is_drawn(page)
    opens_its_folds(page)
    is_linked(page, root)
    can_be_searched(page)
    assert page.said == []
    assert [address for address in page.asked if not address.startswith(("file:", "data:"))] == []


def is_drawn(page: Any) -> None:
    """Formulas, figures, cards and stills are there, and each picture has a text in its place."""
    assert page.locator("div.math mjx-container").count() == page.locator("div.math").count() > 0
    widths = page.evaluate("Array.from(document.images, image => image.naturalWidth)")
    assert len(widths) > 4
    assert min(widths) > 0
    assert page.locator("img:not([alt])").count() == 0
    assert page.locator(".course-check.passed").count() == 2
    assert page.locator(".course-still").count() == 1


def opens_its_folds(page: Any) -> None:
    """A solution is seen when its fold is opened."""
    solution = page.locator("section > details", has_text="A solution").first.locator("pre")
    assert not solution.is_visible()
    page.get_by_text("A solution").first.click()
    assert "return image[top:bottom, left:right]" in solution.inner_text()


def is_linked(page: Any, root: Path) -> None:
    """The page before is linked, and the release, without solutions, is what is downloaded."""
    assert page.locator("a.left-prev").get_attribute("href") == "../../index.html"
    link = page.get_by_role("link", name="Download the notebook")
    file = url2pathname(urlparse(link.evaluate("link => link.href")).path)
    assert Path(file).read_bytes() == (root / "notebooks/00_start/00_start.ipynb").read_bytes()


def can_be_searched(page: Any) -> None:
    """A search finds the lesson by one of its words."""
    page.goto(page.url.replace("notebooks/00_start/00_start.html", "search.html?q=photograph"))
    assert "00_start" in page.locator("ul.search a").first.get_attribute("href")


def test_a_broken_link_is_named_and_the_old_book_stays(tmp_path, root):
    folder = course(tmp_path, root, "# A book\n\n[to nowhere](docs/nowhere.md)\n")
    old = folder / making.BOOK / "index.html"
    old.parent.mkdir(parents=True)
    old.write_text("old", "utf-8")
    with pytest.raises(making.BookError, match=r"index\.md:3: .*docs/nowhere\.md"):
        making.make(folder)
    assert old.read_text("utf-8") == "old"


def test_without_the_extra_one_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "NEEDED", ("sphinx", "no_such_theme"))
    with pytest.raises(making.BookError, match=r"^The book needs no_such_theme: run .*$"):
        making.make(tmp_path)


def test_in_another_folder_one_sentence_says_so(tmp_path):
    need_the_extra()
    with pytest.raises(
        making.BookError, match=r"has no book/conf\.py: run this in the folder of the course\.$"
    ):
        making.make(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_page_of_docs_and_every_lesson_has_its_place(root):
    listed = (root / "book" / "index.md").read_text("utf-8")
    assert [path.stem for path in (root / "docs").glob("*.md") if f"docs/{path.stem}\n" not in listed] == []
    assert "notebooks/*/*" in listed
    assert list(lessons.lessons(root))
