"""The query language: every string is a plan or an answer that says what to write instead."""

from __future__ import annotations

import re
from pathlib import Path

import apsw
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ownwords.archive.search_plan import Every, Facet, Node, Plan, Some, Without, Words, expression
from ownwords.reading.query import DEEPEST, LONGEST, MOST, Query, plan
from ownwords.records.errors import AskedWrongly
from ownwords.records.times import PartialDate


def node(text: str) -> Node | None:
    return plan(Query(text=text)).node


def word(text: str, *, prefix: bool = False) -> Words:
    parts = tuple(text.split())
    return Words(parts, (False,) * (len(parts) - 1), prefix)


A, B, C = word("a"), word("b"), word("c")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", A),
        ("a b", Every((A, B))),
        ("a AND b", Every((A, B))),
        ("a and b", Every((A, word("and"), B))),
        ("a OR b", Some((A, B))),
        ("a b OR c", Some((Every((A, B)), C))),
        ("a (b OR c)", Every((A, Some((B, C))))),
        ("a -b", Every((A, Without(B)))),
        ("a NOT b", Every((A, Without(B)))),
        ("-b a", Every((Without(B), A))),
        ("a (-b -c)", Every((A, Without(B), Without(C)))),
        ("a -(b OR c)", Every((A, Without(Some((B, C)))))),
        ("a -(b c)", Every((A, Without(Every((B, C)))))),
        ("a (b (c))", Every((A, B, C))),
        ('"a b"', word("a b")),
        ("“a b”", word("a b")),
        ("„A b“ c", Every((word("a b"), C))),
        ('"a bo"* c', Every((word("a bo", prefix=True), C))),
        ("lam*", word("lam", prefix=True)),
        ("don't", word("don t")),
        ("#Tag", word("tag")),
        ("a-b", word("a b")),
        ("灯台", Words(("灯", "台"), (True,))),
        ("灯台*", Words(("灯", "台"), (True,))),
        ('"AND"', word("and")),
        ("a & b", Every((A, B))),
        ("http://a.b", word("http a b")),
        ("12:30", word("12 30")),
        ("tag:#Straße", Facet("t", "strasse")),
        ("TAG:x a", Every((Facet("t", "x"), A))),
        ("lang:EN", Facet("l", "en")),
        ('from:"a b"', Some((Facet("a", "a b"), Facet("h", "a b")))),
        ("from:@Keeper", Some((Facet("a", "@Keeper"), Facet("h", "keeper")))),
        ("tag:x -lang:en", Every((Facet("t", "x"), Without(Facet("l", "en"))))),
        ("a OR tag:b", Some((A, Facet("t", "b")))),
    ],
)
def test_what_is_typed_becomes_a_plan(text: str, expected: Node) -> None:
    assert node(text) == expected


def test_times_come_from_operators_and_options_and_only_narrow() -> None:
    day, month = PartialDate.parse("2014-01-09").start, PartialDate.parse("2014-02").start
    assert plan(Query(text="a since:2014-01-09 until:2014-02")) == Plan(
        node=A, since=day, until=month
    )
    assert plan(Query(text="since:2014", since=day, until=month)) == Plan(since=day, until=month)
    assert plan(Query(text="(a OR b) since:2014-01-09", relevance=True)) == Plan(
        node=Some((A, B)), since=day, relevance=True
    )


def test_options_are_further_conditions() -> None:
    asked = plan(Query(text="a b", tag="#One", language="pt-BR", account="x:1"))
    facets = (Facet("t", "one"), Facet("l", "pt-br"), Some((Facet("a", "x:1"), Facet("h", "x:1"))))
    assert asked.node == Every((A, B, *facets))
    assert plan(Query(tag="one")).node == Facet("t", "one")
    assert plan(Query(network="X")).node == plan(Query(text="on:x")).node == Facet("n", "x")
    assert plan(Query(text="-a", tag="one")).node == Every((Without(A), Facet("t", "one")))
    assert plan(Query(text="a OR b", tag="one")).node == Every((Some((A, B)), Facet("t", "one")))


