"""Factuality: whether a mention's event happened, was tried, is planned, threatened, possible or denied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline import vocabulary as v
from dateline.draft import Draft, Judgement, Mention, Sentence, Token
from dateline.grammar import is_verb
from dateline.lexicon.predicates import predicate
from dateline.lexicon.words import word_set
from dateline.stage import PerDraft
from dateline.stages.factuality.governors import negation

PLANNED_MODALS = frozenset({"will", "shall", "'ll"})
POSSIBLE_MODALS = frozenset({"may", "might", "could", "can", "would", "should", "must", "ought", "need"})
TELLING: dict[str, v.Factuality] = {
    **dict.fromkeys("attempted failed foiled thwarted unsuccessful botched abortive".split(), "attempted"),
    **dict.fromkeys("planned upcoming forthcoming proposed impending imminent scheduled".split(), "planned"),
    **dict.fromkeys(
        "apparent purported suspected presumed possible potential future further hypothetical feared".split(),
        "possible",
    ),
}
"""Adjectives that say of their noun what it is."""
TO_COME = frozenset({"CONSULT", "PROTEST"})
"""Types of event whose day is told before they are held."""
UNITS = frozenset(
    "week month year monday tuesday wednesday thursday friday saturday sunday weekend spring summer autumn fall winter".split()
)
"""What follows "next" in a time."""
DECIDED = frozenset({"SANCTION", "AID", "RETREAT", "MOBILIZE"})
"""Types of event that are announced as decisions."""
CLIMB = 5
"""How far above a trigger a word may stand that decides whether it happened."""

GOVERNED = frozenset("xcomp ccomp dobj pobj prep pcomp acl conj nsubj nsubjpass attr prt advcl dative agent".split())
"""Relations in which what stands above a word decides whether it happened."""
SET_TO = frozenset({"set", "due", "ready", "poise", "schedule"})
"""Words that tell a plan only with an infinitive ("set to attack"), since they may govern a noun otherwise ("set off a bomb")."""
NOUN_CLIMB = 3
"""The same for a noun, which names what is there already unless a plan governs it closely ("plan an attack")."""


@dataclass(frozen=True)
class FactualityStage(PerDraft):
    """Assigns a judgement to every mention."""

    name: ClassVar[str] = "factuality"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "mentions")
    assigns: ClassVar[tuple[str, ...]] = ("judgements",)

    def __call__(self, draft: Draft) -> Draft:
        """Judge the mentions of one report."""
        triggers: dict[int, dict[int, Mention]] = {}
        for mention in draft.mentions:
            triggers.setdefault(mention.sentence, {})[mention.token] = mention
        judged = []
        for mention in draft.mentions:
            sentence = draft.sentences[mention.sentence]
            factuality, cue, rule = judge(sentence, mention, triggers[mention.sentence])
            span = draft.span(cue.start, cue.end) if cue is not None else None
            judged.append(Judgement(mention.index, factuality, span, rule))
        draft.judgements = tuple(judged)
        return draft


def judge(sentence: Sentence, mention: Mention, triggers: dict[int, Mention]) -> tuple[v.Factuality, Token | None, str]:
    """Return the factuality of a mention, the word that decides it, and the rule."""
    token = sentence.tokens[mention.token]
    if mention.plover == "THREATEN":
        return "threatened", token, "a threat"
    if "foiled" in mention.flags:
        return "attempted", token, "foiled"
    own = _own(sentence, token)
    if own is not None:
        return own
    if "planned" in mention.flags:
        return "planned", token, "a pledge"
    if mention.plover in TO_COME and (told := _to_come(sentence, token)) is not None:
        return "planned", told, "to come"
    above = _above(sentence, token, triggers, mention)
    return above if above is not None else ("happened", None, "")


def _own(sentence: Sentence, token: Token) -> tuple[v.Factuality, Token | None, str] | None:
    """Judge by what stands on the trigger itself: negation, modals, adjectives."""
    denial = negation(sentence, token)
    if denial is not None:
        return "denied", denial, "negated"
    for kid in sentence.kids(token.i, "amod", "compound"):
        found = TELLING.get(kid.lower)
        if found is not None and (kid.dep == "amod" or found == "attempted"):
            return found, kid, found
    return _modal(sentence, token)


def _to_come(sentence: Sentence, token: Token) -> Token | None:
    """Return the word that sets a meeting or march in days to come: "tomorrow", "next week", "ahead of", an "expected" visit."""
    words = sentence.tokens
    for i in sentence.subtree(token.i):
        after = words[i + 1].lower if i + 1 < len(words) else ""
        told = words[i].lower
        if told == "tomorrow" or (told == "next" and after in UNITS) or (told == "later" and after == "this"):
            return words[i]
        if told == "expected" and words[i].head == token.i and words[i].dep == "amod":
            return words[i]
    of = words[token.head]
    ahead = words[of.head]
    return ahead if token.dep == "pobj" and of.lower == "of" and ahead.lower == "ahead" else None


def _modal(sentence: Sentence, token: Token) -> tuple[v.Factuality, Token | None, str] | None:
    for kid in sentence.kids(token.i, "aux", "mark"):
        if kid.lower in PLANNED_MODALS:
            return "planned", kid, "future"
        if kid.lower in {"would", "'d"} and _is_announced(sentence, token):
            return "planned", kid, "future"
        if kid.lower in POSSIBLE_MODALS:
            return "possible", kid, "modal"
        if kid.lower in {"if", "unless", "whether", "lest"}:
            return "possible", kid, "condition"
    above = sentence.tokens[token.head]
    if token.dep == "xcomp" and above.lemma == "be" and any(k.lower == "to" for k in sentence.kids(token.i, "aux")):
        return "planned", above, "is to"
    if any(k.lower == "going" for k in [sentence.tokens[token.head]]) and token.dep == "xcomp":
        return "planned", sentence.tokens[token.head], "future"
    return None


def _is_announced(sentence: Sentence, token: Token) -> bool:
    """Whether a clause with "would" tells what somebody said will be done ("it said it would send troops"), on no condition."""
    above = sentence.tokens[token.head]
    clauses = sentence.kids(token.i, "advcl")
    conditional = any(k.lower in {"if", "unless", "were"} for c in clauses for k in sentence.kids(c.i, "mark", "aux"))
    return token.dep == "ccomp" and above.tag in {"VBD", "VBN"} and is_say(above) and not conditional


def _above(
    sentence: Sentence, token: Token, triggers: dict[int, Mention], mention: Mention
) -> tuple[v.Factuality, Token | None, str] | None:
    """Judge by what governs the trigger: plans, attempts, threats, demands, conditions."""
    below = token
    for step, above in enumerate(sentence.ancestors(token.i)):
        if step >= (NOUN_CLIMB if mention.nominal else CLIMB):
            break
        governs = below.dep in GOVERNED and not _stands_beside(sentence, below, above)
        other = triggers.get(above.i)
        if governs and other is not None and _is_asked(mention, other, below):
            return ("threatened" if other.plover == "THREATEN" else "possible"), above, f"inside {other.plover}"
        if governs and step == 0 and _is_decided(mention, below, above):
            return "planned", above, "announced"
        if governs and (decided := _governor(below, above)):
            return decided
        if mention.nominal and below.dep == "dobj" and above.i not in triggers and _takes_as_known(above):
            break
        if is_verb(above) and above.i != token.i and governs:
            modal = (
                _modal(sentence, above)
                if below.dep in {"xcomp", "dobj", "conj", "pobj", "prep", "nsubj", "nsubjpass", "acl", "prt", "pcomp"}
                else None
            )
            if modal is not None:
                return modal
            if (
                any(k.dep == "neg" for k in sentence.kids(above.i))
                and below.dep in {"xcomp", "dobj", "prep", "conj"}
                and not is_say(above)
            ):
                return "denied", above, "negated above"
        if below.dep in {"relcl", "advcl"} and not governs:
            break
        below = above
    return None


def _stands_beside(sentence: Sentence, below: Token, above: Token) -> bool:
    """Whether a clause before a semicolon, which parsers take for what the next one says, is a sentence of its own.

    "They threw a grenade into a bar; the group denied it": what is denied is "it".
    """
    between = sentence.tokens[below.i + 1 : above.i]
    return below.dep == "ccomp" and any(t.text == ";" and t.head == above.i for t in between)


def _is_decided(mention: Mention, below: Token, above: Token) -> bool:
    """Whether a noun is a measure that is only announced ("announced sanctions"), to be carried out later."""
    return (
        mention.nominal and mention.plover in DECIDED and below.dep == "dobj" and above.lemma in {"announce", "unveil"}
    )


def _takes_as_known(above: Token) -> bool:
    """Whether a verb's object is there already, whatever governs the verb ("threatened to wreck the truce", "to end a siege")."""
    known = predicate(above.lemma, "verb", "noun") if is_verb(above) else None
    return known is not None and known.kind == "ended"


