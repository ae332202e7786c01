"""Who somebody is: names called the real ones, and accounts of others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ownwords.consent.screening_reading import (
    MARKS,
    Reading,
    Span,
    any_of,
    holds_any,
    listed,
)
from ownwords.records.patterns import compiled

_CUES = (
    # English, French, Spanish, Portuguese, Italian, Romanian, Catalan
    r"(?:my|her|his|their) name is (?:really|actually)|(?:real|legal|birth|given|true|actual"
    r"|full|government|dead|maiden)[ -]?name(?: is| was|'s"
    r"|’s)?(?: actually| really)?"
    r"|(?:name on my (?:id|passport|birth certificate)|irl (?:my )?name|name irl"
    r"|real life name)(?: is|'s)?"
    r"|(?:vrai|véritable|réel|légal|complet)e? nom(?: complet)?(?: c'est| c’est| est)?"
    r"|nom (?:réel|légal|de naissance|civil|complet)(?: c'est| est)?"
    r"|je m(?:'|’)appelle (?:en vrai|en réalité|vraiment)|en vrai je m(?:'|’)appelle"
    r"|mon vrai prénom(?: c'est| c’est| est)?"
    r"|(?:verdadero|auténtico) nombre(?: es)?|nombre (?:real|verdadero|legal|completo|de verdad"
    r"|de pila)(?: es)?|en realidad me llamo|me llamo en realidad"
    r"|(?:verdadeiro) nome(?: é)?|nome (?:verdadeiro|real|legal|completo|de registro|de registo"
    r"|civil)(?: é)?|na verdade me chamo"
    r"|(?:vero) nome(?: è)?|nome (?:vero|reale|completo|anagrafico|di battesimo)(?: è)?"
    r"|in realtà mi chiamo|mi chiamo in realtà"
    r"|numele (?:meu )?(?:real|adevărat|complet)(?: este| e)?|nom (?:real|veritable)(?: és)?"
    # German, Dutch, Swedish, Norwegian, Danish, Finnish
    r"|(?:richtiger|wirklicher|echter|wahrer|bürgerlicher|voller|amtlicher) (?:vor)?name(?: ist"
    r"| lautet)?|klarname(?:n)?(?: ist| lautet)?"
    r"|(?:heiße|heisse|heißt|heisst) (?:in wirklichkeit|eigentlich|wirklich|richtig"
    r"|mit richtigem namen|bürgerlich)|mit richtigem namen"
    r"|(?:echte|werkelijke|volledige) naam(?: is)?|heet (?:eigenlijk|in het echt|echt)"
    r"|(?:riktiga|egentliga|verkliga|virkelige|ekte|egentlige|rigtige|fulle|fullständiga) na(?:mn"
    r"|vn)(?: är| er)?|heter (?:egentligen|egentlig|i virkeligheten)"
    r"|oikea (?:nime|nimi)\w*(?: on)?"
    # Polish, Czech, Hungarian, Russian, Ukrainian, Serbian, Turkish
    r"|(?:prawdziwe|pełne) (?:imię(?: i nazwisko)?|nazwisko)(?: to| brzmi)?|naprawdę nazywam się"
    r"|nazywam się naprawdę|(?:skutečné|pravé) jméno(?: je)?"
    r"|(?:igazi|valódi|teljes) nev\w*(?: az)?|право ime(?: je)?|pravo ime(?: je)?"
    r"|(?:настоящее|реальное|полное|подлинное) имя|по[- ]?настоящему меня зовут"
    r"|на самом деле меня зовут|меня зовут на самом деле"
    r"|(?:справжнє|повне) ім['’ʼ]?я|насправді мене звати|настоящая фамилия"
    r"|gerçek (?:adım|ismim|adı|ismi|isim)|asıl (?:adım|ismim|adı|ismi)"
    # Indonesian, Swahili, Tagalog, Vietnamese, Greek
    r"|nama (?:asli|sebenarnya|lengkap)(?:ku|nya| saya)?(?: adalah)?|jina (?:langu "
    r"|lake )?(?:halisi|kamili)(?: ni)?"
    r"|tunay (?:na|kong|niyang) pangalan(?: ay)?|tên thật(?: của tôi)?(?: là)?"
    r"|πραγματικό (?:μου )?όνομα(?: μου)?(?: είναι)?"
    # Arabic, Hebrew, Persian, Hindi
    r"|اسمي (?:الحقيقي|الكامل)(?: هو)?|(?:اسمها|اسمه|الاسم) (?:الحقيقي|الكامل)(?: هو)?"
    r"|השם (?:האמיתי|המלא) שלי(?: הוא)?|نام واقعی(?: من)?|اسم واقعی(?: من)?"
    r"|असली नाम|वास्तविक नाम|पूरा नाम|asli naam|asli nam"
)
_EASTERN = compiled(
    r"(?:本名|実名|真名|真实姓名|真實姓名|真名字|真姓名|실명|본명)(?:は|が|是|叫|叫做|은|는|이"
    r"|:)?[\s:「『]{0,2}(?P<name>[\u4e00-\u9fff]{2,4}|[\u3040-\u30ff\u4e00-\u9fff]{2,10}?(?=です|だ|と"
    r"|。|」|$)|[\uac00-\ud7a3]{2,4}?(?=입니다|이다|이에요|예요|$|[\s.]))"
)
_POSSESSED = r"(?: (?:of mine|lautet|mio|meu|mío|saya|ni|है))?"
_WORD = rf"[^\W\d_][\w'’.{MARKS}-]*"
_NAMED = compiled(
    rf"(?<![^\W_])(?:{_CUES})(?![^\W_]){_POSSESSED}\s*(?:[:=\-]|is"
    rf"|:)?\s*[\"'“„«]?(?P<name>{_WORD}(?: {_WORD}){{0,2}})"
)
_HINDI = compiled(
    rf"(?:असली|वास्तविक|पूरा|asli|asal) (?:नाम|naam|nam) (?P<name>{_WORD}"
    rf"(?: {_WORD}){{0,2}}?) (?:है|hai)"
)
_GOES_ON = compiled(r"[nN]ame [a-z]$")
"""A small letter right after "name": the sentence goes on ("my real name again")."""

_NOT_NAMES = frozenset(
    listed(
        "a an the not no none nobody secret private public known unknown never always something"
        " nothing what who whatever irrelevant important my your his her their our its it that"
        " this on in"
        " at for and or but"
        " because so if is was are be isn't wasn't doesn't don't policy policies required used safe"
        " out here there"
        " anything anyone too only just still also really very hidden protected withheld changed"
        " different"
        " ein eine kein keine nicht geheim egal niemand etwas das der die den und oder ist war wird"
        " bleibt tut pflicht"
        " geht un una uno no es era secreto privado nadie el la los las lo que y o en para por se"
        " te me le"
        " ne pas un une le les des secret privé personne et ou est était inconnu regarde sur"
        " não um uma é era segredo o os as e ou em não não non è segreto il lo gli che un' di da"
        " een geen niet geheim het de dat jest nie tajemnica tajemnicą to i lub не секрет никто это"
        " и или никому"
        " değil gizli bir bu ve ne سر ليس هو لا adalah rahasia bukan tidak yang di dan nahi kya hai"
        " क्या है नहीं"
        " ei är inte er ikke och og eller on rules field fields please should must can could would"
        " will has had have"
        " verification online facebook twitter here's mandatory with as of to from by"
    )
)

_HANDLE = compiled(
    r"(?<![\w@/.+\-])@(?P<name>[a-z0-9_](?:[\w.-]*\w)?)(?P<host>@[a-z0-9-]+"
    r"(?:\.[a-z0-9-]+)+)?(?![\w@])"
)
_REDDIT = compiled(r"(?<![\w/.])/?u/(?P<name>[\w-]{3,20})(?![\w/])")
_CLOCK = compiled(r"\d+(?:[.:]\d+)?(?:am|pm|h|hrs?|uhr|ish|x|k|%|[.:]\d\d)?")
_NOBODY = frozenset(
    listed(
        "home work school me all everyone here channel media import gym church uni class same"
        " property override param return todo the night this that"
    )
)
MASKS = frozenset({"user", "username", "someuser", "usuario", "utilisateur", "mention"})
"""What publishers of data put in place of names: nobody's account."""

