"""The leak scanner at size: ``python bench/leaks.py [--posts N] [--pages N]``.

Holds N invented posts of 14 words with an author each, then scans pages of 30 KB of other words.
Prints seconds, the tables in MB per million posts, and the peak memory of the process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Iterator

from bench.keeping import keep_table
from ownwords.consent.leaks import LeakScanner
from ownwords.records.sealed import Sealed, Subject


def vocabulary(dice: random.Random, size: int) -> list[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return ["".join(dice.choices(letters, k=dice.randint(2, 9))) for _ in range(size)]


def held(posts: int, words: list[str], dice: random.Random) -> Iterator[Sealed]:
    """Texts with a skewed choice of words, and the names of one author per four posts."""
    weights = [1 / (rank + 10) for rank in range(len(words))]
    chosen: list[str] = []
    for number in range(posts):
        chosen = chosen or dice.choices(words, weights, k=14 * 10_000)
        post = f"https://x.com/i/status/{10**17 + number * 7919}"
        author = number // 4
        account = f"https://x.com/i/user/{10**9 + author}"
        text = " ".join(chosen.pop() for _ in range(14))
        for part, what in (
            ("id", post),
            ("handle", f"keeper_{author}"),
            ("name", f"Keeper Number {author}"),
            ("content", text),
            ("account", account),
        ):
            yield Sealed(what, Subject(post, account, part=part))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=50)
    asked = parser.parse_args()
    dice = random.Random(5)
    words = vocabulary(dice, 50_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    scanner = LeakScanner.of(held(asked.posts, words, dice), ["We keep the light"])
    built = time.process_time() - started
    others = ["z" + word for word in words]
    started = time.process_time()
    alarms = 0
    for _ in range(asked.pages):
        body = "".join(f"<p>{' '.join(dice.choices(others, k=60))}</p>" for _ in range(80))
        alarms += len(scanner.scan("p.html", f"<html><body>{body}</body></html>".encode()))
    scanned = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures = {
        "posts": asked.posts,
        "build_cpu_seconds": round(built, 1),
        "posts_per_cpu_second": int(asked.posts / built),
        "tables_mb_per_million_posts": round(scanner.holdings.size / asked.posts, 1),
        "peak_mb": round(peak / 1024),
        "peak_mb_before": round(before / 1024),
        "ms_per_page": round(1000 * scanned / asked.pages, 1),
        "alarms": alarms,
        "python": sys.version.split()[0],
    }
    command = f"python -m bench.leaks --posts {asked.posts} --pages {asked.pages}"
    keep_table("leaks", "The leak scanner", command, [figures])
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
