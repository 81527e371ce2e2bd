"""Every noun of a coded message with what can be said of it: the features by which templates of MUC-4 are filled.

A feature is a string, present or not. Half of them are words (the noun, its neighbours, what governs it in the parse), half are
what dateline's stages made of the place: kind and role of the phrase, type and mode of the events told nearby, weapons, damage,
tolls. What is general stands in the stages; here it is only written down.
"""

from __future__ import annotations

import collections
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dateline.draft import Draft, Mention, Phrase
from dateline.sentence import Sentence, Token

NOUNISH = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
"""Parts of speech with which a filler may end."""
NEAR = 8
"""Words within which an event's word is kept as a feature itself."""
WINDOW = 6
STEPS = 3
"""Steps up the parse that are followed."""


@dataclass(frozen=True, slots=True)
class Head:
    """A noun and its features; `sentence` and `token` are indices into the draft."""

    sentence: int
    token: int
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the whole draft says of its phrases, looked up once."""

    phrases: Mapping[tuple[int, int], Phrase]
    roles: Mapping[tuple[int, int], list[tuple[str, Mention, str]]]
    chains: Mapping[int, set[str]]
    weapons: Mapping[tuple[int, int], str]
    common: tuple[str, ...]
    assaults: int


def type_name(mention: Mention) -> str:
    """Return type and mode of an event mention."""
    return f"{mention.plover}:{mention.mode or ''}"


def heads_of(draft: Draft) -> Iterator[Head]:
    """Yield the nouns of the parsed sentences of a draft."""
    told = _told(draft)
    document = tuple(_document(told))
    for sentence in draft.sentences:
        if not sentence.parsed:
            continue
        words = [t.lower for t in sentence.tokens]
        shared = (*_sentence(draft, sentence), *document)
        mentions = {m.token: m for m in draft.mentions_in(sentence.index)}
        for token in sentence.tokens:
            if token.pos not in NOUNISH or not any(c.isalnum() for c in token.lower):
                continue
            found = [
                *_lexical(words, token), *_phrase(words, sentence, token, told), *_syntax(sentence, token, mentions),
                *_near(sentence, token, mentions.values()), *_harmed(draft, sentence, token), *shared,
                f"quoted={words[: token.i].count(chr(34)) % 2}",
            ]  # fmt: skip
            yield Head(sentence.index, token.i, tuple(dict.fromkeys(found)))


def _told(draft: Draft) -> _Told:
    roles: dict[tuple[int, int], list[tuple[str, Mention, str]]] = collections.defaultdict(list)
    chains: dict[int, set[str]] = collections.defaultdict(set)
    for argument in draft.arguments:
        mention, phrase = draft.mentions[argument.mention], draft.phrases[argument.phrase]
        roles[phrase.sentence, phrase.head].append((argument.role, mention, argument.rule))
        if mention.plover == "ASSAULT":
            chains[phrase.chain].add(argument.role)
    kinds = collections.Counter(type_name(m) for m in draft.mentions)
    return _Told(
        {(p.sentence, p.head): p for p in draft.phrases},
        roles,
        chains,
        {(w.sentence, w.token): w.kind for w in draft.weapons},
        tuple(kind for kind, _ in kinds.most_common(3)),
        sum(m.plover == "ASSAULT" for m in draft.mentions),
    )


def _document(told: _Told) -> Iterator[str]:
    yield from (f"document={kind}" for kind in told.common)
    yield f"assaults={0 if not told.assaults else 1 if told.assaults < 3 else 2 if told.assaults < 7 else 3}"


def _sentence(draft: Draft, sentence: Sentence) -> Iterator[str]:
    n = sentence.index
    yield f"place={0 if n <= 1 else 1 if n < 4 else 2 if n < 10 else 3}"
    mentions = draft.mentions_in(n)
    yield from (f"here={kind}" for kind in {m.plover for m in mentions} | {type_name(m) for m in mentions})
    if not mentions:
        yield "no event here"
    yield from (f"toll={toll.measure}" for toll in draft.tolls_in(n))


def _lexical(words: list[str], token: Token) -> Iterator[str]:
    i, count = token.i, len(words)

    def at(k: int) -> str:
        return words[k] if 0 <= k < count else "<s>" if k < 0 else "</s>"

    yield from (
        f"w={token.lower}",
        f"l={token.lemma.lower()}",
        f"end={token.lower[-3:]}",
        f"pos={token.pos}",
        f"dep={token.dep}",
    )
    yield from (
        f"-1={at(i - 1)}",
        f"+1={at(i + 1)}",
        f"-2={at(i - 2)}",
        f"+2={at(i + 2)}",
        f"-3={at(i - 3)}",
        f"+3={at(i + 3)}",
    )
    yield from (f"-2-1={at(i - 2)} {at(i - 1)}", f"+1+2={at(i + 1)} {at(i + 2)}")
    yield from (f"-1w={at(i - 1)} {token.lower}", f"w+1={token.lower} {at(i + 1)}")


def _phrase(words: list[str], sentence: Sentence, token: Token, told: _Told) -> Iterator[str]:
    place = (sentence.index, token.i)
    if place in told.weapons:
        yield from ("weapon", f"weapon={told.weapons[place]}")
    phrase = told.phrases.get(place)
    if phrase is None:
        return
    padded = ["<s>", "<s>", *words, "</s>", "</s>"]
    first, last = phrase.first + 2, phrase.last + 2
    yield from (
        "phrase",
        f"kind={phrase.kind}",
        f"named={phrase.named}",
        f"human={phrase.human}",
        f"definite={phrase.definite}",
    )
    yield from (
        f"kind={phrase.kind}{phrase.named}{phrase.plural}",
        f"actor={phrase.actor or '-'}",
        f"known={phrase.actor is not None}",
    )
    yield from (f"chain={role}" for role in told.chains.get(phrase.chain, ()))
    yield from (f"before={padded[first - 1]}", f"before={padded[first - 2]} {padded[first - 1]}")
    yield from (f"after={padded[last]}", f"after={padded[last]} {padded[last + 1]}")
    yield from (f"modifier={word}" for word in words[phrase.first : token.i])
    roles = told.roles.get(place, ())
    for role, mention, rule in roles:
        yield from (
            f"role={role}",
            f"role={role}:{mention.plover}",
            f"role={role}:{type_name(mention)}",
            f"rule={rule}",
        )
        yield from (f"role={role}:{mention.plover}:{phrase.kind}", f"role={role}:{mention.plover}:{phrase.named}")
    if not roles:
        yield "no role"


def _syntax(sentence: Sentence, token: Token, mentions: Mapping[int, Mention]) -> Iterator[str]:
    above, path = token, []
    for step in range(STEPS):
        if above.head in {above.i, -1}:
            break
        path.append(above.dep)
        above = sentence.tokens[above.head]
        way = "/".join(path)
        yield from (f"up{step}={way}:{above.lemma.lower()}", f"up={above.lemma.lower()}")
        if above.i in mentions:
            yield from (f"of={way}:{mentions[above.i].plover}", f"of={way}:{type_name(mentions[above.i])}")
    yield from (f"kid={kid.dep}:{kid.lower}" for kid in sentence.kids(token.i))


def _near(sentence: Sentence, token: Token, mentions: Iterable[Mention]) -> Iterator[str]:
    for mention in mentions:
        away = token.i - mention.token
        side, far = "L" if away < 0 else "R", abs(away)
        yield f"near={side}{1 if far <= 2 else 2 if far <= 5 else 3 if far <= 10 else 4}:{type_name(mention)}"
        if far <= NEAR:
            yield f"near={side}:{sentence.tokens[mention.token].lemma.lower()}"
    for other in sentence.tokens[max(0, token.i - WINDOW) : token.i + WINDOW + 1]:
        if other.i != token.i and other.pos in {"VERB", "NOUN"}:
            yield f"{'left' if other.i < token.i else 'right'}={other.lemma.lower()}"


def _harmed(draft: Draft, sentence: Sentence, token: Token) -> Iterator[str]:
    for toll in draft.tolls_in(sentence.index):
        if toll.who_head == token.i:
            yield f"counted={toll.measure}"
    for damage in draft.damages:
        if damage.sentence == sentence.index:
            yield "damage here"
            if damage.start <= token.start < damage.end:
                yield from ("damaged", f"damaged={damage.effect}")
