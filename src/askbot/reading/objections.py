"""What speaks against a span by how its sentence gives it: as hoped for, or of another side, sort, part or day.

Two sorts. What contradicts the question's own words rules a span out. All else is an objection by its wording, which makes
it less likely: a reading model that is sure of a span may outweigh it.
"""

from __future__ import annotations

from collections.abc import Iterator

from askbot.lexicon import Kind
from askbot.question import FIGURES, NAMES, Question
from askbot.reading import degrees, doubts, halves, jointly, manner, offices, parts, relations, roles, tense, votes
from askbot.reading.dealings import (
    counts_others,
    is_other_party,
    of_another_item,
    of_another_whole,
    of_the_others,
    whole_for_part,
)
from askbot.reading.evidence import Evidence
from askbot.reading.governing import other_figure
from askbot.reading.outcomes import amiss


def unfit(asked: Question, evidence: Evidence, start: int, end: int, *, figure: bool) -> bool:
    """Say whether anything speaks against a span."""
    return ruled_out(asked, evidence, start, end, figure=figure) or any(
        raised(asked, evidence, start, end, figure=figure)
    )


def ruled_out(asked: Question, evidence: Evidence, start: int, end: int, *, figure: bool) -> bool:
    """Say whether a sentence says the contrary, no such deed, what went amiss, or plainly something else; `figure` as below."""
    text = evidence.text
    if (
        amiss(asked, text, start, end)
        or doubts.no_such_deed(asked, text)
        or doubts.contrary(asked, text, start)
        or not tense.foretells(asked, text)
        or parts.of_the_votes(asked, text, start, end)
        or not manner.ordered(asked, text, start)
        or manner.long_ago(asked, text)
        or doubts.of_another_measure(asked, text, start, end)
        or (asked.wanted & NAMES and is_other_party(asked, text, start, end))
        or (asked.wanted & NAMES and (roles.untold(asked, text, end) or roles.of_another_one(asked, text, start)))
        or (asked.wanted & NAMES and offices.of_a_part(asked, frozenset(), text, start))
        or doubts.of_another_house(asked, text, evidence.scene, start)
        or doubts.no_thing(asked, text, start, end)
        or degrees.of_another_degree(asked, text, start, end)
        or votes.of_another_side(asked, text, start, end)
        or (asked.wanted == {Kind.DATE} and tense.of_another_moment(asked, text, start))
        or halves.is_half(asked, text, start, end, periods=evidence.periods)
        or relations.unrelated(asked, text, start, end)
        or tense.of_another_day(asked, text, evidence.periods, start, published=evidence.document.published)
    ):
        return True
    return figure and (
        degrees.of_another_event(asked, evidence.match.strengths)
        or doubts.of_a_single_one(asked, evidence, start, end)
        or parts.of_one_item(asked, text, start)
        or jointly.of_both_for_one(asked, evidence, start)
        or manner.excepted(asked, text, start, end)
        or doubts.an_age(asked, text, start, end)
        or manner.intended(asked, text, start)
        or manner.not_now(asked, text, start)
        or manner.held_against(asked, text, start)
        or manner.after_change(asked, text, start)
        or manner.of_the_one_held_against(asked, text, start)
        or manner.not_added(asked, text, start)
        or of_the_others(asked, text, start)
        or not manner.rates(asked, text)(start, end)
        or not manner.in_role(asked, text, start, end)
        or tense.unwished(asked, text, start)
        or tense.of_the_other_side(asked, text)
        or whole_for_part(asked, text, start)
        or of_another_whole(asked, text, end)
    )


def raised(asked: Question, evidence: Evidence, start: int, end: int, *, figure: bool) -> Iterator[str]:
    """Name what else speaks against a span by its wording; `figure` for one that was found by its sort."""
    text = evidence.text
    if (asked.wanted & FIGURES or not asked.wanted) and other_figure(asked.terms, text, start, end):
        yield "another figure"
    if manner.given_up(asked, text, start):
        yield "given up"
    if asked.wanted == {Kind.COUNT} and counts_others(asked, text, start):
        yield "counts others"
    if manner.not_before(asked, text, start):
        yield "not before"
    if relations.untold(asked, text, start):
        yield "untold"
    if not figure:
        return
    if jointly.of_one_of_both(asked, text):
        yield "of one of both"
    if of_another_item(asked, text, start):
        yield "another item"
