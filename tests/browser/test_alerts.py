"""Alerts in the browser: listed, filtered, shown with why and evidence, on the page of their incident."""

import re

from tests.support.browsing import until


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
