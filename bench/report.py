"""Write bench/README.md from bench/results/*.json: ``python -m bench.report``.

A result is a JSON object. ``title`` heads it; ``command``, ``date``, ``machine``, ``versions`` and
``data`` say how it was made; ``notes`` are sentences. What it shows is either ``tools`` (as
bench.gather writes them) or ``table`` with ``columns`` and ``rows``; any other number in it
becomes a row of its own.
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
    yield from rows(*_content(result))
    yield ""
    for note in result.get("notes", ()):
        yield f"{note}\n"
    yield from _made(result)


def rows(columns: Sequence[str], body: Sequence[Sequence[object]]) -> Iterator[str]:
    """A Markdown table; numbers stand right."""
    yield "| " + " | ".join(columns) + " |"
    first = body[0] if body else columns
    yield "|" + "|".join("--:" if isinstance(cell, int | float) else "---" for cell in first) + "|"
    for row in body:
        yield "| " + " | ".join(_cell(cell) for cell in row) + " |"


def _cell(cell: object) -> str:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return f"{cell:,}"
    return str(cell).replace("|", "\\|")


def _content(result: dict[str, Any]) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    if "tools" in result:
        return _tools(result)
    if "table" in result:
        return result["table"]["columns"], result["table"]["rows"]
    return ("figure", "value"), list(_numbers("", result))


def _tools(result: dict[str, Any]) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
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


def _numbers(prefix: str, value: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for key, held in value.items():
        if not prefix and key in _ABOUT:
            continue
        if isinstance(held, dict):
            yield from _numbers(f"{prefix}{key}, ", held)
        elif not isinstance(held, list):
            yield f"{prefix}{key}".replace("_", " "), held


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
