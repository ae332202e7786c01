"""One suite for all connectors: what every format owes, over tests/fixtures/<format>/{good,broken}.

A new file there, with its expectations beside it, is a new test.
"""

from __future__ import annotations

import io
import random
import re
import shutil
from pathlib import Path

import pytest

from ownwords.gather.connector import connectors, detect
from ownwords.gather.cursor import cursor_after
from ownwords.gather.sources import Source
from ownwords.gather.streams import unpack
from ownwords.records.captured import Captured, Departed, Fault, LeftOut, Read
from tests.gather.reading import CANARY, Case, as_expected, cases, source_of

CASES = cases()
GOOD = [case for case in CASES if case.good]
FILES = [case for case in CASES if case.path.is_file()]
GOOD_FILES = [case for case in FILES if case.good]
LINES = [case for case in CASES if case.path.name.endswith((".jsonl", ".csv"))]
CANNOT_TELL = {".md", ".txt"}
"""People write these by hand: nothing in them says where they should end."""
STUB = re.compile(rb'\{"type":"quoted","id":"\d+"\}')


def by_name(case: Case) -> str:
    return case.name


def test_every_connector_has_good_and_broken_fixtures():
    kinds = {(case.format, case.path.parent.name) for case in CASES}
    assert kinds == {(name, kind) for name in connectors() for kind in ("good", "broken")}


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_gives_exactly_what_is_expected(case: Case):
    assert as_expected(case) == case.expected


@pytest.mark.parametrize("case", GOOD, ids=by_name)
def test_a_good_file_has_no_fault(case: Case):
    assert case.expected["faults"] == []


@pytest.mark.parametrize("case", [c for c in CASES if not c.good], ids=by_name)
def test_a_broken_file_has_a_fault(case: Case):
    assert case.expected["faults"]


@pytest.mark.parametrize("case", GOOD, ids=by_name)
def test_is_found_by_content(case: Case, tmp_path: Path):
    head = case.source().head()
    assert detect(case.source()).name == case.format
    if case.path.is_file() and not head.mapping:
        other_name = shutil.copy(case.path, tmp_path / "no-name-at-all")
        assert detect(source_of(Path(other_name))).name == case.format


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_identities_are_text_and_payloads_bytes(case: Case):
    for read in case.read():
        if isinstance(read, Captured):
            post = read.post
            assert all(type(one) is str and one for one in (post.id, post.native_id, post.network))
            assert ":" in post.attributed_to
            assert type(post.published) is int
            assert type(post.payload) is bytes
            assert post.payload.decode("utf-8")
            assert "\0" not in post.content
        elif isinstance(read, Departed):
            assert read.post or read.account


@pytest.mark.parametrize("case", LINES, ids=by_name)
def test_places_are_where_they_say(case: Case):
    data = case.path.read_bytes()
    for read in case.read():
        before = data[: read.place.offset]
        assert before.count(b"\n") + 1 == read.place.line
        assert read.place.offset == 0 or before.endswith(b"\n")


@pytest.mark.parametrize("case", LINES, ids=by_name)
def test_what_a_post_says_stands_in_its_line(case: Case):
    """The payload is cut out of the source, not made anew: its parts are found in it.

    Where a protected account's post stood inside, only type and id of it are left.
    """
    data = case.path.read_bytes()
    for read in case.read():
        if isinstance(read, Captured):
            payload = read.post.payload
            part = payload.removeprefix(b'{"data":').partition(b',"includes":{"users":')[0]
            rows = [part] if payload.startswith(b"{") else payload.strip(b"\n").split(b"\n")
            assert all(one in data for row in rows for one in STUB.split(row))


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_faults_hold_no_words(case: Case):
    for read in case.read():
        if isinstance(read, Fault):
            said = f"{read.reason} {read.kept}"
            assert CANARY not in said
            assert "canary" not in said
            assert read.reason.endswith((".", "?"))
            assert read.kept


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_reading_on_from_any_cursor_leaves_no_gap_and_gives_nothing_twice(case: Case):
    reads = case.read()
    for done in range(len(reads) + 1):
        assert case.read(cursor_after(reads[:done])) == reads[done:]


@pytest.mark.parametrize("case", CASES, ids=by_name)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_cursor_may_be_carried_from_batch_to_batch(case: Case, size: int):
    reads = case.read()
    cursor, taken = "", []
    for start in range(0, len(reads), size):
        assert case.read(cursor) == reads[start:]
        cursor = cursor_after(reads[start : start + size], cursor)
        taken += reads[start : start + size]
    assert taken == reads


