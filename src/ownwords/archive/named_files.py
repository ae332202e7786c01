"""Files that are called like somebody: an export, an article, in the words of their name."""

from __future__ import annotations

import re
from functools import lru_cache

from ownwords.archive.redacted_names import folded

_LEAST = 5
"""Letters of a name of which more tell somebody when its words stand next to each other."""


def names_file(name: str, path: str) -> bool:
    """Whether a file is called like somebody, or with several words a folder that it lies in."""
    words = _parts(name)
    whole = "".join(words)
    if len(words) > 1 and len(whole) > _LEAST and whole in "".join(_parts(path)):
        return True
    return bool(whole) and whole in _parts(re.split(r"[/\\]", path)[-1])


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    """The words of a name as file names hold them, whatever stands between them."""
    return tuple(re.findall(r"[^\W_]+", folded(text)))
