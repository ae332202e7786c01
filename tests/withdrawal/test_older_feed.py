"""The list of withdrawn quotations, which mirrors follow, is not lost with its file."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Thread

import pytest

from ownwords.archive.chain import relink
from ownwords.flows import checking, recall, withdrawn
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.errors import FolderBroken
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import account, campaign, tweet
from tests.withdrawal.campaigns import withdraw

WORDS = ("The kettle goes on at six", "The lock froze again in the night", "Two boats at the gate")
NOT_READ = [b"", b"{", b"[]", b'{"withdrawn": 7}', b'{"else": []}', None]
"""What may lie there instead of the list; None: nothing does."""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A campaign with an edition in which three people are quoted."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    said = zip((21, 22, 23), WORDS, strict=True)
    made = campaign(tmp_path, monkeypatch, [tweet(n, n, f"keeper_{n}", text) for n, text in said])
    for number in (21, 22, 23):
        yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), account=account(number))
        made.vault.desk.add_statements([yes])
    publish(made)
    return made


def place_of(workspace: Workspace) -> Path:
    return workspace.folder.editions / withdrawn.FEED


def taken_out(workspace: Workspace, *numbers: int) -> list[str]:
    """Take them out; the public names that are listed afterwards."""
    for number in numbers:
        withdraw(workspace, account(number))
    return withdrawn.feed(workspace)


def told(workspace: Workspace) -> list[str]:
    """What verify says of the list."""
    found = checking.campaign(workspace).faults
    return [one.what for one in found if one.file == f"editions/{withdrawn.FEED}"]


def test_an_older_list_is_named_and_the_next_edition_puts_it_right(workspace: Workspace) -> None:
    taken_out(workspace, 21)
    place, older = place_of(workspace), place_of(workspace).read_bytes()
    names = taken_out(workspace, 22)
    assert len(names) == 2
    assert told(workspace) == []
    place.write_bytes(older)
    assert told(workspace) == [
        "it is not the list that was last written: perhaps an older copy was put back"
    ]
    assert withdrawn.feed(workspace) == names
    publish(workspace)
    assert json.loads(place.read_bytes()) == {"withdrawn": names}
    assert told(workspace) == []


@pytest.mark.parametrize("data", NOT_READ)
def test_a_list_that_is_lost_or_damaged_is_named_and_made_again(
    workspace: Workspace, data: bytes | None
) -> None:
    names = taken_out(workspace, 21)
    place = place_of(workspace)
    whole = place.read_bytes()
    place.unlink() if data is None else place.write_bytes(data)
    assert len(told(workspace)) == 1
    assert withdrawn.feed(workspace) == names
    recall.pack(workspace, publish(workspace).path)
    assert place.read_bytes() == whole


def test_who_leaves_after_the_list_was_lost_stands_on_it_beside_the_others(
    workspace: Workspace,
) -> None:
    before = taken_out(workspace, 21)
    place_of(workspace).unlink()
    names = taken_out(workspace, 23)
    assert len(names) == 2
    assert set(before) < set(names)
    assert json.loads(place_of(workspace).read_bytes()) == {"withdrawn": names}


def test_names_that_only_the_file_has_are_kept(workspace: Workspace) -> None:
    """A newer file beside an older desk, or one that somebody wrote on."""
    names = [*taken_out(workspace, 21), "q0123456789abcdef"]
    place_of(workspace).write_text(json.dumps({"withdrawn": names}), "utf-8")
    assert set(taken_out(workspace, 22)) > set(names)


def forget(workspace: Workspace) -> None:
    """Let the desk be that of an earlier version, which noted nothing of the list."""
    with workspace.vault.desk.change() as connection:
        connection.execute("delete from meta where key = 'withdrawn'")
        relink(connection, "meta")


def test_a_folder_of_an_earlier_version_goes_on_as_it_was(workspace: Workspace) -> None:
    taken_out(workspace, 21)
    place = place_of(workspace)
    whole = place.read_bytes()
    forget(workspace)
    assert told(workspace) == []
    publish(workspace)
    assert place.read_bytes() == whole
    place.unlink()
    assert len(told(workspace)) == 1


@pytest.mark.parametrize("data", [one for one in NOT_READ if one is not None])
def test_a_damaged_list_of_an_earlier_version_is_an_error_in_words(
    workspace: Workspace, data: bytes
) -> None:
    place_of(workspace).write_bytes(data)
    with pytest.raises(FolderBroken, match="cannot be read"):
        withdrawn.feed(open_workspace(workspace.folder.root))


def test_a_damaged_list_of_an_earlier_version_is_named_until_a_whole_one_is_put_back(
    workspace: Workspace,
) -> None:
    names = taken_out(workspace, 21)
    place = place_of(workspace)
    whole = place.read_bytes()
    forget(workspace)
    place.write_bytes(b"{")
    publish(workspace)
    assert told(workspace) == ["editions/withdrawn.json cannot be read."]
    place.write_bytes(whole)
    assert withdrawn.feed(workspace) == names
    assert told(workspace) == []


def test_who_leaves_while_an_edition_puts_the_list_right_stands_on_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_out(workspace, 21)
    place_of(workspace).unlink()
    leaving = Thread(target=withdrawn.add, args=(open_workspace(workspace.folder.root), ["q-new"]))
    read = withdrawn.feed

    def slow(one: Workspace) -> list[str]:
        names = read(one)
        if one is workspace and not leaving.ident:
            leaving.start()
            leaving.join(0.5)
        return names

    monkeypatch.setattr(withdrawn, "feed", slow)
    withdrawn.put_right(workspace)
    leaving.join()
    assert "q-new" in read(workspace)


def test_a_campaign_that_nobody_left_has_no_list(workspace: Workspace) -> None:
    publish(workspace)
    assert not place_of(workspace).exists()
    assert withdrawn.feed(workspace) == []
    assert told(workspace) == []
