"""Contests: which of two has more of something, or whether one has; each side's figure or date is found on its own.

The figures come from wherever the corpus gives them, a sentence each, and are only held against each other in one
unit. Where they belong to different periods, both are told and nobody is named the winner.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from askbot import companions, comparisons, lexicon
from askbot.matching import wording
from askbot.periods import compatible, find_periods, read_period
from askbot.programs import FIGURE_OF, Found, Slot, UnitKind
from askbot.quantities import find
from askbot.question import Question, QuestionKind
from askbot.reading import either, versus
from askbot.reading.kinds import PEOPLE
from askbot.reading.topics import points_back
from askbot.reading.versus import Subject
from askbot.types import Answer, Citation, Claim, Quantity
from askbot.units import currency
from askbot.words import Token, is_function_word, stem, tokens

LEAST_SCORE = 0.65  # of how well a figure is named: one side found and the other guessed makes a wrong winner
LEAST_OF_TIMES = 0.4  # of two figures in one sentence, each of its own time
BEGUN = "founded"  # what "older" is about where the question doesn't say
_OWNING = frozenset(stem(word) for word in ("own", "hold", "stake", "control"))
_OF_THE_TWO = re.compile(r"\b(?:of|between) (?:the two|them|these|those|both)(?: \w+s)?\b", re.IGNORECASE)
_WHICH = re.compile(r"^(?:which|what)\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|less|fewer|most|least)\b", re.IGNORECASE)
_LIGHT = frozenset(stem(word) for word in ("make", "made", "get", "got", "have", "do", "manage"))
_STARTING = re.compile(
    r"\b(?:founded|found|established|start(?:ed)?|open(?:ed)?|built|born|created|launch(?:ed)?|introduced|set up|"
    r"formed|incorporated|begun|begin|began)\b",
    re.IGNORECASE,
)
_AMOUNT = "amount"
_ASIDE = re.compile(r",? and (?:what|how|by|when|which|who|are|is)\b", re.IGNORECASE)
_PIVOT = re.compile(r"\b(?:than|before|after)\b", re.IGNORECASE)
_THAN = re.compile(r"\bthan (?:in|during|for|at)\b", re.IGNORECASE)
_BOUND = re.compile(
    r"\s+(?:\W?\d|(?:an? |one |the )?(?:half|third|quarter|majority|dozen|hundred|thousand|million)\b)", re.IGNORECASE
)
Find = Callable[[Slot], list[Found]]
# Answers a question on the way to another one.
Ask = Callable[[str], Answer]
Naming = Callable[[Citation, Subject], Citation | None]


def _nobody(_: Citation, __: Subject) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Contest:
    """What is held against each other: the subjects, what of them, and +1 where more (or later) wins."""

    subjects: tuple[Subject, ...]
    what: str
    way: int
    dated: bool
    kind: UnitKind
    currency: str | None = None  # that the question names
    amount: bool = False  # "more", of something that is counted or weighed
    times: bool = False  # one thing at two times


def contest(asked: Question, subjects: Sequence[Subject]) -> Contest | None:
    """Take a comparing question apart; None where it compares nothing that has a figure or a date."""
    sides = tuple(subjects)
    if asked.kind is QuestionKind.YESNO:
        sides = _opposed(asked.focus, subjects) or _opposed_times(asked)
    if asked.kind not in (QuestionKind.COMPARISON, QuestionKind.YESNO) or len(sides) < 2:
        return None
    found = versus.comparative(asked.focus)
    if found is None:
        return None
    dimension, way = found
    rest = _attribute(asked, sides)
    if dimension == versus.DATE:
        verb = _STARTING.search(asked.focus)
        return Contest(sides, verb[0] if verb else BEGUN, way, True, UnitKind.DATE)
    times = len(asked.periods) > 1 and all(side.name in [one.printed for one in asked.periods] for side in sides)
    what = " ".join(rest) or ("" if dimension == _AMOUNT else dimension)
    kind = _kind(rest) if rest else UnitKind.ANY
    more = bool(_MORE.search(asked.focus))
    return Contest(sides, what, way, False, kind, asked.currency, more, times) if what else None


def settle(asked: Question, subjects: Sequence[Subject], *, find: Find, naming: Naming = _nobody) -> Answer | None:
    """Answer with the winner, or with Yes or No; None where a side has no figure or their units differ.

    `find` gives the figures of a slot, the best named first; `naming` the sentence that names whom a quote speaks of.
    """
    made = contest(asked, subjects)
    if made is None:
        return None
    options = [_options(made, subject, find) for subject in made.subjects]
    for sides in product(*options):
        if made.times and len({side.citation for side in sides}) > 1:
            continue
        if comparable(sides, made):
            return told(asked, made, sides, naming)
    return None


def comparable(sides: Sequence[Quantity], made: Contest) -> bool:
    """Say whether figures can be held against each other: in one unit, and not one figure twice."""
    return len({_unit(side, made) for side in sides}) == 1 and len({_place(side) for side in sides}) == len(sides)


def settle_worked_out(
    asked: Question, subjects: Sequence[Subject], name: str, *, ask: Ask, naming: Naming
) -> Answer | None:
    """Say which of two has the longer runway, the higher margin: the figure named is worked out for each.

    Where it can be for one alone, that is told with a note on the other; None where for neither, or not in one unit.
    `naming` gives the sentence that names whom a quote speaks of.
    """
    found = versus.comparative(asked.focus)
    if found is None or len(subjects) != 2:
        return None
    worked: list[tuple[Decimal, Subject, Claim]] = []
    lacking: list[Subject] = []
    for subject in subjects:
        claim = next((one for one in ask(f"What is {subject.name}'s {name}?").claims if one.calculation), None)
        if claim is None or claim.calculation is None or claim.calculation.name != name:
            lacking.append(subject)
            continue
        named = claim.citations
        if not any(_named(subject, one) for one in named):
            named = (*named, *filter(None, [naming(claim.citations[0], subject)])) if named else ()
        text = f"{subject.name}: {claim.text}"
        worked.append((Decimal(claim.calculation.result.value), subject, replace(claim, text=text, citations=named)))
    if len(lacking) == 1:
        note = f"For {lacking[0].name} that can't be worked out, so the two can't be compared."
        return Answer(asked.text, asked.text, claims=(worked[0][2],), notes=(note,))
    if lacking:
        return None
    first, second = (one[2].calculation for one in worked)
    if first is None or second is None or first.result.unit != second.result.unit or worked[0][0] == worked[1][0]:
        return None
    worked.sort(key=lambda one: -found[1] * one[0])
    return Answer(asked.text, asked.text, short=worked[0][1].name, claims=tuple(claim for _, _, claim in worked))


def settle_shares(
    asked: Question, subjects: Sequence[Subject], question: str, way: int, *, ask: Ask, naming: Naming
) -> Answer | None:
    """Say which of two has the higher percentage, read or worked out, of what the `question` asks of each ({}).

    None where either has none: the other's alone says nothing of who has more.
    """
    if len(subjects) != 2:
        return None
    told: list[tuple[Decimal, Subject, Answer]] = []
    for subject in subjects:
        answer = ask(question.replace("{}", subject.name))
        worked = answer.claims[0].calculation if answer.claims else None
        figures = find(answer.short or "")
        if worked is not None and worked.result.unit == "%":
            value = Decimal(worked.result.value)
        elif worked is None and len(figures) == 1 and figures[0].unit == "%":
            value = figures[0].value
        else:
            return None
        told.append((value, subject, answer))
    if told[0][0] == told[1][0] or told[0][2].highlights == told[1][2].highlights:
        return None
    told.sort(key=lambda one: -way * one[0])
    claims: list[Claim] = []
    for _, subject, answer in told:
        first = answer.claims[0]
        cited = first.citations
        if cited and not any(_named(subject, one) for one in cited):
            cited = (*cited, *filter(None, [naming(cited[0], subject)]))
        claims.append(replace(first, text=f"{subject.name}: {answer.short or first.text}", citations=cited))
    places = dict.fromkeys(place for _, _, answer in told for place in answer.highlights)
    return Answer(asked.text, asked.text, short=told[0][1].name, claims=tuple(claims), highlights=tuple(places))


def _opposed(focus: str, subjects: Sequence[Subject]) -> tuple[Subject, ...]:
    """The first subject and the one after the "than", where no figure stands ("more than half of …"); else none."""
    pivot = _PIVOT.search(focus)
    if pivot is None or not subjects or _BOUND.match(focus, pivot.end()):
        return ()
    behind = sorted(
        (s for s in subjects if s.name in focus[pivot.end() :]), key=lambda s: focus.index(s.name, pivot.end())
    )
    first = next((s for s in subjects if s.name in focus[: pivot.start()]), None)
    return (first, behind[0]) if first is not None and behind and behind[0] != first else ()


def _opposed_times(asked: Question) -> tuple[Subject, ...]:
    """The two periods of "did it lose less in 2024 than in 2023?"; else none."""
    pivot = _THAN.search(asked.focus)
    if pivot is None or len(asked.periods) != 2:
        return ()
    first, second = sorted(asked.periods, key=lambda period: period.start)
    if not first.end <= pivot.start() < second.start:
        return ()
    return tuple(Subject(one.printed, wording(one.printed).stems) for one in (first, second))


def _options(made: Contest, subject: Subject, find: Find) -> list[Quantity]:
    if made.dated:
        slot = (
            comparisons.beginning("side", subject.name)
            if made.what == BEGUN
            else Slot("side", (f"When did {subject.name} {made.what}?",), UnitKind.DATE, f"{subject.name} {made.what}")
        )
    else:
        counted = f"How many {made.what} for {subject.name}?"
        asked = counted if made.kind is UnitKind.COUNT else f"What is the {made.what} of {subject.name}?"
        slot = Slot("side", (asked,), made.kind, f"{subject.name} {made.what}")
    least = LEAST_OF_TIMES if made.times else LEAST_SCORE
    best = next((one.quantity for one in find(slot) if one.score >= least and _of_sort(one, made)), None)
    if best is None:
        return []
    other = companions.counterpart(best, made.currency)
    if other is not None:  # "may have reached $4 billion, approximately RMB 29 billion": both hedges are its own
        hedges = dict.fromkeys(hedge for hedge in (best.hedge, other.hedge) if hedge)
        other = replace(other, hedge=" ".join(hedges) or None)
    options = [best] if other is None else [best, other]
    return [one for one in options if made.currency in (None, currency(one.unit))]


def told(asked: Question, made: Contest, sides: Sequence[Quantity], naming: Naming) -> Answer | None:
    """Answer with the figures of both sides; None where they may be equal or a quote doesn't name its side."""
    spans = [_span(side, made) for side in sides]
    order = sorted(range(len(sides)), key=lambda i: -made.way * spans[i][0])
    ranked = [(made.subjects[i], sides[i]) for i in order]
    first, second = spans[order[0]], spans[order[1]]
    if (first[0] <= second[1] and second[0] <= first[1]) or any(side.citation is None for side in sides):
        return None
    cited: list[Citation] = []
    for subject, side in ranked:
        if side.citation is None or not (named := _with_name(subject, side.citation, naming)):
            return None  # a quote that doesn't name its side can't be checked
        cited += named
    apart = not made.dated and not _one_period(asked, sides)
    listed = "; ".join(f"{subject.name}: {_printed(side, dated=apart)}" for subject, side in ranked)
    citations = tuple(dict.fromkeys(cited))
    places = tuple(_place(side) for _, side in ranked)
    if apart:
        short, text = None, listed
    elif either.asks(asked):
        short, text = None, listed  # "older or younger": the figures tell
    elif asked.kind is QuestionKind.YESNO:
        holds = ranked[0][0] is made.subjects[0]
        short = "Yes" if holds != asked.negated else "No"
        text = f"{short}. {listed}."
    else:
        short = ranked[0][0].name
        text = f"{short} ({listed})"
    claims = (Claim(text, citations),)
    return Answer(asked.text, asked.text, short=short, claims=claims, highlights=places)


