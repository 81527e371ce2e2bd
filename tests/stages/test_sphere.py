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
NOTE = "A clerk at a convenience store near the station was stabbed to death early on Sunday."
DRONES = (
    "Drones hit grain terminal, two port workers killed\n\nRussian drones hit a grain terminal in the port of Reni on Monday, killing two "
    "port workers, the sheriff of the county said. Neighbours heard shots as deputies and air defence fired at the drones. Russia "
    "has attacked the port before. A teenager and his mother, shot at by mistake, were robbed of a stolen car."
)


@pytest.mark.parametrize(
    ("text", "sphere"),
    [(MASSACRE, "unclear"), (ROBBERY, "criminal"), (NOTE, "unclear"), (DRONES, "political")],
    ids=["a crowd killed", "robbery", "a note without a cue", "an army's drones in words of crime"],
)
def test_sphere_is_that_of_who_acts_and_of_what_the_report_talks(text, sphere):
    events = coded([text], published="2024-05-07")[text].events
    assert next(e.sphere for e in events if e.type.plover == "ASSAULT") == sphere
