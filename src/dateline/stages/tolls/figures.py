"""Figures of harm that stand with nouns: tolls that rise, casualties that there were none of, numbers not known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline import vocabulary as v
from dateline.draft import Sentence, Token
from dateline.stages.tolls.counting import Figure, Reader
from dateline.stages.tolls.words import toll_words

LEADS_TO = frozenset({"to", "at", "of", "was", "is", "were", "be", "from", "remains", "now"})
"""Words between a toll and its figure: "rose to 31", "stands at 31", "a toll of 31"."""
MORE_THAN = frozenset({"exceed", "pass", "top", "surpass"})
"""Verbs that say a toll is more than the figure: "topped 100" is 101 and up."""
SPREAD = 14
"""How many tokens after a toll its figure may stand."""
HARMED = frozenset({"dead", "death", "kill", "casualty", "victim", "fatality", "wound", "injure", "injury", "wounded", "injured", "killed", "arrest", "miss", "missing", "displace", "displaced"})  # fmt: skip

MEASURE_OF: Mapping[str, v.Measure] = {"casualty": "casualties", "fatality": "killed"}
"""What nouns of harm measure; the others tell of people injured."""
HARMED_PEOPLE = frozenset({"dead", "wounded", "injured", "losses", "casualties", "fatalities", "deaths"})
"""Words for people harmed that are put at a number: "put the dead at 58"."""

_UNKNOWN = (
    re.compile(
        r"\bno\s+(?:(?:immediate|further|official|confirmed)\s+)*(?:word|information|details|news|figures?)\s+(?:was\s+|were\s+)?(?:yet\s+)?"
        r"(?:immediately\s+)?(?:available\s+)?(?:of|on|about|regarding)\s+(?:any\s+|the\s+|possible\s+)?(?:number\s+of\s+)?(?P<what>casualties|injuries"
        r"|deaths|victims|fatalities)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bno\s+(?:immediate|further)\s+reports?\s+of\s+(?:any\s+)?(?P<what>casualties|injuries|deaths|victims|fatalities)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:number\s+of\s+(?:any\s+)?(?P<what>dead|deaths|casualties|victims|fatalities|injured|wounded|injuries|killed|people\s+killed"
        r"|missing|those\s+missing|people\s+missing|abducted|those\s+abducted|those\s+killed)"
        r"|(?P<toll>death\s+toll|casualty\s+toll|casualty\s+figures?|extent\s+of\s+(?:the\s+|any\s+)?(?:casualties|injuries)))\b[^.;]{0,60}?"
        r"\b(?:(?:not|n[o']t|yet\s+to\s+be)\s+(?:(?:immediately|yet|been|be|independently|officially)\s+)*(?:known|clear|available|released|confirmed"
        r"|determined|given|disclosed|verified)|unknown|unclear)\b",
        re.IGNORECASE,
    ),
)


@dataclass(frozen=True, slots=True)
class NounFigure:
    """A figure of harm with a noun: the measure, its bounds, and the tokens of noun and figure.

    Args:
        number: the last token of the number itself.
    """

    measure: v.Measure
    token: int
    low: int | None
    high: int | None
    first: int
    last: int
    approximate: bool = False
    previous: bool = False
    number: int = -1


def noun_figures(reader: Reader) -> Iterator[NounFigure]:
    """Yield the figures of harm that nouns state."""
    unknown = list(_unknown(reader))
    yield from unknown
    taken = {figure.token for figure in unknown}
    for token in reader.sentence.tokens:
        if token.i in taken or token.pos not in {"NOUN", "PROPN", "ADJ"}:
            continue
        measure = _toll_measure(reader.sentence, token)
        if measure is not None:
            yield from _toll(reader, token, measure)
        elif token.lemma in {"casualty", "fatality", "injury", "death"} and token.dep not in {"compound", "amod"}:
            yield from _casualties(reader, token)
        elif token.lemma in {"arrest", "detention"} and any(
            k.lower == "no" for k in reader.sentence.kids(token.i, "det")
        ):
            yield NounFigure("detained", token.i, 0, 0, token.i - 1, token.i + 1, number=token.i)
        elif token.lemma == "life" and _lost(reader.sentence, token) and _none(reader, token):
            yield NounFigure("killed", token.i, 0, 0, token.i, token.i + 1)


def _toll_measure(sentence: Sentence, token: Token) -> v.Measure | None:
    """Return what a toll counts, or None where the word is no toll."""
    words = toll_words()
    if token.lemma in words.of("toll") and token.dep != "compound":
        names = {k.lemma for k in sentence.kids(token.i, "compound", "amod")}
        if names & {"phone", "road", "highway"} and not names & {"death"}:
            return None
        return "casualties" if "casualty" in names else "injured" if "injury" in names else "killed"
    if (
        token.lower in HARMED_PEOPLE
        and token.dep == "dobj"
        and sentence.tokens[token.head].lemma in {"put", "estimate", "place"}
    ):
        return _measure_of_words({token.lower, token.lemma})
    if token.lemma not in words.of("number"):
        return None
    if {k.lemma for k in sentence.kids(token.i, "amod")} & words.of("earlier") and _has_toll(sentence, token):
        return "killed"
    below = {sentence.tokens[i].lemma for i in sentence.subtree(token.i)} | {
        sentence.tokens[i].lower for i in sentence.subtree(token.i)
    }
    return _measure_of_words(below) if below & HARMED else None


def _has_toll(sentence: Sentence, token: Token) -> bool:
    """Tell whether another toll or number of people harmed stands before a count."""
    words = toll_words()
    before = sentence.tokens[: token.i]
    return any(t.lemma in words.of("toll") | words.of("number") for t in before) and any(
        t.lemma in HARMED for t in before
    )


def _measure_of_words(below: set[str]) -> v.Measure:
    if below & {"casualty", "casualties"}:
        return "casualties"
    if below & {"wound", "injure", "injury", "wounded", "injured", "injuries"}:
        return "injured"
    if "abducted" in below:
        return "abducted"
    if "arrest" in below:
        return "detained"
    if below & {"miss", "missing"}:
        return "missing"
    if below & {"displace", "displaced"}:
        return "displaced"
    return "killed"


def _toll(reader: Reader, token: Token, measure: v.Measure) -> Iterator[NounFigure]:
    """Read the figures of a toll: "rose from 14 to 31", "a death toll of 12", "bringing to 31 the number of dead"."""
    sentence = reader.sentence
    verb = next((t for t in sentence.ancestors(token.i) if t.pos in {"VERB", "AUX"}), None)
    for figure in reader.figures:
        if _leads_back(sentence, figure, token) or (
            figure.first > token.i and _leads_on(sentence, figure, token, verb)
        ):
            q = figure.quantity
            low, high = q.low, q.high
            before = _word_before(sentence, figure) or token
            earlier = {k.lemma for k in sentence.kids(token.i, "amod")} & toll_words().of("earlier")
            if before.lemma in MORE_THAN and low == high:
                low, high = low + 1, None
            yield NounFigure(
                measure, token.i, low, high, min(token.i, figure.first), max(token.i + 1, figure.last),
                approximate=q.approximate, previous=before.lower == "from" or bool(earlier and token.lemma != "toll"), number=figure.last - 1,
            )  # fmt: skip


def _word_before(sentence: Sentence, figure: Figure) -> Token | None:
    """Return the word before a number, over a quotation mark."""
    words = [
        t for t in sentence.tokens[max(0, figure.first - 2) : figure.first] if t.text not in {'"', "“", "‘", "'", "``"}
    ]
    return words[-1] if words else None


def _leads_back(sentence: Sentence, figure: Figure, token: Token) -> bool:
    """Tell whether a figure stands just before its toll: "bringing to 31 the number of dead"."""
    word = _word_before(sentence, figure)
    before = word.lower if word else ""
    between = {t.lower for t in sentence.tokens[figure.last : token.i]}
    return (
        figure.last <= token.i
        and token.i - figure.last <= 3
        and before == "to"
        and between <= {"the", "death", "total", "official", "overall"}
    )


def _leads_on(sentence: Sentence, figure: Figure, token: Token, verb: Token | None) -> bool:
    """Tell whether a figure after a toll is its own."""
    words = toll_words()
    near_verb = verb is not None and token.i < verb.i < figure.first <= verb.i + 6
    if figure.first - token.i > SPREAD and not near_verb:
        return False
    before = _word_before(sentence, figure) or token
    between = sentence.tokens[token.i + 1 : figure.first]
    others = [
        t
        for t in between
        if t.pos == "VERB"
        and t.tag in {"VBD", "VBZ", "VBP"}
        and t.dep != "acl"
        and (verb is None or t.i != verb.i)
        and t.lemma not in words.of("rise") | {"kill", "wound", "injure", "arrest", "miss", "displace"}
    ]
    if others or any(t.text in {";", ":"} for t in between):
        return False
    if before.lower == "of" and before.i != token.i + 1 and sentence.tokens[before.head].lemma != "speak":
        return False
    return before.lower in LEADS_TO or before.lemma in words.of("rise")


def _casualties(reader: Reader, token: Token) -> Iterator[NounFigure]:
    """Read "no casualties", "12 casualties", "inflicted casualties"."""
    sentence, words = reader.sentence, toll_words()
    if _none(reader, token):
        measures: tuple[v.Measure, ...] = (
            ("killed", "injured")
            if token.lemma == "casualty"
            else (("injured",) if token.lemma == "injury" else ("killed",))
        )
        for measure in measures:
            yield NounFigure(measure, token.i, 0, 0, reader.left_edge(token.i), token.i + 1, number=token.i)
        return
    if token.lemma == "death" or token.tag not in {"NNS", "NN"}:
        return
    told: v.Measure = MEASURE_OF.get(token.lemma, "injured")
    count = reader.count(token.i)
    if count is not None and count.explicit and not count.zero:
        yield NounFigure(
            told,
            token.i,
            count.low,
            count.high,
            count.first,
            count.last,
            approximate=count.approximate,
            number=token.i,
        )
        return
    above = [t for t in sentence.ancestors(token.i) if t.pos in {"VERB", "AUX"}][:1]
    real = (
        above
        and above[0].lemma in words.of("inflict")
        and not {k.lower for k in sentence.kids(above[0].i, "aux")} & {"would", "could", "will", "can", "to"}
    )
    if real and token.tag == "NNS" and token.lemma == "casualty" and not sentence.kids(above[0].i, "neg"):
        yield NounFigure("casualties", token.i, 2, None, reader.left_edge(token.i), token.i + 1)


def _none(reader: Reader, token: Token) -> bool:
    """Tell whether words deny a noun of harm: "no casualties", "did not cause any casualties", "without injuries"."""
    sentence, minor = reader.sentence, toll_words().of("minor")
    adjectives = {k.lemma for k in sentence.kids(token.i, "amod")}
    if adjectives & minor:
        return False
    chain = [token]
    while chain[-1].dep == "conj" and chain[-1].head != chain[-1].i:
        chain.append(sentence.tokens[chain[-1].head])
    if any(_denied_directly(reader, noun) for noun in chain):
        return True
    return any(_denied_above(reader, noun) for noun in chain)


def _denied_directly(reader: Reader, noun: Token) -> bool:
    if any(k.lower in {"no", "zero"} for k in reader.sentence.kids(noun.i, "det", "nummod", "neg")):
        return True
    head = reader.token(noun.head)
    return noun.dep == "pobj" and head.lower == "without"


def _denied_above(reader: Reader, noun: Token) -> bool:
    """Hear the denial in what governs the noun: "no reports of casualties", "did not result in any casualties"."""
    sentence = reader.sentence
    for above in list(sentence.ancestors(noun.i))[:4]:
        if above.pos == "NOUN":
            if above.lemma not in {"report", "loss"}:
                return False
            if any(k.lower == "no" for k in sentence.kids(above.i, "det")):
                return not any(k.lemma in toll_words().of("minor") for k in sentence.kids(above.i, "amod"))
        if above.pos in {"VERB", "AUX"}:
            if above.dep == "pcomp" and sentence.tokens[above.head].lower == "without":
                return True
            known = above.lemma not in {"know", "say", "confirm", "give", "rule", "release", "specify", "provide"}
            return (
                known
                and bool(sentence.kids(above.i, "neg"))
                and "if" not in {k.lower for k in sentence.kids(above.i, "mark")}
            )
        if above.lower == "without":
            return True
    return False


def _lost(sentence: Sentence, token: Token) -> bool:
    """Tell whether "life" stands in "loss of life"."""
    above = [t.lemma for t in sentence.ancestors(token.i)][:2]
    return "loss" in above


def _unknown(reader: Reader) -> Iterator[NounFigure]:
    """Yield figures that the words say are not known."""
    found: set[int] = set()
    for pattern in _UNKNOWN:
        for match in pattern.finditer(reader.text):
            words = (match.group("what") or match.groupdict().get("toll") or "").lower()
            start = reader.sentence.start + (match.start("what") if match["what"] else match.start("toll"))
            token = reader.sentence.token_at(start)
            if token is None or token.i in found:
                continue
            found.add(token.i)
            measure: v.Measure = _measure_of_words(set(words.split()))
            yield NounFigure(measure, token.i, None, None, token.i, token.i + 1)
