"""A retelling must not lead to the original: no rare run in common, no search that finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ownwords.archive.folding import tokens
from ownwords.archive.search_index import SearchIndex
from ownwords.archive.search_rows import Indexable
from ownwords.consent.findability import OTHERS, TOP, Tested, findability
from ownwords.reading.query import Query, plan

SMALL = "the keeper of a lock by a river says that it is cold at night and late in the morning"
COMMON = SMALL.split()
TEXTS = {
    "p:original": "My grandmother painted the handrail green so that ghosts would use the stairs",
    "p:thai": "ยายของฉันทาราวบันไดเป็นสีเขียวเพื่อให้ผีใช้บันได",
    "p:japanese": "祖母は幽霊が階段を使うように手すりを緑色に塗りました",
}


class Feed:
    """Posts that stand still."""

    state = "one"

    def __init__(self, posts: list[Indexable]) -> None:
        self._posts = posts
        self.count = len(posts)

    def rows(self, since: str) -> Iterator[Indexable]:
        del since
        yield from self._posts


def indexable(name: str, account: str, text: str, at: int, repost_of: str = "") -> Indexable:
    return Indexable(
        id=name, account=account, published=at, text=text, version="", handle="", language="",
        tags=(), repost_of=repost_of, quote_of="", mentions=(),
    )  # fmt: skip


def crowd() -> list[Indexable]:
    """600 posts of 60 accounts about the same few things, in three scripts, and the originals."""
    posts = []
    for number in range(600):
        words = [COMMON[(number * 7 + step * step) % len(COMMON)] for step in range(9)]
        text = {0: "今夜は寒いので灯台の番をする", 1: "คืนนี้หนาวมากที่ประภาคาร"}.get(
            number % 10, " ".join(words)
        )
        posts.append(indexable(f"c:{number}", f"a:{number % 60}", text, 10**15 + number))
    for number, (name, text) in enumerate(TEXTS.items()):
        posts.append(indexable(name, "a:teller", text, 2 * 10**15 + number))
    return posts


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    path = tmp_path_factory.mktemp("index") / "search.sqlite"
    with SearchIndex.made(path, Feed(crowd())) as made:
        yield made


def judged(words: str, index: SearchIndex, post: str = "p:original") -> Tested:
    original = index.words(post)
    assert original is not None
    return findability(words, original, index)


def test_a_retelling_in_other_words_passes(index: SearchIndex) -> None:
    assert judged("One of them was told by an elder how the dead are made welcome", index).passed


def test_a_shared_run_is_named_by_its_place(index: SearchIndex) -> None:
    words = "She says it was so that ghosts would use the stairs, they laughed"
    found = judged(words, index)
    assert found.runs == ((words.index("so"), words.index(", they")),)
    assert "ghosts" not in repr(found)


def test_case_accents_and_punctuation_hide_no_run(index: SearchIndex) -> None:
    assert judged("It was PÄINTED... the — Handrail (green), she says", index).runs


def test_a_run_that_many_wrote_points_at_nobody(tmp_path: Path) -> None:
    for accounts, passes in ((OTHERS, True), (OTHERS - 1, False)):
        said = "we keep the light on"
        posts = [
            indexable(f"o:{n}", f"a:{n}", f"{said} tonight {n}", 10**15 + n)
            for n in range(accounts)
        ]
        posts.append(indexable("p:1", "a:teller", f"{said} and {SMALL}", 10**15 + 99))
        with SearchIndex.made(tmp_path / f"{accounts}.sqlite", Feed(posts)) as index:
            original = index.words("p:1")
            assert original is not None
            assert (findability(f"They say {said}", original, index).runs == ()) is passes


def test_a_repost_is_no_other_voice(tmp_path: Path) -> None:
    said = "we keep the light on"
    posts = [indexable("p:1", "a:teller", said, 10**15)]
    posts += [
        indexable(f"r:{n}", f"a:{n}", said, 10**15 + n, repost_of="p:1") for n in range(1, 30)
    ]
    with SearchIndex.made(tmp_path / "reposts.sqlite", Feed(posts)) as index:
        original = index.words("p:1")
        assert original is not None
        assert findability(f"They say {said}", original, index).runs


def test_one_telling_word_is_enough_to_find_it(index: SearchIndex) -> None:
    words = "An elder did something to a handrail for those who are no more"
    found = judged(words, index)
    assert found.runs == ()
    assert found.terms == ((words.index("handrail"), words.index("handrail") + len("handrail")),)


@pytest.mark.parametrize(
    ("post", "words"),
    [
        ("p:japanese", "祖母は幽霊が階段を使うようにと考えました"),
        ("p:thai", "เธอบอกว่าราวบันไดเป็นสีเขียวมานานแล้ว"),
    ],
)
def test_scripts_without_spaces_are_compared_by_characters(
    index: SearchIndex, post: str, words: str
) -> None:
    assert judged(words, index, post).runs
    assert judged("An elder made the dead welcome", index, post).passed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_piece_of_three_words_is_found(index: SearchIndex, data: st.DataObject) -> None:
    original = TEXTS["p:original"].split()
    start = data.draw(st.integers(0, len(original) - 3))
    around = st.lists(st.sampled_from(COMMON), max_size=6).map(" ".join)
    words = f"{data.draw(around)} {' '.join(original[start : start + 3])} {data.draw(around)}"
    assert judged(words, index).runs


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from([*COMMON, *TEXTS["p:original"].split()]), min_size=1, max_size=14))
def test_what_passes_is_not_found_by_a_search_of_ours(index: SearchIndex, drawn: list[str]) -> None:
    """The search that people use, with the rarest words of what passed, does not bring it."""
    words = " ".join(drawn)
    assume(judged(words, index).passed)
    asked = [word for word in dict.fromkeys(tokens(words)) if _holds(index, word) <= 30]
    for text in (" OR ".join(asked), *asked):
        if text:
            hits = index.hits(plan(Query(text=text, relevance=True)))
            assert "p:original" not in [hit.id for hit, _ in zip(hits, range(TOP), strict=False)]


def _holds(index: SearchIndex, word: str) -> int:
    return sum(1 for _ in index.hits(plan(Query(text=word))))
