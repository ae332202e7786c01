"""Taking somebody out of kept copies of what others made: articles, exports, tables.

A copy is somebody else's document. So what is cut is marked ``[withdrawn]``, never closed up, and
a record says of which file something was cut. Files of text are cut; what is no text is sealed to
the steward key, away from every reader. Each step can be done again.
"""

from __future__ import annotations

import csv
import hmac
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ownwords.archive import files
from ownwords.archive.erasing_work import Work
from ownwords.archive.folder import Folder
from ownwords.archive.kept_copies import settle_records
from ownwords.archive.keys import Keys
from ownwords.archive.named_files import names_file
from ownwords.archive.redacted_payload import Finder, cut_json, parsed
from ownwords.archive.redacted_text import MARK, Reader
from ownwords.records.text import UNSPACED

PLACES = ("sources/", "articles/")
RECORD = "record.json"
_TEXTS = frozenset(
    {
        *(".csv", ".htm", ".html", ".json", ".jsonl", ".md", ".ndjson"),
        *(".toml", ".tsv", ".txt", ".xml", ".yaml", ".yml"),
    }
)
_TABLES = {".csv": ",", ".tsv": "\t"}
_LINES = frozenset({".json", ".jsonl", ".ndjson"})
_RUN, _DENSE_RUN = 5, 12
"""Words in a run, and characters in one of a script without spaces. The proof looks for as many."""
_LEAST_WORDS, _LEAST_LETTERS = 3, 12
"""A post shorter than a run is looked for whole when it has as many words, or letters."""
_SHORT = 3
"""So short a name is part of any."""
_OWN_IDS = frozenset({"id", "id_str", "tweet_id", "tweetid", "post_id", "status_id"})
_WORD = re.compile(r"[^\W_]+")
_UNPARTED = re.compile(f"[{UNSPACED}]+")


class Done(msgspec.Struct, frozen=True):
    """What was done with one copy, on which day: ``redacted`` or ``quarantined``, or ``shut`` when
    it was sealed for nobody could look into it.
    """

    file: str
    what: str
    day: str


def is_text(path: Path) -> bool:
    """Whether a copy can be cut: a kind of text, and readable as one."""
    if path.suffix.lower() not in _TEXTS:
        return False
    try:
        return "\0" not in path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def cut(path: Path, works: Iterable[Work]) -> bytes:
    """What a file of text is without them; its ends of lines stay as they are."""
    text = path.read_bytes().decode("utf-8")
    for work in works:
        text = _Cutter(work).file(text, path.suffix.lower())
    return text.encode()


def replace(path: Path, data: bytes) -> None:
    """Put what was cut in the place of a copy, and have its records say so."""
    files.write_bytes(path, data)
    settle_records(path)


def quarantine(folder: Folder, path: Path, keys: Keys) -> None:
    """Seal a file to the steward key (age) and take the open one away.

    The sealed bytes begin with the length of the JSON text of the old path (4 bytes, big-endian)
    and that text. The new name follows from the old one, so that doing it again makes one file.
    """
    import pyrage

    name = path.relative_to(folder.root).as_posix()
    said = json.dumps(name).encode()
    plain = len(said).to_bytes(4, "big") + said + path.read_bytes()
    sealed = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(keys.steward_public)])
    place = hmac.digest(keys.derive("erasing"), name.encode(), "sha256").hex()[:16]
    folder.quarantine.mkdir(exist_ok=True)
    files.write_bytes(folder.quarantine / f"{place}.age", sealed)
    files.remove(path)
    files.sync_folder(path.parent)
    settle_records(path)


def note(folder: Folder, done: Iterable[Done], works: Iterable[Work]) -> None:
    """Record what was done; a file that is named after them is recorded without its name, also one
    that was recorded when somebody else was taken out.
    """
    cutters = [_Cutter(work) for work in works]
    known = read_record(folder)
    told: list[Done] = []
    for one in (*known, *done):
        named = any(cutter.names(one.file) for cutter in cutters)
        told.append(msgspec.structs.replace(one, file=MARK) if named else one)
    distinct = list(dict.fromkeys(told))
    if distinct == known:
        return
    folder.quarantine.mkdir(exist_ok=True)
    files.write_bytes(folder.quarantine / RECORD, msgspec.json.encode(distinct) + b"\n")


def read_record(folder: Folder) -> list[Done]:
    """What was done with kept copies, oldest first."""
    place = folder.quarantine / RECORD
    return msgspec.json.decode(place.read_bytes(), type=list[Done]) if place.is_file() else []


