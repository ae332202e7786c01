"""What is packed in a large tar is opened, or it is said that it is not."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from ownwords.flows.proof import decoding
from ownwords.flows.proof.proving import SHUT
from tests.withdrawal.packing import STREAMS, Pack, stored, tarred
from tests.withdrawal.residues import UTF8, put
from tests.withdrawal.test_damaged import LONG, NOISE, kinds

BEFORE = ("before.txt", b" ".join(NOISE))


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_PIECE", 30_000)


@pytest.mark.parametrize("around", ["as it is", *sorted(STREAMS)])
@pytest.mark.parametrize("kind", sorted(STREAMS))
def test_a_packed_member_is_opened(kind: str, around: str, tmp_path: Path) -> None:
    packed: dict[str, Pack] = {"as it is": bytes, **STREAMS}
    whole = tarred(BEFORE, ("small", STREAMS[kind](UTF8)))
    put(tmp_path, "sources/a", packed[around](whole))
    assert (tmp_path / "sources/a").stat().st_size > decoding._PIECE
    assert kinds(tmp_path) == {"words"}


@pytest.mark.parametrize("kind", sorted(STREAMS))
def test_so_is_one_that_is_large_itself(kind: str, tmp_path: Path) -> None:
    member = STREAMS[kind](b" ".join([LONG, UTF8, *NOISE]))
    assert len(member) > decoding._PIECE
    put(tmp_path, "sources/a.tar", tarred(BEFORE, ("large", member), BEFORE))
    assert kinds(tmp_path) == {"words"}


def test_a_zip_among_them_is_opened_or_named(tmp_path: Path) -> None:
    put(tmp_path, "sources/a.tar", tarred(BEFORE, ("a.zip", stored(gzip.compress(UTF8, mtime=0)))))
    assert kinds(tmp_path) == {"words"}
    large = stored(gzip.compress(b" ".join([*NOISE, UTF8, *NOISE]), mtime=0))
    put(tmp_path, "sources/a.tar", tarred(BEFORE, ("a.zip", large)))
    assert SHUT in kinds(tmp_path)


def test_one_that_breaks_off_is_named(tmp_path: Path) -> None:
    whole = tarred(BEFORE, ("large", STREAMS["gzip"](b" ".join([*NOISE, UTF8]))))
    put(tmp_path, "sources/a.tar", whole[: len(whole) * 2 // 3])
    assert SHUT in kinds(tmp_path)
