"""Typing errors: a word that neither English nor the corpus knows becomes the corpus's word that is nearest.

Pure. A word that exists is never touched: "rain" is no misspelt "grain".
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping

from askbot.words import tokens

SHORTEST = 4  # a shorter word has too many neighbours
LIKENESS = 0.8  # one wrong letter in five, or two in ten
MOST_COMPARED = 5_000


def corrected(text: str, vocabulary: Mapping[str, int], known: Callable[[str], bool]) -> str:
    """Mend the misspelt words of a question.

    `vocabulary` holds the corpus's words in lower case with their frequencies, `known` says whether a word is
    English. Everything else of the text stays as it is.

    >>> corrected("the valuaton, please", {"valuation": 3}, {"the", "please"}.__contains__)
    'the valuation, please'
    """
    made = text
    for token in reversed(tokens(text)):
        word = token.lower
        if len(word) < SHORTEST or not word.isalpha() or word in vocabulary or known(word):
            continue
        near = [w for w in vocabulary if w[0] == word[0] and abs(len(w) - len(word)) <= 2 and w.isalpha()]
        close = difflib.get_close_matches(word, near[:MOST_COMPARED], n=3, cutoff=LIKENESS)
        if close:
            best = max(close, key=lambda w: (difflib.SequenceMatcher(None, w, word).ratio(), vocabulary[w]))
            made = made[: token.start] + best + made[token.end :]
    return made
