"""Tars, plain or packed, read by member name or in one pass, never extracted.

Like a zip, a tar is somebody else's program for our disk: names that climb out, links, devices,
headers without measure and sparse files are refused. Formats: the 1988 POSIX header (ustar), its
GNU long names and the pax records ``path`` and ``size`` (POSIX.1-2001); all else of pax is passed
over, bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from ownwords.gather.forward import Forward
from ownwords.gather.streams import PIECE, StreamBroken, is_packed, unpack
from ownwords.records.errors import ImportRefused

MEMBERS = 100_000
_BLOCK = 512
_RECORDS = 1 << 20
"""A long name or the pax records of one member fit in this."""
_REGULAR, _FOLDER = b"0\x007", b"5"
_LONG_NAME, _PAX, _PASSED_OVER = b"L", b"x", b"gK"
_NO_END = "The tar is cut: the mark of its end is missing."
_CUT = "The tar is cut within this member."
_LINK = "The tar holds a link."
NO_HEADER = "The tar is damaged here: no header stands where one should."


class _Twice(ImportRefused):
    """A name stands twice in a tar."""


class Entry(msgspec.Struct, frozen=True):
    """One regular file of a tar; ``at`` is the byte of the unpacked tar where its own begin."""

    name: str
    at: int
    size: int


class _Bytes(Protocol):
    """The unpacked tar, read forwards; ``at`` is the next byte."""

    at: int

    def pieces(self, size: int) -> Iterator[bytes]: ...
    def skip(self, size: int) -> None: ...


class _File:
    """Over a file that is not packed: what is not asked for is never read."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._size = raw.seek(0, 2)
        self.at = raw.seek(0)

    def pieces(self, size: int) -> Iterator[bytes]:
        """The next ``size`` bytes, fewer at the end."""
        while size and (piece := self._raw.read(min(PIECE, size))):
            size -= len(piece)
            self.at += len(piece)
            yield piece

    def skip(self, size: int) -> None:
        self.at = self._raw.seek(min(self.at + size, self._size))


def is_tar(start: bytes) -> bool:
    """Whether these first unpacked bytes (512 at least) are the header of a tar."""
    return start[257:262] == b"ustar" and _sum_fits(start[:_BLOCK])


def tar_members(
    pieces: Iterator[bytes], damaged: list[int]
) -> Iterator[tuple[Entry, Iterator[bytes]]]:
    """Every regular file of a tar with its bytes, in one pass over the unpacked stream.

    The bytes of a member can be had until the next member is asked for; what was not taken is
    passed over. Behind a header that is none the next one is looked for; the byte where it stood
    goes into ``damaged``. Raises StreamBroken where the tar is cut or its packing damaged,
    ImportRefused at a trap.
    """
    stream = Forward(pieces)
    for entry in _entries(stream, damaged):
        yield entry, _body(stream, entry)


class TarBundle:
    """A tar whose headers were all looked at; when it is cut or damaged, what can be found in it.

    Of a plain tar only the headers and what is asked for are read. A packed one is unpacked from
    its beginning each time: whoever wants all members takes :func:`tar_members`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.opened: list[str] = []
        self.cut = ""
        self._members: dict[str, Entry] = {}
        damaged: list[int] = []
        with path.open("rb") as raw:
            try:
                for entry in _entries(_bytes_of(raw), damaged):
                    self._members[entry.name] = entry
            except StreamBroken as broken:
                self.cut = broken.what
        if damaged:
            self.cut = NO_HEADER

    def names(self) -> tuple[str, ...]:
        """All names, in the order of the tar."""
        return tuple(self._members)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one member; raises StreamBroken after the last good piece."""
        self.opened.append(name)
        entry = self._members[name]
        with self._path.open("rb") as raw:
            stream = _bytes_of(raw)
            stream.skip(entry.at)
            yield from _body(stream, entry)


def tar_names(path: Path) -> tuple[str, ...]:
    """The names in a tar, for telling the format; a trap shows the names before it."""
    names: list[str] = []
    with path.open("rb") as raw:
        try:
            for entry in _entries(_bytes_of(raw), []):
                names.append(entry.name)
        except ImportRefused:
            pass
    return tuple(names)


def _bytes_of(raw: BinaryIO) -> _Bytes:
    packed = is_packed(raw.read(8))
    raw.seek(0)
    return Forward(unpack(raw)) if packed else _File(raw)


def _entries(stream: _Bytes, damaged: list[int]) -> Iterator[Entry]:
    """The regular files of a tar; the stream may be moved within an entry's bytes meanwhile."""
    seen: set[str] = set()
    long_name, wide, known = "", -1, len(damaged)
    while (header := _header(stream, damaged)) is not None:
        if damaged[known:]:  # what was said before it was said of a member that is gone
            long_name, wide, known = "", -1, len(damaged)
        kind, size = header[156:157], _number(header[124:136])
        if kind == _LONG_NAME:
            long_name = _text(_small(stream, size))
        elif kind == _PAX:
            long_name, wide = _pax(_small(stream, size), long_name)
        elif kind in _PASSED_OVER:
            _small(stream, size)
        else:
            size = wide if wide >= 0 else size
            name = long_name or _name(header)
            try:
                yield from _member(stream, kind, Entry(name, stream.at, size), seen)
            except _Twice as twice:
                if damaged:  # two tars that were joined: what the first holds is kept
                    raise StreamBroken(NO_HEADER) from twice
                raise
            long_name, wide = "", -1


