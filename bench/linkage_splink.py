"""Link reports by Splink's model of record linkage (Fellegi and Sunter, weights by expectation maximisation), as a baseline.

Each report is one row of what was coded of its main event: day, town, coordinates, killed, injured, and the capitalised
names of people harmed. Comparisons are those that Splink's own guide would suggest: days by difference, places by name
and distance, figures by equality, names by how many are shared. Blocking: the same town, or the same day and state, or a
shared name. No label is used; training is by EM from two blocking rules, as the guide has it. It is deterministic: one
thread, a fixed seed. Needs `pip install "dateline[splink]"`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Hashable
from typing import Any

from gun_reports import figure
from linkage_baselines import Case, day_of, town_of

THRESHOLD = 0.99
"""Probability from which two reports are joined; of 0.5, 0.8, 0.9, 0.95, 0.99 and 0.999 the one with the best B-cubed F1 here,
which flatters this baseline a little."""
SEED = 1
MAX_PAIRS = 1_000_000
NEAR_DAYS = [1, 3, 7]
NEAR_KM = [5, 25, 100]
_NAME = re.compile(r"[A-Z][\w'’-]+$")


def installed() -> bool:
    """Whether Splink and its database can be imported."""
    try:
        import duckdb  # noqa: F401
        import splink  # noqa: F401
    except ImportError:
        return False
    return True


def partition(cases: list[Case], threshold: float = THRESHOLD) -> dict[int, Hashable]:
    """Group reports, by their lines, as Splink's clusters at the threshold have them; one not coded stands alone."""
    import duckdb
    import pandas as pd
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    rows = [row_of(case) for case in cases if case.event]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="line",
        comparisons=[
            compare.AbsoluteDateDifferenceAtThresholds(
                "day", input_is_string=True, metrics=["day"] * len(NEAR_DAYS), thresholds=NEAR_DAYS
            ),
            compare.ExactMatch("town"),
            compare.DistanceInKMAtThresholds("lat", "lon", NEAR_KM),
            compare.ExactMatch("killed"),
            compare.ExactMatch("injured"),
            compare.ArrayIntersectAtSizes("names", [2, 1]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("town", "state"),
            block_on("day", "state"),
            block_on("names", arrays_to_explode=["names"]),
        ],
    )
    connection = duckdb.connect(config={"threads": 1})
    database = DuckDBAPI(connection)
    linker = Linker(database.register(pd.DataFrame(rows)), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("day", "town", "state")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=MAX_PAIRS, seed=SEED)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("town", "state"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("day", "state"))
    predictions = linker.inference.predict(threshold_match_probability=threshold)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predictions, threshold_match_probability=threshold
    )
    found: dict[int, Hashable] = {case.told.line: f"line {case.told.line}" for case in cases}
    found.update({int(row["line"]): f"cluster {row['cluster_id']}" for row in clusters.as_record_list()})
    connection.close()
    return found


def row_of(case: Case) -> dict[str, Any]:
    """Return what Splink compares of a report."""
    event = case.event
    assert event is not None  # noqa: S101
    town = town_of(case)
    harmed = {
        word.lower()
        for name in (
            *(toll.who.name for toll in event.tolls if toll.who),
            *(person.name for person in event.participants if person.role in {"victim", "target"}),
        )
        for word in name.split()[-1:]
        if _NAME.fullmatch(word) and len(name.split()) > 1
    }
    return {
        "line": case.told.line,
        "day": day_of(case),
        "town": town.name.casefold() if town else None,
        "state": town.admin1 if town else None,
        "lat": town.latitude if town else None,
        "lon": town.longitude if town else None,
        "killed": figure(event, "killed"),
        "injured": figure(event, "injured"),
        "names": sorted(harmed) or None,
    }
