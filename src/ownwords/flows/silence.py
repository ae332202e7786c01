"""Who is not quoted, and why: in reasons, never in names."""

from __future__ import annotations

from collections import Counter

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


def reasons(
    workspace: Workspace, context: Context, quoted: frozenset[str]
) -> list[tuple[str, str, int]]:
    """(reason, account, posts) for every account that is held, shown to nobody and not quoted.

    ``quoted`` are ids of accounts. People who withdrew are in no number.
    """
    said_no, asked = _answers(context, workspace)
    rows = []
    for _, account, posts in workspace.vault.engine.members("whole"):
        if account in quoted:
            continue
        rule = rule_for(account, Use.VERBATIM, context)
        if rule is Rule.WITHDRAWN:
            continue
        reason = REASONS.get(rule, SAID_NO)
        if rule is Rule.EXPLICIT_NO:
            reason = NO_ANSWER if account in asked and account not in said_no else SAID_NO
        rows.append((reason, account, posts))
    return rows


def counted(rows: list[tuple[str, str, int]], context: Context) -> dict[str, int]:
    """Voices by reason, for the team's eyes: these numbers have not passed the gate."""
    voices = {(context.register.voice_of(account).id, reason) for reason, account, _ in rows}
    return dict(Counter(reason for _, reason in voices).most_common())


def _answers(context: Context, workspace: Workspace) -> tuple[set[str], set[str]]:
    said_no: set[str] = set()
    asked: set[str] = set()
    for statement in workspace.vault.desk.statements():
        who = context.register.reached(statement)
        if statement.answer is Answer.NO:
            said_no |= who
        elif statement.answer is Answer.ASKED:
            asked |= who
    return said_no, asked
