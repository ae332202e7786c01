"""Zips, tars and unpacked archive folders, read by member name, never extracted.

A zip is somebody else's program for our disk: names that climb out, links, members that overlap,
sizes that lie and bombs are looked for before a byte is unpacked, and output is counted while it
streams. Only names that a connector asks for are ever opened; ``opened`` records them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from ownwords.gather.streams import FLOOR, PIECE, RATIO, UNREADABLE, StreamBroken, unpack
from ownwords.gather.tars import MEMBERS, TarBundle, is_tar, leads_out, tar_names
from ownwords.records.errors import ImportRefused

_DIRECTORY_BYTES = 64 << 20
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_HEADER = 600
"""A header with a name of usual length fits in this."""
_LOCAL_MAGIC = b"PK\x03\x04"
_END_MAGIC = b"PK\x05\x06"
_ENCRYPTED = 0x1
_SIZES_FOLLOW = 0x8
_UTF8 = 0x800
_STORED, _DEFLATED = 0, 8
_SYMLINK = 0o120000


class Member(msgspec.Struct, frozen=True):
    """One member of a zip; ``size`` and ``packed`` are -1 and ``crc`` None when nobody says."""

    name: str
    at: int
    packed: int
    size: int
    method: int
    flags: int = 0
    crc: int | None = None


class Bundle(Protocol):
    """Several named streams in one source."""

    opened: list[str]
    cut: str
    """Why members may be missing, fit for a fault; empty when all is well."""

    def names(self) -> tuple[str, ...]: ...
    def chunks(self, name: str) -> Iterator[bytes]: ...


class FolderBundle:
    """An archive that somebody unpacked: the same names, read from a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.opened: list[str] = []
        self.cut = ""

    def names(self) -> tuple[str, ...]:
        """Names of regular files, sorted; links are left out."""
        return tuple(
            sorted(
                path.relative_to(self._root).as_posix()
                for path in self._root.rglob("*.js*")
                if path.suffix in {".js", ".json"} and path.is_file() and not path.is_symlink()
            )
        )

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one member; raises StreamBroken where it cannot be read."""
        self.opened.append(name)
        try:
            with (self._root / name).open("rb") as stream:
                while piece := stream.read(PIECE):
                    yield piece
        except OSError as problem:
            raise StreamBroken(UNREADABLE) from problem


class ZipBundle:
    """A zip whose table of contents was checked, or, when it is cut, what can still be found."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.opened: list[str] = []
        self.cut = ""
        with path.open("rb") as raw:
            members = _table(raw)
            if members is None:
                self.cut = "The zip is cut: its table of contents at the end is missing."
                members = list(_found(raw))
        _refuse_traps(members, known_sizes=not self.cut)
        self._members = {member.name: member for member in members}

    def names(self) -> tuple[str, ...]:
        """All names, in the order of the table of contents."""
        return tuple(self._members)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one member; raises StreamBroken after the last good piece."""
        self.opened.append(name)
        with self._path.open("rb") as raw:
            yield from _unpacked(raw, self._members[name])


def _table(raw: BinaryIO) -> list[Member] | None:
    """The table of contents; None when the zip has none. Bounded before it is read."""
    import zipfile

    if _directory_size(raw) > _DIRECTORY_BYTES:
        raise ImportRefused("The zip's table of contents is too large to be honest.")
    try:
        with zipfile.ZipFile(raw) as table:
            infos = table.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        return None
    if len(infos) > MEMBERS:
        raise ImportRefused(f"The zip has more than {MEMBERS} members.")
    if any((info.external_attr >> 16) & 0o170000 == _SYMLINK for info in infos):
        raise ImportRefused("The zip holds a symbolic link.")
    return [
        Member(
            info.orig_filename,
            info.header_offset,
            info.compress_size,
            info.file_size,
            info.compress_type,
            info.flag_bits,
            info.CRC,
        )
        for info in infos
    ]


def _directory_size(raw: BinaryIO) -> int:
    size = raw.seek(0, 2)
    raw.seek(max(0, size - 66_000))
    tail = raw.read()
    raw.seek(0)
    at = tail.rfind(_END_MAGIC)
    if at < 0 or len(tail) < at + 22:
        return 0
    announced = int(struct.unpack_from("<I", tail, at + 12)[0])
    if announced != 0xFFFFFFFF:
        return announced
    wide = tail.rfind(b"PK\x06\x06", 0, at)
    if wide < 0 or len(tail) < wide + 48:
        return 0
    return int(struct.unpack_from("<Q", tail, wide + 40)[0])


def _found(raw: BinaryIO) -> Iterator[Member]:
    """Members of a cut zip, by looking for their headers; nothing is unpacked for it."""
    raw.seek(0)
    seen: set[str] = set()
    held, base = b"", 0
    while True:
        piece = raw.read(1 << 20)
        held += piece
        sure = max(len(held) - _HEADER, 0) if piece else len(held)
        at = held.find(_LOCAL_MAGIC)
        while 0 <= at < sure:
            member = _member_at(held, at, base)
            if member is not None and member.name not in seen and len(seen) < MEMBERS:
                seen.add(member.name)
                yield member
            at = held.find(_LOCAL_MAGIC, at + 4)
        if not piece:
            return
        held, base = held[sure:], base + sure


def _member_at(held: bytes, at: int, base: int) -> Member | None:
    if len(held) < at + _LOCAL.size:
        return None
    _, _, flags, method, _, _, crc, packed, size, name_size, _ = _LOCAL.unpack_from(held, at)
    name = held[at + _LOCAL.size : at + _LOCAL.size + name_size]
    if method not in {_STORED, _DEFLATED} or len(name) < name_size or not name_size:
        return None
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if flags & _SIZES_FOLLOW or 0xFFFFFFFF in {packed, size}:
        return Member(text, base + at, -1, -1, method, flags)
    return Member(text, base + at, packed, size, method, flags, crc)


def _refuse_traps(members: list[Member], *, known_sizes: bool) -> None:
    names = set()
    for member in members:
        if leads_out(member.name):
            raise ImportRefused("The zip holds a name that leads out of it.")
        if member.name in names:
            raise ImportRefused("The zip holds the same name twice.")
        names.add(member.name)
    if known_sizes:
        _refuse_overlap(members)


def _refuse_overlap(members: list[Member]) -> None:
    end = 0
    for member in sorted(members, key=lambda member: member.at):
        if member.at < end:
            raise ImportRefused("Members of the zip overlap.")
        end = member.at + _LOCAL.size + len(_name_as_stored(member, member.flags)) + member.packed


def _name_as_stored(member: Member, flags: int) -> bytes:
    return member.name.encode("utf-8" if flags & _UTF8 else "cp437", "replace")


def _unpacked(raw: BinaryIO, member: Member) -> Iterator[bytes]:
    _go_to_data(raw, member)
    if member.flags & _ENCRYPTED:
        raise StreamBroken("This member of the zip is encrypted.")
    if member.size > FLOOR and member.size > RATIO * max(member.packed, 1):
        raise StreamBroken(f"This member says it unpacks to more than {RATIO} times its size.")
    if member.method == _STORED:
        yield from _checked(_stored(raw, member), member)
    elif member.method == _DEFLATED:
        yield from _checked(_inflated(raw, member), member)
    else:
        raise StreamBroken("This member is packed in a way that is not read.")


def _go_to_data(raw: BinaryIO, member: Member) -> None:
    """Stand at the member's bytes; its own header must carry the name of the table."""
    raw.seek(member.at)
    header = raw.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(_LOCAL_MAGIC):
        raise StreamBroken("The zip is damaged: a member is not where the table says.")
    fields = _LOCAL.unpack(header)
    name = raw.read(fields[9])
    if name not in {_name_as_stored(member, fields[2]), member.name.encode()}:
        raise StreamBroken("The zip lies: a member carries two different names.")
    raw.seek(fields[10], 1)


