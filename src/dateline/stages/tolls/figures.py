"""Figures of harm that stand with nouns: tolls that rise, numbers of people harmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline import vocabulary as v
from dateline.draft import Sentence, Token
from dateline.stages.tolls.counting import Figure, Reader
from dateline.stages.tolls.denials import NounFigure, casualties, lives_lost, measure_of_words, none_of, unknown
from dateline.stages.tolls.harm import head_of
from dateline.stages.tolls.words import toll_words

LEADS_TO = frozenset({"to", "at", "of", "was", "is", "were", "be", "from", "remains", "now"})
"""Words between a toll and its figure: "rose to 31", "stands at 31", "a toll of 31"."""
MORE_THAN = frozenset({"exceed", "pass", "past", "top", "surpass", "beyond"})
"""Words that say a toll is more than the figure: "topped 100", "climbed past 100" is 101 and up."""
SPREAD = 14
"""How many tokens after a toll its figure may stand."""
HARMED = frozenset({"dead", "death", "kill", "casualty", "victim", "fatality", "wound", "injure", "injury", "wounded", "injured", "killed", "arrest", "miss", "missing", "displace", "displaced"})  # fmt: skip

HARMED_PEOPLE = frozenset({"dead", "wounded", "injured", "losses", "casualties", "fatalities", "deaths"})
"""Words for people harmed that are put at a number: "put the dead at 58"."""
NOT_YET = frozenset({"could", "may", "might", "will", "'ll", "wo", "would", "can", "should"})
AWAITED = frozenset({"expect", "fear", "likely", "set", "bind", "threaten", "want"})
"""Words above a verb that leave its figure to come: "is expected to reach 100"."""


def noun_figures(reader: Reader) -> Iterator[NounFigure]:
    """Yield the figures of harm that nouns state."""
    untold = list(unknown(reader))
    yield from untold
    taken = {figure.token for figure in untold}
    for token in reader.sentence.tokens:
        if token.i in taken or token.pos not in {"NOUN", "PROPN", "ADJ"}:
            continue
        measure = _toll_measure(reader.sentence, token)
        if measure is not None:
            yield from _toll(reader, token, measure)
        elif token.lemma in {"casualty", "fatality", "injury", "death"} and token.dep not in {"compound", "amod"}:
            yield from casualties(reader, token)
        elif token.lemma in {"arrest", "detention"} and any(
            k.lower == "no" for k in reader.sentence.kids(token.i, "det")
        ):
            yield NounFigure("detained", token.i, 0, 0, token.i - 1, token.i + 1, number=token.i)
        elif token.lemma == "life" and lives_lost(reader.sentence, token) and none_of(reader, token):
            yield NounFigure("killed", token.i, 0, 0, token.i, token.i + 1)


def resumed(reader: Reader, measure: v.Measure) -> Iterator[NounFigure]:
    """Yield the figures of a toll that "it" recalls from the sentence before: "It later rose to 44"."""
    for token in reader.sentence.tokens:
        verb = reader.token(token.head)
        if token.lower == "it" and token.dep == "nsubj" and verb.lemma in toll_words().of("rise"):
            yield from _toll(reader, token, measure)


def is_toll_noun(token: Token) -> bool:
    """Tell whether a word is a toll or a number, which "it" may recall."""
    return token.lemma in toll_words().of("toll") | toll_words().of("number")


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
        return measure_of_words({token.lower, token.lemma})
    if token.lemma not in words.of("number"):
        return None
    if {k.lower for k in sentence.kids(token.i, "amod")} & words.of("earlier") and _has_harm(sentence):
        return "killed"
    below = {sentence.tokens[i].lemma for i in sentence.subtree(token.i)} | {
        sentence.tokens[i].lower for i in sentence.subtree(token.i)
    }
    return measure_of_words(below) if below & HARMED else None


def _has_harm(sentence: Sentence) -> bool:
    """Tell whether a sentence tells of a toll or of people harmed, which "an earlier count" then counts."""
    return any(t.lemma in HARMED or t.lower in HARMED or t.lemma in toll_words().of("toll") for t in sentence.tokens)


def _toll(reader: Reader, token: Token, measure: v.Measure) -> Iterator[NounFigure]:
    """Read the figures of a toll: "rose from 14 to 31", "a death toll of 12", "bringing to 31 the number of dead"."""
    sentence = reader.sentence
    verb = next((t for t in sentence.ancestors(token.i) if t.pos in {"VERB", "AUX"}), None)
    if verb is not None and token.dep in {"nsubj", "nsubjpass", "dobj"} and _is_awaited(sentence, verb):
        return
    for figure in reader.figures:
        if not _leads_back(sentence, figure, token) and not (
            figure.first > token.i and _leads_on(sentence, figure, token, verb)
        ):
            continue
        q = figure.quantity
        before = _word_before(sentence, figure) or token
        if figure.last < len(sentence.tokens) and sentence.tokens[figure.last].lower in toll_words().adjectives:
            continue  # "the figures stood at 12 dead and 40 injured": each is read with its own word
        who = _who(reader, token, figure)
        earlier = {k.lower for k in sentence.kids(token.i, "amod")} & toll_words().of("earlier")
        found = NounFigure(
            measure, token.i, q.low, q.high, min(token.i, figure.first), max(token.i + 1, figure.last, who + 1 if who >= figure.last else 0),
            approximate=q.approximate, previous=before.lower == "from" or bool(earlier and token.lemma != "toll"),
            number=figure.last - 1, who=who,
        )  # fmt: skip
        if {before.lemma, before.lower} & MORE_THAN and q.low == q.high:
            found = replace(found, low=q.low + 1, high=None)
        yield found


def _who(reader: Reader, token: Token, figure: Figure) -> int:
    """Return the people of a toll: counted by its figure ("to 22 guards") or named with it ("the number of guards killed")."""
    counted = head_of(reader, figure)
    if counted >= figure.last and reader.token(counted).pos in {"NOUN", "PROPN"} and reader.people(counted):
        return counted
    of = (
        p for k in reader.sentence.kids(token.i, "prep") if k.lower == "of" for p in reader.sentence.kids(k.i, "pobj")
    )
    harms = toll_words()
    named = next((p for p in of if p.pos in {"NOUN", "PROPN"}), None)
    if named is None or named.lemma in harms.nouns or named.lower in harms.adjectives or named.lemma == "victim":
        return -1
    return named.i if reader.people(named.i) and reader.figure_at(named.i) is None else -1


def _is_awaited(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a toll's verb tells of what may come: "could reach 100", "is feared to rise to 100"."""
    if NOT_YET & {k.lower for k in sentence.kids(verb.i, "aux")}:
        return "have" not in {k.lower for k in sentence.kids(verb.i, "aux")}
    return verb.lemma in AWAITED or sentence.tokens[verb.head].lemma in AWAITED


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
    return before.lower in LEADS_TO | MORE_THAN or before.lemma in words.of("rise")
