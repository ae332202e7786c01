"""The lines of a story file: header, prose and fenced blocks, each with its line number.

Knows nothing about what a block means; ``compose.py`` does. Line numbers count from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ownwords.records.errors import BadStory
from ownwords.records.nearest import nearest

KINDS = ("quote", "paraphrase", "chart", "number", "correction")

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*([^`\s]*)[ \t]*$")
_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]*)[ \t]*:[ \t]*(.*?)[ \t]*$")


class Chunk(msgspec.Struct, frozen=True):
    """A stretch of a story: ``kind`` is ``prose`` or the word after the fence."""

    kind: str
    line: int
    text: str


class Fields(msgspec.Struct, frozen=True):
    """``key: value`` lines with the line of each, and the text after the first blank line."""

    values: dict[str, str]
    lines: dict[str, int]
    rest: str


def problem(slug: str, line: int, what: str, do: str) -> BadStory:
    """A BadStory that names the place."""
    return BadStory(
        "stories/%(story)s.md, line %(line)s: %(wrong)s", do=do, story=slug, line=line, wrong=what
    )


def ending(line: str) -> str:
    """What ends a line as it stands in its file; nothing at the end of one."""
    return line[len(line.rstrip("\r\n")) :]


def lines_of(text: str) -> list[str]:
    """The lines without their endings; a byte order mark and carriage returns are dropped."""
    bare = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return bare.split("\n")


def split_header(lines: list[str], slug: str) -> int:
    """Index of the first line after the header, which stands between two ``---`` lines."""
    if lines[0].strip() != "---":
        raise problem(slug, 1, "a story opens with its header.", "Begin with a line of ---.")
    for index, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return index + 1
    raise problem(slug, 1, "the header does not end.", "Close it with a second line of ---.")


def read_fields(lines: list[str], first: int, known: tuple[str, ...], slug: str) -> Fields:
    """Read ``key: value`` lines; ``first`` is the line number of the first of them.

    An indented line continues the value above it. A blank line ends the fields.
    """
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    last = ""
    for number, line in enumerate(lines, first):
        if not line.strip():
            return Fields(values, places, "\n".join(lines[number - first + 1 :]).strip("\n"))
        if line[0] in " \t" and last:
            values[last] = f"{values[last]} {line.strip()}".strip()
            continue
        last, value = _field(line, number, known, slug)
        if last in values:
            raise problem(slug, number, f"'{last}' stands here twice.", "Keep one of them.")
        values[last], places[last] = value, number
    return Fields(values, places, "")


def _field(line: str, number: int, known: tuple[str, ...], slug: str) -> tuple[str, str]:
    match = _FIELD.match(line)
    if match is None:
        raise problem(slug, number, "this line is not 'key: value'.", f"Keys: {', '.join(known)}.")
    key = match[1].lower()
    if key in known:
        return key, match[2]
    near = nearest(key, known)
    hint = f"Did you mean '{near}'?" if near else f"Known are {', '.join(known)}."
    raise problem(slug, number, f"'{key}' is not known here.", hint)


def split_body(lines: list[str], first: int, slug: str) -> Iterator[Chunk]:
    """Prose and fenced blocks in order; a fence of an unknown kind stays part of the prose."""
    prose: list[str] = []
    begun = first
    index = 0
    while index < len(lines):
        number = first + index
        fence = _FENCE.match(lines[index])
        if fence is None:
            _refuse_quoted_prose(lines[index], number, slug)
            prose.append(lines[index])
            index += 1
            continue
        _refuse_near_miss(fence[2], number, slug)
        end = _closing(lines, index, fence[1])
        if end is None:
            raise problem(slug, number, "this block does not end.", f"Close it with {fence[1]}.")
        if fence[2] in KINDS:
            yield from _prose(prose, begun)
            yield Chunk(fence[2], number, "\n".join(lines[index + 1 : end]))
            prose, begun = [], first + end + 1
        else:
            prose.extend(lines[index : end + 1])
        index = end + 1
    yield from _prose(prose, begun)


def _prose(lines: list[str], begun: int) -> Iterator[Chunk]:
    blank = next((at for at, line in enumerate(lines) if line.strip()), None)
    if blank is not None:
        yield Chunk("prose", begun + blank, "\n".join(lines[blank:]).rstrip())


def _closing(lines: list[str], opening: int, fence: str) -> int | None:
    for index in range(opening + 1, len(lines)):
        line = lines[index].strip()
        if len(line) >= len(fence) and set(line) == {fence[0]}:
            return index
    return None


def _refuse_near_miss(kind: str, number: int, slug: str) -> None:
    near = "" if kind in KINDS else nearest(kind, KINDS, 0.75)
    if near:
        raise problem(slug, number, f"'{kind}' is no kind of block.", f"Did you mean '{near}'?")


def _refuse_quoted_prose(line: str, number: int, slug: str) -> None:
    if line.lstrip().startswith(">") and not line.startswith("    "):
        raise problem(
            slug,
            number,
            "words of people are not typed into a story with '>'.",
            "Paste the quote block that `ownwords search` prints.",
        )
