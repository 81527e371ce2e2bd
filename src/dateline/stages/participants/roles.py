"""From the side of an event to the role of the record, and which phrases can take part at all."""

from __future__ import annotations

from dateline import vocabulary as v
from dateline.draft import Mention, Phrase, Token
from dateline.lexicon.words import word_set
from dateline.stages.participants.fill import Found

ACTING = frozenset(
    """government military police intelligence militia rebels gang civilians protesters party company media ngo igo court individual
    unidentified""".split()
)
NEVER = frozenset({"I", "i", "you", "we", "us", "me", "it", "itself", "himself", "themselves", "herself"})
UNNAMED = frozenset("other first second third fourth fifth last".split())
"""Words that name nobody by themselves."""
NOBODY = frozenset("year month week day hour freedom release life".split())
"""Nouns after verbs of holding and freeing that name nobody held ("won their freedom", "jailed three years ago")."""
REFLEXIVE = frozenset({"itself", "himself", "themselves", "herself"})
ADDRESSED = frozenset("government military police company party igo court media".split())
"""Kinds to whose door a march goes because of them."""
CHOSEN = frozenset(
    {"targeted", "abduct", "arrest", "convict", "expel", "deport", "release", "torture", "sexual", "beat"}
)
"""Modes whose undergoer is the one chosen: a target, not a victim."""


def roles_of(
    mention: Mention, found: Found, phrase: Phrase, token: Token, *, act: Token, scene: bool
) -> v.ParticipantRole | None:
    """Return the role of a phrase on a side of an event, or None where it cannot take part.

    Args:
        mention, found: the event and the candidate. phrase, token: of the candidate, the token being its head word.
        act: the word that states the event.
        scene: the head word names a place.
    """
    resolved = phrase.chain != phrase.index
    if (phrase.pronoun and not resolved) or phrase.name.lower() in UNNAMED or not any(c.isalpha() for c in phrase.name):
        return None
    if found.rule == "threatened act" and phrase.kind in {"civilians", "facility"}:
        return "recipient"
    if mention.plover in v.SPEECH_TYPES and found.side != "doer":
        posted = found.preposition == "on" and phrase.kind in {"company", "media"}  # "praised him on Twitter"
        if posted or token.lemma in word_set("given_sums"):
            return None
    if found.side == "undergoer":
        if _is_means(mention, found, token):
            return None
        if _unknown(mention, found, phrase, token, act=act, scene=scene):
            return "target"
        return _undergoer(mention, found, phrase, scene=scene)
    trading = mention.plover == "COOPERATE" and phrase.kind == "facility"
    return _acting(mention, found) if trading or _can_act(phrase, scene=scene) else None


def _acting(mention: Mention, found: Found) -> v.ParticipantRole | None:
    """Return the role of one who acts or is addressed."""
    if (
        mention.plover in v.PARTY_TYPES
        or (mention.frame == "clash" and mention.plover not in v.SPEECH_TYPES)
        or (mention.mode == "ceasefire" and mention.frame == "deal")
    ):
        return "party"
    doing = (
        found.side == "doer"
        or (found.side == "listed" and mention.plover not in v.SPEECH_TYPES)
        or (mention.frame in {"deal", "leave"} and found.side == "other")
    )
    if mention.plover in v.SPEECH_TYPES:
        return "speaker" if found.side == "doer" else "recipient"
    return "perpetrator" if doing else "target"


def _unknown(mention: Mention, found: Found, phrase: Phrase, token: Token, *, act: Token, scene: bool) -> bool:
    """Whether one who is held or attacked stands under a noun that no table knows ("playwright", "bread queue")."""
    if phrase.kind != "unidentified" or phrase.human or scene or token.tag not in {"NN", "NNS"}:
        return False
    if token.lemma in NOBODY | word_set("munition") | word_set("idle_target") | word_set("instruments"):
        return False
    held = mention.frame in {"harm", "legal"} and mention.mode in CHOSEN and found.rule == "object"
    if held:
        return phrase.first < phrase.head  # "a playwright", not "(jailed) years ago"
    attacked = mention.plover == "ASSAULT" and mention.frame == "act" and act.lemma in word_set("assailing")
    return attacked and (found.rule == "object" or found.preposition in {"on", "against"})


def _is_means(mention: Mention, found: Found, token: Token) -> bool:
    """Whether the head is what the deed is done with ("rammed a truck into"), or a place or thing that is nobody's target."""
    if mention.plover in v.SPEECH_TYPES | v.PARTY_TYPES:
        return False
    if token.lemma == "state" and found.rule == "object" and mention.mode == "martial-law":
        return True
    if token.lemma in word_set("idle_target"):
        return mention.plover != "ASSAULT" or token.lemma not in word_set("settlement")
    if found.rule != "object" or "intercept" in mention.flags:
        return False
    if token.lemma in word_set("munition"):
        return mention.plover in {"ASSAULT", "COERCE"}
    return (
        token.lemma in word_set("instruments")
        and mention.mode in {"suicide-attack", "primitive", "explosives", "crowd-control"}
        and mention.frame in {"act", "state"}
    )


def _undergoer(mention: Mention, found: Found, phrase: Phrase, *, scene: bool) -> v.ParticipantRole | None:
    if mention.plover in v.SPEECH_TYPES:
        return "recipient" if _can_act(phrase, scene=False) else None
    if mention.plover in v.PARTY_TYPES:
        return "party" if _can_act(phrase, scene=scene) else None
    if _is_setting(mention, found, phrase, scene=scene):
        return None
    if found.rule == "harmed at":
        return "target" if not phrase.human and phrase.kind != "civilians" and not scene else None
    if mention.frame in {"harm", "die"} and mention.mode not in CHOSEN:
        return "victim" if phrase.human else None
    return "target"


def _is_setting(mention: Mention, found: Found, phrase: Phrase, *, scene: bool) -> bool:
    """Whether what the deed is done to is only where it was, what was moved, or a thing that nobody is attacked in."""
    if phrase.name.lower() in REFLEXIVE or (phrase.kind == "unidentified" and not phrase.human and not scene):
        return True
    if (
        scene
        and (mention.frame in {"blast", "move"} or mention.mode in {"explosives", "suicide-attack"})
        and (phrase.kind in {"civilians", "unidentified"} or phrase.actor)
    ):
        return True
    area = phrase.kind == "civilians" and not phrase.human
    if area and (
        found.preposition == "in"
        or (found.preposition == "to" and mention.plover == "SANCTION")
        or (found.preposition == "at" and mention.plover == "PROTEST")
    ):
        return True  # "a bomb in the capital", "deliveries to the north"
    if mention.plover == "PROTEST":  # a road that is blocked is not whom a protest is against
        return (found.preposition == "to" and phrase.kind not in ADDRESSED) or (
            phrase.kind == "facility" and mention.mode != "vandalize"
        )
    if mention.frame == "move" and phrase.kind not in ACTING - {"unidentified", "civilians"}:
        return True
    return mention.frame in {"test", "move", "leave"} and found.rule == "object"


def _can_act(phrase: Phrase, *, scene: bool) -> bool:
    """Whether a phrase can do or say something: people and bodies, not places."""
    if phrase.name in NEVER and phrase.chain == phrase.index:
        return False
    if (scene or not phrase.human) and phrase.kind in {"unidentified", "civilians", "facility"}:
        return False
    acting = phrase.kind in ACTING and (phrase.human or phrase.kind not in {"unidentified", "facility"})
    return acting and (phrase.pronoun or phrase.name.lower() not in word_set("no_actor"))
