"""Shares as bars, for explorers that say how often, or how likely."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from course_utils import plots
from course_utils.explorers.pieces import CAPTION


def bars(shares: Mapping[str, float], caption: str) -> str:
    """Show a bar for each share from 0 to 1, between its name and its percentage."""
    rows = "".join(
        f"<tr><td style='text-align:right;padding:0 6px'>{escape(name)}</td>"
        f"<td style='width:120px;padding:0'><div style='height:9px;background:{plots.HIGHLIGHT};"
        f"width:{100 * share:.1f}%'></div></td>"
        f"<td style='text-align:right;padding:0 6px'>{share:.1%}</td></tr>"
        for name, share in shares.items()
    )
    return (
        "<table style='border-collapse:collapse;width:auto;margin:0;border:0'>"
        f"<caption style='caption-side:top;{CAPTION}'>{escape(caption)}</caption>"
        f"<tbody style='font:12px/1 ui-monospace,monospace'>{rows}</tbody></table>"
    )
