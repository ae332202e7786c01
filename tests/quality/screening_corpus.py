"""A seeded set of invented posts with and without personal data, made in code so that it can grow.

``positives`` gives posts of which one piece is known to be personal data, ``decoys`` posts of the
kind that trips number hunters: dates, prices, times, scores, hashtags, years, ISBN, order numbers.
Numbers come from ranges set aside for fiction where a country has them; check digits are right.
Sentences and pieces: screening_pieces.toml.
"""

from __future__ import annotations

import hashlib
import json
import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

SEED = 20_260_314


@dataclass(frozen=True)
class Item:
    """A post; ``start`` and ``end`` are where the piece of this kind stands (both 0: none)."""

    language: str
    kind: str
    text: str
    start: int = 0
    end: int = 0


_PIECES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("screening_pieces.toml").read_text(encoding="utf-8")
)
SENTENCES, PIECES, ANYWHERE = (_PIECES[name] for name in ("sentences", "pieces", "anywhere"))
MAIL: dict[str, Any] = _PIECES["mail"]
LANGUAGES = tuple(SENTENCES["tell"])
ARABIC, INDIC = "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"
IBANS = (
    ("DE", "##################"),
    ("GB", "NWBK##############"),
    ("FR", "####################A##"),
    ("ES", "####################"),
    ("NL", "ABNA##########"),
    ("IT", "X######################"),
    ("PL", "########################"),
    ("TR", "######################"),
)
CARDS = ("4###########", "51##########", "37##########", "6011########")
Maker = Callable[[str, random.Random], tuple[str, str]]


def _digits(form: str, dice: random.Random) -> str:
    script = next((s for s in (ARABIC, INDIC) if any(c in s for c in form)), "0123456789")
    return "".join(dice.choice(script) if char == "#" else char for char in form)


def _luhn(digits: str) -> str:
    values = [int(d) * (1 + (len(digits) - at) % 2) for at, d in enumerate(digits)]
    return str(-sum(v - 9 if v > 9 else v for v in values) % 10)


def _grouped(text: str, dice: random.Random, sign: str = " ") -> str:
    if dice.random() < 0.5:
        return text
    return sign.join(text[at : at + 4] for at in range(0, len(text), 4))


def _piece(sentences: str, pieces: str) -> Maker:
    return lambda language, dice: (
        dice.choice(SENTENCES[sentences][language]),
        _digits(dice.choice(PIECES[pieces][language]), dice),
    )


def _anywhere(pieces: str) -> Maker:
    return lambda language, dice: (
        dice.choice(SENTENCES["plain"][language]),
        _digits(dice.choice(ANYWHERE[pieces]), dice),
    )


def _mail(language: str, dice: random.Random) -> tuple[str, str]:
    user, host = dice.choice(MAIL["users"]), dice.choice(MAIL["hosts"])
    spelled = ("@", "."), (" (at) ", " (dot) "), ("[at]", "[dot]"), (" @ ", " . ")
    at, dot = dice.choice((MAIL["spelled"][language], *spelled))
    name, _, end = host.rpartition(".")
    return dice.choice(SENTENCES["plain"][language]), f"{user}{at}{name}{dot}{end}"


def _iban(language: str, dice: random.Random) -> tuple[str, str]:
    country, form = dice.choice(IBANS)
    body = _digits(form, dice)
    number = int("".join(str(int(char, 36)) for char in body + country + "00"))
    iban = f"{country}{98 - number % 97:02d}{body}"
    return dice.choice(SENTENCES["plain"][language]), _grouped(iban, dice)


def _card(language: str, dice: random.Random) -> tuple[str, str]:
    start = dice.choice(CARDS)
    body = _digits(start + "#" * ((14 if start[:2] == "37" else 15) - len(start)), dice)
    number = body + _luhn(body)
    shown = number if len(number) == 15 else _grouped(number, dice, dice.choice(" -"))
    return dice.choice(SENTENCES["plain"][language]), shown


def _paper(language: str, dice: random.Random) -> tuple[str, str]:
    sentence, form = dice.choice(SENTENCES["papers"][language])
    return sentence, _digits(form, dice)


MAKERS: dict[str, Maker] = {
    "phone": _piece("tell", "phones"),
    "email": _mail,
    "address": _piece("home", "streets"),
    "postcode": _piece("plain", "postcodes"),
    "coordinates": _anywhere("coordinates"),
    "iban": _iban,
    "card": _card,
    "ip-address": _anywhere("ip-address"),
    "plate": _piece("plates", "plates"),
    "birth-date": _piece("born", "days"),
    "national-id": _paper,
    "handle": _anywhere("handle"),
    "payment": _anywhere("payment"),
    "real-name": _piece("named", "names"),
    "link": _anywhere("link"),
}
WEIGHTS = {"phone": 4, "email": 3, "address": 4, "real-name": 2, "birth-date": 2}


def _turns() -> Iterator[tuple[str, str]]:
    """Kinds in turn, the common ones more often, each through all the languages."""
    kinds = [kind for kind in MAKERS for _ in range(WEIGHTS.get(kind, 1))]
    languages = {
        kind: cycle(SENTENCES["plates"] if kind == "plate" else LANGUAGES) for kind in MAKERS
    }
    for kind in cycle(kinds):
        yield kind, next(languages[kind])


def positives(count: int = 1_000, seed: int = SEED) -> list[Item]:
    """Posts with one known piece of personal data each."""
    dice = random.Random(seed)
    made = []
    for kind, language in islice(_turns(), count):
        sentence, piece = MAKERS[kind](language, dice)
        before, after = sentence.split("{}")
        if dice.random() < 0.25:
            before = dice.choice(SENTENCES["ordinary"][language]) + ". " + before
        start = len(before)
        made.append(Item(language, kind, before + piece + after, start, start + len(piece)))
    return made


def decoys(count: int = 500, seed: int = SEED) -> list[Item]:
    """Posts with numbers and words that look like personal data and are none."""
    dice = random.Random(seed + 1)
    made = []
    for language in islice(cycle(LANGUAGES), count):
        text = dice.choice(SENTENCES["ordinary"][language])
        if dice.random() < 0.3:
            text += f" #{dice.choice(('WeKeepTheLight', '2016', 'day100', '8M'))}"
        if dice.random() < 0.2:
            text = f"{text} — {dice.choice(SENTENCES['ordinary'][language])}"
        made.append(Item(language, "", text))
    return made


def digest(items: list[Item]) -> str:
    """SHA-256 of the items: figures only compare over the same corpus."""
    rows = [[item.language, item.kind, item.text, item.start, item.end] for item in items]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
