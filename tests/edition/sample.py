"""Hand-made sites for the tests of the edition. Every voice here is invented."""

from __future__ import annotations

from msgspec.structs import replace

from ownwords.charts import bars, timeline
from ownwords.counting.periods import Bar
from ownwords.edition.pages import (
    AboutPage,
    CampaignPage,
    Masthead,
    MethodPage,
    NumbersPage,
    OrganisationsPage,
    Preview,
    PreviewStory,
    Site,
    StoryPage,
    TimelinePage,
)
from ownwords.edition.parts import (
    Checkable,
    Decided,
    Moment,
    Picture,
    Retold,
    Source,
    Voiced,
)
from ownwords.edition.writing import language_name
from ownwords.locales.tongue import tongue_of
from ownwords.records.cleared import ClearedCount
from ownwords.records.story import Number, Prose, Quote
from ownwords.records.times import DAY, PartialDate
from ownwords.stories.quotation import Waiting
from tests.edition.voices import (
    ARABIC,
    CHARITY,
    COUNTED,
    DISSENT,
    HINDI,
    JAPANESE,
    MAREN,
    QUOTATIONS,
    TESTIMONY,
    THAI,
)

_DAYS = (6, 7, 9, 12, 16, 30, 48, 188, 96, 52, 38, 30, 22, 16, 12, 30)
START = PartialDate.parse("2014-01-04").start


