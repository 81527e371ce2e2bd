"""Rules: every condition tells incidents apart, areas are what was drawn, and what is wrong is named."""

import dataclasses
import tomllib

import pytest
from tests.support.exporting import march, raid

from dateline.alerting import read_alert_rules, rule_as_data
from dateline.alerts import read_rules
from dateline.alerts.areas import box, circle, polygon
from dateline.alerts.matching import CONDITIONS, why_fits
from dateline.errors import SettingsError

RAID = raid()
FITS = {
    "listed": ({"kind": "incident"}, {"kind": "series"}),
    "type": ({"type": ["PROTEST", "ASSAULT"]}, {"type": "PROTEST"}),
    "mode": ({"mode": "firearms"}, {"mode": "drone"}),
    "acled": ({"acled": "armed clash"}, {"acled": "Attack"}),
    "weapon": ({"weapon": "small arms"}, {"weapon": ["drone", "rocket"]}),
    "country": ({"country": ["SY", "IQ"]}, {"country": "SY"}),
    "place": ({"place": "diyala"}, {"place": "Oldtown"}),
    "area": ({"around": [33.5, 44.0], "within_km": 30}, {"box": [10, 10, 20, 20]}),
    "actor": ({"actor": "black banner"}, {"actor": "farmers"}),
    "actor_kind": ({"actor_kind": "rebels"}, {"actor_kind": "military"}),
    "target": ({"target": "Soldiers"}, {"target": "black banner"}),
    "target_kind": ({"target_kind": "military"}, {"target_kind": "civilians"}),
    "killed": ({"killed": 12}, {"killed": 40}),
    "injured": ({"injured": 3}, {"injured": 4}),
    "stance": ({"stance": "claimed", "blamed": "banner"}, {"stance": "denied"}),
    "factuality": ({"factuality": "happened"}, {"factuality": ["planned", "threatened"]}),
    "min_confidence": ({"min_confidence": 0.5}, {"min_confidence": 0.9999}),
    "reliability": ({"reliability": "F"}, {"reliability": "B"}),
    "credibility": ({"credibility": "6"}, {"credibility": "1"}),
    "sources": ({"sources": 2}, {"sources": 3}),
    "reports": ({"reports": 2}, {"reports": 3}),
    "publisher": ({"publisher": "evening"}, {"publisher": "Gazette"}),
}


def rule(**keys):
    return read_rules([{"name": "it", **keys}], where="desk.toml")[0]


def test_every_condition_is_tried():
    assert set(FITS) == {condition.name for condition in CONDITIONS}


@pytest.mark.parametrize("name", FITS)
def test_a_condition_lets_in_what_fits_and_nothing_else(name):
    fits, fails = FITS[name]
    why = why_fits(rule(**fits), RAID)
    assert why is not None
    assert why or name == "listed", "it is said in words"
    assert why_fits(rule(**fails), RAID) is None


def test_conditions_must_all_hold_and_days_are_counted():
    assert why_fits(rule(type="ASSAULT", country="IQ", killed=5), RAID)
    assert why_fits(rule(type="ASSAULT", country="FR"), RAID) is None
    assert why_fits(rule(killed=1), march()) is None, "not stated is not zero"
    within = rule(within_days=10)
    assert why_fits(within, RAID, today="2023-12-18T10:00:00+00:00")
    assert why_fits(within, RAID, today="2023-12-19T10:00:00+00:00") is None
    rejected = dataclasses.replace(RAID, review=dataclasses.replace(RAID.review, state="rejected"))
    assert why_fits(rule(), rejected) is None


def test_areas_hold_what_lies_in_them():
    ring = polygon([[0, 0], [0, 10], [10, 10], [10, 0], [0, 0]])
    assert ring.holds(5, 5)
    assert ring.holds(0, 5), "the border belongs to it"
    assert not ring.holds(5, 11)
    notched = polygon([[0, 0], [0, 10], [10, 10], [5, 5], [10, 0]])
    assert not notched.holds(8, 5)
    assert notched.holds(3, 5)
    pacific = box(-20, 170, 20, -170)
    assert pacific.holds(0, 179)
    assert pacific.holds(0, -175)
    assert not pacific.holds(0, 0)
    assert not pacific.holds(0, -160)
    assert box(-90, -180, 90, 180).holds(12, -34)
    around = circle(33.3, 44.4, 100)
    assert around.holds(34.0, 44.4)
    assert not around.holds(34.5, 44.4)
    assert circle(0, 179.9, 100).holds(0, -179.9)
    assert polygon([[170, 0], [-170, 0], [-170, 10], [170, 10]], longitude_first=True).holds(5, 180)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[[alerts]]\nname='a'\nkilld=3", r"\[\[alerts\]\] 'a': unknown key 'killd'; did you mean 'killed'"),
        ("[[alerts]]\nkilled=3", "the key 'name' is missing"),
        ("[[alerts]]\nname='a'\ntype='ASAULT'", "type: 'ASAULT' is none; did you mean 'ASSAULT'"),
        ("[[alerts]]\nname='a'\nkilled='many'", "killed must be of type"),
        ("[[alerts]]\nname='a'\nwithin_km=4", "around needs within_km"),
        ("[[alerts]]\nname='a'\npolygon=[[1,2],[3,4]]", "three corners"),
        ("[[alerts]]\nname='a'\nbox=[50,0,40,1]", "south must not be above north"),
        ("[[alerts]]\nname='a'\naround=[100,4]\nwithin_km=2", "degrees north lie in"),
        ("[[alerts]]\nname='a'\nsurge={by=['contry']}", "'contry' is none; did you mean 'country'"),
        ("[[alerts]]\nname='a'\nsurge={by=['country'], falsealarms=1}", "did you mean 'false_alarms'"),
        ("[[alerts]]\nname='a'\nsurge=true", "surge takes a table"),
        ("[[alerts]]\nname='a'\nfirst={months=0}", "months must lie in"),
        ("[[alerts]]\nname='a'\nfirst={}\nsurge={}", "not of both"),
        ("[[alerts]]\nname='a'\n[[alerts]]\nname='a'", "two rules are called 'a'"),
        ("[[alerts]]\nname='a'\nto=['dsk']\n[[destinations]]\nname='desk'\napprise='json://x'", "did you mean 'desk'"),
        ("[alerts]\nname='a'", "two brackets"),
        ("[[destinations]]\nname='d'", "give webhook, or apprise"),
        ("[[destinations]]\nname='d'\nwebhook='ftp://x'\nsecret_env='S'", "webhook takes an address"),
        ("[[destinations]]\nname='d'\nwebhook='https://x/'", "secret_env or secret_file"),
        ("[[destinations]]\nname='d'\napprise='json://x'\nkinds=['new']", "kinds are raised"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_do(toml, words):
    with pytest.raises(SettingsError, match=words) as caught:
        read_alert_rules(tomllib.loads(toml), where="desk.toml")
    assert str(caught.value).startswith("desk.toml")
    assert "\n" not in str(caught.value)


def test_a_rule_is_shown_as_it_was_written():
    made = rule(type="ASSAULT", killed=3, surge={"by": ["country"], "false_alarms": 2})
    assert rule_as_data(made) == {
        "name": "it", "type": ["ASSAULT"], "killed": 3, "factuality": ["happened", "attempted"],
        "surge": {"by": ("country",), "false_alarms": 2, "history_days": 365, "least": 3},
    }  # fmt: skip
