"""How well a place named in a sentence serves as the place of a mention in it.

A place serves where it stands in a phrase of place ("in", "near", "at the gate of") that hangs on the mention, on what it is
done to, or on the verb that it completes. It does not where the words name what is talked about ("sanctions on Iran"), where
somebody is from ("rebels from Darfur") or who acts. Between the two lie places that only share the sentence ("militants in
Iraq said"): they serve where nothing better is told.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline import vocabulary as v
from dateline.draft import Mention, Sentence, Token, Toponym
from dateline.grammar import is_verb
from dateline.lexicon.words import word_set
from dateline.stages.scene.routes import Route

WITHIN_NOUN = frozenset({"pobj", "compound", "nmod", "amod", "poss", "appos", "nummod", "npadvmod", "advmod", "pcomp"})
"""Links by which one place lies in the words of another noun ("the town of X", "Kabul's old city")."""
UNDERGOING = frozenset({"dobj", "nsubjpass", "attr", "oprd", "dative"})
SAID = frozenset({"ccomp", "parataxis"})
FIGHT = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT"})
"""Types of events that happen where what they are done to stands."""
TAKEN = frozenset({"ASSAULT", "COERCE", "CONSULT"})
"""Types that have a place as their object: shelled, seized, visited."""
TOPICAL = frozenset({"on", "over", "between"})
"""Prepositions of places and of topics alike."""
ABOVE = frozenset({("on", "ASSAULT"), ("over", "MOBILIZE")})
"""Prepositions of topics that are of places with some types: an attack on a country, a missile over it."""
ATTACHING = frozenset({"with", "for", "of", "against", "by"})
"""Prepositions of those who take part; where something is said to be in a place behind them ("met with rebels in X"), so was
what they took part in, whatever the parser hung the place on."""
FIRED = frozenset({"weapons", "heavy-weapons"})
"""Modes of what is fired from one place, over another."""
FIRM = 2.0
"""Up to this cost a place is the mention's own; above it is one that it may only share."""
SPOKEN = 1.0
"""Up to this cost a place is the one where words were spoken."""
SHARING = frozenset({"ASSAULT", "COERCE", "PROTEST"})
"""Types whose events are taken to be where the rest of their sentence is set."""
BLOCKED = 99.0


@dataclass(frozen=True, slots=True)
class _Way:
    """A place on its way to a mention."""

    sentence: Sentence
    mention: Mention
    toponym: Toponym
    route: Route
    people: frozenset[int]
    others: frozenset[int]

    @property
    def placed(self) -> bool:
        """Whether the words nearest to the place say that something is in it, by a preposition of place."""
        nearest = next((t for t in self.route.up if t.dep in {"prep", "agent"} and t.lower != "of"), None)
        return nearest is not None and nearest.lower in word_set("place_prepositions") - TOPICAL

    def stays(self, n: int) -> bool:
        """Whether the words up to the nth are about no other event: "held talks with rebels in X", not "on the killing of rebels in X"."""
        return not any(t.i in self.others for t in self.route.up[: n + 2])

    @property
    def word(self) -> Token:
        return self.sentence.tokens[self.mention.token]

    @property
    def fine(self) -> bool:
        return self.toponym.grain in {"site", "town", "admin2"}


def cost_of(
    sentence: Sentence,
    mention: Mention,
    toponym: Toponym,
    route: Route,
    *,
    people: frozenset[int] = frozenset(),
    others: frozenset[int] = frozenset(),
) -> float:
    """Return how far a place lies from a mention: up to FIRM its own, up to BLOCKED one that it may share.

    Args:
        people: tokens of the sentence that are heads of phrases for people.
        others: tokens of the other mentions of the sentence.
    """
    way = _Way(sentence, mention, toponym, route, people, others)
    cost = sum(_step_up(way, n) for n in range(len(route.up)))
    cost += sum(_step_down(way, n) for n in range(len(route.down)))
    if mention.plover in v.SPEECH_TYPES and (cost > SPOKEN or not way.fine):
        return BLOCKED
    if mention.plover not in SHARING and cost > FIRM:
        return BLOCKED
    return min(cost, BLOCKED)