def cut(case: Case, folder: Path, size: int) -> list[Read]:
    """What is read of the first ``size`` bytes of a file."""
    path = folder / case.path.name
    path.write_bytes(case.path.read_bytes()[:size])
    explain(case, folder)
    source = Source(case.source().label, path, size)
    return list(case.connector.read(source, case.options))


def explain(case: Case, folder: Path) -> None:
    """Put what lies beside a fixture and explains it beside a changed copy of it."""
    mapping = case.source().head().mapping
    document = case.path.with_name(f"{case.path.name}.did.json")
    if mapping:
        shutil.copy(mapping, folder)
    if document.is_file():
        shutil.copy(document, folder)


def places_to_cut(case: Case, count: int) -> list[int]:
    size = case.path.stat().st_size
    return sorted(random.Random(case.name).sample(range(1, size), min(count, size - 1)))


@pytest.mark.parametrize("case", [c for c in GOOD_FILES if c in LINES], ids=by_name)
def test_a_cut_file_gives_all_whole_lines_and_names_the_cut(case: Case, tmp_path: Path):
    data = case.path.read_bytes()
    whole = case.read()
    header = data.index(b"\n") if case.path.suffix == ".csv" else 0
    for size in places_to_cut(case, 60):
        if size <= header:
            continue
        reads = cut(case, tmp_path, size)
        end = data.rfind(b"\n", 0, size) + 1
        expected = [read for read in whole if ends_before(data, read, end, case)]
        assert reads[: len(expected)] == expected
        rest = reads[len(expected) :]
        if data[end:size].strip(b"\xef\xbb\xbf\r\n "):
            assert rest
            assert case.path.suffix == ".csv" or data[size : size + 1] in b"\r\n" or faulty(rest)


def ends_before(data: bytes, read: Read, end: int, case: Case) -> bool:
    """Whether the line or row of a record ends before this byte."""
    at = read.place.offset
    while True:
        at = data.find(b"\n", at)
        if at < 0:
            return False
        row = data[read.place.offset : at]
        if case.path.suffix != ".csv" or row.count(b'"') % 2 == 0 or b'5" of' in row:
            return at < end
        at += 1


def faulty(reads: list[Read]) -> bool:
    return any(isinstance(read, Fault) for read in reads)


@pytest.mark.parametrize("case", [c for c in GOOD_FILES if c not in LINES], ids=by_name)
def test_a_cut_packed_file_gives_a_beginning_and_names_the_cut(case: Case, tmp_path: Path):
    whole = case.read()
    for size in places_to_cut(case, 25):
        reads = cut(case, tmp_path, size)
        posts = [read for read in reads if not isinstance(read, Fault | LeftOut)]
        same = all(post in whole for post in posts)
        assert same or case.path.suffix in {".md", ".txt", ".zip"}
        if case.path.suffix not in CANNOT_TELL:
            assert faulty(reads)


@pytest.mark.parametrize("case", FILES, ids=by_name)
def test_damaged_bytes_never_raise(case: Case, tmp_path: Path):
    """Mutations of every fixture: bytes changed, doubled, left out."""
    data = case.path.read_bytes()
    chance = random.Random(case.name)
    path = tmp_path / case.path.name
    explain(case, tmp_path)
    for _ in range(20):
        made = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(made))
            piece = chance.choice([b"", b"\0", b'"', b"{", b"[", b"\n", b"\\", b"\xff", b"9" * 40])
            made[at : at + chance.randrange(3)] = piece
        path.write_bytes(bytes(made))
        head = source_of(path).head()
        assert all(type(one.recognises(head)) is bool for one in connectors().values())
        reads = read_or_refuse(case, path)
        assert all(isinstance(read, Read) for read in reads)


def read_or_refuse(case: Case, path: Path) -> list[Read]:
    """A mapping whose columns a damaged header no longer has is the one thing that raises."""
    from ownwords.records.errors import BadMapping

    try:
        return list(case.connector.read(source_of(path), case.options))
    except BadMapping:
        return []


def test_packed_fixtures_unpack_to_the_plain_one():
    folder = Path(__file__).parent.parent / "fixtures" / "twitter_v2" / "good"
    plain = (folder / "pages.jsonl").read_bytes()
    for name in ("pages.jsonl.bz2", "pages.jsonl.xz", "pages.jsonl.zst"):
        assert b"".join(unpack(io.BytesIO((folder / name).read_bytes()))) == plain
