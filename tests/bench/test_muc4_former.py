"""Forming MUC-4 templates: entities from nouns, strings from spans, templates from weights that are made by hand here."""

import json
import pathlib
import re

import pytest

pytest.importorskip("spacy")

BENCH = pathlib.Path(__file__).parents[2] / "bench"
TEXT = "LIMA, 3 JAN 90 (RADIO) -- THREE ARMED REBELS KILLED MAYOR ANA LIMA WITH A GRENADE IN PUNO. THE REBELS OF THE RED HAND (RH) FLED."


@pytest.fixture(scope="module")
def draft(_path):
    from muc4_coding import drafts_of
    from muc4_keys import Message

    return next(drafts_of([Message("TST9-MUC4-0001", TEXT)]))


def named(**weights):
    from muc4_features import FeatureWeights

    return FeatureWeights.of(weights)


def weights(**changed):
    from muc4_former import ANY, TYPES, Linear, Weights
    from muc4_templates import STRINGS

    def constant(size, bias):
        return Linear((0.0,) * size, (0.0,) * size, (1.0,) * size, bias)

    wanted = {"PerpInd": "rebels", "Victim": "lima", "Weapon": "grenade"}
    heads = {s: named(bias=-6.0, **({f"w={wanted[s]}": 8.0} if s in wanted else {})) for s in STRINGS}
    spans = named(
        **{
            "bias": 0.0,
            "first=det": -5.0,
            "first=num": -5.0,
            "title=True": -5.0,
            "before=<s>": -5.0,
            "first=with": -5.0,
            "n=2": 1.0,
        }
    )
    sure = {s: Linear((1.0,) + (0.0,) * 26, (0.0,) * 27, (1.0,) * 27, 0.0) for s in STRINGS}
    made = {
        "heads": heads, "spans": dict.fromkeys(STRINGS, spans),
        "idf": named(), "words": dict.fromkeys((ANY, *TYPES), named(bias=0.0)), "entities": sure,
        "incidents": {k: constant(26, 3.0 if k == "attack" else -3.0) for k in TYPES}, "pairs": named(bias=0.0),
        "entity_least": dict.fromkeys(STRINGS, 0.5), "type_least": dict.fromkeys(TYPES, 0.5), "read_entities": {}, "splits": named(bias=1.0), "split_least": 0.0,
    }  # fmt: skip
    return Weights(**{**made, **changed})


def test_a_message_fills_a_template(draft):
    from muc4_former import Former

    (template,) = Former(weights()).fill(draft)
    assert template.types == ("attack",)
    assert template.slots["PerpInd"] == (("armed rebels",),)
    assert template.slots["Victim"] == (("ana lima",),)
    assert template.slots["Weapon"] == (("grenade",),)
    assert template.slots["Target"] == ()


def test_no_type_is_likely_enough_for_a_template(draft):
    from muc4_former import TYPES, Former

    assert Former(weights(type_least=dict.fromkeys(TYPES, 0.99))).fill(draft) == []


def test_a_kidnapping_has_no_weapon(draft):
    from muc4_former import TYPES, Former

    least = {k: 0.0 if k == "kidnapping" else 1.0 for k in TYPES}
    (template,) = Former(weights(type_least=least)).fill(draft)
    assert template.types == ("kidnapping",)
    assert template.slots["Weapon"] == ()
    assert template.slots["Victim"] == (("ana lima",),)


def test_entities_are_parted_among_types_by_pairs(draft):
    from muc4_former import TYPES, Former

    least = {k: 0.0 if k in {"attack", "bombing"} else 1.0 for k in TYPES}
    pairs = named(
        **{"bias": 0.0, "bombing Weapon": 9.0, "attack Weapon": -9.0, "bombing Victim": -9.0, "attack Victim": 9.0}
    )
    attack, bombing = Former(weights(type_least=least, pairs=pairs)).fill(draft)
    assert (attack.slots["Weapon"], attack.slots["Victim"]) == ((), (("ana lima",),))
    assert (bombing.slots["Weapon"], bombing.slots["Victim"]) == ((("grenade",),), ())


def test_the_targets_of_one_type_are_parted_by_incident():
    from muc4_coding import drafts_of
    from muc4_entities import Entity, Place
    from muc4_keys import Message
    from muc4_splitting import groups

    text = "A BOMB EXPLODED AT A SCHOOL AND A BANK IN LIMA. IN CUSCO, A BOMB DAMAGED A MILL."
    draft = next(drafts_of([Message("TST9-MUC4-0003", text)]))
    targets = []
    for word in ("school", "mill", "bank"):
        at = next((s.index, t.i) for s in draft.sentences for t in s.tokens if t.lower == word)
        targets.append(Entity("Target"))
        targets[-1].add(Place(*at, 1.0), word, 1.0)
    assert groups(targets, draft, named(**{"bias": -1.0, "apart=0": 2.0}), 0.0) == [[0, 2], [1]]
    assert groups(targets, draft, named(bias=1.0), 0.0) == [[0, 1, 2]]
    assert groups(targets[:1], draft, named(bias=1.0), 0.0) == [[0]]
    assert groups([], draft, named(bias=1.0), 0.0) == []


