"""Answers that were sent in chunks or packed: whole ones, broken ones, and what only looks so."""

from __future__ import annotations

import zlib

import pytest

from ownwords.gather.warc_pages import Unreadable, _unchunked, reads_of
from ownwords.gather.warc_records import Record
from ownwords.records.captured import Fault, Page, Place

_WORDS = b"<p>I keep the light. " * 40_000


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        (b"4\r\nWiki\r\n5;name=value\r\npedia\r\n0\r\n\r\n", b"Wikipedia"),
        (b" a \r\n0123456789\r\n0\r\n", b"0123456789"),
        (b"0\r\n\r\n", b""),
        (b"<p>not in chunks</p>\r\n", b"<p>not in chunks</p>\r\n"),
        (b"", b""),
    ],
)
def test_chunks_become_one_body(body: bytes, meant: bytes):
    assert _unchunked(body) == meant


@pytest.mark.parametrize("size", [b"-f", b"-5", b"+4", b"0x4", b"1_0", b"4" * 16])
def test_a_size_that_is_none_breaks_the_chunks_and_never_leads_back(size: bytes):
    with pytest.raises(Unreadable):
        _unchunked(b"4\r\nabcd\r\n" + size + b"\r\n" + b"z" * 100)


@pytest.mark.parametrize(
    "body", [b"4\r\nWi", b"4\r\nWiki\r\n", b"4\r\nWiki\r\n9\r\npedia", b"3\r\nWiki\r\n0\r\n\r\n"]
)
def test_chunks_that_are_cut_are_no_page(body: bytes):
    with pytest.raises(Unreadable):
        _unchunked(body)


def _bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def _read(body: bytes) -> Page | Fault | None:
    """A page that was packed by deflate, in a record without digests."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: deflate\r\n\r\n"
    headers = {
        "warc-type": "response",
        "warc-target-uri": "https://harbour.example/",
        "warc-date": "2014-01-12T09:00:00Z",
    }
    return next(reads_of(Record(1, 0, headers, head + body), Place("a.warc", 1)), None)


@pytest.mark.parametrize("packed", [zlib.compress(_WORDS), _bare(_WORDS)], ids=["zlib", "bare"])
def test_a_packed_page_comes_whole_or_is_named(packed: bytes):
    whole = _read(packed)
    assert isinstance(whole, Page)
    assert whole.data == _WORDS
    for cut in (1, len(packed) // 2, 20):
        assert isinstance(_read(packed[:-cut]), Fault), cut
