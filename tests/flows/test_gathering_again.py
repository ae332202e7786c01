"""The same source again: what was decided since stays, and nothing is said or read twice."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from ownwords.archive.accession import Taking
from ownwords.archive.keep_out import KeepOut
from ownwords.flows import checking, interrupted
from ownwords.flows.gathering import Request, gather
from ownwords.flows.standing import status
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.errors import AskedWrongly, OwnwordsError
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, Silent, Tweet, tweet

LETTER = """---
given: letter
voice: The second cook
date: 2014-02-09
language: en
uses: verbatim, named
evidence: folder 15, sheet 1
---
There were six of us at supper.
"""


def take(workspace: Workspace, source: Path, **how: bool) -> None:
    """Take a source in."""
    for _ in gather(workspace, Request(sources=(str(source),), **how), Silent()):
        pass


def test_a_yes_that_was_taken_back_stays_so_when_its_file_comes_again(
    keep: Keep, tmp_path: Path
) -> None:
    workspace = keep([tweet(1, 7, "lock_7", "the lamp went out")])
    letter = tmp_path / "letter.md"
    letter.write_text(LETTER, "utf-8")
    take(workspace, letter)
    desk = workspace.vault.desk
    [yes] = desk.statements()
    assert yes.answer is Answer.YES
    assert yes.given_at
    desk.add_statements([taken_back(yes)])
    take(workspace, letter)
    assert [one.answer for one in desk.statements()] == [Answer.YES, Answer.NO]


def taken_back(yes: Statement) -> Statement:
    """The same voice says no to all of it."""
    return msgspec.structs.replace(yes, answer=Answer.NO, uses=(Use.VERBATIM,), sequence=0)


class Stopping(Silent):
    """Stops a gather after so many batches."""

    def __init__(self, after: int) -> None:
        self._left = after

    def progress(self, source: str, read: int, kept: int) -> None:
        self._left -= 1
        if not self._left:
            raise KeyboardInterrupt


@pytest.fixture
def stopped(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Workspace]:
    """Makes a campaign in which taking in a source was stopped after some batches of five."""
    monkeypatch.setattr("ownwords.flows.gathering.BATCH", 5)
    monkeypatch.setattr("ownwords.flows.gathering.CHECKPOINT_EVERY", 1)

    def made(source: str, after: int, **how: bool) -> Workspace:
        workspace = keep([tweet(99_999, 8, "lock_8", "the first")])
        with pytest.raises(KeyboardInterrupt):
            list(gather(workspace, Request(sources=(source,), **how), Stopping(after)))
        return workspace

    return made


def fill(path: Path, first: int, text: str = "the lamp went out") -> None:
    """Twenty posts in a file."""
    made = [tweet(first + number, 7, "lock_7", text) for number in range(20)]
    path.write_bytes(jsonl(made))


def jsonl(tweets: list[Tweet]) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in tweets).encode()


def held(workspace: Workspace) -> int:
    """Posts beside the first."""
    return sum(one.rows for one in workspace.vault.desk.manifest() if one.kind == "posts") - 1


@pytest.mark.parametrize("gone", [False, True])
def test_a_folder_that_changed_since_is_read_again(
    stopped: Callable[..., Workspace], tmp_path: Path, *, gone: bool
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    for number, name in enumerate("bcd"):
        fill(folder / f"{name}.jsonl", 100 * number)
    workspace = stopped(str(folder), after=6)
    if gone:
        (folder / "b.jsonl").unlink()
    else:
        fill(folder / "a.jsonl", 900)
    take(workspace, folder)
    assert held(workspace) == (60 if gone else 80)


def test_a_file_that_was_replaced_is_read_from_its_beginning(
    stopped: Callable[..., Workspace], tmp_path: Path
) -> None:
    export = tmp_path / "export.jsonl"
    fill(export, 0)
    workspace = stopped(str(export), after=3)
    fill(export, 100, "nobody asked the keepers")
    take(workspace, export)
    assert held(workspace) == 10 + 20
    [_, counted] = [one.counts for one in workspace.vault.desk.accessions()]
    assert (counted.read, counted.kept, counted.known) == (10 + 20, 10 + 20, 0)


def test_a_link_that_was_noted_meanwhile_finds_what_was_read_before_it(
    stopped: Callable[..., Workspace], tmp_path: Path
) -> None:
    """Without the tag it was passed over when nobody had asked for it yet."""
    export, links = tmp_path / "export.jsonl", tmp_path / "links.txt"
    fill(export, 100)
    passed_over = tweet(77, 7, "lock_7", "no word of it") | {"text": "the lamp is lit again"}
    export.write_bytes(jsonl([passed_over]) + export.read_bytes())
    workspace = stopped(str(export), after=3)
    links.write_text("https://x.com/lock_7/status/77\n")
    take(workspace, links)
    take(workspace, export)
    assert held(workspace) == 21
    assert workspace.vault.desk.wanted() == []
    counted = workspace.vault.desk.accessions()[-1].counts
    assert (counted.read, counted.kept, counted.filled) == (21, 21, 1)


def test_who_may_be_gathered_again_meanwhile_is_not_held_back(
    stopped: Callable[..., Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = tmp_path / "export.jsonl"
    fill(export, 100)
    monkeypatch.setattr(KeepOut, "is_empty", False)
    with monkeypatch.context() as kept_out:
        kept_out.setattr(KeepOut, "holds_back", lambda *of: of[2] == "lock_7")
        workspace = stopped(str(export), after=3)
    KeepOut.read(workspace.folder, workspace.vault.keys.derive("keep-out")).write(workspace.folder)
    take(workspace, export)
    assert held(workspace) == 20
    assert workspace.vault.desk.accessions()[-1].counts.held_back == 0


def test_what_was_gathered_meanwhile_is_no_reason_to_read_again(
    stopped: Callable[..., Workspace], tmp_path: Path
) -> None:
    export, other = tmp_path / "export.jsonl", tmp_path / "other.jsonl"
    fill(export, 100)
    fill(other, 500)
    workspace = stopped(str(export), after=3)
    take(workspace, other)
    list(gather(workspace, Request(sources=(str(export),)), Stopping(3)))
    assert held(workspace) == 40


def test_the_same_name_in_another_folder_is_another_file(
    stopped: Callable[..., Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(["one", "other"]):
        (tmp_path / name).mkdir()
        fill(tmp_path / name / "export.jsonl", 100 * number)
    monkeypatch.chdir(tmp_path / "one")
    workspace = stopped("export.jsonl", after=3)
    monkeypatch.chdir(tmp_path / "other")
    take(workspace, Path("export.jsonl"))
    assert held(workspace) == 20


def test_other_tags_are_looked_for_from_the_beginning(
    stopped: Callable[..., Workspace], tmp_path: Path
) -> None:
    export = tmp_path / "export.jsonl"
    fill(export, 0)
    export.write_bytes(export.read_bytes().replace(b"#KeepLit", b"#Other"))
    workspace = stopped(str(export), after=3)
    take(workspace, export, everything=True)
    assert held(workspace) == 20


def test_standard_input_is_never_gone_on_with(
    stopped: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    def piped(first: int) -> None:
        made = [tweet(first + number, 7, "lock_7", "the lamp went out") for number in range(20)]
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(jsonl(made))))

    piped(0)
    workspace = stopped("-", after=3)
    piped(100)
    take(workspace, Path("-"))
    assert held(workspace) == 10 + 20


def test_a_disk_that_is_full_at_the_end_keeps_nobody_out(
    keep: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one process, as at the workbench: the lock is let go of."""
    workspace = keep([tweet(99_999, 8, "lock_8", "the first")])
    export = tmp_path / "export.jsonl"
    fill(export, 0)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr("ownwords.archive.accession.fill", full)
        with pytest.raises(OwnwordsError, match="no room left"):
            take(workspace, export)
    take(workspace, export)
    assert held(workspace) == 20


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems refuse such names")
@pytest.mark.parametrize("whole", [False, True])
def test_a_name_that_is_no_utf8_is_spelled_out(keep: Keep, tmp_path: Path, *, whole: bool) -> None:
    workspace = keep([tweet(99_999, 8, "lock_8", "the first")])
    folder = tmp_path / "exports"
    folder.mkdir()
    export = folder / os.fsdecode(b"caf\xe9.jsonl")
    fill(export, 0)
    take(workspace, folder if whole else export)
    assert held(workspace) == 20
    source = workspace.vault.desk.accessions()[-1].source
    assert whole or source.endswith("/caf\\udce9.jsonl")


