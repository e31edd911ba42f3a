"""Whose a figure is: the sentence's subject has it, not whom it is compared with, nor who pays it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from askbot.bot import Bot
from askbot.holders import holder, is_related
from askbot.quantities import find
from askbot.ties import Bond, ties

ARTICLE = """# Brightwell warms homes with sewage

Brightwell, a start-up that takes heat out of sewage, was valued at $240 million in its last round.
Revenue was $12 million in 2025. It employs 160 people.
Of the revenue, $7.2 million came from installing pumps and $4.8 million from maintenance.
Analysts had expected an operating profit of $1 million.

## Money

Brightwell uses about $2 million a month. It had $54 million in the bank at the end of January.
It has a bank loan of $8 million. Households pay $92 a month for their heat.

## The rival

Corvane, Brightwell's larger competitor from Steinau, made revenue of $66 million in 2025.
Corvane employs 400 people and lost $5 million. It was founded in 2012, before Corvane's chief built dams.
Corvane was valued at $990 million. Petra Lind owns 22 percent of Brightwell.
Its neighbour Stenmark earned $30 million on revenue of $600 million.

## The towns

Steinau has 82,000 inhabitants and owes $164 million. The neighbouring town of Ellingen, with 41,000 inhabitants,
spends $135 million a year. Steinau and Ellingen share a mayor.
"""


@pytest.fixture(scope="module")
def bot(bot_on: Callable[[str], Bot]) -> Bot:
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was Brightwell's revenue per employee?", "$75,000"),
        ("What was Corvane's revenue per employee?", "$165,000"),
        ("How many times larger is Corvane's revenue than Brightwell's?", "5.5 times"),
        ("What is Petra Lind's stake worth?", "$52.8 million"),
        ("How long will Brightwell's money last?", "27 months"),
        ("What is Steinau's debt per inhabitant?", "$2,000"),
    ],
)
def test_a_figure_is_its_own_sentences_subjects(bot: Bot, question: str, short: str) -> None:
    assert (bot.ask(question).short or "").startswith(short)


@pytest.mark.parametrize(
    "question",
    [
        "What was Brightwell's operating margin?",  # what analysts expected is no profit
        "What is Corvane's runway?",
        "What is Corvane's burn?",
    ],
)
def test_what_is_expected_or_paid_by_others_is_not_taken(bot: Bot, question: str) -> None:
    assert bot.ask(question).refusal is not None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Dunmore, Kestrel's larger rival, sold 900 tonnes.", "Dunmore"),
        ("The neighbouring town of Ellingen, with 41,000 inhabitants, spends more.", "Ellingen"),
        ("The fund Northlight owns 8 percent of it.", "Northlight"),
        ("In 2024, Kestrel & Loft sold 800 tonnes.", "Kestrel & Loft"),
        ("Greta Anselm said that it cost $3 million.", None),
        ("It sold 900 tonnes.", None),
        ("A crossing of Lake Halm will cost $46.", None),
        ("The German unit, bought in May, sold 900 tonnes.", None),
    ],
)
def test_the_subject_that_a_sentence_opens_with_holds_what_it_tells(sentence: str, name: str | None) -> None:
    assert holder(sentence) == name


def test_a_name_may_only_say_what_another_is() -> None:
    sentence = "Dunmore, Kestrel's larger rival, sold 900 tonnes."
    assert is_related(sentence, sentence.index("Kestrel")) and not is_related(sentence, 0)


def test_what_moves_behind_a_joint_has_its_own_ends() -> None:
    text = "Cash shrank to $46 million from $70 million, while debt rose to $136 million."
    assert [(tie.first.printed, tie.second.printed) for tie in ties(text, find(text)) if tie.bond is Bond.CHANGE] == [
        ("$70 million", "$46 million")
    ]
