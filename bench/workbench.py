"""The pages of the workbench over a million posts: ``python -m bench.workbench``.

A campaign of invented posts is taken in (or kept in a folder that is named), a few hundred people
are asked and answer, a story is written. Then the workbench is started as people start it and every
address that the application has is asked for: once, which is the first time, and then again and
again. Server time is what a client on loopback waits for; the first contentful paint is what
Chromium says.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from bench import generate, serving
from bench.children import machine
from bench.gather import compile_ours, versions

RESULT = Path(__file__).parent / "results" / "workbench.json"
ASKED, ANSWERED = 300, 200
ROUNDS = 10
GOALS = {"p95_ms": 200, "paint_ms": 1000, "memory_mb": 500}
COLUMNS = ["page and what is asked", "first ms", "median ms", "p95 ms", "CPU ms", "paint ms"]
TAG = generate.TAGS[0]
STORY = "the-story"


class Question(NamedTuple):
    """A page, and what is asked of it; its address is another one after every start."""

    name: str
    path: str
    asked: dict[str, str]
    address: str = ""


class Running(NamedTuple):
    """The started workbench."""

    process: subprocess.Popen[str]
    port: int
    cookie: str


def campaign(place: Path, posts: int) -> Path:
    """A campaign of so many posts, made once: people asked, answers, a story with quotations."""
    root = place / "campaign"
    if (root / "stories" / f"{STORY}.md").is_file():
        return root
    program = Path(sys.executable).with_name("ownwords")
    if not (root / "campaign.toml").is_file():
        pages = place / "posts.jsonl"
        with pages.open("wb") as out:
            generate.write(generate.pages(posts, 1), out, b"\n")
        init = [str(program), "init", str(root), "--tag", TAG, "--contact", "a@b.example"]
        subprocess.run(init, check=True, stdout=subprocess.DEVNULL)
        take = [str(program), "gather", str(pages), "--all", "--campaign", str(root)]
        subprocess.run(take, check=True, stdout=subprocess.DEVNULL)
        pages.unlink()
    _let_people_speak(root)
    return root


def _let_people_speak(root: Path) -> None:
    from ownwords.flows import asking
    from ownwords.flows.asking import Given, Want
    from ownwords.flows.reading import as_block
    from ownwords.workbench.bench import Bench
    from ownwords.workbench.session import Session

    bench = Bench(Session())
    bench.open(root)
    workspace = bench.workspace
    engine = workspace.vault.engine
    wants = [Want(post) for post in engine.newest(3 * ASKED)]
    found = asking.asks(workspace, bench.team(), wants[: asking.MOST], bench.tongue)
    found += asking.asks(
        workspace, bench.team(), wants[asking.MOST : 2 * asking.MOST], bench.tongue
    )
    blocks: list[str] = []
    for number, ask in enumerate(found[:ASKED]):
        asking.note_sent(workspace, ask, "by letter", None)
        if number < ANSWERED:
            posts = tuple(piece.post for piece in ask.pieces)
            said = Given(choice="exact", posts=posts, evidence="their letter")
            asking.answer(workspace, ask.account, said)
            words, head = ask.pieces[0].words, engine.heads(posts)[posts[0]]
            if len(blocks) < 5:
                span = (0, len(words.text))
                blocks.append(as_block(workspace, posts[0], head.version, words, span))
    text = "\n\n".join(["---\ntitle: The story\nlanguage: en\n---", *blocks, ""])
    (root / "stories" / f"{STORY}.md").write_text(text, encoding="utf-8")
    bench.close()


@contextmanager
def started(root: Path) -> Iterator[Running]:
    """The workbench as a process of its own, and a window let in."""
    command, pipe = [*serving.COMMAND, str(root)], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            port, ticket = _address(process)
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", f"/enter?ticket={ticket}")
            cookie = connection.getresponse().getheader("set-cookie") or ""
            yield Running(process, port, cookie.partition(";")[0])
        finally:
            process.terminate()


def _address(process: subprocess.Popen[str]) -> tuple[int, str]:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"127\.0\.0\.1:(\d+)/enter\?ticket=(\S+)", line):
            return int(found[1]), found[2]
    raise SystemExit("The workbench did not start.")


def questions(root: Path) -> list[Question]:
    """Every page that the application has, with what people ask of it."""
    from ownwords.flows import asking
    from ownwords.workbench.app import pages
    from ownwords.workbench.bench import Bench
    from ownwords.workbench.session import Session

    bench = Bench(Session())
    bench.open(root)
    post = bench.workspace.vault.engine.newest(1)[0]
    [one] = asking.asks(bench.workspace, bench.team(), [asking.Want(post)], bench.tongue)
    account, word = one.account, max(one.pieces[0].words.text.split(), key=len)
    bench.close()
    asked: dict[str, tuple[dict[str, str], ...]] = {
        "/posts": (
            {}, {"q": word}, {"tag": TAG}, {"language": "ar"}, {"shown": "yes"}, {"shown": "no"},
            {"account": account}, {"at": "500"}, {"since": "2014-01-10", "until": "2014-01-11"},
        ),
        "/post": ({"id": post},),
        "/voices": ({}, {"page": "40"}, {"only": "yes"}, {"only": "asked"}),
        "/voice": ({"account": account},),
        "/asks/new": ({"post": post}, {"account": account}, {"story": STORY}),
        "/asks/answer": ({"account": account},),
        "/story": ({"slug": STORY}, {"slug": STORY, "q": word}),
        "/takeout": ({"who": account},),
    }  # fmt: skip
    found = []
    for page in pages():
        if page.method == "GET" and "{" not in page.path:
            for question in asked.get(page.path, ({},)):
                name = " ".join([page.path, *map(_named, question.items())])
                found.append(Question(name, page.path, question))
    rehearsal = Question("/rehearsal", "/rehearsal/{s}/stories/page.html", {"slug": STORY})
    return [*found, rehearsal, Question("/locked", "/locked", {})]


def sealed(running: Running, question: Question) -> Question:
    """The same with its address in a workbench that runs."""
    address = serving.address_in(running.process, question.path, question.asked)
    return question._replace(address=address)


def _named(asked: tuple[str, str]) -> str:
    name, value = asked
    return f"{name}={value}" if name in {"shown", "only", "page", "at"} else name


def ask(running: Running, question: Question) -> float:
    """Milliseconds until the whole answer is there."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    begun = time.perf_counter()
    connection.request("GET", question.address, headers={"Cookie": running.cookie})
    connection.getresponse().read()
    taken = (time.perf_counter() - begun) * 1e3
    connection.close()
    return taken