def test_a_stream_grab_goes_on_whatever_its_folders_are_called(
    stopped: Callable[..., Workspace], tmp_path: Path
) -> None:
    grab = tmp_path / "grab.tar"
    user = {"id_str": "7", "screen_name": "lock_7", "name": "K 7"}
    said = {"created_at": "Sat Jan 11 05:12:00 +0000 2014", "text": "the lamp #KeepLit"}
    with tarfile.open(grab, "w") as tar:
        for hour in range(3):
            made: list[Tweet] = [
                {**said, "id_str": str(100 * hour + number), "user": user}
                for number in range(1, 21)
            ]
            data = jsonl(made)
            header = tarfile.TarInfo(f"a day!/01/{hour:02}.json")
            header.size = len(data)
            tar.addfile(header, io.BytesIO(data))
    workspace = stopped(str(grab), after=6)
    take(workspace, grab)
    assert held(workspace) == 60


def test_what_was_interrupted_is_named_until_somebody_lets_go_of_it(
    stopped: Callable[..., Workspace], tmp_path: Path
) -> None:
    fill(tmp_path / "a.jsonl", 1)
    fill(tmp_path / "b.jsonl", 101)
    workspace = stopped(str(tmp_path / "a.jsonl"), 2)
    before = held(workspace)
    [left] = status(workspace).interrupted
    assert left.source == str(tmp_path / "a.jsonl")
    assert left.bytes
    [named] = checking.campaign(workspace).faults
    assert (named.file, left.command in named.do) == (left.place, True)
    take(workspace, tmp_path / "b.jsonl")
    assert interrupted.let_go(workspace, str(tmp_path / "b.jsonl")) == 0
    assert interrupted.interrupted(workspace) == (left,)
    assert interrupted.let_go(workspace, left.source) == 1
    assert not status(workspace).interrupted
    assert checking.campaign(workspace).ok
    assert not (workspace.folder.root / left.place).exists()
    assert held(workspace) == before + 20


