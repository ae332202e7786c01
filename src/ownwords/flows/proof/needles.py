"""What to look for after somebody was erased, and looking for it in a text.

A text is compared as its words: compatibility characters unified, case and invisible characters
dropped. What is looked for:

- runs of five words of their posts, or a whole shorter post of three words or twelve letters;
  runs of twelve characters where words are not parted by spaces. A run that another account
  holds by itself is no trace (:meth:`Needles.forgive`);
- ids of their accounts and posts, as addresses and bare (but for bare ones that posts of others
  have as well, or that are handles of another network), and MD5, SHA-1, SHA-256 and the index's
  own digests of them and of their records, in hexadecimal;
- handles in an address of their network, and with ``@`` or as a whole value where no other network
  that was gathered knows such a handle; one that is a number, a word that others use or a value of
  records is as a whole value nobody's, so it is looked for where a handle is told; display names of
  two words and more as a whole value: in quotes, a cell, a line, a field of a file that is no text,
  or before a mail address;
- words that nobody else uses, in the vocabulary of a search index.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from sys import intern

import msgspec

from ownwords.archive.erasing_work import Work
from ownwords.archive.redacted_text import MARK
from ownwords.flows.proof.handles import (
    TELLING,
    compared,
    handle_pattern,
    mention,
    names_one,
    stands_in,
    tells,
)
from ownwords.flows.proof.sieve import GRAM, Sieve, Words
from ownwords.flows.proof.wording import BETWEEN, condensed, normal, spellings, words_of

RUN = 5
"""Words in a run."""
_SHORT_WORDS, _SHORT_LETTERS = 3, 12
"""A post shorter than a run is looked for whole when it has as many words, or letters."""
_LEAST_LETTERS = 12
"""A run with fewer letters tells nobody apart."""
_BARE = 6
"""Characters of an id that is looked for without its address; a shorter one is any number."""
_RARE = 5
"""Letters of a word that is looked for in the vocabulary of an index."""
_REMEMBERED = 1 << 18
_TAG = re.compile(r"<[^<>]*>")


class Excused(msgspec.Struct):
    """What somebody else holds as well, so that it is no trace."""

    runs: set[Words] = msgspec.field(default_factory=set)
    grams: set[str] = msgspec.field(default_factory=set)
    words: set[str] = msgspec.field(default_factory=set)
    names: set[str] = msgspec.field(default_factory=set)
    handles: set[str] = msgspec.field(default_factory=set)


class Needles:
    """Everything that must not be found, and the finding."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._runs: dict[Words, str] = {}
        self._sieve: Sieve | None = None
        self._excused = Excused()
        self._heard: set[str] = set()
        self._bare_ids: dict[str, Words] = {}
        self._called: dict[str, set[Words]] = {}
        self._grams: set[str] = set()
        self.rare: set[str] = set()
        self._networks: dict[str, set[str]] = {}
        self.names: set[str] = set()
        self._whole: list[str] = []
        for work in works:
            self._ids(work)
            self._texts(work)
            for handle in work.handles:
                name, network = compared(handle)
                if name:
                    self._networks.setdefault(name, set()).add(network)
            names = {normal(name).strip() for name in work.names + work.spoken}
            names -= {normal(name).strip() for name in work.shared}
            self.names.update(name for name in names if " " in name)
        self._whole = sorted(set(self._whole))
        self._handles = set(self._networks)
        self.rare |= set(filter(tells, self._handles))
        self._parted = {name for name in self._handles if len(words_of(name)) > 1}
        self._handle = self._handle_pattern()
        self._name = _name_pattern(self.names)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._runs) + len(self._grams) + len(self._networks.keys() | self.names)

    def _add(self, words: Iterable[str], kind: str) -> None:
        run = tuple(map(intern, words))
        if run:
            self._runs[run] = kind

    def _ids(self, work: Work) -> None:
        for name in work.accounts + work.posts:
            self._add(words_of(normal(name)), "id")
            last = re.split(r"[/:]", name)[-1]
            self._bare(last)
            self._hashes(name)
            if len(last) >= _BARE:
                self._hashes(last)
                called = {tuple(words_of(normal(last))), *((one,) for one in _digests(last))}
                self._called.setdefault(normal(last), set()).update(called)
        for native in work.natives:
            self._bare(native)
        for digest in work.digests:
            self._add([digest], "hash of a record")

    def _hashes(self, name: str) -> None:
        for digest in _digests(name):
            self._add([digest], "hash of an id")

    def _bare(self, name: str) -> None:
        """An id without its address; one that is made of plain words may be anybody's words."""
        words = words_of(normal(name))
        numbered = any(map(str.isdecimal, name))
        if len(name) >= _BARE and (len(words) > 1 or numbered):
            self._add(words, "id" if numbered else "words")
            self._bare_ids[name] = tuple(words)

    def _texts(self, work: Work) -> None:
        for text in work.texts:
            plain = normal(_TAG.sub(" ", text))
            self._whole.append(plain.strip())
            for part in plain.split(MARK):
                self._words(part)

    def _words(self, plain: str) -> None:
        """Runs of what they said; where somebody else was taken out of it, of each part."""
        words = words_of(plain)
        self.rare.update(word for word in spellings(words) if len(word) >= _RARE)
        if len(words) >= RUN:
            for start in range(len(words) - RUN + 1):
                self._run(words[start : start + RUN])
        elif len(words) >= _SHORT_WORDS or sum(map(len, words)) >= _SHORT_LETTERS:
            self._add(words, "words")
        self._grams |= _grams(condensed(plain))

    def _run(self, words: list[str]) -> None:
        """Five words of one letter each tell nobody apart."""
        if sum(map(len, words)) >= _LEAST_LETTERS:
            self._add(words, "words")

    def is_theirs(self, text: str) -> bool:
        """Is this the whole of one of their posts, or its beginning and a sign that it was cut?"""
        plain = normal(text).strip()
        if self._begins_one(plain, whole=True):
            return True
        cut = plain.removesuffix("...").removesuffix("…")
        return cut != plain and self._begins_one(cut)

    def _begins_one(self, words: str, *, whole: bool = False) -> bool:
        place = bisect_left(self._whole, words)
        if place == len(self._whole):
            return False
        return self._whole[place] == words if whole else self._whole[place].startswith(words)

    def forgive_words(self, text: str) -> None:
        """Take single words out that texts of somebody else use."""
        if len(self._heard) > _REMEMBERED:
            self._heard.clear()
        plain = normal(text)
        new = set(words_of(plain)) - self._heard
        self._heard |= new
        parted = {name for name in self._parted & self.rare if name in plain}
        self._let_go(Excused(words=parted | (self.rare & spellings(list(new)))))

    def forgive_name(self, name: str) -> None:
        """Take a display name out that somebody else has as well."""
        plain = normal(name).strip()
        if plain in self.names:
            self._let_go(Excused(names={plain}))

    def is_nobody_elses(self, name: str) -> bool:
        """Whether no account that stays has this name; one word is not looked at."""
        return " " not in name or normal(name).strip() in self.names

    def forgive_handles(self, network: str, text: str) -> None:
        """Take names out that stand in this text of another network: there they are others'.

        The handle in an address of its own network is looked for all the same. Where an account
        is called by it, so is the whole id, but not what that ends in.
        """
        plain = text.lower()
        for name in [one for one in self._handles if one in plain]:
            elsewhere = network not in {"*", *self._networks[name]}
            if elsewhere and re.search(mention(name, self._networks[name]), normal(text)):
                self._let_go(Excused(handles={name}))

    @property
    def handles(self) -> int:
        """How many handles are looked for where no address names their network."""
        return len(self._handles)

    def may_be_anothers(self, network: str, record: bytes) -> bool:
        """Whether a record of this network may hold one of the handles, as somebody else's."""
        low = record.lower()
        return any(
            network not in {"*", *self._networks[one]}
            and (one.encode() in low or not one.isascii())
            for one in self._handles
        )

    def forgive_ids(self, names: set[str]) -> None:
        """Take bare ids out that posts of somebody else have: two servers may count alike."""
        runs = {self._bare_ids[name] for name in names & self._bare_ids.keys()}
        self._let_go(Excused(runs=runs))

    def forgive(self, *texts: str) -> None:
        """Take out runs that one of these texts, by somebody else, holds as well."""
        together = normal(BETWEEN.join(texts))
        if any(self._found_runs(together)) or self._sifted().may_hold_grams(together):
            for text in texts:
                self._forgive(normal(text))

    def _forgive(self, plain: str) -> None:
        runs = {run for run in self._found_runs(plain) if self._runs[run] == "words"}
        grams = self._grams & _grams(condensed(plain)) if self._grams else set()
        if runs or grams:
            self._let_go(Excused(runs=runs, grams=grams))

    def _let_go(self, excused: Excused) -> None:
        known = self._excused
        known.runs |= excused.runs
        known.grams |= excused.grams
        known.words |= excused.words
        known.names |= excused.names
        known.handles |= excused.handles
        self.excuse(excused)

    def excused(self) -> Excused:
        """What was taken out since this was last asked."""
        excused, self._excused = self._excused, Excused()
        return excused

    def excuse(self, excused: Excused) -> None:
        """Take out what was found, in another process, to be others' too."""
        alike = (self._called.get(name, set()) for name in excused.handles)
        for run in excused.runs.union(*alike):
            self._runs.pop(run, None)
        self._grams -= excused.grams
        self.rare -= excused.words
        self._handles -= excused.handles
        if excused.names:
            self.names -= excused.names
            self._name = _name_pattern(self.names)
        if excused.handles or not self._handles.isdisjoint(excused.words):
            self._handle = self._handle_pattern()

    def settle(self) -> None:
        """Nothing more is forgiven: look from here on only where something can be found."""
        self._sieve = None
        self._heard.clear()

    def _sifted(self) -> Sieve:
        if self._sieve is None:
            self._sieve = Sieve(self._runs, self._grams)
        return self._sieve

    def _found_runs(self, plain: str) -> Iterator[Words]:
        """The runs that stand in a normal text."""
        at = list(self._sifted().runs_in(plain))
        words = words_of(plain) if at else []
        for place, length in at:
            run = tuple(words[place : place + length])
            if run in self._runs:
                yield run

    def _handle_pattern(self) -> re.Pattern[str] | None:
        return handle_pattern(self._networks, self._handles, self._handles & self.rare)

    def found_by_chance(self, text: str) -> set[str]:
        """The same among bytes that are no text: there a handle of few letters proves nothing."""
        kinds = self.found(text)
        if "handle" in kinds and min(map(len, self._networks)) < TELLING:
            telling = {name: at for name, at in self._networks.items() if len(name) >= TELLING}
            handles = self._handles & telling.keys()
            pattern = handle_pattern(telling, handles, handles & self.rare)
            if not stands_in(text, normal(text), telling, pattern):
                kinds.discard("handle")
        return kinds

    def found(self, text: str) -> set[str]:
        """The kinds of traces in a text."""
        plain = normal(text)
        kinds = {self._runs[run] for run in self._found_runs(plain)}
        if self._sifted().may_hold_grams(plain) and self._grams & _grams(condensed(plain)):
            kinds.add("words")
        if stands_in(text, plain, self._networks, self._handle):
            kinds.add("handle")
        if names_one(plain, self.names, self._name):
            kinds.add("name")
        return kinds

    def found_terms(self, terms: Iterable[str]) -> set[str]:
        """The kinds of traces among single words of a vocabulary."""
        some = set(terms)
        found = {self._runs[(term,)] for term in some if (term,) in self._runs}
        return found | ({"a word that nobody else uses"} if self.rare & some else set())


