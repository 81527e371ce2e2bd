"""From statements of harm to toll mentions: one for each group of people counted, parts tied to their totals."""

from __future__ import annotations

import re
from dataclasses import replace

from dateline import vocabulary as v
from dateline.draft import Draft, Token, TollMention
from dateline.grammar import is_verb
from dateline.stages.tolls.counting import Count, Figure, Reader
from dateline.stages.tolls.denials import NounFigure
from dateline.stages.tolls.figures import is_toll_noun, noun_figures, resumed
from dateline.stages.tolls.harm import Harm, head_of
from dateline.stages.tolls.idle import is_freed, is_idle, shares_number
from dateline.stages.tolls.parts import DEFINITE, condition, parts, severe
from dateline.stages.tolls.statements import harms
from dateline.stages.tolls.words import toll_words

BOTH = frozenset({"unharmed", "unscathed", "harmed"})
"""Words whose denial says that nobody was killed or injured."""
HELD = frozenset({"detained", "abducted"})
"""Measures whose denial for given people ("did not arrest the women") is no count of nobody."""
PERHAPS = frozenset({"possibly", "perhaps", "maybe", "potentially"})
PLACE_WORDS = frozenset({"in", "at", "near", "outside", "on", "elsewhere", "across"})
REACH = 14
"""How many tokens may lie between a figure and a second one that shares its word of harm."""
_EARLIER = re.compile(
    r"\b(?:previously|initially|at\s+first|up\s+from|down\s+from|revised\s+(?:up|down)?\s*from"
    r"|(?:earlier|initial|previous|preliminary|original)\s+(?:death\s+)?(?:toll|figure|count|estimate|report|number|said|reported|put|tally|statement)s?"
    r"|(?:said|reported|put)\s+(?:earlier|initially|previously|at\s+first))\b[^.;]{0,60}$",
    re.IGNORECASE,
)

_AS_TOLD = re.compile(
    r"\s*(?:people\s*)?,?\s*as\s+(?:was\s+|had\s+been\s+)?(?:first|initially|earlier|previously|originally|they\s+first)\b",
    re.IGNORECASE,
)
"""What takes a figure back: "44 people, not 31 as first reported"."""


