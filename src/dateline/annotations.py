"""What the stages note of a report, each kind of note a frozen type that points at the text.

Annotations refer to sentences and to each other by index into the tuples of the `Draft` (dateline.draft) that holds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline import vocabulary as v
from dateline.text import Place, Span


@dataclass(frozen=True, slots=True)
class Rival:
    """Another place that a toponym's words may mean, and how likely they do, 0 to 1."""

    name: str
    country: str | None
    admin1: str | None
    latitude: float
    longitude: float
    share: float


@dataclass(frozen=True, slots=True)
class Toponym:
    """Words that name a place, resolved as far as it goes.

    Args:
        sentence, first, last: the sentence's index and the half-open range of its tokens.
        place: the place with its spans, as the record writes it (name, kind, coordinates, precision, relation …).
        metonym: the words stand for a government or an army ("Washington said"), not for where something happened.
        zone: IANA time zone of the place, where it is known.
        population: of the settlement or country; 0 where unknown.
        rivals: the other places that the words may mean, the likeliest first.
    """

    sentence: int
    first: int
    last: int
    place: Place
    metonym: bool = False
    zone: str | None = None
    population: int = 0
    rivals: tuple[Rival, ...] = ()

    @property
    def grain(self) -> v.PlacePrecision:
        """How fine the place is that the words name, however roughly its point is known: a village is a town."""
        village = self.place.kind in {"settlement", "district"} and self.place.precision in {"admin1", "admin2"}
        road = self.place.kind == "route" and self.place.relation == "between"
        return "town" if village or road else self.place.precision

    @property
    def start(self) -> int:
        """Where its words start in the text."""
        return self.place.spans[0].start

    @property
    def end(self) -> int:
        """Where its words end in the text."""
        return self.place.spans[-1].end


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time, with the interval that they give.

    Args:
        start, end: code-point offsets into the text; first, last: the half-open range of tokens.
        begin, until: ISO 8601 dates or local date-times to the minute (no offset); None for an open or unknown end.
        basis: `event` where it counts from another event ("two days earlier"); then `offset` may say how far.
        offset: for basis event: days to add to the other event's time (negative: before it); None where not countable.
        kind: interval (a time at which), since (open end), until, duration ("for three days"), set ("every Friday").
        timex: the value of the same reading in TIMEX3 (TimeML), "" where it has none.
    """

    sentence: int
    first: int
    last: int
    start: int
    end: int
    begin: str | None
    until: str | None
    precision: v.TimePrecision
    approximate: bool = False
    basis: Literal["text", "event"] = "text"
    offset: float | None = None
    kind: Literal["interval", "since", "until", "duration", "set"] = "interval"
    zone: str | None = None
    timex: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that may take part in an event.

    Args:
        index: its place in `Draft.phrases`; sentence, head: where its head word stands.
        first, last: half-open token range of the full phrase without relative clauses.
        start, end, name: the shortest full noun phrase (articles and bounds of numbers cut off), as it is written.
        kind: what the head or the actor dictionary says; country: ISO 3166-1 alpha-2.
        actor: id in the actor dictionary.
        low, high, approximate: its number ("three men": 3, 3; "soldiers": 2, None); None and None where it is open.
        human: can be harmed; named: has a proper name; pronoun, definite: how it refers.
        chain: index of the phrase that it refers back to in the report, its own where it is the first.
    """

    index: int
    sentence: int
    head: int
    first: int
    last: int
    start: int
    end: int
    name: str
    kind: v.ActorKind
    country: str | None = None
    actor: str | None = None
    low: int | None = 1
    high: int | None = 1
    approximate: bool = False
    plural: bool = False
    human: bool = True
    named: bool = False
    pronoun: bool = False
    definite: bool = False
    chain: int = -1


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words credited to somebody.

    Args:
        sentence: of the cue.
        cue: the words that credit ("said", "according to", "believed to have"); cue_token: its index.
        name, start, end: the speaker's words (start -1 where nobody is named); phrase: its index in `phrases` or -1.
        kind: the speaker's kind where it is known.
        content: the stretches of the text, as (start, end), that are credited.
        stance: says (asserts as fact), hedges (believes, suspects, alleges), denies, claims (says it did it itself),
            reports (a medium or "reportedly"), blames (says that another did it).
    """

    sentence: int
    cue: Span
    cue_token: int
    name: str | None
    start: int
    end: int
    phrase: int
    content: tuple[tuple[int, int], ...]
    stance: Literal["says", "hedges", "denies", "claims", "reports", "blames"]
    kind: v.ActorKind | None = None
    anonymous: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class TollMention:
    """A statement of people harmed.

    Args:
        token: index of the word of the sentence that carries the harm ("killed", "dead", "toll").
        start, end: the words of the statement, number and people included; cue: the words of the harm.
        who_*: the people counted, where they are said.
        part_of: index in `Draft.tolls` of the total that it is a part of; superseded_by likewise, for earlier figures.
        previous: the words say that the figure is an earlier one.
    """

    index: int
    sentence: int
    token: int
    measure: v.Measure
    low: int | None
    high: int | None
    start: int
    end: int
    cue: Span
    approximate: bool = False
    who: Span | None = None
    who_kind: v.ActorKind = "civilians"
    who_head: int = -1
    part_of: int = -1
    superseded_by: int = -1
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A word that states an event.

    Args:
        index: its place in `Draft.mentions`; token: index of the trigger word, last: end of a multi-word trigger.
        plover, mode: its type; weapon: the weapon that the word itself implies.
        nominal: stated by a noun ("the attack"), else by a verb or adjective.
        frame: the name of the row of the trigger table, which says how its roles are filled.
        strength: how surely such a word states an event, 0…1, from the trigger table.
        anaphoric: a definite or general noun that recalls an event told elsewhere ("the attack").
    """

    index: int
    sentence: int
    token: int
    last: int
    plover: v.Plover
    mode: str | None
    frame: str
    nominal: bool = False
    strength: float = 1.0
    weapon: v.Weapon | None = None
    anaphoric: bool = False
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Argument:
    """A phrase in its role in an event mention; `rule` names why."""

    mention: int
    role: v.ParticipantRole
    phrase: int
    rule: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The factuality of a mention, and the words that decide it."""

    mention: int
    factuality: v.Factuality
    cue: Span | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class WeaponMention:
    """Words that name a weapon in use.

    Args:
        mention: index of the event mention that it belongs to, -1 where the words belong to the event told last.
        bearer: the words name who carries it ("gunmen"), not the weapon.
    """

    sentence: int
    token: int
    kind: v.Weapon
    start: int
    end: int
    mention: int = -1
    bearer: bool = False


@dataclass(frozen=True, slots=True)
class DamageMention:
    """Words that tell what became of property: the verb or noun at `token`, the thing as a phrase's words.

    Args:
        fire: the words say that it was set on fire.
    """

    sentence: int
    token: int
    effect: v.DamageEffect
    start: int
    end: int
    fire: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Two mentions that the syntax of one sentence makes one event ("killed in an attack")."""

    first: int
    second: int
    rule: str


@dataclass(frozen=True, slots=True)
class Tie:
    """How a place stands to a mention of its sentence.

    Args:
        toponym: index into `Draft.toponyms`.
        cost: how far it lies from the mention, from 0 up; the scene stage says up to which cost it is the mention's own.
        token: of the word in the mention's sentence that leads to it: a preposition, or what recalls it ("the city"); -1 where
            none does.
        recalled: that word only recalls it.
    """

    toponym: int
    cost: float
    token: int = -1
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when a mention says its event happened: indices into `Draft.toponyms` and `Draft.times`.

    Args:
        times: nearest first.
        near: places of its sentence that it may share, nearest first, where it has none of its own.
        ties: how every place of its sentence stands to it, nearest first.
    """

    mention: int
    places: tuple[int, ...] = ()
    times: tuple[int, ...] = ()
    near: tuple[int, ...] = ()
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Mentions that are one event of the report.

    Args:
        alike: how like the most similar event told before, 0…1: that much speaks for its being that event once more.
        main: the report is local news of a shooting, and this is it.
    """

    index: int
    mentions: tuple[int, ...]
    alike: float = 0.0
    main: bool = False