def cpu_of(running: Running) -> float:
    """Processor milliseconds that the server has used."""
    fields = Path(f"/proc/{running.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1e3 / os.sysconf("SC_CLK_TCK")


def peak_of(running: Running) -> float:
    """Largest resident size of the server in MB."""
    status = Path(f"/proc/{running.process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def paints(running: Running, asked: list[Question]) -> dict[str, float]:
    """First contentful paint of each page in Chromium, milliseconds, the median of three."""
    from playwright.sync_api import sync_playwright

    name, _, value = running.cookie.partition("=")
    home = f"http://127.0.0.1:{running.port}"
    painted: dict[str, float] = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.context.add_cookies([{"name": name, "value": value, "url": home}])
        for question in asked:
            seen = [_paint(page, home + question.address) for _ in range(3)]
            painted[question.name] = round(median(seen), 1)
        browser.close()
    return painted


def _paint(page: Any, address: str) -> float:
    page.goto(address)
    for _ in range(100):
        entries = page.evaluate(
            "performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)"
        )
        if entries:
            return float(entries[0])
        page.wait_for_timeout(20)
    raise SystemExit(f"Chromium says no paint of {address}.")


def measure(root: Path) -> dict[str, Any]:
    """Everything, from a fresh start. Pages take turns, so that none profits from itself."""
    asked = questions(root)
    again: dict[str, list[float]] = {question.name: [] for question in asked}
    spent = dict.fromkeys(again, 0.0)
    with started(root) as running:
        asked = [sealed(running, question) for question in asked]
        first = {question.name: ask(running, question) for question in asked}
        for _ in range(ROUNDS):
            for question in asked:
                before = cpu_of(running)
                again[question.name].append(ask(running, question))
                spent[question.name] += (cpu_of(running) - before) / ROUNDS
        memory = peak_of(running)
        files = {"/locked", "/publish/zip", "/takeout/letter"}
        painted = paints(running, [one for one in asked if one.name not in files])
    rows = [
        [name, first[name], median(each), _p95(each), spent[name], painted.get(name, "")]
        for name, each in again.items()
    ]
    return {
        "pages": len(asked),
        "p95 of all answers after the first, ms": _p95(
            [t for each in again.values() for t in each]
        ),
        "slowest page's p95 after the first, ms": max(map(_p95, again.values())),
        "most processor time of a page after the first, ms": round(max(spent.values()), 1),
        "slowest first answer, ms": round(max(first.values()), 1),
        "slowest first contentful paint, ms": max(painted.values()),
        "peak memory of the server, MB": round(memory, 1),
        "goals": GOALS,
        "table": {"columns": COLUMNS, "rows": [[row[0], *map(_rounded, row[1:])] for row in rows]},
    }


def _rounded(cell: object) -> object:
    return round(cell, 1) if isinstance(cell, float) else cell


def _p95(taken: list[float]) -> float:
    return round(sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.95))], 1)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--posts", type=int, default=1_000_000)
    asked.add_argument("--place", type=Path, help="A folder that keeps the campaign for next time.")
    given = asked.parse_args()
    compile_ours()
    with tempfile.TemporaryDirectory(prefix="ownwords-workbench-") as name:
        place = given.place or Path(name)
        place.mkdir(parents=True, exist_ok=True)
        os.environ["OWNWORDS_CONFIG"] = str(place / "keys")
        found = measure(campaign(place, given.posts))
    load = f"Load of the machine when it ended: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."
    answers = f"{found.pop('pages')} questions, each once after the start and then {ROUNDS} times."
    summary = [f"{name}: {value}." for name, value in found.items() if isinstance(value, float)]
    result = {
        "title": "The workbench over a million posts",
        "command": f"python -m bench.workbench --posts {given.posts}",
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "machine": machine(),
        "versions": versions(),
        **found,
        "notes": [answers, *summary, load],
    }
    RESULT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
