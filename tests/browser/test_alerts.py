"""Alerts in the browser: listed, filtered, shown with why and evidence, on the page of their incident."""

import re
import tomllib
from urllib.parse import parse_qs, urlsplit

from tests.support.browsing import until

from dateline.alerting import read_alert_rules

PIXELS = """([left, right]) => {
  const canvas = document.querySelector('canvas.incidents');
  const bytes = canvas?.getContext('2d').getImageData(left * canvas.width, 0, (right - left) * canvas.width, canvas.height).data ?? [];
  return bytes.some((byte) => byte > 0);
}"""


def cards(page, number):
    until(page, f"document.querySelectorAll('article.alert').length === {number}")


def test_alerts_are_listed_filtered_and_lead_to_their_incident(desk, visit):
    page = visit(desk("alerts"))
    link = page.get_by_role("navigation", name="Views").get_by_role("link", name=re.compile("^Alerts"))
    until(page, "document.querySelector('.top .number')?.firstChild.textContent === '2'")
    link.click()
    cards(page, 2)
    first = page.locator("article.alert", has_text="Baghdad")
    assert "killed 14" in first.locator(".line").inner_text()
    assert "killed" in first.locator(".reasons").inner_text()
    assert "Rebels attacked Baghdad" in first.locator(".evidence q").inner_text()
    assert "The Desk" in first.locator(".evidence").inner_text()
    first.get_by_role("button", name="What became of it").click()
    first.locator(".history li", has_text="raised").wait_for()
    page.get_by_label("State").select_option("withdrawn")
    page.get_by_text("R. Adeyemi rejected the incident: a drill").first.wait_for()
    cards(page, 2)
    page.get_by_label("State").select_option("all")
    cards(page, 4)
    page.get_by_role("combobox", name=re.compile("^Rule")).select_option("in Iraq")
    cards(page, 1)
    page.reload()
    cards(page, 1)
    assert page.get_by_role("combobox", name=re.compile("^Rule")).input_value() == "in Iraq"
    page.get_by_label("Kind").select_option("surge")
    page.get_by_text("No alert fits").wait_for()
    page.go_back()
    page.get_by_role("combobox", name=re.compile("^Rule")).select_option("deadly")
    cards(page, 3)
    page.get_by_role("link", name=re.compile("Baghdad")).first.click()
    page.locator("section", has=page.get_by_role("heading", name="An alert")).locator("article.alert").wait_for()
    page.locator("article.report").first.wait_for()


def test_feeds_of_alerts_are_linked_and_without_rules_it_is_said_how_there_may_be_some(desk, visit):
    page = visit(desk("alerts"), "/alerts")
    cards(page, 2)
    for link, kind in (
        (page.get_by_role("link", name="Atom feed"), "atom"),
        (page.locator("article a", has_text="CAP").first, "cap"),
    ):
        answer = page.request.get(page.url.split("/alerts")[0] + link.get_attribute("href"))
        assert answer.headers["content-type"].startswith(f"application/{kind}+xml")
    page = visit(desk(), "/alerts")
    page.get_by_text("No rules are followed").wait_for()
    assert page.locator(".top .number").count() == 0


def test_an_area_drawn_on_the_map_is_a_rule_to_copy(desk, visit):
    page = visit(desk(), "/?at=33.3,44.4,6&country=IQ&killed=5&since=2024")
    page.get_by_role("button", name="Alert rule").click()
    box = page.locator(".map").bounding_box()

    def at(across, down):
        page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])

    def rule():
        text = page.get_by_label("The rule, as TOML").input_value()
        return read_alert_rules(tomllib.loads(text), where="the page").rules[0], text

    at(0.4, 0.2)
    at(0.6, 0.3)
    page.get_by_text("The box is drawn").wait_for()
    found, text = rule()
    assert (found.country, found.killed) == (("IQ",), 5)
    assert "no part of a rule: since" in text
    south, west, north, east = found.box
    assert 33 < south < north < 38
    assert west < 44.4 < east
    assert page.locator("li.item.chosen").count() == 0  # a click draws, and picks nothing
    page.get_by_label("polygon").check()
    for across, down in ((0.3, 0.2), (0.7, 0.2), (0.5, 0.35)):
        at(across, down)
    page.get_by_text("3 corners.").wait_for()
    page.get_by_role("button", name="Corner at the middle of the map").press("Enter")
    page.get_by_text("4 corners.").wait_for()
    page.get_by_role("textbox", name="Name").fill('near "Baghdad"')
    found, _ = rule()
    assert found.name == 'near "Baghdad"'
    assert [round(degrees, 1) for degrees in found.polygon[3]] == [33.3, 44.4]
    assert found.area.holds(34.2, 44.4)
    page.get_by_role("button", name="Done").click()
    page.get_by_label("The rule, as TOML").wait_for(state="detached")


def test_what_lies_beyond_the_date_line_is_drawn_and_asked_for(desk, visit):
    page = visit(desk(), "/?at=33.3,44.4,6")
    points = page.evaluate("fetch('/api/incidents/points').then((answer) => answer.json())")
    some = {name: values[:1] for name, values in points.items() if isinstance(values, list)}
    some |= {"lat": [-17.0], "lon": [-179.0], "km": [150.0], "precision": ["region"]}
    page.route("**/api/incidents/points*", lambda route: route.fulfill(json={**points, **some, "total": 1}))
    to = "history.pushState(null, '', '/?at=-17,179,7&killed=1'); dispatchEvent(new PopStateEvent('popstate'))"
    with page.expect_request(lambda request: "box=-" in request.url and "killed=1" in request.url) as asked:
        page.evaluate(to)
    until(page, f"({PIXELS})([0.5, 1])")
    assert not page.evaluate(f"({PIXELS})([0, 0.4])")
    south, west, north, east = map(float, parse_qs(urlsplit(asked.value.url).query)["box"][0].split(","))
    assert south < -17 < north
    assert east < -170 < 170 < west
