"""Every ordinary way to look at sealed words refuses, and says so without the words."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from collections.abc import Callable

import jinja2
import msgspec
import orjson
import pytest
from jinja2.sandbox import SandboxedEnvironment

from ownwords.records.cleared import Cleared
from ownwords.records.consent import Clearance, Rule, Use
from ownwords.records.errors import SealBroken
from ownwords.records.sealed import Sealed, Subject

SECRET = "these words are mine"
SEALED = Sealed(SECRET, Subject("p", "a"))

LOOKS: dict[str, Callable[[], object]] = {
    "str": lambda: str(SEALED),
    "format": lambda: format(SEALED),
    "f-string": lambda: f"{SEALED}",
    "percent": lambda: "%s" % SEALED,  # noqa: UP031
    "str.format": lambda: "{}".format(SEALED),  # noqa: UP032
    "bytes": lambda: bytes(SEALED),
    "join": lambda: "".join([SEALED]),  # noqa: FLY002
    "plus": lambda: SEALED + "",
    "length": lambda: len(SEALED),
    "truth": lambda: bool(SEALED),
    "iteration": lambda: list(SEALED),
    "index": lambda: SEALED[0],
    "contains": lambda: "mine" in SEALED,
    "equality": lambda: SEALED == SECRET,
    "inequality": lambda: SEALED != SECRET,
    "order": lambda: SEALED < SECRET,
    "hash": lambda: hash(SEALED),
    "a set": lambda: {SEALED},
    "copy": lambda: copy.copy(SEALED),
    "deepcopy": lambda: copy.deepcopy([SEALED]),
    "pickle": lambda: pickle.dumps(SEALED),
    "state": SEALED.__getstate__,
    "vars": lambda: vars(SEALED),
    "json": lambda: json.dumps(SEALED),
    "json with str": lambda: json.dumps(SEALED, default=str),
    "orjson": lambda: orjson.dumps({"a": SEALED}),
    "orjson with str": lambda: orjson.dumps(SEALED, default=str),
    "msgspec json": lambda: msgspec.json.encode(SEALED),
    "msgspec msgpack": lambda: msgspec.msgpack.encode([SEALED]),
    "msgspec builtins": lambda: msgspec.to_builtins(SEALED),
    "jinja": lambda: jinja2.Template("{{ it }}").render(it=SEALED),
    "jinja, escaped": lambda: jinja2.Template("{{ it|e }}", autoescape=True).render(it=SEALED),
    "jinja, sandboxed": lambda: (
        SandboxedEnvironment().from_string("{{ it._Sealed__words }}").render(it=SEALED).strip()
        or 1 / 0
    ),
    "the slot": lambda: SEALED.__words,
}


@pytest.mark.parametrize("way", LOOKS)
def test_sealed_words_refuse_to_be_looked_at(way: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011  (each way has its own error)
        LOOKS[way]()
    shown = "".join(traceback.format_exception(caught.value)).replace('SECRET = "', "")
    assert SECRET not in shown


def test_a_repr_shows_nothing() -> None:
    assert repr(SEALED) == "<sealed>"
    assert SECRET not in repr([SEALED, {"a": SEALED}])
    assert "%r" % SEALED == "<sealed>"  # noqa: UP031


def test_a_log_line_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    handler = logging.StreamHandler()
    record = logging.LogRecord("x", logging.INFO, "x", 1, "got %s", (SEALED,), None)
    with pytest.raises(SealBroken):
        handler.format(record)
    assert SECRET not in capsys.readouterr().err


def test_cleared_words_are_not_pickled_and_their_repr_is_silent() -> None:
    clearance = Clearance(id="c1", use=Use.VERBATIM, rule=Rule.EXPLICIT_YES, policy_version="1")
    cleared = Cleared(SECRET, clearance)
    assert repr(cleared) == "<cleared c1>"
    with pytest.raises(SealBroken):
        pickle.dumps(cleared)