def test_features_are_asked_for_by_name_and_kept_without_it():
    table = named(**{"bias": 0.5, "w=grenade": 1.0, "-1=the": -0.25})
    assert "w=grenade" in table
    assert "w=rifle" not in table
    assert (table["w=grenade"], table.get("-1=the"), table.get("w=rifle")) == (1.0, -0.25, 0.0)
    assert table.odds(["w=grenade", "-1=the", "w=rifle"]) == 1.25
    assert all(len(key) == 12 and not set(key) - set("0123456789abcdef") for key in table.by_hash)
    assert list(table.by_hash) == sorted(table.by_hash)


def test_the_fitted_weights_hold_no_word_of_a_message():
    raw = json.loads((BENCH / "muc4_weights.json").read_text("utf-8"))
    tables = [t for name in ("heads", "spans", "words") for t in raw[name].values()]
    for table in (*tables, raw["idf"], raw["pairs"], raw["splits"]):
        assert len(table["by_hash"]) > 10
        assert all(re.fullmatch("[0-9a-f]{12}", key) for key in table["by_hash"])


def test_weights_are_read_as_they_are_written(tmp_path):
    import dataclasses

    from muc4_former import load_weights

    path = tmp_path / "weights.json"
    path.write_text(json.dumps(dataclasses.asdict(weights())))
    assert load_weights(path) == weights()
    path.write_text('{"heads": {}}')
    with pytest.raises(ValueError, match=r"train_muc4\.py"):
        load_weights(path)


@pytest.mark.parametrize(
    ("slot", "one", "other", "same"),
    [
        ("Victim", "ana lima", "lima", True),
        ("Victim", "ana lima", "juan lima", False),
        ("Victim", "ana maria lima", "ana lima paz", True),
        ("PerpOrg", "rh", "red hand", True),
        ("PerpOrg", "red hand", "rh", True),
        ("PerpOrg", "red hand of justice", "rhj", True),
        ("PerpOrg", "army", "national army", True),
        ("PerpOrg", "red hand", "rp", False),
        ("PerpInd", "armed rebels", "rebel", True),
        ("PerpInd", "rebels", "gunmen", False),
    ],
)
def test_what_is_called_alike_is_one(slot, one, other, same):
    from muc4_entities import is_same

    assert is_same(slot, one, other) is same


def test_an_organisation_under_two_names_of_the_actor_dictionary_is_one():
    from muc4_coding import drafts_of
    from muc4_entities import entities
    from muc4_heads import heads_of
    from muc4_keys import Message

    text = "SENDERO LUMINOSO KILLED A MAYOR IN PUNO. SHINING PATH BURNED A MILL IN CUSCO. THE RED HAND KILLED A FARMER IN PUNO."
    draft = next(drafts_of([Message("TST9-MUC4-0004", text)]))
    words = {(s.index, t.i): t.lower for s in draft.sentences for t in s.tokens}
    odds = {"luminoso": 2.0, "path": 1.0, "hand": 0.0}
    given = [(h, odds.get(words[h.sentence, h.token], -9.0)) for h in heads_of(draft)]
    spans = named(**{"bias": 0.0, "n=2": 9.0})
    found = entities("PerpOrg", draft, given, spans)
    assert [len(e.places) for e in found] == [2, 1]
    assert found[0].called() in {"sendero luminoso", "shining path"}


def test_strings_do_not_reach_over_a_comma_or_conjunction(draft):
    from muc4_spans import candidates

    told = next(s for s in draft.sentences if any(t.lower == "grenade" for t in s.tokens))
    head = next(t.i for t in told.tokens if t.lower == "grenade")
    words = [c.words for c in candidates(draft, told.index, head)]
    assert words[:3] == ["grenade", "a grenade", "with a grenade"]


def test_a_formed_template_takes_date_and_place_from_the_likest_of_the_record():
    from muc4_keys import Filler, Template
    from muc4_records import joined
    from muc4_templates import STRINGS, Filled

    slots = {**dict.fromkeys(STRINGS, ()), "Victim": (("ana lima",),)}
    coded = [
        Template("m", {2: (Filler(("01 JAN 90",)),), 4: (Filler(("ATTACK",)),), 18: (Filler(("ROSA PAZ",)),)}),
        Template(
            "m",
            {
                2: (Filler(("02 JAN 90",)),),
                4: (Filler(("ATTACK",)),),
                18: (Filler(("ANA LIMA",)),),
                23: (Filler(("DEATH",)),),
            },
        ),
    ]
    (answer,) = joined("m", [Filled(("attack",), slots)], coded)
    assert answer.fillers(2) == (Filler(("02 JAN 90",)),)
    assert answer.fillers(18) == (Filler(("ANA LIMA",)),)
    assert answer.fillers(23) == (Filler(("DEATH",)),)
    (other,) = joined("m", [Filled(("bombing",), slots)], coded)
    assert other.fillers(4) == (Filler(("BOMBING",)),)
    assert other.fillers(23) == ()


@pytest.mark.parametrize(
    ("name", "kind", "written"),
    [
        ("SUBMACHINE GUNS", "small arms", "MACHINE GUN"),
        ("GUNS", "small arms", "GUN"),
        ("DYNAMITE", "bomb", "DYNAMITE"),
        ("BUS", "vehicle", ""),
    ],
)
def test_weapons_have_the_tasks_types(name, kind, written):
    from muc4_records import instrument_type

    assert instrument_type(name, kind) == written
