"""What the words of a plain question rule out, bear out in other words, or must not have torn out of a sentence."""

import pytest

ARTICLE = """---
title: Orvella and Tarvik
published: 2025-10-01
---

HARN, Norland, Oct 1 (Wire) - Orvella, a maker of tide mills, said on Wednesday that it would close 30 of its 90 kiosks.
The first 12 kiosks will shut by Dec 31 and the rest by the end of April. About 260 of the job losses will come in
kiosks and 40 at the Sund headquarters. Most kiosks are in the north.

Orvella's net loss widened to $96 million from $74 million. Lenders want an extra 1.5 percentage points in interest.
Orvella closed a Series B of $210 million in May. The Series B was led by Brix Partners, a fund from Arn. Much of the
debt dates from the $76 million purchase of the kiosk chain Luma. Brix is now the second-largest shareholder behind the
Brill family with 14%. The mill tax is to be met by raising the levy from 1.1% to 1.2% of its value.

Orvella uses a Mills as a Benefit plan for its staff. It runs kiosks where the two towns sell the same bread.
Its chair Ada Brill considers both plans dull. Local 4, the weavers' union, is for the north: in a survey, 38% said that
they would go. Ada Brill told analysts that the mills pay. Trials measured 58 decibels beside a mill.

Orvella's app had 41,000 monthly active users (MAU) in May. An oven raises capacity from 40 million loaves a year to
60 million.

Workmen are rebuilding six old mills in Tarn. For more on Orvella, see "Harn's Hard Mills! Orvella Grinds On".
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over an article of a firm that closes kiosks."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much did Orvella lose?", "$96 million"),
        ("How much did Orvella raise?", "$210 million"),
        ("How big was Orvella's round?", "$210 million"),
        ("What did it pay for Luma?", "$76 million"),
        ("Who is the largest shareholder?", "the Brill family"),
        ("What is the levy now?", "1.1%"),
        ("How loud is a mill?", "58 decibels"),
        ("When do the kiosks close?", "the end of April"),
        ("What does Ada Brill think of the plans?", "considers both plans dull"),
        ("What does MAU stand for?", "monthly active users"),
    ],
)
def test_what_bears_a_question_out_is_told(bot, question, said):
    answer = bot.ask(question)
    assert said in " ".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("How much did Orvella lose?", "$74 million"),
        ("What is the interest rate?", "1.5"),
        ("How many people work at the headquarters?", "40"),
        ("How many kiosks close after December?", "12"),
        ("Where are the kiosks?", "HARN"),
        ("How many people will lose their jobs?", "260"),
        ("How many mills are being built?", "six"),
        ("What did the analysts say?", "the mills pay"),
        ("Where does it say Orvella has hard mills?", "For more on"),
        ("Who led Orvella's review?", "Brix"),
        ("What is Orvella's MAU?", "monthly active users"),
        ("How much was raised?", "40 million loaves"),
        ("How heavy is a mill?", "58"),
        ("What does a mill weigh?", "%"),
    ],
)
def test_what_its_own_words_rule_out_is_not_told(bot, question, wrong):
    answer = bot.ask(question)
    assert wrong not in " ".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    "question",
    ["What does the union say?", "What is Ada Brill's background?", "What happens to the kiosks?"],
)
def test_what_would_be_torn_is_quoted_whole(bot, question):
    answer = bot.ask(question)
    assert answer.short is None
    assert all(claim.text.endswith(".") for claim in answer.claims)


def test_a_date_is_told_of_each_that_has_one(bot_on):
    both = bot_on(
        "---\ntitle: Orvella and Tarvik\n---\n\n"
        "Orvella makes mills. Tarvik makes sails. Orvella and Tarvik are rivals. Orvella's sales rose to $4 million. "
        "Tarvik's sales fell to $3 million.\n\nTarvik begins its field trial in September 2026. "
        "Orvella begins its field trial in March 2026.\n"
    )
    told = " ".join(claim.text for claim in both.ask("When does the field trial begin?").claims)
    assert "September 2026" in told and "March 2026" in told
