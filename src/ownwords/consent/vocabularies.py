"""Statements and voices as people write them down: three tables, read row by row.

The vocabulary of Social Humans labels (DocNow) is mapped in :data:`LABELS`. "Consent granted" there
speaks of being archived, so it is a yes to keep, read and count, never to show.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ownwords.consent.rungs import BELOW_WORDS
from ownwords.consent.sheets import (
    BadCell,
    Row,
    Sheet,
    Tried,
    did_you_mean,
    moment,
    several,
    yes_or_no,
)
from ownwords.records.captured import Fault
from ownwords.records.consent import Answer, GivenBy, Scope, Statement, Use, Voice, VoiceKind
from ownwords.records.text import alike, seen

STATEMENT_COLUMNS = (
    "account", "voice", "answer", "uses", "scope", "posts", "story", "name", "from", "until",
    "also_if_deleted", "no_location", "no_media", "no_network", "audience", "evidence",
    "given_by", "date",
)  # fmt: skip
LABEL_COLUMNS = ("account", "label", "date", "until")
VOICE_COLUMNS = ("voice", "kind", "account", "role", "reason", "review", "decided_by")

_FARTHEST_EAST = 14 * 3_600_000_000
_EVER = 1 << 62
_AUDIENCES = ("everyone", "team")


def read_statements_csv(
    text: str, file: str = "", *, at: int = 0, complaint: Callable[[Statement], str] = lambda _: ""
) -> tuple[list[Statement], list[Fault]]:
    """Statements of a table with the columns of STATEMENT_COLUMNS.

    ``at`` (microseconds UTC) is when rows without a date were given. An empty ``given_by`` means
    that a steward wrote the row, so that a yes to more than retelling needs its evidence. A yes
    until a day ends when that day begins. A no that names no use refuses everything above count.
    A yes with something in a column that is not known is a fault: it may be what bounds the yes.
    ``complaint`` may know more that is wrong with a statement.
    """
    sheet = Sheet(text, file, STATEMENT_COLUMNS)
    found: list[Statement] = []
    for row in sheet.rows():
        try:
            said = _statement(row, at)
            _must_be_said(complaint(said))
            found.append(said)
        except BadCell as error:
            sheet.faults.append(row.fault(str(error)))
    return found, sheet.faults


def _statement(row: Row, at: int) -> Statement:
    cells, tried = row.cells, Tried()
    given_at = tried(moment, row, "date")
    read = {
        "answer": tried(_choice, row, "answer", Answer),
        "uses": tuple(tried(_use, word) for word in several(row, "uses")),
        "scope": tried(_choice, row, "scope", Scope, scope_of(cells["posts"], cells["story"])),
        "starts": tried(moment, row, "from"),
        "ends": tried(moment, row, "until"),
        "given_by": tried(_choice, row, "given_by", GivenBy, GivenBy.STEWARD),
    }
    flags = ("also_if_deleted", "no_location", "no_media", "no_network")
    read |= {name: tried(yes_or_no, row, name) for name in flags}
    tried.end()
    statement = Statement(
        **read,
        account=cells["account"],
        voice=cells["voice"],
        posts=several(row, "posts"),
        story=cells["story"],
        name=cells["name"],
        audience=cells["audience"].casefold() or _AUDIENCES[0],
        evidence=cells["evidence"],
        given_at=at if given_at is None else given_at,
    )
    _must_be_said(complaint_about(statement))
    if row.says_more and statement.answer is Answer.YES:
        raise BadCell("A yes that says more in a column that is not known may have a condition.")
    if at and is_tomorrow(statement.given_at, at):
        raise BadCell("date lies in the future: nobody has said it yet.")
    return msgspec.structs.replace(statement, given_at=min(statement.given_at, at or _EVER))


def _must_be_said(complaint: str) -> None:
    if complaint:
        raise BadCell(complaint)


def is_tomorrow(given_at: int, at: int) -> bool:
    """Whether a day has begun nowhere on earth yet; days are noted as they begin in UTC."""
    return given_at > at + _FARTHEST_EAST


def complaint_about(statement: Statement) -> str:
    """Why a statement cannot mean what it says, however it was written down; empty when it can."""
    return " ".join(complaint for wrong, complaint in _COMPLAINTS if wrong(statement))


def scope_of(posts: object, story: object) -> Scope:
    """A scope that was not said is as wide as what was named: posts, a story, else the campaign."""
    if posts:
        return Scope.POSTS
    return Scope.STORY if story else Scope.CAMPAIGN


def lacks_name(said: Statement) -> bool:
    """Whether somebody says yes to being named and nobody wrote which name they chose."""
    return said.answer is Answer.YES and Use.NAMED in said.uses and not seen(said.name)


def _needs_evidence(said: Statement) -> bool:
    if said.answer is not Answer.YES or said.given_by is GivenBy.SELF or seen(said.evidence):
        return False
    own = {*BELOW_WORDS, Use.PARAPHRASE} if said.given_by is GivenBy.STEWARD else set()
    return not set(said.uses) <= own


_COMPLAINTS: tuple[tuple[Callable[[Statement], bool], str], ...] = (
    (lambda said: not (said.account or said.voice), "It names neither account nor voice."),
    (lambda said: said.answer is Answer.YES and not said.uses, "A yes must name its uses."),
    (lacks_name, "A yes to named needs the name that is printed; without a name it is verbatim."),
    (lambda said: said.scope is Scope.POSTS and not said.posts, "scope posts needs posts."),
    (lambda said: said.scope is Scope.STORY and not said.story, "scope story needs a story."),
    (
        lambda said: bool(said.posts) and said.scope is not Scope.POSTS,
        "It names posts, but its scope is not posts.",
    ),
    (
        lambda said: bool(said.story) and said.scope is not Scope.STORY,
        "It names a story, but its scope is not story.",
    ),
    (lambda said: said.audience not in _AUDIENCES, "audience must be everyone or team."),
    (
        lambda said: said.starts is not None and said.ends is not None and said.ends <= said.starts,
        "The yes ends before it starts.",
    ),
    (
        _needs_evidence,
        "A yes passed on by somebody else needs evidence; given_by self is for the voice alone.",
    ),
)


def _choice(row: Row, column: str, kind: Any, otherwise: Any = None) -> Any:
    said = row.cells[column].casefold()
    if not said and otherwise is not None:
        return otherwise
    try:
        return kind(said)
    except ValueError:
        raise BadCell(f"{column} must be one of: {', '.join(kind)}.") from None


def _use(word: str) -> Use:
    try:
        return Use(word.casefold())
    except ValueError:
        hint = did_you_mean(word, list(Use))
        raise BadCell(f"uses holds a word that is no use{hint}.") from None


# --- Social Humans labels -------------------------------------------------------------------

LABELS: Mapping[str, str] = {
    "sh-c-cg": "consent granted: a yes to hold, read and count; nothing is shown by it",
    "sh-c-am": "anonymise me: a no to named",
    "sh-c-cm": "credit me: recorded as a yes to hold, read and count; the name needs its own yes",
    "sh-c-da": "delay access: counting, and what another yes shows, begin on the day in `until`; "
    "without a day, a no to count",
    "sh-c-ea": "expire access: reading, counting, and what another yes shows, end on the day in "
    "`until`",
    "sh-c-rl": "remove location",
    "sh-c-rm": "remove media: also a no to media",
    "sh-c-rn": "remove network",
}
"""All eight labels and what each becomes."""


class _Label(msgspec.Struct, frozen=True):
    account: str
    given_at: int
    until: int | None
    evidence: str

    def said(self, answer: Answer, uses: tuple[Use, ...], **more: Any) -> Statement:
        return Statement(
            answer=answer,
            uses=uses,
            account=self.account,
            evidence=self.evidence,
            given_at=self.given_at,
            **more,
        )


def _delay(label: _Label) -> Statement:
    if label.until is None:
        return label.said(Answer.NO, (Use.COUNT,))
    return label.said(Answer.YES, (Use.COUNT,), starts=label.until)


def _expire(label: _Label) -> Statement:
    if label.until is None:
        raise BadCell("sh-c-ea needs the day in the column until.")
    return label.said(Answer.YES, (Use.READ, Use.COUNT), ends=label.until)


# Granting labels first, so that the restricting ones are filed later and count.
_MEANINGS: Mapping[str, Callable[[_Label], Statement]] = {
    "sh-c-cg": lambda label: label.said(Answer.YES, BELOW_WORDS),
    "sh-c-cm": lambda label: label.said(Answer.YES, BELOW_WORDS),
    "sh-c-rl": lambda label: label.said(Answer.YES, (Use.HOLD,), no_location=True),
    "sh-c-rm": lambda label: label.said(Answer.YES, (Use.HOLD,), no_media=True),
    "sh-c-rn": lambda label: label.said(Answer.YES, (Use.HOLD,), no_network=True),
    "sh-c-ea": _expire,
    "sh-c-da": _delay,
    "sh-c-am": lambda label: label.said(Answer.NO, (Use.NAMED,)),
}


def read_labels_csv(
    text: str, file: str = "", *, at: int = 0
) -> tuple[list[Statement], list[Fault]]:
    """Statements from Social Humans labels: columns account, label, date, until.

    Labels of one account add up, of the same label the latest counts; delay and expiry together
    bound the same count.
    """
    sheet = Sheet(text, file, LABEL_COLUMNS)
    by_account: dict[str, dict[str, Statement]] = defaultdict(dict)
    for row in sheet.rows():
        label = row.cells["label"].casefold()
        try:
            said = _labelled(row, label, at)
            known = by_account[row.cells["account"]].setdefault(label, said)
            if said.given_at >= known.given_at:
                by_account[row.cells["account"]][label] = said
        except BadCell as error:
            sheet.faults.append(row.fault(str(error)))
    ordered = [
        statement
        for labels in by_account.values()
        for statement in _in_effect({name: labels[name] for name in _MEANINGS if name in labels})
    ]
    return ordered, sheet.faults


def _labelled(row: Row, label: str, at: int) -> Statement:
    if not row.cells["account"]:
        raise BadCell("The row names no account.")
    if label not in _MEANINGS:
        raise BadCell(f"label is no Social Humans label{did_you_mean(label, LABELS)}.")
    given_at = moment(row, "date")
    return _MEANINGS[label](
        _Label(
            row.cells["account"],
            at if given_at is None else given_at,
            moment(row, "until"),
            f"Social Humans label {label}",
        )
    )


def _in_effect(labels: dict[str, Statement]) -> list[Statement]:
    """Delay and expiry of one account bound the same count, so each takes over the other's end."""
    delay, expiry = labels.get("sh-c-da"), labels.get("sh-c-ea")
    if delay is not None and expiry is not None:
        labels["sh-c-da"] = msgspec.structs.replace(delay, ends=expiry.ends)
    return list(labels.values())


