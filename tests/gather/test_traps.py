"""Bombs and traps: bounded, named, and the rest is read."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

from ownwords.gather import bundles, lines, streams
from ownwords.gather.connector import Connector, Options, connectors, detect
from ownwords.gather.mapping import parse_mapping
from ownwords.gather.sources import Source, find_sources
from ownwords.gather.streams import StreamBroken, unpack
from ownwords.records.captured import Captured, Fault, Read
from ownwords.records.errors import AskedWrongly, ImportRefused, UnknownFormat
from tests.gather.reading import source_of

MB = 1 << 20
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


PLAIN = Options()


def read(name: str, path: Path, options: Options = PLAIN) -> list[Read]:
    return list(connectors()[name].read(source_of(path), options))


def ids(reads: list[Read]) -> list[str]:
    return [one.post.native_id for one in reads if isinstance(one, Captured)]


def faults(reads: list[Read]) -> list[Fault]:
    return [one for one in reads if isinstance(one, Fault)]


def peak_of(work: Callable[[], object]) -> int:
    """Bytes that Python and the libraries that tell it had at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


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


ACCOUNT = 'window.YTD.account.part0 = [{"account":{"accountId":"12","username":"lamp"}}]'


def tweets_js(count: int = 1, words: str = "I keep the light") -> str:
    made = [
        {
            "tweet": {
                "id_str": str(421900000000000001 + number),
                "full_text": words,
                "created_at": "Sat Jan 11 05:12:00 +0000 2014",
            }
        }
        for number in range(count)
    ]
    return "window.YTD.tweets.part0 = " + json.dumps(made, indent=2)


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path


def test_a_small_zip_of_two_hundred_megabytes_is_refused_before_64_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = zipped(
        tmp_path / "bomb.zip",
        {"data/account.js": ACCOUNT, "data/tweets.js": b"[" + b" " * (200 * MB)},
    )
    assert path.stat().st_size < 256 * 1024
    given = 0
    inflate = bundles._inflated

    def counting(raw: io.BytesIO, member: bundles.Member) -> Iterator[bytes]:
        nonlocal given
        for piece in inflate(raw, member):
            given += len(piece)
            yield piece

    monkeypatch.setattr(bundles, "_inflated", counting)
    reads: list[Read] = []
    peak = peak_of(lambda: reads.extend(read("x_archive", path)))
    assert len(reads) == 1
    assert "200 times" in faults(reads)[0].reason
    assert given < 64 * MB
    assert peak < 64 * MB


def test_a_zip_that_lies_about_a_bomb_is_refused_while_it_streams(tmp_path: Path):
    path = zipped(
        tmp_path / "bomb.zip",
        {"data/account.js": ACCOUNT, "data/tweets.js": b"[" + b" " * (200 * MB)},
    )
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02") + 24
    data[at : at + 4] = (30 * MB).to_bytes(4, "little")
    path.write_bytes(data)
    reads = read("x_archive", path)
    assert len(reads) == 1
    assert "larger than it says" in faults(reads)[0].reason


def test_a_zip_with_too_many_members_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bundles, "MEMBERS", 50)
    members: dict[str, str | bytes] = {f"data/{number}.js": "" for number in range(60)}
    path = zipped(tmp_path / "many.zip", {**members, "data/tweets.js": tweets_js()})
    reads = read("x_archive", path)
    assert [fault.reason for fault in faults(reads)] == ["The zip has more than 50 members."]


def test_a_table_of_contents_without_measure_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bundles, "_DIRECTORY_BYTES", 100)
    path = zipped(tmp_path / "table.zip", {"data/tweets.js": tweets_js(), "b" * 200: ""})
    with pytest.raises(ImportRefused, match="too large"):
        source_of(path).bundle()


PRIVATE = (
    "direct-messages.js",
    "direct-messages-group.js",
    "phone-number.js",
    "ip-audit.js",
    "email-address-change.js",
    "deleted-tweets.js",
    "deleted-note-tweet.js",
    "tweet-headers.js",
    "tweetdeck.js",
    "device-token.js",
    "contact.js",
    "ageinfo.js",
    "personalization.js",
)


def opened_in(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[Read]]:
    """Which members a reading opens, and what it gives."""
    made: list[bundles.Bundle] = []
    bundle_of = bundles.bundle_of

    def watched(where: Path) -> bundles.Bundle | None:
        bundle = bundle_of(where)
        if bundle is not None:
            made.append(bundle)
        return bundle

    monkeypatch.setattr("ownwords.gather.sources.bundle_of", watched)
    source = source_of(path)
    connector: Connector = detect(source)
    reads = list(connector.read(source, Options()))
    return [name for bundle in made for name in bundle.opened], reads


@pytest.mark.parametrize("kind", ["zip", "folder", "cut"])
def test_private_members_are_never_even_opened(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    members: dict[str, str | bytes] = {"data/account.js": ACCOUNT, "data/tweets.js": tweets_js()}
    for name in PRIVATE:
        members[f"data/{name}"] = f"window.YTD.x.part0 = [{{'canary': '{name}'}}]"
    path = zipped(tmp_path / "archive.zip", members)
    if kind == "cut":
        path.write_bytes(path.read_bytes()[:-400])
    if kind == "folder":
        path = tmp_path / "unpacked"
        for name, data in members.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(str(data), "utf-8")
        seen: list[str] = []
        opening = Path.open

        def watched(self: Path, *rest: object, **more: object) -> object:
            seen.append(self.name)
            return opening(self, *rest, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(Path, "open", watched)
    opened, reads = opened_in(path, monkeypatch)
    assert set(opened) == {"data/account.js", "data/tweets.js"}
    assert len(ids(reads)) == 1
    assert "canary" not in repr(reads)
    if kind == "folder":
        assert set(seen) == {"account.js", "tweets.js"}


@pytest.mark.parametrize("before", [*range(-80, 8), *range(500, 700, 7)])
def test_members_of_a_cut_zip_are_found_wherever_their_header_stands(before: int, tmp_path: Path):
    path = tmp_path / "cut.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        out.writestr("data/account.js", ACCOUNT)
        out.writestr("data/photo.jpg", b"\xff" * (MB - 200 - before))
        out.writestr("data/tweets.js", tweets_js())
    path.write_bytes(path.read_bytes()[:-90])
    bundle = source_of(path).bundle()
    assert bundle is not None
    assert bundle.cut
    assert bundle.names() == ("data/account.js", "data/photo.jpg", "data/tweets.js")


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
        ("empty.jsonl", b"", "is empty"),
        ("a.json", b'{"some":"thing"}\n', "JSON of a kind"),
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


def test_a_misspelled_format_gets_a_hint(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"")
    with pytest.raises(UnknownFormat, match="Did you mean twitter_v2"):
        detect(source_of(path), "twiter_v2")


def test_the_ratio_is_the_one_that_is_documented():
    assert (streams.RATIO, streams.FLOOR, bundles.MEMBERS) == (200, 32 * MB, 100_000)
