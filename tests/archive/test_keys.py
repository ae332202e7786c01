"""Keys live outside the folder, come back from paper, and keep people out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyrage
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ownwords.archive import recovery, surroundings
from ownwords.archive.accession import Taking
from ownwords.archive.keep_out import ENTRIES, KeepOut, entry, handle_name
from ownwords.archive.keys import (
    PURPOSES,
    load_keys,
    make_keys,
    recovery_sheet,
    restore_keys,
)
from ownwords.archive.vault import Vault
from ownwords.locales.catalogue import languages
from ownwords.records.campaign import Campaign
from ownwords.records.captured import Departed, Departure, Place
from ownwords.records.errors import AskedWrongly, FolderBroken, KeyMissing
from tests.archive.campaign import captured, digests, new, post, take

CAMPAIGN = Campaign(name="We keep the light", hashtags=("WeKeepTheLight",))


def test_keys_are_outside_the_folder_and_private(tmp_path: Path, configuration: Path) -> None:
    vault = new(tmp_path / "c")
    assert vault.keys is not None
    secret = vault.keys.campaign
    vault.close()
    inside = [path.read_bytes() for path in (tmp_path / "c").rglob("*") if path.is_file()]
    assert not any(secret in data or secret.hex().encode() in data for data in inside)
    kept = [path for path in configuration.rglob("*") if path.is_file()]
    assert any(secret.hex() in path.read_text() for path in kept)
    if os.name != "nt":
        assert {path.stat().st_mode & 0o077 for path in kept if path.suffix != ".head"} == {0}
    assert secret.hex() not in repr(vault.keys)


def test_keys_are_never_replaced(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    with pytest.raises(FolderBroken):
        make_keys(vault.folder)
    assert load_keys(vault.folder) == vault.keys


def test_derived_keys_differ_by_purpose(tmp_path: Path) -> None:
    keys = new(tmp_path / "c").keys
    assert keys is not None
    assert (
        len({keys.derive(purpose) for purpose in PURPOSES} | {keys.campaign}) == len(PURPOSES) + 1
    )
    with pytest.raises(AskedWrongly):
        keys.derive("anything")


def test_the_sheet_brings_the_keys_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = new(tmp_path / "c")
    assert vault.keys is not None
    sheet = recovery_sheet(vault.keys, CAMPAIGN)
    vault.close()
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "another-computer"))
    with pytest.raises(KeyMissing):
        load_keys(vault.folder)
    key, steward = sheet.lower().split("steward key")
    typed = key.replace("0", "o").replace("  1 ", "\t1 ") + steward
    with pytest.raises(AskedWrongly, match="steward"):
        restore_keys(vault.folder, typed[:-3])
    assert restore_keys(vault.folder, typed) == vault.keys
    assert load_keys(vault.folder) == vault.keys


@given(key=st.binary(min_size=32, max_size=32), line=st.integers(0, 2), data=st.data())
def test_a_line_with_a_character_too_few_or_too_many_is_named(
    key: bytes, line: int, data: st.DataObject
) -> None:
    """One in 32 of them has the right check by chance."""
    lines = recovery.write(key)
    place = data.draw(st.integers(0, len(lines[line]) - 1))
    gained = data.draw(st.sampled_from(["", "7", "77"]))
    wrong = lines[line][:place] + gained + lines[line][place + (not gained) :]
    assume(wrong.replace(" ", "") != lines[line].replace(" ", ""))
    lines[line] = wrong
    with pytest.raises(AskedWrongly, match=f"Line {line + 1} of the campaign key has a slip"):
        recovery.read(lines)


@pytest.mark.parametrize("cut", [15, 16, 40])
def test_a_steward_key_in_several_lines_and_in_groups_is_one(cut: int) -> None:
    """No sheet of paper is as wide: a narrow window and a hand break the line, also at a hyphen."""
    key, secret = bytes(range(32)), f"AGE-SECRET-KEY-1{'9QPZRY8X' * 7}GF"
    numbered, _ = recovery.sheet(key, secret, "x").split("Steward key")
    halves = f"{secret[:cut]}\n  {secret[cut:60]} {secret[60:]}\n"
    assert recovery.read_sheet(numbered + halves) == (key, secret)
    assert recovery.read_sheet(halves + numbered) == (key, secret)


@pytest.mark.parametrize("name", ["campaign.key", "steward.age"])
@pytest.mark.parametrize("left", [None, b"", b"af01", b"\xff"])
def test_the_sheet_mends_a_pair_of_which_one_is_lost(
    name: str, left: bytes | None, tmp_path: Path, configuration: Path
) -> None:
    vault = new(tmp_path / "c")
    assert vault.keys is not None
    sheet = recovery_sheet(vault.keys, CAMPAIGN)
    [lost] = configuration.rglob(name)
    lost.unlink()
    if left is not None:
        lost.write_bytes(left)
    with pytest.raises(KeyMissing):
        load_keys(vault.folder)
    assert restore_keys(vault.folder, sheet) == vault.keys
    assert load_keys(vault.folder) == vault.keys


def test_the_sheet_of_another_campaign_replaces_no_key_that_is_left(
    tmp_path: Path, configuration: Path
) -> None:
    vault, other = new(tmp_path / "c"), new(tmp_path / "d")
    assert vault.keys is not None
    assert other.keys is not None
    sheets = [recovery_sheet(keys, CAMPAIGN) for keys in (vault.keys, other.keys)]
    [steward] = configuration.rglob(f"{vault.desk.campaign_id}/steward.age")
    steward.unlink()
    vault.folder.keep_out.unlink()
    left = steward.with_name("campaign.key").read_bytes()
    with pytest.raises(AskedWrongly):
        restore_keys(vault.folder, sheets[1])
    assert steward.with_name("campaign.key").read_bytes() == left
    assert restore_keys(vault.folder, sheets[0]) == vault.keys


def test_a_damaged_list_of_posts_hinders_no_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which sheet is the right one the keep-out list tells."""
    vault = new(tmp_path / "c")
    assert vault.keys is not None
    sheet = recovery_sheet(vault.keys, CAMPAIGN)
    vault.folder.deleted.write_bytes(b"cut")
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "another-computer"))
    assert restore_keys(vault.folder, sheet) == vault.keys


