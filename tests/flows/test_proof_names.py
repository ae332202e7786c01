"""The proof knows a handle wherever a reader does, and nobody else's by it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from ownwords.archive.erasing_work import Work
from ownwords.flows.proof.needles import Needles
from ownwords.flows.proof.proving import find_in
from ownwords.flows.proof.wording import BETWEEN


def found(handle: str, text: str) -> set[str]:
    return Needles([Work(accounts=(), handles=(f"x.com@{handle}",))]).found(text)


@pytest.mark.parametrize(
    "text",
    [
        "\u3042\u308a\u304c\u3068\u3046@rosa\u3055\u3093",
        "@ROSA\u7684\u706f",
        "\u0441\u043f\u0430\u0441\u0438\u0431\u043e@rosa",
        "https://x.com/rosa\u3092\u898b\u3066",
        "https://twitter.com/intent/tweet?text=light&via=rosa",
    ],
)
def test_words_of_another_script_may_follow_at_once(text: str) -> None:
    assert found("rosa", text) == {"handle"}


@pytest.mark.parametrize("text", ["@rosas", "@rosa_", "@ros\u00e1", "@rosa\u0301", "@rosa\u00e9"])
def test_a_longer_name_is_somebody_elses(text: str) -> None:
    assert found("rosa", text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "medium.com/@rosa",
        "\u00e9@rosa",
        "thanks@rosa",
        "@\u200brosa",
        "@rosa\u200bs",
        "@rosa\u2122",
        "https://mirror.example/rosa/status/1",
        "\u898bx.com/rosa",
        "@rosa@twitter.com",
    ],
)
def test_a_name_is_found_whatever_stands_beside_it(text: str) -> None:
    assert found("rosa", text) == {"handle"}


@pytest.mark.parametrize(
    "text", ["info@rosa.org", "info@rosa-lights.co.uk", "https://my-x.com/rosa", "@rosa@other.host"]
)
def test_a_mail_address_and_another_host_are_no_mention(text: str) -> None:
    assert found("rosa", text) == set()


def test_a_name_with_its_host_is_found_without_a_sign() -> None:
    needles = Needles([Work(accounts=(), handles=("lights.example@rosa", "rosa.org@rosa"))])
    assert needles.found("mail rosa@lights.example") == {"handle"}
    assert needles.found("info@rosa.org") == {"handle"}
    for another in (
        "a.rosa@lights.example",
        "@rosa@lights.example2.org",
        "lights.example/tags/rosa",
    ):
        assert needles.found(another) == set()


def test_an_escaped_letter_goes_on_with_a_name() -> None:
    assert found("ros", '"@ros\\u00e1"') == set()
    assert found("ros", '"@ros\\u3055"') == {"handle"}


def test_a_mark_belongs_to_its_letter() -> None:
    assert found("\u0915", "@\u0915") == {"handle"}
    assert found("\u0915", "@\u0915\u0940\u092a\u0930") == set()


@pytest.mark.parametrize(
    "handle", ["7", "2014", "_", "en", "text", "true", "x", "\u706f", "\u706f\u53f0"]
)
def test_a_handle_that_is_a_value_of_records_is_found_where_one_is_told(handle: str) -> None:
    assert found(handle, f'{{"screen_name":"{handle}"}}') == {"handle"}
    assert found(handle, f"thanks to @{handle}!") == {"handle"}
    assert found(handle, f"https://x.com/{handle}/status/1") == {"handle"}
    assert found(handle, f'{{"lang":"{handle}"}}\n{handle}\n') == set()


def test_a_handle_that_is_a_word_of_others_is_found_where_one_is_told() -> None:
    needles = Needles([Work(accounts=(), handles=("x.com@lamp",))])
    assert needles.found('the "lamp"') == {"handle"}
    needles.forgive_words("a lamp and a rope")
    assert needles.found('the "lamp"\nlamp') == set()
    assert needles.found('{"handle": "lamp"}') == {"handle"}
    assert needles.found("see @Lamp") == {"handle"}


def test_a_handle_of_few_letters_is_not_looked_for_in_bytes_that_are_no_text() -> None:
    needles = Needles([Work(accounts=(), handles=("x.com@m", "x.com@weir"))])
    assert needles.found("^@m}") == {"handle"}
    assert needles.found_by_chance("^@m}") == set()
    assert needles.found_by_chance("^@weir}") == {"handle"}


def test_what_parts_values_is_no_handle() -> None:
    assert found("_", BETWEEN.join(("a lamp", "a rope"))) == set()
    assert found("____", BETWEEN.join(("a lamp", "a rope"))) == set()


@pytest.mark.parametrize("handle", ["x", "a7", "\u00e9", "\u706f"])
def test_a_handle_of_few_letters_is_not_found_among_any_bytes(handle: str, tmp_path: Path) -> None:
    """A picture, a sealed page: every two bytes stand somewhere in them."""
    data = Random(7).randbytes(1 << 16)
    some = b"".join(f"@{handle} ".encode(code) for code in ("utf-8", "utf-16-le"))
    (tmp_path / "sealed").write_bytes(data + some + data)
    (tmp_path / "wide.txt").write_bytes(f"so says @{handle}\n".encode("utf-16"))
    needles = Needles([Work(accounts=(), handles=(f"x.com@{handle}",))])
    assert find_in(tmp_path / "sealed", tmp_path, needles) == []
    assert [hit.kind for hit in find_in(tmp_path / "wide.txt", tmp_path, needles)] == ["handle"]
