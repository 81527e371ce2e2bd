"""No violation of WCAG 2.2 AA that axe-core can find, in light and dark; a skip link, and a focus that is seen."""

from pathlib import Path

import pytest
from tests.support.browsing import until

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
READY = {
    "/": "document.querySelectorAll('li.item').length === 4",
    "/incident/": "document.querySelector('article.report mark')",
    "/overview": "document.querySelector('table.matrix, section .empty')",
    "/review": "document.querySelector('h2 a')",
    "/actor/Rebels": "document.querySelectorAll('li.item').length === 2",
    "/place/Erbil": "document.querySelectorAll('li.item').length === 2",
}


def violations(page):
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}, resultTypes: ['violations']}})")
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(desk, visit, scheme):
    if not AXE.exists():
        pytest.skip("axe-core is not there: cd web && npm ci")
    page = visit(desk(), color_scheme=scheme)
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
    assert {path: one for path, one in found.items() if one} == {}


def test_the_keyboard_reaches_the_content_and_is_seen(desk, visit):
    page = visit(desk())
    until(page, READY["/"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    for _ in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