@pytest.mark.parametrize(
    ("text", "what", "do"),
    [
        ("", "asks for nothing", "Write a word"),
        ("?! &", "asks for nothing", "Write a word"),
        ("()", "asks for nothing", "Write a word"),
        ("-a", "only says what to leave out", "at least one word"),
        ("-a -b", "only says what to leave out", "at least one word"),
        ('a "b', "quotation mark at character 3", "end of the phrase"),
        ("a (b", "bracket at character 3 is not closed", "Write )"),
        ("a b)", "bracket at character 4 closes nothing", "Take it away"),
        ("a AND", "AND at character 3", "both sides"),
        ("AND a", "AND at character 1", "both sides"),
        ("a AND OR b", "AND at character 3", "both sides"),
        ("a OR", "OR at character 3", "both sides"),
        ("OR a", "OR at character 1", "both sides"),
        ("a OR OR b", "OR at character 3", "both sides"),
        ("a OR -b", "side of an OR only says", "(word -other)"),
        ("a NOT", "NOT at character 3 has nothing behind", '"NOT"'),
        ("a -(-b)", "already left out", "once"),
        ("a --b", "already left out", "once"),
        ("b a*", "* behind character 3 has one letter", "at least two letters"),
        ("author:x", "no operator author:", "from:"),
        ("a hashtag:x", "(character 3)", "tag:"),
        ("since:soon", "since: at character 1 has no date", "2014-01-09"),
        ("until:0000", "until: at character 1 has no date", "2014-01-09"),
        (
            "a OR b since:2014",
            "since: at character 8 stands in brackets, beside OR",
            "(this OR that)",
        ),
        ("a (b since:2014)", "since: at character 6", "once for the whole search"),
        ("a -since:2014", "since: at character 4", "once for the whole search"),
        ("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), "brackets are more than", "fewer"),
        ("a " * (MOST + 1), f"has {MOST + 1} parts", f"at most {MOST}"),
        ("a" * (LONGEST + 1), "characters long", f"at most {LONGEST}"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_write(text: str, what: str, do: str) -> None:
    with pytest.raises(AskedWrongly) as caught:
        node(text)
    assert what in caught.value.what
    assert do in caught.value.do


def test_every_example_of_the_reference_can_be_read() -> None:
    """docs/reference/search.md: the first column of its table is typed as it stands."""
    page = Path(__file__).parents[2] / "docs" / "reference" / "search.md"
    rows = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert len(rows) >= 11
    for row in rows:
        for typed in re.findall(r"`([^`]+)`", row.replace("`pt-BR`", "")):
            asked = plan(Query(text=typed))
            assert asked.node is not None or asked.since is not None
    operators = {name for row in rows for name in re.findall(r"`(\w+):", row)}
    assert operators == {"tag", "from", "lang", "on", "since"}


def test_an_error_never_repeats_the_words() -> None:
    for text in ('secretname "', "(secretname", "secretname OR", "since:secretname", "-secretname"):
        with pytest.raises(AskedWrongly) as caught:
            node(text)
        assert "secretname" not in str(caught.value)


_SIGNS = [*'"“():*^+;#@', "AND", "OR", "NOT", "NEAR(a", "body :", "{body}", "-", "--"]
_TERMS = ["tag:", "from:x", "lang:en", "since:2014", "until:2015-01-09", "since:9999-12", "lamp*"]
_RARE = ["灯台", "🇺🇦", "'", " ", "\0", "\u200b", "\ud800"]
_TYPED = st.lists(
    st.one_of(st.sampled_from([*_SIGNS, *_TERMS, *_RARE]), st.text(max_size=6)),
    max_size=14,
).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts)))


@pytest.fixture(scope="module")
def words() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    connection.execute("create virtual table posts using fts5(body, facets)")
    connection.execute("insert into posts values ('a lamp', 'x')")
    return connection


def answer(text: str) -> Plan | AskedWrongly:
    try:
        return plan(Query(text=text))
    except AskedWrongly as error:
        return error


@given(text=_TYPED)
@example(text="NEAR(a b, 2)")
@example(text='a" OR facets : "x')
@example(text="a\0b")
def test_every_string_is_a_plan_or_an_answer(text: str, words: apsw.Connection) -> None:
    """And SQLite understands the expression of every plan."""
    asked = answer(text)
    if isinstance(asked, AskedWrongly):
        assert asked.do
    elif asked.node is None:
        assert asked.since is not None or asked.until is not None
    else:
        query = "select rowid from posts where posts match ?"
        assert len(words.execute(query, (expression(asked.node),)).fetchall()) <= 1
