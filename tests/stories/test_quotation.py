"""A quotation becomes words through the gate, or waits with a reason and a next step."""

from __future__ import annotations

from msgspec.structs import replace

from ownwords.consent.findability import Tested
from ownwords.consent.screening_flags import Flag, Kind
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Clearance, Decision, Rule, Use
from ownwords.records.sealed import Sealed, Subject
from ownwords.records.story import Paraphrase, Prose, Quote, Story
from ownwords.stories.quotation import Door, Retelling, Span, Spoken, Waiting, digest, resolve
from ownwords.stories.readiness import compose

KEY = b"k" * 32
WORDS = {"p1": "I am at work.", "p2": "Fix the winch.", "p3": "Ask us."}
NO = Decision(False, Rule.DEFAULT, "No yes is recorded.", "Ask the voice.")
WITHDRAWN = Decision(False, Rule.WITHDRAWN, "This voice was taken out.")


def fetch(post: str, version: str) -> Sealed | None:
    if post not in WORDS:
        return None
    return Sealed(WORDS[post], Subject(post, "account:" + post, version=version))


def door(**answers: Decision) -> Door:
    def release(sealed: Sealed, use: Use, span: Span | None) -> Cleared | Decision:
        if sealed.post in answers:
            return answers[sealed.post]
        start, end = span or (0, None)
        clearance = Clearance(id="c1", use=use, rule=Rule.EXPLICIT_YES, policy_version="1")
        return Cleared(WORDS[sealed.post][start:end], clearance)

    def retell(words: str, sealed: Sealed) -> Cleared | Decision | Tested:
        del words
        return release(sealed, Use.PARAPHRASE, None)

    return Door(fetch, release, retell, KEY)


def test_the_digest_is_keyed_and_of_the_exact_words() -> None:
    assert digest(KEY, "é") != digest(KEY, "e\u0301")
    assert digest(KEY, "a") != digest(b"x" * 32, "a")
    assert digest(b"", "") == "k1:b613679a0814d9ec772f95d778c35fc5"


def test_a_yes_gives_the_words_of_the_span_and_their_digest() -> None:
    spoken = resolve(Quote(post="p1", start=5, end=12), door())
    assert isinstance(spoken, Spoken)
    assert spoken.words.text == "at work"
    assert spoken.digest == digest(KEY, "at work")


def test_without_a_yes_it_waits_with_the_next_step() -> None:
    waiting = resolve(Quote(post="p1"), door(p1=NO))
    assert isinstance(waiting, Waiting)
    assert (waiting.why, waiting.next_step, waiting.ask) == (NO.why, "Ask the voice.", True)
    assert waiting.account == "account:p1"


def test_a_withdrawn_voice_is_not_to_be_asked() -> None:
    waiting = resolve(Quote(post="p1"), door(p1=WITHDRAWN))
    assert isinstance(waiting, Waiting)
    assert not waiting.ask
    assert "out of the story" in waiting.next_step


def test_changed_words_wait() -> None:
    waiting = resolve(Quote(post="p1", digest=digest(KEY, "I was at work.")), door())
    assert isinstance(waiting, Waiting)
    assert waiting.reason == "changed"


def test_a_post_that_is_not_held_waits() -> None:
    waiting = resolve(Quote(post="p9"), door())
    assert isinstance(waiting, Waiting)
    assert waiting.reason == "not-held"


def test_a_paraphrase_asks_the_gate_too() -> None:
    story = Story(slug="s", title="T", blocks=(Paraphrase(post="p1", words="Retold."),))
    assert isinstance(compose(story, door()).blocks[0], Retelling)
    assert isinstance(compose(story, door(p1=NO)).blocks[0], Waiting)


def test_a_paraphrase_by_which_the_original_is_found_waits() -> None:
    """What is said names the requirement and places of the teller's own sentence, no words."""
    story = Story(slug="s", title="T", blocks=(Paraphrase(post="p1", words="Retold."),))
    for tested, said in (
        (Tested(runs=((3, 20), (31, 40))), "run of words"),
        (Tested(terms=((3, 8),)), "among the first results"),
    ):
        waiting = compose(story, replace(door(), retell=lambda *_, t=tested: t)).blocks[0]
        assert isinstance(waiting, Waiting)
        assert (waiting.reason, waiting.ask) == ("findable", False)
        assert said in waiting.why
        assert "characters 4-" in waiting.why
        assert "verbatim" in waiting.next_step


def test_the_summary_counts_yeses_and_people_to_ask() -> None:
    blocks = (
        Prose("Text."),
        Quote(post="p1", line=3),
        Quote(post="p2", line=9),
        Quote(post="p2", start=0, end=3, line=15),
        Quote(post="p9", line=21),
    )
    composed = compose(Story(slug="s", title="T", blocks=blocks), door(p2=NO))
    assert composed.summary == (
        "1 of 4 have a yes, send 1 ask, 1 waits for an answer or was refused."
    )
    assert composed.digests == {3: digest(KEY, WORDS["p1"])}
    assert len(composed.waiting) == 3


def test_the_summary_of_a_finished_and_of_an_empty_story() -> None:
    done = compose(Story(slug="s", title="T", blocks=(Quote(post="p1"),)), door())
    assert done.summary == "The one quotation has a yes."
    assert compose(Story(slug="s", title="T", blocks=()), door()).summary == "No quotation yet."


def test_personal_data_waits_until_somebody_decides() -> None:
    """The words pass the gate; what may give somebody away holds them until a person says keep."""
    flag = Flag(Kind.PHONE, 0, 3, "A phone number.")
    screened = replace(door(), screen=lambda words, post: (flag,))
    held = resolve(Quote(post="p1"), screened)
    assert isinstance(held, Waiting)
    assert (held.reason, held.ask) == ("personal-data", False)
    assert "keep: phone" in held.next_step
    kept = resolve(Quote(post="p1", keep=("phone",)), screened)
    assert isinstance(kept, Spoken)
