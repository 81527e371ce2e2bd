"""Subjects that the parser hung elsewhere than on their verb, by the shapes in which it errs."""

from __future__ import annotations

from dateline.draft import Sentence, Token

BOUNDS = frozenset({"after", "before", "since", "until", "as", "while", "when"})
"""Words before a clause that the parser may take for prepositions before its subject."""
TIMES = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday thursday friday
    saturday sunday day week month year night morning evening afternoon spring summer autumn winter""".split()
)
"""Nouns of time, which the parser takes for the subject before the noun that is."""


def hung_elsewhere(sentence: Sentence, v: int) -> list[Token]:
    """Return the subject of a verb that has none of its own; nothing where no shape fits."""
    return _misread(sentence, v) or _after_comma(sentence, v) or _after_bound(sentence, v)


def _misread(sentence: Sentence, v: int) -> list[Token]:
    """Return the subject that the parser gave to a reduced clause before a verb ("Fighters linked to the group attacked")."""
    for clause in sentence.kids(v, "ccomp"):
        last = max(sentence.subtree(clause.i))
        if (
            clause.i < last < v
            and clause.tag in {"VBN", "VBD"}
            and not sentence.kids(clause.i, "aux", "auxpass", "dobj", "mark")
            and not _set_off(sentence, last + 1, v)
        ):
            return sentence.kids(clause.i, "nsubj", "nsubjpass")
    return []


def _after_comma(sentence: Sentence, v: int) -> list[Token]:
    """Return the subject that the parser took for an apposition to what opens the sentence ("In a pact hailed in Bonn, Chad signed")."""
    token = sentence.tokens[v]
    if token.tag not in {"VBD", "VBZ", "VBP"} or token.dep not in {"ROOT", "ccomp"}:
        return []
    helpers = [k.i for k in sentence.kids(v, "aux", "advmod", "neg") if k.i < v]
    last = min([v, *helpers]) - 1
    for above in (sentence.tokens[last], *sentence.ancestors(last)) if last > 0 else ():
        if above.dep == "appos" and above.pos in {"NOUN", "PROPN"}:
            below = sentence.subtree(above.i)
            comma = sentence.tokens[min(below) - 1].text == ","
            return [above] if comma and max(below) == last and token.i not in below else []
    return []


def _set_off(sentence: Sentence, first: int, last: int) -> bool:
    return any(t.dep == "punct" for t in sentence.tokens[first:last])


def _after_bound(sentence: Sentence, v: int) -> list[Token]:
    """Return the subject that the parser hung on the conjunction before it ("days after part of the army rose")."""
    token = sentence.tokens[v]
    if token.dep != "advcl" or token.tag not in {"VBD", "VBZ", "VBP"}:
        return []
    first = min([v, *(k.i for k in sentence.kids(v, "aux", "advmod", "neg") if k.i < v)])
    before = [k for k in (token, *sentence.kids(v, "npadvmod")) if k.i <= v]
    return [
        p
        for above in before
        for k in sentence.kids(above.i, "prep")
        if k.i < v and k.lower in BOUNDS
        for p in sentence.kids(k.i, "pobj")
        if max(sentence.subtree(p.i)) == first - 1
    ]


def beside_time(sentence: Sentence, subject: Token) -> Token:
    """Return the noun after a time that the parser took for the subject ("the following March a coalition began")."""
    if subject.lemma.lower() not in TIMES:
        return subject
    return next((k for k in sentence.kids(subject.i, "appos") if k.pos in {"NOUN", "PROPN"}), subject)
