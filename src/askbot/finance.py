"""The formulas of money: other money at a given or an implied rate, interest, what a company is worth with new money."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from askbot import phrases, runway, sides
from askbot.phrases import figures_in, question_for, subject_of
from askbot.programs import Plan, Role, Slot, UnitKind
from askbot.quantities import find
from askbot.types import Origin, Quantity
from askbot.units import currency

_MIDPOINT = re.compile(
    r"^(?:what(?:['’]s| is| was| would be) |how much is )?(?:the )?(?:mid-?point|middle) (?:of (?:the |its |their )?(?P<what>[^?]+?)"
    r" ?(?P<how>range|band|guidance|forecast|estimate)s?|(?:of )?(?P<what2>price)) ?(?:(?:of|for|at|by|in) (?P<who>[^?]+))?$",
    re.IGNORECASE,
)
_CONVERT = re.compile(
    r"\b(?:at|with|using|assuming)\b[^?]*?(?P<rate>[\d.,]+)\s*(?P<one>[a-zA-Z$€£¥]+)\s*(?:per|to the|to a|to one|to|for a|for one|for each|/|a)\s*(?P<other>[a-zA-Z$€£¥]+)",
    re.IGNORECASE,
)
_IMPLIED_RATE = re.compile(r"\b(?:exchange|conversion|fx|currency) rate\b", re.IGNORECASE)
# A "property tax rate under …" is between no two moneys.
_RATE_OF_TWO = re.compile(
    r"\b(?P<one>\w+)[-/ ](?:to[- ])?(?P<other>\w+) rate\b(?=.*\b(?:impl|behind|use|appl|under))", re.IGNORECASE
)
SPANNED = re.compile(
    r"\b(?P<every>annual|yearly|quarterly|monthly|weekly|daily)(?:ly)?\b|\b(?:per|a|each|every)(?: (?:full|whole))? (?P<each>year|quarter|month|week|day)\b",
    re.I,
)
EVERY = {
    "annual": "year",
    "yearly": "year",
    "quarterly": "quarter",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
}


def midpoint(text: str) -> Plan | None:
    """The middle of a range that the article prints, of prices where nothing else is named."""
    match = _MIDPOINT.match(text)
    if match is None:
        return None
    named = sides.read(phrases.strip_article(match["what"] or match["what2"] or "price"))
    noun = re.sub(
        r"^(?:offer|indicative|expected|initial|ipo|share|listing|issue) ", "", named.noun, flags=re.IGNORECASE
    )
    who = named.owner or phrases.strip_article(match["who"] or "")
    if noun.lower() in ("", "price", "pricing", "offer", "share price", "price per share"):
        ways = [
            f"{who} sell shares at".strip(),
            f"{who} shares priced at".strip(),
            phrases.possessive(who or None, "share price"),
        ]
    else:
        how = (match["how"] or "").lower()
        called = [f"{noun} {how}"] if how not in ("", "range", "band") else []
        ways = [phrases.possessive(who or None, one) for one in (*called, noun)]
    what = f"one end of {phrases.possessive(who or None, f'{noun} range')}"
    plans = [
        Plan(
            "midpoint",
            "average(low, high)",
            (
                Slot("low", (), kind, what, phrases=tuple(ways)),
                Slot("high", (), kind, "the other end of it", Role.RANGE, "low"),
            ),
        )
        for kind in (UnitKind.MONEY, UnitKind.PRICE, UnitKind.ANY)
    ]
    return replace(plans[0], alternatives=tuple(plans[1:]))


_RAISED = re.compile(
    r"^how much (?:money )?(?:would|will|could|does|can) (?P<who>[^?,]+?) (?:raise|get|bring in|take in|collect) (?:at|if (?:it|they) (?:prices|price|sells?)[^?,]*? at) the"
    r" (?P<end>top|upper end|high end|bottom|lower end|low end|mid-?point|middle)(?: end)?(?: of (?:the|its|their) (?:price |offer |indicative )?range)?$",
    re.IGNORECASE,
)


def proceeds(text: str) -> Plan | None:
    """What the shares that are sold bring at one end of their price range, or in its middle."""
    match = _RAISED.match(text)
    if match is None:
        return None
    who = phrases.strip_article(match["who"])
    end = match["end"].lower()
    price = (
        "average(each, high)"
        if end.startswith("mid")
        else "most(each, high)"
        if end[0] in "tuh"
        else "least(each, high)"
    )
    slots = (
        Slot("each", (), UnitKind.MONEY, f"{who}'s share price", phrases=(f"{who} sell shares at",)),
        Slot("high", (), UnitKind.MONEY, "the other end of it", Role.RANGE, "each"),
        Slot("count", (), UnitKind.COUNT, f"{who}'s shares for sale", Role.SHARES, "each"),
    )
    return Plan("proceeds", f"{price} * count", slots)


def conversion(text: str) -> Plan | None:
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


def implied_rate(text: str) -> Plan | None:
    """The exchange rate that two amounts, printed as the same, imply."""
    two = _RATE_OF_TWO.search(text)
    between = two and phrases.currency_named(two["one"]) and phrases.currency_named(two["other"])
    if not between and not _IMPLIED_RATE.search(text):
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


_RATE_OF = re.compile(
    r"^(?:(?:using|at|with|by|applying) )(?:the )?(?:exchange |conversion |currency )?rate (?:implied by|behind|of|in|used for|from|that the article uses for) (?P<source>[^,?]+), (?P<rest>.+)$"
    r"|^(?P<rest2>.+?),? (?:using|at|with|by|applying) the (?:exchange |conversion |currency )?rate (?:implied by|behind|of|in|used for|from|that (?:the article )?(?:uses|used) for|the article uses for) (?P<source2>[^,?]+)$",
    re.IGNORECASE,
)


def cited_rate(text: str) -> Plan | None:
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


def post_money(text: str) -> Plan | None:
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
    r"\b(?:how much|what)(?: annual| yearly)? interest\b.*?\b(?:on|for) (?:its |the |their )?(?P<loan>[\w'’ -]*?(?:loan|bond|debt|credit|notes?|mortgage)s?)\b|\b(?:interest|coupon)(?: payments?)? on (?P<loan2>[\w'’ ]*?(?:loan|bond|notes?|mortgage))\b",
    re.IGNORECASE,
)


_INTEREST_PAID = re.compile(
    r"\b(?:how much (?:in )?|what )interest (?:does|did|will|do|would) (?:the )?(?P<who>[^?]+?) pay\b(?! on\b)",
    re.IGNORECASE,
)


def interest(text: str) -> Plan | None:
    """The interest of a year, or a part of one, on a loan whose amount and rate the article gives."""
    found = _INTEREST.search(text)
    if paid := None if found else _INTEREST_PAID.search(text):
        span = SPANNED.search(text)
        made = interest(f"how much interest {span[0] if span else ''} on {phrases.possessive(paid['who'], 'debt')}")
        payments = phrases.possessive(paid["who"], "interest payments")
        return made and replace(made, tentative=True, printed=sides.phrased("printed", payments, UnitKind.MONEY))
    wanted = re.search(
        r"\b(?:how much|^what|come to|amount to|in (?:euros|dollars|kronor|pounds|yuan))\b", text, re.IGNORECASE
    )
    if found is None or not wanted:
        return None
    loan = sides.read(found["loan"] or found["loan2"])
    who = loan.owner or subject_of(text) or ""
    loan = sides.Side(who, loan.noun)
    word = "coupon" if "coupon" in text.lower() else "interest rate"
    slots = (
        sides.phrased(
            "interest",
            f"{word} of {loan.text}",
            UnitKind.SHARE,
            *(() if who else (f"{word} of {loan.noun}",)),
            f"{loan.text} interest",
        ),
        sides.phrased("loan", loan.text, UnitKind.MONEY, *((f"{who} borrow",) if who else (loan.noun,))),
    )
    span = SPANNED.search(text)
    each = (EVERY.get((span["every"] or "").lower()) or (span["each"] or "").lower()) if span else "year"
    year = {"year": Quantity(Decimal(1), "year", "1 year", origin=Origin.CONSTANT)}
    unit = each if each in ("month", "quarter") else "year"
    return Plan("interest", "(interest of loan) / year", slots, year, unit=unit)
