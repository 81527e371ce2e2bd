"""What holds of every incident, whatever the contract allows its members to be."""

import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.record.strategies import IDS, WORDS, maybe, one_of, records

from dateline import codec
from dateline.consolidation import Grades, Member, consolidate
from dateline.errors import RecordError
from dateline.incidents import Credibility, Evidence, Incident, Joined, Reliability, Review

THOROUGH = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
JOINS = st.builds(
    Joined,
    IDS,
    st.floats(-30, 30),
    st.lists(st.builds(Evidence, WORDS, WORDS, st.floats(-5, 5)), max_size=2).map(tuple),
    maybe(WORDS),
    maybe(WORDS),
)


@st.composite
def companies(draw):
    """Members with the text of each one's report, and grades for some of them."""
    members, texts = [], {}
    for record in draw(st.lists(records(), min_size=1, max_size=3)):
        sketch = draw(st.sampled_from([(), (1, 2, 3, 4, 5), (1, 2, 3, 9, 9), (7, 7, 7, 7, 7)]))
        texts[record.report.id] = record.report.text
        members += [Member.of(record.report, e, sketch=sketch, joined=draw(maybe(JOINS))) for e in record.events]
    members = list({member.event.id: member for member in members}.values())
    graded = {m.publisher or m.agency or "x": draw(one_of(Reliability)) for m in members[:2]}
    grades = Grades.of(graded if len({name.casefold() for name in graded}) == len(graded) == 1 else {}, {
        m.event.id: draw(one_of(Credibility)) for m in members[:2]
    })  # fmt: skip
    return members, texts, grades


VALIDATOR = jsonschema.Draft202012Validator(codec.incident_schema())
COMPANIES = companies().filter(lambda company: company[0])


def witnesses(incident: Incident):
    """Yield every witness of an incident with the name of its slot."""
    for slot in (
        "types",
        "factuality",
        "sphere",
        "when",
        "where",
        "participants",
        "responsibility",
        "weapons",
        "damage",
    ):
        for told in getattr(incident, slot):
            for witness in told.witnesses:
                yield slot, witness
    for toll in incident.tolls:
        for figure in toll.figures:
            yield "tolls", figure.witness


def told(event):
    """Yield the words of every value of an event with the name of its slot."""
    yield "types", (event.anchor,)
    if event.when:
        yield "when", event.when.spans
    for slot, values in (("where", event.where), ("participants", event.participants), ("weapons", event.weapons)):
        for value in values:
            yield slot, value.spans
    for claim in event.responsibility:
        yield "responsibility", claim.spans
    for toll in event.tolls:
        yield "tolls", toll.spans
    for damage in event.damage:
        yield "damage", damage.what.spans


@THOROUGH
@given(COMPANIES, st.randoms())
def test_what_holds_of_every_incident(company, random):
    members, texts, grades = company
    review = Review("seen", "Ann", "2024-05-06T10:00", "read")
    found = consolidate(members, grades=grades, review=review, aliases=("old",))
    shuffled = list(members)
    random.shuffle(shuffled)
    assert consolidate(shuffled, grades=grades, review=review, aliases=("old",)) == found
    no_value_is_lost(members, found)
    every_span_quotes_its_report(texts, found)
    figures_and_numbers_are_in_order(members, found)
    it_survives_json_and_fits_its_schema(found)


def no_value_is_lost(members, found):
    kept = {(slot, w.report_id, w.event_id, w.spans) for slot, w in witnesses(found)}
    for member in members:
        for slot, spans in told(member.event):
            assert (slot, member.report_id, member.event.id, spans) in kept
        assert any(w.event_id == member.event.id for slot, w in witnesses(found) if slot == "factuality")
        assert any(w.event_id == member.event.id for slot, w in witnesses(found) if slot == "sphere")
    told_figures = sorted(
        (f.witness.event_id, toll.measure, str(f.low), str(f.high)) for toll in found.tolls for f in toll.figures
    )
    given_figures = sorted((m.event.id, t.measure, str(t.low), str(t.high)) for m in members for t in m.event.tolls)
    assert told_figures == given_figures


def every_span_quotes_its_report(texts, found):
    for _, witness in witnesses(found):
        for span in witness.spans:
            assert texts[witness.report_id][span.start : span.end] == span.quote


def figures_and_numbers_are_in_order(members, found):
    assert found.id == min(members, key=lambda m: (m.published or "9999", m.event.id)).event.id
    assert {teller.event_id for teller in found.tellers} == {member.event.id for member in members}
    assert {teller.source for teller in found.tellers} == set(range(1, found.sources + 1))
    assert sum(teller.broke for teller in found.tellers) <= 1
    assert 0 <= found.confidence <= 1
    for toll in found.tolls:
        if toll.best is not None:
            assert toll.low is None or toll.low <= toll.best
            assert toll.high is None or toll.best <= toll.high
        assert toll.low is None or toll.high is None or toll.low <= toll.high


def it_survives_json_and_fits_its_schema(found):
    line = codec.dumps_incident(found)
    assert codec.loads_incident(line) == found
    assert "\n" not in line
    VALIDATOR.validate(json.loads(line))


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(codec.incident_schema())


@pytest.mark.parametrize("line", ["", "[]", '{"schema": "dateline/1"}', '{"schema": "dateline-incident/1", "id": 3}'])
def test_what_is_no_incident_is_refused(line):
    with pytest.raises(RecordError):
        codec.loads_incident(line)
