"""Score who says what against the source, cue and content spans of PolNeAR (or another corpus in brat's standoff form).

    python bench/attribution.py --texts DIR --annotations DIR [--half tuning|apart] [--predictions FILE] [--show 20]

The texts are `NAME.txt`, the annotations `NAME_ANNOTATOR.ann` with text-bound Source, Cue and Content (several stretches apart by
";") that E lines join; of an article that several annotated the first is taken. The first line of a text is its headline. All
sentences are parsed, and attributions are told as `every_attribution` (stages/attribution/every.py) does: beliefs and wishes too,
each word in one attribution at most, as the corpus has it. A word is a run of letters, digits and apostrophes.

Printed for each role and each half of the articles (by hash of the name: `tuning` has been looked at, `apart` has not), precision,
recall and F1 of
  exact   spans of the very same words;
  paired  words, where each span is held against the one gold span that it shares most with, one to one;
  words   words that stand in any span of the role, whoever's it is.
"All words" is what "words" gives for content where every word of an article is taken for content.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from dateline.draft import Draft
from dateline.stages import built_in
from dateline.stages.attribution import Credit, every_attribution
from dateline.stages.syntax import SyntaxStage
from dateline.text import Report, Section

Half = Literal["tuning", "apart"]
ROLES = ("source", "cue", "content")
WAYS = ("exact", "paired", "words")
LONGEST_HEADLINE = 250
BEFORE = frozenset({"syntax", "times", "places", "phrases"})
"""Stages that run before attributions are told."""
_WORD = re.compile(r"[\w'’]+")
_BOUND = re.compile(r"(T\d+)\t(\w[\w-]*) ([\d; ]+)\t")
_EVENT = re.compile(r"E\d+\t(.+)")
_MEMBER = re.compile(r"([A-Za-z]+)\d*:(T\d+)")


@dataclass(frozen=True, slots=True)
class Article:
    """A text with its gold attributions."""

    name: str
    text: str
    gold: tuple[Credit, ...]

    @property
    def half(self) -> Half:
        """Which half of the articles it belongs to."""
        return "apart" if int(hashlib.sha256(self.name.encode()).hexdigest()[:8], 16) % 2 else "tuning"


@dataclass(slots=True)
class Count:
    """What is right, given and wanted."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def figures(self) -> tuple[float, float, float]:
        """Return precision, recall and F1; 0 where there is nothing to divide by."""
        f1 = 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 0.0
        return self.right / self.given if self.given else 0.0, self.right / self.wanted if self.wanted else 0.0, f1


@dataclass(slots=True)
class Tally:
    """Counts by role and way of counting, and the words of all articles."""

    counts: dict[tuple[str, str], Count] = field(default_factory=lambda: collections.defaultdict(Count))
    words: int = 0
    articles: int = 0


def read_articles(texts: Path, annotations: Path) -> list[Article]:
    """Return the articles that have annotations.

    Raises:
        OSError: a folder or file cannot be read.
        ValueError: no annotation has a text, or a file is not of the form.
    """
    found: dict[str, Article] = {}
    for path in sorted(annotations.iterdir()):
        name = path.stem.rpartition("_")[0]
        source = texts / f"{name}.txt"
        if path.suffix == ".ann" and name not in found and source.is_file():
            text = source.read_bytes().decode("utf-8")
            if text.strip():
                found[name] = Article(name, text, tuple(read_credits(path.read_bytes().decode("utf-8"))))
    if not found:
        raise ValueError(f"no NAME_ANNOTATOR.ann of {annotations} has its NAME.txt in {texts}")
    return list(found.values())


def read_credits(standoff: str) -> Iterator[Credit]:
    """Yield the attributions of an annotation file that have content."""
    bound: dict[str, tuple[tuple[int, int], ...]] = {}
    events: list[str] = []
    for line in standoff.splitlines():
        if found := _BOUND.match(line):
            pairs = [stretch.split() for stretch in found[3].split(";")]
            bound[found[1]] = tuple((int(a), int(b)) for a, b in pairs)
        elif found := _EVENT.match(line):
            events.append(found[1])
    for event in events:
        parts: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for role, name in _MEMBER.findall(event):
            if role.lower() in parts:
                parts[role.lower()] += bound.get(name, ())
        if parts["content"]:
            yield Credit(*(tuple(sorted(parts[role])) for role in ROLES))


def predict(articles: Sequence[Article]) -> Iterator[tuple[Article, list[Credit]]]:
    """Yield each article with the attributions that dateline tells."""
    drafts: Iterable[Draft] = (Draft(report_of(article)) for article in articles)
    for kind in built_in():
        if kind.name in BEFORE:
            stage = SyntaxStage(parse_all=True) if kind is SyntaxStage else kind()
            drafts = stage.pipe(drafts)
    for article, draft in zip(articles, drafts, strict=True):
        yield article, every_attribution(draft)


