"""How many acts an event stands for.

What counts the acts is, in this order: the number or the plural of the noun that names them, words of frequency ("twice",
"repeatedly"), the number of bombs or bombers where each is an attack, a long period of harm, and forms of verbs that tell
something unbroken. Everything else is one act.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.draft import Draft, Mention, Phrase, Sentence, Token
from dateline.grammar import objects, patients, subjects
from dateline.lexicon.numbers import find_numbers
from dateline.lexicon.tallies import TALLY
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material

HARM = frozenset({"harm", "die"})
MANY = 15
"""Victims from which on harm told over a long period is taken to come from several acts."""
LONG = frozenset({"year", "decade"})
SERIES = frozenset("series wave string spate rash barrage succession".split())
SPREAD = frozenset({"week", "month-part", "month", "quarter", "season", "year", "decade"})
"""Precisions of a time over which many are not arrested at once."""
BEING = frozenset({"is", "are", "was", "were", "'re", "'s"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of acts, and the stretch of the words that tell it; none for the one act that no word counts."""

    low: int | None = 1
    high: int | None = 1
    approximate: bool = False
    stretch: tuple[int, int] | None = None


ONE = Counted()


def count_of(draft: Draft, material: Material) -> tuple[int | None, int | None, bool, tuple[int, int] | None]:
    """Return low, high, approximate and the stretch of the words that count the acts."""
    lead = material.lead
    beside = [m for m in material.mentions if m.sentence == lead.sentence and m is not lead and m.plover == lead.plover]
    if _at_one_site(draft, lead):
        # Three bombers at one court are one attack.
        beside = [m for m in beside if _token(draft, m).lemma not in word_set("attack_units")]
    named = [] if lead.nominal else [_of_noun(draft, m) for m in beside if _is_named(draft, m) and not m.anaphoric]
    several = [c for c in named if c.low != 1]
    doing = [_of_noun(draft, m) for m in beside if _is_named(draft, m) and _token(draft, m).dep in {"nsubj", "csubj"}]
    told = [
        *several,
        *doing,
        _of_tally(draft, material),
        _of_period(draft, material),
        _of_mention(draft, material, lead),
        _of_arrests(draft, material),
        _of_sites(draft, lead),
        *named,
    ]
    if lead.nominal:
        told = [_of_mention(draft, material, lead)]
    found = next((c for c in told if c != ONE), ONE)
    if material.split and (found.low, found.high) == (2, None):
        found = _of_one_place(draft, lead, found)
    return found.low, found.high, found.approximate, found.stretch


def _of_one_place(draft: Draft, lead: Mention, found: Counted) -> Counted:
    """Return what is left of a plural whose acts the sentence spreads over several places: one bomb each, one strike or more."""
    units = word_set("attack_units")
    bombs = any(t.lemma in units for t in draft.sentences[lead.sentence].tokens)
    return ONE if bombs else Counted(1, None, stretch=found.stretch)


def _token(draft: Draft, mention: Mention) -> Token:
    return draft.sentences[mention.sentence].tokens[mention.token]


def _is_named(draft: Draft, mention: Mention) -> bool:
    """Whether a mention names its act, by a noun or by a gerund as one ("fighting in the north killed ten")."""
    token = _token(draft, mention)
    return mention.nominal or (token.tag == "VBG" and token.dep in {"csubj", "nsubj", "pobj"})


def _of_mention(draft: Draft, material: Material, mention: Mention) -> Counted:
    if _is_named(draft, mention):
        return _of_noun(draft, mention)
    for rule in (
        _frequency(draft, mention), _of_series(draft, mention), _of_bombs(draft, material, mention), _ongoing(draft, mention), _so_far(draft, mention)
    ):  # fmt: skip
        if rule != ONE:
            return rule
    return ONE


