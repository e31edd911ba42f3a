"""What a sentence gives as not so: as it would have been, was once planned, is claimed or gone; and what only all of it tells.

What is no answer at all is ruled out; where a bare word would say more than the sentence does, the sentence is quoted.
"""

from __future__ import annotations

import re

from askbot.demands import Demand, demand_of
from askbot.lexicon import Kind
from askbot.matching import clause_at
from askbot.quantities import find
from askbot.question import FIGURES, Question

_WOULD_HAVE = re.compile(
    r"\b(?:would|could|should|might) (?:also |then |otherwise )?have\b(?! to\b)|\b(?:was|were) to have (?:\w+ed|been|begun|gone|come|built|cost|\w+en)\b",
    re.IGNORECASE,
)
_ASKS_OF_PLANS = re.compile(
    r"\b(?:would|could|should|might|plan\w*|original\w*|initial\w*|intend\w*|suppos\w*|meant|design\w*|due|hope\w*|expect\w*|if|propos\w*)\b",
    re.IGNORECASE,
)
_FIRST_PLAN = re.compile(
    r"\b(?:originally|initially|first|at first)\b.*\b(?:plan\w*|intend\w*|expect\w*|schedul\w*|due|meant|suppos\w*|hop\w*|budget\w*)\b"
    r"|\b(?:plan\w*|intend\w*|expect\w*|schedul\w*|due|meant|suppos\w*|hop\w*|budget\w*)\b.*\b(?:originally|initially|at first)\b|\boriginal (?:plan|budget|date|cost|estimate|deadline)\b",
    re.IGNORECASE,
)
_THAN_PLANNED = re.compile(
    r"[^;.]*\b(?:later|earlier|sooner|more|less|higher|lower|dearer|cheaper) than (?:was |had been )?(?:first|originally|initially|planned|intended|expected|budgeted)",
    re.IGNORECASE,
)
_GETS = re.compile(
    r"\b(?:receiv\w*|g[eo]t|gets|paid|win|won|wins|award\w*|recover\w*|collect\w*|obtain\w*)\b", re.IGNORECASE
)
_CLAIMED = re.compile(
    r"\b(?:su(?:es?|ed|ing) (?:\w+ ){0,3}for|seek(?:s|ing)?|sought|claim(?:s|ed|ing)?|demand(?:s|ed|ing)?|ask(?:s|ed|ing)? for|wants?|wanted|offer(?:s|ed|ing)?)\b[^,;.]{0,30}$",
    re.IGNORECASE,
)
_REMAINS = re.compile(
    r"^how (?:many|much)\b.*\b(?:remain(?:s|ing|ed)?|left|still (?:open|pending|stand\w*))\b", re.IGNORECASE
)
_GONE = re.compile(
    r"\b(?:thr[eo]wn? out|dismiss(?:es|ed)|dropp(?:ed|ing)|drops?|withdr[ae]wn?|clos(?:es|ed)|cancel(?:s|led|ed)|settl(?:es|ed)|sold|struck out|lost|used up)\b",
    re.IGNORECASE,
)
_THERE_ARE = re.compile(
    r"^how many\b.*\b(?:(?:are|were|is|was) there|in (?:total|all)|altogether|make up|does \w+(?: \w+){0,3} have in all)\b",
    re.IGNORECASE,
)
_OF_SO_MANY = re.compile(
    r" (?:out )?of (?:the |its |their |all )?(?:\d|two|three|four|five|six|seven|eight|nine|ten|twelve)"
)
_PRESENT = re.compile(r"\b(?:now|today|at present|currently|these days|nowadays)\b", re.IGNORECASE)
_ASKS_NOW = re.compile(
    r"^(?:how (?:many|much)|what|who|which|where)\b[^?]*?\b(?:does|do|is|are|has|have|runs?|leads?|owns?)\b",
    re.IGNORECASE,
)
_AND_NOW = re.compile(r",? (?:and|but) (?=(?:now |today )?(?:has|have|is|are|[a-z]+s)\b)")
_ASKS_THEN = re.compile(r"\b(?:did|was|were|had|before|previously|former\w*|used to|ever)\b", re.IGNORECASE)
_THEN = re.compile(r"\b(?:before|until|prior to|previously|formerly|once|used to)\b", re.IGNORECASE)
_ASKS_WORTH = re.compile(r"\b(?:valuation|valued|worth|market (?:value|cap\w*))\b", re.IGNORECASE)
# "It wants $300 million and could be worth $2 billion".
_SOUGHT = re.compile(
    r"\b(?:wants?|wanted|seeks?|seeking|sought|asks? for|asked for|rais(?:e|es|ed|ing)|borrow(?:s|ed|ing)?)(?: to raise)?(?: about| around| some| up to| between| a further| another)?\s*$",
    re.IGNORECASE,
)
_ROW_GOES_ON = re.compile(
    r",? (?:and )?(?:about |some |another )?[$€£¥]?\d[\d.,]*(?: ?(?:%|million|billion|trillion|per cent|percent))*(?: [A-Z]{3})? (?:from|by|in|on|to|for) "
)
# "40 in May and 12 in June": either is half an answer.
_AND_OTHERWISE = re.compile(
    r" (?:[a-z]+ ){0,4}(?:in|during|on|at) (?:the )?(?P<when>[a-z]+),? (?:and|but) (?:only |about |just |some )?[$€£]?\d[\d.,]*(?: [a-z]+)? (?:in|during|on|at) (?:the )?[a-z]+"
)
_WHAT_IS = re.compile(
    r"^what(?:['’]s| is| are| was| were) (?P<name>(?-i:[A-Z])[\w-]*(?: (?-i:[A-Z0-9])[\w-]*)*)\W*$", re.IGNORECASE
)
# "It costs $90, up from $60", "from $60 to $90 now".
_FROM = re.compile(r"\bfrom (?:about |around |nearly |only |just |some )?$", re.IGNORECASE)
_UP_TO_NOW = re.compile(
    r"[^;.]{0,50}?\bto (?:about |around |nearly |only |just |some )?[^;.]{1,30}\b(?:now|today)\b", re.IGNORECASE
)
# "Spent $9 million, up from $7 million": what was before.
_UP_FROM = re.compile(
    r"\b(?:up|down|higher|lower|increas\w+|improv\w+|widen\w+|narrow\w+|ris(?:es|ing|en)|rose|fell|fall\w*|drop\w*|gr[eo]w\w*|shr[aiu]nk|cut|rais\w+|slip\w+|climb\w*|to [^,;.]*\d[^,;]*,) from (?:about |around |nearly |only |just |some )?$",
    re.IGNORECASE,
)
# "Held 14% before it and 12% now".
_HOLDS_NOW = re.compile(
    r"(?:how (?:much|many|big|large|high)|what) (?:[a-z]+ ){0,3}?(?:is|are|does|do)\b", re.IGNORECASE
)
_BEFORE_IT = re.compile(
    r"(?: of (?:it|the [a-z]+))? (?:before (?:it|this|that|then|the [a-z]+)|beforehand|until then)\b"
)
_EMPLOYS = re.compile(r"\b(?:employ\w*|work for|work at|work there|staff|workforce|headcount)\b", re.IGNORECASE)
_LET_GO = re.compile(
    r"\b(?:let|lets|letting|laid off|dismiss\w+|sack\w*|shed|sheds|cut|cuts|fired)(?: (?:about|some|another|nearly))? $|\b(?:dismiss\w+|laid off|layoffs?|sacked|let go|fired)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:last|this|past|latest)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:before|previous\w*|former\w*|earlier|prior|from|ago|old|original\w*|used to)\b", re.IGNORECASE
)
_NO_FIGURE = re.compile(
    r"^what\b.*\b(?:go(?:es)? (?:to|towards?|into|on)|(?:spent|used|put|invested) (?:on|for|into?|towards?)|called|known as|named)\W*$"
    r"|^what\b[^?]*\b(?:largest|biggest|main|greatest|most important|chief|principal|primary|top) (?:[a-z]+ ){0,2}?(?:sources?|streams?|drivers?|contributors?|segments?|products?|outlays?|markets?|customers?|clients?|competitors?|rivals?|risks?|problems?|shareholders?)\W*$",
    re.IGNORECASE,
)
MOST_AROUND = 12  # characters
_TO_DATE = re.compile(
    r"\b(?:to date|so far|in total|altogether|in all|over its lifetime|since (?:it was )?found\w+)\b|\btotal\b.*\braised\b",
    re.IGNORECASE,
)
_IN_ONE_ROUND = re.compile(r"[^,;.]{0,20}\b(?:in|from) (?:an?|its|the|this) (?:[\w-]+ ){0,3}(?:round|Series [A-Z])\b")
_BELIEVED = re.compile(
    r"\b(?:is|are|was|were|has been|have been) (?:widely |now |still )?(?:believed|thought|rumou?red|alleged|reported|understood|said|suspected|presumed) to\b[^,;.]*$"
    r"|\b(?:allegedly|reportedly|supposedly|apparently|purportedly)\b[^,;.]*$",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|unless|provided that|as long as|only when|in case)\b", re.IGNORECASE)
