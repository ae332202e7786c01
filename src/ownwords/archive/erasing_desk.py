"""Taking people out of the desk: what they said, what was said of them, what was published.

Runs inside one transaction of the desk, together with the new manifest. Rows are numbered and
linked anew, so that no gap tells that somebody left, nor how many.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import apsw
import msgspec

from ownwords.archive import chain
from ownwords.archive.desk_rows import as_json, replace_manifest
from ownwords.archive.erasing import Erased
from ownwords.archive.named_files import names_file
from ownwords.archive.ownership import without
from ownwords.archive.redacted_names import folded
from ownwords.archive.redacted_payload import Finder
from ownwords.archive.redacted_text import MARK, Reader, authority
from ownwords.archive.redaction import Names
from ownwords.archive.tables import TABLES
from ownwords.archive.wanted import is_theirs, keys
from ownwords.records.consent import Answer, Scope, Statement, Voice
from ownwords.records.edition import Edition

Row = dict[str, Any]
Edit = Callable[[Row], Row | None]
_RUN = 5
"""Words in a row by which somebody's sentence is known."""
_SHORT = 2
"""So short a handle is part of any address."""
_LONG = 6
"""Signs of a number that tells an account wherever it stands; a shorter one does alone."""


class Leaving(msgspec.Struct, frozen=True):
    """Who leaves the desk: their names, the voices that are theirs alone, their spoken names.

    ``texts`` are those that nobody else said.
    """

    names: Names
    voices: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()


def erase_rows(connection: apsw.Connection, leaving: Leaving, erased: Erased) -> int:
    """Take them out of every table but ``hidden``; returns how many rows changed or went."""
    kept = _names_kept(connection, leaving)
    spoken = frozenset(name for name in leaving.spoken if _folded(name) not in kept)
    desk = _Desk(leaving, erased, spoken, kept)
    desk.unasked.update(_asked_for(connection, desk.wants))
    changed = 0
    for table, edit in desk.edits().items():
        changed += rewrite(connection, table, edit)
    replace_manifest(connection, erased.entries)
    return changed


def rewrite(connection: apsw.Connection, table: str, edit: Edit) -> int:
    """Pass every row of a table through ``edit`` (None: it goes); number and link them anew."""
    columns = TABLES[table]
    sql = f"select {', '.join(columns)} from {table} order by id"  # noqa: S608
    before = [dict(zip(columns, row, strict=True)) for row in connection.execute(sql)]
    after = [edit(dict(row)) for row in before]
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    if changed:
        connection.execute(f"delete from {table}")  # noqa: S608
        kept = [[row[name] for name in columns] for row in after if row is not None]
        chain.append(connection, table, kept)
    return changed


def _names_kept(connection: apsw.Connection, leaving: Leaving) -> frozenset[str]:
    """What voices that stay are called: whoever leaves cannot be meant by it alone."""
    return frozenset(
        _folded(msgspec.json.decode(said, type=Voice).name)
        for voice, said in connection.execute("select voice, said from voices")
        if voice not in leaving.voices
    )


