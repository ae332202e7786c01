"""Where somebody lives or is: postcodes and points on a map."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ownwords.consent.screening_cues import POSTCODE_CUES
from ownwords.consent.screening_dates import MONTH_STEMS
from ownwords.consent.screening_reading import CAPITALS, Reading, Span, any_of
from ownwords.records.patterns import compiled

_CAP = rf"[{CAPITALS}][\w.'’-]*"
_CITIES = any_of(
    "berlin hamburg münchen köln frankfurt stuttgart düsseldorf dortmund essen leipzig bremen"
    " dresden"
    " hannover nürnberg wien graz linz salzburg zürich genève bern basel lausanne paris lyon"
    " marseille"
    " toulouse nice nantes strasbourg montpellier bordeaux lille rennes bruxelles brussel"
    " antwerpen gent"
    " madrid barcelona valencia sevilla zaragoza málaga bilbao roma milano napoli torino palermo"
    " genova"
    " bologna firenze venezia bari catania warszawa kraków łódź wrocław poznań gdańsk lisboa"
    " porto braga"
    " coimbra amsterdam rotterdam utrecht eindhoven groningen den_haag stockholm göteborg malmö"
    " uppsala"
    " oslo bergen trondheim københavn aarhus odense helsinki tampere turku espoo praha brno ostrava"
    " budapest debrecen bucurești athina istanbul ankara izmir москва санкт-петербург казань"
    " київ одеса"
    " львів jakarta bandung surabaya são_paulo rio_de_janeiro"
)
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI"
    "|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_CODES_CASED = compiled(
    r"(?<![\w-])(?:(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})(?![\w-])"
    r"|[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?![\w-])"
    rf"|(?:{_STATES}),? +\d{{5}}(?:-\d{{4}})?(?![\w-])"
    r"|\d{4} ?[A-RT-Z][A-Z](?=,? [A-Z][a-z])|(?:D|A|CH|F|B|L|NL|I|E|DK|S|FIN|PL"
    r"|SE)-\d{4,5}(?![\w-])"
    rf"|\d\d-\d{{3}}(?= [{CAPITALS}][^\W\d_]{{2}})|\d{{4}}-\d{{3}}(?= [{CAPITALS}][^\W\d_]{{2}})"
    r"|\d{5}-\d{3}(?![\w-]))"
)
_CODES_CITY = compiled(
    rf"(?<![\w.,-])(?!(?:19|20)\d\d )\d{{3,5}}(?: \d\d)?(?= (?:{_CITIES})(?![^\W_]))"
    rf"|(?<=, )\d{{5,6}}(?=, ?(?:{_CITIES}))"
    r"|〒 ?\d{3}-?\d{4}|(?<=, )\d{6}(?=, (?:г\.|india|москва))"
)
_CODES_CUED = compiled(
    rf"(?<![^\W_])(?:{POSTCODE_CUES})(?![^\W\d_])\s?(?:is|ist|es|est|è|é|to|no|jest|:|=|-|#|है|は"
    rf"|은|는|是|हो|:)?[\s:]{{0,3}}"
    r"(?P<span>[a-z]{0,2}-?\d[\da-z]{1,6}(?:[ -][\da-z]{2,4}(?![^\W_]))?"
    r"|[a-z]\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d|[a-z]\d[\dw] ?[a-z\d]{4}"
    r"|[a-z]{2}\d[a-z\d]? ?\d[a-z]{2})(?![^\W_]| \d)"
)
_CODES_AFTER_PLACE = compiled(
    rf"\b(?:in|In|en|em|à|a|w|ve|bei|nahe|near|from) (?P<place>(?:{_CAP} ?(?:de |da |do |di "
    rf"|del )?){{1,4}}) "
    r"(?P<span>(?!1[789]\d\d\b|20\d\d\b|\d?\d000\b)\d{4,5}(?:-\d{3})?|\d{3} \d\d)(?![\w%:.,]*\d"
    r"|\w|%)(?= ?[.,;)\n]| (?:in|and|or|on|for)\b|$)"
)
_MAY_BE_A_CODE = compiled(r"\d\d\d|\d[a-z]{2}|[a-z]\d[a-z\d]|\d\d \d\d")
_MONTH = compiled(rf"(?<![^\W_])(?:{MONTH_STEMS})[^\W\d_]*$")

_PAIR = compiled(
    r"(?<![\w.])(?P<lat>[-+]?\d{1,2}[.,]\d{3,9})\s?°?\s?(?P<ns>[ns])?(?:\s?[,;/|]\s?"
    r"|\s+)(?:(?:lon|lng|long|longitude)\s?[:=]?\s?)?"
    r"(?P<lon>[-+]?\d{1,3}[.,]\d{3,9})\s?°?\s?(?P<ew>[eow](?![^\W_]))?(?!\w|[.,]\d)"
)
_LABELLED = compiled(
    r"(?<![^\W_])lat(?:itude)?\W{0,3}[-+]?\d{1,2}[.,]\d{2,9}\W{0,8}(?:lon|lng"
    r"|long)(?:gitude)?\W{0,3}[-+]?\d{1,3}[.,]\d{2,9}"
)
_HEMISPHERE_FIRST = compiled(
    r"(?<![^\W_])[ns]\s?\d{1,2}(?:[.,]\d{2,9}"
    r"|°\s?\d{1,2}[.,]?\d*\s?['′’]?[\d.,\s\"″”]*)\s?°?[\s,;]*[eow]\s?\d{1,3}(?:[.,]\d{2,9}"
    r"|°\s?\d{1,2}[.,]?\d*\s?['′’]?[\d.,]*[\"″”]?)"
)
_DEGREES = compiled(
    r"\d{1,3}\s?[°º]\s?\d{1,2}(?:[.,]\d+)?\s?['′’‘´](?:\s?\d{1,2}(?:[.,]\d+)?\s?(?:[\"″”“]|''|′′"
    r"|’’))?\s?[nsewo]?"
    r"(?:[\s,;/]{0,3}[nsewo]?\s?\d{1,3}\s?[°º]\s?\d{1,2}(?:[.,]\d+)?\s?['′’‘´]"
    r"(?:\s?\d{1,2}(?:[.,]\d+)?\s?(?:[\"″”“]|''|′′|’’))?\s?[nsewo]?)?"
)
_PLUS_CODE = compiled(
    r"(?<![\w+])[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}(?![\w+])"
)
_THREE_WORDS = compiled(r"(?<![\w/])///[^\W\d_]{3,}\.[^\W\d_]{3,}\.[^\W\d_]{3,}")
_MONEY_NEAR = compiled(
    r"\b(?:usd|eur|gbp|jpy|chf|btc|eth|rate|kurs|odds|quote|stock|price)\b|[$€£¥]"
)
_PLACES_ENOUGH = 4


def postcodes(reading: Reading) -> Iterator[Span]:
    """Codes with a form of their own, after a cue word, or beside the name of a place."""
    if not _MAY_BE_A_CODE.search(reading.low):
        return
    for match in _CODES_CASED.finditer(reading.text):
        yield match.span()
    for pattern in (_CODES_CITY, _CODES_CUED):
        for match in pattern.finditer(reading.low):
            yield match.span("span" if "span" in pattern.groupindex else 0)
    for match in _CODES_AFTER_PLACE.finditer(reading.text):
        if not _MONTH.search(match["place"].lower()):
            yield match.span("span")


def coordinates(reading: Reading) -> Iterator[Span]:
    """Decimal pairs precise to about ten metres, or degrees and minutes."""
    for match in _PAIR.finditer(reading.low):
        if _is_point(match, reading):
            yield match.span()
    for pattern in (_LABELLED, _HEMISPHERE_FIRST, _DEGREES):
        for match in pattern.finditer(reading.low):
            yield match.span()


def plus_codes(reading: Reading) -> Iterator[Span]:
    """Open location codes: 9F4MGC2M+H4."""
    if "+" in reading.low:
        for match in _PLUS_CODE.finditer(reading.low):
            if any(char.isalpha() for char in match[0]):
                yield match.span()


def three_words(reading: Reading) -> Iterator[Span]:
    """A square of three metres named by three words: ///one.two.three."""
    for match in _THREE_WORDS.finditer(reading.low):
        yield match.span()


def _is_point(match: re.Match[str], reading: Reading) -> bool:
    lat, lon = (float(match[name].replace(",", ".")) for name in ("lat", "lon"))
    if abs(lat) > 90 or abs(lon) > 180 or max(abs(lat), abs(lon)) < 1:
        return False
    if match["ns"] or match["ew"]:
        return True
    places = min(len(re.split("[.,]", match[name])[1]) for name in ("lat", "lon"))
    near = reading.before(match.start(), 30)
    return places >= _PLACES_ENOUGH and not _MONEY_NEAR.search(near + match[0])
