"""sources/: a record for each kept copy, ``NAME.toml`` beside the copy itself.

A copy is published only by decision: ``publish = true`` with the reason in ``why``, and only plain
text in UTF-8. A page of somebody else's site, a PDF or a picture stays in the folder: it may hold
people and rights of others, and the leak scanner could not read all of it.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ownwords.archive import files
from ownwords.archive.folder import Folder
from ownwords.records.errors import BadSettings
from ownwords.records.kept import KeptCopy

_TEXTS = ("url", "title", "by", "file", "sha256", "why", "type", "record")
_KNOWN = (*_TEXTS, "taken", "publish")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
_PLAIN = (".txt", ".md")
_FILE_LINE = re.compile(r"""^[ \t]*file[ \t]*=[ \t]*["']([^"'\n]*)["']""", re.MULTILINE)
_DIGEST_LINE = re.compile(r"^[ \t]*sha256[ \t]*=.*\n?", re.MULTILINE)
_OF_A_COPY = re.compile(r"^[ \t]*(?:file|sha256|publish)[ \t]*=.*\n?", re.MULTILINE)


def kept_copies(folder: Folder) -> tuple[KeptCopy, ...]:
    """Every record in sources/, by name. BadSettings names the file and what is wrong with it."""
    return tuple(_read(path) for path in sorted(folder.sources.glob("*.toml")))


def settle_records(copy: Path) -> None:
    """Have the records of a copy say what was done to it when somebody was taken out of it.

    Of a copy that was cut they name the new digest; of one that is gone neither file nor digest.
    """
    for record in copy.parent.glob("*.toml"):
        text = record.read_text(encoding="utf-8", errors="replace")
        if not any(found[1] == copy.name for found in _FILE_LINE.finditer(text)):
            continue
        if copy.is_file():
            digest = hashlib.sha256(copy.read_bytes()).hexdigest()
            settled = _DIGEST_LINE.sub(f'sha256 = "{digest}"\n', text)
        else:
            settled = _OF_A_COPY.sub("", text)
        if settled != text:
            files.write_bytes(record, settled.encode())


def _read(path: Path) -> KeptCopy:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(path, "it cannot be read as TOML in UTF-8.") from error
    if not _NAME.fullmatch(path.stem):
        raise _bad(path, "its name cannot stand in an address: use letters, digits, - and _.")
    _check(path, said)
    data = _copy(path, said)
    digest = hashlib.sha256(data).hexdigest() if data else said.get("sha256", "")
    if data and said.get("sha256", digest) != digest:
        raise _bad(path, "it names another digest than its copy has: the copy was changed.")
    return KeptCopy(
        name=path.stem,
        url=said["url"],
        taken=_day(path, said["taken"]),
        title=said.get("title", ""),
        by=said.get("by", ""),
        sha256=digest,
        text=_published(path, said, data),
        why=said.get("why", ""),
    )


def _check(path: Path, said: dict[str, Any]) -> None:
    for key in said:
        if key not in _KNOWN:
            known = ", ".join(_KNOWN)
            raise _bad(path, f"it has a key '{key}' that is not known; known are {known}.")
    for key in ("url", "taken"):
        if not said.get(key):
            raise _bad(path, f"it has no {key}.")
    for key in _TEXTS:
        if not isinstance(said.get(key, ""), str):
            raise _bad(path, f"it needs {key} as text in quotes.")
    if type(said.get("publish", False)) is not bool:
        raise _bad(path, "it needs publish as true or false.")


def _copy(path: Path, said: dict[str, Any]) -> bytes:
    """The copy itself, empty when the record names none."""
    if not said.get("file"):
        return b""
    copy: Path = (path.parent / said["file"]).resolve()
    if copy.parent != path.parent.resolve() or not copy.is_file():
        raise _bad(path, "it names a file that does not lie beside it.")
    return copy.read_bytes()


def _published(path: Path, said: dict[str, Any], data: bytes) -> str:
    if not said.get("publish", False):
        return ""
    if not said.get("why"):
        raise _bad(path, "it is to be published and has no why: by what right, and who is in it.")
    if not str(said.get("file", "")).endswith(_PLAIN):
        raise _bad(path, "it is to be published and is no plain text (.txt or .md).")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad(path, f"it names a copy that is not UTF-8 at byte {error.start}.") from None


def _day(path: Path, taken: object) -> str:
    if isinstance(taken, datetime):
        return taken.date().isoformat()
    if isinstance(taken, date):
        return taken.isoformat()
    raise _bad(path, "it needs taken as a date without quotes, 2014-01-12.")


def _bad(path: Path, what: str) -> BadSettings:
    """``what`` is a sentence without a capital, told behind the name of the file."""
    return BadSettings(
        "sources/%(file)s: %(wrong)s",
        do="Mend it, or take the record away.",
        file=path.name,
        wrong=what,
    )
