"""Numbers that belong to one person and carry their own proof: accounts, cards, documents, hosts.

IBAN: ISO 13616, check of ISO 7064 (mod 97). Cards: ISO/IEC 7812 prefixes and the Luhn digit.
Where a number has no check that is worth the name, a cue word must stand before it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator

from ownwords.consent.screening_cues import CARD_CUES, ID_CUES, PLATE_CUES
from ownwords.consent.screening_reading import CAPITALS, Reading, Span
from ownwords.records.patterns import compiled

_IBAN = compiled(r"(?<![a-z0-9])[a-z]{2}\d\d(?:[ -]?[a-z0-9]){11,30}")
# Length of an IBAN by country (SWIFT registry).
_IBAN_LENGTHS = {
    "ad": 24, "ae": 23, "al": 28, "at": 20, "az": 28, "ba": 20, "be": 16, "bg": 22, "bh": 22,
    "br": 29, "by": 28, "ch": 21, "cr": 22, "cy": 28, "cz": 24, "de": 22, "dk": 18, "do": 28,
    "ee": 20, "eg": 29, "es": 24, "fi": 18, "fo": 18, "fr": 27, "gb": 22, "ge": 22, "gi": 23,
    "gl": 18, "gr": 27, "gt": 28, "hr": 21, "hu": 28, "ie": 22, "il": 23, "iq": 23, "is": 26,
    "it": 27, "jo": 30, "kw": 30, "kz": 20, "lb": 28, "li": 21, "lt": 20, "lu": 20, "lv": 21,
    "ly": 25, "mc": 27, "md": 24, "me": 22, "mk": 19, "mr": 27, "mt": 31, "mu": 30, "nl": 18,
    "no": 15, "pk": 24, "pl": 28, "ps": 29, "pt": 25, "qa": 29, "ro": 24, "rs": 22, "ru": 33,
    "sa": 24, "sc": 31, "sd": 18, "se": 24, "si": 19, "sk": 24, "sm": 27, "sv": 28, "tn": 24,
    "tr": 26, "ua": 29, "va": 22, "vg": 24, "xk": 20,
}  # fmt: skip

_CARD = compiled(r"(?<![\w+#$€£.,-])\d(?:[ .-]?\d){11,18}(?![\d]|[.,]\d)")
_BRANDS = compiled(
    r"4\d{12}|4\d{15}|4\d{18}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|27[2]0\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}(?:\d{3})?|35(?:2[89]|[3-8]\d)\d{12}"
    r"|62\d{14,17}|(?:50|5[6-9]|6[37])\d{10,17}|(?:1800|2131)\d{11}"
)
_CARD_CUE = compiled(rf"(?:{CARD_CUES})\W*(?:\w+\W+){{0,4}}$")

_IPV4 = compiled(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_IPV6 = compiled(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])")
_VERSION = compiled(r"(?:\bv|version|release|firmware|build|versión|версия|section|§|kapitel)\W*$")
_NOWHERE = frozenset({"0.0.0.0", "127.0.0.1", "255.255.255.255", "255.255.255.0"})  # noqa: S104

_ID_CUE = compiled(rf"(?<![^\W\d_])(?:{ID_CUES})(?![^\W\d_])[^\w\n]{{0,3}}")
_BETWEEN = r"(?:[^\W\d_]{1,12}[^\w\n]{1,3}){0,4}"
_ID_GROUPS = compiled(
    _BETWEEN + r"(?P<value>[a-z]{0,4}[ -]?\d[a-z0-9]*"
    r"(?:[ ./-]?(?:\d[a-z0-9]*|[a-z]\d[a-z0-9]*)){0,7}(?:[ -]?[a-z]{1,2}(?![a-z]))?)"
)
_ID_CODE = compiled(_BETWEEN + r"(?P<value>(?=[a-z]*\d)[a-z0-9]{8,18})(?![a-z0-9])")
_ENOUGH_DIGITS = 5

_SSN = compiled(r"(?<![\w-])(?!000|666|9\d\d)\d{3}([ -])(?!00)\d\d\1(?!0000)\d{4}(?![\w-])")
_NINO = compiled(r"(?<!\w)(?![dfiquv])[a-z](?![dfiquvo])[a-z] ?\d\d ?\d\d ?\d\d ?[a-d](?!\w)")
_FISCALE = compiled(r"(?<!\w)[a-z]{6}\d\d[abcdehlmprst]\d\d[a-z]\d{3}[a-z](?!\w)")
_CURP = compiled(r"(?<!\w)[a-z]{4}\d{6}[hmx][a-z]{5}[a-z0-9]\d(?!\w)")
_CPF = compiled(r"(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d\d(?![\w-])")
_DNI = compiled(r"(?<![\w.-])(?:\d{8}|\d\d\.\d{3}\.\d{3}|[xyz]-?\d{7})[ -]?[a-z](?!\w)")
_NIR = compiled(r"(?<![\w.])[12] ?\d\d ?(?:0[1-9]|1[0-2]) ?\d[\dab] ?\d{3} ?\d{3} ?\d\d(?!\w)")
_RESIDENT = compiled(r"(?<!\w)\d{6}(?:19|20)\d{9}[\dx](?!\w)")

_LARGE = f"{CAPITALS}\u0621-\u064a\u0900-\u097f\u3040-\u9fff"
_PLATE_CUE = compiled(rf"(?<![^\W\d_])(?:{PLATE_CUES})(?![^\W\d_])[^\w\n]{{0,3}}")
_PLATE = compiled(
    r"(?:[^\W\d_]+[^\w\n]{1,3}){0,4}?"
    rf"(?P<value>(?:[{_LARGE}]{{1,3}}|\d{{1,4}})(?:[ ·•-]?(?:[{_LARGE}]{{1,3}}(?![^\W\d_])"
    rf"|\d{{1,4}})){{1,4}}"
    r"|(?=[^\W_]*\d[^\W_]*\d)[^\W_]{5,8})(?!\w)"
)
_SUM = compiled(r"\d+(?:USD|EUR|GBP|CHF|PLN|TRY|RUB|INR|BRL|MXN|AUD|CAD)")
_PLATE_LENGTHS = range(4, 11)


def digits_of(text: str) -> str:
    """The digits alone."""
    return "".join(char for char in text if char.isdigit())


def passes_luhn(digits: str) -> bool:
    """The check digit of payment cards."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def ibans(reading: Reading) -> Iterator[Span]:
    """Account numbers whose length fits the country and whose check digits are right."""
    for match in _IBAN.finditer(reading.low):
        length = _IBAN_LENGTHS.get(match[0][:2])
        end = _end_of(reading.low, match.start(), length) if length else None
        if end and _passes_97(reading.low[match.start() : end]):
            yield match.start(), end


