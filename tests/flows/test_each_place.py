"""What is printed of somebody at one place holds for that place, and so does what is noted."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import msgspec
import pytest

from ownwords.archive.accession import Taking
from ownwords.edition import packets
from ownwords.flows.lapsed import lapsed, stop_where_lapsed
from ownwords.flows.publish import publish
from ownwords.flows.standing import status
from ownwords.flows.withdrawn import feed as withdrawn_feed
from ownwords.records.captured import Captured, Place
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.records.errors import OwnwordsError, PublishStopped
from ownwords.records.post import Post
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account, post, tweet
from tests.withdrawal.campaigns import withdraw

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
    clearances = workspace.vault.desk.rows("select use from clearances")
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


# --- which name stands where --------------------------------------------------------------------


def for_story(slug: str, name: str) -> Statement:
    """A yes for one story alone, with a name."""
    return msgspec.structs.replace(MAREN, name=name, scope=Scope.STORY, story=slug)


def pages(edition: Path) -> list[str]:
    """What stands in each page of a quotation and its packets, read together."""
    found = sorted((edition / "quotes").glob("*.html"))
    return [
        "".join(
            path.with_suffix(ending).read_text(encoding="utf-8")
            for ending in (".html", ".txt", ".json")
        )
        for path in found
    ]


SPANS = pytest.mark.parametrize("span", ["span: 0-10", "note: whole"])


@SPANS
def test_a_name_for_one_story_stands_in_nothing_of_another(workspace: Workspace, span: str) -> None:
    say(workspace, msgspec.structs.replace(MAREN, uses=(Use.VERBATIM,), name=""))
    say(workspace, for_story("night", "Maren of the kettle"))
    write(workspace, "day", quoting(f"post: {post(ID)}", span, "use: verbatim"))
    write(workspace, "night", quoting(f"post: {post(ID)}", span, "use: named"))
    made = publish(workspace)
    named = {one for one in pages(made.path) if "Maren of the kettle" in one}
    [nameless] = set(pages(made.path)) - named
    assert len(named) == 1
    assert "The night" in named.pop()
    assert "The day" in nameless
    assert "The night" not in nameless
    [told] = [one for one in workspace.vault.desk.editions()[0].quotes if one.use is Use.NAMED]
    for path in sorted(made.path.rglob("*")):
        if path.is_file() and told.id.encode() in path.read_bytes():
            assert path.stem in {told.id, "night", "manifest", "SHA256SUMS"}
    assert lapsed(workspace).quotes == 0


def test_two_names_for_two_stories_stand_each_in_its_own(workspace: Workspace) -> None:
    for slug in ("day", "night"):
        say(workspace, for_story(slug, f"Maren by {slug}"))
        write(workspace, slug, quoting(f"post: {post(ID)}", "use: named"))
    edition = publish(workspace).path
    by_day, by_night = sorted(pages(edition), key=lambda page: "Maren by night" in page)
    assert "Maren by day" in by_day
    assert "Maren by night" not in by_day
    assert "The night" not in by_day
    assert "Maren by day" not in by_night
    first = files_of(edition)
    assert first == files_of(publish(workspace).path)


def files_of(edition: Path) -> set[str]:
    return {path.name for path in (edition / "quotes").iterdir()}


def test_all_names_of_one_place_go_with_who_is_taken_out(workspace: Workspace) -> None:
    say(workspace, msgspec.structs.replace(MAREN, uses=(Use.VERBATIM,), name=""))
    say(workspace, for_story("night", "Maren of the kettle"))
    write(workspace, "day", quoting(f"post: {post(ID)}", "span: 0-10"))
    write(workspace, "night", quoting(f"post: {post(ID)}", "span: 0-10", "use: named"))
    names = {one.split(".")[0] for one in files_of(publish(workspace).path)}
    assert len(names) == 2
    withdraw(workspace, account(11))
    feed = withdrawn_feed(workspace)
    assert names <= set(feed)
    assert all(not one.quotes for one in workspace.vault.desk.editions())


@pytest.mark.parametrize(
    "scope", [{}, {"scope": Scope.STORY, "story": "night"}], ids=["everywhere", "one story"]
)
def test_a_quotation_has_lapsed_once_another_name_is_wanted(
    workspace: Workspace, scope: dict[str, object]
) -> None:
    said = msgspec.structs.replace(MAREN, **scope)
    say(workspace, said)
    write(workspace, "night", quoting(f"post: {post(ID)}", "span: 0-10", "use: named"))
    publish(workspace)
    [edition] = workspace.vault.desk.editions()
    assert lapsed(workspace).quotes == 0
    stop_where_lapsed(workspace, edition)
    say(workspace, msgspec.structs.replace(said, name="Captain Maren"))
    assert lapsed(workspace).quotes == len({one.id for one in edition.quotes})
    assert status(workspace).lapsed
    with pytest.raises(PublishStopped):
        stop_where_lapsed(workspace, edition)
    publish(workspace)
    assert lapsed(workspace).quotes == 0


# --- who is called like a constant ---------------------------------------------------------------


def keys_of(value: object) -> set[str]:
    """Every key in JSON."""
    inside = value.values() if isinstance(value, dict) else value
    below = (keys_of(one) for one in inside) if isinstance(inside, list | type({}.values())) else ()
    return set(value if isinstance(value, dict) else ()).union(*below)


def test_who_is_called_like_a_constant_of_packets_stops_no_edition(keep: Keep) -> None:
    own = (*packets.KEYS, *packets.CONSTANTS, "colophon", "ns")
    tweets = [
        tweet(ID + 100 + number, 100 + number, handle, f"Ship {number} came in late")
        for number, handle in enumerate(own)
    ]
    tweets.append(tweet(ID, 11, "maren_low_cut", WORDS))
    workspace = keep(tweets)
    write(workspace, "night", quoting(f"post: {post(ID)}", "use: named"))
    say(workspace, MAREN)
    [packet] = (publish(workspace).path / "quotes").glob("*.json")
    told = keys_of(json.loads(packet.read_bytes()))
    assert "selector" in told
    assert told - {"@context"} <= {*packets.KEYS, *packets.CONSTANTS}


def test_who_is_called_like_a_key_a_file_a_crawler_or_a_month_stops_no_edition(keep: Keep) -> None:
    own = "index manifest citation window google disallow gptbot bytes entry updated uuid january"
    own += " november authors items keywords chapters released subtitle date_modified"
    tweets = [
        tweet(ID + 100 + number, 100 + number, handle, f"Ship {number} came in late")
        for number, handle in enumerate(own.split())
    ]
    tweets.append(tweet(ID, 11, "maren_low_cut", WORDS))
    workspace = keep(tweets)
    write(workspace, "night", quoting(f"post: {post(ID)}", "use: named"))
    say(workspace, MAREN)
    assert publish(workspace).quotes == 1


@pytest.mark.parametrize("handle", ["annotation", "colophon", "selector", "index", "items"])
def test_who_is_called_like_a_constant_is_found_where_an_author_would_stand(
    keep: Keep, handle: str
) -> None:
    tweets = [
        tweet(ID, 11, "maren_low_cut", WORDS),
        tweet(OTHER, 22, handle, "The lock froze again in the night"),
    ]
    workspace = keep(tweets)
    write(workspace, "night", quoting(f"post: {post(ID)}", "use: named"), f"Ask @{handle}.", "")
    say(workspace, MAREN)
    with pytest.raises(OwnwordsError):
        publish(workspace)
