"""Reference cycles are looked for seldom, and are found all the same."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from ownwords.flows.collection import count_as_old, rare_collection


class Knot:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The generations that Python looks through."""
    found: list[int] = []

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            found.append(told["generation"])

    gc.collect()
    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


def test_what_counts_as_old_is_not_looked_through_when_the_work_is_done(looked: list[int]) -> None:
    with rare_collection():
        kept = [[number] for number in range(20_000)]
        count_as_old()
    few = [[number] for number in range(100)]
    assert looked == []
    assert (len(kept), len(few)) == (20_000, 100)


def test_a_cycle_that_was_made_meanwhile_is_found_as_soon_as_usual() -> None:
    """Where it counted as old, a program that goes on grew by every edition."""
    with rare_collection():
        knot = weakref.ref(Knot())
    assert knot() is not None
    kept = [[number] for number in range(2 * gc.get_threshold()[0])]
    assert knot() is None
    assert kept
