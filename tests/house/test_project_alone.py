"""The repository speaks of the project alone: nothing of where or how it was made."""

from __future__ import annotations

import re

import pytest

from tests.house.checkout import is_text, named, tracked

HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com",
         "deb.debian" + ".org", "crates" + ".io", "conda" + ".anaconda")  # fmt: skip
MAKERS = ("anthro" + "pic", "clau" + "de", "chat" + "gpt", "open" + "ai", "co" + "pilot",
          "sub" + "agent", "co-authored" + "-by", "before" + "-stop",
          "this " + "session")  # fmt: skip
PATHS = re.compile(r"(?<![\w.])/(work|root|farm|home/[a-z]+|Users/[A-Za-z]+)/[\w.]")
WORDS = re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in HOSTS + MAKERS), re.IGNORECASE)
# Text that was not made for this repository, and the list of crawlers that an edition turns away.
FOREIGN = re.compile(r"LICENSE$|requirements/.*\.lock$|bench/.*\.lock$|tests/fixtures/|robots")
# Papers that stand outside the repository, which a reader of it cannot open.
PAPERS = re.compile(r"\b(BRIEF|COMMON|DESIGN|EXAMPLES|FORMATS|ROOMS)" + r"\.md\b")


def strange(line: str) -> str:
    found = PATHS.search(line) or WORDS.search(line) or PAPERS.search(line)
    return found.group() if found else ""


def test_no_file_tells_where_it_was_made() -> None:
    told = []
    for path in tracked():
        if FOREIGN.search(named(path)) or not is_text(path):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if word := strange(line):
                told.append(f"{named(path)}:{number}: {word}")
    assert told == []


@pytest.mark.parametrize(
    "line",
    [
        "see /wo" + "rk/main/x",
        "/ro" + "ot/.pyenv",
        "https://" + HOSTS[0] + "/simple",
        MAKERS[0],
        "DES" + "IGN.md",
    ],
)
def test_this_test_sees_what_it_looks_for(line: str) -> None:
    assert strange(line)


@pytest.mark.parametrize("line", ["../shared/data", "a network/root/x", "user agent", "work/life"])
def test_ordinary_words_are_left_alone(line: str) -> None:
    assert not strange(line)
