"""Story files: Markdown text to a Story and the blocks that are pasted into it.

A quotation in a file is a reference without words, so that a file can be shared, versioned and
kept after a withdrawal. The format is described in docs/how-to/write-a-story.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO

from ownwords.consent.screening_flags import Kind
from ownwords.records.consent import Use
from ownwords.records.errors import AskedWrongly
from ownwords.records.story import Block, Chart, Correction, Number, Paraphrase, Prose, Quote, Story
from ownwords.records.times import PartialDate
from ownwords.stories.blocks import (
    Chunk,
    Fields,
    ending,
    lines_of,
    problem,
    read_fields,
    split_body,
    split_header,
)

HEADER = (
    "title",
    "standfirst",
    "kicker",
    "by",
    "language",
    "date",
    "order",
    "note",
    "keep",
)
QUOTE = (
    "post",
    "version",
    "span",
    "use",
    "digest",
    "dissent",
    "translation",
    "translated-by",
    "note",
    "context",
    "reply-asked",
    "keep",
)
PARAPHRASE = ("post", "words", "note", "keep")
CHART = ("show",)
NUMBER = ("label", "title")
CORRECTION = ("date", "what")
SHOWS = ("timeline", "languages")

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_DIGEST = re.compile(r"k1:[0-9a-f]{32}")
_YES = {"yes": True, "no": False}


def is_slug(name: str) -> bool:
    """Whether a story may be called so, in its file's name and in its address."""
    return _SLUG.fullmatch(name) is not None


def parse_story(text: str, slug: str) -> Story:
    """Read a story file; raises BadStory with the line of the first thing that is wrong."""
    if not is_slug(slug):
        do = "Use letters, digits, - and _."
        raise problem(slug, 1, "the file name becomes the address.", do)
    lines = lines_of(text)
    body = split_header(lines, slug)
    head = read_fields(lines[1 : body - 1], 2, HEADER, slug)
    if head.rest:
        raise problem(slug, 2, "the header has a blank line.", "Take it out.")
    if not head.values.get("title"):
        raise problem(slug, 1, "the story has no title.", "Add a line 'title: …' to the header.")
    blocks = tuple(_block(chunk, slug) for chunk in split_body(lines[body:], body + 1, slug))
    return Story(
        slug=slug,
        title=head.values["title"],
        blocks=blocks,
        standfirst=head.values.get("standfirst", ""),
        kicker=head.values.get("kicker", ""),
        by=head.values.get("by", ""),
        language=_checked(head, "language", _LANGUAGE, slug) or "en",
        date=_date(head, "date", slug),
        order=int(_checked(head, "order", re.compile(r"-?[0-9]{1,6}"), slug) or 0),
        note=head.values.get("note", ""),
        keep=_keep(head, slug),
    )


def quote_block(
    post: str, version: str, text_length: int, span: tuple[int, int] | None, digest: str
) -> str:
    """The block to paste into a story; without a span the whole text of that length is chosen."""
    start, end = span or (0, text_length)
    for value in (post, version, digest):
        if "\n" in value or "\r" in value:
            raise AskedWrongly("A post id holds a line break.", do="Correct it at its source.")
    fields = [f"post: {post}", f"version: {version}" if version else "", f"span: {start}-{end}"]
    fields += ["use: verbatim", f"digest: {digest}" if digest else ""]
    return "\n".join(["```quote", *filter(None, fields), "```"]) + "\n"


def fill_digests(text: str, digests: dict[int, str]) -> str:
    """The file with the digests put in, by the line of each block's opening fence.

    Every other byte of the file stays; a digest that is there already is replaced.
    """
    lines = list(StringIO(text, newline=""))
    for line in sorted(digests, reverse=True):
        filled = f"digest: {digests[line]}{ending(lines[line - 1])}"
        at = _digest_line(lines, line)
        if at is None:
            lines.insert(line + _fields_before_digest(lines, line), filled)
        else:
            lines[at] = filled
    return "".join(lines)


def _digest_line(lines: list[str], opening: int) -> int | None:
    for index in range(opening, len(lines)):
        if lines[index].lstrip().startswith(("```", "~~~")):
            return None
        if re.match(r"digest[ \t]*:", lines[index], re.IGNORECASE):
            return index
    return None


def _fields_before_digest(lines: list[str], opening: int) -> int:
    leading = ("post", "version", "span", "use")
    count = 0
    while lines[opening + count].split(":")[0].strip().lower() in leading:
        count += 1
    return count


def _block(chunk: Chunk, slug: str) -> Block:
    if chunk.kind == "prose":
        return Prose(chunk.text, chunk.line)
    return _READERS[chunk.kind](chunk, slug)


