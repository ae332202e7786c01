"""What must not be found in a finished edition: fingerprints of everything held, as sorted numbers.

The rule for identities (handles, display names, ids), since "Light" may be a name and a word:

* with ``@`` before it, or after a host in an address, a handle always counts;
* an identity of four letters or more counts anywhere when it is distinctive: three words or more,
  or one or two words that stand together in fewer than three held posts;
* one that is not distinctive counts where an author would stand: as a whole piece of text (between
  tags, in quotes, on a line of its own), also after a dash or after "by";
* shorter ones and bare numbers count with ``@`` alone (two letters are enough in scripts without
  spaces, as a whole piece of text);
* an id counts by its last part when that has nine digits, or eight letters and digits, or sixteen
  letters; else as a whole;
* one word of the site's own tags, keys and days ("Section", "June") is not distinctive;
* what the site prints by itself (names of languages) is not distinctive and no author as a whole
  piece: it counts with ``@``, after a dash and after "by";
* what stands in the site's fixed words (the campaign's name and tags) counts with ``@`` alone.

Memory: 8 bytes a run, id, handle and name, at most 16 MB a table to say quickly what is not there,
and a fixed 32 MB to tell ordinary words from names; while it is built up to twice that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from ownwords.consent.fingerprints import (
    CHARACTERS_IN_A_RUN,
    Hashes,
    Known,
    Numbered,
    Numbering,
    as_array,
    fold,
    found_in_array,
    is_dense,
    row_of,
    tokens_of,
    without_doubles,
)
from ownwords.records.sealed import Sealed, unseal

SHORTEST_DISTINCTIVE = 4
SHORTEST_DENSE = 2
"""Letters of a name that counts wherever it stands; in a script without spaces it counts as a whole
piece of text from fewer."""
SHORTEST_ONE_WORD_POST = 8
"""Letters of a post of one word that counts: a shorter one is an ordinary word ("thanks")."""
COMMON_FROM = 3
"""A name whose words stand together in so many posts is also a word, and tells nobody apart."""
_AT_ONCE = 1 << 18
_REMEMBERED = 1 << 16
_TEXTS_AT_ONCE = 4_096

NAMES = frozenset({"name", "handle"})
IDS = frozenset({"id", "native_id", "account", "url"})
KINDS = ("name", "handle", "id")


class Pile:
    """Hashes that come in one by one or many at once and end sorted, without doubles."""

    def __init__(self) -> None:
        self._recent: list[int] = []
        self._chunks: list[Hashes] = []

    def add(self, mark: int) -> None:
        self._recent.append(mark)
        if len(self._recent) >= _AT_ONCE:
            self._flush()

    def extend(self, hashes: Hashes) -> None:
        """Many at once; the array is kept and sorted in place."""
        self._chunks.append(without_doubles(hashes))

    def _flush(self) -> None:
        if self._recent:
            self._chunks.append(without_doubles(as_array(self._recent)))
            self._recent = []

    def sorted(self, without: Hashes) -> Hashes:
        """Everything but ``without``, in one array that is never held twice; the pile is empty."""
        self._flush()
        whole = np.empty(sum(map(len, self._chunks)), dtype=np.int64)
        filled = 0
        while self._chunks:
            chunk = self._chunks.pop()
            whole[filled : filled + len(chunk)] = chunk
            filled += len(chunk)
        whole = without_doubles(whole)
        return np.delete(whole, np.searchsorted(whole, without[_stand_in(without, whole)]))


def _stand_in(asked: Hashes, table: Hashes) -> NDArray[np.bool_]:
    """Which of ``asked`` stand in a sorted table."""
    found = np.zeros(len(asked), dtype=np.bool_)
    found[found_in_array(asked, table)] = True
    return found


class WordCounts:
    """Roughly in how many posts a word or pair of words stands (a count-min sketch, 2 x 16 MB)."""

    def __init__(self) -> None:
        self._rows = np.zeros((2, 1 << 24), dtype=np.uint8)

    def add(self, texts: list[Numbered]) -> None:
        """Count the words and pairs of posts, each once a post."""
        row = row_of(texts, apart=True)
        post = np.repeat(np.arange(len(texts)), [len(text.weights) for text in texts])
        for length in (1, 2):
            found = row.grams(length)
            order = np.lexsort((post[found.starts], found.marks))
            marks, posts = found.marks[order], post[found.starts[order]]
            again = (marks[1:] == marks[:-1]) & (posts[1:] == posts[:-1])
            self._count(np.delete(marks, np.flatnonzero(again)))

    def _count(self, marks: Hashes) -> None:
        for row, places in zip(self._rows, self._places(marks), strict=True):
            found, times = np.unique(places, return_counts=True)
            row[found] = np.minimum(row[found] + np.minimum(times, 100), 100).astype(np.uint8)

    @staticmethod
    def _places(hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return hashes & 0xFFFFFF, (hashes >> 24) & 0xFFFFFF

    def common(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Which of these stand in at least COMMON_FROM posts."""
        one, other = self._places(hashes)
        counted = np.minimum(self._rows[0][one], self._rows[1][other])
        return np.asarray(counted >= COMMON_FROM)


