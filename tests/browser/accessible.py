"""What axe-core finds on a page: https://github.com/dequelabs/axe-core, in axe/ with its licence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "axe" / "axe.min.js"
CONTRAST = "color-contrast"  # the rule that depends on the theme
RUN = """async ([places, only]) => {
    const include = places.map(each => [each]);
    const { violations } = await axe.run(
        { include }, { resultTypes: ["violations"], ...(only && { runOnly: [only] }) }
    );
    return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}"""


def findings(page: Any, *places: str, only: str | None = None) -> list[str]:
    """Each serious or critical finding in the parts of a page that these selectors name.

    `only` is the one rule to try; most of them find the same in each theme.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(RUN, [places, only])
    return found
