"""Writing stories at the workbench: drafts, earlier wordings, and a rehearsal of the page.

The story stays the plain file ``stories/NAME.md`` and may be edited anywhere. What is typed is kept
as a draft until it is saved; what a save replaces is kept as an earlier wording. Both lie in
``cache/writing/``, which goes when somebody is taken out: a draft may hold anything.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from io import StringIO
from pathlib import Path

import msgspec

from ownwords.archive import files
from ownwords.consent.gate import Context
from ownwords.edition.pages import Preview
from ownwords.edition.preview import build_preview
from ownwords.flows.clock import now
from ownwords.flows.numbers import Numbers
from ownwords.flows.quoting import Quoter
from ownwords.flows.recall import posts_in, without
from ownwords.flows.site import masthead
from ownwords.flows.telling import rehearse
from ownwords.records.errors import AskedWrongly, BadStory
from ownwords.records.times import iso_day
from ownwords.stories.compose import parse_story
from ownwords.workspace import Workspace

KEPT = 50
"""Earlier wordings of a story that are kept."""

_DIGITS = 64
"""Hexadecimal digits of the digest in a base."""
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class Entry(msgspec.Struct, frozen=True):
    """A story in the list: its file name, its title, what keeps it from being read, if anything."""

    slug: str
    title: str
    problem: str = ""


class Sheet(msgspec.Struct, frozen=True):
    """A story on the desk: the text to go on with, and what it was begun from.

    ``base`` is the digest of the file, and how often posts had come or gone when it was opened.
    ``draft`` says that the text was typed and is not saved yet.
    """

    slug: str
    text: str
    base: str
    draft: bool


class Wording(msgspec.Struct, frozen=True):
    """An earlier wording: its number, when it was replaced (microseconds UTC), its length."""

    number: int
    at: int
    length: int


def entries(workspace: Workspace) -> list[Entry]:
    """Every story of the folder, also one that cannot be read."""
    return [_entry(path) for path in sorted(workspace.folder.stories.glob("*.md"))]


def _entry(path: Path) -> Entry:
    try:
        return Entry(path.stem, parse_story(path.read_text(encoding="utf-8"), path.stem).title)
    except (BadStory, UnicodeDecodeError) as error:
        what = error.what if isinstance(error, BadStory) else "It is not UTF-8."
        return Entry(path.stem, path.stem, what)


def begin(workspace: Workspace, title: str) -> str:
    """A new story with nothing but its header; returns its file name.

    That is no name for which somebody answered: what they said yes to was another story.
    """
    slug = _slug(title) or "story"
    taken = {path.stem for path in workspace.folder.stories.glob("*.md")} | _answered(workspace)
    number, free = 2, slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    campaign = workspace.campaign
    line = " ".join(title.split())
    by = f"by: {campaign.told_by}\n" if campaign.told_by else ""
    text = f"---\ntitle: {line}\n{by}language: {campaign.languages[0]}\n---\n\n"
    files.write_bytes(workspace.folder.stories / f"{free}.md", text.encode())
    return free


def _answered(workspace: Workspace) -> set[str]:
    """The stories for which alone somebody said something, by their file names."""
    return {one.story for one in workspace.vault.desk.statements()}


def _slug(said: str) -> str:
    plain = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", plain).strip("-")[:60]


def move(workspace: Workspace, slug: str, wanted: str) -> str:
    """Give a story another file name, with what was typed and its earlier wordings; the name.

    AskedWrongly when the name is taken, cannot be one, or when somebody's yes names one of both.
    """
    path, name, answered = _path(workspace, slug), _slug(wanted), _answered(workspace)
    if name == slug:
        return slug
    if not name or name in answered or (path.parent / f"{name}.md").exists():
        raise AskedWrongly(
            "This cannot be the story's address, or another story has it.",
            kept="Nothing was changed.",
            do="Write another, with letters of the Latin alphabet and digits.",
        )
    if slug in answered:
        raise AskedWrongly(
            "Somebody's answer holds for this story alone, by its address.",
            kept="Nothing was changed.",
            do="Ask them again for the story under its other address, or keep this one.",
        )
    files.write_bytes(path.with_stem(name), path.read_bytes())
    files.remove(path)
    old, new = _place(workspace, slug), _place(workspace, name)
    if old.is_dir() and not new.exists():
        old.rename(new)
    return name


def sheet(workspace: Workspace, slug: str) -> Sheet:
    """The story to go on with: what was typed and not saved, else the file."""
    data = _path(workspace, slug).read_bytes()
    draft = _place(workspace, slug) / "draft.md"
    if draft.is_file():
        base, _, text = draft.read_text(encoding="utf-8").partition("\n")
        return Sheet(slug, text, base, draft=True)
    return Sheet(slug, _decoded(data, slug), _base(workspace, data), draft=False)


def _decoded(data: bytes, slug: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise AskedWrongly(
            "stories/%(slug)s.md is not UTF-8 at byte %(byte)s.",
            do="Save it as UTF-8 in the editor that wrote it.",
            slug=slug,
            byte=error.start,
        ) from None


def _path(workspace: Workspace, slug: str) -> Path:
    path = workspace.folder.stories / f"{slug}.md"
    if not _SLUG.fullmatch(slug) or not path.is_file():
        raise AskedWrongly("There is no story of that name.", do="Choose one of the list.")
    return path


def _place(workspace: Workspace, slug: str) -> Path:
    return workspace.folder.cache / "writing" / slug


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _base(workspace: Workspace, data: bytes) -> str:
    return f"{_digest(data)}{workspace.vault.desk.generation():08x}"


def _still_held(workspace: Workspace, text: str, base: str) -> str:
    """What was typed, without blocks of posts that went since: somebody may have been taken out.

    A window that was open meanwhile still shows them, and would bring them back.
    """
    if base[_DIGITS:] == _base(workspace, b"")[_DIGITS:]:
        return text
    named = set(posts_in(text))
    known = workspace.vault.engine.heads(sorted(named)).keys()
    return without(text, named - known - {one.post for one in workspace.vault.desk.wanted()})


def keep_draft(workspace: Workspace, slug: str, text: str, base: str) -> None:
    """Keep what is typed, durably, without touching the file."""
    _path(workspace, slug)
    text = _still_held(workspace, text, base)
    place = _place(workspace, slug)
    place.mkdir(parents=True, exist_ok=True)
    files.write_bytes(place / "draft.md", f"{base}\n{text}".encode("utf-8", "replace"))


def drop_draft(workspace: Workspace, slug: str) -> None:
    """Forget what was typed and not saved."""
    draft = _place(workspace, slug) / "draft.md"
    if draft.is_file():
        files.remove(draft)


def save(workspace: Workspace, slug: str, text: str, base: str) -> None:
    """Make the text the story; what stood there becomes an earlier wording.

    Raises AskedWrongly when the file was changed elsewhere since it was opened here.
    """
    path = _path(workspace, slug)
    before = path.read_bytes()
    text = _still_held(workspace, text, base)
    if _digest(before) != base[:_DIGITS]:
        keep_draft(workspace, slug, text, _base(workspace, before))
        raise AskedWrongly(
            "stories/%(slug)s.md was changed by another program meanwhile.",
            kept="What you typed is kept as a draft; the file is as the other program left it.",
            do="Compare them. Save again to replace the file: it becomes an earlier wording.",
            slug=slug,
        )
    text = _with_its_ends(text, before.decode("utf-8", "replace"))
    if text.encode() != before:
        _keep_wording(workspace, slug, before)
        files.write_bytes(path, text.encode())
    drop_draft(workspace, slug)


def _with_its_ends(text: str, before: str) -> str:
    """What was typed, each line with the end that it has in the file; a new one as the first line.

    Forms know one end of lines alone.
    """
    if "\r" not in before:
        return text
    old, new = (list(StringIO(one, newline="")) for one in (before, text))
    was, said = ([line.rstrip("\r\n") for line in lines] for lines in (old, new))
    ends = [_end(old[0])] * len(new)
    for place, at, length in SequenceMatcher(None, was, said, autojunk=False).get_matching_blocks():
        ends[at : at + length] = [_end(line) or ends[0] for line in old[place : place + length]]
    return "".join(
        line + (end if _end(typed) else "")
        for line, end, typed in zip(said, ends, new, strict=True)
    )


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _keep_wording(workspace: Workspace, slug: str, data: bytes) -> None:
    place = _place(workspace, slug)
    place.mkdir(parents=True, exist_ok=True)
    known = [wording.number for wording in wordings(workspace, slug)]
    number = max(known, default=0) + 1
    files.write_bytes(place / f"{number:06}-{now()}.md", data)
    for old in sorted(place.glob("[0-9]*.md"))[:-KEPT]:
        files.remove(old)


def wordings(workspace: Workspace, slug: str) -> list[Wording]:
    """Earlier wordings, the newest first."""
    found = [_wording(path) for path in _place(workspace, slug).glob("[0-9]*-[0-9]*.md")]
    return sorted(found, key=lambda one: -one.number)


def _wording(path: Path) -> Wording:
    number, _, at = path.stem.partition("-")
    return Wording(int(number), int(at), path.stat().st_size)


def wording(workspace: Workspace, slug: str, number: int) -> str:
    """The text of an earlier wording."""
    found = list(_place(workspace, slug).glob(f"{number:06}-*.md"))
    if not found:
        raise AskedWrongly("That wording is not kept any more.", do="Choose another.")
    return _decoded(found[0].read_bytes(), slug)


def bring_back(workspace: Workspace, slug: str, number: int) -> None:
    """Put an earlier wording on the desk as a draft; nothing is saved.

    What was typed and not saved becomes an earlier wording itself.
    """
    base = _base(workspace, _path(workspace, slug).read_bytes())
    earlier = wording(workspace, slug, number)
    _set_draft_aside(workspace, slug)
    keep_draft(workspace, slug, earlier, base)


def _set_draft_aside(workspace: Workspace, slug: str) -> None:
    draft = _place(workspace, slug) / "draft.md"
    if draft.is_file():
        _keep_wording(workspace, slug, draft.read_bytes().partition(b"\n")[2])
        files.remove(draft)


def remove(workspace: Workspace, slug: str) -> None:
    """Take a story out of the folder; its last wordings can be brought back by hand from the cache.

    An edition that tells it keeps telling it until the next one is published.
    """
    path = _path(workspace, slug)
    _keep_wording(workspace, slug, path.read_bytes())
    _set_draft_aside(workspace, slug)
    files.remove(path)


def rehearsed(
    workspace: Workspace, slug: str, text: str, desk: tuple[Context, Numbers]
) -> Iterator[tuple[str, bytes]]:
    """The files of the page as the edition would show it; what waits shows why, in its place.

    ``desk`` is the gate's context and the campaign's numbers. Public names of quotations are made
    up, so that trying a span out leaves nothing behind. Raises BadStory with the line.
    """
    context, numbers = desk
    quoter = Quoter(workspace, context, named=_made_up)
    told = rehearse(parse_story(text, slug), quoter, numbers)
    head = masthead(workspace.campaign, 0, iso_day(now()))
    return build_preview(Preview(masthead=head, stories=(told,)))


def _made_up(post: str, version: str, span: tuple[int, int] | None) -> str:
    named = f"{post}\n{version}\n{span}".encode()
    return "q" + hmac.digest(b"rehearsal", named, "sha256").hex()[:16]
