"""Which side of a vote or a poll a figure is of: "31 voted in favour, 19 against, and four abstained"."""

from __future__ import annotations

import re
from itertools import pairwise

from askbot.quantities import find
from askbot.question import Question
from askbot.ties import alike

_SIDES = (
    re.compile(r"\b(?:against|oppos\w+|voted no|rejected?|disapprov\w+)\b", re.IGNORECASE),
    re.compile(r"\b(?:undecided|abstain\w*|abstentions?|unsure|no opinion|(?:did|do)(?: not|n['’]t) (?:vote|know))\b", re.IGNORECASE),
    re.compile(
        r"\bin favou?r\b|\bfavou?r(?:s|ed)?\b|\bvot(?:e|es|ed|ing) (?:yes|for)\b|\bsupport(?:s|ed|ing)?\b|\bapprov(?:e|es|ed)\b|\bback(?:s|ed)\b",
        re.IGNORECASE,
    ),
)  # fmt: skip
# "9 to 6 against", "by 38 votes to 12": the winners first.
_TALLY = re.compile(r"(?: votes?)? (?:to|–) ")
_LOST = re.compile(r"\b(?:reject|refus|defeat|voted? (?:it |that )?down|turn(?:ed|s)? down|fail)\w*", re.IGNORECASE)
# "What was the vote count?" asks for both sides.
_COUNT = re.compile(
    r"\b(?:vote count|tally|(?:result|outcome) of the (?:vote|ballot|poll)|how did .* vote)\b", re.IGNORECASE
)
_WHO = re.compile(r"who(?:m|se)?\b|which [a-z]+", re.IGNORECASE)
AGAINST, FOR = 0, 2
LEAST_SIDES = 2


def of_another_side(asked: Question, text: str, at: int, end: int = 0) -> bool:
    """Say whether the figure at an offset is of another side of a vote than the question asks for, or of one of both.

    Where the sentence gives two sides or more, each behind its figure, one of them answers nothing if no side is
    asked for; a figure of the only side that it gives may answer that.
    """
    figures = find(text)
    one = next((figure for figure in figures if figure.start <= at < figure.end), None)
    if one is None:
        return False
    wanted = _side(asked.focus)
    if wanted is None and _COUNT.search(asked.focus) and _in_tally(text, one.start) is not None:
        return len([figure for figure in figures if at <= figure.start < end]) < LEAST_SIDES
    if wanted in (AGAINST, FOR) and (tally := _in_tally(text, one.start)) is not None:
        return tally != wanted
    row = [figure for figure in figures if alike(figure, one)]
    ends = [*(figure.start for figure in row[1:]), len(text)]
    sides = {figure.start: _side(text[figure.end : end]) for figure, end in zip(row, ends, strict=True)}
    if len({side for side in sides.values() if side is not None}) < LEAST_SIDES:
        return None not in (wanted, sides[one.start]) and sides[one.start] != wanted
    return sides[one.start] != wanted


def takes_the_other_side(asked: Question, text: str) -> bool:
    """Say whether a sentence only tells who is for something, where it is asked who is against it, or the other way round.

    >>> from askbot.question import parse
    >>> text = "The fund has promised to vote for the deal."
    >>> [takes_the_other_side(parse(q), text) for q in ("Who is against the deal?", "Who supports the deal?")]
    [True, False]
    """
    wanted = _side(asked.focus) if _WHO.match(asked.focus) else None
    if wanted not in (AGAINST, FOR):
        return False
    return _SIDES[FOR - wanted].search(text) is not None and _SIDES[wanted].search(text) is None


def _in_tally(text: str, at: int) -> int | None:
    """Return the side of a figure of a result; None where it is of none."""
    figures = [figure for figure in find(text) if figure.unit in ("", "vote")]
    for first, second in pairwise(figures):
        if at in (first.start, second.start) and _TALLY.fullmatch(text[first.end : second.start]):
            behind = _side(text[second.end :].split(",")[0])
            won = behind if behind in (AGAINST, FOR) else AGAINST if _LOST.search(text) else FOR
            return won if at == first.start else FOR - won
    return None


def _side(words: str) -> int | None:
    """Return the side that some words name first, None for none."""
    found = [(said.start(), side) for side, one in enumerate(_SIDES) if (said := one.search(words))]
    return min(found)[1] if found else None
