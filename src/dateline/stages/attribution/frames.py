"""Attributions of one sentence in the wide sense: who says, thinks or wants what, by verbs, nouns and adjectives in their frames.

The stage keeps the cues by which a record credits an event to somebody. Corpora of attribution mark more: beliefs, wishes,
criticism, and what things show. Which words credit by which complement is a table (lexicon/crediting.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.draft import Sentence, Token
from dateline.grammar import is_passive, is_verb, subjects
from dateline.lexicon.crediting import frames_of
from dateline.stages.attribution.scope import around, complement
from dateline.stages.attribution.tail import tail

RAISING = frozenset(
    "seem appear expect believe think presume assume suppose allege report say consider deem rumor".split()
)
"""Verbs whose subject belongs to what is credited where nobody else is named ("the vote is expected to fail")."""
AFTER_OBJECT = frozenset("prep prt xcomp oprd ccomp acomp pcomp dative advcl acl attr".split())
"""Relations of what goes on after an object and is credited with it ("accused the firm of fraud")."""
OF_WHOM = frozenset({"by", "from", "among", "of"})
FORMS = {"NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
PREPOSITIONS = frozenset("about for of on to with at against".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that credit: token indices of the cue, of the source (empty where none is told), and offsets of what is credited.

    The content of a verb of saying is empty where only a quotation beside it can tell what was said.
    """

    token: int
    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[tuple[int, int], ...]


def candidates(sentence: Sentence) -> Iterator[Candidate]:
    """Yield the candidates of a parsed sentence in the order of their cues."""
    for token in sentence.tokens:
        if token.lower == "according":
            yield from _according(sentence, token)
        elif is_verb(token):
            yield from _verb(sentence, token)
        elif token.pos in FORMS:
            yield from _nominal(sentence, token, FORMS[token.pos])


def _verb(sentence: Sentence, token: Token) -> Iterator[Candidate]:
    frames = frames_of(token.lemma, "verb")
    if not frames:
        return
    passive = is_passive(sentence, token.i)
    heads = sentence.kids(token.i, "nsubj", "nsubjpass", "csubj")
    agent = [p for k in sentence.kids(token.i, "agent") for p in sentence.kids(k.i, "pobj")]
    content, prep = _content(sentence, token, frames)
    raised = token.lemma in RAISING and (passive or token.lemma in {"seem", "appear"})
    whole = content or (passive and {"obj", "as", "of", "oprd"} & frames)
    if heads and whole and (passive or raised):
        content = [_extent(sentence, heads[0].i), *content]
    if not content:
        if "that" not in frames or passive:
            return
        closing = tail(sentence, token)
        told = _spread(sentence, closing[0]) if closing else _sources(sentence, token, heads, passive=False)
        if closing or told:
            yield Candidate(token.i, _cue(sentence, token, None), told, (closing[1],) if closing else ())
        return
    source = agent if passive else [] if raised else heads
    told = _sources(sentence, token, source, passive=passive or raised)
    yield Candidate(token.i, _cue(sentence, token, prep), told, tuple(content))


def _content(sentence: Sentence, token: Token, frames: frozenset[str]) -> tuple[list[tuple[int, int]], Token | None]:
    """Return what a verb credits, and the preposition that opens it."""
    objects = sentence.kids(token.i, "dobj", "dative")
    infinitives = [
        k
        for k in sentence.kids(token.i, "xcomp", "ccomp", "advcl")
        if k.i > token.i and k.tag == "VB" and any(a.lower == "to" for a in sentence.kids(k.i, "aux"))
    ]
    if "inf" in frames and infinitives:
        first = min([k.i for k in infinitives] + [o.i for o in objects if o.i > token.i])
        return [_reach(sentence, token, first, infinitives[-1].i)], None
    if "that" in frames and (said := complement(sentence, token)):
        return list(said), None
    if "oprd" in frames and (small := sentence.kids(token.i, "oprd", "acomp", "attr")):
        first = min([small[0].i] + [o.i for o in objects if o.i > token.i])
        return [_reach(sentence, token, first, small[-1].i)], None
    ahead = [k for k in sentence.kids(token.i, "prep") if k.lower in frames | ({"as"} if "as" in frames else set())]
    direct = [o for o in objects if o.dep == "dobj"]
    if direct and ("obj" in frames or ahead or ("oprd" in frames and sentence.kids(token.i, "ccomp"))):
        last = max([k.i for k in sentence.kids(token.i) if k.dep in AFTER_OBJECT and k.i > direct[0].i] + [direct[0].i])
        return [_reach(sentence, token, direct[0].i, last)], None
    if "oprd" in frames and (small := [k for k in sentence.kids(token.i, "ccomp", "xcomp") if k.i > token.i]):
        return [_reach(sentence, token, small[0].i, small[-1].i)], None
    for prep in ahead:
        governed = sentence.kids(prep.i, "pobj", "pcomp")
        if governed and prep.i > token.i:
            last = max([k.i for k in sentence.kids(token.i) if k.dep in AFTER_OBJECT and k.i >= prep.i])
            return [_reach(sentence, token, governed[0].i, last)], prep
    return [], None


