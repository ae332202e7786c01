"""The tellers' own words are screened with file, line and kind; a person may let them stand."""

from __future__ import annotations

from random import Random
from uuid import UUID

import pytest
from msgspec.structs import replace

from ownwords.edition.pages import Masthead, Site
from ownwords.edition.parts import Decided
from ownwords.flows import prepared
from ownwords.flows.called import with_places
from ownwords.flows.finished_screen import PageScreen, pieces
from ownwords.flows.publish import publish
from ownwords.flows.registers import read_register
from ownwords.flows.screened import Screen
from ownwords.flows.site import Content, make_site, masthead
from ownwords.flows.teller import passages
from ownwords.flows.telling import Told
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.errors import PublishStopped
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, account, tweet

PHONE = "+44 20 7946 0958"
HEAD = "---\ntitle: The night\n{more}---\n"


@pytest.fixture
def workspace(keep: Keep) -> Workspace:
    return keep([tweet(1, 11, "maren_low_cut", "Six, frost or not")])


def write(workspace: Workspace, text: str) -> None:
    (workspace.folder.stories / "night.md").write_text(text, encoding="utf-8")


def refused(workspace: Workspace) -> str:
    with pytest.raises(PublishStopped) as stopped:
        publish(workspace)
    assert PHONE not in str(stopped.value)
    assert not list(workspace.folder.editions.iterdir())
    return str(stopped.value)


def settings(workspace: Workspace, more: str) -> Workspace:
    path = workspace.folder.settings_file
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return open_workspace(workspace.folder.root)


def test_prose_names_its_line_and_kind(workspace: Workspace) -> None:
    write(workspace, HEAD.format(more="") + f"The frost came.\n\nRing us on {PHONE}.\n")
    assert "stories/night.md, line 6 (phone)" in refused(workspace)


ADA = Statement(
    answer=Answer.YES, uses=(Use.VERBATIM, Use.NAMED), account=account(11), name="Ada Low"
)
NO_NAME = Statement(answer=Answer.NO, uses=(Use.NAMED,), account=account(11))
TOLD = HEAD.format(more="") + "The frost came.\n\nWe met Ada Low at the weir.\n"


@pytest.mark.parametrize(
    "later",
    [
        NO_NAME,
        replace(ADA, name="A keeper"),
        replace(ADA, ends=1),
        replace(ADA, audience="team"),
    ],
    ids=["taken back", "another", "ended", "for the team"],
)
def test_a_name_that_may_not_be_printed_any_more_stands_in_no_sentence(
    workspace: Workspace, later: Statement
) -> None:
    """It left the quotation and stayed in the story."""
    write(workspace, TOLD)
    workspace.vault.desk.add_statements([ADA])
    publish(workspace)
    workspace.vault.desk.add_statements([later])
    with pytest.raises(PublishStopped) as stopped:
        publish(workspace)
    assert "stories/night.md, line 6 (real-name)" in str(stopped.value)
    write(workspace, TOLD.replace("title", "keep: real-name\nnote: Another Ada.\ntitle"))
    publish(workspace)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Ada Low", "We met ADA LOW at the weir."),
        ("ada low", "We met Ada Low at the weir."),
        ("Ada Low", "We met Ada\nLow at the weir."),
        ("\u2693 Ada Low \u2728", "We met Ada Low at the weir."),
        ("\u200bAda Low\u200f", "We met Ada Low at the weir."),
        ("\uff21\uff44\uff41 Low", "We met Ada Low at the weir."),
        ("Ada Low", "We met **Ada** Low at the weir."),
        ("Ada Low", "We met _Ada Low_\u2019s sister."),
        ("Zo\u00eb Low", "We met Zoe\u0308 Low at the weir."),
        ("Zoe\u0308 Low", "We met Zo\u00eb Low at the weir."),
        ("Ada O'Low-Reed", "The Ada O\u2019Low\u2011Reed lock froze."),
        ("Ada Low", "We met Ada Lo\u00adw at the weir."),
        ("\u674e\u660e", "\u6628\u5929\u674e\u660e\u8bf4\u706f\u4eae\u4e86\u3002"),
    ],
    ids=[
        "capitals",
        "lower case",
        "two lines",
        "signs",
        "unseen signs",
        "wide",
        "in emphasis",
        "whole in emphasis, of whom something is",
        "marks apart",
        "marks apart in the name",
        "other signs",
        "a sign within that nobody sees",
        "between no spaces",
    ],
)
def test_a_name_is_known_however_a_sentence_spells_it(
    workspace: Workspace, name: str, sentence: str
) -> None:
    write(workspace, HEAD.format(more="") + sentence)
    workspace.vault.desk.add_statements([replace(ADA, name=name), NO_NAME])
    with pytest.raises(PublishStopped, match="real-name"):
        publish(workspace)


