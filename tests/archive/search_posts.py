"""Posts in hand for tests of the search index, and ways to ask it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ownwords.archive.search_index import Hit, SearchIndex
from ownwords.archive.search_plan import Node, Plan, Words, words_of
from ownwords.archive.search_rows import Indexable
from ownwords.archive.search_store import Store
from ownwords.records.sealed import unseal

SECOND = 1_000_000


class Given:
    """A feed of posts that a test holds in its hands; its state counts changes."""

    def __init__(self, posts: Sequence[Indexable] = ()) -> None:
        self.posts = {post.id: post for post in posts}
        self.changes = 0

    def give(self, *posts: Indexable) -> None:
        self.posts.update({post.id: post for post in posts})
        self.changes += 1

    def take(self, post: str) -> None:
        del self.posts[post]
        self.changes += 1

    @property
    def state(self) -> str:
        return f"{self.changes} changes"

    @property
    def count(self) -> int:
        return len(self.posts)

    def rows(self, since: str) -> Iterator[Indexable]:
        return iter(list(self.posts.values()))


def post(number: int, text: str = "the lamp is lit", **fields: object) -> Indexable:
    usual: dict[str, object] = {
        "id": f"x:{number}",
        "account": f"x:account/{number % 3}",
        "published": number * SECOND,
        "text": text,
        "version": f"v{number}",
        "handle": f"Keeper_{number % 3}",
        "language": "en",
    }
    return Indexable(**{**usual, **fields})  # type: ignore[arg-type]


def word(text: str) -> Words:
    found = words_of(text)
    assert found is not None
    return found


def ids(index: SearchIndex, plan: Plan | Node) -> list[str]:
    asked = plan if isinstance(plan, Plan) else Plan(node=plan)
    return [hit.id for hit in index.hits(asked)]


def shown(hit: Hit) -> str:
    start, end = hit.snippet
    return unseal(hit.words)[start:end]


def content(path: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    store = Store(path)
    store.connection.execute(
        "create virtual table temp.terms using fts5vocab(main, posts, instance)"
    )
    rows = store.ask("select rowid, * from posts order by rowid")
    terms = store.ask("select term, doc, col, offset from temp.terms order by 1, 2, 3, 4")
    store.close()
    return rows, terms