def _of_noun(draft: Draft, mention: Mention) -> Counted:
    """Count by the noun itself: its number, the series that it is part of, its plural; not by what was fired or who was hit."""
    sentence = draft.sentences[mention.sentence]
    token = sentence.tokens[mention.token]
    if token.lemma in word_set("no_acts"):
        return ONE
    first = min(
        [
            token.i,
            *[
                k.i
                for k in sentence.kids(token.i, "nummod", "amod", "compound", "det", "quantmod", "nmod")
                if k.i < token.i
            ],
        ]
    )
    start = sentence.tokens[max(0, first - 2)].start
    for number in find_numbers(draft.text[start : token.end]):
        if start + number.end > sentence.tokens[first].start - 1:
            return Counted(number.low, number.high, number.approximate, (start + number.start, token.end))
    head = sentence.tokens[sentence.tokens[token.head].head] if token.dep == "pobj" else None
    if head is not None and sentence.tokens[token.head].lower == "of" and head.lower == "one":
        return ONE
    if head is not None and sentence.tokens[token.head].lower == "of" and head.lemma in word_set("series_words"):
        before = sentence.tokens[max(0, head.i - 2)].start
        quantity = next(iter(find_numbers(draft.text[before : head.end])), None)
        if quantity is not None and quantity.low != 1:
            return Counted(quantity.low, quantity.high, quantity.approximate, (head.start, token.end))
        return Counted(2, None, stretch=(head.start, token.end))
    plural = token.tag in {"NNS", "NNPS"}
    if {token.lemma, token.lower} & word_set("campaign_words") and not plural:
        return Counted(1, None, stretch=(token.start, token.end))
    if plural and token.lemma not in word_set("plural_only"):
        return Counted(2, None, stretch=(token.start, token.end))
    return ONE


def _frequency(draft: Draft, mention: Mention) -> Counted:
    """Count by "twice", "five times", "on several occasions", "repeatedly"."""
    sentence = draft.sentences[mention.sentence]
    kids = sentence.kids(mention.token, "advmod", "npadvmod", "prep", "dobj")
    kids += [w for k in kids if k.dep == "npadvmod" for w in sentence.kids(k.i, "advmod")]  # "twice last week"
    for kid in kids:
        word = next(iter(sentence.kids(kid.i, "pobj")), kid) if kid.dep == "prep" else kid
        if word.lower == "twice":
            return Counted(2, 2, stretch=(word.start, word.end))
        if word.lemma in {"time", "occasion"} and word.tag == "NNS":
            return _number_before(draft, sentence, word)
        if word.lower in word_set("often"):
            return Counted(2, None, stretch=(word.start, word.end))
    return ONE


def _of_series(draft: Draft, mention: Mention) -> Counted:
    """Count by what a deed is part of: "killed 37 in a series of attacks", "arrested hundreds in raids"."""
    sentence = draft.sentences[mention.sentence]
    holders = [mention.token, *(k.i for k in sentence.kids(mention.token, "dobj", "nsubjpass", "prep"))]
    preps = [k for h in holders for k in sentence.kids(h, "prep") if k.lower == "in"]
    for held in (p for k in preps for p in sentence.kids(k.i, "pobj")):
        of = [p for k in sentence.kids(held.i, "prep") if k.lower == "of" for p in sentence.kids(k.i, "pobj")]
        series = held.lemma in SERIES and any(p.tag == "NNS" for p in of)
        if series or (held.tag == "NNS" and held.lemma in word_set("attackn")):
            number = _number_before(draft, sentence, held)
            return number if number != ONE else Counted(2, None, stretch=(held.start, held.end))
    return ONE


def _number_before(draft: Draft, sentence: Sentence, token: Token) -> Counted:
    start = sentence.tokens[min(sentence.subtree(token.i))].start
    number = next(iter(find_numbers(draft.text[start : token.end])), None)
    if number is None or number.low < 2:
        return ONE
    return Counted(number.low, number.high, number.approximate, (start + number.start, token.end))


def _of_bombs(draft: Draft, material: Material, mention: Mention) -> Counted:
    """Count by bombs set off and bombers where each is an attack of its own, and by papers signed."""
    counting = {"ASSAULT": "attack_units", "AGREE": "paper_units"}.get(material.plover)
    sentence = draft.sentences[mention.sentence]
    if counting is None or sentence.tokens[mention.token].lemma in word_set("dropping"):
        return ONE
    heads = {*subjects(sentence, mention.token), *objects(sentence, mention.token), *patients(sentence, mention.token)}
    for phrase in draft.phrases_in(mention.sentence):
        if phrase.head in heads and sentence.tokens[phrase.head].lemma in word_set(counting):
            told = _as_many(phrase)
            return ONE if told.low == told.high and _at_one_site(draft, mention) else told
    return ONE


SITE = frozenset({"outside", "at", "near", "inside", "beside", "under", "on"})


def _at_one_site(draft: Draft, mention: Mention) -> bool:
    """Whether a deed is told of one building or thing ("two bombs went off outside the town hall", "three bombers hit a court")."""
    sentence = draft.sentences[mention.sentence]
    hit = {
        i for i in objects(sentence, mention.token) if sentence.tokens[i].tag == "NN" and not sentence.kids(i, "conj")
    }
    if any(p.head in hit and p.kind == "facility" for p in draft.phrases_in(mention.sentence)):
        return True
    for prep in sentence.kids(mention.token, "prep"):
        for held in sentence.kids(prep.i, "pobj") if prep.lower in SITE else ():
            timed = any(t.first <= held.i < t.last for t in draft.times_in(mention.sentence))
            if held.pos == "NOUN" and held.tag == "NN" and not timed and not sentence.kids(held.i, "conj"):
                return True
    return False


