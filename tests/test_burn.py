"""How long money lasts, in prose that calls neither cash nor burn by its name; what is neither is not taken for it."""

import pytest

ARTICLE = """Tessal and Brivia open their books

The Danish prospectus
Tessal lost $60 million in 2024. In 2023 Tessal had lost $40 million.
The whole of Tessal, fresh money included, would be valued at $900 million.
"We can wait," says Ada Rask.

The other one
Brivia had $30 million left at the end of June, and it goes through $2 million a month.
Its founder set up a charity in 2019.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


def test_what_is_left_over_what_it_goes_through_is_the_runway(bot):
    assert bot.ask("How long will Brivia's cash last?").short.startswith("15 months")


def test_a_valuation_is_no_cash_and_a_loss_no_burn(bot):
    answer = bot.ask("How long will Tessal's cash last?")
    assert answer.refusal is not None and not answer.calculations


def test_a_worth_is_money(bot):
    assert "%" not in (bot.ask("How much will Ada Rask's stake be worth?").short or "")


def test_what_is_spent_on_one_thing_is_not_the_burn(bot):
    for question in ("How much is Brivia's R&D spending?", "How much is Brivia's marketing spending a month?"):
        assert "$2 million" not in (bot.ask(question).short or ""), question


def test_what_stays_as_it_is_changes_nothing(bot):
    assert bot.ask("How long will Brivia's cash last if it keeps spending like now?").short.startswith("15 months")


def test_an_average_over_two_years_takes_the_figure_of_each(bot):
    answer = bot.ask("What was Tessal's average annual loss over 2023 and 2024?")
    assert answer.short == "$50 million" and len(answer.citations) == 2


def test_what_a_firm_is_worth_with_the_new_money_is_not_told_for_what_it_is_without(bot):
    assert bot.ask("What is Tessal's pre-money valuation?").refusal is not None
