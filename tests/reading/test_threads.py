"""A post among what it answers and what answers it."""

from __future__ import annotations

from ownwords.reading.threads import UP, thread
from tests.reading.campaigns import at, campaign, post


def ids(*numbers: int) -> tuple[str, ...]:
    return tuple(post(number, "a", "", at(1)).id for number in numbers)


def test_what_is_answered_and_what_answers_stand_in_order(tmp_path):
    name = [post(number, "a", "", at(1)).id for number in range(8)]
    vault = campaign(
        tmp_path / "c",
        [
            post(1, "a", "first", at(1)),
            post(2, "b", "second", at(2), in_reply_to=name[1]),
            post(3, "c", "third", at(3), in_reply_to=name[2]),
            post(5, "a", "later", at(5), in_reply_to=name[3]),
            post(4, "b", "sooner", at(4), in_reply_to=name[3]),
            post(6, "d", "deeper", at(6), in_reply_to=name[5]),
            post(7, "e", "an answer to nothing here", at(7), in_reply_to="x:gone"),
        ],
    )
    engine = vault.engine
    around = thread(engine, engine.heads([name[3]])[name[3]])
    assert (around.before, around.after) == (ids(1, 2), ids(4, 5, 6))
    assert not around.missing
    alone = thread(engine, engine.heads([name[7]])[name[7]])
    assert (alone.before, alone.after, alone.missing) == ((), (), True)
    vault.desk.hide(["x:b"], at(9))
    around = thread(engine, engine.heads([name[3]])[name[3]])
    assert (around.before, around.after) == ((), ids(5, 6))
    vault.close()


def test_a_circle_and_a_very_long_thread_come_to_an_end(tmp_path):
    name = [post(number, "a", "", at(1)).id for number in range(40)]
    chain = [post(n, "a", f"number {n}", at(1) + n, in_reply_to=name[n - 1]) for n in range(5, 35)]
    circle = [
        post(1, "a", "one", at(1), in_reply_to=name[2]),
        post(2, "b", "two", at(2), in_reply_to=name[1]),
    ]
    vault = campaign(tmp_path / "c", [*chain, *circle])
    engine = vault.engine
    assert len(thread(engine, engine.heads([name[34]])[name[34]]).before) == UP
    around = thread(engine, engine.heads([name[1]])[name[1]])
    assert around.after == ids(2)
    vault.close()
