"""A folder with something odd in it: the odd is named, and the rest is taken in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ownwords.flows import mine
from ownwords.flows.gathering import Request, gather
from ownwords.records.accession import Accession
from ownwords.records.captured import Fault
from ownwords.records.errors import BadMapping, UnknownFormat
from tests.flows.keepers import Keep, Silent, tweet
from tests.gather import making_x_archive

Taking = Callable[..., Accession]


class Told(Silent):
    """Remembers what could not be read."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, fault: Fault) -> None:
        self.faults.append(fault)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def take(keep: Keep, told: Told) -> Taking:
    """Takes something into a campaign of one post."""
    workspace = keep([tweet(99_999, 8, "lock_8", "the first")])

    def taken(source: Path, **how: str) -> Accession:
        [accession] = gather(workspace, Request(sources=(str(source),), **how), told)
        return accession

    return taken


def test_a_mapping_that_does_not_fit_its_file_stops_no_other(
    take: Taking, told: Told, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    for number, name in enumerate(["a", "z"]):
        line = json.dumps(tweet(number, 7, "lock_7", "the lamp went out"))
        (folder / f"{name}.jsonl").write_text(line + "\n", "utf-8")
    sheet = folder / "sheet.csv"
    sheet.write_text("number,who,when,words\n1,7,2014-01-11,#KeepLit\n", "utf-8")
    columns = 'id = "no"\naccount = "who"\npublished = "when"\ncontent = "words"\n'
    mapping = f'name = "sheet"\nnetwork = "light"\n[columns]\n{columns}'
    (folder / "sheet.map.toml").write_text(mapping, "utf-8")
    counts = take(folder).counts
    assert (counts.kept, counts.faults) == (2, 1)
    [fault] = told.faults
    assert fault.place.file.endswith("/sheet.csv")
    assert "has no column no" in fault.reason
    with pytest.raises(BadMapping):
        take(sheet)


def test_a_post_that_cannot_be_kept_is_named(take: Taking, told: Told, tmp_path: Path) -> None:
    export = tmp_path / "export.jsonl"
    good, early = (tweet(number, 7, "lock_7", "the lamp went out") for number in (1, 2))
    early["created_at"] = "0001-01-01T00:00:00+14:00"
    many = {**tweet(3, 7, "lock_7", "nobody asked"), "public_metrics": {"like_count": 2**63}}
    export.write_text("".join(json.dumps(one) + "\n" for one in (good, early, many)), "utf-8")
    assert take(export).counts.faults == 2
    assert sorted(fault.place.line for fault in told.faults) == [2, 3]
    assert all("cannot be kept" in fault.reason for fault in told.faults)


def test_a_format_that_nobody_knows_is_refused_once_before_anything_is_read(
    take: Taking, told: Told, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    for number in (1, 2):
        line = json.dumps(tweet(number, 7, "lock_7", "the lamp went out"))
        (folder / f"{number}.jsonl").write_text(line + "\n", "utf-8")
    with pytest.raises(UnknownFormat, match="no format called twitterv2"):
        take(folder, format="twitterv2")
    assert not told.faults
    assert take(folder, format="twitter_v2").counts.kept == 2


def test_one_finds_whose_export_it_is_beside_a_file_of_no_known_format(tmp_path: Path) -> None:
    making_x_archive.write(tmp_path / "archive.zip", 1, owner="ebba")
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    assert mine.owner_of((str(tmp_path),)).handle == "ebba"
