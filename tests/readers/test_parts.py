"""The readers' parts alone: moments, datelines, header lines, furniture, language."""

import re
import time

import pytest

from dateline.readers import furniture, headers
from dateline.readers.datelines import find_dateline
from dateline.readers.furniture import agency_named, closing_credit, kind_of
from dateline.readers.language import looks_english, settle
from dateline.readers.layout import lay_out
from dateline.readers.moments import find_moment, read_epoch, read_moment

LEAD = "Gunmen opened fire on a minibus near the village of Ormana on Sunday, killing four passengers."


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2023-12-08", "2023-12-08"),
        ("2023-12-08T16:21", "2023-12-08T16:21"),
        ("2023-12-08T16:21:00Z", "2023-12-08T16:21+00:00"),
        ("2023-12-08 16:21:07.123+0300", "2023-12-08T16:21:07+03:00"),
        ("20231208", "2023-12-08"),
        ("20231208T162100Z", "2023-12-08T16:21+00:00"),
        ("2019/08/16 09:14 KST", "2019-08-16T09:14+09:00"),
        ("Fri, 08 Dec 2023 16:21:00 +0300", "2023-12-08T16:21+03:00"),
        ("Fri Dec 08 16:21:00 UTC 2023", "2023-12-08T16:21+00:00"),
        ("08 December 2023 - 16:21", "2023-12-08T16:21"),
        ("Tuesday, 12 March 2024, 08:15 GMT", "2024-03-12T08:15+00:00"),
        ("Tue 14 Mar 2017, 3:12 PM", "2017-03-14T15:12"),
        ("Wed 9 June 2021 | 2:18 pm", "2021-06-09T14:18"),
        ("March 15, 2017", "2017-03-15"),
        ("Dec. 8, 2023 12:05 a.m. EST", "2023-12-08T00:05-05:00"),
        ("Sept. 3rd, 2021", "2021-09-03"),
        ("1st of May 2020", "2020-05-01"),
        ("8 Dec 2023 at 16.21 BST", "2023-12-08T16:21+01:00"),
        ("Nov 23, 2020, 1745 GMT", "2020-11-23T17:45+00:00"),
        ("10.12.2017 / 13:37", "2017-12-10T13:37"),
        ("28/October/2021", "2021-10-28"),
        ("12-Mar-2024", "2024-03-12"),
        ("3 JAN 90", "1990-01-03"),
        ("3 Jan 2024 7 pm", "2024-01-03T19:00"),
        ("12/25/2020", "2020-12-25"),
        ("25/12/2020", "2020-12-25"),
        ("05/05/2020", "2020-05-05"),
        ("05:12 AM December 14, 2014", "2014-12-14T05:12"),
        ("8 December 2023 16:21 IST", "2023-12-08T16:21"),
    ],
)
def test_moments(words, iso):
    moment = read_moment(words)
    assert moment is not None
    assert moment.iso == iso
    assert moment.problem == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("31 February 2021", "no day of the calendar"),
        ("2021-02-29", "no day of the calendar"),
        ("2021-13-01", "no day of the calendar"),
        ("31/11/2020", "no day of the calendar"),
        ("03/04/2021", "day/month or month/day"),
        ("12 March 0024", "no likely year"),
    ],
)
def test_moments_that_are_none(words, said):
    moment = read_moment(words)
    assert moment is not None
    assert moment.iso is None
    assert said in moment.problem


def test_a_time_that_does_not_exist_leaves_its_day():
    moment = read_moment("8 December 2023 25:99")
    assert moment.iso == "2023-12-08"
    assert "no time of day" in moment.problem


@pytest.mark.parametrize(
    "words", ["", "yesterday", "March 15", "the attack of 15 March 2017 killed ten", "2017", "12", "1234567"]
)
def test_words_that_are_no_moment(words):
    assert read_moment(words) is None


@pytest.mark.parametrize(
    ("number", "iso"),
    [(1620028800, "2021-05-03T08:00+00:00"), (1620028800000, "2021-05-03T08:00+00:00"), (-5, None), (9e20, None)],
)
def test_epochs(number, iso):
    assert read_epoch(number) == iso


