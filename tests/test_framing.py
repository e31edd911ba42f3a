"""What stands around a question: whatever somebody wraps it in, it is the same question."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot.bot import Bot
from askbot.framing import bare, focused
from askbot.types import Turn

ARTICLE = """The mill at Orvik

The paper mill at Orvik was founded in 1921 by Ada Brill. It employs 340 people and sold 12,000 tonnes in 2024.
Tarvik Holding has owned the mill since 2015. It paid 40 million kronor for it.
The company expects a monthly cash burn of approximately $2.9 million in 2025.
The mill runs on steam, because the river freezes in winter.
"""

WRAPPERS = [
    "{}",
    "Hi there, {}",
    "hey! {}",
    "Hey team, quick one - {}",
    "Quick question: {}",
    "Sorry if this is obvious, but {}",
    "Probably a dumb question, {}",
    "umm, {}",
    "OK so {}",
    "@askbot {}",
    "askbot, {}",
    "URGENT: {}",
    "Interesting. {}",
    "Got it. {}",
    "cool - {}",
    "One more: {}",
    "Does anyone know, {}",
    "Can you tell me {}",
    "Would you mind telling me {}",
    "Please can you explain: {}",
    "My editor wants to know: {}",
    "A colleague is asking {}",
    "For a slide I need to know: {}",
    "I've just read the article but missed this. {}",
    "I'm new to this beat and trying to get my head around it. {}",
    "According to the article, {}",
    "{} Thanks in advance!",
    "{} I'm on deadline.",
    "{} Need it for a chart",
    "{} pls",
    "{}??",
    "> *{}*",
    "👋 {} 🙏",
    '"{}"',
    "1. {}",
]
QUESTIONS = [
    "who founded the mill?",
    "how many people does the mill employ?",
    "when was the mill founded?",
    "what does the mill run on?",
]


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_whatever_is_said_around_a_question_it_is_the_same_question(wrapper: str, question: str) -> None:
    assert bare(wrapper.format(question)) == question[0].upper() + question[1:]


@pytest.mark.parametrize("said", ["ok, and Orlin's?", "Got it. and Orlin's?", "Thanks! and Orlin's??", "and Orlin's?"])
def test_what_joins_a_question_to_the_one_before_stays_where_it_is_joined(said: str) -> None:
    assert bare(said, joined=True) == "and Orlin's?"


@given(st.lists(st.sampled_from(WRAPPERS), max_size=3), st.sampled_from(QUESTIONS))
def test_dropping_what_stands_around_is_done_once(wrappers: list[str], question: str) -> None:
    for wrapper in wrappers:
        question = wrapper.format(question)
    once = bare(question)
    assert bare(once) == once


@given(st.text(max_size=300))
def test_something_is_left_of_every_text(text: str) -> None:
    left = bare(text)
    assert bool(left) == bool(text.split())
    assert len(left) <= 2 * len(text) + len("is it true that ") + 1


@pytest.mark.parametrize(
    "question",
    [
        "The mill burned down. When was that?",  # what is said of the matter itself stays
        "Orvik: when was it founded?",
        "All employees: how many?",
        'Who said "I want the best"?',
        '"We need the money," who said that?',
        'Where does it say "thanks in advance"?',
        "What would you call the new train?",
        "Who is our biggest rival?",
        "How much do I pay for a ticket?",
        "Does anyone own more than 5%?",
        "If burn doubles, how long will the cash last?",
        "For each ship, how many sailors are there?",
        "Is it owned by a bank - or by the state?",
        "Is it listed in the U.S.?",
        "When was it opened again?",
        "Was Ada, sorry, Bea the founder?",
        "What's changed since 2019?",
        "no, I meant Orvik",
        "Find the part on ferries",
        "Well production in 2024?",
        "hello",
        "?",
    ],
)
def test_what_belongs_to_a_question_stays(question: str) -> None:
    assert bare(question) == question


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("WHO OWNS THE MILL", "Who owns the mill?"),
        ("who owns the mill", "Who owns the mill?"),
        ("Who exactly owns the mill?!", "Who owns the mill?"),
        ("What's the mill?", "What is the mill?"),
        ("what was its revenue again?", "What was its revenue?"),
        ("I'm preparing a page for tomorrow and need the price of the mill", "the price of the mill"),
        ("Do you know if the mill was sold?", "was the mill sold?"),
        ("please confirm that the mill was sold", "was the mill sold?"),
        ("What does it burn in a month, give or take?", "What does it burn in a month?"),
    ],
)
def test_a_question_is_put_in_one_way(said: str, asked: str) -> None:
    assert focused(said) == asked


def test_an_answer_stays_the_same_whatever_is_said_around_the_question(bot_on: Callable[[str], Bot]) -> None:
    bot = bot_on(ARTICLE)
    for question, answer in zip(QUESTIONS, ("Ada Brill", "340", "1921", "steam"), strict=True):
        for wrapper in WRAPPERS[::3]:
            asked = bot.ask(wrapper.format(question))
            assert (asked.status, asked.short) == ("answered", answer), asked.question
            assert asked.standalone_question == asked.question  # nothing was guessed, so nothing is shown


def test_a_follow_up_stays_one_whatever_is_said_before_it(bot_on: Callable[[str], Bot]) -> None:
    bot = bot_on(ARTICLE)
    before = [Turn(QUESTIONS[1], bot.ask(QUESTIONS[1]))]
    for said in (
        "and Tarvik Holding?",
        "ok, and Tarvik Holding?",
        "Got it. And Tarvik Holding?",
        "One more: and Tarvik Holding?",
    ):
        assert "mill" not in bot.ask(said, history=before).standalone_question, said
    for said in ("how much did it sell in 2024?", "Interesting. How much did it sell in 2024?"):
        assert bot.ask(said, history=before).short == "12,000 tonnes", said


@pytest.mark.parametrize("money", ["in dollars", "in USD", "in usd", "in US dollars"])
def test_the_currency_that_a_sentence_prints_may_be_asked_for(bot_on: Callable[[str], Bot], money: str) -> None:
    assert bot_on(ARTICLE).ask(f"What is the monthly cash burn {money}?").short == "approximately $2.9 million"
