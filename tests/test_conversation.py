import pytest

from askbot.conversation import standalone
from askbot.types import Answer, Turn

CASES = [
    ("When was Quillon founded?", None, "And Orvella?", "When was Orvella founded?"),
    ("What stake does Talgo hold in Quillon?", None, "and Brivia?", "What stake does Brivia hold in Quillon?"),
    ("What was Quillon's revenue in 2023?", None, "and in 2024?", "What was Quillon's revenue in 2024?"),
    ("What is Quillon Nova?", None, "When was it launched?", "When was Quillon Nova launched?"),
    ("Who runs Quillon?", "Dana Reyes", "When did she join?", "When did Dana Reyes join?"),
    ("Which ship is the fastest?", "Aurora", "How long is it?", "How long is Aurora?"),
    ("What does Quillon burn?", None, "per year?", "What does Quillon burn per year?"),
    ("What was Quillon's valuation in dollars?", None, "And in euros?", None),
    ("How many users does Quillon have?", None, "How many of them pay?", "How many of Quillon's users pay?"),
    ("What is Quillon's runway?", None, "and if burn doubles?", "What is Quillon's runway if burn doubles?"),
    ("When was Quillon founded?", None, "no, I meant Orvella", "When was Orvella founded?"),
]
COMPLETE = [
    "How many people work at Orvella?",
    "Who founded Orvella and when did it open its first line?",
    "Is Orvella older than Brivia?",
    "What is the capital of France?",
    "Where does it say that Orvella lost money?",
]


def turn(question, short):
    return Turn(question, answered(question, short))


def answered(question, short):
    from askbot.types import Refusal, RefusalReason

    return Answer(question, question, short=short, refusal=Refusal(RefusalReason.NO_EVIDENCE, "nothing"))


@pytest.mark.parametrize(("before", "short", "question", "wanted"), [case for case in CASES if case[3]])
def test_a_follow_up_becomes_a_question_that_stands_by_itself(before, short, question, wanted):
    assert standalone(question, [turn(before, short)]).rstrip("?") == wanted.rstrip("?")


@pytest.mark.parametrize("question", COMPLETE)
def test_a_complete_question_is_never_bent_by_what_was_said_before(question):
    assert standalone(question, [turn("How much cash did Quillon have in 2024?", "$9 million")]) == question


def test_without_history_a_question_is_left_alone():
    assert standalone("And Orvella?", []) == "And Orvella?"
