"""Links that ask for posts: kept, filled by what brings the post, held back, erased."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from ownwords.archive.accession import Taking
from ownwords.archive.keep_out import KeepOut, handle_name
from ownwords.archive.vault import Vault
from ownwords.archive.wanted import key, keys
from ownwords.records.captured import Place, Wanted
from ownwords.records.post import Post
from tests.archive.campaign import captured, new, post, take

DID = "did:plc:abcdefghijklmnopqrstuvwx"
TID = "app.bsky.feed.post/3kaaaaaaaaa2a"


def link(number: int, handle: str = "", account: str = "") -> Wanted:
    """A link of the post with this number."""
    return Wanted(
        post=f"https://light.example/@{handle}/{number}",
        url=f"https://light.example/@{handle}/{number}",
        network="light.example",
        handle=handle,
        account=account,
        place=Place("links.txt", number, 0),
    )


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return new(tmp_path / "campaign")


def waiting(vault: Vault) -> list[str]:
    return [one.post.rpartition("/")[2] for one in vault.desk.wanted()]


def put_on_list(vault: Vault, *names: str) -> None:
    assert vault.keys is not None
    key_of_list = vault.keys.derive("keep-out")
    KeepOut.read(vault.folder, key_of_list).adding(names).write(vault.folder)


def test_a_link_waits_and_is_filled_by_its_post(vault: Vault):
    asked = take(vault, [link(1, "a"), link(2)], "links.txt")
    assert (asked.counts.asked, asked.counts.kept, asked.counts.filled) == (2, 0, 0)
    assert waiting(vault) == ["1", "2"]
    came = take(vault, [captured(post(2)), captured(post(3))])
    assert (came.counts.asked, came.counts.kept, came.counts.filled) == (0, 2, 1)
    assert waiting(vault) == ["1"]


def test_a_link_of_a_post_that_is_here_does_not_wait(vault: Vault):
    take(vault, [captured(post(2))])
    asked = take(vault, [link(2), link(9)], "links.txt")
    assert (asked.counts.asked, asked.counts.known) == (1, 1)
    assert waiting(vault) == ["9"]


def test_links_and_their_posts_in_one_accession_in_either_order(vault: Vault):
    first = take(vault, [link(1), captured(post(1)), captured(post(2)), link(2)])
    assert (first.counts.kept, first.counts.asked, first.counts.known) == (2, 0, 2)
    assert waiting(vault) == []


def test_the_same_link_twice_waits_once(vault: Vault):
    take(vault, [link(1, "a"), link(1), link(1, "A")], "links.txt")
    again = take(vault, [link(1), link(2)], "more.txt")
    assert (again.counts.asked, again.counts.known) == (1, 1)
    assert waiting(vault) == ["1", "2"]
    assert vault.desk.check_chain() == []


def test_a_link_of_somebody_on_the_keep_out_list_is_never_written(vault: Vault):
    put_on_list(vault, handle_name("light.example", "maren"), DID)
    items = [link(1, "Maren"), link(2, account=DID), link(3, "ines")]
    asked = take(vault, items, "links.txt")
    assert (asked.counts.held_back, asked.counts.asked) == (2, 1)
    assert waiting(vault) == ["3"]


def test_a_link_waits_no_longer_when_its_post_is_held_back(vault: Vault):
    take(vault, [link(1)], "links.txt")
    one = post(1)
    put_on_list(vault, one.attributed_to)
    came = take(vault, [captured(one)])
    assert (came.counts.held_back, came.counts.filled) == (1, 0)
    assert waiting(vault) == []


@pytest.mark.parametrize("handle", ["", "wren.example", "wren.now.example"])
def test_a_link_by_a_handle_is_filled_whatever_handle_its_post_came_with(vault: Vault, handle: str):
    """A repository without its DID document tells no handle, and handles are changed."""
    take(vault, [wren_at("wren.example")], "links.txt")
    came = take(vault, [captured(of_wren(handle))])
    assert (came.counts.filled, vault.desk.wanted()) == (1, [])
    again = take(vault, [wren_at("wren.example"), wren_at("wren.old.example")], "links.txt")
    assert (again.counts.known, again.counts.asked) == (2, 0)


def wren_at(handle: str) -> Wanted:
    """A link of one post of Bluesky, by a handle."""
    address, place = f"at://{handle}/{TID}", Place("links.txt", 1, 0)
    return Wanted(post=address, url=address, network="did", handle=handle, place=place)


def of_wren(handle: str) -> Post:
    """That post."""
    made = post(1)
    return msgspec.structs.replace(
        made,
        id=f"at://{DID}/{TID}",
        native_id=TID.rpartition("/")[2],
        attributed_to=DID,
        handle=handle,
    )


def test_links_survive_a_crash_of_the_taking(vault: Vault):
    taking = Taking.begin(vault, "links.txt", "links")
    taking.add([link(1), link(2)])
    taking.checkpoint("here")
    taking.add([link(3)])
    taking.close()
    assert waiting(vault) == []
    taking = Taking.begin(vault, "links.txt", "links")
    taking.add([link(3)])
    assert taking.finish().counts.asked == 3
    assert waiting(vault) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("asked", "post_id", "version", "handle"),
    [
        ("https://x.com/i/status/12", "https://x.com/i/status/12", "12", ""),
        ("https://x.com/i/status/13", "https://x.com/i/status/12", "13", "lamp"),
        ("https://a.example/@m/7", "https://a.example/users/m/statuses/7", "", ""),
        ("https://a.example/statuses/7", "https://a.example/ap/users/1/statuses/7", "", ""),
        (f"at://{DID}/app.bsky.feed.post/3k", f"at://{DID}/app.bsky.feed.post/3k", "baf", ""),
        (
            "at://Wren.example/app.bsky.feed.post/3k",
            f"at://{DID}/app.bsky.feed.post/3k",
            "b",
            "wren.example",
        ),
    ],
)
def test_spellings_meet(asked: str, post_id: str, version: str, handle: str):
    assert key(asked) in keys(post_id, version, handle)


@pytest.mark.parametrize(
    ("asked", "post_id", "version", "handle"),
    [
        ("https://x.com/i/status/12", "https://x.com/i/status/13", "13", ""),
        ("https://a.example/@m/7", "https://b.example/users/m/statuses/7", "", ""),
        ("at://wren.example/app.bsky.feed.post/3k", f"at://{DID}/app.bsky.feed.post/3k", "", ""),
        (
            "at://wren.example/app.bsky.feed.post/3k",
            f"at://{DID}/app.bsky.feed.post/3k",
            "",
            "o.example",
        ),
    ],
)
def test_others_do_not(asked: str, post_id: str, version: str, handle: str):
    assert key(asked) not in keys(post_id, version, handle)
