import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot.spelling import corrected

VOCABULARY = {"valuation": 3, "quillon": 9, "founded": 2, "grain": 1}
ENGLISH = {"rain", "the", "when", "was", "what", "is"}


def test_a_misspelt_word_becomes_the_corpus_word_that_is_nearest():
    assert corrected("quilon valuaton", VOCABULARY, ENGLISH.__contains__) == "quillon valuation"


def test_an_english_word_is_never_touched_however_near_a_word_of_the_corpus_is():
    assert corrected("rain", VOCABULARY, ENGLISH.__contains__) == "rain"


def test_a_question_word_with_a_missing_letter_is_mended():
    assert corrected("whn was quillon fouded", VOCABULARY, ENGLISH.__contains__) == "when was quillon founded"


@given(st.lists(st.sampled_from([*VOCABULARY, *ENGLISH])).map(" ".join))
def test_words_that_exist_stay_as_they_are(text):
    assert corrected(text, VOCABULARY, ENGLISH.__contains__) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("wat is teh valuaton", "what is the valuation"),
        ("hw mny usrs", "how many users"),
        ("mkt valuation", "market valuation"),
        ("headcout", "headcount"),
        ("Quilon", "quillon"),
        ("Quillno", "quillon"),
    ],
)
def test_shorthand_and_slips_are_written_out(text, meant):
    assert corrected(text, VOCABULARY, ENGLISH.__contains__) == meant


@pytest.mark.parametrize("text", ["Quillan", "Quollon", "Dillon", "rained", "raining", "rains"])
def test_another_name_and_a_form_of_a_word_stay_as_they_are(text):
    assert corrected(text, VOCABULARY, ENGLISH.__contains__) == text


def test_one_of_the_many_that_the_corpus_speaks_of_stays_one():
    assert corrected("per inhabitant", {"inhabitants": 4, "parties": 1}, {"per"}.__contains__) == "per inhabitant"
