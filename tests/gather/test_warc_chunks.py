"""Answers that were sent in chunks, and what only looks as if."""

from __future__ import annotations

import pytest

from ownwords.gather.warc_pages import _unchunked


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        (b"4\r\nWiki\r\n5;name=value\r\npedia\r\n0\r\n\r\n", b"Wikipedia"),
        (b" a \r\n0123456789\r\n0\r\n", b"0123456789"),
        (b"4\r\nWi", b"Wi"),
        (b"<p>not in chunks</p>\r\n", b"<p>not in chunks</p>\r\n"),
        (b"", b""),
    ],
)
def test_chunks_become_one_body(body: bytes, meant: bytes):
    assert _unchunked(body) == meant


@pytest.mark.parametrize("size", [b"-f", b"-5", b"+4", b"0x4", b"1_0", b"4" * 16])
def test_a_size_that_is_none_ends_the_chunks_and_never_leads_back(size: bytes):
    assert _unchunked(b"4\r\nabcd\r\n" + size + b"\r\n" + b"z" * 100) == b"abcd"
