"""Who does what in a parsed sentence: subjects, objects and complements, through passives, participles and lists.

Pure functions over `Sentence`; they give indices of head words, conjuncts included.
Labels are those of the ClearNLP scheme that spaCy's English models use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.draft import Sentence, Token
from dateline.misreadings import beside_time, hung_elsewhere

CONTROLLERS = frozenset(
    "order ask tell urge force want allow instruct direct call press persuade send help let get cause accuse warn expect".split()
)
"""Verbs whose object is the subject of their infinitive ("ordered troops to withdraw")."""
ACCUSERS = frozenset("accuse suspect charge convict indict blame acquit stop prevent keep".split())
"""Verbs whose object is the subject of the gerund after their preposition ("accused rebels of bombing")."""
PUNISHERS = frozenset(
    "jail sentence send fine imprison arrest detain hold expel dismiss sack punish suspend hang execute prosecute question try criticise criticize condemn".split()
)
"""Verbs whose object is the subject of the gerund after "for" ("jailed three men for blocking a road")."""
PLOTTING = frozenset("plot plan prepare conspire scheme".split())
CATCHING = frozenset("arrest detain capture catch dismantle break seize raid uncover expose".split())
"""Verbs whose object is the one who plots ("detained a cell, preparing to attack a bridge")."""
FOILING = frozenset("foil thwart prevent avert stop disrupt uncover repel repulse beat block expose unravel".split())
"""Verbs whose subject is not the one who does what their object was to do ("foiled a plot to blow up a train")."""
TRANSITIVE = frozenset(
    "kill wound injure murder assassinate behead gun shoot abduct kidnap arrest detain jail execute ambush besiege".split()
)
"""Verbs that always have an object: a participle of one without it is what was done to the noun that it hangs on."""
BESIDE = frozenset("prt prep dobj acomp advmod oprd attr xcomp npadvmod ccomp".split())
"""Links of the words that complete a verb."""
LONGEST_LIST = 12
"""Verbs of one list; a text that says "killed, killed, killed" a thousand times would cost its square."""
DEPTH = 6
"""How far up a chain of verbs a subject may be sought; parses can be long but not endless."""


def is_verb(token: Token) -> bool:
    """Whether a token is a verb or a participle of one."""
    return (
        token.pos == "VERB"
        or (token.pos in {"AUX", "ADJ", "ADV"} and token.tag.startswith("VB"))
        or token.tag in {"VBN", "VBG", "VBD"}
    )


def conjuncts(sentence: Sentence, i: int) -> list[int]:
    """Return a token and all that is listed with it ("A, B and C")."""
    found, stack = [], [i]
    while stack:
        top = stack.pop()
        found.append(top)
        stack.extend(k.i for k in sentence.kids(top, "conj") if _listed(sentence.tokens[top], k))
        found.extend(_before_office(sentence, top))
    return sorted(found)


def _before_office(sentence: Sentence, i: int) -> list[int]:
    """Return the first of two names that the parser hung on an office ("President Ann Lee and President Bo Marek met")."""
    return [
        k.i
        for office in sentence.kids(i, "compound", "nmod")
        for k in sentence.kids(office.i, "appos")
        if k.pos == "PROPN" and k.i < i and sentence.kids(k.i, "cc")
    ]


def _listed(first: Token, second: Token) -> bool:
    """Whether two conjuncts are of one sort: nouns with nouns."""
    nominal = {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}
    return (first.pos in nominal) == (second.pos in nominal)


def expand(sentence: Sentence, heads: Iterable[int]) -> list[int]:
    """Return the heads with their conjuncts, each once, in order."""
    return sorted({j for i in heads for j in conjuncts(sentence, i)})


def is_passive(sentence: Sentence, v: int, *, depth: int = LONGEST_LIST) -> bool:
    """Whether a verb is passive, reduced passives included ("troops killed by", "those arrested").

    Args:
        depth: verbs of a list that are looked through up to the first, which says it for all.
    """
    token = sentence.tokens[v]
    if token.tag not in {"VBN", "VBD"}:
        return False
    if sentence.kids(v, "nsubjpass", "auxpass", "agent"):
        return True
    if token.dep == "acl" and (token.tag == "VBN" or (token.lemma in TRANSITIVE and _set_apart(sentence, v))):
        return not sentence.kids(v, "dobj")
    if token.dep == "conj":
        above = sentence.tokens[token.head]
        joined = depth > 0 and is_verb(above) and not sentence.kids(v, "nsubj", "dobj")
        return joined and is_passive(sentence, above.i, depth=depth - 1)
    return token.tag == "VBN" and token.dep in {"amod", "advcl"} and not sentence.kids(v, "nsubj", "dobj", "aux")


def _set_apart(sentence: Sentence, v: int) -> bool:
    """Whether a comma stands before a word ("the mayor, gunned down outside his house")."""
    return v > 0 and sentence.tokens[v - 1].text == "," and not sentence.kids(v, "nsubj", "aux")


def agents(sentence: Sentence, v: int) -> list[int]:
    """Return the heads of what stands after "by" under a verb or noun."""
    found = [
        p.i
        for k in sentence.kids(v)
        if k.lower == "by" and k.dep in {"agent", "prep"}
        for p in sentence.kids(k.i, "pobj")
    ]
    return expand(sentence, found)


def subjects(sentence: Sentence, v: int, *, depth: int = DEPTH) -> list[int]:
    """Return the heads of those who do what a verb says; the agents where it is passive."""
    if is_passive(sentence, v):
        return agents(sentence, v) or _agents_listed(sentence, v)
    own = [beside_time(sentence, k) for k in sentence.kids(v, "nsubj") or hung_elsewhere(sentence, v)]
    if own:
        return _meant_by(sentence, own, v)
    return _inherited(sentence, v, depth) if depth else []


def _agents_listed(sentence: Sentence, v: int) -> list[int]:
    """Return who did what is listed after a passive verb, which he did too ("was stopped and searched by police")."""
    listed = [
        k for k in sentence.kids(v, "conj") if is_verb(k) and not sentence.kids(k.i, "nsubj", "nsubjpass", "auxpass")
    ]
    return [a for k in listed for a in agents(sentence, k.i)]


def _meant(sentence: Sentence, subject: Token, v: int) -> int:
    """Return the noun that a relative pronoun stands for ("which", "that"), or the subject itself."""
    if subject.tag in {"WDT", "WP"} and subject.lower in {"which", "that", "who", "whom"}:
        clause = sentence.tokens[v]
        for _ in range(DEPTH):
            if clause.dep == "relcl":
                return clause.head
            if clause.head == clause.i:
                break
            clause = sentence.tokens[clause.head]
    return subject.i


def _inherited(sentence: Sentence, v: int, depth: int) -> list[int]:
    token = sentence.tokens[v]
    if token.head == v:
        return []
    above = sentence.tokens[token.head]
    if token.tag == "VBG" and token.dep == "conj" and not is_verb(above) and above.pos != "AUX":
        return []  # "weeks of air strikes and shelling": a noun that the parser took for a verb
    if token.dep in {"acl", "relcl"}:
        return _of_noun(sentence, token, depth)
    foiled = sentence.kids(above.i, "dobj") if token.dep == "xcomp" and above.lemma in FOILING else []
    if foiled:
        return [a for k in foiled for a in agents(sentence, k.i)]
    controlled = _controlled(sentence, token, depth)
    if controlled:
        return controlled
    if (
        token.dep == "advcl"
        and token.tag == "VBG"
        and above.dep == "xcomp"
        and token.i
        and sentence.tokens[min(sentence.subtree(token.i)) - 1].text == ","
    ):
        # a participle set off by a comma belongs to the main clause ("ordered them to leave, calling it ...")
        above = next((t for t in sentence.ancestors(above.i) if t.dep != "xcomp"), above)
    if token.dep in {"conj", "xcomp", "acomp", "advcl", "ccomp", "pcomp", "prep", "dep", "parataxis"}:
        return _above_subject(sentence, above.i, depth)
    return []


def _of_noun(sentence: Sentence, token: Token, depth: int) -> list[int]:
    """Return the subject of a clause that hangs on a noun: the noun, unless the clause says what it is for."""
    above = sentence.tokens[token.head]
    if token.dep == "acl" and token.tag == "VBD":  # a finite verb that the parser hung on the last noun before it
        top = list(sentence.ancestors(token.i))[-1]
        return expand(sentence, [top.i if top.pos in {"NOUN", "PROPN"} else above.i])
    if token.dep == "acl" and token.tag == "VB":
        if agents(sentence, above.i):  # "an attempt by rebels to enter the base"
            return agents(sentence, above.i)
        foiled = sentence.tokens[above.head].lemma in FOILING and above.dep in {"dobj", "nsubjpass"}
        return [] if foiled else _above_subject(sentence, above.i, depth)
    if token.dep == "acl" and token.tag == "VBG" and above.dep == "conj":
        above = _first_listed(sentence, above)
    return _told_before(sentence, above.i, v=token.i)


def _told_before(sentence: Sentence, i: int, v: int) -> list[int]:
    """Return a noun with what is listed with it before a clause that hangs on it ("Ana, who was held, and Bo": Ana alone)."""
    return [j for j in conjuncts(sentence, i) if j < v or i > v]


def _meant_by(sentence: Sentence, own: list[Token], v: int) -> list[int]:
    """Return the heads that the subjects of a verb stand for."""
    heads = [_meant(sentence, k, v) for k in own]
    return sorted(
        {
            j
            for k, i in zip(own, heads, strict=True)
            for j in (conjuncts(sentence, i) if i == k.i else _told_before(sentence, i, v))
        }
    )


def _first_listed(sentence: Sentence, last: Token) -> Token:
    """Return the first of a list after "with" whose last noun a participle hangs on ("with Chad, Mali and Niger calling")."""
    first = last
    for _ in range(LONGEST_LIST):
        if first.dep != "conj":
            break
        first = sentence.tokens[first.head]
    preposition = sentence.tokens[first.head]
    return first if first.dep == "pobj" and preposition.lower == "with" else last


def _controlled(sentence: Sentence, token: Token, depth: int) -> list[int]:
    """Return the object of the verb above where that is who does it: who is ordered to, accused of or caught at it."""
    above = sentence.tokens[token.head]
    if token.dep == "xcomp" and above.lemma in CONTROLLERS:
        return objects(sentence, above.i, depth=depth - 1)
    if token.dep == "pcomp":
        accusing = next((t for t in sentence.ancestors(above.i) if t.pos != "ADP"), above)
        accused = accusing.lemma in ACCUSERS or (above.lower == "for" and accusing.lemma in PUNISHERS)
        return objects(sentence, accusing.i, depth=depth - 1) if accused else []
    if token.dep == "advcl" and token.tag == "VBG" and token.lemma in PLOTTING and above.lemma in CATCHING:
        return objects(sentence, above.i, depth=depth - 1)
    return []


def _above_subject(sentence: Sentence, i: int, depth: int) -> list[int]:
    """Return the subject of the nearest verb above; what a passive verb's own subject is, where that is passive."""
    while depth:
        token = sentence.tokens[i]
        if is_verb(token) or token.pos == "AUX":
            if is_passive(sentence, i):
                return patients(sentence, i)
            return subjects(sentence, i, depth=depth - 1)
        if token.head == i:
            return []
        i, depth = token.head, depth - 1
    return []