class _Desk:
    """What becomes of the rows of each table; ``spoken`` are names that are theirs alone, ``kept``
    those of voices that stay.
    """

    def __init__(
        self, leaving: Leaving, erased: Erased, spoken: frozenset[str], kept: frozenset[str]
    ) -> None:
        self._names = leaving.names
        self._voices = leaving.voices | spoken
        self._leaving = leaving
        self._called = {
            *(handle.partition("@")[2] for handle in leaving.names.handles),
            *map(_folded, spoken),
        }
        self._speaking = {*self._called, *map(_folded, leaving.voices)} - kept
        self._posts = erased.posts | leaving.names.posts
        self._arrivals = erased.arrivals
        self._keys = {one for name in self._posts for one in keys(name, "", "")}
        self._place = self._seat = 0
        self.unasked: Counter[int] = Counter()
        """Links for their posts that each accession brought."""

    def edits(self) -> dict[str, Edit]:
        """The edit of each table that may hold something of a person."""
        return {
            "accessions": self._accession,
            "faults": self._fault,
            "statements": self._statement,
            "wishes": self._wish,
            "voices": self._voice,
            "blocks": self._block,
            "departures": self._departure,
            "public_ids": self._public_id,
            "wanted": lambda row: None if self.wants(row) else row,
            "receipts": self._receipt,
            "editions": self._edition,
            "deciders": self._decider,
        }

    def wants(self, row: Row) -> bool:
        """Whether a link asks for a post of theirs."""
        return is_theirs(row, self._names, self._keys)

    def _text(self, words: str) -> str:
        """A steward's or a machine's text without their handles, ids and names.

        One that repeats a sentence of theirs goes whole.
        """
        if self._is_called(words) or not self._sentences.isdisjoint(_runs(words)):
            return MARK
        for reader in self._readers:
            words = reader.plain(words)
        for name in self._leaving.spoken | self._names.accounts | self._posts:
            if name and name in words:
                words = words.replace(name, MARK)
        return self._several_words.sub(MARK, words)

    @cached_property
    def _readers(self) -> list[Reader]:
        networks = sorted({name.partition("@")[0] for name in self._names.handles}) or [""]
        return [Reader(Finder(self._names, network, ("", ""))) for network in networks]

    @cached_property
    def _several_words(self) -> re.Pattern[str]:
        """Their names of several words, in capitals or not, however the words are parted."""
        names = [name.split() for name in sorted(self._leaving.spoken, key=len, reverse=True)]
        spelled = (r"\s+".join(map(re.escape, name)) for name in names if len(name) > 1)
        return re.compile("|".join(spelled) or r"(?!)", re.IGNORECASE)

    def _is_called(self, words: str) -> bool:
        """Whether a text is nothing but a name or handle of theirs."""
        return bool(words) and _folded(words).removeprefix("@") in self._called

    @cached_property
    def _sentences(self) -> frozenset[tuple[str, ...]]:
        return frozenset(run for text in self._leaving.texts for run in _runs(text))

    def _source(self, words: str) -> str:
        """A file name that is named after them says nothing but that it was."""
        low = words.lower()
        named = [handle.partition("@")[2] for handle in self._names.handles]
        tell = [name for name in [*named, *map(str.lower, self._leaving.sources)] if len(name) > 2]
        if any(name in low for name in tell) or any(
            names_file(name, words) for name in self._leaving.spoken
        ):
            return MARK
        return self._text(words)

    def _accession(self, row: Row) -> Row:
        self._place += 1
        gone = min(self._arrivals.get(self._place, 0), row["kept"])
        row["kept"] -= gone
        unasked = min(self.unasked[self._place], row["asked"])
        row["asked"] -= unasked
        row["held_back"] += gone + unasked
        row["source"] = self._source(row["source"])
        return row

    def _fault(self, row: Row) -> Row:
        row["file"] = self._source(row["file"])
        row["reason"], row["kept"] = self._text(row["reason"]), self._text(row["kept"])
        return row

    def _receipt(self, row: Row) -> Row:
        row["file"] = self._source(row["file"])
        return row

    def _statement(self, row: Row) -> Row | None:
        if row["account"] and self._means_them(row["account"]):
            return None
        if row["voice"] and self._speaks(row["voice"]):
            return None
        said = msgspec.json.decode(row["said"], type=Statement)
        posts = tuple(post for post in said.posts if post not in self._posts)
        if said.posts and not posts:
            return None
        left = msgspec.structs.replace(said, posts=posts, evidence=self._text(said.evidence))
        left = self._without_story(left)
        if left != said:
            row["said"] = as_json(left)
            row["scope"] = left.scope.value
        return row

    def _without_story(self, said: Statement) -> Statement:
        """For a story that has their name, and must get another: a no holds for every story then,
        since nobody could tell for which one it was said."""
        if not self._is_called(said.story):
            return said
        if said.answer is Answer.YES:
            return msgspec.structs.replace(said, story=MARK)
        return msgspec.structs.replace(said, story="", scope=Scope.CAMPAIGN)

    def _is_account(self, name: str) -> bool:
        if not name.startswith("@"):
            return name in self._names.accounts
        low, _, server = name[1:].lower().partition("@")
        asked = authority(f"https://{server}") if server else ""
        had = (handle.partition("@") for handle in self._names.handles)
        return any(low == handle and asked in {"", network} for network, _, handle in had)

    def _means_them(self, name: str) -> bool:
        """Whether an account is theirs as somebody typed it: a handle without its sign, in odd
        letters, an address of their profile, a bare number. The register knows them by it too, and
        a row that stayed would be found by every proof, and nobody could take it out.
        """
        bare = _folded(name)
        if self._is_account(name) or self._is_account(f"@{bare.removeprefix('@')}"):
            return True
        if not self._leaving.sources.isdisjoint(re.findall(rf"^\d+$|\d{{{_LONG},}}", bare)):
            return True
        return any(reader.plain(name) != name for reader in self._readers)

    def _speaks(self, voice: str) -> bool:
        """Whether somebody who left is meant by the name of a voice, however it is typed."""
        return voice in self._voices or _folded(voice).removeprefix("@") in self._speaking

    def _wish(self, row: Row) -> Row | None:
        return None if self._is_account(row["account"]) or row["post"] in self._posts else row

    def _voice(self, row: Row) -> Row | None:
        if row["voice"] in self._voices:
            return None
        said = msgspec.json.decode(row["said"], type=Voice)
        left = without(said, self._means_them, self._voices)
        decided_by = tuple(map(self._text, said.decided_by))
        reason = self._text(said.reason)
        left = msgspec.structs.replace(left, reason=reason, decided_by=decided_by)
        if left != said:
            row["said"] = as_json(left)
        return row

    def _block(self, row: Row) -> Row | None:
        if self._is_account(row["target"]) or row["target"] in self._posts:
            return None
        row["reason"] = self._text(row["reason"])
        row["decided_by"] = self._text(row["decided_by"])
        return row

    def _decider(self, row: Row) -> Row:
        """Who may decide goes on to do so without the name: with fewer of them than before, whoever
        sits at the computer could name the next one alone."""
        self._seat += 1
        if self._text(row["name"]) != row["name"]:
            row["name"] = f"{MARK} {self._seat}"
        return row

    def _departure(self, row: Row) -> Row | None:
        theirs = self._is_account(row["author"]) or self._is_account(row["target"])
        return None if theirs or row["target"] in self._posts else row

    def _public_id(self, row: Row) -> Row | None:
        return None if row["post"] in self._posts else row

    def _edition(self, row: Row) -> Row:
        """The places of copies; where to take one away is noted with the erasure until its end."""
        said = msgspec.json.decode(row["said"], type=Edition)
        places = tuple(map(self._place_of, said.places))
        if places != said.places:
            row["said"] = as_json(msgspec.structs.replace(said, places=places))
        return row

    def _place_of(self, words: str) -> str:
        """An address may be named after them without being one of their network."""
        words = self._text(words)
        for handle in self._names.handles:
            name = re.escape(handle.partition("@")[2])
            if len(name) > _SHORT:
                words = re.sub(rf"(?<!\w){name}(?!\w)", MARK, words, flags=re.IGNORECASE)
        return words


def _folded(text: str) -> str:
    return " ".join(folded(text).split())


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    for start in range(len(words) - _RUN + 1):
        yield tuple(words[start : start + _RUN])


def _asked_for(connection: apsw.Connection, wants: Callable[[Row], bool]) -> list[int]:
    """The accessions that brought these links, one for each link."""
    columns = TABLES["wanted"]
    found = connection.execute(f"select {', '.join(columns)} from wanted")  # noqa: S608
    rows = (dict(zip(columns, row, strict=True)) for row in found)
    return [row["accession"] for row in rows if wants(row)]


def retired(connection: apsw.Connection, posts: Sequence[str]) -> list[str]:
    """Public names of quotations of these posts."""
    found: list[str] = []
    for post in posts:
        rows = connection.execute("select public_id from public_ids where post = ?", [post])
        found += [row[0] for row in rows]
    return sorted(found)


def unhide_for_good(connection: apsw.Connection, accounts: frozenset[str]) -> None:
    """The last step: nothing of them is left that would have to be hidden."""
    rewrite(connection, "hidden", lambda row: None if row["account"] in accounts else row)
