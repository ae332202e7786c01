"""Streams within bytes that come in pieces: one that is not at its end goes on in the next piece.

Nothing says beforehand how long a stream is, and a large file is read a piece at a time. What
begins like a stream and is none breaks off after a few bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from ownwords.flows.proof.packed import DAMAGED, MOST, STEP, Kind, copied, sound_part

_INFLATED = 8 << 20
"""Bytes of a stream that are handed on at once."""
_HEADER = 16
"""The longest sign of a stream, and more: so much of a piece is looked at again with the next."""
_FIRST = 64
"""Bytes of a stream that are unpacked first: most that begin like one and are none end there."""
_MOST_OPEN = 16
"""Streams that go on over one border, with those within them; of more, the rest counts as missed.
Each takes room."""
_MOST_FALSE = 1 << 17
"""Signs of one kind in a piece with nothing behind them; noise has some hundreds. Behind so many no
more of that kind are looked at, and the file counts as not whole: each takes time."""
_SOUND = 16
"""Bytes behind which a beginning of bzip2, xz or zstd is none by chance."""


class Part(NamedTuple):
    """The next bytes of a stream: how it is packed, which one, whether they are its last."""

    name: str
    number: int
    data: bytes
    last: bool


class Room:
    """How many streams go on over borders, at all depths of a file."""

    def __init__(self) -> None:
        self.taken = 0


class Within:
    """What streams hold that stand within bytes which come in pieces.

    ``missed`` says that one was not read to its end: it is too long, too many go on at once, all of
    the bytes began as one that is damaged, or it is of a kind of which damage hides what stands
    before it. What else begins like one within them may be none. ``room`` is of all that are read
    together.
    """

    def __init__(self, kinds: tuple[Kind, ...], room: Room | None = None) -> None:
        self.missed = False
        self._room = room or Room()
        self._kinds = kinds
        self._going: list[_Stream] = []
        self._before = b""
        self._done = 0
        self._numbers = count()

    def read(self, piece: bytes, *, last: bool) -> Iterator[Part]:
        """What the next piece holds of streams that go on in it, and of those that begin in it."""
        data = self._before + piece
        going, self._going = self._going, []
        self._room.taken -= len(going)
        read_to = dict.fromkeys(self._kinds, 0)
        for stream in going:
            yield from self._follow(stream, data, len(self._before) - stream.left, last=last)
            read_to[stream.kind] = max(read_to[stream.kind], stream.sound_to)
        for kind in self._kinds:
            yield from self._beginning(kind, data, read_to[kind], last=last)
        self._before = data[-_HEADER:]
        self._done += len(data) - len(self._before)

    def _beginning(self, kind: Kind, data: bytes, at: int, *, last: bool) -> Iterator[Part]:
        known, false = len(self._before), 0
        found = kind.begins.search(data, at)
        while found and false < _MOST_FALSE:
            at = found.start() + 1
            if found.end() > known:
                stream = _Stream(kind, next(self._numbers))
                stream.is_all = kind.joined and not self._done + found.start()
                yield from self._follow(stream, data, found.start(), last=last)
                at = max(at, stream.sound_to)
                false += stream.is_none
            found = kind.begins.search(data, at)
        self.missed |= found is not None

    def _follow(self, stream: _Stream, data: bytes, at: int, *, last: bool) -> Iterator[Part]:
        yield from stream.read(data, at, last=last)
        self.missed |= stream.too_long or (stream.is_broken and (stream.is_all or stream.hides))
        if not stream.open:
            return
        if self._room.taken < _MOST_OPEN:
            self._room.taken += 1
            self._going.append(stream)
        else:
            self.missed = True


class _Stream:
    """One stream; with those of its kind that follow directly it is one text.

    ``left`` are bytes at the end of the last piece that may begin the one behind it, ``sound_to``
    is how far this piece is known to be part of it.
    """

    def __init__(self, kind: Kind, number: int) -> None:
        self.kind = kind
        self.open = True
        self.is_all = False
        self.too_long = False
        self.left = 0
        self.sound_to = 0
        self._number = number
        self._unpacker = kind.unpacker()
        self._between = False
        self._held = bytearray()
        self._given = 0
        self._unfinished = False
        self._begun = False
        self._sound = 0

    @property
    def is_none(self) -> bool:
        """Whether nothing stands behind its sign."""
        return not (self.open or self._begun or self._between)

    @property
    def hides(self) -> bool:
        """Whether it can only be read a block at a time, and is hardly there by chance."""
        return self._sound > _SOUND and copied(self._unpacker) is None

    @property
    def is_broken(self) -> bool:
        """Whether it ended before its end."""
        return not self.open and not self._between

    def read(self, data: bytes, at: int, *, last: bool) -> Iterator[Part]:
        """What the bytes from a place on hold of it."""
        self.sound_to = 0
        while self.open and at < len(data):
            if self._between and not self._begins_anew(data, at, last=last):
                break
            at = self._step(data, at)
            if len(self._held) >= _INFLATED:
                yield self._part(last=False)
        self.left = len(data) - at
        self.open = self.open and not last
        if not self.open and (self._held or self._unfinished):
            yield self._part(last=True)

    def _begins_anew(self, data: bytes, at: int, *, last: bool) -> bool:
        """Whether one of its kind follows; the next piece tells where this one is too short."""
        if self.kind.begins.match(data, at):
            self._unpacker, self._between = self.kind.unpacker(), False
            return True
        self.open = len(data) - at < _HEADER and not last
        return False

    def _step(self, data: bytes, at: int) -> int:
        """Unpack a few bytes more; the place behind them."""
        step = data[at : at + (STEP if self._begun else _FIRST)]
        try:
            at += self._unpack(step) if self._begun else self._begin(step)
        except DAMAGED:
            self.open = False
            return at
        self._begun = True
        if self._unpacker.eof:
            self._between = True
            self.open = self.kind.joined
        if self._between or self._given or len(self._held) > STEP:
            self.sound_to = at if self.kind.joined else 0
        return at

    def _begin(self, step: bytes) -> int:
        """The first bytes, one by one: what is no stream ends soon, and nothing need be copied."""
        for used, byte in enumerate(step, start=1):
            self._held += self._unpacker.decompress(bytes((byte,)))
            self._sound = used
            if self._unpacker.eof:
                return used
        return len(step)

    def _unpack(self, step: bytes) -> int:
        """Hold what the step unpacks to, up to where it is damaged; how much of it was a stream."""
        before = copied(self._unpacker)
        try:
            self._held += self._unpacker.decompress(step)
        except DAMAGED:
            self._held += sound_part(before, step)
            raise
        return len(step) - (len(self._unpacker.unused_data) if self._unpacker.eof else 0)

    def _part(self, *, last: bool) -> Part:
        data = bytes(self._held)
        self._held.clear()
        self._given += len(data)
        if self._given > MOST and not last:
            self.open, self.too_long, last = False, True, True
        self._unfinished = not last
        return Part(self.kind.name, self._number, data, last)