def patients(sentence: Sentence, v: int, *, depth: int = DEPTH) -> list[int]:
    """Return the heads of the subject of a passive verb."""
    own = sentence.kids(v, "nsubjpass")
    if own:
        return _meant_by(sentence, own, v)
    token = sentence.tokens[v]
    above = sentence.tokens[token.head]
    if token.dep in {"acl", "relcl", "amod"} and above.pos in {"NOUN", "PROPN", "PRON", "NUM"}:
        return _told_before(sentence, above.i, v)
    if token.dep == "conj" and depth and (is_verb(above) or above.pos == "AUX"):
        if is_passive(sentence, above.i):
            return patients(sentence, above.i, depth=depth - 1)
        return subjects(sentence, above.i, depth=depth - 1) if sentence.kids(v, "auxpass") else []
    if token.dep in {"xcomp", "advcl", "pcomp"} and depth:
        return _above_subject(sentence, above.i, depth - 1)
    return []


def objects(sentence: Sentence, v: int, *, depth: int = DEPTH) -> list[int]:
    """Return the heads of what a verb is done to: its object, or its subject where it is passive."""
    if is_passive(sentence, v):
        return patients(sentence, v, depth=depth)
    own = sentence.kids(v, "dobj")
    if own:
        return expand(sentence, (k.i for k in own))
    token = sentence.tokens[v]
    if token.dep == "conj" and depth and not sentence.kids(v, "prep", "ccomp", "xcomp"):
        return []
    if (
        token.dep == "relcl"
        and sentence.kids(v, "nsubj")
        and not any(k.dep == "nsubj" and k.tag in {"WP", "WDT"} for k in sentence.kids(v))
    ):
        return expand(sentence, [token.head])
    shared = [k for k in sentence.kids(v, "conj") if is_verb(k) and sentence.kids(k.i, "dobj")]
    if shared and not sentence.kids(v, "prep", "ccomp", "xcomp", "prt"):
        return expand(sentence, (k.i for k in sentence.kids(shared[0].i, "dobj")))
    return []


