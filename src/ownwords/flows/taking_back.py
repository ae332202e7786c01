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
from ownwords.records.times import iso_day
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


def outweighing(workspace: Workspace, no: Statement) -> list[Statement]:
    """The yeses that a no for the campaign leaves standing, for they are about less than that."""
    if no.answer is not Answer.NO or no.scope not in (Scope.CAMPAIGN, Scope.ALL):
        return []
    register, refused = read_register(workspace), no_covers(no.uses)
    whose = register.reached(no)
    standing: dict[tuple[tuple[str, ...], str], Statement] = {}
    for one in workspace.vault.desk.statements():
        place = one.posts, one.story
        if one.scope not in (Scope.STORY, Scope.POSTS) or whose.isdisjoint(register.reached(one)):
            continue
        if one.answer is Answer.YES and bits(one.uses) & refused:
            standing[place] = one
        elif one.answer is Answer.NO and no_covers(one.uses) & refused == refused:
            standing.pop(place, None)
    return list(standing.values())


class LaterNo:
    """Whether somebody said no since the day of a yes that is written down late.

    Of statements with equal scope the one recorded last counts, and a yes may be recorded long
    after it was said.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._engine, self._register = workspace.vault.engine, read_register(workspace)
        statements = workspace.vault.desk.statements()
        self._noes = [one for one in statements if one.answer is Answer.NO]

    def ends(self, said: Statement) -> bool:
        """Whether a no on record, of a later day and about the same, ends this yes."""
        if said.answer is not Answer.YES:
            return False
        day, uses = iso_day(said.given_at), bits(said.uses)
        later = [
            one
            for one in self._noes
            if iso_day(one.given_at) > day
            and no_covers(one.uses) & uses
            and _about_the_same(one, said)
        ]
        return bool(later) and any(self._whose(said) & self._register.reached(one) for one in later)

    def _whose(self, said: Statement) -> frozenset[str]:
        if not said.account or ":" in said.account:
            return self._register.reached(said)
        return frozenset(one.id for one in self._engine.accounts_named([said.account]))


def _about_the_same(no: Statement, yes: Statement) -> bool:
    if no.scope is not yes.scope or no.story != yes.story:
        return False
    return no.scope is not Scope.POSTS or not set(no.posts).isdisjoint(yes.posts)


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
