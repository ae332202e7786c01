"""The engines of bench/search.py: ours, Tantivy with two tokenizers, a plain FTS5 table.

Each builds an index of a corpus in a folder and answers questions with ids and snippets.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import apsw

from bench.search_mix import Corpus, Question
from ownwords.archive.folding import tokens
from ownwords.archive.search_index import SearchIndex
from ownwords.archive.search_rows import first_place, place
from ownwords.consent.gate import Context
from ownwords.consent.register import Known, Register
from ownwords.reading import query as typed
from ownwords.reading.search import results

LIMIT = 20
Answer = list[tuple[str, str]]
"""Ids and snippets."""


class Engine(Protocol):
    """One engine; ``build`` makes its files in ``folder``, ``ask`` opens them when first asked."""

    def build(self, corpus: Corpus, folder: Path) -> None: ...
    def ask(self, question: Question, *, relevance: bool) -> Answer: ...


class Ownwords:
    """Our index, asked as a person asks: query text, plan, index, comparison, gate."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        self._index = SearchIndex.made(folder / "search.sqlite", corpus)
        self._context = Context(register=Register(Known()), at=0)

    def ask(self, question: Question, *, relevance: bool) -> Answer:
        words = [f'"{word}"' + "*" * question.prefix for word in question.words]
        query = typed.Query(
            text=(" OR " if question.any_of else " ").join(words),
            tag=question.tag,
            language=question.language,
            account=question.account,
            since=question.since,
            until=question.until,
            relevance=relevance,
        )
        found = results(self._index, self._context, typed.plan(query))
        return [(one.id, one.snippet.text) for one in islice(found, LIMIT)]


_WORDS = (
    "create virtual table words using fts5(text, content='posts', content_rowid='place', "
    "tokenize='unicode61')"
)


class Fts5:
    """What one would write first: FTS5 with unicode61 over the text, the rest in a table.

    The row id is in the order of time, as ours; conditions are columns of the joined table.
    """

    def build(self, corpus: Corpus, folder: Path) -> None:
        self._db = apsw.Connection(str(folder / "fts5.sqlite"))
        for statement in (
            "pragma journal_mode = wal",
            "pragma synchronous = normal",
            "create table posts (place integer primary key, id, account, language, text)",
            "create index by_account on posts (account, place)",
            "create table tags (tag, place, primary key (tag, place)) without rowid",
            _WORDS,
        ):
            self._db.execute(statement)
        rows = corpus.rows()
        while batch := list(islice(rows, 20_000)):
            with self._db:
                self._add([(place(post.published, post.id), post) for post in batch])

    def _add(self, batch: list[Any]) -> None:
        batch.sort(key=lambda pair: pair[0])
        self._db.executemany(
            "insert or ignore into posts values (?, ?, ?, ?, ?)",
            ((seat, post.id, post.account, post.language, post.text) for seat, post in batch),
        )
        self._db.executemany(
            "insert into words (rowid, text) values (?, ?)", ((s, post.text) for s, post in batch)
        )
        self._db.executemany(
            "insert or ignore into tags values (?, ?)",
            ((tag, seat) for seat, post in batch for tag in post.tags),
        )

    def ask(self, question: Question, *, relevance: bool) -> Answer:
        joined = (" OR " if question.any_of else " AND ").join(
            f'"{word}"' + "*" * question.prefix for word in question.words
        )
        where, values = ["p.place between ? and ?"], [-(1 << 62), 1 << 62]
        if question.since is not None and question.until is not None:
            values = [first_place(question.since), first_place(question.until)]
        more: list[Any] = []
        for clause, value in (
            ("p.account = ?", question.account),
            ("p.language = ?", question.language),
            ("exists (select 1 from tags t where t.tag = ? and t.place = p.place)", question.tag),
        ):
            if value:
                where.append(clause)
                more.append(value)
        conditions = " and ".join(where)
        if not joined:
            sql = f"select p.id, p.text from posts p where {conditions} order by p.place desc"  # noqa: S608
            return self._rows(f"{sql} limit {LIMIT}", (*values, *more))
        order = "bm25(words)" if relevance else "words.rowid desc"
        sql = (
            "select p.id, snippet(words, 0, '', '', '…', 24) from words "  # noqa: S608
            "cross join posts p on p.place = words.rowid "
            f"where words match ? and {conditions.replace('p.place b', 'words.rowid b')} "
            f"order by {order} limit {LIMIT}"
        )
        return self._rows(sql, (joined, *values, *more))

    def _rows(self, sql: str, values: tuple[Any, ...]) -> list[tuple[str, str]]:
        return [(str(post), str(text)) for post, text in self._db.execute(sql, values)]


