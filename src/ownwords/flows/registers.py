"""The register as it stands now, with handles looked up among what is held."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ownwords.archive.desk import Desk
from ownwords.consent.register import GONE, Known, Register
from ownwords.consent.versions import told_of_posts
from ownwords.consent.wishes import NEVER_COUNTS
from ownwords.records.consent import Answer, Statement
from ownwords.workspace import Workspace


def read_register(workspace: Workspace, *, counting: bool = False) -> Register:
    """What voices told us. A statement by handle finds its account even if that came in later.

    Also a hidden one: a yes to a handle is nobody else's while the one who said it is hidden. For
    ``counting`` every post is asked who is held under several ids, as for whatever lowers.
    """
    desk, engine = workspace.vault.desk, workspace.vault.engine
    known = Known.read(desk)
    if known.names_posts:
        known = told_of_posts(known, engine.versions())
    handles = sorted(set(_handles(known)))
    looked_up = msgspec.structs.replace(
        known,
        accounts=engine.accounts_named(handles, hidden=True) if handles else (),
        other_ids=engine.other_ids() if counting or _lowers(known, desk) else {},
        same_words=engine.same_words() if known.statements else {},
        blocked_authors=_authors_of(workspace, known.blocked_posts),
    )
    return Register(looked_up)


def _authors_of(workspace: Workspace, posts: frozenset[str]) -> frozenset[str]:
    heads = workspace.vault.engine.heads(sorted(posts)) if posts else {}
    return frozenset(head.account for head in heads.values())


def _handles(known: Known) -> Iterator[str]:
    """Names on record that may be handles of accounts."""
    for one in known.statements:
        if one.account and ":" not in one.account:
            yield one.account
    named = [name for one in known.statements for name in (one.account, one.voice)]
    for voice in known.voices:
        named += [*voice.accounts, *(name for one in voice.earlier for name in one.accounts)]
    yield from (name for name in named if name.startswith("@"))


def _lowers(known: Known, desk: Desk) -> bool:
    """Whether anything refuses whole accounts something: it reaches them under every id."""
    return (
        any(one.answer is not Answer.YES or _has_conditions(one) for one in known.statements)
        or any(wish.kind not in NEVER_COUNTS for wish in known.wishes)
        or bool(known.blocked_accounts or known.blocked_posts or desk.departed(*GONE).accounts)
    )


def _has_conditions(said: Statement) -> bool:
    bounds = said.starts is not None or said.ends is not None
    return bounds or said.no_location or said.no_media or said.no_network
