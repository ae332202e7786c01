"""One's own words come first: "this export is mine" as a recorded yes, the export its evidence."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ownwords.archive.manifest import fingerprint
from ownwords.archive.redacted_text import authority
from ownwords.flows.clock import now
from ownwords.flows.kept_out import KeptOut
from ownwords.flows.taking_back import taken_back
from ownwords.gather import connector
from ownwords.gather.sources import Source, find_sources
from ownwords.locales import marked
from ownwords.locales.tongue import Tongue
from ownwords.records.consent import Answer, GivenBy, Scope, Statement, Use
from ownwords.records.errors import AskedWrongly, UnknownFormat
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
            "--mine needs an export that names one owner; this one names %(count)s.",
            kept="What was read was kept; no yes was recorded.",
            do="Use the export of X, Mastodon or Bluesky that is yours, or 'ownwords consent "
            "record'.",
            count=len(owners),
        )
    return next(iter(owners.values()))


def _owner(source: Source) -> Account | None:
    try:
        return connector.owner_of(connector.detect(source), source)
    except UnknownFormat:
        return None


def held(workspace: Workspace, owner: Account) -> Held:
    """Posts of the owner in this campaign, all and with the campaign's tags.

    Raises AskedWrongly when they were taken out: to come back is a word of its own.
    """
    _refuse_who_left(workspace, owner)
    engine = workspace.vault.engine
    return Held(
        all=len(engine.posts_of((owner.id,))),
        tagged=len(engine.posts_of((owner.id,), tags=workspace.campaign.hashtags)),
    )


def _refuse_who_left(workspace: Workspace, owner: Account) -> None:
    names = (owner.id, f"@{owner.handle}@{authority(owner.id)}" if owner.handle else "")
    if any(map(KeptOut(workspace).account, names)):
        raise AskedWrongly(
            "Whoever this export belongs to was taken out of this campaign.",
            kept="Nothing of them came in, and no yes was recorded.",
            do="If they want to be gathered again, they say so: "
            "ownwords withdraw ACCOUNT --lift --evidence WHERE. Then gather the export again.",
        )


_SAYS_YES = {
    ("tagged", "retold"): marked(
        "Your posts with the campaign's tag may be retold in other words, without your name."
    ),
    ("tagged", "named"): marked(
        "Your posts with the campaign's tag may be quoted in your exact words, as “%(name)s”."
    ),
    ("tagged", "unnamed"): marked(
        "Your posts with the campaign's tag may be quoted in your exact words, without a name."
    ),
    ("all", "retold"): marked("All your posts may be retold in other words, without your name."),
    ("all", "named"): marked("All your posts may be quoted in your exact words, as “%(name)s”."),
    ("all", "unnamed"): marked("All your posts may be quoted in your exact words, without a name."),
}
_AFTER_DELETION = marked("This holds also if you delete a post.")
_UNTIL_DELETION = marked("It ends for a post that you delete.")


def in_words(choice: Choice, tongue: Tongue) -> str:
    """The choice as two sentences."""
    way = "named" if choice.name else "unnamed"
    says = _SAYS_YES[choice.posts, way if choice.words == "exact" else choice.words]
    until = _AFTER_DELETION if choice.also_if_deleted else _UNTIL_DELETION
    return f"{tongue.gettext(says, name=choice.name)} {tongue.gettext(until)}"


def record(workspace: Workspace, owner: Account, choice: Choice, sources: tuple[str, ...]) -> None:
    """Write the yes down, the export's SHA-256 as its evidence; one that went further ends.

    Raises as :func:`held` does.
    """
    _refuse_who_left(workspace, owner)
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
        evidence="; ".join(_evidence(Path(name)) for name in sources),
        given_by=GivenBy.SELF,
        given_at=now(),
    )
    workspace.vault.desk.add_statements([*taken_back(workspace, [said]), said])


def _evidence(path: Path) -> str:
    if not path.is_file():
        return "their own export, a folder"
    _, digest = fingerprint(path)
    return f"their own export, SHA-256 {digest}"
