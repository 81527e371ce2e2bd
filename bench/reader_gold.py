"""Reports with gold records as lessons: which words state the coded events, of which type, and who takes part.

The coder's own candidates are paired with the gold events by the yardstick that users score with. The words of a paired
candidate state its gold event; a gold event that no candidate answers is stated by the head of its anchor. A candidate
that is like a gold event which another one answers better is left out of the lessons; all other words state none.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from reader_drafts import head_of, heads_of, run, words_of
from reader_examples import EVENTS, IGNORED, EventWord, Labelled
from reader_silver import DOERS, UNDERGOERS
from train_merging import FLOOR
from train_texts import read_cases

from dateline.codec import to_data
from dateline.draft import Draft
from dateline.readers import ReadOptions, read, read_text
from dateline.stages.coding.compose import compose
from dateline.stages.coding.gather import gather
from dateline.stages.coding.material import Material
from dateline.stages.coding.standing import settle_standing
from dateline.text import Report

FOLDS = 3
PLAIN = frozenset({"entertainment", "sports", "technology", "science"})
"""Categories of stories that tell of no political event."""
PLAIN_WEIGHT = 0.3
"""What the words of such a story weigh, as in train_weights.py."""
LATER_MENTION = 0.5
"""What a word weighs that is only held to tell the same event as the one that leads."""

SAME_NAME = 0.5
"""F1 of their words from which on two names are one: the yardstick's own."""
ARTICLES = frozenset({"the", "a", "an", "of"})


def fold_of(key: str) -> int:
    """Return the fold of a report by its id; of a plain one by its story, so that all reports of a story share it."""
    return int(hashlib.sha256(key.partition("/")[0].encode()).hexdigest()[:8], 16) % FOLDS


def read_gold(golds: Iterable[Path], texts: Iterable[Path], scorer: Any) -> Iterator[Labelled]:
    """Yield the reports of some folders of gold with their event words and links.

    Args:
        scorer: the yardstick as a module (score_records.py).
    """
    gold: dict[str, tuple[str, list[dict[str, Any]]]] = {}
    for folder in golds:
        for file in sorted(folder.glob("*.json")):
            data = json.loads(file.read_text("utf-8"))
            gold[data["id"]] = (folder.parent.name, data["events"])
    found = read([str(t) for t in texts], options=ReadOptions())
    reports = [item for item in found if isinstance(item, Report) and Path(item.origin).stem in gold]
    for draft in run(reports):
        key = Path(draft.report.origin).stem
        source, events = gold[key]
        yield _labelled(draft, source, key, events, scorer)


def read_gold_cases(folders: Iterable[Path], scorer: Any) -> Iterator[Labelled]:
    """Yield the short texts and reports of folders like examples/cases, whose gold stands beside the text.

    Args:
        scorer: as for `read_gold`.
    """
    for folder in folders:
        cases = read_cases([folder])
        for (report, events), draft in zip(cases, run([report for report, _ in cases]), strict=True):
            yield _labelled(draft, folder.name, report.origin or "", events, scorer)


