"""The task as it is scored today: templates of a type and five string slots, compared as sets of mentions.

The form is that of GTT (Du, Rush and Cardie 2021): a document has templates, a template an incident type and five slots, a slot
entities, an entity the strings by which the document mentions it. A given entity is right where each of its mentions is a
mention of one entity of the gold. Two scores:

- *template F1*: templates of gold and answer are mapped one to one, only where their types agree, so that the document's F1 is
  highest; then types and entities that are right are counted over all templates, mapped or not, and over all documents;
- *CEAF-REE* (Du, Rush and Cardie 2021, GRIT): the entities of all templates of a document are thrown together slot by slot and
  mapped one to one; counts are added over documents and slots.

Strings are compared in lower case without punctuation and articles, as both papers' programs do.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from muc4_keys import Template


STRINGS = {"PerpInd": 9, "PerpOrg": 10, "Target": 12, "Victim": 18, "Weapon": 6}
"""The string slots of the form, and the slots of the keys that they come from."""
TYPE = "incident_type"
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)

Entity = frozenset[str]
"""What one person or thing is called, each string normalised."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A template in the form of GTT.

    Args:
        types: the incident's type, several where the gold accepts any of them.
        slots: entities by the name of their slot; mentions as the document has them, in lower case.
    """

    types: tuple[str, ...]
    slots: Mapping[str, tuple[tuple[str, ...], ...]]

    def entities(self, slot: str) -> list[Entity]:
        """Return the entities of a slot with normalised mentions, each once."""
        found = (frozenset(normal(m) for m in mentions) - {""} for mentions in self.slots.get(slot, ()))
        return list(dict.fromkeys(e for e in found if e))


@dataclass(slots=True)
class Counts:
    """What was right, given and wanted; `right` is counted once from each side."""

    right_given: int = 0
    given: int = 0
    right_wanted: int = 0
    wanted: int = 0

    def add(self, other: Counts) -> None:
        """Add other counts to these."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def figures(self) -> tuple[float, float, float]:
        """Return precision, recall and F1."""
        precision = self.right_given / self.given if self.given else 0.0
        recall = self.right_wanted / self.wanted if self.wanted else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(slots=True)
class Score:
    """Counts by slot, `incident_type` among them in a score of templates."""

    slots: dict[str, Counts] = field(default_factory=dict)

    def of(self, slot: str) -> Counts:
        """Return the counts of a slot, to be added to."""
        return self.slots.setdefault(slot, Counts())

    def add(self, other: Score) -> None:
        """Add the counts of another score."""
        for slot, counts in other.slots.items():
            self.of(slot).add(counts)

    def all(self) -> Counts:
        """Return the sum over slots."""
        total = Counts()
        for counts in self.slots.values():
            total.add(counts)
        return total


def normal(mention: str) -> str:
    """Return a mention in lower case without punctuation, articles and double spaces."""
    return " ".join(_ARTICLE.sub(" ", mention.lower().translate(_PUNCTUATION)).split())


def read_filled(path: Path) -> dict[str, list[Filled]]:
    """Read templates in GTT's form: a JSON object by document, or one JSON object a line with `docid` and `templates`.

    Raises:
        ValueError: the file is not in this form.
    """
    text = path.read_text("utf-8")
    try:
        if text.lstrip().startswith('{"docid"'):
            rows = (json.loads(line) for line in text.splitlines() if line.strip())
            return {row["docid"]: [_filled(t) for t in row["templates"]] for row in rows}
        return {name: [_filled(t) for t in templates] for name, templates in json.loads(text).items()}
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} does not hold templates in GTT's form: {error!r}") from error


def _filled(template: dict[str, object]) -> Filled:
    kind = template[TYPE]
    slots = {}
    for slot in STRINGS:
        entities = template.get(slot) or []
        if not isinstance(entities, list):
            raise TypeError(f"{slot} is no list")
        slots[slot] = tuple(tuple(m if isinstance(m, str) else m[0] for m in entity) for entity in entities)
    return Filled(tuple(str(kind).lower().split(" / ")), slots)


def filled_of(key: Template, text: str) -> Filled:
    """Return a template of the keys in GTT's form: optional fillers included, strings that the text does not have left out.

    Strings with an explanation in brackets are left out too, as they are in the published form of the data.
    """
    words = normal(text)
    slots = {}
    for slot, number in STRINGS.items():
        entities = (
            tuple(v.lower() for v in f.values if "[" not in v and normal(v) in words) for f in key.fillers(number)
        )
        slots[slot] = tuple(e for e in entities if e)
    kinds = key.fillers(4)
    return Filled(tuple(v.lower() for v in kinds[0].values) if kinds else ("",), slots)


def write_filled(path: Path, answers: Mapping[str, Iterable[Filled]]) -> None:
    """Write templates as one JSON object by document."""
    form = {name: [{TYPE: t.types[0], **t.slots} for t in templates] for name, templates in answers.items()}
    path.write_text(json.dumps(form, ensure_ascii=False, indent=1) + "\n", "utf-8")


