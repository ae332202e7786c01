"""How many posts a second one core screens: ``python -m bench.screening [--posts N]``.

The posts are the invented ones of the quality tests (one in three with personal data, far more than
in life) and, where they are, the tweets of langid and a campaign full of links and accounts. CPU
time of this process, best and median of seven rounds; regions none and three. Writes
bench/results/screening.json.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator

import phonenumbers
import zstandard
from _pytest.outcomes import Skipped

from bench.keeping import keep
from ownwords.consent.screening import screen
from tests.quality.screening_corpus import decoys, positives
from tests.realdata import data_path

ROUNDS = 7
REGIONS = ("US", "GB", "DE")
REAL = {
    "tweets in 8 languages (langid)": "langid/tweets-8-languages.jsonl.zst",
    "a campaign with links (IRA)": "ira-campaign/posts-2015-11-26_12-04.jsonl.zst",
}


def corpora(most: int) -> Iterator[tuple[str, list[str]]]:
    """Names and texts; real data only where it is."""
    yield (
        "invented, a third with personal data",
        [item.text for item in (*positives(500), *decoys(1_000))],
    )
    for name, relative in REAL.items():
        try:
            path = data_path(relative)
        except Skipped:
            continue
        with path.open("rb") as stream:
            lines = zstandard.ZstdDecompressor().stream_reader(stream).read().splitlines()
        step = max(1, len(lines) // most)
        yield name, [json.loads(line)["text"] for line in lines[::step]]


def rate(texts: list[str], regions: tuple[str, ...]) -> dict[str, float]:
    """Posts per CPU second, and how many flags were made on the way."""
    flags = sum(len(screen(text, regions=regions)) for text in texts)
    rates = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for text in texts:
            screen(text, regions=regions)
        rates.append(len(texts) / (time.process_time() - started))
    return {
        "posts": len(texts),
        "characters": round(statistics.mean(map(len, texts)), 1),
        "flags_per_1000": round(1_000 * flags / len(texts), 1),
        "posts_per_cpu_second_best": int(max(rates)),
        "posts_per_cpu_second_median": int(statistics.median(rates)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000, help="about how many of each corpus")
    most = parser.parse_args().posts
    figures = {
        name: {"no region": rate(texts, ()), "three regions": rate(texts, REGIONS)}
        for name, texts in corpora(most)
    }
    command = f"python -m bench.screening --posts {most}"
    found = {"versions": {"phonenumbers": phonenumbers.__version__}, "figures": figures}
    keep("screening", "Looking for personal data", command, found)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
