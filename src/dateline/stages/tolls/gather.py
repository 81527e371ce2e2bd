"""From statements of harm to toll mentions: one for each group of people counted, parts tied to their totals."""

from __future__ import annotations

import re
from dataclasses import replace

from dateline import vocabulary as v
from dateline.draft import Draft, TollMention
from dateline.grammar import expand
from dateline.stages.tolls.counting import Count, Figure, Reader
from dateline.stages.tolls.figures import noun_figures
from dateline.stages.tolls.harm import Harm, listed_back
from dateline.stages.tolls.statements import harms
from dateline.stages.tolls.words import toll_words

BOTH = frozenset({"unharmed", "unscathed", "harmed"})
"""Words whose denial says that nobody was killed or injured."""
HELD = frozenset({"detained", "abducted"})
"""Measures whose denial for given people ("did not arrest the women") is no count of nobody."""
PERHAPS = frozenset({"possibly", "perhaps", "maybe", "potentially"})
PLACE_WORDS = frozenset({"in", "at", "near", "outside", "on", "elsewhere", "across"})
REACH = 14
"""How many tokens may lie between a total and its part or its elliptic second figure."""
_EARLIER = re.compile(
    r"\b(?:previously|initially|at\s+first|up\s+from|down\s+from|revised\s+(?:up|down)?\s*from"
    r"|(?:earlier|initial|previous|preliminary|original)\s+(?:death\s+)?(?:toll|figure|count|estimate|report|number|said|reported|put|tally|statement)s?"
    r"|(?:said|reported|put)\s+(?:earlier|initially|previously|at\s+first))\b[^.;]{0,60}$",
    re.IGNORECASE,
)


