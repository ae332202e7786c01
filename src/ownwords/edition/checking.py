"""A built edition against its own manifest; needs nothing but the folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ownwords.edition.addresses import MANIFEST
from ownwords.edition.signature import SIGNATURE, Unfit, signed_by

_AGAIN = "Put the edition back from a copy, or publish again."


class Wrong(NamedTuple):
    """What is wrong with one file of an edition and what to do."""

    path: str
    what: str
    do: str


def check(folder: Path) -> Iterator[Wrong]:
    """Every file that is missing, changed or not listed; nothing when all is well."""
    try:
        listed = _listed(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"the manifest cannot be read ({type(error).__name__})"
        yield Wrong(MANIFEST, what, "Name the folder of an edition that ownwords built.")
        return
    for path, (length, sha256) in sorted(listed.items()):
        yield from _file(folder, path, length, sha256)
    found = (one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())
    for path in sorted(set(found) - listed.keys() - {MANIFEST, SIGNATURE}):
        yield Wrong(path, "it is not listed", "Take it out; it is no part of the edition.")


def signer(folder: Path) -> tuple[str, list[Wrong]]:
    """The key that signed the manifest (empty: nobody), and what is wrong with the signature."""
    try:
        return signed_by(folder), []
    except (Unfit, OSError):
        what = "it does not fit the manifest: one of them was changed"
        return "", [Wrong(SIGNATURE, what, _AGAIN)]


def _listed(folder: Path) -> dict[str, tuple[int, str]]:
    whole: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    return {one["path"]: (one["bytes"], one["sha256"]) for one in whole["files"]}


def _file(folder: Path, path: str, length: int, sha256: str) -> Iterator[Wrong]:
    target = folder / path
    if not target.resolve().is_relative_to(folder.resolve()):
        yield Wrong(path, "it points outside of the edition", _AGAIN)
    elif not target.is_file():
        yield Wrong(path, "it is missing", _AGAIN)
    else:
        data = target.read_bytes()
        if (len(data), hashlib.sha256(data).hexdigest()) != (length, sha256):
            yield Wrong(path, "its bytes are not those that were built", _AGAIN)
