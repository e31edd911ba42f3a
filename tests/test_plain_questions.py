"""Plain questions as people type them: in other words where they find nothing, whole where a part would mislead."""

import pytest

from askbot import rephrasing, reworded
from askbot.reading import identities

ARTICLE = """---
title: Orvella and Tarvik go to market
published: 2025-10-01
---

Orvella, a maker of tide mills based in Harn, was founded in 2011 by Ada Brill. Its chief executive is Nils Aker, who
took over in May from its former chief executive Petra Holm. Before that he had been head of sales at the yard Dornik.
Orvella employs 340 people. It had let 45 employees go in March.

The cloud operator Tarvik, its rival, sells computing time. Tarvik spent $90 million on research in 2024, up from
$70 million, and used $48 million in operations during 2024. It held $96 million in cash and short-term investments.
Tarvik has 61 engineers on its payroll in summer and 38 in winter.

Orvella plans to list on the Harn Exchange to raise funds for a second yard and new mills, with the rest going to
working capital. The shares will be sold at $11 to $13 each. Its debt comes to $30 million, made up of a $12 million
term loan due in 2027, $10 million of notes maturing in 2029 and $8 million drawn on a credit line. After the Series B
round closed on 3 March 2025, it was valued at $210 million. Orvella withdrew its forecast of $40 million to $45 million
in sales.

Early investors in Orvella include the fund Brix, which holds 12%, and the bank Ostara, which holds 9%. Brill, who held
31% before it, has been diluted to 26%. The fund Brix has promised to vote for the flotation.

By that reckoning Orvella's cash lasts 30 months, assuming that sales do not fall, the price of steel does not rise, and
no mill has to be rebuilt. Maintenance is the largest of its outlays. In the last year, this expenditure was twice its
revenue, leading to heavy losses. Tarvik will pay the $20 million licence with $15 million from its reserves and
$5 million from a loan. The bid is worth $9 a share, a premium of 33% to the last price of $6.75. Orvella has hired the
bank Ostara and the law firm Quill Marsh to advise on its options.
"""
TWO_PLANS = """---
title: Two plans for a bridge
published: 2025-10-01
---

Sund has to choose between the Arn plan and the Bero plan.

The Arn plan

It would cost $612 million and open in 2030.

The plan for Bero

Merchants drew it up in 2024. A bus to Bero runs around the clock.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the article of two firms."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is Orvella?", "a maker of tide mills based in Harn"),
        ("What does Orvella do?", "maker of tide mills based in Harn"),
        ("What kind of company is Tarvik?", "The cloud operator"),
        ("what is ostara", "the bank"),
        ("How old is Orvella?", "founded in 2011"),
        ("How long has Orvella been around?", "2011"),
        ("Who was the CEO before?", "Petra Holm"),
        ("How much of Orvella does Brix own?", "12%"),
        ("Who advises Orvella?", "the bank Ostara and the law firm Quill Marsh"),
        ("What is the price range?", "$11 to $13"),
        ("What is Orvella's debt made of?", "$8 million drawn on a credit line"),
        ("What was the forecast?", "$40 million to $45 million"),
        ("What assumptions is the 30 months based on?", "no mill has to be rebuilt"),
        ("What has to go right for the cash to last that long?", "no mill has to be rebuilt"),
        ("What is the IPO money for?", "a second yard and new mills"),
        ("Where does it say who founded Orvella?", "founded in 2011 by Ada Brill"),
        ("What did Tarvik spend on research?", "$90 million"),
        ("What will Orvella do with the IPO money?", "a second yard and new mills"),
        ("How will the IPO proceeds be used?", "a second yard and new mills"),
        ("What causes Orvella's losses?", "Maintenance is the largest of its outlays."),
        ("What's the premium?", "33%"),
        ("How much does Brill own?", "26%"),
        ("How many people does Orvella employ?", "340"),
    ],
)
def test_plain_questions_are_answered(bot, question, said):
    answer = bot.ask(question)
    assert said.lower() in " ".join(claim.text for claim in answer.claims).lower()


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("What is Brix?", "12%"),
        ("What did Tarvik spend on research?", "$70 million"),
        ("What is Tarvik's runway?", "$90 million"),
        ("How many people work at Orvella?", "45"),
        ("Who is against the flotation?", "Brix"),
        ("What does Tarvik pay?", "$15 million"),
        ("How much does Brill own?", "31%"),
        ("What's the premium?", "$6.75"),
    ],
)
def test_what_is_of_something_else_is_not_told(bot, question, wrong):
    answer = bot.ask(question)
    assert wrong not in " ".join(claim.text for claim in answer.claims)


def test_a_figure_under_anothers_heading_is_the_others(bot_on):
    bot = bot_on(TWO_PLANS)
    assert bot.ask("What would the Arn plan cost?").short == "$612 million"
    assert bot.ask("What would the Bero plan cost?").refusal is not None
    assert "clock" not in (bot.ask("When does Bero open?").short or "")


@pytest.mark.parametrize(
    "question",
    [
        "How old is Orvella?",
        "Who runs Orvella?",
        "Where will Orvella list?",
        "What will Orvella do with the money?",
        "How will the proceeds be used?",
        "When was Orvella's last funding round?",
        "How much of Orvella does the founder own?",
        "What does Ada Brill own?",
        "Why is Orvella losing money?",
        "What is Orvella worth?",
        "What is the price range?",
        "Where did Nils Aker work before?",
        "What did Nils Aker do before Orvella?",
        "Who was the chairman before?",
        "Who is advising Orvella?",
        "Who does Orvella sell to?",
        "How much cash does Orvella have left?",
        "What is Orvella's burn rate?",
        "How many people work at Orvella?",
        "When will the takeover close?",
        "Who will be in charge after the merger?",
        "Who builds the ferries?",
        "Where does Orvella operate?",
    ],
)
def test_other_words_are_asked_once(question):
    """A question that is put in other words is one that isn't: no refusal goes round and round."""
    others = reworded.others(question)
    assert others
    assert not any(reworded.others(rephrasing.canonical(other)) for other in others)


