"""A search of raw lines misses nothing that reading every line finds."""

from __future__ import annotations

import json
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownwords.gather import spellings
from ownwords.gather.connector import Connector, Options, Searchable, connectors
from ownwords.gather.lines import Part
from ownwords.gather.mapping import Mapping
from ownwords.gather.matching import TagMatcher
from ownwords.gather.sieve import Sieve, sift
from ownwords.records.captured import Captured, Departed, Fault, Read
from ownwords.records.text import fold_tag
from tests.gather.reading import Case, cases, source_of

TAGS = (
    *("WeKeepTheLight", "Leuchtstraße", "МыХранимСвет", "İstanbul", "café", "ΑΣ", "한국어"),
    *("ガンダム", "नमस्ते", "مُعَلِّم", "灯台", "ss", "fi", "kg1", "ครู"),
    *("ſs", "ᾳ", "ΐx"),
)
SEARCHED = sorted(name for name, one in connectors().items() if isinstance(one, Searchable))
SCRATCH = Path(tempfile.mkdtemp(prefix="ownwords-sieve-")) / "lines.jsonl"
MAPPED = Mapping(
    name="plain",
    network="x",
    columns={
        "id": ("id",), "account": ("user",), "published": ("at",), "content": ("text",),
        "tags": ("tags",),
    },
)  # fmt: skip
SHAPES = (
    '{"id":"%(id)s","author_id":"7","created_at":"2014-01-11T00:00:00Z","text":%(text)s}',
    '{"id":"%(id)s","author_id":"7","text":"x","entities":{"hashtags":[{"tag":%(tag)s}]}}',
    '{"data":{"id":"%(id)s","text":%(text)s,"author_id":"7"},"includes":{"users":[]}}',
    """{"data":[{"id":"%(id)s","text":%(text)s,"author_id":"7"},\
{"id":"8","text":"","author_id":"9"}],"includes":{"users":[{"id":"9","protected": true}]}}""",
    """{"id_str":"%(id)s","created_at":"Sat Jan 11 05:12:00 +0000 2014","text":%(text)s,\
"user":{"id_str":"7"}}""",
    '{"id":"%(id)s","user":"7","at":"2014-01-11","text":"x","tags":[%(tag)s]}',
    '{"id":"%(id)s","user":"7","at":"2014-01-11","text":"x","tags":%(cell)s}',
    '{"delete":{"status":{"id_str":"%(id)s","user_id_str":"7"}}}',
    '{"id":"%(id)s","action":"delete","reason":"deleted"}',
    '{"data":{"user_delete":{"user":{"id":"%(id)s"}}}}',
    '{"text":%(text)s',
    "",
    "  ",
)
FIRST = b'{"id":"1","user":"7","at":"2014-01-11","text":"x","tags":[]}'


@cache
def variants() -> dict[str, list[str]]:
    """What characters fold to, and from which: every character there is."""
    found: dict[str, list[str]] = {}
    for code in chain(range(0xD800), range(0xE000, sys.maxunicode + 1)):
        found.setdefault(fold_tag(chr(code)), []).append(chr(code))
    return found


@st.composite
def spelled(draw: st.DrawFn, tag: str) -> str:
    """The tag in any spelling that the campaign takes for the same."""
    folded = fold_tag(tag)
    text, at = "", 0
    while at < len(folded):
        lengths = [n for n in (1, 2, 3) if folded[at : at + n] in variants()]
        length = draw(st.sampled_from(lengths or [1]))
        piece = folded[at : at + length]
        text += draw(st.sampled_from(variants().get(piece, [piece])))
        at += length
    form = draw(st.sampled_from(["", "NFC", "NFD"]))
    return unicodedata.normalize(form, text) if form else text


@st.composite
def in_json(draw: st.DrawFn, text: str) -> str:
    """A text inside quotes, each character raw or escaped in either case."""
    parts = []
    for one in text:
        escaped = json.dumps(one)[1:-1]
        if len(escaped) == 1:
            units = one.encode("utf-16-be").hex()
            escaped = "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
        upper = escaped.replace("\\u", "\0").upper().replace("\0", "\\u")
        plain = one if one not in '"\\' and ord(one) > 31 else escaped
        parts.append(draw(st.sampled_from([plain, plain, escaped, upper])))
    return f'"{"".join(parts)}"'


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@st.composite
def lines(draw: st.DrawFn, tag: str) -> bytes:
    """One line: a post with the tag or without, in one of the formats; rarely something else."""
    said = draw(st.one_of(st.just(tag), spelled(tag), words))
    around = draw(st.sampled_from(["{} #{} {}", "{}#{}{}", "{} {} {}", "{}＃{} {}"]))
    text = around.format(draw(words), said, draw(words))
    quote = draw(in_json(text))
    entity = draw(in_json(draw(st.one_of(spelled(tag), words))))
    number = draw(st.integers(30_000_000_000, 1 << 62))
    shape = draw(st.sampled_from(SHAPES))
    cell = json.dumps(f"[{entity}]")
    return (shape % {"id": number, "text": quote, "tag": entity, "cell": cell}).encode()


