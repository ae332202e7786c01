"""How tests read fixtures: a file (or an unpacked archive) and its expectations beside it.

``x.jsonl`` has ``x.jsonl.expected.json``. A mapped file has ``x.map.toml`` beside it, or is of a
preset.
"""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ownwords.gather.connector import Connector, Options, connectors
from ownwords.gather.sources import Source, find_sources
from ownwords.records.captured import Captured, Departed, Fault, LeftOut, Page, Read, Wanted

FIXTURES = Path(__file__).parent.parent / "fixtures"
CANARY = "Kanarie"
"""Stands in the words of every fixture; no fault may hold it."""


@dataclass(frozen=True)
class Case:
    """One fixture."""

    format: str
    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(FIXTURES).as_posix()

    @property
    def good(self) -> bool:
        return self.path.parent.name == "good"

    @property
    def expectation(self) -> Path:
        return self.path.with_name(self.path.name + ".expected.json")

    @property
    def expected(self) -> dict[str, Any]:
        return json.loads(self.expectation.read_text("utf-8"))

    @property
    def connector(self) -> Connector:
        return connectors()[self.format]

    @property
    def options(self) -> Options:
        return Options()

    def source(self) -> Source:
        return source_of(self.path)

    def read(self, cursor: str = "") -> list[Read]:
        return list(self.connector.read(self.source(), self.options, cursor))


def cases() -> list[Case]:
    """Every fixture of every connector that has a folder of them."""
    found = []
    for name in connectors():
        for path in sorted((FIXTURES / name).glob("*/*")):
            if not path.name.endswith((".expected.json", ".map.toml", ".did.json")):
                found.append(Case(name, path))
    return found


def source_of(path: Path) -> Source:
    """The one source behind a path."""
    (source,) = find_sources(str(path))
    assert isinstance(source, Source)
    return source


def as_expected(case: Case) -> dict[str, Any]:
    """What a reading gives, in the form of an expectation."""
    reads = case.read()
    made: dict[str, Any] = {
        "posts": [_post(read) for read in reads if isinstance(read, Captured)],
        "departed": [_departed(read) for read in reads if isinstance(read, Departed)],
        "faults": [_fault(read) for read in reads if isinstance(read, Fault)],
    }
    left_out = [[read.count, read.reason] for read in reads if isinstance(read, LeftOut)]
    asked = [_wanted(read) for read in reads if isinstance(read, Wanted)]
    pages = [_page(read) for read in reads if isinstance(read, Page)]
    rare = {"left_out": left_out, "wanted": asked, "pages": pages}
    return {**made, **{name: what for name, what in rare.items() if what}}


def _page(read: Page) -> list[Any]:
    at = [_member(read), read.place.line, read.place.offset]
    digest = hashlib.sha256(read.data).hexdigest()[:16]
    return [at, read.url, read.taken, read.type, read.ending, read.record, len(read.data), digest]


def _wanted(read: Wanted) -> list[Any]:
    at = [read.place.line, read.place.offset]
    return [at, read.post, read.url, read.network, read.account, read.handle]


_POST_FIELDS = (
    *("id", "type", "version_id", "attributed_to", "handle", "name", "content", "published"),
    *("precision", "updated", "observed_at", "language", "truncated", "sensitive", "tags"),
    *("mentions", "links", "in_reply_to", "conversation", "quote_of", "repost_of"),
    *("organisation",),
)


def _post(read: Captured) -> dict[str, Any]:
    post = read.post
    made: dict[str, Any] = {"at": [_member(read), read.place.line, read.place.offset]}
    for field in _POST_FIELDS:
        value = getattr(post, field)
        if value not in ("", None, False, ()):
            made[field] = list(value) if isinstance(value, tuple) else value
    if post.visibility == "unlisted":
        made["visibility"] = post.visibility
    if post.attachments:
        made["attachments"] = [[one.type, one.url, one.name] for one in post.attachments]
    if read.wishes:
        made["wishes"] = [[wish.kind.value, wish.account, wish.post] for wish in read.wishes]
    if read.metrics:
        shown = read.metrics
        made["metrics"] = [shown.likes, shown.reposts, shown.replies, shown.followers]
    for said in read.statements:
        made["yes"] = [use.value for use in said.uses]
        made["evidence"] = said.evidence
    return made


def _departed(read: Departed) -> dict[str, Any]:
    return {
        "at": [_member(read), read.place.line, read.place.offset],
        "kind": read.kind.value,
        "post": read.post,
        "account": read.account,
        "when": read.at,
    }


def _fault(read: Fault) -> dict[str, Any]:
    return {
        "at": [_member(read), read.place.line, read.place.offset],
        "reason": read.reason,
        "kept": read.kept,
    }


def _member(read: Read) -> str:
    return read.place.file.rpartition("!")[2] if "!" in read.place.file else ""


MB = 1 << 20
PLAIN = Options()


def read(name: str, path: Path, options: Options = PLAIN) -> list[Read]:
    """All that a connector reads of a file."""
    return list(connectors()[name].read(source_of(path), options))


def ids(reads: list[Read]) -> list[str]:
    """The native ids of the posts."""
    return [one.post.native_id for one in reads if isinstance(one, Captured)]


def faults(reads: list[Read]) -> list[Fault]:
    """What could not be read."""
    return [one for one in reads if isinstance(one, Fault)]


def peak_of(work: Callable[[], object]) -> int:
    """Bytes that Python and the libraries that tell it had at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
