"""One's own words come first: "this export is mine" as a recorded yes, the export its evidence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from ownwords.flows.clock import now
from ownwords.gather.connector import Personal, detect
from ownwords.gather.sources import Source, find_sources
from ownwords.records.consent import Answer, GivenBy, Scope, Statement, Use
from ownwords.records.errors import AskedWrongly
from ownwords.records.post import Account
from ownwords.workspace import Workspace

LIMITS = (
    "Before you say yes: what is published can be copied by others, and no copy that others made "
    "can be called back. Exact words can be found by a search even without your name."
)


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The one screen: ``posts`` is ``tagged`` or ``all``, ``words`` is ``exact`` or ``retold``."""

    posts: str
    words: str
    name: str = ""
    also_if_deleted: bool = False


class Held(msgspec.Struct, frozen=True):
    """How much of the owner is in the campaign."""

    all: int
    tagged: int


def owner_of(sources: tuple[str, ...]) -> Account:
    """Whose export this is, as it says itself; raises AskedWrongly when it names nobody or two."""
    owners = {}
    for name in sources:
        for source in find_sources(name):
            owner = _owner(source) if isinstance(source, Source) else None
            if owner is not None:
                owners[owner.id] = owner
    if len(owners) != 1:
        raise AskedWrongly(
            f"--mine needs an export that names one owner; this one names {len(owners)}.",
            kept="The posts were kept.",
            do="Use the archive that your platform gave you, or 'ownwords consent record'.",
        )
    return next(iter(owners.values()))


def _owner(source: Source) -> Account | None:
    connector = detect(source)
    return connector.owner(source) if isinstance(connector, Personal) else None


def held(workspace: Workspace, owner: Account) -> Held:
    """Posts of the owner in this campaign, all and with the campaign's tags."""
    engine = workspace.vault.engine
    return Held(
        all=len(engine.posts_of((owner.id,))),
        tagged=len(engine.posts_of((owner.id,), tags=workspace.campaign.hashtags)),
    )


def in_words(choice: Choice) -> str:
    """The choice as one sentence."""
    posts = "your posts with the campaign's tag" if choice.posts == "tagged" else "all your posts"
    if choice.words == "retold":
        what = f"{posts} may be retold in other words, without your name"
    elif choice.name:
        what = f"{posts} may be quoted in your exact words, as “{choice.name}”"
    else:
        what = f"{posts} may be quoted in your exact words, without a name"
    return f"{what}, {'also' if choice.also_if_deleted else 'but not'} if you delete a post."


def record(workspace: Workspace, owner: Account, choice: Choice, sources: tuple[str, ...]) -> None:
    """Write the yes down, the export's SHA-256 as its evidence."""
    uses: tuple[Use, ...] = (Use.PARAPHRASE,) if choice.words == "retold" else (Use.VERBATIM,)
    if choice.words == "exact" and choice.name:
        uses = (Use.VERBATIM, Use.NAMED)
    tagged = choice.posts == "tagged"
    posts = (
        workspace.vault.engine.posts_of((owner.id,), tags=workspace.campaign.hashtags)
        if tagged
        else []
    )
    said = Statement(
        answer=Answer.YES,
        uses=uses,
        account=owner.id,
        scope=Scope.POSTS if tagged else Scope.CAMPAIGN,
        posts=tuple(posts),
        name=choice.name,
        also_if_deleted=choice.also_if_deleted,
        evidence="; ".join(_fingerprint(Path(name)) for name in sources),
        given_by=GivenBy.SELF,
        given_at=now(),
    )
    workspace.vault.desk.add_statements([said])


def _fingerprint(path: Path) -> str:
    if not path.is_file():
        return "their own export, a folder"
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return f"their own export, SHA-256 {digest.hexdigest()}"
