"""Where a reading stopped and goes on: member, line, byte offset, how much of that place is done.

One line may hold a hundred posts, so a place alone is not enough: ``done`` counts the records of
that place that were taken. Connectors start at the place and leave out the first ``done``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import msgspec

from ownwords.records.captured import Place, Read
from ownwords.records.errors import AskedWrongly


class Cursor(msgspec.Struct, frozen=True):
    """A place in a source. ``member`` is the name inside a zip or archive folder, else empty."""

    member: str = ""
    line: int = 1
    offset: int = 0
    done: int = 0

    @staticmethod
    def parse(text: str) -> Cursor:
        """The inverse of :meth:`text`; the empty text is the beginning."""
        if not text:
            return Cursor()
        parts = text.split(":", 3)
        if len(parts) != 4 or not all(part.isdecimal() for part in parts[:3]):
            raise AskedWrongly("This is not a cursor of a connector.", do="Start without one.")
        line, offset, done, member = parts
        return Cursor(member, int(line), int(offset), int(done))

    def text(self) -> str:
        """Line, offset, done and member, joined by colons."""
        return f"{self.line}:{self.offset}:{self.done}:{self.member}"

    def is_in(self, name: str) -> bool:
        """Whether this is in the member of this name, of which a mark ``!`` leaves the end only."""
        return self.member == _behind_mark(name)

    def is_at(self, place: Place) -> bool:
        """Whether this is the place, whatever is done of it."""
        member = _member_of(place)
        return (self.member, self.line, self.offset) == (member, place.line, place.offset)


def _member_of(place: Place) -> str:
    return _behind_mark(place.file) if "!" in place.file else ""


def _behind_mark(name: str) -> str:
    return name.rpartition("!")[2]


def cursor_after(taken: Sequence[Read], before: str = "") -> str:
    """The cursor after a batch, given the cursor before it."""
    if not taken:
        return before
    place = taken[-1].place
    done = 0
    for read in reversed(taken):
        if read.place != place:
            break
        done += 1
    start = Cursor.parse(before)
    if done == len(taken) and start.is_at(place):
        done += start.done
    return Cursor(_member_of(place), place.line, place.offset, done).text()


def leave_out(reads: Iterator[Read], cursor: Cursor) -> Iterator[Read]:
    """What remains of a reading that starts at the cursor's place."""
    return islice(reads, cursor.done, None) if cursor.done else reads


def after_place(read: Callable[[], Iterator[Read]], cursor: Cursor) -> Iterator[Read]:
    """What remains behind the cursor when a source can only be read from its beginning.

    When the source no longer has the cursor's place, everything is given again: a known post is
    left out later, a lost one is not.
    """
    if cursor == Cursor():
        yield from read()
        return
    reads = read()
    left = cursor.done
    for one in reads:
        if cursor.is_at(one.place):
            left -= 1
            if left <= 0:
                yield from reads
                return
    yield from read()
