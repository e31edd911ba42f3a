"""A figure, a date or a sentence that stands near the question's words and is of something else: no answer."""

import pytest

from askbot.periods import find_periods
from askbot.question import parse
from askbot.reading import degrees, manner, roles, saying, tense, votes
from askbot.reading.dealings import whole_for_part

ARTICLE = """---
title: Orvik votes on a cable car
published: 2025-06-01
---

Orvik votes on a cable car

The council voted on 6 May to build one. Twenty-two members voted in favour, 17 against, and three abstained.
The line should open in September 2027, and the next vote on the fare is in March 2026.
The ferries carried 1.6 million riders last year, down from 2.1 million in 2018.
The city will order 24 cabins, each 3 metres long. It runs 90 ferries, 12 of them electric.
Three builders have shown interest: Halden of Norway, the firm Nordlin and Sundet's Tessal Yard.
In February Halden sued Nordlin over a winch.

The builders
Halden has raised €30 million and employs 240 people. It plans to hire 60 more.
The H3 is its best winch. Its forerunner, the H2, has a reach of 16 metres.
The engineer Ada Rask joined it after nine years at the port.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many members abstained?", "three"),
        ("How many members voted against the cable car?", "17"),
        ("How many riders did the ferries carry in 2018?", "2.1 million"),
        ("How many electric ferries does the city have?", "12"),
        ("How long is each cabin?", "3 metres"),
        ("How many people does Halden want to hire?", "60"),
        ("When did Halden sue Nordlin?", "February"),
        ("Which builders have shown interest?", "Halden of Norway, the firm Nordlin and Sundet's Tessal Yard"),
    ],
)
def test_the_one_asked_for_is_told(bot, question, short):
    assert (bot.ask(question).short or "").startswith(short)


@pytest.mark.parametrize(
    "question",
    [
        "What is the dividend of Halden?",
        "What is the reach of the H3?",
        "When did Nordlin sue Halden?",
        "How old is Ada Rask?",
        "How many members are there?",
    ],
)
def test_what_is_of_something_else_is_not_told(bot, question):
    assert bot.ask(question).short is None


def test_what_should_open_in_years_is_not_open(bot):
    assert bot.ask("Is the line already open?").short in (None, "No")


VOTE = "In a poll 54 percent were in favour, 37 percent were against it and the rest were undecided."


@pytest.mark.parametrize(
    ("question", "figure", "other"),
    [
        ("What share was against it?", "37", False),
        ("What share was against it?", "54", True),
        ("What share supports it?", "54", False),
        ("What share was undecided?", "37", True),
    ],
)
def test_a_figure_of_a_vote_is_of_its_side(question, figure, other):
    assert votes.of_another_side(parse(question), VOTE, VOTE.index(figure)) is other


@pytest.mark.parametrize(
    ("question", "text", "figure", "other"),
    [
        ("How many voted against?", "The vote was 9 to 6 against.", "9", False),
        ("How many voted against?", "The vote was 9 to 6 against.", "6", True),
        ("How many voted for it?", "The vote was 9 to 6 against.", "6", False),
        ("How many voted in favour?", "The council voted 8 to 5 to merge.", "8", False),
        ("How many voted against?", "The council voted 8 to 5 to merge.", "8", True),
        ("How many opposed it?", "It was rejected by 38 votes to 12.", "38", False),
    ],
)
def test_the_winners_stand_first_in_a_result(question, text, figure, other):
    assert votes.of_another_side(parse(question), text, text.index(figure)) is other


def test_a_result_is_no_range():
    result, range_ = "The vote was 9 to 6 against.", "It takes 6 to 9 days."
    assert not saying.one_range(result, [(13, 14), (18, 19)])
    assert saying.one_range(range_, [(9, 10), (14, 15)])


def test_a_rise_to_an_amount_is_no_range():
    assert not saying.one_range("a rise of 9% to EUR 41,000", [(10, 12), (16, 26)])
    assert saying.one_range("EUR 3,000 to EUR 5,000", [(0, 9), (13, 22)])


@pytest.mark.parametrize(
    ("question", "text", "reversed_"),
    [
        ("Did Orvik sue Halden?", "Halden sued Orvik in May.", True),
        ("Did Orvik sue Halden?", "Orvik sued Halden in May.", False),
        ("Did Orvik sue Halden?", "Halden was sued by Orvik.", False),
        ("Did Orvik sue Halden?", "Orvik was sued by Halden.", True),
        ("Did Orvik work for Halden?", "Halden worked for Orvik.", False),
        ("When was Orvik sued?", "Halden sued Orvik in May.", False),
    ],
)
def test_who_did_it_to_whom(question, text, reversed_):
    assert roles.reversed_in(parse(question), frozenset({"orvik", "halden"}), text) is reversed_


@pytest.mark.parametrize(
    ("question", "text", "printed", "other"),
    [
        ("When did it vote?", "The next vote is in May 2027.", "May 2027", True),
        ("When will it vote?", "The next vote is in May 2027.", "May 2027", False),
        ("When will it open?", "It opened in May 2019.", "May 2019", True),
        ("When will it open?", "It is open on Sundays.", "Sundays", True),
        ("When did the court close it?", "In May 2019 Rask asked the court to close it.", "May 2019", True),
        (
            "When did Rask ask the court to close it?",
            "In May 2019 Rask asked the court to close it.",
            "May 2019",
            False,
        ),
        ("When did it close?", "Asked to close it in 2018, Rask closed it in May 2019.", "May 2019", False),
    ],
)
def test_what_happened_is_not_dated_after_the_article(question, text, printed, other):
    periods = find_periods(text, published="2025-06-01")
    at = text.index(printed)
    for published in ("2025-06-01", "2025-06", "2025"):  # an article may be dated by its year alone
        assert tense.of_another_day(parse(question), text, periods, at, published=published) is other


@pytest.mark.parametrize(
    ("question", "text", "figure", "other"),
    [
        ("How heavy is it?", "It reaches 8 metres and weighs 2 tonnes.", "8 metres", True),
        ("How heavy is it?", "It reaches 8 metres and weighs 2 tonnes.", "2 tonnes", False),
        ("How deep is it?", "It is 8 metres deep and took two years.", "8 metres", False),
        ("How old is she?", "She came after seven years at the port.", "seven years", True),
        ("How old is she?", "She is seven years old.", "seven years", False),
    ],
)
def test_a_weight_is_no_length_and_a_job_no_age(question, text, figure, other):
    start = text.index(figure)
    assert degrees.of_another_degree(parse(question), text, start, start + len(figure)) is other


@pytest.mark.parametrize(
    ("text", "figure", "other"),
    [
        ("It carried 19 boats last year, down from 24 in 2018.", "19", True),
        ("It carried 19 boats last year, down from 24 in 2018.", "24", False),
        ("It bought 27 boats in 2018 and lost 41.", "41", False),
    ],
)
def test_a_year_is_of_the_figure_that_it_stands_by(text, figure, other):
    start = text.index(figure)
    asked = [one for one in find_periods(text, published="2025-06-01") if one.printed == "2018"]
    assert saying.dated_elsewhere(text, start, start + len(figure), asked) is other


def test_all_of_them_are_not_those_of_which_a_part_is():
    text = "It runs 210 buses, 38 of them electric."
    assert whole_for_part(parse("How many electric buses does it run?"), text, text.index("210"))
    assert not whole_for_part(parse("How many buses does it run?"), text, text.index("210"))


@pytest.mark.parametrize(
    ("question", "text", "figure", "fits"),
    [
        (
            "How much money has Orlin raised in total?",
            "Its sales showed an increase of 20% to $53 million.",
            "$53 million",
            False,
        ),
        ("How much money has Orlin raised in total?", "Orlin secured $53 million from two banks.", "$53 million", True),
        ("How much has Orlin raised?", "A third round brought in $9 million.", "$9 million", True),
        ("By how much did Orlin raise its prices?", "Orlin increased its prices by $2.", "$2", True),
    ],
)
def test_money_that_was_raised_was_given_by_somebody(question, text, figure, fits):
    start = text.index(figure)
    assert manner.in_role(parse(question), text, start, start + len(figure)) is fits


TWO = """Two mills on the Orvik

