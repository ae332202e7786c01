"""Kept copies: what the proof names is cut and recorded, or sealed to the steward."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner

from ownwords.archive import copies
from ownwords.archive.keys import key_folder
from ownwords.cli import cli
from ownwords.flows import erasure, kept_copies
from ownwords.flows.proof import letter, proving
from ownwords.flows.proof.proving import Proof
from ownwords.workspace import Workspace, open_workspace
from tests.withdrawal import campaigns, crashes
from tests.withdrawal.crowd import HANDLE, LEAVER, NAME, TAG, Crowd

ACCOUNT = f"https://x.com/i/user/{LEAVER}"


@pytest.fixture
def told(tmp_path: Path) -> tuple[Workspace, Crowd]:
    """A campaign in which the leaver said three things, kept copies of them everywhere."""
    workspace = open_workspace(campaigns.base(tmp_path / "c"))
    crowd = Crowd(31)
    said = [crowd._own() for _ in range(3)] + [crowd._plain() for _ in range(3)]
    lines = [json.dumps(one).encode() + b"\n" for one in said]
    (tmp_path / "posts.jsonl").write_bytes(b"".join(lines))
    campaigns.take(workspace, tmp_path / "posts.jsonl")
    fill(workspace.folder.root, crowd, lines)
    return workspace, crowd


def fill(root: Path, crowd: Crowd, lines: list[bytes]) -> None:
    words = crowd.said[0]
    [other] = crowd.others[:1]
    (root / "sources" / "export.jsonl").write_bytes(b"".join(lines))
    (root / "sources" / "whole.json").write_text(json.dumps([json.loads(one) for one in lines]))
    sink = io.StringIO(newline="")
    table = csv.writer(sink)
    table.writerow(["tweet_id", "screen_name", "text"])
    for one in (*crowd.own, other):
        table.writerow([one["id_str"], one["user"]["screen_name"], one["full_text"]])
    (root / "sources" / "sheet.csv").write_text(sink.getvalue(), newline="")
    split = words.replace(" ", "</b> <b>", 1)
    page = f"<html><p>A keeper said: <b>{split}</b>.<p>The ferry came at nine.</html>"
    (root / "articles" / "paper.html").write_text(page)
    (root / "articles" / "note.md").write_text(f"I asked @{HANDLE} ({NAME}) at the quay.\n")
    (root / "articles" / "clean.txt").write_text("Nothing of theirs is in here.\n")
    (root / "sources" / f"{HANDLE}.txt").write_text("An empty night.\n")
    (root / "sources" / "packed.gz").write_bytes(gzip.compress(words.encode()))
    with zipfile.ZipFile(root / "sources" / "old.zip", "w") as packed:
        packed.writestr("a.txt", words)


def begun(workspace: Workspace) -> Proof:
    return campaigns.withdraw(workspace, ACCOUNT)


def settle(workspace: Workspace, how: kept_copies.How) -> kept_copies.Settled:
    traces = proving.Traces(workspace.folder.root, erasure.unfinished(workspace))
    return kept_copies.settle(workspace, traces, how)


def test_text_is_cut_and_the_rest_is_sealed(told: tuple[Workspace, Crowd]) -> None:
    workspace, _ = told
    root = workspace.folder.root
    clean = (root / "articles/clean.txt").read_bytes()
    proof = begun(workspace)
    assert len(kept_copies.kept(proof.hits)) == 8
    settled = settle(workspace, "redact")
    assert settled.quarantined == (
        f"sources/{HANDLE}.txt",
        "sources/old.zip",
        "sources/packed.gz",
    )
    assert set(settled.redacted) == {
        *("articles/note.md", "articles/paper.html"),
        *("sources/export.jsonl", "sources/sheet.csv", "sources/whole.json"),
    }
    again = campaigns.carry_on(workspace)
    assert again.hits == []
    assert again.sealed_away == 3
    assert not (root / "erasing.sealed").exists()
    assert (root / "articles/clean.txt").read_bytes() == clean
    assert "The ferry came at nine." in (root / "articles/paper.html").read_text()
    assert (
        "I asked [withdrawn] ([withdrawn]) at the quay." in (root / "articles/note.md").read_text()
    )
    assert "sealed away, not erased: 3" in letter.letter(workspace, again)


def test_a_folder_on_another_disk_and_a_file_called_like_them_are_settled_too(
    told: tuple[Workspace, Crowd], tmp_path: Path
) -> None:
    workspace, crowd = told
    root = workspace.folder.root
    (tmp_path / "disk").mkdir()
    (root / "sources" / "disk").symlink_to(tmp_path / "disk")
    (root / "sources" / "disk" / "a.txt").write_text(f"{crowd.said[0]}\nThe tide was out.\n")
    (root / "sources" / f"talk with {NAME} (1).txt").write_text("An empty night.\n")
    begun(workspace)
    settled = settle(workspace, "redact")
    assert "sources/disk/a.txt" in settled.redacted
    assert f"sources/talk with {NAME} (1).txt" in settled.quarantined
    assert campaigns.carry_on(workspace).hits == []
    assert "The tide was out." in (tmp_path / "disk" / "a.txt").read_text()
    assert NAME not in (root / "quarantine/record.json").read_text()


def test_others_keep_their_lines_and_rows(told: tuple[Workspace, Crowd]) -> None:
    workspace, crowd = told
    root = workspace.folder.root
    begun(workspace)
    settle(workspace, "redact")
    lines = (root / "sources/export.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == ["[withdrawn]"] * 3 + crowd.others
    assert json.loads((root / "sources/whole.json").read_text())[3:] == crowd.others
    rows = list(csv.reader((root / "sources/sheet.csv").read_text().splitlines()))
    assert rows[1:4] == [["[withdrawn]"] * 3] * 3
    assert rows[4][0] == crowd.others[0]["id_str"]
    assert TAG in rows[4][2]


def test_a_table_of_a_spreadsheet_is_cut_and_keeps_its_form(
    told: tuple[Workspace, Crowd],
) -> None:
    """Marked as UTF-8, with two signs at the end of a line, as spreadsheets of Windows save it."""
    workspace, crowd = told
    sheet = workspace.folder.root / "sources/sheet.csv"
    sheet.write_bytes(b"\xef\xbb\xbf" + sheet.read_bytes())
    begun(workspace)
    settle(workspace, "redact")
    lines = sheet.read_bytes().split(b"\r\n")
    assert lines[0] == b"\xef\xbb\xbftweet_id,screen_name,text"
    assert lines[1:4] == [b"[withdrawn],[withdrawn],[withdrawn]"] * 3
    assert lines[4].startswith(crowd.others[0]["id_str"].encode())
    assert b"\n" not in b"".join(lines)


def test_what_was_done_is_recorded_and_names_nobody(told: tuple[Workspace, Crowd]) -> None:
    workspace, _ = told
    begun(workspace)
    settle(workspace, "redact")
    record = copies.read_record(workspace.folder)
    assert {one.what for one in record} == {"redacted", "quarantined"}
    assert [one.file for one in record if one.what == "quarantined"] == [
        "[withdrawn]",
        "sources/old.zip",
        "sources/packed.gz",
    ]
    assert HANDLE not in (workspace.folder.quarantine / copies.RECORD).read_text()


def test_only_the_steward_key_opens_what_was_sealed(told: tuple[Workspace, Crowd]) -> None:
    workspace, _ = told
    before = (workspace.folder.root / "sources/packed.gz").read_bytes()
    begun(workspace)
    settle(workspace, "quarantine")
    secret = (key_folder(workspace.vault.desk.campaign_id) / "steward.age").read_text().strip()
    identity = pyrage.x25519.Identity.from_str(secret)
    opened = {}
    for sealed in workspace.folder.quarantine.glob("*.age"):
        plain = pyrage.decrypt(sealed.read_bytes(), [identity])
        end = 4 + int.from_bytes(plain[:4], "big")
        opened[json.loads(plain[4:end])] = plain[end:]
    assert len(opened) == 8
    assert opened["sources/packed.gz"] == before
    assert campaigns.carry_on(workspace).hits == []


def test_a_crash_between_sealing_and_removing_leaves_one_copy(
    told: tuple[Workspace, Crowd],
) -> None:
    workspace, _ = told
    begun(workspace)

    def cut(step: str, path: Path) -> None:
        if step == "remove" and path.name == "old.zip":
            raise crashes.Cut

    with pytest.raises(crashes.Cut), crashes.recorded(cut):
        settle(workspace, "redact")
    again = campaigns.carry_on(workspace)
    assert "sources/old.zip" in kept_copies.kept(again.hits)
    settle(workspace, "redact")
    assert campaigns.carry_on(workspace).hits == []
    assert len(list(workspace.folder.quarantine.glob("*.age"))) == 3
    noted = {(one.file, one.what) for one in copies.read_record(workspace.folder)}
    assert noted >= {("articles/note.md", "redacted"), ("sources/old.zip", "quarantined")}


def test_the_command_finishes_what_the_proof_held_up(told: tuple[Workspace, Crowd]) -> None:
    workspace, _ = told
    root = str(workspace.folder.root)
    workspace.vault.close()
    first = CliRunner().invoke(cli, ["withdraw", ACCOUNT, "--yes", "--campaign", root])
    assert first.exit_code == 1
    assert "--kept-copies redact" in first.stderr
    asked = ["withdraw", "--resume", "--kept-copies", "redact", "--campaign", root]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 0, done.output
    assert "Cut and marked [withdrawn]: articles/note.md" in done.output
    assert "0 found" in done.output


def test_the_search_looks_at_one_file_as_at_all(told: tuple[Workspace, Crowd]) -> None:
    workspace, _ = told
    proof = begun(workspace)
    root = workspace.folder.root
    needles = proving.needles_for(root, erasure.unfinished(workspace))
    for name in kept_copies.kept(proof.hits):
        one = [hit for hit in proof.hits if hit.path == name]
        assert proving.find_in(root / name, root, needles) == one


@pytest.fixture
def shut(told: tuple[Workspace, Crowd]) -> Path:
    """A kept copy of somebody else that nobody can look into."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as packed:
        packed.writestr("a.txt", "The ferry came at nine.")
    data = bytearray(sink.getvalue())
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path = told[0].folder.root / "sources/locked.zip"
    path.write_bytes(data)
    return path


def test_a_copy_that_nobody_can_look_into_is_not_sealed_in_the_name_of_who_leaves(
    told: tuple[Workspace, Crowd], shut: Path
) -> None:
    workspace, _ = told
    begun(workspace)
    settled = settle(workspace, "redact")
    assert "sources/locked.zip" not in {*settled.redacted, *settled.quarantined, *settled.shut}
    assert shut.is_file()
    again = campaigns.carry_on(workspace)
    assert [(hit.path, hit.is_trace) for hit in again.hits] == [("sources/locked.zip", False)]
    settled = settle(workspace, "quarantine")
    assert settled == kept_copies.Settled(shut=("sources/locked.zip",))
    last = copies.read_record(workspace.folder)[-1]
    assert (last.file, last.what) == ("sources/locked.zip", "shut")
    assert campaigns.carry_on(workspace).hits == []


def test_the_record_says_redacted_only_where_something_was_cut(
    told: tuple[Workspace, Crowd],
) -> None:
    workspace, _ = told
    begun(workspace)
    settled = settle(workspace, "redact")
    record = copies.read_record(workspace.folder)
    assert {one.file for one in record if one.what == "redacted"} == set(settled.redacted)
