"""Casualties that are counted as nouns, denied, or not known: "no casualties", "12 injuries", "how many was not clear"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline import vocabulary as v
from dateline.draft import Sentence, Token
from dateline.stages.tolls.counting import Reader
from dateline.stages.tolls.words import toll_words

MEASURE_OF: Mapping[str, v.Measure] = {"casualty": "casualties", "fatality": "killed"}
"""What nouns of harm measure; the others tell of people injured."""
_UNKNOWN = (
    re.compile(
        r"\bno\s+(?:(?:immediate|further|official|confirmed)\s+)*(?:word|information|details|news|figures?)\s+(?:was\s+|were\s+)?(?:yet\s+)?"
        r"(?:immediately\s+)?(?:available\s+)?(?:of|on|about|regarding)\s+(?:any\s+|the\s+|possible\s+)?(?:number\s+of\s+)?(?P<what>casualties|injuries"
        r"|deaths|victims|fatalities)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:(?:not|n[o't]t)\s+(?:immediately\s+)?(?:clear|known)|unclear|unknown)\s+(?:if|whether)\s+(?:there\s+(?:were|had\s+been|are)"
        r"|the\s+\w+\s+(?:had\s+)?caused)\s+(?:any\s+)?(?P<what>casualties|injuries|deaths|victims|fatalities)",
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
        who: the token of the people, -1 where none are named.
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
    who: int = -1


def measure_of_words(below: set[str]) -> v.Measure:
    """Return the measure that words of harm state."""
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


def casualties(reader: Reader, token: Token) -> Iterator[NounFigure]:
    """Read "no casualties", "12 casualties", "inflicted casualties"."""
    sentence, words = reader.sentence, toll_words()
    if none_of(reader, token):
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


def none_of(reader: Reader, token: Token) -> bool:
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
            sides = [k.i for k in sentence.kids(above.i, "nsubj")]
            if any(k.lower in {"neither", "no"} for i in sides for k in sentence.kids(i, "det", "preconj")):
                return any(k.lower == "any" for k in sentence.kids(noun.i, "det"))
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


def lives_lost(sentence: Sentence, token: Token) -> bool:
    """Tell whether "life" stands in "loss of life"."""
    above = [t.lemma for t in sentence.ancestors(token.i)][:2]
    return "loss" in above


def unknown(reader: Reader) -> Iterator[NounFigure]:
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
            measure: v.Measure = measure_of_words(set(words.split()))
            yield NounFigure(measure, token.i, None, None, token.i, token.i + 1)
