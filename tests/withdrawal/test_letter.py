"""The letter to somebody who was taken out: whoever gets it can check who signed it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from click.testing import CliRunner

from ownwords.cli import cli
from ownwords.edition.signature import Unfit
from ownwords.flows.proof.letter import letter, signed_by
from ownwords.flows.proof.proving import Proof
from ownwords.flows.signing import public_key
from ownwords.flows.starting import start
from ownwords.records.campaign import Campaign
from ownwords.workspace import Workspace, open_workspace

LIT = Campaign(name="Keep it lit", hashtags=("KeepLit",), contact="keepers@example.org")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    start(tmp_path / "campaign", LIT)
    return open_workspace(tmp_path / "campaign")


@pytest.fixture
def written(workspace: Workspace) -> str:
    return letter(workspace, Proof(files=3, bytes=2_000, needles=4))


def test_a_letter_is_signed_with_the_key_of_its_campaign(
    workspace: Workspace, written: str
) -> None:
    assert signed_by(written) == base64.b64encode(public_key(workspace)).decode()


def test_any_other_letter_is_unfit(written: str) -> None:
    changed = written.replace("3", "4", 1)
    cut = written[: len(written) // 2]
    for text in (changed, cut, "", "Signature (Ed25519 over everything above this line): x"):
        with pytest.raises(Unfit):
            signed_by(text)


def verify(path: Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["verify", str(path)])
    return done.exit_code, done.output


def test_verify_says_who_signed_it(workspace: Workspace, written: str, tmp_path: Path) -> None:
    key = base64.b64encode(public_key(workspace)).decode()
    sent_on = tmp_path / "letter.txt"
    sent_on.write_bytes(written.replace("\n", "\r\n").encode() + b"-- \r\nsent by a friend\r\n")
    status, said = verify(sent_on)
    assert status == 0
    assert f"The letter is signed with the key {key}" in said


def test_verify_says_when_it_was_changed(written: str, tmp_path: Path) -> None:
    forged = tmp_path / "letter.txt"
    forged.write_text(written.replace("3", "4", 1), encoding="utf-8")
    status, said = verify(forged)
    assert status == 1
    assert "letter.txt: it is no letter that a campaign signed, or it was changed." in said
