"""Correcting by marking words: with keys alone and with the mouse, setting by hand, adding and removing events, two people's words."""

import re

from tests.support.browsing import until

SELECT = """words => {
  const walk = document.createTreeWalker(document.querySelector('[data-report]'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const at = node.textContent.indexOf(words);
    if (at === -1) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    node.parentElement.dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
    return true;
  }
  return false;
}"""


def mark_with_the_mouse(page, words, whole):
    """Mark words until the editor has seen it: it begins to listen a moment after it is drawn, as no hand is quick enough to notice."""
    page.locator("p.marked").wait_for()
    seen = "document.querySelector('.marked q')?.innerText"
    for _ in range(100):
        assert page.evaluate(SELECT, words)
        page.wait_for_timeout(100)
        if page.evaluate(seen) == whole:
            return
    assert page.evaluate(seen) == whole


def at_slot(page, key):
    """Open a slot of the incident that is shown at the desk."""
    page.keyboard.press("c")
    page.get_by_text("The key of what is wrong").wait_for()
    page.keyboard.press(key)
    page.locator(".slot-editor").wait_for()


def marked(page):
    return page.locator(".marked q").all_inner_texts()


def slot(page, label):
    return page.locator(".slots > div", has=page.get_by_text(label, exact=True)).inner_text()


def state(page, word):
    rows = page.evaluate("fetch('/api/incidents?review=all').then(answer => answer.json())")["rows"]
    return next(row["review"] for row in rows if word in row["places"] or word in row["actors"])


def test_a_value_is_corrected_with_keys_alone_and_taken_back(desk, visit):
    page = visit(desk(), "/review?country=YE")
    page.locator("h2 a").wait_for()
    at_slot(page, "d")
    until(page, "document.querySelector('.marked q')?.innerText === '3'")
    page.locator("mark.marked").wait_for()
    page.locator(".proposals button").first.wait_for()
    page.keyboard.press("ArrowLeft")
    assert marked(page) == ["killing"]
    page.keyboard.press("Shift+ArrowRight")
    assert marked(page) == ["killing 3"]
    page.keyboard.press("0")  # not stated
    page.keyboard.type("the three were wounded")
    page.keyboard.press("Enter")
    page.get_by_text("The key of what is wrong").wait_for()
    page.locator("h2 + p", has_text="corrected").wait_for()
    assert page.locator(".slots dt", has_text="Killed").count() == 0
    assert state(page, "Sanaa") == "corrected"
    page.keyboard.press("d")
    page.get_by_text("the three were wounded").wait_for()
    assert page.locator(".sides", has_text="the machine").inner_text().count("R. Adeyemi") == 1
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.locator(".slots dt", has_text="Killed").wait_for()
    assert state(page, "Sanaa") == "machine"


def test_words_are_marked_with_the_mouse_and_a_place_is_set_by_hand(desk, visit):
    page = visit(desk(), "/?country=YE")
    page.locator("li.item > a").click()
    page.locator("article.report").wait_for()
    page.get_by_role("button", name="Correct").click()
    page.get_by_role("button", name=re.compile("^p perpetrators")).click()
    mark_with_the_mouse(page, "Nobod", "Nobody")  # out to whole words
    page.get_by_role("button", name="By hand").click()
    page.get_by_role("textbox", name="Name").fill("Men in masks")
    page.get_by_label("Kind").select_option("unidentified")
    page.get_by_role("button", name="Set it").click()
    page.get_by_label("Why?").fill("the desk knows")
    page.get_by_role("button", name="Save").click()
    page.locator(".slots a", has_text="Men in masks").first.wait_for()
    page.get_by_text("corrected by R. Adeyemi").first.wait_for()
    page.get_by_role("button", name=re.compile("^l where")).click()
    page.get_by_role("button", name="By hand").click()
    page.get_by_role("textbox", name="Name").fill("Aden")
    page.locator(".found button", has_text=re.compile("Aden.*YE", re.DOTALL)).first.click()
    page.get_by_role("button", name="Save").click()
    page.locator("h1", has_text="in Aden").wait_for()
    page.get_by_role("button", name=re.compile("^t type and mode")).click()
    page.get_by_role("button", name="By hand").click()
    page.get_by_role("combobox", name="Type").select_option("PROTEST")
    page.get_by_role("button", name="Set it").click()
    page.get_by_role("button", name="Save").click()
    page.locator("h1", has_text="Protest").wait_for()


