"""Whoever the invented campaign quotes can be taken out of it by one command."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest

from ownwords.flows.prepared import next_head, prepare
from ownwords.workspace import open_workspace
from tests.conftest import FULL
from tests.demo_campaign import Demo

TELLERS = "https://x.com/i/user/9920146391"
"""The Skerry Assembly: it tells the campaign, and its name stands on every page."""
TRIED = 5
ONCE_LEFT = (
    "given:voice/f274a4dcf44561d1ebbf",
    "given:voice/630cbccc51b82eb7f4e9",
    "https://x.com/i/user/9945912819",
)
"""An answer in the name of given words, a word that others end with a danda, Thai in a table."""
NAMED = {
    "https://x.com/i/user/9972208695": ["stories/ask-us-what-the-night-is-like.md"],
    "https://x.com/i/user/9969215864": [
        "introduction.md",
        "stories/ask-us-what-the-night-is-like.md",
    ],
    "https://x.com/i/user/9911972325": ["campaign.toml"],
}
"""Somebody whom a story names, a charity, a newspaper: files with a name that may be others'."""


@pytest.fixture(scope="module")
def quoted(demo: Demo) -> list[str]:
    """The accounts that the demo quotes, without the tellers' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OWNWORDS_CONFIG", str(demo.config))
        workspace = open_workspace(demo.root)
        prepared = prepare(workspace, next_head(workspace))
        workspace.vault.close()
    return sorted(set(prepared.content.quoter.accounts) - {TELLERS})


def chosen(quoted: list[str]) -> list[str]:
    """All of them in a full run."""
    if FULL:
        return [one for one in quoted if one not in NAMED]
    others = [one for one in quoted if one not in {*ONCE_LEFT, *NAMED}]
    return [*ONCE_LEFT, *Random(1).sample(others, TRIED - len(ONCE_LEFT))]


def test_each_is_out_by_one_command(demo: Demo, quoted: list[str], tmp_path: Path) -> None:
    assert len(quoted) > 60
    assert set(ONCE_LEFT) <= set(quoted)
    for number, account in enumerate(chosen(quoted)):
        copy = demo.copy(tmp_path / str(number))
        done = json.loads(copy.run("withdraw", account, "--yes", "--json"))
        assert (done["hits"], done["repeated"], done["stopped"]) == (0, [], ""), account
        assert done["editions"] == [1], account
        assert Path(done["replacement"]).name.startswith("0002-"), account


@pytest.mark.parametrize("account", list(NAMED) if FULL else list(NAMED)[:1])
def test_a_sentence_that_names_one_of_them_waits_for_a_word(
    demo: Demo, tmp_path: Path, account: str
) -> None:
    copy = demo.copy(tmp_path)
    told = copy.run("withdraw", account, "--yes", "--json", status=1)
    done = json.loads(told.partition("\n")[0])
    assert {place["kind"] for place in done["repeated"]} == {"named"}
    assert sorted({place["file"] for place in done["repeated"]}) == NAMED[account]
    words = (f"--keep-line={file}" for file in NAMED[account])
    done = json.loads(copy.run("withdraw", "--resume", "--json", *words))
    assert (done["hits"], done["repeated"], done["editions"]) == (0, [], [1])
    assert Path(done["replacement"]).name.startswith("0002-")


def test_the_tellers_are_out_once_they_are_called_otherwise(demo: Demo, tmp_path: Path) -> None:
    copy = demo.copy(tmp_path)
    for words in ([TELLERS, "--yes"], ["--resume"]):
        said = copy.run("withdraw", *words, status=1)
        assert "campaign.toml, line " in said
        assert "stories/what-the-lamp-costs.md, line 5: their name" in said
    for path in (copy.root / "campaign.toml", *(copy.root / "stories").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"the Skerry Assembly\b", "keepers", text), encoding="utf-8")
    done = json.loads(copy.run("withdraw", "--resume", "--json"))
    assert (done["hits"], done["editions"]) == (0, [1])
    assert [one.name[:4] for one in (copy.root / "editions").iterdir() if one.is_dir()] == ["0002"]
