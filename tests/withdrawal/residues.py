"""Residues of every kind of somebody who was taken out, to be planted in a campaign folder."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import html
import json
import lzma
import quopri
import sqlite3
import struct
import unicodedata
import urllib.parse
import zlib
from collections.abc import Callable
from email.header import Header
from pathlib import Path

import apsw
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from ownwords.archive.connection import connect
from ownwords.archive.erasing_work import Work
from tests.withdrawal.packing import deflated, tarred, zipped

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


def png(text: bytes) -> bytes:
    """A picture of nothing with compressed text beside it."""
    chunk = b"zTXt" + b"Comment\0\0" + zlib.compress(text)
    body = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + body


def mail(data: bytes, kind: str) -> bytes:
    """A mail with one part, which is packed as base64 in lines."""
    head = f"Subject: 2014\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + base64.encodebytes(data).replace(b"\n", b"\r\n") + b"\r\n--end--\r\n"


UTF8 = WORDS.encode()
simple("old edition", "editions/0001-2026-01-01/index.html", page(html.escape(WORDS)))
simple("split by tags", "editions/0001-x/a.html", page(WORDS.replace("kam", "k<b>a</b>m")))
simple("alt text", "editions/0001-x/b.html", f'<img alt="{html.escape(WORDS)}">'.encode())
simple("entities", "editions/0001-x/c.html", "".join(f"&#{ord(c)};" for c in WORDS).encode())
simple("gzip inside an edition", "editions/0001-x/search.js.gz", gzip.compress(UTF8))
simple("zip", "editions/0001-x.zip", zipped(("index.html", page(WORDS))))
simple("zip comment", "editions/0002.zip", zipped(("a", b"-"), comment=f"by @{HANDLE}".encode()))
simple("zip in a zip", "sources/two.zip", zipped(("one.zip", deflated(UTF8))))
simple("backup in a tar", "sources/backup.tar.gz", gzip.compress(tarred(("deep/backup.txt", UTF8))))
simple("bzip2", "sources/a.bz2", bz2.compress(UTF8))
simple("xz", "sources/a.xz", lzma.compress(UTF8))
simple("zstd", "sources/a.zst", zstandard.compress(UTF8))
simple("zlib", "cache/thumb.bin", b"\0\1\2" + zlib.compress(UTF8))
simple("JSON-escaped", "cache/a.json", json.dumps({"text": WORDS}).encode())
simple("JSON in JSON", "cache/b.json", json.dumps({"a": json.dumps({"t": WORDS})}).encode())
simple("base64", "cache/c.txt", b"data:text/plain;base64," + base64.b64encode(UTF8))
simple("base64 over lines", "sources/a.eml", mail(b"x " * 24 + POST[-18:].encode(), "text/plain"))
simple("quoted-printable Latin-1", "sources/c.eml", quopri.encodestring(WORDS.encode("latin-1")))
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
simple("name of a file in a zip", "sources/b.zip", zipped((f"tweets/{HANDLE}.json", b"-")))
simple("name of a folder in a tar", "sources/b.tar", tarred((f"{HANDLE}/a.txt", b"-")))
simple("lines that end as on Windows", "sources/a.txt", f"names\r\n{NAME}\r\n".encode())
simple("head of a mail", "sources/h.eml", f"Subject: {Header(WORDS, 'utf-8').encode()}\n".encode())
simple("sender of a mail", "sources/s.eml", f"From: {NAME} <a@b.example>\n\nhello\n".encode())
simple("sender in base64", "sources/t.eml", b"From: =?utf-8?b?SXNvbGRlIG9mIHRoZSBXZWly?= <a@b.c>\n")
simple("cell of a table", "sources/a.csv", f"id,name,text\n1,{NAME},yes\n".encode())
simple("last cell of a table", "sources/l.csv", f"id,name\n1,{NAME}\n2,yes\n".encode())
simple("artist of a picture", "sources/a.jpg", f"Exif\0\0II*\0{NAME}\0".encode() + b"\xff\xfe\x80")
simple("text beside a PNG", "sources/c.png", f"tEXtAuthor\0{NAME}".encode() + b"\x9c\xfe\x80\0")
simple("handle within the name of a file", f"sources/twitter-{HANDLE}-2014.zip", b"-")
simple("name within the name of a file", f"sources/talk with {NAME} (1).txt", b"-")
simple("slug of a name", "articles/isolde-of-the-weir-2014.html", b"-")
simple("id within the name of a file", "sources/421415667179189620_1.jpg", b"-")
CHUNKS = b"".join(b"%x\r\n%s\r\n" % (1, UTF8[at : at + 1]) for at in range(len(UTF8)))
HTTP = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
simple("page in chunks", "sources/a.warc", HTTP + CHUNKS + b"0\r\n\r\n")
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


@plant("where a link leads")
def _(root: Path) -> None:
    put(root, "elsewhere/x", b"-")
    (root / "sources").mkdir()
    (root / "sources/a").symlink_to(f"/media/{HANDLE}/a.txt")


@plant("folder on another disk")
def _(root: Path) -> None:
    disk = root.with_name(f"{root.name}-disk")
    put(disk, "deep/a.txt", UTF8)
    (disk / "back").symlink_to(root)
    (root / "sources").symlink_to(disk)


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
