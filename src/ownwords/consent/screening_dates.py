"""Dates of birth: a day, in figures or with the month as a word, beside a word for being born."""

from __future__ import annotations

from collections.abc import Iterator

from ownwords.consent.screening_cues import BIRTH_AFTER, BIRTH_CUES
from ownwords.consent.screening_reading import Reading, Span, any_of, holds_any
from ownwords.records.patterns import compiled

MONTH_STEMS = any_of(
    "jan feb mar apr may jun jul aug sep oct nov dec ene abr ago dic janv fév févr avr mai juin"
    " juil août"
    " déc jän jän mär okt dez gen mag giu lug set ott out fev sty lut kwi maj cze lip sie wrz"
    " paź gru lis"
    " янв фев мар апр май мая июн июл авг сен сент окт ноя дек січ лют бер кві тра чер лип сер"
    " вер жов"
    " лис гру oca şub nis haz tem ağu eyl eki kas ara mei maa mrt tam hel huh tou kes hei elo"
    " syy lok"
    " mars märz marz mart ágú már ápr máj jún júl szep led úno bře dub kvě čer srp zář říj pro"
    " يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر"
    " जनवरी फरवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर नवंबर नवम्बर"
    " दिसंबर दिसम्बर"
    " ago agu des ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ tháng mac"
)
_MONTH_WORD = rf"(?<![^\W\d_])(?:{MONTH_STEMS})[^\W\d_]{{0,9}}\.?"
_OF = r"(?:\s?(?:de|of|d'|d’|ng|di)\s?)?"
_YEAR = r"(?:(?:19|20)\d\d|['’]?\d\d)"
_FIGURES = (
    r"\d{1,2} ?[./\-] ?\d{1,2} ?[./\-] ?(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d ?[./\-] ?\d{1,2} ?[./\-] ?\d{1,2}"
)
_DAY = (
    rf"(?:{_FIGURES}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|re|º|ª|\.|-?го|-?е)?[\s\-]{{0,2}}{_OF}\s?{_MONTH_WORD}"
    rf"(?:[\s,\-]{{0,3}}(?:de |del |of )?{_YEAR}(?!\d))?"
    rf"|{_MONTH_WORD}\s?\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s?{_YEAR}(?!\d))?"
    r"|(?:19|20)\d\d\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일号]?|\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일号]"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    rf"|(?:19|20)\d\d[.,]?\s{_MONTH_WORD}\s\d{{1,2}})"
)
_AFTER_CUE = compiled(
    rf"(?<![^\W_])(?:{BIRTH_CUES})(?![^\W\d_])[^\d\n]{{0,32}}\n?(?P<day>{_DAY})(?!\d)"
)
_BEFORE_CUE = compiled(rf"(?<![\d.])(?P<day>{_DAY})[^\w\n]{{0,4}}(?:[^\W\d_]+ )?(?:{BIRTH_AFTER})")
_ATTACHED = compiled(rf"(?:出生|生日|生年月日|誕生日|생년월일|생일)[^\d\n]{{0,12}}(?P<day>{_DAY})")


_SIGNS_AFTER = ("gebor", "birthday", "was born", "doğ", "生", "출생", "szül", "जन्म")


_DAY_AND_MONTH = compiled(
    r"(?:birthday|bday|b-day|geburtstag|cumpleaños|anniversaire|aniversário|compleanno|urodziny|verjaardag)"
    r"[^\d\n]{0,16}(?P<day>\d{1,2}[./]\d{1,2})(?![\d./:-])"
)


def birth_dates(reading: Reading) -> Iterator[Span]:
    """Days of birth. A year alone is none: it does not single anybody out."""
    for pattern in (_AFTER_CUE, _ATTACHED, _DAY_AND_MONTH):
        for match in pattern.finditer(reading.low):
            yield match.span("day")
    if holds_any(reading.low, _SIGNS_AFTER):
        for match in _BEFORE_CUE.finditer(reading.low):
            yield match.span("day")
