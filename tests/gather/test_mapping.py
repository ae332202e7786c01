"""Mapping files: strict, and helpful when they are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.gather.connector import Options, connectors
from ownwords.gather.mapped_values import is_rounded, is_sound, list_of, moment_of
from ownwords.gather.mapping import PRESETS, find_mapping, parse_mapping, preset
from ownwords.records.captured import Captured, Fault
from ownwords.records.errors import BadMapping
from tests.gather.reading import source_of

GOOD = """
network = "boards"
[columns]
id = "no"
handle = "who"
published = "when"
content = "words"
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[columns]", "[colums]"), "colums. Did you mean columns?"),
        (('content = "words"', 'contents = "words"'), "contents. Did you mean content?"),
        (('id = "no"', ""), "which column is the id or url_id"),
        (('handle = "who"', ""), "which column is the account or handle"),
        (('network = "boards"', ""), "does not name the network"),
        (('id = "no"', "id = 5"), "columns.id must name a column"),
        (('id = "no"', "id = []"), "columns.id must name a column"),
        (("[columns]", "columns = 1\n[types]"), "must be a table"),
        (('network = "boards"', "network = 1"), "must be a text"),
        (("[columns]", "[types]\na = 'Repost'\n[columns]"), "Note or Announce"),
        (("[columns]", "[ids]\nrefuse_rounded = 'no'\n[columns]"), "must be true or false"),
        (("[columns]", "[time]\nzone = 'Europe/Londn'\n[columns]"), "zone Europe/Londn"),
        (("[columns]", "[columns"), "no valid TOML"),
    ],
)
def test_what_is_wrong_is_named(change: tuple[str, str], said: str):
    with pytest.raises(BadMapping) as caught:
        parse_mapping(GOOD.replace(*change), "ours.toml")
    assert said in str(caught.value)
    assert "ours.toml" in str(caught.value)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_mappings(name: str):
    mapping = preset(name)
    assert mapping.tolerant
    assert mapping.network == "x"
    assert find_mapping(name) == mapping


def test_a_misspelled_preset_gets_a_hint():
    with pytest.raises(BadMapping, match="Did you mean tags"):
        find_mapping("tag")


def test_a_column_that_is_not_there_stops_the_import_with_a_hint(tmp_path: Path):
    path = tmp_path / "table.csv"
    path.write_text("no,who,when,word\n1,a,2014-01-11,hello\n", "utf-8")
    options = Options(mapping=parse_mapping(GOOD, "ours.toml"))
    with pytest.raises(BadMapping, match=r"has no column words.*Did you mean word"):
        list(connectors()["mapped"].read(source_of(path), options))


def test_a_source_without_mapping_is_asked_for_one(tmp_path: Path):
    path = tmp_path / "lines.jsonl"
    path.write_text('{"no":"1"}\n', "utf-8")
    with pytest.raises(BadMapping, match=r"--map FILE\.toml"):
        list(connectors()["mapped"].read(source_of(path), Options()))


@pytest.mark.parametrize(
    ("said", "form", "zone", "micros", "precision"),
    [
        ("2014-01-11T05:12:00Z", "", "UTC", 1_389_417_120_000_000, ""),
        ("2014-01-11 05:12:00", "", "UTC", 1_389_417_120_000_000, ""),
        ("1389417120", "", "UTC", 1_389_417_120_000_000, ""),
        ("1389417120000", "", "UTC", 1_389_417_120_000_000, ""),
        ("Sat Jan 11 05:12:00 +0000 2014", "", "UTC", 1_389_417_120_000_000, ""),
        ("11/07/2014 05:12", "%d/%m/%Y %H:%M", "Europe/London", 1_405_051_920_000_000, ""),
        ("2014-01-11", "", "UTC", 1_389_398_400_000_000, "day"),
        ("2014-01", "", "UTC", 1_388_534_400_000_000, "month"),
        ("2014", "", "UTC", 1_388_534_400_000_000, "year"),
        ("20140111", "", "UTC", 1_389_398_400_000_000, "day"),
        ("11/01/2014", "%d/%m/%Y", "UTC", 1_389_398_400_000_000, "day"),
        ("11/01/2014", "%d/%m/%Y", "Europe/Paris", 1_389_398_400_000_000, "day"),
        ("11. Jan 14", "%d. %b %y", "UTC", 1_389_398_400_000_000, "day"),
        ("01/2014", "%m/%Y", "UTC", 1_388_534_400_000_000, "month"),
        ("in 2014", "in %Y", "UTC", 1_388_534_400_000_000, "year"),
        ("11/01/2014 5 AM", "%d/%m/%Y %I %p", "UTC", 1_389_416_400_000_000, ""),
        ("11/01/2014 %H", "%d/%m/%Y %%H", "UTC", 1_389_398_400_000_000, "day"),
    ],
)
def test_times(said: str, form: str, zone: str, micros: int, precision: str):
    assert moment_of(said, form, zone) == (micros, precision)