def _is_content(below: Token) -> bool:
    """Whether a clause or noun is what is asked, refused or threatened; a finite clause in the past is told, not asked."""
    if below.dep == "ccomp":
        return below.tag == "VB"
    return below.dep in {"xcomp", "pobj", "acl", "dobj", "prep", "pcomp"}


def is_say(token: Token) -> bool:
    """Whether a verb is one of saying, whose negation leaves its complement alone."""
    return token.lemma in word_set("say_verbs")


def _is_asked(mention: Mention, other: Mention, below: Token) -> bool:
    """Whether a mention is what another threatens, asks or refuses; a noun that is refused is there all the same."""
    if other.index == mention.index or other.plover not in {"THREATEN", "REQUEST", "REJECT"}:
        return False
    return _is_content(below) and not (mention.nominal and other.plover == "REJECT")


def _governor(below: Token, above: Token) -> tuple[v.Factuality, Token | None, str] | None:
    lemma, dep = above.lemma, below.dep
    if (
        lemma in word_set("plan_words")
        and (dep == "xcomp" or lemma not in SET_TO)
        and dep in {"xcomp", "acl", "ccomp", "dobj", "pobj", "prep", "pcomp"}
    ):
        return "planned", above, "a plan"
    if lemma in word_set("try_words") and dep in {"xcomp", "acl", "pcomp", "prep", "pobj"}:
        return "attempted", above, "an attempt"
    if lemma in word_set("plot_words") and dep in {"xcomp", "acl", "dobj", "prep", "pobj", "pcomp"}:
        return "attempted", above, "a plot"
    if lemma in word_set("avert_words") and dep in {"dobj", "pcomp", "pobj", "nsubjpass", "prep"}:
        return "attempted", above, "averted"
    if lemma in word_set("possible_words") and dep in {"xcomp", "acl", "ccomp", "dobj", "pobj", "prep", "pcomp"}:
        return "possible", above, "not certain"
    if (lemma in {"refrain", "abstain"} and dep in {"prep", "pcomp"}) or (
        lemma == "unlikely" and dep in {"xcomp", "ccomp"}
    ):
        return "denied", above, "not done"
    if lemma in word_set("deny_verbs") and dep in {"dobj", "ccomp", "xcomp", "pcomp"}:
        return "denied", above, "denied"
    return None
