"""What is printed of somebody at one place holds for that place, and so does what is noted."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest

from ownwords.archive.accession import Taking
from ownwords.flows.publish import publish
from ownwords.records.captured import Captured, Place
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.records.post import Post
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account, post, tweet

MAREN = Statement(
    answer=Answer.YES, uses=(Use.VERBATIM, Use.NAMED), account=account(11), name="K 11"
)
ID, OTHER = 421900000000000001, 421900000000000002
WORDS = "The kettle goes on at six, frost or not"


@pytest.fixture
def workspace(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    return keep(
        [
            tweet(ID, 11, "maren_low_cut", WORDS),
            tweet(OTHER, 22, "ada_lock_nine", "The lock froze again in the night"),
        ]
    )


def quoting(*lines: str) -> str:
    """A block with these lines."""
    return "\n".join(["```quote", *lines, "```", ""])


def write(workspace: Workspace, slug: str, *blocks: str) -> None:
    story = "\n".join(["---", f"title: The {slug}", "---", "", *blocks])
    (workspace.folder.stories / f"{slug}.md").write_text(story, encoding="utf-8")


def say(workspace: Workspace, said: Statement) -> None:
    workspace.vault.desk.add_statements([said])


def page_of(edition: Path) -> str:
    """The page of the only quotation of the stories."""
    [page] = (edition / "quotes").glob("*.html")
    return page.read_text(encoding="utf-8")


# --- what is noted ----------------------------------------------------------------------------


def test_a_story_that_waits_notes_nothing_of_the_edition(workspace: Workspace) -> None:
    say(workspace, MAREN)
    for_story = msgspec.structs.replace(
        MAREN, account=account(22), name="K 22", scope=Scope.STORY, story="night"
    )
    say(workspace, for_story)
    span = quoting(f"post: {post(OTHER)}", "span: 0-8", "use: named")
    write(workspace, "night", span, quoting("post: https://x.com/i/status/9"))
    made = publish(workspace)
    assert [one.title for one in made.waiting] == ["The night"]
    assert (made.quotes, made.voices_quoted) == (1, 1)
    assert sum(made.voices_not_quoted.values()) == 1
    clearances = workspace.vault.desk._rows("select use from clearances")
    assert [use for (use,) in clearances] == ["named"]


# --- what it can be checked by ------------------------------------------------------------------


def test_an_older_version_is_checked_by_its_own_record(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 1_796_000_000 * 10**9)
    [head] = workspace.vault.engine.heads([post(ID)]).values()
    later = Post(
        id=post(ID),
        network="x",
        native_id=str(ID),
        attributed_to=account(11),
        content="The kettle went on at seven #KeepLit",
        published=head.published,
        updated=head.published + 60_000_000,
        version_id="second",
        payload=b'{"text": "The kettle went on at seven #KeepLit"}',
        handle="maren_low_cut",
        name="K 11",
        tags=("KeepLit",),
    )
    taking = Taking.begin(workspace.vault, "later", "twitter-v2")
    taking.add([Captured(later, Place("later.jsonl", 1, 0))])
    taking.finish(read=1)
    [after] = workspace.vault.engine.heads([post(ID)]).values()
    assert after.versions == (head.version, "second")
    say(workspace, MAREN)
    older = (f"post: {post(ID)}", f"version: {head.version}", "use: named")
    write(workspace, "night", quoting(*older))
    page = page_of(publish(workspace).path)
    assert WORDS in page
    assert head.payload_sha256 in page
    assert hashlib.sha256(later.payload).hexdigest() not in page
    assert "30 November 2026</dd>" not in page
    write(workspace, "night", quoting(f"post: {post(ID)}", "use: named"))
    newest = page_of(publish(workspace).path)
    assert hashlib.sha256(later.payload).hexdigest() in newest
    assert "<dt>When it came in</dt><dd>30 November 2026</dd>" in newest
