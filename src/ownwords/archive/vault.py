"""An open campaign: its folder, its desk, its keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ownwords.archive import files
from ownwords.archive import folder as folders
from ownwords.archive import keys as key_ring
from ownwords.archive.desk import Desk
from ownwords.archive.folder import Folder
from ownwords.archive.keys import Keys
from ownwords.archive.lock import Lock
from ownwords.records.errors import KeyMissing

if TYPE_CHECKING:
    from ownwords.archive.engine import Engine


@dataclass(frozen=True)
class Vault:
    """Everything that is kept of one campaign. ``keys`` is None when they are not here."""

    folder: Folder
    desk: Desk
    keys: Keys | None

    @classmethod
    def create(cls, root: Path, settings_toml: str) -> Vault:
        """Make a new campaign: the tree, an empty desk, keys, an empty keep-out list."""
        made = folders.create(root, settings_toml)
        Desk.open(made.desk, create=True).close()
        key_ring.make_keys(made)
        return cls.open(root)

    @classmethod
    def open(cls, root: Path) -> Vault:
        """Open a campaign; what a crash left half done is ended, strays are removed."""
        return open_vault(folders.find(root))

    @cached_property
    def engine(self) -> Engine:
        """Answers about the posts; made when first asked."""
        from ownwords.archive.engine import Engine

        return Engine(self.folder, self.desk)

    def tidy(self) -> None:
        """Remove what a crash left; nothing happens while another process takes in posts.

        Nothing is removed either when the desk is not sound: what it does not name may then be
        all that is left of a file that it should name.
        """
        lock = Lock(self.folder.gathering)
        if not self.folder.posts.is_dir() or not lock.take():
            return
        try:
            self._remove_strays()
        finally:
            lock.release()

    def _remove_strays(self) -> None:
        if not self.desk.sound():
            return
        self.end_takings()
        for place in self.folder.staging.iterdir():
            if place.is_dir() and not (place / "about.json").exists():
                files.remove(place)
        named = {entry.path.rpartition("/")[2] for entry in self.desk.manifest()}
        for path in self.folder.posts.iterdir():
            if path.is_file() and path.name not in named:
                files.remove(path)
        files.settle_folder(self.folder.cache)

    def end_takings(self) -> None:
        """Bring pages in that a finished taking could not bring to their place; its lock is held.

        What of it still waits is counted as kept, and nobody would gather it again.
        """
        finished = self.desk.tokens()
        for place in self.folder.staging.iterdir():
            if place.is_dir() and place.name in finished:
                _settle_pages(self.folder, place)
                files.remove(place)

    def close(self) -> None:
        """Let go of the engine and the desk."""
        engine = self.__dict__.pop("engine", None)
        if engine is not None:
            engine.close()
        self.desk.close()


def _settle_pages(folder: Folder, place: Path) -> None:
    """Bring the pages of a finished taking to their place; what does it is loaded when needed."""
    from ownwords.archive import kept_pages

    kept_pages.settle(folder, place / kept_pages.STAGED_PAGES)


def open_vault(folder: Folder) -> Vault:
    """Open the campaign in a folder that was found; see :meth:`Vault.open`."""
    desk = Desk.open(folder.desk)
    try:
        keys: Keys | None = key_ring.keys_of(desk.campaign_id)
    except KeyMissing:
        keys = None
    vault = Vault(folder, desk, keys)
    vault.tidy()
    return vault