def test_a_missed_event_is_added_and_a_wrong_one_removed(desk, visit):
    page = visit(desk(), "/review?country=YE")
    page.locator("h2 a").wait_for()
    page.keyboard.press("n")
    page.get_by_role("heading", name="An event that was missed").wait_for()
    mark_with_the_mouse(page, "was hurt", "was hurt")
    page.get_by_label("Why?").fill("it is told in passing")
    page.get_by_role("button", name="Add it").click()
    page.locator(".slot-editor").wait_for(state="detached")
    until(page, "fetch('/api/incidents').then(answer => answer.json()).then(found => found.rows.length === 5)")
    page.keyboard.press("Escape")
    page.reload()
    page.locator("h2 a").wait_for()
    page.keyboard.press("c")
    page.get_by_text("The key of what is wrong").wait_for()
    page.keyboard.press("Delete")
    page.keyboard.type("nothing of the kind")
    page.keyboard.press("Enter")
    until(page, "fetch('/api/incidents').then(answer => answer.json()).then(found => found.rows.length === 4)")


def test_coder_and_reviewer_differ_side_by_side_and_agreement_is_on_the_overview(desk, visit):
    coder = visit(desk(user="C. Okafor", role="coder"), "/review?country=YE")
    coder.locator("h2 a").wait_for()
    at_slot(coder, "f")
    coder.get_by_role("button", name="By hand").press(" ")  # the button's, and no key of the desk
    coder.get_by_label("It is").select_option("planned")
    coder.get_by_role("button", name="Save").click()
    coder.get_by_text("The key of what is wrong").wait_for()
    reviewer = visit(desk(), "/review?country=YE&review=corrected")
    reviewer.locator("h2 a").wait_for()
    at_slot(reviewer, "f")
    reviewer.locator(".sides", has_text="C. Okafor").wait_for()
    reviewer.get_by_role("button", name="By hand").click()
    reviewer.get_by_label("It is").select_option("attempted")
    reviewer.get_by_role("button", name="Save").click()
    reviewer.get_by_text("They do not agree").wait_for()
    sides = reviewer.locator(".sides").first.inner_text()
    assert [word in sides for word in ("C. Okafor", "R. Adeyemi", "planned", "attempted", "happened")] == [True] * 5
    reviewer.goto(reviewer.url.split("/review")[0] + "/overview")
    reviewer.get_by_role("heading", name="Agreement").wait_for()
    reviewer.locator("table.agreement tr", has_text="factuality").wait_for()
    reviewer.locator("table.disagreements", has_text="C. Okafor").wait_for()


def test_many_are_decided_at_once_and_taken_back_at_once(desk, visit):
    page = visit(desk(), "/review")
    page.locator("h2 a").wait_for()
    page.get_by_text("4 left").wait_for()
    page.keyboard.press("x")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    page.keyboard.press("b")
    page.get_by_text("the 2 selected").wait_for()
    page.get_by_role("button", name="Accept: 2").click()
    page.get_by_text("2 left").wait_for()
    page.keyboard.press("u")
    page.get_by_text("4 left").wait_for()
    page.keyboard.press("b")
    page.get_by_label("What").select_option("reject")
    page.get_by_label("Why?").fill("another war")
    page.get_by_role("button", name="Reject: 4").click()
    page.get_by_text("0 left").wait_for()
    page.keyboard.press("u")
    page.get_by_text("4 left").wait_for()
    rows = page.evaluate("fetch('/api/incidents?review=all').then(answer => answer.json())")["rows"]
    assert {row["review"] for row in rows} == {"machine"}
