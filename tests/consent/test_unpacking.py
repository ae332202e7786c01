"""Nothing that is packed hides what is packed beside it."""

from __future__ import annotations

import io
import zipfile

import pytest

from ownwords.consent.unpacking import views

WORDS = "The kettle goes on at six, frost or not. " * 9


def packed(method: int, *, spoilt: int, by: bytes) -> bytes:
    """Two members, of which the first has other bytes from its byte ``spoilt`` on."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name in ("first.txt", "second.txt"):
            archive.writestr(zipfile.ZipInfo(name), WORDS if name > "m" else WORDS[::-1], method)
    data = bytearray(stream.getvalue())
    start = zipfile.sizeFileHeader + len("first.txt") + spoilt
    data[start : start + len(by)] = by
    return bytes(data)


@pytest.mark.parametrize(
    ("method", "spoilt", "by"),
    [
        (zipfile.ZIP_DEFLATED, 0, b"\xff\xff\xff\xff"),
        (zipfile.ZIP_DEFLATED, 12, b"\x00\x00"),
        (zipfile.ZIP_LZMA, 0, b"\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
        (zipfile.ZIP_BZIP2, 0, b"\xff\xff\xff\xff"),
    ],
)
def test_a_damaged_member_hides_none_behind_it(method: int, spoilt: int, by: bytes) -> None:
    found = views(packed(method, spoilt=spoilt, by=by))
    assert WORDS in {view.text for view in found if view.how.startswith("zip > ")}
