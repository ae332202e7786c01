"""The engine's answers, against sums made by hand; hidden accounts are in none of them."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from pathlib import Path

import duckdb
import pytest
from msgspec.structs import replace

from ownwords.archive import engine as engines
from ownwords.archive.answers import Dated
from ownwords.archive.asking import SETTINGS
from ownwords.archive.vault import Vault
from ownwords.archive.words import stand_in
from ownwords.records.errors import AskedWrongly
from ownwords.records.post import Post
from ownwords.records.sealed import Subject, unseal
from tests.archive.campaign import BEGIN, new, post, take_posts

POSTS = [post(number) for number in range(400)]
DAY = 86_400_000_000


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    made = new(tmp_path / "c")
    take_posts(made, POSTS)
    return made


def test_totals(vault: Vault) -> None:
    totals = vault.engine.totals()
    assert (totals.posts, totals.accounts) == (400, len({one.attributed_to for one in POSTS}))
    assert (totals.first, totals.last) == (BEGIN, POSTS[-1].published)
    assert totals.networks == {"light": 400}
    assert totals.languages == dict(Counter(one.language for one in POSTS))
    assert totals.tag_occurrences == sum(len(one.tags) for one in POSTS)


def test_totals_of_a_tag_in_any_spelling(vault: Vault) -> None:
    totals = vault.engine.totals("#LIGHTHOUSE")
    assert (totals.posts, totals.tag_occurrences) == (200, 200)


def test_an_empty_campaign_answers(tmp_path: Path) -> None:
    engine = new(tmp_path / "c").engine
    assert engine.totals().posts == 0
    assert engine.totals().first is None
    assert (engine.bins("day"), engine.first_uses(), engine.newest()) == ([], [], [])
    assert (engine.words(["x"]), engine.heads(["x"]), list(engine.held_words())) == ({}, {}, [])


@pytest.mark.parametrize("by", ["hour", "day", "week"])
def test_bins_hold_every_post_once(vault: Vault, by: str) -> None:
    bins = vault.engine.bins(by)
    assert sum(one.posts for one in bins) == 400
    width = {"hour": DAY // 24, "day": DAY, "week": 7 * DAY}[by]
    for one in bins:
        inside = [p for p in POSTS if one.start <= p.published < one.start + width]
        assert (one.posts, one.accounts) == (len(inside), len({p.attributed_to for p in inside}))


def test_a_partial_date_is_in_no_finer_bin(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    take_posts(vault, [post(1, precision="day"), post(2, precision="year"), post(3)])
    counts = [sum(one.posts for one in vault.engine.bins(by)) for by in ("hour", "day", "week")]
    assert counts == [1, 2, 2]
    assert [cell for cell, _, _ in vault.engine.members("hour")] == ["2014-01-11T00"]


def test_an_unknown_step_is_refused(vault: Vault) -> None:
    with pytest.raises(AskedWrongly):
        vault.engine.bins("decade")
    with pytest.raises(AskedWrongly):
        list(vault.engine.members("mood"))


def test_first_uses_members_newest(vault: Vault) -> None:
    uses = {use.tag: use.id for use in vault.engine.first_uses()}
    assert uses == {"wekeepthelight": POSTS[0].id, "lighthouse": POSTS[0].id}
    members = list(vault.engine.members("language"))
    assert sum(posts for _, _, posts in members) == 400
    assert len({(cell, account) for cell, account, _ in members}) == len(members)
    assert vault.engine.newest(2) == [POSTS[399].id, POSTS[398].id]
    account = POSTS[7].attributed_to
    mine = [one.id for one in POSTS if one.attributed_to == account]
    assert vault.engine.newest(100, account) == mine[::-1]


@pytest.mark.parametrize("at_once", [1, 40, 30_000])
def test_members_by_what_they_came_in_with(
    at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_JOINED_AT_ONCE", at_once)
    vault = new(tmp_path / "c")
    later = {"first": POSTS[:150], "second": POSTS[100:300], "third": POSTS[250:]}
    came: dict[str, int] = {}
    for number, (source, some) in enumerate(later.items(), 1):
        take_posts(vault, some, source)
        came = {one.id: number for one in some} | came
    for after in range(4):
        expected = Counter(
            (str(came[one.id]), one.attributed_to) for one in POSTS if came[one.id] > after
        )
        found = list(vault.engine.members("accession", after=after))
        assert len({(cell, account) for cell, account, _ in found}) == len(found)
        assert {(cell, account): posts for cell, account, posts in found} == expected
        whole = vault.engine.members("whole", after=after, dated=True)
        assert sum(posts for _, _, posts in whole) == expected.total()


def test_who_has_a_handle_is_asked_anew_after_every_change(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    one, other = POSTS[0], POSTS[1]
    named = vault.engine.accounts_named
    take_posts(vault, [one])
    assert named(["@" + other.handle]) == []
    assert [held.id for held in named([one.handle.upper()])] == [one.attributed_to]
    take_posts(vault, [other], "later.jsonl")
    both = sorted({one.attributed_to, other.attributed_to})
    assert [held.id for held in named([one.handle, other.handle, one.handle])] == both
    vault.desk.hide([one.attributed_to], 1)
    assert [held.id for held in named([one.handle, other.handle])] == [other.attributed_to]


def test_words_are_sealed_and_the_newest_unless_a_version_is_asked(vault: Vault) -> None:
    edit = post(5, content="<p>said <b>otherwise</b></p>", content_format="text/html", updated=9)
    edit = Post(**{n: getattr(edit, n) for n in Post.__struct_fields__} | {"version_id": "v2"})
    take_posts(vault, [edit], "edit")
    asked = [edit.id, f"{edit.id}@5", f"{edit.id}@v2", "nobody", f"{edit.id}@v9"]
    words = vault.engine.words(asked)
    assert {name: unseal(one) for name, one in words.items()} == {
        edit.id: "said otherwise",
        f"{edit.id}@5": POSTS[5].content,
        f"{edit.id}@v2": "said otherwise",
    }
    assert (words[edit.id].version, words[edit.id].account) == ("v2", edit.attributed_to)
    head = vault.engine.heads([edit.id])[edit.id]
    assert (head.version, head.versions, head.accession) == ("v2", ("5", "v2"), 2)


def test_others_are_the_people_inside_the_words(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    said = post(1)
    posts = [
        said,
        post(2, type="Announce", repost_of=said.id),
        post(3, type="Announce", repost_of="gone", mentions=("m1", "m2")),
        post(4, type="Announce", repost_of="gone"),
        post(5, quote_of=said.id),
        post(6, type="Announce", repost_of=said.id, attributed_to=said.attributed_to),
    ]
    take_posts(vault, posts)
    words = vault.engine.words([one.id for one in posts])
    assert [words[one.id].others for one in posts] == [
        (),
        (said.attributed_to,),
        ("m1", "m2"),
        (stand_in("gone"),),
        (said.attributed_to,),
        (),
    ]


def test_dated_words_say_what_words_and_heads_say(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    said = post(1)
    edit = replace(said, version_id="v2", content="other", updated=9)
    named = post(2, content="RT @keeper4: so", content_format="text/plain")
    posts = [said, named, post(3, quote_of=said.id), post(4, handle="keeper4"), post(5)]
    posts.append(post(6, type="Announce", repost_of="gone", precision="year"))
    take_posts(vault, posts)
    take_posts(vault, [edit], "edit")
    vault.desk.hide([posts[4].attributed_to], 1)
    ids = [one.id for one in posts]
    heads, words = vault.engine.heads(ids), vault.engine.words(ids)
    of_head = attrgetter(*Dated.__struct_fields__)
    of_words = attrgetter(*Subject.__slots__)
    dated = vault.engine.dated_words([*ids, "nobody"])
    assert dated.keys() == heads.keys() == words.keys()
    for name, (when, sealed) in dated.items():
        assert of_head(when) == of_head(heads[name])
        assert (unseal(sealed), of_words(sealed)) == (unseal(words[name]), of_words(words[name]))
    assert heads[said.id].version == "v2"
    assert heads.keys() == {*ids} - {posts[4].id}


def everything(vault: Vault) -> str:
    """All that the engine says, as one text; sealed words opened."""
    engine = vault.engine
    ids = [one.id for one in POSTS]
    parts: list[object] = [engine.totals(), engine.first_uses(limit=999), engine.newest(9999)]
    parts += [engine.bins(by) for by in ("hour", "day", "week")]
    cells = ("hour", "day", "week", "language", "network", "type", "whole")
    parts += [list(engine.members(by)) for by in cells]
    parts += [engine.language_counts(), engine.heads(ids)]
    accounts = sorted({one.attributed_to for one in POSTS})
    parts += [engine.posts_of(accounts), [engine.accounts_named(one.handle) for one in POSTS[:3]]]
    sealed = [*engine.words(ids).values()]
    parts += [(unseal(one), one.account, one.others) for one in sealed]
    return repr(parts)


def test_hidden_accounts_are_in_no_answer(vault: Vault) -> None:
    hidden = POSTS[0].attributed_to
    needles = [hidden + "'"]
    needles += [one.id + "'" for one in POSTS if one.attributed_to == hidden]
    needles += [one.content for one in POSTS if one.attributed_to == hidden]
    assert all(needle in everything(vault) for needle in needles)
    before = vault.engine.totals().posts
    vault.desk.hide([hidden], 1)
    said = everything(vault)
    assert [needle for needle in needles if needle in said] == []
    assert vault.engine.totals().posts == before - (len(needles) - 1) // 2
    assert hidden in {one.account for one in vault.engine.held_words()}
    vault.desk.unhide([hidden])
    assert vault.engine.totals().posts == before


def test_held_words_are_every_text_name_handle_and_id(vault: Vault) -> None:
    edit = post(3, content="otherwise", version_id="e", updated=1)
    take_posts(vault, [edit], "edit")
    said = {(one.part, unseal(one)) for one in vault.engine.held_words()}
    for one in [*POSTS, edit]:
        parts = {("id", one.id), ("content", one.content), ("handle", one.handle)}
        assert parts | {("name", one.name), ("native_id", one.native_id)} <= said


def test_the_engine_is_shut_in(vault: Vault) -> None:
    for name, _value, wanted in SETTINGS:
        sql = "select current_setting(?)"
        assert vault.engine._asking.rows(sql, [name]) == [(wanted,)]
    outside = vault.folder.root / "outside.csv"
    outside.write_text("a\n1\n")
    for sql in (
        f"from read_csv('{outside}')",
        "set threads = 1",
        f"copy (select 1) to '{outside}'",
    ):
        with pytest.raises(duckdb.Error):
            vault.engine._asking.rows(sql)