class _Cutter:
    """Cuts one person, or single posts, out of texts."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._handles = sorted({handle.partition("@")[2].lower() for handle in work.handles})
        bare = [name.rpartition("/")[2] for name in (*work.accounts, *work.posts)]
        ids = {*work.accounts, *work.posts, *work.natives, *work.digests, *bare}
        self._ids = {name for name in ids if len(name) > 4}
        said = [name for name in (*work.names, *work.spoken) if " " in name.strip()]
        spelled = [*map(re.escape, sorted(self._ids, key=len, reverse=True))]
        spelled += [r"\s+".join(map(re.escape, name.split())) for name in said]
        whole = "|".join(rf"(?<!\w){one}(?!\w)" for one in spelled)
        self._whole = re.compile(whole, re.IGNORECASE) if whole else None
        self._runs, self._dense = _runs(work.texts)
        self._readers = sorted({handle.partition("@")[0] for handle in work.handles}) or [""]

    def names(self, text: str) -> bool:
        """Whether a file name tells of them."""
        low = text.lower()
        called = (one for one in (*self._work.names, *self._work.spoken) if len(one) > _SHORT)
        return any(len(one) > 2 and one in low for one in (*self._handles, *self._ids)) or any(
            names_file(one, text) for one in called
        )

    def file(self, text: str, suffix: str) -> str:
        """The text of a file without them."""
        if suffix in _TABLES:
            return self._table(text, _TABLES[suffix])
        if suffix in _LINES:
            whole = self._json(text) if parsed(text.encode().strip()) is not None else None
            lines = io.StringIO(text, newline="")  # "\u2028" within a string ends no line
            return whole if whole is not None else "".join(map(self._line, lines))
        return self.text(text)

    def _line(self, line: str) -> str:
        bare = line.rstrip("\r\n")
        return self._json(bare) + line[len(bare) :]

    def _json(self, text: str) -> str:
        record = parsed(text.encode().strip())
        if record is None:
            return self.text(text)
        data = text.encode()
        for network in self._readers:
            finder = self._finder(network)
            finder.look(record)
            data = cut_json(record, data, Reader(finder))
            record = json.loads(data)
        cut = self._value(record)
        if cut == record:
            return data.decode()
        return json.dumps(cut, ensure_ascii=text.isascii(), separators=(",", ":"))

    def _value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self.text(key): self._value(held) for key, held in value.items()}
        if isinstance(value, list):
            return [self._value(held) for held in value]
        if isinstance(value, str):
            return MARK if value.lower() in self._handles else self.text(value)
        return MARK if not isinstance(value, bool) and str(value) in self._ids else value

    def _table(self, text: str, separator: str) -> str:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except csv.Error:
            return self.text(text)
        own = [at for at, name in enumerate(rows[0] if rows else ()) if _is_own_id(name)]
        cut = [self._row(row, own) for row in rows]
        if cut == rows:
            return text
        sink = io.StringIO(newline="")
        ending = "\r\n" if "\r\n" in text else "\n"
        csv.writer(sink, delimiter=separator, lineterminator=ending).writerows(cut)
        return sink.getvalue()

    def _row(self, row: list[str], own: list[int]) -> list[str]:
        """A row without them; of a row that is one of their posts nothing stays."""
        if any(at < len(row) and row[at].strip() in self._ids for at in own):
            return [MARK for _ in row]
        return [MARK if cell.strip().lower() in self._handles else self.text(cell) for cell in row]

    def text(self, words: str) -> str:
        """A running text without their words, names, handles, ids and addresses."""
        words = _masked(words, self._spans(words))
        for network in self._readers:
            words = Reader(self._finder(network)).plain(words)
        return self._whole.sub(MARK, words) if self._whole else words

    def _finder(self, network: str) -> Finder:
        return Finder(self._work.who, network, ("", ""))

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where runs of their words stand, tags and entities between them or not."""
        found = [(one.start(), one.end(), one[0].casefold()) for one in _WORD.finditer(text)]
        words = [word for _, _, word in found]
        for place, word in enumerate(words):
            for run in self._runs.get(word, ()):
                if tuple(words[place : place + len(run)]) == run:
                    yield found[place][0], found[place + len(run) - 1][1]
        for stretch in _UNPARTED.finditer(text) if self._dense else ():
            for at in range(len(stretch[0]) - _DENSE_RUN + 1):
                if stretch[0][at : at + _DENSE_RUN] in self._dense:
                    yield stretch.start() + at, stretch.start() + at + _DENSE_RUN


def _is_own_id(column: str) -> bool:
    """Whether a column holds what posts are called; spreadsheets put a mark before the first."""
    return column.removeprefix("\ufeff").strip().lower() in _OWN_IDS


def _runs(texts: Iterable[str]) -> tuple[dict[str, set[tuple[str, ...]]], set[str]]:
    """Runs of words of texts by their first word, and runs of scripts without spaces."""
    runs: dict[str, set[tuple[str, ...]]] = {}
    dense: set[str] = set()
    for text in texts:
        words = [word.casefold() for word in _WORD.findall(text)]
        tells = len(words) >= _LEAST_WORDS or sum(map(len, words)) >= _LEAST_LETTERS
        for start in range(max(1, len(words) - _RUN + 1) if tells else 0):
            run = tuple(words[start : start + _RUN])
            runs.setdefault(run[0], set()).add(run)
        for stretch in _UNPARTED.findall(text):
            starts = range(len(stretch) - _DENSE_RUN + 1)
            dense.update(stretch[at : at + _DENSE_RUN] for at in starts)
    return runs, dense


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with every span, overlapping ones as one, replaced by the mark."""
    pieces, end = [], 0
    for start, stop in sorted(spans):
        if start >= end:
            pieces += [text[end:start], MARK]
        end = max(end, stop)
    return "".join([*pieces, text[end:]])
