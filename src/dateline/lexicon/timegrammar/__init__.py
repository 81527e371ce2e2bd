"""The grammar of times in news: words to intervals, anchored at the day of publication.

`find_times` is pure: it knows nothing of the report but a sentence and the anchor. `tag` marks a whole text as a time
tagger does, with what a record of events does not need (lengths, ages, vague references).
"""

from dateline.lexicon.timegrammar.course import Scheme
from dateline.lexicon.timegrammar.grammar import find_times
from dateline.lexicon.timegrammar.impossible import names_impossible_date
from dateline.lexicon.timegrammar.tagger import Tag, tag
from dateline.lexicon.timegrammar.timex import Timex
from dateline.lexicon.timegrammar.values import Interval, TimeValue, add_days, convert, in_zone

__all__ = [
    "Interval",
    "Scheme",
    "Tag",
    "TimeValue",
    "Timex",
    "add_days",
    "convert",
    "find_times",
    "in_zone",
    "names_impossible_date",
    "tag",
]
