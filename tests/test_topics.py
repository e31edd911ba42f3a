"""Whose a figure is that "it" and "the company" have: of whom the nearest sentence before speaks."""

import pytest

ARTICLE = """Nordwell and Palaga race to put batteries on the seabed

Nordwell, founded in 2016 by the engineer Ute Brandt, sinks spheres of concrete. Palaga of Lisbon hangs weights instead.

Nordwell's revenue rose 38% to €6.9 million in 2024. Its net loss widened to €14.2 million.
The company employs 96 people.
At the end of December it held €31.5 million in cash, and it spends about €1.4 million a month.

Palaga is smaller. It had 41 employees and revenue of €2.3 million in 2024, against €1.1 million in 2023.
The firm burned €600,000 a month and had €9 million left on 31 December 2024.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article, in which each name opens every sentence that it stands in."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was Palaga's revenue in 2023?", "€1.1 million"),
        ("What was Nordwell's revenue in 2023?", "€5 million"),
        ("What was Palaga's revenue in 2024?", "€2.3 million"),
        ("How much did Nordwell lose in 2024?", "€14.2 million"),
        ("How many people does Nordwell employ?", "96"),
        ("How much cash does Nordwell have?", "€31.5 million"),
        ("What is Nordwell's runway?", "22.5 months"),
        ("What is Palaga's runway?", "15 months"),
        ("What is Nordwell's revenue per employee?", "€71,875"),
    ],
)
def test_what_it_has_is_of_whom_was_spoken_last(bot, question, short):
    assert (bot.ask(question).short or "").startswith(short)


@pytest.mark.parametrize("question", ["What is Palaga's net loss?", "How much did Palaga lose in 2024?"])
def test_the_other_one_s_is_not_told(bot, question):
    assert bot.ask(question).refusal is not None


@pytest.mark.parametrize(
    ("question", "winner"),
    [("Which company has the longer runway?", "Nordwell"), ("Which of the two has the shorter runway?", "Palaga")],
)
def test_what_is_worked_out_for_each_is_compared_and_each_is_named_in_a_quote(bot, question, winner):
    answer = bot.ask(question)
    assert answer.short == winner
    assert len(answer.calculations) == 2
    for claim, name in zip(
        answer.claims, ("Nordwell", "Palaga") if winner == "Nordwell" else ("Palaga", "Nordwell"), strict=True
    ):
        assert claim.text.startswith(f"{name}: ")
        assert any(name in citation.quote for citation in claim.citations)
