"""Parts of totals: "including two policemen", "nine of them soldiers", "a priest was among the dead", "14: nine guards, a cook"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dateline import vocabulary as v
from dateline.draft import Token, TollMention
from dateline.grammar import expand
from dateline.stages.tolls.counting import Count, Figure, Reader
from dateline.stages.tolls.denials import measure_of_words
from dateline.stages.tolls.harm import head_of, is_counted, listed_back
from dateline.stages.tolls.words import toll_words

REACH = 14
"""How many tokens may lie between a total and its part."""
NEAR = 2
"""Sentences back in which the total of "nine of them were soldiers" must be told."""
LIVES = frozenset({"condition", "hospitalized", "hospitalised", "wounds", "injuries"})
"""Words that say that people live ("three others remain hospitalized", "six others with gunshot wounds")."""
STAYS = frozenset({"remain", "stay", "leave"})
"""Verbs that may stand before them; any other verb tells what those people did or suffered."""
LIVING = 8
"""Tokens after a figure in which the condition of patients is told."""
SEVERELY = frozenset({"seriously", "critically", "badly", "severely", "gravely", "slightly", "lightly"})
BE = frozenset({"was", "were", "are", "is", "being"})
PASSED = frozenset({"all", "also", "reportedly", "a", "an", "the", *BE})
"""Words between "nine of them" and the noun that says who they were."""
DEFINITE = frozenset({"the", "these", "those"})
PRONOUNS = frozenset({"them", "whom", "these", "those"})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a total.

    Args:
        measure: what befell them; token: the word that says so, or what recalls it.
        count: how many and who.
        total: index of the total among the report's tolls, -1 where it is still to be found.
    """

    measure: v.Measure
    token: int
    count: Count
    total: int


def parts(reader: Reader, found: list[TollMention], before: list[TollMention]) -> Iterator[Part]:
    """Yield the parts that a sentence tells.

    Args:
        reader: the sentence.
        found: the tolls found in it so far; before: those of the sentences before it.
    """
    for token in reader.sentence.tokens:
        if token.lower == "including" or (token.lower == "among" and _them_follows(reader, token)):
            yield from _included(reader, found, token)
        elif token.lower == "among":
            yield from _among_harmed(reader, found, token)
        elif token.text in {":", "—", "–"}:
            yield from _listed(reader, found, token)
    yield from _of_them(reader, found, before)
    yield from _first_of(reader, found)


def _them_follows(reader: Reader, token: Token) -> bool:
    heads = reader.sentence.kids(token.i, "pobj")
    return bool(heads) and heads[0].lower in {"them", "whom"}


def _totals(reader: Reader, found: Iterable[TollMention], at: Token) -> list[TollMention]:
    """Return the totals that stand before a word and near it."""
    totals = [t for t in found if t.part_of < 0 and t.start < at.start and t.low != 0 and not t.previous]
    return [t for t in totals if at.i - _last_token(reader, t) <= REACH]


def _last_token(reader: Reader, toll: TollMention) -> int:
    return max(i for i, token in enumerate(reader.sentence.tokens) if token.start < toll.end)


def _included(reader: Reader, found: list[TollMention], token: Token) -> Iterator[Part]:
    """Read "four, including two policemen", "12 people, among them three children"."""
    sentence = reader.sentence
    totals = _totals(reader, found, token)
    heads = [k.i for k in sentence.kids(token.i, "pobj", "dobj")]
    if token.lower == "among":
        heads = _after_among(reader, heads[0])
    if not totals or not heads:
        return
    members = [_meant(reader, i) for i in expand(sentence, heads)]
    totals = [t for t in totals if t.who_head not in members] or totals[:1]
    total = max(totals, key=lambda t: (t.who_head, t.index))
    for member in members:
        yield from _counted(reader, member, total)


def _counted(reader: Reader, head: int, total: TollMention) -> Iterator[Part]:
    """Count the people of a part; a bare plural ("including children") is no figure."""
    if not reader.people(head) or head == total.who_head:
        return
    count = reader.count(head)
    if count is None or count.low is None or count.zero or (count.high is None and not count.explicit):
        return
    if total.start <= reader.token(count.first).start and reader.token(count.last - 1).end <= total.end:
        return
    yield Part(total.measure, total.token, count, total.index)


