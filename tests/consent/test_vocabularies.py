from __future__ import annotations

import pytest

from ownwords.consent.policy import decide
from ownwords.consent.register import Known, Register, Wording
from ownwords.consent.vocabularies import (
    LABELS,
    read_labels_csv,
    read_statements_csv,
    read_voices_csv,
)
from ownwords.records.consent import Answer, GivenBy, Scope, Use, VoiceKind
from ownwords.records.times import PartialDate

HEADER = "account,answer,uses,scope,posts,evidence,given_by,until\n"


def test_a_table_of_statements_is_read() -> None:
    text = HEADER + "a1,yes,verbatim media,,,form 3,,2030-01-01\na2,no,,all,,,self,\n"
    (yes, no), faults = read_statements_csv(text, "said.csv", at=7)
    assert faults == []
    assert (yes.uses, yes.scope, yes.given_by) == (
        (Use.VERBATIM, Use.MEDIA),
        Scope.CAMPAIGN,
        GivenBy.STEWARD,
    )
    assert yes.ends == PartialDate.parse("2030-01-01").start
    assert yes.given_at == 7
    assert (no.answer, no.uses, no.scope) == (Answer.NO, (), Scope.ALL)


def test_nobody_has_said_anything_tomorrow() -> None:
    noon = PartialDate.parse("2014-02-04").start + 12 * 3_600_000_000
    days = "a1,no,named,2014-02-03\na2,no,named,2014-02-05\na3,no,named,2014-02-06\n"
    found, (fault,) = read_statements_csv("account,answer,uses,date\n" + days, at=noon)
    assert [one.account for one in found] == ["a1", "a2"], "in the far east it is the 5th already"
    assert [one.given_at <= noon for one in found] == [True, True]
    assert "future" in fault.reason


