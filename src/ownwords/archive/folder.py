"""Where things are in a campaign folder, and finding the folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ownwords.archive import files
from ownwords.records.errors import AskedWrongly

SETTINGS_FILE = "campaign.toml"
ENVIRONMENT = "OWNWORDS_CAMPAIGN"
_TREE = ("posts", "stories", "claims", "articles", "sources", "cache", "editions")


@dataclass(frozen=True)
class Folder:
    """A campaign folder; docs/format.md says what each part holds."""

    root: Path

    @property
    def settings_file(self) -> Path:
        return self.root / SETTINGS_FILE

    @property
    def desk(self) -> Path:
        return self.root / "desk.sqlite"

    @property
    def keep_out(self) -> Path:
        return self.root / "keep-out.sealed"

    @property
    def deleted(self) -> Path:
        """Single posts that were erased while their authors stay, as keyed hashes, sealed."""
        return self.root / "deleted.sealed"

    @property
    def posts(self) -> Path:
        return self.root / "posts"

    @property
    def staging(self) -> Path:
        """What is being taken in and is not yet visible."""
        return self.posts / ".staging"

    @property
    def gathering(self) -> Path:
        """The lock of who takes in posts."""
        return self.staging / "lock"

    @property
    def publishing(self) -> Path:
        """The lock of who builds an edition."""
        return self.staging / "edition.lock"

    @property
    def noting(self) -> Path:
        """The lock of who changes a list of people who leave: each is read, then written whole."""
        return self.staging / "noting.lock"

    @property
    def erasing(self) -> Path:
        """Who is being taken out, sealed; only while that is not finished."""
        return self.root / "erasing.sealed"

    @property
    def quarantine(self) -> Path:
        """Kept copies that were sealed to the steward key, and the record of what was cut."""
        return self.root / "quarantine"

    @property
    def stories(self) -> Path:
        return self.root / "stories"

    @property
    def sources(self) -> Path:
        return self.root / "sources"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def editions(self) -> Path:
        return self.root / "editions"


def create(root: Path, settings_toml: str) -> Folder:
    """Make the tree of a new campaign. A folder that already holds something is refused.

    One that is new is open to its owner alone: other users of the computer are not on the team.
    One that was there keeps the mode that somebody gave it.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise AskedWrongly(
            "%(folder)s already holds something.",
            kept="Nothing in it was touched.",
            do="Name a folder that is new or empty.",
            folder=root,
        )
    root.mkdir(0o700, parents=True, exist_ok=True)
    for name in _TREE:
        (root / name).mkdir()
    folder = Folder(root)
    files.write_bytes(folder.settings_file, settings_toml.encode())
    return folder


def find(path: Path | None) -> Folder:
    """The campaign meant: ``path``, else $OWNWORDS_CAMPAIGN, else the current folder."""
    named = path or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)
    root = named or Path.cwd()
    if not (root / SETTINGS_FILE).is_file():
        where = str(root) if named else "The current folder"
        raise AskedWrongly(
            "%(folder)s is not a campaign: it has no campaign.toml.",
            do="Begin one with `ownwords init DIR --tag TAG`, or name it with `--campaign DIR`.",
            folder=where,
        )
    return Folder(root.resolve())
