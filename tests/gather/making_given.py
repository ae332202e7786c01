"""Words given to the campaign by people who name each other; voices and words are invented.

write(path, count=5_000, voices=("Maren", "Isolde", "Tam"), seed=1) -> Made
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.gather.making import Made, said

_WORDS = ("stove", "lamp", "tide", "свет", "νύχτα", "光", "ضوء", "straße", "winch")
_HEADER = ("voice", "account", "date", "uses", "evidence", "text")


def account(voice: str) -> str:
    """The address of the account that a voice also owns."""
    return f"https://lights.example/users/{voice.lower()}"


def write(
    path: Path,
    count: int = 5_000,
    *,
    voices: Sequence[str] = ("Maren", "Isolde", "Tam"),
    seed: int = 1,
) -> Made:
    """A table of ``count`` words that were given. ``posts`` stays empty: ids are made of words."""
    random = Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(_HEADER)
        for _ in range(count):
            voice, other = random.choice(voices), random.choice(voices)
            words = f"Kanarie {said(_WORDS, random)} as @{other.lower()} did, see {account(other)}"
            out.writerow([voice, account(voice), "2014-01", "verbatim", "sheet 3", words])
    return Made()
