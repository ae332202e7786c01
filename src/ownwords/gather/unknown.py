"""What a source of no known format seems to be, and what to do with it; never a word of it."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from msgspec import Raw

from ownwords.gather.json_arrays import is_array
from ownwords.gather.json_records import first_records
from ownwords.gather.reasons import MALFORMED
from ownwords.gather.sources import Head


class Seen(NamedTuple):
    """``what`` it is; ``do`` is empty when all that helps is to say the format."""

    what: str
    do: str = ""


_KEYS = msgspec.json.Decoder(dict[str, Raw])
_AS_CSV = "Save it as CSV (UTF-8), with the ids as text, and gather that."
_AS_TEXT = "Copy the words into a Markdown file with a header that says who speaks and when."
_MEDIA = Seen("a picture, film or sound: these are not read")
_DATABASE = Seen("a database, no export", "Export its table as CSV or JSON and gather that.")
_MAGIC: tuple[tuple[bytes, Seen], ...] = (
    (b"%PDF", Seen("a PDF", _AS_TEXT)),
    (b"SQLite format 3\0", _DATABASE),
    (b"PAR1", _DATABASE),
    (b"\xd0\xcf\x11\xe0", Seen("an old Word or Excel file", "Save it as CSV or as plain text.")),
    (b"\x89PNG", _MEDIA),
    (b"\xff\xd8\xff", _MEDIA),
    (b"GIF8", _MEDIA),
    (b"RIFF", _MEDIA),
    (b"OggS", _MEDIA),
    (b"ID3", _MEDIA),
    (b"Rar!", Seen("a RAR archive, which is not read", "Unpack it and gather the folder.")),
    (b"7z\xbc\xaf", Seen("a 7z archive, which is not read", "Unpack it and gather the folder.")),
    (b"\xff\xfe", Seen("UTF-16 text", "Save it as UTF-8.")),
    (b"\xfe\xff", Seen("UTF-16 text", "Save it as UTF-8.")),
    (b"{\\rtf", Seen("an RTF document", _AS_TEXT)),
)
_INSIDE: tuple[tuple[str, Seen], ...] = (
    ("xl/workbook.xml", Seen("an Excel workbook", _AS_CSV)),
    ("word/document.xml", Seen("a Word document", _AS_TEXT)),
    ("META-INF/manifest.xml", Seen("an OpenDocument file", f"{_AS_CSV} Of a text: {_AS_TEXT}")),
)


def look(head: Head) -> Seen:
    """What a first look shows of a source that no connector knows."""
    if head.members:
        return _bundle(head.members)
    if not head.start.strip():
        return _nothing(head)
    if head.start[4:8] == b"ftyp":
        return _MEDIA
    found = next((seen for magic, seen in _MAGIC if head.start.startswith(magic)), None)
    return found or _text(head)


def _nothing(head: Head) -> Seen:
    what = "blank lines and nothing else" if head.start else "empty: 0 bytes, nothing to read"
    return Seen(what, "Look whether the export, or the copy of it, came to its end.")


def _bundle(members: tuple[str, ...]) -> Seen:
    found = next((seen for name, seen in _INSIDE if name in members), None)
    several = f"a zip, tar or folder that no connector knows ({len(members):,} files)"
    return found or Seen(several, "Unpack it and gather the folder: each file is then looked at.")


def _text(head: Head) -> Seen:
    start = head.start.lstrip()
    low = start[:200].lower()
    if low.startswith((b"<!doctype html", b"<html")):
        return Seen("a web page (HTML)", "Keep pages as WARC or WACZ; those can be taken in.")
    if low.startswith((b"<?xml", b"<rss", b"<feed")):
        return Seen("XML of a kind that no connector knows")
    if start[:1] in b"{[":
        return Seen(f"JSON of a kind that no connector knows{_fields(head)}")
    if b"\0" in start:
        return Seen("a binary file of a kind that no connector knows")
    if head.name.endswith((".csv", ".tsv")):
        return Seen("a table whose columns no connector knows")
    return Seen("text of a kind that no connector knows")


def _fields(head: Head) -> str:
    """How many fields the first object has; their names may be anybody's."""
    shape = "an array of objects" if is_array(head.start) else "objects, one a line"
    for data in first_records(head):
        try:
            return f" ({shape}; {len(_KEYS.decode(data))} fields in the first)"
        except MALFORMED:
            continue
    return ""
