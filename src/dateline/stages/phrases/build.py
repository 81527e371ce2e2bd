"""Noun phrases from the syntax: extent, shortest full name, kind, country and number."""

from __future__ import annotations

from dataclasses import replace

from dateline import vocabulary as v
from dateline.actors import ActorDictionary, ActorMatch, load_actors
from dateline.draft import Draft, Phrase, Sentence, Token
from dateline.lexicon.numbers import find_numbers
from dateline.lexicon.words import word_set

LEFT = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "case", "punct", "advmod", "neg"})
"""Dependents to the left of a head that belong to its phrase."""
CUT = frozenset("the a an this that these those some several many few any no every each all both another more most at least up to as".split())
"""Words cut off the front of a name: articles and bounds of numbers."""
ARGUMENT = frozenset(
    """nsubj nsubjpass dobj pobj poss conj attr appos dative agent oprd ROOT npadvmod obl csubj nmod dep pcomp relcl ccomp intj advcl
    acomp xcomp""".split()
)
"""Relations in which a noun heads a phrase of its own."""
PRONOUNS = frozenset("i my me he she it they him her them his its their who whom whose himself themselves itself herself we our us".split())
CONTAINERS = frozenset(
    """group number series dozen hundred thousand score crowd handful couple lot majority most some many all team pair string
    wave million remainder rest half third quarter several one two three four five six seven eight nine ten both none each any
    part kind type total""".split()
)
"""Heads whose "of" phrase says who is meant ("hundreds of protesters")."""
WHOLE = frozenset("member headquarters ministry chief head department office leader commander".split())
"""Heads whose name is not full without their "of" phrase."""


def _contained(sentence: Sentence, token: Token) -> Token | None:
    """Return the noun that a container stands for ("hundreds of protesters"), where there is one."""
    if token.lemma not in CONTAINERS:
        return None
    for kid in sentence.kids(token.i, "prep"):
        if kid.lower == "of":
            return next((h for h in sentence.kids(kid.i, "pobj") if h.pos in {"NOUN", "PROPN"} and h.lemma not in CONTAINERS), None)
    return None