class Gatherer:
    """Collects the toll mentions of one sentence; their indices count on from `offset`."""

    def __init__(self, draft: Draft, reader: Reader, offset: int) -> None:
        self._draft = draft
        self._reader = reader
        self._offset = offset
        self._found: list[TollMention] = []
        self._seen: set[tuple[int, str]] = set()
        self.loose: set[int] = set()

    def gather(self) -> list[TollMention]:
        """Return the toll mentions of the sentence."""
        for harm in harms(self._reader):
            self._add_harm(harm)
        for figure in noun_figures(self._reader):
            self._drop_counted(figure.number, figure.measure)
            self._append(
                figure.measure, figure.token, figure.token + 1, figure.low, figure.high, figure.first, figure.last,
                approximate=figure.approximate, previous=figure.previous or self._is_earlier(max(figure.number, figure.first)),
            )  # fmt: skip
        self._as_many()
        self._elliptic()
        self._parts()
        return self._found

    def _add_harm(self, harm: Harm) -> None:
        if not harm.real.stated:
            return
        for head in harm.heads:
            if self._reader.token(head).lower in {"anyone", "anybody"} and not harm.real.denied:
                continue
            if not self._reader.people(head) and not self._is_cue_noun(harm, head):
                continue
            count = self._reader.count(head, modified=harm.modified)
            if count is None or (harm.counted_only and not count.explicit) or self._is_idle(harm, head, count):
                continue
            if self._shares_number(head, count) or self._recalls(harm, count):
                continue
            self._add_count(harm, count)

    @staticmethod
    def _is_cue_noun(harm: Harm, head: int) -> bool:
        return head == harm.token

    def _is_idle(self, harm: Harm, head: int, count: Count) -> bool:
        """Tell whether those harmed are no toll: a bomber's own death, people whose number is told elsewhere."""
        reader, words = self._reader, toll_words()
        token = reader.token(head)
        if token.lemma in words.of("bomber") and harm.measure == "killed":
            return True
        if token.lemma in words.nouns and head != harm.token:
            return True
        above = reader.token(token.head)
        governor = reader.token(above.head)
        told = governor.lemma in words.of("number") | words.of("toll") and above.lower == "of"
        return told and not count.explicit

    def _shares_number(self, head: int, count: Count) -> bool:
        """Tell whether a bare plural is listed with a counted noun: "a dozen officers and guardsmen" are a dozen."""
        token = self._reader.token(head)
        if token.dep != "conj" or count.explicit or token.tag not in {"NNS", "NNPS"}:
            return False
        first = self._reader.count(token.head)
        return first is not None and first.explicit

    def _recalls(self, harm: Harm, count: Count) -> bool:
        """Tell whether a definite plural recalls people whose number is told elsewhere: "the girls abducted"."""
        first = self._reader.token(count.first).lower
        return harm.modified and not count.explicit and first in {"the", "these", "those"} and count.high is None

    def _add_count(self, harm: Harm, count: Count) -> None:
        low, high = count.low, count.high
        cue = self._reader.token(harm.token).lower
        if (
            harm.real.denied
            and harm.measure in HELD
            and self._reader.token(count.head).lower not in {"anyone", "anybody"}
        ):
            return
        if harm.real.denied:
            low = high = 0
        elif harm.real.possible and low is not None:
            low, high = 0, (high if count.explicit else None)
        elif count.upper_only:
            low = 1
        measures: tuple[v.Measure, ...] = (harm.measure,)
        if low == 0 and high == 0 and cue in BOTH:
            measures = ("killed", "injured")
        for measure in measures:
            if (count.head, measure) not in self._seen:
                self._seen.add((count.head, measure))
                if harm.part:
                    self.loose.add(self._offset + len(self._found))
                self._append(
                    measure, harm.token, harm.last, low, high, count.first, count.last, approximate=count.approximate,
                    who=(count.who_first, count.who_last), head=count.head,
                )  # fmt: skip

    def _append(
        self,
        measure: v.Measure,
        token: int,
        last: int,
        low: int | None,
        high: int | None,
        first: int,
        end: int,
        *,
        approximate: bool = False,
        previous: bool = False,
        who: tuple[int, int] = (0, 0),
        head: int = -1,
        part_of: int = -1,
    ) -> None:
        sentence = self._reader.sentence
        tokens = sentence.tokens
        span = self._draft.span(tokens[who[0]].start, tokens[who[1] - 1].end) if who[0] < who[1] else None
        start, stop = self._extent(first, end, token)
        phrase = self._reader.phrases.get(head)
        if phrase is not None and span is not None:
            span = self._draft.span(phrase.start, phrase.end)
        self._found.append(
            TollMention(
                self._offset + len(self._found),
                sentence.index,
                token,
                measure,
                low,
                high,
                start,
                stop,
                self._draft.span(tokens[token].start, tokens[last - 1].end),
                approximate=approximate,
                who=span,
                who_kind=phrase.kind if phrase else "civilians",
                who_head=head if head >= 0 else -1,
                part_of=part_of,
                previous=previous or self._is_earlier(first),
            )
        )

    def _is_earlier(self, token: int) -> bool:
        """Tell whether the words before a token call its figure an earlier one."""
        sentence = self._reader.sentence
        return bool(_EARLIER.search(self._reader.text[: sentence.tokens[token].start - sentence.start]))

    def _extent(self, first: int, end: int, token: int) -> tuple[int, int]:
        """Return the words of a statement: number and people, with the word of harm where it stands near."""
        tokens = self._reader.sentence.tokens
        low, high = first, end
        if first - 4 <= token < end + 4:
            low, high = min(first, token), max(end, token + 1)
        if high < len(tokens) and tokens[high].lower in PLACE_WORDS and tokens[high].dep == "prep":
            below = [i for i in self._reader.sentence.subtree(high) if i >= high]
            if len(below) <= 6:
                high = below[-1] + 1
        return tokens[low].start, tokens[high - 1].end

    def _drop_counted(self, number: int, measure: v.Measure) -> None:
        """Drop what a word of harm gave for the same number ("an earlier toll of 19 dead", "12 casualties")."""
        kept = [t for t in self._found if t.measure != measure or t.who_head != number or number < 0]
        if len(kept) == len(self._found):
            return
        at = {t.index: self._offset + n for n, t in enumerate(kept)}
        self.loose = {at[i] for i in self.loose if i in at}
        self._found = [replace(t, index=self._offset + n) for n, t in enumerate(kept)]

    def _as_many(self) -> None:
        """Read "seven were killed and as many injured": the number told before once more."""
        tokens = self._reader.sentence.tokens
        for n, toll in enumerate(self._found):
            first = next((t for t in tokens if t.start >= toll.start), tokens[0])
            if n and first.lower in {"many", "as"} and tokens[max(0, first.i - 1)].lower == "as":
                self._found[n] = replace(toll, low=self._found[n - 1].low, high=self._found[n - 1].high)

    def _elliptic(self) -> None:
        """Add figures that share the word of harm before them: "killed 11 in Mali and four in Niger"."""
        tokens = self._reader.sentence.tokens
        for figure in self._reader.figures:
            if self._is_taken(figure) or figure.first == 0 or figure.quantity.high == 0:
                continue
            after = tokens[figure.last] if figure.last < len(tokens) else None
            before = tokens[figure.first - 1]
            again = before.lower in {"were", "was"} and tokens[before.i - 1].lower == "as"
            joined = (
                again
                or before.lower in {"and", ",", "or", "while", "another"}
                or (before.lower in PERHAPS and figure.quantity.low == 0)
            )
            risen = before.lower == "from" and tokens[before.i - 1].lower in {"up", "down"}
            model = self._model(figure.first) if joined or risen else None
            if model is None:
                continue
            of_toll = (
                tokens[model.token].lemma in toll_words().of("toll") and model.end >= tokens[figure.first - 2].start
            )
            alone = after is None or before.lower in PERHAPS or after.lower in PLACE_WORDS | {"more", "others", "each"}
            if not (alone or of_toll or risen or (again and after is not None and after.lower == "from")):
                continue
            q = figure.quantity
            if before.lower in PERHAPS and q.low == 0 and model.high is None:
                self._found[model.index - self._offset] = replace(model, high=q.high)
                continue
            low = 1 if q.low == 0 and q.high else q.low
            end = figure.last + 1 if after is not None and after.lower in {"more", "others"} else figure.last
            self._append(
                model.measure, model.token, model.token + 1, low, q.high, figure.first, end, approximate=q.approximate
            )
            if model.who is not None:
                self._found[-1] = replace(self._found[-1], who=model.who, who_kind=model.who_kind)

    def _is_taken(self, figure: Figure) -> bool:
        tokens = self._reader.sentence.tokens
        start, end = tokens[figure.first].start, tokens[figure.last - 1].end
        return any(t.start <= start and end <= t.end for t in self._found)

    def _model(self, at: int) -> TollMention | None:
        """Return the toll whose word of harm an elliptic figure shares: the last one before it, with no verb between."""
        tokens = self._reader.sentence.tokens
        near = [t for t in self._found if t.end <= tokens[at].start and t.low != 0]
        if not near:
            return None
        model = near[-1]
        last = max(i for i, token in enumerate(tokens) if token.start < model.end)
        between = tokens[last + 1 : at]
        if at - last > REACH or any(t.pos == "VERB" and t.i != model.token for t in between):
            return None
        return model

    def _parts(self) -> None:
        """Add the parts of totals: "four, including two policemen", "12 people, among them three children"."""
        reader = self._reader
        tokens = reader.sentence.tokens
        for token in tokens:
            if token.lower not in {"including", "among"}:
                continue
            totals = [
                t for t in self._found if t.part_of < 0 and t.start < token.start and t.low != 0 and not t.previous
            ]
            totals = [t for t in totals if token.i - self._last_token(t) <= REACH]
            if not totals:
                continue
            heads = [k.i for k in reader.sentence.kids(token.i, "pobj", "dobj")]
            if token.lower == "among":
                if not heads or reader.token(heads[0]).lower not in {"them", "whom"}:
                    continue
                heads = self._after_among(heads[0])
            parts = [self._meant(i) for i in expand(reader.sentence, heads)]
            totals = [t for t in totals if t.who_head not in parts] or totals[:1]
            total = max(totals, key=lambda t: (tokens[t.who_head].i if t.who_head >= 0 else -1, t.index))
            self._add_parts(total, parts)
        self._of_them()

    def _meant(self, i: int) -> int:
        """Return the people of "including those of seven children", else the word itself."""
        sentence = self._reader.sentence
        if self._reader.token(i).lower != "those":
            return i
        return next((p.i for k in sentence.kids(i, "prep") for p in sentence.kids(k.i, "pobj")), i)

    def _last_token(self, toll: TollMention) -> int:
        return max(i for i, token in enumerate(self._reader.sentence.tokens) if token.start < toll.end)

    def _after_among(self, them: int) -> list[int]:
        """Return the noun after "among them"."""
        tokens = self._reader.sentence.tokens
        last = tokens[them - 2] if them > 1 else tokens[0]
        if (
            tokens[them].lower == "them"
            and last.pos == "NOUN"
            and (them + 1 == len(tokens) or tokens[them + 1].text in {".", ","})
        ):
            return listed_back(self._reader, last.i)
        for token in tokens[them + 1 : them + 8]:
            if token.pos in {"NOUN", "PROPN"} and token.dep not in {"compound", "amod", "nmod"}:
                return [token.i]
        return []

    def _add_parts(self, total: TollMention, heads: list[int]) -> None:
        for head in heads:
            if not self._reader.people(head) or head == total.who_head:
                continue
            count = self._reader.count(head)
            if count is not None and (count.head, total.measure) in self._seen:
                self._found = [
                    replace(t, part_of=total.index) if t.who_head == count.head and t.measure == total.measure else t
                    for t in self._found
                ]
                continue
            if count is None or count.low is None or count.zero:
                continue
            if count.high is None and not count.explicit:
                continue
            self._seen.add((count.head, total.measure))
            self._append(
                total.measure, total.token, total.token + 1, count.low, count.high, count.first, count.last,
                approximate=count.approximate, who=(count.who_first, count.who_last), head=count.head, part_of=total.index,
            )  # fmt: skip

    def _of_them(self) -> None:
        """Read "two of them children", "three of whom were soldiers"."""
        tokens = self._reader.sentence.tokens
        for figure in self._reader.figures:
            after = [t.lower for t in tokens[figure.last : figure.last + 2]]
            beyond = tokens[figure.last + 2] if figure.last + 2 < len(tokens) else None
            if after not in (["of", "them"], ["of", "whom"]) or beyond is None or beyond.lower == "by":
                continue
            totals = [t for t in self._found if t.part_of < 0 and t.end <= tokens[figure.first].start]
            if totals:
                q = figure.quantity
                self._append(
                    totals[-1].measure, totals[-1].token, totals[-1].token + 1, q.low, q.high, figure.first, figure.last + 2,
                    approximate=q.approximate, part_of=totals[-1].index,
                )  # fmt: skip
