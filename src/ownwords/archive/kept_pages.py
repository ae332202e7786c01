"""Pages on their way into sources/: each a file as it was answered, and its record beside it.

They wait with the rest of a taking and become visible behind it: a crash between the two leaves
them staged, and opening the campaign moves them. A page is called by what it is
(address, time, bytes), so that the same one from two archives is one.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from ownwords.archive import files
from ownwords.archive.folder import Folder
from ownwords.archive.keep_out import KeepOut
from ownwords.archive.redacted_payload import Finder
from ownwords.archive.redacted_text import Reader, authority
from ownwords.records.captured import Page
from ownwords.records.times import iso

STAGED_PAGES = "pages"
"""The folder of a taking in which its pages wait."""
_X = "x.com"
_SHOWS_X = re.compile(r"(?:^|\.)(?:twitter|x)\.com$|twitter|nitter")
"""Hosts of X, and others that show its posts under the same names."""
_ADDRESS = re.compile(
    r"https?:/{1,2}(?P<host>[^/:?#]+)(?::\d+)?(?P<path>.*?)(?=https?:/|$)", re.DOTALL
)
_PARTS = 50
_NOT_IN_TOML = re.compile('[\\\\"\x00-\x1f\x7f]')


class Pages:
    """The pages of one taking, staged in ``place``."""

    def __init__(self, folder: Folder, place: Path) -> None:
        self._sources = folder.sources
        self._place = place
        self._loose = False
        self._left = {path.name for path in place.glob("*.toml")}
        """Records that a crash left, perhaps in part: what comes again is written again."""

    def stage(self, page: Page) -> bool:
        """Keep a page until the taking is finished; False when it is known."""
        digest = hashlib.sha256(page.data).hexdigest()
        name = _name(page, digest)
        record = f"{name}.toml"
        staged = (self._place / record).exists() and record not in self._left
        if staged or (self._sources / record).exists():
            return False
        self._left.discard(record)
        self._place.mkdir(exist_ok=True)
        copy = f"{name}.{page.ending}"
        files.write_loosely(self._place / copy, page.data)
        files.write_loosely(self._place / record, _record(page, copy, digest))
        self._loose = True
        return True

    def sync(self) -> None:
        """Make what was staged durable."""
        if self._loose:
            files.sync_files(self._place)
            files.sync_folder(self._place)
            self._loose = False

    def count(self) -> int:
        """How many are staged."""
        return sum(1 for _ in self._place.glob("*.toml"))


def settle(folder: Folder, place: Path) -> None:
    """Move the pages staged in a place into sources/. Copies come before their records."""
    if not place.is_dir():
        return
    staged = sorted(place.iterdir(), key=lambda path: (path.suffix == ".toml", path.name))
    folder.sources.mkdir(exist_ok=True)
    for path in staged:
        files.move(path, folder.sources / path.name)
    files.sync_folder(folder.sources)


def is_kept_out(page: Page, keep_out: KeepOut) -> bool:
    """Whether somebody who must not be gathered again is who a page is of, or stands in its text.

    Of what others wrote a page is held back whole: what in it are words of theirs nobody can tell.
    """
    networks = dict.fromkeys((authority(page.url), _X))
    readers = [Reader(Finder(keep_out, network, ("", ""))) for network in networks]
    addresses = list(_addresses(page.url))
    text = _text(page.data) if page.ending != "pdf" else ""
    return any(
        any(map(reader.is_theirs, addresses)) or reader.text(text) != text for reader in readers
    )


def _text(data: bytes) -> str:
    """A page as text. Names are plain letters in every encoding that does not begin with a mark."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if marked else "utf-8", "replace")


def _addresses(url: str) -> Iterator[str]:
    """The address of a page, those that stand in it, and each with one part of its path alone.

    Archives keep archives, servers show posts of others, and a name may stand in a question.
    """
    for found in _ADDRESS.finditer(unquote(url)):
        host, path = found["host"].lower().rpartition("@")[2], found["path"]
        host = _X if _SHOWS_X.search(host) else host
        yield f"https://{host}{path}"
        for part in list(filter(None, re.split(r"[/?#!&=,]+", path)))[:_PARTS]:
            yield f"https://{host}/{part}"


def _name(page: Page, digest: str) -> str:
    whole = f"{page.url}\n{page.taken}\n{digest}"
    return f"page-{hashlib.sha256(whole.encode()).hexdigest()[:16]}"


def _record(page: Page, copy: str, digest: str) -> bytes:
    taken = iso(page.taken)
    lines = [f"url = {_quoted(page.url)}", f"taken = {taken}", f"file = {_quoted(copy)}"]
    lines += [f"sha256 = {_quoted(digest)}", f"type = {_quoted(page.type)}"]
    lines += [f"record = {_quoted(page.record)}"] if page.record else []
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _quoted(text: str) -> str:
    escaped = _NOT_IN_TOML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return f'"{escaped}"'
