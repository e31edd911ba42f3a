"""Who else: whoever is known already is no answer, nor is the only one that a sentence names."""

from __future__ import annotations

import re

from askbot.reading.halves import flat
from askbot.words import is_function_word, tokens

_ASKS = re.compile(
    r"^(?:and |so )?(?:who|whom|which|what (?:other )?(?:company|companies|firms?|bank|banks|people|investors?)|has|have|had|is|are|was|were|did|does|do|will)\b"
    r"(?=.*\b(?P<mark>else|other than|besides|apart from|aside from|except(?: for)?|in addition to|any other|another|other)\b)",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:other than|besides|apart from|aside from|except(?: for)?|in addition to) (?P<known>[^,?]+)", re.IGNORECASE
)
_WHO_ELSE = re.compile(r"\b(?:who(?:m)?|anyone|anybody|someone|somebody|no one|nobody) else\b", re.IGNORECASE)
_FURTHER = re.compile(
    r"\b(?:also|another|others?|rivals?|second|too|besides|join(?:s|ed|ing)?|along with|together with|alongside|in addition|likewise|as well"
    r"|earlier|previous(?:ly)?|(?:two|three|four|five|several|many) [a-z-]+s)\b",
    re.IGNORECASE,
)
_NAME = r"(?:(?:[Tt]he|[Ii]ts|[Aa]n?) )?(?:[a-z-]+ ){0,4}(?:of )?[A-Z][\w’'&.-]*"
_ROW = re.compile(rf"[A-Z][\w’'&.-]*[^;.]{{0,80}},? and {_NAME}")
_JOINED = re.compile(r",? and |, ")
_ABOUT_VERBS = re.compile(
    r" (?:who|whom|which|did|does|do|has|have|had|is|are|was|were|will|would|can)\b.*$", re.IGNORECASE
)
MOST_WORDS_OF_A_NAME = 6


def asks(focus: str) -> bool:
    """Say whether a question asks for others than those whom it names or takes for known.

    >>> [asks(text) for text in ("Who else founded Orlin?", "Which bank other than Orlin bid?", "What else is there?")]
    [True, True, False]
    """
    found = _ASKS.match(focus)
    return found is not None and (_WHO_ELSE.search(focus) is not None or _BUT.search(focus) is not None)


def known(focus: str) -> frozenset[str]:
    """The stems of those whom a question leaves out: of "other than the bank Orlin" both words; empty where it names none."""
    found = _BUT.search(focus)
    if found is None:
        return frozenset()
    named = _ABOUT_VERBS.sub("", found["known"])
    words = [one for one in tokens(named) if not is_function_word(one.lower)]
    capitals = [one for one in words if one.text[0].isupper()]
    return frozenset(one.stem for one in (capitals or words[:2]))


def beside(short: str, left_out: frozenset[str]) -> list[tuple[int, int]] | None:
    """Where the names of a row stand that aren't left out; None where the words are no row of names.

    >>> [("Ada Brill and Bo Ek"[a:b]) for a, b in beside("Ada Brill and Bo Ek", frozenset({"brill"}))]
    ['Bo Ek']
    """
    cuts = [0, *(at for found in _JOINED.finditer(short) for at in found.span()), len(short)]
    pieces = [(cuts[i], cuts[i + 1]) for i in range(0, len(cuts), 2)]
    if any(len(short[a:b].split()) > MOST_WORDS_OF_A_NAME or not short[a:b].strip() for a, b in pieces):
        return None
    return [(a, b) for a, b in pieces if not left_out & {one.stem for one in tokens(short[a:b])}]


def tells_of_several(text: str) -> bool:
    """Say whether a sentence has more than one doer, or says that there is a further one.

    >>> [tells_of_several(text) for text in ("Arn bid for it.", "Arn and the bank Bero bid for it.", "Arn also bid for it.")]
    [False, True, True]
    """
    text = flat(text)
    return _FURTHER.search(text) is not None or _ROW.search(text) is not None


def is_row(short: str) -> bool:
    """Say whether an answer names several.

    >>> is_row("Arn, which holds 15%; Bero holds 7%"), is_row("Arn of Orvik")
    (True, False)
    """
    pieces = re.split(r"; |, | and ", short)
    if ";" not in short and beside(short, frozenset()) is None:
        return False  # "Arn opposes it, and the mayor": what they do is told too
    return len([one for one in pieces if re.match(r"(?:the |Likely )?[$A-Z]|[a-z]+[A-Z]", one)]) > 1
