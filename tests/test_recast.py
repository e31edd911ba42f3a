"""Plain wordings of number questions, worked out as their usual ones are, over small invented articles."""

from __future__ import annotations

import pytest

from askbot.recast import recast

TWINS = """Orlin and Tarvik file to list

Orlin Foods makes soups, and Tarvik Mills makes flour; the two companies want to list in May.
Orlin's sales climbed to $40 million in 2024 from $32 million a year earlier. Its net loss narrowed to $20 million.
Orlin was last valued at $300 million and Tarvik at $250 million.
Orlin employs 500 people.
Tarvik reported revenue of $90 million for 2024, up 10 percent, while its net loss widened to $18 million from $9 million.
Rents at its mills rose 70 percent.
Orlin plans to sell 12 million shares at $8 to $10 each.
The home market accounted for 65% of Tarvik's revenue in 2024.
"""

SHOPS = """Larrow to shut shops

Larrow Books said it would close 40 of its 160 shops and cut 300 jobs.
The company also reported a loss of $12 million. Larrow employs 1,500 people.
Its shares tumbled 20% to $2 in early trading. They had traded as high as $16 in 2021.
It has 90,000 members on its reading app. Users of its games numbered 4 million, of whom 100,000 are paying users.
"""


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("How much money is Orlin burning per month", "how much money does Orlin burn per month"),
        ("Orlin R&D spending", "how much does Orlin spend on R&D"),
        ("What is Orlin's cash divided by its monthly burn", "what is Orlin's runway"),
        ("What is Orlin's debt divided by its sales", "what is the ratio of Orlin's debt to Orlin's sales"),
        ("How much less is Tarvik worth than Orlin", "How much is Tarvik's valuation lower than Orlin's"),
        ("What is Orlin's valuation premium to Tarvik", "by what percentage is Orlin's valuation higher than Tarvik's"),
        ("the share of Orlin's sales from exports", "what share of Orlin's sales comes from exports"),
        ("Orlin's price-to-sales ratio", "what multiple of its sales is Orlin valued at"),
        ("What percentage of does the fare go up", "by what percentage does the fare go up"),
        ("Compare Orlin's revenue with Tarvik's", "Compare Orlin's revenue with Tarvik's"),
        ("Who runs Orlin", "Who runs Orlin"),
    ],
)
def test_a_question_is_put_in_the_words_of_the_formulas(text, same):
    assert recast(text) == same


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How fast is Orlin growing?", "25%"),
        ("How fast is Tarvik growing?", "10 percent"),
        ("How much does Orlin lose per dollar of sales?", "$0.5"),
        ("What is Orlin's price-to-sales ratio?", "7.5 times"),
        ("How much more is Orlin worth than Tarvik?", "$50 million"),
        ("What is the midpoint of Orlin's price range?", "$9"),
        ("How much would Orlin raise at the top of the range?", "$120 million"),
        ("What share of Tarvik's revenue comes from abroad?", "35%"),
        ("What is Tarvik's net margin?", "-20%"),
    ],
)
def test_plain_number_questions_are_worked_out(bot_on, question, short):
    assert bot_on(TWINS).ask(question).short == short


def test_who_grows_faster_is_told_of_revenue_alone(bot_on):
    answer = bot_on(TWINS).ask("Which company is growing faster?")
    assert answer.short == "Orlin" and len(answer.claims) == 2
    assert "70 percent" not in " ".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many shops will be left?", "120 shops"),
        ("How many shops will Larrow have left after the closures?", "120 shops"),
        ("What share of staff is going?", "20%"),
        ("How far have the shares fallen from their peak?", "87.5%"),
        ("What share of users pay?", "2.5%"),
    ],
)
def test_what_stays_and_what_goes_is_worked_out(bot_on, question, short):
    assert bot_on(SHOPS).ask(question).short == short


def test_no_growth_is_taken_from_something_else(bot_on):
    """Fares, losses and rents that rise are no growth of a firm."""
    article = (
        "Orlin\n\nOrlin runs trams. Its fares rise to $6 from $4. Its net loss grew to $9 million from $3 million.\n"
    )
    assert bot_on(article).ask("How fast is Orlin growing?").refusal is not None


@pytest.mark.parametrize(
    ("article", "question"),
    [
        ("Orlin flies\n\nOrlin made $30 from each of its passengers. The payroll has 3,000 people at Orlin.\n", "How much revenue per passenger does Orlin make?"),
        ("Orlin trades\n\nThe broker puts peak sales of Orlin at $900 million. Orlin is valued at $90 million.\n", "What is Orlin's price-to-sales ratio?"),
        ("Orlin heats\n\nThe plant warms 9,000 homes, or a third of those in the valley.\n", "How many homes are in the valley?"),
    ],
)  # fmt: skip
def test_a_figure_of_something_else_is_no_operand(bot_on, article, question):
    assert bot_on(article).ask(question).calculations == ()
