"""The style sheet: small files, one for each cascade layer, put together in order."""

from __future__ import annotations

from pathlib import Path

from ownwords.charts import style as charts
from ownwords.edition import robots
from ownwords.edition.addresses import ROBOTS, SEARCH_SCRIPT, STYLE, ZINE_STYLE

ASSETS = Path(__file__).parent / "assets"

LAYERS = (
    "reset",
    "tokens",
    "base",
    "layout",
    "story",
    "quotation",
    "picture",
    "charts",
    "parts",
    "browse",
    "beside",
    "preview",
    "print",
)


def stylesheet(*, preview: bool = False) -> bytes:
    """One file; rules for waiting quotations are in it only for a preview."""
    parts = [f"@layer {', '.join(LAYERS)};\n"]
    for layer in LAYERS:
        if layer == "charts":
            parts.append(f"@layer charts {{\n{charts.CSS}}}\n")
        elif layer != "preview" or preview:
            parts.append((ASSETS / "css" / f"{layer}.css").read_text(encoding="utf-8"))
    return "".join(parts).encode()


def zine_stylesheet() -> bytes:
    """What booklets add to the style sheet."""
    return (ASSETS / "zine.css").read_bytes()


def own_files() -> dict[str, bytes]:
    """The files that are the same in every edition, by their path."""
    sheets = {STYLE: stylesheet(), ZINE_STYLE: zine_stylesheet()}
    return {**sheets, SEARCH_SCRIPT: search_script(), ROBOTS: robots.robots()}


def search_script() -> bytes:
    """The plain script of the search page."""
    return (ASSETS / "search.js").read_bytes()
