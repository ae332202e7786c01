"""What somebody answered, as it is written down at the bench: it holds, and for what they said."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from urllib.parse import quote

from ownwords.flows.people import standings
from ownwords.records.consent import Answer, Scope, Statement
from ownwords.records.times import midnight
from tests.workbench.conftest import Window


def somebody(window: Window) -> tuple[str, str]:
    """An account that said nothing yet, and a post of theirs."""
    bench = window.bench
    said = standings(bench.workspace, bench.register())
    engine = bench.workspace.vault.engine
    account = next(
        one.account for one in engine.speakers([], 200) if one.account not in said and one.posts > 1
    )
    return account, engine.posts_of((account,))[0]


def test_an_answer_holds_though_nobody_wrote_how_they_were_asked(window: Window):
    account, post = somebody(window)
    asked = window.post("/asks/sent", account=account, post=post, how="", ends="")
    assert asked.status_code == 303
    assert "has not answered" in window.get(f"/post?id={post}")
    answered = window.post(
        "/asks/answer", account=account, post=post, choice="exact", evidence="letter, folder 2"
    )
    assert answered.status_code == 303
    assert "The voice said yes to showing these exact words" in window.get(f"/post?id={post}")


def test_a_yes_to_one_post_is_written_down_from_its_page_for_that_post_alone(window: Window):
    account, post = somebody(window)
    other = a_post_of_theirs_that_was_asked_about(window, account, post)
    led = re.search(r'href="(/asks/answer\?[^"]+)"', window.get(f"/post?id={quote(post)}"))
    assert led
    page = window.get(html.unescape(led[1]))
    assert re.findall(r'name="post" value="([^"]+)"', page) == [html.escape(post)]
    form = {"account": account, "one_post": post, "post": post, "choice": "exact"}
    refused = window.post("/asks/answer", **form)
    assert refused.status_code == 422
    assert re.findall(r'name="post" value="([^"]+)"', refused.text) == [html.escape(post)]
    window.post("/asks/answer", evidence="letter", **form)
    said = [one for one in window.bench.workspace.vault.desk.statements() if one.account == account]
    assert (said[-1].scope, said[-1].posts) == (Scope.POSTS, (post,))
    assert not any(other in one.posts for one in said if one.answer is Answer.YES)


def a_post_of_theirs_that_was_asked_about(window: Window, account: str, post: str) -> str:
    theirs = window.bench.workspace.vault.engine.posts_of((account,))
    other = next((one for one in theirs if one != post), "")
    if other:
        window.post("/asks/sent", account=account, post=other, how="letter", ends="")
    return other or "none"


def test_a_yes_until_a_day_that_is_over_is_not_written_down(window: Window):
    account, post = somebody(window)
    form = {"account": account, "post": post, "choice": "exact", "evidence": "letter"}
    before = len(window.bench.workspace.vault.desk.statements())
    answer = window.post("/asks/answer", until="2020-02-03", **form)
    assert answer.status_code == 422
    assert "That day is over already" in answer.text
    assert 'value="2020-02-03"' in answer.text
    asked = window.post("/asks/sent", account=account, post=post, how="letter", ends="2020-02-03")
    assert asked.status_code == 422
    assert len(window.bench.workspace.vault.desk.statements()) == before
    today = datetime.now(UTC).date().isoformat()
    assert window.post("/asks/answer", until=today, **form).status_code == 303


def test_what_was_written_down_stands_first_on_their_page_and_an_answered_ask_waits_no_more(
    window: Window,
):
    account, post = somebody(window)
    window.post("/asks/sent", account=account, post=post, how="letter", ends="")
    form = {"account": account, "post": post, "choice": "exact", "evidence": "a note of May"}
    page = window.get(window.post("/asks/answer", **form).headers["location"])
    assert page.index("<bdi>a note of May") < page.index("For a post about which nothing")
    assert "we asked" in page
    assert "asked, no answer yet" not in page


def test_who_chose_one_of_the_offers_is_not_said_to_owe_an_answer_about_the_others(window: Window):
    account, post = somebody(window)
    window.post("/asks/sent", account=account, post=post, how="letter", ends="")
    form = {"account": account, "post": post, "choice": "named", "name": "Maren of the Low Cut"}
    window.post("/asks/answer", evidence="letter", **form)
    page = window.get(f"/post?id={quote(post)}")
    assert "Wait for the answer" not in page
    assert "asked about retelling these words and gave another answer" in page


def test_an_answer_is_of_the_day_on_which_it_was_given(window: Window):
    account, post = somebody(window)
    form = {"account": account, "post": post, "choice": "exact", "evidence": "letter"}
    assert 'name="said_on" type="date"' in window.get(f"/asks/answer?account={quote(account)}")
    assert window.post("/asks/answer", said_on="2026-02-03", **form).status_code == 303
    assert said_last(window).given_at == midnight(date(2026, 2, 3))
    assert "3 February 2026" in window.get(f"/voice?account={quote(account)}")


def test_a_day_that_has_not_come_is_refused_and_what_was_typed_stays(window: Window):
    account, post = somebody(window)
    form = {"account": account, "post": post, "choice": "exact", "evidence": "a letter of May"}
    before = len(window.bench.workspace.vault.desk.statements())
    for day, why in (("2999-02-03", "lies in the future"), ("May", "cannot be read")):
        refused = window.post("/asks/answer", said_on=day, **form)
        assert refused.status_code == 422
        assert why in refused.text
        assert f'value="{day}"' in refused.text
        assert "a letter of May" in refused.text
    assert len(window.bench.workspace.vault.desk.statements()) == before


def test_a_yes_of_an_earlier_day_does_not_outlive_a_no_that_was_said_since(window: Window):
    account, post = somebody(window)
    form = {"account": account, "post": post, "evidence": "letter"}
    window.post("/asks/answer", choice="no", said_on="2026-05-01", **form)
    refused = window.post("/asks/answer", choice="exact", said_on="2026-04-30", **form)
    assert refused.status_code == 422
    assert "They gave another answer on a later day" in refused.text
    assert said_last(window).answer is Answer.NO
    since = window.post("/asks/answer", choice="exact", said_on="2026-05-02", **form)
    assert since.status_code == 303


def test_a_yes_of_an_earlier_day_does_not_outlive_a_choice_of_less_that_was_made_since(
    window: Window,
):
    account, post = somebody(window)
    form = {"account": account, "post": post, "evidence": "letter"}
    window.post("/asks/answer", choice="retold", said_on="2026-05-01", **form)
    refused = window.post("/asks/answer", choice="exact", said_on="2026-04-30", **form)
    assert refused.status_code == 422
    assert "They gave another answer on a later day" in refused.text
    less = window.post("/asks/answer", choice="retold", said_on="2026-04-30", **form)
    assert less.status_code == 303


def test_a_yes_to_a_post_of_an_earlier_day_does_not_outlive_a_no_to_everything(window: Window):
    account, post = somebody(window)
    form = {"account": account, "evidence": "letter"}
    window.post("/asks/answer", choice="no", scope="campaign", said_on="2026-05-01", **form)
    refused = window.post("/asks/answer", choice="exact", post=post, said_on="2026-04-30", **form)
    assert refused.status_code == 422
    assert said_last(window).answer is Answer.NO


def test_an_answer_of_an_earlier_day_takes_nothing_of_a_later_yes_back(window: Window):
    account, post = somebody(window)
    form = {"account": account, "post": post, "evidence": "letter"}
    named = {**form, "choice": "named", "name": "Maren of the Low Cut"}
    window.post("/asks/answer", said_on="2026-05-01", **named)
    before = len(window.bench.workspace.vault.desk.statements())
    window.post("/asks/answer", choice="exact", said_on="2026-04-30", **form)
    after = window.bench.workspace.vault.desk.statements()[before:]
    assert [one.answer for one in after] == [Answer.YES]


def said_last(window: Window) -> Statement:
    return window.bench.workspace.vault.desk.statements()[-1]
