"""What is typed into a story and not saved yet: a draft for each window that shows the story.

Two windows may show one story, and a person may forget one of them. So no window writes into the
draft of another: each has its own, and a window says which draft it went on from (``seen``). That
one goes when the window types on, unless somebody typed on in it as well. They lie beside the
earlier wordings, in ``cache/writing/``.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

from ownwords.archive import files
from ownwords.flows.recall import posts_in, without
from ownwords.workspace import Workspace

_DIGITS = 64
"""Hexadecimal digits of the digest in a base."""
_NAME = re.compile(r"[0-9a-f]{16}")
NAMELESS = "0" * 16
"""The window of drafts that name none: there was one draft a story once."""


class Window(msgspec.Struct, frozen=True):
    """Which window it is, and the digest of the draft that its page showed, if it showed one."""

    name: str = NAMELESS
    seen: str = ""


class Typed(msgspec.Struct, frozen=True):
    """A story as it stands in the field of a window.

    ``base`` is what the page was made from: the digest of the file, and how often posts had come
    or gone until then.
    """

    text: str
    base: str
    window: Window = Window()


class Draft(msgspec.Struct, frozen=True):
    """What was typed in a window, from which base, and when last (microseconds UTC)."""

    text: str
    base: str
    window: str
    at: int
    path: Path

    @property
    def digest(self) -> str:
        """By which a window says that it showed this draft as it is."""
        return digest_of(self.text.encode("utf-8", "replace"))


class Place(msgspec.Struct, frozen=True):
    """Lines in which two wordings differ; empty where one of them has nothing."""

    theirs: str
    mine: str


class Elsewhere(msgspec.Struct, frozen=True):
    """What was typed in another window and is not saved, and where it differs from the text."""

    draft: Draft
    differs: tuple[Place, ...]


def new_window(seen: Draft | None) -> Window:
    """A window that is shown this draft, or the file."""
    return Window(secrets.token_hex(8), "" if seen is None else seen.digest)


def place_of(workspace: Workspace, slug: str) -> Path:
    """Where drafts and earlier wordings of a story lie."""
    return workspace.folder.cache / "writing" / slug


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def base_of(workspace: Workspace, data: bytes) -> str:
    """The base of a page that is made from a file with these bytes now."""
    return f"{digest_of(data)}{workspace.vault.desk.generation():08x}"


def is_from(base: str, data: bytes) -> bool:
    """Whether a page was made from a file with these bytes."""
    return base[:_DIGITS] == digest_of(data)


def still_held(workspace: Workspace, typed: Typed) -> str:
    """What was typed, without blocks of posts that went since: somebody may have been taken out.

    A window that was open meanwhile still shows them, and would bring them back.
    """
    text = typed.text
    if typed.base[_DIGITS:] == base_of(workspace, b"")[_DIGITS:]:
        return text
    named = set(posts_in(text))
    known = workspace.vault.engine.heads(sorted(named)).keys()
    return without(text, named - known - {one.post for one in workspace.vault.desk.wanted()})


def kept(workspace: Workspace, slug: str) -> list[Draft]:
    """Every draft of a story, the one that was typed last first."""
    found = [_draft(path) for path in place_of(workspace, slug).glob("draft*.md")]
    return sorted(found, key=lambda one: (-one.at, one.window))


def _draft(path: Path) -> Draft:
    base, _, text = path.read_text(encoding="utf-8").partition("\n")
    at = path.stat().st_mtime_ns // 1000
    return Draft(text, base, path.stem.partition("-")[2] or NAMELESS, at, path)


def keep(workspace: Workspace, slug: str, typed: Typed) -> None:
    """Keep what is typed, durably; where that is nothing, there is no draft of this window."""
    text = still_held(workspace, typed)
    if _is_as_begun(text, typed.base):
        forget(workspace, slug, typed.window)
        return
    own = place_of(workspace, slug) / f"draft-{_name(typed.window)}.md"
    own.parent.mkdir(parents=True, exist_ok=True)
    files.write_bytes(own, f"{typed.base}\n{text}".encode("utf-8", "replace"))
    for one in _gone_on_from(workspace, slug, typed.window):
        files.remove(one.path)


def forget(workspace: Workspace, slug: str, window: Window) -> list[Draft]:
    """Forget the draft of a window, and the one that it went on from; returns them."""
    own = [one for one in kept(workspace, slug) if one.window == _name(window)]
    went = [*own, *_gone_on_from(workspace, slug, window)]
    for one in went:
        files.remove(one.path)
    return went


def _is_as_begun(text: str, base: str) -> bool:
    """Whether somebody typed nothing; forms know one end of lines alone."""
    ends = (text, text.replace("\n", "\r\n"))
    return any(is_from(base, one.encode("utf-8", "replace")) for one in ends)


def _gone_on_from(workspace: Workspace, slug: str, window: Window) -> Iterator[Draft]:
    for one in kept(workspace, slug):
        if one.window != _name(window) and one.digest == window.seen:
            yield one


def _name(window: Window) -> str:
    return window.name if _NAME.fullmatch(window.name) else NAMELESS


def differences(theirs: str, mine: str) -> tuple[Place, ...]:
    """Where two wordings differ, by whole lines, in their order."""
    there, here = theirs.splitlines(), mine.splitlines()
    matched = SequenceMatcher(None, there, here, autojunk=False)
    return tuple(
        Place("\n".join(there[a:b]), "\n".join(here[c:d]))
        for same, a, b, c, d in matched.get_opcodes()
        if same != "equal"
    )
