"""Whose words an interview's are: only the turns of its voice."""

from __future__ import annotations

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from ownwords.gather.given_words import Given, capture
from ownwords.records.captured import Captured, Fault, Place
from ownwords.records.consent import Answer, Scope, Use


def words(text: str, kind: str = "interview", voice: str = "Maren of the Low Cut") -> str:
    """The content of the post; empty when there is none."""
    fields = {"voice": voice, "kind": kind, "date": "2014"}
    first = capture(Given(fields, text, b"", Place("x")))[0]
    return first.post.content if isinstance(first, Captured) else ""


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Ines: Why?\n\nMaren of the Low Cut: Because.", "Because."),
        ("Ines: Why?\n\nMAREN OF  THE LOW CUT: Because.\n\nAnd so.", "Because.\n\nAnd so."),
        ("Ines: Why?\n\nAnd when?\n\nMaren of the Low Cut: Now.", "Now."),
        ("Maren of the Low Cut: So write it as I say it: some.", "So write it as I say it: some."),
        ("Before anybody speaks.\n\nMaren of the Low Cut: Me.", "Me."),
        ("Lock 14: No.\n\nМарен: Да.", ""),
        ("No turns here.\n\nAt all.", "No turns here.\n\nAt all."),
        ("12:30 we met.\n\nIt rained.", "12:30 we met.\n\nIt rained."),
    ],
)
def test_only_the_turns_of_the_voice_are_theirs(text: str, own: str):
    assert words(text) == own


def test_a_voice_without_a_name_is_called_voice():
    assert words("Ines: Why?\n\nVoice: Because.", voice="no name") == "Because."


@pytest.mark.parametrize("kind", ["letter", "statement", "words", ""])
def test_other_kinds_are_whole(kind: str):
    assert words("Ines: Why?\n\n  Dear all: yes.\n", kind=kind) == "Ines: Why?\n\n  Dear all: yes."


TURN = st.text(alphabet="abc äé.,", min_size=1, max_size=20).map(lambda text: f"w{text}w")


@generated(st.lists(st.tuples(st.sampled_from(["Ines", "Maren of the Low Cut"]), TURN), max_size=8))
def test_any_interview_gives_the_voice_its_turns_and_nobody_else(turns: list[tuple[str, str]]):
    text = "\n\n".join(f"{who}: {said}" for who, said in turns)
    own = [said for who, said in turns if who != "Ines"]
    assert words(text) == "\n\n".join(own)


def test_the_yes_names_its_posts_its_evidence_and_the_name():
    fields = {
        "voice": "Maren",
        "date": "2014",
        "uses": "verbatim; named",
        "evidence": "tape 2",
        "also-if-deleted": "yes",
    }
    (read,) = capture(Given(fields, "Words.", b"", Place("x")))
    assert isinstance(read, Captured)
    (said,) = read.statements
    assert (said.answer, said.scope) == (Answer.YES, Scope.POSTS)
    assert said.uses == (Use.VERBATIM, Use.NAMED)
    assert said.posts == (read.post.id,)
    assert (said.account, said.name) == (read.post.attributed_to, "Maren")
    assert said.evidence == "tape 2"
    assert said.also_if_deleted


def test_without_a_yes_to_the_name_no_name_is_given_for_printing():
    fields = {"voice": "Maren", "date": "2014", "uses": "verbatim", "evidence": "tape 2"}
    (read,) = capture(Given(fields, "Words.", b"", Place("x")))
    assert isinstance(read, Captured)
    assert read.statements[0].name == ""


def test_the_same_words_from_two_files_are_one_post():
    fields = {"voice": "Maren", "date": "2014"}
    one = capture(Given(fields, "Two\nlines.", b"a", Place("x")))[0]
    two = capture(Given(fields, "Two\r\nlines.\r\n", b"b", Place("y", 7)))[0]
    assert isinstance(one, Captured)
    assert isinstance(two, Captured)
    assert one.post.id == two.post.id


def test_words_with_a_nul_are_refused():
    (read,) = capture(Given({"date": "2014"}, "a\0b", b"", Place("x")))
    assert isinstance(read, Fault)


def test_a_yes_to_a_name_without_a_name_is_no_yes_and_is_named():
    fields = {"voice": "no name", "date": "2014", "uses": "named", "evidence": "tape 2"}
    read = list(capture(Given(fields, "Words.", b"", Place("x"))))
    kept = [one for one in read if isinstance(one, Captured)]
    assert [one.statements for one in kept] == [()]
    [fault] = [one for one in read if isinstance(one, Fault)]
    assert "which name is printed" in fault.reason
