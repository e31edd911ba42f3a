"""Whether a figure is only one half of what is asked for.

So is the price of one where a question asks what all of them brought, what was paid where it asks what was gained, a
part where it asks for the rest, by how much more where it asks how much, the growth for what it grows to, or the income
from one thing for all of it.
"""

from __future__ import annotations

import re

from askbot.demands import GREW, Demand, demand_of
from askbot.matching import clause_at
from askbot.periods import Period, compatible
from askbot.quantities import find
from askbot.question import Question
from askbot.units import currency, singular
from askbot.words import stem

# What was gained by a sale: asked of a thing, not of a year.
GAINED = re.compile(
    r"\b(?:profit|gain|loss|surplus)\b.*\b(?:on|from|by|with|when|in) |\b(?:ma(?:ke|kes|de)|earn(?:ed|s)?|gain(?:ed|s)?"
    r"|los(?:e|t|es)) (?:[a-z]+ )?(?:on|from|by|with) |\bgain(?:ed)? in value\b",
    re.IGNORECASE,
)
TRADED = re.compile(
    r"\b(?:(?P<buy>bought|purchased|acquired|paid|cost|costing|buying|picked (?:it |them )?up)"
    r"|(?P<sell>sold|sells|sell|selling|resold|fetched|went for))\b",
    re.IGNORECASE,
)
_GAIN_SAID = re.compile(r"\b(?:profit\w*|gain\w*|loss\w*|lost|made|making|earn\w*|surplus|more|less)\b", re.IGNORECASE)

OF_EACH = re.compile(
    r"\s*(?:each|apiece|a ?piece|a head|(?:for|on) (?:each|every)(?: one)?(?: of (?:them|these))?)(?![\w-])"
)
EACH_BEFORE = re.compile(
    r"\beach(?: of (?:whom|which|them))?(?: (?:has|have|had) to)? (?:pay\w*|paid|cost\w*|sold|sells|bring\w*|brought)"
    r"(?: (?:for|at|in|about|around))?(?: an average of)? $"
)
A_UNIT = re.compile(r"\s+(?:an?|per|for (?:each|every)) (?P<unit>[a-z-]+)")
# "A season ticket costs £720", "season tickets are £310": the price of one of them.
PRICED = re.compile(
    r"(?:(?:^|[,;.] )(?:An?|Each|One|an?|each|one) (?P<kind>(?:[a-z-]+ )*?)(?P<one>(?!will|would|may|might|could|to\b)[a-z-]+)"
    r" (?:costs|cost|is|was|sells for|sold for)"
    r"|(?:^|[,;.] |\band )(?P<kinds>(?:[A-Za-z-]+ )*?)(?P<many>[A-Za-z-]+s) (?:cost|are|were|sell for|sold for))"
    r"(?: (?:about|at|around))? $"
)
_TOOK = re.compile(
    r"^how much(?: money)? (?:has|have|had|did|does|do|is|was|were|are|will)\b.*\b(?:t[ao]ke[sn]?|took|ma(?:ke|kes|de)|earn\w*"
    r"|br(?:ing|ought)|rais(?:e|es|ed)|collect\w*|receiv\w*|g[eo]t)\b.*\b(?:from|with|by|through|on)\b",
    re.IGNORECASE,
)
_ONLY_MONEY = re.compile(
    r"^how much (?:has|have|had|did|does|do|will)\b.*\b(?:earn\w*|t[ao]ke[sn]? in|take from|spen[dt]|pa(?:y|id))\b(?! off)",
    re.IGNORECASE,
)
_ONE_BRINGS = re.compile(
    r"^what (?:does|did|do|will|would) (?:an?|one|each|every|the average) .*\b(?:bring|cost|earn|fetch|sell for)\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"^how much(?: money)? (?:has|have|had|did|does|do|will)\b(?!.*\b(?:per|each|every|one|apiece|price|charge[ds]?|for an?)\b)"
    r".*\b(?:t[ao]ke[sn]?|ma(?:ke|de)|earn\w*|bring|rais(?:e|ed)|collect\w*|receiv\w*|get)\b",
    re.IGNORECASE,
)
_A_SALE = re.compile(r"\b(?:sale|sell(?:ing)?|sold|resale)\b", re.IGNORECASE)
_HOLDS = re.compile(
    r"\b(?:holds?|seats?|capacity (?:of|is)|room for|accommodates?) (?:about |around |some |up to )?$", re.IGNORECASE
)
_COMES = re.compile(
    r"^how many\b.*\b(?:come|comes|came|visit(?:ed|s)?|attend(?:ed|s)?|watch(?:ed|es)?|saw|turned up)\b", re.IGNORECASE
)
_ONE_NIGHT = re.compile(
    r"\b(?:on|in|during) an average (?P<span>day|night|evening|week|month|game|match)\b", re.IGNORECASE
)
_HOW_MANY = re.compile(r"^how many (?!times\b)[a-z]", re.IGNORECASE)
_TIMES = frozenset(("night", "evening", "day", "week", "month", "year", "hour", "season"))
_LONGER = re.compile(r"\b(?:year|season|month|in all|in total|altogether)\b", re.IGNORECASE)
_ONE_ASKED = re.compile(
    r"\b(?:per|each|every|apiece|an?|one|average|price|charge[ds]?|share|proportion|per ?cent\w*)\b", re.IGNORECASE
)
_OF_EVERY = re.compile(r"\b(?:[Oo]ut of|[Oo]f|[Ff]or) every (?:[$€£¥]\s?)?(?:\d|ten\b|hundred\b|one\b)")
_EVERY = re.compile(r"\b(?:every|each|share|proportion|per ?cent\w*|ratio)\b", re.IGNORECASE)

