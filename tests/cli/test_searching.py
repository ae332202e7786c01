"""A large dump from the command line: what is shown while it is searched, and afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from ownwords.archive.accession import Taking
from ownwords.archive.vault import Vault
from ownwords.cli import cli, meter
from ownwords.cli.meter import Meter, in_words, size_in_words, time_in_words
from ownwords.flows import gathering
from ownwords.flows.dump_search import Progress
from ownwords.records.accession import Accession
from tests.cli.conftest import Place

HALF = Progress(2, 5, 1_500_000_000, 3_000_000_000, 12_000_000_000, 60.0)


def test_a_receipt_for_each_file_stands_before_the_counts(place: Place) -> None:
    receipt, counts = place.json("gather", str(place.posts), "--search", "--jobs", "1")
    size = place.posts.stat().st_size
    assert receipt == {
        "searched": {
            "file": place.posts.as_posix(), "bytes": size, "lines": 4, "hits": 3, "faults": 0,
        }
    }  # fmt: skip
    assert (counts["read"], counts["kept"], counts["not_matching"]) == (4, 3, 1)


def test_people_are_told_how_much_was_searched(place: Place) -> None:
    said = place.run("gather", str(place.posts), "--search")
    assert "Searched 1 file: 4 lines, 3 of them read." in said


def test_every_line_is_read_when_that_is_wanted(place: Place) -> None:
    [counts] = place.json("gather", str(place.posts), "--every-line")
    assert counts["kept"] == 3


def test_a_small_source_is_read_whole(place: Place) -> None:
    assert len(place.json("gather", str(place.posts))) == 1


def test_progress_has_a_rate_and_the_time_that_is_left() -> None:
    assert in_words(HALF) == "2 of 5 files, 1.5 GB of 3.0 GB, 200.0 MB/s unpacked, 1 min left"


def test_sizes_and_times_are_rounded_for_people() -> None:
    assert [size_in_words(n) for n in (999, 2.5e6, 3e12)] == ["1 kB", "2.5 MB", "3.0 TB"]
    assert [time_in_words(n) for n in (9.9, 61, 3_601, 200_000)] == ["9 s", "2 min", "2 h", "3 d"]


def test_lines_come_seldom_and_a_second_try_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(meter.time, "monotonic", lambda: clock[0])
    shown = Meter(live=False)
    assert shown.line(HALF) == ""
    clock[0] += 31
    assert shown.line(HALF)
    assert shown.line(HALF) == ""
    again = HALF._replace(again=(str(Path("a.jsonl")),))
    assert shown.notices(again) == ["a.jsonl: the process that searched it ended; another goes on."]
    assert shown.notices(again) == []


def test_somebody_who_stops_it_reads_how_to_go_on(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> Iterator[Accession]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(gathering, "gather", stopped)
    monkeypatch.setenv("OWNWORDS_CONFIG", str(place.config))
    words = ["gather", str(place.posts), "--campaign", str(place.root)]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 1
    assert "Say the same again, and it goes on from here." in done.output


def test_a_gather_that_is_gone_on_with_says_how_long_this_run_took(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It began ten days ago, and the computer was asleep since."""
    ten_days = 10 * 86_400_000_000
    monkeypatch.setenv("OWNWORDS_CONFIG", str(place.config))
    vault = Vault.open(place.root)
    Taking.begin(vault, str(place.posts), "twitter_v2").close()
    [about] = vault.folder.staging.glob("*/about.json")
    begun = json.loads(about.read_bytes())
    about.write_text(json.dumps({**begun, "started": begun["started"] - ten_days}))
    vault.close()
    [counts] = place.json("gather", str(place.posts))
    assert counts["kept"] == 3
    assert float(str(counts["seconds"])) < 600
