"""What somebody did before, whether somebody is still there, why something was done, and more than in another year."""

import pytest

ARTICLE = """---
title: The last lamp works
published: 2025-04-02
---

The last lamp works

Lumo Lamps has dropped its plan for a second furnace. It would have cost €4 million.
Lumo gave the price of gas as the reason.
The firm is led by Greta Halm, a former ballet dancer.
She worked for the theatre in Orvik for six years before taking over.
Piet Sand, an engineer, set up the works with her and left it in 2019.
Dr Una Reed sold her patents to the glass maker Brillant, but stays on as adviser.
Lumo lost €5 million in 2023 and €3 million in 2024. In March Lumo rejected an offer by Brillant.
Timo Lund, who lives in Orvik and works in a bakery, collects its lamps.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was Greta Halm's previous job?", "former ballet dancer"),
        ("What does Piet Sand do for a living?", "engineer"),
        ("What does Brillant do?", "glass maker"),
        ("Is Piet Sand still with the works?", "No"),
        ("Is Una Reed still with the firm?", "Yes"),
        ("Is Greta Halm still with the firm?", None),
        ("Did Lumo lose less in 2024 than in 2023?", "Yes"),
        ("Did Lumo lose more in 2024 than in 2023?", "No"),
        ("Did Lumo accept the offer?", "No"),
        ("Did Lumo reject the offer?", "Yes"),
        ("When did Greta Halm marry?", None),
    ],
)
def test_what_is_said_of_somebody_is_told(bot, question, short):
    assert bot.ask(question).short == short


def test_the_reason_may_stand_in_a_sentence_of_its_own(bot):
    answer = bot.ask("Why was the plan dropped?")
    assert "price of gas" in answer.claims[0].text


def test_what_the_article_has_words_of_is_not_off_its_subject(bot):
    assert "isn't something" not in bot.ask("Was the furnace approved?").refusal.message


def test_who_left_another_firm_has_left_no_other(bot_on):
    bakers = bot_on(
        """Bread in Orvik

Ada Brill left Tarvik in 2012 to bake for Orlin. Petr Bero left Orlin in March 2021.
Orlin sells rye bread. Tarvik sells rolls.
"""
    )
    assert bakers.ask("Is Ada Brill still with Orlin?").short != "No"
    assert bakers.ask("Is Petr Bero still with Orlin?").short == "No"