@pytest.mark.parametrize(
    ("head", "place", "region", "agency"),
    [
        ("BAGHDAD - ", "BAGHDAD", None, None),
        ("Baghdad — ", "Baghdad", None, None),
        ("LEGAZPI CITY—", "LEGAZPI CITY", None, None),
        ("KABUL (Reuters) - ", "KABUL", None, "Reuters"),
        ("Kano, Nigeria (AFP) — ", "Kano", "Nigeria", "AFP"),
        ("Berlin (dpa) - ", "Berlin", None, "dpa"),
        ("PORT-AU-PRINCE, Haiti (AP) — ", "PORT-AU-PRINCE", "Haiti", "AP"),
        ("N'DJAMENA (Reuters) - ", "N'DJAMENA", None, "Reuters"),
        ("NEW YORK — ", "NEW YORK", None, None),
        ("MOSUL, Iraq, Dec 9 (AFP) - ", "MOSUL", "Iraq", "AFP"),
        ("Baghdad, Sept. 8 (NNN): ", "Baghdad", None, "NNN"),
        ("VATICAN CITY, MAY 9, 2006 (Zenit.org).- ", "VATICAN CITY", None, "Zenit"),
        ("GUATEMALA CITY (GUATEMALA), 6 FEB 91 (ACAN-EFE) -- [TEXT] ", "GUATEMALA CITY", "GUATEMALA", "EFE"),
        ("UNITED NATIONS (AP) _ ", "UNITED NATIONS", None, "AP"),
        ("PRAGUE, Nov 23, 2020, 1745 GMT (Central European Press) - ", "PRAGUE", None, "Central European Press"),
        ("BAGHDAD : ", "BAGHDAD", None, None),
        ("Canadian Press - KELOWNA, B.C. (CP) - ", "KELOWNA", "B.C.", "Canadian Press"),
        ("CLANDESTINE, 3 JAN 90 (RADIO VENCEREMOS) -- [TEXT] ", None, None, "RADIO VENCEREMOS"),
        ("Los Angeles Times - ", None, None, "Los Angeles Times"),
        ("AP - ", None, None, "AP"),
        ("Yerevan/Baku. ", "Yerevan/Baku", None, None),
    ],
)
def test_datelines(head, place, region, agency):
    text = head + ("A second ceasefire failed. " if head.startswith("Yerevan") else "") + LEAD
    found = find_dateline(text)
    assert found is not None
    assert text[: found.end] == head
    assert (text[slice(*found.place)] if found.place else None) == place
    assert (text[slice(*found.region)] if found.region else None) == region
    assert found.agency == agency


@pytest.mark.parametrize(
    "text",
    [
        LEAD, "Analysis - What the fall of the town means for the war in the east of the country and beyond it.",
        "Update: The army says that it has retaken the town of Ormana, and that forty rebels were killed there.",
        "Hamas — the group that runs the territory — said on Friday that it had not been behind the attack on the bus.",
        "COLLEAGUES of aid worker Jane Doe, kidnapped a week ago today, have gathered in the square to pray for her.",
        "NATO-led troops killed four men near the border on Sunday, officials of the alliance said in a statement.",
        "Prof. A. Smith, who was held for a year by the rebels, was freed on Sunday near the border with the north.",
        "Police: three men were shot dead in a bar in the capital on Sunday and four others are in hospital still.",
        "The war: what we know. Two men were shot on Sunday in the capital and four others are in hospital still.",
        "At 4:30 p.m. - Two men were shot on Sunday in the capital and four others are in hospital still, police say.",
    ],
)  # fmt: skip
def test_no_datelines(text):
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("by Timour Azar", "Timour Azar"), ("By JOHN SMITH and JANE DOE", "JOHN SMITH and JANE DOE"), ("By Reuters", "Reuters"),
        ("By: Ana Pache, Delia Ocam - Correspondents / @ledger", "Ana Pache, Delia Ocam"), ("Text: Yeison Parra", "Yeison Parra"),
        ("By Rania Khoury-Hadd in Beirut and Eitan Shal in Haifa", "Rania Khoury-Hadd in Beirut and Eitan Shal in Haifa"),
        ("Staff Reporter", "Staff Reporter"), ("Agence France-Presse", "Agence France-Presse"), ("Star Online Report", "Star Online Report"),
        ("By Abd al-Rahman al-Rashid", "Abd al-Rahman al-Rashid"), ("By our correspondent", "our correspondent"),
        ("By Friday the town had fallen", None), ("By the river they sat and wept", None), ("By dawn it was over.", None),
        ("By Monday", None), ("By hitting the embassy, the rebels showed their reach", None), ("Rebels attack Ormana", None),
    ],
)  # fmt: skip
def test_bylines(line, names):
    assert headers.read_byline(line) == names


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("World / Middle East", True), ("Home > Asia > Kandaria", True), ("Front Page | Balochistan", True), ("NATIONAL", True),
        ("Updated 9:40 p.m.", True), ("17 JUL, 09:12", True), ("DEV-MUC9-0001 (ABCD)", True), ("Ecos > Orden público", True),
        ("Rebels kill four / army says", False), ("Rebels attack Ormana", False), ("Baghdad — Rockets", False),
    ],
)  # fmt: skip
def test_section_lines(line, is_one):
    assert headers.is_section_line(line) == is_one


