"""Plain JSON files that are one array: read object by object, in memory that does not grow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownwords.gather.connector import Options, connectors, detect
from ownwords.gather.json_arrays import array_elements, elements_of_arrays, is_array
from ownwords.gather.mapping import parse_mapping
from ownwords.gather.streams import StreamBroken
from tests.gather.reading import MB, faults, ids, peak_of, read, source_of

TABLE = parse_mapping(
    'network = "boards"\n[columns]\nid = "no"\nhandle = "who"\npublished = "when"\n'
    'content = "words"\n[ids]\nprefix = "boards:"\nhandle_prefix = "boards:@"\n',
    "here",
)
V2 = {"author_id": "12", "text": "I keep", "created_at": "2014-01-11T05:12:00.000Z"}


@pytest.mark.parametrize("start", [b"[{", b"  [\n {", b"[]", b"[", b"\n[ "])
def test_an_array_is_told_by_its_beginning(start: bytes):
    assert is_array(start)


@pytest.mark.parametrize("start", [b"", b'{"a":[{', b"[1,2]", b"[[", b"x = [{", b'["a"]'])
def test_what_is_no_array_of_objects(start: bytes):
    assert not is_array(start)


@pytest.mark.parametrize("indent", [None, 2])
def test_flattened_v2(indent: int | None, tmp_path: Path):
    path = tmp_path / "posts.json"
    posts = [{"id": str(number), **V2} for number in range(10, 5_010)]
    path.write_text(json.dumps(posts, indent=indent), "utf-8")
    assert detect(source_of(path)).name == "twitter_v2"
    assert ids(read("twitter_v2", path)) == [post["id"] for post in posts]


@pytest.mark.parametrize("indent", [None, 2])
def test_mapped(indent: int | None, tmp_path: Path):
    path = tmp_path / "posts.json"
    rows = [{"no": str(n), "who": "lamp", "when": "2014-01-11", "words": "a"} for n in range(5_000)]
    path.write_text(json.dumps(rows, indent=indent), "utf-8")
    assert ids(read("mapped", path, Options(mapping=TABLE))) == [row["no"] for row in rows]


def test_what_is_no_object_costs_itself_alone():
    data = b'[{"a":1}, 7, {"a":2}, "x", null,\n{"a":3}, ["{"], {"a":4}]'
    found = list(array_elements(iter([data])))
    assert [one.data for one in found if not one.problem][:3] == [
        b'{"a":1}',
        b'{"a":2}',
        b'{"a":3}',
    ]
    assert {one.problem for one in found[1:4:2]} == {"This is no object."}
    assert {one.kept for one in found[1:4:2]} == {"the posts beside it"}


def test_a_break_behind_what_is_no_object_is_named():
    def pieces():
        yield b'[{"a":1}, 7'
        raise StreamBroken("It is broken.")

    found = list(array_elements(pieces()))
    assert [one.problem for one in found] == ["", "This is no object.", "It is broken."]


def test_memory_does_not_grow_with_the_array(tmp_path: Path):
    path = tmp_path / "posts.json"
    long = "x" * 4_000
    with path.open("w") as out:
        out.write("[\n")
        for number in range(10_000):
            post = {"id": str(number), **V2, "text": long}
            out.write((",\n" if number else "") + json.dumps(post))
        out.write("\n]")
    reads = connectors()["twitter_v2"].read(source_of(path), Options())
    assert path.stat().st_size > 38 * MB
    assert peak_of(lambda: sum(1 for _ in reads)) < 8 * MB


def test_an_array_that_is_cut_says_so(tmp_path: Path):
    path = tmp_path / "posts.json"
    path.write_bytes(
        b'[{"id":"1","author_id":"2","text":"a","created_at":"2014-01-11T05:12:00Z"},{"i'
    )
    reads = read("twitter_v2", path)
    assert ids(reads) == ["1"]
    assert [fault.reason for fault in faults(reads)] == ["The file is cut here."]


@pytest.mark.parametrize("between", [b"", b"\n", b"\n\n"])
def test_arrays_that_follow_each_other_are_all_read(between: bytes):
    data = between.join([b'[{"a":1},\n{"a":2}]', b"[]", b'[{"a":3}]'])
    for size in (1, 7, len(data)):
        pieces = (data[at : at + size] for at in range(0, len(data), size))
        found = list(elements_of_arrays(pieces))
        assert [one.data for one in found] == [b'{"a":1}', b'{"a":2}', b'{"a":3}']
        assert found[2].offset == data.index(b'{"a":3}')
        assert not any(one.problem for one in found)


def test_what_stands_behind_an_array_is_named():
    one, behind = elements_of_arrays(iter([b'[{"a":1}]\n{"a":2}\n']))
    assert (one.data, one.problem) == (b'{"a":1}', "")
    assert (behind.data, behind.line, behind.offset) == (b"", 2, 10)
    assert "behind the array" in behind.problem


def test_a_file_of_arrays_is_read_whole(tmp_path: Path):
    path = tmp_path / "posts.json"
    posts = [{"id": str(number), **V2} for number in range(10, 40)]
    path.write_text("".join(json.dumps(posts[at : at + 10]) + "\n" for at in (0, 10, 20)), "utf-8")
    assert detect(source_of(path)).name == "twitter_v2"
    assert ids(read("twitter_v2", path)) == [post["id"] for post in posts]