# --- voices ---------------------------------------------------------------------------------


def read_voices_csv(text: str, file: str = "") -> tuple[list[Voice], list[Fault]]:
    """Voices with their accounts; several rows for a voice with several accounts.

    An organisation needs a reason and who decided; a public office a reason, a review day and two
    names in ``decided_by``, separated by ';'. Without them the voice is kept as a person.
    """
    sheet = Sheet(text, file, VOICE_COLUMNS)
    voices: dict[str, Voice] = {}
    owners: dict[str, str] = {}
    for row in sheet.rows():
        try:
            voice = _voice(row)
            known = voices.get(voice.id, voice)
            voice = voice if row.cells["kind"] else _like(known, voice)
            _check_owner(owners, voice)
        except BadCell as error:
            sheet.faults.append(row.fault(str(error)))
            continue
        complaint = _complaint(voice)
        if complaint:
            sheet.faults.append(row.fault(complaint, "the voice, as a person"))
            voice = msgspec.structs.replace(voice, kind=VoiceKind.PERSON)
        voices[voice.id] = _merged(known, voice)
    return list(voices.values()), sheet.faults


def voice_id(name: str) -> str:
    """The id of a voice that was written down by name."""
    folded = unicodedata.normalize("NFKC", name).strip().casefold()
    return "voice/" + "-".join(folded.split())


