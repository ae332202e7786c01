"""Screening flags what can give a person away, says why, and changes nothing."""

from __future__ import annotations

import builtins
import socket
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.consent.screening import REASONS, Flag, Kind, screen, screen_sealed
from ownwords.records.sealed import Sealed, Subject
from tests.house.checkout import ROOT

CASES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("screening_cases.toml").read_text(encoding="utf-8")
)
PAGE = ROOT / "docs" / "reference" / "screening.md"


def kinds(text: str, **asked: Any) -> set[str]:
    return {flag.kind.value for flag in screen(text, **asked)}


def cut(text: str, **asked: Any) -> list[str]:
    return [text[flag.start : flag.end] for flag in screen(text, **asked)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for kind, texts in CASES["found"].items() for text in texts],
)
def test_it_is_found(kind: str, text: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize("text", CASES["left"]["ordinary"])
def test_it_is_left_alone(text: str) -> None:
    assert screen(text) == ()


@pytest.mark.parametrize("text", CASES["limits"]["missed"])
def test_what_is_known_to_be_missed_is_still_missed(text: str) -> None:
    """When this fails the rules got better: move the case up and mend the page."""
    assert screen(text) == ()


@pytest.mark.parametrize("text", CASES["limits"]["in_vain"])
def test_what_is_known_to_be_flagged_in_vain(text: str) -> None:
    assert screen(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("call 07700 900123, ask for Jo", ["07700 900123"]),
        ("my real name is Anna Kowalska, ok?", ["Anna Kowalska"]),
        ("मेरा असली नाम सीता है", ["सीता"]),
        ("she lives at 24 Main Street, London SW1A 1AA!", ["24 Main Street", "SW1A 1AA"]),
        ("see https://paypal.me/jo. Thanks", ["https://paypal.me/jo"]),
        ("ﾃ ０７７００ ９００１２３ call me", ["０７７００ ９００１２３"]),
        ("call 0\u200b7700 900\u200b123 now", ["0\u200b7700 900\u200b123"]),
        ("İİİ call 07700 900123", ["07700 900123"]),
        ("DE89 3704 0044 0532 0130 00 is my iban", ["DE89 3704 0044 0532 0130 00"]),
        ("two: jo@example.org and @jo_lamp", ["jo@example.org", "@jo_lamp"]),
    ],
)
def test_the_span_is_what_to_cut(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


def test_a_keycap_number_is_read_and_cut_where_it_stands() -> None:
    number = "".join(f"{digit}\ufe0f\u20e3" for digit in "07700900123")
    (flag,) = screen(f"call {number}")
    assert (flag.kind, flag.start) == (Kind.PHONE, 5)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("@keepers we thank you", {"@Keepers"}),
        ("@keepers@light.example hello", {"keepers@light.example"}),
        ("https://instagram.com/keepers", {"keepers"}),
        ("my insta: keepers_7", {"keepers_7"}),
    ],
)
def test_ones_own_handle_is_no_flag(text: str, own: set[str]) -> None:
    assert "handle" in kinds(text)
    assert screen(text, own_handles=frozenset(own)) == ()


def test_somebody_of_the_same_name_elsewhere_is_not_oneself() -> None:
    assert kinds("@keepers@other.example", own_handles=frozenset({"keepers"})) == {"handle"}


@pytest.mark.parametrize("text", ["@user thanks", "@username thanks", "cc @USER @user"])
def test_a_mask_for_a_name_is_nobodys_handle(text: str) -> None:
    assert screen(text) == ()


@pytest.mark.parametrize(
    ("text", "region"),
    [("612345678 gracias", "ES"), ("2079460123 thanks", "GB"), ("501234567", "pl")],
)
def test_a_local_number_of_the_campaigns_region(text: str, region: str) -> None:
    assert screen(text) == ()
    assert kinds(text, regions=(region,)) == {"phone"}


@pytest.mark.parametrize("text", ["ISBN 978-3-16-148410-0", "on 12.10.2016", "order 612345678"])
def test_a_region_makes_no_phone_of_other_numbers(text: str) -> None:
    assert screen(text, regions=("ES", "US", "GB", "DE")) == ()


