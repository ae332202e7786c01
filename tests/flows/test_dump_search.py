"""A large dump is searched, and the campaign afterwards is the one that reading it would make."""

from __future__ import annotations

import bz2
import gzip
import json
import math
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ownwords.flows.dump_search import Aim, Progress, Stand
from ownwords.flows.gathering import Request, gather
from ownwords.flows.starting import start
from ownwords.records.accession import Accession, Receipt
from ownwords.records.captured import Fault, LeftOut
from ownwords.records.errors import OwnwordsError
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import KEEP_IT_LIT, tweet


class Watch:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.reached: list[Progress] = []

    def progress(self, source: str, read: int, kept: int) -> None:
        """Not looked at."""

    def left_out(self, what: LeftOut) -> None:
        raise AssertionError(what)

    def fault(self, fault: Fault) -> None:
        self.faults.append(fault)

    def searching(self, progress: Progress) -> None:
        self.reached.append(progress)


def lines(first: int, count: int) -> list[bytes]:
    """One post in fifty has the tag; some lines are withdrawals, blank or broken."""
    made = []
    for number in range(first, first + count):
        post = tweet(500_000_000_000 + number, 7 + number % 5, f"k{number % 5}", f"words {number}")
        if number % 50:
            post["text"] = f"words {number} of a day without the tag"
        escape = bool(number % 100)
        line = json.dumps(post, ensure_ascii=escape).replace("KeepLit", "KEEPLIT")
        special = {
            11: json.dumps({"id": str(500_000_000_000 + number - 11), "action": "delete"}),
            12: "",
            13: line[: len(line) // 2],
        }
        made.append(special.get(number % 1000, line).encode())
    return made


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four files of 3,000 lines: plain, gzip, bzip2, and gzip that is cut; and a CSV beside."""
    place = tmp_path_factory.mktemp("dump")
    files = [b"\n".join(lines(n * 3000, 3000)) + b"\n" for n in range(4)]
    (place / "a.jsonl").write_bytes(files[0])
    (place / "b.jsonl.gz").write_bytes(gzip.compress(files[1]))
    (place / "c.jsonl.bz2").write_bytes(bz2.compress(files[2]))
    packed = gzip.compress(files[3])
    (place / "d.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (place / "e.csv").write_text("id_str,from_user\n1,2\n", "utf-8")
    return place


@pytest.fixture
def campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Makes open campaigns, each new."""
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "config"))

    def made(name: str) -> Workspace:
        start(tmp_path / name, KEEP_IT_LIT)
        return open_workspace(tmp_path / name)

    return made


def taken(workspace: Workspace, source: Path, watch: Watch | None = None, **how) -> Accession:
    request = Request(sources=(str(source),), searchable=False, **how)
    (accession,) = gather(workspace, request, watch or Watch())
    return accession