def _nominal(sentence: Sentence, token: Token, form: str) -> Iterator[Candidate]:
    """Yield "the claim that …", "criticism of …", "worried about …"."""
    frames = frames_of(token.lemma, form)
    if not frames:
        return
    clause: Token | None = None
    prep: Token | None = None
    for kid in sentence.kids(token.i):
        if kid.i < token.i:
            continue
        finite = any(m.lower == "that" for m in sentence.kids(kid.i, "mark"))
        infinitive = kid.tag == "VB" and any(a.lower == "to" for a in sentence.kids(kid.i, "aux"))
        if kid.dep in {"acl", "ccomp", "relcl", "xcomp", "advcl"} and (
            ("that" in frames and (finite or (kid.dep == "ccomp" and form == "adj")))
            or ("inf" in frames and infinitive)
        ):
            clause = kid
            break
        if kid.dep == "prep" and kid.lower in frames and clause is None:
            clause = next(iter(sentence.kids(kid.i, "pobj", "pcomp")), None)
            prep = kid if clause is not None else None
            if clause is not None:
                break
    if clause is None:
        return
    owners = sentence.kids(token.i, "poss") or [
        p
        for k in sentence.kids(token.i, "prep", "agent")
        if k.lower in OF_WHOM and k is not prep and k.lower not in frames
        for p in sentence.kids(k.i, "pobj")
    ]
    above = sentence.tokens[token.head]
    copula = form == "adj" and token.dep in {"acomp", "ccomp", "ROOT", "conj"}
    carried = not owners and (copula or (token.dep in {"dobj", "attr"} and is_verb(above)))
    if carried and above.i != token.i:
        owners = sentence.kids(above.i, "nsubj") or [sentence.tokens[i] for i in subjects(sentence, above.i)]
    if not owners and form == "adj":
        return
    first = above.i if carried and 0 < token.i - above.i <= 3 else token.i
    cue = tuple(range(first, (prep.i if prep is not None else token.i) + 1))
    content = (_extent(sentence, clause.i),)
    yield Candidate(token.i, cue, _spread(sentence, [o.i for o in owners], without=token.i), content)


def _according(sentence: Sentence, token: Token) -> Iterator[Candidate]:
    to = next((kid for kid in sentence.kids(token.i, "prep") if kid.i > token.i), None)
    if to is not None:
        speakers = [k.i for k in sentence.kids(to.i, "pobj")]
        content = around(sentence, token)
        if speakers and content:
            yield Candidate(token.i, (token.i, to.i), _spread(sentence, speakers), content)


def _sources(sentence: Sentence, token: Token, own: list[Token], *, passive: bool) -> tuple[int, ...]:
    """Return the tokens of who is credited: the verb's own subject, else the one it shares with a verb above."""
    if own:
        return _spread(sentence, [k.i for k in own], without=token.i)
    if passive:
        return ()
    return _spread(sentence, subjects(sentence, token.i), without=token.i)


def _spread(sentence: Sentence, heads: Iterable[int], *, without: int = -1) -> tuple[int, ...]:
    """Return the tokens of phrases with all that hangs on them, the verb's own clause and closing commas left out."""
    left_out = set(sentence.subtree(without)) if without >= 0 else set()
    found: set[int] = set()
    for head in heads:
        below = set(sentence.subtree(head))
        found |= (below - left_out if head not in left_out or without in below else below) or {head}
    if without in found:
        found -= left_out
    kept = sorted(found)
    while kept and sentence.tokens[kept[-1]].text in {",", "-", "–", "—"}:
        kept.pop()
    return tuple(kept)


def _cue(sentence: Sentence, token: Token, prep: Token | None) -> tuple[int, ...]:
    """Return the tokens of a verb with its auxiliaries, particle and the preposition that opens what it credits."""
    first = token.i
    while first > 0 and sentence.tokens[first - 1].head == token.i and sentence.tokens[first - 1].dep in {
        "aux", "auxpass", "neg", "advmod",
    }:  # fmt: skip
        first -= 1
    last = token.i
    for kid in sentence.kids(token.i, "prt"):
        last = kid.i if kid.i == last + 1 else last
    if prep is not None and prep.i - last <= 2:
        last = prep.i
    return tuple(range(first, last + 1))


def _extent(sentence: Sentence, i: int) -> tuple[int, int]:
    below = sentence.subtree(i)
    return sentence.tokens[below[0]].start, sentence.tokens[below[-1]].end


def _reach(sentence: Sentence, cue: Token, first: int, last: int) -> tuple[int, int]:
    """Return the extent from one complement of a cue to another, with all that hangs on both; nothing before the cue."""
    below = [i for i in (*sentence.subtree(first), *sentence.subtree(last)) if i > cue.i]
    low, high = min([*below, first]), max([*below, last])
    return sentence.tokens[low].start, sentence.tokens[high].end