def test_a_damaged_key_of_another_campaign_hinders_no_sheet(
    tmp_path: Path, configuration: Path
) -> None:
    vault = new(tmp_path / "c")
    assert vault.keys is not None
    sheet = recovery_sheet(vault.keys, CAMPAIGN)
    [key] = configuration.rglob("steward.age")
    other = key.parent.with_name("0") / key.name
    other.parent.mkdir()
    other.write_bytes(b"\xff cut")
    assert recovery_sheet(vault.keys, CAMPAIGN) == sheet


def test_the_sheet_of_another_campaign_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = new(tmp_path / "one"), new(tmp_path / "other")
    assert other.keys is not None
    sheet = recovery_sheet(other.keys, CAMPAIGN)
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "another-computer"))
    with pytest.raises(AskedWrongly):
        restore_keys(one.folder, sheet)


@given(key=st.binary(min_size=32, max_size=32))
def test_a_written_key_is_read_again(key: bytes) -> None:
    assert recovery.read([line.lower() for line in recovery.write(key)]) == key


@given(key=st.binary(min_size=32, max_size=32), line=st.integers(0, 2), data=st.data())
def test_no_slip_is_read_as_the_same_key(key: bytes, line: int, data: st.DataObject) -> None:
    lines = recovery.write(key)
    at = data.draw(st.integers(0, len(lines[line]) - 1).filter(lambda n: lines[line][n] != " "))
    wrong = data.draw(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
    if wrong == lines[line][at]:
        return
    lines[line] = lines[line][:at] + wrong + lines[line][at + 1 :]
    try:
        read = recovery.read(lines)
    except AskedWrongly:
        return
    assert read != key


def test_a_slip_is_named_by_its_line() -> None:
    lines = recovery.write(b"k" * 32)
    lines[1] = lines[1][1:] + lines[1][0]
    with pytest.raises(AskedWrongly, match="Line 2"):
        recovery.read(lines)
    with pytest.raises(AskedWrongly, match="not complete"):
        recovery.read(recovery.write(b"k" * 32)[:2])


def test_a_missing_key_stops_gathering_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = new(tmp_path / "c")
    take(vault, [captured(post(1))])
    vault.close()
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "another-computer"))
    vault = Vault.open(tmp_path / "c")
    assert vault.keys is None
    assert vault.engine.totals().posts == 1
    with pytest.raises(KeyMissing, match="--recover"):
        Taking.begin(vault, "x", "test")


