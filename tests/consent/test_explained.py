"""Cleared words raise no alarm however they are written, and explain nothing beyond themselves."""

from __future__ import annotations

import json
import random

import pytest
from markupsafe import escape

from ownwords.consent.leaks import LeakScanner
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Clearance, Rule, Use
from ownwords.records.sealed import Sealed, Subject
from tests.withdrawal.tongues import HANDLES, sentence

_IN_A_SCRIPT = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<\u2028\u2029"})
BRACKETS = (
    *("a<b", "x<y", "c>d", "p <q", "r> s", "<br", "<3", "->", "<-", ">>", "</", "<i", "=>"),
    *("<!--", "-->", "<\u00e9"),
)  # fmt: skip


def cleared(text: str) -> Cleared:
    clearance = Clearance(id="c", use=Use.VERBATIM, rule=Rule.EXPLICIT_YES, policy_version="1")
    return Cleared(text, clearance)


def scanner(texts: list[str], handles: list[str]) -> LeakScanner:
    held = [Sealed(text, Subject(f"p{place}", "a")) for place, text in enumerate(texts)]
    held += [Sealed(handle, Subject("p", "a", part="handle")) for handle in handles]
    return LeakScanner.of(held)


def page(texts: list[str]) -> bytes:
    return "\n".join(f"<blockquote><p>{escape(text)}</p></blockquote>" for text in texts).encode()


def script(texts: list[str]) -> bytes:
    rows = ",\n".join(json.dumps(text, ensure_ascii=False) for text in texts)
    return f"index([{rows.translate(_IN_A_SCRIPT)}]);".encode()


@pytest.mark.parametrize("written", [page, script])
@pytest.mark.parametrize("brackets", [0, 4])
def test_what_people_write_raises_no_alarm_where_it_is_cleared(written, brackets: int) -> None:
    alarms = []
    for seed in range(60):
        dice = random.Random(seed)
        handles = dice.sample([one for one in HANDLES if len(one) > 3], 4)
        texts = []
        for _ in range(8):
            mark = dice.choice((".@{}", "@{}", "hi @{}", "@{}:")).format(dice.choice(handles))
            signs = [f" {sign} " for sign in dice.sample(BRACKETS, brackets)]
            words = sentence(dice, mark).split(" ")
            for sign in signs:
                words.insert(dice.randrange(len(words) + 1), sign.strip())
            texts.append(" ".join(words))
        one = scanner(texts, handles)
        told = [cleared(text) for text in texts]
        alarms += [(seed, leak) for leak in one.scan("page", written(texts), told)]
    assert alarms == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("@rosa says 1<2 today", "and c>d tomorrow"),
        ("@rosa says a<b today", "and c>d tomorrow"),
        ("it says a<b today", "and then -> @rosa"),
        ("@rosa a<b c<d", "e>f g>h"),
        (
            "by day by night \u706f\u53f0\u5b88\u591c always @\u0e04\u0e19\u0e40\u0e1d\u0e49\u0e32",
            "so",
        ),
    ],
)
def test_a_bracket_in_one_quotation_and_one_in_the_next_make_no_leak(
    first: str, second: str
) -> None:
    handles = ["rosa", "\u0e04\u0e19\u0e40\u0e1d\u0e49\u0e32"]
    one = scanner([first, second], handles)
    told = [cleared(first), cleared(second)]
    for written in (page([first, second]), script([first, second])):
        assert one.scan("page", written, told) == []
        assert {leak.kind for leak in one.scan("page", written)} >= {"handle"}


def test_what_a_bracket_leaves_over_explains_no_name_elsewhere() -> None:
    said = ["@rosa <b for ever", "more > @rosa"]
    one = scanner(said, ["rosa"])
    told = [cleared(text) for text in said]
    assert {leak.kind for leak in one.scan("page", b"<cite>@rosa</cite>", told)} == {"handle"}


def test_the_end_of_words_in_two_scripts_explains_no_shorter_end() -> None:
    said = "night and day and always @\u0e04\u0e19\u0e40\u0e1d\u0e49\u0e32"
    one = scanner([said], ["\u0e04\u0e19\u0e40\u0e1d\u0e49\u0e32"])
    alone = "<cite>@\u0e04\u0e19\u0e40\u0e1d\u0e49\u0e32</cite>".encode()
    assert one.scan("page", page([said]), [cleared(said)]) == []
    assert {leak.kind for leak in one.scan("page", alone, [cleared(said)])} == {"handle"}
