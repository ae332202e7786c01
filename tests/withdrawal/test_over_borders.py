"""What is packed within a large file is read over the borders of its pieces, or it is named."""

from __future__ import annotations

import base64
import random
import zlib
from pathlib import Path

import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st

from ownwords.flows.proof import borders, decoding
from ownwords.flows.proof.borders import Within
from ownwords.flows.proof.packed import KINDS, MEMBER, ZLIB
from tests.withdrawal.packing import STREAMS, Pack, deflated, stored, tarred
from tests.withdrawal.residues import UTF8, WORDS, put
from tests.withdrawal.test_damaged import encrypted, flipped

_PIECE = 30_000
_DICE = random.Random(7)
NOISE = _DICE.randbytes(70_000)
ELSE = _DICE.randbytes(9_000).hex().encode()
TEXT = b" ".join([ELSE, UTF8, ELSE])


PACKED: dict[str, Pack] = {**STREAMS, "zlib": zlib.compress, "zip": deflated}
AROUND: dict[str, Pack] = {
    "nothing": bytes,
    "zip": stored,
    "tar": lambda data: tarred(("scan.pdf", data)),
    **STREAMS,
}


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_PIECE", _PIECE)


def looked(data: bytes, tmp_path: Path) -> tuple[bool, bool]:
    """Whether the words were found in a file, and whether it is said that not all was read."""
    assert len(data) > _PIECE
    put(tmp_path, "sources/large", data)
    decoder = decoding.Decoder()
    texts = [one.text for one in decoder.file(tmp_path / "sources/large", "sources/large")]
    return any(WORDS in text for text in texts), decoder.missed


@pytest.mark.parametrize("around", sorted(AROUND))
@pytest.mark.parametrize("kind", sorted(PACKED))
@pytest.mark.parametrize("before", [100, _PIECE - 16_000, _PIECE - 5_000, _PIECE - 7])
def test_a_stream_is_read_over_a_border(
    before: int, kind: str, around: str, tmp_path: Path
) -> None:
    """As the pages and pictures of a scanned PDF, or the records of a web archive."""
    data = AROUND[around](NOISE[:before] + PACKED[kind](TEXT) + NOISE[:40_000])
    assert looked(data, tmp_path) == (True, False)


@pytest.mark.parametrize("kind", sorted(PACKED))
def test_so_is_one_that_is_longer_than_a_piece(kind: str, tmp_path: Path) -> None:
    long = b" ".join([NOISE.hex().encode(), UTF8, ELSE])
    assert looked(NOISE[:100] + PACKED[kind](long), tmp_path) == (True, False)


@pytest.mark.parametrize("kind", sorted(STREAMS))
def test_a_text_that_goes_from_one_stream_into_the_next_behind_a_border_is_one(
    kind: str, tmp_path: Path
) -> None:
    middle = len(TEXT) // 2
    first, second = (STREAMS[kind](half) for half in (TEXT[:middle], TEXT[middle:]))
    for behind in (0, 1, 5):
        before = NOISE[: _PIECE - len(first) - behind]
        assert looked(before + first + second + NOISE, tmp_path) == (True, False)


@pytest.mark.parametrize("kind", sorted(STREAMS))
def test_a_stream_behind_a_damaged_one_is_read_and_the_damage_is_named(
    kind: str, tmp_path: Path
) -> None:
    checked = {**STREAMS, "zstd": zstandard.ZstdCompressor(write_checksum=True).compress}
    first = flipped(checked[kind](ELSE * 3), 300)
    data = stored(first + STREAMS[kind](TEXT) + NOISE)
    assert looked(data, tmp_path) == (True, True)


@pytest.mark.parametrize("kind", ["gzip", "zlib"])
def test_what_a_short_stream_holds_before_its_damage_is_read(kind: str, tmp_path: Path) -> None:
    """As in a PDF of which the streams end in a wrong checksum, or before it."""
    whole = PACKED[kind](UTF8 + ELSE[:200])
    data = NOISE[:100] + whole[:-3] + b"\xff" * 300 + NOISE
    assert looked(data, tmp_path)[0]


