"""What a figure or a name is of, where its own phrase says that it is of something else than is asked about.

Paid to whom somebody buys, counted in one place only, the whole that some are out of, what a sale came out at, where
something is rather than who did it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, wording
from askbot.quantities import find
from askbot.question import Question
from askbot.reading.governing import akin
from askbot.reading.halves import flat
from askbot.reading.kinds import PEOPLE
from askbot.words import stem

_PAID_FOR = re.compile(
    r"\b(?:pay(?:s|ing)?|paid|spen[dt](?:s|ing)?|offer(?:s|ed|ing)?|bid(?:s|ding)?) (?:[a-z]+ )?for (?:the )?(?P<what>[A-Z][\w&.’'-]*)"
)
_OUT_OF = re.compile(
    r"\d[^,;.]{0,40} out of (?:(?:a total of|its|their|the|about|around|some|roughly|approximately|nearly|all) )*$"
)
_ASKS_THE_WHOLE = re.compile(
    r"\b(?:in (?:all|total)|total|altogether|overall|out of how many|ha(?:s|ve|d)|are there|were there|is there|employ\w*|own\w*|operat\w*|runs?)\b",
    re.IGNORECASE,
)
_WHERE_THEY_WORK = re.compile(
    r"\b(?:where|in which|at which) (?:(?:about|around|some|roughly|approximately|nearly|another|almost|over) )*$"
)
_WORK_THERE = re.compile(r" (?:[a-z]+ ){0,2}?(?:work|are employed|live|worked|were employed)\b")
_AT_WORK = re.compile(
    r"\b(?:work(?:s|ed|ing|force)?|employ(?:s|ed|ees?|ing)?|staff|headcount|payroll)\b", re.IGNORECASE
)
# A place that a question itself names: a site, or what is "in" or "at" somewhere.
_SOMEWHERE = re.compile(
    r"\b(?:there|here|(?:at|in|on) (?:the |its |their )?(?!total\b|all\b|(?:19|20)\d\d)[A-Za-z]\w*|where)\b",
    re.IGNORECASE,
)
_BY_SO_MUCH = re.compile(
    r"\b(?:ris|rose|grow|grew|increas|rais|fall|fell|drop|decreas|declin|cut|reduc|climb|jump|shr[aiu]nk|slip|lower|lift|go|went|gone|slash|trim|widen|narrow|boost)\w*"
    r"(?: (?:up|down|back|spending|costs?|prices?|output|capacity|it|them|(?:its|their|the) [a-z]+(?: [a-z]+)?))? by (?:an? (?:average|total|estimated|further|additional|extra) (?:of )?|about |around |some |roughly |nearly |almost |another |only |just |over |more than |at least |up to )*$"
)
_ASKS_MOVE = re.compile(
    r"\bby (?:how|what)\b|\b(?:ris\w*|rose|grow\w*|grew|increas\w*|rais\w*|f[ae]ll\w*|drop\w*|decreas\w*|declin\w*|cuts?|cutting|reduc\w*|chang\w*|climb\w*|jump\w*|shr[aiu]nk\w*|slip\w*"
    r"|lower\w*|lift\w*|go(?:es|ing)? (?:up|down)|went (?:up|down)|up|down|more|less|fewer|higher|sav\w+|los\w+|gain\w*|differ\w*|extra|add\w*|improv\w*|widen\w*|narrow\w*|boost\w*|slash\w*|trim\w*|swing|short\w*"
    r"|[a-z]{3,}er|exceed\w*|overrun|expand\w*|expansion|trend|happen\w*|develop\w*|move\w*|compare\w*|effect|impact|affect\w*|target\w*|aim\w*|rate)\b",
    re.IGNORECASE,
)
_JOBS = frozenset(stem(word) for word in ("job", "post", "position"))
_HAS = re.compile(r"\b(?:has|have|had|are there|were there|provid\w*|offer\w*)\b", re.IGNORECASE)
_SHORT_OF = re.compile(
    r"\b(?:short of|short by|lack(?:s|ed|ing)?|missing|in need of|a shortage of|vacanc(?:y|ies) for|looking for|need(?:s|ed)? (?:another|some|an extra)) (?:about |around |some |roughly |nearly |almost |another |at least )?$"
)
_LACKS = re.compile(
    r"\b(?:short\w*|lack\w*|miss\w*|need\w*|vacan\w*|want\w*|look\w*|more|unfilled|extra|hir\w*)\b", re.IGNORECASE
)
_WHO_DOES = re.compile(
    r"who (?:(?:else|currently|now|still) )?(?P<verb>(?:oppos|support|back|reject|criticis|criticiz|favour|favor|own|run|lead|head|chair|control|manag|financ|fund)(?:e?s)) ",
    re.IGNORECASE,
)
_HAD = re.compile(r"\bhad (?:(?:once|long|always|originally|previously|already|strongly|publicly) )?$")
_A_DAY = r"(?:(?:early|late|mid|the (?:spring|summer|autumn|fall|winter|end|start|beginning|(?:first|second|third|fourth) (?:half|quarter)) of)[ -])?(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:\d{1,2},? )?(?:(?:19|20)\d\d)?"
_PUT_OFF = re.compile(
    rf"\b(?:mov|postpon|delay|push|put|shift|slip|brought|bring|chang|resched)\w*\b[^.;]{{0,60}}?\bfrom (?P<old>{_A_DAY})(?<! ) (?:to|until) (?P<new>{_A_DAY})(?=\W|$)"
)
_AT_FIRST = re.compile(
    r"\b(?:supposed|originally|initial(?:ly)?|at first|first planned|planned|meant|due|scheduled|before|previously|earlier|old|from when)\b",
    re.IGNORECASE,
)
_DIVISION = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Tt]heir) (?P<part>[a-z][a-z-]*(?: [a-z-]+)?) (?:division|segment|unit|arm|subsidiary|branch|department|line of business)\b"
)
_DIVISION_ASKED = re.compile(
    r"\b(?:divisions?|segments?|units?|arms?|subsidiar(?:y|ies)|branch(?:es)?|departments?)\b", re.IGNORECASE
)
_CHARGES = re.compile(r"\bcharg(?:e|es|ed|ing)\b", re.IGNORECASE)
_PAYS = re.compile(r"\b(?:pay\w*|paid|bought|buy\w*|acqui\w+|purchas\w+|cost\w*|takeover|deal|price)\b", re.IGNORECASE)
_A_PART = re.compile(r"\b(?:cash|shares?|stock|part|per ?cent\w*|how much of|upfront|loan|rest)\b|%", re.IGNORECASE)
_A_NAME = r"(?:the )?(?-i:[A-Z])[\w&.’'-]*(?: (?-i:[A-Z])[\w&.’'-]*){0,3}"
_WORTH = re.compile(
    rf"(?:what|how much) (?:is|was|are|were|would) {_A_NAME} (?:now |today )?worth\b"
    rf"|what is {_A_NAME} (?:market value|market cap\w*|valuation)\b|how much could {_A_NAME} fetch\b",
    re.IGNORECASE,
)
_CASH_PART = re.compile(
    r" (?:of it )?in cash\b[^.;]*\b(?:rest|remainder|remaining|balance|shares|stock|loan|debt|notes|bonds)\b"
)
_VALUE = re.compile(
    r"\b(?:worth|valu\w+|capitali[sz]\w+|pric\w+|paid|pays?|bought|buy\w*|acquir\w+|fetch\w*|bid|bids|offer\w*|sell|sold|sale|deal|takeover|raise\w*|round|stake)\b",
    re.IGNORECASE,
)
_FROM_END, _TO_END = (
    re.compile(r"\bfrom (?:about |around |some |roughly )?$"),
    re.compile(r" (?:[a-z-]+ ){0,2}?to (?:about |around |some |roughly |nearly |almost |at least |as much as |just )?"),
)
_IS_TO = re.compile(
    r"\b(?:expects?|expected|forecasts?|predicts?|will|would|could|may|might|plans?|planned|aims?|hopes?|wants?|is|are) (?:[\w’'-]+ ){0,7}?(?:to )?[a-z]+ (?:[\w’'-]+ ){0,3}?from "
)
_AHEAD_ASKED = re.compile(
    r"\b(?:expect\w*|forecast\w*|predict\w*|will|would|could|might|may|plan\w*|aim\w*|hope\w*|want\w*|target\w*|goal|reach|become|by (?:19|20)\d\d|future|new|next)\b",
    re.IGNORECASE,
)
_BOTH_ENDS = re.compile(r"\b(?:from|chang\w*|compare\w*|before|by how)\b", re.IGNORECASE)
_AT_RISK = re.compile(
    r"(?: [a-z-]+){0,2} (?:jobs|posts|positions|roles|employees|workers|people|staff)(?: out of [\d,]+)? (?:(?:may|might|could|will|would|must|are to|are due to|are expected to|stand to) (?:be )?(?:go|lost|cut|axed|disappear|lose|leave|laid off|made redundant|dismissed)|(?:are|is) at risk|face)\b"
)
_GOING = re.compile(
    r"\b(?:cut|cuts|los\w*|go|goes|going|fir\w+|dismiss\w*|la(?:y|id)|leav\w*|left|redundan\w*|axe\w*|risk|affected|disappear\w*)\b",
    re.IGNORECASE,
)
_CAME_OUT_AT = re.compile(
    r"\b(?:at|with|for|made|making|booked|booking) (?:an? )?(?:[a-z]+ )?(?P<result>loss|profit|gain|discount|premium) of (?:about |around |some |roughly |nearly )?$"
)
_PRICED = re.compile(
    r"\b(?:get|got|gets|receiv\w+|sell|sold|sale price|fetch\w*|price|proceeds|pay|pays|paid|cost|costs|raise|raised|worth|buy|bought)\b",
    re.IGNORECASE,
)
_WHO = frozenset({Kind.PERSON, Kind.ORGANISATION})
_PLACED = re.compile(
    r"(?:between|in|at|on|near|under|over|from|of|with|after|before|during|within|outside|inside|along|across|against|to|into|about) ",
)
_WILL_BE_CALLED = re.compile(r"\b(?:will|would|is to|are to|going to)\b.*\b(?:called|named)\W*$", re.IGNORECASE)
_NAMING = re.compile(r"\b(?:call|nam|known|rebrand|brand|dub|christen|title)\w*\b", re.IGNORECASE)


def of_something_else(asked: Question, text: str, start: int, end: int, *, figure: bool) -> bool:
    """Say whether the words by a span tell that it is of something else; `figure` for one that was found by its sort."""
    text = flat(text)
    if figure and (out_of(asked, text, start) or of_one_place(asked, text, start, end) or at_risk(asked, text, end)):
        return True
    if asked.wanted == {Kind.MONEY} and figure and of_a_division(asked, text, start):
        return True
    if figure and (by_so_much(asked, text, start) or lacking(asked, text, start)):
        return True
    if of_the_other_day(asked, text, start, end) or of_another_event(asked, text, start):
        return True
    if find(text[start:end]) and (
        paid_to(asked, text, start, end)
        or came_out_at(asked, text, start)
        or charged(asked, text)
        or of_no_value(asked, text)
        or of_the_other_end(asked, text, start, end)
    ):
        return True
    if asked.wanted and asked.wanted <= _WHO and _PLACED.match(text, start):
        return True  # "between the dock and the mill" is nobody
    return _WILL_BE_CALLED.search(asked.focus) is not None and _NAMING.search(text) is None


def asks_the_price(focus: str) -> bool:
    """Say whether it is asked what is paid for somebody, all of it.

    >>> asks_the_price("What does Arn pay for Bero?"), asks_the_price("How much does Arn pay for Bero in cash?")
    (True, False)
    """
    return _PAID_FOR.search(focus) is not None and _A_PART.search(focus) is None


def paid_to(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a sum is paid to somebody, where it is asked what is paid for them.

    >>> from askbot.question import parse
    >>> text = "If it fails, Arn must pay Bero a fee of $5 million."
    >>> [paid_to(parse(f"What is Arn paying {to}?"), text, text.index("$"), len(text) - 1) for to in ("for Bero", "Bero")]
    [True, False]
    """
    what = _PAID_FOR.search(asked.focus)
    if what is None:
        return False
    if _CASH_PART.match(text, end) and re.search(r"\bcash\b", asked.focus) is None:
        return True  # what it pays in cash, and the rest otherwise
    name = re.escape(re.sub(r"['’]s$|[.’']$", "", what["what"]))
    taker = rf"\b(?:pa(?:y|ys|id|ying)|ow(?:e|es|ed|ing)|giv(?:e|es|ing)|gave) (?:the )?{name}\b(?!['’])[^.;]*$"
    return re.search(taker, text[:start]) is not None


