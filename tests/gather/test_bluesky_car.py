"""Repositories: five thousand records with every trap, proofs, bounds, and a real file."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ownwords.gather import bluesky_car, car
from ownwords.gather.car import read_car
from ownwords.gather.connector import owner_of
from ownwords.gather.dag_cbor import Link, as_json, decode, encode, from_json
from ownwords.gather.did_documents import fits, parse_document
from ownwords.gather.repository import Entry, commit_of, micros_of_tid, walk
from ownwords.records.captured import Captured, LeftOut
from ownwords.records.consent import WishKind
from ownwords.records.post import Account
from tests.gather import making_bluesky_car as making
from tests.gather.making import found
from tests.gather.reading import FIXTURES, MB, faults, peak_of, read, source_of
from tests.gather.repositories import Signer, car_file, cid_of, repository, signed_commit, varint
from tests.packages import package

ME = making.account("ebba")
KEY = "app.bsky.feed.post/3222222222222"


def post(text: str = "Kanarie", **more: object) -> dict[str, Any]:
    return {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2024-01-11", **more}


def written(folder: Path, data: bytes) -> Path:
    path = folder / "repo.car"
    path.write_bytes(data)
    return path


def posts_in(path: Path) -> list[Captured]:
    return [one for one in read("bluesky_car", path) if isinstance(one, Captured)]


def test_five_thousand_with_every_trap(tmp_path: Path):
    made = making.write(tmp_path / "repo.car")
    assert len(made.posts) == 5_000
    assert made.faults >= making.BROKEN
    assert made.left_out > 100
    assert found("bluesky_car", tmp_path / "repo.car") == made


def test_likes_follows_and_blocks_are_not_even_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    making.write(tmp_path / "repo.car", 200, broken=False)
    seen: list[bytes] = []
    plain = bluesky_car.decode
    monkeypatch.setattr(bluesky_car, "decode", lambda data: seen.append(data) or plain(data))
    read("bluesky_car", tmp_path / "repo.car")
    assert len(seen) >= 200
    assert not [one for one in seen if b"app.bsky.graph" in one or b"feed.like" in one]


def test_says_whose_it_is(tmp_path: Path):
    path = tmp_path / "repo.car"
    making.write(path, 1)
    expected = Account(ME, "bsky", "ebba.lights.example", "Ebba (invented)")
    assert owner_of(bluesky_car.CONNECTOR, source_of(path)) == expected
    (tmp_path / "repo.car.did.json").rename(tmp_path / "did.json")
    assert owner_of(bluesky_car.CONNECTOR, source_of(path)) == expected
    (tmp_path / "did.json").write_bytes(Signer().document("did:plc:another", "a.example"))
    named = owner_of(bluesky_car.CONNECTOR, source_of(path))
    assert named == Account(ME, "bsky", "", "Ebba (invented)")


@pytest.mark.parametrize("curve", ["secp256k1", "p256"])
@pytest.mark.parametrize("own", [True, False])
def test_each_payload_holds_what_proves_it(curve: str, own: bool, tmp_path: Path):
    """From the payload alone: the record's CID, the commit's CID, and who signed the commit."""
    signer, other = Signer(curve), Signer(curve, 7)
    path = written(tmp_path, repository(ME, {KEY: post(), "a.b.c/d": {"x": 1.5}}, signer))
    document = (signer if own else other).document(ME, "ebba.lights.example")
    path.with_name("repo.car.did.json").write_bytes(document)
    (one,) = posts_in(path)
    payload = json.loads(one.post.payload)
    value, commit = from_json(payload["value"]), payload["commit"]
    assert str(Link(cid_of(encode(value)))) == payload["cid"] == one.post.version_id
    signed = from_json(commit["value"])
    assert str(Link(cid_of(encode(signed)))) == commit["cid"]
    assert signed["did"] == one.post.attributed_to
    signature = signed.pop("sig")
    assert fits(signer.key, encode(signed), signature)
    assert commit["fits"] is own
    assert commit["key"] == str((signer if own else other).key)
    assert len(faults(read("bluesky_car", path))) == (not own)


def test_without_a_key_nothing_is_claimed(tmp_path: Path):
    (one,) = posts_in(written(tmp_path, repository(ME, {KEY: post()}, Signer())))
    commit = json.loads(one.post.payload)["commit"]
    assert (commit["key"], commit["fits"]) == (None, None)


def test_a_record_in_another_form_is_kept_and_says_so(tmp_path: Path):
    """Keys out of order: the CID cannot be made again from the JSON form."""
    data = encode({"text": "Kanarie"})[1:] + encode({"createdAt": "2024-01-11"})[1:]
    path = written(tmp_path, repository(ME, {KEY: b"\xa3" + data + b"\x61a\x01"}, Signer()))
    (one,) = posts_in(path)
    assert one.post.content == "Kanarie"
    assert json.loads(one.post.payload)["canonical"] is False


SIGNATURES = (
    # The network's own interoperability cases (bluesky-social/atproto, signature-fixtures).
    ("EcdsaSecp256r1VerificationKey2019", "zxdM8dSstjrpZaRUwBmDvjGXweKuEMVN95A9oJBFjkWMh"),
    ("Multikey", "zDnaembgSGUhZULN2Caob4HLJPaxBh92N7rtH21TErzqf8HQo"),
    ("EcdsaSecp256k1VerificationKey2019", "z25z9DTpsiYYJKGsWmSPJK2NFN8PcJtZig12K59UgW7q5t"),
    ("Multikey", "zQ3shqwJEJyMBsBXCWyCBpUBMqxcon9oHB7mCvx4sSpMdLJwc"),
)
P256_LOW = "2vZNsG3UKvvO/CDlrdvyZRISOFylinBh0Jupc6KcWoJWExHptCfduPleDbG3rko3YZnn9Lw0IjpixVmexJDegg"
P256_HIGH = "2vZNsG3UKvvO/CDlrdvyZRISOFylinBh0Jupc6KcWoKp7O4VS9giSAah8k5IUbXIW00SuOrjfEqQ9HEkN9JGzw"
K256_LOW = "5WpdIuEUUfVUYaozsi8G0B3cWO09cgZbIIwg1t2YKdUn/FEznOndsz/qgiYb89zwxYCbB71f7yQK5Lr7NasfoA"
K256_HIGH = "5WpdIuEUUfVUYaozsi8G0B3cWO09cgZbIIwg1t2YKdXYA67MYxYiTMAVfdnkDCMN9S5B3vHosRe07aORmoshoQ"


@pytest.mark.parametrize(("kind", "multibase"), SIGNATURES)
def test_signatures_as_the_network_checks_them(kind: str, multibase: str):
    method = {"id": f"{ME}#atproto", "type": kind, "publicKeyMultibase": multibase}
    document = parse_document(json.dumps({"id": ME, "verificationMethod": [method]}).encode())
    assert document is not None
    assert document.key is not None
    is_p256 = multibase.startswith(("zx", "zD"))
    low, high = (P256_LOW, P256_HIGH) if is_p256 else (K256_LOW, K256_HIGH)
    message = base64.b64decode("oWVoZWxsb2V3b3JsZA==")
    assert fits(document.key, message, base64.b64decode(low + "=="))
    assert not fits(document.key, message, base64.b64decode(high + "=="))
    assert not fits(document.key, message + b"!", base64.b64decode(low + "=="))


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b'{"id":7}', b"[]", b'{"id":"did:x:y","verificationMethod":[{"id":7}]}', b"\xff"],
)
def test_documents_that_are_none(data: bytes):
    assert parse_document(data) is None


@pytest.mark.parametrize("multibase", ["", "z", "z0OIl", "zzzz", "mAAAA", "z" + "2" * 500])
@pytest.mark.parametrize("kind", ["Multikey", "EcdsaSecp256k1VerificationKey2019"])
def test_keys_that_are_none_sign_nothing(kind: str, multibase: str):
    method = {"id": "#atproto", "type": kind, "publicKeyMultibase": multibase}
    document = parse_document(json.dumps({"id": ME, "verificationMethod": [method]}).encode())
    assert document is not None
    assert document.key is None or not fits(document.key, b"message", bytes(64))


def test_a_block_that_lies_is_named_by_its_place(tmp_path: Path):
    records = {f"{KEY[:-1]}{letter}": post(letter) for letter in "abc"}
    data = repository(ME, records, Signer())
    block = encode(records[f"{KEY[:-1]}b"])
    at = data.index(block)
    path = written(tmp_path, data[: at + 9] + b"x" + data[at + 10 :])
    reads = read("bluesky_car", path)
    (fault,) = faults(reads)
    assert fault.place.offset == at - 36 - len(varint(36 + len(block)))
    assert "digest" in fault.reason
    assert [one.post.content for one in posts_in(path)] == ["a", "c"]


def test_every_bit_of_a_block_counts(tmp_path: Path):
    data = repository(ME, {KEY: post("Kanarie keeps")}, Signer())
    start = data.index(encode(post("Kanarie keeps")))
    for bit in range(start * 8, len(data) * 8, 7):
        made = bytearray(data)
        made[bit // 8] ^= 1 << bit % 8
        reads = read("bluesky_car", written(tmp_path, bytes(made)))
        assert len(reads) == 1
        assert faults(reads)


def tree_of(*nodes: dict[str, Any], root: int = 0) -> bytes:
    """A CAR file with these nodes, the first or another the root of the tree."""
    blocks = [(cid_of(encode(node)), encode(node)) for node in nodes]
    record = encode(post())
    commit = signed_commit(ME, blocks[root][0], Signer())
    blocks += [(cid_of(record), record), (cid_of(commit), commit)]
    return car_file(cid_of(commit), blocks)


RECORD = Link(cid_of(encode(post())))


def entry(key: bytes, same: int = 0, below: Link | None = None) -> dict[str, Any]:
    return {"p": same, "k": key, "v": RECORD, "t": below}


@pytest.mark.parametrize(
    "entries",
    [
        [entry(KEY.encode()), entry(KEY.encode())],
        [entry(KEY.encode()), entry(b"", 7)],
        [entry(KEY.encode()), entry(b"1", 4_000)],
        [entry(KEY.encode()), entry(b"1", -1)],
        [entry(b"app.bsky.feed.post/../../x")],
        [entry(b"no-slash")],
        [entry(b"app.bsky.feed.post/\xff")],
        [entry(b"app.bsky.feed.post/a\n")],
        [entry(b"app.bsky.feed.post/" + b"k" * 1_100)],
        [{"p": 0}],
        [7],
        7,
    ],
)
def test_trees_that_are_wrong_are_named(entries: Any, tmp_path: Path):
    reads = read("bluesky_car", written(tmp_path, tree_of({"l": None, "e": entries})))
    assert len(faults(reads)) == 1
    assert "of the tree" in faults(reads)[0].reason


def test_a_node_is_entered_once(tmp_path: Path):
    """A tree in which each node has the one below it twice would double with every level."""
    nodes = [{"l": None, "e": [entry(KEY.encode())]}]
    for _ in range(40):
        below = Link(cid_of(encode(nodes[-1])))
        nodes.append({"l": below, "e": [entry(KEY.encode() + b"x", below=below)]})
    data = tree_of(*nodes, root=40)
    reads = read("bluesky_car", written(tmp_path, data))
    assert len(reads) < 200
    assert faults(reads)


def test_one_long_record_under_many_keys_ends_with_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bluesky_car, "WHOLE", 10 * len(encode(post())))
    entries = [entry(f"app.bsky.feed.post/{number:03}".encode()) for number in range(100)]
    reads = read("bluesky_car", written(tmp_path, tree_of({"l": None, "e": entries})))
    assert len(reads) == 11
    assert "more than the file holds" in faults(reads)[0].reason


def test_lengths_without_measure_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch):
    header = car_file(cid_of(b""), [])
    for size in (car.BLOCK + 1, 1 << 40, (1 << 63) - 1):
        (damage,) = read_car(iter([header + varint(size)])).damages
        assert damage.at == len(header)
        assert "longer than 2 MB" in damage.reason
    (damage,) = read_car(iter([header + b"\xff" * 20])).damages
    assert "no end" in damage.reason
    (damage,) = read_car(iter([varint(1 << 30)])).damages
    assert damage.reason == "This is no CAR file."
    monkeypatch.setattr(car, "WHOLE", 2 * MB)
    block = (cid_of(bytes(MB)), bytes(MB))
    pieces = (car_file(cid_of(b""), [block]) if not number else one for number, one in _many(block))
    kept: list[car.Car] = []
    assert peak_of(lambda: kept.append(read_car(pieces))) < 12 * MB
    assert "more than 2 MB" in kept[0].damages[0].reason


def _many(block: tuple[bytes, bytes]) -> list[tuple[int, bytes]]:
    section = block[0] + block[1]
    return [(number, varint(len(section)) + section) for number in range(5)]


def test_the_limits_are_the_ones_that_were_decided():
    assert (car.BLOCK, car.WHOLE, car.DAMAGES) == (2 * MB, 1024 * MB, 10_000)


def test_a_file_of_nothing_but_damage_does_not_fill_the_memory():
    file = car_file(cid_of(b""), []) + b"\1\0" * MB
    kept: list[car.Car] = []
    assert peak_of(lambda: kept.append(read_car(iter([file])))) < 12 * MB
    assert len(kept[0].damages) == car.DAMAGES + 1
    assert "too many places" in kept[0].damages[-1].reason


@pytest.mark.parametrize(
    ("profile", "wished"),
    [
        ({"displayName": "Ebba"}, []),
        ({"labels": {"values": [{"val": "!no-unauthenticated"}]}}, [WishKind.NO_UNAUTHENTICATED]),
        ({"labels": {"values": [{"val": "bot"}]}}, []),
        (b"\x80", [WishKind.NO_UNAUTHENTICATED]),
    ],
)
def test_what_a_profile_wishes(profile: object, wished: list[WishKind], tmp_path: Path):
    records = {"app.bsky.actor.profile/self": profile, KEY: post()}
    (one,) = posts_in(written(tmp_path, repository(ME, records, Signer())))
    assert [wish.kind for wish in one.wishes] == wished
    assert {(wish.account, wish.post) for wish in one.wishes} <= {(ME, "")}


def test_the_time_in_an_identifier():
    assert micros_of_tid("3lh6cdwqxx42x") == 1_738_474_244_503_458
    assert micros_of_tid("3lh6cdwqxx42") is None
    assert micros_of_tid("3lh6cdwqxx42!") is None


def test_a_repository_that_the_network_s_own_server_made(tmp_path: Path):
    """Accounts and words invented, records written through the API of @atproto/pds 0.5 (dev-env
    0.6.7), exported by getRepo; the DID document came from its PLC directory.
    """
    path = FIXTURES / "made-by-servers" / "bluesky-pds.car"
    reads = read("bluesky_car", path)
    posts = {one.post.content: one for one in reads if isinstance(one, Captured)}
    assert faults(reads) == []
    assert len(posts) == 5
    for one in posts.values():
        payload = json.loads(one.post.payload)
        assert payload["commit"]["fits"] is True
        assert payload["commit"]["key"].startswith("did:key:zQ3sh")
        assert "canonical" not in payload
        assert str(Link(cid_of(encode(from_json(payload["value"]))))) == payload["cid"]
        assert one.post.handle == "ebba.test"
        assert one.wishes[0].kind == WishKind.NO_UNAUTHENTICATED
    tagged = posts["The stove is lit, 🕯️. Kanarie #WeKeepTheLight"]
    assert tagged.post.tags == ("WeKeepTheLight",)
    assert [wish.kind for wish in tagged.wishes][1:] == [WishKind.QUOTE_NOBODY]
    assert posts["A wave. Kanarie"].post.quote_of == posts["Answered. Kanarie"].post.in_reply_to
    assert posts[""].post.type == "Announce"
    assert b"canary" not in path.read_bytes()  # a post that was deleted before the export
    data = bytearray(path.read_bytes())
    data[data.index(b"csigX@") + 20] ^= 1
    (tmp_path / "repo.car.did.json").write_bytes(
        path.with_name(path.name + ".did.json").read_bytes()
    )
    assert len(faults(read("bluesky_car", written(tmp_path, bytes(data))))) >= 1


def test_a_real_repository(tmp_path: Path):
    """The CAR file inside arroba (CC0), made by another implementation of the protocol."""
    with zipfile.ZipFile(package("arroba-3.1-py3-none-any.whl")) as wheel:
        path = written(tmp_path, wheel.read("arroba/tests/snarfed2.car"))
        told = json.loads(wheel.read("arroba/tests/snarfed2.json").replace(b'"/"', b'"$link"'))
    held = read_car(source_of(path).chunks())
    commit = commit_of(held)
    assert not isinstance(commit, str)
    assert held.damages == []
    assert all(encode(decode(block.data)) == block.data for block in held.blocks.values())
    records = {
        step.key: as_json(decode(held.blocks[step.cid].data))
        for step in walk(held, commit.data)
        if isinstance(step, Entry)
    }
    assert records == {
        f"{collection}/{rkey}": value
        for collection, inside in told.items()
        for rkey, value in inside.items()
    }
    (left_out,) = read("bluesky_car", path)
    assert isinstance(left_out, LeftOut)
    assert left_out.count == len(records) - 1
    owner = owner_of(bluesky_car.CONNECTOR, source_of(path))
    assert owner == Account("did:plc:5zspv27pk4iqtrl2ql2nykjh", "bsky")


def test_what_is_broken_is_named_by_its_record_or_its_byte():
    """A repository has no lines."""
    broken = FIXTURES / "bluesky_car" / "broken"
    for name in ("cut.car", "records.car"):
        places = [one.place.spelled() for one in faults(read("bluesky_car", broken / name))]
        assert places
        for place in places:
            assert re.search(r"\.car(, record \d+)?(, byte [1-9]\d*)?$", place), place
            assert place[-4:] != ".car"
