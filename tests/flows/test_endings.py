"""When the first permission ends that an edition rests on."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ownwords.consent.gate import Context
from ownwords.flows import lapsed
from ownwords.flows.lapsed import Ending
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, Statement, Use, Voice, VoiceKind
from ownwords.records.edition import Quoted
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account, tweet

DAY = 86_400_000_000
ENDS = 60_000 * DAY
POSTS = [tweet(n, n, f"keeper_{n}", f"Lamp number {n} is lit again") for n in range(1, 9)]


def yes(number: int, ends: int | None = None, use: Use = Use.VERBATIM) -> Statement:
    return Statement(answer=Answer.YES, uses=(use,), account=account(number), ends=ends)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([yes(1)], Ending()),
        ([yes(1, ENDS), yes(2, ENDS + DAY)], Ending(ENDS, 1)),
        ([yes(1, ENDS), yes(2, ENDS)], Ending(ENDS, 2)),
        ([yes(1, ENDS), yes(1), yes(2)], Ending()),
        ([yes(1, ENDS, Use.COUNT), yes(1)], Ending(ENDS, 1)),
    ],
    ids=["never", "first", "together", "taken over by another", "of being counted"],
)
def test_the_first_end_of_what_is_shown(
    keep: Keep, told: list[Statement], expected: Ending
) -> None:
    workspace = keep(POSTS)
    workspace.vault.desk.add_statements(told)
    assert publish(workspace).ending == expected


def test_a_role_that_is_to_be_reviewed_ends_too(keep: Keep) -> None:
    workspace = keep(POSTS)
    role = {"kind": VoiceKind.ORGANISATION, "reason": "its own name", "decided_by": ("Kim",)}
    voice = Voice(id="v", name="Board", accounts=(account(3),), review=ENDS, **role)
    workspace.vault.desk.put_voices([voice], 1)
    workspace.vault.desk.add_statements([yes(1, ENDS + DAY)])
    assert publish(workspace).ending == Ending(ENDS, 1)


def test_ends_of_whom_nothing_is_shown_cost_no_question(
    keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = keep(POSTS)
    others = [yes(100 + n, ENDS - n * DAY) for n in range(40)]
    workspace.vault.desk.add_statements([yes(1, ENDS), *others])
    made = publish(workspace)
    asked: list[int | None] = []
    usual = lapsed.refused

    def counting(*words: object) -> frozenset[str]:
        asked.append(ENDS)
        return usual(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(lapsed, "refused", counting)
    [edition] = workspace.vault.desk.editions()
    assert lapsed.first_to_end(workspace, edition.quotes) == made.ending == Ending(ENDS, 1)
    assert len(asked) == 1


def test_a_yes_that_another_one_took_over_costs_a_look_at_its_own_quotations(
    keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A yes that is given anew each year leaves an end behind: each was a look at all of them."""
    workspace = keep(POSTS)
    workspace.vault.desk.add_statements([yes(n, ENDS + n * DAY) for n in range(1, 9)])
    workspace.vault.desk.add_statements([yes(n) for n in range(1, 9)])
    publish(workspace)
    looked_at: list[int] = []
    usual = lapsed.refused

    def counting(kept: Workspace, quotes: Sequence[Quoted], at: Context) -> frozenset[str]:
        looked_at.append(len(quotes))
        return usual(kept, quotes, at)

    monkeypatch.setattr(lapsed, "refused", counting)
    [edition] = workspace.vault.desk.editions()
    assert lapsed.first_to_end(workspace, edition.quotes) == Ending()
    assert looked_at == [1] * 8
