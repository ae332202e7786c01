"""Cuts JSON arrays into the exact bytes of their elements, without trusting the whole.

A parser refuses a page of a hundred posts for one bad character in one of them. This finds where
each element begins and ends by brackets and strings alone, so that the others are saved. Nothing
recurses: depth is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_GAP = re.compile(rb"[\s,]*")


def element_end(data: bytes, start: int) -> int:
    """Where the object or array that starts here ends; -1 when it does not end within ``data``."""
    depth = 0
    for match in _TOKEN.finditer(data, start):
        token = data[match.start()]
        if token in b"{[":
            depth += 1
        elif token in b"}]":
            depth -= 1
            if depth <= 0:
                return match.end()
    return -1


def elements(data: bytes, start: int) -> Iterator[bytes]:
    """The objects of the array whose ``[`` stands at ``start``; stops at what it cannot cut."""
    at = start + 1
    while True:
        gap = _GAP.match(data, at)
        at = gap.end() if gap else at
        end = element_end(data, at) if data[at : at + 1] == b"{" else -1
        if end < 0:
            return
        yield data[at:end]
        at = end


def array_named(data: bytes, name: bytes) -> list[bytes]:
    """The objects of the first array under this key; empty when there is none."""
    found = re.search(rb'"' + re.escape(name) + rb'"\s*:\s*\[', data)
    return list(elements(data, found.end() - 1)) if found else []
