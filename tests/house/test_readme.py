"""The README's commands are run and print what the README says they print."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from requirements import environment
from tests.demo_campaign import COMMAND, Demo
from tests.house.checkout import ROOT, tracked

README = ROOT / "README.md"
CUT = "…"
_BLOCK = re.compile(r"^(`{3,})console\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_STORY = re.compile(
    r"`\.\./(keepers/stories/[a-z]+\.md)`:\n\n````markdown\n(.*?)^````$", re.MULTILINE | re.DOTALL
)
_PICTURE = re.compile(r'(?:src|srcset)="(docs/pictures/[^"]+)"')

# What differs from one machine, day or campaign key to the next, and how the README may show it.
_VARIABLE = (
    (re.compile(r"(file://)?[^\s`]*/(?=(keepers|ownwords-demo|demo)/(editions|cache)/)"), ""),
    (re.compile(r"\b(ownwords-)?demo(?=/(editions|cache)/)"), "demo"),
    (re.compile(r"\d{4}-\d{4}-\d\d-\d\d"), "NUMBER-DATE"),
    (re.compile(r"in \d+\.\d s\b"), "in TIME"),
    (re.compile(r"\b[\d,]+ kB\b"), "SIZE kB"),
    (re.compile(r"k1:[0-9a-f]{32}"), "k1:DIGEST"),
)


def part(heading: str) -> str:
    """A part of the README, from its heading to the next."""
    return README.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]


def shown(text: str) -> list[tuple[str, list[str]]]:
    """Each command of the console blocks with the lines that are shown as its output."""
    found: list[tuple[str, list[str]]] = []
    for block in _BLOCK.finditer(text):
        for line in block[2].splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def plain(line: str) -> str:
    """A line without what differs every time."""
    for pattern, instead in _VARIABLE:
        line = pattern.sub(instead, line)
    return line.rstrip()


def missing(wanted: list[str], printed: str) -> str:
    """The first line of the README that was not printed where it should be; empty when all were.

    A line that is only a cut stands for any number of lines, an empty line for any number of them.
    """
    lines = [plain(line) for line in printed.splitlines() if line.strip()]
    at, loose = 0, False
    for want in map(plain, filter(str.strip, wanted)):
        if want == CUT:
            loose = True
            continue
        if loose and want in lines[at:]:
            at = lines.index(want, at)
        if at >= len(lines) or lines[at] != want:
            return want
        at, loose = at + 1, False
    return "" if loose or at == len(lines) else f"(printed and not shown) {lines[at]}"


@dataclass(frozen=True)
class Told:
    """The campaign of the six commands, as the README makes it; ``wrong``: what it did not say."""

    folder: Path
    wrong: list[str]
    environment: dict[str, str]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One more command in the same checkout."""
        return subprocess.run(
            [*COMMAND, *words],
            cwd=self.folder / "ownwords",
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("readme")
    checkout = folder / "ownwords"
    checkout.mkdir()
    shutil.copytree(ROOT / "examples", checkout / "examples")
    text = part("Your own, in six commands")
    stories = _STORY.findall(text)
    environment = {
        **os.environ,
        "PYTHONWARNINGS": "ignore",
        "OWNWORDS_CONFIG": str(folder / "keys"),
    }
    commands = [
        (line, wanted) for line, wanted in shown(text) if not line.startswith("export PATH=")
    ]
    assert sum(line.startswith("ownwords ") for line, _ in commands) == 6
    assert len(stories) == 1
    made = Told(folder, [], environment)
    for line, wanted in commands:
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            environment[name] = value
            continue
        if line.startswith("ownwords publish"):
            for path, story in stories:
                (folder / path).write_text(story, encoding="utf-8")
        done = made.run(*shlex.split(line)[1:])
        if lost := missing(wanted, done.stdout):
            made.wrong.append(f"$ {line}\nnot as in the README: {lost}\nprinted:\n{done.stdout}")
    return made


def test_the_six_commands_print_what_the_readme_says(told: Told) -> None:
    assert told.wrong == [], "\n\n".join(told.wrong)


def test_verify_counts_the_files_of_an_edition_as_publish_does(told: Told) -> None:
    [edition] = sorted((told.folder / "keepers" / "editions").glob("0001-*"))
    [published] = re.findall(r"Edition 1 of (\d+ files)", part("Your own, in six commands"))
    checked = told.run("verify", str(edition))
    assert checked.returncode == 0, checked.stdout
    assert f"{published} as the manifest lists them." in checked.stdout


def test_the_size_of_the_edition_is_the_one_that_was_built(told: Told) -> None:
    """Within a kilobyte: the names of months are not equally long."""
    [edition] = sorted((told.folder / "keepers" / "editions").glob("0001-*"))
    [said] = re.findall(r"Edition 1 of \d+ files, (\d+) kB", part("Your own, in six commands"))
    built = sum(path.stat().st_size for path in edition.rglob("*") if path.is_file())
    assert abs(built - int(said) * 1000) < 1000


def test_whoever_the_readme_quotes_can_be_taken_out(told: Told) -> None:
    """Its story repeats nobody: one command is enough, for each of the two."""
    for number, post in enumerate(("422338377019292208", "422148668666150773")):
        copy = told.folder / f"copy-{number}"
        shutil.copytree(told.folder / "keepers", copy)
        who = f"https://x.com/i/status/{post}"
        done = told.run("withdraw", who, "--yes", "--campaign", str(copy))
        assert done.returncode == 0, done.stdout
        assert "traces: 0 found" in done.stdout
        assert [one.name[:4] for one in copy.glob("editions/*-*") if one.is_dir()] == ["0002"]


def test_the_demo_prints_what_the_readme_says(demo: Demo) -> None:
    [(_, wanted)] = [each for each in shown(part("Two commands")) if each[0] == "./demo"]
    begin = next(n for n, line in enumerate(wanted) if line.startswith("The keepers' campaign"))
    assert missing(wanted[begin:], demo.said) == "", demo.said


def test_the_promises_of_the_demo_are_the_scripts_own() -> None:
    [(_, wanted)] = [each for each in shown(part("Two commands")) if each[0] == "./demo"]
    script = (ROOT / "demo").read_text(encoding="utf-8")
    for line in wanted[:3]:
        assert line in script


def test_what_is_fetched_is_what_the_installer_says() -> None:
    """The tools come on top of what `./demo` has installed, and are told so."""
    said = part("Two commands")
    (fetch, disk), (all_of_it, _) = environment.SIZES["run"], environment.SIZES["dev"]
    assert f"Installing into .venv: about {fetch} MB to fetch, {disk} MB on the disk." in said
    assert f"Its tools are about {all_of_it - fetch} MB more to fetch." in said


def test_the_tiers_that_the_readme_names_exist() -> None:
    [(line, wanted)] = [each for each in shown(part("Two commands")) if each[0] != "./demo"]
    script = (ROOT / "test").read_text(encoding="utf-8")
    named = line.split()[1:]
    assert named
    assert [name for name in named if f'"{name}": {name},' not in script] == []
    assert [row.split()[0] for row in wanted[2 : 2 + len(named)]] == named


def test_the_pictures_are_there_and_small() -> None:
    pictures = [ROOT / name for name in _PICTURE.findall(README.read_text(encoding="utf-8"))]
    assert len(pictures) == 2
    for picture in pictures:
        data = picture.read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) < 300_000, picture.name


@pytest.mark.parametrize(
    ("wanted", "printed", "lost"),
    [
        (["a", CUT, "d"], "a\nb\nc\nd\n", ""),
        (["a", CUT], "a\nb\n", ""),
        (["a", "", "b in 0.2 s"], "a\nb in 9.1 s\n", ""),
        (["a", "c"], "a\nb\n", "c"),
        (["a"], "a\nb\n", "(printed and not shown) b"),
        (["a", CUT, "e"], "a\nb\n", "e"),
        (["a"], "", "a"),
    ],
)
def test_a_line_that_is_not_printed_is_seen(wanted: list[str], printed: str, lost: str) -> None:
    assert missing(wanted, printed) == lost


def test_every_page_of_the_docs_is_in_their_list() -> None:
    docs = ROOT / "docs"
    listed = set(re.findall(r"\]\(([\w/.-]+\.md)\)", (docs / "README.md").read_text("utf-8")))
    pages = [path for path in tracked() if path.suffix == ".md" and docs in path.parents]
    there = {path.relative_to(docs).as_posix() for path in pages}
    there = {name for name in there if not name.startswith("decisions/")} - {"README.md"}
    assert there - listed == set()
