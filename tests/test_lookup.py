"""Asking where something is said: the question is told from others, and what it looks for is cut out of its frame."""

import pytest

from askbot.question import QuestionKind, focused, lookup_phrase, parse

LOOKED_FOR = [
    ("where does it mention a dual-purpose dam?", "dual-purpose dam"),
    ("Which passage says 4,100 visitors?", "4,100 visitors"),
    ("show me the quote about tunnels", "tunnels"),
    ("find the source for the 14 months claim", "14 months"),
    ("can you point me to the part on governance", "governance"),
    ("what's the exact wording about refunds", "refunds"),
    ("does it say anywhere that the mill will close?", "mill will close"),
    ("Is the toll mentioned anywhere?", "toll"),
    ("where in the text are floods brought up", "floods"),
    ("which bit talks about otters?", "otters"),
    ("is there a passage on dredging", "dredging"),
    ("let me see the line that has 88%", "88%"),
    ("give me chapter and verse for the 1,200 tonnes figure", "1,200 tonnes"),
    ("in which paragraph does Orvella come up?", "Orvella"),
    ("exact quote from Dana Reyes please", "Dana Reyes"),
    ("can you show me what it says about noise", "noise"),
    ("could you show me the line with 52 departures?", "52 departures"),
    ('where does it say "nobody will pay"?', "nobody will pay"),
]
NOT_LOOKED_FOR = [
    "Where is Orvella based?",
    "Where are the ferries built?",
    "What does the mill produce?",
    "Which parts of the engine are new?",
    "How many people read the newspaper?",
    "Is there a bridge in Norrby?",
    "Does Orvella sell anywhere else?",
    "What is the source of the river?",
    "Who gave the money?",
]


@pytest.mark.parametrize(("question", "phrase"), LOOKED_FOR)
def test_where_something_is_said_looks_for_the_words_inside_the_frame(question, phrase):
    assert parse(question).kind is QuestionKind.LOOKUP
    assert lookup_phrase(focused(question)).strip("?. ") == phrase


@pytest.mark.parametrize("question", NOT_LOOKED_FOR)
def test_other_questions_are_no_lookup(question):
    assert parse(question).kind is not QuestionKind.LOOKUP