class Table(NamedTuple):
    """Hashes and, for each, its kind (a place in KINDS)."""

    known: Known
    kinds: NDArray[np.uint8]

    def kind(self, mark: int) -> str:
        """Of a hash that is known."""
        return KINDS[int(self.kinds[int(np.searchsorted(self.known.hashes, mark))])]

    def packed(self) -> tuple[bytes, bytes]:
        """Both columns as bytes."""
        return self.known.hashes.tobytes(), self.kinds.tobytes()

    @staticmethod
    def unpacked(hashes: bytes, kinds: bytes) -> Table:
        """The same as before :meth:`packed`."""
        known = Known(np.frombuffer(hashes, dtype=np.int64))
        return Table(known, np.frombuffer(kinds, dtype=np.uint8))


class _Shelf:
    """Identities of one length while they are collected."""

    def __init__(self) -> None:
        self.piles = {kind: Pile() for kind in KINDS}

    def table(self, without: Hashes) -> Table:
        parts = [self.piles[kind].sorted(without) for kind in KINDS]
        kinds = [np.full(len(part), place, dtype=np.uint8) for place, part in enumerate(parts)]
        hashes, sorts = np.concatenate(parts), np.concatenate(kinds)
        order = np.argsort(hashes, kind="stable")
        return Table(Known(hashes[order]), sorts[order])


class Holdings(msgspec.Struct, frozen=True, kw_only=True):
    """Fingerprints of everything held.

    ``runs`` are those of texts, ``shorts`` posts that are none, ``mentions`` handles, ``alone``
    what the site prints by itself. ``anywhere`` and ``whole`` are identities by their number of
    words: those that count wherever they stand, and those that count as a whole piece of text.
    """

    numbering: Numbering
    runs: Known
    shorts: Known
    mentions: Known
    alone: Known
    anywhere: Mapping[int, Table]
    whole: Mapping[int, Table]

    @staticmethod
    def of(
        held: Iterable[Sealed],
        fixed: Iterable[str] = (),
        markup: Iterable[str] = (),
        alone: Collection[str] = (),
    ) -> Holdings:
        """Of everything in ``held`` but the site's own words.

        ``markup`` are its tags and keys, ``alone`` what it prints by itself in tables and headings.
        """
        return _Gathered(held, Numbering()).without(fixed, (*markup, *alone), alone)

    @property
    def size(self) -> int:
        """Bytes that the tables take."""
        tables = [*self.anywhere.values(), *self.whole.values()]
        known = [*self._sets, *(table.known for table in tables)]
        return sum(one.hashes.nbytes for one in known) + sum(one.kinds.nbytes for one in tables)

    @property
    def _sets(self) -> tuple[Known, ...]:
        return self.runs, self.shorts, self.mentions, self.alone

    def packed(self) -> bytes:
        """All of it with the key of the numbers; who reads this can tell whether words are held."""
        flat = _Packed(
            key=self.numbering.key,
            sets=tuple(known.hashes.tobytes() for known in self._sets),
            anywhere={length: table.packed() for length, table in self.anywhere.items()},
            whole={length: table.packed() for length, table in self.whole.items()},
        )
        return msgspec.msgpack.encode(flat)

    @staticmethod
    def unpacked(data: bytes) -> Holdings:
        """The same as before :meth:`packed`."""
        flat = msgspec.msgpack.decode(data, type=_Packed)
        runs, shorts, mentions, alone = (
            Known(np.frombuffer(one, dtype=np.int64)) for one in flat.sets
        )
        return Holdings(
            numbering=Numbering(flat.key),
            runs=runs,
            shorts=shorts,
            mentions=mentions,
            alone=alone,
            anywhere={length: Table.unpacked(*one) for length, one in flat.anywhere.items()},
            whole={length: Table.unpacked(*one) for length, one in flat.whole.items()},
        )


class _Packed(msgspec.Struct, frozen=True, kw_only=True):
    """Holdings as plain bytes, 8 a number."""

    key: bytes
    sets: tuple[bytes, ...]
    anywhere: dict[int, tuple[bytes, bytes]]
    whole: dict[int, tuple[bytes, bytes]]


