"""Invented words in 13 languages' scripts, with the frequencies of real writing."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from random import Random

# Language and its share of all posts in percent.
LANGUAGES: tuple[tuple[str, float], ...] = (
    ("en", 50), ("es", 13), ("ja", 8), ("pt", 7), ("fr", 5), ("ar", 4), ("tr", 3), ("de", 3),
    ("ru", 2), ("th", 2), ("hi", 1.5), ("zh", 1), ("ko", 0.5),
)  # fmt: skip

# Beginnings and endings of syllables, separated by blanks; an ending may be empty.
_SOUNDS: dict[str, tuple[str, str]] = {
    "en": ("b d f g k l m n p r s t v st tr br sh", "a e i o u ai ou ea"),
    "es": ("b d f g l m n ñ p r s t ll ch", "a e i o u á é ió ue"),
    "pt": ("b d f g l m n p r s t lh nh ç", "a e i o u ã õe é ão"),
    "fr": ("b d f g l m n p r s t v ch qu", "a e i o u é è ou eau ê"),
    "tr": ("b d f g ğ k l m n r s ş t y z ç", "a e ı i o ö u ü"),
    "de": ("b d f g k l m n r s t w sch ß z", "a e i o u ä ö ü ei au"),
    "ru": ("б в г д ж з к л м н п р с т х ц ч ш щ", "а е и о у ы э ю я"),
    "ar": ("ب ت ث ج ح خ د ر ز س ش ص ط ع غ ف ق ك ل م ن ه و ي", "ا و ي  "),
    "hi": ("क ख ग घ च ज ट ड त द न प ब म य र ल व श स ह", "ा ि ी ु े ो "),
    "th": ("ก ข ค ง จ ช ซ ด ต ท น บ ป พ ม ย ร ล ว ส ห อ", "า ี ิ ุ อ ะ "),
    "ja": (
        "か き く け こ さ し す せ た ち つ て と な に の は ひ ま み も ら り れ",
        "ん い う ",
    ),
    "zh": (" ".join(chr(0x4E00 + 37 * i % 5_000) for i in range(900)), ""),
    "ko": (" ".join(chr(0xAC00 + 37 * i % 11_000) for i in range(300)), ""),
}
_UNSPACED = {"ja", "zh", "th"}


class Tongue:
    """One invented language; word ``n`` has frequency 1 / (n + 2.7) (Zipf-Mandelbrot)."""

    def __init__(self, code: str, seed: int) -> None:
        random = Random(f"{seed} {code}")
        starts, ends = (sounds.split(" ") for sounds in _SOUNDS[code])
        self.code = code
        self.between = "" if code in _UNSPACED else " "
        longest = 2 if code in {"zh", "ko"} else 4
        known = random.randint(8_000, 20_000)
        words: set[str] = set()
        while len(words) < known:
            syllables = random.randint(1, longest)
            word = "".join(random.choice(starts) + random.choice(ends) for _ in range(syllables))
            words.add(word)
        self.words = sorted(words, key=lambda word: (len(word), word))
        random.shuffle(self.words)
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def sentence(self, random: Random, words: int) -> str:
        """So many words of it, joined as the language joins them."""
        return self.between.join(random.choices(self.words, cum_weights=self.weights, k=words))


@lru_cache(maxsize=1)
def tongues(seed: int) -> tuple[Tongue, ...]:
    """All languages in the order of :data:`LANGUAGES`."""
    return tuple(Tongue(code, seed) for code, _ in LANGUAGES)
