"""What exports of X hold now and then: reposts without what they pass on, leap seconds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownwords.gather.connector import Options, connectors
from ownwords.gather.iso_times import micros_of_iso
from ownwords.gather.x_dialect import micros_of_words
from ownwords.records.captured import Captured, Fault
from ownwords.records.post import PASSED_ON
from tests.gather.reading import source_of

_SAID = "RT @low_cut: We keep the light"


def _type_of(folder: Path, **more: object) -> str:
    tweet = {"id": "421900000000000001", "text": _SAID, "author_id": "7", **more}
    path = folder / "a.jsonl"
    path.write_text(json.dumps({"data": [tweet]}) + "\n", "utf-8")
    reads = connectors()["twitter_v2"].read(source_of(path), Options())
    [post] = [read.post for read in reads if isinstance(read, Captured)]
    return post.type


def test_words_of_others_are_no_words_of_ones_own_where_a_page_lacks_the_reference(
    tmp_path: Path,
) -> None:
    assert _type_of(tmp_path) == PASSED_ON
    assert _type_of(tmp_path, referenced_tweets=[{"type": "retweeted", "id": 5}]) == PASSED_ON
    quoting = [{"type": "quoted", "id": "421900000000000000"}]
    assert _type_of(tmp_path, referenced_tweets=quoting) == "Note"


@pytest.mark.parametrize("said", ["2016-12-31T23:59:60Z", "2017-01-01T01:59:60.000+02:00"])
def test_a_leap_second_is_a_time(said: str) -> None:
    assert micros_of_iso(said) == micros_of_iso("2017-01-01T00:00:00Z")
    assert micros_of_words("Sat Dec 31 23:59:60 +0000 2016") == micros_of_iso(said)


@pytest.mark.parametrize("said", ["2016-12-31T23:60:00Z", "2016-12-31T24:59:60Z", "60"])
def test_what_is_no_leap_second_is_no_time(said: str) -> None:
    with pytest.raises(ValueError, match=r"must be|Invalid"):
        micros_of_iso(said)


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ({"meta": {"result_count": 0}}, 0),
        ({"meta": {"result_count": 3}}, 1),
        ({"meta": {"result_count": None}}, 1),
        ({"meta": {}}, 1),
        ({"meta": {"result_count": 0}, "errors": [{"title": "Not Found"}]}, 1),
    ],
)
def test_only_a_page_that_says_that_nothing_was_found_holds_nothing(
    line: dict[str, object], faults: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(line) + "\n", "utf-8")
    reads = list(connectors()["twitter_v2"].read(source_of(path), Options()))
    assert [type(read) for read in reads] == [Fault] * faults