@pytest.mark.parametrize("question", ["What is revenue?", "How old was the dispute?", "Who won?", ""])
def test_other_questions_are_left_alone(question):
    assert reworded.others(question) == ()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("What is Orlin's debt made up of?", "What makes up Orlin's debt?"),
        ("What is the breakdown of its cash?", "What makes up its cash?"),
        ("What is the bridge made of?", "What is the bridge made of?"),
        ("What are Orlin's products?", "What products does Orlin offer?"),
        ("What does GPS stand for?", "What is the full name of GPS?"),
        ("Who backs Orlin?", "Who are Orlin's investors?"),
        ("What did Orlin pay for Tarvik?", "How much did Orlin pay for Tarvik?"),
        ("How big was Orlin's last round?", "How much did Orlin raise?"),
        ("What's Orlin's plan for the proceeds?", "What will Orlin use the proceeds for?"),
        ("Bottom line of the piece?", "What is the conclusion?"),
        ("What is the IPO money for?", "What will the funds be used for?"),
        (
            "How much bigger is the loss than the revenue, in times?",
            "How many times bigger is the loss than the revenue?",
        ),
        ("How fast is Orlin burning its cash?", "What is Orlin's monthly burn?"),
    ],
)
def test_wordings_that_mean_the_same_become_one(text, asked):
    assert rephrasing.canonical(text) == asked


@pytest.mark.parametrize(
    ("focus", "asked"),
    [
        ("What is Orlin?", ("Orlin", False)),
        ("What does the Bank of Orlin do?", ("Bank of Orlin", True)),
        ("What is Orlin valued at?", None),
        ("What is the forecast?", None),
        ("what is orlin", ("orlin", False)),
        ("What business is Orlin in?", ("Orlin", True)),
    ],
)
def test_who_is_to_be_introduced(focus, asked):
    assert identities.name_asked(focus) == asked
