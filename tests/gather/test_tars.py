"""Tars, plain and packed: what they hold, what they must not, and every cut named."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import random
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ownwords.gather import tars
from ownwords.gather.bundles import bundle_of
from ownwords.gather.connector import detect
from ownwords.gather.sources import Source, find_sources
from ownwords.gather.streams import StreamBroken, unpack
from ownwords.gather.tars import tar_members
from ownwords.records.errors import ImportRefused, UnknownFormat
from tests.gather.reading import MB, peak_of, source_of

LONG = "a-folder-of-a-very-long-name/" * 12 + "hour.json"
FILES = {"07/00.json": b"first\n" * 300, "07/01.json": b"", LONG: b"x" * 70_000}
FORMATS = {"gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}


def tarred(files: dict[str, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        folder = tarfile.TarInfo("07")
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


PACKERS = {"plain": bytes, "gzip": gzip.compress, "bzip2": bz2.compress}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("packer", PACKERS)
def test_members_by_name_and_in_one_pass(form: str, packer: str, tmp_path: Path):
    data = tarred(FILES, FORMATS[form])
    path = tmp_path / "month.tar"
    path.write_bytes(PACKERS[packer](data))
    bundle = bundle_of(path)
    assert bundle is not None
    assert bundle.cut == ""
    assert bundle.names() == tuple(FILES) == source_of(path).head().members
    assert {name: b"".join(bundle.chunks(name)) for name in FILES} == FILES
    passed = {
        entry.name: b"".join(pieces) for entry, pieces in tar_members(unpack(io.BytesIO(data)), [])
    }
    assert passed == FILES


def test_what_is_not_taken_is_passed_over():
    names = [entry.name for entry, _ in tar_members(iter([tarred(FILES)]), [])]
    assert names == list(FILES)


def test_posts_in_a_tar_are_not_taken_for_a_file_of_posts(monkeypatch: pytest.MonkeyPatch):
    line = b'{"created_at":"x","id_str":"1","text":"Kanarie","user":{"id_str":"2"}}\n'
    data = tarred({"posts.jsonl": line * 9})

    class Terminal:
        buffer = io.BytesIO(data)

    monkeypatch.setattr("sys.stdin", Terminal())
    (source,) = find_sources("-")
    assert isinstance(source, Source)
    assert line not in source.head().start
    with pytest.raises(UnknownFormat):
        detect(source)


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("../out.json", tarfile.REGTYPE, "leads out"),
        ("/etc/passwd", tarfile.REGTYPE, "leads out"),
        ("C:/x.json", tarfile.REGTYPE, "leads out"),
        ("a.json", tarfile.SYMTYPE, "link"),
        ("a.json", tarfile.LNKTYPE, "link"),
        ("a.json", tarfile.FIFOTYPE, "no plain file"),
        ("a.json", tarfile.CHRTYPE, "no plain file"),
        ("a.json", tarfile.GNUTYPE_SPARSE, "no plain file"),
        ("07/00.json", tarfile.REGTYPE, "same name twice"),
    ],
)
def test_traps_are_refused_whole(name: str, kind: bytes, said: str, tmp_path: Path):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("07/00.json"))
        trap = tarfile.TarInfo(name)
        trap.type, trap.linkname = kind, "/etc/passwd"
        tar.addfile(trap)
    path = tmp_path / "trap.tar"
    path.write_bytes(out.getvalue())
    with pytest.raises(ImportRefused, match=said):
        bundle_of(path)
    assert source_of(path).head().members == ("07/00.json",)


@pytest.mark.parametrize("packer", PACKERS)
def test_every_cut_is_named_and_what_stands_before_it_is_whole(packer: str, tmp_path: Path):
    files = {"a.json": b"first\n" * 500, "b.json": random.Random(7).randbytes(3_000)}
    packed = PACKERS[packer](tarred(files)[: 512 * (1 + 1 + 6 + 1 + 6 + 2)])
    path = tmp_path / "cut.tar"
    for size in range(512 if packer == "plain" else 100, len(packed), 97):
        path.write_bytes(packed[:size])
        bundle = bundle_of(path)
        if bundle is None:
            assert packer != "plain"
            continue
        assert bundle.cut
        for name in bundle.names():
            held = b"".join(_whole(bundle.chunks(name)))
            assert files[name].startswith(held)


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lost", ["02/00.json", f"02/{'0' * 120}.json"])
def test_a_damaged_header_costs_its_file_and_is_named(
    form: str, packer: str, lost: str, tmp_path: Path
) -> None:
    names = ["00/00.json", "01/00.json", lost, "03/00.json", "04/00.json"]
    files = {name: random.Random(name).randbytes(2_000) for name in names}
    data = tarred(files, FORMATS[form])
    at = data.rindex(lost[:90].encode())
    path = tmp_path / "month.tar"
    path.write_bytes(PACKERS[packer](data[:at] + b"X" + data[at + 1 :]))
    bundle = bundle_of(path)
    assert bundle is not None
    assert "no header stands" in bundle.cut
    whole = {name: body for name, body in files.items() if name != lost}
    assert {name: b"".join(bundle.chunks(name)) for name in bundle.names()} == whole
    damaged: list[int] = []
    pieces = unpack(io.BytesIO(path.read_bytes()))
    passed = {entry.name: b"".join(body) for entry, body in tar_members(pieces, damaged)}
    assert (passed, damaged) == (whole, [at])


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("zeros", [512, 1024, 2048])
def test_zeros_over_a_header_are_not_taken_for_the_end(packer: str, zeros: int, tmp_path: Path):
    names = [f"0{number}/00.json" for number in range(5)]
    files = {name: random.Random(name).randbytes(4_000) for name in names}
    data = tarred(files)
    at = data.rindex(b"02/00.json")
    path = tmp_path / "month.tar"
    path.write_bytes(PACKERS[packer](data[:at] + bytes(zeros) + data[at + zeros :]))
    bundle = bundle_of(path)
    assert bundle is not None
    assert "no header stands" in bundle.cut
    whole = {name: body for name, body in files.items() if name != "02/00.json"}
    assert {name: b"".join(bundle.chunks(name)) for name in bundle.names()} == whole
    damaged: list[int] = []
    pieces = unpack(io.BytesIO(path.read_bytes()))
    passed = {entry.name: b"".join(body) for entry, body in tar_members(pieces, damaged)}
    assert (passed, damaged) == (whole, [at])


def test_of_two_tars_that_were_joined_both_are_read_and_the_place_is_named(tmp_path: Path):
    first, second = {"a.json": b"first\n" * 300}, {"b.json": b"second\n" * 300}
    path = tmp_path / "joined.tar"
    path.write_bytes(tarred(first) + tarred(second))
    bundle = bundle_of(path)
    assert bundle is not None
    assert "no header stands" in bundle.cut
    assert {name: b"".join(bundle.chunks(name)) for name in bundle.names()} == first | second


def test_names_that_stand_again_in_a_joined_tar_cost_only_the_second(tmp_path: Path):
    first, second = {"a.json": b"first\n" * 300}, {"a.json": b"second\n" * 300}
    path = tmp_path / "joined.tar"
    path.write_bytes(tarred(first) + tarred(second))
    bundle = bundle_of(path)
    assert bundle is not None
    assert "no header stands" in bundle.cut
    assert {name: b"".join(bundle.chunks(name)) for name in bundle.names()} == first


def _whole(pieces: Iterator[bytes]) -> list[bytes]:
    taken: list[bytes] = []
    with contextlib.suppress(StreamBroken):
        taken.extend(pieces)
    return taken


def test_damaged_bytes_raise_nothing_but_refusals(tmp_path: Path):
    data = tarred(FILES, tarfile.PAX_FORMAT)
    chance = random.Random(11)
    path = tmp_path / "damaged.tar"
    for _ in range(200):
        made = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            made[chance.randrange(6_000)] = chance.randrange(256)
        path.write_bytes(made)
        source_of(path).head()
        try:
            bundle = bundle_of(path)
            for name in bundle.names() if bundle else ():
                list(bundle.chunks(name) if bundle else ())
        except ImportRefused:
            pass


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_header_without_measure_is_refused_before_it_is_read(kind: bytes, tmp_path: Path):
    out = io.BytesIO()
    info = tarfile.TarInfo("x")
    info.type, info.size = kind, 64 * MB
    with tarfile.open(fileobj=out, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("first"))
        out.write(info.tobuf())
        out.write(bytes(64 * MB))
    path = tmp_path / "bomb.tar.gz"
    path.write_bytes(gzip.compress(out.getvalue(), 1))
    del out

    def look() -> None:
        with pytest.raises(ImportRefused, match="without measure"):
            bundle_of(path)

    assert peak_of(look) < 8 * MB


def test_a_tar_that_unpacks_without_measure_ends_early(tmp_path: Path):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        info = tarfile.TarInfo("zeros")
        info.size = 128 * MB
        tar.addfile(info, io.BytesIO(bytes(info.size)))
    path = tmp_path / "bomb.tar.gz"
    path.write_bytes(gzip.compress(out.getvalue(), 9))
    bundle = bundle_of(path)
    assert bundle is not None
    assert "200 times" in bundle.cut


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tars, "MEMBERS", 50)
    data = tarred({f"{number}.json": b"" for number in range(60)})
    with pytest.raises(ImportRefused, match="more than 50 members"):
        list(tar_members(iter([data]), []))
