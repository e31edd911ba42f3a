"""What a comparing question sets against each other: its subjects, and which way its comparative points."""

from __future__ import annotations

import re
from dataclasses import dataclass

from askbot import lexicon
from askbot.matching import wording
from askbot.question import Term, terms
from askbot.reading.evidence import Survey

DATE = "date"
_ORDER = re.compile(
    r"\b(?P<less>before|earlier|first|sooner|older)\b|\b(?P<more>after|later|newer|younger)\b", re.IGNORECASE
)
_THE_TWO = re.compile(
    r"\b(?:the two|both|each|they|their|the (?:two |other )?(?:companies|firms|clubs|teams|operators|groups|sides)|them)\b",
    re.IGNORECASE,
)


_CHOICE = re.compile(
    r"[,:] (?!(?:in|on|at|by|for|from|to|with) )(?P<one>(?:[\w&.'’-]+ ){0,6}?[\w&.-]+?)(?:['’]s?)? or"
    r" (?P<other>(?:[\w&.'’-]+ ){0,6}?[\w&.-]+?)(?:['’]s?)?[?.! ]*$"
)
_WHICH = re.compile(r"(?:which|what|who|whose)\b", re.IGNORECASE)  # "which airline": one of the article's two


@dataclass(frozen=True, slots=True)
class Subject:
    """One of those compared: as printed, and its stems."""

    name: str
    stems: frozenset[str]


def choices(focus: str) -> list[Subject]:
    """The two that a question ends with to choose from, whatever they are; none elsewhere.

    >>> [one.name for one in choices("Which costs more, the new radar or a longer dock?")]
    ['the new radar', 'a longer dock']
    """
    found = _CHOICE.search(focus)
    if found is None or _WHICH.match(focus) is None or re.search(r"[,:]", focus[: found.start()]):
        return []  # of three the first would be left out
    made = [Subject(name, frozenset(term.stem for term in terms(name))) for name in found.group("one", "other")]
    return made if all(one.stems for one in made) and not made[0].stems & made[1].stems else []


def subjects(view: Survey) -> list[Subject]:
    """The question's names, each a run of adjacent tokens, or what it gives to choose from.

    "The two" are those that the article is about.
    """
    if len(chosen := choices(view.asked.focus)) > 1:
        return chosen
    runs: list[list[Term]] = []
    for term in view.named:
        between = view.asked.focus[runs[-1][-1].end : term.start] if runs else "x"
        if runs and between in (" ", "-", " & "):
            runs[-1].append(term)
        else:
            runs.append([term])
    named = [Subject(view.asked.focus[run[0].start : run[-1].end], frozenset(t.stem for t in run)) for run in runs]
    main = view.evidence[0].profile.main if view.evidence else ()
    # "Who depends more on China?": one name that is neither of the two is a detail of what is compared.
    neither = len(named) < 2 and not any(one.stems & wording(name).stems for one in named for name in main)
    both = _THE_TWO.search(view.asked.focus) or (neither and _WHICH.match(view.asked.focus))
    if len(named) < 2 and both and view.evidence:
        return [Subject(name, wording(name).stems) for name in main] if len(main) == 2 else named
    return named


def comparative(focus: str) -> tuple[str, int] | None:
    """What is compared, and which way: an age runs against its date."""
    for token in wording(focus).tokens:
        found = lexicon.comparative(token.lower)
        if found is not None and found[0] in ("age", "date"):
            return DATE, -found[1] if found[0] == "age" else found[1]
        if found is not None:
            return found
    order = _ORDER.search(focus)
    if order:
        return DATE, -1 if order["less"] else 1
    return None


__all__ = ["DATE", "Subject", "comparative", "subjects"]
