"""Typing errors: a word that neither English nor the corpus knows becomes the corpus's word that is nearest.

Pure. A word that exists is never touched, nor is an inflection of one: "rain" is no misspelt "grain", "halved" is "halve".
A name is never made another name: what is printed with a capital is mended only where letters were left out, doubled
or swapped, not where another stands in their place.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping

from askbot.words import known_stems, tokens

SHORTEST = 4  # a shorter word has too many neighbours
# Words of reckoning that a small vocabulary lacks: "halved" is no misspelt "have".
RECKONED = frozenset(
    (
        "halved",
        "halve",
        "halves",
        "halving",
        "tripled",
        "triples",
        "quadrupled",
        "foundings",
        "drawdown",
        "valuations",
        "turnarounds",
    )
)
LIKENESS = 0.8  # one wrong letter in five, or two in ten
ENGLISH_LIKENESS = 0.85  # of a word that only English knows, which is the worse guess
MOST_COMPARED = 5_000
# What makes another form of a word, and what it may have replaced.
_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("r", ""),
    ("er", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ings", ""),
    ("ings", "e"),
)
QUESTION_WORDS = ("how", "what", "when", "where", "which", "who", "whose", "why", "does", "much", "many")
# What people write for short, and what it stands for.
SHORTHAND = {
    "teh": "the", "hte": "the", "adn": "and", "taht": "that", "hw": "how", "hwo": "how", "mny": "many", "mch": "much",
    "wen": "when", "wher": "where", "wht": "what", "waht": "what", "whn": "when", "frm": "from", "usr": "user",
    "usrs": "users", "cust.": "customers", "srvcs": "services", "svcs": "services", "nr": "number", "amt": "amount",
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
        better = _better(token.lower, vocabulary, known, opening=number < 2, name=token.text != token.text.lower())
        if better is not None:
            made = made[: token.start] + better + made[token.end :]
    return made


def _better(
    word: str, vocabulary: Mapping[str, int], known: Callable[[str], bool], *, opening: bool, name: bool
) -> str | None:
    """The word that was meant, or None where it stands as it is."""
    if word in SHORTHAND and word not in vocabulary:
        return SHORTHAND[word]
    if not word.isalpha() or word in vocabulary or known(word) or word in RECKONED:
        return None
    if opening and (close := difflib.get_close_matches(word, QUESTION_WORDS, n=1, cutoff=0.75)):
        return close[0]
    if len(word) >= SHORTEST and any(
        word.endswith(ending) and (known(base := word.removesuffix(ending) + old) or base in known_stems())
        for ending, old in _ENDINGS
    ):
        return None
    if any(
        word.endswith(old) and word.removesuffix(old) + ending in vocabulary
        for ending, old in (("s", ""), ("ies", "y"))
    ):
        return None  # the one of many that the corpus speaks of
    if word.endswith("s") and word[:-1] in vocabulary:
        return f"{word[:-1]}'s"
    if len(word) < SHORTEST:
        return None
    close = _near(word, vocabulary, LIKENESS)
    if name:
        close = [other for other in close if not _exchanges(word, other)]
    if close:
        return max(close, key=lambda w: (difflib.SequenceMatcher(None, w, word).ratio(), vocabulary[w]))
    return next(iter(_near(word, known_stems(), ENGLISH_LIKENESS)), None) if not name else None


def _near(word: str, words: Iterable[str], likeness: float) -> list[str]:
    near = [w for w in words if w[0] == word[0] and abs(len(w) - len(word)) <= 2 and w.isalpha()]
    return difflib.get_close_matches(word, near[:MOST_COMPARED], n=3, cutoff=likeness)


def _exchanges(word: str, other: str) -> bool:
    """Another letter stands in the place of one: a different name, most likely."""
    return len(word) == len(other) and sorted(word) != sorted(other)