def _with_name(subject: Subject, citation: Citation, naming: Naming) -> list[Citation]:
    """The quote that names the subject; else the sentence that does, and the quote that points back at it."""
    if _named(subject, citation):
        return [citation]
    before = naming(citation, subject) if points_back(citation.quote, len(citation.quote)) else None
    return [before, citation] if before is not None else []


def _named(subject: Subject, citation: Citation) -> bool:
    return bool(subject.stems & wording(f"{citation.quote} {citation.heading}").stems)


def _attribute(asked: Question, subjects: Sequence[Subject]) -> list[str]:
    """The words that say what is compared: the question without its subjects, its comparative and its frame."""
    focus = _OF_THE_TWO.sub("", asked.focus)
    aside = _ASIDE.search(focus)
    focus = focus[: aside.start()] if aside else focus
    names = frozenset(name for subject in subjects for name in subject.stems)
    periods = [(period.start, period.end) for period in find_periods(focus)]
    before: list[Token] = []
    after: list[Token] = []
    compared = False
    for token in tokens(focus):
        compared = compared or lexicon.comparative(token.lower) is not None
        if token.stem in names or token.stem in _LIGHT or lexicon.comparative(token.lower):
            continue
        joins = bool(before or after) and token.lower in ("of", "in", "on", "per")
        if not is_function_word(token.lower) or joins or any(a <= token.start < b for a, b in periods):
            (after if compared else before).append(token)
    # "Which airline carries more": the two are airlines, and their figures needn't say so.
    if _WHICH.match(focus) and before:
        verb = len(before) > 1 or not _followed_by_auxiliary(focus, before[0])
        before = before[-1:] if verb else []
    words = [token.text for token in (*before, *after)]
    while words and is_function_word(words[-1].lower()):
        words.pop()
    return words


