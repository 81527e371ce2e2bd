"""Score the time tagger on TimeML (TIMEX3) and on inline TIMEX2, as TempEval-3 does.

    python bench/timex.py DIR... [--predictions out.jsonl] [--show] [--part N/M]

Reads, in the folders and those below them, every `.tml` (TIMEX3 inside TEXT; the anchor is the TIMEX3 with
functionInDocument="CREATION_TIME") and every `.xml` or `.sgm` with inline TIMEX2 inside TEXT; files without such tags are
left out. TIMEX2 histories (DOCTYPE "... HISTORY ARTICLE") are read without a day of publication, as narrative; other
TIMEX2 documents at their DATETIME. Nothing of the tags is given to the tagger.

Extent, relaxed: each tag of gold is paired with at most one prediction that overlaps it; strict: both ends equal.
Value, type: of the relaxed pairs those with the same value (type) count as right, precision over all predictions,
recall over all gold (UzZaman et al., 2013: attribute F1).

TIMEX2 values are compared in the form of TIMEX3: seconds and offsets of zones are cut off, a set's XXXX-XX-XX, XXXX-XX
and XXXX are P1D, P1M and P1Y; on both sides P1DE is P10Y, P1CE P100Y and PT24H P1D. A TIMEX2 tag without VAL has the
empty value, and counts as right where the prediction has none either. TIMEX2 has no type; it follows from the value.
"""

from __future__ import annotations

import argparse
import datetime as dt
import html
import json
import pathlib
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from dateline.lexicon.timegrammar import Scheme, tag

_TAG = re.compile(r"<(/?)(\w+)([^<>]*?)(/?)>")
_ATTRIBUTE = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag of gold or of the tagger: offsets into the text, and its attributes."""

    start: int
    end: int
    type: str
    value: str
    mod: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its gold tags; `anchor` is the day of publication of news."""

    name: str
    text: str
    anchor: dt.date | None
    scheme: Scheme
    gold: tuple[Tagged, ...]


def read(path: pathlib.Path) -> Document:
    """Read one document; raises SystemExit with a clear line where it holds no text."""
    raw = path.read_text("utf-8")
    text: list[str] = []
    tags: list[Tagged] = []
    inside: list[tuple[int, dict[str, str]]] = []
    length, within, anchor, narrative, scheme = 0, "<TEXT" not in raw, None, "HISTORY ARTICLE" in raw[:2000], ""
    at = 0
    for match in _TAG.finditer(raw):
        piece = html.unescape(raw[at : match.start()])
        at = match.end()
        if within:
            text.append(piece)
            length += len(piece)
        elif "DATETIME" in raw[max(0, match.start() - 80) : match.start()] and (
            said := re.search(r"\d{4}-\d\d-\d\d", piece)
        ):
            anchor = dt.date.fromisoformat(said[0])
        name = match[2].upper()
        if name == "TEXT":
            within = not match[1]
        elif name in ("TIMEX2", "TIMEX3"):
            attributes = {key.lower(): one or other for key, one, other in _ATTRIBUTE.findall(match[3])}
            if attributes.get("functionindocument") == "CREATION_TIME" and not match[1]:
                said = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", attributes.get("value", ""))
                anchor = dt.date(*map(int, said.groups())) if said else anchor
            elif within and not match[4]:
                scheme = "timex2" if name == "TIMEX2" else "timex3"
                if match[1]:
                    start, attributes = inside.pop()
                    tags.append(_gold(start, length, attributes, name))
                else:
                    inside.append((length, attributes))
    if not text:
        raise SystemExit(f"{path}: no text")
    tags.sort(key=lambda each: (each.start, -each.end))
    known: Scheme = "timex2" if scheme == "timex2" else "timex3"
    return Document(path.stem, "".join(text), None if narrative else anchor, known, tuple(tags))


def _gold(start: int, end: int, attributes: dict[str, str], name: str) -> Tagged:
    if name == "TIMEX3":
        return Tagged(start, end, attributes.get("type", ""), attributes.get("value", ""), attributes.get("mod", ""))
    value, is_set = attributes.get("val", ""), attributes.get("set") == "YES"
    if is_set:
        value = {"XXXX-XX-XX": "P1D", "XXXX-XX": "P1M", "XXXX": "P1Y"}.get(value, value)
    kind = "SET" if is_set else "DURATION" if re.match(r"P[\dTX.]", value) else "TIME" if _is_time(value) else "DATE"
    return Tagged(start, end, kind, value, attributes.get("mod", ""))


def _is_time(value: str) -> bool:
    return "T" in value and not value.endswith("_REF")


def same_form(value: str) -> str:
    """Reduce the ways of writing one value to one."""
    value = re.sub(r"(T\d\d:\d\d):\d\d", r"\1", value.strip().upper())
    value = re.sub(r"(T\d\d(?::\d\d)?)(?:[+-]\d\d(?::?\d\d)?|Z)$", r"\1", value)
    value = re.sub(r"^P(\d+)DE$", r"P\g<1>0Y", value)
    value = re.sub(r"^P(\d+)CE$", r"P\g<1>00Y", value)
    return "P1D" if value == "PT24H" else value


