"""Which phrases of a report refer to the same: names and their short forms, appositions, pronouns, definite nouns."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from dateline.draft import Draft, Phrase, Token
from dateline.grammar import governing_verb, objects, subjects
from dateline.lexicon.words import word_set

GENERAL = frozenset("group organisation organization movement faction militia party cell network outfit".split())
"""Nouns that a group already named can be called by."""
ORGANISED = frozenset(
    "government military police intelligence militia rebels gang party company media ngo igo court".split()
)
ARMED = frozenset({"rebels", "militia", "gang"})
GROUPS = ARMED | {"party", "ngo"}
HEADLINES = frozenset({"title", "dek"})
REACH = 4
"""How many sentences back a pronoun may reach."""
FAR = 12
"""How many sentences back a definite noun may reach."""
PERSONAL = {"he", "him", "his", "himself", "she", "her", "herself"}
PLURAL = {"they", "them", "their", "themselves"}
NEUTER = {"it", "its", "itself"}
OBJECTIVE = {"him", "her", "them"}
"""Pronouns that are never the subject of their own verb."""
RELATIVE = {"who", "whom", "whose"}
IDENTIFYING = frozenset({"identify", "name"})
"""Verbs before "as" and the name of one who has been told of without it."""
COMPASS = {"north": "KP", "south": "KR"}
"""What "the North" and "the South" stand for in a report that names the state."""


class Chains:
    """Links the phrases of one report, in their order."""

    def __init__(self, draft: Draft, phrases: list[Phrase], persons: set[int]) -> None:
        self._draft = draft
        self._persons = persons
        self._phrases = phrases
        self._links = list(range(len(phrases)))
        self._by_actor: dict[str, int] = {}
        self._by_word: dict[str, int] = {}
        self._by_title: dict[str, int] = {}
        self._at = {(p.sentence, p.head): i for i, p in reversed(list(enumerate(phrases)))}
        armed = Counter(p.actor for p in phrases if p.actor and p.kind in ARMED)
        self._armed = next(iter(armed)) if len(armed) == 1 else None

    def links(self) -> list[int]:
        """Return for each phrase the index of the first phrase that it refers to (its own where it is the first)."""
        for i in range(len(self._phrases)):
            found = self._referent(i)
            self._links[i] = self._links[found] if found != i else i
            self._note_title(i)
        for i, phrase in enumerate(self._phrases):
            if self._links[i] == i and self._draft.sentences[phrase.sentence].section in HEADLINES:
                self._links[i] = self._holder(i, i)
        return self._links

    def _note_title(self, i: int) -> None:
        """Note the office of a person, from the words before the name or the noun beside it ("Mayor Ann Reed", "the mayor, Ann Reed")."""
        root, phrase = self._links[i], self._phrases[i]
        if root not in self._persons and i not in self._persons:
            return
        words = self._draft.sentences[phrase.sentence].tokens
        if phrase.named and not phrase.pronoun:
            for token in words[phrase.first : phrase.head]:
                before = words[token.i - 1] if token.i > phrase.first else None
                other = before is not None and before.tag in {"NN", "NNS"}  # "the commission president" is no president
                if token.lower in word_set("recalled") and not other:
                    self._by_title[token.lower] = root
        office = phrase if root != i and not phrase.named else self._phrases[root]
        if root != i and not phrase.pronoun and not office.named and self._token(office).lemma in word_set("recalled"):
            self._by_title[self._token(office).lemma] = root

    def _holder(self, i: int, otherwise: int) -> int:
        """Return the person whose office a noun names ("the mayor"), where nothing says that it is another's."""
        phrase = self._phrases[i]
        root = self._by_title.get(self._token(phrase).lemma)
        if root is None or phrase.named or phrase.pronoun or phrase.plural or self._links[root] == i:
            return otherwise
        countries = {phrase.country, self._phrases[root].country} - {None}
        return root if len(countries) < 2 else otherwise

    def _referent(self, i: int) -> int:
        phrase = self._phrases[i]
        if phrase.pronoun:
            return self._antecedent(i)
        twin = self._twin(i)
        if twin is not None:
            return twin
        beside = self._apposition(i)
        if beside is not None:
            if phrase.actor:
                self._by_actor.setdefault(phrase.actor, i)
            elif phrase.named:
                self._by_name(i)
            return beside
        if phrase.actor:
            known = self._by_actor.get(phrase.actor)
            named = self._by_name(i) if i in self._persons else i
            return self._by_actor.setdefault(phrase.actor, named) if known is None else known
        if phrase.named:
            state = self._compass(phrase)
            return self._by_name(i) if state is None else state
        return self._definite(i) if phrase.definite or self._token(phrase).dep in {"compound", "amod"} else i

    def _twin(self, i: int) -> int | None:
        """Return the phrase under the same words before ("group" of "a group of militias", which stands for the militias)."""
        mine = self._phrases[i]
        for j in range(i - 1, -1, -1):
            other = self._phrases[j]
            if other.sentence != mine.sentence:
                return None
            if (other.start, other.end) == (mine.start, mine.end):
                return j
        return None

    def _token(self, phrase: Phrase) -> Token:
        return self._draft.sentences[phrase.sentence].tokens[phrase.head]

    def _apposition(self, i: int) -> int | None:
        """Return the phrase that this one stands in apposition to ("a spokeswoman, Hua Chunying"), unless it lists or is a part."""
        phrase = self._phrases[i]
        token = self._token(phrase)
        if phrase.named and (bearer := self._bearer(phrase, token)) is not None:
            return bearer
        if token.dep != "appos":
            return None
        j = self._at.get((phrase.sentence, token.head))
        if i in self._persons and (j is None or j not in self._persons):
            j = self._at.get((phrase.sentence, self._over(phrase.sentence, token.head)))
        if j is None or j >= i:
            return None
        other = self._phrases[j]
        named = [p for p in (phrase, other) if p.named]
        if other.pronoun or not named or other.plural != phrase.plural or not (phrase.human and other.human):
            return None
        return (
            None
            if len(named) == len((phrase, other)) and phrase.actor and other.actor and phrase.actor != other.actor
            else j
        )

    def _bearer(self, phrase: Phrase, token: Token) -> int | None:
        """Return the group that bears a name given in a clause ("a group calling itself X", "known as X", "under the banner of X")."""
        words = self._draft.sentences[phrase.sentence].tokens
        verb = words[token.head]
        if token.dep == "pobj":
            under = words[verb.head]
            if verb.lower == "of" and under.lemma in {"name", "banner"} and under.dep == "pobj":
                under = words[words[under.head].head]
            elif verb.lower != "as" or under.lemma not in {"know", *IDENTIFYING}:
                return None
            verb = under
            if under.lemma in IDENTIFYING and under.dep not in {"acl", "relcl"}:
                return self._identified(phrase, under)
        elif token.dep not in {"oprd", "dobj", "attr"} or verb.lemma not in word_set("naming"):
            return None
        if verb.dep not in {"acl", "relcl"}:
            return None
        j = self._at.get((phrase.sentence, verb.head))
        if j is None or j >= phrase.index or self._phrases[j].named:
            return None
        bearer = self._phrases[j]
        if verb.lemma in IDENTIFYING:
            return j if bearer.human and not bearer.plural and not bearer.pronoun else None
        grouped = bearer.plural or self._token(bearer).lemma in word_set("collective") | GENERAL
        return j if bearer.human and grouped else None

    def _identified(self, phrase: Phrase, verb: Token) -> int | None:
        """Return the one person whom a main clause names ("police identified the gunman as Ivo Marek")."""
        sentence = self._draft.sentences[phrase.sentence]
        for head in objects(sentence, verb.i)[:1]:
            j = self._at.get((phrase.sentence, head))
            if j is not None and j < phrase.index and self._phrases[j].human and not self._phrases[j].plural:
                return None if self._phrases[j].named else j
        return None

    def _over(self, sentence: int, i: int) -> int:
        """Return the noun above a complement ("a member of parliament, Ann Reed": the member), or the word itself."""
        words = self._draft.sentences[sentence].tokens
        above = words[words[i].head]
        return above.head if words[i].dep == "pobj" and above.dep == "prep" else i

    def _compass(self, phrase: Phrase) -> int | None:
        """Return the state that "the North" or "the South" stands for, where the report has named it."""
        code = COMPASS.get(phrase.name.lower().removeprefix("the "))
        if code is None:
            return None
        return next(
            (
                self._by_actor[p.actor]
                for p in self._phrases[: phrase.index]
                if p.country == code and p.actor in self._by_actor
            ),
            None,
        )

    def _by_name(self, i: int) -> int:
        """Link a surname to the full name that was given before ("Sudani" to "Mohammed Shia al-Sudani")."""
        phrase = self._phrases[i]
        written = self._draft.text[phrase.start : phrase.end].replace("’", "'")
        words = [w for w in written.split() if w[:1].isupper() or w[:3].lower() == "al-"]
        if not words:
            return i
        last = words[-1].lower().removesuffix("'s").removeprefix("al-")
        if len(last) < 3:
            return i
        found = self._by_word.get(last)
        if found is None:
            self._by_word[last] = i
            return i
        before = {w.lower() for w in self._phrases[found].name.split()}
        if len(words) > 1 and words[0].lower() not in before and len(before) > 1:
            self._by_word[last] = i
            return i
        return found

    def _antecedent(self, i: int) -> int:
        phrase = self._phrases[i]
        word = phrase.name.lower()
        if word in RELATIVE:
            return self._relative(i)
        if word not in PERSONAL | PLURAL | NEUTER:
            return i
        inner = self._token(phrase).dep not in {"nsubj", "nsubjpass"}
        sentence = self._draft.sentences[phrase.sentence]
        verb = governing_verb(sentence, phrase.head) if word in OBJECTIVE else None
        own = {k.i for k in sentence.kids(verb.i, "nsubj", "nsubjpass")} if verb else set()
        best, best_score = i, 0.0
        for j in range(i - 1, -1, -1):
            other = self._phrases[j]
            back = phrase.sentence - other.sentence
            if back > REACH:
                break
            if other.pronoun and self._links[j] == j:
                continue
            source = self._phrases[self._links[j]]
            if not self._agrees(source, other, word):
                continue
            token = self._token(other)
            score = (
                1.0 / (1 + back)
                + (0.6 if token.dep in {"nsubj", "nsubjpass"} else 0.0)
                + (0.1 if source.named else 0.0)
            )
            score += (0.3 if inner and not back else 0.0) + (0.3 if word in PLURAL and source.plural else 0.0)
            beside = token.head == self._token(phrase).head and token.dep in {"dobj", "pobj"}
            if back == 0 and (beside or other.head in own):  # "police fired at them": not at themselves
                continue
            if score > best_score:
                best, best_score = j, score
        return best

    def _relative(self, i: int) -> int:
        """Link a relative pronoun to the noun that its clause modifies."""
        phrase = self._phrases[i]
        for above in self._draft.sentences[phrase.sentence].ancestors(phrase.head):
            if above.dep == "relcl":
                j = self._at.get((phrase.sentence, above.head))
                return j if j is not None and j < i else i
        return i

    def _definite(self, i: int) -> int:
        """Link a definite noun to what it recalls: the same noun, a group by a general word, the one armed group of the report."""
        phrase = self._phrases[i]
        head = self._token(phrase)
        if (
            self._armed is not None
            and phrase.kind == "rebels"
            and head.lemma in word_set("armed_plain")
            and self._plain(phrase)
        ):
            return self._by_actor.get(self._armed, i)
        if head.lemma in word_set("states") and not phrase.plural and not self._narrowed(phrase):
            return self._ruler(i)
        holder = self._holder(i, i)
        if holder != i:
            return holder
        for j in range(i - 1, -1, -1):
            other = self._phrases[j]
            if phrase.sentence - other.sentence > FAR:
                break
            if other.pronoun or self._apart(phrase, other):
                continue
            if (
                self._token(other).lemma == head.lemma
                and other.kind == phrase.kind
                and head.lemma in word_set("recalled") | GENERAL
            ):
                return j
            if head.lemma in GENERAL and other.named and other.kind in GROUPS:
                return j
        return i

    def _apart(self, phrase: Phrase, other: Phrase) -> bool:
        """Whether two phrases are listed side by side or of different countries ("the president and the Turkish president")."""
        words = self._draft.sentences[phrase.sentence].tokens
        listed = (
            phrase.sentence == other.sentence
            and words[phrase.head].dep == "conj"
            and words[phrase.head].head == other.head
        )
        return listed or len({phrase.country, other.country} - {None}) > 1

    def _ruler(self, i: int) -> int:
        """Return the state that acted last before "the regime" or "the communist country"; else the one named last.

        Whoever does something to "the country" is not of it; "the regime in Baku" is that of the state named with it.
        """
        phrase, named = self._phrases[i], i
        doers = self._doers_beside(phrase)
        for j in range(i - 1, -1, -1):
            other = self._phrases[j]
            if phrase.sentence - other.sentence > REACH:
                break
            if other.kind != "government" or not other.actor or not other.named or other.country is None:
                continue
            if other.country in doers or phrase.country not in {None, other.country}:
                continue
            if self._token(other).dep in {"nsubj", "nsubjpass", "poss"}:
                return j
            named = j if named == i and self._token(other).dep not in {"amod", "compound", "nmod"} else named
        return named

    def _doers_beside(self, phrase: Phrase) -> set[str]:
        """Return the countries of the subjects of the verb that a phrase stands under."""
        sentence = self._draft.sentences[phrase.sentence]
        verb = governing_verb(sentence, phrase.head)
        if verb is None or self._token(phrase).dep in {"nsubj", "nsubjpass"}:
            return set()
        found = (self._at.get((phrase.sentence, s)) for s in subjects(sentence, verb.i))
        return {c for j in found if j is not None and (c := self._phrases[self._links[j]].country)}

    def _narrowed(self, phrase: Phrase) -> bool:
        """Whether words after or before a noun say which one is meant ("the country that", "the southern state of")."""
        sentence = self._draft.sentences[phrase.sentence]
        named = any(
            k.lower == "of" and any(h.pos == "PROPN" for h in sentence.kids(k.i, "pobj"))
            for k in sentence.kids(phrase.head, "prep")
        )
        return named or bool(sentence.kids(phrase.head, "relcl", "acl", "poss", "appos", "nummod"))

    def _plain(self, phrase: Phrase) -> bool:
        """Whether nothing but an article stands before the noun."""
        sentence = self._draft.sentences[phrase.sentence]
        return not sentence.kids(phrase.head, "amod", "compound", "nmod", "nummod", "poss", "relcl", "acl")

    def _agrees(self, source: Phrase, other: Phrase, word: str) -> bool:
        """Whether a pronoun can stand for a phrase: one person, several, or a body."""
        person = source.index in self._persons or other.index in self._persons
        if word in PERSONAL:
            return person and not source.plural
        if word in PLURAL:
            return not person and (source.plural or (source.low or 1) > 1 or source.kind in ORGANISED)
        return not person and source.kind in ORGANISED and (not source.plural or source.actor is not None)


