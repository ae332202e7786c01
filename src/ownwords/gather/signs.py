"""Bytes that tell of a line of JSON that it must be read whatever its words.

A search of a raw dump passes over lines without the tag. What tells of a withdrawal, or of the
delivery itself, has no tag: a format that can be searched names the keys that such lines hold.
"""

from __future__ import annotations

_BETWEEN = (b":", b": ", b":  ", b":\t", b" ", b"\t")
"""What stands between a key and its value; the last four only where somebody writes by hand."""


def with_keys(*names: str) -> tuple[bytes, ...]:
    """Signs that a line has one of these keys."""
    return tuple(f'"{name}"'.encode() for name in names)


def with_true(name: str) -> tuple[bytes, ...]:
    """Signs that a line has this key and that its value is true, or is not written as usual."""
    usual, unusual = _BETWEEN[:2], _BETWEEN[2:]
    key = f'"{name}"'.encode()
    return (*(key + gap + b"true" for gap in usual), *(key + gap for gap in unusual))