def _name_pattern(names: set[str]) -> re.Pattern[str] | None:
    spelled = "|".join(re.escape(name) for name in sorted(names))
    if not spelled:
        return None
    whole = rf"[\"'>](?:{spelled})[\"'<]|(?m:^(?:{spelled})$)"
    cell = rf"(?:^|(?<=[,;\t]))(?:{spelled})(?=[\t\r\n]|[,;](?!\s)|$)"
    address = rf"(?:{spelled})\"? <[^\s<>@]+@"
    field = rf"(?<=[\x00-\x1f])(?:{spelled})(?![\w ])"
    return re.compile(f"{whole}|{cell}|{address}|{field}")


def _grams(dense: str) -> set[str]:
    lines = dense.split("\n")
    return {line[at : at + GRAM] for line in lines for at in range(len(line) - GRAM + 1)}


def _digests(name: str) -> Iterator[str]:
    data = name.encode()
    yield hashlib.sha256(data).hexdigest()
    yield hashlib.sha1(data, usedforsecurity=False).hexdigest()
    yield hashlib.md5(data, usedforsecurity=False).hexdigest()
    for kind in "ah":
        yield kind + hashlib.blake2b(data, digest_size=7).hexdigest()
    number = hashlib.blake2b(data, digest_size=8).digest()
    yield str(abs(int.from_bytes(number, "big", signed=True)))
