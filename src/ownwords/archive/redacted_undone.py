"""Words as they read once escapes are undone that nothing needs: ``&#64;ada``, ``%40ada``.

Only signs that mean the same without their escape are: letters, digits and what stands in names
and addresses. So a text that is written anew with them is the same text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import partial
from html import unescape
from itertools import chain, combinations
from urllib.parse import unquote

from ownwords.records.patterns import compiled

_ESCAPE = compiled(
    r"(?P<html>&(?:amp;)*(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<percent>(?:%(?:25)*[0-9a-fA-F]{2})+)"
    r"|(?P<code>\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}))"
    r"|(?P<quoted>=[2-7][0-9A-F])"
    r"|(?P<sign>\\[^ux\s])"
)
_MARKUP = frozenset("<>&\"'")
_SPACES = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": " "}
_LAYERS = 2
_LONG = 1 << 14
"""In a longer text kinds are undone one by one and all together."""


def undone(words: str) -> Iterator[str]:
    """The words with wide signs made plain, without escapes of each kind, and without any."""
    if not (words.isascii() or unicodedata.is_normalized("NFKC", words)):
        yield unicodedata.normalize("NFKC", words)
    if not ("&" in words or "%" in words or "\\" in words or "=" in words):
        return
    kinds = sorted({str(found.lastgroup) for found in _ESCAPE.finditer(words)})
    counts = range(1, len(kinds) + 1) if len(words) < _LONG else {1, len(kinds)}
    for wanted in chain.from_iterable(combinations(kinds, count) for count in counts):
        plain = words
        for _ in range(_LAYERS):
            plain = _ESCAPE.sub(partial(_plain, wanted), plain)
        if plain != words:
            yield plain


def _plain(wanted: Collection[str], found: re.Match[str]) -> str:
    if found.lastgroup not in wanted:
        return found[0]
    said = _said(found[0], found.lastgroup)
    return found[0] if not _MARKUP.isdisjoint(said) or "\ufffd" in said else said


def _said(escape: str, kind: str | None) -> str:
    match kind:
        case "html":
            return unescape(escape.replace("amp;", ""))
        case "percent":
            return unquote(escape.replace("%25", "%"))
        case "code" | "quoted":
            return chr(int(escape.lstrip("\\=ux"), 16))
    return _SPACES.get(escape[1], escape[1])
