"""Figures that a sentence gives only against another: a rest, a share of what came before, what somebody else has."""

from decimal import Decimal

import pytest

from askbot.quantities import find
from askbot.question import parse
from askbot.reading.dealings import counts_others, of_another_item, of_another_whole, whole_for_part
from askbot.reading.manner import given_up
from askbot.ties import Bond, ties

ARTICLE = """Two ferry lines of Ostrand

Nordlin runs 48 boats, of which it owns 30 and charters the rest.
Its rival Sundet finished the season with 90 crossings, 15 more than Nordlin.

Building
The quay will cost $80 million, of which the brewer Ulla Brandt is giving 30%.
The tower beside it cost €60 million, or €12 million more than had been planned.
The county paid a quarter of it, a bank the remainder.
The yard, Tessal, is asking $20 million for the crane. The port would have to pass on 15% of the price to the builder.

The fleet
Emissions of soot fall by 60%, from 500 tonnes.
A cabin costs $40 today and is to cost $50 on the new boats. The line has sold 1,200 season tickets, up from 1,000.
Milo Rask won 21 of his 38 races and lost 9.
The carts have thirty wheels, three to a cart, and the current costs 6.5 cents.
"""
WORKED_OUT = [
    ("How many boats does Nordlin charter?", "18", "boat"),
    ("How many crossings does Nordlin have?", "75", "crossing"),
    ("How much money is Ulla Brandt giving for the quay?", "24000000", "USD"),
    ("How much did the county pay for the tower?", "15000000", "EUR"),
    ("How much had the tower been expected to cost?", "48000000", "EUR"),
    ("How much would the builder of the crane get?", "3000000", "USD"),
    ("How many tonnes of soot will they emit from now on?", "200", "t"),
    ("By how many percent will a cabin get dearer?", "25", "%"),
    ("What share of his races did Milo Rask win?", "55.26", "%"),
]


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(("question", "value", "unit"), WORKED_OUT)
def test_what_a_sentence_gives_only_against_another_figure_is_worked_out(bot, question, value, unit):
    answer = bot.ask(question)
    assert answer.refusal is None, answer.refusal
    assert answer.calculations, answer.short
    (calculation,) = answer.calculations
    assert calculation.result.unit == unit
    assert abs(Decimal(calculation.result.value) - Decimal(value)) < Decimal("0.01") * Decimal(value)
    assert all(operand.citation is not None for operand in calculation.operands.values())


@pytest.mark.parametrize(
    "question",
    [
        "How many boats does Nordlin sell?",
        "How many crossings does Ulla Brandt have?",
    ],
)
def test_where_no_such_sentence_speaks_of_what_is_asked_nothing_is_made_up(bot, question):
    assert bot.ask(question).refusal is not None


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How much will the quay cost?", "$80 million"),
        ("How much did the tower cost?", "€60 million"),
        ("How many boats does Nordlin run?", "48"),
        ("How many boats does Nordlin own?", "30"),
    ],
)
def test_the_whole_is_still_read(bot, question, short):
    assert (bot.ask(question).short or "").startswith(short)


def test_what_is_now_and_what_is_to_be_are_a_before_and_an_after():
    text = "A seat costs $40 now and will cost $50."
    assert [tie.bond for tie in ties(text, find(text))] == [Bond.CHANGE]


@pytest.mark.parametrize(
    ("figure", "others"), [("50", True), ("90", True), ("20", False)], ids=["run", "describes", "owned"]
)
def test_those_that_somebody_owns_are_not_all_that_it_runs(figure, others):
    text = "Nordlin runs 50 aircraft, the 90-seat Tessal among them, of which it owns 20."
    assert counts_others(parse("How many aircraft does Nordlin own?"), text, text.index(figure)) is others


def test_the_noun_asked_about_is_whole():
    assert [parse(f"How many {noun} are there?").head for noun in ("apples", "aircraft")] == ["appl", "aircraft"]


@pytest.mark.parametrize(
    ("question", "text", "figure", "of_all"),
    [
        ("How many people had a fever?", "The study, in which 50 people took part, saw a fever in 20%.", "50", True),
        ("How many people took part?", "The study, in which 50 people took part, saw a fever in 20%.", "50", False),
        ("How much went on Tessal?", "Research took $40 million, of which 60% went on Tessal.", "$40", True),
        ("How much did research take?", "Research took $40 million, of which 60% went on Tessal.", "$40", False),
    ],
)
def test_a_whole_is_no_part_of_it(question, text, figure, of_all):
    assert whole_for_part(parse(question), text, text.index(figure)) is of_all


@pytest.mark.parametrize(
    ("question", "other"),
    [("What share of the round did it put in?", True), ("What share of the company does it own?", False)],
)
def test_a_share_of_the_company_is_none_of_a_round(question, other):
    text = "The fund has 6% of the company."
    assert of_another_whole(parse(question), text, text.index(" of the company")) is other


def test_a_share_of_others_is_no_part():
    text = "30% of the 200 patients got well, against 10% of those without it."
    assert [(tie.first.printed, tie.second.printed) for tie in ties(text, find(text)) if tie.bond is Bond.PART] == [
        ("200", "30%")
    ]


def test_a_share_that_is_said_of_others_makes_no_part_of_the_figure():
    text = "It is enough for 500 homes, or about a third of those in the district."
    assert not [tie for tie in ties(text, find(text)) if tie.bond is Bond.PART]


@pytest.mark.parametrize(
    ("figure", "others"), [("4", True), ("5", True), ("12", False)], ids=["numbered", "also", "counted"]
)
def test_what_numbers_a_thing_counts_none(figure, others):
    text = "A paint has been on trial on turbines 4 and 5 of the plant, which has 12 turbines."
    assert counts_others(parse("How many turbines have the paint?"), text, text.index(figure)) is others


@pytest.mark.parametrize(
    ("question", "gone"), [("How much diesel does it burn?", True), ("How much diesel did it burn?", False)]
)
def test_what_used_to_be_is_not_what_is(question, gone):
    text = "The island used to burn 900 tonnes of diesel a year."
    assert given_up(parse(question), text, text.index("900")) is gone


def test_so_many_to_each_is_no_number_of_them(bot):
    answer = bot.ask("How many wheels does each cart have?")
    assert not answer.calculations and answer.short in (None, "three")


def test_a_price_for_a_measure_is_over_a_figure_in_that_measure(bot):
    answer = bot.ask("What did the tower cost per MW?")
    assert answer.refusal is not None and not answer.calculations


@pytest.mark.parametrize(("asked", "figure", "others"), [
    ("the county", "60%", False), ("the bank", "60%", True), ("the bank", "15%", False), ("the town", "25%", False),
])  # fmt: skip
def test_of_a_row_each_figure_goes_with_the_words_before_it(asked, figure, others):
    text = "The county paid 60% of it, the town 25% and the bank, led by Ada Rask, the remaining 15%."
    assert of_another_item(parse(f"How much did {asked} pay?"), text, text.index(figure)) is others


def test_a_row_whose_words_stand_behind_its_figures_is_left_alone():
    text = "It has $9 million, consisting of $5 million in cash, $3 million in bonds and $1 million in gold."
    asked = parse("How much cash does it have?")
    assert not any(of_another_item(asked, text, text.index(figure)) for figure in ("$5", "$3", "$1"))
