from __future__ import annotations

import itertools
import os
from collections import defaultdict
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownwords.counting.cells import (
    Ladder,
    Published,
    Table,
    Tally,
    names_ladder,
    time_ladder,
    voices_ladder,
    whole_ladder,
)
from ownwords.counting.periods import span_of

MANY = 10_000 if os.environ.get("OWNWORDS_FULL") == "1" else 300

Members = list[tuple[str, str, int]]


def table(members: Members, ladder: Ladder, k: int = 5) -> Table:
    return Published().admit(Tally(k, members), ladder)


def crowd(label: str, how_many: int, first: int = 0, posts: int = 1) -> Members:
    return [(label, f"v{first + number}", posts) for number in range(how_many)]


def test_days_stand_when_every_day_has_enough_voices() -> None:
    members = crowd("2014-01-10", 7) + crowd("2014-01-11", 5, posts=2)
    assert table(members, time_ladder("day")) == Table(
        (("2014-01-10", 7, 5), ("2014-01-11", 10, 5)), "", 0
    )


def test_a_thin_day_makes_the_whole_table_weekly() -> None:
    members = crowd("2014-01-06", 5) + crowd("2014-01-07", 2, 5) + crowd("2014-01-13", 9)
    found = table(members, time_ladder("day"))
    assert found.level == "week"
    assert found.rows == (("2014-W02", 7, 5), ("2014-W03", 9, 5))


def test_hours_may_end_as_months() -> None:
    members = crowd("2014-01-06T05", 5) + crowd("2014-01-28T05", 1) + crowd("2014-02-13T07", 9)
    assert table(members, time_ladder("hour")).level == "month"


@pytest.mark.parametrize("ladder", [names_ladder, voices_ladder])
@pytest.mark.parametrize("extra", ["ar", "en", "es"])
def test_the_order_of_rows_tells_no_more_than_they_print(
    ladder: Callable[[str], Ladder], extra: str
) -> None:
    members = [row for at, name in enumerate(("ar", "en", "es")) for row in crowd(name, 6, at * 10)]
    members += crowd(extra, 3, 80)
    found = table(members, ladder("language"))
    assert [label for label, _, _ in found.rows] == ["ar", "en", "es"]
    assert {voices for _, _, voices in found.rows} == {5}
    folded = table([*members, *crowd("tl", 3, 90)], ladder("language"))
    assert [label for label, _, _ in folded.rows] == ["ar", "en", "other"]


def test_a_long_tail_is_joined_not_blanked() -> None:
    members = [row for day in range(10, 20) for row in crowd(f"2014-01-{day}", 9)]
    members += [(f"2014-{month:02}-03", f"t{month}", 1) for month in range(2, 10)]
    found = table(members, time_ladder("day"))
    assert found.level == "spans"
    assert len(found.rows) >= 11
    assert sum(posts for _, posts, _ in found.rows) == sum(posts for _, _, posts in members)
    starts = [span_of(label) for label, _, _ in found.rows]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(starts))


def test_who_was_first_or_last_alone_is_in_no_label_to_the_day() -> None:
    days = [row for day in range(10, 20) for row in crowd(f"2014-01-{day}", 5, day)]
    alone = [("2013-11-23", "first", 1), ("2014-02-09", "last", 1)]
    found = table([*days, *alone], time_ladder("day"))
    assert (found.rows[0][0], found.rows[-1][0]) == (
        "2013-11-01/2014-01-10",
        "2014-01-19/2014-02-28",
    )
    assert [label for label, _, _ in found.rows[1:-1]] == [f"2014-01-{n}" for n in range(11, 19)]


def test_too_few_for_days_are_one_row() -> None:
    members = crowd("2014-01-06", 3) + crowd("2014-03-06", 3, 3)
    found = table(members, time_ladder("day"))
    assert found == Table((("2014-01/2014-03", 6, 5),), "whole", 1)


def test_too_few_altogether_are_withheld() -> None:
    assert table(crowd("2014-01-06", 4), time_ladder("day")) == Table((), "withheld", 1)
    assert table([], time_ladder("day")) == Table((), "", 0)


def test_small_languages_become_other() -> None:
    members = crowd("en", 30) + crowd("ar", 7, 30) + crowd("hi", 3, 37) + crowd("ja", 2, 40)
    found = table(members, names_ladder("language"))
    assert found == Table((("en", 30, 30), ("ar", 7, 5), ("other", 5, 5)), "", 2)


def test_the_smallest_language_goes_along_when_other_is_too_small() -> None:
    members = crowd("en", 30) + crowd("ar", 7, 30) + crowd("hi", 3, 37)
    found = table(members, names_ladder("language"))
    assert found == Table((("en", 30, 30), ("other", 10, 10)), "other", 2)


