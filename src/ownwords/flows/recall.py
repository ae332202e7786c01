"""What was told and published of somebody: cut from stories, editions recalled."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Sequence
from io import BytesIO, StringIO
from pathlib import Path

import msgspec

from ownwords.archive import files
from ownwords.archive.erasing_desk import retired, rewrite
from ownwords.archive.erasing_work import Work
from ownwords.flows import editions, withdrawn
from ownwords.flows.proof import named
from ownwords.flows.proof.packed import unpacked
from ownwords.flows.proof.proving import Hit, Traces, find_in
from ownwords.flows.recalled import Recalled
from ownwords.flows.withdrawn import FEED
from ownwords.records.edition import Edition, place_in
from ownwords.stories.blocks import ending
from ownwords.workspace import Workspace

CUT = "*(A passage was taken out here.)*"
_PACKED_FEED = re.compile(rb'\{\n "withdrawn": \[[^\]]*\]\n\}')
"""The feed in the zip of an edition: it names what does not stand there any more."""
_OPENS = r"^ {0,3}(`{3,}|~{3,})[ \t]*"
_LONGER = r"(?:(?<=`)`+|(?<=~)~+)?[ \t]*$"
_BLOCK = re.compile(
    rf"{_OPENS}(?:quote|paraphrase)[ \t]*\n(.*?)^[ \t]*\1{_LONGER}"
    rf"(?:\s*{_OPENS}correction[ \t]*\n.*?^[ \t]*\3{_LONGER})*",
    re.MULTILINE | re.DOTALL,
)
"""As stories/blocks.py reads them: what opens may be indented, what closes may be longer."""
_POST = re.compile(r"^post[ \t]*:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_CHOSEN = re.compile(r"^(?:span|translation)[ \t]*:", re.MULTILINE | re.IGNORECASE)
_DIGEST = re.compile(r"digest[ \t]*:", re.IGNORECASE)
_LEAST = 12
"""Characters of a text by which an edition is known to hold it."""
_EARLY = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can tell: the same edition gives the same zip."""


def cut_stories(workspace: Workspace, work: Work, recalled: Recalled) -> None:
    """Take their quotations out of story files; a line of the editor says that something stood.

    A whole post of somebody else from which they were cut is quoted as it is now.
    """
    posts = frozenset(work.posts)
    for path in sorted(workspace.folder.stories.glob("*.md")):
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        cut = without(text, posts)
        if cut != text:
            recalled.stories.append(path.name)
        after = _as_it_is_now(cut, _redacted(workspace, cut))
        if after != text:
            files.write_bytes(path, after.encode("utf-8", "surrogateescape"))


def telling(workspace: Workspace, posts: Collection[str]) -> set[str]:
    """The files of stories that quote or retell one of these posts."""
    wanted = frozenset(posts)
    return {
        path.relative_to(workspace.folder.root).as_posix()
        for path in workspace.folder.stories.glob("*.md")
        if not wanted.isdisjoint(posts_in(path.read_text(encoding="utf-8", errors="replace")))
    }


def without(text: str, posts: Collection[str]) -> str:
    """A story without its quotations and retellings of these posts."""
    return _cut(text, posts, lambda lines: [CUT + ending(lines[-1])])


def blanked(text: str, posts: Collection[str]) -> str:
    """The same with every line where it was."""
    return _cut(text, posts, lambda lines: [ending(line) for line in lines])


def _cut(text: str, posts: Collection[str], instead: Callable[[list[str]], list[str]]) -> str:
    def kept(block: str, lines: list[str]) -> list[str]:
        named = _POST.search(block)
        return instead(lines) if named and named[1] in posts else lines

    return _edited(text, kept)


def _edited(text: str, changed: Callable[[str, list[str]], list[str]]) -> str:
    """A story with the lines of every block as ``changed`` gives them; each other byte stays.

    ``changed`` is given what stands in the block, its lines ending in a line feed, and the lines as
    they are in the file, with their own ends.
    """
    lines = list(StringIO(text, newline=""))
    plain = _plain(lines)
    made, done = "", 0
    for found in _BLOCK.finditer(plain):
        first, last = (plain.count("\n", 0, place) for place in found.span())
        made += "".join(lines[done:first] + changed(found[2], lines[first : last + 1]))
        done = last + 1
    return made + "".join(lines[done:])


def _plain(lines: Iterable[str]) -> str:
    return "".join(line.removesuffix(ending(line)) + "\n" for line in lines)


def posts_in(text: str) -> list[str]:
    """The posts that a story quotes and retells."""
    blocks = _BLOCK.finditer(_plain(StringIO(text, newline="")))
    named = (_POST.search(found[2]) for found in blocks)
    return [one[1] for one in named if one]


def _redacted(workspace: Workspace, text: str) -> frozenset[str]:
    """Posts in quote blocks from which somebody was taken out."""
    heads = workspace.vault.engine.heads(posts_in(text))
    return frozenset(name for name, head in heads.items() if head.redacted)


def _as_it_is_now(text: str, redacted: frozenset[str]) -> str:
    """The story without the digests of these posts, which the next build fills in anew.

    A block with a span or a translation keeps it: somebody must read it again, so it waits.
    """

    def bare(block: str, lines: list[str]) -> list[str]:
        named = _POST.search(block)
        if not named or named[1] not in redacted or _CHOSEN.search(block):
            return lines
        return [line for line in lines if not _DIGEST.match(line)]

    return _edited(text, bare)