_PROFILE_SITES = (
    r"instagram\.com/|(?:m\.)?facebook\.com/|fb\.com/|fb\.me/|(?:mobile\.)?twitter\.com/"
    r"|(?<![\w-])x\.com/|tiktok\.com/@"
    r"|linkedin\.com/in/|bsky\.app/profile/|threads\.(?:net|com)/@|snapchat\.com/add/"
    r"|onlyfans\.com/|fansly\.com/"
    r"|reddit\.com/u(?:ser)?/|youtube\.com/(?:@|user/|c/|channel/)|vk\.com/|ok\.ru/|t\.me/"
    r"|telegram\.me/|medium\.com/@"
    r"|pinterest\.com/|tumblr\.com/|twitch\.tv/|soundcloud\.com/|github\.com/|last\.fm/user/"
    r"|goodreads\.com/user/"
    r"|linktr\.ee/|about\.me/|carrd\.co/|allmylinks\.com/|keybase\.io/|steamcommunity\.com/id/"
    r"|weibo\.com/u?/?|xing\.com/profile/"
)
_PROFILE = compiled(
    rf"(?:https?://)?(?:www\.)?(?:{_PROFILE_SITES})(?:profile\.php\?id=)?"
    rf"(?P<name>[\w.\-]{{2,64}})(?P<rest>/\S*)?"
)
_FEDIVERSE = compiled(r"https?://[\w.-]+/(?:@|users/)(?P<name>[\w.-]+)(?:/\S*)?")
_ONE_POST = compiled(
    r"(?:https?://)?(?:www\.|mobile\.)?(?:twitter|(?<![\w-])x)\.com/i/(?:web/)?status/\d+\S*"
    r"|https?://[\w.-]+/notes/(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{10,26}(?![\w-])"
    r"|https?://[\w.-]+/(?:objects/[0-9a-f-]{36}|notice/[0-9a-z]{18})(?![\w-])"
    r"|(?<!\w)at://[a-z][\w.:-]+(?:/\S*)?"
)
"""Posts whose address names nobody: whoever opens one sees the account."""
_NO_PROFILE = frozenset(
    listed(
        "hashtag search home share sharer intent i explore p reel reels tv watch status groups"
        " events pages stories"
        " story about login signup help privacy terms settings messages notifications feed video"
        " videos photo photo.php"
        " permalink.php story.php s joinchat addstickers tag tags web compose tos legal media"
        " marketplace dialog"
        " hashtags discover trending results playlist shorts policies topics orgs features"
    )
)
_SERVICES = any_of(
    "snap snapchat insta instagram ig telegram kik discord tiktok skype onlyfans line_id wechat"
    " weixin threema"
    " twitter fb facebook bluesky bsky mastodon tumblr steam psn gamertag signal вк телеграм"
    " телега тг инста инстаграм"
    " انستا انستقرام سناب تيليجرام تلجرام 微信 微信号 카톡 ライン インスタ"
)
_SAID = compiled(
    rf"(?<![^\W_])(?P<mine>(?:my|her|his|their|mi|su|mon|ma|son|sa|mein|meine|ihr|meu|minha|mio"
    rf"|mój|moje|мой|моя|min|mitt) )?"
    rf"(?:{_SERVICES})(?: ?(?:id|name|handle|user ?name|user|account|add|me|nick))?"
    r"(?P<link>\s?[:=@]\s?|\s(?:is|ist|es|est|è|é|to|er|är"
    r"|-)\s)@?(?P<name>[a-z0-9][\w.]{2,30}\w)(?!\w|\s+\w+\s+\w+)"
)


