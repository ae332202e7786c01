"""Whoever is named by others, in whatever way, can be taken out without taking their posts out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownwords.archive.erasing_scan import own_posts
from ownwords.archive.redaction import Names
from ownwords.flows.taking_out import TakenOut
from ownwords.records.post import Post
from ownwords.workspace import Workspace, open_workspace
from tests.archive.campaign import take_posts
from tests.withdrawal import campaigns
from tests.withdrawal.crowd import LEAVER, OTHERS, TAG, Crowd
from tests.withdrawal.tongues import Leaver

ACCOUNT = f"https://x.com/i/user/{LEAVER}"
OTHER = f"https://x.com/i/user/{OTHERS[0]}"
NAMED = (
    "write to info@{}.org",
    "more on medium.com/@{}",
    "https://medium.com/@{}/a-lamp",
    "merci\u00e9@{}",
    "thanks@{}",
    "not to wake @\u200b{}",
    "https://web.archive.org/web/2014/https://twitter.com/{}/status/1",
    "https://mirror.example/{}/status/1",
    "so x.com/{}\u3092\u898b\u3066",
    "@{}\u00e9 is another one",
    "&#64;{} and (@{}) and .@{} and @{}_",
)


def taken_out(place: Path, handle: str) -> tuple[Workspace, TakenOut]:
    """A campaign after somebody was taken out whom others named in all these ways."""
    crowd = Crowd(3, leaver=Leaver(handle, "Isolde of the Weir"))
    others = [crowd.status(OTHERS[0], f"{words.replace('{}', handle)} {TAG}") for words in NAMED]
    lines = [json.dumps(one) for one in (crowd.status(LEAVER, f"a lamp {TAG}"), *others)]
    (place / "posts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    workspace = open_workspace(campaigns.base(place / "c"))
    campaigns.take(workspace, place / "posts.jsonl", searchable=True)
    return workspace, campaigns.take_out(workspace, ACCOUNT)


def kept(workspace: Workspace) -> list[str]:
    manifest = workspace.vault.desk.manifest()
    found = own_posts(workspace.folder, manifest, Names(frozenset({OTHER})))
    return [one.content for one in found]


def test_what_others_said_stays_without_the_name(tmp_path: Path) -> None:
    workspace, done = taken_out(tmp_path, "ada")
    assert done.finished, (done.of_others, [hit.kind for hit in done.proof.hits])
    said = kept(workspace)
    assert len(said) == len(NAMED)
    assert f"write to info@ada.org {TAG}" in said
    assert f"more on [withdrawn] {TAG}" in said


@pytest.mark.parametrize(
    ("words", "note"),
    [("a lamp", "a friend of @ada"), ("https://x.com/ada is not @ada", ""), ("@ada says", "")],
)
def test_another_of_that_name_on_another_network_stops_nothing(
    words: str, note: str, tmp_path: Path
) -> None:
    """In a profile, or beside what was cut, ``@ada`` of a server is not the one who leaves."""
    crowd = Crowd(4, leaver=Leaver("ada", "Isolde of the Weir"))
    (tmp_path / "posts.jsonl").write_text(json.dumps(crowd.status(LEAVER, f"a lamp {TAG}")))
    workspace = open_workspace(campaigns.base(tmp_path / "c"))
    campaigns.take(workspace, tmp_path / "posts.jsonl")
    ebba = "https://lights.example/users/ebba"
    record = {"content": words, "account": {"acct": "ebba", "note": note}}
    other = Post(
        id=f"{ebba}/statuses/1",
        network="lights.example",
        native_id="1",
        attributed_to=ebba,
        content=words,
        published=1,
        payload=json.dumps(record).encode(),
        handle="ebba",
    )
    take_posts(workspace.vault, [other])
    done = campaigns.take_out(workspace, ACCOUNT)
    assert done.finished, [(hit.path, hit.kind) for hit in done.proof.hits]


def test_so_it_is_with_a_name_of_two_letters(tmp_path: Path) -> None:
    workspace, done = taken_out(tmp_path, "a7")
    assert done.finished, (done.of_others, [hit.kind for hit in done.proof.hits])
    assert len(kept(workspace)) == len(NAMED)
