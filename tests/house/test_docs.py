"""The docs and the program say the same: each verb, option and setting, in both directions."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import msgspec
import pytest

from docs.make_reference import PAGE, commands, page
from ownwords.archive.settings import SETTINGS
from ownwords.cli import cli
from ownwords.records.campaign import Campaign, Keep, Moment, Policy
from ownwords.stories import compose
from ownwords.stories.blocks import KINDS as BLOCKS
from tests.house.checkout import ROOT, named, tracked

EVERYWHERE = {"--help", "--version"}


def known() -> dict[str, click.Command]:
    return dict(commands(cli))


def options(command: click.Command) -> set[str]:
    flags = (flag for each in command.params for flag in (*each.opts, *each.secondary_opts))
    return {flag for flag in flags if flag.startswith("-")}


def test_the_reference_is_what_the_program_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python docs/make_reference.py"


def test_every_command_and_option_says_what_it_is_for() -> None:
    silent = []
    for path, command in known().items():
        if not command.help:
            silent.append(path)
        for each in command.params:
            if isinstance(each, click.Option) and not each.help:
                silent.append(f"{path} {each.opts[0]}")
    assert silent == []


def examples(text: str) -> list[str]:
    """Command lines in a page: `ownwords …` in code, continuation lines joined, comments cut."""
    text = text.replace("\\\n", " ")
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^    (.*)$", text, re.MULTILINE)
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    lines = [line for block in blocks for line in block.splitlines()] + indented + spans
    stripped = (re.sub(r"^\s*(\$|>|PS>)\s*", "", line).split(" #")[0].strip() for line in lines)
    return [line for line in stripped if line == "ownwords" or line.startswith("ownwords ")]


def unknown(line: str) -> str:
    """What in a command line does not exist; nothing where all of it does."""
    words = shlex.split(line.split(" | ")[0].split(" > ")[0].replace("…", ""))
    path, command, rest = "ownwords", known()["ownwords"], words[1:]
    while rest and isinstance(command, click.Group) and not rest[0].startswith(("-", "[", "<")):
        path = f"{path} {rest[0]}"
        if path not in known() and rest[0].isupper():
            return ""
        if path not in known():
            return path
        command, rest = known()[path], rest[1:]
    flags = {word.split("=")[0].strip("[]") for word in rest if word.startswith(("--", "[--"))}
    return ", ".join(sorted(flags - options(command) - EVERYWHERE))


def pages() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md" and "fixtures" not in path.parts]


def test_every_command_line_in_the_docs_exists() -> None:
    wrong = []
    for path in pages():
        for line in examples(path.read_text(encoding="utf-8")):
            if missing := unknown(line):
                wrong.append(f"{named(path)}: {line!r}: {missing}")
    assert wrong == []


@pytest.mark.parametrize(
    "line", ["ownwords serch sea", "ownwords search sea --tga X", "ownwords consent forget"]
)
def test_a_wrong_command_line_is_seen(line: str) -> None:
    page = f"Try this:\n\n```console\n$ {line}  # now\n```\n"
    assert [unknown(found) for found in examples(page)] != [""]


def section(text: str, heading: str) -> str:
    """The part of a page from a heading to the next one of the same rank."""
    found = re.search(rf"^(#+) [^\n]*{re.escape(heading)}[^\n]*$", text, re.MULTILINE)
    assert found, f"no heading with {heading!r}"
    rest = text[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def test_every_setting_of_a_campaign_is_documented_and_exists() -> None:
    text = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    table = section(text, "campaign.toml")
    documented = set(re.findall(r"^\| `([a-z_.]+)` \|", table, re.MULTILINE))
    assert documented == {setting.name for setting in SETTINGS}


def test_the_list_of_settings_and_the_record_agree() -> None:
    """What campaign.toml takes beyond the record: the version of the format."""
    read = {field.encode_name for field in msgspec.structs.fields(Campaign)} | {"format"}
    read |= {f"moments.{field.encode_name}" for field in msgspec.structs.fields(Moment)}
    read |= {f"keep.{field.encode_name}" for field in msgspec.structs.fields(Keep)}
    read |= {f"policy.{field.encode_name}" for field in msgspec.structs.fields(Policy)}
    assert {setting.name for setting in SETTINGS} == read


@pytest.mark.parametrize(
    ("heading", "keys"),
    [("The header", compose.HEADER), ("Blocks", compose.QUOTE)],
)
def test_every_key_of_a_story_is_documented_and_exists(heading: str, keys: tuple[str, ...]) -> None:
    page = (ROOT / "docs" / "how-to" / "write-a-story.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([a-z-]+)` \|", section(page, heading), re.MULTILINE)
    assert sorted(documented) == sorted(keys)


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_block_of_a_story_is_documented_and_listed_in_the_format(kind: str) -> None:
    page = (ROOT / "docs" / "how-to" / "write-a-story.md").read_text(encoding="utf-8")
    assert f"```` ```{kind} ````" in page
    listed = section((ROOT / "docs" / "format.md").read_text(encoding="utf-8"), "stories (")
    assert f"`{kind}`" in listed


def test_every_page_that_is_linked_exists() -> None:
    broken = []
    for path in pages():
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
            if not (path.parent / target).exists():
                broken.append(f"{named(path)}: {target}")
    assert broken == []


def test_every_decision_stands_in_the_list_under_its_number_and_title() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = sorted(folder.glob("0*.md"))
    assert pages
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for one in pages:
        number, _, title = one.read_text(encoding="utf-8").partition("\n")[0].partition(": ")
        assert number == f"# {one.name[:4]}"
        assert f"| [{one.name[:4]}]({one.name}) | {title} |" in listed


def test_every_page_that_is_named_exists() -> None:
    """Pages named in text, docstrings and messages: `docs/format.md` is a promise to a reader."""
    missing = set()
    for path in tracked():
        if path.suffix not in {".md", ".py", ".html", ".toml"}:
            continue
        for target in re.findall(r"\bdocs/[\w/-]+\.md\b", path.read_text(encoding="utf-8")):
            if not (ROOT / target).exists():
                missing.add(f"{named(path)}: {target}")
    assert missing == set()