class Gatherer:
    """Collects the toll mentions of one sentence; their indices count on from those found before it."""

    def __init__(self, draft: Draft, reader: Reader, before: list[TollMention]) -> None:
        self._draft = draft
        self._reader = reader
        self._before = before
        self._offset = len(before)
        self._found: list[TollMention] = []
        self._seen: set[tuple[int, str]] = set()
        self.loose: set[int] = set()

    def gather(self) -> list[TollMention]:
        """Return the toll mentions of the sentence."""
        for harm in harms(self._reader):
            self._add_harm(harm)
        for figure in noun_figures(self._reader):
            self._add_figure(figure)
        self._resume()
        self._as_many()
        self._perhaps()
        self._elliptic()
        self._parts()
        return self._found

    def _add_figure(self, figure: NounFigure) -> None:
        """Add a figure that a noun states."""
        self._drop_counted(figure.number, figure.measure)
        count = self._reader.count(figure.who) if figure.who >= 0 else None
        self._append(
            figure.measure, figure.token, figure.token + 1, figure.low, figure.high, figure.first, figure.last,
            approximate=figure.approximate, previous=figure.previous or self._is_earlier(max(figure.number, figure.first)),
            who=(count.who_first, count.who_last) if count else (0, 0), head=figure.who,
        )  # fmt: skip

    def _resume(self) -> None:
        """Read "it later rose to 44", where the sentence before told the toll."""
        last = self._before[-1] if self._before else None
        at = self._reader.sentence.index
        if last is None or last.sentence != at - 1:
            return
        if is_toll_noun(self._draft.sentences[last.sentence].tokens[last.token]):
            for figure in resumed(self._reader, last.measure):
                self._add_figure(figure)

    def _perhaps(self) -> None:
        """Read "at least one soldier, possibly two, was killed": what may be bounds what is."""
        tokens = self._reader.sentence.tokens
        for figure in self._reader.figures:
            before = tokens[figure.first - 1].lower if figure.first else ""
            start, q = tokens[figure.first].start, figure.quantity
            if before not in PERHAPS or q.low == 0 or q.high is None:
                continue
            told = [t for t in self._found if t.start < start and t.low and t.who_head < figure.first]
            if told and (told[-1].low or 0) < q.high:
                at = told[-1].index - self._offset
                self._found[at] = replace(told[-1], high=q.high, end=max(told[-1].end, tokens[figure.last - 1].end))

    def _add_harm(self, harm: Harm) -> None:
        if not harm.real.stated:
            return
        for head in harm.heads:
            if self._reader.token(head).lower in {"anyone", "anybody"} and not harm.real.denied:
                continue
            if not self._reader.people(head) and head != harm.token:
                continue
            if self._is_perhaps(head):
                continue
            count = self._reader.count(head, modified=harm.modified)
            if count is None or (harm.counted_only and not count.explicit) or is_idle(self._reader, harm, head, count):
                continue
            if (
                shares_number(self._reader, head, count)
                or self._recalls(harm, count)
                or is_freed(self._reader, harm, count)
            ):
                continue
            self._add_count(harm, count)

    def _is_perhaps(self, head: int) -> bool:
        """Tell whether a head is the number of those who perhaps were harmed too ("one, possibly two")."""
        figure = self._reader.figure_at(head)
        return figure is not None and figure.first > 0 and self._reader.token(figure.first - 1).lower in PERHAPS

    def _recalls(self, harm: Harm, count: Count) -> bool:
        """Tell whether a definite plural recalls people whose number is told elsewhere: "the girls abducted"; not attackers."""
        if count.explicit or count.high is not None or self._reader.token(count.first).lower not in DEFINITE:
            return False
        told = any(t.measure == harm.measure and t.low for t in self._before)
        return harm.modified or (told and self._reader.token(count.head).lemma not in toll_words().of("captor"))

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
                people = count.head != harm.token or self._reader.token(harm.token).lemma not in toll_words().nouns
                self._append(
                    measure, harm.token, harm.last, low, high, count.first, count.last, approximate=count.approximate,
                    who=(count.who_first, count.who_last) if people else (0, 0), head=count.head,
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
        apart = phrase is not None and any(t.lower in {"them", "whom"} for t in tokens[phrase.first : phrase.last])
        if phrase is not None and span is not None and not apart:
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
        """Tell whether the words before a token call its figure an earlier one, and no other figure has come between."""
        sentence = self._reader.sentence
        said = _EARLIER.search(self._reader.text[: sentence.tokens[token].start - sentence.start])
        if said is None:
            return False
        cue = sentence.start + said.start()
        between = [f for f in self._reader.figures if sentence.tokens[f.first].start > cue and f.last <= token]
        if not between:
            return True
        words = sentence.tokens[between[0].last : token + 1]
        told = any(t.tag in {"VBD", "VBZ", "VBP"} for t in words) and any(t.text == "," for t in words)
        return not told and sentence.tokens[token - 1].lower != "to"

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
        for figure in self._reader.figures:
            if self._is_taken(figure) or figure.first == 0 or figure.quantity.high == 0:
                continue
            before = self._reader.token(figure.first - 1)
            again = before.lower in {"were", "was"} and self._reader.token(before.i - 1).lower == "as"
            risen = before.lower == "from" and self._reader.token(before.i - 1).lower in {"up", "down"}
            taken_back = before.lower in {"not", "than"} and bool(_AS_TOLD.match(self._after(figure)))
            perhaps = before.lower in PERHAPS and figure.quantity.low == 0
            joined = again or perhaps or before.lower in {"and", ",", "or", "while", "another"}
            model = self._model(figure.first) if joined or risen or taken_back else None
            if model is None:
                continue
            if perhaps and model.high is None:
                self._found[model.index - self._offset] = replace(model, high=figure.quantity.high)
            elif risen or taken_back or self._stands_alone(figure, model, again=again):
                self._add_elliptic(figure, model, previous=taken_back)
        self._divide()

    def _after(self, figure: Figure) -> str:
        """Return the words of the sentence after a figure."""
        sentence = self._reader.sentence
        return self._reader.text[sentence.tokens[figure.last - 1].end - sentence.start :]

    def _stands_alone(self, figure: Figure, model: TollMention, *, again: bool) -> bool:
        """Tell whether a joined figure needs the word of harm before it: no noun of its own follows."""
        tokens = self._reader.sentence.tokens
        after = tokens[figure.last] if figure.last < len(tokens) else None
        of_toll = tokens[model.token].lemma in toll_words().of("toll") and model.end >= tokens[figure.first - 2].start
        if after is None or of_toll or tokens[figure.first - 1].lower in PERHAPS:
            return True
        if model.measure == "injured" and severe(self._reader, figure):
            return True
        if self._acts_itself(after, model) and condition(self._reader, figure) < 0:
            return False
        return after.lower in PLACE_WORDS | {"more", "others", "each"} or (again and after.lower == "from")

    def _acts_itself(self, people: Token, model: TollMention) -> bool:
        """Tell whether those of a joined figure have a verb of their own: "one died while three others fled"."""
        verb = self._reader.token(people.head) if people.dep in {"nsubj", "nsubjpass"} else None
        return verb is not None and verb.i != model.token and is_verb(verb) and verb.lemma != "be"

    def _add_elliptic(self, figure: Figure, model: TollMention, *, previous: bool) -> None:
        tokens = self._reader.sentence.tokens
        after = tokens[figure.last].lower if figure.last < len(tokens) else ""
        q = figure.quantity
        hurt = model.measure == "injured" and severe(self._reader, figure)
        patients = condition(self._reader, figure) if model.measure == "killed" else -1
        if patients >= 0:
            self._append("injured", patients, patients + 1, q.low, q.high, figure.first, figure.last + 1)
            return
        self._append(
            model.measure, model.token, model.token + 1, 1 if q.low == 0 and q.high else q.low, q.high, figure.first,
            figure.last + (after in {"more", "others"}), approximate=q.approximate, previous=previous,
            part_of=model.index if hurt else -1,
        )  # fmt: skip
        people = head_of(self._reader, figure)
        if people >= figure.last and self._reader.people(people) and after not in {"more", "others"}:
            span = self._draft.span(tokens[figure.last].start, tokens[people].end)
            phrase = self._reader.phrases.get(people)
            kind = phrase.kind if phrase is not None else "civilians"
            self._found[-1] = replace(self._found[-1], who=span, who_kind=kind, who_head=people, end=span.end)
        elif model.who is not None and not hurt and not previous:
            self._found[-1] = replace(self._found[-1], who=model.who, who_kind=model.who_kind)

    def _divide(self) -> None:
        """Tie figures by place to the total that they make up: "14 were killed, nine in Homs and five in Aleppo"."""
        for total in self._found:
            shared = [
                t
                for t in self._found
                if t.index > total.index
                and t.who_head < 0
                and t.token == total.token
                and t.who == total.who
                and t.part_of < 0
                and not t.previous
            ]
            if len(shared) > 1 and total.low == total.high == sum(t.low or 0 for t in shared):
                own = {t.index for t in shared}
                self._found = [replace(t, part_of=total.index) if t.index in own else t for t in self._found]
                return

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
        """Add the parts of totals, or tie what was found to its total."""
        for part in parts(self._reader, list(self._found), self._before):
            count = part.count
            if (count.head, part.measure) in self._seen:
                self._found = [
                    replace(t, part_of=part.total) if t.who_head == count.head and t.measure == part.measure else t
                    for t in self._found
                ]
                continue
            self._seen.add((count.head, part.measure))
            if part.total < 0:
                self.loose.add(self._offset + len(self._found))
            self._append(
                part.measure, part.token, part.token + 1, count.low, count.high, count.first, count.last,
                approximate=count.approximate, who=(count.who_first, count.who_last), head=count.head, part_of=part.total,
            )  # fmt: skip
