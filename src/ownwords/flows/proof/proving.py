"""Looking through everything for somebody who was erased."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ownwords.archive.erasing_work import Work
from ownwords.flows.proof.decoding import Decoder
from ownwords.flows.proof.needles import Needles
from ownwords.flows.recall import Recalled
from ownwords.workspace import Workspace

_SEALED = frozenset({"keep-out.sealed", "erasing.sealed"})
_COLUMNS = ("content", "summary", "name", "redacted", "type")


class Hit(NamedTuple):
    """A trace: in which file, of which kind, how it was decoded. Never the words."""

    path: str
    kind: str
    how: str


class Proof(msgspec.Struct, kw_only=True):
    """What was looked through and what was found."""

    files: int = 0
    bytes: int = 0
    needles: int = 0
    decoders: tuple[str, ...] = ()
    hits: list[Hit] = msgspec.field(default_factory=list)
    editions: tuple[int, ...] = ()
    replaced: str = ""


def prove(workspace: Workspace, works: Sequence[Work], recalled: Recalled) -> Proof:
    """Decode every file of the folder and search it for everything that these people left."""
    root = workspace.folder.root
    proof = search(root, needles_for(root, works))
    proof.editions = tuple(recalled.editions)
    proof.replaced = recalled.replacement.name if recalled.replacement else ""
    return proof


def needles_for(root: Path, works: Sequence[Work]) -> Needles:
    """What to look for; runs of words that somebody else holds by themselves are left out."""
    needles = Needles(works)
    for words, name, redacted, passed_on in _held_by_others(root):
        needles.forgive_words(words)
        if not redacted and not (passed_on and needles.is_theirs(words)):
            needles.forgive(words, name)
    for path in (root / "campaign.toml", root / "introduction.md"):
        if path.is_file():
            needles.forgive(path.read_text(encoding="utf-8", errors="ignore"))
    return needles


def _held_by_others(root: Path) -> Iterator[tuple[str, str, bool, bool]]:
    """Text and name of every post, whether somebody was taken out of it, whether it is a repost.

    A post from which somebody was taken out, or a repost of their words, is no excuse for a run.
    """
    import pyarrow.parquet as pq

    for path in sorted((root / "posts").glob("*.parquet")):
        with pq.ParquetFile(str(path), memory_map=False) as file:
            if not set(_COLUMNS) <= set(file.schema_arrow.names):
                continue
            for batch in file.iter_batches(batch_size=1024, columns=list(_COLUMNS)):
                columns = [column.to_pylist() for column in batch.columns]
                for content, summary, name, redacted, kind in zip(*columns, strict=True):
                    yield f"{content}\n{summary}", name, redacted, kind == "Announce"


def search(root: Path, needles: Needles) -> Proof:
    """Every trace in every file below a folder, each (file, kind) once."""
    decoder = Decoder()
    proof = Proof(needles=needles.count)
    for path in sorted(one for one in root.rglob("*") if one.is_file()):
        proof.files += 1
        name = path.relative_to(root).as_posix()
        if path.name in _SEALED:
            continue
        seen: set[str] = set()
        for shown in decoder.file(path):
            look = needles.found_terms(shown.text.split("\n")) if shown.terms else None
            for kind in look if look is not None else needles.found(shown.text):
                if kind not in seen:
                    seen.add(kind)
                    proof.hits.append(Hit(name, kind, shown.how))
    proof.bytes = decoder.bytes
    proof.decoders = tuple(sorted(decoder.used))
    return proof
