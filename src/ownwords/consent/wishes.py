"""What a platform's wishes refuse. A wish only ever lowers what is allowed.

What authors do to their own posts or accounts (delete, deactivate, make private) is rule 5; what a
platform does to them (take down, suspend) is nothing: many of these people are deplatformed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ownwords.consent.rungs import ABOVE_COUNT, bits
from ownwords.records.consent import Use, WishKind

DEPARTURES: frozenset[WishKind] = frozenset(
    {WishKind.DELETED, WishKind.WENT_PRIVATE, WishKind.DEACTIVATED}
)
"""The author's own act: rule 5."""

NEVER_COUNTS: frozenset[WishKind] = frozenset({WishKind.TAKEN_DOWN})
"""The platform's act: neither a yes nor a no."""

_SHOWN = (Use.VERBATIM, Use.NAMED, Use.MEDIA)
_HANDED_ON = (Use.RESEARCH_EXPORT, Use.MACHINE_LEARNING)

ACCOUNT_WISHES: Mapping[WishKind, tuple[Use, ...]] = {
    WishKind.QUOTE_NOBODY: (Use.PARAPHRASE, *_SHOWN),
    WishKind.QUOTE_FOLLOWERS: (Use.PARAPHRASE, *_SHOWN),
    WishKind.QUOTE_DETACHED: (Use.PARAPHRASE, *_SHOWN),
    WishKind.NOT_PUBLIC: (Use.PARAPHRASE, *_SHOWN, *_HANDED_ON),
    WishKind.NO_UNAUTHENTICATED: (Use.PARAPHRASE, *_SHOWN, *_HANDED_ON),
    WishKind.NOT_INDEXABLE: (*_SHOWN, Use.RESEARCH_EXPORT),
    WishKind.NO_ARCHIVE: (Use.PARAPHRASE, *_SHOWN, *_HANDED_ON),
    WishKind.NO_BULK: _HANDED_ON,
    WishKind.NO_GENERATIVE: (Use.MACHINE_LEARNING,),
}
"""Rule 8: the uses that a wish on the whole account refuses."""

ACCOUNT_REFUSES: Mapping[WishKind, int] = {
    kind: bits(ACCOUNT_WISHES.get(kind, ())) for kind in WishKind
}
POST_REFUSES: Mapping[WishKind, int] = {
    kind: 0 if kind in NEVER_COUNTS | DEPARTURES else ABOVE_COUNT for kind in WishKind
}
"""Rule 7: any wish on the post itself refuses everything above count."""


def departed(wishes: Iterable[WishKind]) -> bool:
    """Whether the author took the post or account away."""
    return any(wish in DEPARTURES for wish in wishes)
