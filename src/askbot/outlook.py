"""What something is expected to come to: a figure raised or lowered by the percentage that the article foretells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askbot import naming
from askbot.demands import Demand, demand_of
from askbot.matching import MATCHED, wording
from askbot.periods import read_period
from askbot.portions import OWN, Portion
from askbot.quantities import find
from askbot.reading import halves
from askbot.reading.evidence import Evidence, Survey
from askbot.sorts import asked_for
from askbot.takings import REVENUE, is_taken
from askbot.ties import Bond, beside, ties
from askbot.types import Quantity
from askbot.units import currency
from askbot.words import stem

_FORETELLS = (
    r"\b(?:expect|forecast|predict|foresee|foresaw|project|reckon|anticipat|plan|aim|hope|target|intend|guid)\w*\b"
)
_ASKS = re.compile(rf"\bwill\b|{_FORETELLS}|\bthis year\b|\bnext year\b|\bis to\b", re.IGNORECASE)
_LEVEL = re.compile(r"^(?:what|how (?:much|many|high|large|big))\b", re.IGNORECASE)
_NO_LEVEL = re.compile(
    r"\b(?:more|less|fewer|per|growth|percent\w*|per cent|share|by how|increase|rise|grow(?!s as)|fall|drop|margin|sav(?:es?|ed|ings?)|reduc\w+|cut)\b|%",
    re.IGNORECASE,
)
_MOVES = re.compile(
    rf"(?:{_FORETELLS}|\bwill\b|\bis to\b|\bare to\b)[^;.]*\b(?:(?P<up>grow|rise|increase|climb|jump|go up|expand)|(?P<down>fall|drop|shrink|decline|decrease|go down))"
    r"(?: by)?(?: about| around| another| a further| some| roughly)*\s*$",
    re.IGNORECASE,
)
_WILL_DO = re.compile(rf"{_FORETELLS} to [a-z]+(?: [a-z]+)? (?:about |around |some )?$", re.IGNORECASE)
_WHICH = re.compile(
    r"(?P<what>[a-z]+), (?:which|it|they)? ?(?:was|is|were|came to|stood at|reached)? ?(?:about |around |some )?$"
)
_MORE = re.compile(r"\s+(?P<way>more|less|fewer)\b(?! than)")
_OUTLOOK_WORDS = frozenset(
    stem(word) for word in ["expect", "forecast", "predict", "foresee", "project", "anticipate", "plan", "grow", "analyst", "make", "will", "year",
     "next", "much", "achieve", "reach", "come", "outlook", "guidance", "estimate", "reckon", "process", "expectation"]
)  # fmt: skip


def outlook(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Raise or lower the only figure of the name asked for by a percentage that a sentence foretells of it."""
    asked = view.asked.focus
    if not (_LEVEL.match(asked) and _ASKS.search(asked)) or _NO_LEVEL.search(asked):
        return
    if demand_of(asked) is not Demand.NONE or evidence.match.missing_names:
        return
    for change in find(evidence.text, published=evidence.profile.dated):
        way = _way(evidence.text, change)
        if way is None or not _named(view, evidence):
            continue
        base = _base(view, evidence)
        if base is None or not _of_the_time(view, evidence, change):
            return
        names = {"now": base, "change": evidence.cited(change)}
        yield Portion("outlook", f"{way}(now, change)", names, naming.support(view, evidence) + 2 * OWN)


def _way(text: str, change: Quantity) -> str | None:
    """Say whether a percentage is by how much something is to rise or to fall; None where it is neither."""
    if change.unit != "%":
        return None
    moves = _MOVES.search(text[: change.start])
    if moves is not None:
        return "raised" if moves["up"] else "lowered"
    more = _MORE.match(text, change.end)
    if more is not None and _WILL_DO.search(text[: change.start]):
        return "raised" if more["way"] == "more" else "lowered"
    return None


def _of_the_time(view: Survey, evidence: Evidence, change: Quantity) -> bool:
    """A year that the question names is that of the percentage, where it has one."""
    if not view.asked.periods or change.period is None:
        return True
    return any(one.first.year == read_period(change.period).last.year for one in view.asked.periods)


def _telling(view: Survey) -> set[str]:
    """The words of the question that say of what the figure is."""
    return {
        term.stem
        for term in naming.terms(view)
        if term.stem not in view.names | _OUTLOOK_WORDS and not term.capitalised
    }


def _named(view: Survey, evidence: Evidence) -> bool:
    """The sentence that foretells speaks of what is asked for; of volumes, where it names none, what it does."""
    here, telling = wording(evidence.text), _telling(view)
    counted = re.match(r"how (?:much|many) [a-z]+ will\b", view.asked.focus, re.IGNORECASE)
    return bool(telling) and (all(here.holds(word) >= MATCHED for word in telling) or counted is not None)


def _base(view: Survey, evidence: Evidence) -> Quantity | None:
    """The one figure that is what the percentage is of: of the sentence itself, else of the others about whom is asked."""
    inside = _figures(view, evidence)
    if len(inside) == 1:
        return inside[0]
    if inside:
        return None
    others = [one for one in view.evidence if one is not evidence and not _misses(one)]
    found = [figure for one in others for figure in _figures(view, one)]
    latest = max((read_period(one.period).last for one in found if one.period), default=None)
    found = [one for one in found if not one.period or read_period(one.period).last == latest]
    return found[0] if len({one.value for one in found}) == 1 else None


def _appended(text: str, figure: Quantity, telling: set[str]) -> bool:
    """Say whether a figure is told of the word before it: "revenue, which was $5 million"."""
    found = _WHICH.search(text[: figure.start])
    return found is not None and stem(found["what"].lower()) in telling


def _misses(evidence: Evidence) -> bool:
    """Say whether a sentence isn't about whom is asked; who foretells needn't stand in it."""
    main = {stem(name.lower()) for name in evidence.profile.main}
    return any(term.stem in main for term in evidence.match.missing_names)


def _figures(view: Survey, evidence: Evidence) -> list[Quantity]:
    text, telling = evidence.text, _telling(view)
    figures = find(text, published=evidence.profile.dated)
    bonds = ties(text, figures)
    passed = {tie.first.start for tie in bonds if tie.bond is Bond.CHANGE}
    passed |= {tie.second.start for tie in bonds if tie.bond in (Bond.MORE, Bond.FEWER, Bond.PART)}
    made = []
    for figure in figures:
        if figure.unit in ("%", "x", "pp") or "/" in figure.unit or figure.start in passed:
            continue
        if not asked_for(view.asked, figure, text) or halves.of_a_kind(view.asked, text, figure.start):
            continue
        here = wording(beside(text, figures, figure))
        taken = bool(telling & REVENUE) and is_taken(text, figure)
        measured = currency(figure.unit) is None
        if naming.of_the_asked(view, evidence, figure) and (
            taken
            or (measured and any(here.holds(word) >= MATCHED for word in telling))
            or all(here.holds(word) >= MATCHED for word in telling)
            or _appended(text, figure, telling)
        ):
            made.append(evidence.cited(figure))
    return made
