"""The MUC-4 bench: own messages and keys in the distribution's form, and the rules that compare fillers."""

import json
import re
import sys

import pytest

pytest.importorskip("spacy")


MESSAGES = """TST9-MUC4-0001

   LIMA, 3 JAN 90 (RADIO) -- [TEXT] TWO PEASANTS WERE KILLED BY
TERRORISTS.

   IT RAINED.

TST9-MUC4-0002 (NOSC)

   QUITO, 4 JAN 90 -- [COMMUNIQUE] [TEXT] THE RED HAND [RH] SAID [WORDS
INDISTINCT] IT RAINED.
"""

KEYS = """;; conversion notes

0.  MESSAGE: ID                     TST9-MUC4-0001
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  - 03 JAN 90
3.  INCIDENT: LOCATION              PERU: LIMA (CITY) / (PERU)
4.  INCIDENT: TYPE                  ATTACK
12. PHYS TGT: ID                    *
18. HUM TGT: NAME                   "ANA / MARIA LIMA"
                                    ? "JUAN SOTO" / "SOTO"
21. HUM TGT: NUMBER                 2: "PEASANTS" /
                                       "TWO PEASANTS"
23. HUM TGT: EFFECT OF INCIDENT     NO INJURY / -: "-"

0.  MESSAGE: ID                     TST9-MUC4-0002
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
"""


@pytest.fixture
def files(tmp_path):
    texts, keys = tmp_path / "texts", tmp_path / "keys"
    texts.write_text(MESSAGES)
    keys.write_text(KEYS)
    return texts, keys


def test_messages_are_parted_and_joined(files):
    from muc4_keys import read_messages

    first, second = read_messages(files[0])
    assert first.id == "TST9-MUC4-0001"
    assert first.text == "LIMA, 3 JAN 90 (RADIO) -- TWO PEASANTS WERE KILLED BY TERRORISTS.\n\nIT RAINED."
    assert second.text == "QUITO, 4 JAN 90 -- THE RED HAND (RH) SAID IT RAINED."


def test_keys_hold_alternatives_references_and_doubts(files):
    from muc4_keys import Filler, read_keys

    template, empty = read_keys(files[1])
    assert template.optional
    assert empty.slots == {}
    assert template.fillers(2) == (Filler(("- 03 JAN 90",)),)
    assert template.fillers(3) == (Filler(("PERU: LIMA (CITY)", "PERU")),)
    assert template.fillers(12) == ()
    assert template.fillers(18) == (Filler(("ANA / MARIA LIMA",)), Filler(("JUAN SOTO", "SOTO"), optional=True))
    assert template.fillers(21) == (Filler(("2",), ("PEASANTS", "TWO PEASANTS")),)
    assert template.fillers(23) == (Filler(("NO INJURY",), ("-",), optional=True),)


@pytest.mark.parametrize("text", ["", "nothing of the kind\n"])
def test_other_files_are_refused(tmp_path, text):
    from muc4_keys import read_keys, read_messages

    path = tmp_path / "other"
    path.write_text(text)
    for reader in (read_messages, read_keys):
        with pytest.raises(ValueError, match="holds no MUC-4"):
            list(reader(path))


@pytest.mark.parametrize(
    ("rule", "key", "response", "worth"),
    [
        ("same_date", "26 AUG 89", "26 AUG 89", 1.0),
        ("same_date", "25 AUG 89 - 26 AUG 89", "26 AUG 89", 0.5),
        ("same_date", "- 26 AUG 89", "25 AUG 89", 0.5),
        ("same_date", "26 AUG 89", "- 26 AUG 89", 0.5),
        ("same_date", "16 AUG 89", "- 26 AUG 89", 0.0),
        ("same_date", "24 AUG 89 - 25 AUG 89", "- 26 AUG 89", 0.0),
        ("same_date", "31 FEB 89", "- 26 AUG 89", 0.0),
        ("same_location", "COLOMBIA: MEDELLIN (CITY)", "COLOMBIA: ANTIOQUIA (DEPARTMENT): MEDELLIN (CITY)", 1.0),
        ("same_location", "COLOMBIA: MEDELLIN (CITY) - CALI (CITY)", "COLOMBIA: MEDELLIN (CITY)", 0.5),
        ("same_location", "COLOMBIA: ANTIOQUIA (DEPARTMENT)", "BOLIVIA: ANTIOQUIA (DEPARTMENT)", 0.5),
        ("same_location", "COLOMBIA: MEDELLIN (CITY)", "COLOMBIA", 0.5),
        ("same_location", "COLOMBIA: MEDELLÍN (CITY)", "COLOMBIA: MEDELLIN (CITY)", 1.0),
        ("same_location", "PERU: LIMA (CITY)", "CHILE", 0.0),
        ("same_type", "BOMBING", "ATTACK", 0.5),
        ("same_type", "ATTACK", "BOMBING", 0.0),
        ("same_number", "5 - 7", "7", 0.5),
        ("same_number", "~7", "7", 0.5),
        ("same_number", "7", "8", 0.0),
        ("same_effect", "NO INJURY OR DEATH", "NO INJURY", 0.5),
        ("same_string", "PEASANTS", "THE 3 PEASANTS", 1.0),
        ("same_string", "ALBERTO TORRES", "TORRES", 0.5),
        ("same_string", "PEASANTS", "SOLDIERS", 0.0),
    ],
)
def test_fillers_are_worth_what_the_guidelines_say(rule, key, response, worth):
    import muc4_scoring

    assert getattr(muc4_scoring, rule)(key, response) == worth


