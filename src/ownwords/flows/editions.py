"""The shelf: every edition, where copies of it stand, its zip, its pages to look at."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import apsw
import msgspec

from ownwords.archive.erasing_desk import Row, rewrite
from ownwords.edition import addresses
from ownwords.edition.signature import SIGNATURE
from ownwords.records.edition import Edition
from ownwords.records.errors import AskedWrongly, FolderBroken
from ownwords.workspace import Workspace

LONGEST_PLACE = 400
"""Characters of a place: an address, or a sentence about a stick in a drawer."""

_NUMBER = re.compile(r"(\d{4,})-")


class Shelved(msgspec.Struct, frozen=True):
    """One edition. ``folder`` and ``packed`` are None where nothing lies on the disk."""

    number: int
    date: str
    files: int
    bytes: int
    places: tuple[str, ...]
    folder: Path | None
    packed: Path | None

    @property
    def recalled(self) -> bool:
        """Whether it was called back; then the places are where somebody must take it away."""
        return not self.files


def shelf(workspace: Workspace) -> list[Shelved]:
    """Every edition, the newest first."""
    return [_shelved(workspace, one) for one in reversed(workspace.vault.desk.editions())]


def _shelved(workspace: Workspace, edition: Edition) -> Shelved:
    folder = folder_of(workspace, edition)
    packed = folder.with_suffix(".zip")
    return Shelved(
        number=edition.number,
        date=edition.date,
        files=len(edition.files),
        bytes=sum(one.bytes for one in edition.files),
        places=edition.places,
        folder=folder if folder.is_dir() else None,
        packed=packed if packed.is_file() else None,
    )


def folder_of(workspace: Workspace, edition: Edition) -> Path:
    """Where an edition is built, or was."""
    return workspace.folder.editions / f"{edition.number:04}-{edition.date}"


def number_of(path: Path) -> int:
    """The number of the edition that a file or folder of editions/ belongs to; 0 for another."""
    found = _NUMBER.match(path.name)
    return int(found[1]) if found else 0


def the(workspace: Workspace, number: int) -> Edition:
    """The edition of that number; AskedWrongly when there is none."""
    for edition in workspace.vault.desk.editions():
        if edition.number == number:
            return edition
    raise AskedWrongly("There is no edition of that number.", do="'ownwords editions' lists them.")


def put_at(workspace: Workspace, number: int, place: str) -> None:
    """Remember that a copy of an edition stands at a place."""
    if not place or len(place) > LONGEST_PLACE:
        raise AskedWrongly(
            "The place is empty or too long.", do="Write an address, or where the copy lies."
        )
    edition = the(workspace, number)
    if place not in edition.places:
        _put(workspace, msgspec.structs.replace(edition, places=(*edition.places, place)))


def taken_away(workspace: Workspace, number: int, place: str) -> None:
    """Forget a place: the copy there is gone."""
    edition = the(workspace, number)
    left = tuple(one for one in edition.places if one != place)
    _put(workspace, msgspec.structs.replace(edition, places=left))


def _put(workspace: Workspace, edition: Edition) -> None:
    with workspace.vault.desk.change() as connection:
        amend(connection, edition)


def amend(connection: apsw.Connection, edition: Edition) -> None:
    """Write what is known of an edition anew, inside a change of the desk."""

    def edit(row: Row) -> Row:
        if row["number"] == edition.number:
            row["said"] = msgspec.json.encode(edition).decode()
        return row

    rewrite(connection, "editions", edit)


def page(workspace: Workspace, edition: Edition, path: str) -> bytes:
    """A file of an edition, to the byte as it was built. An empty path is the front page.

    AskedWrongly when it is no part of the edition, FolderBroken when it was changed since.
    """
    folder = folder_of(workspace, edition)
    wanted = path or addresses.FRONT
    if wanted == SIGNATURE and (folder / SIGNATURE).is_file():
        return (folder / SIGNATURE).read_bytes()
    listed = next((one for one in edition.files if one.path == wanted), None)
    if listed is None or not (folder / wanted).is_file():
        raise AskedWrongly(
            "This page is not in the edition.", do="It was recalled, or was never there."
        )
    data = (folder / wanted).read_bytes()
    if hashlib.sha256(data).hexdigest() != listed.sha256:
        raise FolderBroken(
            "A page of this edition is not as it was built.",
            kept="It is not shown here.",
            do="Check the edition, and publish again.",
        )
    return data


def on_disk(workspace: Workspace, number: int) -> Iterator[Path]:
    """The folder of an edition and its zip, as far as they are there."""
    for path in sorted(workspace.folder.editions.iterdir()):
        if number_of(path) == number:
            yield path
