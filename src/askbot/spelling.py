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
QUESTION_WORDS = ("how", "what", "when", "where", "which", "who", "whose", "why", "does", "much", "many")
# What people write for short, and what it stands for.
SHORTHAND = {
    "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "thx": "thanks", "wat": "what", "whats": "what's",
    "whos": "who's", "wheres": "where's", "hows": "how's", "whens": "when's", "rev": "revenue", "revs": "revenues",
    "uni": "university", "op": "operating", "yr": "year", "yrs": "years", "mth": "month", "mths": "months", "qtr": "quarter",
    "qtrs": "quarters", "avg": "average", "approx": "approximately", "mgmt": "management", "govt": "government",
    "dept": "department", "emp": "employees", "biz": "business", "ppl": "people", "pct": "percent", "min": "minimum",
    "max": "maximum", "info": "information", "exec": "executive", "execs": "executives", "vs": "versus", "tot": "total",
    "w": "with", "b4": "before", "abt": "about", "bc": "because", "cos": "because", "co": "company", "cos.": "companies",
    "sub": "subscription", "subs": "subscriptions", "mkt": "market", "tech": "technology", "intl": "international",
    "val": "valuation", "acq": "acquisition", "inv": "investment", "invs": "investors", "fin": "financial",
    "dev": "development", "prod": "product", "prods": "products", "cust": "customers", "custs": "customers",
}  # fmt: skip


def corrected(text: str, vocabulary: Mapping[str, int], known: Callable[[str], bool]) -> str:
    """Mend the misspelt words of a question.

    `vocabulary` holds the corpus's words in lower case with their frequencies, `known` says whether a word is
    English. Everything else of the text stays as it is.

    >>> corrected("the valuaton, please", {"valuation": 3}, {"the", "please"}.__contains__)
    'the valuation, please'
    """
    made = text
    words = tokens(text)
    for number, token in reversed(list(enumerate(words))):
        better = _better(token.lower, vocabulary, known, opening=number < 2)
        if better is not None:
            made = made[: token.start] + better + made[token.end :]
    return made


def _better(word: str, vocabulary: Mapping[str, int], known: Callable[[str], bool], *, opening: bool) -> str | None:
    """The word that was meant, or None where it stands as it is."""
    if word in SHORTHAND and word not in vocabulary:
        return SHORTHAND[word]
    if not word.isalpha() or word in vocabulary or known(word):
        return None
    if opening and (close := difflib.get_close_matches(word, QUESTION_WORDS, n=1, cutoff=0.75)):
        return close[0]
    if word.endswith("s") and word[:-1] in vocabulary:
        return f"{word[:-1]}'s"
    if len(word) < SHORTEST:
        return None
    near = [w for w in vocabulary if w[0] == word[0] and abs(len(w) - len(word)) <= 2 and w.isalpha()]
    close = difflib.get_close_matches(word, near[:MOST_COMPARED], n=3, cutoff=LIKENESS)
    if not close:
        return None
    return max(close, key=lambda w: (difflib.SequenceMatcher(None, w, word).ratio(), vocabulary[w]))
