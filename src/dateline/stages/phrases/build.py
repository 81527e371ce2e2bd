"""Noun phrases from the syntax: extent, shortest full name, kind, country and number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from dateline.actors import ActorMatch
from dateline.draft import Draft, Phrase, Sentence, Token
from dateline.lexicon.numbers import find_numbers
from dateline.lexicon.words import word_set
from dateline.stages.phrases.identity import STATE_ARMS, Identifier

LEFT = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "case", "punct", "advmod", "neg"}
)
"""Dependents to the left of a head that belong to its phrase."""
CUT = frozenset(
    "the a an this that these those some several many few any no every each all both another more most at least up to or so as dead slain whose and dozen dozens estimated".split()
)
"""Words cut off the front of a name: articles and bounds of numbers."""
ARGUMENT = frozenset(
    """nsubj nsubjpass dobj pobj poss conj attr appos dative agent oprd ROOT npadvmod obl csubj nmod dep pcomp relcl ccomp intj advcl
    acomp xcomp""".split()
)
"""Relations in which a noun heads a phrase of its own."""
PRONOUNS = frozenset(
    "i my me he she it they him her them his its their who whom whose himself themselves itself herself we our us".split()
)
CONTAINERS = frozenset(
    """group number series dozen hundred thousand score crowd handful couple lot majority most some many all team pair string
    wave million remainder rest half third quarter several one two three four five six seven eight nine ten both none each any
    part kind type total queue detachment contingent unit column""".split()
)
"""Heads whose "of" phrase says who is meant ("hundreds of protesters")."""
RULING = frozenset({"government", "president", "minister", "director", "commissioner"})
"""Of these only with a name after "of" ("the government of Syria", not "of fraud")."""
PLAIN = frozenset({"NOUN", "ADJ", "NUM", "VERB", "ADV", "SCONJ"})
"""Parts of speech that no part of a person's name has."""
WHOLE = frozenset(
    "member consulate embassy headquarters ministry chief head department office leader commander government president governor supporter relative son secretary minister director commissioner".split()
)
"""Heads whose name is not full without their "of" phrase."""


def _contained(sentence: Sentence, token: Token) -> Token | None:
    """Return the noun that a container stands for ("hundreds of protesters"), where there is one."""
    if token.lemma not in CONTAINERS and token.tag != "CD":
        return None
    for kid in sentence.kids(token.i, "prep"):
        if kid.lower == "of":
            return next(
                (h for h in sentence.kids(kid.i, "pobj") if h.pos in {"NOUN", "PROPN"} and h.lemma not in CONTAINERS),
                None,
            )
    return None


