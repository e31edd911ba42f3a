"""Of whom a sentence tells what it has of a question: of all whom the question names, of others, or of whoever stands before."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, clause_at, owner, printed_names, wording
from askbot.reading.evidence import Evidence, Survey

_WHO_DOES = re.compile(r"(?P<whom>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*), (?:who|which) ")
_ASKED_OF_IT = re.compile(r"[a-z]+(?:n['’]t)? (?:it|he|she|they|this|that|there)\b", re.IGNORECASE)
_BY_ITSELF = re.compile(r"[\"“](?:We|I|Our|My)\b[^\"”]*[,.]?[\"”]")


def of_others(view: Survey, one: Evidence, at: int) -> bool:
    """Whether the clause at an offset names others, and another clause the one asked about."""
    start, end = clause_at(one.text, at)
    clause = wording(one.text[start:end]).stems
    if view.names & clause or not view.names & wording(one.text).stems:
        return False
    return bool(clause & one.profile.subjects) or bool(printed_names(one.text[start:end]))


def of_who_stands_before(view: Survey, text: str, at: int) -> bool:
    """Whether words are of another that "who" or "which" points back at: "she flew with her niece Bea, who speaks German"."""
    every = list(_WHO_DOES.finditer(text, 0, at))
    found = every[-1] if every else None
    if found is None or "," in text[found.end() : at] or not view.names:
        return False
    return not {token.stem for token in wording(found["whom"]).tokens} & view.names


def apart(view: Survey, text: str, at: int) -> bool:
    """Whether a semicolon parts the words at an offset from one of the question's names: they say nothing of both."""
    start, behind = text.rfind("; ", 0, at) + 1, text.find("; ", at)
    own = wording(text[start : behind if behind >= 0 else len(text)]).stems
    lacking = {term.stem for term in view.named if term.stem not in own}
    parts = lacking & wording(text).stems
    return bool(parts) and bool(view.names & own) and len(printed_names(f"x {text[start:at]}")) > 0


def names_all(view: Survey, one: Evidence) -> bool:
    """Whether a sentence has every name of the question itself, but for the one that its own "it" may stand for.

    Asked with an "it", it has to have all: of "has it won an Oscar?", "it won the top prize" says nothing.
    """
    named = view.named
    runs = [t for i, t in enumerate(named) if not i or t.start - named[i - 1].end > 1]
    lacking = {
        max(run.start for run in runs if run.start <= t.start)
        for t in named
        if wording(one.text).holds(t.stem) < MATCHED
    } - {
        max(run.start for run in runs if run.start <= t.start)
        for t in named
        if wording(one.text).holds(t.stem) >= MATCHED
    }
    if lacking and not _is_known(view, one, {term.stem for term in named if term.start in lacking}):
        return False
    if lacking and _BY_ITSELF.search(one.text):
        return False  # "we are no longer …", said a chief executive, speaks of whoever he leads
    return len(lacking) <= (0 if _ASKED_OF_IT.match(view.asked.focus) else 1)


def _is_known(view: Survey, one: Evidence, lacking: set[str]) -> bool:
    """Whether the names that a sentence lacks stand above or before it, in an article that is about two of that rank."""
    main = [wording(name).stems for name in one.profile.main]
    if len(main) < 2 or not all(names & one.profile.subjects for names in main) or len(view.names) == len(lacking):
        return True
    return lacking <= wording(f"{one.scene.heading} {one.scene.lead}").stems


def same_subject(view: Survey, one: Evidence, at: int) -> bool:
    """The clause speaks of the question's names, or names nobody before the words that matched."""
    start, end = clause_at(one.text, at)
    if not view.names:
        return True
    clause = one.text[start:end]
    subjects = one.profile.subjects
    if wording(clause).stems & {term.stem for term in view.named}:
        # "Arn sells growth, said one who prefers Bero because it is profitable" says nothing of Arn's profit.
        whose = owner(clause, at - start, at - start, subjects)
        return whose is None or whose in view.names or not view.names & subjects
    if any(token.stem in subjects and token.start + start < at for token in wording(clause).tokens):
        return False
    return not any(token.start + start < at for token in printed_names(clause))


__all__ = ["apart", "names_all", "of_others", "of_who_stands_before", "same_subject"]