def test_weeks_and_months_are_never_both_told() -> None:
    days = [f"2014-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 29)]
    tally = Tally(5, [row for day in days for row in crowd(day, 6)])
    published = Published()
    assert published.admit(tally, time_ladder("month")).level == ""
    assert published.admit(tally, time_ladder("week")).level == "month"


def test_a_part_is_withheld_when_the_rest_would_single_somebody_out() -> None:
    everybody = crowd("2014-01-06", 20)
    published = Published()
    assert published.admit(Tally(5, everybody), whole_ladder()).rows == (("all", 20, 20),)
    assert published.admit(Tally(5, everybody[:17]), whole_ladder()).level == "withheld"
    assert published.admit(Tally(5, everybody[:14]), whole_ladder()).rows == (("all", 14, 10),)


def test_a_table_of_voices_tells_no_posts() -> None:
    published = Published()
    published.admit(Tally(5, crowd("x", 20)), whole_ladder())
    found = published.admit(Tally(5, crowd("not asked", 17, posts=3)), voices_ladder("reason"))
    assert found.rows == (("not asked", 15, 15),)


# --- the property ---------------------------------------------------------------------------

DAYS = (
    *(f"2014-01-{day:02}" for day in (1, 2, 3, 4, 5, 6, 13, 20, 27)),
    *("2014-02-01", "2014-02-02", "2014-02-10", "2014-03-31"),
)
LANGUAGES = ("ar", "en", "hi", "ja", "other", "th", "und")


@st.composite
def two_populations(draw: st.DrawFn, labels: tuple[str, ...]) -> tuple[Members, Members]:
    """Posts of a campaign, and some of them again (one tag of it)."""
    dice = draw(st.randoms(use_true_random=False))
    weights = [1 / (place + 1) ** dice.choice((0, 1, 2)) for place in range(len(labels))]
    voices = dice.choice((6, 12, 30, 60))
    everybody = [
        (label, f"v{dice.randrange(voices)}", dice.randint(1, 3))
        for label in dice.choices(labels, weights, k=dice.randint(0, 250))
    ]
    left_out = {f"v{number}" for number in range(dice.choice((0, 1, 3, 5, 9)))}
    share = dice.choice((1.0, 1.0, 0.97, 0.5))
    some = [row for row in everybody if row[1] not in left_out and dice.random() < share]
    return everybody, some


Said = dict[tuple[str, str], int]
"""Posts by label and voice."""


def cells_of(found: Table, members: Members, dimension: str) -> list[tuple[frozenset[str], Said]]:
    """For every row the labels under it and what was posted, worked out from the members."""
    labels = {label for label, _, _ in members}
    named = {label for label, _, _ in found.rows}
    cells = []
    for row_label, posts, _ in found.rows:
        if found.level == "whole" or row_label == "all":
            under = labels
        elif dimension == "time":
            start, end = span_of(row_label)
            under = {one for one in labels if start <= span_of(one)[0] < end}
        elif row_label == "other":
            under = labels - (named - {"other"})
        else:
            under = {row_label}
        counts: Said = defaultdict(int)
        for label, voice, number in members:
            if label in under:
                counts[label, voice] += number
        assert sum(counts.values()) == posts, "a row must count what it says"
        cells.append((frozenset(under), counts))
    return cells


def unions(cells: list) -> list[tuple[frozenset[str], Said]]:
    """Every union of cells (all subsets when few, else single ones, neighbours and everything)."""
    if len(cells) <= 6:
        chosen = itertools.chain.from_iterable(
            itertools.combinations(cells, size) for size in range(1, len(cells) + 1)
        )
    else:
        chosen = itertools.chain(
            ((cell,) for cell in cells), itertools.pairwise(cells), (tuple(cells),)
        )
    found = []
    for parts in chosen:
        labels = frozenset().union(*(labels for labels, _ in parts))
        counts: Said = defaultdict(int)
        for _, part in parts:
            for said, posts in part.items():
                counts[said] += posts
        found.append((labels, counts))
    return found


def smallest_difference(larger: list, smaller: list) -> int:
    """Fewest voices (above none) left when a union of one table is taken from one of the other.

    That is exact where every post of the one is in the other: a voice that says as much on another
    day is no part of it.
    """
    fewest = 10**9
    for labels, counts in larger:
        for inner_labels, inner in smaller:
            if not inner_labels <= labels:
                continue
            if any(posts > counts.get(said, 0) for said, posts in inner.items()):
                continue
            left = {said[1] for said, posts in counts.items() if posts > inner.get(said, 0)}
            if left:
                fewest = min(fewest, len(left))
    return fewest


@pytest.mark.parametrize(
    ("dimension", "labels", "ladders"),
    [
        ("time", DAYS, (time_ladder("day"), time_ladder("week"), time_ladder("month"))),
        ("language", LANGUAGES, (names_ladder("language"),)),
    ],
)
@given(data=st.data())
@settings(max_examples=MANY, deadline=None)
def test_no_two_tables_of_an_edition_single_anybody_out(
    dimension: str, labels: tuple[str, ...], ladders: tuple[Ladder, ...], data: st.DataObject
) -> None:
    k = 5
    populations = data.draw(two_populations(labels))
    asked = data.draw(
        st.lists(
            st.tuples(st.sampled_from((0, 1)), st.sampled_from((*ladders, whole_ladder()))),
            min_size=1,
            max_size=3,
        )
    )
    published, told = Published(), []
    for which, ladder in asked:
        members = populations[which]
        found = published.admit(Tally(k, members), ladder)
        for _, posts, voices in found.rows:
            assert posts >= voices >= k
            assert voices % k == 0
        told.append(unions(cells_of(found, members, ladder.dimension)))
    for one, other in itertools.permutations(told, 2):
        assert smallest_difference(one, other) >= k


@given(two_populations(DAYS))
@settings(max_examples=100, deadline=None)
def test_a_table_never_loses_a_post(populations: tuple[Members, Members]) -> None:
    members = populations[0]
    found = table(members, time_ladder("day"))
    if found.rows:
        assert sum(posts for _, posts, _ in found.rows) == sum(posts for _, _, posts in members)
    else:
        assert len({voice for _, voice, _ in members}) < 5