@pytest.mark.parametrize("said", ["", "yesterday", "31/12/2014", "Sat Xxx 11 05:12:00 +0000 2014"])
def test_what_is_no_time_is_refused(said: str):
    with pytest.raises(ValueError, match=r"."):
        moment_of(said, "", "UTC")


@pytest.mark.parametrize(
    ("native", "rounded"),
    [
        ("3.8E+17", True),
        ("3,8E+17", True),
        ("4.21900000000000E+17", True),
        ("421900000000000000", True),
        ("1466000000000010000", True),
        ("421900000000000001", False),
        ("9007199254740990", False),
        ("1000000", False),
        ("a10000000000000000", False),
    ],
)
def test_ids_that_a_spreadsheet_rounded(native: str, rounded: bool):
    assert is_rounded(native, sound=False) is rounded


def test_one_id_in_a_thousand_that_ends_in_zeros_is_kept_among_sound_ones():
    sound = [str(421_900_000_000_000_001 + number) for number in range(40)]
    assert is_sound(sound)
    assert not is_rounded("421900000000123000", sound=True)
    assert is_rounded("421900000000000000", sound=True)
    assert not is_sound([f"{number}.2E+17" for number in range(1, 40)])
    assert not is_sound(sound[:9])


@given(st.integers(min_value=10**16, max_value=10**19))
def test_every_id_with_fifteen_digits_and_zeros_is_refused(number: int):
    kept = str(number)[:15] + "0" * (len(str(number)) - 15)
    if len(kept) > 16:
        assert is_rounded(kept, sound=False)


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("one, two", ("one", "two")),
        ("#one #two", ("one", "two")),
        (["one", "", 5], ("one",)),
        ('["one","two"]', ("one", "two")),
        ('{"hashtags":[{"text":"one"}]}', ("one",)),
        ("{broken", ()),
        (7, ()),
        (None, ()),
    ],
)
def test_lists_in_a_cell(cell: object, tags: tuple[str, ...]):
    assert list_of(cell) == tags


def test_a_list_in_the_first_of_several_columns_is_taken(tmp_path: Path):
    said = GOOD + 'tags = ["tags", "more"]\n'
    row = {"no": "1", "who": "a", "when": "2014-01-11", "words": "hi", "tags": ["lamp"]}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({**row, "more": ""}) + "\n", "utf-8")
    mapping = parse_mapping(said, "ours.toml")
    [read] = connectors()["mapped"].read(source_of(path), Options(mapping=mapping))
    assert isinstance(read, Captured)
    assert read.post.tags == ("lamp",)


def test_a_column_that_is_there_twice_is_read_as_neither(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("no,who,when,words,who\n1,a,2014-01-11,hi,b\n", "utf-8")
    mapping = parse_mapping(GOOD, "ours.toml")
    [read] = connectors()["mapped"].read(source_of(path), Options(mapping=mapping))
    assert isinstance(read, Fault)
    assert "twice" in read.reason


def test_an_id_of_thousands_of_digits_is_one_like_any_other():
    assert not is_rounded("1" * 5_000, sound=False)
    assert is_rounded("1" * 4_000 + "0" * 1_000, sound=True)