class Builder:
    """Builds the phrases of one report's sentences."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._who = Identifier(draft)
        self._titles = word_set("titles")
        self.persons: set[int] = set()
        self._times: dict[int, set[int]] = {}
        for time in draft.times:
            self._times.setdefault(time.sentence, set()).update(range(time.first, time.last))

    def phrases(self, sentence: Sentence, offset: int) -> list[Phrase]:
        """Return the phrases of a sentence; their indices count on from `offset`. Those of one person are noted in `persons`."""
        matches = self._who.matches(sentence)
        found: list[Phrase] = []
        times: Collection[int] = self._times.get(sentence.index, ())
        for token in sentence.tokens:
            if token.i in times:
                named = self._before_time(sentence, token, times)
                if named is not None:
                    found.append(replace(self._phrase(sentence, named, matches, offset + len(found)), head=token.i))
                continue
            match = matches.get(token.i)
            if (
                match is not None
                and match.start <= token.head < match.end
                and token.head != token.i
                and token.dep != "conj"
            ):
                continue  # inside a name ("Ministry of Interior")
            if self._is_head(sentence, token, match):
                found.append(self._phrase(sentence, token, matches, offset + len(found)))
            elif match is not None and self._is_modifier(token, match):
                found.append(self._modifier(sentence, token, match, offset + len(found)))
            elif self._is_acting(sentence, token):
                found.append(self._phrase(sentence, token, matches, offset + len(found)))
        return found

    @staticmethod
    def _before_time(sentence: Sentence, token: Token, times: Collection[int]) -> Token | None:
        """Return the noun that the parser hangs on a day that follows it ("sanctions against Pyongyang Monday")."""
        if token.dep not in ARGUMENT:
            return None
        return next(
            (
                k
                for k in reversed(sentence.kids(token.i, "compound", "nmod"))
                if k.i not in times and k.pos in {"NOUN", "PROPN"}
            ),
            None,
        )

    @staticmethod
    def _is_head(sentence: Sentence, token: Token, match: ActorMatch | None) -> bool:
        if token.pos == "PRON":
            return token.lower in PRONOUNS or token.lower in {
                "others",
                "some",
                "many",
                "those",
                "nobody",
                "everyone",
                "someone",
            }
        if (
            token.dep == "nmod"
            and token.pos == "NOUN"
            and (sentence.kids(token.i, "conj") or (match is None and sentence.kids(token.i, "cc")))
        ):
            return True  # "Chad's government and rebels": read as one noun before the other
        shared = (
            token.dep == "nmod" and match is not None and token.head >= match.end and bool(sentence.kids(token.i, "cc"))
        )
        if shared or token.dep == "compound" or (token.dep in {"amod", "nmod"} and token.pos != "PROPN"):
            return False
        if token.pos in {"NOUN", "PROPN"}:
            return token.dep in ARGUMENT
        if token.pos == "NUM":
            return token.dep in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos"} and token.tag == "CD"
        if token.pos == "ADJ":
            return token.dep in {"nsubj", "nsubjpass", "dobj", "pobj", "agent"} and (
                match is not None or token.tag != "JJS"
            )
        return (
            token.tag == "VBN" and token.dep in {"dobj", "pobj", "nsubjpass"} and bool(sentence.kids(token.i, "det"))
        )  # "a sixth accused"

    @staticmethod
    def _is_modifier(token: Token, match: ActorMatch) -> bool:
        """Whether a state's or group's name or adjective stands before a noun ("US strikes", "Taliban fighters")."""
        return (
            token.i == match.end - 1 and token.dep in {"amod", "compound", "nmod", "poss"} and token.head >= match.end
        )

    def _is_acting(self, sentence: Sentence, token: Token) -> bool:
        """Whether a common noun before a noun names whose act that is ("rebel attack", "army offensive"), not what people ("army officer")."""
        if (
            token.dep not in {"compound", "amod", "nmod"}
            or token.lemma not in word_set("acting")
            or token.head < token.i
        ):
            return False
        return not self._who.is_people(sentence.tokens[token.head])

    def _modifier(self, sentence: Sentence, token: Token, match: ActorMatch, index: int) -> Phrase:
        first = sentence.tokens[match.start]
        who = self._who.of_match(match)
        if sentence.kids(token.i, "conj", "cc"):  # "Afghan and US-led troops": each adjective stands for its own troops
            listed = self._who.of(sentence, sentence.tokens[token.head], token.head, {})
            who = replace(who, kind=listed.kind) if listed.human and listed.kind in STATE_ARMS else who
        return Phrase(
            index, sentence.index, token.i, match.start, match.end, first.start, token.end,
            self._draft.report.text[first.start : token.end], who.kind, who.country, who.actor, 1, 1,
            human=who.human, named=True, chain=index,
        )  # fmt: skip

    def _phrase(self, sentence: Sentence, token: Token, matches: dict[int, ActorMatch], index: int) -> Phrase:
        inner = _contained(sentence, token)
        if inner is not None:
            within = self._phrase(sentence, inner, matches, index)
            low, high, approximate = self._number(sentence, token, self._left_edge(sentence, token.i), token.i + 1)
            return replace(within, head=token.i, low=low, high=high, approximate=approximate, plural=True)
        first = self._left_edge(sentence, token.i)
        last = token.i + 1
        match = matches.get(token.i)
        if match is not None:
            first, last = min(first, match.start), max(last, match.end)
        words = sentence.tokens
        called = self._called(sentence, token)
        who = (
            self._who.of(sentence, token, first, matches)
            if called is None
            else self._who.of(sentence, words[called[1] - 1], called[0], matches)
        )
        name_first, name_last = self._name_range(sentence, token, first, last, matches, person=who.person)
        start, end = words[name_first].start, words[name_last - 1].end
        name = self._draft.report.text[start:end]
        low, high, approximate = self._number(sentence, token, first, last)
        if who.person and (low, high) == (1, 1):
            self.persons.add(index)
        pronoun = token.pos == "PRON"
        return Phrase(
            index, sentence.index, token.i, first, last, start, end, name, who.kind, who.country, who.actor, low, high, approximate,
            plural=token.tag in {"NNS", "NNPS"} or token.lower in {"they", "them", "their", "others"} or (low or 1) > 1,
            human=who.human, named=token.pos == "PROPN" or match is not None, pronoun=pronoun,
            definite=any(t.lower in {"the", "this", "that", "these", "those"} for t in words[first : token.i]), chain=index,
        )  # fmt: skip

    @staticmethod
    def _left_edge(sentence: Sentence, head: int) -> int:
        """Return where a phrase starts; of two listed modifiers ("US and Iraqi forces") only the last belongs to it."""
        first = head
        joined = next(
            (
                k.i
                for m in sentence.kids(head, "amod", "nmod")
                for k in sentence.kids(m.i, "conj")
                if k.i < head and k.pos in {"PROPN", "ADJ"} and k.text[:1].isupper()
            ),
            None,
        )
        if joined is not None:
            return joined
        after = [
            k.i + 1
            for m in sentence.kids(head, "amod", "nmod")
            if m.pos in {"NOUN", "PROPN"} or m.text[:1].isupper()
            for k in sentence.kids(m.i, "cc")
            if k.i < head
        ]
        if after:  # "police and security forces", "Afghan and US-led troops"
            return max(after)
        for child in reversed(sentence.children[head]):
            token = sentence.tokens[child]
            if child > head or token.dep not in LEFT:
                continue
            edge = min(sentence.subtree(child))
            if token.dep == "punct" and token.text not in {"-", '"', "“", "‘", "(", ")"}:
                break
            first = min(first, edge)
        return first

    def _name_range(
        self, sentence: Sentence, token: Token, first: int, last: int, matches: dict[int, ActorMatch], *, person: bool
    ) -> tuple[int, int]:
        """Return the tokens of the shortest full name: no articles, numbers, titles; the "of" phrase where the head needs it."""
        words = sentence.tokens
        match = matches.get(token.i)
        if token.pos == "PRON":
            return token.i, token.i + 1
        if match is not None and match.end - 1 >= token.i and match.actor_id is not None:
            return match.start, match.end
        called = self._called(sentence, token)
        if called is not None:
            return called
        last = max(last, self._complement_end(sentence, token))
        start = self._after_title(sentence, token, first) if token.pos == "PROPN" and person else first
        start = max(
            [start, *(i + 1 for i in range(first, token.i) if words[i].lower == "old" and words[i - 1].text == "-")]
        )
        if token.dep in {"compound", "amod"}:  # "United States army offensive": the owner hangs on the last noun
            start = next(
                (m.start for i in range(token.i - 1, -1, -1) if (m := matches.get(i)) is not None and m.end == token.i),
                start,
            )
        return self._after_bounds(sentence, token, start), last

    def _after_title(self, sentence: Sentence, token: Token, first: int) -> int:
        """Return where a person's name starts: after its owner, offices, and words that describe him."""
        words = sentence.tokens
        before = range(first, token.i)
        starts = [first, *(1 + max(sentence.subtree(k.i)) for k in sentence.kids(token.i, "poss") if k.i < token.i)]
        for i in before:
            word, following = words[i], words[i + 1]
            office = word.lemma in self._titles or word.lower.rstrip(".") in self._titles
            noun = word.tag in {"NN", "NNS"} and word.dep in {"compound", "nmod"} and following.pos == "PROPN"
            plain = word.pos in PLAIN and following.text != "-" and word.text[:1].islower()
            if office or noun or plain:
                starts.append(i + 1)
        return max(starts)

    def _after_bounds(self, sentence: Sentence, token: Token, start: int) -> int:
        """Return where a name starts once articles, numbers, times and words of degree are cut off its front."""
        words = sentence.tokens
        times = self._times.get(sentence.index, set())
        while start < token.i and (
            start in times
            or words[start].lower in CUT
            or words[start].tag in {"CD", "PDT"}
            or words[start].dep in {"advmod", "quantmod", "punct"}
        ):
            said_how = (
                words[start].dep == "advmod"
                and words[words[start].head].dep == "amod"
                and words[start].head == start + 1
                and words[start + 1].lower != "armed"
            )
            start += 2 if said_how and start + 2 <= token.i else 1  # "newly installed mayor"
        return start

    @staticmethod
    def _called(sentence: Sentence, token: Token) -> tuple[int, int] | None:
        """Return the name of a town that stands after its noun ("the rebel-held town of Bama")."""
        after = sentence.kids(token.i, "prep")
        if (
            token.lemma not in word_set("settlement")
            or not after
            or after[0].lower != "of"
            or after[0].i != token.i + 1
        ):
            return None
        inner = next(iter(sentence.kids(after[0].i, "pobj")), None)
        if inner is None or inner.pos != "PROPN":
            return None
        front = [k.i for k in sentence.kids(inner.i, "compound") if k.i < inner.i]
        return min([inner.i, *front]), inner.i + 1

    def _complement_end(self, sentence: Sentence, token: Token) -> int:
        """Return where the "of" phrase ends without which the head says too little ("members of the network"), else the head's end."""
        for kid in sentence.kids(token.i, "prep"):
            inner = next(iter(sentence.kids(kid.i, "pobj")), None)
            if inner is None or (kid.lower != "of" and token.pos != "PROPN"):
                continue
            named = (
                token.pos == "PROPN"
                and inner.pos == "PROPN"
                and kid.lower in {"of", "for", "against"}
                and kid.i == token.i + 1
            )
            if named and not self._is_place(sentence, inner):
                return 1 + max([inner.i, *(k.i for k in sentence.kids(inner.i, "conj") if k.pos == "PROPN")])
            if (
                kid.lower == "of"
                and token.lemma in WHOLE
                and kid.i == token.i + 1
                and (token.lemma not in RULING or inner.pos == "PROPN")
            ):
                return inner.i + 1
        return token.i + 1

    def _is_place(self, sentence: Sentence, token: Token) -> bool:
        return any(t.sentence == sentence.index and t.first <= token.i < t.last for t in self._draft.toponyms)

    def _number(self, sentence: Sentence, token: Token, first: int, last: int) -> tuple[int | None, int | None, bool]:
        words = sentence.tokens
        if token.pos == "PRON":
            return (2, None, False) if token.lower in {"they", "them", "their", "others"} else (1, 1, False)
        if not any(t.tag == "CD" or t.lemma in word_set("quantities") for t in words[max(0, first - 3) : last]):
            return (2, None, False) if token.tag in {"NNS", "NNPS"} else (1, 1, False)
        at = words[max(0, first - 3)].start
        stop = words[last - 1].end
        inside = [q for q in find_numbers(self._draft.text[at:stop]) if at + q.end > words[first].start]
        if inside:
            number = inside[-1]
            return number.low, number.high, number.approximate
        if token.tag in {"NNS", "NNPS"}:
            return 2, None, False
        return 1, 1, False
