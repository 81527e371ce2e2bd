"""How names of places are made alike before they are compared: case, accents, hyphens, apostrophes."""

from __future__ import annotations

import unicodedata

_APOSTROPHES = "'’‘ʼʻ`´ʿʾʹ′ˈ.‑"
_LETTERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ŋ": "n",
    "ħ": "h",
    "ə": "a",
}


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: " " for code in range(128) if not chr(code).isalnum()}
    table.update({ord(mark): "" for mark in _APOSTROPHES})
    table.update({ord(letter): plain for letter, plain in _LETTERS.items()})
    table[ord("‑")] = " "
    table.update({ord(mark): " " for mark in "–—−\u00a0«»“”"})
    return table


_TABLE = _table()


def fold(name: str) -> str:
    """Return the name in the form that the gazetteer compares.

    Lower case without accents; apostrophes and full stops fall away ("Sana'a" is "sanaa", "U.S." is "us"); hyphens and
    every other mark part words ("Port-au-Prince" is "port au prince"). The words are parted by single spaces.
    """
    if name.isascii():
        return " ".join(name.lower().translate(_TABLE).split())
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(plain.translate(_TABLE).split())


def is_latin(name: str) -> bool:
    """Whether every letter of the name is of the Latin script."""
    return name.isascii() or all(
        not c.isalpha() or c < "\u0250" or "\u1e00" <= c <= "\u1eff" or c in "ʻʼʿʾ" for c in name
    )


_ARTICLES = frozenset("al el ad ar as at an az ash ul ed er es".split())
_SOUNDS = (
    ("sch", "s"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("zh", "j"), ("ph", "f"),
    ("ck", "k"), ("ch", "\x01"), ("c", "k"), ("\x01", "c"), ("tz", "z"), ("ts", "z"), ("dj", "j"), ("q", "k"), ("w", "v"), ("y", "i"),
    ("x", "ks"), ("hp", "p"), ("ht", "t"), ("hs", "s"), ("hk", "k"), ("hm", "m"), ("hn", "n"), ("hl", "l"),
)  # fmt: skip
_VOWELS = frozenset("aeiou")
_LINKS = frozenset("e i y ye yi".split())
"""Persian and Pashto link two words by them: "Qala-e Naw", "Qalay-i-Naw"."""
_LEAST_SKELETON = 3


def essence(folded: str) -> str:
    """Return a folded name without articles and blanks: what two transcriptions are compared by."""
    words = folded.split()
    return "".join(word for word in words if word not in _ARTICLES and word not in _LINKS) or "".join(words)


def skeleton(folded: str) -> str | None:
    """Return what stays of a folded name in every transcription of it, or None where too little stays.

    "Ain Issa", "Ayn Isa" and "Ein 'Issa" have one skeleton, "Hodeidah" and "al-Hudaydah" too: articles and blanks fall
    away, kindred sounds are made alike, double letters single, and vowels are left out save where a word begins with one.
    """
    words = [word for word in folded.split() if word not in _ARTICLES and word not in _LINKS] or folded.split()
    bones = []
    for word in words:
        sound = word
        for written, spoken in _SOUNDS:
            sound = sound.replace(written, spoken)
        begins = "a" if sound[:1] in _VOWELS else ""
        kept = [c for i, c in enumerate(sound) if c not in _VOWELS and not (c == "h" and i) and c != sound[i - 1 : i]]
        bones.append(begins + "".join(kept))
    joined = "".join(bones)
    return joined if len(joined) >= _LEAST_SKELETON else None