_WOULD = re.compile(r"\b(?:would|will|could|might|may)\b", re.IGNORECASE)
_ASKS_IF = re.compile(r"\b(?:if|unless|would|could|might|in case|provided)\b", re.IGNORECASE)
_FORETOLD = re.compile(
    r"\b(?:reckons?|predicts?|predicted|believes?|thinks?|forecasts?|estimates?|guesses|bets?|fears?|hopes?|claims?|claimed)\b"
    r"|[\"”] (?:he|she|they) (?:said|says)\b",
    re.IGNORECASE,
)
_ASKS_WHEN_IT_WILL = re.compile(
    r"^(?:when|how (?:much|many|long|soon|far|high)|what|in which year|by when)\b[^?]*\bwill\b", re.IGNORECASE
)
_AGAIN = re.compile(r",? and (?:again |then )?(?:in|on) (?:\d|[A-Z])")
_WHO_IS = re.compile(r"^who(?:['’]s| is| was) (?:(?:mr|mrs|ms|dr)\.? )?(?-i:[A-Z])", re.IGNORECASE)
_OF_WHOM = re.compile(r"(?:its|his|her|their) .*|[a-z-]+|.*['’]s", re.IGNORECASE)


def is_unreal(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a span is of what would have been, of the first plan's opposite, only claimed, gone, a part, or of then.

    >>> from askbot.question import parse
    >>> text = "Of the mill, 40 looms would have had to go; it sued for $9 million."
    >>> is_unreal(parse("How many looms had to go?"), text, 13, 15), is_unreal(parse("How much did it receive?"), text, 55, 65)
    (True, True)
    """
    if _NO_FIGURE.search(asked.focus) and not asked.wanted - {Kind.MONEY} and _is_a_figure(text[start:end]):
        return True
    if not asked.wanted and _is_a_figure(text[start:end]) and _is_only_claimed(asked, text[:start]):
        return True
    if not (asked.wanted & (FIGURES | {Kind.DATE})):
        return False
    first, last = clause_at(text, start)
    clause = text[first:last]
    return bool(
        (_WOULD_HAVE.search(clause) and not _ASKS_OF_PLANS.search(asked.focus))
        or (_FIRST_PLAN.search(asked.focus) and _THAN_PLANNED.match(text, end))
        or _is_only_claimed(asked, text[first:start])
        or (_REMAINS.match(asked.focus) and _GONE.search(_between_commas(text, start, end)))
        or (asked.wanted == {Kind.COUNT} and _THERE_ARE.match(asked.focus) and _OF_SO_MANY.match(text, end))
        or (_ASKS_WORTH.search(asked.focus) and _SOUGHT.search(text[first:start]))
        or (_is_asked_now(asked) and _FROM.search(text[first:start]) and _UP_TO_NOW.match(text, end))
        or (_UP_FROM.search(text[first:start]) and not _asks_what_was(asked, text[first:start]))
        or (_HOLDS_NOW.match(asked.focus) and _BEFORE_IT.match(text, end))
        or (_EMPLOYS.search(asked.focus) and _LET_GO.search(text[:start]) and not _LET_GO.search(asked.focus))
        or (_TO_DATE.search(asked.focus) and _IN_ONE_ROUND.match(text, end))
        or _is_of_then(asked, text, start)
    )


def _is_only_claimed(asked: Question, before: str) -> bool:
    """Whether it is asked what somebody gets, and a figure is what was claimed or offered."""
    claimed = _GETS.search(asked.focus) and _CLAIMED.search(before)
    return bool(claimed) and not _CLAIMED.search(asked.focus)


def _between_commas(text: str, start: int, end: int) -> str:
    behind = text.find(",", end)
    return text[text.rfind(",", 0, start) + 1 : behind if behind >= 0 else len(text)]


def _is_a_figure(words: str) -> bool:
    """Whether words are a figure and little more: what a levy is called, or what money goes to, is none."""
    figures = find(words)
    return len(figures) == 1 and len(words) - (figures[0].end - figures[0].start) <= MOST_AROUND


def _is_asked_now(asked: Question) -> bool:
    return bool(_ASKS_NOW.match(asked.focus) and not _ASKS_THEN.search(asked.focus)) and not asked.periods


def _asks_what_was(asked: Question, before: str) -> bool:
    """Whether a question asks for an earlier figure than the one that a clause gives first."""
    dated = any(period.printed not in before and not _RELATIVE.search(period.printed) for period in asked.periods)
    return dated or demand_of(asked.focus) is not Demand.NONE or _EARLIER.search(asked.focus) is not None


def _is_of_then(asked: Question, text: str, at: int) -> bool:
    """Whether a clause tells of before, and another of the same sentence of now, which is what is asked after."""
    if not _is_asked_now(asked):
        return False
    first, last = clause_at(text, at)
    joint = next((one for one in _AND_NOW.finditer(text, first, last)), None)
    if joint is not None:  # "employed 90 people before the fire and has 60 today"
        first, last = (joint.end(), last) if joint.end() <= at else (first, joint.start())
    clause, rest = text[first:last], text[:first] + text[last:]
    return bool(_THEN.search(clause) and not _PRESENT.search(clause) and _PRESENT.search(rest))


def says_more(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a sentence gives a span as believed, under a condition, as a prediction or as one of two, so that all of it is told.

    >>> from askbot.question import parse
    >>> text = "If it fails, a vote would be held in May; the clerk is believed to be in Orvik."
    >>> says_more(parse("When is the vote?"), text, 36, 39), says_more(parse("Where is the clerk?"), text, 73, 78)
    (True, True)
    """
    before = text[:start]
    if _BELIEVED.search(before) and not re.search(r"\b(?:believed|thought|alleged|reported)", asked.focus):
        return True
    dated = bool(asked.wanted & (FIGURES | {Kind.DATE}))
    if dated and _IF.search(text) and _WOULD.search(text) and not _ASKS_IF.search(asked.focus):
        return True
    if dated and _ASKS_WHEN_IT_WILL.match(asked.focus) and _FORETOLD.search(text) and not _FORETOLD.search(asked.focus):
        return True
    if asked.wanted == {Kind.DATE} and _AGAIN.match(text, end):
        return True
    otherwise = _AND_OTHERWISE.match(text, end) if asked.wanted & FIGURES else None
    if otherwise is not None and otherwise["when"] not in asked.focus.lower():
        return True
    if asked.wanted <= {Kind.PLACE} and _ROW_GOES_ON.match(text, end):
        return True  # "$5 million came from tea, $4 million from salt"
    thing = _WHAT_IS.match(asked.focus)
    if thing is not None and re.search(rf"\b{re.escape(thing['name'])} (?:for|against|in|with|by|from) $", before):
        return True  # a drug "for epilepsy" is none
    return _WHO_IS.match(asked.focus) is not None and _OF_WHOM.fullmatch(text[start:end].strip()) is not None
