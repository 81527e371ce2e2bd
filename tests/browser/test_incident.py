"""One incident in the browser: its words marked right, decisions with versions, two reviewers at once."""

import re


def open_incident(page, words):
    page.locator("li.item > a", has_text=words).first.click()
    page.locator("article.report").first.wait_for()


def marked(page, slot):
    return page.locator(f"mark.{slot}").all_inner_texts()


def test_words_are_marked_right_among_emoji_and_right_to_left_text(desk, visit):
    page = visit(desk())
    open_incident(page, "Militants")
    assert marked(page, "place") == ["Erbil"]
    assert marked(page, "actor") == ["Militants"]
    assert marked(page, "harm") == ["7 to 9"]
    assert "وقالت الشرطة ذلك" in page.locator(".text").inner_text()
    assert page.locator("article.report header b").inner_text() == "صحيفة 🗞️"


def test_a_value_lights_its_words_words_their_value_and_it_is_told_what_joined_reports(desk, visit):
    page = visit(desk())
    open_incident(page, "Baghdad")
    assert page.locator("mark.lit").count() == 0
    page.locator(".value.place").first.hover()
    page.locator("mark.place.lit").first.wait_for()
    assert set(page.locator("mark.lit").all_inner_texts()) == {"Baghdad"}
    page.locator("mark.harm").first.hover()
    page.locator(".value.harm.lit").first.wait_for()
    assert page.locator(".value.place.lit").count() == 0
    page.locator(".value.actor").first.focus()
    page.locator("mark.actor.lit").first.wait_for()
    assert page.locator("article.report").count() == 2
    page.get_by_role("button", name="Why these reports").click()
    page.locator(".why table td.for").first.wait_for()


def test_accept_reject_and_restore(desk, visit):
    page = visit(desk())
    open_incident(page, "Sanaa")
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("accepted by R. Adeyemi").wait_for()
    page.get_by_role("button", name="Reject").click()
    page.get_by_label("Why?").fill("a drill 😀")
    page.get_by_label("Why?").press("Enter")
    page.get_by_text("rejected by R. Adeyemi").wait_for()
    page.get_by_role("button", name="Restore").click()
    page.get_by_label("Why?").fill("no drill")
    page.get_by_label("Why?").press("Enter")
    page.get_by_role("button", name="Reject").wait_for()


def test_split_undo_and_join(desk, visit):
    page = visit(desk())
    open_incident(page, "Baghdad")
    page.get_by_role("button", name="Split").click()
    page.get_by_role("checkbox").last.check()
    page.get_by_label("Why?").fill("another street")
    page.get_by_label("Why?").press("Enter")
    page.get_by_text("1 report", exact=True).wait_for()
    page.get_by_role("button", name="Why these reports").click()
    page.get_by_text("another street").wait_for()
    page.get_by_role("button", name=re.compile("^Undo")).click()
    page.get_by_text("2 reports", exact=True).wait_for()
    there = page.url
    page.go_back()
    other = page.locator("li.item > a", has_text="Gunmen").get_attribute("href").split("/")[2]
    page.goto(there)
    page.get_by_role("button", name="Join").click()
    page.get_by_label("Which other").fill(other)
    page.get_by_label("Why?").fill("the same raid")
    page.get_by_label("Why?").press("Enter")
    page.get_by_text("3 reports", exact=True).wait_for()


def test_of_two_reviewers_at_once_the_second_sees_what_changed(desk, visit, watch):
    watch.expected = ("412",)
    first = visit(desk())
    open_incident(first, "Sanaa")
    second = visit(desk(user="M. Ito"), re.sub(r"^http://[^/]+", "", first.url))
    second.locator("article.report").first.wait_for()
    first.get_by_role("button", name="Accept").click()
    first.get_by_text("accepted by R. Adeyemi").wait_for()
    second.get_by_role("button", name="Reject").click()
    second.get_by_label("Why?").fill("a drill")
    second.get_by_label("Why?").press("Enter")
    second.get_by_role("alert").wait_for()
    assert second.get_by_text("accepted by R. Adeyemi").count() == 0
    second.get_by_role("button", name="Look at it as it is now").click()
    second.get_by_text("accepted by R. Adeyemi").wait_for()
    second.get_by_role("button", name="Reject").wait_for()


def test_an_unknown_incident_says_so(desk, visit, watch):
    watch.expected = ("404",)
    page = visit(desk())
    page.evaluate("history.pushState(null, '', '/incident/feedfeedfeed'); dispatchEvent(new PopStateEvent('popstate'))")
    page.get_by_role("alert").wait_for()