def _fields(chunk: Chunk, known: tuple[str, ...], required: tuple[str, ...], slug: str) -> Fields:
    fields = read_fields(chunk.text.split("\n"), chunk.line + 1, known, slug)
    for key in required:
        if not fields.values.get(key):
            what = f"a {chunk.kind} block needs '{key}'."
            raise problem(slug, chunk.line, what, f"Add a line '{key}: …'.")
    if fields.rest and chunk.kind != "number":
        what = f"a {chunk.kind} block holds 'key: value' lines only."
        raise problem(slug, chunk.line, what, "Take the blank line and the text after it out.")
    return fields


def _quote(chunk: Chunk, slug: str) -> Quote:
    fields = _fields(chunk, QUOTE, ("post",), slug)
    said = fields.values
    start, end = _span(fields, slug)
    dissent = said.get("dissent", "no").lower()
    if dissent not in _YES:
        raise problem(slug, fields.lines["dissent"], "dissent is yes or no.", "Write one of them.")
    return Quote(
        post=said["post"],
        version=said.get("version", ""),
        start=start,
        end=end,
        digest=_checked(fields, "digest", _DIGEST, slug),
        use=_use(fields, slug),
        dissent=_YES[dissent],
        translation=said.get("translation", ""),
        translated_by=said.get("translated-by", ""),
        note=said.get("note", ""),
        context=said.get("context", ""),
        reply_asked=_date(fields, "reply-asked", slug),
        keep=_keep(fields, slug),
        line=chunk.line,
    )


def _keep(fields: Fields, slug: str) -> tuple[str, ...]:
    kinds = tuple(fields.values.get("keep", "").lower().replace(",", " ").split())
    unknown = [kind for kind in kinds if kind not in list(Kind)]
    if unknown:
        do = f"Known are {', '.join(Kind)}."
        raise problem(slug, fields.lines["keep"], "there is no such kind to keep.", do)
    if kinds and not fields.values.get("note"):
        do = "Add a line that begins with note:."
        raise problem(slug, fields.lines["keep"], "what is kept needs a note that says why.", do)
    return kinds


def _use(fields: Fields, slug: str) -> Use:
    said = fields.values.get("use", Use.VERBATIM.value).lower()
    if said not in (Use.VERBATIM, Use.NAMED):
        do = "Write verbatim, or named for words with a name; to retell, use a paraphrase block."
        raise problem(slug, fields.lines["use"], "a quotation cannot have this use.", do)
    return Use(said)


def _paraphrase(chunk: Chunk, slug: str) -> Paraphrase:
    fields = _fields(chunk, PARAPHRASE, ("post", "words"), slug)
    said = fields.values
    return Paraphrase(
        post=said["post"],
        words=said["words"],
        note=said.get("note", ""),
        keep=_keep(fields, slug),
        line=chunk.line,
    )


def _chart(chunk: Chunk, slug: str) -> Chart:
    fields = _fields(chunk, CHART, ("show",), slug)
    if fields.values["show"] not in SHOWS:
        do = f"Known are {' and '.join(SHOWS)}."
        raise problem(slug, fields.lines["show"], "there is no such chart.", do)
    return Chart(fields.values["show"], chunk.line)


def _number(chunk: Chunk, slug: str) -> Number:
    fields = _fields(chunk, NUMBER, NUMBER, slug)
    return Number(fields.values["label"], fields.values["title"], fields.rest, chunk.line)


def _correction(chunk: Chunk, slug: str) -> Correction:
    fields = _fields(chunk, CORRECTION, CORRECTION, slug)
    return Correction(_date(fields, "date", slug), fields.values["what"], chunk.line)


_READERS: dict[str, Callable[[Chunk, str], Block]] = {
    "quote": _quote,
    "paraphrase": _paraphrase,
    "chart": _chart,
    "number": _number,
    "correction": _correction,
}


def _span(fields: Fields, slug: str) -> tuple[int | None, int | None]:
    match = _SPAN.fullmatch(_checked(fields, "span", _SPAN, slug))
    if match is None:
        return None, None
    start, end = int(match[1]), int(match[2])
    if start >= end:
        do = "Write first-last in characters, for example 0-84."
        raise problem(slug, fields.lines["span"], "the span is empty.", do)
    return start, end


def _checked(fields: Fields, key: str, form: re.Pattern[str], slug: str) -> str:
    value = fields.values.get(key, "")
    if value and not form.fullmatch(value):
        do = "Correct the line or take it out."
        raise problem(slug, fields.lines[key], f"'{key}' is not in a form that can be read.", do)
    return value


def _date(fields: Fields, key: str, slug: str) -> str:
    value = fields.values.get(key, "")
    try:
        return PartialDate.parse(value).text if value else ""
    except ValueError:
        do = "Write 2014, 2014-01, 2014-01-09 or a full time."
        raise problem(slug, fields.lines[key], f"'{key}' is not a date.", do) from None
