"""The formulas of a company's results: margins, profits by their margins or costs, earnings a share, net debt."""

from __future__ import annotations

import re
from dataclasses import replace

from askbot import phrases, sides
from askbot.phrases import possessive, subject_of
from askbot.programs import Plan, Slot, UnitKind

_MARGIN = re.compile(r"\b(?P<kind>operating|net|gross|pre-tax|ebitda|profit) (?:profit )?margin\b", re.IGNORECASE)
_PROFIT = re.compile(
    r"^(?:(?P<who>.+?)['’]s? )?(?P<kind>operating|net|gross|pre-tax) (?:profit|income|earnings)$", re.IGNORECASE
)
_PER_SHARE = re.compile(
    r"^(?:what|how much|how (?:high|large|big)) (?:is|are|was|were|did|does) .*?\b(?:(?P<loss>loss(?:es)?)|earnings|profits?|net income) (?:per|a|for each|on each) share\b"
    r"|\beps\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:uplift|growth|gr[eo]w\w*|ris(?:e|es|ing)|rose|increas\w+|boost\w*|lift\w*|accret\w+|dilut\w+|improve\w*|gain\w*"
    r"|fall\w*|fell|drop\w*|declin\w+|chang\w+)\b",
    re.IGNORECASE,
)
_NET_DEBT = re.compile(
    r"^(?:what|how (?:much|high|large|big)) (?:is|was|are|were) (?:the )?(?:[^?]*?['’]s? )?net (?:debt|borrowings?|indebtedness|(?P<cash>cash(?: position)?))\b(?![- ]to[- ]|[^?]*\bratio\b)",
    re.IGNORECASE,
)
_BALANCE = re.compile(
    r"^(?:what|how (?:much|high|large|big)) (?:is|was|were) (?:the )?(?:(?P<who>[^?]+?)['’]s? )?(?:annual |budget |operating )?(?P<kind>deficit|surplus|shortfall)"
    r"(?: (?:of|at) (?:the )?(?P<of>[A-Z][^?]*?))?(?: (?:in|for) [^?]*)?$",
    re.IGNORECASE,
)
_INTEREST_RATE = re.compile(
    r"^(?:what|which|at what|how (?:high|much) is the) (?:average )?(?:interest rate|rate of interest) (?:does|do|did|is) [^?]*\bpay(?:ing)?\b(?: on (?:its|their|the) (?:debts?|borrowings|loans))?$",
    re.IGNORECASE,
)
_PAYER = re.compile(r"\b(?:does|do|did|is) the (?P<who>[a-z]+) pay", re.IGNORECASE)
# What the line of a margin is called in accounts, the most exact first.
_LINES = {
    "operating": ("operating profit", "operating income", "operating earnings"),
    "net": ("net profit", "net income", "net earnings"),
    "profit": ("profit", "net profit", "net income"),
    "gross": ("gross profit",),
    "pre-tax": ("pre-tax profit", "profit before tax"),
    "ebitda": ("ebitda",),
}
_LOSSES = {"operating": ("operating loss",), "net": ("net loss", "loss"), "profit": ("loss", "net loss")}


def margin(text: str) -> Plan | None:
    """A margin: of the profit, of the loss where there is one, or of what the costs leave."""
    match = _MARGIN.search(text)
    if match is None:
        return None
    kind, who, when = match["kind"].lower(), _owner(text), phrases.period_tail(text)
    revenue = _line("revenue", who, when, "revenue", "sales")
    printed = sides.phrased("printed", possessive(who, match.group().lower()) + when, UnitKind.SHARE)
    made = Plan(
        match.group().lower(),
        "share(profit, revenue)",
        (_line("profit", who, when, *_LINES[kind]), revenue),
        printed=printed,
    )
    others = []
    if kind in _LOSSES:
        lost = _line("loss", who, when, *_LOSSES[kind])
        others.append(replace(made, expression="-share(loss, revenue)", slots=(lost, revenue)))
    if kind == "gross":
        others.append(replace(made, expression="share(revenue - costs, revenue)", slots=(_costs(who, when), revenue)))
    return replace(made, alternatives=tuple(others))


