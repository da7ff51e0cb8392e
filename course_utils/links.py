"""The links of a lesson, as Markdown: to the lessons before and after, to all, and to where it opens."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

NOTEBOOK = "notebooks/{name}/{name}.ipynb"
COLAB = f"https://colab.research.google.com/github/{{place}}/blob/main/{NOTEBOOK}"
KAGGLE = f"https://kaggle.com/kernels/welcome?src=https://github.com/{{place}}/blob/main/{NOTEBOOK}"
BINDER = f"https://mybinder.org/v2/{{place}}/main?labpath={NOTEBOOK}"
PICTURES = {  # of the badges
    "Colab": "https://colab.research.google.com/assets/colab-badge.svg",
    "Kaggle": "https://kaggle.com/static/images/open-in-kaggle.svg",
    "Binder": "https://mybinder.org/badge_logo.svg",
}

Titles = Mapping[str, str]  # of the lessons by their names, in reading order


def row(name: str, titles: Titles, repository: str = "") -> str:
    """The links at the end of a lesson: to the one before, the first one, and the one after.

    They are relative, which JupyterLab, GitHub and the book follow. Colab does not, so where the course is
    published on GitHub a second row is for Colab.

    >>> titles = {"00_start": "How this course works", "01_filters": "By hand"}
    >>> row("00_start", titles)
    '[01 By hand →](../01_filters/01_filters.ipynb)'
    """
    names = list(titles)
    place = names.index(name)
    wanted = [(names[place - 1], "← {}")] if place > 0 else []
    wanted += [(names[0], "All lessons")] if place > 1 else []
    wanted += [(names[place + 1], "{} →")] if place + 1 < len(names) else []
    labels = {other: label.format(_label(other, titles)) for other, label in wanted}
    here = " · ".join(f"[{label}](../{other}/{other}.ipynb)" for other, label in labels.items())
    if not _on_github(repository):
        return here
    there = " · ".join(
        f"[{label}]({addresses(other, repository)['Colab']})" for other, label in labels.items()
    )
    return f"{here}\n\nOn Colab: {there}"


def badges(name: str, repository: str) -> str:
    """The badges of a lesson: where it opens with one click. Empty for a course that is published nowhere.

    >>> badges("00_start", "")
    ''
    """
    return " ".join(
        f"[![Open in {where}]({PICTURES[where]})]({address})"
        for where, address in addresses(name, repository).items()
    )


def addresses(name: str, repository: str) -> dict[str, str]:
    """Where a lesson opens with one click, by the name of the place.

    Colab and Kaggle open notebooks from GitHub, Binder from any public repository.
    """
    found = {}
    if place := _on_github(repository):
        found["Colab"] = COLAB.format(place=place, name=name)
        found["Kaggle"] = KAGGLE.format(place=place, name=name)
        found["Binder"] = BINDER.format(place=f"gh/{place}", name=name)
    elif repository.startswith(("http://", "https://")):
        found["Binder"] = BINDER.format(place=f"git/{quote(repository, safe='')}", name=name)
    return found


def overview(titles: Titles) -> str:
    """The list of all lessons, for the first of them."""
    lines = [f"- [{_label(name, titles)}](../{name}/{name}.ipynb)" for name in titles]
    return "\n".join(
        [
            "**The lessons.** Each one ends with a link to the next, and `progress()` shows how far you are.",
            "",
            *lines,
        ]
    )


def _label(name: str, titles: Titles) -> str:
    return f"{name[:2]} {titles[name]}"


def _on_github(repository: str) -> str:
    """The owner and name of a repository on GitHub; empty for any other."""
    _, _, place = repository.partition("github.com/")
    return place.removesuffix(".git").strip("/")
