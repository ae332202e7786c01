"""verify: a campaign against its manifest and its stories, an edition or a letter by itself."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ownwords.archive.finding import Finding
from ownwords.archive.fixity import UNREADABLE, Checked, unreadable, verify
from ownwords.consent.gate import Context
from ownwords.edition.checking import check, signer
from ownwords.edition.signature import SIGNATURE, Unfit
from ownwords.flows import withdrawn
from ownwords.flows.clock import now
from ownwords.flows.editions import shelf
from ownwords.flows.interrupted import interrupted
from ownwords.flows.quoting import Quoter
from ownwords.flows.registers import read_register
from ownwords.flows.signing import public_key
from ownwords.flows.telling import door, read_stories
from ownwords.records.story import Quote
from ownwords.stories.quotation import Waiting, resolve
from ownwords.workspace import Workspace, open_workspace


class Report(msgspec.Struct, frozen=True):
    """What was looked at and what is wrong. ``signed_by`` is the key of an edition or a letter."""

    ok: bool
    files: int
    rows: int
    quotes: int
    faults: tuple[Finding, ...]
    signed_by: str = ""


def campaign_at(path: Path | None) -> Report:
    """The campaign at ``path``, also when it is too broken to be opened; see open_workspace."""
    try:
        workspace = open_workspace(path)
    except UNREADABLE as error:
        return Report(ok=False, files=0, rows=0, quotes=0, faults=(unreadable(error),))
    return campaign(workspace)


def campaign(workspace: Workspace) -> Report:
    """Every file, row, decision and quotation of an open campaign."""
    checked = Checked()
    broken = list(verify(workspace.vault, checked))
    faults = [*_unfinished(workspace), *broken]
    if broken:
        faults += _not_compared(workspace)
    else:
        faults += [*_called_back(workspace), *withdrawn.findings(workspace)]
        if workspace.vault.keys is not None:
            faults += _quotes(workspace, checked)
    for built in sorted(workspace.folder.editions.glob("[0-9]*")):
        if built.is_dir():
            faults += _edition(built, f"editions/{built.name}/")
            faults += _signed_by_us(workspace, built)
    return Report(not faults, checked.files, checked.rows, checked.quotes, tuple(faults))


def _unfinished(workspace: Workspace) -> Iterator[Finding]:
    if workspace.folder.erasing.exists():
        what = "somebody is being taken out, and that is not finished"
        yield Finding(workspace.folder.erasing.name, "", what, "Go on: ownwords withdraw --resume")
    for left in interrupted(workspace):
        what = f"a gather of {left.source} was interrupted, and what it took in is not visible"
        do = f"Gather the same again to go on, or let go of it: {left.command}"
        yield Finding(left.place, "", what, do)


def _not_compared(workspace: Workspace) -> Iterator[Finding]:
    """Broken files could answer wrongly, or not at all, what a story quotes."""
    if any(workspace.folder.stories.glob("*.md")):
        what = "its quotations were not compared, for files that they rest on are broken"
        yield Finding("stories/", "", what, "Mend those first, then verify again.")


def _quotes(workspace: Workspace, checked: Checked) -> Iterator[Finding]:
    """Quotations whose words are not those that were chosen, or whose post is not held."""
    context = Context(register=read_register(workspace), at=now())
    quoter = Quoter(workspace, context)
    for story in read_stories(workspace):
        way = door(quoter, story.slug)
        for block in story.blocks:
            if isinstance(block, Quote):
                checked.quotes += 1
                found = resolve(block, way)
                if isinstance(found, Waiting) and found.reason in {"changed", "not-held"}:
                    row = str(block.line)
                    yield Finding(f"stories/{story.slug}.md", row, found.why, found.next_step)


def _called_back(workspace: Workspace) -> Iterator[Finding]:
    """Editions that were called back, perhaps for somebody who left, and lie here all the same."""
    for one in shelf(workspace):
        for path in filter(None, (one.folder, one.packed) if one.recalled else ()):
            what = "it was called back, and lies here again: perhaps an older copy was put back"
            do = f"Call it back: ownwords recall {one.number}"
            yield Finding(f"editions/{path.name}", "", what, do)


def _edition(path: Path, prefix: str) -> Iterator[Finding]:
    for wrong in check(path):
        yield Finding(prefix + wrong.path, "", wrong.what, wrong.do)


def edition(path: Path) -> Report:
    """Every file of a built edition against its own manifest, and the manifest's signature.

    Whether the key is the campaign's own only somebody can say who knows that key:
    :func:`own_edition`.
    """
    key, wrong = signer(path)
    return _report(path, key, (Finding(one.path, "", one.what, one.do) for one in wrong))


def letter(path: Path) -> Report:
    """A letter to somebody who was taken out: whether it is as it was signed, and by which key.

    Whoever sent it on may have given its lines other endings.
    """
    from ownwords.flows.proof.letter import signed_by

    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    try:
        return Report(ok=True, files=1, rows=0, quotes=0, faults=(), signed_by=signed_by(text))
    except Unfit:
        what = "it is no letter that a campaign signed, or it was changed"
        do = "Name the folder of an edition, or a letter as `ownwords withdraw --report` wrote it."
        wrong = Finding(path.name, "", what, do)
        return Report(ok=False, files=1, rows=0, quotes=0, faults=(wrong,))


def own_edition(workspace: Workspace, path: Path) -> Report:
    """The same for an edition of an open campaign: a signature must be by its own key."""
    key, _ = signer(path)
    return _report(path, key, _signed_by_us(workspace, path))


def _report(path: Path, key: str, about_the_key: Iterable[Finding]) -> Report:
    faults = (*_edition(path, ""), *about_the_key)
    inside = (one for one in path.rglob("*") if one.is_file())
    listed = sum(one != path / SIGNATURE for one in inside)  # as publishing counts them
    return Report(not faults, listed, 0, 0, faults, key)


def _signed_by_us(workspace: Workspace, built: Path) -> Iterator[Finding]:
    """An edition of this folder that another key signed, or whose signature does not hold."""
    place = f"editions/{built.name}/{SIGNATURE}"
    key, wrong = signer(built)
    for one in wrong:
        yield Finding(place, "", one.what, one.do)
    known = workspace.vault.keys is not None
    if key and known and base64.b64decode(key) != public_key(workspace):
        what = "it was made with another key than this campaign's"
        yield Finding(place, "", what, "Publish again, and ask who changed the edition.")
