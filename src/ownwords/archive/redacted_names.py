"""Where a handle names somebody in the words of others: decision 0013, point 17, says where.

Words are gone through as they are written, letter by letter, so that what is cut is known in them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ownwords.records.patterns import compiled
from ownwords.records.text import INVISIBLE, UNSPACED

_LETTER = (
    r"[\w\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0971-\u0dff\u0e00-\u109f\u1780-\u17d3\u3099\u309a]"
)
"""A letter, or a mark that stands on one."""
SIGN = rf"[@\uff20\ufe6b][{INVISIBLE}]*"
"""What stands before a handle."""
NAME = rf"\w{_LETTER}*(?:[.@-]{_LETTER}+)*"
"""What may be a handle; in a text without spaces more may follow it."""
LATIN = r"A-Za-z0-9_\u00c0-\u024f\u0300-\u036f"
"""With these a name in plain letters goes on."""
_GAP = f"<[^<>]*>|[{INVISIBLE}]"
GAP = compiled(_GAP)
"""What may stand between two letters and is not seen."""
GAPS = (compiled("<[^<>]*>"), compiled(f"(?:<[^<>]*>)*[{INVISIBLE}](?:{_GAP})*"))
"""Markup alone, and what is not seen with markup beside it: that may end a name as well."""
_UNIT = compiled(rf"(?P<gap>{_GAP})|[.@-]|{_LETTER}|(?P<odd>[^\x00-\u036f\s])")
"""A letter of a name, a gap between two, or a sign that may be compared as a letter."""
_LETTERS = compiled(rf"(?:[.@-]|{_LETTER})+")
_UNSEEN = compiled(f"[{INVISIBLE}]")
_GOES_ON = compiled(f"[{LATIN}]")
_IS_LETTER = compiled(_LETTER)
_IS_UNSPACED = compiled(f"[{UNSPACED}]")
_PLAIN = compiled(r"[A-Za-z0-9_][A-Za-z0-9_.@-]*")
_IS_PARTED = compiled(r"<|[^\x00-\x7f]")
_DOMAIN = compiled(r"(?:-[A-Za-z0-9-]+)?(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2}")
"""How a domain goes on behind its beginning: ``.org``, ``-soft.co.uk``."""
_HOST = compiled(r"@\w[\w-]*\.\w")
_PART = rf"(?:{_LETTER}|{_GAP})+"
_USERS = (
    compiled(rf"(?:{_PART}[.-])*{_PART}\Z"),
    compiled(rf"(?:[{LATIN}]+[.-])*[{LATIN}]+\Z"),
    compiled(rf"(?<=[>{INVISIBLE}])(?:{_LETTER}+[.-])*{_LETTER}+\Z"),
)
_LONGEST = 96
_WIDEST = 3
"""So many letters may join with those before them into other ones."""


class Said(NamedTuple):
    """Signs that may be a name, and where each stands; before those ``apart`` is a gap."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    apart: Collection[int] = ()


def folded(name: str) -> str:
    """A name as it is compared, however it is written: in wide letters, in capitals, in parts."""
    if name.isascii():
        return name.lower()
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", name.lower()))
    return unicodedata.normalize("NFKC", plain.casefold())


def said(words: str, start: int) -> Said:
    """What may be a name from here on."""
    plain = _PLAIN.match(words, start)
    if plain and _IS_PARTED.match(words, plain.end()) is None:
        end = min(plain.end(), start + _LONGEST)
        return Said(words[start:end], range(start, end), range(start + 1, end + 1))
    found = list(_signs(words, start))
    text = "".join(sign for sign, _, _, _ in found)
    apart = frozenset(at for at, one in enumerate(found) if one[3])
    return Said(text, [one[1] for one in found], [one[2] for one in found], apart)


def _signs(words: str, start: int) -> Iterator[tuple[str, int, int, bool]]:
    """Each sign with where it begins and ends, and whether a gap is before it."""
    apart, count = False, 0
    while count < _LONGEST and (unit := _UNIT.match(words, start)):
        start = unit.end()
        if unit["gap"]:
            apart = True
            continue
        if not count and folded(unit[0]) in {".", "@", "-"}:
            return
        if unit["odd"] and not _LETTERS.fullmatch(folded(unit[0])):
            return
        yield unit[0], unit.start(), start, apart
        apart, count = False, count + 1


def joined(words: str, gap: re.Pattern[str]) -> tuple[str, list[int]]:
    """Words without gaps, and where each sign of these stands."""
    places: list[int] = []
    at = 0
    for found in gap.finditer(words):
        places += range(at, found.start())
        at = found.end()
    places += range(at, len(words))
    return gap.sub("", words), places


def ends(name: Said) -> Iterator[int]:
    """After how many of these signs a name may end, the longest first."""
    for count in range(len(name.text), 0, -1):
        if count == len(name.text) or count in name.apart or _may_end(name.text, count):
            yield count


def _may_end(text: str, count: int) -> bool:
    if text[count] in ".@-":
        return True
    name, following = text[:count], text[count : count + _WIDEST]
    if not _goes_on(name, following):
        return True
    if name.isascii() and following.isascii():
        return False
    plain, longer = folded(name), folded(name + following)
    fused = len(longer) <= len(plain) or not longer.startswith(plain)
    return not fused and not _goes_on(plain, longer[len(plain) :])


def _goes_on(name: str, following: str) -> bool:
    """Whether a name goes on with what follows: one in plain letters only with such ones."""
    if name.isascii():
        return _GOES_ON.match(following) is not None
    if _IS_UNSPACED.match(name[-1]):
        return unicodedata.category(following[0])[0] == "M"
    return _IS_LETTER.match(following) is not None


def is_of_another_host(name: Said, count: int) -> bool:
    """Whether behind so many signs a server follows: ``@ada@other.host``."""
    following = name.text[count:]
    host = _HOST.match(following)
    if host is None or _HOST.match(folded(following)) is None:
        return False
    return 0 in name.apart or not any(count <= at < count + host.end() for at in name.apart)


def is_in_mail_address(words: str, sign: int, end: int) -> bool:
    """Whether the name between a sign and an end begins the domain of a mail address."""
    before = words[max(sign - 1, 0) : sign]
    return bool(before and _GOES_ON.match(before) and _DOMAIN.match(words, end))


def users(words: str, sign: int) -> Iterator[tuple[int, str]]:
    """Names that may stand before a sign, and where each begins: ``ada@her.host``."""
    before = words[max(sign - _LONGEST, 0) : sign]
    for pattern in _USERS:
        found = pattern.search(before)
        if found and (user := GAP.sub("", found[0])):
            yield sign - len(before) + found.start(), user
