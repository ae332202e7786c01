"""What stewards typed into the desk about somebody goes with them: names, places, sentences."""

from __future__ import annotations

import pytest

from ownwords.archive import chain, copies
from ownwords.archive.deciders import add_decider, deciders, is_decider
from ownwords.flows import editions, taking_out
from ownwords.flows.deciding import Signed, let_decide
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, Scope, Statement, Use, Voice, VoiceKind
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account, tweet
from tests.withdrawal import campaigns
from tests.withdrawal.campaigns import MAREN, MAREN_SAID

LEAVER = account(11)


def yes(**said: str) -> Statement:
    return Statement(answer=Answer.YES, uses=(Use.VERBATIM,), **said)


def test_an_answer_in_the_name_of_somebody_goes_with_them(workspace: Workspace):
    desk = workspace.vault.desk
    desk.add_statements([yes(voice=MAREN), yes(account=account(100), voice="K 100")])
    assert campaigns.withdraw(workspace, LEAVER).hits == []
    assert [one.voice for one in desk.statements()] == ["K 100"]


SPELLED = (
    *("maren_low_cut", "@Maren_Low_Cut", "@maren_low_cut@x.com", "\uff20maren_low_cut"),
    *("@\u200bmaren_low_cut", "https://twitter.com/maren_low_cut", "x.com/maren_low_cut"),
    *("9000000771", "https://twitter.com/intent/user?user_id=9000000771"),
)
"""An account as people type it into a table."""
NAMED = (MAREN.lower(), MAREN.upper(), MAREN.replace(" ", "  "), "maren_low_cut", "@maren_low_cut")
"""A voice the same way."""


@pytest.mark.parametrize("account_of", ["11", "9000000771"])
def test_an_answer_goes_with_them_however_it_was_typed(keep: Keep, account_of: str):
    """The proof finds such a row each time, and no command takes a row out of the desk."""
    mine = tweet(1, int(account_of), "maren_low_cut", MAREN_SAID)
    mine["author"] = {"id": account_of, "username": "maren_low_cut", "name": MAREN}
    workspace = keep([mine, tweet(2, 110, "maren", "Another one"), tweet(3, 3, "low", "A third")])
    desk = workspace.vault.desk
    typed = [one for one in SPELLED if account_of in one or not one[-1].isdecimal()]
    stay = [account(110), "110", "@maren", "maren_low", "@maren_low_cut@lights.example"]
    told = [yes(account=one) for one in (*typed, *stay)] + [yes(voice=one) for one in NAMED]
    desk.add_statements([*told, yes(voice="Maren")])
    desk.put_voices([Voice(id="v", name="The boat", accounts=("maren_low_cut", account(3)))], 0)
    assert campaigns.withdraw(workspace, account(int(account_of))).hits == []
    assert [one.account for one in desk.statements()] == [*stay, ""]
    assert [one.accounts for one in desk.voices()] == [(account(3),)]


def test_an_answer_stays_when_a_voice_that_stays_has_that_name(workspace: Workspace):
    desk = workspace.vault.desk
    desk.put_voices([Voice(id="other", name=MAREN, accounts=(account(100),))], 0)
    desk.add_statements([yes(voice=MAREN)])
    campaigns.withdraw(workspace, LEAVER)
    assert [one.voice for one in desk.statements()] == [MAREN]


def test_a_sentence_of_theirs_in_evidence_goes_and_other_evidence_stays(workspace: Workspace):
    desk = workspace.vault.desk
    kept = "letter of 3 February, where somebody rang at noon"
    quoting = 'her post ("Is there anyone in charge of you?") and a call'
    desk.add_statements(
        [yes(account=account(n), evidence=said) for n, said in enumerate((kept, quoting), 100)]
    )
    assert campaigns.withdraw(workspace, LEAVER).hits == []
    assert [one.evidence for one in desk.statements()] == [kept, "[withdrawn]"]


def test_who_decided_is_cut_and_who_else_decided_stays(workspace: Workspace):
    decided = (f"{MAREN} (@maren_low_cut)", "K 101")
    office = VoiceKind.ORGANISATION
    desk = workspace.vault.desk
    board = Voice(id="board", kind=office, accounts=(account(100),), decided_by=decided)
    desk.put_voices([board], 0)
    assert campaigns.withdraw(workspace, LEAVER).hits == []
    [voice] = desk.voices()
    assert voice.decided_by[1] == "K 101"
    assert MAREN not in voice.decided_by[0]
    assert "maren" not in voice.decided_by[0]


def test_a_place_named_after_them_is_cut_and_told_once_more_at_the_end(workspace: Workspace):
    tell = "---\ntitle: Night\n---\n\nAnd so on.\n"
    (workspace.folder.stories / "night.md").write_text(tell, encoding="utf-8")
    workspace.vault.desk.add_statements([yes(account=LEAVER)])
    publish(workspace, put_at=["https://keepers.example/Maren_Low_Cut/", "a stick in the drawer"])
    proof = campaigns.withdraw(workspace, LEAVER)
    assert proof.hits == []
    assert proof.places == ("https://keepers.example/Maren_Low_Cut/", "a stick in the drawer")
    places = editions.the(workspace, 1).places
    assert places == ("https://keepers.example/[withdrawn]/", "a stick in the drawer")


