"""Search beside its peers, in the same run on the same posts: ``python -m bench.search``.

Every engine builds and answers in a process of its own: CPU seconds of the build, bytes on disk,
peak memory above what it had before, then 200 questions newest first, questions by relevance, by
prefix and hard ones, each asked three times (once where that takes long); the median counts. Ours
is asked from the typed text to the cleared snippet. At the end the 15 cases of
tests/archive/test_folding.py.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import apsw
import msgspec

from bench.search_engines import Engine, engines
from bench.search_mix import Corpus, Mix, Question, generated, ira, questions, spool
from ownwords.archive.folding import tokens
from ownwords.archive.search_rows import Indexable
from tests.archive.test_folding import LANGUAGE_CASES
from tests.realdata import data_path

ROUNDS = 3
PATIENCE = 30.0
"""Seconds after which a list of questions is not asked again."""
RESULTS = Path(__file__).parent / "results" / "search.json"
GOALS = {
    "newest_p95_ms": 20,
    "newest_max_ms": 80,
    "relevance_and_prefix_max_ms": 600,
    "language_cases": 15,
    "own_memory_mb": 60,
}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def times(engine: Engine, asked: list[Question], *, relevance: bool) -> dict[str, Any]:
    """Milliseconds of a list of questions, by the clock and of the processor."""
    wall: list[list[float]] = [[] for _ in asked]
    spent: list[list[float]] = [[] for _ in asked]
    rows, started = 0, time.perf_counter()
    for _ in range(ROUNDS):
        rows = 0
        for place, question in enumerate(asked):
            begun, busy = time.perf_counter(), time.process_time()
            found = engine.ask(question, relevance=relevance)
            spent[place].append((time.process_time() - busy) * 1e3)
            wall[place].append((time.perf_counter() - begun) * 1e3)
            rows += len(found)
        if time.perf_counter() - started > PATIENCE:
            break
    slowest = max(range(len(asked)), key=lambda place: statistics.median(wall[place]))
    return {
        "questions": len(asked),
        "rounds": len(wall[0]),
        "rows": rows,
        "wall": _spread(wall),
        "cpu": _spread(spent),
        "slowest": asked[slowest].kind,
    }


def _spread(taken: list[list[float]]) -> dict[str, float]:
    """Of the median of each question, and the greatest of the first round, when all is cold."""
    middle = sorted(map(statistics.median, taken))
    return {
        "p50_ms": round(middle[len(middle) // 2], 2),
        "p95_ms": round(middle[int(len(middle) * 0.95)], 2),
        "max_ms": round(middle[-1], 2),
        "max_of_first_round_ms": round(max(each[0] for each in taken), 2),
    }


def measure(name: str, corpus: Corpus, mix: Mix, folder: Path) -> dict[str, Any]:
    """One engine from nothing to its last answer."""
    engine = engines()[name]()
    folder.mkdir()
    next(corpus.rows())
    before, begun = _peak_mb(), time.process_time()
    engine.build(corpus, folder)
    spent = time.process_time() - begun
    built = {
        "build_cpu_s": round(spent, 2),
        "us_per_post": round(spent / corpus.count * 1e6, 1),
        "size_mb": round(_bytes(folder) / 1e6, 1),
        "peak_memory_mb_above_start": round(_peak_mb() - before, 1),
    }
    engine.ask(mix.newest[0], relevance=False)
    return built | {
        "newest": times(engine, mix.newest, relevance=False),
        "hard, newest": times(engine, mix.hard, relevance=False),
        "relevance": times(engine, mix.relevance, relevance=True),
        "prefix, newest": times(engine, mix.prefix, relevance=False),
        "prefix, relevance": times(engine, mix.prefix, relevance=True),
    }


def cases(name: str, folder: Path) -> list[str]:
    """The language cases that an engine does not find."""
    posts = [
        Indexable(id=f"case:{place}", account="case:1", published=place * 1_000_000, text=text)
        for place, (_, text, _) in enumerate(LANGUAGE_CASES)
    ]
    engine = engines()[name]()
    folder.mkdir()
    engine.build(spool(posts, folder.parent / f"{folder.name}.jsonl"), folder)
    missed = []
    for place, (case, _, query) in enumerate(LANGUAGE_CASES):
        found = engine.ask(Question(kind="case", words=(query,)), relevance=False)
        if f"case:{place}" not in {one for one, _ in found}:
            missed.append(case)
    return missed


def _apart(work: Callable[..., Any], *values: Any) -> Any:
    """Run in a fresh process, so that memory and CPU are its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, values)


def _corpus(source: tuple[Callable[[Any], Any], Any], path: Path) -> tuple[Corpus, Mix]:
    make, argument = source
    corpus = spool(make(argument), path)
    return corpus, questions(corpus)


def _about(corpus: Corpus) -> dict[str, Any]:
    characters = spent = 0.0
    for post in corpus.rows():
        characters += len(post.text)
        begun = time.process_time()
        tokens(post.text)
        spent += time.process_time() - begun
    begun = time.process_time()
    for _ in corpus.rows():
        pass
    reading = time.process_time() - begun
    return {
        "posts": corpus.count,
        "characters_per_post": round(characters / corpus.count, 1),
        "reading_the_spool_us_per_post": round(reading / corpus.count * 1e6, 2),
        "folding_us_per_post": round(spent / corpus.count * 1e6, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--only", default="", help="Engines whose name holds this.")
    options = parser.parse_args()
    names = [name for name in engines() if options.only in name]
    report: dict[str, Any] = {
        "title": "Searching a million posts, and a slice of a real campaign, beside peers",
        "command": " ".join(["python -m bench.search", *sys.argv[1:]]),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {multiprocessing.cpu_count()} cores, shared with others",
        "load_at_start": round(os.getloadavg()[0], 1),
        "versions": {
            "python": platform.python_version(),
            "sqlite": apsw.sqlite_lib_version(),
            **{name: version(name) for name in ("apsw", "tantivy")},
        },
        "goals": GOALS,
    }
    with TemporaryDirectory() as name:
        folder = Path(name)
        slices = {
            "generated": (generated, options.posts),
            "ira 2016-07/08": (ira, data_path("ira-campaign/posts-2016-07_08.jsonl.zst")),
        }
        for place, (label, source) in enumerate(slices.items()):
            corpus, mix = _apart(_corpus, source, folder / f"{place}.jsonl")
            found = report[label] = {"corpus": _apart(_about, corpus), "engines": {}}
            for number, engine in enumerate(names):
                where = folder / f"{place}-{number}"
                found["engines"][engine] = _apart(measure, engine, corpus, mix, where)
                print(label, engine, json.dumps(found["engines"][engine]), flush=True)
        missed = {e: _apart(cases, e, folder / f"cases-{n}") for n, e in enumerate(names)}
    report["language_cases"] = {
        engine: {"found": len(LANGUAGE_CASES) - len(which), "missed": which}
        for engine, which in missed.items()
    }
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")
    print(json.dumps(report["language_cases"], ensure_ascii=False))


if __name__ == "__main__":
    main()
