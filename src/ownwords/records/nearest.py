"""What somebody may have meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """The known word most like it, whatever the case of its letters; empty when none is.

    ``alike`` is how much it must be like it at least, from 0 (anything will do) to 1 (the same).
    """
    from difflib import get_close_matches

    spelled = {str(name).casefold(): str(name) for name in known}
    found = get_close_matches(word.casefold(), spelled, 1, alike)
    return spelled[found[0]] if found else ""
