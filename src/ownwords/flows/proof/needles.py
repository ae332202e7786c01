"""What to look for after somebody was erased, and looking for it in a text.

A text is compared as its words: compatibility characters unified, case and invisible characters
dropped. What is looked for:

- runs of five words of their posts, or a whole shorter post of three words or twelve letters;
  runs of twelve characters where words are not parted by spaces. A run that another account
  holds by itself is no trace (:meth:`Needles.forgive`);
- ids of their accounts and posts, as addresses and bare, and MD5, SHA-1, SHA-256 and the index's
  own digests of them and of their records, in hexadecimal;
- handles with ``@``, as a whole value, or in an address; display names of two words and more as
  a whole value;
- words that nobody else uses, in the vocabulary of a search index.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

from ownwords.archive.erasing_work import Work

RUN = 5
GRAM = 12
_SHORT_LETTERS = 12
_SHORT_WORDS = 3
_BARE = 6
_RARE = 5
_LEAST_LETTERS = 12
_WORD = re.compile(
    r"[\w\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u06d6-\u06ed"
    r"\u0900-\u0dff\u0f00-\u0fff]+"
)
"""Letters with the marks that stand on them, so that a word of an Indic script is one word."""
_TAG = re.compile(r"<[^<>]*>")
_DENSE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
Words = tuple[str, ...]


def normal(text: str) -> str:
    """The text as it is compared."""
    if text.isascii():
        return text.lower()
    return _unified(_INVISIBLE.sub("", _unified(text)).casefold())


def _both(words: list[str]) -> set[str]:
    """Words as they are and without the marks on their letters, as an index may fold them."""
    plain = unicodedata.normalize("NFKD", " ".join(words))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return {*words, *bare.split()}


def _unified(text: str) -> str:
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def words_of(text: str) -> list[str]:
    """The words of a normal text."""
    return _WORD.findall(text)


def condensed(text: str) -> str:
    """The characters of scripts without spaces, next to each other."""
    return "".join(_DENSE.findall(text))


class Needles:
    """Everything that must not be found, and the finding."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._runs: dict[str, dict[Words, str]] = {}
        self._grams: dict[str, str] = {}
        self.rare: set[str] = set()
        self.handles: set[str] = set()
        self.names: set[str] = set()
        self._whole: set[str] = set()
        for work in works:
            self._ids(work)
            self._texts(work)
            for handle in work.handles:
                name = normal(handle.partition("@")[2])
                self.handles.add(name)
                self.rare.add(name)
            names = (normal(name).strip() for name in work.names + work.spoken)
            self.names.update(name for name in names if " " in name)
        self._handle = _handle_pattern(self.handles)
        self._name = _name_pattern(self.names)

    @property
    def count(self) -> int:
        """How many there are."""
        return (
            sum(map(len, self._runs.values())) + len(self._grams) + len(self.handles | self.names)
        )

    def _add(self, words: Iterable[str], kind: str) -> None:
        run = tuple(words)
        if run:
            self._runs.setdefault(max(run, key=len), {})[run] = kind

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
        words = words_of(normal(name))
        if len(name) >= _BARE and (len(words) > 1 or any(map(str.isdecimal, name))):
            self._add(words, "id")

    def _texts(self, work: Work) -> None:
        for text in work.texts:
            plain = normal(_TAG.sub(" ", text))
            self._whole.add(plain.strip())
            words = words_of(plain)
            self.rare.update(word for word in _both(words) if len(word) >= _RARE)
            if len(words) >= RUN:
                for start in range(len(words) - RUN + 1):
                    self._run(words[start : start + RUN])
            elif len(words) >= _SHORT_WORDS or sum(map(len, words)) >= _SHORT_LETTERS:
                self._add(words, "words")
            dense = condensed(plain)
            for start in range(len(dense) - GRAM + 1):
                self._grams[dense[start : start + GRAM]] = "words"

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
        """Take single words out that a text of somebody else uses."""
        self.rare.difference_update(_both(words_of(normal(text))))

    def forgive(self, text: str, name: str = "") -> None:
        """Take out runs that this text, by somebody else of this name, holds as well."""
        if normal(name).strip() in self.names:
            self.names.discard(normal(name).strip())
            self._name = _name_pattern(self.names)
        plain = normal(text)
        words = words_of(plain)
        for anchor, run, kind in list(self._found_runs(words)):
            if kind == "words":
                self._runs[anchor].pop(run, None)
        if self._grams and _DENSE.search(plain):
            for gram in _grams(condensed(plain)):
                self._grams.pop(gram, None)

    def _found_runs(self, words: list[str]) -> Iterator[tuple[str, Words, str]]:
        anchors = self._runs.keys() & set(words)
        if not anchors:
            return
        for place, word in enumerate(words):
            if word not in anchors:
                continue
            for run, kind in self._runs[word].items():
                start = place - run.index(word)
                if start >= 0 and tuple(words[start : start + len(run)]) == run:
                    yield word, run, kind

    def found(self, text: str) -> set[str]:
        """The kinds of traces in a text."""
        plain = normal(text)
        kinds = {kind for _, _, kind in self._found_runs(words_of(plain))}
        if self._grams and _DENSE.search(plain):
            kinds.update(
                self._grams[gram] for gram in _grams(condensed(plain)) & self._grams.keys()
            )
        for kind, pattern in (("handle", self._handle), ("name", self._name)):
            if pattern is not None and pattern.search(plain):
                kinds.add(kind)
        return kinds

    def found_terms(self, terms: Iterable[str]) -> set[str]:
        """The kinds of traces among single words of a vocabulary."""
        some = set(terms)
        single = [(self._runs[term], (term,)) for term in some & self._runs.keys()]
        found = {runs[run] for runs, run in single if run in runs}
        return found | ({"a word that nobody else uses"} if self.rare & some else set())


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


def _handle_pattern(handles: set[str]) -> re.Pattern[str] | None:
    names = "|".join(re.escape(name) for name in sorted(handles) if name)
    if not names:
        return None
    return re.compile(
        rf"[@＠](?:{names})(?![\w])"
        rf"|[\"'](?:{names})[\"']"
        rf"|(?m:^(?:{names})$)"
        rf"|\.(?:com|social|net|org|example|app)/@?(?:{names})(?![\w])"
    )
