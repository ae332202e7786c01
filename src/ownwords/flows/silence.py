"""Who is not quoted, and why: in reasons, never in names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from ownwords.consent.gate import Context, rule_for
from ownwords.locales import marked
from ownwords.records.consent import Answer, Rule, Use
from ownwords.workspace import Workspace

REASONS = {
    Rule.BLOCKED: marked("kept back by the steward or the law"),
    Rule.OUTSIDE: marked("said yes for another time or for fewer readers"),
    Rule.AUTHOR_DELETED: marked("deleted the post or went private"),
    Rule.EXPLICIT_YES: marked("said yes to some posts, none of which are here"),
    Rule.POST_WISH: marked("their post asks not to be quoted"),
    Rule.ACCOUNT_WISH: marked("their profile asks not to be shown"),
    Rule.DEFAULT: marked("not asked yet"),
    Rule.STEWARD_YES: marked("may be retold, not quoted"),
    Rule.PUBLIC_ROLE: marked("a decision about them lacks something"),
}
SAID_NO = marked("said no")
NO_ANSWER = marked("asked, no answer yet")
_LAST = {
    Answer.NO: SAID_NO,
    Answer.ASKED: NO_ANSWER,
    Answer.YES: REASONS[Rule.EXPLICIT_YES],
}


def reasons(
    workspace: Workspace, context: Context, quoted: frozenset[str]
) -> list[tuple[str, str, int]]:
    """(reason, account, posts) for every account that is held, shown to nobody and not quoted.

    ``quoted`` are ids of accounts. People who withdrew are in no number.
    """
    answers = _answers(context, workspace)
    rows = []
    for _, account, posts in workspace.vault.engine.members("whole"):
        if account in quoted:
            continue
        rule = rule_for(account, Use.VERBATIM, context)
        if rule is Rule.WITHDRAWN:
            continue
        rows.append((_reason(rule, answers.get(account, [])), account, posts))
    return rows


def counted(rows: list[tuple[str, str, int]], context: Context) -> dict[str, int]:
    """Voices by reason, for the team's eyes: these numbers have not passed the gate."""
    voices = {(context.register.voice_of(account).id, reason) for reason, account, _ in rows}
    return dict(Counter(reason for _, reason in voices).most_common())


def _reason(rule: Rule, answers: Sequence[Answer]) -> str:
    """Why somebody is not quoted of whom this rule decides, and who answered this."""
    if rule is Rule.EXPLICIT_NO:
        waits = Answer.ASKED in answers and Answer.NO not in answers
        return NO_ANSWER if waits else SAID_NO
    if rule is Rule.DEFAULT and answers:  # they were asked about single posts
        return _LAST[answers[-1]]
    return REASONS.get(rule, SAID_NO)


def _answers(context: Context, workspace: Workspace) -> dict[str, list[Answer]]:
    """What each account said or was asked, of whatever posts, oldest first."""
    answers: dict[str, list[Answer]] = defaultdict(list)
    told = workspace.vault.desk.statements()
    for statement in sorted(told, key=lambda one: (one.given_at, one.sequence)):
        for account in context.register.reached(statement):
            answers[account].append(statement.answer)
    return answers
