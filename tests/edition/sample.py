"""Hand-made sites for the tests of the edition. Every voice here is invented."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from ownwords.charts import bars, timeline
from ownwords.counting.periods import DAY, Bar
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
    Check,
    Decided,
    Moment,
    Picture,
    Quotation,
    Retold,
    Source,
    Voiced,
)
from ownwords.edition.writing import language_name
from ownwords.records.cleared import Cleared, ClearedCount
from ownwords.records.consent import Clearance, Rule, Use
from ownwords.records.story import Number, Prose, Quote
from ownwords.records.times import PartialDate
from ownwords.stories.quotation import Waiting

COUNTED = Clearance(id="count-1", use=Use.COUNT, rule=Rule.DEFAULT, policy_version="1")
YES = Rule.EXPLICIT_YES


def cleared(words: str, language: str = "en", credit: str = "", rule: Rule = YES) -> Cleared:
    use = Use.NAMED if credit else Use.VERBATIM
    mark = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:8]
    clearance = Clearance(id=f"d-{mark}", use=use, rule=rule, policy_version="1", edition="3")
    return Cleared(words, clearance, credit=credit, language=language)


def check(words: str, **more: object) -> Check:
    data = words.encode("utf-8", "replace")
    known: dict[str, object] = {
        "source": "Posts received from the Twitter API v2",
        "received": "2014-02-03",
        "connector": "twitter_v2",
        "network": "Twitter",
        "address": "https://x.com/i/status/421900000000000001",
        "post": "https://x.com/i/status/421900000000000001",
        "end": len(words),
        "digest": hashlib.sha256(data).hexdigest(),
        "payload_digest": hashlib.sha256(b"record" + data).hexdigest(),
        "commitment": hashlib.sha256(b"salt" + data).hexdigest(),
    }
    return Check(**(known | more))  # type: ignore[arg-type]


def quotation(key: str, words: Cleared, said: str, **more: object) -> Quotation:
    voice = f"voice-{words.credit}" if words.credit else ""
    return Quotation(
        id=key,
        words=words,
        said=said,
        check=check(words.text),
        voice=voice,
        **more,  # type: ignore[arg-type]
    )


MAREN = quotation(
    "m4ren",
    cleared(
        "I am not lonely, I am at work. If you want to help, fix the winch and stop sending "
        "photographers in the storm.",
        credit="Maren of the Low Cut",
    ),
    "2014-01-11T05:12Z",
)
ARABIC = quotation(
    "ar4bic",
    cleared(
        "لا تكتبوا عنّا كأننا غرقنا. اسألونا، نحن نجيب كل ليلة على كل سفينة.",
        "ar",
        "حارسة من الميناء القديم",
    ),
    "2014-01-11T19:40Z",
)
DISSENT = quotation(
    "d1ssent",
    cleared("I would leave if I could. That does not make your poster true."),
    "2014-01-12T23:59:01Z",
)
HINDI = quotation(
    "h1ndi",
    cleared("मैं अकेली नहीं हूँ, मैं पहरे पर हूँ। रात भर नदी मुझसे बात करती है।", "hi", "तारा, नौवाँ घाट"),
    "2014-01-12T02:10Z",
)
JAPANESE = quotation(
    "j4panese",
    cleared(
        "灯りを守るのは孤独ではありません。朝までに四十隻と話をします。誰が寂しいのでしょうか。",
        "ja",
        "みさき",
    ),
    "2014-01-13T11:00Z",
)
THAI = quotation(
    "th4i",
    cleared("อย่าถ่ายรูปฉันตอนที่ฉันหลับ ถามฉันตอนที่ฉันตื่นสิ ฉันตื่นทั้งคืน", "th", "ผู้เฝ้าประตูน้ำบางยาว"),
    "2014-01-13",
)
TESTIMONY = quotation(
    "t3stimony",
    cleared(
        "They came with blankets and a camera. I had soup on the stove, and the log open, and a "
        "tug waiting for the upper gate.\nThey asked whether I had anyone to talk to. I said the "
        "tug. They did not write that down.\n\nTwo weeks later I was on a wall in the city, four "
        "metres high, and under my face it said: she waits. I was never so busy in my life. I "
        "waited for nobody. I worked the gate, and when they had gone I worked the gate again, "
        "and the tug master laughed until he had to sit down.",
        credit="Oda Vestergaard-Lindqvist, keeper of the Upper Gate at Three Waters since 1987",
    ),
    "2014-01",
)
CHARITY = quotation(
    "ch4rity",
    cleared(
        "We hear the keepers and will speak with them before our next poster.",
        credit="Bring Them Ashore",
        rule=Rule.PUBLIC_ROLE,
    ),
    "2014-01-15",
    standing="organisation",
)
HEBREW_UNKNOWN = quotation("x-und", cleared("אני כאן, ואני עובדת.", "und"), "2014")

QUOTATIONS = (
    MAREN,
    ARABIC,
    DISSENT,
    HINDI,
    JAPANESE,
    THAI,
    TESTIMONY,
    CHARITY,
    HEBREW_UNKNOWN,
    *(
        quotation(f"more-{n:02}", cleared(words, language), f"2014-01-{11 + n % 7:02}")
        for n, (words, language) in enumerate(
            [
                ("The lamp was lit at 16:02. It is always lit.", "en"),
                ("Nous ne sommes pas votre documentaire.", "fr"),
                ("Wer fragt, bekommt Antwort. Auch nachts.", "de"),
                ("Preguntad. Aquí siempre hay alguien despierto.", "es"),
                ("Nobody rescued me. Somebody took my chair away.", "en"),
                ("A lock is a door. I hold the door.", "en"),
                ("등대는 외롭지 않습니다. 저도요.", "ko"),
                ("#WeKeepTheLight <b>and we write & read</b>", "en"),
            ]
        )
    ),
)

_DAYS = (6, 7, 9, 12, 16, 30, 48, 188, 96, 52, 38, 30, 22, 16, 12, 30)
_START = PartialDate.parse("2014-01-04").start


def days_picture(key: str, counts: ClearedCount) -> Picture:
    chart = timeline.Timeline(
        id=key,
        title="Posts a day, 4 to 19 January",
        bars=tuple(
            Bar(_START + n * DAY, _START + (n + 1) * DAY, posts, posts // 2)
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
    coarsened="",
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
        head="Language",
        rows=tuple(
            bars.BarRow(language_name(tag) if tag != "other" else "other", (posts,))
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


def many_quotations(count: int) -> tuple[Quotation, ...]:
    """Invented quotations over 60 days and 4 languages, every third with a name."""
    tags = ("en", "fr", "de", "es")
    return tuple(
        quotation(
            f"n{n:05}",
            cleared(
                f"Lamp {n} burns, and its keeper writes {n * 7919 % 1000} words about it tonight.",
                tags[n % 4],
                f"Keeper {n % 97}" if n % 3 == 0 else "",
            ),
            f"2014-{1 + n % 60 // 28:02}-{1 + n % 28:02}",
        )
        for n in range(count)
    )


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


def story_of(quotations: tuple[Quotation, ...]) -> Site:
    """A site whose one story and whose lists hold exactly these quotations."""
    blocks = tuple(Voiced(quotation=one, quote=Quote(post="1")) for one in quotations)
    return replace(tiny_site(), stories=(replace(FIRST, blocks=blocks),), quotations=quotations)
