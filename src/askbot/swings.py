"""By how much a result got better or worse where it went from a loss to a profit, or back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from askbot import naming
from askbot.periods import read_period
from askbot.portions import OWN, Portion, sentence_after
from askbot.quantities import find
from askbot.reading.evidence import Evidence, Survey
from askbot.types import Quantity
from askbot.units import currency

_BETTER = re.compile(
    r"\b(?:improv\w+|better|recover\w*|turn ?around|ris\w+|rose|grow\w*|grew|increas\w+|climb\w*)\b", re.IGNORECASE
)
_WORSE = re.compile(
    r"\b(?:worse\w*|deteriorat\w+|fall\w*|fell|drop\w*|declin\w+|decreas\w+|slump\w*|shr[iau]nk)\b", re.IGNORECASE
)
_SWING = re.compile(r"\b(?:chang\w+|swing|swung|differ\w*|shift\w*)\b", re.IGNORECASE)
_RESULT = re.compile(r"\b(?:results?|bottom line|profits?|earnings|loss(?:es)?)\b", re.IGNORECASE)
_HOW_MUCH = re.compile(r"\bhow (?:much|far|large|big|great)\b", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bper ?cent\w*|\bpoints\b", re.IGNORECASE)
_LOSS = re.compile(r"\b(?:loss(?:es)?|deficit|los(?:t|es|ing))\b", re.IGNORECASE)
_PROFIT = re.compile(r"\b(?:profits?|surplus|earned|in the black)\b", re.IGNORECASE)
_AFTER = re.compile(
    r"\b(?:after|compared (?:with|to)|against|versus|following|instead of|from|up from|down from|having)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:(?:year|season|month|quarter|half)s? (?:before|earlier|ago)|(?:previous|prior|preceding) (?:year|season|quarter|half)"
    r"|(?:had|has) (?:made|lost|posted|reported|been|earned))\b",
    re.IGNORECASE,
)
_KINDS = ("operating", "net", "gross", "pre-tax", "pretax", "adjusted")


@dataclass(frozen=True, slots=True)
class _Result:
    """A profit or a loss, the words that say so, and where it stands."""

    figure: Quantity
    lost: bool
    before: str
    behind: str
    evidence: Evidence


def swings(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Add a loss to the profit that followed or went before it, if the result moved as the question says."""
    asked = view.asked.focus
    better, worse, swing = (pattern.search(asked) for pattern in (_BETTER, _WORSE, _SWING))
    if not (_HOW_MUCH.search(asked) and _RESULT.search(asked) and (better or worse or swing)) or _PERCENT.search(asked):
        return
    following = sentence_after(view, evidence)
    for sentences in ((evidence,), (evidence, following)):
        both = [one for one in sentences if one is not None]
        if len(both) < len(sentences) or all(one.match.missing_names for one in both):
            return
        found = [result for one in both for result in _results(one)]
        if len(found) != 2 or found[0].lost == found[1].lost or not _of_the_kind(asked, found):
            continue
        if any(not naming.of_the_asked(view, one.evidence, one.figure) for one in found):
            return
        earlier = _earlier(found)
        if earlier is None:
            continue
        rose = earlier.lost
        if not swing and bool(better) != rose:
            return  # it went the other way
        names = {("loss" if one.lost else "profit"): one.evidence.cited(one.figure) for one in found}
        yield Portion("swing", "profit + loss", names, 1.0 + OWN)
        return


def _results(evidence: Evidence) -> list[_Result]:
    text, made = evidence.text, []
    money = [one for one in find(text, published=evidence.profile.dated) if currency(one.unit) and "/" not in one.unit]
    for at, figure in enumerate(money):
        before = text[money[at - 1].end if at else 0 : figure.start]
        behind = text[figure.end : money[at + 1].start if at + 1 < len(money) else len(text)]
        losses, profits = list(_LOSS.finditer(before)), list(_PROFIT.finditer(before))
        if losses or profits:
            lost = bool(losses) and (not profits or losses[-1].start() > profits[-1].start())
            made.append(_Result(figure, lost, before, behind, evidence))
    return made


def _of_the_kind(asked: str, found: Sequence[_Result]) -> bool:
    """Say whether a sort of profit that the question names is the one told, if only of the first of the two."""
    wanted = {kind for kind in _KINDS if re.search(rf"\b{kind}\b", asked, re.IGNORECASE)}
    told = {kind for kind in _KINDS if any(re.search(rf"\b{kind}\b", one.before, re.IGNORECASE) for one in found)}
    return wanted <= told


def _earlier(found: Sequence[_Result]) -> _Result | None:
    """Which of two results came first; None where nothing says so."""
    first, second = found
    if _AFTER.search(second.before) or re.match(rf"[^,;.]{{0,30}}{_BEFORE.pattern}", second.behind, re.IGNORECASE):
        return second
    if _BEFORE.search(first.before):
        return first
    if _BEFORE.search(second.before):
        return second
    if first.figure.period and second.figure.period and first.figure.period != second.figure.period:
        return min(found, key=lambda one: read_period(one.figure.period or "").last)
    return None
