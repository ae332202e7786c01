"""An edition of 10,000 quotations, beside Eleventy with Pagefind in the same run.

    python -m bench.publish --posts 18500 --rounds 3

The campaign is generated: every voice but a few said yes. ownwords takes each word through the
gate, screens it, renders the lists, the search and the packets, and searches every finished byte
for words without a yes: whole, with nothing remembered, and again after one voice said yes or no.
Then the same quotations go to the peers as one JSON file, already cleared: they render the same
lists (by day, language and voice, at most 200 on a page) and index them. The peers are put into a
temporary folder with npm; without node or npm they are left out and the result says why.
"""

from __future__ import annotations

import argparse
import compileall
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ownwords
from bench.children import Cost, machine, run
from bench.kept import keep
from ownwords.archive.remembered import FILE
from ownwords.archive.vault import Vault
from ownwords.flows import fingerprinted
from ownwords.records.consent import Answer, Statement, Use

HERE = Path(__file__).parent
SITE = HERE / "publish_site"
_SETTINGS = (
    'format = 1\nname = "Bench"\nhashtags = ["WeKeepTheLight"]\n'
    'contact = "keepers@example.org"\ninvented = true\n'
)
NOTES = (
    "ownwords decides about each quotation, screens it and searches every byte of the edition.",
    "The peers get words that were cleared before and look for nothing.",
    "Processor seconds count start-up and children. Whole: nothing is remembered (decision 0026).",
    "A rebuild asks the gate about every word and writes every file; it searches what is new.",
    "One voice less says no. An erasure forgets everything: the next edition is made whole.",
    "Writing the site is what both do: start-up, pages, search; no gate, screening or leak search.",
    "Ours writes feeds and a datasheet as well and makes the files last (sync).",
)
_COMMAND = ("-c", "from ownwords.cli import main; main()", "publish", "--json", "--campaign")
MORE = 10
GOALS = {"share_of_peers": 0.5, "files": 500, "again_s": 2}


