"""The tables are whole, agree with the record's closed lists, and every row of the crosswalk can be reached."""

from typing import get_args

import pytest

from dateline import vocabulary
from dateline.errors import DataError, RecordError
from dateline.ontology import load_ontology
from dateline.ontology.conditions import FACTS, parse_conditions

ONTOLOGY = load_ontology()


def test_sizes_of_the_schemes():
    assert len(ONTOLOGY.plover) == 16
    assert len(ONTOLOGY.acled) == 25
    assert len(ONTOLOGY.cameo) == 20
    assert [row.code for row in ONTOLOGY.ucdp] == ["1", "2", "3"]


def test_types_are_those_of_the_record():
    assert {row.code for row in ONTOLOGY.plover} == set(get_args(vocabulary.Plover))


def test_kinds_in_groups_are_those_of_the_record():
    kinds = set(get_args(vocabulary.ActorKind))
    assert all(members <= kinds for members in ONTOLOGY.groups.values())


def test_values_in_conditions_are_words_of_the_record():
    words = {
        "perpetrator": set(get_args(vocabulary.ActorKind)),
        "weapon": set(get_args(vocabulary.Weapon)),
        "toll": set(get_args(vocabulary.Measure)),
        "factuality": set(get_args(vocabulary.Factuality)),
        "sphere": set(get_args(vocabulary.Sphere)),
        "count": {"one", "many"},
    }
    words["target"] = words["party"] = words["perpetrator"]
    for row in ONTOLOGY.rows:
        for condition in row.conditions:
            if condition.fact in words:
                assert condition.values <= words[condition.fact] | {"any"}, (row.note, str(condition))


def test_no_row_stands_behind_one_that_always_holds():
    """Only what a scheme's unconditional row of the same type does not already take can be reached."""
    for scheme in ("acled", "cameo", "ucdp"):
        for kind in ONTOLOGY.plover:
            taken = set()
            for row in (r for r in ONTOLOGY.rows if r.scheme == scheme and r.plover == kind.code):
                modes = row.modes or {None, *ONTOLOGY.modes_of(kind.code)}
                assert modes - taken, f"unreachable: {scheme} {kind.code}: {row.note}"
                if not row.conditions:
                    taken |= modes


@pytest.mark.parametrize("scheme", ["acled", "cameo", "ucdp"])
def test_every_code_can_be_given(scheme):
    given = {row.code for row in ONTOLOGY.rows if row.scheme == scheme} - {None}
    known = {
        "acled": {row.sub_event_type for row in ONTOLOGY.acled},
        # 01 is speech without a further act, which the record does not code as an event.
        "cameo": {row.code for row in ONTOLOGY.cameo} - {"01"},
        "ucdp": {row.name for row in ONTOLOGY.ucdp},
    }
    assert given == known[scheme]


def test_every_definition_is_a_sentence():
    rows = [*ONTOLOGY.plover, *ONTOLOGY.modes, *ONTOLOGY.acled, *ONTOLOGY.cameo, *ONTOLOGY.ucdp]
    for row in rows:
        assert row.definition.endswith("."), row
        assert row.definition[0].isupper(), row


@pytest.mark.parametrize(("plover", "mode"), [("ASSAULT", "phone"), ("AGREE", "demo"), ("FIGHT", None)])
def test_validate_refuses_and_says_what_is_valid(plover, mode):
    with pytest.raises(RecordError, match="valid are"):
        ONTOLOGY.validate(plover, mode)


def test_validate_accepts_every_mode_and_none():
    for row in ONTOLOGY.modes:
        ONTOLOGY.validate(row.plover, row.mode)
        ONTOLOGY.validate(row.plover, None)


@pytest.mark.parametrize("cell", ["kind=rebels", "perpetrator", "perpetrator=", "!=x"])
def test_broken_condition_is_refused(cell):
    with pytest.raises(DataError, match="is no condition"):
        parse_conditions(cell, ONTOLOGY.groups, row="row 1")


def test_condition_groups_expand_and_negate():
    (condition,) = parse_conditions("!target=forces|media", ONTOLOGY.groups, row="row 1")
    facts = dict.fromkeys(FACTS, frozenset())
    assert condition.holds(facts)
    assert not condition.holds(facts | {"target": frozenset({"police", "civilians"})})
    assert not condition.holds(facts | {"target": frozenset({"media"})})