def test_a_gather_at_work_is_not_told_as_interrupted_and_is_not_let_go(
    keep: Keep, tmp_path: Path
) -> None:
    workspace = keep([tweet(99_999, 8, "lock_8", "the first")])
    source = str(tmp_path / "a.jsonl")
    taking = Taking.begin(workspace.vault, source, "twitter_v2")
    try:
        assert not interrupted.interrupted(workspace)
        with pytest.raises(AskedWrongly, match="taking in posts"):
            interrupted.let_go(workspace, source)
    finally:
        taking.close()
    assert [left.source for left in interrupted.interrupted(workspace)] == [source]


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_read_again_of_a_file_that_changed_is_counted_once(
    stopped: Callable[..., Workspace], tmp_path: Path, times: int
) -> None:
    export = tmp_path / "export.jsonl"
    fill(export, 0)
    export.write_bytes(b"no post\n" + export.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stopping, "fault", lambda *_: None)
        patch.setattr(Silent, "fault", lambda *_: None)
        workspace = stopped(str(export), after=3)
        for number in range(times):
            more = jsonl([tweet(700 + number, 7, "lock_7", "the lamp is lit again")])
            export.write_bytes(export.read_bytes() + more)
            if number + 1 < times:
                with pytest.raises(KeyboardInterrupt):
                    list(gather(workspace, Request(sources=(str(export),)), Stopping(2)))
        take(workspace, export)
    [_, counted] = [one.counts for one in workspace.vault.desk.accessions()]
    assert (counted.read, counted.kept) == (21 + times, 20 + times)
    assert (counted.known, counted.faults) == (0, 1)
    faults = workspace.vault.desk.rows("select accession from faults")
    assert len(list(faults)) == 1
