"""Acts that nobody did: what happens in films, novels and dreams, in drills and re-enactments, and in jokes.

Each rule is about scope, not about words in the same sentence: an army may well attack while a film is shown. What a rule
finds is certain enough to leave the candidate out; lesser signs are features of the sphere of talk.
"""

from __future__ import annotations

import re

from dateline.draft import Draft, Mention, Sentence, Token
from dateline.grammar import is_verb, subjects
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material

DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST", "RETREAT", "SANCTION", "MOBILIZE"})
DRILLED = frozenset({"ASSAULT", "COERCE", "PROTEST"})
"""What a drill only plays; that troops hold it is an event."""
SCOPES = frozenset({"in", "by", "at", "from", "near", "halfway"})
"""Prepositions that set a deed into a work ("in the film", "by the end of the fourth episode"); "during" tells when it is shown."""
DEPTH = 8
_NOUNS = r"(?:{})".format(
    "|".join("drill exercise simulation rehearsal re-?enactment hoax prank joke spoof war-?game role-?play".split())
)
_DEFINITE = re.compile(
    rf"^\W*(?:the|this|that|these)(?:\s[\w'’-]+){{0,3}}?\s{_NOUNS}s?\b(?!\s+(?:of|by|against)\b)", re.IGNORECASE
)
"""A sentence about the drill that the one before it told."""
_CALLED = re.compile(
    rf"^\W*(?:it|this|that|all|everything|the\s[\w'’-]+)(?:\sof\s(?:it|this))?\s(?:was|is|were|had\sbeen|turned\sout\sto\sbe)\s"
    rf"(?:(?:all|only|just|merely|in\sfact|really|actually|nothing\sbut|part\sof)\s)*(?:an?|the|his|her|their|its)?\s?"
    rf"(?:[\w'’-]+\s){{0,3}}?(?:{_NOUNS}|dream|nightmare|scene\sfrom\sa)s?\b",
    re.IGNORECASE,
)
"""A sentence that calls what the one before it told a drill, a joke or a dream."""
_NAMED = re.compile(rf"\b{_NOUNS}s?\b", re.IGNORECASE)
_PLAYED = re.compile(
    r"\b(?:hired|paid|playing|played|acted|pretend\w*|posing|dressed(?:\sup)?|actors|extras|volunteers|students|cadets|role.players)\b",
    re.IGNORECASE,
)


def unreal(draft: Draft, material: Material) -> str:
    """Return why nobody did what a candidate tells, "" where nothing says so."""
    if material.plover not in DEEDS:
        return ""
    reasons = [_why(draft, m) for m in material.mentions]
    return reasons[0] if reasons and all(reasons) else ""


def _why(draft: Draft, mention: Mention) -> str:
    sentence = draft.sentences[mention.sentence]
    found = _marked(sentence, mention) or _within(sentence, mention)
    if found:
        return found
    return "undone" if mention.plover in DRILLED and _undone(draft, sentence) else ""


def _marked(sentence: Sentence, mention: Mention) -> str:
    """Tell a deed called imaginary, or done by or to what is so called ("pretend victims")."""
    marks = word_set("unreal_marks")
    token = sentence.tokens[mention.token]
    if mention.nominal:
        if any(k.lower in marks for k in sentence.kids(token.i, "amod", "compound")):
            return "mark"
        return ""
    heads = subjects(sentence, token.i) + [k.i for k in sentence.kids(token.i, "dobj", "nsubjpass")]
    return "mark" if any(k.lower in marks for h in heads for k in sentence.kids(h, "amod")) else ""


def _is_work(sentence: Sentence, token: Token) -> bool:
    """Whether a noun is a made-up work, or a part of one; a documentary is none."""
    before = {k.lower for k in sentence.kids(token.i, "amod", "compound", "poss")}
    if before & word_set("true_works"):
        return False
    if token.lemma in word_set("unreal_works"):
        return True
    if token.lemma == "game":
        return bool(before & {"video", "computer", "board", "shooter"})
    return token.lemma in word_set("unreal_parts") and bool(
        before & (word_set("work_orders") | word_set("unreal_works"))
    )


def _within(sentence: Sentence, mention: Mention) -> str:
    """Tell a deed in the scope of a work, a dream or a drill in its own sentence."""
    below = sentence.tokens[mention.token]
    if mention.plover in DEEDS and _set_in(sentence, below, mention):
        return "work"
    for step, above in enumerate(sentence.ancestors(below.i)):
        if step >= DEPTH:
            break
        if below.dep in {"relcl", "acl"} and _holds(sentence, above, below):
            return "work"
        if above.dep != "ROOT" and below.dep == "ccomp" and above.lemma in {"say", "report"}:
            break
        if _set_in(sentence, above, mention) or _told_by(sentence, above, below):
            return "work"
        below = above
    return ""


def _holds(sentence: Sentence, noun: Token, clause: Token) -> bool:
    """Whether a clause tells what is in its noun ("the dream in which", "a scene where"), not what was done with it."""
    inner = {t.lower for k in sentence.children[clause.i] for t in [sentence.tokens[k], *sentence.kids(k)]}
    if not inner & {"which", "where", "whose"}:
        return False
    parts = word_set("unreal_parts") | word_set("unreal_minds")
    return noun.lemma in parts or _is_work(sentence, noun)


def _set_in(sentence: Sentence, verb: Token, mention: Mention) -> bool:
    """Whether a preposition under a verb sets it into a work: "in the film", "at the end of the second act"."""
    if not is_verb(verb):
        return False
    for prep in sentence.kids(verb.i, "prep"):
        if prep.lower not in SCOPES:
            continue
        for noun in _down(sentence, prep):
            if _is_work(sentence, noun) or (prep.lower == "in" and noun.lemma in word_set("unreal_minds")):
                return True
            if (
                prep.lower == "in"
                and noun.lemma in word_set("unreal_drills")
                and mention.plover in DRILLED
                and prep.i < verb.i
            ):
                return True
    return False


def _down(sentence: Sentence, prep: Token) -> list[Token]:
    """Return the noun after a preposition, and what that is the end, start or part of."""
    found: list[Token] = []
    for _ in range(3):
        held = sentence.kids(prep.i, "pobj")
        if not held:
            break
        found.append(held[0])
        inner = [k for k in sentence.kids(held[0].i, "prep") if k.lower in {"of", "in"}]
        if not inner or held[0].lemma not in word_set("work_places"):
            break
        prep = inner[0]
    return found


def _told_by(sentence: Sentence, verb: Token, below: Token) -> bool:
    """Whether a work is what tells it ("her novel begins with the murder", "the film shows rebels storming")."""
    if verb.lemma not in word_set("work_verbs") or below.dep in {"relcl", "acl"}:
        return False
    works = [sentence.tokens[s] for s in subjects(sentence, verb.i)]
    return any(
        _is_work(sentence, w) or (w.lemma in word_set("unreal_minds") and w.lemma != "simulation") for w in works
    )


def _undone(draft: Draft, sentence: Sentence) -> bool:
    """Whether the sentence after it says that it was a drill, a joke or a dream, of which nothing was said before."""
    after = sentence.index + 1
    if after >= len(draft.sentences):
        return False
    text = draft.text_of(draft.sentences[after])
    before = draft.report.text[max(0, sentence.start - 600) : sentence.end]
    if _CALLED.match(text):
        return True
    return bool(_DEFINITE.match(text)) and (not _NAMED.search(before) or bool(_PLAYED.search(draft.text_of(sentence))))