def make(place: Path, posts: int) -> Path:
    """The campaign: everybody but MORE voices with one post said yes to being quoted by a name."""
    root, source = place / "campaign", place / "posts.jsonl"
    command = [sys.executable, "-m", "bench.generate", str(posts), str(source), "--flat"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    Vault.create(root, _SETTINGS).close()
    keep(root, str(source))
    vault = Vault.open(root)
    waiting = set(_single(vault)[:MORE])
    accounts = sorted({account for _, account, _ in vault.engine.members("whole")} - waiting)
    vault.desk.add_statements(
        [_yes(account, f"Keeper {number}") for number, account in enumerate(accounts)]
    )
    vault.close()
    return root


def _single(vault: Vault) -> list[str]:
    """Accounts with one post, in order."""
    counted = Counter(account for _, account, posts in vault.engine.members("whole") if posts == 1)
    said = ((account, vault.engine.posts_of([account])) for account in sorted(counted)[: 9 * MORE])
    return [account for account, posts in said if len(posts) == 1]


def _yes(account: str, name: str) -> Statement:
    uses = (Use.VERBATIM, Use.NAMED)
    return Statement(answer=Answer.YES, uses=uses, account=account, name=name)


def publish(root: Path, log: Path) -> Cost:
    """One edition, by the command that people use."""
    return run([sys.executable, *_COMMAND, str(root)], os.environ, log)


def steps(root: Path) -> dict[str, float]:
    """Processor seconds of each step of one edition."""
    command = [sys.executable, "-m", "bench.publish_steps", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def newest(root: Path) -> Path:
    """The folder of the newest edition."""
    return before(root, 0)


def before(root: Path, editions: int) -> Path:
    """The folder of the edition so many before the newest."""
    found = sorted(path for path in (root / "editions").iterdir() if path.is_dir())
    return found[-1 - editions]


def digest(folder: Path) -> str:
    """One digest over all files of a folder."""
    whole = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()


def cleared(edition: Path) -> Iterator[dict[str, str]]:
    """The quotations of an edition, as its own search holds them, for the peers."""
    script = (edition / "assets" / "search-index.js").read_text(encoding="utf-8")
    rows = json.loads(script[script.index("[") : script.rindex("]") + 1])
    for place, words, language, direction, _, name, line in rows:
        day = line.partition(" · ")[0]
        key = place.rpartition("#")[2]
        said = {"id": key, "words": words, "language": language or "und", "direction": direction}
        yield {**said, "voice": name, "day": day.partition(",")[0]}


def forget(root: Path) -> Path:
    """Nothing is remembered: the next edition is made whole."""
    for name in (FILE, fingerprinted.FILE):
        (root / "cache" / name).unlink(missing_ok=True)
    return root


def one_more(root: Path, place: int) -> None:
    """A voice with one post says yes: one quotation more."""
    vault = Vault.open(root)
    vault.desk.add_statements([_yes(_single(vault)[place], f"Late keeper {place}")])
    vault.close()


def one_less(root: Path, place: int) -> None:
    """A voice takes its yes back."""
    vault = Vault.open(root)
    account = _single(vault)[MORE + place]
    vault.desk.add_statements([Statement(answer=Answer.NO, uses=(), account=account)])
    vault.close()


def peers(place: Path) -> str:
    """Install them; says why they are left out, empty when they are there."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "node and npm are not installed"
    place.mkdir()
    for path in SITE.iterdir():
        shutil.copy(path, place)
    shutil.copy(HERE / "package-publish.json", place / "package.json")
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    return f"npm install ended with {done.returncode}" if done.returncode else ""


def render(place: Path, edition: Path, log: Path) -> Cost:
    """Eleventy over the quotations of an edition, then Pagefind over what it made."""
    data = json.dumps(list(cleared(edition)), ensure_ascii=False)
    (place / "quotations.json").write_text(data, encoding="utf-8")
    out = place / "_site"
    shutil.rmtree(out, ignore_errors=True)
    tools = place / "node_modules" / ".bin"
    inside = ["env", "-C", str(place)]  # Eleventy knows its folder by where it is started
    built = run([*inside, str(tools / "eleventy"), "--quiet"], os.environ, log)
    return built + run([str(tools / "pagefind"), "--site", str(out), "--silent"], os.environ, log)


def middle(costs: list[Cost]) -> dict[str, float | int]:
    """Medians of the rounds; the peak is the largest."""
    return {
        "cpu_s": round(statistics.median(cost.cpu for cost in costs), 2),
        "wall_s": round(statistics.median(cost.wall for cost in costs), 2),
        "peak_mb": max(cost.peak for cost in costs) // 1_000_000,
    }


def measure(place: Path, posts: int, rounds: int) -> dict[str, Any]:
    """All figures, in one folder that goes away."""
    log = place / "log"
    compileall.compile_dir(Path(ownwords.__file__).parent, quiet=1)  # as an installed package is
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # whoever installs it keeps templates compiled
    root = make(place, posts)
    os.environ["SOURCE_DATE_EPOCH"] = "1795000000"
    ours: list[Cost] = []
    theirs: list[Cost] = []
    more: list[Cost] = []
    less: list[Cost] = []
    why = peers(place / "peers")
    for number in range(rounds):
        ours.append(publish(forget(root), log))
        if not why:
            theirs.append(render(place / "peers", newest(root), log))
        one_more(root, number)
        more.append(publish(root, log))
        one_less(root, number)
        less.append(publish(root, log))
    copy = place / "copy"
    shutil.copytree(root, copy)
    publish(forget(copy), log)
    again = publish(root, log)
    by_step = {"again": steps(root), "whole": steps(forget(root))}
    whole = by_step["whole"]
    out = place / "peers" / "_site"
    return {
        "quotations": len(list(cleared(newest(root)))),
        "two builds the same": digest(newest(copy)) == digest(before(root, 2)),
        "ownwords": middle(ours) | size(newest(root)),
        "one quotation more": middle(more),
        "one voice less": middle(less),
        "nothing new": middle([again]),
        "steps": by_step,
        "writing the site": round(whole["start"] + whole["building"], 2),
        "peers": {"left out": why} if why else middle(theirs) | size(out),
    }


def size(folder: Path) -> dict[str, int]:
    """How many files are in a folder, and how large together."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {"files": len(files), "mb": round(sum(path.stat().st_size for path in files) / 1e6)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=18_500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--name", default="publish")
    asked = parser.parse_args()
    load = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OWNWORDS_CONFIG"] = f"{folder}/config"
        figures = measure(Path(folder), asked.posts, asked.rounds)
    record = {
        "title": "An edition of 10,000 quotations, beside Eleventy with Pagefind",
        "command": f"python -m bench.publish --posts {asked.posts} --rounds {asked.rounds}",
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": {"eleventy": "3.1.8", "pagefind": "1.6.0"},
        "load at start": load,
        "goals": GOALS,
        **figures,
        "notes": NOTES,
    }
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    (HERE / "results" / f"{asked.name}.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
