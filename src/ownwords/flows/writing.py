"""Writing stories at the workbench: drafts, earlier wordings, and a rehearsal of the page.

The story stays the plain file ``stories/NAME.md`` and may be edited anywhere. What is typed is kept
as a draft until it is saved (``drafts.py``); what a save replaces is kept as an earlier wording.
Both lie in ``cache/writing/``, which goes when somebody is taken out: a draft may hold anything.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from io import StringIO
from pathlib import Path

import msgspec

from ownwords.archive import files
from ownwords.consent.gate import Context
from ownwords.edition.pages import Preview
from ownwords.edition.preview import build_preview
from ownwords.flows import drafts
from ownwords.flows.clock import now
from ownwords.flows.drafts import Draft, Elsewhere, Place, Typed, Window
from ownwords.flows.numbers import Numbers
from ownwords.flows.quoting import Quoter
from ownwords.flows.site import masthead
from ownwords.flows.telling import rehearse
from ownwords.records.errors import AskedWrongly, BadStory
from ownwords.records.times import iso_day
from ownwords.stories.blocks import ending
from ownwords.stories.compose import is_slug, parse_story
from ownwords.workspace import Workspace

KEPT = 50
"""Earlier wordings of a story that are kept."""

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class Entry(msgspec.Struct, frozen=True):
    """A story in the list: its file name, its title, what keeps it from being read, if anything."""

    slug: str
    title: str
    problem: str = ""


class Sheet(msgspec.Struct, frozen=True):
    """A story on the desk: the text to go on with, and what it was begun from.

    base: see :class:`~ownwords.flows.drafts.Typed`
    window: the window that is made by showing this sheet
    draft: what was typed and not saved, if that is the text
    file: the digest of the file as it is now
    others: where the file differs from the text, when it is not the one of the base any more
    elsewhere: what was typed in other windows, is not saved, and stands in none of these texts
    """

    slug: str
    text: str
    base: str
    window: Window
    file: str
    draft: Draft | None = None
    others: tuple[Place, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


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


def begin(workspace: Workspace, title: str, typed: Typed | None = None) -> str:
    """A new story with nothing but its header; returns its file name.

    That is no name for which somebody answered: what they said yes to was another story. What was
    ``typed`` into a story that is gone becomes its draft.
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
    if typed is not None:
        base = drafts.base_of(workspace, text.encode())
        drafts.keep(workspace, free, Typed(drafts.still_held(workspace, typed), base))
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
    old, new = drafts.place_of(workspace, slug), drafts.place_of(workspace, name)
    if old.is_dir() and not new.exists():
        old.rename(new)
    return name


def sheet(workspace: Workspace, slug: str, windows: Sequence[str] = ()) -> Sheet:
    """The story to go on with, for the first of these windows that has a draft.

    Without one: what was typed last on from the file as it is, else the file.
    """
    data = _path(workspace, slug).read_bytes()
    kept = drafts.kept(workspace, slug)
    own = [one for name in windows for one in kept if one.window == name]
    fresh = [one for one in kept if drafts.is_from(one.base, data)]
    draft = next(iter((*own, *fresh)), None)
    text = draft.text if draft else _decoded(data, slug)
    there = "" if draft is None else data.decode("utf-8", "replace").replace("\r\n", "\n")
    stale = draft is not None and not drafts.is_from(draft.base, data)
    return Sheet(
        slug=slug,
        text=text,
        base=draft.base if draft else drafts.base_of(workspace, data),
        window=drafts.new_window(draft),
        file=drafts.digest_of(data),
        draft=draft,
        others=drafts.differences(there, text) if stale else (),
        elsewhere=tuple(
            Elsewhere(one, drafts.differences(one.text, text))
            for one in kept
            if one.text not in {text, there}
        ),
    )


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
    if not is_slug(slug) or not path.is_file():
        raise AskedWrongly("There is no story of that name.", do="Choose one of the list.")
    return path


def is_there(workspace: Workspace, slug: str) -> bool:
    """Whether there is a story of that name, or not any more."""
    return is_slug(slug) and (workspace.folder.stories / f"{slug}.md").is_file()


def keep_draft(workspace: Workspace, slug: str, typed: Typed) -> None:
    """Keep what is typed, durably, without touching the file."""
    _path(workspace, slug)
    drafts.keep(workspace, slug, typed)


def drop_draft(workspace: Workspace, slug: str, window: Window) -> None:
    """Forget what was typed in this window and not saved."""
    drafts.forget(workspace, slug, window)


