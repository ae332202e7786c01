"""Whom a statement is about, and whom a withdrawal takes out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest

from ownwords.flows import consenting, importing, withdraw
from ownwords.flows.clock import now
from ownwords.flows.gathering import Request, gather
from ownwords.flows.publish import publish
from ownwords.flows.reading import search
from ownwords.reading.query import Query
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.records.errors import AskedWrongly
from ownwords.records.times import PartialDate, iso_day
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, Silent, account, campaign, of_one_handle, post, tweet

YES = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), evidence="letter")


@pytest.fixture
def workspace(keep: Keep) -> Workspace:
    return keep(of_one_handle())


def voices(workspace: Workspace, tmp_path: Path, *rows: str) -> None:
    sheet = tmp_path / "voices.csv"
    sheet.write_text("\n".join(["voice,kind,account", *rows]) + "\n", encoding="utf-8")
    importing.import_file(workspace, sheet, "voices")


def allowed(workspace: Workspace, who: str, use: Use = Use.VERBATIM) -> list[bool]:
    return [one.uses[use].allowed for one in consenting.explain(workspace, who)]


def found(workspace: Workspace, words: str) -> set[str]:
    return {result.account for result in search(workspace, Query(text=words))}


def test_a_yes_to_a_handle_that_two_accounts_had_is_refused(workspace: Workspace) -> None:
    with pytest.raises(AskedWrongly, match=account(11)):
        consenting.record(workspace, "@maren", YES)
    assert allowed(workspace, "@maren") == [False, False]


def test_a_no_to_that_handle_reaches_both(workspace: Workspace) -> None:
    for number in (11, 22):
        consenting.record(workspace, account(number), YES)
    assert allowed(workspace, "@maren") == [True, True]
    consenting.record(workspace, "@maren", Statement(answer=Answer.NO, uses=(Use.PARAPHRASE,)))
    assert allowed(workspace, "@maren") == [False, False]


def test_a_yes_of_one_account_stays_with_it(workspace: Workspace, tmp_path: Path) -> None:
    voices(workspace, tmp_path, f"Ada,person,{account(33)}", f"Ada,person,{account(44)}")
    consenting.record(workspace, account(44), YES)
    assert allowed(workspace, account(44)) == [True]
    assert allowed(workspace, account(33)) == [False]
    assert sorted(allowed(workspace, "Ada")) == [False, True]


@pytest.mark.parametrize("who", ["Ada", "@ada", account(33), account(44), post(3)])
def test_withdrawing_takes_out_every_account_of_a_voice(
    workspace: Workspace, tmp_path: Path, who: str
) -> None:
    voices(workspace, tmp_path, "Ada,person,@ada", f"Ada,person,{account(44)}")
    plan = withdraw.plan(workspace, who)
    assert plan.posts == 2
    withdraw.hide(workspace, plan)
    assert found(workspace, "lock") == set()
    assert found(workspace, "kettle") == {account(11)}


def test_a_yes_to_posts_must_name_them(workspace: Workspace) -> None:
    for wrong in (
        Statement(answer=Answer.YES, uses=(Use.VERBATIM,), scope=Scope.POSTS),
        Statement(answer=Answer.YES, uses=(Use.VERBATIM,), posts=(post(3),)),
        Statement(answer=Answer.NO, uses=(), scope=Scope.STORY),
    ):
        with pytest.raises(AskedWrongly):
            consenting.record(workspace, account(33), wrong)
    assert workspace.vault.desk.statements() == []


def test_nothing_is_recorded_as_said_in_the_future(workspace: Workspace) -> None:
    with pytest.raises(AskedWrongly, match="future"):
        consenting.record(workspace, "@ada", msgspec.structs.replace(YES, given_at=1 << 60))
    assert workspace.vault.desk.statements() == []


def test_a_yes_to_a_name_that_nobody_wrote_down_is_refused(workspace: Workspace) -> None:
    nameless = Statement(answer=Answer.YES, uses=(Use.VERBATIM, Use.NAMED), evidence="letter")
    with pytest.raises(AskedWrongly, match='--name "The name they chose"'):
        consenting.record(workspace, "@ada", nameless)
    assert workspace.vault.desk.statements() == []
    consenting.record(workspace, "@ada", msgspec.structs.replace(nameless, name="Ada"))
    assert allowed(workspace, "@ada", Use.NAMED) == [True]


def test_a_statement_about_nobody_who_is_held_is_told(workspace: Workspace, tmp_path: Path) -> None:
    sheet = tmp_path / "statements.csv"
    rows = ["@adda,no,verbatim", "ada,no,verbatim", f"{account(33)},no,named"]
    sheet.write_text("\n".join(["account,answer,uses", *rows]) + "\n", encoding="utf-8")
    imported = importing.import_file(workspace, sheet, "statements")
    assert (imported.recorded, imported.of_nobody) == (3, 1)
    consenting.record(workspace, account(33), YES)
    workspace.vault.desk.add_statements([Statement(answer=Answer.NO, uses=(), account="ada")])
    assert allowed(workspace, account(33)) == [False]


def test_a_yes_of_a_voice_that_nobody_listed_is_not_a_strangers(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Once anything was said of the handle, a yes of a voice called like it was that account's."""
    sheet = tmp_path / "statements.csv"
    rows = [",Ada,yes,verbatim,form 3", "@ada,,yes,paraphrase,form 4"]
    header = "account,voice,answer,uses,evidence"
    sheet.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    assert importing.import_file(workspace, sheet, "statements").of_nobody == 1
    assert allowed(workspace, account(33)) == [False]
    voices(workspace, tmp_path, f"Ada,person,{account(44)}")
    assert allowed(workspace, account(44)) == [True]
    assert allowed(workspace, account(33)) == [False]


