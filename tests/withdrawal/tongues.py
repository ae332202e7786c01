"""How people really write: names, handles and words that are hard to find again and to cut.

All of it is invented. The code points of what cannot be seen are written out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import Any

HANDLES = (
    "isolde_of_the_weir", "lamp", "Monday", "2014_01_11", "keeper_00", "weir",
    "Isolde_Of_The_WEIR", "x2014", "__isolde__", "isolde_of_the_weirs_own_long_handle",
    "\u706f\u53f0\u5b88", "w\u00e4rterin", "\u043c\u0430\u044f\u043a", "\u0131\u015f\u0131k",
    "\u062d\u0627\u0631\u0633", "is\u043elde", "fa\u00dfe", "w\u00e4chter-\u00fc",
    "\u0915\u0940\u092a\u0930", "\u0e04\u0e19\u0e40\u0e1d\u0e49\u0e32", "weir-light", "weir.light",
)  # fmt: skip
"""Handles: words, days, parts of others' (``keeper_00``), and of every script. Those of one to
three letters stand in any digest by chance: ``tests/flows/test_proof_names.py`` has them."""
NAMES = (
    "Isolde of the Weir", "Keeper 00", "Isolde", "I", "Monday Lamp", "isolde_of_the_weir",
    "\u706f\u53f0\u5b88 \u307f\u304b\u3053", "\u706f\u53f0\u5b88\u3000\u30df\u30ab\u30b3",
    "Z\u00e9", "\u674e\u660e", "Nguye\u0302\u0303n Thi\u0323 Đe\u0300n",
    "O\u2019Weir \u201cLamp\u201d Low",
    "\u202e\u05e9\u05d5\u05de\u05e8\u05ea \u05d4\u05de\u05d2\u05d3\u05dc\u05d5\u05e8\u202c",
    "Isolde \\u0041 \\ Weir", "\U0001f469\U0001f3fd\u200d\U0001f527 Isolde \u2764\ufe0f",
    "A & B <Weir>", "Isolde &amp; Co", "\U0001f4a1", "I\u015f\u0131k Kap\u0131s\u0131",
    "Stra\u00dfe Weir", "Is\u043elde \u043ef the Weir", "Isolde\u00a0Weir", "Isolde\tWeir",
    "Isolde\nof the\nWeir", "'Isolde' \"Weir\"", "50% Isolde %41", "Isolde\u2028Weir",
)  # fmt: skip
WORDS = (
    "\U0001f469\U0001f3fd\u200d\U0001f527", "\u2764\ufe0f", "\U0001f1eb\U0001f1f7",
    "1\ufe0f\u20e3", "\U0001f44d\U0001f3ff", "it\u2019s", "\u201clamp\u201d", "\u2018so\u2019",
    "\u2013", "\u2014", "night\u2014shift", "\u2026", "rock\u2011salt",
    "\u00ab\u202fphare\u202f\u00bb", "\u00bbTurm\u00ab", "\u201eWehr\u201c", "d\u2019\u00e9cluse",
    "o\u00f9\u202f?", "\u00bfd\u00f3nde?", "\u706f\u53f0\u3092\u5b88\u308b",
    "\u304b\u3099\u304e\u3099\u3099", "\u30cf\u309a\u30f3", "\u30d1\u30f3", "\uff8a\uff9f\uff9d",
    "\u591c\u52e4\u3002", "\u0e1b\u0e23\u0e30\u0e20\u0e32\u0e04\u0e32\u0e23", "\u0e19\u0e49\u0e33",
    "\u0915\u094d\u0937\u0947\u0924\u094d\u0930", "\u0926\u0940\u092a\u0915", "\ub4f1\ub300",
    "\u0645\u064e\u0646\u0627\u0631\u0629", "\u0627\u0644\u0640\u0640\u0646\u0648\u0631",
    "\u200f\u0644\u064a\u0644\u200f", "\u05de\u05b4\u05d2\u05b0\u05d3\u05b8\u05bc\u05dc",
    "\u2067\u05d0\u05d5\u05e8\u2069", "nguye\u0302\u0303n", "nguy\u1ec5n", "\u0111\u00e8n",
    "\u0131\u015f\u0131k", "I\u015eIK", "\u0130stanbul", "Stra\u00dfe", "STRASSE",
    "\u043c\u0430\u044f\u043a", "\u0441\u0430\u0442", "\u03a6\u03b1\u03c1\u03bf\u03c2",
    "\u03a6\u0391\u03a1\u039f\u03a3", "\uff4c\uff49\uff47\uff48\uff54", "\ufb01re",
    "\u212bngstr\u00f6m", "&amp;", "&#39;", "&quot;{n}&quot;", "a&b", "<b>bold</b>", "1<2", "a>b",
    "\\", "C:\\lamp{n}\\n", "\\u0041", "\\n", "%41%20b", '"quoted"', "it's", "`tick`", "*star*",
    "_low_", "~~gone~~", "[x](y)", "# head", "```", "---", "{{ x }}", "$1", "line\nbreak",
    "row\r\nrow", "sep\u2028sep", "nel\u0085nel", "tab\ttab", "soft\u00adhyphen",
    "zero\u200bwidth", "https://l{n}.example/%40x", "light{n}.example/a_(b)", "a@b{n}.example",
    "50%", "7", "x", "\u00e9", "Monday", "2014-01-11T{n}", "05:{n}", "true", "null", "text", "en",
    "photo", "RT", "via", "cc", "@", "#", "//", "@@",
)  # fmt: skip
"""What one says, as it comes: signs, scripts, entities, escapes, several lines. ``{n}`` becomes a
number, so that two neighbours never are five words that somebody else says by chance."""
SPACES = (
    " ", " ", " ", " ", "\n", "\u3000", "\u202f", "\u00a0", "\t", "\u2028", "\u0085", "  ",
    "\u2003",
)  # fmt: skip
SHORT = (
    "x", "\U0001f4a1", "7", "\u706f", "ok", "Monday", "\u2764\ufe0f", "...", "\u05d0", "a b",
    "\u0e19\u0e49\u0e33",
)  # fmt: skip
"""Whole posts that anybody may have said."""
_DENSE = (
    [chr(one) for one in range(0x3042, 0x3094)],
    [chr(one) for one in range(0x4E8C, 0x4EFF)],
    [chr(one) for one in range(0x0E01, 0x0E2F)],
)


@dataclass(frozen=True, slots=True)
class Leaver:
    """What somebody is called on the network, and calls themselves."""

    handle: str
    name: str


def leaver(random: Random) -> Leaver:
    """Somebody with a handle and a name of the list."""
    return Leaver(random.choice(HANDLES), random.choice(NAMES))


def sentence(random: Random, mark: str) -> str:
    """What nobody says twice: some words with a mark among them, at times without spaces."""
    letters = random.choice(_DENSE)
    dense = "".join(random.choice(letters) for _ in range(14))
    pieces = [*random.sample(WORDS, 7), random.choice((mark, f"{mark} {dense}", f"{dense}{mark}"))]
    random.shuffle(pieces)
    said = "".join(f"{piece}{random.choice(SPACES)}" for piece in pieces).strip()
    return said.replace("{n}", str(random.randrange(10**6)))


def spelled(value: Any, how: int) -> str:
    """JSON in one of the ways in which programs write it; ``how`` counts from 0 to 3.

    As it is, in ASCII alone, with slashes and signs of HTML escaped as well, with every letter of
    every value escaped.
    """
    if how < 3:
        text = json.dumps(value, ensure_ascii=how > 0)
        return _without_html(text) if how == 2 else text
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)}:{spelled(one, how)}" for key, one in value.items())
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{','.join(spelled(one, how) for one in value)}]"
    if isinstance(value, str):
        units = value.encode("utf-16-be").hex()
        return '"' + "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)) + '"'
    return json.dumps(value)


def _without_html(text: str) -> str:
    for sign in "<>&'@":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.replace("/", "\\/")
