"""Who a noun phrase names: its kind, its country, whether it is people, and its id in the actor dictionary.

The actor dictionary decides what it knows by name; the table of roles decides by the head noun, where a named group
or body that owns the head can decide in its stead; a person takes the kind of a title or an apposition.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from dateline import vocabulary as v
from dateline.actors import ActorDictionary, ActorMatch, load_actors
from dateline.actors.model import Role
from dateline.draft import Draft, Sentence, Token, Toponym
from dateline.lexicon.words import word_set

VAGUE = frozenset({"civilians", "facility", "unidentified", "protesters", "individual"})
"""Kinds that one word of a proper name does not give ("Ann Baker", "Ohio man James Fields")."""
ARMED_GROUPS = frozenset({"rebels", "militia", "gang"})
STATE_ARMS = frozenset({"military", "police", "intelligence"})
STATE_ORGANS = frozenset(
    "government army police parliament president cabinet ministry military court authority minister troop soldier".split()
)
"""Heads that belong to the country in play where no other is named."""
HARDWARE = frozenset("aircraft drone helicopter jet tank warplane warship convoy outpost position post".split())
"""Things of a state that are its armed forces'."""
OF_NATION = frozenset({"officer", "peacekeeper"})
"""Those who are of an army where a nationality says whose they are ("a Swedish officer"), else police or of the United Nations."""
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeastern northwestern southeastern southwestern".split()
)
LOCATIVE = frozenset("in at near outside around inside across through north south east west of over throughout".split())
"""Prepositions after which a capital is the place, not the government that sits there."""
DOMINANT = 0.6
"""Share of the country-bearing place names from which on one country is the one in play."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of those whom a phrase names."""

    kind: v.ActorKind
    country: str | None = None
    human: bool = True
    actor: str | None = None
    person: bool = False
    """One person: what "he" and "she" can refer to."""


