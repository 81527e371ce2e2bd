"""Attribution: whose words the report passes on, by which cue, and which stretch of the text they cover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from dateline.draft import Attribution, Draft, PerDraft, Phrase, Sentence, Token
from dateline.grammar import agents, is_passive, is_verb, subjects
from dateline.lexicon.words import word_set

StanceOf = Literal["says", "hedges", "denies", "claims", "reports", "blames"]

HEDGED_WORDS = {"reportedly": "reports", "allegedly": "hedges", "purportedly": "hedges", "apparently": "hedges", "supposedly": "hedges",
                "presumably": "hedges", "possibly": "hedges", "likely": "hedges", "probably": "hedges", "suspected": "hedges",
                "alleged": "hedges", "presumed": "hedges"}  # fmt: skip
UNNAMED = frozenset("who which that it what there this".split())
ANONYMOUS = re.compile(r"condition of anonymity|declined to be (?:named|identified)|asked not to be (?:named|identified)|not (?:to be|be) (?:named|identified)|anonymous", re.IGNORECASE)
_QUOTE = re.compile(r"[\"“][^\"“”]{2,}[\"”]?|[‘'](?=[A-Z])[^’\n]{10,}[’']")


@dataclass(frozen=True)
class AttributionStage(PerDraft):
    """Assigns who is credited with which words."""

    name: ClassVar[str] = "attribution"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "phrases")
    assigns: ClassVar[tuple[str, ...]] = ("attributions",)

    def __call__(self, draft: Draft) -> Draft:
        """Find the attributions of one report."""
        heads: dict[int, dict[int, Phrase]] = {}
        for phrase in draft.phrases:
            heads.setdefault(phrase.sentence, {}).setdefault(phrase.head, phrase)
        found: list[Attribution] = []
        for sentence in draft.sentences:
            if sentence.parsed:
                found += _in_sentence(draft, sentence, heads.get(sentence.index, {}))
        draft.attributions = tuple(_carry_quotes(draft, found))
        return draft


def _in_sentence(draft: Draft, sentence: Sentence, heads: dict[int, Phrase]) -> Iterator[Attribution]:
    for token in sentence.tokens:
        if is_verb(token) and token.lemma in word_set("say_verbs"):
            yield from _verb(draft, sentence, token, heads)
        elif token.lower == "according" and sentence.kids(token.i, "prep"):
            yield from _according(draft, sentence, token, heads)
        elif token.lower in HEDGED_WORDS and token.dep in {"advmod", "amod"}:
            yield _hedge(draft, sentence, token)
        elif token.dep == "amod" and token.lemma in word_set("believe_verbs"):
            yield _hedge(draft, sentence, token)


def _stance(token: Token) -> StanceOf:
    if token.lemma in word_set("believe_verbs"):
        return "hedges"
    if token.lemma in word_set("deny_verbs"):
        return "denies"
    if token.lemma in word_set("report_verbs"):
        return "reports"
    if token.lemma in word_set("claim_verbs"):
        return "claims"
    return "says"


def _verb(draft: Draft, sentence: Sentence, token: Token, heads: dict[int, Phrase]) -> Iterator[Attribution]:
    """Yield the attribution of a verb of saying: its complement, what it stands after, or the clause it is put into."""
    content = _content(sentence, token)
    if not content:
        return
    passive = is_passive(sentence, token.i)
    speakers = agents(sentence, token.i) if passive else [h for h in subjects(sentence, token.i) if sentence.tokens[h].lower not in UNNAMED or h in heads]
    speakers = [h for h in speakers if h != token.i and not any(a <= sentence.tokens[h].start < b for a, b in content)] or ([] if passive else speakers)
    cue = draft.span(token.start, token.end)
    stance = _stance(token)
    if not speakers:
        if passive or stance == "hedges":
            yield Attribution(sentence.index, cue, token.i, None, -1, -1, -1, content, stance)
        return
    anonymous = bool(ANONYMOUS.search(draft.text_of(sentence)))
    for head in speakers:
        phrase = heads.get(head)
        if phrase is None:
            continue
        name = draft.phrases[phrase.chain] if phrase.pronoun and phrase.chain >= 0 else phrase
        yield Attribution(
            sentence.index, cue, token.i, name.name, name.start, name.end, phrase.index, content, stance, name.kind, anonymous,
            quoted=_quoted(draft, content),
        )  # fmt: skip


def _content(sentence: Sentence, token: Token) -> tuple[tuple[int, int], ...]:
    """Return the stretches that a verb of saying credits to its subject."""
    words = sentence.tokens
    clauses = sentence.kids(token.i, "ccomp", "xcomp") if token.lemma not in {"deny"} else sentence.kids(token.i, "ccomp", "xcomp", "dobj")
    if token.lemma in {"confirm", "report", "announce", "claim", "deny"}:
        clauses = clauses or sentence.kids(token.i, "dobj")
    found = []
    for clause in clauses:
        below = sentence.subtree(clause.i)
        found.append((words[below[0]].start, words[below[-1]].end))
    if not found and token.dep in {"parataxis", "ccomp", "advcl", "dep"} and token.head != token.i:
        below = set(sentence.subtree(sentence.tokens[token.head].i)) - set(sentence.subtree(token.i))
        if below:
            found.append((words[min(below)].start, words[max(below)].end))
    if not found and token.head == token.i and not sentence.kids(token.i, "ccomp"):
        before = [w for w in words[: token.i] if w.text in {'"', "”", "''"}]
        if before:
            found.append((words[0].start, before[-1].end))
    if not found and token.dep == "relcl" and sentence.kids(token.i, "ccomp"):
        below = sentence.subtree(sentence.kids(token.i, "ccomp")[0].i)
        found.append((words[below[0]].start, words[below[-1]].end))
    return tuple(found)


def _according(draft: Draft, sentence: Sentence, token: Token, heads: dict[int, Phrase]) -> Iterator[Attribution]:
    to = sentence.kids(token.i, "prep")[0]
    cue = draft.span(token.start, max(to.end, token.end))
    inside = set(sentence.subtree(token.i))
    rest = [w for w in sentence.tokens if w.i not in inside]
    if not rest:
        return
    content = ((rest[0].start, rest[-1].end),)
    for source in sentence.kids(to.i, "pobj"):
        phrase = heads.get(source.i)
        if phrase is not None:
            yield Attribution(
                sentence.index, cue, token.i, phrase.name, phrase.start, phrase.end, phrase.index, content, "says", phrase.kind,
                anonymous=bool(ANONYMOUS.search(draft.text_of(sentence))),
            )  # fmt: skip


def _hedge(draft: Draft, sentence: Sentence, token: Token) -> Attribution:
    """An adverb or adjective hedges its own clause or noun."""
    below = sentence.subtree(token.head)
    content = ((sentence.tokens[below[0]].start, sentence.tokens[below[-1]].end),)
    stance = HEDGED_WORDS.get(token.lower, "hedges")
    cue = draft.span(token.start, token.end)
    return Attribution(sentence.index, cue, token.i, None, -1, -1, -1, content, stance)  # type: ignore[arg-type]  # the table holds stances only


def _quoted(draft: Draft, content: tuple[tuple[int, int], ...]) -> bool:
    return any(draft.report.text[a:b].lstrip()[:1] in {'"', "“", "‘"} for a, b in content)


def _carry_quotes(draft: Draft, found: list[Attribution]) -> Iterator[Attribution]:
    """Give quotations without a verb of saying of their own to the speaker of the sentence before, in the same paragraph."""
    by_sentence: dict[int, list[Attribution]] = {}
    for item in found:
        by_sentence.setdefault(item.sentence, []).append(item)
    last: Attribution | None = None
    for sentence in draft.sentences:
        own = by_sentence.get(sentence.index, [])
        yield from own
        named = [a for a in own if a.phrase >= 0]
        if named:
            last = named[-1]
            continue
        words = draft.text_of(sentence)
        if last is not None and _QUOTE.match(words) and sentence.index - last.sentence <= 2:
            yield replace(last, sentence=sentence.index, content=((sentence.start, sentence.end),), quoted=True)
        elif last is not None and draft.sentences[last.sentence].paragraph != sentence.paragraph:
            last = None
