"""The formulas of what was spent: on something as a share of revenue, or such a share in money; a price as a multiple."""

from __future__ import annotations

import re
from dataclasses import replace

from askbot import phrases, sides
from askbot.phrases import possessive, strip_article
from askbot.programs import Plan, UnitKind

_NAME = r"(?:the )?(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?-i:[A-Z])[\w&.-]*)*"
_REVENUE = r"(?:revenues?|sales|turnover|income)"
_SPENT = (
    re.compile(
        rf"^(?:in [a-z]+, )?(?:what|how much)(?: (?:money|cash))? (?:did|does|do|has) (?P<who>{_NAME}) (?:spend|spent|lay out) (?:on|for) (?P<what>[^?]+)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^how much (?P<what>(?!money|cash|more|less|of\b|did\b|does\b)[a-z][a-z -]*?) (?:did|does|do|has) (?P<who>{_NAME}) (?:spend|pay|paid)\b(?P<rest>(?: (?:in|during|for) [^?]*)?)$",
        re.IGNORECASE,
    ),
)
_SHARE = re.compile(
    rf"^(?:what|which|how much) (?:(?:share|proportion|fraction|part|portion|per ?cent(?:age)?|%) )?of (?:(?:its|the|their) )?(?:annual |total |own )?{_REVENUE}(?: in [0-9]{{4}})? (?:did|does|do) (?P<who>{_NAME}) (?:spend|pay|put|plough|invest) (?:on|for|in|into|towards) (?P<what>[^?]+)$",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(
    rf"^(?:what|which) multiple of (?:its |their )?(?P<noun>{_REVENUE}|profits?|earnings|ebitda) (?:is|was|does|did|will|would) (?P<who>{_NAME}) (?:be )?(?:pay|paid|paying) for (?P<what>{_NAME})",
    re.IGNORECASE,
)
_VALUED = re.compile(
    rf"^what multiple of its (?P<noun>{_REVENUE}|profits?|earnings|ebitda) is (?P<what>{_NAME}|company) valued at$",
    re.IGNORECASE,
)


def plan(text: str) -> Plan | None:
    """What was spent on something, where the article gives it only as a multiple or a share of revenue."""
    match = next((found for pattern in _SPENT if (found := pattern.match(text))), None)
    if match is None:
        return None
    when = phrases.period_tail(text)
    who = strip_article(match["who"])
    what = strip_article(phrases.strip_period(phrases.without_currency(match["what"])))
    if not what or what[0].isdigit() or re.search(r"\b(?:each|every|per)\b", what):
        return None
    revenue = sides.phrased(
        "revenue", possessive(who, "revenue") + when, UnitKind.MONEY, possessive(who, "sales") + when
    )
    times = sides.phrased("times", f"multiple of {possessive(who, 'revenue')} spent on {what}", UnitKind.MULTIPLE)
    made = Plan(
        f"spending on {what}",
        "times * revenue",
        (times, revenue),
        currency=phrases.currency_asked(text),
        tentative=True,
        printed=sides.phrased("printed", f"{who} spending on {what}{when}", UnitKind.MONEY),
    )
    ways = (f"{what} share of {possessive(who, 'revenue')}", f"{what} cost {possessive(who, 'revenue')}")
    share = replace(sides.phrased("share", ways[0] + when, UnitKind.SHARE, *ways), holding=what)
    return replace(made, alternatives=(replace(made, expression="share of revenue", slots=(share, revenue)),))


def _called(who: str, noun: str) -> tuple[str, ...]:
    """What sales are called first: "peak sales" are a hope."""
    return (possessive(who, "revenue"),) if re.fullmatch(_REVENUE, noun) else ()


def share(text: str) -> Plan | None:
    """The share of revenue that was spent on something, where the article gives only the money."""
    match = _SHARE.match(text)
    if match is None:
        return None
    when = phrases.period_tail(text)
    who, what = strip_article(match["who"]), strip_article(phrases.strip_period(match["what"]))
    ways = (f"{what} cost {who}", f"{who} spent on {what}", possessive(who, f"{what} bill"))
    part = sides.phrased("part", possessive(who, f"{what} costs") + when, UnitKind.MONEY, *(way + when for way in ways))
    whole = sides.phrased("whole", possessive(who, "revenue") + when, UnitKind.MONEY, possessive(who, "sales") + when)
    printed = sides.phrased("printed", f"share of {possessive(who, 'revenue')} spent on {what}{when}", UnitKind.SHARE)
    return Plan("share", "share(part, whole)", (replace(part, holding=what), whole), tentative=True, printed=printed)


def multiple(text: str) -> Plan | None:
    """How many times its revenue is paid for a company, or how many times it a company is valued at."""
    if valued := _VALUED.match(text):
        who = "the company" if valued["what"].lower() == "company" else strip_article(valued["what"])
        worths = (possessive(who, "market value"), possessive(who, "market capitalisation"), f"values {who} at")
        worth = sides.phrased("value", possessive(who, "valuation"), UnitKind.MONEY, *worths)
        noun = valued["noun"].lower()
        earned = sides.phrased("result", possessive(who, noun), UnitKind.MONEY, *_called(who, noun))
        return Plan(f"price to {valued['noun'].lower()}", "ratio(value, result)", (worth, earned))
    match = _MULTIPLE.match(text)
    if match is None:
        return None
    who, what = strip_article(match["who"]), strip_article(match["what"])
    ways = tuple(f"{who} {verb} {what}" for verb in ("acquire", "bought", "paying for", "takeover of"))
    price = sides.phrased("price", f"price of {what}", UnitKind.MONEY, *ways)
    result = sides.phrased("result", possessive(what, match["noun"].lower()), UnitKind.MONEY)
    return Plan("multiple", "ratio(price, result)", (price, result))
