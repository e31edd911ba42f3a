"""What stands beside what was asked for in one sentence, or in the next: a part, the other year, the other of two."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from askbot.bot import Bot
from askbot.question import parse
from askbot.reading.doubts import no_thing
from askbot.reading.parts import of_them

ARTICLE = """Orvella and Brivia share the valley

Orvella employs 640 people, of whom 410 work at the main mill in Sund.
Orvella sold 84 million litres of milk in 2024, up 5% from 80 million litres a year earlier.
Brivia's revenue rose to €41 million in 2023 from €30 million in 2022, and its loss narrowed to €3 million from €7 million.
Brivia owns 62 trucks, 20 of which are more than 40 years old.
A tonne of hay cost €310 in January. Orvella needs 14,000 tonnes of hay a year. It has a contract at €265 a tonne.
Orvella was founded by the brothers Luca and Marco Steen. Luca Steen is still chief executive; Marco left in 2019.
"""  # noqa: E501


@pytest.fixture(scope="module")
def bot(bot_on: Callable[[str], Bot]) -> Bot:
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many people work at Orvella?", ("640",)),
        ("How much milk did Orvella sell in 2024?", ("84 million litres",)),
        ("What was Brivia's loss in 2022?", ("€7 million",)),
        ("What was Brivia's loss in 2023?", ("€3 million",)),
        ("How old is Brivia?", ()),
        ("How many of Brivia's trucks are more than 40 years old?", ("20",)),
        ("What does a tonne of hay cost?", ("€310", "€265 a tonne")),
        ("Are Luca and Marco Steen still at Orvella?", ("No",)),
    ],
)
def test_nothing_is_told_of_what_stands_beside_it(bot: Bot, question: str, told: tuple[str, ...]) -> None:
    assert bot.ask(question).short in (None, *told)


@pytest.mark.parametrize(
    ("question", "text", "span"),
    [
        ("Which of Luca and Marco Steen left?", "Luca is still chief executive; Marco left.", "chief executive"),
        ("Which analysts expect sales?", "Analysts at Brenner expect sales of $900 million.", "$900 million"),
        ("Where does Marta Ek work?", "Technical director Marta Ek said so.", "Technical director"),
        ("What did Ruth Ade study?", "Ade studied in Lagos.", "Lagos"),
    ],
)
def test_a_span_of_another_sort_is_no_answer(question: str, text: str, span: str) -> None:
    at = text.index(span)
    assert no_thing(parse(question), text, at, at + len(span))


@pytest.mark.parametrize(
    ("question", "text", "span"),
    [
        ("Which of Luca and Marco Steen left?", "Luca is still chief executive; Marco left.", "Marco"),
        ("Which analysts expect sales?", "Analysts at Brenner expect sales of $900 million.", "Brenner"),
        ("Where does Marta Ek work?", "Marta Ek works at Orvella.", "Orvella"),
        ("What did Ruth Ade study?", "Ade studied chemistry in Lagos.", "chemistry"),
    ],
)
def test_nor_is_a_span_of_the_sort_refused(question: str, text: str, span: str) -> None:
    at = text.index(span)
    assert not no_thing(parse(question), text, at, at + len(span))


def test_of_whom_begins_a_part_unless_the_question_names_it() -> None:
    text = "Orvella employs 640 people, of whom 410 work at the main mill."
    at = text.index("410")
    assert of_them(text, at, at + 3, parse("How many people work there?").terms)
    assert not of_them(text, at, at + 3, parse("How many work at the main mill?").terms)
