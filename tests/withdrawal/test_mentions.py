"""A record that mentions them says how it calls them, also where nobody else told that name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ownwords.workspace import Workspace, open_workspace
from tests.gather import making_bluesky_car as bluesky
from tests.gather import making_mastodon_archive as mastodon
from tests.gather.repositories import Signer, repository
from tests.withdrawal import campaigns

CALLED = "rosalund"
DOMAIN = f"{CALLED}.skerry.example"
THEIRS = {"mastodon": mastodon.account(CALLED), "bluesky": bluesky.account("rosa")}
ELSEWHERE = "https://other.example/users/tam"
SAID, STAYS = "the stove went out before the ferry came", "a lamp at the quay"
AT = "2024-01-11T05:12:00Z"


def outbox(path: Path, account: str, html: str, *mentions: dict[str, str]) -> None:
    """The export of an account with one post."""
    actor = {"id": account, "type": "Person", "preferredUsername": account.rpartition("/")[2]}
    public: dict[str, Any] = {"to": [mastodon.PUBLIC[0]], "published": AT}
    note = {"id": f"{account}/statuses/103270115826048000", "type": "Note", "tag": list(mentions)}
    note |= {"attributedTo": account, "content": html} | public
    create = {"type": "Create", "actor": account, "object": note} | public
    members = {"outbox.json": mastodon.outbox([json.dumps(create).encode()])}
    mastodon.pack(path, {**members, "actor.json": json.dumps(actor).encode()})


def car(path: Path, name: str, text: str, *facets: dict[str, Any]) -> None:
    """The repository of an account with one post, without its DID document."""
    post = {"$type": "app.bsky.feed.post", "text": text, "createdAt": AT, "facets": list(facets)}
    record = {f"app.bsky.feed.post/{bluesky.rkey((1 << 60) + len(text))}": post}
    path.write_bytes(repository(bluesky.account(name), record, Signer()))


def exports(network: str, place: Path) -> tuple[Path, Path]:
    """Of who leaves, and of somebody who speaks to them."""
    theirs, others = place / f"theirs.{network}", place / f"others.{network}"
    if network == "mastodon":
        outbox(theirs, THEIRS[network], f"<p>{SAID}</p>")
        link = f'<a href="https://{mastodon.HOST}/@{CALLED}">@<span>{CALLED}</span></a>'
        name = f"@{CALLED}@{mastodon.HOST}"
        mention = {"type": "Mention", "href": THEIRS[network], "name": name}
        outbox(others, ELSEWHERE, f"<p>{link} {STAYS}</p>", mention)
    else:
        car(theirs, "rosa", SAID)
        text = f"\U0001f56f für @{DOMAIN} {STAYS}"
        start = len(text[: text.index("@")].encode())
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": THEIRS[network]}
        index = {"byteStart": start, "byteEnd": start + len(DOMAIN) + 1}
        car(others, "tam", text, {"index": index, "features": [feature]})
    return theirs, others


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(campaigns.base(tmp_path / "c"))


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("network", THEIRS)
def test_what_a_mention_calls_them_is_cut(
    network: str, before: bool, workspace: Workspace, tmp_path: Path
) -> None:
    """On another server only the first part of the name is shown; a repository tells no handle."""
    theirs, others = exports(network, tmp_path)
    for path in (theirs, others)[: 1 + before]:
        campaigns.take(workspace, path)
    done = campaigns.take_out(workspace, THEIRS[network])
    assert done.finished, [(hit.path, hit.kind) for hit in done.proof.hits]
    if not before:
        campaigns.take(workspace, others)
    [held] = [one for one in workspace.vault.desk.manifest() if one.kind == "posts"]
    [row] = rows(workspace, held.path)
    assert STAYS in row["content"]
    assert CALLED not in row["content"]
    assert CALLED.encode() not in row["payload"]


def rows(workspace: Workspace, path: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    found: list[dict[str, Any]] = pq.read_table(workspace.folder.root / path).to_pylist()
    return found
