"""What a source of no known format seems to be, and what to do with it; never a word of it."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from msgspec import Raw

from ownwords.gather.json_arrays import is_array
from ownwords.gather.json_records import first_records
from ownwords.gather.reasons import MALFORMED
from ownwords.gather.sources import Head
from ownwords.locales import marked


class Seen(NamedTuple):
    """``what`` it is, with ``%(source)s`` in it; ``do`` is empty when it helps to say the format.

    ``many`` is what the sentence counts: files of a bundle, fields of a record.
    """

    what: str
    do: str = ""
    many: int = 0


_COMMAS = bytes.maketrans(b";\t", b",,")
_KEYS = msgspec.json.Decoder(dict[str, Raw])
_AS_CSV = marked("Save it as CSV (UTF-8), with the ids as text, and take that in.")
_AS_TEXT = marked(
    "Copy the words into a table with the columns voice, date and text, save it as CSV, and take "
    "that in."
)
_AS_UTF8 = marked("Save it as UTF-8.")
_UNPACK = marked("Unpack it and take the folder in.")
TAKE_ALONE = marked("If it holds posts, take it in by itself: you are told then what can be done.")
"""What helps with such a file among others: a format that is said is for all of them."""

_MEDIA = Seen(marked("%(source)s is a picture, film or sound: these are not read."))
_DATABASE = Seen(
    marked("%(source)s is a database, no export."),
    marked("Export its table as CSV or JSON and take that in."),
)
_OLD_OFFICE = Seen(
    marked("%(source)s is an old Word or Excel file."), marked("Save it as CSV or as plain text.")
)
_UTF16 = Seen(marked("%(source)s is UTF-16 text."), _AS_UTF8)
_MAGIC: tuple[tuple[bytes, Seen], ...] = (
    (b"%PDF", Seen(marked("%(source)s is a PDF."), _AS_TEXT)),
    (b"SQLite format 3\0", _DATABASE),
    (b"PAR1", _DATABASE),
    (b"\xd0\xcf\x11\xe0", _OLD_OFFICE),
    (b"\x89PNG", _MEDIA),
    (b"\xff\xd8\xff", _MEDIA),
    (b"GIF8", _MEDIA),
    (b"RIFF", _MEDIA),
    (b"OggS", _MEDIA),
    (b"ID3", _MEDIA),
    (b"Rar!", Seen(marked("%(source)s is a RAR archive, which is not read."), _UNPACK)),
    (b"7z\xbc\xaf", Seen(marked("%(source)s is a 7z archive, which is not read."), _UNPACK)),
    (b"\xff\xfe", _UTF16),
    (b"\xfe\xff", _UTF16),
    (b"{\\rtf", Seen(marked("%(source)s is an RTF document."), _AS_TEXT)),
)
_INSIDE: tuple[tuple[str, Seen], ...] = (
    ("xl/workbook.xml", Seen(marked("%(source)s is an Excel workbook."), _AS_CSV)),
    ("word/document.xml", Seen(marked("%(source)s is a Word document."), _AS_TEXT)),
    (
        "META-INF/manifest.xml",
        Seen(
            marked("%(source)s is an OpenDocument file."),
            marked(
                "Save it as CSV (UTF-8), with the ids as text, and take that in. The words of a "
                "letter go into a table with the columns voice, date and text."
            ),
        ),
    ),
)
_OF_ANSWERS = (b"account,answer", b"account,label", b"voice,kind,account")
"""How tables begin that are about people: answers, labels, voices. None holds a post."""
_ANSWERS = Seen(
    marked("%(source)s is a table of answers, labels or voices: it holds no posts."),
    marked(
        "In a terminal, 'ownwords consent import' takes it in. At the workbench, write each answer "
        "down on the page of its voice."
    ),
)
_BLANK = marked("%(source)s is blank lines and nothing else.")
_EMPTY = marked("%(source)s is empty: 0 bytes, nothing to read.")


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
    do = marked("Look whether the export, or the copy of it, came to its end.")
    return Seen(_BLANK if head.start else _EMPTY, do)


def _bundle(members: tuple[str, ...]) -> Seen:
    found = next((seen for name, seen in _INSIDE if name in members), None)
    several = Seen(
        marked("%(source)s is a zip, tar or folder of a kind that is not known (%(count)s files)."),
        marked("Unpack it and take the folder in: each file is then looked at."),
        len(members),
    )
    return found or several


def _text(head: Head) -> Seen:
    start = head.start.lstrip()
    low = start[:200].lower()
    if low.startswith((b"<!doctype html", b"<html")):
        return Seen(
            marked("%(source)s is a web page (HTML)."),
            marked("Keep pages as WARC or WACZ; those can be taken in."),
        )
    if low.startswith((b"<?xml", b"<rss", b"<feed")):
        return Seen(marked("%(source)s is XML of a kind that is not known."))
    if start[:1] in b"{[":
        return _json(head)
    if b"\0" in start:
        return Seen(marked("%(source)s is a binary file of a kind that is not known."))
    first = low.removeprefix(b"\xef\xbb\xbf").translate(_COMMAS, b' "')
    if first.startswith(_OF_ANSWERS):
        return _ANSWERS
    if head.name.endswith((".csv", ".tsv")):
        return Seen(marked("%(source)s is a table whose columns are not known."))
    return Seen(marked("%(source)s is text of a kind that is not known."))


def _json(head: Head) -> Seen:
    """With how many fields the first object has; their names may be anybody's."""
    for data in first_records(head):
        try:
            fields = len(_KEYS.decode(data))
        except MALFORMED:
            continue
        return Seen(_ARRAY if is_array(head.start) else _LINES, many=fields)
    return Seen(marked("%(source)s is JSON of a kind that is not known."))


_ARRAY = marked(
    "%(source)s is JSON of a kind that is not known "
    "(an array of objects; fields in the first: %(count)s)."
)
_LINES = marked(
    "%(source)s is JSON of a kind that is not known "
    "(objects, one a line; fields in the first: %(count)s)."
)
