"""Does a post belong to the campaign: its tags, compared without regard to case in every script."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ownwords.gather.hashtags import extract_tags
from ownwords.records.post import Post
from ownwords.records.text import fold_tag, plain_text


def written_tags(post: Post) -> tuple[str, ...]:
    """The tags that stand in the words, whatever the source says about them."""
    content = post.content
    if "#" not in content and "\uff03" not in content and post.content_format == "text/plain":
        return ()
    return tuple(extract_tags(plain_text(content, post.content_format)))


def with_written_tags(post: Post) -> Post:
    """The post with the tags of its words, where the source names none."""
    if post.tags:
        return post
    tags = written_tags(post)
    return msgspec.structs.replace(post, tags=tags) if tags else post


class TagMatcher:
    """Holds the campaign's tags. Entities are asked first, then the text."""

    def __init__(self, tags: Iterable[str]) -> None:
        self.tags = frozenset(fold_tag(tag) for tag in tags)
        self._known: dict[str, bool] = {}

    def matches(self, post: Post) -> bool:
        """Whether the post carries one of the tags."""
        return any(map(self._is_ours, post.tags)) or any(map(self._is_ours, written_tags(post)))

    def _is_ours(self, tag: str) -> bool:
        known = self._known.get(tag)
        if known is None:
            if len(self._known) > 100_000:
                self._known.clear()
            known = self._known[tag] = fold_tag(tag) in self.tags
        return known