def _member(stream: _Bytes, kind: bytes, entry: Entry, seen: set[str]) -> Iterator[Entry]:
    """The entry, if it is a regular file; then the stream stands behind it."""
    if kind == _FOLDER:
        return
    if kind not in _REGULAR:
        raise ImportRefused(_LINK if kind in b"12" else "The tar holds what is no plain file.")
    name = entry.name.removeprefix("./")
    if leads_out(name):
        raise ImportRefused("The tar holds a name that leads out of it.")
    if name in seen:
        raise _Twice("The tar holds the same name twice.")
    if len(seen) >= MEMBERS:
        raise ImportRefused(f"The tar has more than {MEMBERS} members.")
    seen.add(name)
    yield Entry(name, entry.at, entry.size)
    end = entry.at + _padded(entry.size)
    stream.skip(end - stream.at)
    if stream.at < end:
        raise StreamBroken(_NO_END)


def leads_out(name: str) -> bool:
    """Whether a member's name points outside the folder that it would be unpacked to."""
    return (
        name.startswith("/")
        or "\\" in name
        or "\0" in name
        or name[1:2] == ":"
        or ".." in name.split("/")
    )


def _header(stream: _Bytes, damaged: list[int]) -> bytes | None:
    """The next header; None behind the end, which is two empty blocks and no header behind them.

    A header that was overwritten with zeros looks like the end, and so does the first of two tars
    that were joined: what stands behind is looked for, and the place is named.
    """
    at = stream.at
    header = b"".join(stream.pieces(_BLOCK))
    if _sum_fits(header):
        return header
    second = b"".join(stream.pieces(_BLOCK))
    empty = header == bytes(_BLOCK)
    if len(header) < _BLOCK or (empty and len(second) < _BLOCK):
        raise StreamBroken(_NO_END)
    found = second if is_tar(second) else _header_behind(stream)
    if empty and found is None:
        if second != header:
            raise StreamBroken(_NO_END)
        return None
    damaged.append(at)
    return found


def _header_behind(stream: _Bytes) -> bytes | None:
    """The next block that is a header for certain; None where there is none up to the end."""
    while len(block := b"".join(stream.pieces(_BLOCK))) == _BLOCK:
        if is_tar(block):
            return block
    return None


def _sum_fits(header: bytes) -> bool:
    """Whether the checksum of a header is right: the sum of its bytes, its own field as spaces."""
    try:
        said = _number(header[148:156])
    except StreamBroken:
        return False
    return len(header) == _BLOCK and said == sum(header) - sum(header[148:156]) + 8 * 32


def _number(field: bytes) -> int:
    """Octal digits, or GNU's large numbers in base 256."""
    if field[:1] == b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b"\0 ")
    if digits and not digits.isdigit():
        raise StreamBroken("The tar is damaged here: a header holds no number.")
    try:
        return int(digits or b"0", 8)
    except ValueError as problem:
        raise StreamBroken("The tar is damaged here: a header holds no number.") from problem


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _small(stream: _Bytes, size: int) -> bytes:
    """What stands in the name of the next member."""
    if size > _RECORDS:
        raise ImportRefused("The tar holds a header without measure.")
    data = b"".join(stream.pieces(_padded(size)))
    if len(data) < _padded(size):
        raise StreamBroken(_NO_END)
    return data[:size]


def _pax(data: bytes, name: str) -> tuple[str, int]:
    """Name and size from ``length key=value`` records; -1 when they say no size."""
    size, at = -1, 0
    while at < len(data):
        digits, found, _ = data[at : at + 20].partition(b" ")
        length = int(digits) if found and digits.isdigit() else 0
        key, equals, value = data[at + len(digits) + 1 : at + length].rstrip(b"\n").partition(b"=")
        if not length or not equals:
            raise StreamBroken("The tar is damaged here: a record of its header is none.")
        if key == b"path":
            name = _text(value)
        elif key == b"size":
            size = int(value) if value.isdigit() and len(value) < 20 else -1
        at += length
    return name, size


def _name(header: bytes) -> str:
    prefix = _text(header[345:500]) if header[257:263] == b"ustar\0" else ""
    name = _text(header[:100])
    return f"{prefix}/{name}" if prefix else name


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "replace")


def _body(stream: _Bytes, entry: Entry) -> Iterator[bytes]:
    left = entry.size
    for piece in stream.pieces(left):
        left -= len(piece)
        yield piece
    if left:
        raise StreamBroken(_CUT)
