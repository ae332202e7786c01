"""A post whose id is a version of another post is that version, whichever came first."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownwords.archive.chunks import read_batches
from ownwords.archive.columns import values
from ownwords.archive.fixity import verify
from ownwords.archive.vault import Vault
from ownwords.records.post import Post
from tests.archive.campaign import BEGIN, captured, digests, new, post, take, take_posts
from tests.archive.test_posts import held
from tests.conftest import FULL

AUTHOR = "https://light.example/user/keeper"


def told(number: int, edits: int = 0) -> list[Post]:
    """A post by one author in all its versions, as a source tells them that knows its history."""
    first = post(number, attributed_to=AUTHOR)
    return [first] + [
        post(
            number,
            attributed_to=AUTHOR,
            version_id=str(number + edit),
            content=f"edit {edit}",
            updated=BEGIN + number + edit,
        )
        for edit in range(1, edits + 1)
    ]


def alone(number: int, edit: int, **changes: object) -> Post:
    """The same version as a source has it that knows no history: a post of its own."""
    changes = {"attributed_to": AUTHOR, "content": f"edit {edit}", **changes}
    return post(number + edit, **changes)


def both_orders(tmp_path: Path, early: list[Post], late: list[Post]) -> tuple[Vault, Vault]:
    vaults = new(tmp_path / "a"), new(tmp_path / "b")
    for vault, order in zip(vaults, ((early, late), (late, early)), strict=True):
        for number, posts in enumerate(order):
            take_posts(vault, posts, f"part-{number}")
        assert list(verify(vault)) == []
    return vaults


def test_a_version_told_as_a_post_is_known_whichever_came_first(tmp_path: Path) -> None:
    for vault in both_orders(tmp_path, told(100, 2), [alone(100, 2), alone(100, 1), post(7)]):
        assert {one.native_id for one in held(vault)} == {"100", "7"}
        assert [one.version_id for one in held(vault, "versions")] == ["101", "102"]


def test_nothing_else_keeps_the_name_of_a_post_that_was_none(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    lone = alone(100, 1)
    take(vault, [captured(lone, likes=5), captured(post(7), likes=1)], "sheet")
    take(vault, [captured(one) for one in told(100, 1)], "history")
    assert not any(lone.id in row for row in rows(vault, "arrivals"))
    counted = [row for row in rows(vault, "metrics") if 5 in row]
    assert [row[1] for row in counted] == [told(100)[0].id]
    assert list(verify(vault)) == []


def rows(vault: Vault, kind: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for entry in vault.desk.manifest():
        if entry.kind == kind:
            for batch in read_batches(vault.folder, entry):
                found += zip(*map(values, batch.columns), strict=True)
    return found


def test_of_a_version_that_was_cut_short_the_whole_one_is_kept(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    first, edit = told(100, 1)
    cut = post(
        100, attributed_to=AUTHOR, version_id="101", content="ed…", truncated=True, updated=BEGIN
    )
    take_posts(vault, [first, cut], "history")
    take_posts(vault, [alone(100, 1)], "sheet")
    kept = [*held(vault), *held(vault, "versions")]
    assert {one.id for one in kept} == {first.id}
    assert [one.content for one in kept if one.version_id == "101"] == ["ed…", edit.content]


@pytest.mark.parametrize(
    "changes", [{"attributed_to": "https://light.example/user/other"}, {"network": "elsewhere"}]
)
def test_another_account_or_network_is_another_post(
    changes: dict[str, object], tmp_path: Path
) -> None:
    for vault in both_orders(tmp_path, told(100, 1), [alone(100, 1, **changes)]):
        assert {one.native_id for one in held(vault)} == {"100", "101"}


def test_posts_that_claim_each_other_come_to_an_end(tmp_path: Path) -> None:
    claims = [
        post(1, attributed_to=AUTHOR, version_id="2", content="one"),
        post(2, attributed_to=AUTHOR, version_id="1", content="two"),
    ]
    for vault in both_orders(tmp_path, claims[:1], claims[1:]):
        assert {one.native_id for one in held(vault)} == {"1"}


@settings(max_examples=200 if FULL else 12)
@given(seed=st.integers(0, 1 << 32))
def test_order_and_cut_of_arrival_decide_nothing(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rnd = random.Random(seed)
    everything: list[Post] = []
    for number in range(100, 100 + 10 * rnd.randint(1, 6), 10):
        edits = rnd.randint(0, 3)
        everything += told(number, edits)
        everything += [alone(number, edit) for edit in range(1, edits + 1) if rnd.random() < 0.6]
    everything += [post(number) for number in range(20)]
    roots = [tmp_path_factory.mktemp(name) for name in ("whole", "pieces")]
    vaults = [new(root) for root in roots]
    take_posts(vaults[0], everything)
    rnd.shuffle(everything)
    cuts = sorted(rnd.sample(range(len(everything) + 1), 3))
    for number, (start, stop) in enumerate(zip([0, *cuts], [*cuts, None], strict=True)):
        take_posts(vaults[1], everything[start:stop], f"part-{number}")
    assert digests(roots[0], "posts", "versions") == digests(roots[1], "posts", "versions")
    assert [list(verify(vault)) for vault in vaults] == [[], []]
    for vault in vaults:
        vault.close()
