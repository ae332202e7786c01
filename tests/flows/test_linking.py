"""That two accounts are one person's: a no spreads to both, a yes stays where it was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.archive.accession import Taking
from ownwords.flows import consenting, importing, withdraw
from ownwords.flows.people import joined, link, unlink
from ownwords.flows.registers import read_register
from ownwords.flows.standing import status
from ownwords.records.captured import Captured, Place
from ownwords.records.consent import Answer, Rule, Statement, Use, Voice
from ownwords.records.errors import AskedWrongly
from ownwords.records.post import Post
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account, tweet

YES = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), evidence="letter")
NO = Statement(answer=Answer.NO, uses=(Use.PARAPHRASE,))
ADA, SPARE, MAREN = account(33), account(44), account(55)


@pytest.fixture
def workspace(keep: Keep) -> Workspace:
    tweets = [
        tweet(1, 33, "ada", "The lock froze in the night"),
        tweet(2, 44, "ada_spare", "The lock froze again"),
        tweet(3, 55, "maren", "The kettle goes on at six"),
    ]
    made = keep(tweets)
    voices = [Voice(id="v1", name="Ada", accounts=(ADA,))]
    voices.append(Voice(id="v2", name="Spare", accounts=("@ada_spare",)))
    made.vault.desk.put_voices(voices, 0)
    return made


def may(workspace: Workspace, *accounts: str) -> list[bool]:
    shown = [one for who in accounts for one in consenting.explain(workspace, who)]
    return [one.uses["verbatim"].allowed for one in shown]


def join(workspace: Workspace, one: str, other: str) -> Voice:
    return link(workspace, read_register(workspace), one, other)


def split(workspace: Workspace, one: str) -> None:
    unlink(workspace, read_register(workspace), one)


@pytest.mark.parametrize("first", [ADA, SPARE])
@pytest.mark.parametrize("speaker", ["Ada", "Spare"])
def test_a_yes_reaches_no_account_that_they_were_not_asked_about(
    workspace: Workspace, first: str, speaker: str
) -> None:
    consenting.record(workspace, speaker, YES)
    before = may(workspace, ADA, SPARE)
    assert sorted(before) == [False, True]
    join(workspace, first, SPARE if first == ADA else ADA)
    assert may(workspace, ADA, SPARE) == before


def test_said_again_it_is_for_all_of_them(workspace: Workspace) -> None:
    join(workspace, ADA, SPARE)
    consenting.record(workspace, "Spare", YES)
    assert may(workspace, ADA, SPARE) == [True, True]


@pytest.mark.parametrize("speaker", ["Ada", "Spare", SPARE])
def test_a_no_holds_for_both_at_once(workspace: Workspace, speaker: str) -> None:
    for who in (ADA, SPARE):
        consenting.record(workspace, who, YES)
    consenting.record(workspace, speaker, NO)
    join(workspace, ADA, SPARE)
    assert may(workspace, ADA, SPARE) == [False, False]


def test_the_flow_says_first_what_will_change(workspace: Workspace) -> None:
    consenting.record(workspace, "Spare", YES)
    consenting.record(workspace, ADA, NO)
    change = joined(workspace, read_register(workspace), ADA, "@ada_spare")
    [stays] = change.stays
    assert (stays.said.voice, stays.holds_for, stays.not_for) == ("v2", (SPARE,), (ADA,))
    assert [said.account for said in change.spreads] == [ADA]
    assert may(workspace, ADA, SPARE) == [False, True], "nothing has changed yet"


def test_parting_gives_everybody_back_what_they_said(workspace: Workspace) -> None:
    consenting.record(workspace, "Spare", YES)
    consenting.record(workspace, ADA, NO)
    join(workspace, ADA, SPARE)
    split(workspace, SPARE)
    assert may(workspace, ADA, SPARE) == [False, True]
    assert read_register(workspace).voice_of(SPARE).id == "v2"


def test_what_was_said_for_both_leaves_with_nobody_but_a_no_does(workspace: Workspace) -> None:
    join(workspace, ADA, SPARE)
    consenting.record(workspace, "Ada", YES)
    split(workspace, SPARE)
    assert may(workspace, ADA, SPARE) == [True, False]
    join(workspace, ADA, SPARE)
    consenting.record(workspace, "Ada", NO)
    split(workspace, SPARE)
    [spare] = consenting.explain(workspace, SPARE)
    assert spare.uses["paraphrase"].rule == Rule.EXPLICIT_NO


def test_a_table_of_voices_widens_no_yes_either(workspace: Workspace, tmp_path: Path) -> None:
    sheet = tmp_path / "voices.csv"
    sheet.write_text(f"voice,kind,account\nAda,person,{ADA}\n")
    importing.import_file(workspace, sheet, "voices")
    consenting.record(workspace, "Ada", YES)
    sheet.write_text(f"voice,kind,account\nAda,person,{ADA}\nAda,person,{SPARE}\n")
    assert importing.import_file(workspace, sheet, "voices").stays == 1
    assert may(workspace, ADA, SPARE) == [True, False]


def test_withdrawing_takes_both_out_and_the_voice_that_was_given_up(workspace: Workspace) -> None:
    join(workspace, ADA, SPARE)
    assert status(workspace).voices == 1
    consenting.record(workspace, "Spare", YES)
    plan = withdraw.plan(workspace, "Spare")
    assert set(plan.accounts) == {ADA, SPARE}
    assert set(withdraw.work_for(workspace, plan.accounts).voices) == {"v1", "v2"}
    workspace.vault.desk.hide([SPARE], 1)
    register = read_register(workspace)
    assert (register.is_hidden(ADA), register.is_hidden(MAREN)) == (True, False)


def test_nobody_is_linked_to_who_is_being_taken_out(workspace: Workspace) -> None:
    workspace.vault.desk.hide([SPARE], 1)
    with pytest.raises(AskedWrongly, match="being taken out"):
        join(workspace, ADA, SPARE)


def maren_too(workspace: Workspace, account: str) -> None:
    """Another account comes in that has the handle of Maren."""
    post = Post(
        id="https://x.com/i/status/5",
        network="x.com",
        native_id="5",
        attributed_to=account,
        handle="Maren",
        content="The kettle again",
        published=0,
        payload=b"5",
    )
    taking = Taking.begin(workspace.vault, "more", "x")
    taking.add([Captured(post=post, place=Place("more", 1))])
    taking.finish(read=1)


def test_nobody_is_linked_to_two_people_who_had_the_same_handle(workspace: Workspace) -> None:
    """It made one person of all three: whoever was taken out took the others along."""
    maren_too(workspace, account(66))
    with pytest.raises(AskedWrongly, match="2 accounts had this handle"):
        join(workspace, ADA, "@maren")
    assert set(join(workspace, ADA, MAREN).accounts) == {ADA, MAREN}


def test_one_account_under_two_ids_is_linked_by_its_handle(workspace: Workspace) -> None:
    maren_too(workspace, "https://x.com/maren")
    assert set(join(workspace, ADA, "@maren").accounts) == {ADA, MAREN, "https://x.com/maren"}


@pytest.mark.parametrize("who", [ADA, SPARE, "@ada", "@ada_spare", "Ada", "v1"])
def test_who_is_hidden_goes_with_every_account_by_whatever_name(
    workspace: Workspace, who: str
) -> None:
    """An account that their voice has by its handle was hidden, and then not taken out."""
    voices = [Voice(id="v1", name="Ada", accounts=(ADA, "@ada_spare"))]
    workspace.vault.desk.put_voices([*voices, Voice(id="v2", name="Spare", accounts=())], 1)
    withdraw.hide(workspace, withdraw.plan(workspace, "Ada"))
    assert workspace.vault.desk.hidden() == {ADA, SPARE}
    assert withdraw.plan(workspace, who).accounts == (ADA, SPARE)
    withdraw.undo(workspace, who)
    assert workspace.vault.desk.hidden() == frozenset()


def test_a_yes_to_a_handle_is_nobody_elses_while_the_one_who_said_it_is_hidden(
    workspace: Workspace,
) -> None:
    maren_too(workspace, account(66))
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), account="@maren")
    workspace.vault.desk.add_statements([yes])
    assert may(workspace, MAREN, account(66)) == [False, False]
    withdraw.hide(workspace, withdraw.plan(workspace, MAREN))
    assert may(workspace, account(66)) == [False]
