"""Telephone numbers: what the phonenumbers library takes for possible, and what people write.

The library knows numbering plans; it is asked about the campaign's regions and about international
numbers, with its leniency POSSIBLE. People also write local numbers of places that nobody named,
so a number is found as well by its shape (trunk zero, bracketed area code, groups) or by a cue
word. Dates, sums, ranges, ISBN, order numbers and the like are told apart first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ownwords.consent.screening_cues import NOT_A_PHONE, PHONE_AFTER, PHONE_BEFORE
from ownwords.consent.screening_numbers import digits_of
from ownwords.consent.screening_reading import Reading, Span, any_of, holds_any
from ownwords.records.patterns import compiled

_CANDIDATE = compiled(
    r"(?<![\w@#$€£¥₹§+])(?<!\d[.,:/-])(?:\(?\+ ?)?\(?\d(?:[ ().\-/*~|•·]{0,3}\d){5,16}"
    r"(?: ?(?:x|ext\.? ?)\d{1,6})?(?![@%°€]|[.,:/-]\d|\d)"
)
_ENOUGH = compiled(r"\d(?:[^\d]{0,4}\d){4}")
_WORD_NEXT = compiled(r"[^\W_]")
_CUE_BEFORE = compiled(
    rf"(?<![^\W_])(?:{PHONE_BEFORE})(?![^\W_])[^\d\n]{{0,3}}(?:[^\W\d_]+[^\w\n]{{1,3}}){{0,3}}$"
)
_CUE_NEXT_LINE = compiled(rf"(?<![^\W_])(?:{PHONE_BEFORE})\s*:?\s*$")
_CUE_AFTER = compiled(rf"[\s\-(]{{0,3}}(?:{PHONE_AFTER})(?![^\W_])")
_OTHER_BEFORE = compiled(
    rf"(?<![^\W_])(?:{NOT_A_PHONE})(?![^\W_])[^\w\n]{{0,4}}(?:[^\W\d_]+[^\w\n]{{1,3}}){{0,2}}$"
)
_MONEY_BEFORE = compiled(r"(?:[$€£¥₹₽₺]|\b(?:usd|eur|gbp|rs|r\$|inr|zł|chf|kr))\.?\s?$")
_UNIT_AFTER = compiled(
    r"\s?(?:[$€£¥₹₽₺%°]|(?:eur|euros?|usd|dollars?|gbp|pln|zł|kr|chf|rub|руб|km|kg|km²|mb|gb|kb|ms"
    r"|people|personen|menschen|personas|personnes|pessoas|persone|osób|человек|kişi|views|likes"
    r"|followers|signatures|votes|stimmen|votos|voix|mal|times|years|jahre|mio|million|mln)\b)"
)
_DATE = compiled(
    r"(?:0?\d|[12]\d|3[01])[./ -]{1,2}(?:0?\d|[12]\d|3[01])[./ -]{1,2}(?:1[89]|20)?\d\d"
    r"(?:[ ,]+-?[ ]?\d{1,2}(?:[:.]\d\d)?)?"
    r"|(?:1[5-9]|20)\d\d[./ -]\d{1,2}[./ -]\d{1,2}(?:[ -]+\d{1,4})?"
    r"|(?:(?:1[5-9]|20)\d\d ?[-/., ]{1,2}){1,4}(?:1[5-9]|20)\d\d|(?:19|20)\d{6}(?:\d{4}|\d{6})?"
)
_THOUSANDS = compiled(r"[1-9]\d{0,2}(?:([. ])\d{3})(?:\1\d{3})*")
_SHORT_GROUPS = compiled(r"\d{1,2}(?:[ .\-/*|•·]{1,3}\d{1,2})+")
_LONG_RANGE = compiled(r"(\d{3,6}) ?- ?(\d{3,6})")
_AREA = compiled(r"\(0?\d{1,5}\) ?\d")
_AMERICAN = compiled(r"(?:1[ .-])?[2-9]\d\d([ .-])\d{3}\1\d{4}(?: ?(?:x|ext\.? ?)\d+)?")
# India writes five and five, Russia an 8 before the mobile code.
_MOBILE = compiled(r"[6-9]\d{4}[ -]\d{5}|8[ (-]{0,2}9\d\d[) -]{0,2}\d{3}[ -]?\d\d[ -]?\d\d")
_GROUPED = compiled(r"\d{2,5}(?:([ -])\d{2,4})(?:\1\d{2,4})+")
_GROUP = compiled(r"\d+")

_INTERNATIONAL_LENGTHS = range(8, 16)
_TRUNK_LENGTHS = range(9, 13)
_GROUPED_LENGTHS = range(9, 13)
_CUED_LENGTHS = range(6, 16)

_UNIT_WORDS = (
    "zero oh one two three four five six seven eight nine double triple",
    "null eins zwei drei vier fünf sechs sieben acht neun zwo",
    "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "zéro un deux trois quatre cinq six sept huit neuf",
    "zero um dois três quatro cinco seis meia sete oito nove",
    "zero uno due tre quattro cinque sei sette otto nove",
    "nul een twee drie vier vijf zes zeven acht negen",
    "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
    "ноль один два три четыре пять шесть семь восемь девять",
    "sıfır bir iki üç dört beş altı yedi sekiz dokuz",
)
_SPOKEN_WORDS = frozenset(word for line in _UNIT_WORDS for word in line.split())
_SPOKEN = compiled(
    rf"(?<![^\W_])(?:{any_of(_SPOKEN_WORDS)})(?:[ ,.\-]{{1,3}}(?:{any_of(_SPOKEN_WORDS)})){{6,}}"
    r"(?![^\W_])"
)
_SPOKEN_SIGNS = (
    "zero", " oh ", "null", "cero", "nul ", "seven", "sieben", "siete", "sept", "sete", "sette",
    "siedem", "yedi",
    "double",
)  # fmt: skip
_ALL_SPOKEN_SIGNS = (*_SPOKEN_SIGNS, "zéro", "ноль", "sıfır", "семь", "два", "fünf", "três", "dwa")


def phones(reading: Reading) -> Iterator[Span]:
    """Numbers that one can dial, in any region, and those of the campaign's regions."""
    rest = reading.low
    for match in _CANDIDATE.finditer(reading.low):
        start, end = match.span()
        number = _Number(reading, start, end)
        other = number.is_something_else()
        phone = not other and number.is_phone()
        if other or phone:
            rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
        if phone:
            yield start, end
    # The library is asked last and only about digits that nothing has explained: it takes longest.
    if _ENOUGH.search(rest):
        for region in reading.regions:
            yield from _in_region(reading, region.upper())


