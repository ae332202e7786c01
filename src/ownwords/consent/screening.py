"""Screening: what in a text could give a person away. Flags with reasons; the text stays as it is.

It looks for personal data, never for opinions, and runs three times: when words come in, when
they are quoted, and over the finished edition. It is a pure function: no file, no network, no
state. What it looks for and how sure it is: docs/reference/screening.md; the measured floors:
quality/screening.json.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ownwords.consent import screening_links as links
from ownwords.consent import screening_names as names
from ownwords.consent import screening_numbers as numbers
from ownwords.consent import screening_phones as phones
from ownwords.consent import screening_places as places
from ownwords.consent.screening_addresses import addresses
from ownwords.consent.screening_dates import birth_dates
from ownwords.consent.screening_flags import REASONS, Flag, Kind
from ownwords.consent.screening_reading import Reading, Span
from ownwords.records.patterns import compiled
from ownwords.records.sealed import Sealed, unseal

__all__ = ["REASONS", "RULES_VERSION", "Flag", "Kind", "kinds_in", "screen", "screen_sealed"]

RULES_VERSION = 2
"""Raised whenever a rule may answer otherwise: what was kept of an earlier one is read anew."""

_Rule = Callable[[Reading], Iterator[Span]]

_Rules = tuple[tuple[Kind, _Rule], ...]

_LINKS: _Rules = (
    (Kind.COORDINATES, places.three_words),
    (Kind.COORDINATES, links.map_links),
    (Kind.PHONE, links.chat_numbers),
    (Kind.PAYMENT, links.payment_links),
    (Kind.LINK, links.telling_links),
    (Kind.HANDLE, names.profiles),
)
_WORDS: _Rules = (
    (Kind.PAYMENT, links.payment_names),
    (Kind.REAL_NAME, names.real_names),
    (Kind.PHONE, phones.spoken_phones),
)
_SIGNS: _Rules = ((Kind.EMAIL, links.mails),)
_DISGUISED: _Rules = ((Kind.EMAIL, links.spelled_mails), (Kind.HANDLE, names.said_names))
_MENTIONS: _Rules = ((Kind.HANDLE, names.handles),)
_FEW_DIGITS: _Rules = (
    (Kind.PAYMENT, links.wallets),
    (Kind.COORDINATES, places.plus_codes),
    (Kind.BIRTH_DATE, birth_dates),
    (Kind.PLATE, numbers.plates),
    (Kind.ADDRESS, addresses),
    (Kind.POSTCODE, places.postcodes),
)
_MANY_DIGITS: _Rules = (
    (Kind.PAYMENT, links.wallets),
    (Kind.IBAN, numbers.ibans),
    (Kind.IP_ADDRESS, numbers.hosts),
    (Kind.COORDINATES, places.coordinates),
    (Kind.COORDINATES, places.plus_codes),
    (Kind.BIRTH_DATE, birth_dates),
    (Kind.NATIONAL_ID, numbers.documents),
    (Kind.CARD, numbers.cards),
    (Kind.ADDRESS, addresses),
    (Kind.PLATE, numbers.plates),
    (Kind.POSTCODE, places.postcodes),
    (Kind.PHONE, phones.phones),
)
_MANY = compiled(r"[0-9](?:[^0-9]{0,3}[0-9]){5}")
_CODE = compiled("[0-9]{5}(?<=[a-z][0-9]{5})")
_DIGIT = compiled("[0-9]")


def screen(
    text: str, *, regions: tuple[str, ...] = (), own_handles: frozenset[str] = frozenset()
) -> tuple[Flag, ...]:
    """What could give somebody away in ``text``, in the order of the text, without overlaps.

    ``regions`` are ISO 3166 codes of places whose local telephone numbers to expect; international
    ones are always found. ``own_handles`` are the speaker's and the campaign's own accounts, with
    or without ``@``. Spans count code points of ``text``.
    """
    own = (
        frozenset([handle.lstrip("@").lower() for handle in own_handles])
        if own_handles
        else own_handles
    )
    reading = Reading(text, regions, own)
    found: list[tuple[Kind, Span]] = []
    for rules in _groups(reading):
        for kind, rule in rules:
            spans = list(rule(reading))
            if spans:
                spans = _apart(spans)
                reading.cover(spans)
                found += [(kind, reading.original(span)) for span in spans]
    if not found:
        return ()
    return tuple(
        Flag(kind, start, end, REASONS[kind])
        for kind, (start, end) in sorted(found, key=lambda each: each[1])
    )


def screen_sealed(sealed: Sealed, *, regions: tuple[str, ...] = ()) -> tuple[Flag, ...]:
    """The same for sealed words: the flags come out, the words do not."""
    return screen(unseal(sealed), regions=regions)


def kinds_in(sealed: Sealed, regions: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The kinds that stand in sealed words, each once, in the order of the text."""
    return tuple(dict.fromkeys(flag.kind.value for flag in screen_sealed(sealed, regions=regions)))


def _groups(reading: Reading) -> Iterator[_Rules]:
    """The rules that a text gives cause for: looking at everything for everything would be slow.

    What is found by one group is covered before the next begins.
    """
    if links.hold_links(reading):
        yield _LINKS
        reading.cover([match.span() for match in links.URL.finditer(reading.low)])
    low = reading.low
    if "@" in low:
        yield _SIGNS
    yield _WORDS
    yield _DISGUISED
    if "@" in low:
        yield _MENTIONS
    if _MANY.search(low) or _CODE.search(low):
        yield _MANY_DIGITS
    elif _DIGIT.search(low):
        yield _FEW_DIGITS


def _apart(spans: list[Span]) -> list[Span]:
    """Spans in order, those that overlap joined."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