class Identifier:
    """Says who the phrases of one report are."""

    def __init__(self, draft: Draft) -> None:
        self._actors: ActorDictionary = load_actors()
        published = draft.report.published
        self._year = int(published[:4]) if published else None
        countries = Counter(t.place.country for t in draft.toponyms if t.place.country)
        if draft.dateline is not None and draft.dateline.country:
            countries[draft.dateline.country] += 2
        self._countries = frozenset(countries)
        top = countries.most_common(1)
        self._in_play = top[0][0] if top and top[0][1] > 1 and top[0][1] >= DOMINANT * sum(countries.values()) else None
        self._places: dict[tuple[int, int], Toponym] = {
            (t.sentence, i): t for t in draft.toponyms for i in range(t.first, t.last)
        }

    def matches(self, sentence: Sentence) -> dict[int, ActorMatch]:
        """Return the actors that a sentence names, by each of their tokens; seats of power only where they stand for it."""
        found: dict[int, ActorMatch] = {}
        for match in self._actors.find([t.text for t in sentence.tokens], year=self._year, countries=self._countries):
            if match.form == "metonym" and self._is_scene(sentence, match.end - 1):
                continue
            for i in range(match.start, match.end):
                found[i] = match
        return found

    def _is_scene(self, sentence: Sentence, i: int) -> bool:
        place = self._places.get((sentence.index, i))
        if place is None or place.metonym:
            return False
        token = sentence.tokens[i]
        return token.dep in {"compound", "npadvmod", "appos", "nmod"} or (
            token.dep == "pobj" and sentence.tokens[token.head].lower in LOCATIVE
        )

    def of_match(self, match: ActorMatch) -> Identity:
        """Return whom a name of the dictionary stands for."""
        if match.actor_id is None:
            return Identity("civilians" if match.form == "demonym" else "government", match.state)
        actor = self._actors.by_id(match.actor_id, year=self._year)
        return Identity(
            actor.kind, actor.country or match.state, actor.kind != "facility", match.actor_id, match.form == "leader"
        )

    def of(self, sentence: Sentence, token: Token, first: int, matches: dict[int, ActorMatch]) -> Identity:
        """Return the identity of the phrase that a token heads and that starts at `first`."""
        match = matches.get(token.i)
        country = self._country(sentence, token, first, matches)
        if match is not None:
            return self._matched(sentence, token, match, country)
        role = self._role(sentence, token, first, matches)
        place = self._places.get((sentence.index, token.i))
        if (
            place is not None
            and not place.metonym
            and token.pos == "PROPN"
            and (role is None or place.place.kind != "site")
        ):
            return Identity("facility" if place.place.kind == "site" else "civilians", place.place.country, human=False)
        if role is not None:
            return self._owned(sentence, token, first, matches, role, country)
        if token.pos == "PROPN":
            return self._person(sentence, token, first, matches, country)
        if token.pos in {"PRON", "NUM", "ADJ"}:
            return Identity("civilians", country)
        return Identity("unidentified", country, human=False)

    def _matched(self, sentence: Sentence, token: Token, match: ActorMatch, country: str | None) -> Identity:
        """Return whom a head word of the dictionary names: of a nationality its people, of a part of a country those who live there."""
        found = self.of_match(match)
        is_state = match.form in {"demonym", "adjective"} and match.actor_id is not None and self._is_state(match)
        if is_state:
            return Identity("civilians", match.state, person=token.tag not in {"NNS", "NNPS"})
        if (
            match.form == "name"
            and self._is_state(match)
            and any(
                k.lower in DIRECTIONS for k in sentence.kids(token.i, "amod", "compound", "nmod") if k.i < match.start
            )
        ):
            return Identity("civilians", match.state, human=False)
        return Identity(found.kind, found.country or country, found.human, found.actor, found.person)

    def _is_state(self, match: ActorMatch) -> bool:
        return self._actors.is_state(match.actor_id)

    def _role(self, sentence: Sentence, token: Token, first: int, matches: dict[int, ActorMatch]) -> Role | None:
        """Return what the words after the last known name say of the head."""
        words = sentence.tokens
        start = next((i + 1 for i in range(token.i - 1, first - 1, -1) if i in matches), first)
        role = self._actors.kind_of_role(_wording(words, start, token.i)) or self._actors.kind_of_role(token.lower)
        if role is None or token.pos != "PROPN" or " " in role.lemma or role.kind not in VAGUE:
            return role
        alone = token.i == start or words[token.i - 1].pos != "PROPN"
        definite = any(w.lower == "the" for w in words[first:start]) or words[first].lower == "the"
        return role if role.lemma == token.lower and (alone or (definite and role.kind == "facility")) else None

    def is_people(self, token: Token) -> bool:
        """Whether a noun names people or a body of people."""
        role = self._actors.kind_of_role(token.lemma or token.lower)
        return role is not None and role.human

    def _owner(self, sentence: Sentence, token: Token, first: int, matches: dict[int, ActorMatch]) -> ActorMatch | None:
        """Return the named actor before a head or in its "of" phrase; not one that it is against ("anti-Taliban forces")."""
        words = sentence.tokens
        for i in range(token.i - 1, first - 1, -1):
            match = matches.get(i)
            if match is None or match.form == "leader":
                continue
            front = words[match.start - 1] if match.start > first else None
            hyphened = words[match.start].lower.startswith(("anti-", "pro-"))
            if hyphened or (front is not None and front.lower.rstrip("-") in {"anti", "-", "pro", "ex"}):
                return None
            return match
        for kid in sentence.kids(token.i, "prep"):
            if kid.lower in {"of", "from", "for"}:
                return next((matches[h.i] for h in sentence.kids(kid.i, "pobj") if h.i in matches), None)
        return None

    def _owned(
        self,
        sentence: Sentence,
        token: Token,
        first: int,
        matches: dict[int, ActorMatch],
        role: Role,
        country: str | None,
    ) -> Identity:
        """Return the identity that a role gives, its owner's kind where the word says little or is a thing of its owner's."""
        kind: v.ActorKind = role.kind
        owner = self._owner(sentence, token, first, matches)
        if owner is not None and owner.actor_id is not None and not self._is_state(owner):
            actor = self.of_match(owner)
            country = country or actor.country
            takes = role.by_owner or (not role.human and role.kind == "facility")
            if takes and self._yields(role, actor.kind):
                kind = actor.kind
        elif (
            role.by_owner
            and (described := self._described(sentence, token, first))
            and (not role.human or kind == "civilians")
        ):
            kind = described
        elif kind == "facility" and any(w.lower == "military" for w in sentence.tokens[first : token.i]):
            kind = "military"
        elif owner is not None:
            kind = self._of_state(role, kind)
        elif role.lemma.rpartition(" ")[2] in word_set("of_whom"):
            kind = self._complement(sentence, token, matches) or kind
        if country is None and role.lemma.rpartition(" ")[2] in STATE_ORGANS:
            country = self._in_play
        return Identity(
            kind,
            country,
            role.human,
            person=role.human and token.tag not in {"NNS", "NNPS"} and token.lemma not in word_set("collective"),
        )

    def _described(self, sentence: Sentence, token: Token, first: int) -> v.ActorKind | None:
        """Return the kind of the body whose thing a compound names ("division headquarters", "National Guard post")."""
        words = sentence.tokens
        last = token.i - 1
        if last < first or words[last].dep != "compound":
            return None
        role = self._actors.kind_of_role(_wording(words, first, last))
        return role.kind if role is not None and role.kind not in VAGUE else None

    @staticmethod
    def _yields(role: Role, owner: v.ActorKind) -> bool:
        """Whether a role's own kind gives way to its owner's: armed groups take all, bodies only what is not armed."""
        if owner in ARMED_GROUPS | STATE_ARMS | {"party", "government"}:
            return role.kind != "civilians" or role.by_owner
        return role.kind not in STATE_ARMS

    @staticmethod
    def _of_state(role: Role, kind: v.ActorKind) -> v.ActorKind:
        """Return what a role is under a name or adjective of a state: hardware is its forces', its gunmen are an armed group."""
        if role.lemma.rpartition(" ")[2] in HARDWARE and not role.human and role.by_owner:
            return "military"
        if role.lemma in OF_NATION:
            return "military"
        return (
            "rebels"
            if kind == "unidentified" and role.human and role.lemma.rpartition(" ")[2] in word_set("lone_arms")
            else kind
        )

    def _complement(self, sentence: Sentence, token: Token, matches: dict[int, ActorMatch]) -> v.ActorKind | None:
        """Return the kind of those of whom somebody is a member or leader ("members of a peacekeeping force")."""
        for kid in sentence.kids(token.i, "prep"):
            for inner in sentence.kids(kid.i, "pobj") if kid.lower in {"of", "for"} else ():
                role = self._role(sentence, inner, min(sentence.subtree(inner.i)), matches)
                if role is not None and role.human:
                    return role.kind
        return None

    def _bearer(self, found: Identity, role: Role) -> Identity:
        """Return the identity of a name beside a role: nouns for anybody ("man", "suspect") say nothing of who it is."""
        plain = found.kind == "unidentified" or (
            found.kind == "civilians" and role.lemma.rpartition(" ")[2] in word_set("anybody")
        )
        return Identity(
            "individual" if plain else found.kind,
            found.country,
            person=role.lemma.rpartition(" ")[2] not in word_set("collective"),
        )

    def _person(
        self, sentence: Sentence, token: Token, first: int, matches: dict[int, ActorMatch], country: str | None
    ) -> Identity:
        """Return the identity of a name from the title before it, or from what it is in apposition to or said to be."""
        words = sentence.tokens
        if token.lemma in word_set("no_persons"):
            return Identity("unidentified", country, human=False)
        for i in range(token.i - 1, first - 1, -1):
            if words[i].pos not in {"NOUN", "PROPN"} or i in matches:
                continue
            role = self._role(sentence, words[i], first, matches)
            if (
                role is not None
                and role.human
                and role.lemma.rpartition(" ")[2] in {words[i].lemma, words[i].lower}
                and not (words[i].pos == "PROPN" and role.kind in VAGUE)
            ):
                return self._bearer(self._owned(sentence, words[i], first, matches, role, country), role)
        for said in self._said_to_be(sentence, token):
            match = matches.get(said.i)
            if match is not None and match.form in {"name", "leader"}:
                under = words[said.i].dep == "pobj" and token.i > first  # "the leader of Hezbollah, Ali Shami"
                return Identity(
                    self.of_match(match).kind, match.state or country, person=match.form == "leader" or under
                )
            edge = min(sentence.subtree(said.i))
            role = self._role(sentence, said, min(edge, said.i), matches) if said.pos in {"NOUN", "PROPN"} else None
            if role is not None and role.human:
                near = country or self._country(sentence, said, edge, matches)
                if words[said.i].dep == "pobj":  # "the leader of the Unity Party, Paul Omondi": not the party itself
                    return replace(self._owned(sentence, said, edge, matches, role, near), actor=None, person=True)
                return self._bearer(self._owned(sentence, said, edge, matches, role, near), role)
        by_state = any(
            matches[k.i].form in {"name", "adjective"} for k in sentence.kids(token.i, "poss") if k.i in matches
        )
        return Identity("government" if by_state else "individual", country, person=True)

    @staticmethod
    def _said_to_be(sentence: Sentence, token: Token) -> list[Token]:
        found = sentence.kids(token.i, "appos")
        above = sentence.tokens[token.head]
        if token.dep == "appos":
            found.append(above)
        if token.dep == "nsubj" and above.lemma == "be":
            found += sentence.kids(above.i, "attr")
        return found

    def _country(self, sentence: Sentence, token: Token, first: int, matches: dict[int, ActorMatch]) -> str | None:
        for i in range(token.i, first - 1, -1):
            found = matches.get(i)
            if found is not None and found.state:
                return found.state
        for prep in sentence.kids(token.i, "prep"):
            if prep.lower in {"of", "in", "from"} and not sentence.kids(token.i, "poss"):
                for inner in sentence.kids(prep.i, "pobj"):
                    found = matches.get(inner.i)
                    if found is not None and found.state:
                        return found.state
        for child in sentence.kids(token.i, "appos"):
            found = matches.get(child.i)
            if found is not None and found.state:
                return found.state
        return None


def _wording(words: tuple[Token, ...], first: int, last: int) -> str:
    """Return the words of a role as the table of roles writes them: as in the text, the head in the singular, hyphens closed up."""
    front = [w.lower for w in words[first:last]]
    return " ".join([*front, words[last].lemma or words[last].lower]).replace(" - ", "-")