def _end_of(low: str, start: int, length: int) -> int | None:
    """Where the ``length``-th letter or digit from ``start`` ends."""
    seen = 0
    for place in range(start, min(len(low), start + 2 * length)):
        seen += low[place].isalnum()
        if seen == length:
            return place + 1
    return None


def _passes_97(iban: str) -> bool:
    plain = "".join(char for char in iban if char.isalnum())
    if not plain.isascii():
        return False
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


def cards(reading: Reading) -> Iterator[Span]:
    """Payment cards: the prefix and length of a brand, or a cue word, and the Luhn digit."""
    for match in _CARD.finditer(reading.low):
        digits = digits_of(match[0])
        if not passes_luhn(digits) or len(set(digits)) < 2:
            continue
        if _BRANDS.fullmatch(digits) or _CARD_CUE.search(reading.before(match.start(), 60)):
            yield match.span()


def hosts(reading: Reading) -> Iterator[Span]:
    """Internet addresses of both kinds, not versions, masks or this computer itself."""
    for pattern in (_IPV4, _IPV6):
        for match in pattern.finditer(reading.low):
            if _is_host(match[0]) and not _VERSION.search(reading.before(match.start(), 12)):
                yield match.span()


def _is_host(text: str) -> bool:
    if text in _NOWHERE or not any(char.isdigit() for char in text):
        return False
    try:
        return not ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


def documents(reading: Reading) -> Iterator[Span]:
    """Numbers of people: after a cue word, or with a shape or check digit of their own."""
    for cue in _ID_CUE.finditer(reading.low):
        for pattern in (_ID_GROUPS, _ID_CODE):
            match = pattern.match(reading.low, cue.end())
            if match and len(digits_of(match["value"])) >= _ENOUGH_DIGITS:
                yield match.span("value")
    for pattern, holds in _SELF_EVIDENT:
        for match in pattern.finditer(reading.low):
            if holds(match[0]):
                yield match.span()


def _always(_: str) -> bool:
    return True


def _cpf_holds(text: str) -> bool:
    numbers = [int(digit) for digit in digits_of(text)]
    for place in (9, 10):
        total = sum(number * (place + 1 - at) for at, number in enumerate(numbers[:place]))
        if total * 10 % 11 % 10 != numbers[place]:
            return False
    return len(set(numbers)) > 1


def _dni_holds(text: str) -> bool:
    plain = "".join(char for char in text if char.isalnum())
    number = plain[:-1].translate(str.maketrans("xyz", "012"))
    return plain[-1] == "trwagmyfpdxbnjzsqvhlcke"[int(number) % 23]


def _nir_holds(text: str) -> bool:
    plain = text.replace(" ", "").replace("2a", "19").replace("2b", "18")
    return plain.isdigit() and 97 - int(plain[:-2]) % 97 == int(plain[-2:])


def _resident_holds(text: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(text, weights, strict=False))
    return text[-1] == "10x98765432"[total % 11]


_SELF_EVIDENT: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (_SSN, _always),
    (_NINO, _always),
    (_FISCALE, _always),
    (_CURP, _always),
    (_CPF, _cpf_holds),
    (_DNI, _dni_holds),
    (_NIR, _nir_holds),
    (_RESIDENT, _resident_holds),
)


def plates(reading: Reading) -> Iterator[Span]:
    """Vehicle plates after a cue word: letters and digits mixed, four to ten of them."""
    for cue in _PLATE_CUE.finditer(reading.low):
        match = _PLATE.match(reading.text, cue.end())
        if match is None:
            continue
        value = "".join(char for char in match["value"] if char.isalnum())
        mixed = len(digits_of(value)) > 1 and any(char.isalpha() for char in value)
        if mixed and len(value) in _PLATE_LENGTHS and not _SUM.fullmatch(value):
            yield match.span("value")