def read_plain(path: Path) -> Iterator[Labelled]:
    """Yield stories that tell of no political event: none of their words states one."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row["category"] in PLAIN]
    reports = [read_text(row["text"], title=row["title"]) for row in rows]
    for number, draft in enumerate(run(reports, syntax_only=True)):
        key = f"{rows[number]['story']}/{number}"
        yield Labelled("plain", key, draft.report.text, words_of(draft), event_weight=PLAIN_WEIGHT)


def _labelled(draft: Draft, source: str, key: str, events: list[dict[str, Any]], scorer: Any) -> Labelled:
    return Labelled(
        source, key, draft.report.text, words_of(draft), event_weight=1.0,
        events=tuple(_event_words(draft, events, scorer)), heads=heads_of(draft),
    )  # fmt: skip


def _event_words(draft: Draft, gold: list[dict[str, Any]], scorer: Any) -> Iterator[EventWord]:
    materials = gather(draft)
    settle_standing(draft, materials)
    pairs = [(m, e) for m in materials if (e := compose(draft, m, 0.5)) is not None]
    flat, system = [scorer.flat(g) for g in gold], [scorer.flat(to_data(e)) for _, e in pairs]
    text = (draft.report.title or "") + "\n" + draft.report.text
    matched = {j: i for i, j in scorer.pair(flat, system, text)}
    found: dict[tuple[int, int], EventWord] = {}
    for j, (material, _) in enumerate(pairs):
        if j in matched:
            for word in _words_of_pair(draft, material, gold[matched[j]]):
                found.setdefault((word.start, word.end), word)
    for j, (material, _) in enumerate(pairs):
        if j not in matched and any(scorer.likeness(g, system[j], text) >= FLOOR for g in flat):
            for mention in material.mentions:
                start, end = _token(draft, mention.sentence, mention.token)
                found.setdefault((start, end), EventWord(start, end, IGNORED))
    for i, event in enumerate(gold):
        place = _anchor_head(draft, event["anchor"]) if i not in matched.values() else None
        if place is not None and found.get(place, EventWord(*place, IGNORED)).label == IGNORED:
            found[place] = _word(draft, *place, event, 1.0)
    yield from found.values()


def _words_of_pair(draft: Draft, material: Material, event: dict[str, Any]) -> Iterator[EventWord]:
    for mention in sorted(material.mentions, key=lambda m: m is not material.lead):
        start, end = _token(draft, mention.sentence, mention.token)
        if mention is material.lead:
            yield _word(draft, start, end, event, 1.0)
        elif mention.plover == event["plover"]:
            yield _word(draft, start, end, event, LATER_MENTION)
        else:
            yield EventWord(start, end, IGNORED)


def _word(draft: Draft, start: int, end: int, event: dict[str, Any], weight: float) -> EventWord:
    sentence = next(s.index for s in draft.sentences if s.start <= start < s.end)
    return EventWord(
        start, end, EVENTS.index(event["plover"]), weight, int(event["standing"] == "current"),
        int(event["factuality"] == "happened"), _heads(draft, sentence, event, DOERS), _heads(draft, sentence, event, UNDERGOERS),
    )  # fmt: skip


def _heads(draft: Draft, sentence: int, event: dict[str, Any], roles: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Return the heads of the phrases that name those in some roles: in this sentence, else wherever the report does."""
    found: dict[tuple[int, int], None] = {}
    for person in event.get("participants") or []:
        if person["role"] not in roles:
            continue
        alike = {p.index: _likeness(p.name, person["name"]) for p in draft.phrases}
        named = [p for p in draft.phrases if alike[p.index] >= SAME_NAME]
        chains = {p.chain for p in named}
        here = [p for p in draft.phrases_in(sentence) if p in named]
        here = here or [p for p in draft.phrases_in(sentence) if p.chain in chains] or named
        best = max((alike[p.index] for p in here), default=0.0)
        found.update((head_of(draft, p), None) for p in here if alike[p.index] == best)
    return tuple(found)


def _likeness(a: str, b: str) -> float:
    """Return the F1 of the words of two names, as the yardstick compares them."""
    x, y = (set(re.findall(r"\w+", name.lower())) - ARTICLES for name in (a, b))
    return 2 * len(x & y) / (len(x) + len(y)) if x and y else 0.0


def _token(draft: Draft, sentence: int, token: int) -> tuple[int, int]:
    word = draft.sentences[sentence].tokens[token]
    return word.start, word.end


def _anchor_head(draft: Draft, anchor: str) -> tuple[int, int] | None:
    """Return the word of an anchor whose syntactic head stands outside it, a verb or noun if it can be; None if not found."""
    pattern = r"\s+".join(map(re.escape, anchor.split()))
    match = re.search(pattern, draft.report.text)
    if match is None:
        return None
    for sentence in draft.sentences:
        if not sentence.parsed or not sentence.start <= match.start() < sentence.end:
            continue
        first, last = sentence.tokens_between(match.start(), match.end())
        tops = [t for t in sentence.tokens[first:last] if not first <= t.head < last or t.head == t.i]
        tops.sort(key=lambda t: t.pos not in {"VERB", "NOUN"})
        if tops:
            return tops[0].start, tops[0].end
    return None
