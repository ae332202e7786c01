"""A residue of every kind is found by the proof: the eraser may forget it, the search not."""

from __future__ import annotations

import base64
import gzip
import lzma
import random
import sqlite3
import textwrap
import zlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from ownwords.flows.proof import decoding, proving
from tests.withdrawal.packing import deflated, zipped
from tests.withdrawal.residues import (
    DENSE,
    HANDLE,
    NAME,
    PLANTS,
    POST,
    UTF8,
    WORDS,
    WORK,
    put,
)


@pytest.mark.parametrize("kind", sorted(PLANTS))
def test_a_residue_is_found(kind: str, tmp_path: Path) -> None:
    PLANTS[kind](tmp_path)
    found = proving.search(tmp_path, proving.needles_for(tmp_path, [WORK]))
    assert found.hits, kind


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, zstandard.compress, deflated])
def test_a_large_packed_file_is_read_in_pieces(
    pack: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "_PIECE", 40_000)
    noise = random.Random(3).randbytes(60_000).hex().encode()
    put(tmp_path, "sources/a.bin", pack(noise + b" " + UTF8 + b" " + noise))
    assert (tmp_path / "sources/a.bin").stat().st_size > 40_000
    assert proving.search(tmp_path, proving.needles_for(tmp_path, [WORK])).hits


def test_a_long_stream_within_other_bytes_is_read_to_its_end(tmp_path: Path) -> None:
    """As a page of a PDF is packed: nothing says beforehand how long it is."""
    long = zlib.compress(b"0 " * (5 << 20) + UTF8)
    put(tmp_path, "sources/a.pdf", b"%PDF-1.4\xff\x00 stream\n" + long + b"\nendstream")
    assert proving.search(tmp_path, proving.needles_for(tmp_path, [WORK])).hits


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    for kind in ("gzip inside an edition", "FTS segment", "Parquet page", "bare id"):
        PLANTS[kind](tmp_path)
    needles = proving.needles_for(tmp_path, [WORK])
    one = proving.search(tmp_path, needles, workers=1)
    assert one.hits == proving.search(tmp_path, needles, workers=2).hits
    assert len({hit.path for hit in one.hits}) == 4


@pytest.mark.parametrize("width", [40, 64, 76])
def test_what_is_attached_to_a_mail_is_opened(width: int, tmp_path: Path) -> None:
    noise = random.Random(3).randbytes(500)
    packed = base64.b64encode(zipped(("a.png", noise), ("b.txt", UTF8))).decode()
    path = tmp_path / "a.eml"
    path.write_text("Subject: 2014\n\n" + "\n".join(textwrap.wrap(packed, width)) + "\n\n--end--")
    decoder = decoding.Decoder()
    said = [shown.how for shown in decoder.file(path, "a.eml") if shown.text == WORDS]
    assert "base64 > zip > text" in said
    assert not decoder.missed


def test_what_is_packed_too_deep_is_named(tmp_path: Path) -> None:
    data = b"nothing of theirs"
    for _ in range(8):
        data = gzip.compress(data)
    put(tmp_path, "sources/deep.gz", data)
    [hit] = proving.search(tmp_path, proving.needles_for(tmp_path, [WORK])).hits
    assert hit.kind == "something inside cannot be opened"


def test_settings_as_notepad_saves_them_end_no_proof(tmp_path: Path) -> None:
    settings = 'format = 1\nname = "The Weirs at Night"\nhashtags = ["weirs"]\n'
    put(tmp_path, "campaign.toml", b"\xef\xbb\xbf" + settings.encode())
    assert proving.search(tmp_path, proving.needles_for(tmp_path, [WORK])).hits == []


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
        b"Isolde of the Weir, how was the night?\nthanks, Isolde of the Weir, for the light",
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


def test_what_somebody_else_says_with_other_marks_is_no_trace_in_an_index(tmp_path: Path) -> None:
    folded = WORDS.partition(" & ")[2]
    put(tmp_path, "cache/search.txt", folded.encode())
    assert found_in(tmp_path) == ["words"]
    held(tmp_path, {"content": folded.replace("e", "\u00e9").upper()})
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
