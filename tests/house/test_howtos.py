"""What the how-to pages tell people to write or run does what the pages say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from ownwords.consent.vocabularies import read_labels_csv, read_statements_csv, read_voices_csv
from ownwords.gather.connector import Options
from ownwords.gather.given import CONNECTOR
from ownwords.gather.mapping import parse_mapping
from ownwords.gather.sources import Source, find_sources
from ownwords.records.captured import Captured, Fault
from ownwords.records.consent import VoiceKind
from tests.demo_campaign import Demo
from tests.house.checkout import ROOT

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, kind: str = "", start: str = "") -> list[str]:
    """The fenced blocks of a how-to page of one kind whose text begins so."""
    text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text(encoding="utf-8")
    return [body for said, body in _FENCED.findall(text) if said == kind and body.startswith(start)]


def one(page: str, kind: str = "", start: str = "") -> str:
    [block] = blocks(page, kind, start)
    return block


def run(program: str, demo: Demo) -> str:
    """What a program of a page prints in the folder of the demo's edition."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", program],
        cwd=demo.edition,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def test_the_sum_of_a_quotation_is_the_one_on_its_page(demo: Demo) -> None:
    digest = run(one("check-a-quotation", "python", "import hashlib\n\nwords"), demo).strip()
    pages = [path.read_text(encoding="utf-8") for path in (demo.edition / "quotes").glob("*.html")]
    text = (ROOT / "docs" / "how-to" / "check-a-quotation.md").read_text(encoding="utf-8")
    assert sum(digest in page for page in pages) == 1
    assert digest in text


def test_every_quotation_of_an_edition_can_be_checked_at_once(demo: Demo) -> None:
    program = one("check-a-quotation", "python", "import hashlib, html, re")
    said = run(program, demo).splitlines()
    named = [line for line in said if line.endswith(" True")]
    unnamed = [line for line in said if line.endswith("so it has a commitment")]
    assert len(named) >= 5
    assert len(unnamed) >= 1
    assert len(named) + len(unnamed) == len(list((demo.edition / "quotes").glob("*.html")))


def test_a_changed_quotation_is_seen(demo: Demo) -> None:
    program = one("check-a-quotation", "python", "import hashlib, html, re")
    changed = program.replace('(encoding="utf-8")', '(encoding="utf-8").replace("kettle", "pot")')
    assert any(line.endswith(" False") for line in run(changed, demo).splitlines())


def test_an_unchanged_edition_has_no_changed_file(demo: Demo) -> None:
    assert run(one("check-a-quotation", "python", "import hashlib, json"), demo) == ""


def test_a_zip_made_by_hand_is_the_one_that_goes_with_its_edition() -> None:
    """Under another name it would hold everybody who is taken out later, and nothing removes it."""
    [made] = re.findall(
        r"^cd editions && zip -r (\S+) (\S+)$", one("put-it-online", "sh", "cd"), re.MULTILINE
    )
    assert made[0] == Path(made[1]).with_suffix(".zip").as_posix()


def test_the_mapping_is_one() -> None:
    mapping = parse_mapping(one("gather-an-export", "toml"), "the page")
    assert mapping.network == "x"
    assert mapping.zone == "Europe/London"


def test_the_interview_is_words_with_a_yes(tmp_path: Path) -> None:
    path = tmp_path / "interview.md"
    path.write_text(one("gather-an-export", "", "---\ngiven"), encoding="utf-8")
    [source] = find_sources(str(path))
    assert isinstance(source, Source)
    [read] = CONNECTOR.read(source, Options())
    assert isinstance(read, Captured)
    assert read.post.content == "Some Februaries."
    assert len(read.statements) == 1


def test_the_tables_of_answers_labels_and_voices_are_read_whole() -> None:
    faults: list[Fault] = []
    statements, bad = read_statements_csv(one("ask-for-a-yes", "", "account,answer"))
    faults += bad
    labels, bad = read_labels_csv(one("ask-for-a-yes", "", "account,label"))
    faults += bad
    voices, bad = read_voices_csv(one("ask-for-a-yes", "", "voice,kind"))
    faults += bad
    assert faults == []
    assert [len(statements), len(labels)] == [3, 1]
    assert {voice.kind for voice in voices} == set(VoiceKind)
