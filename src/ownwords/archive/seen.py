"""Posts that came a moment ago: pages name the same originals again and again.

A table of fixed size, so that memory does not grow with the input. What it forgets is found to be
known later, when everything is compared.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from ownwords.records.captured import Captured

_SLOTS = 1 << 17


class Seen:
    """Remembers versions of posts by 64 bits of a hash that nobody outside this process knows."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin again."""
        self._slots = array("q", bytes(8 * _SLOTS))

    def sift(self, posts: Iterable[Captured]) -> tuple[list[Captured], list[Captured]]:
        """Those that are new, and those of which the same version was seen whole."""
        new, known, slots = [], [], self._slots
        for one in posts:
            post = one.post
            mark = hash((post.version_id, post.id, post.attributed_to))
            slot = mark & (_SLOTS - 1)
            if slots[slot] == mark and post.version_id:
                known.append(one)
                continue
            if not post.truncated:
                slots[slot] = mark
            new.append(one)
        return new, known