def _as_many(phrase: Phrase) -> Counted:
    if not phrase.plural or (phrase.low or 0) < 2:
        return ONE
    return Counted(phrase.low, phrase.high, phrase.approximate, (phrase.start, phrase.end))


def _ongoing(draft: Draft, mention: Mention) -> Counted:
    """Tell the forms of verbs for what is unbroken: "have been firing", "continue to shell", "are fighting"."""
    sentence = draft.sentences[mention.sentence]
    token = sentence.tokens[mention.token]
    above = sentence.tokens[token.head]
    helpers = {k.lower for k in sentence.kids(token.i, "aux", "auxpass")}
    fight = mention.plover in {"ASSAULT", "PROTEST", "MOBILIZE"}
    unbroken = token.tag == "VBG" and ("been" in helpers or (fight and helpers & BEING))
    goes_on = token.dep == "xcomp" and above.lemma in {"continue", "keep"} and mention.plover != "CONSULT"
    if unbroken or goes_on or (fight and token.lemma in word_set("unbroken_verbs")):
        return Counted(1, None, stretch=(token.start, token.end))
    return ONE


def _so_far(draft: Draft, mention: Mention) -> Counted:
    """Take many who "have been" seized as held by one act or more."""
    sentence = draft.sentences[mention.sentence]
    token = sentence.tokens[mention.token]
    perfect = any(k.lower in {"has", "have", "'ve"} for k in sentence.kids(token.i, "aux"))
    deed = mention.frame not in HARM if mention.plover == "ASSAULT" else mention.mode == "arrest"
    if not perfect or not deed or mention.plover not in {"ASSAULT", "COERCE"}:
        return ONE
    return Counted(1, None, stretch=(token.start, token.end)) if _many_held(draft, mention) else ONE


def _of_tally(draft: Draft, material: Material) -> Counted:
    """Take several people counted over a long time as harmed by several acts."""
    told = next((m for m in material.mentions if TALLY in m.flags), None)
    if told is None or not any((t.low or 0) > 1 for t in material.tolls):
        return ONE
    token = _token(draft, told)
    return Counted(2, None, stretch=(token.start, token.end))


def _of_period(draft: Draft, material: Material) -> Counted:
    """Take harm to many, told over years or "since" a day, as the sum of several acts."""
    lead = material.lead
    if lead.plover != "ASSAULT" or lead.nominal:
        return ONE
    long = lead.frame in HARM and material.mode in {None, "targeted"}
    times = [
        t for t in material.times if t.kind == "since" or (long and t.precision in LONG and t.sentence == lead.sentence)
    ]
    if not times or not (_many_held(draft, lead) or any((t.low or 0) >= MANY for t in material.tolls)):
        return ONE
    token = _token(draft, lead)
    return Counted(2, None, stretch=(token.start, token.end))


def _of_arrests(draft: Draft, material: Material) -> Counted:
    """Take many arrests over weeks, or since a day, as several."""
    lead = material.lead
    if lead.mode != "arrest" or lead.nominal or not _many_held(draft, lead):
        return ONE
    for time in material.times:
        if time.kind == "since" or time.precision in SPREAD:
            return Counted(1 if time.kind == "since" else 2, None, stretch=(time.start, time.end))
    return ONE


def _of_sites(draft: Draft, mention: Mention) -> Counted:
    """Count a deed told of a number of places as one at each ("shot 49 people dead at two mosques")."""
    sentence = draft.sentences[mention.sentence]
    if mention.plover != "ASSAULT" or mention.nominal:
        return ONE
    holders = [mention.token, *objects(sentence, mention.token), *patients(sentence, mention.token)]
    preps = [k for h in holders for k in sentence.kids(h, "prep") if k.lower in {"in", "at"}]
    held = {p.i for k in preps for p in sentence.kids(k.i, "pobj")}
    for phrase in draft.phrases_in(mention.sentence):
        lemma = sentence.tokens[phrase.head].lemma
        if phrase.head in held and phrase.low == phrase.high and lemma in word_set("building") | word_set("settlement"):
            return _as_many(phrase)
    return ONE


def _many_held(draft: Draft, mention: Mention) -> bool:
    """Whether a verb is done to many."""
    sentence = draft.sentences[mention.sentence]
    held = {*objects(sentence, mention.token), *patients(sentence, mention.token)}
    return any(p.head in held and (p.low or 0) >= MANY for p in draft.phrases_in(mention.sentence))
