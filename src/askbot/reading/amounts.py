"""What an amount is of, where its sentence says that plainly: of one or of all, of which year, who pays it, what it is a step to.

Each rule holds a figure's own words against those of the question; which figure is likelier is not its affair.
"""

from __future__ import annotations

import re

from askbot.matching import MATCHED, clause_at, wording
from askbot.quantities import find
from askbot.question import Question
from askbot.reading.governing import akin
from askbot.reading.halves import flat
from askbot.ties import Bond, beside, ties
from askbot.types import Quantity
from askbot.units import MEASURED, MEASURES, currency, singular
from askbot.words import stem

_HEDGES = r"(?:(?:about|around|some|nearly|almost|only|just|roughly|over|another|a further|a good|well over) )*"
# "Fell by $3 million to $9 million", "was cut $3 million to $9 million"
_BY = re.compile(
    rf"\b(?:ris(?:e|es|en)|rose|increase[ds]?|gr[eo]w[ns]?|climb(?:ed|s)?|jump(?:ed|s)?|fall(?:s|en)?|fell|drop(?:ped|s)?|decrease[ds]?|decline[ds]?"
    rf"|shr[aiu]nk|shrinks|cut|cuts|reduced?|reduces|lowered|raised|lifted|widened|narrowed|up|down|improved) (?:back )?(?:by )?{_HEDGES}$",
    re.IGNORECASE,
)
_TO_A_LEVEL = re.compile(r",? to (?:an? [a-z]+ )?(?:[a-z]+ )?[$€£¥]?(?:[A-Z]{2,3}[$ ]?)?\d")
_OF_A_STEP = re.compile(
    r"\b(?:ris\w+|rose|increas\w+|gr[eo]w\w*|growth|climb\w*|jump\w*|fall\w*|fell|drop\w*|decreas\w+|declin\w+|shr[aiu]nk\w*|cuts?|reduc\w+|reduction"
    r"|lower\w*|rais\w+|lift\w*|widen\w*|narrow\w*|chang\w+|differ\w*|more|less|fewer|higher|sav\w+|improv\w+|by how|pa(?:y|id) (?:back|off|down)|repa\w+|step|gap|doubl\w+|tripl\w+|quadrupl\w+|halv\w+)\b",
    re.IGNORECASE,
)
_YEAR_BOUND = re.compile(
    r"\b(?P<side>after|beyond|later than|before|prior to|earlier than) (?:the end of )?(?P<year>(?:19|20)\d\d)\W*$"
)
_IN_THE_YEAR = re.compile(r"[^,;.\d]{0,30}\bin (?P<year>(?:19|20)\d\d)\b")
_COSTS_WHOM = re.compile(r"\bcosts? (?:the|its|their|every|each|an?) (?P<whom>[a-z]+)\W*(?:$|,)", re.IGNORECASE)
_COSTING_WHOM = re.compile(
    rf"\bcost(?:s|ing)? (?:the|its|their) (?P<whom>[a-z]+) {_HEDGES}(?=[$€£¥\d]|$)", re.IGNORECASE
)
_GOODS_WORTH = re.compile(rf"\b(?P<what>[a-z]+) worth {_HEDGES}(?:an? [a-z]+ )?$", re.IGNORECASE)
_VALUE = ("worth", "valu", "valuat")
_LINKS = frozenset(stem(word) for word in ("is", "was", "are", "were", "be", "been", "now", "company", "firm", "still"))
_LEFT_AFTER = re.compile(
    r"\b(?:left|remain\w*|missing|lack\w*|short|still|needed|found|open)\b[^?]*?"
    r"\b(?:after|without|besides|apart from|on top of|beyond) (?P<taken>[^?]+)",
    re.IGNORECASE,
)
_GOES = re.compile(
    r"^how much (?:money |cash |of (?:it|this|that|the (?:money|proceeds|sum)) )?(?:goes|go|went|will go|would go"
    r"|(?:is|was|are|were|will be) (?:spent|devoted|earmarked|set aside|meant|intended)) "
    r"(?:to|on|into|towards?|for) (?P<what>[^?]+?)\W*$",
    re.IGNORECASE,
)
_COMES_TO = re.compile(r"\b(?:come to|amount to|add up to|total)\b[^?]*\W*$", re.IGNORECASE)
_FOR_ONE = re.compile(r" (?:an?|per|each|every|for (?:an?|each|every)) (?P<one>[a-z]+)\b")
_RANGE = re.compile(r"\s*(?:to|-|–|and)\s*")
_SPANS = frozenset(("day", "week", "month", "quarter", "year", "hour"))
_COST = re.compile(
    r"^(?:what|how much) (?:do|does|did|will|would|has|have|had|must|might|could)\b[^?]*\bcost\b(?! of)", re.I
)
_WEIGHS = re.compile(r"^(?:what|how much) (?:do|does|did|will|would)\b[^?]*\b(?:weigh|measure)\b", re.IGNORECASE)
_AVERAGE_ASKED = re.compile(
    r"\b(?:average|mean|median|typical\w*|usual\w*|each|every|per|single|one|apiece|a head|an?)\b", re.IGNORECASE
)
_AVERAGE_ONE = re.compile(
    r"(?:^|[,;:] |\b(?:and|while|but|where) )(?:the|an?|its|their) (?:average|typical|median) (?!of\b|price|cost|wage|salary|age|size|number)"
    r"(?:[a-z-]+ ){1,4}[^,;]{0,40}$",
    re.IGNORECASE,
)
_ON_AVERAGE = re.compile(r"\b(?:on average|average|averag(?:es|ed|ing)|mean|median)\b", re.IGNORECASE)
_AVERAGED = re.compile(
    r"\b(?:on average|average[ds]?|averaging|mean|median|typical\w*|usual\w*|a head|each|apiece|per|normal\w*)\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    rf"\b(?:holds?|seats?|room for|capacity (?:of|is|was)|accommodates?|takes?|fits?) (?:up to )?{_HEDGES}$",
    re.IGNORECASE,
)
_FROM_ONE = re.compile(r"\b(?:from|out of) (?:an?|one|each|every) (?P<one>[a-z]+)\b", re.IGNORECASE)
_REMAINS = re.compile(r"\b(?:remains?|remaining|left(?: over)?|the rest)\b", re.IGNORECASE)
_FOR_EACH = re.compile(r"\s+for (?:each|every) (?:single )?(?P<one>[a-z]+)\b", re.IGNORECASE)
_IN_UNITS = re.compile(r"\bin (?P<unit>[a-z]+)\W*$", re.IGNORECASE)
_LONGER = re.compile(
    r"\b(?:since|so far|this (?:year|month|quarter|week)|over the|(?:in|within) (?:a|the (?:last|past)) (?:year|month|quarter|week)|year[- ]to[- ]date)\b",
    re.IGNORECASE,
)
_ON_A_DAY = re.compile(
    r"[^,;.\d]{0,30}(?:to [$€£]?\d[\d.,]*)?\s*(?:\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:today|yesterday|that day|on the day)\b)"
)
_OF_A_CAUSE = re.compile(
    r"\b(?:died?|dead|killed|hurt|injured|ill|sick|stopped|left|fell|ended|lost)\b[^?]*\b(?:of|from|because of|due to|through|by)\b",
    re.IGNORECASE,
)
_NONE_OF_THEM = re.compile(r"[^.;,\d]*, (?:but |and |though )?(?:neither|none|not one)\b")
_HALF = re.compile(
    r"\b(?P<which>first|second|third|fourth) (?P<part>half|quarter)\b(?:,? (?:of )?(?P<year>(?:19|20)\d\d)\b)?", re.I
)
_A_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)")
_MONTHS = {"half": 6, "quarter": 3}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CAME = re.compile(
    r"\b(?:spectators?|attendances?|audiences?|visitors?|crowds?|gates?|came|come|watch\w*|attend\w*)\b", re.I
)
_CAPACITY_ASKED = re.compile(
    r"\b(?:capacity|hold|holds|seats?|room|accommodat\w+|fits?|can|could|maximum|at most)\b", re.I
)


