"""Template F1 and CEAF-REE of MUC-4 answers, on templates of our own whose scores are worked out by hand."""

import json

import pytest

pytest.importorskip("spacy")


def template(kind, **slots):
    from muc4_templates import Filled

    return Filled(
        tuple(kind.split(" / ")), {slot: tuple(tuple(e) for e in entities) for slot, entities in slots.items()}
    )


def counts(score, slot=None):
    of = score.all() if slot is None else score.of(slot)
    return of.right_given, of.given, of.right_wanted, of.wanted


def test_an_entity_is_right_where_all_its_mentions_are_of_one_gold_entity():
    from muc4_templates import score_templates

    gold = [template("attack", PerpInd=[["rebels", "armed rebels"]], Weapon=[["rifles"], ["grenade"]])]
    given = [template("attack", PerpInd=[["armed rebels"]], Weapon=[["rifles", "grenade"]])]
    score = score_templates(gold, given)
    assert counts(score, "incident_type") == (1, 1, 1, 1)
    assert counts(score, "PerpInd") == (1, 1, 1, 1)
    assert counts(score, "Weapon") == (0, 1, 0, 2)
    precision, recall, f1 = score.all().figures()
    assert (precision, recall) == (2 / 3, 2 / 4)
    assert f1 == pytest.approx(4 / 7)


def test_case_punctuation_and_articles_do_not_count():
    from muc4_templates import normal, score_templates

    assert normal('the "Blue  House", a U.S. office') == "blue house us office"
    gold, given = [template("bombing", Target=[['"blue house"']])], [template("bombing", Target=[["The Blue House"]])]
    assert score_templates(gold, given).all().figures() == (1.0, 1.0, 1.0)


def test_templates_of_other_types_are_never_mapped():
    from muc4_templates import score_templates

    score = score_templates([template("bombing", Weapon=[["bomb"]])], [template("attack", Weapon=[["bomb"]])])
    assert counts(score) == (0, 2, 0, 2)


def test_the_mapping_is_the_one_that_is_best_for_the_document():
    from muc4_templates import best_mapping, score_templates

    gold = [
        template("attack", Victim=[["ana lima"], ["rosa paz"]]),
        template("attack", Victim=[["ana lima"]], Target=[["bus"]]),
    ]
    given = [
        template("attack", Victim=[["ana lima"]], Target=[["bus"]]),
        template("attack", Victim=[["ana lima"], ["rosa paz"]]),
    ]
    assert sorted(best_mapping(gold, given)) == [(0, 1), (1, 0)]
    assert counts(score_templates(gold, given)) == (6, 6, 6, 6)
    # One answer for two templates: it goes where it is worth more, and the other template with its entities is missed.
    assert counts(score_templates(gold, given[1:])) == (3, 3, 3, 6)


def test_many_templates_are_mapped_without_trying_every_order():
    from muc4_templates import score_templates

    several = [template("attack", Target=[[f"house {n}"]]) for n in range(12)]
    assert score_templates(several, several[::-1]).all().figures() == (1.0, 1.0, 1.0)


def test_a_type_may_be_any_that_the_gold_accepts():
    from muc4_templates import score_templates

    assert counts(score_templates([template("bombing / attack")], [template("attack")])) == (1, 1, 1, 1)


def test_nothing_given_and_nothing_wanted():
    from muc4_templates import score_entities, score_templates

    assert counts(score_templates([], [])) == (0, 0, 0, 0)
    assert counts(score_templates([template("arson", Target=[["mill"]])], [])) == (0, 0, 0, 2)
    assert counts(score_templates([], [template("arson", Target=[["mill"]])])) == (0, 2, 0, 0)
    assert score_entities([], []).all().figures() == (0.0, 0.0, 0.0)


def test_entities_are_merged_over_templates_and_mapped_one_to_one():
    from muc4_templates import score_entities

    gold = [
        template("attack", PerpInd=[["rebels", "gunmen"]]),
        template("bombing", PerpInd=[["rebels", "gunmen"], ["boys"]]),
    ]
    given = [template("attack", PerpInd=[["rebels"]]), template("attack", PerpInd=[["gunmen"], ["rebels"]])]
    # Gold: two entities. Given: "rebels" and "gunmen", both of the first; only one of them is mapped to it.
    assert counts(score_entities(gold, given)) == (1, 2, 1, 2)


def test_a_mapping_of_entities_makes_room_for_another():
    from muc4_templates import score_entities

    gold = [template("attack", Target=[["bus", "van"], ["bus"]])]
    given = [template("attack", Target=[["bus"], ["van"]])]
    assert counts(score_entities(gold, given)) == (2, 2, 2, 2)


def test_keys_become_templates_with_the_strings_that_the_text_has():
    from muc4_keys import Filler, Template
    from muc4_templates import filled_of

    key = Template(
        "m",
        {
            4: (Filler(("BOMBING",)),), 6: (Filler(("BOMB", "CAR BOMB")),), 10: (Filler(("RED HAND [RH]",), optional=True),),
            18: (Filler(("ANA LIMA",), optional=True), Filler(("ROSA PAZ",))), 19: (Filler(("MAYOR",)),),
        },
    )  # fmt: skip
    filled = filled_of(key, "A BOMB KILLED MAYOR ANA LIMA. THE RED HAND (RH) DENIED IT.")
    assert filled.types == ("bombing",)
    assert filled.slots["Weapon"] == (("bomb",),)
    assert filled.slots["Victim"] == (("ana lima",),)
    assert filled.slots["PerpOrg"] == ()


def test_templates_are_written_and_read_in_gtts_form(tmp_path):
    from muc4_templates import read_filled, write_filled

    path = tmp_path / "out.json"
    write_filled(path, {"m1": [template("attack", PerpInd=[["rebels"]])], "m2": []})
    assert json.loads(path.read_text())["m1"] == [{"incident_type": "attack", "PerpInd": [["rebels"]]}]
    read = read_filled(path)
    assert read["m1"][0].slots["PerpInd"] == (("rebels",),)
    assert read["m2"] == []
    lines = tmp_path / "gold.json"
    lines.write_text(
        json.dumps({"docid": "m1", "templates": [{"incident_type": "bombing / attack", "Weapon": [[["bomb", 7]]]}]})
        + "\n"
    )
    assert read_filled(lines)["m1"][0].types == ("bombing", "attack")
    assert read_filled(lines)["m1"][0].slots["Weapon"] == (("bomb",),)


@pytest.mark.parametrize(
    "text",
    ["", "[1]", '{"m": [{"PerpInd": []}]}', '{"docid": "m"}', '{"m": [{"incident_type": "attack", "Target": 3}]}'],
)
def test_other_files_are_refused(tmp_path, text):
    from muc4_templates import read_filled

    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(ValueError, match="GTT's form"):
        read_filled(path)