def _meant(reader: Reader, i: int) -> int:
    """Return the people of "including those of seven children", else the word itself."""
    sentence = reader.sentence
    if reader.token(i).lower != "those":
        return i
    return next((p.i for k in sentence.kids(i, "prep") for p in sentence.kids(k.i, "pobj")), i)


def _after_among(reader: Reader, them: int) -> list[int]:
    """Return the nouns that "among them" is said of: before it at the end of a clause, else after it."""
    tokens = reader.sentence.tokens
    last = tokens[them - 2] if them > 1 else tokens[0]
    ends = them + 1 == len(tokens) or tokens[them + 1].text in {".", ","}
    if tokens[them].lower == "them" and last.pos == "NOUN" and ends:
        return listed_back(reader, last.i)
    for token in tokens[them + 1 : them + 8]:
        if token.pos in {"NOUN", "PROPN"} and token.dep not in {"compound", "amod", "nmod"}:
            return [token.i]
    return []


def _among_harmed(reader: Reader, found: list[TollMention], token: Token) -> Iterator[Part]:
    """Read "a priest was among the dead", "nine soldiers were among the 14 people killed"."""
    sentence = reader.sentence
    verb = reader.token(token.head)
    harmed = next(iter(sentence.kids(token.i, "pobj")), None)
    counted = verb.pos == "NOUN" and is_counted(reader, verb.i)  # "with 15 recruits and four guards among the dead"
    if harmed is None or not (counted or verb.lemma == "be") or sentence.kids(verb.i, "neg"):
        return
    total = next((t for t in found if harmed.i in (t.who_head, t.token)), None)
    measure = total.measure if total is not None else _harm_of(reader, harmed)
    if measure is None:
        return
    members = (
        listed_back(reader, verb.i) if counted else expand(sentence, (k.i for k in sentence.kids(verb.i, "nsubj")))
    )
    for head in members:
        count = reader.count(head)
        if count is None or not count.low or not reader.people(head) or reader.token(head).pos == "PRON":
            continue
        if count.explicit or not any(k.lower in DEFINITE for k in sentence.kids(head, "det")):
            yield Part(measure, harmed.i, count, total.index if total is not None else -1)


def _harm_of(reader: Reader, token: Token) -> v.Measure | None:
    """Return what befell "the dead", "the victims", "those killed", "the 14 arrested"."""
    words = toll_words()
    after = [token, *reader.sentence.kids(token.i, "acl", "amod", "relcl")]
    for word in after:
        known = words.adjectives.get(word.lower) or (
            words.objects.get(word.lemma) if word.i != token.i or word.tag == "VBN" else None
        )
        if known is not None:
            return known
    if token.lemma in {"victim", "fatality", "casualty"}:
        return "casualties" if token.lemma == "casualty" else "killed"
    return measure_of_words({token.lemma}) if token.lemma in words.of("captive") else None


def _listed(reader: Reader, found: list[TollMention], token: Token) -> Iterator[Part]:
    """Read the list of those whom a total counts: "14 people: nine soldiers, four guards and a cook"."""
    totals = [t for t in _totals(reader, found, token) if token.i - _last_token(reader, t) <= 2]
    first = next((f for f in reader.figures if f.first == token.i + 1), None)
    if not totals or first is None:
        return
    total = totals[-1]
    heads = expand(reader.sentence, [head_of(reader, first)])
    for figure in reader.figures:
        head = head_of(reader, figure)
        if figure.first > token.i and head not in heads and not _verb_between(reader, token.i, figure.first):
            heads.append(head)
    members = [part for head in sorted(heads) for part in _counted(reader, head, total)]
    if sum(part.count.low or 0 for part in members) <= (total.high or total.low or 0):
        yield from members


def _verb_between(reader: Reader, first: int, last: int) -> bool:
    return any(t.pos == "VERB" or t.text in {";", "."} for t in reader.sentence.tokens[first + 1 : last])