@pytest.mark.parametrize(
    "line", ["Baghdad bombing of 3 March 2024 kills ten", "Ten were killed on 3 March 2024, police said."]
)
def test_a_sentence_with_a_date_is_no_date_line(line):
    assert headers.read_date_line(line) is None


def test_agencies():
    assert agency_named("The Associated Press") == "AP"
    assert agency_named("REUTERS") == "Reuters"
    assert agency_named("(AFP)") == "AFP"
    assert agency_named("ap") is None
    assert agency_named("mena") is None


def test_closing_credits():
    text = "He said so. (Reporting by Ann Other; Editing by Jo Marsh)"
    assert text[closing_credit(text) :].startswith("(Reporting")
    assert closing_credit("The report by Amnesty was (as reported by many) denied.") is None
    assert closing_credit("Reuters") is None
    assert closing_credit("The fighting went on. — AFP") is not None


FITTING = {
    "boilerplate": """
        Advertisement|ADVERTISEMENT|Sign up for our newsletter|Subscribe to our daily briefing|READ MORE: Ten things|Also read: Ten things
        Read more|Related: Ten things|Follow us on Twitter|Like us on Facebook|Email us at tips@example.org|Click here to see all
        Do you have a story for us?|Our Standards: The Trust Principles|Copyright 2021 The Courier. All rights reserved.|Share this article
        All rights reserved|3 min read|(4 minute read)|Tags: war, rebels|* * *|-ends-|Listen to this article|Continue reading the main story
        Story continues below advertisement|This material may not be published, broadcast or rewritten.|Watch: The moment of the blast
        Download our app|View comments|Video|PHOTOS|(China Daily 04/21/2016 page7)|We use cookies on this site|What to read next:
        This is a developing story.|Skip to content|Up next: The markets|Most read: The war|By clicking you agree|Join our WhatsApp channel""",
    "caption": """
        A bus. Picture: OMAR DIAL/REUTERS|A bus. Photo: AFP|A bus burns [Omar Dial/Reuters]|FILE PHOTO: A bus burns in the street
        A bus burns. (AP Photo/Omar Dial)|Omar Dial/AFP/Getty Images|A bus burns in 2019 (file photo)|A bus burns. Image: Jane Gray (flickr).
        Photo: a bus burns in the street|A screengrab shows a bus on fire|A bus burns. REUTERS/Omar Dial|A bus burns — Reuters""",
    "credit": """
        Reuters|— AFP|(AP)|Source: Reuters|AFP/Reuters|Agencies|With agencies|Reporting by Ann Other; Editing by Jo Marsh
        (Additional reporting by Ann Other)|Ann Other contributed to this report.|Ann Other contributed from Beijing.|© 2022 AFP
        With reporting by Ann Other|Associated Press writer Ann Other in Kabul contributed to this report.""",
}


@pytest.mark.parametrize(
    ("kind", "words"),
    [(kind, words.strip()) for kind, rows in FITTING.items() for words in re.split(r"[|\n]", rows) if words.strip()],
)
def test_furniture(kind, words):
    assert kind_of(words) == kind


@pytest.mark.parametrize(
    "words",
    [
        LEAD, "Follow-up attacks killed three soldiers.", "Read aloud in court, the statement named five men.", "Email traffic showed who was told.",
        "Photos of the scene showed four bodies beside a burnt-out minibus.", "Sharing power is not what the rebels want.", "Reuters could not verify the report.",
        "He was quoted by AP as saying that four men had died.", "The picture is less clear in the south.", "All of the dead were farmers.",
        "Saving lives comes first, the minister said.", "Sources: four in the army, two in the police, all of whom spoke on condition of anonymity as they were not allowed to.",
        "Click, click, boom: a witness recalls how the bomb went off.", "The United Nations contributed troops.", "Post-war Ormana has no police.",
        "Watching from the hills, the rebels fired at whatever moved.", "Like many others, he fled to Kandar.", "The drought contributed to the spread of the fighting in the north.",
        "The camera improves the quality of your pictures by running a new programme.", "Save the Children said four of its staff were hurt.",
    ],
)  # fmt: skip
def test_story_is_no_furniture(words):
    assert kind_of(words) is None


