"""A bzip2 stream is read block by block: damage costs its block, and nothing changed is given."""

from __future__ import annotations

import bz2
import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ownwords.gather import bzip2_blocks
from ownwords.gather.bzip2_blocks import Blocks, _Needle
from ownwords.gather.cursor import cursor_after
from ownwords.gather.gaps import Gap, over_gaps
from ownwords.gather.streams import StreamBroken
from tests.gather.test_line_gaps import faults, numbers, reads, searched, source_of
from tests.gather.test_line_gaps import line as post

SIZE = 100_000
"""Bytes in a block of level 1, before what the packing does first with runs."""


def read_all(data: bytes, piece: int = 1 << 19, size: int = 1 << 19) -> tuple[bytes, Blocks]:
    stored = io.BytesIO(data)
    blocks = Blocks(stored.read(piece), lambda: stored.read(piece))
    return b"".join(iter(lambda: blocks.read(size), b"")), blocks


def noise(size: int, seed: int = 0) -> bytes:
    return random.Random(seed).randbytes(size)


@settings(max_examples=60)
@example(b"", 1, 9, b"")
@example(bytes(3_000_000), 7, 9, b"behind")
@example(noise(400_000), 1_000, 1, b"BZh9")
@given(
    st.one_of(st.binary(max_size=2_000), st.integers(0, 9).map(lambda one: noise(90_000 * one))),
    st.integers(60, 300_000),
    st.integers(1, 9),
    st.binary(max_size=20),
)
def test_a_whole_stream_is_read_as_the_library_reads_it(
    data: bytes, piece: int, level: int, behind: bytes
) -> None:
    packed = bz2.compress(data, level)
    out, blocks = read_all(packed + behind, piece)
    assert out == data
    assert blocks.whole
    assert behind.startswith(blocks.rest)


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    return [b"%d %s\n" % (one, noise(60, one).hex().encode()) for one in range(5_000)]


@pytest.fixture(scope="module")
def packed(lines: list[bytes]) -> bytes:
    return bz2.compress(b"".join(lines), 1)


def lines_over_gaps(data: bytes) -> tuple[list[bytes], list[Gap], bool]:
    """Whole lines, gaps, and whether the stream broke in the end."""
    found: list[bytes] = []
    gaps: list[Gap] = []
    held = b""
    try:
        for piece in over_gaps(io.BytesIO(data)):
            if isinstance(piece, Gap):
                gaps.append(piece)
                held = b""
            else:
                *whole, held = (held + piece).split(b"\n")
                found += [one + b"\n" for one in whole]
    except StreamBroken:
        return found, gaps, True
    return found, gaps, False


@settings(max_examples=80, deadline=None)
@example(0.5, 0, b"")
@given(st.floats(0, 0.999), st.integers(0, 3_000), st.binary(max_size=60))
def test_damage_costs_its_block_and_nothing_that_is_given_was_changed(
    lines: list[bytes], packed: bytes, where: float, left_out: int, noise: bytes
) -> None:
    at = int(where * len(packed))
    if at < 3:
        return  # the file is not known as one that is packed
    damaged = packed[:at] + noise + packed[at + max(left_out, 1) :]
    if damaged == packed:
        return
    found, gaps, broke = lines_over_gaps(damaged)
    known = {one: number for number, one in enumerate(lines)}
    places = [known[one] for one in found]
    assert places == sorted(set(places))
    blocks = 2 + left_out * 5 // SIZE
    lost = blocks * SIZE // len(lines[-1]) + 2 * blocks
    assert len(lines) - len(found) <= lost
    assert gaps or broke
    for gap in gaps:
        assert gap.first - 8 <= at <= gap.last + 8


def test_damage_in_several_blocks_is_named_block_by_block(
    lines: list[bytes], packed: bytes
) -> None:
    changed = bytearray(packed)
    for place in (1, 3):
        changed[place * len(packed) // 5] ^= 4
    found, gaps, broke = lines_over_gaps(bytes(changed))
    assert (len(gaps), broke) == (2, False)
    assert 0 < len(lines) - len(found) <= 2 * SIZE // len(lines[-1]) + 4
    assert gaps[0].last < gaps[1].first


def test_a_file_that_is_cut_gives_its_whole_blocks(lines: list[bytes], packed: bytes) -> None:
    found, gaps, broke = lines_over_gaps(packed[: len(packed) * 2 // 3])
    assert broke
    assert not gaps
    assert found == lines[: len(found)]
    assert len(found) > len(lines) // 2


def test_a_block_that_is_gone_without_a_trace_is_missed(packed: bytes) -> None:
    marks = _marks(packed)
    whole = int.from_bytes(packed, "big")
    bits = 8 * len(packed)
    before = whole >> (bits - marks[1])
    behind = whole & ((1 << (bits - marks[2])) - 1)
    size = bits - (marks[2] - marks[1])
    shorter = ((before << (bits - marks[2])) | behind) << -size % 8
    found, gaps, broke = lines_over_gaps(shorter.to_bytes(-(-size // 8), "big"))
    assert found
    assert not gaps
    assert broke


def _marks(packed: bytes) -> list[int]:
    bits = f"{int.from_bytes(packed, 'big'):0{8 * len(packed)}b}"
    sign = f"{0x314159265359:048b}"
    return [at for at in range(len(bits) - 48) if bits.startswith(sign, at)]


def test_a_mark_that_stands_within_a_block_by_chance_is_no_border(
    monkeypatch: pytest.MonkeyPatch, packed: bytes
) -> None:
    at = len(packed) // 2
    found = int.from_bytes(packed[at : at + 6], "big") << 8
    chance = _Needle(0, packed[at + 1 : at + 6], found, ((1 << 48) - 1) << 8, is_end=False)
    monkeypatch.setattr(bzip2_blocks, "_NEEDLES", (*bzip2_blocks._NEEDLES, chance))
    out, blocks = read_all(packed)
    assert out == bz2.decompress(packed)
    assert blocks.whole


@pytest.mark.parametrize("data", [b"BZh9", b"BZh", b"BZh9 is no stream", b"BZhello", b"BZh9" * 99])
def test_what_only_begins_like_one_is_refused(data: bytes) -> None:
    found, _, broke = lines_over_gaps(data)
    assert not found
    assert broke


def test_posts_behind_a_damaged_block_are_read_and_searched(tmp_path: Path) -> None:
    count = 4_000
    data = bytearray(bz2.compress(b"".join(map(post, range(count))), 1))
    data[len(data) // 2] ^= 1
    source = source_of(tmp_path / "hour.json", bytes(data))
    found = reads(source)
    assert count - SIZE // 180 < len(numbers(found)) < count
    assert [one.reason.partition(":")[0] for one in faults(found)] == [
        "The bzip2 stream is damaged"
    ]
    assert reads(searched(source)) == found
    for at in (0, len(found) // 3, len(found) // 2, len(found) - 1):
        assert reads(source, cursor_after(found[: at + 1])) == found[at + 1 :]


def test_memory_stays_flat_where_no_block_is_found_for_long() -> None:
    head = bz2.compress(noise(200_000), 1)[:1_000]
    pieces: Iterator[bytes] = iter([noise(1 << 19, seed) for seed in range(20)])
    blocks = Blocks(head, lambda: next(pieces, b""))
    with pytest.raises(OSError, match=r"^$"):
        blocks.read(100)
    assert len(blocks.rest) < 3 << 20
    assert blocks.go_on() is None
    assert len(blocks.rest) < 3 << 20
