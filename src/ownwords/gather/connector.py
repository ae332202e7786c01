"""The contract of a connector, and how one is found for a source.

A connector turns a source into records: ``Captured`` for each post, ``Departed`` for each
withdrawal that the source tells of, ``Fault`` for each thing that cannot be read. It yields every
post; whether a post belongs to the campaign, is known already or is held back is not its business.
It never raises for what a source holds, only for what the user asked (a wrong mapping).

A new format is one file of this package with a ``CONNECTOR`` of its name, one entry point in the
group ``ownwords.connectors``, and one folder of fixtures. Strangers need the entry point alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import msgspec

from ownwords.gather.sources import Head, Source
from ownwords.locales import marked
from ownwords.records.captured import Read
from ownwords.records.errors import UnknownFormat
from ownwords.records.nearest import nearest
from ownwords.records.post import Account

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

    from ownwords.gather.mapping import Mapping

GROUP = "ownwords.connectors"


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the user said about the source; connectors take what concerns them."""

    mapping: Mapping | None = None


@runtime_checkable
class Connector(Protocol):
    """One format. ``title`` is its name for people, ``extensions`` the usual file endings."""

    name: str
    title: str
    extensions: tuple[str, ...]

    def recognises(self, head: Head) -> bool:
        """Whether a first look shows this format."""
        ...

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """All records from the cursor on, in the order of the source."""
        ...


@runtime_checkable
class Searchable(Protocol):
    """A connector of JSON lines that may be given only some of them (sieve.py).

    What it makes of a line must not depend on other lines. ``signs`` are the bytes of lines that
    it must be given whatever their words (signs.py).
    """

    signs: tuple[bytes, ...]


@runtime_checkable
class Personal(Protocol):
    """A connector for a person's own export, which says whose it is."""

    def owner(self, source: Source) -> Account | None:
        """Whose export this is; None when the export does not say."""
        ...


def formats_of(label: str) -> tuple[str, ...]:
    """The names of formats in the label of an accession, which joins them by commas."""
    return tuple(label.split(", "))


def caveats_of(labels: Iterable[str]) -> tuple[str, ...]:
    """What is to be said wherever posts of these formats are counted: the ``caveat`` of each.

    A sample is no whole, and what could not be tested must be looked at.
    """
    names = sorted({name for label in labels for name in formats_of(label)})
    found = (str(getattr(connector_named(name), "caveat", "")) for name in names)
    return tuple(filter(None, found))


def caveat_of(label: str) -> str:
    """The caveats of one accession, as one text."""
    return " ".join(caveats_of([label]))


def owner_of(connector: Connector, source: Source) -> Account | None:
    """Whose personal export this is; None for every format that is not one."""
    return connector.owner(source) if isinstance(connector, Personal) else None


@cache
def _entries() -> EntryPoints:
    """What every installed package says of itself: a fiftieth of a second, so not at the top."""
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)


@cache
def _found() -> dict[str, Connector]:
    return {name: known for name in sorted(_entries().names) if (known := connector_named(name))}


def connectors() -> dict[str, Connector]:
    """All connectors by name, ours and strangers', loaded when first asked for."""
    return dict(_found())


@cache
def connector_named(name: str) -> Connector | None:
    """One of them, None where there is none of that name; the others are not loaded for it."""
    ours = f"{__package__}.{name}"
    if name.isidentifier() and find_spec(ours):
        known: Connector | None = getattr(import_module(ours), "CONNECTOR", None)
        if known:
            return known
    return next((point.load() for point in _entries().select(name=name)), None)


def title_of(label: str) -> str:
    """What a format is called, for people; its own name where nobody knows it."""
    known = connector_named(label)
    return known.title if known is not None else label


def detect(source: Source, wanted: str = "") -> Connector:
    """The connector for a source: the one that was asked for, or by what the source holds.

    Raises UnknownFormat.
    """
    if wanted:
        return asked_for(wanted)
    known, head = connectors(), source.head()
    for connector in known.values():
        if connector.recognises(head):
            return connector
    raise _unknown(source.label, head, known)


def asked_for(name: str) -> Connector:
    """The connector of that name; raises UnknownFormat with the nearest one or all there are."""
    connector = connector_named(name)
    if connector is None:
        known = connectors()
        near = nearest(name, known)
        hint = f"Did you mean {near}?" if near else f"Known: {', '.join(known)}."
        raise UnknownFormat(f"There is no format called {name}.", do=hint)
    return connector


SAY_FORMAT = "Say --format (%(known)s), or describe its columns with --map FILE.toml."
"""What helps in a terminal with a file that shows nothing of what it is."""


def _unknown(source: str, head: Head, known: Iterable[str]) -> UnknownFormat:
    from ownwords.gather.unknown import look

    what, do, many = look(head)
    places = {"source": source, "count": f"{many:,}", "known": ", ".join(known)}
    kept = marked("Nothing of it was kept.")
    return UnknownFormat(what, kept=kept, do=do or SAY_FORMAT, **places)