def holdings(workspace: Workspace) -> dict[str, object]:
    """Everything that was taken in."""
    desk = workspace.vault.desk
    return {
        "files": {entry.path: entry.sha256 for entry in desk.manifest()},
        "faults": [fault for _, fault in desk.faults()],
        "departures": desk.departures(),
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_searched_dump_is_the_dump_that_was_read(dump: Path, campaign, jobs: int):
    read, searched = campaign("read"), campaign("searched")
    whole = taken(read, dump, search_from=math.inf)
    watch = Watch()
    some = taken(searched, dump, watch, search_from=0, jobs=jobs)
    assert holdings(searched) == holdings(read)
    assert some.counts == whole.counts or some.counts.not_matching >= whole.counts.not_matching
    assert (some.counts.kept, some.counts.faults) == (whole.counts.kept, whole.counts.faults)
    assert some.counts.kept > 200
    assert some.counts.withdrawals == whole.counts.withdrawals > 9
    assert watch.reached[-1].files == 4
    assert watch.reached[-1].all_files == 5


def test_a_format_that_was_said_minds_its_own_signs_alone(dump: Path, campaign):
    read, searched = campaign("read"), campaign("searched")
    whole = taken(read, dump / "a.jsonl", search_from=math.inf)
    some = taken(searched, dump / "a.jsonl", search_from=0, format="twitter_v2")
    assert holdings(searched) == holdings(read)
    assert some.counts.withdrawals == whole.counts.withdrawals > 2
    own = Aim(["KeepLit"], (), format="twitter_v2").sieve()
    none = Aim(["KeepLit"], (), format="mapped").sieve()
    assert own
    assert none
    assert {sign for sign in own.sure if b"action" in sign}
    assert len(none.sure) == 1


def test_a_searched_file_leaves_a_receipt(dump: Path, campaign):
    workspace = campaign("one")
    accession = taken(workspace, dump, search_from=0)
    receipts = workspace.vault.desk.receipts(accession.id)
    assert [Path(one.file).name for one in receipts] == [
        "a.jsonl", "b.jsonl.gz", "c.jsonl.bz2", "d.jsonl.gz",
    ]  # fmt: skip
    first = receipts[0]
    size = (dump / "a.jsonl").stat().st_size
    assert first == Receipt(first.file, size, 3000, hits=66, faults=3)
    assert receipts[3].lines < 3000
    assert receipts[3].faults >= 1
    counts = accession.counts
    assert sum(one.lines - one.hits for one in receipts) <= counts.not_matching
    assert counts.read == sum(
        (counts.kept, counts.known, counts.not_matching, counts.withdrawals, counts.faults)
    )


def test_a_small_source_and_one_that_is_wanted_whole_are_read(dump: Path, campaign):
    small, every = campaign("small"), campaign("every")
    assert small.vault.desk.receipts(taken(small, dump).id) == []
    assert every.vault.desk.receipts(taken(every, dump, everything=True, search_from=0).id) == []


def test_a_post_that_is_asked_for_by_its_link_is_found(tmp_path: Path, dump: Path, campaign):
    workspace = campaign("asked")
    links = tmp_path / "links.txt"
    links.write_text("https://x.com/k1/status/500000000777\n", "utf-8")
    assert taken(workspace, links, format="links").counts.asked == 1
    accession = taken(workspace, dump, search_from=0)
    assert workspace.vault.desk.receipts(accession.id)
    assert accession.counts.filled == 1


def test_where_a_gather_stands_is_kept_as_text():
    stand = Stand(3, "7:900:2:a|b.jsonl", 12, 1)
    assert Stand.parse(stand.text()) == stand
    assert Stand.parse("") == Stand()


GATHER = """
import math, sys, os, signal
from pathlib import Path
from ownwords.archive import files
from ownwords.flows import gathering
from ownwords.flows.gathering import Request, gather
from ownwords.workspace import open_workspace
from tests.flows.test_dump_search import Watch
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    gathering.BATCH, gathering.CHECKPOINT_EVERY, gathering.OFTEN = 7, 2, 0.0
    place, dump, stop = sys.argv[1:]
    steps = 0
    def count(step, path):
        global steps
        steps += step == "append"
        if steps == int(stop):
            print("there", flush=True)
            os.kill(os.getpid(), 9)
    files.set_recorder(count)
    list(gather(open_workspace(Path(place)), Request(sources=(dump,), search_from=0, jobs=2,
                searchable=False), Watch()))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
@pytest.mark.parametrize("stop", [3, 9, 16])
def test_a_gather_that_is_killed_goes_on(dump: Path, campaign, stop: int):
    whole, cut = campaign("whole"), campaign("cut")
    expected = taken(whole, dump, search_from=0, jobs=2)
    killed = run_gather(cut.folder.root, dump, stop)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    accession = taken(cut, dump, search_from=0, jobs=2)
    assert holdings(cut) == holdings(whole)
    assert accession.counts == expected.counts
    assert cut.vault.desk.receipts(1) == whole.vault.desk.receipts(1)


def run_gather(place: Path, dump: Path, stop: int) -> subprocess.CompletedProcess[str]:
    script = place.parent / "run_gather.py"
    script.write_text(GATHER, "utf-8")
    here = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here / 'src'}"}
    command = [sys.executable, str(script), str(place), str(dump), str(stop)]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, timeout=120
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_full_disk_is_said_and_gone_on_with(dump: Path, campaign, monkeypatch):
    whole, full = campaign("whole"), campaign("full")
    taken(whole, dump, search_from=0)
    monkeypatch.setattr("ownwords.flows.gathering.OFTEN", 0.0)
    monkeypatch.setattr("ownwords.flows.gathering.BATCH", 20)
    monkeypatch.setattr("ownwords.flows.gathering.CHECKPOINT_EVERY", 1)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, before[1]))
    try:
        with pytest.raises(OwnwordsError, match="no room left") as said:
            taken(full, dump, search_from=0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "goes on from there" in said.value.do
    assert holdings(full)["files"] == {}
    taken(full, dump, search_from=0)
    assert holdings(full) == holdings(whole)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_an_interruption_ends_every_process(campaign, tmp_path: Path):
    """A gather is interrupted while its processes wait for it: none of them stays or complains."""
    endless = tmp_path / "endless"
    endless.mkdir()
    for number in range(2):
        (endless / f"{number}.jsonl").write_bytes(b"\n".join(lines(0, 3000)) * 60)
    workspace = campaign("stopped")
    script = tmp_path / "interrupted.py"
    script.write_text(GATHER.replace("os.kill(os.getpid(), 9)", "pass"), "utf-8")
    here = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here / 'src'}"}
    command = [sys.executable, str(script), str(workspace.folder.root), str(endless), "2"]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        start_new_session=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "there\n"
    os.killpg(child.pid, signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert said.count("Traceback") == 1
    assert said.rstrip().endswith("KeyboardInterrupt")
    deadline = time.monotonic() + 10
    while left := group(child.pid):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def group(leader: int) -> list[int]:
    """The processes of a group that are still there."""
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return []
    return [leader]
