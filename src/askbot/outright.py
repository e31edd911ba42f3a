"""A figure that a question's own words name, where the reading model saw none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from askbot import calculating, choices, demands, operands, stakes, takings
from askbot.programs import FIGURE_OF, UnitKind
from askbot.question import Question, QuestionKind, parse
from askbot.reading import doubts, manner, namings, objections, saying
from askbot.reading.evidence import Survey
from askbot.reading.governing import akin, figure_nouns
from askbot.types import Answer, Claim, Library, Quantity
from askbot.units import currency
from askbot.words import stem

ANOTHER = "another figure"
LEAST_NAMED = 0.8  # of a question's words around a figure
LEAST_NAMED_THEN = 0.7  # so too of a time, which the figure has to be of
LEAST_NAMED_ALONE = 0.6  # where the question is a name and what it has, and the words name one figure


def named(text: str, survey: Callable[[Question], Survey], library: Library) -> Answer | None:
    """Answer with the figure that the words name; None where none is, or anything speaks against it.

    Only where the corpus knows every word, the sentence speaks of every name, and money is that asked for.
    """
    parsed = parse(text)
    if parsed.kind is QuestionKind.FACT and (told := _told(text, survey(parsed))):
        return told
    wanted = next(iter(parsed.wanted)) if len(parsed.wanted) == 1 else None
    # "What were its losses in 2024?" may ask for a list.
    kind = FIGURE_OF.get(wanted) if wanted and parsed.kind in (QuestionKind.FACT, QuestionKind.LIST) else None
    if kind is None:
        return None
    view = survey(parsed)
    found = operands.named(view, kind, library)
    nouns = figure_nouns(parsed.terms)
    plain = len(found) == len(nouns) == 1 and all(one.stem in view.names or one in nouns for one in parsed.terms)
    dated = bool(found and parsed.periods) and found[0].quantity.period == parsed.periods[0].iso and len(nouns) == 1
    least = LEAST_NAMED_ALONE if dated or (plain and not parsed.periods) else LEAST_NAMED_THEN if plain else LEAST_NAMED
    if not found or found[0].score < least or any(term.stem not in view.known for term in parsed.terms):
        return None
    quantity = found[0].quantity
    if (each := demands.EACH.search(text)) and not _is_for_each(each["each"].split()[-1].lower(), quantity):
        return None
    if (stake := stakes.held(text)) is not None and stakes.is_anothers(stake, quantity):
        return None
    if kind is UnitKind.COUNT and quantity.unit and not _is_counted(parsed, quantity.unit):
        return None  # "720 patients in 14 countries": not 14 patients
    evidence = next((one for one in view.evidence if one.citation() == quantity.citation), None)
    other_money = parsed.currency is not None and currency(quantity.unit) not in (None, parsed.currency)
    if evidence is None or evidence.match.missing_names or other_money:
        return None
    if not demands.met(demands.demand_of(text), text, evidence.text, quantity.printed):
        return None
    local = quantity.start - evidence.citation().start
    end = local + quantity.end - quantity.start
    # "Took in $5 million" is revenue, whatever else the sentence calls by a name.
    taken = takings.is_taken(evidence.text, replace(quantity, start=local, end=end, citation=None))
    own = {ANOTHER} if taken and takings.REVENUE & {one.stem for one in nouns} else set()
    if objections.ruled_out(parsed, evidence, local, end, figure=True) or (
        set(objections.raised(parsed, evidence, local, end, figure=True)) - own
    ):
        return None
    if manner.narrowed(parsed, evidence.text, local, end):
        return None
    hedged = saying.hedged(evidence.text, local)
    printed = evidence.text[hedged:end]
    return calculating.given(text, replace(quantity, printed=printed, start=quantity.start - local + hedged))


def _told(text: str, view: Survey) -> Answer | None:
    """Answer with what one sentence tells by its grammar; None where none does, or two tell it differently."""
    found = []
    for evidence in view.evidence:
        span = namings.counted(view, evidence) or namings.called(view, evidence)
        if span is None or evidence.match.missing_names or (view.names and doubts.other_subject(view, evidence, *span)):
            continue
        found.append((evidence, span))
    if len({evidence.text[slice(*span)].lower() for evidence, span in found}) != 1:
        return None
    evidence, (start, end) = found[0]
    said, citation = evidence.text[start:end], evidence.citation()
    place = (citation.document_id, citation.start + start, citation.start + end)
    return Answer(text, text, short=said, claims=(Claim(said, (citation,)),), highlights=(place,))


def _is_for_each(noun: str, figure: Quantity) -> bool:
    """Whether a figure is for one of what a noun names, by its unit or by the words right behind it."""
    behind = figure.citation.quote[figure.end - figure.citation.start :] if figure.citation else ""
    said = rf"\s*(?:each\b|apiece\b|(?:an?|per|for (?:an?|each|every)) (?:[a-z-]+ )?{re.escape(noun)}\b)"
    return choices.is_for(figure, noun) or re.match(said, behind) is not None


def _is_counted(asked: Question, unit: str) -> bool:
    """Whether what a figure counts is what the question counts, as far as it says that."""
    counted = stem(unit.split("/")[0].lower())
    return asked.head is None or any(akin(term.stem, counted) for term in asked.terms) or akin(asked.head, counted)
