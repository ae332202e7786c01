"""Taking a voice out of a large campaign: hide, erase, prove, each timed apart.

    python -m bench.erase --posts 1000000 --peer PEER_PYTHON --name erase

Two voices leave, each from a copy of the same campaign: one with the usual number of posts, one
with about 1 % of all. Both are quoted in an edition, which is removed and built anew without them
(the posts of 150 voices, a few of the large one); that is timed apart. The memory of a proof is
that of all its processes, with what the erasure before it left in the first.
PEER_PYTHON runs sqlite-utils (bench/locks/sqlite.lock) on the same
posts: delete the rows of the same account, then vacuum; our search then says what is left.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.children import machine
from bench.kept import keep
from bench.together import peak_mb, watched

if TYPE_CHECKING:
    from ownwords.archive.vault import Vault

_QUOTED = 150
"""Voices that are quoted with all that they said."""

_FEW = 30
"""Posts of the large voice that are quoted."""

_SETTINGS = 'format = 1\nname = "Bench"\nhashtags = ["WeKeepTheLight"]\ncontact = "a@b.example"\n'
_PEER = """
import json, sys, time
import sqlite_utils
db = sqlite_utils.Database(sys.argv[1])
began = time.perf_counter()
db["posts"].delete_where("account = ?", [sys.argv[2]])
deleted = time.perf_counter() - began
db.vacuum()
whole = time.perf_counter() - began
db.close()
[peak] = [int(line.split()[1]) // 1024 for line in open("/proc/self/status") if "VmHWM" in line]
figures = {"delete_s": deleted, "with_vacuum_s": whole, "peak_mb": peak}
print(json.dumps({name: round(value, 2) for name, value in figures.items()}))
"""


def build(place: Path, posts: int) -> Path:
    """The campaign that both voices leave; made once."""
    from ownwords.archive.search_feed import open_search
    from ownwords.archive.vault import Vault

    root = place / "campaign"
    if root.exists():
        return root
    source = place / "posts.jsonl"
    command = [sys.executable, "-m", "bench.generate", str(posts), str(source)]
    subprocess.run(command, check=True)
    Vault.create(root, _SETTINGS).close()
    keep(root, str(source))
    source.unlink()
    vault = Vault.open(root)
    with open_search(vault):
        pass
    vault.close()
    quote(root, posts)
    return root


def quote(root: Path, posts: int) -> None:
    """Yeses, and the edition made of them."""
    from ownwords.archive.vault import Vault
    from ownwords.flows.publish import publish
    from ownwords.records.consent import Answer, Scope, Statement, Use
    from ownwords.workspace import open_workspace

    leaving = voices(root, posts)
    vault = Vault.open(root)
    (usual, many), (large, _) = leaving["usual"], leaving["large"]
    alike = sorted(name for name, count in _counts(vault).items() if count == many)
    some = {usual, *alike[: _QUOTED - 1]}
    yes: dict[str, Any] = {"answer": Answer.YES, "uses": (Use.VERBATIM, Use.NAMED)}
    said = [
        Statement(account=name, name=f"Keeper {number}", **yes)
        for number, name in enumerate(sorted(some))
    ]
    few = tuple(sorted(vault.engine.posts_of([large]))[:_FEW])
    said.append(Statement(account=large, name="Chorus", scope=Scope.POSTS, posts=few, **yes))
    vault.desk.add_statements(said)
    vault.close()
    workspace = open_workspace(root)
    publish(workspace)
    workspace.vault.close()


def _counts(vault: Vault) -> dict[str, int]:
    return {account: count for _, account, count in vault.engine.members("whole")}


def voices(root: Path, posts: int) -> dict[str, tuple[str, int]]:
    """An account with the usual number of posts (the mean), and the one nearest to 1 %."""
    from ownwords.archive.vault import Vault

    vault = Vault.open(root)
    counts = _counts(vault)
    vault.close()
    mean = sum(counts.values()) / len(counts)
    usual = min(counts, key=lambda name: (abs(counts[name] - mean), name))
    large = min(counts, key=lambda name: (abs(counts[name] - posts / 100), name))
    return {"usual": (usual, counts[usual]), "large": (large, counts[large])}


def _processor_seconds() -> float:
    """Of this process and of those that it waited for."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(kind)[:2]) for kind in kinds)


class Reached(NamedTuple):
    """Where a step of the work began: seconds, processor seconds, the most memory until then."""

    wall: float
    cpu: float
    peak: int


def reach() -> Reached:
    """What it took to come here."""
    return Reached(time.perf_counter(), _processor_seconds(), peak_mb())


def one(root: Path, account: str, *, proves: bool) -> dict[str, Any]:
    """Take one voice out of a campaign; runs in a process of its own."""
    from ownwords.flows import erasure
    from ownwords.flows import withdraw as withdrawing
    from ownwords.flows.proof import proving
    from ownwords.workspace import open_workspace

    workspace = open_workspace(root)
    planned = withdrawing.plan(workspace, account)
    hidden = withdrawing.hide(workspace, planned)
    reached: dict[str, Reached] = {"start": reach()}
    erasure.begin(workspace, planned.accounts)
    reached["names"] = reach()
    outcome = erasure.erase(workspace, lambda step: reached.update({step: reach()}))
    start, erased, rebuilt = reached["start"], reached["editions"], reach()
    figures: dict[str, Any] = {
        "posts": planned.posts,
        "rows": outcome.rows,
        "inside_others": outcome.inside_others,
        "hide_ms": round(hidden * 1000, 1),
        "names_and_words_s": round(reached["names"].wall - start.wall, 2),
        "erase_wall_s": round(erased.wall - start.wall, 2),
        "erase_cpu_s": round(erased.cpu - start.cpu, 2),
        "erase_peak_mb": erased.peak,
        "editions_removed": len(outcome.recalled.editions),
        "edition_wall_s": round(rebuilt.wall - erased.wall, 2),
        "edition_cpu_s": round(rebuilt.cpu - erased.cpu, 2),
        "edition_peak_mb": rebuilt.peak,
    }
    if not proves:
        return figures
    began = time.perf_counter()
    spent = _processor_seconds()
    with watched() as seen:
        outcome.traces.needles  # noqa: B018
        known = time.perf_counter() - began
        proof = proving.prove(workspace, outcome.traces, outcome.recalled)
    proved = time.perf_counter() - began
    return figures | {
        "proof_s": round(proved, 1),
        "proof_traces_s": round(known, 1),
        "proof_cpu_s": round(_processor_seconds() - spent, 1),
        "proof_all_processes_mb": round(seen.peak_mb),
        "load": round(os.getloadavg()[0], 1),
        "files": proof.files,
        "mb_decoded": round(proof.bytes / 1e6),
        "needles": proof.needles,
        "hits": len(proof.hits),
    }


def peer(python: str, root: Path, account: str) -> dict[str, Any]:
    """What sqlite-utils does with the same posts, and what our search finds afterwards."""
    import sqlite3

    import pyarrow.parquet as pq

    from ownwords.flows import withdraw as withdrawing
    from ownwords.flows.proof import proving
    from ownwords.workspace import open_workspace

    place = root.parent / "peer"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    connection = sqlite3.connect(place / "posts.db")
    connection.execute("create table posts (id text primary key, account text, text, raw text)")
    for path in sorted((root / "posts").glob("*-posts-*.parquet")):
        table = pq.read_table(path, columns=["id", "attributed_to", "content", "payload"])
        columns = [table.column(name).to_pylist() for name in table.column_names]
        rows = ((a, b, c, d.decode()) for a, b, c, d in zip(*columns, strict=True))
        connection.executemany("insert into posts values (?, ?, ?, ?)", rows)
    connection.execute("create index by_account on posts (account)")
    connection.commit()
    connection.close()
    workspace = open_workspace(root)
    work = withdrawing.work_for(workspace, (account,))
    workspace.vault.close()
    command = [python, "-c", _PEER, str(place / "posts.db"), account]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = proving.search(place, proving.needles_for(place, [work]))
    shutil.rmtree(place)
    kinds = sorted({hit.kind for hit in found.hits})
    cost: dict[str, Any] = json.loads(done.stdout)
    return cost | {"left_behind": ", ".join(kinds)}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--posts", type=int, default=1_000_000)
    asked.add_argument("--place", type=Path, default=Path("bench-erase"))
    asked.add_argument("--peer", default="")
    asked.add_argument("--name", default="erase")
    asked.add_argument("--no-proof", action="store_true", help="erase only: the proof takes long")
    asked.add_argument("--one", nargs=2, metavar=("CAMPAIGN", "ACCOUNT"))
    given = asked.parse_args()
    if given.one:
        figures = one(Path(given.one[0]), given.one[1], proves=not given.no_proof)
        print(json.dumps(figures))
        return
    given.place.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("OWNWORDS_CONFIG", str(given.place / "keys"))
    root = build(given.place, given.posts)
    result: dict[str, Any] = {
        "title": "Taking a voice out",
        "command": f"python -m bench.erase --posts {given.posts} --peer PEER --name {given.name}",
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "load_at_start": round(os.getloadavg()[0], 1),
        "versions": {name: version(name) for name in ("ownwords", "pyarrow", "apsw")},
        "campaign_posts": given.posts,
        "goals": {"hide_ms": 100, "usual_erase_s": 60, "large_erase_s": 120},
    }
    for label, (account, _) in voices(root, given.posts).items():
        copy = given.place / label
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(root, copy)
        command = [sys.executable, "-m", "bench.erase", "--one", str(copy), account]
        command += ["--no-proof"] * given.no_proof
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        result[label] = json.loads(done.stdout)
        shutil.rmtree(copy)
        _write(result, given.name)
        if given.peer:
            result[f"sqlite-utils, {label}"] = peer(given.peer, root, account)
            _write(result, given.name)


def _write(result: dict[str, Any], name: str) -> None:
    """What is known so far: the whole takes long."""
    out = Path(__file__).parent / "results" / f"{name}.json"
    out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
