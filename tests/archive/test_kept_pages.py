"""Pages of web archives in sources/: visible with their taking, each once, held back by address."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from ownwords.archive import copies
from ownwords.archive.accession import Taking
from ownwords.archive.erasing_work import Work
from ownwords.archive.keep_out import KeepOut, handle_name
from ownwords.archive.kept_copies import kept_copies
from ownwords.archive.vault import Vault
from ownwords.records.captured import Page, Place
from tests.archive.campaign import new, take

PAGE = Page(
    url='https://harbour.example/news/"1"\\',
    taken=1_389_517_200_000_000,
    data="<p>The stove is cracked 🕯️</p>".encode(),
    type='text/html; charset="utf-8"',
    ending="html",
    record="urn:uuid:1",
    place=Place("pages.warc", 2, 100),
)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return new(tmp_path / "campaign")


def names(vault: Vault) -> list[str]:
    return sorted(path.suffix for path in vault.folder.sources.iterdir())


def test_a_page_lies_beside_its_record(vault: Vault):
    counts = take(vault, [PAGE], "pages.warc").counts
    assert (counts.pages, counts.kept, counts.known) == (1, 0, 0)
    assert names(vault) == [".html", ".toml"]
    (record,) = vault.folder.sources.glob("*.toml")
    said = tomllib.loads(record.read_text("utf-8"))
    assert (said["url"], said["type"], said["record"]) == (PAGE.url, PAGE.type, PAGE.record)
    assert said["taken"] == datetime(2014, 1, 12, 9, tzinfo=UTC)
    assert (record.parent / said["file"]).read_bytes() == PAGE.data
    (kept,) = kept_copies(vault.folder)
    assert (kept.url, kept.taken, kept.text) == (PAGE.url, "2014-01-12", "")


def test_the_same_page_is_kept_once_and_a_later_one_beside_it(vault: Vault):
    take(vault, [PAGE, PAGE], "pages.warc")
    later = msgspec.structs.replace(PAGE, taken=PAGE.taken + 60_000_000)
    counts = take(vault, [PAGE, later], "again.warc").counts
    assert (counts.pages, counts.known) == (1, 1)
    assert names(vault) == [".html", ".html", ".toml", ".toml"]


class Crash(BaseException):
    """The end of the process."""


def crash(*_: object) -> None:
    raise Crash


def crash_in(step: str, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A taking of one page whose process ends where it finishes."""
    taking = Taking.begin(vault, "pages.warc", "test")
    taking.add([PAGE])
    taking.checkpoint("1", read=1)
    with monkeypatch.context() as patch:
        patch.setattr(step, crash)
        with pytest.raises(Crash):
            taking.finish()
    taking.close()


def test_a_crash_before_a_taking_is_visible_leaves_no_page_and_counts_it_later(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
):
    crash_in("ownwords.archive.desk.Desk.add_arrival", vault, monkeypatch)
    assert names(vault) == []
    counts = Taking.begin(vault, "pages.warc", "test").finish().counts
    assert (counts.read, counts.pages, counts.known) == (1, 1, 0)
    assert names(vault) == [".html", ".toml"]


def test_a_crash_behind_it_loses_no_page(vault: Vault, monkeypatch: pytest.MonkeyPatch):
    crash_in("ownwords.archive.files.move", vault, monkeypatch)
    anew = Taking.begin(vault, "pages.warc", "test")
    assert anew.cursor == ""  # what is visible is not gone on with
    anew.abandon()
    vault.close()
    again = Vault.open(vault.folder.root)
    assert [one.counts.pages for one in again.desk.accessions()] == [1]
    assert names(again) == [".html", ".toml"]
    assert not list(again.folder.staging.glob("*/about.json"))
    again.close()


def test_records_say_what_was_done_when_somebody_was_taken_out(vault: Vault):
    pdf = msgspec.structs.replace(PAGE, ending="pdf", data=b"%PDF maren", type="application/pdf")
    named = msgspec.structs.replace(PAGE, data=b"<p>@maren keeps the light</p>")
    take(vault, [named, pdf], "pages.warc")
    assert vault.keys is not None
    work = Work(accounts=("https://x.com/i/user/1234567",), handles=("x.com@maren",))
    for copy in sorted(vault.folder.sources.glob("page-*.[hp]*")):
        if copies.is_text(copy):
            copies.replace(copy, copies.cut(copy, [work]))
        else:
            copies.quarantine(vault.folder, copy, vault.keys)
    assert {bool(one.sha256) for one in kept_copies(vault.folder)} == {True, False}
    (cut,) = vault.folder.sources.glob("*.html")
    assert b"maren" not in cut.read_bytes()
    assert len(list(vault.folder.sources.iterdir())) == 3
    again = take(vault, [named, pdf], "pages.warc").counts
    assert (again.pages, again.known) == (0, 2)


