"""No violation of WCAG 2.2 AA that axe-core can find, in light and dark; a skip link, and a focus that is seen."""

from pathlib import Path

import pytest
from tests.support.browsing import until

from dateline.server.security import Token

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = {"type": "rule", "values": ["color-contrast"]}
READY = {
    "/": "document.querySelectorAll('li.item').length === 3",
    "/incident/": "document.querySelector('article.report mark')",
    "/overview": "document.querySelector('table.matrix, section .empty')",
    "/review": "document.querySelector('h2 a')",
    "/alerts?state=all": "document.querySelectorAll('article.alert').length === 4",
    "/actor/Rebels": "document.querySelectorAll('li.item').length === 2",
    "/place/Erbil": "document.querySelectorAll('li.item').length === 1",
}


def violations(page):
    """Return what axe finds in light, and what of colours it finds in dark: nothing else differs."""
    page.evaluate(AXE.read_text("utf-8"))
    found = []
    for scheme, rules in (("light", RULES), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        told = page.evaluate(f"axe.run(document, {{runOnly: {rules}, resultTypes: ['violations']}})")["violations"]
        found += [(scheme, one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in told]
    return found


def test_axe_finds_nothing(desk, visit, watch):
    watch.expected = ("401",)
    if not AXE.exists():
        pytest.skip("axe-core is not there: cd web && npm ci")
    page = visit(desk("alerts"))
    home = page.url.split("/?")[0].rstrip("/")
    until(page, READY["/"])
    first = page.locator("li.item > a", has_text="Baghdad").get_attribute("href")
    found = {}
    for path, ready in READY.items():
        if path != "/":
            page.goto(home + (first if path == "/incident/" else path))
        until(page, ready)
        if path == "/incident/":
            page.get_by_role("button", name="Why these reports").click()
            page.locator(".why table").first.wait_for()
        found[path] = violations(page)
        if path == "/review":
            page.keyboard.press("q")
            page.locator(".queue li").first.wait_for()
            page.keyboard.press("?")
            page.keyboard.press("c")
            page.get_by_text("The key of what is wrong").wait_for()
            found["/review, what to correct, the queue, keys"] = violations(page)
            page.keyboard.press("l")
            page.locator(".slot-editor").wait_for()
            page.get_by_role("button", name="By hand").click()
            page.locator(".by-hand").wait_for()
            found["/review, a slot"] = violations(page)
    login = visit(desk("alerts", tokens=(Token("E. Editor", "edit", "e" * 30),)))
    login.get_by_label("Token").fill("wrong")
    login.get_by_label("Token").press("Enter")
    login.get_by_text("This token is not known here").wait_for()
    found["/login"] = violations(login)
    assert {path: one for path, one in found.items() if one} == {}


def test_the_keyboard_reaches_the_content_and_is_seen(desk, visit):
    page = visit(desk("alerts"))
    until(page, READY["/"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    for _ in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
