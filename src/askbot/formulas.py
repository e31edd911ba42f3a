"""The formulas that questions ask for, by the words that ask for them: a question becomes a plan.

It knows English and arithmetic, no corpus: names are taken from the question as they stand. It would rather
see no calculation than a wrong one.
"""

from __future__ import annotations

import re
from decimal import Decimal

from askbot import comparisons, phrases
from askbot.phrases import figures_in, kind_of, question_for, subject_of
from askbot.programs import Plan, Role, Slot, UnitKind
from askbot.quantities import find
from askbot.types import Origin, Quantity
from askbot.units import currency

_MONEY_WORDS = r"(?:cash balance|cash position|cash and cash equivalents|cash pile|cash|liquid funds|liquidity|funds|money|reserves|war chest)"
_BURN_WORDS = r"(?:(?:cash )?burn(?: rate)?|drawdown|cash outflow|spending|spend rate|outgoings|expenses)"
_RUNWAY = re.compile(
    rf"\brunway\b|\bhow (?:long|many (?:more )?(?:months|years|quarters|weeks))\b.*\b(?:{_MONEY_WORDS}|{_BURN_WORDS})\b"
    rf"|\bhow long\b.*\b(?:until|before|till)\b.*\b(?:runs? (?:out|dry)|is (?:broke|bankrupt))"
    rf"|\b(?:when|until when|by when|how soon|what date)\b.*\b(?:{_MONEY_WORDS}\b.*\b(?:run|runs) (?:out|dry)|run(?:s|ning)? (?:out of|dry)|out of (?:cash|money|funds))"
    rf"|\bhow many (?:months|years|quarters)\b.*\b(?:survive|keep going|stay afloat|carry on|keep operating)\b"
    rf"|\b(?:{_MONEY_WORDS})\b.*\b(?:last|hold out|suffice)\b",
    re.IGNORECASE,
)
_NOT_RUNWAY = re.compile(
    r"\bhow many (?:months|years)\b.*\b(?:ago|old|lie|passed|between|plan|spent)\b|\blast (?:year|month|quarter|round)\b",
    re.I,
)
_UNTIL = re.compile(r"\b(?:when|until when|by when|what date|how soon)\b", re.IGNORECASE)
_ONLY = re.compile(
    r"\b(?:counting only|using only|with only|on only|only (?:counting|using|with|on)|based only on|using just|on just)\s+(?:its |the |their )?"
    r"(?P<what>[\w -]+?)(?=[,?;]|\bhow\b|\bwhat\b|$)|\b(?:on|with|from) (?:its |the |their )?(?P<alone>[\w -]+?) alone\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?:leave out|leaving out|without|excluding|exclude|not counting|ignoring|minus|less|net of)\s+(?:its |the |their )?"
    r"(?P<what>[a-z][\w -]+?)(?=[,:?;]|\bhow\b|\bwhat\b|$)",
    re.IGNORECASE,
)
_RAISED = re.compile(
    r"\b(?:raised?|raises|got|gets|received?|receives|added|adds|borrow(?:ed|s)?|another|an extra|additional)\b", re.I
)
_HIGHER = re.compile(
    r"\b(?:rises?|rose|risen|goes up|went up|go up|grows?|grew|increases?|increased|climbs?|climbed|were higher|higher|more)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(?:falls?|fell|drops?|dropped|goes down|went down|go down|decreases?|decreased|shrinks?|shrank|is cut|was cut|were cut|cut|lower|less)\b",
    re.IGNORECASE,
)
_BY_A_PART = re.compile(r"\bby (?:a|an|one) (?P<part>third|quarter|fifth|tenth|half)\b", re.IGNORECASE)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SPAN_ASKED = re.compile(r"\b(?:how many|in) (?:more )?(?P<unit>month|year|quarter|week)s\b", re.IGNORECASE)

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
        _conversion, _implied_rate, _runway, comparisons.time_between, _stake_worth, _components, _sum, _average,
        comparisons.points_or_difference, comparisons.percent_more, comparisons.ratio, comparisons.rest,
        comparisons.fraction, _per_unit, _share_in_money, _year_earlier, _spanned, _multiple_spent, _margin, _earlier,
    ):  # fmt: skip
        made = formula(text)
        if made is not None:
            return made
    return None


