"""Fill MUC-4 templates from the raw messages and score them, as is done today and in the manner of 1992.

    python bench/muc4.py --texts FILE... --keys FILE... [--predictions out.json] [--rules] [--show]
    python bench/muc4.py --texts FILE... --keys FILE... --score out.json

The texts are messages in capitals, the keys templates of 25 slots (muc4_keys.py). Every message is coded by dateline's stages with
events of all spheres; templates are formed from what they annotate by fitted weights (muc4_former.py, train_muc4.py), or with
`--rules` from the finished records alone (muc4_records.py). Nothing of a message but its text is used. `--gtt-gold FILE` takes the
gold in GTT's form instead of `--keys`; `--score FILE` scores templates written before, ours or others', and codes nothing.

Printed are template F1 and CEAF-REE over type and five string slots (muc4_templates.py has the definitions), and where keys are given recall,
precision and F1 of each slot in the scheme of 1992 (muc4_scoring.py): for templates that were found (`matched`) and over all, where the slots
of a template that nobody answers are missing and those of one that answers none are spurious (`all templates`).
`--predictions FILE` writes the templates in GTT's form: message, list of templates, each with `incident_type` and five lists of entities.
"""

from __future__ import annotations

import argparse
import collections
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from muc4_coding import Coded, coded
from muc4_former import Former, load_weights
from muc4_keys import SLOTS, Message, Template, read_keys, read_messages
from muc4_records import joined, number_of, templates_of
from muc4_scoring import Tally, compare, pair_templates
from muc4_templates import (
    Filled,
    Score,
    filled_of,
    print_score,
    read_filled,
    score_entities,
    score_templates,
    write_filled,
)

from dateline.errors import DataError

__all__ = ["main", "number_of", "templates_of"]

PRINTED = (*range(2, 13), 18, 19, 21, 23)
"""Slots of the scheme of 1992 that are printed and added up."""
WEIGHTS = Path(__file__).with_name("muc4_weights.json")


def main() -> None:
    """Run the command."""
    options = _options()
    try:
        messages = [m for path in options.texts for m in read_messages(path)]
        keys = collections.defaultdict(list)
        for template in (t for path in options.keys for t in read_keys(path)):
            keys[template.message].append(template)
        gold = _gold(messages, keys, options.gtt_gold)
        given = read_filled(options.score) if options.score else None
        former = (
            None
            if options.rules or given is not None
            else Former(load_weights(options.weights), read=not options.unread)
        )
    except (OSError, ValueError) as error:
        sys.exit(f"muc4: {error}")
    messages = [m for m in messages if m.id in gold]
    if not messages:
        sys.exit("muc4: no message of --texts has a key in --keys or --gtt-gold")
    try:
        answers = (
            answered(messages, former, read=not options.unread)
            if given is None
            else {m.id: Answer(given.get(m.id, []), []) for m in messages}
        )
    except DataError as error:
        sys.exit(f"muc4: {error}")
    if options.predictions:
        write_filled(options.predictions, {name: answer.filled for name, answer in answers.items()})
    templates, entities = Score(), Score()
    for message in messages:
        templates.add(score_templates(gold[message.id], answers[message.id].filled))
        entities.add(score_entities(gold[message.id], answers[message.id].filled))
    print_score("template F1", templates)
    print_score("CEAF-REE", entities)
    if keys and given is None:
        score_official(messages, keys, answers, options)


def _gold(messages: list[Message], keys: Mapping[str, list[Template]], path: Path | None) -> Mapping[str, list[Filled]]:
    if path is not None:
        return read_filled(path)
    return {m.id: [filled_of(k, m.text) for k in keys[m.id] if k.slots] for m in messages if m.id in keys}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="files of messages")
    parser.add_argument("--keys", type=Path, nargs="+", default=[], help="files of templates")
    parser.add_argument("--gtt-gold", type=Path, help="gold in GTT's form, for the two scores of today")
    parser.add_argument("--score", type=Path, help="templates in GTT's form to score instead of coding the messages")
    parser.add_argument("--rules", action="store_true", help="take the templates from the records alone")
    parser.add_argument("--unread", action="store_true", help="form the templates without the learned reader's word")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="weights of train_muc4.py")
    parser.add_argument("--slots", type=int, nargs="+", default=PRINTED, choices=sorted(SLOTS), help="slots to print")
    parser.add_argument("--predictions", type=Path, help="write the filled templates in GTT's form")
    parser.add_argument("--show", action="store_true", help="print templates that were missed, made up or differ")
    return parser.parse_args()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a message: templates in GTT's form, and in the form of the keys."""

    filled: list[Filled]
    templates: list[Template]