@pytest.mark.parametrize("kind", ["bzip2", "xz", "zstd"])
@pytest.mark.parametrize("before", [100, _PIECE - 40])
def test_a_short_damaged_stream_that_hides_what_it_holds_is_named(
    before: int, kind: str, tmp_path: Path
) -> None:
    """They are read a block at a time: damage takes what stands before it as well."""
    whole = STREAMS[kind](UTF8 + ELSE[:400])
    for cut in (whole[: len(whole) // 2] + b"\xff" * 40, whole[:-30]):
        _, is_named = looked(NOISE[:before] + cut + NOISE, tmp_path)
        assert is_named
    _, is_named = looked(NOISE[:40_000] + whole[:10], tmp_path)
    assert not is_named


SIGNS = {"zlib": 2, "zstd": 4}


@pytest.mark.parametrize("kind", ["gzip", "xz", "zlib", "zstd"])
def test_signs_of_streams_with_nothing_behind_them_are_given_up_and_named(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Megabytes of them would hold the proof up; noise has few."""
    monkeypatch.setattr(borders, "_MOST_FALSE", 200)
    sign = PACKED[kind](TEXT)[: SIGNS.get(kind, 10)] + b"\xb6" * 70
    assert looked(NOISE[:40_000] + sign * 150, tmp_path) == (False, False)
    assert looked(NOISE[:40_000] + sign * 1_200, tmp_path) == (False, True)


def test_streams_within_streams_share_the_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each that goes on over a border takes memory, at every depth."""
    monkeypatch.setattr(borders, "_INFLATED", _PIECE)
    inner = NOISE[:100] + STREAMS["gzip"](NOISE[:60_000]) + UTF8
    data = NOISE[:100] + STREAMS["gzip"](inner) + NOISE
    assert looked(data, tmp_path) == (True, False)
    monkeypatch.setattr(borders, "_MOST_OPEN", 1)
    assert looked(data, tmp_path) == (True, True)


@pytest.mark.parametrize("before", range(0, 400, 37))
def test_base64_in_lines_is_read_over_a_border(
    before: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a mailbox: an id that goes from one line into the next at a border."""
    monkeypatch.setattr(decoding, "_OVERLAP", 1 << 9)
    said = b" ".join(b"%06d" % number for number in range(9_000))
    at = _PIECE * 3 // 4 - before
    lines = base64.encodebytes(said[:at] + UTF8 + said[at:]).replace(b"\n", b"\r\n")
    assert looked(lines, tmp_path) == (True, False)


def test_a_member_of_a_zip_that_is_encrypted_is_named(tmp_path: Path) -> None:
    _, is_named = looked(NOISE[:50_000] + encrypted(deflated(TEXT)), tmp_path)
    assert is_named


def test_of_more_streams_than_can_go_on_at_once_the_rest_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = NOISE[: _PIECE - 5_000] + zlib.compress(TEXT) + NOISE
    assert looked(data, tmp_path) == (True, False)
    monkeypatch.setattr(borders, "_MOST_OPEN", 0)
    assert looked(data, tmp_path) == (False, True)


def test_a_stream_that_goes_on_without_measure_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(borders, "_INFLATED", 1 << 16)
    monkeypatch.setattr(borders, "MOST", 1 << 20)
    data = NOISE[:100] + zlib.compress(bytes(3 << 20) + NOISE) + NOISE
    assert looked(data, tmp_path) == (False, True)


@pytest.mark.parametrize("seed", range(6))
def test_bytes_that_are_nothing_packed_are_not_called_so(seed: int, tmp_path: Path) -> None:
    assert looked(random.Random(seed).randbytes(400_000), tmp_path) == (False, False)


_CUTS = st.lists(st.integers(1, 400), max_size=40)


@example(["gzip", "gzip"], [1] * 200)
@given(st.lists(st.sampled_from(sorted(PACKED)), min_size=1, max_size=4), _CUTS)
def test_however_the_pieces_are_cut_the_same_is_read(names: list[str], cuts: list[int]) -> None:
    kinds = (*KINDS, ZLIB, MEMBER)
    text = [b"%d " % number + UTF8 + NOISE[:99] for number in range(len(names))]
    data = NOISE[:33] + b"".join(PACKED[name](said) for name, said in zip(names, text, strict=True))
    within, read, at = Within(kinds), dict[int, bytes](), 0
    for size in [*cuts, len(data)]:
        for part in within.read(data[at : at + size], last=at + size >= len(data)):
            read[part.number] = read.get(part.number, b"") + part.data
        at += size
    assert all(any(said in held for held in read.values()) for said in text)
    assert not within.missed
