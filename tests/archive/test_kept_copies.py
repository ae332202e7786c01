"""Records of kept copies: what is said in them, what is refused, what may be published."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ownwords.archive.folder import Folder
from ownwords.archive.kept_copies import kept_copies
from ownwords.records.errors import BadSettings

RECORD = 'url = "https://ledger.example/"\ntaken = 2014-01-12\n'


def folder(tmp_path: Path, text: str, **copies: bytes) -> Folder:
    made = Folder(tmp_path)
    made.sources.mkdir()
    (made.sources / "ledger.toml").write_text(text, encoding="utf-8")
    for name, data in copies.items():
        (made.sources / name.replace("_", ".")).write_bytes(data)
    return made


def test_a_record_alone_is_enough(tmp_path: Path) -> None:
    (one,) = kept_copies(folder(tmp_path, RECORD))
    assert (one.name, one.url, one.taken) == ("ledger", "https://ledger.example/", "2014-01-12")
    assert (one.sha256, one.text) == ("", "")


def test_a_copy_is_summed_up_and_stays_in_the_folder(tmp_path: Path) -> None:
    (one,) = kept_copies(folder(tmp_path, RECORD + 'file = "a.html"', a_html=b"<p>They sit.</p>"))
    assert one.sha256 == hashlib.sha256(b"<p>They sit.</p>").hexdigest()
    assert one.text == ""


def test_plain_text_is_published_by_a_decision_with_a_reason(tmp_path: Path) -> None:
    said = RECORD + 'file = "a.txt"\npublish = true\nwhy = "Ours."'
    (one,) = kept_copies(folder(tmp_path, said, a_txt=b"Ein Sturm."))
    assert (one.text, one.why) == ("Ein Sturm.", "Ours.")


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ("titel = 'x'", "'titel' that is not known"),
        ("file = 'none.txt'", "does not lie beside it"),
        ("file = '../campaign.toml'", "does not lie beside it"),
        ("file = 'a.txt'\nsha256 = 'ab'", "the copy was changed"),
        ("file = 'a.txt'\npublish = true", "has no why"),
        ("file = 'a.html'\npublish = true\nwhy = 'x'", "no plain text"),
        ("file = 'b.txt'\npublish = true\nwhy = 'x'", "not UTF-8 at byte 0"),
        ("publish = 'yes'", "publish as true or false"),
        ("title = 7", "title as text"),
        ("= 1", "cannot be read as TOML"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, more: str, wrong: str) -> None:
    made = folder(tmp_path, RECORD + more, a_txt=b"a", a_html=b"a", b_txt=b"\xff")
    with pytest.raises(BadSettings, match=wrong) as caught:
        kept_copies(made)
    assert "sources/ledger.toml" in str(caught.value)


@pytest.mark.parametrize(
    "text", ['url = "https://a.example/"', "taken = 2014-01-12", 'url = "a"\ntaken = "x"']
)
def test_what_must_be_there(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadSettings, match=r"has no|as a date"):
        kept_copies(folder(tmp_path, text))
