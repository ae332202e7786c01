"""The proof knows a handle wherever a reader does, and nobody else's by it."""

from __future__ import annotations

import pytest

from ownwords.archive.erasing_work import Work
from ownwords.flows.proof.needles import Needles


def found(handle: str, text: str) -> set[str]:
    return Needles([Work(accounts=(), handles=(f"x.com@{handle}",))]).found(text)


@pytest.mark.parametrize(
    "text",
    [
        "\u3042\u308a\u304c\u3068\u3046@rosa\u3055\u3093",
        "@ROSA\u7684\u706f",
        "\u0441\u043f\u0430\u0441\u0438\u0431\u043e@rosa",
        "https://x.com/rosa\u3092\u898b\u3066",
    ],
)
def test_words_of_another_script_may_follow_at_once(text: str) -> None:
    assert found("rosa", text) == {"handle"}


@pytest.mark.parametrize("text", ["@rosas", "@rosa_", "@ros\u00e1", "@rosa\u0301", "@rosa\u00e9"])
def test_a_longer_name_is_somebody_elses(text: str) -> None:
    assert found("rosa", text) == set()


def test_a_mark_belongs_to_its_letter() -> None:
    assert found("\u0915", "@\u0915") == {"handle"}
    assert found("\u0915", "@\u0915\u0940\u092a\u0930") == set()
