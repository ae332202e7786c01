"""What lies on the workbench: the campaign that is open, what was worked out about it, the jobs.

One person works here, so questions are answered one after another, under one lock. What a page
needs and is slow to find is remembered until something changes.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ownwords.archive.answers import Speaker
from ownwords.archive.keys import keys_of
from ownwords.consent.gate import Context
from ownwords.consent.register import Register
from ownwords.flows.clock import now
from ownwords.flows.people import Person, people
from ownwords.flows.registers import read_register
from ownwords.locales.catalogue import SOURCE
from ownwords.locales.tongue import Tongue, tongue_of
from ownwords.records.errors import AskedWrongly, KeyMissing, OwnwordsError
from ownwords.workbench.jobs import Job, Jobs
from ownwords.workbench.session import Session
from ownwords.workbench.unsent import Waiting
from ownwords.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from ownwords.workbench.asked import Shown

Found = TypeVar("Found")

PAGES_KEPT = 12
"""Pages that answered a form and can be gone back to."""

A_MOMENT = 2.0
"""Seconds that a page waits for another program: all others, also to hide somebody, wait for it."""

TWICE = 1.5
"""Seconds within which the same form once more is the second half of a double click."""


class Bench:
    """The open campaign, if any. Use it while holding ``turn``."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.turn = threading.RLock()
        self.jobs = Jobs()
        self.unsent = Waiting()
        self._workspace: Workspace | None = None
        self._known: dict[str, object] = {}
        self._known_at: object = None
        self._kept: OrderedDict[str, Shown] = OrderedDict()
        self._not_shown = ""
        """The newest of them, until it is looked at."""
        self._said: list[str] = []
        self._led: tuple[bytes, object, float] = b"", None, 0.0
        """The digest of the last form, its answer, and when that was known."""
        self._exports: dict[str, Path] = {}
        self.language = ""
        """The interface language that was chosen, a BCP 47 tag; empty to follow the campaign."""
        self.browser = ""
        """The language that the browser asks for, where no campaign is open."""

    @property
    def workspace(self) -> Workspace:
        """The open campaign; AskedWrongly when there is none."""
        if self._workspace is None:
            raise AskedWrongly("No campaign is open.", do="Open or create one.")
        return self._workspace

    @property
    def is_open(self) -> bool:
        """Whether a campaign is open."""
        return self._workspace is not None

    @property
    def is_there(self) -> bool:
        """Whether the open campaign still lies in its folder: one can be moved, or pulled out."""
        return self.workspace.folder.settings_file.is_file()

    @property
    def tongue(self) -> Tongue:
        """The language of the pages: the one that was chosen, else the campaign's first; without
        a campaign that of the browser."""
        first = self._workspace.campaign.languages[0] if self._workspace else self.browser
        return tongue_of(self.language or first or SOURCE, "workbench")

    def open(self, path: Path) -> Workspace:
        """Open the campaign in a folder, and close the one that was open."""
        opened = open_workspace(path)
        self.close()
        self._workspace = opened
        return opened

    def close(self) -> None:
        """Let go of the campaign."""
        if self._workspace is not None:
            with suppress(OwnwordsError):
                self._workspace.vault.close()
        self._workspace = None
        self._known.clear()
        self._kept.clear()

    def form_token(self) -> str:
        """What a form carries: that this workbench made it, and for which campaign it was made."""
        return f"{self.session.form_token()}.{self._mark()}"

    def is_for_this(self, token: str) -> bool:
        """Whether a form was made for the campaign that is open now."""
        return token.partition(".")[2] == self._mark()

    def _mark(self) -> str:
        root = self._workspace.folder.root if self._workspace else ""
        return self.session.mark(str(root))

    def reread(self) -> None:
        """Read campaign.toml again after it was changed."""
        self.open(self.workspace.folder.root)

    def known(self, name: str, find: Callable[[Workspace], Found]) -> Found:
        """What ``find`` finds, remembered until the desk changes.

        ``name`` says what was asked, with everything that the answer depends on.
        """
        workspace = self.workspace
        self._forget_what_changed()
        if name not in self._known:
            self._known[name] = find(workspace)
        return self._known[name]  # type: ignore[return-value]  # the name stands for the type

    def _forget_what_changed(self) -> None:
        at = self._workspace.vault.desk.changes() if self._workspace else None
        if at == self._known_at:
            return
        self._known_at = at
        self._known.clear()
        for name in self._kept.keys() - {self._not_shown}:
            del self._kept[name]

    def keep(self, page: Shown) -> str:
        """A name for a page that answered a form.

        It is kept until it was looked at and the desk changes: it may show somebody who is hidden
        by then.
        """
        self._forget_what_changed()
        name = self._not_shown = secrets.token_hex(8)
        self._kept[name] = page
        if len(self._kept) > PAGES_KEPT:
            self._kept.popitem(last=False)
        return name

    def kept(self, name: str) -> Shown | None:
        """The page of that name, if it is still kept."""
        self._forget_what_changed()
        if name == self._not_shown:
            self._not_shown = ""
        return self._kept.get(name)

    def led_to(self, form: bytes) -> object:
        """What a form of this digest was answered a moment ago, if it was the last; else None."""
        last, answer, at = self._led
        return answer if form == last and time.monotonic() - at < TWICE else None

    def leads_to(self, form: bytes, answer: object) -> None:
        """Remember what the form of this digest was answered."""
        self._led = form, answer, time.monotonic()

    def job(self, *kinds: str) -> Job | None:
        """The last job on the open campaign, if it is of one of these kinds."""
        return self.jobs.of(self.workspace.folder.root, kinds)

    @property
    def keyless(self) -> bool:
        """Whether the key is not on this computer; it may have gone since it was opened."""
        vault = self.workspace.vault
        try:
            return vault.keys is None or keys_of(vault.desk.campaign_id) != vault.keys
        except KeyMissing:
            return True

    @property
    def left_unfinished(self) -> bool:
        """Whether somebody is being taken out, is not proved gone, and nothing is at work on it."""
        job = self.job("take-out")
        at_work = job is not None and job.state == "running"
        return self.workspace.folder.erasing.exists() and not at_work

    def register(self) -> Register:
        """What voices told us, as it stands."""
        return self.known("register", read_register)

    def team(self) -> Context:
        """How the gate is asked for what the team reads."""
        policy = self.workspace.campaign.policy
        return Context(register=self.register(), at=now(), audience="team", policy=policy)

    def people(self, speakers: Sequence[Speaker]) -> list[Person]:
        """Accounts as the team sees them, in the language of the pages."""
        return people(self.workspace, self.team(), speakers, self.tongue)

    def public(self, story: str = "") -> Context:
        """How the gate is asked for what everybody may see."""
        policy = self.workspace.campaign.policy
        return Context(register=self.register(), at=now(), story=story, policy=policy)

    def remember_export(self, path: Path) -> str:
        """A name for an export in an address, which then tells the browser's history nothing."""
        known = (name for name, export in self._exports.items() if export == path)
        name = next(known, "") or secrets.token_hex(8)
        self._exports[name] = path
        return name

    def export(self, name: str) -> Path:
        """The export of that name; AskedWrongly when the workbench does not know it any more."""
        if name not in self._exports:
            raise AskedWrongly(
                "The workbench does not know that export any more.",
                kept="What came in is kept.",
                do="Drop the export again and say once more that it is yours.",
            )
        return self._exports[name]

    def say(self, message: str, **places: object) -> None:
        """Say something on the next page that is shown; ``places`` fill its ``%(name)s``."""
        self._said.append(self.tongue.gettext(message, **places))

    def said(self) -> tuple[str, ...]:
        """What is to be said now, once."""
        said, self._said = tuple(self._said), []
        return said
