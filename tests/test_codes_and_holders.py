"""Codes that shares trade under, stakes of subsidiaries and who worked where are told of nobody else."""

import pytest

from askbot.reading import formerly, tickers, vehicles

ROBOTS = """---
title: Kestrel Robotics heads for Oslo as Dunmore looks on
published: 2025-11-03
---

Kestrel Robotics, a maker of warehouse robots, has cleared the listing committee of the Oslo exchange and will float in
December under the shadow of its larger rival Dunmore Automation (NASDAQ: DNMR). Both companies have passed the export
review of the trade ministry.

Owners

Among the early backers of Kestrel are Halden Invest, a wholly owned subsidiary of $NORDVIK-A(NDVK.OL), which holds
about 18.4%; Solheim Capital holds 4.25%. $FJORDBANKEN(FJB.OL) owns 2.9% outright. The founder, Mette Aas, who once ran
engineering at Torvald Systems, keeps 31% of the shares and 52% of the votes.

Dunmore's largest holder is the Brandt family, which owns 40% through Brandt Familie KG. Torvald Systems AB (TRVD.ST), a
supplier to both, owns 3% of Dunmore and none of Kestrel. Fjordbanken holds its Dunmore shares via Lysaker Holding.
"""
SCANNERS = """---
title: Amberline and Corvus court Hong Kong investors
published: 2025-09-20
---

Two makers of medical scanners want to list this autumn: Amberline Medical, founded in Shenzhen in 2016, and Corvus
Imaging of Singapore. Amberline's chairman, formerly a professor at Lantau University, hopes to ring the bell on the
Hong Kong Stock Exchange (00388.HK) in October.

Shareholders of Amberline include $MEITUO-W(03690.HK), whose venture arm, Meituo Longzhu, holds 8.8%.
Temara has 5% of Amberline. Harbour Gate, a
unit of Temara, owns another 3.3% of Amberline and 12% of Corvus. $BARA-W(09988.HK), whose founder is a friend of the
chairman, pays for the app.
A unit of Bruma, Pearl Quay Ltd, has 4% of Amberline; Lim sold its 6% stake in May.
Major clients such as Albarado use it daily, as Albarado said in May.
"""


@pytest.fixture(scope="module")
def robots(bot_on):
    """A bot over the article of two makers of robots."""
    return bot_on(ROBOTS)


@pytest.fixture(scope="module")
def scanners(bot_on):
    """A bot over the article of two makers of scanners."""
    return bot_on(SCANNERS)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("What is Dunmore's ticker?", "NASDAQ: DNMR"),
        ("What's Dunmore Automation's stock symbol?", "NASDAQ: DNMR"),
        ("Under what ticker does Torvald trade?", "TRVD.ST"),
        ("What code does Fjordbanken trade under?", "FJB.OL"),
        ("nordvik ticker", "NDVK.OL"),
        ("Give me Torvald Systems' stock code", "TRVD.ST"),
    ],
)
def test_a_code_is_told_of_the_name_that_it_is_printed_with(robots, question, code):
    answer = robots.ask(question)
    assert answer.short == code
    assert code in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "What is Kestrel's ticker?",
        "What is Halden Invest's stock code?",
        "What is the ticker of Kestrel's rival?",
        "Under which symbol will Kestrel list?",
        "Which company has the code DNMX?",
    ],
)
def test_nobody_gets_the_code_of_another(robots, question):
    assert robots.ask(question).refusal is not None


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which company has the stock code 03690.HK?", "MEITUO"),
        ("Which company's code is 388.HK?", "Hong Kong Stock Exchange"),
        ("Whose ticker is 09988?", "Albarado"),
    ],
)
def test_a_code_is_traced_to_its_bearer(scanners, question, name):
    assert (scanners.ask(question).short or "").lower() == name.lower()


def test_what_somebody_holds_himself_is_told_beside_it(scanners):
    text = " ".join(
        " ".join(claim.text for claim in scanners.ask("What is Temara's stake in Amberline?").claims).split()
    )
    assert "Temara has 5% of Amberline" in text
    assert "5%" not in " ".join(claim.text for claim in scanners.ask("What is Temara's stake in Corvus?").claims)


def test_through_whom_is_told_of_nobody_else(scanners):
    assert scanners.ask("Through which entity does Bruma hold its Amberline shares?").short == "Pearl Quay Ltd"
    assert scanners.ask("Through which entity does Lim hold its Amberline shares?").refusal is not None
    assert "6%" not in (scanners.ask("What is Lim's stake in Amberline?").short or "")


def test_a_tags_letters_stand_for_the_one_name_that_holds_them(scanners):
    assert scanners.ask("What is Albarado's stock code?").short == "09988.HK"
    assert scanners.ask("What is Hong Kong's ticker?").refusal is not None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is Meituo's stake in Amberline?", "Meituo Longzhu, holds 8.8%"),
        ("What is Temara's stake in Amberline?", "Harbour Gate, a unit of Temara, owns another 3.3% of Amberline"),
        (
            "How much of Corvus does Temara own?",
            "Harbour Gate, a unit of Temara, owns another 3.3% of Amberline and 12%",
        ),
    ],
)
def test_a_stake_of_a_subsidiary_is_told_with_whose_it_is(scanners, question, said):
    assert said in " ".join(" ".join(claim.text for claim in scanners.ask(question).claims).split())


@pytest.mark.parametrize(
    ("question", "through"),
    [
        ("Through which entity does Nordvik hold its Kestrel shares?", "Halden Invest"),
        ("Which subsidiary of Nordvik holds the stake in Kestrel?", "Halden Invest"),
        ("Who owns Nordvik's stake in Kestrel?", "Halden Invest"),
        ("Via which company does Fjordbanken hold its Dunmore shares?", "Lysaker Holding"),
        ("Through which vehicle does the Brandt family own Dunmore?", "Brandt Familie KG"),
    ],
)
def test_through_whom_shares_are_held(robots, question, through):
    assert robots.ask(question).short == through


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("How big is Nordvik's holding in Dunmore?", "18.4"),
        ("What is Torvald's stake in Kestrel?", "31"),
        ("What share of the votes does Torvald hold?", "52"),
        ("Through whom does Nordvik hold its Dunmore stake?", "Halden"),
    ],
)
def test_no_stake_is_taken_for_another_firms_or_holders(robots, question, wrong):
    answer = robots.ask(question)
    assert wrong not in (answer.short or "")
    assert answer.refusal is not None or len(answer.claims[0].text.split()) > len(question.split())


def test_who_worked_where_is_told_of_the_man_himself(robots, scanners):
    assert robots.ask("Did the founder of Kestrel once work for Torvald Systems?").short == "Yes"
    assert robots.ask("Has Mette Aas ever worked for Torvald Systems?").short == "Yes"
    assert robots.ask("Did the founder of Dunmore once work for Torvald Systems?").refusal is not None
    assert scanners.ask("Did Amberline's chairman ever work for Lantau University?").short == "Yes"
    assert scanners.ask("Did the chairman of Corvus once work at Lantau University?").refusal is not None


def test_which_questions_the_rooms_take():
    assert not tickers.asks("What is the dress code?")
    assert tickers.asks_whose("Which company has the most users?") is None
    assert formerly.asked("Did the pump work for a year?") is None
    assert vehicles.read("What is its equity?", []) is None
