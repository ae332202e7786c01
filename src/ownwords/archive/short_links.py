"""Where the short links in a post's words lead, as far as its record tells.

On X every link in words is a short one. Pictures, quoted posts and the rest of words that were cut
are such links too, and whoever opens one sees a post with its account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ownwords.records.post import Opens

_X = "x"
_SHORT = "//t.co/"
_STATUS = re.compile(r"https?://(?:\w+\.)?(?:twitter|x)\.com/(?:\w+/){1,2}status(?:es)?/(\d+)")


def opened_by(versions: Sequence[Mapping[str, Any]]) -> Opens:
    """What the short links of a post open, from the rows of all its versions."""
    if not any(_SHORT in row["content"] for row in versions):
        return Opens.NOTHING
    own = {_number(row["id"]) for row in versions} | {row["version_id"] for row in versions}
    found = {_opened(row, own) for row in versions}
    return next((one for one in (Opens.ANOTHER, Opens.ITSELF) if one in found), Opens.NOTHING)


def _opened(row: Mapping[str, Any], own: set[str]) -> Opens:
    if row["network"] != _X or _SHORT not in row["content"]:
        return Opens.NOTHING
    posts = set(_posts(row))
    if row["quote_of"] or row["repost_of"] or posts - own:
        return Opens.ANOTHER
    return Opens.ITSELF if posts or row["attachments"] or row["truncated"] else Opens.NOTHING


def _posts(row: Mapping[str, Any]) -> Iterator[str]:
    """Numbers of the posts to which its links lead."""
    for link in row["links"]:
        found = _STATUS.match(link)
        if found is not None:
            yield found[1]


def _number(post: str) -> str:
    return post.rpartition("/")[2]
