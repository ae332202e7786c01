"""Fingerprints of what is held that are kept between editions find what fresh ones find."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownwords.archive.remembered import Remembered
from ownwords.consent.holdings import Holdings
from ownwords.consent.leaks import LeakScanner
from ownwords.flows.fingerprinted import FILE, Fingerprinted
from ownwords.flows.gathering import Request, gather
from ownwords.flows.prepared import fixed_words
from ownwords.workspace import Workspace
from tests.consent.planting import WAYS, Archive, a_run
from tests.flows.keepers import Silent, account, campaign, tweet
from tests.withdrawal.campaigns import withdraw

HELD = Archive(seed=77, posts=400)
FIXED = ("We keep the light", "#WeKeepTheLight")
FRESH = LeakScanner.of(HELD.sealed, FIXED)
KEPT = LeakScanner(Holdings.unpacked(FRESH.holdings.packed()))
SAID = "the harbour lamp went out and nobody came to ask the keeper why"
LATER = "we counted eleven ships that night and not one of them slowed down"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1 << 30), st.sampled_from(sorted(WAYS)))
def test_kept_fingerprints_find_what_fresh_ones_find(seed: int, way: str) -> None:
    dice = random.Random(seed)
    text = dice.choice(HELD.texts)
    shelf = (HELD.handles, HELD.names, HELD.ids, [text, a_run(dice, text), text[::-1], "no one"])
    data = WAYS[way](dice, dice.choice(dice.choice(shelf)))
    assert KEPT.scan("p.html", data) == FRESH.scan("p.html", data)


def test_another_reading_has_other_numbers() -> None:
    """Nobody can compare the fingerprints of two campaigns, or of two states of one."""
    again = Holdings.of(HELD.sealed, FIXED)
    assert len(again.runs) == len(FRESH.holdings.runs) > 1000
    assert not set(again.runs.hashes.tolist()) & set(FRESH.holdings.runs.hashes.tolist())


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Two people; what is held was read once and kept."""
    made = campaign(
        tmp_path,
        monkeypatch,
        [
            tweet(421000000000000001, 1, "lamp_at_night", SAID),
            tweet(421000000000000002, 2, "b", "x"),
        ],
    )
    kept(made).keep()
    yield made
    made.vault.close()


def kept(workspace: Workspace) -> Fingerprinted:
    """What is held, read if need be."""
    found = Fingerprinted(workspace, Remembered.of(workspace.vault), fixed_words(workspace))
    assert found.holdings
    return found


def finds(workspace: Workspace, words: str) -> bool:
    return bool(LeakScanner(kept(workspace).holdings).scan("p", words.encode()))


def reads(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often posts/ is read to know what is held."""
    read: list[int] = []
    engine = workspace.vault.engine
    words = engine.held_words
    with monkeypatch.context() as patch:
        patch.setattr(engine, "held_words", lambda: read.append(1) or words())
        kept(workspace)
    return len(read)


def test_they_are_kept_and_find_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reads(workspace, monkeypatch) == 0
    assert finds(workspace, SAID)
    assert not finds(workspace, LATER)


def test_the_file_holds_no_words_and_no_numbers_in_the_clear(workspace: Workspace) -> None:
    data = (workspace.folder.cache / FILE).read_bytes()
    assert b"harbour" not in data
    assert kept(workspace).holdings.runs.hashes[:1].tobytes() not in data


def test_what_came_in_since_is_found(workspace: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "later.jsonl"
    source.write_text(json.dumps(tweet(421000000000000003, 3, "c", LATER)) + "\n")
    for _ in gather(workspace, Request(sources=(str(source),)), Silent()):
        pass
    assert finds(workspace, LATER)
    assert finds(workspace, SAID)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
        lambda data: random.Random(1).randbytes(len(data)),
    ],
    ids=["empty", "cut", "a bit", "noise"],
)
def test_a_changed_file_is_not_read(
    tamper: Callable[[bytes], bytes], workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace.folder.cache / FILE
    path.write_bytes(tamper(path.read_bytes()))
    assert reads(workspace, monkeypatch) == 1
    assert finds(workspace, SAID)


def test_those_of_other_words_of_the_site_or_another_campaign_are_not_read(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered = Remembered.of(workspace.vault)
    other = Fingerprinted(workspace, remembered, (*fixed_words(workspace), SAID))
    assert not LeakScanner(other.holdings).scan("p", SAID.encode())
    (tmp_path / "second").mkdir()
    second = campaign(tmp_path / "second", monkeypatch, [tweet(1, 1, "b", LATER)])
    second.folder.cache.mkdir(exist_ok=True)
    (second.folder.cache / FILE).write_bytes((workspace.folder.cache / FILE).read_bytes())
    assert not finds(second, SAID)
    second.vault.close()


def test_an_erasure_throws_them_away(workspace: Workspace) -> None:
    assert withdraw(workspace, account(1)).hits == []
    assert not (workspace.folder.cache / FILE).exists()
    assert not finds(workspace, SAID)


def test_what_changed_while_it_was_read_is_not_kept(workspace: Workspace) -> None:
    (workspace.folder.cache / FILE).unlink()
    slow = kept(workspace)
    with workspace.vault.desk.change() as connection:
        connection.execute("update meta set value = value + 1 where key = 'generation'")
    slow.keep()
    assert not (workspace.folder.cache / FILE).exists()
