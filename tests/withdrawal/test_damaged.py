"""What a crash or a bad disk left is read as far as it goes, and named where it cannot be read."""

from __future__ import annotations

import io
import random
import sqlite3
import tarfile
from pathlib import Path

import pytest

from ownwords.flows.proof import decoding, packed, proving
from ownwords.flows.proof.proving import SHUT
from ownwords.flows.publish import publish
from tests.flows.keepers import Keep
from tests.withdrawal.packing import STREAMS, zipped
from tests.withdrawal.residues import HANDLE, PLANTS, UTF8, WORK, put
from tests.withdrawal.tellers import built, campaign, go_on, take_out

_DICE = random.Random(11)
NOISE = [_DICE.randbytes(20_000).hex().encode() for _ in range(2)]
LONG = b" ".join([NOISE[0], UTF8, NOISE[1]])


def kinds(root: Path) -> set[str]:
    return {hit.kind for hit in proving.search(root, proving.needles_for(root, [WORK])).hits}


TWO = zipped(("first.txt", b"nothing of theirs " * 9), ("second.txt", LONG))


def encrypted(whole: bytes) -> bytes:
    """A zip whose first member says that it is encrypted."""
    data = bytearray(whole)
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def flipped(whole: bytes, at: int) -> bytes:
    data = bytearray(whole)
    data[at] ^= 0xFF
    return bytes(data)


@pytest.mark.parametrize("kind", ["gzip", "xz"])
def test_a_stream_that_breaks_off_is_read_to_there(kind: str, tmp_path: Path) -> None:
    put(tmp_path, "sources/cut", STREAMS[kind](LONG)[:-3_000])
    assert kinds(tmp_path) == {"words", SHUT}


@pytest.mark.parametrize("kind", sorted(STREAMS))
def test_a_stream_of_which_nothing_can_be_read_is_named(kind: str, tmp_path: Path) -> None:
    put(tmp_path, "sources/cut", flipped(STREAMS[kind](UTF8), 20)[:-12])
    assert SHUT in kinds(tmp_path)


@pytest.mark.parametrize("kind", sorted(STREAMS))
def test_a_stream_behind_what_only_looks_like_one_is_read(kind: str, tmp_path: Path) -> None:
    whole = STREAMS[kind](UTF8)
    put(tmp_path, "sources/two", b"and " + whole[:10] + b" then " + whole + b" and more")
    assert kinds(tmp_path) == {"words"}


UNKNOWN = {
    "7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "rar": b"Rar!\x1a\x07\x01\0",
    "lz4": b"\x04\x22\x4d\x18\x64\x40\xa7",
    "OpenPGP": b"-----BEGIN PGP MESSAGE-----\n\n",
    "encrypted Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + "EncryptedPackage".encode("utf-16-le"),
    "encrypted PDF": b"%PDF-1.6\ntrailer<</Root 1 0 R/Encrypt 5 0 R>>",
    "Brotli": b"WARC/1.0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n",
}


@pytest.mark.parametrize("size", [100, decoding._PIECE + 100])
@pytest.mark.parametrize("kind", sorted(UNKNOWN))
def test_what_nobody_here_can_open_is_named(kind: str, size: int, tmp_path: Path) -> None:
    put(tmp_path, "sources/shut", UNKNOWN[kind] + bytes(size))
    assert kinds(tmp_path) == {SHUT}