Tarvik and Orlin both mill paper on the river Orvik.
Tarvik's revenue was $4 million in 2024. Orlin's revenue in the first half of 2025 was $9 million.
The registered users of its games exceeded 212,000, while the number of paying users for its games reached 1,700.
"""


@pytest.mark.parametrize(
    "question", ["What is the total revenue of both mills?", "How many users does Tarvik have in total?"]
)
def test_one_of_two_is_not_both_and_who_pays_is_a_user_already(bot_on, question):
    answer = bot_on(TWO).ask(question)
    assert answer.short not in ("$4 million", "$9 million") and not answer.calculations, answer.short


ACCOUNTS = """Orlin's books

Orlin's revenue was $53 million in the first nine months of 2025, which is 1.75 times its full-year 2024 revenue.
Orlin's cash balance was $104 million, consisting of $36 million in cash, $64 million in assets at fair value, \
and $4 million in unused bank financing.
After the last round closed, Orlin's valuation may have reached $424 million.
"""


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was Orlin's revenue in 2024?", "$30.29 million"),  # not that of the time that is held against it
        ("What was Orlin's 2024 revenue?", "$30.29 million"),
        ("What is Orlin worth?", "may have reached $424 million"),
        ("What is the value of Orlin?", "may have reached $424 million"),
        ("How much has Orlin got excluding bank financing?", None),
        ("What makes up Orlin's cash balance?", "$36 million in cash, $64 million in assets"),
    ],
)
def test_a_figure_is_of_the_year_and_the_kind_asked_for(accounts, question, short):
    told = accounts.ask(question).short
    assert told == short or (short is not None and (told or "").startswith(short))


@pytest.fixture(scope="module")
def accounts(bot_on):
    """A bot over the books of one firm."""
    return bot_on(ACCOUNTS)


HOSPITALS = """Two hospitals in Orvik