class Tantivy:
    """Tantivy over the text as it is (its own tokenizer), or folded as ours."""

    def __init__(self, folded: Callable[[str], str] | None) -> None:
        self._folded = folded

    def build(self, corpus: Corpus, folder: Path) -> None:
        import tantivy

        tokenizer = "whitespace" if self._folded else "default"
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=True, tokenizer_name=tokenizer)
        if self._folded:
            builder.add_text_field("text", stored=True, index_option="basic", tokenizer_name="raw")
        for name in ("id", "account", "language", "tag"):
            stored = name == "id"
            builder.add_text_field(name, stored=stored, tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("published", fast=True, indexed=True)
        self._schema = builder.build()
        folder.mkdir(exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(folder))
        writer = self._index.writer(heap_size=64 << 20, num_threads=1)
        for post in corpus.rows():
            body = self._folded(post.text) if self._folded else post.text
            document = {
                "body": body,
                "id": post.id,
                "account": post.account,
                "language": post.language,
                "tag": list(post.tags),
                "published": post.published,
            }
            if self._folded:
                document["text"] = post.text
            writer.add_document(tantivy.Document.from_dict(document, self._schema))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: Question, *, relevance: bool) -> Answer:
        import tantivy

        query = self._query(question)
        order = {} if relevance else {"order_by_field": "published", "order": tantivy.Order.Desc}
        found = self._searcher.search(query, LIMIT, count=False, **order)
        generator = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "body")
        answer = []
        for _, address in found.hits:
            document = self._searcher.doc(address)
            snippet = generator.snippet_from_doc(document).fragment()
            answer.append((document.get_first("id"), snippet))
        return answer

    def _query(self, question: Question) -> Any:
        from tantivy import FieldType, Occur, Query

        occur = Occur.Should if question.any_of else Occur.Must
        parts: list[tuple[Any, Any]] = [
            (occur, self._words(word, prefix=question.prefix)) for word in question.words
        ]
        for name in ("account", "language", "tag"):
            value = getattr(question, name)
            if value:
                parts.append((Occur.Must, Query.term_query(self._schema, name, value)))
        if question.since is not None:
            within = Query.range_query(
                self._schema, "published", FieldType.Integer, question.since, question.until
            )
            parts.append((Occur.Must, within))
        return Query.boolean_query(parts)

    def _words(self, text: str, *, prefix: bool) -> Any:
        from tantivy import Query

        if not self._folded and not prefix:
            return self._index.parse_query(f'"{text}"', ["body"])
        words = self._folded(text).split() if self._folded else text.lower().split()
        if prefix:
            return Query.regex_query(self._schema, "body", f"{words[-1]}.*")
        if len(words) == 1:
            return Query.term_query(self._schema, "body", words[0], "position")
        return Query.phrase_query(self._schema, "body", words)


def folded_words(text: str) -> str:
    """Our tokens with blanks between them."""
    return " ".join(tokens(text))


def engines() -> dict[str, Callable[[], Engine]]:
    """The engines by name."""
    return {
        "ownwords": Ownwords,
        "tantivy, folded as ours": lambda: Tantivy(folded_words),
        "tantivy, own tokenizer": lambda: Tantivy(None),
        "FTS5 unicode61": Fts5,
    }
