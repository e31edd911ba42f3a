"""The formulas of use and cost: bills of price and amount, so much for each, what is saved, what is left, at what pace."""

from __future__ import annotations

import re
from decimal import Decimal

from askbot import phrases, runway, sides
from askbot.phrases import kind_of, subject_of
from askbot.programs import Plan, Role, Slot, UnitKind
from askbot.quantities import find
from askbot.types import Origin, Quantity
from askbot.units import is_plural

_OVER_TIME = re.compile(
    r"^(?:how much|what)(?: (?:cash|money))? (?:will|would|does|did|do) (?P<who>(?-i:[A-Z])[\w&.-]*(?: (?-i:[A-Z])[\w&.-]*)*|[a-z][\w-]+) (?P<verb>burn|spend|draw down|lose|draw)(?: through)?(?: of its (?:cash|funds))? (?:over|in|within|during) (?:the next )?(?P<span>.+)$",
    re.IGNORECASE,
)


def over_time(text: str) -> Plan | None:
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


_BILL = re.compile(
    r"^(?:what(?:['’]s| is| was| did| does| will)?|how much (?:is|was|did|does|will)) (?P<rest>.*?\b(?P<stuff>diesel|fuel|electricity|power|gas|water|petrol|kerosene|oil|steam|coal|heat|(?!the\b|an?\b|its\b|their\b|his\b|her\b|of\b|all\b|total\b|annual\b|running\b)[a-z]+)\b (?P<bill>bill|cost)s?\b.*)$",
    re.IGNORECASE,
)


_IN_SPAN = re.compile(r"\b(?:a|per|each|every) (?P<unit>week|month|quarter|year)\b", re.IGNORECASE)
_CONSUMED = frozenset(("diesel", "fuel", "electricity", "power", "gas", "petrol", "kerosene", "heat"))


def bill(text: str) -> Plan | None:
    """What something cost in all, where the article gives its price and how much of it was used."""
    found = _BILL.match(text)
    if found is None or re.search(r"\b(?:per|than|share|per ?cent\w*|proportion)\b", text):
        return None
    stuff = found["stuff"].lower()
    if is_plural(stuff):
        return None  # "the six ships cost": they are counted, not used up
    whose = re.search(r"(?P<who>(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?-i:[A-Z])[\w&.-]*)*)['’]s", text)
    of = re.search(r"\b(?:bill|costs?) (?:for|of) (?:the )?(?P<who>[\w -]+?)(?= in\b| a\b|$)", text)
    who = whose["who"] if whose else of["who"] if of else subject_of(text) or ""
    when = phrases.period_tail(text)
    amounts = tuple(f"{stuff} {who} {verb}{when}" for verb in ("used", "burned", "draw", "consumed"))
    slots = (
        sides.phrased("amount", f"{who}'s use of {stuff}{when}", UnitKind.ANY, *amounts),
        sides.phrased("price", f"price of {stuff}{when}", UnitKind.PRICE, f"{stuff} cost{when}", f"price of {stuff}"),
    )
    span = _IN_SPAN.search(text)
    unit = span["unit"].lower() if span else None
    return Plan(f"{stuff} cost", "amount * price", slots, unit=unit, tentative=stuff not in _CONSUMED)


_RAISED_PRICE = re.compile(
    r"^(?:what|how much) would (?P<who>(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?-i:[A-Z])[\w&.-]*)*)(?P<what>[^?]*?) (?:if|with|were|was) (?P<if>[^?]*?(?P<figure>[\d.,]+ ?(?:%|per ?cent)) (?P<way>higher|lower|more|less|cheaper|dearer)\b[^?]*)$",
    re.IGNORECASE,
)


def raised_price(text: str) -> Plan | None:
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


def penalty(text: str) -> Plan | None:
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


def times_number(text: str) -> Plan | None:
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
    r"^how many (?P<noun>[\w -]+?)(?: (?:a|per) (?P<each2>day|week|month|year))? (?:are there|are|were there|were)(?: (?:a|per) (?P<each>day|week|month|year))? (?:now|today|at present|currently)"
    r"(?: (?:a|per) (?P<each3>day|week|month|year))?\b(?:,? (?:before|without|ahead of) (?P<rest>.+))?$",
    re.IGNORECASE,
)


def more_or_fewer_now(text: str) -> Plan | None:
    """What there is now, where the article says how many fewer or more there will be: "40 rooms, three fewer than before"."""
    found = _NOW.match(text)
    if found is None:
        return None
    span = found["each"] or found["each2"] or found["each3"]
    each = f" a {span}" if span else ""
    when = f" in {phrases.strip_article(found['rest'])}" if found["rest"] else ""
    slots = (
        sides.phrased(
            "planned",
            f"{found['noun']}{each}{when}",
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
    r"^how many (?P<noun>[\w -]+?) (?:a|per|each|every) (?P<each>month|quarter|week) (?:did|does|do) (?P<who>(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?-i:[A-Z])[\w&.-]*)*) (?P<verb>[a-z]+)\b(?P<rest>.*)$"
    r"|^how many (?P<noun2>[\w -]+?) (?:did|does|do) (?P<who2>(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?-i:[A-Z])[\w&.-]*)*) (?P<verb2>[a-z]+) (?:a|per|each|every) (?P<each2>month|quarter|week)\b(?P<rest2>.*)$",
    re.IGNORECASE,
)


def saved(text: str) -> Plan | None:
    """The percentage, given in the question, of what somebody uses."""
    found = _SAVED.match(text)
    if found is None:
        return None
    share = phrases.figures_in(found["share"])[0]
    slot = _used("amount", found["noun"], found["who"])
    return Plan("change", "share of amount", (slot,), {"share": phrases.given(share)})


def still(text: str) -> Plan | None:
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


def paced(text: str) -> Plan | None:
    """How many a month, of a number that is printed for a longer period."""
    found = _PACED.match(text)
    if found is None:
        return None
    noun, each, who = (found[name] or found[f"{name}2"] for name in ("noun", "each", "who"))
    what = phrases.possessive(who, noun) + phrases.period_tail(text)
    slot = sides.phrased("figure", what, UnitKind.COUNT)
    return Plan(f"{noun} a {each}", "figure", (slot,), unit=each.lower(), tentative=True)
