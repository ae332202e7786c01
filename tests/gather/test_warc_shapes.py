"""Records as tools really write them, in shapes and orders that are odd: nothing is lost unsaid."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zipfile
import zlib
from pathlib import Path

import pytest

from ownwords.gather.connector import Options, detect
from ownwords.gather.sources import find_sources
from ownwords.records.captured import Fault, Page, Read

PAGE = b"<p>I keep the light.</p>"
OTHER = b"<p>So do I.</p>"
LONG = b"<!doctype html><p>" + b"I keep the light, and on. " * 40


def http(body: bytes = PAGE, *headers: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    """An answer; a page of HTML where its headers name no other type."""
    kinds = [] if any(one.startswith("Content-Type") for one in headers) else ["text/html"]
    lines = [status, *(f"Content-Type: {kind}" for kind in kinds), *headers]
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + body


def record(block: bytes, *headers: str, kind: str = "response", version: str = "WARC/1.0") -> bytes:
    """One record of a crawl."""
    lines = [version, f"WARC-Type: {kind}", "WARC-Target-URI: https://harbour.example/news"]
    if not any(one.startswith("WARC-Date") for one in headers):
        lines += ["WARC-Date: 2014-01-12T09:00:00Z"]
    lines += [f"Content-Length: {len(block)}", *headers]
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + block + b"\r\n\r\n"


AFTER = record(http(OTHER))


def read(path: Path, data: bytes) -> list[Read]:
    path.write_bytes(data)
    [source] = find_sources(str(path))
    assert not isinstance(source, Fault)
    return list(detect(source).read(source, Options()))


def pages(found: list[Read]) -> list[bytes]:
    return [one.data for one in found if isinstance(one, Page)]


def reasons(found: list[Read]) -> list[tuple[str, str]]:
    return [(one.reason, one.kept) for one in found if isinstance(one, Fault)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crawl.warc"


def chunked(data: bytes) -> bytes:
    pieces = (data[:9], data[9:])
    return b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in pieces) + b"0\r\n\r\n"


def sha1(data: bytes) -> str:
    return f"WARC-Payload-Digest: sha1:{base64.b32encode(hashlib.sha1(data).digest()).decode()}"


BROTLI = b"[x\x80\x07" + bytes(range(256)) * 300
"""Whatever Brotli makes of a page of 64 KB to 1 MB in one go begins as a list of JSON does."""


@pytest.mark.parametrize(
    ("body", "packed"),
    [
        (BROTLI, "br"),
        (b"\x0b<" + BROTLI, "br"),
        (gzip.compress(gzip.compress(LONG)), "gzip, gzip"),
        (BROTLI, "gzip, br"),
        (b"\x1f\x9d\x90" + BROTLI, "compress"),
    ],
)
def test_what_is_still_packed_is_no_page(path: Path, body: bytes, packed: str):
    """It would be kept as signs that nobody can read, and nobody looked for in."""
    found = read(path, record(http(body, f"Content-Encoding: {packed}")) + AFTER)
    assert pages(found) == [OTHER]
    assert reasons(found) == [("The page is packed in a way that is not read.", "nothing")]


@pytest.mark.parametrize("packed", ["br", "gzip", "deflate", "gzip, br", "compress", "utf-8"])
@pytest.mark.parametrize(
    "body",
    [
        *(LONG, b'[{"a": 1}]', "Das Licht brennt über Nacht. ".encode() * 200),
        *("<p>señor".encode("latin-1"), b"%PDF-1.4\n\x00\x01", b"\n  {}"),
    ],
)
def test_a_page_whose_packing_was_taken_off_before_is_kept(path: Path, body: bytes, packed: str):
    found = read(path, record(http(body, f"Content-Encoding: {packed}")))
    assert (pages(found), reasons(found)) == ([body], [])


@pytest.mark.parametrize("mark", ["\n\n", "\n\r\n", "\r\n\n"])
def test_an_answer_of_an_old_server_is_kept_from_its_first_word(path: Path, mark: str):
    """Its head ends with bare ends of lines, and an empty line follows in the page."""
    body = b"<p>The first half.</p>\r\n\r\n<p>The second half.</p>"
    head = http(b"").decode().rstrip("\r\n")
    head = head.replace("\r\n", "\n") if mark == "\n\n" else head
    found = read(path, record(head.encode() + mark.encode() + body, sha1(body)))
    assert (pages(found), reasons(found)) == ([body], [])


def test_what_a_server_said_in_between_is_not_the_answer(path: Path):
    found = read(path, record(b"HTTP/1.1 100 Continue\r\n\r\n" + http()))
    assert pages(found) == [PAGE]


def test_a_page_whose_server_did_not_say_what_it_is_is_known_by_its_beginning(path: Path):
    bare = b"HTTP/1.0 200 OK\r\nServer: x\r\n\r\n"
    found = read(path, record(bare + b"\n" + LONG) + record(bare + b"GIF89a"))
    assert pages(found) == [b"\n" + LONG]
    assert [one.type for one in found if isinstance(one, Page)] == ["text/html"]


@pytest.mark.parametrize("form", ["stored", "without chunks", "unpacked"])
def test_the_digest_of_a_payload_may_be_that_of_any_form_of_it(path: Path, form: str):
    packed = gzip.compress(LONG)
    sent = chunked(packed)
    of = {"stored": sent, "without chunks": packed, "unpacked": LONG}[form]
    block = http(sent, "Transfer-Encoding: chunked", "Content-Encoding: gzip")
    found = read(path, record(block, sha1(of)))
    assert (pages(found), reasons(found)) == ([LONG], [])


PART = "This page is not whole in the archive: what follows of it is missing."
SHORT = "This page is shorter than its server said: it may be cut."


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (record(http(), "WARC-Truncated: length"), PART),
        (record(http(), "WARC-Truncated: disconnect"), PART),
        (record(http(), "WARC-Segment-Number: 1"), PART),
        (record(http(PAGE, "Content-Range: bytes 0-23/500", status="HTTP/1.1 206 Part")), PART),
        (record(http(PAGE, "Content-Range: bytes 5-28/29", status="HTTP/1.1 206 Part")), PART),
        (record(http(PAGE, status="HTTP/1.1 206 Part")), PART),
        (record(http(PAGE, "Content-Length: 25")), SHORT),
        (record(PAGE, "WARC-Truncated: time", "Content-Type: text/html", kind="resource"), PART),
    ],
)
def test_a_part_of_a_page_is_kept_and_named_as_one(path: Path, data: bytes, why: str):
    found = read(path, data + AFTER)
    assert pages(found) == [PAGE, OTHER]
    assert reasons(found) == [(why, "the page, as it came")]


@pytest.mark.parametrize(
    "data",
    [
        record(http(PAGE, "Content-Range: bytes 0-23/24", status="HTTP/1.1 206 Part")),
        record(http(PAGE, f"Content-Length: {len(PAGE)}")),
        record(http(PAGE, "Content-Length: 3", "Content-Encoding: gzip")),
        record(http(chunked(PAGE), "Content-Length: 999", "Transfer-Encoding: chunked")),
        record(http(PAGE, "Content-Length: many")),
    ],
)
def test_a_whole_page_is_not_called_a_part(path: Path, data: bytes):
    found = read(path, data)
    assert (pages(found), reasons(found)) == ([PAGE], [])


@pytest.mark.parametrize("version", ["WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1"])
def test_every_version_is_read_alone_and_beside_others(path: Path, version: str):
    one = record(http(), version=version)
    assert pages(read(path, one)) == [PAGE]
    found = read(path, AFTER + one + AFTER)
    assert (pages(found), reasons(found)) == ([OTHER, PAGE, OTHER], [])


@pytest.mark.parametrize("gap", [b"\r\n", b"\n", b"\r\n" * 3, b"\n\n"])
def test_more_or_fewer_empty_lines_between_records_cost_nothing(path: Path, gap: bytes):
    whole = record(http()).removesuffix(b"\r\n\r\n")
    found = read(path, whole + gap + AFTER + gap)
    assert (pages(found), reasons(found)) == ([PAGE, OTHER], [])


def test_a_last_record_that_is_all_there_is_kept_and_its_missing_end_is_named(path: Path):
    found = read(path, AFTER + record(http()).removesuffix(b"\r\n\r\n"))
    assert pages(found) == [OTHER, PAGE]
    assert reasons(found) == [("The file is cut within this record.", "the page, as it came")]


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_a_day_beyond_the_calendar_is_named_and_costs_one_page(path: Path, date: str):
    found = read(path, record(http(), f"WARC-Date: {date}") + AFTER)
    assert pages(found) == [OTHER]
    assert reasons(found) == [("The record does not say when its page was taken.", "nothing")]


def test_revisits_requests_and_metadata_in_any_order_are_counted(path: Path):
    others = [record(b"", kind=kind) for kind in ("revisit", "metadata", "request", "conversion")]
    orders = ([*others, AFTER], [AFTER, *others], [*others[:2], AFTER, *others[2:]])
    for order in orders:
        found = read(path, b"".join(order))
        assert (pages(found), len(found), found[-1].count) == ([OTHER], 2, 4)  # type: ignore[union-attr]


def test_every_part_of_a_package_is_read_or_named(tmp_path: Path):
    one, two = gzip.compress(record(http())), gzip.compress(AFTER)
    package = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(package, "w") as zipped:
        zipped.writestr("datapackage.json", json.dumps({"profile": "data-package"}))
        zipped.writestr("archive/", b"")
        zipped.writestr("archive/later/DATA.WARC.GZ", one)
        zipped.writestr("archive/a.warc.gz", two)
        zipped.writestr("archive/old.arc.gz", gzip.compress(b"filedesc"))
        zipped.writestr("pages/pages.jsonl", b"{}\n")
    found = read(package, package.read_bytes())
    assert sorted(pages(found)) == sorted([PAGE, OTHER])
    assert reasons(found) == [("This file of the package is no WARC and is not read.", "nothing")]
    [fault] = [one for one in found if isinstance(one, Fault)]
    assert fault.place.file.endswith("crawl.wacz!archive/old.arc.gz")


def test_bare_deflate_is_still_undone(path: Path):
    packer = zlib.compressobj(wbits=-15)
    bare = packer.compress(LONG) + packer.flush()
    assert pages(read(path, record(http(bare, "Content-Encoding: deflate")))) == [LONG]