def test_nothing_is_visible_before_the_taking_is_finished(vault: Vault):
    taking = Taking.begin(vault, "pages.warc", "warc")
    taking.add([PAGE])
    taking.checkpoint("1:0:1:")
    assert names(vault) == []
    taking.close()
    assert Taking.begin(vault, "pages.warc", "warc").finish().counts.pages == 1
    assert names(vault) == [".html", ".toml"]


def test_what_a_crash_left_in_part_is_written_again(vault: Vault):
    taking = Taking.begin(vault, "pages.warc", "warc")
    taking.add([PAGE])
    for path in vault.folder.staging.glob("*/pages/*"):
        path.write_bytes(path.read_bytes()[:5])
    taking.close()
    taking = Taking.begin(vault, "pages.warc", "warc")
    taking.add([PAGE, PAGE])
    counts = taking.finish().counts
    assert (counts.pages, counts.known) == (1, 1)
    (kept,) = kept_copies(vault.folder)
    assert kept.url == PAGE.url


def test_nothing_is_left_of_a_taking_that_was_given_up(vault: Vault):
    taking = Taking.begin(vault, "pages.warc", "warc")
    taking.add([PAGE])
    taking.abandon()
    assert names(vault) == []
    assert list(vault.folder.staging.glob("*/*")) == []


@pytest.mark.parametrize(
    ("url", "held"),
    [
        ("https://twitter.com/maren/status/1", True),
        ("https://x.com/Maren", True),
        ("http://www.twitter.com/#!/maren/status/1", True),
        ("https://lights.example/@ebba/1", True),
        ("https://lights.example/users/ebba/statuses/1", True),
        ("https://x.com/i/user/1234567", True),
        ("https://twitter.com/i/user/1234567", True),
        ("http://twitter.com:80/%6daren/status/1", True),
        ("https://twitter.com/intent/user?screen_name=maren", True),
        ("https://syndication.twitter.com/srv/timeline-profile/screen-name/Maren", True),
        ("https://nitter.example/maren/status/1", True),
        ("https://web.archive.org/web/20140112/https://twitter.com/maren/status/1", True),
        ("https://bsky.app/profile/did:plc:ebba/post/3k", True),
        ("https://bsky.app/profile/did%3Aplc%3Aebba", True),
        ("https://other.example/@ebba@lights.example/1", True),
        ("https://other.example/@ebba/1", False),
        ("https://x.com/ines/status/1", False),
        ("https://harbour.example/maren", False),
    ],
)
def test_a_page_of_somebody_on_the_keep_out_list_is_never_written(
    url: str, held: bool, vault: Vault
):
    assert vault.keys is not None
    key = vault.keys.derive("keep-out")
    names_held = [handle_name("x.com", "maren"), handle_name("lights.example", "ebba")]
    names_held += ["https://x.com/i/user/1234567", "did:plc:ebba"]
    KeepOut.read(vault.folder, key).adding(names_held).write(vault.folder)
    counts = take(vault, [msgspec.structs.replace(PAGE, url=url)], "pages.warc").counts
    assert (counts.held_back, counts.pages) == (int(held), int(not held))


@pytest.mark.parametrize(
    ("ending", "data", "held"),
    [
        ("html", '<a href="https://twitter.com/Maren/status/1">they said</a>', True),
        ("html", "<p>So said @maren, and that was that.</p>", True),
        ("json", '{"url": "https://x.com/maren"}', True),
        ("html", "<p>So said @marenna of the Maren, at maren.example.</p>", False),
        ("html", '<a href="https://twitter.com/ines/status/1">they said</a>', False),
    ],
)
def test_a_page_in_which_they_stand_is_held_back_as_well(
    ending: str, data: str, held: bool, vault: Vault
):
    assert vault.keys is not None
    key = vault.keys.derive("keep-out")
    KeepOut.read(vault.folder, key).adding([handle_name("x.com", "maren")]).write(vault.folder)
    page = msgspec.structs.replace(PAGE, ending=ending, data=data.encode())
    counts = take(vault, [page], "pages.warc").counts
    assert (counts.held_back, counts.pages) == (int(held), int(not held))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_they_are_found_in_a_page_of_another_encoding(encoding: str, vault: Vault):
    assert vault.keys is not None
    key = vault.keys.derive("keep-out")
    KeepOut.read(vault.folder, key).adding([handle_name("x.com", "maren")]).write(vault.folder)
    data = "<p>Señor, so said @maren of the low cut.</p>".encode(encoding)
    counts = take(vault, [msgspec.structs.replace(PAGE, data=data)], "pages.warc").counts
    assert (counts.held_back, counts.pages) == (1, 0)
