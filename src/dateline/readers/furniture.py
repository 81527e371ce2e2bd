"""Captions, credits and page furniture, and the agencies that sign reports: told apart from the story by tables."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import Literal, cast

from dateline.errors import DataError
from dateline.text import SectionKind

FurnitureKind = Literal["caption", "credit", "boilerplate"]
LONGEST = 700
"""No paragraph with more characters is furniture."""
_TAIL = 130
"""Characters at a paragraph's end in which a credit stands."""
_SIGNS = frozenset("(©[—–-")
_STARTS = tuple(
    "a h|a s|a f|ad|additional|advert|all r|also|arch|bookm|by c|by s|call|capt|clic|comm|compil|contact|contin|copi|copy|do y|don|"
    "down|e-mail|edit|email|file|find|foll|furt|gall|in pic|inter|join|keep|like|list|live|load|mess|more|most|must|our |phot|"
    "pic|play|podc|post|prin|prom|reac|read|reco|regi|rela|repo|revi|save|scro|see|shar|sign|skip|slid|spon|stor|subs|tap |text|"
    "the s|the t|this|top |tran|tren|twee|up n|vide|view|visi|watch|we p|we u|we v|what|writ|leav|image|audio|archive".split(
        "|"
    )
)
"""How paragraphs begin that a start rule can fit: spares most of the story forty patterns (a test holds it to the table)."""
_GATE_END = re.compile(
    r"pic|photo|image|credit|foto|graphic|illustration|handout|reserved|contribut|helped|getty|\]|reuters|\bAP\b|\bAFP|EPA|Xinhua|Anadolu",
    re.IGNORECASE,
)
"""Words of which one stands in whatever an end rule fits."""
_SHORT_ALIAS = 4
"""Aliases of so few letters must stand as written: "AP" is an agency, "ap" and "mena" are not."""


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: FurnitureKind
    limit: int
    pattern: re.Pattern[str]


def _rows(name: str) -> list[list[str]]:
    text = resources.files("dateline").joinpath("data", "readers", name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    width = len(lines[0].split("\t"))
    rows = [line.split("\t") for line in lines[1:]]
    bad = [row for row in rows if len(row) != width]
    if bad:
        raise DataError(f"data/readers/{name}: a row has {len(bad[0])} columns, not {width}: {bad[0]}")
    return rows


@functools.cache
def _agencies() -> dict[str, str]:
    names: dict[str, str] = {}
    for name, aliases in _rows("agencies.tsv"):
        for alias in aliases.split("|"):
            names[alias if len(alias) <= _SHORT_ALIAS else alias.lower()] = name
    return names


@functools.cache
def agency_pattern() -> str:
    """Return a regular expression for any agency's name, to stand inside others."""
    long = sorted((re.escape(a) for a in _agencies() if len(a) > _SHORT_ALIAS), key=len, reverse=True)
    short = sorted((re.escape(a) for a in _agencies() if len(a) <= _SHORT_ALIAS), key=len, reverse=True)
    return rf"(?:(?i:{'|'.join(long)})|(?-i:{'|'.join(short)}))(?![\w])"


def agency_named(words: str) -> str | None:
    """Return the agency that the words are a name of, in its usual short form."""
    words = " ".join(words.split()).strip(" .,;:-—–()[]")
    return _agencies().get(words) or _agencies().get(words.lower()) if len(words) > 1 else None


@functools.cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    frames = {"whole": r"(?:{})\s*\Z", "start": r"(?:{})", "end": r"(?:{})\s*\Z", "tail": r"(?:{})\s*\Z"}
    rules: dict[str, list[_Rule]] = {where: [] for where in frames}
    for kind, where, limit, pattern in _rows("furniture.tsv"):
        framed = frames[where].replace("{}", pattern.replace("{agency}", agency_pattern()))
        rules[where].append(
            _Rule(cast("FurnitureKind", kind), int(limit), re.compile(framed, re.IGNORECASE | re.DOTALL))
        )
    return {where: tuple(found) for where, found in rules.items()}


@functools.lru_cache(maxsize=256)
def kind_of(paragraph: str) -> SectionKind | None:
    """Return what a paragraph is if it is no part of the story: a caption, a credit or boilerplate."""
    length = len(paragraph)
    if length > LONGEST:
        return None
    rules = _rules()
    for where in ("whole", "start"):
        if where == "start" and paragraph[0] not in _SIGNS and not paragraph[:12].lower().startswith(_STARTS):
            continue
        for rule in rules[where]:
            if length <= rule.limit and rule.pattern.match(paragraph):
                return rule.kind
    tail = max(0, length - _TAIL)
    if _GATE_END.search(paragraph, tail):
        for rule in rules["end"]:
            if length <= rule.limit and rule.pattern.search(paragraph, tail):
                return rule.kind
    return None


def closing_credit(paragraph: str) -> int | None:
    """Return where a credit at the very end of a paragraph of the story starts ("... (Editing by Ruth Hallam)")."""
    tail = max(0, len(paragraph) - 300)
    for rule in _rules()["tail"]:
        match = rule.pattern.search(paragraph, max(tail, len(paragraph) - rule.limit))
        if match and match.start() > 0:
            start = match.start()
            return start + len(paragraph[start:]) - len(paragraph[start:].lstrip())
    return None


def agency_in_credit(credit: str) -> str | None:
    """Return the agency that a closing credit names, where it is nothing but a signature."""
    words = re.sub(r"^[\s—–-]*\(?(?:source:|via)?\s*", "", credit.strip(), flags=re.IGNORECASE)
    first = re.split(r"\s*(?:[/,&+|]|\band\b)\s*", words)[0]
    return agency_named(first)
