"""The list of an edition's files with their hashes, in two spellings.

``manifest.json`` is for programs and says what the edition is; ``SHA256SUMS`` is what
``sha256sum -c`` reads. Neither lists itself; the manifest lists the check file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from ownwords.edition.pages import Masthead
from ownwords.records.edition import EditionFile

HOW = (
    "Each file of this edition is listed with its size in bytes and its SHA-256 hash in hex. "
    "To check all of them run 'sha256sum -c SHA256SUMS' in this folder. A file that is not "
    "listed is not part of the edition, except this list."
)


def listed(path: str, data: bytes) -> EditionFile:
    """A file as the manifest lists it."""
    return EditionFile(path, len(data), hashlib.sha256(data).hexdigest())


def checksums(files: Sequence[EditionFile]) -> bytes:
    """The files as ``sha256sum`` writes them, in order of path."""
    ordered = sorted(files, key=lambda file: file.path)
    return "".join(f"{file.sha256}  {file.path}\n" for file in ordered).encode()


def manifest(masthead: Masthead, files: Sequence[EditionFile]) -> bytes:
    """The manifest as JSON, in order of path."""
    ordered = sorted(files, key=lambda file: file.path)
    whole = {
        "format": 1,
        "campaign": masthead.name,
        "invented": masthead.invented,
        "edition": masthead.number,
        "date": masthead.date,
        "how_to_check": HOW,
        "files": [
            {"path": file.path, "bytes": file.bytes, "sha256": file.sha256} for file in ordered
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