def score_templates(wanted: list[Filled], given: list[Filled]) -> Score:
    """Return the counts of one document's templates under the mapping that is best for it."""
    score = Score()
    answers = dict(best_mapping(wanted, given))
    for i, key in enumerate(wanted):
        answer = given[answers[i]] if i in answers else None
        _add(score, key, answer)
    for j in set(range(len(given))) - set(answers.values()):
        _add(score, None, given[j])
    return score


def _add(score: Score, key: Filled | None, answer: Filled | None) -> None:
    both = int(key is not None and answer is not None)
    score.of(TYPE).add(Counts(both, int(answer is not None), both, int(key is not None)))
    for slot in STRINGS:
        gold = key.entities(slot) if key is not None else []
        said = answer.entities(slot) if answer is not None else []
        score.of(slot).add(_overlap(gold, said))


def _overlap(gold: list[Entity], said: list[Entity]) -> Counts:
    """Count the entities that are right, from both sides."""
    right = sum(any(s <= g for g in gold) for s in said)
    return Counts(right, len(said), sum(any(s <= g for s in said) for g in gold), len(gold))


def best_mapping(wanted: list[Filled], given: list[Filled]) -> list[tuple[int, int]]:
    """Return pairs of numbers of a gold template and the answer mapped to it, for the highest F1 of the document.

    F1 is made of two sums, what is right of the answers and of the gold, so for each set of gold templates used all sums are kept
    that no other beats in both.
    """
    rights = {
        (i, j): _rights(k, a) for i, k in enumerate(wanted) for j, a in enumerate(given) if set(k.types) & set(a.types)
    }
    states: dict[int, list[_Sums]] = {0: [_Sums(0, 0, ())]}
    for j in range(len(given)):
        later = {mask: list(sums) for mask, sums in states.items()}
        for mask, sums in states.items():
            for i in range(len(wanted)):
                if (i, j) in rights and not mask >> i & 1:
                    more = rights[i, j]
                    grown = (_Sums(s.given + more[0], s.wanted + more[1], (*s.pairs, (i, j))) for s in sums)
                    later.setdefault(mask | 1 << i, []).extend(grown)
        states = {mask: _front(sums) for mask, sums in later.items()}
    n_given, n_wanted = sum(map(_size, given)), sum(map(_size, wanted))
    everything = [s for sums in states.values() for s in sums]
    return list(max(everything, key=lambda s: Counts(s.given, n_given, s.wanted, n_wanted).figures()[2]).pairs)


@dataclass(frozen=True, slots=True)
class _Sums:
    given: int
    wanted: int
    pairs: tuple[tuple[int, int], ...]


def _front(sums: list[_Sums]) -> list[_Sums]:
    """Keep the sums that no other beats in both counts."""
    kept: list[_Sums] = []
    for each in sorted(sums, key=lambda s: (-s.given, -s.wanted)):
        if not kept or each.wanted > kept[-1].wanted:
            kept.append(each)
    return kept


def _rights(key: Filled, answer: Filled) -> tuple[int, int]:
    counts = [_overlap(key.entities(s), answer.entities(s)) for s in STRINGS]
    return 1 + sum(c.right_given for c in counts), 1 + sum(c.right_wanted for c in counts)


def _size(template: Filled) -> int:
    return 1 + sum(len(template.entities(s)) for s in STRINGS)


def score_entities(wanted: list[Filled], given: list[Filled]) -> Score:
    """Return the CEAF-REE counts of one document: entities over all templates, mapped one to one slot by slot."""
    score = Score()
    for slot in STRINGS:
        gold = list(dict.fromkeys(e for t in wanted for e in t.entities(slot)))
        said = list(dict.fromkeys(e for t in given for e in t.entities(slot)))
        right = _matching(gold, said)
        score.of(slot).add(Counts(right, len(said), right, len(gold)))
    return score


def _matching(gold: list[Entity], said: list[Entity]) -> int:
    """Return the size of the largest one-to-one mapping of given entities to gold entities that hold them."""
    taken: dict[int, int] = {}

    def place(j: int, seen: set[int]) -> bool:
        for i, g in enumerate(gold):
            if said[j] <= g and i not in seen:
                seen.add(i)
                if i not in taken or place(taken[i], seen):
                    taken[i] = j
                    return True
        return False

    return sum(place(j, set()) for j in range(len(said)))


def print_score(title: str, score: Score) -> None:
    """Print precision, recall and F1 over all and by slot."""
    print(f"{title:24}{'P':>7}{'R':>7}{'F1':>7}{'gold':>8}{'given':>7}")
    for name, counts in (("all", score.all()), *score.slots.items()):
        print(f"  {name:22}" + "".join(f"{x:7.3f}" for x in counts.figures()) + f"{counts.wanted:8}{counts.given:7}")