def test_a_wrong_reference_is_half_right_and_an_optional_filler_not_missed():
    from muc4_keys import Filler
    from muc4_scoring import compare

    tally = compare(21, [Filler(("2",), ("PEASANTS",))], [Filler(("2",), ("SOLDIERS",))])
    assert (tally.right, tally.partial) == (0, 1)
    tally = compare(18, [Filler(("SOTO",), optional=True)], [])
    assert tally.possible == 0


def test_templates_pair_by_type_and_content():
    from muc4_keys import Filler, Template
    from muc4_scoring import pair_templates

    def template(kind, victim):
        return Template("m", {4: (Filler((kind,)),), 19: (Filler((victim,)),)})

    keys = [template("BOMBING", "PEASANTS"), template("KIDNAPPING", "NURSES")]
    given = [template("KIDNAPPING", "NURSES"), template("ATTACK", "PEASANTS"), template("BOMBING", "SOLDIERS")]
    assert sorted(pair_templates(keys, given)) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("low", "high", "approximate", "written"),
    [
        (7, 7, False, "7"),
        (7, 7, True, "~7"),
        (5, 7, False, "5 - 7"),
        (6, None, False, "6-"),
        (2, None, False, "PLURAL"),
        (0, 7, False, "-7"),
        (None, None, False, ""),
    ],
)
def test_numbers_are_written_as_the_task_has_them(low, high, approximate, written):
    from muc4 import number_of

    assert number_of(low, high, approximate=approximate) == written


@pytest.fixture
def run(files, monkeypatch, capsys):
    def call(*arguments):
        import muc4

        monkeypatch.setattr(sys, "argv", ["muc4", "--texts", str(files[0]), *map(str, arguments)])
        muc4.main()
        return capsys.readouterr().out

    return call


def test_the_command_scores_the_records_alone(run, files, tmp_path):
    written = tmp_path / "out.json"
    printed = run("--keys", files[1], "--rules", "--slots", "4", "21", "--predictions", written)
    assert "2 messages; templates: 1 matched, 0 missing, 0 spurious" in printed
    assert re.search(r"incident_type +1\.000 +1\.000 +1\.000", printed)
    predictions = json.loads(written.read_text())
    assert predictions["TST9-MUC4-0002"] == []
    (template,) = predictions["TST9-MUC4-0001"]
    assert (template["incident_type"], template["PerpInd"], template["Victim"]) == ("attack", [["terrorists"]], [])


def test_the_command_forms_templates_by_the_shipped_weights(run, files, tmp_path):
    written = tmp_path / "out.json"
    run("--keys", files[1], "--predictions", written)
    assert all(
        set(t) == {"incident_type", "PerpInd", "PerpOrg", "Target", "Victim", "Weapon"}
        for ts in json.loads(written.read_text()).values()
        for t in ts
    )


def test_the_command_scores_what_others_predicted(run, files, tmp_path):
    given, gold = tmp_path / "given.json", tmp_path / "gold.json"
    given.write_text(json.dumps({"TST9-MUC4-0001": [{"incident_type": "attack", "Weapon": [["axe"]]}]}))
    gold.write_text(
        json.dumps({"docid": "TST9-MUC4-0001", "templates": [{"incident_type": "attack", "Weapon": [[["bat", 3]]]}]})
        + "\n"
    )
    printed = run("--gtt-gold", gold, "--score", given)
    template, entity = printed.split("CEAF-REE")
    assert re.search(r"all +0\.500 +0\.500 +0\.500 +2 +2", template)
    assert re.search(r"all +0\.000 +0\.000 +0\.000 +1 +1", entity)


def test_a_wrong_path_is_named(tmp_path, monkeypatch):
    import muc4

    monkeypatch.setattr(sys, "argv", ["muc4", "--texts", str(tmp_path / "none"), "--keys", str(tmp_path / "none")])
    with pytest.raises(SystemExit, match="none"):
        muc4.main()