def test_who_decides_goes_on_to_decide_without_the_name(workspace: Workspace):
    """With one seat less whoever sits at the computer could fill it alone."""
    desk = workspace.vault.desk
    for name in ("Ines Marrow", MAREN.upper()):
        add_decider(desk, name, f"four words of {name}", 0)
    assert campaigns.withdraw(workspace, LEAVER).hits == []
    assert deciders(desk) == ("Ines Marrow", "[withdrawn] 2")
    assert is_decider(desk, "[withdrawn] 2", f"four words of {MAREN.upper()}")
    with pytest.raises(AskedWrongly, match="vouches"):
        let_decide(workspace, Signed("Somebody", "four other words"))


@pytest.mark.parametrize("said", [MAREN, MAREN.lower(), "MAREN  of the low\ncut", "Maren_Low_Cut"])
def test_evidence_that_is_their_name_goes_however_it_is_written(workspace: Workspace, said: str):
    desk = workspace.vault.desk
    desk.add_statements([yes(account=account(100), evidence=said)])
    desk.add_statements([yes(account=account(101), evidence=f"she told {MAREN.upper()} so")])
    assert campaigns.withdraw(workspace, LEAVER).hits == []
    assert desk.statements()[0].evidence == "[withdrawn]"
    low = desk.statements()[1].evidence.lower()
    assert ("low cut" in low, low.startswith("she told")) == (False, True)


def test_an_answer_for_a_story_that_is_called_as_they_are_is_never_wider_than_it_was(
    workspace: Workspace,
):
    """The story must get another name: a yes holds for none then, a no for all."""
    desk = workspace.vault.desk
    own = {"scope": Scope.STORY, "story": "maren_low_cut", "uses": (Use.VERBATIM,)}
    desk.add_statements(
        [
            Statement(answer=answer, account=account(n), **own)
            for n, answer in enumerate((Answer.YES, Answer.NO, Answer.ASKED), 100)
        ]
    )
    assert campaigns.withdraw(workspace, LEAVER).hits == []
    story, campaign_ = ("[withdrawn]", Scope.STORY), ("", Scope.CAMPAIGN)
    assert [(one.story, one.scope) for one in desk.statements()] == [story, campaign_, campaign_]


@pytest.mark.parametrize("also", ["voice", "credit"])
def test_a_name_that_somebody_else_has_as_well_is_no_trace(workspace: Workspace, also: str):
    desk = workspace.vault.desk
    if also == "voice":
        desk.put_voices([Voice(id="other", name=MAREN, accounts=(account(100),))], 0)
    else:
        desk.add_statements([yes(account=account(100), name=MAREN)])
    assert campaigns.withdraw(workspace, LEAVER).hits == []


@pytest.mark.parametrize(
    ("file", "tells"),
    [
        ("exports/maren-of-the-low-cut.zip", True),
        ("MarenOfTheLowCut/tweets.jsonl", True),
        ("exports/the low cut of 2014.csv", False),
        ("exports/maren.csv", False),
    ],
)
def test_a_file_that_is_named_after_them_is_not_named(workspace: Workspace, file: str, tells: bool):
    desk = workspace.vault.desk
    with desk.change() as connection:
        connection.execute("update accessions set source = ?", [file])
        chain.relink(connection, "accessions")
        chain.append(connection, "faults", [[1, file, 1, 0, "It is cut off.", "nothing"]])
        chain.append(connection, "receipts", [[1, file, 1, 1, 1, 0]])
    campaigns.withdraw(workspace, LEAVER)
    named = {"[withdrawn]" if tells else file}
    assert {one.source for one in desk.accessions()} == named
    assert {fault.place.file for _, fault in desk.faults()} == named
    assert {one.file for one in desk.receipts(1)} == named


@pytest.mark.parametrize(
    "name", ["maren-of-the-low-cut.txt", "Maren of the Low Cut.txt", "MarenOfTheLowCut/a.txt"]
)
def test_the_record_of_kept_copies_names_no_file_that_is_called_like_them(
    workspace: Workspace, name: str
):
    """Also when it was for somebody else that something was cut in it."""
    copy = workspace.folder.sources / name
    copy.parent.mkdir(exist_ok=True)
    copy.write_text("No 3 at the lock\n@keeper_3 says so\n", encoding="utf-8")
    for who in (account(103), LEAVER):
        campaigns.begin(workspace, who)
        assert taking_out.carry_on(workspace, lambda _: None, "redact").finished
        told = {one.file for one in copies.read_record(workspace.folder)}
        assert told == ({f"sources/{name}"} if who != LEAVER else {"[withdrawn]"})
