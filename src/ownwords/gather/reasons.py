"""Why something could not be read, in sentences that hold none of its words."""

from __future__ import annotations

import re

import msgspec

MALFORMED: tuple[type[Exception], ...] = (
    msgspec.MsgspecError,
    UnicodeDecodeError,
    RecursionError,
)
"""What msgspec raises for JSON that is broken or of another shape."""

NUL = "A NUL character stands in the words."
TOO_DEEP = "The JSON is nested too deeply."
NOT_UTF8 = "The bytes are not UTF-8."
NOT_JSON = "This is not whole, valid JSON."
HALF = "Half of a surrogate pair stands in the words."
_HALF = re.compile(rb"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])")


def why(problem: Exception) -> str:
    """The sentence for what a parser raised."""
    if isinstance(problem, RecursionError):
        return TOO_DEEP
    if isinstance(problem, UnicodeDecodeError):
        return NOT_UTF8
    if isinstance(problem, msgspec.ValidationError):
        return "A field holds another kind of value than the format says."
    return NOT_JSON


def why_not_json(data: bytes, problem: Exception) -> str:
    """Like :func:`why`, with a look at bytes that a parser calls merely malformed."""
    said = why(problem)
    if said != NOT_JSON:
        return said
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return NOT_UTF8
    return HALF if _HALF.search(data) else NOT_JSON
