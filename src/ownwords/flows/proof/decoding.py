"""Every file as texts: containers opened, compressed streams unpacked, escapes undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ownwords.flows.proof.borders import Room, Within
from ownwords.flows.proof.databases import database_texts
from ownwords.flows.proof.escapes import escaped_parts, hidden, undone
from ownwords.flows.proof.packed import (
    KINDS,
    MEMBER,
    ZLIB,
    Kind,
    has_shut_members,
    is_container,
    large,
    unpacked,
)
from ownwords.flows.proof.parquets import parquet_texts
from ownwords.flows.proof.shut import bodies, holds_brotli, is_shut
from ownwords.flows.proof.wording import BETWEEN

_PIECE = 8 << 20
"""Bytes of a file that are read at once."""
_STRETCH = 1 << 20
"""Bytes of a file of pages that are read together: its texts have many scripts, and take room."""
_OVERLAP = 1 << 14
"""Bytes of a piece that are read once more with the next: what stands over a border is found."""
RAW = "raw bytes"
_DEEPEST = 5
_MOST = 64 << 30
"""Layers, and bytes of all of them, that are looked through; what is deeper is named as missed."""
_REMEMBERED = 1 << 17
_READABLE = re.compile(rb"[\t\n\r\x20-\x7e]{4,}")
_PERHAPS_UTF8 = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xf4]{12,}")
_FROM_ELSEWHERE = frozenset({"sources", "articles"})
_PARTS = re.compile(r"\w+")
_SIGN = re.compile(r"[\d_]")
_PLAIN_WORDS = re.compile(r"[^\W_]+")
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ALL = (*KINDS, ZLIB, MEMBER)
_LOW = re.compile(rb"[\x00-\x20]{6,}")


class Shown(NamedTuple):
    """One reading: a text, how it came about, whether it is a list of single words.

    ``chance`` says that the bytes are hardly text: few letters stand in them by chance.
    """

    text: str
    how: str
    terms: bool = False
    chance: bool = False


def of_name(name: str) -> Shown:
    """The reading of a name within the folder: every part of it, one a line.

    What comes from elsewhere is called after people in many ways: there a part of a name counts.
    """
    path = PurePosixPath(name)
    within = _within(path.name) if path.parts[0] in _FROM_ELSEWHERE else ()
    return Shown("\n".join((*path.parts, path.stem, *within)), "file name")


def _within(name: str) -> Iterator[str]:
    """Parts of the name of a file that no plain word could be: of several words, with a sign."""
    yield from (part for part in _PARTS.findall(name) if _SIGN.search(part))
    words = _PLAIN_WORDS.findall(name)
    for start in range(len(words)):
        yield from (" ".join(words[start:end]) for end in range(start + 2, start + 7))
    yield from (word for word in words if word.isdecimal())


class Decoder:
    """Decodes one file. ``bytes`` counts all that was read or unpacked; ``missed`` says that
    something could not be opened: encrypted, damaged, too large, packed too often in itself."""

    def __init__(self) -> None:
        self.bytes = 0
        self.used: set[str] = set()
        self.missed = False
        self._parts: set[str] = set()
        self._room = Room()

    def file(self, path: Path, name: str) -> Iterator[Shown]:
        """Every reading of a file, and of its ``name`` within the folder, with forward slashes."""
        size = path.stat().st_size
        self.bytes += size
        with path.open("rb") as file:
            head = file.read(16)
        yield of_name(name)
        if head.startswith(b"PAR1"):
            yield from self._values("Parquet", parquet_texts(path))
            yield from self._raw(path)
        elif head.startswith(b"SQLite format 3"):
            yield from self._values("SQLite", database_texts(path))
            yield from self._raw(path)
        elif size <= _PIECE:
            yield from self.data(path.read_bytes(), ())
        else:
            yield from self._large(path)

    def _values(self, name: str, texts: Iterator[tuple[str | None, bool]]) -> Iterator[Shown]:
        """Values, one a line, as they are, and those that hold escapes without these."""
        self.used.add(name)
        for text, terms in texts:
            if text is None:
                self.missed = True
                continue
            self.bytes += len(text)
            yield Shown(text, name, terms)
            if terms:
                continue
            for how, more in undone(BETWEEN.join(self._new_parts(text))):
                self.used.add(how)
                yield Shown(more, f"{name} > {how}")
                for again, deeper in undone(more):
                    yield Shown(deeper, f"{name} > {how} > {again}")

    def _new_parts(self, text: str) -> list[str]:
        """Parts with escapes that were not undone yet; most come again and again."""
        if len(self._parts) > _REMEMBERED:
            self._parts.clear()
        new = [part for part in dict.fromkeys(escaped_parts(text)) if part not in self._parts]
        self._parts.update(new)
        return new

    def _raw(self, path: Path) -> Iterator[Shown]:
        """What can be read in the bytes as they lie there: free pages, logs, footers, statistics.

        The rest of such a file is packed, and has been read from its columns and rows.
        """
        self.used.add(RAW)
        with path.open("rb") as file:
            before = b""
            while piece := file.read(_STRETCH):
                data = before + piece
                yield Shown(BETWEEN.join(_readable(data)), RAW, chance=True)
                yield from self._wide(data, (RAW,))
                before = data[-_OVERLAP:]

    def _large(self, path: Path) -> Iterator[Shown]:
        """A large file piece by piece, and what is packed in it, over the borders of these."""
        layer = _Layer((), (ZLIB,) if is_container(path) else _ALL, self._room)
        with path.open("rb") as file:
            for data in iter(lambda: file.read(_PIECE), b""):
                yield from self._next(layer, data)
        number = 0
        for name, which, piece in large(path, _PIECE):
            self.used.add(name)
            if piece is None:
                self.missed = True
                continue
            if layer.how != (name,) or which != number:
                yield from self._streams(layer, b"", last=True)
                layer, number = _Layer((name,), room=self._room), which
            yield from self._piece(layer, piece, last=len(piece) < _PIECE)
        yield from self._streams(layer, b"", last=True)

    def _piece(self, layer: _Layer, piece: bytes, *, last: bool) -> Iterator[Shown]:
        """The next piece of what was packed; all of it together where there is no other."""
        if last and not layer.before:
            yield from self.data(piece, layer.how)
        elif not self._is_too_much(piece, layer.how):
            yield from self._next(layer, piece)
            if last:
                yield from self._streams(layer, b"", last=True)

    def _next(self, layer: _Layer, piece: bytes) -> Iterator[Shown]:
        joined = layer.before + piece
        self.missed |= (not layer.before and is_shut(joined)) or holds_brotli(joined)
        for body in bodies(joined):
            yield from self.data(body, (*layer.how, "chunks"))
        yield from self._plain(joined, layer.how)
        if MEMBER in layer.kinds and has_shut_members(joined):
            self.missed = True
        yield from self._streams(layer, piece, last=False)
        layer.before = _end_of(joined)

    def _streams(self, layer: _Layer, piece: bytes, *, last: bool) -> Iterator[Shown]:
        """What streams hold that stand within other bytes, as in a PDF."""
        for part in layer.within.read(piece, last=last):
            how = (*layer.how, part.name)
            inner = layer.inner.pop(part.number, None) or _Layer(how, room=self._room)
            if not part.last:
                layer.inner[part.number] = inner
            if part.name == ZLIB.name:
                yield from self._inflated(inner, part.data)
            else:
                self.used.add(part.name)
                yield from self._piece(inner, part.data, last=part.last)
        self.missed |= layer.within.missed

    def _inflated(self, layer: _Layer, data: bytes) -> Iterator[Shown]:
        text = layer.before + data
        if len(text) > 8:
            self.used.add(ZLIB.name)
            yield from self._text(text.decode("utf-8", "ignore"), layer.how)
        layer.before = data[-_OVERLAP:]

    def _is_too_much(self, data: bytes, how: tuple[str, ...]) -> bool:
        self.bytes += len(data)
        too_much = len(how) > _DEEPEST or self.bytes > _MOST
        self.missed |= too_much
        return too_much

    def data(self, data: bytes, how: tuple[str, ...]) -> Iterator[Shown]:
        """Every reading of some bytes, deeper layers as well."""
        if self._is_too_much(data, how):
            return
        self.missed |= is_shut(data) or holds_brotli(data)
        for body in bodies(data):
            yield from self.data(body, (*how, "chunks"))
        for name, more in unpacked(data):
            self.used.add(name)
            if more is None:
                self.missed = True
            else:
                yield from self.data(more, (*how, name))
        yield from self._plain(data, how)
        if _as_text(data)[1]:
            yield from self._streams(_Layer(how, (ZLIB,), self._room), data, last=True)

    def _plain(self, data: bytes, how: tuple[str, ...]) -> Iterator[Shown]:
        """The bytes as they are: as text, and where they are no text in other ways too."""
        text, binary = _as_text(data)
        if binary:
            yield from self._binary(data, how)
        readings = self._text(text, how)
        yield from (one._replace(chance=True) for one in readings) if binary else readings

    def _binary(self, data: bytes, how: tuple[str, ...]) -> Iterator[Shown]:
        yield Shown(data.decode("latin-1"), _said(how, "Latin-1"), chance=True)
        yield from self._wide(data, how)
        chance = not data.startswith(_MARKS_OF_UTF16)
        for encoding in ("utf-16-le", "utf-16-be"):
            for offset in (0, 1):
                text = data[offset:].decode(encoding, "ignore")
                yield Shown(text, _said(how, "UTF-16"), chance=chance)

    def _wide(self, data: bytes, how: tuple[str, ...]) -> Iterator[Shown]:
        """Stretches of UTF-16 in scripts of an alphabet: every other byte is small."""
        self.used.add("UTF-16")
        found = list(_stretches(data))
        if found:
            yield Shown("\n".join(found), _said(how, "UTF-16"), chance=True)

    def _text(self, text: str, how: tuple[str, ...]) -> Iterator[Shown]:
        yield Shown(text, _said(how, "text"))
        if len(how) > _DEEPEST:
            return
        for name, more in undone(text):
            self.used.add(name)
            yield Shown(more, _said(how, name))
            for again, deeper in undone(more):
                yield Shown(deeper, _said((*how, name), again))
        for name, inside in hidden(text):
            self.used.add(name)
            yield from self.data(inside, (*how, name))


class _Layer:
    """Bytes that come in pieces: how they came about, the end of the last piece, streams within."""

    def __init__(
        self, how: tuple[str, ...], kinds: tuple[Kind, ...] = _ALL, room: Room | None = None
    ) -> None:
        self.how = how
        self.kinds = kinds
        self.before = b""
        self.within = Within(kinds, room)
        self.inner: dict[int, _Layer] = {}


def _as_text(data: bytes) -> tuple[str, bool]:
    """Bytes as text, and whether they are none or hold more."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("utf-8", "ignore"), True
    return text, "\0" in text


def _end_of(data: bytes) -> bytes:
    """What is read once more, from the beginning of a line: base64 in lines is none from within."""
    end = data[-_OVERLAP:]
    return end[end.find(b"\n", 0, _OVERLAP // 2) + 1 :]


def _said(how: tuple[str, ...], name: str) -> str:
    return " > ".join((*how, name))


def _readable(data: bytes) -> Iterator[str]:
    """Stretches of text among bytes that are none."""
    for found in _READABLE.finditer(data):
        yield found[0].decode()
    for found in _PERHAPS_UTF8.finditer(data):
        if found[0].isascii():
            continue
        text = found[0].decode("utf-8", "ignore")
        if len(text.encode()) * 4 >= len(found[0]) * 3:
            yield text


def _stretches(data: bytes) -> Iterator[str]:
    for offset in (0, 1):
        for found in _LOW.finditer(data[offset::2]):
            start, end = 2 * found.start() + offset, 2 * found.end() + offset
            for first, encoding in ((start - 1, "utf-16-le"), (start, "utf-16-be")):
                wide = data[max(first, 0) : end - (start - first)]
                text = wide.decode(encoding, "ignore").strip("\0")
                if len(text) >= 4:
                    yield text