def _followed_by_auxiliary(focus: str, token: Token) -> bool:
    following = next(iter(tokens(focus[token.end :])), None)
    return following is not None and is_function_word(following.lower)


def _kind(words: Sequence[str]) -> UnitKind:
    """The sort of figure that the compared thing has: told by its noun; a plural is counted."""
    # "Burned diesel": what is burned says the sort, and a verb only where no noun stands by it.
    nouns = [word for word in words if not word.lower().endswith("ed")] or words
    stems = [stem(word.lower()) for word in words]
    if any(one in _OWNING for one in stems):
        return UnitKind.SHARE
    stems = [stem(word.lower()) for word in nouns]
    for noun in (*reversed(stems), *(root for one in stems for root in _roots(one))):
        kind = lexicon.asked_kind(noun)
        if kind in FIGURE_OF:
            return FIGURE_OF[kind]
    counted = any(word.lower().endswith("s") or stem(word.lower()) in PEOPLE for word in words)
    return UnitKind.COUNT if counted else UnitKind.ANY


def _roots(word: str) -> list[str]:
    """The other stems of a word's root: "valued" is asked for as a valuation is."""
    return [other for other, strength in lexicon.related(word).items() if strength >= lexicon.SAME_ROOT]


def _of_sort(one: Found, made: Contest) -> bool:
    """A share or a multiple is no amount."""
    return made.kind is not UnitKind.ANY or not made.amount or one.quantity.unit not in ("%", "pp", "x")


