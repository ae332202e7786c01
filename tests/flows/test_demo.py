"""The whole line on the invented campaign: delivered files in, an edition out, nothing else out."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from pathlib import Path

import pytest

from tests.demo_campaign import Demo, ownwords

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def published(demo: Demo) -> str:
    """Every text file of the edition in one."""
    names = ("*.html", "*.js", "*.json", "*.css", "*.txt")
    return "\n".join(
        path.read_text(encoding="utf-8") for name in names for path in demo.edition.rglob(name)
    )


def test_every_post_is_kept_once(demo: Demo) -> None:
    expected = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))
    status = json.loads(demo.run("status", "--json"))
    given = 12 + len(list((EXAMPLES / "exports" / "given").glob("*.md")))
    assert status["posts"] == expected["unique"]["matching"] + given
    assert status["faults"] == 3
    assert status["networks"]["given"] == given


def test_what_could_not_be_read_is_said(demo: Demo) -> None:
    for place in ("tags-sheet.csv, line 74", "twitter-v2-stream.jsonl, line 149"):
        assert place in demo.said


def test_verify_is_quiet_about_the_demo_and_its_edition(demo: Demo) -> None:
    assert demo.run("verify") == ""
    assert "The manifest is signed with the key" in demo.run("verify", str(demo.edition))
    checked = json.loads(demo.run("verify", "--json"))
    assert checked["ok"]
    assert checked["quotes"] == 19


def test_the_front_page_is_the_finished_story(demo: Demo) -> None:
    front = (demo.edition / "index.html").read_text(encoding="utf-8")
    assert "Ask us what the night is like" in front.replace("\u00a0", " ")
    assert front.count('class="check"') >= 10


def test_a_story_that_waits_is_in_the_preview_alone(demo: Demo) -> None:
    preview = demo.root / "cache" / "preview" / "stories" / "what-the-lamp-costs.html"
    text = preview.read_text(encoding="utf-8")
    assert "3 of 9 have a yes" in text
    assert "What the lamp costs" not in published(demo)


def test_private_members_of_an_archive_are_nowhere(demo: Demo) -> None:
    canary = b"canary"
    held = [p for p in demo.root.rglob("*") if p.is_file() and canary in p.read_bytes().lower()]
    assert held == []


def _allows(uses: str) -> bool:
    return bool({"verbatim", "named"} & set(re.split(r"[ ,;]+", uses)))


def test_people_who_said_no_or_nothing_are_in_no_file(demo: Demo) -> None:
    """By the answers that the examples were written from, not by anything the gate says."""
    answers = tomllib.loads((EXAMPLES / "answers.toml").read_text(encoding="utf-8"))
    yes = {voice for row in answers["owner"] for voice in row["voices"]} | {
        row.get("voice", "")
        for row in answers["answer"]
        if row["answer"] == "yes" and _allows(row.get("uses", ""))
    }
    said_with_the_words = {
        name for name, row in answers["paper"].items() if _allows(row.get("uses", ""))
    }
    site = published(demo)
    leaked = []
    for path in sorted((EXAMPLES / "texts").glob("*.toml")):
        for text in tomllib.loads(path.read_text(encoding="utf-8"))["text"]:
            allowed = text["voice"] in yes or text["id"] in said_with_the_words
            if not allowed and text["text"][:40] in site:
                leaked.append(text["id"])
    assert leaked == []


def test_every_page_says_that_it_is_invented(demo: Demo) -> None:
    for page in demo.edition.rglob("*.html"):
        assert "Invented." in page.read_text(encoding="utf-8"), page.name


def test_the_demo_replaces_a_demo_and_nothing_else(demo: Demo, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    said = ownwords(["demo", "--out", str(tmp_path)], tmp_path / "config", status=2)
    assert "not a demo" in said
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("word", ["winch", "नहीं", "灯", "الضوء", "ไฟ"])
def test_search_reads_every_script(demo: Demo, word: str) -> None:
    found = [json.loads(line) for line in demo.run("search", word, "--json").splitlines()]
    assert found
    assert {"id", "account", "published", "language", "snippet", "score"} <= found[0].keys()


def test_a_commitment_opens(demo: Demo, tmp_path: Path) -> None:
    """The page of a quotation without a name holds the SHA-256 of what the campaign hands out."""
    found = []
    for page in sorted((demo.edition / "quotes").iterdir()):
        text = page.read_text(encoding="utf-8")
        commitment = re.search(r"[Cc]ommitment.*?([0-9a-f]{64})", text, re.DOTALL)
        if commitment and "name withheld" in text:
            file = tmp_path / "opening.json"
            demo.run("consent", "opening", page.stem, str(file))
            assert os.name == "nt" or file.stat().st_mode & 0o077 == 0
            found.append(hashlib.sha256(file.read_bytes()).hexdigest() == commitment[1])
    assert found
    assert all(found)
    named = [
        page
        for page in (demo.edition / "quotes").glob("*.html")
        if "digest-of-words" in page.read_text("utf-8")
    ]
    refused = demo.run("consent", "opening", named[0].stem, str(tmp_path / "none.json"), status=2)
    assert "no commitment" in refused
    assert not (tmp_path / "none.json").exists()
    refused = demo.run("consent", "opening", "q00", str(tmp_path / "none.json"), status=2)
    assert "no quotation of that name" in refused
