"""The id that a version of a post goes by where a source does not know that it was edited.

On X each version has a number of its own. An export without the history names it as a post, and
so do whoever deletes it, blocks it or says yes or no to it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ownwords.records.post import Post


def id_of_version(post: str, native: str, version: str) -> str:
    """The id of one version told as a post; empty where that is the post itself, or none."""
    if not native or version == native or not version.isdecimal() or not post.endswith(native):
        return ""
    return post.removesuffix(native) + version


def ids_of(posts: Iterable[Post]) -> set[str]:
    """Every id under which these versions of posts may be told."""
    told = {id_of_version(one.id, one.native_id, one.version_id) for one in posts}
    return (told | {one.id for one in posts}) - {""}
