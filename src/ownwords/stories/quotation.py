"""From a reference to words: a quotation is resolved through the gate, or it waits.

A quotation names a post, a version, a span and a keyed digest of the span. The digest is
HMAC-SHA-256 over the exact words of the span in UTF-8, without any normalisation, so that a
single changed code point shows; it is cut to 128 bits and written ``k1:`` and 32 hex digits.
It is keyed because a plain hash of a short post can be guessed.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Literal

import msgspec

from ownwords.consent.findability import Tested
from ownwords.consent.screening_flags import WAYS, WHAT, Flag
from ownwords.locales import marked
from ownwords.locales.sentence import Sentence, told
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Clearance, Decision, Rule, Use
from ownwords.records.errors import AskedWrongly
from ownwords.records.sealed import Sealed
from ownwords.records.story import Paraphrase, Quote

DIGEST_PREFIX = "k1:"
_DIGITS = 32
_SHOWN = 8

# A refusal by one of these can become a yes when the voice is asked; the others must be respected
# or waited for.
_ASKABLE = frozenset(
    {
        Rule.AUTHOR_DELETED,
        Rule.EXPLICIT_YES,
        Rule.POST_WISH,
        Rule.ACCOUNT_WISH,
        Rule.PUBLIC_ROLE,
        Rule.STEWARD_YES,
        Rule.DEFAULT,
    }
)

Span = tuple[int, int]


def digest(key: bytes, words: str) -> str:
    """The keyed digest of exactly these words, ``k1:`` and 32 hex digits."""
    data = words.encode("utf-8", "surrogatepass")
    return DIGEST_PREFIX + hmac.digest(key, data, "sha256").hex()[:_DIGITS]


def _nothing(words: Cleared, post: str) -> tuple[Flag, ...]:
    """Screening for who has nothing to screen: a test, a preview of one's own prose."""
    del words, post
    return ()


class Door(msgspec.Struct, frozen=True):
    """How a story reaches words: where they are, who lets them out, and the digest key.

    ``fetch(post, version)`` gives sealed words or None when they are not held (an empty version
    means the newest). ``release(sealed, use, span)`` is the gate with its context bound: cleared
    words, or the decision that refuses them. ``key`` is the campaign key derived for
    ``quote-digest``. ``screen(words, post)`` names what could give somebody away. ``retell(words,
    sealed)`` lets the teller's own sentence about words out, or gives the decision that refuses it,
    or the places by which the original could be found.
    """

    fetch: Callable[[str, str], Sealed | None]
    release: Callable[[Sealed, Use, Span | None], Cleared | Decision]
    retell: Callable[[str, Sealed], Cleared | Decision | Tested]
    key: bytes
    screen: Callable[[Cleared, str], tuple[Flag, ...]] = _nothing


class Spoken(msgspec.Struct, frozen=True):
    """A quotation with its words; ``digest`` is that of the words, also when the block had none."""

    quote: Quote
    words: Cleared
    digest: str


class Retelling(msgspec.Struct, frozen=True):
    """A paraphrase that may be shown; the words are the teller's."""

    paraphrase: Paraphrase
    clearance: Clearance


class Waiting(msgspec.Struct, frozen=True):
    """A quotation or paraphrase that may not be shown yet, why, and what to do about it.

    ``ask`` says whether asking the voice can help; ``account`` is whom to ask, empty when the
    post is not held. Holds no words.
    """

    block: Quote | Paraphrase
    reason: Literal["no-yes", "changed", "not-held", "personal-data", "findable"]
    why: str
    next_step: str
    ask: bool = False
    account: str = ""


def resolve(quote: Quote, door: Door) -> Spoken | Waiting:
    """The words of a quotation, or why it waits."""
    sealed = door.fetch(quote.post, quote.version)
    if sealed is None:
        return _not_held(quote)
    span = None if quote.start is None or quote.end is None else (quote.start, quote.end)
    try:
        answer = door.release(sealed, quote.use, span)
    except AskedWrongly:
        return _changed(quote, marked("The words of this post end before the span does."))
    if isinstance(answer, Decision):
        return _refused(quote, answer, sealed)
    found = digest(door.key, answer.text)
    if quote.digest and not hmac.compare_digest(quote.digest.encode(), found.encode()):
        return _changed(quote, marked("The words at this place are not those that were chosen."))
    flags = [flag for flag in door.screen(answer, quote.post) if flag.kind not in quote.keep]
    return _held(quote, flags) if flags else Spoken(quote, answer, found)


def _held(quote: Quote, flags: list[Flag]) -> Waiting:
    """Words that hold personal data wait until a person has decided."""
    kinds = ", ".join(dict.fromkeys(flag.kind.value for flag in flags))
    found = dict.fromkeys(WHAT[flag.kind] for flag in flags)
    why = Sentence.of((what, {}) for what in (*found, WAYS))
    step = told(
        marked("Shorten the span, or write `keep: %(kinds)s` into the block and a note why."),
        kinds=kinds,
    )
    return Waiting(quote, "personal-data", why, step)


def resolve_paraphrase(paraphrase: Paraphrase, door: Door) -> Retelling | Waiting:
    """A paraphrase with the clearance of the post it retells, or why it waits."""
    sealed = door.fetch(paraphrase.post, "")
    if sealed is None:
        return _not_held(paraphrase)
    answer = door.retell(paraphrase.words, sealed)
    if isinstance(answer, Tested):
        return _findable(paraphrase, answer)
    if isinstance(answer, Decision):
        return _refused(paraphrase, answer, sealed)
    return Retelling(paraphrase, answer.clearance)


_SHARES_A_RUN = marked(
    "It shares a run of words with the original that hardly anybody else wrote: characters "
    "%(places)s of your sentence."
)
_IS_FOUND = marked(
    "A search with its telling words finds the original among the first results: characters "
    "%(places)s of your sentence."
)


def _findable(paraphrase: Paraphrase, tested: Tested) -> Waiting:
    """The requirement that failed, with places in the teller's own sentence and no words."""
    places = tested.runs or tested.terms
    shown = ", ".join(f"{start + 1}-{end}" for start, end in places[:_SHOWN])
    why = told(_SHARES_A_RUN if tested.runs else _IS_FOUND, places=shown)
    step = marked(
        "Say these places in words that are further from the original and leave out what only this "
        "voice tells; or ask the voice for a yes to verbatim."
    )
    return Waiting(paraphrase, "findable", why, step)


def _changed(quote: Quote, why: str) -> Waiting:
    step = marked(
        "If you chose another span, take the digest line out; else find the post, read it again "
        "and paste the new block."
    )
    return Waiting(quote, "changed", why, step)


def _not_held(block: Quote | Paraphrase) -> Waiting:
    return Waiting(
        block,
        "not-held",
        marked("This campaign does not hold the post, or its voice was taken out."),
        marked("Correct the id if it has a slip; else take the block out of the story."),
    )


def _refused(block: Quote | Paraphrase, decision: Decision, sealed: Sealed) -> Waiting:
    ask = decision.rule in _ASKABLE
    step = decision.what_would_make_it_yes or (
        marked("Ask the voice.") if ask else marked("Take the block out of the story.")
    )
    return Waiting(block, "no-yes", decision.why, step, ask=ask, account=sealed.account)
