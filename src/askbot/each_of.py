"""What is asked of two or three by name, told of each: "When were A and B founded?" has two answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from askbot.periods import MONTHS, find_periods
from askbot.question import Question, QuestionKind
from askbot.types import Answer, Claim
from askbot.wording import name_runs

# What is asked of them together, or of one and the other: neither is asked about alone.
_TOGETHER = re.compile(
    r"\b(?:together|combined|jointly|altogether|in all|in total|total|sum|both|between|among|each other|one another"
    r"|in common|apart|differ\w*|versus|than|or)\b",
    re.IGNORECASE,
)
_ALONE = {"were": "was", "are": "is", "do": "does", "have": "has"}
_PLURAL = re.compile(r"\b(?:were|are|do|have)\b")
_AND = re.compile(r"(?:['’]s?)?,? and (?:of |for |by |in |at )?(?:the )?")
_COMMA = re.compile(r"(?:['’]s?)?, ")
_WHAT = frozenset({QuestionKind.FACT, QuestionKind.LIST})
MOST, LONGEST = 3, 200  # names, characters of a question

Ask = Callable[[str], Answer]
Read = Callable[[], Answer]


def questions(text: str) -> dict[str, str]:
    """The question about each alone, by name; empty where no row of names is asked about.

    >>> questions("When were Orlin and Tarvik Rail founded?")
    {'Orlin': 'When was Orlin founded?', 'Tarvik Rail': 'When was Tarvik Rail founded?'}
    >>> questions("How much did Orlin and Tarvik earn together?")
    {}
    """
    if len(text) > LONGEST or _TOGETHER.search(text):
        return {}
    shifted = f"x {text}"
    runs = [(start - 2, end - 2) for start, end in name_runs(shifted)]
    rows = [row for row in _rows(text, runs) if not any(_is_time(text[slice(*one)]) for one in row)]
    if len(rows) != 1 or len(rows[0]) > MOST:
        return {}
    row = rows[0]
    before, behind = text[: row[0][0]], text[row[-1][1] :]
    verb = _PLURAL.search(before)
    alone = f"{before[: verb.start()]}{_ALONE[verb[0]]}{before[verb.end() :]}" if verb else before
    return {text[slice(*one)]: f"{alone}{text[slice(*one)]}{behind}" for one in row}


def _is_time(name: str) -> bool:
    return bool(find_periods(name)) or any(word.lower() in MONTHS for word in name.split())


def _rows(text: str, runs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The rows of names in a text: those joined by commas, the last by "and"."""
    rows: list[list[tuple[int, int]]] = []
    row = list(runs[:1])
    for (_, end), after in pairwise(runs):
        between = text[end : after[0]]
        if _AND.fullmatch(between):
            rows.append([*row, after])
            row = [after]
        elif _COMMA.fullmatch(between):
            row.append(after)
        else:
            row = [after]
    return rows


def told(asked: Question, ask: Ask, read: Read) -> Answer | None:
    """Answer with what is told of each by name, and say of whom nothing is; None where it is told of them together.

    `ask` answers a question about one, `read` reads the one about all.
    """
    ways = questions(asked.focus) if asked.kind in _WHAT else {}
    if not ways or _in_one_breath(list(ways), read()):
        return None
    answers = {name: ask(one) for name, one in ways.items()}
    known = {name: one for name, one in answers.items() if one.short and _names(one, name) and not one.calculations}
    if not known or len({one.short for one in known.values()}) < len(known):
        return None
    missing = [name for name in ways if name not in known]
    if len(known) == 1 and any(answers[name].refusal is None for name in missing):
        return None  # what is told of another may be told of all
    claims = tuple(Claim(f"{name}: {one.short}", one.citations) for name, one in known.items())
    notes = (f"No answer was found for {' and '.join(missing)}.",) if missing else ()
    places = dict.fromkeys(place for one in known.values() for place in one.highlights)
    return Answer(asked.text, asked.text, claims=claims, notes=notes, highlights=tuple(places))


def _names(answer: Answer, name: str) -> bool:
    return any(name.split()[-1] in citation.quote for citation in answer.citations)


def _in_one_breath(names: Sequence[str], answer: Answer) -> bool:
    """Whether a sentence of an answer has the names side by side: what it says, it says of all."""
    joint = re.compile(r"(?:,? (?:and|or) |/| & |, )".join(re.escape(name) for name in names))
    return any(joint.search(citation.quote) for citation in answer.citations)
