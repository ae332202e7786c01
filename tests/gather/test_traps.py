"""Bombs and traps: bounded, named, and the rest is read."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import zipfile
from pathlib import Path

import pytest
import zstandard

from ownwords.gather import lines, streams
from ownwords.gather.connector import Options, connectors, detect
from ownwords.gather.given import _field
from ownwords.gather.mapping import parse_mapping
from ownwords.gather.sources import Source, find_sources
from ownwords.gather.storify_posts import _MARKUP
from ownwords.gather.streams import StreamBroken, unpack
from ownwords.records.captured import Fault, Read
from ownwords.records.errors import AskedWrongly, UnknownFormat
from tests.gather.reading import MB, faults, ids, peak_of, read, source_of

TABLE = parse_mapping(
    'network = "boards"\n[columns]\nid = "no"\nhandle = "who"\npublished = "when"\n'
    'content = "words"\n[ids]\nprefix = "boards:"\nhandle_prefix = "boards:@"\n',
    "here",
)


def v2(native: int, words: str = "I keep the light") -> dict[str, object]:
    return {
        "id": str(native),
        "author_id": "12",
        "text": words,
        "created_at": "2014-01-11T05:12:00.000Z",
    }


def line_of(*posts: dict[str, object]) -> bytes:
    return json.dumps({"data": posts, "meta": {}}).encode() + b"\n"


DEEP = b"[" * 1_000_000 + b"]" * 1_000_000


@pytest.mark.parametrize("name", ["twitter_v2", "twitter_v1", "mapped"])
def test_a_million_brackets(name: str, tmp_path: Path):
    path = tmp_path / "deep.jsonl"
    path.write_bytes(b'{"data":' + DEEP + b"}\n" + DEEP + b'\n{"a":{"user":1,"created_at":' + DEEP)
    reads = read(name, path, Options(mapping=TABLE))
    assert [fault.place.line for fault in faults(reads)] == [1, 2, 3]
    assert len(reads) == 3


def test_an_int_of_five_thousand_digits_where_an_id_should_be(tmp_path: Path):
    path = tmp_path / "int.jsonl"
    path.write_bytes(line_of(v2(1)).replace(b'"1"', b"9" * 5000) + line_of(v2(421900000000000002)))
    reads = read("twitter_v2", path)
    assert ids(reads) == ["421900000000000002"]
    assert len(faults(reads)) == 1


def test_a_line_without_end_is_named_once_and_costs_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lines, "LIMIT", 4 * MB)
    path = tmp_path / "long.jsonl"
    with path.open("wb") as out:
        out.write(line_of(v2(421900000000000001)))
        for _ in range(40):
            out.write(b"x" * MB)
        out.write(b"\n" + line_of(v2(421900000000000002)))
    reads: list[Read] = []
    split = lines.lines_of(source_of(path), lines.Cursor(), 4 * MB)
    peak = peak_of(lambda: reads.extend(split))
    assert [type(one).__name__ for one in reads] == ["Line", "Fault", "Line"]
    assert peak < 12 * MB


def test_a_cell_of_a_hundred_megabytes_is_one_fault(tmp_path: Path):
    path = tmp_path / "cell.csv"
    with path.open("wb") as out:
        out.write(b'no,who,when,words\n1,a,2014-01-11,good\n2,a,2014-01-11,"')
        for _ in range(100):
            out.write(b"x" * MB)
        out.write(b'"\n3,a,2014-01-11,good\n4,a,2014-01-11,"')
        for _ in range(20):
            out.write((b"many lines in a cell " * 50 + b"\n") * (MB // 1051))
        out.write(b'ends here"\n5,a,2014-01-11,good\n')
    reads: list[Read] = []
    peak = peak_of(lambda: reads.extend(read("mapped", path, Options(mapping=TABLE))))
    assert ids(reads) == ["1", "3", "5"]
    assert [fault.place.line for fault in faults(reads)] == [3, 5]
    assert peak < 96 * MB


PACKERS = {
    "gzip": lambda data: gzip.compress(data, 9),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda data: zstandard.compress(data, 19),
}


@pytest.mark.parametrize("name", PACKERS)
def test_a_stream_that_unpacks_without_measure_ends_early(
    name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(streams, "FLOOR", 2 * MB)
    bomb = PACKERS[name](b"\0" * (64 * MB))
    given = 0

    def consume() -> None:
        nonlocal given
        for piece in unpack(io.BytesIO(bomb)):
            given += len(piece)

    def work() -> None:
        with pytest.raises(StreamBroken, match=f"The {name} stream unpacks to more than 200 times"):
            consume()

    assert peak_of(work) < 72 * MB
    assert given < (40 if name == "zstd" else 16) * MB


@pytest.mark.parametrize("name", PACKERS)
def test_joined_streams_are_one_and_padding_is_no_data(name: str):
    pack = PACKERS[name]
    joined = pack(b"one\n") + pack(b"") + pack(b"two\n" * 100_000) + b"\0" * 4096
    assert b"".join(unpack(io.BytesIO(joined))) == b"one\n" + b"two\n" * 100_000


@pytest.mark.parametrize("name", PACKERS)
def test_every_cut_of_a_stream_is_named(name: str):
    data = b"".join(b"line %d\n" % number for number in range(500))
    packed = PACKERS[name](data)
    for size in range(8, len(packed), 31):
        parts = []
        with pytest.raises(StreamBroken, match=r"is cut|is damaged"):
            parts.extend(unpack(io.BytesIO(packed[:size])))
        assert data.startswith(b"".join(parts))


@pytest.mark.parametrize("name", PACKERS)
def test_bytes_behind_a_stream_are_named(name: str):
    parts: list[bytes] = []
    with pytest.raises(StreamBroken, match="Other bytes follow"):
        parts.extend(unpack(io.BytesIO(PACKERS[name](b"good\n") + b"something else")))
    assert b"".join(parts) == b"good\n"


def test_plain_bytes_pass_as_they_are():
    data = os.urandom(700_000).replace(b"\x1f", b"a")
    assert b"".join(unpack(io.BytesIO(b"x" + data))) == b"x" + data


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "closed.jsonl").write_bytes(line_of(v2(1)))
    monkeypatch.setattr("os.access", lambda path, mode: False)
    (found,) = find_sources(str(tmp_path))
    assert isinstance(found, Fault)
    assert found.reason == "The file may not be read."
    with pytest.raises(AskedWrongly, match="may not be read"):
        list(find_sources(str(tmp_path / "closed.jsonl")))


def test_a_file_that_goes_away_while_it_is_read_is_a_fault(tmp_path: Path):
    path = tmp_path / "gone.jsonl"
    path.write_bytes(line_of(v2(1)))
    source = source_of(path)
    path.unlink()
    reads = list(connectors()["twitter_v2"].read(source, Options()))
    assert [fault.reason for fault in faults(reads)] == ["The file cannot be read here."]
    assert len(reads) == 1


def test_links_in_folders_are_not_followed_and_are_named(tmp_path: Path):
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "b.jsonl").write_bytes(line_of(v2(1)))
    (inside / "a").mkdir()
    (inside / "a" / "c.jsonl").write_bytes(line_of(v2(2)))
    (tmp_path / "outside.jsonl").write_bytes(line_of(v2(3)))
    (inside / "link.jsonl").symlink_to(tmp_path / "outside.jsonl")
    (inside / "loop").symlink_to(inside)
    os.mkfifo(inside / "pipe")
    (inside / ".hidden").write_bytes(b"x")
    found = list(find_sources(str(inside)))
    names = [one.label if isinstance(one, Source) else one.place.file for one in found]
    assert [name.removeprefix(inside.as_posix() + "/") for name in names] == [
        "a/c.jsonl",
        "b.jsonl",
        "link.jsonl",
        "loop",
        "pipe",
    ]
    assert [isinstance(one, Source) for one in found] == [True, True, False, False, False]


def test_a_name_that_is_not_there_is_asked_wrongly(tmp_path: Path):
    with pytest.raises(AskedWrongly, match="no file or folder"):
        list(find_sources(str(tmp_path / "nothing")))


def test_standard_input_is_looked_at_and_then_read(monkeypatch: pytest.MonkeyPatch):
    data = gzip.compress(line_of(v2(421900000000000001)) * 3)

    class Terminal:
        buffer = io.BytesIO(data)

    monkeypatch.setattr("sys.stdin", Terminal())
    (source,) = find_sources("-")
    assert isinstance(source, Source)
    assert detect(source).name == "twitter_v2"
    assert detect(source).name == "twitter_v2"
    reads = list(detect(source).read(source, Options()))
    assert len(ids(reads)) == 3
    assert reads[0].place.file == "-"


@pytest.mark.parametrize(
    ("name", "data", "seen"),
    [
        ("a.json", b'{"some":"thing"}\n', "JSON of a kind .* fields in the first: 1"),
        ("b.json", b'[{"some":"thing"},{"person":1}]', "an array .* fields in the first: 1"),
        ("a.csv", b"one,two\n1,2\n", "a table whose columns"),
        ("a.bin", b"\x7fELF\0\0", "a binary file"),
        ("a.txt", b"words of a person\n", "text of a kind"),
    ],
)
def test_an_unknown_format_is_named_without_its_words(
    name: str, data: bytes, seen: str, tmp_path: Path
):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnknownFormat, match=seen) as caught:
        detect(source_of(path))
    assert "person" not in str(caught.value)
    assert "twitter_v2" in str(caught.value)


@pytest.mark.parametrize(
    ("data", "seen", "do"),
    [
        (b"", "is empty: 0 bytes", "came to its end"),
        (gzip.compress(b"", mtime=0), "is empty: 0 bytes", "came to its end"),
        (b"\n \n", "is blank lines and nothing else", "came to its end"),
        (b"%PDF-1.7 person", "is a PDF", "voice, date and text"),
        (b"SQLite format 3\0person", "is a database", "as CSV"),
        (b"\xff\xd8\xff\xe0 person", "is a picture", "Say --format"),
        (b"\0\0\0\x18ftypmp42 person", "is a picture, film", "Say --format"),
        (b"<!DOCTYPE html><p>person", "is a web page", "WARC"),
        (b"<?xml version='1.0'?><person/>", "is XML", "Say --format"),
    ],
)
def test_what_is_no_export_is_named_with_what_helps(
    data: bytes, seen: str, do: str, tmp_path: Path
):
    path = tmp_path / "x"
    path.write_bytes(data)
    with pytest.raises(UnknownFormat, match=seen) as caught:
        detect(source_of(path))
    assert do in str(caught.value)
    assert "person" not in str(caught.value)


def test_a_workbook_is_named_with_what_helps(tmp_path: Path):
    path = tmp_path / "sheet.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", "<person/>")
    with pytest.raises(UnknownFormat, match="an Excel workbook") as caught:
        detect(source_of(path))
    assert "as CSV" in str(caught.value)


def test_a_misspelled_format_gets_a_hint(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"")
    with pytest.raises(UnknownFormat, match="Did you mean twitter_v2"):
        detect(source_of(path), "twiter_v2")


def test_the_ratio_is_the_one_that_was_decided():
    assert (streams.RATIO, streams.FLOOR) == (200, 32 * MB)


def test_a_long_row_of_signs_is_looked_through_once():
    fields: dict[str, str] = {}
    assert not _field(f"date: 2014{' ' * 300_000}x  # as on the sheet", fields)
    assert fields["date"].endswith(" x")
    assert _MARKUP.search("<a " * 300_000) is None


def test_a_header_of_given_words_is_cut_at_line_ends_alone(tmp_path: Path):
    path = tmp_path / "letter.md"
    head = "---\ngiven: letter\nvoice: Ila\u2028Harrow\nno colon\n---"
    path.write_text(head + "\nwords", "utf-8")
    [fault] = faults(read("given", path))
    assert (fault.place.line, fault.place.offset) == (4, len(head.partition("no")[0].encode()))
    path.write_text(
        head.replace("no colon", "date: 2014\nevidence: a\x85b\x0cc") + "\nwords", "utf-8"
    )
    [letter] = read("given", path)
    assert letter.post.name == "Ila\u2028Harrow"