def profit(text: str) -> Plan | None:
    """A profit that the article may give only as so many percent of revenue, a gross one also as what the costs leave."""
    what = phrases.asked_thing(phrases.without_currency(text))
    match = _PROFIT.match(phrases.strip_period(what)) if what else None
    if what is None or match is None:
        return None
    who, when = match["who"], phrases.period_tail(text)
    revenue = _line("revenue", who, when, "revenue", "sales")
    made = Plan(
        f"{match['kind']} profit",
        "margin of revenue",
        (sides.phrased("margin", possessive(who, f"{match['kind']} margin") + when, UnitKind.SHARE), revenue),
        currency=phrases.currency_asked(text),
        tentative=True,
        printed=sides.phrased("printed", what, UnitKind.MONEY),
    )
    if match["kind"].lower() != "gross":
        return made
    return replace(
        made, alternatives=(replace(made, expression="revenue - costs", slots=(revenue, _costs(who, when))),)
    )


def per_share(text: str) -> Plan | None:
    """What a share earns: the profit over the number of shares; less than nothing where there is a loss."""
    match = _PER_SHARE.search(text)
    if match is None or _MOVED.search(text):
        return None
    who, when = _owner(text), phrases.period_tail(text)
    count = sides.phrased("count", possessive(who, "shares"), UnitKind.COUNT, possessive(who, "shares outstanding"))
    earned = _line("profit", who, when, "net profit", "net income", "profit", "net earnings")
    lost = _line("loss", who, when, "net loss", "loss")
    name = "loss" if match["loss"] else "earnings"
    printed = sides.phrased("printed", possessive(who, f"{name} per share") + when, UnitKind.PRICE)
    made = Plan(f"{name} per share", "profit / count", (earned, count), printed=printed)
    below = replace(made, expression="loss / count" if match["loss"] else "-(loss / count)", slots=(lost, count))
    return below if match["loss"] else replace(made, alternatives=(below,))


def net_debt(text: str) -> Plan | None:
    """What is owed less the cash, or the cash less that; less than nothing where the other is more."""
    match = _NET_DEBT.match(text)
    if match is None:
        return None
    who, when = _owner(text), phrases.period_tail(text)
    debt = _line("debt", who, when, "debt", "total debt", "borrowings", "debts", "loans")
    cash = _line("cash", who, when, "cash balance", "cash", "money in the bank", "cash and cash equivalents")
    name, expression = ("net cash", "cash - debt") if match["cash"] else ("net debt", "debt - cash")
    printed = sides.phrased("printed", possessive(who, name) + when, UnitKind.MONEY)
    return Plan(name, expression, (debt, cash), printed=printed)


def balance(text: str) -> Plan | None:
    """A surplus or a deficit: what the income leaves over the costs, where the article prints neither as such."""
    match = _BALANCE.match(text)
    if match is None:
        return None
    who, when = match["who"] or match["of"], phrases.period_tail(text)
    income = _line("income", who, when, "income", "revenue", "takings")
    costs = _line("costs", who, when, "costs", "spending", "expenses", "expenditure")
    over = match["kind"].lower() == "surplus"
    printed = sides.phrased("printed", possessive(who, match["kind"].lower()) + when, UnitKind.MONEY)
    expression = "income - costs" if over else "costs - income"
    return Plan(match["kind"].lower(), expression, (income, costs), tentative=True, printed=printed)


def interest_rate(text: str) -> Plan | None:
    """The rate that the interest paid is of what is owed, where the article prints none."""
    if _INTEREST_RATE.match(text) is None:
        return None
    who, when = _owner(text), phrases.period_tail(text)
    who = who or next((found["who"] for found in [_PAYER.search(text)] if found), None)
    paid = _line("interest", who, when, "interest payments", "interest")
    debt = _line("debt", who, when, "debt", "total debt", "borrowings")
    printed = sides.phrased("printed", possessive(who, "interest rate") + when, UnitKind.SHARE)
    paid = replace(paid, holding="interest")  # what a bank lends is none
    return Plan("interest rate", "share(interest, debt)", (paid, debt), tentative=True, printed=printed)


def _owner(text: str) -> str | None:
    """Whose results are asked for, also of a noun: "the town's"."""
    owner = re.search(r"\b(?:the )?(?P<who>[a-z][a-z-]+)['’]s\b", text)
    placed = re.search(r" (?:in|of|at) (?P<who>(?:the )?[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)*)", text)
    return subject_of(text) or (owner["who"] if owner else placed["who"] if placed else None)


def _costs(who: str | None, when: str) -> Slot:
    made = _line("costs", who, when, "cost of goods", "cost of sales", "cost of revenue")
    return replace(made, holding="cost")  # what a chair costs in a sale is none


def _line(name: str, who: str | None, when: str, *nouns: str) -> Slot:
    """A line of the accounts under any of its names."""
    ways = [possessive(who, noun) + when for noun in nouns]
    return sides.phrased(name, ways[0], UnitKind.MONEY, *ways)