def answered(messages: list[Message], former: Former | None, *, read: bool = True) -> dict[str, Answer]:
    """Code messages and return what is said of each: by the former, or by the records where there is none."""
    return {each.message.id: _answer(each, former) for each in coded(messages, read=read and former is not None)}


def _answer(each: Coded, former: Former | None) -> Answer:
    name = each.message.id
    told = list(templates_of(name, each.record))
    if former is None:
        return Answer([filled_of(t, each.message.text) for t in told], told)
    filled = former.fill(each.draft)
    return Answer(filled, list(joined(name, filled, told)))


def score_official(
    messages: list[Message],
    keys: Mapping[str, list[Template]],
    answers: Mapping[str, Answer],
    options: argparse.Namespace,
) -> None:
    """Print the figures of 1992."""
    matched: dict[int, Tally] = collections.defaultdict(Tally)
    overall: dict[int, Tally] = collections.defaultdict(Tally)
    found = Tally()
    for message in messages:
        wanted, given = [k for k in keys.get(message.id, []) if k.slots], answers[message.id].templates
        score_message(wanted, given, matched, overall, found)
        if options.show:
            show(message.id, wanted, given)
    print_figures(len(messages), found, matched, overall, options.slots)


def score_message(
    wanted: list[Template], given: list[Template], matched: dict[int, Tally], overall: dict[int, Tally], found: Tally
) -> None:
    """Add what a message's templates are worth to the tallies."""
    pairs = pair_templates(wanted, given)
    for i, j in pairs:
        for slot in SLOTS:
            tally = compare(slot, wanted[i].fillers(slot), given[j].fillers(slot))
            matched[slot].add(tally)
            overall[slot].add(tally)
    answered, used = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = [k for i, k in enumerate(wanted) if i not in answered and not k.optional]
    extra = [r for j, r in enumerate(given) if j not in used]
    for slot in SLOTS:
        for key in missed:
            overall[slot].add(compare(slot, key.fillers(slot), ()))
        for response in extra:
            overall[slot].add(compare(slot, (), response.fillers(slot)))
    found.add(Tally(right=len(pairs), missing=len(missed), spurious=len(extra)))


def print_figures(
    number: int, found: Tally, matched: dict[int, Tally], overall: dict[int, Tally], slots: Iterable[int]
) -> None:
    """Print a line for the templates and one for each slot."""
    recall, precision, f1 = found.figures()
    print(f"{number} messages; templates: {found.right} matched, {found.missing} missing, {found.spurious} spurious")
    print(f"{'':24}{'matched':>21}{'all templates':>27}")
    print(f"{'slot':24}{'R':>7}{'P':>7}{'F1':>7}{'R':>13}{'P':>7}{'F1':>7}{'key':>8}{'given':>7}")
    print(f"{'templates':24}{'':21}{recall:13.3f}{precision:7.3f}{f1:7.3f}{found.possible:8}{found.actual:7}")
    total = Tally(), Tally()
    for slot in slots:
        total[0].add(matched[slot])
        total[1].add(overall[slot])
        near, far = matched[slot].figures(), overall[slot].figures()
        counts = f"{overall[slot].possible:8}{overall[slot].actual:7}"
        print(
            f"{slot:2} {SLOTS[slot]:21}"
            + "".join(f"{x:7.3f}" for x in near)
            + f"{far[0]:13.3f}{far[1]:7.3f}{far[2]:7.3f}{counts}"
        )
    (near, far) = (t.figures() for t in total)
    print(f"{'these slots':24}" + "".join(f"{x:7.3f}" for x in near) + f"{far[0]:13.3f}{far[1]:7.3f}{far[2]:7.3f}")


def show(message: str, wanted: list[Template], given: list[Template]) -> None:
    """Print what differs between key and response of a message."""
    pairs = pair_templates(wanted, given)
    for i, j in pairs:
        for slot in PRINTED:
            tally = compare(slot, wanted[i].fillers(slot), given[j].fillers(slot))
            if tally.partial + tally.wrong + tally.missing + tally.spurious:
                print(f"{message} {slot}: key {_shown(wanted[i], slot)}; given {_shown(given[j], slot)}")
    for n, template in enumerate(wanted):
        if all(n != i for i, _ in pairs) and not template.optional:
            print(f"{message} missed: {' '.join(_shown(template, s) for s in (4, 3, 18, 19, 12))}")
    for n, template in enumerate(given):
        if all(n != j for _, j in pairs):
            print(f"{message} spurious: {' '.join(_shown(template, s) for s in (4, 3, 18, 19, 12))}")


def _shown(template: Template, slot: int) -> str:
    return (
        ", ".join(" / ".join(f.values) + (f" [{f.refs[0]}]" if f.refs else "") for f in template.fillers(slot)) or "-"
    )


if __name__ == "__main__":
    main()
