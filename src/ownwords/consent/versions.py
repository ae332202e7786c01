"""What was told of one version of a post, by the id that this version goes by elsewhere.

Whoever deletes, blocks or refuses an edited post by the number of a version means the post; a yes
means the words that stood there, which is that version alone. An id is nobody's before the history
of its post comes in, so this is worked out anew from what is held and never written down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from ownwords.consent.register import GONE, Known
from ownwords.records.consent import Answer, Statement


def told_of_posts(known: Known, versions: Mapping[str, str]) -> Known:
    """What is known, with all that was told of ``versions`` (their ids to posts) told of posts."""
    departures = dict(known.departures)
    for name, state in known.departures.items():
        post = versions.get(name, name)
        if departures.get(post) not in GONE:
            departures[post] = state
    blocked = {versions[name] for name in known.blocked_posts & versions.keys()}
    also = [
        msgspec.structs.replace(wish, post=versions[wish.post])
        for wish in known.wishes
        if wish.post in versions
    ]
    return msgspec.structs.replace(
        known,
        departures=departures,
        blocked_posts=known.blocked_posts | blocked,
        wishes=[*known.wishes, *also],
        statements=[_with_posts(one, versions) for one in known.statements],
    )


def _with_posts(said: Statement, versions: Mapping[str, str]) -> Statement:
    more = tuple(_named(said, versions))
    return msgspec.structs.replace(said, posts=(*said.posts, *more)) if more else said


def _named(said: Statement, versions: Mapping[str, str]) -> Iterator[str]:
    """The posts of a statement, or the single versions of them, that it names by other ids."""
    for name in said.posts:
        whole = name in versions
        told = name if whole else name.rpartition("@")[0]
        if told in versions:
            post, version = versions[told], told.rpartition("/")[2]
            lowers = whole and said.answer is not Answer.YES
            yield post if lowers else f"{post}@{version}"
