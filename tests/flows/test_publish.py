"""An edition from a folder: what stands beside a quotation, and what an edition leaves behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from ownwords.flows.lapsed import lapsed
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, GivenBy, Scope, Statement, Use, Voice, VoiceKind
from ownwords.records.errors import AskedWrongly, BadSettings, OwnwordsError
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, account, campaign, post, tweet

MAREN = Statement(
    answer=Answer.YES, uses=(Use.VERBATIM, Use.NAMED), account=account(11), name="K 11"
)
STORY = """---
title: What the night is like
---

```quote
post: {post}
use: named
```
"""


@pytest.fixture
def workspace(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six, frost or not"),
        tweet(421900000000000002, 22, "ada_lock_nine", "The lock froze again in the night"),
    ]
    made = keep(tweets)
    story = STORY.format(post=post(421900000000000001))
    (made.folder.stories / "night.md").write_text(story, encoding="utf-8")
    return made


def files(edition: Path) -> dict[str, bytes]:
    found = (path for path in sorted(edition.rglob("*")) if path.is_file())
    return {path.relative_to(edition).as_posix(): path.read_bytes() for path in found}


def evidence(edition: Path) -> str:
    return next((edition / "quotes").iterdir()).read_text(encoding="utf-8")


def say(workspace: Workspace, said: Statement) -> None:
    workspace.vault.desk.add_statements([said])


def test_the_same_input_gives_the_same_bytes(workspace: Workspace, tmp_path: Path) -> None:
    say(workspace, MAREN)
    publish(workspace)
    copy = tmp_path / "copy"
    shutil.copytree(workspace.folder.root, copy)
    one, other = publish(workspace), publish(open_workspace(copy))
    assert one.quotes == 1
    assert files(one.path) == files(other.path)


def test_a_copy_holds_nothing_of_an_older_edition(workspace: Workspace, tmp_path: Path) -> None:
    say(workspace, MAREN)
    out = tmp_path / "site"
    publish(workspace, out)
    assert b"kettle goes on at six" in b"".join(files(out).values())
    (out / "CNAME").write_text("keepers.example.org", encoding="utf-8")
    say(workspace, Statement(answer=Answer.NO, uses=(), account=account(11)))
    publish(workspace, out)
    kept = files(out)
    assert kept.pop("CNAME") == b"keepers.example.org"
    assert kept == files(max(workspace.folder.editions.iterdir()))
    assert b"kettle goes on at six" not in b"".join(kept.values())


def test_a_copy_goes_to_no_folder_of_another_kind(workspace: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(AskedWrongly, match="not an edition"):
        publish(workspace, other)
    assert workspace.vault.desk.editions() == []


def test_the_accounts_own_name_leads_to_the_post(workspace: Workspace) -> None:
    say(workspace, MAREN)
    page = evidence(publish(workspace).path)
    assert "https://x.com/maren_low_cut/status/421900000000000001" in page


def test_a_chosen_name_does_not_lead_to_the_account(workspace: Workspace) -> None:
    say(workspace, msgspec.structs.replace(MAREN, name="A keeper of the Low Cut"))
    made = publish(workspace)
    whole = b"".join(files(made.path).values())
    assert b"A keeper of the Low Cut" in whole
    for pointer in (b"maren_low_cut", b"421900000000000001", b"K 11"):
        assert pointer not in whole


def test_who_wants_no_network_named_is_not_led_to(workspace: Workspace) -> None:
    say(workspace, msgspec.structs.replace(MAREN, no_network=True))
    made = publish(workspace)
    page = evidence(made.path)
    assert "a place that the voice does not want named" in page
    for pointer in ("Twitter", "twitter", "x.com", "421900000000000001", "<dt>Network"):
        assert pointer not in page


def test_an_edition_that_names_the_network_has_lapsed_for_who_wants_that_no_more(
    workspace: Workspace,
) -> None:
    say(workspace, MAREN)
    publish(workspace)
    assert lapsed(workspace).quotes == 0
    say(workspace, msgspec.structs.replace(MAREN, no_network=True))
    assert lapsed(workspace).quotes == 1
    publish(workspace)
    assert lapsed(workspace).quotes == 0


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_digest_is_filled_in_and_every_other_byte_of_the_story_stays(
    workspace: Workspace, ending: str
) -> None:
    say(workspace, MAREN)
    path = workspace.folder.stories / "night.md"
    before = "\ufeff" + path.read_text(encoding="utf-8").replace("\n", ending)
    path.write_bytes(before.encode())
    publish(workspace)
    after = path.read_bytes().decode()
    [filled] = set(after.split(ending)) - set(before.split(ending))
    assert filled.startswith("digest: k1:")
    assert after.replace(f"{filled}{ending}", "") == before


def test_a_yes_for_one_story_is_for_no_list_and_no_search(workspace: Workspace) -> None:
    say(workspace, msgspec.structs.replace(MAREN, scope=Scope.STORY, story="night"))
    made = publish(workspace)
    holding = {path for path, data in files(made.path).items() if b"kettle goes on" in data}
    [public] = {one.id for one in workspace.vault.desk.editions()[-1].quotes}
    evidence_of_it = {f"quotes/{public}.{ending}" for ending in ("html", "json", "txt")}
    assert holding == {"index.html", "zines/night.html"} | evidence_of_it
    assert made.quotes == 1
    assert lapsed(workspace).quotes == 0


def test_a_name_for_one_story_is_not_in_the_search(workspace: Workspace) -> None:
    path = workspace.folder.stories / "night.md"
    text = path.read_text(encoding="utf-8").replace("use: named", "span: 0-25\nuse: named")
    path.write_text(text, encoding="utf-8")
    told = msgspec.structs.replace(MAREN, uses=(Use.NAMED,), scope=Scope.STORY, story="night")
    say(workspace, msgspec.structs.replace(MAREN, uses=(Use.VERBATIM,), name=""))
    say(workspace, msgspec.structs.replace(told, name="Maren of the Low Cut"))
    made = files(publish(workspace).path)
    assert b"Maren of the Low Cut" in made["index.html"]
    assert b"Maren of the Low Cut" not in made["assets/search-index.js"]
    assert b"kettle goes on at six" in made["assets/search-index.js"]


def organisation(workspace: Workspace, kind: VoiceKind, review: int | None = None) -> None:
    made = Voice(
        id="voice:low-cut",
        name="Low Cut Society",
        kind=kind,
        reason="It speaks for the keepers.",
        decided_by=("Ada", "Bo"),
        review=review,
        accounts=(account(11),),
    )
    workspace.vault.desk.put_voices([made], 1)


def decisions(edition: Path) -> bool:
    return "It speaks for the keepers." in (edition / "organisations.html").read_text("utf-8")


def test_a_decision_stands_on_its_page_when_a_story_alone_quotes_by_it(keep: Keep) -> None:
    said = "We open at six. Write to office@lowcut.example."
    workspace = keep([tweet(421900000000000001, 11, "low_cut", said)])
    organisation(workspace, VoiceKind.ORGANISATION)
    assert not decisions(publish(workspace).path)  # lists leave out what holds an address
    story = STORY.format(post=post(421900000000000001)).replace("use: named", "span: 0-15")
    (workspace.folder.stories / "open.md").write_text(story, encoding="utf-8")
    made = publish(workspace).path
    assert "the reason stands on the page Organisations" in evidence(made)
    assert decisions(made)


def test_who_is_quoted_by_a_yes_is_not_told_as_quoted_by_a_decision(workspace: Workspace) -> None:
    organisation(workspace, VoiceKind.PUBLIC_OFFICE, review=1)
    say(workspace, MAREN)
    made = publish(workspace)
    assert made.quotes == 1
    assert not decisions(made.path)


@pytest.mark.parametrize("scope", [Scope.CAMPAIGN, Scope.POSTS])
def test_who_wants_no_network_named_is_not_led_to_by_somebody_who_passes_them_on(
    keep: Keep, scope: Scope
) -> None:
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", "RT @ada_lock_nine: The lock froze again"),
        tweet(421900000000000002, 22, "ada_lock_nine", "The lock froze again"),
    ]
    workspace = keep(tweets)
    keeping = "use: named\nkeep: handle\nnote: Both said so."
    story = STORY.format(post=post(421900000000000001)).replace("use: named", keeping)
    (workspace.folder.stories / "night.md").write_text(story, encoding="utf-8")
    ada = msgspec.structs.replace(MAREN, account=account(22), name="Ada", no_network=True)
    posts = (post(421900000000000002), post(421900000000000001)) if scope is Scope.POSTS else ()
    say(workspace, MAREN)
    say(workspace, msgspec.structs.replace(ada, scope=scope, posts=posts))
    page = evidence(publish(workspace).path)
    assert "a place that the voice does not want named" in page
    for pointer in ("Twitter", "twitter", "x.com", "<dt>Network"):
        assert pointer not in page


@pytest.mark.parametrize(
    "handle", ["stylesheet", "section", "viewport", "georgia", "assets", "zines"]
)
def test_who_is_called_like_a_tag_or_a_letter_stops_no_edition(keep: Keep, handle: str) -> None:
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six"),
        tweet(421900000000000002, 22, handle, "The lock froze again in the night"),
    ]
    workspace = keep(tweets)
    story = STORY.format(post=post(421900000000000001))
    path = workspace.folder.stories / "night.md"
    path.write_text(story, encoding="utf-8")
    say(workspace, MAREN)
    assert publish(workspace).quotes == 1
    path.write_text(f"{story}\nAsk @{handle}.\n", encoding="utf-8")
    with pytest.raises(OwnwordsError):
        publish(workspace)


def test_a_span_beyond_the_words_waits_in_the_preview(workspace: Workspace) -> None:
    say(workspace, MAREN)
    path = workspace.folder.stories / "night.md"
    text = path.read_text(encoding="utf-8").replace("use: named", "span: 0-999\nuse: named")
    path.write_text(text, encoding="utf-8")
    made = publish(workspace)
    assert [one.title for one in made.waiting] == ["What the night is like"]
    assert "end before the span does" in made.waiting[0].path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["about.md", "hello.md"])
def test_a_text_that_is_not_utf_8_is_named(workspace: Workspace, name: str) -> None:
    settings = workspace.folder.settings_file
    introduced = settings.read_text(encoding="utf-8").replace(
        "# introduction =", 'introduction = "hello.md" #'
    )
    settings.write_text(introduced, encoding="utf-8")
    (workspace.folder.root / "hello.md").write_text("Hello", encoding="utf-8")
    (workspace.folder.root / name).write_bytes(b"caf\xe9")
    with pytest.raises(BadSettings, match=rf"{name} is not UTF-8 at byte 3"):
        publish(open_workspace(workspace.folder.root))


@pytest.mark.parametrize(
    "before",
    [
        "RT @ada_lock_nine: ",
        "so true!! rt @ada_lock_nine ",
        "MT @Ada_Lock_Nine ",
        "“@ada_lock_nine: ",
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_words_that_a_text_passes_on_need_the_yes_of_who_said_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, asked: bool
) -> None:
    tweets = [
        tweet(1, 11, "maren_low_cut", f"{before}The lock froze again in the night"),
        tweet(2, 22, "ada_lock_nine", "The lock froze again in the night"),
    ]
    workspace = campaign(tmp_path, monkeypatch, tweets)
    say(workspace, MAREN)
    assert publish(workspace).quotes == 0
    answer = Answer.YES if asked else Answer.NO
    uses = (Use.VERBATIM, Use.NAMED)
    say(workspace, Statement(answer=answer, uses=uses, account=account(22), name="K 22"))
    made = publish(workspace)
    # Both may be quoted; the one that names Ada's account waits for somebody to look at it. What
    # begins with RT is a repost, which no list holds.
    waits = {} if before.startswith("RT") else {"handle": 1}
    assert (made.quotes, made.screened) == ((1, waits) if asked else (0, {}))
    workspace.vault.close()


def test_words_of_somebody_who_is_not_held_are_not_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tweets = [tweet(1, 11, "maren_low_cut", "RT @nobody_here: The lock froze again in the night")]
    workspace = campaign(tmp_path, monkeypatch, tweets)
    say(workspace, MAREN)
    assert publish(workspace).quotes == 0
    workspace.vault.close()


# --- words retold ---------------------------------------------------------------------------

RETOLD = """---
title: Told again
---

