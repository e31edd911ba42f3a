"""Wordings that mean the same become one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot.rephrasing import canonical


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("In which year was the mill sold?", "When was the mill sold?"),
        ("What year was the mill sold in?", "When was the mill sold?"),
        ("On what date did it open?", "When did it open?"),
        ("What number of planes does Orlin lease?", "How many planes does Orlin lease?"),
        ("What is the number of planes that Orlin leases?", "How many planes Orlin leases?"),
        ("What amount of diesel does it burn?", "How much diesel does it burn?"),
        ("Which percentage of sales is from abroad?", "What percentage of sales is from abroad?"),
        ("Who is it that runs Orlin?", "Who runs Orlin?"),
        ("What is the name of the yard that builds the ferries?", "Which yard builds the ferries?"),
        ("What is the name of whoever runs Orlin?", "Who runs Orlin?"),
        ("How come Orlin lost money?", "Why Orlin lost money?"),
        ("By how much did sales grow in percent?", "By what percentage did sales grow?"),
        ("Tell me Orlin's rent.", "What is Orlin's rent?"),
        ("Do you have Orlin's rent for 2024?", "What is Orlin's rent for 2024?"),
        ("Did Orlin's revenue exceed Tarvik's?", "Was Orlin's revenue higher than Tarvik's?"),
        ("orlin revenue 2024", "What is orlin revenue 2024?"),
        ("Orlin's rent?", "What is Orlin's rent?"),
        ("the names of the new ferries", "What are the names of the new ferries?"),
        ("Passengers per employee at Orlin", "What is passengers per employee at Orlin?"),
        ("State the share of Orlin's sales made abroad.", "What is the share of Orlin's sales made abroad?"),
        ("Work out Orlin's revenue from abroad", "What is Orlin's revenue from abroad?"),
        ("Break down what makes up Orlin's cash.", "What makes up Orlin's cash?"),
        ("How many euros did Orlin spend on tea?", "How much did Orlin spend on tea in euros?"),
        ("How much of Orlin's offer was in cash, as a percentage?", "What percentage of Orlin's offer was in cash?"),
        ("Where does the interest rate stand now?", "What is the interest rate now?"),
        ("How dependent is Orlin on tea for its sales?", "What share of Orlin's revenue comes from tea?"),
        ("How does Orlin make money?", "Where does Orlin's revenue come from?"),
        ("How much revenue did Orlin make in 2024?", "What was Orlin's revenue in 2024?"),
        ("Which of the two is more valuable?", "Which of the two has the higher valuation?"),
        ("Is Orlin worth more than Tarvik?", "Is Orlin's valuation higher than Tarvik's?"),
        (
            "How many percentage points above inflation is the interest rate?",
            "How much higher is the interest rate than inflation, in percentage points?",
        ),
        (
            "How many months could Orlin keep going at last year's rate of use?",
            "How many months could Orlin keep going?",
        ),
        ("What share of its cash is held in bonds?", "What share of its cash is in bonds?"),
    ],
)
def test_a_wording_becomes_the_one_that_the_rest_is_made_for(text: str, said: str) -> None:
    assert canonical(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Which year had the most passengers?",
        "Which year was the worst?",
        "In which town is the mill?",
        "What is the name of the mill?",
        "in kronor at 11.5 kronor per euro?",
        "Summarise the state of the mill",
        "Give me the gist of Orlin's story",
        "Tell me about Orlin",
        "Show me Orlin's quote",
        "Do you have Orlin in there?",
        "Find the part on the price of oil",
        "the mill vs the yard",
        "hello there",
        "And Orlin?",
        "The mill burned down. When was that?",
        "Orlin",
        "Where does the mill stand?",
        "How far below the surface is the wreck?",
        "How many pounds does the load weigh?",
        "Work out 15% of 200",
        "How much revenue per visitor did Orlin make?",
    ],
)
def test_what_means_something_else_stays(text: str) -> None:
    assert canonical(text) == text


@given(st.text(max_size=200))
def test_putting_it_once_is_enough(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
