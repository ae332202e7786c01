"""What to look for after somebody was erased, and looking for it in a text.

A text is compared as its words: compatibility characters unified, case and invisible characters
dropped. What is looked for:

- runs of five words of their posts, or a whole shorter post of three words or twelve letters;
  runs of twelve characters where words are not parted by spaces. A run that another account
  holds by itself is no trace (:meth:`Needles.forgive`);
- ids of their accounts and posts, as addresses and bare (but for bare ones that posts of others
  have as well), and MD5, SHA-1, SHA-256 and the index's
  own digests of them and of their records, in hexadecimal;
- handles in an address of their network, and with ``@`` or as a whole value where no other network
  that was gathered knows such a handle; display names of two words and more as
  a whole value;
- words that nobody else uses, in the vocabulary of a search index.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ownwords.archive.erasing_work import Work
from ownwords.flows.proof.wording import condensed, normal, spellings, words_of

RUN = 5
GRAM = 12
_SHORT_LETTERS = 12
_SHORT_WORDS = 3
_BARE = 6
_RARE = 5
_LEAST_LETTERS = 12
_TAG = re.compile(r"<[^<>]*>")
Words = tuple[str, ...]


class Needles:
    """Everything that must not be found, and the finding."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._runs: dict[Words, str] = {}
        self._anchors: dict[str, set[int]] | None = None
        self._bare_ids: dict[str, Words] = {}
        self._grams: set[str] = set()
        self.rare: set[str] = set()
        self._networks: dict[str, set[str]] = {}
        self.names: set[str] = set()
        self._whole: set[str] = set()
        for work in works:
            self._ids(work)
            self._texts(work)
            for handle in work.handles:
                network, _, name = handle.partition("@")
                self._networks.setdefault(normal(name), set()).add(network)
            names = (normal(name).strip() for name in work.names + work.spoken)
            self.names.update(name for name in names if " " in name)
        self._handles = set(self._networks)
        self.rare |= self._handles
        self._handle = _handle_pattern(self._networks, self._handles)
        self._name = _name_pattern(self.names)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._runs) + len(self._grams) + len(self._networks.keys() | self.names)

    def _add(self, words: Iterable[str], kind: str) -> None:
        run = tuple(words)
        if run:
            self._runs[run] = kind

    def _ids(self, work: Work) -> None:
        for name in work.accounts + work.posts:
            self._add(words_of(normal(name)), "id")
            last = re.split(r"[/:]", name)[-1]
            self._bare(last)
            for spelled in {name, last} if len(last) >= _BARE else {name}:
                for digest in _digests(spelled):
                    self._add([digest], "hash of an id")
        for native in work.natives:
            self._bare(native)
        for digest in work.digests:
            self._add([digest], "hash of a record")

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
            self._whole.add(plain.strip())
            words = words_of(plain)
            self.rare.update(word for word in spellings(words) if len(word) >= _RARE)
            if len(words) >= RUN:
                for start in range(len(words) - RUN + 1):
                    self._run(words[start : start + RUN])
            elif len(words) >= _SHORT_WORDS or sum(map(len, words)) >= _SHORT_LETTERS:
                self._add(words, "words")
            dense = condensed(plain)
            self._grams |= _grams(dense)

    def _run(self, words: list[str]) -> None:
        """Five words of one letter each tell nobody apart."""
        if sum(map(len, words)) >= _LEAST_LETTERS:
            self._add(words, "words")

    def is_theirs(self, text: str) -> bool:
        """Is this the whole of one of their posts, or its beginning and a sign that it was cut?"""
        plain = normal(text).strip()
        if plain in self._whole:
            return True
        cut = plain.removesuffix("...").removesuffix("…")
        return cut != plain and any(whole.startswith(cut) for whole in self._whole)

    def forgive_words(self, text: str) -> None:
        """Take single words out that texts of somebody else use."""
        if self.rare:
            self.rare -= spellings(words_of(normal(text)))

    def forgive_name(self, name: str) -> None:
        """Take a display name out that somebody else has as well."""
        if normal(name).strip() in self.names:
            self.names.discard(normal(name).strip())
            self._name = _name_pattern(self.names)

    def forgive_handles(self, network: str, text: str) -> None:
        """Take names out that stand in this text of another network: there they are others'.

        The handle in an address of its own network is looked for all the same.
        """
        plain = text.lower()
        for name in [one for one in self._handles if one in plain]:
            elsewhere = network not in {"*", *self._networks[name]}
            if elsewhere and re.search(_mention(name, self._networks[name]), normal(text)):
                self._handles.discard(name)
                self._handle = _handle_pattern(self._networks, self._handles)

    def forgive_ids(self, names: set[str]) -> None:
        """Take bare ids out that posts of somebody else have: two servers may count alike."""
        for name in names & self._bare_ids.keys():
            self._runs.pop(self._bare_ids[name], None)

    def forgive(self, text: str) -> None:
        """Take out runs that this text, by somebody else, holds as well."""
        plain = normal(text)
        for run in set(self._found_runs(words_of(plain))):
            if self._runs[run] == "words":
                del self._runs[run]
        if self._grams:
            self._grams -= _grams(condensed(plain))

    def settle(self) -> None:
        """Nothing more is forgiven: look from here on only where something can be found."""
        self._anchors = None

    def _by_anchor(self) -> dict[str, set[int]]:
        """A word of every run, the one in the fewest runs, with the lengths of its runs."""
        if self._anchors is None:
            shared = Counter(word for run in self._runs for word in set(run))
            self._anchors = {}
            for run in self._runs:
                anchor = min(run, key=lambda word: (shared[word], -len(word)))
                self._anchors.setdefault(anchor, set()).add(len(run))
        return self._anchors

    def _found_runs(self, words: list[str]) -> Iterator[Words]:
        lengths = self._by_anchor()
        anchors = lengths.keys() & set(words)
        if not anchors:
            return
        for place, word in enumerate(words):
            if word not in anchors:
                continue
            for length in lengths[word]:
                for start in range(max(0, place - length + 1), place + 1):
                    run = tuple(words[start : start + length])
                    if run in self._runs:
                        yield run

    def found(self, text: str) -> set[str]:
        """The kinds of traces in a text."""
        plain = normal(text)
        kinds = {self._runs[run] for run in self._found_runs(words_of(plain))}
        if self._grams and not _grams(condensed(plain)).isdisjoint(self._grams):
            kinds.add("words")
        if _names_one(plain, self._networks, self._handle):
            kinds.add("handle")
        if _names_one(plain, self.names, self._name):
            kinds.add("name")
        return kinds

    def found_terms(self, terms: Iterable[str]) -> set[str]:
        """The kinds of traces among single words of a vocabulary."""
        some = set(terms)
        found = {self._runs[(term,)] for term in some if (term,) in self._runs}
        return found | ({"a word that nobody else uses"} if self.rare & some else set())