def out_of(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is all that some are out of, and the question asks how many do something.

    >>> from askbot.question import parse
    >>> text = "Some 40 jobs out of 900 may go."
    >>> [out_of(parse(one), text, text.index("900")) for one in ("How many jobs could be lost?", "How many jobs are there?")]
    [True, False]
    """
    if asked.wanted != {Kind.COUNT} or _OUT_OF.search(text[:start]) is None:
        return False
    return _ASKS_THE_WHOLE.search(asked.focus) is None


def of_a_division(asked: Question, text: str, start: int) -> bool:
    """Say whether a sum is of one division of a firm, and the question doesn't speak of it.

    >>> from askbot.question import parse
    >>> text = "Income from the dyeing division doubled to $4 million."
    >>> [of_a_division(parse(one), text, text.index("$")) for one in ("What is its income?", "What did dyeing earn?")]
    [True, False]
    """
    first, _ = clause_at(text, start)
    found = list(_DIVISION.finditer(text, first, start))
    if not found or _DIVISION_ASKED.search(asked.focus):
        return False
    said = wording(found[-1]["part"])
    return not any(
        said.holds(term.stem) >= MATCHED or akin(term.stem, one.stem) for term in asked.terms for one in said.tokens
    )


def by_so_much(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is by how much something moves, and the question asks how much of it there is.

    >>> from askbot.question import parse
    >>> text = "Spending on paths falls by $6 million."
    >>> [by_so_much(parse(one), text, text.index("$")) for one in ("How much is spent on paths?", "How much does spending on paths fall?")]
    [True, False]
    """
    return _BY_SO_MUCH.search(text[:start]) is not None and _ASKS_MOVE.search(asked.focus) is None


def of_one_place(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a figure counts those who work at one place, and the question asks for all who work for somebody.

    >>> from askbot.question import parse
    >>> text = "Its base in Sund, where 40 people work, will be closed."
    >>> [of_one_place(parse(f"How many people work {where}?"), text, 24, 26) for where in ("for Arn", "in Sund")]
    [True, False]
    """
    if asked.wanted != {Kind.COUNT} or not _counts_staff(asked):
        return False
    if _WHERE_THEY_WORK.search(text[:start]) is None or _WORK_THERE.match(text, end) is None:
        return False
    return _SOMEWHERE.search(asked.focus) is None


def _counts_staff(asked: Question) -> bool:
    """Whether it is asked how many work somewhere, or how many jobs there are."""
    if asked.head in _JOBS:
        return _HAS.search(asked.focus) is not None
    return asked.head in PEOPLE and _AT_WORK.search(asked.focus) is not None


def lacking(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure counts those that are missing, and the question asks how many there are.

    >>> from askbot.question import parse
    >>> text = "Arn is short of about 140 drivers."
    >>> [lacking(parse(f"How many drivers {what}?"), text, text.index("140")) for what in ("does Arn have", "does Arn lack")]
    [True, False]
    """
    return (
        asked.wanted == {Kind.COUNT}
        and _SHORT_OF.search(text[:start]) is not None
        and _LACKS.search(asked.focus) is None
    )


def of_another_event(asked: Question, text: str, start: int) -> bool:
    """Say whether a sentence tells who had once done it, and the question asks who does it.

    >>> from askbot.question import parse
    >>> text = "Brill, who had opposed the purchase at the time, says so."
    >>> [of_another_event(parse(one), text, 0) for one in ("Who opposes the deal?", "Who opposed the purchase?")]
    [True, False]
    """
    does = _WHO_DOES.match(asked.focus)
    if does is None:
        return False
    verb = stem(does["verb"].lower())
    here = [token for token in wording(text).tokens if token.stem == verb]
    return bool(here) and all(_HAD.search(text[: token.start]) for token in here)


def of_the_other_day(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a day is the old one of what was put off, where the new one is asked for, or the other way round.

    >>> from askbot.question import parse
    >>> text = "It has moved the opening from June 2026 to May 2028."
    >>> days = [(text.index(day), text.index(day) + len(day)) for day in ("June 2026", "May 2028")]
    >>> [[of_the_other_day(parse(one), text, *day) for day in days] for one in ("When will it open?", "When was it supposed to open?")]
    [[True, False], [False, True]]
    """
    if asked.wanted != {Kind.DATE}:
        return False
    first = bool(_AT_FIRST.search(asked.focus))
    return any(
        found.start("new" if first else "old") < end and start < found.end("new" if first else "old")
        for found in _PUT_OFF.finditer(text)
    )


def charged(asked: Question, text: str) -> bool:
    """Say whether a sentence tells what somebody charges, and the question asks what they pay for somebody.

    >>> from askbot.question import parse
    >>> text = "Arn charged 99 pence for a litre, Bero $1.15."
    >>> [charged(parse(one), text) for one in ("How much did Bero pay for Arn?", "What does Bero charge?")]
    [True, False]
    """
    return _PAID_FOR.search(asked.focus) is not None and _CHARGES.search(text) is not None and not _PAYS.search(text)


def of_no_value(asked: Question, text: str) -> bool:
    """Say whether a sentence has no word of value, and the question asks what a firm is worth.

    >>> from askbot.question import parse
    >>> [of_no_value(parse("What is Bero worth?"), text) for text in ("Bero charges $1.15.", "Bero is valued at $9 million.")]
    [True, False]
    """
    return _WORTH.match(asked.focus) is not None and _VALUE.search(text) is None


def of_the_other_end(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a figure is what another is expected to come from, where the new one is asked for, or the other way round.

    >>> from askbot.question import parse
    >>> text = "Brill expects the margin to widen from 23% to around 24%."
    >>> ends = [(text.index(figure), text.index(figure) + 3) for figure in ("23%", "24%")]
    >>> [[of_the_other_end(parse(one), text, *span) for span in ends] for one in ("What margin does Brill expect?", "What is the margin?")]
    [[True, False], [False, True]]
    """
    first, last = clause_at(text, start)
    figures = [one for one in find(text) if first <= one.start < last]
    for old, new in pairwise(figures):
        ends = _FROM_END.search(text[first : old.start]) and _TO_END.fullmatch(text[old.end : new.start])
        if not ends or old.unit != new.unit or _IS_TO.search(text[first : old.start]) is None:
            continue
        wrong = old if _AHEAD_ASKED.search(asked.focus) else new
        if wrong.start < end and start < wrong.end and not asked.periods and not _BOTH_ENDS.search(asked.focus):
            return not (old.start < end and new.end <= end and start <= old.start)
    return False


def at_risk(asked: Question, text: str, end: int) -> bool:
    """Say whether a figure counts those who may go, and the question asks how many work somewhere.

    >>> from askbot.question import parse
    >>> text = "Some 40 office jobs may go."
    >>> [at_risk(parse(one), text, text.index(" office")) for one in ("How many people work for Arn?", "How many people may lose their job?")]
    [True, False]
    """
    if not _counts_staff(asked) or _GOING.search(asked.focus):
        return False
    return _AT_RISK.match(text, end) is not None


def came_out_at(asked: Question, text: str, start: int) -> bool:
    """Say whether a sum is the loss or the profit at which something was sold, and the price is asked for.

    >>> from askbot.question import parse
    >>> text = "It sold the mill at a loss of $3 million."
    >>> [came_out_at(parse(one), text, text.index("$")) for one in ("What did it get for the mill?", "What loss did it make on the sale?")]
    [True, False]
    """
    result = _CAME_OUT_AT.search(text[:start])
    if result is None or result["result"] in asked.focus.lower():
        return False
    return (
        _PRICED.search(asked.focus) is not None
        and re.search(r"\b(?:lose|lost|earn\w*|make|made)\b", asked.focus) is None
    )
