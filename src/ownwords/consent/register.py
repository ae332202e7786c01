"""What voices told us, looked up by account: the snapshot that every decision rests on.

How far a statement reaches is in names.py. Statements that reach nobody are in
:attr:`Register.unresolved`, to be shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple, Protocol

import msgspec

from ownwords.consent.names import Names
from ownwords.consent.policy import EVERYONE, Facts, Said, outdated, weigh
from ownwords.consent.rungs import ABOVE_COUNT
from ownwords.consent.wishes import DEPARTURES, departed
from ownwords.records.consent import (
    Answer,
    Scope,
    Statement,
    Voice,
    VoiceKind,
    Wish,
    WishKind,
)
from ownwords.records.post import Account, State

GONE = frozenset({State.DELETED, State.PRIVATE})
"""What authors do to their own posts and accounts, as :data:`DEPARTURES` among the wishes."""

_NO_WISH: frozenset[WishKind] = frozenset()
SameWords = Mapping[tuple[str, str], Sequence[AbstractSet[str]]]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a register is built from.

    ``accounts`` only serve to resolve handles; ``other_ids`` are those under which exports name an
    account as well; ``same_words`` those under which the very same words are held, by post and
    version; ``blocked_authors`` are those of the blocked posts.
    """

    statements: Sequence[Statement] = ()
    wishes: Sequence[Wish] = ()
    voices: Sequence[Voice] = ()
    accounts: Sequence[Account] = ()
    other_ids: Mapping[str, frozenset[str]] = {}
    same_words: SameWords = {}
    hidden: frozenset[str] = frozenset()
    blocked_posts: frozenset[str] = frozenset()
    blocked_accounts: frozenset[str] = frozenset()
    blocked_authors: frozenset[str] = frozenset()
    departures: Mapping[str, State] = {}

    @classmethod
    def read(cls, desk: DeskOfStatements) -> Known:
        """What the desk holds now; whom names stand for is looked up elsewhere."""
        blocks = desk.blocks()
        return cls(
            statements=desk.statements(),
            wishes=desk.wishes(),
            voices=desk.voices(),
            hidden=desk.hidden(),
            blocked_posts=blocks.posts,
            blocked_accounts=blocks.accounts,
            departures=desk.departures(),
        )

    @property
    def names_posts(self) -> bool:
        """Whether anything on record is about single posts."""
        told = any(one.posts for one in self.statements) or any(one.post for one in self.wishes)
        return told or bool(self.blocked_posts or self.departures)


class Wording(NamedTuple):
    """A post as it stood at some time.

    ``updated`` is when its author put this wording in the place of an earlier one (microseconds
    UTC), None for the first one.
    """

    post: str
    version: str = ""
    updated: int | None = None


class Conditions(msgspec.Struct, frozen=True):
    """What must be left out even where words may be shown; all statements add up."""

    no_location: bool = False
    no_media: bool = False
    no_network: bool = False


class _Blocks(Protocol):
    @property
    def posts(self) -> frozenset[str]: ...
    @property
    def accounts(self) -> frozenset[str]: ...


class DeskOfStatements(Protocol):
    """What the register reads from the desk."""

    def statements(self) -> list[Statement]: ...
    def wishes(self) -> list[Wish]: ...
    def voices(self) -> list[Voice]: ...
    def hidden(self) -> frozenset[str]: ...
    def blocks(self) -> _Blocks: ...
    def departures(self) -> dict[str, State]: ...