def days_picture(key: str, counts: ClearedCount) -> Picture:
    chart = timeline.Timeline(
        id=key,
        title="Posts a day, 4 to 19 January",
        bars=tuple(
            Bar(START + n * DAY, START + (n + 1) * DAY, posts, posts // 2)
            for n, posts in enumerate(_DAYS)
        ),
    )
    return Picture(
        title="Posts a day, 4 to 19 January",
        caption="188 posts on the day itself. Days with fewer than ten voices are joined to "
        "their neighbours.",
        counts=counts,
        svg=timeline.svg(chart),
        by="day",
    )


DAY_COUNTS = ClearedCount(
    (
        ("2014-01-04/2014-01-06", 22, 14),
        *((f"2014-01-{n:02}", posts, posts // 2 + 4) for n, posts in enumerate(_DAYS[3:], 7)),
    ),
    COUNTED,
    coarsened="spans",
)
LANGUAGE_COUNTS = ClearedCount(
    (
        ("en", 344, 98),
        ("ar", 81, 31),
        ("fr", 60, 22),
        ("hi", 41, 17),
        ("ja", 33, 14),
        ("other", 53, 21),
    ),
    COUNTED,
    suppressed=2,
)


def language_picture(key: str) -> Picture:
    chart = bars.Bars(
        id=key,
        title="Posts by language",
        panels=("posts",),
        rows=tuple(
            bars.BarRow(
                language_name(tongue_of("en"), tag) if tag != "other" else "other", (posts,)
            )
            for tag, posts, _ in LANGUAGE_COUNTS.rows
        ),
    )
    return Picture(
        svg=bars.svg(chart),
        title="Posts by language",
        caption="Six of ten posts are in English; languages with few voices share a row.",
        counts=LANGUAGE_COUNTS,
        by="language",
    )


MASTHEAD = Masthead(
    name="We keep the light",
    told_by="the Skerry Assembly",
    contact="keepers@example.org",
    invented=True,
    number=3,
    date="2026-11-22",
)

FIRST = StoryPage(
    slug="night",
    title="“Ask us what the night is like”",
    kicker="11 January · the keepers answer Lonely Keepers’ Day",
    standfirst="For one week the people who keep lamps and locks wrote under one tag. They were "
    "supposed to be rescued. They had other plans.",
    date="2014-02",
    blocks=(
        Prose(
            "Every January the charity Bring Them Ashore counts the lonely. Its posters show a "
            "lamp, a window, a hand on the glass. This year the hands typed. The first post under "
            "the tag came a little after five in the morning from a lock in the Low Cut; by the "
            "evening it had been answered from harbours that have no word for “keeper”."
        ),
        days_picture("story-days", DAY_COUNTS),
        Prose("It began with *one* sentence, and it was not a plea."),
        Voiced(quotation=MAREN, quote=Quote(post="1")),
        Prose(
            "Not all of them love the work, and the tag never asked them to. What they share is "
            "narrower and harder to photograph: they want to be asked.\n\nThe harbours of the "
            "south wrote in the evening, when the [ferries](https://example.org/ferries) were in."
        ),
        Voiced(
            quotation=ARABIC,
            quote=Quote(
                post="2",
                translation="“Do not write about us as if we had drowned. Ask us: we answer every "
                "ship, every night.”",
                translated_by="the Assembly",
            ),
        ),
        Voiced(quotation=DISSENT, quote=Quote(post="3", dissent=True)),
        Prose(
            "## The number on the wall\n\nThen there was the number. It had been on every poster."
        ),
        Number(
            "The number",
            "“4,000 isolated keepers a year”",
            "The figure counts everyone who kept a lamp alone *at one time* in one winter, and was "
            "repeated as if that many were newly isolated *each year*. What moves it most is what "
            "one calls isolated: between **310** and **4,400**.",
        ),
        Retold(
            words="One keeper wrote that she had been asked for her age, her address and her "
            "saddest night, in that order, and for nothing else.",
            clearance=COUNTED,
        ),
        Voiced(quotation=TESTIMONY, quote=Quote(post="4")),
        Voiced(
            quotation=HINDI,
            quote=Quote(
                post="5",
                translation="I am not alone, I am on watch. All night the river talks to me.",
            ),
        ),
        Voiced(quotation=JAPANESE, quote=Quote(post="6")),
        Voiced(quotation=THAI, quote=Quote(post="7")),
        Prose(
            "The newspaper that came on the twelfth spoke to two directors, a bishop and the "
            "minister for harbours. It did not speak to anyone who keeps a light."
        ),
    ),
)
SECOND = StoryPage(
    slug="winch",
    title="The winch at the Low Cut",
    standfirst="What was asked for, and what was sent instead.",
    blocks=(
        Prose("They asked for a winch. They were sent a choir."),
        Voiced(quotation=MAREN, quote=Quote(post="1")),
        Voiced(quotation=CHARITY, quote=Quote(post="8")),
    ),
)

MOMENTS = (
    Moment(day="2014-01-06", name="The posters go up"),
    Moment(day="2014-01-11", name="Lonely Keepers’ Day"),
    Moment(day="2014-01-12", name="The newspaper comes", until="2014-01-14"),
)


def rich_site() -> Site:
    """Every page filled: scripts, dissent, long names, charts, organisations."""
    totals = ClearedCount((("all", 612, 203),), COUNTED)
    return Site(
        masthead=MASTHEAD,
        stories=(FIRST, SECOND),
        campaign=CampaignPage(
            hashtags=("WeKeepTheLight", "نحفظ_النور"),
            introduction="We keep lamps and locks. In January 2014 a charity asked the country to "
            "pity us, and we answered.\n\nThis is what we said. Read it before you write about us.",
            since="2014-01-04",
            until="2014-01-19",
            totals=totals,
            when=days_picture("campaign-days", DAY_COUNTS),
            languages=language_picture("campaign-languages"),
            moments=MOMENTS,
        ),
        numbers=NumbersPage(
            pictures=(
                days_picture("numbers-days", DAY_COUNTS),
                language_picture("numbers-languages"),
                Picture(
                    title="Posts by network",
                    caption="All but a few came from one network.",
                    counts=ClearedCount((), COUNTED, suppressed=3),
                    by="network",
                ),
            )
        ),
        timeline=TimelinePage(picture=days_picture("timeline-days", DAY_COUNTS), moments=MOMENTS),
        organisations=OrganisationsPage(
            decided=(
                Decided(
                    voice="voice-Bring Them Ashore",
                    name="Bring Them Ashore",
                    kind="organisation",
                    reason="A charity that speaks to the public about the keepers.",
                    decided_by=("Ragna of the Assembly",),
                ),
                Decided(
                    voice="voice-minister",
                    name="The minister for harbours",
                    kind="public-office",
                    reason="Spoke in office about the keepers.",
                    decided_by=("Ragna", "Iben"),
                    review="2027-01-01",
                ),
            )
        ),
        about=AboutPage(text="The Skerry Assembly meets on the first Sunday.", licence="Ask us."),
        method=MethodPage(
            voices=totals,
            not_quoted=ClearedCount(
                (("nobody asked them yet", 402, 131), ("they said no", 44, 18)),
                COUNTED,
                suppressed=1,
            ),
            sources=(
                Source(
                    title="Posts received from the Twitter API v2",
                    received="2014-02-03",
                    connector="twitter_v2",
                ),
                Source(title="Words given to the campaign", received="2014-02", connector="given"),
            ),
            policy_version="1",
            made_with="ownwords 0.1",
        ),
        quotations=QUOTATIONS,
    )


def tiny_site() -> Site:
    """One story, one quotation with a name, one without."""
    story = replace(
        FIRST,
        blocks=(
            Prose("It began with one sentence."),
            Voiced(quotation=MAREN, quote=Quote(post="1")),
            Voiced(quotation=DISSENT, quote=Quote(post="3", dissent=True)),
        ),
    )
    return Site(
        masthead=MASTHEAD,
        stories=(story,),
        campaign=CampaignPage(hashtags=("WeKeepTheLight",)),
        quotations=(MAREN, DISSENT),
    )


def silent_site() -> Site:
    """Nobody said yes; something can still be said."""
    return replace(rich_site(), stories=(), quotations=(), organisations=OrganisationsPage())


def preview() -> Preview:
    """A story on its way: one yes, three that wait."""
    waiting = (
        Waiting(
            Quote(post="9", line=12, note="asked 3 Feb"),
            "no-yes",
            "No yes is recorded.",
            "Ask the voice: ownwords ask",
            ask=True,
            account="a",
        ),
        Waiting(Quote(post="10", line=19), "changed", "The words have changed.", "Read again."),
    )
    return Preview(
        masthead=replace(MASTHEAD, number=0, date=""),
        stories=(
            PreviewStory(
                story=FIRST,
                blocks=(*FIRST.blocks[:4], *waiting),
                summary="1 of 3 have a yes, send 1 ask.",
            ),
            PreviewStory(
                story=SECOND, blocks=SECOND.blocks, summary="All 2 quotations have a yes."
            ),
        ),
    )


def story_of(quotations: tuple[Checkable, ...]) -> Site:
    """A site whose one story and whose lists hold exactly these quotations."""
    blocks = tuple(Voiced(quotation=one, quote=Quote(post="1")) for one in quotations)
    return replace(tiny_site(), stories=(replace(FIRST, blocks=blocks),), quotations=quotations)
