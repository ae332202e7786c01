"""A campaign in another language, from its folder to an edition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from ownwords.flows.prepared import fixed_words
from ownwords.flows.publish import publish
from ownwords.locales.tongue import tongue_of
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.errors import PublishStopped
from ownwords.workspace import Workspace
from tests.flows.keepers import account, campaign, tweet

WORDS = "The kettle goes on at six, frost or not"
YES = Statement(
    answer=Answer.YES, uses=(Use.VERBATIM, Use.NAMED), account=account(11), name="Maren of the Cut"
)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    tweets = [tweet(421900000000000001, 11, "maren_low_cut", WORDS)]
    return campaign(tmp_path, monkeypatch, tweets)


def speaking(workspace: Workspace, language: str) -> Workspace:
    told = msgspec.structs.replace(workspace.campaign, languages=(language, "en"))
    return replace(workspace, campaign=told)


@pytest.mark.parametrize("language", ["ar", "es-MX", "fr"])
def test_the_edition_speaks_the_first_language_of_the_campaign(
    workspace: Workspace, language: str
) -> None:
    workspace.vault.desk.add_statements([YES])
    made = publish(speaking(workspace, language)).path
    tongue = tongue_of(language)
    page = (made / "voices" / "day.html").read_text(encoding="utf-8")
    assert f'<html lang="{tongue.tag}" dir="{tongue.direction}">' in page
    assert tongue.gettext("Voices by day") in page
    assert WORDS in page
    method = (made / "method.html").read_text(encoding="utf-8")
    assert tongue.gettext("Twitter API v2 (JSON of twarc2)") in method


def test_what_another_language_says_is_no_excuse(workspace: Workspace) -> None:
    """Only sentences that can stand in the edition explain words that are found in it."""
    arabic = speaking(workspace, "ar")
    ours = fixed_words(arabic)
    assert tongue_of("ar").gettext("How people are counted") in ours
    assert tongue_of("fr").gettext("How people are counted") not in ours
    assert publish(arabic).quotes == 0


def test_words_without_a_yes_stop_an_edition_in_any_language(workspace: Workspace) -> None:
    (workspace.folder.root / "about.md").write_text(f"So {WORDS.lower()}.", encoding="utf-8")
    with pytest.raises(PublishStopped, match="about"):
        publish(speaking(workspace, "ar"))
