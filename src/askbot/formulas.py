"""The formulas that questions ask for, by the words that ask for them: a question becomes a plan.

It knows English and arithmetic, no corpus: names are taken from the question as they stand. It would rather
see no calculation than a wrong one.
"""

from __future__ import annotations

import re

from askbot import comparisons, phrases, runway
from askbot.phrases import figures_in, kind_of, question_for, subject_of
from askbot.programs import Plan, Role, Slot, UnitKind
from askbot.quantities import find
from askbot.types import Origin, Quantity

_CONVERT = re.compile(
    r"\b(?:at|with|using|assuming)\b[^?]*?(?P<rate>[\d.,]+)\s*(?P<one>[a-zA-Z$€£¥]+)\s*(?:per|to the|to a|to one|to|for a|for one|for each|/|a)\s*(?P<other>[a-zA-Z$€£¥]+)",
    re.IGNORECASE,
)
_IMPLIED_RATE = re.compile(
    r"\b(?:exchange|conversion|fx|currency) rate\b|\b[\w]+[-/ ](?:to[- ])?[\w]+ (?:exchange )?rate\b(?=.*\b(?:impl|behind|use|appl|under))",
    re.IGNORECASE,
)
_SPANNED = re.compile(
    r"\b(?P<every>annual|yearly|quarterly|monthly|weekly|daily)(?:ly)?\b|\b(?:per|a|each|every) (?P<each>year|quarter|month|week|day)\b",
    re.I,
)
_EVERY = {
    "annual": "year",
    "yearly": "year",
    "quarterly": "quarter",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
}
_RATED = re.compile(
    r"\b(?:burn(?:s|ed|ing)?|drawdown|costs?|spend(?:s|ing)?|rent|fees?|expenses?|bill|salary|salaries|wages?|revenue|sales|income|turnover|profit|loss|subscription)\b",
    re.IGNORECASE,
)
_A_YEAR_EARLIER = re.compile(
    r"\b(?:the )?(?:same (?:period|quarter|half|time)|period|quarter|half)?,?\s*(?:a|one|the|of the) (?:year (?:earlier|before|prior|ago)|previous year|prior year|year-earlier period)\b"
    r"|\b(?:year-earlier|prior-year|corresponding) (?:period|quarter|half)\b",
    re.IGNORECASE,
)
_COMPONENTS = re.compile(
    r"\b(?:sum|total|add(?:ing)? up|add up|adds? up|together)\b.*\b(?:components?|parts?|items?|pieces|elements|constituents)\b(?:.*?\bof\b (?P<what>[^?]+))?",
    re.I,
)
_SUM = re.compile(
    r"\b(?:what (?:is|was|are) )?(?:the )?(?:sum|total|combined total) of (?P<sum>[^?]+ and [^?]+)"
    r"|\b(?:what do|how much do|how many do) (?P<come>.+ and .+?) (?:come|amount|add up|sum|total)\b"
    r"|^add (?:up )?(?P<add>[^?:]+ and [^?:]+)",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\b(?:average|mean) of (?P<list>[^?]+ and [^?]+)", re.IGNORECASE)
_PER = re.compile(
    r"\b(?P<what>revenue|sales|income|turnover|profit|loss|cost|costs|spending|cash|valuation|funding|expenses?)\b(?P<mid>[^?]*?)\bper (?P<each>(?!year|month|quarter|week|day|cent|share)[a-z-]+(?: [a-z-]+){0,2}?)"
    r"(?= (?:did|does|do|is|was|has|have|from|for|of|in|at)\b|[?.,]|$)(?P<tail>[^?]*)",
    re.IGNORECASE,
)
_STAKE = re.compile(
    r"\bwhat (?:is|was|would|are) (?P<whose>.+?)(?:['’]s?)? (?P<stake>stake|holding|share|shareholding|interest)s?\b.*\bworth\b(?P<tail>[^?]*)"
    r"|\bhow much (?:is|was|are|would) (?P<whose2>.+?)(?:['’]s?)? (?P<stake2>stake|holding|share|shareholding|interest)s?\b.*\bworth\b(?P<tail2>[^?]*)",
    re.IGNORECASE,
)
_SHARE_IN_MONEY = re.compile(
    r"\bin (?P<money>[a-z$€£¥]+),? (?:what|how much) (?:did|does|do|is|was) (?P<what>.+?) (?:bring(?:s)? in|contribute|earn|generate|make up|yield|account for)\b(?: (?:for|to|at) (?P<who>[^?]+))?"
    r"|\bhow (?:much|many (?P<money2>dollars|euros|pounds|yuan|rmb|kronor|yen))(?: (?:of|in))? (?P<of>revenue|sales|income|turnover) (?:came|comes|come|was earned|was made|did [^?]*? (?:make|get|earn)|does [^?]*? (?:make|get|earn)) (?:from|in|through|by) (?P<what2>[^?]+)"
    r"|\bhow much (?:revenue|money|in (?P<money3>[a-z]+)) (?:did|does|do) (?P<what3>.+?) (?:bring in|contribute|generate)(?: (?:for|to) (?P<who3>[^?]+))?",
    re.IGNORECASE,
)
_SPENT = re.compile(
    r"\b(?:what|how much) (?:did|does|do) (?P<who>.+?) (?:spend|lay out) on (?P<what>[^?]+)", re.IGNORECASE
)
_MARGIN = re.compile(r"\b(?P<kind>operating|net|gross|pre-tax|ebitda|profit) (?:profit )?margin\b", re.IGNORECASE)


def plan(question: str) -> Plan | None:
    """Name the calculation that a question asks for; None where it asks for none."""
    text = " ".join(question.split())
    if not text or len(text) > phrases.MAX_LENGTH:
        return None
    for formula in (
        _conversion, _implied_rate, runway.plan, comparisons.time_between, _stake_worth, _components, _sum, _average,
        comparisons.points_or_difference, comparisons.percent_more, comparisons.ratio, comparisons.rest,
        comparisons.fraction, _per_unit, _share_in_money, _year_earlier, _spanned, _multiple_spent, _margin, _earlier,
    ):  # fmt: skip
        made = formula(text)
        if made is not None:
            return made
    return None


def _conversion(text: str) -> Plan | None:
    """An amount in other money, at a rate that the question gives."""
    match = _CONVERT.search(text)
    if match is None:
        return None
    one, other = (phrases.currency_named(match.group(name)) for name in ("one", "other"))
    if one is None or other is None or one == other:
        return None
    number = find(f"{match.group('rate')} dollars")
    if not number:
        return None
    printed = text[match.start("rate") : match.end()]
    rate = Quantity(number[0].value, f"{one}/{other}", printed, origin=Origin.ASSUMED)
    asked = phrases.currency_asked(text[: match.start()])
    wanted = asked or one
    base = phrases.without_currency(text[: match.start()])
    what = phrases.asked_thing(base)
    if what is None:
        return None
    kind = UnitKind.RATE if re.search(runway.BURN_WORDS, what, re.IGNORECASE) else UnitKind.MONEY
    expression = "amount * rate" if wanted == one else "amount / rate"
    return Plan("conversion", expression, (Slot("amount", question_for(what, kind), kind, what),), {"rate": rate})


def _implied_rate(text: str) -> Plan | None:
    if not _IMPLIED_RATE.search(text):
        return None
    match = re.search(
        r"(?:do|does|did|is|are|by|in|behind|under|of|from) (?P<what>(?:the |[A-Z])[^?]*?)(?: figures?| numbers?| amounts?)?(?: imply| implies| use| uses| behind| based)?[?.]*$",
        text,
    )
    what = phrases.strip_article(match.group("what")) if match else None
    if not what:
        return None
    slots = (
        Slot("amount", question_for(what, UnitKind.MONEY), UnitKind.MONEY, what),
        Slot("other", (), UnitKind.MONEY, f"{what} in other money", Role.COUNTERPART, "amount"),
    )
    return Plan("exchange rate", "other / amount", slots)


def _stake_worth(text: str) -> Plan | None:
    match = _STAKE.search(text)
    if match is None:
        return None
    whose = (match.group("whose") or match.group("whose2")).strip()
    stake = (match.group("stake") or match.group("stake2")).lower()
    tail = match.group("tail") or match.group("tail2") or ""
    at = re.search(r"\bat (?:the |its )?(?P<what>[\w -]*(?:valuation|price|value))\b", tail, re.IGNORECASE)
    of = re.search(r"\bin (?P<who>[A-Z][\w&.-]*)", text)
    valuation = (at.group("what") if at else "valuation") + (
        f" of {of.group('who')}" if of and not phrases.currency_named(of.group("who")) else ""
    )
    slots = [Slot("valuation", question_for(valuation, UnitKind.MONEY), UnitKind.MONEY, valuation)]
    given = [figure for figure in figures_in(whose) if figure.unit == "%"]
    if given:
        return Plan(
            "worth of a stake",
            "stake of valuation",
            tuple(slots),
            {"stake": phrases.given(given[0])},
            currency=phrases.currency_asked(text),
        )
    held = phrases.possessive(whose, stake)
    slots.insert(0, Slot("stake", (f"What {stake} does {whose} hold?", f"What is {held}?"), UnitKind.SHARE, held))
    return Plan(
        "worth of a stake", "stake of valuation", tuple(slots), currency=phrases.currency_asked(text), tentative=True
    )


def _components(text: str) -> Plan | None:
    match = _COMPONENTS.search(text)
    if match is None or not match.group("what"):
        return None
    what = phrases.strip_article(match.group("what"))
    slots = (
        Slot("total", question_for(what, UnitKind.ANY), kind_of(what), what),
        Slot("part", (), UnitKind.ANY, f"parts of {what}", Role.PARTS, "total"),
    )
    return Plan("sum of parts", "sum(parts)", slots)


def _sum(text: str) -> Plan | None:
    match = _SUM.search(text)
    listed = (match.group("sum") or match.group("come") or match.group("add")) if match else None
    return _over_list("sum", listed) if listed else None


def _average(text: str) -> Plan | None:
    match = _AVERAGE.search(text)
    return _over_list("average", match.group("list")) if match else None


def _over_list(name: str, listed: str) -> Plan | None:
    things = phrases.listed(listed)
    if not 2 <= len(things) <= 12:
        return None
    slots = tuple(
        Slot(f"part_{number}", question_for(thing, kind_of(thing)), kind_of(thing), thing)
        for number, thing in enumerate(things, start=1)
    )
    return Plan(name, f"{name}({', '.join(slot.name for slot in slots)})", slots)


def _per_unit(text: str) -> Plan | None:
    match = _PER.search(text)
    if match is None:
        return None
    who = subject_of(text)
    what, each = match.group("what").lower(), match.group("each").strip()
    head, plural_each = each, phrases.plural_phrase(each)
    rest = match.group("tail")
    source = re.search(r"\bfrom (?:its |the )?(?P<what>[^?,]+)", rest)
    amount = phrases.possessive(who, what)
    money = Slot("amount", question_for(amount, UnitKind.MONEY), UnitKind.MONEY, amount)
    counted = phrases.possessive(who, f"{plural_each}") if who else f"number of {plural_each}"
    count = Slot(
        "count",
        (f"How many {plural_each} does {who or 'the company'} have?", f"What is the number of {plural_each}?"),
        UnitKind.COUNT,
        counted,
    )
    whole = Plan(f"{what} per {head}", "amount / count", (money, count), fallback=True)
    if source is None:
        return whole
    part = source.group("what").strip()
    share_what = f"share of {amount} from {part}"
    share = Slot("part", (f"What share of {amount} comes from {part}?",), UnitKind.SHARE, share_what)
    count_of = Slot("count", (f"How many {plural_each} do {part} have?", *count.questions), UnitKind.COUNT, counted)
    return Plan(f"{what} per {head}", "(part of amount) / count", (share, money, count_of))


def _share_in_money(text: str) -> Plan | None:
    match = _SHARE_IN_MONEY.search(text)
    if match is None:
        return None
    what = phrases.strip_article(match.group("what") or match.group("what2") or match.group("what3"))
    who = match.group("who") or match.group("who3") or ""
    if not who and match.group("of"):
        who = subject_of(text[: match.start("what2")]) or ""
    revenue = phrases.possessive(who.strip() or None, "revenue")
    share = f"share of {revenue} from {what}"
    share_questions = (
        f"What share of {revenue} comes from {what}?",
        f"How much of the revenue does {what} contribute?",
    )
    slots = (
        Slot("part", share_questions, UnitKind.SHARE, share),
        Slot("revenue", question_for(revenue, UnitKind.MONEY), UnitKind.MONEY, revenue),
    )
    money = phrases.currency_asked(text)
    return Plan(f"revenue from {what}", "part of revenue", slots, currency=money, tentative=True)


def _year_earlier(text: str) -> Plan | None:
    match = _A_YEAR_EARLIER.search(text)
    if match is None:
        return None
    what = phrases.asked_thing(text[: match.start()].rstrip(" ,"))
    if what is None:
        return None
    what = re.sub(r"\s+(?:in|for|during|over|at|of)(?: the)?$", "", what)
    slots = (
        Slot("now", question_for(what, kind_of(what)), kind_of(what), what),
        Slot("growth", (), UnitKind.SHARE, f"growth of {what}", Role.GROWTH, "now"),
    )
    return Plan(f"{what} a year earlier", "before(now, growth)", slots, tentative=True)


def _spanned(text: str) -> Plan | None:
    """A cost or a burn in another span of time than the article may give it in."""
    match = _SPANNED.search(text)
    if match is None or not _RATED.search(text):
        return None
    unit = _EVERY.get((match.group("every") or "").lower()) or (match.group("each") or "").lower()
    around = " ".join((text[: match.start()] + text[match.end() :]).split())
    around = re.sub(r"\baverage\b ?", "", around, flags=re.IGNORECASE)
    around = re.sub(r"\bover (?=the )", "in ", around)
    what = phrases.asked_thing(around)
    if what is None:
        return None
    questions = (question_for(what, UnitKind.RATE)[0], f"What is {what} a month?", f"What is {what} a year?")
    slot = Slot("figure", questions, UnitKind.RATE, what)
    return Plan(f"{what} a {unit}", "figure", (slot,), unit=unit, tentative=True)


def _multiple_spent(text: str) -> Plan | None:
    """What was spent on something, where the article gives it only as a multiple of revenue."""
    match = _SPENT.search(text)
    money = phrases.currency_asked(text)
    if match is None:
        return None
    who, what = (
        match.group("who").strip(),
        re.sub(r"\bin (?:dollars|euros|yuan|rmb|kronor)\b", "", match.group("what")).strip(),
    )
    revenue = phrases.possessive(who, "revenue")
    slots = (
        Slot(
            "times",
            (f"How many times its revenue did {who} spend on {what}?",),
            UnitKind.MULTIPLE,
            f"multiple of {revenue} spent on {what}",
        ),
        Slot("revenue", question_for(revenue, UnitKind.MONEY), UnitKind.MONEY, revenue),
    )
    return Plan(f"spending on {phrases.strip_period(what)}", "times * revenue", slots, currency=money, fallback=True)


def _margin(text: str) -> Plan | None:
    match = _MARGIN.search(text)
    if match is None:
        return None
    who, when = subject_of(text), phrases.period_tail(text)
    kind = match.group("kind").lower()
    profit = phrases.possessive(who, f"{kind} profit" if kind != "profit" else "profit") + when
    revenue = phrases.possessive(who, "revenue") + when
    slots = (
        Slot("profit", question_for(profit, UnitKind.MONEY), UnitKind.MONEY, profit),
        Slot("revenue", question_for(revenue, UnitKind.MONEY), UnitKind.MONEY, revenue),
    )
    return Plan(match.group().lower(), "share(profit, revenue)", slots, fallback=True)


def _earlier(text: str) -> Plan | None:
    """A figure for a year that the article may give only by the growth, or the multiple, of the next one."""
    shifted = phrases.next_year(text)
    if shifted is None:
        return None
    what = phrases.asked_thing(shifted)
    if what is None or kind_of(what) not in (UnitKind.MONEY, UnitKind.COUNT):
        return None
    kind = kind_of(what)
    earlier = phrases.asked_thing(text) or what
    questions = question_for(what, kind)
    now = Slot("now", questions, kind, what)
    growth = Slot("growth", (), UnitKind.SHARE, f"growth of {what}", Role.GROWTH, "now")
    times = Slot("times", (), UnitKind.MULTIPLE, f"multiple of {earlier}", Role.MULTIPLE, "now")
    name = phrases.strip_period(earlier) + " before"
    by_multiple = Plan(name, "now / times", (now, times), fallback=True)
    if re.search(r"\b(?:whole|full)\b|\bfull-year\b", text, re.IGNORECASE):
        return by_multiple
    return Plan(name, "before(now, growth)", (now, growth), fallback=True)
