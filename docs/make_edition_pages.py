"""Writes docs/reference/edition-pages.md from the classes that an edition is made of.

python docs/make_edition_pages.py
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import msgspec

from ownwords.edition import pages, parts

PAGE = Path(__file__).resolve().parent / "reference" / "edition-pages.md"
_FIELD = re.compile(r"^(\w+): (.+(?:\n {4,}.+)*)", re.MULTILINE)
_HEAD = """# What an edition is made of

Made from `src/ownwords/edition/pages.py` and `parts.py` by `python docs/make_edition_pages.py`;
change the docstrings there, not here. A flow fills a `Site`, `build(site)` turns it into files.
Words of people are `Cleared`, tables of counts are `ClearedCount`; the gate alone makes either.
Dates are ISO 8601 in UTC.
"""


def fields_of(known: type) -> tuple[str, ...]:
    """Names of the fields that a page or part has beside those of the part that it is made from."""
    if not issubclass(known, msgspec.Struct):
        raise TypeError(f"{known.__name__} is no page.")
    return tuple(inspect.get_annotations(known))


def described(known: type) -> dict[str, str]:
    """What the docstring says about each field, in its order."""
    doc = inspect.getdoc(known) or ""
    return {name: " ".join(text.split()) for name, text in _FIELD.findall(doc)}


def page() -> str:
    """The text of the page."""
    sections = [_HEAD]
    for title, module in (("Pages", pages), ("Parts", parts)):
        sections.append(f"## {title}\n")
        sections += [_section(known) for known in _classes(module)]
    return "\n".join(sections)


def _classes(module: object) -> list[type]:
    named = [thing for thing in vars(module).values() if isinstance(thing, type)]
    return [thing for thing in named if thing.__module__ == getattr(module, "__name__", "")]


def _section(known: type) -> str:
    first = (inspect.getdoc(known) or "").split("\n\n")[0].replace("\n", " ")
    types = inspect.get_annotations(known)
    rows = [
        f"| `{name}` | `{_cell(types[name])}` | {_cell(text)} |"
        for name, text in described(known).items()
    ]
    table = "\n".join(["| field | type | meaning |", "|---|---|---|", *rows])
    return f"### {known.__name__}\n\n{first}\n\n{table}\n"


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
