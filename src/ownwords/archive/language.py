"""In which language a post is written, by our own reading of its words.

py3langid reads the words after addresses, mentions, tags, emoji and signs are taken out. It may
say nothing: below :data:`LEAST` letters, or when the probability of its best language is below
:data:`SURE`, the answer is ``und`` (undetermined). Both were chosen on public tweets and
sentences; quality/langid.json holds the figures.

What was found is kept in cache/languages/ (row_readings.py): taking posts in does not wait for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import msgspec

from ownwords.archive.answers import LanguageCount
from ownwords.archive.row_readings import (
    Reading,
    answers,
    bring_up_to_date,
    entries,
    forget,
)
from ownwords.records.text import UNSPACED, fold_tag

if TYPE_CHECKING:
    from ownwords.archive.vault import Vault

UNDETERMINED = "und"
LEAST = 3
SURE = 0.6
SOURCE = "detected"
_CLEANING = 1  # raised whenever the cleaning below changes what is read

# What the model calls a language of its own and platforms count with its standard.
_FOLDED = {"arz": "ar", "ary": "ar", "sdh": "ku", "wuu": "zh", "hbo": "he", "grc": "el"}
_FOLDED["zxx"] = UNDETERMINED  # "no linguistic content"
# What platforms write: codes that ISO replaced long ago, and their own for "cannot say".
_PLATFORM = {"in": "id", "iw": "he", "ji": "yi", "nb": "no", "": UNDETERMINED, "zxx": UNDETERMINED}
_PLATFORM |= dict.fromkeys(("qam", "qct", "qht", "qme", "qst", "art"), UNDETERMINED)

_NOISE = re.compile(
    r"^RT\b|(?:https?://|www\.)\S+|[@＠#＃][^\s,.;:!?…،。、！？)）\]»”\"]+|&#?\w+;"
    r"|[\U0001F000-\U0001FAFF\u2190-\u2BFF\uFE0E\uFE0F\u200D\u20E3\U000E0000-\U000E007F]"
    r"|[0-9_*~^=+<>|\\/(){}\[\]\"“”«»]"
)
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")


class Detector:
    """Says the language of words. Loading the model takes about 0.7 s of processor time."""

    def detect(self, words: str) -> str:
        """An ISO 639 code, or ``und``."""
        cleaned = clean(words)
        if letters(cleaned) < LEAST:
            return UNDETERMINED
        language, probability = self._model.classify(cleaned)
        return str(language) if probability >= SURE else UNDETERMINED

    @cached_property
    def _model(self) -> Any:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        whole = LanguageIdentifier.from_model_file(MODEL_FILE)
        names = [_FOLDED.get(name, name) for name in whole.nb_classes]
        return LanguageIdentifier(
            whole.nb_ptc,
            whole.nb_pc,
            names,
            whole.tk_nextmove,
            whole.tk_output,
            norm_probs=True,
            tk_row=whole.tk_row,
        )


def clean(words: str) -> str:
    """The words without what has no language: addresses, mentions, tags, emoji, digits, signs."""
    return " ".join(_NOISE.sub(" ", words).split())


def letters(words: str) -> int:
    """How many letters; one of a script that writes syllables or words in one counts twice."""
    return sum(map(str.isalpha, words)) + len(_IS_UNSPACED.findall(words))


def platform_language(tag: str) -> str:
    """A platform's label as a bare ISO 639 code: ``pt-BR`` is pt, ``in`` is id, ``qme`` is und."""
    bare = tag.replace("_", "-").partition("-")[0].lower()
    return _PLATFORM.get(bare, bare)


def rules() -> str:
    """What decides the answers: the model's version and the rules of this file."""
    return f"py3langid {version('py3langid')}, cleaning {_CLEANING}, {LEAST} letters, {SURE}"


class Compared(msgspec.Struct, frozen=True):
    """The platform's labels and our reading of the same posts, the most frequent first.

    ``both`` counts posts for which the platform and we name a language, ``agreeing`` those among
    them with the same one.
    """

    labelled: tuple[LanguageCount, ...]
    detected: tuple[LanguageCount, ...]
    both: int
    agreeing: int


def read_languages(vault: Vault) -> int:
    """Bring cache/languages/ up to date; says how many posts were read anew."""
    return bring_up_to_date(vault, _reading())


def forget_languages(vault: Vault) -> None:
    """Drop everything that was read; the next question reads all posts again."""
    forget(vault, "languages")


def compare(vault: Vault, tag: str = "") -> Compared:
    """Languages of all posts, or of one tag's; hidden accounts are left out.

    Counts the first version of each post, as the engine does.
    """
    read_languages(vault)
    labelled, detected = _Tally("labelled"), _Tally(SOURCE)
    both = agreeing = 0
    for rows in _by_bucket(vault, fold_tag(tag), vault.desk.hidden()):
        labels = [platform_language(said) for said, _, _ in rows]
        pairs = list(zip(labels, (found for _, found, _ in rows), strict=True))
        named = [(label, found) for label, found in pairs if UNDETERMINED not in (label, found)]
        both += len(named)
        agreeing += sum(label == found for label, found in named)
        labelled.add((label, who) for label, (_, _, who) in zip(labels, rows, strict=True))
        detected.add((found, who) for _, found, who in rows)
    return Compared(labelled.counts(), detected.counts(), both, agreeing)


class _Tally:
    """Posts and distinct accounts by language; all posts of an account are in one bucket."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._posts: Counter[str] = Counter()
        self._accounts: Counter[str] = Counter()

    def add(self, bucket: Iterable[tuple[str, str]]) -> None:
        """Count the (language, account) of every post of one whole bucket."""
        pairs = Counter(bucket)
        for (language, _), posts in pairs.items():
            self._posts[language] += posts
            self._accounts[language] += 1

    def counts(self) -> tuple[LanguageCount, ...]:
        order = sorted(self._posts, key=lambda language: (-self._posts[language], language))
        return tuple(
            LanguageCount(name, self._source, self._posts[name], self._accounts[name])
            for name in order
        )


def _reading() -> Reading:
    return Reading("languages", "language", rules(), Detector().detect)


def _by_bucket(
    vault: Vault, tag: str, hidden: frozenset[str]
) -> Iterator[list[tuple[str, str, str]]]:
    """Platform's label, our reading and account of every post that counts, a bucket at a time."""
    from ownwords.archive.chunks import read_columns

    rows: list[tuple[str, str, str]] = []
    bucket = -1
    reading = _reading()
    for entry in entries(vault):
        if entry.bucket != bucket and rows:
            yield rows
            rows = []
        bucket = entry.bucket
        said, who, tags = read_columns(
            vault.folder, entry, ("language", "attributed_to", "tags_folded")
        )
        again = vault.engine.standing_elsewhere(entry)
        found = answers(vault, reading, entry)
        rows_read = enumerate(zip(said, who, tags, found, strict=True))
        for place, (label, account, tagged, language) in rows_read:
            counts = account not in hidden and place not in again
            if counts and (not tag or tag in tagged):
                rows.append((label, language, account))
    if rows:
        yield rows
