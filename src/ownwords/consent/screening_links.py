"""Addresses that lead to a person: e-mail in any spelling, payment pages, telling links."""

from __future__ import annotations

from collections.abc import Iterator

from ownwords.consent.screening_reading import Reading, Span, any_of, holds_any, listed
from ownwords.records.patterns import compiled

URL = compiled(r"(?:https?://|www\.)[^\s<>\"\0]+")

_MAIL_HOST = compiled(
    r"(?<=\w)@(?:(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24}"
    r"|gmail|googlemail|yahoo|hotmail|outlook|icloud)(?![^\W_])"
)
_MAIL_LOCAL = compiled(r"[\w.+\-]*\w$")
_AT_WORDS = any_of(
    "at arroba arobase arobas chiocciola klammeraffe małpa malpa собака kukac zavináč"
    " snabel-a snabela apenstaartje apestaart ät et kuyruklu_a آت ات ऐट एट アット 골뱅이 艾特"
    " miukumauku papáki παπάκι"
)
_DOT_WORDS = any_of(
    "dot punkt punto point ponto kropka точка nokta punt prick pont tečka bodka piste titik نقطة"
    " دوت"
    " डॉट ドット 点 點 점 τελεία"
)
_PROVIDERS = any_of(
    "gmail googlemail yahoo hotmail outlook live icloud proton protonmail tutanota tuta gmx web"
    " riseup"
    " posteo mailbox yandex mail rambler ukr orange wanadoo laposte free libero uol bol terra wp o2"
    " onet interia naver qq 163 126 aol msn rediffmail systemli autistici disroot fastmail zoho"
)
_ENDINGS = any_of(
    "com org net info edu gov biz me io app co eu de at ch fr be nl es pt it pl ru ua tr br mx"
    " ar cl"
    " pe uk ie in id ph ng ke za gr ro hu cz sk se no dk fi jp cn kr il ca au nz us lgbt сом ком ру"
    " ком_ар online coop"
)
_OPEN, _SHUT = r"[\[({<_*|\-]{1,2}\s*", r"\s*[\])}>_*|\-]{1,2}"
_BRACKETED_AT = compiled(rf"\s*{_OPEN}(?:{_AT_WORDS}|@|a|ad){_SHUT}\s*|\s+@\s+|@\s*")
_BARE_AT = compiled(rf"\s+(?:{_AT_WORDS})\s+")
_SPELLED_DOT = rf"(?:\s*{_OPEN}(?:{_DOT_WORDS}|\.){_SHUT}\s*|\s+(?:{_DOT_WORDS})\s+)"
_ANY_DOT = rf"(?:{_SPELLED_DOT}|\s*\.\s*)"
_LABEL = r"[^\W_][\w\-]*"
_HOST = compiled(rf"{_LABEL}(?:{_ANY_DOT}{_LABEL}){{0,2}}{_ANY_DOT}(?:{_ENDINGS})(?![^\W_])")
# After the bare word "at" a host must be spelled out too, or be one that hands out mailboxes.
_SPELLED_HOST = compiled(
    rf"{_LABEL}(?:{_ANY_DOT}{_LABEL}){{0,2}}{_SPELLED_DOT}(?:{_ENDINGS})(?![^\W_])"
    rf"|(?:{_PROVIDERS}){_ANY_DOT}(?:{_ENDINGS})(?![^\W_])"
)
_LOCAL = compiled(rf"[\w+\-]+(?:(?:\.|{_SPELLED_DOT})[\w+\-]+){{0,3}}$")
_NO_LOCAL = frozenset(
    listed(
        "look looks me us meet works worked working is was are be been here people job mail email"
        " account data"
        " mi yo er ich wir nous ja"
    )
)
_REACH = 64
_AT_SIGNS = (
    " at ", "arroba", "arobas", "klammer", "chiocciola", " et ", "malpa", "kukac", "snabel",
    "staart", "miuku",
)  # fmt: skip
_ALL_AT_SIGNS = (
    *_AT_SIGNS, "małpa", "собака", "zavináč", " ät ", "παπ", " آت ", " ات ",
    "ऐट", "एट", "アット", "골뱅이",
    "艾特",
)  # fmt: skip
_BRACKETS = ("@", "(", "[", "{", "<", "_at_", "-at-", "*at*", "|at|")
_SPELLED_SIGN = compiled(rf"[\s(\[]{{1,2}}(?:{_DOT_WORDS})[\s)\]]|(?<![^\W_])(?:{_PROVIDERS})\s?\.")

