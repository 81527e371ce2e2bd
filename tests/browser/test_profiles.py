"""An actor's and a place's page: incidents over time, with whom, where, which."""

import re

from tests.support.browsing import until


def test_an_actor_has_figures_a_map_and_incidents(desk, visit):
    page = visit(desk(), "/actor/Rebels")
    page.get_by_text("2 incidents", exact=True).wait_for()
    until(page, "document.querySelectorAll('li.item').length === 2")
    assert page.locator("figure svg rect").count() == 2
    assert page.locator(".small-map canvas.incidents").count() == 1
    page.get_by_role("link", name="Explore these incidents").click()
    page.wait_for_url(re.compile("/[?]actor=%22Rebels%22"))
    until(page, "document.querySelectorAll('li.item').length === 2")


def test_a_place_has_what_its_reports_say(desk, visit):
    page = visit(desk(), "/place/Erbil")
    page.get_by_text("2 incidents", exact=True).wait_for()
    rows = page.locator("table", has_text="Who").last
    rows.get_by_role("link", name=re.compile("^gunmen$", re.IGNORECASE)).click()
    page.wait_for_url(re.compile("/actor/[Gg]unmen$"))
    page.get_by_text("1 incident", exact=True).wait_for()


def test_a_name_that_nobody_bears_says_so(desk, visit, watch):
    watch.expected = ("404",)
    page = visit(desk(), "/actor/Nobody%20at%20all")
    page.get_by_text("No incident names this actor").wait_for()
