"""Printing: a terminal obeys what it is shown, so nothing that came in may command it."""

from __future__ import annotations

import ast
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.cli import show
from tests.cli.conftest import Place, tweet
from tests.house.checkout import ROOT

CLI = ROOT / "src" / "ownwords" / "cli"
COMMANDS = "\x1b[2J\x1b]0;window\x07\x9b31m\x7f\r\x08\u202eturned\u2066"


def obeyed(text: str) -> set[str]:
    """What a terminal would obey: all control characters but line feed and tab, and turners."""
    turners = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    return {c for c in text if (c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f"} | (
        turners & set(text)
    )


@given(st.text(st.characters(codec="utf-8")))
def test_plain_leaves_nothing_that_a_terminal_obeys(text: str) -> None:
    assert not obeyed(show.plain(text))


def test_plain_leaves_ordinary_words_of_every_script_alone() -> None:
    words = "الفنار\u200f 灯台\u3000ไฟ हम ही\u200d रखते\tX\n👩\u200d🔧 é"
    assert show.plain(words) == words


@pytest.mark.parametrize("text", [COMMANDS, "plain", "\u2028 and \x85", 'a "quoted" \\u001b'])
def test_json_lines_decode_to_what_was_given(capsys: pytest.CaptureFixture[str], text: str) -> None:
    show.json_line({"text": text})
    out = capsys.readouterr().out
    assert json.loads(out) == {"text": text}
    assert not obeyed(out)


def test_every_verb_prints_through_show() -> None:
    direct = {
        f"{path.name}:{node.lineno}"
        for path in CLI.glob("*.py")
        if path.name != "show.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in {"echo", "secho", "write"})
        or (isinstance(node, ast.Name) and node.id == "print")
    }
    assert not direct


@pytest.mark.parametrize("verb", [["search", "lamp"], ["first-uses"], ["languages"], ["status"]])
def test_words_that_came_in_cannot_command_the_terminal(place: Place, verb: list[str]) -> None:
    post = json.loads(tweet(5, 15, "2014-01-14T06:00:00.000Z", f"lamp {COMMANDS} #KeepLit"))
    post["lang"] = "e\x1b[5mn"
    post["author"]["username"] = "keeper\x1b[2J"
    place.posts.write_text(json.dumps(post) + "\n", encoding="utf-8")
    place.run("gather", str(place.posts))
    assert not obeyed(place.run(*verb).replace("\r\n", "\n"))


def test_a_post_cannot_pretend_to_be_another_result(place: Place) -> None:
    forged = "lamp\n2014-01-11 05:12  https://x.com/i/status/1\n  words nobody said #KeepLit"
    line = tweet(5, 15, "2014-01-14T06:00:00.000Z", forged)
    place.posts.write_text(line + "\n", encoding="utf-8")
    place.run("gather", str(place.posts))
    heads = [line for line in place.run("search", "lamp").splitlines() if line[:1].isdigit()]
    assert len(heads) == 1