def _step_up(way: _Way, n: int) -> float:
    """Cost of the step from a word to the one above it, on the way up to the common word."""
    token = way.route.up[n]
    above = way.route.up[n + 1] if n + 1 < len(way.route.up) else way.route.meet
    if token.dep in {"prep", "agent"}:
        return _preposition(way, n, token, above)
    if token.dep in {"nsubj", "csubj"}:
        return _as_subject(way, n)
    if token.dep in UNDERGOING:
        return _as_object(way, n)
    if token.dep == "conj":
        return 0.2 if not is_verb(token) else 1.5
    if token.dep in {"amod", "compound", "nmod", "poss", "npadvmod"} and n == 0:
        return _as_modifier(way, token, above)
    if token.dep in WITHIN_NOUN:
        return 3.0 if token.dep == "pcomp" and way.mention.plover in v.SPEECH_TYPES else 0.1
    return _clause_up(way, token, above)


def _preposition(way: _Way, n: int, token: Token, above: Token) -> float:
    """Cost of a preposition on the way up; `n` tells how far from the place it stands."""
    word = token.lower
    direct = n <= 1
    if word in TOPICAL:
        return _topical(way, word, direct=direct)
    if word in word_set("place_prepositions"):
        return 0.2
    if not direct and word in ATTACHING and way.mention.plover not in v.SPEECH_TYPES and way.placed and way.stays(n):
        return 0.5
    if word == "of":
        return _of(way, above, deep=not direct)
    if word in {"to", "into", "onto"}:
        return _goal(way, word, above)
    if word == "out":
        return 0.1 if way.mention.plover in {"RETREAT", "MOBILIZE", "PROTEST"} else 4.0
    if word == "from":
        return _origin(way, above)
    return _about(way, word, direct=direct)


def _topical(way: _Way, word: str, *, direct: bool) -> float:
    """Cost of "on", "over", "between": a place for deeds ("an attack on a church in Homs"), a topic for words."""
    if way.mention.plover not in FIGHT and not direct:
        return BLOCKED
    if way.fine or (word, way.mention.plover) in ABOVE or (word == "over" and way.mention.mode in FIRED):
        return 0.2
    return BLOCKED if direct or word == "between" else 0.2


def _origin(way: _Way, above: Token) -> float:
    """Cost of "from": a place for those who leave, are taken or march from it; else only an origin."""
    kind, mode = way.mention.plover, way.mention.mode
    if way.placed:
        return 0.8  # "soldiers from Kenya near Kismayo": the parse hangs the second place on the first
    if mode in FIRED and above.i not in way.people:
        return 0.2
    leaving = kind == "RETREAT" and (mode == "withdraw" or (mode == "release" and way.fine))
    taken = kind in {"ASSAULT", "COERCE"} and mode in {"abduct", "arrest"}
    return 0.2 if above.i == way.word.i and (leaving or taken or kind == "PROTEST") else 4.0


def _about(way: _Way, word: str, *, direct: bool) -> float:
    """Cost of the other prepositions, which tell whom or what a deed is about."""
    kind = way.mention.plover
    if word == "against" and not direct and kind in FIGHT:
        return 0.4
    if kind == "CONSULT" and word in {"with", "between"} and way.fine and not direct:
        return 1.0
    return 4.0 if kind in FIGHT else BLOCKED


def _of(way: _Way, above: Token, *, deep: bool) -> float:
    """Cost of "of": "the bombing of Homs", "the port of Aden"; "a resident of Homs" only says where somebody is from."""
    kind = way.mention.plover
    if above.i in way.people:
        return 4.0 if kind == "ASSAULT" else BLOCKED
    if above.lower == "out":
        return 0.1
    return 0.2 if deep or kind in FIGHT | {"CONSULT"} else 3.0


def _goal(way: _Way, word: str, above: Token) -> float:
    """Cost of "to": a goal is the place of a visit, a march, a deployment, an attack driven into it."""
    if word == "into":
        return 0.3
    if above.i in way.people:
        return BLOCKED  # "the ambassador to Algeria"
    kind = way.mention.plover
    if kind in {"CONSULT", "MOBILIZE", "PROTEST"} or (kind == "RETREAT" and way.mention.mode == "withdraw"):
        return 0.3
    return 1.0 if above.lemma in word_set("motion") and kind in FIGHT else 4.0


def _as_modifier(way: _Way, token: Token, above: Token) -> float:
    """Cost of standing before a noun: "the Kabul blast", "Kabul's old city"; "US outposts" and "Chibok girls" say whose."""
    if way.toponym.grain == "sea":
        return BLOCKED  # "the Red Sea port of X"
    if above.i == way.word.i:
        if way.mention.plover in v.SPEECH_TYPES:
            return BLOCKED
        if token.dep == "poss" and way.mention.plover == "MOBILIZE":
            return BLOCKED  # "Pyongyang's test"
        return 0.1 if way.fine or way.mention.plover in FIGHT else BLOCKED
    if token.dep != "poss" and not way.fine and not _names_ground(way, above):
        return BLOCKED
    if above.i in way.people:
        return 4.0 if way.mention.plover == "ASSAULT" else BLOCKED
    return 0.1


