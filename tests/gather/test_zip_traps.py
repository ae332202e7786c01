"""Zips that bomb, lie, climb out or hide something; members that are nobody's business."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ownwords.gather import bundles
from ownwords.gather.connector import Connector, Options, detect
from ownwords.records.captured import Read
from ownwords.records.errors import ImportRefused
from tests.gather.reading import MB, faults, ids, peak_of, read, source_of

ACCOUNT = 'window.YTD.account.part0 = [{"account":{"accountId":"12","username":"lamp"}}]'


def tweets_js(count: int = 1, words: str = "I keep the light") -> str:
    made = [
        {
            "tweet": {
                "id_str": str(421900000000000001 + number),
                "full_text": words,
                "created_at": "Sat Jan 11 05:12:00 +0000 2014",
            }
        }
        for number in range(count)
    ]
    return "window.YTD.tweets.part0 = " + json.dumps(made, indent=2)


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path


def test_a_small_zip_of_two_hundred_megabytes_is_refused_before_64_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = zipped(
        tmp_path / "bomb.zip",
        {"data/account.js": ACCOUNT, "data/tweets.js": b"[" + b" " * (200 * MB)},
    )
    assert path.stat().st_size < 256 * 1024
    given = 0
    inflate = bundles._inflated

    def counting(raw: io.BytesIO, member: bundles.Member) -> Iterator[bytes]:
        nonlocal given
        for piece in inflate(raw, member):
            given += len(piece)
            yield piece

    monkeypatch.setattr(bundles, "_inflated", counting)
    reads: list[Read] = []
    peak = peak_of(lambda: reads.extend(read("x_archive", path)))
    assert len(reads) == 1
    assert "200 times" in faults(reads)[0].reason
    assert given < 64 * MB
    assert peak < 64 * MB


def test_a_zip_that_lies_about_a_bomb_is_refused_while_it_streams(tmp_path: Path):
    path = zipped(
        tmp_path / "bomb.zip",
        {"data/account.js": ACCOUNT, "data/tweets.js": b"[" + b" " * (200 * MB)},
    )
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02") + 24
    data[at : at + 4] = (30 * MB).to_bytes(4, "little")
    path.write_bytes(data)
    reads = read("x_archive", path)
    assert len(reads) == 1
    assert "larger than it says" in faults(reads)[0].reason


def test_a_zip_with_too_many_members_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bundles, "MEMBERS", 50)
    members: dict[str, str | bytes] = {f"data/{number}.js": "" for number in range(60)}
    path = zipped(tmp_path / "many.zip", {**members, "data/tweets.js": tweets_js()})
    reads = read("x_archive", path)
    assert [fault.reason for fault in faults(reads)] == ["The zip has more than 50 members."]


def test_a_table_of_contents_without_measure_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bundles, "_DIRECTORY_BYTES", 100)
    path = zipped(tmp_path / "table.zip", {"data/tweets.js": tweets_js(), "b" * 200: ""})
    with pytest.raises(ImportRefused, match="too large"):
        source_of(path).bundle()


PRIVATE = (
    "direct-messages.js",
    "direct-messages-group.js",
    "phone-number.js",
    "ip-audit.js",
    "email-address-change.js",
    "deleted-tweets.js",
    "deleted-note-tweet.js",
    "tweet-headers.js",
    "tweetdeck.js",
    "device-token.js",
    "contact.js",
    "ageinfo.js",
    "personalization.js",
)


def opened_in(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[Read]]:
    """Which members a reading opens, and what it gives."""
    made: list[bundles.Bundle] = []
    bundle_of = bundles.bundle_of

    def watched(where: Path) -> bundles.Bundle | None:
        bundle = bundle_of(where)
        if bundle is not None:
            made.append(bundle)
        return bundle

    monkeypatch.setattr("ownwords.gather.sources.bundle_of", watched)
    source = source_of(path)
    connector: Connector = detect(source)
    reads = list(connector.read(source, Options()))
    return [name for bundle in made for name in bundle.opened], reads


@pytest.mark.parametrize("kind", ["zip", "folder", "cut"])
def test_private_members_are_never_even_opened(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    members: dict[str, str | bytes] = {"data/account.js": ACCOUNT, "data/tweets.js": tweets_js()}
    for name in PRIVATE:
        members[f"data/{name}"] = f"window.YTD.x.part0 = [{{'canary': '{name}'}}]"
    path = zipped(tmp_path / "archive.zip", members)
    if kind == "cut":
        path.write_bytes(path.read_bytes()[:-400])
    if kind == "folder":
        path = tmp_path / "unpacked"
        for name, data in members.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(str(data), "utf-8")
        seen: list[str] = []
        opening = Path.open

        def watched(self: Path, *rest: object, **more: object) -> object:
            seen.append(self.name)
            return opening(self, *rest, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(Path, "open", watched)
    opened, reads = opened_in(path, monkeypatch)
    assert set(opened) == {"data/account.js", "data/tweets.js"}
    assert len(ids(reads)) == 1
    assert "canary" not in repr(reads)
    if kind == "folder":
        assert set(seen) == {"account.js", "tweets.js"}


@pytest.mark.parametrize("before", [*range(-80, 8), *range(500, 700, 7)])
def test_members_of_a_cut_zip_are_found_wherever_their_header_stands(before: int, tmp_path: Path):
    path = tmp_path / "cut.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        out.writestr("data/account.js", ACCOUNT)
        out.writestr("data/photo.jpg", b"\xff" * (MB - 200 - before))
        out.writestr("data/tweets.js", tweets_js())
    path.write_bytes(path.read_bytes()[:-90])
    bundle = source_of(path).bundle()
    assert bundle is not None
    assert bundle.cut
    assert bundle.names() == ("data/account.js", "data/photo.jpg", "data/tweets.js")


def test_the_number_of_members_is_the_one_that_was_decided():
    assert bundles.MEMBERS == 100_000


@pytest.mark.parametrize("codec", ["cp437", "cp932", "utf-8"])
def test_a_name_of_another_tongue_is_as_long_as_it_is_stored(codec: str, tmp_path: Path):
    """Windows writes names in the code page of its tongue and does not say which."""
    word = ("caf\u00e9" if codec == "cp437" else "\u5199\u771f").encode(codec)
    blank = b"Q" * len(word)
    members = {f"data/{blank.decode()}.txt": "a picture", "data/account.js": ACCOUNT}
    path = zipped(tmp_path / "packed.zip", {**members, "data/tweets.js": tweets_js(3)})
    path.write_bytes(path.read_bytes().replace(blank, word))
    reads = list(read("x_archive", path))
    assert faults(reads) == []
    assert len(ids(reads)) == 3


def test_a_member_that_may_not_be_read_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "unpacked"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "account.js").write_text(ACCOUNT, "utf-8")
    for part in ("tweets.js", "tweets-part1.js"):
        (folder / "data" / part).write_text(tweets_js(2), "utf-8")
    opening = Path.open

    def refused(self: Path, *rest: object, **more: object) -> object:
        if self.name == "tweets.js":
            raise PermissionError(13, "Permission denied")
        return opening(self, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", refused)
    reads = list(read("x_archive", folder))
    assert len(faults(reads)) == 1
    assert len(ids(reads)) == 2