_NO_ACCOUNTS = _NOT_NAMES | frozenset(
    listed(
        "dead down private gone back open fine banned locked broken hacked full better worse"
        " weak great empty"
        " deleted suspended blocked weird boring amazing lit blowing linked below"
    )
)
_NAME_SIGNS = (
    "nam", "nom", "nume", "naam", "navn", "nim", "nazw", "nazy", "imi", "nev", "ime", "ism", "isim",
    "adı", "jina", "amo", "appelle",
    "hei", "heet", "heter",
)  # fmt: skip
_OTHER_NAME_SIGNS = (
    "им", "зовут", "звати", "ім", "фамил", "jmén", "imię", "adı", "tên", "όνομα", "اسم", "نام",
    "שם", "नाम",
)  # fmt: skip
_EASTERN_SIGNS = ("名", "姓", "실명", "본명")


_SERVICE_SIGNS = (
    "snap", "insta", " ig", "ig:", "gram", "kik", "discord", "tiktok", "skype", "only", "line",
    "chat", "bsky", "bluesky",
    "tumblr", "steam", "signal", "twitter", "book",
)  # fmt: skip


def real_names(reading: Reading) -> Iterator[Span]:
    """Names that somebody calls the real, legal or full one; one to three words."""
    low = reading.low
    foreign = not low.isascii()
    if holds_any(low, _NAME_SIGNS) or (foreign and holds_any(low, _OTHER_NAME_SIGNS)):
        yield from _latin_names(reading)
    if foreign and holds_any(low, _EASTERN_SIGNS):
        for match in _EASTERN.finditer(reading.low):
            yield match.span("name")


