"""How words are compared in the search: the tokens of a text, folded.

Folding makes spellings meet that a reader takes for the same word: capitals, accents, full-width
and ligature forms, Arabic letter variants and vowel signs, digits of any script. Marks of Indic
scripts stay, for they carry the vowel. Scripts that are written without spaces (Han, Kana, Hangul,
Thai, Lao, Khmer, Burmese) and emoji become one token a character, so that a word is found as a
phrase of its characters. Hashtags, mentions and addresses are split at their punctuation, in the
text and in the query alike: ``#Tag`` is found by its word.

Every separator of folded text is ASCII, every other code point belongs to a token. ``fold`` is
the fast way for storing; ``spans`` is the slow way that also says where in the original each token
stands. A change here changes what an index holds: raise ``FOLDING_VERSION``.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ownwords.records.patterns import compiled

FOLDING_VERSION = 1


class Token(NamedTuple):
    """A folded token and the half-open range of code points of the letter or word it came from.

    A letter with its marks is one piece: tokens made of one piece share one range.
    """

    text: str
    start: int
    end: int


# Scripts without spaces between words; conjoining jamo meet here as whole syllables after NFKC.
_UNSEGMENTED = (
    (0x0E01, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1100, 0x11FF),  # Hangul jamo without a syllable
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # Han radicals
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3031, 0x309F),  # Kana
    (0x30A1, 0x30FF),
    (0x3105, 0x318F),
    (0x31A0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97F),
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAA7F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0x1AFF0, 0x1B2FF),
    (0x20000, 0x323AF),
)

# Marks that only colour a letter: they are dropped. All others stay.
_DROPPED_MARKS = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x0711, 0x0711),
    (0x0730, 0x074A),
    (0x0898, 0x089F),
    (0x08CA, 0x08FF),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0x1F3FB, 0x1F3FF),  # skin tones
    (0xE0000, 0xE01EF),
)

# Letters that Unicode does not take apart and people do.
_LETTERS = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "æ": "ae",
    "œ": "oe", "ŋ": "n", "ĸ": "k", "ƒ": "f",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ہ": "ه",
    "ۀ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه", "ـ": "",
}  # fmt: skip

# Unlike every other separator this one has no width, and words of Khmer and Thai are cut with it.
_ZERO_WIDTH_SPACE = "\u200b"
_FIRST_MARK = "\u0300"
_FLAG_LETTERS = ("\U0001f1e6", "\U0001f1ff")

_TOKEN = compiled("[0-9a-z\u0080-\U0010ffff]+")
# Bytes of UTF-8: ASCII capitals become small, all else of ASCII but digits becomes a space.
_SEPARATED = bytes(
    ord(char) if char >= "\x80" or char.isalnum() else ord(" ") for char in map(chr, range(256))
).lower()
# And (waw), then the article, also after the prepositions: only before a word that stays a word.
_ARABIC_PREFIX = compiled(
    "(?<![\u0080-\U0010ffff0-9a-z])(?:و?(?:[بكف]?ال|لل)(?=[\u0621-\u064a]{2})|و(?=[\u0621-\u064a]{4}))"
)


def _within(point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= point <= last for first, last in ranges)


def _letter(char: str) -> str:
    """One code point of a decomposed, case-folded string."""
    if char in _LETTERS:
        return _LETTERS[char]
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if _within(ord(char), _DROPPED_MARKS) or category == "Cf":
        return " " if char == _ZERO_WIDTH_SPACE else ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category[0] in "LMN":
        return char
    return f" {char} " if category in {"So", "Sc"} else " "


def _fold_point(point: int) -> str:
    char = chr(point)
    if point < 0x80:
        return char.lower()
    if _within(point, _UNSEGMENTED) and unicodedata.category(char)[0] in "LMN":
        return f" {_letter(char)} " if unicodedata.category(char) == "Nd" else f" {char} "
    if _within(point, _DROPPED_MARKS):
        return ""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(map(_letter, bare))


class _Table(dict[int, str]):
    """A translation table for ``str.translate`` that fills itself."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_point(point)
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """The folded text: tokens, with ASCII punctuation and spaces between them."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).translate(_TABLE)
    if _may_have_prefix(folded):
        folded = _ARABIC_PREFIX.sub("", folded)
    return folded


def _may_have_prefix(folded: str) -> bool:
    """Lam and waw: there is one of them in every Arabic prefix, and finding a letter is cheap."""
    return "\u0644" in folded or "\u0648" in folded


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order, as the index holds them."""
    return fold(text).encode("utf-8", "replace").translate(_SEPARATED).decode().split()


def is_unsegmented(token: str) -> bool:
    """Is this token one character of a script without spaces between words?"""
    return _within(ord(token[0]), _UNSEGMENTED)


@lru_cache(maxsize=4096)
def _leans(char: str) -> bool:
    """Is this a mark, or a vowel or final of a Hangul syllable, also in compatible forms?"""
    bare = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.category(bare)[0] == "M" or 0x1160 <= ord(bare) <= 0x11FF


def _is_flag_letter(char: str) -> bool:
    return _FLAG_LETTERS[0] <= char <= _FLAG_LETTERS[1]


def _pieces(text: str) -> list[tuple[int, int]]:
    """Ranges of letters with their marks; normalising them one by one equals normalising all."""
    pieces: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(text)):
        char = text[at]
        if char >= _FIRST_MARK and _goes_on(char, text[start:at]):
            continue
        pieces.append((start, at))
        start = at
    if text:
        pieces.append((start, len(text)))
    return pieces


def _goes_on(char: str, piece: str) -> bool:
    """Does this code point belong to the piece before it? Two letters make a flag."""
    if _is_flag_letter(char):
        return len(piece) == 1 and _is_flag_letter(piece)
    return _leans(char)


def spans(text: str) -> list[Token]:
    """The tokens of :func:`tokens` with their place in ``text``, counted in code points."""
    if text.isascii():
        return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text.lower())]
    whole, origin = _folded(text)
    return [
        Token(found.group(), origin[found.start()][0], origin[found.end() - 1][1])
        for found in _TOKEN.finditer(whole)
    ]


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text, and for each of its code points the piece of the original it is from."""
    folded: list[str] = []
    origin: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        piece = text[start:end]
        piece = piece.lower() if piece.isascii() else _fold_piece(piece)
        folded.append(piece)
        origin.extend([(start, end)] * len(piece))
    whole = "".join(folded)
    if _may_have_prefix(whole):
        for prefix in reversed(list(_ARABIC_PREFIX.finditer(whole))):
            whole = whole[: prefix.start()] + whole[prefix.end() :]
            del origin[prefix.start() : prefix.end()]
    return whole, origin


def _fold_piece(piece: str) -> str:
    return unicodedata.normalize("NFKC", piece).translate(_TABLE)
