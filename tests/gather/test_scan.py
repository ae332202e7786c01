"""Many files searched at once: in order, whatever happens to the processes that do it."""

from __future__ import annotations

import gzip
import os
import signal
from pathlib import Path

import pytest
import zstandard

from ownwords.gather import scan as scanning
from ownwords.gather.lines import Line
from ownwords.gather.scan import ENDED, Scan
from ownwords.gather.scan_worker import Errand, Found
from ownwords.gather.sieve import Sieve
from ownwords.gather.streams import StreamBroken

HIT = b'{"text":"#WeKeepTheLight %d"}'
MISS = b'{"text":"something else altogether %d"}'
LINES = 30_000


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Six files; one line in a thousand hits. About 1.3 MB each, packed or not."""
    place = tmp_path_factory.mktemp("dump")
    made = []
    for number in range(6):
        lines = [(HIT if n % 1000 == 7 else MISS) % (n + number) for n in range(LINES)]
        data = b"\n".join(lines) + b"\n"
        packed = (data, gzip.compress(data), zstandard.compress(data))[number % 3]
        made.append(place / f"{number}.jsonl")
        made[-1].write_bytes(packed)
    return made


@pytest.fixture(scope="module")
def sieve() -> Sieve:
    found = Sieve.of(["WeKeepTheLight"], ())
    assert found is not None
    return found


def errands(files: list[Path]) -> list[Errand]:
    return [Errand(number, str(path)) for number, path in enumerate(files)]


def run(files: list[Path], sieve: Sieve, jobs: int, heard=lambda found: None) -> list[list[Line]]:
    """The lines of each file, in order."""
    asked = errands(files)
    with Scan(sieve, jobs, iter(asked), heard) as scan:
        return [[line for part in scan.parts(one) for line in part.lines] for one in asked]


def test_any_number_of_processes_gives_the_same(files: list[Path], sieve: Sieve):
    alone = run(files, sieve, 1)
    assert [len(lines) for lines in alone] == [30] * 6
    assert [line.number for line in alone[0][:2]] == [8, 1008]
    assert alone[4][0].data == HIT % (7 + 4)
    assert run(files, sieve, 3) == alone


def test_little_memory_for_what_waits_changes_nothing(
    files: list[Path], sieve: Sieve, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(scanning, "AHEAD", 10)
    assert run(files, sieve, 3) == run(files, sieve, 1)


def test_a_search_goes_on_from_a_place(files: list[Path], sieve: Sieve):
    whole = run(files, sieve, 1)[1]
    place = whole[9]
    asked = [Errand(1, str(files[1]), place.number, place.offset), *errands(files)[2:]]
    with Scan(sieve, 2, iter(errands(files)[1:]), lambda found: None) as scan:
        rest = [line for part in scan.parts(asked[0]) for line in part.lines]
        following = [line for part in scan.parts(asked[1]) for line in part.lines]
    assert rest == whole[9:]
    assert len(following) == 30


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_process_that_is_killed_in_a_file_costs_nothing_but_a_second_try(
    files: list[Path], sieve: Sieve, tmp_path: Path
):
    full = tmp_path / "full.jsonl"
    full.write_bytes(b"".join(HIT % n + b"\n" for n in range(200_000)))
    asked = [Errand(0, str(full)), *errands(files)[1:]]
    with Scan(sieve, 2, iter(asked), lambda found: None) as scan:
        parts = scan.parts(asked[0])
        lines = list(next(parts).lines)
        kill_who_searches(scan, 0)
        assert not scan.again
        lines += next(parts).lines
        while not scan.again:
            lines += next(parts).lines
        for part in parts:
            lines += part.lines
        others = [[line for part in scan.parts(one) for line in part.lines] for one in asked[1:]]
    assert [line.number for line in lines] == list(range(1, 200_001))
    assert b"".join(line.data + b"\n" for line in lines) == full.read_bytes()
    assert others == run(files, sieve, 1)[1:]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
@pytest.mark.parametrize("when", ["while the errand is sent", "before the errand is sent"])
def test_a_file_whose_process_is_killed_twice_is_named_and_the_others_are_whole(
    files: list[Path], sieve: Sieve, monkeypatch: pytest.MonkeyPatch, when: str
):
    alone = run(files, sieve, 1)
    start = scanning._start

    def doomed(sieve: Sieve) -> scanning._Worker:
        worker = start(sieve)
        if len(doomed_for) < 2:
            doomed_for.append(worker.process.pid or 0)
            os.kill(doomed_for[-1], signal.SIGKILL)
            if when.startswith("before"):
                worker.process.join()
        return worker

    doomed_for: list[int] = []
    monkeypatch.setattr(scanning, "_start", doomed)
    first, *others = errands(files)
    with Scan(sieve, 2, iter(()), lambda found: None) as scan:
        with pytest.raises(StreamBroken, match=ENDED):
            list(scan.parts(first))
        found = [[line for part in scan.parts(one) for line in part.lines] for one in others]
    assert found == alone[1:]


def kill_who_searches(scan: Scan, number: int) -> None:
    for worker, file in list(scan._busy.values()):
        if file.errand.number == number:
            os.kill(worker.process.pid or 0, signal.SIGKILL)


def test_a_cut_file_costs_what_is_behind_the_cut(files: list[Path], sieve: Sieve, tmp_path: Path):
    for name, whole in (("gz", files[1]), ("zst", files[2])):
        data = whole.read_bytes()
        cut = tmp_path / f"cut.{name}"
        cut.write_bytes(data[: len(data) // 2])
        heard: list[Found] = []
        with pytest.raises(StreamBroken, match="is cut"):
            run([cut], sieve, 2, heard.append)
        lines = [line for one in heard for line in one.part.lines]
        end = heard[-1].part
        assert end.line > 1
        assert lines == [one for one in run([whole], sieve, 1)[0] if one.number < end.line]


def test_a_file_that_is_gone_is_named(sieve: Sieve, tmp_path: Path):
    for jobs in (1, 2):
        with (
            Scan(sieve, jobs, iter(()), lambda found: None) as scan,
            pytest.raises(StreamBroken, match="cannot be read"),
        ):
            list(scan.parts(Errand(0, str(tmp_path / "gone"))))


def test_it_says_how_far_it_is(files: list[Path], sieve: Sieve):
    heard: list[Found] = []
    run(files[1:2], sieve, 2, heard.append)
    assert heard[-1].last
    assert [one.stored for one in heard[:-1]] == sorted(one.stored for one in heard[:-1])
    assert heard[-1].part.line == LINES + 1