def pairs(gold: tuple[Tagged, ...], found: tuple[Tagged, ...]) -> Iterator[tuple[Tagged, Tagged]]:
    """Pair gold with predictions that overlap it, each once: first the equal ones, then by the length they share."""
    ranked = []
    for n, one in enumerate(gold):
        for m, other in enumerate(found):
            shared = min(one.end, other.end) - max(one.start, other.start)
            if shared > 0:
                equal = (one.start, one.end) == (other.start, other.end)
                ranked.append((not equal, -shared, n, m))
    used_gold, used_found = set(), set()
    for _, _, n, m in sorted(ranked):
        if n not in used_gold and m not in used_found:
            used_gold.add(n)
            used_found.add(m)
            yield gold[n], found[m]


def predict(document: Document) -> tuple[Tagged, ...]:
    """Run the tagger over a document."""
    made = tag(document.text, document.anchor, scheme=document.scheme)
    return tuple(Tagged(each.start, each.end, each.type, each.value, each.mod) for each in made)


def main() -> None:
    """Print the figures, and the errors if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--predictions", type=pathlib.Path, help="write the tags of each document as JSON Lines")
    parser.add_argument("--show", action="store_true", help="print what is missed, spurious, or of another value")
    parser.add_argument("--part", help="N/M: only every M-th document, from the N-th (counted from 0)")
    options = parser.parse_args()
    paths = [
        path
        for folder in options.folders
        for path in ([folder] if folder.is_file() else sorted(folder.rglob("*")))
        if path.suffix in (".tml", ".xml", ".sgm")
    ]
    if not paths:
        raise SystemExit(f"no .tml, .xml or .sgm files in {', '.join(map(str, options.folders))}")
    if options.part:
        first, step = map(int, options.part.split("/"))
        paths = paths[first::step]
    documents = [document for path in paths if (document := read(path)).gold]
    if not documents:
        raise SystemExit("none of the files holds a TIMEX2 or TIMEX3 tag inside its text")
    began = time.process_time()
    predictions = [predict(document) for document in documents]
    spent = time.process_time() - began
    if options.predictions:
        with options.predictions.open("w", encoding="utf-8") as out:
            for document, found in zip(documents, predictions, strict=True):
                out.write(json.dumps({"id": document.name, "tags": [asdict(each) for each in found]}) + "\n")
    words = sum(len(document.text.split()) for document in documents)
    score(documents, predictions, show=options.show)
    print(f"{spent / words * 6e5:.1f} ms for 600 words")


def score(documents: list[Document], predictions: list[tuple[Tagged, ...]], *, show: bool) -> None:
    """Print precision, recall and F1 of extent, value and type."""
    counts = dict.fromkeys(("relaxed", "strict", "value", "type"), 0)
    gold_total = sum(len(document.gold) for document in documents)
    found_total = sum(map(len, predictions))
    for document, found in zip(documents, predictions, strict=True):
        matched = list(pairs(document.gold, found))
        counts["relaxed"] += len(matched)
        counts["strict"] += sum((one.start, one.end) == (other.start, other.end) for one, other in matched)
        counts["value"] += sum(same_form(one.value) == same_form(other.value) for one, other in matched)
        counts["type"] += sum(one.type == other.type for one, other in matched)
        if show:
            _show(document, matched, found)
    print(f"{len(documents)} documents, {gold_total} tags of gold, {found_total} predicted")
    for name, right in counts.items():
        precision, recall = right / max(1, found_total), right / max(1, gold_total)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{name:8} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")


def _show(document: Document, matched: list[tuple[Tagged, Tagged]], found: tuple[Tagged, ...]) -> None:
    """Print the errors of one document, one a line: kind, words, values, and the text around."""
    rows: list[tuple[int, str, tuple[Tagged, ...]]] = []
    rows += [(one.start, "missed", (one,)) for one in document.gold if all(one is not each for each, _ in matched)]
    rows += [(other.start, "spurious", (other,)) for other in found if all(other is not each for _, each in matched)]
    for one, other in matched:
        if same_form(one.value) != same_form(other.value):
            rows.append((one.start, "value", (one, other)))
        elif (one.start, one.end) != (other.start, other.end):
            rows.append((one.start, "extent", (one, other)))
    for start, kind, both in sorted(rows, key=lambda row: row[:2]):
        sides = " / ".join(f"{document.text[x.start : x.end]!r} {x.value} {x.mod}" for x in both)
        around = " ".join(document.text[max(0, start - 60) : start + 60].split())
        print(f"{kind}\t{document.name}\t{sides}\t{around}")


if __name__ == "__main__":
    main()