NEGATED = re.compile(
    r"^how (?:many|much)\b.*\b(?:neither|nor|not(?! (?:only|counting|including|yet))|(?:is|are|was|were|do|does|did|have|has)n['’]t)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|rest|remain\w*|remainder|others?|left|no|none|never|neither|without|lack\w*|un[a-z]+|fail\w*|empty|outside"
    r"|refus\w+|reject\w*|miss\w*|only|except|other than|rather than|instead)\b|n['’]t\b|\bnon-",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:(?P<low>under|below|younger than|less than|fewer than|shorter than|smaller than)"
    r"|over|above|older than|more than|longer than|larger than|at least) (?:the age of )?(?P<number>[\d.,]*\d)",
    re.IGNORECASE,
)
THAN = re.compile(r"\s*(?:[a-z-]+ ){0,3}?(?:more|fewer|less)(?: [a-z-]+){0,3} than\b")
_APART = re.compile(
    r"\b(?:more|fewer|less|lead\w*|exceed\w*|ahead|behind|above|below|over|under|higher|lower|increas\w*|ris\w+|rose|gr[oe]w\w*"
    r"|gain\w*|gap|differ\w*|add\w*|extra|additional|bigger|larger|smaller|beat\w*|margin|chang\w*|fall\w*|fell|drop\w*|improv\w*)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"^(?:how (?:much|many|large|high)|what)\b.*\b(?:will|would|should)\b.*\bbe\b|^how (?:much|many) [a-z]+ (?:will|does|do|did|is|are)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"%|\b(?:per ?cent\w*|share|rate|margin|proportion|ratio|part|interest|yield|stake)\b", re.IGNORECASE
)
_MORE = re.compile(r"\s+(?:more|less|fewer|higher|lower)\b")
_IN = re.compile(r"\s+(?:in|for|during)(?: the)?(?: year)?\s+")

