"""Weighing: what the rules find of a place in a sentence, whatever the model points at; found once for each piece."""

from __future__ import annotations

import re
from functools import partial

from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, wording
from askbot.question import Question, Term
from askbot.reading import (
    agents,
    counted,
    deeds,
    degrees,
    doubts,
    gapped,
    idioms,
    its,
    manner,
    modified,
    objections,
    offices,
    parts,
    relations,
    times,
)
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.kinds import COUNTED, kind_of, untyped

Place = tuple[int, int, str | None]  # in a text, with the unit where a figure stands there
# A number in a sentence without one of the words that say what is counted: "how many adults", of all patients.
LACKING = 1.5
WHO = frozenset({Kind.PERSON, Kind.ORGANISATION})
# Words for a share of something, which a figure in percent says without them.
_SHARE_WORDS = "stake stakes share shares holding percentage percent proportion portion fraction slice part"
_SHARES = frozenset(_SHARE_WORDS.split())
# "Orlin's transfer of patents" founds nothing.
_NO_NAME = re.compile(r"(?:.*['’]s )?(?:[a-z-]+ )*(?!founders?\b|owners?\b)[a-z-]+")
NOBODY = 2.5


def ruled_out(view: Survey, evidence: Evidence, place: Place) -> bool:
    """Say whether what stands there is no answer, whatever the model holds of it."""
    start, end, unit = place

    def find() -> bool:
        figure = unit is not None
        out = objections.ruled_out(view.asked, evidence, start, end, figure=figure)
        return (
            out
            or doubts.explains_another(view, evidence.text, start, end)
            or gapped.of_another(view.asked, view.names, evidence.text, start)
            or agents.does_something_else(view.asked, view.names, evidence.text, end)
            or its.is_of_the_noun(
                view.asked, view.names, evidence.text, lead=evidence.scene.lead, article=evidence.document.text
            )
            or modified.is_of_another(view.asked, evidence)
            or deeds.is_of_another(view, evidence)
            or offices.only_chairs(view.asked, evidence.text, start, end)
        )

    return evidence.once(view.asked, ("ruled out", place), find)


def raised(asked: Question, evidence: Evidence, place: Place) -> tuple[str, ...]:
    """Return what else speaks against it by its wording."""
    start, end, unit = place
    return evidence.once(
        asked, ("raised", place), lambda: tuple(objections.raised(asked, evidence, start, end, figure=unit is not None))
    )


def of_place(
    view: Survey, evidence: Evidence, place: Place, *, first_of_all: tuple[int, int] | None
) -> dict[str, float]:
    """Return the signs of a place by name; `first_of_all` is where "the first of all" stands, where that is asked for."""
    return evidence.once(
        view.asked, ("signs", place), partial(_of_place, view, evidence, place, first_of_all=first_of_all)
    )


def standing(evidence: Evidence) -> dict[str, float]:
    """The signs of a sentence as a whole: how well it bears out the question."""
    return {
        "support": evidence.match.support,
        "absent": evidence.match.absent,
        "rank": evidence.place,
        "missing_name": float(len(evidence.match.missing_names)),
    }


def _of_place(
    view: Survey, evidence: Evidence, place: Place, *, first_of_all: tuple[int, int] | None
) -> dict[str, float]:
    asked, periods = view.asked, evidence.periods
    start, end, unit_noun = place
    figure, words = unit_noun is not None, evidence.text[start:end]
    borne = figure and idioms.borne(asked, evidence.text, start, end)
    return {
        **standing(evidence),
        "other_period": float(
            not (
                times.period_fits(asked, evidence.text, periods, start)
                and times.same_period(asked, evidence, start, end)
            )
        ),
        "other_sort": float(
            counted.other_currency(asked, unit_noun)
            if figure
            else (start, end) != first_of_all
            and (
                (doubts.other_sort(asked, words) and not doubts.is_somewhere(asked, evidence.text, start, end))
                or (bool(evidence.match.missing) and doubts.is_clause(asked, words))
            )
        )
        * (NOBODY if not figure and asked.wanted == WHO and _NO_NAME.fullmatch(words) else 1.0),
        "untyped": float(not figure and untyped(asked, words)),
        "other_noun": max(
            (figure or COUNTED.fullmatch(words) is not None) * counted.other_noun(asked, evidence, start, end),
            float(figure and degrees.of_another_thing(asked, evidence.match.strengths)),
            LACKING
            * (
                asked.wanted == {Kind.COUNT}
                and _lacks_a_word(view, evidence)
                and not counted.is_the_count(asked, evidence, start)
            ),
        ),
        "other_subject": float(bool(view.names) and doubts.other_subject(view, evidence, start, end)),
        "clause": _clause_support(view, evidence, start, unit=unit_noun),
        "part": float(
            figure and (parts.is_part(view, evidence, start, end) or manner.narrowed(asked, evidence.text, start, end))
        ),
        "echo": float(doubts.repeats(view, words)),
        "office": float(
            relations.based_in(asked, evidence.text, start)
            or borne
            or (start, end) == first_of_all
            or (not evidence.match.missing and offices.held_by(asked, view.names, evidence.text, start, end))
        ),
    }


def _lacks_a_word(view: Survey, evidence: Evidence) -> bool:
    """Whether a sentence lacks a word of the question that the articles have elsewhere, and that names nobody."""
    lacking = [one for one in evidence.match.missing if one.stem not in view.names and one.stem in view.known]
    return any(evidence.match.strengths.get(one.stem, 0.0) < MATCHED for one in lacking)


def _clause_support(view: Survey, evidence: Evidence, at: int, *, unit: str | None) -> float:
    """The share of the question's weight that the clause at an offset bears out; a figure in percent bears out "stake"."""
    first, last = clause_at(evidence.text, at)
    clause = wording(evidence.text[first:last])
    share = unit is not None and kind_of(unit) is Kind.SHARE
    held = [t for t in view.asked.terms if clause.holds(t.stem) >= MATCHED or (share and t.lower in _SHARES)]
    if unit is not None:
        held += [t for t in view.asked.terms if t not in held and any(_same_name(view, t, other) for other in held)]
    total = sum(view.weights[term.stem] for term in view.asked.terms)
    return sum(view.weights[term.stem] for term in held) / total if total else 0.0


def _same_name(view: Survey, one: Term, other: Term) -> bool:
    """Two words of the question are side by side and both of a name: "Ada Brill", whom a sentence calls Brill."""
    apart = max(one.start, other.start) - min(one.end, other.end)
    return one.stem in view.names and other.stem in view.names and 0 <= apart <= 1
