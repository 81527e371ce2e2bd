"""Draw what is gained and lost by asking for more confidence, and how far confidence can be believed.

    python bench/confidence.py --gold DIR... --texts DIR... [--held yes|no|all] [--output docs/confidence.svg]

Each --gold folder holds gold records, the --texts folder at the same place in the list its reports. Everything that the coder
is at least `LEAST` sure of is coded; then precision, recall and F1 of events are counted at each confidence asked for, as
`dateline evaluate --curve` does, and the expected calibration error over ten bands. --held says which reports count: those of
the third that is kept aside from every fit (`yes`: by the hash of the report's id), the others, or all. Prints the figures;
--output draws them as one picture that needs no library.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline.errors import DatelineError
from dateline.evaluation import CurvePoint, Evaluation, GoldReport, bands, calibration_error, curve, evaluate, sheets
from dateline.project import Project
from dateline.scoring import coded_events, read_gold, reports_of
from dateline.stages.coding import CodingStage

LEAST = 0.05
STEPS = tuple(n / 20 for n in range(1, 20))
HELD_PART = 3
"""One report in three is kept aside."""
WIDTH, HEIGHT, MARGIN = 420, 320, 46
LINES = (("precision", "#1f5f99"), ("recall", "#b0452c"), ("f1", "#2f7d4f"))


def is_held(key: str) -> bool:
    """Tell whether a report is of the third that is kept aside from every fit: by the SHA-256 of its id."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % HELD_PART == 0


def score(golds: Sequence[Path], texts: Sequence[Path], held: str) -> Evaluation:
    """Code the reports of all folders with next to no threshold and score them."""
    wanted: list[GoldReport] = []
    coded = {}
    with Project(settings={"coding": {"threshold": LEAST}}) as project:
        for folder, reports in zip(golds, texts, strict=True):
            gold = [g for g in read_gold(folder) if held == "all" or is_held(g.key) == (held == "yes")]
            outcomes = project.code_reports(reports_of(gold, folder, reports))
            coded |= coded_events(o.record for o in outcomes if o.record is not None)
            wanted += gold
    return evaluate(sheets(wanted, coded))


def picture(points: Sequence[CurvePoint], found: Evaluation) -> str:
    """Return both pictures side by side as SVG: the curve, and what was said against what was right."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{2 * WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *_axes(0, "confidence asked for", "share"),
    ]
    for name, colour in LINES:
        places = [_place(0, p.least, getattr(p.figures, name)) for p in points]
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(places)}"/>')
        x, y = places[2 * len(places) // 3].split(",")
        parts.append(f'<text x="{x}" y="{float(y) - 10:.0f}" fill="{colour}">{"F1" if name == "f1" else name}</text>')
    parts += _axes(WIDTH, "confidence said", "share that is right")
    parts.append(
        f'<polyline stroke="#bbbbbb" stroke-dasharray="4 4" fill="none" points="{_place(WIDTH, 0, 0)} {_place(WIDTH, 1, 1)}"/>'
    )
    for band in bands(found.judged):
        x, y = _place(WIDTH, band.said, band.right).split(",")
        size = 3 + 9 * (band.events / len(found.judged)) ** 0.5
        parts.append(
            f'<circle cx="{x}" cy="{y}" r="{size:.1f}" fill="#1f5f99" fill-opacity="0.55"><title>{band.events} events</title></circle>'
        )
    return "\n".join([*parts, "</svg>\n"])


def _place(left: int, x: float, y: float) -> str:
    across = left + MARGIN + x * (WIDTH - 1.5 * MARGIN)
    return f"{across:.1f},{HEIGHT - MARGIN - y * (HEIGHT - 1.5 * MARGIN):.1f}"


def _axes(left: int, below: str, beside: str) -> Iterator[str]:
    for n in range(0, 11, 2):
        x, foot = _place(left, n / 10, 0).split(",")
        edge, y = _place(left, 0, n / 10).split(",")
        end = _place(left, 1, n / 10).split(",")[0]
        yield f'<line x1="{edge}" y1="{y}" x2="{end}" y2="{y}" stroke="#e4e4e4"/>'
        yield f'<text x="{x}" y="{float(foot) + 16:.0f}" text-anchor="middle" fill="#555555">{n / 10:g}</text>'
        yield f'<text x="{float(edge) - 6:.0f}" y="{float(y) + 4:.0f}" text-anchor="end" fill="#555555">{n / 10:g}</text>'
    middle = left + WIDTH // 2
    yield f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle" fill="#333333">{below}</text>'
    yield f'<text x="{left + MARGIN}" y="16" fill="#333333">{beside}</text>'


def main() -> None:
    """Score, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--held", choices=("yes", "no", "all"), default="yes")
    parser.add_argument("--output", type=Path, metavar="FILE", help="draw the curve as SVG")
    args = parser.parse_args()
    if len(args.gold) != len(args.texts):
        sys.exit("give as many --texts as --gold: each folder of gold has its reports at the same place in the list")
    try:
        found = score(args.gold, args.texts, args.held)
    except DatelineError as error:
        sys.exit(str(error))
    points = curve(found, STEPS)
    print(f"{'confidence':12}{'P':>7}{'R':>7}{'F1':>7}{'kept':>7}")
    for point in points:
        f = point.figures
        print(f"from {point.least:<7.2f}{f.precision:7.3f}{f.recall:7.3f}{f.f1:7.3f}{f.coded:7d}")
    kept = [(said, right) for said, right in found.judged if said >= CodingStage.threshold]
    whole, default = calibration_error(found.judged) or 0.0, calibration_error(kept) or 0.0
    print(f"expected calibration error {whole:.3f}; of what is kept by default {default:.3f}")
    if args.output:
        args.output.write_text(picture(points, found), encoding="utf-8")
        print(f"written: {args.output}")


if __name__ == "__main__":
    main()
