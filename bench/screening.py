"""How many posts a second one core screens: ``python bench/screening.py [--posts N]``.

The posts are the invented ones of the quality tests (one in three with personal data, far more than
in life) and, where they are, the tweets of langid and a campaign full of links and accounts. CPU
time of this process, best and median of seven rounds; regions none and three. Writes
bench/results/screening.json.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import phonenumbers
import zstandard
from _pytest.outcomes import Skipped

from ownwords.consent.screening import screen
from tests.quality.screening_corpus import decoys, positives
from tests.realdata import data_path

RESULTS = Path(__file__).resolve().parent / "results" / "screening.json"
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


def machine() -> str:
    """The processor, as the system names it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000, help="about how many of each corpus")
    most = parser.parse_args().posts
    figures = {
        name: {"no region": rate(texts, ()), "three regions": rate(texts, REGIONS)}
        for name, texts in corpora(most)
    }
    result = {
        "command": f"python bench/screening.py --posts {most}",
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{machine()}, one core, shared with other work",
        "python": platform.python_version(),
        "phonenumbers": phonenumbers.__version__,
        "figures": figures,
    }
    print(json.dumps(result, indent=2))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
