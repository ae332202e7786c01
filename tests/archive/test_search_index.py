"""The search index: what it finds, how it keeps up, and that it is empty of what was forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from ownwords.archive import search_rows
from ownwords.archive.search_index import SearchIndex
from ownwords.archive.search_match import SNIPPET
from ownwords.archive.search_plan import Every, Facet, Plan, Some, Without
from ownwords.archive.search_rows import Entry, Indexable, entry_of, place
from ownwords.archive.search_store import Store
from ownwords.records.errors import FolderBroken
from tests.archive.search_posts import SECOND, Given, ids, post, shown, word


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "search.sqlite"


def test_newest_first_with_everything_that_a_reader_needs(path: Path) -> None:
    feed = Given([post(1), post(3, "a lamp, again"), post(2, "no light")])
    with SearchIndex.open(path, feed) as index:
        hits = list(index.hits(Plan(node=word("lamp"))))
        assert [hit.id for hit in hits] == ["x:3", "x:1"]
        assert hits[0].published == 3 * SECOND
        assert (hits[0].account, hits[0].version, hits[0].language) == ("x:account/0", "v3", "en")
        assert (hits[0].words.post, hits[0].words.account) == ("x:3", "x:account/0")
        assert shown(hits[0]) == "a lamp, again"
        assert hits[0].score is None


def test_best_first_gives_a_score_that_falls(path: Path) -> None:
    feed = Given([post(n, "lamp " * (n % 5) + "night " * 8) for n in range(200)])
    with SearchIndex.open(path, feed) as index:
        hits = list(index.hits(Plan(node=word("lamp"), relevance=True)))
        scores = [hit.score for hit in hits if hit.score is not None]
        assert len(hits) == 160
        assert scores == sorted(scores, reverse=True)
        assert len({hit.id for hit in hits}) == 160
        assert shown(hits[0]).count("lamp") == 4


def test_facets_and_times(path: Path) -> None:
    feed = Given(
        [
            post(1, tags=("wekeepthelight",)),
            post(2, language="pt-BR"),
            post(3, tags=("wekeepthelight",), account="x:account/9", handle="Łamp"),
        ]
    )
    with SearchIndex.open(path, feed) as index:
        assert ids(index, Facet("t", "wekeepthelight")) == ["x:3", "x:1"]
        assert ids(index, Facet("l", "pt")) == ids(index, Facet("l", "pt-br")) == ["x:2"]
        assert ids(index, Facet("a", "x:account/9")) == ids(index, Facet("h", "łamp")) == ["x:3"]
        both = Every((word("lamp"), Facet("t", "wekeepthelight")))
        assert ids(index, Plan(node=both, since=1 * SECOND, until=3 * SECOND)) == ["x:1"]
        assert ids(index, Plan(since=2 * SECOND)) == ["x:3", "x:2"]
        assert ids(index, Plan(since=1 * SECOND + 1, until=2 * SECOND + 1)) == ["x:2"]
        assert ids(index, Plan(since=2**62)) == []


def test_a_facet_typed_as_a_word_finds_nothing(path: Path) -> None:
    with SearchIndex.open(path, Given([post(1)])) as index:
        assert ids(index, word(search_rows.facet("l", "en"))) == []


def test_characters_that_meet_by_chance_are_no_hit(path: Path) -> None:
    feed = Given(
        [
            post(1, "日。本人"),
            post(2, "日本 人"),
            post(3, "日本人の灯"),
            post(4, "กี"),
            post(5, "กา"),
        ]
    )
    with SearchIndex.open(path, feed) as index:
        assert ids(index, word("日本")) == ["x:3", "x:2"]
        assert ids(index, word("日 本")) == ["x:3", "x:2", "x:1"]
        assert ids(index, word("ก")) == ["x:5"]
        assert ids(index, Every((Some((word("人"), word("ก"))), Without(word("日本"))))) == [
            "x:5",
            "x:1",
        ]


def test_half_a_flag_is_no_hit(path: Path) -> None:
    with SearchIndex.open(path, Given([post(1, "🇺🇦🇺🇸")])) as index:
        assert ids(index, word("🇺🇸")) == ["x:1"]
        assert ids(index, word("🇦🇺")) == []


def test_the_hit_stands_in_the_middle_of_a_long_text(path: Path) -> None:
    text = "night after night " * 40 + "the LÁMP is lit " + "and the sea is loud " * 40
    with SearchIndex.open(
        path, Given([post(1, text), post(2, "灯" * 300 + "海" + "台" * 300)])
    ) as index:
        (hit,) = index.hits(Plan(node=word("lamp")))
        piece = shown(hit)
        assert "LÁMP" in piece
        assert SNIPPET - 40 < len(piece) <= SNIPPET
        assert abs(piece.index("LÁMP") - len(piece) // 2) < 20
        assert piece.split()[0] in {"night", "after"}
        (hit,) = index.hits(Plan(node=word("海")))
        assert shown(hit) == "灯" * 99 + "海" + "台" * 100


def test_an_edit_replaces_the_words_and_a_post_that_went_goes(path: Path) -> None:
    feed = Given([post(1), post(2), post(3)])
    with SearchIndex.open(path, feed) as index:
        assert ids(index, word("lamp")) == ["x:3", "x:2", "x:1"]
    feed.give(post(2, "the bell rings", published=9 * SECOND), post(4))
    with SearchIndex.open(path, feed) as index:
        assert ids(index, word("lamp")) == ["x:4", "x:3", "x:1"]
        assert ids(index, word("bell")) == ["x:2"]
        assert index.state == feed.state
    feed.take("x:3")
    with SearchIndex.open(path, feed) as index:
        assert ids(index, Plan(since=0)) == ["x:2", "x:4", "x:1"]


def test_a_crash_while_catching_up_is_done_again(path: Path) -> None:
    feed = Given([post(n) for n in range(50)])
    SearchIndex.open(path, feed).close()
    feed.give(*(post(n) for n in range(50, 90)))

    class Dies(Given):
        def rows(self, since: str) -> Iterator[Indexable]:
            yield from (post(n) for n in range(50, 60))
            raise KeyboardInterrupt

    dies = Dies()
    dies.posts, dies.changes = feed.posts, feed.changes
    with pytest.raises(KeyboardInterrupt):
        SearchIndex.open(path, dies)
    with SearchIndex.open(path, feed) as index:
        assert ids(index, Plan(since=0)) == [f"x:{n}" for n in range(89, -1, -1)]
        assert index.is_sound()


def test_a_crash_while_building_leaves_nothing(path: Path) -> None:
    class Dies(Given):
        def rows(self, since: str) -> Iterator[Indexable]:
            yield post(1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        SearchIndex.open(path, Dies())
    assert [left.name for left in path.parent.iterdir()] == ["search.lock"]
    path.with_name("search.sqlite.new").write_bytes(b"left by a crash")
    with SearchIndex.open(path, Given([post(1)])) as index:
        assert len(index) == 1
    assert not path.with_name("search.sqlite.new").exists()


@pytest.mark.parametrize("made_with", ["", "search 0"])
def test_an_index_of_another_folding_is_made_again(path: Path, made_with: str) -> None:
    SearchIndex.open(path, Given([post(1)])).close()
    store = Store(path)
    if made_with:
        store.note("made_with", made_with)
    else:
        store.connection.execute("drop table about")
    store.connection.execute("delete from posts")
    store.close()
    with SearchIndex.open(path, Given([post(1)])) as index:
        assert ids(index, word("lamp")) == ["x:1"]


def test_who_speaks_inside_is_asked_as_far_as_known(path: Path) -> None:
    feed = Given(
        [
            post(1, account="x:account/a"),
            post(2, repost_of="x:1", account="x:account/b", mentions=("x:account/m",)),
            post(4, repost_of="x:77", account="x:account/b", mentions=("x:account/m",)),
            post(5, repost_of="x:77", account="x:account/b"),
            post(6, quote_of="x:1", account="x:account/b"),
        ]
    )
    with SearchIndex.open(path, feed) as index:
        others = {hit.id: hit.words.others for hit in index.hits(Plan(node=word("lamp")))}
        words = index.words("x:2")
        assert words is not None
        assert words.other_posts == ("x:1",)
        assert index.words("x:77") is None
    assert others == {
        "x:1": (),
        "x:2": ("x:account/a",),
        "x:4": ("x:account/m",),
        "x:5": ("x:77#author",),
        "x:6": ("x:account/a",),
    }


def test_the_connection_is_as_careful_as_the_desk(path: Path) -> None:
    SearchIndex.open(path, Given([post(1)])).close()
    store = Store(path)
    asked = {"secure_delete": 1, "temp_store": 2, "trusted_schema": 0, "journal_mode": "wal"}
    found = {name: store.ask(f"pragma {name}")[0][0] for name in asked}
    store.close()
    assert found == asked


def test_strange_clocks_stand_at_the_edge(path: Path) -> None:
    feed = Given([post(1, published=2**62), post(2), post(3, published=-(2**62))])
    with SearchIndex.open(path, feed) as index:
        assert ids(index, word("lamp")) == ["x:1", "x:2", "x:3"]


def test_places_are_in_the_order_of_time() -> None:
    assert place(1_000, "x") < place(2_000, "a") < place(3_000, "b")
    assert place(-5_000, "x") < place(0, "y")
    assert place(1_000, "x") != place(1_000, "x", 1)


def test_a_file_that_is_no_index_is_replaced(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all, but longer than a header of one" * 9)
    with SearchIndex.open(path, Given([post(1)])) as index:
        assert len(index) == 1


def test_a_damaged_index_says_how_to_mend_it(path: Path) -> None:
    SearchIndex.open(path, Given([post(n, f"lamp {n} " * 30) for n in range(500)])).close()
    with path.open("r+b") as file:
        file.seek(8 * 4096)
        file.write(b"\xff" * (path.stat().st_size - 9 * 4096))
    with (
        SearchIndex.open(path, Given()) as index,
        pytest.raises(FolderBroken, match="ownwords rebuild"),
    ):
        ids(index, word("lamp"))


def test_a_damaged_index_that_has_to_catch_up_is_made_again(path: Path) -> None:
    feed = Given([post(n, f"lamp {n} " * 30) for n in range(500)])
    SearchIndex.open(path, feed).close()
    with path.open("r+b") as file:
        file.seek(2 * 4096)
        file.write(b"\xff" * (path.stat().st_size - 2 * 4096))
    feed.give(post(500, "lamp"))
    with SearchIndex.open(path, feed) as index:
        assert len(ids(index, word("lamp"))) == len(index) == 501


def test_entries_survive_msgspec() -> None:
    one = post(1, repost_of="x:2", mentions=("x:account/m",))
    entry = entry_of(one)
    assert isinstance(entry, Entry)
    assert entry.whose().mentions == ("x:account/m",)
    assert entry_of(msgspec.structs.replace(one, repost_of="")).inside == ""
