"""A hand-made site whose interface is Arabic. Every voice here is invented."""

from __future__ import annotations

from msgspec.structs import replace

from ownwords.charts import bars, timeline
from ownwords.counting.periods import Bar
from ownwords.edition.pages import (
    AboutPage,
    CampaignPage,
    NumbersPage,
    Site,
    StoryPage,
    TimelinePage,
)
from ownwords.edition.parts import Moment, Picture, Voiced
from ownwords.edition.wording import chart_words, row_label
from ownwords.locales.tongue import tongue_of
from ownwords.records.campaign import Moment as Marked
from ownwords.records.story import Number, Prose, Quote
from ownwords.records.times import DAY
from tests.edition import sample
from tests.edition.voices import ARABIC, DISSENT, JAPANESE, MAREN, TESTIMONY

AR = tongue_of("ar")
_DAYS = (6, 7, 9, 12, 16, 30, 48, 188, 96, 52, 38, 30, 22, 16, 12, 30)


def days_picture(key: str) -> Picture:
    """Posts over time, running from right to left."""
    title = AR.gettext("Posts a day")
    chart = timeline.Timeline(
        id=key,
        title=title,
        bars=tuple(
            Bar(sample.START + n * DAY, sample.START + (n + 1) * DAY, posts, posts // 2)
            for n, posts in enumerate(_DAYS)
        ),
        moments=(
            Marked(at=sample.START + 2 * DAY, name="تُعلَّق الملصقات"),
            Marked(at=sample.START + 7 * DAY, name="يوم الحرّاس الوحيدين"),
        ),
        rtl=True,
        wording=chart_words(AR),
    )
    return Picture(
        title=title,
        caption="في اليوم نفسه كان 188 منشوراً.",
        counts=sample.DAY_COUNTS,
        svg=timeline.svg(chart),
        by="day",
    )


def language_picture(key: str) -> Picture:
    """Posts by language, bars from the right."""
    title = AR.gettext("Languages")
    chart = bars.Bars(
        id=key,
        title=title,
        panels=(AR.gettext("Posts"),),
        rows=tuple(
            bars.BarRow(row_label(AR, tag, "language"), (posts,))
            for tag, posts, _ in sample.LANGUAGE_COUNTS.rows
        ),
        rtl=True,
        wording=chart_words(AR),
    )
    return Picture(
        svg=bars.svg(chart),
        title=title,
        caption=AR.gettext("Posts by language, as the networks and the speakers name it."),
        counts=sample.LANGUAGE_COUNTS,
        by="language",
    )


STORY = StoryPage(
    slug="night",
    title="«اسألونا كيف هو الليل»",
    kicker="11 يناير · الحرّاس يجيبون عن يوم الحرّاس الوحيدين",
    standfirst="أسبوعاً كاملاً كتب الذين يحفظون المنارات والأهوسة تحت وسم واحد. كان يُفترض أن "
    "يُنقَذوا. وكانت لهم خطط أخرى.",
    language="ar",
    date="2014-02",
    blocks=(
        Prose(
            "في كل يناير تعدّ جمعية «أعيدوهم إلى الشاطئ» الوحيدين. على ملصقاتها مصباح ونافذة ويد "
            "على الزجاج. في هذا العام كتبت الأيدي. جاء أول منشور تحت الوسم بعد الخامسة صباحاً بقليل "
            "من هويس في الممر الواطئ، وقبل المساء كانت قد أجابته موانئ لا تعرف كلمة «حارس»."
        ),
        days_picture("story-days"),
        Prose("بدأ الأمر بجملة *واحدة*، ولم تكن استغاثة."),
        Voiced(
            quotation=MAREN,
            quote=Quote(
                post="1",
                translation="لستُ وحيدة، أنا في العمل. إن أردتم المساعدة فأصلحوا الرافعة وكفّوا عن "
                "إرسال المصورين في العاصفة.",
                translated_by="المجلس",
            ),
        ),
        Prose("## الليل في الجنوب\n\nكتبت موانئ الجنوب في المساء، حين عادت العبّارات."),
        Voiced(quotation=ARABIC, quote=Quote(post="2")),
        Voiced(quotation=DISSENT, quote=Quote(post="3", dissent=True)),
        Number(
            "العدد",
            "«4,000 حارس معزول في السنة»",
            "يعدّ الرقم كل من حفظ مصباحاً وحده *في وقت واحد* في شتاء واحد، ثم تكرّر كأن هذا العدد "
            "يُعزل من جديد *كل سنة*.",
        ),
        Voiced(quotation=TESTIMONY, quote=Quote(post="4")),
        Voiced(quotation=JAPANESE, quote=Quote(post="6")),
        Prose("الصحيفة التي جاءت في الثاني عشر كلّمت مديرين وأسقفاً ووزير الموانئ."),
    ),
)

_MOMENTS = (
    Moment(day="2014-01-06", name="تُعلَّق الملصقات"),
    Moment(day="2014-01-11", name="يوم الحرّاس الوحيدين"),
    Moment(day="2014-01-12", name="تأتي الصحيفة", until="2014-01-14"),
)


def arabic_site() -> Site:
    """The rich site, told in Arabic."""
    rich = sample.rich_site()
    pictures = days_picture("numbers-days"), language_picture("numbers-languages")
    return replace(
        rich,
        masthead=replace(rich.masthead, name="نحفظ النور", told_by="مجلس الصخور", language="ar"),
        stories=(STORY,),
        campaign=CampaignPage(
            hashtags=("نحفظ_النور", "WeKeepTheLight"),
            introduction="نحفظ المنارات والأهوسة. في يناير 2014 طلبت جمعية من البلاد أن تشفق "
            "علينا، فأجبنا.\n\nهذا ما قلناه. اقرأوه قبل أن تكتبوا عنّا.",
            since="2014-01-04",
            until="2014-01-19",
            totals=rich.campaign.totals,
            when=days_picture("campaign-days"),
            languages=language_picture("campaign-languages"),
            moments=_MOMENTS,
        ),
        numbers=NumbersPage(pictures=pictures),
        timeline=TimelinePage(picture=days_picture("timeline-days"), moments=_MOMENTS),
        about=AboutPage(text="يجتمع مجلس الصخور في أول أحد من الشهر.", licence="اسألونا."),
    )
