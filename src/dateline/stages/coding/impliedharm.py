"""Harm that local news of a shooting tells without counting anybody: "a fatal shooting", "in critical condition", "then himself".

A number is read nowhere in such words, so they say one at least; only the shooter's own death is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline import vocabulary as v
from dateline.draft import Draft, Phrase, Sentence, TollMention

_OWN_DEATH = re.compile(
    r"\b(?:kill(?:s|ed|ing)?|turn(?:s|ed|ing)? (?:the|his|her|a) (?:gun|weapon|rifle|pistol|handgun|shotgun|firearm) on) "
    r"(himself|herself)\b|\b(?:took|taking|takes) (?:his|her) own life\b|\bcommit(?:s|ted|ting)? suicide\b"
    r"|\bthen (himself|herself)\b|\bkill(?:s|ed|ing)?\b[^.;]{0,80}\band (?:then )?(?:himself|herself|self)\b|\bself-inflicted (?:gunshot )?wounds?\b",
    re.IGNORECASE,
)
"""Words for the shooter's own death; of a wound by the own hand only beside words of death."""
_WOUND = re.compile(r"self-inflicted", re.IGNORECASE)
_ATTEMPT = re.compile(
    r"\b(?:tr(?:y|ied|ying) to|attempt\w*(?: to)?|threat\w*(?: to)?|going to|want\w* to) $", re.IGNORECASE
)
_ACCIDENT = re.compile(r"\baccident", re.IGNORECASE)
"""A word by which the dead who is counted and who shot himself may be one."""
_DEAD = re.compile(r"\b(?:dead|died|dies|death|fatal\w*)\b", re.IGNORECASE)
_FATAL = re.compile(
    r"(?<!non-)\b(?:fatal|deadly) (?:[\w'’-]+ ){0,4}(?:shooting|gunshot|shot|shootout)\b|(?<!non-)\bfatally\b|\bmurder(?:ed)?\b|\bslay(?:ing|n)\b"
    r"|\bmanslaughter\b|\b(?:shooting|gun) death\b"
    r"|\bhomicide\b(?! (?:detective|unit|bureau|squad|investigator|division|section|team|report|rate|count|number))",
    re.IGNORECASE,
)
"""Words for one killing; several "murders" are a year's or a quarter's."""
_ELSEWHERE = re.compile(
    r"\b(?:unrelated|separate|previous(?:ly)?|earlier|prior|another|other|yearly|this year|last year|since|record|rate)\b",
    re.IGNORECASE,
)
"""Words by which a killing that nobody is counted of may be of another case."""
_PAIR = re.compile(
    r"\b(?:murder|homicide)[-– /]+suicide\b|\bthen (?:\w+ ){0,3}(?:him|her)self\b|\b(?:and|then) (?:him|her)?self\b"
    r"|\bbefore (?:\w+ ){0,3}(?:killing|shooting|turning|taking)\b|\bturn(?:s|ed|ing)? (?:the|his|her|a) \w+ on (?:him|her)self\b",
    re.IGNORECASE,
)
"""Words by which a shooter killed others and himself; else who killed himself and one who died may be one."""
_NO_DEATH = re.compile(r"\b(?:attempt\w*|intent to|conspiracy to|solicitation|assault)\b[\w\s,-]{0,30}$", re.IGNORECASE)
"""Words before a word for killing after which nobody need have died ("attempted second-degree murder")."""
_HURT = re.compile(
    r"\bgunshot wounds?\b|\b(?:critical|serious|stable|fair|good|guarded|satisfactory) (?:but \w+ )?condition\b|\b(?:gun)?shot(?:ting)? victims?\b"
    r"|\bshooting victims?\b|\b(?:was|were|been|being|got|is|are) (?:\w+ly )?(?:shot|wounded|grazed|struck)\b|\bsho(?:ot|oting|t)s? "
    r"(?:him|her)self\b|\b(?:non-)?life[- ]threatening\b",
    re.IGNORECASE,
)
REACH = 40
"""Characters before such words in which it is sought that they are only of an attempt."""


