"""Posts of protected accounts inside public ones: X shows them to whoever follows the account."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownwords.gather.connector import Options, connectors
from ownwords.records.captured import Captured, Departed, Departure
from tests.gather.reading import source_of

_AT = "Sat Jan 11 05:12:00 +0000 2014"
_SAID = "a lamp for those whom I know"


def _status(number: int, text: str, **more: object) -> dict[str, object]:
    native = str(421_900_000_000_000_000 + number)
    return {"id_str": native, "created_at": _AT, "full_text": text, "entities": {}, **more}


def _v1() -> dict[str, object]:
    shut = _status(1, _SAID, user={"id_str": "8", "screen_name": "b", "protected": True})
    open_one = {"user": {"id_str": "7", "screen_name": "a"}, "quoted_status": shut}
    return _status(2, "look", **open_one)


def _web() -> dict[str, object]:
    def shown(number: int, text: str, author: str, **more: object) -> dict[str, object]:
        user = {"rest_id": author, "legacy": {"screen_name": "x", "protected": author == "8"}}
        core = {"user_results": {"result": user}}
        return {"core": core, "legacy": _status(number, text, user_id_str=author), **more}

    data = shown(2, "look", "7", quoted_status_result={"result": shown(1, _SAID, "8")})
    return {"item_id": "1", "source_platform": "x.com", "timestamp_collected": 1, "data": data}


@pytest.mark.parametrize(("name", "made"), [("twitter_v1", _v1()), ("zeeschuimer", _web())])
def test_words_of_a_protected_account_are_not_kept_inside_those_of_another(
    name: str, made: dict[str, object], tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(made) + "\n", "utf-8")
    outer, inner = connectors()[name].read(source_of(path), Options())
    assert isinstance(outer, Captured)
    assert outer.post.content == "look"
    assert _SAID.encode() not in outer.post.payload
    assert json.loads(outer.post.payload)
    assert isinstance(inner, Departed)
    assert inner.kind is Departure.PRIVATE
