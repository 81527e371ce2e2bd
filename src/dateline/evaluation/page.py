"""One self-contained page of an evaluation: figures slot by slot, then every error with its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from dateline.evaluation.calibration import bands, calibration_error
from dateline.evaluation.facts import SLOTS
from dateline.evaluation.scoring import ALL, EVENTS, ErrorKind, Evaluation, EventErrors, Figures, ReportScore, SlotError
from dateline.export.page import POLICY, escape

_WORDS: dict[ErrorKind, str] = {"missed": "missed", "spurious": "not in gold", "wrong": "differs"}


def errors_page(evaluation: Evaluation, *, gold: str, coded: str) -> str:
    """Return the evaluation as one HTML page without scripts that loads nothing.

    Args:
        gold, coded: what the two sides are called at the head of the page.
    """
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="dateline">\n',
            f"<title>{escape(f'{coded} against {gold}')}</title>\n<style>\n{_sheet()}</style>\n</head>\n<body>\n<main>\n",
            f"<h1>{escape(coded)} <small>against</small> {escape(gold)}</h1>\n",
            *_figures(evaluation),
            *_confidence(evaluation),
            *_kinds(evaluation),
            "<h2>Reports</h2>\n",
            *(part for report in evaluation.reports for part in _report(report)),
            "</main>\n</body>\n</html>\n",
        )
    )


@cache
def _sheet() -> str:
    return (files("dateline") / "evaluation" / "page.css").read_text(encoding="utf-8")


def _figures(evaluation: Evaluation) -> Iterator[str]:
    yield '<table>\n<thead><tr><th scope="col">slot</th><th scope="col">precision</th><th scope="col">recall</th>'
    yield '<th scope="col">F1</th><th scope="col">right</th><th scope="col">gold</th><th scope="col">coded</th></tr></thead>\n<tbody>\n'
    for name in (EVENTS, *SLOTS, ALL):
        yield _row(name, evaluation.figures[name])
    yield "</tbody>\n</table>\n"


def _row(name: str, figures: Figures) -> str:
    kind = ' class="whole"' if name in {EVENTS, ALL} else ""
    shares = "".join(f"<td>{share:.3f}</td>" for share in (figures.precision, figures.recall))
    # The bar is the figure again, for the eye; a screen reader has the number.
    stated = figures.gold + figures.coded
    if not stated:
        return f'<tr><th scope="row">{name}</th><td colspan="6">nothing stated</td></tr>\n'
    bar = f'<td class="bar" style="--share:{figures.f1:.3f}">{figures.f1:.3f}</td>'
    counts = "".join(f"<td>{n:,}</td>" for n in (figures.right, figures.gold, figures.coded))
    return f'<tr{kind}><th scope="row">{name}</th>{shares}{bar}{counts}</tr>\n'


def _confidence(evaluation: Evaluation) -> Iterator[str]:
    error = calibration_error(evaluation.judged)
    if error is None:
        return
    yield f"<h2>Confidence</h2>\n<p>Expected calibration error {error:.3f} over {len(evaluation.judged):,} coded events.</p>\n"
    yield '<table>\n<thead><tr><th scope="col">confidence</th><th scope="col">events</th><th scope="col">said</th><th scope="col">right</th></tr></thead>\n<tbody>\n'
    for band in bands(evaluation.judged):
        yield (
            f'<tr><th scope="row">{band.low:.1f} to {band.high:.1f}</th><td>{band.events:,}</td>'
            f'<td>{band.said:.2f}</td><td class="bar" style="--share:{band.right:.3f}">{band.right:.2f}</td></tr>\n'
        )
    yield "</tbody>\n</table>\n"


def _kinds(evaluation: Evaluation) -> Iterator[str]:
    """Yield what goes wrong most often, as "slot: gold → coded", so that a cause can be seen before any sentence is read."""
    single = {"plover", "mode", "acled", "standing", "factuality", "precision"}
    counts = Counter(
        (error.slot, error.gold or "nothing", error.coded or "nothing")
        for report in evaluation.reports
        for event in report.errors
        for error in event.slots
        if error.slot in single
    )
    if not counts:
        return
    yield '<h2>What is taken for what</h2>\n<table>\n<thead><tr><th scope="col">slot</th><th scope="col" class="word">gold</th><th scope="col" class="word">coded</th><th scope="col">times</th></tr></thead>\n<tbody>\n'
    for (slot, gold, coded), number in counts.most_common(25):
        yield f'<tr><th scope="row">{slot}</th><td class="word">{escape(gold)}</td><td class="word">{escape(coded)}</td><td>{number:,}</td></tr>\n'
    yield "</tbody>\n</table>\n"


def _report(report: ReportScore) -> Iterator[str]:
    name = f"{escape(report.key)} {f'<small>{escape(report.title)}</small>' if report.title else ''}"
    if report.missing:
        yield f'<section><h3>{name}</h3><p class="missed">There is no record of this report.</p></section>\n'
        return
    if not report.errors:
        return
    counts = Counter(error.kind for error in report.errors)
    told = ", ".join(f"{counts[kind]} {_WORDS[kind]}" for kind in _WORDS if counts[kind])
    yield f"<details open>\n<summary>{name} <span>{told}</span></summary>\n"
    yield from map(_event, report.errors)
    yield "</details>\n"


def _event(event: EventErrors) -> str:
    sure = f" · confidence {event.confidence:.2f}" if event.confidence is not None else ""
    slots = f"<ul>{''.join(map(_slot, event.slots))}</ul>" if event.slots else ""
    return (
        f'<article class="{event.kind}"><p class="head"><strong>{_WORDS[event.kind]}</strong> {escape(event.head)}{sure}</p>'
        f'<blockquote dir="auto">{escape(event.before)}<mark>{escape(event.anchor)}</mark>{escape(event.after)}</blockquote>'
        f"{slots}</article>\n"
    )


def _slot(error: SlotError) -> str:
    gold = f"<ins>{escape(error.gold)}</ins>" if error.gold else "nothing"
    coded = f"<del>{escape(error.coded)}</del>" if error.coded else "nothing"
    return f'<li dir="auto"><b>{error.slot}</b> gold {gold}, coded {coded}</li>'
