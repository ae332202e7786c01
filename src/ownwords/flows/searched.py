"""What finished files hold that nothing explains: words without a yes, and personal data.

Long lists are searched stretch by stretch. One whose quotations alone explain everything in it is
remembered together with them and with all that is held, and not searched again as long as each of
these is the same to the byte. Whatever else stands in the edition can change nothing about it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import cached_property
from operator import attrgetter

from ownwords.consent.explained import Explained
from ownwords.consent.leaks import Leak, LeakScanner
from ownwords.consent.stretches import stretches
from ownwords.edition.parts import Check
from ownwords.flows.finished import PageScreen, is_page, pieces
from ownwords.flows.prepared import Prepared, fixed_words, quotations_of
from ownwords.records.cleared import Cleared
from ownwords.records.errors import PublishStopped
from ownwords.workspace import Workspace

_SHOWN = 8
_CHECKED = attrgetter(*(field.name for field in fields(Check)))
_NAMES = re.compile(rb"q[0-9a-f]{16}")
"""Public names of quotations. One that is overlooked explains nothing: nothing is lost but time."""


class FinishedSearch:
    """Searches finished files for every held word, and pages for what was not screened before.

    ``leaks`` and ``flags`` gather what was found: places, never words.
    """

    def __init__(self, workspace: Workspace, prepared: Prepared) -> None:
        self.leaks: list[Leak] = []
        self.flags: list[tuple[str, str]] = []
        self._workspace, self._prepared = workspace, prepared
        self._pages = _page_screen(prepared)
        self._screen = prepared.screen
        self._fixed = fixed_words(workspace)
        self._clean = prepared.remembered.about(b"finished", *self._circumstances())
        self._beside: dict[bytes, list[Cleared]] = defaultdict(list)
        for quotation in quotations_of(prepared.site):
            around = (quotation.before, quotation.words, quotation.after)
            self._beside[quotation.id.encode()] += (one for one in around if one is not None)

    def __call__(self, path: str, data: bytes) -> None:
        """Search one file; where a stretch of it leaks, the whole file says what does."""
        leaking = [stretch for stretch in stretches(data) if not self._is_clean(path, stretch)]
        if leaking or self._scanner.scan(path, b""):
            self.leaks += self._scanner.scan(path, data, self._everything)
        if not is_page(path):
            self.flags += ((path, kind) for kind in self._pages.flags(path, data))

    def _circumstances(self) -> Iterator[bytes]:
        """What the answers depend on beside a stretch and its quotations: what is held."""
        folder, desk = self._workspace.folder, self._workspace.vault.desk
        for entry in desk.manifest():
            yield hashlib.sha256((folder.root / entry.path).read_bytes()).digest()
        yield from (words.encode() for words in self._fixed)
        yield repr(self._workspace.campaign.policy.regions).encode()

    @cached_property
    def _scanner(self) -> LeakScanner:
        return LeakScanner(self._workspace.vault.engine.held_words(), self._fixed)

    @cached_property
    def _everything(self) -> Explained:
        """What all cleared words of the edition explain."""
        return Explained(self._prepared.cleared)

    def _is_clean(self, path: str, stretch: bytes) -> bool:
        """Whether nothing leaks in a stretch; personal data in it is noted."""
        cleared = self._quoted_in(stretch)
        question = self._clean.question(stretch, *map(_spelled_out, cleared))
        if self._clean.knows(question):
            return True
        alone = not self._scanner.scan("", stretch, cleared)
        harmless = not is_page(path) or self._is_harmless(stretch, cleared)
        if not harmless:
            self.flags += ((path, kind) for kind in self._pages.flags(path, stretch))
        if alone and harmless:
            self._clean.add(question)
        return alone or not self._scanner.scan("", stretch, self._everything)

    def _quoted_in(self, stretch: bytes) -> list[Cleared]:
        """The cleared words of the quotations that a stretch names."""
        names = dict.fromkeys(_NAMES.findall(stretch))
        return [one for name in names if name in self._beside for one in self._beside[name]]

    def _is_harmless(self, stretch: bytes, cleared: Sequence[Cleared]) -> bool:
        """Whether nothing beside these words, which were screened, could give anybody away."""
        known = {said for one in cleared for said in (one.text, one.credit)}
        return all(said in known or self._screen.is_harmless(said) for said in pieces(stretch))


def _spelled_out(one: Cleared) -> bytes:
    """Everything that the search for leaks asks of cleared words."""
    said = (one.clearance.use.value, one.credit, one.text)
    return "\0".join(said).encode("utf-8", "surrogatepass")


def _page_screen(prepared: Prepared) -> PageScreen:
    """Screens finished pages for what was not screened before they were made."""
    known = (*_texts(prepared), *(one.words for one in prepared.passages))
    return PageScreen(known, prepared.screen)


def _texts(prepared: Prepared) -> Iterator[str]:
    """What was let through already: words and names, and what stands beside them to be checked."""
    for one in prepared.cleared:
        yield one.text
        yield one.credit
    for quotation in quotations_of(prepared.site):
        yield quotation.id
        yield from (said for said in _CHECKED(quotation.check) if isinstance(said, str))


def stop_at_leaks(leaks: Sequence[Leak]) -> None:
    """Raise PublishStopped with the places, never the words."""
    if leaks:
        raise PublishStopped(
            f"The finished edition holds words or names that no yes covers: {_places(leaks)}.",
            kept="The edition was not built; the last one is untouched.",
            do="Look at these pages' sources (story, introduction, campaign.toml) and take the "
            "words out, or quote them in a quote block.",
        )


def stop_at_page_flags(found: Sequence[str]) -> None:
    """Raise PublishStopped when a finished page was flagged; ``found`` are places with kinds."""
    if found:
        shown = ", ".join(list(dict.fromkeys(found))[:_SHOWN])
        raise PublishStopped(
            f"Finished pages hold what could give somebody away: {shown}.",
            kept="The edition was not built; the last one is untouched.",
            do="Look at what these pages are made from, and take it out.",
        )


def _places(leaks: Sequence[Leak]) -> str:
    counted = Counter(
        (f"{leak.path}, line {leak.line}" if leak.line else leak.path, leak.kind) for leak in leaks
    )
    shown = [
        f"{path} ({kind}{f', {n} times' if n > 1 else ''})"
        for (path, kind), n in counted.most_common(_SHOWN)
    ]
    return ", ".join(shown) + (" and more" if len(counted) > _SHOWN else "")
