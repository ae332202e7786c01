"""What a later answer takes back: an earlier yes to more, or one for a narrower place.

In the decision order a yes to one use says nothing of another, and a narrower scope outweighs a
wider one. Who chooses again among the same offers means the last choice, so the noes that it
holds are written down with it, wherever an earlier yes of that account would go further.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from ownwords.consent.rungs import bits, no_covers
from ownwords.flows.clock import now
from ownwords.flows.registers import read_register
from ownwords.records.consent import Answer, GivenBy, Scope, Statement, Use, refusing
from ownwords.records.times import iso_day
from ownwords.workspace import Workspace

BEYOND: dict[tuple[Use, ...], tuple[Use, ...]] = {
    (Use.PARAPHRASE,): (Use.VERBATIM,),
    (Use.VERBATIM,): (Use.NAMED,),
}
"""What a choice refuses: retold is not in exact words, exact words alone are without a name."""


def taken_back(workspace: Workspace, said: Sequence[Statement]) -> list[Statement]:
    """The noes to be recorded before ``said``, one account's answer to every offer.

    None where no earlier yes of the account goes further than the answer does. A yes takes nothing
    back that was said on a later day; a no counts whenever it was said.
    """
    answer = said[0]
    refused = answer.uses if answer.answer is not Answer.YES else BEYOND.get(answer.uses)
    if refused is None:
        return []
    earlier = _said_yes(workspace, answer.account, no_covers(refused))
    if answer.answer is Answer.YES:
        earlier = [one for one in earlier if not _is_of_later_day(one, answer)]
    no = refusing(answer, refused)
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
    return [one for one in standing.values() if not _is_over(one)]


def going_further(workspace: Workspace, yes: Statement) -> list[tuple[Statement, Statement]]:
    """The yeses to more that a yes leaves standing where it holds, each with the no that ends it.

    One to exact words says nothing about a name that was given before, nor about exact words one
    to retelling.
    """
    beyond = _beyond(yes)
    if beyond is None:
        return []
    register, refused = read_register(workspace), no_covers((beyond,))
    whose = register.reached(yes)
    standing: dict[_Place, Statement] = {}
    for one in workspace.vault.desk.statements():
        if whose.isdisjoint(register.reached(one)) or not _meet(one, yes):
            continue
        if one.answer is Answer.YES and bits(one.uses) & refused:
            standing[_place(one)] = one
        elif one.answer is Answer.NO and no_covers(one.uses) & refused == refused:
            standing = {
                place: said
                for place, said in standing.items()
                if place != _place(one) and (_place(one) != _place(yes) or _narrower_of(said, yes))
            }
    return [(one, _ended(one, yes, beyond)) for one in standing.values() if not _is_over(one)]


_Place = tuple[Scope, tuple[str, ...], str]
_RANK = {scope: rank for rank, scope in enumerate(Scope)}


def _place(said: Statement) -> _Place:
    return said.scope, said.posts, said.story


def _narrower_of(one: Statement, other: Statement) -> bool:
    return _RANK[one.scope] > _RANK[other.scope]


def _meet(one: Statement, other: Statement) -> bool:
    """Whether there may be words that both are about."""
    return one.scope is not other.scope or _about_the_same(one, other)


def _is_over(said: Statement) -> bool:
    return said.ends is not None and said.ends <= now()


def _beyond(yes: Statement) -> Use | None:
    """The first rung of the ladder that a yes to showing words does not reach."""
    if yes.answer is not Answer.YES or Use.NAMED in yes.uses:
        return None
    return next(
        (BEYOND[(use,)][0] for use in (Use.VERBATIM, Use.PARAPHRASE) if use in yes.uses), None
    )


def _ended(more: Statement, yes: Statement, beyond: Use) -> Statement:
    """A no to what goes further, where both yeses hold."""
    place = more if _narrower_of(more, yes) else yes
    no = refusing(yes, (beyond,))
    return msgspec.structs.replace(no, scope=place.scope, posts=place.posts, story=place.story)


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
        uses = bits(said.uses)
        later = [
            one
            for one in self._noes
            if _is_of_later_day(one, said)
            and no_covers(one.uses) & uses
            and self._is_about(one, said)
        ]
        return bool(later) and any(self._whose(said) & self._register.reached(one) for one in later)

    def _is_about(self, no: Statement, yes: Statement) -> bool:
        return _about_the_same(no, yes)

    def _whose(self, said: Statement) -> frozenset[str]:
        if not said.account or ":" in said.account:
            return self._register.reached(said)
        return frozenset(one.id for one in self._engine.accounts_named([said.account]))


class LaterChoice(LaterNo):
    """The same of a yes to one of all offers: their own later choice of less ends it as well, and
    a later no for everything also where the yes is for less than that.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._noes += [
            refusing(one, BEYOND[one.uses])
            for one in workspace.vault.desk.statements()
            if one.answer is Answer.YES and one.given_by is GivenBy.SELF and one.uses in BEYOND
        ]

    def _is_about(self, no: Statement, yes: Statement) -> bool:
        return no.scope in (Scope.CAMPAIGN, Scope.ALL) or _about_the_same(no, yes)


def _is_of_later_day(one: Statement, other: Statement) -> bool:
    return iso_day(one.given_at) > iso_day(other.given_at)


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
