"""Words on who did it: "claimed responsibility", "no group has claimed", "blamed on", "accused of", "denied any part", "was behind"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline import vocabulary as v
from dateline.draft import Attribution, Draft, Phrase, Sentence, Token
from dateline.grammar import agents, contents, is_passive, is_verb, objects, patients, prepositions, subjects
from dateline.lexicon.words import word_set

DEFINITE = frozenset("the that this these those its their it both all any".split())
NOBODY = frozenset("no nobody none neither".split())
OWNING = frozenset({"responsibility", "credit", "blame"})
"""What those who did it claim, take or accept."""
TAKING = frozenset("claim take accept assume admit acknowledge bear own shoulder".split())
REFUSED = frozenset(
    "involvement responsibility role part accusation charge allegation hand complicity link connection claim".split()
)
"""What those deny who are said to have done it."""
REFUSING = frozenset({"deny", "reject", "disclaim", "dismiss", "disavow"})
OWNING_UP = frozenset({"say", "admit", "acknowledge", "confess"})
POINTING: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "bear": (frozenset("mark hallmark fingerprint signature imprint stamp".split()), frozenset({"of"})),
    "carry": (frozenset("mark hallmark signature stamp".split()), frozenset({"of"})),
    "fall": (frozenset({"suspicion"}), frozenset({"on"})),
    "point": (frozenset("suspicion finger evidence clue information indication sign finding investigation".split()), frozenset({"at", "to", "towards"})),
}  # fmt: skip
"""Verbs that point at somebody ("bore the hallmarks of", "suspicion fell on"): nouns with them, and the preposition before the one suspected."""
CHARGING: dict[str, frozenset[str]] = {
    "accuse": frozenset({"of"}), "suspect": frozenset({"of", "in"}), "charge": frozenset({"with", "over", "for", "in"}), "indict": frozenset({"for", "on", "over", "in"}),
    "try": frozenset({"for", "over"}), "want": frozenset({"for", "in", "over"}), "blame": frozenset({"for"}), "convict": frozenset({"of"}),
}  # fmt: skip
"""Verbs that put a deed to somebody, with the prepositions before the deed."""
LAYING: dict[str, frozenset[str]] = {
    "blame": frozenset({"on"}), "attribute": frozenset({"to"}), "ascribe": frozenset({"to"}), "pin": frozenset({"on"}), "put": frozenset({"to"}),
}  # fmt: skip
"""Verbs that lay a deed at somebody's door, with the preposition before the doer."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's word on who did it.

    Args:
        sentence, token: of the word that says so; start, end: its words.
        stance: of the speaker; phrase: index of the one named, -1 where nobody claimed it; speaker: likewise, -1 where none.
        about: indices of the tokens that tell the deed.
        recalls: the deed is only recalled ("the attack"), so that it is one told elsewhere in the report.
    """

    sentence: int
    token: int
    stance: v.Stance
    phrase: int
    speaker: int
    start: int
    end: int
    about: tuple[int, ...] = ()
    recalls: bool = True


def claims_of(draft: Draft) -> Iterator[Claim]:
    """Yield the claims of a report."""
    heads: dict[int, dict[int, Phrase]] = {}
    for phrase in draft.phrases:
        heads.setdefault(phrase.sentence, {}).setdefault(phrase.head, phrase)
    told: dict[int, list[Attribution]] = {}
    for item in draft.attributions:
        told.setdefault(item.sentence, []).append(item)
    for sentence in draft.sentences:
        if sentence.parsed:
            reading = _Reading(draft, sentence, heads.get(sentence.index, {}), told.get(sentence.index, []))
            for token in sentence.tokens:
                yield from reading.at(token)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One sentence with its phrases by head and its attributions."""

    draft: Draft
    sentence: Sentence
    heads: dict[int, Phrase]
    told: list[Attribution]

    def at(self, token: Token) -> Iterator[Claim]:
        """Yield the claims that a word makes."""
        if is_verb(token):
            if token.lemma in TAKING:
                yield from self._taken(token)
            if token.lemma in REFUSING:
                yield from self._refused(token)
            if token.lemma in CHARGING:
                yield from self._charged(token)
            if token.lemma in LAYING:
                yield from self._laid(token)
            if token.lemma in OWNING_UP:
                yield from self._nobody_says(token)
            if token.lemma in POINTING:
                yield from self._pointed(token)
        elif token.lemma == "claim" and token.pos == "NOUN":
            of = [h for p, hs in prepositions(self.sentence, token.i) if p == "of" for h in hs]
            if any(k.lower in NOBODY for k in self.sentence.kids(token.i, "det")) and any(
                self.sentence.tokens[h].lemma in OWNING for h in of
            ):
                yield self._claim(token, "unclaimed", about=of)
        elif token.lower == "unclaimed":
            yield self._claim(token, "unclaimed")
        if token.lower in {"behind", "responsible", "blame"}:
            yield from self._behind(token)
        if token.lower in {"nothing", "anything"}:
            yield from self._nothing_to_do(token)
        if token.lower in {"work", "hand"}:
            yield from self._its_work(token)

    def _claim(
        self, token: Token, stance: v.Stance, *, phrase: int = -1, speaker: int = -1, about: list[int] | None = None
    ) -> Claim:
        first = min([token.i, *self.sentence.children[token.i]])
        last = max([token.i, *self.sentence.children[token.i]])
        deed = tuple(sorted({i for h in about or [] for i in self.sentence.subtree(h)}))
        return Claim(
            self.sentence.index,
            token.i,
            stance,
            phrase,
            speaker,
            self.sentence.tokens[first].start,
            self.sentence.tokens[last].end,
            deed,
            self._recalls(deed),
        )

    def _recalls(self, deed: tuple[int, ...]) -> bool:
        """Whether the words of a deed tell nothing new: none, a pronoun, or a definite noun without names and numbers."""
        words = [self.sentence.tokens[i] for i in deed]
        if any(t.pos == "PROPN" or t.tag == "CD" for t in words):
            return False
        return not any(t.pos == "NOUN" and t.lemma not in OWNING for t in words) or any(
            t.lower in DEFINITE for t in words
        )

    def _index(self, head: int) -> int:
        return self.heads[head].index if head in self.heads else -1

    def _taken(self, token: Token) -> Iterator[Claim]:
        """Yield "claimed responsibility for", "claimed the attack", "an assault claimed by"; nobody's claim where the subject is nobody."""
        held = [c for h in objects(self.sentence, token.i) for c in contents(self.sentence, h)]
        lemmas = {self.sentence.tokens[h].lemma for h in held}
        deed = token.lemma in {"claim", "admit"} and any(self._is_deed(h) for h in held)
        if not deed and not lemmas & OWNING and not self._owned_up(token):
            return
        doers = (
            agents(self.sentence, token.i) if is_passive(self.sentence, token.i) else subjects(self.sentence, token.i)
        )
        about = [*held, *(h for p, hs in prepositions(self.sentence, token.i) if p in {"for", "to"} for h in hs)]
        about += self._behind_the_day([token.i, *held])
        if any(k.dep == "neg" for k in self.sentence.kids(token.i)) or any(self._nobody(h) for h in doers):
            yield self._claim(token, "unclaimed", about=about)
            return
        for head in doers:
            if head in self.heads and head not in held:
                yield self._claim(token, "claimed", phrase=self._side_of(head), speaker=self._index(head), about=about)

    def _behind_the_day(self, above: list[int]) -> list[int]:
        """Return the deed that stands behind the day of the claim: "claimed responsibility on Wednesday for killing four"."""
        days = [h for i in above for p, hs in prepositions(self.sentence, i) if p in {"on", "in"} for h in hs]
        fors = [k.i for day in [*above, *days] for k in self.sentence.kids(day, "prep") if k.lower == "for"]
        return [k.i for i in fors for k in self.sentence.kids(i, "pobj", "pcomp")]

    def _owned_up(self, token: Token) -> bool:
        return token.lemma == "own" and any(k.lower == "up" for k in self.sentence.kids(token.i))

    def _is_deed(self, i: int) -> bool:
        token = self.sentence.tokens[i]
        return token.lemma in word_set("claimed_deeds") or (token.lower == "it" and token.dep == "dobj")

    def _nobody(self, i: int) -> bool:
        token = self.sentence.tokens[i]
        before = self.sentence.tokens[i - 1].lower if i else ""
        return (
            token.lower in NOBODY
            or any(k.lower in NOBODY for k in self.sentence.kids(i, "det", "nummod", "preconj"))
            or (token.lower == "one" and before == "no")
        )

    def _refused(self, token: Token) -> Iterator[Claim]:
        """Yield "denied any involvement", "rejected the accusation"."""
        held = objects(self.sentence, token.i)
        if is_passive(self.sentence, token.i) or not any(self.sentence.tokens[h].lemma in REFUSED for h in held):
            return
        for head in subjects(self.sentence, token.i):
            if head in self.heads:
                yield self._claim(token, "denied", phrase=self._side_of(head), speaker=self._index(head), about=held)

    def _charged(self, token: Token) -> Iterator[Claim]:
        """Yield "accused him of the killing", "charged with", "wanted for": the deed is put to the one accused."""
        before = CHARGING[token.lemma]
        preps = [p.i for p in self.sentence.kids(token.i, "prep") if p.lower in before]
        preps += [c.i for p in preps for c in self.sentence.kids(p, "conj")]
        deed = [k.i for p in preps for k in self.sentence.kids(p, "pobj", "pcomp")]
        passive = is_passive(self.sentence, token.i)
        if not deed and (token.lemma != "suspect" or passive):
            return
        accused = patients(self.sentence, token.i) if passive else objects(self.sentence, token.i)
        speaker = self._speaker(token)
        stance: v.Stance = (
            "blamed"
            if token.lemma in {"blame", "convict"} or (token.lemma == "accuse" and not passive)
            else "suspected"
        )
        for head in accused:
            # "officials suspect the militias" is said of what was told; what else they may suspect is not.
            if head in self.heads and (deed or self.heads[head].kind in word_set("claiming_kinds")):
                yield self._claim(token, stance, phrase=self._index(head), speaker=speaker, about=deed)

    def _speaker(self, token: Token) -> int:
        """Return who accuses or blames, -1 for nobody named; no deed does.

        "The minister said that the attack had been planned abroad and accused Tehran": parsers have the attack accuse.
        """
        if is_passive(self.sentence, token.i):
            speakers = agents(self.sentence, token.i)
        else:
            speakers = subjects(self.sentence, token.i)
            above = iter(self.sentence.ancestors(token.i))
            while speakers and all(self._is_deed(h) for h in speakers):
                clause = next((t for t in above if is_verb(t) and t.dep != "conj"), None)
                said = self.sentence.tokens[clause.head] if clause is not None and clause.dep == "ccomp" else None
                speakers = subjects(self.sentence, said.i) if said is not None else []
        return next((self._index(h) for h in speakers if h in self.heads), -1)

    def _laid(self, token: Token) -> Iterator[Claim]:
        """Yield "blamed the attack on", "blamed the rebels", "an attack attributed to"."""
        on = [h for p, hs in prepositions(self.sentence, token.i) if p in LAYING[token.lemma] for h in hs]
        held = objects(self.sentence, token.i)
        if not on:  # the parser hangs "blamed the attack on rebels" on the attack
            on = [
                h
                for deed in held
                if self._is_deed(deed)
                for p, hs in prepositions(self.sentence, deed)
                if p in LAYING[token.lemma]
                for h in hs
            ]
        if token.lemma == "put" and not any(k.lower == "down" for k in self.sentence.kids(token.i)):
            return
        passive = is_passive(self.sentence, token.i)
        speaker = self._speaker(token)
        if any(p == "for" for p, _ in prepositions(self.sentence, token.i)) and not on:
            return
        blamed = on or ([h for h in held if not self._is_deed(h)] if token.lemma == "blame" else [])
        stance: v.Stance = "suspected" if passive and speaker < 0 and token.lemma != "blame" else "blamed"
        for head in blamed:
            if head in self.heads and not self._is_deed(head) and self.heads[head].human:
                yield self._claim(token, stance, phrase=self._index(head), speaker=speaker, about=held if on else None)

    def _nobody_says(self, token: Token) -> Iterator[Claim]:
        """Yield "no group has said it carried out the attack", "nobody has admitted firing it"."""
        if not any(self._nobody(h) for h in subjects(self.sentence, token.i)):
            return
        for clause in self.sentence.kids(token.i, "ccomp", "xcomp"):
            own = self.sentence.kids(clause.i, "nsubj", "nsubjpass")
            if not own or all(k.lower in {"it", "they", "he", "she"} for k in own):
                yield self._claim(token, "unclaimed", about=[clause.i])
                return

    def _pointed(self, token: Token) -> Iterator[Claim]:
        """Yield "the attack bore the hallmarks of the Front", "suspicion fell on the rebels"."""
        nouns, wanted = POINTING[token.lemma]
        beside = [
            h
            for h in (*objects(self.sentence, token.i), *subjects(self.sentence, token.i))
            if self.sentence.tokens[h].lemma in nouns
        ]
        for at in (token.i, *beside) if beside else ():
            for before, held in prepositions(self.sentence, at):
                for head in held if before in wanted else ():
                    if head in self.heads:
                        speaker = next(
                            (
                                a.phrase
                                for a in self.told
                                if a.phrase >= 0 and any(x <= token.start < y for x, y in a.content)
                            ),
                            -1,
                        )
                        yield self._claim(token, "suspected", phrase=self._index(head), speaker=speaker)

    def _behind(self, token: Token) -> Iterator[Claim]:
        """Yield "was behind the attack", "responsible for the killing", "to blame": whoever says so decides the stance."""
        deed = [
            h
            for k in ([token] if token.lower == "behind" else self.sentence.kids(token.i, "prep"))
            for h in self._governed(k)
        ]
        above = self.sentence.tokens[token.head]
        to_blame = token.lower == "blame" and token.tag == "VB" and above.lemma == "be"
        held = above.lemma == "hold" and token.lower == "responsible" and not deed  # "held the Front responsible"
        if above.lemma not in {"be", "hold"} or not (to_blame or held or any(self._is_deed(h) for h in deed)):
            return
        if above.lemma == "hold":
            speaker = next((self._index(h) for h in subjects(self.sentence, above.i) if h in self.heads), -1)
            yield from (
                self._claim(token, "blamed", phrase=self._index(h), speaker=speaker, about=deed)
                for h in objects(self.sentence, above.i)
                if h in self.heads
            )
            return
        saying = next((t for t in self.sentence.ancestors(above.i) if t.lemma in word_set("say_verbs")), None)
        if saying is not None and any(self._nobody(h) for h in subjects(self.sentence, saying.i)):
            yield self._claim(token, "unclaimed", about=deed)
            return
        for head in subjects(self.sentence, above.i):
            if head in self.heads:
                yield self._by_speaker(token, self.heads[head], deed)

    def _nothing_to_do(self, token: Token) -> Iterator[Claim]:
        """Yield "said it had nothing to do with the attack", "denied that it had anything to do with it"."""
        having = self.sentence.tokens[token.head]
        doing = next((k for k in self.sentence.kids(token.i, "relcl", "acl", "xcomp") if k.lemma == "do"), None)
        doing = doing or next((k for k in self.sentence.kids(having.i, "xcomp") if k.lemma == "do"), None)
        saying = next(
            (t for t in self.sentence.ancestors(having.i) if t.lemma in word_set("say_verbs") | REFUSING), None
        )
        if (
            having.lemma != "have"
            or doing is None
            or saying is None
            or (token.lower == "anything") != (saying.lemma in REFUSING)
        ):
            return
        about = [h for p, hs in prepositions(self.sentence, doing.i) if p == "with" for h in hs]
        speakers = [h for h in subjects(self.sentence, saying.i) if h in self.heads]
        own = [
            h for h in subjects(self.sentence, having.i) if h in self.heads and not self.heads[h].pronoun
        ] or speakers
        for head in own:
            yield self._claim(
                token,
                "denied",
                phrase=self._side_of(head),
                speaker=self._index(speakers[0]) if speakers else -1,
                about=about,
            )

    def _its_work(self, token: Token) -> Iterator[Claim]:
        """Yield "the attack was the work of the Front", "saw the hand of the Front in it"."""
        whose = [h for p, hs in prepositions(self.sentence, token.i) if p == "of" for h in hs if h in self.heads]
        above = self.sentence.tokens[token.head]
        if token.lower == "work" and token.dep == "attr" and above.lemma == "be":
            deed = [
                h for h in subjects(self.sentence, above.i) if self._is_deed(h) or self.sentence.tokens[h].lower == "it"
            ]
            yield from (self._by_speaker(token, self.heads[h], deed) for h in whose if deed)
        elif token.lower == "hand" and token.dep == "dobj" and above.lemma == "see":
            speaker = next((self._index(h) for h in subjects(self.sentence, above.i) if h in self.heads), -1)
            yield from (self._claim(token, "suspected", phrase=self._index(h), speaker=speaker) for h in whose)

    def _governed(self, preposition: Token) -> list[int]:
        return [k.i for k in self.sentence.kids(preposition.i, "pobj")]

    def _by_speaker(self, token: Token, doer: Phrase, deed: list[int]) -> Claim:
        claim = self._claim(token, "stated", phrase=doer.index, about=deed)
        for item in self.told:
            if not any(a <= token.start < b for a, b in item.content):
                continue
            if item.stance == "hedges":
                return replace(claim, stance="suspected", speaker=item.phrase)
            if item.phrase >= 0:
                same = doer.chain in {item.phrase, self.draft.phrases[item.phrase].chain}
                stance: v.Stance = "denied" if item.stance == "denies" else "claimed" if same else "blamed"
                return replace(claim, stance=stance, speaker=item.phrase)
        return claim

    def _side_of(self, head: int) -> int:
        """Return whom a claimant speaks for: the group in the words about him ("a spokesman for the Front"), else himself."""
        phrase = self.heads[head]
        if phrase.pronoun:
            return phrase.index
        below = [head]
        for i in below:
            below += [
                k.i
                for k in self.sentence.kids(i)
                if k.dep in {"appos", "prep", "pobj", "poss", "compound", "amod", "nmod", "agent"} or k.lemma == "sign"
            ]
        groups = [
            self.heads[i]
            for i in below[1:]
            if i in self.heads and self.heads[i].actor is not None and self.heads[i].kind in word_set("claiming_kinds")
        ]
        return groups[0].index if groups else phrase.index
