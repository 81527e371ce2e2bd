"""MUC-4's development reports as lessons for the learned reader: who did it, to whom, with what, and which incident it is.

The texts are the raw messages in capitals; the fillers those of the five string slots. Every place where a filler's words
stand is a mention, but where nothing else of its template stands in the sentence, nothing is learned of it: "the
terrorists" of another paragraph are others.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from muc4_keys import read_messages
from reader_drafts import run, words_of
from reader_examples import IGNORED, INCIDENTS, Labelled, RoleSpan, Words
from reader_silver import silver_events

from dateline.readers import read_text

SLOTS = {"PerpInd": 0, "PerpOrg": 1, "Target": 2, "Victim": 3, "Weapon": 4}
ASIDE = 5
"""Every so many reports, by number, one is kept aside."""
SILVER_WEIGHT = 0.3
"""What the rules' own events weigh: they show the reader the words, the gold then teaches it which of them count."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a filler's words stand."""

    start: int
    end: int
    role: int
    template: int
    entity: int
    sentence: int


def is_aside(key: str) -> bool:
    """Tell whether a report is one of those kept aside for measuring."""
    return int(key.rsplit("-", 1)[1]) % ASIDE == 0


def read_muc4(texts: Iterable[Path], fillers: Path) -> Iterator[Labelled]:
    """Yield the reports with their role spans and incidents, and as event words what the rules find in them.

    Args:
        texts: files of raw messages.
        fillers: JSON lines with docid and templates of string slots.
    """
    keys = {row["docid"]: row["templates"] for row in map(json.loads, fillers.read_text("utf-8").splitlines())}
    messages = [m for path in texts for m in read_messages(path) if m.id in keys]
    for message, draft in zip(messages, run([read_text(m.text) for m in messages]), strict=True):
        text, cut, templates = draft.report.text, words_of(draft), keys[message.id]
        found = list(_mentions(text, cut, templates))
        events, heads = silver_events(draft)
        yield Labelled(
            "muc4", message.id, text, cut, event_weight=SILVER_WEIGHT, events=events, heads=heads, has_roles=True,
            roles=tuple(_roles(found)), incidents=tuple(_incidents(cut, templates, found)), entities=tuple(_entities(templates)),
        )  # fmt: skip


def _entities(templates: list[dict]) -> Iterator[tuple[int, tuple[str, ...]]]:  # type: ignore[type-arg]
    seen = set()
    for template in templates:
        for slot, role in SLOTS.items():
            for entity in template[slot]:
                names = tuple(sorted({name for name, _ in entity}))
                if (role, names) not in seen:
                    seen.add((role, names))
                    yield role, names


def _mentions(text: str, cut: tuple[Words, ...], templates: list[dict]) -> Iterator[Found]:  # type: ignore[type-arg]
    number = 0
    for t, template in enumerate(templates):
        for slot, role in SLOTS.items():
            for entity in template[slot]:
                number += 1
                for name in {name for name, _ in entity}:
                    pattern = r"(?<![a-z0-9])" + r"\s+".join(map(re.escape, name.split())) + r"(?![a-z0-9])"
                    for match in re.finditer(pattern, text, re.IGNORECASE):
                        at = next((n for n, s in enumerate(cut) if s.start <= match.start() < s.end), -1)
                        if at >= 0:
                            yield Found(match.start(), match.end(), role, t, number, at)


def _roles(found: list[Found]) -> Iterator[RoleSpan]:
    """Yield the spans, longest first where two overlap; unsupported ones as ignored, unless an entity has no other."""
    company: dict[tuple[int, int], set[int]] = defaultdict(set)
    for f in found:
        company[f.template, f.sentence].add(f.entity)
    supported = {f.entity for f in found if len(company[f.template, f.sentence]) > 1}
    taken: list[tuple[int, int]] = []
    ranked = sorted(found, key=lambda f: (-(f.end - f.start), len(company[f.template, f.sentence]) < 2, f.start))
    for f in ranked:
        if any(a < f.end and f.start < b for a, b in taken):
            continue
        same = [g for g in found if (g.start, g.end, g.role) == (f.start, f.end, f.role)]
        sure = any(len(company[g.template, g.sentence]) > 1 or g.entity not in supported for g in same)
        taken.append((f.start, f.end))
        yield RoleSpan(f.start, f.end, f.role if sure else IGNORED)


def _incidents(cut: tuple[Words, ...], templates: list[dict], found: list[Found]) -> Iterator[tuple[int, ...]]:  # type: ignore[type-arg]
    """Yield for each sentence which incidents it tells.

    That it tells one is known where it holds two fillers of a template, and of the first with a filler where none holds two;
    where it holds one filler, or none in a report with incidents of the kind, nothing is known.
    """
    company: dict[tuple[int, int], set[int]] = defaultdict(set)
    for f in found:
        company[f.template, f.sentence].add(f.entity)
    sure = {place for place, entities in company.items() if len(entities) > 1}
    for t in {f.template for f in found} - {t for t, _ in sure}:
        sure.add((t, min(f.sentence for f in found if f.template == t)))
    told = {t["incident_type"] for t in templates}
    for n in range(len(cut)):
        here = {templates[t]["incident_type"] for t, sentence in sure if sentence == n}
        weak = {templates[f.template]["incident_type"] for f in found if f.sentence == n} - here
        yield tuple(
            1 if kind in here else IGNORED if kind in weak or (kind in told and not here) else 0 for kind in INCIDENTS
        )
