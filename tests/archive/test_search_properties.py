"""The search index as a function of the posts: the same for the same posts, and exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.archive import search_build
from ownwords.archive.folding import spans, tokens
from ownwords.archive.search_index import SearchIndex
from ownwords.archive.search_match import Read
from ownwords.archive.search_plan import Every, Facet, Node, Plan, Some, Without, words_of
from ownwords.archive.search_rows import Indexable, entry_of
from ownwords.records.sealed import unseal
from tests.archive.search_posts import SECOND, Given, content, ids, post

_POSTS = st.lists(
    st.builds(
        lambda number, second, text: post(number, text, published=second * SECOND),
        st.integers(0, 30),
        st.integers(0, 2),
        st.sampled_from(["the lamp", "灯台", "bell 🔥", "", "والكتاب"]),
    ),
    max_size=40,
)


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few places, so that posts want the same one; small batches."""

    def narrow(published: int, name: str, attempt: int = 0) -> int:
        return published // 1000 << 20 | hash_of(f"{attempt}{name}") % 40

    def hash_of(text: str) -> int:
        return sum(ord(letter) * (at + 7) for at, letter in enumerate(text))

    monkeypatch.setattr(search_build, "place", narrow)
    monkeypatch.setattr(search_build, "BATCH", 7)


@pytest.mark.usefixtures("crowded")
@given(posts=_POSTS, cut=st.integers(0, 40))
def test_equal_posts_make_an_equal_index(
    posts: list[Indexable], cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the order and the number of steps: grown equals rebuilt."""
    folder = tmp_path_factory.mktemp("index")
    whole = list({one.id: one for one in posts}.values())
    feed = Given()
    with SearchIndex.open(folder / "grown.sqlite", feed) as grown:
        feed.give(*whole[:cut])
        grown.catch_up(feed)
        feed.give(*reversed(whole))
        grown.catch_up(feed)
        assert grown.is_sound()
    SearchIndex.open(folder / "built.sqlite", Given(whole)).close()
    grown_rows, grown_terms = content(folder / "grown.sqlite")
    assert (grown_rows, grown_terms) == content(folder / "built.sqlite")
    assert len(grown_rows) == len(whole)
    assert sorted({str(row[0]) for row in grown_terms if row[2] == "body"}) == sorted(
        {token for one in whole for token in tokens(one.text)}
    )


@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_sqlite_cuts_a_folded_text_into_our_tokens(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any text, every character: the tokenizer that searches is not ours, its tokens are."""
    posts = [post(n, text) for n, text in enumerate(texts)]
    path = tmp_path_factory.mktemp("cut") / "search.sqlite"
    with SearchIndex.open(path, Given(posts)) as index:
        assert [unseal(hit.words) for hit in index.hits(Plan())] == list(reversed(texts))
    _, terms = content(path)
    cut: dict[object, list[tuple[object, object]]] = {}
    for term, seat, column, offset in terms:
        if column == "body":
            cut.setdefault(seat, []).append((offset, term))
    held = [[term for _, term in sorted(cut[seat])] for seat in sorted(cut)]  # type: ignore[type-var]
    assert held == [found for found in map(tokens, texts) if found]


_WORDS = st.sampled_from(["a", "b", "ab", "日", "日本", "本 人", "ก", "กี", "🇺🇸", "والب", "a b"])
_LEAVES = st.one_of(
    st.builds(lambda text, prefix: words_of(text, prefix=prefix), _WORDS, st.booleans()),
    st.sampled_from([Facet("t", "one"), Facet("l", "en"), Facet("a", "x:account/1")]),
)


def _nodes(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=1, max_size=3)
    without = st.lists(st.builds(Without, inner), max_size=2)
    return st.one_of(
        st.builds(lambda parts: Some(tuple(parts)), several),
        st.builds(lambda parts, out: Every((*parts, *out)), several, without),
    )


_TEXTS = st.lists(
    st.lists(
        st.sampled_from(["a", "b", "ab", "日本", "日", "。", "人", "กี", "ก", "🇺🇦🇺🇸", " ", "ب"])
    ).map("".join),
    min_size=1,
    max_size=12,
)


@given(texts=_TEXTS, node=st.recursive(_LEAVES, _nodes, max_leaves=5), relevance=st.booleans())
def test_hits_are_exactly_the_posts_that_hold_it(
    texts: list[str], node: Node, relevance: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    posts = [post(n, text, tags=("one",) * (n % 2)) for n, text in enumerate(texts)]
    with SearchIndex.open(tmp_path_factory.mktemp("i") / "s.sqlite", Given(posts)) as index:
        found = ids(index, Plan(node=node, relevance=relevance))
    holds = [
        one.id
        for one in reversed(posts)
        if Read(one.text, spans(one.text), entry_of(one).facets).found(node) is not None
    ]
    assert (sorted(found) if relevance else found) == (sorted(holds) if relevance else holds)