def test_nobody_is_held_back_while_nobody_has_withdrawn(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    counts = take(vault, [captured(post(number)) for number in range(300)]).counts
    assert (counts.kept, counts.held_back) == (300, 0)


def test_who_is_kept_out_is_dropped_before_anything_is_written(tmp_path: Path) -> None:
    vault, other = new(tmp_path / "c"), new(tmp_path / "without")
    assert vault.keys is not None
    key = vault.keys.derive("keep-out")
    account, handle = post(0).attributed_to, post(1).handle
    named = handle_name("light.example", f"@{handle.upper()}")
    KeepOut.read(vault.folder, key).adding([account, named]).write(vault.folder)
    posts = [post(number) for number in range(200)]
    out = [one for one in posts if one.attributed_to == account or one.handle == handle]
    gone = Departed(Departure.DELETED, Place("x", 1), post="p", account=account)
    taking = Taking.begin(vault, "x", "test")
    taking.add([*map(captured, posts), gone])
    taking.checkpoint("1")
    staged = [path.read_bytes() for path in vault.folder.staging.rglob("*") if path.is_file()]
    assert not any(one.id.encode() + b'"' in data for one in out for data in staged)
    counts = taking.finish().counts
    assert (counts.held_back, counts.kept) == (len(out) + 1, 200 - len(out))
    assert vault.desk.departures() == {}
    take(other, [captured(one) for one in posts if one not in out])
    assert digests(vault.folder.root) == digests(other.folder.root)


def test_the_list_shows_neither_who_nor_how_many(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    assert vault.keys is not None
    key = vault.keys.derive("keep-out")
    empty = vault.folder.keep_out.stat().st_size
    names = [f"account {number}" for number in range(1000)]
    KeepOut.read(vault.folder, key).adding(names).write(vault.folder)
    sealed = vault.folder.keep_out.read_bytes()
    assert len(sealed) == empty == ENTRIES * 3 + 12 + 16
    assert not any(entry(key, name) * 2 in sealed for name in names)
    opened = KeepOut.read(vault.folder, key)
    assert all(opened.holds_back(name, "") for name in names)
    innocent = sum(opened.holds_back(f"innocent {number}", "") for number in range(20_000))
    assert innocent <= 10


def test_a_changed_list_is_refused(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    sealed = bytearray(vault.folder.keep_out.read_bytes())
    sealed[99] ^= 1
    vault.folder.keep_out.write_bytes(sealed)
    with pytest.raises(FolderBroken):
        Taking.begin(vault, "x", "test")


def test_warnings_name_synced_folders_and_always_say_something_of_the_disk(tmp_path: Path) -> None:
    lines = surroundings.warnings(tmp_path / "Dropbox (private)" / "c")
    assert "Dropbox" in lines[0]
    assert lines[-1] in (surroundings.UNKNOWN, surroundings.ENCRYPTED, surroundings.CLEAR)
    assert len(surroundings.warnings(tmp_path / "megaphone" / "c")) == 1


def test_an_encrypted_disk_is_seen_through_its_layers(tmp_path: Path) -> None:
    device = os.makedev(253, 7)
    crypt, volume = tmp_path / "devices" / "crypt", tmp_path / "devices" / "volume"
    (crypt / "dm").mkdir(parents=True)
    (crypt / "dm" / "uuid").write_text("CRYPT-LUKS2-00-home\n")
    (volume / "slaves").mkdir(parents=True)
    (volume / "slaves" / "dm-0").symlink_to(crypt)
    block = tmp_path / "dev" / "block"
    block.mkdir(parents=True)
    assert surroundings._linux(device, tmp_path) == surroundings.UNKNOWN
    (block / "253:7").symlink_to(volume)
    assert surroundings._linux(device, tmp_path) == surroundings.ENCRYPTED
    (crypt / "dm" / "uuid").write_text("LVM-0\n")
    assert surroundings._linux(device, tmp_path) == surroundings.CLEAR


@pytest.mark.parametrize(
    ("says", "means"),
    [
        (b"Protection On", surroundings.ENCRYPTED),
        (b"Protection Off", surroundings.CLEAR),
        (b"Der Schutz ist aktiviert", surroundings.UNKNOWN),
        (b"Schl\x81ssel: Der Schutz ist aktiviert", surroundings.UNKNOWN),
    ],
)
def test_a_disk_is_clear_only_where_the_system_says_so(says: bytes, means: str) -> None:
    """Systems answer in the tongue and the code page of their user."""
    answer = [sys.executable, "-c", f"import sys; sys.stdout.buffer.write({says!r})"]
    assert surroundings._said_by(answer, "Protection") == means


@pytest.mark.parametrize("language", languages())
def test_a_sheet_is_written_in_the_campaigns_language_and_read_in_every_one(language: str) -> None:
    key, steward = bytes(range(32)), str(pyrage.x25519.Identity.generate())
    sheet = recovery.sheet(key, steward, "#1 Tag", language)
    assert recovery.read_sheet(sheet) == (key, steward)
    english = recovery.sheet(key, steward, "#1 Tag")
    said = [line for line in sheet.splitlines() if line and line[0] != " "]
    assert language == "en" or not set(said) & set(english.splitlines())
    assert max(map(len, said)) <= 76