_LINES = frozenset(("income", "revenue", "revenues", "sales", "turnover", "takings", "spending", "costs", "expenses"))
_LINE = re.compile(
    r"(?:^|[,;:] |\b(?:its|their|the|his|her|of|in|on|with|and|had|has|have|made|makes|reported|posted|generated) |['’]s? )(?:[A-Za-z-]+ )??(?P<kind>[A-Za-z-]+) (?P<line>income|revenues?|sales|turnover|takings|spending|costs|expenses)\b"
    r"(?! (?:from|of (?![€$£¥0-9]|about|around|some|nearly|only)|per|growth|tax|force|staff|team|volume|office|price|channel)\b)",
    re.IGNORECASE,
)
# What tells no kind of income: whose, when, how good.
_PLAIN_WORDS = """
    had has have made makes take takes took saw see sees cut put won reported posted generated its their his her the a an
    of on in and or with from for by as to at that this which total overall combined whole group company-wide worldwide
    world record year month half quarter full-year half-year full first-half second-half first second third fourth last
    current same next more less higher lower net gross core high low new own strong weak good poor better worse best worst
    flat firm peak like-for-like like-on-like year-on-year pre-tax after-tax main further rising falling average
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_ADJECTIVE = re.compile(r"(?:al|(?<!e)ed|ing|ive|ous|ly|ic|ar|est|ble|ish|ary|ess|ful|ant|ent|an|ian)$")
_ON_DEBT = re.compile(
    r"\b(?:interest|payments?|repayments?|instal\w+|tax(?:es)?|charges?) (?:on|of) (?:the|its|their|this|that|all)?(?: [a-z-]+)?"
    r" ?(?P<what>debts?|loans?|borrowings?|profits?|bonds?|sales|revenues?)\b",
    re.IGNORECASE,
)
_ON_ASKED = re.compile(r"\b(?:interest|pay\w*|repay\w*|instal\w+|tax\w*|charges?|cost\w*)\b", re.IGNORECASE)
# "It sold the striker for $6 million": what one thing fetched is nobody's sales.
_SOLD_ONE = re.compile(
    r"\b(?:sold|sells|selling) (?:(?:the|its|his|her|their|an?|this|that|\d+%|\d+ per ?cent)\b[^,;.\d]*|him |her |it |them )"
    r"(?:[A-Z][\w-]* )*(?:to [^,;.\d]*)?for (?:about |around |some |just |only )?$"
)
_SALES = re.compile(r"\b(?:sales|revenues?|turnover|income|takings)\b", re.IGNORECASE)


def is_half(asked: Question, text: str, start: int, end: int, *, periods: list[Period]) -> bool:
    """Say whether the only figure in a span of a sentence is one half of what a question asks for."""
    figures = [one for one in find(text) if start <= one.start < end]
    if len(figures) != 1:
        return False
    start, end, unit = figures[0].start, figures[0].end, figures[0].unit
    text = flat(text)
    return (
        _is_price_or_sale(asked, text, start, end, unit)
        or _is_of_every(asked, text)
        or (NEGATED.search(asked.focus) is not None and _NEGATIVE.search(text) is None)
        or _is_by_how_much(asked, text, end)
        or _is_beyond(asked, text, start, end)
        or (_COMES.search(asked.focus) is not None and _HOLDS.search(text[:start]) is not None)
        or (unit != "%" and _is_of_one_night(asked, text))
        or _counts_time(asked, unit)
        or _is_growth(asked, text, start, end, unit)
        or _is_dated_otherwise(asked, text, end, periods)
        or of_a_kind(asked, text, start)
    )


def flat(text: str) -> str:
    """A text with a blank for each line break or tab, so that offsets stay."""
    return re.sub(r"\s", " ", text)


def is_price_of_one(text: str, start: int, end: int, unit: str) -> bool:
    """Say whether an amount is what one of something costs, by the words around it."""
    spans = ("day", "week", "month", "quarter", "year", "hour")
    below = unit.partition("/")[2]
    behind = A_UNIT.match(text, end)
    return bool(
        (below and below not in spans)
        or (behind and behind["unit"] not in spans)
        or OF_EACH.match(text, end)
        or EACH_BEFORE.search(text[:start])
        or PRICED.search(text[:start])
    )


def _is_price_or_sale(asked: Question, text: str, start: int, end: int, unit: str) -> bool:
    money = currency(unit.split("/")[0]) is not None
    if money and GAINED.search(asked.focus) and demand_of(asked.focus) is not Demand.CHANGE:
        first, last = clause_at(text, start)
        traded = TRADED.search(text[first:start]) or _A_SALE.search(asked.focus)
        if traded and not _GAIN_SAID.search(text[first:last]):
            return True
    counted = unit not in ("%", "x", "pp")
    if counted and not money and _ONE_BRINGS.search(asked.focus):
        return True
    if money and _TAKES.search(asked.focus) and (EACH_BEFORE.search(text[:start]) or OF_EACH.match(text, end)):
        return True
    if _ONE_ASKED.search(asked.focus):
        return False
    if money:
        return _TOOK.search(asked.focus) is not None and is_price_of_one(text, start, end, unit)
    return counted and _ONLY_MONEY.search(asked.focus) is not None


def _is_of_every(asked: Question, text: str) -> bool:
    return _OF_EVERY.search(text) is not None and _EVERY.search(asked.focus) is None


def _is_of_one_night(asked: Question, text: str) -> bool:
    """Say whether a sentence tells of an average night only, where the question is of longer."""
    told, longer = _ONE_NIGHT.search(text), _LONGER.search(asked.focus)
    return bool(told and longer) and re.search(r"\baverage\b", asked.focus, re.IGNORECASE) is None


def _counts_time(asked: Question, unit: str) -> bool:
    """Say whether nights or days are counted where the question counts something else."""
    many, counted = _HOW_MANY.match(asked.focus), unit.split("/")[0]
    return many is not None and counted in _TIMES and re.search(rf"\b{counted}s?\b", asked.focus) is None


def _is_beyond(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a limit lies behind a figure that the question asks about the other side of: "five are under 21"."""
    wanted, said = _LIMIT.search(asked.focus), _LIMIT.search(text, end)
    if wanted is not None and text[start:end] == wanted["number"]:
        return True  # the limit itself
    if wanted is None or said is None or wanted["number"] != said["number"]:
        return False
    return bool(wanted["low"]) != bool(said["low"])


