"""What speaks against a figure that a phrase names: it is a part, another result, or what somebody expected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from askbot.matching import MATCHED, clause_at, wording
from askbot.owners import Mark
from askbot.question import Question, Term
from askbot.words import stem

# "Of the revenue, $7 million came from repairs and $5 million from contracts."
_OPENED = re.compile(r"^Of (?:the |its |their |that |this |[\w&.-]+['’]s? )?(?P<whole>[a-z][a-z -]*?),? ")
_EXPECTED = re.compile(
    r"\b(?:had|have|were|was|been) (?:expected|expecting|forecast\w*|predicted|hoped|hoping|reckoned|pencilled in)\b"
    r"|\b(?:analysts|economists|investors|forecasters|the market|consensus) (?:expect\w*|forecast\w*|predict\w*"
    r"|reckon\w*)\b|\bexpectations? of\b",
    re.IGNORECASE,
)
_EXPECTS = re.compile(
    r"\b(?:expect|forecast|predict|hope|reckon|estimate|analyst|consensus|guidance|target)\w*\b", re.IGNORECASE
)
_TOP = frozenset(stem(word) for word in ["revenue", "sales", "turnover"])
_PROFIT = frozenset(stem(word) for word in ["profit", "earnings", "income"])
_LOSS = frozenset(stem(word) for word in ["loss", "lose"])
# "It earned $30 million on sales of $600 million", "it lost $5 million".
_LOST = re.compile(
    r"\b(?:los(?:t|es|ing)|loss(?:es)?(?: of| was| were| came to| amounted to)?)\b[^,;\d]{0,25}$", re.IGNORECASE
)
_EARNED = re.compile(r"\bprofits?(?: of| was| were| came to| amounted to)\b[^,;\d]{0,25}$", re.IGNORECASE)
_ON_SALES = re.compile(r"\s*(?:,\s*)?\bon (?:[a-z-]+ ){0,3}(?:revenues?|sales|turnover)\b", re.IGNORECASE)


def is_another(asked: Question, text: str, mark: Mark, terms: Sequence[Term]) -> bool:
    """Say whether a figure is a part, an expectation or another line of the accounts than what the terms name."""
    start, end = mark.quantity.start, mark.quantity.end
    return (
        _is_guessed(asked, text, start)
        or _is_opened_part(text, start, mark.left, terms)
        or _is_other_line(terms, text, start, end)
    )


def _is_opened_part(text: str, start: int, left: int, terms: Sequence[Term]) -> bool:
    """Say whether a sentence opens with the whole that the terms name and the figure is a part that they don't name."""
    opened = _OPENED.match(text)
    if opened is None or not any(wording(opened["whole"]).holds(term.stem) >= MATCHED for term in terms):
        return False
    own = wording(text[max(left, opened.end()) : start] + text[start : clause_at(text, start)[1]])
    whole = wording(opened["whole"])
    return not any(own.holds(term.stem) >= MATCHED > whole.holds(term.stem) for term in terms)


def _is_guessed(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is what was expected, where the question doesn't ask for that."""
    if _EXPECTS.search(asked.focus):
        return False
    return _EXPECTED.search(text[clause_at(text, start)[0] : start]) is not None


def _kinds(words: Iterable[str]) -> set[str]:
    return {word.replace("-", "") for word in words} & {"operating", "gross", "pretax"}


def _is_other_line(terms: Sequence[Term], text: str, start: int, end: int) -> bool:
    """Say whether a figure is what was lost, where the terms ask for what was earned, or either for what was sold."""
    stems = {term.stem for term in terms}
    asked_as = _kinds(term.lower for term in terms)
    first, last = clause_at(text, start)
    if (
        stems & (_LOSS | _PROFIT)
        and asked_as
        and not asked_as & _kinds(re.findall(r"[a-z-]+", text[first:last].lower()))
    ):
        return True  # a loss is no operating loss
    if stems & _LOSS:
        return False
    if stems & _PROFIT:
        return _LOST.search(text[:start]) is not None
    if stems & _TOP:
        return any(found.search(text[:start]) for found in (_LOST, _EARNED)) or _ON_SALES.match(text, end) is not None
    return False
