"""Street addresses: a street with a house number, a door, a box, and the rest of an envelope."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ownwords.consent import screening_streets as signs
from ownwords.consent.screening_dates import MONTH_STEMS
from ownwords.consent.screening_reading import CAPITALS, Reading, Span, any_of
from ownwords.records.patterns import compiled

_NO = (
    r"(?!(?:19|20)\d\d(?!\d))\d{1,5}(?: ?[a-hA-H](?![^\W_]))?(?:[-/]\d{1,4}[a-zA-Z]?)?"
    r"(?![\d:%])(?![./]\d)"
)
_NOT_NUMBER = r"(?<![\w#@$€£.,:/+-])"
_CAP = rf"(?:[{CAPITALS}][\w.'’-]*|\d{{1,3}}(?:st|nd|rd|th))"
_SMALL = r"[^\W\d_]['’\w-]+"
_OF = (
    r"(?:(?:de la|de los|de las|de l'|de l’|des|del|della|dello|dei|delle|degli|do|da|dos|das|du|de"
    r"|d'|d’|di|al|la|le|von|van der|van|den|der|am|an der|zur|zum|im|st\.|saint|sainte|san|santa)"
    r" ?)"
)
_END = r"(?![^\W_])"
_BEGIN = r"(?<![^\W_])"

_NOT_NAMES = any_of(
    "lakh crore people the a an of in on to from for and way one two this that my our your more"
    " per every"
    " each down years year days men women kids cars miles km hours minutes is are was were at"
    " out up off"
    " through across into onto cross long new side same other high-speed"
)
"""Words that stand before "street" without naming one."""

_NO_START = any_of(
    "o w na z em às as à a e es est è é jest ist is alle dalle en y et und and i в на за и с что"
    " или fue"
    " que se son sono são com con per por para pour avec mit bez при ou où и"
)
_NO_FINISH = any_of(
    "de la da do di del des der die das den el le los las les nos um por con para al"
)
"""Words that no name of a street begins or ends with: "rua às 5" is a time."""

_NUMBER_FIRST_CASED = compiled(
    rf"{_NOT_NUMBER}(?:"
    # 24 Main Street, 350 5th Ave, 12 St. John's Wood Rd
    rf"{_NO},? +(?:[NSEW]{{1,2}}\.? )?(?:{_CAP} +){{1,4}}(?:{signs.NUMBER_FIRST_CAPITAL}){_END}"
    # 1925 Oak Street, but not "in 2011 Wall Street"
    rf"|(?<!n )(?<!e )(?<!f )(?<!y )(?:19|20)\d\d +(?:{_CAP} +){{1,2}}"
    rf"(?:{signs.AFTER_A_YEAR}){_END}"
    # 5 place de la République
    rf"|{_NO}(?: ?(?:bis|ter))?,? +(?:place|square|cours|passage|route|villa|résidence|av\.?"
    rf"|bd\.?|pl\.?)"
    rf" +(?i:{_OF}){{0,2}}{_CAP})"
)
_NUMBER_FIRST = compiled(
    rf"{_NOT_NUMBER}{_NO}(?:"
    # 12 acacia avenue
    rf",? +(?:(?!(?:{_NOT_NAMES}){_END}){_SMALL} +){{1,3}}(?:{signs.NUMBER_FIRST})(?![^\W_-])"
    # 12 bis rue de la Paix
    rf"|(?: ?(?:bis|ter|quater))?,? +(?:{signs.FRENCH}) +{_OF}{{0,2}}[^\W\d_]{{3,}})"
)
_BOTH_SIDES = compiled(
    # 6750 Koskikatu 25
    rf"(?:^|[\n:>?]\s*|\b(?:at|to|on|in|is|from|address)\s+)"
    rf"(?P<span>(?=\d\d\d){_NO} +(?!(?i:{MONTH_STEMS})[^\W\d_]{{0,6}}\.? \d)"
    rf"(?:{_CAP}[ ]){{1,4}}{_NO}){_END}"
)
_ENDING = compiled(
    # Hauptstraße 12a, Præstevænget 15, Mannerheimintie 5
    rf"{_BEGIN}(?!(?i:{signs.NOT_A_STREET})(?:s|en)?(?:platz|weg|ring|gate"
    rf"|steig)\b)(?!\w*[aeiou]ring\b)"
    rf"[{CAPITALS}][^\W\d_-]*(?:[ -][{CAPITALS}][^\W\d_]*){{0,2}}(?:{signs.SUFFIXES}"
    rf"|-(?:Straße|Strasse|Str\.|Allee|Platz|Weg|Ring|Damm|Ufer))(?:,? ?(?:Nr\.?"
    rf"|No\.?))? ?,? ?{_NO}{_END}"
)
_AFTER_NAME = compiled(
    # Király utca 7, Atatürk Caddesi No: 5
    rf"{_BEGIN}(?:{_CAP} ){{1,3}}(?i:{signs.AFTER_NAME})"
    rf"(?:,? ?(?i:{signs.HOUSE_WORDS}):?)? ?{_NO}{_END}"
)
_CAPITAL_FIRST = compiled(
    # Via Roma 131, Largo do Carmo, 12: these words mean more than streets
    rf"{_BEGIN}(?i:{signs.WORD_FIRST_CAPITAL})(?:(?<=[./]) *"
    rf"| +)(?:\d\d? )?{_OF}{{0,2}}(?:{_CAP} (?:{_OF})?){{0,3}}?{_CAP}[, ]{{1,2}}"
    rf"(?:(?i:{signs.HOUSE_WORDS}):? ?)?{_NO}(?!-?\d| \d{{1,4}}(?!\d)){_END}"
)
_GERMAN = compiled(
    # Am Alten Markt 5
    rf"{_BEGIN}(?:Am|An der|An den|Auf der|Auf dem|Im|In der|Zum|Zur|Hinter der|Unter den|Op de"
    rf"|Aan de)"
    r" (?!Jahr|Alter|Ende|Anfang|Tag|Monat|Januar|Februar|März|April|Mai|Jun|Jul|Aug|Sep|Okt|Nov"
    r"|Dez)"
    rf"(?:(?:{_CAP} ){{1,2}}{_NO}(?=\s*(?:$|[,;.\n]|\d{{5}}))"
    rf"|(?:{_CAP} )?[{CAPITALS}]?\w*(?:[mM]arkt|[tT]or|[hH]of|[wW]all|[bB]erg|[bB]ach|[sS]ee"
    rf"|[gG]raben|[fF]eld) {_NO}{_END})"
    # Potsdamer Platz 1, Straße des 17. Juni 135
    rf"|{_BEGIN}(?:[{CAPITALS}][^\W\d_]+er (?:Platz|Weg|Allee|Ring|Damm|Ufer|Markt)"
    rf"|(?:Platz|Straße|Allee|Strasse) (?:der|des)(?: (?:{_CAP}|\d+\.)){{1,3}}) {_NO}{_END}"
)
_SMALL_ENDING = compiled(
    # hafenstraße 9: endings that no other word has
    rf"{_BEGIN}[^\W\d_]{{3,}}(?:{signs.SMALL_ENDINGS}),? ?(?:nr\.? ?)?{_NO}{_END}"
)
_CORNER = compiled(
    rf"\b[Cc]orner of (?:{_NO} )?(?:{_CAP} ?){{1,4}}(?:{_NO} )?and (?:{_CAP} ?){{1,3}}"
)
_WORD_FIRST = compiled(
    rf"{_BEGIN}(?:"
    # Calle Mayor, 5, ul. Słowicza 10, ул. Ленина, д. 5
    rf"(?:{signs.WORD_FIRST})(?:(?<=[./]) *| +)(?!(?:{_NO_START}){_END})"
    rf"(?:[^\W\d_][\w.'’-]* ){{0,3}}?(?!(?:{_NO_START}"
    rf"|{_NO_FINISH}){_END})[^\W_][\w.'’-]*[, ]{{1,2}}"
    rf"(?:(?:{signs.HOUSE_WORDS}):? ?)?{_NO}(?: ?[-–#] ?\d{{1,4}}){{0,2}}{_END}"
    # Calle 26 # 13-19, Carrera 7 No. 45-20
    r"|(?:calle|carrera|cra\.?|cl\.?|kra\.?|transversal|diagonal|avenida"
    r"|av\.?) ?\d{1,3} ?[a-z]?(?: bis| sur)?"
    r" ?(?:#|no\.?|nº|n°) ?\d{1,3} ?[a-z]?(?: ?- ?\d{1,3})?"
    rf"|(?:{signs.DOORS_PLAIN}|(?<=\d )unit|(?<=, )unit)\s?#?\s?\d{{1,4}} ?[a-z]?{_END}(?!\s*%)"
    rf"|(?:plot|house|h\.|flat|door|survey) ?no\.?:? ?[\d/-]+[a-z]?{_END}"
    rf"|(?:{signs.BOXES})\s*(?:n[°ºo]\.?\s*)?:?\s?\d{{2,6}}{_END}"
    rf"|(?:psc|cmr|unit) \d{{3,5}},? box \d{{3,5}}(?:\s+[afd]po a[aep] \d{{5}})?"
    rf"|[afd]po a[aep] \d{{5}})"
)
_CAPITAL_SIGN = compiled(rf"{_BEGIN}(?:{signs.WORD_FIRST_CAPITAL})(?:(?<=[./])| )")
_EAST = compiled(signs.STREETS_EAST)
_MAY_BE_A_DOOR = compiled(
    r"(?<![\w#@$€£])(?<!\d[.,:-])\d{1,5}[a-h]?(?!\w|:\d|%|[.,]\d)|\d[号丁番號-]|[로길路街号ß.et]\d"
)
_NUMBER = compiled(r"(?<!\d)\d")
_REACH = 32
_AFTER_CUE = compiled(
    rf"{_BEGIN}(?:{signs.LIVES}){_END}[ ,:]{{0,3}}(?:{_SMALL}[ ,:]{{1,3}}){{0,4}}?\s{{0,8}}"
    rf"(?P<span>{_NO},? +{_SMALL}(?: +[\w.'’-]+){{0,3}}"
    rf"|(?:{_SMALL}\.? +){{0,3}}{_SMALL},? +{_NO}){_END}"
)
_TIME_AFTER = compiled(
    r"\s*(?:[ap]\.?m\b|o'clock|uhr|h\b|years?|days?|months?|weeks?|hours?|minutes?|mins?|miles?"
    r"|km|min|jahre?|jahren|tage|stunden"
    r"|años|ans|anos|anni|lat|лет|yıl|سنوات|people|%|degrees|°|points?|x\b|million|billion|k\b)"
)
_UNIT_FIRST = compiled(
    r"\d+[a-z]?,? +(?:years?|days?|months?|weeks?|hours?|minutes?|mins?|miles?|km|people|other"
    r"|of|times|and|or|more|uhr|jahre?"
    r"|tage|años|días|ans|jours|anos|dias|anni|giorni|lat|dni|лет|дней|yıl|gün|different|men"
    r"|women|cats?|dogs?|kids?|children|states?"
    r"|countries|places|stars?|million|billion|percent|thousand|hundred|a|the|in|is|to|am|pm"
    r"|from|with|until|since|till)\b"
)
_BEFORE_STREET = compiled(
    rf"(?:(?<=[\s,>?:])|^)\d{{1,5}}[a-z]?(?:,? +|[\s,>?]*\n[\s>?]*)(?:{_CAP} +){{0,4}}"
    rf"(?:\d{{1,4}}[a-z]?\.?)?[\s,>?]*$"
)
_AFTER_STREET = compiled(
    rf"(?:[\s,>?]{{1,8}}(?:(?i:{signs.DOORS})\s?#?\d{{1,4}}[a-z]?|\(?{_CAP}\)?|nan|d[aeo]|del?"
    rf"|di|am|\d{{1,3}}(?=[\s,]))){{0,7}}?"
    r"[\s,>?]{1,8}(?:(?:[A-Z]{1,2}-)?(?!(?:19|20)\d\d(?!\d))\d{4,6}(?:-\d{3,4}"
    r"|\s[A-Z]{2}(?!\w))?|\d\d-\d{3}|\d{3} \d\d)"
    r"(?![\w:%]|[.,/-]\d)"
    rf"|[\s,>?]{{1,6}}(?i:{signs.DOORS})\s?#?\d{{1,4}}[a-z]?{_END}"
)


def addresses(reading: Reading) -> Iterator[Span]:
    """Streets with a house number, doors and boxes, with the place and postcode that follow."""
    for core in _cores(reading):
        start, end = core
        first = _BEFORE_STREET.search(reading.text, max(0, start - 60), start)
        start = first.start() if first and first.end() == start else start
        while rest := _AFTER_STREET.match(reading.text, end, end + 90):
            end = rest.end()
        yield start, end


def _cores(reading: Reading) -> Iterator[Span]:
    if not _MAY_BE_A_DOOR.search(reading.low):
        return
    for pattern, text in _in_question(reading):
        group = "span" if "span" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            if not _TIME_AFTER.match(reading.low, match.end()):
                yield match.span(group)
    for match in _AFTER_CUE.finditer(reading.low):
        if not _TIME_AFTER.match(reading.low, match.end()) and _names_a_door(match, reading.text):
            yield match.span("span")


def _names_a_door(match: re.Match[str], text: str) -> bool:
    """Told apart from "lives in 2 worlds": a capital after the number, or a number of some size."""
    shown = text[match.start("span") : match.end("span")]
    if _UNIT_FIRST.match(match["span"]):
        return False
    number, _, rest = shown.partition(" ")
    return not shown[0].isdigit() or rest.lstrip()[:1].isupper() or len(number) > 2


def _in_question(reading: Reading) -> Iterator[tuple[re.Pattern[str], str]]:
    """The patterns that this text gives cause for, with the text each reads."""
    text, low = reading.text, reading.low
    yield _NUMBER_FIRST_CASED, text
    yield _NUMBER_FIRST, low
    yield _BOTH_SIDES, text
    yield _GERMAN, text
    yield _WORD_FIRST, low
    words = _words_before_numbers(low)
    if any(word.endswith(signs.ENDINGS) for word in words):
        yield _ENDING, text
        yield _SMALL_ENDING, low
    if not signs.AFTER_NAME_WORDS.isdisjoint(words):
        yield _AFTER_NAME, text
    if _CAPITAL_SIGN.search(low):
        yield _CAPITAL_FIRST, text
    if "orner of " in low:
        yield _CORNER, text
    if not low.isascii():
        yield _EAST, text


def _words_before_numbers(low: str) -> set[str]:
    found = set()
    for number in _NUMBER.finditer(low):
        parts = low[max(0, number.start() - _REACH) : number.start()].rsplit(None, 3)
        found |= {part.rstrip(".,:") for part in parts[-2:]}
    return found
