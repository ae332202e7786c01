"""How the letters of a tag may stand in the bytes of JSON, so that bytes can be searched for it.

Two tags are the same when :func:`ownwords.records.text.fold_tag` makes the same of both. A tag is
spelled *plainly* when normalising (NFKC) leaves it alone, so that only case differs: ``ß`` for
``ss``, ``Ж`` for ``ж``. Such spellings are one regular expression, letter by letter. All others
(fullwidth or mathematical letters, ligatures, a letter and its accent apart) hold at least one
*odd* character; those characters are listed, and a line that holds one is folded whole and looked
at. Together they miss nothing.

A letter may stand as UTF-8 or escaped: a backslash, u and four hex digits in either case, twice
(in two halves) beyond the first 65,536, the backslash doubled inside a string that holds JSON.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache, partial
from itertools import chain, groupby
from typing import NamedTuple

RANGES = (
    *(range(0x3400), range(0xA000, 0xAC00), range(0xD7B0, 0xD800), range(0xF900, 0x12000)),
    *(range(0x16000, 0x17000), range(0x1BC00, 0x1BD00), range(0x1CC00, 0x1F300)),
    *(range(0x1FB00, 0x20000), range(0x2F800, 0x2FA20)),
)
"""Where characters live that have case, are normalised or combine with the one before."""

_ESCAPE = re.compile(r"\\{1,2}u([0-9a-fA-F]{4})")
_BACKSLASH = rb"\\{1,2}u"
_SHORT = 3
"""Bytes in UTF-8 up to which a character is matched exactly in :func:`forms_near`."""

_HALF = 5
"""Parts of an escaped half of a character: the backslash with its u, and four digits."""

_MANY = 100
"""Characters that begin with the same half, from which on the half alone calls for a look."""

_LONGEST = 3
"""No character folds to more than three."""


class _Tables(NamedTuple):
    """``plain``: what plain characters fold to that are not themselves what they fold to, and from
    which. ``odd``: character to its parts.
    """

    plain: dict[str, list[str]]
    odd: dict[str, frozenset[str]]


def folded(text: str) -> str:
    """The folding of tags over a whole text."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _parts(text: str) -> frozenset[str]:
    return frozenset(unicodedata.normalize("NFKD", folded(text)))


@cache
def _tables() -> _Tables:
    """Every character that is not simply itself. Takes a hundredth of a second."""
    characters = list(map(chr, chain(*RANGES)))
    marks = {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    marks.update(filter(unicodedata.combining, characters))
    for parts in map(str.split, filter(None, map(unicodedata.decomposition, characters))):
        if len(parts) == 2 and parts[0][0] != "<":
            marks.add(chr(int(parts[1], 16)))

    def stays(text: str) -> bool:
        return unicodedata.is_normalized("NFKC", text) and marks.isdisjoint(text)

    tables = _Tables({}, {})
    normal = map(partial(unicodedata.is_normalized, "NFKC"), characters)
    for character, case, is_normal in zip(
        characters, map(str.casefold, characters), normal, strict=True
    ):
        simple = is_normal and character not in marks
        if not simple or (case != character and not stays(case)):
            tables.odd[character] = _parts(character)
        elif case != character:
            tables.plain.setdefault(case, []).append(character)
    return tables


def plainly(tag: str) -> bytes | None:
    """A regular expression for every plain spelling of a folded tag; None when there is none.

    It may match a little more (``s`` where ``ss`` is meant), never less.
    """
    plain, odd = _tables()
    pattern, at = b"", 0
    while at < len(tag):
        end, here, found = at + 1, at, set[str]()
        while here < end:
            one = tag[here]
            found.update(plain.get(one, ()), "" if one in odd else one)
            for length in range(2, _LONGEST + 1):
                several = plain.get(tag[here : here + length], ())
                if several and len(tag) >= here + length:
                    found.update(several)
                    end = max(end, here + length)
            here += 1
        if not found:
            return None
        pattern += b"(?:%b)" % b"|".join(forms_of(found))
        if end > at + 1:
            pattern += b"{%d,%d}" % (-(-(end - at) // _LONGEST), end - at)
        at = end
    return pattern


def odd_characters(tags: Iterable[str]) -> frozenset[str]:
    """The characters of which every spelling that is not plain holds one."""
    parts = [_parts(tag) for tag in tags]
    return frozenset(one for one, held in _tables().odd.items() if any(held <= p for p in parts))


def forms_of(characters: Iterable[str]) -> list[bytes]:
    """Regular expressions that together match any of these characters as JSON writes it."""
    return _grouped(sorted(form for one in characters for form in (_raw(one), _escaped(one))))


def _grouped(spelled: list[tuple[bytes, ...]]) -> list[bytes]:
    """Sorted spellings; those that differ in their last part alone become one."""
    return [
        b"%b[%b]" % (b"".join(before), b"".join(form[-1] for form in forms))
        for before, forms in groupby(spelled, key=lambda form: form[:-1])
    ]


def forms_near(characters: Iterable[str]) -> list[bytes]:
    """Fewer expressions that match any of these characters, and some that are written alike.

    For a closer look that is rare: half as many states, and compiled three times as fast. They are
    to be matched whatever the case of ASCII letters.
    """
    long = [one for one in characters if len(_raw(one)) > _SHORT]
    short = [one for one in characters if len(_raw(one)) <= _SHORT]
    raw = {b"".join(_raw(one)[:-1]) for one in long}
    written = [_units(one) for one in characters]
    halves = Counter(form[:_HALF] for form in written)
    escaped = {
        b"".join(form[:_HALF] if halves[form[:_HALF]] >= _MANY else form[:-1]) for form in written
    }
    spelled = sorted(map(_raw, short))
    return [*_grouped(spelled), *sorted(raw), *sorted(escaped)]


def _raw(character: str) -> tuple[bytes, ...]:
    return tuple(b"\\x%02x" % byte for byte in character.encode())


def _escaped(character: str) -> tuple[bytes, ...]:
    *before, last = map(_in_either_case, _units(character))
    return (*before, last.strip(b"[]"))


def _in_either_case(part: bytes) -> bytes:
    return b"[%b%b]" % (part, part.upper()) if part.isalpha() else part


def _units(character: str) -> tuple[bytes, ...]:
    """A character escaped, in one unit of UTF-16 or in two, part by part."""
    units = [b"%x" % digit for byte in character.encode("utf-16-be") for digit in divmod(byte, 16)]
    codes = range(0, len(units), 4)
    return tuple(part for at in codes for part in (_BACKSLASH, *units[at : at + 4]))


def names(line: bytes, tags: Iterable[str]) -> bool:
    """Whether a line of JSON holds one of the folded tags anywhere, in whatever spelling."""
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), line.decode("utf-8", "replace"))
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    words = folded(whole)
    return any(tag in words for tag in tags)