def test_a_row_that_names_posts_reaches_those_posts_alone() -> None:
    (said,), _ = read_statements_csv(HEADER + "a1,yes,verbatim,,p1; p2,,self,\n")
    assert (said.scope, said.posts) == (Scope.POSTS, ("p1", "p2"))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",yes,verbatim,,,form,,", "neither account nor voice"),
        ("a1,perhaps,verbatim,,,form,,", "answer must be one of"),
        ("a1,yes,verbatm,,,form,,", "did you mean verbatim"),
        ("a1,yes,,,,form,,", "must name its uses"),
        ("a1,yes,verbatim,,,,,", "evidence"),
        ("a1,yes,verbatim named,,,form,,", "named needs the name"),
        ("a1,yes,paraphrase,,,,representative,", "evidence"),
        ("a1,yes,verbatim,posts,,form,,", "needs posts"),
        ("a1,yes,verbatim,all,p1,form,,", "scope is not posts"),
        ("a1,yes,verbatim,,,form,,soon", "until must be a date"),
        ("a1,yes,verbatim,,,form,,2030-01-01,extra", "9 cells"),
        ("a1,yes,verb\0atim,,,form,,", "NUL"),
        ('a1,"yes"x,verbatim,,,form,,', "Not a row of CSV"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_is_kept(row: str, reason: str) -> None:
    text = HEADER + row + "\na2,yes,paraphrase,,,,,\n"
    found, (fault,) = read_statements_csv(text, "said.csv")
    assert [one.account for one in found] == ["a2"]
    assert reason in fault.reason
    assert (fault.place.file, fault.place.line) == ("said.csv", 2)
    assert fault.place.offset == len(HEADER)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("odd", ["\u2028", "\u0085", "\x0b", "\x0c", "\x1c"])
def test_a_fault_is_told_at_its_byte_of_the_file(mark: str, end: str, odd: str) -> None:
    """What ends a line elsewhere ends none in a table, and a mark at the start is of the file."""
    before = f"{mark}{HEADER}a1,no,,,,Ada's letter{odd}of May,,\n".replace("\n", end)
    _, (fault,) = read_statements_csv(f"{before}a2,perhaps,,,,,,{end}")
    assert (fault.place.line, fault.place.offset) == (3, len(before.encode()))


def test_a_fault_never_repeats_what_a_cell_holds() -> None:
    secret = "her-real-name"
    rows = "".join(
        f"a1,{answer},{uses},,,form,,{until}\n"
        for answer, uses, until in [
            (secret, "read", ""),
            ("yes", secret, ""),
            ("yes", "read", secret),
        ]
    )
    _, faults = read_statements_csv(HEADER + rows, "said.csv")
    assert len(faults) == 3
    assert secret not in repr(faults)


def test_an_unknown_column_is_named() -> None:
    _, (fault,) = read_statements_csv("acount,answer\n", "said.csv")
    assert "did you mean account" in fault.reason


@pytest.mark.parametrize("column", ["post", "condition", ""])
def test_a_yes_with_more_than_can_be_read_is_none(column: str) -> None:
    """A yes to one post became one to all, because the column was called "post"."""
    rows = "a1,yes,verbatim,form,p1\na2,no,verbatim,form,p1\na3,yes,verbatim,form,\n"
    found, faults = read_statements_csv(f"account,answer,uses,evidence,{column}\n{rows}")
    assert [one.account for one in found] == ["a2", "a3"]
    assert [fault.place.line for fault in faults] == [1, 2]
    assert "may have a condition" in faults[1].reason


def test_a_table_that_names_a_column_twice_is_not_guessed_at() -> None:
    """The last cell counted: where it was empty, a yes to one post became one to all."""
    header = "account,answer,uses,evidence,posts,Posts\n"
    found, (fault,) = read_statements_csv(f"{header}a1,yes,verbatim,form,p1,\n")
    assert (found, fault.place.line) == ([], 1)
    assert "twice" in fault.reason


def test_every_social_humans_label_has_a_meaning() -> None:
    assert len(LABELS) == 8
    rows = "".join(
        f"a{place},{label},2014-01-01,2014-02-01\n" for place, label in enumerate(LABELS)
    )
    found, faults = read_labels_csv("account,label,date,until\n" + rows)
    assert faults == []
    assert {one.account for one in found} == {f"a{place}" for place in range(8)}


def allowed(labels: str, day: str) -> set[Use]:
    rows = "".join(f"a1,{label}\n" for label in labels.split())
    found, _ = read_labels_csv("account,label,date,until\n" + rows.replace("/", ",,"))
    facts = Register(Known(statements=found)).facts_for("a1", Wording("p1"))
    at = PartialDate.parse(day).start
    return {use for use in Use if decide(facts, use, at).allowed}


@pytest.mark.parametrize(
    ("labels", "day", "uses"),
    [
        ("sh-c-cg", "2014-01-15", "hold read count"),
        ("sh-c-cm sh-c-am", "2014-01-15", "hold read count"),
        ("sh-c-da", "2014-01-15", "hold read"),
        ("sh-c-cg sh-c-da/2014-02-01", "2014-01-15", "hold read"),
        ("sh-c-da/2014-02-01 sh-c-cg", "2014-01-15", "hold read"),
        ("sh-c-da/2014-02-01", "2014-02-01", "hold read count"),
        ("sh-c-cg sh-c-ea/2014-02-01", "2014-01-31", "hold read count"),
        ("sh-c-cg sh-c-ea/2014-02-01", "2014-02-01", "hold"),
        ("sh-c-da/2014-02-01 sh-c-ea/2014-03-01", "2014-02-15", "hold read count"),
        ("sh-c-da/2014-02-01 sh-c-ea/2014-03-01", "2014-03-01", "hold"),
    ],
)
def test_labels_bind(labels: str, day: str, uses: str) -> None:
    assert allowed(labels, day) == {Use(use) for use in uses.split()}


def test_conditions_come_from_labels() -> None:
    found, _ = read_labels_csv("account,label\na1,sh-c-rl\na1,sh-c-rm\na1,sh-c-rn\n")
    conditions = Register(Known(statements=found)).conditions_for("a1", "p1")
    assert (conditions.no_location, conditions.no_media, conditions.no_network) == (True,) * 3


def test_the_same_label_again_counts_by_its_day() -> None:
    """The last row counted: an older one, further down, moved the end of access away."""
    rows = "a1,sh-c-ea,2014-05-01,2015-01-01\na1,sh-c-ea,2013-01-01,2030-01-01\n"
    (said,), _ = read_labels_csv(f"account,label,date,until\n{rows}")
    assert said.ends == PartialDate.parse("2015-01-01").start


def test_a_label_that_is_none_is_named() -> None:
    _, faults = read_labels_csv("account,label\na1,sh-c-xx\n,sh-c-cg\na1,sh-c-ea\n")
    assert [fault.place.line for fault in faults] == [2, 3, 4]


VOICES = "voice,kind,account,role,reason,review,decided_by\n"


def test_a_table_of_voices_is_read() -> None:
    text = VOICES + (
        "Maren,,a1,,,,\n"
        "The Keepers' Union,organisation,b1,,speaks for its members,,Jo\n"
        "The Keepers' Union,,b2,,,,\n"
        "The Warden,public-office,c1,warden,sworn in 2012,2030-01-01,Jo; Kim\n"
    )
    (maren, union, warden), faults = read_voices_csv(text)
    assert faults == []
    assert (maren.kind, maren.accounts) == (VoiceKind.PERSON, ("a1",))
    assert (union.kind, union.accounts) == (VoiceKind.ORGANISATION, ("b1", "b2"))
    assert (warden.kind, warden.decided_by) == (VoiceKind.PUBLIC_OFFICE, ("Jo", "Kim"))
    assert warden.reason == "warden: sworn in 2012"


@pytest.mark.parametrize(
    "row",
    [
        "X,organisation,b1,,,,Jo",
        "X,organisation,b1,,reason,,",
        "X,public-office,c1,,reason,2030-01-01,Jo",
        "X,public-office,c1,,reason,2030-01-01,Jo; jo",
        "X,public-office,c1,,reason,,Jo; Kim",
        "X,public-office,c1,warden,,2030-01-01,Jo; Kim",
    ],
)
def test_an_undecided_role_is_kept_as_a_person(row: str) -> None:
    (voice,), (fault,) = read_voices_csv(VOICES + row + "\n")
    assert voice.kind is VoiceKind.PERSON
    assert fault.kept == "the voice, as a person"


@pytest.mark.parametrize("days", [",2027-01-01", "2027-01-01,", "2028-01-01,2027-01-01"])
def test_the_first_review_day_of_a_voice_counts(days: str) -> None:
    """Where the first row had none the decision held for ever."""
    rows = (f"Ashore,organisation,a{n},public,Ines,{day}" for n, day in enumerate(days.split(",")))
    text = "\n".join(["voice,kind,account,reason,decided_by,review", *rows])
    ((ashore,), faults) = read_voices_csv(text)
    assert (faults, ashore.review) == ([], PartialDate.parse("2027-01-01").start)


def test_an_account_has_one_voice() -> None:
    (first, second), (fault,) = read_voices_csv(VOICES + "X,,a1,,,,\nY,,a2,,,,\nY,,a1,,,,\n")
    assert (first.accounts, second.accounts) == (("a1",), ("a2",))
    assert fault.place.line == 4


def test_everything_that_is_wrong_with_a_row_is_named_at_once() -> None:
    row = "answer,uses,from,no_media,account\nperhaps,verbatm nmed,soon,maybe,@a\n"
    [fault] = read_statements_csv(row)[1]
    for said in ("answer must be", "did you mean verbatim", "did you mean named", "from must be a"):
        assert said in fault.reason
    assert "no_media must be yes or no" in fault.reason
    [fault] = read_statements_csv("answer,scope,audience\nyes,posts,family\n")[1]
    for said in ("neither account nor voice", "must name its uses", "needs posts", "audience must"):
        assert said in fault.reason
