"""Forms MUC-4 templates from a coded draft by fitted weights (bench/train_muc4.py): types of the message, entities of each slot.

In four steps, each a logistic regression over named features: which nouns fill which slot (muc4_heads), where the string begins
(muc4_spans), which entities of the message belong into its templates, and which types of incident it tells of. Where it tells of
several, a further regression says which entity is of which; and the targets of one type are parted by incident (muc4_splitting).
"""

from __future__ import annotations

import collections
import itertools
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from muc4_entities import Entity, entities
from muc4_features import FeatureWeights, hash_of
from muc4_heads import heads_of, type_name
from muc4_splitting import groups
from muc4_templates import STRINGS, Filled, normal

from dateline.draft import Draft

TYPES = ("attack", "bombing", "kidnapping", "arson")
"""Types of incident that are formed; robbery and forced work stoppage are a fiftieth of the templates."""
ANY = "any"
UNFILLED = {"kidnapping": ("Target", "Weapon"), "arson": ("Weapon",)}
"""Slots that the task does not have for a type."""
PARTED = ("Target", "Victim")
"""Slots whose entities part the incidents of one type; perpetrators and weapons are given to each."""
LEAD = 600
"""Characters of a message that are its lead."""
FLOOR = -5.0
"""Log-odds of a slot for which a message has no candidate."""
READER_ROLES = {
    "PerpInd": "perpetrator-individual", "PerpOrg": "perpetrator-organisation", "Target": "target", "Victim": "victim", "Weapon": "weapon",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression over named numbers that are scaled first."""

    weights: tuple[float, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    bias: float

    def odds(self, values: Sequence[float]) -> float:
        """Return the log-odds of an example."""
        parts = zip(self.weights, values, self.mean, self.scale, strict=True)
        return self.bias + sum(w * (x - m) / s for w, x, m, s in parts)


@dataclass(frozen=True, slots=True)
class Weights:
    """All that was fitted.

    Args:
        heads, spans: by slot, the weight of a feature; "bias" among them. All features are kept under hashes (muc4_features.py).
        idf, words: the weight of a feature of the whole message, and by type how it speaks for it.
        entities, incidents: by slot and by type, over the numbers of `entity_numbers` and `message_numbers`.
        pairs: the weight of a feature of an entity and a type.
        splits, split_least: the weight of what lies between two targets (muc4_splitting.py), and the log-odds from which they are of
            one incident.
        entity_least, type_least: probability from which an entity or type is given out.
        read_entities: over the numbers of `read_numbers`, for entities of sentences that the learned reader has read.
    """

    heads: Mapping[str, FeatureWeights]
    spans: Mapping[str, FeatureWeights]
    idf: FeatureWeights
    words: Mapping[str, FeatureWeights]
    entities: Mapping[str, Linear]
    incidents: Mapping[str, Linear]
    pairs: FeatureWeights
    splits: FeatureWeights
    split_least: float
    entity_least: Mapping[str, float]
    type_least: Mapping[str, float]
    read_entities: Mapping[str, Linear]


def load_weights(path: Path) -> Weights:
    """Read fitted weights.

    Raises:
        ValueError: the file holds no such weights.
    """
    try:
        raw = json.loads(path.read_text("utf-8"))

        def linear(name: str) -> dict[str, Linear]:
            return {
                key: Linear(tuple(v["weights"]), tuple(v["mean"]), tuple(v["scale"]), v["bias"])
                for key, v in raw[name].items()
            }

        def tables(name: str) -> dict[str, FeatureWeights]:
            return {key: FeatureWeights(v["by_hash"]) for key, v in raw[name].items()}

        def table(name: str) -> FeatureWeights:
            return FeatureWeights(raw[name]["by_hash"])

        return Weights(
            tables("heads"), tables("spans"), table("idf"), tables("words"), linear("entities"), linear("incidents"),
            table("pairs"), table("splits"), raw["split_least"], raw["entity_least"], raw["type_least"], linear("read_entities"),
        )  # fmt: skip
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} does not hold weights of bench/train_muc4.py: {error!r}") from error


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a message may tell: entities by slot, and the log-odds of each type by its words."""

    entities: Mapping[str, list[Entity]]
    types: Mapping[str, float]


def message_features(draft: Draft) -> Iterator[str]:
    """Yield what stands in a message: its words and pairs of words, those of its lead, the types of its events."""
    words = re.findall(r"[a-z]+|\d+", draft.report.text.lower())
    yield from {f"w={w}" for w in words} | {f"b={a} {b}" for a, b in itertools.pairwise(words)}
    yield from {f"l={w}" for w in re.findall(r"[a-z]+", draft.report.text[:LEAD].lower())}
    counts = collections.Counter(type_name(m) for m in draft.mentions)
    yield from (f"m={kind}" for kind in counts)
    yield from (f"m={kind}:{min(3, n)}" for kind, n in counts.items())
    yield from {f"lm={type_name(m)}" for m in draft.mentions if m.sentence < 4}
    yield from {f"e={e.type.plover}:{e.type.mode or ''}:{e.factuality}" for e in draft.events}


def by_words(weights: Weights, draft: Draft) -> dict[str, float]:
    """Return the log-odds of each type, and of any, by the words of a message."""
    known = [(f, weights.idf[f]) for f in message_features(draft) if f in weights.idf]
    length = math.sqrt(sum(w * w for _, w in known)) or 1.0
    return {
        kind: table["bias"] + sum(table.get(f) * w for f, w in known) / length for kind, table in weights.words.items()
    }


def sketch(weights: Weights, draft: Draft) -> Sketch:
    """Return the entities and types that a message may tell."""
    heads = [(head, tuple(map(hash_of, head.features))) for head in heads_of(draft)]
    found = {
        slot: entities(
            slot, draft, ((h, weights.heads[slot].odds_of(names)) for h, names in heads), weights.spans[slot]
        )
        for slot in STRINGS
    }
    return Sketch(found, by_words(weights, draft))


def entity_numbers(drawn: Sketch, slot: str, rank: int, draft: Draft) -> list[float]:
    """Return what speaks for an entity's being in a template, as numbers."""
    entity, rivals = drawn.entities[slot][rank], drawn.entities[slot]
    odds = sorted((p.odds for p in entity.places), reverse=True)
    top = entity.places[0]
    phrase = next((p for p in draft.phrases_in(top.sentence) if p.head == top.token), None)
    beside = [_beside(drawn, other, top.sentence) for other in STRINGS if other != slot]
    return [
        odds[0], math.log(sum(map(math.exp, odds))), math.log(len(odds)), odds[1] if len(odds) > 1 else FLOOR,
        min(rank, 5), float(rank == 0), odds[0] - rivals[0].odds, math.log(1 + min(p.sentence for p in entity.places)),
        math.log(1 + top.sentence), len(normal(entity.called()).split()),
        float(phrase is not None and phrase.named), float(phrase is not None and phrase.plural),
        float(phrase is not None and phrase.actor is not None), *beside,
        *(_top(drawn, other, 1)[0] for other in STRINGS if other != slot),
        *(drawn.types[t] for t in (ANY, *TYPES)), math.log(1 + len(draft.sentences)),
    ]  # fmt: skip


def _beside(drawn: Sketch, slot: str, sentence: int) -> float:
    return max((p.odds for e in drawn.entities[slot] for p in e.places if p.sentence == sentence), default=FLOOR)


def _top(drawn: Sketch, slot: str, number: int) -> list[float]:
    return [*(e.odds for e in drawn.entities[slot][:number]), *[FLOOR] * number][:number]


def message_numbers(drawn: Sketch, draft: Draft) -> list[float]:
    """Return what speaks for a message's telling of a type of incident, as numbers."""
    fillers = [x for slot in STRINGS for x in (*_top(drawn, slot, 2), _mass(drawn, slot))]
    assaults = [
        e for e in draft.events if e.type.plover == "ASSAULT" and e.factuality not in {"denied", "hypothetical"}
    ]
    modes = collections.Counter(e.type.mode for e in assaults)
    return [
        *(drawn.types[t] for t in (ANY, *TYPES)), *fillers,
        *(float(min(3, modes[m])) for m in ("explosives", "abduct", "firearms")), math.log(1 + len(assaults)),
        math.log(1 + len(draft.events)), math.log(1 + len(draft.report.text)),
    ]  # fmt: skip


def _mass(drawn: Sketch, slot: str) -> float:
    return math.log(math.exp(FLOOR) + sum(math.exp(p.odds) for e in drawn.entities[slot] for p in e.places))


def pair_features(slot: str, entity: Entity, kind: str, draft: Draft) -> Iterator[str]:
    """Yield what speaks for an entity's belonging to the incident of a type."""
    top = entity.places[0]
    yield from (f"{kind}", f"{kind} {slot}", f"{kind} {slot} {normal(entity.called()).split()[-1]}")
    here = {type_name(m) for m in draft.mentions_in(top.sentence)}
    yield from (f"{kind} here={mode}" for mode in here)
    yield from (f"{kind} {slot} here={mode}" for mode in here)
    near = min(draft.mentions_in(top.sentence), key=lambda m: abs(m.token - top.token), default=None)
    if near is not None:
        yield from (f"{kind} near={type_name(near)}", f"{kind} {slot} near={type_name(near)}")


def probability(odds: float) -> float:
    """Return log-odds as a probability."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def read_numbers(odds: float, entity: Entity, slot: str, draft: Draft) -> list[float] | None:
    """Return the log-odds without the learned reader, and its word; None where it has read none of the sentences."""
    heard = []
    for place in entity.places:
        reading = draft.reading_of(place.sentence)
        if reading is not None and len(reading.roles):
            heard.append(reading.role_of(place.token, READER_ROLES[slot]))
    if not heard:
        return None
    return [odds, _logit(max(heard)), sum(heard) / len(heard)]


def _logit(chance: float) -> float:
    return math.log(max(1e-3, chance) / max(1e-3, 1.0 - chance))


class Former:
    """Forms the templates of messages.

    Args:
        weights: what was fitted.
        read: whether the learned reader's word counts where the draft holds it.
    """

    def __init__(self, weights: Weights, *, read: bool = True) -> None:
        self._weights = weights
        self._read = read

    def entity_odds(self, drawn: Sketch, draft: Draft) -> dict[str, list[float]]:
        """Return the log-odds of each entity's being in a template, by slot."""
        found = {}
        for slot, several in drawn.entities.items():
            odds = [
                self._weights.entities[slot].odds(entity_numbers(drawn, slot, n, draft)) for n in range(len(several))
            ]
            if self._read and slot in self._weights.read_entities:
                heard = (read_numbers(z, e, slot, draft) for z, e in zip(odds, several, strict=True))
                read = self._weights.read_entities[slot]
                odds = [z if more is None else read.odds(more) for z, more in zip(odds, heard, strict=True)]
            found[slot] = odds
        return found

    def type_odds(self, drawn: Sketch, draft: Draft) -> dict[str, float]:
        """Return the log-odds of each type of incident."""
        numbers = message_numbers(drawn, draft)
        return {kind: self._weights.incidents[kind].odds(numbers) for kind in TYPES}

    def fill(self, draft: Draft) -> list[Filled]:
        """Return the templates of a message."""
        drawn = sketch(self._weights, draft)
        return form(self._weights, drawn, self.entity_odds(drawn, draft), self.type_odds(drawn, draft), draft)


def form(
    weights: Weights, drawn: Sketch, odds: Mapping[str, Sequence[float]], kinds: Mapping[str, float], draft: Draft
) -> list[Filled]:
    """Return the templates of each type that is likely enough, with the entities that are: one for each group of targets."""
    told = [k for k in TYPES if probability(kinds[k]) >= weights.type_least[k]]
    formed = []
    for kind in told:
        chosen = {s: list(_fillers(weights, s, kind, told, drawn, odds[s], draft)) for s in STRINGS}
        targets = [e for slot in PARTED for e in chosen[slot]]
        for group in groups(targets, draft, weights.splits, weights.split_least) or [[]]:
            here = {id(targets[n]) for n in group}
            formed.append(
                Filled(
                    (kind,),
                    {
                        s: tuple((e.called(),) for e in several if s not in PARTED or id(e) in here)
                        for s, several in chosen.items()
                    },
                )
            )
    return formed


def _fillers(
    weights: Weights, slot: str, kind: str, told: list[str], drawn: Sketch, odds: Sequence[float], draft: Draft
) -> Iterator[Entity]:
    if slot in UNFILLED.get(kind, ()):
        return
    for entity, chance in zip(drawn.entities[slot], odds, strict=True):
        if probability(chance) < weights.entity_least[slot]:
            continue
        share = 1.0
        if len(told) > 1:
            share = probability(weights.pairs.odds(pair_features(slot, entity, kind, draft)))
        if probability(chance) * share >= weights.entity_least[slot]:
            yield entity
