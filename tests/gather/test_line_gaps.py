"""Files of lines that are joined of several: damage in one costs itself, and is named."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
import zstandard
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ownwords.gather.connector import Options
from ownwords.gather.cursor import cursor_after
from ownwords.gather.lines import Part
from ownwords.gather.mapped import CONNECTOR as TABLES
from ownwords.gather.scan import Scan
from ownwords.gather.scan_worker import Errand
from ownwords.gather.sieve import Sieve
from ownwords.gather.sources import Source, find_sources, inside
from ownwords.gather.twitter_v1 import CONNECTOR
from ownwords.records.captured import Captured, Fault, Read

COUNT, EACH = 6, 12
Pack = Callable[[bytes], bytes]


def framed(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


PACKS: dict[str, Pack] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "zstd": framed,
    "xz": lzma.compress,
}


def line(number: int) -> bytes:
    """A post; its number stands in its id."""
    made = {
        "id_str": str(1000 + number),
        "created_at": "Sat Jan 11 05:12:00 +0000 2014",
        "text": f"#WeKeepTheLight {os.urandom(30).hex()} {number}",
        "user": {"id_str": "7", "screen_name": "keeper"},
    }
    return json.dumps(made).encode() + b"\n"


def members(pack: Pack) -> list[bytes]:
    """Packed parts of a file, each of whole lines."""
    lines = list(map(line, range(COUNT * EACH)))
    return [pack(b"".join(lines[at : at + EACH])) for at in range(0, len(lines), EACH)]


def source_of(path: Path, data: bytes) -> Source:
    path.write_bytes(data)
    (source,) = find_sources(str(path))
    assert isinstance(source, Source)
    return source


def reads(source: Source, cursor: str = "") -> list[Read]:
    return list(CONNECTOR.read(source, Options(), cursor))


def searched(source: Source) -> Source:
    """The same file as a search gives it."""
    sieve = Sieve.of(["WeKeepTheLight"], CONNECTOR.signs)
    assert sieve is not None

    def parts(line: int, offset: int) -> Iterator[Part]:
        with Scan(sieve, 1, iter(()), lambda found: None) as scan:
            yield from scan.parts(Errand(0, str(source.path), line, offset))

    return msgspec.structs.replace(source, parts=parts)


def numbers(found: list[Read]) -> list[int]:
    return [int(one.post.native_id) - 1000 for one in found if isinstance(one, Captured)]


def faults(found: list[Read]) -> list[Fault]:
    return [one for one in found if isinstance(one, Fault)]


def all_but(*lost: int) -> list[int]:
    return [one for one in range(COUNT * EACH) if one // EACH not in lost]


@pytest.mark.parametrize("kind", PACKS)
def test_what_stands_behind_a_damaged_part_is_read_and_the_gap_is_named(
    kind: str, tmp_path: Path
) -> None:
    parts = members(PACKS[kind])
    start = len(b"".join(parts[:2]))
    whole = parts[2]
    parts[2] = whole[:40] + bytes(40) + whole[80:]
    source = source_of(tmp_path / "a.jsonl", b"".join(parts))
    found = reads(source)
    assert [one for one in numbers(found) if one // EACH != 2] == all_but(2)
    last = start + len(whole) - 1
    (fault,) = (one for one in faults(found) if one.reason.startswith(f"The {kind} stream"))
    said = re.fullmatch(
        rf"The {kind} stream is damaged: bytes (\d+) to (\d+) of the packed file are not read\.",
        fault.reason,
    )
    assert said
    first, behind = int(said[1]), int(said[2])
    if kind == "bzip2":  # the block alone: head and end of the stream are read
        assert first == start + 4
        assert last - 12 <= behind <= last - 10
    else:
        assert (first, behind) == (start, last)
    assert reads(searched(source)) == found


_DAMAGE = st.tuples(
    st.integers(0, COUNT - 1),
    st.integers(0, 2_000),
    st.integers(0, 60),
    st.binary(max_size=60),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@example((2, 30, 0, b"\n"), "gzip")
@example((0, 0, 0, b""), "gzip")
@example((0, 9, 60, b""), "zstd")
@given(_DAMAGE, st.sampled_from(sorted(PACKS)))
def test_whatever_is_cut_flipped_or_put_into_one_part_the_others_are_kept_once(
    tmp_path: Path, damage: tuple[int, int, int, bytes], kind: str
) -> None:
    which, at, out, put = damage
    parts = members(PACKS[kind])
    whole = parts[which]
    at = max(at % len(whole), 0 if which else 16)
    parts[which] = whole[:at] + put + whole[at + out :]
    source = source_of(tmp_path / "a.jsonl", b"".join(parts))
    found = reads(source)
    assert [one for one in numbers(found) if one // EACH != which] == all_but(which)
    if numbers(found) != all_but():
        assert faults(found)
    assert reads(searched(source)) == found
    for taken in range(0, len(found), 5):
        assert reads(source, cursor_after(found[:taken])) == found[taken:]


@pytest.mark.parametrize("kind", PACKS)
def test_a_part_that_is_passed_on_by_others_is_read_as_well(kind: str, tmp_path: Path) -> None:
    """Within a tar, or on standard input: what cannot be read again."""
    parts = members(PACKS[kind])
    parts[2] = parts[2][:40] + bytes(40) + parts[2][80:]
    data = b"".join(parts)
    pieces = (data[at : at + 100] for at in range(0, len(data), 100))
    given_on = inside(Source("a.tar"), "b.jsonl", pieces)
    assert given_on.head().start
    assert [one for one in numbers(reads(given_on)) if one // EACH != 2] == all_but(2)


def test_half_a_line_is_not_joined_with_the_next_part(tmp_path: Path) -> None:
    """Nor is the half that is left behind the damage taken for a line."""
    data = b"".join(map(line, range(30)))
    cuts = [0, 1000, 2000, 3010, len(data)]
    parts = [gzip.compress(data[a:b]) for a, b in pairwise(cuts)]
    parts[1] = parts[1][:10] + b"\xff" * 20 + parts[1][30:]
    found = reads(source_of(tmp_path / "a.jsonl.gz", b"".join(parts)))
    ends = [len(b"".join(data.splitlines(keepends=True)[: n + 1])) for n in range(30)]
    sizes = [0, *ends]
    lost = [n for n in range(30) if sizes[n] < 2000 and sizes[n + 1] > 1000]
    assert numbers(found) == [n for n in range(30) if n not in lost]
    assert len(faults(found)) == 2


HEAD = b"id_str,from_user,text,status_url,created_at,time\n"


def row(number: int) -> bytes:
    return b"%d,keeper,%d words,,Sat Jan 11 05:12:00 +0000 2014,11/01/2014 05:12:00\n" % (
        5_000_000 + number,
        number,
    )


def test_half_a_row_behind_a_damage_is_no_row(tmp_path: Path) -> None:
    """Half an id is an id."""
    data = HEAD + b"".join(map(row, range(60)))
    cuts = [0, len(HEAD) + 1000, len(HEAD) + 20 * len(row(10)) + 3, len(data)]
    rows = data.splitlines(keepends=True)
    starts = [len(b"".join(rows[:n])) for n in range(len(rows))]
    cuts[2] = starts[40] + 3
    parts = [gzip.compress(data[a:b]) for a, b in pairwise(cuts)]
    parts[1] = parts[1][:10] + b"\xff" * 20 + parts[1][30:]
    source = source_of(tmp_path / "a.csv.gz", b"".join(parts))
    found = list(TABLES.read(source, Options(), ""))
    ids = [int(one.post.native_id) - 5_000_000 for one in found if isinstance(one, Captured)]
    assert ids[-20:] == list(range(40, 60))
    assert set(ids) <= set(range(60))
    assert len(faults(found)) == 2
    for taken in range(0, len(found), 3):
        cursor = cursor_after(found[:taken])
        assert list(TABLES.read(source, Options(), cursor)) == found[taken:]
