"""Write the generated part of docs/codebook.md from the ontology's tables.

Usage: python tools/write_codebook.py [--check]

With --check nothing is written, and the exit status is 1 where the page is not current.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline.ontology import FLAG_MEANINGS, Condition, CrosswalkRow, Ontology, load_ontology

PAGE = Path(__file__).parent.parent / "docs" / "codebook.md"
BEGIN = (
    "<!-- generated: tools/write_codebook.py writes from here to the end mark; "
    "change the tables in src/dateline/data/ontology -->"
)
END = "<!-- end of the generated part -->"
PLAIN_FACTS = {"count": "number of acts", "flag": "wording", "toll": "toll of", "dyad": "sides"}


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def _values(condition: Condition, ontology: Ontology) -> str:
    """Name a condition's values, whole groups of kinds by the group's name."""
    left = set(condition.values)
    named = []
    if condition.fact in {"perpetrator", "target", "party"}:
        for group, kinds in sorted(ontology.groups.items(), key=lambda item: (-len(item[1]), item[0])):
            if kinds <= left:
                named.append(f"*{group}*")
                left -= kinds
    return " or ".join([*named, *sorted(left)])


def _phrase(condition: Condition, ontology: Ontology) -> str:
    fact = PLAIN_FACTS.get(condition.fact, condition.fact)
    if "any" in condition.values:
        return f"no {fact} told" if condition.negated else f"some {fact} told"
    return f"{fact} {'not ' if condition.negated else ''}{_values(condition, ontology)}"


def _crosswalk_row(row: CrosswalkRow, ontology: Ontology) -> tuple[str, ...]:
    modes = "any" if row.modes is None else ", ".join(sorted(mode or "none" for mode in row.modes))
    conditions = "; ".join(_phrase(condition, ontology) for condition in row.conditions)
    return (row.plover, modes, conditions, row.code or "none", row.note)


def _sections(ontology: Ontology) -> Iterator[str]:
    yield "## Types and modes\n"
    yield "The 16 types of PLOVER. A mode says how; an event of a type that has modes may have none of them.\n"
    for kind in ontology.plover:
        yield f"### {kind.code}\n"
        yield f"{kind.definition} ({kind.quad.capitalize()}.)\n"
        modes = [(f"`{row.mode}`", row.definition) for row in ontology.modes if row.plover == kind.code]
        if modes:
            yield from _table(("mode", "meaning"), modes)
    yield "## ACLED\n"
    yield "The 25 sub-event types, from the crosswalk.\n"
    acled = [(row.event_type, row.sub_event_type, row.disorder_type, row.definition) for row in ontology.acled]
    yield from _table(("event type", "sub-event type", "disorder type", "meaning"), acled)
    yield "## CAMEO\n"
    yield "The 20 root categories. `01` is never given: speech without a further act is no event.\n"
    yield from _table(("root", "name", "meaning"), [(row.code, row.name, row.definition) for row in ontology.cameo])
    yield "## UCDP\n"
    yield "Types of violence. Records carry the name; the number is that of the Georeferenced Event Dataset.\n"
    yield from _table(("number", "name", "meaning"), [(row.code, row.name, row.definition) for row in ontology.ucdp])
    yield from _crosswalk(ontology)


def _crosswalk(ontology: Ontology) -> Iterator[str]:
    yield "## The crosswalk\n"
    yield (
        "For each scheme, the first row of the event's type whose modes and conditions hold gives the code. A target is\n"
        "whoever the act was aimed at or fell on; for verbal types the speaker stands as perpetrator and the recipient as\n"
        "target. Sides are a *state*, an *organised* armed group, or civilians. A toll counts where its figure is not zero.\n"
    )
    yield "Groups of kinds in the conditions:\n"
    yield from _table(
        ("group", "kinds"), [(f"*{group}*", ", ".join(sorted(kinds))) for group, kinds in ontology.groups.items()]
    )
    yield "What only the wording tells:\n"
    yield from _table(("wording", "meaning"), list(FLAG_MEANINGS.items()))
    for scheme, name in (("acled", "ACLED sub-event type"), ("cameo", "CAMEO root"), ("ucdp", "UCDP type of violence")):
        yield f"### {name}\n"
        rows = [_crosswalk_row(row, ontology) for row in ontology.rows if row.scheme == scheme]
        yield from _table(("type", "modes", "conditions", "code", "why"), rows)


def render(page: str) -> str:
    """Return the page with its generated part written anew."""
    head, _, rest = page.partition(BEGIN)
    _, mark, tail = rest.partition(END)
    if not mark:
        raise SystemExit(
            f"{PAGE.name}: the marks of the generated part are missing; restore these two lines:\n{BEGIN}\n{END}"
        )
    body = "\n".join(_sections(load_ontology()))
    return f"{head}{BEGIN}\n\n{body}\n{END}{tail}"


def main() -> None:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the page is not current")
    options = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    current = render(page)
    if options.check and page != current:
        sys.exit("docs/codebook.md is not current; run: python tools/write_codebook.py")
    if not options.check:
        PAGE.write_text(current, encoding="utf-8")


if __name__ == "__main__":
    main()
