"""How fast the decision order is, per core: ``python bench/gate.py [--seconds N]``.

Worlds are those of the tests: up to five statements, wishes, a voice. Three figures: deciding with
the facts at hand, looking the facts up and deciding, and the whole gate over sealed words. CPU
time of this process, garbage collection on, best and median of five rounds.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.keeping import keep_table
from ownwords.consent.gate import Context, release
from ownwords.consent.policy import decide
from ownwords.consent.register import Wording
from ownwords.records.consent import Use
from ownwords.records.sealed import Sealed, Subject
from tests.consent.oracle import Case
from tests.consent.worlds import a_case, register_of

CASES = 2_000
ROUNDS = 5


def rate(work: Callable[[], None], seconds: float) -> dict[str, int]:
    """Calls per CPU second when ``work`` makes CASES calls."""
    rates = []
    for _ in range(ROUNDS):
        started, done = time.process_time(), 0
        while (spent := time.process_time() - started) < seconds:
            work()
            done += CASES
        rates.append(done / spent)
    return {"best": int(max(rates)), "median": int(statistics.median(rates))}


def _wording(case: Case) -> Wording:
    return Wording(case.post, "2", case.updated)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0)
    seconds = parser.parse_args().seconds
    dice = random.Random(7)
    cases = [a_case(dice) for _ in range(CASES)]
    worlds = [(case, register_of(case)) for case in cases]
    ready = [
        (register.facts_for(case.account, _wording(case), case.story, case.audience), case)
        for case, register in worlds
    ]
    shown = [use for use in Use if use not in {Use.HOLD, Use.COUNT}]
    doors = [
        (
            Sealed("invented words for a benchmark", Subject(case.post, case.account)),
            case.use if case.use in shown else Use.READ,
            Context(register, case.at, story=case.story),
        )
        for case, register in worlds
    ]

    def deciding() -> None:
        for facts, case in ready:
            decide(facts, case.use, case.at)

    def looking_up() -> None:
        for case, register in worlds:
            facts = register.facts_for(case.account, _wording(case), case.story, case.audience)
            decide(facts, case.use, case.at)

    def whole_gate() -> None:
        for sealed, use, context in doors:
            release(sealed, use, context, (0, 8))

    figures = {
        "decide": rate(deciding, seconds),
        "facts_for + decide": rate(looking_up, seconds),
        "release": rate(whole_gate, seconds),
    }
    rows = [{"what": name, **figure} for name, figure in figures.items()]
    keep_table("gate", "Decisions a CPU second", "python -m bench.gate", rows)
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
