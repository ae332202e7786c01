"""In which languages it was said."""

from __future__ import annotations

import pytest

from ownwords.archive.language import forget_languages, read_languages
from ownwords.charts.bars import svg
from ownwords.reading.languages import agreement, languages, picture
from tests.reading.campaigns import at, campaign, keep, post

ENGLISH = "I am not lonely, I am at work. If you want to help, fix the winch. #WeKeepTheLight"
GERMAN = "Ich bin nicht einsam, ich arbeite. Wer helfen will, repariert die Winde."
ARABIC = "لا تكتبوا عنّا كأننا غرقنا. اسألونا، نحن نجيب كل ليلة على كل سفينة."
THAI = "ฉันไม่ได้เหงา ฉันกำลังทำงานอยู่ ถ้าอยากช่วยก็มาซ่อมกว้าน"
POSTS = [
    post(1, "a", ENGLISH, at(11), language="en"),
    post(2, "a", GERMAN, at(12), language="en"),
    post(3, "b", ARABIC, at(12), language="ar"),
    post(4, "c", THAI, at(13), language="th"),
    post(5, "c", "@keeper ⚓⚓ https://example.org #WeKeepTheLight", at(13), language="qme"),
    post(6, "d", ENGLISH, at(14), language="en-GB"),
]


def test_labels_stand_beside_our_reading(tmp_path):
    vault = campaign(tmp_path / "c", POSTS)
    found = languages(vault)
    rows = {row.language: row for row in found.rows}
    assert (rows["en"].labelled_posts, rows["en"].detected_posts) == (3, 2)
    assert (rows["en"].labelled_accounts, rows["en"].detected_accounts) == (2, 2)
    assert (rows["de"].labelled_posts, rows["de"].detected_posts) == (0, 1)
    assert (rows["und"].labelled_posts, rows["und"].detected_posts) == (1, 1)
    assert found.rows[0].language == "en"
    assert found.rows[-1].language == "und"
    assert (found.both, found.agreeing) == (5, 4)
    assert agreement(found) == ("Of 5 posts that both name a language for, 80% have the same one.")
    vault.close()


def test_a_tag_and_hidden_accounts_narrow_the_answer(tmp_path):
    vault = campaign(tmp_path / "c", POSTS)
    assert {row.language for row in languages(vault, "WEKEEPTHELIGHT").rows} == {"en", "und"}
    vault.desk.hide(["x:c"], at(20))
    assert {row.language for row in languages(vault).rows} == {"en", "de", "ar"}
    vault.close()


def test_the_second_question_reads_only_what_came_in_since(tmp_path):
    vault = campaign(tmp_path / "c", POSTS)
    assert read_languages(vault) == 6
    assert read_languages(vault) == 0
    keep(vault, [post(7, "a", GERMAN, at(15))], "second")
    assert read_languages(vault) == 1
    assert sum(row.detected_posts for row in languages(vault).rows) == 7
    parts = list((vault.folder.cache / "languages").iterdir())
    posts = [entry for entry in vault.desk.manifest() if entry.kind == "posts"]
    assert len(parts) == len(posts)
    vault.close()


def test_the_cache_can_be_thrown_away(tmp_path):
    vault = campaign(tmp_path / "c", POSTS)
    before = languages(vault)
    place = vault.folder.cache / "languages"
    held = {part.name: part.read_bytes() for part in place.iterdir()}
    forget_languages(vault)
    forget_languages(vault)
    assert not place.exists()
    assert languages(vault) == before
    assert {part.name: part.read_bytes() for part in place.iterdir()} == held
    vault.close()


def test_nothing_kept_has_no_language(tmp_path):
    vault = campaign(tmp_path / "c")
    assert languages(vault).rows == ()
    assert "No post" in agreement(languages(vault))
    assert svg(picture(languages(vault))).startswith("<svg")
    vault.close()


@pytest.mark.parametrize("most", [1, 12])
def test_the_picture_shows_the_most_frequent_and_what_nobody_can_say(tmp_path, most):
    vault = campaign(tmp_path / "c", POSTS)
    names = [row.name for row in picture(languages(vault), str.upper, most).rows]
    assert names[0] == "EN"
    assert names[-1] == "UND"
    assert len(names) == min(most, 4) + 1
    vault.close()