def test_a_name_is_marked_where_it_stands_in_the_sentence() -> None:
    read, places = with_places("De _Zoe\u0308_ \ufb01el")
    assert (read, places) == ("De _Zo\u00eb_ fiel", [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 10, 11, 12, 13])


@pytest.mark.parametrize("name", ["Will", "A keeper", "\u3164\u3164\u3164"])
def test_a_name_that_is_made_of_words_stops_no_other_sentence(
    workspace: Workspace, name: str
) -> None:
    write(workspace, HEAD.format(more="") + "The frost will end, said a keeper.\n")
    workspace.vault.desk.add_statements([replace(ADA, name=name), NO_NAME])
    publish(workspace)


def test_somebody_elses_name_within_a_name_hides_it_not(keep: Keep) -> None:
    """Ada may be named, Ada Low not any more."""
    workspace = keep([tweet(1, 11, "maren", "Six"), tweet(2, 22, "lina", "Seven")])
    write(workspace, TOLD)
    other = replace(ADA, name="Ada", account=account(22))
    workspace.vault.desk.add_statements([ADA, other, NO_NAME])
    with pytest.raises(PublishStopped, match="real-name"):
        publish(workspace)


def test_a_name_within_the_one_that_was_chosen_instead_may_stand(workspace: Workspace) -> None:
    write(workspace, TOLD.replace("Ada Low", "Ada Low-Reed"))
    workspace.vault.desk.add_statements([ADA, replace(ADA, name="Ada Low-Reed")])
    publish(workspace)


def test_a_name_that_somebody_else_chose_as_well_may_stand(keep: Keep) -> None:
    workspace = keep([tweet(1, 11, "maren", "Six"), tweet(2, 22, "lina", "Seven")])
    write(workspace, TOLD)
    workspace.vault.desk.add_statements([ADA, replace(ADA, account=account(22)), NO_NAME])
    publish(workspace)


@pytest.mark.parametrize(
    ("block", "place"),
    [
        ("```number\nlabel: One\ntitle: Two\n\nRing {}\n```\n", "line 4, number (phone)"),
        ("```quote\npost: x\ntranslation: Ring {}\n```\n", ""),
    ],
)
def test_blocks_name_their_line(workspace: Workspace, block: str, place: str) -> None:
    write(workspace, HEAD.format(more="") + block.format(PHONE))
    if place:
        assert place in refused(workspace)
    else:  # A story that waits is not in the edition: nothing of it is shown.
        assert publish(workspace).waiting


def test_a_title_is_looked_at(workspace: Workspace) -> None:
    write(workspace, HEAD.format(more=f"standfirst: Ring {PHONE}\n") + "Prose.\n")
    assert "stories/night.md, standfirst (phone)" in refused(workspace)


def test_what_a_person_keeps_with_a_reason_stays(workspace: Workspace) -> None:
    more = "keep: phone\nnote: the Assembly's own line, by resolution\n"
    write(workspace, HEAD.format(more=more) + f"Ring us on {PHONE}.\n")
    made = publish(workspace)
    page = (made.path / "index.html").read_text(encoding="utf-8")
    assert PHONE in page
    assert "resolution" not in page


def test_another_kind_does_not_stay_with_it(workspace: Workspace) -> None:
    more = "keep: email\nnote: the Assembly's own address\n"
    write(workspace, HEAD.format(more=more) + f"Ring us on {PHONE}.\n")
    assert "(phone)" in refused(workspace)


def test_the_contact_of_the_campaign_may_stand_anywhere(workspace: Workspace) -> None:
    write(workspace, HEAD.format(more="") + "Write to keepers@example.org about it.\n")
    assert publish(workspace).edition == 1
    write(workspace, HEAD.format(more="") + "Write to maren@example.org about it.\n")
    with pytest.raises(PublishStopped, match=r"line 4 \(email\)"):
        publish(workspace)


def test_files_beside_the_stories_are_kept_in_campaign_toml(workspace: Workspace) -> None:
    (workspace.folder.root / "about.md").write_text(f"We are.\n\nRing {PHONE}.\n", encoding="utf-8")
    assert "about.md, line 3 (phone)" in refused(workspace)
    keep = '\n[[keep]]\nwhere = "about.md"\nkinds = ["phone"]\nreason = "our own line"\n'
    assert publish(settings(workspace, keep)).edition == 1