def both_ways(
    connector: Connector, data: bytes, tag: str, cuts: list[int]
) -> tuple[list[Read], list[Read]]:
    """What a connector makes of every line, and of those that the search gives it."""
    SCRATCH.write_bytes(data)
    source = source_of(SCRATCH)
    sieve = sieve_for(connector, tag)

    def parts(line: int, offset: int) -> Iterator[Part]:
        rest = data[offset:]
        places = sorted({0, *(cut % (len(rest) + 1) for cut in cuts), len(rest)})
        return sift((rest[a:b] for a, b in pairwise(places)), sieve, line, offset)

    searched = msgspec.structs.replace(source, parts=parts)
    options = Options(mapping=MAPPED)
    return list(connector.read(source, options)), list(connector.read(searched, options))


@cache
def sieve_for(connector: Connector, tag: str) -> Sieve:
    assert isinstance(connector, Searchable)
    sieve = Sieve.of([tag], connector.signs)
    assert sieve is not None
    return sieve


def kept(reads: list[Read], tag: str) -> list[Read]:
    """Posts of the campaign and withdrawals."""
    matcher = TagMatcher([tag])
    return [
        one
        for one in reads
        if isinstance(one, Departed) or (isinstance(one, Captured) and matcher.matches(one.post))
    ]


@settings(max_examples=400, deadline=None)
@given(data=st.data(), name=st.sampled_from(SEARCHED), tag=st.sampled_from(TAGS))
def test_a_search_finds_what_reading_every_line_finds(data: st.DataObject, name: str, tag: str):
    written = data.draw(st.lists(lines(tag), min_size=1, max_size=6))
    ends = data.draw(st.sampled_from([b"\n", b"\r\n"]))
    whole = ends.join([FIRST, *written]) + data.draw(st.sampled_from([b"", ends]))
    cuts = data.draw(st.lists(st.integers(0, 1 << 16), max_size=4))
    every, some = both_ways(connectors()[name], whole, tag, cuts)
    assert kept(some, tag) == kept(every, tag)
    faults = {one for one in every if isinstance(one, Fault)}
    found = {one for one in some if isinstance(one, Fault)}
    assert found <= faults
    cut = {whole.find(b'{"text"', at) for at in range(len(whole))} - {-1}
    assert {one for one in faults if one.place.offset in cut} <= found


@pytest.mark.parametrize("tag", TAGS)
def test_every_character_that_folds_to_a_part_of_a_tag_is_searched_for(tag: str):
    sieve = Sieve.of([tag], ())
    assert sieve is not None
    folded = fold_tag(tag)
    for length in (1, 2, 3):
        for at in range(len(folded) - length + 1):
            for one in variants().get(folded[at : at + length], ()):
                said = folded[:at] + one + folded[at + length :]
                if fold_tag(said) == folded:
                    for line in (f'{{"a":"{said}"}}\n', json.dumps({"a": said}) + "\n"):
                        [part, _] = sift([line.encode()], sieve)
                        assert part.lines, (tag, said, line)


def test_what_the_tables_leave_out_is_simply_itself():
    left = set(range(0x110000)) - set(range(0xD800, 0xE000)) - set(chain(*spellings.RANGES))
    for character in map(chr, left - set(range(0xAC00, 0xD7A4))):
        assert character.casefold() == unicodedata.normalize("NFKD", character) == character
        assert not unicodedata.combining(character)


@pytest.mark.parametrize("tag", ["", "#", "2014", "two words", "a-b", "x&y"])
def test_what_words_cannot_hold_as_a_tag_is_not_searched_for(tag: str):
    assert Sieve.of(["WeKeepTheLight", tag], ()) is None


def test_an_object_that_is_cut_is_given_on_and_a_whole_one_is_not():
    sieve = sieve_for(connectors()["twitter_v1"], "WeKeepTheLight")
    whole, cut = b'{"a":1}', b'{"a":'
    stream = b"\n".join([whole, cut, b"", whole, b"x", b" ", whole + b"\r", b"]"])
    found = [line for part in sift([stream], sieve) for line in part.lines]
    assert [(line.number, line.data) for line in found] == [(2, cut), (5, b"x"), (8, b"]")]
    assert all(stream[line.offset :].startswith(line.data) for line in found)


def test_a_piece_that_begins_with_a_break_does_not_hide_the_line_behind_it():
    sieve = Sieve.of(["WeKeepTheLight"], ())
    assert sieve is not None
    pieces = [b'{"a":1}', b"\nno object}\n{", b'"b":2}\n']
    found = [line for part in sift(pieces, sieve) for line in part.lines]
    assert [(line.number, line.offset, line.data) for line in found] == [(2, 8, b"no object}")]


@pytest.mark.parametrize(
    "case", [c for c in cases() if c.format in SEARCHED and c.path.suffix == ".jsonl"], ids=str
)
@pytest.mark.parametrize("size", [7, 1000, 1 << 20])
def test_fixtures_read_the_same(case: Case, size: int):
    tag = "WeKeepTheLight"
    sieve = sieve_for(case.connector, tag)
    source = case.source()

    def parts(line: int, offset: int) -> Iterator[Part]:
        data = case.path.read_bytes()[offset:]
        return sift((data[at : at + size] for at in range(0, len(data), size)), sieve, line, offset)

    searched = msgspec.structs.replace(source, parts=parts)
    every, some = case.read(), list(case.connector.read(searched, case.options))
    assert kept(some, tag) == kept(every, tag)
    places = [one.place for one in every]
    assert [one for one in some if one.place in places] == some