def test_an_unknown_region_is_ignored() -> None:
    assert kinds("call +44 7700 900123", regions=("ZZ",)) == {"phone"}


@pytest.mark.parametrize(
    ("right", "wrong", "kind"),
    [
        ("GB29 NWBK 6016 1331 9268 19", "GB28 NWBK 6016 1331 9268 19", "iban"),
        ("4111 1111 1111 1111", "4111 1111 1111 1112", "card"),
        ("DNI: 12345678Z", "12345678A", "national-id"),
        ("529.982.247-25", "529.982.247-26", "national-id"),
        ("11010519491231002X", "110105194912310021", "national-id"),
        ("184127645108946", "184127645108947", "national-id"),
    ],
)
def test_check_digits_are_checked(right: str, wrong: str, kind: str) -> None:
    assert kind in kinds(right)
    assert kind not in kinds(wrong)


def test_every_kind_says_what_it_is_and_what_to_do() -> None:
    assert set(REASONS) == set(Kind)
    for reason in REASONS.values():
        assert "Cut it out with […], ask the person, or leave it and record why." in reason


def test_the_page_gives_every_kind_with_its_reason() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = {
        line.split("|")[1].strip(): line for line in page.splitlines() if line.startswith("| `")
    }
    assert set(rows) == {f"`{kind.value}`" for kind in Kind}
    for kind, reason in REASONS.items():
        first = reason.split(". ")[0]
        assert first in rows[f"`{kind.value}`"]


def test_a_flag_holds_no_words_and_cannot_be_changed() -> None:
    (flag,) = screen("jo.lamp@example.org")
    assert set(Flag.__struct_fields__) == {"kind", "start", "end", "reason"}
    assert "jo.lamp" not in repr(flag)
    assert "jo.lamp" not in msgspec.json.encode(flag).decode()
    with pytest.raises(AttributeError):
        flag.start = 3  # type: ignore[misc]


def test_sealed_words_stay_sealed() -> None:
    sealed = Sealed("call 07700 900123", Subject("post", "account"))
    assert screen_sealed(sealed) == screen("call 07700 900123")
    assert repr(sealed) == "<sealed>"


def test_it_opens_nothing_and_calls_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    screen("+44 7700 900123", regions=("GB",))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("screening reached outside")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(builtins, "open", refuse)
    for texts in CASES["found"].values():
        for text in texts:
            screen(text, regions=("GB",))


def test_phonenumbers_is_loaded_for_a_number_only() -> None:
    code = (
        "import sys; from ownwords.consent.screening import screen; screen('no number here');"
        "assert 'phonenumbers' not in sys.modules; screen('+44 7700 900123');"
        "assert 'phonenumbers' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


PIECES = st.sampled_from([text for texts in CASES["found"].values() for text in texts])
ANY = st.text(st.characters(codec=None, exclude_categories=())) | st.text("0123456789+-(). @/:#")


@given(st.lists(ANY | PIECES, max_size=4).map(" ".join), st.sampled_from([(), ("US", "DE")]))
def test_any_text_gives_spans_in_order_without_overlap(text: str, regions: tuple[str, ...]) -> None:
    flags = screen(text, regions=regions)
    assert flags == screen(text, regions=regions)
    place = 0
    for flag in flags:
        assert place <= flag.start < flag.end <= len(text)
        assert flag.reason == REASONS[flag.kind]
        place = flag.end


@given(PIECES, st.text("abc xyz,.", max_size=20))
def test_what_was_cut_is_not_flagged_again(piece: str, rest: str) -> None:
    text = f"{piece} {rest}"
    for flag in reversed(screen(text)):
        text = f"{text[: flag.start]}[…]{text[flag.end :]}"
    assert not {flag.kind for flag in screen(text)} & {Kind.EMAIL, Kind.IBAN, Kind.CARD}


def test_a_long_text_takes_time_in_proportion() -> None:
    """Patterns that go back and forth would never end on these."""
    for piece in ("a" * 30_000, "1 " * 15_000, "a.b" * 10_000, "@a" * 15_000, "A b " * 8_000):
        screen(piece)