def _latin_names(reading: Reading) -> Iterator[Span]:
    for pattern in (_NAMED, _HINDI):
        place = 0
        while match := pattern.search(reading.low, place):
            place = match.start("name")
            end = _end_of_name(reading.text[place : match.end("name")])
            if end and not _GOES_ON.search(reading.text, match.start(), place + 1):
                yield place, place + end


def _end_of_name(words: str) -> int:
    """How much of these words is a name; zero if they go on with something else."""
    parts = words.split(" ")
    if parts[0].lower().strip(".,'’") in _NOT_NAMES:
        return 0
    last = 1
    for part in parts[1:]:
        if not part[0].isupper() and (part[0].lower() != part[0].upper()):
            break
        closed = parts[last - 1].endswith(".") and len(parts[last - 1]) > 3
        if closed or part.lower() in _NOT_NAMES:
            break
        last += 1
    return len(" ".join(parts[:last]).rstrip(".'’-"))


def handles(reading: Reading) -> Iterator[Span]:
    """Accounts that are neither the campaign's nor the speaker's own."""
    for match in _HANDLE.finditer(reading.low):
        name, host = match["name"], match["host"] or ""
        if _CLOCK.fullmatch(name) or name in _NOBODY:
            continue
        if re.split("[.-]", name)[0] in MASKS and not host:
            continue
        if not _is_own(name + host, reading):
            yield match.span()


def profiles(reading: Reading) -> Iterator[Span]:
    """Links to somebody's page or to one of their posts, and names said for a service."""
    for match in _ONE_POST.finditer(reading.low):
        yield match.start(), match.end() - (len(match[0]) - len(match[0].rstrip(".,;:!?)")))
    for pattern in (_PROFILE, _FEDIVERSE, _REDDIT):
        for match in pattern.finditer(reading.low):
            name = match["name"].rstrip(".-")
            if name not in _NO_PROFILE and name not in MASKS and not _is_own(name, reading):
                yield match.start(), match.end() - (len(match[0]) - len(match[0].rstrip(".,;:!?)")))


def said_names(reading: Reading) -> Iterator[Span]:
    """Names for a service: "my snap is …", "IG: …"."""
    low = reading.low
    if low.isascii() and not holds_any(low, _SERVICE_SIGNS):
        return
    for match in _SAID.finditer(low):
        name = match["name"]
        marked = any(char.isdigit() or char in "_." for char in name)
        marked = marked or low[match.end() : match.end() + 1] == "#"
        if (marked or match["mine"]) and name not in _NO_ACCOUNTS and not _is_own(name, reading):
            yield match.span("name")


def _is_own(name: str, reading: Reading) -> bool:
    return bool(reading.own_handles) and (
        name in reading.own_handles
        or (name.partition("@")[0] in reading.own_handles and "@" not in name)
    )
