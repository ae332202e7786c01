"""Measure our reading of languages on public short texts, and hold the floor.

    python quality/measure_langid.py               measure everything, compare with langid.json
    python quality/measure_langid.py --pin         write what was measured as the new floor
    python quality/measure_langid.py --pin --lower the same, also where it is worse than before

Two corpora (see docs/dependencies.md for origin and licence): tweets in 8 languages, of which
Hindi is romanised and therefore counted apart, and sentences in 79 languages, of which those that
the model does not know are counted apart. ``covered`` is the share for which a language is named,
``right`` the share of those that is right. A texts' label can itself be wrong.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from ownwords.archive.language import UNDETERMINED, Detector, platform_language, rules

HERE = Path(__file__).parent
FLOOR = HERE / "langid.json"
TWEETS, SENTENCES = "tweets-8-languages", "sentences-75-languages"
ROMANISED = {"hi"}
UNKNOWN = {"mi", "ti", "tn", "ts"}  # codes of the sentences that the model has no class for
MARGIN = 0.01
"""How far a measurement of a sample may lie below the floor."""

Row = tuple[str, str]


def data() -> Path:
    """Where the corpora are: $OWNWORDS_DATA, else ../shared/data beside the checkout."""
    named = os.environ.get("OWNWORDS_DATA")
    return (Path(named) if named else HERE.parent.parent / "shared" / "data") / "langid"


def read(path: Path) -> tuple[str, list[Row]]:
    """The digest of a corpus as it lies on the disk, and its (language, text)."""
    import zstandard

    packed = path.read_bytes()
    reader = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed))
    lines = io.TextIOWrapper(reader, "utf-8").readlines()
    rows = [(row["lang"], row["text"]) for row in map(json.loads, lines)]
    return sha256(packed).hexdigest(), rows


def parts(name: str, rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The corpus, and apart from it what no reader of this kind can know."""
    apart = ROMANISED if name == TWEETS else UNKNOWN
    label = "romanised" if name == TWEETS else "not in the model"
    rows = list(rows)
    yield name, [row for row in rows if row[0] not in apart]
    yield f"{name}, {label}", [row for row in rows if row[0] in apart]


def measure(rows: Iterable[Row], detector: Detector) -> dict[str, Any]:
    """Counts and shares of one part."""
    texts = covered = right = 0
    for wanted, text in rows:
        found = detector.detect(text)
        texts += 1
        covered += found != UNDETERMINED
        right += found == platform_language(wanted)
    return {
        "texts": texts,
        "covered": round(covered / max(1, texts), 4),
        "right": round(right / max(1, covered), 4),
    }


def measure_all() -> dict[str, Any]:
    """Everything that langid.json holds."""
    detector = Detector()
    measured: dict[str, Any] = {"rules": rules(), "digests": {}, "parts": {}}
    for name in (TWEETS, SENTENCES):
        digest, rows = read(data() / f"{name}.jsonl.zst")
        measured["digests"][name] = digest
        for part, some in parts(name, rows):
            measured["parts"][part] = measure(some, detector)
    return measured


def worse(floor: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Where a measurement is below the floor; the parts apart are told, not held."""
    return [
        f"{part}: {key} {now['parts'][part][key]} is below {floor['parts'][part][key]}"
        for part in (TWEETS, SENTENCES)
        for key in ("covered", "right")
        if now["parts"][part][key] < floor["parts"][part][key]
    ]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--pin", action="store_true")
    asked.add_argument("--lower", action="store_true")
    given = asked.parse_args()
    now = measure_all()
    print(json.dumps(now, indent=2))
    below = worse(json.loads(FLOOR.read_text("utf-8")), now) if FLOOR.exists() else []
    print("\n".join(below), file=sys.stderr)
    if given.pin and (given.lower or not below):
        FLOOR.write_text(json.dumps(now, indent=2) + "\n", "utf-8")
        return 0
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
