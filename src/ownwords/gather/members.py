"""What every reader of a bundle does first: open it, name why it cannot be, read small members."""

from __future__ import annotations

from collections.abc import Iterator

from ownwords.gather.bundles import Bundle
from ownwords.gather.sources import Source
from ownwords.gather.streams import StreamBroken
from ownwords.locales import marked
from ownwords.records.captured import Fault, Place
from ownwords.records.errors import ImportRefused

_SMALL = 4 << 20


def bundle_or_fault(source: Source) -> Bundle | Fault:
    """The members of a source, or why it has none that may be read."""
    place = Place(source.label)
    try:
        bundle = source.bundle()
    except ImportRefused as refused:
        return Fault(place, refused.what)
    if bundle is None:
        return Fault(place, "This is neither a zip or tar nor an unpacked archive.")
    return bundle


def opened_or_none(source: Source) -> Bundle | None:
    """The members of a source; None when it has none that may be read."""
    bundle = bundle_or_fault(source)
    return None if isinstance(bundle, Fault) else bundle


def cut_of(bundle: Bundle, source: Source) -> Iterator[Fault]:
    """The fault that a cut bundle is."""
    if bundle.cut:
        yield Fault(Place(source.label), bundle.cut, marked("what can still be found in it"))


def small_member(bundle: Bundle, name: str) -> bytes:
    """The bytes of a member of at most 4 MB; empty when it is larger or damaged."""
    data = b""
    try:
        for piece in bundle.chunks(name):
            data += piece
            if len(data) > _SMALL:
                return b""
    except StreamBroken:
        return b""
    return data
