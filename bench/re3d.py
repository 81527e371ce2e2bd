"""Compare the actors, weapons and places that dateline finds with the entities of re3d, and who fights whom with its relations.

    python bench/re3d.py DIR... [--predictions FILE] [--show 20]

Each DIR holds documents.json, entities.json and relations.json (one JSON object a line, as exported). Entities that the corpus's
readers rejected (confidence below one half) are left out. What is held against what:

    re3d                              dateline's draft
    Organisation, Person              phrases for people and bodies, personal pronouns but "it" included; names of places only
                                      where they stand for who rules there ("actors")
    Nationality                       adjectives of states and peoples ("Iraqi"), as the places stage tells them apart
    Location                          toponyms that are no metonyms, sites and streets ("places")
    Weapon, MilitaryPlatform          words of the weapon table for what is fired or wielded, what fires it, and attacks named
                                      by it, in use or not; those that name who carries it are left out ("weapons")
    FightingAgainst                   two phrases on opposite sides of one attack or clash

DocumentReference, Money, Quantity, Temporal, Url, Vehicle and the other relations have no counterpart. Articles at the head of
a span are left out on both sides. `exact` is the same words; `overlap` shares at least one. Printed are recall, precision and F1 of each row, and
recall for each of the corpus's types. The corpus marks common nouns too ("the city", "strikes", "we"), and seldom all of them.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.draft import Draft
from dateline.gazetteer import open_gazetteer
from dateline.stages import built_in
from dateline.stages.places.mentions import every_mention
from dateline.stages.syntax import SyntaxStage
from dateline.stages.weapons import every_weapon
from dateline.text import Report, Section

ROWS = {
    "actors": ("Organisation", "Person"),
    "nationalities": ("Nationality",),
    "places": ("Location",),
    "weapons": ("Weapon", "MilitaryPlatform"),
}
"""What is compared: dateline's row and the corpus's types that it answers."""
SURE = 0.5
"""Confidence from which on the corpus's readers took an entity for one."""
LAST = "participants"
"""The last stage that is needed."""
ARMS = frozenset({"arm", "platform", "act"})
PERSONAL = frozenset("i me you he him she her we us they them".split())
BODIES = frozenset("government military police intelligence militia rebels party company media ngo igo court".split())
NO_ACTORS = frozenset({"facility"})
PLACES = frozenset({"place", "site", "street"})
DOERS = frozenset({"perpetrator", "party"})
DONE_TO = frozenset({"target", "victim", "party"})
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its entities by type, and the pairs that fight."""

    name: str
    report: Report
    entities: tuple[tuple[str, Range], ...]
    fights: tuple[tuple[Range, Range], ...]


@dataclass(slots=True)
class Count:
    """What of gold is answered, and what of the answers is right."""

    answered: int = 0
    gold: int = 0
    right: int = 0
    given: int = 0

    def figures(self) -> tuple[float, float, float]:
        """Return recall, precision and F1; 0 where there is nothing to divide by."""
        recall = self.answered / self.gold if self.gold else 0.0
        precision = self.right / self.given if self.given else 0.0
        return recall, precision, 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def read_documents(folder: Path) -> list[Document]:
    """Return the documents of a folder.

    Raises:
        OSError: a file cannot be read.
        ValueError: a line is not of the form; the message names the file.
    """
    entities: dict[str, list[tuple[str, Range]]] = collections.defaultdict(list)
    for row in _rows(folder / "entities.json", "documentId", "type", "begin", "end", "confidence"):
        if row["confidence"] >= SURE:
            entities[row["documentId"]].append((row["type"], (row["begin"], row["end"])))
    fights: dict[str, list[tuple[Range, Range]]] = collections.defaultdict(list)
    for row in _rows(folder / "relations.json", "documentId", "type", "sourceBegin", "targetBegin", "confidence"):
        if row["type"] == "FightingAgainst" and row["confidence"] >= SURE:
            pair = ((row["sourceBegin"], row["sourceEnd"]), (row["targetBegin"], row["targetEnd"]))
            fights[row["documentId"]].append(pair)
    found = []
    for row in _rows(folder / "documents.json", "_id", "text"):
        if row["text"].strip():
            report = Report(row["text"], row["_id"], (Section("body", 0, len(row["text"])),))
            trimmed = {(kind, _bare(report.text, *span)) for kind, span in entities[row["_id"]]}
            found.append(Document(row["_id"], report, tuple(sorted(trimmed)), tuple(fights[row["_id"]])))
    return found


def _rows(path: Path, *keys: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
                missing = [key for key in keys if key not in row]
            except (ValueError, TypeError) as error:
                raise ValueError(f"{path}, line {number}: {error}") from error
            if missing:
                raise ValueError(f"{path}, line {number}: it lacks {', '.join(missing)}")
            yield row


def drafts_of(documents: Sequence[Document]) -> Iterator[Draft]:
    """Yield the documents after all stages that find entities and roles, every sentence parsed."""
    drafts: Iterable[Draft] = (Draft(document.report) for document in documents)
    for kind in built_in():
        stage = SyntaxStage(parse_all=True) if kind is SyntaxStage else kind()
        drafts = stage.pipe(drafts)
        if kind.name == LAST:
            break
    return iter(drafts)


def found_in(draft: Draft) -> dict[str, list[Range]]:
    """Return what dateline finds, by the row that it answers."""
    text = draft.report.text
    mentions = every_mention(draft, open_gazetteer())
    spans = {
        "actors": list(actors_in(draft)),
        "nationalities": [(m.start, m.end) for m in mentions if m.kind == "adjective"],
        "places": [(m.start, m.end) for m in mentions if m.kind in PLACES],
        "weapons": [
            (start, end)
            for sentence in draft.sentences
            if sentence.parsed
            for start, end, sense in every_weapon(sentence)
            if sense in ARMS
        ],
    }
    return {row: sorted({_bare(text, *span) for span in found}) for row, found in spans.items()}


def actors_in(draft: Draft) -> Iterator[Range]:
    """Yield the phrases that name people or bodies, and the pronouns of people; no places, unless they stand for who rules there."""
    for phrase in draft.phrases:
        places = [t for t in draft.toponyms_in(phrase.sentence) if t.first <= phrase.head < t.last]
        word = draft.sentences[phrase.sentence].tokens[phrase.head]
        if phrase.pronoun:
            acts = word.lower in PERSONAL
        else:
            acts = phrase.kind not in NO_ACTORS if phrase.human else phrase.actor is not None or phrase.kind in BODIES
        if acts and all(t.metonym for t in places):
            yield phrase.start, phrase.end


def fights_in(draft: Draft) -> Iterator[tuple[Range, Range]]:
    """Yield the pairs of phrases on opposite sides of one attack or clash."""
    for mention in draft.mentions:
        if mention.plover == "ASSAULT":
            sides = draft.arguments_of([mention.index])
            doers = [draft.phrases[a.phrase] for a in sides if a.role in DOERS]
            others = [draft.phrases[a.phrase] for a in sides if a.role in DONE_TO]
            yield from (((d.start, d.end), (o.start, o.end)) for d in doers for o in others if d.index != o.index)


def _bare(text: str, start: int, end: int) -> Range:
    """Return a span without blanks at its ends and the article at its head."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    article = _ARTICLE.match(text, start, end)
    return (article.end() if article else start), end


