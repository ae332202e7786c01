"""DAG-CBOR: one form for every value, read back, shown as JSON, and refused when it is another."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.gather.car import read_car
from ownwords.gather.dag_cbor import Link, NotDagCbor, as_json, decode, encode, from_json, link

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.binary()
    | st.binary(min_size=32, max_size=32).map(lambda digest: Link(b"\x01\x71\x12\x20" + digest)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read(value: object):
    assert decode(encode(value)) == value


@given(st.dictionaries(st.text().filter(lambda key: not key.startswith("$")), VALUES))
def test_the_json_form_is_the_same_record(value: dict[str, object]):
    assert encode(from_json(json.loads(json.dumps(as_json(value))))) == encode(value)


@given(st.binary(max_size=200))
def test_bytes_of_any_sort_are_read_or_refused(data: bytes):
    with contextlib.suppress(NotDagCbor):
        decode(data)
    assert read_car(iter([data])).blocks == {}
    assert len(read_car(iter([data])).damages) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"\xf9\x00\x00",
        b"\xfa\x00\x00\x00\x00",
        b"\xfb\x7f\xf0" + bytes(6),
        b"\xf7",
        b"\xd8\x2b\x41\x00",
        b"\xd8\x2a\x41\x01",
        b"\xa1\x01\x01",
        b"\xa2\x61a\x01\x61a\x02",
        b"\x7f\x61a\xff",
        b"\x5b" + b"\xff" * 8,
        b"\x81" * 10_000,
    ],
)
def test_what_dag_cbor_does_not_have_is_refused(data: bytes):
    with pytest.raises(NotDagCbor):
        decode(data)


@pytest.mark.parametrize("said", ["", "z", "bA!", "ba", "ipfs"])
def test_links_that_are_none(said: str):
    with pytest.raises(ValueError, match=r"base 32|padding|Non-base32"):
        link(said)
