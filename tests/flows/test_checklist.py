"""Looking at an edition before it is published, the difference to the last one, and the shelf."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ownwords.flows import checking, editions, recall
from ownwords.flows.checklist import Checked, check
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.errors import AskedWrongly, FolderBroken, PublishStopped
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, account, post, tweet

YES = Statement(answer=Answer.YES, uses=(Use.VERBATIM, Use.NAMED), account=account(11), name="K 11")
NO = Statement(answer=Answer.NO, uses=(Use.VERBATIM,), account=account(11))
STORY = "---\ntitle: The night\n---\n\n{prose}\n\n```quote\npost: {post}\nuse: named\n```\n"


@pytest.fixture
def workspace(keep: Keep) -> Workspace:
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six, frost or not"),
        tweet(421900000000000002, 22, "ada_lock_nine", "The lock froze again, so we sang to it"),
    ]
    made = keep(tweets)
    write(made, "One evening.")
    return made


def write(workspace: Workspace, prose: str) -> None:
    text = STORY.format(prose=prose, post=post(421900000000000001))
    (workspace.folder.stories / "night.md").write_text(text, encoding="utf-8")


def say(workspace: Workspace, said: Statement) -> None:
    workspace.vault.desk.add_statements([said])


def kinds(checked: Checked) -> dict[str, tuple[tuple[str, int, str, str], ...]]:
    return {
        kind: tuple((spot.file, spot.line, spot.said, spot.story) for spot in spots)
        for kind, spots in checked.spots.items()
    }


def everything(root: Path) -> dict[str, bytes]:
    found = (one for one in root.rglob("*") if one.is_file() and "desk" not in one.name)
    return {str(one): one.read_bytes() for one in found}


def test_a_check_publishes_nothing_and_touches_no_story(workspace: Workspace) -> None:
    say(workspace, YES)
    before = everything(workspace.folder.root)
    checked = check(workspace)
    assert everything(workspace.folder.root) == before
    assert not checked.stops
    assert [(one.slug, one.quotations, one.waits) for one in checked.stories] == [("night", 1, ())]
    assert (checked.quotations, checked.voices) == (1, 1)
    made = publish(workspace)
    assert (made.quotes, made.files, made.bytes) == (1, checked.files, checked.bytes)
    assert "digest: k1:" in (workspace.folder.stories / "night.md").read_text(encoding="utf-8")


def test_what_waits_says_where_why_and_whether_asking_helps(workspace: Workspace) -> None:
    (story,) = check(workspace).stories
    (wait,) = story.waits
    assert (wait.line, wait.ask) == (7, True)
    assert wait.why
    assert wait.next_step
    assert "nothing" in kinds(check(workspace))


@pytest.mark.parametrize(
    ("prose", "kind", "spots"),
    [
        ("Call +1 202 555 0143.", "tellers-words", {("stories/night.md", 5, "phone", "night")}),
        ("The lock froze again, so we sang to it", "leak", None),
    ],
)
def test_what_would_stop_publishing_is_named_before(
    workspace: Workspace, prose: str, kind: str, spots: set[tuple[str, int, str, str]] | None
) -> None:
    say(workspace, YES)
    write(workspace, prose)
    checked = check(workspace)
    assert checked.stops
    found = kinds(checked)[kind]
    assert set(found) == spots if spots else {"words"} == {one[2] for one in found}
    with pytest.raises(PublishStopped):
        publish(workspace)


def test_a_leak_names_the_story_on_every_page_that_tells_it(workspace: Workspace) -> None:
    say(workspace, YES)
    leaking = STORY.format(prose="The lock froze again, so we sang to it", post=post(1))
    for slug in ("first", "second"):
        text = leaking.partition("```")[0].replace("The night", slug)
        (workspace.folder.stories / f"{slug}.md").write_text(text, encoding="utf-8")
    found = {(file, story) for file, _, said, story in kinds(check(workspace))["leak"] if story}
    assert found == {
        *(("index.html", "first"), ("zines/first.html", "first")),
        *(("stories/second.html", "second"), ("zines/second.html", "second")),
    }


def test_without_a_contact_the_rest_is_looked_at_all_the_same(workspace: Workspace) -> None:
    settings = workspace.folder.root / "campaign.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("keepers@example.org", ""), encoding="utf-8")
    write(workspace, "Call +1 202 555 0143, and read [this](https://example.org/page).")
    say(workspace, YES)
    other = open_workspace(workspace.folder.root)
    found = kinds(check(other))
    other.vault.close()
    assert {"contact", "tellers-words", "link"} <= set(found)
    assert found["link"] == (("", 0, "https://example.org/page", ""),)


def test_the_difference_to_the_last_edition(workspace: Workspace) -> None:
    say(workspace, YES)
    first = check(workspace).difference
    assert (first.last, first.new, first.quotations_new) == (0, ("night",), 1)
    publish(workspace)
    same = check(workspace).difference
    assert (same.last, same.new, same.changed, same.gone) == (1, (), (), ())
    assert (same.quotations_new, same.quotations_gone) == (0, 0)
    write(workspace, "Another evening.")
    assert check(workspace).difference.changed == ("night",)
    say(workspace, NO)
    gone = check(workspace)
    assert (gone.difference.gone, gone.difference.quotations_gone) == (("night",), 1)
    assert "lapsed" in kinds(gone)


def test_places_are_remembered_and_forgotten(workspace: Workspace) -> None:
    say(workspace, YES)
    publish(workspace, put_at=["https://a.example"])
    editions.put_at(workspace, 1, "a stick")
    editions.put_at(workspace, 1, "a stick")
    assert editions.shelf(workspace)[0].places == ("https://a.example", "a stick")
    editions.taken_away(workspace, 1, "https://a.example")
    assert editions.shelf(workspace)[0].places == ("a stick",)
    for number, place in ((1, ""), (1, "x" * 500), (9, "a stick")):
        with pytest.raises(AskedWrongly):
            editions.put_at(workspace, number, place)
    assert not workspace.vault.desk.check_chain()


def test_an_edition_is_called_back_with_its_zip(workspace: Workspace) -> None:
    say(workspace, YES)
    made = publish(workspace, put_at=["a stick"])
    packed = recall.pack(workspace, made.path)
    assert "index.html" in zipfile.ZipFile(packed).namelist()
    (one,) = editions.shelf(workspace)
    assert (one.folder, one.packed, one.recalled) == (made.path, packed, False)
    recall.call_back(workspace, 1)
    (one,) = editions.shelf(workspace)
    assert (one.folder, one.packed, one.recalled, one.places) == (None, None, True, ("a stick",))
    assert not made.path.exists()
    assert check(workspace).difference.last == 0
    assert publish(workspace).edition == 2


def test_a_page_is_shown_only_as_it_was_built(workspace: Workspace) -> None:
    say(workspace, YES)
    made = publish(workspace)
    edition = editions.the(workspace, 1)
    front = (made.path / "index.html").read_bytes()
    assert editions.page(workspace, edition, "") == front
    assert checking.own_edition(workspace, made.path).ok
    (made.path / "index.html").write_bytes(front + b"<p>")
    with pytest.raises(FolderBroken):
        editions.page(workspace, edition, "index.html")
    assert not checking.own_edition(workspace, made.path).ok
    for path in ("../../campaign.toml", "none.html", "assets", "\0"):
        with pytest.raises(AskedWrongly):
            editions.page(workspace, edition, path)
