"""One clause with figures for two places is one event per place ("killed 11 in Mali and four in Niger")."""

from __future__ import annotations

from dataclasses import replace

from dateline.draft import Draft, TollMention, Toponym
from dateline.stages.coding.material import Material


def split_by_place(draft: Draft, materials: list[Material]) -> list[Material]:
    """Return the materials, each that gives figures of one harm for several places taken apart."""
    found: list[Material] = []
    for material in materials:
        placed = _placed(draft, material)
        found.append(material)
        if len(placed) < 2:
            continue
        first, *others = placed
        lost = {t.index for toll, _ in others for t in _with_parts(material, toll)}
        away = {toponym.place.name for _, toponym in others}
        for toll, toponym in others:
            found.append(
                replace(
                    material,
                    roles=dict(material.roles),
                    places=[toponym],
                    near=[],
                    tolls=_with_parts(material, toll),
                    weapons=list(material.weapons),
                    damages=[],
                    claims=list(material.claims),
                    attributions=list(material.attributions),
                    split=True,
                    stretch=(toll.start, max(toll.end, toponym.end)),
                )
            )
        material.split = True
        material.tolls = [t for t in material.tolls if t.index not in lost]
        material.places = [first[1]] + [p for p in material.places if p.place.name not in away | {first[1].place.name}]
        material.near = [p for p in material.near if p.place.name not in away]
    return found


def _placed(draft: Draft, material: Material) -> list[tuple[TollMention, Toponym]]:
    """Return the tolls of one word of harm that stand in one sentence each with a place of its own, if there are several."""
    groups: dict[tuple[int, int, str], list[TollMention]] = {}
    for toll in material.tolls:
        if (
            toll.part_of < 0
            and not toll.previous
            and toll.high != 0
            and draft.sentences[toll.sentence].section == "body"
        ):
            groups.setdefault((toll.sentence, toll.token, toll.measure), []).append(toll)
    for tolls in groups.values():
        if len(tolls) > 1:
            tolls.sort(key=lambda t: t.start)
            ends = [t.start for t in tolls[1:]] + [draft.sentences[tolls[0].sentence].end]
            found = [
                (toll, place)
                for toll, end in zip(tolls, ends, strict=True)
                if (place := _own_place(draft, toll, end)) is not None
            ]
            countries = {p.place.country for _, p in found}
            if (
                len(found) == len(tolls)
                and len({p.place.name for _, p in found}) == len(found)
                and (len(countries) == len(found) or _all_towns(found))
            ):
                return found
    return []


def _own_place(draft: Draft, toll: TollMention, end: int) -> Toponym | None:
    """Return the place right behind a figure and its people, before the next figure."""
    sentence = draft.sentences[toll.sentence]
    for toponym in draft.toponyms:
        if toponym.sentence != toll.sentence or toponym.metonym or not toll.start < toponym.start < end:
            continue
        before = sentence.tokens[toponym.first - 1]
        if before.lower in {"the", "northern", "southern", "eastern", "western"} and toponym.first > 1:
            before = sentence.tokens[toponym.first - 2]
        if before.dep == "prep" and before.lower in {"in", "at", "near", "outside"} and before.start <= toll.end:
            return toponym
    return None


def _all_towns(found: list[tuple[TollMention, Toponym]]) -> bool:
    """Whether all the places are towns or areas of their own, none a country that may hold another."""
    return all(p.place.precision in {"town", "admin1", "admin2"} for _, p in found)


def _with_parts(material: Material, toll: TollMention) -> list[TollMention]:
    return [t for t in material.tolls if toll.index in {t.index, t.part_of}]