def _stored(raw: BinaryIO, member: Member) -> Iterator[bytes]:
    left = member.packed
    if left < 0:
        raise StreamBroken("The zip is cut and does not say how long this member is.")
    while left and (piece := raw.read(min(PIECE, left))):
        left -= len(piece)
        yield piece
    if left:
        raise StreamBroken("The zip is cut within this member.")


def _inflated(raw: BinaryIO, member: Member) -> Iterator[bytes]:
    decoder = zlib.decompressobj(-15)
    left = member.packed if member.packed >= 0 else 1 << 62
    taken = given = 0
    while not decoder.eof:
        data = decoder.unconsumed_tail
        if not data:
            data = raw.read(min(PIECE, left))
            left -= len(data)
            taken += len(data)
        try:
            out = decoder.decompress(data, PIECE)
        except zlib.error as problem:
            raise StreamBroken("This member of the zip is damaged here.") from problem
        given += len(out)
        if given > FLOOR and given > RATIO * taken:
            raise StreamBroken(f"This member unpacks to more than {RATIO} times its size.")
        if out:
            yield out
        elif not data:
            raise StreamBroken("The zip is cut within this member.")


def _checked(pieces: Iterator[bytes], member: Member) -> Iterator[bytes]:
    """Pass the pieces on; size and checksum must be what the zip says."""
    size = crc = 0
    for piece in pieces:
        size += len(piece)
        if size > member.size >= 0:
            raise StreamBroken("The zip lies: a member is larger than it says.")
        crc = zlib.crc32(piece, crc)
        yield piece
    if member.size not in {-1, size}:
        raise StreamBroken("The zip lies: a member is smaller than it says.")
    if member.crc is not None and member.crc != crc:
        raise StreamBroken("The checksum of this member does not fit: it was damaged.")


ARCHIVE_FOLDER = (
    ("data", "tweets.js"),
    ("data", "tweet.js"),
    ("data", "js", "tweets"),
    ("tweet.js",),
)
ACCOUNT_FOLDER = ("actor.json", "outbox.json")


def is_archive_folder(folder: Path) -> bool:
    """Whether a folder is an unpacked archive of X or Mastodon; decided by names alone."""
    if all((folder / name).is_file() for name in ACCOUNT_FOLDER):
        return True
    return any(folder.joinpath(*parts).exists() for parts in ARCHIVE_FOLDER)


def bundle_of(path: Path) -> Bundle | None:
    """The bundle behind a path; None when it is neither a zip, nor a tar, nor a folder."""
    if path.is_dir():
        return FolderBundle(path)
    with path.open("rb") as raw:
        if raw.read(4) == _LOCAL_MAGIC:
            return ZipBundle(path)
        raw.seek(0)
        return TarBundle(path) if _starts_a_tar(raw) else None


def _starts_a_tar(raw: BinaryIO) -> bool:
    start = b""
    try:
        for piece in unpack(raw):
            start += piece
            if len(start) >= 512:
                break
    except StreamBroken:
        pass
    return is_tar(start)


def names_in(path: Path) -> tuple[str, ...]:
    """The names in a bundle, for telling the format; a trap shows its names too."""
    if path.is_dir():
        return FolderBundle(path).names()
    with path.open("rb") as raw:
        if raw.read(4) != _LOCAL_MAGIC:
            return tar_names(path)
        try:
            members = _table(raw)
        except ImportRefused:
            members = None
        return tuple(member.name for member in members or _found(raw))
