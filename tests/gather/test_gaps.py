"""A damaged member of a packed web archive costs itself: what stands behind it is read."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ownwords.gather import gaps
from ownwords.gather.connector import Options
from ownwords.gather.cursor import cursor_after
from ownwords.gather.gaps import Gap, over_gaps
from ownwords.gather.sources import Source, find_sources
from ownwords.gather.streams import StreamBroken
from ownwords.gather.warc import CONNECTOR
from ownwords.records.captured import Fault, LeftOut, Page, Read
from tests.gather.making_warc import Parts, info, record

COUNT = 9
ADDRESSES = [f"https://harbour.example/log/{number}" for number in range(COUNT)]


def members(pack: Callable[[bytes], bytes] = gzip.compress, noise: int = 500) -> list[bytes]:
    """The members of an archive: what the crawler says of itself, then a page each."""
    bodies = [f"<p>{one} {os.urandom(noise).hex()}</p>".encode() for one in ADDRESSES]
    pages = map(record, map(Parts, bodies, ADDRESSES))
    return [pack(info()), *map(pack, pages)]


def reads(path: Path, data: bytes, cursor: str = "") -> list[Read]:
    path.write_bytes(data)
    (source,) = find_sources(str(path))
    assert isinstance(source, Source)
    return list(CONNECTOR.read(source, Options(), cursor))


def addresses(found: list[Read]) -> list[str]:
    return [one.url for one in found if isinstance(one, Page)]


def reasons(found: list[Read]) -> list[str]:
    return [one.reason for one in found if isinstance(one, Fault)]


def packaged(data: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        package.writestr("archive/data.warc.gz", data)
    return sink.getvalue()


def damaged(parts: list[bytes], which: int, start: int, noise: bytes) -> list[bytes]:
    """The same with other bytes within one member; what goes over its end is left out."""
    whole = parts[which]
    start %= len(whole)
    noise = noise[: len(whole) - start]
    broken = whole[:start] + noise + whole[start + len(noise) :]
    return [*parts[:which], broken, *parts[which + 1 :]]


def test_the_pages_behind_a_damaged_member_are_read_and_the_gap_is_named(tmp_path: Path) -> None:
    parts = damaged(members(), 4, 300, b"\0" * 40)
    start = len(b"".join(parts[:4]))
    found = reads(tmp_path / "a.warc.gz", b"".join(parts))
    assert addresses(found) == ADDRESSES[:3] + ADDRESSES[4:]
    (fault,) = (one for one in found if isinstance(one, Fault))
    last = start + len(parts[4]) - 1
    assert fault.reason == (
        f"The gzip stream is damaged: bytes {start} to {last} of the packed file are not read."
    )
    places = [one.place for one in found if not isinstance(one, LeftOut)]
    assert [place.line for place in places] == list(range(2, COUNT + 2))
    assert places.index(fault.place) == 3


_DAMAGE = st.tuples(
    st.integers(1, COUNT - 1), st.integers(0, 2_000), st.binary(min_size=1, max_size=1_500)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example((1, 0, b"\0"), "a.warc.gz", 500)
@example((1, 3, b"\x04"), "a.warc.gz", 500)
@example((4, 0, b"\0" * 1_500), "a.wacz", 500)
@example((4, 0, b"\0" * 1_500), "a.warc.gz", 0)
@given(_DAMAGE, st.sampled_from(["a.warc.gz", "a.wacz"]), st.sampled_from([0, 90, 500]))
def test_whatever_is_damaged_in_one_member_the_others_are_kept_once(
    tmp_path: Path, damage: tuple[int, int, bytes], name: str, noise: int
) -> None:
    whole = members(noise=noise)
    parts = damaged(whole, *damage)
    data = b"".join(parts)
    found = reads(tmp_path / name, packaged(data) if name == "a.wacz" else data)
    got, lost = addresses(found), ADDRESSES[damage[0] - 1]
    assert [one for one in got if one != lost] == [one for one in ADDRESSES if one != lost]
    assert len(reasons(found)) == 1 or lost in got  # a member may end behind its whole record
    if not reasons(found):  # some bytes of a header say nothing, and noise may be what stood there
        assert gzip.decompress(parts[damage[0]]) == gzip.decompress(whole[damage[0]])


@pytest.mark.parametrize("name", ["a.warc.gz", "a.wacz"])
def test_who_stops_anywhere_and_goes_on_gets_the_same(name: str, tmp_path: Path) -> None:
    parts = damaged(damaged(members(), 3, 200, b"\xff" * 30), 6, 0, b"none")
    data = b"".join(parts)
    data = data if name == "a.warc.gz" else packaged(data)
    found = reads(tmp_path / name, data)
    assert len(reasons(found)) == 2
    for taken in range(len(found)):
        cursor = cursor_after(found[:taken])
        assert reads(tmp_path / name, data, cursor) == found[taken:]


@pytest.mark.parametrize("which", [2, COUNT - 1])
def test_a_package_whose_checksum_does_not_fit_is_read_to_its_end(
    which: int, tmp_path: Path
) -> None:
    """As it is where the package was damaged after it was made."""
    parts = members()
    damage = b"".join(damaged(parts, which, 200, b"\xff" * 30))
    data = packaged(b"".join(parts)).replace(b"".join(parts), damage)
    found = reads(tmp_path / "a.wacz", data)
    assert addresses(found) == [one for one in ADDRESSES if one != ADDRESSES[which - 1]]
    assert [one.partition(":")[0] for one in reasons(found)] == [
        "The gzip stream is damaged",
        "The checksum of this member does not fit",
    ]
    for taken in range(len(found)):
        assert reads(tmp_path / "a.wacz", data, cursor_after(found[:taken])) == found[taken:]


def test_members_that_are_damaged_one_after_the_other_are_one_gap(tmp_path: Path) -> None:
    parts = members()
    for which in (3, 4, 5):
        parts = damaged(parts, which, 12, b"\xff" * 300)
    parts[6] = b"nothing of gzip" + parts[6]
    found = reads(tmp_path / "a.warc.gz", b"".join(parts))
    assert addresses(found) == ADDRESSES[:2] + ADDRESSES[5:]
    assert 1 <= len(reasons(found)) <= 3


def test_a_member_at_the_end_is_damaged_or_cut_as_before(tmp_path: Path) -> None:
    parts = members()
    cut = reads(tmp_path / "a.warc.gz", b"".join(parts)[:-200])
    assert addresses(cut) == ADDRESSES[:-1]
    assert reasons(cut) == ["The gzip stream is cut: it ends before its end."]


def test_a_checksum_that_does_not_fit_costs_its_record_alone(tmp_path: Path) -> None:
    """What was unpacked may be other words than were said, and no digest would tell."""
    parts = members()
    parts[2] = parts[2][:-8] + b"\0\0\0\0" + parts[2][-4:]
    found = reads(tmp_path / "a.warc.gz", b"".join(parts))
    assert addresses(found) == ADDRESSES[:1] + ADDRESSES[2:]
    assert len(reasons(found)) == 1


def test_zeros_between_members_are_a_gap_and_at_the_end_are_none(tmp_path: Path) -> None:
    """A bad disk leaves holes; tapes fill their last block."""
    parts = members()
    parts[4] = bytes(len(parts[4]))
    found = reads(tmp_path / "a.warc.gz", b"".join(parts) + bytes(700))
    assert addresses(found) == ADDRESSES[:3] + ADDRESSES[4:]
    assert len(reasons(found)) == 1


def test_an_archive_that_is_one_member_is_read_to_the_damage(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(members(bytes, noise=200_000)))
    middle = len(whole) // 2
    found = reads(tmp_path / "a.warc.gz", whole[:middle] + b"\xff" * 90 + whole[middle + 90 :])
    assert 1 <= len(addresses(found)) < COUNT
    assert reasons(found)[-1] == "The gzip stream is damaged here."


def test_a_member_that_is_longer_than_what_is_kept_of_it_costs_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gaps, "KEPT", 3_000)
    monkeypatch.setattr("ownwords.gather.streams.PIECE", 1_000)
    first, second = gzip.compress(os.urandom(9_000)), gzip.compress(b"WARC/ behind")
    raw = io.BytesIO(gzip.compress(b"WARC/ one") + first[:-8] + b"\0" * 8 + second)
    got = list(over_gaps(raw, b"WARC/"))
    assert [(one.what, one.at) for one in got if isinstance(one, Gap)] == [
        ("The gzip stream is damaged: bytes 29 to 9051 of the packed file are not read.", 9)
    ]
    assert got[-1] == b"WARC/ behind"


def test_a_file_that_is_made_of_damage_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each member leads into the next one, so that all would be unpacked for each."""
    broken = gzip.compress(b"WARC/ and so on")[:-8] + b"\0" * 8
    raw = io.BytesIO(broken * 4_000)
    got = []
    monkeypatch.setattr(gaps, "FLOOR", 1 << 20)
    with pytest.raises(StreamBroken):
        got.extend(over_gaps(raw, b"WARC/"))
    assert sum(isinstance(one, Gap) for one in got) < 100
