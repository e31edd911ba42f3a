"""What else is as plainly an answer: another figure for the same, or the same of somebody else."""

from __future__ import annotations

from askbot.lexicon import Kind
from askbot.matching import wording
from askbot.quantities import find
from askbot.reading import fact
from askbot.reading.evidence import Survey
from askbot.reading.kinds import kind_of

# A margin at which the model holds a figure as likely as none.
RIVALLING = -0.5


def rival(view: Survey, one: fact.Candidate) -> fact.Candidate | None:
    """Another figure, in another sentence that has every word of the question as near to it, and of no other time.

    So too the same of another, where nobody is named: "when does the trial start?", where each of two has one.
    """
    if view.asked.wanted == {Kind.DATE}:
        return _of_another_subject(view, one)
    values = {figure.value for figure in find(one.text)}
    if not values or view.asked.wanted != {Kind.COUNT} or one.evidence.match.missing or view.asked.periods:
        return None
    for other in fact.candidates(view):
        signs = other.signs
        figures = find(other.text)
        alike = bool(figures) and not values & {figure.value for figure in figures}
        if (
            alike
            and other.evidence is not one.evidence
            and other.evidence.document is one.evidence.document  # of another article: accounts.py
            and not other.evidence.match.missing
            and not any(signs[name] for name in fact.DOUBTS)
            and signs["margin"] >= RIVALLING
            and signs["clause"] >= one.signs["clause"]
            and kind_of(figures[0].unit) is kind_of(find(one.text)[0].unit)
        ):
            return other
    return None


def _of_another_subject(view: Survey, one: fact.Candidate) -> fact.Candidate | None:
    """Another date that is as plainly one of what is asked for, told of another of the article's subjects."""
    if view.names or view.asked.periods or one.evidence.match.missing:
        return None
    told = _subjects_of(one)
    for other in fact.candidates(view):
        if (
            other.evidence is not one.evidence
            and other.evidence.document is one.evidence.document
            and not other.evidence.match.missing
            and not any(other.signs[name] for name in fact.DOUBTS)
            and other.odds > fact.SETTLED
            and other.text not in one.evidence.text
            and told
            and _subjects_of(other)
            and not told & _subjects_of(other)
        ):
            return other
    return None


def _subjects_of(one: fact.Candidate) -> frozenset[str]:
    """The article's main subjects that a sentence names."""
    main = frozenset(token.stem for name in one.evidence.profile.main for token in wording(name).tokens)
    return wording(one.evidence.text).stems & main & one.evidence.profile.subjects
