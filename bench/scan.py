"""Searching large dumps for three tags, beside unpacking alone and peers that parse or search.

    python -m bench.scan [--posts 1000000] [--rounds 3] [--data FOLDER] [--name scan]

One million flattened posts of Twitter API v2, escaped as twarc writes them, as zst and as gz, and
as many events as a Jetstream sends them, raw (bench.scan_data). Every tool must find exactly the
posts that parsing every line and folding every tag finds. Tools take turns, each as a program of
its own; the figure is processor seconds, start-up included. twarc runs once: it takes minutes.
The last rows are the whole `ownwords gather`, which also keeps what it finds; the first are a
dump without posts, which shows what the start of a program costs in every other row.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from bench import generate, scan_data
from bench.children import Cost, run
from bench.gather import compile_ours, peer, peer_versions
from bench.keeping import keep
from bench.scan_data import NOTHING, Dump

HERE = Path(__file__).parent
WITH = HERE / "scan_with.py"
LIMIT, REFERENCE, OURS = "unpacking alone", "orjson, every line", "ownwords, search and match"


DUMPS = ("v2 zst", "v2 gz", "events zst")


class Tool(NamedTuple):
    """A contestant: which Python runs it, on which dumps, how often."""

    name: str
    key: str
    python: Callable[[], Path]
    dumps: tuple[str, ...] = DUMPS
    once: bool = False


def _here() -> Path:
    return Path(sys.executable)


TOOLS = (
    Tool(LIMIT, "unpack", _here, (NOTHING, *DUMPS)),
    Tool(REFERENCE, "orjson", _here, (NOTHING, *DUMPS)),
    Tool(OURS, "ownwords", _here, (NOTHING, *DUMPS)),
    Tool("Polars, lines and a regex", "polars", lambda: peer("polars", "python")),
    Tool("DuckDB, columns", "duckdb", _here),
    Tool(
        "twarc, ensure_flattened", "twarc", lambda: peer("twarc", "python"), ("v2 gz",), once=True
    ),
)
GATHERS = {"ownwords gather, one process": 1, "ownwords gather, two processes": 2}


class Bench:
    """The rounds of all tools over all dumps, and what each found."""

    def __init__(self, place: Path, dumps: list[Dump]) -> None:
        self.place = place
        self.dumps = dumps
        self.costs: dict[tuple[str, str], list[Cost]] = {}
        self.found: dict[tuple[str, str], int] = {}
        root = str(HERE.parent)
        self.environment = {
            **os.environ,
            "OWNWORDS_CONFIG": str(place / "keys"),
            "PYTHONPATH": root,
        }

    def round(self, number: int) -> None:
        """Every tool over every dump; each starts one place later than in the round before."""
        for dump in self.dumps:
            first = number % len(TOOLS)
            for tool in (*TOOLS[first:], *TOOLS[:first]):
                if dump.name in tool.dumps and not (tool.once and number):
                    self._one(tool, dump)
            for name, jobs in GATHERS.items() if dump.name in DUMPS else ():
                self._gather(name, jobs, dump, number)
        self._compare()

    def _one(self, tool: Tool, dump: Dump) -> None:
        out = self._out(tool.name, dump)
        words = [str(tool.python()), str(WITH), tool.key, dump.kind, str(dump.path), str(out)]
        cost = run([*words, *generate.TAGS], self.environment, self.place / "log.txt")
        self._note(tool.name, dump, cost, len(out.read_text("utf-8").splitlines()))

    def _gather(self, name: str, jobs: int, dump: Dump, number: int) -> None:
        program, log = Path(sys.executable).with_name("ownwords"), self.place / "log.txt"
        campaign = self.place / f"campaign-{jobs}-{dump.name.replace(' ', '-')}-{number}"
        tags = [word for tag in generate.TAGS for word in ("--tag", tag)]
        init = [str(program), "init", str(campaign), *tags, "--contact", "a@b.example"]
        run(init, self.environment, log)
        words = ["gather", str(dump.path), "--search", "--jobs", str(jobs), "--json"]
        mapping = ["--map", str(HERE / "maps" / "jetstream.toml")] if dump.kind == "events" else []
        before = log.stat().st_size
        at = ["--campaign", str(campaign)]
        cost = run([str(program), *words, *mapping, *at], self.environment, log)
        said = log.read_bytes()[before:].splitlines()[-1]
        self._note(name, dump, cost, json.loads(said)["kept"])

    def _note(self, name: str, dump: Dump, cost: Cost, found: int) -> None:
        self.costs.setdefault((dump.name, name), []).append(cost)
        self.found[dump.name, name] = found
        print(f"{dump.name}, {name}: {cost.cpu:.2f} CPU s, {found} found", file=sys.stderr)

    def _out(self, name: str, dump: Dump) -> Path:
        return self.place / f"{name}-{dump.name}.txt".replace(" ", "-")

    def _compare(self) -> None:
        """Everybody found the same posts, or nothing counts."""
        for dump in self.dumps:
            expected = self._out(REFERENCE, dump).read_bytes()
            for tool in TOOLS:
                took_part = tool.name != LIMIT and dump.name in tool.dumps
                if took_part and self._out(tool.name, dump).read_bytes() != expected:
                    raise SystemExit(f"{tool.name} found other posts in {dump.name}.")
            for name in GATHERS if dump.name in DUMPS else ():
                if self.found[dump.name, name] != self.found[dump.name, REFERENCE]:
                    raise SystemExit(f"{name} kept another number of posts of {dump.name}.")

    def cpu(self, dump: str, name: str) -> float:
        """The median of its rounds."""
        return median(cost.cpu for cost in self.costs[dump, name])


def told(bench: Bench) -> dict[str, Any]:
    """The result as the report reads it."""
    rows = []
    for (dump, name), costs in bench.costs.items():
        size = next(one.unpacked for one in bench.dumps if one.name == dump)
        cpu = bench.cpu(dump, name)
        every = ", ".join(f"{cost.cpu:.2f}" for cost in sorted(costs))
        share = round(bench.cpu(dump, LIMIT) / cpu, 2)
        peak = round(max(cost.peak for cost in costs) / 1e6)
        found = bench.found[dump, name] if name != LIMIT else "-"
        rate = f"{size / cpu / 1e9:.2f}"
        rows.append([dump, name, f"{cpu:.2f} ({every})", rate, f"{share:.2f}", peak, found])
    columns = ["dump", "tool", "CPU s, median (all)", "GB per CPU s", "share of the limit"]
    table = {"columns": [*columns, "peak MB", "posts found"], "rows": rows}
    return {"table": table}


def _bars(bench: Bench) -> list[str]:
    """How ours stands to unpacking alone and to the loop, in words for the page."""
    start, other = bench.cpu(NOTHING, OURS), bench.cpu(NOTHING, REFERENCE)
    said = [f"Of each figure {start:.2f} s is the start of ours, {other:.2f} s that of the loop."]
    for dump in DUMPS:
        ours, loop = bench.cpu(dump, OURS), bench.cpu(dump, REFERENCE)
        share, times = bench.cpu(dump, LIMIT) / ours, loop / ours
        said.append(f"{dump}: {share:.2f} of unpacking alone, {times:.1f} times the orjson loop.")
    return said


def versions() -> dict[str, str]:
    """Versions of what took part."""
    from importlib.metadata import version

    ours = ("ownwords", "hyperscan", "orjson", "zstandard", "isal", "duckdb")
    found = {name: version(name) for name in ours}
    return found | peer_versions("polars", "polars") | peer_versions("twarc", "twarc")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--posts", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--data", type=Path, help="keep the dumps here, and use those that are")
    asked.add_argument("--name", default="scan")
    given = asked.parse_args()
    compile_ours()
    with tempfile.TemporaryDirectory(prefix="ownwords-bench-") as folder:
        place = Path(folder)
        dumps = scan_data.at(given.data or place, given.posts)
        bench = Bench(place, [scan_data.nothing(place), *dumps])
        for number in range(given.rounds):
            bench.round(number)
        load = f"Load of the machine when it ended: {os.getloadavg()[0]:.1f}."
        found = {
            "versions": versions(),
            "rounds": given.rounds,
            **told(bench),
            "notes": [*NOTES, *_bars(bench), load],
        }
    command = f"python -m bench.scan --posts {given.posts} --rounds {given.rounds}"
    keep(given.name, "Searching large dumps", command, found)


NOTES = (
    "Three tags (ASCII, ß, Cyrillic) in three cases; the posts of v2 are escaped, the events raw.",
    "Every tool found the same posts, compared by id.",
    "Unpacking alone is python-zstandard or isal into one buffer.",
    "DuckDB and Polars use all cores, which processor seconds show.",
    "The expression for Polars and the folding for DuckDB were written by hand for these tags.",
    "`ownwords gather` also keeps what it finds, with payloads and a search index.",
)


if __name__ == "__main__":
    main()
