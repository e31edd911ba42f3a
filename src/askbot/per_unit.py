"""The formula of so much for each: revenue per reader, debt per inhabitant, what a burn comes to per user."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from askbot import phrases, runway, shares, sides, usage
from askbot.lexicon import Kind, asked_kind
from askbot.phrases import kind_of, strip_article, subject_of
from askbot.programs import Plan, UnitKind
from askbot.types import Origin, Quantity
from askbot.words import stem

_PER = re.compile(
    r"^(?P<before>[^?,]+?) per (?P<each>(?!(?:year|month|quarter|week|day|cent|share|kwh|litre)\b)[a-z-]+(?: (?!(?:did|does|do|is|was|are|were|has|have|from|for|in|at|of)\b)[a-z-]+){0,3}(?: of (?:its|their|the) [a-z -]+)?)"
    r"(?:(?: (?:did|does|do|is|was|are|were|has|have) | (?=(?:from|for|in|at) )|,? )(?P<tail>[^?]*))?$",
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
_DONE = re.compile(
    r"(?<=[a-z]) (?!(?:bed|seed|feed|breed|need|speed|shed|sled|weed|reed|deed)$)(?:[a-z]+ed|sold|made|built|bought|sent|flown|grown)$"
)  # "per chip shipped"
_NOBODYS = frozenset(("company", "firm", "business", "group", "it", "they"))  # whom the article is about
# Who is meant by heads: those who live there, or who work there.
_PEOPLE = {
    **dict.fromkeys(("inhabitant", "resident", "citizen", "capita"), ("inhabitants", "residents", "population")),
    **dict.fromkeys(("head", "person"), ("inhabitants", "residents", "employees", "people")),
}


# "How much does Orlin lose per dollar of revenue?", "for every euro it earns, how much does Orlin spend on fuel?"
_OF_EARNED = r"(?P<of>of (?:its |their |the )?(?:revenues?|sales|turnover|income)|(?:in revenue |in sales )?(?:that )?(?:it|they) (?:earns?|makes?|takes? in|brings? in|sells?|gets?))"
_PER_MONEY = (
    re.compile(
        rf"^(?:how much|what)(?: money)? (?:does|do|did|is|was) (?P<who>[^?,]+?) (?P<verb>lose|losing|spend|spending|pay|paying)(?: money)?(?: (?:on|for) (?P<on>[^?,]+?))? (?:per|for (?:each|every)|on (?:each|every)) (?P<money>[a-z]+) {_OF_EARNED}$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:per|for (?:each|every)|on (?:each|every)) (?P<money>[a-z]+) {_OF_EARNED},? (?:how much|what)(?: money)? (?:does|do|did) (?P<who>[^?,]+?) (?P<verb>lose|spend|pay)(?: (?:on|for) (?P<on>[^?,]+?))?$",
        re.IGNORECASE,
    ),
)


def per_money(text: str) -> Plan | None:
    """A loss or an outlay over revenue: "what does it lose per dollar of revenue" is the loss for each dollar earned."""
    found = next((match for pattern in _PER_MONEY if (match := pattern.match(text))), None)
    money = phrases.currency_named(found["money"]) if found else None
    if found is None or money is None:
        return None
    who, lost = strip_article(found["who"]), found["verb"].lower().startswith("los")
    if not lost and not found["on"]:
        return None  # what is spent in all is seldom one figure
    what = "loss" if lost else f"{strip_article(found['on'])} costs"
    ways = () if lost else tuple(f"{who} {verb} {found['on']}" for verb in ("spent on", "spending on", "costs of"))
    slots = (
        sides.phrased("amount", phrases.possessive(who, what), UnitKind.MONEY, *ways),
        sides.phrased("revenue", phrases.possessive(who, "revenue"), UnitKind.MONEY),
    )
    one = Quantity(Decimal(1), money, f"1 {found['money'].lower()}", origin=Origin.CONSTANT)
    return Plan(f"{what} per {found['money'].lower()}", "amount * one / revenue", slots, {"one": one})


def _prices(paid: re.Match[str] | None, bare: str, each: str) -> tuple[str, ...]:
    """How an article may print what somebody pays for one: as its cost."""
    if paid is None or paid["verb"].lower() not in ("pay", "spend"):
        return ()
    return f"{bare} a {each}", f"{phrases.possessive(strip_article(paid['who']), 'cost')} a {each}"


def plan(text: str) -> Plan | None:
    """An amount over a count: "revenue per reader", "what does the burn come to per user"."""
    if (made := per_money(text)) is not None:
        return made
    match = _PER.match(text)
    if match and phrases.currency_named(match["each"].split()[0]) is not None:
        return None  # nothing is counted in dollars
    if match is None or match["each"].lower().split()[0] in _NO_COUNTS:
        return None
    each, tail = match["each"].strip(), (match["tail"] or "").strip()
    each = _DONE.sub("", each)
    before = re.sub(r",? on average$", "", match["before"].strip())
    what = phrases.asked_thing(before) or ""
    came = re.match(
        r"^what (?:does|do|did) (?P<what>.+?)(?: come to| amount to| work out at| cost| make| mean| represent)?$",
        before,
        re.IGNORECASE,
    )
    costs = re.match(r"^(?:what|how much) (?:does|do|did) (?P<what>.+?) cost$", before, re.IGNORECASE)
    used = re.match(
        r"^what (?:does|do|did) (?P<stuff>[a-z]+) cost (?P<who>(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?-i:[A-Z])[\w&.-]*)*)$",
        before,
        re.IGNORECASE,
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
        r"^how (?:much|many) (?P<noun>[^?]+?) (?:does|did|do) (?P<who>(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?-i:[A-Z])[\w&.-]*)*) (?P<verb>[a-z]+)$",
        before,
        re.IGNORECASE,
    )
    paid = re.match(
        r"^(?:how much|what) (?:money )?(?:does|do|did|will|would) (?P<who>(?:the )?[\w'’& .-]+?) (?P<verb>pay|spend|earn|lose|receive|get|give|raise|owe)(?P<object> (?:its|the|their|[A-Z])[^?]*)?$",
        before,
        re.IGNORECASE,
    )
    nobodys = paid is not None and strip_article(paid["who"]).lower() in _NOBODYS
    if paid:
        # What lies in the bank is money too, and isn't paid.
        money = "" if paid["verb"].lower() == "pay" and strip_article(paid["who"])[:1].isupper() else " money"
        what = f"{strip_article(paid['who'])} {paid['verb']}{money}{paid['object'] or ''}"
        if paid["verb"].lower() == "owe":
            what = "debt" if nobodys else phrases.possessive(strip_article(paid["who"]), "debt")
    elif costs:
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
    who = (
        ""
        if paid and not strip_article(paid["who"])[:1].isupper()
        else sides.read(bare).owner or subject_of(text) or ""
    )
    who = "" if asked_kind(stem(who.lower())) is Kind.MONEY else who  # "GDP per head" is nobody's
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
    if kind is UnitKind.ANY or (kind is UnitKind.COUNT and re.match(r"^how much ", before, re.IGNORECASE)):
        return None  # of which sort it is, only its sentence says
    name = f"{sides.read(bare).noun or bare} per {each}"
    if each in _PEOPLE:
        people = _PEOPLE[each] if who else _PEOPLE["inhabitant"]
        counts = [phrases.possessive(who or None, noun) for noun in people]
        count = sides.phrased("count", counts[0], UnitKind.COUNT, *counts)
    else:
        count = sides.phrased("count", counted, UnitKind.COUNT)
    amount = sides.phrased("amount", bare + when, kind)
    if paid and not nobodys and strip_article(paid["who"]).islower():
        amount = replace(amount, holding=strip_article(paid["who"]).split()[-1])  # what the city pays, and nobody else
    elif paid and not nobodys and paid["verb"].lower() == "pay":
        amount = replace(amount, holding="pay")  # what lies in the bank isn't paid
    if kind is UnitKind.RATE:
        whole = sides.phrased("amount", bare + when, UnitKind.MONEY)
        rated, once = (Plan(name, "amount / count", (one, count)) for one in (amount, whole))
        burnt = re.search(r"\b(?:burn\w*|drawdown|outflow|spend rate)\b", bare, re.IGNORECASE)
        return rated if burnt else replace(once, alternatives=(rated,))
    if source is None:
        return Plan(
            name,
            "amount / count",
            (amount, count),
            printed=sides.phrased("printed", f"{bare} a {each}", UnitKind.PRICE, *_prices(paid, bare, each)),
        )
    part = re.sub(r"\s+in the .*$", "", phrases.strip_period(source["what"]) if when else source["what"]).strip()
    share = shares.share_slot("part", part, bare)
    count = sides.phrased("count", counted, UnitKind.COUNT, f"{many} of {part}") if not where else count
    return Plan(name, "(part of amount) / count", (share, amount, count))
