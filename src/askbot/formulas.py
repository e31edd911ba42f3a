"""The formulas that questions ask for, by the words that ask for them: a question becomes a plan.

It knows English and arithmetic, no corpus: names are taken from the question as they stand. It would rather
see no calculation than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from askbot import comparisons, phrases, runway, shares, sides
from askbot.phrases import figures_in, kind_of, question_for, subject_of
from askbot.programs import Plan, Role, Slot, UnitKind
from askbot.quantities import find
from askbot.question import focused
from askbot.types import Origin, Quantity
from askbot.units import currency

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
_SPENDS = re.compile(
    r"^(?:what|how much)(?: (?:cash|money))? (?:does|did|will) (?P<who>(?-i:[A-Z])[\w&.-]*|[a-z][\w-]+) (?:burn|draw|lose)\b",
    re.IGNORECASE,
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
    r"^(?:what (?:is|was|are) )?(?:the )?(?:sum|total|combined total) of (?P<sum>.+ and .+)$"
    r"|^(?:what do|how much do|how many do) (?P<come>.+ and .+?) (?:come|amount|add up|sum|total)\b(?:.*)$"
    r"|^add (?:up )?(?P<add>[^:]+ and [^:]+?)(?::.*)?$"
    r"|^what (?:is|was|are) (?P<plus>.+ plus .+?)(?: (?:together|in total|combined))?$"
    r"|^(?:what|how much|how many|what (?:per ?cent(?:age)?|share) of)(?: of)?(?: (?P<noun>(?!do\b|did\b|does\b)[\w -]+?))? (?:do|did|does) (?P<who>.+ and .+?) (?P<verb>hold|own|have|use|used|burn|carry|serve|employ|bring in|contribute|make|earn|spend|pay|produce|get|raise)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r",? ?\b(?:together|combined|in total|altogether|all told|jointly|in all|between them)\b", re.IGNORECASE
)
_AVERAGE = re.compile(
    r"^(?:what (?:is|was) )?(?:the )?(?:average|mean)(?: (?P<noun>[a-z -]+?))? (?:of|for|across) (?P<list>.+ and .+)$",
    re.IGNORECASE,
)
_PER = re.compile(
    r"^(?P<before>[^?,]+?) per (?P<each>(?!(?:year|month|quarter|week|day|cent|share|kwh|litre)\b)[a-z-]+(?: (?!(?:did|does|do|is|was|has|have|from|for|in|at|of)\b)[a-z-]+){0,3}(?: of (?:its|their|the) [a-z -]+)?)"
    r"(?:(?: (?:did|does|do|is|was|has|have) | (?=(?:from|for|in|at) )|,? )(?P<tail>[^?]*))?$",
    re.IGNORECASE,
)
_NO_COUNTS = frozenset(
    (
        "year",
        "month",
        "quarter",
        "week",
        "day",
        "cent",
        "share",
        "annum",
        "kwh",
        "mwh",
        "litre",
        "liter",
        "kilo",
        "tonne",
    )
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
    focus = focused(text).rstrip("?!. ")
    for formula in (
        _post_money, _conversion, _cited_rate, _implied_rate, runway.plan, comparisons.time_between, _components, _sum, _average,
        _interest, comparisons.compare, comparisons.change, _per_unit, _year_earlier, shares.plan, _over_time, _raised_price, _bill,
        _saved, _still, _paced, _spanned, _penalty, _times_number, _more_or_fewer_now, _multiple_spent, _margin, _earlier,
    ):  # fmt: skip
        made = formula(focus)
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
    converted = re.match(
        r"^(?:convert|turn|express|put|give) (?P<what>.+?)(?: (?:in)?to (?P<money>[\w$€£¥]+))?,?\s*$",
        base,
        re.IGNORECASE,
    )
    if converted and converted["money"]:
        wanted = phrases.currency_named(converted["money"]) or wanted
    what = phrases.strip_article(converted["what"]) if converted else phrases.asked_thing(base)
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
    what = re.sub(r" in [\w.$]+(?: [a-z]+)? and (?:in )?[\w.$]+$", "", what) if what else None
    if not what:
        return None
    slots = (
        Slot("amount", question_for(what, UnitKind.MONEY), UnitKind.MONEY, what),
        Slot("other", (), UnitKind.MONEY, f"{what} in other money", Role.COUNTERPART, "amount"),
    )
    return Plan("exchange rate", "other / amount", slots)


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
    match = _SUM.match(text)
    if match is None:
        return None
    if match["who"]:
        return _jointly(text, match)
    listed = _TOGETHER.sub("", match["sum"] or match["come"] or match["add"] or match["plus"])
    return _over_list("sum", listed)


def _jointly(text: str, match: re.Match[str]) -> Plan | None:
    """What several have together: "how many passengers did A and B carry in all"."""
    if not _TOGETHER.search(text):
        return None
    noun, verb, rest = (
        re.sub(r"^(?:per ?cent(?:age)?|share|proportion) of ", "", (match["noun"] or "").strip()),
        match["verb"].lower(),
        _TOGETHER.sub("", match["rest"]).strip(),
    )
    names = [part.strip() for part in re.split(r",(?: and)? | and ", _TOGETHER.sub("", match["who"])) if part.strip()]
    tail = f" {rest}" if rest else phrases.period_tail(text)
    if verb in ("bring in", "contribute") and re.match(r"^what (?:per ?cent(?:age)?|share) of", text, re.IGNORECASE):
        slots = tuple(
            shares.share_slot(f"part_{n}", phrases.strip_article(name), noun or "revenue")
            for n, name in enumerate(names, 1)
        )
    elif verb in ("hold", "own") and not noun:
        slots = tuple(
            sides.phrased(f"part_{n}", phrases.possessive(phrases.strip_article(name), "stake") + tail, UnitKind.SHARE)
            for n, name in enumerate(names, 1)
        )
    elif noun:
        kind = kind_of(noun)
        of = re.match(r"^(?:[a-z]+) of (?P<what>.+)$", noun)
        kind = UnitKind.ANY if of else kind
        noun = of["what"] if of else noun
        slots = tuple(
            sides.phrased(
                f"part_{n}",
                f"{phrases.possessive(phrases.strip_article(name), noun)}{tail}",
                kind,
                f"{noun} that {phrases.strip_article(name)} {verb}{tail}",
            )
            for n, name in enumerate(names, 1)
        )
    else:
        return None
    return Plan("sum", f"sum({', '.join(slot.name for slot in slots)})", slots)


def _average(text: str) -> Plan | None:
    match = _AVERAGE.match(text)
    if match is None:
        return None
    if match["noun"]:
        return _over_list("average", f"{match['noun']}s of {match['list']}")
    return _over_list("average", match["list"])


def _over_list(name: str, listed: str) -> Plan | None:
    # "the cash and cash equivalents and the deposits" is two things.
    things = (
        [part for part in re.split(r",? and (?:the|its) |, (?:the |its )?", listed) if part]
        if re.search(r" and (?:the|its) (?!own)", listed)
        else phrases.listed(listed)
    )
    things = [phrases.strip_article(thing) for thing in things]
    if not 2 <= len(things) <= 12:
        return None
    owner = next((side.owner for side in map(sides.read, things) if side.owner), "")
    slots = tuple(_part(number, thing, owner) for number, thing in enumerate(things, start=1))
    return Plan(name, f"{name}({', '.join(slot.name for slot in slots)})", slots)


def _part(number: int, thing: str, owner: str) -> Slot:
    thing = re.sub(r"^own ", f"{owner}'s own " if owner else "own ", thing)
    return sides.phrased(f"part_{number}", thing, kind_of(thing))


def _per_unit(text: str) -> Plan | None:
    """An amount over a count: "revenue per reader", "what does the burn come to per user"."""
    match = _PER.match(text)
    if match is None or match["each"].lower().split()[0] in _NO_COUNTS:
        return None
    each, tail = match["each"].strip(), (match["tail"] or "").strip()
    before = re.sub(r",? on average$", "", match["before"].strip())
    what = phrases.asked_thing(before) or ""
    came = re.match(
        r"^what (?:does|do|did) (?P<what>.+?)(?: come to| amount to| work out at| cost)?$", before, re.IGNORECASE
    )
    costs = re.match(r"^what (?:does|do|did) (?P<what>.+?) cost$", before, re.IGNORECASE)
    used = re.match(
        r"^what (?:does|do|did) (?P<stuff>[a-z]+) cost (?P<who>(?-i:[A-Z])[\w&.-]*)$", before, re.IGNORECASE
    )
    if used:
        when = phrases.period_tail(text)
        bill = _bill(f"what is {used['who']}'s {used['stuff']} bill{when}")
        many = phrases.possessive(used["who"], phrases.plural_phrase(each)) + when
        return bill and Plan(
            f"{used['stuff']} cost per {each}",
            "(amount * price) / count",
            (*bill.slots, sides.phrased("count", many, UnitKind.COUNT)),
        )
    does = re.match(
        r"^how (?:much|many) (?P<noun>[^?]+?) (?:does|did|do) (?P<who>(?-i:[A-Z])[\w&.-]*) (?P<verb>[a-z]+)$", before
    )
    if costs:
        what = f"cost of {phrases.strip_article(costs['what'])}"
    elif does:
        what = phrases.possessive(does["who"], does["noun"])
    elif came:
        what = phrases.strip_article(came["what"])
    if not what:
        return None
    when = phrases.period_tail(text)
    bare = phrases.strip_period(what) if when else what
    of = re.search(r" of (?P<what>(?:its|the|their) [^?]+)$", each)
    who = sides.read(bare).owner or subject_of(text) or ""
    if who and not sides.read(bare).owner and who not in bare:
        bare = phrases.possessive(who, bare)
    many = phrases.plural_phrase(each[: of.start()] if of else each)
    where = f" {re.sub(r'^(?:its|their) ', '', of['what'])}" if of else ""
    counted = phrases.possessive(who or None, many) + where if who else f"{many}{where}"
    counted += (
        when
        if kind_of(many) is UnitKind.COUNT
        and not where
        and when in text[text.lower().find(each.lower()) :]
        and re.search(r"\bin [0-9]{4}", when)
        else ""
    )
    source = re.search(r"\b(?:from|for) (?:its |the )?(?P<what>\w[^?,]+)", tail) or re.search(
        r" from (?:its |the )?(?P<what>[^?,]+)$", bare
    )
    if source and source.re.pattern.startswith(" from"):
        bare = bare[: source.start()]
    kind = (
        UnitKind.RATE
        if re.search(runway.BURN_WORDS, bare, re.IGNORECASE)
        else kind_of(bare)
        if kind_of(bare) is UnitKind.COUNT
        else UnitKind.MONEY
    )
    name = f"{sides.read(bare).noun or bare} per {each}"
    count = sides.phrased("count", counted, UnitKind.COUNT)
    amount = sides.phrased("amount", bare + when, kind)
    if kind is UnitKind.RATE:
        return Plan(name, "amount / count", (amount, count))
    if source is None:
        return Plan(name, "amount / count", (amount, count))
    part = re.sub(r"\s+in the .*$", "", phrases.strip_period(source["what"]) if when else source["what"]).strip()
    share = shares.share_slot("part", part, bare)
    count = sides.phrased("count", counted, UnitKind.COUNT, f"{many} of {part}") if not where else count
    return Plan(name, "(part of amount) / count", (share, amount, count))


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
    if match is None or not (_RATED.search(text) or _SPENDS.match(text)):
        return None
    unit = _EVERY.get((match.group("every") or "").lower()) or (match.group("each") or "").lower()
    spends = _SPENDS.match(text)
    if spends:
        slot = runway.burn_slot("figure", spends["who"])
        return Plan(f"{slot.what} a {unit}", "figure", (slot,), unit=unit, tentative=True)
    around = " ".join((text[: match.start()] + text[match.end() :]).split())
    around = re.sub(r"\b(?:on )?average\b ?", "", around, flags=re.IGNORECASE)
    around = re.sub(r"\bover (?=the )", "in ", around).strip(" ,")
    what = phrases.asked_thing(around)
    if what is None:
        return None
    slot = Slot("figure", question_for(what, UnitKind.RATE), UnitKind.RATE, what)
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
    return Plan(
        f"spending on {phrases.strip_period(what)}",
        "times * revenue",
        slots,
        currency=money,
        tentative=True,
        printed=sides.phrased("printed", f"{who} spending on {what}", UnitKind.MONEY),
    )


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
    return Plan(
        match.group().lower(),
        "share(profit, revenue)",
        slots,
        printed=sides.phrased("printed", phrases.possessive(who, match.group().lower()) + when, UnitKind.SHARE),
    )


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
    printed = sides.phrased("printed", earlier, kind)
    money = phrases.currency_asked(text)
    whole = phrases.strip_period(earlier)
    now_base = sides.phrased("now", phrases.without_currency(whole).strip(), kind)
    by_multiple = Plan(name, "now / times", (now_base, times), tentative=True, printed=printed, currency=money)
    if re.search(r"\b(?:whole|full)\b|\bfull-year\b", text, re.IGNORECASE):
        return by_multiple
    return Plan(name, "before(now, growth)", (now, growth), tentative=True, printed=printed, currency=money)


_OVER_TIME = re.compile(
    r"^(?:how much|what)(?: (?:cash|money))? (?:will|would|does|did|do) (?P<who>(?-i:[A-Z])[\w&.-]*|[a-z][\w-]+) (?P<verb>burn|spend|draw down|lose|draw)(?: through)?(?: of its (?:cash|funds))? (?:over|in|within|during) (?:the next )?(?P<span>.+)$",
    re.IGNORECASE,
)


def _over_time(text: str) -> Plan | None:
    """What is spent at a rate in a span of time that the question gives."""
    found = _OVER_TIME.match(text)
    span = (
        next((figure for figure in find(found["span"]) if figure.unit in ("month", "quarter", "year")), None)
        if found
        else None
    )
    if found is None or span is None or phrases.period_tail(found["span"]):
        return None
    slots = (runway.burn_slot("rate", found["who"]),)
    return Plan(f"burn over {span.printed}", "rate * span", slots, {"span": phrases.given(span)})


_RATE_OF = re.compile(
    r"^(?:(?:using|at|with|by|applying) )(?:the )?(?:exchange |conversion |currency )?rate (?:implied by|behind|of|in|used for|from|that the article uses for) (?P<source>[^,?]+), (?P<rest>.+)$"
    r"|^(?P<rest2>.+?),? (?:using|at|with|by|applying) the (?:exchange |conversion |currency )?rate (?:implied by|behind|of|in|used for|from|that (?:the article )?(?:uses|used) for|the article uses for) (?P<source2>[^,?]+)$",
    re.IGNORECASE,
)


def _cited_rate(text: str) -> Plan | None:
    """An amount in other money, at the rate that two amounts of the article imply."""
    found = _RATE_OF.match(text)
    if found is None:
        return None
    source, rest = found["source"] or found["source2"], found["rest"] or found["rest2"]
    money = phrases.currency_asked(rest)
    given = [figure for figure in figures_in(rest) if currency(figure.unit)]
    what = phrases.asked_thing(phrases.without_currency(rest))
    if money is None or what is None:
        return None
    source = phrases.strip_article(re.sub(r"(?:['’]s)? (?:figures|numbers|amounts)$", "", source))
    slots = [
        sides.phrased("here", source, UnitKind.MONEY),
        Slot("there", (), UnitKind.MONEY, f"{source} in other money", Role.COUNTERPART, "here"),
    ]
    assumed = {}
    if given:
        assumed["amount"] = phrases.given(given[0])
    else:
        kind = UnitKind.RATE if re.search(runway.BURN_WORDS, what, re.IGNORECASE) else UnitKind.MONEY
        slots.insert(0, sides.phrased("amount", what, kind))
    made = [
        Plan("conversion", expression, tuple(slots), assumed, currency=money)
        for expression in ("amount * there / here", "amount * here / there")
    ]
    return replace(made[0], alternatives=(made[1],))


_PRE_MONEY = re.compile(r"\bpre-?money\b|\bpost-?money\b", re.IGNORECASE)


def _post_money(text: str) -> Plan | None:
    """What a company is worth with new money in it, or what share that money buys."""
    if not _PRE_MONEY.search(text):
        return None
    raised = next(
        (
            figure
            for figure in figures_in(text)
            if currency(figure.unit)
            and re.search(
                r"\b(?:rais|invest|take|took|put|get|got|would|add|another|of)", text[: figure.start], re.IGNORECASE
            )
        ),
        None,
    )
    who = subject_of(text)
    if raised is None or who is None:
        return None
    slot = sides.phrased("valuation", phrases.possessive(who, "valuation"), UnitKind.MONEY)
    assumed = {"raised": phrases.given(raised)}
    if re.search(
        r"\b(?:what|which|how (?:much|large|big)) (?:a )?(?:stake|share|per ?cent(?:age)?)\b", text, re.IGNORECASE
    ):
        return Plan("stake bought", "share(raised, valuation + raised)", (slot,), assumed)
    if re.search(r"\bwhat\b.*\bpre-?money\b(?! valuation of)", text, re.IGNORECASE) and not re.search(
        r"\bpost-?money\b|\bas pre-?money\b", text, re.IGNORECASE
    ):
        return Plan("pre-money valuation", "valuation - raised", (slot,), assumed)
    return Plan("post-money valuation", "valuation + raised", (slot,), assumed)


_INTEREST = re.compile(
    r"\bhow much interest\b.*?\b(?:on|for) (?:its |the |their )?(?P<loan>[\w'’ -]*?(?:loan|bond|debt|credit|notes?|mortgage)s?)\b|\b(?:interest|coupon)(?: payments?)? on (?P<loan2>[\w'’ ]*?(?:loan|bond|notes?|mortgage))\b",
    re.IGNORECASE,
)


def _interest(text: str) -> Plan | None:
    """The interest of a year, or a part of one, on a loan whose amount and rate the article gives."""
    found = _INTEREST.search(text)
    wanted = re.search(
        r"\b(?:how much|come to|amount to|in (?:euros|dollars|kronor|pounds|yuan))\b", text, re.IGNORECASE
    )
    if found is None or not wanted:
        return None
    loan = sides.read(found["loan"] or found["loan2"])
    who = loan.owner or subject_of(text) or ""
    loan = sides.Side(who, loan.noun)
    word = "coupon" if "coupon" in text.lower() else "interest rate"
    slots = (
        sides.phrased(
            "interest", f"{word} of {loan.text}", UnitKind.SHARE, f"{word} of {loan.noun}", f"{loan.text} interest"
        ),
        sides.phrased("loan", loan.text, UnitKind.MONEY, loan.noun),
    )
    span = _SPANNED.search(text)
    each = (_EVERY.get((span["every"] or "").lower()) or (span["each"] or "").lower()) if span else "year"
    year = {"year": Quantity(Decimal(1), "year", "1 year", origin=Origin.CONSTANT)}
    unit = each if each in ("month", "quarter") else "year"
    return Plan("interest", "(interest of loan) / year", slots, year, unit=unit)


_BILL = re.compile(
    r"^(?:what(?:['’]s| is| was| did| does| will)?|how much (?:is|was|did|does|will)) (?P<rest>.*?\b(?P<stuff>diesel|fuel|electricity|power|gas|water|petrol|kerosene|oil|steam|coal|heat|[a-z]+)\b (?P<bill>bill|cost)s?\b.*)$",
    re.IGNORECASE,
)


def _bill(text: str) -> Plan | None:
    """What something cost in all, where the article gives its price and how much of it was used."""
    found = _BILL.match(text)
    if found is None or re.search(r"\bper\b|\bthan\b", text):
        return None
    stuff = found["stuff"].lower()
    whose = re.search(r"(?P<who>(?-i:[A-Z])[\w&.-]*)['’]s", text)
    of = re.search(r"\b(?:bill|costs?) (?:for|of) (?:the )?(?P<who>[\w -]+?)(?= in\b| a\b|$)", text)
    who = whose["who"] if whose else of["who"] if of else subject_of(text) or ""
    when = phrases.period_tail(text)
    amounts = tuple(f"{stuff} {who} {verb}{when}" for verb in ("used", "burned", "draw", "consumed"))
    slots = (
        sides.phrased("amount", f"{who}'s use of {stuff}{when}", UnitKind.ANY, *amounts),
        sides.phrased("price", f"price of {stuff}{when}", UnitKind.PRICE, f"{stuff} cost{when}", f"price of {stuff}"),
    )
    return Plan(f"{stuff} cost", "amount * price", slots, fallback=False, tentative=True)


_RAISED_PRICE = re.compile(
    r"^(?:what|how much) would (?P<who>(?-i:[A-Z])[\w&.-]*)(?P<what>[^?]*?) (?:if|with|were|was) (?P<if>[^?]*?(?P<figure>[\d.,]+ ?(?:%|per ?cent)) (?P<way>higher|lower|more|less|cheaper|dearer)\b[^?]*)$",
    re.IGNORECASE,
)


def _raised_price(text: str) -> Plan | None:
    """A price or an amount a given percentage higher or lower."""
    found = _RAISED_PRICE.match(text)
    if found is None:
        return None
    share = phrases.figures_in(found["figure"])
    per = re.search(r"\bper (?P<unit>[\w]+)", found["what"])
    noun = re.sub(
        r"\b(?:its|their|the|were|was|be|is)\b", " ", found["if"][: found["if"].lower().find(found["figure"].lower())]
    )
    noun = " ".join(noun.split())
    if not share or not noun:
        return None
    kind = UnitKind.PRICE if per else kind_of(noun)
    what = phrases.possessive(found["who"], noun) + (f" per {per['unit']}" if per else "")
    expression = (
        "lowered(amount, change)" if found["way"].lower() in ("lower", "less", "cheaper") else "raised(amount, change)"
    )
    asked = f"What does {found['who']} pay per {per['unit']}?" if per else f"What is {what}?"
    slot = Slot(
        "amount", (asked,), kind, what, phrases=(what, f"{found['who']} pays per {per['unit']}" if per else what)
    )
    return Plan(f"{noun} {found['way']}", expression, (slot,), {"change": phrases.given(share[0])}, tentative=True)


_PENALTY = re.compile(
    r"^if (?P<if>.+?(?P<count>[\d,]+) (?P<unit>days|weeks|months|years) (?P<late>late|early|longer|later|overdue)\b[^,]*), (?:how much|what) would (?P<rest>.+)$",
    re.IGNORECASE,
)


def _penalty(text: str) -> Plan | None:
    """So much for every day, for as many days as the question gives."""
    found = _PENALTY.match(text)
    if found is None:
        return None
    one = found["unit"].rstrip("s")
    count = Quantity(
        Decimal(found["count"].replace(",", "")), "", f"{found['count']} {found['unit']}", origin=Origin.ASSUMED
    )
    subject = phrases.strip_article(re.sub(r"\s+(?:came|comes|were|was|is|arrived|ran|delivered).*$", "", found["if"]))
    who = re.sub(r" (?:have to )?(?:pay|owe|be|cost).*$", "", found["rest"])
    ways = (
        f"for every {one} that {subject} is {found['late']}",
        f"{phrases.strip_article(who)} pay for every {one} {found['late']}",
        f"per {one} {found['late']}",
    )
    slot = sides.phrased("each", f"what is paid for every {one} {found['late']}", UnitKind.ANY, *ways)
    return Plan("payment", "each * count", (slot,), {"count": count}, tentative=True)


_TIMES_NUMBER = re.compile(
    r"^how (?:many|much) (?P<unit>[\w-]+) (?:do|does|did|will|would|can) (?:the )?(?P<what>.+?) of (?:the |all )?(?P<count>two|three|four|five|six|seven|eight|nine|ten|\d+) (?P<each>.+?) (?:hold|have|carry|take|seat|cost|weigh|contain|store|produce)\b.*$",
    re.IGNORECASE,
)
_DIGITS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}


def _times_number(text: str) -> Plan | None:
    """What several alike come to together, at so much each."""
    found = _TIMES_NUMBER.match(text)
    if found is None:
        return None
    many = _DIGITS.get(found["count"].lower()) or int(found["count"])
    count = Quantity(Decimal(many), "", found["count"], origin=Origin.ASSUMED)
    what = f"{phrases.singular_phrase(found['what'])} of a {phrases.singular_phrase(found['each'])}"
    return Plan(
        "total",
        "each * count",
        (sides.phrased("each", what, UnitKind.ANY, f"{found['each']} each {phrases.singular_phrase(found['what'])}"),),
        {"count": count},
        tentative=True,
    )


_NOW = re.compile(
    r"^how many (?P<noun>[\w -]+?) (?:are there|are|were there|were)(?: a (?P<each>day|week|month|year))? now\b,? (?:before|without|ahead of) (?P<rest>.+)$",
    re.IGNORECASE,
)


def _more_or_fewer_now(text: str) -> Plan | None:
    """What there is now, where the article says how many fewer or more there will be: "52 a day, six fewer than now"."""
    found = _NOW.match(text)
    if found is None:
        return None
    each = f" a {found['each']}" if found["each"] else ""
    slots = (
        sides.phrased(
            "planned",
            f"{found['noun']}{each} in {phrases.strip_article(found['rest'])}",
            UnitKind.COUNT,
            f"{found['noun']}{each}",
        ),
        Slot("fewer", (), UnitKind.COUNT, f"how many fewer {found['noun']}", Role.FEWER, "planned"),
    )
    return Plan(f"{found['noun']} now", "planned + fewer", slots, tentative=True)


_SAVED = re.compile(
    r"^how (?:much|many [a-z]+ of) (?P<noun>[a-z ]+?)(?: (?:a|per) (?:year|month))? (?:should|will|would|does|do|can) (?P<who>[\w&.-]+) (?:save|lose|gain|add)(?: (?:a|per) (?:year|month))?,? (?:given|at|with|if there is|after) an? (?:fall|drop|cut|saving|reduction|decrease|rise|increase) of (?P<share>[\d.,]+ ?(?:%|per ?cent))$",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"^how (?:much|many(?: [a-z]+ of)?) (?P<noun>[a-z ]+?) (?:will|would|does|do) (?P<who>[\w&.-]+) still (?P<verb>[a-z]+) (?:once|after|when|if) (?:the )?(?P<by>.+?) (?:has|have|is|are|had)? ?(?P<doing>replaced|saved|taken|cut|covered|removed|paid|sold|used)\b",
    re.IGNORECASE,
)
_PACED = re.compile(
    r"^how many (?P<noun>[\w -]+?) (?:a|per|each|every) (?P<each>month|quarter|week) (?:did|does|do) (?P<who>(?-i:[A-Z])[\w&.-]*) (?P<verb>[a-z]+)\b(?P<rest>.*)$"
    r"|^how many (?P<noun2>[\w -]+?) (?:did|does|do) (?P<who2>(?-i:[A-Z])[\w&.-]*) (?P<verb2>[a-z]+) (?:a|per|each|every) (?P<each2>month|quarter|week)\b(?P<rest2>.*)$",
    re.IGNORECASE,
)


def _saved(text: str) -> Plan | None:
    """The percentage, given in the question, of what somebody uses."""
    found = _SAVED.match(text)
    if found is None:
        return None
    share = phrases.figures_in(found["share"])[0]
    slot = _used("amount", found["noun"], found["who"])
    return Plan("change", "share of amount", (slot,), {"share": phrases.given(share)})


def _still(text: str) -> Plan | None:
    """What is left of what somebody uses when a part of it is gone."""
    found = _STILL.match(text)
    if found is None:
        return None
    by, noun = found["by"], found["noun"]
    part = sides.phrased(
        "part",
        f"{noun} {found['doing']} by {by}",
        UnitKind.ANY,
        f"{by} {found['doing']} {noun}",
        f"{by} {found['doing']}",
    )
    return Plan("rest", "whole - part", (_used("whole", noun, found["who"]), part))


def _used(name: str, noun: str, who: str) -> Slot:
    ways = tuple(f"{noun} {who} {verb}" for verb in ("used", "burned", "consumed"))
    return sides.phrased(name, phrases.possessive(who, noun), UnitKind.ANY, *ways)


def _paced(text: str) -> Plan | None:
    """How many a month, of a number that is printed for a longer period."""
    found = _PACED.match(text)
    if found is None:
        return None
    noun, each, who = (found[name] or found[f"{name}2"] for name in ("noun", "each", "who"))
    what = phrases.possessive(who, noun) + phrases.period_tail(text)
    slot = sides.phrased("figure", what, UnitKind.COUNT)
    return Plan(f"{noun} a {each}", "figure", (slot,), unit=each.lower(), tentative=True)
