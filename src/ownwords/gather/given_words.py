"""Words given directly: header fields and words in, a post and the yes that came with it out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

import msgspec

from ownwords.gather.hashtags import extract_tags
from ownwords.gather.reasons import NUL
from ownwords.locales import marked
from ownwords.records.captured import Captured, Fault, Place, Read
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.records.nearest import nearest
from ownwords.records.post import GIVEN, Post
from ownwords.records.text import seen
from ownwords.records.times import PartialDate

KEYS = (
    "given",
    "voice",
    "account",
    "kind",
    "language",
    "date",
    "organisation",
    "uses",
    "also-if-deleted",
    "evidence",
    "tags",
    "place",
    "id",
)
KINDS = frozenset({"words", "interview", "letter", "statement", "transcript"})
_TURNS = frozenset({"interview", "transcript"})
_NAMELESS = frozenset({"", "no name", "none", "anonymous"})
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"", "no", "false", "0"})
_LABEL = re.compile(r"([^\W\d_][^\n:.!?;,]{0,39}):[ \t]+(?=\S)")
_PARAGRAPHS = re.compile(r"(?:\r?\n[ \t]*){2,}")
_WITHOUT_YES = marked("the words, without the yes")


class Given(msgspec.Struct, frozen=True):
    """One voice's words as they stand in a file: header fields by key, words, bytes, place."""

    fields: Mapping[str, str]
    text: str
    payload: bytes
    place: Place

    def get(self, key: str) -> str:
        """A field without the space around it; empty when absent."""
        return seen(self.fields.get(key, ""))


def did_you_mean(word: str, known: Iterable[str] = KEYS) -> str:
    """A hint for a key, or another word, that is not known: the known one most like it."""
    near = nearest(word, known)
    return f' Did you mean "{near}"?' if near else ""


def capture(given: Given) -> list[Read]:
    """The post with its statement, and a fault for all that cannot be taken as it stands."""
    place = given.place
    content = _words(given)
    reason = "" if content else "No words of this voice stand here."
    date = _date(given.get("date"))
    if date is None:
        reason = "The date is missing or cannot be read; a year is enough."
    if "\0" in given.text or any("\0" in value for value in given.fields.values()):
        reason = NUL
    if reason or date is None:
        return [Fault(place, reason)]
    problems = _problems(given)
    post = _post(given, content, date)
    statements = () if problems else _statements(given, post)
    return [
        Captured(post, place, (), statements),
        *(Fault(place, problem, _WITHOUT_YES) for problem in problems),
    ]


def _date(said: str) -> PartialDate | None:
    try:
        return PartialDate.parse(said)
    except ValueError:
        return None


def _problems(given: Given) -> list[str]:
    """What is wrong with a header whose words can be kept but whose yes cannot be trusted."""
    problems = [
        f'"{key}" says neither yes nor no.'
        for key in ("organisation", "also-if-deleted")
        if given.get(key).lower() not in _YES | _NO
    ]
    kind = given.get("kind")
    if kind and kind not in KINDS:
        problems.append(f'"kind" is none of {", ".join(sorted(KINDS))}.')
    uses = _uses(given)
    unknown = [use for use in uses if use not in set(Use)]
    if unknown:
        hint = did_you_mean(unknown[0], Use)
        problems.append('"uses" names a use that is not known.' + hint)
    if Use.NAMED in uses and not _voice(given):
        problems.append('"uses" says named and "voice" does not say which name is printed.')
    if uses and not given.get("evidence"):
        problems.append('"uses" says yes and "evidence" does not say where that is written.')
    account = given.get("account")
    if account and ":" not in account:
        problems.append('"account" is no address of an account.')
    return problems


def _uses(given: Given) -> list[str]:
    return [use for use in re.split(r"[\s,;]+", given.get("uses")) if use]


def _voice(given: Given) -> str:
    voice = given.get("voice")
    return "" if voice.lower() in _NAMELESS else voice


def _words(given: Given) -> str:
    """The voice's own words: all of them, or in an interview their turns."""
    text = given.text.strip("\r\n").rstrip()
    if given.get("kind") not in _TURNS:
        return text
    paragraphs = _PARAGRAPHS.split(text)
    voice = _folded(_voice(given)) or "voice"
    labels = [_speaker(paragraph, voice) for paragraph in paragraphs]
    if not any(labels):
        return text
    speaker, own = "", []
    for paragraph, label in zip(paragraphs, labels, strict=True):
        speaker = _folded(label) if label else speaker
        if speaker == voice:
            own.append(paragraph[len(label) + 1 :].lstrip() if label else paragraph)
    return "\n\n".join(own)


def _speaker(paragraph: str, voice: str) -> str:
    """Who a paragraph says is speaking: the voice, or up to four words; empty when nobody."""
    label, colon, _ = paragraph.partition(":")
    if colon and _folded(label) == voice:
        return label
    found = _LABEL.match(paragraph)
    label = found.group(1) if found else ""
    return label if len(label.split()) <= 4 else ""


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _digest(*parts: str) -> str:
    said = "\x1f".join(part.replace("\r\n", "\n") for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def _account(given: Given, native: str) -> str:
    """The account that the header names; else one for the voice; else one for these words alone."""
    account = given.get("account")
    if ":" in account:
        return account
    voice = _voice(given)
    return f"given:voice/{_digest(_folded(voice)) if voice else native}"


def _post(given: Given, content: str, date: PartialDate) -> Post:
    native = _digest(_voice(given), given.get("date"), content)
    tags = [tag.lstrip("#") for tag in re.split(r"[\s,;]+", given.get("tags")) if tag]
    tags += [tag for tag in extract_tags(content) if tag not in tags]
    language = given.get("language")
    return Post(
        id=f"given:{native}",
        network=GIVEN,
        native_id=given.get("id") or native,
        attributed_to=_account(given, native),
        content=content,
        published=date.start,
        published_raw=date.text,
        precision=date.precision,
        payload=given.payload,
        version_id=native,
        name=_voice(given),
        language=language,
        language_source="author" if language else "",
        tags=tuple(tags),
        visibility="given",
        organisation=given.get("organisation").lower() in _YES,
    )


def _statements(given: Given, post: Post) -> tuple[Statement, ...]:
    uses = tuple(Use(use) for use in _uses(given))
    if not uses:
        return ()
    return (
        Statement(
            answer=Answer.YES,
            uses=uses,
            account=post.attributed_to,
            voice=post.name,
            scope=Scope.POSTS,
            posts=(post.id,),
            name=post.name if Use.NAMED in uses else "",
            also_if_deleted=given.get("also-if-deleted").lower() in _YES,
            evidence=given.get("evidence"),
        ),
    )
