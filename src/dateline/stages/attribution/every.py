"""Every attribution of a report: the view that corpora of attribution take (PolNeAR, PARC).

The stage keeps what a record needs: whose words an event rests on. Here every source, cue and content is told, beliefs and
wishes too, flat: a word belongs to one attribution at most, and what somebody quoted says of others is part of the quotation.
Whole quotations go to whoever speaks in, after or before them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from dateline.draft import Draft, Sentence
from dateline.grammar import is_verb
from dateline.stages.attribution.frames import Candidate, candidates
from dateline.stages.attribution.headlines import headline
from dateline.stages.attribution.quotations import FULL, Quotation, quotations

Stretch = tuple[int, int]
GAP = 3
"""Characters between a quotation and the words of saying beside it: blanks, a comma or a colon."""
EDGES = " \n\t,;:-–—"
"""What is cut off both ends of what is credited."""


@dataclass(frozen=True, slots=True)
class Credit:
    """An attribution: half-open offsets of its source (empty where none is told), its cue, and what is credited."""

    source: tuple[Stretch, ...]
    cue: tuple[Stretch, ...]
    content: tuple[Stretch, ...]


@dataclass(slots=True)
class _Growing:
    """A credit while quotations may still be added to it."""

    sentence: Sentence
    source: tuple[Stretch, ...]
    cue: tuple[Stretch, ...]
    content: list[Stretch] = field(default_factory=list)
    quoted: bool = False


def every_attribution(draft: Draft) -> list[Credit]:
    """Return every attribution in the order of the cues. Needs sentences (parsed) and phrases; assigns nothing."""
    quotes: dict[int, list[Quotation]] = {}
    for quote in quotations(draft):
        quotes.setdefault(quote.paragraph, []).append(quote)
    found: list[_Growing] = []
    last: _Growing | None = None
    for _, group in itertools.groupby(draft.sentences, key=lambda s: s.paragraph):
        paragraph = _Paragraph(draft, list(group), quotes)
        paragraph.read()
        last = paragraph.hand_out(last)
        found += paragraph.found
    text = draft.report.text
    told = (
        Credit(g.source, g.cue, tuple(s for a, b in sorted(g.content) if (s := _trimmed(text, a, b)) is not None))
        for g in sorted(found, key=lambda g: (g.cue or g.source or tuple(g.content))[0])
    )
    return [credit for credit in told if credit.content]


class _Paragraph:
    """One paragraph with its quotations, the credits found in it, and the stretches that they have taken."""

    def __init__(self, draft: Draft, sentences: list[Sentence], quotes: dict[int, list[Quotation]]) -> None:
        self._draft = draft
        self._sentences = sentences
        self._quotes = quotes.get(sentences[0].paragraph, [])
        self._taken: list[Stretch] = []
        self.found: list[_Growing] = []

    def read(self) -> None:
        """Find the credits of the parsed sentences."""
        for sentence in self._sentences:
            for candidate in _outermost(self._draft, sentence) if sentence.parsed else ():
                grown = _grown(sentence, candidate, self._quotes, self._taken)
                if grown is not None:
                    self.found.append(grown)

    def hand_out(self, last: _Growing | None) -> _Growing | None:
        """Give quotations that no cue has taken to the speaker of their sentence, else of the paragraph, else the last who was quoted.

        Args:
            last: who was quoted last in the paragraphs before; returned is who was so in this one or before.
        """
        for quote in self._quotes:
            if not _is_statement(self._draft, quote):
                continue
            holder = next((g for g in self.found if any(a <= quote.start < b for a, b in g.content)), None)
            if holder is not None:
                last = holder if holder.quoted else last
                continue
            sentence = next((s for s in self._sentences if s.start <= quote.start < s.end), None)
            near = self._speaker(sentence, quote, last) if sentence is not None else None
            if near is not None:
                pieces = _without((quote.start, quote.end), [*near.cue, *near.source, *self._taken])
                near.content += [piece for piece in pieces if piece[1] - piece[0] > 1]
                self._taken += pieces
                near.quoted = True
                last = near
        return last

    def _speaker(self, sentence: Sentence, quote: Quotation, last: _Growing | None) -> _Growing | None:
        near = _speaker_near(sentence, quote, self.found)
        if near is not None:
            return near
        near = _by_verb(sentence, quote) or _by_colon(self._draft, sentence, quote)
        if near is not None:
            self.found.append(near)
            return near
        goes_on = quote.start == sentence.start and last is not None
        return last if goes_on and last is not None and sentence.paragraph - last.sentence.paragraph <= 1 else None


def _outermost(draft: Draft, sentence: Sentence) -> list[Candidate]:
    """Return a sentence's candidates, those that others may hold before the held."""
    found = list(candidates(sentence))
    if sentence.section in {"title", "dek"}:
        heads = {p.head: p for p in reversed(draft.phrases_in(sentence.index))}
        cue = headline(sentence, heads)
        if cue is not None:
            named = tuple(i for s in cue.speakers for i in range(heads[s].first, heads[s].last))
            found.append(Candidate(cue.token, (cue.token,), named, cue.content))
    depth = {c.token: sum(1 for _ in sentence.ancestors(c.token)) for c in found}
    return sorted(found, key=lambda c: (depth[c.token], c.token))


