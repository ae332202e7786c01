"""What the pages' looks are made of: our own style sheet and our own script, nothing of others."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from ownwords.charts import style as charts
from ownwords.edition.style import ASSETS as EDITION

STATIC = Path(__file__).parent / "static"
_SHARED = ("reset", "tokens")
"""Layers that the workbench has in common with the edition."""

_ORDER = "@layer reset, tokens, base, parts, pages, charts;\n"


@cache
def stylesheet() -> bytes:
    """One style sheet: the edition's tokens, then ours."""
    shared = [(EDITION / "css" / f"{name}.css").read_text(encoding="utf-8") for name in _SHARED]
    ours = [path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.css"))]
    return "".join([_ORDER, *shared, *ours, f"@layer charts {{\n{charts.CSS}}}\n"]).encode()


@cache
def script() -> bytes:
    """The one script."""
    return (STATIC / "workbench.js").read_bytes()


@cache
def icon() -> bytes:
    """A grey square: a tab that says nothing."""
    return (STATIC / "icon.svg").read_bytes()


_FILES = {
    "/icon.svg": (icon, "image/svg+xml"),
    "/workbench.css": (stylesheet, "text/css; charset=utf-8"),
    "/workbench.js": (script, "text/javascript; charset=utf-8"),
}


async def ASSETS(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: N802  an application
    """Answers for /static: three files by name, and nothing else."""
    path = scope["path"].removeprefix("/static")
    found = _FILES.get(path)
    if found is None or scope["method"] not in {"GET", "HEAD"}:
        await PlainTextResponse("Not here.", 404)(scope, receive, send)
        return
    make, media_type = found
    response = Response(make(), media_type=media_type, headers={"Cache-Control": "no-cache"})
    await response(scope, receive, send)
