"""What finished files hold that nothing explains: words without a yes, and personal data.

Files are searched stretch by stretch. One whose quotations alone explain everything in it is
remembered together with them and with all that is held, and not searched again as long as each of
these is the same to the byte. Whatever else stands in the edition can change nothing about it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

import msgspec

from ownwords.consent.explained import Explained
from ownwords.consent.leaks import Leak, LeakScanner
from ownwords.consent.stretches import cuts, foot
from ownwords.edition import style
from ownwords.edition.dates import hour, spoken
from ownwords.edition.parts import Checkable
from ownwords.flows.fingerprinted import Fingerprinted
from ownwords.flows.finished_screen import PageScreen, is_page, pieces, said_anew
from ownwords.flows.prepared import Prepared, fixed_words, own_tags, printed_alone, quotations_of
from ownwords.flows.stopping import stop_where
from ownwords.locales.tongue import tongue_of
from ownwords.records.cleared import Cleared
from ownwords.workspace import Workspace

_NAMES = re.compile(rb"q[0-9a-f]{16}")
"""Public names of quotations. One that is overlooked explains nothing: nothing is lost but time."""
_OFFSET = 8
"""Bytes of a place in a file."""


class FinishedSearch:
    """Searches finished files for every held word, and pages for what was not screened before.

    ``leaks`` and ``flags`` gather what was found: places, never words.
    """

    def __init__(self, workspace: Workspace, prepared: Prepared) -> None:
        self.leaks: list[Leak] = []
        self.flags: list[tuple[str, str]] = []
        self._prepared = prepared
        self._screen = prepared.screen
        own = (fixed_words(workspace), own_tags(workspace), printed_alone(prepared.site))
        regions = repr(workspace.campaign.policy.regions)
        self._fingerprinted = Fingerprinted(workspace, prepared.remembered, *own)
        self._clean = self._fingerprinted.about(b"finished", regions.encode())
        self._beside: dict[bytes, list[Cleared]] = defaultdict(list)
        self._said: dict[bytes, str] = {}
        for quotation in quotations_of(prepared.site):
            self._beside[quotation.id.encode()] += quotation.shown
            self._said[quotation.id.encode()] = quotation.said
        self._spelled: dict[bytes, bytes] = {}
        self._ours = style.own_files()
        self._anew = said_anew(prepared.site.masthead)
        self._tongue = tongue_of(prepared.site.masthead.language)

    def __call__(self, path: str, data: bytes) -> None:
        """Search one file; where a stretch of it leaks, the whole file says what does.

        A style sheet or script that is to the byte the program's own holds nothing of anybody.
        """
        if self._ours.get(path) == data:
            return
        clean = self._is_clean_file(path, data)
        if not clean or not self._is_clean_name(path):
            self.leaks += self._scanner.scan(path, data, self._everything)
        if not is_page(path):
            self.flags += ((path, kind) for kind in self._pages.flags(path, data))

    def keep(self) -> None:
        """Remember the fingerprints of what is held, for the next edition."""
        self._fingerprinted.keep()

    @cached_property
    def _scanner(self) -> LeakScanner:
        return LeakScanner(self._fingerprinted.holdings)

    @cached_property
    def _everything(self) -> Explained:
        """What all cleared words of the edition explain."""
        return self._scanner.explained_by(self._prepared.cleared)

    @cached_property
    def _pages(self) -> PageScreen:
        """Screens for what was not screened before the pages were made."""
        prepared = self._prepared
        known = (*_texts(prepared), *(one.words for one in prepared.passages))
        return PageScreen(known, prepared.screen, self._anew)

    def _is_clean_name(self, path: str) -> bool:
        """Whether a path holds nothing that anything would have to explain."""
        question = self._clean.question(b"name", path.encode())
        clean = self._clean.knows(question) or not self._scanner.scan(path, b"")
        if clean:
            self._clean.add(question)
        return clean

    def _is_clean_file(self, path: str, data: bytes) -> bool:
        """Whether nothing leaks in any stretch of a file.

        What stands before its foot is one question first: where that is known, its stretches are.
        """
        border = foot(data)
        question = self._question(path, data[:border], b"head")
        rest = self._known_until(question)
        if rest is None:
            return self._search_through(path, data, border, question)
        last = data[rest:]
        return not last or self._is_clean(path, last, self._question(path, last))

    def _known_until(self, question: bytes) -> int | None:
        """Where the first stretch begins that is not in a known head; None for another head."""
        kept = self._clean.found(question)
        if kept is None:
            return None
        places = range(_OFFSET, len(kept), len(question))
        known = [self._clean.knows(kept[at : at + len(question)]) for at in places]
        return int.from_bytes(kept[:_OFFSET], "big") if all(known) else None

    def _search_through(self, path: str, data: bytes, border: int, question: bytes) -> bool:
        """Search stretch by stretch; a head of which each is known is remembered with them."""
        clean, of_head, rest = True, [], len(data)
        for start, end in cuts(data):
            stretch = data[start:end]
            asked = self._question(path, stretch)
            clean = self._is_clean(path, stretch, asked) and clean
            if end <= border:
                of_head.append(asked)
            else:
                rest = min(rest, start)
        if all(self._clean.knows(one) for one in of_head):
            self._clean.note(question, rest.to_bytes(_OFFSET, "big") + b"".join(of_head))
        return clean

    def _is_clean(self, path: str, stretch: bytes, question: bytes) -> bool:
        """Whether nothing leaks in a stretch; personal data in it is noted."""
        if self._clean.knows(question):
            return True
        names = self._names_in(stretch)
        cleared = [one for name in names for one in self._beside[name]]
        alone = not self._scanner.scan("", stretch, cleared)
        harmless = not is_page(path) or self._is_harmless(stretch, names)
        if not harmless:
            self.flags += ((path, found) for found in self._pages.flags(path, stretch))
        if alone and harmless:
            self._clean.add(question)
        return alone or not self._scanner.scan("", stretch, self._everything)

    def _names_in(self, stretch: bytes) -> list[bytes]:
        """The public names of quotations in it, each once."""
        return [name for name in dict.fromkeys(_NAMES.findall(stretch)) if name in self._beside]

    def _question(self, path: str, stretch: bytes, what: bytes = b"stretch") -> bytes:
        """Whether these bytes are clean beside the words of the quotations that are named there."""
        kind = b"page" if is_page(path) else b"file"
        named = b"".join(map(self._spelled_out, self._names_in(stretch)))
        return self._clean.question(what, kind, stretch, named)

    def _spelled_out(self, name: bytes) -> bytes:
        """Everything that the search for leaks asks of the words of one quotation, as a digest."""
        if name not in self._spelled:
            said = "".join(map(_spelled, self._beside[name])).encode("utf-8", "surrogatepass")
            self._spelled[name] = self._clean.question(b"quotation", said)
        return self._spelled[name]

    def _is_harmless(self, stretch: bytes, names: Sequence[bytes]) -> bool:
        """Whether nothing beside these quotations, which were screened, could give anybody away."""
        cleared = (one for name in names for one in self._beside[name])
        known = self._anew.union(said for one in cleared for said in (one.text, one.credit))
        known = known.union(*(self._moments(self._said[name]) for name in names))
        return all(said in known or self._screen.is_harmless(said) for said in pieces(stretch))

    def _moments(self, said: str) -> tuple[str, str]:
        """How a page tells when something was said: the gate let it through with the name."""
        return spoken(self._tongue, said, exact=True), hour(self._tongue, said, exact=True)


def _spelled(one: Cleared) -> str:
    """What is asked about, so that no two others look the same."""
    use, credit, text = one.clearance.use.value, one.credit, one.text
    return f"{use} {len(credit)} {len(text)} {credit}{text}"


def _texts(prepared: Prepared) -> Iterator[str]:
    """What was let through already: words and names, and what stands beside them to be checked."""
    for one in prepared.cleared:
        yield one.text
        yield one.credit
    for quotation in quotations_of(prepared.site):
        yield quotation.id
        if isinstance(quotation, Checkable):
            known = msgspec.structs.astuple(quotation.check)
            yield from (said for said in known if isinstance(said, str))


def stop_at_leaks(leaks: Sequence[Leak]) -> None:
    """Raise PublishStopped with the places, never the words."""
    counted = Counter(
        (f"{leak.path}, line {leak.line}" if leak.line else leak.path, leak.kind) for leak in leaks
    )
    stop_where(
        (
            f"{path} ({kind}{f', {n} times' if n > 1 else ''})"
            for (path, kind), n in counted.most_common()
        ),
        "The finished edition holds words or names that no yes covers:",
        do="Look at these pages' sources (story, introduction, campaign.toml) and take the "
        "words out, or quote them in a quote block.",
    )


def stop_at_page_flags(found: Sequence[str]) -> None:
    """Raise PublishStopped when a finished page was flagged; ``found`` are places with kinds."""
    stop_where(
        found,
        "Finished pages hold what could give somebody away:",
        do="Look at what these pages are made from, and take it out.",
    )
