"""The recovery sheet: keys as groups of letters that a person can write down and type again.

The campaign key is written in Crockford's base 32 (no I, L, O, U; case and look-alikes do not
matter) in groups of four; the last character of every line checks its line, so that a slip is
named by its line.
"""

from __future__ import annotations

import hashlib
import textwrap

from ownwords.records.errors import AskedWrongly

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKE = str.maketrans("ILOU", "110V")
_LINE = 20
"""Key characters on a line, before its check character."""
_LENGTHS = (21, 21, 13)
"""The characters of each line of a whole key, with its check: a check of five bits alone would
let one line in 32 pass that lost or gained a character."""
_WIDTH = 76
_STEWARD_BEGINS, _STEWARD = "AGE-SECRET-KEY-", 74
"""How a steward key begins, and the characters of a whole one."""


def sheet(campaign_key: bytes, steward: str, name: str, language: str = "en") -> str:
    """The text of the sheet, for people who read ``language`` (BCP 47), English where unknown."""
    from ownwords.locales.tongue import tongue_of

    say = tongue_of(language, "workbench").gettext
    advice = say(
        "Write this down on paper, or print it, and keep it away from this computer. "
        "Who holds it can open what was sealed to the steward. Without it and without "
        "this computer, nobody can: not even those who made ownwords."
    )
    lines = (f"  {number}  {line}" for number, line in enumerate(write(campaign_key), 1))
    return "\n".join(
        (
            say("RECOVERY SHEET for the campaign “%(name)s”", name=name),
            "",
            textwrap.fill(advice, _WIDTH),
            "",
            say("Campaign key"),
            *lines,
            "",
            say("Steward key"),
            f"  {steward}",
            "",
        )
    )


def write(key: bytes) -> list[str]:
    """The lines of a 32-byte key, each with its check character."""
    number = int.from_bytes(key, "big")
    digits = [_ALPHABET[(number >> shift) & 31] for shift in range(255, -1, -5)]
    text = "".join(digits)
    lines = [text[start : start + _LINE] for start in range(0, len(text), _LINE)]
    return [_grouped(line + _check(line)) for line in lines]


def read(lines: list[str]) -> bytes:
    """The key that :func:`write` wrote; AskedWrongly names the line with a slip."""
    digits = ""
    whole = len(lines) == len(_LENGTHS)
    for number, line in enumerate(lines, 1):
        text = "".join(line.upper().split()).replace("-", "").translate(_LOOKALIKE)
        length = _LENGTHS[number - 1] if whole else len(text)
        if not text or len(text) != length or _check(text[:-1]) != text[-1]:
            raise AskedWrongly(
                "Line %(number)s of the campaign key has a slip.",
                do="Compare it with the sheet.",
                number=number,
            )
        digits += text[:-1]
    number = 0
    for digit in digits:
        number = number * 32 + _ALPHABET.index(digit)
    if len(digits) != len(range(255, -1, -5)) or number >= 1 << 256:
        raise AskedWrongly("The campaign key is not complete.", do="Compare it with the sheet.")
    return number.to_bytes(32, "big")


def read_sheet(text: str) -> tuple[bytes, str]:
    """The campaign key and the steward's identity from the text of a sheet."""
    lines = [line.strip() for line in text.splitlines()]
    key = [line[1:] for line in lines if line[:1].isdigit() and line[1:2].isspace()]
    steward = _steward_in(lines)
    if not key or len(steward) != 1:
        raise AskedWrongly(
            "This is not a recovery sheet.",
            do="Type the numbered lines and the line that begins with AGE-SECRET-KEY-1.",
        )
    return read(key), steward[0]


def _steward_in(lines: list[str]) -> list[str]:
    """Each steward key there: on paper it may stand in several lines, and in groups."""
    found: list[str] = []
    for line in lines:
        text = "".join(line.upper().split())
        if text.startswith(_STEWARD_BEGINS):
            found.append(text)
        elif found and len(found[-1]) < _STEWARD and not line[1:2].isspace():
            found[-1] += text
    return [one for one in found if one.startswith(f"{_STEWARD_BEGINS}1")]


def _check(line: str) -> str:
    if any(character not in _ALPHABET for character in line):
        return ""
    return _ALPHABET[hashlib.sha256(line.encode()).digest()[0] & 31]


def _grouped(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
