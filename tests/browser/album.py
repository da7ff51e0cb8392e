"""Screenshots in both themes, in build/screens/, with a page to browse them."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path
from typing import Any

from .pages import THEMES, Lab

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>What learners and instructors see</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 24px; background: #ececef; color: #1d1d1f; }}
section {{ scroll-margin-top: 8px; margin: 0 0 40px; }}
h2 {{ font-size: 17px; }}
div {{ display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }}
img {{ max-width: min(100%, 900px); border: 1px solid #8888; display: block; }}
</style></head>
<body><h1>What learners and instructors see</h1>
<p>{count} screens, as the browser tests saw them. The keys j and k go to the next one and back.</p>
{sections}
<script>
const all = [...document.querySelectorAll("section")];
let at = -1;
addEventListener("keydown", ({{ key }}) => {{
  const step = {{ j: 1, k: -1 }}[key];
  if (step) all[at = Math.min(all.length - 1, Math.max(0, at + step))].scrollIntoView();
}});
</script></body></html>
"""


class Album:
    """A folder of screenshots: `01-name-light.png`, and `01-name-dark.png` if there is one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, lab: Lab, shown: Any, name: str) -> None:
        """Take a picture of a part of the page in both themes."""
        for theme in THEMES:
            lab.theme(theme)
            shown.screenshot(path=self.folder / f"{name}-{theme}.png")
        lab.theme("light")

    def shot(self, page: Any, name: str) -> None:
        """Take a picture of a page that has no themes."""
        page.screenshot(path=self.folder / f"{name}.png")

    def cut(self, lab: Lab, shown: dict[str, Any], theme: str) -> None:
        """Take one picture of the page, and save the parts of it with these names."""
        from PIL import Image

        whole = Image.open(io.BytesIO(lab.page.screenshot()))
        for name, part in shown.items():
            box = part.bounding_box()
            edges = (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
            whole.crop(tuple(map(round, edges))).save(self.folder / f"{name}-{theme}.png")

    def page(self) -> None:
        """Write the page for all pictures that there are."""
        names = sorted({path.stem.removesuffix("-light").removesuffix("-dark") for path in self._pictures()})
        sections = "\n".join(self._section(name) for name in names)
        (self.folder / "index.html").write_text(
            PAGE.format(count=len(names), sections=sections), encoding="utf-8"
        )

    def _pictures(self) -> list[Path]:
        return sorted(self.folder.glob("*.png"), reverse=True)  # light before dark

    def _section(self, name: str) -> str:
        title = escape(name.replace("-", " "))
        pictures = "".join(
            f'<img src="{path.name}" alt="{title}, {path.stem.rpartition("-")[2]} theme" loading="lazy">'
            for path in self._pictures()
            if path.stem in (name, f"{name}-light", f"{name}-dark")
        )
        return f"<section><h2>{title}</h2><div>{pictures}</div></section>"
