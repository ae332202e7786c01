"""The invented posts of the benchmarks."""

from __future__ import annotations

import io
import json
from collections import Counter

import pytest

from bench import generate
from bench.report import page, rows
from bench.vocabulary import LANGUAGES
from ownwords.gather.connector import Options, detect
from ownwords.gather.sources import Source, find_sources
from ownwords.records.captured import Captured
from ownwords.records.text import fold_tag

COUNT = 1_000


@pytest.fixture(scope="module")
def made():
    return list(generate.posts(COUNT))


@pytest.mark.parametrize("shape", [generate.pages, generate.flat, generate.archive])
def test_the_same_seed_gives_the_same_bytes(shape):
    once, again, other = (list(shape(200, seed)) for seed in (1, 1, 2))
    assert once == again
    assert once != other


def test_posts_look_like_a_campaign(made):
    posts = [post for post, _, _ in made]
    assert len({post["id"] for post in posts}) == COUNT
    assert [post["created_at"] for post in posts] == sorted(post["created_at"] for post in posts)
    languages = Counter(post["lang"] for post in posts)
    assert languages.keys() == {code for code, _ in LANGUAGES}
    reposts = sum(post["text"].startswith("RT @") for post in posts)
    assert 0.22 < reposts / COUNT < 0.34
    tags = {tag["tag"] for post in posts for tag in post["entities"].get("hashtags", ())}
    assert {fold_tag(tag) for tag in generate.TAGS} <= {fold_tag(tag) for tag in tags}
    assert {"WEKEEPTHELIGHT", "wekeepthelight", "WeKeepTheLight"} <= tags


def test_pages_are_about_as_big_as_captured_ones():
    out = io.BytesIO()
    size = generate.write(generate.pages(COUNT), out)
    assert size == len(out.getvalue())
    assert 1_200 < size / COUNT < 1_900
    first = json.loads(out.getvalue().splitlines()[0])
    assert len(first["data"]) == generate.PAGE
    known = {user["id"] for user in first["includes"]["users"]}
    assert {post["author_id"] for post in first["data"]} <= known


@pytest.mark.parametrize("shape", [generate.pages, generate.flat])
def test_our_connector_reads_every_post(shape, tmp_path, made):
    path = tmp_path / "posts.jsonl"
    with path.open("wb") as out:
        generate.write(shape(COUNT), out)
    [source] = find_sources(str(path))
    assert isinstance(source, Source)
    reads = list(detect(source, "").read(source, Options()))
    assert all(isinstance(read, Captured) for read in reads)
    texts = {read.post.native_id: read.post.content for read in reads}
    assert texts == {post["id"]: post["text"] for post, _, _ in made}


def test_a_report_opens_with_doubt_and_shows_any_result():
    told = page(
        [
            {"title": "A", "table": {"columns": ["tool", "n"], "rows": [["x|y", 1200]]}},
            {"title": "B", "p95": {"newest": 12.5}, "date": "2026-01-01", "command": "c"},
        ]
    )
    assert told.index("Why to doubt") < told.index("## A")
    assert "| x\\|y | 1,200 |" in told
    assert "| p95, newest | 12.5 |" in told


def test_an_empty_table_has_its_heading():
    assert list(rows(["a", "b"], [])) == ["| a | b |", "|---|---|"]
