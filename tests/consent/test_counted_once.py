"""Who is held under several ids is one voice in a number."""

from __future__ import annotations

import pytest

from ownwords.consent.gate import Context, release_count
from ownwords.consent.register import Known, Register
from ownwords.counting.cells import whole_ladder
from ownwords.records.consent import Voice


def among(**known: object) -> Context:
    return Context(Register(Known(**known)), at=100, edition="7")


def alike(*pairs: tuple[str, str]) -> dict[str, frozenset[str]]:
    """Ids that may be one account's, each said of both."""
    found: dict[str, frozenset[str]] = {}
    for one, other in (*pairs, *((b, a) for a, b in pairs)):
        found[one] = found.get(one, frozenset()) | {other}
    return found


@pytest.mark.parametrize(
    "pairs",
    [
        [("a0", "a11")],
        [("a11", "a0"), ("a11", "a5")],
        [("a3", "a10"), ("a10", "a7"), ("a7", "a11")],
    ],
    ids=["number and handle", "two handles", "by way of another"],
)
def test_who_is_held_under_several_ids_counts_once(pairs: list[tuple[str, str]]) -> None:
    """However many ids hang together, they are one: of fewer people no number is told."""
    held = 9 + len(pairs) + 1
    several = among(other_ids=alike(*pairs))
    named = sorted({name for pair in pairs for name in pair})
    alone = [f"b{number}" for number in range(held - len(named))]
    rows = [("en", name, 1) for name in (*named, *alone)]
    assert release_count(rows, whole_ladder(), among()).rows == (("all", held, 10),)
    assert release_count(rows[:-1], whole_ladder(), several).rows == ()
    assert release_count(rows, whole_ladder(), several).rows == (("all", held, 10),)


def test_a_voice_under_one_of_the_ids_is_who_all_of_them_count_as() -> None:
    voice = Voice(id="v", accounts=("a0", "b0"))
    known = {"voices": [voice], "other_ids": alike(("a0", "Z0"))}
    rows = [("en", name, 1) for name in ("Z0", "a0", "b0", *(f"c{n}" for n in range(8)))]
    assert release_count(rows, whole_ladder(), among(**known)).rows == ()
    more = [*rows, ("en", "c8", 1)]
    assert release_count(more, whole_ladder(), among(**known)).rows == (("all", 12, 10),)
