"""What the making of an edition remembers changes how long it takes, and nothing else."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from ownwords.archive import remembered
from ownwords.archive.remembered import FILE, Remembered
from ownwords.consent import screening
from ownwords.consent.screening_flags import Flag
from ownwords.flows import fingerprinted, finished_search
from ownwords.flows import publish as publishing
from ownwords.flows.publish import publish
from ownwords.flows.registers import read_register
from ownwords.flows.screened import Screen
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.errors import PublishStopped
from ownwords.workspace import Workspace, open_workspace
from tests.consent.planting import a_word
from tests.flows.keepers import Keep, account, tweet

VOICES = 60
BUILD = publishing.build


def words_of(number: int) -> str:
    """What the voice of that number said: invented, and nobody else's."""
    dice = random.Random(number)
    return " ".join(f"{a_word(dice)}{a_word(dice)}" for _ in range(dice.randint(6, 20)))


def answer(number: int, said: Answer) -> Statement:
    uses = (Use.VERBATIM, Use.NAMED) if said is Answer.YES else ()
    return Statement(answer=said, uses=uses, account=account(number), name=f"Keeper {number}")


@pytest.fixture
def workspace(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Everybody but the last three said yes, and one edition was published."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    people = range(1, VOICES + 1)
    tweets = [tweet(4219 * 10**14 + n, n, f"keeper_{n}_lock", words_of(n)) for n in people]
    made = keep(tweets)
    made.vault.desk.add_statements([answer(n, Answer.YES) for n in people[:-3]])
    publish(made)
    return made


def files(edition: Path) -> dict[str, bytes]:
    found = (path for path in sorted(edition.rglob("*")) if path.is_file())
    return {path.relative_to(edition).as_posix(): path.read_bytes() for path in found}


def outcome(workspace: Workspace) -> dict[str, bytes] | str:
    """The next edition, or why there is none."""
    try:
        return files(publish(workspace).path)
    except PublishStopped as stopped:
        return str(stopped)


def both(workspace: Workspace, copy: Path) -> dict[str, bytes] | str:
    """The outcome, after seeing that it is the same for who remembers nothing."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(workspace.folder.root, copy)
    for name in (FILE, fingerprinted.FILE):
        (copy / "cache" / name).unlink(missing_ok=True)
    forgetful = open_workspace(copy)
    without, found = outcome(forgetful), outcome(workspace)
    forgetful.vault.close()
    assert found == without
    return found


def planted(change: Callable[[bytes], bytes], only: str) -> Callable[..., Iterator]:
    """The making of an edition, with a fault in one file."""

    def build(site: object, pieces: object) -> Iterator[tuple[str, bytes]]:
        for path, data in BUILD(site, pieces):
            yield path, change(data) if path == only else data

    return build


@pytest.mark.parametrize("seed", range(2))
def test_editions_are_the_same_to_the_byte(seed: int, workspace: Workspace, tmp_path: Path) -> None:
    dice = random.Random(seed)
    for _ in range(3):
        changed = dice.sample(range(1, VOICES + 1), dice.choice((0, 1, 1, 5)))
        said = dice.choice((Answer.YES, Answer.NO))
        workspace.vault.desk.add_statements([answer(n, said) for n in changed])
        assert isinstance(both(workspace, tmp_path / "copy"), dict)


def test_a_second_edition_searches_little(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches: list[int] = []

    class Counting(finished_search.LeakScanner):
        def scan(self, path: str, data: bytes, *cleared: object) -> list:
            searches.append(len(data))
            return super().scan(path, data, *cleared)

    monkeypatch.setattr(finished_search, "LeakScanner", Counting)
    whole = sum(map(len, files(publish(workspace).path).values()))
    assert 0 < sum(searches) < whole / 4


@pytest.mark.parametrize("tongue", ["en", "es", "fr", "ar"])
def test_a_second_edition_screens_nothing(
    tongue: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = msgspec.structs.replace(workspace.campaign, languages=(tongue,))
    spoken = replace(workspace, campaign=campaign)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1797000000")
    publish(spoken)
    screened: list[str] = []
    monkeypatch.setattr(screening, "screen", lambda text, **_: screened.append(text) or ())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1799000000")
    publish(spoken)
    assert screened == []


@pytest.mark.parametrize("page", ["voices/day.html", "assets/search-index.js", "about.html"])
def test_a_leak_is_refused_all_the_same(
    page: str, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(page)
    leak = words_of(VOICES).encode()
    for _ in range(3):
        share = dice.random()

        def insert(data: bytes, share: float = share) -> bytes:
            at = data.rindex(b"\n", 0, max(1, int(share * len(data)))) + 1 if b"\n" in data else 0
            return b"%b%b\n%b" % (data[:at], leak, data[at:])

        monkeypatch.setattr(publishing, "build", planted(insert, page))
        assert page in str(both(workspace, tmp_path / "copy"))


def test_a_run_that_begins_before_the_foot_is_found_in_a_known_page(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four held words stand on a page, which is remembered; then the foot goes on with the rest."""
    begun, foot, page = words_of(VOICES).split(), b'  <p class="fine">', "voices/day.html"
    first, rest = (" ".join(part).encode() for part in (begun[:4], begun[4:]))
    for behind in (b"", rest):

        def insert(data: bytes, behind: bytes = behind) -> bytes:
            return data.replace(foot, b"<p>%b</p>\n%b%b " % (first, foot, behind))

        monkeypatch.setattr(publishing, "build", planted(insert, page))
        for _ in range(2):
            found = both(workspace, tmp_path / "copy")
            assert page in str(found) if behind else isinstance(found, dict)


def test_what_another_quotation_explained_is_refused_when_it_goes(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words of 1 stand in the item of 40 by a fault: with their yes they may, without it not."""
    one, other = words_of(1).encode(), words_of(40).encode()
    fault = planted(lambda data: data.replace(other, other + b" " + one), "voices/voice.html")
    monkeypatch.setattr(publishing, "build", fault)
    for _ in range(2):
        assert isinstance(both(workspace, tmp_path / "copy"), dict)
    workspace.vault.desk.add_statements([answer(1, Answer.NO)])
    assert "voices/voice.html" in str(both(workspace, tmp_path / "copy"))


def test_a_new_rule_is_asked_about_old_words(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def strict(text: str, **_: object) -> tuple:
        asked.append(text)
        return ()

    monkeypatch.setattr(screening, "screen", strict)
    publish(workspace)
    assert not any(words_of(1) in text for text in asked)
    monkeypatch.setattr(remembered, "_code", lambda: b"other rules")
    publish(workspace)
    assert any(words_of(1) in text for text in asked)


def test_a_newer_library_is_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    code = remembered._code.__wrapped__
    before, real = code(), remembered.version
    assert before == code()
    newer = {"phonenumbers": "999.0"}
    monkeypatch.setattr(remembered, "version", lambda name: newer.get(name) or real(name))
    assert before != code()


@pytest.mark.parametrize(
    "tamper",
    [
        lambda data: b"",
        lambda data: data[:-7],
        lambda data: random.Random(1).randbytes(100_000),
        lambda data: data + random.Random(2).randbytes(16_000),
    ],
)
def test_a_file_that_somebody_changed_changes_nothing(
    tamper: Callable[[bytes], bytes],
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = workspace.folder.cache / FILE
    path.write_bytes(tamper(path.read_bytes()))
    leak = words_of(VOICES).encode()
    fault = planted(lambda data: data.replace(b"</li>\n", leak + b"</li>\n", 1), "voices/day.html")
    monkeypatch.setattr(publishing, "build", fault)
    assert "voices/day.html" in str(both(workspace, tmp_path / "copy"))
    monkeypatch.setattr(publishing, "build", BUILD)
    assert isinstance(both(workspace, tmp_path / "copy"), dict)


def test_who_says_no_is_not_remembered(workspace: Workspace) -> None:
    said = f"{words_of(1)} #KeepLit".encode()

    def is_known() -> bool:
        subject = Remembered.of(workspace.vault).about(b"screening", b"()")
        return subject.knows(subject.question(said))

    assert is_known()
    workspace.vault.desk.add_statements([answer(1, Answer.NO)])
    publish(workspace)
    assert not is_known()


def test_what_was_found_in_a_text_is_known_as_long_as_it_is_asked_for(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace.folder.cache / FILE
    register = read_register(workspace)
    text = "call me at 0151 23456789, or write to lamp@example.org"

    def flags() -> tuple[Flag, ...]:
        remembered = Remembered(path, workspace.vault.keys.derive("remembered"))
        found = Screen(workspace, register, remembered).flags(text)
        remembered.keep()
        return found

    fresh = flags()
    assert {one.kind.value for one in fresh} >= {"email"}
    with monkeypatch.context() as patch:
        patch.setattr(screening, "screen", lambda *_, **__: pytest.fail("read again"))
        assert flags() == fresh
    Remembered.of(workspace.vault).keep()
    read: list[str] = []
    monkeypatch.setattr(screening, "screen", lambda said, **_: read.append(said) or ())
    assert flags() == ()
    assert text in read


def test_another_key_knows_nothing(workspace: Workspace) -> None:
    path = workspace.folder.cache / FILE
    known, stranger = Remembered.of(workspace.vault), Remembered(path, b"\0" * 32)
    question = known.about(b"x").question(b"y")
    assert question != stranger.about(b"x").question(b"y")
    assert question != known.about(b"x", b"y").question()
    assert question != known.about(b"xy").question()
