"""The language of a report: told offline, at once for English, by a model for what does not look like it.

English is told by its function words, which costs a few microseconds and loads nothing. Only a text that has too few
of them goes to py3langid (97 languages; its model takes a second to load, once).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Protocol

from dateline.readers.source import Problem

_ENGLISH = frozenset(
    (
        "the of and to was were that with from has have had by which said who their after been his its are be this would will "
        "they not but when where than those these there against about into under before during between because while she "
        "her him them what also killed people police government"
    ).split()
)
"""Words that are common in English news and in no other language of the Latin script (in, on, a, is, as, at are not)."""

ENGLISH_SHARE = 0.06
"""Least share of such words. On 368 English reports all but one (a lead of 27 words) lie above it, on samples of 29 other
languages the highest is 0.03; below it the model decides."""
ENGLISH_KINDS = 2
"""Least number of different such words: another language may have one of them by chance, or in a name."""
SHORTEST_SURE = 12
"""With fewer words than this English is trusted unless the script says otherwise."""
ENGLISH_UNLIKELY = 0.05
"""Probability of English below which the model is believed that it is another language."""
_LIKE_ENGLISH = frozenset({"en", "pcm", "sco"})
"""English, and what the model takes for its neighbours (Nigerian Pidgin, Scots): news of Nigeria is English more often."""
_SAMPLE = 2000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LATIN_SHARE = 0.5
_ASCII_SHARE = 0.85
"""Text with more ASCII than this is in the Latin script (other scripts have spaces, digits and marks: some 20 %)."""

NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "km": "Khmer",
    "ko": "Korean", "ku": "Kurdish", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mr": "Marathi", "ms": "Malay", "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish",
    "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian",
    "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai",
    "ti": "Tigrinya", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_BY_NAME = {name.lower(): code for code, name in NAMES.items()} | {
    "eng": "en",
    "fra": "fr",
    "deu": "de",
    "spa": "es",
    "ara": "ar",
    "rus": "ru",
}


def settle(text: str, *, given: str | None, stated: str | None) -> tuple[str, list[Problem]]:
    """Return a report's language as ISO 639-1, and a problem where it is not English.

    Args:
        given: the user's word, which is believed; stated: what the input says, believed where the text does not speak against it.
    """
    if given:
        code = given.lower()
        return code, _foreign(code)
    code = "en" if looks_english(text) else _detected(text, stated=_code(stated))
    return code, _foreign(code)


def looks_english(text: str) -> bool:
    """Whether function words alone show that a text is English."""
    sample = text[:_SAMPLE]
    if not sample.isascii() and _other_script(sample):
        return False
    words = sample.lower().split()
    if len(words) < SHORTEST_SURE:
        return sample.isascii()
    known = [word for word in words if word in _ENGLISH]
    return len(known) >= ENGLISH_SHARE * len(words) and len(set(known)) >= ENGLISH_KINDS


def _other_script(sample: str) -> bool:
    if len(sample.encode("ascii", "ignore")) > _ASCII_SHARE * len(sample):
        return False
    letters = [c for c in sample if c.isalpha()]
    latin = sum(1 for c in letters if c < "\u0250" or unicodedata.name(c, "").startswith("LATIN"))
    return bool(letters) and latin < _LATIN_SHARE * len(letters)


def _detected(text: str, *, stated: str | None) -> str:
    sample = text[:_SAMPLE]
    ranking = _model().rank(sample)
    code, english = ranking[0][0], sum(share for name, share in ranking if name in _LIKE_ENGLISH)
    if code in _LIKE_ENGLISH:
        return "en"
    if _other_script(sample):
        return str(code)
    short = len(_WORD.findall(sample)) < SHORTEST_SURE
    if english > ENGLISH_UNLIKELY or (short and stated in {None, "en"}):
        return stated or "en"
    return str(code)


class _Model(Protocol):
    """The one method of py3langid's identifier that is used."""

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Return languages and their probabilities, the likeliest first."""
        ...


@functools.cache
def _model() -> _Model:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: _Model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier


def _code(stated: str | None) -> str | None:
    if not stated:
        return None
    words = stated.strip().lower()
    short = re.split(r"[-_]", words, maxsplit=1)[0]
    return short if len(short) == 2 and short.isalpha() else _BY_NAME.get(words)


def _foreign(code: str) -> list[Problem]:
    if code == "en":
        return []
    name = NAMES.get(code, f"the language {code!r}")
    return [
        ("language", f"the report is in {name} ({code}); only English is coded; if that is wrong, say --language en")
    ]
