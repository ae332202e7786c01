"""Whoever holds all editions and subtracts them is never left with a few voices."""

from __future__ import annotations

import itertools
import os
from collections import defaultdict
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownwords.counting.cells import (
    ALL,
    OTHER,
    Ladder,
    Published,
    Table,
    Tally,
    names_ladder,
    time_ladder,
    voices_ladder,
    whole_ladder,
)
from ownwords.counting.editions import Told, may_replace
from ownwords.counting.periods import span_of

MANY = 2_000 if os.environ.get("OWNWORDS_FULL") == "1" else 150
K = 5
LANGUAGE = names_ladder("language")


def told(*rows: tuple[str, int, int]) -> Table:
    return Table(rows, "", 0)


def came(*labels: str, voices: int) -> dict[str, dict[str, int]]:
    return {label: {f"new{n}": 1 for n in range(voices)} for label in labels}


def test_one_more_voice_changes_no_number() -> None:
    old, new = told(("en", 40, 40), ("ar", 9, 5)), told(("en", 41, 40), ("ar", 9, 5))
    assert not may_replace(old, new, LANGUAGE, came("en", voices=1), K)
    assert not may_replace(old, new, LANGUAGE, came("ar", voices=K), K)
    assert may_replace(old, new, LANGUAGE, came("en", voices=K), K)


def test_who_leaves_alone_is_in_no_difference() -> None:
    old, new = told(("en", 40, 40)), told(("en", 33, 35))
    assert not may_replace(old, new, LANGUAGE, {}, K)
    assert not may_replace(old, told(), LANGUAGE, {}, K)


def test_equal_rows_tell_nothing() -> None:
    old = told(("en", 40, 40), ("other", 9, 5))
    assert may_replace(old, old, LANGUAGE, came("en", voices=1), K)


def test_as_many_who_came_as_left_move_no_border() -> None:
    """The first day of a stretch, or days for weeks, would tell of the one who was alone there."""
    ladder = time_ladder("day")
    old = told(("2014-01-09/2014-01-12", 30, 10), ("2014-01-20", 12, 10))
    new = told(("2014-01-10/2014-01-12", 30, 10), ("2014-01-20", 12, 10))
    assert not may_replace(old, new, ladder, came("2014-01-11", voices=1), K)
    assert may_replace(old, new, ladder, came("2014-01-11", voices=K), K)
    assert may_replace(old, new, ladder, came("2014-01-20", voices=1), K)
    weeks = told(("2014-W02", 30, 10), ("2014-W04", 12, 10))
    assert not may_replace(weeks, new, ladder, came("2014-01-11", voices=1), K)


@pytest.mark.parametrize("ladder", [LANGUAGE, voices_ladder("reason")], ids=["posts", "voices"])
def test_how_many_rows_were_joined_tells_of_nobody(ladder: Ladder) -> None:
    rows = (("en", 40, 40), (OTHER, 15, 15))
    before, after = Table(rows, "", 3), Table(rows, "", 2)
    assert not may_replace(before, after, ladder, came("ar", voices=1), K)
    assert may_replace(before, before, ladder, came("ar", voices=1), K)


def test_a_name_that_leaves_other_is_compared_with_it() -> None:
    old, new = (
        told(("en", 40, 40), (OTHER, 9, 5)),
        told(("en", 40, 40), ("ar", 6, 5), (OTHER, 8, 5)),
    )
    assert not may_replace(old, new, LANGUAGE, came("ar", voices=K - 1), K)
    assert may_replace(old, new, LANGUAGE, came("ar", voices=K), K)
    split = told(("en", 40, 40), ("ar", 4, 5), (OTHER, 5, 5))
    assert may_replace(old, split, LANGUAGE, {}, K)


def test_other_is_taken_for_the_rows_that_it_joined() -> None:
    """Who knows the names from an earlier edition subtracts the rows that were joined since."""
    old = told(("ar", 20, 15), ("th", 5, 5), ("und", 6, 5), (OTHER, 7, 5))
    new = told(("ar", 20, 15), ("en", 14, 10), ("hi", 9, 5), (OTHER, 13, 10))
    arrived = {**came("en", voices=K), **came("hi", voices=K)}
    assert not may_replace(old, new, LANGUAGE, {**arrived, **came("th", voices=K - 1)}, K)
    assert may_replace(old, new, LANGUAGE, {**arrived, **came("th", voices=K)}, K)


def test_days_are_compared_with_the_week_around_them() -> None:
    days = told(("2014-01-06", 7, 5), ("2014-01-07", 9, 5), ("2014-01-13", 8, 5))
    week = told(("2014-W02", 17, 15), ("2014-W03", 8, 5))
    ladder = time_ladder("day")
    assert not may_replace(days, week, ladder, came("2014-01-07", voices=1), K)
    assert not may_replace(days, week, ladder, came("2014-01-13", voices=K), K)
    assert may_replace(days, week, ladder, came("2014-01-07", voices=K), K)


def test_a_new_day_has_nothing_to_be_subtracted_from() -> None:
    old, new = told(("2014-01-06", 7, 5)), told(("2014-01-06", 7, 5), ("2014-02-01", 6, 5))
    assert may_replace(old, new, time_ladder("day"), {}, K)


def test_rounded_voices_change_by_two_steps() -> None:
    ladder = voices_ladder("reason")
    old = told(("not asked yet", 20, 20))
    assert not may_replace(old, told(("not asked yet", 25, 25)), ladder, {}, K)
    assert may_replace(old, told(("not asked yet", 30, 30)), ladder, {}, K)


