"""How many a noun phrase counts, and who: the quantities of a sentence brought to its nouns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dateline.draft import Phrase, Sentence, Token
from dateline.lexicon.numbers import Quantity, find_numbers
from dateline.stages.tolls.words import toll_words

NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON", "ADJ", "DET"})
PLURAL = frozenset({"NNS", "NNPS"})
ALWAYS_MANY = frozenset({"people", "police", "staff", "personnel", "troops", "civilians", "many", "others", "some"})
OUTSIDE = frozenset({"cc", "preconj", "prep", "relcl", "nsubj", "aux", "advcl", "punct", "mark"})
"""Relations of words before a noun that do not belong to its phrase."""
NOBODY = frozenset({"nobody", "none", "no-one"})
LEFT_OUT = frozenset(
    "the a an another of all any its other more about how many most some half every each upwards".split()
)
"""Words before a noun that say how many or which, not who."""
SHARES = frozenset({"half", "most", "some", "majority", "quarter", "third"})
"""Heads of a share of people whose number is not said: two or more of them."""
ONE_OF = frozenset({"last", "first", "youngest", "oldest", "eldest"})
OLDEST = 115
"""Years above which a number is no age."""
AFTER_AGE = frozenset({",", ".", ";", ")", "(", "and"})
_SHARED_END = re.compile(r"-(?=\s|,)")
"""A number whose noun is told with the next one: "11- and 9-year-old"."""
UNTOLD = frozenset({"unknown", "unspecified", "undisclosed", "undetermined"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity of a sentence with the half-open range of its tokens."""

    quantity: Quantity
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many people a noun phrase stands for.

    Args:
        head: the token of the people, or of the number that stands for them.
        low, high: bounds; both None where the words say that it is not known.
        first, last: token range of number and people; who: range of the people's words (empty where only a number).
        explicit: a number was said.
    """

    head: int
    low: int | None
    high: int | None
    approximate: bool
    first: int
    last: int
    who_first: int
    who_last: int
    explicit: bool
    upper_only: bool = False

    @property
    def zero(self) -> bool:
        """Whether the phrase counts nobody."""
        return self.low == 0 and self.high == 0


class Reader:
    """Reads counts of people in one parsed sentence.

    Args:
        sentence: the sentence.
        text: its words, as they stand in the report.
        phrases: the noun phrases found in it, by head token.
        places: its tokens that name places.
    """

    def __init__(
        self, sentence: Sentence, text: str, phrases: dict[int, Phrase], places: frozenset[int] = frozenset()
    ) -> None:
        self.sentence = sentence
        self.text = text
        self.phrases = phrases
        self.places = places
        self.words = toll_words()
        self.figures: list[Figure] = []
        for quantity in find_numbers(text):
            first, last = sentence.tokens_between(sentence.start + quantity.start, sentence.start + quantity.end)
            told = last < len(sentence.tokens) and sentence.tokens[last].lower in {"times", "occasions"}
            if first < last and not told and not self._is_age(quantity, first, last):
                self.figures.append(Figure(quantity, first, last))

    def _is_age(self, quantity: Quantity, first: int, last: int) -> bool:
        """Tell whether a number is an age: "Omar Saleh, 43, was killed", "a girl, 3", "his 11- and 9-year-old sons"."""
        tokens = self.sentence.tokens
        if _SHARED_END.match(self.text, quantity.end):
            return True
        if quantity.low != quantity.high or quantity.low > OLDEST or first < 2 or not tokens[first].text.isdigit():
            return False
        named, comma = tokens[first - 2], tokens[first - 1]
        after = tokens[last].text if last < len(tokens) else ","
        person = (named.tag == "NNP" and named.i not in self.places) or named.lower in self.words.of("person")
        return comma.text == "," and person and named.tag not in PLURAL and after in AFTER_AGE

    def token(self, i: int) -> Token:
        """Return a token by index."""
        return self.sentence.tokens[i]

    def people(self, i: int) -> bool:
        """Tell whether a noun can stand for people who are harmed."""
        token = self.token(i)
        if {token.lemma, token.lower} & self.words.of("not_people") or token.lower in self.words.of("reflexive"):
            return False
        if token.lower == "another":
            return True
        if token.lower in {"most", "all", "each"}:
            return self.figure_at(i) is not None or self._of_people(i) is not None
        if token.pos == "PRON" or token.lower in NOBODY:
            counted = self.words.of("singular_pronoun") | NOBODY | {"many", "others", "some"}
            return token.lower in counted or self.figure_at(i) is not None
        if token.pos == "PROPN" and i in self.places and not self._counted_here(i):
            return False
        if token.pos == "PROPN":
            phrase = self.phrases.get(i)
            return phrase is None or phrase.human
        if token.tag == "VBN" and self.sentence.kids(i, "det"):  # "the accused"
            return True
        greeting = token.pos == "INTJ" and token.lower in self.words.of("person")  # "Boy, 6, dies"
        return greeting or (token.pos in NOMINAL and token.tag not in {"WDT", "DT"})

    def _counted_here(self, i: int) -> bool:
        return any(f.last <= i and i - f.last < 3 for f in self.figures)

    def figure_at(self, i: int) -> Figure | None:
        """Return the quantity that covers a token."""
        return next((f for f in self.figures if f.first <= i < f.last), None)

    def left_edge(self, i: int) -> int:
        """Return the first token of the words before a noun that belong to it."""
        edge = i
        for child in self.sentence.children[i]:
            token = self.token(child)
            if child < i and token.dep not in OUTSIDE:
                edge = min(edge, self.sentence.subtree(child)[0])
        return edge

    def count(self, i: int, *, modified: bool = False) -> Count | None:
        """Count the people of a noun phrase by its head.

        Args:
            i: the head's token.
            modified: whether the harm is said of the noun by a participle or clause after it: of "one of five
                Palestinians killed", five were killed.
        """
        token = self.token(i)
        own = self.figure_at(i)
        if own is not None and (own.quantity.high == 0 or not (token.pos in {"NOUN", "PROPN"} and own.last - 1 > i)):
            return self._numeral(i, own)
        of = self._of_people(i) if own is None and self._holds_people(token) else None
        if of is not None and (shared := self._share(i, of)) is not None:
            return shared
        edge = self.left_edge(i)
        before = [f for f in self.figures if f.first >= edge - 1 and f.last <= i and f.last > edge]
        if token.tag == "NN" and before:
            comma = next((t.i for t in self.sentence.tokens[before[-1].last : i] if t.text == ","), -1)
            if comma >= 0:  # "4 wounded, gunman dead": the number is of others
                before, edge = [], comma + 1
        if self._asked(edge, i):
            return self._made(i, edge, None, None, explicit=True)
        if before:
            partitive = before[0] if not modified and self._is_partitive(before[0]) else before[-1]
            q = partitive.quantity
            return self._made(i, min(edge, partitive.first), q.low, q.high, approximate=q.approximate, explicit=True,
                              upper_only=self._is_upper(q))  # fmt: skip
        if of is not None and token.lemma == "total":
            return of
        if of is not None and of.explicit and token.lemma in self.words.of("collective"):
            return of if of.who_first < of.who_last else replace(of, head=i, first=edge, who_first=i, who_last=i + 1)
        return self._unnumbered(i, edge)

    def _holds_people(self, token: Token) -> bool:
        """Tell whether a noun is made of those who stand after its "of"."""
        words = self.words.of("collective")
        return token.lemma in words or token.lemma in {"total", "number"} or token.lower in SHARES | ONE_OF

    def _share(self, i: int, of: Count) -> Count | None:
        """Count a share of people: "half of the 40 hostages", "the last of five men", "an unknown number of girls"."""
        token = self.token(i)
        edge = self.left_edge(i)
        if token.lemma == "number":
            untold = bool({k.lemma for k in self.sentence.kids(i, "amod")} & UNTOLD)
            return replace(of, low=None if untold else 2, high=None, first=edge, explicit=untold)
        if token.lower in SHARES and not of.zero:
            return replace(of, low=2, high=None, approximate=False, first=edge, explicit=False)
        if token.lower in ONE_OF:
            return replace(of, low=1, high=1, approximate=False, first=edge, explicit=False)
        return None

    def _unnumbered(self, i: int, edge: int) -> Count:
        """Count people without a number: nobody, one, or two and more."""
        token = self.token(i)
        if token.lemma in self.words.of("collective"):
            return self._made(i, edge, 2, None)
        if token.lower in {"no", *NOBODY}:
            return self._made(i, edge, 0, 0, explicit=True)
        if (token.tag in PLURAL and not self._is_one_by_verb(token)) or token.lower in ALWAYS_MANY:
            return self._made(i, edge, 2, None)
        return self._made(i, edge, 1, 1)

    def _is_one_by_verb(self, token: Token) -> bool:
        """Tell whether a verb in the singular takes what looks like a plural for one: "Brooks was shot dead"."""
        if token.dep not in {"nsubj", "nsubjpass"} or not token.text[:1].isupper():
            return False
        verb = self.token(token.head)
        forms = [verb, *self.sentence.kids(verb.i, "aux", "auxpass")]
        return any(t.tag == "VBZ" or t.lower == "was" for t in forms)

    def _made(
        self,
        i: int,
        first: int,
        low: int | None,
        high: int | None,
        *,
        approximate: bool = False,
        explicit: bool = False,
        upper_only: bool = False,
    ) -> Count:
        start = first
        figures = [f for f in self.figures if first < f.last <= i]
        if figures:
            start = figures[-1].last
        while start < i and self.token(start).lower in LEFT_OUT:
            start += 1
        return Count(i, low, high, approximate, first, i + 1, start, i + 1, explicit=explicit, upper_only=upper_only)

    def _numeral(self, i: int, own: Figure) -> Count:
        """Count where the head is the number itself: "dozens of people", "killing 12", "30 others", "a couple"."""
        q = own.quantity
        people = self._counted_of(i)
        upper = self._is_upper(q)
        if people < 0 or not self.people(people) or self.figure_at(people) is not None:
            named = self.token(i).lemma in self.words.of("collective")
            who = (i, i + 1) if named else (0, 0)
            return Count(i, q.low, q.high, q.approximate, own.first, own.last, *who, explicit=True, upper_only=upper)
        inner = self._made(people, self.left_edge(people), None, None)
        return Count(
            people, q.low, q.high, q.approximate, own.first, people + 1, inner.who_first, people + 1,
            explicit=True, upper_only=upper,
        )  # fmt: skip

    def _counted_of(self, i: int) -> int:
        """Return the people that a number is taken of: "dozens of people", "four out of five men"; -1 where none are."""
        for prep in self.sentence.kids(i, "prep"):
            inner = [k for k in self.sentence.kids(prep.i, "prep") if k.lower == "of"] if prep.lower == "out" else []
            for of in [prep, *inner]:
                if of.lower == "of":
                    return next((k.i for k in self.sentence.kids(of.i, "pobj")), -1)
        return -1

    def _of_people(self, i: int) -> Count | None:
        """Count those whom a collective or share is made of: "a family of five", "a group of 12 men"."""
        for prep in self.sentence.kids(i, "prep"):
            for kid in self.sentence.kids(prep.i, "pobj"):
                if prep.lower == "of" and kid.i > i:
                    return self.count(kid.i)
        return None

    def _is_partitive(self, figure: Figure) -> bool:
        return figure.last < len(self.sentence.tokens) and self.token(figure.last).lower == "of"

    def _is_upper(self, quantity: Quantity) -> bool:
        words = self.text[quantity.start : quantity.end].lower()
        return (
            quantity.low == 0
            and quantity.high not in (0, None)
            and words.startswith(("up to", "as many", "potentially"))
        )

    def _asked(self, edge: int, i: int) -> bool:
        """Tell whether the number is asked for: "how many people", "an unknown number of people"."""
        words = {self.token(k).lower for k in range(max(0, edge - 1), i)}
        return "how" in words or (bool(words & UNTOLD) and "number" in words)
