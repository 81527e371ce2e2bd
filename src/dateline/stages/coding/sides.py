"""Whether a speaker speaks for a doer: the same, one of the same group, or an organ of the same state."""

from __future__ import annotations

from dateline.draft import Draft, Phrase
from dateline.events import Participant, Speaker

STATE = frozenset({"government", "military", "police", "intelligence"})
ARMED = frozenset({"rebels", "militia", "gang"})
GROUPS = frozenset("group organisation organization movement faction outfit".split())
"""Nouns that, definite, stand for the armed group just named."""
SHARED = frozenset(
    """a an of in on the this that its their his her and for with from group groups force forces official officials senior local security army military police
    spokesman spokeswoman spokesperson source sources statement troops soldiers fighters militants rebels leader leaders members state""".split()
)
"""Words that speakers and doers of different sides have in common."""


def voice(draft: Draft, phrase: int) -> Speaker:
    """Return a phrase as a speaker: a pronoun as what it stands for."""
    found = _full(draft, phrase)
    return Speaker(found.name, (draft.span(found.start, found.end),), found.kind)


def _full(draft: Draft, phrase: int) -> Phrase:
    found = draft.phrases[phrase]
    return draft.phrases[found.chain] if found.pronoun and found.chain >= 0 else found


def same_side(draft: Draft, doer: Participant | Phrase, phrase: int, *, at: str | None) -> bool:
    """Whether a speaking phrase is of the doer's side.

    Args:
        draft: the report.
        doer: the one who did it.
        phrase: index of the speaking phrase, or -1.
        at: country of the event, to which soldiers and officials of no named country belong.
    """
    if phrase < 0:
        return False
    speaker = _full(draft, phrase)
    root = draft.phrases[speaker.chain] if speaker.chain >= 0 else speaker
    starts = {s.start for s in doer.spans} if isinstance(doer, Participant) else {doer.start}
    if starts & {speaker.start, root.start}:
        return True
    if doer.actor is not None and doer.actor in {speaker.actor, root.actor}:
        return True
    if distinctive(doer.name) & (_described(draft, speaker) | _described(draft, root)):
        return True
    head = draft.sentences[speaker.sentence].tokens[speaker.head].lemma
    if head in GROUPS and speaker.definite and doer.kind in ARMED:
        return True
    if doer.kind in STATE and speaker.kind in STATE:
        bare = not distinctive(speaker.name)
        return (bare and speaker.kind == doer.kind) or (doer.country or at) == (speaker.country or at)
    return False


def distinctive(name: str) -> set[str]:
    """Return the words of a name that tell its bearer from others."""
    return {
        w.lower().removesuffix("'s").removesuffix("’s") for part in name.split() for w in part.split("-") if len(w) > 1
    } - SHARED


def _described(draft: Draft, phrase: Phrase) -> set[str]:
    """Return the words of a phrase with its appositions and "of" phrases ("Ann Lee, a spokeswoman for the Front")."""
    sentence = draft.sentences[phrase.sentence]
    below = [phrase.head]
    for i in below:
        below += [k.i for k in sentence.kids(i) if k.dep not in {"relcl", "acl", "conj"}]
    words = {sentence.tokens[i].text for i in below}
    above = sentence.tokens[sentence.tokens[phrase.head].head]
    if sentence.tokens[phrase.head].dep == "appos":
        words |= {t.text for t in (above, *sentence.kids(above.i, "compound", "amod", "poss", "nmod"))}
    return {part for w in words for part in w.lower().split("-")} - SHARED
