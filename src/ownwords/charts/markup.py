"""The few lines of markup that charts need, every text escaped."""

from __future__ import annotations

import re
import unicodedata

from ownwords.records.patterns import compiled

_NOT_XML = compiled(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"},
)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
_DIRECTION = dict.fromkeys(
    map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


Attributes = dict[str, str | float]


def escape(text: str) -> str:
    """Text for an element or an attribute; characters that XML forbids are dropped."""
    allowed = text if text.isprintable() else _NOT_XML.sub("", text)
    return allowed.translate(_ENTITIES)


def one_line(text: str) -> str:
    """A label on one line: white space joined, controls and direction marks taken out.

    Safe to print in a terminal: no escape sequence survives.
    """
    joined = " ".join(text.split()).translate(_DIRECTION)
    return "".join(c for c in joined if unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})


def isolated(text: str) -> str:
    """A label whose own direction does not disturb what stands beside it."""
    return f"\u2068{text}\u2069"


def element(name: str, attributes: Attributes, *children: str) -> str:
    """One element; ``children`` are markup already, attribute values are escaped here."""
    given = "".join(f' {key}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{''.join(children)}</{name}>" if children else f"<{name}{given}/>"


def text(words: str, attributes: Attributes) -> str:
    """A text element with escaped words."""
    return element("text", attributes, escape(words))


def across(fraction: float) -> str:
    """A place along the width as a percentage, so that shapes stretch and letters do not."""
    return f"{_number(fraction * 100)}%"


def picture(prefix: str, kind: str, height: float, told: tuple[str, str], *parts: str) -> str:
    """A whole chart: an svg element as wide as its place and ``height`` pixels high.

    ``told`` is its title and its description, which readers hear; their ids begin with ``prefix``.
    Raises ValueError for a prefix that cannot stand on a page.
    """
    if not _ID.fullmatch(prefix):
        raise ValueError("A chart's id starts with a letter and holds letters, digits, - and _.")
    attributes: Attributes = {
        "class": f"chart {kind}",
        "width": "100%",
        "height": height,
        "role": "img",
        "aria-labelledby": f"{prefix}-title {prefix}-desc",
        "direction": "ltr",
        "font-size": 12,
        "fill": "currentColor",
    }
    title, description = told
    heard = (
        element("title", {"id": f"{prefix}-title"}, escape(title)),
        element("desc", {"id": f"{prefix}-desc"}, escape(description)),
    )
    return element("svg", attributes, *heard, *parts)


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
