"""Time worked out from one sentence: how old somebody was, what lies between two days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from askbot.portions import Portion
from askbot.reader import dated
from askbot.reading.evidence import Evidence
from askbot.types import Quantity

TWO = 2
COARSE = ("day", "week", "month", "year")


def age(evidence: Evidence, figures: Sequence[Quantity], support: float) -> Iterator[Portion]:
    """How old somebody was: from the year of birth to another year, or an age less the years since."""
    citation = evidence.citation()
    born = re.search(r"\bborn\b[^.;]{0,25}?\b(?P<year>(?:18|19|20)\d\d)\b", evidence.text)
    if born:
        at = born.start("year")
        years = [period for period in evidence.periods if period.first.year == period.last.year]
        own = next((period for period in years if period.start <= at < period.end), None)
        others = [period for period in years if period is not own]
        if own is not None and len(others) == 1:
            one, other = (
                replace(
                    dated(period),
                    start=citation.start + period.start,
                    end=citation.start + period.end,
                    citation=citation,
                )
                for period in (own, others[0])
            )
            yield Portion("age", "then - born", {"then": other, "born": one}, support, "year")
        return
    aged = re.search(r"\b(?:is|was|aged|,) (?P<age>\d{1,3})\b(?! (?:[a-z]+s|percent|%))", evidence.text)
    spans = [figure for figure in figures if figure.unit == "year"]
    if (
        aged
        and len(spans) == 1
        and re.search(r"\b(?:has|have)\b[^;]*\bfor\s+(?:about |the (?:past|last) )?$", evidence.text[: spans[0].start])
    ):
        age = Quantity(Decimal(aged["age"]), "year", aged["age"], aged.start("age"), aged.end("age"))
        yield Portion(
            "age",
            "now - since",
            {"now": evidence.cited(age), "since": evidence.cited(spans[0])},
            support,
            "year",
        )


def between(evidence: Evidence, support: float, unit: str) -> Iterator[Portion]:
    """The time between the two days or months that a sentence names, in the unit asked for or in their own."""
    told = [(period, dated(period).unit) for period in evidence.periods if period.last != date.max]
    coarse = next((each for each in ("day", "month") if sum(one == each for _, one in told) == TWO), None)
    days = [period for period, each in told if each == coarse]
    if coarse is None or len(told) > TWO or days[0].first == days[1].first:
        return
    if unit and COARSE.index(unit) < COARSE.index(coarse):
        return  # two months are so many days apart that nobody can tell
    citation = evidence.citation()
    one, other = (
        replace(dated(period), start=citation.start + period.start, end=citation.start + period.end, citation=citation)
        for period in days
    )
    named = {"one": one, "other": other}
    yield Portion("time between", "most(one, other) - least(one, other)", named, support, unit or coarse)