def _is_by_how_much(asked: Question, text: str, end: int) -> bool:
    return THAN.match(text, end) is not None and _APART.search(asked.focus) is None


def _is_growth(asked: Question, text: str, start: int, end: int, unit: str) -> bool:
    if unit != "%" or _LEVEL.search(asked.focus) is None or _PERCENT.search(asked.focus):
        return False
    if re.search(
        r"\b(?:grow|rise|fall|increase|drop|climb|go up|go down|change|more|less)\b[^?]*\?*$", asked.focus
    ) and not (re.search(r"\bbe\b", asked.focus)):
        return False
    return GREW.search(text[:start]) is not None or _MORE.match(text, end) is not None


def _is_dated_otherwise(asked: Question, text: str, end: int, periods: list[Period]) -> bool:
    behind = [one for one in periods if one.start > end and _IN.fullmatch(text, end, one.start)]
    return bool(asked.periods and behind) and not any(compatible(one, behind[0]) for one in asked.periods)


def of_a_kind(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is of one kind of what is asked for: of "ticket revenue" where the question asks for revenue.

    What was paid on a debt is no debt, and what one thing was sold for is nobody's sales.
    """
    words = {term.lower for term in asked.terms}
    before = flat(text)[clause_at(text, start)[0] : start]
    on = list(_ON_DEBT.finditer(before))
    if (
        on
        and _ON_ASKED.search(asked.focus) is None
        and any(stem(on[-1]["what"].lower()) == term.stem for term in asked.terms)
    ):
        return True
    if not words & _LINES:
        return False
    if _SOLD_ONE.search(before) and _SALES.search(before) is None:
        return True
    lines = list(_LINE.finditer(before))
    if not lines:
        return False
    kind, line = lines[-1]["kind"].lower(), lines[-1]["line"]
    if not any(stem(line) == term.stem for term in asked.terms) or kind in _PLAIN or _ADJECTIVE.search(kind):
        return False
    here = {stem(word) for word in re.findall(r"[a-z]+", asked.focus.lower())}
    return not any(stem(part) in here for part in {kind, singular(kind), *kind.split("-")})
