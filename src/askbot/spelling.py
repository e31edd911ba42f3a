"""Typing errors: a word that neither English nor the corpus knows becomes the nearest word that one of them knows.

Pure. A word that exists is never touched, nor is an inflection of one: "rain" is no misspelt "grain", "halved" is "halve".
A name is not made another name: what is printed with a capital is mended only where letters were left out, doubled
or swapped, and in a long one where the key beside the right one was hit.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from askbot.units import MEASURES, singular
from askbot.words import known_stems, stem, tokens

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
SHORTEST_KNOWN = 3
MORE_COMMON = 1_000  # times, as the commonest word: of what a large corpus prints now and then, "rev" is still short for "revenue"
LONG = 8  # letters; such a word may have two slips in it, and no two names are so much alike
VERY_LONG = 10  # two slips in what the corpus doesn't have
MOST_NEAR = 12
OPENING = 2  # words; among them a question has its question word
SHORTEST_BASE = 4  # letters; "shaer" is no form of "sha"
QUESTION_LIKENESS = 0.75  # of the words that open a question, of which there are few
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
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


def corrected(text: str, vocabulary: Mapping[str, int], english: Mapping[str, int]) -> str:
    """Mend the misspelt words of a question.

    `vocabulary` holds the corpus's words in lower case with their frequencies, `english` the common English ones with
    their ranks, the commonest first. Everything else of the text stays as it is.

    >>> corrected("the valuaton, please", {"valuation": 3}, {"the": 0, "please": 1})
    'the valuation, please'
    """
    made = text
    words = tokens(text)
    for number, token in reversed(list(enumerate(words))):
        capital = token.text != token.text.lower()
        better = _better(token.lower, vocabulary, english, number=number, capital=capital)
        if better is not None:
            if capital:
                better = better[0].upper() + better[1:]
            made = made[: token.start] + better + made[token.end :]
    return made


def _better(
    word: str, vocabulary: Mapping[str, int], english: Mapping[str, int], *, number: int, capital: bool
) -> str | None:
    """The word that was meant, or None where it stands as it is."""
    meant, printed = SHORTHAND.get(word), vocabulary.get(word, 0)
    most = max(vocabulary.values(), default=0) if meant is not None and printed else 0
    rare = len(word) >= SHORTEST_KNOWN and not capital and printed * MORE_COMMON <= most
    if meant is not None and (not printed or rare):
        return meant
    if not word.isalpha() or word in vocabulary or word in english or word in RECKONED or singular(word) in MEASURES:
        return None
    if word in known_stems() or re.sub(r"(?<=[iy])z(?=e[sd]?$|ing$|ation$)", "s", word) in known_stems():
        return None  # a small vocabulary has "summarized" and no "summarize"
    if number < OPENING and (close := difflib.get_close_matches(word, QUESTION_WORDS, n=1, cutoff=QUESTION_LIKENESS)):
        return close[0]
    if len(word) >= SHORTEST and any(
        word.endswith(ending)
        and len(base := word.removesuffix(ending) + old) >= SHORTEST_BASE
        and (base in english or base in known_stems())
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
    if len(word) < SHORTEST or _inflects(word, vocabulary):
        return None
    near = set(_near(word, vocabulary))
    if capital and number:
        near = {other for other in near if not _another_name(word, other)}
    else:
        most = 2 if len(word) >= VERY_LONG else 1
        english_only = {other for words in (english, known_stems()) for other in _near(word, words, most=most)}
        near |= {other for other in english_only if len(word) > SHORTEST or not _carelessness(word, other)}
    if capital:  # the first word has its capital anyway
        near = {other for other in near if other in english or not _another_name(word, other)}
    rarest = len(english)
    return min(
        near,
        key=lambda other: (
            _slips(word, other),
            other not in vocabulary,
            _carelessness(word, other),
            -vocabulary.get(other, 0),
            english.get(other, rarest),
        ),
        default=None,
    )


def _inflects(word: str, vocabulary: Mapping[str, int]) -> bool:
    """Say whether the corpus has another form of the word: "retrained" beside "retraining"."""
    own = stem(word)
    return own != word and any(other.startswith(word[:SHORTEST]) and stem(other) == own for other in vocabulary)


def _carelessness(word: str, other: str) -> int:
    """What a slip takes, 0 for the commonest: two letters swapped, one doubled, the key beside it, anything else."""
    if sorted(word) == sorted(other):
        return 0
    exchanged = _exchanged(word, other)
    if exchanged is not None:
        return 1 if _neighbours(*exchanged) else 2
    longer, shorter = sorted((word, other), key=len, reverse=True)
    doubled = any(
        longer[:at] + longer[at + 1 :] == shorter and longer[at] == longer[at - 1] for at in range(1, len(longer))
    )
    return 0 if doubled else 2


def _near(word: str, words: Iterable[str], *, most: int = 2) -> list[str]:
    """The words that begin alike and are one slip away, or two where the word is long and `most` allows for it."""
    slips = min(most, 2 if len(word) >= LONG else 1)
    alike = [one for one in words if one[0] == word[0] and abs(len(one) - len(word)) <= slips and one.isalpha()]
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, alike, scorer=OSA.distance, score_cutoff=slips, limit=MOST_NEAR)
    return [one for one, _, _ in found]


def _slips(word: str, other: str) -> int:
    from rapidfuzz.distance import OSA

    return OSA.distance(word, other)


def _another_name(word: str, other: str) -> bool:
    """Another letter stands in the place of one: a different name, unless it is long and the keys lie side by side."""
    if len(word) != len(other) or sorted(word) == sorted(other):
        return _slips(word, other) > 1
    exchanged = _exchanged(word, other)
    return exchanged is None or len(word) < LONG or not _neighbours(*exchanged)


def _exchanged(word: str, other: str) -> tuple[str, str] | None:
    """The letter that stands in the place of another, and that one; None where it isn't just that."""
    different = [pair for pair in zip(word, other, strict=False) if pair[0] != pair[1]]
    return different[0] if len(word) == len(other) and len(different) == 1 else None


def _neighbours(one: str, other: str) -> bool:
    """Say whether two letters lie side by side on a keyboard."""
    return any(one + other in row or other + one in row for row in _ROWS)
