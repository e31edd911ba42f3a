"""What a sentence tells by its grammar alone, and what hangs on to no question."""

import pytest

from askbot.types import Turn

ARTICLE = """---
title: Two lines and their islands
published: 2025-10-01
---

Orvella serves 16 islands all year round, seven of which have no school, whereas its rival Tarvik keeps to three routes.
Orvella carried 2.4 million passengers in 2024. In the first half of 2025 Orvella's passenger count rose by 3% to
1.3 million. Tarvik has completed its fourth round of financing this summer.

Tarvik wants to open its twelfth office next year. The dockers' union Havn fears for the jobs. Five of Orvella's eight
directors are independent. The charter with the travel agency Brix runs until March 2027. Tarvik lost 20 of its
90 captains last year, most of them to Orvella.

Orvella's new ships are being built at the Dornik yard in Harn.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many of Orvella's islands have no school?", "seven"),
        ("How many rounds of financing has Tarvik completed?", "fourth"),
        ("What is the name of the dockers' union?", "Havn"),
        ("What is the dockers' union called?", "Havn"),
        ("How long does the charter with Brix run?", "until March 2027"),
    ],
)
def test_what_the_grammar_of_a_sentence_tells_is_told(bot, question, short):
    assert bot.ask(question).short == short


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("How many of Orvella's islands have a school?", "seven"),
        ("How many of Orvella's islands have no harbour?", "seven"),
        ("How many offices has Tarvik opened?", "twelfth"),
        ("What is the pilots' union called?", "Havn"),
        ("How many passengers complained in the first half of 2025?", "1.3 million"),
        ("Why is Tarvik losing money?", "captains"),
    ],
)
def test_what_is_narrower_wider_or_not_yet_so_is_not_told(bot, question, wrong):
    answer = bot.ask(question)
    assert wrong.lower() not in " ".join(claim.text for claim in answer.claims).lower()


def test_some_of_the_directors_are_not_all_of_them(bot):
    """The sentence may be quoted; the bare number isn't told."""
    assert bot.ask("How many directors does Orvella have?").short != "five"


@pytest.mark.parametrize("hanging", ["and of the masts?", "what about the sails?"])
def test_what_hangs_on_to_no_question_is_refused(bot, hanging):
    first = bot.ask("When does the charter end?")
    answer = bot.ask(hanging, history=(Turn("When does the charter end?", first),))
    assert answer.refusal is not None
