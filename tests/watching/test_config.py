"""Settings of what is watched: a wrong key is named with the nearest right one; times, filters and hours are read."""

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest

from dateline.errors import SettingsError
from dateline.watching.config import Filters, Schedule, config_of

FEED = "[[feeds]]\nurl='https://news.example.org/rss'\n"


def read(toml):
    return config_of(tomllib.loads(toml), where="desk.toml", beside=Path("/desk"))


def test_all_of_it_is_read():
    made = read(
        FEED
        + "every='5m'\npublisher='The Courier'\n[[sitemaps]]\nurl='https://x.example/s.xml'\n[[folders]]\npath='in'\n"
        "[watch]\ndb='a.db'\nlisten='127.0.0.1:9477'\nhost_delay='500s'\nlog='json'\n[filters]\nany_of='attack'\n"
        "[schedule]\nhours='22:00-06:00'\nzone='Asia/Baghdad'\n[[alerts]]\nname='a'\nkilled=3\n"
    )
    assert made.feeds[0].seconds == 300
    assert made.folders[0].path == "/desk/in", "paths are relative to the file"
    assert made.filters.any_of == ("attack",)
    assert made.alerting.rules[0].killed == 3
    assert made.watch.delay == 500


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[[feed]]\nurl='https://x.example/'", "unknown key 'feed'; did you mean 'feeds'"),
        ("[feeds]\nurl='https://x.example/'", "two brackets"),
        ("[[watch]]\ndb='x'", "one bracket"),
        (FEED + "intervall='5m'", r"\[\[feeds\]\] 1: unknown key 'intervall'"),
        (FEED + "evry='5m'", "did you mean 'every'"),
        (FEED + "every='5 minutes'", "a time such as '90s'"),
        (FEED + "every='1s'", "every must lie in 5 seconds"),
        ("[[feeds]]\nurl='news.example.org'", "url takes an address"),
        ("[[feeds]]\npublisher='x'", "the key 'url' is missing"),
        (FEED + FEED, "named twice"),
        (FEED + "[watch]\nfollwer='x'", r"\[watch\]: unknown key 'follwer'; did you mean 'follower'"),
        (FEED + "[watch]\nallow_private=['10.0.0.0/8']", "each by itself"),
        (FEED + "[watch]\nallow_private=['*:80']", "each by itself"),
        (FEED + "[watch]\nlisten='9477'", "listen takes HOST:PORT"),
        (FEED + "[watch]\nlog='xml'", "log must be of type"),
        (FEED + "[schedule]\nhours='6-22'", "a span such as"),
        (FEED + "[schedule]\nzone='Mars/Olympus'", "a name such as Asia/Baghdad"),
        (FEED + "[schedule]\ndays=['monday']", "days must be of type"),
        (FEED + "[filters]\nmax_age_days=0", "above 0"),
        ("[watch]\ndb='x'", "nothing is to be watched"),
    ],
)
def test_what_is_wrong_is_named(toml, words):
    with pytest.raises(SettingsError, match=words) as caught:
        read(toml)
    assert str(caught.value).startswith("desk.toml")
    assert "\n" not in str(caught.value)


def test_filters_pass_over_what_is_not_wanted():
    now = dt.datetime(2024, 3, 10, 12, tzinfo=dt.UTC)
    said = Filters(any_of=("attack",), none_of=("cricket",))

    def why(words, language=None, published=None):
        return said.passed_over(words=words, language=language, published=published, now=now)

    assert why("An ATTACK in Baghdad", "en-GB", "2024-03-09T10:00:00+00:00") is None
    assert "any_of" in why("Markets")
    assert "cricket" in why("attack on the cricket field")
    assert "language" in why("attack", "fr")
    assert "older" in why("attack", None, "2024-03-05")
    assert why("attack", None, "2024-03-07") is None


def test_hours_may_go_over_midnight():
    night = Schedule("22:00-06:00", ("fri",), "Asia/Baghdad")
    friday = dt.datetime(2024, 3, 8, tzinfo=dt.UTC)

    def on(hours):
        return night.is_on(friday + dt.timedelta(hours=hours))

    assert [on(18.9), on(19.1), on(26.9), on(27.1), on(-4)] == [False, True, True, False, False]
    assert Schedule().is_on(friday)


@pytest.mark.parametrize("name", ["watching.md", "alerts.md"])
def test_what_the_docs_show_is_valid(name):
    docs = Path(__file__).parents[2] / "docs" / name
    blocks = re.findall(r"```toml\n(.*?)```", docs.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        made = read(block)
        assert made.alerting.rules
