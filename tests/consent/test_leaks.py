from __future__ import annotations

import base64
import json
import random
import unicodedata

import pytest
from markupsafe import escape

from ownwords.consent.holdings import Holdings
from ownwords.consent.leaks import LeakScanner, fixed_in_template, tags_in_template
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Clearance, Rule, Use
from ownwords.records.sealed import Sealed, Subject
from tests.consent.planting import WAYS, Archive, a_run, page

ARCHIVE = Archive(seed=3, posts=1_500)
SCANNER = LeakScanner.of(ARCHIVE.sealed, ["We keep the light", "#WeKeepTheLight"])


def cleared(text: str, credit: str = "", use: Use = Use.VERBATIM) -> Cleared:
    clearance = Clearance(id="c", use=use, rule=Rule.EXPLICIT_YES, policy_version="1")
    return Cleared(text, clearance, credit=credit)


def scanner(*texts: str, **identities: str) -> LeakScanner:
    held = [Sealed(text, Subject("p", "a")) for text in texts]
    held += [Sealed(words, Subject("p", "a", part=part)) for part, words in identities.items()]
    return LeakScanner.of(held, ["Keepers' Day"])


def kinds(found: list) -> set[str]:
    return {leak.kind for leak in found}


def test_a_thousand_planted_leaks_are_found() -> None:
    dice = random.Random(11)
    missed = []
    for number in range(1_000):
        way = list(WAYS)[number % len(WAYS)]
        if number < 900:
            kind, what = "words", a_run(dice, dice.choice(ARCHIVE.texts))
        else:
            kind, shelf = [
                ("handle", ARCHIVE.handles),
                ("name", ARCHIVE.names),
                ("id", ARCHIVE.ids),
            ][number % 3]
            what = dice.choice(shelf)
        found = SCANNER.scan("page.html", WAYS[way](dice, what))
        if kind not in kinds(found):
            missed.append((way, kind))
    assert missed == []


def test_pages_without_a_leak_raise_no_alarm() -> None:
    dice = random.Random(12)
    alarms = [leak for _ in range(200) for leak in SCANNER.scan("p.html", page(dice).encode())]
    assert alarms == []


def test_a_clean_page_packed_in_any_way_raises_no_alarm() -> None:
    dice = random.Random(13)
    for way in WAYS.values():
        assert SCANNER.scan("p", way(dice, "zfirst zsecond zthird zfourth zfifth")) == []


def test_what_was_read_before_changes_no_answer() -> None:
    """Lines and parts of lines are remembered over files; nothing but time may depend on it."""
    dice = random.Random(14)
    few = Archive(seed=5, posts=40)
    quotes = [cleared(text) for text in few.texts[:20]]
    one = LeakScanner.of(few.sealed)
    for number in range(120):
        text = dice.choice(few.texts)
        said = dice.choice((text, a_run(dice, text), dice.choice(few.handles), text[::-1]))
        data = WAYS[list(WAYS)[number % len(WAYS)]](dice, said)
        assert one.scan("p", data, quotes) == LeakScanner.of(few.sealed).scan("p", data, quotes)


TEXT = "the sea took the lamp but nobody asked the keeper"


def test_words_are_explained_by_the_quotation_they_belong_to() -> None:
    one = scanner(TEXT)
    data = page(random.Random(1), f"<p>{TEXT}</p>").encode()
    assert kinds(one.scan("p.html", data)) == {"words"}
    assert one.scan("p.html", data, [cleared(TEXT)]) == []


def test_a_cleared_span_does_not_explain_what_stands_around_it() -> None:
    found = scanner(TEXT).scan("p", TEXT.encode(), [cleared("the lamp but nobody asked")])
    assert kinds(found) == {"words"}


def test_words_cleared_for_the_team_explain_nothing() -> None:
    found = scanner(TEXT).scan("p", TEXT.encode(), [cleared(TEXT, use=Use.READ)])
    assert kinds(found) == {"words"}


