from tests.support.incidents import Story

from dateline.codec import from_data, to_data
from dateline.consolidation import consolidate
from dateline.incidents import Incident


def test_an_incident_is_the_same_whatever_the_order_and_survives_json():
    first = Story("A bomb killed 15 people in Zarna, police said.", "2024-05-04").killed("15 people", 15, by="police")
    later = Story("The bomb in Zarna killed 17 people, the ministry said.", "2024-05-05").killed(
        "17 people", 17, by="the ministry"
    )
    found = consolidate([first.member, later.member])
    assert found == consolidate([later.member, first.member])
    assert from_data(Incident, to_data(found)) == found
    assert found.id == first.member.event.id
    toll = found.tolls[0]
    assert (toll.low, toll.best, toll.high, toll.course) == (17, 17, 17, "rising")
    assert [figure.superseded for figure in toll.figures] == [True, False]
