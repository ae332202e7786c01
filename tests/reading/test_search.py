"""Search for the team: what the index finds and the gate lets through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ownwords.archive.accession import Taking
from ownwords.archive.search_feed import open_search, rebuild_search
from ownwords.archive.settings import write_settings_text
from ownwords.archive.vault import Vault
from ownwords.consent.gate import Context
from ownwords.consent.register import Known, Register
from ownwords.reading.search import Query, Result, search
from ownwords.records.campaign import Campaign
from ownwords.records.captured import Captured, Place
from ownwords.records.errors import AskedWrongly
from ownwords.records.post import Post

SECOND = 1_000_000
CAMPAIGN = Campaign(name="Lights", hashtags=("WeKeepTheLight",))
Take = Callable[..., None]


def post(number: int, content: str, **fields: object) -> Post:
    usual: dict[str, object] = {
        "id": f"x:{number}",
        "network": "x.com",
        "native_id": str(number),
        "attributed_to": f"x:account/{number}",
        "content": content,
        "published": number * SECOND,
        "payload": f"{number} {content} {fields.get('version_id')}".encode(),
        "language": "en",
    }
    return Post(**{**usual, **fields})  # type: ignore[arg-type]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.create(tmp_path / "campaign", write_settings_text(CAMPAIGN))


@pytest.fixture
def take(vault: Vault) -> Take:
    def taken(*posts: Post) -> None:
        taking = Taking.begin(vault, f"source {posts[0].payload!r}", "test")
        taking.add([Captured(post=one, place=Place("test")) for one in posts])
        taking.finish(not_matching=0, read=len(posts))

    return taken


def ask(vault: Vault, text: str = "", **options: object) -> list[Result]:
    context = Context(register=Register(Known.read(vault.desk)), at=10**15)
    return list(search(vault, context, Query(text=text, **options)))  # type: ignore[arg-type]


def ids(vault: Vault, text: str = "", **options: object) -> list[str]:
    return [result.id for result in ask(vault, text, **options)]


def test_a_result_has_what_the_contract_promises(vault: Vault, take: Take) -> None:
    take(post(1, "The LÁMP is lit", version_id="7"), post(2, "night"))
    (result,) = ask(vault, "lamp")
    assert (result.id, result.account, result.published) == ("x:1", "x:account/1", SECOND)
    assert (result.language, result.version, result.score) == ("en", "7", None)
    assert result.snippet.text == "The LÁMP is lit"
    assert result.span == (0, 15)


def test_options_and_operators_ask_the_same(vault: Vault, take: Take) -> None:
    take(
        post(1, "lamp #One", tags=("One",), handle="Keeper"),
        post(2, "lamp", language="ar"),
        post(3, "lamp lamp", attributed_to="x:account/1"),
    )
    assert ids(vault, "lamp tag:one") == ids(vault, tag="#ONE") == ["x:1"]
    assert ids(vault, "lang:ar") == ids(vault, "lamp", language="ar") == ["x:2"]
    assert ids(vault, "on:x.com") == ids(vault, network="X.com") == ["x:3", "x:2", "x:1"]
    assert ids(vault, "lamp on:bsky") == ids(vault, "lamp", network="bsky") == []
    assert ids(vault, "lamp -on:bsky lang:ar") == ["x:2"]
    assert ids(vault, "from:@keeper") == ["x:1"]
    assert ids(vault, account="x:account/1") == ["x:3", "x:1"]
    assert ids(vault, since=2 * SECOND, until=3 * SECOND) == ["x:2"]
    assert ids(vault, "lamp", limit=2) == ["x:3", "x:2"]
    best = ask(vault, "lamp", relevance=True)
    assert best[0].id == "x:3"
    assert best[0].score is not None
    with pytest.raises(AskedWrongly):
        ask(vault, "")


def test_what_comes_later_is_found_and_an_edit_is_read_as_it_is_now(
    vault: Vault, take: Take
) -> None:
    take(post(1, "lamp", version_id="1"), post(2, "lamp"))
    assert ids(vault, "lamp") == ["x:2", "x:1"]
    take(post(1, "a bell instead", version_id="2", updated=5 * SECOND), post(3, "lamp"))
    assert ids(vault, "lamp") == ["x:3", "x:2"]
    (result,) = ask(vault, "bell")
    assert (result.id, result.version, result.snippet.text) == ("x:1", "2", "a bell instead")
    assert rebuild_search(vault) == 3
    assert ids(vault, "lamp") == ["x:3", "x:2"]


def test_markup_is_not_searched_and_not_shown(vault: Vault, take: Take) -> None:
    take(post(1, "<p>a <strong>lamp</strong></p>", content_format="text/html"))
    assert ids(vault, "strong") == []
    assert [result.snippet.text for result in ask(vault, "lamp")] == ["a lamp"]


def test_hidden_people_are_in_no_result(vault: Vault, take: Take) -> None:
    take(
        post(1, "lamp"),
        post(2, "lamp"),
        post(3, "RT lamp", repost_of="x:2", type="Announce"),
        *(post(number, "lamp") for number in range(4, 9)),
    )
    vault.desk.hide(["x:account/2"], 0)
    assert ids(vault, "lamp", limit=7) == ["x:8", "x:7", "x:6", "x:5", "x:4", "x:1"]
    assert ids(vault, "from:x:account/2") == []
    vault.desk.unhide(["x:account/2"])
    assert ids(vault, "lamp", limit=3) == ["x:8", "x:7", "x:6"]


def test_a_post_without_words_is_found_by_its_tag(vault: Vault, take: Take) -> None:
    take(post(1, "", tags=("one",)))
    assert [result.snippet.text for result in ask(vault, tag="one")] == [""]


def test_the_index_equals_one_made_at_once(vault: Vault, take: Take) -> None:
    for start in range(0, 60, 20):
        take(*(post(number, f"lamp {number}") for number in range(start, start + 20)))
        with open_search(vault) as index:
            assert len(index) == start + 20
            assert index.is_sound()
    (vault.folder.cache / "search.sqlite").unlink()
    assert len(ids(vault, "lamp", limit=100)) == 60