# --- the property: an attacker with every edition --------------------------------------------

DAYS = tuple(f"2014-{month:02}-{day:02}" for month in (1, 2) for day in (6, 7, 8, 13, 20, 27))
LABELS = {"day": DAYS, "language": ("ar", "en", "hi", "ja", "th", "und"), "whole": ("all",)}
LADDERS: dict[str, Ladder] = {
    "day": time_ladder("day"),
    "language": names_ladder("language"),
    "whole": whole_ladder(),
}

Held = dict[str, dict[str, int]]
"""Posts by label and voice."""


class History:
    """Takings and leavings, and what is published after each."""

    def __init__(self, by: str, dice: Random) -> None:
        self.ladder, self.labels, self.dice = LADDERS[by], LABELS[by], dice
        self.posts: list[tuple[int, str, str]] = []
        self.told: list[Told] = []
        self.states: list[Held] = []
        self.mark = 0
        self.gone: set[str] = set()

    def held(self, after: int = 0) -> Held:
        found: Held = defaultdict(dict)
        for mark, label, voice in self.posts:
            if mark > after:
                found[label][voice] = found[label].get(voice, 0) + 1
        return found

    def live(self) -> None:
        """Somebody speaks, many speak, or some leave; who left is kept out."""
        self.mark += 1
        voices = [f"v{n}" for n in range(self.dice.choice((1, 3, 8, 25)))]
        if self.dice.random() < 0.4:
            voices = [f"w{self.mark}-{voice}" for voice in voices]
        weights = [1 / (place + 1) for place in range(len(self.labels))]
        for voice in (voice for voice in voices if voice not in self.gone):
            for label in self.dice.choices(self.labels, weights, k=self.dice.randint(1, 3)):
                self.posts.append((self.mark, label, voice))
        if self.dice.random() < 0.5:
            known = sorted({voice for _, _, voice in self.posts})
            many = min(len(known), self.dice.choice((1, 1, 2, 6)))
            self.gone.update(self.dice.sample(known, many))
            self.posts = [one for one in self.posts if one[2] not in self.gone]

    def publish(self) -> None:
        """As the gate does: the new table, where every earlier one allows it."""
        tally = Tally(K)
        for label, voices in self.held().items():
            for voice, posts in voices.items():
                tally.add(label, voice, posts)
        new = Published().admit(tally, self.ladder)
        allowed = all(
            may_replace(one.table, new, self.ladder, self.held(one.mark), K) for one in self.told
        )
        if allowed and new.rows:
            self.told.append(Told(new, "", self.mark))
            self.states.append(self.held())


def cells(table: Table, labels: tuple[str, ...], by: str) -> list[tuple[frozenset[str], int]]:
    """For every row the labels under it and its posts: all that an attacker needs."""
    named = {row[0] for row in table.rows}
    found = []
    for label, posts, _ in table.rows:
        if label == ALL or by == "whole":
            under = set(labels)
        elif by == "day":
            start, end = span_of(label)
            under = {one for one in labels if start <= span_of(one)[0] < end}
        else:
            under = set(labels) - (named - {OTHER}) if label == OTHER else {label}
        found.append((frozenset(under), posts))
    return found


def differences(
    one: list[tuple[frozenset[str], int]], other: list[tuple[frozenset[str], int]]
) -> list[tuple[frozenset[str], int]]:
    """Every exact subtraction of up to three cells of one table from up to three of the other."""

    def unions(rows: list[tuple[frozenset[str], int]]) -> dict[frozenset[str], int]:
        return {
            frozenset().union(*(cell for cell, _ in some)): sum(posts for _, posts in some)
            for size in (1, 2, 3, len(rows))
            for some in itertools.combinations(rows, size)
        }

    mine, theirs = unions(one), unions(other)
    return [(cell, theirs[cell] - posts) for cell, posts in mine.items() if cell in theirs]


def posts_of(state: Held, cell: frozenset[str]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for label in cell:
        for voice, posts in state.get(label, {}).items():
            found[voice] += posts
    return found


@pytest.mark.parametrize("by", list(LADDERS))
@settings(max_examples=MANY, deadline=None)
@given(seed=st.integers(0, 2**32), editions=st.integers(2, 7))
def test_no_two_editions_differ_by_a_few_voices(by: str, seed: int, editions: int) -> None:
    history = History(by, Random(seed))
    for _ in range(editions):
        history.live()
        history.publish()
    pairs = itertools.combinations(zip(history.told, history.states, strict=True), 2)
    for (one, before), (other, after) in pairs:
        mine, theirs = (cells(each.table, history.labels, by) for each in (one, other))
        for cell, difference in differences(mine, theirs):
            was, now = posts_of(before, cell), posts_of(after, cell)
            changed = {voice for voice in was.keys() | now.keys() if was[voice] != now[voice]}
            assert difference == 0 or len(changed) >= K, (one.table, other.table, cell)


def test_without_the_rule_the_attacker_wins() -> None:
    """The attack itself: what the property looks for is there when tables are simply replaced."""
    before = {"en": {f"v{n}": 1 for n in range(10)}}
    after = {"en": {**before["en"], "late": 1}}
    tables = [
        Published().admit(Tally(K, [("en", v, n) for v, n in state["en"].items()]), LANGUAGE)
        for state in (before, after)
    ]
    mine, theirs = (cells(table, ("en",), "language") for table in tables)
    assert [difference for _, difference in differences(mine, theirs)] == [1]
