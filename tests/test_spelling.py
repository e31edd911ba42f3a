import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot.spelling import corrected

VOCABULARY = {
    "valuation": 3,
    "quillon": 9,
    "quarters": 1,
    "averaged": 1,
    "retraining": 1,
    "hollendaal": 2,
    "founded": 2,
    "grain": 1,
}
ENGLISH = {
    "the": 0,
    "was": 1,
    "is": 2,
    "what": 3,
    "when": 4,
    "started": 5,
    "share": 6,
    "average": 7,
    "quarter": 8,
    "late": 9,
    "shore": 10,
    "large": 11,
    "rain": 12,
    "stated": 13,
    "averaged": 14,
    "quarters": 15,
}


def test_a_misspelt_word_becomes_the_corpus_word_that_is_nearest():
    assert corrected("quilon valuaton", VOCABULARY, ENGLISH) == "quillon valuation"


def test_an_english_word_is_never_touched_however_near_a_word_of_the_corpus_is():
    assert corrected("rain", VOCABULARY, ENGLISH) == "rain"


def test_a_question_word_with_a_missing_letter_is_mended():
    assert corrected("whn was quillon fouded", VOCABULARY, ENGLISH) == "when was quillon founded"


@given(st.lists(st.sampled_from([*VOCABULARY, *ENGLISH])).map(" ".join))
def test_words_that_exist_stay_as_they_are(text):
    assert corrected(text, VOCABULARY, ENGLISH) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("wat is teh valuaton", "what is the valuation"),
        ("hw mny usrs", "how many users"),
        ("mkt valuation", "market valuation"),
        ("headcout", "headcount"),
        ("Quilon", "Quillon"),
        ("Quillno", "Quillon"),
        ("the quarrter", "the quarter"),  # the nearest word, not the one that the corpus happens to have
        ("the avetage", "the average"),
        ("what shrae", "what share"),
        ("how latge", "how large"),  # the key beside it
        ("Profesion of Quillon", "Profession of Quillon"),
        ("the proffesion of the quilon", "the profession of the quillon"),
    ],
)
def test_shorthand_and_slips_are_written_out(text, meant):
    assert corrected(text, VOCABULARY, ENGLISH) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Quillan",
        "Quollon",
        "Dillon",
        "rained",
        "raining",
        "rains",
        "what retrained",
        "gist",
        "at Hollendahl",
        "at Hollendeel",
    ],
)
def test_another_name_and_a_form_of_a_word_stay_as_they_are(text):
    assert corrected(text, VOCABULARY, ENGLISH) == text


def test_one_of_the_many_that_the_corpus_speaks_of_stays_one():
    assert corrected("per inhabitant", {"inhabitants": 4, "parties": 1}, {"per": 0}) == "per inhabitant"


def test_in_a_long_name_the_key_beside_the_right_one_is_mended():
    assert corrected("who owns Hollendasl", VOCABULARY, ENGLISH) == "who owns Hollendaal"


def test_the_american_spelling_of_a_known_word_is_no_slip():
    english = ENGLISH | {"summarized": 13}
    assert corrected("Summarize the story", VOCABULARY, english) == "Summarize the story"
