"""What somebody pasted to say who or what is meant: the address of a post or of a profile."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ownwords.gather.links import post_behind
from ownwords.workspace import Workspace

_PROFILE = re.compile(
    r"(?:https?://)?(?:(?:www|mobile|m)\.)?"
    r"(?:(?:twitter|x)\.com/(?:#!/)?@?|bsky\.app/profile/)(?P<handle>[\w.:-]+)/?(?:[?#]\S*)?"
    r"|https?://[\w-]+(?:\.[\w-]+)+/@(?P<name>[\w.-]+)/?(?:[?#]\S*)?",
    re.IGNORECASE | re.ASCII,
)


def meant(workspace: Workspace, said: str) -> str:
    """What is held here by a link: the id of the post, or the handle on a profile; else as said.

    Networks write the address of one post in many ways: with the handle of its author or without,
    for telephones, with what a button for sharing adds. The folder holds one.
    """
    engine, said = workspace.vault.engine, said.strip()
    if engine.heads([said]) or engine.held_by([said]):
        return said
    profile = _PROFILE.fullmatch(said)
    handle = profile["handle"] or profile["name"] if profile else ""
    return post_behind(said) or handle or said


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
