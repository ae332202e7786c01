"""Invented voices for the tests of the edition, in many scripts."""

from __future__ import annotations

import hashlib

from ownwords.edition.parts import Check, Checkable
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Clearance, Rule, Use

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


def quotation(key: str, words: Cleared, said: str, **more: object) -> Checkable:
    voice = f"voice-{words.credit}" if words.credit else ""
    return Checkable(
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


def many_quotations(count: int) -> tuple[Checkable, ...]:
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
