"""An edition handed over to a folder: nothing of an older edition stays there.

Whoever was quoted before and is not any more must not stand in the copy that goes online.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from ownwords.archive import files
from ownwords.edition import addresses
from ownwords.records.errors import AskedWrongly, OwnwordsError


def refuse_other_folders(out: Path) -> None:
    """Raise AskedWrongly when ``out`` holds something that is no edition."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())) and not _listed(out):
        raise AskedWrongly(
            f"{out} holds something that is not an edition.",
            kept="Nothing in it was touched, and no edition was built.",
            do="Name a folder that is new, empty, or holds an older edition.",
        )


def hand_over(edition: Path, out: Path) -> None:
    """Copy an edition to ``out``; the files of the edition that was there before are removed.

    OwnwordsError where that cannot be done to the end.
    """
    try:
        _hand_over(edition, out)
    except OSError as error:  # shutil.Error is one too
        raise OwnwordsError(
            f"The edition was built, but not copied to {out} to the end.",
            kept=f"It is kept: {edition}. Parts of it, or of an older edition, may lie in {out}.",
            do="Make room, or see that you may write there. Then copy it yourself, the whole "
            "folder, or publish again.",
        ) from error


def _hand_over(edition: Path, out: Path) -> None:
    """At every moment a manifest names what lies there: where this ends early, it is done again."""
    before = _listed(out)[1:]
    for path in before:
        path.unlink(missing_ok=True)
    for folder in {path.parent for path in before} - {out, out.resolve()}:
        if not any(folder.iterdir()):
            folder.rmdir()
    out.mkdir(parents=True, exist_ok=True)
    files.write_bytes(out / addresses.MANIFEST, (edition / addresses.MANIFEST).read_bytes())

    def is_there(folder: str, _: list[str]) -> list[str]:
        return [addresses.MANIFEST] if Path(folder) == edition else []

    shutil.copytree(edition, out, ignore=is_there, dirs_exist_ok=True)


def _listed(out: Path) -> list[Path]:
    """The files of the edition in a folder, its manifest first, which names them; else nothing."""
    manifest = out / addresses.MANIFEST
    try:
        named = [str(one["path"]) for one in json.loads(manifest.read_bytes())["files"]]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    return [manifest, *_inside(out.resolve(), named)]


def _inside(root: Path, named: list[str]) -> Iterator[Path]:
    for name in named:
        path = (root / name).resolve()
        if path.is_relative_to(root) and path.is_file():
            yield path
