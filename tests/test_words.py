from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot.words import is_function_word, stem, tokens, worked_out_stem

PROSE = st.text(alphabet=st.sampled_from("abcZé \n.,'’-—&$%€019US()/\u0301東"), max_size=60)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It cost $1.0462 billion.", ["It", "cost", "1.0462", "billion"]),
        ("12,000 clients, 2.6% of all", ["12,000", "clients", "2.6", "of", "all"]),
        ("In 1,2 and 3", ["In", "1", "2", "and", "3"]),
        ("$4.2bn and €10m", ["4.2", "bn", "and", "10", "m"]),
        ("US$5 or HK$7", ["5", "or", "7"]),
        ("a dual-class share", ["a", "dual", "class", "share"]),
        ("the Model-02 engine", ["the", "Model", "02", "engine"]),
        ("version v2.6, M2.5 and 5G", ["version", "v2.6", "M2.5", "and", "5G"]),
        ("the firm's and the firms' and the firm’s", ["the", "firm", "and", "the", "firms", "and", "the", "firm"]),
        ("I don't, O’Brien", ["I", "don't", "O’Brien"]),
        ("R&D in the U.S. and S&P", ["R&D", "in", "the", "U.S.", "and", "S&P"]),
        ("at U.S.-based labs", ["at", "U.S.", "based", "labs"]),
        ("he left. She stayed.", ["he", "left", "She", "stayed"]),
        ("2019–2021, 2025-09-30", ["2019", "2021", "2025", "09", "30"]),
        ("the 1990s, the 20th", ["the", "1990s", "the", "20th"]),
        ("and/or (yes)", ["and", "or", "yes"]),
        ("cafe\u0301 déjà", ["cafe\u0301", "déjà"]),
        ("— $ % …", []),
        ("", []),
    ],
)
def test_words_and_numbers_of_a_text(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens(text)] == words


@given(PROSE | st.text(max_size=60))
def test_every_token_is_exactly_where_it_says_and_none_overlap(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= end
        assert token.text and not any(letter.isspace() for letter in token.text)
        assert token.stem == stem(token.text)
        end = token.end


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=1, max_size=12))
def test_every_letter_and_digit_belongs_to_a_token(word: str) -> None:
    """Combining letters of other scripts apart, nothing that a reader would read is left out."""
    covered = {place for token in tokens(word) for place in range(token.start, token.end)}
    assert covered == set(range(len(word)))


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("went", "go"),
        ("held", "holding"),
        ("sold", "sells"),
        ("spent", "spend"),
        ("made", "making"),
        ("grew", "growing"),
        ("lost", "losing"),
        ("built", "build"),
        ("men", "man"),
        ("children", "child"),
        ("people", "person"),
        ("criteria", "criterion"),
        ("companies", "company"),
        ("organised", "organizing"),
        ("labour", "Labor"),
        ("centres", "center"),
        ("programmes", "program"),
        ("analysed", "analyze"),
        ("naïve", "naive"),
        ("US", "U.S."),
        ("U.K.", "UK"),
        ("eleven", "11"),
    ],
)
def test_forms_of_one_word_share_a_stem(form: str, base: str) -> None:
    assert stem(form) == stem(base)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("found", "find"),
        ("founder", "found"),
        ("business", "busy"),
        ("university", "universe"),
        ("manager", "management"),
        ("positive", "position"),
        ("important", "import"),
        ("earnings", "earn"),
        ("employer", "employee"),
        ("emergency", "emerge"),
        ("engineer", "engine"),
        ("us", "US"),
        ("rise", "rize"),
    ],
)
def test_words_that_differ_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.from_regex(r"[a-z]{1,14}", fullmatch=True))
def test_the_table_of_stems_only_saves_time(word: str) -> None:
    assert stem(word) == worked_out_stem(word) == stem(word.capitalize())


@pytest.mark.parametrize("word", ["the", "of", "did", "what", "please", "actually", "tell", "me", "know", "it's"])
def test_function_words_hold_a_sentence_together(word: str) -> None:
    assert is_function_word(word)


@pytest.mark.parametrize("word", ["not", "no", "never", "without", "company", "first", "only", "main", "more", "2"])
def test_words_that_change_a_fact_are_no_function_words(word: str) -> None:
    assert not is_function_word(word)
