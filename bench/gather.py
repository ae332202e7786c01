"""Taking in: a capture of posts into something that can be kept and searched, beside peers.

    python -m bench.gather [--posts 50000] [--rounds 5] [--only NAME ...] [--name gather]

Each tool gets the same posts in the shape that it reads, in rounds that take turns, each as a
program of its own with an empty output. Peers live in environments of their own
(bench/locks), made on the first run. The figure is processor seconds, start-up
included; the result goes to bench/results/NAME.json. `python -m bench.report` makes the tables.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from hashlib import file_digest
from pathlib import Path
from statistics import median
from typing import Any, BinaryIO, NamedTuple

import ownwords as ownwords_package
from bench import generate
from bench.children import Cost, run
from bench.keeping import keep

HERE = Path(__file__).parent
SEED = 1
OURS = "ownwords"


class Task(NamedTuple):
    """Where one round works: the inputs, an empty folder, an environment, a log."""

    pages: Path
    flat: Path
    archive: Path
    place: Path
    environment: dict[str, str]

    def run(self, *command: str | Path) -> Cost:
        return run([str(word) for word in command], self.environment, self.place / "log.txt")


class Tool(NamedTuple):
    """One contestant: its name, what it ends with, how to run it, how to count what it kept."""

    name: str
    ends_with: str
    work: Callable[[Task], Cost]
    count: Callable[[Task], int]


def ownwords(task: Task) -> Cost:
    """gather, which leaves a search index; the campaign is begun and the index tried uncounted."""
    program, campaign = _begun(task)
    at = ("--campaign", campaign)
    cost = task.run(program, "gather", task.pages, "--all", "--json", *at)
    index = campaign / "cache" / "search.sqlite"
    made = index.stat().st_mtime_ns
    task.run(program, "search", "leuchtstrasse", "--json", "--limit", "1", *at)
    if index.stat().st_mtime_ns != made:
        raise SystemExit("The search had to make the index that gather is measured with.")
    return cost


def ownwords_without_index(task: Task) -> Cost:
    """The same taking without an index."""
    _, campaign = _begun(task)
    return task.run(sys.executable, "-m", "bench.kept", campaign, task.pages)


def _begun(task: Task) -> tuple[Path, Path]:
    """Our program and a new campaign."""
    program, campaign = Path(sys.executable).with_name("ownwords"), task.place / "campaign"
    task.run(program, "init", campaign, "--tag", generate.TAGS[0], "--contact", "a@b.example")
    return program, campaign


def twarc_csv(task: Task) -> Cost:
    """A token that is none keeps twarc2 from asking for one; it opens no connection for csv."""
    program = peer("twarc", "twarc2")
    token = ("--bearer-token", "offline")
    return task.run(program, *token, "csv", task.pages, task.place / "posts.csv")


def twitter_to_sqlite(task: Task) -> Cost:
    """It reads X archives of the older kind only, so it gets the posts as a tweet.js."""
    program = peer("sqlite", "twitter-to-sqlite")
    return task.run(program, "import", task.place / "posts.db", task.archive)


def sqlite_utils(task: Task) -> Cost:
    """Flattened posts inserted as they are, then a full-text table over their words."""
    program, file = peer("sqlite", "sqlite-utils"), task.place / "posts.db"
    cost = task.run(program, "insert", file, "posts", task.flat, "--nl", "--pk", "id", "--alter")
    return cost + task.run(program, "enable-fts", file, "posts", "text", "--fts5")


def peer(lock: str, program: str) -> Path:
    """A program of an environment of its own, which is made from its lock on the first run."""
    place = HERE / f".venv-{lock}"
    if not place.exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        pip = [str(place / "bin" / "python"), "-m", "pip", "install", "-q", "--require-hashes"]
        subprocess.run([*pip, "-r", str(HERE / "locks" / f"{lock}.lock")], check=True)
    return place / "bin" / program


def peer_versions(lock: str, *packages: str) -> dict[str, str]:
    """Which versions an environment holds; none where it was not needed."""
    if not (HERE / f".venv-{lock}").exists():
        return {}
    code = "import json,sys; from importlib.metadata import version as v;"
    code += "print(json.dumps({name: v(name) for name in sys.argv[1:]}))"
    command = [str(peer(lock, "python")), "-c", code, *packages]
    told = subprocess.run(command, check=True, capture_output=True).stdout
    found: dict[str, str] = json.loads(told)
    return found


def _kept(task: Task) -> int:
    program, place = Path(sys.executable).with_name("ownwords"), str(task.place / "campaign")
    told = subprocess.run(
        [str(program), "status", "--json", "--campaign", place],
        check=True, capture_output=True, env=task.environment,
    )  # fmt: skip
    return int(json.loads(told.stdout)["posts"])


def _rows(table: str) -> Callable[[Task], int]:
    def count(task: Task) -> int:
        import sqlite3

        with sqlite3.connect(task.place / "posts.db") as held:
            return int(held.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608

    return count


def _lines(task: Task) -> int:
    import csv

    with (task.place / "posts.csv").open(newline="", encoding="utf-8") as file:
        return sum(1 for _ in csv.DictReader(file))


TOOLS = (
    Tool(OURS, "kept as received, hashed, searchable", ownwords, _kept),
    Tool(f"{OURS}, no index", "kept as received, hashed", ownwords_without_index, _kept),
    Tool("twarc2 csv", "one CSV", twarc_csv, _lines),
    Tool("twitter-to-sqlite", "SQLite, no search", twitter_to_sqlite, _rows("archive_tweet")),
    Tool("sqlite-utils + FTS5", "SQLite, searchable", sqlite_utils, _rows("posts")),
)


def measure(tools: Sequence[Tool], posts: int, rounds: int) -> dict[str, Any]:
    """All rounds, the tools taking turns, each starting one place later than in the last round."""
    compile_ours()
    with tempfile.TemporaryDirectory(prefix="ownwords-bench-") as name:
        place = Path(name)
        inputs = make_inputs(place, posts, tools)
        costs: dict[str, list[Cost]] = {tool.name: [] for tool in tools}
        sizes: dict[str, int] = {}
        for number in range(rounds):
            for tool in (*tools[number % len(tools) :], *tools[: number % len(tools)]):
                cost, sizes[tool.name] = one_round(tool, inputs, place / "round", posts)
                costs[tool.name].append(cost)
                print(f"{number + 1} {tool.name}: {cost.cpu:.2f} CPU s", file=sys.stderr)
        with inputs["pages"].open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
            again = named_again(file)
        data = {"posts": posts, "bytes": inputs["pages"].stat().st_size, "sha256": digest}
    told = [_told(tool, costs[tool.name], sizes[tool.name], posts) for tool in tools]
    included = (
        f"The pages hold {again:,} posts once more, as what reposts and replies refer to. ownwords "
        "reads those too and finds that it has them; peers pass them over or keep them inside the "
        "post that names them."
    )
    load = f"Load of the machine when it ended: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."
    notes = [included, load]
    return {"data": {**data, "seed": SEED}, "rounds": rounds, "tools": told, "notes": notes}


def compile_ours() -> None:
    """Bring our source to the state in which pip leaves a package, the peers' among them.

    A checkout whose Python may not write byte code would compile anew at every start.
    """
    compileall.compile_dir(Path(ownwords_package.__file__).parent, quiet=1)


def named_again(pages: BinaryIO) -> int:
    """How many posts stand in the includes of a capture."""
    pages.seek(0)
    return sum(len(json.loads(line)["includes"]["tweets"]) for line in pages)


def make_inputs(place: Path, posts: int, tools: Sequence[Tool]) -> dict[str, Path]:
    """The same posts in the shapes that the tools read."""
    shapes = {"pages": generate.pages, "flat": generate.flat, "archive": generate.archive}
    names = {"pages": "posts.jsonl", "flat": "flat.jsonl", "archive": "tweet.js"}
    inputs = {}
    for shape, make in shapes.items():
        inputs[shape] = place / names[shape]
        if shape == "pages" or any(not tool.name.startswith(OURS) for tool in tools):
            with inputs[shape].open("wb") as out:
                generate.write(make(posts, SEED), out, b"" if shape == "archive" else b"\n")
    return inputs


def one_round(tool: Tool, inputs: dict[str, Path], place: Path, posts: int) -> tuple[Cost, int]:
    """One tool from nothing; its cost and the bytes it leaves. A wrong count stops everything."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    environment = {**os.environ, "OWNWORDS_CONFIG": str(place / "keys"), "HOME": str(place)}
    task = Task(inputs["pages"], inputs["flat"], inputs["archive"], place, environment)
    cost = tool.work(task)
    kept = tool.count(task)
    if kept != posts:
        raise SystemExit(f"{tool.name} kept {kept} of {posts} posts.")
    left = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    return cost, left


