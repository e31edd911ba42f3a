"""What is read or worked out is held once more against the question: its base, event, place, noun and row."""

import pytest

from askbot.question import parse
from askbot.reading import bases, changed, counts, events, others
from askbot.respective import named, paired

ARTICLE = """---
title: Orlin and Tarvik count their shops
published: 2026-03-12
---

Orlin, a bank based in Harn, will cut 640 jobs before its sale to the group Banco Ostara. About 17% of union members
would lose their posts. The union said that 62% of its members had voted for a strike. Orlin employs 2,900 people in
Arnland and 1,150 in Berland. It also has staff on the islands.

Orlin runs 96 branches in Arnland and 41 in Berland, besides a handful on the islands. Its call centres are in Harn and
Sund, with 220 and 180 agents respectively. Orlin has 1.9 million retail customers. Tarvik counts 30,000 business
clients. Online banking is used by 71% of customers under 40.

The regulator opened an inquiry on November 4, 2025, and must decide by July 31. Ostara has until April 30 to raise its
offer. A committee of the parliament debated the law on branches on February 14. The workers' union opposes the sale,
and the chamber of commerce supports it. Orlin was founded in 1912 by Ada Brill and Bo Ek.

Gross margin slipped by 2.4 percentage points to 21.8%. Legal fees increased $3 million or 6%. Research expenses were
$9.2 million and $7.6 million in 2025 and 2024, respectively. The impairment charge and the rent came to $6.4 million
and $3.9 million, respectively. Revenue from cards, loans and advice was $900 million, $1,600 million and $400 million,
respectively. Total revenue came to $3,400 million. The museums in Harn and Sund drew 84,000 and 31,000 visitors.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    return bot_on(ARTICLE)


def told(answer):
    return " ".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What were research expenses in 2024?", "$7.6 million"),
        ("What were research expenses in 2025?", "$9.2 million"),
        ("What was the rent?", "$3.9 million"),
        ("What was the impairment charge?", "$6.4 million"),
        ("What was the revenue from advice?", "$400 million"),
        ("What is the total of the impairment charge and the rent?", "$10.3 million"),
        ("What is the combined revenue from cards and advice?", "$1.3 billion"),
        ("What was the average of card and advice revenue?", "$650 million"),
        ("By how much did research expenses increase?", "$1.6 million"),
        ("What were total research expenses in 2025 and 2024?", "$16.8 million"),
        ("How many visitors did the museum in Sund draw?", "31,000"),
        ("Who opposes the sale?", "The workers' union"),
        ("Who founded Orlin besides Ada Brill?", "Bo Ek"),
        ("What share of union members would lose their posts?", "About 17%"),
    ],
)
def test_the_figure_or_the_name_that_is_asked_for_is_told(bot, question, short):
    assert bot.ask(question).short == short


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What percentage of customers use online banking?", "71% of customers under 40"),
        ("How many branches does Orlin have?", "besides a handful"),
        ("How many branches does Orlin have in total?", "besides a handful"),
        ("How many people does Orlin employ?", "It also has staff on the islands."),
        ("Who has more customers, Orlin or Tarvik?", "business clients"),
        ("When will Ostara raise its offer?", "has until April 30"),
        ("When did the committee vote on the law?", "debated the law"),
        ("By how much did gross margin fall?", "slipped by 2.4 percentage points"),
    ],
)
def test_where_a_figure_alone_would_mislead_its_sentence_is_told(bot, question, sentence):
    answer = bot.ask(question)
    assert answer.short is None
    assert not answer.calculations
    assert sentence in told(answer)


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("What share of staff will go?", "22"),
        ("When did the regulator decide?", "November 4"),
        ("When will Tarvik go public?", "July 31"),
        ("What were legal fees?", "$3 million"),
        ("Who else supports the sale?", "chamber"),
        ("How many customers does Tarvik have?", "1.9 million"),
    ],
)
def test_what_is_of_something_else_is_not_told(bot, question, wrong):
    answer = bot.ask(question)
    assert wrong not in (answer.short or "")
    assert not any(wrong in calculation.result.printed for calculation in answer.calculations)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Rent was $3 and $5 in 2025 and 2024, respectively.", [("$3", "2025"), ("$5", "2024")]),
        ("In 2023 and 2024 it opened 5 and 8 shops.", [("5", "2023"), ("8", "2024")]),
        (
            "For the years 2025 and 2024, rent was $4 and $3, respectively, and tax $2 and $1, respectively.",
            [("$4", "2025"), ("$3", "2024"), ("$2", "2025"), ("$1", "2024")],
        ),
        ("In 2025 and 2024, $9 and $7 was a debt and $3 and $2 a claim, respectively.", []),
        ("Ann and Bob bought a house with 3 bedrooms and 2 baths.", []),
        ("It sold 5 boats in May and 8 in June.", []),
    ],
)
def test_figures_are_paired_with_years_in_their_order(text, pairs):
    assert [(one.figure.printed, one.periods[0].printed) for one in paired(text)] == pairs


def test_a_question_names_one_of_a_row_or_none():
    text = "Cards, loans and advice brought in $9, $16 and $4, respectively, while rent took 28% of it."
    assert [one.figure.printed for one in named(parse("What did advice bring in?"), text)] == ["$4"]
    assert len(named(parse("What share went on rent?"), text)) == 3


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("What share of voters backed it?", "52% of the electorate backed it.", False),
        ("What share of its customers are abroad?", "40% of its 3 million customers live abroad.", False),
        ("What share of workers are over 50?", "45% of the cashiers are over 50.", True),
        ("What share of revenue comes from loans?", "58% of interest income came from loans.", True),
        ("What share of students work?", "In a survey of first-year students, 64% worked.", True),
        ("How much does it cost?", "58% of interest income came from loans.", False),
    ],
)
def test_a_share_is_of_what_is_asked(question, text, other):
    at = text.index("%")
    assert bases.of_another_base(parse(question), text, at - 2, at + 1) is other


@pytest.mark.parametrize(
    ("question", "verb"),
    [
        ("When will the sale be completed?", "completed"),
        ("When did the board of Orlin decide?", None),
        ("When did Orlin make its offer?", None),
        ("When will Orlin go public?", "go public"),
        ("When is the vote?", None),
    ],
)
def test_what_happens_on_a_date_is_read_off_the_question(question, verb):
    deed = events.deed(parse(question))
    assert (deed and deed.text) == verb


def test_a_level_is_no_change_and_a_change_no_level():
    text = "Debt rose by $3 to $9."
    spans = [(text.index(one), text.index(one) + 2) for one in ("$3", "$9")]
    assert [changed.is_level(text, *span) for span in spans] == [False, True]
    assert [changed.is_change(parse("How much was the debt?"), text, *span) for span in spans] == [True, False]
    assert not changed.is_change(parse("How much was the increase in debt?"), text, *spans[0])


def test_counts_of_one_thing_are_held_against_each_other():
    texts = ("Arn has 30 boats.", "Bero has 4 boats.")
    assert not counts.unlike(parse("Who has more boats?"), [(texts[0], 8, 10), (texts[1], 9, 10)])


def test_those_left_out_are_no_answer():
    assert others.known("Which bank other than Orlin bid?") == frozenset({"orlin"})
    assert others.beside("Orlin and Tarvik", frozenset({"orlin"})) == [(10, 16)]