def _grown(sentence: Sentence, candidate: Candidate, quotes: list[Quotation], taken: list[Stretch]) -> _Growing | None:
    """Return a credit with its content widened to whole quotations, unless it stands inside another's words."""
    tokens = sentence.tokens
    at = tokens[candidate.token].start
    if any(a <= at < b for a, b in taken) or any(q.words >= FULL and q.start < at < q.end for q in quotes):
        return None
    own = {*candidate.cue, *candidate.source}
    held = [(tokens[i].start, tokens[i].end) for i in sorted(own)]
    content: list[Stretch] = []
    quoted = False
    for start, end in candidate.content or _beside(sentence, own, quotes):
        wide_start, wide_end = start, end
        for quote in quotes:
            if quote.start < wide_end and wide_start < quote.end and not quote.start <= at < quote.end:
                quoted = True
                wide_start, wide_end = min(wide_start, quote.start), max(wide_end, quote.end)
        content += [piece for piece in _without((wide_start, wide_end), [*held, *taken]) if piece[1] - piece[0] > 1]
    if not content:
        return None
    taken += content
    source = [s for s in _runs(sentence, candidate.source) if not any(a < s[1] and s[0] < b for a, b in content)]
    return _Growing(sentence, tuple(source), tuple(_runs(sentence, candidate.cue)), content, quoted)


def _beside(sentence: Sentence, own: set[int], quotes: list[Quotation]) -> tuple[Stretch, ...]:
    """Return the quotation right before or after words of saying that no clause hangs on ("…?" the mayor said)."""
    first, last = sentence.tokens[min(own)].start, sentence.tokens[max(own)].end
    for quote in quotes:
        if 0 <= first - quote.end <= GAP or 0 <= quote.start - last <= GAP:
            return ((quote.start, quote.end),)
    return ()


def _is_statement(draft: Draft, quote: Quotation) -> bool:
    """Whether a quotation is somebody's statement and not a word or a name held at arm's length: long, or finished in itself."""
    return quote.words >= FULL or (
        quote.words > 1 and draft.report.text[quote.start : quote.end - 1][-1:] in {".", "!", "?"}
    )


def _speaker_near(sentence: Sentence, quote: Quotation, found: list[_Growing]) -> _Growing | None:
    """Return the speaker of the same sentence, or, for a quotation that opens or fills it, the nearest quoted one of the paragraph."""
    here = [g for g in found if g.sentence.index == sentence.index]
    if here:
        return min(here, key=lambda g: abs(g.cue[0][0] - quote.start) if g.cue else 0)
    if quote.start != sentence.start:
        return None
    beside = [g for g in found if g.sentence.paragraph == sentence.paragraph and g.quoted]
    before = [g for g in beside if g.sentence.index < sentence.index]
    return before[-1] if before else next(iter(beside), None)


def _by_verb(sentence: Sentence, quote: Quotation) -> _Growing | None:
    """Return a credit to the subject of whatever verb governs a quotation inside a sentence."""
    if not sentence.parsed:
        return None
    first, last = sentence.tokens_between(quote.start, quote.end)
    inside = range(first, last)
    for i in inside:
        for above in sentence.ancestors(i):
            if above.i in inside or not is_verb(above):
                continue
            subject = next(iter(sentence.kids(above.i, "nsubj")), None)
            if subject is None or subject.i in inside:
                break
            source = [j for j in sentence.subtree(subject.i) if j not in inside]
            return _Growing(
                sentence,
                tuple(_runs(sentence, tuple(source))),
                ((above.start, above.end),),
                [],
                quoted=True,
            )
    return None


def _by_colon(draft: Draft, sentence: Sentence, quote: Quotation) -> _Growing | None:
    """Return a credit to the subject of the sentence before, where that ends with the colon that opens a quotation."""
    if quote.start != sentence.start or sentence.index == 0:
        return None
    before = draft.sentences[sentence.index - 1]
    if not before.parsed or not before.tokens or before.tokens[-1].text != ":":
        return None
    root = next((t for t in before.tokens if t.head == t.i and t.dep != "punct"), before.tokens[0])
    subject = next(iter(before.kids(root.i, "nsubj")), None)
    source = tuple(_runs(before, tuple(before.subtree(subject.i)))) if subject is not None else ()
    return _Growing(before, source, ((root.start, root.end),), [], quoted=True)


def _runs(sentence: Sentence, tokens: tuple[int, ...]) -> Iterator[Stretch]:
    """Yield the stretches of tokens that stand side by side."""
    start = before = -2
    for i in sorted(tokens):
        if i != before + 1:
            if start >= 0:
                yield sentence.tokens[start].start, sentence.tokens[before].end
            start = i
        before = i
    if start >= 0:
        yield sentence.tokens[start].start, sentence.tokens[before].end


def _without(stretch: Stretch, holes: list[Stretch]) -> list[Stretch]:
    """Return what is left of a stretch outside of others."""
    pieces = [stretch]
    for low, high in holes:
        if low < stretch[1] and stretch[0] < high:
            pieces = [
                piece
                for a, b in pieces
                for piece in ([(a, b)] if high <= a or b <= low else [(a, low), (high, b)])
                if piece[0] < piece[1]
            ]
    return pieces


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    """Return a stretch without commas and blanks at its ends, and without a full stop that closes more than a quotation."""
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    if end > start and text[end - 1] == ".":
        end -= 1
    return (start, end) if any(c.isalnum() for c in text[start:end]) else None
