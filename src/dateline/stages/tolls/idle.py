"""People whom words of harm name and who are no toll of their own: counted elsewhere, counted with others, or freed."""

from __future__ import annotations

from dateline.lexicon.tallies import is_nth
from dateline.stages.tolls.counting import Count, Reader
from dateline.stages.tolls.harm import Harm
from dateline.stages.tolls.words import toll_words


def is_idle(reader: Reader, harm: Harm, head: int, count: Count) -> bool:
    """Tell whether those harmed are no toll: a bomber's own death, people whose number is told elsewhere."""
    words = toll_words()
    token = reader.token(head)
    if token.lemma in words.of("bomber") and harm.measure == "killed":
        return True
    if token.lemma in words.nouns and head != harm.token:
        return True
    if token.lemma in words.of("number") and not count.explicit:
        return True  # "raising to 45 the number killed"
    if is_nth(reader.sentence, harm.token):
        return True
    above = reader.token(token.head)
    governor = reader.token(above.head)
    told = governor.lemma in words.of("number") | words.of("toll") and above.lower == "of"
    return told and not count.explicit


def shares_number(reader: Reader, head: int, count: Count) -> bool:
    """Tell whether a bare plural is listed with a counted noun: "a dozen officers and guardsmen" are a dozen."""
    token = reader.token(head)
    if token.dep != "conj" or count.explicit or token.tag not in {"NNS", "NNPS"}:
        return False
    while token.dep == "conj" and token.head != token.i:
        token = reader.token(token.head)
    first = reader.count(token.i)
    return first is not None and first.explicit


def is_freed(reader: Reader, harm: Harm, count: Count) -> bool:
    """Tell whether the number is that of those freed ("21 girls captured in 2014 were released"), not of those taken."""
    clipped = reader.token(harm.token).dep in {"acl", "amod"}
    if not clipped or harm.measure != "abducted":
        return False
    above = next(
        (t for t in reader.sentence.ancestors(count.head) if t.pos in {"VERB", "NOUN"} and t.i != harm.token), None
    )
    return above is not None and above.lemma in toll_words().of("freeing")