def _voice(row: Row) -> Voice:
    cells, tried = row.cells, Tried()
    tried(_named, row)
    kind = tried(_choice, row, "kind", VoiceKind, VoiceKind.PERSON)
    review = tried(moment, row, "review")
    tried.end()
    deciders = (name.strip() for name in cells["decided_by"].split(";"))
    return Voice(
        id=voice_id(cells["voice"]),
        name=cells["voice"],
        kind=kind,
        accounts=(cells["account"],) if cells["account"] else (),
        reason=": ".join(filter(None, (cells["role"], cells["reason"]))) if cells["reason"] else "",
        decided_by=tuple(name for name in deciders if name),
        review=review,
    )


def _named(row: Row) -> None:
    if not row.cells["voice"]:
        raise BadCell("The row names no voice.")


def _check_owner(owners: dict[str, str], voice: Voice) -> None:
    for account in voice.accounts:
        if owners.setdefault(account, voice.id) != voice.id:
            raise BadCell("This account already belongs to another voice of the table.")


def _complaint(voice: Voice) -> str:
    if voice.kind is VoiceKind.PERSON:
        return ""
    if not seen(voice.reason) or not any(map(seen, voice.decided_by)):
        return f"kind {voice.kind} needs a reason and who decided."
    if voice.kind is VoiceKind.ORGANISATION:
        return ""
    if len({alike(name) for name in voice.decided_by if seen(name)}) < 2:
        return "kind public-office needs two different people in decided_by, separated by ';'."
    return "" if voice.review is not None else "kind public-office needs a review day."


def _like(known: Voice, voice: Voice) -> Voice:
    """A further row that says nothing but an account is of the kind already known."""
    return msgspec.structs.replace(known, accounts=voice.accounts)


def _merged(known: Voice, voice: Voice) -> Voice:
    """Rows of one voice add accounts; one that says person, or the first review day, counts."""
    kind = known.kind if known.kind is voice.kind else VoiceKind.PERSON
    accounts = tuple(dict.fromkeys(known.accounts + voice.accounts))
    review = min(filter(None, (known.review, voice.review)), default=None)
    return msgspec.structs.replace(known, kind=kind, accounts=accounts, review=review)