class Builder:
    """Builds the phrases of one report's sentences."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._actors: ActorDictionary = load_actors()
        published = draft.report.published
        self._year = int(published[:4]) if published else None
        self._titles = word_set("titles")
        self._times: dict[int, set[int]] = {}
        for time in draft.times:
            self._times.setdefault(time.sentence, set()).update(range(time.first, time.last))

    def phrases(self, sentence: Sentence, offset: int) -> list[Phrase]:
        """Return the phrases of a sentence; their indices count on from `offset`."""
        matches: dict[int, ActorMatch] = {}
        for match in self._actors.find([t.text for t in sentence.tokens], year=self._year):
            for i in range(match.start, match.end):
                matches[i] = match
        found: list[Phrase] = []
        times = self._times.get(sentence.index, ())
        for token in sentence.tokens:
            if token.i in times:
                continue
            match = matches.get(token.i)
            if self._is_head(sentence, token, match):
                found.append(self._phrase(sentence, token, matches, offset + len(found)))
            elif match is not None and self._is_modifier(token, match, sentence):
                found.append(self._modifier(sentence, token, match, offset + len(found)))
        return found

    @staticmethod
    def _is_head(sentence: Sentence, token: Token, match: ActorMatch | None) -> bool:
        if token.pos == "PRON":
            return token.lower in PRONOUNS or token.lower in {"others", "some", "many", "those", "nobody", "everyone", "someone"}
        if token.dep == "compound" or (token.dep in {"amod", "nmod"} and token.pos != "PROPN"):
            return False
        if token.pos in {"NOUN", "PROPN"}:
            return token.dep in ARGUMENT
        if token.pos == "NUM":
            return token.dep in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos"} and token.tag == "CD"
        if token.pos == "ADJ":
            return token.dep in {"nsubj", "nsubjpass", "dobj", "pobj", "agent"} and (match is not None or token.tag != "JJS")
        return False

    @staticmethod
    def _is_modifier(token: Token, match: ActorMatch, sentence: Sentence) -> bool:
        """Whether a state's or group's name or adjective stands before a noun ("US strikes", "Taliban fighters")."""
        return token.i == match.end - 1 and token.dep in {"amod", "compound", "nmod", "poss"} and token.head >= match.end

    def _modifier(self, sentence: Sentence, token: Token, match: ActorMatch, index: int) -> Phrase:
        first = sentence.tokens[match.start]
        kind, country = self._kind_of_match(match)
        return Phrase(
            index, sentence.index, token.i, match.start, match.end, first.start, token.end,
            self._draft.report.text[first.start : token.end], kind, country, match.actor_id, 1, 1,
            human=kind not in {"facility"}, named=True, chain=index,
        )  # fmt: skip

    def _kind_of_match(self, match: ActorMatch) -> tuple[v.ActorKind, str | None]:
        if match.actor_id is not None:
            actor = self._actors.by_id(match.actor_id)
            if actor is not None:
                return actor.kind, actor.country
        return ("civilians" if match.form == "demonym" else "government"), match.state

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
        kind, country, human, actor = self._identity(sentence, token, first, matches)
        name_first, name_last = self._name_range(sentence, token, first, last, match, actor)
        start, end = words[name_first].start, words[name_last - 1].end
        name = self._draft.report.text[start:end]
        low, high, approximate = self._number(sentence, token, first, last)
        pronoun = token.pos == "PRON"
        return Phrase(
            index, sentence.index, token.i, first, last, start, end, name, kind, country, actor, low, high, approximate,
            plural=token.tag in {"NNS", "NNPS"} or token.lower in {"they", "them", "their", "others"} or (low or 1) > 1,
            human=human, named=token.pos == "PROPN" or match is not None, pronoun=pronoun,
            definite=any(t.lower in {"the", "this", "that", "these", "those"} for t in words[first : token.i]), chain=index,
        )  # fmt: skip

    @staticmethod
    def _left_edge(sentence: Sentence, head: int) -> int:
        """Return where a phrase starts; of two listed modifiers ("US and Iraqi forces") only the last belongs to it."""
        first = head
        joined = next((k.i for m in sentence.kids(head, "amod", "nmod") for k in sentence.kids(m.i, "conj") if k.i < head and k.pos in {"PROPN", "ADJ"} and k.text[:1].isupper()), None)
        if joined is not None:
            return joined
        for child in reversed(sentence.children[head]):
            token = sentence.tokens[child]
            if child > head or token.dep not in LEFT:
                continue
            edge = min(sentence.subtree(child))
            if token.dep == "punct" and token.text not in {"-", '"', "“", "‘"}:
                break
            first = min(first, edge)
        return first

    def _name_range(
        self, sentence: Sentence, token: Token, first: int, last: int, match: ActorMatch | None, actor: str | None
    ) -> tuple[int, int]:
        words = sentence.tokens
        if token.pos == "PRON":
            return token.i, token.i + 1
        start = first
        if match is not None and match.end - 1 >= token.i and (actor is not None or match.start <= first + 1):
            return match.start, match.end
        if token.pos == "PROPN":
            titles = [i for i in range(first, token.i) if words[i].lemma in self._titles or words[i].lower.rstrip(".") in self._titles]
            if titles and titles[-1] + 1 <= token.i:
                return titles[-1] + 1, last
        if token.lemma in WHOLE:
            last = max([last, *(1 + max(sentence.subtree(h.i)) for k in sentence.kids(token.i, "prep") if k.lower == "of" for h in sentence.kids(k.i, "pobj") if not sentence.kids(h.i, "relcl", "acl"))])
        while start < token.i and (words[start].lower in CUT or words[start].tag in {"CD", "PDT"} or words[start].dep in {"advmod", "quantmod", "punct"}):
            start += 1
        return start, last

    def _identity(
        self, sentence: Sentence, token: Token, first: int, matches: dict[int, ActorMatch]
    ) -> tuple[v.ActorKind, str | None, bool, str | None]:
        """Return kind, country, whether human, and the id in the actor dictionary."""
        words = sentence.tokens
        match = matches.get(token.i)
        country = self._country(sentence, token, first, matches)
        if match is not None and match.form != "adjective":
            kind, state = self._kind_of_match(match)
            return kind, state or country, kind != "facility", match.actor_id
        inside = next((m for i in range(token.i - 1, first - 1, -1) if (m := matches.get(i)) and m.actor_id), None)
        role = None
        for width in (3, 2, 1):
            at = token.i - width + 1
            if at < first and width > 1:
                continue
            role = self._actors.kind_of_role(" ".join(w.lemma for w in words[at : token.i + 1]))
            if role is not None:
                break
        if inside is not None and role is not None and (role.human and role.kind in {"rebels", "militia", "gang", "civilians", "unidentified", "party", "government"}):
            actor = self._actors.by_id(inside.actor_id or "")
            if actor is not None and actor.kind not in {"media", "igo"}:
                return actor.kind, country or actor.country, True, None
        if role is not None:
            return role.kind, country, role.human, None
        if token.pos == "PROPN":
            return self._person(sentence, token, first), country, True, None
        if token.pos in {"PRON", "NUM", "ADJ"}:
            return ("government" if match else "civilians"), country, True, None
        return "unidentified", country, False, None

    def _person(self, sentence: Sentence, token: Token, first: int) -> v.ActorKind:
        """Return the kind of a person's name from the title before it or the apposition beside it."""
        words = sentence.tokens
        near = [words[i] for i in range(first, token.i)] + [k for k in sentence.kids(token.i, "appos")]
        if token.dep == "appos":
            near.append(words[token.head])
        for word in reversed(near):
            if word.dep == "appos" or word.pos in {"NOUN", "PROPN"}:
                role = self._actors.kind_of_role(word.lemma)
                if role is not None and role.human:
                    return role.kind
        return "individual"

    def _country(self, sentence: Sentence, token: Token, first: int, matches: dict[int, ActorMatch]) -> str | None:
        own = matches.get(token.i)
        if own is not None and own.state:
            return own.state
        for i in range(token.i, first - 1, -1):
            found = matches.get(i)
            if found is not None and found.state:
                return found.state
        for prep in sentence.kids(token.i, "prep"):
            if prep.lower in {"of", "in", "from"}:
                for inner in sentence.kids(prep.i, "pobj"):
                    found = matches.get(inner.i)
                    if found is not None and found.state:
                        return found.state
        for child in sentence.kids(token.i, "appos"):
            found = matches.get(child.i)
            if found is not None and found.state:
                return found.state
        return None

    def _number(self, sentence: Sentence, token: Token, first: int, last: int) -> tuple[int | None, int | None, bool]:
        words = sentence.tokens
        if token.pos == "PRON":
            return (2, None, False) if token.lower in {"they", "them", "their", "others"} else (1, 1, False)
        at = words[max(0, first - 3)].start
        stop = words[last - 1].end
        inside = [q for q in find_numbers(self._draft.report.text[at:stop]) if at + q.end > words[first].start]
        if inside:
            number = inside[-1]
            return number.low, number.high, number.approximate
        if token.tag in {"NNS", "NNPS"}:
            return 2, None, False
        return 1, 1, False
