"""The invented campaign, from delivered files to an edition."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from importlib.resources import files as package_files
from pathlib import Path

from ownwords.archive import files
from ownwords.archive.vault import Vault
from ownwords.flows import gathering, importing
from ownwords.flows.gathering import Request
from ownwords.flows.publish import publish
from ownwords.records.captured import Fault, LeftOut
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace, open_workspace

MARK = "This folder was made by 'ownwords demo' and may be thrown away.\n"
_MARK_FILE = "sources/made-by-demo.txt"
Say = Callable[[str], None]


class _Quiet:
    """Counts what could not be read; the demo says it at the end."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def progress(self, source: str, read: int, kept: int) -> None:
        """Nothing moves."""

    def left_out(self, what: LeftOut) -> None:
        """The demo's files hold nothing of the kind."""

    def fault(self, fault: Fault) -> None:
        """Remember it."""
        self.faults.append(fault)


def examples() -> Path:
    """The invented campaign, in the package or in the checkout around it."""
    packaged = Path(str(package_files("ownwords"))) / "examples"
    beside = Path(__file__).resolve().parents[3] / "examples"
    for place in (packaged, beside):
        if (place / "campaign.toml").is_file():
            return place
    raise AskedWrongly("The invented campaign is not installed.", do="Install ownwords again.")


def run_demo(root: Path, say: Say) -> Path:
    """Make the demo campaign at ``root`` and return the front page; an older demo is replaced."""
    source = examples()
    _clear(root)
    Vault.create(root, (source / "campaign.toml").read_text(encoding="utf-8")).close()
    _copy(source, root)
    workspace = open_workspace(root)
    say("The keepers' campaign is invented: nobody in it exists. Nothing leaves this computer.\n")
    _gather(workspace, source / "exports", say)
    _listen(workspace, source / "consent", say)
    published = publish(workspace)
    front = published.path / "index.html"
    say(
        f"\nPublished: {published.quotes} quotations by {published.voices_quoted} voices in "
        f"{published.files} files; every byte searched for words without a yes: none."
    )
    for waiting in published.waiting:
        say(f"Waiting: “{waiting.title}”: {waiting.summary}")
    say(f"\nOpen it:          {front.resolve().as_uri()}")
    for waiting in published.waiting:
        say(f"The team's view:  {waiting.path.resolve().as_uri()}")
    say(f"Look around:      {_command()} search winch --campaign {root}")
    return front


def _command() -> str:
    """How this program can be called again: by its name where that is on the path."""
    if shutil.which("ownwords"):
        return "ownwords"
    try:
        return str(Path(sys.argv[0]).relative_to(Path.cwd()))
    except ValueError:
        return sys.argv[0]


def _clear(root: Path) -> None:
    if not root.exists() or not any(root.iterdir()):
        return
    mark = root / _MARK_FILE
    if not mark.is_file() or mark.read_text(encoding="utf-8") != MARK:
        raise AskedWrongly(
            f"{root} holds something that is not a demo.",
            kept="Nothing in it was touched.",
            do="Name another folder with --out.",
        )
    shutil.rmtree(root)


def _copy(source: Path, root: Path) -> None:
    for path in sorted((source / "stories").glob("*.md")):
        files.write_bytes(root / "stories" / path.name, path.read_bytes())
    files.write_bytes(root / "introduction.md", (source / "introduction.md").read_bytes())
    files.write_bytes(root / _MARK_FILE, MARK.encode())


def _gather(workspace: Workspace, exports: Path, say: Say) -> None:
    mapped = exports / "keepers.jsonl"
    plain = sorted(
        path for path in exports.iterdir() if path != mapped and not path.name.endswith(".toml")
    )
    quiet = _Quiet()
    requests = [
        Request(sources=tuple(str(path) for path in plain)),
        Request(sources=(str(mapped),), mapping=str(exports / "keepers.map.toml")),
    ]
    for request in requests:
        for accession in gathering.gather(workspace, request, quiet):
            counts = accession.counts
            say(
                f"  {Path(accession.source).name:28} {counts.kept:4} kept {counts.known:4} known "
                f"{counts.not_matching:4} without the tag {counts.withdrawals:3} deletions"
            )
    for fault in quiet.faults:
        place = fault.place
        say(f"  could not be read: {Path(place.file).name}, line {place.line}: {fault.reason}")


def _listen(workspace: Workspace, consent: Path, say: Say) -> None:
    """Statements, labels and voices, as people's answers came back."""
    sheets = (("voices", "voices"), ("statements", "statements"), ("labels", "social-humans"))
    for name, vocabulary in sheets:
        imported = importing.import_file(workspace, consent / f"{name}.csv", vocabulary)
        say(f"  {name}.csv{'':{18 - len(name)}} {imported.recorded:4} recorded")
        for fault in imported.faults:
            say(f"  could not be read: {name}.csv, line {fault.place.line}: {fault.reason}")
