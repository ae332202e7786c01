"""zstd comes in pieces of bounded size, whatever its frames look like and wherever they are cut."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from ownwords.gather import streams
from ownwords.gather.gaps import Gap, over_gaps
from ownwords.gather.streams import PIECE, StreamBroken, unpack

NOISE = os.urandom(300_000)
CONTENTS = (b"", b"a", b"words " * 9, b"\0" * 700_000, NOISE, b"light " * 50_000 + NOISE)


def frame(data: bytes, **how: bool) -> bytes:
    return zstandard.ZstdCompressor(level=3, **how).compress(data)


FRAMES = [
    (data, frame(data, write_checksum=checksum, write_content_size=size))
    for data in CONTENTS
    for checksum in (False, True)
    for size in (False, True)
]


class _Slowly(io.BytesIO):
    """Gives a few bytes at a time."""

    def __init__(self, data: bytes, few: int) -> None:
        super().__init__(data)
        self._few = few

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(self._few, size) if size and size > 0 else self._few)


@pytest.mark.parametrize("few", [4, 7, 1000, 70_000, PIECE])
def test_joined_frames_come_whole_however_they_arrive(few: int):
    packed = b"".join(packed for data, packed in FRAMES if few >= 1000 or len(packed) < 1000)
    whole = b"".join(data for data, packed in FRAMES if few >= 1000 or len(packed) < 1000)
    pieces = list(unpack(_Slowly(packed, few)))
    assert b"".join(pieces) == whole
    assert max(map(len, pieces)) <= PIECE


def test_a_frame_that_is_all_one_byte_comes_in_small_pieces(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(streams, "FLOOR", 1 << 40)
    pieces = list(unpack(io.BytesIO(frame(b"\0" * (64 << 20)))))
    assert sum(map(len, pieces)) == 64 << 20
    assert max(map(len, pieces)) == PIECE


@pytest.mark.parametrize(("data", "packed"), FRAMES)
def test_a_frame_that_is_cut_is_named_and_what_came_before_is_good(data: bytes, packed: bytes):
    for end in {*range(4, min(40, len(packed))), len(packed) // 2, len(packed) - 1}:
        got = []
        with pytest.raises(StreamBroken, match="zstd stream is cut"):
            got.extend(unpack(io.BytesIO(packed[:end])))
        assert data.startswith(b"".join(got))


def test_a_block_that_says_it_is_too_long_is_damage():
    packed = bytearray(frame(b"words " * 90_000, write_content_size=False))
    head = zstandard.frame_header_size(bytes(packed))
    packed[head + 2] = 0xFF
    with pytest.raises(StreamBroken, match=r"zstd stream is (damaged|cut)"):
        list(unpack(io.BytesIO(bytes(packed) + NOISE)))


class _Failing(io.BytesIO):
    """A disk that cannot give what stands behind the first bytes."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(100)


@pytest.mark.parametrize("pack", [frame, gzip.compress, bz2.compress, lzma.compress])
def test_a_file_that_cannot_be_read_on_is_not_called_damaged(pack: Callable[[bytes], bytes]):
    with pytest.raises(StreamBroken, match="cannot be read"):
        list(unpack(_Failing(pack(NOISE))))


def skippable(body: bytes, number: int = 0) -> bytes:
    return bytes((0x50 + number, 0x2A, 0x4D, 0x18)) + len(body).to_bytes(4, "little") + body


@pytest.mark.parametrize("piece", [4, 9, 1 << 19])
@pytest.mark.parametrize("body", [b"", b"1234", bytes(300_000)])
def test_frames_that_hold_no_data_are_passed_over(piece: int, body: bytes) -> None:
    parts = [zstandard.compress(b"one\n" * count) for count in (1, 2, 3_000)]
    data = skippable(body) + parts[0] + parts[1] + skippable(body, 15) * 2 + parts[2]
    whole = data + skippable(body)
    for given in (data, whole):
        assert b"".join(unpack(_Slowly(given, piece))) == b"one\n" * 3_003
        assert list(over_gaps(_Slowly(given, piece)))
        assert not any(isinstance(one, Gap) for one in over_gaps(_Slowly(given, piece)))
    with pytest.raises(StreamBroken, match="zstd stream is cut"):
        list(unpack(_Slowly(whole[:-1] if body else whole[:-3], piece)))


@pytest.mark.skipif(not shutil.which("pzstd"), reason="pzstd is not installed")
def test_what_pzstd_writes_is_read(tmp_path: Path) -> None:
    data = random.Random(3).randbytes(3 << 20).hex().encode()
    path = tmp_path / "dump.jsonl"
    path.write_bytes(data)
    subprocess.run(["pzstd", "-q", "-p", "3", str(path)], check=True)
    packed = path.with_name("dump.jsonl.zst").read_bytes()
    assert packed[1:4] == b"\x2a\x4d\x18"
    assert b"".join(unpack(io.BytesIO(packed))) == data