def prepositions(sentence: Sentence, i: int) -> Iterator[tuple[str, list[int]]]:
    """Yield each preposition under a word (through its particle or object too) with the heads that it governs."""
    beside = [k for k in sentence.kids(i, "advmod") if k.lower in {"next", "close"}]
    for kid in [*sentence.kids(i, "prep", "agent", "dative", "prt"), *beside]:
        if any(k.lower == "not" for k in sentence.kids(kid.i)) or (
            kid.i and sentence.tokens[kid.i - 1].lower == "not" and sentence.tokens[kid.i - 1].dep in {"neg", "preconj"}
        ):
            continue  # "fired not at the camp but over it"
        held = [h for p in sentence.kids(kid.i, "pobj") for h in _before(sentence, p)]
        if held:
            yield kid.lower, expand(sentence, (p.i for p in held))
        for inner in sentence.kids(kid.i, "prep"):
            deeper = sentence.kids(inner.i, "pobj")
            if deeper:
                yield (kid if kid in beside else inner).lower, expand(sentence, (p.i for p in deeper))


def _before(sentence: Sentence, governed: Token) -> list[Token]:
    """Return what something is in front of or in the vicinity of, or the word itself."""
    if governed.lemma in {"front", "vicinity"}:
        return [
            h for p in sentence.kids(governed.i, "prep") if p.lower == "of" for h in sentence.kids(p.i, "pobj")
        ] or [governed]
    return [governed]


