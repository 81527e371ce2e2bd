"""Who did what to whom, of what kind, under which name: each line of participants.tsv, parsed by the real model."""

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import coded, event_with, rows

from dateline.draft import Draft, Phrase
from dateline.stages import built_in
from dateline.stages.phrases import PhrasesStage
from dateline.text import Report

CASES = rows("participants.tsv")


@pytest.fixture(scope="module")
def drafts():
    return coded([text for text, *_ in CASES], published="2021-06-02")


@pytest.mark.parametrize(("text", "word", "participants"), CASES, ids=[case[0][:80] for case in CASES])
def test_case(drafts, text, word, participants):
    event = event_with(drafts[text], word)
    assert "; ".join(f"{p.role} {p.name} ({p.kind})" for p in event.participants) == participants


def test_who_defuses_a_bomb_did_not_lay_it():
    text = "Soldiers defused a bomb that had been left under a bridge in Talik on Monday."
    assert event_with(coded([text])[text], "defused").participants == ()


def test_every_participant_rests_on_its_words(drafts):
    for draft in drafts.values():
        for event in draft.events:
            for participant in event.participants:
                assert participant.spans
                assert all(draft.report.text[s.start : s.end] == s.quote for s in participant.spans)


def phrases(text: str) -> list[Phrase]:
    """The phrases of a short report."""
    drafts = [Draft(Report(text, "case", published="2021-06-02"))]
    for kind in built_in():
        drafts = list(kind().pipe(drafts))
        if kind is PhrasesStage:
            break
    return list(drafts[0].phrases)


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Mayor Ana Prieto was shot. She died on Monday.", "She", "Ana Prieto"),
        ("Mayor Ana Prieto fled after an attack. Gunmen had warned the mayor.", "mayor", "Ana Prieto"),
        (
            "Mohammed Rashid Sabri was arrested on Monday. Police accused Sabri of murder.",
            "Sabri",
            "Mohammed Rashid Sabri",
        ),
        ("Boko Haram attacked the town. The group killed ten men.", "group", "Boko Haram"),
        ("The army shelled the town. It killed ten people.", "It", "army"),
        ("Police arrested two men who attacked a judge.", "who", "men"),
        ("A spokeswoman, Ida Berg, condemned the attack.", "Ida Berg", "spokeswoman"),
    ],
)
def test_reference(text, word, name):
    found = phrases(text)
    last = [p for p in found if p.name == word][-1]
    assert found[last.chain].name == name


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("Hamas leaders condemned the killing.", "Hamas leaders", "rebels", "PS"),
        ("Anti-Taliban forces attacked the base.", "Anti-Taliban forces", "rebels", "AF"),
        ("Rebels attacked a UN convoy.", "UN convoy", "igo", None),
        ("The bomb killed three Israelis.", "Israelis", "civilians", "IL"),
        ("Israeli troops attacked the camp.", "Israeli", "government", "IL"),
        ("Rockets hit the army headquarters.", "army headquarters", "military", None),
        ("Police arrested Rosa Diaz, a journalist.", "Rosa Diaz", "media", None),
        ("Gunmen killed Colonel Ivo Marek.", "Ivo Marek", "military", None),
        ("Rights groups condemned the attack.", "Rights groups", "ngo", None),
        ("Police arrested the man, Ivo Marek.", "Ivo Marek", "individual", None),
    ],
)
def test_kind(text, name, kind, country):
    phrase = next(p for p in phrases(text) if p.name == name)
    assert phrase.kind == kind
    assert country is None or phrase.country == country
