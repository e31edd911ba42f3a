"""What is done with the things that are counted: those that somebody owns are not all that it runs."""

from __future__ import annotations

import re
from functools import cache

from askbot.matching import MATCHED, clause_at, wording
from askbot.quantities import find
from askbot.question import Question
from askbot.words import stem

# Each line is one thing to do; who does one of them may do another to fewer, or to none.
_DEALINGS = """
    own owns owned possess
    operate run fly use sail drive
    lease rent charter hire
    sell sale sold offload
    buy bought purchase acquire
    order ordered
    build built construct manufacture
    cancel cancelled scrap
    open opened
    close closed shut
    lend lent borrow
"""


@cache
def _dealings() -> dict[str, int]:
    rows = [line.split() for line in _DEALINGS.splitlines() if line.strip()]
    return {stem(word): number for number, row in enumerate(rows) for word in row}


def counts_others(asked: Question, text: str, at: int) -> bool:
    """Say whether the figure at an offset counts other things than those that "how many …" asks for.

    It does where it only describes one ("a 90-seat plane" has a figure of seats), and where the last verb of dealing
    before it, in its clause, is another than the question's.
    """
    return _describes(asked, text, at) or _dealt_otherwise(asked, text, at)


def _describes(asked: Question, text: str, at: int) -> bool:
    figure = next((one for one in find(text) if one.start <= at < one.end), None)
    if figure is None or asked.head is None or not re.match(r"-[a-z]", text[figure.end : figure.end + 2]):
        return False
    return wording(figure.unit).holds(asked.head) < MATCHED


def _dealt_otherwise(asked: Question, text: str, at: int) -> bool:
    known = _dealings()
    wanted = {known[term.stem] for term in asked.terms if term.stem in known and not term.capitalised}
    if len(wanted) != 1:
        return False
    start, _ = clause_at(text, at)
    before = [known[token.stem] for token in wording(text[start:at]).tokens if token.stem in known]
    return bool(before) and before[-1] not in wanted
