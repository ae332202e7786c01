"""Long posts of an X archive: their full text stands in a member of its own, without the post's id.

A text belongs to the post that was made within two seconds of it and whose own text begins alike:
with the same sixty characters, or, where there are fewer, with the same words to their end.
A text that no post claims may be one that its author deleted: it is not taken in, and named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from ownwords.gather.json_arrays import Element, array_elements
from ownwords.gather.reasons import MALFORMED, NUL, why_not_json
from ownwords.gather.x_dialect import micros_of_words, unescape
from ownwords.records.captured import Fault, Place, Read

_NEAR = (0, 1, -1, 2, -2)
"""Seconds from a post to its long text, the likeliest first."""

_ALIKE = 60


class _Core(msgspec.Struct):
    text: str


class _Note(msgspec.Struct):
    core: _Core
    created: str = msgspec.field(name="createdAt")


class _Wrapped(msgspec.Struct):
    note: _Note = msgspec.field(name="noteTweet")


class _WrappedBytes(msgspec.Struct):
    note: msgspec.Raw = msgspec.field(name="noteTweet")


_WRAPPED = msgspec.json.Decoder(_Wrapped)
_BYTES = msgspec.json.Decoder(_WrappedBytes)


class LongTexts:
    """Holds the long texts of one archive until their posts come by."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, str], list[tuple[str, bytes, Place]]] = defaultdict(list)

    def read(self, pieces: Iterator[bytes], file: str) -> Iterator[Read]:
        """Take in one member; yields only what cannot be read."""
        for element in array_elements(pieces):
            place = Place(file, element.line, element.offset)
            reason = element.problem or self._hold(element, place)
            if reason:
                yield Fault(place, reason)

    def _hold(self, element: Element, place: Place) -> str:
        try:
            note = _WRAPPED.decode(element.data).note
            raw = bytes(_BYTES.decode(element.data).note)
            raw.decode("utf-8")
            second = micros_of_words(note.created) // 1_000_000
        except MALFORMED as problem:
            return why_not_json(element.data, problem)
        except ValueError:
            return "The time of a long text cannot be read."
        if "\0" in note.core.text:
            return NUL
        text = unescape(note.core.text)
        self._held[second, text[:_ALIKE]].append((text, raw, place))
        return ""

    def take(self, text: str, created: str) -> tuple[str, bytes]:
        """The long text of a post and its bytes as received; empty when it has none."""
        if not self._held or not created:
            return "", b""
        try:
            second = micros_of_words(created) // 1_000_000
        except ValueError:
            return "", b""
        start = unescape(text)[:_ALIKE]
        for away in _NEAR:
            if held := self._held.get((second + away, start)):
                found, raw, _ = held.pop(0)
                return found, raw
        return "", b""

    def unmatched(self) -> Iterator[Read]:
        """What no post claimed."""
        reason = "A long text without its post, perhaps deleted by its author, is left out."
        places = [place for held in self._held.values() for _, _, place in held]
        for place in sorted(places, key=lambda place: (place.file, place.offset)):
            yield Fault(place, reason)
