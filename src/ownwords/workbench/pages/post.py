"""One post: its words, where they came from, and why they may or may not be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ownwords.archive.answers import Head
from ownwords.archive.blocks import Blocks
from ownwords.consent.gate import explain_words, release
from ownwords.flows.blocked import blocks_in
from ownwords.flows.people import name_of
from ownwords.flows.reading import as_block
from ownwords.reading.threads import thread
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Decision, Rule, Use
from ownwords.records.errors import AskedWrongly
from ownwords.records.post import State
from ownwords.workbench.asked import Answer, Asked, Go, Page, Shown
from ownwords.workbench.bench import Bench
from ownwords.workbench.blocking import EMPTY, decided, rule, written
from ownwords.workspace import Workspace

_SHOWN_USES = (
    Use.PARAPHRASE,
    Use.VERBATIM,
    Use.NAMED,
    Use.MEDIA,
    Use.RESEARCH_EXPORT,
    Use.MACHINE_LEARNING,
)


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a post, the first one first."""

    id: str
    words: Cleared


@dataclass(frozen=True, slots=True)
class May:
    """One use: is it allowed, by which rule, why, and what would make it a yes."""

    use: str
    allowed: bool
    rule: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Line:
    """A post of the thread; ``here`` is the one that the page is about."""

    id: str
    words: Cleared
    who: str
    published: int
    here: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a post came from."""

    source: str
    connector: str
    day: int
    payload_sha256: str


def show(asked: Asked) -> Answer:
    """Everything that is known of a post."""
    return _page(asked.bench, asked.query("id"), None)


def _page(
    bench: Bench, one: str, problem: AskedWrongly | None, filled: Mapping[str, str] = EMPTY
) -> Shown:
    """Of a post that is blocked nobody reads the words; the page says why, and can lift it."""
    engine = bench.workspace.vault.engine
    head, sealed = engine.heads([one]).get(one), engine.words([one]).get(one)
    team = bench.team()
    if head is None or sealed is None:
        raise _unread()
    read = release(sealed, Use.READ, team)
    if isinstance(read, Decision) and read.rule is not Rule.BLOCKED:
        raise _unread()
    words = read if isinstance(read, Cleared) else None
    values = {
        "id": one,
        "words": words,
        "who": name_of(head, team, bench.tongue),
        "head": head,
        "state": _state(bench, head),
        "published": head.published,
        "versions": _versions(bench, head),
        "origin": _origin(bench.workspace, head),
        "may": tuple(
            May(use.value, said.allowed, said.rule.value, said.why, said.what_would_make_it_yes)
            for use, said in explain_words(sealed, bench.public()).items()
            if use in _SHOWN_USES
        ),
        "wishes": sorted(team.register.wishes_on(head.account, one)),
        "thread": _thread(bench, head),
        "block": words and as_block(bench.workspace, one, head.version, words),
        "blocks": decided(blocks_in(bench.workspace, sealed), "post", one),
        "problem": problem,
        "filled": filled,
    }
    return Shown("post.html", values, status=422 if problem else 200)


def _unread() -> AskedWrongly:
    return AskedWrongly(
        "No such post may be read here.", do="It may be hidden, erased, or never have come in."
    )


def keep_back(asked: Asked) -> Answer:
    """Keep the post from being shown, or let go of that."""
    bench, one = asked.bench, asked.text("id")
    if one not in bench.workspace.vault.engine.heads([one]):
        raise _unread()
    try:
        rule(asked, Blocks(posts=frozenset({one})))
    except AskedWrongly as problem:
        return _page(bench, one, problem, written(asked))
    return Go("/post", {"id": one})


def _state(bench: Bench, head: Head) -> str:
    """Whether the post, else its account, is still where it was said."""
    gone = bench.known("departures", lambda own: own.vault.desk.departures())
    return (gone.get(head.id) or gone.get(head.account) or State.PRESENT).value


def _versions(bench: Bench, head: Head) -> tuple[Version, ...]:
    if len(head.versions) < 2:
        return ()
    asked = [f"{head.id}@{version}" for version in head.versions]
    found = bench.workspace.vault.engine.words(asked)
    team = bench.team()
    versions = []
    for version, name in zip(head.versions, asked, strict=True):
        cleared = release(found[name], Use.READ, team) if name in found else None
        if isinstance(cleared, Cleared):
            versions.append(Version(version, cleared))
    return tuple(versions)


def _origin(workspace: Workspace, head: Head) -> Origin | None:
    for one in workspace.vault.desk.accessions():
        if one.id == head.accession:
            name = Path(one.source).name or one.source
            return Origin(name, one.connector, one.ended or one.started, head.payload_sha256)
    return None


def _thread(bench: Bench, head: Head) -> tuple[Line, ...]:
    """The posts around this one, in order, with this one among them; empty when it stands alone."""
    engine, team = bench.workspace.vault.engine, bench.team()
    around = thread(engine, head)
    ids = [*around.before, head.id, *around.after]
    if len(ids) == 1:
        return ()
    heads, words = engine.heads(ids), engine.words(ids)
    lines = []
    for one in ids:
        cleared = release(words[one], Use.READ, team) if one in words else None
        if isinstance(cleared, Cleared):
            said = heads[one]
            who = name_of(said, team, bench.tongue)
            lines.append(Line(one, cleared, who, said.published, here=one == head.id))
    return tuple(lines)


PAGES = (Page("GET", "/post", show), Page("POST", "/post/block", keep_back))