def test_the_tellers_prose_is_not_exempt() -> None:
    told = f"As somebody said, {TEXT[:30]}."
    assert kinds(scanner(TEXT).scan("p", told.encode())) == {"words"}
    assert scanner(TEXT).scan("p", told.encode(), [cleared(TEXT[:30])]) == []


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_every_normal_form_is_found(form: str) -> None:
    text = "Çà et là brûle encore é à ê ï ﬁn"
    found = scanner(text).scan("p", unicodedata.normalize(form, text).encode())
    assert kinds(found) == {"words"}


def test_invisible_characters_hide_nothing() -> None:
    hidden = TEXT.replace("sea", "s\u200be\u00ada").replace(" ", "\u2060 ")
    assert kinds(scanner(TEXT).scan("p", hidden.encode())) == {"words"}


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("灯台の灯りを守るのは私たちです、あなたではない", "灯りを守るのは私たちです"),
        ("เราเฝ้าประภาคารมาตลอดชีวิตไม่มีใครถาม", "เฝ้าประภาคารมาตลอดชีวิต"),
        ("우리는 등대를 지킵니다 아무도 묻지 않았습니다", "등대를 지킵니다 아무도 묻지 않"),
        ("we keep 灯台の灯りを守る every night", "keep 灯台の灯りを守る every"),
        ("हम रोशनी को बचाए रखते हैं हर रात", "रोशनी को बचाए रखते हैं"),
    ],
)
def test_scripts_without_spaces_are_found_by_characters(text: str, run: str) -> None:
    assert kinds(scanner(text).scan("p", f"<p>{run}</p>".encode())) == {"words"}


def test_a_short_post_counts_as_a_whole_piece_only() -> None:
    one = scanner("nobody asked us")
    assert kinds(one.scan("p", b"<li>Nobody <b>asked</b> us!</li>")) == {"short-post"}
    assert kinds(one.scan("p", b'{"t": "nobody asked us"}')) == {"short-post"}
    assert one.scan("p", b"<p>We know that nobody asked us before.</p>") == []
    assert one.scan("p", b"<li>Nobody asked us</li>", [cleared("Nobody asked us, ever")]) == []


def test_a_post_that_is_one_ordinary_word_is_no_fingerprint() -> None:
    assert scanner("thanks", "2014", "ok").scan("p", b"<p>thanks</p><p>2014</p><b>ok</b>") == []


def test_identities() -> None:
    one = scanner(
        handle="maren_low",
        name="Maren of Skerry",
        id="https://x.com/i/status/423900000000000001",
        account="https://fedi.example/users/maren",
    )
    assert kinds(one.scan("p", b"<p>told by maren_low today</p>")) == {"handle"}
    assert kinds(one.scan("p", b"<p>and Maren of Skerry said</p>")) == {"name"}
    assert kinds(one.scan("p", b"<a href=/s/423900000000000001>x</a>")) == {"id"}
    assert kinds(one.scan("p", b'"https://fedi.example/users/maren"')) == {"words"}
    assert kinds(one.scan("quotes/maren_low.html", b"")) == {"handle"}


def test_an_ordinary_word_is_a_name_only_where_an_author_stands() -> None:
    posts = [f"the harbour was quiet in year {number}" for number in range(5)]
    one = scanner(*posts, name="Harbour")
    assert one.scan("p", b"<p>down at the harbour we waited</p>") == []
    for place in (b"<cite>Harbour</cite>", b"<p>\xe2\x80\x94 Harbour</p>", b"<i>by Harbour</i>"):
        assert kinds(one.scan("p", place)) == {"name"}
    assert kinds(one.scan("p", b'{"who": "Harbour"}')) == {"name"}
    assert one.scan("p", b'{"harbour": 3}') == []


def test_a_handle_always_counts_with_its_sign() -> None:
    posts = [f"the sea was quiet in year {number}" for number in range(5)]
    one = scanner(*posts, handle="sea")
    assert one.scan("p", b"<p>the sea, the sea</p>") == []
    assert kinds(one.scan("p", b"<p>thanks to @sea!</p>")) == {"handle"}
    assert kinds(one.scan("p", b'<a href="https://x.com/sea">x</a>')) == {"handle"}
    assert one.scan("p.css", b"@media print { a { color: red } }") == []