@pytest.mark.parametrize("newest_first", ["a", "b"])
def test_the_last_word_of_a_table_is_the_one_said_last(
    workspace: Workspace, tmp_path: Path, newest_first: str
) -> None:
    """In a table with the newest row first an old yes was filed after the no, and counted."""
    sheet = tmp_path / "statements.csv"
    rows = ["@ada,yes,verbatim,form 3,2014-01-03", "@ada,no,verbatim,letter,2014-05-01"]
    rows = rows[::-1] if newest_first == "a" else rows
    sheet.write_text("\n".join(["account,answer,uses,evidence,date", *rows]) + "\n")
    assert importing.import_file(workspace, sheet, "statements").recorded == 2
    assert allowed(workspace, "@ada") == [False]


def test_a_yes_that_is_older_than_a_no_on_record_is_not_recorded(
    workspace: Workspace, tmp_path: Path
) -> None:
    no = Statement(answer=Answer.NO, uses=(Use.PARAPHRASE,))
    consenting.record(workspace, "@ada", no)
    old = msgspec.structs.replace(YES, given_at=PartialDate.parse("2014-01-03").start)
    with pytest.raises(AskedWrongly, match="later"):
        consenting.record(workspace, "@ada", old)
    sheet = tmp_path / "statements.csv"
    rows = ["@ada,yes,verbatim,form,2014-01-03", "@ada_spare,yes,verbatim,form,2014-01-03"]
    sheet.write_text("\n".join(["account,answer,uses,evidence,date", *rows]) + "\n")
    imported = importing.import_file(workspace, sheet, "statements")
    assert (imported.recorded, [one.place.line for one in imported.faults]) == (1, [2])
    assert allowed(workspace, "@ada") == [False]
    today = msgspec.structs.replace(YES, given_at=PartialDate.parse(iso_day(now())).start)
    consenting.record(workspace, "@ada", today)
    assert allowed(workspace, "@ada") == [True]


def test_a_role_decided_for_a_handle_that_two_had_is_neithers(
    workspace: Workspace, tmp_path: Path
) -> None:
    """A stranger with the handle of an organisation was quoted without a yes, as that."""
    sheet = tmp_path / "voices.csv"
    decided = "Ashore,organisation,@maren,public statements,Ines"
    sheet.write_text(f"voice,kind,account,reason,decided_by\n{decided}\n")
    importing.import_file(workspace, sheet, "voices")
    assert allowed(workspace, "@maren") == [False, False]
    consenting.record(workspace, "Ashore", YES)
    assert allowed(workspace, "@maren") == [False, False]
    sheet.write_text(f"voice,kind,account,reason,decided_by\n{decided}\n".replace("maren", "ada"))
    importing.import_file(workspace, sheet, "voices")
    assert allowed(workspace, "@ada") == [True]


def test_a_no_of_a_voice_by_a_handle_that_two_had_is_for_both(
    workspace: Workspace, tmp_path: Path
) -> None:
    voices(workspace, tmp_path, "Maren,person,@maren")
    for number in (11, 22):
        consenting.record(workspace, account(number), YES)
    consenting.record(workspace, "Maren", Statement(answer=Answer.NO, uses=(Use.PARAPHRASE,)))
    assert allowed(workspace, "@maren") == [False, False]


