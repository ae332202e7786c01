"""Their author deleted it: if the campaign says so (``policy.deletion_erases``) it goes here too.

A deletion suspends quoting in any case (consent/policy.py). With the policy on, the single post is
erased by the machinery of a withdrawal and proved in the same way; its author stays, with
everything else they said. A post stays whose author said yes *also if I delete it*. A suspension
or a takedown by the platform is no deletion, and neither is an account that went private.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ownwords.archive.erasing_scan import own_posts
from ownwords.archive.namesakes import also
from ownwords.archive.redaction import Names
from ownwords.consent.policy import Facts, decide, deciding_word
from ownwords.consent.register import Wording
from ownwords.flows import single_posts, taking_out
from ownwords.flows.clock import now
from ownwords.flows.proof import proving
from ownwords.flows.recalled import Recalled
from ownwords.flows.registers import read_register
from ownwords.records.consent import LADDER, Rule, Use
from ownwords.records.errors import OwnwordsError
from ownwords.records.post import Post, State
from ownwords.workspace import Workspace

AT_ONCE = 2_000
"""Posts that are looked for in one pass over everything."""


class Settled(msgspec.Struct):
    """What became of posts that their authors deleted; ``stay`` are those with such a yes.

    ``recalled`` is what became of stories and editions, one for each pass over everything.
    """

    posts: int = 0
    stay: int = 0
    inside_others: int = 0
    hits: list[proving.Hit] = msgspec.field(default_factory=list)
    recalled: list[Recalled] = msgspec.field(default_factory=list)

    @property
    def stopped(self) -> str:
        """Why there is no edition in place of the old one; empty where nothing is in the way."""
        return next((one.stopped for one in self.recalled if one.stopped), "")


def settle(workspace: Workspace) -> Settled:
    """Erase what was deleted, if the campaign says so; what the proof still finds is in ``hits``.

    Then nothing is forgotten: ``withdraw --resume`` goes on.
    """
    settled = Settled()
    if not workspace.campaign.policy.deletion_erases:
        return settled
    named = workspace.vault.desk.departed(State.DELETED)
    versions = workspace.vault.engine.versions() if named.posts else {}
    posts = named.posts | {versions[name] for name in named.posts & versions.keys()}
    held = list(_held(workspace, posts, named.accounts))
    stay = _wanted_all_the_same(workspace, held)
    settled.stay = len(stay)
    theirs = {post.id for post in held}
    waiting = {name for name in named.posts if versions.get(name) in stay}
    waiting |= _may_be_wanted(workspace, named.posts - theirs - versions.keys())
    due = sorted((posts | theirs) - stay - waiting)
    for start in range(0, len(due), AT_ONCE):
        some = frozenset(due[start : start + AT_ONCE])
        single_posts.begin(workspace, some)
        done = taking_out.carry_on(workspace, lambda _: None)
        settled.posts += len(some)
        settled.inside_others += done.outcome.inside_others
        settled.hits += done.proof.hits
        settled.recalled.append(done.outcome.recalled)
        if done.proof.hits:
            break
    return settled


def settle_wholly(workspace: Workspace) -> Settled:
    """The same; raises OwnwordsError with the files in which something is left."""
    settled = settle(workspace)
    if settled.hits:
        raise OwnwordsError(
            "%(posts)s posts that their authors deleted were erased, and something of them is "
            "left in: %(files)s.",
            kept="Everything that came in is kept.",
            do="Take it out there, then: ownwords withdraw --resume.",
            posts=settled.posts,
            files=", ".join(sorted({hit.path for hit in settled.hits})),
        )
    return settled


def _held(workspace: Workspace, posts: frozenset[str], accounts: frozenset[str]) -> Iterator[Post]:
    """The posts, and those of the accounts under each id that can be nobody else's."""
    held = workspace.folder, workspace.vault.desk.manifest()
    if accounts:
        accounts |= also(*held, accounts).same
    return own_posts(*held, Names(accounts, posts=posts))


def _wanted_all_the_same(workspace: Workspace, held: list[Post]) -> frozenset[str]:
    """Posts of whose author a yes holds also after they deleted them."""
    register = read_register(workspace)
    return frozenset(
        post.id
        for post in held
        if _is_wanted(register.facts_for(post.attributed_to, Wording(post.id)))
    )


def _may_be_wanted(workspace: Workspace, posts: frozenset[str]) -> frozenset[str]:
    """Posts told as deleted that are not here, and of which such a yes may turn out to be.

    Before the post comes, only whoever told of its deletion may have said whose it is.
    """
    desk = workspace.vault.desk
    if not posts or not any(one.also_if_deleted for one in desk.statements()):
        return frozenset()
    register, authors = read_register(workspace), desk.authors_of_departed(posts)
    return frozenset(
        post
        for post in posts
        if post not in authors or _is_wanted(register.facts_for(authors[post], Wording(post)))
    )


def _is_wanted(facts: Facts) -> bool:
    at = now()
    return any(_holds_after_deletion(facts, use, at) for use in LADDER)


def _holds_after_deletion(facts: Facts, use: Use, at: int) -> bool:
    """Whether a yes to this use says that deleting does not end it; any yes allows to count."""
    word = deciding_word(facts, use, at)
    said = word is not None and word.statement.also_if_deleted
    return said and decide(facts, use, at).rule is Rule.EXPLICIT_YES