def is_of_another(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a figure's own words say that it is of something else than a question asks for."""
    return (
        is_step(asked, text, start, end)
        or in_the_bounding_year(asked, text, end)
        or is_anothers_cost(asked, text, start)
        or is_worth_of_goods(asked, text, start)
        or is_taken_off(asked, text, start)
        or is_room(asked, text, start)
        or is_of_a_day(asked, text, end)
        or is_caused_otherwise(asked, text, end)
        or is_total_for_rate(asked, text, start, end)
        or is_whole_for_rest(asked, text, start)
        or is_for_each_other(asked, text, end)
        or is_money_for_measure(asked, text, start)
    )


def is_step(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a figure is by how much something moved to another that stands behind it, and no step is asked for.

    >>> from askbot.question import parse
    >>> text = "Its debt fell by $3 million to $9 million."
    >>> [is_step(parse("debt"), text, text.index(one), text.index(one) + 10) for one in ("$3", "$9")]
    [True, False]
    """
    if _OF_A_STEP.search(asked.focus):
        return False
    text = flat(text)
    return _BY.search(text[:start]) is not None and _TO_A_LEVEL.match(text, end) is not None


def in_the_bounding_year(asked: Question, text: str, end: int) -> bool:
    """Say whether a figure is of the very year after or before which it is asked for.

    >>> from askbot.question import parse
    >>> text = "Of the loans $4 million falls due in 2030 and $5 million in 2032."
    >>> [in_the_bounding_year(parse("How much falls due after 2030?"), text, text.index(one) + 10) for one in ("$4", "$5")]
    [True, False]
    """
    bound = _YEAR_BOUND.search(asked.focus)
    own = _IN_THE_YEAR.match(text, end) if bound else None
    return bound is not None and own is not None and bound["year"] == own["year"]


def is_anothers_cost(asked: Question, text: str, start: int) -> bool:
    """Say whether a sentence says whom something costs so much, and the question asks what it costs somebody else.

    >>> from askbot.question import parse
    >>> text = "A call costs the firm $3."
    >>> [is_anothers_cost(parse(f"What does a call cost the {whom}?"), text, 22) for whom in ("caller", "firm")]
    [True, False]
    """
    whom, said = _COSTS_WHOM.search(asked.focus), _COSTING_WHOM.search(text[:start])
    if whom is None or said is None:
        return False
    return not akin(stem(whom["whom"].lower()), stem(said["whom"].lower()))


def is_worth_of_goods(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is what some goods are worth, which the question, asking what something is worth, doesn't name.

    >>> from askbot.question import parse
    >>> text = "Orlin sold goods worth $3 million."
    >>> [is_worth_of_goods(parse(f"What is the value of {what}?"), text, text.index("$")) for what in ("Orlin", "the goods")]
    [True, False]
    """
    goods = _GOODS_WORTH.search(text[:start])
    valued = any(akin(term.stem, worth) for term in asked.terms for worth in _VALUE)
    if goods is None or not valued or stem(goods["what"].lower()) in _LINKS or goods["what"][0].isupper():
        return False
    return not any(akin(term.stem, stem(goods["what"].lower())) for term in asked.terms)


def is_taken_off(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is one of those after which it is asked what is left: "after the gift".

    >>> from askbot.question import parse
    >>> asked = parse("How much remains to pay after the gift?")
    >>> [is_taken_off(asked, text, text.index("$")) for text in ("The gift was $3 million.", "It lacks $3 million.")]
    [True, False]
    """
    left = _LEFT_AFTER.search(asked.focus)
    figures = find(text)
    figure = next((one for one in figures if one.start <= start < one.end), None)
    if left is None or figure is None:
        return False
    here, taken = wording(beside(text, figures, figure)), wording(left["taken"])
    return any(here.holds(one) >= MATCHED for one in taken.stems)


def goes_to(asked: Question) -> str | None:
    """The stem of the last word for what money goes to; None where that isn't asked."""
    what = _GOES.match(asked.focus)
    inside = [one for one in asked.terms if what.start("what") <= one.start < what.end("what")] if what else []
    return inside[-1].stem if inside else None


def is_rate_for_total(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a figure is for one of what it is printed by, where it is asked what something comes to.

    >>> from askbot.question import parse
    >>> text = "The toll is $25 a tonne."
    >>> [is_rate_for_total(parse(one), text, 12, 15) for one in ("What does the toll come to?", "What is the toll?")]
    [True, False]
    """
    if _COMES_TO.search(asked.focus) is None:
        return False
    figures = find(text)
    end = next((one.end for one in figures if end <= one.start and _RANGE.fullmatch(text[end : one.start])), end)
    printed = [one.unit.partition("/")[2] for one in figures if start <= one.start < end]
    behind = _FOR_ONE.match(text, end)
    ones = [one for one in (*printed, behind["one"] if behind else "") if one and one not in _SPANS]
    return any(not re.search(rf"\b{re.escape(one)}\b", asked.focus) for one in ones)


def is_no_cost(asked: Question, words: str) -> bool:
    """Say whether words are a measure, where it is asked what something costs, or money, where what it weighs or measures.

    >>> from askbot.question import parse
    >>> [is_no_cost(parse("What does the power cost each year?"), one) for one in ("3 GWh", "$9,000", "2 GWh for $4")]
    [True, False, False]
    """
    figures = find(words)
    if figures and _COST.match(asked.focus):
        return all(one.unit.split("/")[0] in MEASURED for one in figures)
    return bool(figures) and _WEIGHS.match(asked.focus) is not None and any(currency(one.unit) for one in figures)


def is_of_average_one(asked: Question, text: str, quantity: Quantity) -> bool:
    """Say whether a figure is what the average one of some has, where the question asks for no average: "the average shop".

    >>> from askbot.question import parse
    >>> text = "The average shop sold bread for $3 million, the chain for $90 million."
    >>> [is_of_average_one(parse("sales"), text, one) for one in find(text)]
    [True, False]
    """
    first, _ = clause_at(text, quantity.start)
    before = text[first : quantity.start]
    return (
        currency(quantity.unit) is not None
        and _AVERAGE_ONE.search(before) is not None
        and not _AVERAGE_ASKED.search(asked.focus)
    )


def is_no_average(asked: Question, text: str) -> bool:
    """Say whether an average is asked for and a sentence speaks of none.

    >>> from askbot.question import parse
    >>> [is_no_average(parse("fans on average"), text) for text in ("The hall holds 900 fans.", "Some 900 fans came on average.")]
    [True, False]
    """
    return _ON_AVERAGE.search(asked.focus) is not None and _AVERAGED.search(text) is None


def is_of_a_day(asked: Question, text: str, end: int) -> bool:
    """Say whether a change is that of one day, where the question asks of a longer time.

    >>> from askbot.question import parse
    >>> text = "The share rose 12% on Monday."
    >>> [is_of_a_day(parse(f"How much has the share risen {when}?"), text, 17) for when in ("this year", "on Monday")]
    [True, False]
    """
    return _LONGER.search(asked.focus) is not None and _ON_A_DAY.match(text, end) is not None


def is_caused_otherwise(asked: Question, text: str, end: int) -> bool:
    """Say whether a sentence goes on that none of those counted were so for some cause, and the question names a cause.

    >>> from askbot.question import parse
    >>> text = "Two horses died, neither because of the heat."
    >>> [is_caused_otherwise(parse(f"How many horses died{of}?"), text, 3) for of in (" of the heat", "")]
    [True, False]
    """
    return _OF_A_CAUSE.search(asked.focus) is not None and _NONE_OF_THEM.match(text, end) is not None


def in_another_half(asked: Question, text: str, published: str | None) -> bool:
    """Say whether a sentence speaks of "the first half" alone, the last one before it was written, and that of another year is asked for.

    >>> from askbot.question import parse
    >>> text = "In the first half it lost $5 million."
    >>> [in_another_half(parse(f"What did it lose in the first half of {year}?"), text, "2026-09-01") for year in (2025, 2026)]
    [True, False]
    """
    day = _A_MONTH.match(published or "")
    if day is None:
        return False
    wanted = _HALF.search(asked.focus)
    told = [one for one in _HALF.finditer(text) if wanted and one["which"].lower() == wanted["which"].lower()]
    own = [one for one in told if wanted and one["part"].lower() == wanted["part"].lower()]
    if wanted is None or wanted["year"] is None or not own or any(one["year"] for one in own) or _YEAR.search(text):
        return False
    months = _MONTHS[wanted["part"].lower()] * (
        1 + ("first", "second", "third", "fourth").index(wanted["which"].lower())
    )
    return int(wanted["year"]) != int(day["year"]) - (int(day["month"]) <= months)


def is_total_for_rate(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether it is asked how much there is for one of a measure, and a figure is of no such: "from a tonne".

    >>> from askbot.question import parse
    >>> asked = parse("How much oil is pressed from a tonne of olives?")
    >>> texts = ("The mill pressed 900 litres.", "A tonne of olives gives 200 litres.")
    >>> [is_total_for_rate(asked, text, text.index(" litres") - 3, text.index(".")) for text in texts]
    [True, False]
    """
    rate = _FROM_ONE.search(asked.focus)
    if rate is None or rate["one"].lower() not in MEASURES or not any(start <= one.start < end for one in find(text)):
        return False
    return re.search(rf"\b(?:an?|one|per|each|every|the) {rate['one']}\b", text, re.IGNORECASE) is None


def is_whole_for_rest(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is the whole of which its sentence gives parts, where it is asked what remains of it.

    >>> from askbot.question import parse
    >>> text = "It costs $9 million, of which the state pays $4 million."
    >>> [is_whole_for_rest(parse(f"How much of the cost {what}?"), text, 9) for what in ("remains", "is that")]
    [True, False]
    """
    if _REMAINS.search(asked.focus) is None:
        return False
    return any(tie.bond is Bond.PART and tie.first.start <= start < tie.first.end for tie in ties(text, find(text)))


def is_for_each_other(asked: Question, text: str, end: int) -> bool:
    """Say whether a figure is for each of some that the question doesn't name: "$4 for each tree".

    >>> from askbot.question import parse
    >>> text = "The town pays $400 for each tree."
    >>> [is_for_each_other(parse(f"How much is paid for {what}?"), text, 18) for what in ("damage", "a tree")]
    [True, False]
    """
    one = _FOR_EACH.match(text, end)
    if one is None or one["one"].lower() in _SPANS:
        return False
    return not re.search(rf"\b{re.escape(one['one'])}", asked.focus, re.IGNORECASE)


def is_money_for_measure(asked: Question, text: str, start: int) -> bool:
    """Say whether an amount of money stands where a question asks for litres or the like: "how much wine, in litres"."""
    unit = _IN_UNITS.search(asked.focus)
    if unit is None or singular(unit["unit"].lower()) not in MEASURES:
        return False
    return any(currency(one.unit) is not None for one in find(text) if one.start <= start < one.end)


def is_room(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is how many a place holds, where it is asked how many came.

    >>> from askbot.question import parse
    >>> text = "The hall holds 900 people."
    >>> [is_room(parse(one), text, 15) for one in ("How many spectators came?", "How many people does the hall hold?")]
    [True, False]
    """
    room = _HOLDS.search(text[:start]) is not None
    return room and _CAME.search(asked.focus) is not None and _CAPACITY_ASKED.search(asked.focus) is None