def _of_them(reader: Reader, found: list[TollMention], before: list[TollMention]) -> Iterator[Part]:
    """Read "two of them children", "three of whom were soldiers"; "nine of them were soldiers" of a total told before."""
    tokens = reader.sentence.tokens
    for figure in reader.figures:
        at = figure.last
        if at + 3 >= len(tokens) or tokens[at].lower != "of":
            continue
        if tokens[at + 1].lower in {"the", "those"} and tokens[at + 2].lemma == "victim":
            named, harmed = _who_follows(reader, at + 3)
            told = any(t.measure == "killed" and t.low for t in (*before, *found))
            if named >= 0 and not harmed and told:  # victims may live
                yield Part("killed", at + 2, _count(reader, figure, at + 3, named), -1)
            continue
        if tokens[at + 1].lower not in PRONOUNS:
            continue
        led = tokens[figure.first - 1] if figure.first else None
        if (led is not None and led.pos == "ADP" and led.lower != "with") or tokens[at + 2].lower == "by":
            continue
        if led is not None and led.pos == "VERB" and led.lemma not in {"leave", "include"}:
            continue  # "and released three of them": what was done to these is another thing
        totals = [t for t in found if t.part_of < 0 and t.end <= tokens[figure.first].start]
        named, harmed = _who_follows(reader, at + 2)
        if harmed:
            continue
        count = _count(reader, figure, at + 2, named)
        if totals:
            yield Part(totals[-1].measure, totals[-1].token, count, totals[-1].index)
        elif named >= 0 and not any(t.low for t in found):
            near = [t for t in before if t.part_of < 0 and t.low and t.sentence >= reader.sentence.index - NEAR]
            near = [t for t in near if not t.previous and (t.high is None or (count.low or 0) <= t.high)]
            if near:
                yield Part(near[-1].measure, at + 1, count, near[-1].index)


def _first_of(reader: Reader, found: list[TollMention]) -> Iterator[Part]:
    """Read "of the 14 people killed, nine were soldiers"."""
    tokens = reader.sentence.tokens
    if not tokens or tokens[0].lower != "of":
        return
    comma = next((t.i for t in tokens if t.text == ","), -1)
    total = next((t for t in found if t.start < tokens[comma].start and t.low), None) if comma > 0 else None
    if total is None:
        return
    for figure in reader.figures:
        after = figure.last
        if figure.first <= comma or after >= len(tokens) or tokens[after].lower not in BE:
            continue
        named, harmed = _who_follows(reader, after)
        if named >= 0 and not harmed:
            yield Part(total.measure, total.token, _count(reader, figure, after, named), total.index)


def _count(reader: Reader, figure: Figure, last: int, named: int) -> Count:
    """Return the count of a figure that stands apart from those it counts."""
    q = figure.quantity
    who = (named, named + 1) if named >= 0 else (0, 0)
    head = named if named >= 0 else figure.last - 1
    count = Count(head, q.low, q.high, q.approximate, figure.first, last, *who, explicit=True)
    return replace(count, who_first=max(reader.left_edge(named), min(last, named))) if named >= 0 else count


def _who_follows(reader: Reader, at: int) -> tuple[int, bool]:
    """Return the noun that says who some are, -1 for none, and whether a word of harm of its own follows."""
    words = toll_words()
    tokens = reader.sentence.tokens
    for token in tokens[at : at + 6]:
        if token.lemma in words.subjects or token.lemma in words.objects or token.lower in words.adjectives:
            return -1, True
        if token.pos in {"NOUN", "PROPN"} and token.dep not in {"compound", "amod", "nmod"}:
            named = reader.people(token.i) and (token.tag == "NNS" or token.lower in {"police", "people", "children"})
            return (token.i if named or token.tag == "NN" else -1), False
        if token.lower not in PASSED and token.pos not in {"ADJ", "NOUN", "PROPN", "ADV"}:
            return -1, False
    return -1, False


def severe(reader: Reader, figure: Figure) -> bool:
    """Tell whether a figure counts those who were hurt in some way: "nine seriously", "six critically"."""
    return figure.last < len(reader.sentence.tokens) and reader.token(figure.last).lower in SEVERELY


def condition(reader: Reader, figure: Figure) -> int:
    """Return the word that says that those of a figure live: "two others in critical condition"; -1 for none."""
    for token in reader.sentence.tokens[figure.last : figure.last + LIVING]:
        if token.lower in LIVES:
            return token.i
        if token.pos == "PUNCT" or (token.pos == "VERB" and token.lemma not in STAYS):
            break
    return -1