@pytest.mark.parametrize("kind", sorted(STREAMS))
def test_of_many_signs_with_nothing_behind_them_the_rest_is_named(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes time: megabytes of them held the proof up for minutes."""
    monkeypatch.setattr(packed, "_MOST_FALSE", 200)
    sign = STREAMS[kind](UTF8)[: 4 if kind == "zstd" else 10] + b"\xb6" * 70
    put(tmp_path, "sources/signs", b"\xff" + sign * 150)
    assert kinds(tmp_path) == set()
    put(tmp_path, "sources/signs", b"\xff" + sign * 300)
    assert kinds(tmp_path) == {SHUT}


def test_a_tar_with_a_link_out_of_it_ends_no_proof(tmp_path: Path) -> None:
    """As a backup of a home folder; where the link leads is looked at as well."""
    link = tarfile.TarInfo("latest")
    link.type, link.linkname = tarfile.SYMTYPE, f"../{HANDLE}"
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        archive.addfile(link)
    put(tmp_path, "sources/a.tar", sink.getvalue())
    put(tmp_path, "sources/b.tar", sink.getvalue() + bytes(decoding._PIECE))
    hits = proving.search(tmp_path, proving.needles_for(tmp_path, [WORK])).hits
    assert {hit.path for hit in hits} == {"sources/a.tar", "sources/b.tar"}


@pytest.mark.parametrize("kind", sorted(STREAMS))
def test_a_text_that_goes_from_one_stream_into_the_next_is_one(kind: str, tmp_path: Path) -> None:
    middle = len(UTF8) // 2
    halves = (UTF8[:middle], UTF8[middle:])
    put(tmp_path, "sources/halves", b"".join(map(STREAMS[kind], halves)))
    assert kinds(tmp_path) == {"words"}


DAMAGED = {
    "its list is cut off": (TWO[:-60], set()),
    "a member before is damaged": (TWO[:39] + b"\xff" + TWO[40:], {SHUT}),
    "a member before is encrypted": (encrypted(TWO), {SHUT}),
}


@pytest.mark.parametrize("how", sorted(DAMAGED))
def test_a_zip_is_read_behind_what_is_damaged(how: str, tmp_path: Path) -> None:
    data, more = DAMAGED[how]
    put(tmp_path, "sources/a.zip", data)
    assert kinds(tmp_path) == {"words", *more}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.gz", STREAMS["gzip"](LONG)[:-3_000]),
        ("a.zip", encrypted(TWO)),
        ("b.zip", TWO[: len(TWO) - 60]),
    ],
)
def test_so_is_a_large_one(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "_PIECE", 8_000)
    put(tmp_path, f"sources/{name}", data)
    assert kinds(tmp_path) >= {SHUT}
    assert "words" in kinds(tmp_path) or name == "b.zip"


def test_a_file_of_posts_that_is_cut_off_is_named(tmp_path: Path) -> None:
    PLANTS["Parquet page"](tmp_path)
    (whole,) = tmp_path.rglob("*.parquet")
    put(tmp_path, "sources/cut.parquet", whole.read_bytes()[:-9])
    whole.unlink()
    assert SHUT in kinds(tmp_path)


def test_a_database_is_read_behind_a_damaged_table(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    connection = sqlite3.connect(path)
    for table, text in (("a", "nothing of theirs " * 90), ("z", UTF8.decode())):
        connection.execute(f"create table {table} (text)")
        connection.executemany(f"insert into {table} values (?)", [(text,)] * 40)
    connection.commit()
    first = connection.execute("select rootpage from sqlite_master where name = 'a'").fetchone()
    connection.close()
    data = bytearray(path.read_bytes())
    data[(first[0] - 1) * 4096 : first[0] * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    hits = proving.search(tmp_path, proving.needles_for(tmp_path, [WORK])).hits
    assert {(hit.kind, hit.how) for hit in hits} >= {("words", "SQLite"), (SHUT, "unpacked")}


def test_a_file_that_is_called_like_the_end_of_a_lock_is_looked_into(tmp_path: Path) -> None:
    put(tmp_path, "-shm", UTF8)
    assert kinds(tmp_path) == {"words"}


def test_what_cannot_be_opened_beside_the_editions_is_named_and_stays(
    keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ended the withdrawal with an error, after their posts had gone."""
    workspace = campaign(keep, monkeypatch)
    publish(workspace)
    put(workspace.folder.root, "editions/old.zip", encrypted(zipped(("a.txt", b"nothing here"))))
    done = take_out(workspace)
    assert [(hit.path, hit.kind) for hit in done.proof.hits] == [("editions/old.zip", SHUT)]
    assert built(workspace) == ["0002"]
    (workspace.folder.editions / "old.zip").unlink()
    assert go_on(workspace).finished
