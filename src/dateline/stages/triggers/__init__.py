"""Event mentions: the words of the parsed sentences that state an event, with its type and mode."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, cast

from dateline import vocabulary as v
from dateline.draft import Draft, Mention, Phrase, Sentence, Token
from dateline.grammar import container, is_verb
from dateline.lexicon.tallies import HARM, is_nth, with_tallies
from dateline.lexicon.triggers import DROP, TriggerRow, load_triggers
from dateline.stage import PerDraft
from dateline.stages.triggers.conditions import Context, holds, multiword
from dateline.stages.triggers.modes import mode_of

DEFINITE = frozenset({"the", "this", "that", "these", "those"})


@dataclass(frozen=True)
class TriggersStage(PerDraft):
    """Assigns the event mentions of the parsed sentences.

    Args:
        floor: mentions whose row in the trigger table has a lower strength are left out.
    """

    name: ClassVar[str] = "triggers"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "times", "phrases", "toponyms")
    assigns: ClassVar[tuple[str, ...]] = ("mentions",)

    floor: float = 0.05

    def __call__(self, draft: Draft) -> Draft:
        """Find the mentions of one report."""
        by_sentence: dict[int, dict[int, Phrase]] = {}
        for phrase in draft.phrases:
            by_sentence.setdefault(phrase.sentence, {}).setdefault(phrase.head, phrase)
        places: dict[int, set[int]] = {}
        for toponym in draft.toponyms:
            places.setdefault(toponym.sentence, set()).update(range(toponym.first, toponym.last))
        dated = {(t.sentence, i) for t in draft.times for i in range(t.first, t.last)}
        found: list[Mention] = []
        for sentence in draft.sentences:
            if not sentence.parsed:
                continue
            context = Context(sentence, by_sentence.get(sentence.index, {}), frozenset(places.get(sentence.index, ())))
            taken: set[int] = set()
            for token in sentence.tokens:
                if (
                    (token.pos == "PROPN" and (sentence.index, token.i) in dated)
                    or token.i in taken
                    or (token.dep == "amod" and token.tag != "VBD" and _is_joined(sentence, token))
                ):
                    continue
                row = _row(context, token)
                if row is None or row.plover == DROP or row.strength < self.floor:
                    continue
                if row.frame in HARM and is_nth(sentence, token.i):
                    continue
                mention = _mention(context, token, row, len(found))
                found.append(mention)
                taken.update(range(token.i, mention.last))
        draft.mentions = tuple(with_tallies(draft, found))
        return draft


def _is_joined(sentence: Sentence, token: Token) -> bool:
    return token.i > 0 and sentence.tokens[token.i - 1].text == "-"


def _parts_of_speech(sentence: Sentence, token: Token) -> tuple[str, ...]:
    if token.tag == "VBN" and sentence.kids(token.i, "det"):
        return ("N",)  # "the accused"
    if token.pos == "ADJ" and token.dep in {"acomp", "oprd"}:
        return ("A",)
    if is_verb(token) and token.dep != "compound":
        # "killed" and "wounded" before a noun describe it and state nothing new, unless the noun is their victim
        finite = token.tag == "VBN" or (token.tag == "VBD" and _is_joined(sentence, token))  # "test-fired two missiles"
        return ("V", "A") if token.dep != "amod" or finite else ()
    if token.pos in {"NOUN", "PROPN"} and token.dep != "compound":
        return ("N",)
    return ()


def _row(context: Context, token: Token) -> TriggerRow | None:
    """Return the first row of the table whose conditions hold at a token."""
    loaded = load_triggers()
    if token.lemma not in loaded.heads and token.lower not in loaded.heads:
        return None
    table = loaded.rows
    for pos in _parts_of_speech(context.sentence, token):
        for word in dict.fromkeys((token.lemma, token.lower)):
            for row in table.get((word, pos), ()):
                if row.rest and not multiword(context.sentence, token, row):
                    continue
                if all(any(holds(context, token, c) for c in group) for group in row.when):
                    return row
    return None


def _is_demanded(sentence: Sentence, token: Token) -> bool:
    """Whether giving up is what somebody waits for ("unless prisoners are freed")."""
    clause = next((t for t in (token, *sentence.ancestors(token.i)) if is_verb(t)), token)
    return any(k.lower == "unless" for k in sentence.kids(clause.i, "mark"))


def _mention(context: Context, token: Token, row: TriggerRow, index: int) -> Mention:
    sentence = context.sentence
    mode = row.mode if row.mode != "?" else mode_of(sentence, token, row.plover)
    if row.plover == "RETREAT" and row.pos == "V" and _is_demanded(sentence, token):
        row = replace(row, plover="REQUEST", frame="verdict")
        mode = "yield"
    nominal = row.pos == "N"
    held = container(sentence, token.i) if nominal else token.i
    definite = nominal and any(k.lower in DEFINITE for i in (token.i, held) for k in sentence.kids(i, "det"))
    flags = set(row.flags)
    if nominal and token.tag in {"NNS", "NNPS"}:
        flags.add("plural")
        if sentence.kids(token.i, "nummod", "quantmod") or held != token.i:
            flags.add("counted")
    if definite:
        flags.add("definite")
    if nominal and any(
        k.lower
        in {
            "other",
            "another",
            "previous",
            "earlier",
            "similar",
            "past",
            "recent",
            "last",
            "latest",
            "second",
            "new",
            "further",
            "future",
        }
        for k in sentence.kids(token.i, "amod", "det")
    ):
        flags.add("other")
    return Mention(
        index, sentence.index, token.i, token.i + 1, cast("v.Plover", row.plover), mode, row.frame, nominal, row.strength,
        cast("v.Weapon | None", row.weapon), anaphoric="anaphoric" in row.flags and definite, flags=frozenset(flags),
    )  # fmt: skip


def sentence_of(draft: Draft, mention: Mention) -> Sentence:
    """Return the sentence of a mention."""
    return draft.sentences[mention.sentence]


__all__ = ["TriggersStage"]
