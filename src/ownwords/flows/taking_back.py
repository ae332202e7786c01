"""What a later answer takes back: an earlier yes to more, or one for a narrower place.

In the decision order a yes to one use says nothing of another, and a narrower scope outweighs a
wider one. Who chooses again among the same offers means the last choice, so the noes that it
holds are written down with it, wherever an earlier yes of that account would go further.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from ownwords.consent.rungs import bits, no_covers
from ownwords.flows.registers import read_register
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.workspace import Workspace

BEYOND: dict[tuple[Use, ...], tuple[Use, ...]] = {
    (Use.PARAPHRASE,): (Use.VERBATIM,),
    (Use.VERBATIM,): (Use.NAMED,),
}
"""What a choice refuses: retold is not in exact words, exact words alone are without a name."""


def taken_back(workspace: Workspace, said: Sequence[Statement]) -> list[Statement]:
    """The noes to be recorded before ``said``, one account's answer to every offer.

    None where no earlier yes of the account goes further than the answer does.
    """
    answer = said[0]
    refused = answer.uses if answer.answer is not Answer.YES else BEYOND.get(answer.uses)
    if refused is None:
        return []
    earlier = _said_yes(workspace, answer.account, no_covers(refused))
    no = Statement(
        answer=Answer.NO,
        uses=refused,
        account=answer.account,
        evidence=answer.evidence,
        given_by=answer.given_by,
        given_at=answer.given_at,
    )
    places = [one for one in said if earlier and one.answer is Answer.YES]
    if any(one.scope is Scope.CAMPAIGN for one in said):
        places += _narrower(earlier)
    return [
        msgspec.structs.replace(no, scope=one.scope, posts=one.posts, story=one.story)
        for one in places
    ]


def _said_yes(workspace: Workspace, account: str, uses: int) -> list[Statement]:
    """Every yes of an account to one of these uses, as bits."""
    register = read_register(workspace)
    return [
        one
        for one in workspace.vault.desk.statements()
        if one.answer is Answer.YES and bits(one.uses) & uses and account in register.reached(one)
    ]


def _narrower(earlier: Sequence[Statement]) -> Iterator[Statement]:
    """The places of these that outweigh the campaign, each once."""
    bounded = (one for one in earlier if one.scope in (Scope.STORY, Scope.POSTS))
    yield from {(one.posts, one.story): one for one in bounded}.values()