_PAYMENT = compiled(
    r"(?:https?://)?(?:www\.)?(?:paypal\.me/|paypal\.com/(?:paypalme/|donate|pools/|cgi-bin/)"
    r"|cash\.app/"
    r"|venmo\.com/|account\.venmo\.com/u/|ko-fi\.com/|buymeacoffee\.com/|buymeacoff\.ee/"
    r"|coff\.ee/|patreon\.com/"
    r"|gofundme\.com/f/|gofund\.me/|liberapay\.com/|revolut\.me/|monzo\.me/|wise\.com/pay|twint\."
    r"|buy\.stripe\.com/|donate\.stripe\.com/|checkout\.stripe\.com/|throne\.com/|tipeee\.com/"
    r"|leetchi\.com/|lepotcommun\.fr/|lydia-app\.com/|betterplace\.me/|steadyhq\.com/"
    r"|chuffed\.org/project/"
    r"|opencollective\.com/|donorbox\.org/|fundly\.com/|vakinha\.com\.br/|apoia\.se/|catarse\.me/"
    r"|zrzutka\.pl/|pomagam\.pl/|donationalerts\.com/r/|boosty\.to/|yoomoney\.ru/to/|qiwi\.com/"
    r"|nubank\.com\.br/|mpago\.la/|mercadopago\.|bunq\.me/|tikkie\.me/|bizum|swish\.nu/|paytm\.me/"
    r"|razorpay\.me/|payoneer\.|subscribestar\.|amazon\.[a-z.]+/(?:hz/)?wishlist/)[^\s<>\"\0]*"
)
_WALLETS = compiled(
    r"(?:bc1[02-9ac-hj-np-z]{25,59}|0x[0-9a-f]{40}|[13][1-9a-z]{25,34}|4[0-9ab][1-9a-z]{93})"
)
_CASHTAG = compiled(
    r"(?:cash ?app|cashtag)[^\n$]{0,20}(?P<tag>\$[a-z]\w{1,20})"
    r"|(?P<first>\$[a-z]\w{1,20})[^\n]{0,12}(?:cash ?app|cashtag)"
    r"|(?:venmo|paypal|zelle|revolut|bizum|twint|swish|blik|vipps|pix|upi|gcash|m-pesa|mpesa"
    r"|paytm|gpay)"
    r"(?: ?(?:me|id|is|key|chave|it|to|at|name|handle|user|tag|-))*\s?[:=]?\s?"
    r"(?P<name>@[\w.-]{3,}|(?<=[:=])[\w.@-]{4,}|(?<=[:=] )[\w.@-]{4,}(?=\s*(?:$|[\n,;!)])))"
)
_PAYMENT_SIGNS = (
    "cash", "venmo", "paypal", "zelle", "revolut", "bizum", "twint", "swish", "blik", "vipps",
    "pix", "upi", "pesa",
    "paytm", "gpay",
)  # fmt: skip
_LONG_WORD = compiled(r"[0-9a-z]{26,}")
_UPI = compiled(
    r"(?<=\w\w)@(?:ok(?:axis|sbi|icici|hdfcbank)|upi|ybl|paytm|apl|ibl|axl|axisbank|icici|sbi"
    r"|hdfcbank|kotak)(?![\w.])"
)