def _told(tool: Tool, costs: Sequence[Cost], size: int, posts: int) -> dict[str, Any]:
    return {
        "name": tool.name,
        "ends_with": tool.ends_with,
        "cpu_seconds": [round(cost.cpu, 3) for cost in costs],
        "wall_seconds": [round(cost.wall, 3) for cost in costs],
        "peak_mb": [round(cost.peak / 1e6, 1) for cost in costs],
        "posts_per_cpu_second": round(posts / median(cost.cpu for cost in costs)),
        "mb_left": round(size / 1e6, 1),
    }


def versions() -> dict[str, str]:
    """Versions of what took part."""
    from importlib.metadata import version

    found = {name: version(name) for name in ("ownwords", "pyarrow", "duckdb", "apsw", "msgspec")}
    found |= peer_versions("sqlite", "sqlite-utils", "twitter-to-sqlite")
    return found | peer_versions("twarc", "twarc", "twarc-csv")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--posts", type=int, default=50_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--only", nargs="*", default=[])
    asked.add_argument("--name", default="gather")
    given = asked.parse_args()
    tools = [tool for tool in TOOLS if not given.only or tool.name in given.only]
    measured = measure(tools, given.posts, given.rounds)
    command = " ".join(["python -m bench.gather", *sys.argv[1:]])
    keep(given.name, "Taking in", command, {"versions": versions(), **measured})


if __name__ == "__main__":
    main()