def drop_seen(workspace: Workspace, slug: str, digest: str) -> None:
    """Forget what was typed in another window, as far as it was shown here."""
    for one in drafts.kept(workspace, slug):
        if one.digest == digest:
            drop_draft(workspace, slug, Window(one.window))


def set_aside(workspace: Workspace, slug: str, window: Window) -> None:
    """Make what was typed in this window, and is not saved, an earlier wording."""
    for one in drafts.forget(workspace, slug, window):
        _keep_wording(workspace, slug, one.text.encode("utf-8", "replace"))


def save(workspace: Workspace, slug: str, typed: Typed, over: str = "") -> None:
    """Make the text the story; what stood there becomes an earlier wording.

    Raises AskedWrongly when the file is another than the one that the page was made from, unless
    it is the one that somebody saw and wants to replace: ``over`` is its digest.
    """
    path = _path(workspace, slug)
    before = path.read_bytes()
    text = drafts.still_held(workspace, typed)
    text = _with_its_ends(text, before.decode("utf-8", "replace"))
    seen = drafts.is_from(typed.base, before) or over == drafts.digest_of(before)
    if text.encode() != before and not seen:
        drafts.keep(workspace, slug, typed)
        raise AskedWrongly(
            "This story was saved in another window, or changed by another program, since this "
            "page was opened.",
            kept="Nothing was overwritten. What you typed stands in the field and is kept.",
            do="Look below where the two differ, then choose.",
        )
    if text.encode() != before:
        _keep_wording(workspace, slug, before)
        files.write_bytes(path, text.encode())
    drafts.forget(workspace, slug, typed.window)


def _with_its_ends(text: str, before: str) -> str:
    """What was typed, each line with the end that it has in the file; a new one as the first line.

    Forms know one end of lines alone.
    """
    if "\r" not in before:
        return text
    old, new = (list(StringIO(one, newline="")) for one in (before, text))
    was, said = ([line.rstrip("\r\n") for line in lines] for lines in (old, new))
    ends = [ending(old[0])] * len(new)
    for place, at, length in SequenceMatcher(None, was, said, autojunk=False).get_matching_blocks():
        ends[at : at + length] = [ending(line) or ends[0] for line in old[place : place + length]]
    return "".join(
        line + (end if ending(typed) else "")
        for line, end, typed in zip(said, ends, new, strict=True)
    )


def _keep_wording(workspace: Workspace, slug: str, data: bytes) -> None:
    place = drafts.place_of(workspace, slug)
    place.mkdir(parents=True, exist_ok=True)
    known = [wording.number for wording in wordings(workspace, slug)]
    number = max(known, default=0) + 1
    files.write_bytes(place / f"{number:06}-{now()}.md", data)
    for old in sorted(place.glob("[0-9]*.md"))[:-KEPT]:
        files.remove(old)


def wordings(workspace: Workspace, slug: str) -> list[Wording]:
    """Earlier wordings, the newest first."""
    found = [_wording(path) for path in drafts.place_of(workspace, slug).glob("[0-9]*-[0-9]*.md")]
    return sorted(found, key=lambda one: -one.number)


def _wording(path: Path) -> Wording:
    number, _, at = path.stem.partition("-")
    return Wording(int(number), int(at), path.stat().st_size)


def wording(workspace: Workspace, slug: str, number: int) -> str:
    """The text of an earlier wording."""
    found = list(drafts.place_of(workspace, slug).glob(f"{number:06}-*.md"))
    if not found:
        raise AskedWrongly("That wording is not kept any more.", do="Choose another.")
    return _decoded(found[0].read_bytes(), slug)


def bring_back(workspace: Workspace, slug: str, number: int, window: Window) -> None:
    """Put an earlier wording on the desk as the draft of a window; nothing is saved.

    What was typed there and not saved becomes an earlier wording itself.
    """
    base = drafts.base_of(workspace, _path(workspace, slug).read_bytes())
    earlier = wording(workspace, slug, number)
    set_aside(workspace, slug, window)
    drafts.keep(workspace, slug, Typed(earlier, base, window))


def remove(workspace: Workspace, slug: str) -> None:
    """Take a story out of the folder; its last wordings can be brought back by hand from the cache.

    An edition that tells it keeps telling it until the next one is published.
    """
    path = _path(workspace, slug)
    _keep_wording(workspace, slug, path.read_bytes())
    for one in drafts.kept(workspace, slug):
        set_aside(workspace, slug, Window(one.window))
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