def _runway(text: str) -> Plan | None:
    if not _RUNWAY.search(text) or _NOT_RUNWAY.search(text):
        return None
    who = subject_of(text)
    only, without = _ONLY.search(text), _WITHOUT.search(text)
    cash_word = re.search(_MONEY_WORDS, text, re.IGNORECASE)
    cash = cash_word.group().lower() if cash_word else "cash balance"
    cash = "cash balance" if cash in ("cash", "money", "reserves", "war chest", "cash pile") else cash
    expression, slots = "cash / burn", []
    if only:
        cash = (only.group("what") or only.group("alone")).strip()
    slots.append(_slot("cash", cash, who, UnitKind.MONEY))
    if without and not only:
        expression = "(cash - excluded) / burn"
        slots.append(_slot("excluded", without.group("what").strip(), who, UnitKind.MONEY))
    assumed: dict[str, Quantity] = {}
    raised, burn_expression = _what_if(text, assumed)
    if raised:
        expression = expression.replace(
            "(cash - excluded)" if without and not only else "cash",
            f"({'cash - excluded + raised' if without and not only else 'cash + raised'})",
            1,
        )
    if "burn" not in assumed:
        expression = expression.replace("burn", burn_expression)
        burn = phrases.possessive(who, "monthly cash burn")
        slots.append(
            Slot(
                "burn",
                (f"What is {burn}?", f"What is {phrases.possessive(who, 'cash burn')}?",
                 f"How much money does {who or 'the company'} spend a month?",
                 f"At what rate a month is {who or 'the company'} drawing down its funds?"),
                UnitKind.RATE, phrases.possessive(who, "cash burn"),
            )
        )  # fmt: skip
    asked = _SPAN_ASKED.search(text)
    until = bool(_UNTIL.search(text)) and not asked
    unit = asked.group("unit").lower() if asked else "month"
    stated = f"How many months can {who or 'the company'} operate with its cash?"
    return Plan("runway", expression, tuple(slots), assumed, unit=unit, stated_question=stated, until=until)


def _what_if(text: str, assumed: dict[str, Quantity]) -> tuple[bool, str]:
    """Take the figures that the question assumes: a burn, its rise or fall, money that is raised."""
    raised, expression = False, "burn"
    for figure in figures_in(text):
        money, lead = currency(figure.unit), text[: figure.start]
        near = lead[-60:]
        if money and ("/" in figure.unit or re.search(rf"{_BURN_WORDS}|\brate\b", near, re.IGNORECASE)):
            unit = figure.unit if "/" in figure.unit else f"{figure.unit}/month"
            assumed["burn"] = Quantity(figure.value, unit, figure.printed, origin=Origin.ASSUMED)
        elif money and _RAISED.search(near):
            assumed["raised"], raised = _given(figure), True
        elif figure.unit == "%" and (
            _HIGHER.search(near)
            or _LOWER.search(near)
            or _HIGHER.search(text[figure.end :][:20])
            or _LOWER.search(text[figure.end :][:20])
        ):
            lower = _LOWER.search(near) or _LOWER.search(text[figure.end :][:20])
            assumed["change"], expression = _given(figure), "lowered(burn, change)" if lower else "raised(burn, change)"
        elif figure.unit == "x" and re.search(rf"{_BURN_WORDS}", near, re.IGNORECASE):
            assumed["factor"], expression = _given(figure), "(burn * factor)"
    doubles = re.search(r"\b(?P<verb>doubles|triples|halves|is halved|were halved|were doubled)\b", text, re.IGNORECASE)
    part = _BY_A_PART.search(text)
    if doubles and "factor" not in assumed:
        verb = doubles.group("verb").lower()
        many = "3" if "trip" in verb else "0.5" if "hal" in verb else "2"
        assumed["factor"] = Quantity(Decimal(many), "x", doubles.group(), origin=Origin.ASSUMED)
        expression = "(burn * factor)"
    elif part and "change" not in assumed:
        share = Decimal(100) / _PARTS[part.group("part").lower()]
        assumed["change"] = Quantity(share, "%", part.group().removeprefix("by "), origin=Origin.ASSUMED)
        expression = "lowered(burn, change)" if _LOWER.search(text[: part.start()]) else "raised(burn, change)"
    return raised, expression


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
    kind = UnitKind.RATE if re.search(_BURN_WORDS, what, re.IGNORECASE) else UnitKind.MONEY
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
            {"stake": _given(given[0])},
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


def _slot(name: str, noun: str, who: str | None, kind: UnitKind) -> Slot:
    what = phrases.possessive(who, noun)
    return Slot(name, question_for(what, kind), kind, what)


def _given(figure: Quantity) -> Quantity:
    return Quantity(figure.value, figure.unit, figure.printed, origin=Origin.ASSUMED)