def _meet(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def score(document: Document, draft: Draft, counts: dict[tuple[str, str], Count], kinds: dict[str, Count]) -> list[str]:
    """Add a document's figures; return a line for each difference."""
    told = found_in(draft)
    lines = []
    for row, types in ROWS.items():
        wanted = {span: kind for kind, span in document.entities if kind in types}
        given = told[row]
        exact, overlap = counts[row, "exact"], counts[row, "overlap"]
        same = set(given) & wanted.keys()
        _add(exact, len(same), len(wanted), len(same), len(given))
        hit = {span for span in wanted if any(_meet(span, g) for g in given)}
        right = [g for g in given if any(_meet(span, g) for span in wanted)]
        _add(overlap, len(hit), len(wanted), len(right), len(given))
        for span, kind in wanted.items():
            _add(kinds[kind], span in hit, 1, span in same, 1)
            lines += [] if span in hit else [f"missed {kind}: {document.report.text[slice(*span)]}"]
        lines += [f"spurious {row}: {document.report.text[slice(*g)]}" for g in given if g not in right]
    pairs = list(fights_in(draft))
    hits = [f for f in document.fights if any(_opposed(f, p) for p in pairs)]
    right_pairs = [p for p in pairs if any(_opposed(f, p) for f in document.fights)]
    _add(counts["fighting", "overlap"], len(hits), len(document.fights), len(right_pairs), len(pairs))
    return lines


def _opposed(one: tuple[Range, Range], other: tuple[Range, Range]) -> bool:
    """Whether two pairs are one, whichever is told first."""
    straight = _meet(one[0], other[0]) and _meet(one[1], other[1])
    return straight or (_meet(one[0], other[1]) and _meet(one[1], other[0]))


def _add(count: Count, answered: int, gold: int, right: int, given: int) -> None:
    count.answered += answered
    count.gold += gold
    count.right += right
    count.given += given


def print_figures(number: int, counts: dict[tuple[str, str], Count], kinds: dict[str, Count]) -> None:
    """Print a line for each row and one for each type of the corpus."""
    print(f"{number} documents")
    print(f"{'':16}{'gold':>6}{'given':>7}{'exact R':>10}{'P':>7}{'F1':>7}{'overlap R':>11}{'P':>7}{'F1':>7}")
    for row in ROWS:
        exact, overlap = counts[row, "exact"], counts[row, "overlap"]
        figures = "{:10.3f}{:7.3f}{:7.3f}".format(*exact.figures()) + "{:11.3f}{:7.3f}{:7.3f}".format(
            *overlap.figures()
        )
        print(f"{row:16}{exact.gold:6}{exact.given:7}{figures}")
    fights = counts["fighting", "overlap"]
    print(f"{'fighting':16}{fights.gold:6}{fights.given:7}{'':24}" + "{:11.3f}{:7.3f}{:7.3f}".format(*fights.figures()))
    print(f"{'type':18}{'gold':>6}{'exact R':>10}{'overlap R':>11}")
    for kind, count in sorted(kinds.items(), key=lambda item: -item[1].gold):
        print(f"{kind:18}{count.gold:6}{count.right / count.gold:10.3f}{count.answered / count.gold:11.3f}")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="DIR", help="folder of documents.json, entities.json …"
    )
    parser.add_argument("--predictions", type=Path, help="write the spans found, one document a line")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the N commonest differences")
    options = parser.parse_args()
    try:
        documents = [document for folder in options.folders for document in read_documents(folder)]
    except (OSError, ValueError) as error:
        sys.exit(f"re3d: {error}")
    if not documents:
        sys.exit("re3d: there are no documents in these folders")
    counts: dict[tuple[str, str], Count] = collections.defaultdict(Count)
    kinds: dict[str, Count] = collections.defaultdict(Count)
    differences: collections.Counter[str] = collections.Counter()
    rows = []
    for document, draft in zip(documents, drafts_of(documents), strict=True):
        differences.update(line.lower() for line in score(document, draft, counts, kinds))
        rows.append(json.dumps({"id": document.name, **found_in(draft)}, ensure_ascii=False))
    print_figures(len(documents), counts, kinds)
    if options.predictions:
        options.predictions.write_text("".join(row + "\n" for row in rows), "utf-8")
    for line, number in differences.most_common(options.show):
        print(f"{number:4} {line}")


if __name__ == "__main__":
    main()