def _names_ground(way: _Way, above: Token) -> bool:
    """Whether a province or region before a noun says where that is ("the West Bank raid"), and not whose ("US outposts")."""
    named = way.toponym.grain in {"admin1", "region"} and way.mention.plover in FIGHT
    return named and above.tag in {"NN", "NNS"} and above.i not in way.people


def _as_subject(way: _Way, n: int) -> float:
    """Cost of standing in the subject: who acts is no place; where the actors are may be one."""
    holder = way.route.down and way.route.down[0].dep in {"nsubj", "nsubjpass"}
    if n == 0 and way.fine and way.mention.plover == "ASSAULT" and way.route.meet.lemma == "be":
        return 0.5
    if n == 0 and way.fine and way.mention.mode == "discontinue":
        return 0.5  # "the embassy in X has suspended its work"
    if n == 0 or holder:
        return BLOCKED
    return 3.0 if way.mention.plover in FIGHT else BLOCKED


def _as_object(way: _Way, n: int) -> float:
    """Cost of standing in the object: what is shelled or visited, or where those are to whom it is done."""
    if n == 0:
        taken = way.mention.plover in TAKEN or (
            way.mention.plover == "MOBILIZE" and way.word.lemma in word_set("motion")
        )
        if way.mention.plover == "COERCE" and way.mention.mode != "seize" and way.toponym.grain == "country":
            return BLOCKED  # "barred North Korea from": a state, not where it was done
        return 0.2 if taken else 3.0 if way.mention.plover in FIGHT else BLOCKED
    return 0.4 if way.mention.plover in FIGHT else 1.2


def _clause_up(way: _Way, token: Token, above: Token) -> float:
    """Cost of leaving a clause upwards."""
    if token.dep in {"relcl", "acl"}:
        if token.lemma in word_set("origin_verbs"):
            return BLOCKED
        if token.lemma in word_set("happen") and above.i == way.word.i:
            return 0.2
        if way.mention.mode in FIRED and token.lemma in word_set("flight") and above.dep == "dobj":
            return 0.4  # "fired a missile that flew over X"
        return 0.8 if token.dep == "acl" and way.mention.plover in FIGHT else 3.0
    if token.dep in {"xcomp", "pcomp"}:
        return 0.6
    if token.dep == "advcl":
        if token.tag == "VB" and above.lemma in word_set("motion"):
            return 0.8  # "troops arrived to keep order in X"
        return 0.8 if token.tag == "VBG" and not way.sentence.kids(token.i, "mark") else 2.2
    return 2.2


def _step_down(way: _Way, n: int) -> float:
    """Cost of a step from the common word, or below it, down towards the mention."""
    token = way.route.down[n]
    if token.dep in {"nsubj", "nsubjpass", "dobj", "attr", "pobj", "compound", "oprd", "appos", "nmod", "amod"}:
        return 0.2
    if token.dep in {"prep", "agent"}:
        return 0.2 if token.lower in word_set("within_event") else 1.5
    if token.dep in {"xcomp", "pcomp"}:
        return 0.3
    if token.dep == "conj":
        return 0.8
    if token.dep in {"advcl", "dep"}:
        marks = way.sentence.kids(token.i, "mark", "advmod")
        going = token.tag == "VB" and way.sentence.tokens[token.head].lemma in word_set("motion")
        at_once = token.tag in {"VBG", "VBN"} or any(m.lower in {"when", "as", "where"} for m in marks)
        return 0.5 if at_once or going else 2.2
    if token.dep in SAID:
        return _down_to_content(way, token)
    if token.dep == "relcl":
        return 0.5 if any(k.lower == "where" for k in way.sentence.kids(token.i)) else 1.8
    return 1.2 if token.dep == "acl" else 1.5


def _down_to_content(way: _Way, token: Token) -> float:
    """Cost of going down to what is said: a place at the head of the sentence holds for it, one beside the speaker does not."""
    top = way.route.up[-1] if way.route.up else way.route.meet
    speaker = next((k.i for k in way.sentence.kids(token.head, "nsubj", "nsubjpass")), -1)
    return 2.1 if top.i < speaker and top.i < token.i else 3.5
