"""Checking that a folder is what its manifest says; quiet when all is well.

Every file of posts/ is read whole: its size and SHA-256, the number and order of its rows, the
digest of every payload. The desk is checked by SQLite, by its chained digests and by their head.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import apsw
import msgspec

from ownwords.archive import keep_out_twice
from ownwords.archive.chain import PUT_BACK
from ownwords.archive.chunks import bucket_of, key_text, read_batches
from ownwords.archive.columns import KINDS, Key, keys, values
from ownwords.archive.finding import Finding
from ownwords.archive.folder import Folder
from ownwords.archive.lock import Lock
from ownwords.archive.manifest import FileEntry, NotAsWritten, Replaced, fingerprint, read_again
from ownwords.archive.vault import Vault
from ownwords.records.errors import FolderBroken, OwnwordsError

_RESTORE = "Put this file back from a backup; the others are not concerned."


class Checked(msgspec.Struct):
    """How much was looked at. Quotations are counted by who checks the stories."""

    files: int = 0
    rows: int = 0
    quotes: int = 0


UNREADABLE = (FolderBroken, apsw.Error, msgspec.MsgspecError, ValueError)
"""What a desk raises whose bytes are not those that were written."""


def unreadable(error: Exception) -> Finding:
    """What is said of a desk that cannot be opened, or not be read to its end."""
    if isinstance(error, FolderBroken):
        return Finding("desk.sqlite", "", error.what.rstrip("."), error.do)
    return Finding("desk.sqlite", "", f"it cannot be read ({type(error).__name__})", PUT_BACK)


def verify(vault: Vault, checked: Checked | None = None) -> Iterator[Finding]:
    """Everything that is wrong with an open campaign; ``checked`` is filled on the way."""
    count = checked if checked is not None else Checked()
    yield from read_again(lambda: _everything(vault, count))


def _everything(vault: Vault, count: Checked) -> list[Finding]:
    """All findings. Replaced when a gather ended meanwhile: they may be none of the folder."""
    count.files = count.rows = 0
    found: list[Finding] = []
    try:
        held = vault.desk.generation()
        found.extend(_findings(vault, count))
        changed = bool(found) and vault.desk.generation() != held
    except (apsw.BusyError, Replaced):  # another program writes: that is no fault of the folder
        raise
    except UNREADABLE as error:
        return [*found, unreadable(error)]
    if changed:
        raise Replaced
    return found


def _findings(vault: Vault, count: Checked) -> Iterator[Finding]:
    yield from vault.desk.check_chain()
    yield from _keep_out(vault)
    manifest = vault.desk.manifest()
    for entry in manifest:
        yield from _file(vault.folder, entry, count)
    yield from _sequence(manifest)
    yield from _strays(vault.folder, manifest)


def _keep_out(vault: Vault) -> Iterator[Finding]:
    if vault.keys is None:
        return
    try:
        keep_out_twice.read(vault.folder, vault.desk, vault.keys.derive("keep-out"))
        yield from keep_out_twice.findings(vault.folder, vault.desk)
    except OwnwordsError as error:
        name = "deleted.sealed" if "deleted" in error.what else "keep-out.sealed"
        yield Finding(name, "", error.what, error.do)


def _file(folder: Folder, entry: FileEntry, count: Checked) -> Iterator[Finding]:
    path = folder.root / entry.path
    count.files += 1
    try:
        length, digest = fingerprint(path)
    except OSError as error:
        yield Finding(entry.path, "", f"it cannot be read ({type(error).__name__})", _RESTORE)
        return
    if (length, digest) != (entry.bytes, entry.sha256):
        yield Finding(entry.path, "", "its bytes are not those that were written", _RESTORE)
    try:
        yield from _rows(folder, entry, count)
    except (NotAsWritten, ValueError, KeyError) as error:
        what = f"its rows cannot all be read ({type(error.__cause__ or error).__name__})"
        yield Finding(entry.path, "", what, _RESTORE)


def _rows(folder: Folder, entry: FileEntry, count: Checked) -> Iterator[Finding]:
    kind = KINDS[entry.kind]
    words = "payload" in kind.schema.names
    wanted = [*kind.key, *(("attributed_to", "payload", "payload_sha256") if words else ())]
    number, before = 0, None
    first: Key = ()
    for table in read_batches(folder, entry, list(dict.fromkeys(wanted))):
        found = keys(kind, table)
        first = first or found[0]
        yield from _disorder(entry, [before, *found] if before else found, number - bool(before))
        if words:
            yield from _payloads(entry, table, number)
        number += len(found)
        before = found[-1]
    count.rows += number if entry.kind == "posts" else 0
    if number != entry.rows:
        what = f"it holds {number} rows instead of {entry.rows}"
        yield Finding(entry.path, "", what, _RESTORE)
    elif (key_text(first), key_text(before or ())) != (entry.first, entry.last):
        yield Finding(entry.path, "", "its first or last row is another one", _RESTORE)


def _disorder(entry: FileEntry, found: Sequence[Key], start: int) -> Iterator[Finding]:
    for place, (one, after) in enumerate(pairwise(found), start + 1):
        if one >= after:
            yield Finding(entry.path, str(place), "this row is out of order", _RESTORE)


def _payloads(entry: FileEntry, table: Any, start: int) -> Iterator[Finding]:
    columns = [values(table.column(n)) for n in ("payload", "payload_sha256", "attributed_to")]
    for place, (payload, digest, account) in enumerate(zip(*columns, strict=True), start):
        if hashlib.sha256(payload).digest() != digest:
            what = "the payload of this row does not fit its digest"
            yield Finding(entry.path, str(place), what, _RESTORE)
        if bucket_of(account) != entry.bucket:
            yield Finding(entry.path, str(place), "this row stands in the wrong bucket", _RESTORE)


def _sequence(manifest: Sequence[FileEntry]) -> Iterator[Finding]:
    """Files of one kind and bucket follow each other without overlap."""
    for one, after in pairwise(manifest):
        if (one.kind, one.bucket) == (after.kind, after.bucket):
            last, first = msgspec.json.decode(one.last), msgspec.json.decode(after.first)
            if last >= first:
                yield Finding(after.path, "0", "it begins before the file before it ends", _RESTORE)


def _strays(folder: Folder, manifest: Sequence[FileEntry]) -> Iterator[Finding]:
    lock = Lock(folder.gathering)
    if not lock.take():  # what a gather at work has written is not named yet
        return
    there = sorted(folder.posts.glob("*"))
    lock.release()
    named = {entry.path for entry in manifest}
    for path in there:
        name = f"posts/{path.name}"
        if path != folder.staging and name not in named:
            what = "it is not in the manifest, so no reader looks at it"
            yield Finding(name, "", what, "Open the campaign once: strays are removed.")