The county runs Tarvik General and Sund Memorial.
Together the two lost $38 million in the year that ended in June 2025.
Nurses on loan cost the hospitals $29 million in the last financial year.
The state pays a grant if the merger is complete before May 2029.
"""


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How much did Tarvik General lose?", None),  # it is what both lost
        ("How much did the two hospitals lose together?", "$38 million"),
        ("How much did the hospitals lose in the last financial year?", None),  # it is what nurses cost
        ("When will the merger be complete?", None),  # it is by when it has to be
    ],
)
def test_what_is_of_both_of_a_cost_or_of_a_condition_is_no_answer(bot_on, question, short):
    told = bot_on(HOSPITALS).ask(question).short
    assert (told or "").startswith(short) if short else told is None


PUB = """The Tarn Inn changes its prices

The inn put up the price of a pint by 25 pence in January, to £4.60.
The inn has kept a watchman every night since 1991, at a cost of £44,000 a year. The costs of the inn came to £510,000.
Its oven can be heated to 720 degrees, against 565 degrees for the old stove.
The members approved the new prices by 51 votes to 19.
"""


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What did a pint cost before January?", None),  # £4.60 is what it came to then
        ("What does a pint cost?", "£4.60"),
        ("What were the inn's costs?", "£510,000"),  # not those of the watchman
        ("What does the watchman cost?", "£44,000"),
        ("How hot can the old stove get?", "565 degrees"),
        ("What was the vote count?", None),  # 51 is one side's
        ("How many members voted for the new prices?", "51"),
    ],
)
def test_what_is_of_another_thing_time_or_side_is_no_answer(bot_on, question, short):
    told = bot_on(PUB).ask(question).short
    assert (told or "").startswith(short) if short else told is None
