"""Languages in campaign.toml are BCP 47 tags; a name gets the tag that is meant."""

from __future__ import annotations

import pytest

from ownwords.archive.settings import parse_settings
from ownwords.records.errors import BadSettings

HEAD = 'format = 1\nname = "n"\nhashtags = ["t"]\n'


@pytest.mark.parametrize(
    "tag", ["en", "pt-BR", "zh-Hant", "sr-Latn-RS", "es-419", "de-1996", "haw"]
)
def test_a_tag_is_taken(tag: str) -> None:
    assert parse_settings(f'{HEAD}languages = ["{tag}"]').languages == (tag,)


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("english", "Did you mean en "),
        ("Spanisch", "Did you mean es "),
        ("Arabic", "Did you mean ar "),
        ("pt_BR", "such as en, pt-BR"),
        ("e", "such as en"),
        ("", "such as en"),
    ],
)
def test_what_is_no_tag_is_refused_with_a_way_forward(tag: str, meant: str) -> None:
    with pytest.raises(BadSettings, match="language 2 is no language tag") as refused:
        parse_settings(f'{HEAD}languages = ["en", "{tag}"]')
    assert meant in refused.value.do
