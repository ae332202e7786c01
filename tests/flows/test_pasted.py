"""Who is meant by a link that somebody copied from a network, and by nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from ownwords.archive.blocks import Blocks
from ownwords.flows import blocking, consenting, importing, withdraw
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.records.errors import AskedWrongly
from tests.flows.keepers import Keep, account, post, tweet

FIRST = 422338377019292208


@pytest.mark.parametrize(
    "said",
    [
        f"https://twitter.com/ada/status/{FIRST}?s=20&t=abc",
        f"https://mobile.twitter.com/ada/status/{FIRST}",
        f"x.com/ada/status/{FIRST}/photo/1",
        f" {post(FIRST)} ",
        "https://x.com/ada",
        "https://twitter.com/Ada?lang=en",
        "x.com/ada/",
        "https://keepers.example/@ada",
    ],
)
def test_a_link_from_a_network_names_who_wrote_it(keep: Keep, said: str) -> None:
    workspace = keep([tweet(FIRST, 33, "ada", "The lock froze"), tweet(2, 44, "bo", "It did")])
    assert consenting.accounts_of(workspace, said) == (account(33),)
    assert [one.account for one in consenting.explain(workspace, said)] == [account(33)]


def test_a_no_to_the_link_of_a_handle_is_a_no_to_the_handle(keep: Keep) -> None:
    workspace = keep([tweet(1, 11, "maren", "The kettle"), tweet(2, 22, "maren", "Another")])
    no = Statement(answer=Answer.NO, uses=(Use.PARAPHRASE,))
    assert consenting.record(workspace, "https://x.com/maren", no).account == "@maren"


def test_a_yes_to_the_link_of_a_post_is_a_yes_to_that_post(keep: Keep) -> None:
    """With what a button for sharing adds it was one to everything that its author wrote."""
    workspace = keep([tweet(FIRST, 33, "ada", "The lock froze"), tweet(2, 33, "ada", "It thawed")])
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), evidence="letter")
    pasted = f"https://twitter.com/ada/status/{FIRST}?s=20"
    written = consenting.record(workspace, pasted, yes, scope_was_said=False)
    assert (written.account, written.scope, written.posts) == (
        account(33),
        Scope.POSTS,
        (post(FIRST),),
    )
    decided = [consenting.explain(workspace, post(one))[0] for one in (FIRST, 2)]
    assert [one.uses["verbatim"].allowed for one in decided] == [True, False]


SHARED = f"https://twitter.com/ada/status/{FIRST}?s=20"


@pytest.mark.parametrize("in_a_table", [False, True], ids=["alone", "in a table"])
def test_a_no_to_the_link_of_a_post_is_a_no_to_that_post(
    keep: Keep, tmp_path: Path, in_a_table: bool
) -> None:
    """The link stood on record as it was pasted, was no post's id, and the yes before it held."""
    workspace = keep([tweet(FIRST, 33, "ada", "The lock froze"), tweet(2, 33, "ada", "It thawed")])
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), evidence="letter")
    consenting.record(workspace, "@ada", yes)
    if in_a_table:
        sheet = tmp_path / "said.csv"
        sheet.write_text(f"account,answer,uses,posts\n@ada,no,verbatim,{SHARED}\n")
        assert importing.import_file(workspace, sheet, "statements").of_nobody == 0
    else:
        no = Statement(answer=Answer.NO, uses=(Use.VERBATIM,), scope=Scope.POSTS, posts=(SHARED,))
        assert consenting.record(workspace, "@ada", no).posts == (post(FIRST),)
    decided = [consenting.explain(workspace, post(one))[0] for one in (FIRST, 2)]
    assert [one.uses["verbatim"].allowed for one in decided] == [False, True]


def test_what_is_said_of_a_post_that_is_not_held_is_not_taken_for_heard(
    keep: Keep, tmp_path: Path
) -> None:
    workspace = keep([tweet(FIRST, 33, "ada", "The lock froze")])
    no = Statement(answer=Answer.NO, uses=(Use.VERBATIM,), scope=Scope.POSTS, posts=(post(9),))
    with pytest.raises(AskedWrongly, match="not held"):
        consenting.record(workspace, "@ada", no)
    assert workspace.vault.desk.statements() == []
    version = msgspec.structs.replace(no, posts=(f"{post(FIRST)}@{FIRST}",))
    assert consenting.record(workspace, "@ada", version).posts == version.posts
    sheet = tmp_path / "said.csv"
    sheet.write_text(f"account,answer,uses,posts\n@ada,no,verbatim,{post(9)}\n")
    assert importing.import_file(workspace, sheet, "statements").of_nobody == 1


def test_a_yes_for_a_post_in_a_story_is_not_one_for_all_their_posts_in_it(keep: Keep) -> None:
    workspace = keep([tweet(FIRST, 33, "ada", "The lock froze"), tweet(2, 33, "ada", "It thawed")])
    yes = Statement(
        answer=Answer.YES, uses=(Use.VERBATIM,), evidence="x", scope=Scope.STORY, story="frost"
    )
    with pytest.raises(AskedWrongly, match="a post and a story"):
        consenting.record(workspace, SHARED, yes, scope_was_said=False)
    assert workspace.vault.desk.statements() == []
    assert consenting.record(workspace, "@ada", yes, scope_was_said=False).story == "frost"


def test_a_yes_to_a_name_that_is_a_strangers_handle_is_not_the_strangers(keep: Keep) -> None:
    """Ada is printed as Bo by her own wish, and somebody else has that handle."""
    workspace = keep([tweet(FIRST, 33, "ada", "The lock froze"), tweet(2, 44, "bo", "It thawed")])
    named = Statement(answer=Answer.YES, uses=(Use.NAMED,), name="Bo", evidence="letter")
    consenting.record(workspace, "@ada", named)
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), evidence="letter")
    with pytest.raises(AskedWrongly, match="somebody else chose"):
        consenting.record(workspace, "Bo", yes)
    assert consenting.record(workspace, "@bo", yes).account == account(44)


def test_a_block_of_the_link_of_a_post_leaves_the_others_of_its_author(keep: Keep) -> None:
    workspace = keep([tweet(FIRST, 33, "ada", "The lock froze"), tweet(2, 33, "ada", "It thawed")])
    pasted = f"https://mobile.twitter.com/ada/status/{FIRST}?s=20"
    assert blocking.meant(workspace, pasted) == Blocks(posts=frozenset({post(FIRST)}))


@pytest.mark.parametrize("said", ["", " ", "@", " @ "])
def test_nothing_names_nobody_who_has_no_handle(keep: Keep, said: str) -> None:
    """A yes to an empty name was recorded for the one account that had none."""
    workspace = keep([tweet(1, 11, "", "The kettle goes on"), tweet(2, 22, "bo", "It does")])
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), evidence="letter")
    with pytest.raises(AskedWrongly, match="Nobody by that account"):
        consenting.record(workspace, said, yes)
    with pytest.raises(AskedWrongly, match="Nobody by that account"):
        consenting.accounts_of(workspace, said)


@pytest.mark.parametrize("said", ["", " ", "@", " @ "])
def test_nothing_names_nobody_who_is_hidden(keep: Keep, said: str) -> None:
    """To undo a withdrawal brought everybody back who was hidden and had no handle."""
    workspace = keep([tweet(1, 11, "", "The kettle goes on"), tweet(2, 22, "bo", "It does")])
    workspace.vault.desk.hide([account(11)], 1)
    with pytest.raises(AskedWrongly, match="Nobody by that account"):
        withdraw.find(workspace, said)
    assert workspace.vault.desk.hidden() == {account(11)}