def settle(draft: Draft, phrases: list[Phrase], persons: set[int]) -> tuple[Phrase, ...]:
    """Return the phrases with their chains; a person has the kind and country that any of its chain's titles gives."""
    links = Chains(draft, phrases, persons).links()
    known: dict[int, Phrase] = {}
    for phrase, root in zip(phrases, links, strict=True):
        if phrase.kind not in {"individual", "unidentified", "civilians"} and not phrase.pronoun and phrase.human:
            known.setdefault(root, phrase)
    owners = {(p.sentence, p.head): phrases[root] for p, root in zip(phrases, links, strict=True) if p.pronoun}
    return tuple(
        _known(phrase, phrases[root], known.get(root), _owner(draft, phrase, owners))
        for phrase, root in zip(phrases, links, strict=True)
    )


def _owner(draft: Draft, phrase: Phrase, owners: dict[tuple[int, int], Phrase]) -> Phrase | None:
    """Return the armed group whose leader or fighters a phrase with "its" or "their" names."""
    words = draft.sentences[phrase.sentence].tokens
    if words[phrase.head].lemma not in word_set("of_whom") | word_set("organs"):
        return None
    found = owners.get((phrase.sentence, phrase.first))
    return found if found is not None and found.kind in ARMED and not phrase.pronoun else None


def _known(phrase: Phrase, source: Phrase, better: Phrase | None, owner: Phrase | None) -> Phrase:
    """Return a phrase with its chain and what the chain tells of it: pronouns all, names their title, "its leader" its group."""
    root = source.index
    if phrase.pronoun and root != phrase.index:
        found = better or source
        return replace(phrase, chain=root, kind=found.kind, country=found.country, human=source.human)
    if phrase.kind == "individual" and phrase.named and better is not None:
        return replace(phrase, chain=root, kind=better.kind, country=phrase.country or better.country)
    if phrase.named and phrase.actor is None and source.kind in ARMED and not source.named and source.human:
        return replace(phrase, chain=root, kind=source.kind, country=phrase.country or source.country)
    if owner is not None:
        return replace(phrase, chain=root, kind=owner.kind, country=phrase.country or owner.country)
    return phrase if root == phrase.chain else replace(phrase, chain=root)