```paraphrase
post: {post}
words: {words}
```
"""
FAR, NEAR = "Somebody drank something warm early", "She says the kettle goes on at six"


def retell(workspace: Workspace, words: str) -> tuple[int, str]:
    """Publish with one retelling; how many stories wait, and what the preview says."""
    (workspace.folder.stories / "night.md").unlink(missing_ok=True)
    path = workspace.folder.stories / "again.md"
    path.write_text(RETOLD.format(post=post(421900000000000001), words=words), encoding="utf-8")
    made = publish(workspace)
    return len(made.waiting), "".join(one.path.read_text(encoding="utf-8") for one in made.waiting)


@pytest.mark.parametrize("by", [GivenBy.SELF, GivenBy.STEWARD])
def test_a_retelling_by_which_the_original_is_found_waits(
    workspace: Workspace, by: GivenBy
) -> None:
    told = Statement(answer=Answer.YES, uses=(Use.PARAPHRASE,), account=account(11), given_by=by)
    say(workspace, told)
    assert retell(workspace, FAR)[0] == 0
    waiting, preview = retell(workspace, NEAR)
    assert waiting == 1
    assert "run of words" in preview
    assert "characters 10-34" in preview
    assert "kettle" not in preview
    assert retell(workspace, "Early on, with a kettle")[0] == 1


def test_who_lets_exact_words_be_shown_may_be_found(workspace: Workspace) -> None:
    uses = (Use.PARAPHRASE, Use.VERBATIM)
    say(workspace, Statement(answer=Answer.YES, uses=uses, account=account(11)))
    assert retell(workspace, NEAR)[0] == 0


def test_a_retelling_needs_a_yes_first(workspace: Workspace) -> None:
    waiting, preview = retell(workspace, FAR)
    assert waiting == 1
    assert "run of words" not in preview


# --- handed over ----------------------------------------------------------------------------


def test_a_copy_that_cannot_be_made_says_that_the_edition_is_kept(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "stick").touch()
    say(workspace, MAREN)
    with pytest.raises(OwnwordsError) as stopped:
        publish(workspace, out=tmp_path / "stick" / "site")
    assert "not copied" in stopped.value.what
    [edition] = workspace.vault.desk.editions()
    kept = workspace.folder.editions / f"0001-{edition.date}"
    assert str(kept) in stopped.value.kept
    assert (kept / "index.html").is_file()