def possessors(sentence: Sentence, i: int) -> list[int]:
    """Return the heads of the possessors of a noun ("Israel's offensive", "their attack")."""
    return expand(sentence, (k.i for k in sentence.kids(i, "poss")))


def modifiers(sentence: Sentence, i: int) -> list[Token]:
    """Return the words before a noun that say what kind it is, theirs included."""
    found = sentence.kids(i, "amod", "compound", "nmod", "nummod")
    return found + [k for m in found for k in sentence.kids(m.i, "compound", "amod", "conj")]


def governing_verb(sentence: Sentence, i: int) -> Token | None:
    """Return the nearest verb above a word."""
    return next((t for t in sentence.ancestors(i) if is_verb(t) or t.pos == "AUX"), None)


def near_words(sentence: Sentence, v: int) -> set[str]:
    """Return lemmas of a verb's particles, objects, complements and what its prepositions govern."""
    found: set[str] = set()
    for kid in sentence.kids(v):
        said_of = kid.dep == "advcl" and kid.tag == "JJ"  # "held the Front responsible"
        if said_of or kid.dep in BESIDE:
            found |= {kid.lemma, kid.lower}
            found |= {k.lemma for k in sentence.kids(kid.i, "pobj", "amod", "compound", "acomp", "oprd", "prep")}
    return found


CONTAINERS = frozenset(
    "series string wave spate number dozen hundred score couple campaign round barrage spree succession series pair type kind act".split()
)
"""Nouns whose "of" phrase names what there are many of ("a series of strikes")."""


def container(sentence: Sentence, i: int) -> int:
    """Return the noun that a noun hangs on as one of many ("series" for "strikes"), or the noun itself."""
    token = sentence.tokens[i]
    above = sentence.tokens[token.head]
    if token.dep == "pobj" and above.lower == "of":
        top = sentence.tokens[above.head]
        if top.lemma in CONTAINERS:
            return top.i
    return i


def measured_from(sentence: Sentence, i: int) -> int | None:
    """Return the word that "after" or "before" at this token governs ("two days after the vote"), None where it governs none."""
    token = sentence.tokens[i]
    if token.lower not in {"after", "before"} or not sentence.parsed:
        return None
    governed = sentence.kids(token.i, "pobj", "pcomp")
    if governed:
        return governed[0].i
    return token.head if token.dep == "mark" and token.head != token.i else None


def opens_since(sentence: Sentence, i: int, goal: int) -> bool:
    """Whether a word stands in what "since" governs, and the word of the goal outside ("jailed since protests began in June")."""
    below = sentence.tokens[i]
    for above in sentence.ancestors(i):
        if below.dep == "prep" and below.lower == "since":
            return goal not in sentence.subtree(below.i)
        if below.dep == "advcl" and any(k.lower == "since" for k in sentence.kids(below.i, "mark")):
            return goal not in sentence.subtree(below.i)
        below = above
    return False


def contents(sentence: Sentence, i: int) -> list[int]:
    """Return what a noun counts many of ("attacks" for "dozens"), or the noun itself."""
    if sentence.tokens[i].lemma not in CONTAINERS:
        return [i]
    inner = [h for p, heads in prepositions(sentence, i) if p == "of" for h in heads]
    return inner or [i]