def test_a_moment_is_looked_at(workspace: Workspace) -> None:
    opened = settings(workspace, f'\n[[moments]]\nat = 2014-01-11\nname = "Ring {PHONE}"\n')
    assert "campaign.toml, moments (phone)" in refused(opened)


def test_a_finished_page_is_looked_at_as_well(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that prints something which nobody screened: here the name of a source."""

    def with_more(workspace: Workspace, head: Masthead, told: Told, content: Content) -> Site:
        site = make_site(workspace, head, told, content)
        sources = tuple(replace(one, title=f"ring {PHONE}") for one in site.method.sources)
        return replace(site, method=replace(site.method, sources=sources))

    monkeypatch.setattr(prepared, "make_site", with_more)
    assert "method.html (phone)" in refused(workspace)


def test_digests_and_names_of_quotations_are_no_numbers(workspace: Workspace) -> None:
    """They are random: one in a few hundred holds what looks like a telephone number."""
    screen = PageScreen((), Screen(workspace, read_register(workspace)))
    dice = Random(4)
    for _ in range(2_000):
        said = f"quotes/q{dice.randbytes(8).hex()}.html, digest {dice.randbytes(32).hex()}"
        said += f" {UUID(bytes=dice.randbytes(16)).urn} voices/{dice.randbytes(6).hex()}-a.html"
        assert list(screen.flags("zine.html", f"<p>{said}</p>".encode())) == [], said
    assert list(screen.flags("zine.html", f"<p>ring {PHONE}</p>".encode())) == ["phone"]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("feed.json", f'{{"items": [{{"content_html": "<p>ring <b>{PHONE}</b></p>"}}]}}'),
        ("feed.json", f'{{"items": [{{"title": "ring {PHONE}"}}]}}'),
        ("quotes/q0123456789abcdef.json", f'{{"context": ["ring {PHONE}"]}}'),
        ("datasheet.md", f"# Sheet\n\nring {PHONE}\n"),
        ("table.csv", f'day,note\n2014-01-11,"ring {PHONE}"\n'),
        ("zines/night.txt", f"ring {PHONE}"),
        ("CITATION.cff", f"contact: ring {PHONE}"),
    ],
)
def test_files_of_data_are_screened_as_well(workspace: Workspace, path: str, data: str) -> None:
    screen = PageScreen((), Screen(workspace, read_register(workspace)))
    assert list(screen.flags(path, data.encode())) == ["phone"]
    assert list(screen.flags(path, data.replace(PHONE, "them").encode())) == []


def test_keywords_of_a_format_and_scripts_are_nobodys_handle(workspace: Workspace) -> None:
    screen = PageScreen((), Screen(workspace, read_register(workspace)))
    assert list(screen.flags("a.json", b'{"@context": "http://www.w3.org/ns/anno.jsonld"}')) == []
    assert list(screen.flags("a.css", b"@media print { a { color: red } }")) == []


def test_a_page_is_read_with_its_alternative_texts() -> None:
    page = b'<style>+1</style><p title="a">b &amp; c</p><img alt="d"><script>e</script><b>f</b>'
    assert pieces(page) == ["a", "b & c", "d", "f"]


def test_every_text_of_the_tellers_is_a_passage(workspace: Workspace) -> None:
    """Each field of a page record that a teller writes comes up as a passage."""
    write(
        workspace,
        HEAD.format(more="standfirst: s1\nkicker: k1\nby: b1\n")
        + "prose p1\n\n```number\nlabel: l1\ntitle: t1\n\nm1\n```\n",
    )
    (workspace.folder.root / "about.md").write_text("a1", encoding="utf-8")
    opened = settings(workspace, '\n[[moments]]\nat = 2014-01-11\nname = "mo1"\n')
    content, told = prepared.through_the_gate(opened, "1")
    site = make_site(opened, masthead(opened.campaign, 1, ""), told, content)
    decided = Decided(voice="v", name="n1", kind="organisation", reason="r1", decided_by=("d1",))
    site = replace(site, organisations=replace(site.organisations, decided=(decided,)))
    said = " ".join(one.words for one in passages(opened, site))
    for mark in ("The night", "s1", "k1", "b1", "p1", "l1", "t1", "m1", "a1", "mo1", "n1", "r1"):
        assert mark in said
    assert "d1" in said
