"""The grammar of times in news: words to intervals, anchored at the day of publication.

`find_times` is pure: it knows nothing of the report but a sentence and the anchor.
"""

from dateline.lexicon.timegrammar.grammar import find_times
from dateline.lexicon.timegrammar.values import Interval, TimeValue, add_days, convert, in_zone

__all__ = ["Interval", "TimeValue", "add_days", "convert", "find_times", "in_zone"]
