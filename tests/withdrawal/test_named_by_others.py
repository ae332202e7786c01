"""Whoever is named by others, in whatever way, can be taken out without taking their posts out."""

from __future__ import annotations

import json
from pathlib import Path

from ownwords.archive.erasing_scan import own_posts
from ownwords.archive.redaction import Names
from ownwords.flows import erasure, taking_out
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.taking_out import TakenOut
from ownwords.workspace import Workspace, open_workspace
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
    planned = withdrawing.plan(workspace, ACCOUNT)
    withdrawing.hide(workspace, planned)
    erasure.begin(workspace, planned.accounts)
    return workspace, taking_out.carry_on(workspace, lambda _: None)


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


def test_so_it_is_with_a_name_of_two_letters(tmp_path: Path) -> None:
    workspace, done = taken_out(tmp_path, "a7")
    assert done.finished, (done.of_others, [hit.kind for hit in done.proof.hits])
    assert len(kept(workspace)) == len(NAMED)
