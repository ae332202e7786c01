"""The quick search of the proof finds what a plain one finds, in any text."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ownwords.archive.erasing_work import Work
from ownwords.flows.proof import wording
from ownwords.flows.proof.needles import Needles
from ownwords.flows.proof.sieve import GRAM, Sieve
from ownwords.flows.proof.wording import BETWEEN, condensed, normal, words_of

LETTERS = (
    "aAbß_1 \n.é\u0301eİıſσςΣﬁ…\u200b\u00adжЙ\u0306اآ\u0653कक़\u093cแ\u0e49しじ\u3099ｶ゙"
    "灯台の夜は가ᄀ\u11a8Å✨"
)
MIXED = st.text(st.sampled_from(LETTERS), max_size=60) | st.text(max_size=30)
WORDS = st.lists(st.sampled_from(["a", "bb", "c_1", "été", "夜", "дом", "7", "कि"]), max_size=40)
DENSE = st.text(st.sampled_from("灯台の夜は、 "), max_size=60)


def as_a_whole(text: str) -> str:
    """What :func:`normal` does part by part."""
    once = wording._INVISIBLE.sub("", unicodedata.normalize("NFKC", text.lower()))
    return unicodedata.normalize("NFKC", once.casefold())


@given(MIXED)
def test_parts_make_the_whole(text: str) -> None:
    assert normal(text) == as_a_whole(text)


def test_no_plain_letter_joins_with_what_stands_before_it() -> None:
    plain = [chr(code) for code in range(0x110000) if not wording._others().match(chr(code))]
    assert len(plain) > 30_000
    for letter in plain:
        for before in ("a", "é", "し", "क", "가", "ا", "\u0301", "\u1100", letter):
            both = unicodedata.normalize("NFC", before) + letter
            assert unicodedata.normalize("NFKC", both)[-1] == letter


@given(st.lists(WORDS.filter(bool), max_size=6), MIXED, WORDS, WORDS)
def test_no_run_is_held_back(
    runs: list[list[str]], text: str, some: list[str], more: list[str]
) -> None:
    wanted = {tuple(run[:7]) for run in runs} | {tuple(some[2:7])} - {()}
    plain = normal(f"{' '.join(some)} {text}\n{'. '.join(more)}")
    words = words_of(plain)
    places = range(len(words))
    slow = {
        (at, len(run)) for run in wanted for at in places if tuple(words[at:][: len(run)]) == run
    }
    assert slow <= set(Sieve(wanted, ()).runs_in(plain))


@given(DENSE, DENSE, MIXED)
def test_no_run_of_characters_is_held_back(said: str, text: str, other: str) -> None:
    grams = _grams(said)
    plain = normal(f"{other} {text}{other}{BETWEEN}{said[1:]}")
    if not grams.isdisjoint(_grams(condensed(plain))):
        assert Sieve((), grams).may_hold_grams(plain)


def _grams(text: str) -> set[str]:
    dense = condensed(text)
    return {dense[at : at + GRAM] for at in range(len(dense) - GRAM + 1)}


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=4), WORDS, st.integers(0, 200_000))
def test_a_text_of_any_length_is_read_to_its_end(
    said: list[str], words: list[str], before: int
) -> None:
    """Long texts are read in blocks; a run may stand across two of them."""
    work = Work(accounts=("https://x.com/i/user/77",), texts=tuple(said))
    text = f"{'zz ' * (before // 3)}{' '.join(words)} {said[0]}"
    needles = Needles([work])
    plain = words_of(normal(text))
    runs = {tuple(plain[at : at + length]) for length in range(1, 9) for at in range(len(plain))}
    slow = {kind for run, kind in needles._runs.items() if run in runs}
    assert slow <= needles.found(text)


@given(WORDS, WORDS)
def test_others_excuse_what_a_plain_look_excuses(said: list[str], theirs: list[str]) -> None:
    work = Work(accounts=("https://x.com/i/user/77",), texts=(" ".join(said),))
    needles, text = Needles([work]), " ".join(theirs)
    before = dict(needles._runs)
    words = words_of(normal(text))
    runs = {tuple(words[at : at + length]) for length in range(1, 9) for at in range(len(words))}
    needles.forgive("something else", text)
    kept = {run for run, kind in before.items() if kind != "words" or run not in runs}
    assert set(needles._runs) == kept
    assert needles.excused().runs == before.keys() - kept


def test_two_texts_of_others_excuse_no_run_that_goes_from_one_into_the_other() -> None:
    work = Work(accounts=("https://x.com/i/user/77",), texts=("harbour lamps _ burn until dawn",))
    needles = Needles([work])
    needles.forgive("harbour lamps", "burn until dawn")
    assert needles.excused().runs == set()
    assert needles.found("harbour lamps _ burn until dawn") == {"words"}