_TELLING_KEYS = "|".join(
    listed(
        "email e-mail e_mail mail token access_token auth auth_token authkey key api_key"
        " apikey sig signature session sessionid session_id sid phpsessid jsessionid uid user"
        " userid user_id user_name username usr login account account_id accountid member"
        " memberid member_id customer customer_id client_id contact contact_id phone tel"
        " telephone mobile msisdn name fullname full_name firstname first_name lastname"
        " last_name surname dob birthdate password passwd pwd pin otp reset confirm"
        " unsubscribe jwt fbclid gclid igshid igsh mc_eid _hsenc _hsmi vero_id share_id"
        " shareid share_token sharer invite invitation invite_code referrer_id sec_uid u_code"
        " share_user_id share_link_id rsvp guest ticket si usp_sharing resid authuser ftag"
        " xtor_id subscriber subscriber_id recipient patient patientid case_id profile_id"
    )
)
_TELLING_QUERY = compiled(rf"[?&;#](?:{_TELLING_KEYS})=[^&#\s]+")
_TELLING_VALUE = compiled(r"=[^&#\s]*(?:%40|@)[^&#\s]+|eyj[a-z0-9_-]{10,}\.|//[^/\s@]+:[^/\s@]+@")
_TELLING_PATH = compiled(
    r"/(?:unsubscribe|reset|confirm|verify|activate|magic|invite|invitation|rsvp)[\w-]*[/?=][\w=&%-]{3,}"
)
_SHARED_TWEET = compiled(r"(?:twitter|x)\.com/\S+[?&]t=\w")
_INVITATIONS = compiled(
    r"(?:https?://)?(?:www\.)?(?:chat\.whatsapp\.com/|v[mt]\.tiktok\.com/|discord\.gg/|discord\.com/invite/"
    r"|t\.me/(?:\+|joinchat/)"
    r"|signal\.(?:me|group)/#|zoom\.us/(?:j|my|s)/|[\w-]+\.zoom\.us/(?:j|my)/"
    r"|meet\.google\.com/[a-z]{3}-"
    r"|teams\.microsoft\.com/l/|calendly\.com/|docs\.google\.com/\w+/d/|drive\.google\.com/"
    r"|1drv\.ms/"
    r"|[\w-]+\.sharepoint\.com/|dropbox\.com/(?:s|scl|sh)/|we\.tl/|wetransfer\.com/downloads/"
    r"|strava\.com/"
    r"|photos\.(?:google|app\.goo)\.(?:com|gl)/|icloud\.com/(?:share|photos)|find-?my"
    r"|glympse\.com/|doodle\.com/)"
    r"[^\s<>\"\0]+"
)
_CHAT_NUMBER = compiled(
    r"(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send\S*?phone=|whatsapp://send\S*?phone="
    r"|viber://chat\S*?=|tel:|sms:|callto:)"
    r"(?:%2b|\+)?\d[\d\-().]{5,16}\d"
)
_MAP = compiled(
    r"(?:https?://)?(?:www\.)?(?:maps\.app\.goo\.gl/|goo\.gl/maps/|maps\.google\.[a-z.]+/"
    r"|google\.[a-z.]+/maps"
    r"|maps\.apple\.com/|maps\.apple/|openstreetmap\.org/(?:\?|#|node|way|search|directions)"
    r"|osm\.org/go/|osm\.org/#"
    r"|waze\.com/|ul\.waze\.com/|w3w\.co/|what3words\.com/|her\.is/|share\.here\.com/"
    r"|bing\.com/maps"
    r"|yandex\.[a-z]+/maps|2gis\.[a-z]+/geo|map\.baidu\.com/|uri\.amap\.com/|map\.naver\.com/"
    r"|kko\.to/)[^\s<>\"\0]*"
    r"|geo:-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?\S*"
)
_LINK_SIGN = compiled(
    r"[a-z0-9]\.[a-z]{2,}(?::\d+)?[/?#]|(?:geo|tel|sms|callto|viber|whatsapp):"
    r"|(?<![\w/])(?:u/|///)\w|//[^/\s@]+@|at://"
)
_SHORTENED = compiled(
    r"https?://(?:t\.co|bit\.ly|ow\.ly|buff\.ly|tinyurl\.com|fb\.me|dlvr\.it|ift\.tt)/\w+"
)
_END_MARKS = ".,;:!?)]}>'\"…»”’"


