"""Mastodon exports: five thousand items with every trap, what stays closed, and real recordings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.gather.activity_parts import PUBLIC, links_in, visibility
from ownwords.gather.connector import owner_of
from ownwords.gather.mastodon_archive import CONNECTOR
from ownwords.records.captured import Captured, LeftOut
from ownwords.records.consent import WishKind
from ownwords.records.post import Account
from ownwords.records.text import plain_text
from tests.gather import making_mastodon_archive as making
from tests.gather.making import found
from tests.gather.reading import faults, ids, read, source_of
from tests.gather.recordings import activity_of, recorded_statuses
from tests.gather.test_zip_traps import opened_in

ME = making.account("ebba")
EVERYBODY = sorted(PUBLIC)


@pytest.mark.parametrize("name", ["export.zip", "export.tar.gz", "unpacked"])
def test_five_thousand_with_every_trap(name: str, tmp_path: Path):
    made = making.write(tmp_path / name)
    assert len(made.posts) == 5_000
    assert made.faults >= making.BROKEN
    assert found("mastodon_archive", tmp_path / name) == made


@pytest.mark.parametrize("name", ["export.zip", "export.tar", "unpacked"])
def test_only_outbox_and_actor_are_ever_opened(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    making.write(tmp_path / name, 20, broken=False)
    opened, reads = opened_in(tmp_path / name, monkeypatch)
    assert set(opened) == {"outbox.json", "actor.json"}
    assert len(ids(reads)) == 20
    assert "canary" not in repr(reads)


def test_says_whose_it_is(tmp_path: Path):
    making.write(tmp_path / "export.zip", 1)
    owner = owner_of(CONNECTOR, source_of(tmp_path / "export.zip"))
    assert owner == Account(ME, making.HOST, "ebba", "Ebba of the Skerry")
    making.pack(tmp_path / "nobody.zip", {"outbox.json": making.outbox([])})
    assert owner_of(CONNECTOR, source_of(tmp_path / "nobody.zip")) is None


@pytest.mark.parametrize("everybody", EVERYBODY)
def test_who_may_see_it(everybody: str):
    followers = f"{ME}/followers"
    assert visibility(([everybody], [followers])) == "public"
    assert visibility((everybody, None)) == "public"
    assert visibility(([followers], [everybody])) == "unlisted"
    assert visibility(([{"id": everybody}], [])) == "public"


@pytest.mark.parametrize(
    "audiences",
    [
        (([f"{ME}/followers"], []),),
        ((None, None),),
        ((None, None), (None, None)),
        (([], []),),
        ((["https://lights.example/Public"], ["as:public"]),),
        ((["as:Public"], []), ([f"{ME}/followers"], [])),
        (([f"{ME}/followers"], []), (["as:Public"], [])),
    ],
)
def test_what_is_not_said_to_everybody_is_not_public(audiences: tuple[tuple[object, object], ...]):
    assert visibility(*audiences) == ""


def test_private_words_are_counted_and_nowhere(tmp_path: Path):
    note = {"id": f"{ME}/statuses/1", "published": "2021-01-11T05:12:00Z", "content": "a secret"}
    items = [
        {"type": "Create", "actor": ME, "to": [ME], "object": {**note, "to": ["as:Public"]}},
        {"type": "Create", "actor": ME, "to": ["as:Public"], "object": {**note, "to": [ME]}},
        {
            "type": "Announce",
            "actor": ME,
            "id": "x:1",
            "to": ["Public"],
            "object": {**note, "to": ME},
        },
        {"type": "Update", "actor": ME, "object": note},
    ]
    outbox = making.outbox([json.dumps(item).encode() for item in items])
    making.pack(
        tmp_path / "export.zip", {"actor.json": making.actor("ebba"), "outbox.json": outbox}
    )
    reads = read("mastodon_archive", tmp_path / "export.zip")
    assert [(type(one), one.count) for one in reads if isinstance(one, LeftOut)] == [(LeftOut, 4)]
    assert len(reads) == 1
    assert "secret" not in repr(reads)


@pytest.mark.parametrize(
    ("said", "wished"),
    [
        ({"indexable": False}, [WishKind.NOT_INDEXABLE]),
        ({"discoverable": False}, [WishKind.NOT_INDEXABLE]),
        ({"indexable": False, "discoverable": False}, [WishKind.NOT_INDEXABLE]),
        ({"indexable": True, "discoverable": True}, []),
        ({"indexable": None, "discoverable": 0}, []),
        ({"summary": "<p>#NoBot #NoArchive</p>"}, [WishKind.NO_BULK, WishKind.NO_ARCHIVE]),
        ({"summary": "<p>I keep #noindex</p>"}, [WishKind.NOT_INDEXABLE]),
    ],
)
def test_only_a_no_in_the_profile_is_a_wish(
    said: dict[str, object], wished: list[WishKind], tmp_path: Path
):
    note = {"id": f"{ME}/statuses/1", "published": "2021-01-11T05:12:00Z", "content": "Kanarie"}
    item = {"type": "Create", "actor": ME, "to": ["as:Public"], "object": note}
    members = {
        "actor.json": making.actor("ebba", **{"indexable": None, **said}),
        "outbox.json": making.outbox([json.dumps(item).encode()]),
    }
    making.pack(tmp_path / "export.zip", members)
    (one,) = read("mastodon_archive", tmp_path / "export.zip")
    assert isinstance(one, Captured)
    assert [wish.kind for wish in one.wishes] == wished
    assert {wish.account for wish in one.wishes} <= {ME}


def test_the_record_is_kept_as_it_came(tmp_path: Path):
    item = (
        b'{"type": "Create",\n "actor":"%b" , "to":["Public"], "tomorrow":[1,{"a":"b"}],"object":'
        b'{"id":"x:1","published":"2021-01-11T05:12:00Z","content":"\\u00e9"}}' % ME.encode()
    )
    members = {"actor.json": making.actor("ebba"), "outbox.json": making.outbox([item])}
    making.pack(tmp_path / "export.zip", members)
    (one,) = read("mastodon_archive", tmp_path / "export.zip")
    assert isinstance(one, Captured)
    assert one.post.payload == item


def test_real_statuses_of_a_real_server(tmp_path: Path):
    """Recorded answers of Mastodon 4.x, put into the shape of an export."""
    statuses = recorded_statuses()
    items, expected = [], {}
    for status in statuses.values():
        items.append(json.dumps(activity_of(status), ensure_ascii=False).encode())
        if status["visibility"] in {"public", "unlisted"}:
            expected[status["uri"]] = status
    making.pack(tmp_path / "export.tar.gz", {"outbox.json": making.outbox(items)})
    reads = read("mastodon_archive", tmp_path / "export.tar.gz")
    posts = {one.post.id: one for one in reads if isinstance(one, Captured)}
    assert len(statuses) > 100
    assert len(faults(reads)) == 1  # it does not say whose it is
    assert set(posts) == set(expected)
    for uri, one in posts.items():
        status, post = expected[uri], one.post
        assert post.content == ("" if status["reblog"] else status["content"])
        assert {tag.lower() for tag in post.tags} == {tag["name"].lower() for tag in status["tags"]}
        assert post.visibility == status["visibility"]
        assert "<" not in plain_text(post.content, post.content_format).replace("<3", "")


@given(st.lists(st.one_of(st.none(), st.text(), st.lists(st.text()), st.integers()), min_size=4))
def test_no_audience_but_everybody_is_public(values: list[object]):
    narrow = [one for one in values if PUBLIC.isdisjoint(one if isinstance(one, list) else [one])]
    said = [*narrow, *[None] * 4]
    assert visibility((said[0], said[1]), (said[2], said[3])) == ""


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<p><a href="https://a.example/">a</a> <![ b', "a <![ b"),
        ("<p>one <![if !light]>two<![endif]></p>", "one two"),
    ],
)
def test_html_that_pythons_reader_does_not_know_is_read_all_the_same(html: str, words: str):
    assert plain_text(html, "text/html") == words
    assert links_in(html) == (("https://a.example/",) if "href" in html else ())


def test_what_is_no_activity_leaves_those_beside_it(tmp_path: Path):
    outbox = {"orderedItems": [{"type": "Like", "actor": ME, "object": "x"}, "x", {"type": "Like"}]}
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "actor.json").write_text(json.dumps({"id": ME}), "utf-8")
    (folder / "outbox.json").write_text(json.dumps(outbox), "utf-8")
    fault, left_out = read("mastodon_archive", folder)
    assert fault.kept == "the posts beside it"
    assert left_out.count == 2
