"""Somebody wants out: hidden at once, by one durable write. Erasing is flows/erasure.py."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from ownwords.archive import files, keep_out_twice
from ownwords.archive.erasing_scan import own_posts, said_by_nobody_else
from ownwords.archive.erasing_work import Work, read_work, with_posts
from ownwords.archive.keep_out import handle_name
from ownwords.archive.keys import Keys
from ownwords.archive.manifest import read_again
from ownwords.archive.namesakes import (
    Alike,
    alike,
    also,
    by_posts,
    handles_of,
    namesakes,
    networks,
)
from ownwords.archive.noting import noting
from ownwords.archive.other_ids import spelled_out
from ownwords.archive.redacted_text import ANY, DOMAINS, authority, stem
from ownwords.archive.redaction import Names
from ownwords.consent.vocabularies import voice_id
from ownwords.flows.clock import now
from ownwords.flows.consenting import accounts_of, chose_to_be_called
from ownwords.flows.registers import read_register
from ownwords.locales import marked
from ownwords.records.consent import Voice
from ownwords.records.errors import AskedWrongly, KeyMissing
from ownwords.workspace import Workspace

_NAMED = 5
"""Accounts that an error lists at the most."""

ALWAYS = frozenset({"x.com", DOMAINS})
"""Networks on which a handle is looked for when nothing of them is held any more."""

LIMITS = marked(
    "What this cannot do: call back copies that others made (screenshots, mirrors, search "
    "engines, other people's archives), or promise that a disk's spare blocks, snapshots and "
    "older backups hold nothing. Delete old backups yourself."
)


class Plan(msgspec.Struct, frozen=True):
    """What hiding and erasing somebody will do. ``places`` are where editions were put.

    ``also`` are those of the ``accounts`` that were not named: the same handle on the same network,
    or the same post under another id. ``hidden``: a hiding went before, no posts count.
    ``others`` had such a handle too and are somebody else: what they said under it goes as well.
    """

    accounts: tuple[str, ...]
    posts: int
    editions: tuple[Path, ...]
    places: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    hidden: bool = False


def plan(workspace: Workspace, who: str) -> Plan:
    """Look up whom ``who`` means and what of theirs is held.

    Raises AskedWrongly when that may be several people: nobody goes for a name they share.
    """
    return read_again(lambda: _plan(workspace, who))


def _plan(workspace: Workspace, who: str) -> Plan:
    named, found = _one_person(workspace, find(workspace, who))
    more = _siblings(workspace, found.same | found.named).difference(named)
    accounts = tuple(sorted({*named, *more}))
    desk = workspace.vault.desk
    editions = sorted(path for path in workspace.folder.editions.glob("[0-9]*") if path.is_dir())
    places = {place for edition in desk.editions() for place in edition.places}
    return Plan(
        accounts=accounts,
        posts=workspace.vault.engine.held_by(accounts),
        editions=tuple(editions),
        places=tuple(sorted(places)),
        also=tuple(sorted(more)),
        others=tuple(sorted(found.others)),
        hidden=desk.hidden().issuperset(accounts),
    )


def _one_person(workspace: Workspace, named: tuple[str, ...]) -> tuple[Sequence[str], Alike]:
    """Accounts of one voice, and who else had a handle of theirs: all that are named and no other.

    Raises AskedWrongly when several people may be meant.
    """
    register = read_register(workspace)
    people: dict[str, list[str]] = {}
    for account in named:
        people.setdefault(register.voice_of(account).id, []).append(account)
    unclear: frozenset[str] = frozenset()
    for accounts in islice(people.values(), _NAMED):
        held = workspace.folder, workspace.vault.desk.manifest()
        found = also(*held, accounts)
        unclear |= found.unclear
        if found.same.issuperset({*named} - {*accounts}) and not found.unclear:
            return accounts, found
    meant = sorted({*named, *unclear})
    raise AskedWrongly(
        "%(count)s people may be meant by that name.",
        kept="Nothing was hidden or erased.",
        do="Name the account of the one who asked: %(accounts)s.",
        count=len(meant),
        accounts=", ".join(meant[:_NAMED]),
    )


def _siblings(workspace: Workspace, accounts: Collection[str]) -> set[str]:
    """These accounts with all others of the voices that own them."""
    register = read_register(workspace)
    owned = (register.accounts_of(register.voice_of(account)) for account in accounts)
    return set(accounts).union(*owned)


def find(workspace: Workspace, who: str) -> tuple[str, ...]:
    """The accounts that ``who`` names, also when they are hidden already."""
    hidden = workspace.vault.desk.hidden()
    if who in hidden:
        return tuple(sorted(_siblings(workspace, (who,))))
    try:
        return accounts_of(workspace, who)
    except AskedWrongly:
        named = _hidden_named(workspace, who, hidden)
        if not named:
            raise
        return tuple(sorted(_siblings(workspace, named)))


def _hidden_named(workspace: Workspace, who: str, hidden: frozenset[str]) -> tuple[str, ...]:
    handle, _, server = who.strip().lstrip("@").lower().partition("@")
    if not hidden or not handle:
        return ()
    manifest = workspace.vault.desk.manifest()
    posts = own_posts(workspace.folder, manifest, Names(hidden))
    had = ((one.attributed_to, one) for one in posts)
    found = {
        account
        for account, one in had
        if who == one.id or (handle == one.handle.lower() and server in {"", authority(account)})
    }
    return tuple(sorted(found or chose_to_be_called(workspace, who) & hidden))


def hide(workspace: Workspace, plan: Plan) -> float:
    """Hide them from every reader and the gate; returns the seconds it took.

    Then, which takes a look at all posts, under the other ids that exports give them.
    """
    began = time.perf_counter()
    workspace.vault.desk.hide(plan.accounts, now())
    seconds = time.perf_counter() - began
    files.remove(workspace.folder.cache / "preview")  # the next build makes it again, without them
    others = read_again(lambda: _namesakes(workspace, plan.accounts))
    workspace.vault.desk.hide(sorted(others), now())
    return seconds


def undo(workspace: Workspace, who: str) -> tuple[str, ...]:
    """Show somebody again: possible while they are hidden and nothing of them was erased.

    Raises AskedWrongly when several people may be meant: nobody is shown again for another one.
    """
    accounts = find(workspace, who)
    key = key_of(workspace)
    if any(set(accounts) & set(work.accounts) for work in read_work(workspace.folder, key)):
        raise AskedWrongly(
            "They are being erased; this cannot be undone.",
            do="Finish it: ownwords withdraw --resume.",
        )
    hidden = workspace.vault.desk.hidden()
    if hidden.isdisjoint(accounts):
        raise AskedWrongly("They are not hidden.", kept="Nothing was changed.")
    _, found = _one_person(workspace, accounts)
    theirs = hidden & {*accounts, *found.same, *found.named}
    others = _namesakes(workspace, hidden - theirs)  # ids that may as well be theirs stay hidden
    workspace.vault.desk.unhide(sorted(theirs - others))
    return accounts


def _namesakes(workspace: Workspace, accounts: Collection[str]) -> frozenset[str]:
    return namesakes(workspace.folder, workspace.vault.desk.manifest(), accounts)


def key_of(workspace: Workspace, purpose: str = "erasing") -> bytes:
    """A key of this campaign; raises as :func:`the_keys` does."""
    return the_keys(workspace).derive(purpose)


def the_keys(workspace: Workspace) -> Keys:
    """The keys of this campaign; KeyMissing says that hiding holds all the same."""
    keys = workspace.vault.keys
    if keys is None:
        raise KeyMissing(
            "The key of this campaign is not on this computer, so nobody can be erased.",
            kept="Whoever is hidden stays hidden.",
            do="Bring it back (ownwords init DIR --recover SHEET), then withdraw --resume.",
        )
    return keys


def work_for(workspace: Workspace, accounts: tuple[str, ...]) -> Work:
    """Everything that must be erased and looked for: gathered before anything is cut."""
    return collected(workspace, Work.new(now(), accounts))


def collected(workspace: Workspace, work: Work) -> Work:
    """The work with everything that is held now and must be erased and looked for.

    What comes in while it is looked up is no part of it: a gather that ends meanwhile is not among
    its ``accessions``, and all is looked up again before anything is cut.
    """
    came = len(workspace.vault.desk.accessions())
    return read_again(lambda: _collected(workspace, work, came))


def _collected(workspace: Workspace, work: Work, came: int) -> Work:
    folder, manifest = workspace.folder, workspace.vault.desk.manifest()
    if not work.single:
        work = _with_names(workspace, work)
    names = Names(frozenset(work.accounts), frozenset(work.handles), frozenset(work.posts))
    work = with_posts(work, list(own_posts(folder, manifest, names)))
    alone = said_by_nobody_else(folder, manifest, work.who, work.texts)
    shared = () if work.single else {*work.shared, *_names_that_stay(workspace, work)}
    return msgspec.structs.replace(
        work,
        alone=tuple(alone),
        shared=tuple(sorted(shared)),
        accessions=came,
    )


def _with_names(workspace: Workspace, work: Work) -> Work:
    """The work with all handles, accounts and voices of these accounts."""
    desk = workspace.vault.desk
    held = workspace.folder, desk.manifest()
    accounts = by_posts(*held, work.accounts).same.union(work.accounts)
    kinds = set(map(stem, accounts))
    handles = {**dict.fromkeys(work.handles, kinds), **handles_of(*held, accounts)}
    others = alike(*held, handles, accounts)
    theirs = accounts | others.same | others.named
    names = Names(theirs, frozenset(handles))
    voices = [voice for voice in desk.voices() if _is_theirs(voice, names)]
    named = {name for voice in voices for name in (voice.id, voice.name)} - {""}
    said = [one for one in desk.statements() if one.voice in named or _owns(names, one.account)]
    called = [*(voice.name for voice in voices), *(one.name for one in said)]
    return msgspec.structs.replace(
        work,
        accounts=tuple(sorted(theirs)),
        handles=tuple(sorted(handles)),
        voices=tuple(dict.fromkeys((*work.voices, *(voice.id for voice in voices)))),
        spoken=tuple(dict.fromkeys((*work.spoken, *filter(None, called)))),
    )


def _names_that_stay(workspace: Workspace, work: Work) -> set[str]:
    """What others on record are called: by such a name nobody can tell who is meant."""
    desk, names = workspace.vault.desk, work.who
    theirs = {*work.voices, *work.spoken, *work.names}
    voices = {voice.name for voice in desk.voices() if voice.id not in work.voices}
    printed = {
        one.name
        for one in desk.statements()
        if one.voice not in theirs and not _owns(names, one.account)
    }
    return (voices | printed) - {""}


def _is_theirs(voice: Voice, names: Names) -> bool:
    owned = voice.accounts or (voice.earlier[-1].accounts if voice.into else ())
    return bool(owned) and all(_owns(names, name) for name in owned)


def _owns(names: Names, account: str) -> bool:
    """Whether an account, by its id or a handle, is one of theirs."""
    return account in names.accounts or names.handle(ANY, account.lstrip("@"))


def keep_out(workspace: Workspace, work: Work) -> None:
    """Put them on the list of whom not to gather again; single posts on the one of posts."""
    with noting(workspace.folder):
        _list(workspace, work)


def _list(workspace: Workspace, work: Work) -> None:
    key = key_of(workspace, "keep-out")
    held = workspace.folder, workspace.vault.desk
    deleted = keep_out_twice.read_deleted(*held, key)
    if work.single:
        whose = {post: work.authors.get(post, "") for post in work.posts}
        named = {post: spelled_out(author) or author for post, author in whose.items()}
        keep_out_twice.write(*held, deleted.adding(named))
        return
    called = map(voice_id, filter(None, work.spoken))
    names = [*work.accounts, *work.handles, *work.voices, *called]
    keep_out_twice.write(*held, keep_out_twice.read(*held, key).adding(names))
    left = deleted.without(names)
    if len(left) < len(deleted):
        keep_out_twice.write(*held, left)


def lift(workspace: Workspace, name: str, evidence: str) -> None:
    """Let somebody be gathered again under a name, because they said yes to it themselves.

    ``@handle`` is that handle on the one network on which it is on the list; AskedWrongly when it
    is on the list on none or on several: that may be somebody else.
    """
    if not evidence:
        raise AskedWrongly(
            "Only their own yes lifts this, and it needs its evidence.",
            kept="Nothing was changed.",
            do="Say with --evidence where their yes can be looked up.",
        )
    key = key_of(workspace, "keep-out")
    names = list(_on_the_list(workspace, name))
    with noting(workspace.folder):
        held = workspace.folder, workspace.vault.desk
        listed = keep_out_twice.read(*held, key)
        lifted = list(filter(listed.account, names))
        if len(_servers(lifted)) > 1:
            raise _which_one(lifted)
        if lifted:
            others = list(filter(listed.account, _elsewhere(workspace, lifted)))
            keep_out_twice.write(*held, listed.without(lifted).adding(others))
    if not lifted:
        raise AskedWrongly(
            "Nobody is kept out under that name.",
            kept="Nothing was changed.",
            do="Name them as they were known: @handle, @handle@server, or the account's id.",
        )


def _servers(lifted: Iterable[str]) -> dict[str, str]:
    """Networks among these names on the list, each with the handle there."""
    told = (one.split("@") for one in lifted if "@" in one and "/" not in one)
    return {network: handle for network, handle, *_ in told if network and handle}


def _which_one(lifted: Sequence[str]) -> AskedWrongly:
    whole = sorted(f"@{handle}@{network}" for network, handle in _servers(lifted).items())
    return AskedWrongly(
        "Somebody is kept out under that handle on several networks.",
        kept="Nothing was changed.",
        do="Say on which they want to be gathered again: %(names)s.",
        names=", ".join(whole),
    )


def _elsewhere(workspace: Workspace, lifted: Sequence[str]) -> Iterator[str]:
    """The same handles on other networks: who has one there stays kept out under it."""
    for at, handle in _servers(lifted).items():
        for network in _networks(workspace) - {at}:
            yield handle_name(network, handle)


def _networks(workspace: Workspace) -> frozenset[str]:
    return networks(workspace.folder, workspace.vault.desk.manifest()) | ALWAYS


def _on_the_list(workspace: Workspace, name: str) -> Iterator[str]:
    """How a name may stand on the keep-out list."""
    yield name
    if not name.startswith("@"):
        yield spelled_out(name)
        yield voice_id(name)
        return
    handle, _, server = name[1:].partition("@")
    for network in {server} if server else _networks(workspace):
        yield handle_name(network, handle)
        yield handle_name(network, name)
