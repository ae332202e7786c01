"""Statements, labels and voices that come in a table, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ownwords.consent import vocabularies
from ownwords.consent.register import Register
from ownwords.flows.clock import now
from ownwords.flows.kept_out import KeptOut
from ownwords.flows.pasted import not_held, posts_meant
from ownwords.flows.registers import read_register
from ownwords.flows.taking_back import LaterNo
from ownwords.records.captured import Fault
from ownwords.records.consent import Answer, Statement
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace


class Imported(msgspec.Struct, frozen=True):
    """What a file of statements brought.

    ``of_nobody`` counts those about nobody who is held, or about a post that is not. ``stays``
    counts each yes whose voice has other accounts now: it holds for those that it was said for.
    ``held_back`` are about who was taken out: nothing of them was recorded.
    """

    recorded: int
    faults: tuple[Fault, ...]
    of_nobody: int = 0
    stays: int = 0
    held_back: int = 0


def import_file(workspace: Workspace, path: Path, vocabulary: str) -> Imported:
    """Take in a CSV file of statements, Social Humans labels or voices; bad rows are named."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise AskedWrongly(
            f"{path.name} is not UTF-8 at byte {error.start}.",
            kept="Nothing was recorded.",
            do="Save it as UTF-8 (in a spreadsheet: CSV UTF-8).",
        ) from None
    desk = workspace.vault.desk
    if vocabulary == "voices":
        voices, faults = vocabularies.read_voices_csv(text, path.name)
        before = read_register(workspace)
        free = KeptOut(workspace).voices(voices)
        desk.put_voices(free, now())
        back = len(voices) - len(free)
        stays = _stays(workspace, before)
        return Imported(len(free), tuple(faults), stays=stays, held_back=back)
    if vocabulary == "social-humans":
        statements, faults = vocabularies.read_labels_csv(text, path.name, at=now())
    else:
        statements, faults = _statements(workspace, text, path.name)
    told, statements = len(statements), KeptOut(workspace).statements(statements)
    if statements:
        desk.add_statements(statements)
    nobody, back = _of_nobody(workspace, statements), told - len(statements)
    return Imported(len(statements), tuple(faults), nobody, held_back=back)


def _statements(workspace: Workspace, text: str, file: str) -> tuple[list[Statement], list[Fault]]:
    """The statements of a table, the oldest first; posts are named as they are held."""
    later = LaterNo(workspace)

    def complaint(said: Statement) -> str:
        posts = posts_meant(workspace, said.posts).values()
        over = later.ends(msgspec.structs.replace(said, posts=tuple(posts)))
        return "They said no on a later day: this yes is over." if over else ""

    found, faults = vocabularies.read_statements_csv(text, file, at=now(), complaint=complaint)
    held = posts_meant(workspace, (post for one in found for post in one.posts))
    meant = [
        msgspec.structs.replace(one, posts=tuple(held[post] for post in one.posts)) for one in found
    ]
    return sorted(meant, key=lambda one: one.given_at), faults


def _stays(workspace: Workspace, before: Register) -> int:
    """How often a yes in the name of a voice does not reach an account that the voice gained."""
    after = read_register(workspace)
    said = [one for one in workspace.vault.desk.statements() if one.answer is Answer.YES]
    reached = [after.reached(one) for one in said if one.voice and not one.account]
    return sum(not _theirs(after, one) <= _theirs(before, one) | one for one in reached)


def _theirs(register: Register, accounts: frozenset[str]) -> frozenset[str]:
    """Everything that belongs to whoever owns one of these accounts."""
    owned = (register.accounts_of(register.voice_of(account)) for account in accounts)
    return frozenset[str]().union(*owned)


def _of_nobody(workspace: Workspace, statements: Sequence[Statement]) -> int:
    register = read_register(workspace)
    held = workspace.vault.engine.accounts()
    unknown = not_held(workspace, (post for one in statements for post in one.posts))
    return sum(
        held.isdisjoint(register.reached(one)) or not unknown.isdisjoint(one.posts)
        for one in statements
    )
