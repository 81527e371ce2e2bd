"""How far a time told in a sentence lies from a mention in it.

A time belongs to the verb or noun that it hangs on, and to what completes that verb ("three were killed in an attack on Friday").
It does not to what the sentence only names as a reason or a topic ("after Friday's attack, Seoul protested"), to what is said
on another day ("police said on Monday that …"), nor to the deeds that words promise ("agreed to meet on Friday").
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline import vocabulary as v
from dateline.draft import Mention, Sentence, Token
from dateline.grammar import is_verb
from dateline.lexicon.words import word_set
from dateline.stages.scene.routes import Route

FIRM = 2.4
"""Up to this cost a time is a mention's own; above it holds for something else of the sentence."""
SHARED = 1.0
"""Mentions of a sentence whose costs lie no further apart share a time."""
BLOCKED = 99.0
WITHIN = frozenset(
    {"pobj", "npadvmod", "advmod", "nmod", "amod", "compound", "poss", "nummod", "appos", "dobj", "pcomp", "mark"}
)
"""Links that leave a time within one clause."""
DOWN: dict[str, float] = {
    **dict.fromkeys(("nsubj", "nsubjpass", "dobj", "attr", "pobj", "oprd", "appos", "compound", "nmod", "amod"), 0.4),
    "xcomp": 0.5, "pcomp": 0.5, "conj": 1.0,
}  # fmt: skip
"""What the plain links cost on the way down; others cost 1.5."""
CHARGE = frozenset({"of", "for", "with", "over", "in"})
"""Prepositions before what somebody is accused of or tried for: it was done before."""
OWNING_UP = frozenset("acknowledge admit deny recall regret confess report remember".split())
"""Verbs whose gerund tells what was done before."""
AT_ONCE = frozenset({"when", "as", "where"})
PROMISING = v.SPEECH_TYPES | {"AGREE"}
"""Types whose words tell of other deeds, with the times of those."""


ENACTED = frozenset({"AGREE", "RETREAT", "SANCTION", "COERCE", "MOBILIZE", "COOPERATE"})
"""Types of deeds that are done by announcing them."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A time on its way to a mention; `others` are the words of the other mentions of the sentence."""

    sentence: Sentence
    mention: Mention
    route: Route
    others: frozenset[int]
    past: bool

    def marks(self, token: Token) -> set[str]:
        """Return what joins a clause to the one above it."""
        return {k.lower for k in self.sentence.kids(token.i, "mark", "advmod")}


def cost_of(
    sentence: Sentence, mention: Mention, way: Route, others: frozenset[int] = frozenset(), *, past: bool = False
) -> float:
    """Return how far a time lies from a mention, up to BLOCKED.

    Args:
        others: tokens of the other mentions of the sentence.
        past: the time is a week or longer, and over when the report was published.
    """
    held = _Way(sentence, mention, way, others, past)
    if _dates_a_toll(held):
        return BLOCKED
    cost = sum(_step_up(held, n) for n in range(len(way.up)))
    cost += sum(_step_down(held, n) for n in range(len(way.down)))
    return min(cost, BLOCKED)


def _dates_a_toll(way: _Way) -> bool:
    """Whether a time tells when a toll changed ("the toll rose to six on Friday, with a hundred wounded")."""
    verb = next((t for t in (*way.route.up, way.route.meet) if is_verb(t)), None)
    return verb is not None and verb.i != way.mention.token and _counts_dead(way.sentence, verb)


def _counts_dead(sentence: Sentence, verb: Token) -> bool:
    subjects = sentence.kids(verb.i, "nsubj", "nsubjpass")
    return verb.lemma in word_set("counting_verbs") and any(t.lemma == "toll" for t in subjects)


def _step_up(way: _Way, n: int) -> float:
    """Cost of the step from a word to the one above it, on the way up to the common word."""
    token = way.route.up[n]
    above = way.route.up[n + 1] if n + 1 < len(way.route.up) else way.route.meet
    passed = 1.0 if n and token.i in way.others and not is_verb(token) else 0.0
    if token.dep in WITHIN:
        return passed + 0.15
    if token.dep in {"prep", "agent"}:
        if token.lower == "for" and way.mention.plover in PROMISING:
            return 3.0  # "called a meeting for Sunday"
        own = n <= 1 and not any(t.i in way.others for t in way.route.up[:n])
        return passed + (0.15 if own or token.lower in word_set("within_event") | {"since"} else 2.5)
    if token.dep == "conj":
        return 0.2 if not is_verb(token) else 1.6
    if token.dep in {"relcl", "acl", "xcomp", "advcl"}:
        return _up_from_clause(way, token, above)
    return passed + (1.4 if token.dep in {"nsubj", "nsubjpass"} else 2.0)