def report_of(article: Article) -> Report:
    """Return an article as a report: its text as it stands, the first line a headline."""
    end = article.text.find("\n")
    if not 0 < end <= LONGEST_HEADLINE or not article.text[end:].strip():
        return Report(article.text, article.name)
    return Report(article.text, article.name, (Section("title", 0, end), Section("body", end + 1, len(article.text))))


def words_of(text: str, stretches: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return where the words of stretches of a text start."""
    return frozenset(match.start() for a, b in stretches for match in _WORD.finditer(text, a, b))


def score(article: Article, given: Sequence[Credit], tally: Tally) -> None:
    """Add what an article's attributions are worth to a tally."""
    tally.articles += 1
    tally.words += sum(1 for _ in _WORD.finditer(article.text))
    for role in ROLES:
        wanted = [w for c in article.gold if (w := words_of(article.text, getattr(c, role)))]
        told = [w for c in given if (w := words_of(article.text, getattr(c, role)))]
        exact, paired, words = (tally.counts[role, way] for way in WAYS)
        _add(exact, len(set(wanted) & set(told)), len(told), len(wanted))
        _add(paired, _paired(wanted, told), sum(map(len, told)), sum(map(len, wanted)))
        one, other = frozenset[int]().union(*told), frozenset[int]().union(*wanted)
        _add(words, len(one & other), len(one), len(other))


def _add(count: Count, right: int, given: int, wanted: int) -> None:
    count.right += right
    count.given += given
    count.wanted += wanted


def _paired(wanted: Sequence[frozenset[int]], told: Sequence[frozenset[int]]) -> int:
    """Return the words that spans share with the one each is held against, the most first."""
    owners: dict[int, list[int]] = collections.defaultdict(list)
    for i, words in enumerate(wanted):
        for word in words:
            owners[word].append(i)
    shared: collections.Counter[tuple[int, int]] = collections.Counter()
    for j, words in enumerate(told):
        shared.update((i, j) for word in words for i in owners.get(word, ()))
    right, used, answered = 0, set[int](), set[int]()
    for (i, j), number in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if i not in used and j not in answered:
            used.add(i)
            answered.add(j)
            right += number
    return right


def print_figures(half: str, tally: Tally) -> None:
    """Print a line for each role."""
    print(f"{half}: {tally.articles} articles, {tally.words} words")
    print(f"{'':10}{'given':>8}{'gold':>8}" + "".join(f"{way + ' P':>12}{'R':>7}{'F1':>7}" for way in WAYS))
    for role in ROLES:
        counts = [tally.counts[role, way] for way in WAYS]
        figures = "".join("{:12.3f}{:7.3f}{:7.3f}".format(*count.figures()) for count in counts)
        print(f"{role:10}{counts[0].given:8}{counts[0].wanted:8}{figures}")
    content = tally.counts["content", "words"].wanted
    print(f"all words  F1 of words {Count(content, tally.words, content).figures()[2]:.3f}")


def show(article: Article, given: Sequence[Credit], most: int) -> int:
    """Print contents of one side that share no more than half their words with one of the other; return how many."""
    gold, told = ([(words_of(article.text, c.content), c) for c in side] for side in (article.gold, given))
    printed = 0
    for name, mine, others in (("missed", gold, told), ("spurious", told, gold)):
        for words, credit in mine:
            if printed < most and words and all(2 * len(words & w) <= len(words | w) for w, _ in others):
                source, cue, content = (_quote(article.text, getattr(credit, role)) for role in ROLES)
                print(f"{name} {article.name}: {source} | {cue} | {content}")
                printed += 1
    return printed


def _quote(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    return " … ".join(" ".join(text[a:b].split()) for a, b in stretches)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True, help="folder of NAME.txt")
    parser.add_argument("--annotations", type=Path, required=True, help="folder of NAME_ANNOTATOR.ann")
    parser.add_argument("--half", choices=get_args(Half), help="only this half of the articles")
    parser.add_argument("--predictions", type=Path, help="write the attributions, one article a line")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print up to N differences of the tuning half")
    options = parser.parse_args()
    try:
        articles = read_articles(options.texts, options.annotations)
    except (OSError, ValueError) as error:
        sys.exit(f"attribution: {error}")
    tallies: dict[str, Tally] = {half: Tally() for half in get_args(Half) if options.half in {None, half}}
    rows = []
    left = options.show
    for article, given in predict([a for a in articles if a.half in tallies]):
        score(article, given, tallies[article.half])
        rows.append({"id": article.name, "attributions": [{role: getattr(c, role) for role in ROLES} for c in given]})
        if article.half == "tuning" and left > 0:
            left -= show(article, given, left)
    for half, tally in tallies.items():
        print_figures(half, tally)
    if options.predictions:
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        options.predictions.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
