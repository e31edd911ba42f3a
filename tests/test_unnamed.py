"""What is asked of nobody by name, where an article is about two: whose each figure is, is said."""

from __future__ import annotations

import pytest

from askbot import unnamed

ARTICLE = """Orlin and Tarvik go public

Two builders of small ferries, Orlin and Tarvik, are to list their shares in the spring, and little else do they share.
Orlin, founded in 1998, had revenue of $64 million in 2024. Its net debt came to $21 million at the end of the year.
Tarvik, founded in 2011, had revenue of $18 million in 2024. Its net debt stood at $3 million.
Orlin employs 410 people. Tarvik employs 95 people.
Orlin's valuation is put at $240 million. The yard at Sund, the largest on the coast, covers 12 hectares.
Orlin's chief executive is Ada Roy, Tarvik's is Olaf Krogh.
The listing of Orlin is planned for 3 March 2026, that of Tarvik for 9 April 2026.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "orlin", "tarvik"),
    [
        ("What was revenue in 2024?", "$64 million", "$18 million"),
        ("What was the revenue?", "$64 million", "$18 million"),
        ("How many people work there?", "410", "95"),
        ("When was it founded?", "1998", "2011"),
    ],
)
def test_each_is_told_by_name(bot, question, orlin, tarvik):
    answer = bot.ask(question)
    texts = [claim.text for claim in answer.claims]
    assert [text.partition(":")[0] for text in texts] == ["Orlin", "Tarvik"]
    assert orlin in texts[0]
    assert tarvik in texts[1]
    assert all(claim.citations for claim in answer.claims)


def test_what_is_told_of_one_and_of_no_firm_keeps_its_answer(bot):
    assert bot.ask("What is the valuation?").short == "$240 million"  # whose, the quote says
    assert bot.ask("How big is the yard at Sund?").short == "12 hectares"
    named = bot.ask("What was Tarvik's revenue?")
    assert (named.short or "").startswith("$18 million")
    assert len(named.claims) == 1


@pytest.mark.parametrize(
    "question",
    ["What was Tarvik's revenue?", "Why?", "What is that?", "Does it pay a dividend?", "revenue"],
)
def test_a_question_that_names_somebody_or_asks_for_nothing_of_theirs_is_put_of_none(question):
    assert unnamed.about(question, "Orlin") is None