def _up_from_clause(way: _Way, token: Token, above: Token) -> float:
    """Cost of leaving a clause: what it tells holds for the one above only where the two are at once."""
    if token.dep in {"relcl", "acl"}:
        if above.i == way.mention.token and token.lemma in word_set("happen"):
            return 0.2
        if token.lemma in word_set("striking"):
            return 0.9
        return 1.6 if token.dep == "acl" else 2.6
    if token.dep == "xcomp":
        # "threatened to march last month": what was promised then lay ahead
        return 3.0 if way.mention.plover in PROMISING and not way.past else 0.6
    marks = way.marks(token)
    if marks & AT_ONCE or "since" in marks:
        return 0.9
    if any(k.dep == "mark" for k in way.sentence.kids(token.i)):
        return 4.0
    return 0.9 if token.tag in {"VBG", "VBN"} else 1.8


def _step_down(way: _Way, n: int) -> float:
    """Cost of a step from the common word, or below it, down towards the mention."""
    token = way.route.down[n]
    above = way.route.down[n - 1] if n else way.route.meet
    if token.dep in {"prep", "agent"}:
        if above.lemma in word_set("charged") and token.lower in CHARGE and way.mention.token != above.i:
            return 2.6  # "found guilty on Monday of the murder", "accused on Friday of raping"
        # "shot the guards on Friday before storming the house"
        going_on = token.lower == "before" and any(t.dep == "pcomp" for t in way.route.down[n + 1 : n + 2])
        return 0.3 if going_on or token.lower in word_set("within_event") else 2.5
    if token.dep in {"advcl", "dep"}:
        return _down_to_aside(way, token)
    if token.dep == "xcomp" and token.tag == "VBG" and above.lemma in OWNING_UP and way.mention.plover in v.MATERIAL:
        return 2.6  # "acknowledged on Friday shelling the town": not on Friday
    if token.dep in {"ccomp", "parataxis"}:
        return _down_to_content(way, token)
    if token.dep == "conj" and is_verb(token):
        return 1.4 if way.sentence.kids(token.i, "nsubj", "nsubjpass") else 0.7
    if token.dep in {"relcl", "acl"}:
        return _down_to_noun_clause(way, token, above)
    return DOWN.get(token.dep, 1.5)


def _down_to_noun_clause(way: _Way, token: Token, above: Token) -> float:
    """Cost of entering a clause that hangs on a noun."""
    if token.dep == "relcl":
        return 0.3 if not way.route.up and way.marks(token) & {"when"} else 2.6
    # "fired rockets at noon targeting the base"
    at_once = token.tag == "VBG" and way.mention.plover in v.MATERIAL
    return 0.9 if above.dep == "dobj" and (at_once or _enacts(way, way.route.meet)) else 2.6


def _down_to_aside(way: _Way, token: Token) -> float:
    """Cost of entering an adverbial clause."""
    marks = way.marks(token)
    if marks & {"after", "before", "since"}:
        return 3.0
    return 0.6 if token.tag in {"VBG", "VBN"} or marks & AT_ONCE else 1.8


def _enacts(way: _Way, verb: Token) -> bool:
    """Whether a verb does what its words tell ("announced an end to", "signed a decree banning"): its time is the deed's."""
    return way.mention.plover in ENACTED and verb.lemma in word_set("enacting_verbs")


def _down_to_content(way: _Way, token: Token) -> float:
    """A time that hangs on a verb of saying is the saying's, unless it stands nearer to the content than to the verb."""
    top = way.route.up[0] if way.route.up else way.route.meet
    low, high = min(token.head, token.i), max(token.head, token.i)
    if _enacts(way, way.sentence.tokens[token.head]):
        return 0.9
    if way.mention.plover in PROMISING and not any(k.lower == "had" for k in way.sentence.kids(token.i, "aux")):
        return 0.9  # "said on Monday that it condemned": the words are the act
    inside = low < top.i < high and abs(top.i - token.i) < abs(top.i - token.head)
    return 1.5 if inside else 2.6
