"""docs/reference/formats.md names every format, key, field, member and limit that the code has."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from ownwords.gather import bundles, car, given, json_arrays, lines, streams, tables
from ownwords.gather.connector import connectors
from ownwords.gather.given_words import KEYS, KINDS
from ownwords.gather.mapping import FIELDS, PRESETS, TYPES, parse_mapping
from ownwords.gather.v1_lines import ACCOUNTS, NOTICES
from ownwords.records.consent import Use
from tests.realdata import CHECKOUT

PAGE = (CHECKOUT / "docs" / "reference" / "formats.md").read_text("utf-8")
CODE = {word for span in re.findall(r"`([^`\n]+)`", PAGE) for word in re.split(r"[\s,]+", span)}


@pytest.mark.parametrize(
    "names",
    [tuple(connectors()), KEYS, sorted(KINDS), tuple(Use), PRESETS, TYPES, (*NOTICES, *ACCOUNTS)],
)
def test_names_are_on_the_page(names: tuple[str, ...]):
    said = CODE | set(re.findall(r"[\w-]+", PAGE))
    assert [name for name in names if name not in said] == []


def test_every_field_of_a_mapping_is_on_the_page():
    example = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    mapping = parse_mapping(example.group(1), "the page")
    assert [field for field in FIELDS if field not in CODE | set(mapping.columns)] == []


def test_limits_are_the_ones_on_the_page():
    rows = dict(
        re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", PAGE.partition("## Limits")[2], re.MULTILINE)
    )
    assert rows["a line of JSON"] == f"{lines.LIMIT >> 20} MB" == f"{json_arrays.LIMIT >> 20} MB"
    assert rows["a row of a table"] == f"{tables.ROW >> 20} MB"
    assert rows["a file of given words"] == f"{given._LIMIT >> 20} MB"
    packed = f"{streams.RATIO} times its size, once past {streams.FLOOR >> 20} MB"
    assert rows["a packed stream, a zip member"] == packed
    assert rows["a block of a CAR file"] == f"{car.BLOCK >> 20} MB"
    assert rows["a CAR file"] == f"{car.WHOLE >> 20:,} MB"
    assert rows["members of a zip or tar"] == f"{bundles.MEMBERS:,}"


def test_the_example_of_given_words_can_be_read(tmp_path):
    from ownwords.gather.connector import Options, detect
    from ownwords.records.captured import Captured, Read
    from tests.gather.reading import source_of

    example = re.search(r"```\n(---\ngiven.*?)```", PAGE, re.DOTALL)
    assert example is not None
    path = tmp_path / "x"
    path.write_text(example.group(1), "utf-8")
    source = source_of(path)
    (read,) = detect(source).read(source, Options())
    assert isinstance(read, Captured)
    assert isinstance(read, get_args(Read))
    assert read.post.content == "Some Februaries."
    assert len(read.statements) == 1
