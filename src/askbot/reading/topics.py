"""Whom a sentence speaks of that names nobody: "it", "the company", or nothing but a figure; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from askbot import tables
from askbot.holders import is_related
from askbot.matching import clauses, wording

# A pronoun points at somebody named not much further back.
MOST_SENTENCES = 8
MOST_LOOKED_THROUGH = 500  # a section that goes on for longer seldom speaks of one alone
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|their|the (?:company|firm|group|club|team|project|agency|bank|startup|start-up|organi[sz]ation"
    r"|institute|museum|operator|airline|carrier|studio|cooperative|brewery|chain|retailer|producer|maker|publisher"
    r"|charity|insurer|lender|utility|developer))\b",
    re.IGNORECASE,
)
# "Turnover came to €5 million", "The net loss was €2 million": of whom was spoken last.
_ACCOUNTS = re.compile(
    r"(?:The )?(?:(?:[Nn]et|[Gg]ross|[Tt]otal|[Oo]perating|[Gg]roup|[Aa]nnual|[Pp]re-tax|[Aa]verage|[Ww]age) ){0,2}"
    r"(?:[Rr]evenues?|[Ss]ales|[Tt]urnover|[Ii]ncome|[Pp]rofits?|[Ll]oss(?:es)?|[Ee]arnings|EBITDA|[Dd]ebts?|[Hh]eadcount|[Bb]ill"
    r"|[Aa]ttendance|[Tt]akings|[Oo]utput)\b(?! (?:of|at|in|from|for) (?:the )?[A-Z])"
)
_AGAINST = re.compile(
    r"\b(?:like|unlike|compared (?:with|to)|than|versus|against|ahead of|behind|alongside|besides|from|by) (?:the )?$",
    re.IGNORECASE,
)
# "By a pact of 1 May, the firm sells …"
_OPENING = re.compile(r"(?:Under|In|At|On|By|After|Before|With|Since|During|For|As|From) [^,;]{1,90}, ")
BEHIND_AN_OPENING = 15
HEAD_CHARACTERS = 45  # "At the end of last December the company held"
# Up to here a name is what a sentence is about: "In 2024, Orlin's sales", "The brewer Orlin".
OPENING_CHARACTERS = 30


def topic(sentence: str, before: Sequence[str], subjects: frozenset[str]) -> str:
    """Name the subject that a sentence speaks of without naming it, from those before it in its section; "" for none.

    Where it points back ("it", "the company"), the nearest sentence that names any of them decides, by what its last
    clause opens with, or the only one that it names; elsewhere the section must have named no other. `subjects` are stems.

    >>> both, told = frozenset({"orlin", "tarvik"}), ["Orlin's sales fell.", "Its rival Tarvik has 90 pubs."]
    >>> topic("It opened ten.", told, both), topic("Ten were opened.", told, both), topic("They fell.", told[:1], both)
    ('Tarvik', '', 'Orlin')
    """
    if not points_back(sentence, len(sentence)):
        return _only_one(before, subjects)
    for text in reversed(before[-MOST_SENTENCES:]):
        named = _named(text, subjects)
        if not named:
            continue
        for start, end in reversed(list(clauses(text))):
            opening = next((run for run in named if start <= run[0] < min(end, start + OPENING_CHARACTERS)), None)
            if opening is not None:
                return text[slice(*opening)]
        return text[slice(*named[0])] if len({text[slice(*run)] for run in named}) == 1 else ""
    return ""


def _only_one(texts: Sequence[str], subjects: frozenset[str]) -> str:
    """The name in the texts, where none stands beside it; "" too where they are too many to look through."""
    if len(texts) > MOST_LOOKED_THROUGH:
        return ""
    first = ""
    for text in texts:
        for run in _named(text, subjects, all_of_them=True):
            name = text[slice(*run)]
            first = first or name
            if wording(name).stems & subjects != wording(first).stems & subjects:
                return ""
    return first


def _named(sentence: str, subjects: frozenset[str], *, all_of_them: bool = False) -> list[tuple[int, int]]:
    """Where a sentence names subjects, but for those that something is only held against or that say what another is."""
    runs: list[tuple[int, int]] = []
    for token in wording(sentence).tokens:
        if token.stem not in subjects or not token.text[0].isupper():
            continue
        if runs and sentence[runs[-1][1] : token.start] in (" ", "-"):
            runs[-1] = (runs[-1][0], token.end)
        elif all_of_them or not (is_related(sentence, token.start) or _AGAINST.search(sentence[: token.start])):
            runs.append((token.start, token.end))
    return runs


def points_back(text: str, at: int) -> bool:
    """Say whether the words before an offset, at the head of a sentence, point at somebody named before."""
    accounts = _ACCOUNTS.match(text)
    if accounts is not None and accounts.end() <= at:
        return True
    opening = _OPENING.match(text)
    head = max(HEAD_CHARACTERS, opening.end() + BEHIND_AN_OPENING if opening else 0)
    return _POINTS_BACK.search(text, 0, min(at, head)) is not None


_ELSEWHERE = re.compile(
    r"\W*(?:for (?:more|further)(?: \w+)? (?:on|about)\b[^.]*\b(?:see|read|visit)\b|see also\b|read (?:more|also|next)\b|related(?: \w+)?:"
    r"|further reading\b|also read\b)",
    re.IGNORECASE,
)


_ASKS_OF_TEXTS = re.compile(
    r"\b(?:articles?|pieces?|stor(?:y|ies)|titles?|texts?|reports?|reading|read|readers?)\b", re.IGNORECASE
)


def is_aside(text: str, question: str) -> bool:
    """Say whether a passage is a table's row of figures, or only names another text, which the question doesn't ask for.

    >>> is_aside('For more on Orlin, see "Orlin Charges Ahead".', "What does Orlin do?")
    True
    """
    elsewhere = points_elsewhere(text) and _ASKS_OF_TEXTS.search(question) is None
    return elsewhere or tables.of_several_figures(text)


def points_elsewhere(text: str) -> bool:
    """Say whether a passage only sends its reader to another text."""
    return _ELSEWHERE.match(text) is not None


def under_another(names: frozenset[str], heading: str, headings: Collection[str], subjects: frozenset[str]) -> bool:
    """Say whether a heading names a subject that isn't asked about, while another is of whom is.

    `names` and `subjects` are stems.

    >>> rows, subjects = ["The plan for the Hill", "The Linfield plan"], frozenset({"hill", "linfield"})
    >>> [under_another(frozenset({"hill"}), one, rows, subjects) for one in rows]
    [False, True]
    """
    here = wording(heading).stems
    own = any(wording(one).stems & names for one in headings)
    return own and not here & names and bool(here & subjects)
