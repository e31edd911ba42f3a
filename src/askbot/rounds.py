"""What a company is worth before and after a round of money, and what share the money buys, from one sentence.

Only where the sentence says whether the new money is counted in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from askbot import naming
from askbot.portions import OWN, Portion
from askbot.quantities import find
from askbot.reading.evidence import Evidence, Survey
from askbot.types import Quantity
from askbot.units import currency

_PRE = re.compile(r"\bpre-?money\b|\bbefore the (?:new )?(?:money|round|investment)\b", re.IGNORECASE)
_POST = re.compile(r"\bpost-?money\b|\bafter the (?:new )?(?:money|round|investment)\b", re.IGNORECASE)
_BOUGHT = re.compile(
    r"\b(?:what|which|how (?:large|big)) (?:a |an )?(?:share|stake|per ?cent(?:age)?)\b.*\binvestors?\b.*"
    r"\b(?:get|buy|receive|take|acquire)\b",
    re.IGNORECASE,
)
_MONEY = r"(?:new |fresh )?(?:money|cash|capital|funds|investment)"
_COUNTED = re.compile(
    rf"\b{_MONEY} included\b|\bincluding the {_MONEY}|\b(?:counts|counted|counting|with|after) the {_MONEY}\b"
    r"|\bpost-?money\b",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    rf"\bbefore the {_MONEY}\b|\b(?:without|excluding|not counting) the {_MONEY}\b|\bpre-?money\b", re.IGNORECASE
)
_VALUED = re.compile(r"\bvalu(?:ation|ed|ing|es?)\b[^.;,]{0,30}$", re.IGNORECASE)
_RAISED = re.compile(
    r"\b(?:rais\w+|put|puts|invest\w*|gave|gives?|rounds?|took|takes|and)\b[^.;\d]{0,60}$", re.IGNORECASE
)
_EACH = re.compile(r" (?:each|apiece|a share|per)\b")


def rounds(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Work out the worth without or with the new money, or the share that it bought."""
    asked, text = view.asked.focus, evidence.text
    pre, post, bought = (pattern.search(asked) for pattern in (_PRE, _POST, _BOUGHT))
    counted, uncounted = _COUNTED.search(text), _NOT_COUNTED.search(text)
    if not (pre or post or bought) or bool(counted) == bool(uncounted):
        return
    both = _both(text)
    if both is None:
        return
    raised, valuation = both
    names = {"valuation": evidence.cited(valuation), "raised": evidence.cited(raised)}
    score = naming.support(view, evidence) + OWN
    if bought:
        whole = "valuation" if counted else "valuation + raised"
        yield Portion("stake bought", f"share(raised, {whole})", names, score)
    elif pre and counted:
        yield Portion("pre-money valuation", "valuation - raised", names, score)
    elif post and uncounted:
        yield Portion("post-money valuation", "valuation + raised", names, score)


def _both(text: str) -> tuple[Quantity, Quantity] | None:
    """What was raised, the last before the only valuation of a sentence, and that valuation, in one money."""
    money = [one for one in find(text) if currency(one.unit) and "/" not in one.unit]
    valued = [one for one in money if _VALUED.search(text[: one.start])]
    if len(valued) != 1:
        return None
    before = [
        one
        for one in money
        if one.end <= valued[0].start and one.unit == valued[0].unit and not _EACH.match(text, one.end)
    ]
    if not before or not _RAISED.search(text[: before[-1].start]) or before[-1].value >= valued[0].value:
        return None
    return before[-1], valued[0]
