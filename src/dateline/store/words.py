"""The words that texts are found by, and the questions that people ask with them.

Both databases would take a text apart in their own ways: what one calls a word, with which accents and in which case, the
other does not. So texts and questions are taken apart here, and the databases get words that leave them nothing to decide:
letters and digits of one case without accents, parted by single spaces.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dateline.errors import SettingsError

MOST_WORDS = 16_000
"""Words of a text that it can be found by: PostgreSQL counts places to 16,383. Ten times the longest report of a newspaper."""

MOST_BYTES = 50
"""Bytes of a word, beyond which it is cut: MOST_WORDS of them all different stay under the million that PostgreSQL takes."""

MOST_TERMS = 64
"""Terms of one question."""

MOST_ASKED = 4_000
"""Characters of one question."""

_TOKEN = re.compile(r"[^\W_]+")
_APOSTROPHES = "'’‘ʼʻ`´ʿʾ′"
_POSSESSIVE = re.compile(r"['’ʼ]s\b", re.IGNORECASE)
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}|\b[^\W\d_](?:\.[^\W\d_])+\b")
_LETTERS = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "")
    | {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n", "ħ": "h", "ə": "a"}
)
"""What falls away, and what Unicode does not take apart into a letter and its accent."""


def tokens_of(text: str) -> list[str]:
    """Return the words of a text, folded: without case, accents and apostrophes.

    "Sana'a" is one word as "Sanaa" is, "Iraq's" is "iraq", "U.S." is "us"; hyphens and all other marks part words.
    """
    text = _POSSESSIVE.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = _INITIALS.sub(lambda m: m[0].replace(".", ""), text)
    return [_cut(token) for token in _TOKEN.findall(text.casefold().translate(_LETTERS))]


def _cut(token: str) -> str:
    return token if 4 * len(token) <= MOST_BYTES else token.encode()[:MOST_BYTES].decode(errors="ignore")


def indexed(title: str, text: str) -> tuple[list[str], list[str]]:
    """Return the words of a title and of a text that these are found by: not those beyond MOST_WORDS."""
    head = tokens_of(title)[:MOST_WORDS]
    return head, tokens_of(text)[: MOST_WORDS - len(head)]


@dataclass(frozen=True, slots=True)
class Term:
    """What is to stand in a text: words one after the other.

    Args:
        begins: the last word need only begin so ("protest*").
    """

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart: of each group one term must be there, and none of `without`."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()


_PIECE = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)(?:"|\Z)|(?P<word>[^\s"]+))')


def read_question(asked: str) -> Question:
    """Take apart what somebody asks: words, "phrases", OR between two, - before what must not be there, * after a start.

    OR joins its two neighbours alone: `rocket OR missile Baghdad` asks for Baghdad and one of the two. Words in which
    marks part several ("al-Shabaab") are phrases.

    Raises:
        SettingsError: nothing is asked for, or too much.
    """
    if len(asked) > MOST_ASKED:
        raise SettingsError(f"a search takes at most {MOST_ASKED:,} characters; got {len(asked):,}")
    groups: list[list[Term]] = []
    without: list[Term] = []
    either = False
    for m in _PIECE.finditer(asked.replace("“", '"').replace("”", '"').replace("„", '"')):
        if m["word"] in {"OR", "|"} and not m["minus"]:
            either = bool(groups)
            continue
        term = _term(m["phrase"], m["word"])
        if term is None:
            continue
        if m["minus"]:
            without.append(term)
        elif either:
            groups[-1].append(term)
        else:
            groups.append([term])
        either = False
    if sum(map(len, groups)) + len(without) > MOST_TERMS:
        raise SettingsError(f"a search takes at most {MOST_TERMS} words and phrases; ask in parts")
    if not groups:
        what = "to look for, beside what must not be there" if without else "to look for"
        raise SettingsError(f'say what {what}: words, "phrases", OR between two, - before what must not be there')
    return Question(tuple(tuple(dict.fromkeys(group)) for group in groups), tuple(dict.fromkeys(without)))


def _term(phrase: str | None, word: str | None) -> Term | None:
    given = word if phrase is None else phrase
    words = tuple(tokens_of(given or ""))
    return Term(words, begins=bool(word) and str(word).endswith("*")) if words else None


# --- for SQLite


def match_of(question: Question) -> str:
    """Return the question in the language of SQLite's FTS5."""
    return _but(_all_of(question), question)


def head_match_of(question: Question) -> str:
    """Return it for those in whose head all stands that is asked for."""
    return _but(f"{{head}} : ({_all_of(question)})", question)


def body_match_of(question: Question) -> str:
    """Return it for all the others."""
    return _but(f"({_all_of(question)}) NOT ({{head}} : ({_all_of(question)}))", question)


def _all_of(question: Question) -> str:
    return " AND ".join(f"({' OR '.join(map(_quoted, group))})" for group in question.groups)


def _but(what: str, question: Question) -> str:
    return f"({what}) NOT ({' OR '.join(map(_quoted, question.without))})" if question.without else what


def _quoted(term: Term) -> str:
    return f'"{" ".join(term.words)}"{"*" if term.begins else ""}'


# --- for PostgreSQL

GAP = 16
"""Places left free between head and body, so that no phrase reaches from one into the other."""


def vector_of(head: list[str], body: list[str]) -> str:
    """Return words in the form of PostgreSQL's tsvector; those of the head have weight A."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(head, 1):
        places.setdefault(word, []).append(f"{place}A")
    start = len(head) + GAP + 1
    for place, word in enumerate(body, start):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def tsquery_of(question: Question) -> str:
    """Return the question in the language of PostgreSQL's tsquery."""
    return _and_not(_asked(question, ""), question)


def head_tsquery_of(question: Question) -> str:
    """Return it for those in whose head all stands that is asked for."""
    return _and_not(_asked(question, "A"), question)


def plain_tsquery_of(question: Question) -> str:
    """Return it without what must not be there."""
    return _asked(question, "")


def body_tsquery_of(question: Question) -> str:
    """Return it for all the others."""
    return _and_not(f"{_asked(question, '')} & !({_asked(question, 'A')})", question)


def _asked(question: Question, weight: str) -> str:
    return " & ".join(f"({' | '.join(_followed(term, weight) for term in group)})" for group in question.groups)


def _and_not(what: str, question: Question) -> str:
    return " & ".join((f"({what})", *(f"!({_followed(term, '')})" for term in question.without)))


def _followed(term: Term, weight: str) -> str:
    *before, last = term.words
    first = [f"'{word}'{f':{weight}' if weight else ''}" for word in before]
    marks = weight + ("*" if term.begins else "")
    return " <-> ".join((*first, f"'{last}'{f':{marks}' if marks else ''}"))