def _names_one(plain: str, names: Iterable[str], pattern: re.Pattern[str] | None) -> bool:
    """Whether a name stands in a text as the pattern wants it; the pattern alone would be slow."""
    if pattern is None or not any(name in plain for name in names):
        return False
    return pattern.search(plain) is not None


def _name_pattern(names: set[str]) -> re.Pattern[str] | None:
    spelled = "|".join(re.escape(name) for name in sorted(names))
    if not spelled:
        return None
    return re.compile(rf"[\"'>](?:{spelled})[\"'<]|(?m:^(?:{spelled})$)")


def _grams(dense: str) -> set[str]:
    return {dense[start : start + GRAM] for start in range(len(dense) - GRAM + 1)}


def _digests(name: str) -> Iterator[str]:
    data = name.encode()
    yield hashlib.sha256(data).hexdigest()
    yield hashlib.sha1(data, usedforsecurity=False).hexdigest()
    yield hashlib.md5(data, usedforsecurity=False).hexdigest()
    for kind in "ah":
        yield kind + hashlib.blake2b(data, digest_size=7).hexdigest()
    number = hashlib.blake2b(data, digest_size=8).digest()
    yield str(abs(int.from_bytes(number, "big", signed=True)))


def _handle_pattern(
    networks: Mapping[str, set[str]], bare: Iterable[str]
) -> re.Pattern[str] | None:
    """Handles in addresses of their networks; those in ``bare`` also by themselves."""
    spelled = [_address(host, name) for name in networks for host in networks[name] if name]
    for name in filter(None, bare):
        said = re.escape(name)
        spelled += [_mention(name, networks[name]), rf"[\"']{said}[\"']", rf"(?m:^{said}$)"]
    return re.compile("|".join(sorted(spelled))) if spelled else None


def _mention(name: str, hosts: Iterable[str]) -> str:
    """``@ada`` and ``@ada@her.host``, not ``@ada@other.host``."""
    own = "|".join(re.escape(host) for host in sorted(hosts))
    return rf"[@＠]{re.escape(name)}(?!\w)(?!@(?!{own})\w[\w-]*\.\w)"


def _address(host: str, name: str) -> str:
    """A handle as addresses of its network hold it."""
    said = re.escape(name)
    if host == "x.com":
        return rf"\b(?:twitter|x)\.com/(?:#!/|@)?{said}(?!\w)"
    if host == "did":
        return rf"(?:\bbsky\.app/profile/|at://){said}(?!\w)"
    return rf"\b{re.escape(host)}/(?:\w+/)?@?{said}(?!\w)"
