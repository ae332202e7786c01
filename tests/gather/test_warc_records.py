"""Records are the same however the file arrives: in one piece, or in many small ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.gather.warc_records import Headers, Record, headers_of, records
from tests.gather.reading import FIXTURES

FILES = sorted((FIXTURES / "warc").glob("*/*.warc"))
LINE = b"WARC-Type: response\r\n"


def in_pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def some(headers: Headers) -> bool:
    return headers.get("warc-type") == "response"


def read(data: bytes, size: int) -> list[Record]:
    return list(records(in_pieces(data, size), some))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("size", [7, 300, 65_537])
def test_pieces_change_nothing(path: str, size: int) -> None:
    data = FIXTURES.joinpath(path).read_bytes()
    assert read(data, size) == read(data, len(data))


PART = st.sampled_from(
    [
        b"WARC/1.0\r\n" + LINE + b"Content-Length: 5\r\n\r\nwords\r\n\r\n",
        b"WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
        b"WARC/1.0\r\n" + LINE + b"Content-Length: 9\r\n\r\nshort\r\n\r\n",
        b"WARC/1.0\r\n" + LINE + b"\r\nno length\r\n\r\n",
        b"WARC/1.0\r\n" + b"X-Filler: " + b"x" * 70_000 + b"\r\n\r\n",
        b"no record at all\r\n\r\n",
        b"\r\n",
    ]
)


@given(st.lists(PART, max_size=6), st.integers(1, 400), st.integers(0, 60))
def test_so_do_broken_ones(parts: list[bytes], size: int, cut: int) -> None:
    data = b"".join(parts)
    data = data[: len(data) - cut]
    found = read(data, size * 40)
    assert found == read(data, max(1, len(data)))
    assert [one.number for one in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("odd", ["\u0085", "\u2028", "\x0b", "\x1c"])
def test_an_address_with_an_odd_sign_is_whole(odd: str) -> None:
    address = f"https://ledger.example/a{odd}b"
    head = f"WARC/1.0\r\nWARC-Target-URI: {address}\r\n of May\r\nContent-Length: 0"
    assert headers_of(head.encode()) == {
        "warc-target-uri": f"{address} of May",
        "content-length": "0",
    }