def spoken_phones(reading: Reading) -> Iterator[Span]:
    """Numbers spelled out digit by digit, seven words or more."""
    low = reading.low
    if holds_any(low, _SPOKEN_SIGNS if low.isascii() else _ALL_SPOKEN_SIGNS):
        for match in _SPOKEN.finditer(reading.low):
            yield match.span()


def _in_region(reading: Reading, region: str) -> Iterator[Span]:
    import phonenumbers

    if region not in phonenumbers.SUPPORTED_REGIONS:
        return
    matcher = phonenumbers.PhoneNumberMatcher(
        reading.low, region, leniency=phonenumbers.Leniency.POSSIBLE
    )
    for match in matcher:
        number = _Number(reading, match.start, match.end)
        if number.is_something_else():
            continue
        # A plan with short numbers takes any eight digits for possible: those must be in use.
        if number.looks_dialled() or phonenumbers.is_valid_number(match.number):
            yield match.start, match.end


class _Number:
    """A run of digits and separators, and what stands around it."""

    __slots__ = ("after", "before", "digits", "follows", "plain", "shown")

    def __init__(self, reading: Reading, start: int, end: int) -> None:
        self.shown = reading.low[start:end]
        self.digits = digits_of(re.split(r" ?(?:x|ext)", self.shown)[0])
        self.before = reading.before(start, 48)
        self.after = reading.after(end, 16)
        self.plain = self.shown.strip("() ")
        self.follows = bool(_WORD_NEXT.match(self.after))

    def is_something_else(self) -> bool:
        """A date, a sum, an order number, a draw of numbers."""
        if self.before[-1:] in {"#", "$", "@", "_", "/"} or self.before[-2:] in {"n°", "nº"}:
            return True
        if _MONEY_BEFORE.search(self.before) or _UNIT_AFTER.match(self.after):
            return True
        if _OTHER_BEFORE.search(self.before):
            return True
        return not self.international() and self._is_count()

    def _is_count(self) -> bool:
        if _DATE.fullmatch(self.plain):
            return not (self.cued() and len(_GROUP.findall(self.plain)) > 3)
        if self.digits.startswith("0") or self.cued():
            return False
        if _THOUSANDS.fullmatch(self.plain):
            return "." in self.plain or self.digits.endswith("000") or len(self.digits) != 9
        if len(set(self.digits)) == 1:
            return True
        return bool(_SHORT_GROUPS.fullmatch(self.plain) or _LONG_RANGE.fullmatch(self.plain))

    def is_phone(self) -> bool:
        """By its prefix, by a cue, or by its shape."""
        if self.international():
            return self._is_possible()
        if self.cued():
            return len(self.digits) in _CUED_LENGTHS
        return not self.follows and self._has_shape()

    def international(self) -> bool:
        return self.plain.startswith("+") or (
            self.plain.startswith("00") and len(self.digits) > 10 and self.digits[2] != "0"
        )

    def looks_dialled(self) -> bool:
        """Written as one writes a number to dial: a prefix, or three groups."""
        return self.plain.startswith(("+", "0")) or len(_GROUP.findall(self.plain)) > 2

    def cued(self) -> bool:
        return bool(
            _CUE_BEFORE.search(self.before)
            or _CUE_NEXT_LINE.search(self.before)
            or _CUE_AFTER.match(self.after)
        )

    def _has_shape(self) -> bool:
        if (
            _AREA.search(self.shown)
            or _AMERICAN.fullmatch(self.plain)
            or _MOBILE.fullmatch(self.plain)
        ):
            return True
        if self.digits.startswith("0"):
            return len(self.digits) in _TRUNK_LENGTHS and "." not in self.plain[:2]
        return bool(_GROUPED.fullmatch(self.plain)) and len(self.digits) in _GROUPED_LENGTHS

    def _is_possible(self) -> bool:
        """Whether the library takes it for an international number, an extra trunk zero aside."""
        if len(self.digits) not in _INTERNATIONAL_LENGTHS and not self.digits.startswith("00"):
            return False
        import phonenumbers

        number = "+" + (self.digits[2:] if self.plain.startswith("00") else self.digits)
        try:
            return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
        except phonenumbers.NumberParseException:
            return self.cued()