def test_a_bad_row_of_a_file_of_a_spreadsheet_is_told_at_its_byte(
    workspace: Workspace, tmp_path: Path
) -> None:
    sheet = tmp_path / "statements.csv"
    before = b"\xef\xbb\xbfaccount,answer,uses\r\nada,no,named\r\n"
    sheet.write_bytes(before + b"ada,perhaps,named\r\n")
    imported = importing.import_file(workspace, sheet, "statements")
    (fault,) = imported.faults
    assert (imported.recorded, fault.place.line, fault.place.offset) == (1, 3, len(before))


def test_a_post_that_passes_words_on_is_explained_with_who_said_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tweets = [
        tweet(1, 11, "maren", "RT @ada: the lock froze"),
        tweet(2, 22, "ada", "the lock froze"),
    ]
    workspace = campaign(tmp_path, monkeypatch, tweets)
    consenting.record(workspace, account(11), YES)
    assert allowed(workspace, account(11)) == [True]
    assert allowed(workspace, post(1)) == [False]
    consenting.record(workspace, account(22), YES)
    assert allowed(workspace, post(1)) == [True]
    workspace.vault.close()


def test_a_search_takes_a_handle_and_says_when_it_names_nobody(workspace: Workspace) -> None:
    found_by = {
        who: {one.account for one in search(workspace, Query(text="lock", account=who))}
        for who in ("@ada", "Ada", account(33))
    }
    assert set(map(frozenset, found_by.values())) == {frozenset({account(33)})}
    for nobody, hint in (("@adda", "Nobody by that account"), ("@maren", account(22))):
        with pytest.raises(AskedWrongly, match=hint):
            search(workspace, Query(text="lock", account=nobody))


def test_a_commitment_opens_where_the_yes_is_for_the_story_alone(workspace: Workspace) -> None:
    told = msgspec.structs.replace(YES, account=account(33), scope=Scope.STORY, story="night")
    workspace.vault.desk.add_statements([told])
    story = f"---\ntitle: Night\n---\n\n```quote\npost: {post(3)}\nuse: verbatim\n```\n"
    (workspace.folder.stories / "night.md").write_text(story, encoding="utf-8")
    (page,) = (publish(workspace).path / "quotes").glob("*.html")
    opened = consenting.opening(workspace, page.stem)
    assert hashlib.sha256(opened).hexdigest() in page.read_text(encoding="utf-8")
    no = Statement(answer=Answer.NO, uses=(Use.VERBATIM,), account=account(33))
    consenting.record(workspace, post(3), no, scope_was_said=False)
    with pytest.raises(AskedWrongly, match="no quotation of that name"):
        consenting.opening(workspace, page.stem)


def gather_yes(workspace: Workspace, given: Path, uses: str, evidence: str) -> str:
    """Take a letter in; returns its post."""
    given.write_text(
        f"---\ngiven: letter\nvoice: Maren\ndate: 2014-01-03\nuses: {uses}\n"
        f"evidence: {evidence}\n---\nThe kettle goes on at six\n"
    )
    for _ in gather(workspace, Request(sources=(str(given),)), Silent()):
        pass
    return workspace.vault.desk.statements()[0].posts[0]


def test_a_yes_of_a_file_does_not_come_back_after_a_no(
    workspace: Workspace, tmp_path: Path
) -> None:
    """With another word in its evidence the same yes was a later one, and outlived the no."""
    given = tmp_path / "maren.md"
    letter = gather_yes(workspace, given, "verbatim", "form 3")
    assert allowed(workspace, letter) == [True]
    no = Statement(answer=Answer.NO, uses=(Use.VERBATIM,))
    consenting.record(workspace, letter, no, scope_was_said=False)
    gather_yes(workspace, given, "verbatim", "form 3, folder 2")
    assert allowed(workspace, letter) == [False]
    consenting.record(workspace, letter, YES, scope_was_said=False)
    assert allowed(workspace, letter) == [True]


def test_a_file_that_names_fewer_uses_takes_the_others_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    given = tmp_path / "maren.md"
    letter = gather_yes(workspace, given, "paraphrase, verbatim, named", "form 3")

    def may() -> list[bool]:
        ladder = (Use.PARAPHRASE, Use.VERBATIM, Use.NAMED)
        return [yes for use in ladder for yes in allowed(workspace, letter, use)]

    first = may()
    assert first[1:] == [True, True]
    for uses, left in (("paraphrase, verbatim", [True, False]), ("paraphrase", [False, False])):
        for _ in range(2):
            gather_yes(workspace, given, uses, "form 3")
            assert may() == [first[0], *left]