class _Gathered:
    """Fingerprints of everything held while they are collected."""

    def __init__(self, held: Iterable[Sealed], numbering: Numbering) -> None:
        self._numbering = numbering
        self._runs, self._shorts, self._mentions = Pile(), Pile(), Pile()
        self._anywhere: dict[int, _Shelf] = defaultdict(_Shelf)
        self._whole: dict[int, _Shelf] = defaultdict(_Shelf)
        self._counts = WordCounts()
        self._seen: set[tuple[str, str]] = set()
        self._whole_texts: list[Numbered] = []
        self._counted: list[Numbered] = []
        for sealed in held:
            self._take(sealed)
        self._flush()

    def _take(self, sealed: Sealed) -> None:
        part, words = sealed.part, unseal(sealed)
        if part == "payload":
            return
        if part not in IDS and part not in NAMES:
            self._take_text(words)
            return
        key = (part, words)
        if key in self._seen:
            return
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen.add(key)
        if part in IDS:
            self._take_id(words)
        else:
            self._take_name(words, part)

    def _take_text(self, words: str) -> None:
        text = fold(words)
        tokens = tokens_of(text)
        whole = self._numbering.text(tokens)
        if whole.is_run:
            self._whole_texts.append(whole)
        elif _worth_finding(tokens):
            self._shorts.add(self._numbering.mark(tokens))
        mentioned = {token for token in tokens if f"@{token}" in text} if "@" in text else ()
        others = [token for token in tokens if token not in mentioned] if mentioned else tokens
        self._counted.append(self._numbering.text(others) if mentioned else whole)
        if len(self._counted) >= _TEXTS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self._runs.extend(row_of(self._whole_texts, apart=True).runs().marks)
        self._counts.add(self._counted)
        self._whole_texts, self._counted = [], []

    def _take_id(self, words: str) -> None:
        tokens = tokens_of(fold(words))
        if not tokens:
            return
        if _distinctive_id(tokens[-1]):
            tokens = tokens[-1:]
        elif len(tokens) < 3:
            return
        self._put(self._anywhere, tokens, "id")

    def _take_name(self, words: str, kind: str) -> None:
        tokens = tokens_of(fold(words))
        if not tokens:
            return
        if kind == "handle":
            self._mentions.add(self._numbering.mark(tokens))
        letters, dense = sum(map(len, tokens)), is_dense(tokens[0])
        if "".join(tokens).isdigit():
            return
        if letters >= SHORTEST_DISTINCTIVE or (dense and letters >= SHORTEST_DENSE):
            self._put(self._whole, tokens, kind)
        if letters >= SHORTEST_DISTINCTIVE:
            self._put(self._anywhere, tokens, kind)

    def _put(self, shelves: dict[int, _Shelf], tokens: list[str], kind: str) -> None:
        whole = self._numbering.text(tokens)
        if whole.is_run:
            self._whole_texts.append(whole)
        else:
            shelves[len(tokens)].piles[kind].add(self._numbering.mark(tokens))

    def without(
        self, fixed: Iterable[str], markup: Iterable[str], alone: Iterable[str]
    ) -> Holdings:
        """Everything but the site's own words. The collection is empty afterwards."""
        numbering = self._numbering
        tags = as_array(numbering({one for tag in markup for one in tokens_of(fold(tag))}))
        row = row_of([numbering.text(tokens_of(fold(text))) for text in fixed], apart=True)
        own = as_array(sorted({numbering.mark(tokens_of(fold(text))) for text in alone}))
        short = [row.grams(length).marks for length in range(1, CHARACTERS_IN_A_RUN)]
        return Holdings(
            numbering=numbering,
            runs=Known(self._runs.sorted(row.runs().marks)),
            shorts=Known(self._shorts.sorted(np.concatenate(short))),
            mentions=Known(self._mentions.sorted(as_array([]))),
            alone=Known(own),
            anywhere={
                n: self._distinctive(n, np.concatenate((row.grams(n).marks, own)), tags)
                for n in sorted(self._anywhere)
            },
            whole={n: shelf.table(row.grams(n).marks) for n, shelf in self._whole.items()},
        )

    def _distinctive(self, length: int, fixed: Hashes, tags: Hashes) -> Table:
        """Identities of this many words that count anywhere; an id does however common it is."""
        table = self._anywhere[length].table(fixed)
        if length > 2:
            return table
        hashes = table.known.hashes
        ordinary = self._counts.common(hashes) | np.isin(hashes, tags)
        keep = ~ordinary | (table.kinds == KINDS.index("id"))
        return Table(Known(hashes[keep]), table.kinds[keep])


def _worth_finding(tokens: list[str]) -> bool:
    """Whether a short post says enough to be told from an ordinary label of a page."""
    letters = "".join(tokens)
    if not letters or letters.isdigit():
        return False
    if any(map(is_dense, tokens)):
        return len(letters) >= SHORTEST_DISTINCTIVE
    return len(tokens) > 1 or len(letters) >= SHORTEST_ONE_WORD_POST


def _distinctive_id(token: str) -> bool:
    if token.isdigit():
        return len(token) >= 9
    mixed = any(map(str.isdigit, token)) and len(token) >= 8
    return mixed or len(token) >= 16
