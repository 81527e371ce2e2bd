"""Which violence counts as political, by own reports coded by all stages."""

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import coded

MASSACRE = (
    "Gang members with machetes burst into a hillside suburb before dawn on Monday and killed at least nine people, "
    "police said. Neighbours heard gunshots; the suspects fled in stolen cars, detectives said."
)
ROBBERY = (
    "Gang members shot dead a shopkeeper in a robbery on Monday, police said. Detectives were looking for two suspects "
    "in a stolen car, and neighbours heard gunshots."
)


@pytest.mark.parametrize(("text", "sphere"), [(MASSACRE, "unclear"), (ROBBERY, "criminal")])
def test_a_gang_that_kills_a_crowd_is_not_passed_over_as_crime(text, sphere):
    events = coded([text], published="2024-05-07")[text].events
    assert next(e.sphere for e in events if e.type.plover == "ASSAULT") == sphere
