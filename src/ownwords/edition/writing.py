"""How words are written: direction by script, language tags, the length of a quotation."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

# Tags that networks use and that are retired, or that name no language.
_RENAMED = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro"}
_NO_LANGUAGE = frozenset({"und", "zxx", "mul", "mis", "qam", "qct", "qht", "qme", "qst"})

# English name and the language's own name. A tag that is not here is printed as it is.
_NAMES = {
    "am": ("Amharic", "አማርኛ"),
    "ar": ("Arabic", "العربية"),
    "az": ("Azerbaijani", "azərbaycan"),
    "bg": ("Bulgarian", "български"),
    "bn": ("Bengali", "বাংলা"),
    "ca": ("Catalan", "català"),
    "ckb": ("Sorani Kurdish", "کوردیی ناوەندی"),
    "cs": ("Czech", "čeština"),
    "cy": ("Welsh", "Cymraeg"),
    "da": ("Danish", "dansk"),
    "de": ("German", "Deutsch"),
    "el": ("Greek", "Ελληνικά"),
    "en": ("English", "English"),
    "es": ("Spanish", "español"),
    "et": ("Estonian", "eesti"),
    "eu": ("Basque", "euskara"),
    "fa": ("Persian", "فارسی"),
    "fi": ("Finnish", "suomi"),
    "fr": ("French", "français"),
    "ga": ("Irish", "Gaeilge"),
    "gl": ("Galician", "galego"),
    "gu": ("Gujarati", "ગુજરાતી"),
    "ha": ("Hausa", "Hausa"),
    "he": ("Hebrew", "עברית"),
    "hi": ("Hindi", "हिन्दी"),
    "hr": ("Croatian", "hrvatski"),
    "ht": ("Haitian Creole", "kreyòl ayisyen"),
    "hu": ("Hungarian", "magyar"),
    "hy": ("Armenian", "հայերեն"),
    "id": ("Indonesian", "Bahasa Indonesia"),
    "is": ("Icelandic", "íslenska"),
    "it": ("Italian", "italiano"),
    "ja": ("Japanese", "日本語"),
    "ka": ("Georgian", "ქართული"),
    "km": ("Khmer", "ខ្មែរ"),
    "kn": ("Kannada", "ಕನ್ನಡ"),
    "ko": ("Korean", "한국어"),
    "ku": ("Kurdish", "kurdî"),
    "lo": ("Lao", "ລາວ"),
    "lt": ("Lithuanian", "lietuvių"),
    "lv": ("Latvian", "latviešu"),
    "ml": ("Malayalam", "മലയാളം"),
    "mr": ("Marathi", "मराठी"),
    "ms": ("Malay", "Bahasa Melayu"),
    "my": ("Burmese", "မြန်မာ"),
    "nb": ("Norwegian Bokmål", "norsk bokmål"),
    "ne": ("Nepali", "नेपाली"),
    "nl": ("Dutch", "Nederlands"),
    "no": ("Norwegian", "norsk"),
    "pa": ("Punjabi", "ਪੰਜਾਬੀ"),
    "pl": ("Polish", "polski"),
    "ps": ("Pashto", "پښتو"),
    "pt": ("Portuguese", "português"),
    "ro": ("Romanian", "română"),
    "ru": ("Russian", "русский"),
    "sd": ("Sindhi", "سنڌي"),
    "si": ("Sinhala", "සිංහල"),
    "sk": ("Slovak", "slovenčina"),
    "sl": ("Slovenian", "slovenščina"),
    "so": ("Somali", "Soomaali"),
    "sq": ("Albanian", "shqip"),
    "sr": ("Serbian", "српски"),
    "sv": ("Swedish", "svenska"),
    "sw": ("Swahili", "Kiswahili"),
    "ta": ("Tamil", "தமிழ்"),
    "te": ("Telugu", "తెలుగు"),
    "th": ("Thai", "ไทย"),
    "ti": ("Tigrinya", "ትግርኛ"),
    "tl": ("Tagalog", "Tagalog"),
    "tr": ("Turkish", "Türkçe"),
    "uk": ("Ukrainian", "українська"),
    "ur": ("Urdu", "اردو"),
    "uz": ("Uzbek", "oʻzbekcha"),
    "vi": ("Vietnamese", "Tiếng Việt"),
    "yo": ("Yoruba", "Yorùbá"),
    "zh": ("Chinese", "中文"),
    "zu": ("Zulu", "isiZulu"),
}

# First word of a letter's Unicode name, and how lines of it are set.
_SCRIPTS = {
    **dict.fromkeys(("ARABIC", "SYRIAC", "THAANA"), "arabic"),
    **dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO"), "han"),
    "HANGUL": "hangul",
    **dict.fromkeys(("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"), "stacked"),
    **dict.fromkeys(
        (
            *("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA"),
            *("TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"),
        ),
        "indic",
    ),
}
_SAMPLE = 60

# Columns that a quotation may fill before it is set smaller; a wide character fills two.
_SHORT, _MIDDLE = 150, 420


def language_tag(tag: str) -> str:
    """A tag for the ``lang`` attribute, empty when no language is known."""
    clean = tag.strip().replace("_", "-")
    first = clean.split("-")[0].lower()
    if first in _NO_LANGUAGE or not _TAG.fullmatch(clean):
        return ""
    return _RENAMED.get(first, first) + clean[len(first) :]


def language_name(tag: str) -> str:
    """English name of a language, the tag itself when it has none here."""
    clean = language_tag(tag)
    if not clean:
        return "language not determined"
    return _NAMES.get(clean.split("-")[0], (clean, ""))[0]


def native_name(tag: str) -> str:
    """The language's name in the language, empty when unknown or the same as in English."""
    english, native = _NAMES.get(language_tag(tag).split("-")[0], ("", ""))
    return "" if native == english else native


def direction(words: str) -> str:
    """``rtl`` when most letters of the words run from right to left, else ``ltr``."""
    balance = 0
    for character in words:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            balance += 1
        elif kind == "L":
            balance -= 1
    return "rtl" if balance > 0 else "ltr"


def script_of(words: str) -> str:
    """How lines are to be set: ``latin``, ``arabic``, ``indic``, ``han``, ``hangul``, ``stacked``.

    From the letters themselves, since many posts carry no language or a wrong one.
    """
    if words.isascii():
        return "latin"
    letters = [character for character in words if character.isalpha()][:_SAMPLE]
    names = (unicodedata.name(letter, "").split(" ")[0] for letter in letters)
    found = Counter(_SCRIPTS.get(name.split("-")[0], "latin") for name in names)
    return found.most_common(1)[0][0] if found else "latin"


def size_of(words: str) -> str:
    """How large a quotation is set: ``short``, ``middle`` or ``long``."""
    columns = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)
    columns += 40 * words.count("\n")
    if columns <= _SHORT:
        return "short"
    return "middle" if columns <= _MIDDLE else "long"
