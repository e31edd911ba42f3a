"""What bears a question out in words that it doesn't use: a round that was closed, a purchase with its price before it."""

from __future__ import annotations

import re

from askbot.quantities import find
from askbot.question import Question
from askbot.units import currency

_ROUND = r"(?:Series [A-Z]\d?\b|(?:seed|funding|financing|investment|fundraising|equity)(?: round)?\b|rounds?\b)"
_RAISED = re.compile(
    r"^how much (?:money |cash |capital |funding )?(?:did|has|have) [^?]*\b(?:raised?|brought in|bring in|collect(?:ed)?)\b"
    r"|^how much (?:money |cash |capital |funding )?(?:was|were|is|(?:has|have) been) (?:being )?(?:raised|brought in|collected)(?: so far| already)?"
    r"(?:$| (?:in|through|with|by|at) )"
    r"|^how (?:big|large) (?:is|was|were) [^?]*\b(?:round|fundraising|raise|series [a-z])\b"
    r"|^what (?:is|was) the (?:size|amount) of [^?]*\b(?:round|fundraising|series [a-z])\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rf"\b(?:clos|secur|complet|rais|land|obtain|attract|announc|sign|w[io]n|got|g[ae]t)\w*(?: \w+)? (?:an?|its|the|their) (?:[\w-]+ ){{0,2}}?{_ROUND} (?:of|worth) (?:about |some |nearly )?$"
)
_SECURING = re.compile(
    r"\b(?:secur|clos|land|obtain|attract|rais|collect|t[ao]k|receiv|w[io]n|brought|bring|pull)\w* (?:in )?(?:about |some |another |nearly )?$"
)
_IN_A_ROUND = re.compile(rf"(?: [a-z]+)? (?:in|through|from|via) (?:an?|its|the) (?:[\w-]+ ){{0,2}}?{_ROUND}")
_DEAL = r"(?:deal|takeover|acquisition|purchase|buyout|merger|bid|offer|transaction|tie-up)"
_PRICE = re.compile(
    rf"^(?:what|how much)\b[^?]*\b(?:pay|paid|paying|spend|spent)\b[^?]*\b(?:for|on|to (?:buy|acquire|take over))\b"
    rf"|^(?:what|how much) (?:is|was|will|would|does|did)\b[^?]*\b{_DEAL}\b[^?]*\b(?:worth|cost|value|valued|price)\b"
    rf"|^(?:what|how (?:big|large|high)) (?:is|was) (?:the )?(?:value|price|size|cost) of [^?]*\b{_DEAL}\b"
    rf"|^how (?:big|large) (?:is|was) [^?]*\b{_DEAL}\W*$",
    re.IGNORECASE,
)
_PRICED = re.compile(rf"(?: [a-z-]+){{0,2}}? (?P<deal>{_DEAL})\b(?! of (?:the )?(?:stake|shares))")
_BOUGHT_FOR = re.compile(
    r"\b(?:buy|bought|buying|acquir\w+|purchas\w+|tak(?:e|ing) over|took over)\b(?P<what>[^,;]*) for (?:about |some |nearly )?$"
)
_FAR = re.compile(r"^how far (?:apart|away|is|are)\b|^(?:what is|what['’]s) the distance\b", re.IGNORECASE)
_LENGTHS = frozenset({"mile", "km", "kilometre", "metre", "m", "yard"})
_APART = re.compile(r" (?:away|apart|from|between)\b")
_MOST = re.compile(r"^who (?:is|are|was) [^?]*\b(?P<most>(?:larg|bigg)est) (?P<what>[a-z]+)", re.IGNORECASE)
_BEHIND = r"\bsecond[- ]{most} {what} (?:behind|after) (?P<first>(?:the |an? )?[^,.;]+?)(?=[,.;]| (?:with|at|on|who|which|and)\b|$)"


def borne(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a figure is what the question asks for by a set way to say it.

    >>> from askbot.question import parse
    >>> said = "Orlin closed a Series B of $9 million and later made the $4 million purchase of Arn."
    >>> questions = [parse(one) for one in ("How much did Orlin raise?", "What did it pay for Arn?")]
    >>> [[borne(one, said, said.index(sum_), said.index(sum_) + 10) for sum_ in ("$9", "$4")] for one in questions]
    [[True, False], [False, True]]
    """
    before, focus = text[:start], asked.focus
    unit = next((one.unit for one in find(text) if one.start <= start < one.end or start <= one.start < end), "")
    if _FAR.match(focus):
        return unit.split("/")[0] in _LENGTHS and _APART.match(text, end) is not None
    if currency(unit) is None:
        return False
    if _RAISED.match(focus):
        return bool(_CLOSING.search(before)) or bool(_SECURING.search(before) and _IN_A_ROUND.match(text, end))
    if _PRICE.match(focus):
        priced, bought = _PRICED.match(text, end), _BOUGHT_FOR.search(before)
        names = [term.text for term in asked.terms if term.capitalised]
        behind = text[priced.end() : priced.end() + 60] if priced else bought["what"] if bought else ""
        return bool(priced or bought) and (not names or any(name in behind or name in before for name in names))
    return False


def first_of_all(asked: Question, text: str) -> tuple[int, int] | None:
    """Where a text names the largest of some by who is second "behind" it; None for nowhere.

    >>> from askbot.question import parse
    >>> said = "Arn is now the second-largest shareholder behind the founding family with 14%."
    >>> said[slice(*first_of_all(parse("Who is the largest shareholder?"), said))]
    'the founding family'
    """
    most = _MOST.match(asked.focus)
    if most is None:
        return None
    behind = re.compile(_BEHIND.format(most="(?:largest|biggest)", what=re.escape(most["what"])), re.IGNORECASE)
    found = behind.search(text)
    return found.span("first") if found else None
