"""A residue of every kind is found by the proof: the eraser may forget it, the search not."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import html
import io
import json
import lzma
import quopri
import random
import sqlite3
import struct
import tarfile
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import apsw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from ownwords.archive.connection import connect
from ownwords.archive.erasing_work import Work
from ownwords.flows.proof import decoding, proving

WORDS = "Übers Wehr kam ich mit dem Öllicht & niemand fragte, wie die Nacht war"
POST = "https://x.com/i/status/421415667179189620"
ACCOUNT = "https://x.com/i/user/9992823608"
HANDLE = "isolde_of_the_weir"
NAME = "Isolde of the Weir"
PAYLOAD = b'{"id":"421415667179189620"}'
DENSE = "灯台の夜は誰にも聞かれなかった"
WORK = Work(
    accounts=(ACCOUNT,),
    handles=(f"x.com@{HANDLE}",),
    names=(NAME,),
    posts=(POST,),
    natives=("421415667179189620",),
    texts=(WORDS, DENSE, "unteilbarkeitsrune"),
    digests=(hashlib.sha256(PAYLOAD).hexdigest(),),
)

Plant = Callable[[Path], None]
PLANTS: dict[str, Plant] = {}


def plant(kind: str) -> Callable[[Plant], Plant]:
    def keep(made: Plant) -> Plant:
        PLANTS[kind] = made
        return made

    return keep


def put(root: Path, name: str, data: bytes) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def simple(kind: str, name: str, data: bytes) -> None:
    PLANTS[kind] = lambda root: put(root, name, data)


def page(words: str) -> bytes:
    return f"<!doctype html><p>{words}</p>".encode()


def zipped(name: str, data: bytes, comment: bytes = b"") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
        archive.comment = comment
    return sink.getvalue()


def zipped_one(data: bytes) -> bytes:
    return zipped("a.txt", data)


def tarred(data: bytes) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w:gz") as archive:
        member = tarfile.TarInfo("deep/backup.txt")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return sink.getvalue()


def png(text: bytes) -> bytes:
    """A picture of nothing with compressed text beside it."""
    chunk = b"zTXt" + b"Comment\0\0" + zlib.compress(text)
    body = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + body


UTF8 = WORDS.encode()
simple("old edition", "editions/0001-2026-01-01/index.html", page(html.escape(WORDS)))
simple("split by tags", "editions/0001-x/a.html", page(WORDS.replace("kam", "k<b>a</b>m")))
simple("alt text", "editions/0001-x/b.html", f'<img alt="{html.escape(WORDS)}">'.encode())
simple("entities", "editions/0001-x/c.html", "".join(f"&#{ord(c)};" for c in WORDS).encode())
simple("gzip inside an edition", "editions/0001-x/search.js.gz", gzip.compress(UTF8))
simple("zip", "editions/0001-x.zip", zipped("index.html", page(WORDS)))
simple("zip comment", "editions/0002.zip", zipped("a", b"-", f"by @{HANDLE}".encode()))
simple("zip in a zip", "sources/two.zip", zipped("one.zip", zipped("a.txt", UTF8)))
simple("backup in a tar", "sources/backup.tar.gz", tarred(UTF8))
simple("bzip2", "sources/a.bz2", bz2.compress(UTF8))
simple("xz", "sources/a.xz", lzma.compress(UTF8))
simple("zstd", "sources/a.zst", zstandard.compress(UTF8))
simple("zlib", "cache/thumb.bin", b"\0\1\2" + zlib.compress(UTF8))
simple("JSON-escaped", "cache/a.json", json.dumps({"text": WORDS}).encode())
simple("JSON in JSON", "cache/b.json", json.dumps({"a": json.dumps({"t": WORDS})}).encode())
simple("base64", "cache/c.txt", b"data:text/plain;base64," + base64.b64encode(UTF8))
simple("hexadecimal", "cache/d.txt", UTF8.hex().encode())
simple("percent-encoded", "cache/e.txt", urllib.parse.quote(WORDS).encode())
simple("plus-encoded", "cache/f.txt", urllib.parse.quote_plus(WORDS).encode())
simple("quoted-printable", "cache/g.eml", quopri.encodestring(UTF8))
simple("UTF-16", "cache/h.txt", WORDS.encode("utf-16"))
simple("UTF-16 big-endian", "cache/i.bin", b"\0\xff" + WORDS.encode("utf-16-be"))
simple("Latin-1", "cache/j.txt", WORDS.encode("latin-1"))
simple("NFD", "cache/k.txt", unicodedata.normalize("NFD", WORDS).encode())
simple("invisible characters", "cache/l.txt", WORDS.replace("m", "m\u200b").encode())
simple("capitals", "cache/m.txt", WORDS.upper().encode())
simple("mixed-case handle", "stories/a.md", b"as @Isolde_Of_The_WEIR put it")
simple("handle in an address", "stories/b.md", b"see https://twitter.com/isolde_of_the_weir")
simple("bare id", "cache/ids.txt", b"421415667179189620\n")
simple("account id", "cache/who.json", b'{"author_id":9992823608}')
simple("SHA-256 of an id", "cache/n.txt", hashlib.sha256(POST.encode()).hexdigest().encode())
simple("MD5 of a bare id", "cache/o.txt", hashlib.md5(b"9992823608").hexdigest().encode())
simple("digest of a record", "editions/m.json", hashlib.sha256(PAYLOAD).hexdigest().encode())
simple("display name", "cache/p.json", json.dumps({"name": NAME}).encode())
simple("log", "cache/ownwords.log", b"2026 kept: " + UTF8)
simple("temporary file", "posts/.00-posts-ab.parquet.77.part", b"\0\1" + UTF8 + b"\0")
simple("crash dump", "core.4711", b"\x7fELF" + b"\0" * 99 + UTF8 + b"\0" * 99)
simple("story autosave", "stories/.night.md.swp", b"b0VIM\0" + UTF8)
simple("kept article", "articles/a.html", page(WORDS))
simple("thumbnail metadata", "cache/thumbnails/a.png", png(UTF8))
simple("name of a file", f"cache/{HANDLE}.bin", b"-")
simple("name of a folder", f"sources/{HANDLE}/a.txt", b"-")
simple("script without spaces", "cache/q.txt", f"…{DENSE}…".encode())


@plant("Parquet page")
def _(root: Path) -> None:
    put(root, "posts/x", b"")
    pq.write_table(pa.table({"content": [WORDS]}), root / "posts/00-posts-x.parquet")


@plant("Parquet statistics")
def _(root: Path) -> None:
    put(root, "posts/x", b"")
    table = pa.table({"id": [POST, POST]})
    pq.write_table(table, root / "posts/01.parquet", write_statistics=True)


@plant("Parquet metadata")
def _(root: Path) -> None:
    put(root, "posts/x", b"")
    table = pa.table({"n": [1]}).replace_schema_metadata({"note": WORDS})
    pq.write_table(table, root / "posts/02.parquet")


@plant("cached vector")
def _(root: Path) -> None:
    put(root, "cache/x", b"")
    table = pa.table({"id": [POST], "vector": [[0.5, 0.25]]})
    pq.write_table(table, root / "cache/vectors.parquet", use_dictionary=False)


@plant("clearance")
def _(root: Path) -> None:
    _rows(root / "desk.sqlite", "clearances", POST)


@plant("fault text")
def _(root: Path) -> None:
    _rows(root / "desk.sqlite", "faults", f"cannot read {WORDS}")


def _rows(path: Path, table: str, cell: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"create table {table} (a text)")
    connection.execute(f"insert into {table} values (?)", [cell])
    connection.commit()
    connection.close()


@plant("SQLite blob")
def _(root: Path) -> None:
    connection = sqlite3.connect(root / "desk.sqlite")
    connection.execute("create table t (link blob)")
    connection.execute("insert into t values (?)", [hashlib.sha256(POST.encode()).digest()])
    connection.commit()
    connection.close()


@plant("free page")
def _(root: Path) -> None:
    connection = sqlite3.connect(root / "desk.sqlite")
    connection.execute("pragma secure_delete = 0")
    connection.execute("create table t (a text)")
    connection.execute("insert into t values (?)", [WORDS])
    connection.commit()
    connection.execute("drop table t")
    connection.commit()
    connection.close()


@plant("WAL page")
def _(root: Path) -> None:
    connection = connect(root / "real.sqlite", create=True)
    connection.execute("create table t (a text)")
    connection.execute("insert into t values (?)", [WORDS])
    put(root, "desk.sqlite-wal", (root / "real.sqlite-wal").read_bytes())
    connection.close()
    (root / "real.sqlite").unlink()


@plant("name of a folder that holds folders")
def _(root: Path) -> None:
    put(root, f"sources/{HANDLE}/2014/page.html", b"nothing of theirs")


@plant("name of an empty folder")
def _(root: Path) -> None:
    (root / f"sources/{NAME}").mkdir(parents=True)


@plant("link to nowhere")
def _(root: Path) -> None:
    (root / "421415667179189620").symlink_to(root / "gone")


@plant("file that is called as the sealed list is")
def _(root: Path) -> None:
    put(root, "sources/erasing.sealed", UTF8)


@plant("file that is called as locks of a database are")
def _(root: Path) -> None:
    put(root, "sources/notes-shm", UTF8)


@plant("UTF-16 on a page of a database")
def _(root: Path) -> None:
    put(root, "desk.sqlite", b"SQLite format 3\0" + b"\1\xff" * 99 + WORDS.encode("utf-16-be"))


@plant("FTS segment")
def _(root: Path) -> None:
    """A word that is in the vocabulary while its row is gone: no secure delete."""
    connection = apsw.Connection(str(root / "search.sqlite"))
    connection.execute("pragma secure_delete = 1")
    connection.execute("create virtual table posts using fts5(body)")
    connection.execute("insert into posts (rowid, body) values (1, 'unteil'), (2, 'laterne')")
    connection.execute("insert into posts (rowid, body) values (3, 'unteilbarkeitsrune')")
    connection.execute("delete from posts where rowid = 3")
    connection.close()


@pytest.mark.parametrize("kind", sorted(PLANTS))
def test_a_residue_is_found(kind: str, tmp_path: Path) -> None:
    PLANTS[kind](tmp_path)
    found = proving.search(tmp_path, proving.needles_for(tmp_path, [WORK]))
    assert found.hits, kind


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, zstandard.compress, zipped_one])
def test_a_large_packed_file_is_read_in_pieces(
    pack: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "_PIECE", 40_000)
    noise = random.Random(3).randbytes(60_000).hex().encode()
    put(tmp_path, "sources/a.bin", pack(noise + b" " + UTF8 + b" " + noise))
    assert (tmp_path / "sources/a.bin").stat().st_size > 40_000
    assert proving.search(tmp_path, proving.needles_for(tmp_path, [WORK])).hits


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    for kind in ("gzip inside an edition", "FTS segment", "Parquet page", "bare id"):
        PLANTS[kind](tmp_path)
    needles = proving.needles_for(tmp_path, [WORK])
    one = proving.search(tmp_path, needles, workers=1)
    assert one.hits == proving.search(tmp_path, needles, workers=2).hits
    assert len({hit.path for hit in one.hits}) == 4


def test_what_is_packed_too_deep_is_named(tmp_path: Path) -> None:
    data = b"nothing of theirs"
    for _ in range(8):
        data = gzip.compress(data)
    put(tmp_path, "sources/deep.gz", data)
    [hit] = proving.search(tmp_path, proving.needles_for(tmp_path, [WORK])).hits
    assert hit.kind == "more packed inside than can be looked through"


def test_how_the_campaigns_own_folder_is_called_is_no_residue(tmp_path: Path) -> None:
    for name in (HANDLE, "421415667179189620", NAME):
        put(tmp_path / name, "desk.sqlite", b"nothing of theirs")
        assert (
            proving.search(tmp_path / name, proving.needles_for(tmp_path / name, [WORK])).hits == []
        )


def test_there_are_many_kinds() -> None:
    assert len(PLANTS) >= 24


@pytest.mark.parametrize(
    "innocent",
    [
        b"Niemand fragte, wie es dem Wehr ging",
        b'{"author_id":999282360,"id":"42141566717918962"}',
        b"isolde and the weir; mail isolde@weir.example",
        b"The night at the weir, told by somebody else",
    ],
)
def test_what_is_not_theirs_is_no_hit(innocent: bytes, tmp_path: Path) -> None:
    put(tmp_path, "stories/a.md", innocent)
    assert proving.search(tmp_path, proving.needles_for(tmp_path, [WORK])).hits == []


def test_what_somebody_else_says_by_themselves_is_no_trace(tmp_path: Path) -> None:
    put(tmp_path, "posts/x", b"")
    row = {"content": WORDS, "summary": "", "name": NAME, "redacted": False, "type": "Note"}
    whose = {"handle": "maren", "attributed_to": "https://x.com/i/user/1", "network": "x.com"}
    table = pa.table({name: [value] for name, value in {**row, **whose}.items()})
    pq.write_table(table, tmp_path / "posts/00-posts-x.parquet")
    needles = proving.needles_for(tmp_path, [WORK])
    assert proving.search(tmp_path, needles).hits == []
    redacted = table.set_column(3, "redacted", pa.array([True]))
    pq.write_table(redacted, tmp_path / "posts/00-posts-x.parquet")
    assert proving.search(tmp_path, proving.needles_for(tmp_path, [WORK])).hits


def held(root: Path, *posts: dict[str, object]) -> None:
    """Posts of others, as far as the proof reads them."""
    row = {"content": "", "summary": "", "name": "", "redacted": False, "type": "Note"}
    whose = {"handle": "maren", "attributed_to": "https://x.com/i/user/1", "network": "x.com"}
    ids = {"native_id": "7", "version_id": "7"}
    put(root, "posts/x", b"")
    rows = [{**row, **whose, **ids, **post} for post in posts]
    pq.write_table(pa.Table.from_pylist(rows), root / "posts/00-posts-x.parquet")


def found_in(root: Path) -> list[str]:
    """The kinds of what the proof finds."""
    return [hit.kind for hit in proving.search(root, proving.needles_for(root, [WORK])).hits]


def test_no_run_goes_from_one_value_into_the_next(tmp_path: Path) -> None:
    words, dense = WORDS.split(), (DENSE[:8], DENSE[8:])
    held(tmp_path, {"content": " ".join(words[:7])}, {"content": " ".join(words[7:])})
    assert found_in(tmp_path) == []  # each is said by somebody else
    connection = sqlite3.connect(tmp_path / "desk.sqlite")
    connection.execute("create table t (a text)")
    pairs = [(" ".join(words[:4]),), (" ".join(words[4:8]),), (dense[0],), (dense[1],)]
    connection.executemany("insert into t values (?)", pairs)
    connection.commit()
    connection.close()
    assert found_in(tmp_path) == []


def test_what_is_said_in_markup_by_somebody_else_is_no_trace(tmp_path: Path) -> None:
    marked_up = WORDS.replace("Wehr", "<b>Wehr</b>").replace("&", "&amp;")
    held(tmp_path, {"content": f"<p>{marked_up}</p>"})
    assert found_in(tmp_path) == []


def test_a_number_of_another_server_is_no_trace(tmp_path: Path) -> None:
    held(tmp_path, {"native_id": "421415667179189620", "attributed_to": "https://a.example/b"})
    put(tmp_path, "cache/ids.txt", b"421415667179189620\n")
    assert found_in(tmp_path) == []
    put(tmp_path, "cache/address.txt", POST.encode())
    assert found_in(tmp_path) == ["id"]


def test_a_name_that_another_network_knows_is_looked_for_in_addresses(tmp_path: Path) -> None:
    elsewhere = {"attributed_to": "https://a.example/users/9", "network": "a.example"}
    held(tmp_path, {"content": f"<p>so said @<span>{HANDLE}</span></p>", **elsewhere})
    put(tmp_path, "stories/a.md", f"@{HANDLE} https://a.example/@{HANDLE}".encode())
    assert found_in(tmp_path) == []
    put(tmp_path, "stories/b.md", f"https://twitter.com/{HANDLE}/status/1".encode())
    assert found_in(tmp_path) == ["handle"]


@pytest.mark.parametrize("network", ["x.com", "given", "storify.com"])
def test_a_name_on_its_network_or_on_none_is_found(network: str, tmp_path: Path) -> None:
    held(tmp_path, {"content": f"so said @{HANDLE}", "network": network})
    assert found_in(tmp_path) == ["handle"]


def test_a_name_of_another_server_is_no_trace(tmp_path: Path) -> None:
    put(tmp_path, "stories/a.md", f"@{HANDLE}@other.example".encode())
    assert found_in(tmp_path) == []


def test_the_beginning_of_a_word_in_the_directory_of_an_index_is_no_word(tmp_path: Path) -> None:
    """A page that begins with ``unteilbarkeitsrunen`` may be listed under what they said."""
    first, index = "unteilbarkeitsrunen", 1 << 37 | 5
    page = bytes((0, 0, 0, 4 + 2 + len(first), len(first) + 1)) + b"0" + first.encode() + b"\4"
    connection = sqlite3.connect(tmp_path / "search.sqlite")
    connection.execute("create table p_data (id integer, block blob)")
    connection.execute("create table p_idx (segid integer, term blob, pgno integer)")
    connection.execute("insert into p_data values (?, ?)", [index, page])
    connection.execute("insert into p_idx values (1, ?, 10)", [b"0" + first[:-1].encode()])
    connection.commit()
    assert found_in(tmp_path) == []
    connection.execute("update p_idx set pgno = 12")
    connection.commit()
    connection.close()
    assert "words" in found_in(tmp_path)
