"""Screening is as good as it says: figures with floors, over corpora named by their digests.

``python -m tests.quality.test_screening`` measures and prints; ``--pin`` raises the floors in
quality/screening.json to what was measured and refuses to lower one; ``--pin --lower "why"`` lowers
and writes the reason beside it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import zstandard

from ownwords.consent.screening import Flag, Kind, screen
from tests.quality.screening_corpus import LANGUAGES, Item, decoys, digest, positives
from tests.realdata import data_path

FLOORS = Path(__file__).resolve().parent.parent.parent / "quality" / "screening.json"
CLAIMED = {
    "PHONE_NUMBER": {Kind.PHONE},
    "EMAIL_ADDRESS": {Kind.EMAIL},
    "CREDIT_CARD": {Kind.CARD},
    "IBAN_CODE": {Kind.IBAN},
    "IP_ADDRESS": {Kind.IP_ADDRESS},
    "US_SSN": {Kind.NATIONAL_ID},
    "US_DRIVER_LICENSE": {Kind.NATIONAL_ID},
    "STREET_ADDRESS": {Kind.ADDRESS, Kind.POSTCODE},
    "ZIP_CODE": {Kind.POSTCODE, Kind.ADDRESS},
}
"""Labels of presidio's synthetic set and the kinds that answer them. It labels pieces of an address
one by one, so a flag over the whole address answers for its postcode."""
NOT_CLAIMED = {"PERSON", "GPE", "ORGANIZATION", "DATE_TIME", "TITLE", "AGE", "NRP", "DOMAIN_NAME"}
STATED = {"seeded": 0.98, "presidio": 0.9}
FLAGS_PER_THOUSAND = 20.0


def covers(flags: Iterable[Flag], kinds: set[Kind], span: tuple[int, int]) -> bool:
    return any(f.kind in kinds and f.start < span[1] and span[0] < f.end for f in flags)


def measure_seeded(items: list[Item]) -> dict[str, float]:
    """Recall by kind and overall: a flag of that kind touches the piece."""
    every, found = Counter[str](), Counter[str]()
    for item in items:
        every[item.kind] += 1
        hit = covers(screen(item.text), {Kind(item.kind)}, (item.start, item.end))
        found[item.kind] += hit
    recall = {kind: round(found[kind] / every[kind], 4) for kind in sorted(every)}
    return {"all": round(found.total() / every.total(), 4), **recall}


def measure_decoys(items: list[Item]) -> float:
    """Share of posts without personal data that stay without a flag."""
    return round(sum(not screen(item.text) for item in items) / len(items), 4)


def unpacked(relative: str) -> bytes:
    with data_path(relative).open("rb") as stream:
        return zstandard.ZstdDecompressor().stream_reader(stream).read()


def measure_presidio(raw: bytes) -> dict[str, float]:
    every, found = Counter[str](), Counter[str]()
    for row in json.loads(raw):
        flags = screen(row["full_text"])
        for span in row["spans"]:
            label = span["entity_type"]
            if label in CLAIMED:
                place = span["start_position"], span["end_position"]
                every[label] += 1
                found[label] += covers(flags, CLAIMED[label], place)
    recall = {label: round(found[label] / every[label], 4) for label in sorted(every)}
    return {"all": round(found.total() / every.total(), 4), **recall}


def tweets(raw: bytes) -> list[str]:
    return [json.loads(line)["text"] for line in raw.splitlines()]


def measure_tweets(texts: list[str]) -> dict[str, float]:
    """Flags per 1,000 posts, with those for accounts of others counted apart."""
    kinds = Counter(flag.kind for text in texts for flag in screen(text))
    rate = 1_000 / len(texts)
    return {
        "all": round(kinds.total() * rate, 2),
        "without handles": round((kinds.total() - kinds[Kind.HANDLE]) * rate, 2),
    }


def hatecheck() -> list[str]:
    text = data_path("moderation/hatecheck_test_suite_cases.csv").read_text(encoding="utf-8")
    return [row["test_case"] for row in csv.DictReader(io.StringIO(text))]


def sha(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


PII = "pii/presidio_synth_dataset_v2.json.zst"
LANGID = "langid/tweets-8-languages.jsonl.zst"


def measured() -> dict[str, dict[str, Any]]:
    """All figures; ``floor`` holds what may not fall, ``ceiling`` what may not rise."""
    items, plain = positives(), decoys()
    pii, posts = unpacked(PII), unpacked(LANGID)
    return {
        "seeded": {"corpus": digest(items), "floor": measure_seeded(items)},
        "decoys": {"corpus": digest(plain), "floor": {"unflagged": measure_decoys(plain)}},
        "presidio": {"corpus": sha(pii), "floor": measure_presidio(pii)},
        "langid": {"corpus": sha(posts), "ceiling": measure_tweets(tweets(posts))},
    }


def pinned() -> dict[str, Any]:
    floors: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def worse(new: dict[str, Any], old: dict[str, Any]) -> list[str]:
    """Figures that got worse, or whose corpus changed, by name."""
    fallen = []
    for name, then in old.items():
        if name == "lowered":
            continue
        if new[name]["corpus"] != then["corpus"]:
            fallen.append(f"{name}: another corpus")
            continue
        for key, value in then.get("floor", {}).items():
            if new[name]["floor"].get(key, 0) < value:
                fallen.append(f"{name} {key}: {new[name]['floor'].get(key, 0)} < {value}")
        for key, value in then.get("ceiling", {}).items():
            if new[name]["ceiling"][key] > value:
                fallen.append(f"{name} {key}: {new[name]['ceiling'][key]} > {value}")
    return fallen


def test_the_seeded_set_is_the_one_that_was_pinned() -> None:
    assert digest(positives()) == pinned()["seeded"]["corpus"]
    assert digest(decoys()) == pinned()["decoys"]["corpus"]


def test_the_seeded_set_is_as_large_and_varied_as_stated() -> None:
    items = positives()
    assert len(items) == 1_000
    assert len({item.text for item in items}) > 900
    assert {item.language for item in items} == set(LANGUAGES)
    assert len(LANGUAGES) >= 6
    assert {item.kind for item in items} == {kind.value for kind in Kind}


def test_recall_on_the_seeded_set() -> None:
    recall = measure_seeded(positives())
    assert recall["all"] >= STATED["seeded"]
    floor = pinned()["seeded"]["floor"]
    assert {kind: figure for kind, figure in recall.items() if figure < floor[kind]} == {}


def test_ordinary_numbers_are_left_alone() -> None:
    assert measure_decoys(decoys()) >= pinned()["decoys"]["floor"]["unflagged"]


@pytest.mark.parametrize("seed", [7, 11])
def test_another_draw_of_the_set_is_found_as_well(seed: int) -> None:
    """The rules were mended with the pinned seed in view: another shows they did not learn it."""
    assert measure_seeded(positives(seed=seed))["all"] >= STATED["seeded"]
    assert measure_decoys(decoys(seed=seed)) >= STATED["seeded"]


def test_recall_on_the_kinds_that_presidio_labels() -> None:
    raw = unpacked(PII)
    assert sha(raw) == pinned()["presidio"]["corpus"]
    recall = measure_presidio(raw)
    assert {label: figure for label, figure in recall.items() if figure < STATED["presidio"]} == {}
    floor = pinned()["presidio"]["floor"]
    assert {label: figure for label, figure in recall.items() if figure < floor[label]} == {}


def test_every_label_of_presidio_is_claimed_or_said_not_to_be() -> None:
    rows = json.loads(unpacked(PII))
    labels = {span["entity_type"] for row in rows for span in row["spans"]}
    assert labels == set(CLAIMED) | NOT_CLAIMED


def test_ordinary_posts_are_seldom_flagged() -> None:
    raw = unpacked(LANGID)
    assert sha(raw) == pinned()["langid"]["corpus"]
    rate = measure_tweets(tweets(raw))
    ceiling = pinned()["langid"]["ceiling"]
    assert rate["all"] <= FLAGS_PER_THOUSAND
    assert {name: figure for name, figure in rate.items() if figure > ceiling[name]} == {}


def test_opinions_are_never_flagged() -> None:
    """HateCheck: slurs, reclaimed words, counter-speech, denials. None of it is personal data."""
    cases = hatecheck()
    assert len(cases) == 3_728
    assert [number for number, case in enumerate(cases) if screen(case)] == []


def test_a_figure_that_falls_is_named() -> None:
    old = pinned()
    new = json.loads(json.dumps(old))
    assert worse(new, old) == []
    new["seeded"]["floor"]["phone"] -= 0.01
    new["langid"]["ceiling"]["all"] += 1
    new["presidio"]["corpus"] = "0"
    assert [line.split(":")[0] for line in worse(new, old)] == [
        "seeded phone",
        "presidio",
        "langid all",
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pin", action="store_true")
    parser.add_argument("--lower", metavar="WHY", default="")
    asked = parser.parse_args()
    new = measured()
    print(json.dumps(new, indent=2))
    if not asked.pin:
        return 0
    fallen = worse(new, pinned()) if FLOORS.exists() else []
    if fallen and not asked.lower:
        print("Nothing was pinned; this got worse:", *fallen, sep="\n  ", file=sys.stderr)
        return 1
    if fallen:
        new["lowered"] = {"why": asked.lower, "figures": fallen}
    FLOORS.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