def test_short_names_and_numbers_raise_no_alarm() -> None:
    one = scanner(name="A")
    assert one.scan("p", b"<b>A</b> <td>12</td> <html lang='en'>") == []
    assert scanner(name="12", handle="en").scan("p", b"<td>12</td><i>en</i>") == []
    assert kinds(scanner(handle="en").scan("p", b"ask @en")) == {"handle"}


def test_the_campaigns_own_words_are_exempt() -> None:
    one = scanner(name="Keepers' Day", handle="keepers")
    assert one.scan("p", b"<h1>Keepers' Day</h1>") == []
    assert kinds(one.scan("p", b"<p>@keepers</p>")) == {"handle"}


def test_a_credit_explains_the_name_where_it_stands() -> None:
    one = scanner(TEXT, name="Maren Low", handle="maren_low")
    quote = [cleared(TEXT, "Maren Low", Use.NAMED)]
    assert one.scan("p", f"<p>{TEXT}</p><cite>Maren Low</cite>".encode(), quote) == []
    assert kinds(one.scan("p", b"<cite>@maren_low</cite>", quote)) == {"handle"}
    assert kinds(one.scan("p", b"<cite>Maren Low</cite>", [cleared(TEXT)])) == {"name"}


def test_a_mention_is_explained_inside_its_quotation_alone() -> None:
    text = "nobody but @joren_77 ever came up the stairs"
    one = scanner(text, handle="joren_77")
    quote = [cleared(text)]
    assert one.scan("p", f"<p>{text}</p>".encode(), quote) == []
    assert kinds(one.scan("p", b"<p>by @joren_77</p>", quote)) == {"handle"}


@pytest.mark.parametrize(
    "sign", ["&#39;", "&amp;lt;", "%41%20b", "C:\\new", "\\u0041", "<b>so</b>", "a=3D b", "it's"]
)
def test_cleared_words_that_look_like_an_escape_are_explained(sign: str) -> None:
    text = f"@rosa {sign} we keep the light"
    one = scanner(text, handle="rosa")
    quote = [cleared(text)]
    for spelled in (escape(text), json.dumps(text), escape(json.dumps(text))):
        assert one.scan("p.html", f"<p>{spelled}</p>".encode(), quote) == []
        assert kinds(one.scan("p.html", f"<p>{spelled}</p>".encode())) >= {"handle"}


@pytest.mark.parametrize("sign", ["<", "\u2028", "\u2029"])
def test_cleared_words_are_explained_as_a_script_spells_them(sign: str) -> None:
    text = f"@rosa \u706f{sign}the light"
    in_script = json.dumps(text, ensure_ascii=False).replace(sign, f"\\u{ord(sign):04x}")
    one = scanner(text, handle="rosa")
    assert one.scan("p.js", in_script.encode(), [cleared(text)]) == []
    assert kinds(one.scan("p.js", in_script.encode())) >= {"handle"}


def test_a_cleared_address_explains_its_id() -> None:
    address = "https://x.com/i/status/423900000000000001"
    one = scanner(id=address)
    page = f'<a href="{address}">423900000000000001</a>'.encode()
    assert kinds(one.scan("p", page)) == {"id"}
    assert one.scan("p", page, [cleared(address, use=Use.NAMED)]) == []


def test_a_leak_says_where_and_never_what() -> None:
    found = scanner(TEXT).scan("p.html", f"<p>{TEXT}</p>".encode())
    assert len(found) == 1
    assert "keeper" not in repr(found)
    assert found[0].where.endswith("word 2")


def test_what_cannot_be_looked_through_may_not_leave() -> None:
    data = b"twelve layers of base64"
    for _ in range(12):
        data = base64.b64encode(data)
    assert "unreadable" in kinds(scanner(TEXT).scan("p", data))


def test_cleared_words_with_too_many_layers_are_named_where_they_stand() -> None:
    words = f"Look at the kettle %{'25' * 9}40 of the lock"
    found = scanner("Somebody else said this").scan("p", words.encode(), [cleared(words)])
    assert kinds(found) == {"unreadable"}


