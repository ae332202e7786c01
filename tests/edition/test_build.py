"""The site: the same bytes, golden pages, links that lead somewhere, limits that hold."""

from __future__ import annotations

import hashlib
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, normpath

import pytest
from msgspec.structs import replace

from ownwords.edition.build import build, contact_link, missing
from ownwords.edition.pages import Site
from ownwords.edition.preview import build_preview
from ownwords.records.errors import PublishStopped
from tests.edition import sample, voices

GOLDEN = Path(__file__).parent.parent / "golden" / "edition"
SITES = {
    "rich": sample.rich_site(),
    "tiny": sample.tiny_site(),
    "silent": sample.silent_site(),
}


def files(site: Site) -> dict[str, bytes]:
    return dict(build(site))


@pytest.fixture(params=SITES, scope="module")
def built(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return files(SITES[request.param])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.loaded: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.attributes += given.items()
        if "id" in given:
            self.ids.append(given["id"])
        if "href" in given:
            (self.loaded if tag == "link" else self.links).append(given["href"])
        if "src" in given:
            self.loaded.append(given["src"])


def read(page: bytes) -> _Reader:
    reader = _Reader()
    reader.feed(page.decode())
    return reader


def html(built: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in built.items() if path.endswith(".html")}


@pytest.mark.parametrize("page", ["index.html", "quotes/d1ssent.html", "voices/day.html"])
def test_pages_are_what_they_were(page: str) -> None:
    """Set OWNWORDS_GOLDEN=write to keep a change that was looked at."""
    golden = GOLDEN / page.replace("/", "-")
    made = files(sample.tiny_site())[page]
    if os.environ.get("OWNWORDS_GOLDEN") == "write":
        golden.write_bytes(made)
    assert made == golden.read_bytes()


def test_the_same_input_gives_the_same_bytes(built: dict[str, bytes]) -> None:
    again = next(files(site) for site in SITES.values() if set(files(site)) == set(built))
    assert again == built


def test_the_order_of_quotations_does_not_matter() -> None:
    site = sample.rich_site()
    turned = replace(site, quotations=site.quotations[::-1])
    assert files(turned) == files(site)


def test_every_link_leads_to_a_file_and_a_place(built: dict[str, bytes]) -> None:
    for path, page in html(built).items():
        for link in read(page).links + read(page).loaded:
            if link.startswith(("https:", "mailto:")):
                continue
            target, _, fragment = link.partition("#")
            whole = normpath(f"{dirname(path)}/{target}" if dirname(path) else target)
            whole = path if not target else whole
            assert whole in built, (path, link)
            if fragment:
                assert fragment in read(built[whole]).ids, (path, link)


def test_nothing_is_loaded_from_elsewhere(built: dict[str, bytes]) -> None:
    for page in html(built).values():
        for address in read(page).loaded:
            assert "//" not in address
            assert not address.startswith("/")
    assert b"//" not in built["assets/edition.css"]
    assert b"url(" not in built["assets/edition.css"]


def test_every_page_has_what_every_page_has(built: dict[str, bytes]) -> None:
    for path, page in html(built).items():
        text = page.decode()
        assert "default-src 'none'" in text
        assert 'content="no-referrer"' in text
        assert "noai" in text
        assert "This is me: change it or take me out" in text
        assert "Skip to the text" in text
        assert "<strong>Invented.</strong>" in text
        assert "Edition 3 · 22 November 2026" in text
        assert text.count("<h1") == 1, path


def test_scripts_are_on_the_search_page_alone(built: dict[str, bytes]) -> None:
    with_scripts = [path for path, page in html(built).items() if b"<script" in page]
    assert with_scripts == ["search.html"]
    assert b'type="module"' not in built["search.html"]


def test_no_element_has_a_style_or_a_handler(built: dict[str, bytes]) -> None:
    for page in html(built).values():
        for name, value in read(page).attributes:
            assert name != "style"
            assert not name.startswith("on")
            assert not value.lower().startswith(("javascript:", "data:"))


def test_ids_stand_once_on_a_page(built: dict[str, bytes]) -> None:
    for path, page in html(built).items():
        ids = read(page).ids
        assert len(ids) == len(set(ids)), path


def test_pages_are_small(built: dict[str, bytes]) -> None:
    style = len(built["assets/edition.css"])
    for path, page in html(built).items():
        assert len(page) + style <= 100_000, path


def test_the_manifest_lists_every_file_with_its_hash(built: dict[str, bytes]) -> None:
    manifest = json.loads(built["manifest.json"])
    listed = {file["path"]: (file["bytes"], file["sha256"]) for file in manifest["files"]}
    assert listed == {
        path: (len(data), hashlib.sha256(data).hexdigest())
        for path, data in built.items()
        if path != "manifest.json"
    }
    assert (manifest["edition"], manifest["invented"]) == (3, True)


def test_the_check_file_is_in_the_form_of_sha256sum(built: dict[str, bytes]) -> None:
    for line in built["SHA256SUMS"].decode().splitlines():
        digest, path = line.split("  ")
        assert hashlib.sha256(built[path]).hexdigest() == digest


def test_robots_hear_that_nobody_said_yes_to_training(built: dict[str, bytes]) -> None:
    text = built["robots.txt"].decode()
    assert "Content-Usage: train-ai=n" in text
    assert text.endswith("Disallow: /\n")


def test_without_a_contact_nothing_is_built() -> None:
    site = sample.tiny_site()
    nobody = replace(site, masthead=replace(site.masthead, contact=" "))
    with pytest.raises(PublishStopped, match="contact"):
        list(build(nobody))
    assert missing(site.masthead) == ()


def test_a_public_id_that_is_no_address_stops_the_build() -> None:
    with pytest.raises(PublishStopped, match="public id"):
        list(build(replace(sample.tiny_site(), quotations=(replace(voices.MAREN, id="../x"),))))


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("keepers@example.org", "mailto:keepers@example.org"),
        ("https://example.org/contact", "https://example.org/contact"),
        ("Signal: keepers.01", ""),
        ("a@example.org?cc=b@example.org", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_contact_becomes_a_link_when_it_is_an_address(contact: str, link: str) -> None:
    assert contact_link(contact) == link


def test_the_band_is_shown_only_when_invented() -> None:
    site = sample.tiny_site()
    real = replace(site, masthead=replace(site.masthead, invented=False))
    assert not any(b"nvented" in page for page in html(files(real)).values())


def test_words_without_a_name_show_no_time_no_address_and_no_digest() -> None:
    page = files(sample.tiny_site())["quotes/d1ssent.html"].decode()
    assert "23:59" not in page
    check = voices.DISSENT.check
    for secret in (check.address, check.post, check.digest, check.payload_digest):
        assert secret not in page
    assert check.commitment in page


def test_words_with_a_name_show_what_can_be_checked() -> None:
    page = files(sample.tiny_site())["quotes/m4ren.html"].decode()
    check = voices.MAREN.check
    for shown in (check.address, check.digest, check.payload_digest, "05:12"):
        assert shown in page
    assert check.commitment not in page


def test_with_no_yes_at_all_the_site_still_speaks() -> None:
    built = files(sample.silent_site())
    front = built["index.html"].decode()
    for said in ("We keep lamps and locks", "612", "Lonely Keepers’ Day", "How to speak"):
        assert said in front
    assert "campaign.html" not in built
    assert b"No voice has said yes" in built["voices/day.html"]


def test_a_published_edition_has_no_trace_of_waiting() -> None:
    for data in files(sample.rich_site()).values():
        assert not re.search(rb'class="[^"]*waiting|\.waiting|<strong>Waiting', data)
        assert b"Words not shown" not in data


def test_the_preview_says_why_and_what_next_and_keeps_the_words_in() -> None:
    built = dict(build_preview(sample.preview()))
    page = built["stories/night.html"].decode()
    for said in ("1 of 3 have a yes", "No yes is recorded.", "ownwords ask", "asked 3 Feb"):
        assert said in page
    assert "not for passing on" in page
    assert "noindex" in page
    assert page.count("Words not shown") == 2
    for link in read(page.encode()).links:
        if not link.startswith(("#", "https:")):
            assert normpath(f"stories/{link}") in built


def test_the_style_of_waiting_is_in_the_preview_alone() -> None:
    assert b".waiting" in dict(build_preview(sample.preview()))["assets/edition.css"]
    assert b".waiting" not in files(sample.tiny_site())["assets/edition.css"]


def test_ten_thousand_quotations_make_fewer_than_500_small_files() -> None:
    site = replace(sample.tiny_site(), quotations=voices.many_quotations(10_000))
    built = files(site)
    assert len(built) < 500
    for path, page in html(built).items():
        assert len(page) + len(built["assets/edition.css"]) <= 100_000, path
    shown = re.findall(rb'<li dir="ltr" id="q-(n\d+)"', b"".join(html(built).values()))
    assert len(shown) == len(set(shown)) == 10_000


def test_one_quotation_more_leaves_the_heads_of_the_other_pages_as_they_were() -> None:
    def heads(count: int) -> dict[str, bytes]:
        site = replace(sample.tiny_site(), quotations=voices.many_quotations(count))
        lists = ((path, data) for path, data in build(site) if path.startswith("voices/"))
        return {path: data.partition(b"  <section>")[0] for path, data in lists}

    before, after = heads(901), heads(902)
    changed = {path for path in before if before[path] != after.get(path)}
    assert changed == {"voices/day.html", "voices/language.html", "voices/voice.html"}
    assert len(before) > 12