def implied_harm(draft: Draft, tolls: list[TollMention]) -> list[TollMention]:
    """Return tolls that the report implies beside those that it counts, numbered after them.

    Args:
        tolls: all that it counts of the shooting.
    """
    dead = [t for t in tolls if t.measure == "killed" and (t.low or 0) > 0]
    hurt = [t for t in tolls if t.measure != "killed" and (t.low or 0) > 0]
    found = list(_own_death(draft, dead))
    if not dead and not found:
        found += _first(draft, _FATAL, "killed")
    if not dead and not found and not hurt:
        found += _first(draft, _HURT, "injured")
    first = len(draft.tolls)
    return [_made(draft, sentence, match, measure, first + n) for n, (sentence, match, measure) in enumerate(found)]


Words = tuple[Sentence, re.Match[str], v.Measure]


def _first(draft: Draft, pattern: re.Pattern[str], measure: v.Measure) -> list[Words]:
    """Return the first words of a pattern that are not of an attempt, the body before the headline."""
    text = draft.text
    told = sorted(draft.sentences, key=lambda s: s.section in {"title", "dek"})
    for sentence in told:
        if sentence.section in {"caption", "boilerplate"}:
            continue
        if pattern is _FATAL and sentence.section != "title" and _ELSEWHERE.search(text, sentence.start, sentence.end):
            continue
        for match in pattern.finditer(text, sentence.start, sentence.end):
            if not _NO_DEATH.search(text, max(sentence.start, match.start() - REACH), match.start()):
                return [(sentence, match, measure)]
    return []


def shooter_apart(draft: Draft, dead: list[TollMention]) -> bool:
    """Whether a shooter who is told to have died is another than one who is told to have died: he killed others as well."""
    text = draft.text
    if _PAIR.search(text):
        return True
    return any((t.low or 0) > 1 for t in dead) and not _ACCIDENT.search(text)


def _own_death(draft: Draft, dead: list[TollMention]) -> Iterator[Words]:
    """Yield the words for the shooter's own death, if nobody who is counted can be meant."""
    text = draft.text
    for sentence in sorted(draft.sentences, key=lambda s: s.section in {"title", "dek"}):
        match = _OWN_DEATH.search(text, sentence.start, sentence.end)
        if match is None or _ATTEMPT.search(text, max(sentence.start, match.start() - REACH), match.start()):
            continue
        if _WOUND.search(match.group()) and not _DEAD.search(text, sentence.start, sentence.end):
            continue
        if any(_is_of(draft, sentence, toll) for toll in dead) or (dead and not shooter_apart(draft, dead)):
            return
        yield sentence, match, "killed"
        return


def _is_of(draft: Draft, sentence: Sentence, toll: TollMention) -> bool:
    """Whether a toll of one may be the death by the own hand that a sentence tells: of somebody named in it, or told there."""
    if toll.low != 1:
        return False
    phrase = _phrase_of(draft, toll)
    if phrase is None:
        return toll.sentence == sentence.index
    return any(p.chain == phrase.chain >= 0 for p in draft.phrases_in(sentence.index) if _does(sentence, p))


def _does(sentence: Sentence, phrase: Phrase) -> bool:
    return sentence.tokens[phrase.head].dep in {"nsubj", "nsubjpass"}


def _phrase_of(draft: Draft, toll: TollMention) -> Phrase | None:
    return next((p for p in draft.phrases_in(toll.sentence) if p.head == toll.who_head), None)


def _made(draft: Draft, sentence: Sentence, match: re.Match[str], measure: v.Measure, index: int) -> TollMention:
    token = next((t.i for t in sentence.tokens if t.start <= match.start() < t.end), 0)
    own = match.re is _OWN_DEATH
    return TollMention(
        index=index, sentence=sentence.index, token=token, measure=measure, low=1, high=1 if own else None,
        start=match.start(), end=match.end(), cue=draft.span(match.start(), match.end()),
    )  # fmt: skip
