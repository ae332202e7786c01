"""An edition that retells somebody goes with them, though no page says whose words it retells."""

from __future__ import annotations

import shutil

import pytest

from ownwords.archive.desk import Desk
from ownwords.flows import recall
from ownwords.flows.lapsed import Lapsed, lapsed
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, GivenBy, Statement, Use
from ownwords.records.errors import PublishStopped
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account, post, tweet
from tests.withdrawal.campaigns import withdraw

LEAVER = account(11)
WORDS = "Somebody drank something warm early"
STORY = f"""---
title: Told again
---

```paraphrase
post: {post(421900000000000001)}
words: {WORDS}
```
"""
YES = Statement(answer=Answer.YES, uses=(Use.PARAPHRASE,), account=LEAVER)
STEWARDS = Statement(
    answer=Answer.YES, uses=(Use.PARAPHRASE,), account=LEAVER, given_by=GivenBy.STEWARD
)
NO = Statement(answer=Answer.NO, uses=(), account=LEAVER)


@pytest.fixture
def workspace(keep: Keep) -> Workspace:
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six"),
        tweet(421900000000000002, 12, "keeper_12", "Two boats at the upper gate today"),
    ]
    made = keep(tweets)
    (made.folder.stories / "again.md").write_text(STORY, encoding="utf-8")
    return made


def tellings(workspace: Workspace) -> list[str]:
    """The folders of editions in which the retelling can be read."""
    pages = workspace.folder.editions.glob("*/**/*.html")
    root = workspace.folder.editions
    return sorted({p.relative_to(root).parts[0] for p in pages if WORDS in p.read_text("utf-8")})


def test_every_edition_that_retells_somebody_goes_with_them(workspace: Workspace) -> None:
    workspace.vault.desk.add_statements([YES])
    first, second = publish(workspace).path.name, publish(workspace).path.name
    assert tellings(workspace) == [first, second]
    proof = withdraw(workspace, LEAVER)
    assert tellings(workspace) == []
    assert (proof.editions, proof.replaced[:4], proof.hits) == ((1, 2), "0003", [])
    assert {one.quotes for one in workspace.vault.desk.editions()} == {()}


def test_the_edition_stays_when_somebody_else_goes(workspace: Workspace) -> None:
    workspace.vault.desk.add_statements([YES])
    name = publish(workspace).path.name
    assert withdraw(workspace, account(12)).editions == ()
    assert tellings(workspace) == [name]


def test_where_an_edition_was_put_is_told_when_it_is_not_on_the_disk_any_more(
    workspace: Workspace,
) -> None:
    workspace.vault.desk.add_statements([YES])
    shutil.rmtree(publish(workspace, put_at=["https://site.example/one"]).path)
    proof = withdraw(workspace, LEAVER)
    assert (proof.editions, proof.places) == ((1,), ("https://site.example/one",))
    assert proof.replaced[:4] == "0002"


def test_where_copies_of_a_recalled_edition_stand_is_told_to_whom_it_holds(
    workspace: Workspace,
) -> None:
    workspace.vault.desk.add_statements([YES])
    publish(workspace, put_at=["https://site.example/one"])
    recall.call_back(workspace, 1)
    publish(workspace)
    assert withdraw(workspace, account(12)).places == ()
    proof = withdraw(workspace, LEAVER)
    assert (proof.editions, proof.places) == ((1, 2), ("https://site.example/one",))
    assert {one.quotes for one in workspace.vault.desk.editions()} == {()}


def test_a_recalled_edition_hides_no_quotation_of_the_one_that_stands(workspace: Workspace) -> None:
    workspace.vault.desk.add_statements([YES])
    publish(workspace)
    recall.call_back(workspace, publish(workspace).edition)
    workspace.vault.desk.add_statements([NO])
    assert lapsed(workspace) == Lapsed(edition=1, quotes=1)


@pytest.mark.parametrize("yes", [YES, STEWARDS], ids=["own", "stewards"])
def test_a_no_to_being_retold_is_told_before_the_next_edition(
    workspace: Workspace, yes: Statement
) -> None:
    workspace.vault.desk.add_statements([yes])
    publish(workspace)
    assert lapsed(workspace).quotes == 0
    workspace.vault.desk.add_statements([NO])
    assert lapsed(workspace).quotes == 1


def test_who_says_no_while_they_are_retold_is_not_in_the_edition(workspace: Workspace) -> None:
    workspace.vault.desk.add_statements([YES])
    other = Desk.open(workspace.folder.desk)
    steps: list[str] = []

    def watch(name: str, _: int) -> None:
        if name == "searching" and name not in steps:
            other.add_statements([NO])
        steps.append(name)

    with pytest.raises(PublishStopped, match="1 quotations may not be shown any more"):
        publish(workspace, step=watch)
    other.close()
    assert tellings(workspace) == []


def test_a_packed_edition_stays_though_its_feed_names_what_others_withdrew(
    workspace: Workspace,
) -> None:
    """The list of withdrawn quotations goes into every zip: so that mirrors can follow."""
    workspace.vault.desk.add_statements([YES])
    publish(workspace)
    first = withdraw(workspace, LEAVER)
    assert (workspace.folder.editions / f"{first.replaced}.zip").is_file()
    assert withdraw(workspace, account(12)).editions == ()
    assert [one.number for one in workspace.vault.desk.editions() if one.files] == [2]
