"""Texts that would run as a script or fetch from elsewhere, in every field and in the address."""

from urllib.parse import quote

from tests.support.browsing import HOSTILE, until

TO = "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }"
SEEN = "() => document.querySelector('#content h1, li.item, .state.failed, .state.empty') !== null"


def untouched(page, home):
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('script').length") == 1
    assert (
        page.evaluate("document.querySelectorAll('base, iframe, meta[http-equiv], img:not([src^=\"/\"])').length") == 0
    )
    assert page.evaluate("Object.prototype.ran") is None
    assert page.evaluate("location.origin") == home


def test_hostile_reports_are_shown_as_text_everywhere(desk, visit):
    home = desk("hostile")
    page = visit(home)
    until(page, "document.querySelectorAll('li.item').length > 0")
    untouched(page, home)
    links = page.locator("li.item > a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    for link in links:
        page.evaluate(TO, link)
        until(page, f"document.body.innerText.includes('incident {link.split('/')[2]}')")
        page.locator("article.report").first.wait_for()
        page.locator("mark").first.hover(force=True)
    untouched(page, home)
    addresses = page.locator("a").evaluate_all("all => all.map(one => one.protocol)")
    assert set(addresses) <= {"http:", "https:"}
    page.evaluate(TO, "/overview")
    until(page, SEEN)
    untouched(page, home)


def test_hostile_addresses_change_nothing(desk, visit, watch):
    watch.expected = ("400", "404", "422")
    home = desk("hostile")
    page = visit(home)
    for n, text in enumerate(HOSTILE):
        said = quote(text, safe="")
        page.evaluate(TO, (f"/actor/{said}", f"/?search={said}&actor={said}&at={said}", f"/place/{said}")[n % 3])
        until(page, SEEN)
    page.goto(f"{home}/?order={quote(HOSTILE[0])}&since={quote(HOSTILE[1])}&killed={quote(HOSTILE[2])}")
    page.get_by_role("alert").first.wait_for()
    untouched(page, home)