def test_who_is_called_like_a_tag_is_still_found_where_an_author_would_stand() -> None:
    tags = tags_in_template("<section {% if x %}id='{{ x }}'{% endif %}>Caption</section>")
    assert tags == ("<section id=''>", "</section>")
    held = [Sealed("section", Subject("p", "a", part="handle"))]
    held.append(Sealed("Caption", Subject("p", "a", part="name")))
    found = LeakScanner(Holdings.of(held, (), tags))
    assert found.scan("p", b"<section><p>Ours</p></section>") == []
    for text in (b"<b>Section</b>", b"<p>by Section</p>", b"as @section says", b"x.com/section"):
        assert kinds(found.scan("p", text)) == {"handle"}
    assert kinds(found.scan("p", b"<p>so says Caption again</p>")) == {"name"}


def test_the_sites_own_sentences_are_read_from_its_templates() -> None:
    source = "<p>If you want to help {{ name }}</p>\n{% if x %}write to\n  us{# no #}{% endif %}"
    fixed = fixed_in_template(source)
    assert fixed == ("If you want to help", "write to us")
    held = [Sealed("well if you want to help you can", Subject("p", "a"))]
    page = b"<p>If you want to help them</p>"
    assert kinds(LeakScanner.of(held).scan("p", page)) == {"words"}
    assert LeakScanner.of(held, fixed).scan("p", page) == []


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<p>One</p>\n<p>Two</p>\n<p>{}</p>\n", 3),
        ("<p>One</p>\n<p\nclass='a'>{}</p>\n", 3),
        ("{}", 1),
        ('{{"a":\n"b",\n"c": "{}"}}', 3),
    ],
)
def test_a_leak_names_its_line(markup: str, line: int) -> None:
    words = "Frost in the lower gate since five this morning"
    [leak] = scanner(words).scan("a.html", markup.format(words).encode())
    assert (leak.kind, leak.line) == ("words", line)


def test_a_leak_in_another_reading_names_no_line() -> None:
    words = "Frost in the lower gate since five this morning"
    coded = base64.b64encode(f"\n\n\n{words}\n".encode())
    leaks = scanner(words).scan("a.txt", b"data:" + coded)
    assert [leak.line for leak in leaks] == [0]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n    "])
def test_the_last_line_of_a_block_in_base64_is_read_however_short(ending: str) -> None:
    words = "Frost in the lower gate"
    for before in range(57, 57 * 3):  # so that every length of a last line is met
        coded = base64.encodebytes(b"-" * before + f" {words}".encode()).decode()
        block = coded.rstrip().replace("\n", ending)
        found = scanner(words).scan("a.html", f"<p>{block}</p>\n<p>more</p>".encode())
        assert kinds(found) == {"words"}, before


@pytest.mark.parametrize(
    ("attribute", "alarms"),
    [
        ("aria-labelledby", set()),
        ("aria-describedby", set()),
        ("aria-controls", set()),
        ("aria-label", {"name"}),
        ("aria-labelledby-too", {"name"}),
        ("aria-description", {"name"}),
    ],
)
def test_an_attribute_that_holds_an_id_is_not_read_aloud(attribute: str, alarms: set[str]) -> None:
    ordinary = ["the colophon says so", "a colophon", "no colophon here"]
    found = scanner(*ordinary, name="colophon").scan(
        "a.html", f'<p {attribute}="colophon">'.encode()
    )
    assert kinds(found) == alarms


def test_what_the_site_prints_by_itself_is_found_where_an_author_would_stand() -> None:
    held = [Sealed("Japanese", Subject("p", "a", part="name"))]
    held += [Sealed(name, Subject("p", "a", part="name")) for name in ("Haitian Creole", "Haitian")]
    holdings = Holdings.of(held, (), (), ("Japanese", "Haitian Creole"))
    for known in (holdings, Holdings.unpacked(holdings.packed())):
        found = LeakScanner(known)
        assert found.scan("p", b"<th><bdi>Japanese</bdi></th><td>said in Haitian Creole</td>") == []
        assert found.scan("p", b"<h1>Haitian Creole</h1>") == []
        for text in ("— Japanese", "by Japanese", "&mdash; Haitian Creole", "<b>Haitian</b>"):
            assert kinds(found.scan("p", f"<p>{text}</p>".encode())) == {"name"}
