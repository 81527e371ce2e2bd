"""Logging in with a token, reading only, signing out, and a token that no longer holds while one works."""

import re

import pytest
from tests.support.browsing import until

from dateline.server.security import COOKIE, Token

TOKENS = (Token("A. Reader", "read", "r" * 30), Token("E. Editor", "edit", "e" * 30), Token("M. Ito", "edit", "m" * 30))
EXPECTED = ("401", "429")


def log_in(page, secret):
    page.get_by_label("Token").fill(secret)
    page.get_by_label("Token").press("Enter")


@pytest.fixture
def home(desk, watch):
    watch.expected = EXPECTED
    return desk(tokens=TOKENS)


def test_a_wrong_token_is_told_and_a_right_one_leads_to_where_one_was_going(home, visit):
    page = visit(home, "/?country=YE")
    page.keyboard.type("no-such-token")  # the field has the focus
    page.keyboard.press("Enter")
    page.get_by_text("This token is not known here").wait_for()
    log_in(page, TOKENS[0].secret)
    until(page, "document.querySelectorAll('li.item').length === 1")
    assert "country=YE" in page.url
    assert page.locator("form.login").count() == 0
    page.get_by_text("read only").wait_for()
    page.locator("li.item > a").click()
    page.locator("article.report").first.wait_for()
    assert page.get_by_role("button", name="Accept").count() == 0
    page.reload()
    page.locator("article.report").first.wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out").wait_for()
    page.reload()
    page.get_by_label("Token").wait_for()
    assert page.locator("article.report").count() == 0


def test_a_token_that_no_longer_holds_keeps_what_one_was_at(home, visit):
    page = visit(home, "/review")
    log_in(page, TOKENS[1].secret)
    page.locator("h2 a").wait_for()
    page.keyboard.press("r")
    page.keyboard.type("a drill")
    page.context.clear_cookies(name=COOKIE)
    page.keyboard.press("Enter")
    page.get_by_text("Your token no longer holds").wait_for()
    log_in(page, TOKENS[1].secret)
    page.get_by_text("3 left").wait_for()
    assert "rejected" in page.get_by_role("status").first.inner_text()


def test_what_one_decided_is_not_laid_down_in_the_name_of_the_next(home, visit):
    page = visit(home, "/review")
    log_in(page, TOKENS[1].secret)
    page.locator("h2 a").wait_for()
    page.context.clear_cookies(name=COOKIE)
    page.keyboard.press("a")
    page.get_by_text("Your token no longer holds").wait_for()
    log_in(page, TOKENS[2].secret)
    page.get_by_text("4 left").wait_for()
    page.get_by_text(re.compile("M. Ito")).first.wait_for()
    rows = page.evaluate("fetch('/api/incidents').then(answer => answer.json())")["rows"]
    assert {row["review"] for row in rows} == {"machine"}