def test_the_gate_lets_every_start_rule_through():
    """The words by which start rules are tried at all must cover the table: each rule is tried on what FITTING holds."""
    rows = [words.strip() for lines in FITTING.values() for words in re.split(r"[|\n]", lines) if words.strip()]
    started = [rule for rule in furniture._rules()["start"] if any(rule.pattern.match(words) for words in rows)]
    assert len(started) >= len(furniture._rules()["start"]) - 2


def test_english_is_told_without_the_model():
    assert looks_english(
        "The army said that it had taken the town, and that the rebels who held it were fleeing to the hills."
    )
    assert looks_english(
        "THE ARMY SAID THAT IT HAD TAKEN THE TOWN, AND THAT THE REBELS WHO HELD IT WERE FLEEING TO THE HILLS."
    )
    assert looks_english("Bomb kills nine in Quetta")
    started = time.process_time()
    for _ in range(200):
        looks_english(LEAD * 30)
    assert (time.process_time() - started) / 200 < 0.002


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Au moins treize personnes ont été tuées mardi dans un attentat contre un camion de la police à Quetta, ont annoncé les autorités."),
        ("es", "Al menos trece personas murieron el martes en un atentado contra un camión de la policía en Quetta, informaron las autoridades."),
        ("de", "Bei einem Anschlag auf einen Lastwagen der Polizei in der Stadt Quetta sind am Dienstag mindestens 13 Menschen getötet worden."),
        ("nl", "Bij een aanslag op een vrachtwagen van de politie in de stad Quetta zijn dinsdag zeker dertien mensen om het leven gekomen."),
        ("sv", "Minst 13 människor har dödats i ett attentat mot en lastbil med polisrekryter i staden Quetta under tisdagen, uppger myndigheterna."),
        ("tr", "Quetta kentinde salı günü polis adaylarını taşıyan bir kamyona düzenlenen intihar saldırısında en az 13 kişi öldü, yetkililer açıkladı."),
        ("id", "Sedikitnya 13 orang tewas dan sekitar 30 lainnya terluka dalam serangan bom bunuh diri terhadap sebuah truk yang membawa calon polisi."),
        ("sw", "Watu wasiopungua 13 wameuawa siku ya Jumanne katika shambulio la kujitoa mhanga dhidi ya lori lililokuwa limebeba makuruta wa polisi."),
        ("ru", "По меньшей мере 13 человек погибли во вторник в результате взрыва рядом с грузовиком с новобранцами полиции в городе Кветта."),
        ("fa", "دست کم سیزده نفر روز سه شنبه در حمله انتحاری به یک کامیون حامل نیروهای پلیس در شهر کویته کشته شدند، مقام های محلی گفتند."),
        ("zh", "当地官员说，周二，巴基斯坦西南部城市奎达一辆载有警察新兵的卡车遭到自杀式袭击，至少13人死亡，约30人受伤。"),
        ("hi", "पाकिस्तान के दक्षिण-पश्चिमी शहर क्वेटा में मंगलवार को पुलिस रंगरूटों को ले जा रहे एक ट्रक पर आत्मघाती हमले में 13 लोग मारे गए।"),
    ],
)  # fmt: skip
def test_other_languages_are_named(code, text):
    found, problems = settle(text, given=None, stated=None)
    assert found == code or {found, code} <= {"id", "ms"}
    assert problems[0][0] == "language"
    assert "only English is coded" in problems[0][1]


def test_what_a_page_says_of_its_language_does_not_beat_its_text():
    assert (
        settle("The army said that it had taken the town from the rebels who held it.", given=None, stated="fr")[0]
        == "en"
    )
    french = "Au moins treize personnes ont été tuées mardi dans un attentat contre un camion de la police, ont annoncé les autorités."
    assert settle(french, given=None, stated="en-GB")[0] == "fr"
    assert settle(french, given="en", stated=None) == ("en", [])


def test_layout_of_nothing():
    assert lay_out("   \n ").body == []


def test_find_moment_takes_the_first():
    assert find_moment("Published 3 May 2021, updated 4 May 2021").iso == "2021-05-03"
