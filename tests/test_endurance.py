"""Whether money lasts, what is left of it by a day, and whose and which money is meant."""

import pytest

ARTICLE = """Two makers of turbines look for money

Quillon and Tarvik both build small turbines. Quillon plans to list in Oslo to raise funds for research over the next
four years.
As of June 30, 2025, Quillon's cash balance was $60 million, consisting of $36 million in cash and cash
equivalents and $24 million in undrawn credit lines.
Quillon expects a monthly cash burn of $2 million in 2025. Its revenue was $9 million in 2024.
Tarvik does not publish its accounts. Tarvik employs 90 people in Bergen.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article: Quillon's money lasts 30 months, until the end of 2027."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Does Quillon have enough cash for two more years?", "Yes"),
        ("Does Quillon have enough money to last five years?", "No"),
        ("Will Quillon's cash last another year?", "Yes"),
        ("Is there enough cash to last 40 months?", "No"),
        ("Will Quillon run out of cash within a year?", "No"),
        ("Will Quillon run out of money within three years?", "Yes"),
        ("Is Quillon going to run out of money before 2027?", "No"),
        ("Will Quillon run out of cash before 2029?", "Yes"),
        ("Can Quillon survive until 2027?", "Yes"),
        ("Can Quillon survive until 2029?", "No"),
        ("Does Quillon have enough cash to last until the end of 2026?", "Yes"),
        ("Does Quillon have enough cash to last through 2028?", "No"),
        ("Will Quillon run out of cash in 2027?", "Yes"),
        ("Will Quillon run out of cash in 2026?", "No"),
    ],
)
def test_whether_money_lasts_is_told_by_the_runway(bot, question, short):
    answer = bot.ask(question)
    assert answer.short == short
    worked = answer.calculations[0]
    assert worked.name == "runway" and worked.result.rounded == "30"
    assert {one.printed for one in worked.operands.values() if one.citation} == {"$60 million", "$2 million"}


@pytest.mark.parametrize(
    "question",
    [
        "Does Quillon have enough cash to buy Tarvik?",
        "Does Tarvik have enough cash for two years?",
        "Will Tarvik run out of money before 2027?",
    ],
)
def test_what_the_article_has_no_figures_for_is_not_decided(bot, question):
    assert bot.ask(question).short not in ("Yes", "No")


def test_so_near_that_a_rounded_figure_decides_neither_is_said(bot):
    answer = bot.ask("Does Quillon have enough cash for 30 months?")
    assert answer.short not in ("Yes", "No")
    assert bot.ask("Does Quillon have enough cash for 32 months?").short == "No"


def test_what_is_left_on_a_day_is_worked_out_from_the_day_of_the_balance(bot):
    answer = bot.ask("How much cash will Quillon have left at the end of 2026?")
    worked = answer.calculations[0]
    assert worked.expression == "cash - burn * months"
    assert worked.result.rounded == "$24 million"  # 60 less 18 times 2
    assert bot.ask("How much cash will Quillon have left at the end of 2029?").short is None  # gone by then
    assert bot.ask("How much cash will Quillon have left in 2026?").calculations == ()  # on which day?


def test_what_is_left_of_something_else_is_not_the_cash(bot):
    assert bot.ask("How much is left of the budget at the end of 2026?").calculations == ()


@pytest.mark.parametrize(
    ("question", "operand", "months"),
    [
        ("How long will Quillon's funds last?", "$60 million", "30"),
        ("How long could Quillon live off its cash and cash equivalents alone?", "$36 million", "18"),
        ("How long would the undrawn credit lines alone keep Quillon going?", "$24 million", "12"),
    ],
)
def test_the_money_that_is_named_is_the_money_that_is_divided(bot, question, operand, months):
    answer = bot.ask(question)
    worked = answer.calculations[0]
    assert worked.operands["cash"].printed == operand
    assert worked.result.rounded == months


@pytest.mark.parametrize(
    "question",
    [
        "Over how many years will Quillon spend the funds on research?",
        "How long will the listing money be used for research?",
        "How many years of research will the IPO funds pay for?",
        "How long will Quillon's IPO proceeds last?",
        "How long will the proceeds last?",
    ],
)
def test_money_to_come_or_for_a_purpose_is_not_divided_by_the_burn(bot, question):
    answer = bot.ask(question)
    assert answer.calculations == ()
    assert answer.short in (None, "four years")


def test_of_two_the_one_that_can_be_worked_out_is_told_and_that_the_other_cannot(bot):
    answer = bot.ask("Which company has the longer runway?")
    assert answer.short is None
    assert "Quillon: 30 months" in answer.claims[0].text
    assert any("Tarvik" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "burn"),
    [
        ("What burn would give Quillon 24 months?", "$2.5 million a month"),
        ("What monthly burn would give Quillon a runway of five years?", "$1 million a month"),
        ("How much can Quillon spend a month to last until the end of 2026?", "$3.333 million a month"),
    ],
)
def test_what_may_be_burnt_is_the_money_over_the_months(bot, question, burn):
    answer = bot.ask(question)
    assert answer.short == burn
    (worked,) = answer.calculations
    assert worked.operands["cash"].citation is not None


@pytest.mark.parametrize(
    ("question", "months"),
    [
        ("What if Quillon's burn was $3 million a month?", "20 months"),
        ("What if the burn doubled?", "15 months"),
    ],
)
def test_what_if_it_burnt_as_much_is_how_long_the_money_would_last(bot, question, months):
    assert bot.ask(question).short.startswith(months)


def test_what_if_something_else_were_so_is_no_runway(bot):
    assert not bot.ask("What if Tarvik listed in Oslo?").calculations
    assert not bot.ask("What burn would give Tarvik 24 months?").calculations


def test_credit_that_is_not_drawn_is_no_debt(bot):
    assert not bot.ask("What is Quillon's net debt?").calculations
