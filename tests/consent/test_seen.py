"""What nobody can see is no name, no evidence, no reason, and makes no second person."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.archive.blocks import Blocks, Ruling, block_rows
from ownwords.consent.gate import Context, release
from ownwords.consent.policy import role_stands
from ownwords.consent.register import Known, Register
from ownwords.consent.vocabularies import read_statements_csv, read_voices_csv
from ownwords.flows import asking, consenting
from ownwords.flows.asking import Given
from ownwords.flows.deciding import Signed, decide, let_decide
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Answer, GivenBy, Statement, Use, Voice, VoiceKind
from ownwords.records.errors import AskedWrongly
from ownwords.records.sealed import Sealed, Subject
from ownwords.records.text import alike, seen
from tests.flows.conftest import keep  # noqa: F401  (a fixture)
from tests.flows.keepers import Keep, account, of_one_handle, post

UNSEEN = ["\u200b", "\ufeff\u2060", "\u00ad", "\u3164", "\u2800", "\u034f", "\u202e", "\ufe0f"]
YES = Statement(
    answer=Answer.YES,
    uses=(Use.NAMED,),
    account="a",
    name="Maren",
    evidence="letter",
    given_by=GivenBy.STEWARD,
)
OFFICE = Voice(
    id="v",
    name="Harbour Office",
    kind=VoiceKind.PUBLIC_OFFICE,
    reason="It runs the harbour.",
    decided_by=("Ila", "Bo"),
    review=100,
)


def shown(said: Statement) -> bool:
    words = Sealed("The kettle goes on at six", Subject("p", "a"))
    context = Context(register=Register(Known(statements=[said])), at=1)
    return isinstance(release(words, Use.NAMED, context), Cleared)


@pytest.mark.parametrize("nothing", UNSEEN)
def test_no_name_and_no_evidence_is_what_nobody_sees(nothing: str) -> None:
    assert shown(YES)
    assert not shown(msgspec.structs.replace(YES, name=f" {nothing}"))
    assert not shown(msgspec.structs.replace(YES, evidence=nothing))


@pytest.mark.parametrize("nothing", UNSEEN)
def test_no_second_decider_and_no_reason_is_what_nobody_sees(nothing: str) -> None:
    assert role_stands(OFFICE, 1)
    for by in (("Ila", nothing), ("Ila", f"{nothing}ila"), ("Ila", f"I{nothing}la")):
        assert not role_stands(msgspec.structs.replace(OFFICE, decided_by=by), 1)
    assert not role_stands(msgspec.structs.replace(OFFICE, reason=nothing), 1)


@pytest.mark.parametrize("nothing", UNSEEN)
def test_a_table_brings_no_yes_and_no_office_by_what_nobody_sees(nothing: str) -> None:
    head = "account,answer,uses,name,evidence\n"
    for name, evidence in ((nothing, "letter"), ("Maren", nothing)):
        found, faults = read_statements_csv(f"{head}a,yes,named,{name},{evidence}\n")
        assert (found, len(faults)) == ([], 1)
    head = "voice,kind,account,reason,review,decided_by\n"
    for reason, by in ((nothing, "Ila;Bo"), ("It is one.", f"Ila;{nothing}ila")):
        row = f"Office,public-office,a,{reason},2099-01-01,{by}\n"
        [voice], faults = read_voices_csv(head + row)
        assert (voice.kind, len(faults)) == (VoiceKind.PERSON, 1)


@pytest.mark.parametrize("nothing", UNSEEN[:2])
def test_nothing_is_recorded_by_what_nobody_sees(keep: Keep, nothing: str) -> None:  # noqa: F811
    workspace = keep(of_one_handle())
    for said in (
        msgspec.structs.replace(YES, account="", name=nothing),
        msgspec.structs.replace(YES, account="", evidence=nothing),
    ):
        with pytest.raises(AskedWrongly):
            consenting.record(workspace, "@ada", said)
    for given_ in (
        Given(choice="named", name=nothing, posts=(post(3),), evidence="letter"),
        Given(choice="exact", posts=(post(3),), evidence=nothing),
    ):
        with pytest.raises(AskedWrongly):
            asking.answer(workspace, account(33), given_)
    for reason, by in ((nothing, "Ila"), ("court order", nothing)):
        with pytest.raises(AskedWrongly):
            list(block_rows(Blocks(posts=frozenset({post(3)})), Ruling(reason, by, 1)))
    assert workspace.vault.desk.statements() == []


def test_nobody_decides_twice_under_a_name_that_looks_the_same(
    keep: Keep,  # noqa: F811
    tmp_path: Path,
) -> None:
    del tmp_path
    workspace = keep(of_one_handle())
    ila = Signed("Ila", "four words of mine")
    let_decide(workspace, ila)
    for twin in ("I\u200bla", "ILA", "\u200b"):
        with pytest.raises(AskedWrongly):
            let_decide(workspace, Signed(twin, "four other words"))
    organisation = msgspec.structs.replace(OFFICE, kind=VoiceKind.ORGANISATION)
    for lacking in ({"name": "\u200b"}, {"reason": "\u2060"}, {"decided_by": ("\u200b",)}):
        with pytest.raises(AskedWrongly):
            decide(workspace, OFFICE, msgspec.structs.replace(organisation, **lacking))


@given(st.text())
def test_what_can_be_seen_stays_whole(text: str) -> None:
    assert seen(text) in ("", text.strip())
    assert alike(seen(text)) in ("", alike(text))
    if any(unicodedata.category(one)[0] in "NPS" and one != "\u2800" for one in text):
        assert seen(text) == text.strip()