def hold_links(reading: Reading) -> bool:
    """Whether there is a link that could say something; shortened ones are covered at once."""
    if "/" not in reading.low and ":" not in reading.low:
        return False
    if "//" in reading.low:
        reading.cover(match.span() for match in _SHORTENED.finditer(reading.low))
    return bool(_LINK_SIGN.search(reading.low))


def _trimmed(low: str, span: Span) -> Span:
    """A link without the punctuation that closes the sentence."""
    start, end = span
    while end > start and low[end - 1] in _END_MARKS:
        end -= 1
    return start, end


def mails(reading: Reading) -> Iterator[Span]:
    """E-mail addresses as machines write them."""
    low = reading.low
    for match in _MAIL_HOST.finditer(low):
        local = _MAIL_LOCAL.search(low[max(0, match.start() - _REACH) : match.start()])
        start = match.start() - len(local[0]) if local else match.start()
        # "@name@host" is an account.
        if low[start - 1 : start] != "@":
            yield start, match.end()


def spelled_mails(reading: Reading) -> Iterator[Span]:
    """E-mail addresses as people write them to hide them from machines."""
    low = reading.low
    forms = []
    if holds_any(low, _BRACKETS):
        forms.append((_BRACKETED_AT, _HOST))
    signs = _AT_SIGNS if low.isascii() else _ALL_AT_SIGNS
    if holds_any(low, signs) and _SPELLED_SIGN.search(low):
        forms.append((_BARE_AT, _SPELLED_HOST))
    for at, host in forms:
        for sign in at.finditer(low):
            end = host.match(low, sign.end())
            local = (
                _LOCAL.search(low[max(0, sign.start() - _REACH) : sign.start()]) if end else None
            )
            if end and local and local[0] not in _NO_LOCAL:
                yield sign.start() - len(local[0]), end.end()


def map_links(reading: Reading) -> Iterator[Span]:
    """Links that open a map at a point."""
    for match in _MAP.finditer(reading.low):
        yield _trimmed(reading.low, match.span())


def chat_numbers(reading: Reading) -> Iterator[Span]:
    """Links that dial or open a chat: they hold the number."""
    for match in _CHAT_NUMBER.finditer(reading.low):
        yield match.span()


def payment_links(reading: Reading) -> Iterator[Span]:
    """Pages that take money for one person or group."""
    for match in _PAYMENT.finditer(reading.low):
        yield _trimmed(reading.low, match.span())


def payment_names(reading: Reading) -> Iterator[Span]:
    """Names within a payment service."""
    if holds_any(reading.low, _PAYMENT_SIGNS):
        for match in _CASHTAG.finditer(reading.low):
            yield match.span(match.lastgroup or 0)
    if "@" in reading.low:
        for match in _UPI.finditer(reading.low):
            local = _MAIL_LOCAL.search(reading.low[max(0, match.start() - _REACH) : match.start()])
            yield match.start() - len(local[0] if local else ""), match.end()


def wallets(reading: Reading) -> Iterator[Span]:
    """Addresses of wallets in the large public ledgers."""
    for match in _LONG_WORD.finditer(reading.low):
        if _WALLETS.fullmatch(match[0]):
            yield match.span()


def telling_links(reading: Reading) -> Iterator[Span]:
    """Links that carry who shared them, an invitation, or a key to a private page."""
    for match in _INVITATIONS.finditer(reading.low):
        yield _trimmed(reading.low, match.span())
    for match in URL.finditer(reading.low):
        tells = _TELLING_QUERY.search(match[0]) or _TELLING_VALUE.search(match[0])
        if tells or _TELLING_PATH.search(match[0]) or _SHARED_TWEET.search(match[0]):
            yield _trimmed(reading.low, match.span())
