"""Write bench/README.md from bench/results/*.json: ``python -m bench.report``.

A result is a JSON object. ``title`` heads it; ``command``, ``date``, ``machine``, ``versions`` and
``data`` say how it was made; ``notes`` are sentences. What it shows is either ``tools`` (as
bench.gather writes them) or ``table`` with ``columns`` and ``rows``. Else its parts that name the
same figures stand beside one another, and any other number becomes a row of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE / "README.md"
_ABOUT = {
    "title",
    "command",
    "date",
    "machine",
    "versions",
    "data",
    "notes",
    "tools",
    "table",
    "rounds",
}

Figures = dict[str, Any]
"""Figures by name, and parts of the same kind."""
Table = tuple[Sequence[str], Sequence[Sequence[object]]]
"""Columns and rows."""

DOUBT = """\
# Benchmarks

Made by `python -m bench.report` from `results/*.json`; do not edit.

**Why to doubt these numbers.** The posts are invented: made-up words compress and index unlike
real writing, the share of reposts and tags is ours, one seed made them. The machine is small and
busy, so wall time swings; processor seconds (own and of children, start-up included) are the
figure, medians of a few rounds. We chose the task and it is ours: the peers do less (a CSV, a
table) or something else, and each gets the posts in the one shape that it reads. `twarc2 csv`
needs pandas below 3 and a token that is none. `twitter-to-sqlite import` reads X archives of the
older kind (`tweet.js`), so its posts have the same words and fewer fields: its lines are half as
long. `sqlite-utils` gets posts that were flattened before, which it does not pay for. Sizes are
of everything that a tool leaves. A post that is named inside another one (a repost's original)
counts once. `ownwords init` and the search that proves the index are not counted. Our source is
compiled beforehand, as pip does with the peers. Run them on your machine and with your data: the
commands stand below each table.
"""


def page(results: Sequence[dict[str, Any]]) -> str:
    """The whole page."""
    return "\n".join([DOUBT, *("\n".join(section(result)) for result in results)])


def section(result: dict[str, Any]) -> Iterator[str]:
    """One result: heading, table, how it was made."""
    yield f"## {result.get('title') or 'Untitled'}\n"
    for columns, body in _tables(result):
        yield from rows(columns, body)
        yield ""
    for note in result.get("notes", ()):
        yield f"{note}\n"
    yield from _made(result)


def rows(columns: Sequence[str], body: Sequence[Sequence[object]]) -> Iterator[str]:
    """A Markdown table; columns of numbers stand right."""
    yield "| " + " | ".join(column.replace("_", " ") for column in columns) + " |"
    numbers = [
        any(isinstance(row[place], int | float) for row in body) for place in range(len(columns))
    ]
    yield "|" + "|".join("--:" if right else "---" for right in numbers) + "|"
    for row in body:
        yield "| " + " | ".join(_cell(cell) for cell in row) + " |"


def _cell(cell: object) -> str:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return f"{cell:,}"
    return str(cell).replace("|", "\\|")


def _tables(result: dict[str, Any]) -> Iterator[Table]:
    if "tools" in result:
        yield _tools(result)
    elif "table" in result:
        yield result["table"]["columns"], result["table"]["rows"]
    else:
        yield from _side_by_side({key: one for key, one in result.items() if key not in _ABOUT})


def _side_by_side(figures: Figures) -> Iterator[Table]:
    groups: list[dict[str, Figures]] = []
    for name, part in _parts("", figures):
        alike = (
            group for group in groups if any(part.keys() & other.keys() for other in group.values())
        )
        group = next(alike, None)
        if group is None:
            groups.append(group := {})
        group[name] = part
    alone = [(name, part) for group in groups if len(group) == 1 for name, part in group.items()]
    single = [(_name(name, key), value) for name, part in alone for key, value in part.items()]
    if single:
        yield ("figure", "value"), single
    yield from (_beside(group) for group in groups if len(group) > 1)


def _beside(group: dict[str, Figures]) -> Table:
    """Parts as columns; what all their names begin with stands over the names of the figures."""
    names = [name.split(", ") for name in group]
    same = 0
    while all(len(name) > same + 1 and name[same] == names[0][same] for name in names):
        same += 1
    columns = [", ".join(names[0][:same]), *(", ".join(name[same:]) for name in names)]
    figures = dict.fromkeys(key for part in group.values() for key in part)
    return columns, [[key, *(part.get(key, "") for part in group.values())] for key in figures]


def _parts(name: str, figures: Figures) -> Iterator[tuple[str, Figures]]:
    """What holds figures, by its name; what only holds other parts is none itself."""
    flat = {key: value for key, value in figures.items() if not isinstance(value, dict)}
    if name and flat:
        yield name, dict(_flat("", figures))
        return
    if flat:
        yield name, dict(_flat("", flat))
    for key, part in figures.items():
        if isinstance(part, dict):
            yield from _parts(_name(name, key), part)


def _flat(prefix: str, figures: Figures) -> Iterator[tuple[str, object]]:
    for key, value in figures.items():
        if isinstance(value, dict):
            yield from _flat(_name(prefix, key), value)
        elif not isinstance(value, list):
            yield _name(prefix, key), value


def _name(prefix: str, key: str) -> str:
    return f"{prefix}, {key}".removeprefix(", ").replace("_", " ")


def _tools(result: dict[str, Any]) -> Table:
    columns = (
        "tool",
        "ends with",
        "posts per CPU second",
        "CPU s, median (all)",
        "peak MB",
        "MB left",
    )
    body = []
    for tool in result["tools"]:
        spent = tool["cpu_seconds"]
        every = f"{median(spent):.2f} ({', '.join(f'{each:.2f}' for each in sorted(spent))})"
        body.append(
            (
                tool["name"],
                tool["ends_with"],
                tool["posts_per_cpu_second"],
                every,
                max(tool["peak_mb"]),
                tool["mb_left"],
            )
        )
    return columns, body


def _made(result: dict[str, Any]) -> Iterator[str]:
    said = []
    data, machine = result.get("data") or {}, result.get("machine") or {}
    if "posts" in data and "bytes" in data:
        each = data["bytes"] // max(1, data["posts"])
        said.append(f"{data['posts']:,} posts, {data['bytes'] / 1e6:.0f} MB, {each:,} bytes a post")
    if "rounds" in result:
        said.append(f"rounds: {result['rounds']}")
    if isinstance(machine, str):
        said.append(machine)
    elif machine:
        said.append(", ".join(f"{key.replace('_', ' ')} {value}" for key, value in machine.items()))
    if result.get("versions"):
        said.append(", ".join(f"{name} {number}" for name, number in result["versions"].items()))
    if result.get("command"):
        said.append(f"`{result['command']}`, {result.get('date', 'undated')}")
    yield from (f"- {line}" for line in said)
    yield ""


def main() -> None:
    paths = sorted((HERE / "results").glob("*.json"))
    found = [{"title": path.stem, **json.loads(path.read_text("utf-8"))} for path in paths]
    PAGE.write_text(page(found), "utf-8")


if __name__ == "__main__":
    main()
