"""How far money reaches: the day on which it runs out, and what that depends on."""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal

from askbot import companions
from askbot.calculator import evaluate
from askbot.errors import CalculationError
from askbot.programs import Plan
from askbot.types import Calculation, Quantity


def runs_out(start: date, months: Decimal) -> date:
    """Count months on from a day, the fraction as a part of the last month; the last day of a month stays one.

    >>> runs_out(date(2025, 9, 30), Decimal("37.5"))
    datetime.date(2028, 11, 15)
    """
    whole = int(months)
    day = _months_on(start, whole)
    following = _months_on(start, whole + 1)
    return date.fromordinal(day.toordinal() + int((following - day).days * (months - whole)))


def last_day(calculation: Calculation) -> tuple[date, str] | None:
    """Return the day on which money runs out, and the day from which it is counted; None where the balance has none."""
    start = next((o.period for o in calculation.operands.values() if o.period and len(o.period) == _DAY), None)
    if calculation.name != "runway" or start is None or calculation.result.unit not in IN_MONTHS:
        return None
    months = Decimal(calculation.result.value) * IN_MONTHS[calculation.result.unit]
    return (runs_out(date.fromisoformat(start), months), start) if 0 <= months < MOST_MONTHS else None


def about_until(calculation: Calculation) -> str:
    """Say about when money runs out: "about mid-November 2028"; empty where that isn't known."""
    last = last_day(calculation)
    if last is None:
        return ""
    day = last[0]
    part = "early " if day.day <= _EARLY else "mid-" if day.day <= _MIDDLE else "late "
    return f"about {part}{day:%B} {day.year}"


def until_note(calculation: Calculation) -> list[str]:
    """Say until when, exactly, and from when it is counted; empty where that isn't known."""
    last = last_day(calculation)
    if last is None:
        return []
    return [
        f"until {about_until(calculation)}: {last[0].isoformat()}, counted from {last[1]} in months, a part of a month in days"
    ]


def sensitivities(made: Plan, calculation: Calculation) -> list[tuple[Calculation, str]]:
    """Work out what depends on which parts of a balance count, where its own sentence itemises them.

    Without the parts that can't be spent yet, and on the narrowest part that is called cash alone.
    """
    cash, burn = calculation.operands.get("cash"), calculation.operands.get("burn")
    if made.name != "runway" or made.assumed or cash is None or burn is None or "excluded" in calculation.operands:
        return []
    itemised = companions.itemised(cash)
    out = [(part, label) for part, label in itemised if _UNSPENDABLE.search(label)]
    alone = min(
        ((p, label) for p, label in itemised if _CASH.search(label) and not _UNSPENDABLE.search(label)),
        key=lambda one: one[0].value,
        default=None,
    )
    found: list[tuple[Calculation, str]] = []
    try:
        if out:
            named = {f"excluded_{n}": part for n, (part, _) in enumerate(out, start=1)}
            expression = f"{calculation.result.unit}s((cash - {' - '.join(named)}) / burn)"
            worked = evaluate(
                expression, {"cash": cash, "burn": burn, **named}, name=f"{SENSITIVITY} without {out[0][1]}"
            )
            found.append((worked, f"without the {' and the '.join(label for _, label in out)}"))
        if alone:
            worked = evaluate(
                f"{calculation.result.unit}s(cash / burn)",
                {"cash": alone[0], "burn": burn},
                name=f"{SENSITIVITY} on {alone[1]} alone",
            )
            found.append((worked, f"on {alone[1]} alone"))
    except CalculationError:
        return []
    return found


_UNSPENDABLE = re.compile(r"\b(?:un(?:used|drawn|utili[sz]ed)|restricted|pledged|committed|blocked)\b", re.IGNORECASE)
_CASH = re.compile(r"\bcash\b", re.IGNORECASE)
SENSITIVITY = "sensitivity"
IN_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAY = len("2025-09-30")
_EARLY, _MIDDLE = 10, 20
MOST_MONTHS = 12_000


def months_between(start: date, end: date) -> Decimal:
    """Return the whole months from a day to another, and what is beyond them as a part of the next.

    >>> months_between(date(2025, 9, 30), date(2026, 12, 31))
    Decimal('15.00')
    """
    whole = (end.year - start.year) * 12 + end.month - start.month
    while whole > 0 and _months_on(start, whole) > end:
        whole -= 1
    day, following = _months_on(start, whole), _months_on(start, whole + 1)
    return Decimal(whole) + round(Decimal((end - day).days) / Decimal((following - day).days), 2)


def _months_on(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    at_end = start.day == calendar.monthrange(start.year, start.month)[1]
    return date(year, month, last if at_end else min(start.day, last))


def agreement(calculation: Calculation, stated: Quantity) -> str:
    """Say how what the article states goes with what comes out: the end of a sentence.

    >>> from askbot.types import CalculationResult
    >>> worked = Calculation("runway", "", {}, CalculationResult("37.49", "month", "37.5"))
    >>> agreement(worked, Quantity(Decimal(37), "month", "37 months"))
    ': it rounds down'
    """
    if calculation.result.unit not in IN_MONTHS or stated.unit not in IN_MONTHS:
        return ""
    worked = Decimal(calculation.result.value) * IN_MONTHS[calculation.result.unit] / IN_MONTHS[stated.unit]
    if abs(worked - stated.value) <= Decimal("0.005") * worked:
        return ", which agrees"
    step = Decimal(1).scaleb(min(0, int(stated.value.as_tuple().exponent)))
    gap = stated.value - worked
    if abs(gap) >= step:
        return ", which doesn't agree"
    return ": it rounds down" if gap < 0 else ": it rounds up"