def _span(side: Quantity, made: Contest) -> tuple[Decimal, Decimal]:
    """From where to where a side's value lies: a date that is only a year is any of its days."""
    if not made.dated or side.period is None:
        return side.value, side.value
    period = read_period(side.period)
    return Decimal(period.first.toordinal()), Decimal(period.last.toordinal())


def _unit(side: Quantity, made: Contest) -> str:
    return made.kind if made.kind in (UnitKind.COUNT, UnitKind.DATE) else side.unit


def _one_period(asked: Question, sides: Sequence[Quantity]) -> bool:
    """Whether the sides are of one time, as far as they say: what the question dates has been found of that time.

    Days do: what is worth more on one may be held against what another is worth on another.
    """
    if asked.periods:
        return True
    told = [read_period(side.period) for side in sides if side.period]
    spans = [period for period in told if period.first != period.last]
    return all(compatible(one, other) for one in spans for other in spans)


def _printed(side: Quantity, *, dated: bool) -> str:
    """A side as its sentence prints it, with its hedge, and its period in the sentence's own words."""
    said = f"{side.hedge} {side.printed}" if side.hedge else side.printed
    if not dated or side.period is None or side.citation is None:
        return said
    own = (period.printed for period in find_periods(side.citation.quote) if period.iso == side.period)
    told = next(own, None)
    return f"{said} ({told})" if told else said


def _place(side: Quantity) -> tuple[str, int, int]:
    return (side.citation.document_id if side.citation else "", side.start, side.end)


__all__ = ["Contest", "comparable", "contest", "settle", "settle_worked_out", "told"]
