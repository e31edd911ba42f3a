"""The formulas that questions ask for, by the words that ask for them: a question becomes a plan.

It knows English and arithmetic, no corpus: names are taken from the question as they stand. It would rather
see no calculation than a wrong one.
"""

from __future__ import annotations

import re

from askbot import comparisons, finance, phrases, runway, shares, sides, suppositions, usage
from askbot.framing import focused
from askbot.phrases import kind_of, question_for, subject_of
from askbot.programs import Plan, Role, Slot, UnitKind

_SPENDS = re.compile(
    r"^(?:what|how much)(?: (?:cash|money))? (?:does|did|will) (?P<who>(?-i:[A-Z])[\w&.-]*(?: (?-i:[A-Z])[\w&.-]*)*|[a-z][\w-]+) (?:burn|draw|lose)\b",
    re.IGNORECASE,
)
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
# "what was its average annual loss over 2023 and 2024"
_OVER_YEARS = re.compile(
    r"^what (?:is|was) (?P<whose>[^,]{2,40}?['’]s? )?(?:the )?(?:average|mean)(?: (?:annual|yearly))? (?P<what>.+?)(?: an?| per)?(?: year)? (?:over|in|for|across|of|during) (?P<one>(?:19|20)\d\d) and (?P<other>(?:19|20)\d\d)$",
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
_PROFIT = re.compile(
    r"^(?:(?P<who>.+?)['’]s? )?(?P<kind>operating|net|gross|pre-tax) (?:profit|income|earnings)$", re.IGNORECASE
)


def plan(question: str) -> Plan | None:
    """Name the calculation that a question asks for; None where it asks for none."""
    text = " ".join(question.split())
    if not text or len(text) > phrases.MAX_LENGTH:
        return None
    focus = focused(text).rstrip("?!. ")
    return suppositions.plan(focus, _formula)


def _formula(focus: str) -> Plan | None:
    for formula in (
        finance.post_money, finance.conversion, finance.cited_rate, finance.implied_rate, runway.plan, comparisons.time_between, _components, _sum, _average,
        finance.interest, comparisons.compare, comparisons.change, _per_unit, _year_earlier, shares.plan, usage.over_time, usage.raised_price, usage.bill,
        usage.saved, usage.still, usage.paced, _spanned, usage.penalty, usage.times_number, usage.more_or_fewer_now, _multiple_spent, _margin, _by_margin, _earlier,
    ):  # fmt: skip
        made = formula(focus)
        if made is not None:
            return made
    return None


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
    if years := _OVER_YEARS.match(text):
        what = phrases.strip_article(f"{years['whose'] or ''}{years['what']}")
        return _over_list("average", f"{what} in {years['one']} and {what} in {years['other']}")
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
    costs = re.match(r"^(?:what|how much) (?:does|do|did) (?P<what>.+?) cost$", before, re.IGNORECASE)
    used = re.match(
        r"^what (?:does|do|did) (?P<stuff>[a-z]+) cost (?P<who>(?-i:[A-Z])[\w&.-]*)$", before, re.IGNORECASE
    )
    if used:
        when = phrases.period_tail(text)
        bill = usage.bill(f"what is {used['who']}'s {used['stuff']} bill{when}")
        many = phrases.possessive(used["who"], phrases.plural_phrase(each)) + when
        return bill and Plan(
            f"{used['stuff']} cost per {each}",
            "(amount * price) / count",
            (*bill.slots, sides.phrased("count", many, UnitKind.COUNT)),
        )
    does = re.match(
        r"^how (?:much|many) (?P<noun>[^?]+?) (?:does|did|do) (?P<who>(?-i:[A-Z])[\w&.-]*) (?P<verb>[a-z]+)$",
        before,
        re.IGNORECASE,
    )
    if costs:
        what = f"cost of {phrases.strip_article(costs['what'])}"
    elif does:
        what = phrases.possessive(does["who"], does["noun"])
    elif came and not re.search(r"['’]s (?:spending|cash burn)$", what):
        what = phrases.strip_article(came["what"])
    if not what or re.search(r"\b(?:prices?|fees?|charges?|fares?|rates?)\b", what, re.IGNORECASE):
        return None  # a price is printed, never a quotient of two other figures
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
        else UnitKind.ANY
        if re.match(r"^how (?:much|many) ", before, re.IGNORECASE) and kind_of(bare) is UnitKind.ANY
        else UnitKind.MONEY
    )
    if kind is UnitKind.ANY:
        return None  # of which sort it is, only its sentence says
    name = f"{sides.read(bare).noun or bare} per {each}"
    count = sides.phrased("count", counted, UnitKind.COUNT)
    amount = sides.phrased("amount", bare + when, kind)
    if kind is UnitKind.RATE:
        return Plan(name, "amount / count", (amount, count))
    if source is None:
        return Plan(
            name,
            "amount / count",
            (amount, count),
            printed=sides.phrased("printed", f"{bare} a {each}", UnitKind.PRICE),
        )
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
    spans = list(finance.SPANNED.finditer(text))
    match = spans[-1] if spans else None  # "the monthly burn per year": the last one is wanted
    if match is None or not (_RATED.search(text) or _SPENDS.match(text)):
        return None
    unit = finance.EVERY.get((match.group("every") or "").lower()) or (match.group("each") or "").lower()
    spends = _SPENDS.match(text)
    if spends:
        slot = runway.burn_slot("figure", spends["who"])
        return Plan(f"{slot.what} a {unit}", "figure", (slot,), unit=unit, tentative=True)
    around = " ".join(finance.SPANNED.sub(" ", text).split())
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


def _by_margin(text: str) -> Plan | None:
    """A profit that the article may give only as so many percent of revenue."""
    what = phrases.asked_thing(phrases.without_currency(text))
    match = _PROFIT.match(phrases.strip_period(what)) if what else None
    if what is None or match is None:
        return None
    when = phrases.period_tail(text)
    margin, revenue = (phrases.possessive(match["who"], noun) + when for noun in (f"{match['kind']} margin", "revenue"))
    return Plan(
        f"{match['kind']} profit",
        "margin of revenue",
        (sides.phrased("margin", margin, UnitKind.SHARE), sides.phrased("revenue", revenue, UnitKind.MONEY)),
        currency=phrases.currency_asked(text),
        tentative=True,
        printed=sides.phrased("printed", what, UnitKind.MONEY),
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