class Register:
    """A snapshot of statements, wishes, voices and what is hidden. Read it anew after a change."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._names = Names(known.voices, known.accounts, known.other_ids)
        self._hidden_people = self._names.people(known.hidden)
        self._said: dict[str, list[Said]] = defaultdict(list)
        self._filed: dict[int, int] = {}
        self._bounds: dict[str, list[Said]] = defaultdict(list)
        unresolved = [one for one in known.statements if not self._file(one)]
        self.unresolved: tuple[Statement, ...] = tuple(unresolved)
        self._post_wishes: dict[str, frozenset[WishKind]] = {}
        self._account_wishes: dict[str, frozenset[WishKind]] = {}
        self._any_post_wish: dict[str, frozenset[WishKind]] = {}
        self._keep(known.wishes)
        self._blocked = self._names.with_other_ids(known.blocked_accounts) | known.blocked_posts
        self._partly_blocked = self._names.with_other_ids(known.blocked_authors)
        gone = (name for name, state in known.departures.items() if state in GONE)
        self._gone = self._names.with_other_ids(gone)
        self._beside = _beside(known.same_words)
        held_again = (post for post, _ in known.same_words)
        self._apart = known.blocked_posts.union(known.departures, self._post_wishes, held_again)
        self._speaks_of_posts = self._names.with_other_ids(  # a day by one id holds under each
            account
            for account, words in self._said.items()
            if any(one.statement.scope is Scope.POSTS for one in words)
        )
        self._alone: dict[str, Voice] = {}
        self._conditions: dict[str, Conditions] = {}

    def _file(self, statement: Statement) -> bool:
        reached = self._names.reach(statement)
        said = weigh(statement)
        for account in reached:
            self._said[account].append(said)
            self._filed.setdefault(id(said), len(self._filed))
            if said.yes and not said.yes & ABOVE_COUNT:
                self._bounds[account].append(said)
        return bool(reached)

    def _keep(self, wishes: Sequence[Wish]) -> None:
        for wish in wishes:
            _add(self._post_wishes, wish.post, wish.kind)
            theirs = self._any_post_wish if wish.post else self._account_wishes
            for account in self._names.with_other_ids((wish.account,)):
                _add(theirs, account, wish.kind)

    def accounts_of(self, voice: Voice) -> frozenset[str]:
        """The ids of a voice's accounts, those it named by handle included."""
        return frozenset(self._names.accounts_of(voice.id))

    def spelled(self, account: str) -> frozenset[str]:
        """The names by which its voice owns an account: its id, a handle, or both."""
        return self._names.spelled(account)

    def voices_called(self, name: str) -> list[Voice]:
        """The voices that an id or a name stands for now: who was joined is the one they joined."""
        return self._names.current(name)

    def reached(self, statement: Statement) -> frozenset[str]:
        """The account ids that a statement is about, whether posts of theirs are held or not."""
        return self._names.reach(statement)

    def voice_of(self, account: str) -> Voice:
        """The voice that owns an account; an account nobody claimed is a person of its own."""
        owner = self._names.voice_of.get(account) or self._alone.get(account)
        if owner is None:
            owner = self._alone[account] = Voice(id=account, accounts=(account,))
        return owner

    def counted_as(self, account: str) -> str:
        """The id of whom an account counts as in a number: who goes by several ids is one voice.

        Where two people had one handle, and one of them is held by it, both count as one.
        """
        theirs = sorted(self._names.under_any_id(account))
        owners = {self._names.voice_of[one].id for one in theirs if one in self._names.voice_of}
        return min(owners, default=theirs[0])

    def speakers(self) -> list[str]:
        """Accounts with a yes or a decision on record; nobody else can be quoted."""
        said = {
            account
            for account, words in self._said.items()
            if any(one.statement.answer is Answer.YES for one in words)
        }
        decided = {
            account
            for voice in self._known.voices
            if voice.kind is not VoiceKind.PERSON
            for account in self._names.accounts_of(voice.id)
        }
        return sorted(said | decided)

    def under_every_id(self, account: str) -> frozenset[str]:
        """An account under the ids of which anything may be for its words."""
        return self._names.with_other_ids((account,)) | self._beside.get(account, frozenset())

    def is_hidden(self, account: str) -> bool:
        """Whether nobody may see this account: it is hidden, or another one of the same voice."""
        owner = self._names.voice_of.get(account)
        hidden = account in self._known.hidden
        return hidden or (owner is not None and owner.id in self._hidden_people)

    def wishes_on(self, account: str, post: str) -> frozenset[WishKind]:
        """What platforms carried of the author's wishes, on a post and on its account."""
        of_account = self._account_wishes.get(account, _NO_WISH)
        return self._post_wishes.get(post, _NO_WISH) | of_account

    def tells_apart(self, account: str, post: str) -> bool:
        """Whether anything is on record about this post, or about single posts of its account.

        Where nothing is, the facts about it are those about every such post of the account.
        """
        return account in self._speaks_of_posts or post in self._apart

    def facts_for(
        self, account: str, wording: Wording, story: str = "", audience: str = EVERYONE
    ) -> Facts:
        """What the decision order may know about one account's words in one post.

        A statement may name a post, or one version of it as ``post@version``. A yes that names the
        post is for the words that stood there when it was said, and for no later ones. What is held
        under several ids in the very same words was said under each of them.
        """
        said = self._said_of(account, wording)
        posts = (wording.post, f"{wording.post}@{wording.version}")
        reaching = tuple(one for one in said if _reaches(one, posts, story))
        if wording.updated is not None:
            reaching = tuple(_as_said(one, wording, wording.updated) for one in reaching)
        post_wishes = self._post_wishes.get(wording.post, _NO_WISH)
        return self._facts(account, posts[:1], (reaching, post_wishes, audience))

    def _said_of(self, account: str, wording: Wording) -> Sequence[Said]:
        alike = self._known.same_words.get((wording.post, wording.version), ())
        others = {one for ids in alike if account in ids for one in ids if one != account}
        if not others:
            return self._said.get(account, ())
        said = (one for name in (account, *others) for one in self._said.get(name, ()))
        filed = {self._filed[id(one)]: one for one in said}
        return [filed[place] for place in sorted(filed)]

    def facts_for_embedded(
        self, account: str, post: str, inside: str, story: str = "", audience: str = EVERYONE
    ) -> Facts:
        """The same for words that stand ``inside`` somebody else's post.

        ``post`` is the id of their own post, empty when it is not known. Then every no, wish and
        condition that the account ever tied to single posts counts, and every block of one; a yes
        tied to posts only when it names the post around.
        """
        said = self._said.get(account, ())
        posts = (post or inside, inside)
        reaching = tuple(
            one
            for one in said
            if _reaches(one, posts, story)
            or (not post and one.no and one.statement.scope is Scope.POSTS)
        )
        wishes = self._post_wishes.get(post) if post else self._any_post_wish.get(account)
        facts = self._facts(account, (post, inside), (reaching, wishes or _NO_WISH, audience))
        if post or account not in self._partly_blocked:
            return facts
        return msgspec.structs.replace(facts, blocked=True)

    def _facts(
        self,
        account: str,
        posts: tuple[str, ...],
        found: tuple[tuple[Said, ...], frozenset[WishKind], str],
    ) -> Facts:
        reaching, post_wishes, audience = found
        named = self._names.with_other_ids((account,))
        account_wishes = self._account_wishes.get(account, _NO_WISH)
        gone = account in self._gone or posts[0] in self._gone
        return Facts(
            said=reaching,
            withdrawn=self.is_hidden(account),
            blocked=account in self._blocked or any(post in self._blocked for post in posts),
            departed=gone or departed(post_wishes) or departed(account_wishes),
            post_wishes=post_wishes - DEPARTURES,
            account_wishes=account_wishes - DEPARTURES,
            voice=self._names.voice_of.get(account),
            audience=audience,
            bounds=tuple(
                one
                for name in sorted(named if self._bounds else ())
                for one in self._bounds.get(name, ())
                if _reaches(one, posts, "")
            ),
        )

    def conditions_for(self, account: str, post: str) -> Conditions:
        """What a voice wants left out of anything shown of a post, in any story or version.

        Said under one id it holds under all of them, as whatever takes something away.
        ``post`` is empty for words inside somebody else's post: then all that the account ever tied
        to single posts counts.
        """
        if account in self._speaks_of_posts:
            return self._conditions_told(account, post)
        if account not in self._conditions:
            self._conditions[account] = self._conditions_told(account, post)
        return self._conditions[account]

    def wants_no_network(self, account: str, post: str, others: Sequence[str] = ()) -> bool:
        """Whether anybody who speaks in a post wants it left out where that was said.

        ``others`` are the accounts whose words stand inside.
        """
        speaking = ((account, post), *((other, "") for other in others))
        return any(self.conditions_for(*one).no_network for one in speaking)

    def _conditions_told(self, account: str, post: str) -> Conditions:
        told = [
            one.statement
            for name in self._names.with_other_ids((account,))
            for one in self._said.get(name, ())
            if one.statement.scope is not Scope.POSTS
            or not post
            or any(told == post or told.startswith(f"{post}@") for told in one.posts)
        ]
        return Conditions(
            no_location=any(one.no_location for one in told),
            no_media=any(one.no_media for one in told),
            no_network=any(one.no_network for one in told),
        )


def _beside(same_words: SameWords) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for ids in (ids for several in same_words.values() for ids in several):
        for one in ids:
            found[one] = found.get(one, frozenset()) | ids - {one}
    return found


def _add(shelf: dict[str, frozenset[WishKind]], key: str, kind: WishKind) -> None:
    if key:
        shelf[key] = shelf.get(key, _NO_WISH) | {kind}


def _as_said(said: Said, wording: Wording, updated: int) -> Said:
    """A statement as it speaks to a wording: a yes to a post says nothing of what came later."""
    told = said.statement
    if told.scope is not Scope.POSTS or told.given_at >= updated:
        return said
    if f"{wording.post}@{wording.version}" in said.posts:
        return said
    return outdated(said)


def _reaches(said: Said, posts: tuple[str, ...], story: str) -> bool:
    statement = said.statement
    if statement.scope is Scope.POSTS:
        return not said.posts.isdisjoint(posts)
    if statement.scope is Scope.STORY:
        return bool(story) and statement.story == story
    return True
