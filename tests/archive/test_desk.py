"""The desk: durable, chained, and open only with its pragmas."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from ownwords.archive import chain, files, tables
from ownwords.archive.blocks import Blocks, Ruling
from ownwords.archive.connection import PRAGMAS, assert_pragmas, connect
from ownwords.archive.desk import Desk
from ownwords.records.captured import Departed, Departure, Fault, Place
from ownwords.records.consent import (
    Answer,
    Clearance,
    Rule,
    Statement,
    Use,
    Voice,
    VoiceKind,
    Wish,
    WishKind,
)
from ownwords.records.edition import CountedTable, Edition, EditionFile, EditionTables
from ownwords.records.errors import AskedWrongly, FolderBroken
from ownwords.records.post import State
from tests.archive.campaign import captured, new, post, take


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.open(tmp_path / "desk.sqlite", create=True)


def statement(account: str, **changes: object) -> Statement:
    return Statement(answer=Answer.YES, uses=(Use.NAMED,), account=account, **changes)


def test_every_connection_has_every_pragma(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    Desk.open(path, create=True).close()
    for _ in range(2):
        connection = connect(path)
        for name, _value, wanted in PRAGMAS:
            assert connection.execute(f"pragma {name}").fetchall() == [(wanted,)]
        connection.close()


@pytest.mark.parametrize("weak", ["synchronous = NORMAL", "secure_delete = OFF", "temp_store = 0"])
def test_a_connection_that_lost_a_pragma_is_refused(tmp_path: Path, weak: str) -> None:
    path = tmp_path / "desk.sqlite"
    Desk.open(path, create=True).close()
    connection = connect(path)
    connection.execute(f"pragma {weak}")
    with pytest.raises(FolderBroken, match=weak.split(" ")[0]):
        assert_pragmas(connection, path)


def test_every_table_is_strict(desk: Desk) -> None:
    found = desk.rows("select name, strict from pragma_table_list where schema = 'main'")
    assert {name for name, strict in found if strict} == set(tables.TABLES)


def test_what_is_said_comes_back_in_order(desk: Desk) -> None:
    said = [statement("a", posts=("p1", "p2")), statement("b", ends=5, evidence="letter 3")]
    assert desk.add_statements(said) == [1, 2]
    assert [one.sequence for one in desk.statements()] == [1, 2]
    assert [one.account for one in desk.statements()] == ["a", "b"]
    assert desk.statements()[0].posts == ("p1", "p2")


def test_voices_are_replaced_in_their_place(desk: Desk) -> None:
    desk.put_voices([Voice(id="v1", name="Maren"), Voice(id="v2", name="Ila")], 1)
    renamed = Voice(id="v1", name="Maren of the Low Cut", kind=VoiceKind.ORGANISATION)
    desk.put_voices([renamed], 2)
    assert [voice.name for voice in desk.voices()] == ["Maren of the Low Cut", "Ila"]
    assert desk.check_chain() == []


def test_hidden_and_shown_again(desk: Desk) -> None:
    desk.hide(["a", "b", "a"], 1)
    desk.hide(["b"], 2)
    assert desk.hidden() == {"a", "b"}
    desk.unhide(["a"])
    assert desk.hidden() == {"b"}
    assert desk.check_chain() == []


def test_a_block_needs_a_reason_and_a_name(desk: Desk) -> None:
    with pytest.raises(AskedWrongly):
        desk.block(["p"], [], "", "Ila", 1)
    desk.block(["p"], ["a"], "a court said so", "Ila", 1)
    assert (desk.blocks().posts, desk.blocks().accounts) == ({"p"}, {"a"})


def test_a_lifted_block_counts_no_more_and_stays_written(desk: Desk) -> None:
    desk.block(["p", "q"], ["a"], "a court said so", "Ila", 1)
    desk.rule(Blocks(posts=frozenset({"p"})), Ruling("it was annulled", "Ada", 2), lift=True)
    assert desk.blocks() == Blocks(frozenset({"q"}), frozenset({"a"}))
    first, *others = desk.blocked()
    assert first.ruling == Ruling("a court said so", "Ila", 1)
    assert first.lifted == Ruling("it was annulled", "Ada", 2)
    assert [one.lifted for one in others] == [None, None]
    assert desk.check_chain() == []


def test_what_is_blocked_again_stays_so_until_it_is_lifted_again(desk: Desk) -> None:
    post = Blocks(posts=frozenset({"p"}))
    for lift, at in ((False, 1), (True, 2), (False, 3)):
        desk.rule(post, Ruling("a reason", "Ila", at), lift=lift)
    assert desk.blocks() == post
    assert [one.lifted.at if one.lifted else None for one in desk.blocked()] == [2, None]
    with pytest.raises(AskedWrongly):
        desk.rule(post, Ruling("a reason", " ", 4), lift=True)
    assert desk.blocks() == post


def test_wishes_are_kept_once(desk: Desk) -> None:
    wish = Wish(WishKind.QUOTE_NOBODY, "a", "p", 7)
    assert desk.add_wishes([wish, wish]) == 1
    assert desk.add_wishes([wish]) == 0
    assert desk.wishes() == [wish]


def test_a_public_id_is_made_once(desk: Desk) -> None:
    first = desk.public_id("p", "1", (0, 5))
    assert desk.public_id("p", "1", (0, 5)) == first
    assert desk.public_id("p", "1", None) != first
    assert desk.public_id("p", "1", None) == desk.public_id("p", "1", None)


def test_editions_come_back(desk: Desk) -> None:
    told = CountedTable(name="day", rows=(("2014-01-11", 12, 10),), mark=3)
    file = EditionFile("index.html", 3, "00")
    edition = Edition(number=1, date="2026-11-22", files=(file,), tables=(told,))
    cleared = Clearance(id="c1", use=Use.NAMED, rule=Rule.EXPLICIT_YES, policy_version="1")
    assert desk.last_edition() == 0
    desk.add_edition(edition, [cleared])
    assert desk.last_edition() == 1
    assert desk.editions() == [edition]
    assert desk.counted() == [EditionTables(number=1, date="2026-11-22", tables=(told,))]
    assert desk.check_chain() == []


def test_public_ids_of_many_are_those_of_each(desk: Desk) -> None:
    asked = [(f"p{n % 7}", f"v{n % 3}", None if n % 2 else (n % 5, 9)) for n in range(200)]
    first = [desk.public_id(*one) for one in asked[:50]]
    many = desk.public_ids(asked)
    assert many[:50] == first
    assert len(set(many)) == len(set(asked))
    assert many == [desk.public_id(*one) for one in asked] == desk.public_ids(asked)


def test_the_gravest_departure_stays(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    place = Place("x", 1)
    kinds = (Departure.SUSPENDED, Departure.DELETED, Departure.PRIVATE)
    items = [Departed(kind, place, post="p", account="a") for kind in kinds]
    counts = take(vault, [*items, Departed(Departure.SUSPENDED, place, account="b")]).counts
    assert counts.withdrawals == 4
    assert vault.desk.departures() == {"p": State.DELETED, "b": State.SUSPENDED}
    assert vault.desk.check_chain() == []


def test_what_came_with_posts_is_kept_with_them(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    one = captured(post(1))
    fault = Fault(Place("posts.jsonl", 2, 70), "not JSON")
    wish = Wish(WishKind.NOT_INDEXABLE, one.post.attributed_to)
    item = type(one)(one.post, one.place, (wish,), (statement("a"),))
    accession = take(vault, [item, fault])
    assert accession.counts.faults == 1
    assert vault.desk.accessions() == [accession]
    assert list(vault.desk.faults()) == [(1, fault)]
    assert list(vault.desk.faults(2)) == []
    assert vault.desk.wishes() == [wish]
    take(vault, [item], "again")
    assert len(vault.desk.statements()) == 1


def changed_from_outside(path: Path, sql: str) -> list[str]:
    Desk.open(path).close()
    connection = apsw.Connection(str(path))
    connection.execute(sql)
    connection.close()
    desk = Desk.open(path)
    findings = desk.check_chain()
    desk._rest = []
    assert desk.check_chain(), "without the digest of the file at rest"
    desk.close()
    return [finding.file for finding in findings]


@pytest.mark.parametrize(
    "sql",
    [
        "update statements set said = replace(said, 'yes', 'no') where id = 2",
        "delete from statements where id = 2",
        "delete from statements where id = 3",
        "delete from hidden",
        "update hidden set account = 'b'",
        "insert into hidden values (2, 'c', 3, x'00')",
        "update meta set value = '9' where key = 'generation'",
    ],
)
def test_a_row_changed_from_outside_is_found(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "desk.sqlite"
    desk = Desk.open(path, create=True)
    desk.add_statements([statement(name) for name in "abc"])
    desk.hide(["a"], 1)
    assert desk.check_chain() == []
    desk.close()
    assert changed_from_outside(path, sql)


def test_a_desk_that_does_not_fit_its_head_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    desk = Desk.open(path, create=True)
    desk.hide(["a"], 1)
    desk.close()
    changed_from_outside(path, "delete from hidden")
    desk = Desk.open(path)
    with pytest.raises(FolderBroken):
        desk.hide(["b"], 2)
    assert not desk.sound()


def test_an_older_copy_put_back_is_noticed_beside_the_keys(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    root = vault.folder.root
    vault.desk.hide(["a"], 1)
    vault.close()
    old = {name: (root / name).read_bytes() for name in ("desk.sqlite", "desk.head")}
    desk = Desk.open(root / "desk.sqlite")
    desk.hide(["b"], 2)
    desk.close()
    for name, data in old.items():
        (root / name).write_bytes(data)
    findings = Desk.open(root / "desk.sqlite").check_chain()
    assert [finding.file.endswith("beside the keys") for finding in findings] == [True]


@pytest.mark.parametrize("step", range(12))
def test_a_write_that_fails_leaves_the_old_or_the_new_decision(tmp_path: Path, step: int) -> None:
    path = tmp_path / "desk.sqlite"
    desk = Desk.open(path, create=True)
    desk.hide(["a"], 1)
    seen = []

    def fail(what: str, where: Path) -> None:
        seen.append(what)
        if len(seen) == step + 1:
            raise OSError(28, "no space left")

    files.set_recorder(fail)
    failed = False
    try:
        desk.hide(["b"], 2)
    except OSError:
        failed = True
    finally:
        files.set_recorder(None)
    assert failed == (step < len(seen))
    assert desk.hidden() in ({"a"}, {"a", "b"})
    assert desk.check_chain() == []
    again = Desk.open(path)
    assert again.check_chain() == []
    again.hide(["c"], 3)
    assert "c" in again.hidden()
    assert not list(tmp_path.glob(".*.part"))


def test_the_link_of_a_row_covers_table_values_and_the_row_before() -> None:
    links = {
        chain.link(b"\0" * 32, "hidden", [1, "a", 2]),
        chain.link(b"\1" * 32, "hidden", [1, "a", 2]),
        chain.link(b"\0" * 32, "blocks", [1, "a", 2]),
        chain.link(b"\0" * 32, "hidden", [1, "a", None]),
    }
    assert len(links) == 4
