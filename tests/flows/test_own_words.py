"""Whoever is called like a word that the edition itself prints stops none, in any language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from ownwords.consent.fingerprints import fold, tokens_of
from ownwords.edition import constants
from ownwords.flows.gathering import Request, gather
from ownwords.flows.publish import publish
from ownwords.flows.starting import start
from ownwords.records.campaign import Campaign
from ownwords.records.errors import OwnwordsError
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Silent, tweet

_LANGUAGES = ("en", "es", "fr", "ar", "de", "ja", "ru", "pt", "it", "ht", "hi", "tr")
_VOICES = 12
_TAG = re.compile(r"<[^<>]*>")
_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?")
_DIGIT = re.compile(r"\d")
_TEXTS = (".html", ".json", ".md", ".txt", ".xml", ".svg", ".cff", ".js", ".css")
Person = tuple[str, str]
"""A handle and a display name."""


@pytest.fixture(autouse=True)
def _one_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "config"))


def campaign(folder: Path, language: str, people: Iterable[Person]) -> Workspace:
    """A campaign told in a language, to which these people said something in twelve."""
    folder.mkdir()
    source = folder / "tweets.jsonl"
    said = []
    for number, (handle, name) in enumerate(people):
        one = tweet(421900000000000001 + number, 1_000 + number, handle, f"Ship {number} came late")
        one["lang"] = _LANGUAGES[number % len(_LANGUAGES)]
        one["author"] = {"id": str(1_000 + number), "username": handle, "name": name}
        said.append(json.dumps(one))
    source.write_text("\n".join(said), encoding="utf-8")
    told = Campaign(
        name="Keep it lit",
        hashtags=("KeepLit",),
        contact="keepers@example.org",
        languages=(language,),
    )
    start(folder / "campaign", told)
    workspace = open_workspace(folder / "campaign")
    for _ in gather(workspace, Request(sources=(str(source),)), Silent()):
        pass
    return workspace


def strangers(count: int) -> list[Person]:
    """People whose names are no words."""
    return [(f"k{number}", f"K {number}") for number in range(count)]


def printed(edition: Path) -> tuple[set[str], set[str]]:
    """The words of its files and addresses, and what stands between two tags by itself."""
    words: set[str] = set()
    pieces: set[str] = set()
    for path in edition.rglob("*"):
        words |= set(tokens_of(fold(path.relative_to(edition).as_posix())))
        if path.suffix in _TEXTS or path.name == "SHA256SUMS":
            text = path.read_text(encoding="utf-8")
            words |= set(tokens_of(fold(text)))
            pieces |= {piece.strip() for piece in _TAG.split(text)}
    words, pieces = ({one for one in found if not _DIGIT.search(one)} for found in (words, pieces))
    return words, pieces


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_who_is_called_like_any_word_of_an_edition_stops_none(
    language: str, tmp_path: Path
) -> None:
    before = campaign(tmp_path / "a", language, strangers(len(_LANGUAGES) * _VOICES))
    words, pieces = printed(publish(before).path)
    names = {one for one in pieces if _NAME.fullmatch(one)}
    before.vault.close()
    people = [(word, word) for word in sorted(words)]
    people += [(f"k{number}", one) for number, one in enumerate(sorted(names))]
    people += strangers(len(_LANGUAGES) * _VOICES)
    assert len(words) > 500
    after = campaign(tmp_path / "b", language, people)
    again, _ = printed(publish(after).path)
    assert len(again & words) > 500
    after.vault.close()


@pytest.fixture
def with_japanese(tmp_path: Path) -> Workspace:
    """A campaign whose edition prints the names of languages, and somebody who bears one."""
    people = [*strangers(len(_LANGUAGES) * _VOICES), ("japanese", "Japanese"), ("k_h", "Haitian")]
    return campaign(tmp_path / "a", "en", people)


def tell(workspace: Workspace, words: str) -> None:
    story = f"---\ntitle: The night\n---\n\n{words}\n"
    (workspace.folder.stories / "night.md").write_text(story, encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    ["— Japanese", "by Japanese", "Ask @japanese.", "https://x.com/japanese", "– Japanese"],
)
def test_a_name_of_a_language_is_found_where_an_author_would_stand(
    with_japanese: Workspace, words: str
) -> None:
    tell(with_japanese, "They spoke Japanese and Haitian at the lock.")
    edition = publish(with_japanese).path
    assert "<bdi>Japanese</bdi>" in (edition / "numbers.html").read_text(encoding="utf-8")
    tell(with_japanese, f"They spoke Japanese at the lock.\n\n{words}")
    with pytest.raises(OwnwordsError):
        publish(with_japanese)


def test_a_quotation_that_nobody_cleared_is_found_beside_such_a_name(
    with_japanese: Workspace,
) -> None:
    tell(with_japanese, "Ship 7 came late, somebody said.\n\n— Japanese")
    with pytest.raises(OwnwordsError):
        publish(with_japanese)


def test_only_what_the_edition_prints_is_nobodys(tmp_path: Path) -> None:
    """No post is in Basque, so that no table says so, and the name is somebody's alone."""
    people = [*strangers(len(_LANGUAGES) * _VOICES), ("basque", "Basque")]
    workspace = campaign(tmp_path / "a", "en", people)
    tell(workspace, "They spoke Basque at the lock.")
    with pytest.raises(OwnwordsError):
        publish(workspace)


def test_the_chapters_of_a_datasheet_are_known(tmp_path: Path) -> None:
    edition = publish(campaign(tmp_path / "a", "en", strangers(20))).path
    told = json.loads((edition / "datasheet.json").read_bytes())
    names = {one.get("name") or one.get("id") for one in told["chapters"]}
    assert names == set(constants.CHAPTERS)
