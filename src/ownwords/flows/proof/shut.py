"""What the proof cannot look into, by how it begins, and bodies that a server sent in chunks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PACKED = (
    *(b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x04\x22\x4d\x18", b"LZIP\x01", b"\x1f\x9d\x90"),
    *(b"\xff\x06\0\0sNaPpY", b"-----BEGIN PGP MESSAGE-----"),
)
"""7z, rar, lz4, lzip, compress, snappy, OpenPGP."""
_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEALED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_SEALED_PDF = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_BROTLI = re.compile(rb"\r\ncontent-encoding:[ \t]*br[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked", re.IGNORECASE)
_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,99})?\r\n")


def is_shut(data: bytes) -> bool:
    """Whether bytes begin something that is encrypted or packed in a way that is not known here."""
    if data.startswith(_PACKED):
        return True
    if data.startswith(_OFFICE):
        return _SEALED_OFFICE in data
    return data.startswith(b"%PDF-") and _SEALED_PDF.search(data) is not None


def holds_brotli(data: bytes) -> bool:
    """Whether a web archive holds a page that came packed as Brotli."""
    return b"HTTP/" in data and _BROTLI.search(data) is not None


def bodies(data: bytes) -> Iterator[bytes]:
    """Pages of a web archive that came in several chunks, put together."""
    for found in _CHUNKED.finditer(data):
        at = data.find(b"\r\n\r\n", found.end() - 1)
        body, number = bytearray(), 0
        size = _SIZE.match(data, at + 4) if at >= 0 else None
        while size and int(size[1], 16):
            end = size.end() + int(size[1], 16)
            body += data[size.end() : end]
            number += 1
            size = _SIZE.match(data, end + 2)
        if number > 1:
            yield bytes(body)