def remember(workspace: Workspace, work: Work) -> None:
    """Note the public ids of their quotations in the feed, before the desk forgets them."""
    desk = workspace.vault.desk
    with desk.change() as connection:
        names = retired(connection, work.posts)
    gone = frozenset(names)
    told = (quote.id for edition in desk.editions() for quote in edition.quotes)
    names += [name for name in told if place_in(name) in gone]
    withdrawn.add(workspace, names)


def holding(workspace: Workspace, traces: Traces) -> list[Path]:
    """What of editions/ holds them: folders and files."""
    gone = withdrawn.feed(workspace)
    known = quoting(workspace) | naming(workspace, traces)
    return [
        path
        for path in sorted(workspace.folder.editions.iterdir())
        if path.name != FEED
        and (
            editions.number_of(path) in known
            or _quotes(path, traces.works, gone)
            or _repeats(path, traces)
        )
    ]


def quoting(workspace: Workspace) -> set[int]:
    """Editions that are known to quote or retell somebody who was taken out.

    Also those of which nothing is on this computer any more, recalled or not; of a retelling no
    page says whose words it retells.
    """
    gone = frozenset(withdrawn.feed(workspace))
    known = workspace.vault.desk.editions()
    return {one.number for one in known if not gone.isdisjoint(quote.id for quote in one.quotes)}


def naming(workspace: Workspace, traces: Traces) -> set[int]:
    """Editions from before in which the tellers name somebody who was taken out."""
    names = named.settled(workspace.folder.root, traces.works)
    names = {name for name in names if traces.needles.is_nobody_elses(name)}
    newest = max((work.newest for work in traces.works), default=0)
    return {
        editions.number_of(path)
        for path in sorted(workspace.folder.editions.iterdir())
        if path.is_dir() and editions.number_of(path) <= newest
        if any(named.stand_in(one, names) for one in inside(path))
    }


def _quotes(path: Path, works: Sequence[Work], gone: list[str]) -> bool:
    return any(_holds(path, work, gone) for work in works)


def _repeats(path: Path, traces: Traces) -> bool:
    """Whether the proof would find something of them."""
    return any(traces_in(one, path.parent, traces) for one in inside(path))


def traces_in(path: Path, root: Path, traces: Traces) -> list[Hit]:
    """What of them the proof would find in a file; what cannot be opened is no reason to go."""
    return [hit for hit in find_in(path, root, traces.needles) if hit.is_trace]


def inside(path: Path) -> list[Path]:
    """The files of a folder, or the file itself."""
    return sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]


def _holds(path: Path, work: Work, gone: list[str]) -> bool:
    """Whether a file or folder of editions/ holds their quotations, words or addresses."""
    needles = [*gone, *work.accounts, *work.posts]
    needles += [text for text in work.texts if len(text) >= _LEAST]
    spelled = {form for one in needles for form in _spellings(one)}
    for one in inside(path):
        data = one.read_bytes()
        data += b"\n".join(held for _, held in unpacked(data) if held)
        data = _PACKED_FEED.sub(b"", data)
        if any(form in data for form in spelled):
            return True
    return False


def _spellings(text: str) -> set[bytes]:
    plain = {text, html.escape(text), html.escape(text, quote=False), json.dumps(text)[1:-1]}
    return {form.encode("utf-8", "surrogatepass") for form in plain}


def call_back(workspace: Workspace, number: int) -> None:
    """Remove an edition and its zip; what it told of numbers stays known, and where it was put.

    Whom it quotes stays known too: as long as copies stand elsewhere, somebody who leaves must be
    told of them. AskedWrongly when there is no such edition.
    """
    edition = editions.the(workspace, number)
    _remove(workspace, msgspec.structs.replace(edition, files=()))


def remove(workspace: Workspace, number: int) -> None:
    """What is said to be removed is removed whole: the folder of an edition, its zip, its list."""
    edition = editions.the(workspace, number)
    _remove(workspace, msgspec.structs.replace(edition, files=(), quotes=()))


def _remove(workspace: Workspace, left: Edition) -> None:
    for path in editions.on_disk(workspace, left.number):
        discard(path)
    _mark(workspace, left)


def discard(path: Path) -> None:
    """Remove a file or folder of editions/ durably."""
    files.remove(path)
    files.sync_folder(path.parent)


def _mark(workspace: Workspace, left: Edition) -> None:
    """Note in the desk what is left of an edition that was recalled: it lists no files."""
    desk, number = workspace.vault.desk, left.number
    if editions.the(workspace, number) == left:
        return
    with desk.change() as connection:
        editions.amend(connection, left)
        rewrite(connection, "clearances", lambda row: None if row["edition"] == number else row)


def pack(workspace: Workspace, edition: Path) -> Path:
    """Put a built edition with the feed into a zip beside it; the zip."""
    target = edition.with_suffix(".zip")
    withdrawn.put_right(workspace)
    files.write_bytes(target, packed(edition, workspace.folder.editions / FEED))
    return target


def packed(edition: Path, feed: Path) -> bytes:
    """An edition and the feed as one zip; equal editions give equal bytes."""
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as whole:
        named = [(one.relative_to(edition).as_posix(), one) for one in inside(edition)]
        for name, one in [*named, *([(FEED, feed)] if feed.is_file() else [])]:
            whole.writestr(zipfile.ZipInfo(name, _EARLY), one.read_bytes())
    return sink.getvalue()
