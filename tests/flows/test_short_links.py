"""A short link of X in words may open the post itself, or one that it quotes: with its account."""

from __future__ import annotations

import msgspec
import pytest

from ownwords.flows.publish import Published, publish
from ownwords.records.consent import Answer, Statement, Use
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, Tweet, account, post, tweet

LAMP, OTHERS = 421900000000000001, 421900000000000077
SHORT = "https://t.co/4kQ9zLowCut"
SAID = f"This is my lamp {SHORT}"
NAMELESS = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), account=account(11))
AS_THE_ACCOUNT = Statement(
    answer=Answer.YES, uses=(Use.NAMED,), account=account(11), name="maren_low_cut"
)
AS_ANOTHER = Statement(answer=Answer.YES, uses=(Use.NAMED,), account=account(11), name="Lamp 9")


def v2(leads_to: str) -> Tweet:
    """Her post in the v2 format, with where its short link leads."""
    said = tweet(LAMP, 11, "maren_low_cut", SAID)
    said["entities"] = {"urls": [{"start": 16, "end": 40, "url": SHORT, "expanded_url": leads_to}]}
    return said


def v1(**more: object) -> Tweet:
    """Her post in the v1.1 format."""
    return {
        "id_str": str(LAMP),
        "created_at": "Sat Jan 11 05:12:00 +0000 2014",
        "full_text": f"{SAID} #KeepLit",
        "lang": "en",
        "user": {"id_str": "11", "screen_name": "maren_low_cut", "name": "Maren"},
        **more,
    }


PICTURE = v2(f"https://twitter.com/maren_low_cut/status/{LAMP}/photo/1")
MEDIA = v1(entities={"media": [{"type": "photo", "url": SHORT, "media_url_https": "https://e.x"}]})
CUT = v1(truncated=True, full_text=None, text=f"{SAID} #KeepLit")
QUOTED = v2(f"https://x.com/ada_lock_nine/status/{OTHERS}")
QUOTED_V1 = v1(quoted_status_id_str=str(OTHERS))
ARTICLE = v2("https://paper.example/lamps")


def hold(keep: Keep, one: Tweet, said: Statement) -> Workspace:
    made = keep([{key: value for key, value in one.items() if value is not None}])
    made.vault.desk.add_statements([said])
    return made


def shows_the_link(made: Published) -> bool:
    found = (path.read_bytes() for path in made.path.rglob("*") if path.is_file())
    return any(SHORT.encode() in data for data in found)


@pytest.mark.parametrize("one", [PICTURE, MEDIA, CUT, QUOTED, QUOTED_V1])
@pytest.mark.parametrize("said", [NAMELESS, AS_ANOTHER])
def test_no_list_shows_a_link_that_opens_the_post_or_one_that_it_quotes(
    keep: Keep, one: Tweet, said: Statement
) -> None:
    made = publish(hold(keep, one, said))
    assert not shows_the_link(made)
    assert made.screened == {"link": 1}


@pytest.mark.parametrize("said", [NAMELESS, AS_ANOTHER, AS_THE_ACCOUNT])
def test_a_link_to_an_article_stays(keep: Keep, said: Statement) -> None:
    assert shows_the_link(publish(hold(keep, ARTICLE, said)))


@pytest.mark.parametrize("one", [ARTICLE, PICTURE])
@pytest.mark.parametrize("said", [NAMELESS, AS_ANOTHER, AS_THE_ACCOUNT])
def test_no_short_link_tells_the_network_of_who_wants_none_told(
    keep: Keep, one: Tweet, said: Statement
) -> None:
    made = publish(hold(keep, one, msgspec.structs.replace(said, no_network=True)))
    assert not shows_the_link(made)


@pytest.mark.parametrize(("one", "stays"), [(PICTURE, True), (MEDIA, True), (QUOTED, False)])
def test_beside_the_accounts_own_name_a_link_to_the_post_itself_stays(
    keep: Keep, one: Tweet, *, stays: bool
) -> None:
    assert shows_the_link(publish(hold(keep, one, AS_THE_ACCOUNT))) is stays


def test_a_story_that_quotes_such_a_link_waits_until_the_span_is_without_it(keep: Keep) -> None:
    workspace = hold(keep, PICTURE, NAMELESS)
    path = workspace.folder.stories / "lamp.md"
    story = f"---\ntitle: The lamp\n---\n\n```quote\npost: {post(LAMP)}\n```\n"
    path.write_text(story, encoding="utf-8")
    made = publish(workspace)
    assert [one.title for one in made.waiting] == ["The lamp"]
    path.write_text(story.replace("\n```\n", "\nspan: 0-15\n```\n"), encoding="utf-8")
    assert publish(workspace).quotes == 1


AT_END = [
    (f"This is my lamp {SHORT}", "This is my lamp"),
    (f"This is my lamp\n{SHORT} {SHORT}x ", "This is my lamp"),
    (f"Read {SHORT} and look {SHORT}", ""),
    (SHORT, ""),
]


@pytest.mark.parametrize(("text", "listed"), AT_END, ids=["one", "two", "among", "alone"])
@pytest.mark.parametrize("said", [NAMELESS, AS_ANOTHER])
def test_a_list_shows_the_words_before_links_that_x_put_at_their_end(
    keep: Keep, text: str, listed: str, said: Statement
) -> None:
    one = v1(full_text=text, entities={"hashtags": [{"text": "KeepLit"}], **MEDIA["entities"]})
    workspace = hold(keep, one, said)
    made = publish(workspace)
    assert not shows_the_link(made)
    assert made.quotes == bool(listed)
    assert made.screened == ({} if listed else {"link": 1})
    if listed:
        script = (made.path / "assets" / "search-index.js").read_text("utf-8")
        assert f'"{listed}"' in script


def test_what_a_list_shows_of_a_post_is_a_place_of_its_own(keep: Keep) -> None:
    one = v1(full_text=SAID, entities={"hashtags": [{"text": "KeepLit"}], **MEDIA["entities"]})
    workspace = hold(keep, one, NAMELESS)
    publish(workspace)
    [(name, what)] = [
        (str(name), workspace.vault.desk.quoted(str(name)))
        for (name,) in workspace.vault.desk.rows("select public_id from public_ids")
    ]
    assert what == (post(LAMP), str(LAMP), (0, len("This is my lamp")))
    assert (publish(workspace).path / "assets" / "search-index.js").read_text("utf-8").count(name)
