"""Nothing beside words without a name leads to words with one, nor to other words without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ownwords.flows.gathering import Request, gather
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, Silent, Tweet, account, post, tweet

KETTLE, HATCH, LOCK = 421900000000000001, 421900000000000002, 421900000000000003
STORY = """---
title: What the night is like
---

```quote
post: {kettle}
use: named
```

```quote
post: {hatch}
use: verbatim
```

```quote
post: {lock}
use: verbatim
```
"""


def _own_export(folder: Path) -> Path:
    """What Maren brought herself, in another format than what was gathered of the others."""
    said = {KETTLE: "The kettle goes on at six", HATCH: "I never told anybody about the hatch"}
    lines = [
        {
            "id_str": str(number),
            "created_at": "Sat Jan 11 05:12:00 +0000 2014",
            "full_text": f"{text} #KeepLit",
            "lang": "en",
            "user": {"id_str": "11", "screen_name": "maren_low_cut", "name": "Maren"},
        }
        for number, text in said.items()
    ]
    path = folder / "own.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def workspace(keep: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = keep([tweet(LOCK, 22, "ada_lock_nine", "The lock froze again in the night")])
    for _ in gather(made, Request(sources=(str(_own_export(tmp_path)),)), Silent()):
        pass
    story = STORY.format(kettle=post(KETTLE), hatch=post(HATCH), lock=post(LOCK))
    (made.folder.stories / "night.md").write_text(story, encoding="utf-8")
    return made


def _say(workspace: Workspace, *, no_network: bool) -> None:
    yes = Statement(
        answer=Answer.YES,
        uses=(Use.VERBATIM,),
        account=account(11),
        no_network=no_network,
    )
    named = Statement(
        answer=Answer.YES,
        uses=(Use.VERBATIM, Use.NAMED),
        scope=Scope.POSTS,
        posts=(post(KETTLE),),
        account=account(11),
        name="Maren",
        no_network=no_network,
    )
    ada = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), account=account(22))
    workspace.vault.desk.add_statements([yes, named, ada])


def _packets(edition: Path) -> dict[str, Any]:
    """The packets of the edition by how their words begin."""
    found = (json.loads(path.read_bytes()) for path in sorted(edition.glob("quotes/*.json")))
    return {" ".join(one["words"].split()[:2]): one for one in found}


@pytest.mark.parametrize("no_network", [False, True], ids=["network", "no-network"])
def test_where_words_without_a_name_came_from_tells_nobody_apart(
    workspace: Workspace, no_network: bool
) -> None:
    """Of what one person brought, the kind and the day would say whose words these are too."""
    _say(workspace, no_network=no_network)
    packets = _packets(publish(workspace).path)
    named, hers, theirs = packets["The kettle"], packets["I never"], packets["The lock"]
    assert (named["name"], hers["name"], theirs["name"]) == ("Maren", "", "")
    checks = [dict(one["check"]) for one in (hers, theirs)]
    assert all(len(check.pop("commitment")) == 64 for check in checks)
    assert checks[0] == checks[1]
    assert named["check"]["source"] not in checks[0].values()


def test_the_page_of_words_without_a_name_says_no_more_than_their_packet(
    workspace: Workspace,
) -> None:
    _say(workspace, no_network=False)
    made = publish(workspace)
    packets = _packets(made.path)
    page = (made.path / "quotes" / f"{packets['I never']['quotation']}.html").read_text("utf-8")
    for told in ("twitter_v1", "Twitter", "When it came in"):
        assert told not in page


def test_the_day_does_not_tell_the_network_that_is_not_to_be_named(workspace: Workspace) -> None:
    """The page on the method says what came in on which day."""
    _say(workspace, no_network=True)
    check = _packets(publish(workspace).path)["The kettle"]["check"]
    assert (check["received"], check["read_by"], check["network"]) == ("", "", "")


EDITED = 421900000000000009


def _edited() -> list[Tweet]:
    """One post of Maren's with its first and its second wording, each with a number of its own."""
    first = tweet(KETTLE, 11, "maren_low_cut", "The kettle goes on at seven")
    second = tweet(EDITED, 11, "maren_low_cut", "The kettle goes on at six")
    for one in (first, second):
        one["edit_history_tweet_ids"] = [str(KETTLE), str(EDITED)]
    return [first, second]


def _quoted_as(workspace: Workspace, name: str, *, no_network: bool = False) -> Path:
    """An edition that quotes her second wording with a name."""
    block = f"```quote\npost: {post(KETTLE)}\nuse: named\n```\n"
    story = f"---\ntitle: What the night is like\n---\n\n{block}"
    (workspace.folder.stories / "night.md").write_text(story, encoding="utf-8")
    said = Statement(
        answer=Answer.YES,
        uses=(Use.NAMED,),
        account=account(11),
        name=name,
        no_network=no_network,
    )
    workspace.vault.desk.add_statements([said])
    return publish(workspace).path


@pytest.mark.parametrize(
    ("name", "no_network"), [("A keeper of the Low Cut", False), ("K 11", True)]
)
def test_the_number_of_a_version_leads_nobody_to_the_account(
    keep: Keep, name: str, no_network: bool
) -> None:
    """On X it opens the post, whoever asks for it."""
    edition = _quoted_as(keep(_edited()), name, no_network=no_network)
    whole = [path.read_bytes() for path in edition.rglob("*") if path.is_file()]
    assert _packets(edition)["The kettle"]["name"] == name
    assert not [data for data in whole if str(EDITED).encode() in data]


def test_the_version_stands_beside_the_accounts_own_name(keep: Keep) -> None:
    edition = _quoted_as(keep(_edited()), "K 11")
    assert _packets(edition)["The kettle"]["check"]["version"] == str(EDITED)
