"""What somebody pasted to say who or what is meant: the address of a post or of a profile."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ownwords.archive.redacted_text import authority
from ownwords.gather.links import post_behind
from ownwords.workspace import Workspace

_PROFILE = re.compile(
    r"(?:https?://)?(?:(?:www|mobile|m)\.)?"
    r"(?:(?:twitter|x)\.com/(?:#!/)?@?|bsky\.app/profile/)(?P<handle>[\w.:-]+)/?(?:[?#]\S*)?"
    r"|https?://[\w-]+(?:\.[\w-]+)+/@(?P<name>[\w.-]+)/?(?:[?#]\S*)?",
    re.IGNORECASE | re.ASCII,
)


_WHOLE = re.compile(r"@?(?P<handle>[\w.-]+)@(?P<server>[\w-]+(?:\.[\w-]+)+)", re.ASCII)
"""A handle with its server, as it is written on networks that have several."""


def meant(workspace: Workspace, said: str) -> str:
    """What is held here by a link: the id of the post, or the handle on a profile; else as said.

    A handle with its server means the account that had it there.

    Networks write the address of one post in many ways: with the handle of its author or without,
    for telephones, with what a button for sharing adds. The folder holds one.
    """
    engine, said = workspace.vault.engine, said.strip()
    if engine.heads([said]) or engine.held_by([said]):
        return said
    profile = _PROFILE.fullmatch(said)
    handle = profile["handle"] or profile["name"] if profile else ""
    return post_behind(said) or handle or _on_its_server(workspace, said) or said


def _on_its_server(workspace: Workspace, said: str) -> str:
    """The account that a handle with its server names; of several the handle; else empty."""
    whole = _WHOLE.fullmatch(said)
    if whole is None:
        return ""
    had = {one.id for one in workspace.vault.engine.accounts_named([whole["handle"]])}
    found = [one for one in had if authority(one) == whole["server"].lower()]
    return whole["handle"] if len(found) > 1 else "".join(found)


def posts_meant(workspace: Workspace, said: Iterable[str]) -> dict[str, str]:
    """Each post that is named, by id, by ``id@version`` or by a link, as it is held here."""
    names = list(dict.fromkeys(said))
    heads = workspace.vault.engine.heads(names) if names else {}
    return {one: one if one in heads else post_behind(one) or one for one in names}


def not_held(workspace: Workspace, posts: Iterable[str]) -> set[str]:
    """Those of these posts that are not held here; of ``id@version`` the post must be."""
    stems = {one: one.rpartition("@")[0] for one in posts}
    heads = workspace.vault.engine.heads([*stems, *stems.values()]) if stems else {}
    return {one for one, stem in stems.items() if one not in heads and stem not in heads}
